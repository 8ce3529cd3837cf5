"""One spelling for what is written in several ways: letters, apostrophes, hyphens, invisible characters."""

from __future__ import annotations

import unicodedata

INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff"
"""Soft hyphens, zero-width and direction marks, variation selectors, as the inside of a regex class."""

APOSTROPHES = "'’‘ʼ`´ʻ"
HYPHENS = "‐‑-"  # the plain one last: both constants stand inside regex classes

_PLAIN = (
    dict.fromkeys(map(ord, APOSTROPHES), "'")
    | dict.fromkeys(map(ord, HYPHENS), "-")
    | {0xA0: " ", 0x202F: " "}
    | {
        code: None
        for first, last in (
            (0xAD, 0xAD), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064),
            (0x206A, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
        )
        for code in range(first, last + 1)
    }
)  # fmt: skip


def normalise(word: str) -> str:
    """Lower case, compatibility-composed, apostrophes and hyphens plain, nothing invisible inside.

    Examples
    --------
    >>> normalise("JUM’AT"), normalise("ke\\u00admenterian"), normalise("Ma`ruf"), normalise("cafe\\u0301")
    ("jum'at", 'kementerian', "ma'ruf", 'café')
    """
    if word.isascii() and "`" not in word:
        return word.lower()
    return unicodedata.normalize("NFKC", word.translate(_PLAIN)).lower()
