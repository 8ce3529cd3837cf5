"""Cleaning by masking: what is not an article's own prose is marked, never cut.

Text stays as read, so that every offset found later points into it. `mark_boilerplate` says which spans of it are
dateline, boilerplate or credit; `blank` gives the text with those spans as spaces, of equal length, for counting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from bingkai.corpus.boilerplate import find_boilerplates
from bingkai.corpus.datelines import find_datelines
from bingkai.corpus.marks import Mark
from bingkai.corpus.wire import find_origin
from bingkai.schema import ARTICLES, require

_CREDITS = frozenset({"kredit", "sumber", "inisial", "siaran_pers"})


class Cleaned(NamedTuple):
    """What was found in one text: spans to ignore, sorted and disjoint; place; agency."""

    ignored: list[list[int]]
    dateline: str | None
    origin: str | None


def mark_boilerplate(articles: pd.DataFrame) -> pd.DataFrame:
    """Mark the parts of each article that are not its own prose: dateline, boilerplate, credits.

    Parameters
    ----------
    articles : DataFrame
        ARTICLES.

    Returns
    -------
    DataFrame
        ARTICLES, text unchanged, with three columns added (or computed anew):

        - ``dateline`` : the place the dateline names, as usually written; missing where there is none
        - ``origin`` : the wire agency credited for the text; an agency's own article has the agency; `siaran pers`
          where the text is marked as a press release; else missing
        - ``ignored`` : list of [start, end] spans of ``text`` in characters, sorted and disjoint

    Notes
    -----
    Known bias: in text flattened to one paragraph the headline after *Baca juga:* has no visible end; it is cut where
    its title case ends, and a sentence that opens with several capitalised words may lose the first of them. Captions
    without credit and subheadings stay. A relayed statement (*dikutip dari Reuters*) gives no origin.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "outlet": ["Kabar Baru"], "published": [pd.Timestamp(2025, 6, 1)],
    ...     "title": ["Harga turun"], "text": ["JAKARTA, KABARBARU.com - Harga turun.\\nsumber : Antara"]})
    >>> marked = mark_boilerplate(articles)
    >>> marked.loc[0, "dateline"], marked.loc[0, "origin"], marked.loc[0, "ignored"]
    ('Jakarta', 'Antara', [[0, 25], [38, 53]])
    """
    require(articles, ARTICLES)
    texts = articles["text"].astype("object").where(articles["text"].notna(), "")
    outlets = articles["outlet"].astype("object").where(articles["outlet"].notna(), "")
    cleaned = _clean(texts.tolist(), outlets.tolist())
    ignored = pd.Series([None] * len(articles), index=articles.index, dtype="object")
    ignored[:] = [found.ignored for found in cleaned]
    return articles.assign(
        dateline=pd.Series([found.dateline for found in cleaned], index=articles.index, dtype="str"),
        origin=pd.Series([found.origin for found in cleaned], index=articles.index, dtype="str"),
        ignored=ignored,
    )


def clean_text(text: str, outlet: str = "") -> Cleaned:
    """Find dateline, boilerplate and wire credit of one text.

    Examples
    --------
    >>> clean_text("Jakarta (ANTARA) - Harga turun.\\nPewarta: Sari Melati")
    Cleaned(ignored=[[0, 19], [32, 52]], dateline='Jakarta', origin='Antara')
    """
    return _clean([text], [outlet])[0]


def _clean(texts: Sequence[str], outlets: Sequence[str]) -> list[Cleaned]:
    return list(map(_read, texts, outlets, find_boilerplates(texts)))


def _read(text: str, outlet: str, marks: Sequence[Mark]) -> Cleaned:
    if not text or text.isspace():
        return Cleaned([], None, find_origin(outlet, [], []))
    datelines = find_datelines(text, outlet)
    place = next((found.place for found in datelines if found.place), None)
    credits = _credits(text, marks)
    origin = find_origin(outlet, [found.brand for found in datelines], credits)
    spans = [found.span for found in datelines] + [(mark.start, mark.end) for mark in marks]
    return Cleaned(_merged(spans), place, origin)


def _credits(text: str, marks: Iterable[Mark]) -> list[str]:
    return [text[mark.start : mark.end] for mark in marks if mark.case in _CREDITS]


def _merged(spans: Iterable[tuple[int, int]]) -> list[list[int]]:
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        elif end > start:
            merged.append([start, end])
    return merged


def blank(text: str, spans: Iterable[Sequence[int]]) -> str:
    """Replace spans of a text with spaces, newlines kept; the length stays.

    Parameters
    ----------
    text : str
    spans : iterable of [start, end]
        Characters, half-open; may overlap or reach beyond the text.

    Returns
    -------
    str
        As long as `text`, equal to it outside the spans.

    Examples
    --------
    >>> blank("JAKARTA - Harga turun.", [[0, 10]])
    '          Harga turun.'
    """
    pieces, last = [], 0
    for start, end in _merged((max(0, s), min(len(text), e)) for s, e in spans):
        pieces += [text[last:start], "\n".join(" " * len(line) for line in text[start:end].split("\n"))]
        last = end
    return "".join(pieces) + text[last:]


def own_texts(articles: pd.DataFrame) -> list[str]:
    """The articles' own prose: their texts with the `ignored` spans blanked; "" where there is none."""
    texts = articles["text"].astype("object").where(articles["text"].notna(), "")
    pairs = zip(texts, articles["ignored"], strict=True)
    return [blank(text, spans) if isinstance(spans, (list, tuple, np.ndarray)) else text for text, spans in pairs]
