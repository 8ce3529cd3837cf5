"""Conditions on the words around a hit: what must stand near it, and what may not.

A condition is written as a reach and words: ``~6 pelaku tersangka`` (one of them within six tokens on either side, in
the same sentence), ``>3 barang bukti`` (after it), ``<3 musim`` (before it), ``sentence polisi``, ``article papua*``.
Several conditions are parted by ``;``. A word also stands for itself with *-nya* and doubled; ``*`` at its end stands
for any letters; ``@name`` for a list of words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bingkai.language.tokens import Tokens

Places = NDArray[np.int64]
_SIDES = "~<>"


@dataclass(frozen=True)
class Condition:
    """Some of these words within a reach: "~", "<", ">" with a distance in tokens, "sentence" or "article"."""

    reach: str
    distance: int
    words: tuple[str, ...]


def parse_conditions(text: str, lists: Mapping[str, str] | None = None) -> tuple[Condition, ...]:
    """Read conditions as they are written in a list of term choices or in a study.

    Parameters
    ----------
    text : str
        Conditions parted by ";"; empty for none.
    lists : mapping, optional
        Words, parted by spaces, that ``@name`` stands for.

    Returns
    -------
    tuple of Condition

    Raises
    ------
    ValueError
        An unknown reach or list, or a reach without words.

    Examples
    --------
    >>> parse_conditions("~4 barang bukti; article polisi")
    (Condition(reach='~', distance=4, words=('barang', 'bukti')), Condition(reach='article', distance=0, \
words=('polisi',)))
    >>> parse_conditions("near polisi")
    Traceback (most recent call last):
    ValueError: unknown reach 'near' in 'near polisi'; wanted ~N, <N or >N with a number of words, sentence or article
    """
    return tuple(_parsed(part.strip(), lists or {}) for part in text.split(";") if part.strip())


def _parsed(text: str, lists: Mapping[str, str]) -> Condition:
    reach, *words = text.split()
    distance = 0
    if reach[0] in _SIDES and reach[1:].isdigit():
        reach, distance = reach[0], int(reach[1:])
    elif reach not in ("sentence", "article"):
        raise ValueError(
            f"unknown reach {reach!r} in {text!r}; wanted ~N, <N or >N with a number of words, sentence or article"
        )
    if not words:
        raise ValueError(f"the condition {text!r} names no words; write them after the reach")
    return Condition(reach, distance, tuple(dict.fromkeys(_listed(words, lists))))


def _listed(words: Iterable[str], lists: Mapping[str, str]) -> Iterable[str]:
    for word in words:
        if not word.startswith("@"):
            yield word.lower()
        elif word[1:] in lists:
            yield from _listed(lists[word[1:]].split(), lists)
        else:
            raise ValueError(f"unknown list {word!r}; known: {', '.join(sorted(lists)) or 'none'}")


@dataclass(frozen=True, eq=False)
class WordIndex:
    """Where each word stands: looked up once for a corpus, then asked by every condition."""

    tokens: Tokens

    @cached_property
    def _order(self) -> tuple[Places, Places]:
        """Token positions by word, and where the positions of each word begin."""
        words = self.tokens.lower_of[self.tokens.type_id]
        counts = np.bincount(words, minlength=len(self.tokens.lower))
        return np.argsort(words, kind="stable"), np.concatenate([[0], np.cumsum(counts)])

    @cached_property
    def _sorted(self) -> tuple[list[str], NDArray[np.int64]]:
        order = sorted(range(len(self.tokens.lower)), key=self.tokens.lower.__getitem__)
        return [self.tokens.lower[i] for i in order], np.array(order, np.int64)

    @cached_property
    def sentence(self) -> tuple[Places, Places]:
        """First position and one past the last of the sentence of every token."""
        t = self.tokens
        new = np.ones(len(t), bool)
        new[1:] = (np.diff(t.article) != 0) | (np.diff(t.field) != 0) | (np.diff(t.sentence) != 0)
        begins = np.flatnonzero(new)
        nth = np.cumsum(new) - 1
        return begins[nth], np.append(begins[1:], len(t))[nth]

    @cached_property
    def article(self) -> tuple[Places, Places]:
        """First position and one past the last of every article, by its number."""
        numbers = np.arange(int(self.tokens.article.max(initial=-1)) + 1)
        return (np.searchsorted(self.tokens.article, numbers, side="left"),
                np.searchsorted(self.tokens.article, numbers, side="right"))  # fmt: skip

    def positions(self, words: Sequence[str]) -> Places:
        """Positions of these words, in reading order."""
        places, begins = self._order
        found = [places[begins[i] : begins[i + 1]] for i in sorted(self._ids(words))]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def _ids(self, words: Sequence[str]) -> set[int]:
        vocabulary, ids = self._sorted
        found: set[int] = set()
        for word in words:
            if word.endswith("*"):
                first = bisect_left(vocabulary, word[:-1])
                last = bisect_left(vocabulary, word[:-1] + "\U0010ffff")
                found.update(ids[first:last].tolist())
            for form in (word, word + "nya", f"{word}-{word}"):
                at = bisect_left(vocabulary, form)
                if at < len(vocabulary) and vocabulary[at] == form:
                    found.add(int(ids[at]))
        return found

    def holds(self, condition: Condition, first: Places, last: Places) -> NDArray[np.bool_]:
        """For each hit (first and last token, inclusive), whether the condition holds.

        Notes
        -----
        A headline is short and leaves out what its article names: there a distance reaches over the whole sentence, and
        a sentence over the whole article. The words of the hit itself never count.
        """
        where = self.positions(condition.words)
        if not len(where) or not len(first):
            return np.zeros(len(first), bool)
        begin, end = self._window(condition, first, last)
        inside = _between(where, begin, end) - _between(where, np.maximum(begin, first), np.minimum(end, last + 1))
        return inside > 0

    def _window(self, condition: Condition, first: Places, last: Places) -> tuple[Places, Places]:
        begin, end = self.sentence[0][first], self.sentence[1][first]
        title = self.tokens.field[first] == 0
        number = self.tokens.article[first]
        whole = (condition.reach == "article") | ((condition.reach == "sentence") & title)
        begin = np.where(whole, self.article[0][number], begin)
        end = np.where(whole, self.article[1][number], end)
        if condition.reach not in _SIDES:
            return begin, end
        if condition.reach == "<":
            end = first
        elif condition.reach == ">":
            begin = last + 1
        near_begin = np.where(title, begin, np.maximum(begin, first - condition.distance))
        near_end = np.where(title, end, np.minimum(end, last + 1 + condition.distance))
        return near_begin, near_end


def _between(where: Places, begin: Places, end: Places) -> NDArray[np.int64]:
    """How many positions lie in each stretch; 0 where it is empty."""
    counts: NDArray[np.int64] = np.searchsorted(where, end) - np.searchsorted(where, begin)
    return np.maximum(counts, 0)
