"""The patterns of attribution: from a reporting word to who says what.

Each pattern is a function that looks at one reporting word and returns a draft, or None: not mine, next please.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bingkai.reading.content import trim, without_circumstance
from bingkai.reading.grammar import Report, reports, word_class
from bingkai.reading.page import Page, Span
from bingkai.reading.phrases import (
    after_connective,
    closing,
    has_person,
    plausible,
    segments_of,
    source_after,
    source_before,
)  # fmt: skip
from bingkai.reading.vocabulary import (
    ADJUNCT,
    ADVERB,
    ANONYMOUS,
    BASIS,
    CAP,
    CLOSE,
    COMMA,
    CUE,
    DATE,
    DEICTIC,
    DOCUMENT,
    END,
    FIRST_PERSON,
    INSTITUTION,
    MARK,
    MENURUT,
    NUMBER,
    OPEN,
    PLACE,
    PRONOUN,
    RELAY,
    ROLE,
    STOP,
    VERB,
    WORD,
)  # fmt: skip

_NOT_SAID = word_class("not_said")
_AGENTLESS = word_class("hearsay")
_LIMITING = word_class("limiting")
_COMPLEMENTIZERS = word_class("complementizer") | {"adapun"}
_FINITE = word_class("finite")
_TOLD = word_class("told")
_WHERE = frozenset(("saat", "ketika", "usai", "seusai", "dalam", "di", "pada", "melalui", "lewat", "sebelum"))
_ENDS_REQUEST = frozenset(("kepada", "ke", "oleh"))
_ENDS_OBJECT = _ENDS_REQUEST | {"tentang", "soal", "mengenai", "cara", "untuk", "terkait", "seputar", "perihal"}
_BASIS_SOURCE = word_class("basis_source")
_NAME_HIDDEN = frozenset(("namanya", "identitasnya", "jatidirinya", "nama", "identitas"))
_PHYSICAL = frozenset(("dorong",))  # what one does with one's hands too
_NAMING = frozenset(("sebut", "lapor", "tulis", "temu", "tunjuk", "muat", "umum"))
_TELLING = frozenset(("NETRAL", "ELABORASI", "TEGAS", "FAKTIF", "KONSESI"))
_SHORTEST = 4  # words an uncued quotation needs to be speech rather than a name
_REQUEST_NOUN = word_class("request_noun")
_HEARSAY_BLOCKED = word_class("hearsay_blocked")
_PAST_SOURCE = word_class("past_source")
_MEDIUM = word_class("medium")
_TURNS = word_class("turn")
_ADDRESSEE = word_class("addressee")
_AFTER_VERB = word_class("after_verb")


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


def read_body(page: Page) -> list[Draft]:
    """The attributions of a body, in reading order."""
    drafts: list[Draft] = []
    for number, (first, last) in enumerate(page.stretches):
        if not any(page.flag[k] & (CUE | MENURUT | BASIS | RELAY) or page.quoted[k] >= 0 for k in range(first, last)):
            continue
        drafts.extend(_read_stretch(page, number, first, last, drafts))
    return drafts


def _read_stretch(page: Page, number: int, first: int, last: int, before: list[Draft]) -> list[Draft]:
    found = _after_quotations(page, first, last)
    if not found and _only_quotations(page, first, last):
        return _uncued(page, number, first, last, before)
    if not found:
        found = _outside_quotations(page, first, last)
    else:
        found += _added_in_tail(page, found[-1], last)
    relays = list(_relays(page, first, last, found))
    taken = {draft.cue for draft in relays}
    return [draft for draft in found if draft.cue not in taken] + relays


# --- quotations with the reporting clause behind -----------------------------------------------------------------


def _after_quotations(page: Page, first: int, last: int) -> list[Draft]:
    """P1 `"…," kata Rani`, P2 `"…," katanya`: a reporting verb right behind a quotation."""
    found: list[Draft] = []
    begin = first
    for q in _quotations_in(page, first, last):
        after = page.quote_tokens[q][1]
        if after <= begin:
            continue
        draft = _behind_quotation(page, begin, after, last)
        if draft:
            found.append(draft)
            begin = draft.last
        elif found and _only_marks_between(page, begin, page.quote_tokens[q][0]):
            found[-1].pieces.append(_inner(page, q))
    return found


def _quotations_in(page: Page, first: int, last: int) -> list[int]:
    return sorted({page.quoted[k] for k in range(first, last)} - {-1})


def _inner(page: Page, q: int) -> Span:
    quotation = page.quotations[q]
    inside = page.text[quotation.inner_start : quotation.inner_end]
    start = quotation.inner_start + len(inside) - len(inside.lstrip())
    return start, quotation.inner_end - len(inside) + len(inside.rstrip())


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
            ends = verb + 1 >= last or page.flag[verb + 1] & (END | COMMA)
            source = source_after(page, k, verb)
            if ends and source and source[1] == verb:
                return Draft(page, "P1", _quoted_pieces(page, begin, after), page.span(verb, verb + 1), report, source,
                             last=verb + 1, sure=0.9)  # fmt: skip
            return None
    return None


def _quoted_pieces(page: Page, begin: int, after: int) -> list[Span]:
    """The quotations before the verb; where a clause leads into them unreported, from that clause on."""
    numbers = _quotations_in(page, begin, after)
    pieces = [_inner(page, q) for q in numbers]
    lead_from = after_connective(page, begin, page.quote_tokens[numbers[0]][0])
    lead_to = page.quote_tokens[numbers[0]][0]
    words = sum(1 for k in range(lead_from, lead_to) if page.flag[k] & WORD)
    led = any(page.flag[k] & (CUE | MENURUT) for k in range(lead_from, lead_to))
    if words >= 2 and not led and not page.flag[lead_to - 1] & (END | CLOSE | COMMA):
        lead = trim(page.text, page.start[lead_from], page.end[lead_to - 1])
        if lead:
            return [(lead[0], pieces[-1][1])]
    return pieces


def _added_in_tail(page: Page, draft: Draft, last: int) -> list[Draft]:
    """`"…," kata Rani seraya menambahkan bahwa …`: a second verb of the same source."""
    for k in range(draft.last, last):
        report = page.report[k]
        if report and report.voice in ("me", "ber") and page.low[k - 1] in ("seraya", "sambil", "sembari", "dan"):
            added = _clause_after(page, k, last, report, draft.source, strict=True)
            if added:
                added.clitic, added.source = draft.clitic, None if draft.clitic else draft.source
                return [added]
    return []


# --- quotations that stand alone ---------------------------------------------------------------------------------


def _only_quotations(page: Page, first: int, last: int) -> bool:
    words = [k for k in range(first, last) if page.flag[k] & WORD]
    outside = [k for k in words if page.quoted[k] < 0]
    inside = len(words) - len(outside)
    return inside >= 2 and not outside


def _uncued(page: Page, number: int, first: int, last: int, before: list[Draft]) -> list[Draft]:
    """A quotation without a verb carries on the one before it, or takes the source of its neighbours."""
    pieces = [_inner(page, q) for q in _quotations_in(page, first, last)]
    earlier = before[-1] if before else None
    near = earlier is not None and number > 0 and page.stretches[number - 1][0] <= page.token_at(earlier.order)
    same_paragraph = first > 0 and page.paragraph_of[first] == page.paragraph_of[first - 1]
    if near and earlier and earlier.pattern in ("P1", "P2") and same_paragraph and earlier.order > earlier.pieces[0][0]:
        earlier.pieces.extend(pieces)
        return []
    if sum(page.flag[k] & WORD > 0 for k in range(first, last)) < _SHORTEST:
        return []
    return [Draft(page, "P0", pieces, follows=True, sure=0.75 if near else 0.6, last=last)]


# --- no quotation before the verb --------------------------------------------------------------------------------


def _outside_quotations(page: Page, first: int, last: int) -> list[Draft]:
    if draft := _colon_quotation(page, first, last):
        return [draft]
    kinds = CUE | MENURUT | BASIS
    cues = [
        k for k in range(first, last) if page.flag[k] & kinds and page.quoted[k] < 0 and not _hides_name(page, k, last)
    ]
    for k in cues:
        report = page.report[k]
        if report and report.voice in ("bare", "nya", "dinya"):
            draft = _post_posed_clause(page, first, k, last, report)
            if draft:
                return [draft]
    found: list[Draft] = []
    covered = first
    for k in cues:
        if k < covered:
            continue
        draft = _try_cue(page, covered if found else first, k, last)
        if draft:
            found.append(draft)
            covered = page.token_at(draft.pieces[-1][1])
    return found


def _hides_name(page: Page, k: int, last: int) -> bool:
    """`yang enggan **disebutkan** namanya`, `**meminta** identitasnya dirahasiakan`: how a source stays unnamed."""
    return k + 1 < last and page.low[k + 1] in _NAME_HIDDEN


def _colon_quotation(page: Page, first: int, last: int) -> Draft | None:
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
            pieces = [_inner(page, q) for q in _quotations_in(page, k, last)]
            return Draft(page, "P10", pieces, source=source, sure=0.85, last=last)
    return None


def _try_cue(page: Page, first: int, k: int, last: int) -> Draft | None:
    if page.flag[k] & MENURUT:
        return _according_to(page, first, k, last)
    if page.flag[k] & BASIS:
        return _based_on(page, first, k, last)
    report = page.report[k]
    if report is None:
        return None
    if report.voice in ("di", "dinya"):
        return _passive(page, first, k, last, report)
    return _reported_clause(page, first, k, last, report)


def _post_posed_clause(page: Page, first: int, k: int, last: int, report: Report) -> Draft | None:
    """P3 `clause, kata Rani.` P4 `…, ungkap pernyataan itu.` P5 `…, tambah mereka.` P6 `fragment, kata Rani, rest`."""
    start = after_connective(page, first, k)
    comma = k > first and bool(page.flag[k - 1] & (COMMA | MARK))
    if report.voice != "bare":
        source, after = None, k + 1
        if report.complement == "none" and not report.bare and report.lemma not in _TURNS:
            return None
        if start == k:
            return _opening_clitic(page, k, last, report)
        if not comma or not (after >= last or page.flag[after] & (COMMA | END | STOP | DATE | OPEN | ADJUNCT | ADVERB)):
            return None
    else:
        source = source_after(page, k + 1, last)
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
                 sure=0.93 if comma and not _quotation_lost(page, k) else 0.7, last=after)  # fmt: skip


def _quotation_lost(page: Page, k: int) -> bool:
    """`… uang.,tulis Rani`, `… itu. "," tulis Rani`: what she wrote is gone, the sentence before is not it."""
    return bool(page.flag[k - 1] & MARK) or page.low[k - 2] in (".", "!", "?")


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
    piece = trim(page.text, page.start[after], page.end[last - 1])
    return Draft(page, "P9", [piece], page.span(k, k + 1), report, source, sure=0.8, last=after) if piece else None


def _is_verb_here(page: Page, k: int, source: Span, comma: bool, report: Report) -> bool:
    """Is a bare form a verb here? *kata* nearly always is; *lanjut*, *jelas*, *aku* need a comma and a name."""
    head = page.flag[source[0]]
    named = bool(head & (CAP | PRONOUN))
    if page.flag[k] & CAP:
        return False
    if not comma:
        return report.bare and (bool(head & PRONOUN) or (named and _closed_by_comma(page, source[1])))
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
    complete = _is_complete(page, start, k)
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


def _is_complete(page: Page, first: int, last: int) -> bool:
    """Does a stretch hold a predicate of its own?"""
    words = [i for i in range(first, last) if page.flag[i] & WORD]
    if words and page.flag[words[0]] & ADJUNCT and not any(page.flag[i] & COMMA for i in range(first, last - 1)):
        return False
    return len(words) >= 4 and any(page.flag[i] & VERB or page.low[i] in _FINITE or page.report[i] for i in words[1:])


def _according_to(page: Page, first: int, k: int, last: int) -> Draft | None:
    """P9 `Menurut Rani, …`, `…, menurut dia, …`, `menurutnya …`."""
    clitic = page.low[k].endswith("nya")
    source = None if clitic else source_after(page, k + 1, last, closed=True)
    if not clitic and (source is None or page.flag[source[0]] & FIRST_PERSON):
        return None
    start = after_connective(page, first, k)
    after = source[1] if source else k + 1
    if source and page.flag[source[0]] & DOCUMENT:
        source = after_document(page, source, last)
        after = source[1]
    comma = k == first or bool(page.flag[k - 1] & COMMA)
    if not clitic and start < k and not comma and source and not page.flag[source[0]] & (CAP | PRONOUN | DOCUMENT):
        return None
    if source and after < last and page.report[after] and page.report[after].voice == "me":  # type: ignore[union-attr]
        return _clause_after(page, after, last, page.report[after], source)  # type: ignore[arg-type]
    after = _past_relative(page, after, last)
    if after < last and page.report[after] and page.low[after - 1] in ("ini", "itu") and source:
        return _clause_after(page, after, last, page.report[after], source)  # type: ignore[arg-type]
    pieces = _around(page, start, k, after, last)
    if not pieces:
        return None
    return Draft(page, "P9", pieces, page.span(k, k + 1), _MENURUT, source, clitic, sure=0.93,
                 last=after)  # fmt: skip


_MENURUT = Report("menurut", "NETRAL", "prep", "clause", True, False)
_BASIS = Report("berdasarkan", "NETRAL", "prep", "clause", True, False)
_RELAY = Report("kutip", "RELAI", "di", "clause", True, False)


def _past_relative(page: Page, j: int, last: int) -> int:
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


def _around(page: Page, start: int, k: int, after: int, last: int) -> list[Span]:
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


def after_document(page: Page, source: Span, last: int) -> Span:
    """A document's name runs on to the comma: `data dari Dinas X`, `Undang-Undang … tentang …, serta …`."""
    j = source[1]
    while (
        j < last
        and not page.flag[j] & (COMMA | END | CUE | OPEN | DATE | PRONOUN)
        and page.low[j] not in ("yang", "pada", "di", "per")
    ):
        j += 1
    if j < last and page.flag[j] & CUE:
        return source
    if j + 2 < last and page.flag[j] & COMMA and page.low[j + 1] in ("serta", "dan") and page.flag[j + 2] & DOCUMENT:
        return after_document(page, (source[0], j + 2), last)
    return (source[0], j) if j < last and page.flag[j] & COMMA else source


def _based_on(page: Page, first: int, k: int, last: int) -> Draft | None:
    """`Berdasarkan data BPS, …`, `Sesuai Undang-Undang …, …`: a document or its maker as source."""
    j = k + 1
    while j < last and page.low[j] in ("pada", "kepada", "dengan", "dari"):
        j += 1
    if j >= last or not (page.flag[j] & DOCUMENT or page.low[j] in _BASIS_SOURCE):
        return None
    if page.low[k] == "dari" and (page.low[j] not in _BASIS_SOURCE or _somebody_says(page, j, last)):
        return None
    source = source_after(page, j, last)
    if source is None:
        return None
    source = after_document(page, source, last)
    start = after_connective(page, first, k)
    if start < k and (page.low[k] not in ("berdasarkan", "merujuk", "mengacu") or not page.flag[k - 1] & COMMA):
        return None
    pieces = _around(page, start, k, _past_relative(page, source[1], last), last)
    if not pieces:
        return None
    return Draft(page, "P9", pieces, page.span(k, k + 1), _BASIS, source, sure=0.8,
                 last=source[1])  # fmt: skip


def _somebody_says(page: Page, first: int, last: int) -> bool:
    """`Dari keterangan mereka, Rani meyakini …`: a verb of its own makes Rani the source."""
    reports = (page.report[i] for i in range(first, last) if page.quoted[i] < 0)
    return any(report is not None and report.voice == "me" and report.complement == "clause" for report in reports)


# --- subject, verb, clause ---------------------------------------------------------------------------------------


def _reported_clause(page: Page, first: int, k: int, last: int, report: Report) -> Draft | None:
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
    draft = _said_aside(page, first, k, last, report, source) or _clause_after(page, k, last, report, source)
    if draft:
        lead = _leading_adjunct(page, begin, source[0])
        if lead:
            draft.pieces.insert(0, lead)
    return draft


def _said_aside(page: Page, first: int, k: int, last: int, report: Report, source: Span) -> Draft | None:
    """P15 `Sebagian warga, dia tuturkan, pulang.`"""
    if report.voice != "stem" or not page.flag[source[0]] & PRONOUN or source[1] != k or k + 1 >= last:
        return None
    if source[0] <= first or not page.flag[source[0] - 1] & COMMA or not page.flag[k + 1] & (COMMA | END):
        return None
    pieces = _around(page, after_connective(page, first, source[0]), source[0], k + 1, last)
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


def _clause_after(
    page: Page, k: int, last: int, report: Report, source: Span | None, *, strict: bool = False
) -> Draft | None:
    """The content behind a verb, if what follows is what the verb asks for."""
    document = source is not None and bool(page.flag[source[0]] & DOCUMENT) and report.document
    complement = "clause" if document else report.complement
    begin, marker = _content_start(page, k, last, complement)
    if begin is None or begin >= last:
        return None
    if report.lemma in _PHYSICAL and marker != "bahwa" and not _urged(page, begin, last):
        return None
    if complement == "none" or (strict and marker != "bahwa"):
        return None
    if not marker and not _accepts(page, begin, last, complement):
        vow = report.stance == "KOMISIF" and page.flag[begin] & VERB and page.low[begin].startswith(("me", "ber"))
        if not vow or complement == "marked":
            return None
    end = without_circumstance(page.text, page.start[begin], page.end[last - 1])
    if page.quoted[begin] >= 0 and not _goes_on(page, begin, last):
        pieces = [_inner(page, q) for q in _quotations_in(page, begin, last)]
    else:
        piece = trim(page.text, page.start[begin], end, connective=False)
        if piece is None:
            return None
        pieces = [piece]
    cue = page.span(k, k + 1)
    sure = 0.95 if marker else 0.9 if complement == "clause" and _accepts(page, begin, last, "clausal") else 0.8
    if source and page.flag[source[1] - 1] & DEICTIC and not page.flag[source[0]] & (ROLE | INSTITUTION | DOCUMENT):
        sure = min(sure, 0.6)
    pattern = "P8" if page.quoted[begin] >= 0 else "P7"
    return Draft(page, pattern, pieces, cue, report, source, sure=sure, last=begin)


def _goes_on(page: Page, begin: int, last: int) -> bool:
    """Whether the reporter's sentence carries on behind the quotation it begins with: `mengatakan "Senja" bagus`."""
    after = page.quote_tokens[page.quoted[begin]][1]
    return sum(1 for i in range(after, last) if page.flag[i] & WORD and page.quoted[i] < 0) > 1


def _urged(page: Page, begin: int, last: int) -> bool:
    """`mendorong pemerintah membuka data`, not `mendorong pagar`: somebody, and what he is to do."""
    if not page.flag[begin] & (CAP | INSTITUTION) and page.low[begin] not in _ADDRESSEE:
        return False
    for i in range(begin + 1, min(last, begin + 12)):
        if page.flag[i] & (COMMA | END) or page.low[i] in ("hingga", "sampai", "dan", "di", "yang"):
            return False
        if page.flag[i] & VERB:
            return page.low[i].startswith(("me", "ber"))
    return False


def _content_start(page: Page, k: int, last: int, complement: str) -> tuple[int | None, str]:
    """The first token of the content and what introduced it: bahwa, comma, quote or nothing."""
    j = k + 1
    while j < last and page.low[j] in _AFTER_VERB:
        j += 1
    marker = ""
    if j < last and page.flag[j] & COMMA:
        j, marker = j + 1, "comma"
    elif j < last and page.low[j] == ":":
        j, marker = j + 1, "bahwa"
    if j < last and page.quoted[j] >= 0 and page.flag[j] & MARK:
        return j, "quote"
    if (said := _manner_then_quotation(page, j, last)) is not None:
        return said, "quote"
    if j < last and page.low[j] in _COMPLEMENTIZERS and (complement != "marked" or page.low[j] != "untuk"):
        return j + 1, "bahwa"
    if complement == "request":
        return _request_start(page, j, last)
    if j < last and page.low[j] in _TOLD:
        return _past_circumstance(page, j, last)
    if j + 1 < last and page.low[j] in _WHERE and not page.flag[j + 1] & DEICTIC:
        found = _past_circumstance(page, j, last)
        return found if found[0] else (j, "")
    if (
        j + 1 < last
        and page.low[j] in ("hal", "demikian", "begitu", "itu", "hal-hal")
        and (page.flag[j + 1] & (DEICTIC | STOP | END | COMMA) or page.low[j + 1] in ("senada", "serupa", "sama"))
    ):
        return None, ""
    return j, marker


def _manner_then_quotation(page: Page, j: int, last: int) -> int | None:
    """`berteriak **lantang**: "…"`, `berkata **dengan suara bergetar**, "…"`."""
    for i in range(j, min(last - 1, j + 6)):
        if page.flag[i] & COMMA or page.low[i] == ":":
            return i + 1 if i > j and page.quoted[i + 1] >= 0 and page.flag[i + 1] & MARK else None
        if page.flag[i] & (MARK | END | CAP | CUE):
            return None
    return None


def _past_circumstance(page: Page, j: int, last: int) -> tuple[int | None, str]:
    """`mengatakan kepada wartawan di Jakarta bahwa …`: on to *bahwa* or a quotation."""
    for i in range(j, min(last, j + 40)):
        if page.low[i] in ("bahwa", "bahwasanya", "kalau", "jika"):
            return i + 1, "bahwa"
        if page.quoted[i] >= 0 and page.flag[i] & MARK and page.flag[i - 1] & COMMA:
            return i, "quote"
    return None, ""


def _request_start(page: Page, j: int, last: int) -> tuple[int | None, str]:
    """Behind *agar/untuk* after an addressee; else the addressee and what he is to do."""
    acts = False
    for i in range(j, min(last, j + 26)):
        if page.low[i] in ("agar", "supaya", "bahwa") or (page.low[i] == "untuk" and not acts):
            return i + 1, "bahwa"
        if page.flag[i] & END:
            break
        acts = acts or page.low[i] == "tidak" or bool(page.flag[i] & VERB and page.low[i - 1] != "yang")
    return j, ""


def _accepts(page: Page, begin: int, last: int, complement: str) -> bool:
    """Does what follows suit a verb that has no *bahwa*?"""
    words = [i for i in range(begin, last) if page.flag[i] & WORD]
    if complement == "marked" or not words:
        return False
    if len(words) == 1 and (page.flag[words[0]] & CAP or page.low[words[0]] in ("lain", "begitu", "panjang", "banyak")):
        return False
    if complement == "clause":
        return True
    if complement == "request" and page.low[words[0]] in _REQUEST_NOUN:
        return False
    ends = _ENDS_REQUEST if complement == "request" else _ENDS_OBJECT
    if complement == "clausal" and any(page.flag[i] & NUMBER for i in range(begin, min(last, begin + 3))):
        return True
    if page.low[words[0]] in ("ada", "adanya", "tidak", "tak", "belum") and len(words) > 1:
        return True
    for i in words[1:14]:
        if page.low[i] in ends and not (complement == "clausal" and page.low[i] == "untuk"):
            return False
        if page.low[i - 1] == "untuk":
            continue
        if (page.flag[i] & VERB or page.low[i] in _FINITE) and page.low[i - 1] not in ("yang", "dan", "atau"):
            return True
    head = page.flag[words[0]] & (CAP | ROLE | INSTITUTION) or page.low[words[0]] in _ADDRESSEE
    return complement == "request" and bool(head) and len(words) > 2 and not page.flag[words[1]] & END


# --- passive and hearsay -----------------------------------------------------------------------------------------


def _passive(page: Page, first: int, k: int, last: int, report: Report) -> Draft | None:
    """P11 `Dikatakan Rani, …`, `dikatakannya, …`; P12 `Disebutkan, …`, `X dikabarkan …`: hearsay without a source."""
    if page.flag[k] & RELAY and page.low[k] != "dilaporkan":
        return None
    start = after_connective(page, first, k)
    if report.complement == "none":
        return None
    if start == k:
        return _opening_passive(page, k, last, report)
    if report.document and (source := _document_before(page, start, k)):
        begin, _ = _content_start(page, k, last, "clause")
        piece = (
            trim(page.text, page.start[begin], page.end[last - 1], connective=False) if begin and begin < last else None
        )
        return (
            Draft(page, "P11", [piece], page.span(k, k + 1), report, source, sure=0.75, last=k + 1) if piece else None
        )
    if report.voice == "dinya" and page.low[k - 1] not in _HEARSAY_BLOCKED | {"seperti", "sebagaimana"}:
        pieces = _around(page, start, k, k + 1, last)
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
        pieces = _around(page, start, before, last, last) if _is_complete(page, start, before) else []
    elif page.flag[after] & COMMA:
        pieces = _around(page, start, before, after, last)
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


# --- relay -------------------------------------------------------------------------------------------------------


def _relays(page: Page, first: int, last: int, found: list[Draft]) -> Iterator[Draft]:
    """P13 `Dilansir (dari) X, …`, `…, dikutip dari X`: a medium as second layer over the sentence."""
    for k in range(first, last):
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
    if page.low[k] in ("dilaporkan", "lapor") and not page.flag[j] & INSTITUTION:
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


def _relayed(page: Page, first: int, k: int, medium: Span, last: int, found: list[Draft]) -> list[Span]:
    start = after_connective(page, first, k)
    if page.low[max(start, k - 1)] in ("seperti", "sebagaimana") and start >= k - 1:
        start = k
    if start >= k - 1 and all(
        not page.flag[i] & WORD or page.low[i] in ("seperti", "sebagaimana") for i in range(start, k)
    ):
        after = _past_relative(page, medium[1], last)
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
