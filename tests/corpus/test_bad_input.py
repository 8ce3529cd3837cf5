"""Bad files give a clear error or a counted note; nothing is lost without a word and nothing crashes."""

import json

import pandas as pd
import pytest

from bingkai.corpus.read import CorpusError, left_out, read_corpus, reading_notes


def read(path, **options):
    return read_corpus(path, progress=False, **options)


def write(folder, content, name="korpus.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def notes_of(articles):
    return dict(json.loads(articles.attrs["bingkai"])["notes"])


# --- errors that say what was got, what was wanted and what to do


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("korpus.csv", "judul,jumlah\nPagar,3\n", "no column with the text.*got judul, jumlah.*columns="),
        ("korpus.csv", "judul,isi beritanya\nPagar,Warga\n", 'columns={"text": "isi beritanya"}'),
        ("korpus.csv", "id,media_name,title,publish_date,url\n1,M,T,2025-01-01,u\n", "Media Cloud.*no article text"),
        ("korpus.csv", "", "korpus.csv is empty"),
        ("korpus.csv", "judul,isi\n", "no rows"),
        ("korpus.csv", "judul,isi\nPagar,\nJalan,\n", "no article is left.*empty text: 2"),
        ("korpus.csv", b"PK\x03\x04rest", "holds a xlsx file"),
        ("korpus.csv", "<!DOCTYPE html><html></html>", "holds a web page"),
        ("korpus.xlsx", b"PK\x03\x04rest", "no readable xlsx"),
        ("korpus.xlsx", b"bukan zip", "no readable xlsx"),
        ("korpus.parquet", b"PAR1rest", "no readable parquet"),
        ("korpus.csv.gz", b"\x1f\x8bpotong", "no whole gzip"),
        ("korpus.json", '[{"isi": "Warga', "no valid JSON: .*line 1, column"),
        ("korpus.json", '"hanya teks"', 'wanted a list of objects or {"articles"'),
        ("korpus.json", '{"jumlah": 3}', "without articles"),
        ("korpus.jsonl", "bukan json\n", "none of its 1 lines is valid JSON"),
        ("korpus.xls", b"\xd0\xcf\x11\xe0", "save it as .xlsx"),
        ("korpus.docx", b"PK", "known kind"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read(tmp_path, name, content, says):
    with pytest.raises(CorpusError, match=f"(?s){says.replace('{', '[{]')}"):
        read(write(tmp_path, content, name))


def test_a_missing_file_names_those_beside_it(tmp_path):
    write(tmp_path, "x", "korpus2025.csv")
    with pytest.raises(CorpusError, match=r"no file or folder .*there are korpus2025\.csv"):
        read(tmp_path / "korpus.csv")


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"isi": "text"}, r"write \{'text': 'isi'\}"),
        ({"teks": "isi"}, "knows the fields article_id, outlet"),
        ({"text": "isi_berita"}, "no column 'isi_berita'.*columns are judul, isi"),
    ],
)
def test_a_wrong_mapping(tmp_path, columns, says):
    with pytest.raises(CorpusError, match=says):
        read(write(tmp_path, "judul,isi\nPagar,Warga menolak.\n"), columns=columns)


def test_an_unknown_encoding(tmp_path):
    with pytest.raises(CorpusError, match="unknown encoding 'utf-88'"):
        read(write(tmp_path, "judul,isi\nPagar,Warga menolak.\n"), encoding="utf-88")


# --- quotation marks out of order


def test_one_stray_mark_does_not_swallow_the_file(tmp_path):
    rows = [f'"{i}","Judul {i}","Warga nomor {i} menolak."' for i in range(1, 40)]
    rows[4] = '"5","Judul 5","Warga nomor 5 menolak.'
    articles = read(write(tmp_path, "\n".join(['"id","judul","isi"', *rows])))
    assert articles["article_id"].tolist() == [str(i) for i in range(1, 40)]
    assert notes_of(articles)["repaired_rows"]["n"] == 1


def test_marks_that_were_not_doubled_stay_in_the_text(tmp_path):
    content = 'id,judul,isi\n1,"Warga "lelah" menunggu","Dia bilang ""ya"", lalu pulang."\n2,B,"Kami siap," kata Budi\n'
    articles = read(write(tmp_path, content))
    assert articles.loc[0, "title"] == 'Warga "lelah" menunggu'
    assert articles.loc[0, "text"] == 'Dia bilang "ya", lalu pulang.'
    assert left_out(articles)["row"].tolist() == [2]  # its comma makes four cells


def test_tab_separated_speech_keeps_its_marks(tmp_path):
    articles = read(write(tmp_path, 'id\tisi\n1\t"Kami siap," kata Budi.\n2\tWarga "pulang".\n', "korpus.tsv"))
    assert articles["text"].tolist() == ['"Kami siap," kata Budi.', 'Warga "pulang".']


def test_backslashes_before_marks(tmp_path):
    articles = read(write(tmp_path, 'judul,isi\n"A","Kata \\"ya\\", lalu\npulang."\n'))
    assert articles.loc[0, "text"] == 'Kata "ya", lalu\npulang.'


def test_rows_with_too_many_and_too_few_cells(tmp_path):
    articles = read(write(tmp_path, "isi,judul,media\nWarga menolak,A,B,C,D\nWarga pulang\nWarga diam,B,C\n"))
    assert articles["text"].tolist() == ["Warga pulang", "Warga diam"]
    assert left_out(articles)["reason"].tolist() == ["baris tak terbaca"]
    assert left_out(articles)["title"].str.startswith("Warga menolak").all()
    assert notes_of(articles)["short_rows"]["n"] == 1


def test_many_unclosed_marks_are_read_in_reasonable_time(tmp_path):
    rows = [f'{i},"Warga nomor {i} menolak' for i in range(3_000)]
    articles = read(write(tmp_path, "\n".join(["id,isi", *rows])))
    assert len(articles) == 3_000


# --- encodings and characters


def test_a_few_broken_bytes_do_not_change_the_encoding(tmp_path):
    content = "judul,isi\n“Pagar”,“Warga” – menolak.\n".encode() + b"B,rusak \xff di sini\n"
    articles = read(write(tmp_path, content))
    assert articles.loc[0, "title"] == "“Pagar”"
    assert notes_of(articles)["broken_bytes"]["n"] == 1


def test_an_encoding_that_is_given_wins(tmp_path):
    articles = read(write(tmp_path, "judul,isi\nA,“Warga”\n", encoding="cp1252"), encoding="cp1252")
    assert articles.loc[0, "text"] == "“Warga”"


def test_a_control_character_becomes_a_space_and_line_ends_are_one(tmp_path):
    articles = read(
        write(tmp_path, json.dumps([{"isi": "Warga\x00 menolak.\r\nLalu\rpulang.\u2028Selesai\x07.\ufeff"}]), "a.json")
    )
    assert articles.loc[0, "text"] == "Warga  menolak.\nLalu\npulang.\nSelesai . "
    assert notes_of(articles)["control"]["n"] == 1


def test_half_a_surrogate_pair_can_be_saved(tmp_path):
    articles = read(write(tmp_path, '[{"isi": "Warga \\ud83d menolak."}]', "a.json"))
    articles.to_parquet(tmp_path / "a.parquet")
    assert articles.loc[0, "text"] == "Warga \ufffd menolak."


def test_mojibake_is_named_and_kept(tmp_path):
    articles = read(
        write(tmp_path, "isi\n" + "“Warga menolak”, kata Sari.".encode().decode("cp1252", "replace") + "\n")
    )
    assert notes_of(articles)["mojibake"]["n"] == 1


# --- HTML


def test_html_becomes_paragraphs_and_loses_no_words(tmp_path):
    page = (
        "<div class='isi'><p>Warga <b>menolak</b>\n pagar.</p><script>var a = '<p>x</p>';</script>"
        "<p>&ldquo;Kami lelah,&rdquo; kata Sari&nbsp;A.</p><!-- iklan --><ul><li>satu</li><li>dua</li></ul></div>"
    )
    articles = read(write(tmp_path, json.dumps([{"judul": "Pagar &amp; Warga", "isi": page}]), "a.json"))
    assert articles.loc[0, "text"] == "Warga menolak pagar.\n“Kami lelah,” kata Sari\xa0A.\nsatu\ndua"
    assert articles.loc[0, "title"] == "Pagar & Warga"
    assert notes_of(articles)["html"]["n"] == 1


@pytest.mark.parametrize("text", ["Nilai a < b dan c > d.", "Saksi <nama disamarkan> hadir.", "Q&A dengan warga"])
def test_angle_brackets_and_ampersands_of_a_text_stay(tmp_path, text):
    articles = read(write(tmp_path, json.dumps([{"isi": text}]), "a.json"))
    assert articles.loc[0, "text"] == text
    assert "html" not in notes_of(articles)


def test_line_breaks_outside_paragraph_tags_stay(tmp_path):
    articles = read(write(tmp_path, json.dumps([{"isi": "Baris satu.\nBaris <b>dua</b>.<br>Baris tiga."}]), "a.json"))
    assert articles.loc[0, "text"] == "Baris satu.\nBaris dua.\nBaris tiga."


# --- cells


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_cell_that_begins_with_an_equals_sign_is_text(tmp_path, kind):
    path = tmp_path / f"korpus.{kind}"
    frame = pd.DataFrame({"judul": ["=1+1"], "isi": ['=HYPERLINK("x") kata warga']})
    frame.to_csv(path, index=False) if kind == "csv" else frame.to_excel(path, index=False)
    articles = read(path)
    assert articles.loc[0, "title"] == "=1+1"
    assert articles.loc[0, "text"] == '=HYPERLINK("x") kata warga'
    assert notes_of(articles)["formula"]["n"] == 2


def test_huge_texts_are_kept_and_named(tmp_path):
    articles = read(write(tmp_path, 'judul,isi\nA,"' + "warga menolak " * 80_000 + '"\n'))
    assert articles["text"].str.len().iloc[0] > 1_000_000
    assert notes_of(articles)["huge"]["n"] == 1


def test_a_text_cut_by_a_spreadsheet_is_named(tmp_path):
    articles = read(write(tmp_path, "judul,isi\nA," + "w" * 32_767 + "\n"))
    assert notes_of(articles)["cut_by_excel"]["n"] == 1


def test_line_ends_of_a_spreadsheet(tmp_path):
    articles = read(write(tmp_path, "judul,isi\nA,Satu._x000D_Dua.\n"))
    assert articles.loc[0, "text"] == "Satu.\nDua."


def test_missing_and_unreadable_dates_are_counted(tmp_path):
    rows = "kemarin,Satu.\n,Dua.\nUnknown,Tiga.\n31/02/2025,Empat.\n03/04/2025,Lima.\n"
    articles = read(write(tmp_path, "tanggal,isi\n" + rows))
    assert articles["published"].notna().tolist() == [False, False, False, False, True]
    assert notes_of(articles)["date_missing"]["n"] == 2
    assert notes_of(articles)["date_unreadable"]["n"] == 2
    assert "kemarin" in " ".join(reading_notes(articles))
    assert notes_of(articles)["date_ambiguous"]["n"] == 1


def test_numbers_that_spreadsheets_make_of_ids(tmp_path):
    frame = pd.DataFrame({"id": [1.0, None, 3.0], "isi": ["Satu.", "Dua.", "Tiga."]})
    frame.to_parquet(tmp_path / "a.parquet")
    ids = read(tmp_path / "a.parquet")["article_id"]
    assert ids.iloc[[0, 2]].tolist() == ["1", "3"]
    assert len(ids.iloc[1]) == 16


def test_duplicate_ids_and_column_names(tmp_path):
    articles = read(write(tmp_path, "id,isi,isi\n7,Warga menolak.,x\n7,Warga pulang.,y\n7-2,Warga diam.,z\n"))
    assert articles["article_id"].tolist() == ["7", "7-3", "7-2"]
    assert articles["text"].tolist() == ["Warga menolak.", "Warga pulang.", "Warga diam."]


def test_broken_lines_of_json_are_listed(tmp_path):
    articles = read(write(tmp_path, '{"isi": "Satu."}\n{"isi": "Du\n\n[1, 2]\n{"isi": "Tiga."}\n', "a.jsonl"))
    assert articles["text"].tolist() == ["Satu.", "Tiga."]
    assert left_out(articles)["row"].tolist() == [2, 4]


def test_without_outlet_the_link_names_it_or_nobody_does(tmp_path):
    articles = read(write(tmp_path, "link,isi\nhttps://www.fiksi.example/1,Satu.\n,Dua.\n"))
    assert articles["outlet"].tolist() == ["fiksi.example", "Tidak diketahui"]
    assert {"outlet_from_url", "outlet_missing", "no_column"} <= set(notes_of(articles))


def test_columns_of_later_steps_are_read_back(tmp_path):
    frame = pd.DataFrame(
        {"article_id": ["a"], "text": ["Warga menolak."], "event_id": [3], "ignored": ["[[0, 3]]"], "Unnamed: 0": [0]}
    )
    frame.to_csv(tmp_path / "a.csv", index=False)
    articles = read(tmp_path / "a.csv")
    assert articles.loc[0, "event_id"] == "3"
    assert "ignored_other" in articles.columns
    assert not any(name.startswith("Unnamed") for name in articles.columns)
