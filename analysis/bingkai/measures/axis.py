"""A semantic axis: from a few seed words to the polarity of every word and article (latent semantic scaling)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import norm
from sklearn.utils.extmath import randomized_svd

from bingkai.measures.frame_words import field_texts
from bingkai.measures.word_table import sentence_words
from bingkai.schema import ARTICLES, AXIS_ARTICLES, AXIS_WORDS, build, require

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_SMOOTH = 0.75  # power of context frequencies: rare contexts would have too large a PPMI (Levy et al. 2015)
_FEW_DIMENSIONS = 2


@dataclass(frozen=True, eq=False)
class SemanticAxis:
    """Words and articles between the two ends that the seeds name.

    Attributes
    ----------
    words : AXIS_WORDS
        From the positive end to the negative.
    articles : AXIS_ARTICLES
    seeds : dict
        The seeds used, 1 for the positive end, -1 for the negative.
    missing : list of str
        Seeds that too few articles have.
    n_dimensions, n_resamples, seed : int
    """

    words: pd.DataFrame
    articles: pd.DataFrame
    seeds: dict[str, int]
    missing: list[str]
    n_dimensions: int
    n_resamples: int
    seed: int

    def describe(self, lang: str = "id") -> str:
        """The sentence without which the axis cannot be read."""
        plus, minus = ([word for word, end in self.seeds.items() if end == sign] for sign in (1, -1))
        lost = ", ".join(self.missing)
        if lang == "id":
            return (
                f"{len(self.words)} kata, {len(self.articles)} artikel; ujung positif: {', '.join(plus)}; ujung "
                f"negatif: {', '.join(minus)}; {self.n_dimensions} dimensi, selang dari {self.n_resamples} tarikan "
                f"ulang artikel, seed {self.seed}" + (f"; benih terlalu jarang: {lost}" if lost else "")
            )
        return (
            f"{len(self.words)} words, {len(self.articles)} articles; positive end: {', '.join(plus)}; negative end: "
            f"{', '.join(minus)}; {self.n_dimensions} dimensions, intervals from {self.n_resamples} resamples of "
            f"articles, seed {self.seed}" + (f"; seeds too rare: {lost}" if lost else "")
        )

    def __repr__(self) -> str:
        return f"<SemanticAxis: {self.describe('en')}>"

    def _repr_html_(self) -> str:
        ends = pd.concat([self.words.head(8), self.words.tail(8)]) if len(self.words) > 16 else self.words
        return f"{ends.round(3).to_html(index=False)}<p>{self.describe()}</p>"


def semantic_axis(
    articles: pd.DataFrame,
    positive: Sequence[str],
    negative: Sequence[str],
    *,
    field: str = "both",
    min_articles: int = 10,
    max_words: int = 5000,
    n_dimensions: int = 100,
    n_resamples: int = 50,
    confidence: float = 0.95,
    seed: int = 7,
) -> SemanticAxis:
    """Place words and articles between two ends named by seed words.

    Parameters
    ----------
    articles : ARTICLES
    positive, negative : sequence of str
        Seed words of either end, lower case as written: as a rule five or more, each with one sense in this corpus.
    field : {"both", "title", "text"}
    min_articles : int
        Words in fewer articles have no place on the axis.
    max_words : int
        The commonest words have a place, and the seeds.
    n_dimensions : int
        Of the word space.
    n_resamples : int
        How often articles are drawn anew and the word space made again; 2 or more.
    confidence : float
    seed : int

    Returns
    -------
    SemanticAxis

    Raises
    ------
    ValueError
        If one end has no seed in enough articles.

    Notes
    -----
    Words are those of one sentence; their positive pointwise mutual information, contexts smoothed, is reduced by
    singular value decomposition. A word's polarity is its mean cosine with the positive seeds minus that with the
    negative ones; an article's score is the mean polarity of its words, its seeds among them, standardised. The
    interval of a word or article is normal, as wide as the root mean square distance of the draws asks. It says how far
    a place depends on which articles are in the corpus, not whether the seeds measure what the researcher means: read
    the words at the ends, and validate scores against coded articles.

    References
    ----------
    Watanabe (2021) Latent semantic scaling, Communication Methods and Measures 15. Levy, Goldberg and Dagan (2015)
    Improving distributional similarity, TACL 3.
    """
    require(articles, ARTICLES)
    if n_resamples < 2:
        raise ValueError(f"wanted 2 resamples or more; got {n_resamples}")
    (rows, owner), counts, words = sentence_words(field_texts(articles, field))
    ends = _ends(positive, negative)
    n_with = np.bincount(counts.indices, minlength=len(words))
    seeds = {word: end for word, end in ends.items() if word in words and n_with[words.index(word)] >= min_articles}
    _check(ends, seeds, words, min_articles)
    kept = _kept(words, n_with, seeds, min_articles, max_words)
    space = _Space(
        (rows[:, kept] > 0).astype(float), owner, counts[:, kept].tocsr(), np.array([words[place] for place in kept]),
        _signs(seeds, [words[place] for place in kept]), min(n_dimensions, max(len(kept) // 2, _FEW_DIMENSIONS)),
    )  # fmt: skip
    rng = np.random.default_rng(seed)
    n = len(articles)
    polarity, score = space.place(np.ones(n), seed)
    drawn = [space.place(rng.multinomial(n, np.full(n, 1 / n)).astype(float), seed) for _ in range(n_resamples)]
    wide = norm.ppf((1 + confidence) / 2)
    half = wide * _deviation(polarity, [draw[0] for draw in drawn])
    article_half = wide * _deviation(score, [draw[1] for draw in drawn])
    order = np.argsort(-polarity, kind="stable")
    listed = {
        "word": space.words, "polarity": polarity, "ci_low": polarity - half, "ci_high": polarity + half,
        "n_articles": n_with[kept], "seed": space.signs != 0,
    }  # fmt: skip
    table = build({name: values[order].tolist() for name, values in listed.items()}, AXIS_WORDS)
    scored = {"article_id": articles["article_id"].tolist(), "outlet": articles["outlet"].tolist()}
    if "event_id" in articles.columns:
        scored["event_id"] = articles["event_id"].tolist()
    n_words = np.asarray(space.counts.sum(axis=1)).ravel().astype(int)
    placed = build(
        scored | {"score": score.tolist(), "ci_low": (score - article_half).tolist(),
                  "ci_high": (score + article_half).tolist(), "n_words": n_words.tolist()},
        AXIS_ARTICLES,
    )  # fmt: skip
    missing = [word for word in ends if word not in seeds]
    return SemanticAxis(table, placed, seeds, missing, space.n_dimensions, n_resamples, seed)


@dataclass(frozen=True, eq=False)
class _Space:
    """Sentences and articles over the words that have a place."""

    rows: sparse.csr_matrix
    owner: Integers
    counts: sparse.csr_matrix
    words: NDArray[np.str_]
    signs: Floats
    n_dimensions: int

    def place(self, weight: Floats, seed: int) -> tuple[Floats, Floats]:
        """Polarity of words and standardised score of articles, each article as often as it weighs."""
        vectors = self._vectors(weight, seed)
        ends = [vectors @ vectors[self.signs == sign].mean(axis=0) for sign in (1, -1)]
        polarity = ends[0] - ends[1]
        total = np.asarray(self.counts.sum(axis=1)).ravel()
        mean = np.divide(self.counts @ polarity, total, out=np.full(len(total), np.nan), where=total > 0)
        spread = float(np.nanstd(mean)) or 1.0
        return np.asarray(polarity), (mean - np.nanmean(mean)) / spread

    def _vectors(self, weight: Floats, seed: int) -> Floats:
        """Word vectors of length 1; 0 for a word without company."""
        together = (self.rows.T @ sparse.diags_array(weight[self.owner]) @ self.rows).tocoo()
        apart = (together.row != together.col) & (together.data > 0)
        row, column, count = together.row[apart], together.col[apart], together.data[apart]
        total = np.bincount(row, weights=count, minlength=len(self.words))
        context = total**_SMOOTH / (total**_SMOOTH).sum()
        information = np.log(count / (total[row] * context[column]))
        above = information > 0
        shape = (len(self.words), len(self.words))
        table = sparse.csr_matrix((information[above], (row[above], column[above])), shape=shape)
        left, size, _ = randomized_svd(table, self.n_dimensions, n_iter=3, random_state=seed)
        vectors = left * np.sqrt(size)
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 1e-12))


def _deviation(value: Floats, drawn: Sequence[Floats]) -> Floats:
    """Root mean square distance of draws from the value: their spread, and what resampling shifts them by."""
    return np.asarray(np.sqrt(np.mean([(draw - value) ** 2 for draw in drawn], axis=0)))


def _ends(positive: Sequence[str], negative: Sequence[str]) -> dict[str, int]:
    if isinstance(positive, str) or isinstance(negative, str):
        raise ValueError("seeds want lists of words, as ['damai', 'dialog']; got a text")
    both = {word.lower() for word in positive} & {word.lower() for word in negative}
    if both:
        raise ValueError(f"seed {sorted(both)[0]!r} stands at both ends; keep it at one")
    return {word.lower(): 1 for word in positive} | {word.lower(): -1 for word in negative}


def _check(ends: Mapping[str, int], seeds: Mapping[str, int], words: list[str], min_articles: int) -> None:
    for end, name in ((1, "positive"), (-1, "negative")):
        if end not in seeds.values():
            wanted = [word for word, sign in ends.items() if sign == end]
            near = get_close_matches(wanted[0], words, n=3, cutoff=0.6) if wanted else []
            raise ValueError(
                f"no {name} seed is in {min_articles} articles or more (got {', '.join(wanted) or 'none'}"
                + (f"; near in the corpus: {', '.join(near)}" if near else "")
                + "); give commoner words or lower min_articles"
            )


def _kept(words: list[str], n_with: Integers, seeds: Mapping[str, int], min_articles: int, most: int) -> Integers:
    """Places of the commonest words and the seeds."""
    common = np.argsort(-n_with, kind="stable")[:most]
    chosen = set(common[n_with[common] >= min_articles].tolist())
    return np.array(sorted(chosen | {words.index(word) for word in seeds}), dtype=np.int64)


def _signs(seeds: Mapping[str, int], words: Sequence[str]) -> Floats:
    return np.array([seeds.get(word, 0) for word in words], dtype=float)
