"""Where quotation marks open and close, in clean and in damaged text.

Everything is decided inside one paragraph: a stray or missing mark never spoils the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_OPENERS = frozenset("“„«‘")
_CLOSERS = frozenset("”»’")
_SINGLES = frozenset("'‘’")
_MARK = re.compile(r"``|''|[\"“”„«»‘’']")
_MARKS = ('"', "“", "”", "'", "’", "‘", "„", "«", "»", "``")
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z\"“(])")
_SAYING = (
    "kata|ujar|tutur|ucap|ungkap|papar|imbuh|sambung|tulis|terang|tutup|tambah|tegas|lanjut|jelas|sebut|pungkas|"
    "tandas|tukas|beber|cetus|urai|timpal|tanya|jawab|kilah|klaim|aku|keluh|kenang|cuit|bunyi|harap|pinta|tuding|seru"
)
_REPORTED = re.compile(rf"(?:{_SAYING})(?:nya\b|\s+(?:[A-Z]|dia\b|mereka\b|beliau\b|seorang\b))", re.A)
_BEFORE_REPORT = re.compile(
    rf"[,.?!]\s*(?=(?:{_SAYING})(?:nya\b|\s+(?:[A-Z]|dia\b|mereka\b|beliau\b|seorang\b)))", re.A
)
_REPORTER_AGAIN = re.compile(  # Ia menambahkan …, Rani Utami juga mengatakan …, Menurut Rani …
    r"[.!?]\s+(?:Menurut(?:nya)?\b|(?:[A-Z][\w.]*,?\s+){1,8}(?:juga\s+|pun\s+|kemudian\s+)?"
    r"(?:me(?:nyebut|nilai|ngaku|ngakui|minta|mbantah|nduga|ngimbau|ndesak|(?:n|ng|m|ny)\w{3,}kan)"
    r"|berharap|berujar|berkata)\b)"
)
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_DOUBLE = re.compile(r"[\"“”]")
_NO_WORDS = re.compile(r"\s*[,.?!]+[\s,.?!]*")
_LINE_ENDS = '.!?"”:;)'
_LINK = 40  # characters of a line that may be what a removed tag left
_REACH = 3_000  # characters an unclosed quotation may run before the search for its end gives up
_SCARE_WORDS = 6


class Quotation(NamedTuple):
    """One outermost quotation: with its marks, and the words between them.

    `text[start:end]` holds the marks, `text[inner_start:inner_end]` the words; `closed` is False where a mark was
    missing and the border was inferred.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool


class _Mark(NamedTuple):
    start: int
    end: int
    lean: int  # 1 looks like an opening mark, -1 like a closing one, 0 undecided
    single: bool


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Paragraphs as character spans; a line break left by a removed tag does not end one.

    Examples
    --------
    >>> [text[a:b] for text in ["Belum ada laporan ke\\nKejati\\nsoal itu.\\nSidang ditunda."]
    ...  for a, b in paragraph_spans(text)]
    ['Belum ada laporan ke\\nKejati\\nsoal itu.', 'Sidang ditunda.']
    """
    lines = _line_spans(text)
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(lines):
        last = i if text[lines[i][1] - 1] in _LINE_ENDS else _last_joined_line(text, lines, i)
        spans.append((lines[i][0], lines[last][1]))
        i = last + 1
    return spans


def _line_spans(text: str) -> list[tuple[int, int]]:
    spans, begin = [], 0
    for line in text.split("\n"):
        if words := line.strip():
            start = begin if line[0] == words[0] else begin + len(line) - len(line.lstrip())
            spans.append((start, start + len(words)))
        begin += len(line) + 1
    return spans


def _last_joined_line(text: str, lines: Sequence[tuple[int, int]], first: int) -> int:
    """A line that starts in lower case carries on the one before, over at most one short line (a link) between."""
    last = first
    while last + 1 < len(lines):
        if text[lines[last][1] - 1] in _LINE_ENDS:
            if last == first or not _inside_quotation(text, lines[first][0], lines[last]):
                break
            last += 1
        elif text[lines[last + 1][0]].islower():
            last += 1
        elif (
            last + 2 < len(lines)
            and lines[last + 1][1] - lines[last + 1][0] <= _LINK
            and text[lines[last + 1][1] - 1].isalnum()
            and text[lines[last + 2][0]].islower()
        ):
            last += 2
        else:
            break
    return last


def _inside_quotation(text: str, start: int, line: tuple[int, int]) -> bool:
    """A short line that a tag left behind, with a quotation open around it: `… punya⏎multiplier effect.⏎Kalau …`."""
    if line[1] - line[0] > _LINK or not text[line[0]].islower():
        return False
    marks = _DOUBLE.findall(text, max(start, line[1] - _REACH), line[1])
    return len(marks) % 2 == 1 and marks[-1] not in _CLOSERS


def may_quote(text: str) -> bool:
    """Whether a text holds any mark that may quote."""
    return any(mark in text for mark in _MARKS)


def quotation_spans(text: str, paragraphs: Sequence[tuple[int, int]] | None = None) -> list[Quotation]:
    """The outermost quotations of a text, in order; `paragraphs` where `paragraph_spans` has been asked already.

    Knows `"` “ ” „ « » ‘ ’ ' '' and ``; an apostrophe inside a word is none. Where a mark is missing the border is
    the reporting verb (`…, ujar Rani`), else the end of the sentence or paragraph.

    Returns
    -------
    list of Quotation
        `start, end` with the marks, `inner_start, inner_end` without, `closed`: both marks were there.

    Examples
    --------
    >>> text = 'Rani menolak. "Kami tidak pernah dihubungi," katanya.'
    >>> [text[q.inner_start:q.inner_end] for q in quotation_spans(text)]
    ['Kami tidak pernah dihubungi,']
    >>> text = '"Kami tidak pernah dihubungi, kata Rani, Senin.'
    >>> [(text[q.inner_start:q.inner_end], q.closed) for q in quotation_spans(text)]
    [('Kami tidak pernah dihubungi,', False)]
    """
    places = _places(text)
    if not places:
        return []
    found: list[Quotation] = []
    i = 0
    for start, end in paragraph_spans(text) if paragraphs is None else paragraphs:
        first = i
        while i < len(places) and places[i][0] < end:
            i += 1
        if i > first and (marks := _marks(text, places[first:i], start, end)):
            found.extend(_pair(text, marks, start, end))
    return found


def _places(text: str) -> list[tuple[int, str]]:
    """Every mark but apostrophes, and where it stands; each kind is looked for alone, which is fastest."""
    kinds = [mark for mark in _MARKS if mark in text]
    if "'" in kinds and "''" in text:
        places = [(match.start(), match[0]) for match in _MARK.finditer(text)]
    else:
        places = [(place, mark) for mark in kinds for place in _found(text, mark)]
    if len(kinds) > 1:
        places.sort()
    if _SINGLES.isdisjoint(kinds):
        return places
    return [(place, mark) for place, mark in places if mark not in _SINGLES or not _is_apostrophe(text, place)]


def _found(text: str, mark: str) -> Iterator[int]:
    place = text.find(mark)
    while place >= 0:
        yield place
        place = text.find(mark, place + len(mark))


def _marks(text: str, places: Sequence[tuple[int, str]], start: int, end: int) -> list[_Mark]:
    """The marks of a paragraph; single ones count only where no double ones do the quoting."""
    marks = [
        _Mark(place, place + len(mark), _lean(text, place, mark, start, end), mark in _SINGLES)
        for place, mark in places
    ]
    doubles = [mark for mark in marks if not mark.single]
    if doubles:
        return doubles
    singles = [mark for mark in marks if mark.lean]
    return singles if {mark.lean for mark in singles} == {1, -1} else []


def _is_apostrophe(text: str, place: int) -> bool:
    return text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum()


def _lean(text: str, place: int, mark: str, start: int, end: int) -> int:
    """Does the mark open or close, judged by its neighbours, then by its own shape?"""
    behind = place + len(mark)
    before = text[place - 1] if place > start else " "
    after = text[behind] if behind < end else " "
    free_left = before.isspace() or before in "([-–—/"
    free_right = after.isspace() or after in ".,;:!?)]-–—/"
    if mark in _SINGLES and free_left == free_right:
        return 0
    if free_left and not free_right:
        return 1
    if free_right and not free_left:
        return -1
    if before == ":" or mark in _OPENERS or mark == "``":
        return 1
    return -1 if mark in _CLOSERS or mark == "''" else 0


def _pair(text: str, marks: Sequence[_Mark], start: int, end: int) -> Iterator[Quotation]:
    """Walk the marks of one paragraph; what is left open or was never opened is recovered by `_recover_*`."""
    opened: _Mark | None = None
    border = start  # nothing before this belongs to a later quotation
    i = 0
    while i < len(marks):
        mark = marks[i]
        if opened is None:
            if _is_emptied(text, marks, i):
                yield Quotation(mark.start, marks[i + 1].end, mark.end, marks[i + 1].start, True)
                border, i = marks[i + 1].end, i + 1
            elif mark.lean >= 0 or text[mark.start] in _OPENERS:
                opened = mark
            elif recovered := _recover_start(text, mark, border):
                yield recovered
                border = mark.end
        elif mark.lean == 1 and not _REPORTED.match(text, mark.end):
            if _leans(marks, i + 1, -1) and _leans(marks, i + 2, -1):
                i += 1  # a quotation within the quotation: skip its closing mark too
            else:
                quotation = _recover_end(text, opened, start, mark.start)
                yield quotation
                opened, border = mark, quotation.end
        else:
            yield Quotation(opened.start, mark.end, opened.end, mark.start, True)
            opened, border = None, mark.end
        i += 1
    if opened is not None and text[opened.end : end].strip():
        yield _recover_end(text, opened, start, end)


def _is_emptied(text: str, marks: Sequence[_Mark], i: int) -> bool:
    """`… uang itu.,"," tulis Rani`: marks whose words a crawl took out."""
    if i + 1 == len(marks) or text[marks[i].end].isalnum():
        return False
    return bool(_NO_WORDS.fullmatch(text, marks[i].end, marks[i + 1].start))


def _leans(marks: Sequence[_Mark], i: int, lean: int) -> bool:
    return i < len(marks) and marks[i].lean == lean


def _recover_end(text: str, opened: _Mark, start: int, limit: int) -> Quotation:
    """`"Kami siap, ujar Rani …`: the quotation ends before the reporting verb, or before the reporter speaks again.

    What opens a paragraph may fill it (each paragraph of a long quotation opens with a mark); what opens later ends
    with its sentence.
    """
    reach = min(limit, opened.end + _REACH)
    verb = _BEFORE_REPORT.search(text, opened.end, reach)
    again = _REPORTER_AGAIN.search(text, opened.end, reach)
    if verb and not (again and again.start() < verb.start()):
        stop = verb.start() + 1
    elif again:
        stop = again.start() + 1
    elif opened.start > start and (sentence := _SENTENCE_END.search(text, opened.end, reach)):
        stop = sentence.start() + 1
    else:
        stop = opened.end + len(text[opened.end : reach].rstrip())
    return Quotation(opened.start, stop, opened.end, stop, False)


def _recover_start(text: str, closing: _Mark, border: int) -> Quotation | None:
    """`Kami siap," ujar Rani`: a closing mark alone counts where a reporting verb follows; from the sentence start."""
    after = (
        closing.end + len(text[closing.end : closing.end + 3]) - len(text[closing.end : closing.end + 3].lstrip(" ,"))
    )
    if not _REPORTED.match(text, after):
        return None
    low = max(border, closing.start - _REACH)
    begin = low
    for match in _SENTENCE_END.finditer(text, low, closing.start):
        begin = match.end()
    begin += len(text[begin : closing.start]) - len(text[begin : closing.start].lstrip())
    return Quotation(begin, closing.end, begin, closing.start, False) if begin < closing.start else None


def scare_spans(
    text: str, quotations: Sequence[Quotation], reported: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Short quoted fragments in the reporter's own sentence: scare-quote candidates, with their marks.

    A fragment of up to six words in lower case counts; a capitalised one is a title or name. What is reported as
    someone's statement (`reported`, content spans of direct attributions) is left out.

    Examples
    --------
    >>> text = 'Warga menyebut "penataan" itu sebagai penggusuran. Film "Senja" diputar.'
    >>> [text[a:b] for a, b in scare_spans(text, quotation_spans(text))]
    ['"penataan"']
    """
    return [
        (q.start, q.end)
        for q in quotations
        if q.closed and _is_fragment(text, q) and not any(a < q.inner_end and b > q.inner_start for a, b in reported)
    ]


def _is_fragment(text: str, q: Quotation) -> bool:
    inside = text[q.inner_start : q.inner_end].strip()
    if not inside or not inside[0].islower() or inside[-1] in ".,!?;:":
        return False
    before = text[max(0, q.start - 2) : q.start].rstrip()
    if before.endswith(":") or _REPORTED.match(text[q.end : q.end + 40].lstrip(" ,")):
        return False
    return len(_WORD.findall(inside)) <= _SCARE_WORDS
