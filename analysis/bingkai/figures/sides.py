"""The sides of a study side by side: what each outlet gives each of them, a small panel a measure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from textwrap import fill
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from bingkai.figures.canvas import (
    BLUE,
    INK,
    LIGHT_BLUE,
    MUTED,
    NARROW,
    PALE,
    alphabetical,
    house_style,
    largest,
    left_out_note,
    most_articles,
    new_axes,
    remember,
)
from bingkai.figures.labels import check_language, choose, clipped, number
from bingkai.schema import SIDE_SHARES, require

MIN_BASE = 5  # below this a share says nothing
MAX_OUTLETS = 12
MAX_SIDES = 4
PANELS: Mapping[str, tuple[str, str]] = {
    "statements": ("Porsi pernyataan", "Share of statements"),
    "words": ("Porsi kata yang dikutip", "Share of words reported"),
    "first": ("Suara pertama", "First voice"),
    "stance.jarak": ("JARAK: mengklaim …", "Distancing: mengklaim …"),
    "stance.tegas": ("TEGAS: menegaskan …", "Emphatic: menegaskan …"),
    "named": ("Disebut dengan nama", "Called by name"),
    "agent": ("Sebagai pelaku", "As agent"),
    "patient": ("Sebagai sasaran", "As patient"),
    "harmed.absent": ("Dirugikan, pelaku hilang", "Harmed, agent absent"),
    "harms.deleted": ("Merugikan, di luar klausa", "Harms, outside the clause"),
    "loaded": ("Di dekat kata menilai", "Beside evaluating words"),
}
_UNITS = {
    "attributions": ("pernyataan", "statements"),
    "words": ("kata", "words"),
    "articles": ("artikel", "articles"),
    "clauses": ("klausa", "clauses"),
    "mentions": ("penyebutan", "mentions"),
}
_COLUMNS, _COLUMNS_NARROW = 3, 2
_TITLE_NARROW = 18  # letters of a panel's title on one line
_HIGHEST = 11.4  # inches of a narrow drawing: higher ones fit no page
_A_LINE = 2  # sides named on one line of the legend
_LANE, _BETWEEN = 100.0, 46.0  # width of a panel and of the room for n beside it
_STEP = 0.9  # between the sides of an outlet
_AFTER = 0.7  # between outlets
_HEAD, _FOOT = 2.6, 1.9  # rows for a panel's title and scale
_SCALES = (10.0, 20.0, 40.0, 100.0)
_MARKS = (("o", BLUE, BLUE), ("o", "white", INK), ("s", LIGHT_BLUE, INK), ("D", "white", BLUE))


def plot_sides(
    shares: pd.DataFrame,
    *,
    measures: Sequence[str] = tuple(PANELS),
    sides: Mapping[str, str] | None = None,
    ax: Axes | None = None,
    lang: str = "id",
) -> Axes:
    """What each outlet gives each side: voice, verbs, roles and words in one figure.

    Parameters
    ----------
    shares : SIDE_SHARES
        As `side_by_side` gives them.
    measures : sequence of str
        Which to draw, a panel each.
    sides : mapping, optional
        Sides to draw and their labels, such as ``study.sides``; at most four.
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        In every panel the outlets in alphabetical order down (no ranking), for each side a mark at its share and a line
        for the interval, beside it n, the base of the share. With a base under five no share is drawn. The scale of a
        panel stands under it and is not the same in all. Of more than twelve outlets those with the most articles.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If no such measure is in the frame, or more than four sides are.
    """
    check_language(lang)
    rows = require(shares, SIDE_SHARES)
    rows = rows[rows["measure"].isin(list(measures))]
    if rows.empty:
        raise ValueError(f"none of the measures {', '.join(measures)} in these shares; side_by_side makes them")
    names = _sides(rows, sides)
    rows = rows[rows["side"].isin(names)]
    outlets = alphabetical(rows.groupby("outlet", as_index=False).agg(n_articles=("n_articles", "max")), "outlet")
    shown = most_articles(outlets, MAX_OUTLETS)["outlet"].tolist()
    rows = rows[rows["outlet"].isin(shown)]
    panels = [name for name in measures if name in set(rows["measure"])]
    order = {name: place for place, name in enumerate(panels)}
    rows = rows.assign(panel=rows["measure"].map(order)).sort_values(["panel", "outlet", "side"], kind="stable")
    note = left_out_note(len(shown), len(outlets), lang)
    legend = _legend(names, lang) + (f"\n{note}" if note else "")
    return _figure(_Drawn(rows, panels, shown, names, legend), ax, lang)


class _Drawn(NamedTuple):
    """What the figure shows: rows, measures, outlets, labels of the sides, and the caption."""

    rows: pd.DataFrame
    panels: list[str]
    outlets: list[str]
    sides: dict[str, str]
    legend: str


def _figure(drawn: _Drawn, ax: Axes | None, lang: str, *, narrow: bool = False) -> Axes:
    """The figure; the narrow one has two panels beside each other, and there is none where it would be too high."""
    rows, panels, outlets, sides, legend = drawn
    columns, wide = (_COLUMNS_NARROW, NARROW) if narrow else (_COLUMNS, 8.2)
    height = _HEAD + len(outlets) * (len(sides) * _STEP + _AFTER) + _FOOT + narrow
    n_rows = -(-len(panels) // columns)
    with house_style():
        ax = new_axes(ax, round(n_rows * height), row_height=0.125, extra=1.5, width=wide)
        cells = []
        for place, name in enumerate(panels):
            at = (place % columns * (_LANE + _BETWEEN), place // columns * height)
            cells += _panel(ax, rows[rows["measure"] == name], outlets, sides, at, lang, narrow=narrow)
        _marks(ax, cells)
        for text in ax.texts:
            text.set_in_layout(False)  # all of them stand inside the Axes
        shown = [clipped(outlet, 15 if narrow else 22) for outlet in outlets]
        _frame(ax, shown, sides, (min(len(panels), columns), n_rows, height), lang)
        ax.set_xlabel(legend, color=MUTED)
    too_high = -(-len(panels) // _COLUMNS_NARROW) * height * 0.125 + 1.5 > _HIGHEST
    again = None if narrow or too_high else partial(_figure, drawn, None, lang, narrow=True)
    return remember(ax, rows.drop(columns="panel"), again)


def _sides(rows: pd.DataFrame, sides: Mapping[str, str] | None) -> dict[str, str]:
    """The sides to draw and their labels."""
    there = list(dict.fromkeys(rows["side"]))
    names = {key: (sides or {}).get(key, key) for key in (sides or there) if key in there}
    if not names or len(names) > MAX_SIDES:
        raise ValueError(f"wanted one to {MAX_SIDES} of the sides {', '.join(there)}; got {', '.join(sides or there)}")
    return names


class _Mark(NamedTuple):
    """A share to draw, in the units of the Axes."""

    side: int
    y: float
    share: float
    low: float
    high: float


def _panel(
    ax: Axes, rows: pd.DataFrame, outlets: list[str], sides: dict[str, str], at: tuple[float, float], lang: str, *,
    narrow: bool,
) -> list[_Mark]:  # fmt: skip
    """The letters of one measure (title, scale, the n of every cell), and the marks to draw in it."""
    left, top = at
    name, unit = str(rows["measure"].iloc[0]), str(rows["unit"].iloc[0])
    scale = _scale(rows)
    label = choose(lang, *PANELS.get(name, (name, name)))
    label = fill(label, _TITLE_NARROW) if narrow else label
    ax.text(left, top + 0.9, label, fontweight="bold", fontsize=8 if narrow else 8.5, va="bottom", linespacing=1)
    counted = "" if narrow else f" {choose(lang, *_UNITS.get(unit, (unit, unit)))}"
    ax.text(left + _LANE + 5, top + 1.75, f"n{counted}", fontsize=6.5, color=MUTED, va="center")
    _axis(ax, left, (top + _HEAD - 0.6, top + _HEAD + _y(len(outlets), 0, len(sides)) - 0.2), scale, lang)
    made = []
    cells = {(row["outlet"], row["side"]): row for row in rows.to_dict("records")}
    for o, outlet in enumerate(outlets):
        for s, side in enumerate(sides):
            cell = cells.get((outlet, side))
            if cell is not None:
                y, enough = top + _HEAD + _y(o, s, len(sides)), cell["base"] >= MIN_BASE
                ax.text(left + _LANE + 5, y, number(cell["base"], 0, lang), fontsize=6.5,
                        color=MUTED if enough else PALE, va="center")  # fmt: skip
                made += [_mark(cell, s, (left, y), scale)] if enough else []
    return made


def _axis(ax: Axes, left: float, ends: tuple[float, float], scale: float, lang: str) -> None:
    """Where a panel's scale begins, its middle and its end."""
    steps = (0.0, 0.5, 1.0)
    ax.vlines([left + step * _LANE for step in steps], *ends, color="#e4e4e4", linewidth=0.8, zorder=-1)
    for step in steps:
        said = number(scale * step, 0 if (scale * step).is_integer() else 1, lang)
        ax.text(left + step * _LANE, ends[1] + 0.7, said, fontsize=6.5, color=MUTED, ha="center", va="center")


def _mark(cell: Mapping[Hashable, float], side: int, at: tuple[float, float], scale: float) -> _Mark:
    left, y = at
    share, low, high = (left + cell[name] * _LANE / scale * 100 for name in ("share", "ci_low", "ci_high"))
    return _Mark(side, y, share, low, min(high, left + _LANE))


def _marks(ax: Axes, cells: list[_Mark]) -> None:
    """All intervals and marks of a side at once."""
    for side, (marker, face, edge) in enumerate(_MARKS):
        own = [cell for cell in cells if cell.side == side]
        sure = [cell for cell in own if cell.low == cell.low]
        if own:
            ax.hlines([cell.y for cell in sure], [cell.low for cell in sure], [cell.high for cell in sure],
                      color=edge, linewidth=1.1)  # fmt: skip
            ax.plot([cell.share for cell in own], [cell.y for cell in own], marker=marker, markersize=4.2,
                    markerfacecolor=face, markeredgecolor=edge, markeredgewidth=1, linestyle="", zorder=3)  # fmt: skip


def _y(outlet: int, side: int, n_sides: int) -> float:
    return outlet * (n_sides * _STEP + _AFTER) + side * _STEP


def _scale(rows: pd.DataFrame) -> float:
    """Per cent at the right end of a panel: room for every interval drawn."""
    drawn = rows[rows["base"] >= MIN_BASE]
    most = largest(drawn[["share", "ci_high"]]) * 100
    return next((scale for scale in _SCALES if most <= scale), _SCALES[-1])


def _frame(ax: Axes, outlets: list[str], sides: dict[str, str], size: tuple[int, int, float], lang: str) -> None:
    """Outlet names at the left of every row of panels, room around, title."""
    n_columns, n_rows, height = size
    middle = (len(sides) - 1) * _STEP / 2
    places = [
        row * height + _HEAD + _y(o, 0, len(sides)) + middle for row in range(n_rows) for o in range(len(outlets))
    ]
    ax.set_yticks(places, labels=outlets * n_rows, fontsize=8)
    ax.set_xticks([])
    ax.set_xlim(-4, n_columns * (_LANE + _BETWEEN) - _BETWEEN + 54)
    ax.set_ylim(n_rows * height - 0.4, -0.4)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_title(choose(lang, "Apa yang diberikan tiap media kepada tiap pihak", "What each outlet gives each side"),
                 loc="left")  # fmt: skip


def _legend(sides: dict[str, str], lang: str) -> str:
    shapes = choose(lang, "lingkaran penuh|lingkaran kosong|kotak penuh|wajik kosong",
                    "full circle|open circle|full square|open diamond").split("|")  # fmt: skip
    named = [f"{shape}: {label}" for shape, label in zip(shapes, sides.values(), strict=False)]
    marks = "\n".join("; ".join(named[n : n + _A_LINE]) for n in range(0, len(named), _A_LINE))
    said = choose(
        lang,
        "persen; garis: selang kepercayaan 95 %, satuannya artikel; n = dasar hitungan, skala di bawah tiap panel",
        "per cent; line: 95 % interval, articles as units; n = base of the share, scale under each panel",
    )
    voice = choose(
        lang,
        "peran, kata menilai, dan nama dihitung dalam suara media sendiri; tanpa tanda bila n < 5",
        "roles, evaluating words and names are counted in the outlet's own voice; no mark where n < 5",
    )
    return f"{marks}\n{said}\n{voice}"
