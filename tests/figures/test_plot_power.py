"""The power figure draws the planned frame: a line a difference, at its power."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from bingkai.figures.canvas import drawn_data
from bingkai.figures.power import plot_power
from bingkai.figures.save import save_figure
from bingkai.schema import SchemaError

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def planned(measures=("stance.jarak",), unit="attributions", differences=(0.05, 0.2)):
    power = {0.05: [0.1, 0.4, 0.9], 0.2: [0.6, 1.0, 1.0]}
    rows = [
        {"measure": name, "unit": unit, "difference": delta, "n_articles": n, "power": power[delta][i],
         "power_low": max(power[delta][i] - 0.05, 0), "power_high": min(power[delta][i] + 0.05, 1)}
        for name in measures for delta in differences for i, n in enumerate((30, 100, 200))
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_a_line_a_difference_at_its_power():
    ax = plot_power(planned())
    lines = [line for line in ax.get_lines() if len(line.get_xdata()) == 3]
    assert [line.get_ydata().tolist() for line in lines] == [[0.1, 0.4, 0.9], [0.6, 1.0, 1.0]]
    assert lines[0].get_xdata().tolist() == [30, 100, 200]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["30", "100", "200"]


def test_every_difference_is_written_in_the_unit_of_rates_at_its_line():
    ax = plot_power(planned())
    assert [(text.get_text(), text.xy) for text in ax.texts] == [("+5", (100, 0.4)), ("+20", (30, 0.6))]
    assert "per 100 atribusi" in ax.get_xlabel()
    assert "per 100 attributions" in plot_power(planned(), lang="en").get_xlabel()


def test_small_differences_per_thousand_words_keep_their_decimals():
    frame = planned(unit="words", differences=(0.05,)).assign(difference=0.0015)
    assert plot_power(frame, lang="en").texts[0].get_text() == "+1.50"


def test_the_order_of_rows_does_not_matter(tmp_path):
    one = save_figure(plot_power(planned()), tmp_path / "one")
    other = save_figure(plot_power(planned().iloc[::-1]), tmp_path / "other")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_the_data_behind_it_are_kept():
    drawn = drawn_data(plot_power(planned(("stance.jarak", "stance.tegas")), "stance.tegas"))
    assert drawn["measure"].unique().tolist() == ["stance.tegas"]
    assert len(drawn) == 6


def test_it_draws_into_axes_it_is_given():
    _, ax = plt.subplots()
    assert plot_power(planned(), ax=ax) is ax


def test_what_cannot_be_drawn_is_named():
    with pytest.raises(SchemaError, match="lacks power_low"):
        plot_power(planned().drop(columns="power_low"))
    with pytest.raises(ValueError, match="name the one to draw"):
        plot_power(planned(("stance.jarak", "stance.tegas")))
    with pytest.raises(ValueError, match=r"nearest: 'stance\.jarak'"):
        plot_power(planned(), "stance.jarakk")
    with pytest.raises(ValueError, match="unknown language"):
        plot_power(planned(), lang="fr")


def test_power_of_nothing_called():
    frame = planned(differences=(0.05,)).assign(power=0.0, power_low=0.0)
    assert np.allclose(plot_power(frame).get_lines()[-1].get_ydata(), 0)
