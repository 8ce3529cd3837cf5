"""False alarms and power of `compare_outlets` on outlets drawn from the demonstration articles; scores on its gold.

Run: ``python tests/benchmarks/bench_demo.py [alarms|power|scores|speed] [--runs 400]``
"""

from __future__ import annotations

import argparse
import sys
import time

import pandas as pd

from bingkai.contrast.power import false_alarms, plan
from bingkai.corpus.demo import load_demo, load_demo_gold
from bingkai.measures.measure import measure
from bingkai.measures.planted import measure_planted
from bingkai.measures.validation import score_attributions, score_terms
from bingkai.reading.analyse import analyse

MEASURES = ("sumber.otoritas", "jarak.terdampak", "stance.tegas", "kind.direct", "kata_bermuatan.emotif",
            "judul.bermuatan")  # fmt: skip
METHODS = {
    "two outlets": {},
    "six outlets": {"n_outlets": 6},
    "two outlets, within events": {"within": "event_id"},
    "six outlets, within events": {"within": "event_id", "n_outlets": 6},
    "two outlets, within the ten events": {"within": "event_id", "new_events": False},
}
SIZES = (30, 60, 100, 200)


def demo_measures() -> pd.DataFrame:
    reading, gold = analyse(load_demo(), progress=False), load_demo_gold()
    planted = measure_planted(reading, gold)
    event = planted.drop_duplicates("article_id").set_index("article_id")["event_id"]
    usual = measure(reading)
    return pd.concat([usual.assign(event_id=usual["article_id"].map(event)), planted], ignore_index=True)


def alarms(n_runs: int) -> None:
    """Percent called a difference at 5 % where there is none: by p, and by the interval."""
    frame = demo_measures()
    for name, options in METHODS.items():
        found = false_alarms(frame, MEASURES, n_articles=SIZES, n_runs=n_runs, progress=False, **options)
        by = {"p": "alarms", "interval": "alarms_interval"}
        tables = {key: found.pivot(index="measure", columns="n_articles", values=column) for key, column in by.items()}
        tested = found["n_runs"] - found["n_refused"]
        means = {key: (found[column] * tested).sum() / tested.sum() * 100 for key, column in by.items()}
        head = f"{name}: {means['p']:.1f} % by p, {means['interval']:.1f} % by interval ({tested.sum()} runs)"
        sys.stdout.write(f"\n{head}\n{pd.concat(tables, axis=1).mul(100).round(1)}\n")
        sys.stdout.flush()


def power(n_runs: int) -> None:
    """Percent of runs in which a difference is called."""
    frame = demo_measures()
    for within in (None, "event_id"):
        found = plan(frame, ["sumber.otoritas", "stance.tegas", "pilihan.semua"], difference=[0.05, 0.1, 0.2],
                     n_articles=[10, 20, *SIZES], within=within, n_runs=n_runs, progress=False)  # fmt: skip
        table = found.pivot(index=["measure", "difference"], columns="n_articles", values="power").mul(100).round(0)
        sys.stdout.write(f"\nwithin: {within}\n{table}\n")


def scores(n_runs: int) -> None:
    """Precision and recall on the gold."""
    reading, gold = analyse(load_demo(), progress=False), load_demo_gold()
    for by in (None, "pattern", "stance"):
        sys.stdout.write(f"\n{score_attributions(reading.attributions, gold['attribution'], by=by).round(3)}\n")
    sys.stdout.write(f"\n{score_terms(reading.terms, gold['terms'], by='category').round(3)}\n")


def speed(n_runs: int) -> None:
    """Seconds for runs of two outlets."""
    frame = demo_measures()
    for within in (None, "event_id"):
        for n in SIZES:
            start = time.perf_counter()
            false_alarms(frame, "sumber.otoritas", n_articles=[n], within=within, n_runs=n_runs, progress=False)
            sys.stdout.write(f"{n} articles, within {within}: {time.perf_counter() - start:.2f} s for {n_runs} runs\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("alarms", "power", "scores", "speed"), nargs="?", default="alarms")
    parser.add_argument("--runs", type=int, default=400)
    chosen = parser.parse_args()
    pd.set_option("display.width", 160, "display.max_columns", 20)
    {"alarms": alarms, "power": power, "scores": scores, "speed": speed}[chosen.what](chosen.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
