"""Hearsay markers and labels of suspects: every sentence is written for its phenomenon."""

import tomllib
from importlib.resources import files

import pandas as pd
import pytest

from bingkai.reading.analyse import Reading, analyse
from bingkai.reading.hearsay import hearsay, legal_labels
from bingkai.schema import ARTICLES, HEARSAY, LABELS, LEGAL_LABELS, STAGES, build, require


def read(text: str, title: str = "Kabar kota") -> Reading:
    articles = build(
        {"article_id": ["a"], "outlet": ["Kabar Rekaan"], "published": [pd.NaT], "title": [title], "text": [text]},
        ARTICLES,
    )
    return analyse(articles, progress=False)


@pytest.mark.parametrize(
    ("text", "label", "stage", "fit"),
    [
        ("Polisi menangkap pencuri itu. Tersangka dibawa ke Polres Sinar.", "tersangka", "diperiksa", "mendahului"),
        ("Polisi menetapkan Budi sebagai tersangka. Tersangka dibawa.", "tersangka", "tersangka", "sesuai"),
        ("Polres Sinar menetapkan dua tersangka. Para tersangka dibawa.", "tersangka", "tersangka", "sesuai"),
        ("Jaksa mendakwa Budi korupsi. Terdakwa diam.", "terdakwa", "sidang", "sesuai"),
        ("Hakim memvonis Budi dua tahun. Terdakwa diam.", "terdakwa", "putusan", "sesuai"),
        ("Jaksa mendakwa Budi korupsi. Tersangka diam.", "tersangka", "sidang", "di belakang"),
        ("Hakim menjatuhkan hukuman kepada Budi. Terpidana diam.", "terpidana", "putusan", "sesuai"),
        ("Polisi menyelidiki pembunuhan itu. Pelaku melarikan diri.", "pelaku", "diperiksa", "mendahului"),
        ("Hakim memvonis pelaku pembunuhan itu.", "pelaku", "putusan", "sesuai"),
        ("Terduga pencuri itu kabur.", "terduga", None, "tanpa tahap"),
        ("Polisi menetapkan Budi sebagai tersangka. Terduga diam.", "terduga", "tersangka", "di belakang"),
    ],
)
def test_labels_against_the_stage_named(text: str, label: str, stage: str | None, fit: str) -> None:
    found = require(legal_labels(read(text)), LEGAL_LABELS)
    assert found["label"].tolist() == [label]
    assert [None if pd.isna(one) else one for one in found["stage"]] == [stage]
    assert found["fit"].tolist() == [fit]


@pytest.mark.parametrize(
    "text",
    [
        "Hasil pertandingan itu tak terduga.",
        "Pelaku usaha kecil menolak pajak, kata polisi.",
        "Budi ditetapkan sebagai tersangka.",
    ],
)
def test_other_senses_and_stages_are_no_labels(text: str) -> None:
    assert legal_labels(read(text)).empty


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Polisi belum menetapkan Budi sebagai tersangka.", "tersangka"),
        ("Penahanan Budi oleh polisi belum juga terlaksana.", "tersangka"),
        ("Hakim menunda sidang pembacaan vonis itu.", "putusan"),
        ("Pemain itu divonis dokter menderita radang, kata hakim garis.", "putusan"),
        ("Polisi menonton penjaga gawang menahan imbang lawannya.", "tersangka"),
        ("Jaksa menyusun surat dakwaan.", "sidang"),
    ],
)
def test_what_has_not_happened_is_no_stage(text: str, stage: str) -> None:
    found = legal_labels(read(text + " Terduga diam."))
    assert len(found) == 1
    assert stage not in str(found["stages"].iloc[0]).split(" · ")


def test_the_furthest_stage_has_its_place() -> None:
    text = "Polisi menangkap Budi. Jaksa mendakwa Budi mencuri. Tersangka Budi diam."
    row = legal_labels(read(text)).iloc[0]
    assert row["stages"] == "diperiksa · sidang"
    assert text[int(row["stage_start"]) : int(row["stage_end"])] == row["stage_form"] == "mendakwa"
    assert text[row["start"] : row["end"]] == row["form"] == "Tersangka"
    assert row["named"]


def test_hearsay_with_and_without_a_source() -> None:
    text = 'Konon harta itu dijual. "Harta itu diduga dijual," kata Rani Utami.'
    found = require(hearsay(read(text)), HEARSAY)
    assert found["category"].tolist() == ["kabar", "dugaan"]
    assert found["sourced"].tolist() == [False, True]
    assert found["source"].iloc[1] == "Rani Utami"
    assert found["zone"].tolist() == ["reporter", "direct"]
    assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == found["form"].tolist()


def test_nothing_found_is_an_empty_frame() -> None:
    reading = read("Pasar buka pukul tujuh.")
    assert require(hearsay(reading), HEARSAY).empty
    assert require(legal_labels(reading), LEGAL_LABELS).empty


def test_the_list_names_known_labels_and_stages_only() -> None:
    card = tomllib.loads((files("bingkai.reading") / "data" / "tahap_hukum.toml").read_text(encoding="utf-8"))
    assert {entry["key"] for entry in card["label"]} == set(LABELS)
    assert {entry["key"] for entry in card["stage"]} == set(STAGES)
    assert {entry["key"] for entry in card["marker"]} == set(HEARSAY["category"].values)
