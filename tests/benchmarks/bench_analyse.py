"""Articles a second and core, stage by stage: everything that `analyse` does, in CPU time, the best of some rounds.

    python tests/benchmarks/bench_analyse.py [ARTICLES.parquet] [N] [ROUNDS]

Without a file, articles made of a few sentences are read: nothing but the machine is measured then. The first round
warms what is remembered between runs (gazetteer, stems, readings of mentions) and does not count. CPU time of one
process, so that what else the machine does counts little; the peak is that of the whole process.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd
from bench_attribution import made_articles, prepared

from bingkai.corpus.clean import mark_boilerplate, own_texts
from bingkai.language.lexicon_files import load_lexicon
from bingkai.language.tokens import tokenise
from bingkai.reading.agents import attach_sides
from bingkai.reading.analyse import DEFAULT_LEXICONS, analyse
from bingkai.reading.attribution import read_attributions
from bingkai.reading.clauses import find_clauses_in
from bingkai.reading.mentions import find_mentions_in
from bingkai.reading.terms import find_terms_in
from bingkai.reading.zones import words_by_zone, zones_of_tokens

Seconds = dict[str, float]


@contextmanager
def timed(name: str, seconds: Seconds) -> Iterator[None]:
    """Keep the least CPU time that a stage took."""
    start = time.process_time()
    yield
    seconds[name] = min(seconds.get(name, np.inf), time.process_time() - start)


def stages(articles: pd.DataFrame, seconds: Seconds) -> None:
    """The steps of `analyse` one by one, then all of it in one call."""
    lexicons = tuple(load_lexicon(name) for name in DEFAULT_LEXICONS)
    with timed("boilerplate", seconds):
        marked = mark_boilerplate(articles)
        titles, texts = marked["title"].tolist(), own_texts(marked)
    with timed("tokens", seconds):
        tokens = tokenise(titles, texts)
    with timed("attributions", seconds):
        attributions, quotations = read_attributions(marked, tokens, progress=False)
    ids, fields = marked["article_id"], (titles, marked["text"].tolist())
    with timed("zones", seconds):
        positions = pd.Series(np.arange(len(marked)), index=ids)
        zones = zones_of_tokens(tokens, texts, attributions, positions, quotations)
        words_by_zone(tokens, zones, ids)
    with timed("terms", seconds):
        find_terms_in(tokens, zones, lexicons, ids, fields)
    with timed("clauses", seconds):
        attach_sides(find_clauses_in(tokens, zones, ids, fields), find_mentions_in(tokens, zones, marked, ()))
    with timed("analyse", seconds):
        analyse(articles, progress=False)


def main() -> None:
    path = sys.argv[1] if len(sys.argv) > 1 else None
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 3_000
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    frame = pd.read_parquet(path, columns=["title", "text"]) if path else made_articles(n)
    articles = prepared(frame.sample(min(n, len(frame)), random_state=7))
    stages(articles, {})
    seconds: Seconds = {}
    for _ in range(rounds):
        stages(articles, seconds)
    print(f"{len(articles):,} articles, CPU time, best of {rounds}")
    for name, best in seconds.items():
        print(
            f"{name:14}{1000 * best / len(articles):8.3f} s per 1,000{len(articles) / best:>12,.0f} articles a second"
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
