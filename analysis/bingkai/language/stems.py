"""Stems: one key for the forms of an Indonesian word, by Sastrawi, once per distinct word.

A stem is for looking words up. It hides voice (*ditembak* and *penembak* are both *tembak*) and merges meanings
(*mengakui* and the pronoun *aku*); `stem_audit` lists where that touches a lexicon. Sastrawi is slow on new words,
so stems are kept on disk between runs: in the user's cache folder, or where the variable BINGKAI_CACHE points.
"""

from __future__ import annotations

import csv
import os
import re
import warnings
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import cache as memoised
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from platformdirs import user_cache_dir

from bingkai.language.lexicon_forms import entry_forms
from bingkai.language.lexicons import Lexicon
from bingkai.language.tokens import Tokens

RULES = 1  # raise when the rules below change a stem: older caches are then left aside
LONGEST_WORD = 40  # characters; longer "words" are glued text and stay whole
MOST_SEGMENTS = 12

_PLAIN = re.compile(r"[a-z]+(?:-[a-z]+)*")
_CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")
_CLITIC = re.compile(rf"(.{{3,}}?)-?({'|'.join(_CLITICS)})")
_ATTACHED = re.compile(r"([^-]+)-(?:nya|lah|kah|pun|ku|mu|an)")


def stem_types(words: Sequence[str], *, cache: bool = True) -> list[str]:
    """Stems of lower-case words.

    Sastrawi's, except where the protected list (`protected_stems`) knows better; words with anything but letters
    and hyphens stay whole, less a clitic after a hyphen (bgn-nya).

    Parameters
    ----------
    words : sequence of str
        Lower-case, each best given once.
    cache : bool
        Read and extend the stems kept on disk.

    Returns
    -------
    list of str
        One stem a word, in the same order.

    Examples
    --------
    >>> stem_types(["membantah", "negara-negara", "relawannya", "jum'at", "bgn-nya"], cache=False)
    ['bantah', 'negara', 'relawan', "jum'at", 'bgn']
    """
    known = _kept_stems() if cache else {}
    fresh = {word: _stem(word) for word in dict.fromkeys(word for word in words if word not in known)}
    known.update(fresh)
    if cache:
        _keep(fresh)
    return list(map(known.__getitem__, words))


def stems_of(tokens: Tokens, *, names: Collection[str] | None = None, cache: bool = True) -> list[str]:
    """One stem for each of `tokens.lower`; words that these texts use as names stay whole.

    A word is taken for a name when it is no root of Sastrawi's dictionary and, inside sentences of the body, stands
    with a capital at least four times as often as without.

    Parameters
    ----------
    tokens : Tokens
    names : collection of str, optional
        The words to take for names, lower case, where these texts are part of a corpus that knows better.
    cache : bool
        As in `stem_types`.

    Returns
    -------
    list of str

    Examples
    --------
    >>> from bingkai.language.tokens import tokenise
    >>> tokens = tokenise([""], ["Warga di Pekalongan menolak. Penolakan itu sampai ke Pekalongan."])
    >>> dict(zip(tokens.lower, stems_of(tokens, cache=False), strict=True))["pekalongan"]
    'pekalongan'
    """
    if names is None:
        names = {tokens.lower[position] for position in np.flatnonzero(looks_like_name(tokens))} - roots()
    stems = iter(stem_types([word for word in tokens.lower if word not in names], cache=cache))
    return [word if word in names else next(stems) for word in tokens.lower]


def looks_like_name(tokens: Tokens) -> NDArray[np.bool_]:
    """Which lower-case words stand mostly with a capital inside sentences of the body."""
    return mostly_capital(*capital_counts(tokens))


def mostly_capital(with_capital: NDArray[np.int64], without: NDArray[np.int64]) -> NDArray[np.bool_]:
    """At least four times as often with a capital inside sentences as without."""
    return (with_capital > 0) & (with_capital >= 4 * without)


def capital_counts(tokens: Tokens) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How often each lower-case word stands with a capital inside sentences of the body, and without one anywhere."""
    n_lower = len(tokens.lower)
    capital = np.fromiter((form[:1].isupper() for form in tokens.types), np.bool_, len(tokens.types))
    joins = tokens.is_word | np.fromiter((form in ",-–" for form in tokens.types), np.bool_, len(tokens.types))
    place = np.flatnonzero((capital[tokens.type_id] & (tokens.field == 1))[1:])  # of the token before a capital
    place = place[joins[tokens.type_id[place]]]  # a word or comma, of the same sentence
    for column in (tokens.sentence, tokens.article, tokens.field):
        place = place[column[place] == column[place + 1]]
    with_capital = np.bincount(tokens.lower_of[tokens.type_id[place + 1]], minlength=n_lower)
    n_of_type = np.bincount(tokens.type_id, minlength=len(tokens.types))
    without = np.bincount(tokens.lower_of, n_of_type * ~capital, minlength=n_lower)
    return with_capital, without.astype(np.int64)


def stem_audit(lexicons: Lexicon | Iterable[Lexicon], words: Sequence[str] | None = None) -> pd.DataFrame:
    """Where stems bring together what a lexicon keeps apart: to read before matching by stem.

    Parameters
    ----------
    lexicons : Lexicon or iterable of Lexicon
        What `load_lexicon` and `read_lexicon` give.
    words : sequence of str, optional
        The words that may collide, for instance `tokens.lower` of a corpus. Without them: the words of the
        lexicons, of the protected list and the roots of Sastrawi's dictionary.

    Returns
    -------
    DataFrame
        One row a lexicon's word and stem, sorted by both:

        - lexicon : name of the lexicon
        - term : the word of the lexicon (an entry, or a form of it)
        - stem : the stem in question
        - other_words : other words with that stem that are no forms of the entry, at most ten
        - n_types : how many there are
        - kind : "corrected" (Sastrawi's stem, which the protected list replaces), "merged" (bingkai's stem too) or
          "entries" (the others belong to another category of the same lexicon)
    """
    chosen = [lexicons] if isinstance(lexicons, Lexicon) else list(lexicons)
    forms = [_lexicon_forms(lexicon) for lexicon in chosen]
    if words is None:
        words = sorted(roots().union(protected_stems()["word"], *forms))
    every = sorted({word.lower() for word in words}.union(*forms))
    ours = dict(zip(every, stem_types(every), strict=True))
    theirs = {word: _sastrawi(word) for word in (set(every) & set(protected_stems()["word"]))}
    by_stem: defaultdict[str, list[str]] = defaultdict(list)
    for word in every:
        for stem in {ours[word], theirs.get(word, ours[word])}:
            by_stem[stem].append(word)
    rows = [
        row
        for lexicon, found in zip(chosen, forms, strict=True)
        for term in found
        for row in _collisions(lexicon.name, term, found, ours, theirs, by_stem)
    ]
    audit = pd.DataFrame(rows, columns=["lexicon", "term", "stem", "other_words", "n_types", "kind"])
    text = {"lexicon": "str", "term": "str", "stem": "str", "other_words": "str", "n_types": "int64", "kind": "str"}
    return audit.astype(text).sort_values(["lexicon", "term", "stem"], ignore_index=True)


def _lexicon_forms(lexicon: Lexicon) -> dict[str, tuple[set[str], set[str]]]:
    """Single words of a lexicon -> all forms of their entries, and their categories."""
    made: dict[str, tuple[set[str], set[str]]] = {}
    for _, entry in lexicon.entries.iterrows():
        single = {form.lower() for form in [entry["term"], *entry_forms(entry)] if " " not in form}
        for form in single:
            family, categories = made.setdefault(form, (set(), set()))
            family |= single
            categories.add(entry["category"])
    return made


def _collisions(
    name: str,
    term: str,
    found: dict[str, tuple[set[str], set[str]]],
    ours: dict[str, str],
    theirs: dict[str, str],
    by_stem: dict[str, list[str]],
) -> list[tuple[str, str, str, str, int, str]]:
    family, categories = found[term]
    rows = []
    for stem in {ours[term], theirs.get(term, ours[term])}:
        mine = stem == ours[term]
        others = [word for word in by_stem[stem] if word not in family and (ours[word] == stem or not mine)]
        rivals = [word for word in others if word in found and not found[word][1] & categories]
        for kind, words in (
            ("entries", rivals),
            ("merged" if mine else "corrected", [w for w in others if w not in rivals]),
        ):
            if words:
                words.sort(key=lambda word: (word != stem, word))
                rows.append((name, term, stem, ", ".join(words[:10]), len(words), kind))
    return rows


def protected_stems() -> pd.DataFrame:
    """The words whose stem is not Sastrawi's.

    Returns
    -------
    DataFrame
        - word : lower case
        - stem : what `stem_types` gives
        - sastrawi : what PySastrawi 1.2.1 gives
        - kind : root, whole, name or sense; the card says what they mean
        - reason : in words
    """
    return pd.DataFrame(_protected_rows(), dtype="str")


def _protected_rows() -> list[dict[str, str]]:
    text = (files("bingkai.language") / "data" / "protected_stems.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@memoised
def _protected() -> dict[str, str]:
    return {row["word"]: row["stem"] for row in _protected_rows()}


@memoised
def _stemmer() -> Any:
    from Sastrawi.Stemmer.Stemmer import Stemmer
    from Sastrawi.Stemmer.StemmerFactory import ArrayDictionary, StemmerFactory

    return Stemmer(ArrayDictionary(StemmerFactory().get_words()))


@memoised
def roots() -> frozenset[str]:
    """The roots of Sastrawi's dictionary."""
    return frozenset(word for word in _stemmer().get_dictionary().words if _PLAIN.fullmatch(word))


def _sastrawi(word: str) -> str:
    """Sastrawi's own stem, right or wrong."""
    return str(_stemmer().stem(word))


def _stem(word: str) -> str:
    """The first rule that knows the word decides; Sastrawi comes last."""
    if len(word) > LONGEST_WORD:
        return word
    if word in _protected():
        return _protected()[word]
    clitic = _CLITIC.fullmatch(word) if word.endswith(_CLITICS) else None
    if clitic and clitic[1] in _protected():  # relawannya
        return _protected()[clitic[1]]
    if not _PLAIN.fullmatch(word):
        attached = _ATTACHED.fullmatch(word)
        return attached[1] if attached else word  # g30s-nya; jum'at, covid-19 and names in other scripts stay
    half, _, other = word.partition("-")
    clitic = _CLITIC.fullmatch(other)
    if half == other or (clitic and clitic[1] == half):
        return _stem(half)  # gerakan-gerakan, gerakan-gerakannya
    attached = _ATTACHED.fullmatch(word)
    return _stem(attached[1]) if attached else _sastrawi(word)  # bgn-nya


# The cache: a folder of segments, each written whole under its final name, so that readers and writers in other
# processes never see half of one and a kill leaves at most a temporary file. Many segments are merged into one.

_read_so_far: dict[str, tuple[dict[str, str], set[str]]] = {}  # folder -> stems, names of the segments read


def _cache_folder() -> Path:
    chosen = os.environ.get("BINGKAI_CACHE")
    return Path(chosen) if chosen else Path(user_cache_dir("bingkai", appauthor=False))


@memoised
def _cache_key() -> str:
    """What a kept stem depends on: Sastrawi's version, the protected list, these rules."""
    rows = repr((RULES, LONGEST_WORD, sorted(_protected().items()))).encode()
    return f"stems-{version('PySastrawi')}-{zlib.crc32(rows):08x}"


def _kept_stems() -> dict[str, str]:
    """All stems kept so far, by this process and others; what cannot be read is passed over with one warning."""
    folder = _cache_folder()
    known, read = _read_so_far.setdefault(str(folder), ({}, set()))
    try:
        names = {name for name in os.listdir(folder) if name.startswith(_cache_key()) and name.endswith(".tsv")}
    except FileNotFoundError:
        return known
    except OSError as error:
        _warn_once(f"stems are not kept: cannot read {folder} ({error.strerror}); set BINGKAI_CACHE to another folder")
        return known
    for name in sorted(names - read):
        known.update(_read_segment(folder / name))
        read.add(name)
    if len(names) > MOST_SEGMENTS:
        _keep(known)
        _remove(folder, names)
    return known


def _read_segment(path: Path) -> dict[str, str]:
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except FileNotFoundError:  # merged by another process meanwhile: its words are in a newer segment
        return {}
    except OSError as error:
        _warn_once(f"some kept stems cannot be read ({path.parent}: {error.strerror}); they are made anew")
        return {}
    if head != _checksum(body):
        _warn_once(f"some kept stems in {path.parent} are damaged; they are made anew")
        _remove(path.parent, {path.name})
        return {}
    return dict(line.split("\t") for line in body.decode().splitlines())


def _keep(stems: dict[str, str]) -> None:
    """Write the plain words among these as one segment."""
    body = "".join(f"{word}\t{stem}\n" for word, stem in stems.items() if _PLAIN.fullmatch(word)).encode()
    if not body:
        return
    folder, name = _cache_folder(), f"{_cache_key()}-{uuid4().hex}.tsv"
    unfinished = folder / f"{name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(_checksum(body) + b"\n" + body)
        unfinished.replace(folder / name)
    except OSError as error:
        _remove(folder, {unfinished.name})
        _warn_once(f"stems are not kept: cannot write {folder} ({error.strerror}); set BINGKAI_CACHE to another folder")
        return
    _read_so_far[str(folder)][1].add(name)


def _checksum(body: bytes) -> bytes:
    return b"%08x" % zlib.crc32(body)


def _remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):  # gone already, or not ours to remove: it only takes room
            (folder / name).unlink()


@memoised
def _warn_once(message: str) -> None:
    warnings.warn(message, RuntimeWarning, stacklevel=4)
