"""Roles by the order of words: each sentence stands for one rule."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from bingkai.corpus.demo import load_demo
from bingkai.language.predicates import read_predicates
from bingkai.language.tokens import tokenise
from bingkai.reading.agents import EXCLUSIONS, attach_sides
from bingkai.reading.analyse import analyse, find_clauses, with_predicates
from bingkai.reading.clauses import find_clauses_in
from bingkai.schema import ARTICLES, CLAUSES, MENTIONS, build, empty, require


def clauses(text: str, *, title: bool = False) -> pd.DataFrame:
    titles, texts = ([text], [""]) if title else ([""], [text])
    tokens = tokenise(titles, texts)
    return find_clauses_in(tokens, np.where(tokens.field == 0, 0, 1).astype(np.int8), pd.Series(["a"]), (titles, texts))


def roles(text: str, *, title: bool = False) -> list[tuple[str, str | None, str | None]]:
    """Predicate, agent and patient of every clause."""
    found = clauses(text, title=title)[["predicate", "agent", "patient"]].astype(object)
    return [tuple(row) for row in found.where(found.notna(), None).to_numpy()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # active
        ("Polisi menangkap tiga orang.", [("menangkap", "Polisi", "tiga orang")]),
        ("Polisi kemudian juga telah menyita dua motor.", [("menyita", "Polisi", "dua motor")]),
        ("Massa dari luar kota merusak pagar.", [("merusak", "Massa dari luar kota", "pagar")]),
        ("Satpol PP dan polisi membongkar kios.", [("membongkar", "Satpol PP dan polisi", "kios")]),
        ("Camat Sinar, Rani Utami, mencabut izin itu.", [("mencabut", "Camat Sinar", "izin itu")]),
        ("Di Sinar polisi membubarkan massa.", [("membubarkan", "polisi", "massa")]),
        ("Petugas secara resmi menyegel gudang.", [("menyegel", "Petugas", "gudang")]),
        # passive, with and without oleh
        ("Tiga orang ditangkap oleh polisi.", [("ditangkap", "polisi", "Tiga orang")]),
        ("Tiga orang ditangkap polisi.", [("ditangkap", "polisi", "Tiga orang")]),
        ("Tiga orang ditangkap di rumahnya oleh polisi.", [("ditangkap", "polisi", "Tiga orang")]),
        ("Tiga orang ditangkap.", [("ditangkap", None, "Tiga orang")]),
        ("Tiga orang ditangkap Senin malam.", [("ditangkap", None, "Tiga orang")]),
        ("Ia dijerat Pasal 360.", [("dijerat", None, "Ia")]),
        ("Disita dua motor.", [("Disita", None, "dua motor")]),
        ("Kios itu di bongkar petugas.", [("di bongkar", "petugas", "Kios itu")]),
        ("Rumah itu dibongkarnya.", [("dibongkarnya", "-nya", "Rumah itu")]),
        # bare passive with pronoun
        ("Rumah yang kami bongkar kosong.", [("bongkar", "kami", "Rumah")]),
        # an adverb that is also something else
        ("Aturan itu jangan sampai merugikan warga.", [("merugikan", "Aturan itu", "warga")]),
        ("Sopir itu salah menginjak pedal.", [("menginjak", "Sopir itu", "pedal")]),
        ("Mereka saling memukul.", [("memukul", "Mereka", None)]),
        # what only announces the deed, and what is relative to it
        ("Pengalaman Rani mengelola dapur berguna.", [("mengelola", "Rani", "dapur")]),
        ("Sembilan tips memilih cincin.", [("memilih", None, "cincin")]),
        ("Risiko yang merugikan warga itu besar.", [("merugikan", "Risiko", "warga itu")]),
        # behind the copula of a relative clause without a head
        ("Yang melaporkan adalah tetangganya.", [("melaporkan", "tetangganya", None)]),
        # another clause begins behind the verb
        ("Wartawan diusir bahkan warga dipukul.", [("diusir", None, "Wartawan"), ("dipukul", None, "warga")]),
        ("Ia dipaksa dia harus pergi.", [("dipaksa", None, "Ia")]),
        ("Serangan kapal itu gagal.", [("Serangan", None, "kapal itu")]),
        ("Kami melakukan penangkapan dan penahanan.", [("penangkapan", "Kami", None), ("penahanan", "Kami", None)]),
        ("Angin dengan kecepatan 10 sampai 20 knot merusak atap.", [("merusak", "Angin", "atap")]),
        ("Bupati mendesak agar warga pulang.", [("mendesak", "Bupati", None)]),
        ("1. Membeli beras.", [("Membeli", None, "beras")]),
        ("Burung yang terbang, yang mencuri padi, hilang.", [("mencuri", "Burung", "padi")]),
        ("Dinas itu untuk sementara menutup jalan.", [("menutup", "Dinas itu", "jalan")]),
        ("Dinas itu, 23 Juni lalu, juga menutup jalan.", [("menutup", "Dinas itu", "jalan")]),
        ("Rani sudah lebih dulu membeli beras.", [("membeli", "Rani", "beras")]),
        # relative clauses
        ("Massa yang merusak pagar pulang.", [("merusak", "Massa", "pagar")]),
        ("Warga yang menolak pulang ditangkap.", [("menolak", "Warga", None), ("ditangkap", None, "Warga")]),
        ("Warga yang rumahnya digusur pulang.", [("digusur", None, "rumahnya")]),
        # chains
        ("Rani diduga memukul seorang guru.", [("memukul", "Rani", "seorang guru")]),
        ("Tiga orang tewas ditembak.", [("tewas", None, "Tiga orang"), ("ditembak", None, "Tiga orang")]),
        # accident, mishap, state, both sides
        ("Seorang guru tertembak.", [("tertembak", None, "Seorang guru")]),
        ("Rani kehilangan motor.", [("kehilangan", None, "Rani")]),
        ("Dua prajurit gugur.", [("gugur", None, "Dua prajurit")]),
        ("Warga bentrok dengan polisi.", [("bentrok", "Warga", "polisi")]),
        # nouns of deeds
        ("Penangkapan Rani oleh polisi diprotes.", [("Penangkapan", "polisi", "Rani"),
                                                   ("diprotes", None, "Penangkapan Rani oleh polisi")]),
        ("Serangan Veskara terhadap desa itu terjadi.", [("Serangan", "Veskara", "desa itu")]),
        ("Pembongkaran kios itu selesai.", [("Pembongkaran", None, "kios itu")]),
        ("Polisi melakukan penangkapan.", [("penangkapan", "Polisi", None)]),
        ("Ia menerima ancaman dari tetangga.", [("ancaman", "tetangga", "Ia")]),
        # the goal is the one who undergoes
        ("Polisi menembakkan gas air mata ke arah massa.", [("menembakkan", "Polisi", "massa")]),
        # behind a passive: kin and colleagues, waves and rules; not without somebody before it who undergoes
        ("Rani dihantam ombak.", [("dihantam", "ombak", "Rani")]),
        ("Rumah itu dibongkar pamannya.", [("dibongkar", "pamannya", "Rumah itu")]),
        ("Petani itu digugat para penagih.", [("digugat", "para penagih", "Petani itu")]),
        ("Di sana telah dibangun sistem baru.", [("dibangun", None, "sistem baru")]),
        # subjects over relative clauses, sampai, a phrase in -nya and sebagai
        ("Sementara itu, Rani, yang kini memimpin dinas itu, menutup pasar.", [("menutup", "Rani", "pasar")]),
        ("Lengan menggelembung yang memberi kesan unik.", [("memberi", "Lengan", "kesan unik")]),
        ("Banjir itu sampai merusak sawah.", [("merusak", "Banjir itu", "sawah")]),
        ("Pelakunya hingga kini belum ditangkap.", [("ditangkap", None, "Pelakunya")]),
        ("Kehadiran Rani sebagai lurah memberi harapan.", [("memberi", "Kehadiran Rani", "harapan")]),
        ("Proses pengasapan memberikan rasa gurih.", [("memberikan", "Proses pengasapan", "rasa gurih")]),
        ("Masing-masing membawa bekal.", [("membawa", "Masing-masing", "bekal")]),
        ("Anak itu menghadapi ancaman resesi.", [("ancaman", "resesi", None)]),
        ("Ketetapan Nomor 5/2019 mengatur upah.", [("mengatur", "Ketetapan Nomor 5/2019", "upah")]),
        ("Jeda antara panen dan jual merugikan petani.", [("merugikan", "Jeda antara panen dan jual", "petani")]),
        # both sides of a noun; a verb without prefix behind its pronoun; oleh as it is spoken; verbs that carry a noun
        ("Bentrokan antara polisi dan warga pecah.", [("Bentrokan", "polisi dan warga", None)]),
        ("Video bentrokan itu beredar.", [("bentrokan", None, None)]),
        ("Perseteruan kedua pihak pecah.", [("Perseteruan", "kedua pihak", None)]),
        ("Kami lihat warga dipukul.", [("dipukul", None, "warga")]),
        ("Aturan yang saya dengar membatasi warga.", [("membatasi", "Aturan", "warga")]),
        ("Beras itu diberikan sama pemerintah.", [("diberikan", "pemerintah", "Beras itu")]),
        ("Tanah itu diubah menjadi taman oleh warga.", [("diubah", "warga", "Tanah itu")]),
        ("Imbauan itu disampaikan bupati.", [("Imbauan", "bupati", None)]),
        ("Serangan artileri Veskara berlanjut.", [("Serangan", "Veskara", None)]),
        # a fragment in quotation marks parts nothing
        ('Bangunan "rumah doa" itu disegel.', [("disegel", None, 'Bangunan "rumah doa" itu')]),
    ],
)  # fmt: skip
def test_roles_follow_voice_and_order(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    found = roles(text)
    assert [row for row in found if row[0] in {predicate for predicate, *_ in expected}] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Polisi Tangkap Tiga Perusuh", [("Tangkap", "Polisi", "Tiga Perusuh")]),
        ("Digusur Pemkot, Warga Mengadu", [("Digusur", "Pemkot", None)]),
        ("Rumah Warga Dibakar Massa", [("Dibakar", "Massa", "Rumah Warga")]),
        ("Alasan Sinar Tutup Pasar", [("Tutup", "Sinar", "Pasar")]),
        ("Bentrok Massa Biru, Jalan Sepi", [("Bentrok", "Massa Biru", None)]),
        ("Bupati Izinkan Bawa Pulang Beras", [("Izinkan", "Bupati", None), ("Bawa", "Bupati", "Beras")]),
        ("Siswa Kena Lempar Penghapus", [("Lempar", None, "Siswa")]),
        ("Sopir Kurang Tidur dan Salah Injak Pedal", [("Injak", None, "Pedal")]),
        ("Kepala Dinas Dukung Aturan, Ingatkan Hak Anak", [("Ingatkan", None, "Hak Anak")]),
        ("Sopir Tidur Pukul 04.00", []),
    ],
)
def test_headlines_drop_me(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert roles(text, title=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Harga beras dilaporkan akan turun.",
        "Seperti dilaporkan kemarin, harga turun.",
        "Rani diduga lalai.",
        "Hal itu menarik.",
        "Ia menjabat Deputi Penindakan lembaga itu.",
        "Ia menerima surat pemanggilan kedua.",
        "Dasarnya Keputusan Nomor 7 Tahun 2025 tentang Penghapusan Denda.",
        "Kantor PT Bumi Pembongkaran itu sejak kemarin pindah.",
    ],
)
def test_what_is_no_predicate_here_is_left_alone(text: str) -> None:
    assert roles(text) == []


@pytest.mark.parametrize(
    ("text", "predicate", "state", "recovered", "exclusion"),
    [
        ("Polisi menahan Rani.", "menahan", "explicit", None, None),
        ("Rani ditahan.", "ditahan", "absent", None, "pasivasi"),
        ("Jangan pernah memberikan uang.", "memberikan", "absent", None, "penggantian anak kalimat"),
        (
            "Polda memperluas penyelidikan. Penyelidikan itu lama.",
            "Penyelidikan",
            "recoverable",
            "Polda",
            "nominalisasi",
        ),
        ("Rani ditegur guru.", "ditegur", "explicit", None, None),
        (
            "Rani ditegur oleh guru untuk melindungi warga.",
            "melindungi",
            "recoverable",
            "guru",
            "penggantian anak kalimat",
        ),
        ("Polisi menangkap Rani dan menyita motor.", "menyita", "recoverable", "Polisi", "penggantian anak kalimat"),
        ("Setelah menyita motor, polisi pulang.", "menyita", "recoverable", "polisi", "penggantian anak kalimat"),
        ("Polisi menahan Rani. Ia ditahan di Sinar.", "ditahan", "recoverable", "Polisi", "pasivasi"),
        ("Polisi melakukan penangkapan. Sopir itu ditahan.", "ditahan", "recoverable", "Polisi", "pasivasi"),
        ("Polisi menangkap Rani. Dua orang ditahan.", "ditahan", "absent", None, "pasivasi"),
        ("Polisi membawa Rani ke Sinar untuk diperiksa.", "diperiksa", "recoverable", "Polisi", "pasivasi"),
        ("Rani mendatangi kantor itu untuk diperiksa.", "diperiksa", "absent", None, "pasivasi"),
        (
            "Rencana itu adalah cara untuk membangun desa.",
            "membangun",
            "recoverable",
            "Rencana itu",
            "penggantian anak kalimat",
        ),
        (
            "Massa merusak pagar dan bentrok dengan polisi.",
            "bentrok",
            "recoverable",
            "Massa",
            "penggantian anak kalimat",
        ),
        (
            "Harga itu dinilai belum efektif untuk menarik warga.",
            "menarik",
            "recoverable",
            "Harga itu",
            "penggantian anak kalimat",
        ),
        ("Dinas itu pindah. Serta akan membuka kios.", "membuka", "recoverable", None, "penggantian anak kalimat"),
        ("Dengan diberikannya izin itu, warga pulang.", "diberikannya", "absent", None, "pasivasi"),
        ("Ia bisa ditetapkan tersangka.", "ditetapkan", "absent", None, "pasivasi"),
        ("Aksi hari ini mengangkat soal upah.", "mengangkat", "explicit", None, None),
        ("Aturan sebelumnya yang melarang rokok dicabut.", "melarang", "explicit", None, None),
        (
            "Padahal mobil dinas itu untuk mengangkut beras.",
            "mengangkut",
            "recoverable",
            "mobil dinas itu",
            "penggantian anak kalimat",
        ),
        ("Tujuan aksi itu adalah mendorong warga.", "mendorong", "absent", None, "penggantian anak kalimat"),
        ("Niat baik Rani untuk membantu gagal.", "membantu", "recoverable", "Rani", "penggantian anak kalimat"),
        (
            "Toko itu pindah sebagai upaya menarik warga.",
            "menarik",
            "recoverable",
            "Toko",
            "penggantian anak kalimat",
        ),
        ("Menabrak pohon, Rani terluka.", "Menabrak", "recoverable", "Rani", "penggantian anak kalimat"),
        (
            "Dinas itu rapi. Tak hanya ramah, tapi juga membantu warga.",
            "membantu",
            "recoverable",
            None,
            "penggantian anak kalimat",
        ),
        ("Aksi pun mendesak bupati.", "mendesak", "explicit", None, None),
        ("Lima kios sudah dilakukan penyegelan.", "penyegelan", "absent", None, "nominalisasi"),
        ("Rani diculik oleh gerombolan dan dibunuh.", "dibunuh", "recoverable", "gerombolan", "pasivasi"),
        ("Polisi mendorong warga. Petugas didorong.", "didorong", "absent", None, "pasivasi"),
        ("Jangan merusak pagar.", "merusak", "absent", None, "penggantian anak kalimat"),
        ("Aturan itu disusun untuk melarang rokok.", "melarang", "absent", None, "penggantian anak kalimat"),
        ("Penggusuran selesai.", "Penggusuran", "absent", None, "nominalisasi"),
        (
            "Menteri meminta kepada bupati untuk menutup pasar.",
            "menutup",
            "recoverable",
            "bupati",
            "penggantian anak kalimat",
        ),
        (
            "Diamanatkan kepada pemerintah untuk melindungi petani.",
            "melindungi",
            "recoverable",
            "pemerintah",
            "penggantian anak kalimat",
        ),
        ("Ibu itu meminta warga untuk menahan Rani.", "menahan", "recoverable", "warga", "penggantian anak kalimat"),
        (
            "Walau tak berhak menindak warga, tetapi camat mengawasi pasar.",
            "menindak",
            "recoverable",
            "camat",
            "penggantian anak kalimat",
        ),
        (
            "Pastikan untuk memeriksa data yang Anda isi.",
            "memeriksa",
            "recoverable",
            "Anda",
            "penggantian anak kalimat",
        ),
        ("Polisi turun tangan menangkap Rani.", "menangkap", "recoverable", "Polisi", "penggantian anak kalimat"),
        (
            "Polisi menjemput Rani sekaligus menyelamatkan warga.",
            "menyelamatkan",
            "recoverable",
            "Polisi",
            "penggantian anak kalimat",
        ),
        (
            "Rani diam. Meski demikian, tetap melemparkan senyum.",
            "melemparkan",
            "recoverable",
            None,
            "penggantian anak kalimat",
        ),
        (
            "Benih itu unggul. Dan telah terbukti membawa hasil.",
            "membawa",
            "recoverable",
            None,
            "penggantian anak kalimat",
        ),
        (
            'Dinas itu punya rencana. "Membangun sekolah dan pasar."',
            "Membangun",
            "recoverable",
            None,
            "penggantian anak kalimat",
        ),
        ("Membangun sekolah akan membutuhkan dana.", "Membangun", "absent", None, "penggantian anak kalimat"),
        ("Adegan melempar kue itu lucu.", "melempar", "absent", None, "penggantian anak kalimat"),
        ("Polisi menangkap Rani, pelaku kasus penipuan.", "penipuan", "recoverable", "pelaku", "nominalisasi"),
        ("Polisi memburu para pelaku penipuan.", "penipuan", "absent", None, "nominalisasi"),
        (
            "Warga mengeluhkan pencemaran sungai akibat limbah dapur.",
            "pencemaran",
            "recoverable",
            "limbah dapur",
            "nominalisasi",
        ),
        ("Polisi mengusut penculikan anak yang melibatkan Rani.", "penculikan", "recoverable", "Rani", "nominalisasi"),
        ("Dinas itu menertibkan pasar melalui penyitaan.", "penyitaan", "recoverable", "Dinas itu", "nominalisasi"),
        ("Pasar dibuka bersamaan dengan peresmian gedung.", "peresmian", "absent", None, "nominalisasi"),
        ("Jaksa menjadwalkan pemeriksaan Rani.", "pemeriksaan", "recoverable", "Jaksa", "nominalisasi"),
        ("Pencopotan lurah merupakan kewenangan bupati.", "Pencopotan", "recoverable", "bupati", "nominalisasi"),
        ("Rani ditusuk. Pelaku bernama Budi kabur.", "ditusuk", "recoverable", "Pelaku bernama Budi", "pasivasi"),
        (
            "Polisi memukul Rani. Rani ditarik, ditendang, dan dikeroyok.",
            "dikeroyok",
            "recoverable",
            "Polisi",
            "pasivasi",
        ),
        (
            "Ibu itu meminta warga untuk menahan Rani. Rani ditahan di balai.",
            "ditahan",
            "recoverable",
            "warga",
            "pasivasi",
        ),
        ("Dua orang tewas.", "tewas", "absent", None, "keadaan"),
        # reported, charged or convicted: the doer; in custody or a witness: not
        ("Rani divonis setahun atas kasus penculikan.", "penculikan", "recoverable", "Rani", "nominalisasi"),
        ("Budi melaporkan Rani terkait dugaan penipuan.", "penipuan", "recoverable", "Rani", "nominalisasi"),
        ("Rani diperiksa terkait dugaan penipuan.", "penipuan", "absent", None, "nominalisasi"),
        ("Rani didakwa dengan tuduhan memukul Budi.", "memukul", "recoverable", "Rani", "penggantian anak kalimat"),
        # the same deed told again, as a noun or of a thing with -nya
        (
            "Bupati itu datang untuk meresmikan pasar. Peresmian itu ramai.",
            "Peresmian",
            "recoverable",
            "Bupati itu",
            "nominalisasi",
        ),
        ("Warga merusak pagar. Pagarnya dirusak kemarin.", "dirusak", "recoverable", "Warga", "pasivasi"),
        ("Warga menolak laporan Rani. Rani dituding di sana.", "dituding", "absent", None, "pasivasi"),
        # joined to a passive with its agent, over an adverb
        ("Rani dipukul oleh warga dan kemudian ditendang.", "ditendang", "recoverable", "warga", "pasivasi"),
        # causes
        ("Tiga orang terbunuh akibat banjir.", "terbunuh", "recoverable", "banjir", "pasivasi"),
        ("Penyelidikan melibatkan Polres Sinar.", "Penyelidikan", "recoverable", "Polres Sinar", "nominalisasi"),
        # orders and aims
        ("Kalau Anda tidak suka, jangan merusak pagar.", "merusak", "recoverable", "Anda", "penggantian anak kalimat"),
        ("Mari mengawasi pasar dan melaporkan pencuri.", "melaporkan", "absent", None, "penggantian anak kalimat"),
        ("Bupati meminta agar merusak pagar.", "merusak", "absent", None, "penggantian anak kalimat"),
        ("Warga menyebut alasannya adalah untuk menutup pasar.", "menutup", "absent", None, "penggantian anak kalimat"),
        (
            "Rani berbicara jelang bentrok melawan klub itu.",
            "bentrok",
            "recoverable",
            "Rani",
            "penggantian anak kalimat",
        ),
    ],
)
def test_agent_states(text: str, predicate: str, state: str, recovered: str | None, exclusion: str | None) -> None:
    found = clauses(text)
    row = found[found["predicate"] == predicate].iloc[0]
    assert row["agent_state"] == state
    assert (row["agent_recovered"] if pd.notna(row["agent_recovered"]) else None) == recovered
    assert (row["exclusion"] if pd.notna(row["exclusion"]) else None) == exclusion


def test_a_possessor_that_may_act_or_undergo_is_ambiguous() -> None:
    kinds = clauses("Penembakan polisi itu diusut. Pembongkaran kios itu diusut. Dua orang tewas.")["kind"].tolist()
    assert kinds == ["ambiguous", "deed", "deed", "deed", "state"]


def test_offsets_hold_what_they_say() -> None:
    reading = analyse(load_demo(), progress=False)
    fields = reading.articles.set_index("article_id")[["title", "text"]]
    found = require(reading.clauses, CLAUSES)
    assert len(found) > 500
    assert set(found["exclusion"].dropna()) <= set(EXCLUSIONS)
    for row in found.itertuples():
        field = fields.loc[row.article_id, row.field]
        assert field[row.start : row.end] == row.predicate
        for role in ("agent", "patient"):
            if pd.notna(getattr(row, f"{role}_start")):
                quoted = field[int(getattr(row, f"{role}_start")) : int(getattr(row, f"{role}_end"))]
                assert quoted == getattr(row, role).lstrip("-")
    assert (found["agent_state"].eq("explicit") == found["agent"].notna()).all()


def test_the_order_of_articles_changes_nothing() -> None:
    articles = load_demo()
    keys = ["article_id", "field", "start"]
    one, other = (find_clauses(frame).sort_values(keys, ignore_index=True) for frame in (articles, articles[::-1]))
    pd.testing.assert_frame_equal(one, other)


def test_no_articles_no_clauses() -> None:
    assert find_clauses(empty(ARTICLES)).columns.tolist() == [column.name for column in CLAUSES.columns]


def test_a_list_of_ones_own_replaces_the_predicates(tmp_path) -> None:
    path = tmp_path / "predikat.csv"
    path.write_text("term,class,forms\ntanam,governance,me di\n", encoding="utf-8")
    reading = analyse(load_demo(), progress=False)
    lemmas = set(with_predicates(reading, read_predicates(path)).clauses["lemma"])
    assert lemmas <= {"tanam"}


def test_roles_get_the_side_of_the_actor_mentioned_in_them() -> None:
    text = "Polisi menahan warga. Ia ditahan."
    found = clauses(text)
    rows = [("polisi", "otoritas", 0, 6), ("warga", "terdampak", 15, 20)]
    mentions = build(
        {"article_id": ["a"] * 2, "field": ["text"] * 2, "sentence": [0] * 2, "actor": [row[0] for row in rows],
         "side": [row[1] for row in rows], "form": [text[row[2] : row[3]] for row in rows],
         "start": [row[2] for row in rows], "end": [row[3] for row in rows], "zone": ["reporter"] * 2},
        MENTIONS,
    )  # fmt: skip
    sided = attach_sides(found, mentions)
    assert sided["agent_side"].tolist() == ["otoritas", "otoritas"]  # the second recovered from the first
    assert sided["patient_side"].tolist()[0] == "terdampak"
    assert sided["patient_side"].isna().tolist()[1]
    assert attach_sides(found, empty(MENTIONS))["agent_side"].isna().all()
    assert found["agent_side"].isna().all()  # the frame given is not changed
