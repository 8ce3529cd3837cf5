"""All patterns over a text, stretch by stretch: which reporting words there are, and which pattern reads each."""

from __future__ import annotations

from bingkai.reading.page import Page
from bingkai.reading.patterns.asides import post_posed_clause, with_sentences_before
from bingkai.reading.patterns.clauses import reported_clause
from bingkai.reading.patterns.draft import Draft
from bingkai.reading.patterns.grounds import according_to, based_on
from bingkai.reading.patterns.nominals import stated
from bingkai.reading.patterns.passives import passive
from bingkai.reading.patterns.quotations import (
    added_in_tail,
    after_quotations,
    colon_quotation,
    only_quotations,
    uncued,
)
from bingkai.reading.patterns.relays import relays
from bingkai.reading.vocabulary import BASIS, CUE, MENURUT, STATEMENT

_NAME_HIDDEN = frozenset(("namanya", "identitasnya", "jatidirinya", "nama", "identitas"))


def read_body(page: Page) -> list[Draft]:
    """The attributions of a body, in reading order."""
    drafts: list[Draft] = []
    for number, (first, last) in enumerate(page.stretches):
        signals = page.signals_in(first, last)
        if not signals and (not page.quotations or max(page.quoted[first:last]) < 0):
            continue
        found = _read_stretch(page, number, signals, drafts)
        if found:
            with_sentences_before(page, number, found[0], drafts[-1] if drafts else None)
        drafts.extend(found)
    return drafts


def _read_stretch(page: Page, number: int, signals: list[int], before: list[Draft]) -> list[Draft]:
    first, last = page.stretches[number]
    found = after_quotations(page, first, last)
    if not found and only_quotations(page, first, last):
        return uncued(page, number, first, last, before)
    if not found:
        found = _outside_quotations(page, first, last, signals)
    else:
        found += added_in_tail(page, found[-1], last)
    relayed = list(relays(page, first, last, [draft for draft in found if draft.pieces]))
    taken = {draft.cue for draft in relayed}
    return [draft for draft in found if draft.cue not in taken] + relayed


def _outside_quotations(page: Page, first: int, last: int, signals: list[int]) -> list[Draft]:
    if draft := colon_quotation(page, first, last):
        return [draft]
    kinds = CUE | MENURUT | BASIS | STATEMENT
    cues = [k for k in signals if page.flag[k] & kinds and page.quoted[k] < 0 and not _hides_name(page, k, last)]
    for k in cues:
        report = page.report[k]
        if report and report.voice in ("bare", "nya", "dinya"):
            draft = post_posed_clause(page, first, k, last, report)
            if draft:
                return [draft]
    found: list[Draft] = []
    covered = first
    for k in cues:
        if k < covered:
            continue
        draft = _try_cue(page, covered, k, last)
        if draft:
            found.append(draft)
        if draft and draft.pieces:
            covered = page.token_at(draft.pieces[-1][1])
    return found


def _hides_name(page: Page, k: int, last: int) -> bool:
    """`yang enggan **disebutkan** namanya`, `**meminta** identitasnya dirahasiakan`: how a source stays unnamed."""
    return k + 1 < last and page.low[k + 1] in _NAME_HIDDEN


def _try_cue(page: Page, first: int, k: int, last: int) -> Draft | None:
    if page.flag[k] & MENURUT:
        return according_to(page, first, k, last)
    if page.flag[k] & BASIS:
        return based_on(page, first, k, last)
    if page.flag[k] & STATEMENT:
        return stated(page, k, last)
    report = page.report[k]
    if report is None:
        return None
    if report.voice in ("di", "dinya"):
        return passive(page, first, k, last, report)
    return reported_clause(page, first, k, last, report)
