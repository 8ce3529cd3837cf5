"""Trend: rates by hand, changes that were planted and changes that were not."""

import numpy as np
import pandas as pd
import pytest

from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.course import Course, group_course, placebo
from bingkai.contrast.stretches import (
    inflation,
    stretch_change,
    stretch_correlation,
    stretch_days,
    stretch_jump,
    stretches_from,
)
from bingkai.contrast.trend import trend
from bingkai.schema import CHANGES, TREND, SchemaError, require


def make_measures(rate, n_days=120, per_day=3, seed=0, outlet="Harian", base=10):
    """MEASURES with `published`; `rate` gives the rate of a day."""
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(n_days), per_day)
    return pd.DataFrame(
        {
            "article_id": [f"{outlet}{i:05}" for i in range(len(day))], "outlet": outlet, "measure": "stance.jarak",
            "count": rng.binomial(base, [rate(d) for d in day]).astype(float), "base": float(base),
            "unit": "attributions",
            "published": pd.Timestamp("2025-01-06") + pd.to_timedelta(day, unit="D"),
        }
    )  # fmt: skip


def level(day):
    return 0.1 if day < 60 else 0.3


PLANTED = pd.Timestamp("2025-01-06") + pd.Timedelta(days=60)


def test_rates_of_weeks_by_hand():
    frame = make_measures(level, n_days=28)
    series = trend(frame, "stance.jarak", search=False, n_resamples=50).to_frame()
    require(series, TREND)
    week = (frame["published"] - pd.Timestamp("2025-01-06")).dt.days // 7
    expected = frame.groupby(week)[["count", "base"]].sum()
    assert series["estimate"].tolist() == pytest.approx((expected["count"] / expected["base"]).tolist())
    assert series["period"].tolist() == pd.date_range("2025-01-06", periods=4, freq="7D").tolist()
    assert series["n_articles"].tolist() == [21] * 4


def test_the_interval_of_a_period_is_that_of_compare_outlets():
    # one period, two outlets: the same bootstrap of articles as a comparison of those articles
    frame = pd.concat([make_measures(level, 7, 6, 1, "A"), make_measures(level, 7, 6, 2, "B")])
    series = trend(frame, "stance.jarak", by="Y", search=False, n_resamples=2000).to_frame()
    table = compare_outlets(frame.drop(columns="published"), n_resamples=2000, progress=False).to_frame()
    assert series["ci_low"].to_numpy() == pytest.approx(table["estimate_low"].to_numpy(), abs=0.012)
    assert series["ci_high"].to_numpy() == pytest.approx(table["estimate_high"].to_numpy(), abs=0.012)


def test_periods_without_articles_are_there_and_small_ones_have_no_interval():
    frame = make_measures(level, n_days=28, per_day=1)
    day = (frame["published"] - pd.Timestamp("2025-01-06")).dt.days
    frame = frame[~day.between(7, 13) & ~day.between(14, 17)]
    series = trend(frame, "stance.jarak", search=False, n_resamples=50).to_frame()
    assert series["n_articles"].tolist() == [7, 0, 3, 7]
    assert np.isnan(series.loc[1, "estimate"])
    assert series["ci_high"].isna().tolist() == [False, True, True, False]


def test_a_week_without_a_hit_has_an_upper_end():
    frame = make_measures(level, n_days=14)
    frame.loc[frame["published"] < "2025-01-13", "count"] = 0
    series = trend(frame, "stance.jarak", search=False, n_resamples=50).to_frame()
    assert series.loc[0, ["estimate", "ci_low"]].tolist() == [0, 0]
    assert 0 < series.loc[0, "ci_high"] < 0.2


def test_smooth_is_the_rate_of_neighbours():
    frame = make_measures(level, n_days=35)
    series = trend(frame, "stance.jarak", search=False, smooth=3, n_resamples=50).to_frame()
    middle = series.iloc[1:4]
    assert series.loc[2, "smooth"] == pytest.approx(middle["count"].sum() / middle["base"].sum())
    assert series.loc[0, "smooth"] == pytest.approx(series["count"][:2].sum() / series["base"][:2].sum())


def test_a_planted_change_is_seen_at_its_date():
    changes = trend(make_measures(level), "stance.jarak", events={"putusan": PLANTED}, n_resamples=499).changes
    require(changes, CHANGES)
    named, found = changes[changes["kind"] == "named"].iloc[0], changes[changes["kind"] == "found"]
    assert named["p_value"] < 0.01
    assert named["ci_low"] > 0
    assert named["ci_low"] < 0.2 < named["ci_high"]
    assert named["placebo_share"] == 0
    clear = found[found["p_value"] <= 0.05]
    assert abs((clear["date"].iloc[0] - PLANTED).days) <= 3
    assert clear["date_low"].iloc[0] <= PLANTED <= clear["date_high"].iloc[0]


def test_two_planted_changes_are_found_one_after_the_other():
    frame = make_measures(lambda day: 0.05 if day < 50 else 0.4 if day < 100 else 0.1, n_days=150)
    changes = trend(frame, "stance.jarak", n_resamples=499).changes
    days = (changes.loc[changes["p_value"] <= 0.05, "date"] - pd.Timestamp("2025-01-06")).dt.days.tolist()
    assert len(days) == 2
    assert days == pytest.approx([50, 100], abs=3)


def test_a_straight_course_has_no_jump_and_placebo_dates_say_so():
    # a steady rise: before and after differ at every date, which the jump and the placebo dates show
    frame = make_measures(lambda day: 0.05 + 0.004 * day, per_day=12)
    named = trend(frame, "stance.jarak", events={"tengah": PLANTED}, search=False, n_resamples=499).changes.iloc[0]
    assert named["p_value"] < 0.05
    assert named["level_low"] < 0 < named["level_high"]
    assert named["placebo_share"] >= 0.2


def test_the_jump_of_a_segmented_regression():
    # rates without noise: 1 + 0.1 t before, 3 + 0.3 t after the date, t in weeks
    day = np.arange(-28, 28)
    rate = np.where(day < 0, 1 + 0.1 * day / 7, 3 + 0.3 * day / 7)
    course = Course(day, rate * 5, np.full(56, 5.0), np.ones(56, dtype=np.int64))
    jump, low, high = stretch_jump(course, 0, 0.95)
    assert [jump, low, high] == pytest.approx([2, 2, 2])


def test_false_alarms_where_nothing_changes():
    named, found = [], []
    for seed in range(120):
        frame = make_measures(lambda day: 0.15, n_days=60, per_day=2, seed=seed)
        changes = trend(frame, "stance.jarak", by="Y", events={"x": "2025-02-05"}, n_resamples=99, seed=seed).changes
        p = changes.drop_duplicates("kind", keep="first").set_index("kind")["p_value"]
        named.append(p["named"] <= 0.05)
        found.append(changes.loc[changes["kind"] == "found", "p_value"].min() <= 0.05)
    # 120 runs at 5 %: 1 to 12 with probability 0.99 (binomial); the search pays for all its dates
    assert 1 <= sum(named) <= 12
    assert 1 <= sum(found) <= 12


def test_news_that_runs_for_days_raises_no_more_alarms():
    # spells of five days with rates of their own, no change at the date
    alarms = []
    for seed in range(120):
        spells = np.random.default_rng([9, seed]).gamma(2, 0.08, 12).clip(max=0.9)
        frame = make_measures(lambda day: spells[day // 5], n_days=60, per_day=2, seed=seed)  # noqa: B023
        options = {"by": "Y", "search": False, "n_resamples": 199, "seed": seed}
        alarms.append(trend(frame, "stance.jarak", events={"x": "2025-02-05"}, **options).changes["p_value"][0] <= 0.05)
    assert 1 <= sum(alarms) <= 13


def test_with_even_weeks_the_test_is_welchs_t_of_the_weeks():
    # scipy.stats.ttest_ind(equal_var=False) of the weekly rates as oracle: with even weeks CR2 is the usual variance
    from scipy.stats import ttest_ind

    day = np.arange(-28, 28)
    per_day = np.repeat(np.array([10, 11, 10, 11, 10.5, 11, 10, 11.5]), 7)
    course = Course(day, per_day, np.full(56, 100.0), np.ones(56, dtype=np.int64))
    found = stretch_change(course, course, 0, 0.95)
    assert stretch_correlation(stretches_from(course, 0)) == 0  # these weeks alternate
    weekly = per_day.reshape(8, 7).mean(axis=1) / 100
    expected = ttest_ind(weekly[4:], weekly[:4], equal_var=False)
    interval = expected.confidence_interval(0.95)
    assert found.p_value == pytest.approx(expected.pvalue, rel=0.03)  # square roots of rates that are close together
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), rel=0.03)


def test_weeks_that_follow_each_other_widen_the_interval():
    rng = np.random.default_rng(1)
    level = np.repeat(np.cumsum(rng.normal(0, 1, 30)) + 40, 7)
    mixed = np.repeat(rng.permutation(level[::7]), 7)
    day = np.arange(-105, 105)
    courses = [Course(day, values, np.full(210, 100.0), np.ones(210, dtype=np.int64)) for values in (level, mixed)]
    drifting, shuffled = (stretch_correlation(stretches_from(course, 0)) for course in courses)
    assert drifting > 0.4 > shuffled
    # a mean of four weeks with correlation r has 1 + 2 (3/4 r + 2/4 r² + 1/4 r³) times the variance
    assert inflation(0.5, 4) == pytest.approx(1 + 2 * (0.75 * 0.5 + 0.5 * 0.25 + 0.25 * 0.125))


def test_intervals_of_a_change_hold_where_news_runs_for_days():
    # spells of five days with rates of their own; intervals over days would hold 0 in some 85 %
    held = []
    for seed in range(200):
        rng = np.random.default_rng([10, seed])
        spells = rng.gamma(2, 0.08, 40).clip(max=0.9)
        frame = make_measures(lambda day: spells[day // 5], n_days=120, per_day=3, seed=seed)  # noqa: B023
        row = trend(frame, "stance.jarak", by="Y", events={"x": PLANTED}, search=False, n_resamples=19).changes.iloc[0]
        held.append(row["ci_low"] <= 0 <= row["ci_high"])
    assert 0.92 <= np.mean(held) <= 0.985


def test_a_side_without_a_hit_has_an_interval():
    frame = make_measures(level, 120)
    frame.loc[frame["published"] < PLANTED, "count"] = 0
    row = trend(frame, "stance.jarak", events={"x": PLANTED}, search=False, n_resamples=50).changes.iloc[0]
    assert row["before"] == 0
    assert 0 < row["ci_low"] < row["after"] < row["ci_high"]
    assert 0 < row["p_value"] < 0.01


def test_short_windows_take_shorter_stretches():
    course = group_course(np.arange(60), np.ones(60), np.full(60, 9.0))
    assert [stretch_days(course.take(np.abs(course.day - 30) < window), 30) for window in (5, 14, 28)] == [2, 4, 7]


def test_few_stretches_are_to_be_read_with_care_or_refused():
    frame, options = make_measures(level, 40), {"search": False, "n_resamples": 50, "window": 6}
    changes = trend(frame, "stance.jarak", events={"x": "2025-01-20"}, **options).changes
    assert np.isfinite(changes.loc[0, ["ci_low", "p_value"]].astype(float)).all()
    assert "sedikit potongan waktu (3 di satu sisi)" in changes.loc[0, "note"]
    day = (frame["published"] - pd.Timestamp("2025-01-20")).dt.days
    gap = frame[~day.between(-12, -5)]  # of four stretches before the date two are left
    refused = trend(gap, "stance.jarak", events={"x": "2025-01-20"}, **options | {"window": 14}).changes
    assert np.isnan(refused.loc[0, "p_value"])
    assert "hanya 2 potongan waktu di satu sisi, perlu 3" in refused.loc[0, "note"]


def test_order_of_rows_and_other_outlets_change_nothing():
    frame = make_measures(level, n_days=70)
    other = make_measures(level, n_days=70, seed=4, outlet="Warta")
    options = {"events": {"x": "2025-02-10"}, "n_resamples": 99}
    alone = trend(frame, "stance.jarak", **options)
    beside = trend(pd.concat([other, frame]).sample(frac=1, random_state=2), "stance.jarak", **options)
    for name in ("series", "changes"):
        kept = getattr(beside, name)
        kept = kept[kept["outlet"] == "Harian"].reset_index(drop=True)
        pd.testing.assert_frame_equal(getattr(alone, name).drop(columns="q_value", errors="ignore"),
                                      kept.drop(columns="q_value", errors="ignore"))  # fmt: skip


def test_dates_come_from_the_articles_and_missing_ones_are_counted():
    frame = make_measures(level, n_days=28)
    articles = frame[["article_id", "published"]].copy()
    articles.loc[:4, "published"] = pd.NaT
    result = trend(frame.drop(columns="published"), "stance.jarak", articles=articles, search=False, n_resamples=50)
    assert result.left_out.set_index("reason")["n_articles"].to_dict() == {"date": 5}
    assert result.series["n_articles"].sum() == len(frame) - 5
    assert "5 artikel tanpa tanggal" in result.describe()
    assert "5 articles without a date" in result.describe("en")


def test_copies_count_once_where_they_are_known():
    frame = make_measures(level, n_days=28)
    twin = frame.iloc[[5]].assign(article_id="kembar")
    frame = pd.concat([frame, twin], ignore_index=True)
    frame["copy_group"] = pd.Series(
        ["c1" if i in (5, len(frame) - 1) else None for i in range(len(frame))], dtype="str"
    )
    options = {"search": False, "n_resamples": 50}
    once, every = (trend(frame, "stance.jarak", copies=copies, **options) for copies in ("once", "all"))
    assert once.series["n_articles"].sum() == every.series["n_articles"].sum() - 1
    assert once.left_out.set_index("reason")["n_articles"].to_dict() == {"same_outlet": 1}
    pd.testing.assert_frame_equal(once.series, trend(frame.iloc[:-1], "stance.jarak", **options).series)


def test_a_date_outside_the_corpus_is_refused_with_its_reason():
    changes = trend(make_measures(level, 40), "stance.jarak", events={"lama": "2020-01-01"}, search=False,
                    n_resamples=50).changes  # fmt: skip
    assert np.isnan(changes.loc[0, "p_value"])
    assert "0 hari terbit" in changes.loc[0, "note"]


def test_a_measure_that_never_occurs():
    frame = make_measures(lambda day: 0.0, n_days=30)
    result = trend(frame, "stance.jarak", events={"x": "2025-01-20"}, n_resamples=50)
    assert result.changes["note"].tolist() == ["tidak pernah muncul · never counted"]
    assert result.series["estimate"].eq(0).all()


def test_placebo_dates_leave_out_the_event_itself():
    frame = make_measures(level, n_days=200)
    day = (frame["published"] - pd.Timestamp("2025-01-06")).dt.days.to_numpy()
    course = group_course(day, frame["count"].to_numpy(), frame["base"].to_numpy())
    share, n = placebo(course, 60, 28)
    assert n == 145 - 55  # days 28 to 172, which have whole windows, without 33 to 87, whose windows reach over day 60
    assert share < 0.05


def test_events_as_a_frame_and_html_is_escaped():
    events = pd.DataFrame({"event": ["<i>sidang</i>"], "date": ["2025-02-01"]})
    result = trend(make_measures(level, 60), "stance.jarak", events=events, n_resamples=50)
    assert "<i>sidang" not in result.to_html()
    assert "sidang" in result.to_html("en")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "week"}, "wanted one of D, W"),
        ({"window": 2}, "at least 5 days"),
        ({"smooth": 4}, "odd"),
        ({"events": {"x": "kemarin"}}, "no readable date"),
        ({"n_resamples": 5}, "at least 19"),
        ({"confidence": 95}, "confidence"),
    ],
)
def test_settings_that_cannot_be(options, message):
    with pytest.raises(ValueError, match=message):
        trend(make_measures(level, 30), "stance.jarak", **options)


def test_what_is_missing_is_named():
    frame = make_measures(level, 30)
    with pytest.raises(SchemaError, match="pass articles="):
        trend(frame.drop(columns="published"), "stance.jarak")
    with pytest.raises(SchemaError, match="parse_dates"):
        trend(frame.assign(published="2025-01-06"), "stance.jarak")
    with pytest.raises(ValueError, match=r"nearest: 'stance\.jarak'"):
        trend(frame, "stance.jarakk")
    with pytest.raises(SchemaError, match="no article"):
        trend(frame.assign(published=pd.NaT), "stance.jarak")
