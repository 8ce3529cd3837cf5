"""Files of every kind become the same articles, and what is left out is accounted for."""

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bingkai.corpus.read import CorpusError, left_out, read_corpus, reading_notes
from bingkai.schema import ARTICLES, require

SHARED = Path(__file__).parents[2].parent / "shared"
needs_shared = pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason="the shared test data is not beside the checkout"
)

ROWS = [
    {
        "id": "a1", "media": "Harian Fiksi", "tanggal": "Senin, 3 Maret 2025 10:30 WIB", "judul": "Warga Menolak Pagar",
        "isi": 'Warga menolak pagar itu.\n"Kami lelah," kata Sari.', "tautan": "https://fiksi.example/1",
        "rubrik": "Kota",
    },
    {
        "id": "a2", "media": "Kabar Rekaan", "tanggal": "2025-03-04T08:00:00", "judul": "Pagar Dibuka; Warga Lega",
        "isi": "Pagar dibuka,\n\nlalu warga pulang.", "tautan": "https://rekaan.example/2", "rubrik": "Kota",
    },
]  # fmt: skip
FRAME = pd.DataFrame(ROWS, dtype="str")


def read(path, **options):
    return read_corpus(path, progress=False, **options)


def write(folder, content, name="korpus.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def save(frame, folder, kind):
    path = folder / f"korpus.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "xlsx":
        frame.to_excel(path, index=False)
    elif kind == "parquet":
        frame.to_parquet(path)
    else:
        frame.to_json(path, orient="records", lines=kind == "jsonl", force_ascii=False)
    return path


def code_of(articles):
    return {code for code, _ in json.loads(articles.attrs["bingkai"])["notes"]}


# --- the same articles from every kind of file


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "jsonl", "parquet"])
def test_every_kind_gives_the_same_articles(tmp_path, kind):
    articles = require(read(save(FRAME, tmp_path, kind)), ARTICLES)
    assert articles["article_id"].tolist() == ["a1", "a2"]
    assert articles["outlet"].tolist() == ["Harian Fiksi", "Kabar Rekaan"]
    assert articles["published"].tolist() == [pd.Timestamp("2025-03-03 10:30"), pd.Timestamp("2025-03-04 08:00")]
    assert articles["text"].tolist() == [row["isi"] for row in ROWS]
    assert articles["url"].tolist() == [row["tautan"] for row in ROWS]
    assert articles["section"].tolist() == ["Kota", "Kota"]
    assert str(articles["published"].dtype) == "datetime64[us]"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_delimiters_and_encodings_are_found(tmp_path, delimiter, encoding):
    frame = FRAME.assign(isi=FRAME["isi"].str.replace('"Kami lelah,"', "“Kami lelah,”"))
    path = write(tmp_path, frame.to_csv(index=False, sep=delimiter, quoting=1), encoding=encoding)
    articles = read(path)
    assert articles["text"].tolist() == frame["isi"].tolist()
    assert ("encoding" in code_of(articles)) == (encoding in ("cp1252", "utf-16", "utf-16-le"))


def test_an_excel_separator_line_is_no_header(tmp_path):
    path = write(tmp_path, "sep=;\r\njudul;isi\r\nPagar;Warga menolak pagar.\r\n")
    assert read(path)["title"].tolist() == ["Pagar"]


text_cells = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\xad\ufeff<&\ufffe\uffff_"
    ),
    max_size=60,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.tuples(text_cells, text_cells.filter(lambda t: len(t.strip()) > 4)), min_size=1, max_size=5))
def test_round_trips_agree_over_all_kinds(tmp_path, cells):
    rows = [(f"id{i}", f"Media {i}", title, f"Isi {body}\n{body} selesai.") for i, (title, body) in enumerate(cells)]
    frame = pd.DataFrame(rows, columns=["id", "media", "judul", "isi"], dtype="str")
    read_back = {kind: read(save(frame, tmp_path, kind)) for kind in ("csv", "jsonl", "parquet", "xlsx")}
    for kind, articles in read_back.items():
        pd.testing.assert_frame_equal(articles, read_back["parquet"], obj=kind)
    assert read_back["csv"]["text"].tolist() == frame["isi"].tolist()


def test_gzip_is_opened(tmp_path):
    path = write(tmp_path, gzip.compress(FRAME.to_csv(index=False).encode()), "korpus.csv.gz")
    assert len(read(path)) == 2


@pytest.mark.parametrize(
    "content",
    [
        {"articles": ROWS},
        {"status": "ok", "data": ROWS},
        {"a1": ROWS[0], "a2": ROWS[1]},
        {name: {"0": ROWS[0][name], "1": ROWS[1][name]} for name in ROWS[0]},
        {name: [ROWS[0][name], ROWS[1][name]] for name in ROWS[0]},
    ],
    ids=["articles", "data", "by id", "pandas columns", "lists"],
)
def test_the_usual_arrangements_of_json(tmp_path, content):
    assert read(write(tmp_path, json.dumps(content), "korpus.json"))["article_id"].tolist() == ["a1", "a2"]


def test_json_lines_under_the_name_json(tmp_path):
    lines = "\n".join(json.dumps(row) for row in ROWS)
    assert len(read(write(tmp_path, lines, "korpus.json"))) == 2


def test_paragraphs_in_a_json_list_are_lines_and_a_source_object_is_its_name(tmp_path):
    record = {
        "title": "Pagar",
        "content": ["Paragraf satu.", "Paragraf dua."],
        "source": {"id": None, "name": "Harian Fiksi"},
    }
    articles = read(write(tmp_path, json.dumps([record]), "korpus.json"))
    assert articles.loc[0, "text"] == "Paragraf satu.\nParagraf dua."
    assert articles.loc[0, "outlet"] == "Harian Fiksi"


def test_a_header_below_a_title_row_and_a_second_sheet(tmp_path):
    path = tmp_path / "korpus.xlsx"
    with pd.ExcelWriter(path) as book:
        FRAME.to_excel(book, sheet_name="Data", index=False, startrow=2)
        pd.DataFrame({"catatan": ["dikumpulkan Maret"]}).to_excel(book, sheet_name="Catatan", index=False)
    articles = read(path)
    assert articles["article_id"].tolist() == ["a1", "a2"]
    assert "sheets_left" in code_of(articles)


# --- folders


def test_a_folder_of_text_files(tmp_path):
    folder = tmp_path / "korpus"
    for outlet, name, content in [
        ("Harian Fiksi", "2025-03-03-pagar.txt", "Warga Menolak Pagar\n\nWarga menolak pagar itu. Mereka pulang."),
        ("Kabar Rekaan", "pagar2.txt", "Pagar itu dibuka pada pagi hari.\nWarga lega."),
    ]:
        (folder / outlet).mkdir(parents=True)
        write(folder / outlet, content, name)
    write(folder, "bukan artikel", "README.txt")
    write(folder, "%PDF", "lampiran.pdf")
    articles = read(folder)
    assert articles["outlet"].tolist() == ["Harian Fiksi", "Kabar Rekaan"]
    assert articles["article_id"].tolist() == ["2025-03-03-pagar", "pagar2"]
    assert articles["title"].tolist() == ["Warga Menolak Pagar", ""]
    assert articles.loc[0, "published"] == pd.Timestamp("2025-03-03")
    assert any("lampiran.pdf" in note for note in reading_notes(articles))


def test_a_folder_with_one_broken_file_reads_the_others(tmp_path):
    save(FRAME, tmp_path, "csv")
    write(tmp_path, b"PK\x03\x04broken", "rusak.xlsx")
    write(tmp_path, "judul;jumlah\nPagar;3\n", "tabel.csv")
    articles = read(tmp_path)
    assert len(articles) == 2
    out = left_out(articles)
    assert sorted(out["file"]) == ["rusak.xlsx", "tabel.csv"]
    assert set(out["reason"]) == {"berkas tak terbaca"}


def test_ids_that_start_again_in_every_file_are_made_unique(tmp_path):
    for number, row in enumerate(ROWS):
        write(tmp_path, json.dumps([row | {"id": 1}]), f"{number}.json")
    articles = read(tmp_path)
    assert articles["article_id"].tolist() == ["1", "1-2"]
    assert any("1-2" in note for note in reading_notes(articles, "en"))


# --- columns


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("isi", "media"),
        ("Isi_Berita", "Nama Media"),
        ("CONTENT", "Source"),
        ("body ", "hostname"),
        ("Teks", "sumber"),
        ("konten", "sitename"),
    ],
)
def test_columns_are_found_by_their_usual_names(tmp_path, text, outlet):
    articles = read(write(tmp_path, f"{text},{outlet}\nWarga menolak pagar.,Harian Fiksi\n"))
    assert articles.loc[0, ["text", "outlet"]].tolist() == ["Warga menolak pagar.", "Harian Fiksi"]


def test_the_users_own_column_names_go_first(tmp_path):
    path = write(tmp_path, "text,Naskah Lengkap,koran\nringkasan,Warga menolak pagar.,Harian Fiksi\n")
    articles = read(path, columns={"text": "naskah lengkap"})
    assert articles.loc[0, "text"] == "Warga menolak pagar."
    assert articles.loc[0, "text_other"] == "ringkasan"


def test_of_two_text_columns_the_filled_one_is_used_and_the_choice_is_named(tmp_path):
    articles = read(write(tmp_path, "text,content,raw_text\n,Warga menolak pagar.,mentah\n"))
    assert articles.loc[0, "text"] == "Warga menolak pagar."
    assert any("raw_text" in note for note in reading_notes(articles))
    assert articles.loc[0, "raw_text"] == "mentah"


def test_other_columns_stay_at_the_end(tmp_path):
    path = write(tmp_path, "penyandi,judul,isi\nAni,Pagar,Warga menolak pagar.\n")
    articles = read(path)
    assert articles.columns.tolist() == [
        "article_id",
        "outlet",
        "published",
        "title",
        "text",
        "url",
        "section",
        "penyandi",
    ]


def test_trafilatura_output_as_it_comes(tmp_path):
    record = {
        "title": "Pagar", "author": None, "hostname": "fiksi.example", "date": "2025-03-03", "fingerprint": "f0",
        "id": None, "raw_text": "mentah", "text": "Warga menolak pagar.", "language": None,
        "source": "https://fiksi.example/berita/1", "source-hostname": "Harian Fiksi", "categories": "Kota",
    }  # fmt: skip
    articles = read(write(tmp_path, json.dumps(record), "satu.json"))
    assert articles.loc[0, "url"] == "https://fiksi.example/berita/1"
    assert articles.loc[0, "outlet"] == "fiksi.example"
    assert articles.loc[0, "section"] == "Kota"


# --- news-watch


NEWS_WATCH = """"title","publish_date","author","content","keyword","category","source","link"
"Pagar","2025-03-03 10:00:00","Unknown","Warga menolak pagar itu.","pagar","Unknown","https://www.republika.co.id","https://www.republika.co.id/berita/1/pagar"
"Pagar","2025-03-03 10:00:00","Unknown","Warga menolak pagar itu. Mereka pulang.","warga","Kota","https://www.republika.co.id","https://republika.co.id/berita/1/pagar/?utm_source=x"
"Lain","2025-03-04 10:00:00","Ani","Cerita lain
dalam dua baris.","pagar","Unknown","jpnn","https://www.jpnn.com/news/lain"
"Beranda","2025-03-04 11:00:00","Ani","Satu.","pagar","","jpnn","https://www.jpnn.com"
"Beranda","2025-03-04 11:00:00","Ani","Dua.","pagar","","jpnn","https://www.jpnn.com"
"""


def test_news_watch_rows_are_merged_by_link_and_keywords_joined(tmp_path):
    articles = read(write(tmp_path, NEWS_WATCH))
    assert articles["outlet"].tolist() == ["Republika", "JPNN", "JPNN", "JPNN"]
    assert articles.loc[0, "keyword"] == "pagar; warga"
    assert articles.loc[0, "text"].endswith("Mereka pulang.")
    assert pd.isna(articles.loc[0, "author"])
    assert pd.isna(articles.loc[1, "section"])
    out = left_out(articles)
    assert out[["row", "reason", "article_id"]].values.tolist() == [
        [1, "tautan sama, digabung", articles.loc[0, "article_id"]]
    ]
    assert {"news_watch", "same_link", "same_link_other_text"} <= code_of(articles)


@needs_shared
def test_a_real_news_watch_file():
    articles = read(SHARED / "data" / "mbg_newswatch.csv")
    assert len(articles) == articles["url"].nunique() == 400
    assert set(articles["outlet"]) == {"Republika", "Kompas.com", "Detik"}
    assert len(left_out(articles)) == 60
    assert articles["published"].isna().sum() == 2
    assert "Unknown" not in set(articles["section"])


# --- rows left out, merged, named


def test_identical_rows_are_merged_and_other_codings_are_not(tmp_path):
    row = "Pagar,Warga menolak pagar.,Harian Fiksi"
    articles = read(write(tmp_path, f"judul,isi,media,penyandi\n{row},Ani\n{row},Ani\n{row},Budi\n"))
    assert articles["penyandi"].tolist() == ["Ani", "Budi"]
    assert articles["article_id"].is_unique
    assert left_out(articles, "en")["reason"].tolist() == ["identical row, merged"]


def test_rows_and_articles_add_up(tmp_path):
    articles = read(write(tmp_path, "judul,isi\nA,Warga menolak.\nB,\nC,   \nD,nan\nE,Warga pulang.\n"))
    out = left_out(articles)
    assert len(articles) + len(out) == 5
    assert out["row"].tolist() == [2, 3, 4]
    assert out["title"].tolist() == ["B", "C", "D"]
    assert reading_notes(articles)[0].startswith("5 baris dibaca dari 1 berkas: 2 artikel, 3 baris")


def test_made_ids_do_not_depend_on_the_order_of_rows(tmp_path):
    rows = ["Pagar,Warga menolak pagar.", "Jalan,Jalan itu ditutup."]
    first = read(write(tmp_path, "judul,isi\n" + "\n".join(rows)))
    second = read(write(tmp_path, "judul,isi\n" + "\n".join(rows[::-1])))
    assert first["article_id"].tolist() == second["article_id"].tolist()[::-1]


def test_a_frame_from_elsewhere_has_an_empty_account():
    frame = pd.DataFrame({"article_id": ["a"]})
    assert left_out(frame).empty
    assert list(left_out(frame).columns) == ["file", "row", "reason", "article_id", "outlet", "title", "url"]
    assert reading_notes(frame) == []


def test_the_account_survives_parquet(tmp_path):
    articles = read(write(tmp_path, "judul,isi\nA,Warga menolak.\nB,\n"))
    articles.to_parquet(tmp_path / "artikel.parquet")
    again = pd.read_parquet(tmp_path / "artikel.parquet")
    pd.testing.assert_frame_equal(left_out(again), left_out(articles))


def test_notes_in_both_languages(tmp_path):
    articles = read(save(FRAME, tmp_path, "csv"))
    assert len(reading_notes(articles)) == len(reading_notes(articles, "en"))
    with pytest.raises(ValueError, match="'id' or 'en'"):
        reading_notes(articles, "de")


# --- real files


@needs_shared
@pytest.mark.parametrize(
    ("name", "n_articles"),
    [("mbg_2025_2026", 2214), ("danantara_2025", 220), ("events_labelled", 967), ("indonews_june2025", 7279)],
)
def test_shared_files_are_read_whole(name, n_articles):
    source = pd.read_parquet(SHARED / "data" / f"{name}.parquet").set_index("id")
    articles = read(SHARED / "data" / f"{name}.parquet").set_index("article_id")
    assert len(articles) == n_articles
    assert left_out(articles).empty
    listed = ~source["outlet"].str.contains(r"\.(?!com$)|^[a-z]", regex=True)
    assert (articles["outlet"][listed] == source["outlet"][listed]).all()
    assert articles["published"].notna().sum() == source["date"].notna().sum()
    assert ("event_id" in articles.columns) == (name == "events_labelled")


@needs_shared
def test_gold_texts_are_not_shifted_by_reading():
    path = SHARED / "gold" / "articles.jsonl"
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    articles = read(path).set_index("article_id")
    assert all(articles.loc[article["article_id"], "text"] == article["text"] for article in gold)


def test_nothing_to_read_is_an_error(tmp_path):
    with pytest.raises(CorpusError, match="nothing to read in the folder"):
        read(tmp_path)
