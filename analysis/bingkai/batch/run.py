"""Analyse a corpus part by part: resumable, on all cores of a machine or on a Dask cluster."""

from __future__ import annotations

import json
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

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm.auto import tqdm

import bingkai
from bingkai.batch.store import (
    CORPUS,
    READ,
    BatchError,
    fingerprint,
    is_whole,
    n_rows,
    open_folder,
    sha256_of,
    write_part,
    write_text,
)
from bingkai.corpus.clean import mark_boilerplate, own_texts
from bingkai.corpus.stream import Parts, lay_down_parts, open_parts
from bingkai.language.lexicons import Lexicon, load_lexicon, read_lexicon
from bingkai.language.stems import capital_counts, mostly_capital, roots
from bingkai.language.tokens import tokenise
from bingkai.measures.agency import agency_measures
from bingkai.measures.choices import choice_measures
from bingkai.measures.measure import measure
from bingkai.reading.analyse import DEFAULT_LEXICONS, Reading, analyse
from bingkai.study import Study

_NAMES = "names.json"
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
    study: str | PathLike[str] | None = None,
    *,
    lexicons: Sequence[str] | None = None,
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
    study : path, optional
        A study file: its exclusions, actors, term choices and lexicons are used.
    lexicons : sequence of str, optional
        Names of bingkai's lexicons, or csv files; those of the study, else `kata_bermuatan`, by default.
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
        `load_frame` reads the frames: articles, attributions, terms, words, mentions, choices, clauses; measures,
        choice_measures, agency_measures. They are those that `read_corpus`, `analyse`, `measure` and so on give of the
        whole, row by row.

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
    task = _Task(folder, Path(study).resolve() if study is not None else None, tuple(lexicons) if lexicons else None)
    chosen = task.settings()[1]
    manifest = {
        "corpus": fingerprint(source),
        "bingkai": bingkai.__version__,
        "study": sha256_of(task.study) if task.study else None,
        "lexicons": {lexicon.name: lexicon.sha256 for lexicon in chosen},
        "part_rows": part_rows,
    }
    open_folder(folder, manifest, restart=restart)
    parts = _parts(source, folder, part_rows, progress)
    done = [part for part in range(parts.n_parts) if is_whole(folder, part)]
    left = [part for part in range(parts.n_parts) if part not in set(done)]
    run = _on_cluster(scheduler) if scheduler else _on_cores(workers)
    if left and any(lexicon.uses_stems for lexicon in chosen):
        _find_names(parts, folder, progress)
    already = sum(n_rows(folder, part)["articles"] for part in done)
    bar = tqdm(total=parts.n_articles, initial=already, desc="analisis", unit=" artikel", disable=not progress)
    with bar, closing(run(task, left)) as finished:
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


def _find_names(parts: Parts, folder: Path, progress: bool) -> None:
    """Write the words that the whole corpus uses as names, which stems leave whole: names.json."""
    if (folder / _NAMES).exists():
        return
    totals: dict[str, NDArray[np.int64]] = {}
    for part in tqdm(range(parts.n_parts), desc="nama", unit=" bagian", disable=not progress):
        articles = mark_boilerplate(parts.articles(part))
        tokens = tokenise(articles["title"].tolist(), own_texts(articles))
        for word, counts in zip(tokens.lower, np.stack(capital_counts(tokens), axis=1), strict=True):
            totals[word] = totals[word] + counts if word in totals else counts
    table = np.array(list(totals.values()), np.int64).reshape(-1, 2)
    found = [word for word, name in zip(totals, mostly_capital(*table.T), strict=True) if name]
    write_text(folder / _NAMES, json.dumps(sorted(set(found) - roots()), ensure_ascii=False))


@dataclass(frozen=True)
class _Task:
    """What a worker does with the number of a part: everything it needs lies in files."""

    folder: Path
    study: Path | None
    lexicons: tuple[str, ...] | None

    def settings(self) -> tuple[Study | None, list[Lexicon]]:
        study = Study.read(self.study) if self.study else None
        if self.lexicons is None and study and study.lexicons:
            return study, list(study.lexicons)
        return study, [_lexicon(name) for name in self.lexicons or DEFAULT_LEXICONS]

    def __call__(self, part: int) -> int:
        known = self.folder / _NAMES
        names = frozenset(json.loads(known.read_text(encoding="utf-8"))) if known.exists() else None
        study, lexicons = self.settings()
        articles = open_parts(self.folder / CORPUS).articles(part)
        reading = analyse(articles, study, lexicons=lexicons, names=names, progress=False)
        frames: dict[str, pd.DataFrame] = {name: getattr(reading, name) for name in READ}
        write_part(self.folder, part, frames | counted(reading))
        return part


def counted(reading: Reading) -> dict[str, pd.DataFrame]:
    """The MEASURES of a reading by kind; those of rival terms where a study asks for some."""
    made = {"measures": measure(reading), "agency_measures": agency_measures(reading)}
    return made | ({"choice_measures": choice_measures(reading)} if reading.term_choices else {})


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
