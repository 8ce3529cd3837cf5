"""The command line as its user meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
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


def test_sheets_are_written_for_each_coder_and_read_back(tmp_path: Path) -> None:
    out = tmp_path / "lembar.xlsx"
    wanted = ["sheet", "-q", "-m", "entman", "-n", "12", "--coder", "Ana", "--coder", "Budi", "-o", str(out)]
    done = run(app, wanted)
    assert done.exit_code == 0, done.output
    names = {"lembar_Ana.csv", "lembar_Ana.xlsx", "lembar_Budi.csv", "lembar_Budi.xlsx"}
    assert {path.name for path in tmp_path.iterdir()} == names
    for coder, answers in (("Ana", "ya tidak"), ("Budi", "ya ya")):
        rows = pd.read_csv(tmp_path / f"lembar_{coder}.csv", dtype=str, keep_default_na=False)
        rows["masalah_ada"] = (answers.split() * 6)[: len(rows)]
        rows.to_csv(tmp_path / f"lembar_{coder}.csv", index=False)
    files = [str(tmp_path / f"lembar_{coder}.csv") for coder in ("Ana", "Budi")]
    discuss, table, amiss = (str(tmp_path / name) for name in ("diskusi.xlsx", "keandalan.csv", "masalah.csv"))
    asked = ["--discuss", discuss, "-o", table, "--problems", amiss, "--resamples", "200"]
    done = run(app, ["agree", *files, *asked])
    assert done.exit_code == 0, done.output
    assert "12 unit, 24 kode, pengode: Ana · Budi" in done.stdout
    assert "hanya 12 unit, di bawah 50" in done.stdout
    assert "6 perbedaan untuk dibahas" in done.stderr
    wide = pd.read_csv(table).set_index(["item", "subset"])
    assert wide.loc[("masalah_ada", "all"), "percent"] == 0.5
    assert (pd.read_csv(amiss)["kind"] == "empty").all()
    english = run(app, ["agree", *files, "--lang", "en", "--resamples", "200"])
    assert "12 units, 24 codes" in english.stdout
    as_json = run(app, ["agree", *files, "--json", "--resamples", "200"])
    assert {row["coefficient"] for row in json.loads(as_json.stdout)} >= {"holsti", "alpha_nominal"}


def test_what_is_wrong_with_a_sheet_or_model_is_one_line(tmp_path: Path) -> None:
    done = run(app, ["sheet", "-q", "-m", "entmann", "-o", str(tmp_path / "lembar.xlsx")])
    assert done.exit_code == 1
    assert "nearest: 'entman'" in done.output
    done = run(app, ["agree", str(tmp_path / "tiada.xlsx")])
    assert done.exit_code == 1
    assert "no coding sheet at" in done.output
    twins = ["sheet", "-q", "--coder", "A!", "--coder", "A?", "-o", str(tmp_path / "lembar.xlsx")]
    assert "coders need different names" in run(app, twins).output
    assert list(tmp_path.iterdir()) == []


def test_outlets_too_small_to_compare_are_named(tmp_path: Path) -> None:
    few = load_demo().groupby("outlet").head(9)
    few.to_csv(tmp_path / "korpus.csv", index=False)
    done = run(app, ["check", str(tmp_path / "korpus.csv")])
    assert "Kurang dari 10 artikel, jadi dibaca dan dikutip tetapi tidak dibandingkan: Bandul Pagi (9)" in done.stderr
    assert "Fewer than" not in run(app, ["check", "--lang", "en"]).stderr


def test_kwic_says_of_how_many_it_shows_some() -> None:
    assert (
        "drawn at random with seed 3; all of them: -n"
        in run(app, ["kwic", "mengatakan", "-n", "2", "--seed", "3", "--lang", "en"]).stderr
    )


@pytest.mark.parametrize(("asked", "shown"), [("cp1252", "\\u2190"), (None, "←")])
def test_a_code_page_without_an_arrow_ends_nothing(tmp_path: Path, asked: str | None, shown: str) -> None:
    """Windows writes what is sent to a file in its own code page."""
    (tmp_path / "korpus.csv").write_text("judul,isi,media\nSatu,Isi berita.,Kabar Nusa\n", encoding="utf-8")
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    surroundings |= {"PYTHONIOENCODING": asked} if asked else {"LC_ALL": "C", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "bingkai.cli", "check", "korpus.csv"]
    done = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert f"text {shown} isi" in done.stdout.decode(asked or "utf-8")


def test_the_version_is_printed() -> None:
    assert run(app, ["--version"]).stdout.startswith("bingkai 0.")
