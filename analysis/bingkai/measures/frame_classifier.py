"""A classifier of frames that learns from coded units and states its probabilities honestly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.preprocessing import StandardScaler, normalize
from sklearn.svm import LinearSVC
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from bingkai.measures.features import FramingFeatures
from bingkai.measures.frame_groups import grouped_folds, near_duplicates
from bingkai.measures.frame_words import VIEWS, FrameWords, field_texts

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Texts = pd.DataFrame | Iterable[str]

_FOLDS = 5
_PRIOR = 0.05  # pulls class shifts of the calibration towards 0
_UNSEEN = -1.0  # decision value of a class that the training part does not have
_ITERATIONS = 10_000
_FRAMING = 0.5  # length of the framing features, where words have length 1


class FrameClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Texts and their codes in, a frame and calibrated probabilities for other texts out.

    Parameters
    ----------
    field : {"both", "title", "text"}
        What is read of a DataFrame of ARTICLES; "title" makes a headline model.
    views : sequence of str
        What it sees of the words: some of words, stems, characters, opening_words, opening_characters (`FrameWords`).
    framing : bool
        Also use `FramingFeatures`: sources, reporting verbs, loaded words. Needs a DataFrame with `text`.
    reach : float
        Words after which the weight of the opening views has fallen to 37 %.
    C : float
        Inverse strength of regularisation.
    class_weight : {"balanced"} or None
        "balanced" lets rare frames weigh as much as common ones.
    seed : int

    Attributes
    ----------
    classes_ : ndarray
        The codes; of a multi-label item the names of its columns.
    multilabel_ : bool

    Notes
    -----
    One linear support vector machine a frame, against the others. Probabilities come from a softmax of its decision
    values, one slope for all frames and one shift each, fitted on decision values of units held out in five folds that
    keep near-duplicates together (Platt 1999; Guo et al. 2017). `predict` gives the frame with the largest decision
    value. With balanced weights it is not always the most probable frame: it misses fewer rare frames. A count of
    predictions is therefore no estimate of how common a frame is: use `prevalence`.

    References
    ----------
    Platt (1999) Probabilistic outputs for support vector machines. Guo et al. (2017) On calibration of modern neural
    networks, ICML. Zadrozny and Elkan (2002) Transforming classifier scores into multiclass probability estimates, KDD.

    Examples
    --------
    >>> texts = ["Warga menolak rencana tambang", "Warga memprotes tambang", "Bupati meresmikan jalan",
    ...          "Bupati membuka pasar"]
    >>> model = FrameClassifier().fit(texts, ["konflik", "konflik", "seremoni", "seremoni"])
    >>> model.predict(["Warga memprotes bupati"]).tolist()
    ['konflik']
    """

    def __init__(
        self,
        field: str = "both",
        *,
        views: Sequence[str] = VIEWS,
        framing: bool = False,
        reach: float = 3.0,
        C: float = 0.5,
        class_weight: str | None = "balanced",
        seed: int = 7,
    ) -> None:
        self.field = field
        self.views = views
        self.framing = framing
        self.reach = reach
        self.C = C
        self.class_weight = class_weight
        self.seed = seed

    def fit(self, X: Texts, y: ArrayLike | pd.DataFrame, groups: ArrayLike | None = None) -> FrameClassifier:
        """Learn from coded units.

        Parameters
        ----------
        X : list of str or ARTICLES
        y : one code a unit, or for a multi-label item a table of 0 and 1, a column a label
        groups : optional
            Units with the same value stay together where probabilities are calibrated; near-duplicates by default.

        Raises
        ------
        ValueError
            For fewer than two codes, missing codes, or texts and codes of different number.
        """
        rows = self._learn_features(X)
        self.multilabel_ = np.ndim(y) == 2
        table = np.asarray(y)
        if len(table) != rows.shape[0]:
            raise ValueError(f"{rows.shape[0]} texts but {len(table)} codes; wanted one code a text")
        if groups is None:
            groups = near_duplicates(field_texts(X, self.field) if isinstance(X, pd.DataFrame) else list(X))
        group = pd.factorize(np.asarray(groups))[0]
        if self.multilabel_:
            names = y.columns if isinstance(y, pd.DataFrame) else range(table.shape[1])
            self.classes_ = np.asarray(names)
            self.heads_ = [self._head(rows, _flags(column), group) for column in table.T]
        else:
            self.classes_, codes = _coded(table)
            self.heads_ = [self._head(rows, codes, group)]
        return self

    def predict(self, X: Texts) -> NDArray[np.object_]:
        """The code of each text; of a multi-label item a table of 0 and 1."""
        best = [scores.argmax(axis=1) for scores in self._scores(X)]
        return np.column_stack(best) if self.multilabel_ else self.classes_[best[0]]

    def predict_proba(self, X: Texts) -> Floats:
        """Calibrated probabilities, a column a class; of a multi-label item each label's own."""
        made = [head.probabilities(scores) for head, scores in zip(self.heads_, self._scores(X), strict=True)]
        return np.column_stack([found[:, 1] for found in made]) if self.multilabel_ else made[0]

    def decision_function(self, X: Texts) -> Floats:
        """Decision values, a column a class; with two classes one column, as in scikit-learn."""
        scores = self._scores(X)
        if self.multilabel_:
            return np.column_stack([found[:, 1] for found in scores])
        return scores[0][:, 1] if scores[0].shape[1] == 2 else scores[0]

    def transform(self, X: Texts) -> sparse.csr_matrix:
        """The features of the texts."""
        check_is_fitted(self, "words_")
        blocks = [self.words_.transform(X)]
        if self.framing:
            blocks.append(_unit(self.scaler_.transform(self.framing_.transform(X))))
        return sparse.csr_matrix(sparse.hstack(blocks))

    def _learn_features(self, X: Texts) -> sparse.csr_matrix:
        self.words_ = FrameWords(self.views, reach=self.reach, field=self.field)
        rows = self.words_.fit_transform(X)
        if not self.framing:
            return rows
        if not isinstance(X, pd.DataFrame):
            raise ValueError(f"framing=True reads articles: wanted a DataFrame with 'text'; got {type(X).__name__}")
        self.framing_ = FramingFeatures().fit(X)
        found = self.framing_.transform(X)
        self.scaler_ = StandardScaler().fit(found)
        return sparse.csr_matrix(sparse.hstack([rows, _unit(self.scaler_.transform(found))]))

    def _machine(self) -> LinearSVC:
        return LinearSVC(C=self.C, class_weight=self.class_weight, random_state=self.seed, max_iter=_ITERATIONS)

    def _head(self, rows: sparse.csr_matrix, codes: Integers, group: Integers) -> _Head:
        n_splits = min(_FOLDS, int(group.max()) + 1)
        fold = grouped_folds(codes, group, n_splits, self.seed)
        held = np.full((len(codes), codes.max() + 1), _UNSEEN)
        for number in range(n_splits):
            test = fold == number
            seen = np.unique(codes[~test])
            if len(seen) > 1:
                machine = self._machine().fit(rows[~test], codes[~test])
                held[np.ix_(test, seen)] = _wide(machine.decision_function(rows[test]))
        return _Head(self._machine().fit(rows, codes), *calibrate(held, codes))

    def _scores(self, X: Texts) -> list[Floats]:
        check_is_fitted(self, "heads_")
        rows = self.transform(X)
        return [_wide(head.machine.decision_function(rows)) for head in self.heads_]

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.classifier_tags.multi_label = True
        return tags


@dataclass(frozen=True, eq=False)
class _Head:
    """A machine and how its decision values become probabilities."""

    machine: LinearSVC
    slope: float
    shift: Floats

    def probabilities(self, scores: Floats) -> Floats:
        return np.asarray(softmax(self.slope * scores + self.shift, axis=1))


def _wide(scores: Floats) -> Floats:
    """Decision values with a column for every class, also where there are two."""
    return np.column_stack([-scores, scores]) if scores.ndim == 1 else scores


def _unit(dense: Floats) -> sparse.csr_matrix:
    """Rows of equal length, shorter than those of words."""
    return normalize(sparse.csr_matrix(dense)) * _FRAMING


def _coded(values: NDArray[np.generic]) -> tuple[NDArray[np.generic], Integers]:
    missing = int(pd.isna(values).sum())
    if missing:
        raise ValueError(f"{missing} units have no code; leave them out before the call")
    classes, codes = np.unique(values, return_inverse=True)
    if len(classes) < 2:
        raise ValueError(f"wanted two different codes or more; got only {', '.join(map(str, classes)) or 'none'}")
    return classes, np.asarray(codes, dtype=np.int64)


def _flags(column: NDArray[np.generic]) -> Integers:
    values = set(np.unique(column).tolist())
    if values != {0, 1}:
        raise ValueError(f"a multi-label column wants both 0 and 1; got {sorted(values, key=str)}")
    return np.asarray(column, dtype=np.int64)


def calibrate(
    scores: Floats, codes: Integers, weights: Floats | None = None, *, firmness: float = _PRIOR
) -> tuple[float, Floats]:
    """Slope and shifts of the softmax under which the held-out codes are likeliest; `firmness` keeps shifts near 0."""
    k = scores.shape[1]
    chosen = np.eye(k)[codes]
    weigh = np.ones(len(codes)) if weights is None else weights
    n = weigh.sum()

    def loss(parameters: Floats) -> tuple[float, Floats]:
        slope, shift = np.exp(parameters[0]), parameters[1:]
        logs = log_softmax(slope * scores + shift, axis=1)
        gap = (np.exp(logs) - chosen) * weigh[:, None]
        value = -((logs * chosen).sum(axis=1) @ weigh) / n + firmness * (shift @ shift) / n
        return float(value), np.r_[slope * (gap * scores).sum() / n, gap.sum(axis=0) / n + 2 * firmness * shift / n]

    start = np.r_[0.0, np.zeros(k)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(-4.0, 4.0), *[(-10.0, 10.0)] * k]).x
    return float(np.exp(found[0])), np.asarray(found[1:])
