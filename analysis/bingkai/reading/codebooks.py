"""Codebooks of frame models: elements, the items coders answer, and what proposes sentences for them; one TOML each."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

SCALES = ("nominal", "ordinal", "interval", "text")
MODELS = ("entman", "pan_kosicki", "gamson_modigliani", "edelman", "semetko_valkenburg", "policy_frames")
RANKINGS = ("signals", "density")
EVIDENCE = "bukti_"  # columns of a sheet that hold the sentences proposed for an element
RESERVED = frozenset(("nomor", "unit", "tanggal", "rubrik", "teks", "coder", "note", "unit_id", "article_id", "model",
                      "blind", "text_hash", "row_hash"))  # fmt: skip

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ALIASES = {
    "judul": "title", "sumber": "source", "lisensi": "licence", "versi": "version", "catatan": "note",
    "unsur": "elements", "butir": "items", "nama": "name", "pertanyaan": "question", "skala": "scale",
    "nilai": "values", "definisi": "id", "kelompok": "group", "akar": "stems", "bentuk": "forms", "isyarat": "signals",
}  # fmt: skip
_SCALE_ALIASES = {"teks": "text", "selang": "interval"}
_BOOK_KEYS = ("title", "title_en", "version", "licence", "source", "note", "rank_by", "elements")
_ELEMENT_KEYS = ("name", "group", "title", "title_en", "id", "en", "signals", "stems", "forms", "items")
_ITEM_KEYS = ("name", "question", "question_en", "scale", "values")


class CodebookError(ValueError):
    """A codebook that cannot be used as it is; the message says got, wanted, what to do."""


@dataclass(frozen=True)
class Item:
    """A question a coder answers for every unit.

    Attributes
    ----------
    name : column name of the codes
    element : the frame element it belongs to
    question, question_en : what is asked
    scale : nominal, ordinal, interval or text
    values : permitted value -> its meaning; in order for an ordinal item; empty for free text and free numbers
    """

    name: str
    element: str
    question: str
    question_en: str
    scale: str
    values: Mapping[str, str]

    def number(self, value: str) -> float:
        """The code as a number: rank of an ordinal value from 0, the value of an interval one, else NaN."""
        if self.scale == "ordinal" and value in self.values:
            return float(list(self.values).index(value))
        return float(value) if self.scale == "interval" and is_number(value) else float("nan")


@dataclass(frozen=True)
class Element:
    """A part of a frame: its definition, its items, and what makes a sentence worth reading for it."""

    name: str
    group: str
    title: str
    title_en: str
    id: str
    en: str
    signals: Mapping[str, float]
    stems: tuple[str, ...]
    forms: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def proposes(self) -> bool:
        """Whether anything proposes sentences for it."""
        return bool(self.signals or self.stems or self.forms)


@dataclass(frozen=True)
class Codebook:
    """A frame model as coders use it.

    Attributes
    ----------
    name : file name without ending
    title, title_en, version, licence, source, note : from the file
    rank_by : "signals" (weighted signals) or "density" (signals per word)
    elements : tuple of Element
    toml : the file's text
    """

    name: str
    title: str
    title_en: str
    version: str
    licence: str
    source: str
    note: str
    rank_by: str
    elements: tuple[Element, ...]
    toml: str = field(repr=False)

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in order."""
        return tuple(item for element in self.elements for item in element.items)

    @property
    def sha256(self) -> str:
        """Hash of the file's text."""
        return hashlib.sha256(self.toml.encode()).hexdigest()

    def item(self, name: str) -> Item:
        """The item of that name."""
        return next(item for item in self.items if item.name == name)

    def to_frame(self) -> pd.DataFrame:
        """One row an item: `element, title, definition, item, question, scale, values`."""
        rows = [
            (element.name, element.title, element.id, item.name, item.question, item.scale, " | ".join(item.values))
            for element in self.elements
            for item in element.items
        ]
        columns = ["element", "title", "definition", "item", "question", "scale", "values"]
        return pd.DataFrame(rows, columns=columns, dtype="str")

    def __repr__(self) -> str:
        return f"Codebook({self.name!r}, {len(self.elements)} elements, {len(self.items)} items)"

    def _repr_html_(self) -> str:
        table = self.to_frame().to_html(index=False, border=0)
        return f"<p><b>{escape(self.title)}</b><br>{escape(self.source)}</p>{table}"


def codebook_names() -> list[str]:
    """Names of the codebooks that come with the library.

    Examples
    --------
    >>> codebook_names()
    ['entman', 'pan_kosicki', 'gamson_modigliani', 'edelman', 'semetko_valkenburg', 'policy_frames']
    """
    return list(MODELS)


@cache
def load_codebook(name: str) -> Codebook:
    """A codebook that comes with the library.

    Parameters
    ----------
    name : str
        One of `codebook_names`.

    Returns
    -------
    Codebook

    Raises
    ------
    CodebookError
        Names the nearest codebook.

    Examples
    --------
    >>> load_codebook("semetko_valkenburg")
    Codebook('semetko_valkenburg', 5 elements, 20 items)
    >>> load_codebook("entmann")
    Traceback (most recent call last):
    bingkai.reading.codebooks.CodebookError: unknown codebook 'entmann'; nearest: 'entman'; your own is read with \
read_codebook
    """
    if name not in MODELS:
        near = get_close_matches(str(name), MODELS, n=1, cutoff=0.0)[0]
        raise CodebookError(f"unknown codebook {name!r}; nearest: {near!r}; your own is read with read_codebook")
    text = (files("bingkai.reading") / "data" / "frames" / f"{name}.toml").read_text(encoding="utf-8")
    return parse_codebook(text, name)


def read_codebook(path: str | Path) -> Codebook:
    """A researcher's own codebook: a TOML file of elements and items.

    Parameters
    ----------
    path : str or Path
        Keys, in English or Indonesian: `title` (judul), `source` (sumber), `elements` (unsur), each with `name` (nama),
        `title`, `id` (definisi) and `items` (butir), each with `name`, `question` (pertanyaan), `scale` (skala:
        nominal, ordinal, interval, text) and `values` (nilai: a list, or a table of value and meaning). An element may
        name `stems` (akar) and `forms` (bentuk), words that make a sentence worth reading for it, and `signals`
        (isyarat) with weights, as the library's own codebooks do.

    Returns
    -------
    Codebook

    Raises
    ------
    CodebookError
        No such file, no TOML, an element or item without what it needs, a key or signal that is not known.
    """
    file = Path(path)
    if not file.is_file():
        raise CodebookError(
            f"no codebook at {str(file)!r}; give the path of a TOML file, or one of {', '.join(MODELS)}"
        )
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CodebookError(f"{file.name} is not UTF-8 text: {error.reason}; save it as UTF-8") from error
    return parse_codebook(text, file.stem)


def as_codebook(model: str | Path | Codebook) -> Codebook:
    """The codebook itself, one that comes with the library, or one in a file (a name that ends in .toml)."""
    if isinstance(model, Codebook):
        return model
    return read_codebook(model) if str(model).endswith(".toml") else load_codebook(str(model))


def parse_codebook(text: str, name: str) -> Codebook:
    """The codebook that a TOML text holds."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"codebook {name!r} is not TOML: {error}; mend that line") from error
    book = _known_keys(raw, _BOOK_KEYS, f"codebook {name!r}")
    listed = book.get("elements")
    if not isinstance(listed, list) or not listed:
        raise CodebookError(f"codebook {name!r} has no elements; wanted at least one block [[elements]]")
    elements = tuple(_element(element, name, place) for place, element in enumerate(listed, start=1))
    _check_names(name, elements)
    rank_by = str(book.get("rank_by", "signals"))
    if rank_by not in RANKINGS:
        raise CodebookError(f"codebook {name!r}: unknown rank_by {rank_by!r}; wanted {' or '.join(RANKINGS)}")
    texts = {key: str(book.get(key, "")) for key in ("title", "title_en", "version", "licence", "source", "note")}
    texts["title"] = texts["title"] or name
    texts["title_en"] = texts["title_en"] or texts["title"]
    return Codebook(name=name, rank_by=rank_by, elements=elements, toml=text, **texts)


def _known_keys(table: Any, known: Sequence[str], where: str) -> dict[str, Any]:
    """The table under the English names of its keys; an unknown key is an error that names the nearest."""
    if not isinstance(table, dict):
        raise CodebookError(f"{where}: wanted a table of keys and values; got {table!r}")
    found = {_ALIASES.get(str(key), str(key)): value for key, value in table.items()}
    for key in found:
        if key not in known:
            near = get_close_matches(key, [*known, *_ALIASES], n=1, cutoff=0.0)[0]
            raise CodebookError(f"{where}: unknown key {key!r}; nearest: {near!r}; known: {', '.join(known)}")
    return found


def _element(raw: Any, book: str, place: int) -> Element:
    where = f"codebook {book!r}, element {place}"
    table = _known_keys(raw, _ELEMENT_KEYS, where)
    name = _name(table, where)
    where = f"codebook {book!r}, element {name!r}"
    title = str(table.get("title", name))
    listed = table.get("items", [])
    if not isinstance(listed, list) or not listed:
        raise CodebookError(f"{where} has no items; wanted at least one block [[elements.items]]")
    return Element(
        name=name,
        group=str(table.get("group", "")),
        title=title,
        title_en=str(table.get("title_en", title)),
        id=str(table.get("id", "")),
        en=str(table.get("en", table.get("id", ""))),
        signals=_signals(table.get("signals", {}), where),
        stems=_words(table.get("stems", []), "stems", where),
        forms=_words(table.get("forms", []), "forms", where),
        items=tuple(_item(item, name, where) for item in listed),
    )


def _name(table: Mapping[str, Any], where: str) -> str:
    name = table.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise CodebookError(f"{where}: wanted a name of lower-case letters, digits and _, a letter first; got {name!r}")
    return name


def _signals(raw: Any, where: str) -> dict[str, float]:
    if not isinstance(raw, dict) or not all(isinstance(weight, (int, float)) for weight in raw.values()):
        raise CodebookError(f'{where}: signals are names with weights, {{"cue.sebab" = 2}}; got {raw!r}')
    return {str(name): float(weight) for name, weight in raw.items()}


def _words(raw: Any, key: str, where: str) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(word, str) and word.strip() for word in raw):
        raise CodebookError(f'{where}: {key} is a list of words, ["krisis", "jalan buntu"]; got {raw!r}')
    return tuple(dict.fromkeys(" ".join(word.lower().split()) for word in raw))


def _item(raw: Any, element: str, where: str) -> Item:
    table = _known_keys(raw, _ITEM_KEYS, f"{where}, an item")
    name = _name(table, f"{where}, an item")
    where = f"{where}, item {name!r}"
    if name in RESERVED or name.startswith(EVIDENCE):
        raise CodebookError(f"{where}: this name is a column of the sheet; choose another")
    scale = str(table.get("scale", "nominal"))
    scale = _SCALE_ALIASES.get(scale, scale)
    if scale not in SCALES:
        near = get_close_matches(scale, SCALES, n=1, cutoff=0.0)[0]
        raise CodebookError(f"{where}: unknown scale {scale!r}; nearest: {near!r}; wanted {', '.join(SCALES)}")
    question = str(table.get("question", name))
    values = _values(table.get("values", []), scale, where)
    return Item(name, element, question, str(table.get("question_en", question)), scale, values)


def _values(raw: Any, scale: str, where: str) -> dict[str, str]:
    """Value -> meaning, every value a text without white space at its ends."""
    pairs = list(raw.items()) if isinstance(raw, dict) else [(value, "") for value in raw] if _listed(raw) else None
    if pairs is None:
        raise CodebookError(
            f'{where}: values are a list, ["ya", "tidak"], or a table of value and meaning; got {raw!r}'
        )
    values = {str(value).strip(): str(meaning) for value, meaning in pairs}
    folded = Counter(value.casefold() for value in values)
    if len(values) < len(pairs) or "" in values or max(folded.values(), default=1) > 1:
        raise CodebookError(f"{where}: every value once, none empty, not told apart by case alone; got {raw!r}")
    if scale in ("nominal", "ordinal") and len(values) < 2:
        raise CodebookError(f"{where} is {scale} and needs at least two values; got {len(values)}")
    if scale == "text" and values:
        raise CodebookError(f"{where} is free text and has no values; make it nominal or delete them")
    if scale == "interval" and not all(map(is_number, values)):
        raise CodebookError(f"{where} is interval: its values must be numbers; got {', '.join(values)}")
    return values


def _listed(raw: Any) -> bool:
    return isinstance(raw, list) and all(isinstance(value, (str, int, float)) for value in raw)


def is_number(value: str) -> bool:
    """Whether a text is a number that floats hold.

    Examples
    --------
    >>> is_number("3.5"), is_number("tiga"), is_number("nan")
    (True, False, False)
    """
    return re.fullmatch(r"[+-]?\d+(?:\.\d+)?", value) is not None


def _check_names(book: str, elements: Iterable[Element]) -> None:
    kept = list(elements)
    for kind, names in (("element", [e.name for e in kept]), ("item", [i.name for e in kept for i in e.items])):
        twice = [name for name, n in Counter(names).items() if n > 1]
        if twice:
            raise CodebookError(f"codebook {book!r}: two {kind}s are called {twice[0]!r}; give each its own name")
