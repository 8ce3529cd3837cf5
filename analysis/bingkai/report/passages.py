"""The passages a number of the report rests on, whichever measure it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from bingkai.measures.sources import source_words
from bingkai.reading.analyse import Reading
from bingkai.reading.evidence import (
    COLUMNS,
    agency_definitions,
    choice_definitions,
    chosen_rows,
    definitions,
    evidence,
    side_definitions,
)
from bingkai.reading.side_rows import TABLES, side_table
from bingkai.schema import FIELDS, ZONES

_PLACE = ("article_id", "field", "start", "end", "zone")


class Passages:
    """Looks passages up: those `evidence` knows, those of sources (which count attributions), and others.

    Parameters
    ----------
    reading : Reading
    others : mapping, optional
        Passages of further measures, by name.
    """

    def __init__(self, reading: Reading, others: Mapping[str, pd.DataFrame] | None = None) -> None:
        self.reading = reading
        self._others = others or {}
        self._known = (
            definitions(reading) | choice_definitions(reading) | agency_definitions(reading) | side_definitions(reading)
        )
        self._rows: dict[str, pd.DataFrame] = {}
        self._tables = {"attributions": evidence(reading, "attributions")}

    def of(self, measure: str) -> pd.DataFrame:
        """The passages of a measure: `article_id, outlet, field, sentence, start, end, zone, form`."""
        if measure in self._others:
            return self._others[measure][list(COLUMNS)]
        if measure in self._known:
            definition = self._known[measure]
            chosen = chosen_rows(self._raw(definition.table), definition)
            return self._table(definition.table)[chosen].reset_index(drop=True)
        family, _, kind = measure.partition(".")
        if family == "source_words":
            return self.of(f"source.{kind}")
        every = self._table("attributions")
        if family not in ("first_voice", "last_voice", "one_source"):
            return every.head(0)
        return every[self._spoken(family, kind).to_numpy(dtype=bool)].reset_index(drop=True)

    def _raw(self, name: str) -> pd.DataFrame:
        """A table of the reading, or one of those behind the measures of sides."""
        if name not in self._rows:
            found: pd.DataFrame = side_table(self.reading, name) if name in TABLES else getattr(self.reading, name)
            self._rows[name] = found
        return self._rows[name]

    def _table(self, name: str) -> pd.DataFrame:
        """Every row of a table as a passage, in its order."""
        if name not in self._tables:
            self._tables[name] = self._statements() if name == "statements" else self._passages(name)
        return self._tables[name]

    def _statements(self) -> pd.DataFrame:
        """The attributions of the sides, as passages."""
        places = pd.Index(self.reading.attributions["attribution_id"])
        rows = places.get_indexer(pd.Index(self._raw("statements")["attribution_id"]))
        found: pd.DataFrame = self._tables["attributions"].iloc[rows]
        return found

    def _passages(self, name: str) -> pd.DataFrame:
        found = self._raw(name).rename(columns={"predicate": "form"})
        outlets = self.reading.articles.set_index("article_id")["outlet"]
        return found.assign(outlet=outlets.reindex(found["article_id"]).to_numpy())[list(COLUMNS)]

    def _spoken(self, family: str, kind: str) -> pd.Series:
        """Which attributions make the article one that counts."""
        rows = self._places
        if family == "one_source":
            body = rows[rows["place"] != "headline"]
            each = body.groupby("article_id")["speaker_name"].agg(["size", "nunique"])
            single = each.index[(each["size"] > 1) & (each["nunique"] == 1)]
            return rows["first"] & rows["article_id"].isin(single)
        return rows[family.removesuffix("_voice")] & (rows["source_type"] == kind).fillna(False)

    @cached_property
    def _places(self) -> pd.DataFrame:
        spoken = source_words(self.reading).set_index("attribution_id")
        return spoken.loc[self.reading.attributions["attribution_id"]].reset_index()


def joined(found: dict[str, pd.DataFrame], articles: pd.Series) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Different passages of all measures once, and for each measure which of them it counts.

    Parameters
    ----------
    found : dict of str to DataFrame
        Passages by measure.
    articles : Series
        The article ids of the page, in its order; passages of other articles are passed over.

    Returns
    -------
    passages : DataFrame
        `article` (place in `articles`), `field`, `start`, `end`, `zone` (as codes), in reading order
    members : dict of str to int array
        Rows of `passages`, ascending.
    """
    tables = [table[list(_PLACE)] for table in found.values()]
    whole = _coded(pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(_PLACE)), articles)
    measure = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
    known = (whole["article"] >= 0).to_numpy()
    whole, measure = whole[known], measure[known]
    width = int(whole["end"].max()) + 1 if len(whole) else 1
    key = np.zeros(len(whole), dtype=np.int64)
    for name, size in (("article", 1), ("field", len(FIELDS)), ("start", width), ("end", width), ("zone", len(ZONES))):
        key = key * size + whole[name].to_numpy()
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    members = {name: np.unique(place[measure == number]) for number, name in enumerate(found)}
    return whole.iloc[first].reset_index(drop=True), members


def _coded(table: pd.DataFrame, articles: pd.Series) -> pd.DataFrame:
    """Passages in whole numbers; -1 for an article that is not on the page."""
    return pd.DataFrame(
        {
            "article": pd.Index(articles).get_indexer(pd.Index(table["article_id"])),
            "field": pd.Index(FIELDS).get_indexer(pd.Index(table["field"])),
            "start": table["start"].astype("int64"),
            "end": table["end"].astype("int64"),
            "zone": pd.Index(ZONES).get_indexer(pd.Index(table["zone"])),
        }
    )
