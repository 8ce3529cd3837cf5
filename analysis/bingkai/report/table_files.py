"""The tables of a report as files: csv and one workbook of all, the short ones for a thesis too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from bingkai.corpus.events import event_table
from bingkai.corpus.read import left_out
from bingkai.figures.labels import Language
from bingkai.reading.analyse import Reading
from bingkai.report.aside import OWN
from bingkai.report.contents import corpus_table, per_media
from bingkai.report.lines import OutletLines, as_table
from bingkai.report.numbers import Numbers
from bingkai.report.printed import printed_heads
from bingkai.report.tables import save_table, write_tables

_MOST_PRINTED = 200  # rows of a table for a thesis


def tables_of(
    reading: Reading, numbers: Numbers, lines: Mapping[str, Mapping[str, OutletLines]], lang: Language
) -> dict[str, pd.DataFrame]:
    """The tables that belong to no one section, by name."""
    made = {
        "perbandingan": numbers.table,
        "ukuran_per_media": per_media(numbers.measures),
        "korpus": corpus_table(reading),
        "ditinggalkan": left_out(reading.articles, lang),
        "kalimat": as_table(lines),
    }
    if len(reading.excluded):
        made["dikeluarkan"] = reading.excluded
    if numbers.inside is not None:
        made["di_dalam_peristiwa"] = numbers.inside.to_frame()
        made["peristiwa"] = event_table(reading.articles)
    return made


def write_files(tables: Mapping[str, pd.DataFrame], folder: Path, lang: Language) -> list[str]:
    """Every table as csv and in one workbook; the short ones for a thesis too."""
    write_tables({f"{OWN}{name}": table for name, table in tables.items()}, folder)
    for name, heads in printed_heads(lang).items():
        if name in tables and 0 < len(tables[name]) <= _MOST_PRINTED:
            shown = {column: head for column, head in heads.items() if column in tables[name].columns}
            for kind in ("docx", "tex"):
                path = folder / f"{OWN}{name}.{kind}"
                save_table(tables[name], path, title=name.replace("_", " "), columns=shown, lang=lang, digits=3)
    return [path.name for path in sorted(folder.iterdir())]
