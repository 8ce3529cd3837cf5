"""Resampling of very many articles and events in bounded time and memory: the same inference, other draws.

Bootstrap: every unit is drawn a Poisson(1) number of times, stretch of units by stretch, on all processors.
Permutation: labels move in bundles, a group of relabellings small enough for one matrix product. A random stream
belongs to a stretch of units, so that neither the number of processors nor of measures changes a draw.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import poisson

from bingkai.contrast import resample as draw
from bingkai.contrast.resample import Cells, Floats, Integers

Singles = NDArray[np.float32]

MANY = 20_000
"""More articles of an outlet, or events, than that are drawn by Poisson weights."""
MAX_UNITS = 60_000
"""More articles than that change labels in bundles."""
MANY_MATCHED = 20_000
"""More articles of matched events than that change labels in bundles of events."""
BUNDLES = 8_000
"""So many bundles of articles, but for the rest of each outlet."""
SHIFTED_ROWS = 12_000
"""Sums of bundles of events that are held, a row a bundle and shift."""
SHIFTS = range(12, 25)
"""In an event with more articles than the most of these, labels shift within groups of so many articles."""
STRETCH = 4096
"""Units whose weights are drawn and multiplied at once."""
PIECE = 1 << 16
EVENTS_AT_ONCE = 20_000
N_THREADS = min(os.cpu_count() or 1, 8)
CUTS = np.floor(poisson.cdf(np.arange(8), 1) * 2**16 + 0.5).astype(np.uint16)
"""16 random bits at or above the k-th of these are more than k: Poisson(1) numbers of 0 to 8."""


def poisson_weights(rng: np.random.SFC64, shape: tuple[int, int]) -> Singles:
    """Poisson(1) numbers from 16 random bits each, by comparison: five times as fast as by looking them up."""
    n = shape[0] * shape[1]
    bits = rng.random_raw(-(-n // 4)).view(np.uint16)[:n]
    weights = np.empty(n, dtype=np.float32)
    for first in range(0, n, PIECE):
        piece = bits[first : first + PIECE]
        number = (piece >= CUTS[0]).view(np.uint8)
        for cut in CUTS[1:]:
            number += (piece >= cut).view(np.uint8)
        weights[first : first + PIECE] = number
    return weights.reshape(shape)


def weighted_sums(
    columns: Callable[[slice], Floats], n: int, n_resamples: int, rng: np.random.Generator
) -> Floats:  # fmt: skip
    """Sums of the columns over Poisson bootstrap samples of n units: (n_resamples, n_columns).

    `columns` gives those of a slice of the units. Products are taken in single precision within a stretch and added up
    in double, so that what rounding adds is far below the spread of the sums.
    """
    entropy = int(rng.integers(2**62))

    def stretch(first: int) -> Singles:
        part = columns(slice(first, min(first + STRETCH, n))).astype(np.float32)
        bits = np.random.SFC64(np.random.SeedSequence([entropy, first]))
        return np.asarray(poisson_weights(bits, (n_resamples, len(part))) @ part)

    starts = range(0, n, STRETCH)
    if len(starts) == 1:
        return stretch(0).astype(float)
    with ThreadPoolExecutor(N_THREADS) as pool:
        sums = None
        for begin in range(0, len(starts), 2 * N_THREADS):  # no more results are waiting than these
            for made in pool.map(stretch, starts[begin : begin + 2 * N_THREADS]):
                sums = made.astype(float) if sums is None else np.add(sums, made, out=sums)
    return np.asarray(sums)


def poisson_sums(count: Floats, base: Floats, n_resamples: int, rng: np.random.Generator) -> Floats:
    """Sums of the `moments` over bootstrap samples of very many articles: (n_resamples, n_columns).

    Every article is drawn a Poisson(1) number of times, which for ratios of sums of so many articles is the same
    bootstrap (Hanley and MacGibbon 2006; Chamandy et al. 2012) and needs no table of draws. Products are of counts less
    their expectation, so that no digits cancel.
    """
    m = count.shape[1]
    pooled = count.sum(axis=0) / base.sum()

    def columns(part: slice) -> Floats:
        return draw.moments(count[part] - pooled * base[part, None], base[part])

    sums = weighted_sums(columns, len(base), n_resamples, rng)
    e, ee, eb = sums[:, :m], sums[:, m : 2 * m], sums[:, 2 * m : 3 * m]
    b, bb = sums[:, -2:-1], sums[:, -1:]
    c, cb = e + pooled * b, eb + pooled * bb
    return np.concatenate([np.maximum(c, 0), ee + 2 * pooled * eb + pooled**2 * bb, cb, b, bb], axis=1)


def poisson_pair_sums(own: Floats, other: Floats, weight: Floats, n_resamples: int, rng: np.random.Generator) -> Floats:
    """Sums over bootstrap samples of very many events, of the columns that `pair_columns` gives."""

    def columns(part: slice) -> Floats:
        both = np.concatenate([own[part], other[part]], axis=1)
        return np.concatenate([draw.moments(both, weight[part]), own[part] * other[part]], axis=1)

    m = own.shape[1]
    sums = weighted_sums(columns, len(weight), n_resamples, rng)
    (c, cc, cb), last = (sums[:, 2 * m * k : 2 * m * (k + 1)] for k in range(3)), sums[:, 6 * m :]
    product = last[:, 2:]
    squares = np.maximum(cc[:, :m] + cc[:, m:] - 2 * product, 0)
    return np.concatenate(
        [c[:, :m] - c[:, m:], c, squares, cc, cb[:, :m] - cb[:, m:], cb, last[:, :2], product], axis=1
    )


def bundle(
    count: Floats, base: Floats, outlet: Integers, rng: np.random.Generator
) -> tuple[Floats, Integers, list[int]]:  # fmt: skip
    """Moments of articles; of very many as bundles of equally many articles of an outlet, to permute fewer things.

    Labels that move with bundles are a subgroup of all relabellings, so that the permutation p stays exact where
    outlets are alike; and sums of `moments` are the same whether articles are in bundles or not, so the statistic
    stays too. (A bootstrap of bundles would be another one.) Articles left over, fewer than a bundle in each outlet,
    stay single and change labels among themselves.

    Returns
    -------
    columns, outlet, parts
        Of bundles, then of single articles; and how many there are of each.
    """
    if len(outlet) <= MAX_UNITS:
        return draw.moments(count, base), outlet, [len(outlet)]
    size = -(-len(outlet) // min(BUNDLES, MAX_UNITS))
    order = np.lexsort((rng.random(len(outlet)), outlet))
    n_each = np.bincount(outlet)
    rank = np.arange(len(outlet)) - np.repeat(np.cumsum(n_each) - n_each, n_each)
    whole = rank < (n_each // size * size)[outlet[order]]
    bundled, single = order[whole], order[~whole]
    step = max(1, STRETCH // size) * size
    parts = [bundled[first : first + step] for first in range(0, len(bundled), step)]
    sums = [np.add.reduceat(draw.moments(count[p], base[p]), np.arange(0, len(p), size)) for p in parts]
    columns = np.concatenate([*sums, draw.moments(count[single], base[single])])
    return columns, np.r_[outlet[bundled][::size], outlet[single]], [len(bundled) // size, len(single)]


def shifted_differences(
    cells: Cells, count: Floats, base: Floats, n_outlets: int, n_resamples: int, rng: np.random.Generator
) -> Iterator[tuple[Floats, Floats]]:
    """`permuted_differences` of very many articles: labels shift around events, the same number of places in a bundle.

    The articles of an event stand in a circle, in random order; labels move on by a number of places. Events with
    equally many articles are put together at random in bundles that shift together, and the bundles' sums after every
    shift are what a resample adds up. These relabellings are a group, of which each is as likely where outlets are
    alike: the permutation p stays exact; and every article has every label of its circle as often. Of an event with
    more than `SHIFTS` articles, several circles of equally many; articles left over keep their label.
    """
    sizes = np.diff(np.r_[0, np.flatnonzero(np.diff(cells.event_of_article)) + 1, len(cells.event_of_article)])
    circle = circle_sizes(sizes)
    bundles, first_row = _bundles_of(circle, sizes, rng)
    order = rng.random(len(count))
    table = np.zeros((int(first_row[-1]), n_outlets * (3 * count.shape[1] + 2)))
    for places in range(int(circle.max())):
        moving = np.flatnonzero(circle > places)
        for first in range(0, len(moving), EVENTS_AT_ONCE):
            events = moving[first : first + EVENTS_AT_ONCE]
            part, articles = _cells_of(cells, events, sizes)
            source = articles[_shift(sizes[events], circle[events], order[articles], places)]
            sums = _event_sums(part, count[source], base[source], n_outlets, bundles[events])
            table[first_row[sums[0]] + places] += sums[1]
    n_each = np.bincount(cells.outlet, minlength=n_outlets)[:, None].astype(float)
    lengths = np.diff(first_row)
    yield from _summed(table, first_row[:-1], lengths, (n_resamples, n_outlets, n_each), rng)


def circle_sizes(sizes: Integers) -> Integers:
    """Articles of an event's circles: all, or of a large event that of `SHIFTS` which leaves the fewest over."""
    candidates = np.array(SHIFTS[::-1])
    left = sizes[:, None] % candidates
    return np.where(sizes <= candidates[0], sizes, candidates[left.argmin(axis=1)])


def _bundles_of(circle: Integers, sizes: Integers, rng: np.random.Generator) -> tuple[Integers, Integers]:
    """The bundle of each event, and the first row of each bundle in the table of sums (a row a shift)."""
    bundle_of, lengths, made = np.empty(len(circle), dtype=np.int64), [], 0
    for size in np.unique(circle):
        events = rng.permutation(np.flatnonzero(circle == size))
        rows = SHIFTED_ROWS * sizes[events].sum() / sizes.sum()
        n = int(np.clip(round(rows / size), 1, len(events)))
        bundle_of[events] = made + np.arange(len(events)) % n
        lengths += [size] * n
        made += n
    return bundle_of, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _cells_of(cells: Cells, events: Integers, sizes: Integers) -> tuple[Cells, Integers]:
    """The cells of some events, and the positions of their articles in cell order."""
    chosen = np.zeros(len(sizes), dtype=bool)
    chosen[events] = True
    articles = np.flatnonzero(chosen[cells.event_of_article])
    outlet = np.repeat(cells.outlet, np.diff(np.r_[cells.first_article, len(cells.event_of_article)]))[articles]
    return draw.make_cells(cells.event_of_article[articles], outlet), articles


def _shift(sizes: Integers, circle: Integers, order: Floats, places: int) -> Integers:
    """Whose counts each label gets when labels have moved on by so many places; positions among these articles."""
    event = np.repeat(np.arange(len(sizes)), sizes)
    begin = np.repeat(np.cumsum(sizes) - sizes, sizes)
    ranked = np.lexsort((order, event))  # article at each rank of its event
    rank = np.arange(len(event)) - begin
    around = np.repeat(circle, sizes)
    moved = rank // around * around + (rank + places) % around
    source_rank = np.where(rank < np.repeat(sizes // circle * circle, sizes), moved, rank)
    source = np.empty(len(event), dtype=np.int64)
    source[ranked] = ranked[begin + source_rank]
    return source


def _event_sums(
    cells: Cells, count: Floats, base: Floats, n_outlets: int, bundles: Integers
) -> tuple[Integers, Floats]:  # fmt: skip
    """Bundles, and of each the sums over its events of what `paired_differences` needs, outlet by outlet."""
    pairs = draw.pair_within(cells, count, base)
    difference, w = pairs.rate - pairs.other, pairs.weight[:, None]
    squared = w**2
    columns = np.concatenate([difference * w, difference**2 * squared, difference * squared, w, squared], axis=1)
    known, place = np.unique(bundles, return_inverse=True)
    row = place[cells.event] * n_outlets + cells.outlet
    gather = csr_array(
        (np.ones(len(row)), (row, np.arange(len(row)))), shape=(len(known) * n_outlets, len(row))
    )  # fmt: skip
    return known, np.asarray(gather @ columns).reshape(len(known), -1)


def _summed(
    table: Floats, first_row: Integers, lengths: Integers, asked: tuple[int, int, Floats], rng: np.random.Generator
) -> Iterator[tuple[Floats, Floats]]:
    """Differences and variances of resamples, each a shift of every bundle; the first shifts none."""
    n_resamples, n_outlets, n_each = asked
    first = True
    for size in draw.chunks(n_resamples + 1, len(table) + table.shape[1]):
        shift = (rng.random((size, len(lengths))) * lengths).astype(np.int64)
        shift[:first] = 0
        first = False
        chosen = np.zeros((size, len(table)))
        chosen[np.arange(size)[:, None], first_row + shift] = 1.0
        sums = (chosen @ table).reshape(size, n_outlets, -1)
        m = (sums.shape[-1] - 2) // 3
        c, cc, cb = (sums[..., k * m : (k + 1) * m] for k in range(3))
        yield draw.ratio(c, cc, cb, sums[..., -2:-1], sums[..., -1:], n_each)
