"""The figure of agency draws what the frame holds."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from bingkai.figures.agency import plot_agency
from bingkai.figures.canvas import drawn_data
from bingkai.figures.save import save_figure
from bingkai.schema import AGENCY_SHARES, build

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def made_shares(n_clauses=40, sides=(None,)):
    rows = [
        (outlet, "harm", side, state, share, share - 0.1, share + 0.1, n_clauses, 9)
        for outlet in ("Kabar Timur", "Kabar Barat")
        for side in sides
        for state, share in (("explicit", 0.5), ("recoverable", 0.1), ("absent", 0.4))
    ]
    names = [column.name for column in AGENCY_SHARES.columns]
    return build({name: [row[i] for row in rows] for i, name in enumerate(names)}, AGENCY_SHARES)


def test_three_parts_fill_every_bar():
    ax = plot_agency(made_shares())
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx([50, 50, 10, 10, 40, 40])
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Kabar Barat (n = 40)", "Kabar Timur (n = 40)"]


def test_the_line_is_the_interval_of_the_absent_part():
    ax = plot_agency(made_shares())
    assert [list(line.get_xdata()) for line in ax.lines][1] == pytest.approx([50, 70])


def test_few_clauses_are_counted_and_not_drawn():
    ax = plot_agency(made_shares(n_clauses=9))
    assert sum(bar.get_width() for bar in ax.patches) == 0
    assert "n = 9" in ax.get_yticklabels()[0].get_text()


def test_sides_have_bars_of_their_own():
    ax = plot_agency(made_shares(sides=(None, "warga")), by_side=True)
    assert ax.get_yticklabels()[0].get_text() == "Kabar Barat, kepada warga (n = 40)"


def test_both_languages_and_the_data_behind(tmp_path):
    ax = plot_agency(made_shares(), lang="en")
    assert "agent absent" in ax.get_xlabel()
    assert len(drawn_data(ax)) == 6
    save_figure(ax, tmp_path / "agency")
    assert (tmp_path / "agency.csv").is_file()


@pytest.mark.parametrize(
    ("options", "said"),
    [({"predicate_class": "force"}, "no clauses of the class 'force'"), ({"by_side": True}, "have no sides")],
)
def test_what_is_not_there_is_named(options, said):
    with pytest.raises(ValueError, match=said):
        plot_agency(made_shares(), **options)
