"""Each finding of check_corpus: a text that has it and a near one that has not."""

from pathlib import Path

import pandas as pd
import pytest

from bingkai import schema
from bingkai.corpus.check import FINDINGS, check_corpus
from bingkai.corpus.read import read_corpus

SHARED = Path(__file__).parents[2].parent / "shared"

LOST = " Kami lelah, kata Sari. Saya pulang, ujar Budi."
BODY = (
    "Warga di kampung itu menolak pagar yang dibangun pada malam hari karena jalan ke ladang tertutup. "
    "Mereka meminta pemerintah kota untuk membuka jalan itu sebelum musim panen tiba pada bulan depan. "
    "Pemerintah kota menyatakan akan memeriksa izin pagar tersebut dan bertemu dengan warga pada hari Rabu. "
    "Pertemuan itu akan dihadiri oleh wakil dari kantor pertanahan dan para pemilik ladang di sekitar pagar."
)
MALAY = (
    "Penduduk kampung itu membantah pembinaan pagar pada waktu malam kerana jalan ke ladang mereka telah ditutup. "
    "Mereka meminta pihak kerajaan negeri untuk membuka semula jalan itu sebelum musim menuai pada bulan hadapan. "
    "Kerajaan negeri berkata ia akan menyiasat perkara itu dan berjumpa dengan penduduk pada hari Rabu nanti. "
    "Perjumpaan itu akan dihadiri oleh wakil dari pejabat tanah serta pemilik ladang yang ada di kawasan itu."
)
ENGLISH = " ".join(["The residents of the village rejected the fence that was built at night near their fields."] * 5)


def corpus(*texts, outlets=None, **columns):
    n = len(texts)
    return schema.build(
        {
            "article_id": [f"a{i}" for i in range(n)],
            "outlet": outlets or ["Harian Fiksi"] * n,
            "published": columns.get("published", ["2025-03-04"] * n),
            "title": columns.get("titles", ["Pagar"] * n),
            "text": list(texts),
        },
        schema.ARTICLES,
    )


def found(*texts, **columns):
    flags = check_corpus(corpus(*texts, **columns)).flags
    return {finding: set(group["article_id"]) for finding, group in flags.groupby("finding")}


def test_a_sound_article_has_no_findings():
    assert found(BODY) == {}


@pytest.mark.parametrize(
    ("finding", "bad", "sound"),
    [
        ("very_short", "Warga menolak pagar.", BODY),
        ("not_indonesian", ENGLISH, MALAY),
        ("not_indonesian", ENGLISH, BODY + ' "' + " ".join(ENGLISH.split()[:20]) + '," kata Sari.'),
        ("truncated", BODY + " Warga kemudian pulang ke rumah masing-masing sambil membawa", BODY + "\n(abc/def)"),
        ("truncated", BODY + " Baca selengkapnya", BODY + "\npagar\nwarga kampung\nizin pagar kota"),
        ("truncated", BODY + " […]", BODY + '\n"Kami menunggu," kata Sari kepada Harian Fiksi, Rabu (4/3)'),
        ("truncated", BODY + "\nView in Single Page 1 2", BODY + "\nEditor: Rekaan Fiksi dan Budi Karangan Lagi Nama"),
        ("glued", BODY + " Lalu JakartaKita dan HargaBeras naik.", BODY + " WhatsApp, YouTube, TransJakarta, NasDem."),
        ("glued", BODY + " Ia pergi.Mereka ikut.Semua pulang.", BODY + " Pukul 10.30 di Kompas.com pada 3.500 meter."),
        ("flattened", " ".join([BODY] * 5), "\n".join([BODY] * 5)),
        ("quotes_lost", BODY + LOST, BODY + " Pagar itu sah, kata Sari. Ya, ujar Budi."),
        ("quotes_lost", BODY + LOST, BODY + ' "Kami lelah," kata Sari, "ya," ujar Budi.'),
        ("quotes_unbalanced", BODY + ' "Kami lelah, kata Sari.', BODY + ' "Kami lelah," kata Sari.'),
        ("quotes_unbalanced", BODY + " Kami lelah,” kata Sari.", "“Kami lelah.\n“Kami pulang,” kata Sari. " + BODY),
        ("mojibake", BODY + " â€œKami lelahâ€ kata Sari.", BODY + " Café “Âsa” buka."),
        ("html", BODY + " <b>tebal</b>", BODY + " a < b"),
    ],
)  # fmt: skip
def test_a_finding_and_what_it_is_not(finding, bad, sound):
    assert finding in FINDINGS
    assert "a0" in found(bad).get(finding, set())
    assert finding not in found(sound)


def test_dates_titles_and_outlets():
    hits = found(
        BODY, BODY + " Satu.", BODY + " Dua.",
        published=[None, "1970-01-01", "2025-03-04"], titles=["A", "", "C"], outlets=["A", "B", "Tidak diketahui"],
    )  # fmt: skip
    assert hits["date_missing"] == {"a0"}
    assert hits["date_implausible"] == {"a1"}
    assert hits["title_missing"] == {"a1"}
    assert hits["outlet_missing"] == {"a2"}


def test_the_same_text_and_the_same_opening():
    other = BODY.replace("Warga", "Penduduk", 1)
    texts = [BODY, BODY.replace(" ", "  "), other, "KOTA, Kabar Rekaan – " + BODY + " Selesai."]
    hits = found(*texts, outlets=["Harian Fiksi"] * 3 + ["Kabar Rekaan"])
    assert hits["same_text"] == {"a0", "a1"}
    assert hits["same_opening"] == {"a0", "a1", "a3"}


def test_lines_that_many_articles_share():
    texts = [f"{BODY} Nomor {i}.\nIkuti saluran kami di sini" for i in range(6)] + [BODY]
    check = check_corpus(corpus(*texts))
    assert check.repeated[["line", "n_articles"]].values.tolist() == [["Ikuti saluran kami di sini", 6]]
    assert check.flags["finding"].value_counts().to_dict() == {"repeated_lines": 6}


def test_the_frames_add_up():
    texts = [BODY, "Pendek.", "Singkat.", ENGLISH]
    check = check_corpus(
        corpus(*texts, outlets=["A", "A", "B", "B"], published=["2025-03-04", "2025-04-01", None, "2025-04-02"])
    )
    findings = check.to_frame()
    assert findings.columns.tolist() == ["outlet", "finding", "n", "share", "examples"]
    assert findings["n"].sum() == len(check.flags)
    assert findings.loc[findings["finding"] == "very_short", ["outlet", "n", "share"]].values.tolist() == [
        ["A", 1, 0.5],
        ["B", 1, 0.5],
    ]
    assert check.outlets["n_articles"].sum() == 4
    assert check.months["n_articles"].sum() == 3
    assert check.months["month"].astype("str").tolist() == ["2025-03", "2025-04", "2025-04"]


def test_it_is_shown_in_both_languages_and_escaped():
    check = check_corpus(corpus(BODY, "Pendek.", outlets=["<b>Media</b>", "Harian Fiksi"]))
    assert "kurang dari 50 kata" in check.to_text()
    assert "under 50 words" in check.to_text("en")
    assert "kurang dari 50 kata" in check.to_frame("id")["finding"].tolist()
    assert "<b>Media" not in check._repr_html_()
    assert "&lt;b&gt;Media" in check._repr_html_()


def test_what_reading_left_out_is_shown(tmp_path):
    path = tmp_path / "korpus.csv"
    path.write_text(f"judul,isi\nA,{BODY}\nB,\n", encoding="utf-8")
    check = check_corpus(read_corpus(path))
    assert check.left_out.values.tolist() == [["teks kosong", 1]]
    assert "empty text" in check.to_text("en")
    assert "1 baris tanpa teks" in check.to_text()


def test_shuffling_changes_nothing_and_the_input_stays():
    articles = corpus(BODY, "Pendek.", ENGLISH, outlets=["A", "B", "A"])
    before = articles.copy()
    counts = check_corpus(articles).findings.set_index(["outlet", "finding"])["n"].sort_index()
    shuffled = check_corpus(articles.sample(frac=1, random_state=7)).findings
    pd.testing.assert_series_equal(shuffled.set_index(["outlet", "finding"])["n"].sort_index(), counts)
    pd.testing.assert_frame_equal(articles, before)


def test_one_article_without_a_date_is_enough():
    check = check_corpus(corpus("Warga.", published=[None]))
    assert check.months.empty
    assert "–" in check.to_text()


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="no shared data beside the checkout")
def test_known_defects_of_real_files_are_found():
    glued = check_corpus(read_corpus(SHARED / "data" / "indonews_june2025.parquet")).findings
    share = glued[glued["finding"] == "glued"]["n"].sum() / 7279
    assert share > 0.25
    sound = check_corpus(read_corpus(SHARED / "data" / "mbg_2025_2026.parquet")).findings
    assert sound[sound["finding"] == "glued"]["n"].sum() / 2214 < 0.01
    assert sound[sound["finding"] == "not_indonesian"]["n"].sum() < 10


def test_pyarrow_columns_are_checked_like_others():
    plain = corpus(BODY + LOST, BODY)
    found = check_corpus(plain.convert_dtypes(dtype_backend="pyarrow"))
    pd.testing.assert_frame_equal(found.findings, check_corpus(plain).findings)
