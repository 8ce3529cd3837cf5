"""Words of an outlet: how much more or less often than elsewhere, against how frequent they are."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import Bbox

from bingkai.figures.canvas import BLUE, INK, MUTED, NARROW, decimals_of, figure_of, house_style, new_axes, remember
from bingkai.figures.comparison import OTHERS, HasFrame
from bingkai.figures.labels import check_language, choose, clipped, number, unit_label
from bingkai.schema import WORD_COMPARISON, require

MOST_NARROW = 14  # labels in a narrow drawing
PALE_POINT = "#b9b9b9"
SMALLEST, LARGEST = 9.0, 90.0  # points², of a word in one lump and of one spread evenly
DISTANCES = (4, 9, 15)  # points between a word's point and its label
PADDING = 1.5  # points around a label
DIRECTIONS = ((1, 0.4), (1, -0.6), (-1, 0.4), (-1, -0.6), (0, 1), (0, -1), (1, 1.2), (-1, 1.2), (1, -1.4), (-1, -1.4))


def plot_words(
    comparison: pd.DataFrame | HasFrame,
    outlet: str,
    *,
    reference: str | None = None,
    n_labels: int = 30,
    ax: Axes | None = None,
    lang: str = "id",
) -> Axes:
    """Draw the words of one outlet: above the line those it uses more than the others, to the right the frequent ones.

    Parameters
    ----------
    comparison : WordComparison or WORD_COMPARISON
        What `compare_words` returns, or its frame.
    outlet : str
    reference : str, optional
        Which comparison of the outlet to draw; needed where the frame holds several.
    n_labels : int
        At most so many words are written: those with the strongest conservative effect, then those with the lowest p.
    ax : Axes, optional
        Where to draw; a new figure by default.
    lang : {"id", "en"}

    Returns
    -------
    Axes
        A point a word: its frequency in outlet and reference together (per 1,000 words, logarithmic) and its log-odds
        ratio. The more evenly the outlet's articles have it (1 - DP), the larger the point. Filled where the
        conservative effect is not 0, that is, where other articles would have shown the difference too.

    Raises
    ------
    ValueError
        If the outlet or the reference is not in the frame, or several references are.

    Notes
    -----
    Labels keep clear of each other and of the other labelled points; a label without room is left out. All words drawn
    are in the .csv of `save_figure`.
    """
    check_language(lang)
    rows = _rows(comparison, outlet, reference)
    return _figure(rows, n_labels, ax, lang)


def _figure(rows: pd.DataFrame, n_labels: int, ax: Axes | None, lang: str, *, narrow: bool = False) -> Axes:
    """The figure; the narrow one has fewer words written in it."""
    with house_style():
        ax = new_axes(ax, 1, extra=4.4, width=NARROW) if narrow else new_axes(ax, 1, extra=5.2)
        _draw(ax, rows, n_labels, lang)
        again = None if narrow else partial(_figure, rows, min(n_labels, MOST_NARROW), None, lang, narrow=True)
        return remember(ax, rows, again)


def _rows(comparison: pd.DataFrame | HasFrame, outlet: str, reference: str | None) -> pd.DataFrame:
    frame = comparison if isinstance(comparison, pd.DataFrame) else comparison.to_frame()
    require(frame, WORD_COMPARISON)
    frame = frame[frame["outlet"] == _one_of(outlet, list(frame["outlet"].unique()), "outlet")]
    references = list(frame["reference"].unique())
    if reference is None and len(references) > 1:
        raise ValueError(f"{outlet} is compared with {', '.join(references)}; name one, reference={references[0]!r}")
    chosen = _one_of(reference or references[0], references, "reference")
    rows = frame[frame["reference"] == chosen]
    both = (rows["count"] + rows["reference_count"]) / (rows["n_words"] + rows["reference_words"])
    made = rows.assign(per_1000=1000 * both, evenness=(1 - rows["dp"]).fillna(0.0))
    sure = made["conservative"].fillna(0) != 0  # drawn last, on top
    return made.assign(sure=sure)[made["per_1000"] > 0].sort_values(["sure", "word"], ignore_index=True)


def _one_of(name: str, known: list[str], what: str) -> str:
    if name in known:
        return name
    near = get_close_matches(name, known, n=1, cutoff=0.0)
    raise ValueError(f"no {what} {name!r} in the frame" + (f"; nearest: {near[0]!r}" if near else ""))


def _draw(ax: Axes, rows: pd.DataFrame, n_labels: int, lang: str) -> None:
    sure = rows["sure"]
    size = SMALLEST + (LARGEST - SMALLEST) * rows["evenness"]
    fill = [BLUE if filled else "white" for filled in sure]
    edge = [BLUE if filled else PALE_POINT for filled in sure]
    ax.axhline(0, color=MUTED, linewidth=0.9, zorder=0)
    ax.scatter(rows["per_1000"], rows["log_odds"], s=size, c=fill, edgecolors=edge, linewidths=0.9, zorder=2)
    ax.set_xscale("log")
    ax.margins(x=0.06, y=0.08)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, decimals_of([value]), lang)))
    ax.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: number(value, decimals_of(ax.get_yticks()), lang, signed=True))
    )
    ax.set_title(_title(rows, lang), loc="left")
    ax.set_ylabel(
        choose(lang, "log-odds (prior Dirichlet): lebih sering ↑", "log-odds (Dirichlet prior): more often ↑")
    )
    ax.set_xlabel(_caption(rows, int(sure.sum()), lang))
    _write_labels(ax, _to_label(rows, n_labels))


def _title(rows: pd.DataFrame, lang: str) -> str:
    outlet, reference = clipped(str(rows["outlet"].iloc[0])), str(rows["reference"].iloc[0])
    if reference == OTHERS:
        reference = choose(lang, "media lain", "the other outlets")
    return choose(lang, "Kata di {} dibanding {}", "Words of {} against {}").format(outlet, clipped(reference))


def _caption(rows: pd.DataFrame, n_sure: int, lang: str) -> str:
    first = rows.iloc[0]
    frequency = choose(lang, "frekuensi di kedua pihak, ", "frequency in both, ") + unit_label("words", lang)
    n = choose(
        lang,
        "{} kata; {} artikel terhadap {} · titik besar: tersebar merata (1 − DP)",
        "{} words; {} articles against {} · large point: spread evenly (1 − DP)",
    ).format(*(number(float(n), 0, lang) for n in (len(rows), first["n_articles"], first["reference_articles"])))
    how = choose(
        lang,
        "titik penuh ({}): efek konservatif bukan 0: batas dari undi ulang artikel, berlaku untuk semua kata sekaligus",
        "filled ({}): conservative effect not 0: bound from resampled articles, for all words at once",
    ).format(number(n_sure, 0, lang))
    return f"{frequency}\n{n}\n{how}"


def _to_label(rows: pd.DataFrame, n_labels: int) -> pd.DataFrame:
    order = pd.DataFrame(
        {
            "effect": -rows["conservative"].abs().fillna(0.0),
            "p": rows["p_value"].fillna(1.0),
            "odds": -rows["log_odds"].abs(),
        }
    )
    return rows.loc[order.sort_values(["effect", "p", "odds"], kind="stable").index[:n_labels]]


def _write_labels(ax: Axes, rows: pd.DataFrame) -> None:
    """Each label at the first place beside its point that is free and inside the axes; none where no place is."""
    figure = figure_of(ax)
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    pixels = figure.dpi / 72
    inside = ax.get_window_extent()
    points = ax.transData.transform(rows[["per_1000", "log_odds"]].to_numpy(float))
    radius = np.sqrt(SMALLEST + (LARGEST - SMALLEST) * rows["evenness"].to_numpy()) / 2 * pixels
    taken = [
        Bbox.from_extents(x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8)
        for (x, y), r in zip(points, radius, strict=True)
    ]
    for (x, y), r, word in zip(points, radius, rows["word"], strict=True):
        label = ax.annotate(clipped(word, 26), (0, 0), xycoords="figure pixels", fontsize=8, color=INK, zorder=4)
        size = label.get_window_extent().padded(PADDING * pixels)
        label.remove()
        place = next((box for box in _places(x, y, r, size, pixels) if _free(box, inside, taken)), None)
        if place is not None:
            taken.append(place)
            _write(ax, clipped(word, 26), (x, y), place, pixels)


def _places(x: float, y: float, radius: float, size: Bbox, pixels: float) -> Iterator[Bbox]:
    """Boxes of a label's size around a point, the nearest first."""
    for distance in DISTANCES:
        gap = radius + distance * pixels * 0.6
        for across, up in DIRECTIONS:
            left = x + across * gap - (size.width if across < 0 else size.width / 2 if across == 0 else 0)
            bottom = y + up * gap - size.height / 2
            yield Bbox.from_bounds(left, bottom, size.width, size.height)


def _free(box: Bbox, inside: Bbox, taken: list[Bbox]) -> bool:
    within = box.x0 >= inside.x0 and box.x1 <= inside.x1 and box.y0 >= inside.y0 and box.y1 <= inside.y1
    return bool(within and not any(box.overlaps(other) for other in taken))


def _write(ax: Axes, word: str, point: tuple[float, float], place: Bbox, pixels: float) -> None:
    """The label in its box, with a thin line to a point that lies further off."""
    offset = ((place.x0 - point[0]) / pixels + PADDING, (place.y0 - point[1]) / pixels + PADDING)
    at = ax.transData.inverted().transform(point)
    nearest = (np.clip(point[0], place.x0, place.x1), np.clip(point[1], place.y0, place.y1))
    far = np.hypot(nearest[0] - point[0], nearest[1] - point[1]) > 9 * pixels
    arrow = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 2} if far else None
    label = ax.annotate(word, tuple(at), offset, textcoords="offset points", fontsize=8, color=INK, va="bottom",
                        arrowprops=arrow, zorder=4)  # fmt: skip
    label.set_path_effects([withStroke(linewidth=2, foreground="white")])
    label.set_in_layout(False)
