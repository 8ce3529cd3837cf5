"""Sizes to print at: a journal's column, a page, a slide. A figure takes one for as long as it is saved."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox, Transform

from bingkai.figures.canvas import figure_of, places_kept

MM = 1 / 25.4  # inches
SMALLEST = 6.0  # points: what journals ask for at least
_BETWEEN = 0.25  # millimetres between letters that belong to different things
_NARROWEST = 0.28  # of the figure's width: less for the drawing itself is no figure
_SPACE = re.compile(r"(?<![<=≤]) (?![<=≤])")
_PASSES = 3  # the layout moves the captions, and the captions the layout


@dataclass(frozen=True)
class Preset:
    """A size to print at.

    Attributes
    ----------
    width, height : millimetres; without a height the figure is as high as its rows need
    scales : of the fonts, which are 9 points at 1; the first at which nothing is cut off or overlaps is taken
    dpi : of the .png
    margin : millimetres between what is drawn and the edge
    """

    width: float
    height: float | None
    scales: tuple[float, ...]
    dpi: int
    margin: float


PRESETS = {
    "column": Preset(85.0, None, (0.83, 0.78, 0.72), 400, 1.2),
    "page": Preset(170.0, None, (0.95, 0.9, 0.83, 0.78, 0.72), 300, 1.5),
    "slide": Preset(338.7, 190.5, (2.0, 1.8, 1.6, 1.45, 1.3), 144, 8.0),
}


def preset(size: str) -> Preset:
    """The preset of that name.

    Examples
    --------
    >>> preset("column").width
    85.0
    >>> preset("colum")
    Traceback (most recent call last):
    ValueError: unknown size 'colum'; wanted one of column, page, slide; nearest: 'column'
    """
    if size in PRESETS:
        return PRESETS[size]
    near = get_close_matches(str(size), PRESETS, n=1)
    hint = f"; nearest: {near[0]!r}" if near else ""
    raise ValueError(f"unknown size {size!r}; wanted one of {', '.join(PRESETS)}{hint}")


@contextmanager
def sized(ax: Axes, size: str) -> Iterator[Preset]:
    """The figure of the Axes in that size, laid out, for as long as the block lasts; then as it was.

    Raises
    ------
    ValueError
        If the size is unknown, or the figure does not fit it with letters that can be read.
    """
    wanted, figure = preset(size), figure_of(ax)
    with places_kept(figure):
        figure.draw_without_rendering()
        overlapping = _overlaps(figure)
    for scale in wanted.scales:
        with places_kept(figure), ExitStack() as undo:
            _apply(figure, wanted, scale, undo)
            if _laid_out(figure, wanted, undo) and _fits(figure, overlapping):
                yield wanted
                return
    larger = {"column": "size='page'", "page": "a figure with fewer rows", "slide": "a figure with fewer rows"}[size]
    raise ValueError(
        f"the figure does not fit size={size!r} ({wanted.width:g} mm wide) with letters that can be read: "
        f"something would be cut off or overlap; use {larger}, or draw fewer labels"
    )


def _apply(figure: Figure, wanted: Preset, scale: float, undo: ExitStack) -> None:
    """Size, letters and strokes at that scale; how to take each back goes to `undo`."""
    width, height = figure.get_size_inches()
    undo.callback(figure.set_size_inches, width, height)
    figure.set_size_inches(wanted.width * MM, wanted.height * MM if wanted.height else _height(figure, wanted, scale))
    undo.callback(figure.set_dpi, figure.dpi)
    figure.set_dpi(wanted.dpi)  # letters are some percent wider or narrower at another
    ticks = {id(label) for axis in _axes_of(figure) for label in _tick_labels(axis)}
    for axis in _axes_of(figure):
        _scale_ticks(axis, scale, undo)
    for artist in figure.findobj():
        if id(artist) not in ticks:
            _scale_artist(artist, scale, undo)
    for ax in _every(figure):
        _scale_title_pad(ax, scale, undo)


def _height(figure: Figure, wanted: Preset, scale: float) -> float:
    """Inches: rows as high as their letters; a drawing that keeps its proportions shrinks with the width."""
    width, height = figure.get_size_inches()
    keeps = any(ax.get_aspect() != "auto" for ax in figure.axes)
    return float(height * (min(scale, wanted.width * MM / width) if keeps else scale))


def _every(figure: Figure) -> list[Axes]:
    """All Axes, panels inside others too."""
    return [artist for artist in figure.findobj(Axes) if isinstance(artist, Axes)]


def _axes_of(figure: Figure) -> list[Axis]:
    return [axis for ax in _every(figure) for axis in (ax.xaxis, ax.yaxis)]


def _tick_labels(axis: Axis) -> list[Text]:
    return [
        label for tick in chain(axis.get_major_ticks(), axis.get_minor_ticks()) for label in (tick.label1, tick.label2)
    ]


def _scale_ticks(axis: Axis, scale: float, undo: ExitStack) -> None:
    size = axis.get_major_ticks()[0].label1.get_fontsize() if axis.get_major_ticks() else None
    if size is not None:
        undo.callback(axis.set_tick_params, labelsize=size)
        axis.set_tick_params(labelsize=max(SMALLEST, float(size) * scale))


def _scale_artist(artist: Artist, scale: float, undo: ExitStack) -> None:
    if isinstance(artist, Text):
        _change(artist, "fontsize", max(SMALLEST, float(artist.get_fontsize()) * scale), undo)
    if isinstance(artist, Annotation) and artist.anncoords == "offset points":
        undo.callback(setattr, artist, "xyann", artist.xyann)
        artist.xyann = (artist.xyann[0] * scale, artist.xyann[1] * scale)
    if isinstance(artist, (Line2D, Patch)):
        _change(artist, "linewidth", artist.get_linewidth() * scale, undo)
    if isinstance(artist, Line2D):
        _change(artist, "markersize", artist.get_markersize() * scale, undo)
    if isinstance(artist, Collection):
        _change(artist, "linewidth", np.asarray(artist.get_linewidth()) * scale, undo)
        if hasattr(artist, "get_sizes"):
            _change(artist, "sizes", np.asarray(artist.get_sizes()) * scale**2, undo)


def _change(artist: Any, name: str, value: Any, undo: ExitStack) -> None:
    """Set a property and note what it was."""
    setter = getattr(artist, f"set_{name}")
    undo.callback(setter, getattr(artist, f"get_{name}")())
    setter(value)


def _scale_title_pad(ax: Axes, scale: float, undo: ExitStack) -> None:
    """Room between title and drawing: what stands there is scaled, so it is too."""
    title = _title(ax)
    if title is None:
        return
    offset: Transform = vars(ax)["titleOffsetTrans"]
    pad = float(offset.transform((0, 0))[1]) * 72 / figure_of(ax).dpi
    undo.callback(_set_title_pad, ax, pad)
    _set_title_pad(ax, pad * scale)


def _set_title_pad(ax: Axes, pad: float) -> None:
    title = _title(ax)
    if title is not None:
        size, x = title.get_fontsize(), title.get_position()[0]
        ax.set_title(title.get_text(), loc="left", pad=pad, fontsize=size, x=x)


def _title(ax: Axes) -> Text | None:
    text = ax.get_title(loc="left")
    own = (child for child in ax.get_children() if isinstance(child, Text) and child not in ax.texts)
    return next((child for child in own if text and child.get_text() == text), None)


# ------------------------------------------------------------------------------------------------------ layout


def _laid_out(figure: Figure, wanted: Preset, undo: ExitStack) -> bool:
    """Lay the figure out with its captions broken to the width there is, and keep that; False if it collapsed."""
    captions = [(ax, text, text.get_text()) for ax in _every(figure) for text in (_title(ax), _caption(ax)) if text]
    for _, text, written in captions:
        undo.callback(text.set_text, written)
        undo.callback(text.set_x, text.get_position()[0])
    undo.callback(figure.set_layout_engine, figure.get_layout_engine())
    _set_margin(figure, wanted.margin * MM, undo)
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*sizes collapsed to zero.*", category=UserWarning)
        try:
            for _ in range(_PASSES):
                figure.draw_without_rendering()
                _place_all(figure, captions, wanted)
            figure.draw_without_rendering()
        except UserWarning:
            return False
    figure.set_layout_engine("none")
    return True


def _set_margin(figure: Figure, inches: float, undo: ExitStack) -> None:
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        pads = engine.get()
        undo.callback(engine.set, w_pad=pads["w_pad"], h_pad=pads["h_pad"])
        engine.set(w_pad=inches, h_pad=inches)


def _caption(ax: Axes) -> Text | None:
    return ax.xaxis.label if ax.axison and ax.get_xlabel() else None


def _place_all(figure: Figure, captions: list[tuple[Axes, Text, str]], wanted: Preset) -> None:
    """Break every caption anew; a figure whose height is free grows by the lines that come to it."""
    before = sum(text.get_window_extent().height for _, text, _ in captions)
    for ax, text, written in captions:
        _place(ax, text, written, _room(figure, ax, wanted.margin * MM * figure.dpi))
    if wanted.height is None:
        width, height = figure.get_size_inches()
        added = sum(text.get_window_extent().height for _, text, _ in captions) - before
        figure.set_size_inches(width, height + added / figure.dpi)


def _place(ax: Axes, text: Text, original: str, room: tuple[float, float]) -> None:
    """Start a caption at the left edge (of the figure, or of its panel) and break it at the right one."""
    left, right = room
    box = ax.get_window_extent()
    text.set_x((left - box.x0) / box.width)
    text.set_text("\n".join(_broken(line, text, right - left) for line in original.split("\n")))


def _room(figure: Figure, ax: Axes, margin: float) -> tuple[float, float]:
    """From where to where captions of the Axes may run, in pixels: to the neighbours at the left and the right."""
    own = ax.get_window_extent()
    beside = [other.get_window_extent() for other in _every(figure) if other is not ax and ax not in other.child_axes]
    beside = [box for box in beside if box.y0 < own.y1 - 1 and box.y1 > own.y0 + 1]
    is_first = not any(box.x1 <= own.x0 + 1 for box in beside)
    following = [box.x0 for box in beside if box.x0 >= own.x1 - 1]
    if not following and any(ax in other.child_axes for other in figure.axes):
        return own.x0, own.x1  # the layout keeps room for captions of panels: wider ones would make the panel narrower
    return margin if is_first else own.x0, (min(following) if following else figure.bbox.width) - margin


def _broken(line: str, text: Text, width: float) -> str:
    """The line broken into lines no wider than `width` pixels, at spaces but not at those around a sign."""
    lines: list[str] = []
    for word in _SPACE.split(line):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, text) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def _width(line: str, text: Text) -> float:
    """How wide the line is in the letters of the text, which then holds it."""
    text.set_text(line)
    return float(text.get_window_extent().width)


# ---------------------------------------------------------------------------------------------------- does it fit


def _fits(figure: Figure, overlapping: int) -> bool:
    """Whether all letters are inside, no more of them overlap than before, and the drawing keeps its room."""
    edge = figure.bbox.padded(1.0)
    boxes = letter_boxes(figure)
    inside = all(edge.x0 <= b.x0 and b.x1 <= edge.x1 and edge.y0 <= b.y0 and b.y1 <= edge.y1 for b in boxes)
    narrowest = min(ax.get_window_extent().width for ax in figure.axes)
    return inside and narrowest >= _NARROWEST * figure.bbox.width and _overlaps(figure) <= overlapping


def letter_boxes(figure: Figure) -> list[Bbox]:
    """Where letters stand, in pixels; none for what is hidden, empty or beyond the ends of an axis."""
    hidden = {id(text) for axis in _axes_of(figure) for text in _unseen(axis)}
    texts = [text for text in figure.findobj(Text) if isinstance(text, Text) and id(text) not in hidden]
    seen = [text for text in texts if text.get_visible() and text.get_text().strip()]
    return [text.get_window_extent() for text in seen if float(text.get_rotation()) % 90 == 0]


def _unseen(axis: Axis) -> list[Text]:
    """Letters of an axis that are not drawn: of an axis switched off, and of ticks out of view."""
    if not axis.axes.axison or not axis.get_visible():
        return [axis.label, *_tick_labels(axis)]
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * max(high - low, 1e-300)
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    out = [tick for tick in ticks if not low - slack <= tick.get_loc() <= high + slack]
    return [label for tick in out for label in (tick.label1, tick.label2)]


def _overlaps(figure: Figure) -> int:
    """How many pairs of texts on one line stand closer than words do, or on each other."""
    gap = _BETWEEN * MM * figure.dpi
    boxes = letter_boxes(figure)
    if len(boxes) < 2:
        return 0
    x0, y0, x1, y1 = np.array([box.extents for box in boxes]).T
    across = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0)
    along = np.minimum(y1[:, None], y1) - np.maximum(y0[:, None], y0)
    return int(np.triu((across > -gap) & (along > gap), k=1).sum())
