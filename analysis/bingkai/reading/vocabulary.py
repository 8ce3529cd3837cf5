"""What each word type can be in a sentence: computed once per type, read per token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bingkai.language.tokens import Tokens
from bingkai.reading.grammar import (
    Report,
    foreign_words,
    gazetteer,
    gazetteer_words,
    home_words,
    reports,
    word_class,
)

CAP, WORD, COMMA, OPEN, CLOSE, STOP, ADJUNCT, ADVERB, PRONOUN, DEICTIC = (1 << n for n in range(10))
ROLE, INSTITUTION, DATE, VERB, NUMBER, MARK, END, CUE, DOCUMENT, ANONYMOUS = (1 << n for n in range(10, 20))
MENURUT, BASIS, RELAY, PLACE, OPENING_VERB, FIRST_PERSON, FIELD, STATEMENT = (1 << n for n in range(20, 28))
ABROAD, AT_HOME, HOUSE_HEAD = (1 << n for n in range(28, 31))

_VERB_LIKE = re.compile(r"(?:mem|men|meng|meny|me|ber|di|ter)[a-z]{4,}(?:-[a-z]+)?")
_VERB_THEN_NAME = re.compile(r"([A-Z]?[a-z]{3,})([A-Z][A-Za-z]{2,})")
_PREFIX = re.compile(r"(?=me|ber|di)")
_MARKS = frozenset("\"“”„«»‘’'`")
_NOT_VERB = word_class("not_verb")
_IN_CAPITALS = word_class("in_capitals")
_BASIS_OPENING = word_class("basis_opening")
_MENURUT_OPENING = word_class("menurut_opening")


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Flags, lower-case forms and reporting verbs, one per type of the tokens, then one per part of glued types.

    `cut` gives where a type like *Rahmanimengatakan* is to be cut, 0 for a whole word; `part` the number of its first
    part, which the second one follows.
    """

    flags: NDArray[np.int64]
    lower: NDArray[np.object_]
    report: NDArray[np.object_]
    cut: NDArray[np.int32]
    part: NDArray[np.int32]


def read_vocabulary(tokens: Tokens) -> Vocabulary:
    """Look up every word type of the tokens once."""
    lowered = [tokens.lower[i] for i in tokens.lower_of.tolist()]
    rows = [_read(*row) for row in zip(tokens.types, lowered, tokens.is_word.tolist(), strict=True)]
    cut, part = np.zeros(len(rows), np.int32), np.zeros(len(rows), np.int32)
    for i, kind in enumerate(tokens.types):
        if rows[i][2] is None and len(kind) > 8 and (seam := _seam(kind)):
            cut[i], part[i] = seam, len(rows)
            rows += [_read(half, half.lower(), True) for half in (kind[:seam], kind[seam:])]
    return Vocabulary(
        np.fromiter((row[0] for row in rows), np.int64, len(rows)),
        np.fromiter((row[1] for row in rows), np.object_, len(rows)),
        np.fromiter((row[2] for row in rows), np.object_, len(rows)),
        cut,
        part,
    )


def _read(kind: str, form: str, is_word: bool) -> tuple[int, str, Report | None]:
    """The flags, lower-case form and reporting verb of one type."""
    flags = _flags(kind, form, is_word)
    report = reports().get(form) or (_misspelt(form) if len(form) > 8 else None)
    return ((flags | CUE) & ~ROLE if report else flags), form, report


def _flags(kind: str, form: str, is_word: bool) -> int:
    if not is_word:
        return _punctuation_flags(kind)
    flags = WORD | (CAP if kind[0].isupper() else 0) | (CAP if kind[0] in "@" else 0)
    flags |= _classes().get(form, 0)
    if form in _IN_CAPITALS and not kind.isupper():
        flags &= ~(INSTITUTION | DOCUMENT)
    if kind in _BASIS_OPENING:
        flags |= BASIS
    if kind in _MENURUT_OPENING:
        flags |= MENURUT
    if _VERB_LIKE.fullmatch(form) and form not in _NOT_VERB:
        flags |= OPENING_VERB if flags & CAP else VERB
    return flags


@cache
def _classes() -> dict[str, int]:
    """The flags of a word's classes."""
    members = (
        (STOP, word_class("stop")), (ADJUNCT, word_class("adjunct")), (ADVERB, word_class("adverb")),
        (PRONOUN, word_class("pronoun")), (DEICTIC, word_class("deictic")), (DATE, word_class("weekday")),
        (ROLE, gazetteer_words("role", "rank")), (INSTITUTION, gazetteer_words("institution")),
        (DOCUMENT, gazetteer_words("document")), (ANONYMOUS, gazetteer_words("anonymous")),
        (PLACE, gazetteer_words("place")), (MENURUT, word_class("menurut")), (BASIS, word_class("basis")),
        (RELAY, word_class("relay")), (FIRST_PERSON, word_class("first_person")),
        (STATEMENT, word_class("statement")), (FIELD, gazetteer_words("field")), (ABROAD, foreign_words()),
        (AT_HOME, home_words()), (HOUSE_HEAD, word_class("house_head") - {"kantor", "badan", "dinas"}),
    )  # fmt: skip
    found: dict[str, int] = {}
    for flag, words in members:
        for word in words:
            found[word] = found.get(word, 0) | flag
    return found


def _punctuation_flags(kind: str) -> int:
    if kind == ",":
        return COMMA
    if kind in "([":
        return OPEN
    if kind in ")]":
        return CLOSE
    if kind in ".!?;:…":
        return END
    if kind in _MARKS:
        return MARK
    return NUMBER if kind[0].isdigit() else WORD | CAP if kind[0] == "@" else 0


def _seam(kind: str) -> int:
    """Where a lost space belongs: *Rahmani|mengatakan*, *dari|Reuters*; 0 for a word that is whole."""
    if not kind.isalpha() or kind.islower() or kind.isupper():
        return 0
    if kind.startswith("dari") and (kind[4].isupper() or kind[4:].lower() in gazetteer()):
        return 4
    if match := _VERB_THEN_NAME.fullmatch(kind):
        form = match[1].lower()
        return match.end(1) if form in reports() or form in word_class("menurut") else 0
    if kind[0].isupper():
        for match in _PREFIX.finditer(kind, 3):
            cut = match.start()
            report = reports().get(kind[cut:])
            if report and report.voice in ("me", "ber", "di") and len(kind) - cut > 6:
                return cut
    return 0


def _misspelt(form: str) -> Report | None:
    """*menngatakan, menagatakan, mengtakan*: one letter too many, too few or two swapped in a long me- form."""
    if not form.startswith("me") or not form.endswith(("kan", "n")) or form in _NOT_VERB:
        return None
    for candidate in _one_letter_away(form):
        report = reports().get(candidate)
        if report and report.voice == "me" and report.complement == "clause":
            return report
    return None


def _one_letter_away(form: str) -> list[str]:
    near = [form[:i] + form[i + 1 :] for i in range(2, len(form))]
    near += [form[:i] + form[i + 1] + form[i] + form[i + 2 :] for i in range(2, len(form) - 1)]
    near += [form[:i] + letter + form[i:] for i in range(2, len(form)) for letter in "aegknt"]
    return near
