"""Comma-, semicolon- and tab-separated text into rows, broken quotation marks included."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bingkai.corpus.columns import known_names

_DELIMITERS = (",", ";", "\t", "|")
_NO_DELIMITER = "\x1f"  # a file of one column: commas in it are text
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_MAX_LINES_OF_A_RECORD = 2_000
_EXCERPT = 80


@dataclass
class Rows:
    """The rows of one delimited file: `numbers` counts records from 1, the header left aside."""

    names: list[str]
    cells: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)  # record number, how it begins
    n_short: int = 0
    n_repaired: int = 0


def read_rows(text: str) -> Rows:
    """The header and the rows of a delimited text.

    A text whose quotation marks are in order is read by the csv module. Where one is not, the text is read record by
    record: a broken line is repaired if it then has as many cells as the header, else it is listed in `bad`, and
    reading goes on with the next line, so that one stray mark cannot swallow the rest of the file.
    """
    text = _without_separator_line(text)
    delimiter = _delimiter(text)
    with _cells_of_any_size():
        records = _whole(text, delimiter)
        if records is not None:
            return _fitted(records)
        return _line_by_line(text, delimiter)


def _without_separator_line(text: str) -> str:
    """Excel may write `sep=;` above the header."""
    return re.sub(r"\A\ufeff?sep=.[\r\n]+", "", text, flags=re.IGNORECASE)


def _delimiter(text: str) -> str:
    """The one that makes most known column names, then most columns, of the first line."""
    header = next((line for line in _lines(text[:100_000]) if line.strip()), "")

    def names_it_makes(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        return known_names(cells), len(cells)

    best = max(_DELIMITERS, key=names_it_makes)
    return best if names_it_makes(best)[1] > 1 else _NO_DELIMITER


@contextmanager
def _cells_of_any_size() -> Iterator[None]:
    """The csv module refuses cells above 131,072 characters unless told."""
    before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _whole(text: str, delimiter: str) -> list[list[str]] | None:
    """All records, or None where a quotation mark is out of order."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return _whole_with_backslashes(text, delimiter)


def _whole_with_backslashes(text: str, delimiter: str) -> list[list[str]] | None:
    r"""Databases export a mark inside a cell as \" instead of "" ."""
    if '\\"' not in text:
        return None
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, escapechar="\\"))
    except csv.Error:
        return None
    return records if len({len(record) for record in records if record}) == 1 else None


def _fitted(records: list[list[str]]) -> Rows:
    """Every record with as many cells as the header: short ones filled, long ones listed as bad."""
    filled = [record for record in records if any(cell.strip() for cell in record)]
    if not filled:
        return Rows([])
    rows = Rows(filled[0])
    for number, record in enumerate(filled[1:], start=1):
        _add(rows, number, record)
    return rows


def _add(rows: Rows, number: int, record: list[str]) -> None:
    width = len(rows.names)
    while len(record) > width and not record[-1].strip():
        record = record[:-1]
    if len(record) > width:
        rows.bad.append((number, " ".join(record)[:_EXCERPT]))
        return
    if len(record) < width:
        rows.n_short += 1
        record = record + [""] * (width - len(record))
    rows.cells.append(record)
    rows.numbers.append(number)


def _line_by_line(text: str, delimiter: str) -> Rows:
    lines = _lines(text)
    cells = _cell_pattern(delimiter)
    first = next(i for i, line in enumerate(lines) if line.strip())
    rows = Rows(_split(lines[first], cells))
    position, number, broken_before = first + 1, 0, False
    while position < len(lines):
        if not lines[position].strip():
            position += 1
            continue
        record, n_lines = _record_at(lines, position, delimiter)
        if record is None or len(record) != len(rows.names):
            record, n_lines = _split(lines[position], cells), 1
            rows.n_repaired += len(record) == len(rows.names)
        broken = len(record) != len(rows.names)
        if not (broken and broken_before):  # the lines of one broken record count once
            number += 1
        if not broken:
            _add(rows, number, record)
        elif not broken_before:
            rows.bad.append((number, lines[position].strip()[:_EXCERPT]))
        broken_before = broken
        position += n_lines
    return rows


def _record_at(lines: list[str], position: int, delimiter: str) -> tuple[list[str] | None, int]:
    """The record that begins at this line and the lines it takes; None where its quotation marks are out of order."""
    reader = csv.reader(lines[position : position + _MAX_LINES_OF_A_RECORD], delimiter=delimiter, strict=True)
    try:
        record = next(reader)
    except csv.Error:
        return None, 1
    return record, reader.line_num


def _cell_pattern(delimiter: str) -> re.Pattern[str]:
    """A quoted cell ends at a mark before a delimiter or the line's end; any other mark inside it is text."""
    stop = re.escape(delimiter)
    quoted = rf'"(?P<quoted>(?:[^"]|""|"(?!{stop}|$))*+)"(?={stop}|$)'
    return re.compile(rf"(?:{quoted}|(?P<plain>[^{stop}]*+))(?P<stop>{stop}|$)")


def _split(line: str, cell: re.Pattern[str]) -> list[str]:
    line = line.rstrip("\r\n")
    cells, position = [], 0
    while (found := cell.match(line, position)) is not None:
        quoted = found["quoted"]
        cells.append(found["plain"] if quoted is None else quoted.replace('""', '"'))
        position = found.end()
        if not found["stop"]:
            break
    return cells


def _lines(text: str) -> list[str]:
    return _LINES.findall(text)
