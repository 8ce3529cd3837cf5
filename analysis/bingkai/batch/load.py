"""Frames of a partitioned analysis, as the analysis of the whole gives them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bingkai.batch.compact import read_measures
from bingkai.batch.store import (
    COPIES,
    CORPUS,
    EVENTS,
    FRAMES,
    MATCHED,
    MEASURED,
    BatchError,
    has_step,
    is_whole,
    part_path,
)
from bingkai.corpus.stream import open_parts

_SPANS = ("ignored", "content_spans")
_BY_ARTICLE = ("terms", "mentions", "choices")  # frames whose rows are in the order of the articles' ids
_BY_KIND = ("source_measures",)  # frames whose rows are in the order of the kinds of measure
_ADDED: Final = {"copy_group": COPIES, "copy_kind": COPIES, "own_share": COPIES, "event_id": MATCHED}
_KEYS: Final = ("event_id", "copy_group", "own_share")  # what measures have of the articles


def load_frame(
    out: str | PathLike[str],
    name: str,
    *,
    columns: Sequence[str] | None = None,
    measures: Collection[str] | None = None,
) -> pd.DataFrame:
    """One frame of an analysis that `analyse_files` wrote, all parts together.

    Parameters
    ----------
    out : path
        The folder of the analysis.
    name : str
        articles, attributions, terms, words, mentions, choices, clauses; measures, source_measures, agency_measures,
        choice_measures, side_measures, near_measures; copies, events where these were asked for.
    columns : sequence of str, optional
        Only these columns; a frame of millions of articles may not fit otherwise.
    measures : collection of str, optional
        Of a frame of measures only the rows of these.

    Returns
    -------
    DataFrame
        The frame that the analysis of the whole corpus gives: same rows, order and values.

        - articles have `copy_group`, `copy_kind`, `own_share` and `event_id`, measures `copy_group`, `own_share` and
          `event_id`, where copies and events were asked for
        - of measures the columns of text are categories: a row takes some 24 bytes instead of 100
        - copies : article_id, copy_group, copy_kind, own_share, also of the articles that the study leaves out
        - events : what `event_table` gives

    Raises
    ------
    BatchError
        The analysis is not finished, or has no such frame or measure.
    """
    folder = Path(out)
    if name not in (*FRAMES, COPIES, EVENTS):
        raise BatchError(f"unknown frame {name!r}: wanted {', '.join((*FRAMES, COPIES, EVENTS))}")
    try:
        parts = open_parts(folder / CORPUS)
    except FileNotFoundError as error:
        raise BatchError(f"{folder} holds no analysis; make one with `bingkai analyse CORPUS -o {folder}`") from error
    if name in (COPIES, EVENTS):
        return _load_step(folder, name, columns)
    paths = _whole_parts(folder, name, parts.n_parts)
    if name in MEASURED:
        return _load_measures(folder, name, paths, columns, measures)
    if name == "articles":
        return parts.account(_load_articles(folder, paths, columns))
    whole = _concatenated(paths, None if columns is None else [*dict.fromkeys(["article_id", *columns])])
    if name in _BY_ARTICLE:
        whole = whole.sort_values("article_id", kind="stable", ignore_index=True)
    return whole if columns is None else whole[list(columns)]


def _load_articles(folder: Path, paths: Sequence[Path], columns: Sequence[str] | None) -> pd.DataFrame:
    """The articles, with what finished steps found."""
    added = _added_names(folder)
    read = None if columns is None else [name for name in dict.fromkeys(["article_id", *columns]) if name not in added]
    whole = _concatenated(paths, read)
    if wanted := [name for name in added if columns is None or name in columns]:
        known = pd.concat([_keys_of_part(folder, part, wanted) for part in range(len(paths))])
        known = known.reindex(whole["article_id"])
        whole = whole.assign(**{name: known[name].to_numpy() for name in wanted})
        whole = whole.astype({name: "str" for name in wanted if name != "own_share"})
    return whole if columns is None else whole[list(columns)]


def _whole_parts(folder: Path, name: str, n_parts: int) -> list[Path]:
    missing = [part for part in range(n_parts) if not is_whole(folder, part, [name])]
    if missing:
        raise BatchError(
            f"{len(missing)} of {n_parts} parts are not done; run `bingkai analyse` again with the same folder"
        )
    if not part_path(folder, name, 0).exists():
        raise BatchError(f"{folder} has no {name}: the analysis was made without a study that asks for them")
    return [part_path(folder, name, part) for part in range(n_parts)]


def _load_step(folder: Path, name: str, columns: Sequence[str] | None) -> pd.DataFrame:
    if not has_step(folder, name):
        raise BatchError(f"{folder} has no {name}; run `bingkai analyse` again with the same folder and --{name}")
    table = _concatenated(sorted((folder / name).glob("part-*.parquet")), columns)
    if name == EVENTS:
        table.attrs = json.loads((folder / f"{EVENTS}.json").read_text(encoding="utf-8"))["counts"]
    return table


def _concatenated(paths: Sequence[Path], columns: Sequence[str] | None) -> pd.DataFrame:
    frames = [_read(path, columns) for path in paths if pq.read_metadata(path).num_rows]
    return pd.concat(frames, ignore_index=True) if frames else _read(paths[0], columns)


def _read(path: Path, columns: Sequence[str] | None) -> pd.DataFrame:
    table = pq.read_table(path, columns=list(columns) if columns is not None else None)
    frame: pd.DataFrame = table.to_pandas()
    for name in _SPANS:
        if name in frame:
            values: pa.ChunkedArray = table.column(name)
            frame[name] = pd.Series(values.to_pylist(), dtype="object", index=frame.index)
    return frame


def _added_names(folder: Path) -> list[str]:
    """Columns of the articles that finished steps found."""
    finished = {COPIES: has_step(folder, COPIES), MATCHED: has_step(folder, EVENTS)}
    return [column for column, step in _ADDED.items() if finished[step]]


def _keys_of_part(folder: Path, part: int, columns: Sequence[str]) -> pd.DataFrame:
    """These columns of the articles of a part, by `article_id`."""
    files = dict.fromkeys(_ADDED[column] for column in columns)
    frames = [pd.read_parquet(part_path(folder, name, part)).set_index("article_id") for name in files]
    return pd.concat(frames, axis=1)[list(columns)]


def _load_measures(
    folder: Path, name: str, paths: Sequence[Path], columns: Sequence[str] | None, measures: Collection[str] | None
) -> pd.DataFrame:
    present = pq.read_schema(paths[0]).names
    if measures is not None:
        _require_measures(paths, name, measures)
    added = _added_names(folder)
    keys = [key for key in _KEYS if key in added or key in present]
    order = [*dict.fromkeys(["article_id", "outlet", *keys, *present])]
    wanted = order if columns is None else list(columns)
    joined = [key for key in keys if key in added and key in wanted]
    by_part = [_keys_of_part(folder, part, joined) if joined else pd.DataFrame() for part in range(len(paths))]
    if name not in _BY_KIND:
        return read_measures(paths, by_part, measures=measures, columns=wanted)
    read = [*dict.fromkeys([*wanted, "measure"])]
    return _by_kind(read_measures(paths, by_part, measures=measures, columns=read))[wanted]


def _require_measures(paths: Sequence[Path], name: str, measures: Collection[str]) -> None:
    """Every part that has articles has all measures."""
    first = next((path for path in paths if pq.read_metadata(path).num_rows), paths[0])
    known = set(pq.read_table(first, columns=["measure"]).column("measure").unique().to_pylist())
    if strange := sorted(set(measures) - known):
        near = get_close_matches(strange[0], sorted(known), n=1, cutoff=0.0)
        raise BatchError(f"{name} has no measure {strange[0]!r}" + (f"; nearest: {near[0]!r}" if near else ""))


def _by_kind(frame: pd.DataFrame) -> pd.DataFrame:
    """First all articles' measures of one kind, then those of the next, as the measures of the whole are made."""
    names = frame["measure"].cat.categories
    kinds = pd.Index([name.partition(".")[0] for name in names])
    met = frame["measure"].cat.codes.to_numpy()
    place = pd.Index(kinds.take(pd.unique(met)).unique()).get_indexer(kinds)
    return frame.take(np.argsort(place[met], kind="stable")).reset_index(drop=True)
