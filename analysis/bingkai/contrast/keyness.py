"""Keyness: formulas that set the frequency of a word in one corpus against another, from four numbers.

Everywhere `f1` of `n1` words are the word in question in the first corpus, `f2` of `n2` in the second; arrays of words
broadcast. All of them take words as independent, which words of an article are not: they describe, and what is sure is
for the resampling of articles to say (`compare_words`).
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import issparse
from scipy.special import betaincinv, xlogy

Floats = NDArray[np.float64]
DISCOUNT = 0.5  # what a frequency of 0 counts as in a ratio (Hardie 2014)


def log_odds(
    f1: ArrayLike,
    n1: ArrayLike,
    f2: ArrayLike,
    n2: ArrayLike,
    *,
    prior: ArrayLike,
    prior_total: ArrayLike,
    terms: Literal[2, 4] = 2,
) -> tuple[Floats, Floats]:
    """Log-odds ratio with informative Dirichlet prior, and its z: above 0 where the first corpus uses the word more.

    Parameters
    ----------
    f1, n1, f2, n2 : array-like
    prior : array-like
        Pseudo-count of the word, the same for both corpora.
    prior_total : array-like
        Pseudo-counts of all words together.
    terms : {2, 4}
        Variance of the ratio: ``1/(f1+a) + 1/(f2+a)``, or with the two terms of all other words as well.

    Returns
    -------
    delta : float
        Natural logarithm of the ratio of the two odds.
    z : float
        delta over its standard error, words taken as independent.

    Notes
    -----
    With a flat prior this is a smoothed log-odds ratio under another name.

    References
    ----------
    Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008). Fightin' Words. Political Analysis 16, 372-403.

    Examples
    --------
    >>> delta, z = log_odds(60, 10_000, 20, 10_000, prior=0.5, prior_total=500)
    >>> round(float(delta), 3), round(float(z), 2)
    (1.086, 4.25)
    """
    if terms not in (2, 4):
        raise ValueError(f"terms={terms!r}: wanted 2 or 4, the terms of the variance")
    a, total = np.asarray(prior, float), np.asarray(prior_total, float)
    first, second = np.asarray(f1) + a, np.asarray(f2) + a
    first_rest, second_rest = np.asarray(n1) + total - first, np.asarray(n2) + total - second
    delta = np.log(first / first_rest) - np.log(second / second_rest)
    variance = 1 / first + 1 / second
    if terms == 4:
        variance = variance + 1 / first_rest + 1 / second_rest
    return delta, delta / np.sqrt(variance)


def expected(f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike) -> Floats:
    """Frequency expected in the first corpus were the rates of both the same."""
    n = np.asarray(n1, float)
    return np.asarray(n * (np.asarray(f1) + np.asarray(f2)) / (n + np.asarray(n2)))


def log_likelihood(
    f1: ArrayLike,
    n1: ArrayLike,
    f2: ArrayLike,
    n2: ArrayLike,
    *,
    cells: Literal[2, 4] = 4,
    correction: Literal["none", "williams", "yates"] = "none",
) -> Floats:
    """Log-likelihood ratio G², with the sign of the difference of rates.

    Parameters
    ----------
    f1, n1, f2, n2 : array-like
    cells : {4, 2}
        Four: the word and all other words of both corpora, the G² of a 2 × 2 table. Two: the word only, as in Rayson
        and Garside's; a little smaller, the more the word is frequent.
    correction : {"none", "williams", "yates"}
        Williams divides by his factor, Yates moves each cell by a half; both for the four cells.

    Returns
    -------
    float
        0 where the rates are equal.

    References
    ----------
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Computational Linguistics 19.
    Rayson, P. and Garside, R. (2000). Comparing corpora using frequency profiling. ACL workshop.
    Williams, D. A. (1976). Improved likelihood ratio tests for complete contingency tables. Biometrika 63.

    Examples
    --------
    >>> [float(log_likelihood(60, 10_000, 20, 10_000, cells=cells).round(3)) for cells in (4, 2)]
    [21.01, 20.93]
    """
    _check_cells(cells, correction)
    observed, wanted, sign = _table(f1, n1, f2, n2)
    if correction == "yates":
        moved = np.minimum(np.abs(observed - wanted), 0.5)
        observed = observed + np.sign(wanted - observed) * moved
    used = slice(None) if cells == 4 else slice(0, 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, xlogy(observed, observed / wanted), 0.0)
    g2 = 2 * terms[used].sum(axis=0)
    if correction == "williams":
        g2 = g2 / _williams(np.asarray(f1, float), np.asarray(n1, float), np.asarray(f2, float), np.asarray(n2, float))
    return np.asarray(sign * np.maximum(g2, 0))


def _check_cells(cells: int, correction: str) -> None:
    if cells not in (2, 4):
        raise ValueError(f"cells={cells!r}: wanted 4 (the 2 × 2 table) or 2 (the word's own row)")
    if correction not in ("none", "williams", "yates"):
        raise ValueError(f"unknown correction {correction!r}; wanted 'none', 'williams' or 'yates'")
    if cells == 2 and correction != "none":
        raise ValueError(f"correction={correction!r} belongs to the 2 × 2 table; wanted cells=4")


def _table(f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Observed and expected cells (word in 1, word in 2, rest of 1, rest of 2), and the sign of the difference."""
    a, m1, b, m2 = np.broadcast_arrays(*(np.asarray(values, float) for values in (f1, n1, f2, n2)))
    in_first, in_second = expected(a, m1, b, m2), expected(b, m2, a, m1)
    observed = np.stack([a, b, m1 - a, m2 - b])
    wanted = np.stack([in_first, in_second, m1 - in_first, m2 - in_second])
    return observed, wanted, np.sign(np.round(a - in_first, 9))


def _williams(f1: Floats, n1: Floats, f2: Floats, n2: Floats) -> Floats:
    n, word = n1 + n2, f1 + f2
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 + (n / word + n / (n - word) - 1) * (n / n1 + n / n2 - 1) / (6 * n)


def percent_diff(f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike) -> Floats:
    """%DIFF: by how many percent the rate of the first corpus lies above that of the second; infinite over 0.

    References
    ----------
    Gabrielatos, C. (2018). Keyness analysis: nature, metrics and techniques.

    Examples
    --------
    >>> float(percent_diff(60, 10_000, 20, 10_000).round(6))
    200.0
    """
    first, second = np.asarray(f1, float) / np.asarray(n1), np.asarray(f2, float) / np.asarray(n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(100 * (first - second) / second)


def log_ratio(f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike) -> Floats:
    """Binary logarithm of the ratio of the rates; a frequency of 0 counts as 0.5. One more: twice the rate.

    References
    ----------
    Hardie, A. (2014). Log Ratio: an informal introduction.

    Examples
    --------
    >>> log_ratio([60, 5], 10_000, [20, 0], 10_000).round(3).tolist()
    [1.585, 3.322]
    """
    first, second = (np.where(np.asarray(f) == 0, DISCOUNT, f) for f in (f1, f2))
    return np.asarray(np.log2(first / np.asarray(n1)) - np.log2(second / np.asarray(n2)))


def conservative_log_ratio(
    f1: ArrayLike, n1: ArrayLike, f2: ArrayLike, n2: ArrayLike, *, alpha: float = 0.05, n_tests: int = 1
) -> Floats:
    """LRC: the end nearest 0 of the confidence interval of the log ratio; 0 where the interval holds 0.

    Parameters
    ----------
    f1, n1, f2, n2 : array-like
    alpha : float
        One minus the confidence of the two-sided interval.
    n_tests : int
        Words compared, for Bonferroni's correction of the interval.

    Returns
    -------
    float
        log2 of a ratio of rates.

    Notes
    -----
    Exact limits of Poisson counts, given their sum (Clopper and Pearson). Words are taken as independent: for a word
    that comes in bursts the bound is not conservative, unless counts and totals are divided by its design effect first
    (Rao and Scott 1992), for which frequencies need not be whole numbers.

    References
    ----------
    Evert, S. (2022). Measuring keyness. Digital Humanities 2022, Tokyo.
    Rao, J. N. K. and Scott, A. J. (1992). A simple method for the analysis of clustered binary data. Biometrics 48.

    Examples
    --------
    >>> conservative_log_ratio([60, 10], 10_000, [20, 10], 10_000, n_tests=2).round(3).tolist()
    [0.738, 0.0]
    """
    a, m1, b, m2 = np.broadcast_arrays(*(np.asarray(values, float) for values in (f1, n1, f2, n2)))
    level = alpha / 2 / max(n_tests, 1)
    more = a / m1 >= b / m2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(a > 0, betaincinv(np.where(a > 0, a, 1), b + 1, level), 0.0)
        high = np.where(b > 0, betaincinv(a + 1, np.where(b > 0, b, 1), 1 - level), 1.0)
        share = np.where(more, low, high)
        bound = np.log2(m2 / m1 * share / (1 - share))
    return np.asarray(np.where(more, np.maximum(bound, 0), np.minimum(bound, 0)))


def cohens_d(first: Any, second: Any) -> Floats:
    """Cohen's d of the rates of articles: difference of means over the pooled standard deviation.

    Parameters
    ----------
    first, second : array or sparse array, one row an article, columns words
        Rates of the articles of the two corpora, zeros included: what a sparse array does not store is a 0.

    Returns
    -------
    float
        One a column; 0 where neither mean nor variance differ, infinite where only the variance is 0.

    References
    ----------
    Cohen, J. (1988). Statistical power analysis for the behavioral sciences.

    Examples
    --------
    >>> cohens_d([[0.5], [0.0]], [[0.25], [0.25]]).round(3).tolist()
    [0.0]
    """
    sides = [_mean_and_squares(rates) for rates in (first, second)]
    (mean, squares, n), (other_mean, other_squares, other_n) = sides
    if n + other_n < 3:
        raise ValueError(f"Cohen's d needs at least 3 articles; got {n} and {other_n}")
    pooled = np.sqrt((squares + other_squares) / (n + other_n - 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(mean == other_mean, 0.0, (mean - other_mean) / pooled)


def _mean_and_squares(rates: Any) -> tuple[Floats, Floats, int]:
    """Means of the columns, sums of squares about them, number of rows."""
    if issparse(rates):
        n = rates.shape[0]
        mean = np.asarray(rates.sum(axis=0), dtype=float).ravel() / n
        squares = np.asarray(rates.power(2).sum(axis=0), dtype=float).ravel() - n * mean**2
        return mean, np.maximum(squares, 0), n
    dense = np.asarray(rates, dtype=float)
    mean = dense.mean(axis=0)
    return mean, ((dense - mean) ** 2).sum(axis=0), len(dense)
