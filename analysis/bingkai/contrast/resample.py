"""Resampling of articles and events by matrix products, all measures of a block at once.

A rate is a ratio of sums, and so is everything a resample needs: the sums of ``c, c², cb, b, b²`` over the articles
drawn give the rate ``R = Σc / Σb`` and the variance of that rate by linearisation,
``V = n / (n - 1) · Σ(c - R b)² / (Σb)²``. Draws are rows of a weight matrix, so a resample is a matrix product.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CHUNK_CELLS = 8_000_000
"""Numbers held at once by a chunk of resamples (64 MB)."""


def generator(seed: int, *names: str) -> np.random.Generator:
    """A random stream of its own for these names, the same in every call with this seed."""
    return np.random.default_rng([seed, *(crc32(name.encode()) for name in names)])


def moments(count: Floats, base: Floats) -> Floats:
    """Columns ``c₁ … cₘ, c², c·b`` (m each), then ``b, b²``: what rates and variances are made of."""
    shared = base[:, None]
    return np.concatenate([count, count**2, count * shared, shared, shared**2], axis=1)


def rates(sums: Floats, n: Floats | float) -> tuple[Floats, Floats]:
    """Rates and their variances from summed `moments` (last axis) of n articles."""
    m = (sums.shape[-1] - 2) // 3
    c, cc, cb = sums[..., :m], sums[..., m : 2 * m], sums[..., 2 * m : 3 * m]
    b, bb = sums[..., -2:-1], sums[..., -1:]
    return ratio(c, cc, cb, b, bb, n)


def ratio(c: Floats, cc: Floats, cb: Floats, b: Floats, bb: Floats, n: Floats | float) -> tuple[Floats, Floats]:
    """``Σc / Σb`` and its linearised variance; a variance that is rounding error becomes 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = c / b
        scale = np.asarray(n) / (np.asarray(n) - 1.0) / b**2
        variance = (cc - 2 * rate * cb + rate**2 * bb) * scale
        return rate, np.where(variance > 1e-12 * rate**2 * bb * scale, variance, 0.0)


def chunks(n_resamples: int, cells_each: int) -> Iterator[int]:
    """Sizes of chunks of resamples that keep memory bounded."""
    size = max(1, min(n_resamples, CHUNK_CELLS // max(1, cells_each)))
    for done in range(0, n_resamples, size):
        yield min(size, n_resamples - done)


def draw_weights(rng: np.random.Generator, n_resamples: int, n: int) -> Floats:
    """How often each of n units is drawn in each bootstrap sample: (n_resamples, n)."""
    drawn = rng.integers(0, n, size=(n_resamples, n))
    drawn += np.arange(n_resamples)[:, None] * n
    return np.bincount(drawn.ravel(), minlength=n_resamples * n).reshape(n_resamples, n).astype(float)


def bootstrap_sums(columns: Floats, n_resamples: int, rng: np.random.Generator) -> Floats:
    """Sums of the columns over bootstrap samples of the rows: (n_resamples, n_columns)."""
    n = len(columns)
    return np.concatenate([draw_weights(rng, size, n) @ columns for size in chunks(n_resamples, n)])


def permutation_sums(
    columns: Floats, outlet: Integers, n_outlets: int, n_resamples: int, rng: np.random.Generator,
    parts: Sequence[int] | None = None,
) -> Iterator[Floats]:  # fmt: skip
    """Sums of the columns by outlet, labels shuffled over the rows: chunks of (resamples, n_outlets, n_columns).

    The first resample of the first chunk is the data as they are. With `parts`, labels move within stretches of so many
    rows.
    """
    total = columns.sum(axis=0)
    first = True
    ends = np.cumsum([len(outlet)] if parts is None else parts)
    for size in chunks(n_resamples + 1, 3 * len(columns)):
        labels = np.tile(outlet.astype(np.int16), (size, 1))
        for begin, end in zip([0, *ends], ends, strict=False):
            labels[first:, begin:end] = rng.permuted(labels[first:, begin:end], axis=1)
        first = False
        sums = np.empty((size, n_outlets, columns.shape[1]))
        for code in range(n_outlets - 1):
            sums[:, code] = (labels == code).astype(float) @ columns
        sums[:, -1] = total - sums[:, :-1].sum(axis=1)
        sums[:, -1][sums[:, -1] < 1e-12 * total] = 0.0  # what is left by rounding
        yield sums


@dataclass(frozen=True, eq=False)
class Cells:
    """The articles of matched events, sorted by event and outlet: a cell is one outlet in one event.

    Attributes
    ----------
    order : int (n_articles,)
        Positions of the block's articles in cell order.
    event_of_article : int (n_articles,)
        In cell order, from 0.
    first_article : int (n_cells,)
    first_cell : int (n_events,)
    event, outlet : int (n_cells,)
    """

    order: Integers
    event_of_article: Integers
    first_article: Integers
    first_cell: Integers
    event: Integers
    outlet: Integers


def make_cells(event: Integers, outlet: Integers) -> Cells:
    """Cells of articles that all have an event shared by at least two outlets."""
    order = np.lexsort((outlet, event))
    _, events = np.unique(event[order], return_inverse=True)
    outlets = outlet[order]
    new_cell = np.r_[True, (np.diff(events) != 0) | (np.diff(outlets) != 0)]
    first_article = np.flatnonzero(new_cell)
    cell_event = events[first_article]
    return Cells(
        order=order,
        event_of_article=events,
        first_article=first_article,
        first_cell=np.flatnonzero(np.r_[True, np.diff(cell_event) != 0]),
        event=cell_event,
        outlet=outlets[first_article],
    )


@dataclass(frozen=True, eq=False)
class Pairs:
    """Each outlet set against the others of the same event; leading axis resamples, a row a cell.

    `rate` and `other` are the cell's rate and the unweighted mean rate of the event's other outlets (…, cells, m);
    `weight` (…, cells) is an event's, the same for all its outlets: the inverse of the variance their differences would
    have on average were the counts Poisson with a common rate, ``k / Σ 1/b`` for k others; with two outlets, the
    Mantel-Haenszel weight of a rate difference. A weight of the outlet's own base would shift the difference of
    identical outlets away from 0 where long articles have other rates than short ones.
    """

    rate: Floats
    other: Floats
    weight: Floats


def group_sums(values: Floats, weight: Floats, order: Integers, first: Integers) -> Floats:
    """Weighted sums of axis -2 by group: rows `order`, of which a group begins at every `first`.

    Values are (…, n, m), weights (…, n). One sparse product: ten times as fast as ``np.add.reduceat``, and faster than
    a dense product on a busy machine.
    """
    *lead, n, m = values.shape
    shift = n * np.arange(int(np.prod(lead)))[:, None]
    begin, columns = (first + shift).ravel(), (order + shift).ravel()
    data = np.take(np.broadcast_to(weight, (*lead, n)), order, axis=-1).ravel()
    sums = csr_array((data, columns, np.append(begin, len(columns))), shape=(len(begin), len(columns)))
    return np.asarray(sums @ values.reshape(len(columns), m)).reshape(*lead, len(first), m)


def pair_within(cells: Cells, count: Floats, base: Floats) -> Pairs:
    """Pairs from counts (…, articles, m) and bases (…, articles) in cell order."""
    b = np.add.reduceat(base, cells.first_article, axis=-1)
    alone = len(cells.event) == count.shape[-2]
    rate = (count if alone else _stretch_sums(count, cells.first_article)) / b[..., None]
    n_others = np.diff(np.r_[cells.first_cell, len(cells.event)])[cells.event] - 1.0
    other = np.take(_stretch_sums(rate, cells.first_cell), cells.event, axis=-2)
    other -= rate
    other /= n_others[:, None]
    inverse_sum = np.add.reduceat(1 / b, cells.first_cell, axis=-1)[..., cells.event]
    return Pairs(rate, other, n_others / inverse_sum)


def _stretch_sums(values: Floats, first: Integers) -> Floats:
    n = values.shape[-2]
    return group_sums(values, np.ones(n), np.arange(n), first)


def paired_differences(cells: Cells, pairs: Pairs, n_outlets: int) -> tuple[Floats, Floats]:
    """Weighted mean within-event difference of each outlet and its variance over events: (…, n_outlets, m)."""
    order = np.argsort(cells.outlet, kind="stable")
    first = np.searchsorted(cells.outlet[order], np.arange(n_outlets))
    difference = pairs.rate - pairs.other
    w = pairs.weight[..., None]

    def by_outlet(values: Floats, weight: Floats) -> Floats:
        return group_sums(values, weight, order, first)

    squared = pairs.weight**2
    return ratio(
        by_outlet(difference, pairs.weight),
        by_outlet(difference**2, squared),
        by_outlet(difference, squared),
        by_outlet(w, np.ones(len(order))),
        by_outlet(w, pairs.weight),
        np.bincount(cells.outlet, minlength=n_outlets)[:, None].astype(float),
    )


def permuted_differences(
    cells: Cells, count: Floats, base: Floats, n_outlets: int, n_resamples: int, rng: np.random.Generator
) -> Iterator[tuple[Floats, Floats]]:
    """`paired_differences` with outlet labels shuffled within events, in chunks; the first resample is the data."""
    n_articles, m = count.shape
    first = True
    for size in chunks(n_resamples + 1, 4 * n_articles * m):
        key = rng.random((size, n_articles))
        if first:
            key[0] = np.arange(n_articles) / n_articles
            first = False
        shuffled = np.argsort(cells.event_of_article + key, axis=1)
        pairs = pair_within(cells, count[shuffled], base[shuffled])
        yield paired_differences(cells, pairs, n_outlets)


def studentised(effect: Floats, variance: Floats) -> Floats:
    """|effect| in standard errors; 0 where there is neither effect nor variance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(effect == 0, 0.0, np.abs(effect) / np.sqrt(variance))


def root_statistic(rate: Floats, variance: Floats) -> Floats:
    """|√rate - √(mean rate of the others)| in standard errors, for each outlet (axis -2).

    The square root takes the variance of a count nearly free of its mean, so that small outlets with a skewed measure
    are compared more evenly than by the plain difference.
    """
    k = rate.shape[-2] - 1
    others = (rate.sum(axis=-2, keepdims=True) - rate) / k
    others_variance = (variance.sum(axis=-2, keepdims=True) - variance) / k**2
    rate, others = np.maximum(rate, 0), np.maximum(others, 0)  # rounding may leave a rate below 0
    effect = np.sqrt(rate) - np.sqrt(others)
    tie = np.abs(effect) < 1e-9 * np.sqrt(rate)
    return studentised(
        np.where(tie, 0.0, effect), root_variance(rate, variance) + root_variance(others, others_variance)
    )


def root_variance(rate: Floats, variance: Floats) -> Floats:
    """Variance of √rate by the delta method; 0 where the rate is 0."""
    return np.divide(variance, 4 * rate, out=np.zeros_like(variance), where=rate > 0)


def permutation_p(statistics: Iterator[Floats]) -> Floats:
    """(1 + b) / (1 + B): the share of resamples at least as extreme as the data, which come first."""
    observed: Floats | None = None
    extreme: Floats | float = 0.0
    done = 0
    for chunk in statistics:
        if observed is None:
            observed = chunk[0]
        extreme = extreme + (chunk >= observed * (1 - 1e-9)).sum(axis=0)
        done += len(chunk)
    return np.asarray(extreme / done)
