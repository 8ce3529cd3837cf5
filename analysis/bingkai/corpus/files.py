"""Tables of texts out of the bytes of one file: csv, xlsx, json, jsonl, parquet."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd
from tqdm.auto import tqdm

from bingkai.corpus.columns import CorpusError
from bingkai.corpus.file_formats import Table, decode, read_csv, read_json, read_jsonl, read_parquet, read_xlsx


@dataclass
class Found:
    """The tables of a path, and the files that could not be read or were not tried: (file, why)."""

    tables: list[Table]
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def read_tables(path: Path, encoding: str | None, progress: bool) -> Found:
    """The tables of a file, or of every file below a folder in the order of their names.

    Raises
    ------
    CorpusError
        The path does not exist, is of an unknown kind, or cannot be read; in a folder only where nothing can be read.
    """
    if path.is_dir():
        return _read_folder(path, encoding, progress)
    if not path.exists():
        beside = sorted(p.name for p in path.parent.iterdir() if file_kind(p)) if path.parent.is_dir() else []
        hint = f"; there are {', '.join(beside[:5])}" if beside else ""
        raise CorpusError(f"no file or folder {path}{hint}")
    if file_kind(path) is None:
        raise CorpusError(_unknown_kind_message(path))
    if file_kind(path) == "txt":
        return Found([text_table([path], path.parent, encoding)])
    return Found(_read_file(path, path.name, encoding))


def files_below(path: Path, found: Found) -> list[tuple[Path, str]]:
    """The files to read, with the names they go by; files of other kinds are listed in `found.skipped`."""
    if not path.is_dir():
        return [(path, path.name)]
    paths = [p for p in sorted(path.rglob("*")) if p.is_file() and not _is_hidden(p, path)]
    found.skipped += [str(p.relative_to(path)) for p in paths if file_kind(p) is None]
    return [(p, p.relative_to(path).as_posix()) for p in paths if file_kind(p) is not None]


def _read_folder(folder: Path, encoding: str | None, progress: bool) -> Found:
    found = Found([])
    paths = files_below(folder, found)
    texts = [path for path, _ in paths if file_kind(path) == "txt"]
    others = [(path, name) for path, name in paths if file_kind(path) != "txt"]
    for path, name in tqdm(others, desc="membaca", unit=" berkas", disable=not progress or len(others) < 2):
        try:
            found.tables += _read_file(path, name, encoding)
        except CorpusError as error:
            found.unreadable.append((name, str(error)))
    if texts:
        found.tables.append(text_table(texts, folder, encoding))
    if not found.tables:
        reasons = "; ".join(why for _, why in found.unreadable[:3]) or (
            f"it holds {len(found.skipped)} files of other kinds"
        )
        raise CorpusError(f"nothing to read in the folder {folder}: {reasons}. Wanted are {', '.join(_READERS)} or txt")
    return found


def _is_hidden(path: Path, folder: Path) -> bool:
    """Names beginning with a dot, "~$korpus.xlsx" (a workbook that is open) and read-me files are no articles."""
    parts = path.relative_to(folder).parts
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts) or path.stem.casefold() == "readme"


def file_kind(path: Path) -> str | None:
    """The kind of a file by its name: csv, tsv, xlsx, json, jsonl, parquet, txt; None for others."""
    suffixes = [suffix.casefold().lstrip(".") for suffix in path.suffixes]
    if suffixes and suffixes[-1] == "gz":
        suffixes.pop()
    last = suffixes[-1] if suffixes else ""
    kind = {"ndjson": "jsonl", "tab": "tsv", "xlsm": "xlsx", "pq": "parquet"}.get(last, last)
    return kind if kind in _READERS or kind == "txt" else None


def _unknown_kind_message(path: Path) -> str:
    hint = {
        ".xls": "open it in a spreadsheet program and save it as .xlsx",
        ".ods": "save it as .xlsx",
        ".docx": "save each article as .txt in one folder",
        ".pdf": "save each article as .txt in one folder",
        ".html": "extract the article first (for instance with trafilatura)",
        ".zip": "unpack it and give the folder",
    }.get(path.suffix.casefold(), "save it as one of these")
    return f"{path.name} is no file of a known kind: wanted {', '.join(_READERS)}, txt or a folder of them; {hint}"


def _read_file(path: Path, name: str, encoding: str | None) -> list[Table]:
    kind = file_kind(path) or ""
    data = path.read_bytes()
    if path.suffix.casefold() == ".gz":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError) as error:
            raise CorpusError(f"{name} is no whole gzip file ({error}); fetch it again") from error
    if not data.strip():
        raise CorpusError(f"{name} is empty")
    _refuse_other_kinds(data, name, kind)
    return _READERS[kind](data, name, encoding)


def _refuse_other_kinds(data: bytes, name: str, kind: str) -> None:
    marks = {b"PK\x03\x04": "xlsx", b"PAR1": "parquet", b"%PDF": "pdf", b"\x1f\x8b": "gz", b"\xd0\xcf\x11\xe0": "xls"}
    found = next((other for mark, other in marks.items() if data.startswith(mark)), None)
    if found is not None and found != kind:
        raise CorpusError(f"{name} is named {kind} but holds a {found} file: rename it or save it again as {kind}")
    if kind != "parquet" and data[:1_000].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise CorpusError(f"{name} is named {kind} but holds a web page: fetch the file itself")


_READERS: Final[dict[str, Callable[[bytes, str, str | None], list[Table]]]] = {
    "csv": read_csv,
    "tsv": read_csv,
    "xlsx": read_xlsx,
    "json": read_json,
    "jsonl": read_jsonl,
    "parquet": read_parquet,
}


def text_table(paths: Sequence[Path], folder: Path, encoding: str | None) -> Table:
    """One article a file: the sub-folder names the outlet, the file name the article (and the day, 2025-01-31).

    The first line is the headline where it is short, does not end as a sentence and more text follows.
    """
    names = [path.relative_to(folder).as_posix() for path in paths]
    stems = [path.stem for path in paths]
    unique = len(set(stems)) == len(stems)
    rows, notes = [], []
    for path, name in zip(paths, names, strict=True):
        content, found = decode(path.read_bytes(), encoding, name)
        notes += found
        title, text = _headline_and_text(content)
        day = re.search(r"(?:19|20)\d{2}-?[01]\d-?[0-3]\d", path.stem)
        outlet = path.relative_to(folder).parts[0] if path.parent != folder else None
        rows.append(
            {
                "article_id": path.stem if unique else name.rsplit(".", 1)[0],
                "outlet": outlet,
                "published": day[0] if day else None,
                "title": title,
                "text": text,
            }
        )
    where = pd.DataFrame({"file": pd.Series(names, dtype="str"), "row": 1})
    return Table(folder.name, pd.DataFrame(rows, dtype="str"), where, "txt", notes=notes)


def _headline_and_text(content: str) -> tuple[str, str]:
    first, _, rest = content.replace("\r\n", "\n").strip().partition("\n")
    is_headline = (
        bool(rest.strip()) and len(first) <= 150 and not first.rstrip().endswith((".", ",", ";", ":", '."', ".”"))
    )
    return (first.strip(), rest.strip()) if is_headline else ("", content)
