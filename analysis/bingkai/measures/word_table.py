"""Texts as counts over words or stems, and their sentences as windows: the input of topics and of the semantic axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from bingkai.language.stems import stem_types
from bingkai.language.tokens import Tokens, tokenise

Integers = NDArray[np.int64]
FORMS = ("form", "stem")


def document_words(texts: Sequence[str], *, by: str = "form") -> tuple[sparse.csr_matrix, list[str]]:
    """Counts of each text's words (with a letter in them, lower case) and the words of the columns."""
    if by not in FORMS:
        raise ValueError(f"by {by!r}: wanted one of {', '.join(FORMS)}")
    _, counts, words = sentence_words(texts, by=by)
    return counts, words


def sentence_words(
    texts: Sequence[str], *, by: str = "form"
) -> tuple[tuple[sparse.csr_matrix, Integers], sparse.csr_matrix, list[str]]:
    """Counts by sentence with the text of each sentence, counts by text, and the words of the columns."""
    tokens = tokenise([""] * len(texts), list(texts))
    kept = tokens.is_word[tokens.type_id]
    code, words = _types(tokens, kept, by)
    article = np.asarray(tokens.article[kept], dtype=np.int64)
    number = np.asarray(tokens.sentence[kept], dtype=np.int64)
    sentence, keys = pd.factorize(article * (int(number.max(initial=0)) + 1) + number)
    owner = np.zeros(len(keys), dtype=np.int64)
    owner[sentence] = article
    return (
        (_counts(sentence, code, len(keys), len(words)), owner),
        _counts(article, code, len(texts), len(words)),
        words,
    )


def _types(tokens: Tokens, kept: NDArray[np.bool_], by: str) -> tuple[Integers, list[str]]:
    used, code = np.unique(tokens.lower_of[tokens.type_id[kept]], return_inverse=True)
    words = [tokens.lower[place] for place in used.tolist()]
    if by == "stem":
        words = stem_types(words)
    number, names = pd.factorize(np.array(words, dtype=object))
    return np.asarray(number[code] if len(code) else code, dtype=np.int64), list(names)


def _counts(rows: Integers, columns: Integers, n_rows: int, n_columns: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(n_rows, n_columns))
