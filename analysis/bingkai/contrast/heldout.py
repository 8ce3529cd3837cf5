"""Telling outlets apart on held-out events: folds, fits, shuffled labels, resampled coefficients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, issparse
from sklearn import config_context
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import Normalizer, StandardScaler
from threadpoolctl import ThreadpoolController

from bingkai.contrast.resample import draw_weights

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Matrix = Any
"""Dense array or sparse matrix, a row an article: scikit-learn takes both."""


@dataclass(frozen=True, eq=False)
class Sample:
    """Articles to tell apart, sorted by event and id.

    Attributes
    ----------
    features : array or sparse matrix (n_articles, n_features)
    outlet : int (n_articles,)
        Codes from 0.
    event : int (n_articles,)
        Codes from 0: what folds and resamples keep together, and within which labels are shuffled.
    shuffled_within : int (n_articles,)
        Codes of the groups within which labels are shuffled; 0 everywhere where nothing is matched.
    n_outlets : int
    """

    features: Matrix
    outlet: Integers
    event: Integers
    shuffled_within: Integers
    n_outlets: int


@dataclass(frozen=True, eq=False)
class Accuracies:
    """Shares of held-out articles put to their outlet; the last axis is outlets or pairs (`combinations` order)."""

    overall: Floats
    outlets: Floats
    pairs: Floats


def make_preparation(features: Matrix) -> Pipeline:
    """Dense: gaps filled with the mean, then standardised. Sparse: rows of length 1."""
    if issparse(features):
        return make_pipeline(Normalizer())
    return make_pipeline(SimpleImputer(keep_empty_features=True), StandardScaler())


@dataclass(frozen=True, eq=False)
class Fold:
    """One fold with its features prepared: preparation never sees a label, so folds serve all shuffles."""

    train: Integers
    test: Integers
    train_features: Matrix
    test_features: Matrix


def make_folds(sample: Sample, n_splits: int, seed: int) -> list[Fold]:
    """Folds that keep events together; as many as events where there are fewer than `n_splits`."""
    n_splits = min(n_splits, len(np.unique(sample.event)))
    splitter = GroupKFold(n_splits, shuffle=True, random_state=seed)
    made = []
    for train, test in splitter.split(sample.outlet, groups=sample.event):
        preparation = make_preparation(sample.features)
        fitted = preparation.fit_transform(sample.features[train])
        made.append(Fold(train, test, fitted, preparation.transform(sample.features[test])))
    return made


def fit(features: Matrix, outlet: Integers, weight: Floats | None, strength: float) -> LogisticRegression:
    """A logistic regression in which every outlet weighs the same, however many articles it has."""
    weight = np.ones(len(outlet)) if weight is None else weight
    total = np.bincount(outlet, weight)
    present = (total > 0).sum()
    balanced = weight * weight.sum() / (present * np.where(total > 0, total, 1))[outlet]
    quiet = config_context(assume_finite=True, skip_parameter_validation=True)  # looked at before: thousands of fits
    with quiet, _threads().limit(limits=1, user_api="blas"):
        model = LogisticRegression(C=strength, tol=1e-3, max_iter=2000)
        return model.fit(features, outlet, sample_weight=balanced)


@cache
def _threads() -> ThreadpoolController:
    """Models of some dozen features are fitted in a thread: several wait for each other, eight times as long."""
    return ThreadpoolController()


def coefficients_of(model: LogisticRegression, n_outlets: int) -> Floats:
    """Log odds of each outlet against the mean of the others, (n_outlets, n_features)."""
    found = np.zeros((n_outlets, model.coef_.shape[1]))
    if len(model.classes_) == 2:
        found[model.classes_[1]], found[model.classes_[0]] = model.coef_[0], -model.coef_[0]
        return found
    k = len(model.classes_)
    found[model.classes_] = (model.coef_ - model.coef_.mean(axis=0)) * k / (k - 1)
    return found


def _scores(model: LogisticRegression, features: Matrix, n_outlets: int) -> Floats:
    """Score of each article for each outlet; minus infinity for an outlet the model has not seen."""
    decision = np.asarray(features @ model.coef_.T) + model.intercept_
    if len(model.classes_) == 2:
        decision = np.concatenate([-decision, decision], axis=1)
    scores = np.full((len(decision), n_outlets), -np.inf)
    scores[:, model.classes_] = decision
    return scores


def held_out_scores(sample: Sample, folds: list[Fold], outlet: Integers, strength: float) -> Floats:
    """Score of each article for each outlet from a model that has not seen the article's event."""
    scores = np.full((len(outlet), sample.n_outlets), -np.inf)
    for fold in folds:
        if len(np.unique(outlet[fold.train])) > 1:
            model = fit(fold.train_features, outlet[fold.train], None, strength)
            scores[fold.test] = _scores(model, fold.test_features, sample.n_outlets)
    return scores


def hits(scores: Floats, outlet: Integers) -> tuple[Floats, Floats]:
    """Is each article put to its outlet: among all outlets (n,), and against each single other one (n, n_outlets).

    A tie is half a hit for two outlets, a share of one for more.
    """
    own = np.take_along_axis(scores, outlet[:, None], axis=1)
    best = scores.max(axis=1, keepdims=True)
    among = np.where(own == best, 1 / (scores == best).sum(axis=1, keepdims=True), 0.0)[:, 0]
    return among, np.where(own > scores, 1.0, np.where(own == scores, 0.5, 0.0))


def accuracies(scores: Floats, outlet: Integers, weight: Floats) -> Accuracies:
    """Accuracies under some weights of articles (k, n): the data once, or many resamples of events."""
    among, against = hits(scores, outlet)
    k = scores.shape[1]
    member = csr_array((np.ones(len(outlet)), (np.arange(len(outlet)), outlet)), shape=(len(outlet), k))
    totals = weight @ member
    with np.errstate(divide="ignore", invalid="ignore"):
        recall = (weight * among) @ member / totals
        one_on_one = np.stack([(weight * against[:, j]) @ member / totals for j in range(k)], axis=2)
    pairs = [(one_on_one[:, a, b] + one_on_one[:, b, a]) / 2 for a, b in combinations(range(k), 2)]
    return Accuracies(recall.mean(axis=1), recall, np.stack(pairs, axis=1))


def resampled_accuracies(sample: Sample, scores: Floats, n_resamples: int, rng: np.random.Generator) -> Accuracies:
    """Accuracies with events drawn with replacement, the fitted models kept."""
    drawn = draw_weights(rng, n_resamples, int(sample.event.max()) + 1)
    return accuracies(scores, sample.outlet, drawn[:, sample.event])


def shuffled_labels(sample: Sample, n_permutations: int, rng: np.random.Generator) -> Iterator[Integers]:
    """Outlet labels shuffled within events; articles are sorted by them."""
    for _ in range(n_permutations):
        order = np.argsort(sample.shuffled_within + rng.random(len(sample.outlet)))
        yield sample.outlet[order]


def resampled_coefficients(
    sample: Sample, strength: float, n_resamples: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Coefficients of all articles (n_outlets, m) and of events drawn with replacement (n, n_outlets, m)."""
    prepared = make_preparation(sample.features).fit_transform(sample.features)
    whole = coefficients_of(fit(prepared, sample.outlet, None, strength), sample.n_outlets)
    drawn = []
    for weight in draw_weights(rng, n_resamples, int(sample.event.max()) + 1):
        weights = weight[sample.event]
        seen = weights > 0
        if len(np.unique(sample.outlet[seen])) == sample.n_outlets:
            model = fit(prepared[seen], sample.outlet[seen], weights[seen], strength)
            drawn.append(coefficients_of(model, sample.n_outlets))
    return whole, np.stack(drawn) if drawn else np.full((1, *whole.shape), np.nan)
