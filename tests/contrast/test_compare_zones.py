"""Headline against body of the same articles: the paired t and Welch's t where bases are equal, and the null."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind, ttest_rel

from bingkai.contrast.estimate import Plan
from bingkai.contrast.zone_articles import compare_own, pair_articles, paired_moments, zone_difference
from bingkai.contrast.zones import compare_zones
from bingkai.schema import COMPARISON, SchemaError, require

PAIR = ("kata.emotif@title", "kata.emotif")


def frame_of(title: np.ndarray, text: np.ndarray, outlet: list[str], **columns: object) -> pd.DataFrame:
    """MEASURES of both zones; `title` and `text` hold count and base of each article."""
    parts = []
    for name, values in zip(PAIR, (title, text), strict=True):
        parts.append(pd.DataFrame(
            {"article_id": [f"a{i:04}" for i in range(len(outlet))], "outlet": outlet, "measure": name,
             "count": values[:, 0], "base": values[:, 1], "unit": "words"} | columns))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def simulated(n: int, rates: tuple[float, float], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Headlines of some ten words over bursty articles that share their rate with them."""
    burst = rng.gamma(1, 1, n)
    bases = (rng.integers(6, 14, n).astype(float), rng.lognormal(np.log(250), 0.5, n).round() + 20)
    title, text = (np.stack([rng.poisson(r * burst * b), b], axis=1) for r, b in zip(rates, bases, strict=True))
    return title, text


def equal_bases(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return tuple(np.stack([rng.poisson(mean, n), np.full(n, 10)], axis=1).astype(float) for mean in (3, 2))


def test_with_equal_bases_the_statistic_is_the_paired_t():
    # scipy.stats.ttest_rel as oracle: with one base, a rate is a mean of the articles' rates
    title, text = equal_bases(40, 1)
    effect, variance = zone_difference(paired_moments(np.hstack([title, text])).sum(axis=0), 40)
    expected = ttest_rel(title[:, 0] / 10, text[:, 0] / 10).statistic
    assert effect / np.sqrt(variance) == pytest.approx(expected, rel=1e-10)


def test_with_equal_bases_the_difference_of_differences_is_welchs_t():
    # scipy.stats.ttest_ind(equal_var=False) of the articles' own differences as oracle
    sides = [np.hstack(equal_bases(n, seed)) for n, seed in ((30, 2), (50, 3))]
    (one, v_one), (two, v_two) = (zone_difference(paired_moments(v).sum(axis=0), len(v)) for v in sides)
    expected = ttest_ind(*((v[:, 0] - v[:, 2]) / 10 for v in sides), equal_var=False).statistic
    assert (one - two) / np.sqrt(v_one + v_two) == pytest.approx(expected, rel=1e-10)


def test_rates_differences_and_totals_by_hand():
    title = np.array([[2, 10], [0, 10], [0, 10], [2, 10]] * 10, dtype=float)
    text = np.array([[4, 100], [3, 200], [4, 100], [9, 200]] * 10, dtype=float)
    table = compare_zones(frame_of(title, text, ["Harian", "Kabar"] * 20), n_resamples=99).to_frame()
    require(table, COMPARISON)
    assert table["kind"].tolist() == ["zones", "outlets"] * 2
    assert table["reference"].tolist() == ["reporter", "others"] * 2
    own = table[table["kind"] == "zones"].set_index("outlet")
    assert own.loc["Harian", ["estimate", "reference_estimate", "effect"]].tolist() == pytest.approx([0.1, 0.04, 0.06])
    assert own.loc["Harian", ["count", "base", "reference_count", "reference_base"]].tolist() == [20, 200, 80, 2000]
    between = table[table["kind"] == "outlets"].set_index("outlet")["effect"]
    assert between.tolist() == pytest.approx([0.06 - 0.07, 0.07 - 0.06])


def test_same_rate_in_both_zones_is_rarely_called_a_difference():
    called, held, between = [], [], []
    for run in range(250):
        rng = np.random.default_rng([5, run])
        title, text = simulated(120, (0.04, 0.04), rng)
        table = compare_zones(
            frame_of(title, text, ["Harian", "Kabar", "Warta"] * 40), n_resamples=199, seed=run
        ).to_frame()
        for kind, made in (("zones", called), ("outlets", between)):
            made += (table.loc[table["kind"] == kind, "p_value"].dropna() <= 0.05).tolist()
        own = table[(table["kind"] == "zones") & table["p_value"].notna()]
        held += ((own["ci_low"] <= 0) & (own["ci_high"] >= 0)).tolist()
    assert 0.02 <= np.mean(called) <= 0.08
    assert 0.02 <= np.mean(between) <= 0.08
    assert 0.92 <= np.mean(held) <= 0.98


def test_an_outlet_whose_headlines_go_beyond_its_text_is_found():
    rng = np.random.default_rng(3)
    loud, plain = simulated(150, (0.10, 0.03), rng), simulated(150, (0.03, 0.03), rng)
    title, text = (np.concatenate(parts) for parts in zip(loud, plain, strict=True))
    table = compare_zones(frame_of(title, text, ["Harian"] * 150 + ["Kabar"] * 150), n_resamples=499).to_frame()
    found = table.set_index(["outlet", "kind"])
    assert found.loc[("Harian", "zones"), "p_value"] < 0.05
    assert found.loc[("Harian", "zones"), "ci_low"] > 0
    assert found.loc[("Harian", "outlets"), "p_value"] < 0.05
    assert found.loc[("Kabar", "zones"), "p_value"] > 0.05


def test_an_article_without_headline_words_is_left_out_and_counted():
    title, text = simulated(60, (0.05, 0.05), np.random.default_rng(1))
    title[:7] = 0
    result = compare_zones(frame_of(title, text, ["Harian", "Kabar"] * 30), n_resamples=99)
    assert result.left_out == {"kata.emotif": 7}
    assert result.to_frame()["n_articles"].tolist() == [26, 26, 27, 27]
    assert "hingga 7 artikel per ukuran tanpa dasar hitung di kedua zona tidak dipakai" in result.describe()


def test_too_few_hits_expected_in_headlines_is_refused_not_called():
    # a rate of 0 in 200 words of headlines is no finding where the text has 2 per 1,000
    rng = np.random.default_rng(2)
    text = np.stack([rng.poisson(0.6, 40), np.full(40, 300)], axis=1).astype(float)
    title = np.stack([np.zeros(40), np.full(40, 10)], axis=1)
    table = compare_zones(frame_of(title, text, ["Harian", "Kabar"] * 20), n_resamples=99).to_frame()
    assert table["p_value"].isna().all()
    assert table["note"].str.contains("zone too short").all()


def test_order_of_rows_and_other_measures_change_nothing():
    title, text = simulated(80, (0.06, 0.04), np.random.default_rng(4))
    frame = frame_of(title, text, ["Harian", "Kabar"] * 40)
    other = frame.assign(measure=frame["measure"].str.replace("emotif", "tajam"), count=frame["count"][::-1].to_numpy())
    one = compare_zones(frame, n_resamples=99).to_frame()
    two = compare_zones(
        pd.concat([other, frame]).sample(frac=1, random_state=1), "kata.emotif", n_resamples=99
    ).to_frame()
    pd.testing.assert_frame_equal(one, two)


def test_copies_in_several_outlets_count_once():
    title, text = simulated(80, (0.06, 0.04), np.random.default_rng(4))
    groups = [f"g{i // 2}" if i < 20 else None for i in range(80)]
    frame = frame_of(title, text, ["Harian", "Kabar"] * 40, copy_group=pd.Series(groups, dtype="str").tolist())
    once = compare_zones(frame, n_resamples=99).to_frame().iloc[0]
    harian = np.arange(80) % 2 == 0
    weight = np.where(np.arange(80) < 20, 0.5, 1.0)[harian]
    rate = (title[harian, 0] * weight).sum() / (title[harian, 1] * weight).sum()
    assert once["estimate"] == pytest.approx(rate)


def test_interval_of_the_difference_holds_the_covariance_of_the_zones():
    # articles that share their rate with their headline: the paired interval is narrower than of unpaired zones
    rng = np.random.default_rng(7)
    values = np.hstack(simulated(400, (0.3, 0.3), rng))
    paired = compare_own(values, "Harian", Plan(7, 499, 0.95))
    mixed = compare_own(np.hstack([values[:, :2], values[rng.permutation(400), 2:]]), "Harian", Plan(7, 499, 0.95))
    assert paired.ends[1] - paired.ends[0] < 0.95 * (mixed.ends[1] - mixed.ends[0])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"zone": "headline"}, "unknown zone 'headline'; wanted one of title, reporter"),
        ({"zone": "reporter"}, "zone and against are both 'reporter'"),
        ({"against": "direct"}, "no measure stands both in 'title' and in 'direct'"),
        ({"measure": "kata.emotip"}, "measure 'kata.emotip' does not stand in both zones; nearest: 'kata.emotif'"),
        ({"n_resamples": 3}, "wanted at least 19"),
    ],
)
def test_bad_input_is_named(options, said):
    title, text = simulated(20, (0.06, 0.04), np.random.default_rng(4))
    with pytest.raises(ValueError, match=said):
        compare_zones(frame_of(title, text, ["Harian", "Kabar"] * 10), **options)


def test_zones_with_different_units_are_refused():
    title, text = simulated(20, (0.06, 0.04), np.random.default_rng(4))
    frame = frame_of(title, text, ["Harian", "Kabar"] * 10)
    with pytest.raises(SchemaError, match="different units: mentions, words"):
        compare_zones(frame.assign(unit=np.where(frame["measure"] == PAIR[0], "mentions", "words")))


def test_no_article_with_both_zones_gives_no_rows():
    title, text = simulated(20, (0.06, 0.04), np.random.default_rng(4))
    title[:, 1] = 0
    found = pair_articles(frame_of(title, text, ["Harian", "Kabar"] * 10), PAIR, "once", None)
    assert (len(found.values), found.left_out) == (0, 20)
    assert compare_zones(frame_of(title, text, ["Harian", "Kabar"] * 10), n_resamples=99).to_frame().empty


def test_the_sentences_are_in_two_languages_and_escaped():
    title, text = simulated(80, (0.06, 0.04), np.random.default_rng(4))
    result = compare_zones(frame_of(title, text, ["<b>Harian", "Kabar"] * 40), n_resamples=99)
    assert "judul terhadap teks wartawan pada artikel yang sama" in result.describe()
    assert "headline against reporter's text of the same articles" in result.describe("en")
    assert "&lt;b&gt;Harian" in result.to_html()
    assert "<b>" not in result.to_html()
    assert "difference of the others" in result.to_html("en")
    assert repr(result).startswith("ZoneComparison of 1")
