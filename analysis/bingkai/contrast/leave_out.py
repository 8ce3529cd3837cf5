"""How much one word tells of its outlet: the leave-out estimator of Gentzkow, Shapiro and Taddy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from tqdm import tqdm

from bingkai.contrast.correct import benjamini_hochberg
from bingkai.contrast.feature_table import make_sample, match, read_features
from bingkai.contrast.heldout import Integers, Matrix, Sample, shuffled_labels
from bingkai.contrast.resample import draw_weights, generator
from bingkai.schema import SEPARABILITY, SchemaError, build

Floats = NDArray[np.float64]


def leave_out_separability(
    features: pd.DataFrame,
    counts: Matrix,
    *,
    within: str = "event_id",
    n_permutations: int = 200,
    n_resamples: int = 1000,
    min_articles: int = 10,
    confidence: float = 0.95,
    seed: int = 7,
    progress: bool = True,
) -> pd.DataFrame:
    """How sure one single word makes a reader of which of two outlets it is from, averaged over what both wrote.

    Parameters
    ----------
    features : DataFrame
        A row an article: article_id, outlet and the column named by `within`.
    counts : sparse matrix
        Words (a column each) counted in each article, for instance by `CountVectorizer`; a row for each row of
        `features`.
    within : str
        Column of events: only events that both outlets covered are used, and labels are shuffled within them.
    n_permutations, n_resamples, seed : int
        Shuffles of labels; draws of events for intervals.
    min_articles : int
        Articles in shared events an outlet must have.
    confidence : float
    progress : bool

    Returns
    -------
    SEPARABILITY
        A row a pair of outlets (scope "pair", copies "in"):

        - accuracy, ci_low, ci_high: probability a reader who knows both outlets gives to the right one after one word;
          0.5 is no idea, 1 certainty
        - null_mean, null_low, null_high, p_value, q_value: the same with outlet labels shuffled within events
        - n_articles, n_events: those the pair shares

    Notes
    -----
    ``π = ½ mean_e Σ_w q(A,e,w) ρ(-e,w) + ½ mean_e Σ_w q(B,e,w) (1 - ρ(-e,w))`` where q is a word's share of the
    outlet's words in event e and ρ = q(A) / (q(A) + q(B)) from all other events. Leaving the event out takes away the
    upward bias that a plug-in estimate has when there are more words than text; words unseen elsewhere count ½. Values
    are close to 0.5 by nature: most words are nobody's. Shuffled labels beside it keep what each event is about.

    References
    ----------
    Gentzkow, Shapiro and Taddy (2019). Measuring group differences in high-dimensional choices: method and application
    to congressional speech. Econometrica 87.

    Examples
    --------
    >>> frame = pd.DataFrame({"article_id": [f"a{i:02}" for i in range(40)], "outlet": ["Harian", "Kabar"] * 20,
    ...     "event_id": [f"e{i // 2:02}" for i in range(40)]})
    >>> counts = csr_array([[3, 1, 4], [1, 3, 4]] * 20)
    >>> table = leave_out_separability(frame, counts, n_permutations=19, n_resamples=50, progress=False)
    >>> table[["outlet", "reference", "accuracy"]].round(3).values.tolist()
    [['Harian', 'Kabar', 0.562]]
    """
    if min(n_permutations, n_resamples) < 19:
        raise ValueError("n_permutations and n_resamples: wanted at least 19 each")
    if within not in features.columns:
        raise SchemaError(f"within={within!r} is no column of the features: match events first")
    table, _ = match(read_features(features, _whole_counts(counts), constant=True), within, min_articles)
    sample = make_sample(table, within)
    outlets = sorted(set(table.articles["outlet"]))
    if len(outlets) < 2:
        raise ValueError(f"{len(outlets)} outlets have {min_articles} articles or more in shared events; wanted two")
    rng = generator(seed, "leave out")
    null = np.stack([
        [_mean(_contributions(sample, labels, pair)) for pair in combinations(range(len(outlets)), 2)]
        for labels in tqdm(shuffled_labels(sample, n_permutations, rng), total=n_permutations, disable=not progress,
                           delay=3, desc="leave_out_separability", unit="shuffle")
    ])  # fmt: skip
    rows = [
        _row(sample, outlets, pair, null[:, j], (n_resamples, confidence, seed))
        for j, pair in enumerate(combinations(range(len(outlets)), 2))
    ]
    made = build({name: [row[name] for row in rows] for name in rows[0]}, SEPARABILITY)
    return made.assign(q_value=benjamini_hochberg(made["p_value"]))


def _whole_counts(counts: Matrix) -> csr_array:
    made = csr_array(counts)
    if made.nnz and ((made.data < 0).any() or (made.data != np.round(made.data)).any()):
        raise ValueError("counts wants whole numbers of 0 or more, as CountVectorizer gives them; got other values")
    return made.astype(np.float64)


def _cells(sample: Sample, labels: Integers, outlet: int) -> csr_array:
    """Words of the outlet in each event, (n_events, n_words)."""
    own = np.flatnonzero(labels == outlet)
    n_events = int(sample.event.max()) + 1
    gather = csr_array((np.ones(len(own)), (sample.event[own], own)), shape=(n_events, len(labels)))
    return csr_array(gather @ sample.features)


def _contributions(sample: Sample, labels: Integers, pair: tuple[int, int]) -> Floats:
    """What each shared event says for the first and for the second outlet of the pair: (2, n_events)."""
    a, b = (_cells(sample, labels, outlet) for outlet in pair)
    shared = np.flatnonzero((a.sum(axis=1) > 0) & (b.sum(axis=1) > 0))
    if not len(shared):
        return np.zeros((2, 0))
    a, b = a[shared], b[shared]
    return np.stack([_one_side(a, b), _one_side(b, a)])


def _one_side(own: csr_array, other: csr_array) -> Floats:
    """Σ_w q(own,e,w) ρ(-e,w) of each event."""
    cells = own.tocoo()
    event, word = cells.coords
    elsewhere = []
    for matrix, here in ((own, cells.data), (other, np.asarray(other[event, word]).ravel())):
        by_word, by_event = matrix.sum(axis=0), matrix.sum(axis=1)
        left = np.maximum(by_event.sum() - by_event, 1e-12)
        elsewhere.append((by_word[word] - here) / left[event])
    total = elsewhere[0] + elsewhere[1]
    rho = np.divide(elsewhere[0], total, out=np.full(len(word), 0.5), where=total > 0)
    said: Floats = np.bincount(event, cells.data * rho, own.shape[0]) / own.sum(axis=1)
    return said


def _mean(contributions: Floats) -> float:
    """π; ½ where the pair shares no event."""
    return float(contributions.mean()) if contributions.size else 0.5


def _row(
    sample: Sample, outlets: Sequence[str], pair: tuple[int, int], null: Floats, drawn: tuple[int, float, int]
) -> dict[str, object]:
    n_resamples, confidence, seed = drawn
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    found = _contributions(sample, sample.outlet, pair)
    n_events = found.shape[1]
    value, low, high, p_value = (np.nan,) * 4
    if n_events > 1:
        value = _mean(found)
        weights = draw_weights(generator(seed, *(outlets[k] for k in pair)), n_resamples, n_events)
        low, high = np.quantile(weights @ found.mean(axis=0) / n_events, tails)
        p_value = (1 + (null >= value - 1e-12).sum()) / (1 + len(null))
    null_low, null_high = np.quantile(null, tails)
    return {
        "scope": "pair", "outlet": outlets[pair[0]], "reference": outlets[pair[1]], "copies": "in", "accuracy": value,
        "ci_low": low, "ci_high": high, "null_mean": float(null.mean()), "null_low": null_low, "null_high": null_high,
        "p_value": p_value, "q_value": np.nan, "n_articles": _n_shared(sample, pair),
        "n_events": n_events, "note": "" if n_events > 1 else "tidak ada peristiwa bersama · no event shared",
    }  # fmt: skip


def _n_shared(sample: Sample, pair: tuple[int, int]) -> int:
    """Articles of the pair in events that both covered."""
    shared = np.intersect1d(*(sample.event[sample.outlet == outlet] for outlet in pair))
    return int((np.isin(sample.outlet, pair) & np.isin(sample.event, shared)).sum())
