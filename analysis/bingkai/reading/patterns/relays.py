"""P13: a medium as the second layer over a statement, `dilansir dari X`."""

from __future__ import annotations

from collections.abc import Iterator

from bingkai.reading.content import trim
from bingkai.reading.grammar import Report, word_class
from bingkai.reading.page import Page, Span
from bingkai.reading.patterns.draft import Draft
from bingkai.reading.patterns.grounds import past_relative
from bingkai.reading.phrases import after_connective, source_after
from bingkai.reading.vocabulary import CAP, COMMA, DATE, END, INSTITUTION, NUMBER, PLACE, PRONOUN, RELAY, WORD

_MEDIUM = word_class("medium")
_RELAY = Report("kutip", "RELAI", "di", "clause", True, False)


def relays(page: Page, first: int, last: int, found: list[Draft]) -> Iterator[Draft]:
    """P13 `Dilansir (dari) X, …`, `…, dikutip dari X`: a medium as second layer over the sentence."""
    for k in page.signals_in(first, last):
        if not page.flag[k] & RELAY or page.quoted[k] >= 0:
            continue
        medium = _medium(page, k, last)
        if medium is None:
            continue
        pieces = _relayed(page, first, k, medium, last, found)
        if pieces:
            report = page.report[k] or _RELAY
            sure = 0.6 if page.low[k - 1] == "yang" else 0.85
            yield Draft(page, "P13", pieces, page.span(k, k + 1), report, medium, relay=medium, sure=sure,
                        last=medium[1])  # fmt: skip


def _medium(page: Page, k: int, last: int) -> Span | None:
    j = k + 1
    passive = page.low[k].startswith("di") or page.low[k] in ("lansir", "kutip", "lapor")
    while j < last and page.low[j] in ("dari", "oleh", "melalui", "pada", "di", "dalam", "lewat"):
        j += 1
    if j > k + 1 and page.low[j - 1] == "di" and j < last and page.flag[j] & PLACE:
        return None
    if j >= last or page.flag[j] & (DATE | NUMBER | PRONOUN) or not page.flag[j] & WORD or page.quoted[j] >= 0:
        return None
    named = page.flag[j] & (CAP | INSTITUTION) or page.low[j] in _MEDIUM
    if not named:
        return None
    if page.low[k] in ("dilaporkan", "lapor") and (not page.flag[j] & INSTITUTION or _has_subject(page, k)):
        return None
    if (
        not passive
        and k > 0
        and page.low[k - 1] not in (",", "dengan", "seperti")
        and k != 0
        and not page.flag[k] & CAP
    ):
        return None
    return source_after(page, j, last)


def _has_subject(page: Page, k: int) -> bool:
    """`**Kasus itu** dilaporkan oleh Puskesmas Sinar`: a report to the authorities, not of a medium."""
    return k > 0 and bool(page.flag[k - 1] & WORD) and page.low[k - 1] not in ("seperti", "sebagaimana", "yang")


def _relayed(page: Page, first: int, k: int, medium: Span, last: int, found: list[Draft]) -> list[Span]:
    start = after_connective(page, first, k)
    if page.low[max(start, k - 1)] in ("seperti", "sebagaimana") and start >= k - 1:
        start = k
    if start >= k - 1 and all(
        not page.flag[i] & WORD or page.low[i] in ("seperti", "sebagaimana") for i in range(start, k)
    ):
        after = past_relative(page, medium[1], last)
        while after < last and page.flag[after] & COMMA and after + 1 < last and page.flag[after + 1] & (DATE | NUMBER):
            after += 1
            while after < last and not page.flag[after] & (COMMA | END):
                after += 1
        inner = [draft for draft in found if draft.pattern != "P13"]
        piece = trim(page.text, page.start[after], page.end[last - 1]) if after < last else None
        if piece and inner and inner[0].pattern in ("P1", "P2"):
            return list(inner[0].pieces)
        return [piece] if piece else []
    for draft in found:
        if draft.pieces[0][0] < page.start[k]:
            return list(draft.pieces)
    end = k - 1 if page.low[k - 1] in ("seperti", "sebagaimana") else k
    piece = trim(page.text, page.start[start], page.end[end - 1]) if end > start else None
    return [piece] if piece else []
