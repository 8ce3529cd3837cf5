"""Cells of a coding workbook: how they look, what they offer to choose from, what they carry along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bingkai.figures.labels import choose, clipped
from bingkai.reading.codebooks import Codebook, Item

FACTS, VALUES = "_bingkai", "_nilai"
_LONGEST_CELL = 32_000  # a spreadsheet cell holds 32,767 characters
_LONGEST_HINT = 250

_HEAD = PatternFill("solid", fgColor="DCE6F1")
_CODE = PatternFill("solid", fgColor="FFF8DC")
_WRAP = Alignment(wrap_text=True, vertical="top")
_THIN = Border(*(Side(style="thin", color="C8C8C8"),) * 4)
PLAIN, BOLD, GREY = Font(), Font(bold=True), Font(color="808080", size=8)


def put_cell(page: Worksheet, row: int, column: int, value: object, *, code: bool = False, font: Font = PLAIN) -> Cell:
    """Write a cell; `code` marks one that a coder fills."""
    cell = cast(Cell, page.cell(row, column))
    cell.value = plain(value)  # type: ignore[assignment]
    cell.alignment, cell.border, cell.font = _WRAP, _THIN, font
    if code:
        cell.fill = _CODE
    return cell


def head_cell(page: Worksheet, row: int, column: int, title: str, *, font: Font = BOLD) -> Cell:
    """Write a cell of the header."""
    cell = put_cell(page, row, column, title, font=font)
    cell.fill = _HEAD
    return cell


def shape_column(page: Worksheet, column: int, width: float, *, hidden: bool = False) -> None:
    """Width of a column, and whether it is seen."""
    shape = page.column_dimensions[get_column_letter(column)]
    shape.width, shape.hidden = width, hidden


def plain(value: object) -> object:
    """What a cell can hold: no control characters, not too long."""
    return ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL] if isinstance(value, str) else value


def comment(text: str) -> Comment:
    """A note at a cell, as large as its text."""
    return Comment(text, "bingkai", width=360, height=40 + 18 * (len(text) // 50 + text.count("\n") + 1))


def explained(item: Item, lang: str) -> str:
    """The question of an item and what each value means, a line each."""
    lines = [choose(lang, item.question, item.question_en)]
    lines += [f"{value}: {meaning}" if meaning else value for value, meaning in item.values.items()]
    return "\n".join(lines)


def rule_of(item: Item, codebook: Codebook, lang: str) -> DataValidation:
    """The values of an item as a drop-down, or numbers alone; their meaning shows when the cell is chosen."""
    if item.values:
        column = get_column_letter([each.name for each in codebook.items].index(item.name) + 1)
        cells = f"'{VALUES}'!${column}$2:${column}${len(item.values) + 1}"
        rule = DataValidation("list", formula1=cells, allow_blank=True)
        rule.error = clipped(choose(lang, "Pilih salah satu: ", "Choose one of: ") + ", ".join(item.values), 220)
    else:
        rule = DataValidation("decimal", operator="between", formula1="-1E+12", formula2="1E+12", allow_blank=True)
        rule.error = choose(lang, "Tulis angka.", "Write a number.")
    rule.errorTitle, rule.promptTitle = choose(lang, "Nilai tidak dikenal", "Unknown value"), clipped(item.name, 32)
    rule.prompt = explained(item, lang)[:_LONGEST_HINT]
    rule.showErrorMessage = rule.showInputMessage = True
    return rule


def write_values(page: Worksheet, codebook: Codebook) -> None:
    """The values of every item in a column of a hidden page: what the drop-downs read."""
    page.sheet_state = "hidden"
    for column, item in enumerate(codebook.items, start=1):
        for row, value in enumerate([item.name, *item.values], start=1):
            put_cell(page, row, column, value).data_type = "s"


def write_facts(page: Worksheet, facts: Mapping[str, str], codebook: Codebook) -> None:
    """What was drawn and how, and the codebook line by line, on a hidden page."""
    page.sheet_state = "hidden"
    for row, (name, value) in enumerate(facts.items(), start=1):
        put_cell(page, row, 1, name)
        put_cell(page, row, 2, value).data_type = "s"
    for row, line in enumerate(codebook.toml.split("\n"), start=len(facts) + 1):
        put_cell(page, row, 1, "toml")
        put_cell(page, row, 2, line).data_type = "s"
