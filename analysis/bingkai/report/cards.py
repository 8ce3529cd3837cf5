"""How far a declared difference can be trusted: other ways to count it, and the articles it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bingkai.contrast.comparison import Comparison
from bingkai.contrast.declared import DeclaredComparison
from bingkai.contrast.influence import influential
from bingkai.contrast.robustness import robustness
from bingkai.measures.choices import choice_measures
from bingkai.measures.variants import variants
from bingkai.reading.analyse import Reading
from bingkai.reading.evidence import definitions
from bingkai.report.summary import differs

MOST_CARDS = 2
_N_INFLUENTIAL = 3


@dataclass(frozen=True, eq=False)
class Card:
    """A declared difference: its row, the other ways to count it, and the articles that move it most."""

    contrast: str
    row: pd.Series
    table: pd.DataFrame
    influential: pd.DataFrame


def cards_of(
    reading: Reading, measures: pd.DataFrame, declared: DeclaredComparison | None, options: Mapping[str, Any]
) -> list[Card]:
    """A card for the declared differences, one of each measure first, at most `MOST_CARDS`."""
    if declared is None:
        return []
    found = declared.table[differs(declared.table)]
    turn = found.groupby("measure", sort=False).cumcount()
    chosen = found.loc[turn.sort_values(kind="stable").index[:MOST_CARDS]]
    return [_card(reading, measures, declared[row["contrast"]], row, options) for _, row in chosen.iterrows()]


def _card(
    reading: Reading, measures: pd.DataFrame, compared: Comparison, row: pd.Series, options: Mapping[str, Any]
) -> Card:
    name, outlet = str(row["measure"]), str(row["outlet"])
    outlets = set(compared.table["outlet"]) | set(compared.table["reference"])
    ways = {
        way: frame[frame["outlet"].isin(outlets)] for way, frame in _ways(reading, measures, name).items() if len(frame)
    }
    asked: dict[str, Any] = {"reference": row["reference"], "within": compared.within}
    return Card(
        contrast=str(row["contrast"]),
        row=row,
        table=robustness(ways, name, outlet, **asked, **options),
        influential=influential(next(iter(ways.values())), name, outlet, n=_N_INFLUENTIAL, **asked),
    )


def _ways(reading: Reading, measures: pd.DataFrame, name: str) -> dict[str, pd.DataFrame]:
    """The same measure counted in other ways, the main one first."""
    if name in definitions(reading):
        return variants(reading, name)
    main = measures[measures["measure"] == name].reset_index(drop=True)
    ways = {"utama": main}
    if "copy_group" in main.columns and main["copy_group"].notna().any():
        shared = main.groupby("copy_group")["outlet"].transform("nunique") > 1
        ways |= {"semua salinan": main.drop(columns="copy_group"), "tanpa salinan": main[~shared]}
    if name.startswith("choice.") and "@" not in name:
        for way, zone in (("hanya judul", "title"), ("hanya isi", "reporter")):
            frame = choice_measures(reading, (zone,))
            ways[way] = frame[frame["measure"] == f"{name}@{zone}"].assign(measure=name)
    return ways
