"""Articles a second and core: clauses with roles, beside the tokens they are read from.

    python tests/benchmarks/bench_clauses.py [ARTICLES.parquet] [N]

Without a file, articles made of the sentences below are read: nothing but the machine is measured then.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from bingkai.language.tokens import tokenise
from bingkai.language.voices import voices_in
from bingkai.reading.clauses import find_clauses_in

_SENTENCES = (
    "Polisi menangkap tiga orang setelah massa merusak pagar kantor bupati pada Senin malam.",
    "Sebanyak 40 rumah dibongkar petugas sejak pagi.",
    "Warga yang rumahnya digusur mengadu ke dewan kota.",
    "Pemerintah mencabut izin perusahaan itu karena mencemari sungai.",
    "Lalu lintas dialihkan ke jalan lingkar selama perbaikan berlangsung.",
    "Menurut data dinas, harga beras naik sejak bulan lalu.",
)


def made_articles(n: int) -> pd.DataFrame:
    """Articles of a dozen sentences in an order of their own."""
    order = np.random.default_rng(7).integers(0, len(_SENTENCES), size=(n, 12))
    return pd.DataFrame(
        {"title": ["Rumah Dibongkar"] * n, "text": ["\n".join(_SENTENCES[i] for i in row) for row in order]}
    )


def rate(what: Callable[[], object], n: int) -> float:
    """Articles a second of processor time, the best of three runs."""
    seconds = []
    for _ in range(3):
        start = time.process_time()
        what()
        seconds.append(time.process_time() - start)
    return n / min(seconds)


def main() -> None:
    path = sys.argv[1] if len(sys.argv) > 1 else None
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 6_000
    frame = pd.read_parquet(path, columns=["title", "text"]) if path else made_articles(n)
    frame = frame.sample(min(n, len(frame)), random_state=7)
    titles, texts = frame["title"].fillna("").tolist(), frame["text"].fillna("").tolist()
    ids = pd.Series([f"a{i}" for i in range(len(frame))])
    tokens = tokenise(titles, texts)
    zones = np.where(tokens.field == 0, 0, 1).astype(np.int8)
    found = find_clauses_in(tokens, zones, ids, (titles, texts))
    print(f"{len(frame):,} articles, {len(tokens):,} tokens, {len(tokens.lower):,} word types, {len(found):,} clauses")
    measured = {
        "tokens": lambda: tokenise(titles, texts),
        "voice of every word, tokens given": lambda: voices_in(tokens),
        "clauses, tokens given": lambda: find_clauses_in(tokens, zones, ids, (titles, texts)),
    }
    for name, what in measured.items():
        print(f"{name:36} {rate(what, len(frame)):>10,.0f} articles a second")


if __name__ == "__main__":
    main()
