"""Resampling of articles for thousands of words at once: sparse products in place of dense ones.

The same draws, rates and intervals as in `resample` and `estimate`, which hold a dense column for every measure; a word
is missing from most articles, so a column of counts is mostly zeros. A shuffle of the labels is a sparse matrix with a
one where an article falls to an outlet, and the sums of all words under it are a product of two sparse matrices.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, hstack

from bingkai.contrast import resample as draw

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WORDS_AT_ONCE = 500
"""Words of a bootstrap held at once: with 2,000 resamples some 100 MB within events, a third of it without."""
TIE = 1 - 1e-5
"""Statistics this near the observed one count as equal: single precision adds up in another order."""


def sparse_moments(count: csr_array, base: Floats) -> csr_array:
    """`resample.moments` of a sparse matrix: columns ``c₁ … cₘ, c², c·b`` (m each), then ``b, b²``."""
    shared = csr_array(base[:, None])
    return hstack([count, count.power(2), diags_array(base) @ count, shared, shared.power(2)], format="csr")


def bootstrap_sums(columns: csr_array, n_resamples: int, rng: np.random.Generator) -> Floats:
    """Sums of sparse columns over bootstrap samples of the rows: (n_resamples, n_columns)."""
    n = columns.shape[0]
    by_column = columns.T.tocsr()
    sums = np.empty((n_resamples, columns.shape[1]))
    done = 0
    for size in draw.chunks(n_resamples, n):
        weights = np.ascontiguousarray(draw.draw_weights(rng, size, n).T)
        sums[done : done + size] = (by_column @ weights).T
        done += size
    return sums


def scores(count: csr_array, base: Floats) -> tuple[csr_array, Floats]:
    """What a permutation needs of every article and word in one sparse matrix, and the pooled rates.

    Real part c, imaginary part ``c² - 2 R c b``: what ``(c - R b)²`` adds to ``R² b²`` where the word occurs, R its
    rate in all articles. One product then sums both.
    """
    rate = np.asarray(count.sum(axis=0)).ravel() / base.sum()
    coordinates = count.tocoo()
    row, column, c = coordinates.row, coordinates.col, coordinates.data
    values = c + 1j * (c**2 - 2 * rate[column] * c * base[row])
    return csr_array((values.astype(np.complex64), (row, column)), shape=count.shape), rate


def permuted_rates(
    count: csr_array, base: Floats, outlet: Integers, n_outlets: int, n_resamples: int, rng: np.random.Generator
) -> Iterator[tuple[Floats, Floats]]:
    """Rates of outlets and their variances with labels shuffled over the articles: chunks (size, n_outlets, m).

    The first resample of the first chunk is the data. Variances are those of ``Σ(c - R b) / Σb`` about the outlet's own
    mean, R being the pooled rate: what linearisation gives where the outlets have one rate, which is what is shuffled.
    """
    values, rate = scores(count, base)
    n, m = count.shape
    n_each = np.bincount(outlet, minlength=n_outlets)
    by_size = np.argsort(n_each, kind="stable")  # the largest outlet last: it is what the others leave of the total
    rank = np.argsort(by_size)
    order = np.argsort(rank[outlet], kind="stable")
    total = np.asarray(values.sum(axis=0)).ravel()
    first = np.r_[0, np.cumsum(n_each[by_size])]
    fresh = True
    for size in draw.chunks(n_resamples + 1, 4 * n_outlets * m + 2 * n):
        place = np.tile(order.astype(np.int32), (size, 1))
        rng.permuted(place[fresh:], axis=1, out=place[fresh:])
        fresh = False
        sums = np.empty((size, n_outlets, m), np.complex64)
        sums[:, :-1] = _shuffled_sums(values, place[:, : first[-2]], first[:-1])
        sums[:, -1] = total - sums[:, :-1].sum(axis=1)
        drawn = base[place]
        b, bb = (np.add.reduceat(drawn**power, first[:-1], axis=1)[:, rank, None] for power in (1, 2))
        yield _rates(sums[:, rank], rate, b, bb, n_each[:, None].astype(float))


def _shuffled_sums(values: csr_array, place: NDArray[np.int32], first: Integers) -> NDArray[np.complex64]:
    """Sums of rows: an outlet's rows stand in `place` (size, n) from one element of `first` to the next."""
    size, n = place.shape
    begin = np.append((np.arange(size)[:, None] * n + first[:-1]).ravel(), size * n).astype(np.int32)
    shuffle = csr_array(
        (np.ones(size * n, np.complex64), place.ravel(), begin), shape=(len(begin) - 1, values.shape[0])
    )
    return np.asarray((shuffle @ values).toarray().reshape(size, -1, values.shape[1]))


def _rates(sums: NDArray[np.complex64], rate: Floats, b: Floats, bb: Floats, n: Floats) -> tuple[Floats, Floats]:
    counted = np.maximum(sums.real, 0)  # rounding
    score = counted - rate * b
    squares = sums.imag + rate**2 * bb - score**2 / n
    return counted / b, np.maximum(squares, 0) * (n / (n - 1)) / b**2


def permutation_p(statistics: Iterator[Floats]) -> Floats:
    """`resample.permutation_p` with room for the rounding of single precision."""
    observed: Floats | None = None
    extreme: Floats | float = 0.0
    done = 0
    for chunk in statistics:
        if observed is None:
            observed = chunk[0]
        extreme = extreme + (chunk >= observed * TIE).sum(axis=0)
        done += len(chunk)
    return np.asarray(extreme / done)


# Within events. A cell is one outlet in one event.


def cell_rates(cells: draw.Cells, count: csr_array, base: Floats) -> tuple[csr_array, csr_array, Floats]:
    """`resample.pair_within` of sparse counts in cell order: rates of cells, of the event's others, and weights."""
    n, n_cells = len(base), len(cells.event)
    cell = np.repeat(np.arange(n_cells), np.diff(np.r_[cells.first_article, n]))
    gather = csr_array((np.ones(n), (cell, np.arange(n))), shape=(n_cells, n))
    b = gather @ base
    rate = (diags_array(1 / b) @ (gather @ count)).tocsr()
    n_events = len(cells.first_cell)
    of_event = csr_array((np.ones(n_cells), (cells.event, np.arange(n_cells))), shape=(n_events, n_cells))
    n_others = np.bincount(cells.event)[cells.event] - 1.0
    other = diags_array(1 / n_others) @ (of_event.T.tocsr() @ (of_event @ rate) - rate)
    return rate, other.tocsr(), n_others / (of_event @ (1 / b))[cells.event]


def permuted_differences(
    cells: draw.Cells, count: csr_array, base: Floats, n_outlets: int, n_resamples: int, rng: np.random.Generator
) -> Iterator[Floats]:
    """Weighted mean within-event differences, labels shuffled within events: chunks (size, n_outlets, m).

    The first resample is the data. Under a shuffle a difference is a weighted sum of counts, an article weighing for
    its own outlet and against the others of its event.
    """
    n, m = count.shape
    slots = _Slots(cells, n, n_outlets)
    values = count.astype(np.float32)
    fresh = True
    for size in draw.chunks(n_resamples + 1, 2 * n_outlets * m + 4 * len(slots.slot)):
        key = rng.random((size, n))
        if fresh:
            key[0] = np.arange(n) / n
            fresh = False
        place = np.argsort(cells.event_of_article + key, axis=1)
        weights = slots.weights(base[place])
        begin = np.append((np.arange(size)[:, None] * len(slots.slot) + slots.begin).ravel(), weights.size)
        shuffle = csr_array(
            (weights.astype(np.float32).ravel(), place[:, slots.slot].astype(np.int32).ravel(), begin.astype(np.int32)),
            shape=(size * n_outlets, n),
        )
        yield (shuffle @ values).toarray().reshape(size, n_outlets, m)


class _Slots:
    """Places of articles in cells, and for which outlet's difference each counts: the same in every shuffle."""

    def __init__(self, cells: draw.Cells, n_articles: int, n_outlets: int) -> None:
        self.cells = cells
        cell = np.repeat(np.arange(len(cells.event)), np.diff(np.r_[cells.first_article, n_articles]))
        # every pair of a slot and an outlet that covered its event
        n_cells_of = np.bincount(cells.event)
        n_times = n_cells_of[cells.event_of_article]
        slot = np.repeat(np.arange(n_articles), n_times)
        nth = np.arange(len(slot)) - np.repeat(np.cumsum(n_times) - n_times, n_times)
        for_cell = cells.first_cell[cells.event_of_article[slot]] + nth
        order = np.lexsort((slot, cells.outlet[for_cell]))
        self.slot, self.for_cell = slot[order], for_cell[order]
        self.own_cell = cell[self.slot]
        self.n_others = n_cells_of - 1.0
        self.begin = np.searchsorted(cells.outlet[self.for_cell], np.arange(n_outlets))
        self.sign = np.where(self.own_cell == self.for_cell, 1.0, -1.0 / self.n_others[cells.event[self.own_cell]])

    def weights(self, base: Floats) -> Floats:
        """Weights (size, n_pairs) from the bases in slots (size, n_articles)."""
        cells = self.cells
        b = np.add.reduceat(base, cells.first_article, axis=1)
        event_weight = self.n_others / np.add.reduceat(1 / b, cells.first_cell, axis=1)
        cell_weight = event_weight[:, cells.event]
        total = np.zeros((len(base), len(self.begin)))
        for code in range(len(self.begin)):
            total[:, code] = cell_weight[:, cells.outlet == code].sum(axis=1)
        outlet = cells.outlet[self.for_cell]
        return np.asarray(cell_weight[:, self.for_cell] / total[:, outlet] * self.sign / b[:, self.own_cell])
