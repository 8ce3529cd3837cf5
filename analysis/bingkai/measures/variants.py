"""The same measure counted in other ways: what a robustness card sets side by side."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.measures.measure import long_frame, places_of, tally
from bingkai.measures.study_variants import STUDY_TABLES, remade, study_entries, study_variants
from bingkai.reading.analyse import Reading, with_lexicons
from bingkai.reading.evidence import (
    REPORTER,
    Definition,
    agency_definitions,
    choice_definitions,
    definitions,
    selection,
    side_definitions,
)
from bingkai.schema import FIELDS

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SURE = 0.8
"""Attributions at least so confident stand in the variant of sure ones."""
OWN_VOICE = ("title", REPORTER)
MATCHES = {"form": "cocok menurut bentuk", "stem": "cocok menurut akar kata"}
ENTRY_OF = {"stance": "cue_lemma", "kind": "cue_lemma", "source": "speaker_name"}


def variants(reading: Reading, measure: str) -> dict[str, pd.DataFrame]:
    """A measure counted in other ways, for `robustness`.

    Parameters
    ----------
    reading : Reading
    measure : str
        A name of `measure_names`, e.g. "stance.jarak" or "kata_bermuatan.emotif"; of a study also "choice.…",
        "agency.…", "side.…" and "near.…", whose maker is known by the name.

    Returns
    -------
    dict of str to MEASURES
        Under the measure's own name in each; the first is the measure as `measure` (or `choice_measures`,
        `agency_measures`, `side_measures`, `near_measures`) counts it. What does not apply is left out:

        - utama: as it is
        - semua salinan, tanpa salinan: where copies are marked: every article for itself; none whose text several
          outlets carry
        - hanya judul, judul dan isi, dengan kutipan tidak langsung: a lexicon in other zones
        - cocok menurut bentuk, cocok menurut akar kata: the lexicon's entries matched the other way
        - per semua kata: a lexicon's hits in the reporter's voice per word of the whole article
        - hanya judul, hanya isi: rival terms, clauses and sides of the headline only, of the body only; attributions of
          the body only
        - dengan kutipan tidak langsung: rival terms in what sources are quoted with indirectly as well
        - sebutan pertama: the first mention of the referent in each article only
        - tanpa nomina: clauses without those told as nouns
        - atribusi meyakinkan: attributions with a confidence of 0.8 or more
        - tanpa relai: relayed statements left out, of count and base
        - per 1.000 kata: attributions per word of the article, no longer a share of the attributions; mentions and
          clauses per word of the zones they are counted in
        - per artikel: articles that have it at all

    Notes
    -----
    Each answers a slightly other question, so rates differ by nature; compare the ratios of the outlets.

    Examples
    --------
    >>> from bingkai.corpus.demo import load_demo
    >>> from bingkai.reading.analyse import analyse
    >>> made = variants(analyse(load_demo(), progress=False), "stance.jarak")
    >>> list(made)
    ['utama', 'hanya isi', 'atribusi meyakinkan', 'tanpa relai', 'per 1.000 kata', 'per artikel']
    """
    definition = _definition(reading, measure)
    if definition.table in STUDY_TABLES:
        return _of_study(reading, measure, definition)
    count, base = _counted(reading, definition)
    main = _frame(reading, measure, definition.unit, count, base)
    made = {"utama": main} | _copies(main)
    if definition.table == "terms":
        made |= _of_lexicon(reading, measure, definition)
    elif definition.table == "attributions":
        made |= _of_attributions(reading, measure, definition)
    present = (count > 0).astype(float)
    return made | {"per artikel": _frame(reading, measure, "articles", present, (base > 0).astype(float))}


def without_entries(reading: Reading, measure: str, *, most: int = 100) -> dict[str, pd.DataFrame]:
    """A measure without each of its entries in turn, for `robustness`.

    Parameters
    ----------
    reading : Reading
    measure : str
        A name of `measure_names`.
    most : int
        Only so many entries, those counted most often.

    Returns
    -------
    dict of str to MEASURES
        By entry, the most frequent first. An entry is a term of a lexicon; the lemma of a reporting word for `stance`
        and `kind`, which leaves count and base; a speaker for `source`, likewise. Of a study: a form of the rival name,
        the lemma of a predicate, the form of a name; of a side's statements a speaker, of their stances the lemma of a
        reporting word; the form of a word near a side. Empty where a measure has no entries.

    Examples
    --------
    >>> from bingkai.corpus.demo import load_demo
    >>> from bingkai.reading.analyse import analyse
    >>> made = without_entries(analyse(load_demo(), progress=False), "stance.jarak")
    >>> all(frame["base"].sum() > 0 for frame in made.values()) and len(made) > 3
    True
    """
    definition = _definition(reading, measure)
    if definition.table in STUDY_TABLES:
        return study_entries(reading, measure, definition, most)
    column = "term" if definition.table == "terms" else ENTRY_OF.get(measure.partition(".")[0], "")
    if not column:
        return {}
    table: pd.DataFrame = getattr(reading, definition.table)
    counted = table.loc[selection(reading, definition), column].dropna()
    entries = counted.value_counts(sort=True).sort_index().sort_values(ascending=False, kind="stable").index[:most]
    made = {}
    for entry in entries:
        kept = (table[column] != entry).fillna(True).to_numpy(dtype=bool)
        made[str(entry)] = _frame(reading, measure, definition.unit, *_counted(reading, definition, kept))
    return made


def _definition(reading: Reading, measure: str) -> Definition:
    known = definitions(reading) | choice_definitions(reading) | agency_definitions(reading) | side_definitions(reading)
    if measure not in known:
        near = get_close_matches(str(measure), list(known), n=1, cutoff=0.0)
        raise ValueError(f"unknown measure {measure!r}; nearest: {near[0]!r}")
    return known[measure]


def _of_study(reading: Reading, measure: str, definition: Definition) -> dict[str, pd.DataFrame]:
    main = remade(reading, measure)
    made = {"utama": main} | _copies(main) | study_variants(reading, measure, definition, main)
    if definition.unit == "articles":
        return made
    count, base = ((main[name] > 0).astype(float) for name in ("count", "base"))
    return made | {"per artikel": main.assign(count=count, base=base, unit="articles")}


def _counted(reading: Reading, definition: Definition, kept: Mask | None = None) -> tuple[Floats, Floats]:
    """Count and base of each article; with `kept`, from these rows of the measure's table only."""
    articles = pd.Index(reading.articles["article_id"])
    table: pd.DataFrame = getattr(reading, definition.table)
    kept = np.ones(len(table), dtype=bool) if kept is None else kept
    place = places_of(articles, table, definition.table)
    count = tally(place[selection(reading, definition) & kept], len(articles))
    if definition.base.startswith("words"):
        _, _, zone = definition.base.partition("@")
        return count, _words(reading, (zone,) if zone else ())
    filled = table[definition.base].notna().to_numpy() if definition.base else np.ones(len(table), dtype=bool)
    return count, tally(place[filled & kept], len(articles))


def _words(reading: Reading, zones: tuple[str, ...] = ()) -> Floats:
    """Words of each article in these zones; in all where none is named."""
    words = reading.words[reading.words["zone"].isin(zones)] if zones else reading.words
    articles = pd.Index(reading.articles["article_id"])
    return tally(places_of(articles, words, "words"), len(articles), words["n_words"].to_numpy(float))


def _frame(reading: Reading, measure: str, unit: str, count: Floats, base: Floats) -> pd.DataFrame:
    return long_frame(reading.articles, [measure], [unit], count[:, None], base[:, None])


def _copies(main: pd.DataFrame) -> dict[str, pd.DataFrame]:
    if "copy_group" not in main.columns or main["copy_group"].isna().all():
        return {}
    shared = main.groupby("copy_group")["outlet"].transform("nunique") > 1
    return {
        "semua salinan": main.drop(columns="copy_group"),
        "tanpa salinan": main[~shared].reset_index(drop=True),
    }


def _of_lexicon(reading: Reading, measure: str, definition: Definition) -> dict[str, pd.DataFrame]:
    where = dict(definition.count)
    named = {
        "hanya judul": ("title",),
        "judul dan isi": OWN_VOICE,
        "dengan kutipan tidak langsung": (REPORTER, "indirect"),
    }
    made = {}
    for name, zones in named.items():
        if zones != (where["zone"],):
            count = sum(_counted(reading, _at(definition, zone))[0] for zone in zones)
            made[name] = _frame(reading, measure, "words", np.asarray(count), _words(reading, zones))
    for match, name in MATCHES.items():
        other = _matched(reading, str(where["lexicon"]), match)
        if other is not None:
            made[name] = _frame(reading, measure, "words", *_counted(other, definition))
    made["per semua kata"] = _frame(reading, measure, "words", _counted(reading, definition)[0], _words(reading))
    return made


def _at(definition: Definition, zone: str) -> Definition:
    where = tuple((column, zone if column == "zone" else value) for column, value in definition.count)
    return replace(definition, count=where, base=f"words@{zone}")


def _matched(reading: Reading, lexicon: str, match: str) -> Reading | None:
    """The reading with this lexicon's single words matched in one way only; None where they are already."""
    chosen = next(one for one in reading.lexicons if one.name == lexicon)
    single = ~chosen.entries["term"].str.contains(" ")
    if (chosen.entries.loc[single, "match"] == match).all():
        return None
    entries = chosen.entries.assign(match=chosen.entries["match"].mask(single, match))
    return with_lexicons(reading, [replace(chosen, entries=entries)])


def _of_attributions(reading: Reading, measure: str, definition: Definition) -> dict[str, pd.DataFrame]:
    table = reading.attributions
    kept = {
        "hanya isi": (table["field"] == FIELDS[1]).to_numpy(),
        "atribusi meyakinkan": (table["confidence"] >= SURE).to_numpy(),
        "tanpa relai": (table["stance"] != "RELAI").fillna(True).to_numpy(dtype=bool),
    }
    if measure == "stance.relai":
        del kept["tanpa relai"]
    made = {
        name: _frame(reading, measure, definition.unit, *_counted(reading, definition, rows))
        for name, rows in kept.items()
    }
    if definition.unit != "words":
        made["per 1.000 kata"] = _frame(reading, measure, "words", _counted(reading, definition)[0], _words(reading))
    return made
