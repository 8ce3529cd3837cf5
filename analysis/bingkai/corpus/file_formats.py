"""Tables of texts out of the bytes of one file: csv, xlsx, json, jsonl, parquet."""

from __future__ import annotations

import codecs
import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import pandas as pd
from openpyxl import load_workbook

from bingkai.corpus.columns import ALIASES, CorpusError, fold, has_text_column, known_names
from bingkai.corpus.delimited import read_rows

Note = tuple[str, dict[str, Any]]
_HEADER_ROWS: Final = 15  # of a sheet, where titles may stand above the header
_EXCERPT: Final = 80
_ARTICLE_LISTS: Final = (
    "articles",
    "artikel",
    "data",
    "items",
    "results",
    "docs",
    "documents",
    "stories",
    "berita",
    "news",
)


@dataclass
class Table:
    """One table of a file.

    `where` has the columns `file` and `row` for each row of `cells`; `bad` lists what could
    not be read: row, beginning.
    """

    file: str
    cells: pd.DataFrame
    where: pd.DataFrame
    kind: str
    bad: list[tuple[int, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


# --- text and its encoding


def decode(data: bytes, encoding: str | None, name: str) -> tuple[str, list[Note]]:
    """The text of a file and what had to be done to read it.

    As the caller says; else by its byte order mark; else UTF-8, even where a few bytes are broken; else cp1252.
    """
    used = encoding or _encoding_by_mark(data) or _guessed_encoding(data)
    try:
        text = data.decode(used, errors="replace")
    except LookupError as error:
        raise CorpusError(f"unknown encoding {encoding!r}; known are for instance utf-8, cp1252, utf-16") from error
    notes: list[Note] = []
    if encoding is None and used not in ("utf-8", "utf-8-sig"):
        notes.append(("encoding", {"file": name, "encoding": used}))
    n_broken = text.count("\ufffd") - data.count("\ufffd".encode()) * used.startswith("utf-8")
    if n_broken > 0:
        notes.append(("broken_bytes", {"file": name, "n": n_broken}))
    return text.removeprefix("\ufeff"), notes


def _encoding_by_mark(data: bytes) -> str | None:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:2_000]
    if sample.count(0) > len(sample) / 4:
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    return None


def _guessed_encoding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        n_broken = text.count("\ufffd")
        n_whole = len(re.findall(r"[^\x00-\x7f\ufffd]", text))
        return "utf-8" if n_whole > n_broken else "cp1252"
    return "utf-8"


# --- the kinds


def read_csv(data: bytes, name: str, encoding: str | None) -> list[Table]:
    text, notes = decode(data, encoding, name)
    rows = read_rows(text)
    if rows.n_short:
        notes.append(("short_rows", {"file": name, "n": rows.n_short}))
    if rows.n_repaired:
        notes.append(("repaired_rows", {"file": name, "n": rows.n_repaired}))
    columns = dict(zip(unique_names(rows.names), zip(*rows.cells, strict=True), strict=False)) if rows.cells else {}
    cells = pd.DataFrame(
        {column: pd.Series(columns.get(column, ()), dtype="str") for column in unique_names(rows.names)}
    )
    return [Table(name, cells, rows_where(name, rows.numbers), "csv", rows.bad, notes)]


def read_xlsx(data: bytes, name: str, encoding: str | None) -> list[Table]:
    try:
        with warnings.catch_warnings():  # openpyxl warns of styles and validations, which are no matter here
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
            sheets = {
                sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets
            }
            book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, ParseError) as error:
        raise CorpusError(f"{name} is no readable xlsx workbook ({error}); save it again as .xlsx") from error
    tables = [_sheet_table(f"{name}#{title}" if len(sheets) > 1 else name, rows) for title, rows in sheets.items()]
    with_text = [table for table in tables if has_text_column(list(table.cells.columns))]
    unused = [table.file for table in tables if with_text and table not in with_text and len(table.cells)]
    if unused:
        with_text[0].notes.append(("sheets_left", {"sheets": ", ".join(unused)}))
    return with_text or [max(tables, key=lambda table: len(table.cells))]


def _sheet_table(name: str, rows: list[list[Any]]) -> Table:
    filled = [(number, row) for number, row in enumerate(rows) if any(_cell(cell) for cell in row)]
    if not filled:
        return Table(name, pd.DataFrame(), rows_where(name, []), "xlsx")
    top = max(range(min(_HEADER_ROWS, len(filled))), key=lambda i: known_names(filled[i][1]))
    header_at, header = filled[top]
    columns = unique_names([_cell(cell) or "" for cell in header])
    body = filled[top + 1 :]
    cells = pd.DataFrame([[_cell(cell) for cell in row] for _, row in body], columns=columns, dtype="str")
    return Table(name, cells, rows_where(name, [number - header_at for number, _ in body]), "xlsx")


def read_json(data: bytes, name: str, encoding: str | None) -> list[Table]:
    text, notes = decode(data, encoding, name)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":  # one object a line, named .json
            return read_jsonl(data, name, encoding)
        raise CorpusError(
            f"{name} is no valid JSON: {error.msg} at line {error.lineno}, column {error.colno}; "
            "was it cut off while it was fetched?"
        ) from error
    records = _records(content)
    if records is None:
        raise CorpusError(
            f"{name} holds a JSON {type(content).__name__} without articles; "
            'wanted a list of objects or {"articles": [...]}'
        )
    return [_record_table(name, list(enumerate(records, start=1)), "json", [], notes)]


def read_jsonl(data: bytes, name: str, encoding: str | None) -> list[Table]:
    text, notes = decode(data, encoding, name)
    records, bad = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            records.append((number, json.loads(line)))
        except json.JSONDecodeError:
            bad.append((number, line.strip()[:_EXCERPT]))
    if not records:
        raise CorpusError(f"{name}: none of its {len(bad)} lines is valid JSON; wanted one object a line")
    return [_record_table(name, records, "jsonl", bad, notes)]


def _records(content: Any) -> list[Any] | None:
    """The articles in a JSON document, in whichever of the usual arrangements it has."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        return None
    for key in _ARTICLE_LISTS:
        if isinstance(content.get(key), list) and any(isinstance(item, dict) for item in content[key]):
            return list(content[key])
    if has_text_column(list(content)):
        return _records_by_column(content) or [content]
    if content and all(isinstance(value, dict) for value in content.values()):
        return [{"id": key, **value} for key, value in content.items()]
    return None


def _records_by_column(content: dict[str, Any]) -> list[Any] | None:
    """{"title": {"0": …}, "text": {"0": …}}, as pandas writes frames, or lists in place of the inner objects."""
    columns = list(content.values())
    if all(isinstance(column, dict) for column in columns):
        return [{name: content[name].get(key) for name in content} for key in columns[0]]
    if all(isinstance(column, list) and len(column) == len(columns[0]) for column in columns):
        return [dict(zip(content, values, strict=True)) for values in zip(*columns, strict=True)]
    return None


def _record_table(
    name: str, records: Sequence[tuple[int, Any]], kind: str, bad: list[tuple[int, str]], notes: list[Note]
) -> Table:
    objects = [(number, record) for number, record in records if isinstance(record, dict)]
    bad = bad + [(number, str(record)[:_EXCERPT]) for number, record in records if not isinstance(record, dict)]
    columns = list(dict.fromkeys(key for _, record in objects for key in record))
    unique = unique_names(columns)
    made = {
        new: pd.Series([_json_cell(record.get(old), old) for _, record in objects], dtype="str")
        for new, old in zip(unique, columns, strict=True)
    }
    return Table(
        name, pd.DataFrame(made), rows_where(name, [number for number, _ in objects]), kind, sorted(bad), notes
    )


def _json_cell(value: Any, column: str) -> str | None:
    if isinstance(value, list):
        parts = [part for part in (_cell(item) for item in value) if part]
        return ("\n" if fold(column) in ALIASES["text"] else ", ").join(parts)
    if isinstance(value, dict):  # news interfaces give {"id": …, "name": "Warta Fiksi"} as the source
        return _cell(value["name"]) if "name" in value else _cell(json.dumps(value, ensure_ascii=False))
    return _cell(value)


def read_parquet(data: bytes, name: str, encoding: str | None) -> list[Table]:
    try:
        cells = pd.read_parquet(io.BytesIO(data))
    except (ValueError, OSError, TypeError) as error:  # pyarrow's own errors are of these kinds
        raise CorpusError(f"{name} is no readable parquet file ({error})") from error
    return [Table(name, as_cells(cells), rows_where(name, range(1, len(cells) + 1)), "parquet")]


def as_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame from a parquet file as cells: a named index is a column, no two columns have one name."""
    if frame.index.name is not None or frame.index.nlevels > 1:
        frame = frame.reset_index()
    return frame.reset_index(drop=True).set_axis(unique_names(list(frame.columns)), axis="columns")


# --- cells


def _cell(value: Any) -> str | None:
    """A cell as text: nothing is evaluated, so "=A1" stays what it is."""
    if value is None:
        return None
    if isinstance(value, str):
        return _encodable(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, (datetime, date)) else str(value)


def _encodable(text: str) -> str:
    """JSON may hold half a surrogate pair, which no file can be written with."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def unique_names(names: Iterable[Any]) -> list[str]:
    """Column names as text, none twice: the second "judul" is "judul.2"."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        plain = str(name).strip().removeprefix("\ufeff").strip('"')
        seen[plain] = seen.get(plain, 0) + 1
        unique.append(plain if seen[plain] == 1 else f"{plain}.{seen[plain]}")
    return unique


def rows_where(name: str, rows: Iterable[int]) -> pd.DataFrame:
    """Where rows stand: `file`, `row`."""
    numbers = list(rows)
    return pd.DataFrame(
        {"file": pd.Series([name] * len(numbers), dtype="str"), "row": pd.Series(numbers, dtype="int64")}
    )
