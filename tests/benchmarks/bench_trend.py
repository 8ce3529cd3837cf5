"""Changes at dates where there is none: coverage of intervals by simulation, false alarms on real courses.

coverage: courses whose daily rates follow each other (first-order autoregression of the logarithm) and in which events
come up whose articles share a rate for days; the date in the middle changes nothing, so an interval should hold 0.

alarms: in a real corpus a date is drawn at random for every run, as if something had happened, and one measure is
looked at in every outlet; drifts of the corpus are in it. Beside it, courses with shuffled days are searched.

Run: ``python tests/benchmarks/bench_trend.py [coverage|alarms] [--corpus clickid labelled mbg] [--runs 1000]``
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

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_events import DATA, read
from bench_null import FOLDER, MEASURES

import bingkai as bk

FILES = {"clickid": "clickid_2019", "labelled": "events_labelled", "mbg": "mbg_2025_2026"}
N_ARTICLES = 6000
"""Drawn from a corpus that has more: the run has to end."""
SHOCKS = {
    "independent days": {"following": 0.0, "spread": 0.0},
    "days follow, 0.5": {"following": 0.5, "spread": 0.5},
    "days follow, 0.8": {"following": 0.8, "spread": 0.5},
    "events of 5 days": {"event_days": 5},
    "events of 10 days": {"event_days": 10},
    "both": {"following": 0.7, "spread": 0.4, "event_days": 7},
    "both, few articles": {"following": 0.5, "spread": 0.4, "event_days": 5, "per_day": 0.8, "rate": 0.08},
}


def simulated_course(
    n_days: int, rng: np.random.Generator, *, following: float = 0.0, spread: float = 0.0, event_days: int = 0,
    per_day: float = 3.0, rate: float = 0.15,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Day, count and base of articles: some four attributions each; an event begins every five days."""
    level = np.empty(n_days)
    level[0] = rng.normal()
    for day in range(1, n_days):
        level[day] = following * level[day - 1] + np.sqrt(1 - following**2) * rng.normal()
    days = [np.repeat(np.arange(n_days), rng.poisson(per_day, n_days))]
    rates = [(rate * np.exp(spread * level - spread**2 / 2))[days[0]]]
    for begin in np.flatnonzero(rng.random(n_days + event_days) < 0.2 * bool(event_days)) - event_days:
        articles = begin + np.minimum(rng.exponential(event_days / 2, rng.poisson(2 * per_day)), event_days).astype(int)
        articles = articles[(articles >= 0) & (articles < n_days)]
        days.append(articles)
        rates.append(np.full(len(articles), rate * rng.gamma(0.7, 1 / 0.7)))
    day, level_of = np.concatenate(days), np.concatenate(rates)
    base = 1 + rng.poisson(3, len(day))
    return day, rng.binomial(base, np.minimum(level_of * rng.gamma(2, 1 / 2, len(day)), 0.95)), base


def coverage(n_runs: int) -> pd.DataFrame:
    """Percent of intervals that hold 0, and of p at or under 5 %."""
    made = []
    for window in (14, 28, 56):
        for n_days in (max(60, 2 * window), 200):
            for name, shock in SHOCKS.items():
                rows = _simulated_changes(n_days, window, n_runs, shock)
                tested = rows[rows["p_value"].notna()]
                with_jump = tested.dropna(subset="level_low")
                made.append({
                    "window": window, "days": n_days, "shocks": name, "runs": len(tested),
                    "interval": _holds_zero(tested, "ci_low", "ci_high"),
                    "jump": _holds_zero(with_jump, "level_low", "level_high") if len(with_jump) else np.nan,
                    "p": 100 * (tested["p_value"] <= 0.05).mean(),
                })  # fmt: skip
                print(made[-1], flush=True)
    return pd.DataFrame(made)


def _simulated_changes(n_days: int, window: int, n_runs: int, shock: dict[str, float]) -> pd.DataFrame:
    """Named changes of one call: a run is an outlet."""
    frames = []
    for run in range(n_runs):
        day, count, base = simulated_course(n_days, np.random.default_rng([6, n_days, run]), **shock)
        frames.append(pd.DataFrame({"outlet": f"media{run:04}", "day": day, "count": count, "base": base}))
    frame = pd.concat(frames, ignore_index=True)
    start = pd.Timestamp("2025-01-06")
    frame = frame.assign(
        article_id=[f"a{i}" for i in range(len(frame))], measure="m", unit="attributions",
        published=(start + pd.to_timedelta(frame["day"], unit="D")).astype("datetime64[us]"),
        count=frame["count"].astype(float), base=frame["base"].astype(float),
    )  # fmt: skip
    date = start + pd.Timedelta(days=n_days // 2)
    return bk.trend(frame, "m", by="Y", events={"x": date}, window=window, search=False, n_resamples=19).changes


def _holds_zero(rows: pd.DataFrame, low: str, high: str) -> float:
    return 100 * float(((rows[low] <= 0) & (rows[high] >= 0)).mean())


@cache
def dated_measures(corpus: str) -> pd.DataFrame:
    """MEASURES with `published` of the articles that have a date, or of a random part of them; kept between runs."""
    kept = FOLDER / f"{corpus}-dated.parquet"
    if kept.exists():
        return pd.read_parquet(kept)
    articles = read(FILES[corpus]).dropna(subset=["published"])
    articles = articles.sample(min(N_ARTICLES, len(articles)), random_state=1).reset_index(drop=True)
    articles = bk.mark_copies(articles, progress=False)
    made = bk.measure(bk.analyse(articles, progress=False))
    made = made[made["measure"].isin(MEASURES)].reset_index(drop=True)
    made["published"] = made["article_id"].map(articles.set_index("article_id")["published"])
    FOLDER.mkdir(exist_ok=True)
    made.to_parquet(kept)
    return made


def some_alarms(corpus: str, runs: range) -> list[dict[str, float]]:
    return [row for run in runs for row in one_run(dated_measures(corpus), run)]


def one_run(measures: pd.DataFrame, run: int) -> list[dict[str, float]]:
    """Every outlet around one date drawn at random, and its search with shuffled days."""
    rng = np.random.default_rng([4, run])
    name = MEASURES[run % len(MEASURES)]
    one = measures[measures["measure"] == name]
    days = np.sort(one["published"].dt.normalize().unique())
    changes = bk.trend(
        one, name, by="Y", events={"x": rng.choice(days)}, search=False, n_resamples=19, seed=run
    ).changes
    made = [
        {"run": run, "p": row.p_value <= 0.05, "interval": not row.ci_low <= 0 <= row.ci_high}
        for row in changes.dropna(subset="p_value").itertuples()
    ]
    if run % 4:
        return made
    moved = one["published"].dt.normalize().map(dict(zip(days, rng.permutation(days), strict=True)))
    found = bk.trend(one.assign(published=moved), name, by="Y", n_resamples=99, seed=run).changes
    return made + [{"run": run, "searched": p <= 0.05} for p in found.groupby("outlet")["p_value"].min().dropna()]


def alarms(corpora: list[str], n_runs: int, n_jobs: int) -> pd.DataFrame:
    """Percent called at 5 % with the half width of a 95 % interval over runs."""
    made = []
    with ProcessPoolExecutor(n_jobs) as pool:
        for corpus in corpora:
            started, frame = time.perf_counter(), dated_measures(corpus)
            parts = [range(job, n_runs, 4 * n_jobs) for job in range(4 * n_jobs)]
            found = [row for part in pool.map(some_alarms, [corpus] * len(parts), parts) for row in part]
            rows = pd.DataFrame(found, columns=["run", "p", "interval", "searched"])
            shown: dict[str, object] = {
                "corpus": corpus, "articles": frame["article_id"].nunique(),
                "days": frame["published"].dt.normalize().nunique(), "runs": n_runs,
            }  # fmt: skip
            for name in ("p", "interval", "searched"):
                known = rows.dropna(subset=name)
                by_run = 100 * known[name].astype(float).groupby(known["run"]).mean()
                half = 1.96 * by_run.std() / np.sqrt(max(len(by_run), 1))
                shown |= {f"rows {name}": len(known), name: by_run.mean(), f"± {name}": half}
            made.append(shown | {"seconds": round(time.perf_counter() - started)})
            print(made[-1], flush=True)
    return pd.DataFrame(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=["coverage", "alarms"])
    parser.add_argument("--corpus", nargs="*", choices=list(FILES), default=["clickid", "labelled", "mbg"])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    if asked.what in (None, "coverage"):
        print(f"\ncoverage\n{coverage(asked.runs).round(1).to_string(index=False)}", flush=True)
    if asked.what in (None, "alarms"):
        if not DATA.exists():
            raise SystemExit(f"no shared data at {DATA}: nothing to run on")
        table = alarms(asked.corpus, asked.runs, asked.jobs)
        print(f"\n% called at 5 %\n{table.round(1).to_string(index=False)}")


if __name__ == "__main__":
    main()
