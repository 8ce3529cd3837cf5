"""The same events in several outlets: a line joins the rates of each."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from bingkai.figures.canvas import BLUE, INK, LIGHT_BLUE, MUTED, decimals_of, house_style, new_axes, remember
from bingkai.figures.comparison import HasFrame
from bingkai.figures.labels import (
    check_language,
    choose,
    clipped,
    digits_for,
    measure_label,
    number,
    scale_of,
    unit_label,
)
from bingkai.schema import COMPARISON, MEASURES, SchemaError, require


def plot_events(
    measures: pd.DataFrame,
    measure: str,
    outlets: Sequence[str],
    *,
    comparison: pd.DataFrame | HasFrame | None = None,
    within: str = "event_id",
    ax: Axes | None = None,
    lang: str = "id",
) -> Axes:
    """Each event's rate in every outlet, joined by a line: does the difference hold event by event?

    Parameters
    ----------
    measures : MEASURES
        With the column of events.
    measure : str
    outlets : sequence of str
        Two or more, from left to right.
    comparison : COMPARISON or object with ``to_frame()``, optional
        As `compare_outlets` gives it with ``within`` and ``reference="pairwise"`` or an outlet: the differences between
        neighbouring outlets, with intervals, are written below.
    within : str
        The column of events.
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        A thin line an event that at least two of the outlets covered: dark where the rate rises to the right, light
        where it falls, dotted where it is the same. The more that could be counted, the thicker the point. The
        large mark is the outlet's rate over all events drawn: sum of counts over sum of bases.

    Raises
    ------
    ValueError
        If the measure or an outlet is not there, or no event is shared.
    """
    check_language(lang)
    chosen = list(dict.fromkeys(outlets))
    cells = _cells(measures, measure, chosen, within)
    with house_style():
        ax = new_axes(ax, 11, extra=1.5, width=max(5.6, 2.2 + 1.6 * len(chosen)))
        return _draw(ax, cells, chosen, _between(comparison, measure, chosen), lang)


def _cells(measures: pd.DataFrame, measure: str, outlets: list[str], within: str) -> pd.DataFrame:
    """A row an event and outlet: count, base, articles, rate; only events that two of the outlets covered."""
    require(measures, MEASURES)
    if within not in measures.columns:
        raise SchemaError(f"no column {within!r} in the measures; match events first")
    if len(outlets) < 2:
        raise ValueError(f"outlets {outlets}: wanted two or more")
    for name, column in ((measure, "measure"), *((outlet, "outlet") for outlet in outlets)):
        known = measures[column].dropna().unique().tolist()
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.0)
            raise ValueError(f"no {column} {name!r} in the measures" + (f"; nearest: {near[0]!r}" if near else ""))
    rows = measures[(measures["measure"] == measure) & measures["outlet"].isin(outlets) & (measures["base"] > 0)]
    grouped = rows.rename(columns={within: "event"}).groupby(["event", "outlet"], as_index=False)
    cells = grouped.agg(count=("count", "sum"), base=("base", "sum"), n_articles=("article_id", "size"),
                        unit=("unit", "first"))  # fmt: skip
    cells = cells[cells.groupby("event")["outlet"].transform("size") > 1].reset_index(drop=True)
    if cells.empty:
        raise ValueError(f"no event of {', '.join(outlets)} is shared by two of them")
    return cells.assign(measure=measure, rate=cells["count"] / cells["base"])


def _between(comparison: pd.DataFrame | HasFrame | None, measure: str, outlets: list[str]) -> pd.DataFrame:
    """The comparison's rows of neighbouring outlets, as right minus left."""
    if comparison is None:
        return pd.DataFrame(columns=["left", "effect", "ci_low", "ci_high", "n_events"])
    frame = comparison if isinstance(comparison, pd.DataFrame) else comparison.to_frame()
    frame = require(frame, COMPARISON)
    frame = frame[frame["measure"] == measure]
    rows = []
    for left, right in pairwise(outlets):
        for sign, outlet, reference in ((1, right, left), (-1, left, right)):
            found = frame[(frame["outlet"] == outlet) & (frame["reference"] == reference) & frame["effect"].notna()]
            for _, row in found.iterrows():
                ends = sorted((sign * row["ci_low"], sign * row["ci_high"]))
                rows.append((left, sign * row["effect"], *ends, row["n_events"]))
    return pd.DataFrame(rows, columns=["left", "effect", "ci_low", "ci_high", "n_events"])


def _draw(ax: Axes, cells: pd.DataFrame, outlets: list[str], between: pd.DataFrame, lang: str) -> Axes:
    unit = str(cells["unit"].iloc[0])
    scale = scale_of(unit)
    wide = cells.pivot(index="event", columns="outlet", values="rate").reindex(columns=outlets) * scale
    for values in wide.to_numpy(dtype=float):
        _lines(ax, values)
    sizes = 4 + 60 * cells["base"] / cells["base"].max()
    x = cells["outlet"].map({name: place for place, name in enumerate(outlets)})
    ax.scatter(x, cells["rate"] * scale, s=sizes, c=INK, alpha=0.45, linewidths=0, zorder=2)
    sums = cells.groupby("outlet")[["count", "base"]].sum().reindex(outlets)
    ax.scatter(
        range(len(outlets)), sums["count"] / sums["base"] * scale, s=230, marker="_", c=BLUE, linewidths=3.5, zorder=4
    )
    _axes(ax, cells, outlets, unit, lang)
    ax.set_title(measure_label(str(cells["measure"].iloc[0]), lang), loc="left")
    ax.set_xlabel("\n".join([*_differences(between, outlets, unit, lang), _caption(wide, lang)]))
    return remember(ax, cells)


def _lines(ax: Axes, values: NDArray[np.float64]) -> None:
    """The line of one event through the outlets that covered it."""
    for left, right in pairwise(np.flatnonzero(~np.isnan(values)).tolist()):
        rise = values[right] - values[left]
        same = np.isclose(rise, 0)
        colour, style = (MUTED, ":") if same else (BLUE, "-") if rise > 0 else (LIGHT_BLUE, "-")
        ends = [values[left], values[right]]
        ax.plot([left, right], ends, color=colour, linestyle=style, linewidth=0.9, alpha=0.75, zorder=1)


def _axes(ax: Axes, cells: pd.DataFrame, outlets: list[str], unit: str, lang: str) -> None:
    n_events, n_articles = cells.groupby("outlet").size(), cells.groupby("outlet")["n_articles"].sum()
    labels = [
        f"{clipped(name, 22)}\n" + choose(lang, f"{n_articles.get(name, 0)} artikel, {n_events.get(name, 0)} peristiwa",
                                          f"{n_articles.get(name, 0)} articles, {n_events.get(name, 0)} events")
        for name in outlets
    ]  # fmt: skip
    ax.set_xticks(range(len(outlets)), labels=labels)
    ax.set_xlim(-0.35, len(outlets) - 0.65)
    ax.set_ylim(bottom=min(0.0, ax.get_ylim()[0]))
    ax.set_ylabel(unit_label(unit, lang))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, decimals_of(ax.get_yticks()), lang)))


def _differences(between: pd.DataFrame, outlets: list[str], unit: str, lang: str) -> list[str]:
    scale, lines = scale_of(unit), []
    for left, *numbers, n_events in between.itertuples(index=False, name=None):
        right = outlets[outlets.index(left) + 1]
        values = [float(value) * scale for value in numbers]
        digits = digits_for(max(abs(value) for value in values))
        effect, low, high = (number(value, digits, lang, signed=True) for value in values)
        n = number(n_events, 0, lang)
        paired = choose(lang, f"berpasangan dalam {n} peristiwa", f"paired within {n} events")
        lines += [f"{clipped(right, 22)} − {clipped(left, 22)}: {effect} ({low} … {high})", paired]
    return lines


def _caption(wide: pd.DataFrame, lang: str) -> str:
    n = number(len(wide), 0, lang)
    return choose(
        lang,
        f"satu garis = satu peristiwa ({n}); tua: naik ke kanan, muda: turun\ngaris tebal: laju semua peristiwa",
        f"a line is an event ({n}); dark: rises to the right, light: falls\nthick mark: rate over all events",
    )
