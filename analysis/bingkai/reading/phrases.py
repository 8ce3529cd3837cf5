"""Where the noun phrase that names a source begins and ends."""

from __future__ import annotations

import re

from bingkai.reading.grammar import connectives, word_class
from bingkai.reading.page import Page, Span
from bingkai.reading.vocabulary import (
    ADJUNCT,
    ADVERB,
    ANONYMOUS,
    CAP,
    CLOSE,
    COMMA,
    CUE,
    DATE,
    DEICTIC,
    DOCUMENT,
    FIELD,
    FIRST_PERSON,
    INSTITUTION,
    NUMBER,
    OPEN,
    OPENING_VERB,
    PLACE,
    PRONOUN,
    ROLE,
    STOP,
    VERB,
    WORD,
)  # fmt: skip

_LONGEST = 34  # tokens
_INSIDE_NAMES = word_class("inside_name")
_ABBREVIATED = word_class("abbreviated")
_MONEY = frozenset(("rp", "usd", "us", "rm", "sgd"))
_TRAILING = word_class("trailing")
_DEGREES = word_class("degree")
_NO_SOURCE = word_class("no_source")
_ABSTRACT = re.compile(r"(?:ke|pe)[a-z]{3,}an")  # kebijakan, pertemuan
_CLAUSE_OPENERS = word_class("clause_opener")
_CONNECTIVES: dict[str, list[list[str]]] = {}  # by first word, longest first
for _phrase in connectives():
    _CONNECTIVES.setdefault(_phrase.split()[0], []).append(_phrase.split())


def source_after(page: Page, i: int, limit: int, *, closed: bool = False) -> Span | None:
    """The noun phrase that begins at token i: `kata **Kepala Dinas X, Rani Utami,** di …`; None if none does.

    With `closed` an apposition must end in a comma: `Menurut Rani, petugas …` begins the content.
    """
    while i < limit and page.low[i] in ("oleh", "si", "sang", "dari", ":"):
        i += 1
    if i >= limit or not page.flag[i] & WORD or page.quoted[i] >= 0:
        return None
    if page.flag[i] & PRONOUN:
        return i, i + 1
    if (page.flag[i] & (STOP | DATE) and not page.flag[i] & CAP) or page.flag[i] & DEICTIC or page.low[i] in _MONEY:
        return None
    end = _phrase_end(page, i, limit)
    if end == i:
        return None
    return i, _with_apposition(page, i, end, limit, closed=closed)


def _phrase_end(page: Page, i: int, limit: int) -> int:
    """One past the last token of a noun phrase without appositions."""
    j = end = i
    named = False
    while j < min(limit, i + _LONGEST):
        flag, low = page.flag[j], page.low[j]
        if flag & OPEN:
            close = closing(page, j, limit)
            if close is None or close >= limit or not _goes_on(page, close):
                break
            j = close
            continue
        if low in "/&-–" or (low == "." and _abbreviation_dot(page, j, limit)):
            j += 1
            continue
        if flag & NUMBER and j > i and _aged(page, j, limit):
            end = j = j + 2
            continue
        if flag & NUMBER and j > i and (page.flag[j - 1] & (CAP | ROLE)) and not _counts(page, j, limit):
            end = j = j + 1
            continue
        if not flag & WORD or page.quoted[j] >= 0 or _stops(page, j, i, named, limit):
            break
        end = j = j + 1
        if flag & DEICTIC and not flag & CAP:
            break
        named = named or bool(flag & CAP and not flag & (ROLE | INSTITUTION | DOCUMENT) and end - i > 0)
    return end


def _aged(page: Page, j: int, limit: int) -> bool:
    """`perempuan **52 tahun** itu`"""
    return j + 2 < limit and page.low[j + 1] == "tahun" and bool(page.flag[j + 2] & DEICTIC)


def closing(page: Page, j: int, limit: int) -> int | None:
    """One past the bracket that closes the one at token j."""
    for k in range(j + 1, min(limit, j + 16)):
        if page.flag[k] & CLOSE:
            return k + 1
    return None


def _goes_on(page: Page, j: int) -> bool:
    """After a bracket the phrase goes on only with a capitalised word: `Menteri Koperasi (Menkop) Rani`."""
    return bool(page.flag[j] & CAP and page.flag[j] & WORD) and not page.flag[j] & DATE


def _abbreviation_dot(page: Page, j: int, limit: int) -> bool:
    return j + 1 < limit and page.low[j - 1] in _ABBREVIATED and bool(page.flag[j + 1] & CAP)


def _counts(page: Page, j: int, limit: int) -> bool:
    """A number that belongs to a date or quantity, not to a name: `Rabu 11 September`."""
    return bool(page.flag[j - 1] & DATE) or (j + 1 < limit and page.low[j + 1] in ("persen", "orang", "tahun", "bulan"))


def _stops(page: Page, j: int, i: int, named: bool, limit: int) -> bool:
    flag, low = page.flag[j], page.low[j]
    if flag & DATE and j > i:
        return True
    if flag & CAP:
        return False
    if flag & STOP and (low != "dari" or named):
        return True
    if flag & VERB and low not in _INSIDE_NAMES:
        return True
    if flag & DEICTIC or low in _INSIDE_NAMES:
        return low in ("dan", "&") and not (j + 1 < limit and page.flag[j + 1] & CAP and page.flag[j - 1] & CAP)
    return named and not flag & (ROLE | INSTITUTION) and not page.flag[j - 1] & (ROLE | INSTITUTION)


def _with_apposition(page: Page, i: int, end: int, limit: int, *, closed: bool) -> int:
    """`Kepala Dinas X, Rani Utami,` and `Rani Utami, Kepala Dinas X,`: what explains the source belongs to it."""
    comma = _after_bracket(page, end, limit)
    if comma >= limit or not page.flag[comma] & COMMA:
        return end
    j = comma + 1
    if j >= limit or not page.flag[j] & WORD or page.flag[j] & DATE or page.quoted[j] >= 0:
        return end
    if page.flag[end - 1] & DEICTIC and not page.flag[end - 1] & CAP:
        return end
    described = starts_with_role(page, i)
    stop = _phrase_end(page, j, limit)
    if stop == j or (closed and not (stop < limit and page.flag[stop] & COMMA)):
        return end
    if described and _is_name(page, j, stop) and (not has_person(page, i, end) or _plain_name(page, j, stop, limit)):
        return stop
    if not described and starts_with_role(page, j) and page.flag[i] & CAP and _ends_phrase(page, stop, limit):
        return stop
    return end


def _plain_name(page: Page, first: int, last: int, limit: int) -> bool:
    """Two to four words that can only be a name, with the phrase over behind them."""
    words = range(first, last)
    return 2 <= last - first <= 4 and all(_may_be_name(page, k) for k in words) and _ends_phrase(page, last, limit)


def _after_bracket(page: Page, end: int, limit: int) -> int:
    if end < limit and page.flag[end] & OPEN:
        return closing(page, end, limit) or end
    return end


def _ends_phrase(page: Page, j: int, limit: int) -> bool:
    return j >= limit or not page.flag[j] & (WORD | NUMBER) or bool(page.flag[j] & (STOP | DATE | ADJUNCT | CUE))


def starts_with_role(page: Page, i: int) -> bool:
    """Whether the phrase at token i begins by saying what somebody is."""
    return bool(page.flag[i] & ROLE) or (
        page.low[i] in ("seorang", "mantan", "eks", "salah", "para") and bool(page.flag[i + 1 : i + 2])
    )


def _is_name(page: Page, first: int, last: int) -> bool:
    """One to six capitalised words that are no place, office or institution."""
    words = [k for k in range(first, last) if page.flag[k] & WORD]
    return (
        0 < len(words) <= 6
        and all(page.flag[k] & CAP or page.low[k] in _INSIDE_NAMES for k in words)
        and not all(page.flag[k] & PLACE for k in words)
    )


def has_person(page: Page, first: int, last: int) -> bool:
    """Whether a described source already carries a person's name at its end: `Kepala BGN Dadan Hindayana`."""
    k = last
    while k > first + 1 and _may_be_name(page, k - 1):
        k -= 1
    return last - k > 1 or (last - k == 1 and page.low[k] in page.beside_verbs)


def _may_be_name(page: Page, k: int) -> bool:
    other = PLACE | ROLE | INSTITUTION | FIELD
    return bool(page.flag[k] & CAP and page.flag[k] & WORD) and not page.flag[k] & other and not _acronym(page, k)


def _acronym(page: Page, k: int) -> bool:
    return page.text[page.start[k] : page.end[k]].isupper()


def source_before(page: Page, low: int, cue: int) -> Span | None:
    """The subject of a verb at token `cue`, looked for from token `low` on: `**Rani** juga mengatakan`."""
    j = _skip_adverbs(page, low, cue - 1)
    inserted = j >= low and bool(page.flag[j] & COMMA)
    if inserted:
        j = _skip_adverbs(page, low, j - 1)
    if j < low:
        return None
    if page.low[j] == "yang":
        return _antecedent(page, low, j)
    if page.flag[j] & PRONOUN:
        return j, j + 1
    return _from_segments(page, segments_of(page, after_connective(page, low, j + 1), j + 1), inserted)


def _skip_adverbs(page: Page, low: int, j: int) -> int:
    while j >= low and page.flag[j] & ADVERB and not page.flag[j] & CAP:
        j -= 1
    return j


def _antecedent(page: Page, low: int, yang: int) -> Span | None:
    """`Polres Bekasi **yang** kemudian mengarahkan agar …`"""
    j = yang
    if j > low and page.flag[j - 1] & COMMA:
        j -= 1
    last = j
    while (
        j > low
        and page.flag[j - 1] & WORD
        and (page.flag[j - 1] & CAP or not page.flag[j - 1] & (STOP | VERB | ADJUNCT))
    ):
        j -= 1
    return (j, last) if j < last else None


def after_connective(page: Page, low: int, high: int) -> int:
    """The first token after *Sementara itu,* or *Namun*."""
    while low < high and not page.flag[low] & (WORD | NUMBER):
        low += 1
    for _ in range(2):
        if low >= high or page.low[low] not in _CONNECTIVES:
            return low
        length = _connective_length(page, low, high)
        if not length:
            return low
        low += length
        if low < high and page.flag[low] & COMMA:
            low += 1
    return low


def _connective_length(page: Page, low: int, high: int) -> int:
    for phrase in _CONNECTIVES[page.low[low]]:
        if low + len(phrase) <= high and page.low[low : low + len(phrase)] == phrase:
            return len(phrase)
    return 0


def segments_of(page: Page, low: int, high: int) -> list[Span]:
    """Stretches between commas, brackets kept whole."""
    found, begin, j = [], low, low
    while j < high:
        if page.flag[j] & OPEN and (close := closing(page, j, high)):
            j = close
            continue
        if page.flag[j] & COMMA or page.low[j] == ";" or _dash(page, j):
            if j > begin:
                found.append((begin, j))
            begin = j + 1
        j += 1
    if high > begin:
        found.append((begin, high))
    return found


def _dash(page: Page, j: int) -> bool:
    """A dash with space around it parts clauses; a hyphen does not."""
    return page.low[j] in ("-", "–", "—") and (j == 0 or page.start[j] > page.end[j - 1])


def _from_segments(page: Page, segments: list[Span], inserted: bool) -> Span | None:
    """The subject nearest to the verb; adjuncts, dates and inserted places are passed over."""
    segments = _with_degrees(page, segments)
    for n in range(len(segments) - 1, -1, -1):
        found, open_end = _subject_of(page, *segments[n], nearest=n == len(segments) - 1 and not inserted)
        if found is None:
            continue
        before = _subject_of(page, *segments[n - 1], nearest=False) if n else (None, False)
        if before[0] is None:
            return found
        if before[1] and not open_end and _named_then_described(page, before[0], found):
            return before[0][0], found[1]
        if inserted and not before[1]:
            return before[0]
        if open_end and before[1] and _name_then_calling(page, before[0], found):
            return before[0][0], found[1]
        if (
            open_end
            and before[1]
            and (starts_with_role(page, before[0][0]) or starts_with_role(page, found[0]) or inserted)
        ):
            return before[0][0], found[1]
        if all(page.flag[k] & PLACE for k in range(*found)):
            continue
        if not inserted and page.flag[segments[n - 1][0]] & ROLE and _is_name(page, *found):
            return segments[n - 1][0], found[1]
        return found
    return None


def _with_degrees(page: Page, segments: list[Span]) -> list[Span]:
    """`Rani Utami**, M.Si, Ph.D**, peneliti …`: a degree goes with the name before it."""
    found = segments[:1]
    for first, last in segments[1:]:
        if all(page.low[k].rstrip(".") in _DEGREES or not page.flag[k] & WORD for k in range(first, last)):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _name_then_calling(page: Page, name: Span, calling: Span) -> bool:
    """`**Rani Utami, barista di sana** mengatakan`: a calling no list holds, behind a full name."""
    known = CAP | ROLE | INSTITUTION | DOCUMENT | ANONYMOUS | PRONOUN | NUMBER
    return name[1] - name[0] >= 2 and _is_name(page, *name) and not page.flag[calling[0]] & known


def _named_then_described(page: Page, name: Span, described: Span) -> bool:
    """`**Rani Utami, warga** yang mengungsi, mengatakan`."""
    return _is_name(page, *name) and starts_with_role(page, described[0]) and not page.flag[described[0]] & CAP


def _subject_of(page: Page, first: int, last: int, *, nearest: bool) -> tuple[Span | None, bool]:
    """The noun phrase a segment opens with, and whether it fills the segment."""
    if page.flag[first] & (ADJUNCT | DATE) or page.flag[first] & NUMBER:
        return (_after_adjunct(page, first, last), True) if nearest else (None, False)
    begin = stop = first
    closed = False
    for k in range(first, last):
        flag, low = page.flag[k], page.low[k]
        if low in _CLAUSE_OPENERS and k > first:
            begin, closed = k + 1, False
            stop = begin
            continue
        if low in ("membuat", "hingga") and begin < k < last - 1 and page.flag[k + 1] & (CAP | DATE) == CAP:
            begin, closed = k + 1, False
            stop = begin
            continue
        if low in ("ketika", "saat", "setelah") and begin < k < last - 1 and _office_follows(page, begin, k):
            begin, closed = k + 1, False
            stop = begin
            continue
        if closed or flag & OPEN:
            continue
        if (
            not flag & CAP
            and (flag & VERB or (flag & STOP and low != "dari"))
            and low not in _INSIDE_NAMES
            and k > begin
        ):
            closed = True
            continue
        stop = k + 1
    if stop <= begin:
        return None, False
    if page.flag[begin] & PRONOUN:
        return (begin, begin + 1), not closed
    while stop > begin + 1 and (
        page.low[stop - 1] in _TRAILING or (page.flag[stop - 1] & ADVERB and not page.flag[stop - 1] & CAP)
    ):
        stop -= 1
    while stop > begin and not page.flag[stop - 1] & (WORD | NUMBER):
        stop = page_open(page, begin, stop) if page.flag[stop - 1] & CLOSE else stop - 1
    return ((begin, stop), not closed) if stop > begin else (None, False)


def _office_follows(page: Page, begin: int, k: int) -> bool:
    """`Suasana memanas **ketika Bupati Rani** mengancam …`"""
    return bool(page.flag[k + 1] & ROLE and page.flag[k + 1] & CAP) and not page.flag[begin] & (ROLE | INSTITUTION)


def page_open(page: Page, begin: int, stop: int) -> int:
    """The bracket that opens the one closed just before `stop`."""
    for k in range(stop - 2, begin, -1):
        if page.flag[k] & OPEN:
            return k
    return stop - 1


def _after_adjunct(page: Page, first: int, last: int) -> Span | None:
    """`Dalam rapat itu Rani mengatakan`: a name that follows the adjunct without a comma."""
    k = last
    while k > first + 1 and page.flag[k - 1] & CAP and page.flag[k - 1] & WORD:
        k -= 1
    if k == last or page.flag[k - 1] & CAP:
        return None
    if page.flag[k - 1] & DEICTIC or page.flag[k - 1] & CLOSE or not page.flag[k - 1] & (STOP | ADJUNCT):
        return k, last
    return None


def _full_name(page: Page, first: int, last: int) -> bool:
    """`Meutia Lestari`: two or three capitalised words, none of them a reporting verb."""
    names = range(first, last)
    return 2 <= last - first <= 3 and all(page.flag[k] & CAP and not page.flag[k] & (CUE | ROLE) for k in names)


def plausible(page: Page, span: Span) -> bool:
    """A source has a name, an office, is an institution or a document, or has been spoken of before."""
    first, last = span
    head, low = page.flag[first], page.low[first]
    if (
        low in ("atau", "dan", "serta", "maupun")
        or head & FIRST_PERSON
        or (head & OPENING_VERB and not head & (ROLE | INSTITUTION) and not _full_name(page, first, last))
    ):
        return False
    if last - first == 1 and low == "penulis":
        return False  # the reporter
    if last - first == 1 and head & (ADVERB | STOP | ADJUNCT):
        return False
    if low == "salah" and page.low[first + 1 : first + 2] in (["satu"], ["seorang"]):
        return True
    if not head & (ROLE | INSTITUTION | DOCUMENT) and (
        low.partition("-")[0] in _NO_SOURCE or low in _NO_SOURCE or _ABSTRACT.fullmatch(low)
    ):
        return False
    if head & DOCUMENT and any(page.low[k] in ("pantauan", "pengamatan") for k in range(first, last)):
        return False
    kinds = CAP | PRONOUN | ROLE | INSTITUTION | DOCUMENT | ANONYMOUS
    return any(page.flag[k] & kinds for k in range(first, last)) or bool(page.flag[last - 1] & DEICTIC)
