"""Pages point at what is there: files, commands that show numbers, public names, frames."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

import bingkai as bk
from bingkai import schema
from bingkai.cli import app
from bingkai.figures.labels import LANGUAGES, measure_label
from bingkai.figures.presets import PRESETS

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


def test_what_a_command_asks_of_a_script_the_script_knows(page: Path) -> None:
    asked = re.findall(r"python (tests/benchmarks/\w+\.py)((?: (?:--)?[a-z][\w-]*)+)", page.read_text(encoding="utf-8"))
    unknown = [
        f"{script} {word}"
        for script, words in asked
        for word in words.split()
        if f'"{word}"' not in (ROOT / script).read_text(encoding="utf-8") and not word.endswith(("parquet", "csv"))
    ]
    assert unknown == []


def test_names_are_public(page: Path) -> None:
    names = set(NAME.findall(page.read_text(encoding="utf-8")))
    assert sorted(names - set(dir(bk))) == []


def test_subcommands_exist(page: Path) -> None:
    known = set(get_command(app).commands)
    assert set(COMMAND.findall(page.read_text(encoding="utf-8"))) <= known


REFERENCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((DOCS / "reference").glob("*.md")))
GLOSSARY = (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")


def public_names() -> dict[str, str]:
    """Every public name and its room."""
    stub = (ROOT / "analysis" / "bingkai" / "__init__.pyi").read_text(encoding="utf-8")
    return {name: room for room, name in re.findall(r"^from \.(\w+)[\w.]* import (\w+)", stub, re.MULTILINE)}


@pytest.mark.parametrize("name", public_names())
def test_every_public_name_stands_in_the_reference(name: str) -> None:
    """By the page of its room, as a frame among the formats, or named one by one."""
    rooms = set(" ".join(ROOMS.findall(REFERENCE)).split())
    alone = set(re.findall(r"^\.\. auto(?:function|class):: (\w+)", REFERENCE, re.MULTILINE))
    frame = isinstance(getattr(bk, name), schema.Schema) and "```{codebook} all" in REFERENCE
    assert public_names()[name] in rooms or name in alone or frame


def test_every_public_function_has_a_sentence_and_says_what_it_gives() -> None:
    silent = [name for name in public_names() if not (getattr(bk, name).__doc__ or "").strip()]
    assert silent == []


VALUES = sorted(
    {(frame.name, column.name, value) for frame in vars(schema).values() if isinstance(frame, schema.Schema)
     for column in frame.columns for value in column.values}
)  # fmt: skip


def test_every_value_of_a_column_is_in_the_glossary() -> None:
    listed = set(re.findall(r"^\| `([^`]+)` \|", GLOSSARY, re.MULTILINE))
    assert sorted({f"{frame}.{column}: {value}" for frame, column, value in VALUES if value not in listed}) == []


def test_rows_of_the_glossary_have_both_languages() -> None:
    rows = [line.split("|")[1:-1] for line in GLOSSARY.splitlines() if line.startswith("| ")]
    assert [row for row in rows if len(row) != 3 or not all(cell.strip() for cell in row[:2])] == []


def test_every_measure_has_a_label_in_both_languages() -> None:
    """What a reader of a figure sees; the glossary prints it from the same place."""
    reading = bk.analyse(bk.load_demo().head(12), bk.load_demo_study(), progress=False)
    names = [*bk.measure_names(reading), *bk.source_measures(reading)["measure"].unique()]
    assert sorted({name for name in names for lang in LANGUAGES if measure_label(name, lang) == name}) == []


def test_sizes_of_figures_are_those_of_the_page() -> None:
    page = (DOCS / "howto" / "figures_tables.md").read_text(encoding="utf-8")
    for name, preset in PRESETS.items():
        assert re.search(rf'^\| `"{name}"` \| {preset.width:g}\D.*{preset.dpi} dpi', page, re.MULTILINE), name


def test_every_notebook_is_in_the_course() -> None:
    page = (DOCS / "tutorial" / "notebooks.md").read_text(encoding="utf-8")
    assert [path.stem for path in (ROOT / "notebooks").glob("*.ipynb") if f"`{path.stem}`" not in page] == []


def test_functions_that_the_course_names_are_used_in_their_notebook() -> None:
    page = (DOCS / "tutorial" / "notebooks.md").read_text(encoding="utf-8")
    for book, functions in re.findall(r"^\| `(\d\w+)` \|.*\|([^|]+)\|$", page, re.MULTILINE):
        source = (ROOT / "notebooks" / f"{book}.ipynb").read_text(encoding="utf-8")
        assert [name for name in re.findall(r"`(\w+)`", functions) if f"bk.{name}" not in source] == [], book
