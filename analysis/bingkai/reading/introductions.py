"""How an article introduces a person: the fullest mention of a name, and the words that say who somebody is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
_OPENS = frozenset(("salah", "seorang", "sang", "mantan", "eks"))

Read = Callable[[str], Mention]


def fuller_mention(page: Page, read: Read, name: str) -> Mention | None:
    """Where the article introduces a short name in full: *Rani* -> *Bupati Rani Utami*."""
    wanted = name.lower().split()
    best: Mention | None = None
    for k in _places(page.low, wanted[0]):
        if not page.flag[k] & CAP or page.low[k : k + len(wanted)] != wanted:
            continue
        first, last = k, k + 1
        while first > 0 and k - first < 12 and carries(page, first - 1) and same_line(page, first - 1):
            first -= 1
        while (
            last < len(page.low)
            and page.flag[last] & CAP
            and page.flag[last] & WORD
            and last - k < 4
            and same_line(page, last - 1)
        ):
            last += 1
        mention = read(page.words(first, last))
        words = mention.name.lower().split()
        if wanted[0] in words and len(words) <= 5 and (best is None or _weight(mention) > _weight(best)):
            best = mention
    return best


def descriptions(page: Page, name: str) -> Iterator[str]:
    """What stands beside a name: `Rani (45), **warga Desa Sinar**,`, `**seorang petani** bernama Rani`."""
    wanted = name.lower().split()
    for k in _places(page.low, wanted[0]):
        if not page.flag[k] & CAP or page.quoted[k] >= 0 or page.low[k : k + len(wanted)] != wanted:
            continue
        after = _past_name(page, k + len(wanted))
        begin = _opening(page, after)
        if begin and (end := _end_of_description(page, begin)) > begin:
            yield page.words(begin, end)
        before = _leading(page, k, after)
        if before is not None:
            yield page.words(before, _end_of_description(page, before))


def has_age(page: Page, name: str) -> bool:
    """`Rani Utami (45)`: ages are given of private persons."""
    wanted = name.lower().split()
    for k in _places(page.low, wanted[-1]):
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
    if not named and not page.flag[after] & (COMMA | END | CUE | STOP | DATE):
        return None
    j = k - 1
    while j > 0 and k - j < _LONGEST and not _breaks(page, j - 1):
        j -= 1
    listed = all(page.flag[i] & CAP or page.low[i] == "dan" for i in range(j, k - 1))
    inside = COMMA | OPEN | CLOSE | CAP | ROLE
    while listed and j > 0 and k - j < 2 * _LONGEST and (page.flag[j - 1] & inside or page.low[j - 1] == "dan"):
        j -= 1
    while j < k - 1 and not (page.flag[j] & ROLE or page.low[j] in _OPENS):
        j += 1
    return j if j < k - 1 else None


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


def _places(words: list[str], word: str) -> list[int]:
    found: list[int] = []
    try:
        while True:
            found.append(words.index(word, found[-1] + 1 if found else 0))
    except ValueError:
        return found


def same_line(page: Page, k: int) -> bool:
    return "\n" not in page.text[page.end[k] : page.start[k + 1]]


def carries(page: Page, k: int) -> bool:
    flag = page.flag[k]
    leads_in = PRONOUN | CUE | MENURUT | BASIS | ADJUNCT | ADVERB | STOP
    part = flag & (CAP | ROLE) or page.low[k] in _IN_OFFICE
    return bool(flag & WORD and part and not flag & leads_in)


def _weight(mention: Mention) -> tuple[int, int]:
    return len(mention.name), len(mention.role)
