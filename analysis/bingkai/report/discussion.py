"""Where coders differ: a list to talk about, the sheet they decide in, and the codes that come of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from bingkai.figures.labels import check_language, choose
from bingkai.figures.save import neutralised, replace_file
from bingkai.reading.analyse import Reading
from bingkai.reading.codebooks import Codebook
from bingkai.report.cell_values import read_value
from bingkai.report.cells import FACTS, VALUES, head_cell, put_cell, rule_of, shape_column, write_facts, write_values
from bingkai.report.coded import CodedSheets, Problem, problem_frame
from bingkai.report.sheet_files import SheetError, read_table
from bingkai.schema import CODES, DISAGREEMENTS, build, require

AGREED = "sepakat"  # the coder of adjudicated codes
_COLUMNS = ("unit", "butir", "pertanyaan", "kode", "mayoritas", "keputusan", "alasan", "unit_id", "item", "model")
_WIDTHS = (44, 20, 48, 40, 14, 18, 50, 12, 12, 12)
_HIDDEN = ("unit_id", "item", "model")
_JOIN = " · "


def disagreements(codes: pd.DataFrame, *, tools: Sequence[str] = ()) -> pd.DataFrame:
    """The units and items on which coders differ, for discussion.

    Parameters
    ----------
    codes : CODES
    tools : sequence of str
        Coders that are programs, left out here.

    Returns
    -------
    DISAGREEMENTS
        In the order of the codes; free text is left out.

    Examples
    --------
    >>> codes = pd.DataFrame({"unit_id": ["a", "a", "b", "b"], "article_id": ["a", "a", "b", "b"], "model": "contoh",
    ...     "item": "konflik", "coder": ["Ana", "Budi"] * 2, "value": ["ya", "tidak", "ya", "ya"], "blind": False})
    >>> disagreements(codes)[["unit_id", "item", "codes"]].to_numpy().tolist()
    [['a', 'konflik', 'Ana: ya · Budi: tidak']]
    """
    people = _countable(codes, tools)
    rows = []
    for (unit, model, item), own in people.groupby(["unit_id", "model", "item"], sort=False):
        counts = own["value"].value_counts()
        if len(counts) > 1:
            said = _JOIN.join(
                f"{coder}: {value}" for coder, value in sorted(zip(own["coder"], own["value"], strict=True))
            )
            majority = counts.index[0] if counts.iloc[0] * 2 > counts.sum() else None
            rows.append(
                (unit, own["article_id"].iloc[0], model, item, said, majority, len(own), bool(own["blind"].any()))
            )
    names = DISAGREEMENTS.required
    return build({name: [row[place] for row in rows] for place, name in enumerate(names)}, DISAGREEMENTS)


def _countable(codes: pd.DataFrame, tools: Sequence[str]) -> pd.DataFrame:
    """Codes of people on items with values."""
    require(codes, CODES)
    kept = codes["value"].notna() & ~codes["coder"].isin(list(tools))
    return codes[kept & (codes["scale"] != "text")] if "scale" in codes.columns else codes[kept]


def write_discussion(
    coded: CodedSheets, path: str | os.PathLike[str], *, reading: Reading | None = None, lang: str = "id"
) -> Path:
    """Write the sheet in which coders decide what they disagreed on.

    Parameters
    ----------
    coded : CodedSheets
    path : path
        Of the workbook.
    reading : Reading, optional
        With it, every row shows the headline.
    lang : {"id", "en"}

    Returns
    -------
    Path
    """
    check_language(lang)
    target = Path(path)
    if target.suffix.lower() != ".xlsx":
        raise ValueError(f"a discussion sheet is written as .xlsx; got the ending {target.suffix!r}")
    rows = _discussed(coded, reading, lang)
    replace_file(target, lambda temporary: _write(rows, coded.codebook, temporary, lang))
    return target


def _discussed(coded: CodedSheets, reading: Reading | None, lang: str) -> pd.DataFrame:
    found = disagreements(coded.codes)
    titles = (
        {} if reading is None else dict(zip(reading.articles["article_id"], reading.articles["title"], strict=True))
    )
    items = {item.name: item for item in coded.codebook.items}
    questions = [choose(lang, items[name].question, items[name].question_en) for name in found["item"]]
    shown = [titles.get(article, unit) for article, unit in zip(found["article_id"], found["unit_id"], strict=True)]
    return neutralised(
        pd.DataFrame(
            {"unit": shown, "butir": found["item"], "pertanyaan": questions, "kode": found["codes"],
             "mayoritas": found["majority"].fillna(""), "keputusan": "", "alasan": "", "unit_id": found["unit_id"],
             "item": found["item"], "model": found["model"]}, columns=_COLUMNS,
        )
    )  # fmt: skip


def _write(rows: pd.DataFrame, codebook: Codebook, path: str, lang: str) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    page = book.create_sheet("Diskusi")
    for place, (name, width) in enumerate(zip(_COLUMNS, _WIDTHS, strict=True), start=1):
        head_cell(page, 1, place, name)
        shape_column(page, place, width, hidden=name in _HIDDEN)
    rules = {item.name: rule_of(item, codebook, lang) for item in codebook.items if item.scale != "text"}
    decision = _COLUMNS.index("keputusan") + 1
    for number, row in enumerate(rows.itertuples(index=False), start=2):
        for place, value in enumerate(row, start=1):
            put_cell(page, number, place, value, code=_COLUMNS[place - 1] in ("keputusan", "alasan"))
        rules[str(row.item)].add(page.cell(number, decision).coordinate)
    page.freeze_panes = "B2"
    for name in rows["item"].unique():
        page.add_data_validation(rules[name])
    write_values(book.create_sheet(VALUES), codebook)
    write_facts(book.create_sheet(FACTS), {"model": codebook.name}, codebook)
    book.save(path)


def adjudicate(
    coded: CodedSheets, path: str | os.PathLike[str] | None = None, *, majority: bool = False
) -> CodedSheets:
    """The codes that stand in the end: what coders agree on, and what they decided where they did not.

    Parameters
    ----------
    coded : CodedSheets
    path : path, optional
        The discussion sheet, filled; without it disagreements stay undecided.
    majority : bool
        Take the code of more than half of the coders where nothing was decided.

    Returns
    -------
    CodedSheets
        Codes by one coder, "sepakat": one row a unit and item. What is undecided has no value and is listed among the
        problems. A unit coded by one coder alone keeps that code. Free text is left out. Reliability is computed
        before this step, from the coders' own codes.

    Raises
    ------
    SheetError
        The file is no discussion sheet of these codes.
    """
    people = _countable(coded.codes, ())
    differing = disagreements(coded.codes).set_index(["unit_id", "item"])
    decided, problems = ({}, []) if path is None else _decisions(Path(path), coded, differing.index)
    firsts = people.drop_duplicates(["unit_id", "item"]).reset_index(drop=True)
    values: list[str | None] = []
    for unit, item, value in zip(firsts["unit_id"], firsts["item"], firsts["value"], strict=True):
        if (unit, item) not in differing.index:
            values.append(value)
            continue
        most = differing.loc[(unit, item), "majority"]
        found = decided.get((unit, item)) or (most if majority and isinstance(most, str) else None)
        values.append(found)
        if found is None:
            problems.append(Problem(Path(path).name if path else "", AGREED, unit, item, "undecided", None, None,
                                    "perbedaan belum diputuskan · difference not decided"))  # fmt: skip
    items = {item.name: item for item in coded.codebook.items}
    numbers = [float("nan") if v is None else items[i].number(v) for i, v in zip(firsts["item"], values, strict=True)]
    codes = firsts.assign(coder=AGREED, value=pd.Series(values, dtype="str"), number=numbers)
    return CodedSheets(require(codes, CODES), problem_frame(problems), coded.notes, coded.codebook)


def _decisions(path: Path, coded: CodedSheets, differing: pd.Index) -> tuple[dict[tuple[str, str], str], list[Problem]]:
    """What was decided, by unit and item; cells that mean no value are named."""
    table = read_table(path, coded.codebook, ("unit_id", "item", "keputusan", "model"))
    items = {item.name: item for item in coded.codebook.items}
    decided: dict[tuple[str, str], str] = {}
    problems = []
    for row in table.rows.to_dict("records"):
        key = (row["unit_id"], row["item"])
        if key not in differing:
            raise SheetError(
                f"{path.name} decides on unit {key[0]!r}, item {key[1]!r}, on which these coders do not differ"
            )
        value, trouble = read_value(items[row["item"]], row["keputusan"])
        if trouble is not None and trouble[0] != "empty":
            problems.append(Problem(path.name, AGREED, *key, trouble[0], row["keputusan"], trouble[1], trouble[2]))
        if value is not None:
            decided[key] = value
    return decided, problems
