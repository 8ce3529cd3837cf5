"""Declared contrasts are one family; exploration is called so; what is found on one half is tested on the other."""

import numpy as np
import pandas as pd
import pytest
from simulation import Scenario, simulate

from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.confirm import confirm
from bingkai.contrast.correct import benjamini_hochberg, benjamini_yekutieli
from bingkai.contrast.declared import compare_declared
from bingkai.schema import COMPARISON, CONFIRMATION, Contrast, require

QUICK = {"n_resamples": 99, "progress": False}
STATED = (
    Contrast("H1", ("run0000", "run0001"), reference="Media B", outlets=("Media A",)),
    Contrast("H2", ("run0002",), within="event_id"),
)


@pytest.fixture(scope="module")
def simulated() -> pd.DataFrame:
    scenario = Scenario((60, 70, 80), (0.006, 0.012, 0.006), (2, 2, 2), 0.4, 30)
    return simulate(scenario, 4, np.random.default_rng(5))


def test_rows_are_those_of_the_comparisons_but_q_is_over_all(simulated):
    result = compare_declared(simulated, STATED, **QUICK)
    table = require(result.to_frame(), COMPARISON)
    assert table["contrast"].tolist() == ["H1", "H1", "H2", "H2", "H2"]
    alone = compare_outlets(simulated, "run0002", within="event_id", **QUICK).table
    assert table.loc[2:, "p_value"].tolist() == alone["p_value"].tolist()
    assert table["q_value"].tolist() == pytest.approx(benjamini_hochberg(table["p_value"]).tolist())
    assert result.n_tests == 5


def test_each_contrast_is_a_comparison_of_its_own_that_says_what_it_is(simulated):
    result = compare_declared(simulated, STATED, correction="by", **QUICK)
    part = result["H1"]
    assert part.table["outlet"].tolist() == ["Media A"] * 2
    assert part.table["q_value"].tolist() == result.table["q_value"].iloc[:2].tolist()
    assert "kontras yang dinyatakan di muka: H1" in part.describe()
    assert "q Benjamini–Yekutieli atas 5 pembandingan" in part.describe()
    assert "2 contrasts declared beforehand and corrected together as one family (5 comparisons)" in result.describe(
        "en"
    )
    assert "<h4>H2</h4>" in result.to_html()
    with pytest.raises(KeyError, match="nearest: 'H1'"):
        result["H11"]


def test_what_is_not_declared_is_called_exploration(simulated):
    said = compare_outlets(simulated, "run0002", **QUICK)
    assert "jelajah" in said.describe()
    assert "exploration" in said.describe("en")
    assert "exploration" not in compare_declared(simulated, STATED, **QUICK).describe("en")


@pytest.mark.parametrize(
    ("contrasts", "options", "said"),
    [
        ([], {}, "declare at least one"),
        ([STATED[1], STATED[1]], {}, "several contrasts are called 'H2'"),
        ([Contrast("H", ("run9",))], {}, "contrast 'H': unknown measure 'run9'"),
        ([Contrast("H", ("run0001",), outlets=("Media Q",))], {}, "contrast 'H': unknown outlet 'Media Q'"),
        ([STATED[1]], {"correction": "holm"}, "wanted one of bh, by"),
    ],
)
def test_bad_contrasts_are_named(simulated, contrasts, options, said):
    with pytest.raises(ValueError, match=said):
        compare_declared(simulated, contrasts, **QUICK, **options)


def test_by_of_bh_1995():
    # the 15 p values of Benjamini and Hochberg (1995); R: p.adjust(p, "BY") is BH times 1 + 1/2 + ... + 1/15
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    p += [0.4262, 0.5719, 0.6528, 0.7590, 1]
    harmonic = sum(1 / k for k in range(1, 16))
    assert benjamini_yekutieli(p).tolist() == pytest.approx(np.minimum(benjamini_hochberg(p) * harmonic, 1).tolist())
    assert benjamini_yekutieli(p)[0] == pytest.approx(0.0015 * harmonic)


def test_what_is_there_is_confirmed():
    frame = simulate(Scenario((200, 200, 200), (0.006, 0.012, 0.006), (2, 2, 2)), 4, np.random.default_rng(6))
    found = confirm(frame.drop(columns="event_id"), **QUICK)
    table = require(found.to_frame(), CONFIRMATION)
    media_b = table[table["outlet"] == "Media B"]
    assert media_b["confirmed"].sum() == 4
    assert (table.loc[~table["candidate"], ["effect", "p_value", "q_value"]].isna()).all(axis=None)
    assert found.n_articles[0] + found.n_articles[1] == 600
    assert "dikoreksi atas" in found.describe()


def test_no_event_is_split_and_no_order_matters(simulated):
    found = confirm(simulated, within="event_id", **QUICK)
    events = simulated["event_id"].nunique()
    assert found.discovery.table["n_events"].max() <= round(events / 2)
    again = confirm(simulated.sample(frac=1, random_state=1), within="event_id", **QUICK)
    pd.testing.assert_frame_equal(found.table, again.table)


def test_nothing_found_is_nothing_confirmed():
    frame = simulate(Scenario((40, 40), (0.006, 0.006), (2, 2)), 3, np.random.default_rng(8))
    found = confirm(frame.drop(columns="event_id"), alpha=0.001, **QUICK)
    assert not found.table["candidate"].any()
    assert not found.table["confirmed"].any()
    require(found.table, CONFIRMATION)


def test_confirmed_false_alarms_are_few():
    confirmed = []
    for call in range(6):
        frame = simulate(Scenario((60, 60), (0.006, 0.006), (1, 1)), 60, np.random.default_rng([9, call]))
        found = confirm(frame.drop(columns="event_id"), alpha=0.3, reference="pairwise", seed=call, **QUICK)
        confirmed += (found.table["confirmed"] & (found.table["p_value"] <= 0.05)).tolist()
    assert np.mean(confirmed) < 0.05


def test_a_share_that_leaves_nothing_is_refused(simulated):
    with pytest.raises(ValueError, match=r"share 1: wanted 0\.1 to 0\.9"):
        confirm(simulated, share=1)
