"""Copies in a corpus larger than memory: the groups that `mark_copies` finds, with no more than a part's texts held.

1. Every part: the distinct 5-grams of each article as numbers, and those of the sketch in ascending order.
2. Every bucket (a stretch of the numbers, out of all parts): which 5-grams of the sketch two articles have or more.
3. Every bucket: pairs of articles with such a 5-gram in common, and how many.
4. Every range of articles: the pairs' counts of all buckets added up; those with enough are counted exactly, from
   their own 5-grams alone.
5. The groups, from the pairs; then every part: the share of each article's words that is its own.

No pair is lost on the way: a pair is passed over only where the 5-grams that either article has in common with any
other do not suffice for it. Numbers do not compress: they are laid down as plain arrays, from which a step takes the
stretches that it needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.batch.arrays import Desk, run_step, save_array, stretches
from bingkai.batch.runners import Run
from bingkai.batch.store import COPIES, part_path, write_frame
from bingkai.batch.texts import marked_part
from bingkai.corpus.clean import own_texts
from bingkai.corpus.copies import (
    copy_groups,
    partners_elsewhere,
    share_to_begin_with,
    sketch_share,
    uncovered,
    verified_pairs,
)
from bingkai.corpus.shingles import (
    FREQUENT,
    Integers,
    Numbers,
    distinct_grams,
    expected_in_sketch,
    in_sketch,
    share_grams,
    words_of,
)

THRESHOLD, CONTAINMENT = 0.6, 0.8  # those of mark_copies
_BATCH = 2_000  # texts whose words are held at a time
_BUCKET = 4_000_000  # numbers of the sketch in a bucket
_PAIRS = 2_000_000  # pairs held at a time
_VERIFIED = 10_000  # pairs whose 5-grams are held at a time
_SAMPLE = 100  # one pair in so many tells where the ranges are cut


def find_copies(folder: Path, n_parts: int, run: Run, *, progress: bool = True) -> dict[str, int]:
    """Find the copies among all articles of an analysis: copies/part-00000.parquet; how many pairs there are."""
    desk = Desk(folder, COPIES, n_parts)
    run_step(run, SketchPart(desk), n_parts, "salinan: bagian", progress)
    desk.set_in_order()
    desk.keep("size", np.concatenate([desk.load("sizes", part) for part in range(n_parts)])[desk.load("home")])
    n_buckets = 1 + sum(len(desk.load("sketch", part)) for part in range(n_parts)) // _BUCKET
    run_step(run, ShareBucket(desk, n_buckets), n_buckets, "salinan: 5-gram", progress)
    desk.keep("held", _held(desk, n_buckets))
    run_step(run, PairBucket(desk), n_buckets, "salinan: pasangan", progress)
    edges = _edges(desk, n_buckets)
    run_step(run, VerifyRange(desk, n_buckets, edges), len(edges) - 1, "salinan: periksa", progress)
    n_pairs = _write_groups(desk, len(edges) - 1)
    run_step(run, ShareOfPart(desk), n_parts, "salinan: milik sendiri", progress)
    return {"n_pairs": n_pairs}


@dataclass(frozen=True)
class SketchPart:
    """The 5-grams of a part: `grams` of each article in ascending order, `sizes` of them; `sketch` and its `rows`."""

    desk: Desk

    def result(self, part: int) -> Path:
        """The file that is written last."""
        return self.desk.path("meta", part, "parquet")

    def __call__(self, part: int) -> int:
        articles = marked_part(self.desk.folder, part)
        batches = [self._grams(articles.iloc[at : at + _BATCH]) for at in range(0, len(articles), _BATCH)]
        grams = np.concatenate([batch[0] for batch in batches] or [np.zeros(0, np.uint64)])
        sizes = np.concatenate([batch[1] for batch in batches] or [np.zeros(0, np.int64)])
        chosen = in_sketch(grams)
        sketch, rows = grams[chosen], np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[chosen]
        order = np.argsort(sketch, kind="stable")
        for name, values in {"grams": grams, "sizes": sizes, "sketch": sketch[order], "rows": rows[order]}.items():
            save_array(self.desk.path(name, part), values)
        has_words = np.concatenate([batch[2] for batch in batches] or [np.zeros(0, np.bool_)])
        meta = articles[["article_id", "outlet", "published", "origin"]].assign(has_words=has_words)
        write_frame(self.result(part), meta)
        return part

    @staticmethod
    def _grams(articles: pd.DataFrame) -> tuple[Numbers, Integers, NDArray[np.bool_]]:
        words = [words_of(text) for text in own_texts(articles)]
        return *distinct_grams(words), np.array([bool(one) for one in words], dtype=np.bool_)


@dataclass(frozen=True)
class ShareBucket:
    """The 5-grams of a bucket that two articles have or more: `begins` of each in `texts`, the articles in order."""

    desk: Desk
    n_buckets: int

    def result(self, bucket: int) -> Path:
        """The file that is written last."""
        return self.desk.path("begins", bucket)

    def __call__(self, bucket: int) -> int:
        found = [self._of_part(bucket, part) for part in range(self.desk.n_parts)]
        grams, texts = (np.concatenate([one[i] for one in found]) for i in range(2))
        order = np.lexsort((texts, grams))
        grams, texts = grams[order], texts[order]
        same = grams[1:] == grams[:-1]
        shared = np.zeros(len(grams), dtype=np.bool_)
        shared[1:] |= same
        shared[:-1] |= same
        opening = np.ones(len(grams), dtype=np.bool_)
        opening[1:] = ~same
        save_array(self.desk.path("texts", bucket), texts[shared])
        save_array(self.result(bucket), np.append(np.flatnonzero(opening[shared]), np.count_nonzero(shared)))
        return bucket

    def _of_part(self, bucket: int, part: int) -> tuple[Numbers, NDArray[np.int32]]:
        sketch = self.desk.load("sketch", part)
        edges = [at * 2**64 // self.n_buckets for at in (bucket, bucket + 1)]
        begin, end = (int(np.searchsorted(sketch, np.uint64(edge))) if edge < 2**64 else len(sketch) for edge in edges)
        rows = self.desk.load("rows", part)[begin:end]
        first = self.desk.load("first_row")[part]
        return np.asarray(sketch[begin:end]), self.desk.load("rank")[first + rows.astype(np.int64)]


def _held(desk: Desk, n_buckets: int) -> NDArray[np.int32]:
    """How many 5-grams of its sketch each article has in common with another one."""
    held = np.zeros(len(desk.load("home")), dtype=np.int32)
    for bucket in range(n_buckets):
        held += np.bincount(desk.load("texts", bucket), minlength=len(held)).astype(np.int32)
    return held


_Counts = tuple[Integers, Integers, Integers]  # pairs as first * n + second; 5-grams in few texts; in very many


@dataclass(frozen=True)
class PairBucket:
    """The pairs of a bucket, `pairs` with their counts `rare` and `frequent`, that may be copies."""

    desk: Desk

    def result(self, bucket: int) -> Path:
        """The file that is written last."""
        return self.desk.path("frequent", bucket)

    def __call__(self, bucket: int) -> int:
        held, expected = self.desk.load("held"), expected_in_sketch(self.desk.load("size"))
        at_least, n = sketch_share(THRESHOLD, CONTAINMENT), len(held)
        counts: list[_Counts] = []
        for first, second, frequent in self._pairs(bucket):
            fewest = at_least * np.minimum(expected[first], expected[second])
            likely = np.minimum(held[first], held[second]) >= fewest
            key, ones = first[likely].astype(np.int64) * n + second[likely], np.ones(np.count_nonzero(likely), np.int64)
            counts.append((key, ones * (not frequent), ones * frequent))
            if sum(len(one[0]) for one in counts) > _PAIRS:
                counts = [_added_up(counts)]
        for name, values in zip(("pairs", "rare", "frequent"), _added_up(counts), strict=True):
            save_array(self.desk.path(name, bucket), values)
        return bucket

    def _pairs(self, bucket: int) -> Iterator[tuple[Integers, Integers, bool]]:
        """Pairs of articles with a 5-gram in common; of a frequent one each with the first that has it."""
        texts, begins = self.desk.load("texts", bucket), self.desk.load("begins", bucket)
        lengths = np.diff(begins)
        for length in np.unique(lengths[lengths <= FREQUENT]).tolist():
            one, other = np.triu_indices(length, 1)
            rows = np.flatnonzero(lengths == length)
            step = max(1, _PAIRS // len(one))
            for at in range(0, len(rows), step):
                table = texts[begins[rows[at : at + step], None] + np.arange(length)]
                yield table[:, one].ravel(), table[:, other].ravel(), False
        for row in np.flatnonzero(lengths > FREQUENT).tolist():
            others = np.asarray(texts[begins[row] + 1 : begins[row + 1]])
            yield np.full(len(others), texts[begins[row]]), others, True


def _added_up(counts: list[_Counts]) -> _Counts:
    """The counts of each pair added up; pairs in ascending order."""
    if not counts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64)
    pairs, rare, frequent = (np.concatenate([one[i] for one in counts]) for i in range(3))
    order = np.argsort(pairs, kind="stable")
    pairs = pairs[order]
    opening = np.ones(len(pairs), dtype=np.bool_)
    opening[1:] = pairs[1:] != pairs[:-1]
    if not len(pairs):
        return pairs, rare, frequent
    begins = np.flatnonzero(opening)
    return pairs[begins], np.add.reduceat(rare[order], begins), np.add.reduceat(frequent[order], begins)


def _edges(desk: Desk, n_buckets: int) -> tuple[int, ...]:
    """Where the pairs are cut into ranges of about `_PAIRS`, buckets taken together."""
    sample = np.sort(np.concatenate([desk.load("pairs", bucket)[::_SAMPLE] for bucket in range(n_buckets)]))
    inner = sample[:: max(1, _PAIRS // _SAMPLE)][1:]
    return (0, *np.unique(inner).tolist(), len(desk.load("home")) ** 2 + 1)


@dataclass(frozen=True)
class VerifyRange:
    """Which pairs of a range are copies, counted exactly: first, second (positions), n_shared, jaccard, containment."""

    desk: Desk
    n_buckets: int
    edges: tuple[int, ...]

    def result(self, number: int) -> Path:
        """The file that is written last."""
        return self.desk.path("verified", number, "parquet")

    def __call__(self, number: int) -> int:
        first, second = self._likely(number)
        home = self.desk.load("home")
        found = [
            self._verified(home[first[at : at + _VERIFIED]], home[second[at : at + _VERIFIED]])
            for at in range(0, max(1, len(first)), _VERIFIED)
        ]
        write_frame(self.result(number), pd.concat(found, ignore_index=True))
        return number

    def _likely(self, number: int) -> tuple[Integers, Integers]:
        """Articles, by their place in time, whose sketches have enough in common."""
        counts: list[_Counts] = []
        for bucket in range(self.n_buckets):
            stored = [self.desk.load(name, bucket) for name in ("pairs", "rare", "frequent")]
            begin, end = np.searchsorted(stored[0], self.edges[number : number + 2])
            counts.append(tuple(np.asarray(values[begin:end]) for values in stored))  # type: ignore[arg-type]
        pairs, rare, frequent = _added_up(counts)
        expected = expected_in_sketch(self.desk.load("size"))
        first, second = np.divmod(pairs, len(expected))
        total = np.where(rare > 1, rare, 0) + frequent
        fewest = sketch_share(THRESHOLD, CONTAINMENT) * np.minimum(expected[first], expected[second])
        likely = (total > 0) & (total >= fewest)
        return first[likely], second[likely]

    def _verified(self, first: Integers, second: Integers) -> pd.DataFrame:
        texts = np.unique(np.concatenate([first, second]))
        shingles = share_grams(*grams_of(self.desk, texts))
        places = np.searchsorted(texts, first), np.searchsorted(texts, second)
        pairs = verified_pairs(shingles, *places, THRESHOLD, CONTAINMENT)
        return pairs.assign(first=texts[pairs["first"]], second=texts[pairs["second"]])


def grams_of(desk: Desk, texts: Integers) -> tuple[Numbers, Integers]:
    """The distinct 5-grams of articles at these positions (ascending), one article after the other; and how many."""
    first_row = desk.load("first_row")
    part_of = np.searchsorted(first_row, texts, side="right") - 1
    grams, counts = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for part in np.unique(part_of).tolist():
        rows, sizes = texts[part_of == part] - first_row[part], np.asarray(desk.load("sizes", part))
        begins = np.cumsum(sizes) - sizes
        grams.append(desk.load("grams", part)[stretches(begins[rows], sizes[rows])])
        counts.append(sizes[rows])
    return np.concatenate(grams), np.concatenate(counts)


def _write_groups(desk: Desk, n_ranges: int) -> int:
    """The groups of all articles by part, and of each article its copies in other outlets; how many pairs."""
    meta = desk.meta()
    found = [pd.read_parquet(desk.path("verified", number, "parquet")) for number in range(n_ranges)]
    pairs = pd.concat(found, ignore_index=True)
    groups = meta[["article_id"]].assign(**copy_groups(meta, pairs))
    partners = partners_elsewhere(meta, pairs)
    rows = np.array(sorted(partners), dtype=np.int64)
    desk.keep("copied", np.repeat(rows, [len(partners[row]) for row in rows.tolist()]))
    desk.keep("copies", np.array([other for row in rows.tolist() for other in sorted(partners[row])], dtype=np.int64))
    first_row = desk.load("first_row")
    for part in range(desk.n_parts):
        mine = groups.iloc[first_row[part] : first_row[part + 1]].reset_index(drop=True)
        write_frame(desk.path("groups", part, "parquet"), mine)
    return len(pairs)


@dataclass(frozen=True)
class ShareOfPart:
    """The groups of a part's articles with the share of their words that is their own: copies/part-00000.parquet."""

    desk: Desk

    def result(self, part: int) -> Path:
        """The file that is written last."""
        return part_path(self.desk.folder, COPIES, part)

    def __call__(self, part: int) -> int:
        meta = pd.read_parquet(self.desk.path("meta", part, "parquet"))
        own, may_fall = share_to_begin_with(meta)
        begin, end = np.searchsorted(self.desk.load("copied"), self.desk.load("first_row")[part : part + 2])
        rows = self.desk.load("copied")[begin:end] - self.desk.load("first_row")[part]
        others = np.asarray(self.desk.load("copies")[begin:end])[may_fall[rows]]
        rows = rows[may_fall[rows]]
        if len(rows):
            copied = np.unique(rows)
            own[copied] = self._uncovered(part, rows, others)
        own[~meta["has_words"].to_numpy()] = np.nan
        groups = pd.read_parquet(self.desk.path("groups", part, "parquet"))
        write_frame(self.result(part), groups.assign(own_share=own))
        return part

    def _uncovered(self, part: int, rows: Integers, others: Integers) -> list[float]:
        """The own share of each different row, whose copies stand at `others`."""
        texts = np.unique(others)
        grams, counts = grams_of(self.desk, texts)
        begins, places = np.cumsum(counts) - counts, np.searchsorted(texts, others)
        copied, opening = np.unique(rows, return_index=True)
        articles = marked_part(self.desk.folder, part, copied)
        shares = []
        for text, mine in zip(own_texts(articles), np.split(places, opening[1:]), strict=True):
            shares.append(uncovered(words_of(text), grams[stretches(begins[mine], counts[mine])]))
        return shares
