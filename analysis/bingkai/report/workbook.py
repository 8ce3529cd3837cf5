"""The look of a coding sheet: instructions, the sheet itself, texts, definitions, drop-down values."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bingkai.figures.labels import choose
from bingkai.reading.codebooks import EVIDENCE, Element, Item
from bingkai.report.cells import (
    BOLD,
    FACTS,
    GREY,
    PLAIN,
    VALUES,
    comment,
    explained,
    head_cell,
    put_cell,
    rule_of,
    shape_column,
    write_facts,
    write_values,
)

if TYPE_CHECKING:
    from bingkai.report.sheets import Sheet

SHEET, TEXTS = "Lembar", "Teks"
HEADER = 3  # the row with the machine's names of the columns
HIDDEN = ("unit_id", "article_id", "model", "blind", "text_hash", "row_hash")
_LINE, _LOWEST, _HIGHEST = 15.0, 30.0, 300.0  # points: a line of text, a row

_LABELS = {
    "nomor": ("No.", "No.", 6), "unit": ("Judul / unit", "Headline / unit", 34), "tanggal": ("Tanggal", "Date", 11),
    "rubrik": ("Rubrik", "Section", 14), "coder": ("Pengode", "Coder", 14), "note": ("Catatan", "Note", 36),
}  # fmt: skip


def write_workbook(sheet: Sheet, path: str) -> None:
    """Write the whole workbook to a path."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _instructions(book.create_sheet(choose(sheet.lang, "Petunjuk", "Instructions")), sheet)
    places = _texts(book.create_sheet(TEXTS), sheet)
    _coding(book.create_sheet(SHEET, 1), sheet, places)
    _definitions(book.create_sheet("Definisi", 3), sheet)
    write_values(book.create_sheet(VALUES), sheet.codebook)
    write_facts(book.create_sheet(FACTS), sheet.facts, sheet.codebook)
    book.active = 0
    book.save(path)


def _instructions(page: Worksheet, sheet: Sheet) -> None:
    shape_column(page, 1, 110)
    words = {"title": sheet.codebook.title, "title_en": sheet.codebook.title_en, "source": sheet.codebook.source}
    template = (files("bingkai.report") / "templates" / "coding_sheet.toml").read_text(encoding="utf-8")
    for row, text in enumerate(tomllib.loads(template)[sheet.lang], start=1):
        said = text.format(**sheet.facts, **words)
        put_cell(page, row, 1, said, font=Font(bold=True, size=14) if row == 1 else Font())
        page.row_dimensions[row].height = _LINE * (len(said) // 90 + 1) + 6
    _fit_width(page)


def _fit_width(page: Worksheet) -> None:
    """Printed as wide as the paper, on as many pages as it takes."""
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _texts(page: Worksheet, sheet: Sheet) -> dict[int, int]:
    """The numbered sentences; returns the row at which each unit begins."""
    titles = choose(sheet.lang, "No.|Kalimat|Isi", "No.|Sentence|Text").split("|")
    for column, (title, width) in enumerate(zip(titles, (6, 9, 120), strict=True), start=1):
        head_cell(page, 1, column, title)
        shape_column(page, column, width)
    page.freeze_panes = "A2"
    _fit_width(page)
    places: dict[int, int] = {}
    for row, line in enumerate(sheet.texts.itertuples(), start=2):
        begins = places.setdefault(int(str(line.nomor)), row) == row
        for column, value in enumerate((line.nomor, line.kalimat, line.isi), start=1):
            put_cell(page, row, column, value, font=BOLD if begins else PLAIN)
    return places


def _coding(page: Worksheet, sheet: Sheet, places: dict[int, int]) -> None:
    columns = list(sheet.rows.columns)
    _header(page, sheet, columns)
    items = {item.name: item for item in sheet.codebook.items}
    for place, row in enumerate(sheet.rows.itertuples(index=False), start=HEADER + 1):
        for column, (name, value) in enumerate(zip(columns, row, strict=True), start=1):
            put_cell(page, place, column, value, code=name in items or name in ("coder", "note"))
        page.row_dimensions[place].height = _height(page, columns, row)
        _link(page, place, places.get(place - HEADER))
    last = HEADER + len(sheet.rows)
    for column, name in enumerate(columns, start=1):
        if name in items and items[name].scale != "text":
            rule = rule_of(items[name], sheet.codebook, sheet.lang)
            rule.add(f"{get_column_letter(column)}{HEADER + 1}:{get_column_letter(column)}{last}")
            page.add_data_validation(rule)
    page.freeze_panes = f"C{HEADER + 1}"
    _fit_width(page)
    page.print_title_rows = f"1:{HEADER}"


def _height(page: Worksheet, columns: list[str], row: Iterable[object]) -> float:
    """Points that the tallest cell of a row needs, within what a screen shows."""
    lines = 1
    for place, (name, value) in enumerate(zip(columns, row, strict=True), start=1):
        if name not in HIDDEN and isinstance(value, str):
            width = page.column_dimensions[get_column_letter(place)].width
            lines = max(lines, sum(int(len(part) / width) + 1 for part in value.split("\n")))
    return min(max(_LINE * lines, _LOWEST), _HIGHEST)


def _link(page: Worksheet, row: int, target: int | None) -> None:
    if target is not None:
        cell = page.cell(row, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{TEXTS}'!A{target}")
        cell.font = Font(color="1F5C99", underline="single")


def _header(page: Worksheet, sheet: Sheet, columns: list[str]) -> None:
    """Three rows: element, question, the machine's name."""
    owner = {EVIDENCE + e.name: e for e in sheet.codebook.elements}
    owner |= {item.name: e for e in sheet.codebook.elements for item in e.items}
    items = {item.name: item for item in sheet.codebook.items}
    for place, name in enumerate(columns, start=1):
        label, width = _label(name, owner.get(name), items.get(name), sheet.lang)
        shape_column(page, place, width, hidden=name in HIDDEN)
        for row, text in ((1, ""), (2, label), (HEADER, name)):
            head_cell(page, row, place, text, font=GREY if row == HEADER else BOLD)
        if name in items:
            page.cell(2, place).comment = comment(explained(items[name], sheet.lang))
    for element, group in groupby(enumerate(columns, start=1), key=lambda pair: owner.get(pair[1])):
        if element is not None:
            _over(page, [place for place, _ in group], element, sheet.lang)
    page.row_dimensions[2].height = 75


def _label(name: str, element: Element | None, item: Item | None, lang: str) -> tuple[str, float]:
    if item is not None:
        question = choose(lang, item.question, item.question_en)
        return question, 36 if item.scale == "text" else 17
    if element is not None:
        return choose(lang, "Bukti: kalimat yang diusulkan", "Evidence: sentences proposed"), 48
    indonesian, english, width = _LABELS.get(name, ("", "", 12))
    return choose(lang, indonesian, english), width


def _over(page: Worksheet, places: list[int], element: Element, lang: str) -> None:
    """The element's title over its columns, with its definition."""
    title = choose(lang, element.title, element.title_en)
    title = f"{element.group}: {title}" if element.group else title
    head = head_cell(page, 1, places[0], title, font=Font(bold=True, size=12))
    head.comment = comment(choose(lang, element.id, element.en))
    if len(places) > 1:
        page.merge_cells(start_row=1, end_row=1, start_column=places[0], end_column=places[-1])


def _definitions(page: Worksheet, sheet: Sheet) -> None:
    titles = choose(sheet.lang, "Unsur|Definisi|Butir|Pertanyaan|Skala|Nilai",
                    "Element|Definition|Item|Question|Scale|Values").split("|")  # fmt: skip
    for column, (title, width) in enumerate(zip(titles, (26, 60, 20, 50, 11, 60), strict=True), start=1):
        head_cell(page, 1, column, title)
        shape_column(page, column, width)
    page.freeze_panes = "A2"
    row = 2
    for element in sheet.codebook.elements:
        for item in element.items:
            values = "\n".join(explained(item, sheet.lang).split("\n")[1:])
            cells = (choose(sheet.lang, element.title, element.title_en), choose(sheet.lang, element.id, element.en),
                     item.name, choose(sheet.lang, item.question, item.question_en), item.scale, values)  # fmt: skip
            for column, value in enumerate(cells, start=1):
                put_cell(page, row, column, value)
            row += 1
    for text in (sheet.codebook.note.replace("\n", " ").strip(), sheet.codebook.source):
        row += 1
        put_cell(page, row, 2, text)
