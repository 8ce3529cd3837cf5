"""P14: a noun that stands for what was said, `klaim Rani bahwa …`, `berdasarkan keterangan Rani, …`."""

from __future__ import annotations

from functools import cache

from bingkai.language.lexicon_files import cue_forms
from bingkai.reading.content import trim
from bingkai.reading.grammar import Report
from bingkai.reading.page import Page, Span
from bingkai.reading.patterns.draft import Draft
from bingkai.reading.phrases import plausible, source_after
from bingkai.reading.vocabulary import CAP, COMMA, DOCUMENT, INSTITUTION, OPEN, PRONOUN, ROLE


@cache
def statement(noun: str) -> Report:
    """What a noun like *klaim* or *bantahan* says of the statement; plain nouns like *keterangan* say nothing."""
    cue = cue_forms().get(noun)
    return Report(cue.lemma if cue else noun, cue.stance if cue else "NETRAL", "nominal", "clause", False, False)


def whose_statement(page: Page, k: int, last: int) -> Span | None:
    """`keterangan **Rani**`, not `keterangan tertulis`, `keterangan yang diterima`."""
    source = source_after(page, k + 1, last)
    if source is None or source[0] != k + 1 or not plausible(page, source):
        return None
    named = page.flag[source[0]] & (CAP | PRONOUN | ROLE | INSTITUTION)
    return source if named and not page.flag[source[0]] & DOCUMENT else None


def stated(page: Page, k: int, last: int) -> Draft | None:
    """`Pernyataan Rani **bahwa jembatan itu aman** dibantah warga.`"""
    source = whose_statement(page, k, last)
    if source is None:
        return None
    begin = source[1]
    if begin + 2 >= last or page.low[begin] != "bahwa":
        return None
    stop = next((i for i in range(begin + 3, last) if page.flag[i] & (COMMA | OPEN)), last)
    piece = trim(page.text, page.start[begin + 1], page.end[stop - 1], connective=False)
    if piece is None:
        return None
    return Draft(page, "P14", [piece], page.span(k, k + 1), statement(page.low[k]), source, sure=0.6, last=begin + 1)
