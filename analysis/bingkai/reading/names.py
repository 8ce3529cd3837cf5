"""When two names may be one person's: spellings, initials, short forms, words that lost the space between them."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from bingkai.reading.grammar import abbreviations, gazetteer_words, word_class

_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HUMP = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
_TWICE = re.compile(r"(.)\1")
_SHORTEST = 5  # letters of a word that may be misspelt


@lru_cache(maxsize=65_536)
def words_of(text: str) -> frozenset[str]:
    """The words of a mention in lower case, usual abbreviations of offices and institutions written out.

    Examples
    --------
    >>> sorted(words_of("Kapolres Sinar")), sorted(words_of("RaniUtami"))
    (['kepala', 'polres', 'sinar'], ['rani', 'utami'])
    """
    found: set[str] = set()
    for word in _WORDS.findall(_HUMP.sub(" ", text)):
        found.update(abbreviations().get(word.lower(), word.lower()).split())
    return frozenset(found)


@lru_cache(maxsize=1)
def addresses() -> frozenset[str]:
    """Words before a name that are no part of it: *Pak*, *Buya*, *Dr*."""
    return gazetteer_words("honorific") | word_class("form_of_address")


@lru_cache(maxsize=65_536)
def name_words(text: str) -> frozenset[str]:
    """The words that carry a name: without forms of address, without initials where more is there.

    Examples
    --------
    >>> sorted(name_words("Buya M. Rani Utami"))
    ['rani', 'utami']
    """
    initials = {word.lower() for word in _WORDS.findall(text) if len(word) == 1 or (len(word) == 2 and word.isupper())}
    words = words_of(text) - addresses()
    return words - initials or words or words_of(text)


def is_spelling(one: Set[str], other: Set[str]) -> bool:
    """Whether two names are one but for a letter: *Effendi* and *Efendy*, *Syafii* and *Syaffi*.

    Examples
    --------
    >>> is_spelling({"rani", "effendi"}, {"rani", "efendi"}), is_spelling({"rani"}, {"roni"})
    (True, False)
    """
    short, long = sorted((one - other, other - one), key=len)
    if not short:
        return bool(one & other)
    shared = bool(one & other)
    return all(any(_a_letter_apart(word, like, shared) for like in long) for word in short)


@lru_cache(maxsize=65_536)
def _a_letter_apart(one: str, other: str, shared: bool) -> bool:
    short, long = sorted((_plain(one), _plain(other)), key=len)
    if short == long:
        return True
    least = _SHORTEST if shared else _SHORTEST + 1
    if len(short) < least or len(long) - len(short) > 1 or short[0] != long[0]:
        return False
    n = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[n:] == long[n + 1 :]
    swapped = short[n : n + 2] == long[n : n + 2][::-1] and short[n + 2 :] == long[n + 2 :]
    return swapped or short[n + 1 :] == long[n + 1 :]


@lru_cache(maxsize=4_096)
def _plain(word: str) -> str:
    """One spelling for old and new ones: *Soeharto* and *Suharto*, *Efendy* and *Effendi*."""
    for old, new in (("oe", "u"), ("dj", "j"), ("tj", "c"), ("y", "i"), ("v", "f")):
        word = word.replace(old, new)
    return _TWICE.sub(r"\1", word)


def is_blend(one: str, other: str) -> bool:
    """*Zulhas* for *Zulkifli Hasan*: a single word made of the beginnings of two.

    Examples
    --------
    >>> is_blend("Rantam", "Rani Tamara"), is_blend("Rani Tamara", "Utami")
    (True, False)
    """
    short, long = sorted((one.lower(), other.lower()), key=lambda name: name.count(" "))
    words = long.split()
    if " " in short or len(words) < 2 or not 5 <= len(short) <= 8:
        return False
    first, last = words[0], words[-1]
    if any(first.startswith(short[:n]) and last.startswith(short[n:]) for n in range(2, len(short) - 1)):
        return True
    return any(first.startswith(short[:n]) and _skims(short[n:], last) for n in range(3, len(short) - 2))


def _skims(part: str, word: str) -> bool:
    """`soet` for *Soesatyo*: its letters in their order, the first two at its beginning."""
    if not word.startswith(part[:2]):
        return False
    letters = iter(word)
    return all(letter in letters for letter in part)
