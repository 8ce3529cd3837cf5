"""Which measures a study can name: known from the file alone, before anything has been read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bingkai.language.lexicons import Lexicon
from bingkai.language.term_choices import TermChoice
from bingkai.schema import CLAUSES, KINDS, SOURCE_TYPES, STANCES, ZONES

DEFAULT_LEXICONS = ("kata_bermuatan",)
"""What is looked for where a study names no lexicon."""
_STANCES = tuple(f"stance.{stance.lower()}" for stance in STANCES)
_OF_SIDES = ("statements", "words", "first", "agent", "patient", "harmed.absent", "harms.deleted", "loaded", "named")
_AT = ("", *(f"@{zone}" for zone in ZONES))
_APART = tuple(at for at in _AT if at != "@reporter")  # lexicon terms are the reporter's where no zone is named
_OF_SOURCES = ("source", "source_words", "first_voice", "last_voice")


def known_measures(sides: Iterable[str], lexicons: Sequence[Lexicon], choices: Iterable[TermChoice]) -> Iterator[str]:
    """Names of all measures of a reading made with these sides, lexicons and sets of rival terms.

    Parameters
    ----------
    sides : iterable of str
        Keys of the sides that have actors.
    lexicons, choices
        What the reading looks for.
    """
    yield from (*_STANCES, *(f"kind.{kind}" for kind in KINDS), "attributions", "one_source")
    yield from (f"{group}.{kind}" for group in _OF_SOURCES for kind in SOURCE_TYPES)
    for lexicon in lexicons:
        yield from (f"{lexicon.name}.{category}{at}" for category in lexicon.categories for at in _APART)
    for choice in choices:
        yield from (f"choice.{choice.name}.{rival}{at}" for rival in choice.rival_keys for at in _AT)
    keys = sorted(set(sides))
    yield from _agency(keys)
    categories = dict.fromkeys(category for lexicon in lexicons for category in lexicon.categories)
    for side in keys:
        yield from (f"side.{side}.{name}" for name in (*_OF_SIDES, *_STANCES))
        yield from (f"near.{side}.{category}{at}" for category in categories for at in _AT)
        yield f"near.{side}.scare"
    if keys:
        yield "side.both"


def _agency(sides: Sequence[str]) -> Iterator[str]:
    for group in CLAUSES["predicate_class"].values:
        for state in CLAUSES["agent_state"].values:
            yield f"agency.{state}.{group}"
            yield from (f"agency.{state}.{group}.to.{side}" for side in sides)
        yield from (f"agency.explicit.{group}.by.{side}" for side in sides)
        yield from (f"agency.noun.{group}", f"agency.state.{group}")
