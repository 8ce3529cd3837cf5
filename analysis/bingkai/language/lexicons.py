"""Lexicons read from their two files, a table of entries and a card, with every mistake named."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from html import escape

import pandas as pd

MATCHES = ("form", "lemma", "stem")
COLUMNS = ("term", "category", "match", "lemma", "forms", "variants", "unless", "share", "note")


class LexiconError(ValueError):
    """A lexicon that cannot be used as it is; the message says got, wanted, what to do."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """A word list and its card.

    Attributes
    ----------
    name : str
        File name without ending.
    title, version, licence, source : str
        From the card; empty where there is none.
    match : str
        "form": the term as written; "lemma": the forms derived from it; "stem": every word whose stem is the
        term (a root) or its lemma.
    categories : dict
        Category -> its card: `title`, `id` and `en` (definition), `example`.
    entries : DataFrame
        One row an entry, all text: `term, category, match, lemma, forms, variants, unless, share, note`, then
        what else the file has.
    """

    name: str
    title: str
    version: str
    licence: str
    source: str
    match: str
    categories: dict[str, dict[str, str]]
    entries: pd.DataFrame

    @property
    def uses_stems(self) -> bool:
        """Whether `find_entries` needs stems for this lexicon."""
        return bool((self.entries["match"] == "stem").any())

    @cached_property
    def sha256(self) -> str:
        """Hash of the entries: the same hash, the same hits."""
        rows = self.entries.to_csv(index=False, lineterminator="\n")
        return hashlib.sha256(rows.encode()).hexdigest()

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        return (
            f"Lexicon({self.name!r}, version {self.version or 'none'}, {len(self)} entries, sha256 {self.sha256[:12]})"
        )

    def _repr_html_(self) -> str:
        return _as_html(self)


def _as_html(lexicon: Lexicon) -> str:
    rows = []
    for category, card in lexicon.categories.items():
        terms = lexicon.entries.loc[lexicon.entries["category"] == category, "term"]
        cells = (card.get("title", category), f"{len(terms)}", card.get("id", ""), ", ".join(terms[:8]))
        rows.append("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>")
    facts = [fact for fact in (lexicon.version and f"versi {lexicon.version}", lexicon.licence, lexicon.source) if fact]
    return (
        f"<table><caption>{escape(lexicon.title)}: {len(lexicon)} entri</caption>"
        "<thead><tr><th>kategori</th><th>entri</th><th>batasan</th><th>antara lain</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
        f"<p>{escape(' · '.join(facts))}<br>sha256 {lexicon.sha256[:12]}</p>"
    )
