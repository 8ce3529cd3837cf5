"""The frames that pass between the rooms: their columns, dtypes, units and meaning.

Offsets are characters, half-open, into one `field` ("title" or "text") of the article as read:
``article[field][start:end]`` is what was counted. An offset that may be missing is a float column with NaN.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

KINDS = ("direct", "indirect", "mixed")
ZONES = ("title", "reporter", "direct", "indirect", "scare")
FIELDS = ("title", "text")
STANCES = (
    "NETRAL", "RELAI", "ELABORASI", "TEGAS", "FAKTIF", "KONSESI", "JARAK",
    "TUDUH", "BANTAH", "NILAI", "DUGA", "ARAH", "KOMISIF", "EMOTIF",
)  # fmt: skip
SOURCE_TYPES = (
    "official", "military_police", "politician_party", "company", "expert", "civil_society",
    "citizen", "media", "foreign_official", "document", "anonymous", "other",
)  # fmt: skip


class SchemaError(ValueError):
    """A frame that is not what a function asked for; the message says got, wanted, what to do."""


@dataclass(frozen=True)
class Column:
    """One column of a frame: its name, what kind of values it holds, its unit and what it means."""

    name: str
    kind: str  # text | integer | number | offset | date | boolean | spans
    meaning: str
    unit: str = ""
    required: bool = True
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """The declared columns of one kind of frame."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def required(self) -> list[str]:
        return [column.name for column in self.columns if column.required]

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def codebook(self) -> pd.DataFrame:
        """One row a column: `column, kind, unit, required, values, meaning`."""
        return pd.DataFrame(
            [(c.name, c.kind, c.unit, c.required, " | ".join(c.values), c.meaning) for c in self.columns],
            columns=["column", "kind", "unit", "required", "values", "meaning"],
        )


@dataclass(frozen=True)
class Contrast:
    """A comparison stated before its numbers were seen: which measures, whom against whom, within what.

    Attributes
    ----------
    name : what the contrast is called in tables and notes
    measures : names of measures, which are corrected together
    reference : "others", "pairwise" or the name of an outlet
    within : column that matches articles, as a rule "event_id"; None to compare all articles
    outlets : the outlets compared; all where empty
    """

    name: str
    measures: tuple[str, ...]
    reference: str = "others"
    within: str | None = None
    outlets: tuple[str, ...] = ()


def _frame(name: str, row: str, *columns: Column) -> Schema:
    return Schema(name, row, columns)


_ARTICLE = Column("article_id", "text", "the article, unique in a corpus")
_OUTLET = Column("outlet", "text", "canonical name of the outlet")
_EVENT = Column("event_id", "text", "the event the article belongs to, where matched", required=False)
_FIELD = Column("field", "text", "which field the offsets point into", values=FIELDS)
_SENTENCE = Column("sentence", "integer", "number of the sentence in its field, from 0")
_START = Column("start", "integer", "first character", unit="characters")
_END = Column("end", "integer", "one past the last character", unit="characters")
_ZONE = Column("zone", "text", "whose words they are", values=ZONES)

ARTICLES = _frame(
    "ARTICLES", "an article",
    _ARTICLE,
    _OUTLET,
    Column("published", "date", "publication time, Asia/Jakarta without zone; NaT where unknown"),
    Column("title", "text", "the headline as read; empty where there is none"),
    Column("text", "text", "the body as read, before cleaning"),
    Column("url", "text", "the article's link", required=False),
    Column("section", "text", "the outlet's own section or category", required=False),
    Column("dateline", "text", "place named in the dateline", required=False),
    Column("origin", "text", "wire agency credited for the text, where any", required=False),
    Column("ignored", "spans", "spans of `text` that are not the article's own prose: dateline, boilerplate, credits",
           unit="characters", required=False),
    Column("copy_group", "text", "near-identical articles share a group; missing where alone", required=False),
    Column("copy_kind", "text", "copies within one outlet or across", required=False,
           values=("across_outlets", "same_outlet")),
    Column("own_share", "number", "share of the article's words that are its outlet's own", "0 to 1", required=False),
    _EVENT,
)  # fmt: skip

ATTRIBUTIONS = _frame(
    "ATTRIBUTIONS", "one act of reporting what a source said",
    Column("attribution_id", "text", "unique in a reading"),
    _ARTICLE,
    _FIELD,
    _SENTENCE,
    Column("pattern", "text", "the pattern that found it (P1 … P16 of the reference)"),
    Column("kind", "text", "inside quotation marks, outside, or both", values=KINDS),
    Column("content", "text", "what was said, its pieces joined by ' … '"),
    Column("content_spans", "spans", "the pieces of content as offsets", unit="characters"),
    Column("cue", "text", "the reporting word as written; missing where there is none"),
    Column("cue_start", "offset", "first character of the cue", unit="characters"),
    Column("cue_end", "offset", "one past the last character of the cue", unit="characters"),
    Column("cue_lemma", "text", "the cue's entry in verba_pewarta"),
    Column("stance", "text", "stance class of the cue, by its surface form", values=STANCES),
    Column("speaker", "text", "the mention of the source at this place; '-nya' for a clitic"),
    Column("speaker_start", "offset", "first character of the mention", unit="characters"),
    Column("speaker_end", "offset", "one past its last character", unit="characters"),
    Column("speaker_name", "text", "the source under its fullest name in the article; missing where unresolved"),
    Column("role", "text", "office or title"),
    Column("affiliation", "text", "institution"),
    Column("source_type", "text", "kind of source", values=SOURCE_TYPES),
    Column("relay", "text", "medium that relays the statement, where any"),
    Column("channel", "text", "document or occasion it was said through: pernyataan, siaran pers", required=False),
    Column("confidence", "number", "estimated probability that the row is right", unit="0 to 1"),
)  # fmt: skip

MENTIONS = _frame(
    "MENTIONS", "a mention of an actor",
    _ARTICLE, _FIELD, _SENTENCE,
    Column("actor", "text", "the actor's key in the study"),
    Column("side", "text", "the actor's side in the study"),
    Column("form", "text", "the words as written"),
    _START, _END, _ZONE,
    Column("how", "text", "by what the actor is named", required=False,
           values=("alias", "acronym", "epithet", "short", "pronoun")),
)  # fmt: skip

CHOICES = _frame(
    "CHOICES", "a mention of a referent by one of its rival names",
    _ARTICLE, _FIELD, _SENTENCE,
    Column("set", "text", "name of the set of rival terms"),
    Column("rival", "text", "key of the rival in the set"),
    Column("form", "text", "the words as written"),
    _START, _END, _ZONE,
)  # fmt: skip

CHOICE_SHARES = _frame(
    "CHOICE_SHARES", "an outlet and one of the rival names of a referent",
    Column("set", "text", "name of the set of rival terms"),
    Column("rival", "text", "key of the rival in the set"),
    Column("label", "text", "the rival's label"),
    Column("side", "text", "the rival's side in the study; missing where it has none"),
    _OUTLET,
    Column("count", "integer", "mentions by that rival", unit="mentions"),
    Column("base", "integer", "mentions by any rival of the set", unit="mentions"),
    Column("share", "number", "count / base; missing where the base is 0", "0 to 1"),
    Column("ci_low", "number", "lower end of the interval of the share", "0 to 1"),
    Column("ci_high", "number", "upper end of the interval of the share", "0 to 1"),
    Column("n_articles", "integer", "the outlet's articles that mention the referent", unit="articles"),
)  # fmt: skip

NAMINGS = ("name_office", "name", "name_honorific", "short", "acronym", "epithet", "beliau", "pronoun")
NAMING = _frame(
    "NAMING", "a wording by which an outlet names an actor",
    Column("actor", "text", "the actor's key in the study"),
    Column("side", "text", "the actor's side in the study"),
    _OUTLET,
    Column("position", "text", "in the headline, the article's first mention in its body, or a later one",
           values=("title", "first", "later")),
    Column("way", "text", "whole or short name with office, whole name alone, name with honorific, short name alone, "
           "acronym, epithet, beliau, ia or dia", values=NAMINGS),
    Column("title", "text", "office, rank or honorific before the name; empty where there is none"),
    Column("form", "text", "the name as written"),
    Column("count", "integer", "mentions in this wording", unit="mentions"),
    Column("base", "integer", "the outlet's mentions of the actor in this position", unit="mentions"),
    Column("n_articles", "integer", "the outlet's articles that mention the actor", unit="articles"),
)  # fmt: skip

CLAUSES = _frame(
    "CLAUSES", "a predicate with its roles",
    _ARTICLE, _FIELD, _SENTENCE,
    Column("predicate", "text", "the verb as written"),
    Column("lemma", "text", "its dictionary form"),
    Column("voice", "text", "me-, di-, ter-, ber-, ke-an, persona (kami lihat), nominal, dasar (no affix)"),
    Column("agent", "text", "who does it, as written; missing where absent"),
    Column("agent_side", "text", "the side of the agent, named here or within one sentence, in the study"),
    Column("patient", "text", "who undergoes it, as written"),
    Column("patient_side", "text", "the patient's side in the study"),
    Column("agent_state", "text", "is the agent named", values=("explicit", "recoverable", "absent")),
    _START, _END, _ZONE,
    Column("predicate_class", "text", "class of the predicate", required=False,
           values=("harm", "force", "governance", "speech")),
    Column("agent_start", "offset", "first character of the agent", unit="characters", required=False),
    Column("agent_end", "offset", "one past its last character", unit="characters", required=False),
    Column("patient_start", "offset", "first character of the patient", unit="characters", required=False),
    Column("patient_end", "offset", "one past its last character", unit="characters", required=False),
    Column("agent_recovered", "text", "the agent as named elsewhere within one sentence", required=False),
    Column("exclusion", "text", "how the agent is left out: van Leeuwen's terms, and keadaan; missing where named",
           required=False, values=("pasivasi", "nominalisasi", "penggantian anak kalimat", "keadaan")),
    Column("recovered_start", "offset", "first character of the recovered agent", unit="characters", required=False),
    Column("recovered_end", "offset", "one past its last character", unit="characters", required=False),
    Column("kind", "text", "a deed; a state without agent (tewas); a noun whose possessor may act or undergo",
           required=False, values=("deed", "state", "ambiguous")),
)  # fmt: skip

AGENCY_SHARES = _frame(
    "AGENCY_SHARES", "an outlet, class of predicates and state of the agent",
    _OUTLET,
    Column("predicate_class", "text", "class of the predicates", values=("harm", "force", "governance", "speech")),
    Column("patient_side", "text", "side of those it is done to; missing for all together"),
    Column("agent_state", "text", "is the agent named", values=("explicit", "recoverable", "absent")),
    Column("share", "number", "clauses with that state / all clauses of the class", unit="0 to 1"),
    Column("ci_low", "number", "lower end of its interval", unit="0 to 1"),
    Column("ci_high", "number", "upper end of its interval", unit="0 to 1"),
    Column("n_clauses", "integer", "clauses of the class", unit="clauses"),
    Column("n_articles", "integer", "articles that have one", unit="articles"),
)  # fmt: skip

SPEAKER_SIDES = _frame(
    "SPEAKER_SIDES", "an attribution and the actor of the study who is its source",
    Column("attribution_id", "text", "the attribution"),
    _ARTICLE,
    Column("actor", "text", "the actor's key in the study; missing where none fits"),
    Column("side", "text", "the actor's side in the study"),
    Column("how", "text", "by what the source was known as the actor",
           values=("mention", "name", "description", "affiliation")),
)  # fmt: skip

NEAR_TERMS = _frame(
    "NEAR_TERMS", "a lexicon hit and an actor mentioned in its clause or sentence",
    _ARTICLE, _FIELD, _SENTENCE,
    Column("lexicon", "text", "name of the lexicon; scare for a fragment in scare quotes"),
    Column("category", "text", "category of the entry; scare for a fragment in scare quotes"),
    Column("term", "text", "the entry; the fragment in lower case"),
    Column("form", "text", "the words as written"),
    _START, _END, _ZONE,
    Column("negated", "boolean", "a negation stands before it in the same clause"),
    Column("actor", "text", "the actor's key in the study"),
    Column("side", "text", "the actor's side in the study"),
    Column("distance", "integer", "words between the term and the nearest mention of the actor", unit="words"),
    Column("mention", "text", "that mention as written"),
    Column("mention_start", "integer", "its first character", unit="characters"),
    Column("mention_end", "integer", "one past its last character", unit="characters"),
    Column("mention_zone", "text", "whose words the mention is", values=ZONES),
    Column("inside", "boolean", "the mention stands within the quoted fragment"),
)  # fmt: skip

HEARSAY = _frame(
    "HEARSAY", "a marker of hearsay: diduga, konon, kabarnya",
    _ARTICLE, _OUTLET, _FIELD, _SENTENCE,
    Column("category", "text", "presumed on evidence (dugaan), passed on (kabar) or alleged by others (sebutan)",
           values=("dugaan", "kabar", "sebutan")),
    Column("term", "text", "the entry"),
    Column("form", "text", "the words as written"),
    _START, _END, _ZONE,
    Column("sourced", "boolean", "a source is reported in the same sentence"),
    Column("source", "text", "that source as written; missing where there is none"),
    Column("actor", "text", "the study's actor nearest in the clause; missing where there is none"),
    Column("side", "text", "the actor's side in the study"),
)  # fmt: skip

LABELS = ("terduga", "tersangka", "terdakwa", "terpidana", "pelaku")
STAGES = ("diperiksa", "tersangka", "sidang", "putusan", "inkrah")
LEGAL_LABELS = _frame(
    "LEGAL_LABELS", "a word for a suspect, beside the stage of the case that the article names",
    _ARTICLE, _OUTLET, _FIELD, _SENTENCE,
    Column("label", "text", "the word's class", values=LABELS),
    Column("form", "text", "the words as written"),
    _START, _END, _ZONE,
    Column("stage", "text", "the furthest stage that the article names; missing where it names none", values=STAGES),
    Column("stages", "text", "every stage that it names, in order, joined by ' · '"),
    Column("stage_form", "text", "the words that name the furthest stage"),
    Column("stage_field", "text", "the field they stand in", values=FIELDS),
    Column("stage_start", "offset", "their first character", unit="characters"),
    Column("stage_end", "offset", "one past their last character", unit="characters"),
    Column("fit", "text", "the label against that stage",
           values=("mendahului", "sesuai", "di belakang", "tanpa tahap")),
    Column("named", "boolean", "a name stands right beside the label"),
    Column("actor", "text", "the study's actor nearest in the clause; missing where there is none"),
    Column("side", "text", "the actor's side in the study"),
)  # fmt: skip

TWO_SIDEDNESS = _frame(
    "TWO_SIDEDNESS", "an article and a side of the study",
    _ARTICLE, _OUTLET, _EVENT,
    Column("side", "text", "the side"),
    Column("statements", "integer", "statements reported of sources of that side", unit="attributions"),
    Column("words", "integer", "words reported of them", unit="words"),
    Column("share_statements", "number", "of the statements of all sides; missing where no side speaks", "0 to 1"),
    Column("share_words", "number", "of the words of all sides; missing where no side speaks", "0 to 1"),
    Column("rank", "offset", "order in which the sides first speak, from 1; missing where it does not"),
    Column("place", "text", "where it first speaks", values=("headline", "lead", "body")),
    Column("n_sides", "integer", "sides that speak in the article", unit="sides"),
    Column("both", "boolean", "two sides or more speak in the article"),
    Column("largest_share", "number", "share of words of the side with the most; missing where no side speaks",
           "0 to 1"),
)  # fmt: skip

SIDE_SHARES = _frame(
    "SIDE_SHARES", "an outlet, side and measure",
    _OUTLET,
    Column("side", "text", "the side"),
    Column("measure", "text", "what of the side is counted, e.g. statements, stance.jarak"),
    Column("count", "number", "what was counted"),
    Column("base", "number", "what could have been counted"),
    Column("unit", "text", "what the base counts"),
    Column("share", "number", "count / base; missing where the base is 0", "0 to 1"),
    Column("ci_low", "number", "lower end of its interval; missing with fewer than two articles", "0 to 1"),
    Column("ci_high", "number", "upper end of its interval", "0 to 1"),
    Column("n_articles", "integer", "the outlet's articles with a base above 0", unit="articles"),
)  # fmt: skip

TERMS = _frame(
    "TERMS", "a lexicon hit",
    _ARTICLE, _FIELD, _SENTENCE,
    Column("lexicon", "text", "name of the lexicon"),
    Column("category", "text", "category of the entry"),
    Column("term", "text", "the entry"),
    Column("form", "text", "the words as written"),
    _START, _END, _ZONE,
    Column("negated", "boolean", "a negation stands before it in the same clause"),
)  # fmt: skip

WORDS = _frame(
    "WORDS", "an article and zone",
    _ARTICLE, _ZONE,
    Column("n_words", "integer", "words of the article in that zone", unit="words"),
)  # fmt: skip

MEASURES = _frame(
    "MEASURES", "an article and measure",
    _ARTICLE, _OUTLET, _EVENT,
    Column("measure", "text", "name of the measure, e.g. stance.jarak"),
    Column("count", "number", "what was counted"),
    Column("base", "number", "what could have been counted"),
    Column("unit", "text", "what the base counts: words, attributions, mentions"),
    Column("copy_group", "text", "near-identical articles share a group; missing where alone", required=False),
    Column("own_share", "number", "share of the article's words that are its outlet's own", "0 to 1", required=False),
)  # fmt: skip

COMPARISON = _frame(
    "COMPARISON", "an outlet (or pair of outlets) and measure",
    Column("measure", "text", "name of the measure"),
    _OUTLET,
    Column("reference", "text", "what it is compared with: another outlet, or the mean of the others"),
    Column("estimate", "number", "the outlet's rate: sum of counts / sum of bases", unit="count per base unit"),
    Column("effect", "number", "estimate minus the reference's rate", unit="count per base unit"),
    Column("ci_low", "number", "lower end of the interval of the effect", unit="count per base unit"),
    Column("ci_high", "number", "upper end of the interval of the effect", unit="count per base unit"),
    Column("n_articles", "integer", "the outlet's articles with a base above 0", unit="articles"),
    Column("n_events", "integer", "events compared, where matched within events", unit="events"),
    Column("p_value", "number", "permutation p, two-sided; NaN where refused"),
    Column("q_value", "number", "p after Benjamini-Hochberg over the family"),
    Column("note", "text", "why a cell is refused or to be read with care", required=False),
)  # fmt: skip

INFLUENCE = _frame(
    "INFLUENCE", "an article and how far a comparison rests on it",
    _ARTICLE, _OUTLET, _EVENT,
    Column("count", "number", "what was counted in it"),
    Column("base", "number", "what could have been counted"),
    Column("effect", "number", "effect with all articles", unit="count per base unit"),
    Column("effect_without", "number", "effect without this article", unit="count per base unit"),
    Column("shift", "number", "effect without it minus effect with all", unit="count per base unit"),
)  # fmt: skip

ROBUSTNESS = _frame(
    "ROBUSTNESS", "one way of making the same comparison",
    Column("kind", "text", "what is done otherwise", values=("main", "alternative", "event", "article", "entry")),
    Column("name", "text", "name of the alternative, or of what was left out"),
    Column("n_of", "integer", "how many were left out in turn, of which the most extreme have a row; else 0"),
    Column("measure", "text", "name of the measure"),
    _OUTLET,
    Column("reference", "text", "what it is compared with"),
    Column("unit", "text", "what the base counts"),
    Column("estimate", "number", "the outlet's rate", unit="count per base unit"),
    Column("reference_estimate", "number", "the reference's rate", unit="count per base unit"),
    Column("effect", "number", "estimate minus the reference's rate", unit="count per base unit"),
    Column("ci_low", "number", "lower end of its interval; NaN where something was left out", "count per base unit"),
    Column("ci_high", "number", "upper end of its interval", unit="count per base unit"),
    Column("ratio", "number", "estimate over reference_estimate"),
    Column("ratio_low", "number", "lower end of its interval"),
    Column("ratio_high", "number", "upper end of its interval; may be infinite"),
    Column("p_value", "number", "permutation p; NaN where something was left out"),
    Column("n_articles", "integer", "the outlet's articles; 0 where not counted", unit="articles"),
    Column("n_events", "integer", "events compared, where matched", unit="events"),
    Column("note", "text", "why a row is refused or to be read with care", required=False),
)  # fmt: skip

CONFIRMATION = _frame(
    "CONFIRMATION", "an outlet (or pair of outlets) and measure, explored on one half and tested on the other",
    Column("measure", "text", "name of the measure"),
    _OUTLET,
    Column("reference", "text", "what it is compared with"),
    Column("unit", "text", "what the base counts"),
    Column("found_effect", "number", "effect on the half explored", unit="count per base unit"),
    Column("found_low", "number", "lower end of its interval", unit="count per base unit"),
    Column("found_high", "number", "upper end of its interval", unit="count per base unit"),
    Column("found_p", "number", "permutation p on the half explored"),
    Column("found_q", "number", "p after Benjamini-Hochberg over everything explored"),
    Column("found_n", "integer", "the outlet's articles in the half explored", unit="articles"),
    Column("candidate", "boolean", "the row was tested on the second half"),
    Column("effect", "number", "effect on the second half", unit="count per base unit"),
    Column("ci_low", "number", "lower end of its interval", unit="count per base unit"),
    Column("ci_high", "number", "upper end of its interval", unit="count per base unit"),
    Column("n_articles", "integer", "the outlet's articles in the second half", unit="articles"),
    Column("n_events", "integer", "events compared in the second half", unit="events"),
    Column("p_value", "number", "permutation p on the second half"),
    Column("q_value", "number", "p after Benjamini-Hochberg over the candidates"),
    Column("confirmed", "boolean", "second half: q at most alpha, interval without zero, same sign"),
    Column("note", "text", "why a row is refused or to be read with care", required=False),
)  # fmt: skip

SEPARABILITY = _frame(
    "SEPARABILITY", "all outlets, an outlet or a pair of outlets, with copies in or out",
    Column("scope", "text", "what the row is about", values=("overall", "outlet", "pair")),
    Column("outlet", "text", "the outlet, or the first of the pair; missing for all"),
    Column("reference", "text", "the second of the pair; else missing"),
    Column("copies", "text", "are copied articles among them", values=("in", "out")),
    Column("accuracy", "number", "share of held-out articles put to their outlet, outlets weighing the same", "0 to 1"),
    Column("ci_low", "number", "lower end of its interval", "0 to 1"),
    Column("ci_high", "number", "upper end of its interval", "0 to 1"),
    Column("null_mean", "number", "mean accuracy with outlet labels shuffled", "0 to 1"),
    Column("null_low", "number", "lower end of the middle share of accuracies with shuffled labels", "0 to 1"),
    Column("null_high", "number", "upper end of it", "0 to 1"),
    Column("p_value", "number", "share of label shuffles at least as accurate"),
    Column("q_value", "number", "p after Benjamini-Hochberg over outlets and pairs; NaN for all outlets at once"),
    Column("n_articles", "integer", "articles", unit="articles"),
    Column("n_events", "integer", "events, where matched within events", unit="events"),
    Column("note", "text", "why a cell is refused or to be read with care", required=False),
)  # fmt: skip

COEFFICIENTS = _frame(
    "COEFFICIENTS", "an outlet and feature",
    _OUTLET,
    Column("feature", "text", "name of the feature"),
    Column("coefficient", "number", "log odds of the outlet against the mean of the others, a standard deviation"),
    Column("ci_low", "number", "lower end of its interval"),
    Column("ci_high", "number", "upper end of its interval"),
)  # fmt: skip

TREND = _frame(
    "TREND", "an outlet and period",
    Column("measure", "text", "name of the measure"),
    _OUTLET,
    Column("period", "date", "first day of the period"),
    Column("estimate", "number", "rate: sum of counts / sum of bases", "count per base unit"),
    Column("ci_low", "number", "lower end of its interval; NaN where articles are too few", "count per base unit"),
    Column("ci_high", "number", "upper end of its interval", "count per base unit"),
    Column("smooth", "number", "rate of the period and its neighbours; NaN where not asked for", "count per base unit"),
    Column("count", "number", "what was counted"),
    Column("base", "number", "what could have been counted"),
    Column("n_articles", "integer", "articles with a base above 0", unit="articles"),
)  # fmt: skip

CHANGES = _frame(
    "CHANGES", "an outlet and date",
    Column("measure", "text", "name of the measure"),
    _OUTLET,
    Column("kind", "text", "a date that was named, or one that was searched for", values=("named", "found")),
    Column("event", "text", "name of the event; missing where the date was found"),
    Column("date", "date", "first day that counts as after"),
    Column("date_low", "date", "where found: earliest day of the interval of the date"),
    Column("date_high", "date", "where found: latest day of the interval of the date"),
    Column("before", "number", "rate in the days before", "count per base unit"),
    Column("after", "number", "rate in the days after", "count per base unit"),
    Column("effect", "number", "after minus before", "count per base unit"),
    Column("ci_low", "number", "lower end of the interval of the effect", "count per base unit"),
    Column("ci_high", "number", "upper end of the interval of the effect", "count per base unit"),
    Column("level", "number", "jump at the date beyond a straight course before and after", "count per base unit"),
    Column("level_low", "number", "lower end of its interval", "count per base unit"),
    Column("level_high", "number", "upper end of its interval", "count per base unit"),
    Column("p_value", "number", "weeks shuffled over before and after; days over the whole course where found"),
    Column("q_value", "number", "p after Benjamini-Hochberg over all rows of its kind"),
    Column("placebo_share", "number", "share of other dates with a change as clear", "0 to 1"),
    Column("n_placebo", "integer", "other dates tried", unit="dates"),
    Column("n_before", "integer", "articles before", unit="articles"),
    Column("n_after", "integer", "articles after", unit="articles"),
    Column("note", "text", "why a row is refused or to be read with care", required=False),
)  # fmt: skip

EVENT_COVERAGE = _frame(
    "EVENT_COVERAGE", "an outlet",
    _OUTLET,
    Column("share", "number", "of the events others covered in the outlet's period, the share it covered", "0 to 1"),
    Column("ci_low", "number", "lower end of its interval", "0 to 1"),
    Column("ci_high", "number", "upper end of its interval", "0 to 1"),
    Column("n_possible", "integer", "events that others covered in the outlet's period", unit="events"),
    Column("n_covered", "integer", "of these, covered by the outlet", unit="events"),
    Column("n_alone", "integer", "events that no other outlet covered", unit="events"),
    Column("n_outside", "integer", "events of others before its first or after its last article", unit="events"),
    Column("n_articles", "integer", "its articles", unit="articles"),
    Column("n_without_event", "integer", "of these, in no event", unit="articles"),
    Column("first", "date", "its earliest article; missing where none is dated"),
    Column("last", "date", "its latest article; missing where none is dated"),
)  # fmt: skip

OVERLAP = _frame(
    "OVERLAP", "a pair of outlets",
    _OUTLET,
    Column("reference", "text", "the other outlet"),
    Column("jaccard", "number", "of the events either covered, the share both covered", "0 to 1"),
    Column("ci_low", "number", "lower end of its interval", "0 to 1"),
    Column("ci_high", "number", "upper end of its interval", "0 to 1"),
    Column("n_both", "integer", "events both covered", unit="events"),
    Column("n_either", "integer", "events either covered, in the period both have articles of", unit="events"),
)  # fmt: skip

FRAME_EVIDENCE = _frame(
    "FRAME_EVIDENCE", "an article, frame element and sentence proposed for it",
    _ARTICLE, _OUTLET,
    Column("model", "text", "name of the codebook"),
    Column("element", "text", "the frame element the sentence is proposed for"),
    _SENTENCE, _FIELD,
    Column("start", "integer", "first character of the sentence", unit="characters"),
    Column("end", "integer", "one past its last character", unit="characters"),
    Column("rank", "integer", "place among the article's sentences for this element, from 1"),
    Column("score", "number", "what the sentence was ranked by; comparable within one element only"),
    Column("reason", "text", "why it was proposed, in words"),
    Column("form", "text", "the words that speak for it, as written, joined by ' · '; missing where its place does"),
)  # fmt: skip

CODES = _frame(
    "CODES", "a unit, item and coder",
    Column("unit_id", "text", "what was coded: the article, or a headline or sentence of it"),
    _ARTICLE,
    Column("model", "text", "name of the codebook"),
    Column("item", "text", "name of the item in the codebook"),
    Column("coder", "text", "who coded"),
    Column("value", "text", "the code; missing where the coder left the cell empty or it could not be read"),
    Column("blind", "boolean", "the coder saw no pre-filled extracts for this unit"),
    Column("scale", "text", "scale of the item; nominal where not given",
           required=False, values=("nominal", "ordinal", "interval", "text")),
    Column("number", "number", "the code as a number: rank of an ordinal value, or the value itself", required=False),
)  # fmt: skip

CODE_PROBLEMS = _frame(
    "CODE_PROBLEMS", "something found amiss in a coder's sheet",
    Column("file", "text", "name of the file"),
    Column("coder", "text", "whose sheet it is"),
    Column("unit_id", "text", "the unit; missing where it concerns the whole file"),
    Column("item", "text", "the item; missing where it concerns the whole unit"),
    Column("kind", "text", "what is amiss",
           values=("empty", "corrected", "unknown_value", "changed", "other_text", "missing_unit", "extra_unit",
                   "duplicate_unit", "no_coder", "undecided")),
    Column("value", "text", "what stands in the cell"),
    Column("suggestion", "text", "the nearest permitted value, where there is one"),
    Column("message", "text", "in words, Indonesian · English"),
)  # fmt: skip

DISAGREEMENTS = _frame(
    "DISAGREEMENTS", "a unit and item on which coders differ",
    Column("unit_id", "text", "what was coded"),
    _ARTICLE,
    Column("model", "text", "name of the codebook"),
    Column("item", "text", "name of the item"),
    Column("codes", "text", "each coder and code, joined by ' · '"),
    Column("majority", "text", "the code of more than half of the coders; missing where there is none"),
    Column("n_coders", "integer", "coders who coded it", unit="coders"),
    Column("blind", "boolean", "no pre-filled extracts for this unit"),
)  # fmt: skip

RELIABILITY = _frame(
    "RELIABILITY", "an item and coefficient of agreement",
    Column("model", "text", "name of the codebook"),
    Column("item", "text", "name of the item"),
    Column("scale", "text", "scale of the item", values=("nominal", "ordinal", "interval")),
    Column("comparison", "text", "human coders with each other, or a tool with one of them", values=("coders", "tool")),
    Column("coders", "text", "who is compared, joined by ' · '"),
    Column("subset", "text", "which units; difference is prefilled minus blind",
           values=("all", "prefilled", "blind", "difference")),
    Column("coefficient", "text", "which coefficient",
           values=("percent", "holsti", "scott_pi", "cohen_kappa", "fleiss_kappa",
                   "alpha_nominal", "alpha_ordinal", "alpha_interval")),
    Column("value", "number", "the coefficient; missing where it is not defined", unit="1 is full agreement"),
    Column("ci_low", "number", "lower end of the bootstrap interval", unit="1 is full agreement"),
    Column("ci_high", "number", "upper end of the bootstrap interval", unit="1 is full agreement"),
    Column("n_units", "integer", "units coded by two coders or more", unit="units"),
    Column("n_articles", "integer", "articles these units come from; they are resampled", unit="articles"),
    Column("n_coders", "integer", "coders compared", unit="coders"),
    Column("note", "text", "why a value is missing or to be read with care, Indonesian · English"),
)  # fmt: skip

FRAME_SCORES = _frame(
    "FRAME_SCORES", "a measure of a frame classifier, of one class or of all",
    Column("item", "text", "name of the item"),
    Column("class", "text", "the code; missing for measures over all codes"),
    Column("measure", "text", "what is measured, on units held out; majority_ is what the commonest code would reach",
           values=("precision", "recall", "f1", "accuracy", "macro_f1", "calibration_error",
                   "majority_accuracy", "majority_macro_f1")),
    Column("value", "number", "the measure; missing where it is not defined", unit="0 to 1"),
    Column("ci_low", "number", "lower end of the bootstrap interval over groups", unit="0 to 1"),
    Column("ci_high", "number", "upper end of the bootstrap interval over groups", unit="0 to 1"),
    Column("n_units", "integer", "coded units it rests on", unit="units"),
    Column("note", "text", "to be read with care, Indonesian · English"),
)  # fmt: skip

LEARNING_CURVE = _frame(
    "LEARNING_CURVE", "a number of coded units and measure",
    Column("item", "text", "name of the item"),
    Column("n_units", "integer", "units learnt from", unit="units"),
    Column("measure", "text", "what is measured on units held out", values=("accuracy", "macro_f1")),
    Column("value", "number", "mean over repetitions", unit="0 to 1"),
    Column("low", "number", "lowest of the repetitions", unit="0 to 1"),
    Column("high", "number", "highest of the repetitions", unit="0 to 1"),
)  # fmt: skip

WORTH_CODING = _frame(
    "WORTH_CODING", "a unit worth coding next",
    Column("unit_id", "text", "the article, or its headline"),
    _ARTICLE, _OUTLET,
    Column("rank", "integer", "from 1, the most useful first"),
    Column("uncertainty", "number", "1 - (largest - second largest probability)", unit="0 to 1"),
    Column("likeliest", "text", "the code with the largest probability"),
    Column("second", "text", "the code after it"),
    Column("text", "text", "what is to be coded"),
)  # fmt: skip

PREVALENCE = _frame(
    "PREVALENCE", "an outlet and code",
    Column("item", "text", "name of the item"),
    _OUTLET,
    Column("class", "text", "the code"),
    Column("raw", "number", "share of predictions, not corrected: no estimate", unit="0 to 1"),
    Column("corrected", "number", "share corrected for the classifier's measured error", unit="0 to 1"),
    Column("ci_low", "number", "lower end of the interval of the corrected share", unit="0 to 1"),
    Column("ci_high", "number", "upper end of the interval of the corrected share", unit="0 to 1"),
    Column("n", "integer", "the outlet's units in the corpus", unit="units"),
    Column("n_coded", "integer", "the outlet's coded units", unit="units"),
    Column("note", "text", "why a value is missing or to be read with care, Indonesian · English"),
)  # fmt: skip

OUTLET_ERROR = _frame(
    "OUTLET_ERROR", "an outlet and how well the classifier reads it",
    Column("item", "text", "name of the item"),
    _OUTLET,
    Column("accuracy", "number", "share of its coded units read right, held out", unit="0 to 1"),
    Column("expected", "number", "what its codes would lead to if each code were read as well as elsewhere",
           unit="0 to 1"),
    Column("difference", "number", "accuracy - expected", unit="0 to 1"),
    Column("ci_low", "number", "lower end of the interval of the difference", unit="0 to 1"),
    Column("ci_high", "number", "upper end of the interval of the difference", unit="0 to 1"),
    Column("n_coded", "integer", "its coded units", unit="units"),
    Column("note", "text", "what the check says, Indonesian · English"),
)  # fmt: skip

TOPICS = _frame(
    "TOPICS", "a topic and one of its words",
    Column("part", "text", "the event, or 'semua' for the whole corpus"),
    Column("topic", "integer", "number of the topic in its part, from 1, the largest first"),
    Column("rank", "integer", "place of the word in the topic, from 1"),
    Column("word", "text", "the stem or word"),
    Column("weight", "number", "its weight", unit="largest is 1"),
    Column("share", "number", "share of the part's weight that the topic has", unit="0 to 1"),
    Column("stability", "number", "mean Jaccard of its top words with its match in other runs", unit="0 to 1"),
    Column("cosine", "number", "mean cosine with its match in other runs", unit="0 to 1"),
    Column("n_articles", "integer", "articles in which it is the largest topic", unit="articles"),
)  # fmt: skip

AXIS_WORDS = _frame(
    "AXIS_WORDS", "a word on a semantic axis",
    Column("word", "text", "the word"),
    Column("polarity", "number", "mean likeness with the seeds of the one end minus those of the other"),
    Column("ci_low", "number", "lower end of its interval, articles resampled"),
    Column("ci_high", "number", "upper end of its interval, articles resampled"),
    Column("n_articles", "integer", "articles that have it", unit="articles"),
    Column("seed", "boolean", "it is one of the seeds"),
)  # fmt: skip

AXIS_ARTICLES = _frame(
    "AXIS_ARTICLES", "an article on a semantic axis",
    _ARTICLE, _OUTLET, _EVENT,
    Column("score", "number", "mean polarity of its words", unit="standard deviations over articles"),
    Column("ci_low", "number", "lower end of its interval, articles resampled", unit="standard deviations"),
    Column("ci_high", "number", "upper end of its interval, articles resampled", unit="standard deviations"),
    Column("n_words", "integer", "its words that have a place on the axis", unit="words"),
)  # fmt: skip

WORD_COUNTS = _frame(
    "WORD_COUNTS", "an article and word",
    _ARTICLE, _OUTLET, _EVENT,
    Column("word", "text", "the word as counted: a form in lower case, a stem, or several words with spaces"),
    Column("count", "integer", "how often it stands in the article", unit="words"),
    Column("n_words", "integer", "all words counted in the article, the base of rates", unit="words", required=False),
    Column("copy_group", "text", "near-identical articles share a group; missing where alone", required=False),
)  # fmt: skip

WORD_COMPARISON = _frame(
    "WORD_COMPARISON", "a word and outlet (or pair of outlets)",
    Column("word", "text", "the word"),
    _OUTLET,
    Column("reference", "text", "what it is compared with: another outlet, or the mean of the others"),
    Column("conservative", "number", "log2 of the ratio of rates one can count on, for all words of the family at "
           "once: the bound nearest 0; 0 where the rates may as well be equal", unit="log2"),
    Column("estimate", "number", "the outlet's rate", unit="per word"),
    Column("reference_estimate", "number", "the reference's rate", unit="per word"),
    Column("effect", "number", "estimate minus reference_estimate", unit="per word"),
    Column("ci_low", "number", "lower end of the interval of the effect", unit="per word"),
    Column("ci_high", "number", "upper end of the interval of the effect", unit="per word"),
    Column("p_value", "number", "permutation p, two-sided: outlet labels shuffled over articles; NaN where refused"),
    Column("q_value", "number", "p after Benjamini-Hochberg over the family"),
    Column("ratio", "number", "estimate / reference_estimate"),
    Column("ratio_low", "number", "lower end of the interval of the ratio, for this word alone"),
    Column("ratio_high", "number", "upper end of the interval of the ratio, for this word alone"),
    Column("count", "number", "how often the outlet uses it", unit="words"),
    Column("reference_count", "number", "how often the reference outlets use it", unit="words"),
    Column("n_words", "number", "all words of the outlet", unit="words"),
    Column("reference_words", "number", "all words of the reference outlets", unit="words"),
    Column("n_articles", "integer", "the outlet's articles compared", unit="articles"),
    Column("n_hits", "integer", "document frequency: those of them that have the word", unit="articles"),
    Column("reference_articles", "integer", "the reference outlets' articles compared", unit="articles"),
    Column("reference_hits", "integer", "those of them that have the word", unit="articles"),
    Column("dp", "number", "deviation of proportions (Gries) over the outlet's articles: 0 even, 1 lumped", "0 to 1"),
    Column("dp_norm", "number", "the same over its greatest possible value", unit="0 to 1"),
    Column("n_events", "integer", "events shared with a reference outlet in which either uses it", unit="events"),
    Column("events_above", "integer", "those in which the outlet's rate is the higher one", unit="events"),
    Column("events_below", "integer", "those in which it is the lower one", unit="events"),
    Column("log_odds", "number", "log-odds ratio with informative Dirichlet prior", unit="natural log"),
    Column("log_odds_weak", "number", "the same with a tenth of the prior", unit="natural log"),
    Column("log_odds_strong", "number", "the same with ten times the prior", unit="natural log"),
    Column("percent_diff", "number", "%DIFF of the pooled rates", unit="percent"),
    Column("log_ratio", "number", "log2 of the ratio of the pooled rates, 0 counted as 0.5", unit="log2"),
    Column("token_z_two_term", "number", "z of log_odds, variance of two terms; words taken as independent"),
    Column("token_z_four_term", "number", "z of log_odds, variance of four terms; words taken as independent"),
    Column("token_g2_two_cell", "number", "signed log-likelihood of two cells; words taken as independent"),
    Column("token_g2_four_cell", "number", "signed log-likelihood of four cells; words taken as independent"),
    Column("token_lrc", "number", "conservative log ratio, words taken as independent", unit="log2"),
    Column("token_p", "number", "p of token_g2_four_cell: token-based, for comparison, not to be reported"),
)  # fmt: skip


def _fits(values: pd.Series, kind: str) -> bool:
    types = pd.api.types
    if kind == "text":
        plain = values.dtype.categories.dtype if isinstance(values.dtype, pd.CategoricalDtype) else values.dtype
        return types.is_string_dtype(plain) or bool(values.isna().all())
    if kind == "integer":
        return types.is_integer_dtype(values.dtype) or values.empty
    if kind in ("number", "offset"):
        return types.is_numeric_dtype(values.dtype) or values.empty
    if kind == "date":
        return types.is_datetime64_any_dtype(values.dtype)
    if kind == "boolean":
        return types.is_bool_dtype(values.dtype) or values.empty
    return types.is_object_dtype(values.dtype) or values.empty


def require(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return the frame if it has the schema's columns, else say what is missing and what to do.

    Parameters
    ----------
    frame : DataFrame
    schema : Schema
        One of ARTICLES, ATTRIBUTIONS, TERMS, WORDS, MEASURES, COMPARISON, MENTIONS, CHOICES, CLAUSES.

    Returns
    -------
    DataFrame
        The same frame, unchanged.

    Raises
    ------
    SchemaError
        Names the missing columns (with the nearest column that is there) or the column of the wrong kind.

    Examples
    --------
    >>> require(pd.DataFrame({"article_id": ["a"], "zone": ["title"], "words": [3]}), WORDS)
    Traceback (most recent call last):
    bingkai.schema.SchemaError: WORDS needs the column 'n_words' (did you mean 'words'?); got article_id, zone, words
    """
    if not isinstance(frame, pd.DataFrame):
        raise SchemaError(f"{schema.name} wants a pandas DataFrame, one row {schema.row}; got {type(frame).__name__}")
    missing = [name for name in schema.required if name not in frame.columns]
    if missing:
        raise SchemaError(_missing_message(schema, missing, [str(c) for c in frame.columns]))
    for column in schema.columns:
        if column.name in frame.columns and not _fits(frame[column.name], column.kind):
            raise SchemaError(
                f"{schema.name}: column {column.name!r} holds {frame[column.name].dtype}, wanted {column.kind} "
                f"({column.meaning}); convert it before the call"
            )
    return frame


def _missing_message(schema: Schema, missing: Sequence[str], got: Sequence[str]) -> str:
    named = []
    for name in missing:
        near = get_close_matches(name, got, n=1, cutoff=0.6)
        named.append(f"{name!r}" + (f" (did you mean {near[0]!r}?)" if near else ""))
    noun = "column" if len(missing) == 1 else "columns"
    return f"{schema.name} needs the {noun} {', '.join(named)}; got {', '.join(got) or 'no columns'}"


_DTYPES = {"text": "str", "integer": "int64", "number": "float64", "offset": "float64",
           "date": "datetime64[us]", "boolean": "bool", "spans": "object"}  # fmt: skip


def build(columns: dict[str, Sequence[object]], schema: Schema) -> pd.DataFrame:
    """A frame with the schema's dtypes and column order from plain lists; missing text is NaN."""
    made = {}
    for column in schema.columns:
        if column.name in columns:
            made[column.name] = _series(columns[column.name], column.kind)
    return require(pd.DataFrame(made), schema)


def _series(values: Sequence[object], kind: str) -> pd.Series:
    if kind == "spans":
        made = pd.Series([None] * len(values), dtype="object")
        made[:] = list(values)
        return made
    return pd.Series(values, dtype=_DTYPES[kind])


def empty(schema: Schema) -> pd.DataFrame:
    """The schema's frame with no rows."""
    return build({column.name: [] for column in schema.columns}, schema)
