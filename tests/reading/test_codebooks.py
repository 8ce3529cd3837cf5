"""Codebooks: those that come with the library, a researcher's own, and what is said of a broken one."""

from importlib.resources import files
from itertools import chain

import pytest

from bingkai.language.stems import stem_types
from bingkai.reading.codebooks import MODELS, CodebookError, as_codebook, load_codebook, parse_codebook, read_codebook
from bingkai.reading.frame_signals import check_signals, frame_lexicon, signal_label, signal_names

OWN = """
judul = "Bingkai banjir"
sumber = "Penelitian saya"

[[unsur]]
nama = "alam"
judul = "Bencana alam"
definisi = "Banjir sebagai kejadian alam."
akar = ["hujan"]
bentuk = ["curah hujan", "luapan"]
[[unsur.butir]]
nama = "alam_ada"
pertanyaan = "Apakah banjir digambarkan sebagai kejadian alam?"
nilai = ["ya", "tidak"]
[[unsur.butir]]
nama = "alam_kuat"
skala = "ordinal"
nilai = {0 = "tidak", 1 = "lemah", 2 = "kuat"}
[[unsur.butir]]
nama = "korban"
skala = "interval"
[[unsur.butir]]
nama = "kutipan"
skala = "teks"
"""


@pytest.mark.parametrize("name", MODELS)
def test_every_codebook_is_complete_in_both_languages(name):
    book = load_codebook(name)
    check_signals(book)
    assert book.licence == "CC0-1.0"
    assert book.source
    assert book.note
    for element in book.elements:
        assert element.id
        assert element.en
        assert element.title_en
        assert element.id != element.en
    for item in book.items:
        assert item.question != item.question_en


def test_the_models_have_the_items_of_their_authors():
    assert [len(element.items) for element in load_codebook("semetko_valkenburg").elements] == [5, 5, 4, 3, 3]
    assert len([item for item in load_codebook("policy_frames").items if item.name.endswith("_ada")]) == 15
    assert len(load_codebook("policy_frames").item("dimensi_utama").values) == 15
    groups = dict.fromkeys(element.group for element in load_codebook("pan_kosicki").elements)
    assert list(groups) == ["Sintaksis", "Skrip", "Tematik", "Retoris"]
    assert sum(element.group == "Skrip" for element in load_codebook("pan_kosicki").elements) == 6
    assert [element.name for element in load_codebook("entman").elements][:4] == ["masalah", "sebab", "nilai", "solusi"]


def test_no_codebook_proposes_sentences_for_what_needs_gold_data():
    elements = load_codebook("policy_frames").elements
    assert all(not element.signals for element in elements if element.name != "utama")


def test_a_codebook_of_ones_own_with_indonesian_keys(tmp_path):
    (tmp_path / "banjir.toml").write_text(OWN, encoding="utf-8")
    book = read_codebook(tmp_path / "banjir.toml")
    assert book.name == "banjir"
    assert book.title_en == "Bingkai banjir"
    assert book.elements[0].stems == ("hujan",)
    ordinal, interval = book.item("alam_kuat"), book.item("korban")
    assert (ordinal.number("2"), interval.number("3.5")) == (2.0, 3.5)
    assert book.item("kutipan").scale == "text"
    assert as_codebook(str(tmp_path / "banjir.toml")).sha256 == book.sha256
    assert "alam_ada" in book._repr_html_()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('nama = "alam"\njudul', "nama = 'Alam!'\njudul"), "element 1: wanted a name of lower-case letters"),
        (('nilai = ["ya", "tidak"]', 'nilai = ["ya"]'), "item 'alam_ada' is nominal and needs at least two values"),
        (('nilai = ["ya", "tidak"]', 'nilai = ["ya", "Ya"]'), "every value once"),
        (('nilai = ["ya", "tidak"]', 'nilai = "ya"'), "values are a list"),
        (('skala = "ordinal"', 'skala = "ordinall"'), "unknown scale 'ordinall'; nearest: 'ordinal'"),
        (('nama = "korban"', 'nama = "alam_ada"'), "two items are called 'alam_ada'"),
        (('nama = "korban"', 'nama = "article_id"'), "this name is a column of the sheet"),
        (('nama = "korban"', 'nama = "bukti_alam"'), "this name is a column of the sheet"),
        (("pertanyaan =", "pertanyan ="), "unknown key 'pertanyan'; nearest: 'pertanyaan'"),
        (('akar = ["hujan"]', "akar = [3]"), "stems is a list of words"),
        (("[[unsur]]", "[[unsur"), "is not TOML"),
        (('skala = "teks"', 'skala = "teks"\nnilai = ["a", "b"]'), "free text and has no values"),
        (('skala = "interval"', 'skala = "interval"\nnilai = ["satu", "dua"]'), "values must be numbers"),
        (("akar =", 'isyarat = {"cue.sebab" = "dua"}\nakar ='), "signals are names with weights"),
        (("judul = \"Bingkai banjir\"", 'rank_by = "acak"'), "unknown rank_by 'acak'"),
    ],
)  # fmt: skip
def test_a_broken_codebook_says_where_and_what_to_do(change, message):
    assert change[0] in OWN
    with pytest.raises(CodebookError, match=message.replace("[", r"\[").replace("]", r"\]")):
        parse_codebook(OWN.replace(*change), "banjir")


def test_missing_files_elements_and_items(tmp_path):
    with pytest.raises(CodebookError, match="no codebook at"):
        as_codebook(tmp_path / "tiada.toml")
    with pytest.raises(CodebookError, match="has no elements"):
        parse_codebook('title = "kosong"', "kosong")
    with pytest.raises(CodebookError, match="has no items"):
        parse_codebook('[[elements]]\nname = "a"', "kosong")
    (tmp_path / "lama.toml").write_bytes('judul = "é"'.encode("cp1252"))
    with pytest.raises(CodebookError, match="not UTF-8"):
        read_codebook(tmp_path / "lama.toml")
    with pytest.raises(CodebookError, match=r"nearest: 'cue\.sebab'"):
        check_signals(parse_codebook(OWN.replace("akar =", 'isyarat = {"cue.sebap" = 2}\nakar ='), "banjir"))


@pytest.mark.parametrize("name", ["bingkai_generik", "isyarat_bingkai"])
def test_the_lexicons_are_sorted_defined_and_findable(name):
    lexicon = frame_lexicon(name)
    terms = lexicon.entries["term"].tolist()
    assert terms == sorted(terms)
    assert set(lexicon.entries["category"]) == set(lexicon.categories)
    for card in lexicon.categories.values():
        assert {"title", "title_en", "id", "en", "example"} <= set(card)
    roots = lexicon.entries.loc[lexicon.entries["match"] == "stem", "term"].tolist()
    assert stem_types(roots) == roots
    stray = [file.name for file in (files("bingkai.reading") / "data" / "frames").iterdir()]
    assert {f"{name}.csv", f"{name}.toml"} <= set(stray)


def test_every_signal_has_a_label_in_both_languages():
    for name in signal_names():
        assert signal_label(name, "id")
        assert signal_label(name, "en")
    used = set(chain.from_iterable(e.signals for name in MODELS for e in load_codebook(name).elements))
    assert used <= set(signal_names())
