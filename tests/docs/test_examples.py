"""The examples of README.md and of the documentation run as they stand, on the demonstration corpus.

A page's blocks run in their order, in an empty folder with `korpus.csv` and the folder `corpus` of the checkout.
```` ```python ```` is executed; the lines of ```` ```console ```` that begin with ``$ bingkai`` are run; a code block
with a caption is written to the file that the caption names. A ``{code-block} python`` without a caption is shown only:
it needs a cluster.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import pytest
from typer.testing import CliRunner

import bingkai as bk
from bingkai.cli import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "analysis" / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
BLOCK = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
CAPTION = re.compile(r"^:caption: (\S+)\n+", re.MULTILINE)
QUICK = ["--quiet", "--resamples", "200"]


class Example(NamedTuple):
    kind: str
    body: str
    line: int


def examples(page: Path) -> list[Example]:
    """What of a page can be run, in its order."""
    text = page.read_text(encoding="utf-8")
    blocks = [Example(m["kind"], m["body"], text[: m.start()].count("\n") + 1) for m in BLOCK.finditer(text)]
    return [block for block in blocks if block.kind in ("python", "console") or CAPTION.match(block.body)]


def run_line(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    done = CliRunner().invoke(app, words + (QUICK if words[0] == "report" else []))
    assert done.exit_code == 0, f"{line}\n{done.output}"


def run(example: Example, names: dict[str, object], page: Path) -> None:
    if caption := CAPTION.match(example.body):
        Path(caption[1]).write_text(example.body[caption.end() :], encoding="utf-8")
    elif example.kind == "python":
        exec(compile("\n" * example.line + example.body, page, "exec"), names)
    else:
        for line in example.body.splitlines():
            if line.startswith("$ bingkai"):
                run_line(line.removeprefix("$ "))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of articles as a researcher has it."""
    articles = bk.load_demo().rename(columns={"title": "judul", "text": "isi", "outlet": "media", "url": "tautan"})
    articles.assign(tanggal=articles["published"])[["judul", "isi", "media", "tanggal", "tautan"]].to_csv(
        tmp_path / "korpus.csv", index=False
    )
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", [page for page in PAGES if examples(page)], ids=lambda page: page.name)
@pytest.mark.usefixtures("folder")
def test_the_examples_of_a_page_run(page: Path) -> None:
    names: dict[str, object] = {}
    for example in examples(page):
        run(example, names, page)
    plt.close("all")


def test_examples_are_found() -> None:
    """The pages that teach by doing have examples; a changed fence would silently empty the test above."""
    with_examples = {page.name for page in PAGES if examples(page)}
    assert {
        "README.md",
        "first_report.md",
        "own_corpus.md",
        "study_file.md",
        "coders.md",
        "frames.md",
        "figures_tables.md",
        "copies_events.md",
    } <= with_examples
