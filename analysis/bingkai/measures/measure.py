"""An article and a measure a row: what was counted, and out of what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.reading.evidence import REPORTER, Frames, definitions, selection
from bingkai.schema import MEASURES, SchemaError, require, require_reading

KEYS = ("article_id", "outlet", "event_id", "copy_group", "own_share")


def measure(reading: Frames, *, zones: Sequence[str] = (REPORTER,)) -> pd.DataFrame:
    """Count in every article: stances and sources of its attributions, lexicon terms in the reporter's own words.

    Parameters
    ----------
    reading : Reading
    zones : sequence of str
        Zones in which lexicon terms are counted: title, reporter, direct, indirect, scare.

    Returns
    -------
    DataFrame
        MEASURES, a row for every article and measure (`event_id`, `copy_group`, `own_share` where the
        articles have them):

        - measure: stance.<class>, kind.<kind>, source.<type>, attributions, <lexicon>.<category> for the reporter's
          words, <lexicon>.<category>@<zone> for others
        - count: what was counted; `evidence(reading, measure)` lists exactly these rows
        - base: attributions with a stance, attributions, attributions with a source type; words of all zones for
          `attributions`; words of the zone for a lexicon
        - unit: words or attributions

    Notes
    -----
    An article without base keeps its row (0 of 0): `compare_outlets` leaves it out and counts it. Relayed statements
    are attributions like others, so that the share of RELAI is a measure and the stance shares add up to 1.
    """
    require_reading(reading, "measure")
    known = definitions(reading, zones)
    articles = pd.Index(reading.articles["article_id"])
    if not articles.is_unique:
        raise SchemaError("ARTICLES: article_id must be unique; an article stands there twice")
    places = {name: places_of(articles, getattr(reading, name), name) for name in ("attributions", "terms", "words")}
    bases = {base: _base(reading, base, places, len(articles)) for base in {d.base for d in known.values()}}
    counts = np.zeros((len(articles), len(known)))
    base = np.zeros_like(counts)
    for column, definition in enumerate(known.values()):
        counts[:, column] = tally(places[definition.table][selection(reading, definition)], len(articles))
        base[:, column] = bases[definition.base]
    return long_frame(reading.articles, list(known), [d.unit for d in known.values()], counts, base)


def places_of(articles: pd.Index, table: pd.DataFrame, name: str) -> NDArray[np.int64]:
    """Which article each row of a table belongs to."""
    place: NDArray[np.int64] = articles.get_indexer(pd.Index(table["article_id"])).astype(np.int64)
    if (place < 0).any():
        stray = table["article_id"].iloc[int(np.argmax(place < 0))]
        raise SchemaError(f"{name.upper()} names article {stray!r}, which the reading's articles do not have")
    return place


def _base(reading: Frames, base: str, places: dict[str, NDArray[np.int64]], n_articles: int) -> NDArray[np.float64]:
    if base.startswith("words"):
        _, _, zone = base.partition("@")
        chosen = (reading.words["zone"] == zone).to_numpy() if zone else np.ones(len(reading.words), dtype=bool)
        return tally(places["words"][chosen], n_articles, reading.words["n_words"].to_numpy(float)[chosen])
    filled = reading.attributions[base].notna().to_numpy() if base else np.ones(len(reading.attributions), dtype=bool)
    return tally(places["attributions"][filled], n_articles)


def tally(places: NDArray[np.int64], n: int, weights: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Rows (or their weights) of each of n articles."""
    return np.bincount(places, weights=weights, minlength=n).astype(float)


def long_frame(
    articles: pd.DataFrame, names: list[str], units: list[str], counts: NDArray[np.float64], base: NDArray[np.float64]
) -> pd.DataFrame:
    """MEASURES from counts and bases (articles x measures)."""
    n, m = counts.shape
    article, column = np.repeat(np.arange(n), m), np.tile(np.arange(m), n)
    keys = [name for name in KEYS if name in articles.columns]
    made = articles[keys].take(article).reset_index(drop=True)
    made["measure"] = pd.Series(names, dtype="str").take(column).reset_index(drop=True)
    made["count"], made["base"] = counts.ravel(), base.ravel()
    made["unit"] = pd.Series(units, dtype="str").take(column).reset_index(drop=True)
    return require(made, MEASURES)
