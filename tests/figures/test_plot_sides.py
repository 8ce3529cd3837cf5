"""The figure of sides draws what its frame holds: a mark and n for each cell, intervals, no ranking."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from bingkai import schema
from bingkai.figures.canvas import drawn_data
from bingkai.figures.save import save_figure
from bingkai.figures.sides import plot_sides

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def make_shares(outlets=("Suara Timur", "Kabar Barat"), sides=("kota", "warga"), base=20.0):
    rows = [(outlet, side, measure, share * base, base, unit, share, share - 0.1, share + 0.1, 9)
            for outlet in outlets for side, share in zip(sides, (0.7, 0.3, 0.2, 0.1, 0.1), strict=False)
            for measure, unit in (("statements", "attributions"), ("loaded", "mentions"))]  # fmt: skip
    names = [column.name for column in schema.SIDE_SHARES.columns]
    return schema.build({key: [row[n] for row in rows] for n, key in enumerate(names)}, schema.SIDE_SHARES)


def marks(ax):
    return [
        (line, x, y) for line in ax.lines for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    ]  # fmt: skip


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_a_mark_an_interval_and_n_for_every_cell():
    ax = plot_sides(make_shares())
    assert len(marks(ax)) == 8
    assert sum(len(each.get_segments()) for each in ax.collections) == 8 + 2 * 3, "intervals and the lines of scales"
    assert texts(ax).count("20") == 8
    assert {"Porsi pernyataan", "Di dekat kata menilai", "n pernyataan", "n penyebutan"} <= set(texts(ax))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["Kabar Barat", "Suara Timur"]


def test_sides_differ_without_colour():
    ax = plot_sides(make_shares())
    looks = {(line.get_marker(), line.get_markerfacecolor() == "white") for line, _, _ in marks(ax)}
    assert looks == {("o", False), ("o", True)}
    assert (
        "lingkaran penuh: Pihak Kota; lingkaran kosong: Warga"
        in plot_sides(make_shares(), sides={"kota": "Pihak Kota", "warga": "Warga"}).get_xlabel()
    )


def test_a_panel_has_the_scale_its_values_need():
    frame = make_shares()
    small = frame["measure"] == "loaded"
    for name in ("share", "ci_low", "ci_high"):
        frame.loc[small, name] = frame.loc[small, name] / 10
    ax = plot_sides(frame)
    assert {"0", "50", "100", "5", "10"} <= set(texts(ax))


def test_too_small_a_base_gives_no_mark_but_its_n():
    ax = plot_sides(make_shares(base=4.0))
    assert marks(ax) == []
    assert texts(ax).count("4") == 8


def test_only_the_measures_and_sides_asked_for():
    ax = plot_sides(make_shares(), measures=["statements"], sides={"warga": "Warga"}, lang="en")
    drawn = drawn_data(ax)
    assert set(drawn["measure"]) == {"statements"}
    assert set(drawn["side"]) == {"warga"}
    assert "What each outlet gives each side" in ax.get_title(loc="left")
    assert "interval" in ax.get_xlabel()


def test_many_outlets_are_cut_with_a_note():
    ax = plot_sides(make_shares(outlets=[f"Media {n:02}" for n in range(15)]))
    assert drawn_data(ax)["outlet"].nunique() == 12
    assert "12 dari 15" in ax.get_xlabel()


def test_bad_frames_say_what_is_wanted():
    with pytest.raises(schema.SchemaError, match="needs the column 'share'"):
        plot_sides(make_shares().drop(columns="share"))
    with pytest.raises(ValueError, match="none of the measures"):
        plot_sides(make_shares(), measures=["kata"])
    with pytest.raises(ValueError, match="wanted one to 4 of the sides"):
        plot_sides(make_shares(sides=("a", "b", "c", "d", "e")))
    with pytest.raises(ValueError, match="unknown language"):
        plot_sides(make_shares(), lang="fr")


def test_the_figure_is_saved_with_its_data(tmp_path):
    _, ax = plt.subplots()
    assert plot_sides(make_shares(), ax=ax) is ax
    paths = save_figure(ax, tmp_path / "pihak")
    assert len(pd.read_csv(paths[2])) == 8
