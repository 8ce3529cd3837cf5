"""How well a frame classifier reads: held-out predictions, their errors, and what more coding would bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone

from bingkai.measures.frame_classifier import FrameClassifier
from bingkai.measures.frame_groups import grouped_folds, unit_groups
from bingkai.measures.frame_scores import Draws, Held, overall, score_frame
from bingkai.measures.frame_units import TITLE_UNIT, coded_units, one_item
from bingkai.measures.frame_words import field_texts
from bingkai.schema import LEARNING_CURVE, build

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_BINS = 10


@dataclass(frozen=True, eq=False)
class FrameValidation:
    """A classifier, what it said of coded units it had not seen, and how often that was right.

    Attributes
    ----------
    item : str
    classes : list of str
    units : DataFrame
        A row a coded unit: unit_id, article_id, outlet, title and text as read by the classifier, value (the code),
        predicted, group (never torn apart), fold.
    probabilities : float (n_units, n_classes)
        Calibrated, held out.
    scores : FRAME_SCORES
    classifier : FrameClassifier
        Trained on all coded units.
    seed : int
    """

    item: str
    classes: list[str]
    units: pd.DataFrame
    probabilities: Floats
    scores: pd.DataFrame
    classifier: FrameClassifier
    seed: int

    @property
    def titles(self) -> bool:
        """Headlines were coded, not articles."""
        return bool(self.units["unit_id"].str.endswith(TITLE_UNIT).all())

    def to_frame(self) -> pd.DataFrame:
        """A copy of `scores`."""
        return self.scores.copy()

    def confusion(self) -> pd.DataFrame:
        """Coded units by code (rows) and held-out prediction (columns)."""
        table = pd.crosstab(self.units["value"], self.units["predicted"], rownames=["kode"], colnames=["prediksi"])
        return table.reindex(index=self.classes, columns=self.classes, fill_value=0)

    def calibration(self) -> pd.DataFrame:
        """Do probabilities mean what they say: `bin_low, mean_probability, share_right, n`, of the likeliest code."""
        top, right = self._likeliest()
        place = np.minimum((top * _BINS).astype(int), _BINS - 1)
        frame = pd.DataFrame({"bin_low": place / _BINS, "mean_probability": top, "share_right": right, "n": 1})
        columns = {"mean_probability": "mean", "share_right": "mean", "n": "sum"}
        return frame.groupby("bin_low", as_index=False).agg(columns)

    def _likeliest(self) -> tuple[Floats, Floats]:
        best = self.probabilities.argmax(axis=1)
        right = np.array(self.classes, dtype=object)[best] == self.units["value"].to_numpy(dtype=object)
        return self.probabilities.max(axis=1), right.astype(float)

    def learning_curve(
        self, sizes: Sequence[float] = (0.2, 0.4, 0.6, 0.8, 1.0), *, n_splits: int = 5, repeats: int = 3
    ) -> pd.DataFrame:
        """What fewer coded units would have reached: LEARNING_CURVE.

        Parameters
        ----------
        sizes : sequence of float
            Shares of the training part; groups are drawn whole.
        n_splits, repeats : int
            Folds, and how often units are drawn anew.
        """
        rows = []
        for share in sizes:
            found = [self._run(share, n_splits, self.seed + turn) for turn in range(repeats)]
            n = round(float(np.mean([run[0] for run in found])))
            for place, measure in ((1, "accuracy"), (2, "macro_f1")):
                values = [run[place] for run in found]
                rows.append((self.item, n, measure, float(np.mean(values)), min(values), max(values)))
        return build(dict(zip(LEARNING_CURVE.required, zip(*rows, strict=True), strict=True)), LEARNING_CURVE)

    def _run(self, share: float, n_splits: int, seed: int) -> tuple[float, float, float]:
        """Units learnt from, accuracy and macro-F1 of one repetition."""
        codes, group = self._codes(), self.units["group"].to_numpy()
        fold = grouped_folds(codes, group, n_splits, seed)
        chance = np.random.default_rng(seed).random(int(group.max()) + 1)[group]
        predicted, sizes = np.full(len(codes), -1), []
        for number in range(n_splits):
            test = np.flatnonzero(fold == number)
            others = fold != number
            train = np.flatnonzero(others & (chance <= max(share, chance[others].min())))  # one group at least
            sizes.append(len(train))
            predicted[test] = fit_predict(self.classifier, self.units, codes, group, train, test)[0]
        accuracy, macro_f1 = overall(codes, predicted, len(self.classes))
        return float(np.mean(sizes)), accuracy, macro_f1

    def _codes(self) -> Integers:
        place = {name: number for number, name in enumerate(self.classes)}
        return np.array([place[value] for value in self.units["value"]], dtype=np.int64)

    def __repr__(self) -> str:
        return f"<FrameValidation of {self.item!r}: {self.describe('en')}>"

    def describe(self, lang: str = "id") -> str:
        """The sentence without which the scores cannot be read."""
        value = self.scores[self.scores["class"].isna()].set_index("measure")["value"]
        n, n_groups = len(self.units), self.units["group"].nunique()
        folds = self.units["fold"].nunique()
        if lang == "id":
            return (
                f"{n} unit terkode, {len(self.classes)} kode; disisihkan dalam {folds} lipatan, {n_groups} kelompok "
                f"(peristiwa, artikel, teks hampir sama) tidak terbagi; makro-F1 {_id(value['macro_f1'])}, akurasi "
                f"{_id(value['accuracy'])} (kode terbanyak saja: {_id(value['majority_accuracy'])}); seed {self.seed}"
            )
        return (
            f"{n} coded units, {len(self.classes)} codes; held out in {folds} folds, {n_groups} groups (events, "
            f"articles, near-duplicates) kept whole; macro-F1 {value['macro_f1']:.3f}, accuracy "
            f"{value['accuracy']:.3f} (commonest code alone: {value['majority_accuracy']:.3f}); seed {self.seed}"
        )

    def _repr_html_(self) -> str:
        shown = self.scores.pivot(index="class", columns="measure", values="value").loc[
            self.classes, ["precision", "recall", "f1"]
        ]
        return f"{shown.round(2).to_html()}<p>{self.describe()}</p>"


def _id(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")


def cross_validate_frames(
    codes: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    item: str | None = None,
    classifier: FrameClassifier | None = None,
    groups: str | Mapping[str, object] | None = None,
    texts: Mapping[str, str] | None = None,
    n_splits: int = 5,
    n_resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 7,
) -> FrameValidation:
    """Train a classifier on coded units and measure its error on units it has not seen.

    Parameters
    ----------
    codes : CODES
        One code a unit and item: one coder's, or those of `adjudicate`.
    articles : ARTICLES
    item : str, optional
        Needed where the codes have several. Of a multi-label codebook each item (yes, no) is validated apart.
    classifier : FrameClassifier, optional
        By default one that reads headlines where headlines were coded, else headline and text.
    groups : str or mapping, optional
        What may not be torn apart: a column of the articles, or unit_id to group. By default near-duplicates, and
        units of the same article, `copy_group` and `event_id` where there are such columns.
    texts : mapping, optional
        unit_id to text, for units that are neither articles nor headlines.
    n_splits : int
    n_resamples : int
        Bootstrap draws of groups, for the intervals.
    confidence : float
    seed : int

    Returns
    -------
    FrameValidation

    Raises
    ------
    ValueError
        For an unknown item, units without an article, or fewer than two codes.
    SchemaError
        If a unit has more than one code.

    Notes
    -----
    Intervals resample groups with their held-out predictions; the classifier is not trained anew, so they leave out how
    much it would change with other coded units. Agreement of coders is a ceiling: what two coders read differently no
    classifier can learn.
    """
    chosen = one_item(codes, item)
    units = coded_units(chosen, articles, texts)
    classes, code = np.unique(units["value"].to_numpy(dtype=object), return_inverse=True)
    name = str(chosen["item"].iloc[0])
    if len(classes) < 2:
        raise ValueError(f"item {name!r} has only the code {classes[0]!r}; wanted two or more")
    model = classifier or _default(units, seed)
    group = _groups(units, groups, model)
    n_splits = min(n_splits, int(group.max()) + 1)
    if n_splits < 2:
        raise ValueError("all coded units belong to one group; wanted two groups or more to hold some out")
    fold = grouped_folds(code, group, n_splits, seed)
    predicted, probabilities = np.full(len(code), -1), np.zeros((len(code), len(classes)))
    for number in range(n_splits):
        train, test = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        predicted[test], probabilities[test] = fit_predict(model, units, code, group, train, test)
    held = units.assign(predicted=pd.Series(classes[predicted], dtype="str"), group=group, fold=fold)
    draws = Draws(n_resamples, confidence, seed)
    scores = score_frame(Held(name, [str(c) for c in classes], code, predicted, probabilities, group), draws)
    final = clone(model).fit(units, units["value"].to_numpy(dtype=object), group)
    return FrameValidation(name, [str(c) for c in classes], held, probabilities, scores, final, seed)


def _default(units: pd.DataFrame, seed: int) -> FrameClassifier:
    headlines = bool(units["unit_id"].str.endswith(TITLE_UNIT).all())
    return FrameClassifier("title" if headlines else "both", seed=seed)


def _groups(units: pd.DataFrame, groups: str | Mapping[str, object] | None, model: FrameClassifier) -> Integers:
    if groups is None:
        return unit_groups(units, field_texts(units, model.field))
    if isinstance(groups, str):
        if groups not in units.columns:
            raise ValueError(f"no column {groups!r} in the articles; got {', '.join(units.columns)}")
        own = units[groups]
    else:
        own = units["unit_id"].map(dict(groups))
    alone = own.isna().to_numpy()
    number = pd.factorize(own)[0]
    number[alone] = number.max() + 1 + np.arange(int(alone.sum()))
    return np.unique(number, return_inverse=True)[1].astype(np.int64)


def fit_predict(
    model: FrameClassifier, units: pd.DataFrame, code: Integers, group: Integers, train: Integers, test: Integers
) -> tuple[Integers, Floats]:
    """Codes and probabilities of the test units by a model of the training units; a class not seen there gets 0."""
    seen = np.unique(code[train])
    probabilities = np.zeros((len(test), int(code.max()) + 1))
    if len(seen) == 1:
        probabilities[:, seen[0]] = 1
        return np.full(len(test), seen[0]), probabilities
    fitted = clone(model).fit(units.iloc[train], code[train], group[train])
    probabilities[:, seen] = fitted.predict_proba(units.iloc[test])
    return np.asarray(fitted.predict(units.iloc[test]), dtype=np.int64), probabilities
