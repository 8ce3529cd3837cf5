"""The robustness card and the paired events draw what their frames hold."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.robustness import robustness
from bingkai.figures.canvas import drawn_data
from bingkai.figures.events import plot_events
from bingkai.figures.robustness import _ticks, plot_robustness
from bingkai.figures.save import save_figure
from bingkai.schema import ROBUSTNESS, SchemaError, empty

mpl.use("Agg")
NAME = "stance.jarak"


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def measures() -> pd.DataFrame:
    rng = np.random.default_rng(2)
    rows = [
        (f"{outlet}-{event}", outlet, f"e{event}", NAME, float(rng.binomial(10, rate)), 10.0, "attributions")
        for outlet, rate in (("Kabar", 0.4), ("Suara", 0.2), ("Warta", 0.2))
        for event in range(12)
    ]
    columns = ["article_id", "outlet", "event_id", "measure", "count", "base", "unit"]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture(scope="module")
def card(measures) -> pd.DataFrame:
    ways = {"utama": measures, "per artikel": measures.assign(base=1.0, unit="articles"), "kosong": measures.head(20)}
    entries = {f"kata{k}": measures[measures["event_id"] != f"e{k}"] for k in range(3)}
    return robustness(ways, NAME, "Kabar", entries=entries, within="event_id", n_resamples=99, progress=False)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def labels(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def offsets(ax):
    return np.concatenate(
        [np.asarray(c.get_offsets()) for c in ax.collections if isinstance(c, mpl.collections.PathCollection)]
    )


def test_one_row_a_way_and_one_for_each_kind_of_leaving_out(card):
    ax = plot_robustness(card)
    assert labels(ax) == ["utama", "per artikel", "kosong", "tanpa satu peristiwa (12)", "tanpa satu artikel (36)",
                          "tanpa satu entri (3)"]  # fmt: skip
    pd.testing.assert_frame_equal(drawn_data(ax), card)


def test_points_lie_at_the_ratios(card):
    ax = plot_robustness(card)
    shown = card[card["kind"].isin(["main", "alternative"]) & card["effect"].notna()]
    assert offsets(ax)[:, 0] == pytest.approx(shown["ratio"].to_numpy())
    assert ax.get_xscale() == "log"


def test_a_grey_bar_reaches_over_the_rows_that_leave_one_out(card):
    ax = plot_robustness(card)
    bar = next(line for line in ax.lines if line.get_marker() == "|")
    events = card[card["kind"] == "event"]
    assert bar.get_xdata() == pytest.approx([events["ratio"].min(), events["ratio"].max()])
    assert sum("terjauh tanpa e" in text for text in texts(ax)) == 1


def test_refused_alternatives_say_why(card):
    assert any("hanya satu media" in text for text in texts(plot_robustness(card)))
    assert any("only one outlet" in text for text in texts(plot_robustness(card, lang="en")))


def test_differences_keep_the_unit_of_their_row(card):
    said = texts(plot_robustness(card))
    main = card["effect"].iloc[0] * 100
    assert any(text.startswith(f"+{main:.1f}".replace(".", ",")) and "per 100 atribusi" in text for text in said)
    assert any("per 100 artikel" in text for text in said)


def test_an_open_interval_ends_in_an_arrow(card):
    open_card = card.copy()
    open_card.loc[0, "ratio_high"] = np.inf
    markers = [line.get_marker() for line in plot_robustness(open_card).lines]
    assert ">" in markers
    assert ">" not in [line.get_marker() for line in plot_robustness(card).lines]


@pytest.mark.parametrize("ratio", [0.0, np.inf, np.nan])
def test_a_main_ratio_that_is_no_number_still_gives_a_figure(card, ratio):
    odd = card.copy()
    odd.loc[0, "ratio"] = ratio
    plot_robustness(odd).figure.canvas.draw()


@pytest.mark.parametrize(("low", "high"), [(0.9, 2.5), (0.8, 400), (0.01, 8), (0.97, 1.05)])
def test_ticks_leave_room_for_each_other(low, high):
    places = np.log(_ticks(low, high))
    assert len(places) >= 1
    assert (np.diff(places) >= 0.09 * np.log(high / low)).all()


def test_no_card_is_refused(measures):
    with pytest.raises(SchemaError, match="ROBUSTNESS needs the columns"):
        plot_robustness(measures)
    with pytest.raises(ValueError, match="no rows to show"):
        plot_robustness(empty(ROBUSTNESS))


def test_a_line_an_event_and_the_rate_of_all(measures):
    ax = plot_events(measures, NAME, ["Suara", "Kabar"])
    assert len(ax.lines) == 12
    rates = measures.groupby("outlet")["count"].sum() / 120 * 100
    thick = offsets(ax)[-2:]
    assert thick[:, 1] == pytest.approx([rates["Suara"], rates["Kabar"]])
    assert [label.get_text().splitlines()[0] for label in ax.get_xticklabels()] == ["Suara", "Kabar"]
    assert len(drawn_data(ax)) == 24


def test_an_outlet_in_between_that_is_silent_is_passed_over(measures):
    frame = measures[~((measures["outlet"] == "Suara") & (measures["event_id"] == "e0"))]
    ax = plot_events(frame, NAME, ["Kabar", "Suara", "Warta"])
    assert [0, 2] in [list(line.get_xdata()) for line in ax.lines]
    assert len(ax.lines) == 11 * 2 + 1


def test_events_of_one_outlet_alone_are_not_drawn(measures):
    frame = measures[(measures["outlet"] == "Kabar") | (measures["event_id"] == "e3")]
    assert set(drawn_data(plot_events(frame, NAME, ["Kabar", "Warta"]))["event"]) == {"e3"}
    with pytest.raises(ValueError, match="no event of Kabar, Warta is shared"):
        plot_events(
            frame[frame["event_id"] != "e3"].assign(outlet=["Kabar"] * 10 + ["Warta"]), NAME, ["Kabar", "Warta"]
        )


def test_the_paired_difference_is_written_whichever_way_it_was_asked(measures):
    compared = compare_outlets(measures, within="event_id", reference="pairwise", n_resamples=99, progress=False)
    effect = compared.table.iloc[0]["effect"] * 100  # Kabar - Suara
    ax = plot_events(measures, NAME, ["Suara", "Kabar"], comparison=compared)
    assert f"Kabar − Suara: +{effect:.1f}".replace(".", ",") in ax.get_xlabel()
    assert "berpasangan dalam 12 peristiwa" in ax.get_xlabel()
    turned = plot_events(measures, NAME, ["Kabar", "Suara"], comparison=compared, lang="en")
    assert f"Suara − Kabar: −{effect:.1f}" in turned.get_xlabel()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"outlets": ["Kabar"]}, "two or more"),
        ({"outlets": ["Kabar", "Warda"]}, "nearest: 'Warta'"),
        ({"measure": "stance.jarrak"}, "nearest: 'stance.jarak'"),
        ({"within": "kejadian"}, "no column 'kejadian'"),
    ],
)
def test_bad_questions_say_what_to_do(measures, change, said):
    asked = {"measure": NAME, "outlets": ["Kabar", "Suara"], **change}
    with pytest.raises(ValueError, match=said):
        plot_events(measures, **asked)


def test_both_are_saved_with_their_data(measures, card, tmp_path):
    for name, ax in (("kartu", plot_robustness(card)), ("peristiwa", plot_events(measures, NAME, ["Kabar", "Suara"]))):
        files = save_figure(ax, tmp_path / name)
        assert [file.suffix for file in files] == [".png", ".svg", ".csv"]
