"""P7, P8, P15: a subject, a verb of saying and what is said."""

from __future__ import annotations

from bingkai.reading.content import trim, without_circumstance
from bingkai.reading.grammar import Report, word_class
from bingkai.reading.page import Page, Span
from bingkai.reading.patterns.complements import accepts, content_start, urged
from bingkai.reading.patterns.draft import Draft, around, inner, quotations_in
from bingkai.reading.phrases import after_connective, plausible, source_before
from bingkai.reading.vocabulary import (
    CAP,
    COMMA,
    DATE,
    DEICTIC,
    DOCUMENT,
    END,
    INSTITUTION,
    PRONOUN,
    ROLE,
    VERB,
    WORD,
)

_NOT_SAID = word_class("not_said")
_LIMITING = word_class("limiting")
_TELLING = frozenset(("NETRAL", "ELABORASI", "TEGAS", "FAKTIF", "KONSESI", "BANTAH", "NILAI"))
_INVESTIGATED = word_class("investigated")
_PERFORMED = word_class("performed")
_PHYSICAL = frozenset(("dorong",))  # what one does with one's hands too


def reported_clause(page: Page, first: int, k: int, last: int, report: Report) -> Draft | None:
    """P7 `Rani mengatakan (bahwa) …`, P8 `Rani berkata: "…"`."""
    if report.voice in ("nya", "dinya", "di"):
        return None
    begin = _unquoted_from(page, first, k)
    previous = page.low[_previous_word(page, begin, k)] if k > begin else ""
    conceded = report.stance == "BANTAH" and previous in ("tak", "tidak")
    if previous in _NOT_SAID and not conceded:
        return None
    source = source_before(page, begin, k)
    if source is None or not plausible(page, source):
        return None
    if (
        report.voice in ("stem", "bare")
        and not _pronoun_before(page, source, k)
        and report.lemma not in ("yakin", "khawatir", "optimistis", "curiga", "pesimistis", "bilang")
    ):
        return None
    draft = _said_aside(page, first, k, last, report, source) or clause_after(page, k, last, report, source)
    if draft is None:
        return _without_content(page, k, report, source)
    if lead := _leading_adjunct(page, begin, source[0]):
        draft.pieces.insert(0, lead)
    return draft


def _without_content(page: Page, k: int, report: Report, source: Span) -> Draft | None:
    """`Rani membenarkan hal itu.`: nothing reported here, but *katanya* behind it is hers."""
    if report.stance not in _TELLING or not page.flag[source[0]] & CAP or page.flag[source[0]] & (DOCUMENT | PRONOUN):
        return None
    return Draft(page, "", [], page.span(k, k + 1), report, source, last=k + 1)


def _said_aside(page: Page, first: int, k: int, last: int, report: Report, source: Span) -> Draft | None:
    """P15 `Sebagian warga, dia tuturkan, pulang.`"""
    if report.voice != "stem" or not page.flag[source[0]] & PRONOUN or source[1] != k or k + 1 >= last:
        return None
    if source[0] <= first or not page.flag[source[0] - 1] & COMMA or not page.flag[k + 1] & (COMMA | END):
        return None
    pieces = around(page, after_connective(page, first, source[0]), source[0], k + 1, last)
    return Draft(page, "P15", pieces, page.span(k, k + 1), report, source, sure=0.85, last=k + 1) if pieces else None


def _unquoted_from(page: Page, first: int, k: int) -> int:
    """The first token of the verb's own sentence part: behind the last quotation or semicolon."""
    j = k
    while j > first and page.low[j - 1] != ";":
        j -= 1
    return j


def _previous_word(page: Page, low: int, k: int) -> int:
    j = k - 1
    while j > low and (page.low[j] in ("juga", "pun", "lagi", "pernah", "sempat", "secara")):
        j -= 1
    return j


def _pronoun_before(page: Page, source: Span, k: int) -> bool:
    return source[1] == k and bool(page.flag[source[0]] & PRONOUN)


def _leading_adjunct(page: Page, first: int, source: int) -> Span | None:
    """`**Meski berat**, Rani menegaskan …`: what limits the claim belongs to it."""
    start = after_connective(page, first, source)
    if start >= source - 1 or not page.flag[source - 1] & COMMA or page.low[start] not in _LIMITING:
        return None
    return trim(page.text, page.start[start], page.end[source - 2], connective=False)


def clause_after(
    page: Page, k: int, last: int, report: Report, source: Span | None, *, strict: bool = False
) -> Draft | None:
    """The content behind a verb, if what follows is what the verb asks for."""
    document = source is not None and bool(page.flag[source[0]] & DOCUMENT) and report.document
    complement = "clause" if document else report.complement
    begin, marker = content_start(page, k, last, complement)
    if begin is None or begin >= last:
        return None
    if report.lemma == "bukti" and not _by_document(page, source):
        return None
    if page.low[k] == "mengungkap" and page.low[begin] in _INVESTIGATED:
        return None
    if not marker and _only_when(page, begin, last):
        return None
    if page.low[begin] in _PERFORMED and report.lemma in ("ucap", "sampai", "nyata") and not marker:
        return None
    if not marker and _points_back(page, begin, last):
        return None
    if report.lemma in _PHYSICAL and marker != "bahwa" and not urged(page, begin, last):
        return None
    if complement == "none" or (strict and marker != "bahwa"):
        return None
    if not marker and not accepts(page, begin, last, complement):
        vow = report.stance == "KOMISIF" and page.flag[begin] & VERB and page.low[begin].startswith(("me", "ber"))
        if not vow or complement == "marked":
            return None
    end = without_circumstance(page.text, page.start[begin], page.end[last - 1])
    if page.quoted[begin] >= 0 and not _goes_on(page, begin, last):
        pieces = [inner(page, q) for q in quotations_in(page, begin, last)]
    else:
        piece = trim(page.text, page.start[begin], end, connective=False)
        if piece is None:
            return None
        pieces = [piece]
    cue = page.span(k, k + 1)
    sure = 0.95 if marker else 0.9 if complement == "clause" and accepts(page, begin, last, "clausal") else 0.8
    if source and page.flag[source[1] - 1] & DEICTIC and not page.flag[source[0]] & (ROLE | INSTITUTION | DOCUMENT):
        sure = min(sure, 0.6)
    pattern = "P8" if page.quoted[begin] >= 0 else "P7"
    return Draft(page, pattern, pieces, cue, report, source, sure=sure, last=begin)


def _only_when(page: Page, begin: int, last: int) -> bool:
    """`…, Rani mengatakan **pada Sabtu malam**`: when it was said, not what."""
    if page.low[begin] not in ("pada", "di", "dalam") and not page.flag[begin] & DATE:
        return False
    words = range(begin, last)
    return any(page.flag[i] & DATE for i in words) and not any(page.flag[i] & VERB for i in words)


def _by_document(page: Page, source: Span | None) -> bool:
    """`Hasil uji laboratorium membuktikan …`: a person who proves something has said nothing yet."""
    return source is not None and any(page.flag[i] & DOCUMENT for i in range(max(0, source[0] - 3), source[1]))


def _points_back(page: Page, begin: int, last: int) -> bool:
    """`menyesalkan **kejadian itu**`: a noun phrase that says nothing new."""
    end = next((i for i in range(begin, last) if not page.flag[i] & WORD), last)
    return (
        end - begin == 2
        and bool(page.flag[end - 1] & DEICTIC)
        and not any(page.flag[i] & WORD for i in range(end, last))
    )


def _goes_on(page: Page, begin: int, last: int) -> bool:
    """Whether the reporter's sentence carries on behind the quotation it begins with: `mengatakan "Senja" bagus`."""
    after = page.quote_tokens[page.quoted[begin]][1]
    return sum(1 for i in range(after, last) if page.flag[i] & WORD and page.quoted[i] < 0) > 1
