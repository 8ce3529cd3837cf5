"""What coders' agreement comes to, as a table for a thesis and as text for a terminal."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from bingkai.figures.labels import check_language, choose, note_in, number
from bingkai.report.coded import CodedSheets
from bingkai.schema import RELIABILITY, require

_ROW = ["model", "item", "scale", "comparison", "coders", "subset", "n_units", "n_articles", "n_coders"]
_SHORT = {
    "percent": ("sepakat", "agree"), "holsti": ("Holsti", "Holsti"), "scott_pi": ("pi", "pi"),
    "cohen_kappa": ("kappa", "kappa"), "fleiss_kappa": ("Fleiss", "Fleiss"), "alpha": ("alfa", "alpha"),
}  # fmt: skip
_KINDS = {
    "empty": ("sel kosong", "empty cells"), "corrected": ("salah tulis dibaca", "typing errors read"),
    "unknown_value": ("nilai tak dikenal", "unknown values"), "changed": ("baris berubah", "rows changed"),
    "other_text": ("teks lain", "other texts"), "missing_unit": ("unit tanpa kode", "units not coded"),
    "extra_unit": ("unit asing", "stray units"), "duplicate_unit": ("unit ganda", "units twice"),
    "no_coder": ("tanpa nama pengode", "without coder"), "undecided": ("belum diputuskan", "undecided"),
}  # fmt: skip
_SUBSETS = {"all": ("semua", "all"), "prefilled": ("dengan usulan", "pre-filled"), "blind": ("buta", "blind"),
            "difference": ("selisih", "difference")}  # fmt: skip


def agreement_table(table: pd.DataFrame) -> pd.DataFrame:
    """Reliability with one row an item and a column a coefficient: the table of a methods chapter.

    Parameters
    ----------
    table : RELIABILITY

    Returns
    -------
    DataFrame
        One row an item, comparison and subset: `model, item, scale, comparison, coders, subset, n_units, n_articles,
        n_coders`, the coefficients, `alpha` of the item's scale with `alpha_low` and `alpha_high`, and the note on it.
    """
    require(table, RELIABILITY)
    wide = table.pivot(index=_ROW, columns="coefficient", values="value")
    order = table.drop_duplicates(_ROW)[_ROW]
    own = table[table["coefficient"] == "alpha_" + table["scale"]].set_index(_ROW)
    wide = wide.assign(alpha=own["value"], alpha_low=own["ci_low"], alpha_high=own["ci_high"], note=own["note"])
    names = [name for name in (*_SHORT, "alpha_low", "alpha_high", "note") if name in wide.columns]
    return wide.loc[pd.MultiIndex.from_frame(order), names].reset_index().rename_axis(columns=None)


def agreement_text(coded: CodedSheets, table: pd.DataFrame, lang: str = "id") -> str:
    """The same for a terminal: who coded how much, what is amiss, and the coefficients item by item."""
    check_language(lang)
    place = 0 if lang == "id" else 1
    counts = coded.summary()
    coders = " · ".join(sorted(coded.codes["coder"].unique()))
    lines = [choose(lang, f"{counts['units']} unit, {counts['codes']} kode, pengode: {coders}",
                    f"{counts['units']} units, {counts['codes']} codes, coders: {coders}")]  # fmt: skip
    amiss = Counter(coded.problems["kind"])
    if amiss:
        found = ", ".join(f"{_KINDS[kind][place]} {n}" for kind, n in amiss.items())
        lines.append(choose(lang, "Periksa: ", "Look at: ") + found)
    for (_, names, subset), rows in agreement_table(table).groupby(["comparison", "coders", "subset"], sort=False):
        lines += ["", f"{_SUBSETS[str(subset)][place]} ({names}):", *_lines(rows, lang)]
    notes = dict.fromkeys(part for note in table["note"] for part in note_in(note, lang).split("; ") if part)
    return "\n".join([*lines, *([""] if notes else []), *(f"* {note}" for note in notes)])


def _lines(rows: pd.DataFrame, lang: str) -> list[str]:
    """Columns in line, numbers to the right."""
    names = [name for name in _SHORT if name in rows.columns]
    cells = [[choose(lang, "butir", "item"), "n", *(_SHORT[name][0 if lang == "id" else 1] for name in names), "95 %"]]
    for row in rows.to_dict("records"):
        ends = [number(row[end], 2, lang) for end in ("alpha_low", "alpha_high")]
        interval = "–" if pd.isna(row["alpha_low"]) else choose(lang, " sampai ", " to ").join(ends)
        cells.append([row["item"], str(row["n_units"]), *(number(row[name], 2, lang) for name in names), interval])
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    return [
        "  "
        + "  ".join([line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))])
        for line in cells
    ]
