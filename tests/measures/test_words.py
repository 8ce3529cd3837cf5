"""Words of articles: what is counted, in whose voice, and what is signed away."""

import pandas as pd
import pytest

import bingkai as bk
from bingkai import schema
from bingkai.measures.words import word_counts

OUTLETS = ["Kabar Pelabuhan", "Antara", "Detik"]


def read(*texts: str, titles: str | list[str] = "Judul", outlets: list[str] | None = None) -> bk.Reading:
    n = len(texts)
    articles = schema.build(
        {
            "article_id": [f"a{i}" for i in range(n)],
            "outlet": outlets or (OUTLETS * n)[:n],
            "published": [pd.Timestamp(2026, 5, 1)] * n,
            "title": [titles] * n if isinstance(titles, str) else titles,
            "text": list(texts),
        },
        schema.ARTICLES,
    )
    return bk.analyse(articles, progress=False)


def found(frame: pd.DataFrame, article: str = "a0") -> dict[str, int]:
    rows = frame[frame["article_id"] == article]
    return dict(zip(rows["word"].astype("str"), rows["count"].tolist(), strict=True))


def test_words_of_the_reporter_only():
    reading = read(
        'Warga menolak penggusuran. "Kami tidak akan pindah dari rumah kami sendiri," kata Sari. Warga pulang.'
    )
    words = found(word_counts(reading))
    assert words["warga"] == 2
    assert "pindah" not in words
    assert "pindah" in found(word_counts(reading, zone="direct"))
    assert "judul" in found(word_counts(reading, zone="title"))
    assert {"pindah", "judul", "penggusuran"} <= set(found(word_counts(reading, zone=None)))


def test_counts_add_up_to_the_base():
    counts = word_counts(read("Warga pulang. Petugas datang dan warga pergi.", "Harga naik."))
    sums = counts.groupby("article_id", observed=True).agg(count=("count", "sum"), n_words=("n_words", "first"))
    assert (sums["count"] == sums["n_words"]).all()
    assert sums.loc["a0", "n_words"] == 7


def test_rare_words_stay_in_the_base():
    reading = read("Warga pulang.", "Warga datang.")
    counts = word_counts(reading, min_articles=2)
    assert found(counts) == {"warga": 1}
    assert counts["n_words"].tolist() == [2, 2]


def test_numbers_and_addresses_are_no_words():
    words = found(
        word_counts(read("Sebanyak 1.200 warga dan 14.000-an buruh ke-400 membaca contoh.co.id soal covid-19."))
    )
    assert set(words) == {"sebanyak", "warga", "dan", "buruh", "membaca", "soal", "covid-19"}


@pytest.mark.parametrize(
    ("text", "outlet", "gone", "kept"),
    [
        # a name with a capital inside a sentence is the outlet, the same word without is not
        ("Seperti dilaporkan Antara, jarak antara desa itu jauh.", "Antara", None, "antara"),
        ("Kepada Detik ia menjelaskan bahwa tiap detik berharga.", "Detik", None, "detik"),
        # where a sentence begins, a name of one word cannot be told from the word
        ("Antara dua desa itu ada sungai.", "Antara", None, "antara"),
        ("Wartawan Kabar Pelabuhan melihat kapal di pelabuhan.", "Kabar Pelabuhan", "kabar", "pelabuhan"),
        ("Warga membaca KabarPelabuhan.berita di kapal.", "Kabar Pelabuhan", "kabarpelabuhan", "kapal"),
        ("Warga membaca KabarPelabuhan.berita di kapal.", "Kabar Pelabuhan", "berita", "kapal"),
        ("KabarPelabuhan mencatat kapal itu tiba.", "Kabar Pelabuhan", "kabarpelabuhan", "kapal"),
        ("Tim detikcom dan detikJateng melihat banjir.", "Detik", "detikcom", "banjir"),
        ("Tim detikcom dan detikJateng melihat banjir.", "Detik", "detikjateng", "banjir"),
    ],
)
def test_outlets_do_not_sign_their_words(text, outlet, gone, kept):
    words = found(word_counts(read(text, outlets=[outlet]), zone=None))
    assert words[kept] == 1
    assert gone not in words


def test_a_desk_is_only_an_outlets_name_with_a_desk_behind_it():
    words = found(word_counts(read("Pekerja temporer itu menunggu sedetik dan detiknya lewat.", outlets=["Detik"])))
    assert {"temporer", "sedetik", "detiknya"} <= set(words)


def test_outlets_that_are_not_in_the_corpus_are_not_looked_for():
    assert found(word_counts(read("Menurut Kompas harga naik.", outlets=["Detik"])))["kompas"] == 1


def test_the_reporter_named_in_the_credit_is_no_word_of_the_article():
    text = "Warga pulang setelah Melati bertanya kepada Surya.\n\nPenulis: Sari Melati\nEditor: Bram Hutapea"
    words = found(word_counts(read(text)))
    assert "melati" not in words
    assert words["surya"] == 1


def test_names_can_be_dropped():
    reading = read("Warga bertemu Wiratama di Tegalayu. Petugas Tegalayu pulang bersama Wiratama.")
    assert found(word_counts(reading))["tegalayu"] == 2
    words = found(word_counts(reading, names="drop"))
    assert "tegalayu" not in words
    assert "wiratama" not in words
    assert words["warga"] == 1


def test_stems_bring_forms_together():
    reading = read("Petugas menembak. Warga ditembak.")
    assert "tembak" not in found(word_counts(reading))
    assert found(word_counts(reading, by="stem"))["tembak"] == 2


def test_pairs_of_words_stand_side_by_side_in_a_sentence():
    reading = read("Rumah warga, tanah adat. Rumah warga dibongkar.")
    counts = word_counts(reading, n=2)
    assert found(counts) == {"rumah warga": 2, "tanah adat": 1, "warga dibongkar": 1}
    assert counts["n_words"].tolist() == [4] * 3
    assert found(word_counts(reading, n=3)) == {"rumah warga dibongkar": 1}


def test_every_row_leads_to_its_sentences():
    reading = read("Rumah warga dibongkar. Warga pulang.", "Petugas datang ke rumah warga.")
    for frame in (word_counts(reading), word_counts(reading, n=2)):
        for row in frame.to_dict("records"):
            passages = reading.kwic(row["word"], outlet=row["outlet"], zone="reporter", n=None)
            assert (passages["article_id"] == row["article_id"]).sum() == row["count"]


def test_words_and_articles_are_categories_in_order():
    counts = word_counts(read("Warga datang.", "Buruh datang."))
    require = schema.require(counts, schema.WORD_COUNTS)
    assert require is counts
    assert all(isinstance(counts[name].dtype, pd.CategoricalDtype) for name in ("article_id", "outlet", "word"))
    assert counts["word"].cat.categories.tolist() == ["buruh", "datang", "warga"]
    assert counts["word"].astype("str").tolist() == ["datang", "warga", "buruh", "datang"]


def test_an_article_without_words_has_no_row_and_an_empty_corpus_no_rows():
    counts = word_counts(read("Warga datang.", ""))
    assert counts["article_id"].unique().tolist() == ["a0"]
    assert len(word_counts(read("", ""))) == 0


def test_events_and_copies_go_along():
    reading = read("Warga datang.", "Warga datang.")
    articles = reading.articles.assign(event_id=["e1", None], copy_group=["k", "k"])
    counts = word_counts(bk.Reading(**{**vars(reading), "articles": articles}))
    assert counts["event_id"].astype("str").fillna("-").tolist() == ["e1", "e1", "-", "-"]
    assert set(counts["copy_group"]) == {"k"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"zone": "kutipan"}, "unknown zone 'kutipan'"),
        ({"by": "lemma"}, "wanted 'form' or 'stem'"),
        ({"names": "only"}, "wanted 'keep' or 'drop'"),
        ({"n": 0}, "wanted 1 for words"),
    ],
)
def test_unknown_options_say_what_is_wanted(options, message):
    with pytest.raises(ValueError, match=message):
        word_counts(read("Warga datang."), **options)
