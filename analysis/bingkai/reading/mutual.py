"""Deeds of two sides: `warga **bentrok** dengan polisi`."""

from __future__ import annotations

from bingkai.reading.clause_words import COMMA, QUANTIFIER, STOP, SUB, YANG
from bingkai.reading.noun_phrases import Sentence, Span, can_act, phrase_from
from bingkai.reading.roles import Roles, with_controller
from bingkai.reading.subjects import subject_before

_REACH = 9  # tokens
_WITH = frozenset(("dengan", "melawan", "terhadap", "lawan", "versus", "vs"))
_AND = frozenset(("dan", "dengan", "melawan"))
_IN_ACT = frozenset(("terlibat", "melakukan", "dalam"))  # warga terlibat perkelahian
_FIGHTING = "tawuran"  # a verb too: mengajak mereka tawuran
_PAIR = frozenset(("antara",))


def mutual_roles(sentence: Sentence, i: int) -> Roles:
    """`Warga **bentrok** dengan polisi`, `**bentrokan** antara warga dan polisi`: both sides act."""
    other = None
    for k in range(i + 1, min(sentence.last, i + _REACH)):
        if sentence.flags[k] & (STOP | COMMA | SUB | YANG):
            break
        if sentence.lower[k] in _WITH:
            other = phrase_from(sentence, k + 1)
            break
        if sentence.lower[k] in _PAIR:
            return Roles(_both(sentence, k + 1), None)
    noun = sentence.lower[i].endswith("an") and (sentence.lower[i] != _FIGHTING or sentence.lower[i - 1] == "ada")
    owned = i == sentence.first or (noun and i + 1 < sentence.last and _is_party(sentence.flags[i + 1]))
    behind = phrase_from(sentence, i + 1) if owned and other is None else None  # bentrok massa A dan B
    if noun and not (i > sentence.first and sentence.lower[i - 1] in _IN_ACT):
        return Roles(behind, other)
    subject = subject_before(sentence, i)
    roles = Roles(subject.span or behind, other, subject.elided)
    return roles if noun else with_controller(sentence, i, roles)


def _is_party(flag: int) -> bool:
    return can_act(flag) or bool(flag & QUANTIFIER)


def _both(sentence: Sentence, k: int) -> Span | None:
    """`bentrokan antara **polisi dan warga**`: neither alone."""
    one = phrase_from(sentence, k)
    if one is None or one[1] >= sentence.last or sentence.lower[one[1]] not in _AND:
        return one
    other = phrase_from(sentence, one[1] + 1)
    return (one[0], other[1]) if other else one
