"""Attributions in headlines: `Bupati: Jembatan Aman`, `Warga Minta Jalan Dibuka`.

A headline's words are nearly all capitalised, so a source is recognised by what the body tells: whoever speaks there,
or an office or institution by its own words.
"""

from __future__ import annotations

from bingkai.reading.content import trim
from bingkai.reading.grammar import Report, word_class
from bingkai.reading.page import Page, Span
from bingkai.reading.patterns import Draft
from bingkai.reading.resolve import Cast, Source
from bingkai.reading.vocabulary import COMMA, CUE, DATE, END, INSTITUTION, MARK, ROLE, STOP, WORD

Found = tuple[Draft, Source | None]

_NOUNS = word_class("headline_noun")  # bare forms that a headline uses as nouns and adjectives
_TOPICS = word_class("headline_topic")  # Ungkap **Penyebab** …: a topic, not a statement
_LABELS = word_class("headline_label")  # Video: …, Foto: …
_NOT_SAID = word_class("not_said")
_SKIPPED = word_class("headline_adverb")


def read_title(page: Page, cast: Cast, body: list[Found]) -> list[Found]:
    """The attributions of a headline; its sources are known from the body."""
    n = len(page.low)
    if n < 3:
        return []
    return _colon(page, cast, n) or _verbs(page, cast, n) or _judged(page, body, n) or _quoted(page, cast, body)


def _colon(page: Page, cast: Cast, n: int) -> list[Found]:
    """P10 `Bupati Rani: Jembatan Aman`."""
    at = next((k for k in range(1, min(n, 14)) if page.low[k] == ":"), 0)
    if not at or n - at < 3 or any(page.low[k] in _LABELS for k in range(at)):
        return []
    begin = _segment_start(page, at - 1)
    for first in dict.fromkeys((begin, 0)):
        for last in range(at, first, -1):
            source = _known(page, cast, first, last, whole=last == at)
            if source and (piece := _content(page, at + 1, n)):
                return [(Draft(page, "P10", [piece], source=(first, last), sure=0.85), source[0])]
    return []


def _known(page: Page, cast: Cast, first: int, last: int, *, whole: bool) -> tuple[Source | None] | None:
    """Whether the words are a source: met in the body, or (as a whole) an office or institution."""
    text = page.words(first, last)
    found = cast.find(text)
    if found and (found.person or page.flag[first] & (ROLE | INSTITUTION) or whole):
        found.learn_kind(cast.read(text))
        return (found,)
    if whole and page.flag[first] & (ROLE | INSTITUTION) and last - first <= 6:
        return (cast.meet(text),)
    return None


def _content(page: Page, first: int, last: int) -> Span | None:
    quoted = page.quoted[first] if first < last else -1
    if quoted >= 0 and page.quote_tokens[quoted][1] >= last:
        quotation = page.quotations[quoted]
        return quotation.inner_start, quotation.inner_end
    return trim(page.text, page.start[first], page.end[last - 1], connective=False) if first < last else None


def _verbs(page: Page, cast: Cast, n: int) -> list[Found]:
    """Every reporting verb whose subject is known; a comma before the next one ends the content."""
    verbs = [k for k in range(n) if (report := page.report[k]) and _can_report(page, k, report)]
    rows: list[Found] = []
    for k in verbs:
        begin = _segment_start(page, k)
        if rows and begin == _segment_start(page, page.token_at(rows[-1][0].order)):
            continue
        last = next((_segment_start(page, v) - 1 for v in verbs if v > k and _segment_start(page, v) > k), n)
        if k > begin:
            rows += _subject_verb(page, cast, begin, k, last)
        else:
            rows += _verb_first(page, cast, k, last)
    return rows


def _can_report(page: Page, k: int, report: Report) -> bool:
    if (
        page.quoted[k] >= 0
        or (k and page.low[k - 1] in _NOT_SAID)
        or report.complement in ("none", "marked")
        or report.voice not in ("bare", "stem", "me", "ber", "nasal")
    ):
        return False
    return not (report.voice == "bare" and page.low[k] in _NOUNS)


def _segment_start(page: Page, k: int) -> int:
    j = k
    while j > 0 and not page.flag[j - 1] & (COMMA | END):
        j -= 1
    return j


def _segment_end(page: Page, k: int, n: int) -> int:
    while k < n and not page.flag[k] & (COMMA | END):
        k += 1
    return k


def _subject_verb(page: Page, cast: Cast, begin: int, k: int, n: int) -> list[Found]:
    """`Warga Minta Jalan Dibuka`, `Bahlil Cerita Pernah …`."""
    last = k
    while last > begin and page.low[last - 1] in _SKIPPED:
        last -= 1
    source = _known(page, cast, begin, last, whole=True) if last > begin else None
    if source is None or not _says_something(page, k + 1, n):
        return []
    return _made(page, (begin, last), k, k + 1, n, source[0])


def _verb_first(page: Page, cast: Cast, k: int, n: int) -> list[Found]:
    """`BGN Percepat Pembayaran, Jamin Tak Ada Penutupan`; `Sebut Jembatan Aman, Bupati Rani …`."""
    if k > 0:
        start = _segment_start(page, k - 1)
        for last in range(k - 1, start, -1):
            source = _known(page, cast, start, last, whole=False)
            if source and _says_something(page, k + 1, n):
                return _made(page, (start, last), k, k + 1, n, source[0])
        return []
    end = _segment_end(page, k + 1, n)
    if end >= n or not page.flag[end] & COMMA or not _says_something(page, k + 1, end):
        return []
    for last in range(min(n, end + 7), end + 1, -1):
        source = _known(page, cast, end + 1, last, whole=False)
        if source:
            return _made(page, (end + 1, last), k, k + 1, end, source[0])
    return []


def _says_something(page: Page, first: int, last: int) -> bool:
    words = [j for j in range(first, last) if page.flag[j] & WORD]
    if len(words) < 2 or page.low[words[0]] in _TOPICS or page.flag[words[0]] & DATE:
        return False
    return not (
        page.flag[words[0]] & STOP and page.low[words[0]] in ("soal", "ke", "kepada", "tentang", "di", "terkait")
    )


def _made(page: Page, span: Span, k: int, first: int, last: int, source: Source | None) -> list[Found]:
    while first < last and page.low[first] in ("agar", "bahwa", "untuk", "supaya"):
        first += 1
    piece = _content(page, first, last)
    if piece is None:
        return []
    return [(Draft(page, "P7", [piece], page.span(k, k + 1), page.report[k], span, sure=0.75), source)]


def _judged(page: Page, body: list[Found], n: int) -> list[Found]:
    """`Penjagaan Dinilai Berlebihan`: whoever says so, with the same verb, in the body."""
    for k in range(1, n - 1):
        report = page.report[k]
        if report is None or report.voice != "di" or page.quoted[k] >= 0:
            continue
        for draft, source in body:
            if draft.report and draft.report.lemma == report.lemma and draft.report.voice == "me":
                pieces = [p for p in (_content(page, 0, k), _content(page, k + 1, _segment_end(page, k + 1, n))) if p]
                return [(Draft(page, "P12", pieces, page.span(k, k + 1), report, sure=0.6), source)]
    return []


def _quoted(page: Page, cast: Cast, body: list[Found]) -> list[Found]:
    """A headline that is a quotation of somebody quoted in the body."""
    if not page.quotations or not body:
        return []
    quotation = page.quotations[0]
    words = [k for k in range(*page.quote_tokens[0]) if page.flag[k] & WORD]
    before = [k for k in range(page.quote_tokens[0][0]) if page.flag[k] & WORD]
    if len(words) < 4 or len(before) > 6 or any(page.flag[k] & (CUE | MARK) for k in before):
        return []
    for last in range(page.quote_tokens[0][0], 0, -1):
        source = _known(page, cast, 0, last, whole=False)
        if source and source[0] and source[0].person:
            piece = (quotation.inner_start, quotation.inner_end)
            return [(Draft(page, "P10", [piece], source=(0, last), sure=0.6), source[0])]
    return []
