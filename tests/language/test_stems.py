"""Stems: Sastrawi as it is, the corrections, names, the audit, and a cache that nothing can break."""

import os
import subprocess
import sys
import time
import warnings
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest

import bingkai
from bingkai.language import stems as stems_module
from bingkai.language.lexicon_files import load_lexicon, read_lexicon
from bingkai.language.stems import protected_stems, stem_audit, stem_types, stems_of
from bingkai.language.tokens import tokenise


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a cache of its own."""
    monkeypatch.setenv("BINGKAI_CACHE", str(tmp_path / "cache"))
    forget()
    return tmp_path / "cache"


def forget() -> None:
    """As a new process would begin."""
    stems_module._read_so_far.clear()
    stems_module._warn_once.cache_clear()


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("stems-*.tsv"))


# Known behaviour of PySastrawi 1.2.1 (its issues 4, 13 and 26): if this fails, Sastrawi has changed; then judge the
# protected list anew before raising the version here.
SASTRAWI = {
    "relawan": "rawan", "bekasi": "bekas", "menangis": "menang", "dikurangi": "rang", "dibelinya": "bel",
    "gerakan": "gera", "menyinari": "sari", "membantah": "ban", "dikuasai": "asai", "pemerintah": "perintah",
    "memerintah": "perintah", "mengakui": "aku", "beralasan": "alas", "diduga": "duga", "menduga": "duga",
    "terduga": "duga", "ditembak": "tembak", "penembak": "tembak",
}  # fmt: skip


def test_sastrawi_is_the_one_characterised() -> None:
    assert version("PySastrawi") == "1.2.1"
    assert {word: stems_module._sastrawi(word) for word in SASTRAWI} == SASTRAWI


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        # corrected
        ("relawan", "relawan"), ("bekasi", "bekasi"), ("menangis", "tangis"), ("dikurangi", "kurang"),
        ("dibelinya", "beli"), ("gerakan", "gerak"), ("menyinari", "sinar"), ("membantah", "bantah"),
        ("dikuasai", "kuasa"), ("beralasan", "alasan"), ("penyidikan", "sidik"), ("pasukan", "pasukan"),
        # corrections carry clitics and reduplication
        ("relawannya", "relawan"), ("relawanlah", "relawan"), ("gerakannya", "gerak"), ("gerakan-gerakan", "gerak"),
        ("gerakan-gerakannya", "gerak"),
        # Sastrawi's own
        ("pemerintah", "perintah"), ("ditembak", "tembak"), ("mengakui", "aku"), ("penembakan", "tembak"),
        ("negara-negara", "negara"), ("disebut-sebut", "sebut"), ("berbalas-balasan", "balas"),
        ("gerak-gerik", "gerak-gerik"),
        # a clitic after a hyphen
        ("bgn-nya", "bgn"), ("g30s-nya", "g30s"), ("aksi-nya", "aksi"),
        # what Sastrawi would mutilate stays whole
        ("jum'at", "jum'at"), ("ma'ruf", "ma'ruf"), ("covid-19", "covid-19"), ("kompas.com", "kompas.com"),
        ("café", "café"), ("@humas_kota", "@humas_kota"), ("27/3", "27/3"),
        ("日本", "日本"), ("“", "“"), ("", ""), ("-", "-"),
        ("mempertanggungjawabkan" * 3, "mempertanggungjawabkan" * 3),
    ],
)  # fmt: skip
def test_stems(word: str, stem: str) -> None:
    assert stem_types([word], cache=False) == [stem]


def test_order_and_repetition_are_kept() -> None:
    assert stem_types(["menolak", "warga", "menolak"]) == ["tolak", "warga", "tolak"]
    assert stem_types([]) == []


def test_protected_list_is_sorted_unique_needed_and_explained() -> None:
    protected = protected_stems()
    assert protected["word"].is_monotonic_increasing
    assert protected["word"].is_unique
    assert set(protected["kind"]) == {"root", "whole", "name", "sense"}
    assert (protected["reason"] != "").all()
    assert [stems_module._sastrawi(word) for word in protected["word"]] == protected["sastrawi"].tolist()
    assert (protected["stem"] != protected["sastrawi"]).all()


def test_stems_of_leaves_names_whole() -> None:
    text = "Warga di Pekalongan dan Kemayoran menolak. Penolakan itu didukung Menteri Pertanian. Ia bicara pertanian."
    tokens = tokenise(["Pengunjung Menolak"], [text])
    stems = dict(zip(tokens.lower, stems_of(tokens), strict=True))
    assert stem_types(["pekalongan", "kemayoran"]) != ["pekalongan", "kemayoran"]
    assert stems["pekalongan"] == "pekalongan"
    assert stems["kemayoran"] == "kemayoran"
    assert stems["penolakan"] == "tolak"  # a capital only where the sentence begins
    assert stems["pertanian"] == "tani"  # once with, once without
    assert stems["pengunjung"] == "kunjung"  # capitals of a headline prove nothing
    assert len(stems_of(tokenise([], []))) == 0


def test_audit_lists_the_known_collisions() -> None:
    audit = stem_audit(load_lexicon("verba_pewarta"))
    assert audit.columns.tolist() == ["lexicon", "term", "stem", "other_words", "n_types", "kind"]
    assert set(audit["kind"]) <= {"corrected", "merged", "entries"}
    ban = audit[(audit["term"] == "membantah") & (audit["stem"] == "ban")]
    assert ban[["other_words", "kind"]].values.tolist() == [["ban", "corrected"]]
    aku = audit[(audit["stem"] == "aku") & audit["term"].str.contains("mengakui")]
    assert len(aku)
    assert (audit["n_types"] > 0).all()


def test_audit_of_a_users_lexicon_and_words(tmp_path: Path) -> None:
    path = tmp_path / "kelompok.csv"
    path.write_text("term,category\nrelawan,pendukung\npemerintah,negara\npenembak,pelaku\n", encoding="utf-8")
    audit = stem_audit([read_lexicon(path)], ["rawan", "memerintah", "ditembak", "tembak", "warga"])
    assert audit[["term", "stem", "other_words", "kind"]].values.tolist() == [
        ["pemerintah", "perintah", "memerintah", "merged"],
        ["penembak", "tembak", "tembak, ditembak", "merged"],
        ["relawan", "rawan", "rawan", "corrected"],
    ]
    assert isinstance(stem_audit([], []), pd.DataFrame)


def test_stems_are_kept_across_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = stem_types(["menolak", "penembakan", "covid-19"])
    assert len(segments(folder)) == 1
    forget()
    monkeypatch.setattr(stems_module, "_sastrawi", lambda word: pytest.fail(f"{word} was stemmed again"))
    assert stem_types(["covid-19", "penembakan", "menolak"]) == first[::-1]
    assert len(segments(folder)) == 1


def test_without_cache_nothing_is_written(folder: Path) -> None:
    stem_types(["menolak"], cache=False)
    assert not folder.exists()


def test_another_version_has_another_cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stem_types(["menolak"])
    monkeypatch.setattr(stems_module, "_cache_key", lambda: "stems-9.9.9-00000000")
    forget()
    stem_types(["menolak"])
    assert len(segments(folder)) == 2


@pytest.mark.parametrize("damage", [b"", b"\x00\xff" * 50, b"00000000\nmenolak\tsalah\n", b"menolak"])
def test_a_damaged_segment_is_made_anew_with_one_warning(folder: Path, damage: bytes) -> None:
    stem_types(["menolak"])
    segments(folder)[0].write_bytes(damage)
    forget()
    with pytest.warns(RuntimeWarning, match="damaged; they are made anew") as caught:
        assert stem_types(["menolak"]) == ["tolak"]
    assert len(caught) == 1
    forget()
    assert stem_types(["menolak"]) == ["tolak"]


def test_a_folder_that_cannot_be_used_warns_once_and_stems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    for place in (blocked, blocked / "below"):
        monkeypatch.setenv("BINGKAI_CACHE", str(place))
        forget()
        with pytest.warns(RuntimeWarning, match="stems are not kept.*BINGKAI_CACHE"):
            assert stem_types(["menolak"]) == ["tolak"]
        with warnings.catch_warnings(record=True) as again:
            warnings.simplefilter("always")
            assert stem_types(["penolakan"]) == ["tolak"]
        assert len(again) <= 1  # cannot read, cannot write: each said once


def test_many_segments_become_one(folder: Path) -> None:
    words = [f"{start}{end}" for start in ("me", "di", "ter", "ber") for end in ("nanti", "lihat", "duga", "main")]
    stems = [stem_types([word])[0] for word in words]
    forget()
    assert stem_types(words) == stems
    assert len(segments(folder)) <= stems_module.MOST_SEGMENTS + 1
    forget()
    stem_types(words)
    assert len(segments(folder)) < len(words)


def test_what_other_processes_wrote_meanwhile_is_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stem_types(["menolak"])
    run("stem_types(['penembakan'])", folder)
    monkeypatch.setattr(stems_module, "_sastrawi", lambda word: pytest.fail(f"{word} was stemmed again"))
    assert stem_types(["penembakan"]) == ["tembak"]


def start(code: str, folder: Path) -> subprocess.Popen[bytes]:
    library = str(Path(bingkai.__file__).parents[1])
    environment = os.environ | {"BINGKAI_CACHE": str(folder), "PYTHONPATH": library}
    code = f"from bingkai.language.stems import stem_types\n{code}"
    return subprocess.Popen([sys.executable, "-W", "error", "-c", code], env=environment, stderr=subprocess.PIPE)


def run(code: str, folder: Path) -> None:
    process = start(code, folder)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors.decode()


NUMBERED = (
    "from itertools import count\nfor n in {rounds}: stem_types(['ber' + ''.join(chr(97 + int(d)) for d in str(n))])"
)


def test_writers_side_by_side_lose_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = [range(0, 80), range(40, 120), range(80, 160)]
    writers = [start(NUMBERED.format(rounds=numbers), folder) for numbers in rounds]
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors.decode()
    monkeypatch.setattr(stems_module, "_sastrawi", lambda word: pytest.fail(f"{word} was lost"))
    stem_types(["ber" + "".join(chr(97 + int(digit)) for digit in str(n)) for n in range(160)])


def test_a_killed_writer_leaves_a_readable_cache(folder: Path) -> None:
    writer = start(NUMBERED.format(rounds="count()"), folder)
    deadline = time.monotonic() + 30
    while not segments(folder) and time.monotonic() < deadline:
        time.sleep(0.02)
    writer.kill()
    writer.communicate()
    assert segments(folder)
    assert stem_types(["menolak"]) == ["tolak"]  # any warning would be an error here
