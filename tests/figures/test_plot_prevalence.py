"""Figures of corrected prevalence, learning curve and axis: marks, order, refusals. All numbers are invented."""

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from bingkai.figures.canvas import drawn_data
from bingkai.figures.prevalence import plot_axis, plot_learning_curve, plot_prevalence
from bingkai.figures.save import save_figure
from bingkai.schema import AXIS_WORDS, LEARNING_CURVE, PREVALENCE, build

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def shares():
    rows = [("bingkai", outlet, code, 0.3, 0.25, 0.2, 0.31, 400, 40, note) for code in ("konflik", "ekonomi")
            for outlet, note in (("Lensa", ""), ("Kabar", "galat berbeda"))]  # fmt: skip
    return build(dict(zip(PREVALENCE.required, zip(*rows, strict=True), strict=True)), PREVALENCE)


def test_a_block_a_code_outlets_in_alphabetical_order(tmp_path):
    ax = plot_prevalence(shares())
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["bingkai: konflik", "Kabar", "Lensa", "bingkai: ekonomi", "Kabar", "Lensa"]
    drawn = drawn_data(ax)
    assert len(drawn) == 4
    assert drawn["corrected"].tolist() == [25.0] * 4
    fills = ax.collections[2].get_facecolors()
    assert [tuple(fill)[:3] == (1, 1, 1) for fill in fills] == [True, False, True, False]
    assert [path.suffix for path in save_figure(ax, tmp_path / "p")] == [".png", ".svg", ".csv"]


def test_codes_can_be_chosen_and_wrong_ones_are_named():
    assert len(drawn_data(plot_prevalence(shares(), ["ekonomi"], lang="en"))) == 2
    with pytest.raises(ValueError, match="nearest: 'konflik'"):
        plot_prevalence(shares(), ["konflk"])


def test_learning_curve_has_a_line_a_measure():
    points = [("accuracy", 50, 0.5), ("accuracy", 100, 0.6), ("macro_f1", 50, 0.4), ("macro_f1", 100, 0.5)]
    rows = [("bingkai", n, name, value, value - 0.02, value + 0.02) for name, n, value in points]
    curve = build(dict(zip(LEARNING_CURVE.required, zip(*rows, strict=True), strict=True)), LEARNING_CURVE)
    ax = plot_learning_curve(curve)
    assert [line.get_xdata().tolist() for line in ax.lines] == [[50, 100], [50, 100]]
    assert {text.get_text() for text in ax.texts} == {"akurasi", "makro-F1"}


def test_axis_shows_both_ends_and_the_seeds():
    rows = [(f"kata{n}", 1 - n / 10, 0.9 - n / 10, 1.1 - n / 10, 20, n == 10) for n in range(21)]
    words = build(dict(zip(AXIS_WORDS.required, zip(*rows, strict=True), strict=True)), AXIS_WORDS)
    ax = plot_axis(words, n=3)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["kata0", "kata1", "kata2", "kata10", "kata18",
                                                                   "kata19", "kata20"]  # fmt: skip
