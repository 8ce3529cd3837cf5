"""Hearsay and words for suspects as measures, with the passages behind them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.measures.measure import long_frame
from bingkai.reading.analyse import Reading
from bingkai.reading.evidence import OUTLET_VOICE
from bingkai.reading.hearsay import hearsay, legal_labels

CATEGORIES = ("dugaan", "kabar", "sebutan")
NO_STAGE = "tanpa tahap"

Counts = NDArray[np.float64]


def caution_rows(reading: Reading) -> dict[str, pd.DataFrame]:
    """What each measure of hearsay and of words for suspects counts: rows in the outlet's own voice, by its name.

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    dict
        - hearsay.dugaan, hearsay.kabar, hearsay.sebutan : markers of hearsay
        - hearsay.unsourced : those of all kinds without a source in their sentence
        - label.mendahului, label.tanpa_tahap : words for a suspect that belong to a later stage of the case than the
          article names; those in an article that names no stage
        - hearsay, label : all rows, the bases of the last three
    """
    markers, labels = (_own_voice(rows) for rows in (hearsay(reading), legal_labels(reading)))
    made = {f"hearsay.{name}": markers[markers["category"] == name] for name in CATEGORIES}
    return made | {
        "hearsay.unsourced": markers[~markers["sourced"].astype("bool")],
        "label.mendahului": labels[labels["fit"] == "mendahului"],
        "label.tanpa_tahap": labels[labels["fit"] == NO_STAGE],
        "hearsay": markers,
        "label": labels,
    }


def _own_voice(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["zone"].isin(OUTLET_VOICE)].reset_index(drop=True)


def caution_measures(reading: Reading, rows: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The rows of `caution_rows` counted: MEASURES.

    Kinds of hearsay are counted against the words of headline and reporter, markers without a source against all
    markers, words ahead of a stage against those in articles that name one, words without a stage against all.
    """
    ids = pd.Index(reading.articles["article_id"])
    own = reading.words[reading.words["zone"].isin(OUTLET_VOICE)]
    words = own.groupby("article_id")["n_words"].sum().reindex(ids).fillna(0).to_numpy(float)
    made = list(_made(rows, words, ids))
    names, units = [name for name, *_ in made], [unit for _, unit, *_ in made]
    counts, bases = (np.stack([each[place] for each in made], axis=1) for place in (2, 3))
    return long_frame(reading.articles, names, units, counts, bases)


def _made(rows: dict[str, pd.DataFrame], words: Counts, ids: pd.Index) -> Iterator[tuple[str, str, Counts, Counts]]:
    """Name, unit, counts and bases of each measure."""
    counted = {name: _each(part, ids) for name, part in rows.items()}
    for name in CATEGORIES:
        yield f"hearsay.{name}", "words", counted[f"hearsay.{name}"], words
    yield "hearsay.unsourced", "markers", counted["hearsay.unsourced"], counted["hearsay"]
    none = counted["label.tanpa_tahap"]
    yield "label.mendahului", "labels", counted["label.mendahului"], counted["label"] - none
    yield "label.tanpa_tahap", "labels", none, counted["label"]


def _each(rows: pd.DataFrame, ids: pd.Index) -> Counts:
    """How many rows each article has."""
    return np.bincount(ids.get_indexer(pd.Index(rows["article_id"])), minlength=len(ids)).astype(np.float64)
