"""Articles a second and core: finding attributions beside a bare search for quotation marks.

    python tests/benchmarks/bench_attribution.py [ARTICLES.parquet] [N]

Without a file, articles made of the sentences below are read: nothing but the machine is measured then.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from bingkai.language.tokens import tokenise
from bingkai.reading.attribution import find_attributions

_QUOTATION = re.compile(r"[\"“]([^\"”]+)[\"”]")
_SENTENCES = (
    "Bupati Sinar, Rani Utami, mengatakan bahwa jembatan itu masih aman untuk dilalui warga.",
    '"Kami sudah memeriksanya dua kali pekan ini," kata Rani kepada wartawan, Senin (3/2/2025).',
    "Jembatan sepanjang empat puluh meter itu dibangun pada 1998 dan diperlebar delapan tahun kemudian.",
    "Menurut data Dinas Perhubungan, 40 jembatan di kabupaten itu perlu diperbaiki tahun ini.",
    "Warga berharap pekerjaan selesai sebelum musim hujan.",
    "Lalu lintas dialihkan ke jalan lingkar selama perbaikan berlangsung.",
)


def made_articles(n: int) -> pd.DataFrame:
    """Articles of a dozen sentences in an order of their own."""
    order = np.random.default_rng(7).integers(0, len(_SENTENCES), size=(n, 12))
    texts = ["\n".join(_SENTENCES[i] for i in row) for row in order]
    return pd.DataFrame({"title": ["Jembatan Sinar Diperbaiki"] * n, "text": texts})


def prepared(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns that reading needs."""
    return pd.DataFrame(
        {
            "article_id": [f"a{n}" for n in range(len(frame))],
            "outlet": "Warta Contoh",
            "published": pd.to_datetime([pd.NaT] * len(frame)),
            "title": frame["title"].fillna("").astype("str").to_numpy(),
            "text": frame["text"].fillna("").astype("str").to_numpy(),
        }
    )


def rate(what: Callable[[], object], n: int) -> float:
    """Articles a second, the best of three runs."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        what()
        seconds.append(time.perf_counter() - start)
    return n / min(seconds)


def main() -> None:
    path = sys.argv[1] if len(sys.argv) > 1 else None
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 1_500
    frame = pd.read_parquet(path, columns=["title", "text"]) if path else made_articles(n)
    articles = prepared(frame.sample(min(n, len(frame)), random_state=7))
    texts = articles["text"].tolist()
    tokens = tokenise(articles["title"].tolist(), texts)
    measured = {
        "bare search for quotation marks": lambda: [_QUOTATION.findall(text) for text in texts],
        "attributions, tokens given": lambda: find_attributions(articles, tokens, progress=False),
        "attributions, tokens made": lambda: find_attributions(articles, progress=False),
    }
    for name, what in measured.items():
        print(f"{name:34} {rate(what, len(articles)):>10,.0f} articles a second")


if __name__ == "__main__":
    main()
