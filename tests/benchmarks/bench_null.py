"""False alarms on real text: outlet labels are shuffled, so that no outlet differs, and every comparison is run.

Labels are shuffled within events, for comparisons that are matched within events; and over all articles, for those that
are not (within events an outlet keeps the events it covered, and events differ, so that a comparison of all articles
would rightly find differences). Token-based tests (G², log-odds with a flat prior) are run on the same labels.

Run: ``python tests/benchmarks/bench_null.py [--runs 1000] [--corpus labelled|clickid|mbg] [--jobs 2]``
Articles are read once and their measures kept in the folder for temporary files.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one thread a process

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_contrast import fightin_words_p, log_likelihood_p
from bench_events import DATA, read

from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.model import second_opinion
from bingkai.corpus.copies import mark_copies
from bingkai.corpus.events import match_events
from bingkai.measures.measure import measure
from bingkai.reading.analyse import analyse

CORPORA = ("labelled", "clickid", "mbg")
N_EVENTS = 300
"""Events drawn from a corpus that has more: the run has to end."""
MEASURES = (
    "stance.netral", "stance.tegas", "stance.faktif", "stance.elaborasi", "kind.direct", "source.official",
    "source.military_police", "source.politician_party", "attributions", "kata_bermuatan.emotif",
    "kata_bermuatan.militeristik", "kata_bermuatan.hedge", "kata_bermuatan.intensif", "kata_bermuatan.presuposisi",
)  # fmt: skip
MODEL_EVERY = 10
"""The regression is slow: it is run on every tenth shuffle."""
N_RESAMPLES = 199
FOLDER = Path(tempfile.gettempdir()) / "bingkai-null"


def measures_of(corpus: str) -> pd.DataFrame:
    """MEASURES of the articles of events that several outlets covered; kept between runs."""
    kept = FOLDER / f"{corpus}.parquet"
    if kept.exists():
        return pd.read_parquet(kept)
    if corpus == "labelled":
        articles = read("events_labelled")
        articles = mark_copies(articles, progress=False)
    else:
        articles = read({"clickid": "clickid_2019", "mbg": "mbg_2025_2026"}[corpus])
        articles = match_events(mark_copies(articles, progress=False), progress=False)
    n_outlets = articles.groupby("event_id")["outlet"].transform("nunique")
    articles = articles[n_outlets > 1]
    events = np.sort(articles["event_id"].unique())
    if len(events) > N_EVENTS:
        events = np.random.default_rng(1).choice(events, N_EVENTS, replace=False)
    reading = analyse(articles[articles["event_id"].isin(events)].reset_index(drop=True), progress=False)
    made = measure(reading)
    made = made[made["measure"].isin(MEASURES)].reset_index(drop=True)
    FOLDER.mkdir(exist_ok=True)
    made.to_parquet(kept)
    return made


def shuffled(frame: pd.DataFrame, within: str | None, rng: np.random.Generator) -> pd.DataFrame:
    """The frame with outlet labels shuffled over its articles, within events where asked for."""
    articles = frame.drop_duplicates("article_id")
    strata = articles[within].to_numpy() if within else np.zeros(len(articles))
    order, key = np.lexsort((np.arange(len(articles)), strata)), np.lexsort((rng.random(len(articles)), strata))
    labels = np.empty(len(articles), dtype=object)
    labels[order] = articles["outlet"].to_numpy()[key]
    return frame.assign(outlet=frame["article_id"].map(dict(zip(articles["article_id"], labels, strict=True))))


def token_tests(frame: pd.DataFrame) -> pd.DataFrame:
    """p of G² and of Fightin' Words for every outlet against the rest, by measure: tokens taken as independent."""
    sums = frame.groupby(["measure", "outlet"])[["count", "base"]].sum()
    rest = sums.groupby("measure").transform("sum") - sums
    hits = np.stack([sums["count"], rest["count"]])
    words = np.stack([sums["base"], rest["base"]])
    with np.errstate(divide="ignore", invalid="ignore"):
        tests = {"G²": log_likelihood_p(hits, words), "Fightin' Words": fightin_words_p(hits, words)}
    return pd.DataFrame(tests, index=sums.index).reset_index()


def one_run(frame: pd.DataFrame, within: str | None, run: int) -> pd.DataFrame:
    """Every outlet and measure of one shuffle: which tests called a difference."""
    null = shuffled(frame, within, np.random.default_rng([17, run]))
    compared = compare_outlets(null, within=within, seed=run, n_resamples=N_RESAMPLES, progress=False)
    rows = compared.table
    if run % MODEL_EVERY == 0:
        rows = rows.merge(second_opinion(null, compared).table[["measure", "outlet", "model_p"]])
    rows = rows[rows["p_value"].notna()].merge(token_tests(null), on=["measure", "outlet"])
    made = rows[["measure", "outlet", "n_articles", "n_events"]].assign(
        run=run, p=rows["p_value"] <= 0.05, interval=(rows["ci_low"] > 0) | (rows["ci_high"] < 0),
        **{name: rows[name] <= 0.05 for name in ("G²", "Fightin' Words")},
    )  # fmt: skip
    model = rows["model_p"] if "model_p" in rows else pd.Series(np.nan, index=rows.index)
    return made.assign(model=(model <= 0.05).where(model.notna()).astype(float))


def some_runs(corpus: str, within: str | None, runs: range) -> pd.DataFrame:
    frame = measures_of(corpus)
    return pd.concat([one_run(frame, within, run) for run in runs], ignore_index=True)


def summary(rows: pd.DataFrame) -> dict[str, float]:
    """Percent called; the standard error counts runs, as rows of a run depend on each other."""
    shown = {}
    for name in ("p", "interval", "model", "G²", "Fightin' Words"):
        by_run = rows.groupby("run")[name].mean().dropna() * 100
        shown |= {name: by_run.mean(), f"± {name}": 1.96 * by_run.std() / np.sqrt(len(by_run))}
    return {"runs": rows["run"].nunique(), "rows": len(rows), **shown}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--corpus", nargs="*", choices=CORPORA, default=list(CORPORA))
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    if not DATA.exists():
        raise SystemExit(f"no shared data at {DATA}: nothing to run on")
    made, detail = [], []
    with ProcessPoolExecutor(asked.jobs) as pool:
        for corpus in asked.corpus:
            frame = measures_of(corpus)
            n_articles, n_events = frame["article_id"].nunique(), frame["event_id"].nunique()
            for within in (None, "event_id"):
                started = time.perf_counter()
                parts = [range(job, asked.runs, asked.jobs) for job in range(asked.jobs)]
                rows = pd.concat(pool.map(some_runs, [corpus] * len(parts), [within] * len(parts), parts))
                named = {"corpus": corpus, "articles": n_articles, "events": n_events, "shuffled": within or "all"}
                made.append(named | summary(rows) | {"seconds": time.perf_counter() - started})
                detail.append(rows.assign(**named))
                print(made[-1], flush=True)
    print(f"\n% called at 5 %\n{pd.DataFrame(made).round(1).to_string(index=False)}")
    by = pd.concat(detail).groupby(["shuffled", "measure"])[["p", "interval", "model", "G²", "Fightin' Words"]].mean()
    print(f"\nby measure\n{(100 * by).round(1).to_string()}")
    every = pd.concat(detail)
    size = pd.cut(every["n_articles"], [0, 30, 60, 120, 10**6])
    by = every.groupby(["shuffled", size], observed=True)[["p", "interval", "model", "G²", "Fightin' Words"]].mean()
    print(f"\nby articles of the outlet\n{(100 * by).round(1).to_string()}")


if __name__ == "__main__":
    main()
