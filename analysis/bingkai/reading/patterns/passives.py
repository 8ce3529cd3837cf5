"""P11 and P12: `dikatakan Rani`, `dikatakannya`; hearsay without a source."""

from __future__ import annotations

from bingkai.reading.content import trim
from bingkai.reading.grammar import Report, word_class
from bingkai.reading.page import Page, Span
from bingkai.reading.patterns.complements import content_start
from bingkai.reading.patterns.draft import Draft, around, is_complete
from bingkai.reading.phrases import after_connective, plausible, source_after
from bingkai.reading.vocabulary import (
    ADJUNCT,
    CAP,
    COMMA,
    DATE,
    DOCUMENT,
    END,
    INSTITUTION,
    PRONOUN,
    RELAY,
    ROLE,
    STOP,
    VERB,
)

_AGENTLESS = word_class("hearsay")
_COMPLEMENTIZERS = word_class("complementizer") | {"adapun"}
_NAMING = frozenset(("sebut", "lapor", "tulis", "temu", "tunjuk", "muat", "umum"))
_TELLING = frozenset(("NETRAL", "ELABORASI", "TEGAS", "FAKTIF", "KONSESI"))
_POINTERS = frozenset(("hal", "demikian", "begitu", "itu", "pernyataan"))
_HEARSAY_BLOCKED = word_class("hearsay_blocked")


def passive(page: Page, first: int, k: int, last: int, report: Report) -> Draft | None:
    """P11 `Dikatakan Rani, …`, `dikatakannya, …`; P12 `Disebutkan, …`, `X dikabarkan …`: hearsay without a source."""
    if page.flag[k] & RELAY and page.low[k] != "dilaporkan":
        return None
    start = after_connective(page, first, k)
    if report.complement == "none":
        return None
    if page.low[start] in _POINTERS and k - start <= 2:
        return _said_so(page, k, last, report)
    if start == k:
        return _opening_passive(page, k, last, report)
    if report.document and (source := _document_before(page, start, k)):
        begin, _ = content_start(page, k, last, "clause")
        piece = (
            trim(page.text, page.start[begin], page.end[last - 1], connective=False) if begin and begin < last else None
        )
        return (
            Draft(page, "P11", [piece], page.span(k, k + 1), report, source, sure=0.75, last=k + 1) if piece else None
        )
    if report.voice == "dinya" and page.low[k - 1] not in _HEARSAY_BLOCKED | {"seperti", "sebagaimana"}:
        pieces = around(page, start, k, k + 1, last)
        complete = report.complement == "clause" and len(pieces) == 2
        return Draft(page, "P11", pieces, page.span(k, k + 1), report, None, True,
                     sure=0.75, last=k + 1) if complete else None  # fmt: skip
    if report.complement == "clause" and (agent := _agent_behind(page, k, last)):
        pieces = _split_at_passive(page, start, k, agent[0] - 1)
        return (
            Draft(page, "P11", pieces, page.span(k, k + 1), report, agent, sure=0.8, last=agent[1]) if pieces else None
        )
    if draft := _inserted_passive(page, start, k, last, report):
        return draft
    if page.low[k] not in _AGENTLESS or page.low[k - 1] in _HEARSAY_BLOCKED:
        return None
    if "yang" in page.low[max(start, k - 3) : k]:
        return None  # `pemain yang santer dikabarkan pindah`
    after = k + 1
    if after >= last or (
        page.flag[after] & (END | COMMA | STOP | CAP)
        and page.low[after] not in ("bahwa", "telah", "sudah", "akan", "tidak", "masih", "sedang")
    ):
        return None
    head = trim(page.text, page.start[start], page.end[k - 1])
    tail = trim(page.text, page.start[after], page.end[last - 1], connective=False)
    pieces = [piece for piece in (head, tail) if piece]
    return Draft(page, "P12", pieces, page.span(k, k + 1), report, None, sure=0.5,
                 last=after) if tail else None  # fmt: skip


def _said_so(page: Page, k: int, last: int, report: Report) -> Draft | None:
    """`Hal itu disampaikan Rani`: points back to what was said and reports nothing; *katanya* behind it is hers."""
    source = source_after(page, k + 1, last)
    if source is None or not page.flag[source[0]] & CAP or report.stance not in _TELLING:
        return None
    return Draft(page, "", [], page.span(k, k + 1), report, source, last=source[1])


def _inserted_passive(page: Page, start: int, k: int, last: int, report: Report) -> Draft | None:
    """`…, demikian disampaikan Rani.` `Sampai siang, dijelaskan Rani, jalan itu …`"""
    before = k - 1 if page.low[k - 1] in ("demikian", "begitu") else k
    if before <= start or not page.flag[before - 1] & COMMA or report.lemma in _NAMING or report.stance not in _TELLING:
        return None
    source = source_after(page, k + 1, last)
    if source is None or not page.flag[source[0]] & (CAP | PRONOUN | ROLE) or not plausible(page, source):
        return None
    after = source[1]
    if before < k or after >= last or page.flag[after] & (END | STOP | ADJUNCT | DATE):
        pieces = around(page, start, before, last, last) if is_complete(page, start, before) else []
    elif page.flag[after] & COMMA:
        pieces = around(page, start, before, after, last)
    else:
        return None
    return Draft(page, "P11", pieces, page.span(k, k + 1), report, source, sure=0.8, last=after) if pieces else None


def _document_before(page: Page, start: int, k: int) -> Span | None:
    """`Dalam **surat itu** disebutkan bahwa …`"""
    if page.low[start] not in ("dalam", "di", "pada") or start + 1 >= k or not page.flag[start + 1] & DOCUMENT:
        return None
    source = source_after(page, start + 1, k)
    return source if source and source[1] >= k - 1 else None


def _agent_behind(page: Page, k: int, last: int) -> Span | None:
    """`dinilai terlambat **oleh Rani**`"""
    for i in range(k + 1, min(last - 1, k + 12)):
        if page.flag[i] & (COMMA | END) or (page.flag[i] & VERB and page.low[i].startswith("di")):
            return None
        if page.low[i] == "oleh":
            return source_after(page, i + 1, last) if i > k + 1 and page.flag[i + 1] & (CAP | PRONOUN) else None
    return None


def _split_at_passive(page: Page, start: int, k: int, stop: int) -> list[Span]:
    head = trim(page.text, page.start[start], page.end[k - 1])
    rest = trim(page.text, page.start[k + 1], page.end[stop - 1], connective=False)
    return [piece for piece in (head, rest) if piece]


def _opening_passive(page: Page, k: int, last: int, report: Report) -> Draft | None:
    clitic = report.voice == "dinya"
    source = None if clitic else source_after(page, k + 1, last)
    if source and not page.flag[source[0]] & (CAP | PRONOUN | ROLE | INSTITUTION):
        source = None
    after = source[1] if source else k + 1
    if after < last and page.low[after] in _COMPLEMENTIZERS:
        after += 1
    elif after < last and page.flag[after] & COMMA:
        after += 1
        if after < last and page.low[after] in _COMPLEMENTIZERS:
            after += 1
    else:
        return None
    if after >= last or (source is None and not clitic and report.stance in ("DUGA", "NILAI", "ARAH")):
        return None
    piece = trim(page.text, page.start[after], page.end[last - 1], connective=False)
    if piece is None:
        return None
    return Draft(page, "P11" if source or clitic else "P12", [piece], page.span(k, k + 1), report, source, clitic,
                 sure=0.75 if source or clitic else 0.5, last=after)  # fmt: skip
