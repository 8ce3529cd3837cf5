"""From coded sample to corpus: corrected shares beside raw counts, the learning curve, the semantic axis."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bingkai.figures.canvas import (
    BLUE,
    INK,
    LIGHT_BLUE,
    MUTED,
    alphabetical,
    decimals_of,
    house_style,
    new_axes,
    number_axis,
    outlet_rows,
    remember,
    side_header,
    side_text,
)
from bingkai.figures.labels import check_language, choose, clipped, number
from bingkai.schema import AXIS_WORDS, LEARNING_CURVE, PREVALENCE, require

_MEASURES = {"macro_f1": ("makro-F1", "macro-F1"), "accuracy": ("akurasi", "accuracy")}
_PERCENT = ("raw", "corrected", "ci_low", "ci_high")


def plot_prevalence(
    table: pd.DataFrame, classes: Sequence[str] | None = None, *, ax: Axes | None = None, lang: str = "id"
) -> Axes:
    """How common each code is in each outlet: corrected with its interval, and the count it corrects.

    Parameters
    ----------
    table : PREVALENCE
    classes : sequence of str, optional
        Codes to draw, in this order; all by default.
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        A block a code, a row an outlet in alphabetical order: a filled point with its interval is the corrected share,
        a grey cross the raw count of predictions. n at the right: coded units of all. A hollow point has a note.

    Raises
    ------
    ValueError
        For a code that the table does not have.
    """
    check_language(lang)
    require(table, PREVALENCE)
    rows = _blocks(table, classes)
    with house_style():
        ax = new_axes(ax, len(rows), row_height=0.23, extra=1.6)
        return _draw(ax, rows, lang)


def _blocks(table: pd.DataFrame, classes: Sequence[str] | None) -> pd.DataFrame:
    """Rows to draw: for every code a heading, then its outlets."""
    found = list(dict.fromkeys(table["class"]))
    parts = []
    for name in classes if classes is not None else found:
        if name not in found:
            near = get_close_matches(str(name), found, n=1, cutoff=0.0)
            raise ValueError(f"no code {name!r} in the table" + (f"; nearest: {near[0]!r}" if near else ""))
        own = alphabetical(table[table["class"] == name], "outlet").assign(heading=False)
        parts += [own.iloc[[0]].assign(heading=True), own]
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(**{name: 100 * rows[name] for name in _PERCENT})


def _draw(ax: Axes, rows: pd.DataFrame, lang: str) -> Axes:
    labels = [
        clipped(f"{r['item']}: {r['class']}" if r["heading"] else str(r["outlet"]), 38) for _, r in rows.iterrows()
    ]
    outlet_rows(ax, labels)
    for label, heading in zip(ax.get_yticklabels(), rows["heading"], strict=True):
        label.set_fontweight("bold" if heading else "normal")
    shown = rows[~rows["heading"]]
    for y, coded, n in zip(shown.index, shown["n_coded"], shown["n"], strict=True):
        ax.axhline(y, color="#efefef", linewidth=0.8, zorder=-1)
        side_text(ax, y, f"{number(coded, 0, lang)} / {number(n, 0, lang)}", fontsize=8)
    ax.hlines(shown.index, shown["ci_low"], shown["ci_high"], color=BLUE, linewidth=2)
    fill = ["white" if note else BLUE for note in shown["note"].fillna("")]
    ax.scatter(shown["raw"], shown.index, s=30, marker="x", color=MUTED, linewidths=1.3, zorder=4, clip_on=False)
    ax.scatter(shown["corrected"], shown.index, s=30, c=fill, edgecolors=BLUE, linewidths=1.4, zorder=3, clip_on=False)
    side_header(ax, choose(lang, "terkode / n", "coded / n"))
    ax.set_xlim(0, min(100.0, 1.06 * float(np.nanmax(shown[["raw", "ci_high"]].to_numpy()))))
    ax.set_title(choose(lang, "Seberapa sering tiap kode, dikoreksi", "How common each code is, corrected"),
                 loc="left", pad=18)  # fmt: skip
    ax.set_xlabel(choose(
        lang,
        "persen unit · titik dan garis: dikoreksi dengan galat terukur, selang\n"
        "silang abu-abu: hitungan prediksi mentah, bukan taksiran · titik kosong: lihat catatan",
        "percent of units · point and line: corrected for measured error, interval\n"
        "grey cross: raw count of predictions, no estimate · hollow point: see the note",
    ))  # fmt: skip
    ax.spines["left"].set_visible(False)
    number_axis(ax, lang)
    return remember(ax, shown.drop(columns="heading"))


def plot_learning_curve(curve: pd.DataFrame, *, ax: Axes | None = None, lang: str = "id") -> Axes:
    """What more coded units bring: macro-F1 and accuracy of held-out units by the number learnt from.

    Parameters
    ----------
    curve : LEARNING_CURVE
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        A line a measure; the band runs from the lowest to the highest repetition.
    """
    check_language(lang)
    require(curve, LEARNING_CURVE)
    with house_style():
        ax = new_axes(ax, 1, row_height=0.0, extra=3.6, width=6.0)
        lines = zip(curve.groupby("measure", sort=True), (LIGHT_BLUE, BLUE), ("--", "-"), strict=False)
        for (measure, own), colour, style in lines:
            own = own.sort_values("n_units")
            ax.fill_between(own["n_units"], own["low"], own["high"], color=colour, alpha=0.25, linewidth=0)
            ax.plot(own["n_units"], own["value"], style, color=colour, marker="o", markersize=4)
            name = _MEASURES[str(measure)][0 if lang == "id" else 1]
            last = own["value"].iloc[-1]
            shift = 7 if last >= curve.loc[curve["n_units"] == own["n_units"].iloc[-1], "value"].max() else -7
            ax.annotate(name, (own["n_units"].iloc[-1], last), (8, shift), textcoords="offset points",
                        va="center", fontsize=8.5, color=INK, annotation_clip=False)  # fmt: skip
        ax.set_xlim(0, 1.04 * curve["n_units"].max())
        ax.set_title(choose(lang, "Apakah menambah kode masih berguna?", "Would more coding still help?"), loc="left")
        ax.set_xlabel(choose(lang, "unit terkode yang dipelajari · pita: pengulangan terendah sampai tertinggi",
                             "coded units learnt from · band: lowest to highest repetition"))  # fmt: skip
        ax.set_ylabel(choose(lang, "pada unit yang disisihkan", "on units held out"))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        number_axis(ax, lang)
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, decimals_of(ax.get_yticks()), lang)))
        return remember(ax, curve)


def plot_axis(words: pd.DataFrame, *, n: int = 12, ax: Axes | None = None, lang: str = "id") -> Axes:
    """The words at both ends of a semantic axis, with intervals; seeds are hollow.

    Parameters
    ----------
    words : AXIS_WORDS
    n : int
        Words of each end, and all seeds.
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        One row a word from the positive end down.
    """
    check_language(lang)
    require(words, AXIS_WORDS)
    ordered = words.sort_values("polarity", ascending=False, kind="stable", ignore_index=True)
    rows = ordered[(ordered.index < n) | (ordered.index >= len(ordered) - n) | ordered["seed"]].reset_index(drop=True)
    with house_style():
        ax = new_axes(ax, len(rows), row_height=0.22, extra=1.5)
        outlet_rows(ax, [clipped(word, 30) for word in rows["word"]])
        ax.axvline(0, color=MUTED, linewidth=0.9, zorder=0)
        ax.hlines(rows.index, rows["ci_low"], rows["ci_high"], color=BLUE, linewidth=2)
        fill = ["white" if seed else BLUE for seed in rows["seed"]]
        ax.scatter(rows["polarity"], rows.index, s=28, c=fill, edgecolors=BLUE, linewidths=1.4, zorder=3)
        for y, count in enumerate(rows["n_articles"]):
            side_text(ax, y, number(count, 0, lang), fontsize=8)
        side_header(ax, choose(lang, "artikel", "articles"))
        ax.set_title(choose(lang, "Kata di kedua ujung poros", "Words at both ends of the axis"), loc="left", pad=18)
        ax.set_xlabel(choose(
            lang,
            f"polaritas · garis: selang, artikel ditarik ulang · titik kosong: benih\n{len(rows)} dari "
            f"{number(len(words), 0)} kata: kedua ujung dan benih",
            f"polarity · line: interval, articles resampled · hollow: seeds\n{len(rows)} of "
            f"{number(len(words), 0, lang)} words: both ends and the seeds",
        ))  # fmt: skip
        ax.spines["left"].set_visible(False)
        number_axis(ax, lang, signed=True)
        return remember(ax, rows)
