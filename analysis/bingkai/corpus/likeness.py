"""How alike articles are that were published within a few days of each other: weighted words, sparse neighbours.

No article is compared with all others: an article meets those of its own days only, and of them those that share one
of its weightiest words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

Integers = NDArray[np.int64]
Links = tuple[Integers, Integers, NDArray[np.float64]]  # first, second, likeness
UNDATED = np.iinfo(np.int64).max

TITLE_WEIGHT = 3.0  # a word of the title counts like three in the text
LEAD_WORDS = 200  # later paragraphs are background, often of other events
HEAVIEST = 60  # words kept of each article
UNDATED_DISCOUNT = 0.2  # off the likeness with an article of unknown date
DAY_DISCOUNT = 0.06  # off the likeness for each day between two articles
_COMMON = 1_000
_MOST_COMMON = 0.1  # share of articles from which on a word says nothing
_BLOCK = 1_000

_WORD = re.compile(r"[^\W_][\w'’-]*")


def lead(text: str) -> str:
    """The first words of a text, cut after `LEAD_WORDS` of them."""
    for n, match in enumerate(_WORD.finditer(text), start=1):
        if n == LEAD_WORDS:
            return text[: match.end()]
    return text


def words(text: str) -> list[str]:
    """Lower-cased words of two or more letters, numbers with them."""
    return [word for word in _WORD.findall(text.lower()) if len(word) > 1]


def weigh(titles: Sequence[str], texts: Sequence[str]) -> tuple[sparse.csr_matrix, NDArray[np.object_]]:
    """Articles as rows of TF-IDF weights with length 1, and the words of the columns.

    A word's frequency is counted in title and lead, title words count more; logarithm of the frequency; words of fewer
    than two articles, or of more than a thousand and a tenth of all, are left out. Names get no weight of their own:
    that was measured and lowered the precision of events (ministers and the capital are in very many).
    """
    counts, found = count_words(titles, texts)
    n_articles = counts.getnnz(axis=0)
    kept = telling_words(n_articles, len(titles))
    if not kept.any():
        return sparse.csr_matrix((len(titles), 0)), np.array([], dtype=np.object_)
    return weigh_counts(counts[:, kept], inverse_frequency(n_articles[kept], len(titles))), found[kept]


def count_words(titles: Sequence[str], texts: Sequence[str]) -> tuple[sparse.csr_matrix, NDArray[np.object_]]:
    """How often each word is in title and lead of each article, title words counted more; words in order."""
    leads = [lead(text) for text in texts]
    counter = CountVectorizer(analyzer=words, dtype=np.float64)
    if not any(map(words, leads)) and not any(map(words, titles)):
        return sparse.csr_matrix((len(titles), 0)), np.array([], dtype=np.object_)
    both = sparse.csr_matrix(counter.fit_transform([*leads, *titles]))
    both.sort_indices()
    counts = both[: len(leads)] + TITLE_WEIGHT * both[len(leads) :]
    return sparse.csr_matrix(counts), counter.get_feature_names_out()


def telling_words(n_articles: NDArray[np.integer], n: int) -> NDArray[np.bool_]:
    """Words that are in more than one of n articles, and not in very many."""
    telling: NDArray[np.bool_] = (n_articles > 1) & (n_articles <= max(_COMMON, _MOST_COMMON * n))
    return telling


def inverse_frequency(n_articles: NDArray[np.integer], n: int) -> NDArray[np.float64]:
    """Weight of words that are in so many of n articles."""
    weight: NDArray[np.float64] = np.log((n + 1) / (n_articles + 1.0)) + 1
    return weight


def weigh_counts(counts: sparse.csr_matrix, weight: NDArray[np.float64]) -> sparse.csr_matrix:
    """Rows of counts times the words' weights, the heaviest of each row, at length 1."""
    if not counts.nnz:
        return sparse.csr_matrix(counts.shape)
    values = (np.log(counts.data) + 1) * weight[counts.indices]
    weights = sparse.csr_matrix((values, counts.indices, counts.indptr), shape=counts.shape)
    return _heaviest(normalize(weights, copy=False))


def _heaviest(weights: sparse.csr_matrix) -> sparse.csr_matrix:
    """The `HEAVIEST` weights of each row, rows at length 1 again."""
    kept = _top_of_rows(np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr)), weights.data, HEAVIEST)
    pruned = sparse.csr_matrix((weights.data * kept, weights.indices, weights.indptr), shape=weights.shape)
    pruned.eliminate_zeros()
    length = np.sqrt(np.asarray(pruned.multiply(pruned).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags_array(1 / np.where(length > 0, length, 1)) @ pruned)


def _top_of_rows(row: NDArray[np.integer], value: NDArray[np.float64], n: int) -> NDArray[np.bool_]:
    """True for the n greatest values of each row, ties by position; `row` ascending."""
    order = np.lexsort((np.arange(len(row)), -np.round(value, 9), row))
    begins = np.searchsorted(row, row)
    kept = np.zeros(len(row), dtype=bool)
    kept[order] = np.arange(len(row)) - begins[order] < n
    return kept


def neighbours(
    weights: sparse.csr_matrix, day: Integers, *, days: int, floor: float, most: int, n_first: int | None = None
) -> Iterator[tuple[int, Links]]:
    """Pairs (first < second) within `days` calendar days whose likeness is at least `floor`, block by block.

    Likeness is the cosine, less 6 percent for each day between the two. Rows are in order of `day`, `UNDATED` last;
    undated rows are met by all others, less 20 percent. Of each first row, the `most` closest are given. Only the
    first `n_first` rows are first rows where that is given. Yields rows done and the links.
    """
    n_first = len(day) if n_first is None else n_first
    turned = weights.T.tocsr()
    undated = int(np.searchsorted(day, UNDATED))
    for start in range(0, n_first, _BLOCK):
        stop = min(n_first, start + _BLOCK)
        last = day[stop - 1]
        end = len(day) if last == UNDATED else int(np.searchsorted(day[:undated], last + days, side="right"))
        parts = [(start, end), (max(end, undated), len(day))]
        found = [_block(weights, turned, day, start, stop, part, days, floor) for part in parts if part[0] < part[1]]
        first, second, cosine = (np.concatenate([part[i] for part in found]) for i in range(3))
        order = np.lexsort((second, first))
        first, second, cosine = first[order], second[order], cosine[order]
        kept = _top_of_rows(first, cosine, most)
        yield stop - start, (first[kept], second[kept], cosine[kept])


def _block(
    weights: sparse.csr_matrix, turned: sparse.csr_matrix, day: Integers, start: int, stop: int,
    part: tuple[int, int], days: int, floor: float,
) -> Links:  # fmt: skip
    product = (weights[start:stop] @ turned[:, part[0] : part[1]]).tocoo()
    first, second = product.row.astype(np.int64) + start, product.col.astype(np.int64) + part[0]
    undated = day[second] == UNDATED
    apart = np.where(undated, 0, day[second] - np.where(undated, 0, day[first]))
    cosine = product.data * (1 - np.where(undated, UNDATED_DISCOUNT, DAY_DISCOUNT * np.minimum(apart, 10)))
    near = apart <= days
    kept = (second > first) & near & (cosine >= floor)
    return first[kept], second[kept], cosine[kept]


def components(n: int, first: Integers, second: Integers) -> Integers:
    """Which items hang together, over any number of these pairs: a number for each item."""
    pairs = sparse.coo_matrix((np.ones(len(first), dtype=np.bool_), (first, second)), shape=(n, n))
    label: Integers = connected_components(pairs, directed=False)[1].astype(np.int64)
    return label


def clusters(component: Integers, links: Links, threshold: float) -> tuple[Integers, Integers]:
    """Average-link clusters of items that hang together by pairs of at least `threshold`.

    Two clusters join only where some pair between them reaches the threshold, so that each component can be joined
    alone. Returns the items that have links in their component, and the smallest member of each one's cluster.
    """
    first, second, likeness = links
    inside = component[first] == component[second]
    first, second, likeness = first[inside], second[inside], likeness[inside]
    order = np.argsort(component[first], kind="stable")
    bounds = np.flatnonzero(np.diff(component[first[order]])) + 1
    found = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for rows in np.split(order, bounds) if len(order) else []:
        items = np.unique(np.concatenate([first[rows], second[rows]]))
        pairs = (np.searchsorted(items, end[rows]).tolist() for end in (first, second))
        owner = join(len(items), zip(*pairs, likeness[rows].tolist(), strict=True), threshold)
        found.append((items, items[owner]))
    items, owners = (np.concatenate([one[i] for one in found]) for i in range(2))
    return items, owners


def join(n: int, pairs: Iterable[tuple[int, int, float]], threshold: float) -> Integers:
    """Average-link clusters of n items: the closest two join while their mean similarity is at least `threshold`.

    A pair that is not given counts 0, so that one close pair never joins two groups that are far apart. Returns the
    smallest member of each item's cluster.
    """
    sums: list[dict[int, float]] = [{} for _ in range(n)]  # a cluster is known by its smallest member
    for a, b, similarity in pairs:
        sums[a][b] = sums[b][a] = similarity
    size = [1] * n
    owner = list(range(n))
    heap = [(-s, a, b, 1, 1) for a in range(n) for b, s in sums[a].items() if a < b and s >= threshold]
    heapify(heap)
    while heap:
        _, a, b, size_a, size_b = heappop(heap)
        if size[a] != size_a or size[b] != size_b:
            continue
        owner[b] = a
        size[a], size[b] = size_a + size_b, 0
        _merge(sums, a, b)
        for c, total in sums[a].items():
            mean = round(total / (size[a] * size[c]), 12)
            if mean >= threshold:
                low, high = min(a, c), max(a, c)
                heappush(heap, (-mean, low, high, size[low], size[high]))
    return np.array([_root(owner, item) for item in range(n)], dtype=np.int64)


def _merge(sums: list[dict[int, float]], a: int, b: int) -> None:
    """The likeness of cluster b with others becomes that of a."""
    for c, total in sums[b].items():
        if c != a:
            sums[a][c] = sums[c][a] = sums[a].get(c, 0.0) + total
            del sums[c][b]
    sums[a].pop(b, None)
    sums[b] = {}


def _root(owner: list[int], item: int) -> int:
    while owner[item] != item:
        owner[item] = owner[owner[item]]
        item = owner[item]
    return item
