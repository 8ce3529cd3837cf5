"""The second opinion: against statsmodels with event dummies, against the truth, and where it disagrees."""

import numpy as np
import pandas as pd
import pytest
from simulation import Scenario, simulate
from statsmodels.genmod.families import NegativeBinomial, Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from bingkai.contrast.blocks import make_blocks, take_articles, usable_rows
from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.declared import compare_declared
from bingkai.contrast.estimate import matched
from bingkai.contrast.model import fit_articles, fit_within, second_opinion
from bingkai.schema import Contrast

QUICK = {"n_resamples": 199, "progress": False}


@pytest.fixture(scope="module")
def simulated() -> pd.DataFrame:
    scenario = Scenario((90, 100, 110), (0.006, 0.012, 0.004), (1, 1, 1), 0.5, 30)
    return simulate(scenario, 3, np.random.default_rng(5))


def block_of(frame: pd.DataFrame, within: str | None):
    rows, _ = usable_rows(frame, ["run0000"], within)
    return make_blocks(rows, sorted(frame["outlet"].unique()))[0]


def test_conditional_poisson_is_the_poisson_with_a_dummy_for_every_event(simulated):
    block = matched(block_of(simulated, "event_id"))
    count = block.count[:, 0]
    fit = fit_within(block, count)
    events = pd.get_dummies(block.event).to_numpy(float)
    outlets = pd.get_dummies(block.outlet).to_numpy(float)[:, 1:]
    used = np.isin(block.event, np.unique(block.event[count > 0]))
    design = np.hstack([outlets, events[:, events[used].any(axis=0)]])[used]
    found = GLM(count[used], design, family=Poisson(), offset=np.log(block.base[used])).fit()
    assert np.log(fit.rate[1:] / fit.rate[0]) == pytest.approx(found.params[:2], abs=1e-6)
    assert fit.n_clusters == len(np.unique(block.event[used]))


def test_the_variance_is_that_of_leaving_each_event_out(simulated):
    block = matched(block_of(simulated, "event_id"))
    count = block.count[:, 0]
    fit = fit_within(block, count)
    rates = []
    for event in np.unique(block.event):
        rest = block.event != event
        without = fit_within(take_articles(block, rest), count[rest])
        rates.append(np.log(without.rate[1:] / without.rate[0]))
    moved = np.array(rates) - np.log(fit.rate[1:] / fit.rate[0])
    n = fit.n_clusters
    assert (fit.influence.T @ fit.influence)[1:, 1:] == pytest.approx(moved.T @ moved * (n - 1) / n, rel=0.05, abs=2e-4)


def test_without_excess_variance_the_rate_is_the_ratio_of_sums_with_its_linearised_variance():
    base = np.full(40, 20.0)
    count = np.tile([4.0, 5.0, 6.0, 5.0], 10)  # less varied than Poisson: alpha 0
    frame = pd.DataFrame({"article_id": [f"a{i}" for i in range(40)], "outlet": ["A"] * 20 + ["B"] * 20,
                          "measure": "run0000", "count": count, "base": base, "unit": "words"})  # fmt: skip
    fit = fit_articles(block_of(frame, None), frame.sort_values("article_id")["count"].to_numpy())
    assert fit.rate == pytest.approx([0.25, 0.25])
    # HC3: residuals over 1 - 1/20, as every article has a twentieth of its outlet's base
    assert (fit.influence**2).sum(axis=0) == pytest.approx(
        np.full(2, (count[:20] - 5).var() / 20 / 25 * (20 / 19) ** 2)
    )
    assert fit.dispersion < 1


def test_dispersion_of_bursty_counts_is_above_one(simulated):
    block = block_of(simulated, None)
    assert fit_articles(block, block.count[:, 0]).dispersion > 1.3


@pytest.mark.parametrize("within", [None, "event_id"])
def test_both_say_the_same_where_the_difference_is_clear(simulated, within):
    opinion = second_opinion(simulated, compare_outlets(simulated, within=within, **QUICK))
    table = opinion.to_frame()
    media_b = table[table["outlet"] == "Media B"]
    assert (media_b["called"] == "both").all()
    assert np.log(media_b["model_ratio"]).to_numpy() == pytest.approx(np.log(media_b["ratio"]).to_numpy(), abs=0.35)
    given = table[table["model_p"].notna()]
    assert len(given) >= len(table) - 1
    assert (table["model_note"] == "").equals(table["model_p"].notna())
    assert ((given["model_low"] < given["model_ratio"]) & (given["model_ratio"] < given["model_high"])).all()


def test_where_the_two_disagree_is_said(simulated):
    opinion = second_opinion(simulated, compare_outlets(simulated, **QUICK))
    table = opinion.table.assign(called=["model"] + ["both"] * (len(opinion.table) - 1))
    said = type(opinion)(table, None, 0.95)
    assert "berbeda: run0000, Media A (model)" in said.describe()
    assert "the two agree in 8 of 9 rows; they differ for: run0000, Media A (model)" in said.describe("en")
    assert len(said.differing) == 1


def test_opposite_signs_are_told():
    from bingkai.contrast.model import _called

    rows = pd.DataFrame({"ratio": [2, 2, 2, np.nan], "p_value": [0.01, 0.01, 0.2, np.nan],
                         "model_ratio": [0.5, 2, 2, 2], "model_p": [0.01, 0.2, 0.01, 0.01]})  # fmt: skip
    assert _called(rows, 0.05) == ["opposite", "resampling", "model", ""]


def test_pairs_and_declared_contrasts_are_modelled_on_their_own_outlets(simulated):
    declared = compare_declared(simulated, [Contrast("H1", ("run0000",), "Media B", "event_id", ("Media A",))], **QUICK)
    table = second_opinion(simulated, declared["H1"]).table
    pair = simulated[simulated["outlet"].isin(["Media A", "Media B"])]
    alone = second_opinion(
        pair, compare_outlets(pair, "run0000", reference="Media B", within="event_id", **QUICK)
    ).table
    assert table["model_ratio"].tolist() == pytest.approx(alone["model_ratio"].tolist())


def test_an_outlet_that_never_has_it_gets_a_ratio_of_zero_and_no_interval():
    frame = simulate(Scenario((40, 40), (0.006, 0.012), (1, 1)), 1, np.random.default_rng(3))
    frame.loc[frame["outlet"] == "Media A", "count"] = 0
    third = simulate(Scenario((40,), (0.01,), (1,)), 1, np.random.default_rng(4))
    third = third.assign(outlet="Media C", article_id=third["article_id"] + "c")
    frame = pd.concat([frame, third], ignore_index=True)
    table = second_opinion(frame, compare_outlets(frame, **QUICK)).table.set_index("outlet")
    assert table.loc["Media A", "model_ratio"] == 0
    assert np.isnan(table.loc["Media A", "model_p"])
    assert table.loc["Media A", "called"] == ""
    rates = [frame.loc[frame["outlet"] == name, "count"].sum() / frame.loc[frame["outlet"] == name, "base"].sum()
             for name in ("Media B", "Media C")]  # fmt: skip
    assert table.loc["Media B", "model_ratio"] == pytest.approx(rates[0] / (rates[1] / 2), rel=0.2)


@pytest.mark.parametrize("within", [None, "event_id"])
def test_the_model_keeps_its_level_with_enough_clusters(within):
    alarms = []
    for call in range(12):
        scenario = Scenario((100, 100), (0.006, 0.006), (1, 1), 0.5, 60)
        frame = simulate(scenario, 30, np.random.default_rng([41, call]))
        compared = compare_outlets(frame, within=within, reference="pairwise", n_resamples=19, progress=False)
        alarms += (second_opinion(frame, compared).table["model_p"] <= 0.05).tolist()
    assert 0.025 <= np.mean(alarms) <= 0.085


def test_the_comparison_is_not_changed(simulated):
    compared = compare_outlets(simulated, **QUICK)
    before = compared.table.copy()
    second_opinion(simulated, compared)
    pd.testing.assert_frame_equal(compared.table, before)


def test_the_influences_of_articles_are_the_hc3_sandwich_of_statsmodels(simulated):
    # statsmodels' GLM with cov_type="HC3" as oracle (its bread is the observed information, ours the expected)
    block = block_of(simulated, None)
    count = block.count[:, 0]
    fit = fit_articles(block, count)
    member = pd.get_dummies(block.outlet).to_numpy(float)
    start = (member.T @ count) / (member.T @ block.base)
    expected = start[block.outlet] * block.base
    alpha = (((count - expected) ** 2 - expected) / expected).sum() / expected.sum()
    model = GLM(count, member, family=NegativeBinomial(alpha=alpha), offset=np.log(block.base))
    found = model.fit(cov_type="HC3")
    assert np.log(fit.rate) == pytest.approx(found.params, abs=1e-5)
    assert fit.influence.T @ fit.influence == pytest.approx(np.asarray(found.cov_params()), rel=0.03, abs=1e-12)


def test_a_row_that_rests_on_few_clusters_has_no_p():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(
        {"article_id": [f"a{i:03}" for i in range(80)], "outlet": ["A", "B"] * 40,
         "event_id": [f"e{i // 2}" for i in range(80)], "measure": "m", "count": 0.0, "base": 20.0, "unit": "words"}
    )  # fmt: skip
    frame.loc[rng.choice(80, 12, replace=False), "count"] = 1.0
    frame.loc[0, "count"] = 25.0  # one event outweighs all others
    compared = compare_outlets(frame, within="event_id", n_resamples=99, progress=False)
    row = second_opinion(frame, compared).to_frame().iloc[0]
    assert np.isfinite(row["p_value"])
    assert np.isnan(row["model_p"])
    assert row["n_effective"] < 4
    assert row["called"] == ""
    assert "model without p: rests on" in row["model_note"]


@pytest.mark.parametrize("within", [None, "event_id"])
def test_the_model_calls_few_differences_where_there_are_none(within):
    # rare counts in few events: with one degree less than there are events some 10 % are called
    called = []
    for call in range(12):
        scenario = Scenario((40, 45, 50), (0.0015,) * 3, (0.4,) * 3, 0.5, 30)
        frame = simulate(scenario, 25, np.random.default_rng([21, call]))
        compared = compare_outlets(frame, within=within, n_resamples=19, progress=False)
        called += (second_opinion(frame, compared).to_frame()["model_p"].dropna() <= 0.05).tolist()
    assert len(called) > 300
    assert 0.015 <= np.mean(called) <= 0.07
