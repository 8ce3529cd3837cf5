"""One measure on the page: a row an outlet with its interval, drawn and in numbers, and the lines behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bingkai.figures.labels import digits_for, measure_label, note_in, scale_of, unit_label
from bingkai.report.contents import Picture, anchor_of
from bingkai.report.lines import OutletLines
from bingkai.report.summary import differs, disagrees, one_line

Row = dict[str, Any]


@dataclass(frozen=True)
class MeasurePart:
    """One measure: a row an outlet, the forest plot where one was drawn, the lines behind the numbers."""

    name: str
    anchor: str
    label: str
    unit: str
    scale: int
    digits: int
    said: str
    differing: bool
    count: float
    base: float
    rows: list[dict[str, Any]]
    figure: Picture | None
    lines: dict[str, OutletLines]

    @property
    def rate(self) -> float:
        """Of the whole corpus, in `unit`."""
        return self.scale * self.count / self.base if self.base else float("nan")

    @property
    def places(self) -> dict[str, int]:
        """The place of each outlet's lines on the page, from 1."""
        return {outlet: place for place, outlet in enumerate(self.lines, start=1)}

    @property
    def noted(self) -> bool:
        """Whether rows have notes of their own."""
        return len({row["said"] for row in self.rows}) > 1

    @property
    def note(self) -> str:
        """The note that all rows share."""
        return "" if self.noted else self.rows[0]["said"]

    @property
    def tested(self) -> bool:
        """Whether any row could be tested."""
        return any(row["p_value"] == row["p_value"] for row in self.rows)

    @property
    def split(self) -> bool:
        """Whether any row has a small q and an interval with zero."""
        return any(row["split"] for row in self.rows)

    @property
    def matched(self) -> bool:
        """Whether any row was compared within events too."""
        return any(row["n_inside"] for row in self.rows)

    @property
    def differing_rows(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["differs"]]


def measure_rows(table: pd.DataFrame, inside: pd.DataFrame | None, lang: str) -> dict[str, list[Row]]:
    """The rows of every measure of a comparison as the page shows them, in the order of the table.

    Parameters
    ----------
    table : COMPARISON with `unit`
    inside : DataFrame or None
        The same within events.
    lang : {"id", "en"}

    Returns
    -------
    dict
        Measure -> rows: the columns of the table, and

        - differs : the difference is clear; split : q is small but the interval contains zero
        - said : the note in the language
        - rate, change, low, high : rate and difference with its interval, in the unit of the measure
        - in_change, in_low, in_high, n_inside : the difference within events, and in how many
    """
    scale = table["unit"].map(scale_of).astype("float64")
    notes = {note: note_in(note, lang) for note in table["note"].unique()}
    shown = table.assign(
        differs=differs(table), split=disagrees(table), said=table["note"].map(notes), rate=table["estimate"] * scale,
        change=table["effect"] * scale, low=table["ci_low"] * scale, high=table["ci_high"] * scale,
        **_within(table, inside, scale),
    )  # fmt: skip
    made: dict[str, list[Row]] = {}
    for row in shown.to_dict("records"):
        made.setdefault(str(row["measure"]), []).append({str(name): value for name, value in row.items()})
    return made


def _within(table: pd.DataFrame, inside: pd.DataFrame | None, scale: pd.Series) -> dict[str, Any]:
    """The difference within events beside each row."""
    if inside is None:
        return {"in_change": float("nan"), "in_low": float("nan"), "in_high": float("nan"), "n_inside": 0}
    keys, names = ["measure", "outlet", "reference"], ["effect", "ci_low", "ci_high", "n_events"]
    other = inside.set_index(keys)[names].reindex(pd.MultiIndex.from_frame(table[keys])).set_index(table.index)
    return {
        "in_change": other["effect"] * scale, "in_low": other["ci_low"] * scale, "in_high": other["ci_high"] * scale,
        "n_inside": other["n_events"].where(other["effect"].notna(), 0).astype("int64"),
    }  # fmt: skip


def measure_part(
    rows: Sequence[Row], lines: Mapping[str, OutletLines], figure: Picture | None, lang: str
) -> MeasurePart:
    """One measure from its rows of `measure_rows`."""
    name, unit = str(rows[0]["measure"]), str(rows[0]["unit"])
    once = {row["outlet"]: row for row in reversed(rows)}
    return MeasurePart(
        name=name,
        anchor=anchor_of(name),
        label=measure_label(name, lang),
        unit=unit_label(unit, lang),
        scale=scale_of(unit),
        digits=digits_for(_largest(rows, "rate", "change")),
        said=one_line(_how_many(rows, "tested"), _how_many(rows, "differs"), lang, _how_many(rows, "split")),
        differing=any(row["differs"] for row in rows),
        count=float(sum(row["count"] for row in once.values())),
        base=float(sum(row["base"] for row in once.values())),
        rows=_with_bars(rows),
        figure=figure,
        lines=dict(lines),
    )


def _how_many(rows: Sequence[Row], what: str) -> int:
    """How many rows were tested, differ, or have a test and an interval that disagree."""
    return sum(row["p_value"] == row["p_value"] if what == "tested" else bool(row[what]) for row in rows)


def _largest(rows: Sequence[Row], *names: str) -> float:
    """The largest absolute value, 0 where there is none."""
    return max((abs(row[name]) for row in rows for name in names if row[name] == row[name]), default=0.0)


def _with_bars(rows: Sequence[Row]) -> list[Row]:
    """Where interval and difference lie on a line from -1 to 1, one scale for the rows of a measure."""
    reach = _largest(rows, "low", "high")
    ends = ("low", "change", "high")
    return [
        row | {"bar": tuple(row[end] / reach for end in ends) if reach and row["low"] == row["low"] else None}
        for row in rows
    ]
