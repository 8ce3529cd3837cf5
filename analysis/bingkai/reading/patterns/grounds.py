"""P9: *menurut Rani*, *berdasarkan data BPS*."""

from __future__ import annotations

from bingkai.reading.grammar import Report, word_class
from bingkai.reading.page import Page, Span
from bingkai.reading.patterns.clauses import clause_after
from bingkai.reading.patterns.draft import Draft, around
from bingkai.reading.patterns.nominals import statement, whose_statement
from bingkai.reading.phrases import after_connective, closing, source_after
from bingkai.reading.vocabulary import CAP, COMMA, CUE, DATE, DOCUMENT, END, FIRST_PERSON, OPEN, PRONOUN, STATEMENT

_MEDIUM = word_class("medium")
_BASIS_SOURCE = word_class("basis_source")
_PAST_SOURCE = word_class("past_source")
_MENURUT = Report("menurut", "NETRAL", "prep", "clause", True, False)
_BASIS = Report("berdasarkan", "NETRAL", "prep", "clause", True, False)


def according_to(page: Page, first: int, k: int, last: int) -> Draft | None:
    """P9 `Menurut Rani, …`, `…, menurut dia, …`, `menurutnya …`."""
    clitic = page.low[k].endswith("nya")
    source = None if clitic else source_after(page, k + 1, last, closed=True)
    if not clitic and (source is None or page.flag[source[0]] & FIRST_PERSON):
        return None
    start = after_connective(page, first, k)
    after = source[1] if source else k + 1
    if page.low[k] == "bagi" and not _thinks(page, start == k, source, last):
        return None
    if source and page.flag[source[0]] & DOCUMENT:
        source = after_document(page, source, last)
        after = source[1]
    comma = k == first or bool(page.flag[k - 1] & COMMA)
    if not clitic and start < k and not comma and source and not page.flag[source[0]] & (CAP | PRONOUN | DOCUMENT):
        return None
    if source and after < last and page.report[after] and page.report[after].voice == "me":  # type: ignore[union-attr]
        return clause_after(page, after, last, page.report[after], source)  # type: ignore[arg-type]
    after = past_relative(page, after, last)
    if after < last and page.report[after] and page.low[after - 1] in ("ini", "itu") and source:
        return clause_after(page, after, last, page.report[after], source)  # type: ignore[arg-type]
    pieces = around(page, start, k, after, last)
    if not pieces:
        return None
    return Draft(page, "P9", pieces, page.span(k, k + 1), _MENURUT, source, clitic,
                 sure=0.5 if page.low[k] == "bagi" else 0.93,
                 last=after)  # fmt: skip


def _thinks(page: Page, opens: bool, source: Span | None, last: int) -> bool:
    """`Bagi Rani, jembatan itu aman`: a view, if it is that of somebody who speaks in the article."""
    if not opens or source is None or source[1] >= last or not page.flag[source[1]] & COMMA:
        return False
    return bool(page.flag[source[0]] & PRONOUN) or page.low[source[1] - 1] in page.beside_verbs


def past_relative(page: Page, j: int, last: int) -> int:
    """Over a bracket and a relative clause, up to the comma: `Menurut Rani **yang meninjau lokasi**, …`."""
    if j < last and page.flag[j] & OPEN:
        j = closing(page, j, last) or j
    if j < last and page.flag[j] & COMMA and j + 1 < last and page.low[j + 1] in ("yang", "selaku"):
        j += 1
    if j < last and page.low[j] in _PAST_SOURCE:
        k = j
        while k < last and not page.flag[k] & (COMMA | END):
            if page.flag[k] & CUE and page.low[k - 1] in ("ini", "itu"):
                return k
            k += 1
        return k if k < last and page.flag[k] & COMMA else j
    return j


def after_document(page: Page, source: Span, last: int) -> Span:
    """A document's name runs on to the comma: `data dari Dinas X`, `Undang-Undang … tentang …, serta …`."""
    j = source[1]
    while (
        j < last
        and not page.flag[j] & (COMMA | END | CUE | OPEN | DATE | PRONOUN)
        and (page.low[j] not in ("yang", "pada", "di", "per") or (page.low[j] == "di" and _on_line(page, j + 1)))
    ):
        j += 1
    if j < last and page.flag[j] & CUE:
        return source
    if j + 2 < last and page.flag[j] & COMMA and page.low[j + 1] in ("serta", "dan") and page.flag[j + 2] & DOCUMENT:
        return after_document(page, (source[0], j + 2), last)
    return (source[0], j) if j < last and page.flag[j] & COMMA else source


def _on_line(page: Page, j: int) -> bool:
    """`informasi di **situs** resmi X`"""
    return j < len(page.low) and page.low[j] in _MEDIUM


def based_on(page: Page, first: int, k: int, last: int) -> Draft | None:
    """`Berdasarkan data BPS, …`, `Sesuai Undang-Undang …, …`: a document or its maker as source."""
    j = k + 1
    while j < last and page.low[j] in ("pada", "kepada", "dengan", "dari"):
        j += 1
    if j >= last or not (page.flag[j] & DOCUMENT or page.low[j] in _BASIS_SOURCE):
        return None
    if page.low[k] == "dari" and page.low[j] not in _BASIS_SOURCE:
        return None
    if (page.low[k] == "dari" or page.flag[j] & STATEMENT) and _somebody_says(page, j, last):
        return None
    source = source_after(page, j, last)
    if source is None:
        return None
    speaker = whose_statement(page, j, last) if page.flag[j] & STATEMENT else None
    source = speaker or after_document(page, source, last)
    start = after_connective(page, first, k)
    if start < k and (page.low[k] not in ("berdasarkan", "merujuk", "mengacu") or not page.flag[k - 1] & COMMA):
        return None
    pieces = around(page, start, k, past_relative(page, source[1], last), last)
    if not pieces:
        return None
    if speaker:
        return Draft(page, "P14", pieces, page.span(j, j + 1), statement(page.low[j]), speaker, sure=0.8,
                     last=source[1])  # fmt: skip
    return Draft(page, "P9", pieces, page.span(k, k + 1), _BASIS, source, sure=0.8,
                 last=source[1])  # fmt: skip


def _somebody_says(page: Page, first: int, last: int) -> bool:
    """`Dari keterangan mereka, Rani meyakini …`: a verb of its own makes Rani the source."""
    reports = (page.report[i] for i in range(first, last) if page.quoted[i] < 0)
    return any(report is not None and report.voice == "me" and report.complement == "clause" for report in reports)
