"""Which characters of a sentence are the reported content: without cue, source, connective and final punctuation."""

from __future__ import annotations

import re

from bingkai.reading.grammar import connectives
from bingkai.reading.page import Page, Span

_LEADING = re.compile(r"[\s,;:.\-–—\"“”'‘’»«`…]+")
_TRAILING = re.compile(r"[\s,;:.!?\-–—\"“”'‘’»«`…]+$")
_CONNECTIVE = re.compile(r"(?:" + "|".join(map(re.escape, connectives())) + r")(?![\w-])[\s,]*", re.I)
_COMPLEMENTIZER = re.compile(r"(?:bahwa|bahwasanya|agar|supaya|adapun)\s+", re.I)
_DAY = r"(?:Senin|Selasa|Rabu|Kamis|Jumat|Jum'at|Jum’at|Sabtu|Minggu|Ahad)"
_TOLD_WHERE = re.compile(
    r",?\s+(?:(?:kepada|saat|ketika|usai|seusai|dalam|melalui|lewat|di sela|di sela-sela|di hadapan)\s[^,.]{2,110},"
    r"\s+)?"
    rf"(?:(?:[A-Z][\w.]+\s?){{1,3}},\s+)?(?:pada\s+)?(?:hari\s+)?{_DAY}"
    r"(?:\s+(?:pagi|siang|sore|malam|lalu|ini|kemarin))?,?\s*"
    r"(?:\(\d[^)]{2,18}\)|\d{1,2}\s+[A-Z][a-z]+(?:\s+\d{4})?)\s*(?:\.|$)"
)
_TOLD_TO = re.compile(
    r",?\s+(?:saat|ketika)\s+(?:ditemui|dihubungi|dikonfirmasi|ditanya)\b[^.]*$|"
    r",?\s+kepada\s+(?:wartawan|awak media)\b[^.]*$"
)
_REPORTER_AGAIN = re.compile(r",\s+(?:tetapi|tapi|namun)\s+(?:dia|ia|beliau)\s[^.]*\.?$")
_LEFT_OUT_AFTER = re.compile(r",?\s+(?:(?:seperti|sebagaimana)\s+)?(?:dikutip|dilansir|dinukil|disadur)\b[^.]*$", re.I)
# Each with the words, in lower case, of which it needs one: most sentences have none, which is quickly seen.
_CIRCUMSTANCES = (
    (_LEFT_OUT_AFTER, re.compile(r"di(?:kutip|lansir|nukil|sadur)")),
    (_TOLD_WHERE, re.compile(r"senin|selasa|rabu|kamis|jum|sabtu|minggu|ahad")),
    (_TOLD_TO, re.compile(r"di(?:temui|hubungi|konfirmasi|tanya)|kepada")),
    (_REPORTER_AGAIN, re.compile(r"tetapi|tapi|namun")),
)


def trim(text: str, start: int, end: int, *, connective: bool = True) -> Span | None:
    """A piece of indirect content without marks, connectives or punctuation at its ends; None if nothing is left."""
    if match := _LEADING.match(text, start, end):
        start = match.end()
    for _ in range(2):
        found = connective and _CONNECTIVE.match(text, start, end)
        if not found:
            break
        start = found.end()
    if match := _COMPLEMENTIZER.match(text, start, end):
        start = match.end()
    if match := _TRAILING.search(text, max(start, end - 12), end):
        end = match.start()
    return (start, end) if end > start else None


def without_circumstance(text: str, start: int, end: int) -> int:
    """The end of indirect content without *…, Senin (1/2)*, *… kepada wartawan* and *…, dikutip dari X*."""
    for pattern, needed in _CIRCUMSTANCES:
        first = max(start, end - 220)
        match = needed.search(text[first:end].lower()) and pattern.search(text, first, end)
        if match and match.end() >= end - 1 and match.start() > start + 12:
            end = match.start()
    return end


def kind_of(page: Page, pieces: list[Span]) -> str:
    """direct when all pieces lie inside quotation marks, indirect when hardly anything does, else mixed."""
    if not page.quotations:
        return "indirect"
    total = sum(end - start for start, end in pieces)
    quoted = sum(_quoted_characters(page, start, end) for start, end in pieces)
    if quoted >= 0.97 * total:
        return "direct"
    return "mixed" if quoted > 0.3 * total else "indirect"


def _quoted_characters(page: Page, start: int, end: int) -> int:
    found = 0
    for number in set(page.quoted[page.token_at(start) : page.token_at(end)]) - {-1}:
        quotation = page.quotations[number]
        found += max(0, min(end, quotation.inner_end) - max(start, quotation.inner_start))
    return found
