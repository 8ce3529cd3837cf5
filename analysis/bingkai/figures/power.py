"""Power by number of articles."""

from __future__ import annotations

from difflib import get_close_matches

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from bingkai.figures.canvas import BLUE, LIGHT_BLUE, MUTED, house_style, new_axes, remember
from bingkai.figures.labels import check_language, choose, digits_for, measure_label, number, scale_of, unit_label
from bingkai.schema import SchemaError

COLUMNS = ("measure", "unit", "difference", "n_articles", "power", "power_low", "power_high")
WANTED = 0.8


def plot_power(planned: pd.DataFrame, measure: str | None = None, *, ax: Axes | None = None, lang: str = "id") -> Axes:
    """The chance to see a difference, by number of articles: a line for every size of difference.

    Parameters
    ----------
    planned : DataFrame
        As `plan` gives it.
    measure : str, optional
        Which measure to draw; needed where the frame holds several.
    ax : Axes, optional
        Where to draw; a new figure by default.
    lang : {"id", "en"}

    Returns
    -------
    Axes
        Lines with their simulation interval, the difference beside the point nearest 50 %, and a rule at 80 %.

    Raises
    ------
    SchemaError
        If a column of `plan` is missing.
    ValueError
        If the frame holds several measures and none is named, or not the one that is.
    """
    check_language(lang)
    rows = _rows(planned, measure)
    with house_style():
        ax = new_axes(ax, 8, extra=1.2)
        return _draw(ax, rows, lang)


def _rows(planned: pd.DataFrame, measure: str | None) -> pd.DataFrame:
    missing = [name for name in COLUMNS if name not in planned.columns]
    if missing:
        raise SchemaError(f"wanted the frame that `plan` returns; it lacks {', '.join(missing)}")
    names = list(planned["measure"].unique())
    if measure is None and len(names) != 1:
        example = (names or ["stance.jarak"])[0]
        raise ValueError(f"the frame holds {len(names)} measures; name the one to draw, e.g. measure={example!r}")
    if measure is not None and measure not in names:
        near = get_close_matches(measure, names, n=1, cutoff=0.0)
        raise ValueError(f"no measure {measure!r} in the frame" + (f"; nearest: {near[0]!r}" if near else ""))
    chosen = planned[planned["measure"] == (measure or names[0])]
    return chosen.sort_values(["difference", "n_articles"], ignore_index=True)


def _draw(ax: Axes, rows: pd.DataFrame, lang: str) -> Axes:
    unit = str(rows["unit"].iloc[0])
    scaled = rows["difference"] * scale_of(unit)
    digits = 0 if (scaled.round() == scaled.round(6)).all() else digits_for(float(scaled.abs().max()))
    ax.axhline(WANTED, color=MUTED, linewidth=0.9, linestyle="--", zorder=0)
    for _, line in rows.groupby("difference"):
        ax.fill_between(line["n_articles"], line["power_low"], line["power_high"], color=LIGHT_BLUE, alpha=0.4, lw=0)
        ax.plot(line["n_articles"], line["power"], color=BLUE, marker="o", markersize=4)
    for n, power, delta in _label_places(rows):
        text = number(delta * scale_of(unit), digits, lang, signed=True)
        ax.annotate(text, (n, power), (7, -9), textcoords="offset points", fontsize=8.5, fontweight="bold",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.8})  # fmt: skip
    ax.set_title(measure_label(str(rows["measure"].iloc[0]), lang), loc="left")
    ax.set_ylim(-0.02, 1.04)
    ax.set_xscale("log")
    ax.set_xticks(sorted(rows["n_articles"].unique()))
    ax.minorticks_off()
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 0, lang)))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(100 * value, 0, lang)))
    ax.set_xlabel(choose(lang, "artikel per media · angka pada garis: selisih ",
                         "articles per outlet · number on a line: difference ") + unit_label(unit, lang))  # fmt: skip
    ax.set_ylabel(choose(lang, "peluang terlihat (%)", "chance to be seen (%)"))
    return remember(ax, rows)


def _label_places(rows: pd.DataFrame) -> list[tuple[float, float, float]]:
    """Where to write each difference: at the point of its line nearest one half, where lines lie furthest apart."""
    nearest = (rows["power"] - 0.5).abs().groupby(rows["difference"]).idxmin()
    chosen = rows.loc[nearest]
    return list(zip(chosen["n_articles"], chosen["power"], chosen["difference"], strict=True))
