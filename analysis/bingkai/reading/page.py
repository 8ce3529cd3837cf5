"""One field of an article laid out for reading: its tokens, quotations, and the stretches between full stops."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bingkai.language.quotes import Quotation, paragraph_spans, quotation_spans
from bingkai.reading.grammar import Report
from bingkai.reading.sheet import Sheet
from bingkai.reading.vocabulary import CAP, COMMA, END, MARK, NUMBER, WORD

Span = tuple[int, int]
_STOPS = frozenset(".!?")
_SPEECH = 10  # tokens
_LONGEST = 600  # tokens without a full stop before a stretch is cut all the same


@dataclass(eq=False)
class Page:
    """Parallel lists over the tokens of one field; `stretches` are token ranges that hold quotations whole.

    `quoted[i]` is the number of the quotation that token i lies in, or -1.
    """

    field: str
    text: str
    low: list[str]
    flag: list[int]
    report: list[Report | None]
    start: list[int]
    end: list[int]
    sentence: list[int]
    quotations: list[Quotation]
    quote_tokens: list[Span]
    quoted: list[int]
    stretches: list[Span]
    paragraph_of: list[int]
    signals: list[int]  # tokens that may report, sorted
    landmarks: list[int]  # capitalised words that name places or begin institutions' names

    @cached_property
    def beside_verbs(self) -> frozenset[str]:
        """The words that stand right beside a reporting verb somewhere: names used alone among them."""
        found = set()
        for j in self.signals:
            report = self.report[j]
            if report and not self.flag[j] & CAP and self.quoted[j] < 0:
                found.update(self.low[j + 1 : j + 2])
                if j and not (j > 1 and self.flag[j - 2] & CAP):
                    found.add(self.low[j - 1])
        return frozenset(found)

    @cached_property
    def damage(self) -> float:
        """What a crawl left behind, `Polres , berhasil`, `kata ,.`: lone commas per hundred tokens, at most 3."""
        lone = sum(self.text.count(sign) for sign in (" ,", ",,", ",."))
        return min(3.0, 100 * lone / max(1, len(self.start)))

    @cached_property
    def quotes_speech(self) -> bool:
        """Whether the field has its quotation marks: a quotation long enough to be speech."""
        return any(last - first >= _SPEECH for first, last in self.quote_tokens)

    def words(self, first: int, last: int) -> str:
        """The text from token `first` up to, without, token `last`."""
        return self.text[self.start[first] : self.end[last - 1]] if last > first else ""

    def span(self, first: int, last: int) -> Span:
        """Characters from token `first` up to, without, token `last`."""
        return self.start[first], self.end[last - 1]

    def signals_in(self, first: int, last: int) -> list[int]:
        """The tokens from `first` up to, without, `last` that may report."""
        return self.signals[bisect_left(self.signals, first) : bisect_left(self.signals, last)]

    def token_at(self, character: int) -> int:
        """The first token that starts at or after a character."""
        return bisect_left(self.start, character)


def lay_out(field: str, text: str, sheet: Sheet, number: int) -> Page:
    """The page of one field; `number` counts the fields of the sheet: title, text, title, text …"""
    first, last = sheet.bounds[number], sheet.bounds[number + 1]
    report: list[Report | None] = [None] * (last - first)
    signals = _between(sheet.signals, first, last)
    begin = bisect_left(sheet.signals, first)
    for k, found in zip(signals, sheet.reports[begin : begin + len(signals)], strict=True):
        report[k] = found
    paragraphs = paragraph_spans(text) if "\n" in text else None
    page = Page(
        field, text, sheet.low[first:last], sheet.flag[first:last], report,
        sheet.start[first:last], sheet.end[first:last], sheet.sentence[first:last],
        quotation_spans(text, paragraphs), [], [-1] * (last - first), [], [0] * (last - first), signals,
        _between(sheet.landmarks, first, last),
    )  # fmt: skip
    _place_quotations(page)
    _place_paragraphs(page, paragraphs or [])
    page.stretches.extend(_stretches(page, [i for i in _between(sheet.breaks, first, last) if i]))
    return page


def _between(tokens: list[int], first: int, last: int) -> list[int]:
    """Those of some sorted tokens of a sheet that lie in a field, counted from its first one."""
    return [k - first for k in tokens[bisect_left(tokens, first) : bisect_left(tokens, last)]]


def _place_quotations(page: Page) -> None:
    for number, quotation in enumerate(page.quotations):
        first, last = page.token_at(quotation.start), page.token_at(quotation.end)
        page.quote_tokens.append((first, last))
        page.quoted[first:last] = [number] * (last - first)


def _place_paragraphs(page: Page, spans: list[tuple[int, int]]) -> None:
    for number, (begin, stop) in enumerate(spans):
        first, last = page.token_at(begin), page.token_at(stop)
        page.paragraph_of[first:last] = [number] * (last - first)


def _stretches(page: Page, breaks: list[int]) -> list[Span]:
    """Sentences, joined where a quotation or a stray line break runs over their border, split where a space is lost.

    `breaks` are the tokens at which one may begin.
    """
    n = len(page.start)
    if not n:
        return []
    edges = [0, *sorted({i for i in breaks if _is_edge(page, i)} | _emptied(page)), n]
    return [(cut, min(cut + _LONGEST, b)) for a, b in pairwise(edges) for cut in range(a, b, _LONGEST)]


def _is_edge(page: Page, i: int) -> bool:
    if page.sentence[i] != page.sentence[i - 1]:
        return _parts(page, i)
    if page.low[i - 1] == ",":
        return page.low[i - 2] in _STOPS and _comma_for_a_line_break(page, i)
    return page.low[i - 1] in _STOPS and _lost_space(page, i)


def _emptied(page: Page) -> frozenset[int]:
    """Where quotations begin of which a crawl left the marks alone: `… uang itu. "," tulis Rani`."""
    return frozenset(
        first
        for first, last in page.quote_tokens
        if first
        and page.flag[first - 1] & (END | COMMA)
        and not any(page.flag[k] & (WORD | NUMBER) for k in range(first, last))
    )


def _comma_for_a_line_break(page: Page, i: int) -> bool:
    """`… kata Rani., Jalan itu …`: text whose line breaks became commas."""
    return (
        i > 1
        and page.start[i - 1] == page.end[i - 2]
        and page.start[i] > page.end[i - 1]
        and bool(page.flag[i] & (CAP | MARK))
        and page.end[max(0, i - 3)] - page.start[max(0, i - 3)] > 2
        and (page.quoted[i] < 0 or page.quoted[i] != page.quoted[i - 1])
    )


def _parts(page: Page, i: int) -> bool:
    """Whether the sentence border before token i stands."""
    if page.quoted[i] >= 0 and page.quoted[i] == page.quoted[i - 1]:
        return False
    if page.paragraph_of[i] != page.paragraph_of[i - 1]:
        return True
    return "\n" not in page.text[page.end[i - 1] : page.start[i]] or bool(page.flag[i - 1] & END)


def _lost_space(page: Page, i: int) -> bool:
    """`… masyarakat.Rani meminta …`: a full stop between a lower-case and a capitalised word, no space."""
    return (
        1 < i < len(page.start) - 1
        and page.start[i] == page.end[i - 1]
        and bool(page.flag[i] & CAP)
        and page.end[i] - page.start[i] > 2
        and bool(page.flag[i - 2] & WORD)
        and not page.flag[i - 2] & CAP
        and page.end[i - 2] - page.start[i - 2] > 2
        and page.quoted[i] == page.quoted[i - 2]
        and page.quoted[i] < 0
    )
