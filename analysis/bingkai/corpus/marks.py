"""A stretch of a page that is not the article's prose, and the blanks around such stretches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

BLANKS = " \t\u00a0\r\u200b\u200e"
LONGEST_LOOK = 1000


class Mark(NamedTuple):
    """A span of boilerplate and the name of the case that found it."""

    start: int
    end: int
    case: str


def positions_of(lowered: str, needles: Iterable[str]) -> Iterator[int]:
    """Where any of the needles stands, needle by needle."""
    for needle in needles:
        at = lowered.find(needle)
        while at >= 0:
            yield at
            at = lowered.find(needle, at + len(needle))
