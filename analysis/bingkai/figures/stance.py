"""Which kinds of reporting verb an outlet uses: a heat map of shares."""

from __future__ import annotations

from functools import partial

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
    outlet_labels,
    outlet_rows,
    remember,
)
from bingkai.figures.labels import check_language, choose, clipped, number, short_label
from bingkai.schema import STANCES, SchemaError

_WANTED = ("outlet", "measure", "count", "base")


def per_outlet(frame: pd.DataFrame) -> pd.DataFrame:
    """Counts and bases added up for each outlet and measure.

    Parameters
    ----------
    frame : MEASURES, or a table with `outlet, measure, count, base` and perhaps `n_articles`

    Returns
    -------
    DataFrame
        - outlet, measure
        - count, base : sums, in the unit of the frame
        - n_articles : articles with a base above 0, where the frame knows its articles
    """
    missing = [name for name in _WANTED if name not in frame.columns]
    if missing:
        raise SchemaError(
            f"wanted a MEASURES frame or a table with {', '.join(_WANTED)}; missing: {', '.join(missing)}"
        )
    cells = frame.groupby(["outlet", "measure"], as_index=False, sort=True)
    summed = cells[["count", "base"]].sum()
    if "n_articles" in frame.columns:
        return summed.assign(n_articles=cells["n_articles"].max()["n_articles"])
    if "article_id" not in frame.columns:
        return summed.assign(n_articles=0)
    used = frame[frame["base"] > 0].groupby(["outlet", "measure"])["article_id"].nunique()
    counts = used.reindex(pd.MultiIndex.from_frame(summed[["outlet", "measure"]]), fill_value=0)
    return summed.assign(n_articles=counts.to_numpy())


def plot_stance_profile(frame: pd.DataFrame, *, ax: Axes | None = None, lang: str = "id") -> Axes:
    """With which classes of verb each outlet reports what sources say: shares of its attributions.

    Parameters
    ----------
    frame : MEASURES
        Rows of the measures ``stance.*`` (others are passed over); or a table already added up per outlet, with
        `outlet, measure, count, base` and perhaps `n_articles`.
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        A heat map, outlets in alphabetical order down, the 14 classes across; each cell holds the share of the
        base in per cent; the base (attributions whose verb has a class) stands as n beside the outlet.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If there is no measure of a stance.
    """
    check_language(lang)
    table = per_outlet(frame)
    table = table[table["measure"].isin(_measures())]
    if table.empty:
        raise ValueError(
            "no rows of the measures stance.*; measure(reading) makes them where the articles quote somebody"
        )
    outlets = _outlets(table)
    shown = most_articles(outlets)
    shares = _shares(table[table["outlet"].isin(shown["outlet"])], shown["outlet"].tolist())
    return _figure(ax, shares, shown, len(outlets), lang)


def _measures() -> list[str]:
    return [f"stance.{stance.lower()}" for stance in STANCES]


def _outlets(table: pd.DataFrame) -> pd.DataFrame:
    """One row an outlet in alphabetical order, with its articles and attributions."""
    outlets = table.groupby("outlet", as_index=False)[["n_articles", "base"]].max()
    return alphabetical(outlets, "outlet")


def _shares(table: pd.DataFrame, outlets: list[str]) -> pd.DataFrame:
    rated = table.assign(share=(table["count"] / table["base"].where(table["base"] > 0)))
    return rated.pivot(index="outlet", columns="measure", values="share").reindex(index=outlets, columns=_measures())


def _figure(
    ax: Axes | None, shares: pd.DataFrame, outlets: pd.DataFrame, of: int, lang: str, *, narrow: bool = False
) -> Axes:
    """The heat map; a narrow one has upright heads, short names and whole numbers."""
    with house_style():
        ax = new_axes(ax, len(outlets), extra=1.9, width=4.6 if narrow else 9.2)
        drawn = _draw(ax, shares, outlets, of, lang, narrow=narrow)
        again = None if narrow else partial(_figure, None, shares, outlets, of, lang, narrow=True)
        return remember(ax, drawn, again)


def _draw(ax: Axes, shares: pd.DataFrame, outlets: pd.DataFrame, of: int, lang: str, *, narrow: bool) -> pd.DataFrame:
    top = largest(shares) or 1.0
    norm = PowerNorm(0.6, vmin=0, vmax=top * 1.15)
    ax.imshow(shares.to_numpy(dtype=float), aspect="auto", cmap="Blues", norm=norm)
    labels = outlet_labels(outlets["outlet"], outlets["base"], lang)
    if narrow:
        labels = [f"{clipped(label.rpartition(' (n = ')[0], 14)} {label.rpartition(' = ')[2].rstrip(')')}"
                  for label in labels]  # fmt: skip
    outlet_rows(ax, labels)
    heads = [short_label(name, lang) for name in shares.columns]
    ax.set_xticks(range(shares.shape[1]), labels=heads, rotation=90 if narrow else 40,
                  ha="center" if narrow else "left", rotation_mode="default" if narrow else "anchor")  # fmt: skip
    ax.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, length=0)
    _cells(ax, shares, top, lang, decimals=not narrow)
    ax.spines[:].set_visible(False)
    ax.set_title(choose(lang, "Kelas verba pewarta per media", "Classes of reporting verb per outlet"), loc="left")
    note = left_out_note(len(shares), of, lang)
    ax.set_xlabel(choose(lang, "persen dari atribusi yang verbanya berkelas (n); tanda –: tidak ada",
                         "per cent of the attributions whose verb has a class (n); –: none")
                  + (f"\n{note}" if note else ""), color=MUTED)  # fmt: skip
    long = shares.reset_index().melt(id_vars="outlet", var_name="measure", value_name="share")
    return long.merge(outlets, on="outlet").rename(columns={"base": "n_attributions"})


def _cells(ax: Axes, shares: pd.DataFrame, top: float, lang: str, *, decimals: bool) -> None:
    for y, row in enumerate(shares.to_numpy(dtype=float)):
        for x, share in enumerate(row):
            dark = share > 0.48 * top
            digits = 0 if share >= 0.0995 or share == 0 or not decimals else 1
            ax.text(x, y, number(100 * share, digits, lang), ha="center", va="center", fontsize=8,
                    color="white" if dark else INK if share > 0 else PALE)  # fmt: skip
