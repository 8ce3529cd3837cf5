"""Precision, recall and F1 of held-out predictions, with intervals that resample whole groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.schema import FRAME_SCORES, build

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FEW_UNITS = 10  # coded units of a class below which its numbers say little
_BINS = 10
OVERALL = ("accuracy", "macro_f1", "calibration_error", "majority_accuracy", "majority_macro_f1")


@dataclass(frozen=True)
class Draws:
    """How intervals are drawn."""

    n_resamples: int
    confidence: float
    seed: int

    def weights(self, n_groups: int) -> Floats:
        """How often each group is drawn; the first row is the data."""
        rng = np.random.default_rng([self.seed, n_groups])
        drawn = rng.multinomial(n_groups, np.full(n_groups, 1 / n_groups), size=self.n_resamples)
        return np.vstack([np.ones(n_groups), drawn])

    def ends(self, drawn: Floats) -> tuple[Floats, Floats]:
        """Percentile interval over the rows; missing where no draw is defined."""
        tail = (1 - self.confidence) / 2
        known = np.isfinite(drawn).any(axis=0)
        low, high = np.full((2, drawn.shape[1]), np.nan)
        if known.any():
            low[known], high[known] = np.nanquantile(drawn[:, known], [tail, 1 - tail], axis=0)
        return low, high


@dataclass(frozen=True, eq=False)
class Held:
    """Held-out predictions of coded units."""

    item: str
    classes: list[str]
    code: Integers
    predicted: Integers
    probabilities: Floats
    group: Integers

    def tables(self, weights: Floats) -> Floats:
        """Confusion counts (codes, predictions) of each row of group weights."""
        k = len(self.classes)
        cells = np.zeros((weights.shape[1], k * k))
        np.add.at(cells, (self.group, self.code * k + self.predicted), 1)
        return (weights @ cells).reshape(len(weights), k, k)


def overall(code: Integers, predicted: Integers, n_classes: int) -> tuple[float, float]:
    """Accuracy and macro-F1."""
    held = Held("", [""] * n_classes, code, predicted, np.zeros((0, 0)), np.zeros(len(code), dtype=np.int64))
    table = held.tables(np.ones((1, 1)))
    return float(_accuracy(table)[0]), float(_f1(table).mean(axis=1)[0])


def score_frame(held: Held, draws: Draws) -> pd.DataFrame:
    """FRAME_SCORES of held-out predictions."""
    weights = draws.weights(int(held.group.max()) + 1)
    tables = held.tables(weights)
    right, n_code, n_predicted = np.diagonal(tables, axis1=1, axis2=2), tables.sum(axis=2), tables.sum(axis=1)
    classed = {"precision": _over(right, n_predicted), "recall": _over(right, n_code), "f1": _f1(tables)}
    total = np.column_stack([
        _accuracy(tables), _f1(tables).mean(axis=1), _calibration_error(held, weights), *_majority(n_code)
    ])  # fmt: skip
    n = n_code[0].astype(int).tolist()
    blocks = [_rows(held.item, list(held.classes), name, drawn, n, draws) for name, drawn in classed.items()]
    overall_rows = [
        _rows(held.item, [None], name, total[:, [place]], [len(held.code)], draws) for place, name in enumerate(OVERALL)
    ]
    columns = [dict(zip(FRAME_SCORES.required, row, strict=True)) for block in blocks + overall_rows for row in block]
    return build({name: [row[name] for row in columns] for name in FRAME_SCORES.required}, FRAME_SCORES)


def _rows(
    item: str, classes: list[str] | list[None], measure: str, drawn: Floats, n: list[int], draws: Draws
) -> list[tuple[object, ...]]:
    low, high = draws.ends(drawn[1:])
    return [
        (item, name, measure, drawn[0, place], low[place], high[place], n[place], few_note(n[place]))
        for place, name in enumerate(classes)
    ]


def few_note(n: int) -> str:
    """A warning for a class that was hardly ever coded."""
    if n >= FEW_UNITS:
        return ""
    return f"hanya {n} unit terkode: angka kasar · only {n} coded units: rough numbers"


def _over(part: Floats, whole: Floats) -> Floats:
    shares: Floats = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return shares


def _accuracy(tables: Floats) -> Floats:
    return _over(np.trace(tables, axis1=1, axis2=2), tables.sum(axis=(1, 2)))


def _f1(tables: Floats) -> Floats:
    """F1 by class; 0 for one that is neither coded nor predicted in a draw, as scikit-learn has it."""
    right = np.diagonal(tables, axis1=1, axis2=2)
    both = tables.sum(axis=1) + tables.sum(axis=2)
    scores: Floats = np.divide(2 * right, both, out=np.zeros(both.shape), where=both > 0)
    return scores


def _majority(n_code: Floats) -> tuple[Floats, Floats]:
    """Accuracy and macro-F1 of always giving the commonest code."""
    share = n_code.max(axis=1) / n_code.sum(axis=1)
    return share, 2 * share / (1 + share) / n_code.shape[1]


def _calibration_error(held: Held, weights: Floats) -> Floats:
    """Mean gap between the likeliest class's probability and how often it is right, over ten bins."""
    top = held.probabilities.max(axis=1)
    right = held.probabilities.argmax(axis=1) == held.code
    place = np.minimum((top * _BINS).astype(int), _BINS - 1)
    sums = np.zeros((weights.shape[1], _BINS))
    np.add.at(sums, (held.group, place), right - top)
    return np.asarray(np.abs(weights @ sums).sum(axis=1) / (weights @ np.bincount(held.group)))
