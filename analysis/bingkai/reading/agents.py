"""Agents outside the clause: named in a neighbouring sentence, left out by grammar, and on which side."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.reading.clause_words import clause_words
from bingkai.schema import CLAUSES, MENTIONS, require

EXCLUSIONS = ("pasivasi", "nominalisasi", "penggantian anak kalimat", "keadaan")
"""How an agent is left out, in van Leeuwen's terms as Indonesian readers know them; "keadaan" (a state: *tewas*,
*kehilangan*) is ours."""

Columns = dict[str, Any]
_FEWEST_LETTERS = 4
_ANAPHORS = frozenset(("ia", "dia", "mereka", "beliau", "keduanya", "ketiganya", "korban", "pelaku"))
_HOW = {
    "di-": "pasivasi", "ter-": "pasivasi", "persona": "pasivasi", "nominal": "nominalisasi",
    "me-": "penggantian anak kalimat", "dasar": "penggantian anak kalimat", "ber-": "penggantian anak kalimat",
}  # fmt: skip


def recover(columns: Columns) -> Columns:
    """Mark agents that a neighbouring clause names: `Polisi menahan Rani. Ia **ditahan** di Sinar.`

    The clause is of the same sentence or of the one before or after, of the same class, and does it to the same patient
    (a word shared, a pronoun); of the same verb, the patient may be left out. Arrest, search, questioning and seizure
    are one case: the police or a prosecutor named with one of them does the other, where not both name whom.
    """
    named = _named(columns)
    made = columns | {name: list(columns[name]) for name in ("agent_state", *_RECOVERED)}
    rows = zip(*(columns[name] for name in _KEYS), strict=True)
    for position, (article, field, kind, sentence, lemma, patient) in enumerate(rows):
        if columns["agent_state"][position] != "absent" or columns["kind"][position] == "state":
            continue
        near = (one for step in (0, -1, 1) for one in named.get((article, field, kind, sentence + step), ()))
        found = next((one for one in near if _same_deed(one, lemma, patient) or _same_case(one, lemma, patient)), None)
        if found is not None:
            made["agent_state"][position] = "recoverable"
            for name, value in zip(_RECOVERED, (found.agent, found.start, found.end), strict=True):
                made[name][position] = value
    return made


_RECOVERED = ("agent_recovered", "recovered_start", "recovered_end")
_KEYS = ("article_id", "field", "predicate_class", "sentence", "lemma", "patient")


class _Deed(NamedTuple):
    agent: str
    start: int
    end: int
    lemma: str
    patient: str | None


def _named(columns: Columns) -> dict[tuple[str, str, str, int], list[_Deed]]:
    """The clauses whose agent is named, by article, field, class and sentence."""
    found: dict[tuple[str, str, str, int], list[_Deed]] = {}
    agents = zip(*(columns[name] for name in ("agent", "agent_start", "agent_end")), strict=True)
    rows = zip(agents, *(columns[name] for name in _KEYS), strict=True)
    for (agent, start, end), article, field, kind, sentence, lemma, patient in rows:
        if agent is not None and agent != "-nya":
            found.setdefault((article, field, kind, sentence), []).append(_Deed(agent, start, end, lemma, patient))
    return found


def _same_deed(deed: _Deed, lemma: str, patient: str | None) -> bool:
    own, other = _words(patient), _words(deed.patient)
    if own and own <= _words(deed.agent):
        return False  # the one who did that undergoes this
    unnamed = not own or bool((own | other) & _ANAPHORS)
    return bool(own & other) or (deed.lemma == lemma and unnamed)


def _same_case(deed: _Deed, lemma: str, patient: str | None) -> bool:
    """`Polisi melakukan penangkapan. Sopir itu **ditahan**.`: not where both name whom, and name others."""
    if patient and deed.patient:
        return False
    law = clause_words("prosecuting")
    return (
        lemma in law and deed.lemma in law and not clause_words("prosecutor").isdisjoint(deed.agent.casefold().split())
    )


def _words(phrase: str | None) -> set[str]:
    words = phrase.casefold().split() if phrase else []
    return {word for word in words if len(word) >= _FEWEST_LETTERS or word in _ANAPHORS}


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
