"""Lanes side by side on one scale, outlets down: in one row, or in several below each other for a narrow column."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.axes import Axes

from bingkai.figures.canvas import MUTED

_BETWEEN = 1.9  # rows between two banks, for the headings of the lower one
_MOST = 3  # lanes beside each other in a narrow drawing


class Lanes(NamedTuple):
    """Where lanes stand.

    Attributes
    ----------
    n, n_rows : lanes, and rows in each
    step : width of a lane in units of x
    beside : lanes beside each other; the others stand in banks below
    """

    n: int
    n_rows: int
    step: float
    beside: int

    @property
    def banks(self) -> int:
        return -(-self.n // self.beside)

    @property
    def after(self) -> float:
        """From the end of a bar to its number, as a share of the longest bar: a dot may stand between."""
        return 0.07 if self.banks == 1 else 0.16

    def at(self, lane: int) -> tuple[float, float]:
        """Where a lane begins: x, and the place of its first row."""
        return lane % self.beside * self.step, lane // self.beside * (self.n_rows + _BETWEEN)

    def header(self, ax: Axes, lane: int, text: str) -> None:
        """A heading over a lane."""
        left, top = self.at(lane)
        ax.annotate(text, (left, top - 0.5), xytext=(0, 3), textcoords="offset points", va="bottom", fontsize=8,
                    color=MUTED, annotation_clip=False)  # fmt: skip

    def line(self, ax: Axes, lane: int) -> None:
        """Where the bars of a lane begin."""
        left, top = self.at(lane)
        ax.plot([left, left], [top - 0.5, top + self.n_rows - 0.5], color="#bbbbbb", linewidth=0.8, zorder=2)

    def frame(self, ax: Axes, labels: list[str]) -> None:
        """Outlet names at the left of every bank, and the ends of both axes."""
        tops = [self.at(bank * self.beside)[1] for bank in range(self.banks)]
        ax.set_yticks([top + y for top in tops for y in range(len(labels))], labels=labels * self.banks)
        ax.set_ylim(tops[-1] + self.n_rows - 0.5, -0.5)
        ax.set_xlim(0, self.step * self.beside)
        ax.set_xticks([])
        ax.spines[["bottom", "left"]].set_visible(False)


def lanes(n: int, n_rows: int, step: float, *, narrow: bool) -> Lanes:
    """All lanes in one row; narrow, as many beside each other as fit, in banks of about the same size."""
    banks = -(-n // _MOST) if narrow else 1
    return Lanes(n, n_rows, step, -(-n // banks))


def rows_of(n: int, n_rows: int, *, narrow: bool) -> int:
    """How many rows high the lanes are, with the room between banks."""
    banks = -(-n // _MOST) if narrow else 1
    return round(banks * n_rows + (banks - 1) * _BETWEEN)
