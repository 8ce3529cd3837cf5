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
    rows = annotations(FURTHER)
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
