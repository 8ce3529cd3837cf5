"""The whole lexical pass, beside the shortest baseline that does the like, in turn in one process.

    python tests/benchmarks/bench_lexical.py [--articles 10000] [--rounds 5]

Both read the same articles into tokens and stems, find 300 terms by stem (60 of two words), count words by outlet, set
every word of each outlet against the rest (G²), write a concordance of 20 terms and find the quoted spans.

- ours: offsets and sentences of every token, Sastrawi's stems where names stay whole, longest entry wins,
  quotation spans with damaged marks repaired
- baseline: `re.findall`, ids from a dictionary, NumPy, Snowball's Indonesian stems; no offsets, no sentences, terms
  looked up in id arrays, quotation marks paired by a regular expression

Times are processor seconds, stems of ours read from disk anew in every round. Peak memory is taken in a process of its
own for each. Reads the shared articles where they are present, else makes articles of invented sentences.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import count, pairwise
from pathlib import Path
from unittest import mock

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import snowballstemmer

from bingkai.contrast.keyness import log_likelihood
from bingkai.language import stems as stems_module
from bingkai.language.lexicon_files import read_lexicon
from bingkai.language.lexicon_hits import find_entries
from bingkai.language.lexicons import Lexicon
from bingkai.language.quotes import quotation_spans
from bingkai.language.stems import stems_of
from bingkai.language.tokens import tokenise

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "clickid_2019.parquet"
WORD = re.compile(r"\w+(?:-\w+)*|[^\w\s]")
QUOTED = re.compile(r"[\"“][^\"”\n]{1,1000}[\"”]")
N_SINGLE, N_PAIRS, N_CONCORDANCE, N_LINES, REACH = 240, 60, 20, 200, 5

Corpus = tuple[list[str], list[str], list[str]]


def ours(corpus: Corpus, lexicon: Lexicon, shown: Sequence[str]) -> tuple[int, float, int, int]:
    titles, texts, outlets = corpus
    stems_module._read_so_far.clear()
    tokens = tokenise(titles, texts)
    hits = find_entries(tokens, lexicon, stems_of(tokens))
    word, outlet = tokens.lower_of[tokens.type_id], np.unique(outlets, return_inverse=True)[1].astype(np.uint8)
    keyness = keyness_by_outlet(word, outlet[tokens.article], len(tokens.lower))
    ids = {form: i for i, form in enumerate(tokens.lower)}
    lines = 0
    for form in shown:
        for place in np.flatnonzero(word == ids.get(form, -1))[:N_LINES].tolist():
            first, last = max(place - REACH, 0), min(place + REACH, len(word) - 1)
            field = texts[tokens.article[place]] if tokens.field[place] else titles[tokens.article[place]]
            same = (tokens.article[first : last + 1] == tokens.article[place]) & (
                tokens.field[first : last + 1] == tokens.field[place]
            )
            inside = first + np.flatnonzero(same)
            line = field[tokens.start[inside[0]] : tokens.end[inside[-1]]]
            lines += bool(line)
    quotations = sum(len(quotation_spans(text)) for text in texts)
    return len(hits.first), float(np.abs(keyness).max()), lines, quotations


def baseline(corpus: Corpus, lexicon: Lexicon, shown: Sequence[str]) -> tuple[int, float, int, int]:
    titles, texts, outlets = corpus
    ids: defaultdict[str, int] = defaultdict(count().__next__)
    found = [WORD.findall(f"{title}\n{text}".lower()) for title, text in zip(titles, texts, strict=True)]
    lengths = np.fromiter(map(len, found), np.int32, len(found))
    coded = np.fromiter((ids[word] for words in found for word in words), np.int32, int(lengths.sum()))
    article = np.repeat(np.arange(len(found), dtype=np.int32), lengths)
    vocabulary = list(ids)
    stemmed = snowballstemmer.stemmer("indonesian").stemWords(vocabulary)
    stem_ids: defaultdict[str, int] = defaultdict(count().__next__)
    stem_of = np.array([stem_ids[stem] for stem in stemmed], np.int32)
    stem = stem_of[coded]
    terms = [tuple(map(stem_ids.get, term.split())) for term in lexicon.entries["term"]]
    single = [term[0] for term in terms if len(term) == 1 and term[0] is not None]
    pairs = [term[0] * len(stem_ids) + term[1] for term in terms if len(term) == 2 and None not in term]
    n_hits = int(np.isin(stem, single).sum())
    n_hits += int(np.isin(stem[:-1].astype(np.int64) * len(stem_ids) + stem[1:], pairs).sum())
    outlet = np.unique(outlets, return_inverse=True)[1].astype(np.uint8)
    keyness = keyness_by_outlet(coded, outlet[article], len(ids))
    lines = 0
    for form in shown:
        for place in np.flatnonzero(coded == ids.get(form, -1))[:N_LINES].tolist():
            line = " ".join(vocabulary[i] for i in coded[max(place - REACH, 0) : place + REACH + 1])
            lines += bool(line)
    quotations = sum(len([match.span() for match in QUOTED.finditer(text)]) for text in texts)
    return n_hits, float(np.abs(keyness).max()), lines, quotations


def keyness_by_outlet(word: np.ndarray, outlet: np.ndarray, n_words: int) -> np.ndarray:
    n_outlets = int(outlet.max()) + 1
    cell = outlet.astype(np.intp)
    cell *= n_words
    cell += word
    counts = np.bincount(cell, minlength=n_outlets * n_words).reshape(n_outlets, n_words)
    del cell
    totals, all_words = counts.sum(axis=1), counts.sum(axis=0)
    rows = zip(counts, totals.tolist(), strict=True)
    return np.array([log_likelihood(row, n, all_words - row, int(totals.sum()) - n) for row, n in rows], np.float32)


def make_terms(corpus: Corpus, folder: Path) -> None:
    """300 terms from the middle of the corpus's own vocabulary, written as a user's lexicon, and 20 words to show."""
    tokens = tokenise(*(part[:2000] for part in corpus[:2]))
    stems = stems_of(tokens)
    words = [
        stems[i] if tokens.is_word[t] else ""
        for i, t in zip(tokens.lower_of[tokens.type_id], tokens.type_id, strict=True)
    ]
    plain = [word if word.isalpha() and word.isascii() and len(word) > 2 else "" for word in words]
    singles = [word for word, _ in Counter(filter(None, plain)).most_common(2_000)][60::8][:N_SINGLE]
    known = set(singles)
    two = Counter(pair for pair in pairwise(plain) if all(pair) and not known & set(pair))
    pairs = [" ".join(pair) for pair, _ in two.most_common(400)][5::6][:N_PAIRS]
    rows = "\n".join(f"{term},uji,stem" for term in sorted(singles + pairs))
    (folder / "uji.csv").write_text(f"term,category,match\n{rows}\n", encoding="utf-8")
    lower = sorted(word for word in tokens.lower if word.isalpha())
    (folder / "kata.txt").write_text(" ".join(lower[100 :: max(1, len(lower) // N_CONCORDANCE)]), encoding="utf-8")


def processor_seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def articles(n_articles: int) -> Corpus:
    if SHARED.exists():
        columns: tuple[list[str], ...] = ([], [], [])
        for batch in pq.ParquetFile(SHARED).iter_batches(1_000, columns=["title", "text", "outlet"]):
            for column, values in zip(columns, batch.slice(0, n_articles - len(columns[0])).columns, strict=True):
                column += [value or "" for value in values.to_pylist()]
            if len(columns[0]) >= n_articles:
                break
        pa.default_memory_pool().release_unused()
        return columns
    draw = random.Random(7)
    words = ["".join(draw.choices(["ba", "di", "ka", "lo", "mu", "ne", "pi", "ra", "su", "ta"], k=draw.randint(2, 4)))
             for _ in range(20_000)]  # fmt: skip
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    text = [" ".join(draw.choices(words, weights, k=260)) + "." for _ in range(n_articles)]
    return [words[i] for i in range(n_articles)], text, [f"Harian {i % 12}" for i in range(n_articles)]


def peak_memory() -> float:
    """In MB; Linux counts what the parent process held into `ru_maxrss`, so its own account is read there."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alone(what: str, n_articles: int, folder: str) -> float:
    """Peak memory in MB of a process that does one of the two once."""
    command = [sys.executable, __file__, "--articles", str(n_articles), "--only", what, folder]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def works_on(corpus: Corpus, folder: str) -> dict[str, Callable[[], tuple[int, float, int, int]]]:
    lexicon = read_lexicon(Path(folder) / "uji.csv")
    shown = (Path(folder) / "kata.txt").read_text(encoding="utf-8").split()[:N_CONCORDANCE]
    return {"ours": lambda: ours(corpus, lexicon, shown), "baseline": lambda: baseline(corpus, lexicon, shown)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    corpus = articles(chosen.articles)
    if chosen.only:
        what, folder = chosen.only
        works_on(corpus, folder)[what]()
        print(peak_memory())
        return
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict("os.environ", BINGKAI_CACHE=folder):
        make_terms(corpus, Path(folder))
        works = works_on(corpus, folder)
        for path in Path(folder).glob("stems-*"):
            path.unlink()
        cold = processor_seconds(works["ours"])
        times = [[processor_seconds(work) for work in works.values()] for _ in range(chosen.rounds)]
        found = {name: work() for name, work in works.items()}
        memory = {name: alone(name, len(corpus[0]), folder) for name in works}
    warm, plain = map(min, zip(*times, strict=True))
    n = len(corpus[0])
    print(f"{n:,} articles, {sum(map(len, corpus[0] + corpus[1])) / 1e6:.1f} M characters, {N_SINGLE + N_PAIRS} terms")
    for name, (hits, keyness, lines, quotations) in found.items():
        print(f"{name:9} {hits:,} hits, largest G² {keyness:,.0f}, {lines:,} lines, {quotations:,} quotations")
    print(f"ours, cold stem cache   {cold:6.2f} s")
    print(f"ours, warm stem cache   {warm:6.2f} s  {memory['ours']:5.0f} MB")
    print(f"baseline                {plain:6.2f} s  {memory['baseline']:5.0f} MB")
    print(f"ratio ours / baseline, best of {chosen.rounds}: {warm / plain:.2f}")


if __name__ == "__main__":
    main()
