"""False alarms and speed of `compare_words` on real articles, beside tests that take words as independent.

Outlet labels are shuffled (within events, or over all articles), so that no outlet differs from another: whatever is
called then is a false alarm. Shuffled within events, outlets still cover different events: `compare_words` with
`within` takes that into account, the token-based tests cannot. Aggregate figures only; no text is printed.

Run: ``python tests/benchmarks/bench_words.py [alarms|whole|speed] [--runs 1000] [--words 500]``
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.stats import mannwhitneyu

import bingkai as bk
from bingkai.contrast import keyness
from bingkai.contrast import resample as draw
from bingkai.contrast import word_resample as words
from bingkai.contrast.vocabulary import Vocabulary, choose_words, read_vocabulary
from bingkai.contrast.word_table import shared_events

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
CORPORA = ("mbg_2025_2026", "clickid_2019")
REFERENCE = 1999  # shuffles that make up the null distribution; it is the same for every run
RANKED = (100, 100)  # runs and words of the Mann-Whitney test


def counts_of(corpus: str) -> pd.DataFrame:
    articles = bk.match_events(bk.read_corpus(SHARED / f"{corpus}.parquet"))
    return bk.word_counts(bk.analyse(articles, progress=False))


def vocabulary_of(counts: pd.DataFrame, within: str | None, n_words: int) -> Vocabulary:
    """The words in the most articles and a spread of rarer ones: every so manieth by document frequency."""
    vocabulary, _ = read_vocabulary(counts, within)
    if within is not None:
        vocabulary = shared_events(vocabulary)
        vocabulary = vocabulary.of([vocabulary.outlets[code] for code in np.unique(vocabulary.outlet)])
    often = choose_words(vocabulary, None, 20, None)
    order = np.argsort(-often.hits(), kind="stable")
    return often.chosen(np.sort(order[:: max(1, len(order) // n_words)][:n_words]))


def statistics(vocabulary: Vocabulary, within: str | None, n: int, seed: int) -> Iterator[np.ndarray]:
    """The statistic of `compare_words` for the data and n shuffles, in chunks."""
    rng = np.random.default_rng(seed)
    k = len(vocabulary.outlets)
    if within is None:
        for rate, variance in words.permuted_rates(vocabulary.count, vocabulary.base, vocabulary.outlet, k, n, rng):
            yield draw.root_statistic(rate, variance)
    else:
        cells = draw.make_cells(vocabulary.event, vocabulary.outlet)
        count, base = vocabulary.count[cells.order], vocabulary.base[cells.order]
        for difference in words.permuted_differences(cells, count, base, k, n, rng):
            yield np.abs(difference)


def relabelled(vocabulary: Vocabulary, within: str | None, rng: np.random.Generator) -> Vocabulary:
    """Labels shuffled over the articles, or within events."""
    event = vocabulary.event if within is not None else np.zeros(len(vocabulary.outlet), int)
    place = np.lexsort((rng.random(len(event)), event))
    made = vocabulary.outlet.copy()
    made[np.argsort(event, kind="stable")] = vocabulary.outlet[place]
    return Vocabulary(**{**vars(vocabulary), "outlet": made})


def token_alarms(vocabulary: Vocabulary) -> tuple[np.ndarray, np.ndarray]:
    """Which words G² (3.84) and Fightin' Words (|z| > 1.96, flat prior 0.1) call, each outlet against the others."""
    k = len(vocabulary.outlets)
    member = csr_array((np.ones(len(vocabulary.base)), (vocabulary.outlet, np.arange(len(vocabulary.base)))))
    f1, n1 = (member @ vocabulary.count).toarray(), (member @ vocabulary.base)[:, None]
    four = (f1, n1, f1.sum(axis=0) - f1, n1.sum() - n1)
    _, z = keyness.log_odds(*four, prior=0.1, prior_total=0.1 * k * len(vocabulary.words))
    return np.abs(keyness.log_likelihood(*four)) > 3.841459, np.abs(z) > 1.959964


def rank_alarms(vocabulary: Vocabulary) -> float:
    """Share of words that Mann-Whitney on article rates calls, the first outlet against the others."""
    columns = np.linspace(0, len(vocabulary.words) - 1, RANKED[1]).astype(int)
    rates = vocabulary.count[:, columns].toarray() / vocabulary.base[:, None]
    mine = vocabulary.outlet == 0
    return float((mannwhitneyu(rates[mine], rates[~mine], method="asymptotic").pvalue <= 0.05).mean())


def _is_compared(vocabulary: Vocabulary, code: int, within: str | None) -> bool:
    """Whether `compare_words` would compare the outlet: 10 articles, in 6 events."""
    mine = vocabulary.outlet == code
    return bool(mine.sum() >= 10 and (within is None or len(np.unique(vocabulary.event[mine])) >= 6))


def alarms(counts: pd.DataFrame, within: str | None, n_runs: int, n_words: int) -> dict[str, object]:
    """Percent of outlets and words called at 5 % where labels mean nothing."""
    vocabulary = vocabulary_of(counts, within, n_words)
    null = np.concatenate([chunk.astype(np.float32) for chunk in statistics(vocabulary, within, REFERENCE, 1)])
    below = np.sort(null, axis=0)[-int(0.05 * (REFERENCE + 1)) - 1]  # p <= 0.05 above the 101st highest of 2,000
    compared = np.array([_is_compared(vocabulary, code, within) for code in range(len(vocabulary.outlets))])
    rng = np.random.default_rng(2)
    ours, g2, fw, ranks = [], [], [], []
    for run in range(n_runs):
        shuffled = relabelled(vocabulary, within, rng)
        observed = next(statistics(shuffled, within, 0, 3))[0]
        ours.append((observed * words.TIE > below)[compared].mean())
        called = token_alarms(shuffled)
        g2.append(called[0][compared].mean())
        fw.append(called[1][compared].mean())
        if within is None and run < RANKED[0]:
            ranks.append(rank_alarms(shuffled))
    return {
        "shuffled": within or "articles", "articles": len(vocabulary.base), "outlets": int(compared.sum()),
        "words": len(vocabulary.words), "runs": n_runs, "compare_words": np.mean(ours) * 100,
        "lowest run": np.min(ours) * 100, "highest run": np.max(ours) * 100, "G²": np.mean(g2) * 100,
        "Fightin' Words": np.mean(fw) * 100, "Mann-Whitney": np.mean(ranks) * 100 if ranks else np.nan,
    }  # fmt: skip


def whole(counts: pd.DataFrame, within: str | None, n_runs: int, n_words: int) -> dict[str, object]:
    """The same by whole calls of `compare_words` with 199 resamples: p, the interval, the conservative effect, q."""
    vocabulary = vocabulary_of(counts, within, n_words)
    named = counts[counts["word"].isin(vocabulary.words)]
    outlets = named.groupby("article_id", observed=True)["outlet"].first().astype("str")
    events = named.groupby("article_id", observed=True)["event_id"].first().astype("str").fillna("-")
    rng = np.random.default_rng(4)
    found = []
    for run in range(n_runs):
        group = events.to_numpy() if within is not None else np.zeros(len(events), int)
        made = pd.Series(index=outlets.index, dtype="str")
        made.iloc[np.argsort(group, kind="stable")] = outlets.iloc[np.lexsort((rng.random(len(group)), group))]
        shuffled = named.assign(outlet=named["article_id"].astype("str").map(made))
        table = bk.compare_words(
            shuffled, vocabulary.words, within=within, n_resamples=199, seed=run, progress=False
        ).to_frame()
        outside = (table["ci_low"] > 0) | (table["ci_high"] < 0)
        found.append([(table["p_value"] <= 0.05).mean(), outside.mean(), (table["conservative"] != 0).mean(),
                      (table["conservative"] != 0).any(), (table["q_value"] <= 0.05).any()])  # fmt: skip
    p, outside, conservative, any_conservative, any_q = np.mean(found, axis=0) * 100
    return {
        "shuffled": within or "articles", "words": len(vocabulary.words), "runs": n_runs, "p": p, "interval": outside,
        "conservative": conservative, "runs with any": any_conservative, "runs with any q": any_q,
    }  # fmt: skip


def speed(counts: pd.DataFrame, corpus: str) -> list[dict[str, object]]:
    made = []
    for within in (None, "event_id"):
        started = time.process_time()
        result = bk.compare_words(counts, within=within, progress=False)
        made.append(
            {"corpus": corpus, "within": within or "", "articles": result.n_articles,
             "outlets": result.table["outlet"].nunique(), "words": result.table["word"].nunique(),
             "resamples": result.n_resamples, "CPU s": time.process_time() - started}
        )  # fmt: skip
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=["alarms", "whole", "speed"])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--words", type=int, default=500)
    parser.add_argument("--corpus", choices=CORPORA)
    asked = parser.parse_args()
    for corpus in CORPORA if asked.corpus is None else (asked.corpus,):
        counts = counts_of(corpus)
        for name, rows in (("alarms", alarms), ("whole", whole)):
            if asked.what in (None, name):
                runs = asked.runs if name == "alarms" else max(10, asked.runs // 25)
                table = pd.DataFrame([rows(counts, within, runs, asked.words) for within in (None, "event_id")])
                print(f"\n{corpus}: {name}, percent\n{table.round(2).to_string(index=False)}", flush=True)
        if asked.what in (None, "speed"):
            print(f"\nspeed\n{pd.DataFrame(speed(counts, corpus)).round(1).to_string(index=False)}", flush=True)


if __name__ == "__main__":
    main()
