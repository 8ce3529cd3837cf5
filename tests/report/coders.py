"""Two coders who fill coding sheets by script."""

from pathlib import Path

import openpyxl

from bingkai.report.workbook import HEADER, SHEET

YES_NO = {True: "ya", False: "tidak"}


def columns_of(page):
    """Machine name -> column."""
    return {cell.value: cell.column for cell in page[HEADER]}


def fill(path, answers, coder, save_as=None):
    """Write `answers(unit_id, item)` into every coding cell that it knows, with the coder's name."""
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    columns = columns_of(page)
    for row in range(HEADER + 1, page.max_row + 1):
        unit = page.cell(row, columns["unit_id"]).value
        page.cell(row, columns["coder"]).value = coder
        for name, column in columns.items():
            answer = answers(unit, name)
            if answer is not None:
                page.cell(row, column).value = answer
    book.save(save_as or path)
    return Path(save_as or path)


def cells(path):
    """The page, its columns by name, and rows by unit, for changing single cells."""
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    columns = columns_of(page)
    rows = {page.cell(row, columns["unit_id"]).value: row for row in range(HEADER + 1, page.max_row + 1)}
    return book, page, columns, rows


def change(path, row_of, **values):
    """Set cells of one unit's row."""
    book, page, columns, rows = cells(path)
    for name, value in values.items():
        page.cell(rows[row_of], columns[name]).value = value
    book.save(path)


def demo_answers(gold, coder):
    """What a coder of the demonstration corpus wrote, by article and item."""
    codes = {
        (row.article_id, code["item"]): YES_NO.get(code["code"], code["code"])
        for row in gold.itertuples()
        for code in row.codes
        if code["coder"] == coder
    }
    return lambda unit, item: codes.get((unit, item))
