"""The command line as its user meets it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bingkai.cli import app
from bingkai.corpus.demo import load_demo

run = CliRunner().invoke


def test_report_without_an_argument_reads_the_demonstration_corpus(tmp_path: Path) -> None:
    done = run(app, ["report", "-q", "-o", str(tmp_path / "laporan"), "--resamples", "200"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "laporan" / "index.html").stat().st_size > 10_000
    said = " ".join(done.stdout.split())
    assert str(tmp_path / "laporan" / "index.html") in said
    for written in [*(tmp_path / "laporan").glob("figures/*"), *(tmp_path / "laporan").glob("tables/*")]:
        assert f"{written.stem} (" in said


def test_report_of_a_file_in_english(tmp_path: Path) -> None:
    load_demo().drop(columns=["published"]).to_csv(tmp_path / "korpus.csv", index=False)
    out = tmp_path / "out"
    done = run(
        app, ["report", str(tmp_path / "korpus.csv"), "-o", str(out), "--lang", "en", "-q", "--resamples", "200"]
    )
    assert done.exit_code == 0, done.output
    assert '<html lang="en"' in (out / "index.html").read_text(encoding="utf-8")


def test_a_missing_file_is_one_readable_line(tmp_path: Path) -> None:
    done = run(app, ["report", str(tmp_path / "tiada.csv"), "-o", str(tmp_path / "laporan")])
    assert done.exit_code == 1
    assert "tiada.csv" in done.output
    assert "Traceback" not in done.output
    assert not (tmp_path / "laporan").exists()


def test_check_prints_outlets_and_writes_what_was_left_out(tmp_path: Path) -> None:
    corpus = tmp_path / "korpus.csv"
    corpus.write_text(
        "judul,isi,media,tanggal\nSatu,Isi berita pertama.,Kabar Nusa,2031-01-02\nDua,,Kabar Nusa,2031-01-03\n",
        encoding="utf-8",
    )
    done = run(app, ["check", str(corpus), "--left-out", str(tmp_path / "terbuang.csv")])
    assert done.exit_code == 0, done.output
    assert "Kabar Nusa" in done.stdout
    assert "Dua" in (tmp_path / "terbuang.csv").read_text(encoding="utf-8")


def test_check_as_json_is_json_alone() -> None:
    done = run(app, ["check", "--json"])
    assert isinstance(json.loads(done.stdout), list)


def test_kwic_prints_passages() -> None:
    done = run(app, ["kwic", "kata", "-n", "3"])
    assert done.exit_code == 0, done.output
    assert done.stdout.count("kata") >= 3


def test_kwic_as_json_has_the_offsets() -> None:
    found = json.loads(run(app, ["kwic", "kata", "-n", "2", "--json"]).stdout)
    assert [row["end"] - row["start"] for row in found] == [4, 4]


def test_kwic_of_a_word_that_is_not_there_says_so() -> None:
    done = run(app, ["kwic", "zzzzz"])
    assert done.exit_code == 0
    assert "Tidak ada kemunculan" in done.stdout


@pytest.mark.parametrize("command", ["report", "check", "kwic"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    assert "Contoh" in run(app, [command, "--help"]).stdout
