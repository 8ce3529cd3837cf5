"""Units that must not be torn apart between training and testing: near-duplicates and one event's articles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer

Integers = NDArray[np.int64]

_BLOCK = 1_000
_OWN = ("event_id", "copy_group", "article_id")


def near_duplicates(texts: Sequence[str], *, threshold: float = 0.6) -> Integers:
    """Number texts so that those with nearly the same words share a number.

    Parameters
    ----------
    texts : sequence of str
    threshold : float
        Cosine of character 4-grams (TF-IDF) from which two texts belong together; groups chain.

    Returns
    -------
    ndarray of int
        From 0, in the order of the texts.

    Examples
    --------
    >>> near_duplicates(["Harga beras naik lagi", "Harga beras naik lagi!", "Banjir di Tegalayu"]).tolist()
    [0, 0, 1]
    """
    if not any(text.strip() for text in texts):
        return np.arange(len(texts))
    rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4)).fit_transform(texts)
    links = []
    for begin in range(0, len(texts), _BLOCK):
        likeness = (rows[begin : begin + _BLOCK] @ rows.T).tocoo()
        close = likeness.data >= threshold
        links.append(np.array([likeness.row[close] + begin, likeness.col[close]]))
    return _joined(np.hstack(links), len(texts))


def unit_groups(units: pd.DataFrame, texts: Sequence[str]) -> Integers:
    """Near-duplicates together, and units of one article, copy group or event where the columns say so."""
    number = near_duplicates(texts)
    links = [np.array([np.arange(len(units)), _first_of(pd.Series(number))])]
    for column in _OWN:
        if column in units.columns:
            known = np.flatnonzero(units[column].notna())
            links.append(np.array([known, known[_first_of(units[column].iloc[known])]]))
    return _joined(np.hstack(links), len(units))


def _first_of(values: pd.Series) -> Integers:
    """For each value the position where it stands first."""
    code = pd.factorize(values)[0]
    return np.asarray(np.unique(code, return_index=True)[1][code] if len(code) else code, dtype=np.int64)


def _joined(links: Integers, n: int) -> Integers:
    graph = sparse.coo_matrix((np.ones(links.shape[1]), (links[0], links[1])), shape=(n, n))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def grouped_folds(labels: Integers, groups: Integers, n_splits: int, seed: int) -> Integers:
    """A fold for each unit: groups stay whole and classes are spread as evenly as groups allow.

    Unlike scikit-learn's StratifiedGroupKFold it takes classes with fewer units than folds.
    """
    rng = np.random.default_rng(seed)
    group = np.unique(groups, return_inverse=True)[1]
    counts = np.zeros((group.max() + 1, labels.max() + 1))
    np.add.at(counts, (group, labels), 1)
    share = counts / counts.sum(axis=0).clip(min=1)
    order = rng.permutation(len(counts))
    order = order[np.argsort(-share[order].max(axis=1), kind="stable")]
    held = np.zeros((n_splits, counts.shape[1]))
    size = np.zeros(n_splits)
    fold = np.zeros(len(counts), dtype=np.int64)
    for place in order:
        crowd = held @ share[place] + 1e-6 * size
        fold[place] = int(np.argmin(crowd))
        held[fold[place]] += share[place]
        size[fold[place]] += counts[place].sum()
    return np.asarray(fold[group])
