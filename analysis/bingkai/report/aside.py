"""A report is built in a folder aside and moved to its place at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

OWN = "bingkai_"  # every figure and table of the report begins with this: only such files are ever removed


@contextmanager
def built_aside(folder: Path) -> Iterator[Path]:
    """A hidden folder inside the target to build in, gone at the end whatever happens."""
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file; give a folder for the report, for example {folder.with_suffix('')}")
    was_there = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(dir=folder, prefix=f".{OWN}"))
    for name in ("figures", "tables"):
        (aside / name).mkdir()
    try:
        yield aside
    finally:
        rmtree(aside)
        if not was_there and not any(folder.iterdir()):
            folder.rmdir()


def put_in_place(aside: Path, folder: Path) -> tuple[list[Path], list[Path], Path]:
    """Move what was built to its place, the page last; earlier figures and tables of a report go first."""
    placed = []
    for name in ("figures", "tables"):
        target = folder / name
        target.mkdir(exist_ok=True)
        made = sorted((aside / name).iterdir())
        for old in target.glob(f"{OWN}*"):
            if old.name not in {path.name for path in made}:
                old.unlink()
        placed.append([path.replace(target / path.name) for path in made])
    return placed[0], placed[1], (aside / "index.html").replace(folder / "index.html")
