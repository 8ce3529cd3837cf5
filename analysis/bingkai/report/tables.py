"""Tables to files: for spreadsheets, with nothing in them that would run, and for the pages of a thesis."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, Protocol

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from bingkai.figures.save import neutralised, replace_file
from bingkai.report.documents import printed, write_docx, write_html, write_tex

_LONGEST_CELL = 32_000  # a spreadsheet cell holds 32,767 characters
_MOST_ROWS = 1_000_000
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")


class Result(Protocol):
    """What a comparison and its like have in common."""

    def to_frame(self) -> pd.DataFrame: ...


def save_table(
    table: pd.DataFrame | Result,
    path: str | os.PathLike[str],
    *,
    title: str = "",
    notes: Sequence[str] | None = None,
    columns: Mapping[str, str] | None = None,
    lang: Literal["id", "en"] = "id",
    digits: int = 2,
    decimal: Literal[",", "."] | None = None,
) -> Path:
    """Write a table for a spreadsheet or for the page of a thesis; whole or not at all.

    Parameters
    ----------
    table : DataFrame or a result such as `Comparison`
        A result's own sentences become the note under the table where `notes` are left out.
    path : path
        Ending in .csv, .xlsx, .docx, .tex or .html; its folder must exist.
    title : str
        Above the table (docx, tex, html, xlsx).
    notes : sequence of str, optional
        Below it.
    columns : mapping, optional
        Which columns, in this order, and the head of each.
    lang : {"id", "en"}
        Of the decimal mark and the word above the notes.
    digits : int
        Decimals in docx, tex and html; csv and xlsx keep the whole number.
    decimal : {",", "."}, optional
        Decimal mark; in csv, where the comma is asked for, cells are parted by semicolons.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        The ending is not known, or a column is not there.

    Notes
    -----
    A text that a spreadsheet would run as a formula gets an apostrophe before it in csv and xlsx.
    """
    target = Path(path)
    frame = table if isinstance(table, pd.DataFrame) else table.to_frame()
    if notes is None:
        describe = getattr(table, "describe", None)
        notes = [describe(lang)] if describe is not None and not isinstance(table, pd.DataFrame) else []
    frame = _chosen(frame, columns)
    kind = target.suffix.casefold()
    if kind == ".csv":
        replace_file(target, lambda temporary: _write_csv(neutralised(frame), temporary, decimal or "."))
    elif kind == ".xlsx":
        replace_file(
            target, lambda temporary: _write_book({title or target.stem: neutralised(frame)}, temporary, notes)
        )
    elif kind in _WRITERS:
        shown = printed(frame, title=title, notes=notes, lang=lang, digits=digits, decimal=decimal)
        replace_file(target, lambda temporary: _WRITERS[kind](shown, temporary))
    else:
        raise ValueError(f"{target.name}: wanted a name ending in .csv, .xlsx, {', '.join(_WRITERS)}")
    return target


_WRITERS: Final = {".docx": write_docx, ".tex": write_tex, ".html": write_html}


def _chosen(frame: pd.DataFrame, columns: Mapping[str, str] | None) -> pd.DataFrame:
    if columns is None:
        return frame
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise ValueError(f"no column {', '.join(missing)}; the table has {', '.join(map(str, frame.columns))}")
    return frame[list(columns)].rename(columns=dict(columns))


def _write_csv(table: pd.DataFrame, path: str | Path, decimal: str = ".") -> None:
    separator = ";" if decimal == "," else ","
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n", decimal=decimal, sep=separator)


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write each table as csv (UTF-8 with mark, so that spreadsheets read it rightly) and all as one workbook.

    Parameters
    ----------
    tables : mapping
        File and sheet name -> table.
    folder : Path
        An existing folder.

    Returns
    -------
    list of Path
        The csv files in order, then the workbook.
    """
    safe = {name: neutralised(table) for name, table in tables.items()}
    written = []
    for name, table in safe.items():
        written.append(folder / f"{name}.csv")
        _write_csv(table, written[-1])
    _write_book(safe, folder / "bingkai_laporan.xlsx")
    return [*written, folder / "bingkai_laporan.xlsx"]


def _write_book(tables: Mapping[str, pd.DataFrame], path: str | Path, notes: Sequence[str] = ()) -> None:
    book = Workbook(write_only=True)
    for name, table in tables.items():
        _sheet(book, name, table)
    if notes:
        sheet = book.create_sheet("catatan")
        for note in notes:
            sheet.append([_cell(note)])
    book.save(path)


def _sheet(book: Workbook, name: str, table: pd.DataFrame) -> None:
    sheet = book.create_sheet(_NOT_IN_SHEET_NAMES.sub(" ", name.removeprefix("bingkai_"))[:31])
    sheet.freeze_panes = "A2"
    for place, column in enumerate(table.columns, start=1):
        longest = max(len(str(value)) for value in [column, *table[column].head(200)])
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, 60)
    header = [WriteOnlyCell(sheet, value=str(column)) for column in table.columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    shown = table.head(_MOST_ROWS)
    columns = [shown[name].astype(object).where(shown[name].notna(), None).map(_cell).tolist() for name in shown]
    for row in zip(*columns, strict=True):
        sheet.append(row)


def _cell(value: object) -> object:
    return ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL] if isinstance(value, str) else value
