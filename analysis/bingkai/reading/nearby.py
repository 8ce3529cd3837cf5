"""What the sentences around a mention tell: whom the last one is about, who holds an office, which names are firms'."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter

from bingkai.reading.grammar import word_class
from bingkai.reading.introductions import Read, places_of, same_line
from bingkai.reading.page import Page
from bingkai.reading.phrases import after_connective, source_after, source_before
from bingkai.reading.speakers import Mention
from bingkai.reading.vocabulary import CAP, COMMA, CUE, HOUSE_HEAD, ROLE, VERB, WORD

_LONGEST_SUBJECT = 30  # tokens
_MADE_BY = word_class("made_by")
_FINITE = word_class("finite")


def subject_before(page: Page, k: int, since: int, *, speaking: bool) -> str:
    """Whom the sentence before the one at token k is about, unless a source was met in it or after it.

    With `speaking` only one who says something there: behind a quotation, *katanya* is no mere subject's.
    """
    n = bisect_right(page.stretches, k, key=itemgetter(0)) - 1
    if n < 1 or page.stretches[n - 1][0] <= since:
        return ""
    low, high = page.stretches[n - 1]
    low = after_connective(page, low, high)
    for j in range(low, min(high, low + _LONGEST_SUBJECT)):
        if page.quoted[j] >= 0:
            return ""
        if page.low[j] in _MADE_BY and (span := source_after(page, j + 1, high)):
            return page.words(*span)
        predicate = page.flag[j] & (VERB | CUE) or page.low[j] in _FINITE
        if j > low and predicate and not page.flag[j] & CAP and page.low[j] not in _MADE_BY:
            if speaking and not page.flag[j] & CUE:
                return ""
            found = source_before(page, low, j)
            return page.words(*found) if found and found[0] == low else ""
    return ""


def named_holder(page: Page, read: Read, office: str) -> Mention | None:
    """Who holds an office that speaks without a name: *Bupati* where the article has *Bupati Rani Utami* elsewhere."""
    wanted = office.lower().split()
    for k in places_of(page.low, wanted[0]):
        after = k + len(wanted)
        if page.low[k:after] != wanted or page.quoted[k] >= 0 or after >= len(page.low):
            continue
        if k and page.flag[k - 1] & ROLE:
            continue  # *Kepala Polda Sinar* holds another office than *Polda Sinar*
        after += bool(page.flag[after] & COMMA)
        last = after
        while last < min(len(page.low), after + 6) and page.flag[last] & CAP and same_line(page, last - 1):
            last += 1
        mention = read(page.words(k, last)) if last > after else None
        if mention and " " in mention.name and mention.role.lower().startswith(office.lower()):
            return mention
    return None


def houses_in(page: Page) -> dict[str, str]:
    """Names that institutions bear: *mekar jaya* -> *PT*, where the article has *PT Mekar Jaya*."""
    found: dict[str, str] = {}
    for k in [k for k in page.landmarks if page.flag[k] & HOUSE_HEAD]:
        last = k + 1
        while last < min(len(page.low), k + 4) and page.flag[last] & CAP and page.flag[last] & WORD:
            last += 1
            if last > k + 2:
                found.setdefault(" ".join(page.low[k + 1 : last]), page.words(k, k + 1))
    return found
