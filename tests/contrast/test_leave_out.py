"""The leave-out estimator: by hand, without the bias of the plug-in, blind to the order of rows."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from bingkai.contrast.leave_out import leave_out_separability
from bingkai.schema import SEPARABILITY, SchemaError, require

QUICK = {"n_permutations": 39, "n_resamples": 50, "progress": False}


def make_articles(n_events, n_outlets=2):
    return pd.DataFrame(
        {
            "article_id": [f"a{i:04}" for i in range(n_events * n_outlets)],
            "outlet": [f"Media {chr(65 + k)}" for k in range(n_outlets)] * n_events,
            "event_id": [f"e{i // n_outlets:03}" for i in range(n_events * n_outlets)],
        }
    )


def make_counts(rng, n_events, n_words=300, length=60, tilt=1.0):
    """Words of two outlets from one distribution, A's first word `tilt` times as frequent."""
    base = rng.dirichlet(np.full(n_words, 0.3))
    other = base.copy()
    first = int(base.argmax())
    other[first] *= tilt
    other /= other.sum()
    return csr_array(np.array([rng.multinomial(length, p) for _ in range(n_events) for p in (other, base)]))


def plug_in(counts):
    """The naive estimate: shares of the outlets' whole texts, nothing left out."""
    a, b = (counts.toarray()[side::2].sum(axis=0) for side in (0, 1))
    q = [a / a.sum(), b / b.sum()]
    rho = np.divide(q[0], q[0] + q[1], out=np.full(len(a), 0.5), where=(a + b) > 0)
    return (q[0] @ rho + q[1] @ (1 - rho)) / 2


def test_by_hand():
    # three events; A: (2, 1), (1, 0), (1, 1), B: (0, 2), (1, 1), (0, 1) on two words
    counts = csr_array([[2, 1], [0, 2], [1, 0], [1, 1], [1, 1], [0, 1]])
    a, b = counts.toarray()[0::2], counts.toarray()[1::2]
    said = []
    for e in range(3):
        rest = [np.delete(side, e, 0).sum(axis=0) for side in (a, b)]
        q = [side / side.sum() for side in rest]
        rho = q[0] / (q[0] + q[1])
        said.append(((a[e] / a[e].sum()) @ rho + (b[e] / b[e].sum()) @ (1 - rho)) / 2)
    found = leave_out_separability(make_articles(3), counts, min_articles=2, **QUICK)
    require(found, SEPARABILITY)
    assert found.loc[0, "accuracy"] == pytest.approx(np.mean(said))
    assert found.loc[0, ["n_articles", "n_events"]].tolist() == [6, 3]


def test_identical_outlets_seem_apart_to_the_plug_in_only():
    # the upward bias of Gentzkow, Shapiro and Taddy (2019): more words than text, no difference
    counts = make_counts(np.random.default_rng(1), 25)
    found = leave_out_separability(make_articles(25), counts, **QUICK).iloc[0]
    assert plug_in(counts) > found["null_high"] + 0.02
    assert found["accuracy"] == pytest.approx(0.5, abs=0.015)
    assert found["p_value"] > 0.05


def test_a_planted_difference():
    counts = make_counts(np.random.default_rng(2), 40, tilt=4.0)
    found = leave_out_separability(make_articles(40), counts, **QUICK).iloc[0]
    assert found["p_value"] == pytest.approx(1 / 40)
    assert found["ci_low"] > found["null_high"]


def test_order_of_rows_changes_nothing_and_pairs_are_alphabetical():
    articles = make_articles(15, 3)
    counts = csr_array(np.random.default_rng(3).poisson(0.5, (45, 30)))
    order = np.random.default_rng(4).permutation(45)
    found = leave_out_separability(articles, counts, **QUICK)
    shuffled = leave_out_separability(articles.iloc[order], counts[order], **QUICK)
    pd.testing.assert_frame_equal(found, shuffled)
    assert found[["outlet", "reference"]].values.tolist() == [
        ["Media A", "Media B"], ["Media A", "Media C"], ["Media B", "Media C"]
    ]  # fmt: skip


def test_a_pair_without_a_shared_event_is_refused():
    articles = make_articles(24)
    articles["outlet"] = np.where(
        articles.index < 24, articles["outlet"], articles["outlet"].replace("Media B", "Media C")
    )
    counts = csr_array(np.random.default_rng(5).poisson(1.0, (48, 10)))
    found = leave_out_separability(articles, counts, **QUICK).set_index(["outlet", "reference"])
    assert np.isnan(found.loc[("Media B", "Media C"), "accuracy"])
    assert "no event shared" in found.loc[("Media B", "Media C"), "note"]
    assert found.loc[("Media A", "Media B"), "n_events"] == 12


def test_what_cannot_be_is_named():
    articles = make_articles(15)
    with pytest.raises(ValueError, match="whole numbers"):
        leave_out_separability(articles, csr_array(np.full((30, 2), 0.5)), **QUICK)
    with pytest.raises(ValueError, match="wanted 30 rows"):
        leave_out_separability(articles, csr_array(np.ones((3, 2))), **QUICK)
    with pytest.raises(SchemaError, match="match events"):
        leave_out_separability(articles.drop(columns="event_id"), csr_array(np.ones((30, 2))), **QUICK)
    with pytest.raises(ValueError, match="wanted two"):
        leave_out_separability(articles, csr_array(np.ones((30, 2))), min_articles=50, **QUICK)
