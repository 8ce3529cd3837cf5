"""Two zones of the same articles: rates, their difference and covariance, resampled together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bingkai.contrast import interval as ends
from bingkai.contrast import resample as draw
from bingkai.contrast.blocks import choose_measures, nearest
from bingkai.contrast.estimate import Floats, Integers, Plan
from bingkai.contrast.units import units_of
from bingkai.schema import ZONES, SchemaError

REPORTER = "reporter"
CHOICE = "choice."
"""Measures whose plain name stands for headline and reporter together, so that it is no zone."""
PRODUCTS = [(i, j) for i in range(4) for j in range(i, 4)]


@dataclass(frozen=True, eq=False)
class PairedArticles:
    """Articles with a base in both zones, in the order of their ids.

    Attributes
    ----------
    outlets : list of str
    outlet : int (n_articles,)
    values : float (n_articles, 4)
        Count and base in the zone, count and base in the one it is set against.
    unit : str
    left_out : int
        Articles with a base in one of the two zones only, or in neither.
    """

    outlets: list[str]
    outlet: Integers
    values: Floats
    unit: str
    left_out: int


def zone_pairs(
    measures: pd.DataFrame, measure: str | Sequence[str] | None, zone: str, against: str
) -> dict[str, tuple[str, str]]:
    """Names in the frame of each measure in the two zones."""
    for name in (zone, against):
        if name not in ZONES:
            raise ValueError(f"unknown zone {name!r}; wanted one of {', '.join(ZONES)}")
    if zone == against:
        raise ValueError(f"zone and against are both {zone!r}; wanted two zones")
    known = choose_measures(measures, None)
    plain = list(dict.fromkeys(name.partition("@")[0] for name in known))
    pairs = {name: (_named(name, zone, known), _named(name, against, known)) for name in plain}
    both = {name: (one, other) for name, (one, other) in pairs.items() if one and other}
    if not both:
        raise ValueError(
            f"no measure stands both in {zone!r} and in {against!r}: wanted names with @{zone}, as of "
            f"measure(reading, zones=({zone!r}, {against!r})); got {', '.join(known) or 'none'}"
        )
    wanted = list(both) if measure is None else [measure] if isinstance(measure, str) else list(measure)
    for name in wanted:
        if name not in both:
            raise ValueError(f"measure {name!r} does not stand in both zones; {nearest(name, list(both))}")
    return {name: both[name] for name in wanted}


def _named(measure: str, zone: str, known: Sequence[str]) -> str:
    """The measure's name in this zone; empty where it does not stand there."""
    if f"{measure}@{zone}" in known:
        return f"{measure}@{zone}"
    return measure if zone == REPORTER and measure in known and not measure.startswith(CHOICE) else ""


def pair_articles(
    measures: pd.DataFrame, pair: tuple[str, str], copies: str, weights: str | None
) -> PairedArticles:  # fmt: skip
    """The two zones of every article side by side; copies and weights applied to both."""
    rows = measures[measures["measure"].isin(pair)]
    n_articles = rows["article_id"].nunique()
    usable = rows["article_id"][(rows["base"] > 0) & np.isfinite(rows["count"]) & np.isfinite(rows["base"])]
    both = usable.value_counts().eq(2)
    kept = rows[rows["article_id"].isin(both.index[both]) & rows["outlet"].notna()]
    if kept["unit"].nunique() > 1:
        raise SchemaError(f"{' and '.join(pair)} have different units: {', '.join(sorted(set(kept['unit'])))}")
    if kept.empty:
        return PairedArticles([], np.zeros(0, dtype=np.int64), np.zeros((0, 4)), str(rows["unit"].iloc[0]), n_articles)
    units, _ = units_of(kept, list(pair), None, copies, weights)
    units = units[units["base"] > 0]
    wide = [units[units["measure"] == name].set_index("article_id")[["outlet", "count", "base"]] for name in pair]
    joined = wide[0].join(wide[1][["count", "base"]].add_suffix("_against"), how="inner").sort_index()
    outlet, outlets = pd.factorize(joined["outlet"], sort=True)
    values = joined[["count", "base", "count_against", "base_against"]].to_numpy(float)
    left_out = n_articles - int(kept["article_id"].nunique())
    return PairedArticles(
        [str(name) for name in outlets], outlet.astype(np.int64), values, kept["unit"].iloc[0], left_out
    )


def paired_moments(values: Floats) -> Floats:
    """The four columns and their ten products: what rates, variances and covariances of pairs are made of."""
    return np.concatenate([values, *(values[:, [i]] * values[:, [j]] for i, j in PRODUCTS)], axis=1)


def _variance(sums: Floats, slope: tuple[Floats | float, Floats | float], n: Floats | float) -> Floats:
    """Variance of a smooth function of the two rates from summed `paired_moments`; `slope` is its gradient."""
    base, against = sums[..., 1], sums[..., 3]
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = slope[0] / base, slope[1] / against
        part = (one, -one * sums[..., 0] / base, other, -other * sums[..., 2] / against)
    total = sum(
        (1 if i == j else 2) * part[i] * part[j] * sums[..., 4 + place] for place, (i, j) in enumerate(PRODUCTS)
    )
    per_article = np.asarray(n) / (np.asarray(n) - 1.0)
    return np.asarray(np.maximum(np.nan_to_num(np.asarray(total)), 0.0) * per_article)


def zone_rates(sums: Floats) -> tuple[Floats, Floats]:
    """Rate in the zone and in the one it is set against."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return sums[..., 0] / sums[..., 1], sums[..., 2] / sums[..., 3]


def zone_difference(sums: Floats, n: Floats | float) -> tuple[Floats, Floats]:
    """Difference of the two rates and its variance."""
    one, other = zone_rates(sums)
    return one - other, _variance(sums, (np.ones_like(one), -np.ones_like(one)), n)


def _root_difference(sums: Floats, n: float) -> tuple[Floats, Floats]:
    """Difference of the square roots of the two rates and its standard error."""
    roots = [np.sqrt(np.maximum(rate, 0)) for rate in zone_rates(sums)]
    slopes = [np.divide(0.5, root, out=np.zeros_like(root), where=root > 0) for root in roots]
    return roots[0] - roots[1], np.sqrt(_variance(sums, (slopes[0], -slopes[1]), n))


@dataclass(frozen=True, eq=False)
class Own:
    """An outlet's two zones: rates, difference, interval, p."""

    rates: tuple[float, float]
    rate_ends: tuple[float, float]
    effect: float
    ends: tuple[float, float]
    p_value: float


def compare_own(values: Floats, outlet: str, plan: Plan) -> Own:
    """The two zones of one outlet's articles: articles are drawn with both their zones."""
    n = len(values)
    columns = paired_moments(values)
    total = columns.sum(axis=0)
    drawn = draw.bootstrap_sums(columns, plan.n_resamples, draw.generator(plan.seed, "zones", outlet))
    intervals = [_rate_ends(values[:, side : side + 2], total, drawn, side, plan) for side in (0, 2)]
    one, other = (float(rate) for rate in zone_rates(total))
    errors = [np.sqrt(_variance(total, slope, n)) for slope in ((1.0, 0.0), (0.0, 1.0))]
    spread = float(_variance(total, (np.ones(()), -np.ones(())), n))
    product = float(errors[0] * errors[1])
    correlation = float(np.clip((errors[0] ** 2 + errors[1] ** 2 - spread) / 2 / product, -1, 1)) if product else 0.0
    low, high = _paired_interval((one, intervals[0]), (other, intervals[1]), correlation)
    return Own((one, other), intervals[0], one - other, (low, high), _percentile_t_p(total, drawn, n))


def _rate_ends(values: Floats, total: Floats, drawn: Floats, side: int, plan: Plan) -> tuple[float, float]:
    """Interval of one zone's rate, as `compare_outlets` makes it, from the same draws."""
    n = len(values)
    slope = (np.ones(()), np.zeros(())) if side == 0 else (np.zeros(()), np.ones(()))
    rate = zone_rates(total)[side // 2]
    variance = _variance(total, slope, n)
    rates, variances = zone_rates(drawn)[side // 2], _variance(drawn, slope, n)
    low, high = ends.rate_interval(
        np.array([rate]), np.array([variance]), rates[:, None], variances[:, None], plan.confidence
    )
    if rate == 0:
        return 0.0, float(ends.never_seen_high(n, np.ones(1), float(values[:, 1].mean()), plan.confidence)[0])
    bounded = bool((values[:, 0] <= values[:, 1]).all())
    return float(low[0]), min(float(high[0]), 1.0) if bounded else float(high[0])


def _paired_interval(
    one: tuple[float, tuple[float, float]], other: tuple[float, tuple[float, float]], correlation: float
) -> tuple[float, float]:
    """Zou and Donner's interval of a difference of two estimates that are correlated."""
    (a, (a_low, a_high)), (b, (b_low, b_high)) = one, other

    def reach(x: float, y: float) -> float:
        return float(np.sqrt(max(x**2 + y**2 - 2 * correlation * x * y, 0.0)))

    return a - b - reach(a - a_low, b_high - b), a - b + reach(a_high - a, b - b_low)


def _percentile_t_p(total: Floats, drawn: Floats, n: int) -> float:
    """Share of draws whose studentised distance from the data is as large as the data's from no difference."""
    effect, error = _root_difference(total[None], n)
    effects, errors = _root_difference(drawn, n)
    known = errors > 1e-12
    if not known.any() or error[0] <= 1e-12:
        return np.nan
    distance = np.abs(effects[known] - effect[0]) / errors[known]
    return float((1 + (distance >= np.abs(effect[0]) / error[0] * (1 - 1e-9)).sum()) / (1 + known.sum()))


def compare_differences(found: PairedArticles, plan: Plan) -> Floats:
    """p of each outlet's difference of zones against the mean of the others': outlet labels shuffled over articles."""
    k = len(found.outlets)
    n_each = np.bincount(found.outlet, minlength=k).astype(float)
    rng = draw.generator(plan.seed, "zones between", *found.outlets)

    def statistics() -> Iterator[Floats]:
        columns = paired_moments(found.values)
        for sums in draw.permutation_sums(columns, found.outlet, k, plan.n_resamples, rng):
            difference, variance = zone_difference(sums, n_each)
            others = (difference.sum(axis=-1, keepdims=True) - difference) / (k - 1)
            others_variance = (variance.sum(axis=-1, keepdims=True) - variance) / (k - 1) ** 2
            effect = difference - others
            tie = np.abs(effect) < 1e-9 * (np.abs(difference) + np.abs(others))
            yield draw.studentised(np.where(tie, 0.0, effect), variance + others_variance)

    return draw.permutation_p(statistics())
