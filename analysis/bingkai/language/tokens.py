"""Words and punctuation as integer-coded columns over one vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Tokens:
    """The tokens of many articles: one row a token, in reading order (article, title before text, position).

    Attributes
    ----------
    types : list of str
        Surface forms, case kept, in order of first occurrence: the vocabulary.
    lower : list of str
        The lower-cased vocabulary (normalised: typographic apostrophes and no-break characters made plain).
    lower_of : int32 (n_types,)
        Index into `lower` for each type.
    is_word : bool (n_types,)
        True for words (letters, possibly with hyphens, digits inside); False for punctuation, bare numbers and dates.
    type_id : int32 (n_tokens,)
        Index into `types`.
    article : int32 (n_tokens,)
        Position of the article in the input.
    field : int8 (n_tokens,)
        0 title, 1 text.
    sentence : int32 (n_tokens,)
        Number of the sentence within its field, from 0.
    start, end : int32 (n_tokens,)
        Characters into the field.
    """

    types: list[str]
    lower: list[str]
    lower_of: NDArray[np.int32]
    is_word: NDArray[np.bool_]
    type_id: NDArray[np.int32]
    article: NDArray[np.int32]
    field: NDArray[np.int8]
    sentence: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.type_id)


def tokenise(titles: Sequence[str], texts: Sequence[str]) -> Tokens:
    """Tokens of titles and texts, two sequences of equal length ("" where there is none)."""
    raise NotImplementedError
