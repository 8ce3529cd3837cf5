"""The kernels against slow, plain computations."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson
from simulation import Scenario, simulate

from bingkai.contrast import compare, interval, many, resample, units
from bingkai.contrast.compare import compare_outlets


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_rate_and_variance_by_hand():
    # counts 1, 3 of bases 10, 10: rate 0.2, residuals -1 and 1, variance 2/1 * (1 + 1) / 20²
    count, base = np.array([[1.0], [3.0]]), np.array([10.0, 10.0])
    rate, variance = resample.rates(resample.moments(count, base).sum(axis=0), 2)
    assert rate == pytest.approx([0.2])
    assert variance == pytest.approx([2 * 2 / 400])


def test_equal_bases_give_the_variance_of_a_mean(rng):
    count = rng.poisson(3, (40, 2)).astype(float)
    _, variance = resample.rates(resample.moments(count, np.ones(40)).sum(axis=0), 40)
    assert variance == pytest.approx(count.var(axis=0, ddof=1) / 40)


def test_a_constant_rate_has_no_variance():
    base = np.array([3.0, 7.0, 11.0])
    _, variance = resample.rates(resample.moments(base[:, None] / 3, base).sum(axis=0), 3)
    assert variance.tolist() == [0]


def test_every_bootstrap_sample_draws_n_units(rng):
    weights = resample.draw_weights(rng, 50, 13)
    assert (weights.sum(axis=1) == 13).all()
    assert weights.mean(axis=0) == pytest.approx(np.ones(13), abs=0.6)


def test_permutations_keep_the_totals_and_start_with_the_data(rng):
    columns = rng.random((9, 4))
    outlet = np.array([0, 1, 2, 0, 1, 2, 2, 2, 0])
    sums = np.concatenate(list(resample.permutation_sums(columns, outlet, 3, 20, rng)))
    assert sums.shape == (21, 3, 4)
    assert sums.sum(axis=1) == pytest.approx(np.tile(columns.sum(axis=0), (21, 1)))
    for code in range(3):
        assert sums[0, code] == pytest.approx(columns[outlet == code].sum(axis=0))


def test_chunks_change_nothing(rng, monkeypatch):
    count, base = rng.poisson(2, (30, 3)).astype(float), rng.integers(50, 100, 30).astype(float)
    event, outlet = np.repeat(np.arange(10), 3), np.tile(np.arange(3), 10)
    cells = resample.make_cells(event, outlet)

    def differences() -> np.ndarray:
        found = resample.permuted_differences(cells, count, base, 3, 30, resample.generator(7, "x"))
        return np.concatenate([effect for effect, _ in found])

    whole = differences()
    monkeypatch.setattr(resample, "CHUNK_CELLS", 500)
    assert differences() == pytest.approx(whole)


def test_p_counts_the_data_among_the_resamples():
    chunks = [np.array([[2.0], [1.0], [2.0]]), np.array([[3.0], [0.5]])]
    assert resample.permutation_p(iter(chunks)) == pytest.approx([3 / 5])


def test_p_of_few_articles_is_the_exact_one(rng):
    count = np.array([5.0, 1, 0, 2, 7, 1])[:, None]
    base = np.array([90.0, 110, 80, 70, 120, 100])
    columns, outlet = resample.moments(count, base), np.array([0, 0, 0, 1, 1, 1])
    n_each = np.array([[3.0], [3.0]])

    def statistic(labels: np.ndarray) -> float:
        sums = np.stack([columns[labels == code].sum(axis=0) for code in (0, 1)])
        return float(resample.root_statistic(*resample.rates(sums, n_each))[0, 0])

    every = np.array([statistic(np.array(labels)) for labels in set(permutations(outlet.tolist()))])
    exact = (every >= statistic(outlet) * (1 - 1e-9)).mean()
    drawn = (
        resample.root_statistic(*resample.rates(sums, n_each))
        for sums in resample.permutation_sums(columns, outlet, 2, 20_000, rng)
    )
    assert resample.permutation_p(drawn)[0, 0] == pytest.approx(exact, abs=0.01)


def test_two_outlets_within_events_are_compared_by_mantel_haenszel():
    # Two events. Event 0: A 2/100, B 1/200. Event 1: A 4/100 + 0/100 (two articles), B 3/100.
    event, outlet = np.array([0, 0, 1, 1, 1]), np.array([0, 1, 0, 0, 1])
    count, base = np.array([[2.0], [1], [4], [0], [3]]), np.array([100.0, 200, 100, 100, 100])
    cells = resample.make_cells(event, outlet)
    pairs = resample.pair_within(cells, count, base)
    effect, variance = resample.paired_differences(cells, pairs, 2)
    w0, w1 = 100 * 200 / 300, 200 * 100 / 300
    d0, d1 = 2 / 100 - 1 / 200, 4 / 200 - 3 / 100
    mantel_haenszel = (w0 * d0 + w1 * d1) / (w0 + w1)
    assert effect[:, 0] == pytest.approx([mantel_haenszel, -mantel_haenszel])
    spread = (w0 * (d0 - mantel_haenszel)) ** 2 + (w1 * (d1 - mantel_haenszel)) ** 2
    assert variance[:, 0] == pytest.approx([2 * spread / (w0 + w1) ** 2] * 2)


def test_within_an_event_the_others_count_alike_however_long():
    # One event, three outlets: the reference of A is the plain mean of the rates of B and C.
    cells = resample.make_cells(np.zeros(3, int), np.arange(3))
    pairs = resample.pair_within(cells, np.array([[4.0], [1], [50]]), np.array([100.0, 100, 1000]))
    assert pairs.other[0, 0] == pytest.approx((0.01 + 0.05) / 2)
    assert pairs.weight == pytest.approx(2 / (1 / 100 + 1 / 100 + 1 / 1000))


def test_labels_move_within_events_only(rng):
    event, outlet = np.repeat(np.arange(4), 2), np.tile(np.arange(2), 4)
    count = (event * 10.0)[:, None]  # equal within events: no relabelling can make a difference
    cells = resample.make_cells(event, outlet)
    for effect, _ in resample.permuted_differences(cells, count, np.ones(8), 2, 50, rng):
        assert np.allclose(effect, 0)


def test_difference_of_symmetric_intervals_is_the_root_of_the_squares():
    a, b = np.array([3.0]), np.array([1.0])
    low, high = interval.difference_interval(a, (a - 0.3, a + 0.3), b, (b - 0.4, b + 0.4))
    assert (low, high) == (pytest.approx([1.5]), pytest.approx([2.5]))


def test_ratio_is_open_above_where_the_reference_could_be_zero():
    one, zero = np.array([1.0]), np.array([0.0])
    value, low, high = interval.ratio_interval(one, (one * 0.5, one * 2), one, (zero, one * 2))
    assert value == pytest.approx([1])
    assert 0 < low[0] < 1
    assert np.isinf(high[0])


def test_a_word_never_seen_has_an_upper_end():
    # 1 - 0.025^(1/50) = 7.1 % of articles could have it; 2 hits each; 100 words an article
    high = interval.never_seen_high(50, np.array([2.0]), 100.0, 0.95)
    assert high == pytest.approx([0.0711 * 2 / 100], rel=0.01)


def test_poisson_weights_give_the_same_quantiles_as_draws(rng):
    count, base = rng.poisson(0.3, (4000, 3)) * rng.integers(1, 9, (4000, 1)).astype(float), rng.uniform(50, 500, 4000)
    drawn = resample.bootstrap_sums(resample.moments(count, base), 3000, rng)
    weighted = many.poisson_sums(count, base, 3000, rng)
    rate, variance = resample.rates(resample.moments(count, base).sum(axis=0), 4000)
    ends = [interval.rate_interval(rate, variance, *resample.rates(sums, 4000), 0.95) for sums in (drawn, weighted)]
    widths = [high - low for low, high in ends]
    assert widths[0] == pytest.approx(widths[1], rel=0.05)
    assert weighted.mean(axis=0) == pytest.approx(resample.moments(count, base).sum(axis=0), rel=0.01)


def test_single_precision_loses_no_variance(rng):
    # a rate that hardly varies: the raw moments would cancel to noise in single precision
    base = rng.uniform(50, 500, 3000)
    count = (0.5 * base * (1 + 1e-4 * rng.standard_normal(3000)))[:, None]
    _, expected = resample.rates(resample.moments(count, base).sum(axis=0), 3000)
    _, variance = resample.rates(many.poisson_sums(count, base, 50, rng), 3000)
    assert variance.mean() == pytest.approx(expected[0], rel=0.1)


def test_poisson_numbers_have_the_shares_of_poisson():
    drawn = many.poisson_weights(np.random.SFC64(5), (400, 1000)).ravel()
    shares = np.bincount(drawn.astype(int), minlength=9)[:9] / len(drawn)
    assert shares == pytest.approx(poisson.pmf(np.arange(9), 1), abs=4 * 0.5 / np.sqrt(len(drawn)))
    assert pytest.approx(poisson.cdf(np.arange(8), 1), abs=2**-16) == (many.CUTS / 2**16)


def test_neither_threads_nor_other_measures_change_a_draw(rng, monkeypatch):
    count, base = rng.poisson(0.3, (9000, 3)).astype(float), rng.uniform(50, 500, 9000)
    one, two = (many.poisson_sums(count[:, :k], base, 40, np.random.default_rng(4)) for k in (3, 1))
    assert one[:, 0] == pytest.approx(two[:, 0], rel=1e-6)
    monkeypatch.setattr(many, "N_THREADS", 1)
    assert many.poisson_sums(count, base, 40, np.random.default_rng(4)) == pytest.approx(one, rel=1e-6)


def shifted_and_shuffled(rng: np.random.Generator, n: int = 3000) -> list[list[np.ndarray]]:
    """Differences and variances of bundled shifts and of free shuffles of the same articles of matched events."""
    event, outlet = np.repeat(np.arange(n // 3), 3), np.tile(np.arange(3), n // 3)
    event[:60] = 0  # one event with more articles than a circle holds
    base = rng.uniform(50, 500, n)
    count = rng.poisson(0.01 * base[:, None] * rng.gamma(0.5, 2, (n, 2))).astype(float)
    cells = resample.make_cells(event, outlet)
    ordered = (cells, count[cells.order], base[cells.order], 3, 1500)
    ways = (many.shifted_differences, resample.permuted_differences)
    return [[np.concatenate(part) for part in zip(*way(*ordered, rng), strict=True)] for way in ways]


def test_shifts_within_events_begin_with_the_data_and_spread_like_shuffles(rng):
    shifted, shuffled = shifted_and_shuffled(rng)
    for one, other in zip(shifted, shuffled, strict=True):
        assert one[0] == pytest.approx(other[0])
    spreads = [effect[1:].std(axis=0) for effect, _ in (shifted, shuffled)]
    assert spreads[0] == pytest.approx(spreads[1], rel=0.15)
    centre = shifted[0][1:].mean(axis=0) / spreads[0]
    assert np.abs(centre).max() < 0.25
    t = [np.quantile(np.abs(effect) / np.sqrt(variance), 0.95) for effect, variance in (shifted, shuffled)]
    assert t[0] == pytest.approx(t[1], rel=0.08)


def test_a_shift_gives_every_label_of_the_circle_once_and_none_from_elsewhere(rng):
    sizes = np.array([2, 5, 30])
    circle = many.circle_sizes(sizes)
    assert circle.tolist() == [2, 5, 15]
    order = rng.random(37)
    event = np.repeat(np.arange(3), sizes)
    moved = np.stack([many._shift(sizes, circle, order, places) for places in range(15)])
    assert moved[0].tolist() == list(range(37))
    assert (event[moved] == event).all()
    assert all(sorted(row) == list(range(37)) for row in moved)
    assert len(set(moved[:, 10])) == 15


def test_shifts_keep_the_level_within_events(monkeypatch):
    monkeypatch.setattr(many, "MANY_MATCHED", 50)
    monkeypatch.setattr(many, "SHIFTED_ROWS", 120)
    alarms = []
    for call in range(12):
        scenario = Scenario((90, 120, 90), (0.006,) * 3, (0.5,) * 3, 0.5, 60)
        frame = simulate(scenario, 30, np.random.default_rng([53, call]))
        table = compare_outlets(frame, within="event_id", n_resamples=199, seed=call, progress=False).table
        alarms += (table["p_value"].dropna() <= 0.05).tolist()
    assert 0.03 <= np.mean(alarms) <= 0.07


def test_very_many_events_are_drawn_like_few(monkeypatch):
    frame = simulate(Scenario((900, 900), (0.006, 0.010), (0.5, 0.5), 0.5, 700), 4, np.random.default_rng(8))
    drawn = compare_outlets(frame, within="event_id", n_resamples=999, progress=False).table
    monkeypatch.setattr(many, "MANY", 100)
    weighted = compare_outlets(frame, within="event_id", n_resamples=999, progress=False).table
    for name in ("ci_low", "ci_high", "ratio_low", "ratio_high", "estimate_high"):
        width = (drawn["ci_high"] - drawn["ci_low"]) if name.startswith("ci") else drawn[name]
        assert ((weighted[name] - drawn[name]) / width).abs().max() < 0.06
    assert weighted["effect"].to_numpy() == pytest.approx(drawn["effect"].to_numpy())


def test_measures_in_parts_and_as_categories_change_nothing(monkeypatch):
    frame = simulate(Scenario((60, 80), (0.006, 0.010), (0.5, 0.5), 0.5, 30), 6, np.random.default_rng(9))
    frame.loc[frame["measure"].isin(["run0001", "run0004"]) & (frame["article_id"] < "a000010"), "base"] = 0.0
    frame["copy_group"] = frame["article_id"].map({"a000020": "g", "a000021": "g", "a000100": "g"}).astype("str")
    whole = compare_outlets(frame, within="event_id", n_resamples=99, progress=False)
    text = ["article_id", "outlet", "event_id", "measure", "unit", "copy_group"]
    monkeypatch.setattr(units, "MOST_ROWS", 300)
    monkeypatch.setattr(compare, "MOST_CELLS", 150)
    for other in (frame, frame.astype(dict.fromkeys(text, "category")).sample(frac=1, random_state=1)):
        parts = compare_outlets(other, within="event_id", n_resamples=99, progress=False)
        pd.testing.assert_frame_equal(parts.table, whole.table)
        assert parts.n_articles == whole.n_articles
        key = ["measure", "reason"]
        left = [one.left_out.sort_values(key, ignore_index=True) for one in (parts, whole)]
        pd.testing.assert_frame_equal(*left, check_dtype=False)


def test_bundles_keep_the_sums_of_each_outlet_and_are_of_one_outlet(rng, monkeypatch):
    monkeypatch.setattr(many, "MAX_UNITS", 20)
    count, base, outlet = rng.random((110, 4)), rng.random(110), rng.integers(0, 3, 110)
    columns = resample.moments(count, base)
    sums, labels, parts = many.bundle(count, base, outlet, rng)
    assert sum(parts) == len(sums) == len(labels)
    assert parts[1] < 3 * 6
    for code in range(3):
        assert sums[labels == code].sum(axis=0) == pytest.approx(columns[outlet == code].sum(axis=0))
        assert (labels[: parts[0]] == code).sum() == (outlet == code).sum() // 6


def test_bundles_keep_the_level_and_the_p_value(monkeypatch):
    alarms, ps = [], []
    for call in range(15):
        frame = simulate(Scenario((150, 250), (0.006, 0.006), (0.5, 0.5)), 30, np.random.default_rng([51, call]))
        single = compare_outlets(frame, reference="pairwise", n_resamples=199, progress=False).table["p_value"]
        with monkeypatch.context() as patched:
            patched.setattr(many, "MAX_UNITS", 100)
            bundled = compare_outlets(frame, reference="pairwise", n_resamples=199, progress=False).table["p_value"]
        alarms += (bundled <= 0.05).tolist()
        ps.append(np.corrcoef(single, bundled)[0, 1])
    assert 0.03 <= np.mean(alarms) <= 0.075
    assert np.mean(ps) > 0.98


def test_a_very_large_outlet_is_compared_like_a_small_one(monkeypatch):
    frame = simulate(Scenario((300, 300), (0.006, 0.009), (1, 1)), 5, np.random.default_rng(8))
    small = compare_outlets(frame, n_resamples=999, progress=False).table
    monkeypatch.setattr(many, "MANY", 100)
    large = compare_outlets(frame, n_resamples=999, progress=False).table
    for column in ("ci_low", "ci_high", "estimate_low", "estimate_high"):
        assert large[column].to_numpy() == pytest.approx(small[column].to_numpy(), rel=0.1, abs=2e-4)


def test_fractions_leave_no_rate_below_zero(rng):
    # copies weigh 1/k: sums no longer add up exactly
    count = np.where(rng.random((40, 6)) < 0.1, 1 / 3, 0.0)
    columns = resample.moments(count, np.full(40, 7.0))
    outlet = np.repeat([0, 1], 20)
    for sums in resample.permutation_sums(columns, outlet, 2, 300, rng):
        statistic = resample.root_statistic(*resample.rates(sums, np.array([[20.0], [20.0]])))
        assert not np.isnan(statistic).any()
