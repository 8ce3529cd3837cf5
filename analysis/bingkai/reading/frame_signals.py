"""What makes a sentence worth reading for a frame element: cue words, whose verbs, where it stands.

A signal finds places in sentences. Each has a name of two parts: `cue.sebab`, a category of the lexicon
*isyarat_bingkai*; `frame.konflik`, of *bingkai_generik*; `term.moral`, of *kata_bermuatan*; `stance.TUDUH`, a statement
with a verb of that class; `quote.new`, `quote.any`, a statement; `place.title`, `place.lead`, `place.last`; `token.…`
and `word.…`, what single words show. `own.…` are words of a researcher's codebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.language.lexicon_files import load_lexicon, read_lexicon
from bingkai.language.lexicon_hits import find_entries
from bingkai.language.lexicons import COLUMNS, Lexicon
from bingkai.language.stems import stems_of
from bingkai.language.tokens import Tokens
from bingkai.reading.analyse import Reading
from bingkai.reading.codebooks import Codebook, CodebookError
from bingkai.reading.grammar import word_class
from bingkai.reading.zones import SCARE
from bingkai.schema import STANCES

Ints = NDArray[np.int64]

_LEXICONS = {"cue": "isyarat_bingkai", "frame": "bingkai_generik", "term": "kata_bermuatan"}
_PLACES = {
    "title": ("judul", "headline"),
    "lead": ("teras berita", "lead"),
    "last": ("kalimat terakhir", "last sentence"),
}
_QUOTES = {"any": ("kutipan", "statement"), "new": ("narasumber yang belum muncul", "source not heard before")}
_TOKENS = {
    "date": ("tanggal", "date"),
    "number": ("angka", "number"),
    "place": ("nama tempat", "name of a place"),
    "hashtag": ("tagar", "hashtag"),
    "scare": ("kata dalam tanda petik", "words in quotation marks"),
}
_WORDS = {"passive": ("kata kerja di-", "verb with di-"), "nominalisation": ("nominalisasi", "nominalisation")}
_LABELS = {"place": _PLACES, "quote": _QUOTES, "token": _TOKENS, "word": _WORDS}


@dataclass(frozen=True, eq=False)
class Sentences:
    """The sentences of a corpus in reading order, headlines first in their article.

    Attributes
    ----------
    article : position of the article
    field : 0 title, 1 text
    number : of the sentence in its field
    start, end : characters into the field
    n_words : words
    of_token : row of the sentence of every token
    """

    article: Ints
    field: Ints
    number: Ints
    start: Ints
    end: Ints
    n_words: Ints
    of_token: Ints

    def __len__(self) -> int:
        return len(self.article)

    def rows(self, article: Ints, field: Ints, number: Ints) -> Ints:
        """The row of each sentence named by article, field and number; -1 where there is none."""
        keys, wanted = self._keys(self.article, self.field, self.number), self._keys(article, field, number)
        if not len(keys):
            return np.full(len(wanted), -1)
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.asarray(np.where(keys[place] == wanted, place, -1))

    def _keys(self, article: Ints, field: Ints, number: Ints) -> Ints:
        beyond = int(self.number.max(initial=0)) + 1  # stands for every number that no sentence has
        return np.asarray((article * 2 + field) * (beyond + 1) + np.minimum(number, beyond))


@dataclass(frozen=True, eq=False)
class Found:
    """Where a signal was found: the sentence's row, and the characters that show it (0, 0 where its place does)."""

    row: Ints
    start: Ints
    end: Ints


def sentences_of(tokens: Tokens) -> Sentences:
    """The sentences that hold tokens."""
    if not len(tokens):
        none = np.zeros(0, np.int64)
        return Sentences(none, none, none, none, none, none, none)
    new = np.ones(len(tokens), bool)
    new[1:] = False
    for column in (tokens.article, tokens.field, tokens.sentence):
        new[1:] |= column[1:] != column[:-1]
    first, of_token = np.flatnonzero(new), np.cumsum(new) - 1
    last = np.append(first[1:], len(tokens)) - 1
    words = np.bincount(of_token[tokens.is_word[tokens.type_id]], minlength=len(first))
    columns = (
        tokens.article[first],
        tokens.field[first],
        tokens.sentence[first],
        tokens.start[first],
        tokens.end[last],
    )
    return Sentences(*(column.astype(np.int64) for column in (*columns, words, of_token)))


@cache
def frame_lexicon(name: str) -> Lexicon:
    """A lexicon of this room: *isyarat_bingkai* (cues of elements), *bingkai_generik* (five generic frames)."""
    with as_file(files("bingkai.reading") / "data" / "frames" / f"{name}.csv") as path:
        return read_lexicon(path)


def _lexicon(group: str) -> Lexicon:
    name = _LEXICONS[group]
    return load_lexicon(name) if group == "term" else frame_lexicon(name)


def signal_names() -> list[str]:
    """The names of all signals a codebook may weigh."""
    names = [f"{group}.{category}" for group in _LEXICONS for category in _lexicon(group).categories]
    names += [f"{group}.{name}" for group, labels in _LABELS.items() for name in labels]
    return names + [f"stance.{stance}" for stance in STANCES]


def signal_label(name: str, lang: str = "id") -> str:
    """What a signal is, in words.

    Examples
    --------
    >>> signal_label("cue.sebab"), signal_label("stance.TUDUH"), signal_label("place.lead", "en")
    ('penanda sebab', 'verba TUDUH', 'lead')
    """
    group, _, key = name.partition(".")
    if group in _LABELS:
        return _LABELS[group][key][0 if lang == "id" else 1]
    if group in _LEXICONS:
        card = _lexicon(group).categories[key]
        title = card.get("title" if lang == "id" else "title_en", key)
        return title if group == "cue" else f"kata {title}" if lang == "id" else f"{title} words"
    if group == "stance":
        return f"verba {key}" if lang == "id" else f"{key} verbs"
    return "kata buku kode" if lang == "id" else "words of the codebook"


def check_signals(codebook: Codebook) -> None:
    """Raise a CodebookError where a codebook weighs a signal that is not known."""
    known = signal_names()
    for element in codebook.elements:
        for name in element.signals:
            if name not in known:
                near = get_close_matches(name, known, n=1, cutoff=0.0)[0]
                raise CodebookError(
                    f"codebook {codebook.name!r}, element {element.name!r}: unknown signal {name!r}; nearest: {near!r}"
                )


def find_signals(reading: Reading, codebook: Codebook, sentences: Sentences) -> dict[str, Found]:
    """Where each signal of a codebook stands in a reading; own words under `own.<element>`."""
    check_signals(codebook)
    wanted = {name for element in codebook.elements for name in element.signals}
    own = [_own_lexicon(element.name, element.stems, element.forms) for element in codebook.elements]
    lexicons = [(group, _lexicon(group)) for group in _LEXICONS if any(n.startswith(f"{group}.") for n in wanted)]
    lexicons += [("own", lexicon) for lexicon in own if len(lexicon)]
    stems = stems_of(reading.tokens) if lexicons or any(n.startswith("word.") for n in wanted) else []
    found: dict[str, Found] = {}
    for group, lexicon in lexicons:
        found |= _found_words(reading.tokens, sentences, group, lexicon, stems)
    for group, find in _FINDERS.items():
        if any(name.startswith(f"{group}.") for name in wanted):
            found |= {f"{group}.{key}": value for key, value in find(reading, sentences, stems).items()}
    return {name: value for name, value in found.items() if name in wanted or name.startswith("own.")}


def _own_lexicon(name: str, stems: Iterable[str], forms: Iterable[str]) -> Lexicon:
    rows = [(term, "stem") for term in stems] + [(term, "form") for term in forms]
    columns = {column: [""] * len(rows) for column in COLUMNS}
    columns |= {
        "term": [term for term, _ in rows],
        "match": [match for _, match in rows],
        "category": [name] * len(rows),
    }
    return Lexicon(name, name, "", "", "", "form", {name: {}}, pd.DataFrame(columns, dtype="str"))


def _found_words(
    tokens: Tokens, sentences: Sentences, group: str, lexicon: Lexicon, stems: list[str]
) -> dict[str, Found]:
    hits = find_entries(tokens, lexicon, stems if lexicon.uses_stems else None)
    category = lexicon.entries["category"].to_numpy(dtype=object)[hits.entry]
    made = {}
    for name in lexicon.categories:
        chosen = category == name
        made[f"{group}.{name}"] = _spans(tokens, sentences, hits.first[chosen], hits.last[chosen])
    return made


def _spans(tokens: Tokens, sentences: Sentences, first: NDArray[np.integer], last: NDArray[np.integer]) -> Found:
    start, end = tokens.start[first].astype(np.int64), tokens.end[last].astype(np.int64)
    return Found(sentences.of_token[first], start, end)


def _places(reading: Reading, sentences: Sentences, stems: list[str]) -> dict[str, Found]:
    body = sentences.field == 1
    rows = np.flatnonzero(body)
    article = sentences.article[rows]
    lead = rows[np.append(True, article[1:] != article[:-1])] if len(rows) else rows
    last = rows[np.append(article[1:] != article[:-1], True)] if len(rows) else rows
    return {"title": _whole(np.flatnonzero(~body)), "lead": _whole(lead), "last": _whole(np.setdiff1d(last, lead))}


def _whole(rows: Ints) -> Found:
    return Found(rows, np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64))


def _statements(reading: Reading, sentences: Sentences, stems: list[str]) -> dict[str, Found]:
    """Statements by the class of their verb."""
    said = _cued(reading, sentences)
    return {stance: _cue_spans(said[said["stance"] == stance]) for stance in STANCES}


def _quotes(reading: Reading, sentences: Sentences, stems: list[str]) -> dict[str, Found]:
    said = _cued(reading, sentences)
    new = said[said["speaker_name"].notna()].drop_duplicates(["article_id", "speaker_name"])
    return {"any": _cue_spans(said), "new": _speaker_spans(new)}


def _cued(reading: Reading, sentences: Sentences) -> pd.DataFrame:
    """Attributions in reading order with the row of their sentence."""
    said = reading.attributions
    positions = pd.Index(reading.articles["article_id"]).get_indexer(said["article_id"]).astype(np.int64)
    field = (said["field"] == "text").to_numpy().astype(np.int64)
    rows = sentences.rows(positions, field, said["sentence"].to_numpy(dtype=np.int64))
    return said.assign(row=rows)[rows >= 0].sort_values(["row", "cue_start"], kind="stable")


def _cue_spans(said: pd.DataFrame) -> Found:
    start, end = (said[name].fillna(0).to_numpy().astype(np.int64) for name in ("cue_start", "cue_end"))
    return Found(said["row"].to_numpy(dtype=np.int64), start, end)


def _speaker_spans(said: pd.DataFrame) -> Found:
    start, end = (said[name].fillna(0).to_numpy().astype(np.int64) for name in ("speaker_start", "speaker_end"))
    return Found(said["row"].to_numpy(dtype=np.int64), start, end)


def _single(tokens: Tokens, sentences: Sentences, chosen: NDArray[np.bool_]) -> Found:
    places = np.flatnonzero(chosen)
    return _spans(tokens, sentences, places, places)


def _of_types(tokens: Tokens, test: Callable[[str], bool]) -> NDArray[np.bool_]:
    """Which tokens have a form that passes a test; every form is tested once."""
    return np.fromiter(map(test, tokens.types), np.bool_, len(tokens.types))[tokens.type_id]


def _token_shapes(reading: Reading, sentences: Sentences, stems: list[str]) -> dict[str, Found]:
    tokens = reading.tokens
    date = _of_types(tokens, lambda form: "/" in form and form.replace("/", "").isdigit())
    number = _of_types(tokens, lambda form: form[:1].isdigit()) & ~date
    hashtag = _of_types(tokens, lambda form: form.startswith("#") and len(form) > 1)
    scare = _first_of_runs(reading.zones == SCARE)
    ends = _last_of_runs(reading.zones == SCARE)
    return {
        "date": _single(tokens, sentences, date),
        "number": _single(tokens, sentences, number),
        "hashtag": _single(tokens, sentences, hashtag),
        "place": _single(tokens, sentences, _place_names(tokens, sentences)),
        "scare": _spans(tokens, sentences, np.flatnonzero(scare), np.flatnonzero(ends)),
    }


def _first_of_runs(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray(inside & ~np.append(False, inside[:-1])[: len(inside)])


def _last_of_runs(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray(inside & ~np.append(inside[1:], False)[: len(inside)])


def _place_names(tokens: Tokens, sentences: Sentences) -> NDArray[np.bool_]:
    """A capitalised word after *di* or *ke* in the same sentence of the body; headlines capitalise every word."""
    before = _of_types(tokens, lambda form: form.lower() in ("di", "ke"))
    capital = _of_types(tokens, lambda form: form[:1].isupper())
    found = np.zeros(len(tokens), bool)
    found[1:] = before[:-1] & capital[1:] & (sentences.of_token[1:] == sentences.of_token[:-1])
    return np.asarray(found & (tokens.field == 1))


def _word_shapes(reading: Reading, sentences: Sentences, stems: list[str]) -> dict[str, Found]:
    tokens = reading.tokens
    derived = [
        (word, stem != word and word not in word_class("not_verb"))
        for word, stem in zip(tokens.lower, stems, strict=True)
    ]
    shapes = {
        "passive": np.array([changed and word.startswith("di") for word, changed in derived], bool),
        "nominalisation": np.array([changed and _is_act(word) for word, changed in derived], bool),
    }
    return {name: _single(tokens, sentences, flags[tokens.lower_of][tokens.type_id]) for name, flags in shapes.items()}


def _is_act(word: str) -> bool:
    """peN-…-an, per-…-an: *penggusuran, pembersihan, perjuangan*."""
    return (
        len(word) > 7 and word.endswith("an") and word.startswith(("pem", "pen", "peng", "peny", "pel", "per", "pew"))
    )


_FINDERS: dict[str, Callable[[Reading, Sentences, list[str]], dict[str, Found]]] = {
    "place": _places, "stance": _statements, "quote": _quotes, "token": _token_shapes, "word": _word_shapes,
}  # fmt: skip
