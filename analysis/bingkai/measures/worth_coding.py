"""Which units to code next, so that the classifier learns most."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from bingkai.measures.frame_units import corpus_units
from bingkai.measures.frame_validation import FrameValidation
from bingkai.measures.frame_words import field_texts
from bingkai.schema import WORTH_CODING, build, empty

_POOL = 10  # candidates for every unit asked for


def most_worth_coding(
    validation: FrameValidation, articles: pd.DataFrame, n: int = 20, *, diversity: float = 0.5
) -> pd.DataFrame:
    """Units to code next: those the classifier is least sure of, unlike each other and unlike what was chosen before.

    Parameters
    ----------
    validation : FrameValidation
    articles : ARTICLES
        Units that were coded are passed over.
    n : int
    diversity : float
        0 goes by uncertainty alone, 1 weighs likeness with units already chosen as much as uncertainty.

    Returns
    -------
    WORTH_CODING
        The first is the least sure; every next one maximises uncertainty minus `diversity` times its cosine with the
        nearest unit chosen, among the ten times n least sure.

    Notes
    -----
    These units are hard on purpose and no sample of the corpus: add them to train a better classifier, and keep a
    random sample apart for `prevalence` and for scores.
    """
    units = corpus_units(articles, titles=validation.titles)
    left = units[~units["unit_id"].isin(set(validation.units["unit_id"]))].reset_index(drop=True)
    if left.empty or n < 1:
        return empty(WORTH_CODING)
    probabilities = validation.classifier.predict_proba(left)
    ordered = np.sort(probabilities, axis=1)
    doubt = 1 - (ordered[:, -1] - ordered[:, -2])
    pool = np.argsort(-doubt, kind="stable")[: _POOL * n]
    place = pool[_spread(doubt[pool], validation.classifier.transform(left.iloc[pool]), n, diversity)]
    names = np.array(validation.classes, dtype=object)
    likely = np.argsort(-probabilities[place], axis=1, kind="stable")
    chosen = left.iloc[place]
    return build(
        {"unit_id": chosen["unit_id"].tolist(), "article_id": chosen["article_id"].tolist(),
         "outlet": chosen["outlet"].tolist(), "rank": list(range(1, len(place) + 1)),
         "uncertainty": doubt[place].tolist(), "likeliest": names[likely[:, 0]].tolist(),
         "second": names[likely[:, 1]].tolist(), "text": field_texts(chosen, validation.classifier.field)},
        WORTH_CODING,
    )  # fmt: skip


def _spread(doubt: NDArray[np.float64], rows: sparse.csr_matrix, n: int, diversity: float) -> list[int]:
    """Positions of doubtful rows far from each other, one after the other."""
    picked: list[int] = []
    nearest = np.zeros(len(doubt))
    for _ in range(min(n, len(doubt))):
        worth = doubt - diversity * nearest
        worth[picked] = -np.inf
        picked.append(int(np.argmax(worth)))
        nearest = np.maximum(nearest, (rows @ rows[picked[-1:]].T).toarray().ravel())
    return picked
