"""What a step of many tasks lays down for the next: arrays and tables, whole or not at all, read by the stretch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray

from bingkai.batch.runners import Run, run_all
from bingkai.batch.store import WORK, unfinished_path
from bingkai.corpus.copies import canonical_order


class StepTask(Protocol):
    """A task whose result for a number is a file."""

    def result(self, number: int, /) -> Path:
        """The file that is written last."""

    def __call__(self, number: int, /) -> int: ...


def run_step(run: Run, task: StepTask, n: int, name: str, progress: bool) -> None:
    """Do the task for the numbers below n whose result is not there yet."""
    left = [number for number in range(n) if not task.result(number).exists()]
    run_all(run, task, left, name, progress=progress)


@dataclass(frozen=True)
class Desk:
    """The work of one step: work/<name>/ in the folder of an analysis.

    Attributes
    ----------
    folder : Path
    name : str
    n_parts : int
    """

    folder: Path
    name: str
    n_parts: int

    def path(self, what: str, number: int | None = None, kind: str = "npy") -> Path:
        """Where something is laid down."""
        return self.folder / WORK / self.name / (f"{what}.{kind}" if number is None else f"{what}-{number:05}.{kind}")

    def load(self, what: str, number: int | None = None) -> NDArray[Any]:
        """An array of which only the stretches that are looked at are read."""
        return load_array(self.path(what, number))

    def keep(self, what: str, values: NDArray[Any]) -> None:
        """Lay down an array for all tasks."""
        save_array(self.path(what), values)

    def meta(self) -> pd.DataFrame:
        """What is known of all articles, part after part: the tables `meta` of the parts."""
        tables = [pd.read_parquet(self.path("meta", part, "parquet")) for part in range(self.n_parts)]
        return pd.concat(tables, ignore_index=True)

    def set_in_order(self) -> None:
        """Put the articles of all parts in order of time.

        `first_row` : position of each part's first article; `home` : positions in order of time; `rank` : the place
        in this order of each position.
        """
        meta = self.meta()
        sizes = [pq.read_metadata(self.path("meta", part, "parquet")).num_rows for part in range(self.n_parts)]
        home = canonical_order(meta)
        rank = np.empty(len(home), dtype=np.int32)
        rank[home] = np.arange(len(home), dtype=np.int32)
        self.keep("first_row", np.cumsum([0, *sizes]))
        self.keep("home", home)
        self.keep("rank", rank)


def save_array(path: Path, values: NDArray[Any]) -> None:
    """Write an array."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = unfinished_path(path)
    with unfinished.open("wb") as file:
        np.save(file, values, allow_pickle=False)
    unfinished.replace(path)


def load_array(path: Path) -> NDArray[Any]:
    """An array of which only the stretches that are looked at are read."""
    values: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return values


def stretches(begins: NDArray[np.integer], counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """begins[i], begins[i] + 1, … (counts[i] of them) for every i, one after the other."""
    before = np.cumsum(counts) - counts
    return np.repeat(begins - before, counts) + np.arange(int(counts.sum()), dtype=np.int64)
