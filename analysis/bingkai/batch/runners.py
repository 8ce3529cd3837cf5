"""Who does the work: the cores of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing
from importlib import import_module
from multiprocessing import get_context
from typing import Any, Protocol

from tqdm.auto import tqdm

from bingkai.batch.store import BatchError

Finished = Generator[int, None, None]
Task = Callable[[int], int]


class Run(Protocol):
    """Does a task for every number and yields the numbers as they are done; `close` when there is no more to do."""

    def __call__(self, task: Task, numbers: Sequence[int], /) -> Finished: ...

    def close(self) -> None:
        """Let the workers go."""


class OnCores:
    """Tasks on processes of this machine, as many as there are cores where left out; one process is this one.

    The processes stay from step to step: each has the library to load once.
    """

    def __init__(self, workers: int | None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self, task: Task, numbers: Sequence[int], /) -> Finished:
        if min(self.workers, len(numbers)) <= 1:
            yield from map(task, numbers)
            return
        if self._pool is None:
            n = min(self.workers, len(numbers))
            self._pool = ProcessPoolExecutor(n, mp_context=get_context("spawn"))
        futures = [self._pool.submit(task, number) for number in numbers]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            for future in futures:
                future.cancel()

    def close(self) -> None:
        """Let the processes end."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


class OnCluster:
    """Tasks on the workers of a Dask scheduler; those of a lost worker are given to another one."""

    def __init__(self, address: str) -> None:
        try:
            self._distributed: Any = import_module("distributed")
        except ImportError as error:
            raise BatchError('a Dask scheduler needs the extra: pip install "bingkai[dask]"') from error
        self._client = self._distributed.Client(address)

    def __call__(self, task: Task, numbers: Sequence[int], /) -> Finished:
        futures = self._client.map(task, list(numbers), pure=False, retries=3)
        # Its own loop, not that of whatever client was made last, in which a task done again must not wait
        for future in self._distributed.as_completed(futures, loop=self._client.loop):
            yield int(future.result())

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close()


def run_all(run: Run, task: Task, numbers: Sequence[int], name: str, *, progress: bool) -> None:
    """Do a task for every number, under a progress bar of that name."""
    bar = tqdm(total=len(numbers), desc=name, unit=" bagian", disable=not progress)
    with bar, closing(run(task, numbers)) as finished:
        for _ in finished:
            bar.update()
