"""Coefficients of agreement between coders, for many weightings of the articles at once.

Every coefficient here is a smooth function of sums over units. The sums are made once per article; an estimate weighs
each article once, a bootstrap draw weighs it as often as it was drawn, and one matrix product serves all draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NOT_GIVEN, EMPTY = -2, -1
_MOST_CELLS = 4_000_000  # of one matrix of draws


@dataclass(frozen=True, eq=False)
class Codings:
    """The codes of one item.

    Attributes
    ----------
    codes : int (n_units, n_coders)
        Position of the code in `numbers`; -1 where the coder left the cell empty, -2 where the unit was not theirs.
    numbers : float (n_values,)
        The codes as numbers, ascending; NaN where they have no order.
    article : int (n_units,)
        The article each unit comes from, numbered from 0.
    """

    codes: NDArray[np.int64]
    numbers: Floats
    article: NDArray[np.int64]

    @property
    def n_articles(self) -> int:
        return int(self.article.max(initial=-1)) + 1

    def counts(self) -> Floats:
        """How many coders gave each value, (n_units, n_values)."""
        return np.stack([(self.codes == value).sum(axis=1) for value in range(len(self.numbers))], axis=1).astype(float)

    def summed(self, per_unit: Floats) -> Floats:
        """Sums over the units of each article, (n_articles, …)."""
        flat = per_unit.reshape(len(per_unit), -1)
        made = np.zeros((self.n_articles, flat.shape[1]))
        np.add.at(made, self.article, flat)
        return made

    def pairable(self) -> NDArray[np.bool_]:
        """Which units at least two coders coded."""
        return np.asarray((self.codes >= 0).sum(axis=1) >= 2)


def coefficients(codings: Codings, weights: Floats, scale: str) -> dict[str, Floats]:
    """Each coefficient under each weighting of the articles; NaN where it is not defined.

    Parameters
    ----------
    codings : Codings
    weights : float (n_draws, n_articles)
    scale : {"nominal", "ordinal", "interval"}

    Returns
    -------
    dict of str to float (n_draws,)

    Notes
    -----
    percent: share of pairs of coders that agree, averaged over units. holsti: 2M / (N1 + N2), of the units given to
    both (Holsti 1969). scott_pi, cohen_kappa: agreement beyond what the shares of the codes give, pooled (Scott 1955)
    or per coder (Cohen 1960). With more than two coders these three are means over the pairs (Light 1971).
    fleiss_kappa: units coded by all (Fleiss 1971). alpha: 1 − observed / expected disagreement over all pairable codes
    (Krippendorff 2019).
    """
    found = {"percent": _percent(codings, weights)}
    found |= _of_pairs(codings, weights)
    found["fleiss_kappa"] = _fleiss(codings, weights)
    return found | _alphas(codings, weights, scale)


def _ratio(above: Floats, below: Floats) -> Floats:
    """above / below, NaN where there is nothing to divide by."""
    made = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    np.divide(above, below, out=made, where=below > 1e-12)
    return made


def _beyond_chance(observed: Floats, expected: Floats) -> Floats:
    return _ratio(observed - expected, 1 - expected)


def _agreement(counts: Floats) -> Floats:
    """Share of the pairs of coders of each unit that agree; 0 where there is no pair."""
    n = counts.sum(axis=1)
    return np.nan_to_num(_ratio((counts * (counts - 1)).sum(axis=1), n * (n - 1)))


def _percent(codings: Codings, weights: Floats) -> Floats:
    per_unit = np.stack([_agreement(codings.counts()), codings.pairable().astype(float)], axis=1)
    sums = weights @ codings.summed(per_unit)
    return _ratio(sums[:, 0], sums[:, 1])


def _of_pairs(codings: Codings, weights: Floats) -> dict[str, Floats]:
    """holsti, scott_pi, cohen_kappa: means over the pairs of coders that share units."""
    names = ("holsti", "scott_pi", "cohen_kappa")
    pairs = combinations(range(codings.codes.shape[1]), 2)
    made = np.array([_of_pair(codings, a, b, weights) for a, b in pairs]).reshape(-1, 3, len(weights))
    some = np.isfinite(made)
    means = _ratio(np.where(some, made, 0.0).sum(axis=0), some.sum(axis=0).astype(float))
    return dict(zip(names, means, strict=True))


def _of_pair(codings: Codings, a: int, b: int, weights: Floats) -> tuple[Floats, Floats, Floats]:
    left, right = codings.codes[:, a], codings.codes[:, b]
    n_values = len(codings.numbers)
    both = (left >= 0) & (right >= 0)
    given = (left != NOT_GIVEN) & (right != NOT_GIVEN)
    values = np.arange(n_values)
    per_unit = np.concatenate(
        [
            (given * ((left >= 0).astype(float) + (right >= 0)))[:, None],
            (both & (left == right))[:, None],
            both[:, None] & (left[:, None] == values),
            both[:, None] & (right[:, None] == values),
        ],
        axis=1,
        dtype=float,
    )
    decisions, agreed, *shares = (weights @ codings.summed(per_unit)).T
    rows, columns = np.stack(shares[:n_values], axis=1), np.stack(shares[n_values:], axis=1)
    n = rows.sum(axis=1)
    observed = _ratio(agreed, n)
    pooled = _ratio(rows + columns, 2 * n[:, None])
    by_coder = _ratio(rows * columns, (n * n)[:, None]).sum(axis=1)
    return (
        _ratio(2 * agreed, decisions),
        _beyond_chance(observed, (pooled**2).sum(axis=1)),
        _beyond_chance(observed, by_coder),
    )


def _fleiss(codings: Codings, weights: Floats) -> Floats:
    counts = codings.counts()
    whole = ((counts.sum(axis=1) == codings.codes.shape[1]) & codings.pairable()).astype(float)
    per_unit = np.concatenate([(_agreement(counts) * whole)[:, None], whole[:, None], counts * whole[:, None]], axis=1)
    sums = weights @ codings.summed(per_unit)
    agreement, n, given = sums[:, 0], sums[:, 1], sums[:, 2:]
    shares = _ratio(given, (n * codings.codes.shape[1])[:, None])
    return _beyond_chance(_ratio(agreement, n), (shares**2).sum(axis=1))


def _alphas(codings: Codings, weights: Floats, scale: str) -> dict[str, Floats]:
    metrics = {"nominal": ("nominal",), "ordinal": ("nominal", "ordinal"),
               "interval": ("nominal", "ordinal", "interval")}[scale]  # fmt: skip
    per_article = codings.summed(_coincidences(codings.counts()))
    step = max(_MOST_CELLS // per_article.shape[1], 1)
    parts: dict[str, list[Floats]] = {f"alpha_{metric}": [] for metric in metrics}
    for first in range(0, len(weights), step):
        sums = (weights[first : first + step] @ per_article).reshape(-1, len(codings.numbers), len(codings.numbers))
        for metric in metrics:
            parts[f"alpha_{metric}"].append(_alpha(sums, codings.numbers, metric))
    return {name: np.concatenate(found) for name, found in parts.items()}


def _coincidences(counts: Floats) -> Floats:
    """The pairs of codes within each unit, each unit with the weight of its codes: (n_units, n_values, n_values)."""
    n = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    values = np.arange(counts.shape[1])
    pairs[:, values, values] -= counts
    return np.nan_to_num(_ratio(pairs, (n - 1)[:, None, None]))


def _alpha(coincidences: Floats, numbers: Floats, metric: str) -> Floats:
    totals = coincidences.sum(axis=2)
    n = totals.sum(axis=1)
    distance = _distances(totals, numbers, metric)
    observed = _ratio((coincidences * distance).sum(axis=(1, 2)), n)
    expected = _ratio((totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2)), n * (n - 1))
    return 1 - _ratio(observed, expected)


def _distances(totals: Floats, numbers: Floats, metric: str) -> Floats:
    """Squared distance of every two values; of ordinal ones by how many codes lie between, in each draw."""
    if metric == "nominal":
        return 1 - np.eye(len(numbers))[None]
    if metric == "interval":
        return np.asarray((numbers[:, None] - numbers[None, :]) ** 2)[None]
    middle = np.cumsum(totals, axis=1) - totals / 2
    return np.asarray((middle[:, :, None] - middle[:, None, :]) ** 2)
