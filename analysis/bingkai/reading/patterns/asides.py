"""P3 to P6: the verb behind or inside what is said, without quotation marks."""

from __future__ import annotations

from bingkai.reading.content import trim
from bingkai.reading.grammar import Report, word_class
from bingkai.reading.page import Page, Span
from bingkai.reading.patterns.draft import Draft, is_complete
from bingkai.reading.phrases import after_connective, closing, segments_of, source_after
from bingkai.reading.vocabulary import (
    ADJUNCT,
    ADVERB,
    ANONYMOUS,
    CAP,
    COMMA,
    DATE,
    DEICTIC,
    DOCUMENT,
    END,
    INSTITUTION,
    MARK,
    NUMBER,
    OPEN,
    PRONOUN,
    ROLE,
    STOP,
    WORD,
)

_TURNS = word_class("turn")
_PREDICATES = word_class("predicate")
_CARRIES_ON = word_class("carries_on")
_MANNER = word_class("manner")
_SPEAKING = word_class("speaking")
_VERB_ALONE = word_class("verb_alone")


def post_posed_clause(page: Page, first: int, k: int, last: int, report: Report) -> Draft | None:
    """P3 `clause, kata Rani.` P4 `…, ungkap pernyataan itu.` P5 `…, tambah mereka.` P6 `fragment, kata Rani, rest`."""
    start = after_connective(page, first, k)
    if k > first and page.flag[k - 1] & MARK:
        return None  # `… itu. "," tulis Rani`: what she wrote is gone, the sentence before is not it
    comma = k > first and bool(page.flag[k - 1] & COMMA)
    if report.voice != "bare":
        source, after = None, k + 1
        if report.complement == "none" and not report.bare and report.lemma not in _TURNS:
            return None
        if start == k:
            return _opening_clitic(page, k, last, report)
        if not comma or not (after >= last or page.flag[after] & (COMMA | END | STOP | DATE | OPEN | ADJUNCT | ADVERB)):
            return None
    else:
        source = _source_inside(page, start, k, last)
        if source and (start >= k or (start == k - 1 and page.low[start] == "masih")):
            return _opening_verb(page, k, last, report, source)
        if source is None or not _is_verb_here(page, k, source, comma, report):
            return None
        after = source[1]
    rest = _resumption(page, start, k, after, last)
    head = trim(page.text, page.start[start], page.end[k - 1])
    tail = trim(page.text, page.start[rest], page.end[last - 1], connective=False) if rest < last else None
    pieces = [piece for piece in (head, tail) if piece]
    if not pieces or (not tail and k - start <= 2 and page.low[start] in ("begitu", "demikian", "itu", "begitulah")):
        return None
    pattern = "P6" if tail else "P5" if source and page.flag[source[0]] & PRONOUN else "P3"
    return Draft(page, pattern, pieces, page.span(k, k + 1), report, source, source is None,
                 sure=0.93 if comma and page.low[k - 2] not in (".", "!", "?") else 0.7, last=after)  # fmt: skip


def with_sentences_before(page: Page, number: int, draft: Draft, earlier: Draft | None) -> None:
    """In text that lost all its quotation marks, `Kami memeriksanya. Jembatan itu aman, kata Rani.` is all hers."""
    if draft.pattern not in ("P3", "P5") or not page.paragraph_of[-1] or page.quotes_speech:
        return
    paragraph = page.paragraph_of[page.stretches[number][0]]
    first = number
    while first and page.paragraph_of[page.stretches[first - 1][0]] == paragraph:
        first -= 1
    begin, end = page.stretches[first][0], page.token_at(draft.order)
    if first == number or _SPEAKING.isdisjoint(page.low[begin:end]):
        return
    if earlier and page.token_at(earlier.order) >= begin:
        return
    draft.pieces[0] = (page.start[begin], draft.pieces[0][1])


def _source_inside(page: Page, start: int, k: int, last: int) -> Span | None:
    """The source behind the verb; in a sentence that goes on, `…, kata Rani, petugas …`, it ends at the first comma."""
    source = source_after(page, k + 1, last)
    ends = source is None or source[1] >= last or page.flag[source[1]] & (COMMA | END)
    if ends or start >= k or is_complete(page, start, k):
        return source
    return source_after(page, k + 1, last, closed=True)


def _opening_clitic(page: Page, k: int, last: int, report: Report) -> Draft | None:
    """`Tambahnya, jalan itu …`"""
    if k + 1 >= last or not page.flag[k + 1] & COMMA:
        return None
    piece = trim(page.text, page.start[k + 1], page.end[last - 1])
    return Draft(page, "P2", [piece], page.span(k, k + 1), report, None, True,
                 sure=0.8, last=k + 2) if piece else None  # fmt: skip


def _opening_verb(page: Page, k: int, last: int, report: Report, source: Span) -> Draft | None:
    """`Kata Rani, jalan itu …`"""
    after = source[1]
    if not report.bare or not page.flag[source[0]] & (CAP | PRONOUN) or after >= last or not page.flag[after] & COMMA:
        return None
    if (
        after + 1 < last
        and page.flag[after + 1] & (ADJUNCT | DATE)
        and any(page.flag[i] & DATE for i in range(after, last))
    ):
        return None  # `… baik." Papar Rani, di Kota Sinar, Sabtu (1/2).`
    piece = trim(page.text, page.start[after], page.end[last - 1])
    return Draft(page, "P9", [piece], page.span(k, k + 1), report, source, sure=0.8, last=after) if piece else None


def _is_verb_here(page: Page, k: int, source: Span, comma: bool, report: Report) -> bool:
    """Is a bare form a verb here? *kata* nearly always is; *lanjut*, *jelas*, *aku* need a comma and a name."""
    head = page.flag[source[0]]
    named = bool(head & (CAP | PRONOUN))
    if page.flag[k] & CAP:
        return False
    if not comma:
        return report.lemma in _VERB_ALONE and (bool(head & PRONOUN) or (named and _closed_by_comma(page, source[1])))
    if report.bare:
        return named or bool(head & (ROLE | INSTITUTION | DOCUMENT | ANONYMOUS)) or _definite(page, source)
    described = head & ROLE and (page.low[k + 1] in ("sang", "si") or any(page.flag[i] & CAP for i in range(*source)))
    return named or bool(described) or bool(report.document and head & DOCUMENT)


def _closed_by_comma(page: Page, j: int) -> bool:
    return j >= len(page.flag) or bool(page.flag[j] & (COMMA | END | OPEN))


def _definite(page: Page, source: Span) -> bool:
    return bool(page.flag[source[1] - 1] & DEICTIC) or page.low[source[0]] in ("seorang", "salah", "para", "sejumlah")


def _resumption(page: Page, start: int, k: int, after: int, last: int) -> int:
    """Where the content goes on behind a parenthetical `, kata Rani,`; `last` where it does not."""
    j = after
    if j < last and page.flag[j] & OPEN:
        j = closing(page, j, last) or j
    complete = is_complete(page, start, k)
    if j < last and page.low[j] in _PREDICATES:
        return j
    if j < last and not page.flag[j] & COMMA:
        if complete and page.flag[j] & (STOP | ADJUNCT | DATE | END | WORD):
            return _content_segment(page, j, last, adjunct_first=True)
        return (
            last
            if page.flag[j] & END
            else _content_segment(
                page, j, last, adjunct_first=not complete and bool(page.flag[j] & (STOP | ADJUNCT | DATE))
            )
        )
    if j + 1 < last and not complete and not page.flag[j + 1] & DATE:
        return j + 1
    return _content_segment(page, j + 1, last, adjunct_first=False)


def _content_segment(page: Page, j: int, last: int, *, adjunct_first: bool) -> int:
    """The first stretch between commas that is no circumstance of the telling."""
    segments = segments_of(page, j, last)
    adjunct = adjunct_first
    for n, (first, end) in enumerate(segments):
        if n == 0 and adjunct_first:
            continue
        flag = page.flag[first]
        if page.low[first] in _CARRIES_ON and page.low[first + 1] not in _MANNER:
            return first
        if flag & (ADJUNCT | DATE | NUMBER | STOP | OPEN) or page.low[first] in ("seperti", "sebagaimana"):
            adjunct = True
            continue
        capitals = all(page.flag[i] & (CAP | NUMBER) or not page.flag[i] & WORD for i in range(first, end))
        if capitals and (adjunct or end - first <= 4):
            continue
        if flag & ROLE and not flag & CAP:
            continue
        if not any(page.flag[i] & WORD for i in range(first, end)):
            continue
        return first
    return last
