"""What each word type can be in a sentence: computed once per type, read per token."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bingkai.language.tokens import Tokens
from bingkai.reading.grammar import Report, gazetteer_words, reports, word_class

CAP, WORD, COMMA, OPEN, CLOSE, STOP, ADJUNCT, ADVERB, PRONOUN, DEICTIC = (1 << n for n in range(10))
ROLE, INSTITUTION, DATE, VERB, NUMBER, MARK, END, CUE, DOCUMENT, ANONYMOUS = (1 << n for n in range(10, 20))
MENURUT, BASIS, RELAY, PLACE, OPENING_VERB, FIRST_PERSON = (1 << n for n in range(20, 26))

_VERB_LIKE = re.compile(r"(?:mem|men|meng|meny|me|ber|di|ter)[a-z]{4,}(?:-[a-z]+)?")
_MARKS = frozenset("\"“”„«»‘’'`")


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Flags, lower-case forms and reporting verbs, one per type of the tokens.

    `glued` gives, for a type like *Rahmanimengatakan*, how many characters stand before the reporting verb.
    """

    flags: list[int]
    lower: list[str]
    report: list[Report | None]
    glued: dict[int, int]


def read_vocabulary(tokens: Tokens) -> Vocabulary:
    """Look up every word type of the tokens once."""
    lower = [tokens.lower[i] for i in tokens.lower_of.tolist()]
    known = reports()
    found: list[Report | None] = [known.get(form) for form in lower]
    flags = [
        _flags(kind, form, is_word)
        for kind, form, is_word in zip(tokens.types, lower, tokens.is_word.tolist(), strict=True)
    ]
    glued: dict[int, int] = {}
    for i, kind in enumerate(tokens.types):
        if found[i] is None and len(kind) > 8 and (split := _glued_verb(kind, known)):
            glued[i], found[i] = split
        elif found[i] is None and len(lower[i]) > 8 and (verb := _misspelt(lower[i], known)):
            found[i] = verb
        if found[i] is not None:
            flags[i] |= CUE
            flags[i] &= ~ROLE
    return Vocabulary(flags, lower, found, glued)


def _flags(kind: str, form: str, is_word: bool) -> int:
    if not is_word:
        return _punctuation_flags(kind)
    flags = WORD | (CAP if kind[0].isupper() else 0) | (CAP if kind[0] in "@" else 0)
    for flag, members in _classes():
        if form in members:
            flags |= flag
    if form not in word_class("not_verb") and _VERB_LIKE.fullmatch(form):
        flags |= OPENING_VERB if flags & CAP else VERB
    return flags


def _classes() -> tuple[tuple[int, frozenset[str]], ...]:
    return (
        (STOP, word_class("stop")), (ADJUNCT, word_class("adjunct")), (ADVERB, word_class("adverb")),
        (PRONOUN, word_class("pronoun")), (DEICTIC, word_class("deictic")), (DATE, word_class("weekday")),
        (ROLE, gazetteer_words("role", "rank")), (INSTITUTION, gazetteer_words("institution")),
        (DOCUMENT, gazetteer_words("document")), (ANONYMOUS, gazetteer_words("anonymous")),
        (PLACE, gazetteer_words("place")), (MENURUT, word_class("menurut")), (BASIS, word_class("basis")), (RELAY, word_class("relay")),
        (FIRST_PERSON, word_class("first_person")),
    )  # fmt: skip


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


def _glued_verb(kind: str, known: dict[str, Report]) -> tuple[int, Report] | None:
    """*Rahmanimengatakan*: a capitalised word that ends in a long me- form; also *menurutKompas*."""
    if not kind[0].isupper():
        return None
    for prefix in ("meng", "mem", "men", "meny", "me", "ber"):
        cut = kind.find(prefix, 3)
        if cut > 2 and (report := known.get(kind[cut:])) and report.voice in ("me", "ber") and len(kind) - cut > 6:
            return cut, report
    return None


def _misspelt(form: str, known: dict[str, Report]) -> Report | None:
    """*menngatakan, menagatakan, mengtakan*: one letter too many, too few or two swapped in a long me- form."""
    if not form.startswith("me") or not form.endswith(("kan", "n")) or form in word_class("not_verb"):
        return None
    for candidate in _one_letter_away(form):
        report = known.get(candidate)
        if report and report.voice == "me" and report.complement == "clause":
            return report
    return None


def _one_letter_away(form: str) -> list[str]:
    near = [form[:i] + form[i + 1 :] for i in range(2, len(form))]
    near += [form[:i] + form[i + 1] + form[i] + form[i + 2 :] for i in range(2, len(form) - 1)]
    near += [form[:i] + letter + form[i:] for i in range(2, len(form)) for letter in "aegknt"]
    return near
