"""The command line with a study: drafted, read, refused with its line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bingkai.cli import app
from bingkai.corpus.demo import load_demo
from bingkai.study import Study

run = CliRunner().invoke


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "korpus.csv"
    path.parent.mkdir()
    load_demo().to_csv(path, index=False)
    return path


def test_init_writes_a_study_that_report_check_and_kwic_take(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "studi.toml"
    done = run(app, ["init", str(corpus), "-o", str(out), "-q"])
    assert done.exit_code == 0, done.output
    assert "60 artikel" in done.stdout
    assert Study.read(out).corpus == tmp_path / "data" / "korpus.csv"
    shown = run(app, ["kwic", "choice.phk.phk", str(out), "-n", "2"])
    assert shown.exit_code == 0, shown.output
    checked = run(app, ["check", str(out)])
    assert "Panji Negeri" in checked.stdout
    report = run(app, ["report", str(out), "-q", "-o", str(tmp_path / "laporan"), "--resamples", "200"])
    assert report.exit_code == 0, report.output


def test_init_never_overwrites_unasked(tmp_path: Path) -> None:
    out = tmp_path / "studi.toml"
    out.write_text("milik peneliti", encoding="utf-8")
    done = run(app, ["init", "-o", str(out), "-q"])
    assert done.exit_code == 1
    assert "--force" in done.output
    assert out.read_text(encoding="utf-8") == "milik peneliti"
    assert run(app, ["init", "-o", str(out), "-q", "--force", "--lang", "en"]).exit_code == 0
    assert "Draft of a study" in out.read_text(encoding="utf-8")


def test_a_mistake_in_the_study_is_one_line_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "studi.toml"
    path.write_text('title = "x"\nsed = 7\n', encoding="utf-8")
    done = run(app, ["check", str(path)])
    assert done.exit_code == 1
    assert "studi.toml, line 2, sed: unknown key; nearest: 'seed'" in done.output
    assert "Traceback" not in done.output


def test_a_study_without_corpus_says_so(tmp_path: Path) -> None:
    path = tmp_path / "studi.toml"
    path.write_text('title = "x"\n', encoding="utf-8")
    assert "tidak menyebut korpus" in run(app, ["check", str(path)]).output


def test_what_the_study_leaves_out_is_told(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "studi.toml"
    path.write_text('corpus = "data/korpus.csv"\noutlets = ["Panji Negeri"]\n', encoding="utf-8")
    done = run(app, ["check", str(path)])
    assert "50 artikel dikeluarkan menurut studi: media tidak dibandingkan 50" in done.output
    assert "Lorong Kampung" not in done.stdout.split("Panji Negeri")[-1]


def test_the_demonstration_has_its_study() -> None:
    done = run(app, ["kwic", "choice.penangkapan.diamankan", "-n", "3"])
    assert done.exit_code == 0, done.output
    assert "mankan" in done.stdout


def test_init_has_help_with_an_example() -> None:
    assert "Contoh" in run(app, ["init", "--help"]).stdout
