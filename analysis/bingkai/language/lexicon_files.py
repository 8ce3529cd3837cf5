"""Lexicons read from their two files, a table of entries and a card, with every mistake named."""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from bingkai.language.lexicon_forms import derived_forms, measured_forms
from bingkai.language.lexicon_hits import excepted_phrases, numbered_forms, worded_pairs
from bingkai.language.lexicons import COLUMNS, MATCHES, Lexicon, LexiconError

_ALIASES = {
    "istilah": "term", "kata": "term", "kategori": "category", "kelas": "category", "pencocokan": "match",
    "lema": "lemma", "bentuk": "forms", "varian": "variants", "kecuali": "unless", "catatan": "note",
}  # fmt: skip


class Cue(NamedTuple):
    """What a reporting word tells: its entry, its stance class, its voice, and how often it reports speech at all.

    `share` is the measured part of its occurrences that report speech, NaN where nobody measured it.
    """

    lemma: str
    stance: str
    voice: str
    share: float


def lexicon_names() -> list[str]:
    """Names of the lexicons that come with the library.

    Examples
    --------
    >>> "verba_pewarta" in lexicon_names()
    True
    """
    cards = (file for file in _data().iterdir() if file.name.endswith(".toml"))
    return sorted(card.name.removesuffix(".toml") for card in cards if "match" in _read_card(card))


def load_lexicon(name: str) -> Lexicon:
    """A lexicon that comes with the library.

    Parameters
    ----------
    name : str
        One of `lexicon_names`.

    Returns
    -------
    Lexicon

    Raises
    ------
    LexiconError
        Names the nearest lexicon.

    Examples
    --------
    >>> load_lexicon("verba_pewartaa")
    Traceback (most recent call last):
    bingkai.language.lexicons.LexiconError: unknown lexicon 'verba_pewartaa'; nearest: 'verba_pewarta'; \
your own file is read with read_lexicon
    """
    if name not in lexicon_names():
        near = get_close_matches(str(name), lexicon_names(), n=1, cutoff=0.0)
        raise LexiconError(f"unknown lexicon {name!r}; nearest: {near[0]!r}; your own file is read with read_lexicon")
    return _read(_data() / f"{name}.csv", _data() / f"{name}.toml", name)


def read_lexicon(csv_path: str | Path) -> Lexicon:
    """A researcher's own word list: a CSV with a column of terms, its card beside it if there is one.

    Parameters
    ----------
    csv_path : str or Path
        Comma, semicolon or tab between columns; UTF-8 or cp1252. Columns: `term` (or istilah, kata); optional
        `category` (kategori), `match`, `lemma`, `forms`, `variants`, `note` (catatan). A card `<name>.toml` in the same
        folder may give title, version, licence, source, match and the categories.

    Returns
    -------
    Lexicon
        Without a category column every entry has the file's name as category.

    Raises
    ------
    LexiconError
        No such file, no entries, no column of terms, a term given twice, a category the card does not define.
    """
    path = Path(csv_path)
    if not path.is_file():
        raise LexiconError(f"no lexicon file at {str(path)!r}; give the path of a CSV with a column 'term'")
    return _read(path, path.with_suffix(".toml"), path.stem)


def _data() -> Traversable:
    return files("bingkai.language") / "data"


def _read(path: Traversable, card_path: Traversable, name: str) -> Lexicon:
    card = _read_card(card_path)
    match = card.get("match", "form")
    entries = _read_entries(path.read_bytes(), path.name)
    entries = _completed(entries, name, match)
    categories = card.get("categories") or {category: {} for category in sorted(set(entries["category"]))}
    lexicon = Lexicon(
        name=name,
        title=card.get("title", name),
        version=card.get("version", ""),
        licence=card.get("licence", ""),
        source=card.get("source", ""),
        match=match,
        categories=categories,
        entries=entries,
    )
    _check(lexicon, path.name)
    return replace(lexicon, entries=entries.reset_index(drop=True))


def _read_card(path: Traversable) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path.name} is not a TOML card: {error}; mend it or move it away") from error


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _read_entries(data: bytes, file: str) -> pd.DataFrame:
    """The file's rows as text under their line numbers: *nan* and *NA* are words here, nothing is read as missing."""
    text = _decoded(data)
    if not text.strip():
        raise LexiconError(f"{file} is empty; wanted a first line 'term,category' and one entry a line")
    separator = max(",;\t", key=text.strip().partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error as error:
        raise LexiconError(f"{file} cannot be read as CSV with {separator!r} between columns: {error}") from error
    numbered = [(n, [cell.strip() for cell in row]) for n, row in enumerate(rows, start=1) if any(map(str.strip, row))]
    (_, header), *lines = numbered
    for number, line in lines:
        if len(line) > len(header):
            raise LexiconError(
                f"{file}, line {number} has {len(line)} columns, the header {len(header)}: {separator.join(line)!r}; "
                f"put text that holds {separator!r} in double quotes"
            )
    filled = [line + [""] * (len(header) - len(line)) for _, line in lines]
    numbers = [number for number, _ in lines]
    return pd.DataFrame(filled, index=numbers, columns=list(map(_column_name, header)), dtype="str")


def _column_name(header: str) -> str:
    name = header.lower()
    return _ALIASES.get(name, name)


def _completed(entries: pd.DataFrame, name: str, match: str) -> pd.DataFrame:
    """All columns there, in one order, defaults filled in."""
    if "term" not in entries:
        got = ", ".join(map(str, entries.columns))
        raise LexiconError(f"{name}.csv needs a column 'term' (or 'istilah', 'kata'); got {got}")
    twice = [column for column, n in Counter(entries.columns).items() if n > 1]
    if twice:
        raise LexiconError(f"{name}.csv has the column {twice[0]!r} twice; keep one")
    missing = {column: "" for column in COLUMNS if column not in entries}
    entries = entries.assign(**missing)
    entries["match"] = entries["match"].str.lower().mask(entries["match"] == "", match)
    entries["category"] = entries["category"].mask(entries["category"] == "", name)
    return entries[[*COLUMNS, *(column for column in entries if column not in COLUMNS)]]


def _check(lexicon: Lexicon, file: str) -> None:
    entries = lexicon.entries
    if entries.empty:
        raise LexiconError(f"{file} has no entries; wanted one a line below the header")
    for entry in entries.itertuples():
        where = f"{file}, line {entry.Index}"
        if not entry.term:
            raise LexiconError(f"{where}: the term is empty; fill it in or delete the line")
        if entry.match not in MATCHES:
            raise LexiconError(f"{where}: unknown match {entry.match!r} of {entry.term!r}; wanted {', '.join(MATCHES)}")
        if entry.category not in lexicon.categories:
            near = get_close_matches(str(entry.category), lexicon.categories, n=1, cutoff=0.0)
            raise LexiconError(
                f"{where}: category {entry.category!r} of {entry.term!r} is not on the card"
                + (f"; nearest: {near[0]!r}" if near else "")
                + "; define it there or correct the line"
            )
    _check_forms(lexicon, file)


def _check_forms(lexicon: Lexicon, file: str) -> None:
    """Every form has a word in it, and none belongs to two entries: a hit has one category."""
    line, terms = lexicon.entries.index.tolist(), lexicon.entries["term"].tolist()
    is_stem = (lexicon.entries["match"] == "stem").tolist()
    forms = worded_pairs(numbered_forms(lexicon))
    for row, form, words in forms + worded_pairs(excepted_phrases(lexicon)):
        if not words:
            raise LexiconError(f"{file}, line {line[row]}: no word in {form!r}; wanted at least one letter or digit")
    owner: dict[tuple[bool, tuple[str, ...]], int] = {}
    for row, form, words in forms:
        first = owner.setdefault((is_stem[row], words), row)
        if first != row:
            raise LexiconError(
                f"{file}, line {line[row]}: {form!r} is found by line {line[first]} already ({terms[first]!r}); "
                "a form can belong to one entry only"
            )


@cache
def cue_forms() -> dict[str, Cue]:
    """Every surface form of *verba pewarta*, lower case, with what it tells.

    Returns
    -------
    dict of str to Cue
        Nouns that introduce a statement (*pernyataan*, *tudingan*) have the voice "nominal". Forms of two words
        (*meminta maaf*) hold a space.

    Examples
    --------
    >>> cue_forms()["mengaku"].stance, cue_forms()["mengakui"].stance
    ('JARAK', 'KONSESI')
    >>> cue_forms()["aku"].share
    0.025
    """
    entries = load_lexicon("verba_pewarta").entries
    cues: dict[str, Cue] = {}
    for entry in entries.itertuples(index=False):
        derived = derived_forms(str(entry.term), str(entry.forms))
        nouns = [(form.replace("_", " "), "nominal") for form in str(entry.nominal).split()]
        shares = dict.fromkeys(measured_forms(derived), float(str(entry.share or "nan")))
        for form, voice in derived + nouns:
            share = shares.get(form, float("nan"))
            cues.setdefault(form, Cue(str(entry.term), str(entry.category), voice, share))
    return cues
