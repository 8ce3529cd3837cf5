"""Figures of separability, trend, coverage of events and copies: artists are compared with the frames."""

import matplotlib as mpl
import matplotlib.dates
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from bingkai.contrast.coverage import event_coverage
from bingkai.contrast.separability import separability
from bingkai.contrast.trend import trend
from bingkai.figures.canvas import BLUE, drawn_data
from bingkai.figures.copies import plot_copies
from bingkai.figures.event_coverage import plot_event_coverage
from bingkai.figures.save import save_figure
from bingkai.figures.separability import plot_separability
from bingkai.figures.trend import plot_trend
from bingkai.schema import SchemaError

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def told_apart():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "article_id": [f"a{i:03}" for i in range(90)], "outlet": ["Kabar", "harian", "Warta"] * 30,
            "event_id": [f"e{i // 3:02}" for i in range(90)],
            "stance.jarak": rng.normal(size=90) + [0, 2, 0] * 30, "stance.netral": rng.normal(size=90),
        }
    )  # fmt: skip
    return separability(frame, n_permutations=29, n_resamples=30, progress=False)


@pytest.fixture(scope="module")
def course():
    rng = np.random.default_rng(2)
    day = np.tile(np.arange(120), 2)
    rate = np.where((day >= 60) & (np.arange(240) < 120), 0.5, 0.1)
    frame = pd.DataFrame(
        {
            "article_id": [f"a{i:03}" for i in range(240)], "outlet": ["Warta"] * 120 + ["harian"] * 120,
            "measure": "stance.jarak", "count": rng.binomial(10, rate).astype(float), "base": 10.0,
            "unit": "attributions", "published": pd.Timestamp("2025-01-06") + pd.to_timedelta(day, unit="D"),
        }
    )  # fmt: skip
    return trend(frame, "stance.jarak", events={"putusan": "2025-03-07"}, smooth=3, n_resamples=199)


def make_articles():
    rows = [("Kabar", "e1", "c1"), ("harian", "e1", "c1"), ("Warta", "e1", None), ("Kabar", "e2", "c2"),
            ("harian", "e2", "c2"), ("Kabar", "e2", None), ("Warta", "e3", "c3"), ("Kabar", "e3", "c3"),
            ("Warta", None, None)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["outlet", "event_id", "copy_group"], dtype="str")
    return frame.assign(article_id=[f"a{i}" for i in range(9)], published=pd.Timestamp("2025-06-01"), text="Isi.",
                        title="Judul tanpa dolar $x$")  # fmt: skip


def texts_of(ax):
    return [text.get_text() for text in ax.texts] + [text.get_text() for panel in ax.child_axes for text in panel.texts]


def test_separability_draws_coefficients_and_the_null(told_apart):
    ax = plot_separability(told_apart, "harian")
    left, right = ax.child_axes
    own = told_apart.coefficients[told_apart.coefficients["outlet"] == "harian"]
    own = own.sort_values("coefficient", ascending=False)
    points = left.collections[1].get_offsets()
    assert points[:, 0].tolist() == pytest.approx(own["coefficient"].tolist())
    lines = [tuple(segment[:, 0]) for segment in left.collections[0].get_segments()]
    assert lines == [pytest.approx(pair) for pair in zip(own["ci_low"], own["ci_high"], strict=True)]
    assert sum(bar.get_height() for bar in right.patches) == 29
    accuracy = 100 * told_apart.table.loc[0, "accuracy"]
    assert right.collections[1].get_offsets()[0, 0] == pytest.approx(accuracy)
    assert left.get_title(loc="left") == "harian"


def test_separability_fills_points_whose_interval_is_without_zero(told_apart):
    left = plot_separability(told_apart, "harian").child_axes[0]
    own = told_apart.coefficients[told_apart.coefficients["outlet"] == "harian"]
    own = own.sort_values("coefficient", ascending=False)
    filled = [to_hex(color) == to_hex(BLUE) for color in left.collections[1].get_facecolors()]
    assert filled == ((own["ci_low"] > 0) | (own["ci_high"] < 0)).tolist()
    assert True in filled


def test_separability_says_what_it_is_not_and_in_which_language(told_apart):
    assert "bukan berarti memihak" in plot_separability(told_apart).child_axes[1].get_xlabel()
    assert "does not mean taking sides" in plot_separability(told_apart, lang="en").child_axes[1].get_xlabel()
    with pytest.raises(ValueError, match="nearest: 'Warta'"):
        plot_separability(told_apart, "Wartaa")


def test_separability_draws_the_first_outlet_of_the_alphabet_and_all_its_data(told_apart):
    drawn = drawn_data(plot_separability(told_apart))
    assert drawn["panel"].value_counts().to_dict() == {"shuffled": 29, "coefficient": 2, "accuracy": 1}
    assert drawn.loc[drawn["panel"] == "coefficient", "outlet"].unique().tolist() == ["harian"]


def test_trend_draws_a_panel_an_outlet_on_one_scale(course):
    ax = plot_trend(course)
    assert len(ax.child_axes) == 2
    assert [panel.texts[-1].get_text() for panel in ax.child_axes] == ["harian (n = 120)", "Warta (n = 120)"]
    assert len({panel.get_ylim() for panel in ax.child_axes}) == 1
    warta = course.series[course.series["outlet"] == "Warta"]
    shown = warta[warta["ci_high"].notna()]
    points = ax.child_axes[1].collections[1].get_offsets()
    assert points[:, 1].tolist() == pytest.approx((100 * shown["estimate"]).tolist())
    weeks = [mpl.dates.date2num(day + pd.Timedelta(days=3.5)) for day in shown["period"]]
    assert points[:, 0].tolist() == pytest.approx(weeks)  # in the middle, not on the first day


def test_trend_names_events_and_draws_found_dates_only_where_clear(course):
    ax = plot_trend(course)
    assert "putusan" in texts_of(ax)
    clear = course.changes[(course.changes["kind"] == "found") & (course.changes["q_value"] < 0.05)]
    assert set(clear["outlet"]) == {"Warta"}
    dashed = [sum(line.get_linestyle() == "--" for line in panel.lines) for panel in ax.child_axes]
    assert dashed == [0, len(clear)]
    assert "tanggal yang dicari" in ax.child_axes[1].get_xlabel()


def test_an_event_outside_the_course_is_not_drawn():
    days = pd.date_range("2025-01-06", periods=40).astype("datetime64[us]")
    frame = pd.DataFrame({"article_id": [f"a{i}" for i in range(40)], "outlet": "Kabar", "measure": "m", "count": 1.0,
                          "base": 5.0, "unit": "words", "published": days})  # fmt: skip
    result = trend(frame, "m", events={"dulu": "2019-01-01", "kini": "2025-01-20"}, search=False, n_resamples=50)
    ax = plot_trend(result)
    assert "kini" in texts_of(ax)
    assert "dulu" not in texts_of(ax)


def test_trend_without_events_or_clear_dates(course):
    calm = course.series[course.series["outlet"] == "harian"]
    days = pd.DataFrame({"article_id": [f"a{i}" for i in range(20)], "outlet": "Sepi", "measure": "m", "count": 0.0,
                         "base": 5.0, "unit": "words", "published": pd.Timestamp("2025-01-06")})  # fmt: skip
    ax = plot_trend(trend(days, "m", n_resamples=50), lang="en")
    assert "dashed" not in ax.child_axes[-1].get_xlabel()
    assert ax.child_axes[0].get_ylim()[1] > 0
    assert len(calm) == 18


def test_event_coverage_writes_the_number_of_articles_into_each_cell():
    articles = make_articles()
    ax = plot_event_coverage(event_coverage(articles))
    counts = articles.dropna(subset=["event_id"]).groupby(["event_id", "outlet"]).size()
    assert sorted(text.get_text() for text in ax.texts) == sorted(str(n) for n in counts)
    assert [label.get_text().split(" · ")[0] for label in ax.get_xticklabels()] == ["harian", "Kabar", "Warta"]
    assert len(ax.lines) == 9 - len(counts)  # a dot where there is none
    drawn = drawn_data(ax)
    assert drawn["n_articles"].sum() == 8
    assert len(drawn) == 9


def test_event_coverage_says_when_events_are_left_out():
    n = 50
    articles = pd.DataFrame(
        {"article_id": [f"a{i:03}" for i in range(2 * n)], "outlet": ["Kabar", "Warta"] * n,
         "event_id": [f"e{i // 2:02}" for i in range(2 * n)], "published": pd.NaT, "title": "Judul", "text": "Isi."}
    ).astype({"published": "datetime64[us]"})  # fmt: skip
    ax = plot_event_coverage(event_coverage(articles), lang="en")
    assert len(ax.get_yticks()) == 40
    assert "40 of 50 events" in ax.get_xlabel()
    assert "no date" in ax.get_yticklabels()[0].get_text()


def test_copies_draw_a_line_for_each_pair_that_shares():
    ax = plot_copies(make_articles())
    drawn = drawn_data(ax)
    assert drawn[["outlet", "other", "n_shared"]].values.tolist() == [["Kabar", "Warta", 1], ["Kabar", "harian", 2]]
    assert len(ax.lines) == 2
    widths = [line.get_linewidth() for line in ax.lines]
    assert widths[1] > widths[0]
    assert "Kabar\n(n = 4)" in texts_of(ax)


def test_copies_from_pairs_count_pairs_of_articles():
    pairs = pd.DataFrame(
        {"outlet_a": ["Kabar", "Warta", "Kabar"], "outlet_b": ["Warta", "Kabar", "Kabar"],
         "kind": ["across_outlets", "across_outlets", "same_outlet"]}
    )  # fmt: skip
    ax = plot_copies(pairs, lang="en")
    assert drawn_data(ax)["n_shared"].tolist() == [2]
    assert "pairs of" in ax.get_xlabel()


def test_more_outlets_than_fit_are_left_out_and_said():
    names = [f"Media {k:02}" for k in range(20)]
    articles = pd.DataFrame(
        {"article_id": [f"a{k}" for k in range(40)], "outlet": names * 2,
         "copy_group": [f"c{k // 2}" for k in range(40)]}
    )  # fmt: skip
    ax = plot_copies(articles)
    assert "16 dari 20 media" in ax.get_xlabel()


def test_what_cannot_be_drawn_is_named():
    with pytest.raises(SchemaError, match="mark_copies or copy_pairs"):
        plot_copies(pd.DataFrame({"article_id": ["a"]}))
    with pytest.raises(ValueError, match="no text is shared"):
        plot_copies(make_articles().assign(copy_group=pd.Series([None] * 9, dtype="str")))
    articles = make_articles().assign(event_id=pd.Series([None] * 9, dtype="str"))
    with pytest.raises(ValueError, match="no events"):
        plot_event_coverage(event_coverage(articles))
    with pytest.raises(ValueError, match="unknown language"):
        plot_copies(make_articles(), lang="jv")


def test_all_draw_into_given_axes_and_save_with_their_data(told_apart, course, tmp_path):
    articles = make_articles()
    draws = (
        ("ciri", lambda ax: plot_separability(told_apart, ax=ax)),
        ("tren", lambda ax: plot_trend(course, ax=ax)),
        ("liputan", lambda ax: plot_event_coverage(event_coverage(articles), ax=ax)),
        ("salinan", lambda ax: plot_copies(articles, ax=ax)),
    )
    for name, draw in draws:
        ax = plt.subplots(layout="constrained")[1]
        assert draw(ax) is ax
        paths = save_figure(ax, tmp_path / name)
        assert all(path.stat().st_size > 20 for path in paths)
        first = paths[0].read_bytes()
        assert save_figure(draw(plt.subplots(layout="constrained")[1]), tmp_path / name)[0].read_bytes() == first
