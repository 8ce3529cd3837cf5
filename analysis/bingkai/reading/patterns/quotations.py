"""Quotations: P1 `"…," kata Rani`, P2 `"…," katanya`, P0 without a verb, P10 `Bupati Rani: "…"`."""

from __future__ import annotations

from bingkai.reading.content import trim
from bingkai.reading.grammar import Report, reports, word_class
from bingkai.reading.page import Page, Span
from bingkai.reading.patterns.clauses import clause_after
from bingkai.reading.patterns.draft import Draft, inner, quotations_in
from bingkai.reading.phrases import after_connective, has_person, source_after
from bingkai.reading.vocabulary import (
    CAP,
    CLOSE,
    COMMA,
    CUE,
    DATE,
    END,
    MARK,
    MENURUT,
    OPEN,
    PRONOUN,
    RELAY,
    ROLE,
    WORD,
)

_CIRCUMSTANCE = word_class("circumstance")
_CROWD = word_class("crowd")
_SHORTEST = 4  # words an uncued quotation needs to be speech rather than a name


def after_quotations(page: Page, first: int, last: int) -> list[Draft]:
    """P1 `"…," kata Rani`, P2 `"…," katanya`: a reporting verb right behind a quotation."""
    found: list[Draft] = []
    begin = first
    for q in quotations_in(page, first, last):
        after = page.quote_tokens[q][1]
        if after <= begin:
            continue
        draft = _behind_quotation(page, begin, after, last)
        if draft:
            found.append(draft)
            begin = draft.last
        elif found and _only_marks_between(page, begin, page.quote_tokens[q][0]):
            found[-1].pieces.append(inner(page, q))
    return found


def _only_marks_between(page: Page, first: int, last: int) -> bool:
    """Nothing but the rest of the reporting clause stands before a quotation that carries on."""
    return not any(page.flag[k] & CUE for k in range(first, last))


def _behind_quotation(page: Page, begin: int, after: int, last: int) -> Draft | None:
    k = after
    while k < last and (page.flag[k] & (COMMA | MARK) or page.low[k] in ("demikian", "begitu", "-", "–", ".")):
        k += 1
    if k >= last:
        return None
    report = page.report[k] or _nominal_clitic(page.low[k])
    if report and report.voice in ("bare", "nya", "dinya", "stem"):
        return _post_posed(page, begin, after, k, last, report)
    return _subject_then_verb(page, begin, after, k, last)


def _nominal_clitic(low: str) -> Report | None:
    """*ucapannya* written for *ucapnya*, right behind a quotation."""
    return reports().get(low.removesuffix("annya") + "nya") if low.endswith("annya") else None


def _post_posed(page: Page, begin: int, after: int, k: int, last: int, report: Report) -> Draft | None:
    clitic = report.voice in ("nya", "dinya")
    if not any(page.flag[i] & WORD and page.quoted[i] >= 0 for i in range(begin, after)):
        return None
    source = None if clitic else source_after(page, k + 1, last)
    return Draft(
        page, "P2" if clitic else "P1", _quoted_pieces(page, begin, after), page.span(k, k + 1), report, source, clitic,
        last=source[1] if source else k + 1, sure=0.97 if source or clitic else 0.8, follows=source is None,
    )  # fmt: skip


def _subject_then_verb(page: Page, begin: int, after: int, k: int, last: int) -> Draft | None:
    """`"…," Rani menegaskan.`"""
    for verb in range(k + 1, min(last, k + 9)):
        report = page.report[verb]
        if report and report.voice in ("me", "ber") and report.complement != "none":
            source = source_after(page, k, verb)
            named = source and source[1] == verb and page.flag[source[0]] & (CAP | PRONOUN | ROLE)
            if named and _ends_with_verb(page, verb + 1, last):
                return Draft(page, "P1", _quoted_pieces(page, begin, after), page.span(verb, verb + 1), report, source,
                             last=verb + 1, sure=0.9)  # fmt: skip
            return None
    return None


def _ends_with_verb(page: Page, j: int, last: int) -> bool:
    """Nothing said behind the verb: `"…," dia mengatakan **dilansir X**`."""
    return j >= last or bool(page.flag[j] & (END | COMMA | DATE | OPEN | RELAY)) or page.low[j] in _CIRCUMSTANCE


def _quoted_pieces(page: Page, begin: int, after: int) -> list[Span]:
    """The quotations before the verb; where a clause leads into them unreported, from that clause on."""
    numbers = quotations_in(page, begin, after)
    pieces = [inner(page, q) for q in numbers]
    lead_from = after_connective(page, begin, page.quote_tokens[numbers[0]][0])
    lead_to = page.quote_tokens[numbers[0]][0]
    words = sum(1 for k in range(lead_from, lead_to) if page.flag[k] & WORD)
    led = any(page.flag[k] & (CUE | MENURUT) for k in range(lead_from, lead_to))
    if words >= 2 and not led and not page.flag[lead_to - 1] & (END | CLOSE | COMMA):
        lead = trim(page.text, page.start[lead_from], page.end[lead_to - 1])
        if lead:
            return [(lead[0], pieces[-1][1])]
    return pieces


def added_in_tail(page: Page, draft: Draft, last: int) -> list[Draft]:
    """`"…," kata Rani seraya menambahkan bahwa …`: a second verb of the same source."""
    for k in range(draft.last, last):
        report = page.report[k]
        if report and report.voice in ("me", "ber") and page.low[k - 1] in ("seraya", "sambil", "sembari", "dan"):
            added = clause_after(page, k, last, report, draft.source, strict=True)
            if added:
                added.clitic, added.source = draft.clitic, None if draft.clitic else draft.source
                return [added]
    return []


def only_quotations(page: Page, first: int, last: int) -> bool:
    if not page.quotations or max(page.quoted[first:last]) < 0:
        return False
    words = [k for k in range(first, last) if page.flag[k] & WORD]
    return len(words) >= 2 and all(page.quoted[k] >= 0 for k in words)


def uncued(page: Page, number: int, first: int, last: int, before: list[Draft]) -> list[Draft]:
    """A quotation without a verb carries on the one before it, or takes the source of its neighbours."""
    pieces = [inner(page, q) for q in quotations_in(page, first, last)]
    earlier = before[-1] if before else None
    near = earlier is not None and number > 0 and page.stretches[number - 1][0] <= page.token_at(earlier.order)
    same_paragraph = first > 0 and page.paragraph_of[first] == page.paragraph_of[first - 1]
    if near and earlier and earlier.pattern in ("P1", "P2") and same_paragraph and earlier.order > earlier.pieces[0][0]:
        earlier.pieces.extend(pieces)
        return []
    if sum(page.flag[k] & WORD > 0 for k in range(first, last)) < _SHORTEST:
        return []
    crowd = earlier.source if near and earlier and _is_remark(earlier) else _crowd(page, number, earlier)
    return [Draft(page, "P0", pieces, source=crowd, follows=not crowd, sure=0.75 if near or crowd else 0.6, last=last)]


def _is_remark(draft: Draft) -> bool:
    return draft.pattern == "P0" and draft.source is not None


def _crowd(page: Page, number: int, earlier: Draft | None) -> Span | None:
    """`Simak komentar **warganet** berikut: "…" "…"`: whose remarks a list of quotations is."""
    if not number or page.paragraph_of[page.stretches[number][0]] == page.paragraph_of[page.stretches[number - 1][0]]:
        return None
    first, last = page.stretches[number - 1]
    if earlier and page.token_at(earlier.order) >= first:
        return None
    found = (k for k in range(first, last) if page.low[k] in _CROWD and page.quoted[k] < 0)
    return next(((k, k + 1) for k in found), None)


def colon_quotation(page: Page, first: int, last: int) -> Draft | None:
    """P10 `Bupati Rani Utami: "…"`."""
    for k in range(first + 1, min(last - 1, first + 24)):
        if page.flag[k] & CUE or page.quoted[k] >= 0:
            return None
        if page.low[k] == ":":
            source = source_after(page, after_connective(page, first, k), k)
            if not (page.flag[k + 1] & MARK and page.quoted[k + 1] >= 0) or source is None or source[1] != k:
                return None
            if not page.flag[source[0]] & CAP or not (has_person(page, *source) or page.flag[source[0]] & ROLE):
                return None
            pieces = [inner(page, q) for q in quotations_in(page, k, last)]
            return Draft(page, "P10", pieces, source=source, sure=0.85, last=last)
    return None
