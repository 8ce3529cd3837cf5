"""Word lists with a card: read, checked, and found in tokens.

A lexicon is a CSV of entries and a TOML card of the same name that says what its categories mean, where it comes from
and under which licence. A researcher's own CSV is read the same way; its card may be missing.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, cached_property
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.language.tokens import Tokens, tokenise
from bingkai.language.verbs import CLITICS, reduplicated, verb_forms

MATCHES = ("form", "lemma", "stem")
COLUMNS = ("term", "category", "match", "lemma", "forms", "variants", "unless", "share", "note")
VARIANTS = (*CLITICS, "ulang")
DERIVATIONS = ("bare", "me", "me-kan", "me-i", "di", "di-kan", "di-i", "ber", "ter")
LEAST_SHARE = 0.5

_ALIASES = {
    "istilah": "term", "kata": "term", "kategori": "category", "kelas": "category", "pencocokan": "match",
    "lema": "lemma", "bentuk": "forms", "varian": "variants", "kecuali": "unless", "catatan": "note",
}  # fmt: skip


class LexiconError(ValueError):
    """A lexicon that cannot be used as it is; the message says got, wanted, what to do."""


class Cue(NamedTuple):
    """What a reporting word tells: its entry, its stance class, its voice, and how often it reports speech at all.

    `share` is the measured part of its occurrences that report speech, NaN where nobody measured it.
    """

    lemma: str
    stance: str
    voice: str
    share: float


@dataclass(frozen=True, eq=False)
class Hits:
    """Where the entries of a lexicon stand in tokens, in reading order.

    Attributes
    ----------
    first, last : int32 (n_hits,)
        Positions of the first and last token, inclusive.
    entry : int32 (n_hits,)
        Row of `Lexicon.entries`.
    """

    first: NDArray[np.int32]
    last: NDArray[np.int32]
    entry: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.first)


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
    forms = _worded(_numbered_forms(lexicon))
    for row, form, words in forms + _worded(_exceptions(lexicon)):
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


def entry_forms(entry: pd.Series) -> list[str]:
    """The lower-case forms by which one entry of a lexicon is found.

    Parameters
    ----------
    entry : Series
        A row of `Lexicon.entries`.

    Returns
    -------
    list of str

    Examples
    --------
    >>> entries = load_lexicon("verba_pewarta").entries
    >>> entry_forms(entries[entries["term"] == "ujar"].iloc[0])[:4]
    ['ujar', 'ujarnya', 'berujar', 'mengujarkan']
    """
    return _forms_of({str(column): str(value) for column, value in entry.items()})


def _forms_of(entry: Mapping[str, str]) -> list[str]:
    root = (entry["lemma"] or entry["term"]).lower()
    if entry["match"] == "lemma":
        derived = _derived(root, entry["forms"])
        rare = _measured(derived) if entry["share"] and float(entry["share"]) < LEAST_SHARE else set()
        found = [form for form, _ in derived if form not in rare]
    else:
        found = [root if entry["match"] == "stem" else entry["term"].lower()]
    return list(dict.fromkeys(varied for form in found for varied in _varied(form, entry["variants"].split())))


def _measured(derived: Sequence[tuple[str, str]]) -> set[str]:
    """The forms that the column `share` speaks of: the bare ones, or all where none is bare."""
    bare = {form for form, voice in derived if voice == "bare"}
    return bare or {form for form, _ in derived}


def _derived(root: str, forms: str) -> list[tuple[str, str]]:
    codes = forms.split() or list(DERIVATIONS)
    made = verb_forms(root, [code for code in codes if code != "+h"], h_variant="+h" in codes)
    return [(form.replace("_", " "), voice) for form, voice in made]


def _varied(form: str, variants: Iterable[str]) -> list[str]:
    """The form and its variants: clitics on the last word, *ulang* for reduplication."""
    found = [form]
    for variant in variants:
        if variant not in VARIANTS:
            raise LexiconError(f"unknown variant {variant!r} of {form!r}; wanted some of {', '.join(VARIANTS)}")
        found.append(reduplicated(form) if variant == "ulang" else form + variant)
    return found


def _numbered_forms(lexicon: Lexicon) -> list[tuple[int, str]]:
    """Row and form, for every form of every entry."""
    pairs = []
    for row, entry in enumerate(_rows(lexicon)):
        try:
            pairs += [(row, form) for form in _forms_of(entry)]
        except ValueError as error:
            raise LexiconError(f"{lexicon.name}.csv, line {lexicon.entries.index[row]}: {error}") from error
    return pairs


def _exceptions(lexicon: Lexicon) -> list[tuple[int, str]]:
    """Row and phrase, for every phrase in which an entry is not counted."""
    phrases = ((row, entry["unless"].lower().split(";")) for row, entry in enumerate(_rows(lexicon)) if entry["unless"])
    return [(row, phrase.strip()) for row, each in phrases for phrase in each if phrase.strip()]


def _rows(lexicon: Lexicon) -> list[dict[str, str]]:
    return [{str(key): str(value) for key, value in row.items()} for row in lexicon.entries.to_dict("records")]


_Worded = list[tuple[int, str, tuple[str, ...]]]


def _worded(pairs: Sequence[tuple[int, str]]) -> _Worded:
    """Row, form and the form's words as the tokeniser sees them."""
    tokens = tokenise([""] * len(pairs), [form for _, form in pairs])
    words: list[list[str]] = [[] for _ in pairs]
    for place, type_id in zip(tokens.article.tolist(), tokens.type_id.tolist(), strict=True):
        words[place].append(tokens.lower[tokens.lower_of[type_id]])
    return [(row, form, tuple(found) if any(map(_has_letter, found)) else ())
            for (row, form), found in zip(pairs, words, strict=True)]  # fmt: skip


def _has_letter(word: str) -> bool:
    return any(map(str.isalnum, word))


def find_entries(tokens: Tokens, lexicon: Lexicon, stems: Sequence[str] | None = None) -> Hits:
    """Where the entries of a lexicon stand.

    Parameters
    ----------
    tokens : Tokens
    lexicon : Lexicon
    stems : sequence of str, optional
        One stem for each of `tokens.lower`; needed when the lexicon matches by stem.

    Returns
    -------
    Hits
        In reading order, none overlapping another.

    Notes
    -----
    Entries of several words are found within one sentence of one field. Where two entries overlap the longer wins,
    of equal length the one to the left, of the same words the one matched by form. A phrase of the column `unless` is
    found like an entry but not returned: *kapal perang* keeps *perang* from being counted there.
    """
    if lexicon.uses_stems and stems is None:
        raise LexiconError(f"lexicon {lexicon.name!r} matches by stem: give stems, one for each of tokens.lower")
    if stems is not None and len(stems) != len(tokens.lower):
        raise LexiconError(f"wanted one stem for each of {len(tokens.lower)} lower-case words; got {len(stems)}")
    by_form, by_stem = _sequences(lexicon)
    found = [_walk(tokens, tokens.lower_of, tokens.lower, by_form)]
    if by_stem and stems is not None:
        ids: defaultdict[str, int] = defaultdict(count().__next__)
        codes = np.fromiter(map(ids.__getitem__, stems), np.int32, len(stems))
        found.append(_walk(tokens, codes[tokens.lower_of], list(ids), by_stem))
    first, length, entry = (np.concatenate(parts) for parts in zip(*found, strict=True))
    hits = _longest(first, length, entry, len(tokens))
    counted = hits.entry < len(lexicon)
    return Hits(hits.first[counted], hits.last[counted], hits.entry[counted])


_Sequences = list[tuple[int, tuple[str, ...]]]


def _sequences(lexicon: Lexicon) -> tuple[_Sequences, _Sequences]:
    """Row and words of what is found by form and what by stem; phrases not counted have rows past the last entry."""
    is_stem = (lexicon.entries["match"] == "stem").tolist()
    worded = _worded(_numbered_forms(lexicon))
    not_counted = [(row + len(lexicon), words) for row, _, words in _worded(_exceptions(lexicon))]
    by_form = [(row, words) for row, _, words in worded if not is_stem[row]]
    return by_form + not_counted, [(row, words) for row, _, words in worded if is_stem[row]]


_Found = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _walk(
    tokens: Tokens,
    symbol_of: NDArray[np.int32],
    vocabulary: Sequence[str],
    sequences: _Sequences,
) -> _Found:
    """First position, length and entry of every sequence: all positions walk one prefix tree at once.

    `symbol_of` gives each type its place in the vocabulary, in whose words the sequences are.
    """
    edges, entry_at = _prefix_tree(sequences, vocabulary)
    n_symbols = len(vocabulary)
    keys = np.array([node * n_symbols + symbol for node, symbol in edges], np.int64)
    children = np.array(list(edges.values()), np.int64)
    order = np.argsort(keys)
    keys, children = keys[order], children[order]
    goes_on = np.zeros(len(entry_at), bool)
    goes_on[[node for node, _ in edges]] = True
    at_root = np.searchsorted(keys, n_symbols)  # keys of the root come first
    begins = np.zeros(n_symbols, np.int64)
    begins[keys[:at_root]] = children[:at_root]
    node_of = begins[symbol_of]  # types that no sequence begins with stay at the root
    first = np.flatnonzero((node_of > 0)[tokens.type_id])
    node = node_of[tokens.type_id[first]]
    found = [_ended(first, node, 1, entry_at)]
    depth = 1
    while len(first):
        more = goes_on[node] & (first + depth < len(tokens))
        first, node = first[more], node[more]
        same = _same_sentence(tokens, first, first + depth)
        first, node = first[same], node[same]
        wanted = node * n_symbols + symbol_of[tokens.type_id[first + depth]]
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        known = keys[place] == wanted
        first, node = first[known], children[place[known]]
        depth += 1
        found.append(_ended(first, node, depth, entry_at))
    firsts, lengths, entries = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return firsts, lengths, entries


def _ended(first: NDArray[np.int64], node: NDArray[np.int64], depth: int, entry_at: NDArray[np.int64]) -> _Found:
    """The sequences that end at these nodes."""
    ends = entry_at[node] >= 0
    return first[ends], np.full(int(ends.sum()), depth), entry_at[node[ends]]


def _same_sentence(tokens: Tokens, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the tokens at these positions stand in one sentence of one field."""
    same: NDArray[np.bool_] = tokens.sentence[left] == tokens.sentence[right]
    same &= tokens.article[left] == tokens.article[right]
    same &= tokens.field[left] == tokens.field[right]
    return same


def _prefix_tree(
    sequences: _Sequences, vocabulary: Sequence[str]
) -> tuple[dict[tuple[int, int], int], NDArray[np.int64]]:
    """Edges (node, symbol) -> node from the root 0, and the entry that ends at each node, -1 for none."""
    wanted = {word for _, words in sequences for word in words}
    code_of = {word: code for code, word in enumerate(vocabulary) if word in wanted} if wanted else {}
    edges: dict[tuple[int, int], int] = {}
    entry_at = [-1]
    for entry, words in sequences:
        if not all(word in code_of for word in words):
            continue
        node = 0
        for word in words:
            node = edges.setdefault((node, code_of[word]), len(entry_at))
            if node == len(entry_at):
                entry_at.append(-1)
        entry_at[node] = entry if entry_at[node] < 0 else entry_at[node]
    return edges, np.array(entry_at, np.int64)


def _longest(first: NDArray[np.int64], length: NDArray[np.int64], entry: NDArray[np.int64], n_tokens: int) -> Hits:
    """Of overlapping hits the longest; of equal length the first in the text; then the first found."""
    taken = np.zeros(n_tokens + 1, bool)
    kept = []
    for size in sorted(set(length.tolist()), reverse=True):
        rows = np.flatnonzero(length == size)
        rows = rows[np.argsort(first[rows], kind="stable")]
        for step in range(size):
            rows = rows[~taken[first[rows] + step]]
        rows = rows[_apart(first[rows], size)]
        for step in range(size):
            taken[first[rows] + step] = True
        kept.append(rows)
    rows = np.concatenate(kept) if kept else np.zeros(0, np.int64)
    rows = rows[np.argsort(first[rows])]
    return Hits(
        first=first[rows].astype(np.int32),
        last=(first[rows] + length[rows] - 1).astype(np.int32),
        entry=entry[rows].astype(np.int32),
    )


def _apart(first: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Which of the sorted positions to keep so that stretches of `size` tokens do not overlap, from the left."""
    keep = np.ones(len(first), bool)
    if len(first) < 2 or (np.diff(first) >= size).all():
        return keep
    free = -1
    for row, position in enumerate(first.tolist()):
        keep[row] = position >= free
        free = position + size if keep[row] else free
    return keep


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
        derived = _derived(str(entry.term), str(entry.forms))
        nouns = [(form.replace("_", " "), "nominal") for form in str(entry.nominal).split()]
        shares = dict.fromkeys(_measured(derived), float(str(entry.share or "nan")))
        for form, voice in derived + nouns:
            share = shares.get(form, float("nan"))
            cues.setdefault(form, Cue(str(entry.term), str(entry.category), voice, share))
    return cues


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
