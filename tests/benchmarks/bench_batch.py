"""Partitioned analysis: growth of time, memory and disk with the corpus, one worker against two, a lost worker.

    python tests/benchmarks/bench_batch.py growth [--articles 1000 10000 100000] [--workers 2] [--copies] [--events]
    python tests/benchmarks/bench_batch.py dask [--articles 100000]
    python tests/benchmarks/bench_batch.py measures [--articles 1000000]
    python tests/benchmarks/bench_batch.py same [--articles 26000]

Corpora are made from the shared clickid_2019 articles, repeated as often as needed with altered words and dates 200
days later each time, so that no text stands there twice; without the shared articles, from the demonstration corpus.
One word in fifty gets a syllable of the repetition; one in four with ``--copies`` or ``--events``, so that a repetition
is neither a copy of the first nor the same event.

- ``growth`` prints, for every size: seconds, articles a second, the peak memory of the largest worker and of the
  process that gives out the parts (VmHWM, read while they run: Linux only), the size of the corpus and of the result on
  disk; then the exponent of time against articles from each size to the next. Each size runs in a process of its own,
  in a folder that is deleted afterwards (``--folder``: where).
- ``dask``: the seconds on a LocalCluster of one and of two workers and their ratio; then the same with a worker killed
  when a third of the parts are done, and whether the three results are the same.
- ``measures``: seconds and memory of loading 50 measures of so many articles (made up) and of comparing one of them.
- ``same``: whether copies and events in parts are those of the whole corpus in memory, and the time of both.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bingkai.batch import store
from bingkai.batch.load import load_frame
from bingkai.batch.run import analyse_files
from bingkai.contrast.compare import compare_outlets
from bingkai.corpus.copies import mark_copies
from bingkai.corpus.demo import load_demo
from bingkai.corpus.events import event_table, match_events
from bingkai.corpus.read import read_corpus

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "clickid_2019.parquet"
COLUMNS = ["article_id", "outlet", "published", "title", "text"]
SYLLABLES = [first + second for first in "bdgjklmnprst" for second in "aeiou"]
LOOSE, CLOSE = 50, 4  # one word in so many is altered
MEGABYTE = 1 << 20


def originals() -> pd.DataFrame:
    """Articles to be repeated."""
    if not SHARED.exists():
        return load_demo()[COLUMNS]
    frame = pd.read_parquet(SHARED).rename(columns={"id": "article_id", "date": "published"})
    frame["published"] = pd.to_datetime(frame["published"], format="ISO8601").astype("datetime64[us]")
    return frame[COLUMNS].dropna(subset="text")


def write_corpus(path: Path, n_articles: int, every: int) -> None:
    """`n_articles` rows in stretches, each repetition with other words and later dates."""
    articles = originals()
    writer, written, repetition = None, 0, 0
    while written < n_articles:
        part = articles.head(n_articles - written).copy()
        if repetition:
            part["text"] = [altered(text, repetition, every) for text in part["text"]]
        part["article_id"] = part["article_id"].astype(str) + f"-{repetition}"
        part["published"] += pd.Timedelta(days=200 * repetition)
        table = pa.Table.from_pandas(part, preserve_index=False)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table.cast(writer.schema), row_group_size=5_000)
        written, repetition = written + len(part), repetition + 1
    if writer:
        writer.close()


def altered(text: str, repetition: int, every: int) -> str:
    """The text with one word in so many another one."""
    words = text.split(" ")
    draw = random.Random(repetition)
    for place in range(draw.randrange(every), len(words), every):
        words[place] += SYLLABLES[repetition % len(SYLLABLES)] if words[place].isalpha() else ""
    return " ".join(words)


# --- memory and disk


def peak_memory(pid: int) -> float:
    """The most memory a process has held so far, in megabytes; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def children_of(pid: int) -> list[int]:
    """Processes below a process."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid:
            found += [int(folder.name), *children_of(int(folder.name))]
    return found


@contextmanager
def watched() -> Iterator[dict[int, float]]:
    """The peak memory of every process below this one, in megabytes, kept up to date."""
    peaks: dict[int, float] = {}
    done = Event()

    def look() -> None:
        while not done.wait(0.25):
            for pid in children_of(os.getpid()):
                peaks[pid] = max(peaks.get(pid, 0.0), peak_memory(pid))

    watcher = Thread(target=look, daemon=True)
    watcher.start()
    yield peaks
    done.set()
    watcher.join()


def size_on_disk(path: Path) -> float:
    """Megabytes of all files below a folder, or of a file."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / MEGABYTE


# --- growth


def grow(n: int, asked: argparse.Namespace) -> None:
    """One size; its figures as a line of JSON."""
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        path, out = Path(name) / "korpus.parquet", Path(name) / "hasil"
        write_corpus(path, n, CLOSE if asked.copies or asked.events else LOOSE)
        options = {"copies": asked.copies, "events": asked.events, "workers": asked.workers, "part_rows": asked.rows}
        begun = time.perf_counter()
        with watched() as peaks:
            analyse_files(path, out, progress=False, **options)
        seconds = time.perf_counter() - begun
        own = peak_memory(os.getpid())
        worker = max(peaks.values(), default=own)
        print(json.dumps({"n": n, "seconds": seconds, "worker": worker, "giver": own,
                          "corpus": size_on_disk(path), "result": size_on_disk(out)}))  # fmt: skip


def growth(asked: argparse.Namespace) -> None:
    """All sizes, each in a process of its own."""
    found = []
    for n in asked.articles or [1_000, 10_000, 100_000]:
        switches = [f"--{name}" for name in ("copies", "events") if getattr(asked, name)]
        command = [sys.executable, __file__, "one", "--articles", str(n), "--workers", str(asked.workers), *switches,
                   "--rows", str(asked.rows), *(["--folder", asked.folder] if asked.folder else [])]  # fmt: skip
        one = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
        found.append(one)
        print(f"{n:>9,} articles  {one['seconds']:9.1f} s  {n / one['seconds']:6.0f} articles/s  worker "
              f"{one['worker']:5.0f} MB  giver {one['giver']:5.0f} MB  corpus {one['corpus']:6.0f} MB  "
              f"result {one['result']:6.0f} MB", flush=True)  # fmt: skip
    for before, after in pairwise(found):
        exponent = np.log(after["seconds"] / before["seconds"]) / np.log(after["n"] / before["n"])
        print(f"exponent of time from {before['n']:,} to {after['n']:,} articles: {exponent:.2f}")


# --- a cluster


def dask(n_articles: int, rows: int, folder: str | None) -> None:
    """One worker, two, and two of which one is killed."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        path = Path(name) / "korpus.parquet"
        write_corpus(path, n_articles, LOOSE)
        results, seconds = [], []
        for n, lose in ((1, False), (2, False), (2, True)):
            out = Path(name) / f"hasil-{len(results)}"
            seconds.append(on_cluster(path, out, rows, n_workers=n, lose=lose))
            results.append({note.name: note.read_text() for note in sorted(out.glob("done/*.json"))})
            shutil.rmtree(out)
            lost = ", one killed" if lose else ""
            print(f"{n} workers{lost}: {seconds[-1]:.1f} s for {n_articles:,} articles", flush=True)
    print(f"two workers are {seconds[0] / seconds[1]:.2f} times as fast as one")
    differing = [name for name in results[0] if not results[0][name] == results[1][name] == results[2][name]]
    print(f"hashes of all files: {'; '.join(differing) + ' differ' if differing else 'the same in the three runs'}")


def on_cluster(path: Path, out: Path, rows: int, *, n_workers: int, lose: bool) -> float:
    """Seconds of an analysis on a cluster of this machine."""
    from distributed import Client, LocalCluster

    options = {"n_workers": n_workers, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        client.run(import_module, "bingkai.batch.part")  # what is measured is the work, not the start of Python
        if lose:
            n_parts = -(-pq.read_metadata(path).num_rows // rows)
            victim = next(iter(cluster.workers.values())).pid
            Thread(target=kill_later, args=(victim, out, n_parts // 3), daemon=True).start()
        begun = time.perf_counter()
        analyse_files(path, out, scheduler=cluster.scheduler_address, part_rows=rows, progress=False)
        return time.perf_counter() - begun


def kill_later(pid: int, out: Path, n_done: int) -> None:
    """Kill a process when so many parts are done."""
    while len(list(out.glob("done/*.json"))) < n_done:
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)


# --- measures


def measures(n_articles: int, folder: str | None) -> None:
    """Load 50 measures of so many articles, and compare one."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        out = Path(name)
        make_up(out, n_articles)
        before = peak_memory(os.getpid())
        for label, options in (("one measure", {"measures": ["kata.kelas_03"]}), ("50 measures", {})):
            begun = time.perf_counter()
            frame = load_frame(out, "measures", **options)
            held = frame.memory_usage(deep=True).sum() / MEGABYTE
            print(f"{label}: {len(frame):,} rows in {time.perf_counter() - begun:.1f} s, frame {held:.0f} MB, "
                  f"peak {peak_memory(os.getpid()):.0f} MB ({before:.0f} MB before)")  # fmt: skip
        begun = time.perf_counter()
        compare_outlets(frame, "kata.kelas_03", seed=7, progress=False)
        print(f"comparison of one measure: {time.perf_counter() - begun:.1f} s, peak {peak_memory(os.getpid()):.0f} MB")


def make_up(out: Path, n_articles: int, n_measures: int = 50, rows: int = 5_000) -> None:
    """The measures of an analysis, with events and copies, as `analyse_files` leaves them."""
    draw = np.random.default_rng(7)
    names = [f"kata.kelas_{at:02}" for at in range(n_measures)]
    (out / store.CORPUS).mkdir()
    for part, first in enumerate(range(0, n_articles, rows)):
        n = min(rows, n_articles - first)
        ids = pd.Series([f"a{first + at:08}" for at in range(n)], dtype="str")
        outlets = pd.Series([f"Media {at:02}" for at in draw.integers(0, 12, n)], dtype="str")
        events = pd.Series([f"20250101-{at:08x}" for at in draw.integers(0, n_articles // 4, n)], dtype="str")
        frame = pd.DataFrame({"article_id": ids, "outlet": outlets}).loc[np.repeat(np.arange(n), n_measures)]
        frame = frame.reset_index(drop=True).assign(
            measure=pd.Series(names * n, dtype="str"), count=draw.poisson(1.0, n * n_measures).astype(float),
            base=np.repeat(draw.integers(100, 400, n).astype(float), n_measures),
            unit=pd.Series(["words"] * n * n_measures, dtype="str"),
        )  # fmt: skip
        store.write_part(out, part, {"measures": frame})
        keys = pd.DataFrame({"article_id": ids, "event_id": events, "copy_group": events, "own_share": 1.0})
        store.write_frame(store.part_path(out, store.MATCHED, part), keys[["article_id", "event_id"]])
        store.write_frame(store.part_path(out, store.COPIES, part), keys.drop(columns="event_id"))
        store.write_frame(out / store.CORPUS / f"kept-{part:05}.parquet", keys[["article_id"]])
    note = {"notes": [["read", {"n_articles": n_articles}]], "left_out": []}
    store.write_text(out / store.CORPUS / "account.json", json.dumps(note))
    store.close_step(out, store.COPIES, {}, [store.COPIES], {})
    store.close_step(out, store.EVENTS, {}, [store.MATCHED], {})


# --- copies and events, in parts and whole


def same(n_articles: int, asked: argparse.Namespace) -> None:
    """Copies and events of a corpus both ways."""
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        path, out = Path(name) / "korpus.parquet", Path(name) / "hasil"
        write_corpus(path, n_articles, CLOSE)
        options = {"part_rows": asked.rows, "workers": asked.workers, "progress": False}
        analyse_files(path, out, **options)
        begun = time.perf_counter()
        analyse_files(path, out, copies=True, events=True, **options)
        print(f"in parts: {time.perf_counter() - begun:.1f} s")
        articles = read_corpus(path, progress=False)
        begun = time.perf_counter()
        whole = match_events(mark_copies(articles, progress=False), progress=False)
        table = event_table(whole)
        print(f"in memory: {time.perf_counter() - begun:.1f} s")
        names = ["article_id", "copy_group", "copy_kind", "own_share", "event_id"]
        alike = load_frame(out, "articles", columns=names).equals(whole[names])
        print(f"{len(whole):,} articles, {whole['copy_group'].nunique():,} groups of copies, {len(table):,} events")
        print(f"the same copies and events: {alike}; the same table: {load_frame(out, 'events').equals(table)}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["growth", "one", "dask", "measures", "same"])
    parser.add_argument("--articles", type=int, nargs="+")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rows", type=int, default=5_000, help="rows of a part")
    parser.add_argument("--folder", help="where corpora and results are kept while they are needed")
    parser.add_argument("--copies", action="store_true")
    parser.add_argument("--events", action="store_true")
    asked = parser.parse_args(arguments)
    n = (asked.articles or [0])[0]
    if asked.what == "growth":
        growth(asked)
    elif asked.what == "one":
        grow(n, asked)
    elif asked.what == "dask":
        dask(n or 100_000, asked.rows, asked.folder)
    elif asked.what == "measures":
        measures(n or 1_000_000, asked.folder)
    else:
        same(n or 26_000, asked)


if __name__ == "__main__":
    main()
