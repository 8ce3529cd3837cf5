"""Pages point at what is there: files, commands that show numbers, public names, frames."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

import bingkai as bk
from bingkai.cli import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "analysis" / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
SCRIPT = re.compile(r"(?:python|pytest|corpus) ((?:tests|corpus|analysis)/[\w/.]+\.py)")
NAME = re.compile(r"\bbk\.(\w+)")
COMMAND = re.compile(r"(?:`|^\$ |^    )bingkai ([a-z]+)", re.MULTILINE)
ROOMS = re.compile(r"^```\{room\} (.+)$", re.MULTILINE)


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def page(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_links_lead_to_files(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_commands_that_show_numbers_exist(page: Path) -> None:
    scripts = SCRIPT.findall(page.read_text(encoding="utf-8"))
    assert [script for script in scripts if not (ROOT / script).exists()] == []


def test_names_are_public(page: Path) -> None:
    names = set(NAME.findall(page.read_text(encoding="utf-8")))
    assert sorted(names - set(dir(bk))) == []


def test_subcommands_exist(page: Path) -> None:
    known = set(get_command(app).commands)
    assert set(COMMAND.findall(page.read_text(encoding="utf-8"))) <= known


def test_every_public_function_stands_in_the_reference() -> None:
    """Rooms with public functions each have a page; frames and the study's contrast are the formats page's."""
    stub = (ROOT / "analysis" / "bingkai" / "__init__.pyi").read_text(encoding="utf-8")
    rooms = set(re.findall(r"^from \.(\w+)", stub, re.MULTILINE))
    pages = " ".join(path.read_text(encoding="utf-8") for path in (DOCS / "reference").glob("*.md"))
    assert rooms - set(" ".join(ROOMS.findall(pages)).split()) == {"schema"}
