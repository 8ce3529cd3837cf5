"""Counts along time: days as units, sums before and after a date, changes searched for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bingkai.contrast import interval as ends
from bingkai.contrast import resample as draw

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

MIN_DAYS = 5
"""Days with articles on either side of a date, under which no change is estimated."""
MIN_BLOCKS = 6
"""Weeks of a course, under which shuffling them tells little (720 orders of 6)."""


@dataclass(frozen=True, eq=False)
class Course:
    """One outlet's counts of one measure, a row a day with articles.

    Attributes
    ----------
    day : int (n_days,)
        Days since 1970-01-01, rising.
    count, base : float (n_days,)
    n_articles : int (n_days,)
    """

    day: Integers
    count: Floats
    base: Floats
    n_articles: Integers

    def take(self, keep: Booleans | Integers) -> Course:
        """The course on these days only."""
        return Course(self.day[keep], self.count[keep], self.base[keep], self.n_articles[keep])

    def moments(self) -> Floats:
        """c, c², cb, b, b² of every day, and a 1 to count days by."""
        return np.concatenate([draw.moments(self.count[:, None], self.base), np.ones((len(self.day), 1))], axis=1)


def group_course(group: Integers, count: Floats, base: Floats) -> Course:
    """Articles summed by day (or any other whole number)."""
    day, place = np.unique(group, return_inverse=True)
    counts, bases = (np.bincount(place, values, len(day)).astype(float) for values in (count, base))
    return Course(day, counts, bases, np.bincount(place, minlength=len(day)).astype(np.int64))


def two_sided(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """Difference of the rates after and before, and its studentised size on the square-root scale.

    `before` and `after` are summed `Course.moments` (…, 6); the last column is the number of days.
    """
    rates, variances = [], []
    for sums in (before, after):
        with np.errstate(divide="ignore", invalid="ignore"):
            rate, variance = draw.rates(sums[..., :5], sums[..., 5:])
        rates.append(rate)
        variances.append(np.nan_to_num(variance, nan=0.0, posinf=0.0))
    t = draw.root_statistic(np.stack(rates, axis=-2), np.stack(variances, axis=-2))[..., 0, 0]
    return (rates[1] - rates[0])[..., 0], np.where(np.isfinite(t), t, 0.0)


def rate_with_interval(
    course: Course, per_hit: float, rng: np.random.Generator, n_resamples: int, confidence: float
) -> Floats:
    """Rate, lower and upper end: the days (or articles) of the course drawn with replacement.

    `per_hit` is what a unit with a hit counts on average, for the upper end of a rate of 0.
    """
    columns = draw.moments(course.count[:, None], course.base)
    n = len(columns)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate, variance = draw.rates(columns.sum(axis=0), n)
        drawn = draw.rates(draw.bootstrap_sums(columns, n_resamples, rng), n)
        low, high = ends.rate_interval(rate, variance, *drawn, confidence)
    if rate[0] == 0:
        high = ends.never_seen_high(n, np.array([per_hit]), float(course.base.mean()), confidence)
    bounded = bool((course.count <= course.base).all())
    return np.array([rate[0], low[0], min(high[0], 1.0) if bounded else high[0]])


def mean_hit(count: Floats) -> float:
    """Mean of the counts above 0; 0 where there are none."""
    return float(count[count > 0].mean()) if count.any() else 0.0


def placebo(course: Course, date: int, window: int) -> tuple[float, int]:
    """Share of other dates whose change, within the same window of days, is as clear, and how many dates were tried.

    Dates whose window would mix days before and after the date itself are passed over, unless fewer than 10 others
    remain; dates need a whole window within the course and `MIN_DAYS` days with articles on either side.
    """
    first, last = int(course.day[0]), int(course.day[-1]) + 1
    dates = np.arange(first + window, last - window + 1)
    own = _change_at(course, np.array([date]), window)[0]
    apart = dates[np.abs(dates - date) >= window]
    others = apart if len(apart) >= 10 else dates[dates != date]
    clear = _change_at(course, others, window)
    clear = clear[np.isfinite(clear)]
    if len(clear) < 10 or not np.isfinite(own):
        return np.nan, len(clear)
    return float((clear >= own * (1 - 1e-9)).mean()), len(clear)


def _change_at(course: Course, dates: Integers, window: int) -> Floats:
    """How clear the change at each date is; NaN where a side has too few days."""
    sums = np.concatenate([np.zeros((1, 6)), np.cumsum(course.moments(), axis=0)])
    low, middle, high = (sums[np.searchsorted(course.day, dates + shift)] for shift in (-window, 0, window))
    before, after = middle - low, high - middle
    t = two_sided(before, after)[1]
    enough = (before[:, 5] >= MIN_DAYS) & (after[:, 5] >= MIN_DAYS)
    return np.where(enough, t, np.nan)


def search(
    course: Course, rng: np.random.Generator, n_resamples: int, *, edge: int = MIN_DAYS
) -> tuple[int, float] | None:
    """The day at which the course changes most clearly and its p: first day after, share of shuffled courses as clear.

    Whole weeks are shuffled, the days of a week staying in order, since news runs for more than a day. None where no
    day has `edge` days with articles on either side, or with fewer than `MIN_BLOCKS` weeks.
    """
    n = len(course.day)
    week = np.unique((course.day - course.day[0]) // 7, return_inverse=True)[1] if n else np.zeros(0, dtype=np.int64)
    if n < 2 * edge or week[-1] + 1 < MIN_BLOCKS:
        return None
    columns = course.moments()
    found, clearest = _clearest(columns[None], edge)
    exceeded = 1
    for size in draw.chunks(n_resamples, 12 * n):
        order = np.argsort(rng.random((size, week[-1] + 1))[:, week], axis=1, kind="stable")
        exceeded += int((_clearest(columns[order], edge)[1] >= clearest[0] * (1 - 1e-9)).sum())
    return int(found[0]), exceeded / (n_resamples + 1)


def _clearest(columns: Floats, edge: int) -> tuple[Integers, Floats]:
    """For each of some courses (k, n, 6): row of the first day after the clearest change, and how clear it is."""
    sums = np.cumsum(columns, axis=1)
    before = sums[:, edge - 1 : columns.shape[1] - edge]
    t = two_sided(before, sums[:, -1:] - before)[1]
    best = t.argmax(axis=1)
    return best + edge, np.take_along_axis(t, best[:, None], axis=1)[:, 0]


def search_interval(
    course: Course, row: int, rng: np.random.Generator, n_resamples: int, confidence: float
) -> tuple[int, int]:
    """Interval of a found day: days drawn with replacement on either side of it, the change searched for anew."""
    n = len(course.day)
    columns = course.moments()
    rows = np.concatenate(
        [rng.integers(0, row, (n_resamples, row)), rng.integers(row, n, (n_resamples, n - row))], axis=1
    )
    found = _clearest(columns[rows], min(MIN_DAYS, row, n - row))[0]
    tail = (1 - confidence) / 2
    low, high = np.quantile(found, [tail, 1 - tail], method="nearest").astype(int)
    return int(course.day[low]), int(course.day[min(high, n - 1)])
