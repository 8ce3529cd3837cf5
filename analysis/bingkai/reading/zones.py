"""Whose words they are: headline, reporter, direct quotation, indirect quotation, scare quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.language.quotes import Quotation, quotation_spans, scare_spans
from bingkai.language.tokens import Tokens
from bingkai.schema import WORDS, ZONES, build

TITLE, REPORTER, DIRECT, INDIRECT, SCARE = range(len(ZONES))
_LONG_QUOTATION = 7  # words: an unattributed quotation this long is somebody's speech, a shorter one a name or an irony

Spans = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]  # article position, start, end


def zones_of_tokens(
    tokens: Tokens,
    texts: list[str],
    attributions: pd.DataFrame,
    positions: pd.Series,
    quotations: Mapping[int, Sequence[Quotation]] | None = None,
) -> NDArray[np.int8]:
    """The zone of every token, as an index into ``ZONES``.

    Headlines are the outlet's own choice whatever they quote. In the body the reporter's voice is what remains when
    reported content and quotations are taken away; a fragment in scare quotes is marked apart wherever it stands.

    Parameters
    ----------
    tokens : Tokens
    texts : list of str
        The bodies, ignored spans blanked.
    attributions : ATTRIBUTIONS
    positions : Series
        Position in `texts` by article_id.
    quotations : mapping, optional
        The quotations of the bodies that have any, by position in `texts`; looked for where left out.

    Returns
    -------
    int8 array (n_tokens,)
    """
    zones = np.where(tokens.field == 0, TITLE, REPORTER).astype(np.int8)
    direct, shared = _content(attributions, positions)
    if quotations is None:
        quotations = {position: quotation_spans(text) for position, text in enumerate(texts)}
    quoted, scare = _quotations(texts, direct, quotations)
    for spans, zone in ((shared, INDIRECT), (direct, DIRECT), (quoted, DIRECT), (scare, SCARE)):
        zones[_inside(tokens, spans)] = zone
    return zones


def words_by_zone(tokens: Tokens, zones: NDArray[np.int8], article_ids: pd.Series) -> pd.DataFrame:
    """How many words each article has in each zone: the bases of rates. WORDS, five rows an article."""
    word = tokens.is_word[tokens.type_id]
    cells = tokens.article[word].astype(np.int64) * len(ZONES) + zones[word]
    counts = np.bincount(cells, minlength=len(article_ids) * len(ZONES))
    return build(
        {"article_id": np.repeat(article_ids.to_numpy(dtype=object), len(ZONES)).tolist(),
         "zone": list(ZONES) * len(article_ids),
         "n_words": counts.tolist()},
        WORDS,
    )  # fmt: skip


def _content(attributions: pd.DataFrame, positions: pd.Series) -> tuple[Spans, Spans]:
    """Spans of reported content in bodies: direct quotations, and what reporter and source share."""
    body = attributions[attributions["field"] == "text"]
    where = positions.reindex(body["article_id"]).tolist()
    direct: list[tuple[int, int, int]] = []
    shared: list[tuple[int, int, int]] = []
    for position, kind, spans in zip(where, body["kind"], body["content_spans"], strict=True):
        rows = direct if kind == "direct" else shared
        rows += [(position, start, end) for start, end in spans]
    return _columns(direct), _columns(shared)


def _quotations(texts: list[str], direct: Spans, quotations: Mapping[int, Sequence[Quotation]]) -> tuple[Spans, Spans]:
    """Quotations long enough to be speech, attributed or not; and fragments in scare quotes."""
    reported: dict[int, list[tuple[int, int]]] = {}
    for position, start, end in zip(*(column.tolist() for column in direct), strict=True):
        reported.setdefault(position, []).append((start, end))
    speech, scare = [], []
    for position, found in quotations.items():
        text = texts[position]
        ironic = scare_spans(text, found, reported.get(position, ()))
        scare += [(position, start, end) for start, end in ironic]
        speech += [
            (position, quote.start, quote.end)
            for quote in found
            if text.count(" ", quote.start, quote.end) + 1 >= _LONG_QUOTATION
        ]
    return _columns(speech), _columns(scare)


def _columns(rows: Iterable[tuple[int, int, int]]) -> Spans:
    table = np.array(list(rows), dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _inside(tokens: Tokens, spans: Spans) -> NDArray[np.bool_]:
    """Which tokens of bodies lie in any of the spans."""
    article, start, end = spans
    width = int(max(tokens.end.max(initial=0), end.max(initial=0))) + 1
    keys = (tokens.article.astype(np.int64) * 2 + tokens.field) * width
    first = np.searchsorted(keys + tokens.start, (article * 2 + 1) * width + start, side="left")
    last = np.searchsorted(keys + tokens.start, (article * 2 + 1) * width + end, side="left")
    depth = np.zeros(len(tokens) + 1, dtype=np.int64)
    np.add.at(depth, first, 1)
    np.add.at(depth, last, -1)
    return np.cumsum(depth[:-1]) > 0
