"""Frames of a partitioned analysis, as the analysis of the whole gives them."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bingkai.batch.store import CORPUS, FRAMES, BatchError, is_whole, part_path
from bingkai.corpus.stream import open_parts

_SPANS = ("ignored", "content_spans")
_BY_ARTICLE = ("terms", "mentions", "choices")  # frames whose rows are in the order of the articles' ids


def load_frame(out: str | PathLike[str], name: str, *, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """One frame of an analysis that `analyse_files` wrote, all parts together.

    Parameters
    ----------
    out : path
        The folder of the analysis.
    name : str
        articles, attributions, terms, words, mentions, choices, clauses, measures, choice_measures, agency_measures.
    columns : sequence of str, optional
        Only these columns; a frame of millions of articles may not fit otherwise.

    Returns
    -------
    DataFrame
        The frame that the analysis of the whole corpus gives: same rows, order and values.

    Raises
    ------
    BatchError
        The analysis is not finished, or has no such frame.
    """
    folder = Path(out)
    if name not in FRAMES:
        raise BatchError(f"unknown frame {name!r}: wanted {', '.join(FRAMES)}")
    try:
        parts = open_parts(folder / CORPUS)
    except FileNotFoundError as error:
        raise BatchError(f"{folder} holds no analysis; make one with `bingkai analyse CORPUS -o {folder}`") from error
    missing = [part for part in range(parts.n_parts) if not is_whole(folder, part, [name])]
    if missing:
        raise BatchError(
            f"{len(missing)} of {parts.n_parts} parts are not done; run `bingkai analyse` again with the same folder"
        )
    if not part_path(folder, name, 0).exists():
        raise BatchError(f"{folder} has no {name}: the analysis was made without a study that asks for them")
    paths = [part_path(folder, name, part) for part in range(parts.n_parts)]
    frames = [_read(path, columns) for path in paths if pq.read_metadata(path).num_rows]
    whole = pd.concat(frames, ignore_index=True) if frames else _read(paths[0], columns)
    if name in _BY_ARTICLE and "article_id" in whole:
        whole = whole.sort_values("article_id", kind="stable", ignore_index=True)
    return parts.account(whole) if name == "articles" else whole


def _read(path: Path, columns: Sequence[str] | None) -> pd.DataFrame:
    table = pq.read_table(path, columns=list(columns) if columns is not None else None)
    frame: pd.DataFrame = table.to_pandas()
    for name in _SPANS:
        if name in frame:
            values: pa.ChunkedArray = table.column(name)
            frame[name] = pd.Series(values.to_pylist(), dtype="object", index=frame.index)
    return frame
