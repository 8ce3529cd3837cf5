"""Frames of what articles say: rows with character offsets."""

from __future__ import annotations

from bingkai.schema.declare import (
    ARTICLE,
    END,
    FIELD,
    FIELDS,
    KINDS,
    OUTLET,
    SENTENCE,
    SOURCE_TYPES,
    STANCES,
    START,
    ZONE,
    ZONES,
    Column,
    declared,
)

ATTRIBUTIONS = declared(
    "ATTRIBUTIONS", "one act of reporting what a source said",
    Column("attribution_id", "text", "unique in a reading"),
    ARTICLE,
    FIELD,
    SENTENCE,
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

TERMS = declared(
    "TERMS", "a lexicon hit",
    ARTICLE, FIELD, SENTENCE,
    Column("lexicon", "text", "name of the lexicon"),
    Column("category", "text", "category of the entry"),
    Column("term", "text", "the entry"),
    Column("form", "text", "the words as written"),
    START, END, ZONE,
    Column("negated", "boolean", "a negation stands before it in the same clause"),
)  # fmt: skip

WORDS = declared(
    "WORDS", "an article and zone",
    ARTICLE, ZONE,
    Column("n_words", "integer", "words of the article in that zone", unit="words"),
)  # fmt: skip

MENTIONS = declared(
    "MENTIONS", "a mention of an actor",
    ARTICLE, FIELD, SENTENCE,
    Column("actor", "text", "the actor's key in the study"),
    Column("side", "text", "the actor's side in the study"),
    Column("form", "text", "the words as written"),
    START, END, ZONE,
    Column("how", "text", "by what the actor is named", required=False,
           values=("alias", "acronym", "epithet", "short", "pronoun")),
)  # fmt: skip

CHOICES = declared(
    "CHOICES", "a mention of a referent by one of its rival names",
    ARTICLE, FIELD, SENTENCE,
    Column("set", "text", "name of the set of rival terms"),
    Column("rival", "text", "key of the rival in the set"),
    Column("form", "text", "the words as written"),
    START, END, ZONE,
)  # fmt: skip
NAMINGS = ("name_office", "name", "name_honorific", "short", "acronym", "epithet", "beliau", "pronoun")

NAMING = declared(
    "NAMING", "a wording by which an outlet names an actor",
    Column("actor", "text", "the actor's key in the study"),
    Column("side", "text", "the actor's side in the study"),
    OUTLET,
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

CLAUSES = declared(
    "CLAUSES", "a predicate with its roles",
    ARTICLE, FIELD, SENTENCE,
    Column("predicate", "text", "the verb as written"),
    Column("lemma", "text", "its dictionary form"),
    Column("voice", "text", "me-, di-, ter-, ber-, ke-an, persona (kami lihat), nominal, dasar (no affix)"),
    Column("agent", "text", "who does it, as written; missing where absent"),
    Column("agent_side", "text", "the side of the agent, named here or within one sentence, in the study"),
    Column("patient", "text", "who undergoes it, as written"),
    Column("patient_side", "text", "the patient's side in the study"),
    Column("agent_state", "text", "is the agent named", values=("explicit", "recoverable", "absent")),
    START, END, ZONE,
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

SPEAKER_SIDES = declared(
    "SPEAKER_SIDES", "an attribution and the actor of the study who is its source",
    Column("attribution_id", "text", "the attribution"),
    ARTICLE,
    Column("actor", "text", "the actor's key in the study; missing where none fits"),
    Column("side", "text", "the actor's side in the study"),
    Column("how", "text", "by what the source was known as the actor",
           values=("mention", "name", "description", "affiliation")),
)  # fmt: skip

NEAR_TERMS = declared(
    "NEAR_TERMS", "a lexicon hit and an actor mentioned in its clause or sentence",
    ARTICLE, FIELD, SENTENCE,
    Column("lexicon", "text", "name of the lexicon; scare for a fragment in scare quotes"),
    Column("category", "text", "category of the entry; scare for a fragment in scare quotes"),
    Column("term", "text", "the entry; the fragment in lower case"),
    Column("form", "text", "the words as written"),
    START, END, ZONE,
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

HEARSAY = declared(
    "HEARSAY", "a marker of hearsay: diduga, konon, kabarnya",
    ARTICLE, OUTLET, FIELD, SENTENCE,
    Column("category", "text", "presumed on evidence (dugaan), passed on (kabar) or alleged by others (sebutan)",
           values=("dugaan", "kabar", "sebutan")),
    Column("term", "text", "the entry"),
    Column("form", "text", "the words as written"),
    START, END, ZONE,
    Column("sourced", "boolean", "a source is reported in the same sentence"),
    Column("source", "text", "that source as written; missing where there is none"),
    Column("actor", "text", "the study's actor nearest in the clause; missing where there is none"),
    Column("side", "text", "the actor's side in the study"),
)  # fmt: skip
LABELS = ("terduga", "tersangka", "terdakwa", "terpidana", "pelaku")
STAGES = ("diperiksa", "tersangka", "sidang", "putusan", "inkrah")

LEGAL_LABELS = declared(
    "LEGAL_LABELS", "a word for a suspect, beside the stage of the case that the article names",
    ARTICLE, OUTLET, FIELD, SENTENCE,
    Column("label", "text", "the word's class", values=LABELS),
    Column("form", "text", "the words as written"),
    START, END, ZONE,
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

FRAME_EVIDENCE = declared(
    "FRAME_EVIDENCE", "an article, frame element and sentence proposed for it",
    ARTICLE, OUTLET,
    Column("model", "text", "name of the codebook"),
    Column("element", "text", "the frame element the sentence is proposed for"),
    SENTENCE, FIELD,
    Column("start", "integer", "first character of the sentence", unit="characters"),
    Column("end", "integer", "one past its last character", unit="characters"),
    Column("rank", "integer", "place among the article's sentences for this element, from 1"),
    Column("score", "number", "what the sentence was ranked by; comparable within one element only"),
    Column("reason", "text", "why it was proposed, in words"),
    Column("form", "text", "the words that speak for it, as written, joined by ' · '; missing where its place does"),
)  # fmt: skip
