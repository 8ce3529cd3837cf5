"""Clauses: what is done, by whom, to whom, and whether the one who does it is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.language.predicates import BARE, Predicate, Predicates, load_predicates
from bingkai.language.tokens import Tokens
from bingkai.language.voice import BER, DI, KE_AN, ME, NOMINAL, PERSONA, VOICES
from bingkai.language.voices import same_sentence, split_passives, voices_in
from bingkai.reading.accused import accused_of
from bingkai.reading.agents import culprits_in, recover, with_exclusion
from bingkai.reading.clause_words import ADVERB, CAP, JOIN, NUMBER, PREP, SUB, VERB, clause_flags, clause_words
from bingkai.reading.collection import collection_paused
from bingkai.reading.deed_nouns import cause_behind, deed_noun_roles, mishap_noun_roles
from bingkai.reading.mutual import mutual_roles
from bingkai.reading.noun_phrases import Sentence, Span, object_behind
from bingkai.reading.roles import (
    Roles,
    active_roles,
    bare_roles,
    is_fragment,
    passive_roles,
    state_roles,
)
from bingkai.schema import CLAUSES, FIELDS, ZONES, build

CLITIC = "-nya"
_STRETCH = 100_000  # tokens of which lists are made at once


class Clause(NamedTuple):
    """A predicate with its roles, in tokens counted from `base`."""

    base: int
    first: int
    last: int
    predicate: Predicate
    voice: str
    roles: Roles


class _Place(NamedTuple):
    """Where a predicate may stand, in tokens counted from `base`."""

    base: int
    first: int
    last: int
    voice: int
    title: bool


def find_clauses_in(
    tokens: Tokens,
    zones: NDArray[np.int8],
    article_ids: pd.Series,
    fields: tuple[Sequence[str], Sequence[str]],
    *,
    predicates: Predicates | None = None,
) -> pd.DataFrame:
    """The clauses of the predicates of a closed list, with who does it and who undergoes it.

    Parameters
    ----------
    tokens : Tokens
    zones : int8 array (n_tokens,)
        Index into ``schema.ZONES`` for each token.
    article_ids : Series
        The article of each position in the tokens.
    fields : (titles, texts)
        As read: the roles are quoted from them.
    predicates : Predicates, optional
        `load_predicates()` where none are given.

    Returns
    -------
    CLAUSES
        In reading order. `agent_side` and `patient_side` are missing until `attach_sides` fills them.

    Notes
    -----
    Rules of word order, no parser. An agent is recoverable where the sentence, the one before or the one after names
    it: by grammar (a subject left out), by the same deed told with its doer, or by a word for the doer (*pelakunya
    Rani*). On articles that no rule was written on, 0.83 to 0.86 of the agent states were right: of the recoverable
    agents of passives and of nouns of deeds a third to a half counted as absent. Known bias: the possessor of a peN-an
    noun is never taken for the one who acts (*penembakan polisi*: kind `ambiguous`); an agent that a reader infers from
    another deed nearby or from an accusation counts as absent. Evidentials (*diduga, disebut, dilaporkan akan …*) are
    no predicates.

    References
    ----------
    van Leeuwen, T. (2008). Discourse and Practice: New Tools for Critical Discourse Analysis, chapter 2.
    """
    known = (predicates or load_predicates()).forms
    with collection_paused():
        return _frame(tokens, zones, article_ids, fields, _clauses(tokens, known))


def _clauses(tokens: Tokens, known: Mapping[str, Predicate]) -> list[Clause]:
    codes = voices_in(tokens)
    listed = np.fromiter((form in known for form in tokens.lower), np.bool_, len(tokens.lower))
    split = split_passives(tokens, np.arange(len(tokens)), codes) > 0
    places = np.flatnonzero(listed[tokens.lower_of][tokens.type_id] | split)
    opens = np.append(np.flatnonzero(~same_sentence(tokens)), len(tokens))
    numbers = np.searchsorted(opens, places, side="right")
    flags, lower = clause_flags(tokens), np.array(tokens.lower, dtype=object)[tokens.lower_of]
    made: list[Clause] = []
    for run in _runs(places):
        first, last = opens[numbers[run] - 1], opens[numbers[run]]
        base, stop = int(first[0]), int(last[-1])
        words = (flags[base:stop].tolist(), lower[tokens.type_id[base:stop]].tolist())
        sentences = (
            Sentence(*words, a, b) for a, b in zip((first - base).tolist(), (last - base).tolist(), strict=True)
        )
        made += _clauses_at(sentences, _places(tokens, codes, split, places[run], base), known)
    return made


def _clauses_at(
    sentences: Iterable[Sentence], places: Iterable[_Place], known: Mapping[str, Predicate]
) -> Iterator[Clause]:
    """The clauses at some places, each with its sentence."""
    for sentence, at in zip(sentences, places, strict=True):
        form = sentence.lower[at.last]
        predicate = known.get("di" + form if at.last > at.first else form)
        clause = _clause(sentence, at, predicate) if predicate is not None else None
        if clause is not None:
            yield clause


def _places(
    tokens: Tokens, codes: NDArray[np.int8], split: NDArray[np.bool_], here: NDArray[np.intp], base: int
) -> Iterator[_Place]:
    apart = split[here]
    title = (tokens.field[here] == 0).tolist()
    columns = ((here - base - apart).tolist(), (here - base).tolist(), codes[here].tolist(), title)
    return (_Place(base, *row) for row in zip(*columns, strict=True))


def _runs(places: NDArray[np.intp]) -> Iterator[slice]:
    """The places in runs that lie in the same stretch of tokens: lists are made of so many at once."""
    edges = np.flatnonzero(np.diff(places // _STRETCH)) + 1
    for first, last in pairwise([0, *edges.tolist(), len(places)]):
        if last > first:
            yield slice(first, last)


def _clause(sentence: Sentence, at: _Place, predicate: Predicate) -> Clause | None:
    """The clause of one predicate; None where the word is no predicate here."""
    voice, i = predicate.voice, at.last
    if voice == BARE and predicate.roles == "AP":
        roles = bare_roles(sentence, i, title=at.title)
        return Clause(at.base, at.first, i, predicate, BARE if at.title else VOICES[PERSONA], roles) if roles else None
    if voice in (VOICES[ME], VOICES[DI], VOICES[NOMINAL]) and not at.voice:
        return None  # a name
    if voice == VOICES[NOMINAL] and not at.title and _in_name(sentence, i):
        return None
    if voice == VOICES[DI] and _hearsay(sentence, at.first, i):
        return None
    if voice == VOICES[ME] and sentence.lower[i] in clause_words("adjective_like") and not _has_object(sentence, i):
        return None
    if voice == VOICES[KE_AN] and at.voice != KE_AN:
        return Clause(at.base, at.first, i, predicate, VOICES[NOMINAL], mishap_noun_roles(sentence, i))
    return Clause(at.base, at.first, i, predicate, voice, _roles(sentence, at, predicate))


def _roles(sentence: Sentence, at: _Place, predicate: Predicate) -> Roles:
    i = at.last
    if predicate.roles == "A+P":
        return mutual_roles(sentence, i)
    if predicate.roles == "P":
        return state_roles(sentence, i)
    if predicate.voice == VOICES[NOMINAL]:
        own = not sentence.lower[i].startswith("pe")
        roles = deed_noun_roles(sentence, i, of_doer=own, of_things=predicate.kind == "governance")
        charged = predicate.kind == "harm" and not (roles.agent or roles.controller)
        return roles._replace(controller=accused_of(sentence, i)) if charged else roles
    if predicate.voice in (VOICES[ME], VOICES[BER]):
        roles = active_roles(sentence, i, goal=predicate.goal)
        return roles._replace(dropped=roles.dropped or (not at.title and is_fragment(sentence, i, roles)))
    roles = passive_roles(sentence, i, start=at.first, goal=predicate.goal)
    opened = at.first > sentence.first and bool(sentence.flags[at.first - 1] & (SUB | PREP))
    ahead = roles.patient is not None and roles.patient[0] < at.first
    if predicate.clitic and (opened or not (ahead or roles.elided)):
        return roles._replace(agent=None)  # segera disahkannya undang-undang itu: -nya makes it a noun
    caused = "akibat" in sentence.lower[i + 1 : i + 8]
    if caused and not (predicate.clitic or roles.agent or roles.controller):
        return roles._replace(controller=cause_behind(sentence, i + 1))
    return roles._replace(agent=(i, i + 1)) if predicate.clitic else roles


def _in_name(sentence: Sentence, i: int) -> bool:
    """`Deputi **Penindakan**, surat **pemanggilan**, Peraturan Nomor 5 Tahun 2025 tentang **Penghapusan** Denda`"""
    if i - 1 <= sentence.first:
        return False
    before, named = sentence.lower[i - 1], bool(sentence.flags[i] & CAP)
    if before == "surat":
        return True
    if named and before == "tentang":
        return bool(sentence.flags[i - 2] & NUMBER)
    while named and i > sentence.first and sentence.flags[i - 1] & CAP:
        i -= 1
        if sentence.lower[i] in clause_words("office"):
            return True
    return False


def _hearsay(sentence: Sentence, first: int, last: int) -> bool:
    """`dilaporkan mengalami`, `seperti dilaporkan`: said of somebody, not done to anybody."""
    if sentence.lower[last] not in clause_words("reporting_passive"):
        return False
    ahead = sentence.flags[last + 1] if last + 1 < sentence.last else 0
    reported = first > sentence.first and sentence.lower[first - 1] in clause_words("as_reported")
    return reported or (bool(ahead & (ADVERB | VERB)) and not ahead & PREP)


def _has_object(sentence: Sentence, i: int) -> bool:
    """`menarik minat`, `menarik dan mengelola dana`, `mendesak agar`; but `hal yang menarik`."""
    joined = i + 2 < sentence.last and bool(sentence.flags[i + 1] & JOIN) and bool(sentence.flags[i + 2] & VERB)
    urged = i + 1 < sentence.last and sentence.lower[i + 1] in ("agar", "supaya")
    return joined or urged or object_behind(sentence, i + 1) is not None


def _frame(
    tokens: Tokens,
    zones: NDArray[np.int8],
    article_ids: pd.Series,
    fields: tuple[Sequence[str], Sequence[str]],
    rows: list[Clause],
) -> pd.DataFrame:
    base = np.array([row.base for row in rows], dtype=np.int64)
    first = base + np.array([row.first for row in rows], dtype=np.int64)
    last = base + np.array([row.last for row in rows], dtype=np.int64)
    article, field = tokens.article[first], tokens.field[first]
    where = list(zip(field.tolist(), article.tolist(), strict=True))
    spans = {"": _characters(tokens, base, [(row.first, row.last + 1) for row in rows])}
    spans["agent"] = _characters(tokens, base, [row.roles.agent for row in rows])
    spans["recovered"] = _characters(tokens, base, [row.roles.controller for row in rows])
    spans["patient"] = _characters(tokens, base, [row.roles.patient for row in rows])
    shared = _characters(tokens, base, [row.roles.patient or row.roles.shared for row in rows])
    _add_clitics(spans["agent"], rows, tokens.end[last].tolist())
    quoted = {name: _quoted(fields, where, found) for name, found in spans.items()}
    columns: dict[str, Sequence[object]] = {
        "article_id": article_ids.to_numpy(dtype=object)[article].tolist(),
        "field": np.array(FIELDS, dtype=object)[field].tolist(),
        "sentence": tokens.sentence[first].tolist(),
        "predicate": quoted[""],
        "lemma": [row.predicate.lemma for row in rows],
        "voice": [row.voice for row in rows],
        "agent": [CLITIC if _by_clitic(row) else text for row, text in zip(rows, quoted["agent"], strict=True)],
        "agent_side": [None] * len(rows),
        "patient": quoted["patient"],
        "patient_side": [None] * len(rows),
        "agent_state": _states(rows, quoted["agent"]),
        "start": tokens.start[first].tolist(),
        "end": tokens.end[last].tolist(),
        "zone": np.array(ZONES, dtype=object)[zones[first]].tolist(),
        "predicate_class": [row.predicate.kind for row in rows],
        "agent_recovered": quoted["recovered"],
        "kind": ["state" if row.predicate.roles == "P" else "ambiguous" if row.roles.ambiguous else "deed"
                 for row in rows],
    }  # fmt: skip
    for role in ("agent", "patient", "recovered"):
        columns[f"{role}_start"] = [span[0] if span else None for span in spans[role]]
        columns[f"{role}_end"] = [span[1] if span else None for span in spans[role]]
    whom = _quoted(fields, where, shared)
    culprits = culprits_in(tokens, article_ids.tolist(), fields[1])
    return build(with_exclusion(recover(columns, whom, culprits)), CLAUSES)


def _states(rows: list[Clause], agents: list[str | None]) -> list[str]:
    named = zip(rows, agents, strict=True)
    return [
        "explicit" if agent is not None else "recoverable" if row.roles.controller or row.roles.dropped else "absent"
        for row, agent in named
    ]


def _characters(tokens: Tokens, base: NDArray[np.int64], spans: Sequence[Span | None]) -> list[Span | None]:
    """Token spans as character spans."""
    known = np.array([span if span else (0, 1) for span in spans], dtype=np.int64).reshape(-1, 2) + base[:, None]
    starts, ends = tokens.start[known[:, 0]].tolist(), tokens.end[known[:, 1] - 1].tolist()
    return [(a, b) if span else None for span, a, b in zip(spans, starts, ends, strict=True)]


def _by_clitic(row: Clause) -> bool:
    return row.predicate.clitic and row.roles.agent is not None


def _add_clitics(agents: list[Span | None], rows: list[Clause], ends: list[int]) -> None:
    """`ditangkap**nya**`"""
    for position, row in enumerate(rows):
        if _by_clitic(row):
            agents[position] = (ends[position] - len(CLITIC) + 1, ends[position])


def _quoted(
    fields: tuple[Sequence[str], Sequence[str]], where: list[tuple[int, int]], spans: Sequence[Span | None]
) -> list[str | None]:
    pairs = zip(where, spans, strict=True)
    return [fields[field][article][span[0] : span[1]] if span else None for (field, article), span in pairs]
