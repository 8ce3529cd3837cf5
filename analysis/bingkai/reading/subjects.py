"""What stands before a predicate: its subject, or the sign that the subject was left out."""

from __future__ import annotations

import re
from typing import NamedTuple

from bingkai.reading.clause_words import (
    ACTOR,
    ADVERB,
    AREA,
    BEFORE_SUBJECT,
    CAP,
    CLOSE,
    COMMA,
    DET,
    JOIN,
    NUMBER,
    OLEH,
    ORDER,
    PREP,
    PRONOUN,
    QUANTIFIER,
    STOP,
    SUB,
    TIME,
    VERB,
    YANG,
    clause_words,
)
from bingkai.reading.noun_phrases import (
    Sentence,
    Span,
    antecedent,
    before_apposition,
    can_act,
    opening_bracket,
    phrase_until,
    skip,
    skip_back,
    trimmed,
)

_REACH = 60  # tokens looked at on each side
_DEED_NOUN = re.compile(r"pe[a-z]{4,}an")
_COPULAS = frozenset(("adalah", "ialah", "merupakan"))
_AS_FAR = frozenset(("sampai", "hingga"))
_AT_ONCE = "sekaligus"
_CHARGES = frozenset(("tuduhan", "dakwaan", "sangkaan"))
_MOVES = frozenset(("turun", "angkat", "ambil"))  # turun tangan, angkat bicara, ambil langkah
_NOW = frozenset(("kini", "sekarang"))
_ORDINALS = frozenset(("pertama", "kedua", "ketiga", "keempat", "kelima", "keenam", "terakhir"))


class Subject(NamedTuple):
    """What stands before a predicate: a noun phrase, or the sign that it was left out."""

    span: Span | None
    elided: bool = False


def subject_before(sentence: Sentence, i: int) -> Subject:
    """The noun phrase that is the subject of the predicate at token i."""
    flags, first = sentence.flags, max(sentence.first, i - _REACH)
    j = i - 1
    for _ in range(_REACH):
        k, j = j, skip_back(sentence, j)
        if j < first or flags[j] & STOP or _forbidden(sentence, j, k):
            return Subject(None)
        flag = flags[j]
        if flag & YANG:
            return Subject(antecedent(sentence, j))
        if flag & COMMA:
            if (relative := _relative_between(sentence, j)) is not None:
                return Subject(antecedent(sentence, relative))
            j, elided = _over_comma(sentence, j)
            if elided:
                return Subject(None, elided=True)
            continue
        if flag & VERB and not flag & (PREP | SUB):
            j -= 1  # berhasil menangkap, diduga memukul
            continue
        if sentence.lower[j] in _AS_FAR and (_until_now(sentence, j) or _alone(sentence, j)):
            j -= 1  # kecelakaan itu **sampai** menewaskan
            continue
        if flag & (JOIN | SUB | PREP | OLEH):
            return Subject(None, elided=True)
        if any(sentence.lower[at] == _AT_ONCE for at in range(j + 1, k + 1)) and _verb_before(sentence, j):
            return Subject(None, elided=True)
        return _subject_phrase(sentence, j)
    return Subject(None)


def _until_now(sentence: Sentence, j: int) -> bool:
    """`pelakunya **hingga** kini belum ditangkap`"""
    return sentence.lower[j + 1] in _NOW or sentence.lower[j + 1 : j + 3] == ["saat", "ini"]


def _alone(sentence: Sentence, end: int) -> bool:
    """Whether nothing but a noun phrase stands in the clause before this token."""
    start = phrase_until(sentence, end)[0]
    parted = start > sentence.first and bool(sentence.flags[start - 1] & STOP)
    return start < end and not parted and not _verb_before(sentence, start - 1)


def _verb_before(sentence: Sentence, j: int) -> bool:
    while j >= sentence.first and not sentence.flags[j] & (STOP | COMMA):
        if sentence.flags[j] & VERB and not sentence.flags[j] & (SUB | PREP):
            return True
        j -= 1
    return False


def _forbidden(sentence: Sentence, j: int, k: int) -> bool:
    """`**jangan** merusak`: an order has no subject."""
    return any(sentence.flags[at] & ORDER and sentence.lower[at + 1] not in _AS_FAR for at in range(j + 1, k + 1))


def _subject_phrase(sentence: Sentence, j: int) -> Subject:
    """The noun phrase that ends at token j, or what it hangs on."""
    flags = sentence.flags
    span = trimmed(sentence, phrase_until(sentence, j + 1))
    if span and span[0] > sentence.first and _seen(sentence, span[0]):
        if span[1] == span[0] + 1 and span[0] - 2 > sentence.first and flags[span[0] - 2] & YANG:
            return Subject(antecedent(sentence, span[0] - 2))  # aturan yang saya dengar membatasi
        span = trimmed(sentence, (span[0] + 1, span[1]))  # kami **lihat** warga dipukul
    if span is None:
        return Subject((j, j + 1) if flags[j] & DET else None)  # meski **ini** membawa …
    span = _with_place(sentence, span)
    before = span[0] - 1
    if before < sentence.first:
        return Subject(span)
    flag = flags[before]
    if flag & (PREP | SUB) and before > sentence.first and flags[before - 1] & YANG:
        return Subject(antecedent(sentence, before - 1))  # orang yang di muka umum menghina
    if flag & PREP and not flag & SUB:
        return _behind_preposition(sentence, before, span)
    if flag & VERB and sentence.lower[before] in clause_words("companion"):
        return subject_before(sentence, before)
    if flag & VERB and not (flag & BEFORE_SUBJECT and can_act(flags[span[0]])):
        head = _relative_head(sentence, before)
        if head is not None:
            return Subject(head)  # warga yang menolak penggusuran ditangkap
        if _takes_object(sentence, before, span[1]) and not any(_someone_at(flag) for flag in flags[span[0] : span[1]]):
            return Subject(None, elided=True)  # polisi turun tangan menangkap
    return Subject(span)


def _seen(sentence: Sentence, k: int) -> bool:
    """`**kami lihat** warga dipukul`: a verb without prefix behind its pronoun."""
    return sentence.lower[k] in clause_words("perceiving") and bool(sentence.flags[k - 1] & PRONOUN)


def _someone_at(flag: int) -> bool:
    return can_act(flag) or bool(flag & (QUANTIFIER | DET))


def _takes_object(sentence: Sentence, verb: int, end: int) -> bool:
    """Whether the noun phrase behind this verb is its object, so that the next verb has the same subject."""
    word = sentence.lower[verb]
    acts = word.startswith("me") and word not in clause_words("finite") and not sentence.flags[verb] & BEFORE_SUBJECT
    return (acts or word in _MOVES) and sentence.lower[end] not in clause_words("finite_mark")


def _with_place(sentence: Sentence, span: Span) -> Span:
    """`warga Desa Sinar**, Kabupaten Utami,** …`: a place behind a comma belongs to the phrase before it."""
    start = span[0]
    while (
        start - 1 > sentence.first
        and sentence.flags[start] & AREA
        and sentence.flags[start] & CAP
        and sentence.flags[start - 1] & COMMA
    ):
        earlier = phrase_until(sentence, start - 1)[0]
        if earlier == start - 1:
            break
        start = earlier
    return start, span[1]


def _behind_preposition(sentence: Sentence, before: int, span: Span) -> Subject:
    """`Di Bogor polisi menangkap …`: the last one who can act; `siswa berkumpul di lapangan diangkut`: its subject."""
    charge = sentence.lower[before] == "dengan" and sentence.lower[span[0]] in _CHARGES
    if charge or announces(sentence, span[0]):
        return Subject(None, elided=True)  # didakwa dengan tuduhan mencuri, sebagai upaya menekan harga
    if before > sentence.first and sentence.flags[before - 1] & VERB:
        return subject_before(sentence, before - 1)
    if sentence.lower[before] == "sebagai" and _alone(sentence, before):
        return Subject(trimmed(sentence, phrase_until(sentence, before)))  # peran sebagai Rani membawa
    acting = [k for k in range(*span) if sentence.flags[k] & (ACTOR | PRONOUN) or _behind_owner(sentence, k, span[0])]
    counted = [k for k in range(span[0] + 1, span[1]) if sentence.flags[k] & (NUMBER | QUANTIFIER)]
    start = counted[-1] if counted else acting[-1] if acting else None
    return Subject(None if start is None else (start, span[1]))


def _behind_owner(sentence: Sentence, k: int, first: int) -> bool:
    """`dalam arahannya **Rani** meminta`: -nya closes the phrase that the preposition opened."""
    return k > first and sentence.lower[k - 1].endswith("nya") and bool(sentence.flags[k] & CAP)


def _relative_head(sentence: Sentence, verb: int) -> Span | None:
    """The head of the relative clause whose verb stands at this token; None where there is none."""
    j = verb - 1
    while j >= sentence.first and sentence.flags[j] & (ADVERB | VERB):
        j -= 1
    return antecedent(sentence, j) if j >= sentence.first and sentence.flags[j] & YANG else None


def _relative_between(sentence: Sentence, comma: int) -> int | None:
    """The *yang* of a relative clause between commas: `Rani, **yang** kini memimpin dinas itu, menutup …`."""
    start = comma - 1
    while start >= sentence.first and not sentence.flags[start] & (COMMA | STOP):
        start -= 1
    opened = start > sentence.first and start + 1 < comma and sentence.flags[start] & COMMA
    return start + 1 if opened and sentence.flags[start + 1] & YANG else None


def _over_comma(sentence: Sentence, comma: int) -> tuple[int, bool]:
    """Where to go on before a comma: over an apposition or adjunct; or the subject was left out behind a verb."""
    flags = sentence.flags
    start = comma - 1
    while start >= sentence.first and not flags[start] & (COMMA | STOP):
        start = opening_bracket(sentence, start) if flags[start] & CLOSE else start
        start -= 1
    start += 1
    if start >= comma:
        return comma - 1, False
    inside = range(start, comma)
    if flags[start] & YANG or (comma == start + 1 and sentence.lower[start] in _ORDINALS):
        return start - 1, False
    if all(flags[k] & (NUMBER | TIME | DET) for k in inside):
        return start - 1 - bool(start > sentence.first and flags[start - 1] & COMMA), False  # dinas itu, 23 Juni lalu,
    has_verb = any(flags[k] & VERB for k in inside)
    if flags[start] & (PREP | SUB | TIME) and (not has_verb or start > sentence.first):
        return start - 1, start - 1 < sentence.first
    if has_verb:
        return comma, True
    return before_apposition(sentence, comma) - 1, False  # Kapolres Sinar, Rani Utami, menangkap


def doer(sentence: Sentence, subject: Subject) -> Subject:
    """`upaya polisi menangkap`: polisi; `kemampuan menarik minat`: left out."""
    if subject.span is None:
        return subject
    first, end = subject.span
    head = min(skip(sentence, first, NUMBER | QUANTIFIER), end - 1)  # sembilan **tips** memilih
    if not announces(sentence, head) or any(flag & DET for flag in sentence.flags[first:end]):
        return subject  # upaya (hari) ini mendorong …
    if end < sentence.last and sentence.lower[end] in clause_words("finite_mark"):
        return subject  # aksi pun mendesak …
    if head + 1 < end and _DEED_NOUN.fullmatch(sentence.lower[head + 1]):
        return subject  # proses pengasapan memberi rasa gurih
    named = head + 1 if head + 1 < end and sentence.flags[head + 1] & CAP else None  # upaya Jakarta menekan
    acting = next((k for k in range(head + 1, end) if k == named or can_act(sentence.flags[k])), None)
    return Subject(None, elided=True) if acting is None else Subject((acting, end))


def announces(sentence: Sentence, k: int) -> bool:
    """A noun that a deed follows: *upaya, rencana, aksinya*."""
    return not clause_words("infinitive_head").isdisjoint((sentence.lower[k], sentence.lower[k].removesuffix("nya")))
