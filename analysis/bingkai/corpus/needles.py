"""Which of many short strings stand in a text: the usual ones looked for one by one, all the others at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

_BATCH = 500  # texts


class Needles:
    """Short strings that are looked for in many texts.

    Most texts hold none of the strings that prose seldom has: one pass of an automaton over a batch says which do, and
    only in those they are looked for one by one. A string that contains a shorter one is looked for where that one is.

    Parameters
    ----------
    needles : iterable of str
    gates : iterable of str
        Strings that many needles share.
    usual : collection of str
        Needles and gates that many texts hold.

    Examples
    --------
    >>> needles = Needles(["baca juga", "(foto:"], gates=["baca"], usual=["baca"])
    >>> [sorted(found) for found in needles.present_in(["baca juga: harga naik", "harga naik"])]
    [['baca', 'baca juga'], []]
    """

    def __init__(self, needles: Iterable[str], *, gates: Iterable[str], usual: Iterable[str]) -> None:
        ordered = sorted({*needles, *gates}, key=lambda needle: (len(needle), needle))
        parts = [next((short for short in ordered[:n] if short in needle), None) for n, needle in enumerate(ordered)]
        self._all = list(zip(ordered, parts, strict=True))
        often = set(usual)
        self._usual: list[tuple[str, str | None]] = []
        for needle, part in self._all:
            if needle in often or part in often:
                often.add(needle)
                self._usual.append((needle, part))
        self._rare = "|".join(re.escape(needle) for needle, part in self._all if part is None and needle not in often)

    def present_in(self, texts: Sequence[str]) -> Iterator[set[str]]:
        """The needles and gates that stand in each text."""
        for first in range(0, len(texts), _BATCH):
            batch = texts[first : first + _BATCH]
            encoded = pa.array([text.encode("utf-8", "surrogatepass") for text in batch], pa.large_binary())
            rare = pc.match_substring_regex(encoded, self._rare).to_pylist()
            for text, any_rare in zip(batch, rare, strict=True):
                yield _present(text, self._all if any_rare else self._usual)


def _present(text: str, needles: Iterable[tuple[str, str | None]]) -> set[str]:
    present: set[str] = set()
    for needle, part in needles:
        if (part is None or part in present) and needle in text:
            present.add(needle)
    return present
