"""Events in a corpus larger than memory: those that `match_events` finds, with no more than a part's texts held.

1. Every part: how often each word is in title and lead; the words' numbers of articles are added up.
2. Every part: the articles' weights, in order of time.
3. Every window (a stretch of the articles in order of time): their links with the articles of the days that follow,
   whose weights are taken from all parts.
4. Every group of components: articles that hang together by links that are close enough are joined, the closest first.
5. Every part: the events of its articles. Every group of events: its rows of the table that `event_table` gives.

The words' weights are those of the whole corpus, a window sees all that its articles are compared with, and clusters
join within a component only: so the events are those of the corpus in one piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from bingkai.batch.arrays import Desk, run_step, save_array, stretches
from bingkai.batch.runners import Run
from bingkai.batch.store import EVENTS, MATCHED, part_path, sum_by, write_frame
from bingkai.batch.texts import marked_part
from bingkai.corpus.clean import own_texts
from bingkai.corpus.events import calendar_days, event_names, event_rows, filled, links_between
from bingkai.corpus.likeness import (
    UNDATED,
    Integers,
    clusters,
    components,
    count_words,
    inverse_frequency,
    telling_words,
    weigh_counts,
)

DAYS, THRESHOLD = 3, 0.33  # those of match_events
_WINDOW = 10_000  # articles whose links are found at a time
_LINKS = 1_000_000  # links that are joined at a time, where components allow
_ROWS = 20_000  # articles whose events are listed at a time


def find_events(folder: Path, n_parts: int, run: Run, *, progress: bool = True) -> dict[str, int]:
    """Find the events of all articles: matched/part-00000.parquet; and list them: events/part-00000.parquet.

    Returns the counts that go with the table of events.
    """
    desk = Desk(folder, EVENTS, n_parts)
    run_step(run, CountPart(desk), n_parts, "peristiwa: kata", progress)
    desk.set_in_order()
    desk.keep("day", calendar_days(desk.meta()["published"])[desk.load("home")])
    n = len(desk.load("home"))
    _weigh(desk, run, "all", n, progress)
    n_windows = -(-n // _WINDOW)
    run_step(run, LinkWindow(desk), n_windows, "peristiwa: jendela", progress)
    n_groups = _keep_components(desk, n_windows)
    run_step(run, DealWindow(desk, n_groups), n_windows, "peristiwa: tautan", progress)
    run_step(run, JoinGroup(desk, n_windows), n_groups, "peristiwa: gabung", progress)
    matched = _write_events(desk, n_groups)
    run_step(run, CountMatched(desk), n_parts, "peristiwa: kata kunci", progress)
    _weigh(desk, run, MATCHED, matched, progress)
    n_lists = len(desk.load("lists")) - 1
    run_step(run, ListEvents(desk), n_lists, "peristiwa: daftar", progress)
    n_undated = int(np.count_nonzero(desk.load("day") == UNDATED))
    return {"n_without_event": n - matched, "n_undated": n_undated}


def _weigh(desk: Desk, run: Run, which: str, n: int, progress: bool) -> None:
    """Weights of all articles, or of those in an event, from the words of all these."""
    if not desk.path(f"vocabulary-{which}", kind="parquet").exists():
        words = sum_by((desk.path(f"words-{which}", part, "parquet") for part in range(desk.n_parts)), "word")
        write_frame(desk.path(f"vocabulary-{which}", kind="parquet"), words[telling_words(words["n"].to_numpy(), n)])
    run_step(run, WeighPart(desk, which, n), desk.n_parts, "peristiwa: bobot", progress)


@dataclass(frozen=True)
class CountPart:
    """The words of a part: `counts` of each article by column, the columns' `words-all` with their articles."""

    desk: Desk

    def result(self, part: int) -> Path:
        """The file that is written last."""
        return self.desk.path("meta", part, "parquet")

    def __call__(self, part: int) -> int:
        articles = marked_part(self.desk.folder, part)
        counts, words = count_words(filled(articles["title"]), own_texts(articles))
        save_array(self.desk.path("counts", part), counts.data.astype(np.float32))
        save_array(self.desk.path("columns", part), counts.indices.astype(np.int32))
        save_array(self.desk.path("begins", part), counts.indptr.astype(np.int64))
        table = pd.DataFrame({"word": pd.Series(words, dtype="str"), "n": counts.getnnz(axis=0).astype(np.int64)})
        write_frame(self.desk.path("words-all", part, "parquet"), table)
        write_frame(self.result(part), articles[["article_id", "outlet", "published", "title"]])
        return part


@dataclass(frozen=True)
class CountMatched:
    """The words of a part's articles that are in an event: `words-matched`."""

    desk: Desk

    def result(self, part: int) -> Path:
        """The file that is written last."""
        return self.desk.path(f"words-{MATCHED}", part, "parquet")

    def __call__(self, part: int) -> int:
        counts = _counts(self.desk, part)[_matched_rows(self.desk, part)]
        words = pd.read_parquet(self.desk.path("words-all", part, "parquet"), columns=["word"])
        write_frame(self.result(part), words.assign(n=counts.getnnz(axis=0).astype(np.int64)))
        return part


def _counts(desk: Desk, part: int) -> sparse.csr_matrix:
    data, columns, begins = (np.asarray(desk.load(name, part)) for name in ("counts", "columns", "begins"))
    n_words = len(pd.read_parquet(desk.path("words-all", part, "parquet"), columns=["n"]))
    return sparse.csr_matrix((data.astype(np.float64), columns, begins), shape=(len(begins) - 1, n_words))


def _matched_rows(desk: Desk, part: int) -> Integers:
    """Rows of a part whose articles are in an event."""
    events = pd.read_parquet(part_path(desk.folder, MATCHED, part), columns=["event_id"])["event_id"]
    return np.flatnonzero(events.notna().to_numpy())


@dataclass(frozen=True)
class WeighPart:
    """The weights of a part's articles in order of time: `ranks`, and `weights`, `places` of words, `starts`."""

    desk: Desk
    which: str
    n: int

    def result(self, part: int) -> Path:
        """The file that is written last."""
        return self.desk.path(f"starts-{self.which}", part)

    def __call__(self, part: int) -> int:
        desk, counts = self.desk, _counts(self.desk, part)
        rows = np.arange(counts.shape[0]) if self.which == "all" else _matched_rows(desk, part)
        ranks = desk.load("rank")[desk.load("first_row")[part] + rows]
        order = np.argsort(ranks)
        vocabulary = pd.read_parquet(desk.path(f"vocabulary-{self.which}", kind="parquet"))
        words = pd.read_parquet(desk.path("words-all", part, "parquet"), columns=["word"])["word"]
        place = pd.Index(vocabulary["word"]).get_indexer(pd.Index(words))
        known = place >= 0
        n_articles = vocabulary["n"].to_numpy()[place[known]]
        weights = weigh_counts(counts[rows[order]][:, known], inverse_frequency(n_articles, self.n))
        places = place[known][weights.indices].astype(np.int32)
        starts = weights.indptr.astype(np.int64)
        made = {"ranks": ranks[order], "weights": weights.data, "places": places, "starts": starts}
        for name, values in made.items():
            save_array(desk.path(f"{name}-{self.which}", part), values)
        return part


def _weights_of(desk: Desk, which: str, wanted: Integers) -> tuple[sparse.csr_matrix, Integers]:
    """Weights of the articles at these places in time (ascending), and which words the columns are."""
    found = [_weights_in(desk, which, part, wanted) for part in range(desk.n_parts if len(wanted) else 0)]
    nothing = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int32))
    rank, n, value, place = (np.concatenate([one[i] for one in (*found, nothing)]) for i in range(4))
    order = np.argsort(rank)
    chosen = stretches((np.cumsum(n) - n)[order], n[order])
    words, column = np.unique(place[chosen], return_inverse=True)
    starts = np.concatenate([[0], np.cumsum(n[order])])
    return sparse.csr_matrix((value[chosen], column, starts), shape=(len(wanted), len(words))), words


def _weights_in(desk: Desk, which: str, part: int, wanted: Integers) -> tuple[NDArray[np.generic], ...]:
    """Of the wanted articles those of one part: their places in time, how many weights each has; weights and words."""
    ranks = desk.load(f"ranks-{which}", part)
    begin, end = np.searchsorted(ranks, (wanted[0], wanted[-1] + 1))
    inside = np.asarray(ranks[begin:end])
    rows = begin + np.flatnonzero(wanted[np.searchsorted(wanted, inside)] == inside)
    starts = np.asarray(desk.load(f"starts-{which}", part))
    n = starts[rows + 1] - starts[rows]
    chosen = stretches(starts[rows], n)
    return ranks[rows], n, desk.load(f"weights-{which}", part)[chosen], desk.load(f"places-{which}", part)[chosen]


@dataclass(frozen=True)
class LinkWindow:
    """The links of a window's articles with those of the days that follow: `first`, `second`, `likeness`."""

    desk: Desk

    def result(self, window: int) -> Path:
        """The file that is written last."""
        return self.desk.path("likeness", window)

    def __call__(self, window: int) -> int:
        day = self.desk.load("day")
        begin, end = window * _WINDOW, min((window + 1) * _WINDOW, len(day))
        undated = int(np.searchsorted(day, UNDATED))
        last = day[end - 1]
        reach = len(day) if last == UNDATED else int(np.searchsorted(day[:undated], last + DAYS, side="right"))
        wanted = np.concatenate([np.arange(begin, reach), np.arange(max(reach, undated), len(day))])
        weights, _ = _weights_of(self.desk, "all", wanted)
        found = [links for _, links in links_between(weights, day[wanted], DAYS, THRESHOLD, n_first=end - begin)]
        first, second, likeness = (np.concatenate([links[i] for links in found]) for i in range(3))
        for name, values in {"first": wanted[first], "second": wanted[second], "likeness": likeness}.items():
            save_array(self.desk.path(name, window), values)
        return window


def _links(desk: Desk, window: int) -> tuple[Integers, Integers, NDArray[np.float64]]:
    first, second, likeness = (np.asarray(desk.load(name, window)) for name in ("first", "second", "likeness"))
    return first, second, likeness


def _keep_components(desk: Desk, n_windows: int) -> int:
    """Find the components, and put them in groups of about `_LINKS` links; how many groups."""
    strong: list[tuple[Integers, Integers]] = []
    for window in range(n_windows):
        first, second, likeness = _links(desk, window)
        strong.append((first[likeness >= THRESHOLD], second[likeness >= THRESHOLD]))
    component = components(len(desk.load("home")), *(np.concatenate([ends[i] for ends in strong]) for i in range(2)))
    n_links = np.zeros(int(component.max(initial=0)) + 1, dtype=np.int64)
    for window in range(n_windows):
        first, second, _ = _links(desk, window)
        n_links += np.bincount(component[first[component[first] == component[second]]], minlength=len(n_links))
    group = (np.cumsum(n_links) - n_links) // _LINKS
    desk.keep("component", component)
    desk.keep("group", group)
    return int(group.max(initial=0)) + 1


_DEALT = ("dealt", "dealt_first", "dealt_second", "dealt_likeness")


@dataclass(frozen=True)
class DealWindow:
    """The links of a window that lie within a component, by group: `dealt` and what goes with it."""

    desk: Desk
    n_groups: int

    def result(self, window: int) -> Path:
        """The file that is written last."""
        return self.desk.path(_DEALT[-1], window)

    def __call__(self, window: int) -> int:
        first, second, likeness = _links(self.desk, window)
        component = self.desk.load("component")
        inside = component[first] == component[second]
        group = self.desk.load("group")[component[first[inside]]]
        order = np.argsort(group, kind="stable")
        values = (group, first[inside], second[inside], likeness[inside])
        for name, one in zip(_DEALT, values, strict=True):
            save_array(self.desk.path(name, window), one[order])
        return window


@dataclass(frozen=True)
class JoinGroup:
    """The clusters of a group of components: `items` and their `owners`, the first of each one's cluster."""

    desk: Desk
    n_windows: int

    def result(self, group: int) -> Path:
        """The file that is written last."""
        return self.desk.path("owners", group)

    def __call__(self, group: int) -> int:
        links = [self._links(group, window) for window in range(self.n_windows)]
        first, second, likeness = (np.concatenate([one[i] for one in links]) for i in range(3))
        found = clusters(np.asarray(self.desk.load("component")), (first, second, likeness), THRESHOLD)
        for name, values in zip(("items", "owners"), found, strict=True):
            save_array(self.desk.path(name, group), values)
        return group

    def _links(self, group: int, window: int) -> tuple[NDArray[np.generic], ...]:
        begin, end = np.searchsorted(self.desk.load("dealt", window), (group, group + 1))
        return tuple(np.asarray(self.desk.load(name, window)[begin:end]) for name in _DEALT[1:])


def _write_events(desk: Desk, n_groups: int) -> int:
    """The events of all articles by part, and the lists in which they are told; how many articles are in one."""
    meta, home = desk.meta(), np.asarray(desk.load("home"))
    owner = np.arange(len(home))
    for group in range(n_groups):
        owner[desk.load("items", group)] = desk.load("owners", group)
    table = meta[["article_id"]].assign(event_id=event_names(meta, home, owner))
    first_row = desk.load("first_row")
    for part in range(desk.n_parts):
        mine = table.iloc[first_row[part] : first_row[part + 1]].reset_index(drop=True)
        write_frame(part_path(desk.folder, MATCHED, part), mine)
    matched = np.flatnonzero(np.bincount(owner, minlength=len(owner))[owner] > 1)
    listed = matched[np.argsort(owner[matched], kind="stable")]
    opening = np.flatnonzero(np.diff(owner[listed], prepend=-1))
    cut = np.searchsorted(opening, np.arange(0, len(listed), _ROWS))
    desk.keep("listed", listed)
    desk.keep(
        "lists", np.unique([0, *opening[cut[cut < len(opening)]], len(listed)]) if len(listed) else np.zeros(2, int)
    )
    return len(matched)


@dataclass(frozen=True)
class ListEvents:
    """The rows of the events of one list: events/part-00000.parquet."""

    desk: Desk

    def result(self, number: int) -> Path:
        """The file that is written last."""
        return part_path(self.desk.folder, EVENTS, number)

    def __call__(self, number: int) -> int:
        begin, end = self.desk.load("lists")[number : number + 2]
        ranks = np.sort(self.desk.load("listed")[begin:end])
        weights, columns = _weights_of(self.desk, MATCHED, ranks)
        vocabulary = pd.read_parquet(self.desk.path(f"vocabulary-{MATCHED}", kind="parquet"), columns=["word"])
        words = vocabulary["word"].to_numpy(dtype=object)[columns]
        write_frame(self.result(number), event_rows(self._articles(ranks), weights, words))
        return number

    def _articles(self, ranks: Integers) -> pd.DataFrame:
        """What is known of these articles, in their order."""
        first_row, home = self.desk.load("first_row"), self.desk.load("home")[ranks]
        part_of = np.searchsorted(first_row, home, side="right") - 1
        found = []
        for part in np.unique(part_of).tolist() or [0]:
            rows = np.flatnonzero(part_of == part)
            meta = pd.read_parquet(self.desk.path("meta", part, "parquet"))
            event = pd.read_parquet(part_path(self.desk.folder, MATCHED, part))["event_id"]
            found.append(meta.assign(event_id=event).iloc[home[rows] - first_row[part]].set_axis(rows))
        articles: pd.DataFrame = pd.concat(found).sort_index()
        return articles
