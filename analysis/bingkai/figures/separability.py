"""Told apart or not: accuracies beside those of shuffled labels, and the features that do it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Protocol

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from bingkai.figures import panels
from bingkai.figures.canvas import (
    BLUE,
    INK,
    LIGHT_BLUE,
    MUTED,
    house_style,
    new_axes,
    number_axis,
    outlet_rows,
    remember,
)
from bingkai.figures.labels import check_language, choose, clipped, measure_label, number
from bingkai.schema import COEFFICIENTS, SEPARABILITY, require

MAX_FEATURES = 20
_BINS = 24


class Separated(Protocol):
    """How well outlets can be told apart, as `separability` gives it."""

    @property
    def table(self) -> pd.DataFrame: ...
    @property
    def coefficients(self) -> pd.DataFrame: ...
    @property
    def null(self) -> pd.DataFrame: ...


def plot_separability(
    separability: Separated, outlet: str | None = None, *, ax: Axes | None = None, lang: str = "id"
) -> Axes:
    """Which features tell an outlet, and how well that works beside shuffled labels.

    Parameters
    ----------
    separability : Separability
        What the function `separability` returned.
    outlet : str, optional
        Whose features to draw; the first in the alphabet by default. With two outlets one is the mirror of the other.
    ax : Axes, optional
        Where to draw; a new figure, as high as its rows need, by default.
    lang : {"id", "en"}

    Returns
    -------
    Axes
        Left: coefficients with intervals, at most 20 features, the largest; filled where the interval is without zero.
        Right: accuracies over all outlets with shuffled labels as a histogram, and the data as a line with its
        interval; what counts is the distance between the two.

    Raises
    ------
    ValueError
        For an outlet that is not among them.
    """
    check_language(lang)
    require(separability.table, SEPARABILITY)
    require(separability.coefficients, COEFFICIENTS)
    outlets = sorted(separability.coefficients["outlet"].unique(), key=str.casefold)
    name = outlets[0] if outlet is None else outlet
    if name not in outlets:
        near = get_close_matches(name, outlets, n=1, cutoff=0.0)
        raise ValueError(f"no outlet {name!r} among those told apart" + (f"; nearest: {near[0]!r}" if near else ""))
    own = separability.coefficients[separability.coefficients["outlet"] == name]
    rows = _largest(own)
    with house_style():
        ax = new_axes(ax, len(rows), extra=1.9, width=9.2)
        left, right = panels.columns(ax, [1.15, 1.0], gap=0.1)
        _coefficients(left, rows, len(own), name, lang)
        _null(right, separability, lang)
        ax.set_title(choose(lang, "Dapatkah media dikenali dari cirinya?", "Can outlets be told by their features?"),
                     loc="left", pad=26)  # fmt: skip
        return remember(ax, _drawn(rows, separability))


def _largest(own: pd.DataFrame) -> pd.DataFrame:
    """The features with the largest coefficients, from the most positive down."""
    kept = own["coefficient"].abs().sort_values(ascending=False, kind="stable").index[:MAX_FEATURES]
    return own.loc[kept].sort_values("coefficient", ascending=False, kind="stable", ignore_index=True)


def _coefficients(panel: Axes, rows: pd.DataFrame, of: int, outlet: str, lang: str) -> None:
    outlet_rows(panel, [clipped(_feature_label(name, lang), 34) for name in rows["feature"]])
    panel.axvline(0, color=MUTED, linewidth=0.9, zorder=0)
    panel.hlines(rows.index, rows["ci_low"], rows["ci_high"], color=BLUE, linewidth=2)
    sure = (rows["ci_low"] > 0) | (rows["ci_high"] < 0)
    fill = [BLUE if filled else "white" for filled in sure]
    panel.scatter(rows["coefficient"], rows.index, s=30, c=fill, edgecolors=BLUE, linewidths=1.4, zorder=3)
    panel.spines["left"].set_visible(False)
    panel.set_title(clipped(outlet, 40), loc="left", fontsize=9, pad=6)
    number_axis(panel, lang, signed=True)
    lines = [
        choose(lang, "koefisien: log odds per simpangan baku", "coefficient: log odds per standard deviation"),
        choose(lang, "kanan: media ini · kiri: media lain", "right: this outlet · left: the others"),
        choose(lang, "titik penuh: selang tanpa nol", "filled: interval without zero"),
    ]
    if len(rows) < of:
        lines.append(choose(lang, f"{len(rows)} dari {number(of, 0)} ciri, yang koefisiennya terbesar",
                            f"{len(rows)} of {number(of, 0, lang)} features, the largest coefficients"))  # fmt: skip
    panel.set_xlabel("\n".join(lines))


def _feature_label(name: str, lang: str) -> str:
    """A measure's label without its examples; other features keep their name."""
    label = measure_label(name, lang)
    return name if label == name else label.partition(" (")[0]


def _null(panel: Axes, separability: Separated, lang: str) -> None:
    copies = str(separability.table["copies"].iloc[0])
    row = separability.table[separability.table["scope"] == "overall"].iloc[0]
    null = separability.null
    values = 100 * null.loc[(null["scope"] == "overall") & (null["copies"] == copies), "accuracy"].to_numpy()
    edges = np.linspace(min(values.min(), 100 * row["ci_low"]), max(values.max(), 100 * row["ci_high"]), _BINS + 1)
    counts, _, _ = panel.hist(values, bins=list(edges), color=LIGHT_BLUE, edgecolor="white", linewidth=0.5)
    top = float(np.max(counts))
    low, found, high = (100 * row[name] for name in ("ci_low", "accuracy", "ci_high"))
    panel.hlines([1.08 * top], [low], [high], color=BLUE, linewidth=2)
    panel.scatter([found], [1.08 * top], s=38, color=BLUE, zorder=3)
    panel.vlines([found], [0], [1.08 * top], color=BLUE, linewidth=1, linestyle=(0, (3, 2)))
    panel.annotate(f"{number(found, 0, lang)} %", (found, 1.08 * top), (0, 6), textcoords="offset points",
                   ha="center", fontsize=9, fontweight="bold", color=INK)  # fmt: skip
    panel.set_ylim(0, 1.28 * top)
    panel.set_yticks([])
    panel.spines["left"].set_visible(False)
    panel.set_title(choose(lang, "Dikenali, dan dengan label diacak",
                           "Recognised, and with labels shuffled"),
                    loc="left", fontsize=9, pad=6)  # fmt: skip
    number_axis(panel, lang)
    panel.set_xlabel(_null_caption(row, len(values), lang))


def _null_caption(row: pd.Series, n_shuffles: int, lang: str) -> str:
    share, n = number(row["p_value"], 3, lang), number(row["n_articles"], 0, lang)
    events = number(row["n_events"], 0, lang)
    lines = [
        choose(lang, "artikel yang dikenali medianya, dalam %", "articles put to their outlet, in %"),
        choose(lang, f"batang: {number(n_shuffles, 0)} kali label diacak · p = {share}",
               f"bars: labels shuffled {number(n_shuffles, 0, lang)} times · p = {share}"),
        choose(lang, f"n = {n} artikel", f"n = {n} articles")
        + (choose(lang, f", {events} peristiwa", f", {events} events") if row["n_events"] else ""),
        choose(lang, "dikenali bukan berarti memihak", "recognised does not mean taking sides"),
    ]  # fmt: skip
    return "\n".join(lines)


def _drawn(rows: pd.DataFrame, separability: Separated) -> pd.DataFrame:
    """Both panels in one frame: coefficients, then the accuracies of the shuffles and of the data."""
    null = separability.null[separability.null["scope"] == "overall"]
    table = separability.table[separability.table["scope"] == "overall"]
    parts = [
        rows.assign(panel="coefficient").rename(columns={"coefficient": "value"}),
        table.assign(panel="accuracy").rename(columns={"accuracy": "value"}),
        null.assign(panel="shuffled").rename(columns={"accuracy": "value"}),
    ]
    columns = ["panel", "outlet", "feature", "copies", "value", "ci_low", "ci_high"]
    return pd.concat([part.reindex(columns=columns) for part in parts], ignore_index=True)
