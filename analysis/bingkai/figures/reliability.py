"""Agreement of coders: a point and an interval for every item."""

from __future__ import annotations

from difflib import get_close_matches

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from bingkai.figures.canvas import (
    BLUE,
    MUTED,
    house_style,
    new_axes,
    number_axis,
    outlet_rows,
    remember,
    side_header,
    side_text,
)
from bingkai.figures.labels import check_language, choose, clipped, number
from bingkai.schema import RELIABILITY, require

ALPHA = "alpha"
CUSTOMARY = (0.667, 0.8)  # Krippendorff (2019): tentative conclusions, reliable data
_LEFT = -0.05  # where the axis begins unless an interval reaches further
_FEW = 50  # units
_NAMES = {
    "percent": ("persen kesepakatan", "percent agreement"), "holsti": ("Holsti", "Holsti"),
    "scott_pi": ("pi Scott", "Scott's pi"), "cohen_kappa": ("kappa Cohen", "Cohen's kappa"),
    "fleiss_kappa": ("kappa Fleiss", "Fleiss' kappa"), "alpha": ("alfa Krippendorff", "Krippendorff's alpha"),
    "alpha_nominal": ("alfa Krippendorff, nominal", "Krippendorff's alpha, nominal"),
    "alpha_ordinal": ("alfa Krippendorff, ordinal", "Krippendorff's alpha, ordinal"),
    "alpha_interval": ("alfa Krippendorff, interval", "Krippendorff's alpha, interval"),
}  # fmt: skip
_SUBSETS = {
    "all": ("semua unit", "all units"), "prefilled": ("unit dengan usulan", "pre-filled units"),
    "blind": ("unit buta", "blind units"),
    "difference": ("selisih: dengan usulan dikurangi buta", "difference: pre-filled minus blind"),
}  # fmt: skip


def plot_reliability(
    table: pd.DataFrame,
    coefficient: str = ALPHA,
    *,
    subset: str = "all",
    comparison: str = "coders",
    ax: Axes | None = None,
    lang: str = "id",
) -> Axes:
    """How far coders agree on each item, with the interval.

    Parameters
    ----------
    table : RELIABILITY
        As `reliability` gives it.
    coefficient : str
        A coefficient of the table, or "alpha": of each item the alpha of its scale.
    subset : {"all", "prefilled", "blind", "difference"}
    comparison : {"coders", "tool"}
    ax : Axes, optional
        Where to draw; a new figure by default.
    lang : {"id", "en"}

    Returns
    -------
    Axes
        One row an item in the order of the table: a point with its interval, n at the right, dashed lines at the
        customary .667 and .800 (not for percent agreement, Holsti and differences). A hollow point stands for under
        50 units; an item whose coefficient is not defined has no point and says so.

    Raises
    ------
    ValueError
        If the table has no such coefficient, subset or comparison.
    """
    check_language(lang)
    rows = _rows(table, coefficient, subset, comparison)
    with house_style():
        ax = new_axes(ax, len(rows), extra=1.75)
        return _draw(ax, rows, coefficient, subset, lang)


def _rows(table: pd.DataFrame, coefficient: str, subset: str, comparison: str) -> pd.DataFrame:
    require(table, RELIABILITY)
    chosen = table
    for column, value in (("comparison", comparison), ("subset", subset)):
        chosen = _only(chosen, column, value)
    if coefficient != ALPHA:
        return _only(chosen, "coefficient", coefficient).reset_index(drop=True)
    return chosen[chosen["coefficient"] == "alpha_" + chosen["scale"]].reset_index(drop=True)


def _only(table: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    chosen = table[table[column] == value]
    if chosen.empty:
        found = list(table[column].unique())
        near = get_close_matches(value, found, n=1, cutoff=0.0)
        raise ValueError(f"no {column} {value!r} in the table" + (f"; nearest: {near[0]!r}" if near else ""))
    return chosen


def _draw(ax: Axes, rows: pd.DataFrame, coefficient: str, subset: str, lang: str) -> Axes:
    outlet_rows(ax, [clipped(label, 40) for label in _labels(rows)])
    for y in range(len(rows)):
        ax.axhline(y, color="#efefef", linewidth=0.8, zorder=-1)
    _points(ax, rows, lang)
    for y, n in enumerate(rows["n_units"]):
        side_text(ax, y, number(n, 0, lang))
    side_header(ax, "n")
    lowest = min(_LEFT, float(np.nanmin([*rows["ci_low"], *rows["value"], 0.0])) - 0.05)
    ax.set_xlim(lowest, 1.03)
    ax.axvline(0, color=MUTED, linewidth=0.9, zorder=0)
    lined = coefficient not in ("percent", "holsti") and subset != "difference"
    if lined:
        _custom(ax, lang)
    names = [wordings[0 if lang == "id" else 1] for wordings in (_NAMES[coefficient], _SUBSETS[subset])]
    ax.set_title(f"{names[0][0].upper()}{names[0][1:]}: {names[1]}", loc="left", pad=18)
    ax.set_xlabel(_caption(rows, lined, lang))
    ax.spines["left"].set_visible(False)
    number_axis(ax, lang, signed=subset == "difference")
    return remember(ax, rows)


def _labels(rows: pd.DataFrame) -> list[str]:
    """The item, with its model or pair of coders where there are several."""
    parts = [rows["item"]]
    parts += [rows[name] for name in ("model", "coders") if rows[name].nunique() > 1]
    return [" · ".join(map(str, label)) for label in zip(*parts, strict=True)]


def _points(ax: Axes, rows: pd.DataFrame, lang: str) -> None:
    shown = rows[rows["value"].notna()]
    ax.hlines(shown.index, shown["ci_low"], shown["ci_high"], color=BLUE, linewidth=2)
    fill = [BLUE if n >= _FEW else "white" for n in shown["n_units"]]
    ax.scatter(shown["value"], shown.index, s=38, c=fill, edgecolors=BLUE, linewidths=1.5, zorder=3)
    for y in rows.index.difference(shown.index):
        ax.text(0.5, y, choose(lang, "tidak terdefinisi", "not defined"), ha="center", va="center", fontsize=8,
                style="italic", color=MUTED, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip


def _custom(ax: Axes, lang: str) -> None:
    """The customary thresholds, as lines with their numbers."""
    for threshold in CUSTOMARY:
        ax.axvline(threshold, color=MUTED, linewidth=0.9, linestyle="--", zorder=0)
        ax.text(threshold, 1.0, number(threshold, 3, lang), transform=ax.get_xaxis_transform(), ha="center",
                va="bottom", fontsize=8, color=MUTED)  # fmt: skip


def _caption(rows: pd.DataFrame, lined: bool, lang: str) -> str:
    coders = ", ".join(rows["coders"].unique()[:3])
    lines = [choose(lang, "1 = sepakat penuh", "1 = full agreement")
             + choose(lang, " · garis: selang bootstrap atas artikel", " · line: bootstrap interval over articles"),
             choose(lang, f"titik kosong: di bawah {_FEW} unit · pengode: ", f"hollow: under {_FEW} units · coders: ")
             + clipped(coders, 60)]  # fmt: skip
    if lined:
        lines.insert(1, choose(lang, "0 = sebanyak kebetulan · garis putus: ambang lazim Krippendorff",
                               "0 = as much as chance · dashed: Krippendorff's customary thresholds"))  # fmt: skip
    return "\n".join(lines)
