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
    BEFORE_SUBJECT,
    CAP,
    CLOSE,
    COMMA,
    DESCRIBING,
    DET,
    INSIDE,
    JOIN,
    LIGHT_AGENT,
    LIGHT_PATIENT,
    NEVER_INSIDE,
    NO_ACTOR,
    NOUN_PHRASE_ENDS,
    NUMBER,
    OLEH,
    OPEN,
    PASSIVE,
    PLACE,
    PREP,
    PRONOUN,
    QUANTIFIER,
    RESULT,
    STOP,
    SUB,
    TIME,
    VERB,
    YANG,
)

Span = tuple[int, int]  # tokens, half-open

_REACH = 60  # tokens looked at on each side
_OLEH_REACH = 16
_GOAL_REACH = 9
_LONGEST = 26
_GOALS = frozenset(("ke", "kepada", "terhadap", "pada"))
_AT = frozenset(("terhadap", "atas", "kepada", "ke", "pada"))
_WITH = frozenset(("dengan", "melawan", "terhadap", "lawan", "versus", "vs"))
_PAIR = frozenset(("antara",))
_ORDERS = frozenset(("jangan", "janganlah"))
_ORDINALS = frozenset(("pertama", "kedua", "ketiga", "keempat", "kelima", "keenam", "terakhir"))


class Roles(NamedTuple):
    """What stands around a predicate.

    Attributes
    ----------
    agent, patient : tokens, or None
    elided : the subject is left out because it stands in a clause before or behind
    controller : tokens of the noun phrase that the elided subject stands for, where it is in the sentence
    ambiguous : a nominalisation whose possessor may be the one who acts or the one who undergoes
    """

    agent: Span | None = None
    patient: Span | None = None
    elided: bool = False
    controller: Span | None = None
    ambiguous: bool = False


class Sentence(NamedTuple):
    """The tokens of a corpus, with the bounds of the sentence that is read."""

    flags: list[int]
    lower: list[str]
    first: int
    last: int  # one past the last token


class Subject(NamedTuple):
    """What stands before a predicate: a noun phrase, or the sign that it was left out."""

    span: Span | None
    elided: bool = False


def active_roles(sentence: Sentence, i: int, *, goal: bool) -> Roles:
    """`Polisi **menangkap** tiga orang`: agent, predicate, patient."""
    subject = subject_before(sentence, i)
    patient = _goal(sentence, i + 1) if goal else None
    patient = patient or object_behind(sentence, i + 1)
    return _with_controller(sentence, i, Roles(subject.span, patient, subject.elided))


def passive_roles(sentence: Sentence, i: int, *, start: int, goal: bool) -> Roles:
    """`Tiga orang **ditangkap** (oleh) polisi`: patient, predicate, agent. `start` is the first token of the verb."""
    subject = subject_before(sentence, start)
    agent = agent_behind(sentence, i + 1)
    patient = _goal(sentence, i + 1) if goal else None
    patient = patient or subject.span
    if patient is None and agent is None and not subject.elided:
        patient = object_behind(sentence, i + 1)  # disita tiga paket
    elif patient is None and agent is not None and not _behind_oleh(sentence, agent):
        return Roles(agent, None, subject.elided)
    elif patient is None:
        patient = _between(sentence, i + 1, agent)  # dikuasai ekonomi oleh segelintir orang
    return Roles(agent, patient, subject.elided)


def state_roles(sentence: Sentence, i: int) -> Roles:
    """`Tiga orang **tewas**`, `**tewas** tiga orang`: who undergoes it; a state has no agent."""
    subject = subject_before(sentence, i)
    patient = subject.span
    if patient is None and not subject.elided and i + 1 < sentence.last:
        ahead = sentence.flags[i + 1]
        patient = object_behind(sentence, i + 1) if ahead & (NUMBER | ACTOR) else None
    return Roles(None, patient, subject.elided)


def mutual_roles(sentence: Sentence, i: int) -> Roles:
    """`Warga **bentrok** dengan polisi`, `**bentrokan** antara warga dan polisi`: both sides act."""
    other = None
    for k in range(i + 1, min(sentence.last, i + _GOAL_REACH)):
        if sentence.flags[k] & (STOP | COMMA | SUB | YANG):
            break
        if sentence.lower[k] in _WITH:
            other = phrase_from(sentence, k + 1)
            break
        if sentence.lower[k] in _PAIR:
            return Roles(phrase_from(sentence, k + 1), None)
    return Roles(subject_before(sentence, i).span, other)


def deed_noun_roles(sentence: Sentence, i: int, *, of_doer: bool) -> Roles:
    """`**penangkapan** Rani oleh polisi`, `polisi melakukan **penangkapan**`, `**serangan** Israel terhadap Gaza`.

    `of_doer`: -an nouns, whose possessor is the one who acts (*serangan, ancaman*).
    """
    agent, patient = _light_roles(sentence, i)
    k = _skip(sentence, i + 1, DESCRIBING | DET)
    possessor = phrase_from(sentence, k)
    after = possessor[1] if possessor else k
    by = agent_behind(sentence, after, oleh_only=True) or _done_by(sentence, after)
    at = _at(sentence, after)
    agent, patient = by or agent or _both(sentence, i + 1), at or patient
    if possessor is None:
        return Roles(agent, patient)
    acts = _first_actor(sentence, possessor)
    if of_doer:
        return Roles(agent or acts, patient)
    if acts is None or by:
        return Roles(agent, patient or possessor)
    if at:
        return Roles(agent or possessor, patient)
    return Roles(agent, patient, ambiguous=patient is None)


def mishap_noun_roles(sentence: Sentence, i: int) -> Roles:
    """`siswa mengalami **keracunan**`: who undergoes it, where a verb says so."""
    return Roles(None, _light_roles(sentence, i)[1])


def bare_roles(sentence: Sentence, i: int, *, title: bool) -> Roles | None:
    """Headlines (`Polisi **Tangkap** Tiga Orang`) and `rumah yang kami **bongkar**`; None where it is no verb."""
    before = sentence.flags[i - 1] if i > sentence.first else STOP
    if not title:
        return _persona_roles(sentence, i) if before & PRONOUN else None
    if before & (PREP | DET) or (before & STOP and i > sentence.first):
        return None
    patient = object_behind(sentence, i + 1)
    if patient is None:
        return None
    subject = subject_before(sentence, i)
    if subject.span is None and not subject.elided and i > sentence.first:
        return None
    return _with_controller(sentence, i, Roles(subject.span, patient, subject.span is None))


def _persona_roles(sentence: Sentence, i: int) -> Roles:
    agent = (i - 1, i)
    j = _skip_back(sentence, i - 2)
    if j >= sentence.first and sentence.flags[j] & YANG:
        return Roles(agent, _phrase_until(sentence, j))
    patient = object_behind(sentence, i + 1)
    if patient is None and j >= sentence.first and not sentence.flags[j] & NOUN_PHRASE_ENDS:
        patient = _phrase_until(sentence, j + 1)
    return Roles(agent, patient)


def subject_before(sentence: Sentence, i: int) -> Subject:
    """The noun phrase that is the subject of the predicate at token i."""
    flags, first = sentence.flags, max(sentence.first, i - _REACH)
    j = i - 1
    for _ in range(_REACH):
        k, j = j, _skip_back(sentence, j)
        if j < first or flags[j] & STOP or _forbidden(sentence, j, k):
            return Subject(None)
        flag = flags[j]
        if flag & YANG:
            return Subject(_antecedent(sentence, j))
        if flag & COMMA:
            j, elided = _over_comma(sentence, j)
            if elided:
                return Subject(None, elided=True)
            continue
        if flag & VERB and not flag & (PREP | SUB):
            j -= 1  # berhasil menangkap, diduga memukul
            continue
        if flag & (JOIN | SUB | PREP | OLEH):
            return Subject(None, elided=True)
        return _subject_phrase(sentence, j)
    return Subject(None)


def _forbidden(sentence: Sentence, j: int, k: int) -> bool:
    """`**jangan** merusak`: an order has no subject."""
    return any(sentence.lower[at] in _ORDERS for at in range(j + 1, k + 1))


def _subject_phrase(sentence: Sentence, j: int) -> Subject:
    """The noun phrase that ends at token j, or what it hangs on."""
    flags = sentence.flags
    span = _trimmed(sentence, _phrase_until(sentence, j + 1))
    if span is None:
        return Subject(None)
    before = span[0] - 1
    if before < sentence.first:
        return Subject(span)
    flag = flags[before]
    if flag & (PREP | SUB) and before > sentence.first and flags[before - 1] & YANG:
        return Subject(_antecedent(sentence, before - 1))  # orang yang di muka umum menghina
    if flag & PREP and not flag & SUB:
        return _behind_preposition(sentence, before, span)
    if flag & VERB and not flag & BEFORE_SUBJECT:
        antecedent = _relative_head(sentence, before)
        if antecedent is not None:
            return Subject(antecedent)  # warga yang menolak penggusuran ditangkap
    return Subject(span)


def _behind_preposition(sentence: Sentence, before: int, span: Span) -> Subject:
    """`Di Bogor polisi menangkap …`: the last one who can act; `siswa berkumpul di lapangan diangkut`: its subject."""
    if before > sentence.first and sentence.flags[before - 1] & VERB:
        return subject_before(sentence, before - 1)
    acting = [k for k in range(*span) if sentence.flags[k] & (ACTOR | PRONOUN)]
    counted = [k for k in range(span[0] + 1, span[1]) if sentence.flags[k] & (NUMBER | QUANTIFIER)]
    start = counted[-1] if counted else acting[-1] if acting else None
    return Subject(None if start is None else (start, span[1]))


def _relative_head(sentence: Sentence, verb: int) -> Span | None:
    """The head of the relative clause whose verb stands at this token; None where there is none."""
    j = verb - 1
    while j >= sentence.first and sentence.flags[j] & (ADVERB | VERB):
        j -= 1
    return _antecedent(sentence, j) if j >= sentence.first and sentence.flags[j] & YANG else None


def _antecedent(sentence: Sentence, yang: int) -> Span | None:
    """The noun phrase a relative clause belongs to: `**warga** yang …`, `**Rani**, yang …`."""
    j = yang - 1
    if j >= sentence.first and sentence.flags[j] & COMMA:
        j = _before_apposition(sentence, j) - 1
    if j < sentence.first or sentence.flags[j] & (NOUN_PHRASE_ENDS & ~(CLOSE | ADVERB)):
        return None
    return _trimmed(sentence, _phrase_until(sentence, j + 1), outer=True)


def _before_apposition(sentence: Sentence, comma: int) -> int:
    """The comma that opens the apposition which this one closes: `Rani**,** camat Sinar**,** yang …`; else itself."""
    j = comma - 1
    while j >= sentence.first and not sentence.flags[j] & (NOUN_PHRASE_ENDS & ~CLOSE):
        j -= 1
    opened = sentence.first < j < comma - 1 and sentence.flags[j] & COMMA
    return j if opened and not sentence.flags[j - 1] & NOUN_PHRASE_ENDS else comma


def _over_comma(sentence: Sentence, comma: int) -> tuple[int, bool]:
    """Where to go on before a comma: over an apposition or adjunct; or the subject was left out behind a verb."""
    flags = sentence.flags
    start = comma - 1
    while start >= sentence.first and not flags[start] & (COMMA | STOP):
        start = _opening(sentence, start) if flags[start] & CLOSE else start
        start -= 1
    start += 1
    if start >= comma:
        return comma - 1, False
    inside = range(start, comma)
    if flags[start] & YANG or (comma == start + 1 and sentence.lower[start] in _ORDINALS):
        return start - 1, False
    has_verb = any(flags[k] & VERB for k in inside)
    if flags[start] & (PREP | SUB | TIME) and (not has_verb or start > sentence.first):
        return start - 1, start - 1 < sentence.first
    if has_verb:
        return comma, True
    return _before_apposition(sentence, comma) - 1, False  # Kapolres Sinar, Rani Utami, menangkap


def _phrase_until(sentence: Sentence, end: int) -> Span:
    """The noun phrase that ends before token `end`, with the prepositional phrases inside it."""
    flags = sentence.flags
    floor = max(sentence.first, end - _LONGEST)
    start = end
    while start > floor:
        flag = flags[start - 1]
        if flag & CLOSE:
            start = max(_opening(sentence, start - 1), floor)
            continue
        if not flag & NOUN_PHRASE_ENDS:
            start -= 1
            continue
        inner = _inner(sentence, start - 1, floor, own=sentence.lower[end - 1].endswith("nya"))
        if inner is None:
            break
        start = inner
    return start, end


def _inner(sentence: Sentence, k: int, floor: int, *, own: bool) -> int | None:
    """One token further left if the phrase goes on over this preposition, *yang* or conjunction; else None.

    `own`: the phrase ends in -nya, so that a *yang* before it opens its clause: `warga yang **rumahnya** digusur`.
    """
    flags = sentence.flags
    if k <= floor:
        return None
    noun_before = not flags[k - 1] & NOUN_PHRASE_ENDS or bool(flags[k - 1] & CLOSE)
    if flags[k] & INSIDE and flags[k] & PREP and noun_before:
        return k
    if flags[k] & YANG and noun_before and not own:
        return k
    if flags[k] & JOIN and noun_before and sentence.lower[k] in ("dan", "serta", "atau", "&") and _joins(sentence, k):
        return k
    return None


def _joins(sentence: Sentence, k: int) -> bool:
    """Whether the words before a conjunction are a noun phrase alone: `polisi **dan** tentara menangkap`."""
    j = k - 1
    while j >= sentence.first and not sentence.flags[j] & (NOUN_PHRASE_ENDS & ~CLOSE):
        j -= 1
    return j < sentence.first or not sentence.flags[j] & (VERB | PREP | ADVERB | YANG)


def _opening(sentence: Sentence, close: int) -> int:
    """The bracket that the one at this token closes."""
    for k in range(close - 1, max(sentence.first, close - 14) - 1, -1):
        if sentence.flags[k] & OPEN:
            return k
    return close


def _trimmed(sentence: Sentence, span: Span, *, outer: bool = False) -> Span | None:
    """The phrase without times and manner at its ends, its relative clause and, if `outer`, nothing else."""
    flags = sentence.flags
    start, end = span
    while start < end and flags[start] & (DET | TIME) and not flags[start] & CAP:
        start += 1
    for k in range(start + 1, end):
        if flags[k] & (NEVER_INSIDE & ~PREP) and sentence.lower[k] in ("pada", "sejak", "selama", "secara", "dengan"):
            end = k
            break
        if flags[k] & YANG:
            end = k
            break
    while end > start and flags[end - 1] & TIME and not outer:
        end -= 1
    return (start, end) if end > start else None


def object_behind(sentence: Sentence, k: int) -> Span | None:
    """The noun phrase that begins at token k, adverbs passed over."""
    return phrase_from(sentence, _skip(sentence, k, ADVERB | RESULT))


def phrase_from(sentence: Sentence, k: int) -> Span | None:
    """The noun phrase that begins at token k; None if none does."""
    flags, end = sentence.flags, min(sentence.last, k + _LONGEST)
    if k >= end or flags[k] & (NOUN_PHRASE_ENDS | DET) or (flags[k] & TIME and not flags[k] & NUMBER):
        return None
    j = k
    while j < end:
        flag = flags[j]
        if flag & OPEN:
            close = _closing(sentence, j, end)
            if close is None or close >= end or flags[close] & NOUN_PHRASE_ENDS:
                break
            j = close
            continue
        if flag & NOUN_PHRASE_ENDS:
            if not _joins_behind(sentence, j, end):
                break
        elif flag & TIME and flag & CAP:
            break
        j += 1
        if flag & DET:
            break
    return (k, j) if j > k else None


def _joins_behind(sentence: Sentence, j: int, end: int) -> bool:
    """`menyita dua mobil **dan** satu motor`: a noun phrase, not a second predicate, follows."""
    flags = sentence.flags
    if not flags[j] & JOIN or sentence.lower[j] not in ("dan", "atau", "serta", "&") or j + 1 >= end:
        return False
    k = j + 1
    while k < end and not flags[k] & NOUN_PHRASE_ENDS:
        k += 1
    return k > j + 1 and not (k < sentence.last and flags[k] & (VERB | ADVERB))


def _closing(sentence: Sentence, j: int, end: int) -> int | None:
    for k in range(j + 1, min(end, j + 14)):
        if sentence.flags[k] & CLOSE:
            return k + 1
    return None


def agent_behind(sentence: Sentence, k: int, *, oleh_only: bool = False) -> Span | None:
    """`oleh` and a noun phrase within the clause, or right behind the verb one who can act."""
    for j in range(k, min(sentence.last, k + _OLEH_REACH)):
        flag = sentence.flags[j]
        if flag & OLEH:
            return phrase_from(sentence, j + 1)
        if flag & (STOP | SUB | YANG | VERB) or (flag & COMMA):
            break
    if oleh_only:
        return None
    k = _skip(sentence, k, ADVERB | RESULT)
    head = _skip(sentence, k, QUANTIFIER)
    if head >= sentence.last or not can_act(sentence.flags[head]) or (head > k and not sentence.flags[head] & ACTOR):
        return None
    if sentence.flags[k] & PRONOUN:
        return k, k + 1
    return phrase_from(sentence, k)


def can_act(flag: int) -> bool:
    """A pronoun, a noun of those who act, or a name that is no place or time."""
    if flag & (NO_ACTOR | TIME | NUMBER | NOUN_PHRASE_ENDS | DET):
        return False
    return bool(flag & (PRONOUN | ACTOR)) or bool(flag & CAP and not flag & PLACE)


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


def _at(sentence: Sentence, k: int) -> Span | None:
    return phrase_from(sentence, k + 1) if k < sentence.last and sentence.lower[k] in _AT else None


def _both(sentence: Sentence, k: int) -> Span | None:
    """`ancaman dan hinaan **antara A dan B**`"""
    for j in range(k, min(k + 4, sentence.last)):
        if sentence.lower[j] in _PAIR:
            return phrase_from(sentence, j + 1)
        if sentence.flags[j] & (STOP | COMMA | VERB | SUB):
            return None
    return None


def _done_by(sentence: Sentence, k: int) -> Span | None:
    """`penyaluran bantuan **dilakukan (oleh) kecamatan**`"""
    if k < sentence.last and sentence.lower[k] == "yang":
        k += 1
    return agent_behind(sentence, k + 1) if k < sentence.last and sentence.lower[k] == "dilakukan" else None


def _light_roles(sentence: Sentence, i: int) -> tuple[Span | None, Span | None]:
    """Roles that a verb without weight of its own gives: `polisi **melakukan** penangkapan`."""
    j = i - 1
    while j >= sentence.first and sentence.lower[j] in ("tindak", "tindakan", "aksi", "upaya", "proses", "adegan"):
        j -= 1
    if j < sentence.first:
        return None, None
    if sentence.flags[j] & LIGHT_AGENT:
        return subject_before(sentence, j).span, None
    if sentence.flags[j] & LIGHT_PATIENT:
        return None, subject_before(sentence, j).span
    return None, None


def _first_actor(sentence: Sentence, span: Span) -> Span | None:
    for k in range(*span):
        if can_act(sentence.flags[k]):
            return k, span[1]
    return None


def _with_controller(sentence: Sentence, i: int, roles: Roles) -> Roles:
    """Where the subject of an active verb was left out, the noun phrase of the same sentence it stands for."""
    if roles.agent is not None or not roles.elided:
        return roles
    return roles._replace(controller=_controller(sentence, i))


def _controller(sentence: Sentence, i: int) -> Span | None:
    """The subject of the verb before; of a sentence that opens with the clause, the subject behind its comma."""
    flags = sentence.flags
    for j in range(i - 1, max(sentence.first, i - _REACH) - 1, -1):
        if flags[j] & STOP:
            break
        if flags[j] & VERB and not flags[j] & (SUB | PREP):
            subject = subject_before(sentence, j)
            if subject.span is not None:
                return None if flags[j] & PASSIVE else subject.span  # disusun untuk mendorong: who does it is open
    for j in range(i - 1, max(sentence.first, i - _REACH) - 1, -1):
        if not flags[j] & NOUN_PHRASE_ENDS and can_act(flags[j]) and not flags[j - 1] & PREP:
            return _phrase_until(sentence, j + 1)
    for j in range(i + 1, min(sentence.last, i + _REACH)):
        if flags[j] & COMMA:
            return phrase_from(sentence, _skip(sentence, j + 1, ADVERB))
    return None


def _skip(sentence: Sentence, k: int, flags: int) -> int:
    while k < sentence.last and sentence.flags[k] & flags:
        k += 1
    return k


def _skip_back(sentence: Sentence, j: int) -> int:
    """Over adverbs, times and brackets to the left: `Polisi **(3/2) kemudian** menangkap`, `yang **selama ini**`."""
    while j >= sentence.first:
        flag = sentence.flags[j]
        if flag & CLOSE:
            opening = _opening(sentence, j)
            if opening == j:
                return j
            j = opening - 1
        elif flag & OPEN or (flag & ADVERB and not flag & (SUB | PREP)):
            j -= 1
        elif flag & (DET | TIME) and not flag & CAP and (start := _adjunct_start(sentence, j)) is not None:
            j = start - 1
        else:
            return j
    return j


def _adjunct_start(sentence: Sentence, j: int) -> int | None:
    """Where `selama ini`, `selain itu`, `beberapa kali` begins; None for a noun phrase."""
    k = j
    while k > sentence.first and sentence.flags[k] & (DET | TIME | NUMBER | QUANTIFIER):
        k -= 1
    if sentence.flags[k] & (SUB | PREP) and not sentence.flags[k] & VERB:
        return k
    return k + 1 if sentence.lower[j] == "kali" else None
