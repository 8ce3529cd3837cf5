"""One comparison of the outlets of a block: estimates, intervals and p values for every outlet and measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bingkai.contrast import interval as ends
from bingkai.contrast import many
from bingkai.contrast import resample as draw
from bingkai.contrast.blocks import Block, take_articles, take_outlets

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Rates = tuple[Floats, Floats, Floats]


@dataclass(frozen=True)
class Plan:
    """How to resample."""

    seed: int
    n_resamples: int
    confidence: float


@dataclass(frozen=True, eq=False)
class Estimates:
    """Results of a block: a row an outlet, a column a measure (`base`, `n_articles`, `n_events`: no columns)."""

    estimate: Floats
    estimate_low: Floats
    estimate_high: Floats
    reference_estimate: Floats
    effect: Floats
    ci_low: Floats
    ci_high: Floats
    ratio: Floats
    ratio_low: Floats
    ratio_high: Floats
    p_value: Floats
    count: Floats
    base: Floats
    hits: Floats
    n_articles: Integers
    n_events: Integers


def totals(block: Block) -> tuple[Floats, Floats, Floats, Integers]:
    """Counts, bases, articles with a count above 0 and articles, by outlet."""
    member = (np.arange(len(block.outlets))[:, None] == block.outlet).astype(float)
    return (
        member @ block.count,
        member @ block.base,
        member @ (block.count > 0).astype(float),
        member.sum(axis=1).astype(np.int64),
    )


def compare_articles(block: Block, outlet_rates: Rates, plan: Plan) -> Estimates:
    """Each outlet against the unweighted mean of the block's others, articles as units.

    `outlet_rates` are the rates of the block's outlets with their intervals, in the block's order.
    """
    count, base, hits, n = totals(block)
    rate, low, high = outlet_rates
    others = [
        ends.mean_interval(np.delete(rate, k, 0), np.delete(low, k, 0), np.delete(high, k, 0)) for k in range(len(n))
    ]
    reference, reference_low, reference_high = (np.stack(part) for part in zip(*others, strict=True))
    ci_low, ci_high = ends.difference_interval(rate, (low, high), reference, (reference_low, reference_high))
    ratio = ends.ratio_interval(rate, (low, high), reference, (reference_low, reference_high))

    def statistics() -> Iterator[Floats]:
        rng = draw.generator(plan.seed, "permutation", *block.outlets)
        n_each = n[:, None].astype(float)
        units, labels, parts = many.bundle(block.count, block.base, block.outlet, rng)
        for sums in draw.permutation_sums(units, labels, len(n), plan.n_resamples, rng, parts):
            yield draw.root_statistic(*draw.rates(sums, n_each))

    p_value = draw.permutation_p(statistics())
    return Estimates(
        rate, low, high, reference, rate - reference, ci_low, ci_high, *ratio, p_value,
        count, base, hits, n, np.zeros_like(n),
    )  # fmt: skip


def rate_intervals(block: Block, plan: Plan) -> Rates:
    """Rate of each outlet with its bootstrap interval: three arrays (n_outlets, m)."""
    hit = np.maximum((block.count > 0).sum(axis=0), 1)
    per_hit = block.count.sum(axis=0) / hit
    bounded = (block.count <= block.base[:, None]).all(axis=0)
    made = []
    for code, name in enumerate(block.outlets):
        count, base = block.count[block.outlet == code], block.base[block.outlet == code]
        mine = draw.moments(count, base)
        rate, variance = draw.rates(mine.sum(axis=0), len(mine))
        rng = draw.generator(plan.seed, "bootstrap", name)
        if len(mine) > many.MANY:
            sums = many.poisson_sums(count, base, plan.n_resamples, rng)
        else:
            sums = draw.bootstrap_sums(mine, plan.n_resamples, rng)
        low, high = ends.rate_interval(rate, variance, *draw.rates(sums, len(mine)), plan.confidence)
        never = ends.never_seen_high(len(mine), per_hit, base.mean(), plan.confidence)
        high = np.where(rate == 0, never, high)
        made.append((rate, low, np.where(bounded, np.minimum(high, 1), high)))
    rates, lows, highs = (np.stack(part) for part in zip(*made, strict=True))
    return rates, lows, highs


def matched(block: Block) -> Block:
    """The articles of events that at least two outlets of the block covered, and the outlets that have some."""
    pairs = np.unique(np.stack([block.event, block.outlet]), axis=1)
    events, n_outlets = np.unique(pairs[0], return_counts=True)
    kept = take_articles(block, np.isin(block.event, events[n_outlets > 1]))
    return take_outlets(kept, [block.outlets[code] for code in np.unique(kept.outlet)])


def compare_within(block: Block, plan: Plan) -> Estimates:
    """Each outlet against the others of the same events, events as units; every event has at least two outlets."""
    count, base, hits, n = totals(block)
    cells = draw.make_cells(block.event, block.outlet)
    ordered_count, ordered_base = block.count[cells.order], block.base[cells.order]
    pairs = draw.pair_within(cells, ordered_count, ordered_base)
    made = [_one_within(block, cells, pairs, code, plan) for code in range(len(n))]
    parts = {name: np.stack([one[name] for one in made]) for name in made[0]}

    def statistics() -> Iterator[Floats]:
        rng = draw.generator(plan.seed, "permutation within", *block.outlets)
        permuted = many.shifted_differences if len(ordered_base) > many.MANY_MATCHED else draw.permuted_differences
        for effect, variance in permuted(cells, ordered_count, ordered_base, len(n), plan.n_resamples, rng):
            yield draw.studentised(effect, variance)

    p_value = draw.permutation_p(statistics())
    n_events = np.bincount(cells.outlet, minlength=len(n))
    return Estimates(**parts, p_value=p_value, count=count, base=base, hits=hits, n_articles=n, n_events=n_events)


def _one_within(block: Block, cells: draw.Cells, pairs: draw.Pairs, code: int, plan: Plan) -> dict[str, Floats]:
    mine = cells.outlet == code
    weight = pairs.weight[mine]
    own, other = pairs.rate[mine] * weight[:, None], pairs.other[mine] * weight[:, None]
    m = own.shape[1]
    columns = np.concatenate(
        [draw.moments(np.concatenate([own - other, own, other], axis=1), weight), own * other], axis=1
    )
    rng = draw.generator(plan.seed, "bootstrap within", *block.outlets, block.outlets[code])
    if len(weight) > many.MANY:
        sums = many.poisson_pair_sums(own, other, weight, plan.n_resamples, rng)
    else:
        sums = draw.bootstrap_sums(columns, plan.n_resamples, rng)
    n_events = len(weight)
    rate, variance = draw.rates(columns[:, :-m].sum(axis=0), n_events)
    rates, variances = draw.rates(sums[:, :-m], n_events)
    effect = rate[:m]
    half = ends.t_quantile(effect, np.sqrt(variance[:m]), rates[:, :m], np.sqrt(variances[:, :m]), plan.confidence)
    middle = slice(m, 2 * m)
    low, high = ends.rate_interval(
        rate[middle], variance[middle], rates[:, middle], variances[:, middle], plan.confidence
    )
    ratio, ratio_low, ratio_high = _paired_ratio(columns.sum(axis=0), sums, m, n_events, plan.confidence)
    return {
        "estimate": rate[middle], "estimate_low": low, "estimate_high": high, "reference_estimate": rate[2 * m :],
        "effect": effect, "ci_low": effect - half, "ci_high": effect + half,
        "ratio": ratio, "ratio_low": ratio_low, "ratio_high": ratio_high,
    }  # fmt: skip


def _paired_ratio(
    sums: Floats, resampled: Floats, m: int, n_events: int, confidence: float
) -> tuple[Floats, Floats, Floats]:
    """Ratio of the two weighted sums, percentile-t on the log scale."""

    def logs(s: Floats) -> tuple[Floats, Floats]:
        own, other = s[..., m : 2 * m], s[..., 2 * m : 3 * m]
        own2, other2, product = s[..., 4 * m : 5 * m], s[..., 5 * m : 6 * m], s[..., -m:]
        value, variance = draw.ratio(own, own2, product, other, other2, n_events)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.log(value), np.sqrt(variance) / value

    centre, error = logs(sums)
    centres, errors = logs(resampled)
    errors = np.where(np.isfinite(errors), errors, 0.0)
    half = ends.t_quantile(centre, np.nan_to_num(error), centres, errors, confidence)
    with np.errstate(over="ignore"):
        return np.exp(centre), np.exp(centre - half), np.exp(centre + half)
