"""The closed list of predicates whose roles are looked for: what is done, by whom, to whom.

Not every verb: deeds of harm, of force, of governance, and speech that is done to people. The list is a CSV that a
researcher can copy, edit and give back.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from bingkai.language.verbs import derive

CLASSES = ("harm", "force", "governance", "speech")
ROLES = ("AP", "P", "A+P")
COLUMNS = ("term", "class", "roles", "forms", "goal", "note")
BARE = "dasar"
"""Voice of a predicate without affix: *tewas*, headline *Polisi tangkap*."""

_VOICE_OF = {
    "me": "me-", "di": "di-", "dinya": "di-", "ter": "ter-", "ber": "ber-", "nominal": "nominal", "bare": BARE,
    "stem": BARE, "ke-an": "ke-an", "nasal": "me-",
}  # fmt: skip


class PredicateError(ValueError):
    """A list of predicates that cannot be used as it is; the message says got, wanted, what to do."""


class Predicate(NamedTuple):
    """A surface form of the list.

    Attributes
    ----------
    lemma : the entry's term
    kind : class, one of `CLASSES`
    voice : one of `VOICES`, or "dasar" for a form without affix
    roles : AP, P or A+P
    goal : the patient stands behind *ke, ke arah, terhadap*
    clitic : the form ends in the agent *-nya* (*ditangkapnya*)
    """

    lemma: str
    kind: str
    voice: str
    roles: str
    goal: bool
    clitic: bool


@dataclass(frozen=True, eq=False)
class Predicates:
    """A list of predicates and its surface forms.

    Attributes
    ----------
    entries : DataFrame
        One row an entry, all text: `term, class, roles, forms, goal, note`.
    forms : mapping of str to Predicate
        Lower-case surface form -> what is known of it.
    title, version, licence, source : str
    """

    entries: pd.DataFrame
    forms: Mapping[str, Predicate]
    title: str
    version: str
    licence: str
    source: str

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        return f"<{len(self)} predicates, {len(self.forms)} forms, version {self.version or 'none'}>"


@cache
def load_predicates() -> Predicates:
    """The list that comes with the library.

    Examples
    --------
    >>> load_predicates().forms["penangkapan"]
    Predicate(lemma='tangkap', kind='force', voice='nominal', roles='AP', goal=False, clitic=False)
    """
    folder = files("bingkai.language") / "data"
    card = tomllib.loads((folder / "predikat.toml").read_text(encoding="utf-8"))
    return _made((folder / "predikat.csv").read_text(encoding="utf-8"), "predikat.csv", card)


def read_predicates(path: str | Path) -> Predicates:
    """A researcher's own list: a CSV with the columns term, class, roles, forms, goal, note.

    Parameters
    ----------
    path : str or Path
        UTF-8, comma between columns. `roles`, `goal` and `note` may be left out; `forms` are derivations as in
        `bingkai.language.verbs` ("me di pe-an"), or stated ones ("=diberhentikan:di").

    Raises
    ------
    PredicateError
        No such file, a column missing, an unknown class, roles or derivation, a form given twice; with the line.
    """
    file = Path(path)
    if not file.is_file():
        raise PredicateError(f"no list of predicates at {str(file)!r}; give the path of a CSV with a column 'term'")
    return _made(file.read_text(encoding="utf-8-sig"), file.name, {})


def _made(text: str, name: str, card: Mapping[str, str]) -> Predicates:
    rows = _rows(text, name)
    forms: dict[str, Predicate] = {}
    for line, row in enumerate(rows, start=2):
        for form, predicate in _forms(row, f"{name}, line {line}"):
            other = forms.setdefault(form, predicate)
            if other != predicate:
                raise PredicateError(
                    f"{name}, line {line}: {form!r} is a form of {other.lemma!r} and of {predicate.lemma!r}; "
                    "give it to one of them"
                )
    described = {key: str(card.get(key, "")) for key in ("title", "version", "licence", "source")}
    entries = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    return Predicates(entries=entries, forms=forms, **described)


def _rows(text: str, name: str) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text))
    missing = {"term", "class", "forms"} - set(reader.fieldnames or ())
    if missing:
        raise PredicateError(
            f"{name} needs the columns term, class and forms; {', '.join(sorted(missing))} not among "
            f"{', '.join(reader.fieldnames or ()) or 'no columns'}"
        )
    rows = [{column: (row.get(column) or "").strip() for column in COLUMNS} for row in reader]
    if not rows:
        raise PredicateError(f"{name} has no entries; write one predicate a line under the header")
    return rows


def _forms(row: dict[str, str], where: str) -> list[tuple[str, Predicate]]:
    kind, roles = row["class"], row["roles"] or ROLES[0]
    for got, known, what in ((kind, CLASSES, "class"), (roles, ROLES, "roles")):
        if got not in known:
            raise PredicateError(f"{where}: unknown {what} {got!r}; wanted one of {', '.join(known)}")
    goals = set(row["goal"].split())
    made = []
    for code in row["forms"].split():
        try:
            derived = derive(row["term"], code)
        except ValueError as error:
            raise PredicateError(f"{where}: {error}") from error
        for form, voice in derived:
            named = "ke-an" if code == "ke-an" else voice
            if named not in _VOICE_OF:
                raise PredicateError(f"{where}: {code!r} makes {form!r}, whose voice {voice!r} has no roles")
            clitic = voice == "dinya"
            made.append((form, Predicate(row["term"], kind, _VOICE_OF[named], roles, code in goals, clitic)))
    return made
