"""False alarms of `separability` on real text where there is nothing to find.

In every run some events of a real corpus are drawn, the labels of outlets are shuffled within them, and the outlets are
then told apart as if they were true; beside it, the same held-out accuracies judged by a binomial test against 1 /
number of outlets, which takes articles as independent and what an outlet covers for how it writes. A run is whole: it
fits, holds out events and shuffles as `separability` does by default, only with fewer shuffles (its p is exact with any
number of them) and folds.

Run: ``python tests/benchmarks/bench_separability.py [--corpus clickid labelled mbg demo] [--runs 1000] [--jobs 2]``
Articles are read once and their measures kept in the folder for temporary files.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one thread a process

import numpy as np
import pandas as pd
from scipy.stats import binomtest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_events import DATA
from bench_null import measures_of, shuffled

import bingkai as bk

CORPORA = ("clickid", "labelled", "mbg", "demo")
N_EVENTS = 80
N_OUTLETS = 4
N_PERMUTATIONS = 99
MIN_ARTICLES = {"demo": 5}


@cache
def features_of(corpus: str) -> pd.DataFrame:
    """MEASURES of articles of events that several of the most prolific outlets covered."""
    if corpus == "demo":
        articles = bk.match_events(bk.mark_copies(bk.load_demo(), progress=False), progress=False)
        frame = bk.measure(bk.analyse(articles, progress=False))
    else:
        frame = measures_of(corpus)
    articles = frame.drop_duplicates("article_id").dropna(subset=["event_id"])
    known = articles["outlet"].value_counts().index[:N_OUTLETS]
    articles = articles[articles["outlet"].isin(known)]
    shared = articles.groupby("event_id")["outlet"].transform("nunique") > 1
    return frame[frame["article_id"].isin(articles.loc[shared, "article_id"])].reset_index(drop=True)


def one_run(corpus: str, run: int) -> dict[str, float]:
    """Was a difference called at 5 %: over all outlets, the share of outlets and pairs, by the binomial test."""
    frame, rng = features_of(corpus), np.random.default_rng([3, run])
    events = np.sort(frame["event_id"].unique())
    drawn = rng.choice(events, min(N_EVENTS, len(events)), replace=False)
    null = shuffled(frame[frame["event_id"].isin(drawn)], "event_id", rng)
    found = bk.separability(
        null, copies="in", min_articles=MIN_ARTICLES.get(corpus, 10), n_splits=3, n_permutations=N_PERMUTATIONS,
        n_resamples=19, seed=run, progress=False,
    ).to_frame()  # fmt: skip
    first, k = found.iloc[0], int((found["scope"] == "outlet").sum())
    hits = round(first["accuracy"] * int(first["n_articles"]))
    independent = binomtest(hits, int(first["n_articles"]), 1 / k, alternative="greater").pvalue
    return {
        "run": run, "articles": first["n_articles"], "overall p": first["p_value"] <= 0.05,
        "outlets and pairs p": float((found["p_value"].iloc[1:] <= 0.05).mean()),
        "binomial against 1/k": independent <= 0.05,
    }  # fmt: skip


def some_runs(corpus: str, runs: range) -> list[dict[str, float]]:
    return [one_run(corpus, run) for run in runs]


def summary(corpus: str, rows: pd.DataFrame) -> dict[str, object]:
    """Percent called with the half width of a 95 % interval over runs."""
    shown: dict[str, object] = {"corpus": corpus, "runs": len(rows), "articles a run": round(rows["articles"].mean())}
    for name in ("overall p", "outlets and pairs p", "binomial against 1/k"):
        values = 100 * rows[name].astype(float)
        shown |= {name: round(values.mean(), 1), f"± {name}": round(1.96 * values.std() / np.sqrt(len(values)), 1)}
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", nargs="*", choices=CORPORA, default=list(CORPORA))
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    if not DATA.exists() and set(asked.corpus) != {"demo"}:
        raise SystemExit(f"no shared data at {DATA}: only --corpus demo can run")
    made = []
    with ProcessPoolExecutor(asked.jobs) as pool:
        for corpus in asked.corpus:
            started = time.perf_counter()
            features_of(corpus)
            parts = [range(job, asked.runs, 4 * asked.jobs) for job in range(4 * asked.jobs)]
            rows = [row for part in pool.map(some_runs, [corpus] * len(parts), parts) for row in part]
            made.append(summary(corpus, pd.DataFrame(rows)) | {"seconds": round(time.perf_counter() - started)})
            print(made[-1], flush=True)
    print(f"\n% called at 5 %\n{pd.DataFrame(made).to_string(index=False)}")


if __name__ == "__main__":
    main()
