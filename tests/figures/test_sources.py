"""The figure of sources draws what the frame holds."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from bingkai import schema
from bingkai.figures.canvas import drawn_data
from bingkai.figures.save import save_figure
from bingkai.figures.sources import plot_sources, source_label, source_shares

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def make_measures(counts=None, groups=("source", "source_words"), n_attributions=20):
    """Two outlets of one article each; counts by kind of source."""
    counts = counts or {"official": 12, "citizen": 6, "expert": 2}
    rows = []
    for outlet in ("Kabar Barat", "Kabar Timur"):
        for group in groups:
            scale = n_attributions if group == "source" else 200
            unit = "attributions" if group == "source" else "words"
            rows += [(f"{outlet}-1", outlet, None, f"{group}.{kind}", counts.get(kind, 0) / 20 * scale, scale, unit)
                     for kind in schema.SOURCE_TYPES]  # fmt: skip
    names = [c.name for c in schema.MEASURES.columns][: len(rows[0])]
    return schema.build({name: [r[i] for r in rows] for i, name in enumerate(names)}, schema.MEASURES)


def widths(ax):
    return [bar.get_width() for bar in ax.patches]


def test_bars_are_the_shares_of_words_and_dots_those_of_attributions():
    frame = make_measures()
    frame.loc[frame["measure"] == "source.official", "count"] = 10.0
    ax = plot_sources(frame)
    assert widths(ax)[:2] == pytest.approx([60, 60])
    lanes = [bar.get_x() for bar in ax.patches][::2]
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert dots[0].get_xdata() == pytest.approx([50, 50])
    assert dots[1].get_xdata() == pytest.approx([lanes[1] + 10] * 2)  # experts


@pytest.mark.parametrize(
    ("groups", "said"), [(("source",), "persen dari atribusi"), (("source_words",), "persen dari kata")]
)
def test_one_kind_of_share_alone_is_drawn_as_bars(groups, said):
    ax = plot_sources(make_measures(groups=groups))
    assert max(widths(ax)) == pytest.approx(60)
    assert not [line for line in ax.lines if line.get_marker() == "o"]
    assert said in ax.get_xlabel()


def test_rare_kinds_are_added_up():
    kinds = {kind: 3 if n < 6 else 0.4 for n, kind in enumerate(schema.SOURCE_TYPES[:11])}
    ax = plot_sources(make_measures(kinds))
    drawn = drawn_data(ax)
    assert drawn["source_type"].nunique() == 7
    rest = drawn[(drawn["source_type"] == "rest") & (drawn["of"] == "words")]
    assert rest["share"].tolist() == pytest.approx([0.1, 0.1])
    assert drawn.groupby(["outlet", "of"])["share"].sum().tolist() == pytest.approx([1.0] * 4)


def test_outlets_stand_in_alphabetical_order_with_their_attributions():
    ax = plot_sources(make_measures())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Kabar Barat (n = 20)", "Kabar Timur (n = 20)"]


def test_too_few_attributions_give_no_share():
    ax = plot_sources(make_measures(n_attributions=5))
    assert set(widths(ax)) == {0}
    assert {text.get_text() for text in ax.texts} >= {"–"}


def test_labels_follow_the_language_and_have_no_brackets():
    for kind in schema.SOURCE_TYPES:
        for lang in ("id", "en"):
            label = source_label(kind, lang)
            assert label != f"source.{kind}"
            assert "Narasumber" not in label
    assert plot_sources(make_measures(), lang="en").get_title(loc="left") == "Kinds of source per outlet"


def test_the_figure_is_saved_with_its_data(tmp_path):
    paths = save_figure(plot_sources(make_measures()), tmp_path / "narasumber")
    table = pd.read_csv(paths[2])
    assert table.columns.tolist()[:3] == ["outlet", "of", "source_type"]
    assert table["share"].between(0, 1).all()


def test_a_given_axes_is_used():
    _, ax = plt.subplots()
    assert plot_sources(make_measures(), ax=ax) is ax


def test_bad_input_says_what_is_wanted():
    with pytest.raises(ValueError, match=r"no rows of the measures source\.\*"):
        plot_sources(make_measures().assign(measure="stance.tegas"))
    with pytest.raises(schema.SchemaError, match="missing: count"):
        plot_sources(make_measures().drop(columns="count"))
    with pytest.raises(ValueError, match="unknown language"):
        plot_sources(make_measures(), lang="fr")


def test_shares_without_base_are_missing():
    frame = make_measures()
    frame.loc[frame["outlet"] == "Kabar Timur", ["count", "base"]] = 0.0
    shares = source_shares(frame)
    assert shares[shares["outlet"] == "Kabar Timur"]["share"].isna().all()
    plot_sources(frame)
