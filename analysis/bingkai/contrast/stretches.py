"""A change at a date with stretches of days as units: few of them, uneven, and each like the one before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from bingkai.contrast import interval as ends
from bingkai.contrast.course import Booleans, Course, Floats, group_course, mean_hit

LONGEST, SHORTEST = 7, 2
"""Days of a stretch."""
WANTED = 4
"""Stretches wanted on either side of a date, where weeks are too long for them."""
MOST_CORRELATED = 0.8
"""Correlation of neighbouring stretches is taken to be no higher than that."""


@dataclass(frozen=True)
class Side:
    """The stretches before or after a date.

    Attributes
    ----------
    rate, variance : float
        Of the pooled rate; each stretch's residual is divided by √(1 - leverage) (CR2), since few are uneven.
    n_effective : float
        As many even stretches would tell as much: (Σ base)² / Σ base².
    never_high : float
        Upper end where nothing was counted, else 0.
    bounded : bool
        No count above its base, so that no rate is above 1.
    """

    rate: float
    variance: float
    n_effective: float
    never_high: float
    bounded: bool


@dataclass(frozen=True)
class StretchChange:
    """Difference of the rates after and before with its interval, and its p."""

    effect: float
    low: float
    high: float
    p_value: float


def stretch_days(near: Course, date: int) -> int:
    """Days of a stretch: a week, or fewer where a side has not four weeks with articles."""
    span = min(date - int(near.day[0]), int(near.day[-1]) - date + 1)
    return int(np.clip(-(-span // WANTED), SHORTEST, LONGEST))


def stretches_from(course: Course, date: int, days: int = LONGEST) -> Course:
    """Stretches of so many days counted from the date, so that none lies on both sides; 0 is the first after."""
    return group_course((course.day - date) // days, course.count, course.base)


def take_side(stretches: Course, days: Course, per_hit: float, confidence: float) -> Side:
    """The side these stretches are; `days` are their days, `per_hit` what a day with a hit counts on average."""
    share = stretches.base / stretches.base.sum()
    rate = stretches.count.sum() / stretches.base.sum()
    residual = stretches.count / stretches.base.sum() - rate * share
    variance = (residual**2 / np.maximum(1 - share, 1e-9)).sum()
    never = ends.never_seen_high(len(days.day), np.array([per_hit]), float(days.base.mean()), confidence)
    bounded = bool((days.count <= days.base).all())
    return Side(rate, float(variance), float(1 / (share**2).sum()), 0.0 if rate else float(never[0]), bounded)


def stretch_correlation(stretches: Course) -> float:
    """How like a stretch is to the one before it, from the whole course; 0 to 0.8.

    Of each side's rate less its mean, so that the change itself is none; made larger by what a short series is known to
    lose, ``(1 + 3 r) / n``.

    References
    ----------
    Marriott, F. H. C. and Pope, J. A. (1954). Bias in the estimation of autocorrelations. Biometrika 41.
    """
    residual = _side_residuals(stretches)
    following = np.diff(stretches.day) == 1
    total = (residual**2).mean()
    if following.sum() < 3 or total == 0:
        return 0.0
    found = (residual[1:] * residual[:-1])[following].mean() / total
    return float(np.clip(found + (1 + 3 * found) / len(residual), 0, MOST_CORRELATED))


def _side_residuals(stretches: Course) -> Floats:
    """Counts less those expected at their side's rate, in units of their Poisson error but for a constant."""
    made = np.zeros(len(stretches.day))
    for side in (stretches.day >= 0, stretches.day < 0):
        count, base = stretches.count[side], stretches.base[side]
        if len(base):
            made[side] = (count - count.sum() / base.sum() * base) / np.sqrt(base)
    return made


def inflation(correlation: float, n: int) -> float:
    """How much larger the variance of a mean of n stretches is than were they independent (first-order course)."""
    lag = np.arange(1, n)
    return float(1 + 2 * ((1 - lag / n) * correlation**lag).sum())


def stretch_change(near: Course, course: Course, date: int, confidence: float) -> StretchChange:
    """The change of the days `near` a date, of a whole `course`; every side has two stretches or more.

    t interval of each rate on the square-root scale with the degrees of freedom of Welch and Satterthwaite, the
    difference from those by Zou and Donner; p of the difference of square roots.
    """
    days = stretch_days(near, date)
    stretches, after = stretches_from(near, date, days), near.day >= date
    per_hit = mean_hit(near.count)
    sides = [
        take_side(stretches.take(part), near.take(own), per_hit, confidence)
        for part, own in ((stretches.day < 0, ~after), (stretches.day >= 0, after))
    ]
    correlation = stretch_correlation(stretches_from(course, date, days))
    factors = [inflation(correlation, int(part.sum())) for part in (stretches.day < 0, stretches.day >= 0)]
    errors = np.array([_root_error(side, factor) for side, factor in zip(sides, factors, strict=True)])
    freedom = _freedom(errors**2, [side.n_effective - 1 for side in sides])
    reach = student.ppf((1 + confidence) / 2, freedom)
    errors = np.where([side.rate == 0 for side in sides], [np.sqrt(side.never_high) / reach for side in sides], errors)
    before, later = (_ends(side, reach * error) for side, error in zip(sides, errors, strict=True))
    rates = np.array([[side.rate] for side in sides])
    low, high = ends.difference_interval(rates[1], later, rates[0], before)
    roots, error = np.sqrt(rates[1]) - np.sqrt(rates[0]), float(np.hypot(*errors))
    p_value = float(2 * student.sf(abs(roots[0]) / error, freedom)) if error > 0 else np.nan
    return StretchChange(float(rates[1, 0] - rates[0, 0]), float(low[0]), float(high[0]), p_value)


def _root_error(side: Side, factor: float) -> float:
    return float(np.sqrt(side.variance * factor / 4 / side.rate)) if side.rate else 0.0


def _freedom(variances: Floats, freedoms: list[float]) -> float:
    """Degrees of freedom of a difference of two means, at least 1."""
    parts = (variances**2 / np.maximum(freedoms, 1e-9)).sum()
    return max(float(variances.sum() ** 2 / parts), 1.0) if parts > 0 else max(min(freedoms), 1.0)


def _ends(side: Side, half: float) -> tuple[Floats, Floats]:
    """Ends of the rate's interval, of which the half width is given on the square-root scale."""
    root = np.sqrt(side.rate)
    high = (root + half) ** 2
    return np.array([max(root - half, 0.0) ** 2]), np.array([min(high, 1.0) if side.bounded else high])


def stretch_jump(near: Course, date: int, confidence: float) -> Floats:
    """Jump at the date beyond a straight course on either side, with its interval: a segmented regression.

    Least squares of the days' rates, weighted by base, on 1, time, after and time after. Its error is the jackknife
    over stretches (CR3), rather too large than too small; t with as many degrees of freedom as stretches less the two
    sides. NaN with fewer than three stretches on a side.
    """
    time = (near.day - date) / 7.0
    after = (near.day >= date).astype(float)
    design = np.stack([np.ones_like(time), time, after, time * after], axis=1)
    products = (design[:, :, None] * design[:, None, :] * near.base[:, None, None]).reshape(len(time), 16)
    columns = np.concatenate([products, design * near.count[:, None]], axis=1)
    stretch, place = np.unique((near.day - date) // stretch_days(near, date), return_inverse=True)
    sums = np.zeros((len(stretch), columns.shape[1]))
    np.add.at(sums, place, columns)
    jump = _solve(sums.sum(axis=0)[None])[0]
    without = _solve(sums.sum(axis=0) - sums)
    if not np.isfinite(jump) or not np.isfinite(without).all() or min((stretch < 0).sum(), (stretch >= 0).sum()) < 3:
        return np.full(3, np.nan)
    variance = ((without - jump) ** 2).sum() * (len(stretch) - 1) / len(stretch)
    half = student.ppf((1 + confidence) / 2, len(stretch) - 2) * np.sqrt(variance)
    return np.array([jump, jump - half, jump + half])


def _solve(sums: Floats) -> Floats:
    """The third coefficient of each weighted regression; NaN where its equations have no single solution."""
    matrices = sums[:, :16].reshape(-1, 4, 4)
    scale = np.sqrt(np.einsum("kii->ki", matrices))
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = matrices / (scale[:, :, None] * scale[:, None, :])
    usable: Booleans = np.isfinite(scaled).all(axis=(1, 2))
    usable[usable] = np.linalg.cond(scaled[usable]) < 1e9
    found = np.full(len(sums), np.nan)
    right = sums[usable, 16:] / scale[usable]
    found[usable] = np.linalg.solve(scaled[usable], right[..., None])[:, 2, 0] / scale[usable, 2]
    return found
