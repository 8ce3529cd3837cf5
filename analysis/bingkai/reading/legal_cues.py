"""Words for suspects, stages of a criminal case and markers of hearsay, found with the conditions of their list."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import pandas as pd

from bingkai.language.guards import Condition, Places, WordIndex, parse_conditions
from bingkai.language.lexicon_hits import find_entries
from bingkai.language.lexicons import COLUMNS, Lexicon
from bingkai.reading.choices import fulfilled

KINDS = ("label", "stage", "marker")


class Claim(NamedTuple):
    """What a form is where its conditions hold."""

    kind: str
    key: str
    near: tuple[Condition, ...]
    blocked: tuple[Condition, ...]


class Cues(NamedTuple):
    """Found words: first and last token, kind, key and entry."""

    first: Places
    last: Places
    kind: list[str]
    key: list[str]
    term: list[str]


def find_cues(index: WordIndex) -> Cues:
    """Every word of the list in tokens, in reading order; the longest form wins, then the first claim that holds."""
    claims = _claims()
    forms = list(claims)
    hits = find_entries(index.tokens, _lexicon(tuple(forms)))
    first, last = hits.first.astype(np.int64), hits.last.astype(np.int64)
    taken: list[Claim | None] = [None] * len(first)
    for row in np.unique(hits.entry).tolist():
        open_ = np.flatnonzero(hits.entry == row)
        for claim in claims[forms[row]]:
            holds = fulfilled(index, claim.near, claim.blocked, first[open_], last[open_])
            for place in open_[holds].tolist():
                taken[place] = claim
            open_ = open_[~holds]
    kept = [place for place, claim in enumerate(taken) if claim is not None]
    named = [claim for claim in taken if claim is not None]
    terms = [forms[row] for row in hits.entry[kept].tolist()]
    return Cues(first[kept], last[kept], [c.kind for c in named], [c.key for c in named], terms)


@cache
def _claims() -> dict[str, tuple[Claim, ...]]:
    """By form, what it may be, in the order of the list."""
    text = (files("bingkai.reading") / "data" / "tahap_hukum.toml").read_text(encoding="utf-8")
    found: dict[str, tuple[Claim, ...]] = {}
    for form, claim in _read(tomllib.loads(text)):
        found[form] = (*found.get(form, ()), claim)
    return found


def _read(card: dict[str, object]) -> Iterator[tuple[str, Claim]]:
    lists = {name: str(words) for name, words in _table(card["lists"]).items()}
    for kind in ("stage", "label", "marker"):
        for entry in map(_table, _rows(card[kind])):
            near, blocked = (parse_conditions(str(entry.get(name, "")), lists) for name in ("near", "blocked"))
            for form in str(entry["forms"]).split(";"):
                yield form.strip(), Claim(kind, str(entry["key"]), near, blocked)


def _table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError(f"tahap_hukum.toml: wanted a table; got {type(value).__name__}")
    return value


def _rows(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"tahap_hukum.toml: wanted an array of tables; got {type(value).__name__}")
    return value


@cache
def _lexicon(forms: tuple[str, ...]) -> Lexicon:
    blank = dict.fromkeys(COLUMNS, "") | {"category": "cue", "match": "form"}
    entries = pd.DataFrame([blank | {"term": form} for form in forms], columns=list(COLUMNS), dtype="str")
    return Lexicon("tahap_hukum", "tahap_hukum", "", "", "", "form", {"cue": {}}, entries)
