"""Analyse a corpus part by part: resumable, on all cores of a machine or on a Dask cluster."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from tqdm.auto import tqdm

import bingkai
from bingkai.batch.copies import find_copies
from bingkai.batch.events import find_events
from bingkai.batch.part import NAMES, AnalysePart, CountCapitals, write_names
from bingkai.batch.runners import OnCluster, OnCores, Run, run_all
from bingkai.batch.store import (
    COPIES,
    CORPUS,
    EVENTS,
    MATCHED,
    WORK,
    BatchError,
    clear_away,
    close_step,
    fingerprint,
    has_step,
    is_whole,
    n_rows,
    open_folder,
    reopen_step,
    sha256_of,
)
from bingkai.corpus.stream import Parts, lay_down_parts, open_parts

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
    copies: bool = False,
    events: bool = False,
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
    copies, events : bool
        Find the copies as `mark_copies` does, the events as `match_events` does, among all articles of the corpus; the
        articles and measures that `load_frame` reads have them. A finished analysis can be given them later.
    restart : bool
        Delete what is in `out` and begin anew.
    progress : bool
        Show a progress bar with the time left.

    Returns
    -------
    Analysed
        `load_frame` reads the frames: articles, attributions, terms, words, mentions, choices, clauses; measures,
        source_measures, agency_measures, and where the study asks for them choice_measures, side_measures,
        near_measures. They are those that `read_corpus`, `analyse`, `measure` and so on give of the
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
    task = AnalysePart(
        folder, Path(study).resolve() if study is not None else None, tuple(lexicons) if lexicons else None
    )
    manifest = {
        "corpus": fingerprint(source),
        "bingkai": bingkai.__version__,
        "study": sha256_of(task.study) if task.study else None,
        "lexicons": {lexicon.name: lexicon.sha256 for lexicon in task.settings()[1]},
        "part_rows": part_rows,
    }
    open_folder(folder, manifest, restart=restart)
    parts = _parts(source, folder, part_rows, progress)
    with closing(OnCluster(scheduler) if scheduler else OnCores(workers)) as run:
        n_resumed = _analyse_parts(task, parts, run, progress)
        for name, wanted in ((COPIES, copies), (EVENTS, events)):
            if wanted:
                _take_step(name, folder, parts.n_parts, run, progress)
    clear_away(folder)
    return Analysed(folder, parts.n_parts, parts.n_articles, n_resumed)


def _analyse_parts(task: AnalysePart, parts: Parts, run: Run, progress: bool) -> int:
    """Analyse the parts that are not done; how many were done before."""
    folder = task.folder
    done = [part for part in range(parts.n_parts) if is_whole(folder, part)]
    left = sorted(set(range(parts.n_parts)) - set(done))
    if left and any(lexicon.uses_stems for lexicon in task.settings()[1]):
        _find_names(parts, folder, run, progress)
    already = sum(n_rows(folder, part)["articles"] for part in done)
    bar = tqdm(total=parts.n_articles, initial=already, desc="analisis", unit=" artikel", disable=not progress)
    with bar, closing(run(task, left)) as finished:
        for part in finished:
            bar.update(n_rows(folder, part)["articles"])
    return len(done)


def _parts(source: Path, folder: Path, part_rows: int, progress: bool) -> Parts:
    """The prepared rows, made where that was not finished before."""
    try:
        return open_parts(folder / CORPUS)
    except FileNotFoundError:
        with tqdm(desc="membaca", unit=" baris", disable=not progress) as bar:
            for n_read in lay_down_parts(source, folder / CORPUS, n_rows=part_rows):
                bar.update(n_read - bar.n)
        return open_parts(folder / CORPUS)


def _find_names(parts: Parts, folder: Path, run: Run, progress: bool) -> None:
    """Find out once which words of the corpus are names, where that is not known yet."""
    if (folder / NAMES).exists():
        return
    count = CountCapitals(folder)
    left = [part for part in range(parts.n_parts) if not count.path(part).exists()]
    run_all(run, count, left, "nama", progress=progress)
    write_names(folder, map(count.path, range(parts.n_parts)))


def _take_step(name: str, folder: Path, n_parts: int, run: Run, progress: bool) -> None:
    """Find copies or events where that was not finished before."""
    find, folders = {COPIES: (find_copies, (COPIES,)), EVENTS: (find_events, (MATCHED, EVENTS))}[name]
    settings = {"bingkai": bingkai.__version__}
    if not has_step(folder, name, settings):
        reopen_step(folder, name, folders)
        counts = find(folder, n_parts, run, progress=progress)
        close_step(folder, name, settings, folders, counts)
    shutil.rmtree(folder / WORK / name, ignore_errors=True)
