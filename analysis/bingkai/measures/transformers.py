"""Lexicons as scikit-learn features."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from bingkai.language.lexicon_files import load_lexicon
from bingkai.language.lexicon_hits import find_entries
from bingkai.language.lexicons import Lexicon
from bingkai.language.stems import stem_types
from bingkai.language.tokens import tokenise

NORMALISATIONS = ("per_1000", "count", "binary")


class LexiconVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts in, how often each category of a lexicon occurs out: for scikit-learn pipelines.

    Parameters
    ----------
    lexicon : str or Lexicon
        Name of a lexicon of bingkai, or one read with `read_lexicon`.
    normalise : {"per_1000", "count", "binary"}
        Hits per 1,000 words of the text, hits, or whether there is a hit.

    Attributes
    ----------
    lexicon_ : Lexicon
    categories_ : ndarray of str
        The columns, in the lexicon's order.

    Notes
    -----
    The whole text is searched, whoever speaks: for the reporter's own words take `measure`, whose zones know
    quotations. Nothing is learnt from the data, so there is nothing to leak between folds. A missing text counts as
    empty. Passes scikit-learn's estimator checks of the interface; those that feed numbers do not apply.

    Examples
    --------
    >>> vectorizer = LexiconVectorizer("kata_bermuatan", normalise="count").fit([])
    >>> counts = vectorizer.transform(["Suasana mencekam.", ""])
    >>> dict(zip(vectorizer.get_feature_names_out(), counts[0].tolist()))["kata_bermuatan.emotif"]
    1.0
    """

    def __init__(self, lexicon: str | Lexicon = "kata_bermuatan", *, normalise: str = "per_1000") -> None:
        self.lexicon = lexicon
        self.normalise = normalise

    def fit(self, texts: Iterable[str], y: object = None) -> LexiconVectorizer:
        """Load the lexicon; the texts are only looked at for their kind."""
        if self.normalise not in NORMALISATIONS:
            raise ValueError(f"normalise {self.normalise!r}: wanted one of {', '.join(NORMALISATIONS)}")
        as_texts(texts)
        self.lexicon_ = load_lexicon(self.lexicon) if isinstance(self.lexicon, str) else self.lexicon
        self.categories_ = np.array(list(self.lexicon_.categories), dtype=object)
        return self

    def transform(self, texts: Iterable[str]) -> NDArray[np.float64]:
        """Rates, counts or presence: a row a text, a column a category."""
        check_is_fitted(self, "categories_")
        listed = as_texts(texts)
        tokens = tokenise([""] * len(listed), listed)
        stems = stem_types(tokens.lower) if self.lexicon_.uses_stems else None
        hits = find_entries(tokens, self.lexicon_, stems)
        category = pd.Index(self.categories_).get_indexer(self.lexicon_.entries["category"])
        cell = tokens.article[hits.first] * len(self.categories_) + category[hits.entry]
        counts = np.bincount(cell, minlength=len(listed) * len(self.categories_)).astype(float)
        counts = counts.reshape(len(listed), len(self.categories_))
        if self.normalise == "count":
            return counts
        if self.normalise == "binary":
            return (counts > 0).astype(float)
        n_words = np.bincount(tokens.article[tokens.is_word[tokens.type_id]], minlength=len(listed))
        return counts * 1000 / np.maximum(n_words, 1)[:, None]

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Names like those of `measure`: <lexicon>.<category>."""
        check_is_fitted(self, "categories_")
        return np.array([f"{self.lexicon_.name}.{category}" for category in self.categories_], dtype=object)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.allow_nan = True
        tags.requires_fit = True
        return tags


def as_texts(texts: Iterable[str]) -> list[str]:
    """A list of texts from a list, column or array; missing ones are empty."""
    if isinstance(texts, str):
        raise ValueError("wanted a list or column of texts; got one text: put it in a list")
    if getattr(texts, "ndim", 1) != 1:
        raise ValueError(
            f"wanted one column of texts; got {getattr(texts, 'ndim', None)} dimensions: choose a column, "
            "in a ColumnTransformer by its name without brackets"
        )
    listed = ["" if _missing(text) else text for text in texts]
    for place, text in enumerate(listed):
        if not isinstance(text, str):
            raise ValueError(f"wanted texts; got {type(text).__name__} at position {place}")
    return listed


def _missing(text: object) -> bool:
    return text is None or text is pd.NA or (isinstance(text, float) and np.isnan(text))
