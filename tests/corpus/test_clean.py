"""Cleaning by masking: what is marked, what must stay, and that no text is ever changed."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bingkai.corpus.boilerplate import boilerplate_cases
from bingkai.corpus.clean import blank, clean_text, mark_boilerplate
from bingkai.corpus.wire import agencies, agency_of
from bingkai.schema import SchemaError

SHARED = Path(__file__).parents[2].parent / "shared"


def articles(*texts, outlet="Kabar Baru"):
    return pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(len(texts))],
            "outlet": outlet,
            "published": pd.Timestamp("2025-06-01"),
            "title": "Harga turun",
            "text": list(texts),
        }
    )


def unmarked(example):
    """The text without ⟦⟧ and the spans they enclosed."""
    text, spans, opened = "", [], None
    for piece in re.split("([⟦⟧])", example):
        if piece == "⟦":
            opened = len(text)
        elif piece == "⟧":
            spans.append([opened, len(text)])
        else:
            text += piece
    return text, spans


def check_marked(example):
    text, spans = unmarked(example)
    found = clean_text(text).ignored
    assert blank(text, found) == blank(text, spans), [text[s:e] for s, e in found]


DATELINES = [
    ("⟦JAKARTA, KOMPAS.com - ⟧Warga pulang.", "Jakarta"),
    ("⟦JAKARTA, KOMPAS.com -⟧Warga pulang.", "Jakarta"),
    ("⟦JAKARTA, KOMPAS.com⏎-⏎⟧Warga pulang.", "Jakarta"),
    ("⟦JAKARTA, KOMPAS — ⟧Warga pulang.", "Jakarta"),
    ("⟦KOMPAS.com – ⟧Warga pulang.", None),
    ("⟦REPUBLIKA.CO.ID, KULON PROGO -- ⟧Warga pulang.", "Kulon Progo"),
    ("⟦REPUBLIKA.CO.ID, BANDUNG--⟧Warga pulang.", "Bandung"),
    ("⟦REPUBLIKA.CO.ID, JAKARTA ⟧Warga pulang.", "Jakarta"),
    ("⟦REPUBLIKA.CO.ID,⟧70 warga pulang.", None),
    ("⟦Jakarta, CNN Indonesia -- ⟧Warga pulang.", "Jakarta"),
    ("⟦Jakarta, CNBC Indonesia - ⟧Warga pulang.", "Jakarta"),
    ("⟦--⏎⏎⟧Warga pulang.", None),
    ("⟦Jakarta (ANTARA) - ⟧Warga pulang.", "Jakarta"),
    ("⟦(ANTARA News) - ⟧Warga pulang.", None),
    ("⟦ISTANBUL (AA) – ⟧Warga pulang.", "Istanbul"),
    ("⟦BEIJING, 3 Maret (Xinhua) -- ⟧Warga pulang.", "Beijing"),
    ("⟦TEMPO.CO, Jakarta - ⟧Warga pulang.", "Jakarta"),
    ("⟦TEMPO.CO,Jakarta- ⟧Warga pulang.", "Jakarta"),
    ("⟦TEMPO.CO Yogyakarta - ⟧Warga pulang.", "Yogyakarta"),
    ("⟦Liputan6.com, Jakarta -⟧Warga pulang.", "Jakarta"),
    ("⟦Liputan6.com, Jakarta⟧Warga kota itu pulang.", "Jakarta"),
    ("⟦Liputan6.com, Jakarta ⟧Warga pulang.", "Jakarta"),
    ("⟦Liputan6.com, Washington, DC -⟧Warga pulang.", "Washington"),
    ("⟦Bisnis.com, JAKARTA - ⟧Warga pulang.", "Jakarta"),
    ("⟦VIVA – ⟧Warga pulang.", None),
    ("⟦Merdeka.com - ⟧Warga pulang.", None),
    ("⟦JAKARTA, iNews.id - ⟧Warga pulang.", "Jakarta"),
    ("⟦JAKARTA – (Sindo) ⟧Warga pulang.", "Jakarta"),
    ("⟦tirto.id - ⟧Warga pulang.", None),
    ("⟦Jakarta - (detikcom) ⟧Warga pulang.", "Jakarta"),
    ("⟦Jakarta - ⟧Warga pulang.", "Jakarta"),
    ("⟦Suara.com - ⟧Warga pulang.", None),
    ("⟦JawaPos.com - ⟧Warga pulang.", None),
    ("⟦Bandar Lampung, IDN Times - ⟧Warga pulang.", "Bandar Lampung"),
    ("⟦JAKARTA (Pos Kota) – ⟧Warga pulang.", "Jakarta"),
    ("⟦TRIBUNJATENG.COM, SOLO - ⟧Warga pulang.", "Solo"),
    ("⟦KONTAN.CO.ID – JAKARTA. ⟧Warga pulang.", "Jakarta"),
    ("⟦POSMETRO MEDAN– ⟧Warga pulang.", "Medan"),
    ("⟦JAKARTA,  – ⟧Warga pulang.", "Jakarta"),
    ("⟦OSAKA– ⟧Warga pulang.", "Osaka"),
    ("⟦BANDUNG–⟧Warga pulang.", "Bandung"),
    ("⟦JAKARTA -⟧Warga pulang.", "Jakarta"),
    ("⟦DKI JAKARTA - ⟧Warga pulang.", "DKI Jakarta"),
    ("⟦., - ⟧Warga pulang.", None),
    ("⟦Pasar yang ramai (Foto: Istimewa) Nganjuk - ⟧Warga pulang.", "Nganjuk"),
    ("Warga pulang lebih dini.\n⟦KABARBARU.COM, SOLO - ⟧Warga pulang.", "Solo"),
]

NOT_DATELINES = [
    "OSCE Minsk Group - diketuai tiga negara - bersidang pekan ini.",
    "Bank Sentral - lembaga yang menjaga rupiah - menahan suku bunga.",
    "JAKARTA menjadi tuan rumah pertemuan itu.",
    "JAKARTA–BANDUNG kini terhubung kereta cepat.",
    "Jakarta-Bandung ditempuh dalam 40 menit.",
    "Jakarta, kota terbesar di Indonesia - kini tenggelam perlahan.",
    "DPRD - Gubernur belum sepakat soal anggaran.",
    "Kompas.com memberitakan hal itu kemarin.",
    "Tempo.co, Kompas.com, dan Detik.com memberitakan hal itu.",
    "Negara-negara anggota menolak usul itu.",
    "Timnas U-23 menang atas tamunya.",
    "Ratna — seorang guru — menolak pindah.",
    "Baru-baru ini warga pulang ke desa.",
    "PDI-P mengusung calon sendiri.",
    "Skor 2 - 1 bertahan sampai akhir laga.",
    "Antara warga dan polisi - demikian laporan itu - terjadi cekcok.",
]


@pytest.mark.parametrize(("example", "place"), DATELINES)
def test_dateline_is_marked_up_to_the_first_word(example, place):
    example = example.replace("⏎", "\n")
    check_marked(example)
    assert clean_text(unmarked(example)[0]).dateline == place


@pytest.mark.parametrize("text", NOT_DATELINES)
def test_a_dash_alone_is_no_dateline(text):
    assert clean_text(text) == ([], None, None)


@pytest.mark.parametrize(("case", "example"), [(c.name, e) for c in boilerplate_cases() for e in c.marks])
def test_each_case_marks_its_examples(case, example):
    check_marked(example)


@pytest.mark.parametrize(("case", "text"), [(c.name, t) for c in boilerplate_cases() for t in c.keeps])
def test_each_case_keeps_what_looks_alike(case, text):
    assert clean_text(text).ignored == []


REFERENCES = [
    "Warga pulang.\n⟦Baca juga: Warga Desa Antre Minyak Sejak Subuh⟧\nHujan reda.",
    "Warga pulang.\n⟦BACA JUGA: Ketua dewan: anggaran desa cukup⟧\nHujan reda.",
    "Warga pulang.\n⟦Baca Juga : Warga Desa Antre Minyak⟧\nHujan reda.",
    "Warga pulang.\n⟦Baca Juga⟧\nHujan reda di hulu sungai itu.",
    "Warga pulang.\n⟦Baca Juga\nWarga Desa Antre Minyak Sejak Subuh\nPasar Lama Kembali Dibuka⟧\nHujan reda.",
    "Warga pulang.⟦Baca juga: Warga Desa Antre Minyak Sejak Subuh⟧Sementara itu, hujan reda di hulu.",
    'Warga pulang.⟦Baca juga: Warga Desa Antre Minyak Sejak Subuh⟧"Saya senang sekali," kata Ratna.',
    "Warga pulang. ⟦Baca juga: Warga Desa Antre Minyak Sejak Subuh⟧ Menurut Ratna, hujan sudah reda.",
    "Warga pulang. ⟦Baca juga: Warga Antre Minyak⟧ Kepala dinas itu mengatakan bahwa hujan sudah reda di hulu.",
    "Warga pulang. ⟦(Baca juga: Warga Desa Antre Minyak)⟧ Hujan reda.",
    "Warga pulang.\n⟦Lihat Juga: Warga Desa Antre Minyak⟧\nHujan reda.",
    "Warga pulang.\n⟦Pilihan Editor: Warga Desa Antre Minyak⟧",
    "Warga pulang.\n⟦Baca Juga⟧\nRatna Sari Dewi Lestari\nberusia 21 tahun.",
]
NOT_REFERENCES = [
    "Saya lihat juga banyak anak yang mengeluh.",
    "Baca juga doa ini sebelum tidur, pesan ustaz itu.",
    "Diberitakan sebelumnya, warga antre minyak sejak subuh.",
    "Ia simak juga penjelasan dinas itu.",
    "Pilihan redaksi koran itu dikritik pembaca.",
    "Berita terkait banjir itu dibantah polisi.",
    '"Baca juga buku itu," kata Ratna.',
]


@pytest.mark.parametrize("example", REFERENCES)
def test_a_reference_ends_where_the_article_goes_on(example):
    check_marked(example)


@pytest.mark.parametrize("text", NOT_REFERENCES)
def test_prose_that_sounds_like_a_reference_stays(text):
    assert clean_text(text).ignored == []


CLOSINGS = [
    "Warga pulang. ⟦(rin/gil)⟧",
    "Warga pulang.\n⟦(rin/gil)\nharga minyak\npasar lama⟧",
    "Warga pulang. ⟦(rin/gil) harga minyak pasar lama⟧",
    "Warga pulang. ⟦(ard)⟧",
    "Warga pulang. ⟦[sau]⟧",
    "Warga pulang. ⟦(Uu.H-RF/I015)⟧",
    "Warga pulang. ⟦(AP/evn)⟧",
    "Warga pulang.⟦(Sari Melati)⟧",
    "Warga pulang.\n⟦(*)⟧",
    "Warga pulang. ⟦ap/ts (AFP, dpa)⟧",
    "Warga pulang.\n" + "Hujan reda di hulu sungai itu. " * 12 + "\n⟦SARI MELATI | ANTARA⟧",
]
NOT_CLOSINGS = [
    "Ia dipanggil Komisi Pemberantasan Korupsi (KPK).",
    "Ia dipanggil Komisi Pemberantasan Korupsi (KPK)",
    "Rancangan Undang-Undang (RUU) itu dibahas.",
    "Pelaku berinisial AB (21) menyerah.",
    "Setiap warga (laki-laki/perempuan) boleh mendaftar.",
    "Foto itu milik kantor berita (ANTARA) yang menyiarkannya.",
    "Ia membawa surat (asli) dan salinannya.",
    "Menurut laporan (rin/gil) itu, warga pulang lebih awal daripada biasanya.",
]


@pytest.mark.parametrize("example", CLOSINGS)
def test_initials_and_tags_close_a_text(example):
    check_marked(example)


@pytest.mark.parametrize("text", NOT_CLOSINGS)
def test_parentheses_in_prose_stay(text):
    assert clean_text(text).ignored == []


@pytest.mark.parametrize(
    ("text", "outlet", "origin"),
    [
        ("Jakarta (ANTARA) - Warga pulang.", "Kabar Baru", "Antara"),
        ("Warga pulang.\nsumber : ANTARA", "Kabar Baru", "Antara"),
        ("Warga pulang.\nSumber: Anadolu", "Kabar Baru", "Anadolu"),
        ("Warga pulang. (AP/evn)", "Kabar Baru", "AP"),
        ("Warga pulang. ap/ts (AFP, dpa)", "Kabar Baru", "AFP"),
        ("Warga pulang. (antara)", "Kabar Baru", "Antara"),
        ("Warga pulang.\nCopyright © ANTARA 2025", "Kabar Baru", "Antara"),
        ("Warga pulang.\nCOPYRIGHT © ANTARA 2025", "Kabar Baru", "Antara"),
        ("Warga pulang.\nCOPYRIGHT © 2025 ANTARA", "Kabar Baru", "Antara"),
        ("Warga pulang. (Kyodo)", "Kabar Baru", "Kyodo"),
        ("Warga pulang.", "Antara", "Antara"),
        ("SIARAN PERS\nWarga pulang.", "Kabar Baru", "siaran pers"),
        ("Warga pulang.\nSumber: Siaran Pers Dinas Pasar", "Kabar Baru", "siaran pers"),
        ("Warga pulang. (Rilis)", "Kabar Baru", "siaran pers"),
        ("Warga pulang. (rls)", "Kabar Baru", "siaran pers"),
        ("Warga pulang.\nSumber: Siaran Pers/Antara", "Kabar Baru", "Antara"),
        ("Siaran pers itu dibantah warga.", "Kabar Baru", None),
        ("Warga pulang, demikian siaran pers dinas itu.", "Kabar Baru", None),
        ("Warga pulang. (ap/evn)", "Kabar Baru", None),
        ("Warga pulang, dikutip dari Reuters.", "Kabar Baru", None),
        ("Warga pulang, lapor Xinhua pada Senin.", "Kabar Baru", None),
        ("Warga pulang.", "Kabar Baru", None),
    ],
)
def test_origin_is_a_credit_and_never_a_relay(text, outlet, origin):
    assert clean_text(text, outlet).origin == origin


def test_agency_names_are_lower_case_and_one_agency_each():
    assert all(form == form.lower() for form in agencies())
    assert agency_of("sumber : xinhua/antara") == "Xinhua"


def test_text_and_input_stay_as_they_are():
    before = articles("JAKARTA - Warga pulang.\n(rin/gil)")
    copy = before.copy(deep=True)
    after = mark_boilerplate(before)
    pd.testing.assert_frame_equal(before, copy)
    pd.testing.assert_series_equal(after["text"], before["text"])
    assert after.loc[0, "ignored"] == [[0, 10], [24, 33]]


def test_marking_twice_gives_the_same():
    once = mark_boilerplate(articles("JAKARTA - Warga pulang.", "", "Baca juga: Warga Antre Minyak"))
    pd.testing.assert_frame_equal(mark_boilerplate(once), once)


def test_empty_missing_and_boilerplate_only_texts_are_read():
    marked = mark_boilerplate(articles("", None, "[Gambas:Video 20detik]", " \n "))
    assert marked["ignored"].tolist() == [[], [], [[0, 22]], []]
    assert marked["dateline"].isna().all()
    assert len(mark_boilerplate(articles("x").iloc[:0])) == 0


def test_index_of_the_frame_does_not_matter():
    frame = articles("JAKARTA - Warga pulang.", "Warga pulang.").set_index(pd.Index([7, 7]))
    assert mark_boilerplate(frame)["ignored"].tolist() == [[[0, 10]], []]


def test_a_frame_without_text_is_refused():
    with pytest.raises(SchemaError, match="'text'"):
        mark_boilerplate(articles("x").drop(columns="text"))


def test_blank_keeps_length_and_lines():
    assert blank("a\nbc d", [[0, 4]]) == " \n   d"
    assert blank("abc", [[-5, 1], [2, 99]]) == " b "


PIECES = st.sampled_from(
    ["Warga pulang. ", "JAKARTA, KOMPAS.com - ", "\n", "Baca juga: ", "Warga Antre Minyak", "(rin/gil)",
     "(KPK) ", "\"",
     "[Gambas:Video 20detik]", " - (Republika)", "sumber : Antara", "Simak juga Video: ", "ADVERTISEMENT",
     "İ", "\u00a0",
     "Editor: Sari", "tag: ", ".com", "--", "(*)", "Foto: ", "Halaman 1 2"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=300))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_spans_are_sorted_disjoint_and_inside(text):
    spans = clean_text(text).ignored
    flat = [position for span in spans for position in span]
    assert flat == sorted(set(flat))
    assert all(0 <= position <= len(text) for position in flat)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_blank_changes_nothing_outside_the_spans(text):
    spans = clean_text(text).ignored
    blanked = blank(text, spans)
    inside = {position for start, end in spans for position in range(start, end)}
    assert len(blanked) == len(text)
    for position, (old, new) in enumerate(zip(text, blanked, strict=True)):
        assert new == (old if position not in inside or old == "\n" else " ")


@pytest.mark.parametrize(
    "text",
    ["a" * 5_000_000, "(" * 500_000, "Baca juga: " * 50_000, "\n" * 1_000_000, "A " * 500_000,
     " - (Republika" * 50_000, ".com" * 200_000, "Simak juga Video: Warga " * 20_000, "-" * 500_000],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile_texts_take_linear_time(text):
    begun = time.process_time()
    clean_text(text)
    assert time.process_time() - begun < 10


@pytest.mark.skipif(not (SHARED / "gold" / "articles.jsonl").exists(), reason="shared gold articles are not here")
def test_no_gold_attribution_is_masked():
    gold = pd.read_json(SHARED / "gold" / "articles.jsonl", lines=True).set_index("article_id")
    acts = pd.read_json(SHARED / "gold" / "attribution.jsonl", lines=True)
    spans = [
        (row["article_id"], start, end)
        for row in acts.to_dict("records")
        for act in row["attributions"]
        if act["field"] == "text"
        for start, end in act["content"]
    ]
    ignored = {key: clean_text(text).ignored for key, text in gold["text"].items()}
    eaten = [span for span in spans if any(span[1] < right and left < span[2] for left, right in ignored[span[0]])]
    assert len(spans) > 100
    assert eaten == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("LEMBAH JATI, Kabar Nusa - Warga pulang.", "Warga pulang."),
        ("Lembah Jati (Kabar Nusa) – Warga pulang.", "Warga pulang."),
        ("Kabar Nusa, Lembah Jati -- Warga pulang.", "Warga pulang."),
        ("Kabar Nusa - Warga pulang.", "Warga pulang."),
        ("Kabar Nusa menyiarkan rapat itu - langsung.", "Kabar Nusa menyiarkan rapat itu - langsung."),
        ("Suara Lembah - begitu namanya - terbit lagi.", "Suara Lembah - begitu namanya - terbit lagi."),
    ],
)
def test_a_dateline_may_name_the_articles_own_outlet(text: str, kept: str) -> None:
    assert blank(text, clean_text(text, "Kabar Nusa").ignored).strip() == kept


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece", ["Editor: Sari", "Editor: SariADVERTISEMENT", "Penulis: A/B|", "Editor: bin dan ", "(Editor: "]
)
def test_a_line_of_repeated_credits_is_read_at_once(piece: str) -> None:
    assert clean_text(piece * 12 + "warga pulang.").ignored is not None


def test_an_instruction_after_nothing_but_spaces() -> None:
    assert clean_text(" \u00a0 \u00a0 simak video Warga pulang.").ignored is not None
    assert clean_text("   lihat juga Warga Pulang").ignored is not None
