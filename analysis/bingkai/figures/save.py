"""A figure to files: png, svg, pdf and the csv of what is drawn."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bingkai.figures.canvas import drawn_data, drawn_narrow, figure_of, house_style, places_kept
from bingkai.figures.presets import Preset, sized

_FORMATS = ("png", "svg", "pdf", "csv")
_UNDATED: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
_WRITTEN: dict[str, dict[str, Any]] = {"png": {"pil_kwargs": {"compress_level": 2}}}  # half the time, the same size
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def save_figure(
    ax: Axes,
    path: str | os.PathLike[str],
    *,
    size: str | None = None,
    formats: Sequence[str] = ("png", "svg", "csv"),
) -> list[Path]:
    """Save a figure as .png and .svg beside the .csv of what it draws.

    Parameters
    ----------
    ax : Axes
        As one of the `plot_` functions returned it.
    path : str or path
        Where to write, without suffix or with one of the formats; folders are made.
    size : {"column", "page", "slide"}, optional
        A size to print at: a journal's column (85 mm wide), a page (170 mm), a slide (16:9, 338.7 by 190.5 mm), with
        letters of at least 6 points (about twice as large on a slide) and captions broken to the width. The figure
        itself stays as it is. A figure too wide for a column is drawn anew for it where there is such a drawing:
        with lanes or panels below each other, shorter names, fewer dates or words (the csv keeps all); what was added
        to it by hand is not in that drawing. By default the size it was drawn at.
    formats : sequence of {"png", "svg", "pdf", "csv"}
        What to write.

    Returns
    -------
    list of Path
        The files, in the order of `formats`.

    Raises
    ------
    ValueError
        If the Axes were not drawn by this package, a format or size is unknown, or the figure does not fit the size
        with letters that can be read.

    Notes
    -----
    The same data give the same bytes: no dates, no random identifiers. Each file is written beside its place and then
    moved there, so an interrupted run leaves the old file or the new one. A cell of text that a spreadsheet would take
    for a formula gets an apostrophe in front.

    Examples
    --------
    >>> import tempfile
    >>> import bingkai as bk
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ax = bk.plot_coverage(bk.load_demo())
    ...     [file.name for file in save_figure(ax, f"{folder}/liputan", size="page", formats=("pdf", "csv"))]
    ['liputan.pdf', 'liputan.csv']
    """
    drawn = drawn_data(ax)
    wanted = _known(formats)
    stem = Path(path)
    stem = stem.with_suffix("") if stem.suffix.lower().removeprefix(".") in _FORMATS else stem
    stem.parent.mkdir(parents=True, exist_ok=True)
    files = [stem.with_name(f"{stem.name}.{name}") for name in wanted]
    pictures = [file for file, name in zip(files, wanted, strict=True) if name != "csv"]
    if pictures:
        with house_style():
            _save_pictures(ax, pictures, size)
    if "csv" in wanted:
        text = neutralised(drawn).to_csv(index=False, lineterminator="\n")
        replace_file(
            stem.with_name(f"{stem.name}.csv"),
            lambda target: Path(target).write_text(text, encoding="utf-8", newline=""),
        )
    return files


def _known(formats: Sequence[str]) -> list[str]:
    """The formats, each once; an error for one that is not written here."""
    wanted = [formats] if isinstance(formats, str) else list(dict.fromkeys(formats))
    if unknown := [name for name in wanted if name not in _FORMATS]:
        raise ValueError(f"unknown format {unknown[0]!r}; wanted some of {', '.join(_FORMATS)}")
    return wanted


def _save_pictures(ax: Axes, files: Sequence[Path], size: str | None) -> None:
    figure = figure_of(ax)
    if size is None:
        with _laid_out(figure):
            _write(figure, files)
    else:
        with _fitting(ax, size) as (fitted, taken):
            _write(fitted, files, dpi=taken.dpi)


@contextmanager
def _fitting(ax: Axes, size: str) -> Iterator[tuple[Figure, Preset]]:
    """The figure in that size; in a column its narrow drawing, where it has one and the figure itself does not fit."""
    with ExitStack() as opened:
        try:
            taken = opened.enter_context(sized(ax, size))
            fitted = figure_of(ax)
        except ValueError:
            narrow = drawn_narrow(ax) if size == "column" else None
            if narrow is None:
                raise
            fitted = figure_of(narrow)
            opened.callback(plt.close, fitted)
            taken = opened.enter_context(sized(narrow, size))
        yield fitted, taken


def _write(figure: Figure, files: Sequence[Path], **options: Any) -> None:
    with mpl.rc_context({"pdf.fonttype": 42}):  # letters of a .pdf stay letters that can be searched
        for file in files:
            name = file.suffix.removeprefix(".")
            replace_file(file, partial(figure.savefig, format=name, metadata=_UNDATED[name],
                                       **_WRITTEN.get(name, {}), **options))  # fmt: skip


@contextmanager
def _laid_out(figure: Figure) -> Iterator[None]:
    """Lay the figure out once and keep that layout while it is saved in several formats."""
    with places_kept(figure):
        engine = figure.get_layout_engine()
        if engine is not None:
            engine.execute(figure)
        figure.set_layout_engine(None)
        try:
            yield
        finally:
            figure.set_layout_engine(engine)


def neutralised(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would run as a formula.

    Examples
    --------
    >>> neutralised(pd.DataFrame({"media": ["=1+1", "Kabar"], "selisih": [-1.0, 2.0]}))["media"].tolist()
    ["'=1+1", 'Kabar']
    """

    def safe(value: object) -> object:
        return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

    texts = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    return frame.assign(**{name: frame[name].map(safe) for name in texts}).rename(columns=safe)


def replace_file(path: Path, write: Callable[[str], object]) -> None:
    """Write to a temporary file in the same folder, then move it to its place."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix, delete=False) as made:
        temporary = Path(made.name)
    try:
        write(str(temporary))
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
