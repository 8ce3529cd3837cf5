"""Coded units and the units of a corpus, as the rows a frame classifier reads."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import pandas as pd

from bingkai.schema import ARTICLES, CODES, SchemaError, require

TITLE_UNIT = ":judul"
_CARRIED = ("outlet", "event_id", "copy_group", "title", "text")


def one_item(codes: pd.DataFrame, item: str | None) -> pd.DataFrame:
    """The codes of one item that have a value, one a unit."""
    require(codes, CODES)
    names = list(dict.fromkeys(codes["item"].dropna()))
    if item is None and len(names) > 1:
        raise ValueError(f"the codes have {len(names)} items; say which: item='{names[0]}' ({', '.join(names)})")
    wanted = names[0] if item is None and names else item
    if wanted not in names:
        near = get_close_matches(str(wanted), names, n=1, cutoff=0.0)
        raise ValueError(f"no item {wanted!r} in the codes" + (f"; nearest: {near[0]!r}" if near else ""))
    chosen = codes[(codes["item"] == wanted) & codes["value"].notna()].reset_index(drop=True)
    twice = chosen["unit_id"].duplicated()
    if twice.any():
        raise SchemaError(
            f"unit {chosen.loc[twice, 'unit_id'].iloc[0]!r} has more than one code of {wanted!r} ({int(twice.sum())} "
            "such rows); take one coder's codes, or decide with adjudicate"
        )
    if chosen.empty:
        raise ValueError(f"no unit has a code of {wanted!r}")
    return chosen


def coded_units(codes: pd.DataFrame, articles: pd.DataFrame, texts: Mapping[str, str] | None = None) -> pd.DataFrame:
    """A row a coded unit: unit_id, article_id, value, and of its article outlet, event_id, copy_group, title, text.

    A unit that is a headline has an empty `text`; one whose text is given has an empty `title`.
    """
    require(articles, ARTICLES)
    missing = sorted(set(codes["article_id"]) - set(articles["article_id"]))
    if missing:
        raise ValueError(f"{len(missing)} coded articles are not in the corpus, the first {missing[0]!r}")
    carried = [name for name in _CARRIED if name in articles.columns]
    own = articles.drop_duplicates("article_id").set_index("article_id")[carried]
    units = codes[["unit_id", "article_id", "value"]].join(own, on="article_id")
    given = units["unit_id"].map(dict(texts or {})).astype("str")
    headline = units["unit_id"].str.endswith(TITLE_UNIT) & given.isna()
    strange = ~headline & given.isna() & (units["unit_id"] != units["article_id"])
    if strange.any():
        raise ValueError(
            f"unit {units.loc[strange, 'unit_id'].iloc[0]!r} is neither an article nor a headline; "
            "give the texts of such units as texts={unit_id: text}"
        )
    title = units["title"].where(given.isna(), "")
    text = units["text"].where(given.isna(), given).where(~headline, "")
    return units.assign(title=title, text=text)


def corpus_units(articles: pd.DataFrame, *, titles: bool) -> pd.DataFrame:
    """A row an article, or its headline where headlines were coded, with the columns of `coded_units` but value."""
    require(articles, ARTICLES)
    carried = [name for name in _CARRIED if name in articles.columns]
    units = articles[["article_id", *carried]].reset_index(drop=True)
    if not titles:
        return units.assign(unit_id=units["article_id"])
    return units.assign(unit_id=units["article_id"] + TITLE_UNIT, text="")
