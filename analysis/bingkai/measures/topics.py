"""Topics: which words go together in a corpus or an event, and whether another run finds them again.

Topics are not frames. A topic is what texts are about; a frame is how one thing is told, and two outlets with the same
topics may frame them differently (Nicholls and Culpepper 2021). Topics help to draft a codebook; they code nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfTransformer

from bingkai.measures.frame_words import field_texts
from bingkai.measures.word_table import document_words
from bingkai.schema import ARTICLES, TOPICS, build, empty, require

Floats = NDArray[np.float64]

WHOLE = "semua"
NOT_FRAMES = (
    "Topik bukan bingkai: topik adalah yang dibicarakan, bingkai adalah cara membicarakannya · "
    "Topics are not frames: a topic is what is told, a frame is how"
)
_ITERATIONS = 1000
_TOLERANCE = 1e-3


@dataclass(frozen=True)
class _Plan:
    """How topics are sought."""

    n_topics: int
    n_words: int
    n_seeds: int
    seed: int


def topics(
    articles: pd.DataFrame,
    n_topics: int = 8,
    *,
    within: str | None = None,
    field: str = "both",
    min_articles: int = 3,
    max_share: float = 0.5,
    n_words: int = 10,
    n_seeds: int = 10,
    seed: int = 7,
) -> pd.DataFrame:
    """Groups of words that go together, for the whole corpus or for each event, with how stable they are.

    Parameters
    ----------
    articles : ARTICLES
    n_topics : int
        At most half the articles of a part.
    within : str, optional
        Column whose values are parts with topics of their own, as a rule "event_id"; parts with fewer than four
        articles are passed over.
    field : {"both", "title", "text"}
    min_articles : int
        Stems in fewer articles of the part are left out (at most half of a small part's articles).
    max_share : float
        Stems in more than this share of the part's articles are left out.
    n_words : int
        Words given of each topic.
    n_seeds : int
        Runs with other random starts, for stability.
    seed : int

    Returns
    -------
    TOPICS
        One row a topic and word. `stability` near 1: every run finds these words; under about 0.6 the topic depends on
        where the run happened to start, and should not be interpreted.

    Notes
    -----
    Non-negative matrix factorisation of TF-IDF of stems. Of the runs the one with the least error is shown; topics of
    other runs are matched to it by the Hungarian method on cosine, then their top words compared (Jaccard; Greene et
    al. 2014). The number of topics is a choice: look at several. **Topics are not frames**; the frame's attribute
    ``note`` says so as well.

    References
    ----------
    Lee and Seung (1999) Nature 401. Greene, O'Callaghan and Cunningham (2014) How many topics? ECML. Nicholls and
    Culpepper (2021) Computational identification of media frames, Political Communication 38.
    """
    require(articles, ARTICLES)
    if n_topics < 2 or n_seeds < 2:
        raise ValueError(f"wanted at least 2 topics and 2 seeds; got {n_topics} and {n_seeds}")
    if within is not None and within not in articles.columns:
        raise ValueError(f"no column {within!r} in the articles; match events first, or leave `within` out")
    plan = _Plan(n_topics, n_words, n_seeds, seed)
    grouped: Iterable[tuple[object, pd.DataFrame]] = (
        [(WHOLE, articles)] if within is None else articles.groupby(within, sort=True)
    )
    made = [_topics(str(name), field_texts(part, field), plan, min_articles, max_share) for name, part in grouped]
    kept = [frame for frame in made if len(frame)]
    found = pd.concat(kept, ignore_index=True) if kept else empty(TOPICS)
    found.attrs["note"] = NOT_FRAMES
    return found


def _topics(part: str, texts: list[str], plan: _Plan, min_articles: int, max_share: float) -> pd.DataFrame:
    counts, words = document_words(texts, by="stem")
    n_with = np.bincount(counts.indices, minlength=counts.shape[1])
    fewest = min(min_articles, max(len(texts) // 2, 1))
    kept = np.flatnonzero((n_with >= fewest) & (n_with <= max(max_share * len(texts), fewest)))
    n_topics = min(plan.n_topics, len(texts) // 2, len(kept))
    if n_topics < 2:
        return empty(TOPICS)
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts[:, kept])
    runs = [_factors(weights, n_topics, plan.seed + turn) for turn in range(plan.n_seeds)]
    best = min(range(len(runs)), key=lambda place: runs[place][2])
    documents, heads, _ = runs[best]
    others = [run[1] for place, run in enumerate(runs) if place != best]
    cosine, jaccard = np.mean([_match(heads, other, plan.n_words) for other in others], axis=0)
    share = documents.sum(axis=0) * heads.sum(axis=1)
    share = share / share.sum() if share.sum() > 0 else share
    largest = np.bincount(documents.argmax(axis=1)[documents.max(axis=1) > 0], minlength=n_topics)
    rows = []
    for number, topic in enumerate(np.argsort(-share, kind="stable"), start=1):
        top = np.argsort(-heads[topic], kind="stable")[: plan.n_words]
        scale = heads[topic, top[0]] or 1.0
        rows += [
            (part, number, rank, words[kept[word]], heads[topic, word] / scale, share[topic], jaccard[topic],
             cosine[topic], int(largest[topic]))
            for rank, word in enumerate(top, start=1)
        ]  # fmt: skip
    return build(dict(zip(TOPICS.required, zip(*rows, strict=True), strict=True)), TOPICS)


def _factors(weights: sparse.csr_matrix, n_topics: int, seed: int) -> tuple[Floats, Floats, float]:
    """Topics of articles, words of topics and the error of one run."""
    model = NMF(n_topics, init="random", solver="cd", random_state=seed, max_iter=_ITERATIONS, tol=_TOLERANCE)
    documents = model.fit_transform(weights)
    return documents, model.components_, float(model.reconstruction_err_)


def _match(heads: Floats, other: Floats, n_words: int) -> tuple[Floats, Floats]:
    """Cosine and Jaccard of top words of each topic with its match in another run."""
    likeness = _lengths_one(heads) @ _lengths_one(other).T
    mine, theirs = linear_sum_assignment(-likeness)
    tops = [set(np.argsort(-head, kind="stable")[:n_words].tolist()) for head in heads]
    found = [set(np.argsort(-head, kind="stable")[:n_words].tolist()) for head in other]
    jaccard = [len(tops[a] & found[b]) / len(tops[a] | found[b]) for a, b in zip(mine, theirs, strict=True)]
    return likeness[mine, theirs], np.array(jaccard)


def _lengths_one(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, length, out=np.zeros_like(rows), where=length > 0))
