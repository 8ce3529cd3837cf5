"""Rates of words compared between outlets: estimates, intervals and p values for all outlets and words at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, hstack
from scipy.stats import norm

from bingkai.contrast import interval as ends
from bingkai.contrast import resample as draw
from bingkai.contrast import word_resample as words
from bingkai.contrast.estimate import Plan
from bingkai.contrast.vocabulary import Vocabulary

Floats = NDArray[np.float64]
Interval = tuple[Floats, Floats]


@dataclass(frozen=True, eq=False)
class WordEstimates:
    """Results of some outlets compared with each other: a row an outlet, a column a word."""

    estimate: Floats
    reference_estimate: Floats
    effect: Floats
    ci_low: Floats
    ci_high: Floats
    ratio: Floats
    ratio_low: Floats
    ratio_high: Floats
    conservative: Floats
    p_value: Floats


@dataclass(frozen=True, eq=False)
class RatesOfWords:
    """Rate of each outlet (rows) and word with its interval, for the word alone and for all words of the family."""

    rate: Floats
    alone: Interval
    family: Interval

    def of(self, rows: Sequence[int]) -> RatesOfWords:
        """Some of the outlets, in this order."""
        picked = list(rows)
        alone, family = ((low[picked], high[picked]) for low, high in (self.alone, self.family))
        return RatesOfWords(self.rate[picked], alone, family)


def widening(confidence: float, n_tests: int) -> float:
    """By how much an interval is made wider to hold for n_tests words: the ratio of the normal quantiles (Bonferroni).

    Examples
    --------
    >>> round(widening(0.95, 1000), 2)
    2.07
    """
    alpha = 1 - confidence
    return float(norm.isf(alpha / 2 / max(n_tests, 1)) / norm.isf(alpha / 2))


def rates_of_words(vocabulary: Vocabulary, plan: Plan, n_tests: int) -> RatesOfWords:
    """Rates with intervals as in `compare_outlets`: percentile-t on the square-root scale, articles as units."""
    total = vocabulary.count.sum(axis=0)
    per_hit = np.asarray(total).ravel() / np.maximum(vocabulary.hits(), 1)
    made = [
        _rates_of_outlet(vocabulary.articles(vocabulary.outlet == code), name, per_hit, plan, n_tests)
        for code, name in enumerate(vocabulary.outlets)
    ]
    rate, low, high, family_low, family_high = (np.stack(part) for part in zip(*made, strict=True))
    return RatesOfWords(rate, (low, high), (family_low, family_high))


def _rates_of_outlet(mine: Vocabulary, name: str, per_hit: Floats, plan: Plan, n_tests: int) -> tuple[Floats, ...]:
    n = len(mine.base)
    parts = []
    for columns in _blocks(len(mine.words)):
        moments = words.sparse_moments(mine.count[:, columns], mine.base)
        rate, variance = draw.rates(np.asarray(moments.sum(axis=0)).ravel(), n)
        sums = words.bootstrap_sums(moments, plan.n_resamples, draw.generator(plan.seed, "bootstrap", name))
        parts.append((rate, *ends.rate_interval(rate, variance, *draw.rates(sums, n), plan.confidence)))
    rate, low, high = (np.concatenate(part) for part in zip(*parts, strict=True))
    half = (np.sqrt(high) - np.sqrt(rate)) * widening(plan.confidence, n_tests)
    family_low, family_high = np.maximum(np.sqrt(rate) - half, 0) ** 2, (np.sqrt(rate) + half) ** 2
    never, family_never = (
        ends.never_seen_high(n, per_hit, float(mine.base.mean()), confidence)
        for confidence in (plan.confidence, 1 - (1 - plan.confidence) / n_tests)
    )
    high, family_high = np.where(rate == 0, never, high), np.where(rate == 0, family_never, family_high)
    return rate, low, np.minimum(high, 1), family_low, np.minimum(family_high, 1)


def _blocks(n_words: int) -> Iterator[slice]:
    for first in range(0, n_words, words.WORDS_AT_ONCE):
        yield slice(first, first + words.WORDS_AT_ONCE)


def compare_word_articles(vocabulary: Vocabulary, rates: RatesOfWords, plan: Plan) -> WordEstimates:
    """Each outlet against the unweighted mean of the others, articles as units; `rates` in the outlets' order."""
    reference, alone = _others(rates.rate, rates.alone)
    _, family = _others(rates.rate, rates.family)
    ci_low, ci_high = ends.difference_interval(rates.rate, rates.alone, reference, alone)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = rates.rate / reference
    ratio_low, ratio_high = _ratio_ends(rates.rate, rates.alone, reference, alone)
    return WordEstimates(
        rates.rate, reference, rates.rate - reference, ci_low, ci_high, ratio, ratio_low, ratio_high,
        nearest_end(*_ratio_ends(rates.rate, rates.family, reference, family)), _p_of_articles(vocabulary, plan),
    )  # fmt: skip


def _p_of_articles(vocabulary: Vocabulary, plan: Plan) -> Floats:
    def statistics() -> Iterator[Floats]:
        rng = draw.generator(plan.seed, "permutation", *vocabulary.outlets)
        for rate, variance in words.permuted_rates(
            vocabulary.count, vocabulary.base, vocabulary.outlet, len(vocabulary.outlets), plan.n_resamples, rng
        ):
            yield draw.root_statistic(rate, variance)

    return words.permutation_p(statistics())


def _others(rate: Floats, interval: Interval) -> tuple[Floats, Interval]:
    """Unweighted mean rate of the other outlets, and its interval."""
    low, high = interval
    made = [
        ends.mean_interval(np.delete(rate, k, 0), np.delete(low, k, 0), np.delete(high, k, 0)) for k in range(len(rate))
    ]
    mean, mean_low, mean_high = (np.stack(part) for part in zip(*made, strict=True))
    return mean, (mean_low, mean_high)


def _ratio_ends(a: Floats, a_ends: Interval, b: Floats, b_ends: Interval) -> Interval:
    """Ends of the interval of a / b; where one of them was never seen, from the ends that rates of 0 have."""
    with np.errstate(divide="ignore", invalid="ignore"):
        _, low, high = ends.ratio_interval(a, a_ends, b, b_ends)
        never = (a == 0) | (b == 0)
        low = np.where(never, np.where(a == 0, 0, a_ends[0] / b_ends[1]), low)
        high = np.where(never, np.where(b == 0, np.inf, a_ends[1] / b_ends[0]), high)
    return np.nan_to_num(low, nan=0.0, posinf=np.inf), np.where(np.isnan(high), np.inf, high)


def nearest_end(low: Floats, high: Floats) -> Floats:
    """log2 of the end of the interval of a ratio that lies nearer to 1; 0 where the interval holds 1.

    Examples
    --------
    >>> nearest_end(np.array([2.0, 0.5, 0.1]), np.array([9.0, 3.0, 0.25])).tolist()
    [1.0, 0.0, -2.0]
    """
    with np.errstate(divide="ignore"):
        return np.where(low > 1, np.log2(low), np.where(high < 1, np.log2(high), 0.0))


def compare_word_events(vocabulary: Vocabulary, plan: Plan, n_tests: int) -> WordEstimates:
    """Each outlet against the others of the same events, events as units; every event has at least two outlets."""
    cells = draw.make_cells(vocabulary.event, vocabulary.outlet)
    count, base = vocabulary.count[cells.order], vocabulary.base[cells.order]
    rate, other, weight = words.cell_rates(cells, count, base)
    made = []
    for code, name in enumerate(vocabulary.outlets):
        mine = cells.outlet == code
        rng_names = ("bootstrap within", *vocabulary.outlets, name)
        made.append(_one_outlet(rate[mine], other[mine], weight[mine], rng_names, plan, n_tests))
    parts = {name: np.stack([one[name] for one in made]) for name in made[0]}

    def statistics() -> Iterator[Floats]:
        rng = draw.generator(plan.seed, "permutation within", *vocabulary.outlets)
        for difference in words.permuted_differences(
            cells, count, base, len(vocabulary.outlets), plan.n_resamples, rng
        ):
            yield np.abs(difference)

    return WordEstimates(**parts, p_value=words.permutation_p(statistics()))


def _one_outlet(
    rate: csr_array, other: csr_array, weight: Floats, rng_names: Sequence[str], plan: Plan, n_tests: int
) -> dict[str, Floats]:
    parts = []
    for columns in _blocks(rate.shape[1]):
        rng = draw.generator(plan.seed, *rng_names)
        parts.append(_paired(rate[:, columns], other[:, columns], weight, rng, plan))
    made = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    log, half = made.pop("log_ratio"), made.pop("half_log")
    with np.errstate(over="ignore", invalid="ignore"):
        made["ratio"] = np.exp(log)
        made["ratio_low"], made["ratio_high"] = _finite_ends(log, half)
        made["conservative"] = nearest_end(*_finite_ends(log, half * widening(plan.confidence, n_tests)))
    return made


def _finite_ends(log: Floats, half: Floats) -> Interval:
    """Ends of a ratio from its logarithm; from 0 to infinity where it has none."""
    known = np.isfinite(log) & np.isfinite(half)
    return np.where(known, np.exp(log - half), 0.0), np.where(known, np.exp(log + half), np.inf)


def _paired(
    rate: csr_array, other: csr_array, weight: Floats, rng: np.random.Generator, plan: Plan
) -> dict[str, Floats]:
    """The weighted mean difference over events with its interval; the log of the ratio of the two weighted means."""
    m, n_events = rate.shape[1], len(weight)
    scale = diags_array(weight)
    own, others = scale @ rate, scale @ other
    values = hstack([own - others, own, others], format="csr")
    columns = hstack([words.sparse_moments(values, weight), own * others], format="csr")
    total = np.asarray(columns.sum(axis=0)).ravel()
    sums = words.bootstrap_sums(columns, plan.n_resamples, rng)
    means, variance = draw.rates(total[:-m], n_events)
    drawn, drawn_variance = draw.rates(sums[:, :-m], n_events)
    half = ends.t_quantile(
        means[:m], np.sqrt(variance[:m]), drawn[:, :m], np.sqrt(drawn_variance[:, :m]), plan.confidence
    )
    log, error = _log_ratio(total, m, n_events)
    logs, errors = _log_ratio(sums, m, n_events)
    errors = np.where(np.isfinite(errors), errors, 0.0)
    usable = np.nan_to_num(error, posinf=0.0)
    half_log = np.where(usable > 0, ends.t_quantile(log, usable, logs, errors, plan.confidence), np.nan)
    return {
        "estimate": means[m : 2 * m], "reference_estimate": means[2 * m :], "effect": means[:m],
        "ci_low": means[:m] - half, "ci_high": means[:m] + half, "log_ratio": log, "half_log": half_log,
    }  # fmt: skip


def _log_ratio(sums: Floats, m: int, n_events: int) -> tuple[Floats, Floats]:
    """Logarithm of the ratio of the weighted sums of own and others' rates, and its standard error."""
    own, other = sums[..., m : 2 * m], sums[..., 2 * m : 3 * m]
    own2, other2, product = sums[..., 4 * m : 5 * m], sums[..., 5 * m : 6 * m], sums[..., -m:]
    value, variance = draw.ratio(own, own2, product, other, other2, n_events)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(value), np.sqrt(variance) / value


WORD_NUMBERS = tuple(field.name for field in fields(WordEstimates))
