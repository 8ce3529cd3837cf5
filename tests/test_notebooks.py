"""The course: short cells, executed from top to bottom, offline, and each says what it does not show."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[1] / "notebooks"
NAMES = sorted(path.stem for path in ROOM.glob("*.ipynb"))
COURSE = ("00", "01", "02", "03", "03b", "04", "05", "06", "07", "08", "99")
MOST_CELLS = 25
NETWORK = {"requests", "urllib", "httpx", "socket", "aiohttp", "ftplib", "http"}
pytestmark = pytest.mark.skipif(not NAMES, reason="the notebooks are not in this copy")


def read(name):
    return json.loads((ROOM / f"{name}.ipynb").read_text(encoding="utf-8"))


def source(cell):
    return "".join(cell["source"])


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def trees(notebook):
    return [ast.parse(source(cell)) for cell in code_cells(notebook)]


def nodes(notebook, kind):
    return [node for tree in trees(notebook) for node in ast.walk(tree) if isinstance(node, kind)]


def texts(notebook):
    """Texts of the code that stand alone, not as a part of an f-string."""
    every = [node for tree in trees(notebook) for node in ast.walk(tree)]
    parts = {id(part) for made in every if isinstance(made, ast.JoinedStr) for part in made.values}
    constants = [node for node in every if isinstance(node, ast.Constant) and id(node) not in parts]
    return [node.value for node in constants if isinstance(node.value, str)]


def imported(notebook):
    plain = {alias.name for node in nodes(notebook, ast.Import) for alias in node.names}
    return {name.partition(".")[0] for name in plain | {node.module for node in nodes(notebook, ast.ImportFrom)}}


def outputs(notebook):
    return [output for cell in code_cells(notebook) for output in cell["outputs"]]


def written(notebook):
    """What people read: sources, and outputs as text."""
    kept = [{k: v for k, v in out.get("data", {}).items() if not k.startswith("image/")} for out in outputs(notebook)]
    streams = [out.get("text", "") for out in outputs(notebook)]
    return json.dumps([[source(cell) for cell in notebook["cells"]], kept, streams])


def test_the_course_is_complete():
    assert tuple(name.partition("_")[0] for name in NAMES) == COURSE


@pytest.mark.parametrize("name", NAMES)
class TestEveryNotebook:
    def test_is_short(self, name):
        assert len(read(name)["cells"]) <= MOST_CELLS

    def test_defines_nothing(self, name):
        assert not nodes(read(name), (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))

    def test_begins_with_the_question_and_what_is_left_out(self, name):
        first = read(name)["cells"][0]
        assert first["cell_type"] == "markdown"
        assert "**Pertanyaan.**" in source(first)
        assert re.search(r"Tidak dibahas di sini|Yang ditinggalkan", source(first))

    def test_ends_with_what_it_does_not_show(self, name):
        last = read(name)["cells"][-1]
        assert last["cell_type"] == "markdown"
        heading, *rest = source(last).splitlines()
        assert heading == "## Yang tidak ditunjukkan halaman ini"
        assert len([line for line in rest if line.startswith("- ")]) >= 3

    def test_ran_once_from_top_to_bottom(self, name):
        cells = code_cells(read(name))
        assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))

    def test_has_no_errors_warnings_or_bars_in_its_outputs(self, name):
        shown = outputs(read(name))
        assert not [output for output in shown if output["output_type"] == "error" or output.get("name") == "stderr"]
        assert not [output for output in shown if "application/vnd.jupyter.widget-view+json" in output.get("data", {})]

    def test_paths_are_relative_and_of_no_machine(self, name):
        text = written(read(name))
        assert not re.search(r"(?<![\w.<])/(work|tmp|home|root|Users|mnt|var)/|[A-Z]:\\\\\\\\", text)
        assert not [value for value in texts(read(name)) if value.startswith(("/", "~"))]

    def test_needs_no_network(self, name):
        assert not imported(read(name)) & NETWORK
        assert not re.search(r"https?://", "\n".join(source(cell) for cell in code_cells(read(name))))

    def test_figures_it_saves_are_there_with_their_data(self, name):
        saved = [value for value in texts(read(name)) if value.startswith("../figures/")]
        for value in saved:
            assert value.startswith(f"../figures/{name.partition('_')[0]}_"), value
            files = [(ROOM / value).with_name(f"{Path(value).name}.{suffix}") for suffix in ("png", "svg", "csv")]
            assert all(file.is_file() for file in files), value


def test_one_cell_is_all_that_an_own_corpus_needs():
    cells = code_cells(read("99_korpus_anda"))
    assert source(cells[0]).startswith("berkas = None")
    later = {
        node.id for tree in trees(read("99_korpus_anda"))[1:] for node in ast.walk(tree) if isinstance(node, ast.Name)
    }
    assert {"berkas", "studi", "laporan"} <= later


def test_a_function_or_an_absolute_path_would_be_seen():
    cell = {"cell_type": "code", "source": ["def f():\n", "    return '/" + "tmp/x'"], "outputs": []}
    bad = {"cells": [cell]}
    assert nodes(bad, ast.FunctionDef)
    assert re.search(r"(?<![\w.<])/(work|tmp|home|root|Users|mnt|var)/", written(bad))
