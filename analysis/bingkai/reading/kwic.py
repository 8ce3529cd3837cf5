"""Concordance: the words around what was counted, so that a number can be read before it is believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from fnmatch import translate
from re import compile as compile_pattern
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.language.tokens import Tokens, tokenise
from bingkai.reading.analyse import Reading
from bingkai.reading.evidence import evidence, measure_names
from bingkai.schema import FIELDS, ZONES, require_reading

_COLUMNS = [
    "article_id", "outlet", "published", "left", "form", "right", "zone", "field", "sentence", "start", "end", "url",
]  # fmt: skip
_CELL_KEYS = ("outlet", "article_id", "zone", "field")


def kwic(
    reading: Reading,
    what: str | pd.Series | Mapping[str, Any],
    *,
    n: int | None = 10,
    seed: int = 7,
    width: int = 48,
    outlet: str | None = None,
    zone: str | None = None,
) -> pd.DataFrame:
    """The passages behind a word, a measure or a row of any table.

    Parameters
    ----------
    reading : Reading
    what : str, Series or mapping
        A word or phrase (``"mengklaim"``, ``"orang asing"``, ``"meng*"`` with a wildcard), the name of a measure
        (``"stance.jarak"``), or a row of MEASURES, COMPARISON, TERMS or ATTRIBUTIONS.
    n : int or None
        How many passages, drawn at random; None for all.
    seed : int
        The draw is the same for the same seed, whatever the order of the articles.
    width : int
        Characters of context on each side.
    outlet, zone : str, optional
        Only that outlet; only those words (title, reporter, direct, indirect, scare).

    Returns
    -------
    DataFrame
        One row a passage: `article_id, outlet, published, left, form, right, zone, field, sentence, start, end, url`;
        offsets are characters into the field.

    Raises
    ------
    ValueError
        If `what` is a row that leads to no passages' table, or an unknown measure; an unknown outlet or zone.
    """
    require_reading(reading, "kwic")
    _require_known("outlet", outlet, reading.articles["outlet"].dropna().unique().tolist())
    _require_known("zone", zone, ZONES)
    found = _passages(reading, what)
    for column, wanted in (("outlet", outlet), ("zone", zone)):
        if wanted is not None:
            found = found[found[column] == wanted]
    return _with_context(reading, _draw(found, n, seed), width)


def _require_known(name: str, wanted: str | None, known: Sequence[str]) -> None:
    if wanted is not None and wanted not in known:
        near = get_close_matches(str(wanted), known, n=1, cutoff=0.4)
        hint = f"nearest: {near[0]!r}" if near else f"there are {', '.join(sorted(known))}"
        raise ValueError(f"unknown {name} {wanted!r}; {hint}")


def _passages(reading: Reading, what: str | pd.Series | Mapping[str, Any]) -> pd.DataFrame:
    if isinstance(what, str):
        return _measure_or_word(reading, what)
    row = dict(what)
    if "start" in row and "end" in row:
        return _one(reading, row, int(row["start"]), int(row["end"]))
    if "content_spans" in row:
        cue = pd.notna(row.get("cue_start"))
        start, end = (row["cue_start"], row["cue_end"]) if cue else row["content_spans"][0]
        return _one(reading, row, int(start), int(end))
    if "measure" not in row:
        raise ValueError(
            f"wanted a row with 'measure', 'start' and 'end', or 'content_spans'; got {', '.join(map(str, row))}"
        )
    found = evidence(reading, row["measure"])
    for key in _CELL_KEYS:
        if key in row and pd.notna(row[key]):
            found = found[found[key] == row[key]]
    return found


def _measure_or_word(reading: Reading, what: str) -> pd.DataFrame:
    names = measure_names(reading)
    if what in names:
        return evidence(reading, what)
    if "." in what and " " not in what and what.split(".")[0] in {name.split(".")[0] for name in names}:
        near = get_close_matches(what, names, n=1, cutoff=0.0)
        raise ValueError(f"unknown measure {what!r}; nearest: {near[0]!r}")
    return _occurrences(reading, what)


def _one(reading: Reading, row: Mapping[str, Any], start: int, end: int) -> pd.DataFrame:
    articles = reading.articles
    article = articles.loc[articles["article_id"] == row["article_id"]].iloc[0]
    return pd.DataFrame(
        [{"article_id": row["article_id"], "outlet": article["outlet"], "field": row["field"], "zone": row.get("zone"),
          "sentence": row.get("sentence"), "start": start, "end": end}]
    )  # fmt: skip


def _occurrences(reading: Reading, phrase: str) -> pd.DataFrame:
    tokens, articles = reading.tokens, reading.articles
    first, n_words = _positions(tokens, phrase)
    article, last = tokens.article[first], first + n_words - 1
    return pd.DataFrame(
        {
            "article_id": articles["article_id"].to_numpy()[article],
            "outlet": articles["outlet"].to_numpy()[article],
            "field": np.array(FIELDS, dtype=object)[tokens.field[first]],
            "zone": np.array(ZONES, dtype=object)[reading.zones[first]],
            "sentence": tokens.sentence[first],
            "start": tokens.start[first],
            "end": tokens.end[last],
        }
    )


def _positions(tokens: Tokens, phrase: str) -> tuple[NDArray[np.int64], int]:
    """First tokens of a phrase; `*` stands for any letters of one word."""
    words = phrase.split() if "*" in phrase else _words(phrase)
    if not words:
        raise ValueError("wanted a word or phrase to look for; got an empty text")
    starts = np.arange(max(len(tokens) - len(words) + 1, 0))
    for offset, word in enumerate(words):
        pattern = compile_pattern(translate(word.lower()))
        fits = np.array([pattern.match(form) is not None for form in tokens.lower], dtype=bool)[tokens.lower_of]
        starts = starts[fits[tokens.type_id[starts + offset]]]
    ends = starts + len(words) - 1
    together = (tokens.article[starts] == tokens.article[ends]) & (tokens.field[starts] == tokens.field[ends])
    return starts[together], len(words)


def _words(phrase: str) -> list[str]:
    tokens = tokenise([""], [phrase])
    return [tokens.lower[tokens.lower_of[i]] for i in tokens.type_id]


def _draw(found: pd.DataFrame, n: int | None, seed: int) -> pd.DataFrame:
    found = found.sort_values(["article_id", "field", "start", "end"], kind="stable", ignore_index=True)
    if n is None or n >= len(found):
        return found
    chosen = np.random.default_rng(seed).choice(len(found), size=n, replace=False)
    return found.iloc[np.sort(chosen)].reset_index(drop=True)


def _with_context(reading: Reading, found: pd.DataFrame, width: int) -> pd.DataFrame:
    articles = reading.articles
    where = pd.Index(articles["article_id"]).get_indexer(found["article_id"])
    named = {name: articles[name].to_numpy()[where] for name in ("published", "url") if name in articles.columns}
    # No join: it would copy the whole text for every passage.
    texts = {field: articles[field].tolist() for field in FIELDS}
    spans = zip(where.tolist(), found["field"], found["start"], found["end"], strict=True)
    windows = [_window(texts[field][position], start, end, width) for position, field, start, end in spans]
    parts = dict(zip(("left", "form", "right"), zip(*windows, strict=True), strict=True)) if windows else {}
    return found.assign(**named, **parts).reindex(columns=_COLUMNS)


def _window(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    left, right = text[max(start - width, 0) : start], text[end : end + width]
    return left.replace("\n", " "), text[start:end], right.replace("\n", " ")
