"""Who prints the same text as whom: a network of copies."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from bingkai.figures.canvas import BLUE, INK, LIGHT_BLUE, house_style, new_axes, remember
from bingkai.figures.labels import check_language, choose, clipped, number
from bingkai.schema import SchemaError

MAX_OUTLETS = 16
_PAIRS = ("outlet_a", "outlet_b", "kind")
_GROUPS = ("article_id", "outlet", "copy_group")


def plot_copies(copies: pd.DataFrame, *, ax: Axes | None = None, lang: str = "id") -> Axes:
    """Which outlets share near-identical texts: a line between two outlets for the texts both printed.

    Parameters
    ----------
    copies : DataFrame
        What `mark_copies` returned (lines count texts: copy groups with both outlets), or what `copy_pairs` returned
        (lines count pairs of articles).
    ax : Axes, optional
        Where to draw; a new figure by default.
    lang : {"id", "en"}

    Returns
    -------
    Axes
        Outlets on a circle in alphabetical order, at most 16, those that share most. The wider a line, the more is
        shared; the number on it says how much. Lines have no direction: who printed a text first need not have
        written it.

    Raises
    ------
    SchemaError
        If the frame is neither.
    ValueError
        If no text is shared between outlets.
    """
    check_language(lang)
    links, outlets, counted = _links(copies)
    if links.empty:
        raise ValueError("no text is shared between outlets; there is nothing to draw")
    shown = _most_shared(links, outlets)
    drawn = links[links["outlet"].isin(shown["outlet"]) & links["other"].isin(shown["outlet"])]
    with house_style():
        ax = new_axes(ax, 1, extra=6.2, row_height=0)
        return _draw(ax, drawn.reset_index(drop=True), shown, (len(outlets), counted), lang)


def _links(copies: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Links between outlets (outlet, other, n_shared), outlets (outlet, n_articles) and what is counted."""
    if set(_PAIRS) <= set(copies.columns):
        across = copies[copies["kind"] == "across_outlets"]
        ends = pd.DataFrame(np.sort(across[["outlet_a", "outlet_b"]].to_numpy(dtype=object), axis=1),
                            columns=["outlet", "other"], dtype="str")  # fmt: skip
        names = sorted(set(copies["outlet_a"]) | set(copies["outlet_b"]))
        outlets = pd.DataFrame({"outlet": pd.Series(names, dtype="str"), "n_articles": np.nan})
        return _counted(ends), outlets, "pairs"
    if set(_GROUPS) <= set(copies.columns):
        outlets = copies.groupby("outlet", as_index=False).agg(n_articles=("article_id", "size"))
        printed = copies[copies["copy_group"].notna()].groupby("copy_group")["outlet"].unique()
        pairs = [pair for names in printed for pair in combinations(sorted(names), 2)]
        return _counted(pd.DataFrame(pairs, columns=["outlet", "other"], dtype="str")), outlets, "texts"
    got = ", ".join(map(str, copies.columns))
    raise SchemaError(
        f"wanted what mark_copies or copy_pairs returns (copy_group, or outlet_a and outlet_b); got {got}"
    )


def _counted(ends: pd.DataFrame) -> pd.DataFrame:
    return ends.groupby(["outlet", "other"], as_index=False).size().rename(columns={"size": "n_shared"})


def _most_shared(links: pd.DataFrame, outlets: pd.DataFrame) -> pd.DataFrame:
    """The outlets to draw, alphabetically."""
    both = pd.concat(
        [links[["outlet", "n_shared"]], links[["other", "n_shared"]].set_axis(["outlet", "n_shared"], axis=1)]
    )
    shared = outlets["outlet"].map(both.groupby("outlet")["n_shared"].sum()).fillna(0)
    kept = shared.sort_values(ascending=False, kind="stable").index[:MAX_OUTLETS]
    chosen = outlets.loc[outlets.index.isin(kept)].assign(n_shared=shared)
    return chosen.sort_values("outlet", key=lambda names: names.str.casefold(), ignore_index=True)


def _draw(
    ax: Axes, links: pd.DataFrame, outlets: pd.DataFrame, counted: tuple[int, str], lang: str
) -> Axes:  # fmt: skip
    angle = np.pi / 2 - 2 * np.pi * np.arange(len(outlets)) / max(len(outlets), 1)
    place = pd.DataFrame({"x": np.cos(angle), "y": np.sin(angle)}, index=outlets["outlet"])
    _lines(ax, links, place, lang)
    ax.scatter(place["x"], place["y"], s=90, c="white", edgecolors=BLUE, linewidths=2, zorder=4)
    _names(ax, outlets, place, lang)
    ax.set_aspect("equal")
    ax.set_xlim(-1.75, 1.75)
    ax.set_ylim(-1.3, 1.3)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.set_title(choose(lang, "Teks yang sama antarmedia", "Texts shared between outlets"), loc="left")
    ax.set_xlabel(_caption(len(outlets), *counted, lang))
    return remember(ax, links)


def _lines(ax: Axes, links: pd.DataFrame, place: pd.DataFrame, lang: str) -> None:
    top = float(links["n_shared"].max())
    for k, (a, b, n) in enumerate(links.itertuples(index=False)):
        (x0, y0), (x1, y1) = place.loc[a], place.loc[b]
        ax.plot([x0, x1], [y0, y1], color=LIGHT_BLUE, linewidth=1 + 9 * np.sqrt(n / top), solid_capstyle="round",
                alpha=0.75, zorder=1)  # fmt: skip
        along = (0.5, 0.36, 0.64)[k % 3]  # lines through the middle would write their numbers on one another
        ax.text(x0 + along * (x1 - x0), y0 + along * (y1 - y0), number(n, 0, lang), ha="center", va="center",
                fontsize=8, color=INK, zorder=3,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85})  # fmt: skip


def _names(ax: Axes, outlets: pd.DataFrame, place: pd.DataFrame, lang: str) -> None:
    for name, n in zip(outlets["outlet"], outlets["n_articles"], strict=True):
        x, y = place.loc[name]
        side = "left" if x > 0.15 else "right" if x < -0.15 else "center"
        label = clipped(name, 24) + ("" if pd.isna(n) else f"\n(n = {number(n, 0, lang)})")
        ax.text(1.1 * x, 1.12 * y, label, ha=side, va="bottom" if y > 0.9 else "top" if y < -0.9 else "center",
                fontsize=9, color=INK)  # fmt: skip


def _caption(shown: int, of: int, counted: str, lang: str) -> str:
    what = {
        "texts": choose(lang, "teks yang (hampir) sama pada kedua media", "(nearly) identical texts in both outlets"),
        "pairs": choose(lang, "pasangan artikel yang (hampir) sama", "pairs of (nearly) identical articles"),
    }[counted]
    lines = [choose(lang, "angka: ", "number: ") + what,
             choose(lang, "tanpa arah: yang lebih dulu memuat belum tentu penulisnya",
                    "no direction: who printed first need not have written it")]  # fmt: skip
    if shown < of:
        lines.append(choose(lang, f"{shown} dari {of} media, yang paling banyak berbagi",
                            f"{shown} of {of} outlets, those that share most"))  # fmt: skip
    return "\n".join(lines)
