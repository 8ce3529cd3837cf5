"""Sheets read back: the codes of two coders of the demonstration corpus, and every kind of damage."""

import shutil
from pathlib import Path

import krippendorff
import numpy as np
import openpyxl
import pandas as pd
import pytest
from coders import cells, change, demo_answers, fill

from bingkai.contrast.reliability import reliability
from bingkai.corpus.demo import load_demo, load_demo_gold
from bingkai.reading.analyse import analyse
from bingkai.reading.codebooks import MODELS, load_codebook
from bingkai.report.coded import read_sheets
from bingkai.report.discussion import AGREED, adjudicate, disagreements, write_discussion
from bingkai.report.sheet_files import SheetError
from bingkai.report.sheets import write_sheet
from bingkai.report.workbook import HEADER, SHEET
from bingkai.schema import CODE_PROBLEMS, CODES, DISAGREEMENTS, require

CODEBOOK = Path(__file__).parents[2] / "notebooks" / "07_buku_kode.toml"
pytestmark = pytest.mark.skipif(not CODEBOOK.is_file(), reason="the notebooks are not in this copy")
ITEMS = ["konflik", "kemanusiaan", "ekonomi", "moralitas", "tanggung_jawab", "masalah", "sebab", "nilai", "solusi"]


@pytest.fixture(scope="module")
def demo():
    return analyse(load_demo(), progress=False)


@pytest.fixture(scope="module")
def gold():
    return load_demo_gold()["frames"]


@pytest.fixture(scope="module")
def filled(demo, gold, tmp_path_factory):
    """Two coders' workbooks of all sixty articles."""
    folder = tmp_path_factory.mktemp("lembar")
    path, _ = write_sheet(demo, CODEBOOK, folder / "kosong.xlsx", n=None)
    return [fill(path, demo_answers(gold, n), name, folder / f"{name}.xlsx") for n, name in ((1, "Ana"), (2, "Budi"))]


@pytest.fixture
def sheets(filled, tmp_path):
    return [Path(shutil.copy(path, tmp_path / path.name)) for path in filled]


def kinds(coded):
    return coded.problems["kind"].value_counts().to_dict()


def test_two_coders_come_back_as_they_were(demo, gold, filled):
    coded = read_sheets(filled, reading=demo)
    require(coded.codes, CODES)
    assert kinds(coded) == {}
    assert coded.summary() == {"units": 60, "coders": 2, "codes": 60 * 9 * 2, "problems": 0}
    for number, coder in ((1, "Ana"), (2, "Budi")):
        answers = demo_answers(gold, number)
        own = coded.codes[(coded.codes["coder"] == coder) & (coded.codes["scale"] != "text")]
        assert [answers(row.unit_id, row.item) for row in own.itertuples()] == own["value"].tolist()


def test_their_reliability_is_that_of_the_gold(gold, filled):
    """Alpha by the krippendorff library from the gold itself."""
    table = reliability(read_sheets(filled).codes, n_resamples=200)
    alpha = table[(table["subset"] == "all") & (table["coefficient"] == "alpha_nominal")].set_index("item")["value"]
    assert list(alpha.index) == ITEMS
    for item in ITEMS:
        rows = [[str(demo_answers(gold, coder)(article, item)) for article in gold["article_id"]] for coder in (1, 2)]
        values = sorted({value for row in rows for value in row})
        data = [[values.index(value) for value in row] for row in rows]
        assert alpha[item] == pytest.approx(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))
    assert set(table["subset"]) == {"all", "prefilled", "blind", "difference"}
    blind = table[(table["subset"] == "blind") & (table["coefficient"] == "percent")]
    assert (blind["n_units"] == 12).all()


@pytest.mark.parametrize("model", MODELS)
def test_every_model_filled_by_two_coders_gives_the_alpha_of_their_codes(demo, model, tmp_path):
    """Codes drawn at random, some cells left empty; alpha by the krippendorff library."""
    rng = np.random.default_rng(5)
    items = [item for item in load_codebook(model).items if item.scale != "text"]
    truth = {}
    path, _ = write_sheet(demo, model, tmp_path / "kosong.xlsx", n=16)
    units, sheets = list(cells(path)[3]), []
    for coder in ("Ana", "Budi"):
        codes = {}
        for unit in units:
            for item in items:
                common = truth.setdefault((unit, item.name), int(rng.integers(len(item.values))))
                place = common if rng.random() < 0.6 else int(rng.integers(len(item.values)))
                codes[unit, item.name] = None if rng.random() < 0.1 else list(item.values)[place]
        saved = fill(path, lambda unit, name, c=codes: c.get((unit, name)), coder, tmp_path / f"{coder}.xlsx")
        sheets.append((saved, codes))
    coded = read_sheets([file for file, _ in sheets], reading=demo)
    assert set(kinds(coded)) <= {"empty"}
    table = reliability(coded.codes, by_blind=False, n_resamples=50).set_index(["item", "coefficient"])["value"]
    for item in items:
        values = list(item.values)
        data = [[values.index(c[unit, item.name]) if c[unit, item.name] else np.nan for unit in units]
                for _, c in sheets]  # fmt: skip
        wanted = krippendorff.alpha(reliability_data=data, level_of_measurement=item.scale)
        assert table[item.name, f"alpha_{item.scale}"] == pytest.approx(wanted)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_files_are_read_whatever_their_separator(demo, gold, tmp_path, separator):
    _, path = write_sheet(demo, CODEBOOK, tmp_path / "lembar.xlsx", n=10)
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    for item in ITEMS:
        rows[item] = [demo_answers(gold, 1)(unit, item) for unit in rows["unit_id"]]
    rows.to_csv(tmp_path / "ana.csv", index=False, sep=separator, encoding="utf-8-sig")
    coded = read_sheets(tmp_path / "ana.csv", codebook=CODEBOOK)
    assert kinds(coded) == {"no_coder": 1}
    assert set(coded.codes["coder"]) == {"ana"}
    assert coded.codes["value"].notna().sum() == 90
    with pytest.raises(SheetError, match="does not carry its codebook"):
        read_sheets(tmp_path / "ana.csv")


def test_typing_errors_are_corrected_where_clear_and_named_always(sheets):
    unit = "penggusuran-a"
    change(sheets[0], unit, konflik="Ya ", ekonomi="tidk", moralitas="x", masalah="Tata kelola", sebab="oportunis",
           nilai=None, solusi="proses hukm")  # fmt: skip
    coded = read_sheets(sheets)
    own = coded.codes[(coded.codes["coder"] == "Ana") & (coded.codes["unit_id"] == unit)].set_index("item")["value"]
    assert own[["konflik", "ekonomi", "moralitas", "masalah", "solusi"]].tolist() == [
        "ya", "tidak", "ya", "tata_kelola", "proses_hukum"]  # fmt: skip
    assert own[["sebab", "nilai"]].isna().all()
    listed = require(coded.problems, CODE_PROBLEMS).set_index("item")
    assert listed["kind"].to_dict() == {"ekonomi": "corrected", "moralitas": "corrected", "solusi": "corrected",
                                        "sebab": "unknown_value", "nilai": "empty"}  # fmt: skip
    assert listed.loc["ekonomi", ["value", "suggestion"]].tolist() == ["tidk", "tidak"]
    assert listed.loc["sebab", "message"].startswith("nilai tidak dikenal; yang ada: otoritas, terdampak")


def test_changed_text_and_keys_are_found(sheets):
    change(sheets[0], "penggusuran-a", unit="Judul lain")
    change(sheets[0], "penggusuran-b", bukti_sumber_masalah="dihapus")
    change(sheets[1], "penggusuran-c", unit_id="penggusuran-x")
    coded = read_sheets(sheets)
    changed = coded.problems[coded.problems["kind"] == "changed"]
    assert sorted(changed["unit_id"]) == ["penggusuran-a", "penggusuran-b", "penggusuran-x"]
    missing = coded.problems[coded.problems["kind"] == "missing_unit"]
    assert set(zip(missing["coder"], missing["unit_id"], strict=True)) == {
        ("Ana", "penggusuran-x"), ("Budi", "penggusuran-c")}  # fmt: skip


def test_white_space_and_line_ends_of_another_program_are_no_change(sheets):
    book, page, columns, rows = cells(sheets[0])
    for row in rows.values():
        for name in ("unit", "bukti_sumber_masalah"):
            cell = page.cell(row, columns[name])
            cell.value = cell.value.replace("\n", "\r\n") + "  "
    book.save(sheets[0])
    assert kinds(read_sheets(sheets)) == {}


def test_duplicate_missing_and_empty_units(sheets):
    book, page, columns, rows = cells(sheets[0])
    page.append([cell.value for cell in page[rows["penggusuran-a"]]])
    for item in ITEMS:
        page.cell(rows["penggusuran-b"], columns[item]).value = None
    page.cell(rows["penggusuran-b"], columns["note"]).value = "tidak jelas"
    page.delete_rows(rows["penggusuran-c"])
    book.save(sheets[0])
    coded = read_sheets(sheets)
    assert kinds(coded) == {"duplicate_unit": 1, "missing_unit": 2}
    assert coded.notes.to_dict("records") == [{"unit_id": "penggusuran-b", "coder": "Ana", "note": "tidak jelas"}]
    assert (coded.codes["coder"] == "Ana").sum() == 58 * 10


def test_a_unit_coded_in_two_files_by_one_coder_counts_once(sheets, tmp_path):
    (tmp_path / "lagi").mkdir()
    again = shutil.copy(sheets[0], tmp_path / "lagi" / sheets[0].name)
    coded = read_sheets([*sheets, again])
    assert kinds(coded) == {"duplicate_unit": 60}
    assert coded.problems["file"].unique().tolist() == ["lagi/Ana.xlsx"]


def test_names_of_coders(sheets, tmp_path):
    book, page, columns, rows = cells(sheets[0])
    for row in list(rows.values())[:10]:
        page.cell(row, columns["coder"]).value = None
    book.save(sheets[0])
    assert kinds(read_sheets(sheets)) == {}
    for row in rows.values():
        page.cell(row, columns["coder"]).value = None
    book.save(tmp_path / "Citra.xlsx")
    coded = read_sheets([tmp_path / "Citra.xlsx", sheets[1]])
    assert sorted(coded.codes["coder"].unique()) == ["Budi", "Citra"]
    assert kinds(coded) == {"no_coder": 1}


def test_another_text_than_in_the_reading(demo, sheets):
    text = demo.articles["text"].where(demo.articles["article_id"] != "penggusuran-a", "Isi lain sama sekali.")
    other = analyse(demo.articles[["article_id", "outlet", "published", "title"]].assign(text=text), progress=False)
    fewer = analyse(load_demo().query("article_id != 'penggusuran-b'"), progress=False)
    assert kinds(read_sheets(sheets, reading=other)) == {"other_text": 2}
    assert kinds(read_sheets(sheets, reading=fewer)) == {"extra_unit": 2}


def test_spreadsheet_types_are_read_as_meant(demo, tmp_path):
    path, _ = write_sheet(demo, "entman", tmp_path / "lembar.xlsx", n=4)
    _, _, _, rows = cells(path)
    first, second = list(rows)[:2]
    change(path, first, masalah_ada=True, bingkai_padu=2.0, coder="Ana")
    change(path, second, masalah_ada=False, bingkai_padu="3", coder="Ana")
    codes = read_sheets(path).codes.set_index(["unit_id", "item"])
    assert codes.loc[(first, "masalah_ada"), "value"] == "ya"
    assert codes.loc[(second, "masalah_ada"), "value"] == "tidak"
    assert codes.loc[(first, "bingkai_padu"), ["value", "scale", "number"]].tolist() == ["2", "ordinal", 2.0]
    assert codes.loc[(second, "bingkai_padu"), "number"] == 3.0


def test_what_is_no_sheet_is_said(demo, sheets, tmp_path):
    (tmp_path / "bukan.xlsx").write_text("bukan buku kerja", encoding="utf-8")
    (tmp_path / "lain.csv").write_text("judul,isi\na,b\n", encoding="utf-8")
    with pytest.raises(SheetError, match="no sheet to read"):
        read_sheets([])
    with pytest.raises(SheetError, match="no coding sheet at"):
        read_sheets(tmp_path / "tiada.xlsx")
    with pytest.raises(SheetError, match="no Excel workbook"):
        read_sheets(tmp_path / "bukan.xlsx")
    with pytest.raises(SheetError, match="no column 'unit_id'"):
        read_sheets(tmp_path / "lain.csv")
    other = write_sheet(demo, "entman", tmp_path / "entman.xlsx", n=3)[0]
    with pytest.raises(SheetError, match="read sheets of one codebook at a time"):
        read_sheets([sheets[0], other])
    book = openpyxl.load_workbook(sheets[0])
    next(cell for cell in book[SHEET][HEADER] if cell.value == "konflik").value = "konfliks"
    book.save(sheets[0])
    with pytest.raises(SheetError, match=r"lacks the column of item 'konflik' \(is it 'konfliks'\?\)"):
        read_sheets(sheets)


def test_disagreements_are_discussed_and_decided(demo, sheets, tmp_path):
    coded = read_sheets(sheets)
    found = require(disagreements(coded.codes), DISAGREEMENTS)
    assert len(found) == 128
    path = write_discussion(coded, tmp_path / "diskusi.xlsx", reading=demo)
    page = openpyxl.load_workbook(path)["Diskusi"]
    header = [cell.value for cell in page[1]]
    assert page.max_row == 129
    decision = header.index("keputusan") + 1
    book = openpyxl.load_workbook(path)
    page = book["Diskusi"]
    for row in range(2, 120):
        page.cell(row, decision).value = page.cell(row, header.index("kode") + 1).value.split(" · ")[0].split(": ")[1]
    page.cell(120, decision).value = "entah"
    book.save(path)
    settled = adjudicate(coded, path)
    require(settled.codes, CODES)
    assert set(settled.codes["coder"]) == {AGREED}
    assert len(settled.codes) == 60 * 9
    assert kinds(settled) == {"unknown_value": 1, "undecided": 10}
    assert settled.codes["value"].isna().sum() == 10
    same = coded.codes[coded.codes["coder"] == "Ana"].set_index(["unit_id", "item"])["value"]
    agreed = settled.codes.set_index(["unit_id", "item"])["value"]
    differing = found.set_index(["unit_id", "item"]).index
    untouched = agreed.index.difference(differing)
    assert (agreed[untouched] == same[untouched]).all()


def test_the_majority_may_decide():
    rows = [(unit, coder, value) for unit, values in {"a": "ya ya tidak", "b": "ya tidak lain"}.items()
            for coder, value in zip("ABC", values.split(), strict=True)]  # fmt: skip
    codes = pd.DataFrame(rows, columns=["unit_id", "coder", "value"]).assign(
        article_id="x", model="uji", item="nilai_ada", blind=False, scale="nominal", number=float("nan")
    )
    assert disagreements(codes)["majority"].tolist()[0] == "ya"
    assert pd.isna(disagreements(codes)["majority"].tolist()[1])
    assert len(disagreements(codes, tools=["C"])) == 1


def test_a_discussion_of_other_codes_is_refused(demo, gold, sheets, tmp_path):
    coded = read_sheets(sheets)
    path = write_discussion(coded, tmp_path / "diskusi.xlsx")
    book = openpyxl.load_workbook(path)
    page = book["Diskusi"]
    place = [cell.value for cell in page[1]].index("unit_id") + 1
    page.cell(2, place).value = "tiada"
    book.save(path)
    with pytest.raises(SheetError, match="on which these coders do not differ"):
        adjudicate(coded, path)
    with pytest.raises(ValueError, match="a discussion sheet is written as"):
        write_discussion(coded, tmp_path / "diskusi.csv")


def test_without_discussion_differences_stay_open(sheets):
    coded = read_sheets(sheets)
    assert kinds(adjudicate(coded)) == {"undecided": 128}
    assert coded._repr_html_().startswith("<p><b>Bingkai korpus contoh</b>: 60 unit")
