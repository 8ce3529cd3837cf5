"""The dot plot of rival terms and the figure of namings draw what their frames hold."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from bingkai import schema
from bingkai.figures.canvas import drawn_data
from bingkai.figures.choices import plot_term_choice
from bingkai.figures.naming import plot_naming
from bingkai.figures.save import save_figure

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def make_shares(names=("pasar",)):
    rows = []
    for name in names:
        for rival, share in (("warung", 0.25), ("kedai", 0.75)):
            rows += [(name, rival, rival.title(), "", outlet, int(share * 20), 20, share, share - 0.1, share + 0.1, n)
                     for outlet, n in (("Suara Timur", 9), ("Kabar Barat", 12))]  # fmt: skip
            rows.append(
                (name, rival, rival.title(), "", "Radio Kota", 0, 0, float("nan"), float("nan"), float("nan"), 0)
            )
    names_ = [column.name for column in schema.CHOICE_SHARES.columns]
    return schema.build({key: [row[n] for row in rows] for n, key in enumerate(names_)}, schema.CHOICE_SHARES)


def make_comparison():
    rows = [("choice.pasar.warung", outlet, "others", 0.3, effect, effect - 0.1, effect + 0.1, 8, 0, 0.2, 0.2)
            for outlet, effect in (("Kabar Barat", 0.1), ("Suara Timur", -0.1))]  # fmt: skip
    names = [c.name for c in schema.COMPARISON.columns if c.required]
    return schema.build({key: [row[n] for row in rows] for n, key in enumerate(names)}, schema.COMPARISON)


def dots(ax):
    return [tuple(points.get_offsets()[0]) for points in ax.collections if isinstance(points, PathCollection)]


def test_a_dot_for_each_outlet_with_mentions_and_its_interval():
    ax = plot_term_choice(make_shares())
    assert sorted(x for x, _ in dots(ax)) == pytest.approx([25, 25, 75, 75])
    lines = [c for c in ax.collections if hasattr(c, "get_segments")]
    ends = sorted({tuple(round(x) for x in segment[:, 0]) for line in lines for segment in line.get_segments()})
    assert ends == [(15, 35), (65, 85)]


def test_outlets_stand_in_alphabetical_order_under_each_rival_with_n_and_counts():
    ax = plot_term_choice(make_shares())
    ticks = [label.get_text() for label in ax.get_yticklabels()]
    assert ticks == ["Kabar Barat (n = 12)", "Radio Kota (n = 0)", "Suara Timur (n = 9)"] * 2
    texts = [text.get_text() for text in ax.texts]
    assert texts.count("5/20") == 2
    assert texts.count("0/0") == 2
    assert {"Warung", "Kedai"} <= set(texts)


def test_a_comparison_is_drawn_from_its_reference():
    ax = plot_term_choice(make_comparison(), lang="en")
    drawn = drawn_data(ax).set_index("outlet")
    assert drawn.loc["Kabar Barat", "reference_share"] == pytest.approx(0.2)
    assert drawn.loc["Kabar Barat", "ci_high"] == pytest.approx(0.4)
    assert "difference" in ax.get_xlabel()


def test_a_set_is_named_where_there_are_several():
    frame = make_shares(("pasar", "harga"))
    with pytest.raises(ValueError, match="2 sets; name the one to draw: pasar, harga"):
        plot_term_choice(frame)
    with pytest.raises(ValueError, match="no set 'hargaa' in the frame; nearest: 'harga'"):
        plot_term_choice(frame, "hargaa")
    assert plot_term_choice(frame, "harga").get_title(loc="left") == "Pilihan istilah: harga"


def test_bad_frames_say_what_is_wanted():
    with pytest.raises(schema.SchemaError, match="needs the column 'share'"):
        plot_term_choice(make_shares().drop(columns="share"))
    with pytest.raises(schema.SchemaError, match=r"choice\.<set>\.<rival>"):
        plot_term_choice(make_comparison().assign(measure="stance.jarak"))
    with pytest.raises(ValueError, match="unknown language"):
        plot_term_choice(make_shares(), lang="fr")


def test_the_figure_is_saved_with_its_data(tmp_path):
    _, ax = plt.subplots()
    assert plot_term_choice(make_shares(), ax=ax) is ax
    paths = save_figure(ax, tmp_path / "istilah")
    assert pd.read_csv(paths[2])["share"].between(0, 1).sum() == 4


def make_naming():
    rows = []
    for outlet, first, later in (("Suara Timur", "name", "short"), ("Kabar Barat", "name_office", "pronoun")):
        rows += [("rani", "warga", outlet, "first", first, "", "Rani Utami", 6, 6, 6),
                 ("rani", "warga", outlet, "later", later, "", "Rani", 8, 8, 6),
                 ("rani", "warga", outlet, "title", "short", "", "Rani", 3, 3, 6)]  # fmt: skip
    names = [column.name for column in schema.NAMING.columns]
    return schema.build({key: [row[n] for row in rows] for n, key in enumerate(names)}, schema.NAMING)


def test_namings_have_a_lane_for_each_way_bars_for_later_and_dots_for_first_mentions():
    ax = plot_naming(make_naming())
    drawn = drawn_data(ax)
    assert drawn["way"].drop_duplicates().tolist() == ["name_office", "name", "short", "pronoun"]
    assert sorted(bar.get_width() for bar in ax.patches)[-2:] == pytest.approx([100, 100])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Kabar Barat (n = 14)", "Suara Timur (n = 14)"]


def test_namings_of_one_actor_or_side():
    frame = make_naming()
    assert plot_naming(frame, "rani").get_title(loc="left") == "Cara media menyebut: rani"
    assert plot_naming(frame, side="warga", lang="en").get_title(loc="left") == "How outlets name: warga"
    with pytest.raises(ValueError, match="no mention of the actor 'ranni'; nearest: 'rani'"):
        plot_naming(frame, "ranni")
    with pytest.raises(ValueError, match="no mentions in bodies"):
        plot_naming(frame[frame["position"] == "title"])


def test_too_few_mentions_give_no_share():
    frame = make_naming().assign(count=1, base=1)
    assert {bar.get_width() for bar in plot_naming(frame).patches} == {0}


def test_the_figure_of_namings_is_saved_with_its_data(tmp_path):
    paths = save_figure(plot_naming(make_naming()), tmp_path / "sebutan")
    assert {"outlet", "position", "way", "count", "base", "share"} <= set(pd.read_csv(paths[2]).columns)
