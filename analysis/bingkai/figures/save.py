"""A figure to files: png, svg and the csv of what is drawn."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bingkai.figures.canvas import drawn_data, figure_of, house_style

_KNOWN = (".png", ".svg", ".csv")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def save_figure(ax: Axes, path: str | os.PathLike[str]) -> list[Path]:
    """Save a figure as .png and .svg beside the .csv of what it draws.

    Parameters
    ----------
    ax : Axes
        As one of the `plot_` functions returned it.
    path : str or path
        Where to write, without suffix or with one of the three; folders are made.

    Returns
    -------
    list of Path
        The .png, the .svg and the .csv.

    Raises
    ------
    ValueError
        If the Axes were not drawn by this package.

    Notes
    -----
    The same data give the same bytes: no dates, no random identifiers. Each file is written beside its place and then
    moved there, so an interrupted run leaves the old file or the new one. A cell of text that a spreadsheet would take
    for a formula gets an apostrophe in front.
    """
    drawn = drawn_data(ax)
    figure = figure_of(ax)
    stem = Path(path)
    stem = stem.with_suffix("") if stem.suffix.lower() in _KNOWN else stem
    stem.parent.mkdir(parents=True, exist_ok=True)
    png, svg, csv = (stem.with_name(stem.name + suffix) for suffix in _KNOWN)
    with house_style(), _laid_out(figure):
        replace_file(png, lambda target: figure.savefig(target, format="png", metadata={"Software": None}))
        replace_file(svg, lambda target: figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None}))
    text = neutralised(drawn).to_csv(index=False, lineterminator="\n")
    replace_file(csv, lambda target: Path(target).write_text(text, encoding="utf-8", newline=""))
    return [png, svg, csv]


@contextmanager
def _laid_out(figure: Figure) -> Iterator[None]:
    """Lay the figure out once and keep that layout while it is saved in several formats."""
    figure.draw_without_rendering()
    engine = figure.get_layout_engine()
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
