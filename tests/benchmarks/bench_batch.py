"""Partitioned analysis: growth of time and memory with the corpus, one worker against two.

    python tests/benchmarks/bench_batch.py growth [--articles 1000 10000 100000] [--workers 2]
    python tests/benchmarks/bench_batch.py dask [--articles 100000]

Corpora are made from the shared clickid_2019 articles, repeated as often as needed with altered words (one word in
fifty gets a syllable of the repetition), so that no text stands there twice; without the shared articles, from the
demonstration corpus. `growth` prints seconds, articles a second, the largest peak memory of a worker and the exponent
of time against articles; `dask` the seconds on a LocalCluster of one and of two workers and their ratio.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bingkai.batch.run import analyse_files
from bingkai.corpus.demo import load_demo

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "clickid_2019.parquet"
COLUMNS = ["article_id", "outlet", "published", "title", "text"]
SYLLABLES = [first + second for first in "bdgjklmnprst" for second in "aeiou"]


def originals() -> pd.DataFrame:
    if not SHARED.exists():
        return load_demo()[COLUMNS]
    frame = pd.read_parquet(SHARED)
    renamed = frame.rename(columns={"id": "article_id", "date": "published"})
    return renamed[[name for name in COLUMNS if name in renamed]].dropna(subset="text")


def write_corpus(path: Path, n_articles: int, articles: pd.DataFrame) -> None:
    """`n_articles` rows in stretches, each repetition with other words."""
    writer, written, repetition = None, 0, 0
    while written < n_articles:
        part = articles.head(n_articles - written).copy()
        if repetition:
            part["text"] = [altered(text, repetition) for text in part["text"]]
        if "article_id" in part:
            part["article_id"] = part["article_id"].astype(str) + f"-{repetition}"
        table = pa.Table.from_pandas(part, preserve_index=False)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table.cast(writer.schema), row_group_size=5_000)
        written, repetition = written + len(part), repetition + 1
    if writer:
        writer.close()


def altered(text: str, repetition: int) -> str:
    words = text.split(" ")
    draw = random.Random(repetition)
    for place in range(draw.randrange(50), len(words), 50):
        words[place] += SYLLABLES[repetition % len(SYLLABLES)] if words[place].isalpha() else ""
    return " ".join(words)


def growth(sizes: Sequence[int], workers: int) -> None:
    articles, seconds = originals(), []
    with tempfile.TemporaryDirectory() as folder:
        for n in sizes:
            path = Path(folder) / f"{n}.parquet"
            write_corpus(path, n, articles)
            began = time.perf_counter()
            analyse_files(path, Path(folder) / f"hasil-{n}", workers=workers, progress=False)
            seconds.append(time.perf_counter() - began)
            peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
            print(f"{n:>9,} articles  {seconds[-1]:8.1f} s  {n / seconds[-1]:7.0f} articles/s  {peak / 1024:6.0f} MB")
            path.unlink()
    if len(sizes) > 1:
        exponent = np.polyfit(np.log(sizes[-2:]), np.log(seconds[-2:]), 1)[0]
        print(f"exponent of time from {sizes[-2]:,} to {sizes[-1]:,} articles: {exponent:.2f}")


def dask(n_articles: int) -> None:
    from distributed import LocalCluster

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "korpus.parquet"
        write_corpus(path, n_articles, originals())
        took = {}
        for n in (1, 2):
            options = {"n_workers": n, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
            with LocalCluster(**options) as cluster:
                began = time.perf_counter()
                out = Path(folder) / f"hasil-{n}"
                analyse_files(path, out, scheduler=cluster.scheduler_address, progress=False)
                took[n] = time.perf_counter() - began
            print(f"{n} workers: {took[n]:.1f} s for {n_articles:,} articles")
    print(f"two workers are {took[1] / took[2]:.2f} times as fast as one")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["growth", "dask"])
    parser.add_argument("--articles", type=int, nargs="+")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    if chosen.what == "growth":
        growth(chosen.articles or [1_000, 10_000, 100_000], chosen.workers)
    else:
        dask((chosen.articles or [100_000])[0])


if __name__ == "__main__":
    main()
