"""What every figure shares: the style, a canvas that grows with its rows, and the data behind the drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from typing import Any
from weakref import WeakKeyDictionary

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from bingkai.figures.labels import choose, clipped, number

MAX_ROWS = 40
WIDTH = 7.4  # inches: a text column on A4
NARROW = 4.0  # inches of a drawing for a journal's column, before its letters are made smaller
_SHORT = 15  # letters of an outlet's name there
INK, MUTED, PALE, BLUE, LIGHT_BLUE = "#222222", "#6b6b6b", "#757575", "#1f5c99", "#8fb4d9"

_drawn: WeakKeyDictionary[Axes, pd.DataFrame] = WeakKeyDictionary()
_narrow: WeakKeyDictionary[Axes, Callable[[], Axes]] = WeakKeyDictionary()


@contextmanager
def house_style() -> Iterator[None]:
    """The package's style for as long as the block lasts; the caller's settings come back after it.

    The first figure of a notebook switches interactive mode on; that stays, or no later figure would be shown.
    """
    with plt.style.context(_style()):
        yield
        interactive = mpl.is_interactive()
    mpl.interactive(interactive)


@cache
def _style() -> dict[str, Any]:
    """The settings of the style, read once."""
    with as_file(files("bingkai.figures") / "bingkai.mplstyle") as style:
        read = mpl.rc_params_from_file(style, use_default_template=False)
        return {str(name): read[name] for name in read}


def new_axes(
    ax: Axes | None, n_rows: int, *, row_height: float = 0.27, extra: float = 1.5, width: float = WIDTH
) -> Axes:
    """The caller's Axes, or new ones whose height grows with the number of rows (inches)."""
    if ax is not None:
        return ax
    height = extra + row_height * max(n_rows, 1)
    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def remember(ax: Axes, drawn: pd.DataFrame, narrow: Callable[[], Axes] | None = None) -> Axes:
    """Keep the data a figure draws beside its Axes, for `save_figure`, and how to draw it for a narrow column."""
    _drawn[ax] = drawn.reset_index(drop=True)
    if narrow is not None:
        _narrow[ax] = narrow
    return ax


def drawn_narrow(ax: Axes) -> Axes | None:
    """The same figure with less in it, drawn anew for a narrow column; None where there is no such drawing."""
    return _narrow[ax]() if ax in _narrow else None


def drawn_data(ax: Axes) -> pd.DataFrame:
    """The data behind a figure of this package.

    Returns
    -------
    DataFrame
        What is drawn, one row a mark; units as in the frame that was given.

    Raises
    ------
    ValueError
        If the Axes were not drawn by a `plot_` function.
    """
    if ax not in _drawn:
        raise ValueError(
            "these Axes were not drawn by a bingkai plot_ function, so there are no data to save; "
            "draw with bk.plot_comparison or another bk.plot_ function"
        )
    return _drawn[ax].copy()


def outlet_rows(ax: Axes, labels: list[str]) -> None:
    """One row a label from the top down, with room for half a row above and below."""
    ax.set_yticks(range(len(labels)), labels=labels)
    ax.set_ylim(max(len(labels), 1) - 0.5, -0.5)


def alphabetical(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Rows in alphabetical order, whatever the case: a fixed place for every outlet, and no ranking."""
    keys = pd.DataFrame({name: frame[name].str.casefold() for name in columns})
    order = keys.sort_values(list(columns), kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def outlet_labels(outlets: pd.Series, counts: pd.Series, lang: str, *, narrow: bool = False) -> list[str]:
    """Tick labels: the outlet and its n; shorter for a narrow drawing."""
    pairs = zip(outlets, counts, strict=True)
    if narrow:
        return [f"{clipped(str(outlet), _SHORT)} (n={number(float(n), 0, lang)})" for outlet, n in pairs]
    return [f"{clipped(str(outlet))} (n = {number(float(n), 0, lang)})" for outlet, n in pairs]


def largest(values: pd.DataFrame | pd.Series) -> float:
    """The largest absolute value, 0 where there is none."""
    found = np.abs(values.to_numpy(dtype=float))
    return float(np.nanmax(found)) if np.isfinite(found).any() else 0.0


def most_articles(frame: pd.DataFrame, most: int = MAX_ROWS) -> pd.DataFrame:
    """At most `most` rows, those with the most articles; the order of the rows stays."""
    if len(frame) <= most:
        return frame
    kept = frame["n_articles"].sort_values(ascending=False, kind="stable").index[:most]
    return frame[frame.index.isin(kept)]


def left_out_note(shown: int, of: int, lang: str) -> str:
    """Say that only the rows with the most articles are drawn; nothing where all are."""
    if shown == of:
        return ""
    return choose(
        lang,
        f"{number(shown, 0)} dari {number(of, 0)} baris, yang artikelnya terbanyak",
        f"{number(shown, 0, lang)} of {number(of, 0, lang)} rows, those with the most articles",
    )


def side_text(ax: Axes, y: float, text: str, *, x: float = 1.02, **options: Any) -> None:
    """Text in the margin at the right of a row."""
    ax.text(x, y, text, transform=ax.get_yaxis_transform(), va="center", **{"fontsize": 8.5, **options})


def number_axis(ax: Axes, lang: str, *, signed: bool = False) -> None:
    """Numbers along x as the language writes them, with the decimals that its ticks need."""

    def written(value: float, _: int | None = None) -> str:
        return number(value, decimals_of(ax.get_xticks()), lang, signed=signed)

    ax.xaxis.set_major_formatter(FuncFormatter(written))


def decimals_of(ticks: Iterable[float]) -> int:
    """The fewest decimals that write every tick as it is.

    Examples
    --------
    >>> decimals_of([-7.5, 0.0, 2.5]), decimals_of([0.0, 10.0]), decimals_of([0.025])
    (1, 0, 3)
    """
    places = list(ticks)
    size = max((abs(place) for place in places), default=1.0) or 1.0
    return next((d for d in range(9) if all(abs(round(p, d) - p) < 1e-6 * size for p in places)), 9)


def side_header(ax: Axes, text: str) -> None:
    """A heading over the margin at the right."""
    ax.text(1.02, 1.0, text, transform=ax.transAxes, fontsize=8, color=MUTED, va="bottom")


def figure_of(ax: Axes) -> Figure:
    """The figure that holds the Axes."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("these Axes belong to no figure any more; draw them again")
    return figure


@contextmanager
def places_kept(figure: Figure) -> Iterator[None]:
    """Put every Axes back to where it was: a layout starts from there, and so depends on it."""
    places = [(ax, ax.get_position(original=True), ax.get_position(), ax.get_in_layout()) for ax in figure.axes]
    try:
        yield
    finally:
        for ax, original, active, in_layout in places:
            ax.set_position(original, which="original")
            ax.set_position(active, which="active")
            ax.set_in_layout(in_layout)
