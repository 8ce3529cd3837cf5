"""Can an outlet be told from how it frames: articles of held-out events, put to outlets by their features alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from bingkai.contrast.correct import benjamini_hochberg
from bingkai.contrast.feature_table import FeatureTable, make_sample, match, read_features, without_copies
from bingkai.contrast.heldout import (
    Accuracies,
    Matrix,
    Sample,
    accuracies,
    held_out_scores,
    make_folds,
    resampled_accuracies,
    resampled_coefficients,
    shuffled_labels,
)
from bingkai.contrast.notes import Note, note_care_events, note_few_articles, write_notes
from bingkai.contrast.resample import generator
from bingkai.contrast.separability_result import Separability, Settings
from bingkai.schema import COEFFICIENTS, SEPARABILITY, SchemaError, build

FEW_EVENTS = 40
FEW_ARTICLES = 30
COPIES = ("both", "in", "out")
Row = dict[str, object]


def separability(
    features: pd.DataFrame,
    matrix: Matrix | None = None,
    *,
    names: Sequence[str] | None = None,
    within: str | None = "event_id",
    copies: str = "both",
    strength: float | None = None,
    n_splits: int = 5,
    n_permutations: int = 200,
    n_resamples: int = 200,
    min_articles: int = 10,
    confidence: float = 0.95,
    seed: int = 7,
    progress: bool = True,
) -> Separability:
    """Can it be told from its features alone which outlet an article is from, better than with shuffled labels?

    Parameters
    ----------
    features : DataFrame
        MEASURES (a measure's rate is a feature), or a row an article: article_id, outlet, event_id and numeric columns,
        as `FramingFeatures` gives them. With `copy_group`, results are given with and without copies.
    matrix : sparse or dense matrix, optional
        Other features, for instance words from `TfidfVectorizer`: a row for each row of `features`, whose numeric
        columns are then not used.
    names : sequence of str, optional
        Names of the matrix's columns.
    within : str or None
        Column of events: only events of two outlets or more are used, an event is never in training and in test at
        once, labels are shuffled within events. None: all articles, each for itself.
    copies : {"both", "in", "out"}
        With copied articles, without them, or both; needs the column `copy_group`, else "in" is all there is.
    strength : float, optional
        C of the logistic regression, larger fits closer; 0.1 for standardised features, 10 for a sparse matrix.
    n_splits : int
        Folds; with fewer events, an event a fold (leave one event out).
    n_permutations, n_resamples, seed : int
        Shuffles of labels; draws of events for intervals.
    min_articles : int
        Articles in shared events an outlet must have.
    confidence : float
        Of the intervals.
    progress : bool
        Show a progress bar when it takes more than a few seconds.

    Returns
    -------
    Separability
        `.to_frame()` is SEPARABILITY:

        - scope: overall (mean over outlets), outlet (its articles put to it, among all outlets), pair (the two outlets
          told apart by the same model); outlet, reference: which
        - copies: in or out
        - accuracy, ci_low, ci_high: share of held-out articles put to their outlet, outlets weighing the same, 0 to 1
        - null_mean, null_low, null_high: the same with outlet labels shuffled
        - p_value: share of shuffles at least as accurate; q_value: Benjamini-Hochberg over outlets and pairs
        - n_articles, n_events; note

        `.coefficients` is COEFFICIENTS: log odds of an outlet against the mean of the others for one standard deviation
        of the feature, with an interval from events drawn with replacement. `.null` holds the accuracy of each shuffle.

    Raises
    ------
    SchemaError
        A column is missing.
    ValueError
        Fewer than two outlets have enough articles in shared events, or a setting cannot be.

    Notes
    -----
    In high dimensions two samples of one and the same outlet seem to differ when a model is judged on what it was
    fitted to; hence held-out events, and the same procedure on shuffled labels beside every number: what counts is the
    distance from it. Shuffling keeps each event's number of articles by outlet, so that what an outlet chooses to
    cover is in the null as well. The interval keeps the fitted models, so it lacks the uncertainty of fitting.
    Coefficients are shrunk towards 0, and features that go together share theirs: a feature near 0 may still differ
    (`compare_outlets` says so feature by feature). A missing rate (base 0) is filled with the mean of the training
    events.

    Known bias: bylines, datelines and other signatures that were not stripped make any outlet recognisable; so does
    length where features are not rates.

    References
    ----------
    Gentzkow, Shapiro and Taddy (2019). Measuring group differences in high-dimensional choices: method and application
    to congressional speech. Econometrica 87. Ojala and Garriga (2010). Permutation tests for studying classifier
    performance. JMLR 11.

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> frame = pd.DataFrame({"article_id": [f"a{i:03}" for i in range(80)], "outlet": ["Harian", "Kabar"] * 40,
    ...     "event_id": [f"e{i // 2:02}" for i in range(80)], "jarak": rng.normal(size=80) + [0, 2] * 40,
    ...     "panjang": rng.normal(size=80)})
    >>> hasil = separability(frame, n_permutations=19, n_resamples=50, progress=False)
    >>> overall = hasil.to_frame().iloc[0]
    >>> bool(overall["accuracy"] > 0.75), float(overall["p_value"]), hasil.coefficients["feature"].tolist()[:2]
    (True, 0.05, ['jarak', 'panjang'])
    """
    table = read_features(features, matrix, names)
    if strength is None:
        strength = 0.1 if isinstance(table.features, np.ndarray) else 10.0
    asked = Settings(within, strength, n_splits, n_permutations, n_resamples, min_articles, confidence, seed)
    _check(asked, table, copies)
    made: list[Row] = []
    null, kept = [], []
    for which in _copies_to_try(table, copies):
        chosen, left_out = match(table if which == "in" else without_copies(table), within, min_articles)
        sample = make_sample(chosen, within)
        _require_outlets(sample, left_out, asked)
        rows, shuffles = _tell_apart(chosen, sample, which, asked, progress)
        made += rows
        null.append(shuffles)
        kept.append((chosen, sample, left_out))
    chosen, sample, left_out = kept[0]
    outlets = sorted(set(chosen.articles["outlet"]))
    return Separability(
        table=_scores_table(made),
        coefficients=_coefficient_table(sample, chosen, outlets, asked),
        null=pd.concat(null, ignore_index=True),
        outlets=outlets,
        left_out=left_out,
        n_features=len(table.names),
        n_constant=table.n_constant,
        n_gaps=chosen.n_gaps,
        settings=asked,
    )


def _check(asked: Settings, table: FeatureTable, copies: str) -> None:
    if asked.within is not None and asked.within not in table.articles.columns:
        got = ", ".join(map(str, table.articles.columns))
        raise SchemaError(f"within={asked.within!r} is no column of the features; got {got}; match events first or "
                          "pass within=None")  # fmt: skip
    if copies not in COPIES:
        raise ValueError(f"copies={copies!r}: wanted one of {', '.join(COPIES)}")
    if copies == "out" and "copy_group" not in table.articles.columns:
        raise SchemaError("copies='out' wants the column 'copy_group': call mark_copies on the articles first")
    for name, value, least in (("n_splits", asked.n_splits, 2), ("n_permutations", asked.n_permutations, 19),
                               ("n_resamples", asked.n_resamples, 19), ("min_articles", asked.min_articles, 2),
                               ("seed", asked.seed, 0)):  # fmt: skip
        if value < least:
            raise ValueError(f"{name} {value}: wanted at least {least}")
    if not 0.5 <= asked.confidence < 1:
        raise ValueError(f"confidence {asked.confidence}: wanted 0.5 to below 1, as 0.95")
    if not asked.strength > 0:
        raise ValueError(f"strength {asked.strength}: wanted a number above 0")


def _copies_to_try(table: FeatureTable, copies: str) -> list[str]:
    if copies != "both":
        return [copies]
    known = "copy_group" in table.articles.columns and bool(table.articles["copy_group"].notna().any())
    return ["in", "out"] if known else ["in"]


def _require_outlets(sample: Sample, left_out: list[str], asked: Settings) -> None:
    n_events = len(np.unique(sample.event))
    if sample.n_outlets < 2 or n_events < 2:
        where = "in events that they share" if asked.within else "each"
        names = f"; too few: {', '.join(left_out)}" if left_out else ""
        raise ValueError(
            f"{sample.n_outlets} outlets have {asked.min_articles} articles or more {where}; wanted two{names}. "
            "Match events more widely, lower min_articles or pass within=None"
        )


def _tell_apart(
    chosen: FeatureTable, sample: Sample, which: str, asked: Settings, progress: bool
) -> tuple[list[Row], pd.DataFrame]:
    """Rows of SEPARABILITY for these articles, and the accuracies with shuffled labels."""
    folds = make_folds(sample, asked.n_splits, asked.seed)
    ones = np.ones((1, len(sample.outlet)))
    scores = held_out_scores(sample, folds, sample.outlet, asked.strength)
    found = _flat(accuracies(scores, sample.outlet, ones))[0]
    drawn = _flat(resampled_accuracies(sample, scores, asked.n_resamples, generator(asked.seed, "events", which)))
    labels = shuffled_labels(sample, asked.n_permutations, generator(asked.seed, "shuffles", which))
    bar = tqdm(labels, total=asked.n_permutations, disable=not progress, delay=3, desc="separability", unit="shuffle")
    null = np.concatenate(
        [_flat(accuracies(held_out_scores(sample, folds, label, asked.strength), label, ones)) for label in bar]
    )
    keys = list(_keys(sorted(set(chosen.articles["outlet"])), which))
    rows = [
        key | _numbers(found[j], drawn[:, j], null[:, j], asked.confidence) | _sizes(key, chosen, asked.within)
        for j, key in enumerate(keys)
    ]
    return rows, _null_table(keys, null)


def _flat(found: Accuracies) -> NDArray[np.float64]:
    """Columns in the order of `_keys`: overall, outlets, pairs."""
    return np.concatenate([found.overall[:, None], found.outlets, found.pairs], axis=1)


def _keys(outlets: Sequence[str], which: str) -> Iterator[Row]:
    yield {"scope": "overall", "outlet": None, "reference": None, "copies": which}
    for outlet in outlets:
        yield {"scope": "outlet", "outlet": outlet, "reference": None, "copies": which}
    for a, b in combinations(outlets, 2):
        yield {"scope": "pair", "outlet": a, "reference": b, "copies": which}


def _numbers(
    found: float, drawn: NDArray[np.float64], null: NDArray[np.float64], confidence: float
) -> dict[str, object]:
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    low, high = np.nanquantile(drawn, tails)
    null_low, null_high = np.quantile(null, tails)
    extreme = 1 + int((null >= found - 1e-12).sum())
    return {"accuracy": float(found), "ci_low": low, "ci_high": high, "null_mean": float(null.mean()),
            "null_low": null_low, "null_high": null_high, "p_value": extreme / (1 + len(null))}  # fmt: skip


def _sizes(key: Row, chosen: FeatureTable, within: str | None) -> Row:
    names = [name for name in (key["outlet"], key["reference"]) if name is not None]
    own = chosen.articles[chosen.articles["outlet"].isin(names)] if names else chosen.articles
    n_events = 0 if within is None else int(own[within].nunique())
    care: list[Note] = [note_care_events(n_events)] if within is not None and n_events < FEW_EVENTS else []
    fewest = int(own["outlet"].value_counts().min())
    if fewest < FEW_ARTICLES:
        care.append(note_few_articles(fewest))
    return {"n_articles": len(own), "n_events": n_events, "note": write_notes(care)}


def _null_table(keys: Sequence[Row], null: NDArray[np.float64]) -> pd.DataFrame:
    n = len(null)
    names = ("scope", "outlet", "reference", "copies")
    columns = {name: pd.Series([key[name] for key in keys], dtype="str").repeat(n).to_numpy() for name in names}
    return pd.DataFrame(columns | {"accuracy": null.T.ravel()})


def _scores_table(rows: Sequence[Row]) -> pd.DataFrame:
    columns: dict[str, Sequence[object]] = {name: [row[name] for row in rows] for name in rows[0]}
    table = build(columns | {"q_value": [np.nan] * len(rows)}, SEPARABILITY)
    parts = table["scope"] != "overall"
    for which in table["copies"].unique():
        family = (parts & (table["copies"] == which)).to_numpy()
        table.loc[family, "q_value"] = benjamini_hochberg(table.loc[family, "p_value"])
    return table


def _coefficient_table(
    sample: Sample, chosen: FeatureTable, outlets: Sequence[str], asked: Settings
) -> pd.DataFrame:  # fmt: skip
    rng = generator(asked.seed, "coefficients")
    found, drawn = resampled_coefficients(sample, asked.strength, asked.n_resamples, rng)
    low, high = np.quantile(drawn, [(1 - asked.confidence) / 2, (1 + asked.confidence) / 2], axis=0)
    m = len(chosen.names)
    return build(
        {
            "outlet": np.repeat(np.array(outlets, dtype=object), m).tolist(),
            "feature": list(chosen.names) * len(outlets), "coefficient": found.ravel().tolist(),
            "ci_low": low.ravel().tolist(), "ci_high": high.ravel().tolist(),
        },
        COEFFICIENTS,
    )  # fmt: skip
