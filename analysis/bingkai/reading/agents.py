"""Agents outside the clause: named in a neighbouring sentence, left out by grammar, and on which side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.language.tokens import Tokens
from bingkai.reading.clause_words import clause_words
from bingkai.schema import CLAUSES, MENTIONS, require

EXCLUSIONS = ("pasivasi", "nominalisasi", "penggantian anak kalimat", "keadaan")
"""How an agent is left out, in van Leeuwen's terms as Indonesian readers know them; "keadaan" (a state: *tewas*,
*kehilangan*) is ours."""

Columns = dict[str, Any]
Culprits = dict[tuple[str, str, int], tuple[str, int, int]]
_FEWEST_LETTERS = 4
_ANAPHORS = frozenset(("ia", "dia", "mereka", "beliau", "keduanya", "ketiganya", "korban", "pelaku"))
_HOW = {
    "di-": "pasivasi", "ter-": "pasivasi", "persona": "pasivasi", "nominal": "nominalisasi",
    "me-": "penggantian anak kalimat", "dasar": "penggantian anak kalimat", "ber-": "penggantian anak kalimat",
}  # fmt: skip


def recover(columns: Columns, whom: list[str | None], culprits: Culprits) -> Columns:
    """Mark agents that a neighbouring clause names: `Polisi menahan Rani. Ia **ditahan** di Sinar.`

    The clause is of the same sentence or of the one before or after, of the same class, and does it to the same patient
    (a word shared, a pronoun); of the same verb, the patient may be left out. Arrest, search, questioning and seizure
    are one case: the police or a prosecutor named with one of them does the other, where not both name whom. Of harm,
    whoever is called the culprit there by name did it.

    `whom`: who undergoes each deed, subjects left out in a list of passives included; `culprits`: see `culprits_in`.
    """
    named = _named(columns, whom)
    made = columns | {name: list(columns[name]) for name in ("agent_state", *_RECOVERED)}
    rows = zip(*(columns[name] for name in _KEYS), columns["voice"], columns["patient"], whom, strict=True)
    for position, (article, field, kind, sentence, lemma, voice, own, patient) in enumerate(rows):
        if columns["agent_state"][position] != "absent" or columns["kind"][position] == "state":
            continue
        around = [(article, field, sentence + step) for step in _WINDOW]
        near = (
            one
            for *place, at in around
            for one in named.get((*place, kind, at), ())
            if one.named or voice == "di-" or (voice == "nominal" and one.lemma == lemma and _someone(one.agent))
        )
        found = next(
            (one for one in near if _same_deed(one, kind, lemma, patient) or _same_case(one, lemma, own)), None
        )
        known = found[:3] if found else _culprit(culprits, around) if kind == "harm" and lemma != "ancam" else None
        if known is not None:
            made["agent_state"][position] = "recoverable"
            for name, value in zip(_RECOVERED, known, strict=True):
                made[name][position] = value
    return made


def culprits_in(tokens: Tokens, article_ids: Sequence[str], texts: Sequence[str]) -> Culprits:
    """Who is called the culprit by name, by sentence of the body: `**Pelaku bernama Rani** kabur`."""
    culprit = np.fromiter((form in _CULPRIT for form in tokens.lower), np.bool_, len(tokens.lower))
    places = np.flatnonzero(culprit[tokens.lower_of][tokens.type_id] & (tokens.field == 1))
    found: Culprits = {}
    for k in places[places + 3 < len(tokens)].tolist():
        ahead = k + 1 + (tokens.types[tokens.type_id[k + 1]] == ",")
        word = tokens.types[tokens.type_id[ahead]]
        said = word in _CALLED
        name = ahead + said
        if tokens.sentence[name] != tokens.sentence[k] or not tokens.types[tokens.type_id[name]][:1].isupper():
            continue
        if said or ahead == k + 1:
            article, start, end = int(tokens.article[k]), int(tokens.start[k]), int(tokens.end[name])
            found[article_ids[article], "text", int(tokens.sentence[k])] = texts[article][start:end], start, end
    return found


def _culprit(culprits: Culprits, around: list[tuple[str, str, int]]) -> tuple[str, int, int] | None:
    return next(filter(None, map(culprits.get, around)), None)


_THINGS = frozenset(("hal", "ini", "itu", "langkah", "kebijakan", "kasus", "peristiwa", "kejadian"))
_WINDOW = (0, -1, 1)  # sentences from the one of the deed
_CULPRIT = frozenset(("pelaku", "pelakunya"))
_CALLED = frozenset(("yakni", "yaitu", "bernama", "berinisial"))
_RECOVERED = ("agent_recovered", "recovered_start", "recovered_end")
_KEYS = ("article_id", "field", "predicate_class", "sentence", "lemma")


class _Deed(NamedTuple):
    agent: str
    start: int
    end: int
    lemma: str
    patient: str | None
    named: bool


def _named(columns: Columns, whom: list[str | None]) -> dict[tuple[str, str, str, int], list[_Deed]]:
    """The clauses whose agent is named, or known by grammar, by article, field, class and sentence."""
    found: dict[tuple[str, str, str, int], list[_Deed]] = {}
    agents = zip(*(columns[name] for name in ("agent", "agent_start", "agent_end")), strict=True)
    others = zip(*(columns[name] for name in _RECOVERED), strict=True)
    rows = zip(agents, others, *(columns[name] for name in _KEYS), whom, strict=True)
    for named, known, article, field, kind, sentence, lemma, patient in rows:
        agent, start, end = named if named[0] is not None else known
        if agent is not None and agent != "-nya":
            deed = _Deed(agent, start, end, lemma, patient, named[0] is not None)
            found.setdefault((article, field, kind, sentence), []).append(deed)
    return found


def _same_deed(deed: _Deed, kind: str, lemma: str, patient: str | None) -> bool:
    own, other = _words(patient), _words(deed.patient)
    if kind == "speech" and deed.lemma != lemma:
        return False  # membantah laporan, dituding
    if own & other & _short(patient):
        return deed.named or deed.lemma == lemma
    own, other = own - _short(patient), other - _short(deed.patient)
    if not deed.named and deed.lemma != lemma and not own & other:
        return False
    if own and own <= _words(deed.agent):
        return False  # the one who did that undergoes this
    unnamed = not own or bool((own | other) & _ANAPHORS)
    return bool(own & other) or (deed.lemma == lemma and unnamed)


def _someone(agent: str) -> bool:
    """A name or one who can act, not what only announces the deed: `salah satu skema adalah pemeriksaan`."""
    low = agent.casefold().split()
    named = any(word[0].isupper() and word.casefold() not in clause_words("quantifier") for word in agent.split())
    return low[0] not in _THINGS and (
        named or any(word in clause_words("actor") | clause_words("pronoun") for word in low)
    )


def _same_case(deed: _Deed, lemma: str, patient: str | None) -> bool:
    """`Polisi melakukan penangkapan. Sopir itu **ditahan**.`: not where both name whom, and name others."""
    if (patient and deed.patient) or not deed.named:
        return False
    law = clause_words("prosecuting")
    return (
        lemma in law and deed.lemma in law and not clause_words("prosecutor").isdisjoint(deed.agent.casefold().split())
    )


@lru_cache(maxsize=4096)
def _words(phrase: str | None) -> frozenset[str]:
    words = [(word, _base(word)) for word in phrase.split()] if phrase else []
    telling = (low for word, low in words if len(low) >= _FEWEST_LETTERS or low in _ANAPHORS or _is_acronym(word))
    return frozenset(telling)


def _base(word: str) -> str:
    """`gubuknya`: gubuk, `ibu-ibu`: ibu"""
    low = word.casefold().partition("-")[0]
    return low[:-3] if low.endswith("nya") and low not in _ANAPHORS and len(low) - 3 >= _FEWEST_LETTERS else low


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


@lru_cache(maxsize=4096)
def _short(phrase: str | None) -> frozenset[str]:
    """Acronyms tell the same patient, but no other one."""
    words = phrase.split() if phrase else []
    return frozenset(word.casefold() for word in words if _is_acronym(word) and len(word) < _FEWEST_LETTERS)


def with_exclusion(columns: Columns) -> Columns:
    """Name how the agent was left out; missing where it is named."""
    rows = zip(columns["agent_state"], columns["voice"], columns["kind"], strict=True)
    made = [None if agent == "explicit" else "keadaan" if kind == "state" else _HOW.get(str(voice), "keadaan")
            for agent, voice, kind in rows]  # fmt: skip
    return columns | {"exclusion": made}


def attach_sides(clauses: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Give agents and patients the side of the actor mentioned in them.

    Parameters
    ----------
    clauses : CLAUSES
        With the offsets of agent, patient and recovered agent.
    mentions : MENTIONS

    Returns
    -------
    CLAUSES
        A new frame. A role has the side of the first mention that lies in it; missing where none does. So
        *rumah warga* has the side of *warga*: what belongs to a side is harmed with it. A recovered agent gives
        `agent_side` where the clause names none.
    """
    require(clauses, CLAUSES)
    require(mentions, MENTIONS)
    made = clauses.copy()
    found = {role: _sides(clauses, mentions, role) for role in ("agent", "patient", "recovered")}
    named = np.where(clauses["agent_start"].notna(), found["agent"], found["recovered"])
    for role, sides in (("agent", named), ("patient", found["patient"])):
        made[f"{role}_side"] = pd.Series(sides, index=clauses.index, dtype="str")
    return made


def _sides(clauses: pd.DataFrame, mentions: pd.DataFrame, role: str) -> NDArray[np.object_]:
    """The side of the first mention that overlaps the role's span."""
    sides = np.full(len(clauses), None, dtype=object)
    has = clauses[f"{role}_start"].notna().to_numpy()
    if not has.any() or mentions.empty:
        return sides
    codes = pd.factorize(pd.concat([mentions["article_id"], clauses["article_id"]]))[0]
    body = pd.concat([mentions["field"], clauses["field"]]).eq("text").to_numpy()
    width = int(max(mentions["end"].max(), clauses[[f"{role}_end", "end"]].max().max())) + 1
    base = (codes.astype(np.int64) * 2 + body) * width
    keys = base[: len(mentions)] + mentions["end"].to_numpy(np.int64)
    order = np.argsort(keys, kind="stable")
    starts = (base[: len(mentions)] + mentions["start"].to_numpy(np.int64))[order]
    wanted = base[len(mentions) :][has]
    nearest = np.searchsorted(keys[order], wanted + clauses.loc[has, f"{role}_start"].to_numpy(np.int64), side="right")
    inside = np.minimum(nearest, len(order) - 1)
    hit = (nearest < len(order)) & (starts[inside] < wanted + clauses.loc[has, f"{role}_end"].to_numpy(np.int64))
    found = mentions["side"].to_numpy(dtype=object)[order][inside]
    sides[has] = np.where(hit, found, None)
    return sides
