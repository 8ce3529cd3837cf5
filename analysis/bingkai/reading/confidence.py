"""How sure a row is."""

from __future__ import annotations

from bingkai.reading.grammar import word_class
from bingkai.reading.patterns import Draft
from bingkai.reading.resolve import Source

_PRONOUNS = word_class("pronoun")


def confidence_of(draft: Draft, source: Source | None) -> float:
    """The estimated probability that a row is right: its pattern's, less where the source stays unresolved."""
    sure = draft.sure
    if source is None and draft.pattern != "P12":
        sure -= 0.25
    elif source is not None and not source.person and (draft.clitic or draft.source_text.lower() in _PRONOUNS):
        sure -= 0.1
    if draft.pattern == "P10" and draft.page.field == "title" and source is not None and not source.telling:
        sure -= 0.25
    return round(max(sure, 0.05), 2)
