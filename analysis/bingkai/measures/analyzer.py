"""Indonesian words and stems for scikit-learn's text vectorizers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from bingkai.language.stems import stem_types
from bingkai.language.tokens import tokenise

KEEP = ("form", "stem", "both")
ROOT = "√"
"""Stands before a stem where forms and stems are features side by side."""

_stems: dict[str, str] = {}  # of this process: the analyzer is called for one text at a time


class SastrawiAnalyzer(BaseEstimator):  # type: ignore[misc]
    """A text in, its Indonesian words or stems out: the `analyzer` of `TfidfVectorizer` and `CountVectorizer`.

    Parameters
    ----------
    ngram_range : (int, int)
        Shortest and longest run of words that is a feature.
    keep : {"stem", "form", "both"}
        Stems, words as written in lower case, or both; with both, a stem has √ in front.
    stop_words : collection of str, optional
        Words left out before runs are made, compared in lower case as written. There is no built-in list: those in
        use hold words that carry frames (*kasus*, *tegas*, *mengatakan*).
    min_length : int
        Words with fewer characters are left out.

    Notes
    -----
    Words are bingkai's tokens with a letter in them: *negara-negara* and *Jum'at* are one word, numbers and addresses
    none. Runs do not cross the end of a sentence; a word left out closes up. Stems are those of `stem_types`, kept on
    disk between runs. One text does not show which words a corpus uses as names, so a name that looks like an affixed
    word may be stemmed (`stems_of` would keep it). A missing text counts as empty.

    It can be cloned, pickled and sent to other processes, and its settings take part in a grid search as
    ``tfidfvectorizer__analyzer__keep``. The vectorizer's own `ngram_range`, `lowercase` and `stop_words` have no effect
    with an analyzer: set them here.

    Examples
    --------
    >>> analyzer = SastrawiAnalyzer()
    >>> analyzer("Warga menolak penolakan itu.")
    ['warga', 'tolak', 'tolak', 'itu']
    >>> SastrawiAnalyzer((1, 2), keep="both", stop_words=["itu"])("Warga menolak itu.")
    ['warga', 'menolak', 'warga menolak', '√warga', '√tolak', '√warga √tolak']
    """

    def __init__(
        self,
        ngram_range: tuple[int, int] = (1, 1),
        *,
        keep: str = "stem",
        stop_words: Collection[str] | None = None,
        min_length: int = 1,
    ) -> None:
        self.ngram_range = ngram_range
        self.keep = keep
        self.stop_words = stop_words
        self.min_length = min_length

    def __call__(self, text: str) -> list[str]:
        """The features of one text, in reading order, repeated as often as they occur."""
        self._check()
        sentences = self._sentences(_as_text(text))
        made: list[str] = []
        if self.keep in ("form", "both"):
            made += self._runs(sentences)
        if self.keep in ("stem", "both"):
            root = ROOT if self.keep == "both" else ""
            stems = _stems_of({word for words in sentences for word in words})
            made += self._runs([[root + stems[word] for word in words] for words in sentences])
        return made

    def _sentences(self, text: str) -> list[list[str]]:
        """The words kept of each sentence."""
        tokens = tokenise([""], [text])
        kept = tokens.is_word[tokens.type_id]
        words = [tokens.lower[i] for i in tokens.lower_of[tokens.type_id[kept]]]
        number = tokens.sentence[kept]
        cuts = [0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), len(words)]
        stop = frozenset(word.lower() for word in self.stop_words or ())
        return [
            [word for word in words[first:last] if word not in stop and len(word) >= self.min_length]
            for first, last in pairwise(cuts)
        ]

    def _runs(self, sentences: Iterable[Sequence[str]]) -> list[str]:
        shortest, longest = self.ngram_range
        return [
            " ".join(words[start : start + n])
            for words in sentences
            for n in range(shortest, longest + 1)
            for start in range(len(words) - n + 1)
        ]

    def _check(self) -> None:
        if self.keep not in KEEP:
            raise ValueError(f"keep {self.keep!r}: wanted one of {', '.join(KEEP)}")
        if isinstance(self.stop_words, str):
            raise ValueError(f"stop_words wants a list of words; got {self.stop_words!r}: there is no built-in list")
        shortest, longest = self.ngram_range
        if not 1 <= shortest <= longest:
            raise ValueError(f"ngram_range {self.ngram_range!r}: wanted two whole numbers, the first from 1, as (1, 2)")


def _as_text(text: object) -> str:
    if isinstance(text, str):
        return text
    if text is None or text is pd.NA or (isinstance(text, float) and np.isnan(text)):
        return ""
    raise ValueError(f"wanted a text; got {type(text).__name__}")


def _stems_of(words: Iterable[str]) -> dict[str, str]:
    """Stems of these words; new ones are looked up together, so that the disk is touched once a text at most."""
    new = [word for word in words if word not in _stems]
    if new:
        _stems.update(zip(new, stem_types(new), strict=True))
    return _stems
