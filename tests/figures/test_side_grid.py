"""The heat maps of sides draw what their frame holds: share and interval of each cell, counts where n is small."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from bingkai import schema
from bingkai.figures.canvas import drawn_data
from bingkai.figures.presets import PRESETS, letter_boxes, sized
from bingkai.figures.save import save_figure
from bingkai.figures.side_grid import plot_near_terms, plot_side_stance

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def make_shares(outlets=("Suara Timur", "Kabar Barat"), sides=("kota", "warga"), base=40.0, kind="stance"):
    measures = ("stance.netral", "stance.jarak", "stance.duga") if kind == "stance" else ("near.moral", "near.scare")
    rows = [(outlet, side, measure, share * base, base, "attributions", share, share - 0.05, share + 0.1, 9)
            for outlet in outlets for side in sides
            for measure, share in zip(measures, (0.7, 0.05, 0.0), strict=False)]  # fmt: skip
    names = [column.name for column in schema.SIDE_SHARES.columns]
    return schema.build({key: [row[n] for row in rows] for n, key in enumerate(names)}, schema.SIDE_SHARES)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_share_and_interval_in_every_cell_outlets_in_alphabetical_order():
    ax = plot_side_stance(make_shares())
    assert texts(ax).count("70") == 4
    assert texts(ax).count("65–80") == 4
    assert texts(ax).count("5,0") == 4
    assert [name for name in texts(ax) if name in ("Kabar Barat", "Suara Timur")] == ["Kabar Barat", "Suara Timur"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["kota (n = 40)", "warga (n = 40)"] * 2
    assert [label.get_text() for label in ax.get_xticklabels()] == ["NETRAL", "JARAK"], (
        "what never occurs has no column"
    )


def test_darker_cells_are_larger_shares_and_their_letters_stay_readable():
    ax = plot_side_stance(make_shares())
    shades = [image.norm(image.get_array()).ravel() for image in ax.images]
    assert all(shade[0] > shade[1] for shade in shades)
    colours = {text.get_text(): text.get_color() for text in ax.texts}
    assert colours["70"] == "white"
    assert colours["5,0"] != "white"


def test_a_side_with_a_small_n_is_grey_and_shows_counts():
    frame = make_shares()
    small = frame["side"] == "warga"
    frame.loc[small, ["count", "base"]] = frame.loc[small, ["count", "base"]] / 5
    ax = plot_side_stance(frame)
    assert len(ax.images) == 2
    assert texts(ax).count("70") == 2
    assert texts(ax).count("6") == 2
    tones = {label.get_text(): label.get_color() for label in ax.get_yticklabels()}
    assert tones["warga (n = 8)"] != tones["kota (n = 40)"]
    assert "n < 10" in ax.get_xlabel()


def test_sides_asked_for_have_their_labels_and_nothing_else_is_drawn():
    ax = plot_side_stance(make_shares(), sides={"warga": "Warga Bantaran"}, lang="en")
    assert set(drawn_data(ax)["side"]) == {"warga"}
    assert ax.get_yticklabels()[0].get_text() == "Warga Bantaran (n = 40)"
    assert "by side" in ax.get_title(loc="left")


def test_words_near_sides_are_named_by_category():
    ax = plot_near_terms(make_shares(kind="near"))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["moral", "tanda petik ironi"]
    english = plot_near_terms(make_shares(kind="near"), lang="en")
    assert [label.get_text() for label in english.get_xticklabels()] == ["moral", "scare quotes"]


def test_many_outlets_are_cut_with_a_note():
    ax = plot_side_stance(make_shares(outlets=[f"Media {n:02}" for n in range(15)]))
    assert drawn_data(ax)["outlet"].nunique() == 12
    assert "12 dari 15" in ax.get_xlabel()


@pytest.mark.parametrize("size", ["column", "page", "slide"])
def test_every_size_has_room_for_the_letters(size):
    ax = plot_side_stance(make_shares())
    with sized(ax, size):
        assert len(letter_boxes(ax.get_figure())) > 20


def test_bad_frames_say_what_is_wanted():
    with pytest.raises(schema.SchemaError, match="needs the column 'share'"):
        plot_side_stance(make_shares().drop(columns="share"))
    with pytest.raises(ValueError, match="no verba pewarta in these shares"):
        plot_side_stance(make_shares(kind="near"))
    with pytest.raises(ValueError, match="no words near a side in these shares"):
        plot_near_terms(make_shares(), lang="en")
    with pytest.raises(ValueError, match="wanted one to 4 of the sides"):
        plot_side_stance(make_shares(sides=("a", "b", "c", "d", "e")))
    with pytest.raises(ValueError, match="unknown language"):
        plot_side_stance(make_shares(), lang="fr")


def test_the_figure_is_saved_with_its_data(tmp_path):
    _, ax = plt.subplots()
    assert plot_side_stance(make_shares(), ax=ax) is ax
    paths = save_figure(ax, tmp_path / "verba_pihak")
    assert len(pd.read_csv(paths[2])) == 8


def test_what_is_too_wide_for_a_column_is_drawn_anew_and_the_figure_stays(tmp_path):
    frame = make_shares(outlets=("Suara Timur", "Kabar Barat", "Warta Laut"), sides=("kota", "warga dan keluarganya"))
    many = [frame.assign(measure=name) for name in schema.STANCES]
    wide = pd.concat(many, ignore_index=True).assign(measure=lambda rows: "stance." + rows["measure"].str.lower())
    ax = plot_side_stance(wide.drop_duplicates(["outlet", "side", "measure"]))
    open_before, whole = plt.get_fignums(), texts(ax)
    png, csv = save_figure(ax, tmp_path / "sempit", size="column", formats=("png", "csv"))
    assert plt.imread(png).shape[1] / PRESETS["column"].dpi * 25.4 == pytest.approx(85, abs=0.3)
    assert {"ci_low", "ci_high"} <= set(pd.read_csv(csv).columns)
    assert plt.get_fignums() == open_before
    assert texts(ax) == whole
