"""One comparison made in many ways: ratios with intervals, and how far leaving one out moves them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from bingkai.figures.canvas import (
    BLUE,
    INK,
    LIGHT_BLUE,
    MUTED,
    house_style,
    new_axes,
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
)
from bingkai.schema import ROBUSTNESS, require

OTHERS = "others"
_LEFT_OUT: Mapping[str, tuple[str, str]] = {
    "event": ("tanpa satu peristiwa", "without one event"),
    "article": ("tanpa satu artikel", "without one article"),
    "entry": ("tanpa satu entri", "without one entry"),
}
_TICKS = (1, 10, 1 / 10, 100, 1 / 100, 1000, 2, 1 / 2, 5, 1 / 5, 20, 1 / 20, 50, 1 / 50, 3, 1 / 3, 1.5, 2 / 3)
"""Places for ticks, the most wanted first."""
_NAMES: Mapping[str, str] = {
    "utama": "as reported", "semua salinan": "all copies", "tanpa salinan": "without copies",
    "hanya judul": "headline only", "judul dan isi": "headline and body",
    "dengan kutipan tidak langsung": "with indirect quotations", "cocok menurut bentuk": "matched by form",
    "cocok menurut akar kata": "matched by stem", "per semua kata": "per word of the article",
    "hanya isi": "body only", "atribusi meyakinkan": "sure attributions", "tanpa relai": "without relays",
    "sebutan pertama": "first mention only", "tanpa nomina": "without nouns",
    "per 1.000 kata": "per 1,000 words", "per artikel": "per article",
}  # fmt: skip
_WIDEST = 8.0


def plot_robustness(card: pd.DataFrame, *, ax: Axes | None = None, lang: str = "id") -> Axes:
    """Whether a difference depends on how it was measured: one row for each way.

    Parameters
    ----------
    card : ROBUSTNESS
        As `robustness` gives it.
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        Ratios of the outlet's rate to its reference's, on a log scale: the main comparison (filled) and the
        alternatives with their intervals; below, for events, articles and entries left out in turn, the reach of the
        ratios and the one on which most depends. An arrow: the interval goes on. At the right the difference, in the
        unit of each row.

    Raises
    ------
    SchemaError
        If the frame is not ROBUSTNESS.
    ValueError
        If it has no rows.
    """
    check_language(lang)
    require(card, ROBUSTNESS)
    if card.empty:
        raise ValueError("no rows to show: wanted the frame that `robustness` returns")
    rows = _rows(card)
    with house_style():
        ax = new_axes(ax, len(rows), row_height=0.33, extra=1.75)
        return _draw(ax, rows, card, lang)


def _rows(card: pd.DataFrame) -> pd.DataFrame:
    """A row a way; the rows of a kind of leaving out become one, from smallest to largest ratio."""
    own = card[card["kind"].isin(["main", "alternative"])]
    main = float(own["ratio"].iloc[0])
    made = own.assign(low=own["ratio_low"], high=own["ratio_high"], extreme="")
    ranges = []
    for kind in _LEFT_OUT:
        rows = card[card["kind"] == kind]
        if len(rows):
            far = (np.log(rows["ratio"].clip(lower=1e-9)) - np.log(max(main, 1e-9))).abs()
            most = rows.loc[far.idxmax()] if far.notna().any() else rows.iloc[0]
            ranges.append(
                {"kind": kind, "n_of": int(rows["n_of"].iloc[0]), "low": rows["ratio"].min(),
                 "high": rows["ratio"].max(), "ratio": main, "extreme": str(most["name"]), "unit": most["unit"],
                 "effect": most["effect"], "note": ""}
            )  # fmt: skip
    return pd.concat([made, pd.DataFrame(ranges)], ignore_index=True) if ranges else made.reset_index(drop=True)


def _draw(ax: Axes, rows: pd.DataFrame, card: pd.DataFrame, lang: str) -> Axes:
    outlet_rows(ax, [_label(row, lang) for _, row in rows.iterrows()])
    low, high = _limits(rows)
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ax.axvline(1, color=MUTED, linewidth=0.9, zorder=0)
    main = float(rows["ratio"].iloc[0])
    if low < main < high:
        ax.axvline(main, color=LIGHT_BLUE, linewidth=0.9, linestyle="--", zorder=0)
    for y, (_, row) in enumerate(rows.iterrows()):
        ax.axhline(y, color="#efefef", linewidth=0.8, zorder=-1)
        _row(ax, y, row, (low, high), lang)
    side_header(ax, choose(lang, "selisih", "difference"))
    ax.set_title(
        f"{clipped(str(card['outlet'].iloc[0]))} · {measure_label(str(card['measure'].iloc[0]), lang)}", loc="left"
    )
    ax.set_xlabel(_caption(rows, card, lang))
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(FixedLocator(_ticks(low, high)))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _times(value, lang)))
    return remember(ax, card)


def _label(row: pd.Series, lang: str) -> str:
    if row["kind"] in _LEFT_OUT:
        name = choose(lang, *_LEFT_OUT[row["kind"]])
        return f"{name} ({number(row['n_of'], 0, lang)})"
    name = str(row["name"])
    return clipped(name if lang == "id" else _NAMES.get(name, name), 32)


def _limits(rows: pd.DataFrame) -> tuple[float, float]:
    """Ends of the axis: all points, and intervals as far as eight times or an eighth of the main ratio."""
    points = rows["ratio"][(rows["ratio"] > 0) & np.isfinite(rows["ratio"])]
    centre = float(points.iloc[0]) if len(points) else 1.0
    ends = rows[["low", "high"]].to_numpy(dtype=float).ravel()
    ends = np.clip(ends[np.isfinite(ends) & (ends > 0)], centre / _WIDEST, centre * _WIDEST)
    every = np.concatenate([ends, points.to_numpy(dtype=float), [1.0]])
    return float(every.min() / 1.12), float(every.max() * 1.12)


def _row(ax: Axes, y: int, row: pd.Series, limits: tuple[float, float], lang: str) -> None:
    if pd.isna(row["effect"]):
        reason = note_in(row["note"], lang).split("; ")[0] or choose(lang, "tidak dapat dibandingkan", "no comparison")
        side_text(ax, y, f" {clipped(reason, 60)} ", x=0.5, ha="center", fontsize=8, style="italic", color=MUTED,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
        return
    side_text(ax, y, _difference(row, lang))
    if row["kind"] in _LEFT_OUT:
        _reach(ax, y, row, limits, lang)
        return
    low, high = (min(max(value, limits[0]), limits[1]) for value in (row["low"], row["high"]))
    ax.hlines(y, low, high, color=BLUE, linewidth=2)
    for end, at, marker in ((row["low"], limits[0], "<"), (row["high"], limits[1], ">")):
        if not limits[0] <= end <= limits[1]:
            ax.plot(at, y, marker=marker, color=BLUE, markersize=5, clip_on=False)
    at = min(max(row["ratio"], limits[0]), limits[1])
    fill = BLUE if row["kind"] == "main" else "white"
    ax.scatter(at, y, s=38, c=fill, edgecolors=BLUE, linewidths=1.5, zorder=3)


def _reach(ax: Axes, y: int, row: pd.Series, limits: tuple[float, float], lang: str) -> None:
    """How far the ratio goes when one is left out, and without which one it goes furthest."""
    low, high = (min(max(value, limits[0]), limits[1]) for value in (row["low"], row["high"]))
    ax.hlines(y, low, high, color=INK, linewidth=5, alpha=0.35)
    ax.plot([low, high], [y, y], linestyle="none", marker="|", color=INK, markersize=8)
    said = choose(lang, "terjauh tanpa ", "furthest without ") + clipped(row["extreme"], 34)
    left = low / limits[0] > limits[1] / high  # where there is more room
    ax.annotate(said, (low if left else high, y), (-7 if left else 7, 0), textcoords="offset points", fontsize=7.5,
                color=MUTED, va="center", ha="right" if left else "left")  # fmt: skip


def _difference(row: pd.Series, lang: str) -> str:
    value = row["effect"] * scale_of(str(row["unit"]))
    return number(value, digits_for(abs(value)), lang, signed=True) + " " + unit_label(str(row["unit"]), lang)


def _ticks(low: float, high: float) -> list[float]:
    """The most wanted ticks that leave room for their labels."""
    chosen: list[float] = []
    room = 0.09 * np.log(high / low)
    for tick in _TICKS:
        if low <= tick <= high and all(abs(np.log(tick / other)) >= room for other in chosen):
            chosen.append(tick)
    return sorted(chosen)


def _times(value: float, lang: str) -> str:
    """A ratio on the axis: 2×, 1,5×, below one as a fraction."""
    if value >= 1:
        return number(value, 0 if value == round(value) else 1, lang) + "×"
    return {round(1 / n, 6): f"1/{n}" for n in (2, 3, 5, 10, 20, 50, 100)}.get(round(value, 6), "2/3") + "×"


def _caption(rows: pd.DataFrame, card: pd.DataFrame, lang: str) -> str:
    reference = str(card["reference"].iloc[0])
    others = choose(lang, "rata-rata media lain", "the mean of the other outlets")
    against = others if reference == OTHERS else clipped(reference)
    n, events = int(card["n_articles"].iloc[0]), int(card["n_events"].iloc[0])
    counted = choose(lang, f"{number(n, 0)} artikel", f"{number(n, 0, lang)} articles") + (
        choose(lang, f", {number(events, 0)} peristiwa", f", {number(events, 0, lang)} events") if events else ""
    )
    return "\n".join(
        [
            choose(lang, f"laju dibagi laju {against} · media ini: {counted}",
                   f"rate over the rate of {against} · this outlet: {counted}"),
            choose(lang, "garis biru: selang kepercayaan · titik penuh: pembandingan utama",
                   "blue line: confidence interval · filled point: main comparison"),
            choose(lang, "batang kelabu: jangkauan bila satu demi satu dihilangkan · selisihnya: yang terjauh",
                   "grey bar: reach when one after the other is left out · its difference: the furthest"),
        ]
    )  # fmt: skip
