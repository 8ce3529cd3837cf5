"""The evaluation gate of clauses: figures on annotated articles may not fall below these floors.

Real clauses in four parts. "read" and "read too" were read while the rules were written; of "unread" only figures were
looked at, and kinds of misses counted; "never read" was drawn and annotated after the rules stood and scored once.
"""

from __future__ import annotations

import pandas as pd
import pytest
from clause_scores import MISSING, SHARED, annotated, articles_of, clauses_of, digest, scores

from bingkai.corpus.demo import load_demo, load_demo_gold
from bingkai.reading.analyse import analyse

SHA256 = "ed858651e8dda5d79b80de55768032ae9829596afdaa93df104bb8b0e4dd3a3d"
FLOORS = {
    "read": {
        "agent_precision": 0.935,
        "agent_recall": 0.965,
        "patient_precision": 1.0,
        "patient_recall": 0.95,
        "state": 0.87,
    },
    "unread": {
        "agent_precision": 0.91,
        "agent_recall": 0.935,
        "patient_precision": 0.915,
        "patient_recall": 0.93,
        "state": 0.845,
    },
    "read too": {
        "agent_precision": 0.92,
        "agent_recall": 1.0,
        "patient_precision": 0.95,
        "patient_recall": 0.95,
        "state": 0.93,
    },
    "never read": {
        "agent_precision": 0.935,
        "agent_recall": 0.78,
        "patient_precision": 0.945,
        "patient_recall": 0.96,
        "state": 0.84,
    },
}
DEMO = {"agent_precision": 0.95, "agent_recall": 0.95, "patient_precision": 0.95, "patient_recall": 0.95, "state": 0.95}


def short_of(reached: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    return {name: reached[name] for name, floor in floors.items() if reached[name] < floor}


def test_roles_on_the_demonstration_gold() -> None:
    found = analyse(load_demo(), progress=False).clauses
    gold = load_demo_gold()["clauses"]
    rows = [
        clause
        | {"article_id": article}
        | {role: [clause[role]] if clause[role] else [] for role in ("agent", "patient")}
        for article, clauses in zip(gold["article_id"], gold["clauses"], strict=True)
        for clause in clauses
    ]
    assert short_of(scores(found, rows), DEMO) == {}


@pytest.mark.skipif(not SHARED.exists(), reason=MISSING)
class TestRealArticles:
    @pytest.fixture(scope="class")
    def found(self) -> pd.DataFrame:
        return clauses_of(articles_of(annotated("klausa.jsonl")))

    def test_the_annotations_are_those_the_floors_were_set_on(self) -> None:
        assert digest("klausa.jsonl") == SHA256, "the annotations changed: score anew and set the floors"

    @pytest.mark.parametrize("part", FLOORS)
    def test_no_figure_falls_below_its_floor(self, part: str, found: pd.DataFrame) -> None:
        rows = [
            clause | {"article_id": row["article_id"]}
            for row in annotated("klausa.jsonl")
            if row["part"] == part
            for clause in row["clauses"]
        ]
        assert short_of(scores(found, rows), FLOORS[part]) == {}
