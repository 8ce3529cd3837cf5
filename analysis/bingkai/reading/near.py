"""Loaded words and scare quotes near the actors of a study: in the same clause, in the same sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.language.tokens import Tokens
from bingkai.reading.choices import located
from bingkai.reading.clause_words import COMMA, JOIN, STOP, SUB, clause_flags
from bingkai.reading.zones import SCARE
from bingkai.schema import FIELDS, NEAR_TERMS, TERMS, SchemaError, build, require_reading

if TYPE_CHECKING:
    from bingkai.reading.analyse import Reading

WITHIN = ("clause", "sentence")
SCARE_QUOTES = "scare"
_MARKS = "\"'“”‘’«»„`"
_BREAK = STOP | COMMA | JOIN | SUB

Places = NDArray[np.int64]


def near_terms(reading: Reading, *, within: str = "clause") -> pd.DataFrame:
    """Loaded words and scare quotes beside the actors of a study.

    Parameters
    ----------
    reading : Reading
        With a study that has actors.
    within : {"clause", "sentence"}
        How near: the same stretch between marks and conjunctions (*dan, tetapi, ketika, setelah, karena* …), or the
        same sentence.

    Returns
    -------
    NEAR_TERMS
        A row for every lexicon hit, or fragment in scare quotes, and actor mentioned there; in reading order:

        - the columns of TERMS; lexicon, category: scare for a fragment in scare quotes
        - actor, side
        - distance: words between the term and the actor's nearest mention; 0 beside it and inside a fragment
        - mention, mention_start, mention_end, mention_zone
        - inside: the mention stands within the quoted fragment

    Raises
    ------
    ValueError
        No actors in the reading, or another reach.

    Notes
    -----
    Nearness is not grammar: *polisi menyebut massa brutal* puts *brutal* beside both. Read the rows before a rate of
    them. A term that is itself (part of) a mention is a name for the actor, not a word beside it, and left out: see
    `naming`. *Yang* does not part a clause here, so that *aparat yang beringas* stays together. In headlines fragments
    in quotation marks are as a rule quotations and not looked for. Terms are those of ``reading.lexicons``: hedges,
    boosters, presupposition and superlatives are categories of `kata_bermuatan`.

    Examples
    --------
    >>> import bingkai as bk
    >>> reading = bk.analyse(bk.load_demo(), bk.load_demo_study(), progress=False)
    >>> near = near_terms(reading)
    >>> len(near) < len(near_terms(reading, within="sentence"))
    True
    """
    require_reading(reading, "near_terms")
    if within not in WITHIN:
        raise ValueError(f"within {within!r}: wanted 'clause' or 'sentence'")
    if reading.study is None or not reading.study.actors:
        raise ValueError("near_terms needs actors: give analyse a study with [[actor]]")
    terms = pd.concat([reading.terms, _scare_fragments(reading)], ignore_index=True)
    pairs = _pairs(reading, terms, stretches(reading.tokens, within))
    columns = [column.name for column in NEAR_TERMS.columns]
    return build({name: pairs[name].tolist() for name in columns}, NEAR_TERMS)


def nearest_actor(reading: Reading, rows: pd.DataFrame) -> pd.DataFrame:
    """The actor nearest to each row in its clause: `actor, side`, aligned with `rows`; missing where there is none."""
    asked = rows[["article_id", "field", "start", "end"]].assign(row=np.arange(len(rows)))
    pairs = _matched(reading, asked, stretches(reading.tokens, "clause"))
    best = pairs.sort_values(["row", "distance"], kind="stable").drop_duplicates("row").set_index("row")
    return best[["actor", "side"]].reindex(range(len(rows))).set_index(rows.index)


def stretches(tokens: Tokens, within: str) -> Places:
    """For each token the number of its clause, or of its sentence."""
    opens = np.ones(len(tokens), dtype=bool)
    opens[1:] = (np.diff(tokens.article) != 0) | (np.diff(tokens.field) != 0) | (np.diff(tokens.sentence) != 0)
    if within == "clause":
        opens |= (clause_flags(tokens) & _BREAK) > 0
    return np.cumsum(opens)


def token_at(tokens: Tokens, article_ids: pd.Series, rows: pd.DataFrame, *, place: str = "start") -> Places:
    """The token that begins at (or first after) the offset of each row."""
    article = pd.Index(article_ids).get_indexer(pd.Index(rows["article_id"])).astype(np.int64)
    if (article < 0).any():
        stray = rows["article_id"].iloc[int(np.argmax(article < 0))]
        raise SchemaError(f"a row names article {stray!r}, which the reading's articles do not have")
    offsets = rows[place].to_numpy(np.int64)
    width = int(max(tokens.end.max(initial=0), offsets.max(initial=0))) + 1
    keys = (tokens.article.astype(np.int64) * 2 + tokens.field) * width + tokens.start
    wanted = (article * 2 + (rows["field"] == FIELDS[1]).to_numpy()) * width + offsets
    found: Places = np.minimum(np.searchsorted(keys, wanted), max(len(tokens) - 1, 0))
    return found


def _pairs(reading: Reading, terms: pd.DataFrame, stretch: Places) -> pd.DataFrame:
    """Each term with each actor of its stretch, the nearest mention of that actor beside it."""
    matched = _matched(reading, terms.assign(row=np.arange(len(terms))), stretch)
    nearest = matched.sort_values(["row", "actor", "distance", "mention_start"], kind="stable")
    nearest = nearest.drop_duplicates(["row", "actor"])
    order = ["article_id", "field", "start", "end", "lexicon", "actor"]
    return nearest.sort_values(order, kind="stable", ignore_index=True)


def _matched(reading: Reading, rows: pd.DataFrame, stretch: Places) -> pd.DataFrame:
    """Every row with every mention of its stretch, and the words between them."""
    tokens, ids = reading.tokens, reading.articles["article_id"]
    words = np.concatenate([[0], np.cumsum(tokens.is_word[tokens.type_id])])
    mentions = reading.mentions.rename(
        columns={"form": "mention", "start": "mention_start", "end": "mention_end", "zone": "mention_zone"}
    )[["article_id", "field", "actor", "side", "mention", "mention_start", "mention_end", "mention_zone"]]
    placed = mentions.assign(
        stretch=stretch[token_at(tokens, ids, mentions, place="mention_start")],
        mention_first=words[token_at(tokens, ids, mentions, place="mention_start")],
        mention_last=words[token_at(tokens, ids, mentions, place="mention_end")],
    ).drop(columns=["article_id", "field"])
    asked = rows.assign(
        stretch=stretch[token_at(tokens, ids, rows)],
        first=words[token_at(tokens, ids, rows)], last=words[token_at(tokens, ids, rows, place="end")],
    )  # fmt: skip
    pairs = asked.merge(placed, on="stretch")
    overlap = (pairs["start"] < pairs["mention_end"]) & (pairs["mention_start"] < pairs["end"])
    quoted = pairs["category"].eq(SCARE_QUOTES) if "category" in pairs else pd.Series(False, pairs.index)
    pairs["inside"] = overlap & quoted
    before, after = pairs["first"] - pairs["mention_last"], pairs["mention_first"] - pairs["last"]
    pairs["distance"] = before.where(before > after, after).clip(lower=0).astype("int64")
    return pairs[~overlap | quoted]


def _scare_fragments(reading: Reading) -> pd.DataFrame:
    """Fragments in scare quotes as rows of TERMS; the few that run over the end of a sentence are left out."""
    tokens = reading.tokens
    scare = np.concatenate([[False], reading.zones == SCARE, [False]])
    edges = np.diff(scare.astype(np.int8))
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    whole = (tokens.article[first] == tokens.article[last]) & (tokens.sentence[first] == tokens.sentence[last])
    columns: dict[str, Sequence[object]] = dict(
        located(tokens, reading.zones, reading.articles, first[whole], last[whole])
    )
    n = len(columns["form"])
    named: dict[str, Sequence[object]] = {
        "lexicon": [SCARE_QUOTES] * n,
        "category": [SCARE_QUOTES] * n,
        "negated": [False] * n,
    }
    return build(columns | named | {"term": [str(form).strip(_MARKS).casefold() for form in columns["form"]]}, TERMS)
