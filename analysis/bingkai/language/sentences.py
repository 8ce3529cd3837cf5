"""Where sentences begin and end.

A text is looked at as stretches between spaces. Whether a sentence ends between two of them is a question about how
the left one ends (full stop, abbreviation, closing quotation mark …) and how the right one begins (capital, digit,
reporting verb …): two small codes and a table. The codes are found once per distinct stretch; the rest is NumPy.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bingkai.language.normalise import INVISIBLE

# How the left stretch ends.
_OPEN, _END, _QUOTED, _TITLE, _NUMBER, _MAYBE = range(6)
# How the right stretch begins.
_LOWER, _CAPITAL, _STARTER, _DIGIT, _CUE, _QUOTE, _MARK = range(7)
_LIST: Final = 1 << 6  # "1." or "a.": when it begins a sentence it does not end one
GLUED: Final = 1 << 7  # a sentence ends inside the stretch: "selesai.Warga"

_ENDS = np.zeros((8, 8), np.bool_)
_ENDS[_END, [_CAPITAL, _STARTER, _DIGIT, _CUE, _QUOTE, _MARK]] = True  # …selesai. Warga pulang.
_ENDS[_QUOTED, [_CAPITAL, _STARTER, _DIGIT, _QUOTE, _MARK]] = True  # …selesai." Warga pulang. But: …selesai." Kata Budi
_ENDS[_NUMBER, [_CAPITAL, _STARTER, _CUE, _QUOTE, _MARK]] = True  # banyak hal. Warga pulang. But: pkl. 10, tgl. 5
_ENDS[_MAYBE, [_STARTER, _QUOTE, _MARK]] = True  # Budi Santoso, S.H. Ia pulang. But: H. M. Prasetyo

_TERMINATORS = ".!?…。！？؟۔।"
_QUOTES = "\"“”„‘’'«»"
_CLOSERS = _QUOTES + ")]}*" + "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_OPENERS = _QUOTES + "([{*•" + "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_STRIPPED = _CLOSERS + _TERMINATORS + ",:;"
_QUOTE_MARKS, _TERMINATOR_MARKS = frozenset(_QUOTES), frozenset(_TERMINATORS)
_DOTTED = re.compile(r"(?:[A-Z][a-z]{0,3}\.)+[A-Z][A-Za-z]{0,4}|(?:[a-z]\.)+[a-z]")  # S.H  M.Si  Ph.D  S.Sos  a.n
_GLUED = re.compile(
    r"(?:[a-zà-ÿ\d)%][a-zà-ÿ\d)%]|[A-Z]{3})[.!?]++[”’)]?(?=[\"“‘]?[A-Z][A-Za-z])"  # …selesai.Warga pulang
    r"(?!(?i:com|co|id|net|org|tv|go|ac)(?![A-Za-z]))"
)
_STRETCH = re.compile(rf"(?<!\S)[{INVISIBLE}]*+[^\s{INVISIBLE}]\S*+")
_LINE_BREAK = re.compile("[\n\r\v\f\x85\u2028\u2029]")

_CUE_WORDS = (
    "ujar kata ucap ungkap tutur papar imbuh tambah tegas jelas terang sebut tulis tanya jawab sambung lanjut tukas "
    "timpal seru teriak pungkas tandas beber cetus urai tutup kenang keluh aku akui pinta bilang demikian"
)
_CUES = frozenset(word + clitic for word in _CUE_WORDS.split() for clitic in ("", "nya", "ku"))
_STARTER_WORDS = (
    "ada adapun agar akan akhirnya akibat akibatnya andai apa apabila apakah apalagi artinya atas awalnya "
    "bagaimana bagi bahkan banyak beberapa begitu belum berbeda berdasarkan berikut berikutnya bila bukan dalam "
    "dari demikian dengan di dia dirinya dua guna hal hanya harus hasilnya hingga ia ini itu jadi jangan jika "
    "juga justru kalau kami karena karenanya kata kedua kemudian kendati kepada ketiga ketika kini kita lagi lalu "
    "lantas lebih maka malah masih mayoritas melalui memang menanggapi mengapa menurut menurutnya mereka meski "
    "meskipun misalnya mulai namun nanti nantinya oleh pada padahal para pasalnya pihak pihaknya pula rencananya "
    "saat sampai saya sayangnya sebab sebagai sebaliknya sebanyak sebelum sebelumnya sebuah secara sedangkan "
    "sehingga sejak sejauh sejumlah selain selama selanjutnya seluruh semenjak sementara semua seorang seperti "
    "serta sesuai setelah setiap siapa suatu sudah supaya tak tapi telah terkait terlebih terpisah tetapi tidak "
    "tiga untuk usai walau walaupun yaitu yakni yang "
)
_STARTERS = frozenset(_STARTER_WORDS.split())


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Character spans of the sentences of a text, in order; a line break always ends a sentence.

    A quotation is split where a sentence ends inside it; its closing mark stays with the sentence it closes, and so
    does the reporting clause that follows the mark.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (start, end)
        Half-open, without the white space around; everything that can be seen lies in exactly one span.

    Examples
    --------
    >>> text = 'Dr. Ratna pulang pukul 10.30 WIB. "Kami lelah. Sudah selesai?" tanya H. M. Salim.'
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['Dr. Ratna pulang pukul 10.30 WIB.', '"Kami lelah.', 'Sudah selesai?" tanya H. M. Salim.']
    """
    found = [match.span() for match in _STRETCH.finditer(text)]
    if not found:
        return []
    stretches = [text[first:last] for first, last in found]
    codes = np.fromiter(map(_edge, stretches), np.int16, len(stretches))
    start, end = np.array(found, np.int64).T
    begins = np.flatnonzero(breaks(codes, after(start, line_breaks(text))))
    firsts, lasts = start[begins], end[np.append(begins[1:], len(start)) - 1]
    cuts = [found[i][0] + cut for i in np.flatnonzero(codes & GLUED) for cut in glued(stretches[i])]
    spans = zip(sorted(firsts.tolist() + cuts), sorted(lasts.tolist() + cuts), strict=True)
    return list(spans)


def line_breaks(text: str) -> NDArray[np.int64]:
    """Positions of the line breaks of a text."""
    return np.array([match.start() for match in _LINE_BREAK.finditer(text)], np.int64)


def after(starts: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the ascending starts is the first after one of the places."""
    first = np.zeros(len(starts) + 1, np.bool_)
    first[np.searchsorted(starts, places)] = True
    return first[:-1]


def breaks(codes: NDArray[np.int16], line_start: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which stretches begin a sentence, from the codes `edge` gave them and from which of them begin a line."""
    if not len(codes):
        return np.zeros(0, np.bool_)
    left, right = codes & 7, (codes >> 3) & 7
    line_start = line_start.copy()
    line_start[0] = True
    begins = line_start.copy()
    begins[1:] |= _ENDS[left[:-1], right[1:]]
    lone = begins[:-1] & (right[:-1] == _MARK) & ~line_start[:-1] & ~line_start[1:]  # …selesai. " kata Budi
    alone = np.flatnonzero(lone)
    begins[alone[np.isin(right[alone + 1], (_LOWER, _CUE))]] = False
    listed = np.flatnonzero(begins[:-1] & (codes[:-1] & _LIST > 0)) + 1  # 1. Warga pulang
    begins[listed] = line_start[listed]
    return begins


def edge(stretch: str) -> int:
    """How a stretch without spaces ends (bits 0 to 2) and begins (3 to 5); numbers a list (6); is glued (7)."""
    if stretch.isalpha():
        return (_LOWER if stretch[0].islower() else _capitalised(stretch.lower())) << 3
    return _ending(stretch) | _beginning(stretch) << 3 | (GLUED if glued(stretch) else 0)


_edge = lru_cache(maxsize=1 << 16)(edge)


def edges(stretches: Sequence[str]) -> NDArray[np.int16]:
    """What `edge` gives for each of many stretches; a look at the first and last letter is enough for most."""
    if len(stretches) < _MANY:
        return np.array([edge(stretch) for stretch in stretches], np.int16)
    codes = np.zeros(len(stretches), np.int16)
    stop = np.cumsum(np.fromiter(map(len, stretches), np.int64, len(stretches)))
    begin = np.append(0, stop[:-1])
    letters = np.frombuffer("".join(stretches).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _KINDS[np.minimum(letters, 128)]
    held = np.flatnonzero(begin < stop)
    first, last = kinds[begin[held]], kinds[stop[held] - 1]
    ended = held[last <= _STOP].tolist()
    codes[ended] = [_ending(stretches[i]) for i in ended]
    capitals = held[first == _UPPER].tolist()
    codes[capitals] |= np.array([_capitalised(_plain(stretches[i])) << 3 for i in capitals], np.int16)
    others = held[(first < _DIGITS) | ((first == _SMALL) & (stop - begin == 2)[held])].tolist()
    codes[others] |= np.array([_beginning(stretches[i]) << 3 for i in others], np.int16)
    codes[held[first == _DIGITS]] |= _DIGIT << 3
    inner = np.flatnonzero(kinds == _STOP)
    owner = np.searchsorted(stop, inner, side="right")
    maybe = np.unique(owner[(inner >= begin[owner] + 2) & (inner < stop[owner] - 2)]).tolist()
    codes[[i for i in maybe if glued(stretches[i])]] |= GLUED
    return codes


_MANY = 64  # stretches, from which on asking about each takes longer

# Kinds of letters at the edge of a stretch; what is beyond ASCII has none.
_STOP, _COMMA, _DIGITS, _SMALL, _UPPER = range(1, 6)
_KINDS = np.zeros(129, np.int8)
for _kind, _letters in {
    _STOP: ".!?",
    _COMMA: ",",
    _DIGITS: digits,
    _SMALL: ascii_lowercase,
    _UPPER: ascii_uppercase,
}.items():
    _KINDS[list(map(ord, _letters))] = _kind


def glued(stretch: str) -> list[int]:
    """Where a sentence begins inside a stretch because the space was lost: "selesai.Warga".

    Examples
    --------
    >>> glued("selesai.Warga"), glued("KOMPAS.com"), glued("Prof.Ratna"), glued("M.Si.")
    ([8], [], [], [])
    """
    inner = stretch[2:-2]
    if "." not in inner and "!" not in inner and "?" not in inner:
        return []
    if "://" in stretch or "www." in stretch or "@" in stretch:  # addresses
        return []
    ends = [match.end() for match in _GLUED.finditer(stretch)]
    return [end for end in ends if _ending(stretch[max(0, end - 40) : end]) & 7 in (_END, _QUOTED)]


def _ending(stretch: str) -> int:
    if not stretch or stretch[-1].isalnum() or stretch[-1] == ",":
        return _OPEN
    core = stretch.rstrip(_CLOSERS)
    if not core or core[-1] not in _TERMINATORS:
        return _OPEN
    base = core.rstrip(_TERMINATORS)
    quoted = not _QUOTE_MARKS.isdisjoint(stretch[len(core) :]) or base[-1:] in _QUOTE_MARKS
    if quoted and base:
        return _QUOTED
    if core[-1] != "." or core[-2:-1] in _TERMINATOR_MARKS:
        return _END
    return _full_stop(core[:-1].lstrip(_OPENERS))


def _full_stop(word: str) -> int:
    """What a full stop after this word means."""
    kind = _abbreviations().get(word)
    if kind is not None:
        return kind
    if len(word) == 1 and word.isalpha():
        return _MAYBE | _LIST  # H. M. Prasetyo; a. syarat pertama
    if word.isdecimal() and len(word) <= 2:
        return _END | _LIST
    return _MAYBE if _DOTTED.fullmatch(word) else _END


@cache
def _abbreviations() -> dict[str, int]:
    kinds = {"title": _TITLE, "number": _NUMBER, "final": _NUMBER, "name": _MAYBE}
    text = (files("bingkai.language") / "data" / "abbreviations.csv").read_text(encoding="utf-8")
    return {row["abbreviation"].removesuffix("."): kinds[row["kind"]] for row in csv.DictReader(text.splitlines())}


def _capitalised(plain: str) -> int:
    """How a stretch begins whose first word, lower-cased here, has a capital."""
    if plain in _CUES:
        return _CUE
    return _STARTER if plain in _STARTERS else _CAPITAL


def _plain(word: str) -> str:
    return word.rstrip(_STRIPPED).lower()


def _beginning(stretch: str) -> int:
    if stretch[:1].islower():
        return _CAPITAL if stretch[1:] == "." else _LOWER  # b. syarat kedua
    word = stretch.lstrip(_OPENERS)
    marked = stretch[: len(stretch) - len(word)]
    if not word:
        return _LOWER if _QUOTE_MARKS.isdisjoint(marked) else _MARK
    first = word[0]
    if first.isdigit():
        return _LOWER if "(" in marked else _DIGIT
    if not first.isalpha():
        return _LOWER
    plain = _plain(word)
    quoted = not _QUOTE_MARKS.isdisjoint(marked)
    if first.islower():
        return _QUOTE if quoted and plain not in _CUES else _LOWER
    return _QUOTE if quoted else _capitalised(plain)
