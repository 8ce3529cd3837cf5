"""What follows a reporting verb: where the content begins, and whether it is any."""

from __future__ import annotations

from bingkai.reading.grammar import word_class
from bingkai.reading.page import Page
from bingkai.reading.vocabulary import CAP, COMMA, CUE, DEICTIC, END, INSTITUTION, MARK, NUMBER, ROLE, STOP, VERB, WORD

_COMPLEMENTIZERS = word_class("complementizer") | {"adapun"}
_FINITE = word_class("finite")
_TOLD = word_class("told")
_WHERE = frozenset(("saat", "ketika", "usai", "seusai", "dalam", "di", "pada", "melalui", "lewat", "sebelum"))
_ENDS_REQUEST = frozenset(("kepada", "ke", "oleh"))
_ENDS_OBJECT = _ENDS_REQUEST | {"tentang", "soal", "mengenai", "cara", "untuk", "terkait", "seputar", "perihal"}
_REQUEST_NOUN = word_class("request_noun")
_ADDRESSEE = word_class("addressee")
_AFTER_VERB = word_class("after_verb")


def urged(page: Page, begin: int, last: int) -> bool:
    """`mendorong pemerintah membuka data`, not `mendorong pagar`: somebody, and what he is to do."""
    if not page.flag[begin] & (CAP | INSTITUTION) and page.low[begin] not in _ADDRESSEE:
        return False
    for i in range(begin + 1, min(last, begin + 12)):
        if page.flag[i] & (COMMA | END) or page.low[i] in ("hingga", "sampai", "dan", "di", "yang"):
            return False
        if page.flag[i] & VERB:
            return page.low[i].startswith(("me", "ber"))
    return False


def content_start(page: Page, k: int, last: int, complement: str) -> tuple[int | None, str]:
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


def accepts(page: Page, begin: int, last: int, complement: str) -> bool:
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
