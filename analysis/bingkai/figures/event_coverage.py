"""Which outlet covered which event: a grid."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm

from bingkai.figures.canvas import INK, NARROW, house_style, new_axes, outlet_rows, remember
from bingkai.figures.labels import check_language, choose, clipped, number
from bingkai.schema import EVENT_COVERAGE, SchemaError, require

MAX_EVENTS = 40
_CELLS = ("event_id", "outlet", "n_articles", "day", "title")


class Covered(Protocol):
    """A result that knows shares and cells, as `event_coverage` gives it."""

    @property
    def shares(self) -> pd.DataFrame: ...
    @property
    def cells(self) -> pd.DataFrame: ...


def plot_event_coverage(coverage: Covered, *, ax: Axes | None = None, lang: str = "id") -> Axes:
    """Events down, outlets across: who covered what, and with how many articles.

    Parameters
    ----------
    coverage : EventCoverage
        What `event_coverage` returned.
    ax : Axes, optional
        Where to draw; a new figure, as high as its events need, by default.
    lang : {"id", "en"}

    Returns
    -------
    Axes
        An event a row, by date; at most 40 events, those that most outlets covered. The number of articles stands in
        each cell; empty cells have none in the corpus, which need not mean that the outlet had none. Above each outlet
        its share of the events that others covered.

    Raises
    ------
    SchemaError
        If a column of `event_coverage` is missing.
    ValueError
        If there are no events.
    """
    check_language(lang)
    require(coverage.shares, EVENT_COVERAGE)
    if missing := [name for name in _CELLS if name not in coverage.cells.columns]:
        raise SchemaError(f"wanted what `event_coverage` returns; its cells lack {', '.join(missing)}")
    if coverage.cells.empty:
        raise ValueError("there are no events to show; call match_events first and see event_table")
    shares = coverage.shares.sort_values("outlet", key=lambda names: names.str.casefold(), ignore_index=True)
    events = _events(coverage.cells)
    shown = events.head(MAX_EVENTS).sort_values(["day", "event_id"], ignore_index=True)
    return _figure((coverage.cells, shown, shares), len(events), ax, lang)


def _figure(
    frames: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], of: int, ax: Axes | None, lang: str, *,
    narrow: bool = False,
) -> Axes:  # fmt: skip
    """The figure of cells, events and shares; the narrow one has upright outlets and shorter headlines."""
    cells, events, shares = frames
    with house_style():
        width = NARROW if narrow else min(5.2 + 0.5 * len(shares), 11)
        ax = new_axes(ax, len(events), row_height=0.24, extra=2.9 if narrow else 2.2, width=width)
        drawn = _draw(ax, cells, events, shares, lang, narrow=narrow)
        ax.set_xlabel(_caption(len(events), of, lang))
        ax.xaxis.set_label_position("bottom")
        return remember(ax, drawn, None if narrow else partial(_figure, frames, of, None, lang, narrow=True))


def _events(cells: pd.DataFrame) -> pd.DataFrame:
    """Events, those that most outlets covered first."""
    events = cells.groupby("event_id", as_index=False).agg(
        n_outlets=("outlet", "nunique"),
        n_articles=("n_articles", "sum"),
        day=("day", "first"),
        title=("title", "first"),
    )
    return events.sort_values(["n_outlets", "n_articles", "day", "event_id"], ascending=[False, False, True, True])


def _draw(
    ax: Axes, cells: pd.DataFrame, events: pd.DataFrame, shares: pd.DataFrame, lang: str, *, narrow: bool
) -> pd.DataFrame:
    """Draws the grid with its names; returns what is drawn."""
    counts = cells.pivot(index="event_id", columns="outlet", values="n_articles")
    counts = counts.reindex(index=events["event_id"], columns=shares["outlet"]).fillna(0)
    _grid(ax, counts, lang)
    outlet_rows(
        ax, [_event_label(row["day"], row["title"], lang, 20 if narrow else 48) for _, row in events.iterrows()]
    )
    ax.yaxis.tick_right()
    ax.tick_params(axis="y", labelsize=8, pad=8)
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(shares)), labels=[_outlet_label(row, lang, narrow=narrow) for _, row in shares.iterrows()],
                  rotation=90 if narrow else 40, ha="center" if narrow else "left",
                  rotation_mode="default" if narrow else "anchor")  # fmt: skip
    ax.set_xlim(-0.5, len(shares) - 0.5)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(axis="x", length=0)
    ax.set_title(choose(lang, "Peristiwa dan media yang meliputnya", "Events and the outlets that covered them"),
                 loc="left")  # fmt: skip
    long = counts.rename_axis("event_id").reset_index().melt("event_id", var_name="outlet", value_name="n_articles")
    days = events[["event_id", "day"]].assign(day=events["day"].dt.strftime("%Y-%m-%d").fillna(""))
    return days.merge(long.astype({"n_articles": "int64"}), on="event_id")


def _grid(ax: Axes, counts: pd.DataFrame, lang: str) -> None:
    values = counts.to_numpy(dtype=float)
    top = max(float(values.max()), 1.0)
    ax.pcolormesh(
        np.arange(values.shape[1] + 1) - 0.5, np.arange(values.shape[0] + 1) - 0.5, np.ma.masked_equal(values, 0),
        cmap="Blues", norm=PowerNorm(0.5, vmin=0, vmax=1.3 * max(top, 6.0)), edgecolors="white", lw=1.2,
    )  # fmt: skip
    for y, x in np.argwhere(values > 0):
        dark = values[y, x] > 0.45 * max(top, 6.0)
        ax.text(x, y, number(values[y, x], 0, lang), ha="center", va="center", fontsize=7.5,
                color="white" if dark else INK)  # fmt: skip
    for y, x in np.argwhere(values == 0):
        ax.plot(x, y, marker=".", markersize=2, color="#bbbbbb")


def _event_label(day: pd.Timestamp, title: object, lang: str, width: int) -> str:
    when = f"{day:%Y-%m-%d}" if pd.notna(day) else choose(lang, "tanpa tanggal", "no date")
    return f"{when}  {clipped(str(title), width)}"


def _outlet_label(row: pd.Series, lang: str, *, narrow: bool) -> str:
    share = f"{number(100 * row['share'], 0, lang)} %" if np.isfinite(row["share"]) else "–"
    if narrow:
        return f"{clipped(row['outlet'], 15)} · {share} (n={number(row['n_articles'], 0, lang)})"
    return f"{clipped(row['outlet'], 22)} · {share} (n = {number(row['n_articles'], 0, lang)})"


def _caption(shown: int, of: int, lang: str) -> str:
    lines = [
        choose(lang, "angka: artikel · titik: tidak ada dalam korpus, yang bisa berarti tidak terunduh",
               "number: articles · dot: none in the corpus, which may mean not retrieved"),
        choose(lang, "%: bagian dari peristiwa media lain pada masa korpusnya · n: artikel",
               "%: share of the others' events in its period · n: articles"),
    ]  # fmt: skip
    if shown < of:
        lines.append(choose(lang, f"{shown} dari {number(of, 0)} peristiwa, yang diliput paling banyak media",
                            f"{shown} of {number(of, 0, lang)} events, those that most outlets covered"))  # fmt: skip
    return "\n".join(lines)
