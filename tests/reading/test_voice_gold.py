"""The evaluation gate of voice: running words of real articles, each candidate annotated as verb or not.

The first half of the articles (by the hash of their ids) was read while the rules were written; the misses of the
second half were never looked at.
"""

from __future__ import annotations

import pytest
from clause_scores import MISSING, SHARED, annotated, articles_of, digest, tokens_of

from bingkai.language.voices import find_voices

SHA256 = "711111205a28688c1f8185bfcaa2206e2f265ebea351d04a80c99a72ab6b6d1a"
FLOORS = {"me-": (0.97, 0.93), "di-": (0.97, 0.95)}


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str, int], str]:
    if not SHARED.exists():
        pytest.skip(MISSING)
    articles = articles_of(annotated("suara.jsonl"))
    rows = find_voices(tokens_of(articles))
    ids = list(articles)
    places = zip(rows["article"], rows["field"], rows["start"], rows["voice"], strict=True)
    return {(ids[article], "text" if field else "title", start): name for article, field, start, name in places}


def test_the_annotations_are_those_the_floors_were_set_on() -> None:
    assert digest("suara.jsonl") == SHA256, "the annotations changed: score anew and set the floors"


def test_enough_was_annotated() -> None:
    rows = annotated("suara.jsonl")
    assert sum(row["n_words"] for row in rows) >= 1_500
    assert len({row["source_file"] for row in rows}) == 4


@pytest.mark.parametrize("half", ["read", "unread"])
@pytest.mark.parametrize("name", FLOORS)
def test_verbs_are_found_with_their_voice(name: str, half: str, found: dict[tuple[str, str, int], str]) -> None:
    rows = annotated("suara.jsonl")
    rows = rows[: len(rows) // 2] if half == "read" else rows[len(rows) // 2 :]
    pairs = [
        (label == name, found.get((row["article_id"], field, start)) == name)
        for row in rows
        for field, start, _, label in row["words"]
        if label != "glued"
    ]
    right = sum(gold and got for gold, got in pairs)
    precision, recall = right / sum(got for _, got in pairs), right / sum(gold for gold, _ in pairs)
    assert precision >= FLOORS[name][0]
    assert recall >= FLOORS[name][1]
