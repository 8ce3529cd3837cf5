"""Which words for the same referent: shares of rival names, a dot and an interval an outlet."""

from __future__ import annotations

from difflib import get_close_matches

import pandas as pd
from matplotlib.axes import Axes

from bingkai.figures.canvas import (
    BLUE,
    MUTED,
    PALE,
    alphabetical,
    house_style,
    left_out_note,
    most_articles,
    new_axes,
    number_axis,
    outlet_labels,
    remember,
    side_header,
    side_text,
)
from bingkai.figures.comparison import HasFrame
from bingkai.figures.labels import check_language, choose, number
from bingkai.schema import CHOICE_SHARES, COMPARISON, SchemaError, require

_GAP = 1.3  # rows between one rival's outlets and the next rival's


def plot_term_choice(
    frame: pd.DataFrame | HasFrame, choice: str | None = None, *, ax: Axes | None = None, lang: str = "id"
) -> Axes:
    """Shares of the rival names of one referent, an outlet a row: a dot plot.

    Parameters
    ----------
    frame : CHOICE_SHARES or COMPARISON, or a result with ``to_frame()``
        As `choice_shares` gives it: shares with their own intervals. Or comparisons of measures
        ``choice.<set>.<rival>``: then the line is the interval of the difference, drawn from the reference's share,
        which a bar marks.
    choice : str, optional
        Which set to draw; needed where the frame holds several.
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        For every rival its outlets in alphabetical order (no ranking): a dot at the share, a line for its interval,
        mentions by the rival out of all mentions of the referent at the right. An outlet that never mentions the
        referent keeps its row, empty.

    Raises
    ------
    SchemaError
        If the frame is neither of the two.
    ValueError
        If it holds several sets and none is named, or not the one that is.

    Notes
    -----
    Where rivals differ in denotation the shares may reflect facts: see ``load_term_choice(name).differs``.
    """
    check_language(lang)
    given = frame if isinstance(frame, pd.DataFrame) else frame.to_frame()
    is_comparison = "effect" in given.columns
    rows = _of_comparison(given) if is_comparison else require(given, CHOICE_SHARES)
    rows = rows[rows["set"] == _chosen(rows, choice)]
    outlets = alphabetical(rows.groupby("outlet", as_index=False).agg(n_articles=("n_articles", "max")), "outlet")
    shown = most_articles(outlets)
    rows = rows[rows["outlet"].isin(shown["outlet"])].reset_index(drop=True)
    with house_style():
        n_rows = round(rows["rival"].nunique() * (len(shown) + _GAP))
        ax = new_axes(ax, n_rows, row_height=0.25, extra=1.7)
        return _draw(ax, rows, len(outlets) - len(shown), is_comparison, lang)


def _of_comparison(frame: pd.DataFrame) -> pd.DataFrame:
    """Comparisons of term choices as shares: the interval of the difference laid at the reference's share."""
    require(frame, COMPARISON)
    names = frame["measure"].str.extract(r"^choice\.(?P<set>[^.@]+)\.(?P<rival>[^.@]+)")
    chosen = frame.assign(set=names["set"], rival=names["rival"])[names["set"].notna()]
    if chosen.empty:
        raise SchemaError("no comparison of a measure choice.<set>.<rival> in the frame; choice_measures makes them")
    reference = chosen["estimate"] - chosen["effect"]
    return chosen.assign(
        label=chosen["rival"].str.replace("_", " "), share=chosen["estimate"], reference_share=reference,
        ci_low=reference + chosen["ci_low"], ci_high=reference + chosen["ci_high"],
    )  # fmt: skip


def _chosen(rows: pd.DataFrame, choice: str | None) -> str:
    names = list(rows["set"].unique())
    if choice is None and len(names) == 1:
        return str(names[0])
    if choice is None:
        raise ValueError(f"the frame holds {len(names)} sets; name the one to draw: {', '.join(names) or 'none there'}")
    if choice not in names:
        near = get_close_matches(choice, names, n=1, cutoff=0.0)
        raise ValueError(f"no set {choice!r} in the frame" + (f"; nearest: {near[0]!r}" if near else ""))
    return choice


def _draw(ax: Axes, rows: pd.DataFrame, left_out: int, is_comparison: bool, lang: str) -> Axes:
    places, labels = [], []
    top = 0.0
    for _, own in rows.groupby("rival", sort=False):
        own = alphabetical(own, "outlet")
        ax.text(0, top, str(own["label"].iloc[0]), transform=ax.get_yaxis_transform(), fontweight="bold", va="center")
        _rival(ax, own, top + 1, lang)
        places += [top + 1 + y for y in range(len(own))]
        labels += outlet_labels(own["outlet"], own["n_articles"], lang)
        top += len(own) + _GAP
    ax.set_yticks(places, labels=labels)
    ax.set_ylim(top - _GAP + 0.6, -0.7)
    ax.set_xlim(-2, 102)
    ax.set_xticks(range(0, 101, 25))
    ax.spines["left"].set_visible(False)
    number_axis(ax, lang)
    ax.set_title(choose(lang, "Pilihan istilah: ", "Choice of terms: ") + str(rows["set"].iloc[0]).replace("_", " "),
                 loc="left")  # fmt: skip
    if not is_comparison:
        side_header(ax, choose(lang, "penyebutan", "mentions"))
    ax.set_xlabel(_x_label(rows, left_out, is_comparison, lang))
    return remember(ax, rows)


def _rival(ax: Axes, own: pd.DataFrame, top: float, lang: str) -> None:
    for y, row in enumerate(own.to_dict("records"), start=0):
        ax.axhline(top + y, color="#efefef", linewidth=0.8, zorder=-1)
        if "count" in row:
            cell = f"{number(row['count'], 0, lang)}/{number(row['base'], 0, lang)}"
            side_text(ax, top + y, cell, color=MUTED if row["base"] else PALE)
        if pd.isna(row["share"]):
            continue
        if pd.notna(row["ci_low"]):
            ax.hlines(top + y, row["ci_low"] * 100, row["ci_high"] * 100, color=BLUE, linewidth=2)
        if "reference_share" in row and pd.notna(row["reference_share"]):
            ax.vlines(row["reference_share"] * 100, top + y - 0.3, top + y + 0.3, color=MUTED, linewidth=1.2)
        fill = BLUE if pd.notna(row["ci_low"]) else "white"
        ax.scatter([row["share"] * 100], [top + y], s=34, c=[fill], edgecolors=BLUE, linewidths=1.4, zorder=3)


def _x_label(rows: pd.DataFrame, left_out: int, is_comparison: bool, lang: str) -> str:
    what = choose(
        lang,
        "persen dari penyebutan acuan dalam suara media; n = artikel yang menyebutnya",
        "per cent of the outlet's own mentions of the referent; n = articles that mention it",
    )
    line = choose(
        lang,
        "garis: selang kepercayaan 95 persen, satuannya artikel · kosong: satu artikel",
        "line: 95 per cent interval, articles as units · hollow: one article",
    )
    if is_comparison:
        line = choose(
            lang,
            "garis: selang kepercayaan selisih, diletakkan pada pembanding (tegak) · kosong: tanpa selang",
            "line: confidence interval of the difference, laid at the reference (upright) · hollow: none",
        )
    n = rows["outlet"].nunique()
    return "\n".join(part for part in (what, line, left_out_note(n, n + left_out, lang)) if part)
