"""How sure a row is."""

from __future__ import annotations

from bingkai.reading.patterns import Draft
from bingkai.reading.resolve import Source


def confidence_of(draft: Draft, source: Source | None) -> float:
    """The estimated probability that a row is right: its pattern's, less where the source stays unresolved."""
    sure = draft.sure
    if source is None and draft.pattern != "P12":
        sure -= 0.25
    return round(max(sure, 0.05), 2)
