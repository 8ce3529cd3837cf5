"""What is left out in turn is what `compare_outlets` would say without it; alternatives are its own rows."""

import numpy as np
import pandas as pd
import pytest
from simulation import Scenario, simulate

from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.influence import Question, influential, take_question, without_articles, without_events
from bingkai.contrast.robustness import robustness
from bingkai.schema import INFLUENCE, ROBUSTNESS, require

QUICK = {"n_resamples": 19, "progress": False}


@pytest.fixture(scope="module")
def simulated() -> pd.DataFrame:
    scenario = Scenario((25, 30, 35), (0.006, 0.012, 0.004), (1, 1, 1), 0.5, 14)
    frame = simulate(scenario, 2, np.random.default_rng(5))
    frame.loc[frame["event_id"] == "e3", "event_id"] = None
    return frame


def effect_of(frame: pd.DataFrame, reference: str, within: str | None) -> tuple[float, float]:
    table = compare_outlets(frame, "run0000", reference=reference, within=within, min_articles=2, **QUICK).table
    row = table[table["outlet"] == "Media A"].iloc[0]
    return row["estimate"], row["reference_estimate"]


@pytest.mark.parametrize("reference", ["others", "Media C"])
@pytest.mark.parametrize("within", [None, "event_id"])
def test_without_an_article_it_is_the_comparison_without_it(simulated, reference, within):
    compared = take_question(simulated, Question("run0000", "Media A", reference, within, min_articles=2))
    own, other = without_articles(compared)
    for place in range(0, len(own), 5):
        rest = simulated[simulated["article_id"] != compared.article_id[place]]
        assert (own[place], other[place]) == pytest.approx(effect_of(rest, reference, within))


@pytest.mark.parametrize("within", [None, "event_id"])
def test_without_an_event_it_is_the_comparison_without_it(simulated, within):
    compared = take_question(simulated, Question("run0000", "Media A", within=within, min_articles=2))
    events, own, other = without_events(compared)
    assert len(events) == len(set(events)) > 8
    for event, a, b in zip(events[:5], own, other, strict=False):
        assert (a, b) == pytest.approx(effect_of(simulated[simulated["event_id"] != event], "others", within))


def test_influential_articles_stand_in_order_of_what_they_move(simulated):
    table = require(influential(simulated, "run0000", "Media A", n=8), INFLUENCE)
    assert len(table) == 8
    assert table["shift"].abs().is_monotonic_decreasing
    assert table["shift"].tolist() == pytest.approx((table["effect_without"] - table["effect"]).tolist())
    whole = compare_outlets(simulated, "run0000", **QUICK).table.set_index("outlet").loc["Media A", "effect"]
    assert table["effect"].iloc[0] == pytest.approx(whole)
    assert set(table["outlet"]) <= {"Media A", "Media B", "Media C"}


def test_an_article_planted_to_move_everything_is_found(simulated):
    frame = simulated.copy()
    planted = frame.index[(frame["outlet"] == "Media A") & (frame["measure"] == "run0000")][3]
    frame.loc[planted, "count"] = 400.0
    assert influential(frame, "run0000", "Media A", n=1)["article_id"].item() == frame.loc[planted, "article_id"]


def test_copies_are_left_out_together(simulated):
    frame = simulated[simulated["measure"] == "run0000"].copy()
    first = frame[frame["outlet"] == "Media A"].iloc[0]
    again = [first.to_frame().T.assign(article_id=f"salinan{k}") for k in range(3)]
    frame = pd.concat([frame, *again], ignore_index=True).astype({"count": float, "base": float})
    same = frame["article_id"].str.startswith("salinan") | (frame["article_id"] == first["article_id"])
    frame["copy_group"] = pd.Series(np.where(same, "g", None), dtype="str")
    compared = take_question(frame, Question("run0000", "Media A", min_articles=2))
    assert len(compared.article_id) == len(frame) - 3


def test_the_card_holds_the_main_row_the_alternatives_and_the_extremes(simulated):
    alternatives = {"utama": simulated, "tanpa e1": simulated[simulated["event_id"] != "e1"],
                    "per artikel": simulated.assign(base=1.0, unit="articles")}  # fmt: skip
    entries = {f"entri{k}": simulated[simulated["event_id"] != f"e{k}"] for k in range(4)}
    card = require(
        robustness(alternatives, "run0000", "Media A", entries=entries, within="event_id", **QUICK), ROBUSTNESS
    )
    assert card["kind"].value_counts().to_dict() == {
        "event": 10,
        "article": 10,
        "entry": 4,
        "alternative": 2,
        "main": 1,
    }
    main = compare_outlets(simulated, "run0000", within="event_id", **QUICK).table.set_index("outlet").loc["Media A"]
    for column in ("effect", "ci_low", "ratio_high", "p_value", "n_events"):
        assert card.loc[0, column] == pytest.approx(main[column])
    assert card.loc[card["name"] == "per artikel", "unit"].item() == "articles"
    events = card[card["kind"] == "event"]
    assert events["effect"].is_monotonic_increasing
    assert events["n_of"].nunique() == 1
    without = card.loc[(card["kind"] == "alternative") & (card["name"] == "tanpa e1"), "effect"].item()
    assert card.loc[card["name"] == "entri1", "effect"].item() == pytest.approx(without)


def test_one_frame_alone_gets_a_card_too(simulated):
    card = robustness(simulated, "run0000", "Media A", **QUICK)
    assert card["name"].iloc[0] == "utama"
    assert {"event", "article"} <= set(card["kind"])


def test_an_alternative_that_cannot_be_compared_says_so_and_the_others_stand(simulated):
    few = simulated[simulated["article_id"] < "a000004"]
    card = robustness({"utama": simulated, "sedikit": few}, "run0000", "Media A", **QUICK)
    assert "terlalu sedikit" in card.loc[card["name"] == "sedikit", "note"].item()
    assert np.isnan(card.loc[card["name"] == "sedikit", "effect"].item())


def test_the_frames_are_not_changed(simulated):
    before = simulated.copy()
    robustness({"utama": simulated}, "run0000", "Media A", within="event_id", **QUICK)
    pd.testing.assert_frame_equal(simulated, before)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda f: robustness({}, "run0000", "Media A"), "at least the main MEASURES"),
        (lambda f: robustness({"utama": f, "lain": f.head(0)}, "run0000", "Media A", **QUICK), "alternative 'lain'"),
        (lambda f: robustness(f, "run0000", "Media Z", **QUICK), "no row for outlet 'Media Z'"),
        (lambda f: influential(f, "run0000", "Media Z"), "unknown outlet 'Media Z'"),
        (lambda f: influential(f, "run0000", "Media A", reference="Media A"), "both 'Media A'"),
        (lambda f: influential(f, "run0000", "Media A", min_articles=500), "cannot be compared on 'run0000'"),
    ],
)
def test_bad_questions_are_named(simulated, call, said):
    with pytest.raises(ValueError, match=said):
        call(simulated)
