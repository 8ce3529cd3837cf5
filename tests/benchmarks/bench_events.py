"""Time and memory of `mark_copies` and `match_events`, and pairwise precision and recall on labelled events.

Run: ``python tests/benchmarks/bench_events.py [copies|events|labels] [--articles 26000]``

More articles than the corpus has are made of it: in each repetition every fourth word is another and all dates are
200 days later, so that no repetition is a copy of the first.
"""

from __future__ import annotations

import argparse
import re
import resource
import time
from hashlib import sha1
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd

from bingkai.corpus.clean import mark_boilerplate
from bingkai.corpus.copies import mark_copies
from bingkai.corpus.events import event_table, match_events

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def read(name: str) -> pd.DataFrame:
    """A file of the shared data as ARTICLES."""
    found = pd.read_parquet(DATA / f"{name}.parquet").rename(columns={"id": "article_id", "date": "published"})
    return found.assign(published=pd.to_datetime(found["published"], format="ISO8601").astype("datetime64[us]"))


def changed(text: str, repetition: int) -> str:
    """The text with every fourth word another one."""
    number = count()
    return re.sub(r"\w+", lambda found: found[0] + ("" if next(number) % 4 else f"x{repetition}"), text)


def corpus(n_articles: int) -> pd.DataFrame:
    """So many articles of clickid_2019, repeated with changes where they do not suffice."""
    original = read("clickid_2019")
    repetitions = (
        original.assign(
            article_id=original["article_id"] + f"-{repetition}",
            published=original["published"] + pd.Timedelta(days=200 * repetition),
            text=[changed(text, repetition) for text in original["text"].fillna("")],
        )
        for repetition in range(1, -(-n_articles // len(original)))
    )
    return pd.concat([original, *repetitions], ignore_index=True).head(n_articles)


def report(name: str, start: float, found: str) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{name:<22} {time.perf_counter() - start:7.1f} s   peak {peak:.2f} GB   {found}", flush=True)


def time_copies(n_articles: int) -> None:
    articles = corpus(n_articles)
    report_start = time.perf_counter()
    marked = mark_boilerplate(articles)
    report("mark_boilerplate", report_start, f"{len(articles):,} articles")
    start = time.perf_counter()
    marked = mark_copies(marked, progress=False)
    report("mark_copies", start, f"{marked['copy_group'].nunique():,} groups")


def time_events(n_articles: int) -> None:
    articles = mark_boilerplate(corpus(n_articles))
    start = time.perf_counter()
    matched = match_events(articles, progress=False)
    report("match_events", start, f"{len(articles):,} articles, {matched['event_id'].nunique():,} events")
    start = time.perf_counter()
    report("event_table", start, f"{len(event_table(matched)):,} rows")


def precision_recall(found: np.ndarray, true: np.ndarray) -> str:
    upper = np.triu_indices(len(found), 1)
    same, real = (found[:, None] == found)[upper], (true[:, None] == true)[upper]
    both = (same & real).sum()
    return f"precision {both / same.sum():.3f}  recall {both / real.sum():.3f}  ({same.sum()} pairs of {real.sum()})"


def score_labels() -> None:
    """Alone, and among all articles of clickid_2019 from two days before to two days after; half the events apart."""
    labelled = read("events_labelled")
    days = labelled["published"].dt.normalize()
    near = {day + pd.Timedelta(days=shift) for day in days for shift in range(-2, 3)}
    others = read("clickid_2019")
    others = others[others["published"].dt.normalize().isin(near) & ~others["article_id"].isin(labelled["article_id"])]
    alone = labelled.drop(columns="event_id")
    for name, articles in (("alone", alone), ("among others", pd.concat([alone, others], ignore_index=True))):
        event_of = match_events(articles, progress=False).set_index("article_id")["event_id"]
        found = labelled["article_id"].map(event_of).fillna(labelled["article_id"]).to_numpy()
        true = labelled["event_id"].to_numpy()
        held = np.array([int(sha1(label.encode()).hexdigest(), 16) % 2 == 1 for label in true])
        for part, rows in (("all", held | ~held), ("tuned on", ~held), ("held out", held)):
            print(f"{name:<13} {len(articles):>6} articles  {part:<9} {precision_recall(found[rows], true[rows])}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=["copies", "events", "labels"])
    parser.add_argument("--articles", type=int, default=26_000)
    asked = parser.parse_args()
    if asked.what in (None, "labels"):
        score_labels()
    if asked.what in (None, "copies"):
        time_copies(asked.articles)
    if asked.what in (None, "events"):
        time_events(asked.articles)
