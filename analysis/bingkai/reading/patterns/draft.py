"""One act of reporting before its source is resolved, and what all patterns share."""

from __future__ import annotations

from dataclasses import dataclass

from bingkai.reading.content import trim, without_circumstance
from bingkai.reading.grammar import Report, word_class
from bingkai.reading.page import Page, Span
from bingkai.reading.vocabulary import ADJUNCT, COMMA, VERB, WORD

_FINITE = word_class("finite")
_TOPICAL = word_class("topical")
_LINKING = word_class("linking")


@dataclass
class Draft:
    """One attribution before its source is resolved; spans of source in tokens, all others in characters."""

    page: Page
    pattern: str
    pieces: list[Span]
    cue: Span | None = None
    report: Report | None = None
    source: Span | None = None
    clitic: bool = False
    relay: Span | None = None
    sure: float = 0.9
    last: int = 0  # token after the reporting clause
    follows: bool = False  # an uncued quotation: the source is the neighbour's

    @property
    def order(self) -> int:
        return self.cue[0] if self.cue else self.pieces[0][0]

    @property
    def source_span(self) -> Span | None:
        """The mention in characters."""
        return self.page.span(*self.source) if self.source else None

    @property
    def source_text(self) -> str:
        span = self.source_span
        return self.page.text[span[0] : span[1]] if span else ""


def quotations_in(page: Page, first: int, last: int) -> list[int]:
    return sorted(set(page.quoted[first:last]) - {-1}) if page.quotations else []


def inner(page: Page, q: int) -> Span:
    quotation = page.quotations[q]
    inside = page.text[quotation.inner_start : quotation.inner_end]
    start = quotation.inner_start + len(inside) - len(inside.lstrip())
    return start, quotation.inner_end - len(inside) + len(inside.rstrip())


def is_complete(page: Page, first: int, last: int) -> bool:
    """Does a stretch hold a predicate of its own?"""
    words = [i for i in range(first, last) if page.flag[i] & WORD]
    if words and page.flag[words[0]] & ADJUNCT and not any(page.flag[i] & COMMA for i in range(first, last - 1)):
        return False
    if len(words) < 4 or (page.low[words[0]] in _TOPICAL and not any(page.low[i] in _LINKING for i in words)):
        return False
    return any(_is_predicate(page, i) for i in words[1:])


def _is_predicate(page: Page, i: int) -> bool:
    """A verb, but not that of a relative clause: `data **yang berhasil dihimpun**`."""
    if not (page.flag[i] & VERB or page.low[i] in _FINITE or page.report[i]):
        return False
    j = i - 1
    while page.flag[j] & VERB or page.low[j] in _FINITE:
        j -= 1
    return page.low[j] != "yang"


def around(page: Page, start: int, k: int, after: int, last: int) -> list[Span]:
    """The pieces of a sentence before and after a parenthetical source."""
    tail = None
    if after < last:
        end = without_circumstance(page.text, page.start[after], page.end[last - 1])
        tail = trim(page.text, page.start[after], end)
    head = trim(page.text, page.start[start], page.end[k - 1]) if start < k else None
    if head and tail and page.low[k - 1] == "yang":
        head = None
    if (
        head
        and tail
        and not page.flag[k - 1] & COMMA
        and page.low[k - 1] in ("karena", "bahwa", "sehingga", "dan", "namun")
    ):
        head = None
    if head and not any(page.flag[i] & WORD for i in range(start, k)):
        head = None
    return [piece for piece in (head, tail) if piece]
