"""False alarms, coverage, power and speed of `compare_outlets`, beside tests that take words as independent.

Run: ``python tests/benchmarks/bench_contrast.py [alarms|coverage|within|kinds|power|speed] [--runs 2000]``
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "contrast"))

from scipy.stats import norm
from simulation import NULLS, Scenario, simulate

from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.resample import bootstrap_sums, moments
from bingkai.contrast.resample import rates as rates_of

PER_CALL = 25
FIRST = "Media A"


def log_likelihood_p(hits: np.ndarray, words: np.ndarray) -> np.ndarray:
    """p of the G² of two totals (Rayson and Garside 2000), taking words as independent; (2, runs) each."""
    from scipy.stats import chi2

    expected = words * hits.sum(axis=0) / words.sum(axis=0)
    g2 = 2 * np.where(hits > 0, hits * np.log(np.maximum(hits, 1) / expected), 0).sum(axis=0)
    return np.asarray(chi2.sf(g2, 1))


def fightin_words_p(hits: np.ndarray, words: np.ndarray, alpha: float = 0.1) -> np.ndarray:
    """p of the z of the log-odds with a flat prior (Monroe et al. 2008, variance of two terms)."""
    from scipy.stats import norm

    y, rest = hits + alpha, words - hits + alpha
    delta = np.log(y[0] / rest[0]) - np.log(y[1] / rest[1])
    return np.asarray(2 * norm.sf(np.abs(delta) / np.sqrt((1 / y).sum(axis=0))))


def totals(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Hits and words of the first outlet and of all the others, by run."""
    side = frame["outlet"] != FIRST
    sums = frame.groupby(["measure", side])[["count", "base"]].sum()
    return sums["count"].unstack().to_numpy().T, sums["base"].unstack().to_numpy().T


def runs_of(scenario: Scenario, n_runs: int, seed: int, **options: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the first outlet and the p values of the word-based tests, a row a run."""
    rows, words = [], []
    for call in range(max(1, n_runs // PER_CALL)):
        frame = simulate(scenario, PER_CALL, np.random.default_rng([seed, call]))
        found = compare_outlets(frame, seed=call, progress=False, **options).to_frame()
        rows.append(found[found["outlet"] == FIRST])
        with np.errstate(divide="ignore", invalid="ignore"):
            words.append(pd.DataFrame({"G²": log_likelihood_p(*totals(frame)), "FW": fightin_words_p(*totals(frame))}))
    return pd.concat(rows, ignore_index=True), pd.concat(words, ignore_index=True)


def false_alarms(n_runs: int, n_resamples: int) -> pd.DataFrame:
    """Percent of runs called a difference at 5 % where there is none."""
    made = []
    for name, (scenario, within) in NULLS.items():
        rows, words = runs_of(scenario, n_runs, 11, within=within, n_resamples=n_resamples)
        tested = rows["p_value"].notna()
        outside = (rows["ci_low"] > 0) | (rows["ci_high"] < 0)
        made.append(
            {
                "null": name, "runs": int(tested.sum()), "p": (rows["p_value"][tested] <= 0.05).mean() * 100,
                "interval": outside[tested].mean() * 100, "G²": (words["G²"] <= 0.05).mean() * 100,
                "Fightin' Words": (words["FW"] <= 0.05).mean() * 100,
            }
        )  # fmt: skip
    return pd.DataFrame(made)


def coverage(n_runs: int, n_resamples: int) -> pd.DataFrame:
    """Percent of runs whose interval holds the true difference, rate and ratio; skewed counts."""
    made = []
    cases = [
        ((n, m), (a, b), (k, k))
        for n, m in ((30, 30), (60, 60), (200, 200), (20, 200))
        for a, b in ((0.006, 0.010), (0.006, 0.006))
        for k in (0.3, 1.0)
    ]
    cases += [((60, 60), (0.0005, 0.001), (0.3, 0.3)), ((30, 60, 200), (0.006, 0.010, 0.004), (0.5,) * 3)]
    for n_articles, rates, burst in cases:
        rows, _ = runs_of(Scenario(n_articles, rates, burst), n_runs, 12, n_resamples=n_resamples)
        rows = rows[rows["p_value"].notna()]
        other = float(np.mean(rates[1:]))
        made.append(
            {
                "articles": n_articles, "per 1,000": tuple(r * 1000 for r in rates), "burst": burst[0],
                "runs": len(rows),
                "difference": _holds(rows, "ci_low", "ci_high", rates[0] - other),
                "rate": _holds(rows, "estimate_low", "estimate_high", rates[0]),
                "ratio": _holds(rows, "ratio_low", "ratio_high", rates[0] / other),
            }
        )  # fmt: skip
    return pd.DataFrame(made)


def coverage_within(n_runs: int, n_resamples: int) -> pd.DataFrame:
    """Coverage of zero and of a ratio of 1 within events, null true; rates of events differ."""
    made = []
    for n_events, n_articles in ((15, (60, 60)), (30, (60, 60)), (60, (120, 120)), (60, (60, 100, 150))):
        k = len(n_articles)
        rows, _ = runs_of(
            Scenario(n_articles, (0.006,) * k, (0.5,) * k, 0.5, n_events), n_runs, 13,
            n_resamples=n_resamples, within="event_id",
        )  # fmt: skip
        rows = rows[rows["p_value"].notna()]
        made.append(
            {"events": n_events, "articles": n_articles, "runs": len(rows),
             "difference": _holds(rows, "ci_low", "ci_high", 0), "ratio": _holds(rows, "ratio_low", "ratio_high", 1)}
        )  # fmt: skip
    return pd.DataFrame(made)


def kinds(n_runs: int, n_resamples: int) -> pd.DataFrame:
    """Percent of runs in which an interval of one outlet's rate holds the truth, by the kind of bootstrap interval.

    Percentile-t on the square-root scale (symmetric: what is used; equal-tailed), BCa and percentile; bursty counts.
    """
    rng = np.random.default_rng(15)
    made = []
    for n, burst, rate in ((15, 1.0, 0.006), (30, 1.0, 0.006), (30, 0.3, 0.006), (60, 0.3, 0.006), (60, 0.3, 0.0005),
                           (200, 0.3, 0.006)):  # fmt: skip
        held = []
        for _ in range(n_runs):
            base = rng.lognormal(np.log(300), 0.5, n).round()
            count = rng.poisson(rate * rng.gamma(burst, 1 / burst, n) * base).astype(float)
            if (count > 0).sum() >= 5:
                held.append([low <= rate <= high for low, high in _intervals(count, base, n_resamples, rng)])
        shares = 100 * np.array(held).mean(axis=0)
        names = ("percentile-t, symmetric", "percentile-t, equal tails", "BCa", "percentile")
        made.append({"articles": n, "burst": burst, "per 1,000": rate * 1000, "runs": len(held),
                     **dict(zip(names, shares, strict=True))})  # fmt: skip
    return pd.DataFrame(made)


def _intervals(
    count: np.ndarray, base: np.ndarray, n_resamples: int, rng: np.random.Generator
) -> list[tuple[float, float]]:
    """95 % intervals of Σc / Σb, in the order of `kinds`."""
    n = len(base)
    columns = moments(count[:, None], base)
    rate, variance = (float(value[0]) for value in rates_of(columns.sum(axis=0), n))
    drawn, variances = (value[:, 0] for value in rates_of(bootstrap_sums(columns, n_resamples, rng), n))
    some = drawn > 0
    root, error = np.sqrt(rate), np.sqrt(variance / 4 / rate)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (np.sqrt(drawn) - root) / np.sqrt(variances / 4 / drawn)
    t = t[some & np.isfinite(t)]
    half, (t_low, t_high) = np.quantile(np.abs(t), 0.95), np.quantile(t, [0.025, 0.975])
    residual = count - rate * base
    acceleration = (residual**3).sum() / (6 * (residual**2).sum() ** 1.5)
    z0 = norm.ppf(np.clip((drawn < rate).mean() + (drawn == rate).mean() / 2, 1e-3, 1 - 1e-3))
    z = z0 + norm.ppf([0.025, 0.975])
    bca = np.quantile(drawn, norm.cdf(z0 + z / (1 - acceleration * z)))
    percentile = np.quantile(drawn, [0.025, 0.975])
    scaled = ((root - half * error, root + half * error), (root - t_high * error, root - t_low * error))
    return [*((max(low, 0) ** 2, high**2) for low, high in scaled), tuple(bca), tuple(percentile)]


def _holds(rows: pd.DataFrame, low: str, high: str, truth: float) -> float:
    return ((rows[low] <= truth) & (rows[high] >= truth)).mean() * 100


def power(n_runs: int, n_resamples: int) -> pd.DataFrame:
    """Percent of runs with p <= 0.05 where the rates are 6 and 10 per 1,000 words."""
    made = []
    for n, burst in ((30, 1.0), (60, 1.0), (120, 1.0), (60, 3.0), (60, 0.3)):
        rows, _ = runs_of(Scenario((n, n), (0.006, 0.010), (burst, burst)), n_runs, 14, n_resamples=n_resamples)
        made.append({"articles": (n, n), "events": 0, "burst": burst, "power": (rows["p_value"] <= 0.05).mean() * 100})
    for n_events, within in ((30, None), (30, "event_id")):
        scenario = Scenario((60, 60), (0.006, 0.010), (1.0, 1.0), 0.5, n_events)
        rows, _ = runs_of(scenario, n_runs, 14, n_resamples=n_resamples, within=within)
        name = f"{n_events} {'within' if within else 'ignored'}"
        made.append(
            {"articles": (60, 60), "events": name, "burst": 1.0, "power": (rows["p_value"] <= 0.05).mean() * 100}
        )
    return pd.DataFrame(made)


SPEED = (
    (26_000, 100, None, "others"),
    (26_000, 100, None, "pairwise"),
    (26_000, 100, "event_id", "others"),
    (1_000_000, 50, None, "others"),
    (1_000_000, 50, "event_id", "others"),
)
"""Articles, measures, within, reference; always twelve outlets."""


def categories(n: int, m: int, k: int = 12) -> pd.DataFrame:
    """MEASURES of n articles and m measures with text as categories, as `load_frame` gives them; six an event."""
    rng = np.random.default_rng(5)
    length = rng.integers(80, 600, n).astype(float)
    texts = {
        "article_id": (rng.permutation(n), n), "outlet": (rng.integers(0, k, n), k),
        "event_id": (rng.integers(0, n // 6, n), n // 6),
    }  # fmt: skip
    made = {
        name: pd.Categorical.from_codes(
            np.tile(codes.astype(np.int32), m), pd.Index([f"{name[0]}{i:07}" for i in range(size)], dtype="str")
        )
        for name, (codes, size) in texts.items()
    }
    made["measure"] = pd.Categorical.from_codes(
        np.repeat(np.arange(m, dtype=np.int8), n), pd.Index([f"m{j:03}" for j in range(m)], dtype="str")
    )
    made["count"] = np.concatenate(
        [rng.poisson(0.004 * length * rng.gamma(0.5, 2, n)).astype(float) for _ in range(m)]
    )  # fmt: skip
    made["base"] = np.tile(length, m)
    made["unit"] = pd.Categorical.from_codes(np.zeros(n * m, dtype=np.int8), ["words"])
    return pd.DataFrame(made, copy=False)


def speed(n_resamples: int = 2000, largest: int = 10**9) -> pd.DataFrame:
    """Seconds of wall and of processor, and peak memory, of large comparisons."""
    made = []
    for n, m, within, reference in SPEED:
        if n > largest:
            continue
        frame = categories(n, m)
        started, used = time.perf_counter(), time.process_time()
        compare_outlets(frame, within=within, reference=reference, n_resamples=n_resamples, progress=False)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        made.append(
            {"articles": n, "outlets": 12, "measures": m, "within": within, "reference": reference,
             "seconds": time.perf_counter() - started, "processor": time.process_time() - used,
             "peak GB so far": peak}
        )  # fmt: skip
        print(made[-1], flush=True)
    return pd.DataFrame(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=["alarms", "coverage", "within", "kinds", "power", "speed"])
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--resamples", type=int, default=499)
    parser.add_argument("--largest", type=int, default=10**9, help="articles of the largest case of speed")
    asked = parser.parse_args()
    tables = {"alarms": false_alarms, "coverage": coverage, "within": coverage_within, "kinds": kinds, "power": power}
    for name, table in tables.items():
        if asked.what in (None, name):
            print(f"\n{name}\n{table(asked.runs, asked.resamples).round(1).to_string(index=False)}", flush=True)
    if asked.what in (None, "speed"):
        print(f"\nspeed\n{speed(largest=asked.largest).round(1).to_string(index=False)}")


if __name__ == "__main__":
    main()
