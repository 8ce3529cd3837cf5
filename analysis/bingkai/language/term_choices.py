"""Rival names for one referent: the library's sets, as data, and a set that a study adapts or states itself.

A set holds the referent constant and names the rivals (*diamankan* or *ditangkap*); what is measured is the share of
each among the mentions of that referent. The list is `data/pilihan_istilah.csv`, its card `data/pilihan_istilah.toml`.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, cached_property
from html import escape
from importlib.resources import files
from typing import Any

import pandas as pd

from bingkai.language.guards import Condition, parse_conditions
from bingkai.language.lexicons import COLUMNS, Lexicon, LexiconError


@dataclass(frozen=True)
class Rival:
    """One of the names: its key and label, whom it favours in the eyes of its critics, its side in a study."""

    key: str
    label: str
    favours: str = ""
    side: str = ""


@dataclass(frozen=True)
class RivalForm:
    """A form of a rival and the conditions on its neighbours; columns as in `pilihan_istilah.csv`."""

    rival: str
    term: str
    match: str = "form"
    forms: str = ""
    variants: str = ""
    case: str = ""
    unless: str = ""
    near: tuple[Condition, ...] = ()
    blocked: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class TermChoice:
    """A set of rival names for one referent.

    Attributes
    ----------
    name : key of the set, part of the names of its measures
    number : its number in the library; 0 for a researcher's own
    referent : what all rivals name
    rivals, forms : the names, and by which forms they are found
    near, blocked : conditions on every hit
    skip : words of an article's section or address that exclude the article (sport pages)
    articles : patterns of article ids; all articles where empty
    differs : why the choice may be a fact rather than a wording; empty where the rivals name the same thing
    narrow : the referent must be narrowed by the study (`near`) before shares mean anything
    """

    name: str
    referent: str
    rivals: tuple[Rival, ...]
    forms: tuple[RivalForm, ...]
    number: int = 0
    near: tuple[Condition, ...] = ()
    blocked: tuple[Condition, ...] = ()
    skip: frozenset[str] = frozenset()
    articles: tuple[str, ...] = ()
    differs: str = ""
    narrow: str = ""

    @property
    def rival_keys(self) -> tuple[str, ...]:
        return tuple(rival.key for rival in self.rivals)

    def __getitem__(self, key: str) -> Rival:
        return next(rival for rival in self.rivals if rival.key == key)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The forms as a lexicon whose categories are the rivals; its rows stand in the order of `forms`."""
        blank = dict.fromkeys(COLUMNS, "")
        rows = [blank | {"term": f.term, "category": f.rival, "match": f.match, "forms": f.forms,
                         "variants": f.variants, "unless": f.unless} for f in self.forms]  # fmt: skip
        entries = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
        categories = {rival.key: {"title": rival.label} for rival in self.rivals}
        return Lexicon(self.name, self.referent, "", "", "", "form", categories, entries)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(r.key)}</td><td>{escape(r.label)}</td><td>{escape(r.side or r.favours)}</td>"
            f"<td>{escape(', '.join(f.term for f in self.forms if f.rival == r.key))}</td></tr>"
            for r in self.rivals
        )
        notes = " ".join(escape(note) for note in (self.differs, self.narrow) if note)
        return (
            f"<table><caption>{escape(self.name)}: {escape(self.referent)}</caption><thead><tr><th>pilihan</th>"
            f"<th>nama</th><th>pihak</th><th>bentuk</th></tr></thead><tbody>{rows}</tbody></table><p>{notes}</p>"
        )


def term_choice_names() -> list[str]:
    """Names of the sets that come with the library, by their number.

    Examples
    --------
    >>> len(term_choice_names()), term_choice_names()[1]
    (40, 'penangkapan')
    """
    return list(_library())


def load_term_choice(name: str) -> TermChoice:
    """A set of rival terms that comes with the library.

    Raises
    ------
    LexiconError
        Names the nearest set.

    Examples
    --------
    >>> load_term_choice("penangkapan").rival_keys
    ('diamankan', 'ditangkap', 'diculik')
    >>> load_term_choice("penangkap")
    Traceback (most recent call last):
    bingkai.language.lexicons.LexiconError: unknown set of terms 'penangkap'; nearest: 'penangkapan'; \
term_choice_names() lists all
    """
    library = _library()
    if name not in library:
        near = get_close_matches(str(name), library, n=1, cutoff=0.0)[0]
        raise LexiconError(f"unknown set of terms {name!r}; nearest: {near!r}; term_choice_names() lists all")
    return library[name]


def adapt(
    choice: TermChoice,
    *,
    sides: Mapping[str, str] | None = None,
    drop: Iterable[str] = (),
    add: Mapping[str, Iterable[str]] | None = None,
    guards: bool = True,
    **settings: Any,
) -> TermChoice:
    """A set with some forms dropped, others added, and sides for its rivals.

    Parameters
    ----------
    choice : TermChoice
    sides : mapping
        Rival -> side.
    drop : iterable of str
        Terms, or whole rivals, that are not counted.
    add : mapping
        Rival -> further forms, taken as written; a key that is not there makes a new rival.
    guards : bool
        Keep the library's conditions on neighbours and sections.
    **settings
        Fields of TermChoice to replace: `name, near, blocked, articles`; `near` and `blocked` are added to those of the
        set.
    """
    dropped, added = set(drop), {key: list(forms) for key, forms in (add or {}).items()}
    taken = {form.lower() for forms in added.values() for form in forms}
    forms = [f for f in choice.forms if not dropped & {f.term, f.rival} and f.term.lower() not in taken]
    forms += [RivalForm(key, form) for key, each in added.items() for form in each]
    made = replace(choice, forms=tuple(forms), rivals=_rivals(choice, forms, sides or {}))
    if not guards:
        made = replace(made, forms=tuple(replace(f, near=(), blocked=()) for f in made.forms), near=(), blocked=(),
                       skip=frozenset())  # fmt: skip
    for key in ("near", "blocked"):
        settings[key] = getattr(made, key) + tuple(settings.get(key, ()))
    return replace(made, **settings)


def _rivals(choice: TermChoice, forms: Iterable[RivalForm], sides: Mapping[str, str]) -> tuple[Rival, ...]:
    """The rivals that still have forms, then the new ones."""
    known = {rival.key: rival for rival in choice.rivals}
    used = list(dict.fromkeys(form.rival for form in forms))
    order = [key for key in known if key in used] + [key for key in used if key not in known]
    rivals = (known.get(key, Rival(key, key.replace("_", " "))) for key in order)
    return tuple(replace(rival, side=sides.get(rival.key, rival.side)) for rival in rivals)


@cache
def _library() -> dict[str, TermChoice]:
    data = files("bingkai.language") / "data"
    card = tomllib.loads((data / "pilihan_istilah.toml").read_text(encoding="utf-8"))
    rows = list(csv.DictReader(io.StringIO((data / "pilihan_istilah.csv").read_text(encoding="utf-8")), strict=True))
    lists = {name: " ".join(words.split()) for name, words in card["words"].items()}
    sets = sorted(card["sets"].items(), key=lambda item: item[1]["number"])
    return {name: _set(name, table, [row for row in rows if row["set"] == name], lists) for name, table in sets}


def _set(name: str, table: Mapping[str, Any], rows: list[dict[str, str]], lists: Mapping[str, str]) -> TermChoice:
    return TermChoice(
        name=name,
        number=table["number"],
        referent=table["referent"],
        rivals=tuple(Rival(key, rival["label"], rival.get("favours", "")) for key, rival in table["rivals"].items()),
        forms=tuple(_form(row, lists) for row in rows),
        near=parse_conditions(table.get("near", ""), lists),
        blocked=parse_conditions(table.get("blocked", ""), lists),
        skip=frozenset(lists[table.get("skip", "sport")].split()),
        differs=table.get("differs", ""),
        narrow=table.get("narrow", ""),
    )


def _form(row: Mapping[str, str], lists: Mapping[str, str]) -> RivalForm:
    return RivalForm(
        rival=row["rival"],
        term=row["term"],
        match=row["match"] or "form",
        forms=row["forms"],
        variants=row["variants"],
        case=row["case"],
        unless=row["unless"],
        near=parse_conditions(row["near"], lists),
        blocked=parse_conditions(row["blocked"], lists),
    )
