"""The passages behind every number of a report, and those drawn by lot for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bingkai.reading.analyse import Reading
from bingkai.report.lines import OutletLines, lines_of
from bingkai.report.numbers import Numbers, declared_measures
from bingkai.report.passages import Passages

_MOST_LINES = 4_000  # written on the page, so that it stays quick; the concordance holds all passages
_LINES_EACH = 10


@dataclass(frozen=True, eq=False)
class Drawn:
    """Passages of a report.

    Attributes
    ----------
    found : all passages, by measure
    lines : those drawn for the page, by measure explored and outlet
    each : how many each number may have
    """

    found: dict[str, pd.DataFrame]
    lines: dict[str, dict[str, OutletLines]]
    each: int


def draw_passages(reading: Reading, numbers: Numbers, seed: int) -> Drawn:
    """The passages of every measure shown, and lines by lot of those explored."""
    explored = numbers.explored_measures
    passages = Passages(reading, numbers.cautions)
    shown = dict.fromkeys([*explored, *declared_measures(numbers.declared), *numbers.near_measures])
    found = {name: passages.of(name) for name in shown}
    wanted = [name for name in ("article_id", "title", "text", "published", "url") if name in reading.articles.columns]
    articles = {str(row["article_id"]): _texts(row) for row in reading.articles[wanted].to_dict("records")}
    n_numbers = len(explored) * max(reading.articles["outlet"].nunique(), 1)
    each = max(3, min(_LINES_EACH, _MOST_LINES // max(n_numbers, 1)))
    return Drawn(found, {name: lines_of(found[name], articles, each, seed) for name in explored}, each)


def _texts(row: Mapping[Any, Any]) -> dict[str, object]:
    return {str(name): value for name, value in row.items()}
