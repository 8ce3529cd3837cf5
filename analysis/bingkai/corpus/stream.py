"""A corpus larger than memory: its rows are prepared and laid down in parts, and settled from a few numbers a row.

The articles of all parts are those that `read_corpus` gives, with the same ids and in the same order.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bingkai.corpus.columns import CorpusError, choose_columns
from bingkai.corpus.file_formats import Note, Table, as_cells, rows_where, unique_names
from bingkai.corpus.files import Found, file_kind, files_below, read_tables, text_table
from bingkai.corpus.left_out import remember
from bingkai.corpus.merging import FILE, NEWS_WATCH, ROW, row_keys, settle, with_settled
from bingkai.corpus.read import (
    describe_outlets,
    describe_texts,
    file_notes,
    flattened_by_outlet,
    is_filled,
    out_rows,
    prepare_rows,
    unread_rows,
)

_PART = "bingkai:part"
_MAPPED = 1 << 26  # bytes of a group of rows from which on a file is mapped instead of read
_ROWS, _KEPT_ROWS, _ACCOUNT = "rows", "kept", "account.json"


@dataclass(frozen=True)
class Parts:
    """A corpus laid down in parts.

    Attributes
    ----------
    folder : Path
        Holds rows-00000.parquet and kept-00000.parquet for every part, and account.json.
    n_parts : int
    n_articles : int
    """

    folder: Path
    n_parts: int
    n_articles: int

    def account(self, articles: pd.DataFrame) -> pd.DataFrame:
        """The articles of all parts with what was read, merged and left out, for `left_out` and `reading_notes`."""
        content = json.loads((self.folder / _ACCOUNT).read_text(encoding="utf-8"))
        return remember(articles, content["notes"], content["left_out"])

    def articles(self, part: int) -> pd.DataFrame:
        """ARTICLES of one part, with ids that are unique in the corpus."""
        return read_part(self.folder, part)


def lay_down_parts(
    path: str | Path,
    folder: Path,
    *,
    n_rows: int = 5_000,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    outlets: Mapping[str, str] | None = None,
) -> Iterator[int]:
    """Read a corpus in stretches of rows and write each as a part; yields the number of rows read so far.

    Parameters
    ----------
    path : path
        As for `read_corpus`. Parquet files are read in stretches; files of other kinds one at a time, whole.
    folder : Path
        Where the parts go; `open_parts(folder)` finds them when all is done.
    n_rows : int
        Most rows of a part.
    columns, encoding, outlets
        As for `read_corpus`.

    Raises
    ------
    CorpusError
        The path cannot be read, has no column with texts, or no article is left.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ledger = _Ledger(folder, outlets)
    for table, chosen in _tables(Path(path), n_rows, columns, encoding, ledger.files):
        ledger.take(table, chosen)
        yield ledger.n_rows
    ledger.close()


def open_parts(folder: Path) -> Parts:
    """The parts that `lay_down_parts` wrote into a folder; FileNotFoundError where it did not finish."""
    counts = dict(json.loads((folder / _ACCOUNT).read_text(encoding="utf-8"))["notes"])["read"]
    return Parts(folder, len(list(folder.glob(f"{_KEPT_ROWS}-*.parquet"))), counts["n_articles"])


def read_part(folder: Path, part: int) -> pd.DataFrame:
    """ARTICLES of one part of a folder that `lay_down_parts` wrote."""
    rows = pd.read_parquet(_path(folder, _ROWS, part))
    kept = pd.read_parquet(_path(folder, _KEPT_ROWS, part))
    return with_settled(rows, kept).drop(columns=[FILE, ROW, NEWS_WATCH]).reset_index(drop=True)


def kept_ids(folder: Path, part: int) -> list[str]:
    """The ids of the articles of one part, in their order."""
    ids: list[str] = pq.read_table(_path(folder, _KEPT_ROWS, part), columns=["article_id"]).column(0).to_pylist()
    return ids


class _Ledger:
    """What is known of the rows read so far."""

    def __init__(self, folder: Path, aliases: Mapping[str, str] | None) -> None:
        self.folder, self.aliases = folder, aliases
        self.files = Found([])
        self.names: set[str] = set()
        self.outlets: set[str] = set()
        self.notes: list[Note] = []
        self.keys: list[pd.DataFrame] = []
        self.out: list[list[Any]] = []
        self.flattened = pd.Series(dtype="int64")
        self.n_rows = 0

    def take(self, table: Table, columns: Mapping[str, str] | None) -> None:
        """Write the rows of one table as a part and keep what tells them apart."""
        found = Found([table])
        rows, empty = prepare_rows(found, columns, self.aliases, self.notes)
        rows.index = pd.RangeIndex(self.n_rows, self.n_rows + len(rows))
        rows.to_parquet(_path(self.folder, _ROWS, len(self.keys)))
        self.keys.append(row_keys(rows).assign(**{_PART: len(self.keys)}))
        self.out += unread_rows(found) + out_rows(empty, rows)
        self.names |= set(table.where["file"])
        self.outlets |= set(rows["outlet"])
        self.flattened = self.flattened.add(flattened_by_outlet(rows), fill_value=0)
        describe_texts(rows, self.notes)
        self.n_rows += len(rows)

    def close(self) -> None:
        """Settle which rows are the same article, and write that beside the parts."""
        if not self.n_rows:
            raise CorpusError("no article is left: no row has a text; is the right column read? See columns=")
        keys = pd.concat(self.keys)
        kept, merged = settle(keys, self.notes)
        for part in range(len(self.keys)):
            kept[kept[_PART] == part].to_parquet(_path(self.folder, _KEPT_ROWS, part))
        for part, mine in merged.groupby(keys[_PART].reindex(merged.index)):
            rows = pd.read_parquet(_path(self.folder, _ROWS, int(str(part))))
            self.out += out_rows(rows.join(mine, how="right"), kept)
        self.out += unread_rows(self.files)
        self.notes += file_notes(self.files)
        flattened = self.flattened.astype("int64").sort_values(ascending=False, kind="stable")
        describe_outlets(pd.Series(list(self.outlets), dtype="str"), flattened, self.aliases, self.notes)
        n_files = len({name.partition("#")[0] for name in self.names})
        counts = {"n_rows": len(kept) + len(self.out), "n_files": n_files, "n_articles": len(kept),
                  "n_out": len(self.out)}  # fmt: skip
        notes = [("read", counts), *_once(self.notes)]
        account = json.dumps({"notes": notes, "left_out": self.out}, ensure_ascii=False)
        (self.folder / _ACCOUNT).write_text(account, encoding="utf-8")


def _once(notes: list[Note]) -> list[Note]:
    """Notes that every stretch of a file repeats, once."""
    unique = {json.dumps(note, sort_keys=True, ensure_ascii=False): note for note in notes}
    return list(unique.values())


def _path(folder: Path, what: str, part: int) -> Path:
    return folder / f"{what}-{part:05}.parquet"


# --- tables of at most so many rows


_Chosen = tuple[Table, Mapping[str, str] | None]


def _tables(
    path: Path, n_rows: int, columns: Mapping[str, str] | None, encoding: str | None, found: Found
) -> Iterator[_Chosen]:
    """The tables of a path, cut into stretches, with the columns to be used; unreadable files are listed in `found`."""
    paths = files_below(path, found)
    texts = [file for file, _ in paths if file_kind(file) == "txt" and path.is_dir()]
    for file, name in paths:
        if file in texts:
            continue
        try:
            if file_kind(file) == "parquet" and file.suffix.casefold() != ".gz":
                yield from _parquet_tables(file, name, n_rows, columns)
            else:
                for table in read_tables(file, encoding, progress=False).tables:
                    table.where["file"] = table.where["file"].str.replace(file.name, name, regex=False)
                    yield from ((piece, columns) for piece in _cut(table, n_rows))
        except CorpusError as error:
            if len(paths) == 1:
                raise
            found.unreadable.append((name, str(error)))
    if texts:
        yield from ((piece, columns) for piece in _cut(text_table(texts, path, encoding), n_rows))


def _cut(table: Table, n_rows: int) -> Iterator[Table]:
    for first in range(0, max(len(table.cells), 1), n_rows):
        rows = slice(first, first + n_rows)
        cells, where = (frame.iloc[rows].reset_index(drop=True) for frame in (table.cells, table.where))
        bad, notes = (table.bad, table.notes) if first == 0 else ([], [])
        yield Table(table.file, cells, where, table.kind, bad, notes)


def _parquet_tables(path: Path, name: str, n_rows: int, columns: Mapping[str, str] | None) -> Iterator[_Chosen]:
    try:
        file = pq.ParquetFile(path, memory_map=_largest_group(path) > _MAPPED)
        chosen = _chosen_columns(file, name, columns, n_rows)
        first, gaps = 0, _columns_with_gaps(file)
        for table in _stretches(file, n_rows):
            cells = as_cells(_with_gaps(table.to_pandas(), gaps))
            yield Table(name, cells, rows_where(name, range(first + 1, first + len(cells) + 1)), "parquet"), chosen
            first += len(cells)
    except (pa.ArrowInvalid, OSError, TypeError) as error:
        raise CorpusError(f"{name} is no readable parquet file ({error})") from error


def _largest_group(path: Path) -> int:
    """Bytes of the largest group of rows: what is read of a group stays in memory until its last row."""
    metadata = pq.read_metadata(path)
    groups = (metadata.row_group(at) for at in range(metadata.num_row_groups))
    return max((sum(group.column(at).total_compressed_size for at in range(group.num_columns)) for group in groups),
               default=0)  # fmt: skip


def _stretches(file: pq.ParquetFile, n_rows: int) -> Iterator[pa.Table]:
    """Tables of `n_rows` rows, the last of those left; a group of rows is let go before the next is read."""
    waiting: list[pa.RecordBatch] = []
    for group in range(file.num_row_groups):
        for batch in file.iter_batches(n_rows, row_groups=[group]):
            n_waiting = sum(part.num_rows for part in waiting)
            if n_waiting + batch.num_rows >= n_rows:
                yield pa.Table.from_batches([*waiting, batch.slice(0, n_rows - n_waiting)])
                waiting, batch = [], batch.slice(n_rows - n_waiting)
            waiting += [batch] if batch.num_rows else []
    if waiting:
        yield pa.Table.from_batches(waiting)


def _chosen_columns(file: pq.ParquetFile, name: str, columns: Mapping[str, str] | None, n_rows: int) -> dict[str, str]:
    """The columns for the whole file: whether one is filled is asked of all its rows."""

    def filled(column: str) -> bool:
        stretches = file.iter_batches(n_rows, columns=[column])
        return any(is_filled(batch.to_pandas()[column]).any() for batch in stretches)

    return choose_columns(unique_names(file.schema_arrow.names), columns, filled, name).columns


def _columns_with_gaps(file: pq.ParquetFile) -> set[str]:
    """Columns that miss a value somewhere in the file, as far as its statistics tell."""
    groups = [file.metadata.row_group(i) for i in range(file.metadata.num_row_groups)]
    chunks = [group.column(i) for group in groups for i in range(group.num_columns)]
    return {chunk.path_in_schema for chunk in chunks if chunk.statistics and chunk.statistics.null_count}


def _with_gaps(frame: pd.DataFrame, gaps: set[str]) -> pd.DataFrame:
    """Whole numbers and truth values as pandas holds them where some are missing, in every stretch of the file."""
    types = pd.api.types
    whole = [name for name in gaps & set(frame.columns) if types.is_integer_dtype(frame[name].dtype)]
    truth = [name for name in gaps & set(frame.columns) if frame[name].dtype == bool]
    return frame.astype(dict.fromkeys(whole, "float64") | dict.fromkeys(truth, "object"))
