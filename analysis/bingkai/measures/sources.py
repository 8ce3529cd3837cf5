"""Words and places given to each source: who speaks, how long, first or last."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.language.tokens import Tokens
from bingkai.measures.measure import KEYS
from bingkai.reading.evidence import Frames
from bingkai.reading.voiced import voiced
from bingkai.schema import ATTRIBUTIONS, FIELDS, MEASURES, SOURCE_TYPES, require, require_reading

LEAD_SENTENCES = 2
PLACES = ("headline", "lead", "body")
_ALONE = 2  # attributions an article needs before one can say that it lets one source speak


class Read(Frames, Protocol):
    """What is needed of a reading: its frames and its words."""

    @property
    def tokens(self) -> Tokens: ...


def source_words(reading: Read) -> pd.DataFrame:
    """How many words each attribution gives its source, and where in the article it stands.

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    DataFrame
        A row for every attribution, in reading order within each article:

        - article_id, outlet, attribution_id, speaker_name, source_type, stance
        - n_words : words of what was said (numbers and punctuation are no words)
        - rank : order in which the source first appears in the article, headline included, from 1; missing where
          the source is unresolved
        - place : headline, lead (the first two sentences of the body) or body
        - first, last : the first and the last attribution of the body

    Notes
    -----
    A statement inside a statement counts for both its sources. Sources are told apart by `speaker_name`, the fullest
    name in the article.
    """
    require_reading(reading, "source_words")
    require(reading.attributions, ATTRIBUTIONS)
    rows = voiced(reading)
    position = rows["position"].to_numpy(dtype=np.int64)
    rows["outlet"] = reading.articles["outlet"].take(position).to_numpy()
    rows["n_words"] = _content_words(reading.tokens, rows, position)
    rows["place"] = pd.Series(
        np.select([rows["field"] != FIELDS[1], rows["sentence"] < LEAD_SENTENCES], PLACES[:2], PLACES[2]), dtype="str"
    )
    rows["first"], rows["last"] = rows["first"] == "yes", rows["last"] == "yes"
    rows["rank"] = _rank(rows)
    return rows[["article_id", "outlet", "attribution_id", "speaker_name", "source_type", "stance", "n_words", "rank",
                 "place", "first", "last"]]  # fmt: skip


def source_measures(reading: Read) -> pd.DataFrame:
    """Count in every article whose words are reported, who speaks first and last, and whether one source is alone.

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    DataFrame
        MEASURES, a row for every article and measure (`event_id`, `copy_group`, `own_share` where the articles have
        them):

        - source_words.<type> : words given to that kind of source; base: words given to all sources of a known kind;
          unit: words
        - first_voice.<type>, last_voice.<type> : 1 where the first (last) attribution of the body has that kind of
          source; base: 1 where it has a source of a known kind; unit: articles
        - one_source : 1 where all attributions of the body whose source is resolved have the same one; base: 1 where
          the body has two attributions or more, at least one of them resolved; unit: articles

    Notes
    -----
    `compare_outlets` leaves articles without base out and counts them. One source says nothing of sides: two
    officials of one office are two sources. An unresolved source counts as nobody, so `one_source` is rather too high.
    """
    words = source_words(reading)
    articles = reading.articles
    place = pd.Index(articles["article_id"]).get_indexer(pd.Index(words["article_id"]))
    kinds = pd.Categorical(words["source_type"], categories=list(SOURCE_TYPES)).codes
    typed = kinds >= 0
    weights = np.where(typed, words["n_words"].to_numpy(dtype=float), 0)
    made = [_columns("source_words", "words", place, kinds, weights, len(articles))]
    for name, flag in (("first_voice", "first"), ("last_voice", "last")):
        chosen = np.where(typed, words[flag].to_numpy(dtype=float), 0)
        made.append(_columns(name, "articles", place, kinds, chosen, len(articles)))
    made.append(_one_source(words[words["place"] != PLACES[0]], articles))
    keys = [name for name in KEYS if name in articles.columns]
    rows = pd.concat(made, ignore_index=True)
    described = articles[keys].take(rows.pop("article").to_numpy()).reset_index(drop=True)
    return require(pd.concat([described, rows], axis=1), MEASURES)


def _content_words(tokens: Tokens, attributions: pd.DataFrame, position: NDArray[np.int64]) -> NDArray[np.int64]:
    """Word tokens that begin within the pieces of content."""
    n_pieces = attributions["content_spans"].map(len).to_numpy(dtype=np.int64)
    owner = np.repeat(np.arange(len(attributions)), n_pieces)
    pieces = np.array([span for spans in attributions["content_spans"] for span in spans], dtype=np.int64).reshape(
        -1, 2
    )
    field = (attributions["field"] == FIELDS[1]).to_numpy(dtype=np.int64)
    width = int(max(tokens.end.max(initial=0), pieces.max(initial=0))) + 1
    places = (tokens.article.astype(np.int64) * 2 + tokens.field) * width + tokens.start
    base = ((position * 2 + field) * width)[owner]
    before = np.concatenate([[0], np.cumsum(tokens.is_word[tokens.type_id])])
    counts = before[np.searchsorted(places, base + pieces[:, 1])] - before[np.searchsorted(places, base + pieces[:, 0])]
    return np.bincount(owner, weights=counts, minlength=len(attributions)).astype(np.int64)


def _rank(rows: pd.DataFrame) -> pd.Series:
    """The place of each source in the order in which the article's sources first appear."""
    sources = rows[["article_id", "speaker_name"]].dropna().drop_duplicates()
    sources["rank"] = sources.groupby("article_id").cumcount() + 1.0
    ranks: pd.Series = rows[["article_id", "speaker_name"]].merge(sources, how="left")["rank"]
    return ranks.where(rows["speaker_name"].notna()).set_axis(rows.index)


def _columns(
    name: str, unit: str, place: NDArray[np.int64], kinds: NDArray[np.integer], weights: NDArray[np.float64], n: int
) -> pd.DataFrame:
    """Rows for every article and kind of source: the weights of that kind, out of all."""
    counts = np.zeros((n, len(SOURCE_TYPES)))
    typed = kinds >= 0
    np.add.at(counts, (place[typed], kinds[typed]), weights[typed])
    return _rows(np.repeat(np.arange(n), len(SOURCE_TYPES)), [f"{name}.{kind}" for kind in SOURCE_TYPES] * n,
                 counts.ravel(), np.repeat(counts.sum(axis=1), len(SOURCE_TYPES)), unit)  # fmt: skip


def _one_source(body: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    by_article = body.groupby("article_id")["speaker_name"].agg(["size", "nunique"])
    known = by_article.reindex(articles["article_id"], fill_value=0)
    base = (known["size"].to_numpy() >= _ALONE) & (known["nunique"].to_numpy() >= 1)
    alone = base & (known["nunique"].to_numpy() == 1)
    n = len(articles)
    return _rows(np.arange(n), ["one_source"] * n, alone.astype(float), base.astype(float), "articles")


def _rows(
    article: NDArray[np.int64], names: list[str], count: NDArray[np.float64], base: NDArray[np.float64], unit: str
) -> pd.DataFrame:
    measures = pd.Series(names, dtype="str")
    units = pd.Series([unit] * len(names), dtype="str")
    return pd.DataFrame({"article": article, "measure": measures, "count": count, "base": base, "unit": units})
