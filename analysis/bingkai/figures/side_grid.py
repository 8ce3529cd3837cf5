"""Verbs and loaded words by side: a heat map for each outlet, the sides down and the classes across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm

from bingkai.figures.canvas import (
    INK,
    MUTED,
    PALE,
    alphabetical,
    house_style,
    largest,
    left_out_note,
    most_articles,
    new_axes,
    remember,
)
from bingkai.figures.labels import check_language, choose, clipped, number, short_label
from bingkai.schema import SIDE_SHARES, STANCES, require

MIN_BASE = 10  # below this no share is drawn
MAX_OUTLETS = 12
MAX_SIDES = 4
_BETWEEN = 0.75  # rows between two outlets
_ROW_HEIGHT = 0.34  # inches
_FEWEST_WIDE = 9  # columns: a narrower figure has no room for its title
_DARK = 0.48  # of the largest share: letters on it are white
_INTERVALS = {
    False: {"id": "di bawahnya: selang 95 %, artikel sebagai satuan · kosong: tidak ada",
            "en": "under them: 95 % interval, articles as units · empty: none"},
    True: {"id": "kosong: tidak ada · selang ada di csv", "en": "empty: none · intervals are in the csv"},
}  # fmt: skip


class _Grid(NamedTuple):
    """What a heat map of sides shows: its rows (outlet, side and place), its columns, and what they are called."""

    rows: pd.DataFrame
    columns: list[str]
    heads: list[str]
    title: str
    base: str
    of: int


def plot_side_stance(
    shares: pd.DataFrame,
    *,
    sides: Mapping[str, str] | None = None,
    ax: Axes | None = None,
    lang: str = "id",
) -> Axes:
    """With which classes of verb each outlet reports what each side says: a small heat map for each outlet.

    Parameters
    ----------
    shares : SIDE_SHARES
        As `side_by_side` gives them; only the measures ``stance.*`` are drawn.
    sides : mapping, optional
        Sides to draw and their labels, such as ``study.sides``; at most four.
    ax : Axes, optional
        Where to draw; a new figure, as high as its rows need, by default.
    lang : {"id", "en"}

    Returns
    -------
    Axes
        For each outlet, in alphabetical order (no ranking), a row a side; n, the side's statements under a verb that
        has a class, stands beside it. A cell holds the class's share of n in per cent and under it the 95 % interval.
        A side with n under 10 is grey: counts stand in place of shares. Classes that never occur have no column. Of
        more than twelve outlets those with the most articles.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If there is no measure of a stance, or more than four sides are asked for.

    Notes
    -----
    Description, no test: neighbouring cells of a row add up to 100 per cent, and many cells are looked at at once.
    `compare_outlets` tests differences between outlets. The intervals are those of `side_by_side`: Wilson's, with
    articles as units.
    """
    check_language(lang)
    known = [f"stance.{stance.lower()}" for stance in STANCES]
    rows, columns, of = _rows(shares, known, sides, choose(lang, "verba pewarta", "reporting verbs"))
    grid = _Grid(
        rows, columns, [short_label(name, lang) for name in columns],
        choose(lang, "Kelas verba pewarta menurut pihak, tiap media", "Classes of reporting verb by side and outlet"),
        choose(lang, "pernyataan pihak itu yang verbanya berkelas", "the side's statements whose verb has a class"),
        of,
    )  # fmt: skip
    return _figure(grid, ax, lang)


def plot_near_terms(
    shares: pd.DataFrame,
    *,
    sides: Mapping[str, str] | None = None,
    ax: Axes | None = None,
    lang: str = "id",
) -> Axes:
    """Which loaded words stand in one clause with a mention of each side: a small heat map for each outlet.

    Parameters
    ----------
    shares : SIDE_SHARES
        With measures ``near.<category>``: shares of the side's mentions.
    sides : mapping, optional
        Sides to draw and their labels, such as ``study.sides``; at most four.
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        As `plot_side_stance` draws it; n are the side's mentions in the outlet's own voice, and a mention may stand
        beside words of several categories.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If there is no measure of a word near a side, or more than four sides are asked for.

    Notes
    -----
    Beside is not about: *polisi menyebut massa brutal* puts *brutal* beside both. Read the sentences.
    """
    check_language(lang)
    known = [name for name in dict.fromkeys(shares.get("measure", ())) if str(name).startswith("near.")]
    rows, columns, of = _rows(shares, known, sides, choose(lang, "kata di dekat pihak", "words near a side"))
    grid = _Grid(
        rows, columns, [_category(name, lang) for name in columns],
        choose(lang, "Kata bermuatan di dekat pihak, tiap media", "Loaded words near each side, by outlet"),
        choose(lang, "penyebutan pihak itu dalam suara media sendiri", "the side's mentions in the outlet's own voice"),
        of,
    )  # fmt: skip
    return _figure(grid, ax, lang)


def _category(name: str, lang: str) -> str:
    """The short name of a category of loaded words."""
    key = name.removeprefix("near.")
    if key == "scare":
        return choose(lang, "tanda petik ironi", "scare quotes")
    label = short_label(f"kata_bermuatan.{key}", lang).removeprefix("Kata ").removesuffix(" words")
    return label.partition(" dan ")[0].partition(" and ")[0].lower()


def _rows(
    shares: pd.DataFrame, known: Sequence[str], sides: Mapping[str, str] | None, what: str
) -> tuple[pd.DataFrame, list[str], int]:
    """A row an outlet, side and column, with its place; the columns that occur; how many outlets there are."""
    table = require(shares, SIDE_SHARES)
    table = table[table["measure"].isin(list(known))]
    names = _sides(table, sides)
    table = table[table["side"].isin(names)]
    columns = [name for name in known if table.loc[table["measure"] == name, "count"].sum() > 0]
    if not columns:
        raise ValueError(f"no {what} in these shares; wanted SIDE_SHARES with counts of them, as side_by_side makes")
    sizes = table.groupby("outlet", as_index=False).agg(n_articles=("n_articles", "max"))
    outlets = alphabetical(sizes, "outlet")
    shown = most_articles(outlets, MAX_OUTLETS)["outlet"].tolist()
    table = table[table["outlet"].isin(shown) & table["measure"].isin(columns)]
    step, order = len(names) + _BETWEEN, {side: place for place, side in enumerate(names)}
    place = table["outlet"].map({outlet: n * step for n, outlet in enumerate(shown)}) + table["side"].map(order)
    made = table.assign(
        label=table["side"].map(names), row=place.astype("float64"), column=table["measure"].map(columns.index)
    )
    return made.sort_values(["row", "column"], kind="stable", ignore_index=True), columns, len(outlets)


def _sides(table: pd.DataFrame, sides: Mapping[str, str] | None) -> dict[str, str]:
    """The sides to draw and their labels."""
    there = list(dict.fromkeys(table["side"]))
    names = {key: (sides or {}).get(key, key) for key in (sides or there) if key in there}
    if there and (not names or len(names) > MAX_SIDES):
        raise ValueError(f"wanted one to {MAX_SIDES} of the sides {', '.join(there)}; got {', '.join(sides or there)}")
    return names


def _caption(base: str, shown: int, of: int, lang: str, *, narrow: bool = False) -> str:
    lines = [
        choose(lang, f"angka: persen dari n; n = {base}", f"numbers: per cent of n; n = {base}"),
        _INTERVALS[narrow][lang],
        choose(lang, f"abu-abu: n < {MIN_BASE}, hitungan sebagai ganti persen",
               f"grey: n < {MIN_BASE}, counts in place of per cent"),
        left_out_note(shown, of, lang),
    ]  # fmt: skip
    return "\n".join(line for line in lines if line)


def _figure(grid: _Grid, ax: Axes | None, lang: str, *, narrow: bool = False) -> Axes:
    """The heat map; a narrow one has no intervals, so that its columns and rows need less room."""
    height, n_columns = grid.rows["row"].max() + 1, max(len(grid.columns), _FEWEST_WIDE)
    with house_style():
        width, row_height = (1.55 + 0.2 * n_columns, 0.22) if narrow else (3.1 + 0.47 * n_columns, _ROW_HEIGHT)
        ax = new_axes(ax, 1, row_height=row_height * height, extra=1.9, width=width)
        enough = grid.rows["base"] >= MIN_BASE
        top = largest(grid.rows.loc[enough, "share"]) or 1.0
        _shades(ax, grid.rows[enough], len(grid.columns), top)
        shown = grid.rows.assign(ci_low=float("nan")) if narrow else grid.rows
        _letters(ax, shown, top, lang, decimals=not narrow)
        _frame(ax, grid, lang, narrow=narrow)
        again = None if narrow else partial(_figure, grid, None, lang, narrow=True)
        return remember(ax, grid.rows.drop(columns=["row", "column"]), again)


def _shades(ax: Axes, cells: pd.DataFrame, n_columns: int, top: float) -> None:
    """A coloured strip a row; rows with too small an n stay white."""
    norm = PowerNorm(0.6, vmin=0, vmax=top * 1.15)
    for row, own in cells.groupby("row"):
        shares = own.set_index("column")["share"].reindex(range(n_columns)).fillna(0).to_numpy(float)
        edges = (-0.5, n_columns - 0.5, float(str(row)) + 0.5, float(str(row)) - 0.5)
        ax.imshow(shares[None, :], aspect="auto", cmap="Blues", norm=norm, extent=edges)


def _letters(ax: Axes, cells: pd.DataFrame, top: float, lang: str, *, decimals: bool) -> None:
    """Share and interval of every cell that was counted; the count where n is too small."""
    for cell in cells[cells["count"] > 0].to_dict("records"):
        x, y, share = cell["column"], cell["row"], cell["share"]
        if cell["base"] < MIN_BASE:
            ax.text(x, y, number(cell["count"], 0, lang), ha="center", va="center", fontsize=7.5, color=PALE,
                    style="italic", in_layout=False)  # fmt: skip
            continue
        ink = "white" if share > _DARK * top else INK
        known = cell["ci_low"] == cell["ci_low"]
        ax.text(x, y - (0.2 if known else 0), number(100 * share, 0 if share >= 0.0995 or not decimals else 1, lang),
                ha="center", va="center", fontsize=8, color=ink, in_layout=False)  # fmt: skip
        if known:
            shown = (cell[name] for name in ("ci_low", "ci_high"))
            ends = "–".join(number(100 * end, 0 if end >= 0.0995 else 1, lang) for end in shown)
            ax.text(x, y + 0.25, ends, ha="center", va="center", fontsize=6.2, color=ink, in_layout=False)


def _frame(ax: Axes, grid: _Grid, lang: str, *, narrow: bool) -> None:
    """Sides with their n at the left, outlets over their rows, classes over the columns."""
    each = grid.rows.groupby("row").agg(outlet=("outlet", "first"), label=("label", "first"), n=("base", "max"))
    pairs = [(clipped(label, 12 if narrow else 24), number(n, 0, lang))
             for label, n in zip(each["label"], each["n"], strict=True)]  # fmt: skip
    labels = [f"{label} {n}" if narrow else f"{label} (n = {n})" for label, n in pairs]
    ax.set_yticks(each.index, labels=labels)
    for tick, n in zip(ax.get_yticklabels(), each["n"], strict=True):
        tick.set_color(PALE if n < MIN_BASE else INK)
    for outlet, rows in each.groupby("outlet", sort=False):
        ax.text(-0.5, rows.index.min() - 0.56, clipped(str(outlet), 40), fontsize=8.5, fontweight="bold", va="bottom",
                in_layout=False)  # fmt: skip
        edge = rows.index.max() + 0.5
        ax.plot([-0.5, len(grid.columns) - 0.5], [edge, edge], color="#bbbbbb", linewidth=0.6)
    ax.set_xlim(-0.5, len(grid.columns) - 0.5)
    ax.set_ylim(each.index.max() + 0.55, -1.05)
    ax.set_xticks(range(len(grid.columns)), labels=grid.heads, rotation=90 if narrow else 40,
                  ha="center" if narrow else "left", rotation_mode="default" if narrow else "anchor")  # fmt: skip
    ax.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, length=0)
    ax.spines[:].set_visible(False)
    ax.set_title(grid.title, loc="left")
    caption = _caption(grid.base, grid.rows["outlet"].nunique(), grid.of, lang, narrow=narrow)
    ax.set_xlabel(caption, color=MUTED)
