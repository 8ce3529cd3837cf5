"""Measures of a study counted in other ways: rival terms, roles in clauses, sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from bingkai.measures.agency import agency_measures
from bingkai.measures.choices import choice_measures
from bingkai.measures.measure import places_of, tally
from bingkai.measures.sides import near_measures, side_measures
from bingkai.reading.analyse import Reading
from bingkai.reading.evidence import OUTLET_VOICE, REPORTER, Definition, chosen_rows
from bingkai.reading.side_rows import side_table
from bingkai.schema import FIELDS

STUDY_TABLES = ("choices", "clauses", "statements", "near", "mentions")
"""Tables of definitions whose measures are made here."""
MAKERS: dict[str, Callable[[Reading], pd.DataFrame]] = {
    "choice": choice_measures, "agency": agency_measures, "side": side_measures, "near": near_measures,
}  # fmt: skip
FIELD_NAMES = dict(zip(("hanya judul", "hanya isi"), FIELDS, strict=True))
OF_FIELD = ("attributions", "mentions", "clauses", "terms", "choices")
ENTRY_COLUMNS = {"choices": "form", "clauses": "lemma", "mentions": "form"}
SURE = 0.8


def remade(reading: Reading, measure: str, **tables: pd.DataFrame) -> pd.DataFrame:
    """The measure as its maker counts it, from a reading with other tables; 0 of 0 where nothing of it is left."""
    changed = replace(reading, **{name: table.reset_index(drop=True) for name, table in tables.items()})  # type: ignore[arg-type]
    group, zone = measure.partition(".")[0], measure.partition("@")[2]
    zoned = {"choice": choice_measures, "near": near_measures}
    made = zoned[group](changed, (zone,)) if zone else MAKERS[group](changed)
    found = made[made["measure"] == measure].reset_index(drop=True)
    if len(found):
        return found
    first = made[made["measure"] == made["measure"].iloc[0]] if len(made) else MAKERS[group](reading)
    unit = "mentions" if group in ("choice", "near") else "clauses"
    one = first.drop_duplicates("article_id").reset_index(drop=True)
    return one.assign(measure=measure, count=0.0, base=0.0, unit=unit).astype({"measure": "str", "unit": "str"})


def study_variants(
    reading: Reading, measure: str, definition: Definition, main: pd.DataFrame
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """The measure in other ways, by name; those in which nothing can be counted are left out."""
    found = dict(_fields(reading, measure))
    if definition.table == "choices":
        found |= _of_choices(reading, measure)
    if definition.table == "clauses" and not measure.startswith("agency.noun"):
        verbs = reading.clauses["voice"] != "nominal"
        found["tanpa nomina"] = remade(reading, measure, clauses=reading.clauses[verbs])
    if definition.table == "statements":
        rows = reading.attributions
        found["atribusi meyakinkan"] = remade(reading, measure, attributions=rows[rows["confidence"] >= SURE])
        if not measure.endswith("stance.relai"):
            relayed = (rows["stance"] == "RELAI").fillna(False).astype(bool)
            found["tanpa relai"] = remade(reading, measure, attributions=rows[~relayed])
    if definition.unit not in ("words", "articles"):
        zones = () if definition.table == "statements" else _zones_of(definition)
        found["per 1.000 kata"] = main.assign(base=_words(reading, zones), unit="words")
    return {name: frame for name, frame in found.items() if frame["base"].sum() > 0}


def _fields(reading: Reading, measure: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Of the headline only and of the body only; a measure of one zone stands in one of them anyway."""
    if "@" in measure or measure.endswith(".first"):
        return
    for name, field in FIELD_NAMES.items():
        tables = {table: getattr(reading, table) for table in OF_FIELD}
        yield name, remade(reading, measure, **{key: rows[rows["field"] == field] for key, rows in tables.items()})


def _of_choices(reading: Reading, measure: str) -> dict[str, pd.DataFrame]:
    """The first mention of an article only; with what sources are quoted indirectly."""
    rows = reading.choices
    heard = rows[rows["zone"].isin(OUTLET_VOICE)] if "@" not in measure else rows
    made = {"sebutan pertama": remade(reading, measure, choices=heard.drop_duplicates(["article_id", "set"]))}
    if "@" not in measure:
        zone = rows["zone"].mask(rows["zone"] == "indirect", REPORTER)
        made["dengan kutipan tidak langsung"] = remade(reading, measure, choices=rows.assign(zone=zone))
    return made


def _zones_of(definition: Definition) -> tuple[str, ...]:
    """The zones in which a measure counts; none stands for all."""
    zones = dict(definition.count).get("zone", ())
    return (zones,) if isinstance(zones, str) else zones


def _words(reading: Reading, zones: tuple[str, ...]) -> np.ndarray:
    """Words of each article in these zones; in all where none is named."""
    words = reading.words[reading.words["zone"].isin(zones)] if zones else reading.words
    articles = pd.Index(reading.articles["article_id"])
    return tally(places_of(articles, words, "words"), len(articles), words["n_words"].to_numpy(float))


def study_entries(reading: Reading, measure: str, definition: Definition, most: int) -> dict[str, pd.DataFrame]:
    """The measure without each of the words it counts in turn, the most frequent first: see `without_entries`."""
    name, column = _entries_of(measure, definition)
    table: pd.DataFrame = getattr(reading, name)
    counted = _counted_words(reading, definition, column).value_counts().sort_index()
    entries = counted.sort_values(ascending=False, kind="stable").index[:most]
    words = _lowered(table[column]) if column == "form" else table[column]
    own = np.ones(len(table), dtype=bool)
    if name == "choices":
        own = chosen_rows(table, replace(definition, count=definition.count[:2]))  # forms of this rival only
    return {
        str(entry): remade(reading, measure, **{name: table[~(own & (words == entry).fillna(False).to_numpy(bool))]})
        for entry in entries
    }


def _entries_of(measure: str, definition: Definition) -> tuple[str, str]:
    """The table of a reading and its column whose values are left out in turn."""
    if definition.table == "near":
        return "terms", "form"
    if definition.table == "statements":
        return "attributions", "cue_lemma" if ".stance." in measure else "speaker_name"
    return definition.table, ENTRY_COLUMNS[definition.table]


def _counted_words(reading: Reading, definition: Definition, column: str) -> pd.Series:
    """The column's values in the rows that the measure counts."""
    table = side_table(reading, definition.table) if definition.table in ("statements", "near") else (
        getattr(reading, definition.table)
    )  # fmt: skip
    rows = table[chosen_rows(table, definition)]
    if definition.table == "near":  # a passage from mention to word: the words are the terms at either end
        return _near_words(reading, rows)
    values = rows[column].dropna()
    return _lowered(values) if column == "form" else values


def _near_words(reading: Reading, rows: pd.DataFrame) -> pd.Series:
    keys = ["article_id", "field"]
    terms = reading.terms[[*keys, "start", "end", "form"]]
    begin = rows.merge(terms, on=[*keys, "start"], suffixes=("_passage", ""))["form"]
    end = rows.merge(terms, on=[*keys, "end"], suffixes=("_passage", ""))["form"]
    return _lowered(pd.concat([begin, end]).dropna())


def _lowered(values: pd.Series) -> pd.Series:
    return values.str.lower()
