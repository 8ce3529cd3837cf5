"""Attributions in the order of their article, with who speaks first, who last, and who speaks alone."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.schema import FIELDS

_ALONE = 2  # attributions an article needs before one can say that it lets one source speak


class Said(Protocol):
    """What is needed of a reading."""

    @property
    def articles(self) -> pd.DataFrame: ...
    @property
    def attributions(self) -> pd.DataFrame: ...


def voiced(reading: Said) -> pd.DataFrame:
    """ATTRIBUTIONS as an article's reader meets them.

    Returns
    -------
    DataFrame
        ATTRIBUTIONS in the order of the articles, headlines first, and:

        - position : which article, from 0
        - first, last : "yes" for the first and the last attribution of the body, else "no"
        - alone : "yes" in the body of an article with two attributions or more whose resolved sources are one, else
          "no"
    """
    rows = reading.attributions
    position = pd.Index(reading.articles["article_id"]).get_indexer(pd.Index(rows["article_id"]))
    rows = rows.assign(position=position, _body=rows["field"] == FIELDS[1], _begin=_begin(rows))
    rows = rows.sort_values(["position", "_body", "_begin"], kind="stable").reset_index(drop=True)
    body = rows[rows["_body"]]
    said = body.groupby("article_id")["speaker_name"].agg(["size", "nunique"])
    single = said.index[(said["size"] >= _ALONE) & (said["nunique"] == 1)]
    chosen = {
        "first": rows.index.isin(body.drop_duplicates("article_id").index),
        "last": rows.index.isin(body.drop_duplicates("article_id", keep="last").index),
        "alone": (rows["_body"] & rows["article_id"].isin(single)).to_numpy(dtype=bool),
    }
    flags = {name: np.where(hit, "yes", "no") for name, hit in chosen.items()}
    return rows.drop(columns=["_body", "_begin"]).assign(**flags)


def _begin(attributions: pd.DataFrame) -> NDArray[np.float64]:
    """Where an attribution begins: at its source, its reporting word or what was said, whichever comes first."""
    said = [min((span[0] for span in spans), default=np.nan) for spans in attributions["content_spans"]]
    starts = np.stack([attributions["cue_start"], attributions["speaker_start"], np.array(said, dtype=float)])
    begin: NDArray[np.float64] = np.where(np.isnan(starts), np.inf, starts).min(axis=0)
    return begin
