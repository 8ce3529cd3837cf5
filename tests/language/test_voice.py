"""Voice: words that are verbs, words that only look like verbs, and what the running text decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bingkai.language.voice import VOICES, is_stem_verb, voice, voice_of
from bingkai.language.voices import find_voices

VERBS = {
    "di-": "ditangkap dikatakan diperiksa diketahui diberhentikan dipertanyakan dipelajari ditertawakan dikemukakan "
           "ditandatangani diviralkan diunggah dibuat-buat di-upload ditahannya dimintai dicuri disita dirinci",
    "me-": "menangkap mengatakan memberitahukan mengebom mengecek menyita memukuli memperingatkan melihat merusak "
           "mengetahuinya menyeluruhkan memviralkan mengonfirmasi menandatangani meninggal mengutak-atik menilai",
    "ter-": "tertembak terluka terbakar terjadi tersedia terseret terbunuh terlihat terasa",
    "ber-": "berdemonstrasi bertemu berkata belajar bekerja berkewajiban berangkat berasal berlari berencana",
    "ke-an": "kehilangan kecurian kebanjiran keracunan",
    "nominal": "penangkapan penembakan penyitaan perusakan perampasan serangan bentrokan ancaman",
}  # fmt: skip
LOOK_ALIKES = (
    "di dia diri dirinya dinas direktur direktorat divisi digital diskusi dingin disiplin diplomatik dialog distribusi "
    "dimana diantaranya didalam diatas disini dikarenakan dimas diana direktur-direktur media menteri medan merah "
    "meski mereka memang mesin mei melalui mengenai menurut menurutnya menit metode mekanisme menengah tersebut "
    "terhadap terkait termasuk tersangka terdakwa terima terang terbesar tertinggi terbaru berita berani beberapa "
    "berbagai bersama berdasarkan beras pengadilan pendidikan pemerintahan pengalaman perusahaan perempuan medianya"
)  # fmt: skip


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, words in VERBS.items() for word in words.split()])
def test_verbs_have_the_voice_of_their_affixes(name: str, word: str) -> None:
    assert voice(word) == name


@pytest.mark.parametrize("word", LOOK_ALIKES.split())
def test_what_only_looks_like_a_verb_has_none(word: str) -> None:
    assert voice(word) == ""


def test_case_does_not_change_a_word() -> None:
    assert voice("DITANGKAP") == voice("Ditangkap") == "di-"


def test_many_words_are_each_given_their_voice_in_order() -> None:
    assert voice_of(["dinas", "ditahan", "dinas"]) == ["", "di-", ""]


@given(st.text(max_size=60))
def test_any_text_is_answered(word: str) -> None:
    assert voice(word) in VOICES


@pytest.mark.parametrize(("word", "stem"), [("tangkap", True), ("laporkan", True), ("pertahankan", True),
                                            ("pasukan", False), ("sedangkan", False), ("gerakan", False)])  # fmt: skip
def test_stems_that_take_an_object(word: str, stem: bool) -> None:
    assert is_stem_verb(word) is stem


def found(text: str) -> list[tuple[str, str]]:
    rows = find_voices(text)
    return list(zip(rows["form"], rows["voice"], strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ia tinggal di Jakarta.", []),
        ("Ia lahir diJakarta.", []),
        ("Pencuri itu di tangkap kemarin.", [("di tangkap", "di-")]),
        ("Ia menunggu di dalam.", [("menunggu", "me-")]),
        ("Rumah itu kami lihat kemarin.", [("lihat", "persona")]),
        ("Berita itu kubaca tadi.", [("kubaca", "persona")]),
        ("Kuliah libur.", []),
        ("Lima siswa keracunan.", [("keracunan", "ke-an")]),
        ("Kasus keracunan bertambah.", [("bertambah", "ber-")]),
        ("Tadi Menanti pulang bersama Rani.", []),  # a name
        ("Menanti keputusan, ia pulang.", [("Menanti", "me-")]),
        ("Polisi Ditembak Perampok di Sinar", [("Ditembak", "di-")]),  # a headline
    ],
)  # fmt: skip
def test_the_running_text_decides_what_letters_leave_open(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_offsets_hold_the_form() -> None:
    texts = ["Ia ditahan. Kami sampaikan itu.", "Rumah di bakar massa."]
    for row in find_voices(texts).itertuples():
        assert texts[row.article][row.start : row.end] == row.form


def test_no_text_has_no_verbs() -> None:
    assert find_voices("").empty
    assert find_voices([]).empty
