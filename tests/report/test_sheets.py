"""Coding sheets: what is drawn, shown, offered and protected. All sentences here are invented."""

import csv

import openpyxl
import pandas as pd
import pytest
from coders import cells, columns_of

from bingkai.corpus.demo import load_demo
from bingkai.reading.analyse import analyse
from bingkai.reading.codebooks import MODELS, CodebookError, load_codebook, parse_codebook
from bingkai.report.masking import masked
from bingkai.report.sampling import draw_units
from bingkai.report.sheets import write_sheet
from bingkai.report.workbook import HEADER, SHEET, TEXTS


@pytest.fixture(scope="module")
def demo():
    return analyse(load_demo(), progress=False)


def shown(path):
    """The sheet as a frame, under the machine's names."""
    page = openpyxl.load_workbook(path)[SHEET]
    rows = list(page.iter_rows(min_row=HEADER, values_only=True))
    return pd.DataFrame(rows[1:], columns=rows[0])


@pytest.mark.parametrize("model", MODELS)
def test_every_item_of_every_model_can_be_coded(demo, model, tmp_path):
    path, beside = write_sheet(demo, model, tmp_path / "lembar.xlsx", n=20)
    page = openpyxl.load_workbook(path)[SHEET]
    columns = columns_of(page)
    ruled = {cell.coord.split(":")[0] for rule in page.data_validations.dataValidation for cell in rule.sqref.ranges}
    for element in load_codebook(model).elements:
        assert (f"bukti_{element.name}" in columns) == element.proposes
        for item in element.items:
            cell = page.cell(HEADER + 1, columns[item.name])
            assert cell.value is None
            assert (cell.coordinate in ruled) == (item.scale != "text")
            assert page.cell(2, columns[item.name]).comment is not None
    with beside.open(encoding="utf-8-sig") as file:
        assert list(next(csv.DictReader(file))) == [*columns, "teks"]


def test_drop_downs_offer_the_values_of_the_item(demo, tmp_path):
    path, _ = write_sheet(demo, "entman", tmp_path / "lembar.xlsx", n=5)
    book = openpyxl.load_workbook(path)
    page, values = book[SHEET], book["_nilai"]
    column = openpyxl.utils.get_column_letter(columns_of(page)["sebab_jenis"])
    rule = next(r for r in page.data_validations.dataValidation if str(r.sqref).startswith(column))
    cells_ = values[rule.formula1.split("!")[1].replace("$", "")]
    assert [row[0].value for row in cells_] == ["pelaku", "keadaan", "keduanya", "tidak_ada"]
    assert rule.type == "list"
    assert values.sheet_state == "hidden"


def test_extracts_carry_number_sentence_and_reason_and_blind_units_none(demo, tmp_path):
    rows = shown(write_sheet(demo, "entman", tmp_path / "lembar.xlsx", n=None)[0])
    blind = rows[rows["blind"] == "ya"]
    assert len(blind) == round(0.2 * len(rows))
    assert (blind["bukti_sebab"] == "(buta: baca teks)").all()
    seen = rows.loc[rows["blind"] == "tidak", "bukti_masalah"]
    assert seen.str.contains(r"^\[judul\] .+ \(.*judul.*\)", regex=True).any()
    assert seen.str.contains(r"\[1\] .+ \(.*teras berita.*\)", regex=True).any()


def test_the_numbers_of_extracts_are_those_of_the_sheet_of_texts(demo, tmp_path):
    path, _ = write_sheet(demo, "entman", tmp_path / "lembar.xlsx", n=10, blind=0)
    book = openpyxl.load_workbook(path)
    texts = {(row[0], row[1]): row[2] for row in book[TEXTS].iter_rows(min_row=2, values_only=True)}
    checked = 0
    for row in shown(path).itertuples():
        for line in row.bukti_sebab.split("\n"):
            if line.startswith("["):
                number, sentence = line[1:].split("] ", 1)
                assert sentence.startswith(texts[row.nomor, number][:80])
                checked += 1
    assert checked > 5
    link = book[SHEET].cell(HEADER + 1, 1).hyperlink.location
    assert link == f"'{TEXTS}'!A2"


def test_header_is_frozen_keys_are_hidden_and_the_outlet_is_not_shown(demo, tmp_path):
    path, beside = write_sheet(demo, "edelman", tmp_path / "lembar.xlsx", n=10)
    page = openpyxl.load_workbook(path)[SHEET]
    assert page.freeze_panes == f"C{HEADER + 1}"
    for name, column in columns_of(page).items():
        hidden = page.column_dimensions[openpyxl.utils.get_column_letter(column)].hidden
        assert hidden == (name in ("unit_id", "article_id", "model", "blind", "text_hash", "row_hash"))
    whole = beside.read_text(encoding="utf-8-sig").partition("\n")[0]
    assert "outlet" not in whole
    texts = openpyxl.load_workbook(path)[TEXTS].iter_rows(min_row=2, values_only=True)
    said = [*shown(path).filter(regex="^(unit$|bukti_)").to_numpy().ravel(), *(row[2] for row in texts)]
    for outlet in demo.articles["outlet"].unique():
        assert not any(outlet.replace(" ", "").casefold() in text.replace(" ", "").casefold() for text in said)
    assert any("[media]" in text for text in said)


@pytest.mark.parametrize(
    ("text", "outlet", "wanted"),
    [
        ("KOTA, KABAR-NUSA.CO.ID - Isi", "Kabar Nusa", "KOTA, [media] - Isi"),
        ("Ia menulis untuk kabarnusantara.", "Kabar Nusa", "Ia menulis untuk kabarnusantara."),
        ("Antara lain beras. Jakarta (ANTARA) - Isi", "Antara", "Antara lain beras. Jakarta ([media]) - Isi"),
        ("JAKARTA, SINAR.com - Sinar matahari.", "Sinar.com", "JAKARTA, [media] - Sinar matahari."),
        ("Kota - Warga pulang. (pelitacom)", "Pelita", "Kota - Warga pulang. ([media])"),
        ("Isi apa adanya (C++).", "", "Isi apa adanya (C++)."),
    ],
)
def test_the_name_of_the_outlet_is_masked_where_its_writing_gives_it_away(text, outlet, wanted):
    assert masked(text, outlet) == wanted


def test_instructions_in_both_languages(demo, tmp_path):
    pages = (("id", "Petunjuk", "unit; 4 di antaranya buta"), ("en", "Instructions", "4 of them blind"))
    for lang, title, words in pages:
        path, _ = write_sheet(demo, "entman", tmp_path / f"{lang}.xlsx", n=20, lang=lang)
        book = openpyxl.load_workbook(path)
        lines = [row[0] for row in book[title].iter_rows(values_only=True)]
        assert any(words in line for line in lines)
        assert book.sheetnames[:4] == [title, SHEET, TEXTS, "Definisi"]


def reading_of(rows):
    frame = pd.DataFrame(rows, columns=["article_id", "outlet", "title", "text"])
    return analyse(frame.assign(published=pd.Timestamp("2031-01-02")), progress=False)


def test_text_that_a_spreadsheet_would_run_is_neutralised(tmp_path):
    reading = reading_of(
        [
            ("=a1", "Kabar", '=HYPERLINK("http://contoh.id")', "@SUM(1+1) akibat hujan.\x0b Warga pulang."),
            ("b", "Kabar", "+62 nomor darurat", "-5 derajat. Warga mengungsi karena dingin."),
        ]
    )
    path, beside = write_sheet(reading, "entman", tmp_path / "lembar.xlsx", n=None, blind=0)
    for page in openpyxl.load_workbook(path).worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if page.title in (SHEET, TEXTS) and isinstance(cell.value, str):
                    assert not cell.value.startswith(("=", "+", "-", "@"))
    with beside.open(encoding="utf-8-sig") as file:
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in csv.reader(file) for cell in row)


def test_the_same_seed_draws_the_same_units_whatever_the_order_of_articles(demo, tmp_path):
    first = shown(write_sheet(demo, "entman", tmp_path / "a.xlsx", n=20)[0])
    shuffled = analyse(load_demo().sample(frac=1, random_state=1), progress=False)
    second = shown(write_sheet(shuffled, "entman", tmp_path / "b.xlsx", n=20)[0])
    pd.testing.assert_frame_equal(first, second)
    other = shown(write_sheet(demo, "entman", tmp_path / "c.xlsx", n=20, seed=8)[0])
    assert set(other["unit_id"]) != set(first["unit_id"])


def test_a_draw_is_spread_over_outlets_and_events_with_equal_chances():
    units = pd.DataFrame({"unit_id": [f"u{i:03}" for i in range(120)], "outlet": ["A"] * 60 + ["B"] * 40 + ["C"] * 20,
                          "event_id": [f"p{i % 4}" for i in range(120)]})  # fmt: skip
    drawn = draw_units(units, 30, 0.2, seed=1)
    assert drawn["outlet"].value_counts().to_dict() == {"A": 15, "B": 10, "C": 5}
    assert drawn["event_id"].value_counts().between(7, 8).all()
    assert drawn["blind"].sum() == 6
    chances = pd.concat([draw_units(units, 30, 0.2, seed=seed)["unit_id"] for seed in range(400)]).value_counts()
    assert len(chances) == 120
    assert (chances / 400).between(0.15, 0.36).all()


def test_headlines_and_sentences_as_units(demo, tmp_path):
    titles = shown(write_sheet(demo, "entman", tmp_path / "judul.xlsx", units="title", n=None, blind=0)[0])
    assert titles["unit_id"].str.endswith(":judul").all()
    assert set(titles["unit"]) == set(demo.articles["title"])
    sentences = shown(write_sheet(demo, "entman", tmp_path / "kalimat.xlsx", units="sentence", n=400, blind=0)[0])
    texts = demo.articles.set_index("article_id")["text"]
    for row in sentences.itertuples():
        pieces = row.unit.lstrip("'").split("[media]")
        assert all(piece in " ".join(texts[row.article_id].split()) for piece in pieces)
    assert sentences["bukti_sebab"].str.contains("penanda sebab").any()


def test_chosen_articles_are_written_whole(demo, tmp_path):
    wanted = demo.articles["article_id"].tolist()[3:6]
    rows = shown(write_sheet(demo, "entman", tmp_path / "lembar.xlsx", n=1, article_ids=wanted)[0])
    assert sorted(rows["article_id"]) == sorted(wanted)


def test_values_with_commas_and_a_coder_and_numbers(demo, tmp_path):
    book = parse_codebook(
        '[[elements]]\nname = "a"\n[[elements.items]]\nname = "b"\nvalues = ["ya, jelas", "tidak"]\n'
        '[[elements.items]]\nname = "c"\nscale = "interval"\n',
        "sendiri",
    )
    path, _ = write_sheet(demo, book, tmp_path / "lembar.xlsx", n=3, coder="Ana")
    opened, page, columns, rows = cells(path)
    assert [page.cell(row, columns["coder"]).value for row in rows.values()] == ["Ana"] * 3
    assert opened["_nilai"]["A2"].value == "ya, jelas"
    assert sorted(rule.type for rule in page.data_validations.dataValidation) == ["decimal", "list"]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"units": "artikel"}, ValueError, "unknown unit 'artikel'; nearest: 'article'"),
        ({"blind": 20}, ValueError, "0 to 1; got 20"),
        ({"n": 0}, ValueError, "1 or more or None"),
        (
            {"article_ids": ["penggusuran-z"]},
            ValueError,
            "not in the reading, first 'penggusuran-z'",
        ),
        ({"lang": "fr"}, ValueError, "unknown language 'fr'"),
        ({"model": "entmann"}, CodebookError, "nearest: 'entman'"),
        ({"path": "lembar.xls"}, ValueError, "got the ending"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is_left(demo, tmp_path, options, error, message):
    options = {"model": "entman", "path": "lembar.xlsx", **options}
    with pytest.raises(error, match=message):
        write_sheet(demo, options.pop("model"), tmp_path / options.pop("path"), **options)
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_code(tmp_path):
    with pytest.raises(ValueError, match="nothing to code: no title"):
        write_sheet(reading_of([("a", "Kabar", "", "Isi saja.")]), "entman", tmp_path / "lembar.xlsx", units="title")
