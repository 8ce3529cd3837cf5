"""The folder of a partitioned analysis: what it is an analysis of, which parts are done, and that they are whole.

    manifest.json            the corpus and the settings, by their hashes
    corpus/                  the rows of the corpus, prepared, a file a part
    work/                    what one step leaves for the next; deleted when all is done
    articles/part-00000.parquet, attributions/…, terms/…, words/…, mentions/…, choices/…, clauses/…, measures/…
    copies/…, matched/…      groups of copies and events of the articles; events/… the table of events
    done/part-00000.json     rows and SHA-256 of each of the part's files, written last

Every file is written under another name and moved: a kill leaves no half a file under a final name.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

READ: Final = ("articles", "attributions", "terms", "words", "mentions", "choices", "clauses")
MEASURED: Final = ("measures", "source_measures", "agency_measures", "choice_measures", "side_measures",
                   "near_measures")  # fmt: skip
FRAMES: Final = (*READ, *MEASURED)
CORPUS: Final = "corpus"
WORK: Final = "work"
COPIES: Final = "copies"
MATCHED: Final = "matched"
EVENTS: Final = "events"
_MANIFEST, _DONE = "manifest.json", "done"
_TABLES = 16  # tables of words that are added up at a time
_ENDS = 1 << 20  # bytes at each end of a file that go into its fingerprint


class BatchError(ValueError):
    """A folder that cannot be used for this analysis; the message says why and what to do."""


def fingerprint(path: Path) -> dict[str, list[int | str]]:
    """Size and a hash of both ends of every file of a corpus."""
    paths = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return {p.relative_to(path).as_posix() if p != path else p.name: [p.stat().st_size, _ends(p)] for p in paths}


def _ends(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.sha256(file.read(_ENDS))
        file.seek(max(0, path.stat().st_size - _ENDS))
        digest.update(file.read())
    return digest.hexdigest()[:16]


def open_folder(out: Path, manifest: Mapping[str, Any], *, restart: bool) -> None:
    """Make the folder of an analysis, or check that the one there is of the same corpus with the same settings.

    Raises
    ------
    BatchError
        The folder holds something else.
    """
    if restart and out.exists():
        if not (out / _MANIFEST).exists() and any(out.iterdir()):
            raise BatchError(f"{out} is no folder of an analysis: nothing is deleted; choose another folder")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    wanted = json.loads(json.dumps(manifest))
    if (out / _MANIFEST).exists():
        got = json.loads((out / _MANIFEST).read_text(encoding="utf-8"))
        differing = [name for name in wanted if got.get(name) != wanted[name]]
        if differing:
            raise BatchError(
                f"{out} holds an analysis with another {', '.join(differing)}; "
                "choose another folder, or begin anew with --restart"
            )
    elif any(out.iterdir()):
        raise BatchError(f"{out} is not empty and holds no analysis; choose an empty folder")
    else:
        write_text(out / _MANIFEST, json.dumps(wanted, indent=1, ensure_ascii=False))


def write_part(out: Path, part: int, frames: Mapping[str, pd.DataFrame]) -> None:
    """Write the frames of a part, then the note that it is done."""
    files = {}
    for name, frame in frames.items():
        path = part_path(out, name, part)
        files[name] = [len(frame), write_frame(path, frame)]
    (out / _DONE).mkdir(exist_ok=True)
    write_text(_done_path(out, part), json.dumps(files))


def write_frame(path: Path, frame: pd.DataFrame) -> str:
    """Write a frame whole or not at all; its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = unfinished_path(path)
    frame.to_parquet(unfinished)
    digest = sha256_of(unfinished)
    unfinished.replace(path)
    return digest


def sum_by(paths: Iterable[Path], key: str) -> pd.DataFrame:
    """The numbers of many tables added up by a column of words; words in order. A few tables are held at a time."""
    total: pa.Table | None = None
    waiting: list[pa.Table] = []
    paths = list(paths)
    for at, path in enumerate(paths, start=1):
        waiting.append(pq.read_table(path))
        if len(waiting) == _TABLES or at == len(paths):
            whole = pa.concat_tables([*waiting, *([total] if total is not None else [])])
            numbers = [name for name in whole.column_names if name != key]
            summed = whole.group_by(key).aggregate([(name, "sum") for name in numbers])
            total, waiting = summed.rename_columns({f"{name}_sum": name for name in numbers}), []
    frame: pd.DataFrame = total.sort_by(key).to_pandas() if total is not None else pd.DataFrame({key: []})
    return frame


def is_whole(out: Path, part: int, names: Collection[str] = FRAMES) -> bool:
    """Is the part done, and are its files of these frames as they were written?"""
    try:
        files = json.loads(_done_path(out, part).read_text(encoding="utf-8"))
        return all(
            sha256_of(part_path(out, name, part)) == digest for name, (_, digest) in files.items() if name in names
        )
    except (FileNotFoundError, json.JSONDecodeError):
        return False


def has_step(out: Path, name: str, settings: Mapping[str, Any] | None = None) -> bool:
    """Was this step finished (with these settings), and are its files as they were written?"""
    try:
        note = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
        whole = all(sha256_of(out / path) == digest for path, digest in note["files"].items())
    except (FileNotFoundError, json.JSONDecodeError):
        return False
    return whole and (settings is None or note["settings"] == settings)


def close_step(
    out: Path, name: str, settings: Mapping[str, Any], folders: Iterable[str], counts: Mapping[str, int]
) -> None:
    """Note that a step is finished, with the hashes of the files it wrote into these folders and what it counted."""
    paths = [path for folder in folders for path in sorted((out / folder).glob("part-*.parquet"))]
    files = {path.relative_to(out).as_posix(): sha256_of(path) for path in paths}
    write_text(
        out / f"{name}.json", json.dumps({"settings": dict(settings), "counts": dict(counts), "files": files}, indent=1)
    )


def reopen_step(out: Path, name: str, folders: Iterable[str]) -> None:
    """Where a step was finished otherwise, or its files are damaged, delete what it wrote."""
    if (out / f"{name}.json").exists():
        (out / f"{name}.json").unlink()
        for folder in folders:
            shutil.rmtree(out / folder, ignore_errors=True)


def n_rows(out: Path, part: int) -> dict[str, int]:
    """How many rows each frame of a finished part has."""
    files = json.loads(_done_path(out, part).read_text(encoding="utf-8"))
    return {name: int(rows) for name, (rows, _) in files.items()}


def part_path(out: Path, name: str, part: int) -> Path:
    """The file of one frame of one part."""
    return out / name / f"part-{part:05}.parquet"


def _done_path(out: Path, part: int) -> Path:
    return out / _DONE / f"part-{part:05}.json"


def sha256_of(path: Path) -> str:
    """Hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_text(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    unfinished = unfinished_path(path)
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


def unfinished_path(path: Path) -> Path:
    """A name under which a file is written before it is moved; another one for every writer on every machine."""
    return path.with_name(f"{path.name}.{uuid4().hex[:12]}.tmp")


def clear_away(out: Path) -> None:
    """Delete what steps left for each other, and what writers that were killed left."""
    shutil.rmtree(out / WORK, ignore_errors=True)
    for path in out.rglob("*.tmp"):
        path.unlink(missing_ok=True)
