"""MEASURES of very many articles without a Python object or a repeated text a row: text columns as categories."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

Codes = NDArray[np.signedinteger]


class _Words:
    """Texts as numbers in the order they are met; -1 where missing."""

    def __init__(self) -> None:
        self.code_of: dict[str, int] = {}
        self.stretches: list[Codes] = []

    def add(self, values: Sequence[str | None], places: NDArray[np.integer]) -> None:
        """Rows whose texts are `values[places]`; missing where the place is -1."""
        codes = [-1 if value is None else self.code_of.setdefault(value, len(self.code_of)) for value in values]
        table = np.array([*codes, -1], dtype=np.int32)
        self.stretches.append(table[places].astype(np.min_scalar_type(-len(self.code_of) - 1)))

    def categories(self) -> pd.Categorical[Any]:
        """Categories in alphabetical order, so that groups come as they do of plain text."""
        words = sorted(self.code_of)
        rank = np.empty(len(words) + 1, dtype=np.min_scalar_type(-len(words) - 1))
        rank[[self.code_of[word] for word in words]] = np.arange(len(words))
        rank[-1] = -1
        codes = np.concatenate([rank[stretch] for stretch in _used_up(self.stretches)] or [rank[:0]])
        return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(pd.Index(words, dtype="str")))


def _used_up(stretches: list[Codes]) -> Iterable[Codes]:
    while stretches:
        yield stretches.pop(0)


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
    texts: dict[str, _Words] = {}
    numbers: dict[str, list[NDArray[np.float64]]] = {}
    for path, added in zip(paths, keys, strict=True):
        table = _chosen_rows(path, {*columns} - {*added.columns} | {"article_id"}, measures)
        articles, at = _dictionary(table.column("article_id"))
        for name in columns:
            if name not in added.columns:
                _take(name, table.column(name), texts, numbers)
            elif pd.api.types.is_float_dtype(added[name]):
                numbers.setdefault(name, []).append(added[name].reindex(articles).to_numpy()[at])
            else:
                values = added[name].reindex(articles).astype("object")
                texts.setdefault(name, _Words()).add(values.where(values.notna(), None).tolist(), at)
    made = {name: texts.pop(name).categories() if name in texts else np.concatenate(numbers.pop(name))
            for name in columns}  # fmt: skip
    return pd.DataFrame(made, copy=False)


def _chosen_rows(path: Path, columns: Collection[str], measures: Collection[str] | None) -> pa.Table:
    wanted = {*columns} | ({"measure"} if measures is not None else set())
    table = pq.read_table(path, columns=sorted(wanted))
    if measures is None:
        return table
    return table.filter(pc.is_in(table.column("measure"), value_set=pa.array(sorted(measures), pa.large_string())))


def _take(
    name: str, values: pa.ChunkedArray, texts: dict[str, _Words], numbers: dict[str, list[NDArray[np.float64]]]
) -> None:
    if pa.types.is_floating(values.type):
        numbers.setdefault(name, []).append(values.to_numpy())
    else:
        texts.setdefault(name, _Words()).add(*_dictionary(values))


def _dictionary(values: pa.ChunkedArray) -> tuple[list[str], NDArray[np.int32]]:
    """The different texts of a column, and which of them each row has; -1 where missing."""
    coded = values.combine_chunks()
    coded = coded if pa.types.is_dictionary(coded.type) else coded.dictionary_encode()
    places = pc.fill_null(coded.indices, pa.scalar(-1, coded.indices.type)).to_numpy(zero_copy_only=False)
    return coded.dictionary.to_pylist(), places.astype(np.int32)
