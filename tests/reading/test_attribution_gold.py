"""The evaluation gate: figures on hand-annotated real articles may not fall below these floors.

Two sets. The gold of ../shared: two thirds were read while the rules were written; of the other third, chosen by the
hash of the article's id, texts were never read, but misses were counted by kind, so its figures are close to those of
unseen articles, not the same. The further annotations are of other outlets and years, by somebody who never saw the
rules: half were read while the rules were revised; of the other half only the figures were ever looked at.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from annotated import (
    FURTHER,
    GOLD,
    MISSING,
    SCORER,
    Rows,
    annotations,
    figures,
    found_in,
    further_articles,
    gold_articles,
    scorer,
)

SHA256 = {
    GOLD: "5080fe1061c1cf2a71d456e5753f62e8ad6a619235c92bb14651de27ecb7dc6a",
    FURTHER: "e0d53372af7233d1d4c36801c9cba1554cdb7b48c1b11a152a27bd9164ebdd36",
}
PARTS = {
    "gold": (GOLD, slice(None)),
    "gold, texts unread": (GOLD, slice(10)),
    "further, read": (FURTHER, slice(12)),
    "further, unread": (FURTHER, slice(12, None)),
}
FLOORS = {
    "gold": {"detection": 0.97, "content50": 0.96, "content80": 0.95, "speaker": 0.98, "entity": 0.955, "kind": 0.985,
             "type": 0.98, "whole": 0.93},
    "gold, texts unread": {"detection": 0.94, "content50": 0.905, "content80": 0.89, "speaker": 0.975, "entity": 0.93,
                           "kind": 0.97, "type": 0.87, "whole": 0.86},
    "further, read": {"detection": 0.92, "content50": 0.92, "content80": 0.92, "speaker": 0.97, "entity": 0.92,
                      "kind": 0.98, "type": 0.90, "whole": 0.86},
    "further, unread": {"detection": 0.90, "content50": 0.90, "content80": 0.90, "speaker": 0.96, "entity": 0.78,
                        "kind": 0.98, "type": 0.64, "whole": 0.71},
}  # fmt: skip

pytestmark = pytest.mark.skipif(not SCORER.exists() or not GOLD.exists(), reason=MISSING)


@pytest.fixture(scope="module")
def found() -> dict[Path, Rows]:
    return {GOLD: found_in(gold_articles()), FURTHER: found_in(further_articles())}


@pytest.mark.parametrize("path", SHA256, ids=lambda path: path.stem)
def test_the_annotations_are_those_the_floors_were_set_on(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest == SHA256[path], "the annotations changed: score anew and set the floors to what is reached"


@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_falls_below_its_floor(name: str, found: dict[Path, Rows]) -> None:
    path, part = PARTS[name]
    reached = figures(annotations(path)[part], found[path])
    assert {key: reached[key] for key, floor in FLOORS[name].items() if reached[key] < floor} == {}


def test_rows_called_sure_are_right(found: dict[Path, Rows]) -> None:
    """Of the rows with confidence of at least 0.9 at least 95 % are right: content and, where gold names it, source."""
    sure = [row for row in found[GOLD] if row["confidence"] >= 0.9]
    assert len(sure) > 0.6 * len(found[GOLD])
    assert scorer().score(annotations(GOLD), sure)["whole"]["p"] >= 0.95
