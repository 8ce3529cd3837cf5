"""What a measure counts: the rows behind every number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.reading.near import SCARE_QUOTES
from bingkai.reading.side_rows import HARMING, NAMED, TABLES, near_categories, side_table
from bingkai.reading.speaker_sides import study_sides
from bingkai.reading.voiced import voiced
from bingkai.schema import FIELDS, KINDS, SOURCE_TYPES, STANCES, ZONES, require_reading

if TYPE_CHECKING:
    from bingkai.language.lexicons import Lexicon
    from bingkai.language.term_choices import TermChoice
    from bingkai.reading.analyse import Reading

REPORTER = "reporter"
OUTLET_VOICE = ("title", "reporter")
AGENT_STATES = ("explicit", "recoverable", "absent")
PREDICATE_CLASSES = ("harm", "force", "governance", "speech")
COLUMNS = ("article_id", "outlet", "field", "sentence", "start", "end", "zone", "form")


class Frames(Protocol):
    """What is needed of a reading."""

    @property
    def articles(self) -> pd.DataFrame: ...
    @property
    def attributions(self) -> pd.DataFrame: ...
    @property
    def terms(self) -> pd.DataFrame: ...
    @property
    def words(self) -> pd.DataFrame: ...
    @property
    def lexicons(self) -> tuple[Lexicon, ...]: ...
    @property
    def choices(self) -> pd.DataFrame: ...
    @property
    def clauses(self) -> pd.DataFrame: ...
    @property
    def term_choices(self) -> tuple[TermChoice, ...]: ...


Count = tuple[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Definition:
    """A measure as a selection: rows of `table` where every column of `count` has its value.

    Attributes
    ----------
    table : str
        "attributions", "terms", "choices" or "clauses"; "voiced": attributions with who speaks first; "statements",
        "near" or "mentions" of the study's sides.
    count : tuple of (column, value)
        Which rows count; several values: any of them; none: every row.
    base : str
        What could have counted: a column of ATTRIBUTIONS (rows where it is filled), "" for every attribution,
        "words@<zone>" for the words of a zone, "words" for all, "mentions" for the rows by any rival, "clauses"
        for the rows that have all values but the first; of sides: what `side_measures` says.
    """

    table: str
    count: tuple[Count, ...]
    base: str

    @property
    def unit(self) -> str:
        """What the base counts."""
        if self.base in ("mentions", "clauses", "articles"):
            return self.base
        return "words" if self.base.startswith("words") else "attributions"


def as_zones(zones: Sequence[str] | str) -> tuple[str, ...]:
    """Zones as a tuple, one alone too; an unknown one is an error."""
    given = (zones,) if isinstance(zones, str) else tuple(zones)
    for zone in given:
        if zone not in ZONES:
            raise ValueError(f"unknown zone {zone!r}; wanted some of {', '.join(ZONES)}")
    return given


def zone_suffix(zones: Sequence[str]) -> str:
    """What a measure's name ends with: nothing for the outlet's own voice, @<zone> for one zone; others are refused."""
    if set(zones) == set(OUTLET_VOICE):
        return ""
    if len(zones) == 1:
        return f"@{zones[0]}"
    raise ValueError(
        f"zones {tuple(zones)!r}: wanted the outlet's own voice, {OUTLET_VOICE!r}, or one of {', '.join(ZONES)} "
        "at a time"
    )


def definitions(reading: Frames, zones: Sequence[str] = ZONES) -> dict[str, Definition]:
    """Every measure of a reading by name; lexicon measures for these zones.

    Names
    -----
    - stance.<class>, kind.<direct|indirect|mixed>, source.<type>: shares of the attributions that have a stance, of
      all, of those with a source type. Relayed statements (stance RELAI) are attributions like others.
    - attributions: attributions per word of the whole article
    - <lexicon>.<category>: terms in the reporter's own words, per word of the reporter
    - <lexicon>.<category>@<zone>: the same in another zone
    """
    zones = as_zones(zones)
    made = {
        f"stance.{stance.lower()}": Definition("attributions", (("stance", stance),), "stance") for stance in STANCES
    }
    made |= {f"kind.{kind}": Definition("attributions", (("kind", kind),), "") for kind in KINDS}
    made |= {
        f"source.{kind}": Definition("attributions", (("source_type", kind),), "source_type") for kind in SOURCE_TYPES
    }
    made["attributions"] = Definition("attributions", (), "words")
    for zone in zones:
        at = "" if zone == REPORTER else f"@{zone}"
        for lexicon in reading.lexicons:
            for category in lexicon.categories:
                where = (("lexicon", lexicon.name), ("category", category), ("zone", zone))
                made[f"{lexicon.name}.{category}{at}"] = Definition("terms", where, f"words@{zone}")
    return made


def source_definitions() -> dict[str, Definition]:
    """The measures of kinds of sources by name: see `source_measures`; of words the attributions that hold them."""
    made = {}
    for kind in SOURCE_TYPES:
        of = ("source_type", kind)
        made[f"source_words.{kind}"] = Definition("voiced", (of,), "words")
        made[f"first_voice.{kind}"] = Definition("voiced", (of, ("first", "yes")), "articles")
        made[f"last_voice.{kind}"] = Definition("voiced", (of, ("last", "yes")), "articles")
    return made | {"one_source": Definition("voiced", (("alone", "yes"),), "articles")}


def choice_definitions(reading: Frames) -> dict[str, Definition]:
    """The measures of rival terms by name: choice.<set>.<rival> in the outlet's own voice, @<zone> in one zone."""
    zones: dict[str, tuple[str, ...]] = {"": OUTLET_VOICE} | {f"@{zone}": (zone,) for zone in ZONES}
    return {
        f"choice.{choice.name}.{rival}{at}": Definition(
            "choices", (("set", choice.name), ("rival", rival), ("zone", voice)), "mentions"
        )
        for at, voice in zones.items()
        for choice in reading.term_choices
        for rival in choice.rival_keys
    }


def agency_definitions(reading: Frames) -> dict[str, Definition]:
    """The measures of agency by name, in the outlet's own voice: see `agency_measures`."""
    voice = ("zone", OUTLET_VOICE)
    made: dict[str, Definition] = {}

    def add(name: str, counted: Count, *of: Count) -> None:
        made[name] = Definition("clauses", (counted, *of, voice), "clauses")

    study = getattr(reading, "study", None)
    declared = {actor.side for actor in study.actors if actor.side} if study else set()
    sides = {role: sorted(declared.union(reading.clauses[f"{role}_side"].dropna())) for role in ("patient", "agent")}
    for group in PREDICATE_CLASSES:
        of, deed = ("predicate_class", group), ("kind", "deed")
        for state in AGENT_STATES:
            add(f"agency.{state}.{group}", ("agent_state", state), of, deed)
            for side in sides["patient"]:
                add(f"agency.{state}.{group}.to.{side}", ("agent_state", state), of, deed, ("patient_side", side))
        for side in sides["agent"]:
            add(f"agency.explicit.{group}.by.{side}", ("agent_state", "explicit"), of, deed, ("agent_side", side))
        add(f"agency.noun.{group}", ("voice", "nominal"), of, ("kind", ("deed", "ambiguous")))
        add(f"agency.state.{group}", ("kind", "state"), of)
    return made


def side_definitions(reading: Frames) -> dict[str, Definition]:
    """The measures of the study's sides by name: see `side_measures` and `near_measures`; none without sides."""
    read = cast("Reading", reading)
    study = getattr(reading, "study", None)
    if study is None or not any(actor.side for actor in study.actors):
        return {}
    made = {"side.both": Definition("statements", (("both", "yes"),), "articles")}
    for side in dict.fromkeys((*study_sides(read), *(actor.side for actor in study.actors if actor.side))):
        made |= {f"side.{side}.{name}": one for name, one in _side_definitions(side).items()}
        made |= _near_definitions(read, side)
    return made


def _side_definitions(side: str) -> dict[str, Definition]:
    said, voice = ("side", side), ("zone", OUTLET_VOICE)
    deeds, harm = ("kind", ("deed", "state")), (("kind", "deed"), ("predicate_class", HARMING))
    made = {
        "statements": Definition("statements", (said,), ""),
        "words": Definition("statements", (said,), "words"),
        "first": Definition("statements", (said, ("first", "yes")), "articles"),
        "agent": Definition("clauses", (("agent_side", side), deeds, voice), "clauses"),
        "patient": Definition("clauses", (("patient_side", side), deeds, voice), "clauses"),
        "harmed.absent": Definition(
            "clauses", (("agent_state", "absent"), ("patient_side", side), *harm, voice), "clauses"
        ),
        "harms.deleted": Definition(
            "clauses", (("agent_state", "recoverable"), ("agent_side", side), *harm, voice), "clauses"
        ),
        "loaded": Definition("near", (("category", "loaded"), said, voice, ("mention_zone", OUTLET_VOICE)), "mentions"),
        "named": Definition("mentions", (("how", NAMED), said, voice), "mentions"),
    }
    return made | {f"stance.{stance.lower()}": Definition("statements", (("stance", stance), said), "stance")
                   for stance in STANCES}  # fmt: skip


def _near_definitions(reading: Reading, side: str) -> dict[str, Definition]:
    made = {}
    zones: dict[str, tuple[str, ...]] = {"": OUTLET_VOICE} | {f"@{zone}": (zone,) for zone in ZONES}
    for category in near_categories(reading):
        of = (("category", category), ("side", side))
        if category == SCARE_QUOTES:
            made[f"near.{side}.{category}"] = Definition("near", of, "mentions")
            continue
        for at, zone in zones.items():
            where: tuple[Count, ...] = (*of, ("zone", zone), ("mention_zone", zone))
            made[f"near.{side}.{category}{at}"] = Definition("near", where, "mentions")
    return made


def measure_names(reading: Frames, zones: Sequence[str] = ZONES) -> list[str]:
    """Names of everything that can be measured in a reading, all zones."""
    require_reading(reading, "measure_names")
    return list(definitions(reading, zones) | _other_definitions(reading))


def _other_definitions(reading: Frames) -> dict[str, Definition]:
    return source_definitions() | choice_definitions(reading) | agency_definitions(reading) | side_definitions(reading)


def _table(reading: Frames, name: str) -> pd.DataFrame:
    if name == "voiced":
        return voiced(reading)
    table: pd.DataFrame = side_table(cast("Reading", reading), name) if name in TABLES else getattr(reading, name)
    return table


def selection(reading: Frames, definition: Definition) -> NDArray[np.bool_]:
    """Which rows of the definition's table a measure counts."""
    return chosen_rows(_table(reading, definition.table), definition)


def chosen_rows(table: pd.DataFrame, definition: Definition) -> NDArray[np.bool_]:
    """Which rows of a table a measure counts."""
    chosen = np.ones(len(table), dtype=bool)
    for column, value in definition.count:
        wanted = (value,) if isinstance(value, str) else value
        chosen &= table[column].isin(wanted).to_numpy(dtype=bool)
    return chosen


def evidence(reading: Frames, measure: str) -> pd.DataFrame:
    """The passages a measure counted, one row each.

    Parameters
    ----------
    reading : Reading
    measure : str
        A name of `measure_names`, e.g. "stance.jarak".

    Returns
    -------
    DataFrame
        - article_id, outlet
        - field, sentence, start, end: where; of an attribution the reporting word, or the first piece of content where
          there is none
        - zone: whose words they are
        - form: the words as written

    Raises
    ------
    ValueError
        For an unknown measure, with the nearest one.
    """
    require_reading(reading, "evidence")
    known = definitions(reading) | _other_definitions(reading)
    if measure not in known:
        near = get_close_matches(str(measure), list(known), n=1, cutoff=0.0)
        raise ValueError(f"unknown measure {measure!r}; nearest: {near[0]!r}")
    table = _table(reading, known[measure].table)
    found = table[chosen_rows(table, known[measure])]
    if known[measure].table in ("attributions", "statements", "voiced"):
        found = _attribution_passages(found, reading.articles)
    if known[measure].table == "clauses":
        found = found.rename(columns={"predicate": "form"})
    outlet = reading.articles.set_index("article_id")["outlet"].reindex(found["article_id"])
    return found.assign(outlet=outlet.to_numpy()).reset_index(drop=True)[list(COLUMNS)]


def _attribution_passages(attributions: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    has_cue = attributions["cue_start"].notna()
    first = [spans[0] if len(spans) else (0, 0) for spans in attributions["content_spans"]]
    pieces = pd.DataFrame(first, columns=["start", "end"], index=attributions.index, dtype="float64")
    start = attributions["cue_start"].where(has_cue, pieces["start"]).astype("int64")
    end = attributions["cue_end"].where(has_cue, pieces["end"]).astype("int64")
    # No join with the articles: it would copy the whole text for every row.
    texts = {field: articles[field].tolist() for field in FIELDS}
    where = pd.Index(articles["article_id"]).get_indexer(attributions["article_id"])
    places = zip(attributions["field"], where.tolist(), start, end, strict=True)
    form = [str(texts[field][position])[a:b] for field, position, a, b in places]
    zone = np.where(attributions["field"] == "title", "title", REPORTER)
    return attributions.assign(
        start=start, end=end, zone=zone, form=pd.Series(form, index=attributions.index, dtype="str")
    )
