"""Who is charged with a deed: reported, charged or convicted."""

from __future__ import annotations

from bingkai.reading.clause_words import ADVERB, JOIN, NOUN_PHRASE_ENDS, NUMBER, PREP, STOP, SUB, VERB, clause_words
from bingkai.reading.noun_phrases import Sentence, Span, object_behind
from bingkai.reading.subjects import subject_before

_REACH = 24  # tokens
_FOR = frozenset(("atas", "karena", "terkait", "tentang", "dengan", "dalam", "soal"))
_CHARGES = frozenset(
    ("kasus", "dugaan", "tuduhan", "tudingan", "dakwaan", "sangkaan", "perkara", "tindak", "tindakan", "pidana", "aksi",
     "delik", "percobaan", "laporan", "upaya")
)  # fmt: skip
_PENALTIES = frozenset(("ancaman", "hukuman"))  # dijerat pasal itu dengan ancaman lima tahun


def accused_of(sentence: Sentence, i: int) -> Span | None:
    """`**Rani** divonis atas kasus penculikan`, `melaporkan **Rani** terkait dugaan penggelapan`."""
    opener = _opener(sentence, i) if sentence.lower[i] not in _PENALTIES else None
    if opener is None:
        return None
    for j in range(opener - 1, max(sentence.first, opener - _REACH) - 1, -1):
        flag = sentence.flags[j]
        if sentence.lower[j] in clause_words("accused"):
            return subject_before(sentence, j).span
        if sentence.lower[j] in clause_words("accusing"):
            return object_behind(sentence, j + 1)
        if flag & STOP or (flag & (VERB | SUB) and not flag & PREP):
            return None
    return None


def _opener(sentence: Sentence, i: int) -> int | None:
    """The preposition that the deed hangs on, over other deeds beside it: `tentang penipuan dan penggelapan`."""
    j = i - 1
    while j > sentence.first and (sentence.lower[j] in _CHARGES or _joined(sentence, j)):
        j -= 1 if sentence.lower[j] in _CHARGES else 2
    return j if j > sentence.first and sentence.lower[j] in _FOR else None


def _joined(sentence: Sentence, j: int) -> bool:
    ahead = sentence.flags[j - 1]
    return bool(sentence.flags[j] & JOIN) and not ahead & (NOUN_PHRASE_ENDS | NUMBER | ADVERB)
