"""Dispersion: is a word spread over the parts of a corpus, or does it come in lumps?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csc_array

Floats = NDArray[np.float64]


def dispersion(counts: Any, sizes: ArrayLike) -> pd.DataFrame:
    """How evenly words are spread over the parts of a corpus, as a rule its articles.

    Parameters
    ----------
    counts : array or sparse array (n_parts, n_words)
        How often each word stands in each part.
    sizes : array-like (n_parts,)
        Words of each part, above 0.

    Returns
    -------
    DataFrame
        A row a word (NaN where it never occurs, except `range`):

        - range : parts that have the word
        - sd, vc : standard deviation of its frequencies over the parts (of the population), and over their mean
        - juilland_d : Juilland's D, of the relative frequencies: 1 even, towards 0 lumped
        - rosengren_s : Rosengren's S: 1 even
        - dp : Gries's deviation of proportions: 0 even, towards 1 lumped
        - dp_norm : dp over its greatest possible value
        - kl : Kullback-Leibler divergence of the word's parts from the sizes, bits: 0 even

    Notes
    -----
    A word with few occurrences in many parts must miss most of them, so DP is near 1 for every rare word: compare
    words of similar frequency, and read the range beside it.

    References
    ----------
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. International Journal of Corpus Linguistics
    13. Lijffijt, J. and Gries, S. Th. (2012). Correction to "Dispersions and adjusted frequencies in corpora". Ibid.
    17.

    Examples
    --------
    >>> table = dispersion([[2, 4], [2, 0]], [100, 100])
    >>> table[["range", "dp", "dp_norm"]].to_numpy().tolist()
    [[2.0, 0.0, 0.0], [1.0, 0.5, 1.0]]
    """
    table, size = _checked(counts, sizes)
    share = size / size.sum()
    total = np.asarray(table.sum(axis=0), dtype=float).ravel()
    n = len(size)
    with np.errstate(divide="ignore", invalid="ignore"):
        sd = np.sqrt(np.maximum(_column_sums(table, table.data**2) / n - (total / n) ** 2, 0))
        rate = table.data / size[table.indices]
        mean_rate = _column_sums(table, rate) / n
        rate_sd = np.sqrt(np.maximum(_column_sums(table, rate**2) / n - mean_rate**2, 0))
        spread = _column_sums(table, np.sqrt(share[table.indices] * table.data)) ** 2 / total
    dp = deviation_of_proportions(table, share)
    made = pd.DataFrame(
        {
            "range": np.diff(table.indptr).astype(np.int64), "sd": sd, "vc": _over(sd, total / n),
            "juilland_d": 1 - _over(rate_sd, mean_rate) / np.sqrt(max(n - 1, 1)), "rosengren_s": spread, "dp": dp,
            "dp_norm": _over(dp, np.full(len(dp), 1 - share.min())), "kl": _divergence(table, share, total),
        }
    )  # fmt: skip
    made.loc[total == 0, made.columns != "range"] = np.nan
    return made


def deviation_of_proportions(counts: csc_array, share: Floats) -> Floats:
    """DP of each column: half the sum of |share of the word - share of the words| over the parts; NaN where unused."""
    total = np.asarray(counts.sum(axis=0), dtype=float).ravel()
    where = share[counts.indices]
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.abs(counts.data / np.repeat(total, np.diff(counts.indptr)) - where) - where
        return np.where(total > 0, np.clip((_column_sums(counts, inside) + 1) / 2, 0, 1), np.nan)


def _checked(counts: Any, sizes: ArrayLike) -> tuple[csc_array, Floats]:
    table = csc_array(counts, dtype=float)
    table.sum_duplicates()
    table.eliminate_zeros()
    size = np.asarray(sizes, dtype=float)
    if table.shape[0] != len(size):
        raise ValueError(f"dispersion wants a size for each part; got {table.shape[0]} parts and {len(size)} sizes")
    if not (size > 0).all():
        raise ValueError(f"dispersion wants parts with words; part {int(np.argmin(size > 0))} has {size.min():g}")
    return table, size


def _column_sums(table: csc_array, values: Floats) -> Floats:
    """Sums of values that stand where the table has entries, by column."""
    column = np.repeat(np.arange(table.shape[1]), np.diff(table.indptr))
    return np.bincount(column, weights=values, minlength=table.shape[1]).astype(float)


def _over(values: Floats, scale: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(values / scale)


def _divergence(table: csc_array, share: Floats, total: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        part = table.data / np.repeat(total, np.diff(table.indptr))
    return _column_sums(table, part * np.log2(part / share[table.indices]))
