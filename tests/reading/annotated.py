"""Annotated real articles: their texts and the scorer lie beside the checkout, never in it."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from bingkai.reading.attribution import find_attributions

SHARED = Path(__file__).parents[2].parent / "shared"
SCORER = SHARED / "eval" / "score_attribution.py"
GOLD = SHARED / "gold" / "attribution.jsonl"
FURTHER = Path(__file__).parent / "data" / "atribusi_tambahan.jsonl"
JUDGED = Path(__file__).parent / "data" / "pernyataan_dinilai.jsonl"
MISSING = "the annotated articles and the scorer are not beside this checkout (../shared)"

Rows = list[dict[str, Any]]


def scorer() -> ModuleType:
    """The scorer of ../shared as a module."""
    spec = importlib.util.spec_from_file_location("score_attribution", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def annotations(path: Path) -> Rows:
    """Annotated articles in the order of their ids' hashes: the order in which sets are divided."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return sorted(rows, key=lambda row: hashlib.sha256(row["article_id"].encode()).hexdigest())


def gold_articles() -> pd.DataFrame:
    """The thirty articles of ../shared/gold."""
    lines = (SHARED / "gold" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    frame = pd.DataFrame([json.loads(line) for line in lines])[["article_id", "outlet", "published", "title", "text"]]
    return frame.assign(published=pd.to_datetime(frame["published"], format="ISO8601"), title=frame["title"].fillna(""))


def further_articles() -> pd.DataFrame:
    """The articles of the further annotations, from the tables that they name."""
    return _articles(annotations(FURTHER))


def judged_articles(path: Path = JUDGED) -> pd.DataFrame:
    """The articles of the judged rows."""
    return _articles(list({row["article_id"]: row for row in annotations(path)}.values()))


def _articles(rows: Rows) -> pd.DataFrame:
    tables = {name: _table(name) for name in {row["source_file"] for row in rows}}
    frame = pd.DataFrame([_article(row, tables[row["source_file"]]) for row in rows])
    undated = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    return frame.assign(published=undated, title=frame["title"].fillna(""))


def found_in(articles: pd.DataFrame) -> Rows:
    """What the library finds, as the scorer reads it."""
    found: Rows = find_attributions(articles, progress=False).to_dict("records")
    return found


def figures(gold: Rows, found: Rows) -> dict[str, float]:
    """The scorer's figures, F1 where it gives precision and recall."""
    made = scorer().score(gold, found)
    return {key: value["f1"] if isinstance(value, dict) and "f1" in value else value for key, value in made.items()}


def labelled(gold: Rows, found: Rows) -> list[bool | None]:
    """Whether each row is right: content to four fifths and, where gold names it, source; None: not annotated."""
    made, wanted = scorer(), {row["article_id"]: row["attributions"] for row in gold}
    ranked = [
        (made.char_f1(one["content"], row["content_spans"]), n, (row["article_id"], m))
        for n, row in enumerate(found)
        for m, one in enumerate(wanted.get(row["article_id"], ()))
        if _same_act(made, row, one)
    ]
    taken: dict[int, float] = {}
    matched: dict[tuple[str, int], int] = {}
    for overlap, n, key in sorted(ranked, reverse=True):
        if n not in taken and key not in matched:
            taken[n], matched[key] = overlap, n
    one_of = {n: wanted[article][m] for (article, m), n in matched.items()}
    return [_is_right(made, row, one_of.get(n), taken.get(n, 0.0)) if row["article_id"] in wanted else None
            for n, row in enumerate(found)]  # fmt: skip


def _same_act(made: ModuleType, row: dict[str, Any], one: dict[str, Any]) -> bool:
    if row["field"] != one["field"]:
        return False
    if one["cue"] is None:
        return bool(made.char_f1(one["content"], row["content_spans"]) >= 0.5)
    return not made.missing(row["cue_start"]) and row["cue_start"] < one["cue"][1] and row["cue_end"] > one["cue"][0]


def _is_right(made: ModuleType, row: dict[str, Any], one: dict[str, Any] | None, overlap: float) -> bool:
    if one is None or overlap < 0.8:
        return False
    return not one["entity"] or bool(made.same_entity(row["speaker_name"], one["entity"]))


def judgement_key(row: dict[str, Any]) -> tuple[object, ...]:
    """What a judgement holds for: this cue, these words, this name; the name as the beginning of its hash."""
    name = row["speaker_name"]
    known = hashlib.sha256(name.encode()).hexdigest()[:8] if isinstance(name, str) else None
    cue = None if pd.isna(row["cue_start"]) else int(row["cue_start"])
    return row["article_id"], row["field"], row["pattern"] == "P13", cue, str(row["content_spans"]), known


def _table(name: str) -> pd.DataFrame:
    path = SHARED / "data" / name
    return pd.read_csv(path, dtype=str, keep_default_na=False) if path.suffix == ".csv" else pd.read_parquet(path)


def _article(row: dict[str, Any], table: pd.DataFrame) -> dict[str, Any]:
    newswatch = row["source_file"].endswith(".csv")
    key, wanted = ("link", row["article_id"].partition(":")[2]) if newswatch else ("id", row["article_id"])
    found = table[table[key] == wanted].iloc[0]
    names = ("source", "content") if newswatch else ("outlet", "text")
    return {
        "article_id": row["article_id"],
        "outlet": found[names[0]],
        "title": found["title"],
        "text": found[names[1]],
    }
