"""Whose words carry the loaded terms: rates by zone and outlet."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from bingkai.figures.canvas import (
    BLUE,
    INK,
    LIGHT_BLUE,
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
from bingkai.figures.labels import (
    check_language,
    choose,
    digits_for,
    lexicon_label,
    measure_label,
    number,
    scale_of,
    unit_label,
    zone_label,
)
from bingkai.figures.lanes import Lanes, lanes, rows_of
from bingkai.figures.stance import per_outlet
from bingkai.schema import ZONES

MIN_WORDS = 100  # below this a rate per 1,000 words says nothing
_GAP = {False: 1.5, True: 1.9}  # a lane is this much wider than the longest bar, for its number; narrow: wider


def plot_term_zones(
    frame: pd.DataFrame,
    category: str | None = None,
    *,
    lexicon: str = "kata_bermuatan",
    ax: Axes | None = None,
    lang: str = "id",
) -> Axes:
    """How often loaded terms stand in headlines, in the reporter's voice and in the words of sources.

    Parameters
    ----------
    frame : MEASURES
        Rows ``<lexicon>.<category>@<zone>`` (and ``<lexicon>.<category>`` for the reporter's voice); others are passed
        over. Or such a table already added up per outlet.
    category : str, optional
        One category of the lexicon; all added together by default.
    lexicon : str
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        A lane for each zone, outlets in alphabetical order down: bars as long as the rate per 1,000 words of that zone,
        the same scale in every lane. Where the outlet has fewer than 100 words in a zone, their number stands instead.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If the frame holds no measure of that lexicon and category.
    """
    check_language(lang)
    rates = zone_rates(frame, category, lexicon)
    outlets = alphabetical(rates.groupby(["outlet"], as_index=False).agg(n_articles=("n_articles", "max")), "outlet")
    shown = most_articles(outlets).reset_index(drop=True)
    rates = rates[rates["outlet"].isin(shown["outlet"])].reset_index(drop=True)
    note = left_out_note(len(shown), len(outlets), lang)
    unit = unit_label("words", lang) + choose(lang, " di zona itu; n = artikel", " in that zone; n = articles")
    return _figure(rates, shown, (_title(lexicon, category, lang), unit + (f"\n{note}" if note else "")), ax, lang)


def _figure(
    rates: pd.DataFrame, outlets: pd.DataFrame, said: tuple[str, str], ax: Axes | None, lang: str, *,
    narrow: bool = False,
) -> Axes:  # fmt: skip
    """The figure with its title and caption; the narrow one has upright headings and shorter names."""
    with house_style():
        n_rows = rows_of(len(ZONES), len(outlets), narrow=narrow)
        ax = new_axes(ax, n_rows, extra=1.6, width=NARROW if narrow else 8.6)
        _lanes(ax, rates, outlets, lang, narrow=narrow)
        ax.set_title(said[0], loc="left", pad=32)
        ax.set_xlabel(said[1])
        return remember(ax, rates, None if narrow else partial(_figure, rates, outlets, said, None, lang, narrow=True))


def _title(lexicon: str, category: str | None, lang: str) -> str:
    what = lexicon_label(lexicon, lang) if category is None else measure_label(f"{lexicon}.{category}", lang)
    return what + choose(lang, " menurut pemilik kata", " by whose words they are")


def zone_rates(frame: pd.DataFrame, category: str | None = None, lexicon: str = "kata_bermuatan") -> pd.DataFrame:
    """Counts of a lexicon's terms and the words they stand among, for each outlet and zone.

    Returns
    -------
    DataFrame
        - outlet, zone
        - count : terms
        - n_words : words of the outlet in that zone
        - n_articles : articles with words in that zone
        - rate : terms per word; missing where there are no words
    """
    table = per_outlet(frame)
    names = table["measure"].str.extract(r"^(?P<lexicon>[^.]+)\.(?P<category>[^@]+)(?:@(?P<zone>.+))?$")
    table = pd.concat([table, names], axis=1)
    table["zone"] = table["zone"].fillna("reporter")
    wanted = (table["lexicon"] == lexicon) & table["zone"].isin(ZONES)
    if category is not None:
        wanted &= table["category"] == category
    if not wanted.any():
        raise ValueError(
            f"no measures {lexicon}.{category or '*'} in the frame; measure(reading) makes them for its lexicons"
        )
    once = table[wanted].drop_duplicates(["outlet", "category", "zone"])
    rates = once.groupby(["outlet", "zone"], as_index=False).agg(
        count=("count", "sum"), n_words=("base", "max"), n_articles=("n_articles", "max")
    )
    return rates.assign(rate=rates["count"] / rates["n_words"].where(rates["n_words"] > 0))


def _lanes(ax: Axes, rates: pd.DataFrame, outlets: pd.DataFrame, lang: str, *, narrow: bool) -> None:
    """Five lanes side by side on one scale: rates per 1,000 words."""
    scaled = rates.assign(rate=rates["rate"].where(rates["n_words"] >= MIN_WORDS) * scale_of("words"))
    longest = largest(scaled["rate"]) or 1.0
    row_of = {outlet: y for y, outlet in enumerate(outlets["outlet"])}
    placed = lanes(len(ZONES), len(outlets), longest * _GAP[narrow], narrow=narrow)
    for lane, zone in enumerate(ZONES):
        here = scaled[scaled["zone"] == zone]
        _lane(ax, here.assign(row=here["outlet"].map(row_of)), placed, lane, longest, lang)
        placed.header(ax, lane, zone_label(zone, lang).replace(" ", "\n", -1 if narrow else 1))
    placed.frame(ax, outlet_labels(outlets["outlet"], outlets["n_articles"], lang, narrow=narrow))


def _lane(ax: Axes, cells: pd.DataFrame, placed: Lanes, place: int, longest: float, lang: str) -> None:
    """The bars of one zone; a cell with too few words shows how many there are instead."""
    left, top = placed.at(place)
    cells = cells.assign(row=cells["row"] + top)
    own_voice = cells["zone"].isin(("title", "reporter"))
    colours = [BLUE if own else LIGHT_BLUE for own in own_voice]
    ax.barh(cells["row"], cells["rate"].fillna(0), left=left, height=0.62, color=colours)
    placed.line(ax, place)
    digits = digits_for(longest)
    for y, rate, words in zip(cells["row"], cells["rate"], cells["n_words"], strict=True):
        enough = words >= MIN_WORDS
        said = number(rate, digits, lang) if enough else f"({number(words, 0, lang)} {choose(lang, 'kata', 'words')})"
        after = rate if enough else 0.0
        ax.text(left + after + longest * 0.04, y, said, va="center", fontsize=8 if enough else 7,
                color=INK if enough else PALE)  # fmt: skip
