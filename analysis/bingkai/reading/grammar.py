"""The closed word classes, the gazetteer and the reporting verbs, as lookups by lower-case word."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bingkai.language.lexicon_files import cue_forms


class Entry(NamedTuple):
    """What the gazetteer knows of a word or phrase."""

    kind: str  # role | rank | honorific | institution | foreign | document | anonymous | place | field | tail
    source_type: str


class Report(NamedTuple):
    """How a reporting word behaves: its entry, its stance, its form's voice and what it asks for after it."""

    lemma: str
    stance: str
    voice: str
    complement: str  # clause | clausal | request | marked | none
    bare: bool  # as a bare form nearly always a verb
    document: bool  # a statement when its subject is a document


def _data(name: str) -> str:
    return (files("bingkai.reading") / "data" / name).read_text(encoding="utf-8")


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(_data("grammar.toml"))


@cache
def word_class(name: str) -> frozenset[str]:
    """The words of a class of `grammar.toml`."""
    return frozenset(_tables()["words"][name].split())


@cache
def connectives() -> tuple[str, ...]:
    """Phrases that open a sentence without being part of what is said, longest first."""
    phrases = (" ".join(phrase.split()) for phrase in _tables()["words"]["connective"].split("|"))
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


@cache
def abbreviations() -> dict[str, str]:
    """Usual abbreviations of offices and institutions, lower case: *kemenkes*, *kapolri*."""
    return dict(_tables()["abbreviation"])


@cache
def figures() -> dict[str, str]:
    """Names so well known that news give no office with them, and the kind of source they are."""
    return dict(_tables()["figure"])


@cache
def gazetteer() -> dict[str, tuple[Entry, ...]]:
    """Entries by word or phrase; one phrase may be several things."""
    found: dict[str, list[Entry]] = {}
    for row in csv.DictReader(_data("gazetteer.csv").splitlines()):
        found.setdefault(row["entry"], []).append(Entry(row["kind"], row["source_type"]))
    return {phrase: tuple(entries) for phrase, entries in found.items()}


@cache
def gazetteer_words(*kinds: str) -> frozenset[str]:
    """Single words of the given kinds, the first words of phrases included."""
    return frozenset(
        phrase.split()[0] for phrase, entries in gazetteer().items() if any(entry.kind in kinds for entry in entries)
    )


@cache
def reports() -> dict[str, Report]:
    """How each reporting form behaves, by lower-case form."""
    table = {name: frozenset(words.split()) for name, words in _tables()["complement"].items()}
    forms = {form: (cue.lemma, cue.stance, cue.voice) for form, cue in cue_forms().items()}
    for form, row in _tables()["more"].items():
        lemma, stance, voice = row.split()
        forms.setdefault(form, (lemma, stance, voice))
    return {
        form: _report(form, *row, table)
        for form, row in forms.items()
        if form not in table["never_form"] and " " not in form and row[2] != "nominal"
    }


def _report(form: str, lemma: str, stance: str, voice: str, table: dict[str, frozenset[str]]) -> Report:
    kinds = (name for name in ("request", "clause", "clausal", "marked") if lemma in table[name])
    complement = "none" if form in table["behind_quotation"] else next(kinds, "none")
    return Report(lemma, stance, voice, complement, lemma in table["bare"], lemma in table["document"])


@cache
def foreign_words() -> frozenset[str]:
    """Countries, cities and bodies abroad that one word names; *as* is left out, for it is a word as well."""
    names = {word for word, entries in gazetteer().items() if any(entry.kind == "foreign" for entry in entries)}
    return frozenset(name for name in names if " " not in name) - {"as"}


@cache
def home_words() -> frozenset[str]:
    """First words of the places in Indonesia, and the country's own names."""
    return (gazetteer_words("place") - word_class("wide_place")) | word_class("at_home")
