"""Several panels inside the one Axes that a figure is given."""

from __future__ import annotations

from matplotlib.axes import Axes


def columns(ax: Axes, widths: list[float], gap: float = 0.06) -> list[Axes]:
    """Panels side by side; `widths` are shares, `gap` is a share of the Axes' width. The Axes keep only their title."""
    ax.set_axis_off()
    free = 1 - gap * (len(widths) - 1)
    made, left = [], 0.0
    for width in widths:
        size = free * width / sum(widths)
        made.append(ax.inset_axes((left, 0.0, size, 1.0)))
        left += size + gap
    return made


def rows(ax: Axes, n: int, gap: float = 0.35) -> list[Axes]:
    """Panels below each other; `gap` is a share of a panel's height. The Axes keep only their title."""
    ax.set_axis_off()
    height = 1 / (n + gap * max(n - 1, 0))
    return [ax.inset_axes((0.0, 1 - height - k * height * (1 + gap), 1.0, height)) for k in range(n)]
