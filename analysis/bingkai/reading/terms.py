"""Lexicon terms in articles, with whose words they are and whether they are negated."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.language.lexicon_hits import Hits, find_entries
from bingkai.language.lexicons import Lexicon
from bingkai.language.stems import stems_of
from bingkai.language.tokens import Tokens
from bingkai.schema import FIELDS, TERMS, ZONES, build, empty

NEGATIONS = frozenset(
    ("tidak", "tidaklah", "tak", "takkan", "bukan", "bukanlah", "belum", "tanpa", "jangan", "tiada",
     "enggak", "nggak", "gak", "ndak")
)  # fmt: skip
_CLAUSE_BREAKS = frozenset(',.;:!?()"“”')
_NEGATION_REACH = 3  # words before the term


def find_terms_in(
    tokens: Tokens,
    zones: NDArray[np.int8],
    lexicons: Sequence[Lexicon],
    article_ids: pd.Series,
    fields: tuple[Sequence[str], Sequence[str]],
    names: Collection[str] | None = None,
) -> pd.DataFrame:
    """TERMS of every lexicon, in reading order; `fields` are the titles and the texts, `names` words without stems."""
    stems = stems_of(tokens, names=names) if any(lexicon.uses_stems for lexicon in lexicons) else None
    frames = [_terms_of(lexicon, find_entries(tokens, lexicon, stems), tokens, zones, article_ids, fields)
              for lexicon in lexicons]  # fmt: skip
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return empty(TERMS)
    order = ["article_id", "field", "start", "end", "lexicon", "term"]
    return pd.concat(frames).sort_values(order, kind="stable", ignore_index=True)


def _terms_of(
    lexicon: Lexicon,
    hits: Hits,
    tokens: Tokens,
    zones: NDArray[np.int8],
    article_ids: pd.Series,
    fields: tuple[Sequence[str], Sequence[str]],
) -> pd.DataFrame:
    article, field = tokens.article[hits.first], tokens.field[hits.first]
    start, end = tokens.start[hits.first], tokens.end[hits.last]
    entries = lexicon.entries.iloc[hits.entry]
    rows = zip(article.tolist(), field.tolist(), start.tolist(), end.tolist(), strict=True)
    return build(
        {
            "article_id": article_ids.to_numpy(dtype=object)[article].tolist(),
            "field": np.array(FIELDS, dtype=object)[field].tolist(),
            "sentence": tokens.sentence[hits.first].tolist(),
            "lexicon": [lexicon.name] * len(article),
            "category": entries["category"].tolist(),
            "term": entries["term"].tolist(),
            "form": [fields[f][a][s:e] for a, f, s, e in rows],
            "start": start.tolist(),
            "end": end.tolist(),
            "zone": np.array(ZONES, dtype=object)[zones[hits.first]].tolist(),
            "negated": negated(tokens, hits.first).tolist(),
        },
        TERMS,
    )


def negated(tokens: Tokens, first: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether one of the three words before a token, in the same clause, is a negation."""
    lower = np.array([word in NEGATIONS for word in tokens.lower], dtype=bool)[tokens.lower_of]
    stops = np.array([word in _CLAUSE_BREAKS for word in tokens.lower], dtype=bool)[tokens.lower_of]
    found = np.zeros(len(first), dtype=bool)
    open_ = np.ones(len(first), dtype=bool)
    for distance in range(1, _NEGATION_REACH + 1):
        before = np.maximum(first - distance, 0)
        open_ &= (first >= distance) & _same_sentence(tokens, before, first) & ~stops[tokens.type_id[before]]
        found |= open_ & lower[tokens.type_id[before]]
    return found


def _same_sentence(tokens: Tokens, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.bool_]:
    same = (tokens.article[a] == tokens.article[b]) & (tokens.field[a] == tokens.field[b])
    return np.asarray(same & (tokens.sentence[a] == tokens.sentence[b]))
