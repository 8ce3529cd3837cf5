"""Tokens, sentences and stems of many articles, beside the shortest baseline that counts words.

    python tests/benchmarks/bench_language.py [--articles 10000] [--rounds 5]

The baseline, run in turn with ours in the same process: `re.findall` over the joined texts, a dictionary of ids, the
ids and article numbers as NumPy arrays. It has no offsets, no sentences, no normalised vocabulary, no stems.
Reads the shared articles where they are present, else makes articles of invented sentences.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd

from bingkai.language import stems as stems_module
from bingkai.language.sentences import sentence_spans
from bingkai.language.stems import stems_of
from bingkai.language.tokens import Tokens, tokenise

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "clickid_2019.parquet"
WORD = re.compile(r"\w+(?:-\w+)*|[^\w\s]")


def baseline(titles: list[str], texts: list[str]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Word ids and article numbers, nothing more."""
    ids: defaultdict[str, int] = defaultdict(count().__next__)
    found = [WORD.findall(f"{title}\n{text}") for title, text in zip(titles, texts, strict=True)]
    lengths = np.fromiter(map(len, found), np.int32, len(found))
    coded = np.fromiter((ids[word] for words in found for word in words), np.int32, int(lengths.sum()))
    return list(ids), coded, np.repeat(np.arange(len(found), dtype=np.int32), lengths)


def ours(titles: list[str], texts: list[str]) -> tuple[Tokens, list[str]]:
    """Tokens with offsets and sentences, and a stem for every word; stems are read from disk, as in a new run."""
    stems_module._read_so_far.clear()
    tokens = tokenise(titles, texts)
    return tokens, stems_of(tokens)


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def articles(n_articles: int) -> tuple[list[str], list[str]]:
    if SHARED.exists():
        frame = pd.read_parquet(SHARED, columns=["title", "text"]).fillna("").head(n_articles)
        return frame["title"].tolist(), frame["text"].tolist()
    draw = random.Random(7)
    syllables = [a + b for a in "bcdgjklmnprst" for b in "aeiou"]
    words = ["".join(draw.choices(syllables, k=draw.randint(2, 4))) for _ in range(30_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]

    def sentence() -> str:
        return " ".join(draw.choices(words, weights, k=draw.randint(6, 20))).capitalize() + "."

    return [sentence() for _ in range(n_articles)], [" ".join(sentence() for _ in range(20)) for _ in range(n_articles)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    titles, texts = articles(chosen.articles)
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict("os.environ", BINGKAI_CACHE=folder):
        cold = seconds(lambda: ours(titles, texts))
        pairs = [
            (seconds(lambda: ours(titles, texts)), seconds(lambda: baseline(titles, texts)))
            for _ in range(chosen.rounds)
        ]
        tokens, _ = ours(titles, texts)
    spans = seconds(lambda: [sentence_spans(text) for text in texts[:1000]])
    warm, plain = map(min, zip(*pairs, strict=True))
    n_articles, megabytes = len(titles), sum(map(len, titles + texts)) / 1e6
    print(f"{n_articles:,} articles, {megabytes:.1f} M characters, {len(tokens):,} tokens, {len(tokens.lower):,} words")
    print(f"tokens + sentences + stems, cold cache  {cold:6.2f} s  {n_articles / cold:9,.0f} articles/s")
    print(f"tokens + sentences + stems, warm cache  {warm:6.2f} s  {n_articles / warm:9,.0f} articles/s")
    print(f"re.findall + ids + NumPy                {plain:6.2f} s  {n_articles / plain:9,.0f} articles/s")
    print(f"ratio ours / baseline, best of {chosen.rounds}          {warm / plain:.2f}")
    print(f"sentence_spans article by article       {min(1000, n_articles) / spans:18,.0f} articles/s")
    print(
        f"peak memory of the process              {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB"
    )


if __name__ == "__main__":
    main()
