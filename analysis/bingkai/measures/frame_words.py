"""Texts as the words, stems and letters a frame classifier learns from, with those that open the text apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.preprocessing import normalize
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from bingkai.corpus.shingles import words_of
from bingkai.language.stems import stem_types
from bingkai.measures.transformers import as_texts

VIEWS = ("words", "stems", "characters", "opening_words", "opening_characters")
TEXT_FIELDS = ("title", "text", "both")
LETTERS = (2, 3, 4)  # length of the character n-grams

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Named = tuple[sparse.csr_matrix, list[str]]


class FrameWords(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts in, weighted words out, seen in five ways: what `FrameClassifier` learns from.

    Parameters
    ----------
    views : sequence of str
        Some of:

        - "words": words in lower case and pairs of neighbours
        - "stems": the same of Sastrawi's stems
        - "characters": runs of 2 to 4 characters inside words, for names and affixes not seen before
        - "opening_words", "opening_characters": words with pairs, and characters, the earlier in the text the heavier
    reach : float
        Words after which the weight of the opening views has fallen to 37 %.
    field : {"both", "title", "text"}
        What is read of a DataFrame of ARTICLES; "both" reads the headline, then the text.

    Attributes
    ----------
    vocabulary_ : dict of str to dict
        For each view its features and their columns.
    idf_ : dict of str to ndarray

    Notes
    -----
    Each view is TF-IDF (logarithm of counts; the opening views sum exp(-place/reach)), scaled to the same length, so
    that views weigh the same. Words not seen in `fit` count in that length: dropping them first would make a classifier
    too sure of the few words it knows. A headline names first who acts or speaks: on 4,523 coded headlines the opening
    views added more than anything else (``tests/benchmarks/bench_frames.py``).

    Examples
    --------
    >>> words = FrameWords(["opening_words"]).fit(["Bupati menolak warga", "Warga menolak bupati"])
    >>> row = words.transform(["Warga menolak bupati"]).toarray()[0]
    >>> names = words.get_feature_names_out().tolist()
    >>> row[names.index("opening_words:warga")] > row[names.index("opening_words:bupati")]
    np.True_
    """

    def __init__(self, views: Sequence[str] = VIEWS, *, reach: float = 3.0, field: str = "both") -> None:
        self.views = views
        self.reach = reach
        self.field = field

    def fit(self, texts: pd.DataFrame | Iterable[str], y: object = None) -> FrameWords:
        """Learn the vocabulary and how rare its words are."""
        self.fit_transform(texts, y)
        return self

    def fit_transform(self, texts: pd.DataFrame | Iterable[str], y: object = None, **_: object) -> sparse.csr_matrix:
        """`fit`, then `transform`, reading the texts once."""
        self._check()
        found = dict(self._views(texts))
        self.vocabulary_ = {view: {name: i for i, name in enumerate(names)} for view, (_, names) in found.items()}
        self.idf_ = {view: _idf(matrix) for view, (matrix, _) in found.items()}
        self.n_texts_ = next(iter(found.values()))[0].shape[0]
        return self._weighed(found)

    def transform(self, texts: pd.DataFrame | Iterable[str]) -> sparse.csr_matrix:
        """A row a text; words not seen in `fit` are passed over."""
        check_is_fitted(self, "vocabulary_")
        return self._weighed(dict(self._views(texts)))

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """``view:feature``."""
        check_is_fitted(self, "vocabulary_")
        return np.array([f"{view}:{name}" for view in self.views for name in self.vocabulary_[view]], dtype=object)

    def _check(self) -> None:
        unknown = [view for view in self.views if view not in VIEWS]
        if unknown or not len(self.views):
            raise ValueError(f"views {list(self.views)!r}: wanted some of {', '.join(VIEWS)}")
        if not self.reach > 0:
            raise ValueError(f"reach {self.reach!r}: wanted a number of words above 0")

    def _views(self, texts: pd.DataFrame | Iterable[str]) -> Iterator[tuple[str, Named]]:
        words = _Words.read(field_texts(texts, self.field))
        for view in self.views:
            weight = np.exp(-words.place / self.reach) if view.startswith("opening") else np.ones(len(words.code))
            if view.endswith("characters"):
                yield view, words.letters(weight)
            else:
                yield view, words.stemmed().runs(weight) if view == "stems" else words.runs(weight)

    def _weighed(self, found: dict[str, Named]) -> sparse.csr_matrix:
        """Views side by side; features not seen in `fit` count in the length of a row and have no column."""
        blocks = []
        for view, (matrix, names) in found.items():
            place = np.array([self.vocabulary_[view].get(name, -1) for name in names], dtype=np.int64)
            rarest = np.log1p(self.n_texts_) + 1
            idf = np.where(place >= 0, np.append(self.idf_[view], rarest)[place], rarest)
            weighed = matrix.copy()
            if not view.startswith("opening"):
                weighed.data = 1 + np.log(weighed.data)
            weighed = _unit(weighed @ sparse.diags_array(idf)) / np.sqrt(len(self.views))
            blocks.append(_pick(weighed, place, len(self.vocabulary_[view])))
        return sparse.csr_matrix(sparse.hstack(blocks))

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


@dataclass(frozen=True, eq=False)
class _Words:
    """The words of some texts as integer columns over their types."""

    code: Integers
    types: list[str]
    text: Integers
    place: Integers
    n_texts: int

    @classmethod
    def read(cls, texts: Sequence[str]) -> _Words:
        words = [words_of(text) for text in texts]
        lengths = np.array([len(own) for own in words], dtype=np.int64)
        code, types = pd.factorize(np.array([word for own in words for word in own], dtype=object))
        text = np.repeat(np.arange(len(words)), lengths)
        place = np.arange(len(code)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return cls(code, list(types), text, place, len(words))

    def stemmed(self) -> _Words:
        """The same with stems for types."""
        code, stems = pd.factorize(np.array(stem_types(self.types), dtype=object))
        return _Words(code[self.code], list(stems), self.text, self.place, self.n_texts)

    def runs(self, weight: Floats) -> Named:
        """Words and pairs of neighbours."""
        n = len(self.types)
        together = self.text[:-1] == self.text[1:]
        pairs = (self.code[:-1] * n + self.code[1:])[together]
        pair, keys = pd.factorize(pairs)
        names = [f"{self.types[key // n]} {self.types[key % n]}" for key in keys.tolist()]
        columns = np.r_[self.code, n + pair]
        rows = np.r_[self.text, self.text[:-1][together]]
        values = np.r_[weight, weight[:-1][together]]
        return self._matrix(rows, columns, values, n + len(names)), self.types + names

    def letters(self, weight: Floats) -> Named:
        """Character n-grams of the types, as often as the types occur."""
        grams = [
            f" {word} "[start : start + n] for word in self.types for n in LETTERS for start in range(len(word) + 3 - n)
        ]
        sizes = [sum(max(len(word) + 3 - n, 0) for n in LETTERS) for word in self.types]
        code, names = pd.factorize(np.array(grams, dtype=object))
        owner = np.repeat(np.arange(len(self.types)), sizes)
        shape = (len(self.types), len(names))
        of_type = sparse.csr_matrix((np.ones(len(code)), (owner, code)), shape=shape)
        return self._matrix(self.text, self.code, weight, len(self.types)) @ of_type, list(names)

    def _matrix(self, rows: Integers, columns: Integers, values: Floats, width: int) -> sparse.csr_matrix:
        return sparse.csr_matrix((values, (rows, columns)), shape=(self.n_texts, width))


def _idf(matrix: sparse.csr_matrix) -> Floats:
    n_texts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return np.asarray(np.log((1 + matrix.shape[0]) / (1 + n_texts)) + 1)


def _unit(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Rows of length 1; also of a matrix without columns."""
    return normalize(matrix) if matrix.shape[1] else matrix


def _pick(matrix: sparse.csr_matrix, place: Integers, width: int) -> sparse.csr_matrix:
    """The matrix with its columns moved to their places; those at -1 are left out."""
    known = np.flatnonzero(place >= 0)
    moved = sparse.csr_matrix((np.ones(len(known)), (known, place[known])), shape=(len(place), width))
    return sparse.csr_matrix(matrix @ moved)


def field_texts(texts: pd.DataFrame | Iterable[str], field: str) -> list[str]:
    """One text a row: of a DataFrame the field, of anything else the texts themselves."""
    if field not in TEXT_FIELDS:
        raise ValueError(f"field {field!r}: wanted one of {', '.join(TEXT_FIELDS)}")
    if not isinstance(texts, pd.DataFrame):
        return list(as_texts(texts))
    wanted = ["title", "text"] if field == "both" else [field]
    missing = [name for name in wanted if name not in texts.columns]
    if missing:
        raise ValueError(f"field {field!r} needs the column {missing[0]!r}; got {', '.join(map(str, texts.columns))}")
    parts = [as_texts(texts[name]) for name in wanted]
    return ["\n".join(own) for own in zip(*parts, strict=True)]
