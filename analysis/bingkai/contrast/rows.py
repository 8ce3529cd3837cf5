"""Rows of a comparison: the numbers of an outlet and measure, or the reason why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from bingkai.contrast.blocks import Block
from bingkai.contrast.comparison import OTHERS
from bingkai.contrast.correct import benjamini_hochberg
from bingkai.contrast.estimate import Estimates, totals
from bingkai.contrast.notes import (
    NEVER,
    NO_BASE,
    NO_EVENT,
    NO_VARIATION,
    Note,
    note_care_events,
    note_few_articles,
    note_few_events,
    note_few_hits,
    note_left_out,
    note_too_few,
    write_notes,
)
from bingkai.schema import COMPARISON, build

MIN_EVENTS = 6
"""With fewer events no permutation of one article each can reach p < 0.05 (2 / 2⁶ = 0.03)."""
MIN_HITS = 5
"""A comparison that rests on fewer articles with a count above 0 is refused: read them instead."""
FEW_ARTICLES = 30
FEW_EVENTS = 40

REQUIRED = (
    "measure", "outlet", "reference", "estimate", "effect", "ci_low", "ci_high", "n_articles", "n_events",
    "p_value", "note",
)  # fmt: skip
EXTRA_NUMBERS = (
    "estimate_low", "estimate_high", "reference_estimate", "ratio", "ratio_low", "ratio_high", "count", "base",
)  # fmt: skip
INFERRED = ("effect", "ci_low", "ci_high", "ratio", "ratio_low", "ratio_high", "p_value")
NUMBERS = ("estimate", "estimate_low", "estimate_high", "reference_estimate", *INFERRED)
Row = dict[str, object]


def contrasts_of(outlets: Sequence[str], reference: str) -> list[tuple[str, str]]:
    """Who is compared with whom."""
    if reference == OTHERS:
        return [(outlet, OTHERS) for outlet in outlets]
    if reference == "pairwise":
        return list(combinations(outlets, 2))
    return [(outlet, reference) for outlet in outlets if outlet != reference]


def solved_rows(
    block: Block, solved: tuple[list[str], Estimates | None], outlet: str, other: str, within: str | None,
    small: Sequence[str], min_articles: int,
) -> list[Row]:  # fmt: skip
    outlets, found = solved
    if found is None or outlet not in outlets:
        return refused_rows(block, outlet, other, [NO_EVENT])
    k = outlets.index(outlet)
    sides = [k] if other == OTHERS else [k, outlets.index(other)]
    n, n_events = int(found.n_articles[k]), int(found.n_events[k])
    fewest = int(found.n_articles[sides].min())
    refused, care = [], []
    if fewest < min_articles:
        name = outlets[min(sides, key=lambda side: found.n_articles[side])]
        refused.append(note_too_few(name, fewest, min_articles))
    if within is not None and n_events < MIN_EVENTS:
        refused.append(note_few_events(n_events, MIN_EVENTS))
    if fewest < FEW_ARTICLES and within is None:
        care.append(note_few_articles(fewest))
    if within is not None and MIN_EVENTS <= n_events < FEW_EVENTS:
        care.append(note_care_events(n_events))
    if small:
        care.append(note_left_out(small, min_articles))
    return [
        _row(name, outlet, other, found, k, j, n, n_events, refused + _refused_measure(found, k, j), care)
        for j, name in enumerate(block.measures)
    ]


def _refused_measure(found: Estimates, k: int, j: int) -> list[Note]:
    hits = int(found.hits[:, j].sum())
    if hits == 0:
        return [NEVER]
    if hits < MIN_HITS:
        return [note_few_hits(hits, MIN_HITS)]
    if found.ci_low[k, j] == found.ci_high[k, j]:
        return [NO_VARIATION]
    return []


def _row(
    measure: str, outlet: str, other: str, found: Estimates, k: int, j: int, n: int, n_events: int,
    refused: Sequence[Note], care: Sequence[Note],
) -> Row:  # fmt: skip
    row: Row = {"measure": measure, "outlet": outlet, "reference": other, "n_articles": n, "n_events": n_events}
    row |= {name: float(getattr(found, name)[k, j]) for name in NUMBERS}
    row |= {"count": found.count[k, j], "base": found.base[k], "n_hits": int(found.hits[k, j])}
    if refused:
        row |= dict.fromkeys(INFERRED, np.nan)
    return row | {"note": write_notes([*refused, *care])}


def refused_rows(block: Block, outlet: str, other: str, refused: Sequence[Note]) -> list[Row]:
    count, base, hits, n_articles = totals(block)
    k = block.outlets.index(outlet)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = count[k] / base[k]
    return [
        {
            "measure": name, "outlet": outlet, "reference": other, "n_articles": int(n_articles[k]), "n_events": 0,
            **dict.fromkeys(NUMBERS, np.nan), "estimate": rate[j], "count": count[k, j], "base": base[k],
            "n_hits": int(hits[k, j]), "note": write_notes(refused),
        }
        for j, name in enumerate(block.measures)
    ]  # fmt: skip


def never_counted(measure: str, outlets: Sequence[str], reference: str) -> list[Row]:
    empty = {**dict.fromkeys(NUMBERS, np.nan), "n_articles": 0, "n_events": 0, "count": 0.0, "base": 0.0, "n_hits": 0}
    return [
        {"measure": measure, "outlet": outlet, "reference": other, **empty, "note": write_notes([NO_BASE])}
        for outlet, other in contrasts_of(outlets, reference)
    ]


def table_of(rows: Sequence[Row], names: Sequence[str], units: pd.Series) -> pd.DataFrame:
    made = build(
        {"q_value": [np.nan] * len(rows)} | {name: [row[name] for row in rows] for name in REQUIRED}, COMPARISON
    )
    made["unit"] = made["measure"].map(units).astype("str")
    for name in (*EXTRA_NUMBERS, "n_hits"):
        made[name] = pd.Series([row[name] for row in rows], dtype="int64" if name == "n_hits" else "float64")
    place = made["measure"].map({name: place for place, name in enumerate(names)})
    made = made.assign(place=place).sort_values(["place", "outlet", "reference"], ignore_index=True)
    made["q_value"] = benjamini_hochberg(made["p_value"])
    return made[[*(c.name for c in COMPARISON.columns), "unit", *EXTRA_NUMBERS, "n_hits"]]
