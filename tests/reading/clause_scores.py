"""Clauses found set against annotated ones: roles by overlap, agent states by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bingkai.corpus.clean import blank, clean_text
from bingkai.language.tokens import Tokens, tokenise
from bingkai.reading.clauses import find_clauses_in

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[2].parent / "shared" / "data"
MISSING = "the articles that were annotated are not beside this checkout (../shared)"
Span = tuple[int, int]
Row = dict[str, Any]


def annotated(name: str) -> list[Row]:
    """The annotations of a file, an article a row."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def digest(name: str) -> str:
    return hashlib.sha256((DATA / name).read_bytes()).hexdigest()


def articles_of(rows: Iterable[Row]) -> dict[str, tuple[str, str, str]]:
    """Title, text and outlet of the annotated articles."""
    tables: dict[str, pd.DataFrame] = {}
    found = {}
    for row in rows:
        name = row["source_file"]
        if name not in tables:
            tables[name] = pd.read_parquet(SHARED / name).set_index("id")
        article = tables[name].loc[row["article_id"]]
        title = article["title"] if isinstance(article["title"], str) else ""
        text = article["text"]
        assert hashlib.sha256(f"{title}\n{text}".encode()).hexdigest() == row["sha256"], row["article_id"]
        found[row["article_id"]] = (title, text, article["outlet"])
    return found


def tokens_of(articles: dict[str, tuple[str, str, str]]) -> Tokens:
    own = [blank(text, clean_text(text, outlet).ignored) for _, text, outlet in articles.values()]
    return tokenise([title for title, _, _ in articles.values()], own)


def clauses_of(articles: dict[str, tuple[str, str, str]]) -> pd.DataFrame:
    tokens = tokens_of(articles)
    zones = np.where(tokens.field == 0, 0, 1).astype(np.int8)
    fields = [title for title, _, _ in articles.values()], [text for _, text, _ in articles.values()]
    return find_clauses_in(tokens, zones, pd.Series(list(articles)), fields)


def agree(gold: Span, found: Span) -> bool:
    """One span holds the other, or their characters agree by F1 of at least a half."""
    shared = min(gold[1], found[1]) - max(gold[0], found[0])
    if shared <= 0:
        return False
    return shared in (gold[1] - gold[0], found[1] - found[0]) or 2 * shared >= 0.5 * (
        gold[1] - gold[0] + found[1] - found[0]
    )


def scores(found: pd.DataFrame, gold: Iterable[Row]) -> dict[str, float]:
    """Precision and recall of agents and patients, share of agent states that are right.

    A gold row: `article_id, field, predicate, agent, patient` (lists of acceptable spans), `agent_state`, and, where
    set, `kind` (no roles for "none", nothing scored for "ambiguous") and `patient_optional`. A role that is null
    was not annotated and is not scored.
    """
    at: dict[tuple[str, str, int], Row] = {}
    for row in found.to_dict("records"):
        at[row["article_id"], row["field"], int(row["end"])] = row
    tally = {"agent": [0, 0, 0], "patient": [0, 0, 0]}
    states = []
    for one in gold:
        row = at.get((one["article_id"], one["field"], one["predicate"][1]), {})
        if one.get("kind") == "ambiguous":
            continue
        for role, counts in tally.items():
            if one[role] is None:
                continue  # not annotated
            start = row.get(f"{role}_start", np.nan)
            got = None if np.isnan(start) else (int(start), int(row[f"{role}_end"]))
            right = got is not None and any(agree(tuple(span), got) for span in one[role])
            optional = role == "patient" and one.get("patient_optional", False)
            counts[0] += right and not optional
            counts[1] += got is not None and not right
            counts[2] += bool(one[role]) and not right and not optional
        if one.get("kind", "deed") == "deed":
            states.append(row.get("agent_state") == one["agent_state"])
    made = {}
    for role, (right, wrong, missed) in tally.items():
        made[f"{role}_precision"] = right / (right + wrong) if right + wrong else np.nan
        made[f"{role}_recall"] = right / (right + missed) if right + missed else np.nan
    return made | {"state": float(np.mean(states)), "n": float(len(states))}
