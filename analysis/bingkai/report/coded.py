"""Coders' sheets read back: their codes, and everything that is amiss in them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pandas as pd

from bingkai.reading.analyse import Reading
from bingkai.reading.codebooks import Codebook, as_codebook
from bingkai.report.cell_values import read_value
from bingkai.report.sheet_files import SheetError, one_codebook, read_table
from bingkai.report.sheets import row_hashes, text_hashes
from bingkai.schema import CODE_PROBLEMS, CODES, build


@dataclass(frozen=True, eq=False)
class CodedSheets:
    """What coders coded.

    Attributes
    ----------
    codes : CODES
        One row a unit, item and coder; an empty or unreadable cell has no value. Units that a coder left wholly
        empty have no rows.
    problems : CODE_PROBLEMS
    notes : DataFrame
        `unit_id, coder, note` where a coder wrote one.
    codebook : Codebook
    """

    codes: pd.DataFrame
    problems: pd.DataFrame
    notes: pd.DataFrame
    codebook: Codebook

    def summary(self) -> dict[str, int]:
        """Counts of units, coders, codes and problems."""
        return {
            "units": int(self.codes["unit_id"].nunique()),
            "coders": int(self.codes["coder"].nunique()),
            "codes": int(self.codes["value"].notna().sum()),
            "problems": len(self.problems),
        }

    def __repr__(self) -> str:
        counts = ", ".join(f"{number} {name}" for name, number in self.summary().items())
        return f"<CodedSheets after {self.codebook.name}: {counts}>"

    def _repr_html_(self) -> str:
        counts = self.summary()
        kinds = Counter(self.problems["kind"])
        listed = ", ".join(f"{escape(kind)} {n}" for kind, n in sorted(kinds.items())) or "tidak ada"
        coders = " · ".join(escape(coder) for coder in sorted(self.codes["coder"].unique()))
        return (
            f"<p><b>{escape(self.codebook.title)}</b>: {counts['units']} unit, pengode {coders}, "
            f"{counts['codes']} kode. Masalah: {listed}.</p>"
        )


@dataclass(frozen=True)
class Problem:
    """A row of CODE_PROBLEMS."""

    file: str
    coder: str
    unit_id: str | None
    item: str | None
    kind: str
    value: str | None
    suggestion: str | None
    message: str


def read_sheets(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    reading: Reading | None = None,
    codebook: str | Path | Codebook | None = None,
) -> CodedSheets:
    """Read coding sheets back and merge the coders.

    Parameters
    ----------
    paths : path or sequence of paths
        Workbooks (.xlsx) or csv files that `write_sheet` wrote and coders filled.
    reading : Reading, optional
        With it, the texts are compared with those the sheets were written from.
    codebook : str, path or Codebook, optional
        Needed for csv files of a codebook of one's own; a workbook carries its codebook.

    Returns
    -------
    CodedSheets

    Raises
    ------
    SheetError
        A file is not there, is no coding sheet, lacks a column, or was coded after another codebook.

    Notes
    -----
    A value that differs in case, white space or underscores alone is taken as meant. A typing error that is clearly
    nearest to one value is corrected and listed under "corrected"; everything else is listed under "unknown_value" and
    left out. A row whose text or keys were changed keeps its codes and is listed under "changed": look at it. Of a
    unit coded twice by one coder the first row counts.
    """
    listed = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    if not listed:
        raise SheetError("no sheet to read; give the paths of the coders' workbooks")
    given = None if codebook is None else as_codebook(codebook)
    files = [read_table(Path(path), given) for path in listed]
    book = one_codebook(files)
    names = _names([Path(path) for path in listed])
    rows = pd.concat([file.rows.assign(file=name) for file, name in zip(files, names, strict=True)], ignore_index=True)
    rows = rows.fillna("")
    problems: list[Problem] = []
    for step in (_with_coders, _with_keys, _looked_at, _once):
        rows, found = step(rows, book)
        problems += found
    problems += _other_texts(rows, reading)
    notes = rows.loc[rows["note"] != "", ["unit_id", "coder", "note"]].reset_index(drop=True)
    rows, found = _begun(rows, book)
    codes, unread = _codes(rows, book)
    return CodedSheets(codes, problem_frame([*problems, *found, *unread]), notes, book)


def _names(paths: list[Path]) -> list[str]:
    """What each file is called: with its folder where two have the same name."""
    times = Counter(path.name for path in paths)
    return [path.name if times[path.name] == 1 else f"{path.parent.name}/{path.name}" for path in paths]


def problem_frame(problems: Sequence[Problem]) -> pd.DataFrame:
    """CODE_PROBLEMS from the problems found."""
    names = CODE_PROBLEMS.required
    return build({name: [getattr(problem, name) for problem in problems] for name in names}, CODE_PROBLEMS)


_Step = tuple[pd.DataFrame, list[Problem]]


def _with_coders(rows: pd.DataFrame, book: Codebook) -> _Step:
    """Every row with its coder: the only other name in its file, else the file's name."""
    rows = rows.assign(coder=rows["coder"].str.split().str.join(" "))
    problems = []
    for file in rows.loc[rows["coder"] == "", "file"].unique():
        inside = rows["file"] == file
        named = [name for name in rows.loc[inside, "coder"].unique() if name]
        name = named[0] if len(named) == 1 else str(Path(file).with_suffix(""))
        if len(named) != 1:
            problems.append(
                Problem(file, name, None, None, "no_coder", None, name,
                        f"baris tanpa nama pengode; dipakai {name!r} · rows without a coder; {name!r} is taken")
            )  # fmt: skip
        rows.loc[inside & (rows["coder"] == ""), "coder"] = name
    return rows, problems


def _with_keys(rows: pd.DataFrame, book: Codebook) -> _Step:
    """Rows without a key are left out; those that hold codes are named."""
    lost = rows["unit_id"] == ""
    coded = _coded(rows, book)
    problems = [
        Problem(str(file), str(coder), None, None, "extra_unit", None, None,
                "baris tanpa unit_id ditinggalkan · a row without unit_id is left out")
        for file, coder in rows.loc[lost & coded, ["file", "coder"]].itertuples(index=False)
    ]  # fmt: skip
    return rows[~lost].reset_index(drop=True), problems


def _coded(rows: pd.DataFrame, book: Codebook) -> pd.Series:
    """Whether any item of a row is filled."""
    return (rows[[item.name for item in book.items]] != "").any(axis=1)


def _looked_at(rows: pd.DataFrame, book: Codebook) -> _Step:
    """Rows that no longer show what they were written with."""
    changed = pd.Series(row_hashes(rows), index=rows.index, dtype="str") != rows["row_hash"]
    message = "isi atau kunci baris berubah sejak ditulis · text or keys of the row were changed since it was written"
    return rows, _named(rows[changed], "changed", message)


def _named(rows: pd.DataFrame, kind: str, message: str) -> list[Problem]:
    who = zip(rows["file"], rows["coder"], rows["unit_id"], strict=True)
    return [Problem(file, coder, unit, None, kind, None, None, message) for file, coder, unit in who]


def _once(rows: pd.DataFrame, book: Codebook) -> _Step:
    """A unit once for each coder: the first row counts."""
    again = rows.duplicated(["unit_id", "coder"])
    message = "unit ganda untuk pengode ini; baris pertama dipakai · unit twice for this coder; the first row counts"
    return rows[~again].reset_index(drop=True), _named(rows[again], "duplicate_unit", message)


def _other_texts(rows: pd.DataFrame, reading: Reading | None) -> list[Problem]:
    """Units whose article is another text than in the reading, or than in another coder's sheet."""
    if reading is None:
        expected = rows.groupby("unit_id")["text_hash"].transform("first")
        message = "teks artikel berbeda antarlembar · the article's text differs between sheets"
        return _named(rows[rows["text_hash"] != expected], "other_text", message)
    expected = rows["article_id"].map(text_hashes(reading.articles))
    gone = _named(rows[expected.isna()], "extra_unit", "artikel tidak ada dalam bacaan · article is not in the reading")
    message = "teks artikel berbeda dari bacaan · the article's text differs from the reading"
    return gone + _named(rows[expected.notna() & (expected != rows["text_hash"])], "other_text", message)


def _begun(rows: pd.DataFrame, book: Codebook) -> _Step:
    """Units that a coder coded at all; those left empty, and those only others have, are named."""
    coded = _coded(rows, book)
    problems = _named(rows[~coded], "missing_unit", "unit belum dikode · unit is not coded yet")
    message = "unit tidak ada pada lembar pengode ini · unit is not in this coder's sheet"
    units = dict.fromkeys(rows["unit_id"])
    for coder, own in rows.groupby("coder", sort=False):
        have, file = set(own["unit_id"]), str(own["file"].iloc[0])
        problems += [Problem(file, str(coder), unit, None, "missing_unit", None, None, message)
                     for unit in units if unit not in have]  # fmt: skip
    return rows[coded].reset_index(drop=True), problems


def _codes(rows: pd.DataFrame, book: Codebook) -> tuple[pd.DataFrame, list[Problem]]:
    """CODES, units in the order of the first sheet, and the cells that could not be taken as they are."""
    order = {unit: place for place, unit in enumerate(rows["unit_id"].unique())}
    rows = rows.assign(_order=rows["unit_id"].map(order)).sort_values(["_order", "coder"], kind="stable")
    cells: list[tuple[object, ...]] = []
    problems: list[Problem] = []
    for row in rows.to_dict("records"):
        for item in book.items:
            raw = row[item.name]
            value, trouble = read_value(item, raw)
            if trouble is not None:
                kind, near, message = trouble
                place = (row["file"], row["coder"], row["unit_id"], item.name)
                problems.append(Problem(*place, kind, raw or None, near, message))
            number = float("nan") if value is None else item.number(value)
            blind = row["blind"].casefold() == "ya"
            cells.append((row["unit_id"], row["article_id"], book.name, item.name, row["coder"], value, blind,
                          item.scale, number))  # fmt: skip
    names = [column.name for column in CODES.columns]
    return build({name: [cell[place] for cell in cells] for place, name in enumerate(names)}, CODES), problems
