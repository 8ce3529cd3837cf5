"""Where there is no difference, few are called; where there is one, it is found; intervals hold the truth."""

import numpy as np
import pandas as pd
import pytest
from simulation import NULLS, Scenario, simulate

from bingkai.contrast.compare import compare_outlets

FIRST = "Media A"


def first_outlet(scenario: Scenario, n_calls: int, n_runs: int, seed: int, within: str | None = None) -> pd.DataFrame:
    rows = []
    for call in range(n_calls):
        frame = simulate(scenario, n_runs, np.random.default_rng([seed, call]))
        found = compare_outlets(frame, seed=call, n_resamples=199, within=within, progress=False).table
        rows.append(found[(found["outlet"] == FIRST) & found["p_value"].notna()])
    return pd.concat(rows, ignore_index=True)


LEVEL_KEPT = [name for name in NULLS if name != "other variance, 60 and 60 articles"]


@pytest.mark.parametrize("null", LEVEL_KEPT)
def test_false_alarms_are_near_five_percent(null):
    scenario, within = NULLS[null]
    rows = first_outlet(scenario, 20, 30, 11, within)
    assert len(rows) > 550
    assert 0.03 <= (rows["p_value"] <= 0.05).mean() <= 0.07


def test_taking_words_as_independent_would_call_half_of_them():
    # the reason for resampling articles: two identical outlets and one bursty word
    scenario, _ = NULLS["two outlets, 100 articles, bursty word"]
    frame = simulate(scenario, 400, np.random.default_rng(2))
    hits = frame.pivot_table(index="measure", columns="outlet", values="count", aggfunc="sum").to_numpy()
    z = (hits[:, 0] - hits[:, 1]) / np.sqrt(hits.sum(axis=1))
    assert (np.abs(z) > 1.96).mean() > 0.45


@pytest.mark.parametrize("n", [30, 60, 200])
def test_intervals_of_skewed_counts_hold_the_truth(n):
    rows = first_outlet(Scenario((n, n), (0.006, 0.010), (0.7, 0.7)), 20, 30, 12)
    held = (rows["ci_low"] <= -0.004) & (rows["ci_high"] >= -0.004)
    assert 0.93 <= held.mean() <= 0.97


def test_a_real_difference_is_found():
    # 6 against 10 per 1,000 words, 60 articles each, counts a little more than Poisson
    rows = first_outlet(Scenario((60, 60), (0.006, 0.010), (3, 3)), 6, 30, 14)
    assert (rows["p_value"] <= 0.05).mean() > 0.7


def test_within_events_intervals_hold_where_long_articles_have_other_rates():
    # Four identical outlets; the rate falls with the length of the article, so no weight may be an outlet's own.
    rng = np.random.default_rng(11)
    alarms = []
    for _ in range(60):
        base = rng.integers(3, 30, size=(60, 4)).astype(float)
        count = rng.binomial(base.astype(int), 0.6 / np.sqrt(base)).astype(float)
        cells = [(f"e{e}o{o}", f"Media {o}", f"e{e}", "m", count[e, o], base[e, o], "attributions")
                 for e in range(60) for o in range(4)]  # fmt: skip
        names = ["article_id", "outlet", "event_id", "measure", "count", "base", "unit"]
        table = compare_outlets(
            pd.DataFrame(cells, columns=names), within="event_id", n_resamples=199, progress=False
        ).to_frame()
        alarms += ((table["ci_low"] > 0) | (table["ci_high"] < 0)).tolist()
    assert np.mean(alarms) < 0.09
