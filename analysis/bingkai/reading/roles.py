"""Who does it and to whom: the noun phrases around a predicate, by the order of words.

Indonesian marks roles by voice and order: before *me-* stands the one who acts, behind it the one who undergoes; before
*di-* the one who undergoes, behind it the one who acts, with *oleh* or without. A clause ends at `. ; ,` and at
conjunctions. Nothing is invented: where the order leaves a role open, it stays open.
"""

from __future__ import annotations

from typing import NamedTuple

from bingkai.reading.clause_words import (
    ACTOR,
    ADVERB,
    COMMA,
    DET,
    FORCE,
    JOIN,
    NOUN_PHRASE_ENDS,
    NUMBER,
    OLEH,
    ORDER,
    PASSIVE,
    PERSONAL,
    PLACE,
    PREP,
    PRONOUN,
    QUANTIFIER,
    QUOTE,
    RESULT,
    STOP,
    SUB,
    VERB,
    YANG,
    clause_words,
)
from bingkai.reading.controllers import addressed, aiming, controller_of
from bingkai.reading.noun_phrases import (
    Sentence,
    Span,
    can_act,
    object_behind,
    phrase_from,
    phrase_until,
    skip,
    skip_back,
)
from bingkai.reading.subjects import doer, subject_before

_LONGEST_LINK = 3  # tokens
_OLEH_REACH = 16
_GOAL_REACH = 9
_GOALS = frozenset(("ke", "kepada", "terhadap", "pada"))
_NOT = frozenset(("tidak", "tak", "bukan"))
_ONLY = frozenset(("hanya", "cuma", "sekadar"))
_EACH = frozenset(("masing-masing", "semuanya"))
_FIRST_ITEMS = frozenset(("1", "a"))
_MARKS = frozenset('"“”•-–*')
_JUDGED = frozenset(("penting", "sulit", "mudah", "berarti", "perlu", "wajar", "baik"))
_STAGES = frozenset(("tersangka", "terdakwa"))
_COPULAS = frozenset(("adalah", "ialah", "merupakan"))
_BECOMES = "menjadi"  # diubah menjadi taman oleh warga
_SPOKEN_OLEH = "sama"  # diberi sama pemerintah
_STRUCK_BY = "kena"  # siswa kena lempar: the one who undergoes it is the subject


class Roles(NamedTuple):
    """What stands around a predicate.

    Attributes
    ----------
    agent, patient : tokens, or None
    elided : the subject is left out because it stands in a clause before or behind
    dropped : a finite verb without subject, which goes on with the subject of the sentence before
    controller : tokens of the noun phrase that the elided subject stands for, where it is in the sentence
    shared : tokens of the one who undergoes it, where only the passive before names them
    ambiguous : a nominalisation whose possessor may be the one who acts or the one who undergoes
    """

    agent: Span | None = None
    patient: Span | None = None
    elided: bool = False
    dropped: bool = False
    controller: Span | None = None
    shared: Span | None = None
    ambiguous: bool = False


def active_roles(sentence: Sentence, i: int, *, goal: bool) -> Roles:
    """`Polisi **menangkap** tiga orang`: agent, predicate, patient."""
    subject = subject_before(sentence, i)
    if subject.span is None or not any(flag & YANG for flag in sentence.flags[subject.span[1] : i]):
        subject = doer(sentence, subject)  # but: risiko **yang** merugikan warga
    patient = _goal(sentence, i + 1) if goal else None
    patient = patient or object_behind(sentence, i + 1)
    each = (i - 1, i) if i - 1 == sentence.first and sentence.lower[i - 1] in _EACH else None
    agent = subject.span or _predicated(sentence, i) or each
    free = not subject.elided or _behind_link(sentence, i)
    dropped = agent is None and (_goes_on(sentence, i) or (free and _finite(sentence, i)))
    elided = subject.elided or (agent is None and _opens(sentence, i))
    ordered = agent is None and not elided and i > sentence.first and bool(sentence.flags[i - 1] & ORDER)
    roles = Roles(agent, patient, elided, dropped, controller=addressed(sentence) if ordered else None)
    return with_controller(sentence, i, roles)


def _predicated(sentence: Sentence, i: int) -> Span | None:
    """`Yang melapor adalah **tetangganya**`: behind the copula of a relative clause without a head."""
    j = skip_back(sentence, i - 1)
    if j < sentence.first or not sentence.flags[j] & YANG:
        return None
    for k in range(i + 1, min(sentence.last, i + _GOAL_REACH)):
        if sentence.lower[k] in _COPULAS:
            return phrase_from(sentence, k + 1)
        if sentence.flags[k] & (STOP | COMMA | VERB | SUB | YANG):
            return None
    return None


def _finite(sentence: Sentence, i: int) -> bool:
    """`**Kemudian dapat** memberikan …`: no order, no noun, so a subject was understood."""
    j = i - 1
    while j >= sentence.first and sentence.flags[j] & ADVERB:
        if sentence.flags[j] & ORDER:
            return False  # jangan pernah memberi
        j -= 1
    return j < i - 1


def _behind_link(sentence: Sentence, i: int) -> bool:
    """`**Meski demikian**, tetap memberi …`: nothing but a link to the sentence before stands ahead."""
    j = i - 1
    while j > sentence.first and sentence.flags[j] & ADVERB:
        j -= 1
    if j <= sentence.first or not sentence.flags[j] & COMMA or not sentence.flags[j - 1] & DET:
        return False
    return j - sentence.first <= _LONGEST_LINK and not any(f & VERB for f in sentence.flags[sentence.first : j])


def _goes_on(sentence: Sentence, i: int) -> bool:
    """`**Serta** menyediakan …`, `**Tidak hanya** menjual, tapi juga …`: with the subject of the sentence before."""
    first, j = sentence.first, skip_back(sentence, i - 1)
    while j > first and (sentence.flags[j] & (VERB | SUB) == VERB or sentence.lower[j] == "untuk"):
        j = skip_back(sentence, j - 1)  # dan **terbukti** membawa, serta **memilih untuk** membeli
    if j == first and sentence.flags[first] & JOIN:
        return True
    return i > first + 1 and sentence.lower[first] in _NOT and sentence.lower[first + 1] in _ONLY


def is_fragment(sentence: Sentence, i: int, roles: Roles) -> bool:
    """`"**Membangun** sekolah, jalan, pasar."`, `1. **Mengelola** dana`: said of whom the sentence before is about.

    Not `Membangun sekolah itu penting`, where the deed is itself a subject, and no later item of a list.
    """
    if roles.agent or roles.controller or roles.elided or roles.patient is None:
        return False
    start = skip(sentence, sentence.first, NUMBER | STOP | QUOTE)
    if start != i or (start > sentence.first and sentence.lower[sentence.first] not in _FIRST_ITEMS | _MARKS):
        return False
    if sentence.flags[roles.patient[1] - 1] & DET and not sentence.flags[roles.patient[1]] & NOUN_PHRASE_ENDS:
        return False  # merekrut pemain itu satu hal
    for k in range(roles.patient[1], sentence.last):
        flag, before = sentence.flags[k], sentence.flags[k - 1]
        if flag & STOP:
            return True
        finite = flag & VERB and not before & (COMMA | JOIN | SUB | PREP | YANG)
        if finite or sentence.lower[k] in _JUDGED or sentence.lower[k] in _COPULAS:
            return False
    return True


def _opens(sentence: Sentence, i: int) -> bool:
    """`**Berusaha menahan** tangis, Rani pergi`: the subject stands behind the comma."""
    verbal = all(
        flag & (ADVERB | VERB) and not flag & (SUB | PREP | ORDER) for flag in sentence.flags[sentence.first : i]
    )
    comma = next((k for k in range(i + 1, min(sentence.last, i + _OLEH_REACH)) if sentence.flags[k] & COMMA), None)
    return verbal and comma is not None and comma + 1 < sentence.last and can_act(sentence.flags[comma + 1])


def passive_roles(sentence: Sentence, i: int, *, start: int, goal: bool) -> Roles:
    """`Tiga orang **ditangkap** (oleh) polisi`: patient, predicate, agent. `start` is the first token of the verb."""
    subject = subject_before(sentence, start)
    agent = agent_behind(sentence, i + 1)
    if agent and subject == (None, False) and sentence.flags[agent[0]] & (NUMBER | QUANTIFIER | FORCE):
        agent = agent if _behind_oleh(sentence, agent) else None  # disita dua motor, dibangun sistem
    patient = _goal(sentence, i + 1) if goal else None
    patient = patient or subject.span
    if patient is None and agent is None and not subject.elided:
        patient = object_behind(sentence, i + 1)  # disita tiga paket
    elif patient is None and agent is not None and not _behind_oleh(sentence, agent):
        return Roles(agent, None, subject.elided)
    elif patient is None:
        patient = _between(sentence, i + 1, agent)  # dikuasai ekonomi oleh segelintir orang
    if agent is not None or not subject.elided:
        return Roles(agent, patient, subject.elided)
    controller = _agent_before(sentence, start) or aiming(sentence, start)
    shared = None if patient else _shared_subject(sentence, start)
    return Roles(agent, patient, subject.elided, controller=controller, shared=shared)


def _shared_subject(sentence: Sentence, i: int) -> Span | None:
    """`**Rani** ditangkap dan **digelandang**`: the subject of the passive that this one is joined to."""
    j = skip_back(sentence, i - 1)
    if j <= sentence.first or not sentence.flags[j] & (JOIN | COMMA):
        return None
    for k in range(j - 1, max(sentence.first, j - _OLEH_REACH) - 1, -1):
        if sentence.flags[k] & PASSIVE:
            return subject_before(sentence, k).span or _shared_subject(sentence, k)
        if sentence.flags[k] & (STOP | VERB | SUB):
            return None
    return None


def _agent_before(sentence: Sentence, i: int) -> Span | None:
    """`diculik oleh gerombolan dan **dibunuh**`: the agent of the passive it is joined to."""
    j = skip_back(sentence, i - 1)
    if j < sentence.first or not sentence.flags[j] & JOIN:
        return None
    for k in range(j - 1, max(sentence.first, j - _OLEH_REACH) - 1, -1):
        if sentence.flags[k] & PASSIVE:
            return agent_behind(sentence._replace(last=j), k + 1)
        if sentence.flags[k] & (STOP | COMMA | VERB):
            return None
    return None


def state_roles(sentence: Sentence, i: int) -> Roles:
    """`Tiga orang **tewas**`, `**tewas** tiga orang`: who undergoes it; a state has no agent."""
    subject = subject_before(sentence, i)
    patient = subject.span
    if patient is None and not subject.elided and i + 1 < sentence.last:
        ahead = sentence.flags[i + 1]
        patient = object_behind(sentence, i + 1) if ahead & (NUMBER | ACTOR) else None
    return Roles(None, patient, subject.elided)


def bare_roles(sentence: Sentence, i: int, *, title: bool) -> Roles | None:
    """Headlines (`Polisi **Tangkap** Tiga Orang`) and `rumah yang kami **bongkar**`; None where it is no verb."""
    before = sentence.flags[i - 1] if i > sentence.first else STOP
    if not title:
        return _persona_roles(sentence, i) if before & PRONOUN else None
    ahead = sentence.flags[i + 1] if i + 1 < sentence.last else STOP
    if before & (PREP | DET) or (before & STOP and i > sentence.first) or _is_hour(sentence, i):
        return None
    if i > sentence.first and sentence.lower[i - 1] == _STRUCK_BY:
        subject = subject_before(sentence, i - 1)
        agent = phrase_from(sentence, i + 1) if ahead & ACTOR else None
        return Roles(agent, subject.span, subject.elided)
    patient = object_behind(sentence, i + 1)
    if patient is None and (not _goes_on_with_verb(sentence, i) or sentence.flags[i] & PLACE):
        return None
    subject = doer(sentence, subject_before(sentence, i))
    if subject.span is None and not subject.elided and i > sentence.first:
        return None
    return with_controller(sentence, i, Roles(subject.span, patient, subject.span is None))


def _is_hour(sentence: Sentence, i: int) -> bool:
    """`Tidur **Pukul** 04.00`"""
    return sentence.lower[i] == "pukul" and i + 1 < sentence.last and bool(sentence.flags[i + 1] & NUMBER)


def _goes_on_with_verb(sentence: Sentence, i: int) -> bool:
    """`Bupati **Izinkan** Bawa Pulang Menu`, not `Korban **Tabrak** Lari`."""
    ahead = sentence.lower[i + 1] if i + 1 < sentence.last else ""
    return bool(ahead and sentence.flags[i + 1] & VERB) and ahead not in clause_words("finite") and ahead[:3] != "ter"


def _persona_roles(sentence: Sentence, i: int) -> Roles:
    agent = (i - 1, i)
    j = skip_back(sentence, i - 2)
    if j >= sentence.first and sentence.flags[j] & YANG:
        return Roles(agent, phrase_until(sentence, j))
    patient = object_behind(sentence, i + 1)
    if patient is None and j >= sentence.first and not sentence.flags[j] & NOUN_PHRASE_ENDS:
        patient = phrase_until(sentence, j + 1)
    return Roles(agent, patient)


def agent_behind(sentence: Sentence, k: int, *, oleh_only: bool = False) -> Span | None:
    """`oleh` and a noun phrase within the clause, or right behind the verb one who can act."""
    for j in range(k, min(sentence.last, k + _OLEH_REACH)):
        flag = sentence.flags[j]
        if flag & OLEH:
            return phrase_from(sentence, j + 1)
        shared = flag & PASSIVE and sentence.flags[j - 1] & JOIN  # ditangkap dan dibawa oleh polisi
        if flag & (STOP | SUB | YANG | COMMA) or (flag & VERB and not shared and sentence.lower[j] != _BECOMES):
            break
    if oleh_only:
        return None
    k = skip(sentence, before := k, ADVERB | RESULT)
    if not clause_words("connecting").isdisjoint(sentence.lower[before:k]):
        return None
    k += sentence.lower[k] == _SPOKEN_OLEH and k + 1 < sentence.last if k < sentence.last else 0
    head = skip(sentence, k, QUANTIFIER)
    if head >= sentence.last or not _may_act(sentence, k, head):
        return None
    if sentence.lower[k] in _STAGES and sentence.lower[k - 1] == "ditetapkan":
        return None
    if sentence.flags[k] & PRONOUN:
        ahead = sentence.flags[k + 1] if k + 1 < sentence.last else 0
        return None if ahead & (ADVERB | VERB) and not ahead & SUB else (k, k + 1)  # dipaksa **dia harus** membayar
    return phrase_from(sentence, k)


def _may_act(sentence: Sentence, k: int, head: int) -> bool:
    """Whether the noun phrase at token k, its noun at `head`, may be who did it: `ditangkap **tiga petugas**`."""
    flag = sentence.flags[head]
    if head == k:
        return can_act(flag) or bool(flag & FORCE)
    return bool(flag & ACTOR) or (bool(sentence.flags[head - 1] & PERSONAL) and not flag & NOUN_PHRASE_ENDS)


def _behind_oleh(sentence: Sentence, agent: Span) -> bool:
    return agent[0] > sentence.first and bool(sentence.flags[agent[0] - 1] & OLEH)


def _between(sentence: Sentence, k: int, agent: Span | None) -> Span | None:
    span = object_behind(sentence, k)
    return span if span and agent and span[1] < agent[0] else None


def _goal(sentence: Sentence, k: int) -> Span | None:
    """`menembakkan gas air mata **ke arah massa**`"""
    for j in range(k, min(sentence.last, k + _GOAL_REACH)):
        if sentence.flags[j] & (STOP | COMMA | SUB | YANG | VERB):
            return None
        if sentence.lower[j] in _GOALS:
            return phrase_from(sentence, j + 2 if sentence.lower[min(j + 1, sentence.last - 1)] == "arah" else j + 1)
    return None


def with_controller(sentence: Sentence, i: int, roles: Roles) -> Roles:
    """Where the subject of an active verb was left out, the noun phrase of the same sentence it stands for."""
    if roles.agent is not None or not roles.elided:
        return roles
    return roles._replace(controller=controller_of(sentence, i))
