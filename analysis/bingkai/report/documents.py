"""Tables as they stand in a thesis or an article: Word, LaTeX and HTML, with their title and notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX |= {mark: rf"\{mark}" for mark in "&%$#_"}
_TEX |= {"<": r"\textless{}", ">": r"\textgreater{}", "−": "$-$", "∞": r"$\infty$"}
_TEX_MARKS = re.compile("|".join(map(re.escape, _TEX)))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_MOST_UPRIGHT = 6  # columns of a table on an upright page
_NOTE = {"id": "Catatan", "en": "Note"}


@dataclass(frozen=True)
class Printed:
    """A table as text: heads, rows, which columns are numbers, a title and the notes under it."""

    heads: list[str]
    rows: list[list[str]]
    numeric: list[bool]
    title: str
    notes: list[str]
    lang: str


def printed(
    table: pd.DataFrame, *, title: str = "", notes: Sequence[str] = (), lang: str = "id", digits: int = 2,
    decimal: str | None = None,
) -> Printed:  # fmt: skip
    """Every cell as it is to be read: numbers rounded to `digits`, with the decimal mark of the language.

    Examples
    --------
    >>> printed(pd.DataFrame({"media": ["Kabar"], "laju": [-1234.567], "n": [1200]})).rows
    [['Kabar', '−1.234,57', '1.200']]
    """
    mark = decimal or ("," if lang == "id" else ".")
    columns = [table[name] for name in table.columns]
    numeric = [pd.api.types.is_numeric_dtype(c.dtype) and not pd.api.types.is_bool_dtype(c.dtype) for c in columns]
    cells = [[_printed(value, digits, mark) for value in column.tolist()] for column in columns]
    rows = [list(row) for row in zip(*cells, strict=True)]
    return Printed([str(name) for name in table.columns], rows, numeric, title, [str(note) for note in notes], lang)


def _printed(value: Any, digits: int, mark: str) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, bool | np.bool_):
        return {",": "ya", ".": "yes"}[mark] if value else ""
    if isinstance(value, int | float | np.number):
        if not np.isfinite(value):
            return "∞" if value > 0 else "−∞"
        whole = isinstance(value, int | np.integer)
        text = f"{value:,}" if whole else f"{value:,.{digits}f}"
        text = text.replace("-", "−")
        return text.translate(str.maketrans(",.", ".,")) if mark == "," else text
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}" if value == value.normalize() else f"{value:%Y-%m-%d %H:%M}"
    return _CONTROL.sub("", str(value))


def write_html(table: Printed, path: str | Path) -> None:
    """One self-contained page with the table; every text escaped."""
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.heads)
    kinds = [' class="n"' if numeric else "" for numeric in table.numeric]
    rows = "\n".join(
        "<tr>" + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
        for row in table.rows
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in _with_word(table))
    style = (
        "body{font:16px/1.4 serif;margin:2em;color:#111;background:#fff}table{border-collapse:collapse;"
        "border-block:2px solid}caption{text-align:left;margin-bottom:.5em}th,td{padding:.25em .7em;text-align:left;"
        "vertical-align:top}thead{border-bottom:1px solid}.n{text-align:right}p{margin:.4em 0;font-size:.9em}"
    )
    Path(path).write_text(
        f'<!doctype html><html lang="{table.lang}"><head><meta charset="utf-8"><title>{escape(table.title)}</title>'
        f"<style>{style}</style></head><body><table><caption>{escape(table.title)}</caption><thead><tr>{heads}</tr>"
        f"</thead><tbody>\n{rows}\n</tbody></table>{notes}</body></html>\n",
        encoding="utf-8",
    )


def _with_word(table: Printed) -> list[str]:
    """The notes, the first after the word that says what they are."""
    return [f"{_NOTE[table.lang]}. {note}" if i == 0 else note for i, note in enumerate(table.notes)]


def write_tex(table: Printed, path: str | Path) -> None:
    """A `table` environment with booktabs rules; needs ``\\usepackage{booktabs}``."""
    align = "".join("r" if numeric else "l" for numeric in table.numeric)
    lines = [
        r"\begin{table}[htbp]", r"\centering", rf"\caption{{{_tex(table.title)}}}" if table.title else "",
        rf"\begin{{tabular}}{{{align}}}", r"\toprule", " & ".join(map(_tex, table.heads)) + r" \\", r"\midrule",
        *(" & ".join(map(_tex, row)) + r" \\" for row in table.rows), r"\bottomrule", r"\end{tabular}",
    ]  # fmt: skip
    if table.notes:
        lines.append(rf"\par\smallskip\footnotesize {' '.join(map(_tex, _with_word(table)))}")
    lines.append(r"\end{table}")
    Path(path).write_text("\n".join(line for line in lines if line) + "\n", encoding="utf-8")


def _tex(text: str) -> str:
    return _TEX_MARKS.sub(lambda match: _TEX[match[0]], text).replace("\n", " ")


def write_docx(table: Printed, path: str | Path) -> None:
    """A Word document with the table in the style of a journal: three rules, title above, notes below."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document: Any = Document()
    if len(table.heads) > _MOST_UPRIGHT:
        page = document.sections[0]
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
        document.styles["Normal"].font.size = Pt(9)
    if table.title:
        document.add_paragraph(table.title).runs[0].bold = True
    grid = document.add_table(rows=1 + len(table.rows), cols=len(table.heads))
    for number, cells in enumerate([table.heads, *table.rows]):
        for cell, text, numeric in zip(grid.rows[number].cells, cells, table.numeric, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = 0
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if numeric else WD_ALIGN_PARAGRAPH.LEFT
            paragraph.add_run(text).bold = number == 0
    _rule(grid.rows[0], "top", "bottom")
    _rule(grid.rows[-1], "bottom")
    _repeat_as_header(grid.rows[0])
    for note in _with_word(table):
        document.add_paragraph(_CONTROL.sub("", note))
    document.save(str(path))


def _rule(row: Any, *edges: str) -> None:
    """A line above or below the cells of a row."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for cell in row.cells:
        borders = OxmlElement("w:tcBorders")
        for edge in edges:
            line = OxmlElement(f"w:{edge}")
            for name, value in (("val", "single"), ("sz", "8"), ("color", "000000")):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
        cell._tc.get_or_add_tcPr().append(borders)


def _repeat_as_header(row: Any) -> None:
    """The heads again at the top of every page the table runs over."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
