"""Intervals of rates, differences and ratios from resampled rates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Interval = tuple[Floats, Floats]


def t_quantile(centre: Floats, error: Floats, centres: Floats, errors: Floats, confidence: float) -> Floats:
    """Half width of a symmetric percentile-t interval: the quantile of |resampled t| times the standard error.

    Parameters
    ----------
    centre, error : float (m,)
        Estimate and standard error.
    centres, errors : float (n_resamples, m)
        The same of each resample; resamples without an error are passed over.
    confidence : float
    """
    usable = (errors > 0) & np.isfinite(centres)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(usable, np.abs(centres - centre) / errors, np.nan)
    quantile = np.full(t.shape[1], np.nan)
    n_usable = usable.sum(axis=0)
    every, some = n_usable == len(t), (n_usable > 0) & (n_usable < len(t))
    if every.any():
        quantile[every] = np.quantile(t[:, every], confidence, axis=0)
    if some.any():
        quantile[some] = _quantile_of_known(t[:, some], n_usable[some], confidence)
    return np.where(error > 0, quantile * error, 0.0)


def _quantile_of_known(t: Floats, n_known: NDArray[np.int64], confidence: float) -> Floats:
    """``np.nanquantile`` over axis 0, which takes a Python call for every column."""
    ordered = np.sort(t, axis=0)  # unknown ones go last
    place = (n_known - 1) * confidence
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, n_known - 1)
    columns = np.arange(t.shape[1])
    low, high = ordered[below, columns], ordered[above, columns]
    return np.asarray(low + (high - low) * (place - below))


def rate_interval(rate: Floats, variance: Floats, rates: Floats, variances: Floats, confidence: float) -> Interval:
    """Percentile-t interval of a rate, taken on the square-root scale; (0, 0) for a rate of 0."""

    def root_error(r: Floats, v: Floats) -> Floats:
        return np.sqrt(np.divide(v, 4 * r, out=np.zeros_like(v), where=r > 0))

    half = t_quantile(
        np.sqrt(rate), root_error(rate, variance), np.sqrt(rates), root_error(rates, variances), confidence
    )
    return np.maximum(np.sqrt(rate) - half, 0) ** 2, (np.sqrt(rate) + half) ** 2


def never_seen_high(n: int, per_hit: Floats, mean_base: float, confidence: float) -> Floats:
    """Upper end for a rate of 0 in n articles: the 'rule of three' for the share of articles with a hit.

    That share times what an article with a hit counts on average elsewhere (`per_hit`), over the mean base.
    """
    share = 1 - ((1 - confidence) / 2) ** (1 / n)
    return np.asarray(share * per_hit / mean_base)


def mean_interval(rates: Floats, lows: Floats, highs: Floats) -> tuple[Floats, Floats, Floats]:
    """Unweighted mean over axis 0 and its interval from the intervals of its parts."""
    k = len(rates)
    mean = rates.mean(axis=0)
    below = np.sqrt(((rates - lows) ** 2).sum(axis=0)) / k
    above = np.sqrt(((highs - rates) ** 2).sum(axis=0)) / k
    return mean, np.maximum(mean - below, 0), mean + above


def difference_interval(a: Floats, a_ends: Interval, b: Floats, b_ends: Interval) -> Interval:
    """Interval of a - b from the intervals of two independent estimates.

    References
    ----------
    Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about effect measures. Statistics in
    Medicine 27.
    """
    low = a - b - np.hypot(a - a_ends[0], b_ends[1] - b)
    high = a - b + np.hypot(a_ends[1] - a, b - b_ends[0])
    return low, high


def ratio_interval(a: Floats, a_ends: Interval, b: Floats, b_ends: Interval) -> tuple[Floats, Floats, Floats]:
    """a / b and its interval, by the same rule on the log scale; infinite where b could be 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        la, lb = np.log(a), np.log(b)
        low, high = difference_interval(
            la, (np.log(a_ends[0]), np.log(a_ends[1])), lb, (np.log(b_ends[0]), np.log(b_ends[1]))
        )
        return a / b, np.exp(low), np.exp(high)
