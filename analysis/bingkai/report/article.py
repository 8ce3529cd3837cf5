"""One article with its reading marked in the text: who says what with which verb, whose words, which loaded terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bingkai.figures.labels import Language, check_language, choose
from bingkai.reading.analyse import Reading
from bingkai.report.article_marks import marked
from bingkai.report.article_words import attribution_line
from bingkai.report.lines import safe_url
from bingkai.report.page import day
from bingkai.schema import FIELDS, ZONES

_SHOWN_ZONES = ("direct", "indirect", "scare")


@dataclass(frozen=True, eq=False)
class ArticleView:
    """An article and what was read in it; JupyterLab shows it with everything marked.

    Attributes
    ----------
    article : Series
        The article's row of ARTICLES.
    attributions : ATTRIBUTIONS
    terms : TERMS
    zones : DataFrame
        `field, start, end, zone`: stretches of direct, indirect and scare-quoted words.
    passage : tuple of (field, start, end) or None
        The passage asked for, where a row of a table led here.
    lang : "id" or "en"
    """

    article: pd.Series
    attributions: pd.DataFrame
    terms: pd.DataFrame
    zones: pd.DataFrame
    passage: tuple[str, int, int] | None = None
    lang: str = "id"

    def to_html(self, lang: str | None = None) -> str:
        """The view as a piece of HTML with its own scoped style, for a notebook or a page."""
        return _render(self, check_language(lang or self.lang))

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        counts = f"{len(self.attributions)} attributions, {len(self.terms)} terms"
        return f"<ArticleView of {self.article['article_id']!r} ({self.article['outlet']}): {counts}>"


def show(reading: Reading, article: str | pd.Series | Mapping[str, Any], *, lang: str = "id") -> ArticleView:
    """An article as it was read: quotations, reporting words, sources, loaded terms and what was left out, marked.

    Parameters
    ----------
    reading : Reading
    article : str, Series or mapping
        An `article_id`, or a row of any table with that column (of `kwic`, ATTRIBUTIONS, TERMS …): a row with offsets
        has its passage outlined.
    lang : {"id", "en"}
        Language of labels and legend.

    Returns
    -------
    ArticleView
        Shown in JupyterLab; `to_html()` gives the HTML.

    Raises
    ------
    ValueError
        For an article that is not in the reading, with the nearest id.

    Examples
    --------
    >>> import bingkai as bk
    >>> reading = bk.analyse(bk.load_demo(), progress=False)
    >>> show(reading, "penggusuran-z")
    Traceback (most recent call last):
    ValueError: no article 'penggusuran-z' in this reading; nearest: 'penggusuran-f'
    """
    check_language(lang)
    row = {"article_id": article} if isinstance(article, str) or not hasattr(article, "keys") else dict(article)
    if "article_id" not in row:
        raise ValueError(
            f"wanted an article_id or a row with that column; got {', '.join(map(str, row)) or 'no columns'}"
        )
    position = _position(reading.articles["article_id"], row["article_id"])
    found = reading.articles.iloc[position]
    return ArticleView(
        article=found,
        attributions=_rows_of(reading.attributions, found["article_id"]),
        terms=_rows_of(reading.terms, found["article_id"]),
        zones=_zone_stretches(reading, position),
        passage=_passage(row),
        lang=lang,
    )


def _position(ids: pd.Series, wanted: Any) -> int:
    at = np.flatnonzero((ids == str(wanted)).to_numpy(dtype=bool))
    if len(at):
        return int(at[0])
    near = get_close_matches(str(wanted), ids.tolist(), n=1, cutoff=0.0)
    hint = f"nearest: {near[0]!r}" if near else "the reading has no articles"
    raise ValueError(f"no article {str(wanted)!r} in this reading; {hint}")


def _rows_of(frame: pd.DataFrame, article_id: str) -> pd.DataFrame:
    return frame[frame["article_id"] == article_id].reset_index(drop=True)


def _passage(row: Mapping[Any, Any]) -> tuple[str, int, int] | None:
    """The place a row points at: a hit, a reporting word, or the first piece of what was said."""
    if row.get("field") not in FIELDS:
        return None
    for first, last in (("start", "end"), ("cue_start", "cue_end")):
        if first in row and last in row and pd.notna(row[first]) and pd.notna(row[last]):
            return str(row["field"]), int(row[first]), int(row[last])
    spans = row.get("content_spans")
    if spans is None or not len(spans):
        return None
    return str(row["field"]), int(spans[0][0]), int(spans[0][1])


def _zone_stretches(reading: Reading, position: int) -> pd.DataFrame:
    """Neighbouring tokens of one zone and sentence as one stretch."""
    tokens = reading.tokens
    first, last = np.searchsorted(tokens.article, [position, position + 1])
    here = pd.DataFrame(
        {"field": tokens.field[first:last], "sentence": tokens.sentence[first:last], "zone": reading.zones[first:last],
         "start": tokens.start[first:last], "end": tokens.end[first:last]}
    )  # fmt: skip
    keys = here[["field", "sentence", "zone"]]
    run = (keys != keys.shift()).any(axis=1).cumsum()
    runs = here.groupby(run).agg(
        field=("field", "first"), zone=("zone", "first"), start=("start", "min"), end=("end", "max")
    )
    runs["field"] = pd.Series([FIELDS[code] for code in runs["field"]], index=runs.index, dtype="str")
    runs["zone"] = pd.Series([ZONES[code] for code in runs["zone"]], index=runs.index, dtype="str")
    return runs[runs["zone"].isin(_SHOWN_ZONES)].reset_index(drop=True)[["field", "start", "end", "zone"]]


def _render(view: ArticleView, lang: Language) -> str:
    key = _key(view, lang)
    fields = {field: marked(view, field, key, lang) for field in FIELDS}
    templates = Environment(
        loader=PackageLoader("bingkai.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    css = (files("bingkai.report") / "templates" / "article.css").read_text(encoding="utf-8")
    made: str = templates.get_template("article.html.j2").render(
        lang=lang,
        key=key,
        css=Markup(css),
        facts=_facts(view.article, lang),
        url=safe_url(view.article.get("url")),
        title=fields["title"],
        text=fields["text"],
        said=[attribution_line(row, lang) for row in view.attributions.to_dict("records")],
        n_terms=len(view.terms),
        t=lambda indonesian, english: choose(lang, indonesian, english),
    )
    return made


def _key(view: ArticleView, lang: str) -> str:
    """A prefix for ids: the same view has the same one, two views on one page have different ones."""
    seen = f"{view.article['article_id']}\n{lang}\n{view.passage}"
    return "bk-" + blake2b(seen.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


def _facts(article: pd.Series, lang: str) -> list[str]:
    day_of = [day(article["published"], lang)] if pd.notna(article["published"]) else []
    place = [
        str(article[name])
        for name in ("section", "dateline", "origin")
        if pd.notna(article.get(name)) and article[name]
    ]
    return [*map(str, article[["outlet"]].dropna()), *day_of, *place, str(article["article_id"])]
