"""When each outlet published: a calendar strip."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm

from bingkai.figures.canvas import (
    INK,
    MUTED,
    NARROW,
    PALE,
    alphabetical,
    house_style,
    left_out_note,
    most_articles,
    new_axes,
    outlet_labels,
    outlet_rows,
    remember,
    side_header,
    side_text,
)
from bingkai.figures.labels import check_language, choose, number
from bingkai.schema import ARTICLES, require

_MONTHS = {
    "id": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_BINS = (  # longest span in days, pandas frequency, name in Indonesian and in English
    (62, "D", "hari", "day"),
    (500, "W-SUN", "minggu", "week"),
    (3700, "M", "bulan", "month"),
    (10**9, "Y", "tahun", "year"),
)


def plot_coverage(articles: pd.DataFrame, *, ax: Axes | None = None, lang: str = "id") -> Axes:
    """How many articles of each outlet there are over time, and how many have no date.

    Parameters
    ----------
    articles : ARTICLES
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        Outlets in alphabetical order down, time across: by day up to two months, by week up to 16 months, by month up
        to ten years, else by year. The darker the cell, the more articles; white cells have none. Articles without a
        date are counted at the right.

    Raises
    ------
    SchemaError
        If the frame is not ARTICLES.
    ValueError
        If there are no articles.
    """
    check_language(lang)
    require(articles, ARTICLES)
    if articles.empty:
        raise ValueError("there are no articles to show; see left_out(articles) for what was dropped on reading")
    outlets = _outlets(articles)
    shown = most_articles(outlets).reset_index(drop=True)
    counts, bin_name = _counts(articles[articles["outlet"].isin(shown["outlet"])], shown["outlet"].tolist(), lang)
    return _figure(counts, shown, (len(outlets), bin_name), ax, lang)


def _figure(
    counts: pd.DataFrame, outlets: pd.DataFrame, said: tuple[int, str], ax: Axes | None, lang: str, *,
    narrow: bool = False,
) -> Axes:  # fmt: skip
    """The figure, of how many outlets and with what a period is called; the narrow one has fewer dates."""
    with house_style():
        ax = new_axes(ax, len(outlets), extra=1.5, width=NARROW if narrow else 8.6)
        _draw(ax, counts, outlets, *said, lang, narrow=narrow)
        again = None if narrow else partial(_figure, counts, outlets, said, None, lang, narrow=True)
        return remember(ax, _long(counts, outlets), again)


def _outlets(articles: pd.DataFrame) -> pd.DataFrame:
    """One row an outlet in alphabetical order: its articles, and those without a date."""
    rows = articles.assign(undated=articles["published"].isna())
    table = rows.groupby("outlet", as_index=False).agg(n_articles=("article_id", "size"), n_undated=("undated", "sum"))
    return alphabetical(table, "outlet")


def _counts(articles: pd.DataFrame, outlets: list[str], lang: str) -> tuple[pd.DataFrame, str]:
    """Outlet x period counts with every period of the span, empty ones too; and what a period is called."""
    dated = articles[articles["published"].notna()]
    if dated.empty:
        return pd.DataFrame(index=outlets), ""
    span = (dated["published"].max() - dated["published"].min()).days
    frequency, *names = next(rest for days, *rest in _BINS if span <= days)
    periods = dated["published"].dt.to_period(frequency)
    every = pd.period_range(periods.min(), periods.max(), freq=frequency)
    counts = pd.crosstab(dated["outlet"], periods).reindex(index=outlets, columns=every, fill_value=0)
    return counts, names[0 if lang == "id" else 1]


def _draw(
    ax: Axes, counts: pd.DataFrame, outlets: pd.DataFrame, of: int, bin_name: str, lang: str, *, narrow: bool
) -> None:  # fmt: skip
    if counts.shape[1]:
        most = _cells(ax, counts, bin_name, lang, 4 if narrow else 8)
    else:
        most = ""
        ax.set_xticks([])
        ax.text(0.5, 0.5, choose(lang, "tidak ada artikel yang bertanggal", "no article has a date"), ha="center",
                va="center", transform=ax.transAxes, style="italic", color=MUTED)  # fmt: skip
    outlet_rows(ax, outlet_labels(outlets["outlet"], outlets["n_articles"], lang, narrow=narrow))
    ax.spines[["left", "bottom"]].set_visible(False)
    side_header(ax, choose(lang, "tanpa\ntanggal" if narrow else "tanpa tanggal", "no\ndate" if narrow else "no date"))
    for y, missing in enumerate(outlets["n_undated"]):
        side_text(ax, y, number(missing, 0, lang), color=INK if missing else PALE)
    title = choose(lang, "Artikel", "Articles") + (f" per {bin_name}" if bin_name else "")
    ax.set_title(title, loc="left", pad=24 if narrow else None)
    note = left_out_note(len(outlets), of, lang)
    ax.set_xlabel("\n".join(line for line in (most if narrow else "", note) if line))
    if not narrow:
        ax.text(1.0, 1.0, most, transform=ax.transAxes, fontsize=8, color=MUTED, ha="right", va="bottom")


def _cells(ax: Axes, counts: pd.DataFrame, bin_name: str, lang: str, n_ticks: int) -> str:
    """The strip; returns what its darkest cell stands for."""
    periods = pd.PeriodIndex(counts.columns)
    edges = np.arange(len(periods) + 1) - 0.5
    values = np.ma.masked_equal(counts.to_numpy(dtype=float), 0)
    top = max(float(counts.to_numpy().max()), 1.0)
    mesh = ax.pcolormesh(edges, np.arange(len(counts) + 1) - 0.5, values, cmap="Blues",
                         norm=PowerNorm(0.5, vmin=-0.12 * top, vmax=top), edgecolors="white", lw=0.4)  # fmt: skip
    mesh.set_gid("coverage")
    places, names = _ticks(periods, lang, n_ticks)
    ax.set_xticks(places, labels=names)
    return choose(
        lang,
        f"terbanyak {number(top, 0)} artikel per {bin_name}",
        f"at most {number(top, 0, lang)} articles per {bin_name}",
    )


def _ticks(periods: pd.PeriodIndex, lang: str, most: int) -> tuple[list[int], list[str]]:
    """At most so many ticks, evenly spread, each with the first day of its period."""
    step = -(-len(periods) // most)
    places = list(range(0, len(periods), step))
    starts = [periods[place].start_time for place in places]
    with_day = periods.freqstr.startswith(("D", "W"))
    years_only = periods.freqstr.startswith("Y")
    names = [
        str(day.year) if years_only
        else f"{day.day} {_MONTHS[lang][day.month - 1]}\n{day.year}" if with_day
        else f"{_MONTHS[lang][day.month - 1]}\n{day.year}"
        for day in starts
    ]  # fmt: skip
    return places, names


def _long(counts: pd.DataFrame, outlets: pd.DataFrame) -> pd.DataFrame:
    """The drawn counts, one row an outlet and period; undated articles in rows without a period."""
    undated = pd.DataFrame({"outlet": outlets["outlet"], "period": "", "n_articles": outlets["n_undated"]})
    if not counts.shape[1]:
        return undated
    first_days = pd.PeriodIndex(counts.columns).start_time.strftime("%Y-%m-%d")
    named = counts.set_axis(list(first_days), axis="columns")
    dated = named.rename_axis("outlet").reset_index().melt(id_vars="outlet", var_name="period", value_name="n_articles")
    return pd.concat([dated, undated], ignore_index=True)
