"""How an article introduces a person: the fullest mention of a name, and the words that say who somebody is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bingkai.reading.grammar import word_class
from bingkai.reading.page import Page
from bingkai.reading.speakers import Mention
from bingkai.reading.vocabulary import (
    ADJUNCT,
    ADVERB,
    BASIS,
    CAP,
    CLOSE,
    COMMA,
    CUE,
    DATE,
    END,
    FIELD,
    INSTITUTION,
    MARK,
    MENURUT,
    NUMBER,
    OPEN,
    PRONOUN,
    ROLE,
    STOP,
    VERB,
    WORD,
)  # fmt: skip

_LONGEST = 16  # tokens of a description
_NAMED = frozenset(("bernama", "berinisial"))
_IS = frozenset(("adalah", "ialah", "merupakan", "menjabat", "berprofesi", "bekerja", "selaku", "sebagai"))
_IN_OFFICE = frozenset(("nonaktif", "terpilih", "petahana", "definitif"))  # Bupati X nonaktif Rani Utami
_WIDE_GAP = 4  # characters
_SHORT_LINE = 32  # characters
_LONGEST_LEAD = 24  # tokens
_INSIDE = word_class("inside_office")
_PHYSICIAN = frozenset(("dr", "drg"))
_BEFORE_OFFICE = frozenset(("oleh", "dari", "kepada", "dengan", "bersama", "dan"))
_SPEAK_FOR = frozenset(("juru", "jubir", "jurubicara", "sekretaris", "ajudan", "asisten"))
_SHORTENED = frozenset(("prof", "dr", "ir", "drs", "dra", "h", "hj", "kh", "pol", "purn"))
_SOMEBODYS = word_class("somebodys")
_OPENS = frozenset(("salah", "seorang", "sang", "mantan", "eks"))

Read = Callable[[str], Mention]


def fuller_mention(page: Page, read: Read, name: str) -> Mention | None:
    """Where the article introduces a short name in full: *Rani* -> *Bupati Rani Utami*."""
    wanted = name.lower().split()
    found: list[Mention] = []
    for k in places_of(page.low, wanted[0]):
        if not page.flag[k] & CAP or page.quoted[k] >= 0 or not _stands(page, k, wanted):
            continue
        last = k + 1
        while (
            last < len(page.low)
            and page.flag[last] & CAP
            and page.flag[last] & WORD
            and last - k < 4
            and same_line(page, last - 1)
        ):
            last += 1
        lead = _lead(page, k, last, read)
        if _belongs_to_another(page, lead) and not any(page.flag[j] & COMMA for j in range(lead, k)):
            if page.flag[last : last + 1] and page.flag[last] & COMMA:
                continue
            lead = k
        if lead < k and _is_a_word(page, lead):
            lead += 1  # *Totalitas* Rani, where the article writes of totalitas
        mention = read(page.words(lead, last))
        words = mention.name.lower().split()
        if wanted[0] in words and len(words) <= 5:
            found.append(mention)
    if not found:
        return None
    fullest = max(found, key=lambda mention: (_fullness(mention, wanted[0]), len(mention.name)))
    telling = max(found, key=lambda mention: (mention.telling, len(mention.role)))
    return telling._replace(name=fullest.name)


def _is_a_word(page: Page, k: int) -> bool:
    """Whether the capitalised word at token k is a common word of the article, no office and no name."""
    if page.flag[k] & (ROLE | INSTITUTION | FIELD):
        return False
    low = page.low[k]
    return any(not page.flag[j] & CAP for j in places_of(page.low, low))


def _stands(page: Page, k: int, wanted: list[str]) -> bool:
    """Whether a name stands at token k, also with an initial inside: *Rani **A** Utami*."""
    j = k
    for word in wanted[1:]:
        j += 1
        while j < len(page.low) and (page.low[j] == "." or (len(page.low[j]) == 1 and page.flag[j] & CAP)):
            j += 1
        if page.low[j : j + 1] != [word]:
            return False
    return True


def _fullness(mention: Mention, word: str) -> int:
    """`Rani Utami` or `Bupati Tri Rani` before `Semangat Rani`, where a capitalised word stands before a name."""
    if " " not in mention.name:
        return 0
    return 2 if mention.role or mention.name.lower().startswith(word) else 1


def _lead(page: Page, k: int, last: int, read: Read) -> int:
    """Where what leads up to the name at token k begins: `**Anggota DPR dari Fraksi Sinar (FS)** Rani`."""
    first = k
    while first > 0 and k - first < _LONGEST_LEAD and _follows(page, first) and page.quoted[first - 1] < 0:
        if carries(page, first - 1):
            first -= 1
        elif page.flag[first - 1] & CLOSE and (bracket := _opens(page, first - 1)):
            first = bracket
        elif first > 1 and (head := _head_before(page, first - 1)):
            first = head
        elif _links(page, first) or _listed_field(page, first, k):
            first -= 1
        elif page.flag[first - 1] & COMMA and last < len(page.low) and not page.flag[last] & CAP:
            office = _lead(page, first - 1, first, read) if not _described(page, first, k) else first
            return office if office < first - 1 and _is_office(page, office, first - 1, read) else first
        else:
            break
    while first < k and page.low[first] in _INSIDE:
        first += 1
    return first


def _links(page: Page, first: int) -> bool:
    """`Anggota DPR **dari** Fraksi Sinar`: a link between two words of an office, or behind a bracket."""
    return first > 1 and _inside(page, first - 1) and (carries(page, first - 2) or bool(page.flag[first - 2] & CLOSE))


def _listed_field(page: Page, first: int, last: int) -> bool:
    """`Menteri Politik**,** Hukum, dan Keamanan Rani Utami`: commas inside the name of an office."""
    inside = page.flag[first - 1] & COMMA and (page.flag[first] & FIELD or page.low[first] == "dan")
    return bool(inside and first > 1 and carries(page, first - 2) and "dan" in page.low[first:last])


def _follows(page: Page, k: int) -> bool:
    """Whether token k goes on with the line before: also where a page broke the line around a short link."""
    if same_line(page, k - 1):
        return True
    before = page.text[max(0, page.end[k - 1] - _SHORT_LINE) : page.end[k - 1]]
    return "\n" in before and not page.flag[k - 1] & END and not page.quoted[k - 1] >= 0


def _head_before(page: Page, last: int) -> int:
    """The office that words in lower case belong to: `**ketua** majelis hakim`, `**kuasa** hukum korban`; 0 if none."""
    for j in range(last, max(0, last - 4), -1):
        if page.flag[j] & ROLE:
            return j if j < last and _may_lead(page, j) else 0
        if not page.flag[j] & WORD or page.flag[j] & (STOP | VERB | PRONOUN | CUE | ADVERB | MENURUT | DATE):
            return 0
    return 0


def _may_lead(page: Page, j: int) -> bool:
    """Not `menjadi **saksi** bisu`: an office in lower case stands behind a verb of saying, a comma, *oleh*."""
    before = page.flag[j - 1] if j else END
    behind = before & (COMMA | END | CUE | MARK | MENURUT)
    return bool(page.flag[j] & CAP or behind) or page.low[j - 1] in _BEFORE_OFFICE


def _inside(page: Page, j: int) -> bool:
    """What may stand between the words of an office: `untuk`, the hyphen of a name, the full stop of `Prof.`"""
    if page.low[j] == ".":
        return page.low[j - 1] in _SHORTENED
    return page.low[j] in _INSIDE or (page.low[j] == "-" and page.end[j] == page.start[j + 1])


def _is_office(page: Page, first: int, last: int, read: Read) -> bool:
    """`Ketua Panitia`, and `Juru bicara Bupati Rani`, the office of somebody's."""
    if page.low[first] in _SPEAK_FOR or _belongs_to_another(page, first):
        return True
    return read(page.words(first, last)).form == "office"


def _described(page: Page, first: int, last: int) -> bool:
    return any(page.flag[j] & ROLE for j in range(first, last))


def _opens(page: Page, close: int) -> int:
    """The bracket that the one at token `close` closes, behind an office: `Menteri Koperasi **(**Menkop) Rani`."""
    for j in range(close - 1, max(0, close - 7), -1):
        if page.flag[j] & OPEN:
            return j if carries(page, j - 1) else 0
    return 0


def _belongs_to_another(page: Page, k: int) -> bool:
    """`Pengacara **Rani**, Budi Santoso`: who is Rani's is somebody else, so the office is not hers."""
    return page.low[k] in _SOMEBODYS or page.low[k : k + 2] in (["kuasa", "hukum"], ["penasihat", "hukum"])


def descriptions(page: Page, name: str) -> Iterator[str]:
    """What stands beside a name: `Rani (45), **warga Desa Sinar**,`, `**seorang petani** bernama Rani`."""
    wanted = name.lower().split()
    for k in places_of(page.low, wanted[0]):
        if not page.flag[k] & CAP or page.quoted[k] >= 0 or page.low[k : k + len(wanted)] != wanted:
            continue
        after = _past_name(page, k + len(wanted))
        begin = _opening(page, after)
        if begin and (end := _end_of_description(page, begin)) > begin:
            yield page.words(begin, end)
        elif bracketed := _in_brackets(page, k + len(wanted)):
            yield bracketed
        elif after < len(page.low) - 1 and page.low[after] == "dari" and page.flag[after + 1] & CAP:
            yield page.words(after + 1, _end_of_description(page, after + 1))
        before = _leading(page, k, after)
        if before is not None:
            yield page.words(before, _end_of_description(page, before))


def has_age(page: Page, name: str) -> bool:
    """`Rani Utami (45)`: ages are given of private persons."""
    wanted = name.lower().split()
    for k in places_of(page.low, wanted[-1]):
        j = _past_capitals(page, k + 1)
        bracketed = j + 2 < len(page.low) and page.flag[j] & OPEN and page.flag[j + 2] & CLOSE
        if page.flag[k] & CAP and bracketed and page.flag[j + 1] & NUMBER and len(page.low[j + 1]) == 2:
            return True
    return False


def _past_capitals(page: Page, k: int) -> int:
    while k < len(page.low) and page.flag[k] & CAP and page.flag[k] & WORD and not page.flag[k] & (ROLE | CUE):
        k += 1
    return k


def _past_name(page: Page, k: int) -> int:
    """Over the rest of the name and a bracket behind it."""
    n = len(page.low)
    k = _past_capitals(page, k)
    if k < n and page.flag[k] & OPEN:
        close = next((j + 1 for j in range(k, min(n, k + 12)) if page.flag[j] & CLOSE), k)
        return close
    return k


def _in_brackets(page: Page, k: int) -> str:
    """`Rani Utami **(Ketua Panitia)**`"""
    k = _past_capitals(page, k)
    if k + 1 >= len(page.low) or not (page.flag[k] & OPEN and page.flag[k + 1] & ROLE):
        return ""
    close = next((j for j in range(k, min(len(page.low), k + 12)) if page.flag[j] & CLOSE), 0)
    return page.words(k + 1, close) if close > k + 1 else ""


def _opening(page: Page, k: int) -> int:
    """Where a description behind a name begins; 0 where there is none."""
    n = len(page.low)
    if k >= n - 1:
        return 0
    if page.flag[k] & COMMA:
        k += 1
        if page.low[k] in ("selaku", "yang") and k + 1 < n:
            k += 1
    elif page.low[k] == "yang":
        k += 1
    elif page.low[k] not in _IS:
        return 0
    first = k
    while k < min(n, first + 4) and (page.low[k] in _IS or page.low[k] == "juga"):
        k += 1
    return k if k < n and (page.flag[k] & ROLE or page.low[k] in _OPENS) and page.quoted[k] < 0 else 0


def _leading(page: Page, k: int, after: int) -> int | None:
    """Where a description before a name begins: `salah seorang warga, Rani,` or `petani bernama Rani`."""
    named = k > 1 and page.low[k - 1] in _NAMED
    if not named and not (k > 1 and page.flag[k - 1] & COMMA and after < len(page.low)):
        return None
    if not named and not page.flag[after] & (COMMA | END | CUE | STOP | DATE | VERB):
        return None
    j = k - 1
    while j > 0 and k - j < _LONGEST and (not _breaks(page, j - 1) or (page.low[j - 1] == "di" and not named)):
        j -= 1
    listed = all(page.flag[i] & CAP or page.low[i] == "dan" for i in range(j, k - 1))
    inside = COMMA | OPEN | CLOSE | CAP | ROLE | NUMBER
    while listed and j > 0 and k - j < 2 * _LONGEST and (page.flag[j - 1] & inside or page.low[j - 1] == "dan"):
        j -= 1
    while j < k - 1 and not (page.flag[j] & ROLE or page.low[j] in _OPENS):
        j += 1
    somewhere = "di" in page.low[j : k - 1]
    return j if j < k - 1 and (not somewhere or page.low[j] in _OPENS or _may_lead(page, j)) else None


def _end_of_description(page: Page, k: int) -> int:
    end = k
    while end < min(len(page.low), k + _LONGEST) and not _breaks(page, end):
        end += 1
    return end


def _breaks(page: Page, k: int) -> bool:
    flag, low = page.flag[k], page.low[k]
    if flag & (COMMA | END | MARK | CUE | OPEN | CLOSE | DATE | PRONOUN | MENURUT) or low in _NAMED or low == "yang":
        return True
    return bool(flag & (VERB | STOP) and not flag & CAP and low != "dari")


def places_of(words: list[str], word: str) -> list[int]:
    found: list[int] = []
    try:
        while True:
            found.append(words.index(word, found[-1] + 1 if found else 0))
    except ValueError:
        return found


def same_line(page: Page, k: int) -> bool:
    """Whether no line ends between token k and the next; a run of spaces was a line's end once."""
    gap = page.text[page.end[k] : page.start[k + 1]]
    return len(gap) < _WIDE_GAP and "\n" not in gap


def carries(page: Page, k: int) -> bool:
    flag = page.flag[k]
    leads_in = PRONOUN | CUE | MENURUT | BASIS | ADJUNCT | ADVERB | STOP
    part = flag & (CAP | ROLE) or page.low[k] in _IN_OFFICE or page.low[k] in _PHYSICIAN
    return bool(flag & WORD and part and not flag & leads_in)
