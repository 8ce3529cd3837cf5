"""Outlets against a reference: a forest plot."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Protocol, cast

import pandas as pd
from matplotlib.axes import Axes

from bingkai.figures.canvas import (
    BLUE,
    MUTED,
    alphabetical,
    house_style,
    largest,
    left_out_note,
    most_articles,
    new_axes,
    number_axis,
    outlet_labels,
    outlet_rows,
    remember,
    side_header,
    side_text,
)
from bingkai.figures.labels import (
    check_language,
    choose,
    clipped,
    digits_for,
    measure_label,
    note_in,
    number,
    scale_of,
    unit_label,
    unit_of,
)
from bingkai.schema import COMPARISON, require

OTHERS = "others"
_SIGNIFICANT = 0.05
_ROUNDING = 1e-9  # a difference below this is the arithmetic, not the outlets


class HasFrame(Protocol):
    """A result that can show itself as a COMPARISON frame."""

    def to_frame(self) -> pd.DataFrame: ...


def plot_comparison(
    comparison: pd.DataFrame | HasFrame, measure: str | None = None, *, ax: Axes | None = None, lang: str = "id"
) -> Axes:
    """How far each outlet lies from the others, with the interval: a forest plot.

    Parameters
    ----------
    comparison : COMPARISON or object with ``to_frame()``
        A frame with one row an outlet (or pair) and measure, or the result of `compare_outlets`.
    measure : str, optional
        Which measure to draw; needed where the frame holds several.
    ax : Axes, optional
        Where to draw; a new figure, as high as its rows need, by default.
    lang : {"id", "en"}

    Returns
    -------
    Axes
        One row an outlet, in alphabetical order (no ranking): a point at the difference, a line for its interval, the
        rate and n at the sides. A filled point has an interval without zero and
        q < 0.05. Where the comparison was refused, n stands in its place.

    Raises
    ------
    ValueError
        If the frame holds several measures and none is named, or not the one that is.

    Notes
    -----
    Differences and rates are per 1,000 words or per 100 attributions, as the measure's base asks; the frame's own
    values are per single word or attribution.
    """
    check_language(lang)
    rows, of = _rows(comparison, measure)
    with house_style():
        ax = new_axes(ax, len(rows), extra=1.75)
        return _draw(ax, rows, of, lang)


def _rows(comparison: pd.DataFrame | HasFrame, measure: str | None) -> tuple[pd.DataFrame, int]:
    if not isinstance(comparison, pd.DataFrame) and hasattr(comparison, "to_frame"):
        comparison = comparison.to_frame()
    frame = require(cast("pd.DataFrame", comparison), COMPARISON)
    names = list(frame["measure"].unique())
    if measure is None and len(names) != 1:
        example = (names or ["stance.jarak"])[0]
        raise ValueError(f"the frame holds {len(names)} measures; name the one to draw, e.g. measure={example!r}")
    if measure is not None and measure not in names:
        near = get_close_matches(measure, names, n=1, cutoff=0.0)
        raise ValueError(f"no measure {measure!r} in the frame" + (f"; nearest: {near[0]!r}" if near else ""))
    chosen = frame[frame["measure"] == (measure or names[0])]
    chosen = alphabetical(chosen, "outlet", "reference")
    return most_articles(chosen).reset_index(drop=True), len(chosen)


def _draw(ax: Axes, rows: pd.DataFrame, of: int, lang: str) -> Axes:
    measure = str(rows["measure"].iloc[0])
    unit = str(rows["unit"].iloc[0]) if "unit" in rows.columns else unit_of(measure)
    scale = scale_of(unit)
    outlet_rows(ax, _ticks(rows, lang))
    ax.axvline(0, color=MUTED, linewidth=0.9, zorder=0)
    for y in range(len(rows)):
        ax.axhline(y, color="#efefef", linewidth=0.8, zorder=-1)
    _points(ax, rows, scale)
    _margins(ax, rows, scale, lang)
    ax.set_title(measure_label(measure, lang), loc="left")
    side_header(ax, unit_label(unit, lang))
    ax.set_xlabel(_x_label(rows, unit, of, lang))
    ax.spines["left"].set_visible(False)
    number_axis(ax, lang, signed=True)
    return remember(ax, rows)


def _references(rows: pd.DataFrame) -> bool:
    """Whether rows need to name their reference: when there is more than one."""
    return rows["reference"].nunique() > 1


def _ticks(rows: pd.DataFrame, lang: str) -> list[str]:
    if not _references(rows):
        return outlet_labels(rows["outlet"], rows["n_articles"], lang)
    pairs = zip(rows["outlet"], rows["reference"], rows["n_articles"], strict=True)
    return [f"{clipped(a, 24)} − {clipped(b, 24)} (n = {number(n, 0, lang)})" for a, b, n in pairs]


def _points(ax: Axes, rows: pd.DataFrame, scale: int) -> None:
    """Intervals as one line collection, points as one path collection: shown rows only, in row order."""
    shown = rows[rows["effect"].notna()]
    ends = shown[["ci_low", "ci_high"]] * scale
    ax.hlines(shown.index, ends["ci_low"], ends["ci_high"], color=BLUE, linewidth=2)
    sure = (shown["q_value"] < _SIGNIFICANT) & ((shown["ci_low"] > 0) | (shown["ci_high"] < 0))
    fill = [BLUE if filled else "white" for filled in sure]
    ax.scatter(shown["effect"] * scale, shown.index, s=38, c=fill, edgecolors=BLUE, linewidths=1.5, zorder=3)
    widest = max(largest(ends), largest(shown["effect"]) * scale)
    if widest < _ROUNDING:
        ax.set_xlim(-1, 1)
        ax.set_xticks([0])
    else:
        ax.set_xlim(-1.08 * widest, 1.08 * widest)


def _margins(ax: Axes, rows: pd.DataFrame, scale: int, lang: str) -> None:
    """The rate at the right of each row; the refusal where there is no difference to draw."""
    rates = rows["estimate"] * scale
    digits = digits_for(largest(rates))
    notes = rows["note"] if "note" in rows.columns else [None] * len(rows)
    cells = zip(rows["outlet"], rates, rows["effect"], rows["n_articles"], notes, strict=True)
    for y, (outlet, rate, effect, n, note) in enumerate(cells):
        side_text(ax, y, number(rate, digits, lang))
        if pd.isna(effect):
            ax.text(0, y, f" {_refusal(note, outlet, n, lang)} ", ha="center", va="center", fontsize=8, style="italic",
                    color=MUTED, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip


def _refusal(note: object, outlet: str, n: int, lang: str) -> str:
    """The first reason the frame gives (the row names its outlet already), else that there are too few articles."""
    reason = note_in(note, lang).split("; ")[0].replace(f" of {outlet}", "").replace(f" {outlet}", "")
    if reason:
        return clipped(reason, 60)
    return choose(lang, "terlalu sedikit: n = ", "too few: n = ") + number(n, 0, lang)


def _x_label(rows: pd.DataFrame, unit: str, of: int, lang: str) -> str:
    against = choose(lang, "selisih", "difference")
    if not _references(rows):
        reference = str(rows["reference"].iloc[0])
        others = choose(lang, "rata-rata media lain", "the mean of the other outlets")
        against += choose(lang, " dari ", " from ") + (others if reference == OTHERS else clipped(reference))
    if (rows["n_events"] > 0).any():
        against += choose(lang, " dalam peristiwa yang sama", " within the same events")
    lines = [f"{against}, {unit_label(unit, lang)}",
             choose(lang, "garis: selang kepercayaan · titik penuh: selang tanpa nol dan q < 0,05 · kanan: laju media",
                    "line: confidence interval · filled: interval without zero and q < 0.05 · right: outlet's rate"),
             left_out_note(len(rows), of, lang)]  # fmt: skip
    return "\n".join(line for line in lines if line)
