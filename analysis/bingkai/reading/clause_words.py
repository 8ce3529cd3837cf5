"""What each word type can be in a clause: flags computed once per type, read per token."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from bingkai.language.stems import roots
from bingkai.language.tokens import Tokens
from bingkai.language.voice import is_stem_verb, starred, voice_of
from bingkai.language.voices import names_in, same_sentence, written_small
from bingkai.reading.grammar import gazetteer_words

(
    STOP, COMMA, JOIN, SUB, YANG, PREP, ADVERB, VERB, PRONOUN, DET, OLEH, TIME, NUMBER, CAP, ACTOR, WORD, OPEN, CLOSE,
    PLACE, DESCRIBING, NEVER_INSIDE, INSIDE, LIGHT_AGENT, LIGHT_PATIENT, BEFORE_SUBJECT, QUANTIFIER, NO_ACTOR,
    PASSIVE, RESULT, AREA, ORDER, QUOTE, FORCE, PERSONAL,
) = (1 << n for n in range(34))  # fmt: skip

_CLOSED = ADVERB | SUB | PREP | JOIN | VERB | PRONOUN | DET | PASSIVE | RESULT
NOUN_PHRASE_ENDS = STOP | COMMA | JOIN | SUB | YANG | PREP | ADVERB | VERB | OLEH | OPEN | CLOSE
_MARKS = frozenset('.!?;:…—–-"“”„«»‘`|/•*')
_QUOTES = frozenset('"“”„«»')
_AS_FAR, _UNTIL, _NOT, _FOR, _WHILE, _WRONG = 1, 3, 4, 8, 16, 32
_PAIRED = {
    "sampai": _UNTIL, "hingga": _AS_FAR, "jangan": _NOT, "tidak": _NOT, "tak": _NOT, "belum": _NOT, "untuk": _FOR,
    "sementara": _WHILE, "salah": _WRONG,
}  # fmt: skip
_INNER = {".": 1, "/": 2, "–": 2, "-": 2}
_LONGEST_FRAGMENT = 6  # tokens from mark to mark


@cache
def clause_words(name: str) -> frozenset[str]:
    """The words of a class of `klausa.toml`."""
    text = (files("bingkai.reading") / "data" / "klausa.toml").read_text(encoding="utf-8")
    words: dict[str, str] = tomllib.loads(text)["words"]
    return frozenset(words[name].split())


def clause_flags(tokens: Tokens) -> NDArray[np.int64]:
    """Flags of every token; a name inside a sentence has none of a closed class (*PT Laksana, Gus Dan*)."""
    flags = _type_flags(tokens)[tokens.type_id]
    flags[names_in(tokens, same_sentence(tokens))] &= ~_CLOSED
    _open_short_quotes(tokens, flags)
    _pass_abbreviations(tokens, flags)
    _read_headlines(tokens, flags)
    _read_pairs(tokens, flags)
    common = np.fromiter(map(roots().__contains__, tokens.lower), np.bool_, len(tokens.lower))
    capital = (tokens.field == 0) & (flags & CAP > 0)  # a headline may give every word a capital
    flags[capital & (written_small(tokens, capital) | common[tokens.lower_of][tokens.type_id])] &= ~CAP
    return flags


def _read_headlines(tokens: Tokens, flags: NDArray[np.int64]) -> None:
    """Headlines shorten verbs: `Polisi **Ringkus** Tiga Orang, **Sita** Dua Motor`."""
    title = tokens.field == 0
    forms = np.unique(tokens.lower_of[tokens.type_id[title]])
    shortened = np.zeros(len(tokens.lower), dtype=np.bool_)
    shortened[forms] = [
        (is_stem_verb(form) and form not in clause_words("bare_noun")) or form in clause_words("bare_verb")
        for form in map(tokens.lower.__getitem__, forms.tolist())
    ]
    flags[title & shortened[tokens.lower_of][tokens.type_id] & (flags & (_CLOSED | DESCRIBING) == 0)] |= VERB


def _open_short_quotes(tokens: Tokens, flags: NDArray[np.int64]) -> None:
    """A fragment in quotation marks does not part a phrase: `bangunan "rumah doa" itu`."""
    marks = np.flatnonzero(flags & QUOTE)
    parting = np.cumsum((flags & (COMMA | STOP) > 0) & (flags & QUOTE == 0))
    sentence = np.cumsum(~same_sentence(tokens))
    first, last = marks[:-1], marks[1:]
    short = (last - first >= 2) & (last - first <= _LONGEST_FRAGMENT)
    short &= (sentence[first] == sentence[last]) & (parting[first] == parting[last])
    flags[np.union1d(first[short], last[short])] &= ~STOP


def _pass_abbreviations(tokens: Tokens, flags: NDArray[np.int64]) -> None:
    """A full stop inside a sentence, before a capital, ends no clause: `Rani M. Utami`; nor do `Nomor 5/2019, A–B`."""
    mark = np.fromiter((_INNER.get(form, 0) for form in tokens.types), np.int8, len(tokens.types))[tokens.type_id]
    inside = np.flatnonzero((mark[:-1] == 1) & same_sentence(tokens)[1:] & (flags[1:] & (CAP | WORD) == CAP | WORD))
    flags[inside] &= ~STOP
    tight = np.flatnonzero(mark[1:-1] == 2) + 1
    tight = tight[(tokens.end[tight - 1] == tokens.start[tight]) & (tokens.end[tight] == tokens.start[tight + 1])]
    flags[tight] &= ~STOP


def _read_pairs(tokens: Tokens, flags: NDArray[np.int64]) -> None:
    """Words that are adverbs beside another: `jangan **sampai** mematikan`, `**salah** menginjak`."""
    joined = same_sentence(tokens)[1:]
    known = np.fromiter((_PAIRED.get(form, 0) for form in tokens.lower), np.int8, len(tokens.lower))
    word = known[tokens.lower_of][tokens.type_id]
    reach = np.flatnonzero((word[1:] & _UNTIL == _UNTIL) & (word[:-1] & _NOT > 0) & joined) + 1
    flags[reach] = ADVERB | WORD
    amounts = np.flatnonzero((word[1:-1] & _AS_FAR > 0) & (flags[:-2] & flags[2:] & NUMBER > 0)) + 1
    flags[amounts[joined[amounts - 1] & joined[amounts]]] = WORD  # 10 **sampai** 20
    awhile = np.flatnonzero((word[:-1] & _FOR > 0) & (word[1:] & _WHILE > 0) & joined)
    flags[awhile] = flags[awhile + 1] = ADVERB | WORD  # dinas itu **untuk sementara** menutup jalan
    wrong = np.flatnonzero((word[:-1] & _WRONG > 0) & (flags[1:] & VERB > 0) & joined)
    flags[wrong] = ADVERB | WORD


def _type_flags(tokens: Tokens) -> NDArray[np.int64]:
    lower = np.fromiter(map(_lower_flags, tokens.lower, voice_of(tokens.lower)), np.int64, len(tokens.lower))
    flags = lower[tokens.lower_of]
    capital = np.fromiter((form[:1].isupper() for form in tokens.types), np.bool_, len(tokens.types))
    flags[capital & tokens.is_word] |= CAP
    flags[tokens.is_word] |= WORD
    return flags


@cache
def _classes() -> dict[str, int]:
    """Flags of the words of the closed classes."""
    found: dict[str, int] = {}
    for flag, words in (
        (ADVERB, clause_words("adverb")), (JOIN, clause_words("conjunction")), (SUB, clause_words("subordinator")),
        (PREP, clause_words("preposition")), (DET, clause_words("determiner")), (PRONOUN, clause_words("pronoun")),
        (TIME, clause_words("time")), (VERB, clause_words("finite")), (DESCRIBING, clause_words("describing")),
        (INSIDE, clause_words("inside_phrase")), (NEVER_INSIDE, clause_words("never_inside")),
        (LIGHT_AGENT, clause_words("light_agent")), (LIGHT_PATIENT, clause_words("light_patient")),
        (BEFORE_SUBJECT, clause_words("before_subject")), (NO_ACTOR, clause_words("no_actor")),
        (QUANTIFIER, clause_words("quantifier")), (RESULT, clause_words("result")), (PLACE, gazetteer_words("place")),
        (ORDER, clause_words("order")), (FORCE, clause_words("force")), (PERSONAL, clause_words("personal")),
        (AREA, clause_words("area") | gazetteer_words("place")),
        (ACTOR, (clause_words("actor") | gazetteer_words("role", "rank", "institution", "foreign", "anonymous"))
         - clause_words("quantifier")),
    ):  # fmt: skip
        for word in words:
            found[word] = found.get(word, 0) | flag
    return found | {"yang": YANG, "oleh": OLEH, ",": COMMA, "(": OPEN, "[": OPEN, ")": CLOSE, "]": CLOSE}


def _lower_flags(form: str, voice: str) -> int:
    flags = _classes().get(form, 0) or _of_base(form)
    if _is_verb(form, voice, flags):
        flags |= VERB | (PASSIVE if voice == "di-" else 0)
    if form in _MARKS:
        flags |= STOP | (QUOTE if form in _QUOTES else 0)
    elif form[:1].isdigit():
        flags |= NUMBER
    return flags


def _of_base(form: str) -> int:
    """`temannya, teman-teman, polisi-polisi`: those who act, as their base does."""
    if form.endswith("nya"):
        return ACTOR if form[:-3] in _persons() else 0
    return ACTOR if "-" in form and _half(form) in _persons() else 0


@cache
def _persons() -> frozenset[str]:
    return clause_words("actor") | gazetteer_words("role", "anonymous")


def _half(form: str) -> str:
    first, _, second = form.partition("-")
    return first if second == first else ""


def _is_verb(form: str, voice: str, flags: int) -> bool:
    if flags & (ADVERB | SUB | PREP) or form in clause_words("adjectival") or form in starred("mishap"):
        return False
    return voice != "nominal" if voice else form.endswith("kan") and is_stem_verb(form)
