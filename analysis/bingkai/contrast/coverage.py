"""Which outlet covered which event: selection, before any word is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binomtest

from bingkai.contrast.wording import Language, decimal, percent, say, table_html, whole
from bingkai.schema import ARTICLES, EVENT_COVERAGE, OVERLAP, SchemaError, build, require

Dates = NDArray[np.datetime64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class EventCoverage:
    """Which outlet covered which event.

    Attributes
    ----------
    shares : EVENT_COVERAGE
        A row an outlet.
    overlap : OVERLAP
        A row a pair of outlets.
    cells : DataFrame
        A row an event and outlet that covered it: event_id, outlet, n_articles, day (of the event's earliest article;
        NaT where undated), title (its headline).
    confidence : float
    n_undated : int
        Articles without a date.
    """

    shares: pd.DataFrame
    overlap: pd.DataFrame
    cells: pd.DataFrame
    confidence: float
    n_undated: int

    def to_frame(self) -> pd.DataFrame:
        """A copy of `shares`."""
        return self.shares.copy()

    def describe(self, lang: Language = "id") -> str:
        """The sentences without which the table cannot be read, the warning first."""
        n_events, n_outlets = self.cells["event_id"].nunique(), len(self.shares)
        outside, undated = int(self.shares["n_without_event"].sum()), self.n_undated
        return say(
            lang,
            "Korpus hasil unduhan berbeda kedalamannya antarmedia: peristiwa tanpa artikel dapat berarti tidak "
            "diunduh, bukan tidak diliput. "
            f"{whole(n_events)} peristiwa, {n_outlets} media; bagian dari peristiwa yang diliput sedikitnya satu media "
            f"lain di dalam masa terbit media itu pada korpus; selang {percent(self.confidence)} (Wilson) dengan "
            f"peristiwa sebagai satuan; {whole(outside)} artikel tanpa peristiwa tidak dihitung"
            + (f"; {whole(undated)} artikel tanpa tanggal" if undated else "") + ".",
            "Scraped corpora differ in retrieval depth between outlets: an event without articles may be one not "
            "retrieved, not one not covered. "
            f"{whole(n_events, lang)} events, {n_outlets} outlets; share of the events that at least one other outlet "
            "covered within the period this outlet has articles of; "
            f"{percent(self.confidence, lang)} intervals (Wilson) with events as units; "
            f"{whole(outside, lang)} articles without an event are not counted"
            + (f"; {whole(undated, lang)} articles without a date" if undated else "") + ".",
        )  # fmt: skip

    def to_html(self, lang: Language = "id") -> str:
        """The shares as a table with the sentences under it."""
        heads = say(
            lang,
            "media|bagian|selang|diliput|mungkin|sendirian|di luar masa|artikel|tanpa peristiwa",
            "outlet|share|interval|covered|possible|alone|outside period|articles|without event",
        ).split("|")
        return table_html("event-coverage", heads, (_cells(row, lang) for _, row in self.shares.iterrows()),
                          self.describe(lang))  # fmt: skip

    def _repr_html_(self) -> str:
        return self.to_html("id")

    def __repr__(self) -> str:
        return f"EventCoverage: {self.describe('en')}"


def event_coverage(articles: pd.DataFrame, *, confidence: float = 0.95) -> EventCoverage:
    """Which outlet covered which event, what share of the others' events, and how much two outlets overlap.

    Parameters
    ----------
    articles : DataFrame
        ARTICLES with `event_id`, as `match_events` gives it.
    confidence : float
        Of the intervals.

    Returns
    -------
    EventCoverage
        `.to_frame()` has a row an outlet:

        - outlet
        - share, ci_low, ci_high: of the events that at least one other outlet covered, the share it covered, 0 to 1
        - n_possible: those events; n_covered: of these, covered by it
        - n_alone: events no other outlet covered (several articles of its own)
        - n_outside: events of others that begin before its first or after its last article, left out of n_possible
        - n_articles, n_without_event: its articles, and those of them in no event
        - first, last: its earliest and its latest article

        `.overlap` has a row a pair: jaccard (events both covered over events either covered, in the days of which both
        have articles) with its interval, n_both, n_either. `.cells` has a row an event and outlet that covered it.

    Raises
    ------
    SchemaError
        The articles have no `event_id`.

    Notes
    -----
    An outlet's share is taken of events known from *others*, so that an outlet with many articles does not widen its
    own denominator. Intervals are Wilson's, events as units, as if the events were a sample of such events.

    Known bias: corpora are retrieved by keyword, section and date, and differ in depth between outlets; an event
    without articles may not have been retrieved. An outlet with more articles covers more events by that alone. The
    outlet's period runs from its earliest to its latest article, so that one stray early article widens it. The
    matching of events decides what counts as one event: read `event_table` first.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": list("abcd"), "outlet": ["Kabar", "Harian", "Kabar", "Harian"],
    ...     "published": pd.to_datetime(["2025-06-01"] * 4), "title": "Judul", "text": "Isi.",
    ...     "event_id": pd.Series(["e1", "e1", "e2", None], dtype="str")})
    >>> event_coverage(articles).to_frame()[["outlet", "share", "n_possible", "n_covered", "n_alone"]].values.tolist()
    [['Harian', 0.5, 2, 1, 0], ['Kabar', 1.0, 1, 1, 1]]
    """
    if not 0.5 <= confidence < 1:
        raise ValueError(f"confidence {confidence}: wanted 0.5 to below 1, as 0.95")
    known = _checked(articles)
    outlets = sorted(known["outlet"].dropna().unique())
    cells = _count_cells(known)
    events = cells.drop_duplicates("event_id")
    covered = np.zeros((len(outlets), len(events)), dtype=bool)
    covered[
        pd.Index(outlets).get_indexer(cells["outlet"]), pd.Index(events["event_id"]).get_indexer(cells["event_id"])
    ] = True
    period = known.groupby("outlet")["published"].agg(["min", "max"]).reindex(outlets)
    possible = _possible(events["day"].to_numpy(), period)
    shares = [
        _share(known[known["outlet"] == name], k, covered, possible, confidence) for k, name in enumerate(outlets)
    ]
    pairs = [_pair(outlets, a, b, covered, possible, confidence) for a, b in combinations(range(len(outlets)), 2)]
    return EventCoverage(
        shares=build(_columns(shares, EVENT_COVERAGE.required) | {"outlet": outlets}, EVENT_COVERAGE),
        overlap=build(_columns(pairs, OVERLAP.required), OVERLAP),
        cells=cells,
        confidence=confidence,
        n_undated=int(known["published"].isna().sum()),
    )


def _checked(articles: pd.DataFrame) -> pd.DataFrame:
    require(articles, ARTICLES)
    if "event_id" not in articles.columns:
        raise SchemaError("event_coverage wants articles with the column 'event_id': call match_events first")
    if articles["article_id"].duplicated().any():
        example = articles.loc[articles["article_id"].duplicated(), "article_id"].iloc[0]
        raise SchemaError(f"article_id must be unique; {example!r} is repeated: drop the repeated rows first")
    return articles


def _count_cells(articles: pd.DataFrame) -> pd.DataFrame:
    """Events by day and name, an event's outlets by name."""
    matched = articles[articles["event_id"].notna() & articles["outlet"].notna()]
    matched = matched.sort_values(["published", "article_id"], na_position="last")
    events = matched.groupby("event_id")
    matched = matched.assign(day=events["published"].transform("first"), title=events["title"].transform("first"))
    cells = matched.groupby(["event_id", "outlet"], as_index=False).agg(
        n_articles=("article_id", "size"), day=("day", "first"), title=("title", "first")
    )
    cells = cells.sort_values(["day", "event_id", "outlet"], ignore_index=True)
    return cells.assign(day=cells["day"].dt.normalize())


def _possible(days: Dates, period: pd.DataFrame) -> Booleans:
    """Outlet x event: the event began while the outlet has articles; an undated event or outlet counts as possible."""
    first = period["min"].dt.normalize().to_numpy()[:, None]
    last = period["max"].dt.normalize().to_numpy()[:, None]
    before, after = days[None, :] < first, days[None, :] > last  # False where either is missing
    return np.asarray(~(before | after))


def _share(
    own: pd.DataFrame, k: int, covered: Booleans, possible: Booleans, confidence: float
) -> dict[str, object]:  # fmt: skip
    others = np.delete(covered, k, 0).any(axis=0)
    within = others & (possible[k] | covered[k])
    n, hits = int(within.sum()), int((within & covered[k]).sum())
    share, low, high = _proportion(hits, n, confidence)
    return {
        "share": share, "ci_low": low, "ci_high": high, "n_possible": n, "n_covered": hits,
        "n_alone": int((covered[k] & ~others).sum()), "n_outside": int((others & ~within).sum()),
        "n_articles": len(own), "n_without_event": int(own["event_id"].isna().sum()),
        "first": own["published"].min(), "last": own["published"].max(),
    }  # fmt: skip


def _pair(
    outlets: list[str], a: int, b: int, covered: Booleans, possible: Booleans, confidence: float
) -> dict[str, object]:
    both = covered[a] & covered[b]
    either = ((covered[a] | covered[b]) & possible[a] & possible[b]) | both
    jaccard, low, high = _proportion(int(both.sum()), int(either.sum()), confidence)
    return {
        "outlet": outlets[a], "reference": outlets[b], "jaccard": jaccard, "ci_low": low, "ci_high": high,
        "n_both": int(both.sum()), "n_either": int(either.sum()),
    }  # fmt: skip


def _proportion(hits: int, n: int, confidence: float) -> tuple[float, float, float]:
    """Share and Wilson's interval; NaN of nothing."""
    if n == 0:
        return np.nan, np.nan, np.nan
    found = binomtest(hits, n).proportion_ci(confidence, method="wilson")
    return hits / n, float(found.low), float(found.high)


def _columns(rows: list[dict[str, object]], names: list[str]) -> dict[str, Sequence[object]]:
    return {name: [row[name] for row in rows] for name in names if not rows or name in rows[0]}


def _cells(row: pd.Series, lang: Language) -> list[object]:
    share, low, high = (decimal(row[name] * 100, lang, digits=0) for name in ("share", "ci_low", "ci_high"))
    counts = ("n_covered", "n_possible", "n_alone", "n_outside", "n_articles", "n_without_event")
    return [row["outlet"], f"{share} %" if share else "", f"{low}\u00a0…\u00a0{high} %" if share else "",
            *(whole(row[name], lang) for name in counts)]  # fmt: skip
