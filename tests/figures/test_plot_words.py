"""The word figure draws each word at its own place and writes labels that can be read."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from bingkai import schema
from bingkai.figures.canvas import drawn_data
from bingkai.figures.save import save_figure
from bingkai.figures.words import plot_words

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def made_comparison(n_words=60, outlets=("Kabar A", "Kabar B"), reference="others", seed=1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    n = n_words * len(outlets)
    integers = {c.name for c in schema.WORD_COMPARISON.columns if c.kind == "integer"}
    values = {
        column.name: rng.integers(1, 30, n).tolist() if column.name in integers else rng.normal(size=n).tolist()
        for column in schema.WORD_COMPARISON.columns
    }
    values |= {
        "word": [f"kata{j:02}" for j in range(n_words)] * len(outlets),
        "outlet": [name for name in outlets for _ in range(n_words)],
        "reference": [reference] * n,
        "count": rng.integers(1, 400, n).astype(float).tolist(),
        "reference_count": rng.integers(1, 800, n).astype(float).tolist(),
        "n_words": [20_000.0] * n,
        "reference_words": [60_000.0] * n,
        "n_articles": [40] * n,
        "reference_articles": [120] * n,
        "conservative": np.where(rng.random(n) < 0.2, rng.normal(size=n), 0).tolist(),
        "dp": rng.random(n).tolist(),
        "p_value": rng.random(n).tolist(),
    }
    return schema.build(values, schema.WORD_COMPARISON)


def points(ax):
    return next(c for c in ax.collections if isinstance(c, mpl.collections.PathCollection))


def written(ax):
    return [text for text in ax.texts if text.get_text()]


def test_each_word_stands_at_its_own_frequency_and_log_odds():
    # ConvoKit's plot_fighting_words takes x in the order of the vocabulary and y in the order of z
    frame = made_comparison()
    ax = plot_words(frame.sample(frac=1, random_state=3), "Kabar A")
    drawn = drawn_data(ax).set_index("word")
    places = np.asarray(points(ax).get_offsets())
    mine = frame[frame["outlet"] == "Kabar A"].set_index("word")
    for word, (x, y) in zip(drawn.index, places, strict=True):
        row = mine.loc[word]
        wanted = 1000 * (row["count"] + row["reference_count"]) / (row["n_words"] + row["reference_words"])
        assert (x, y) == pytest.approx((wanted, row["log_odds"]))


def test_labels_point_at_their_own_words():
    ax = plot_words(made_comparison(), "Kabar A")
    drawn = drawn_data(ax).set_index("word")
    assert len(written(ax)) > 10
    for label in written(ax):
        row = drawn.loc[label.get_text()]
        assert label.xy == pytest.approx((row["per_1000"], row["log_odds"]), rel=1e-6)


@pytest.mark.parametrize("n_words", [5, 60, 400])
def test_labels_do_not_overlap_and_stay_inside(n_words):
    ax = plot_words(made_comparison(n_words), "Kabar A", n_labels=60)
    ax.figure.draw_without_rendering()
    boxes = [mpl.text.Text.get_window_extent(label) for label in written(ax)]
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
    frame = ax.get_window_extent().padded(2)
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1 for box in boxes)


def test_the_strongest_words_are_written_first():
    frame = made_comparison()
    ax = plot_words(frame, "Kabar A", n_labels=3)
    mine = frame[frame["outlet"] == "Kabar A"]
    strongest = mine.loc[mine["conservative"].abs().sort_values(ascending=False).index[:3], "word"]
    assert {label.get_text() for label in written(ax)} <= set(strongest)
    assert written(ax)


def test_filled_points_are_those_with_a_conservative_effect():
    ax = plot_words(made_comparison(), "Kabar B")
    drawn = drawn_data(ax)
    filled = [tuple(color[:3]) != (1, 1, 1) for color in points(ax).get_facecolors()]
    assert filled == (drawn["conservative"] != 0).tolist()
    sizes = pd.Series(points(ax).get_sizes())
    assert sizes.corr(drawn["dp"]) == pytest.approx(-1)


def test_caption_says_n_and_method_in_both_languages():
    frame = made_comparison()
    indonesian, english = (plot_words(frame, "Kabar A", lang=lang) for lang in ("id", "en"))
    assert "40 artikel terhadap 120" in indonesian.get_xlabel()
    assert "undi ulang artikel" in indonesian.get_xlabel()
    assert "40 articles against 120" in english.get_xlabel()
    assert "per 1,000 words" in english.get_xlabel()
    assert english.get_title(loc="left") == "Words of Kabar A against the other outlets"


def test_refused_words_and_words_the_outlet_never_uses_are_drawn():
    frame = made_comparison(20)
    frame.loc[0, ["conservative", "p_value"]] = np.nan
    frame.loc[1, "dp"] = np.nan
    frame.loc[1, "count"] = 0.0
    ax = plot_words(frame, "Kabar A")
    assert len(points(ax).get_offsets()) == 20


def test_the_same_data_give_the_same_bytes(tmp_path):
    files = [save_figure(plot_words(made_comparison(), "Kabar A"), tmp_path / name) for name in ("a", "b")]
    for first, second in zip(*files, strict=True):
        assert first.read_bytes() == second.read_bytes()


def test_axes_that_are_given_are_used():
    figure, ax = plt.subplots()
    assert plot_words(made_comparison(), "Kabar A", ax=ax) is ax
    assert ax.figure is figure


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"outlet": "Kabar C"}, "nearest: 'Kabar"),
        ({"outlet": "Kabar A", "lang": "fr"}, "unknown language"),
        ({"outlet": "Kabar A", "reference": "Kabar Z"}, "no reference 'Kabar Z'"),
    ],
)
def test_unknown_names_say_what_there_is(options, message):
    with pytest.raises(ValueError, match=message):
        plot_words(made_comparison(), **options)


def test_several_references_want_one():
    both = pd.concat([made_comparison(), made_comparison(reference="Kabar B").query("outlet == 'Kabar A'")])
    with pytest.raises(ValueError, match="name one"):
        plot_words(both, "Kabar A")
    assert len(drawn_data(plot_words(both, "Kabar A", reference="Kabar B"))) == 60
