"""What outlets call the same actor: ways of naming, at first mention and later."""

from __future__ import annotations

from difflib import get_close_matches
from functools import partial

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
    outlet_labels,
    remember,
)
from bingkai.figures.labels import check_language, choose, number
from bingkai.figures.lanes import Lanes, lanes, rows_of
from bingkai.schema import NAMING, NAMINGS, require

MIN_MENTIONS = 5  # below this a share says nothing
_GAP = {False: 1.45, True: 1.75}  # a lane is this much wider than the longest bar, for its number; narrow: wider
_WAYS = {
    "name_office": ("nama dan\njabatan", "name and\noffice"),
    "name": ("nama\nlengkap", "whole\nname"),
    "name_honorific": ("nama dan\nsapaan", "name and\nhonorific"),
    "short": ("nama\npendek", "short\nname"),
    "acronym": ("singkatan", "acronym"),
    "epithet": ("sebutan", "epithet"),
    "beliau": ("beliau", "beliau"),
    "pronoun": ("ia, dia", "ia, dia"),
}


def plot_naming(
    frame: pd.DataFrame, actor: str | None = None, *, side: str | None = None, ax: Axes | None = None, lang: str = "id"
) -> Axes:
    """How each outlet names an actor, a side or all actors: shares of the ways of naming.

    Parameters
    ----------
    frame : NAMING
        As `naming` gives it.
    actor, side : str, optional
        Only that actor; only the actors of that side.
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        A lane for each way of naming that occurs, outlets in alphabetical order down, one scale for all lanes: bars for
        an article's later mentions in the body, dots for its first. Beside the outlet stands n, its mentions in the
        body; with fewer than five, no share is drawn. Headlines are left out: they leave names out for want of room.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If there is no mention of the actor or side, with the nearest one.
    """
    check_language(lang)
    rows = _rows(require(frame, NAMING), actor, side)
    shares = _shares(rows)
    outlets = alphabetical(
        shares.drop_duplicates("outlet")[["outlet", "n"]].assign(n_articles=lambda f: f["n"]), "outlet"
    )
    shown = most_articles(outlets).reset_index(drop=True)
    shares = shares[shares["outlet"].isin(shown["outlet"])]
    said = (_title(rows, actor, side, lang), _x_label(len(shown), len(outlets), lang))
    return _figure(shares, shown, said, ax, lang)


def _figure(
    shares: pd.DataFrame, outlets: pd.DataFrame, said: tuple[str, str], ax: Axes | None, lang: str, *,
    narrow: bool = False,
) -> Axes:  # fmt: skip
    """The figure with its title and caption; the narrow one has upright headings and shorter names."""
    with house_style():
        n_rows = rows_of(shares["way"].nunique(), len(outlets), narrow=narrow)
        ax = new_axes(ax, n_rows, extra=1.9, width=NARROW if narrow else 9.6)
        _draw(ax, shares, outlets, lang, narrow=narrow)
        ax.set_title(said[0], loc="left", pad=32)
        ax.set_xlabel(said[1], color=MUTED)
        return remember(
            ax, shares, None if narrow else partial(_figure, shares, outlets, said, None, lang, narrow=True)
        )


def _rows(frame: pd.DataFrame, actor: str | None, side: str | None) -> pd.DataFrame:
    rows = frame[frame["position"] != "title"]
    for column, wanted in (("actor", actor), ("side", side)):
        if wanted is None:
            continue
        known = [str(value) for value in rows[column].dropna().unique()]
        if wanted not in known:
            near = get_close_matches(wanted, known, n=1, cutoff=0.0)
            raise ValueError(f"no mention of the {column} {wanted!r}" + (f"; nearest: {near[0]!r}" if near else ""))
        rows = rows[rows[column] == wanted]
    if rows.empty:
        raise ValueError("the frame has no mentions in bodies; naming(reading) makes it from a reading with a study")
    return rows


def _shares(rows: pd.DataFrame) -> pd.DataFrame:
    """A row an outlet, position and way: count, base (mentions in that position) and share; n of the outlet."""
    counts = rows.groupby(["outlet", "position", "way"])["count"].sum()
    ways = [way for way in NAMINGS if way in set(rows["way"])]
    index = pd.MultiIndex.from_product([sorted(set(rows["outlet"])), ["first", "later"], ways],
                                       names=["outlet", "position", "way"])  # fmt: skip
    made = counts.reindex(index, fill_value=0).reset_index()
    made["base"] = made.groupby(["outlet", "position"])["count"].transform("sum")
    made["n"] = made.groupby("outlet")["count"].transform("sum")
    made["share"] = (made["count"] / made["base"].where(made["base"] > 0)).astype("float64")
    return made


def _draw(ax: Axes, shares: pd.DataFrame, outlets: pd.DataFrame, lang: str, *, narrow: bool) -> None:
    shown = shares.assign(percent=shares["share"].where(shares["base"] >= MIN_MENTIONS) * 100)
    longest = largest(shown["percent"]) or 1.0
    shown["row"] = shown["outlet"].map({outlet: y for y, outlet in enumerate(outlets["outlet"])})
    placed = lanes(shown["way"].nunique(), len(outlets), longest * _GAP[narrow], narrow=narrow)
    for place, (way, lane) in enumerate(shown.groupby("way", sort=False)):
        _lane(ax, lane, placed, place, longest, lang)
        placed.header(ax, place, choose(lang, *_WAYS[str(way)]))
    placed.frame(ax, outlet_labels(outlets["outlet"], outlets["n"], lang, narrow=narrow))


def _lane(ax: Axes, cells: pd.DataFrame, placed: Lanes, place: int, longest: float, lang: str) -> None:
    """Bars for later mentions with their number, dots for first ones."""
    left, top = placed.at(place)
    cells = cells.assign(row=cells["row"] + top)
    later, first = (cells[cells["position"] == position] for position in ("later", "first"))
    ax.barh(later["row"], later["percent"].fillna(0), left=left, height=0.62, color=LIGHT_BLUE)
    ax.plot(left + first["percent"], first["row"], linestyle="", marker="o", markersize=4, color=BLUE)
    placed.line(ax, place)
    reach = cells.groupby("row")["percent"].max().fillna(0)
    for y, percent in zip(later["row"], later["percent"], strict=True):
        ax.text(left + reach[y] + longest * placed.after, y, number(percent, 0, lang), va="center", fontsize=8,
                color=INK if percent > 0 else PALE)  # fmt: skip


def _title(rows: pd.DataFrame, actor: str | None, side: str | None, lang: str) -> str:
    n = rows["actor"].nunique()
    whom = actor or side or choose(lang, f"{n} pelaku", f"{n} actors")
    return choose(lang, "Cara media menyebut: ", "How outlets name: ") + whom.replace("_", " ")


def _x_label(shown: int, of: int, lang: str) -> str:
    legend = choose(
        lang,
        "batang dan angka: persen dari penyebutan lanjutan; titik: dari penyebutan pertama; n = penyebutan di isi",
        "bars and numbers: per cent of later mentions; dots: of first mentions in the body; n = mentions in the body",
    )
    note = left_out_note(shown, of, lang)
    return legend + (f"\n{note}" if note else "")
