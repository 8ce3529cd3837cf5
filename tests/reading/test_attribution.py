"""Attribution patterns P1 to P16, damage, homographs, resolution, on sentences of our own; and the seed article."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from bingkai.reading.attribution import find_attributions
from bingkai.schema import ATTRIBUTIONS, SchemaError, require

SHARED = Path(__file__).parents[2].parent / "shared"


def articles(*texts: str, titles: list[str] | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "article_id": pd.Series([f"a{n}" for n in range(len(texts))], dtype="str"),
            "outlet": pd.Series(["Warta Contoh"] * len(texts), dtype="str"),
            "published": pd.to_datetime([pd.NaT] * len(texts)),
            "title": pd.Series(titles or [""] * len(texts), dtype="str"),
            "text": pd.Series(list(texts), dtype="str"),
        }
    )


def read(text: str, title: str = "") -> pd.DataFrame:
    return find_attributions(articles(text, titles=[title]), progress=False)


def only(text: str) -> pd.Series:
    found = read(text)
    assert len(found) == 1, found[["cue", "speaker", "content"]].values.tolist()
    return found.iloc[0]


@pytest.mark.parametrize(
    ("text", "pattern", "cue", "speaker", "content"),
    [
        ('"Jembatan itu aman," kata Rani Utami.', "P1", "kata", "Rani Utami", "Jembatan itu aman,"),
        ('"Jembatan itu aman," Rani menegaskan.', "P1", "menegaskan", "Rani", "Jembatan itu aman,"),
        ('Rani Utami hadir. "Jembatan itu aman," pungkasnya.', "P2", "pungkasnya", "-nya", "Jembatan itu aman,"),
        ("Jembatan itu masih aman dilalui, kata Bupati Rani Utami dalam sebuah pernyataan.", "P3", "kata",
         "Bupati Rani Utami", "Jembatan itu masih aman dilalui"),
        ("Jembatan itu masih aman dilalui, ungkap pernyataan Dinas Perhubungan.", "P4", "ungkap",
         "pernyataan Dinas Perhubungan", "Jembatan itu masih aman dilalui"),
        ("Jembatan itu, kata Rani Utami, sudah diperiksa.", "P6", "kata", "Rani Utami",
         "Jembatan itu … sudah diperiksa"),
        ("Jembatan Sinar jelas Rani Utami, sudah tua." , None, None, None, None),
        ("Rani Utami juga mengatakan bahwa jembatan itu aman.", "P7", "mengatakan", "Rani Utami", "jembatan itu aman"),
        ("Rani Utami mengatakan jembatan itu aman.", "P7", "mengatakan", "Rani Utami", "jembatan itu aman"),
        ('Rani Utami mengatakan: "Jembatan itu aman."', "P8", "mengatakan", "Rani Utami", "Jembatan itu aman."),
        ("Menurut Rani Utami, jembatan itu aman.", "P9", "Menurut", "Rani Utami", "jembatan itu aman"),
        ("Jembatan itu aman menurut Rani Utami.", "P9", "menurut", "Rani Utami", "Jembatan itu aman"),
        ("Berdasarkan data Dinas Perhubungan, 40 jembatan rusak.", "P9", "Berdasarkan", "data Dinas Perhubungan",
         "40 jembatan rusak"),
        ("Laporan Dinas Perhubungan menunjukkan 40 jembatan rusak.", "P7", "menunjukkan",
         "Laporan Dinas Perhubungan", "40 jembatan rusak"),
        ("Dikatakan Rani Utami, jembatan itu aman.", "P11", "Dikatakan", "Rani Utami", "jembatan itu aman"),
        ("Jembatan itu dinilai berbahaya oleh Rani Utami.", "P11", "dinilai", "Rani Utami",
         "Jembatan itu … berbahaya"),
        ("Dilansir dari Antara, jembatan itu aman.", "P13", "Dilansir", "Antara", "jembatan itu aman"),
        ("Dia pastikan jembatan itu aman.", "P7", "pastikan", "Dia", "jembatan itu aman"),
        ("Rani Utami meminta warga agar tidak melintas.", "P7", "meminta", "Rani Utami", "tidak melintas"),
        ("Rani Utami mengimbau warga tidak melintas.", "P7", "mengimbau", "Rani Utami", "warga tidak melintas"),
    ],
)  # fmt: skip
def test_patterns(text: str, pattern: str | None, cue: str | None, speaker: str | None, content: str | None) -> None:
    if pattern is None:
        assert read(text).empty
        return
    row = only(text)
    assert (row["pattern"], row["cue"], row["speaker"], row["content"]) == (pattern, cue, speaker, content)


def test_hearsay_has_no_source() -> None:
    row = only("Dikabarkan, jembatan itu runtuh.")
    assert row["pattern"] == "P12"
    assert pd.isna(row["speaker"])
    assert row["source_type"] == "anonymous"


def test_a_relay_is_a_second_layer_over_a_quotation() -> None:
    found = read('"Jembatan itu aman," kata Rani Utami, dikutip dari Antara, Senin.')
    assert found["pattern"].tolist() == ["P1", "P13"]
    assert found["content_spans"].tolist()[0] == found["content_spans"].tolist()[1]
    assert found["relay"].tolist()[1] == "Antara"
    assert found["source_type"].tolist()[1] == "media"


@pytest.mark.parametrize(
    "text",
    [
        "Aku, kata itu, berasal dari bahasa lama.",
        "Lebih lanjut jembatan akan ditutup dan tindak lanjut menyusul.",
        "Harga naik, tambah Rp5.000 per liter.",
        "Pelaku diduga kabur ke hutan.",
        "Rani Utami tidak menyebutkan nama.",
        "Rani Utami akan mengumumkan hasilnya besok.",
        "Rani Utami menolak menjelaskan alasannya.",
        "Rani Utami meminta maaf.",
        "Hal ini menunjukkan jembatan sudah tua.",
        "Dinas Perhubungan juga membagikan video jembatan itu.",
        "Kota yang disebut Sinar itu ramai.",
        "Langkah itu jelas dan tegas.",
    ],
)
def test_what_is_not_reported_speech(text: str) -> None:
    assert read(text).empty


def test_nothing_inside_a_direct_quotation_is_an_attribution() -> None:
    row = only('"Kemarin dia mengatakan bahwa jembatan itu aman," kata Rani Utami.')
    assert row["cue"] == "kata"


def test_only_the_outermost_source_of_indirect_speech() -> None:
    row = only("Rani Utami menjelaskan bahwa menurut Dinas Perhubungan jembatan itu aman.")
    assert row["cue"] == "menjelaskan"


def test_an_interrupted_quotation_is_one() -> None:
    row = only('"Jembatan itu aman," kata Rani. "Kami sudah memeriksanya."')
    assert row["content"] == "Jembatan itu aman, … Kami sudah memeriksanya."
    assert row["kind"] == "direct"


def test_a_quotation_without_verb_takes_its_neighbours_source() -> None:
    found = read('"Jembatan itu aman," kata Rani.\n"Kami sudah memeriksanya dua kali."\n"Semua baik," katanya.')
    assert found["cue"].isna().tolist() == [False, True, False]
    assert found["speaker_name"].tolist() == ["Rani"] * 3
    assert found["confidence"].tolist()[1] < found["confidence"].tolist()[0]


def test_an_adjunct_that_limits_the_claim_belongs_to_it() -> None:
    assert (
        only("Meski sudah tua, Rani menegaskan jembatan itu aman.")["content"] == "Meski sudah tua … jembatan itu aman"
    )


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ('"Jembatan itu aman, kata Rani di Kota Sinar.', "kata", "Jembatan itu aman,"),
        ("Jembatan itu masih aman dilalui, kata Rani di Kota Sinar.", "kata", "Jembatan itu masih aman dilalui"),
        ("Bupati Ranimengatakan jembatan itu aman.", "mengatakan", "jembatan itu aman"),
        ("menurutKompasiana, jembatan itu aman.", "menurut", "jembatan itu aman"),
        ("Rani Utami menngatakan jembatan itu aman.", "menngatakan", "jembatan itu aman"),
        ('" Jembatan itu aman , " kata Rani Utami .', "kata", "Jembatan itu aman ,"),
        ("Rani mengatakan , jembatan itu aman .", "mengatakan", "jembatan itu aman"),
    ],
)
def test_damaged_text(text: str, cue: str, content: str) -> None:
    row = only(text)
    assert (row["cue"], row["content"]) == (cue, content)


def test_a_bad_mark_spoils_one_paragraph_only() -> None:
    found = read('Jalan itu" ditutup.\n"Jembatan itu aman," kata Rani.')
    assert found["content"].tolist() == ["Jembatan itu aman,"]


def test_a_lost_space_between_sentences() -> None:
    found = read("Rani menegaskan jembatan itu aman.Budi meminta warga agar tenang.")
    assert found["speaker"].tolist() == ["Rani", "Budi"]


def test_ignored_spans_are_not_read() -> None:
    frame = articles("KOTA SINAR - Rani mengatakan jembatan itu aman. Budi mengatakan jalan rusak.")
    frame["ignored"] = pd.Series([[[0, 13], [51, 77]]], dtype="object")
    assert find_attributions(frame, progress=False)["speaker"].tolist() == ["Rani"]


def names(text: str) -> list[object]:
    return read(text)["speaker_name"].tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bupati Rani Utami mengatakan jalan rusak. Ia menilai itu wajar. Jalan akan diperbaiki segera, katanya.",
         ["Rani Utami"] * 3),
        ('Bupati Rani Utami datang. "Jalan itu akan kami perbaiki," kata Rani.', ["Rani Utami"]),
        ("Badan Sinar Nasional (BSN) menyatakan jalan rusak. BSN menilai itu wajar.", ["Badan Sinar Nasional"] * 2),
        ("Dinas Perhubungan menyatakan jalan rusak. Dinas itu menilai itu wajar.", ["Dinas Perhubungan"] * 2),
        ("Dinas Perhubungan menyatakan jalan rusak. Bus dialihkan hari ini, tambah mereka.", ["Dinas Perhubungan"] * 2),
        ("Bupati Rani Utami mengatakan jalan rusak. Politikus itu menilai itu wajar.", ["Rani Utami"] * 2),
        ("Menteri Sosial Budi Santoso (Kang Bus) datang. Jalan itu akan dibuka, kata Kang Bus.", ["Budi Santoso"]),
    ],
)  # fmt: skip
def test_resolution_within_the_article(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_what_cannot_be_resolved_stays_missing() -> None:
    assert read("Ia mengatakan jalan itu rusak.")["speaker_name"].isna().all()


@pytest.mark.parametrize(
    ("title", "cue", "speaker", "content"),
    [
        ("Bupati Rani: Jembatan Aman Dilalui", None, "Bupati Rani", "Jembatan Aman Dilalui"),
        ("Rani Minta Warga Tidak Melintas", "Minta", "Rani", "Warga Tidak Melintas"),
        ("Sebut Jembatan Aman Dilalui, Rani Dikritik", "Sebut", "Rani", "Jembatan Aman Dilalui"),
    ],
)
def test_headlines(title: str, cue: str | None, speaker: str, content: str) -> None:
    found = read("Bupati Rani Utami menegaskan jembatan itu aman.", title)
    row = found[found["field"] == "title"].iloc[0]
    assert (row["speaker"], row["content"], row["speaker_name"]) == (speaker, content, "Rani Utami")
    assert row["cue"] == cue if cue else pd.isna(row["cue"])


@pytest.mark.parametrize("title", ["Video: Jembatan Runtuh di Sinar", "Rani Ingin Minta Bantuan", "Harga Naik Lagi"])
def test_headlines_that_report_nothing(title: str) -> None:
    found = read("Bupati Rani Utami menegaskan jembatan itu aman.", title)
    assert (found["field"] == "text").all()


TEXT = (
    'KOTA SINAR - Bupati Rani Utami menegaskan, jembatan itu aman. "Kami sudah memeriksanya," katanya.\n'
    "Menurut data Dinas Perhubungan, 40 jembatan rusak. Jalan itu, kata dia, akan ditutup."
)


def test_offsets_point_at_what_they_say() -> None:
    row: pd.Series
    for _, row in read(TEXT).iterrows():
        assert TEXT[int(row["cue_start"]) : int(row["cue_end"])] == row["cue"]
        assert " … ".join(TEXT[a:b] for a, b in row["content_spans"]) == row["content"]
        if row["speaker"] != "-nya":
            assert TEXT[int(row["speaker_start"]) : int(row["speaker_end"])] == row["speaker"]


def test_the_order_of_articles_changes_nothing() -> None:
    frame = articles(TEXT, "Budi mengatakan jalan itu rusak.", TEXT)
    one = find_attributions(frame, progress=False).sort_values("attribution_id", ignore_index=True)
    other = find_attributions(frame.iloc[::-1], progress=False).sort_values("attribution_id", ignore_index=True)
    pd.testing.assert_frame_equal(one, other)


def test_input_is_left_alone_and_empty_input_gives_an_empty_frame() -> None:
    frame = articles(TEXT, "")
    before = frame.copy(deep=True)
    find_attributions(frame, progress=False)
    pd.testing.assert_frame_equal(frame, before)
    empty = find_attributions(frame.iloc[:0], progress=False)
    assert empty.empty
    require(empty, ATTRIBUTIONS)


def test_a_wrong_frame_is_refused_with_a_reason() -> None:
    with pytest.raises(SchemaError, match="article_id"):
        find_attributions(pd.DataFrame({"text": ["x"]}), progress=False)


@pytest.mark.parametrize(
    "unit", ['"Ya," kata A. ', "Rani, ", "(", "kata ", "Rani Utami mengatakan ", 'A "', "menurut "]
)
@pytest.mark.timeout(60)
def test_hostile_input_is_read(unit: str) -> None:
    found = find_attributions(articles(unit * 16_000), progress=False)
    require(found, ATTRIBUTIONS)


def test_the_seed_article_reads_as_the_reference_says() -> None:
    path = SHARED / "data" / "seed_article.json"
    if not path.exists():
        pytest.skip("the seed article is not beside this checkout (../shared/data)")
    seed = json.loads(path.read_text(encoding="utf-8"))
    frame = articles(seed["text"])
    found = find_attributions(frame, progress=False)
    assert found[["cue", "cue_lemma", "stance"]].values.tolist() == [
        ["kata", "kata", "NETRAL"],
        ["ungkap", "ungkap", "FAKTIF"],
        ["mengatakan", "kata", "NETRAL"],
        ["tambah", "tambah", "ELABORASI"],
        ["kata", "kata", "NETRAL"],
    ]
    assert found["speaker_name"].nunique() == 1
    lines = [seed["text"].count("\n", 0, int(start)) + 1 for start in found["cue_start"]]
    assert lines == [2, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("text", "pattern", "cue", "speaker", "content"),
    [
        ("Jalan itu sudah dibuka sejak pagi, demikian disampaikan Bupati Rani Utami.", "P11", "disampaikan",
         "Bupati Rani Utami", "Jalan itu sudah dibuka sejak pagi"),
        ("Seluruh kantor tetap dibuka, bunyi surat edaran Dinas Kesehatan.", "P4", "bunyi",
         "surat edaran Dinas Kesehatan", "Seluruh kantor tetap dibuka"),
        ('Bupati Rani Utami: "Jembatan ini milik semua warga."', "P10", None, "Bupati Rani Utami",
         "Jembatan ini milik semua warga."),
        ("Seorang warga yang enggan disebutkan namanya mengatakan jembatan itu goyang.", "P7", "mengatakan",
         "Seorang warga", "jembatan itu goyang"),
        ("Sejumlah orang mendorong pagar dan pintu kantor dirusak.", None, None, None, None),
        ("Bupati Rani Utami tidak membantah bahwa jembatan itu goyang.", "P7", "membantah", "Bupati Rani Utami",
         "jembatan itu goyang"),
        ("Sebagian petani, dia katakan, menjual ternak.", "P15", "katakan", "dia",
         "Sebagian petani … menjual ternak"),
        ("Meutia Lestari menegaskan jembatan itu aman.", "P7", "menegaskan", "Meutia Lestari",
         "jembatan itu aman"),
    ],
)  # fmt: skip
def test_less_usual_ways_of_reporting(
    text: str, pattern: str | None, cue: str | None, speaker: str | None, content: str | None
) -> None:
    found = read(text)
    if pattern is None:
        assert found.empty
        return
    columns = found[["pattern", "cue", "speaker", "content"]].astype(object)
    assert columns.where(columns.notna(), None).values.tolist() == [[pattern, cue, speaker, content]]


@pytest.mark.parametrize(
    ("text", "names", "source_types"),
    [
        ('Rani Utami (45), warga Desa Sinar, datang. "Airnya naik," kata Rani.', ["Rani Utami"], ["citizen"]),
        ('Salah seorang petani, Rani Utami, mengaku rugi. "Airnya naik," katanya.', ["Rani Utami"] * 2,
         ["citizen"] * 2),
        ('Anggota Komisi III DPR RI , meminta agar sidang dibuka. "Datanya ada," kata Burhan.', ["Burhan"] * 2,
         ["politician_party"] * 2),
        ('"Airnya naik," kata Oki. Perusahaan belum menjawab.', ["Oki"], ["other"]),
        ("Zulhas menilai harga stabil. Zulkifli Hasan mengatakan beras cukup.", ["Zulkifli Hasan"] * 2,
         ["other"] * 2),
        ("Pengacara bupati, Rani Utami, mengatakan kliennya sehat.", ["Rani Utami"], ["other"]),
    ],
)  # fmt: skip
def test_what_kind_of_source_is_read_off_the_whole_article(
    text: str, names: list[str], source_types: list[str]
) -> None:
    found = read(text)
    assert found["speaker_name"].tolist() == names
    assert found["source_type"].tolist() == source_types


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Alasan ia pindah, kata Rani, karena jembatan itu rusak.", "Alasan ia pindah … karena jembatan itu rusak"),
        ("Data terakhir yang berhasil dihimpun, lanjut Rani ada 40 jembatan rusak.",
         "Data terakhir yang berhasil dihimpun … ada 40 jembatan rusak"),
        ("Dinas dan kantor wilayah juga kata dia akan mendorong perbaikan jembatan.",
         "Dinas dan kantor wilayah juga … akan mendorong perbaikan jembatan"),
        ("Lima menit setelah kejadian, kata Rani, polisi jalan raya tiba di jembatan.",
         "Lima menit setelah kejadian … polisi jalan raya tiba di jembatan"),
        ("Jembatan itu masih aman dilalui warga, kata Rani, dengan nada tegas.",
         "Jembatan itu masih aman dilalui warga"),
    ],
)  # fmt: skip
def test_a_sentence_goes_on_behind_its_inserted_source(text: str, content: str) -> None:
    assert only(text)["content"] == content


@pytest.mark.parametrize(
    "text",
    [
        'Warga terus melintas. "," kata Rani Utami. "," sahut yang lain.',
        "Warga terus melintas.,“,” tulis akun Sinar,. “,” komentar akun lain,.",
        "Warga terus melintas. '','' ujar salah satu warga.",
    ],
)
def test_a_quotation_of_which_only_the_marks_are_left_takes_no_other_sentence(text: str) -> None:
    assert read(text).empty


def test_a_lost_quotation_leaves_the_sentence_before_it_whole() -> None:
    row = only('Rani menegaskan jembatan itu aman.,"," tulis warga. "," sahut lainnya.')
    assert (row["cue"], row["content"]) == ("menegaskan", "jembatan itu aman")


@pytest.mark.parametrize(
    ("text", "pattern", "cue", "speaker", "content"),
    [
        ("Berdasarkan keterangan Rani Utami, jembatan itu goyang.", "P14", "keterangan", "Rani Utami",
         "jembatan itu goyang"),
        ("Dari keterangan tersangka, jembatan itu dirusak semalam.", "P14", "keterangan", "tersangka",
         "jembatan itu dirusak semalam"),
        ("Klaim Rani Utami bahwa jembatan itu aman beredar luas.", "P14", "Klaim", "Rani Utami",
         "jembatan itu aman beredar luas"),
        ("Sejumlah warga, Kamis, membaca pernyataan Rani Utami bahwa jembatan itu aman, lalu pulang.", "P14",
         "pernyataan", "Rani Utami", "jembatan itu aman"),
        ("Berdasarkan informasi di situs resmi Dinas Sinar, jembatan itu aman.", "P9", "Berdasarkan",
         "informasi di situs resmi Dinas Sinar", "jembatan itu aman"),
        ('"Jembatan itu aman," dia mengatakan dilansir Antara.', "P1", "mengatakan", "dia", "Jembatan itu aman,"),
        ("Rani Utami, salah satu warga yang melintas, mengaku jembatan itu goyang.", "P7", "mengaku",
         "Rani Utami, salah satu warga", "jembatan itu goyang"),
        ("Laporan itu menyanggah kabar hingga membuat Rani mengaku jembatan itu goyang.", "P7", "mengaku", "Rani",
         "jembatan itu goyang"),
    ],
)  # fmt: skip
def test_statements_as_nouns_and_sources_beside_a_relative_clause(
    text: str, pattern: str, cue: str, speaker: str, content: str
) -> None:
    row = read(text).iloc[0]
    assert (row["pattern"], row["cue"], row["speaker"], row["content"]) == (pattern, cue, speaker, content)


def test_a_view_is_somebodys_only_if_he_speaks_in_the_article() -> None:
    found = read("Jembatan itu goyang, kata Rani. Bagi Rani, jembatan itu sudah tua. Bagi Sinar, itu kerugian.")
    assert found["cue"].tolist() == ["kata", "Bagi"]


@pytest.mark.parametrize(
    "text",
    [
        "Polres Sinar berhasil mengungkap kasus pencurian pagar jembatan.",
        "Dinas Perhubungan mengungkap jaringan pencuri pagar jembatan.",
        "Bupati Rani Utami menyesalkan kejadian itu.",
        "Hal itu disampaikan Rani Utami saat meninjau jembatan.",
        "Untuk itu penulis mengusulkan jembatan itu ditutup.",
        "Jembatan yang santer dikabarkan runtuh ditutup.",
        "Kasus pagar itu dilaporkan oleh Dinas Perhubungan.",
        "Rani Utami membuktikan bahwa jembatan bisa dibangun dalam sebulan.",
        "Sebanyak 40 kasus klaim Rani, naik dua kali lipat.",
    ],
)
def test_acts_that_report_nothing(text: str) -> None:
    assert read(text).empty


def test_who_only_confirmed_is_who_speaks_next() -> None:
    found = read(
        'Budi Santoso menegaskan jalan itu rusak.\nBupati Rani Utami membenarkan hal itu. "Kami menutupnya," katanya.'
    )
    assert found["speaker_name"].tolist() == ["Budi Santoso", "Rani Utami"]


def test_remarks_of_netizens_are_nobodys_in_particular() -> None:
    found = read(
        '"Jembatan itu aman," kata Rani Utami.\nBerikut komentar warganet:\n"Semoga saja memang aman dilalui."\n'
        '"Kemarin saya masih takut lewat di sana."'
    )
    assert found["speaker_name"].tolist()[1:] == ["warganet", "warganet"]
    assert found["source_type"].tolist()[1:] == ["citizen", "citizen"]


def test_sentences_before_belong_to_it_where_all_marks_are_lost() -> None:
    found = read("Jembatan itu ditutup.\nKami sudah memeriksanya. Jembatan itu aman, kata Rani.")
    assert found["content"].tolist() == ["Kami sudah memeriksanya. Jembatan itu aman"]
    marked = '"Jembatan itu sudah kami periksa dua kali sejak pekan lalu," kata Budi.'
    found = read(f"{marked}\nKami sudah memeriksanya. Jembatan itu aman, kata Rani.")
    assert found["content"].tolist()[-1] == "Jembatan itu aman"


@pytest.mark.parametrize("degrees", [", MD, MPH", ", M.Si, Ph.D", ", S.H., M.H."])
def test_degrees_go_with_the_name(degrees: str) -> None:
    row = only(f"Rani Utami{degrees}, menjelaskan bahwa jembatan itu aman.")
    assert (row["speaker"], row["speaker_name"]) == (f"Rani Utami{degrees}", "Rani Utami")
