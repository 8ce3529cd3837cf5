"""Coding sheets as files: workbooks and csv as coders' programs save them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from zipfile import BadZipFile

import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bingkai.reading.codebooks import MODELS, Codebook, load_codebook, parse_codebook
from bingkai.report.cells import FACTS
from bingkai.report.sheets import KEYS

_FIRST_ROWS = 10  # of a sheet in which its header is looked for


class SheetError(ValueError):
    """A file that is no coding sheet, or one that cannot be read; the message says got, wanted, what to do."""


@dataclass(frozen=True, eq=False)
class SheetFile:
    """One sheet as text: its rows under the machine's names, and its codebook."""

    name: str
    rows: pd.DataFrame
    codebook: Codebook


def read_table(path: Path, given: Codebook | None, keys: Sequence[str] = (*KEYS, "coder", "note")) -> SheetFile:
    """The table of a sheet as text, whatever its format, and its codebook."""
    if not path.is_file():
        raise SheetError(f"no coding sheet at {str(path)!r}; give the path of a coder's workbook")
    facts: dict[str, str] = {}
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        table, facts = _from_workbook(path)
    else:
        table = _from_text(path)
    lines = _below_header(table, path.name, keys)
    return SheetFile(path.name, lines, given or _codebook_of(lines, facts, path.name))


def _from_workbook(path: Path) -> tuple[list[list[str]], dict[str, str]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise SheetError(f"{path.name} is no Excel workbook ({error}); save it as .xlsx or .csv") from error
    try:
        pages = {page.title: [[_text(cell) for cell in row] for row in page.iter_rows(values_only=True)]
                 for page in book.worksheets}  # fmt: skip
    finally:
        book.close()
    hidden = [row for row in pages.pop(FACTS, []) if len(row) > 1]
    facts = {row[0]: row[1] for row in hidden if row[0] != "toml"}
    facts["toml"] = "\n".join(row[1] for row in hidden if row[0] == "toml")
    tables = [table for table in pages.values() if any("unit_id" in row for row in table[:_FIRST_ROWS])]
    return (tables[0] if tables else []), facts


def _from_text(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    separator = max(",;\t", key=text.partition("\n")[0].count)
    return [[_text(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]


def _text(value: object) -> str:
    """A cell as text: 1.0 is 1, and the apostrophe before a formula goes."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip().removeprefix("'")


def _below_header(table: list[list[str]], file: str, keys: Sequence[str]) -> pd.DataFrame:
    """The rows under the header, which is the row that names the column `unit_id`."""
    place = next((n for n, row in enumerate(table[:_FIRST_ROWS]) if "unit_id" in row), None)
    if place is None:
        raise SheetError(f"{file} is no coding sheet: no column 'unit_id' in its first rows; was its header deleted?")
    header = table[place]
    missing = [key for key in keys if key not in header]
    if missing:
        raise SheetError(f"{file} lacks the column {missing[0]!r}; take it over from the sheet as it was written")
    width = len(header)
    rows = [(row + [""] * width)[:width] for row in table[place + 1 :] if any(row)]
    frame = pd.DataFrame(rows, columns=header, dtype="str")
    return frame.loc[:, [bool(name) and name not in header[:n] for n, name in enumerate(header)]]


def _codebook_of(rows: pd.DataFrame, facts: dict[str, str], file: str) -> Codebook:
    """From the workbook itself, else by the name of the model."""
    names = [name for name in rows["model"].unique() if name]
    if facts.get("toml"):
        return parse_codebook(facts["toml"], facts.get("model", "codebook"))
    if len(names) == 1 and names[0] in MODELS:
        return load_codebook(names[0])
    called = ", ".join(map(repr, names)) or "no name"
    raise SheetError(f"{file} does not carry its codebook ({called}); give it with codebook='buku_kode.toml'")


def one_codebook(files: Sequence[SheetFile]) -> Codebook:
    """The codebook of all files; their items must be the same, and each file must have them."""
    book = files[0].codebook
    for file in files:
        if [(i.name, i.scale, tuple(i.values)) for i in file.codebook.items] != [
            (i.name, i.scale, tuple(i.values)) for i in book.items
        ]:
            raise SheetError(
                f"{file.name} was coded after {file.codebook.name!r}, {files[0].name} after {book.name!r} or another "
                "version of it; read sheets of one codebook at a time"
            )
        if "row_hash" in file.rows.columns:
            _require_items(file, book)
    return book


def _require_items(file: SheetFile, book: Codebook) -> None:
    missing = [item.name for item in book.items if item.name not in file.rows.columns]
    if missing:
        near = get_close_matches(missing[0], list(file.rows.columns), n=1, cutoff=0.6)
        raise SheetError(
            f"{file.name} lacks the column of item {missing[0]!r}"
            + (f" (is it {near[0]!r}?)" if near else "")
            + "; take its name over from the sheet as it was written"
        )
