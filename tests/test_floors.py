"""An import goes down only; two rooms on one floor do not import each other; `import bingkai` stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "analysis" / "bingkai"
FLOORS = {"schema": 0, "language": 1, "corpus": 2, "study": 2, "reading": 3, "measures": 4, "contrast": 4,
          "figures": 4, "report": 5, "batch": 5, "cli": 6}  # fmt: skip
ONLY_SCHEMA = {"contrast", "figures"}
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE or path.stem in FLOORS]


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def rooms_imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bingkai."):
            names.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            names |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("bingkai.")}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    room = room_of(path)
    for other in rooms_imported(path) - {room}:
        assert FLOORS[other] < FLOORS[room], f"{room} imports {other}"
        if room in ONLY_SCHEMA:
            assert other == "schema", f"{room} may import schema only, imports {other}"


def test_importing_bingkai_loads_no_heavy_library() -> None:
    code = "import sys, bingkai; print([m for m in ('pandas', 'matplotlib', 'sklearn', 'scipy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
