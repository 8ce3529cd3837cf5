"""MEASURES of very many articles without a Python object or a repeated text a row: text columns as categories."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

_ROWS = 1_000_000  # rows that are renumbered at a time
_TEXTS = ["article_id", "outlet", "event_id", "copy_group", "measure", "unit"]


class _Column:
    """A column that is filled from front to back in memory set aside once."""

    def __init__(self, n_rows: int, dtype: Any) -> None:
        self.values = np.empty(n_rows, dtype=dtype)
        self.n = 0

    def add(self, values: NDArray[Any]) -> None:
        self.values[self.n : self.n + len(values)] = values
        self.n += len(values)

    def filled(self) -> NDArray[Any]:
        return self.values if self.n == len(self.values) else self.values[: self.n].copy()


class _Words(_Column):
    """Texts as numbers in the order they are met, -1 where missing; in as few bytes as they need."""

    def __init__(self, n_rows: int) -> None:
        super().__init__(n_rows, np.int8)
        self.code_of: dict[str, int] = {}

    def add_texts(self, texts: Sequence[str | None], places: NDArray[np.integer]) -> None:
        """Rows whose texts are `texts[places]`; missing where the place is -1."""
        codes = [-1 if text is None else self.code_of.setdefault(text, len(self.code_of)) for text in texts]
        needed = np.min_scalar_type(-len(self.code_of) - 1)
        if needed.itemsize > self.values.itemsize:
            wider = np.empty(len(self.values), dtype=needed)
            wider[: self.n] = self.values[: self.n]
            self.values = wider
        self.add(np.array([*codes, -1], dtype=needed)[places])

    def categories(self) -> pd.Categorical[Any]:
        """Categories in alphabetical order, so that groups come as they do of plain text."""
        words = sorted(self.code_of)
        codes = self.filled()
        rank = np.empty(len(words) + 1, dtype=codes.dtype)
        rank[[self.code_of[word] for word in words]] = np.arange(len(words))
        rank[-1] = -1
        for first in range(0, len(codes), _ROWS):
            codes[first : first + _ROWS] = rank[codes[first : first + _ROWS]]
        return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(pd.Index(words, dtype="str")))


def read_measures(
    paths: Sequence[Path], keys: Sequence[pd.DataFrame], *, measures: Collection[str] | None, columns: Collection[str]
) -> pd.DataFrame:
    """The rows of all parts.

    Parameters
    ----------
    paths : sequence of Path
        Parquet files with MEASURES.
    keys : sequence of DataFrame
        For every path, columns to be added by article, indexed by `article_id`; they replace those of the file.
    measures : collection of str, optional
        Only these measures.
    columns : collection of str
        Columns wanted, in this order.
    """
    n_rows = sum(pq.read_metadata(path).num_rows for path in paths)
    made: dict[str, _Column] = {}
    for path, added in zip(paths, keys, strict=True):
        table = _chosen_rows(path, {*columns} - {*added.columns} | {"article_id"}, measures)
        articles, at = _dictionary(table.column("article_id"))
        for name in columns:
            if name not in added.columns:
                _take(made, name, table.column(name), n_rows)
            elif pd.api.types.is_float_dtype(added[name]):
                made.setdefault(name, _Column(n_rows, np.float64)).add(added[name].reindex(articles).to_numpy()[at])
            else:
                values = added[name].reindex(articles).astype("object")
                _words(made, name, n_rows).add_texts(values.where(values.notna(), None).tolist(), at)
    arrays = {name: one.categories() if isinstance(one := made.pop(name), _Words) else one.filled() for name in columns}
    return pd.DataFrame(arrays, copy=False)


def _chosen_rows(path: Path, columns: Collection[str], measures: Collection[str] | None) -> pa.Table:
    wanted = {*columns} | ({"measure"} if measures is not None else set())
    table = pq.read_table(path, columns=sorted(wanted), read_dictionary=_TEXTS)
    if measures is None:
        return table
    names, places = _dictionary(table.column("measure"))
    chosen = np.array([*(name in measures for name in names), False])
    return table.filter(pa.array(chosen[places]))


def _take(made: dict[str, _Column], name: str, values: pa.ChunkedArray, n_rows: int) -> None:
    if pa.types.is_floating(values.type):
        made.setdefault(name, _Column(n_rows, np.float64)).add(values.to_numpy())
    else:
        _words(made, name, n_rows).add_texts(*_dictionary(values))


def _words(made: dict[str, _Column], name: str, n_rows: int) -> _Words:
    column = made.setdefault(name, _Words(n_rows))
    if not isinstance(column, _Words):
        raise TypeError(f"{name} holds numbers in one part and text in another")
    return column


def _dictionary(values: pa.ChunkedArray) -> tuple[list[str], NDArray[np.int32]]:
    """The different texts of a column, and which of them each row has; -1 where missing."""
    coded = values.combine_chunks()
    coded = coded if pa.types.is_dictionary(coded.type) else coded.dictionary_encode()
    places = pc.fill_null(coded.indices, pa.scalar(-1, coded.indices.type)).to_numpy(zero_copy_only=False)
    return coded.dictionary.to_pylist(), places.astype(np.int32)
