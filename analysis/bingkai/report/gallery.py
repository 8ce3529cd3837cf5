"""What every section of the report draws on: the reading, its numbers, and a place for figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from bingkai.figures.canvas import figure_of
from bingkai.figures.comparison import plot_comparison
from bingkai.figures.labels import Language, choose, measure_label, number
from bingkai.figures.save import save_figure
from bingkai.reading.analyse import Reading
from bingkai.report.contents import Picture, anchor_of
from bingkai.report.documents import Printed, printed
from bingkai.report.lines import OutletLines
from bingkai.report.measure_parts import MeasurePart, Row, measure_part, measure_rows
from bingkai.report.numbers import Numbers
from bingkai.report.page import inlined

MOST_FORESTS = 4  # of explored measures: further ones show their intervals in the table


@dataclass(eq=False)
class Gallery:
    """Figures and tables of one report, as the sections make them.

    Attributes
    ----------
    reading, numbers, lang
    lines : drawn passages by measure and outlet
    folder : where figures are saved
    prefix : of the names of the files
    tables : what is to be written as a file, by name, as the sections add it
    """

    reading: Reading
    numbers: Numbers
    lang: Language
    lines: Mapping[str, Mapping[str, OutletLines]]
    folder: Path
    prefix: str
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    n_forests: int = 0

    def t(self, indonesian: str, english: str) -> str:
        """The wording in the reader's language."""
        return choose(self.lang, indonesian, english)

    def draw(self, name: str, plot: Callable[[], Axes], alt: str, caption: str) -> Picture:
        """Draw a figure, save it with its data, and close it."""
        ax = plot()
        svg = save_figure(ax, self.folder / f"{self.prefix}{name}")[1]
        plt.close(figure_of(ax))
        return Picture(f"figures/{self.prefix}{name}", *inlined(svg), alt, caption)

    def table(
        self, name: str, frame: pd.DataFrame, columns: Mapping[str, str], title: str, *, notes: Sequence[str] = (),
        digits: int = 1,
    ) -> Printed:  # fmt: skip
        """A table of the page; the whole frame becomes a file of that name."""
        self.tables[name] = frame
        shown = frame[list(columns)].rename(columns=dict(columns))
        return printed(shown, title=title, notes=notes, lang=self.lang, digits=digits)

    def parts(self, wanted: Callable[[str], bool]) -> list[MeasurePart]:
        """The explored measures whose name is wanted, each with its rows and lines."""
        return [self._part(name, rows) for name, rows in self._rows.items() if wanted(name)]

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        """The rows of every explored measure."""
        explored, inside = self.numbers.explored, self.numbers.inside
        if explored is None:
            return {}
        return measure_rows(explored.table, inside.table if inside is not None else None, self.lang)

    def _part(self, name: str, rows: list[Row]) -> MeasurePart:
        figure = None
        explored = self.numbers.explored
        if explored is not None and self.n_forests < MOST_FORESTS and any(row["differs"] for row in rows):
            self.n_forests += 1
            figure = self.forest(anchor_of(name), explored.table[explored.table["measure"] == name])
        return measure_part(rows, self.lines.get(name, {}), figure, self.lang)

    def forest(self, name: str, rows: pd.DataFrame) -> Picture:
        """The forest plot of one measure."""
        label = measure_label(str(rows["measure"].iloc[0]), self.lang)
        n = number(float(rows.drop_duplicates("outlet")["n_articles"].sum()), 0, self.lang)
        return self.draw(
            name,
            lambda: plot_comparison(rows, lang=self.lang),
            self.t(
                f"Plot hutan {label}: selisih tiap media dengan selangnya; angka yang sama ada di tabel di dekatnya.",
                f"Forest plot of {label}: each outlet's difference and interval, as in the table near it.",
            ),
            self.t(
                f"{label}: selisih tiap media dari pembandingnya, dengan selang. {n} artikel yang punya dasar hitung.",
                f"{label}: each outlet's difference from what it is compared with, and its interval. {n} articles "
                "with a base.",
            ),
        )
