"""Tables to files: a csv each and one workbook, with nothing in them that a spreadsheet would run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from bingkai.figures.save import neutralised, replace_file

_LONGEST_CELL = 32_000  # a spreadsheet cell holds 32,767 characters
_MOST_ROWS = 1_000_000


def save_table(table: pd.DataFrame, path: str | os.PathLike[str]) -> Path:
    """Write a table as csv that spreadsheets read rightly and run nothing of; whole or not at all.

    Parameters
    ----------
    table : DataFrame
    path : path
        Its folder must exist.

    Returns
    -------
    Path
    """
    target = Path(path)
    replace_file(target, lambda temporary: _write_csv(neutralised(table), temporary))
    return target


def _write_csv(table: pd.DataFrame, path: str | Path) -> None:
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


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
    book = Workbook(write_only=True)
    for name, table in safe.items():
        _sheet(book, name, table)
    book.save(folder / "bingkai_laporan.xlsx")
    return [*written, folder / "bingkai_laporan.xlsx"]


def _sheet(book: Workbook, name: str, table: pd.DataFrame) -> None:
    sheet = book.create_sheet(name.removeprefix("bingkai_")[:31])
    sheet.freeze_panes = "A2"
    for place, column in enumerate(table.columns, start=1):
        longest = max(len(str(value)) for value in [column, *table[column].head(200)])
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, 60)
    header = [WriteOnlyCell(sheet, value=str(column)) for column in table.columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    plain = table.head(_MOST_ROWS).astype(object).where(table.head(_MOST_ROWS).notna(), None)
    for row in plain.itertuples(index=False):
        sheet.append([_cell(value) for value in row])


def _cell(value: object) -> object:
    return ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL] if isinstance(value, str) else value
