"""Sentence ends, one phenomenon a table. In a case " | " marks where a sentence ends; every other space does not."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bingkai.language.sentences import edge, edges, glued, sentence_spans

PLAIN_REGEX = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")

GOLD = {
    "plain sentences": [
        "Warga berkumpul di balai desa. | Mereka menunggu lurah datang.",
        "Hujan turun sejak pagi. | Jalan tergenang. | Sekolah diliburkan.",
        "Apakah dana itu cair? | Belum ada jawaban.",
        "Bubarkan panitia itu! | Seruan itu terdengar sampai pasar.",
        "Harga beras naik lagi... | Pedagang mengeluh.",
        "Nelayan pulang lebih awal… | Ombak terlalu tinggi.",
        "Sebanyak 40 kios terbakar. | 12 di antaranya milik koperasi.",
    ],
    "titles before names": [
        "Dr. Ratna Wulan memimpin rapat. | Ia tiba pukul tujuh.",
        "Sidang dipimpin Prof. Dr. Ir. Hasan Tamrin di aula.",
        "Menurut dr. Laksmi, pasien sudah pulih. | Keluarga lega.",
        "Kades Hj. Maimunah dan Tgk. Ismail hadir.",
        "Kapolres Kombes Pol. Damar Wijaya menolak berkomentar.",
        "Brigjen Pol. Sutarja dan Letjen TNI (Purn.) Wiranata bertemu.",
        "Plt. Bupati Rimba Jaya meninjau pasar. | Pj. Gubernur tidak ikut.",
        "Yth. Bapak Camat, warga Kp. Baru menunggu.",
        "Drs. Mulyana, Dra. Sinta, dan drg. Lintang berangkat.",
        "Alm. Kiai Salim dikenang warga. | Makamnya ramai.",
    ],
    "initials": [
        "H. M. Prasetyo datang. | Warga menyambut.",
        "Menteri A. B. Kusuma berpidato.",
        "Nama tersangka, R. Sulaiman, disebut lagi.",
        "Ketua panitia K.H. Ma’ruf Salim membuka acara.",
        "Ia sakit hepatitis C. | Namun, kondisinya membaik.",
        "Warga menerima vitamin A. | Mereka pulang siang.",
    ],
    "degrees": [
        "Rudi Hartawan, S.H. menggugat. | Sidang ditunda.",
        "Gugatan diajukan Rudi Hartawan, S.H. | Ia menunggu putusan.",
        "Sinta Dewi, M.Si. Ph.D. menjadi saksi.",
        "Bupati Lukman Hadi, S.Sos., M.Si., meresmikan jembatan.",
        "Penelitian itu ditulis Yuni Astari, Ph.D. | Menurut Yuni, datanya baru.",
        "Kepala dinas Tono S.E. Wibowo membantah.",
    ],
    "addresses and companies": [
        "Kantor di Jl. Melati No. 5 Kec. Suka Maju Kab. Rimba ditutup.",
        "Gudang PT. Angin Timur di Gg. Mawar RT. 03 RW. 05 disegel.",
        "Saham PT Sawah Makmur Tbk. naik. | Harga CV. Karya tetap.",
        "Kereta berhenti di St. Kota Lama. | Penumpang turun.",
        "Surat a.n. Dinas Pasar d.a. Jalan Melati belum sampai.",
        "Pendaftaran tanggal 3 s.d. 9 Mei dibuka. | Kuota terbatas.",
    ],
    "abbreviations before numbers": [
        "Rapat dimulai pkl. 10 pagi. | Peserta datang tgl. 5 Mei.",
        "Lihat hlm. 12 dan vol. 3. | Isinya sama.",
        "Ada banyak hal. | Warga bertanya.",
        "Bantuan Rp. 500 ribu dibagikan. | Antrean panjang.",
    ],
    "abbreviations that close a list": [
        "Mereka membawa beras, gula, dll. | Warga menyambutnya.",
        "Hadir Tono, Sari, dkk. | Rapat selesai sore.",
        "Pasal tsb. belum berlaku. | Aturan lama dipakai.",
        "Bahan seperti kayu, bambu, dsb. mudah terbakar.",
    ],
    "numbers": [
        "Inflasi 3,5 persen atau 3.5 poin. | Angka itu turun.",
        "Biayanya Rp1.500.000. | Panitia membayar Rp 9,5 juta.",
        "Gempa terjadi pukul 10.30 WIB. | Warga berlari.",
        "Harga naik menjadi Rp 12.000. | 5 pedagang protes.",
        "Pabrik berdiri sejak 1998. | Pemiliknya berganti.",
        "Versi 2.0 dirilis. | Versi 2.1 menyusul.",
    ],
    "names of sites": [
        "Redaksi KOMPAS.com menerima surat. | Isinya singkat.",
        "Berita itu dimuat tirto.id dan Liputan6.com. | Lurah membaca.",
        "Laman REPUBLIKA.CO.ID memuat foto.",
    ],
    "numbered lists": [
        "1. Warga mendaftar. | 2. Petugas memeriksa. | 3. Bantuan dibagikan.",
        "a. Syarat pertama ialah KTP. | b. Syarat kedua surat RT.",
        "Nilai tertinggi 9. | Siswa itu gembira.",
    ],
    "closing mark and reporting clause": [
        '"Pekerjaan sudah selesai." kata Budi. | Ia lalu pulang.',
        '"Siapa yang bertanggung jawab?" tanya dia. | Tidak ada jawaban.',
        '"Jangan dorong!" teriaknya.',
        '"Pekerjaan sudah selesai," ujar Sari. | "Kami pulang."',
        "“Pekerjaan sudah selesai.” ujar Sari. | “Kami pulang.”",
        '"Kami menunggu hasilnya." Kata Lurah Damar.',
        '"Kami menunggu hasilnya." Pungkasnya.',
        '"Kami menunggu hasilnya." | Lurah Damar lalu pulang.',
        "‘Kami menunggu hasilnya.’ tutur Damar. | Rapat ditutup.",
        '"Kami menunggu hasilnya". | Damar lalu pergi.',
        'Damar bertanya, "Siapa itu?" sambil menunjuk.',
        'Ia pergi. " kata Damar.',
    ],
    "sentences inside a quotation": [
        '"Kami lelah. | Kami ingin pulang. | Tolong jemput," kata Sari.',
        "“Air naik. | Semua barang hanyut!” seru Tono. | Ia menangis.",
        '"Benarkah? | Saya tidak tahu," jawab Lurah. | "Nanti saya cek."',
        'Ia berkata, "Kami siap. | Jangan khawatir." | Setelah itu ia duduk.',
        'Rapat selesai. | "kami siap," ujar Tono.',
        '"Yang penting aman. | (Pintu) harus dijaga," kata Sari.',
    ],
    "exclamations and ellipsis inside": [
        "Katanya ia... lupa. | Semua tertawa.",
        "Program Ayo! dan Siap? berjalan bersama.",
        "Wah!! | Benar begitu?! | Ia heran.",
    ],
    "brackets": [
        "Sidang digelar (27/3). | Jaksa hadir.",
        "Sidang digelar Senin. (27/3)",
        "Ia pulang. | (Baca halaman tiga.) | Rapat lanjut.",
    ],
    "a full stop before a small letter": [
        "Bantuan datang dari Kab. dan kota lain.",
        "Ia menyebut E. coli dan S. aureus.",
    ],
}
CASES = [pytest.param(text, id=f"{name} {n}") for name, texts in GOLD.items() for n, text in enumerate(texts)]


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize("marked", CASES)
def test_gold(marked: str) -> None:
    assert split(marked.replace(" | ", " ")) == marked.split(" | ")


def test_the_gold_is_large_enough_and_plain_regex_fails_it() -> None:
    texts = [text for group in GOLD.values() for text in group]
    ends = sum(text.count("|") + 1 for text in texts)
    assert ends >= 120
    wrong = sum(PLAIN_REGEX.split(text.replace(" | ", " ")) != text.split(" | ") for text in texts)
    assert wrong >= len(texts) // 3


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\n\n", "\u2028", "\x0b"])
def test_a_line_break_always_ends_a_sentence(line_break: str) -> None:
    assert split(f"Bertemu Dr.{line_break}Ratna dan{line_break}warga") == ["Bertemu Dr.", "Ratna dan", "warga"]


def test_a_headline_without_full_stop_is_one_sentence() -> None:
    assert split("Harga Beras Naik, Warga Protes") == ["Harga Beras Naik, Warga Protes"]


def test_a_lost_space_between_sentences() -> None:
    assert split("Rapat selesai.Warga pulang. Ia (28/5).Mereka diam.") == [
        "Rapat selesai.", "Warga pulang.", "Ia (28/5).", "Mereka diam.",
    ]  # fmt: skip
    assert split("Katanya.”“Kami pulang.”") == ["Katanya.”", "“Kami pulang.”"]


@pytest.mark.parametrize(
    "whole", ["KOMPAS.com", "Liputan6.Com", "KOMPAS.COM", "Prof.Ratna", "M.Si.", "https://contoh.id/a.Buku"]
)
def test_full_stops_inside_names_do_not_split(whole: str) -> None:
    assert glued(whole) == []


def test_no_break_spaces_and_invisible_characters() -> None:
    assert split("Dr.\u00a0Ratna datang.\u00a0Ia duduk.\u200b \u200b Warga pulang.") == [
        "Dr.\u00a0Ratna datang.", "Ia duduk.\u200b", "Warga pulang.",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " ", "\n\n \t", "\u200b\ufeff", "\u00ad \u200d"])
def test_nothing_to_see_gives_no_sentence(text: str) -> None:
    assert sentence_spans(text) == []


@pytest.mark.parametrize("text", ["...", '"', "?!?!", ". . .", "😀 😀.", "日本語です。次の文。", "مرحبا؟ نعم"])
def test_punctuation_and_other_scripts_lie_in_spans(text: str) -> None:
    assert "".join(split(text)).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.text(alphabet='aKzZé1ß,.!?"“(:)-\u200b\ud800', max_size=6), min_size=64, max_size=90))
def test_edges_of_many_are_those_of_each(stretches: list[str]) -> None:
    stretches += ["Kata", "kata,", "UJAR,", "Ia", "ia", "9", "9,", "Kata.", "selesai.Warga", "b.", "A.", "Yang,,"]
    assert edges(stretches).tolist() == [edge(stretch) for stretch in stretches]


@given(st.text(alphabet='aBk .!?"“”’\n\u200b\u00a05,(.)dr', max_size=60))
def test_spans_are_ordered_apart_and_hold_everything_visible(text: str) -> None:
    spans = sentence_spans(text)
    seen = "".join(text[start:end] for start, end in spans)
    assert [c for c in seen if not c.isspace() and c != "\u200b"] == [
        c for c in text if not c.isspace() and c != "\u200b"
    ]
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))


@pytest.mark.parametrize(
    "piece", [".", '"', ". ", "A.", "A. ", "aa.Bb", "\u200b", "\u200b ", "1. ", '. " ', "(", "x", "?!”"]
)
@pytest.mark.timeout(60)
def test_pathological_input_is_read(piece: str) -> None:
    spans = sentence_spans(piece * (1_000_000 // len(piece)))
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
