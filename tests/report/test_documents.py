"""Tables for a thesis: what stands in Word, LaTeX, HTML and spreadsheets."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from docx import Document
from openpyxl import load_workbook

import bingkai as bk

TABLE = pd.DataFrame(
    {
        "media": ["Kabar <b>Fiksi</b>", "=1+1", "Harian & Rekan_Rekan"],
        "laju": [-1234.567, np.nan, np.inf],
        "n": [1200, 3, 0],
        "cukup": [True, False, True],
    }
)


def test_word_has_title_heads_numbers_and_notes(tmp_path: Path) -> None:
    path = bk.save_table(TABLE, tmp_path / "a.docx", title="Tabel 4.1", notes=["Selang 95 %.", "Seed 7."])
    document = Document(str(path))
    assert [p.text for p in document.paragraphs if p.text] == ["Tabel 4.1", "Catatan. Selang 95 %.", "Seed 7."]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [
        ["media", "laju", "n", "cukup"],
        ["Kabar <b>Fiksi</b>", "−1.234,57", "1.200", "ya"],
        ["=1+1", "", "3", ""],
        ["Harian & Rekan_Rekan", "∞", "0", "ya"],
    ]


def test_latex_is_escaped(tmp_path: Path) -> None:
    text = bk.save_table(TABLE, tmp_path / "a.tex", title="50 %", lang="en", notes=["A_b."]).read_text("utf-8")
    assert r"\caption{50 \%}" in text
    assert r"Harian \& Rekan\_Rekan & $\infty$ & 0 & yes \\" in text
    assert r"Kabar \textless{}b\textgreater{}Fiksi" in text
    assert "$-$1,234.57" in text
    assert r"\begin{tabular}{lrrl}" in text
    assert r"Note. A\_b." in text


def test_html_shows_markup_as_text(tmp_path: Path) -> None:
    text = bk.save_table(TABLE, tmp_path / "a.html", digits=1).read_text("utf-8")
    assert "<b>" not in text
    assert "&lt;b&gt;Fiksi" in text
    assert '<td class="n">−1.234,6</td>' in text


def test_spreadsheets_run_nothing_and_keep_whole_numbers(tmp_path: Path) -> None:
    sheet = load_workbook(bk.save_table(TABLE, tmp_path / "a.xlsx", title="Laju: a/b", notes=["Seed 7."])).worksheets[0]
    assert (sheet.title, sheet["A3"].value, sheet["B2"].value) == ("Laju  a b", "'=1+1", -1234.567)
    plain = bk.save_table(TABLE, tmp_path / "a.csv").read_text("utf-8-sig")
    assert plain.splitlines()[1] == "Kabar <b>Fiksi</b>,-1234.567,1200,True"
    comma = bk.save_table(TABLE, tmp_path / "b.csv", decimal=",").read_text("utf-8-sig")
    assert comma.splitlines()[1] == "Kabar <b>Fiksi</b>;-1234,567;1200;True"


def test_columns_are_chosen_and_named(tmp_path: Path) -> None:
    path = bk.save_table(TABLE, tmp_path / "a.csv", columns={"n": "artikel", "media": "Media"})
    assert path.read_text("utf-8-sig").splitlines()[0] == "artikel,Media"
    with pytest.raises(ValueError, match="no column laju2; the table has media, laju, n, cukup"):
        bk.save_table(TABLE, tmp_path / "b.csv", columns={"laju2": "x"})


def test_a_comparison_brings_its_sentences(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"article_id": [f"a{i}" for i in range(40)], "outlet": ["Harian Fiksi", "Kabar Fiksi"] * 20,
         "measure": "stance.jarak", "count": [3, 1] * 10 + [2, 0] * 10, "base": 10, "unit": "attributions"}
    )  # fmt: skip
    found = bk.compare_outlets(frame, n_resamples=200)
    text = bk.save_table(found, tmp_path / "a.html").read_text("utf-8")
    assert "<p>Catatan. 40 artikel, 2 media" in text


def test_an_unknown_ending_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a\.pdf: wanted a name ending in \.csv, \.xlsx, \.docx"):
        bk.save_table(TABLE, tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []
