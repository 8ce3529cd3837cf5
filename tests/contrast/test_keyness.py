"""Keyness formulas against numbers from elsewhere, and the defects of other tools as things that must not happen."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import chi2_contingency, fisher_exact, mannwhitneyu
from scipy.stats.contingency import odds_ratio

from bingkai.contrast.correct import benjamini_hochberg
from bingkai.contrast.keyness import (
    cohens_d,
    conservative_log_ratio,
    expected,
    log_likelihood,
    log_odds,
    log_ratio,
    percent_diff,
)


def frequencies(*texts: str) -> tuple[list[str], np.ndarray]:
    split = [text.split() for text in texts]
    words = sorted(set().union(*split))
    return words, np.array([[text.count(word) for word in words] for text in split])


# ---------------------------------------------------------------------------------------------------- log-odds

FOX = frequencies("the quick brown fox jumps over the lazy pig", "the lazy purple pig jumps over the lazier donkey")


@pytest.mark.parametrize(("alpha", "z"), [(0.05, 0.6894227887), (0.01, 0.4708279962), (0.1, 0.7578983274)])
def test_two_term_z_with_flat_prior(alpha, z):
    # ConvoKit's and jmhessel/FightingWords' formula, recomputed for these two sentences
    words, (first, second) = FOX
    found = log_odds(first, 9, second, 9, prior=alpha, prior_total=alpha * len(words))[1]
    by_word = dict(zip(words, found, strict=True))
    for word in ("brown", "fox", "quick"):
        assert by_word[word] == pytest.approx(z, abs=1e-10)
    for word in ("purple", "donkey", "lazier"):
        assert by_word[word] == pytest.approx(-z, abs=1e-10)
    for word in ("the", "jumps", "over", "lazy", "pig"):
        assert by_word[word] == 0


def test_delta_and_variance_of_the_two_term_z():
    words, (first, second) = FOX
    delta, z = log_odds(first, 9, second, 9, prior=0.05, prior_total=0.05 * len(words))
    fox = words.index("fox")
    assert delta[fox] == pytest.approx(3.1557480728, abs=1e-10)
    assert (delta[fox] / z[fox]) ** 2 == pytest.approx(20.9523809524, abs=1e-10)


def test_four_term_z():
    # scattertext's test of LogOddsRatioUninformativeDirichletPrior, alpha 0.01
    first, second = np.array([1, 5, 1, 9]), np.array([100, 510, 100, 199])
    _, z = log_odds(first, first.sum(), second, second.sum(), prior=0.01, prior_total=0.04, terms=4)
    assert z == pytest.approx([-0.58984491, -1.90568407, -0.58984491, 2.98306431], abs=1e-8)


def tidylo_z(counts: np.ndarray, prior: np.ndarray, doc: int) -> tuple[np.ndarray, np.ndarray]:
    """tidylo sets a document against all documents, itself included, each with its prior for the words it has."""
    there = counts > 0
    adjusted, priors = (counts + prior) * there, prior * there
    second, second_total = adjusted.sum(axis=0), adjusted.sum()
    a, total = prior, priors[doc].sum()
    delta, z = log_odds(counts[doc], counts[doc].sum(), second - a, second_total - total, prior=a, prior_total=total)
    return np.where(there[doc], delta, np.nan), np.where(there[doc], z, np.nan)


# tidylo's test table: the, quick, brown, fox, jumped, over, lazy, dog
TIDYLO = np.array([[1, 1, 1, 1, 2, 0, 0, 0], [1, 0, 1, 0, 0, 1, 1, 2]])


def test_tidylo_with_empirical_prior():
    delta, z = tidylo_z(TIDYLO, TIDYLO.sum(axis=0).astype(float), 0)
    assert z[[1, 3]] == pytest.approx(0.77318989, abs=1e-8)
    assert (z[4], delta[4]) == pytest.approx((1.23809976, 0.87546874), abs=1e-8)
    assert z[[0, 2]] == pytest.approx(0, abs=1e-12)


def test_tidylo_with_flat_prior():
    delta, z = tidylo_z(TIDYLO, np.ones(8), 1)
    assert z[[5, 6]] == pytest.approx(0.79850770, abs=1e-8)
    assert (z[7], delta[7]) == pytest.approx((1.05940118, 0.86499744), abs=1e-8)


def test_tidylo_help_page():
    # mtcars, vs x gear: counts of gears 3, 4, 5
    cars = np.array([[12, 2, 4], [3, 10, 1]])
    prior = cars.sum(axis=0).astype(float)
    assert tidylo_z(cars, prior, 0)[1] == pytest.approx([1.17283472, -1.37675157, 0.40331246], abs=1e-8)
    assert tidylo_z(cars, prior, 1)[1] == pytest.approx([-1.13547773, 1.56611679, -0.43623398], abs=1e-8)


def test_a_word_used_more_has_positive_log_odds():
    # scattertext 0.2.2, LogOddsUninformativePriorScore.get_score: the sign is turned (over-represented: -0.997)
    delta, z = log_odds(9, 16, 199, 909, prior=0.01, prior_total=0.04, terms=4)
    assert delta > 0
    assert z > 0


def test_a_stronger_prior_draws_the_log_odds_towards_zero():
    deltas = [log_odds(6, 1000, 1, 1000, prior=a, prior_total=100 * a)[0] for a in (0.01, 1, 100)]
    assert deltas[0] > deltas[1] > deltas[2] > 0


# ---------------------------------------------------------------------------------------------------- G²

QUANTEDA = (7, 10, 2, 9)  # quanteda.textstats' test: d1 b x 7, a x 3; d2 a x 7, b x 2; feature b


def test_quanteda_log_likelihood_in_r():
    assert log_likelihood(*QUANTEDA) == pytest.approx(4.5349393323, abs=1e-9)
    assert log_likelihood(*QUANTEDA, correction="williams") == pytest.approx(4.2008334122, abs=1e-9)


def test_williams_is_not_yates():
    # quanteda, measure "lr", correction "default": the help says Williams, the code applies Yates (2.702844)
    assert log_likelihood(*QUANTEDA, correction="yates") == pytest.approx(2.702844, abs=1e-6)
    assert log_likelihood(*QUANTEDA, correction="williams") != pytest.approx(2.702844, abs=0.1)


@pytest.mark.parametrize("four", [QUANTEDA, (60, 10_000, 20, 10_000), (3, 700, 40, 900)])
def test_the_g2_of_four_cells_is_scipys(four):
    f1, n1, f2, n2 = four
    table = [[f1, f2], [n1 - f1, n2 - f2]]
    for correction, name in ((False, "none"), (True, "yates")):
        wanted = chi2_contingency(table, correction=correction, lambda_="log-likelihood").statistic
        assert abs(log_likelihood(*four, correction=name)) == pytest.approx(wanted, rel=1e-12)


def test_chi_squared_and_fisher_of_the_same_table_in_r():
    # R, quanteda's test input; the product uses scipy for these: pinned here so that an update shows
    table = [[7, 2], [3, 7]]
    assert chi2_contingency(table)[:2] == pytest.approx((2.6324382716, 0.1047008150), abs=1e-9)
    assert chi2_contingency(table, correction=False).statistic == pytest.approx(4.3371604938, abs=1e-9)
    assert odds_ratio(table).statistic == pytest.approx(7.1662819738, rel=1e-5)
    assert fisher_exact(table).pvalue == pytest.approx(0.0697785187, abs=1e-9)
    # the same with a third document "a a a b b b" in the reference
    three = [[7, 5], [3, 10]]
    assert chi2_contingency(three).statistic == pytest.approx(1.9297542735, abs=1e-9)
    assert chi2_contingency(three, correction=False).statistic == pytest.approx(3.2318376068, abs=1e-9)


def test_ranks_of_words():
    # quanteda.textstats' second test
    words, (first, second) = frequencies("a a a b b c c c c c c d e f g h h", "a a b c c d d d d e f h")
    g2 = dict(zip(words, log_likelihood(first, first.sum(), second, second.sum()), strict=True))
    assert [word for word, _ in sorted(g2.items(), key=lambda pair: (round(-pair[1], 9), pair[0]))] == list("cgbhaefd")
    assert [g2["c"], g2["g"], g2["d"]] == pytest.approx([1.274238, 1.093291, -3.779441], abs=1e-6)
    assert np.log(3 / expected(3, 17, 2, 12)) == pytest.approx(0.023257, abs=1e-6)  # PMI of a


def test_two_cells_and_four_cells_are_different_numbers():
    # Rayson's and Conc's formula has two cells
    four = (60, 10_000, 20, 10_000)
    assert log_likelihood(*four, cells=2) == pytest.approx(20.929926, abs=1e-6)
    assert log_likelihood(*four) == pytest.approx(21.010247, abs=1e-6)
    assert log_ratio(*four) == pytest.approx(1.584963, abs=1e-6)
    assert percent_diff(*four) == pytest.approx(200)


def test_association_measures_readme():
    # association-measures (Python), README; log_ratio there is stale and no oracle
    first, second = np.array([1, 7, 1, 2, 2]), np.array([1, 113, 7, 45, 3])
    g2 = log_likelihood(first, 15334, second, 176664)
    assert g2 == pytest.approx([2.448757, -0.829802, 0.191806, -1.059386, 3.879126], abs=1e-6)
    bounds = conservative_log_ratio(first, 15334, second, 176664, alpha=0.001, n_tests=5)
    assert bounds.tolist() == [0] * 5


def test_conservative_log_ratio():
    # association-measures 0.3.2: Poisson limits, alpha 0.001, Bonferroni over three words
    bounds = conservative_log_ratio([60, 10, 0], 10_000, [20, 10, 25], 10_000, alpha=0.001, n_tests=3)
    assert bounds == pytest.approx([0.284701, 0, -1.264635], abs=1e-6)


def test_the_conservative_bound_lies_between_zero_and_the_ratio_and_shrinks_with_more_words():
    many = [conservative_log_ratio(60, 10_000, 20, 10_000, n_tests=m) for m in (1, 10, 1000)]
    assert log_ratio(60, 10_000, 20, 10_000) > many[0] > many[1] > many[2] >= 0


def test_never_used_words_have_finite_bounds():
    bounds = conservative_log_ratio([0, 40, 0], 1000, [40, 0, 0], 1000)
    assert np.isfinite(bounds).all()
    assert bounds[0] == pytest.approx(-bounds[1])
    assert bounds[1] > 3
    assert bounds[2] == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: log_odds(1, 2, 1, 2, prior=1, prior_total=2, terms=3), "wanted 2 or 4"),
        (lambda: log_likelihood(1, 2, 1, 2, cells=3), "wanted 4"),
        (lambda: log_likelihood(1, 2, 1, 2, correction="default"), "'williams' or 'yates'"),
        (lambda: log_likelihood(1, 2, 1, 2, cells=2, correction="yates"), "wanted cells=4"),
        (lambda: cohens_d([[1.0]], [[2.0]]), "at least 3 articles"),
    ],
)
def test_unknown_options_say_what_is_wanted(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# ---------------------------------------------------------------------------------------------------- articles

RATES = np.array([[0.5, 0.25, 0.5, 0.75, 0.5, 0]]).T, np.array([[0.25, 0.25, 0, 0, 0, 0.25]]).T


def test_cohens_d_is_the_textbook_formula_also_on_sparse_input():
    # means 5/12 and 1/8, sums of squares 1/3 and 3/32: d = (7/24) / sqrt((1/3 + 3/32) / 10)
    wanted = (7 / 24) / np.sqrt((1 / 3 + 3 / 32) / 10)
    assert cohens_d(*RATES)[0] == pytest.approx(wanted, rel=1e-12)
    assert cohens_d(*map(csr_array, RATES))[0] == pytest.approx(wanted, rel=1e-12)


def test_cohens_d_does_not_take_the_mean_for_the_variance():
    # scattertext 0.2.2 does on sparse input: 0.5604 for these rates
    wrong = (7 / 24) / np.sqrt((5 / 12 + 1 / 8) / 2)
    assert wrong == pytest.approx(0.5604, abs=1e-4)
    assert abs(cohens_d(*map(csr_array, RATES))[0] - wrong) > 0.5


def test_cohens_d_of_another_toy():
    # textbook value 1.6781 of rates with the same two means
    first = np.array([[0.25, 0.25, 0.25, 0.5, 0.5, 0.75]]).T
    assert cohens_d(first, RATES[1])[0] == pytest.approx(1.6781, abs=1e-4)


def test_mann_whitney_of_article_rates():
    # R, wilcox.test help page (exact); used beside our permutation in the benchmark
    x = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    y = [1.15, 0.88, 0.90, 0.74, 1.21]
    found = mannwhitneyu(x, y, method="exact")
    assert (found.statistic, found.pvalue) == pytest.approx((35, 0.25441225), abs=1e-8)


def test_benjamini_hochberg_1995():
    # the example of the paper: BH rejects four, Bonferroni three
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
         0.7590, 1]  # fmt: skip
    q = benjamini_hochberg(p)
    assert q[:5] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625, 0.0603], abs=1e-10)
    assert (q <= 0.05).sum() == 4
    assert (np.array(p) * 15 <= 0.05).sum() == 3
