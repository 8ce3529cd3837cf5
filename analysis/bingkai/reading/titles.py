"""Attributions in headlines: `Bupati: Jembatan Aman`, `Warga Minta Jalan Dibuka`."""

from __future__ import annotations

from bingkai.reading.page import Page
from bingkai.reading.patterns import Draft
from bingkai.reading.resolve import Cast, Source

Found = tuple[Draft, Source | None]


def read_title(page: Page, cast: Cast, body: list[Found]) -> list[Found]:
    """The attributions of a headline; its sources are known from the body."""
    return []
