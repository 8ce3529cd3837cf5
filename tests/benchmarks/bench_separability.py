"""False alarms of `separability` and `trend` on real text where there is nothing to find.

Separability: outlet labels are shuffled within events, then told apart as if they were true; beside it, the same
held-out accuracies judged by a binomial test against 1 / number of outlets, which takes articles as independent and
what an outlet covers for how it writes. Trend: dates drawn at random are looked at as if something had happened, and
courses with shuffled days are searched.

Run: ``python tests/benchmarks/bench_separability.py [separability|trend] [--corpus demo|mbg] [--runs 300]``
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from tqdm import tqdm

import bingkai as bk

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
CORPORA = {"demo": 5, "mbg": 10}
"""Fewest articles of an outlet."""
MEASURES = ("stance.jarak", "stance.netral", "kind.direct", "source.official", "kata_bermuatan.hedge", "attributions")


def corpus(name: str) -> pd.DataFrame | None:
    """Articles with copies and events marked; None where the corpus is not there."""
    path = SHARED / "mbg_2025_2026.parquet"
    if name == "mbg" and not path.exists():
        return None
    articles = bk.load_demo() if name == "demo" else bk.read_corpus(path, progress=False)
    return bk.match_events(bk.mark_copies(articles, progress=False), progress=False)


def shuffle_within_events(measures: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """MEASURES of matched articles with their outlets shuffled within events."""
    articles = measures.drop_duplicates("article_id")[["article_id", "outlet", "event_id"]].dropna()
    articles = articles.sort_values(["event_id", "article_id"], ignore_index=True)
    order = np.argsort(pd.factorize(articles["event_id"])[0] + rng.random(len(articles)))
    shuffled = pd.Series(articles["outlet"].to_numpy()[order], index=articles["article_id"])
    return measures.assign(outlet=measures["article_id"].map(shuffled)).dropna(subset=["outlet"])


def separability_alarms(measures: pd.DataFrame, min_articles: int, n_runs: int) -> dict[str, float]:
    """Percent of runs called at 5 %: over all outlets, over single outlets and pairs, and by the binomial test."""
    overall, parts, binomial = [], [], []
    for run in tqdm(range(n_runs), desc="separability", unit="run"):
        shuffled = shuffle_within_events(measures, np.random.default_rng([3, run]))
        found = bk.separability(
            shuffled, copies="in", min_articles=min_articles, n_permutations=39, n_resamples=19, seed=run,
            progress=False,
        ).to_frame()  # fmt: skip
        first = found.iloc[0]
        overall.append(first["p_value"] <= 0.05)
        parts.append((found["p_value"].iloc[1:] <= 0.05).mean())
        n, k = int(first["n_articles"]), int((found["scope"] == "outlet").sum())
        hits = round(first["accuracy"] * n)
        binomial.append(binomtest(hits, n, 1 / k, alternative="greater").pvalue <= 0.05)
    return {
        "runs": n_runs, "overall p": 100 * np.mean(overall), "outlets and pairs p": 100 * np.mean(parts),
        "binomial against 1/k": 100 * np.mean(binomial),
    }  # fmt: skip


def trend_alarms(measures: pd.DataFrame, articles: pd.DataFrame, n_runs: int) -> dict[str, float]:
    """Percent of p <= 5 %: random dates in the true course, and the searched date in courses with shuffled days."""
    dates = articles.set_index("article_id")["published"].dropna()
    measures = measures[measures["article_id"].isin(dates.index)]
    days = dates.dt.normalize().drop_duplicates().sort_values().to_numpy()
    named, found = [], []
    for run in tqdm(range(n_runs), desc="trend", unit="run"):
        rng = np.random.default_rng([4, run])
        name, date = MEASURES[run % len(MEASURES)], rng.choice(days)
        one = measures[measures["measure"] == name]
        result = bk.trend(one, name, articles=articles, by="Y", events={"x": date}, search=False, n_resamples=199,
                          seed=run)  # fmt: skip
        named += result.changes["p_value"].dropna().tolist()
        other = dict(zip(days, rng.permutation(days), strict=True))
        moved = articles.assign(published=articles["published"].dt.normalize().map(other))
        searched = bk.trend(one, name, articles=moved, by="Y", n_resamples=199, seed=run).changes
        found += searched.groupby("outlet")["p_value"].min().tolist()
    return {
        "runs": n_runs, "random dates": len(named), "named p": 100 * float(np.mean(np.array(named) <= 0.05)),
        "searched courses": len(found), "found p": 100 * float(np.mean(np.array(found) <= 0.05)),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=["separability", "trend"])
    parser.add_argument("--corpus", choices=list(CORPORA))
    parser.add_argument("--runs", type=int, default=300)
    asked = parser.parse_args()
    for name, min_articles in CORPORA.items():
        articles = corpus(name) if asked.corpus in (None, name) else None
        if articles is None:
            continue
        measures = bk.measure(bk.analyse(articles, progress=False))
        started = time.process_time()
        if asked.what in (None, "separability"):
            row = {"corpus": name, **separability_alarms(measures, min_articles, asked.runs)}
            print(pd.DataFrame([row]).round(1).to_string(index=False))
        if asked.what in (None, "trend"):
            row = {"corpus": name, **trend_alarms(measures, articles, asked.runs)}
            print(pd.DataFrame([row]).round(1).to_string(index=False))
        print(f"{time.process_time() - started:.0f} s of processor time", flush=True)


if __name__ == "__main__":
    main()
