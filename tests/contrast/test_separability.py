"""Separability: planted differences are found on held-out events, no difference is not."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bingkai.contrast.feature_table import make_sample, match, read_features
from bingkai.contrast.heldout import accuracies, hits, shuffled_labels
from bingkai.contrast.separability import separability
from bingkai.schema import COEFFICIENTS, SEPARABILITY, SchemaError, require

QUICK = {"n_permutations": 39, "n_resamples": 40, "progress": False}


def make_features(n_events=40, n_outlets=2, shift=1.5, n_features=4, seed=0, event_spread=1.0):
    """One article of each outlet in each event; the first feature is shifted by outlet, all differ by event."""
    rng = np.random.default_rng(seed)
    event = np.repeat(np.arange(n_events), n_outlets)
    outlet = np.tile(np.arange(n_outlets), n_events)
    values = rng.normal(size=(len(event), n_features)) + event_spread * rng.normal(size=(n_events, n_features))[event]
    values[:, 0] += shift * outlet
    frame = pd.DataFrame(values, columns=[f"ciri{k}" for k in range(n_features)])
    frame.insert(0, "event_id", [f"e{e:03}" for e in event])
    frame.insert(0, "outlet", [f"Media {chr(65 + k)}" for k in outlet])
    frame.insert(0, "article_id", [f"a{i:04}" for i in range(len(frame))])
    return frame


def test_a_planted_difference_is_recognised_and_its_feature_named():
    result = separability(make_features(shift=3, event_spread=0.3), **QUICK)
    overall = result.to_frame().iloc[0]
    assert overall["accuracy"] > 0.85
    assert overall["p_value"] == pytest.approx(1 / 40)
    assert overall["ci_low"] > overall["null_high"]
    own = result.coefficients[result.coefficients["outlet"] == "Media B"].set_index("feature")
    assert own["coefficient"].abs().idxmax() == "ciri0"
    assert own.loc["ciri0", "ci_low"] > 0
    others = own.drop(index="ciri0")
    assert ((others["ci_low"] < 0) & (others["ci_high"] > 0)).sum() >= 2


def test_frames_fit_their_schemas():
    result = separability(make_features(n_outlets=3), **QUICK)
    table = require(result.to_frame(), SEPARABILITY)
    require(result.coefficients, COEFFICIENTS)
    assert table["scope"].tolist() == ["overall"] + ["outlet"] * 3 + ["pair"] * 3
    assert len(result.coefficients) == 3 * 4
    assert len(result.null) == len(table) * QUICK["n_permutations"]
    assert result.coefficients.groupby("feature")["coefficient"].sum().abs().max() < 1e-9
    assert table["q_value"].isna().tolist() == [True] + [False] * 6


def test_accuracy_is_that_of_scikit_learn():
    # the same folds, scaler and model put together with scikit-learn's own tools
    frame = make_features(n_outlets=3, shift=1)
    features, outlet = frame.filter(like="ciri").to_numpy(), frame["outlet"].to_numpy()
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, tol=1e-3, max_iter=2000))
    folds = GroupKFold(5, shuffle=True, random_state=7).split(outlet, groups=pd.factorize(frame["event_id"])[0])
    predicted = cross_val_predict(model, features, outlet, cv=list(folds))
    found = separability(frame, **QUICK).to_frame().loc[0, "accuracy"]
    assert found == pytest.approx(balanced_accuracy_score(outlet, predicted))


def test_no_difference_is_not_recognised():
    p = [separability(make_features(20, shift=0, seed=seed), seed=seed, n_permutations=19, n_resamples=19,
                      progress=False).to_frame().loc[0, "p_value"] for seed in range(40)]  # fmt: skip
    # 40 runs at 5 %: at most 6 with probability 0.99 (binomial), and p spread over its whole range
    assert sum(value <= 0.05 for value in p) <= 6
    assert 0.35 < np.mean(p) < 0.68


def test_many_features_and_few_articles_do_not_separate_identical_outlets():
    # on the articles it was fitted to, a model with more features than articles tells anything apart
    frame = make_features(15, shift=0, n_features=60)
    features, outlet = frame.filter(like="ciri").to_numpy(), frame["outlet"].to_numpy()
    assert LogisticRegression().fit(features, outlet).score(features, outlet) == 1
    overall = separability(frame, **QUICK).to_frame().iloc[0]
    assert overall["accuracy"] < 0.7
    assert overall["p_value"] > 0.05


def test_what_an_outlet_chooses_to_cover_is_in_the_null_as_well():
    # A writes mostly on one topic, B mostly on another; within an event they write alike
    rng = np.random.default_rng(2)
    rows = []
    for e in range(60):
        topic = e % 2
        for k in range(6):
            outlet = topic if k else 1 - topic
            rows.append((f"a{e}-{k}", f"Media {outlet}", f"e{e:02}", 4 * topic + rng.normal()))
    frame = pd.DataFrame(rows, columns=["article_id", "outlet", "event_id", "topik"])
    overall = separability(frame, **QUICK).to_frame().iloc[0]
    assert overall["accuracy"] > 0.75
    assert overall["null_mean"] > 0.75
    assert overall["p_value"] > 0.05
    apart = separability(frame, within=None, **QUICK).to_frame().iloc[0]
    assert apart["null_mean"] < 0.6
    assert apart["p_value"] <= 0.05


def test_measures_become_rates_and_gaps_are_counted():
    frame = make_features(20, shift=2)
    count = (frame["ciri0"] * 10).round().clip(lower=0)
    measures = pd.concat(
        [frame[["article_id", "outlet", "event_id"]].assign(measure=name, count=values, base=base, unit="words")
         for name, values, base in (("m.satu", count, 100.0), ("m.dua", 0.0, 100.0), ("m.tiga", 1.0, 0.0))]
    )  # fmt: skip
    result = separability(measures, **QUICK)
    assert result.n_features == 1
    assert result.n_constant == 2
    assert result.n_gaps == 0
    gap = measures["article_id"].eq("a0003") & measures["measure"].eq("m.satu")
    result = separability(measures.assign(base=measures["base"].mask(gap, 0)), **QUICK)
    assert result.n_gaps == 1
    assert "1 nilai tanpa dasar hitung" in result.describe()


def test_copies_in_and_out():
    frame = make_features(30, shift=2)
    copied = frame["event_id"].isin(["e000", "e001"])
    frame["copy_group"] = frame["event_id"].where(copied).astype("str")
    table = separability(frame, **QUICK).to_frame()
    overall = table[table["scope"] == "overall"].set_index("copies")
    assert overall["n_articles"].to_dict() == {"in": 60, "out": 56}
    assert separability(frame, copies="in", **QUICK).to_frame()["copies"].unique().tolist() == ["in"]
    again = separability(frame[~copied].drop(columns="copy_group"), **QUICK).to_frame().loc[0, "accuracy"]
    assert overall.loc["out", "accuracy"] == pytest.approx(again)


def test_one_copy_within_an_outlet_stays():
    frame = make_features(30, shift=2)
    twin = frame.iloc[[0]].assign(article_id="b")
    frame = pd.concat([frame, twin], ignore_index=True)
    frame["copy_group"] = frame["event_id"].where(frame["article_id"].isin(["a0000", "b"])).astype("str")
    table = separability(frame, **QUICK).to_frame()
    assert table.groupby("copies")["n_articles"].first().to_dict() == {"in": 61, "out": 60}


def test_a_sparse_matrix_of_words():
    frame = make_features(30, shift=0)
    rng = np.random.default_rng(4)
    counts = rng.poisson(0.3, (len(frame), 200))
    counts[:, 7] += 2 * (frame["outlet"] == "Media B").to_numpy()
    result = separability(frame, csr_array(counts), names=[f"kata{k}" for k in range(200)], **QUICK)
    assert result.n_features == 200
    assert result.to_frame().loc[0, "p_value"] <= 0.05
    own = result.coefficients[result.coefficients["outlet"] == "Media B"].set_index("feature")["coefficient"]
    assert own.idxmax() == "kata7"


def test_order_of_rows_changes_nothing():
    frame = make_features(20, n_outlets=3)
    found, shuffled = separability(frame, **QUICK), separability(frame.sample(frac=1, random_state=1), **QUICK)
    pd.testing.assert_frame_equal(found.table, shuffled.table)
    pd.testing.assert_frame_equal(found.coefficients, shuffled.coefficients)


def test_small_outlets_and_lone_events_are_left_out_and_named():
    frame = make_features(20)
    few = make_features(4, n_outlets=1, seed=3).assign(outlet="Warta", article_id=[f"w{i}" for i in range(4)])
    alone = make_features(12, n_outlets=1, seed=4)
    alone = alone.assign(outlet="Media A", article_id=alone["article_id"] + "x", event_id="x" + alone["event_id"])
    result = separability(pd.concat([frame, few, alone]), **QUICK)
    assert result.outlets == ["Media A", "Media B"]
    assert result.left_out == ["Warta"]
    assert result.to_frame().loc[0, ["n_articles", "n_events"]].tolist() == [40, 20]
    assert "Tanpa Warta" in result.describe()


def test_few_events_leave_one_out():
    result = separability(make_features(3, shift=3), min_articles=3, n_splits=5, **QUICK)
    assert result.to_frame().loc[0, "n_events"] == 3
    assert "sedikit peristiwa (3)" in result.to_frame().loc[0, "note"]


def test_labels_are_shuffled_within_events_only():
    frame = make_features(10, n_outlets=3)
    table, _ = match(read_features(frame), "event_id", 2)
    sample = make_sample(table, "event_id")
    for labels in shuffled_labels(sample, 20, np.random.default_rng(0)):
        for event in np.unique(sample.event):
            own = sample.event == event
            assert sorted(labels[own]) == sorted(sample.outlet[own])


def test_hits_and_accuracies_by_hand():
    scores = np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    outlet = np.array([0, 0, 1, 2])
    among, against = hits(scores, outlet)
    assert among.tolist() == [1, 0, 0.5, pytest.approx(1 / 3)]
    assert against[1].tolist() == [0.5, 0, 0.5]
    found = accuracies(scores, outlet, np.ones((1, 4)))
    assert found.outlets[0].tolist() == pytest.approx([0.5, 0.5, 1 / 3])
    assert found.overall[0] == pytest.approx((0.5 + 0.5 + 1 / 3) / 3)
    assert found.pairs[0, 0] == pytest.approx(((1 + 0) / 2 + 0.5) / 2)  # first against second
    weighted = accuracies(scores, outlet, np.array([[3.0, 1, 1, 1]]))
    assert weighted.outlets[0, 0] == 0.75


def test_sentences_say_what_it_does_not_mean_and_html_is_escaped():
    frame = make_features(20)
    frame["outlet"] = frame["outlet"].replace("Media A", "<b>A</b>")
    result = separability(frame, **QUICK)
    assert "bukan bahwa salah satunya memihak" in result.describe()
    assert "not that one of them takes sides" in result.describe("en")
    assert "<b>A" not in result.to_html()
    assert "dengan label diacak" in result.describe()


@pytest.mark.parametrize(
    ("change", "options", "error", "message"),
    [
        ({}, {"within": "peristiwa"}, SchemaError, "match events first"),
        ({}, {"copies": "out"}, SchemaError, "mark_copies"),
        ({}, {"copies": "none"}, ValueError, "both, in, out"),
        ({}, {"min_articles": 99}, ValueError, "wanted two"),
        ({}, {"n_splits": 1}, ValueError, "n_splits"),
        ({}, {"strength": 0.0}, ValueError, "strength"),
        ({"article_id": "a"}, {}, SchemaError, "several"),
        ({"ciri1": np.inf}, {}, ValueError, "infinite"),
        ({f"ciri{k}": 1.0 for k in range(4)}, {}, ValueError, "no feature differs"),
    ],
)
def test_what_cannot_be_is_named(change, options, error, message):
    with pytest.raises(error, match=message):
        separability(make_features(20).assign(**change), **(QUICK | options))


def test_a_matrix_of_another_length_is_refused():
    with pytest.raises(ValueError, match="wanted 40 rows"):
        separability(make_features(20), np.zeros((3, 2)), **QUICK)
    with pytest.raises(ValueError, match="3 names for 2 columns"):
        separability(make_features(20), np.ones((40, 2)), names=["a", "b", "c"], **QUICK)
