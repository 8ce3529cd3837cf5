"""Word 5-grams of texts as integers, and which texts share how many of them.

Every 5-gram becomes one 64-bit number that depends on its words only: not on the order of the articles, not on the
run. Candidates for copies are found on a sketch, a fixed share of all numbers (MinHash with a fixed scale instead of a
fixed size, which unlike the usual one also estimates containment; Broder 1997, Irber et al. 2022); the pairs are then
counted exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

N_GRAM = 5
_WORD = re.compile(r"\w+")
_SAMPLED = 4  # one number in four is in the sketch
FREQUENT = 100
"""A 5-gram in more articles than this leads to the first of them only."""
_ROWS = 2_000
_PAIRS = 20_000
_MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F],
    dtype=np.uint64,
)

Integers = NDArray[np.int64]
Numbers = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Shingles:
    """The distinct 5-grams of many texts, those that occur in two or more texts as a matrix.

    Attributes
    ----------
    size : int64 (n_texts,)
        Number of distinct 5-grams of each text.
    shared : csr_matrix (n_texts, n_shared)
        1 where a text has a 5-gram that another text has as well.
    sampled : bool (n_shared,)
        The 5-gram is in the sketch.
    """

    size: Integers
    shared: sparse.csr_matrix
    sampled: NDArray[np.bool_]


def words_of(text: str) -> list[str]:
    """Lower-cased words of a text, punctuation left out.

    Examples
    --------
    >>> words_of("Harga turun, kata Bu Sari.")
    ['harga', 'turun', 'kata', 'bu', 'sari']
    """
    return _WORD.findall(text.lower())


def hash_grams(texts: Sequence[Sequence[str]]) -> tuple[Numbers, Integers]:
    """The 5-grams of each text in reading order, as numbers, and where each text's numbers begin (n_texts + 1).

    Examples
    --------
    >>> grams, begins = hash_grams([words_of("satu dua tiga empat lima enam"), words_of("Satu dua tiga, empat lima!")])
    >>> begins.tolist(), bool(grams[0] == grams[2])
    ([0, 2, 3], True)
    """
    lengths = np.array([len(words) for words in texts], dtype=np.int64)
    codes, vocabulary = pd.factorize(np.array([word for words in texts for word in words], dtype=object))
    hashed = pd.util.hash_array(np.asarray(vocabulary, dtype=object), categorize=False)[codes]
    n_windows = max(0, len(hashed) - N_GRAM + 1)
    mixed = np.zeros(n_windows, dtype=np.uint64)
    for place, multiplier in enumerate(_MULTIPLIERS):
        mixed += hashed[place : place + n_windows] * multiplier
    mixed ^= mixed >> np.uint64(31)
    mixed *= _MULTIPLIERS[0]
    mixed ^= mixed >> np.uint64(29)
    ends = np.cumsum(lengths)
    inside = _positions(ends - lengths, np.maximum(0, lengths - N_GRAM + 1))
    return mixed[inside], np.concatenate([[0], np.cumsum(np.maximum(0, lengths - N_GRAM + 1))]).astype(np.int64)


def _positions(begins: Integers, counts: Integers) -> Integers:
    """begins[i], begins[i] + 1, … (counts[i] of them) for every i, one after the other."""
    before = np.cumsum(counts) - counts
    return np.repeat(begins - before, counts) + np.arange(int(counts.sum()))


def find_shingles(batches: Iterable[Sequence[str]]) -> Shingles:
    """Distinct 5-grams of texts given in batches; a batch is all that is held as words at one time."""
    grams: list[Numbers] = []
    sizes: list[Integers] = []
    for batch in batches:
        numbers, size = distinct_grams([words_of(text) for text in batch])
        grams.append(numbers)
        sizes.append(size)
    size = np.concatenate(sizes) if sizes else np.zeros(0, dtype=np.int64)
    return share_grams(np.concatenate(grams) if grams else np.zeros(0, dtype=np.uint64), size)


def distinct_grams(texts: Sequence[Sequence[str]]) -> tuple[Numbers, Integers]:
    """The distinct 5-grams of each text, in ascending order, text after text; and how many each text has."""
    numbers, begins = hash_grams(texts)
    text = np.repeat(np.arange(len(texts)), np.diff(begins))
    order = np.lexsort((numbers, text))
    numbers, text = numbers[order], text[order]
    first = np.ones(len(numbers), dtype=bool)
    first[1:] = (numbers[1:] != numbers[:-1]) | (text[1:] != text[:-1])
    return numbers[first], np.bincount(text[first], minlength=len(texts)).astype(np.int64)


def in_sketch(grams: Numbers) -> NDArray[np.bool_]:
    """Which of the 5-grams belong to the sketch."""
    sampled: NDArray[np.bool_] = grams % np.uint64(_SAMPLED) == 0
    return sampled


def expected_in_sketch(size: Integers) -> NDArray[np.float64]:
    """How many 5-grams of a text of that many distinct ones are expected in its sketch; at least one."""
    return np.maximum(1, size / _SAMPLED)


def share_grams(grams: Numbers, size: Integers) -> Shingles:
    """The texts' distinct 5-grams, text after text, `size` of each, as a matrix of those that two texts have."""
    ordered = np.sort(grams)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    del ordered
    column = np.searchsorted(twice, grams)
    column[column == len(twice)] = 0
    hit = twice[column] == grams if len(twice) else np.zeros(len(grams), dtype=bool)
    text = np.repeat(np.arange(len(size), dtype=np.int32), size)[hit]
    kept = column[hit].astype(np.int32)
    shared = sparse.csr_matrix((np.ones(len(kept), dtype=np.int32), (text, kept)), shape=(len(size), len(twice)))
    return Shingles(size, shared, in_sketch(twice))


def candidate_pairs(shingles: Shingles, at_least: float) -> tuple[Integers, Integers]:
    """Pairs (first < second) whose sketches share `at_least` of the shorter one; no pair is looked at without a
    5-gram in common."""
    sketch = shingles.shared[:, shingles.sampled]
    expected = expected_in_sketch(shingles.size)
    frequent = np.asarray(sketch.getnnz(axis=0)) > FREQUENT
    found = [_overlaps_with_first(sketch[:, frequent])]
    rare = sketch[:, ~frequent].tocsr()
    found += [_overlaps(rare, start) for start in range(0, rare.shape[0], _ROWS)]
    total = sparse.coo_matrix(
        (np.concatenate([f[2] for f in found]), tuple(np.concatenate([f[i] for f in found]) for i in (0, 1))),
        shape=(len(expected), len(expected)),
    ).tocsr().tocoo()  # fmt: skip
    likely = total.data >= at_least * np.minimum(expected[total.row], expected[total.col])
    return total.row[likely].astype(np.int64), total.col[likely].astype(np.int64)


def _overlaps(rare: sparse.csr_matrix, start: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Rows `start` … of the sketch against all rows after them: first, second, 5-grams in common."""
    product = (rare[start : start + _ROWS] @ rare.T).tocoo()
    first = product.row + start
    after = (product.col > first) & ((product.data > 1) | (rare.shape[1] == 0))
    return first[after].astype(np.int32), product.col[after].astype(np.int32), product.data[after]


def _overlaps_with_first(
    frequent: sparse.csr_matrix,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Each text with a frequent 5-gram against the first text that has it."""
    columns = frequent.tocsc()
    columns.sort_indices()
    counts = np.diff(columns.indptr)
    first = np.repeat(columns.indices[columns.indptr[:-1]], counts) if len(counts) else columns.indices
    other = first != columns.indices
    return first[other], columns.indices[other], np.ones(int(other.sum()), dtype=np.int32)


def count_shared(shingles: Shingles, first: Integers, second: Integers) -> Integers:
    """Exact number of distinct 5-grams each pair has in common."""
    counts = [
        np.asarray(
            shingles.shared[first[at : at + _PAIRS]].multiply(shingles.shared[second[at : at + _PAIRS]]).sum(axis=1)
        ).ravel()
        for at in range(0, len(first), _PAIRS)
    ]
    return np.concatenate(counts).astype(np.int64) if counts else np.zeros(0, dtype=np.int64)
