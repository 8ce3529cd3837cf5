"""Who speaks: kinds of source, by attributions and by the words given to them, for each outlet."""

from __future__ import annotations

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
from bingkai.figures.labels import check_language, choose, number, short_label
from bingkai.figures.lanes import Lanes, lanes, rows_of
from bingkai.figures.stance import per_outlet
from bingkai.schema import SOURCE_TYPES

MAX_KINDS = 6
MIN_ATTRIBUTIONS = 10  # below this a share says nothing
_REST = "rest"
_GROUPS = {"source": "attributions", "source_words": "words"}
_GAP = {False: 1.45, True: 1.75}  # a lane is this much wider than the longest bar, for its number; narrow: wider


def plot_sources(frame: pd.DataFrame, *, ax: Axes | None = None, lang: str = "id") -> Axes:
    """Which kinds of source each outlet lets speak: shares of its attributions and of the words it reports.

    Parameters
    ----------
    frame : MEASURES
        Rows of the measures ``source.*`` (of `measure`) and ``source_words.*`` (of `source_measures`), or of one of
        them; others are passed over. Or such a table already added up per outlet.
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        A lane for each of the six most frequent kinds of source and one for the rest, outlets in alphabetical order
        down, one scale for all lanes: bars for the share of words, dots for the share of attributions (bars where the
        frame has no words). Beside the outlet stands n, its attributions; with fewer than ten, no share is drawn.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If there is no measure of a source.
    """
    check_language(lang)
    shares = source_shares(frame)
    outlets = alphabetical(
        shares.groupby("outlet", as_index=False).agg(n_articles=("n_articles", "max"), n=("n_attributions", "max")),
        "outlet",
    )
    shown = most_articles(outlets).reset_index(drop=True)
    shares = _few_kinds(shares[shares["outlet"].isin(shown["outlet"])])
    return _figure(shares, shown, len(outlets), ax, lang)


def source_label(kind: str, lang: str = "id") -> str:
    """The name of a kind of source.

    Examples
    --------
    >>> source_label("official"), source_label("official", lang="en"), source_label("rest")
    ('pejabat', 'officials', 'jenis yang jarang')
    """
    if kind == _REST:
        return choose(lang, "jenis yang jarang", "rarer kinds")
    label = short_label(f"source.{kind}", lang).removeprefix("Narasumber ").removesuffix(" as sources")
    return label[:1].lower() + label[1:] if lang == "en" else label


def source_shares(frame: pd.DataFrame) -> pd.DataFrame:
    """Shares of each kind of source in an outlet's attributions and in the words it reports.

    Returns
    -------
    DataFrame
        - outlet
        - of : attributions or words
        - source_type
        - count, base : attributions or words of that kind, and of all kinds
        - share : count / base; missing where the base is 0
        - n_articles : articles with a base above 0
        - n_attributions : attributions of the outlet; missing where the frame has the measures of words only
    """
    table = per_outlet(frame)
    names = table["measure"].str.extract(r"^(?P<group>[^.@]+)\.(?P<source_type>[^@]+)$")
    table = table.assign(of=names["group"].map(_GROUPS), source_type=names["source_type"])
    table = table[table["of"].notna() & table["source_type"].isin(SOURCE_TYPES)].reset_index(drop=True)
    if table.empty:
        raise ValueError(
            "no rows of the measures source.* or source_words.*; measure and source_measures make them from a reading"
        )
    said = table[table["of"] == "attributions"].groupby("outlet")["base"].max()
    return table.assign(
        share=table["count"] / table["base"].where(table["base"] > 0), n_attributions=table["outlet"].map(said)
    )[["outlet", "of", "source_type", "count", "base", "share", "n_articles", "n_attributions"]]


def _few_kinds(shares: pd.DataFrame) -> pd.DataFrame:
    """The most frequent kinds, in the order of the schema; all others added up as the rest."""
    by_count = shares[shares["of"] == shares["of"].min()].groupby("source_type")["count"].sum()
    present = by_count[by_count > 0].sort_values(ascending=False, kind="stable").index
    kept = list(present) if len(present) <= MAX_KINDS + 1 else list(present[:MAX_KINDS])
    kinds = shares["source_type"].where(shares["source_type"].isin(kept), _REST)
    keys = ["outlet", "of", "source_type"]
    few = shares.assign(source_type=kinds).groupby(keys, as_index=False).agg(
        count=("count", "sum"), base=("base", "max"), n_articles=("n_articles", "max"),
        n_attributions=("n_attributions", "max"),
    )  # fmt: skip
    order = {kind: place for place, kind in enumerate([k for k in SOURCE_TYPES if k in kept] + [_REST])}
    few = few[(few["source_type"] != _REST) | few.groupby(["of", "source_type"])["count"].transform("sum").gt(0)]
    few = few.assign(share=few["count"] / few["base"].where(few["base"] > 0), lane=few["source_type"].map(order))
    return few.sort_values(["lane", "of", "outlet"], kind="stable").reset_index(drop=True)


def _figure(
    shares: pd.DataFrame, outlets: pd.DataFrame, of: int, ax: Axes | None, lang: str, *, narrow: bool = False
) -> Axes:
    """The figure; the narrow one has upright headings and shorter names."""
    with house_style():
        n_rows = rows_of(shares["source_type"].nunique(), len(outlets), narrow=narrow)
        ax = new_axes(ax, n_rows, extra=1.9, width=NARROW if narrow else 9.6)
        _draw(ax, shares, outlets, of, lang, narrow=narrow)
        again = None if narrow else partial(_figure, shares, outlets, of, None, lang, narrow=True)
        return remember(ax, shares.drop(columns="lane"), again)


def _draw(ax: Axes, shares: pd.DataFrame, outlets: pd.DataFrame, of: int, lang: str, *, narrow: bool) -> None:
    enough = ~(shares["n_attributions"] < MIN_ATTRIBUTIONS)
    shown = shares.assign(percent=shares["share"].where(enough) * 100)
    longest = largest(shown["percent"]) or 1.0
    row_of = {outlet: y for y, outlet in enumerate(outlets["outlet"])}
    shown["row"] = shown["outlet"].map(row_of)
    placed = lanes(shown["source_type"].nunique(), len(outlets), longest * _GAP[narrow], narrow=narrow)
    for place, (kind, lane) in enumerate(shown.groupby("source_type", sort=False)):
        _lane(ax, lane, placed, place, longest, lang)
        placed.header(ax, place, source_label(str(kind), lang).replace(" ", "\n", 1))
    placed.frame(ax, outlet_labels(outlets["outlet"], outlets["n"], lang, narrow=narrow))
    ax.set_title(choose(lang, "Jenis narasumber per media", "Kinds of source per outlet"), loc="left", pad=32)
    note = left_out_note(len(outlets), of, lang)
    ax.set_xlabel(_legend(shown, lang) + (f"\n{note}" if note else ""), color=MUTED)


def _lane(ax: Axes, cells: pd.DataFrame, placed: Lanes, place: int, longest: float, lang: str) -> None:
    """Bars of one kind of source, dots where the frame has both shares, the bar's number after them."""
    left, top = placed.at(place)
    cells = cells.assign(row=cells["row"] + top)
    both = cells["of"].nunique() == 2
    bars = cells[cells["of"] == ("words" if both else cells["of"].iloc[0])]
    ax.barh(bars["row"], bars["percent"].fillna(0), left=left, height=0.62, color=LIGHT_BLUE)
    if both:
        dots = cells[cells["of"] == "attributions"]
        ax.plot(left + dots["percent"], dots["row"], linestyle="", marker="o", markersize=4, color=BLUE)
    placed.line(ax, place)
    reach = cells.groupby("row")["percent"].max().fillna(0)
    for y, percent in zip(bars["row"], bars["percent"], strict=True):
        ax.text(left + reach[y] + longest * placed.after, y, number(percent, 0, lang), va="center", fontsize=8,
                color=INK if percent > 0 else PALE)  # fmt: skip


def _legend(shown: pd.DataFrame, lang: str) -> str:
    kinds = set(shown["of"])
    n = choose(lang, "n = atribusi", "n = attributions")
    if kinds == {"words"}:
        return choose(lang, "persen dari kata yang dilaporkan", "per cent of the words reported")
    if kinds == {"attributions"}:
        return choose(lang, f"persen dari atribusi; {n}", f"per cent of attributions; {n}")
    return choose(
        lang,
        f"batang dan angka: persen dari kata yang dilaporkan; titik: persen dari atribusi; {n}",
        f"bars and numbers: per cent of the words reported; dots: per cent of attributions; {n}",
    )
