"""Analyse a corpus part by part: resumable, on all cores of a machine or on a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm.auto import tqdm

import bingkai
from bingkai.batch.store import CORPUS, FRAMES, BatchError, fingerprint, is_whole, n_rows, open_folder, write_part
from bingkai.corpus.stream import Parts, lay_down_parts, open_parts
from bingkai.language.lexicons import Lexicon, load_lexicon, read_lexicon
from bingkai.measures.measure import measure
from bingkai.reading.analyse import DEFAULT_LEXICONS, analyse

PART_ROWS = 5_000
"""Rows of a part: some 500 MB of memory while it is read."""


@dataclass(frozen=True)
class Analysed:
    """A finished partitioned analysis.

    Attributes
    ----------
    folder : Path
    n_parts, n_articles : int
    n_resumed : int
        Parts that were there already.
    """

    folder: Path
    n_parts: int
    n_articles: int
    n_resumed: int


def analyse_files(
    path: str | PathLike[str],
    out: str | PathLike[str],
    *,
    lexicons: Sequence[str] = DEFAULT_LEXICONS,
    part_rows: int = PART_ROWS,
    workers: int | None = None,
    scheduler: str | None = None,
    restart: bool = False,
    progress: bool = True,
) -> Analysed:
    """Analyse a corpus of any size into a folder of Parquet files, a part at a time.

    Parameters
    ----------
    path : path
        As for `read_corpus`. Parquet files are read in stretches; files of other kinds one at a time.
    out : path
        The folder of the analysis. One that was begun with the same corpus and settings is carried on: finished parts
        are checked by their SHA-256 and kept.
    lexicons : sequence of str
        Names of bingkai's lexicons, or csv files.
    part_rows : int
        Most rows of a part. The results do not depend on it.
    workers : int, optional
        Processes; as many as there are cores where left out. Each needs some 0.5 GB for parts of 5,000 rows.
    scheduler : str, optional
        Address of a Dask scheduler (``tcp://…``) to whose workers the parts are given instead; `out` must be a folder
        that all of them see. Needs ``bingkai[dask]``.
    restart : bool
        Delete what is in `out` and begin anew.
    progress : bool
        Show a progress bar with the time left.

    Returns
    -------
    Analysed
        `load_frame` reads the frames: articles, attributions, terms, words, mentions, choices, clauses, measures. They
        are those that `read_corpus`, `analyse` and `measure` give of the whole, row by row.

    Raises
    ------
    BatchError
        `out` holds something else, or an analysis of another corpus or with other settings.
    """
    if part_rows < 1:
        raise BatchError(f"part_rows {part_rows}: wanted at least 1")
    source, folder = Path(path), Path(out)
    if not source.exists():
        raise BatchError(f"no file or folder {source}")
    chosen = [_lexicon(name) for name in lexicons]
    manifest = {
        "corpus": fingerprint(source),
        "bingkai": bingkai.__version__,
        "lexicons": {lexicon.name: lexicon.sha256 for lexicon in chosen},
        "part_rows": part_rows,
    }
    open_folder(folder, manifest, restart=restart)
    parts = _parts(source, folder, part_rows, progress)
    done = [part for part in range(parts.n_parts) if is_whole(folder, part)]
    left = [part for part in range(parts.n_parts) if part not in set(done)]
    run = _on_cluster(scheduler) if scheduler else _on_cores(workers)
    already = sum(n_rows(folder, part)["articles"] for part in done)
    bar = tqdm(total=parts.n_articles, initial=already, desc="analisis", unit=" artikel", disable=not progress)
    with bar, closing(run(_Task(folder, tuple(lexicons)), left)) as finished:
        for part in finished:
            bar.update(n_rows(folder, part)["articles"])
    return Analysed(folder, parts.n_parts, parts.n_articles, len(done))


def _lexicon(name: str) -> Lexicon:
    return read_lexicon(name) if Path(name).suffix == ".csv" else load_lexicon(name)


def _parts(source: Path, folder: Path, part_rows: int, progress: bool) -> Parts:
    """The prepared rows, made where that was not finished before."""
    try:
        return open_parts(folder / CORPUS)
    except FileNotFoundError:
        with tqdm(desc="membaca", unit=" baris", disable=not progress) as bar:
            for n_read in lay_down_parts(source, folder / CORPUS, n_rows=part_rows):
                bar.update(n_read - bar.n)
        return open_parts(folder / CORPUS)


@dataclass(frozen=True)
class _Task:
    """What a worker does with the number of a part: everything it needs lies in the folder."""

    folder: Path
    lexicons: tuple[str, ...]

    def __call__(self, part: int) -> int:
        articles = open_parts(self.folder / CORPUS).articles(part)
        reading = analyse(articles, lexicons=[_lexicon(name) for name in self.lexicons], progress=False)
        frames: dict[str, pd.DataFrame] = {name: getattr(reading, name) for name in FRAMES if hasattr(reading, name)}
        write_part(self.folder, part, frames | {"measures": measure(reading)})
        return part


_Finished = Generator[int, None, None]
_Run = Callable[[_Task, Sequence[int]], _Finished]


def _on_cores(workers: int | None) -> _Run:
    def run(task: _Task, parts: Sequence[int]) -> _Finished:
        n = min(workers or os.cpu_count() or 1, len(parts))
        if n <= 1:
            yield from map(task, parts)
            return
        with ProcessPoolExecutor(n, mp_context=get_context("spawn")) as pool:
            futures = [pool.submit(task, part) for part in parts]
            try:
                for future in as_completed(futures):
                    yield future.result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    return run


def _on_cluster(address: str) -> _Run:
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise BatchError('a Dask scheduler needs the extra: pip install "bingkai[dask]"') from error

    def run(task: _Task, parts: Sequence[int]) -> _Finished:
        with distributed.Client(address) as client:
            futures = client.map(task, list(parts), pure=False, retries=3)
            for future in distributed.as_completed(futures):
                yield int(future.result())

    return run
