"""Who speaks and what kind of source it is, on statements of web pages judged one by one.

Two samples of statements that the library found in articles drawn at random, judged by hand before the rules were
touched again. The right names and kinds were noted; afterwards both samples were read for further rules, so the figures
here guard what is reached, and the README beside the data gives those of the first sight.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from annotated import MISSING, SCORER, annotations, found_in, judged_articles, scorer

SOURCES = Path(__file__).parent / "data" / "sumber_dinilai.jsonl"
FLOORS = {1: {"found": 0.97, "entity": 0.91, "type": 0.85}, 2: {"found": 0.97, "entity": 0.88, "type": 0.86}}

pytestmark = pytest.mark.skipif(not SCORER.exists(), reason=MISSING)


def place(row: dict[str, object]) -> tuple[object, object, int]:
    """Where a statement is: at its cue, else at the beginning of its content."""
    at = row["cue_start"] if row["cue_start"] == row["cue_start"] else row["content_spans"][0][0]  # type: ignore[index]
    return row["article_id"], row["field"], int(at)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def found() -> dict[tuple[object, object, int], dict[str, object]]:
    return {place(row): row for row in found_in(judged_articles(SOURCES))}


@pytest.mark.parametrize("sample", FLOORS)
def test_names_and_kinds_of_sources(sample: int, found: dict[tuple[object, object, int], dict[str, object]]) -> None:
    rows = [row for row in annotations(SOURCES) if row["sample"] == sample]
    pairs = [(row, found.get((row["article_id"], row["field"], row["at"]))) for row in rows]
    named = [(row, hit) for row, hit in pairs if hit and row["entity"]]
    same = scorer().same_entity
    reached = {
        "found": sum(hit is not None for _, hit in pairs) / len(pairs),
        "entity": sum(same(hit["speaker_name"], row["entity"]) for row, hit in named) / len(named),
        "type": sum(hit["source_type"] == row["source_type"] for row, hit in pairs if hit) / len(pairs),
    }
    assert {key: reached[key] for key, floor in FLOORS[sample].items() if reached[key] < floor} == {}, reached
