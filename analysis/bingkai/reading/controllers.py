"""Whom a subject that was left out stands for."""

from __future__ import annotations

from bingkai.reading.clause_words import (
    ADVERB,
    BEFORE_SUBJECT,
    COMMA,
    LIGHT_PATIENT,
    NOUN_PHRASE_ENDS,
    OLEH,
    ORDER,
    PASSIVE,
    PREP,
    QUANTIFIER,
    STOP,
    SUB,
    VERB,
    clause_words,
)
from bingkai.reading.noun_phrases import (
    Sentence,
    Span,
    can_act,
    object_behind,
    phrase_from,
    phrase_until,
    skip,
    skip_back,
    trimmed,
)
from bingkai.reading.subjects import Subject, doer, subject_before

_PURPOSES = frozenset(("untuk", "guna", "demi"))
_EXPLAINING = frozenset(("yaitu", "yakni", "misalnya"))
_SHOWN = frozenset(("adegan", "teknik", "tips", "trik", "resep", "panduan"))  # whoever does it
_HEARERS = frozenset(("anda", "kamu", "kalian", "kau", "saudara"))
_WISHES = frozenset(("agar", "supaya"))
_ORDERS = frozenset(("perintah", "instruksi", "imbauan", "arahan", "permintaan", "seruan"))
_BUT = frozenset(("tapi", "tetapi", "namun"))
_AIMS = frozenset(("tujuan", "maksud", "cara", "alasan"))
_COPULAS = frozenset(("adalah", "ialah", "merupakan"))
_REACH = 60  # tokens looked at on each side


def aiming(sentence: Sentence, i: int) -> Span | None:
    """`**polisi** membawa Rani untuk diperiksa`: who acts that something be done."""
    opener = skip_back(sentence, i - 1)
    if opener < sentence.first or sentence.lower[opener] not in _PURPOSES:
        return None
    for j in range(opener - 1, max(sentence.first, i - _REACH) - 1, -1):
        flag = sentence.flags[j]
        if flag & (STOP | COMMA) or (flag & VERB and sentence.lower[j] in clause_words("goes_to_undergo")):
            return None
        if flag & VERB and not flag & (SUB | PREP):
            acts = sentence.lower[j].startswith("me") and not flag & (BEFORE_SUBJECT | LIGHT_PATIENT)
            whole = acts and object_behind(sentence, j + 1) is not None
            subject = subject_before(sentence, j) if whole else Subject(None)
            return _someone(sentence, subject.span) if subject.span else None
    return None


def controller_of(sentence: Sentence, i: int) -> Span | None:
    """The subject of the verb before; of a sentence that opens with the clause, the subject behind its comma."""
    flags, first = sentence.flags, max(sentence.first, i - _REACH)
    opener = skip_back(sentence, i - 1)
    purpose = opener >= first and sentence.lower[opener] in _PURPOSES
    if opener >= first and sentence.lower[opener] in _EXPLAINING:
        return None
    wished = opener > first and sentence.lower[opener] in _WISHES
    if wished and sentence.lower[opener - 1] in _ORDERS:
        return None  # memberi perintah agar mengangkut sampah
    if sentence.lower[i - 1] in _SHOWN and i > first:
        return None
    aimed = _aim_of(sentence, opener) if purpose else None
    if aimed is not None:
        return aimed
    for j in range(i - 1, first - 1, -1):
        if flags[j] & STOP:
            break
        if (flags[j] & VERB and not flags[j] & (SUB | PREP)) or sentence.lower[j] in _COPULAS:
            if purpose and (asked := _asked(sentence, j, opener)) is not None:
                return asked
            if wished and flags[j] & BEFORE_SUBJECT:
                return _asked(sentence, j, opener)  # meminta agar mengangkut sampah: nobody is told to
            subject = subject_before(sentence, j)
            if subject == Subject(None) and _is_order(sentence, j):
                return addressed(sentence)  # mari mengawasi pasar dan melaporkan pungutan
            if subject.span is not None:
                if sentence.lower[j] in _COPULAS and sentence.lower[subject.span[0]].removesuffix("nya") in _AIMS:
                    return _owner(sentence, subject)
                free = sentence.lower[j] not in clause_words("controlling_passive")
                aimless = purpose and flags[j] & PASSIVE and free  # disusun untuk mendorong: who does it stays open
                someone = _someone(sentence, subject.span)
                if aimless or someone is not None:
                    return _by(sentence, j, opener) if aimless else someone
    for j in range(i - 1, first - 1, -1):
        if not flags[j] & NOUN_PHRASE_ENDS and can_act(flags[j]) and not flags[j - 1] & PREP:
            return _someone(sentence, phrase_until(sentence, j + 1))
    for j in range(i + 1, min(sentence.last, i + _REACH)):
        if flags[j] & COMMA or (purpose and flags[j] & PASSIVE):  # untuk memeriksanya dibentuk panitia
            but = j + 1 + (j + 1 < sentence.last and sentence.lower[j + 1] in _BUT)
            return phrase_from(sentence, skip(sentence, but, ADVERB))
    return addressed(sentence)


def _is_order(sentence: Sentence, verb: int) -> bool:
    """`**jangan** pernah merusak`"""
    k = verb - 1
    while k > sentence.first and sentence.flags[k] & ADVERB and not sentence.flags[k] & ORDER:
        k -= 1
    return k >= sentence.first and bool(sentence.flags[k] & ORDER)


def _owner(sentence: Sentence, aim: Subject) -> Span | None:
    """`alasan **pemerintah** adalah untuk menutup jalan`; `alasan sebenarnya adalah …`: nobody's."""
    owner = doer(sentence, aim).span
    return owner if owner and owner != aim.span and can_act(sentence.flags[owner[0]]) else None


def _asked(sentence: Sentence, verb: int, end: int) -> Span | None:
    """`diamanatkan kepada **pemerintah** untuk melindungi petani`, `meminta **warga** untuk menahannya`"""
    head = skip(sentence, verb + 1, QUANTIFIER)
    if sentence.flags[verb] & BEFORE_SUBJECT and head < end and can_act(sentence.flags[head]):
        return phrase_from(sentence._replace(last=end), verb + 1)
    to = next((k for k in range(verb + 1, end) if sentence.lower[k] == "kepada"), None)
    return None if to is None else phrase_from(sentence._replace(last=end), to + 1)


def addressed(sentence: Sentence) -> Span | None:
    """`Pastikan untuk memeriksa data yang **Anda** isi`, `kalau **Anda** tidak suka, jangan merusak`"""
    return next(((k, k + 1) for k in range(sentence.first, sentence.last) if sentence.lower[k] in _HEARERS), None)


def _by(sentence: Sentence, verb: int, end: int) -> Span | None:
    """`ditegur **oleh guru** untuk mengingatkan`"""
    by = next((k for k in range(verb + 1, end) if sentence.flags[k] & OLEH), None)
    return None if by is None else phrase_from(sentence._replace(last=end), by + 1)


def _aim_of(sentence: Sentence, opener: int) -> Span | None:
    """`Padahal **mobil itu** untuk mengangkut beras`: a noun phrase alone before the purpose."""
    start = phrase_until(sentence, opener)[0]
    alone = start == sentence.first or bool(sentence.flags[start - 1] & (STOP | COMMA | SUB))
    if start == opener or not alone:
        return None
    pointed = (start, opener) if start + 1 == opener else None  # ini untuk membantah
    span = trimmed(sentence, (start, opener)) or pointed
    return _someone(sentence, span) if span else None


def _someone(sentence: Sentence, span: Span) -> Span | None:
    """The phrase, unless it only announces the deed: *upaya, rencana*."""
    if sentence.lower[span[0]].removesuffix("nya") in _AIMS:
        return None
    return doer(sentence, Subject(span)).span
