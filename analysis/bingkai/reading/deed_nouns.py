"""Who does what a noun names: `penangkapan Rani oleh polisi`, `polisi melakukan penangkapan`, `serangan Israel`."""

from __future__ import annotations

from bingkai.reading.clause_words import (
    ADVERB,
    COMMA,
    DESCRIBING,
    DET,
    FORCE,
    JOIN,
    LIGHT_AGENT,
    LIGHT_PATIENT,
    NOUN_PHRASE_ENDS,
    PASSIVE,
    PREP,
    STOP,
    SUB,
    VERB,
    YANG,
    clause_words,
)
from bingkai.reading.noun_phrases import Sentence, Span, can_act, phrase_from, skip
from bingkai.reading.roles import Roles, agent_behind, with_controller
from bingkai.reading.subjects import doer, subject_before

_AT = frozenset(("terhadap", "atas", "kepada", "ke", "pada"))
_SOURCES = frozenset(("antara", "dari"))
_EMPTY_NOUNS = frozenset(("tindak", "tindakan", "aksi", "upaya", "proses", "tugas", "kegiatan"))
_CASE = frozenset(("dalam", "kasus", "dugaan", "aksi", "tindak", "tindakan", "pidana", "perkara"))
_DOERS = frozenset(("pelaku", "otak", "dalang", "pelakunya", "tersangka", "terdakwa", "terpidana"))
_WHOEVER = frozenset(("para", "setiap", "semua", "seluruh", "siapapun", "pun", "kepada", "terhadap", "bagi", "untuk"))
_MEANS = frozenset(("melalui", "lewat", "berupa"))
_SHAPES = frozenset(("bentuk", "rangka"))
_WITH_WORDS = frozenset(
    ("sesuai", "seiring", "sejalan", "sama", "serupa", "dibandingkan", "setuju", "sepakat", "hingga")
)
_PENALTIES = frozenset(("ancaman", "hukuman"))
_RIGHTS = frozenset(("kewenangan", "wewenang", "tugas", "hak"))
_COPULAS = frozenset(("adalah", "merupakan", "menjadi", "ialah"))
_INVOLVING = frozenset(("melibatkan", "menyeret"))
_REACH = 7  # tokens behind a noun phrase


def deed_noun_roles(sentence: Sentence, i: int, *, of_doer: bool, of_things: bool = False) -> Roles:
    """`**penangkapan** Rani oleh polisi`, `polisi melakukan **penangkapan**`, `**serangan** Israel terhadap Gaza`.

    `of_doer`: -an nouns, whose possessor is the one who acts (*serangan, ancaman*); `of_things`: deeds of governance,
    whose possessor undergoes them (*penyaluran bantuan*).
    """
    light = _light_roles(sentence, i)
    k = skip(sentence, i + 1, DESCRIBING | DET)
    closed = k > i + 1 and bool(sentence.flags[k - 1] & DET)  # peresmian itu ramai
    possessor = None if closed else phrase_from(sentence, k)
    after = possessor[1] if possessor else k
    by = agent_behind(sentence, after, oleh_only=True) or _done_by(sentence, after)
    at = _at(sentence, after)
    agent = by or (_source(sentence, i + 1) if of_doer else None) or light.agent
    controller = light.controller or next(
        filter(
            None,
            (find(sentence, at) for find, at in ((_doer_of, i), (cause_behind, after), (_means_of, i), (_planner, i))),
        ),
        None,
    )
    roles = light._replace(agent=agent, patient=at or light.patient, controller=controller)
    if possessor is None:
        return roles
    if of_doer:
        if sentence.lower[possessor[0]] in clause_words("struck"):
            return roles._replace(patient=roles.patient or possessor)
        acts = possessor if _acts(sentence, i, possessor) else None
        return roles._replace(agent=agent or acts)
    if agent or of_things or not any(can_act(sentence.flags[k]) for k in range(*possessor)):
        return roles._replace(patient=roles.patient or possessor)
    return roles._replace(agent=possessor) if at else roles._replace(ambiguous=roles.patient is None)


def _acts(sentence: Sentence, i: int, possessor: Span) -> bool:
    """`serangan **Israel**`, `ancaman **resesi**`; but `tuntutan kenaikan upah`."""
    flag = sentence.flags[possessor[0]]
    return can_act(flag) or (bool(flag & FORCE) and sentence.lower[i] in clause_words("overcoming"))


def _doer_of(sentence: Sentence, i: int) -> Span | None:
    """`**pelaku** (kasus) penipuan`; but `para pelaku penipuan`, whoever they are."""
    j = i - 1
    while j > sentence.first and sentence.lower[j] in _CASE:
        j -= 1
    named = j >= sentence.first and sentence.lower[j] in _DOERS
    return (j, j + 1) if named and (j == sentence.first or sentence.lower[j - 1] not in _WHOEVER) else None


def cause_behind(sentence: Sentence, k: int) -> Span | None:
    """`pencemaran sungai akibat **limbah dapur**`, `penculikan anak yang melibatkan **Rani**`"""
    for j in range(k, min(k + _REACH, sentence.last)):
        if sentence.lower[j] == "akibat":
            return phrase_from(sentence, j + 1)
        if sentence.lower[j] in _RIGHTS and sentence.lower[j - 1] in _COPULAS:
            return phrase_from(sentence, j + 1 + (j + 1 < sentence.last and sentence.lower[j + 1] in _RIGHTS))
        if sentence.lower[j] in _INVOLVING:
            return phrase_from(sentence, j + 1)
        if sentence.flags[j] & YANG and sentence.lower[min(j + 1, sentence.last - 1)] in _INVOLVING:
            continue
        if sentence.flags[j] & (STOP | COMMA | SUB | YANG) and sentence.lower[j] not in _COPULAS:
            return None
        if sentence.flags[j] & VERB and sentence.lower[j] not in _COPULAS:
            return None
    return None


def _is_means(sentence: Sentence, j: int) -> bool:
    """`melalui, dalam bentuk`, and *dengan* unless it belongs to the word before: `bersamaan dengan`."""
    word, before = sentence.lower[j], sentence.lower[j - 1]
    if word in _SHAPES:
        return before in ("dalam", "sebagai")
    if word == "dengan":
        return not before.startswith(("ber", "ter")) and before not in _WITH_WORDS
    return word in _MEANS


def _planner(sentence: Sentence, i: int) -> Span | None:
    """`**Jaksa** menjadwalkan pemeriksaan`"""
    if i <= sentence.first or sentence.lower[i - 1] not in clause_words("own_deed"):
        return None
    subject = subject_before(sentence, i - 1)
    return subject.span or with_controller(sentence, i - 1, Roles(elided=subject.elided)).controller


def _means_of(sentence: Sentence, i: int) -> Span | None:
    """`**Polisi** menertibkan pasar melalui penyitaan`: the subject of the active verb that the noun is a means of."""
    j = i - 1
    while j > sentence.first and sentence.lower[j] in _EMPTY_NOUNS:
        j -= 1
    if j <= sentence.first or not _is_means(sentence, j) or sentence.lower[i] in _PENALTIES:
        return None
    for k in range(j - 1, sentence.first, -1):
        flag = sentence.flags[k]
        if flag & STOP:
            return None
        if flag & VERB and not flag & (SUB | PREP):
            if flag & (PASSIVE | LIGHT_PATIENT) or not sentence.lower[k].startswith("me"):
                return None
            subject = doer(sentence, subject_before(sentence, k))
            return subject.span or with_controller(sentence, k, Roles(elided=subject.elided)).controller
    return None


def mishap_noun_roles(sentence: Sentence, i: int) -> Roles:
    """`siswa mengalami **keracunan**`: who undergoes it, where a verb says so."""
    return Roles(None, _light_roles(sentence, i).patient)


def _at(sentence: Sentence, k: int) -> Span | None:
    return phrase_from(sentence, k + 1) if k < sentence.last and sentence.lower[k] in _AT else None


def _source(sentence: Sentence, k: int) -> Span | None:
    """`ancaman **antara A dan B**`, `teguran **dari lembaga itu**`"""
    for j in range(k, min(k + 4, sentence.last)):
        if sentence.lower[j] in _SOURCES:
            return phrase_from(sentence, j + 1)
        if sentence.flags[j] & (STOP | COMMA | VERB | SUB):
            return None
    return None


def _done_by(sentence: Sentence, k: int) -> Span | None:
    """`penyaluran bantuan **dilakukan (oleh) kecamatan**`"""
    if k < sentence.last and sentence.lower[k] == "yang":
        k = skip(sentence, k + 1, ADVERB)
        k += k < sentence.last and sentence.lower[k] in ("diduga", "disebut")
    return agent_behind(sentence, k + 1) if k < sentence.last and sentence.lower[k] in clause_words("carried") else None


def _light_roles(sentence: Sentence, i: int) -> Roles:
    """Roles that a verb without weight of its own gives: `polisi **melakukan** penangkapan`."""
    j = i - 1
    while j > sentence.first and sentence.flags[j] & (COMMA | JOIN) and not sentence.flags[j - 1] & NOUN_PHRASE_ENDS:
        j -= 2  # melakukan penyelidikan **dan** penyidikan
    while j >= sentence.first and sentence.lower[j] in _EMPTY_NOUNS:
        j -= 1
    if j < sentence.first or not sentence.flags[j] & (LIGHT_AGENT | LIGHT_PATIENT):
        return Roles()
    subject = subject_before(sentence, j)
    if sentence.flags[j] & PASSIVE:
        return Roles()  # dilakukan penyegelan
    if sentence.flags[j] & LIGHT_PATIENT:
        return Roles(None, subject.span)
    return with_controller(sentence, j, Roles(subject.span, None, subject.elided))
