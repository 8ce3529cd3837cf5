"""Rates along time: a panel an outlet."""

from __future__ import annotations

from functools import partial
from textwrap import fill
from typing import Any, Protocol

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DateFormatter
from matplotlib.ticker import FuncFormatter

from bingkai.figures import panels
from bingkai.figures.canvas import (
    BLUE,
    INK,
    LIGHT_BLUE,
    MUTED,
    NARROW,
    decimals_of,
    house_style,
    left_out_note,
    most_articles,
    new_axes,
    outlet_labels,
    remember,
)
from bingkai.figures.labels import check_language, choose, clipped, measure_label, number, scale_of, unit_label
from bingkai.schema import CHANGES, TREND, SchemaError, require

MAX_PANELS = 12
_CLEAR = 0.05
_LABEL_ROWS = 3  # names of events on rows in turn, so that neighbours can be read


class Trended(Protocol):
    """A trend with its changes, as `trend` gives it."""

    @property
    def series(self) -> pd.DataFrame: ...
    @property
    def changes(self) -> pd.DataFrame: ...
    @property
    def events(self) -> pd.DataFrame: ...
    @property
    def unit(self) -> str: ...


def plot_trend(trend: Trended, *, ax: Axes | None = None, lang: str = "id") -> Axes:
    """Each outlet's rate from period to period, with intervals, and the dates at which it may have changed.

    Parameters
    ----------
    trend : Trend
        What the function `trend` returned.
    ax : Axes, optional
        Where to draw; a new figure, as high as its panels need, by default.
    lang : {"id", "en"}

    Returns
    -------
    Axes
        A panel an outlet, in alphabetical order (at most 12, those with the most articles), all on one scale. A point
        in the middle of each period with a thin line from its first day to its last, a bar for its interval (none under
        the smallest number of articles), a line for the smoothed rate where there is one. Upright lines: named events,
        full, where they lie within the course; found dates, dashed, with the interval of the date shaded, where
        q < 0.05.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If there is nothing to draw.
    """
    check_language(lang)
    if not hasattr(trend, "series"):
        raise SchemaError(f"plot_trend wants what trend(measures, …) gives; got {type(trend).__name__}")
    require(trend.series, TREND)
    require(trend.changes, CHANGES)
    if trend.series.empty:
        raise ValueError("the trend has no periods; there is nothing to draw")
    outlets = trend.series.groupby("outlet", as_index=False).agg(n_articles=("n_articles", "sum"))
    outlets = outlets.sort_values("outlet", key=lambda names: names.str.casefold(), ignore_index=True)
    shown = most_articles(outlets, MAX_PANELS).reset_index(drop=True)
    return _figure(trend, shown, len(outlets), ax, lang)


def _figure(trend: Trended, shown: pd.DataFrame, of: int, ax: Axes | None, lang: str, *, narrow: bool = False) -> Axes:
    """The figure; the narrow one has fewer dates under it and shorter names of events."""
    with house_style():
        ax = new_axes(ax, len(shown), row_height=1.15, extra=1.3, width=NARROW if narrow else 8.6)
        rows = _placed(trend.series[trend.series["outlet"].isin(shown["outlet"])])
        _draw(ax, trend, rows, (shown, of), lang, narrow=narrow)
        return remember(ax, rows, None if narrow else partial(_figure, trend, shown, of, None, lang, narrow=True))


def _placed(series: pd.DataFrame) -> pd.DataFrame:
    """The rows with the end of each period, where the next begins, and its middle, where its point stands."""
    starts = pd.Series(series["period"].sort_values().unique())
    steps = starts.diff().shift(-1)
    ends = starts + steps.fillna(steps.median() if len(starts) > 1 else pd.Timedelta(days=1))
    end = series["period"].map(dict(zip(starts, ends, strict=True)))
    return series.assign(period_end=end, middle=series["period"] + (end - series["period"]) / 2)


def _draw(
    ax: Axes, trend: Trended, rows: pd.DataFrame, outlets: tuple[pd.DataFrame, int], lang: str, *, narrow: bool
) -> None:  # fmt: skip
    scale, (shown, of) = scale_of(trend.unit), outlets
    top = _top(rows) * scale
    labels = outlet_labels(shown["outlet"], shown["n_articles"], lang)
    for panel, outlet, label in zip(panels.rows(ax, len(shown)), shown["outlet"], labels, strict=True):
        _panel(panel, rows[rows["outlet"] == outlet], scale)
        _dates(panel, trend, outlet, (rows["period"].min(), rows["period_end"].max()))
        if outlet == shown["outlet"].iloc[0]:
            _event_names(panel, trend, (rows["period"].min(), rows["period_end"].max()), 14 if narrow else 26)
        _frame(panel, rows, top, lang)
        panel.text(0, 1.02, label, transform=panel.transAxes, fontsize=9, fontweight="bold", color=INK, va="bottom")
        if outlet == shown["outlet"].iloc[-1]:
            _date_ticks(panel, 3 if narrow else 8)
            panel.set_xlabel(_caption(trend, len(shown), of, lang, 52 if narrow else 200))
    measure = str(rows["measure"].iloc[0])
    ax.set_title(f"{measure_label(measure, lang)}, {unit_label(trend.unit, lang)}", loc="left",
                 pad=26 + 10 * min(len(trend.events), _LABEL_ROWS))  # fmt: skip


def _top(rows: pd.DataFrame) -> float:
    """Upper end of the scale: all estimates, and most of the intervals, so that one wide bar does not flatten all."""
    ends = rows["ci_high"].dropna()
    most = float(ends.quantile(0.95)) if len(ends) else 0.0
    highest = rows.loc[rows["ci_high"].notna(), "estimate"].max()
    if not np.isfinite(highest):
        highest = rows["estimate"].max()
    return max(most, float(highest) if np.isfinite(highest) else 0.0) or 1.0


def _panel(panel: Axes, rows: pd.DataFrame, scale: int) -> None:
    """Points and intervals; a period with too few articles for an interval is a small hollow point."""
    sure = rows["ci_high"].notna()
    some = rows[sure]
    panel.vlines(some["middle"], some["ci_low"] * scale, some["ci_high"] * scale, color=LIGHT_BLUE, linewidth=2.4)
    panel.scatter(some["middle"], some["estimate"] * scale, s=12, color=BLUE, zorder=3, clip_on=False)
    few = rows[~sure & rows["estimate"].notna()]
    panel.scatter(few["middle"], few["estimate"] * scale, s=9, facecolors="white", edgecolors=MUTED, linewidths=0.8,
                  zorder=2, clip_on=False)  # fmt: skip
    panel.plot(rows["middle"], rows["smooth"] * scale, color=INK, linewidth=1.1, zorder=2)
    known = rows[rows["estimate"].notna()]
    panel.hlines(
        known["estimate"] * scale, known["period"], known["period_end"], color=LIGHT_BLUE, linewidth=0.8, zorder=1
    )


def _seen(trend: Trended, span: tuple[pd.Timestamp, pd.Timestamp]) -> pd.DataFrame:
    """The named events within the course."""
    return trend.events[trend.events["date"].between(*span)].sort_values("date")


def _event_names(panel: Axes, trend: Trended, span: tuple[pd.Timestamp, pd.Timestamp], width: int) -> None:
    """Names of events over the panel, on rows in turn."""
    for place, (name, date) in enumerate(_seen(trend, span)[["event", "date"]].itertuples(index=False)):
        panel.annotate(clipped(name, width), (date, 1.0), (0, 12 + 10 * (place % _LABEL_ROWS)),
                       xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=8, ha="center",
                       va="bottom")  # fmt: skip


def _dates(panel: Axes, trend: Trended, outlet: str, span: tuple[pd.Timestamp, pd.Timestamp]) -> None:
    """Upright lines: named events, and found dates with their interval shaded."""
    for date in _seen(trend, span)["date"]:
        panel.axvline(date, color=INK, linewidth=0.9, zorder=1)
    changes = trend.changes
    found = changes[(changes["outlet"] == outlet) & (changes["kind"] == "found") & (changes["q_value"] < _CLEAR)]
    for _, row in found.iterrows():
        panel.axvspan(row["date_low"], row["date_high"], color="#e8e8e8", zorder=0, linewidth=0)
        panel.axvline(row["date"], color=MUTED, linewidth=1.1, linestyle=(0, (4, 2)), zorder=1)


def _frame(panel: Axes, rows: pd.DataFrame, top: float, lang: str) -> None:
    """One scale for all panels; dates stand under the last one only."""
    begin, end = rows["period"].min(), rows["period_end"].max()
    margin = max((end - begin) * 0.02, pd.Timedelta(days=2))
    panel.set_xlim(begin - margin, end + margin)
    panel.set_ylim(0, 1.05 * top)
    panel.locator_params(axis="y", nbins=4)
    panel.yaxis.set_major_formatter(FuncFormatter(_written(panel, lang)))
    panel.set_xticks([])


def _written(panel: Axes, lang: str) -> Any:
    def write(value: float, _: int | None = None) -> str:
        return number(value, decimals_of(panel.get_yticks()), lang)

    return write


def _date_ticks(panel: Axes, most: int) -> None:
    panel.xaxis.set_major_locator(AutoDateLocator(minticks=min(3, most - 1), maxticks=most))  # type: ignore[no-untyped-call]
    panel.xaxis.set_major_formatter(DateFormatter("%Y-%m-%d"))  # type: ignore[no-untyped-call]


def _caption(trend: Trended, shown: int, of: int, lang: str, width: int) -> str:
    lines = [
        choose(
            lang,
            "titik: laju, di tengah periodenya · garis tegak biru: selang · titik kosong: artikel terlalu sedikit",
            "point: rate, at the middle of its period · blue bar: interval · hollow: too few articles",
        )
    ]
    if (trend.series["smooth"].notna()).any():
        lines[0] += choose(lang, " · garis: dihaluskan", " · line: smoothed")
    if len(trend.events):
        lines.append(choose(lang, "garis hitam: peristiwa yang disebut; sebelum dan sesudah bukan berarti karena",
                            "black line: named event; before and after is not because of"))  # fmt: skip
    if ((trend.changes["kind"] == "found") & (trend.changes["q_value"] < _CLEAR)).any():
        lines.append(choose(lang, "garis putus: tanggal yang dicari (q < 0,05), abu-abu: selang tanggalnya",
                            "dashed: searched date (q < 0.05), grey: interval of the date"))  # fmt: skip
    lines.append(left_out_note(shown, of, lang))
    return "\n".join(fill(line, width) for line in lines if line)
