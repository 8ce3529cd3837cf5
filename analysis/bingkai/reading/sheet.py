"""The tokens of a run of articles as plain lists, from which the pages of their fields are cut.

Looked up for many articles at once with NumPy, then read token by token, where lists are several times as fast.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bingkai.language.tokens import Tokens
from bingkai.reading.grammar import Report
from bingkai.reading.vocabulary import (
    ABROAD,
    AT_HOME,
    BASIS,
    CAP,
    COMMA,
    CUE,
    END,
    HOUSE_HEAD,
    MENURUT,
    RELAY,
    STATEMENT,
    Vocabulary,
)

_SIGNALS = CUE | MENURUT | BASIS | RELAY | STATEMENT
_LANDMARKS = ABROAD | AT_HOME | HOUSE_HEAD
_ARTICLES = 200  # in a sheet


@dataclass(frozen=True, eq=False)
class Sheet:
    """Parallel lists over the tokens of a run of articles.

    `bounds[n]` is the first token of field n of the run: title, text, title, text …; `breaks` are the tokens at
    which a sentence or what was one may begin; `reports` has the reporting verb of each of the `signals`.
    """

    bounds: list[int]
    low: list[str]
    flag: list[int]
    start: list[int]
    end: list[int]
    sentence: list[int]
    breaks: list[int]
    signals: list[int]  # tokens that may report, sorted
    reports: list[Report | None]
    landmarks: list[int]  # capitalised words that name places or begin institutions' names

    def reports_in(self, number: int) -> bool:
        """Whether a field holds a token that may report."""
        first = bisect_left(self.signals, self.bounds[number])
        return first < len(self.signals) and self.signals[first] < self.bounds[number + 1]


def sheets(tokens: Tokens, vocabulary: Vocabulary, n_articles: int) -> Iterator[tuple[range, Sheet]]:
    """The articles in runs, each with its sheet."""
    keys = tokens.article.astype(np.int64) * 2 + tokens.field
    edges = np.searchsorted(keys, np.arange(2 * n_articles + 1))
    for first in range(0, n_articles, _ARTICLES):
        run = range(first, min(first + _ARTICLES, n_articles))
        yield run, _sheet(tokens, vocabulary, edges[2 * run.start : 2 * run.stop + 1])


def _sheet(tokens: Tokens, vocabulary: Vocabulary, edges: NDArray[np.int64]) -> Sheet:
    """The sheet of the fields between the given rows of tokens."""
    rows = slice(int(edges[0]), int(edges[-1]))
    kinds, start, end = tokens.type_id[rows], tokens.start[rows], tokens.end[rows]
    sentence, bounds = tokens.sentence[rows], edges - edges[0]
    glued = np.flatnonzero(vocabulary.cut[kinds])
    if len(glued):
        bounds = bounds + np.searchsorted(glued, bounds)
        sentence = np.insert(sentence, glued, sentence[glued])
        kinds, start, end = _unglued(vocabulary, glued, kinds, start, end)
    flags = vocabulary.flags[kinds]
    signals = np.flatnonzero(flags & _SIGNALS)
    return Sheet(
        bounds.tolist(), vocabulary.lower[kinds].tolist(), flags.tolist(), start.tolist(), end.tolist(),
        sentence.tolist(), _breaks(flags, start, end, sentence).tolist(), signals.tolist(),
        vocabulary.report[kinds[signals]].tolist(),
        np.flatnonzero((flags & _LANDMARKS > 0) & (flags & CAP > 0)).tolist(),
    )  # fmt: skip


def _breaks(
    flags: NDArray[np.int64], start: NDArray[np.int32], end: NDArray[np.int32], sentence: NDArray[np.int32]
) -> NDArray[np.int64]:
    """The tokens at which a stretch may end: a new sentence; a capital right behind a full stop; a comma behind one."""
    found = sentence[1:] != sentence[:-1]
    found |= (flags[:-1] & END > 0) & (flags[1:] & CAP > 0) & (start[1:] == end[:-1])
    found[1:] |= (flags[:-2] & END > 0) & (flags[1:-1] & COMMA > 0)
    breaks: NDArray[np.int64] = np.flatnonzero(found) + 1
    return breaks


def _unglued(
    vocabulary: Vocabulary,
    glued: NDArray[np.int64],
    kinds: NDArray[np.int32],
    start: NDArray[np.int32],
    end: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Types, starts and ends with each glued word as two tokens."""
    seams = start[glued] + vocabulary.cut[kinds[glued]]
    second = glued + np.arange(1, len(glued) + 1)  # rows of the second parts
    parts = vocabulary.part[kinds[glued]]
    kinds = np.insert(kinds, glued, parts)
    start, end = np.insert(start, glued + 1, seams), np.insert(end, glued, seams)
    kinds[second] = parts + 1
    return kinds, start, end
