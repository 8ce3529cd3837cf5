"""The rows behind measures of sides: statements, mentions and words near them, each with its side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from bingkai.reading.near import SCARE_QUOTES, near_terms
from bingkai.reading.speaker_sides import speaker_sides, study_sides
from bingkai.schema import FIELDS

if TYPE_CHECKING:
    from bingkai.reading.analyse import Reading

LOADED = ("intensif", "militeristik", "moral", "emotif")
"""Categories of words that evaluate: what `side.<side>.loaded` counts."""
HARMING = ("harm", "force")
NAMED = ("alias", "short", "acronym")
NAMINGS = (*NAMED, "epithet")
TABLES = ("statements", "near", "mentions")


def side_table(reading: Reading, name: str, sides: Sequence[str] | None = None) -> pd.DataFrame:
    """One of the tables: statements, near or mentions."""
    if name == "statements":
        return statements(reading, sides)
    return near_mentions(reading) if name == "near" else reading.mentions


def statements(reading: Reading, sides: Sequence[str] | None = None) -> pd.DataFrame:
    """ATTRIBUTIONS of these sides with `side`, in the order of each article.

    Returns
    -------
    DataFrame
        ATTRIBUTIONS and:

        - side: of the source, one of `sides`
        - actor: the source's key in the study
        - begin: first character of source, cue or content
        - first: "yes" for the first of the article's body, else "no"
        - both: "yes" where two sides or more speak in the article, else "no"
    """
    wanted = list(sides or study_sides(reading))
    known = speaker_sides(reading)
    rows = reading.attributions.assign(side=known["side"].to_numpy(), actor=known["actor"].to_numpy())
    rows = rows[rows["side"].isin(wanted)]
    place = pd.Index(reading.articles["article_id"]).get_indexer(rows["article_id"])
    rows = rows.assign(place=place, body=rows["field"] == FIELDS[1], begin=_begin(rows))
    rows = rows.sort_values(["place", "body", "begin"], kind="stable", ignore_index=True)
    opening = rows[rows["body"]].drop_duplicates("article_id").index
    several = rows.groupby("article_id")["side"].transform("nunique") > 1
    return rows.assign(
        first=np.where(rows.index.isin(opening), "yes", "no"), both=np.where(several, "yes", "no")
    ).drop(columns=["place", "body"])  # fmt: skip


def _begin(rows: pd.DataFrame) -> pd.Series:
    said = pd.Series([min((start for start, _ in spans), default=np.nan) for spans in rows["content_spans"]],
                     index=rows.index, dtype="float64")  # fmt: skip
    return pd.concat([rows["cue_start"], rows["speaker_start"], said], axis=1).min(axis=1)


def near_mentions(reading: Reading) -> pd.DataFrame:
    """Mentions with a loaded word or scare quotes in their clause: a row a mention and category, and one for `loaded`.

    Returns
    -------
    DataFrame
        `article_id, field, sentence, start, end, form, zone` of the passage from mention to word, `mention_zone`,
        `side`, `category`; the nearest word of the category stands for all.
    """
    near = near_terms(reading)
    near = near[near["side"].notna()].sort_values("distance", kind="stable")
    evaluating = near[near["category"].isin(LOADED)].assign(category="loaded")
    rows = pd.concat([near, evaluating]).drop_duplicates(["article_id", "field", "mention_start", "category"])
    rows = rows.assign(
        start=rows[["start", "mention_start"]].min(axis=1), end=rows[["end", "mention_end"]].max(axis=1)
    ).sort_values(["article_id", "field", "start", "category"], kind="stable", ignore_index=True)  # fmt: skip
    texts = {field: dict(zip(reading.articles["article_id"], reading.articles[field], strict=True)) for field in FIELDS}
    spans = zip(rows["article_id"], rows["field"], rows["start"], rows["end"], strict=True)
    form = [str(texts[field][article])[start:end] for article, field, start, end in spans]
    return rows.assign(form=pd.Series(form, index=rows.index, dtype="str"))


def near_categories(reading: Reading) -> list[str]:
    """What may stand near a mention: the categories of the reading's lexicons, scare quotes, and all that evaluate."""
    named = [category for lexicon in reading.lexicons for category in lexicon.categories]
    return [*dict.fromkeys(named), SCARE_QUOTES]
