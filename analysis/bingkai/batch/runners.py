"""Who does the work: the cores of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from tqdm.auto import tqdm

from bingkai.batch.store import BatchError

Finished = Generator[int, None, None]
Task = Callable[[int], int]
Run = Callable[[Task, Sequence[int]], Finished]


def on_cores(workers: int | None) -> Run:
    """Tasks on processes of this machine, as many as there are cores where left out; one process is this one."""

    def run(task: Task, numbers: Sequence[int]) -> Finished:
        n = min(workers or os.cpu_count() or 1, len(numbers))
        if n <= 1:
            yield from map(task, numbers)
            return
        with ProcessPoolExecutor(n, mp_context=get_context("spawn")) as pool:
            futures = [pool.submit(task, number) for number in numbers]
            try:
                for future in as_completed(futures):
                    yield future.result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    return run


def on_cluster(address: str) -> Run:
    """Tasks on the workers of a Dask scheduler; those of a lost worker are given to another one."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise BatchError('a Dask scheduler needs the extra: pip install "bingkai[dask]"') from error

    def run(task: Task, numbers: Sequence[int]) -> Finished:
        with distributed.Client(address) as client:
            futures = client.map(task, list(numbers), pure=False, retries=3)
            for future in distributed.as_completed(futures):
                yield int(future.result())

    return run


def run_all(run: Run, task: Task, numbers: Sequence[int], name: str, *, progress: bool) -> None:
    """Do a task for every number, under a progress bar of that name."""
    bar = tqdm(total=len(numbers), desc=name, unit=" bagian", disable=not progress)
    with bar, closing(run(task, numbers)) as finished:
        for _ in finished:
            bar.update()
