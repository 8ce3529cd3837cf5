"""Events: which articles, across outlets, report the same thing.

Outlets are compared within events, so that a difference in words is not a difference in what happened. `match_events`
proposes the events, `event_table` lists them for reading and editing, `apply_events` takes the edited list back.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from tqdm.auto import tqdm

from bingkai.corpus.clean import mark_boilerplate, own_texts
from bingkai.corpus.copies import canonical_order, group_name
from bingkai.corpus.likeness import UNDATED, Integers, Links, clusters, components, neighbours, weigh
from bingkai.schema import ARTICLES, SchemaError, plain_types, require

TABLE_COLUMNS = ["event_id", "n_articles", "n_outlets", "first", "last", "title", "keywords", "outlets", "article_ids"]
SEPARATOR = " | "
_FLOOR = 0.12  # a pair less alike than this counts as not alike at all
_MOST_NEIGHBOURS = 150
_KEYWORDS = 6


def match_events(
    articles: pd.DataFrame, *, days: int = 3, threshold: float = 0.33, progress: bool = True
) -> pd.DataFrame:
    """Group the articles, across outlets, that report the same event.

    Parameters
    ----------
    articles : DataFrame
        ARTICLES. Datelines, credits and links to other stories are not compared (`mark_boilerplate` is run where it
        has not been).
    days : int, default 3
        Two articles more calendar days apart are never taken as alike.
    threshold : float, default 0.33
        Two groups join while the mean similarity between their articles is at least this. Higher: smaller, purer
        events.
    progress : bool, default True
        Show a progress bar.

    Returns
    -------
    DataFrame
        ARTICLES with one column added (or computed anew):

        - ``event_id`` : the event; its name has the day of its earliest article. Missing where no other article
          reports the same

    Notes
    -----
    Similarity is the cosine of TF-IDF weights of title and lead (title words count more, a little less for each day
    apart). Groups join by average link: one article like two events does not make them one. An article without a date
    is compared with articles of every day, and its similarity counts one fifth less, so that its text alone must be
    closer. An event may have articles of one outlet only (`n_outlets` in `event_table`).

    Known bias: a story that runs for weeks is cut into several events, and stages of one story within a few days
    (arrest, reactions) may be one event or two. Articles that sum up the day join none or the wrong one. Read
    `event_table` before comparing outlets within events.

    References
    ----------
    Allan (2002), Topic Detection and Tracking. Nicholls and Bright (2019), Understanding news story chains using
    information retrieval and network clustering techniques.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a", "b", "c"], "outlet": ["Kabar Baru", "Harian Lama", "Kabar Baru"],
    ...     "published": pd.to_datetime(["2025-06-01", "2025-06-02", "2025-06-02"]),
    ...     "title": ["Jembatan Sukamaju Ditutup", "Sukamaju Tutup Jembatan Gantung", "Harga Beras Turun"],
    ...     "text": ["Jembatan gantung Sukamaju ditutup.", "Bupati menutup jembatan Sukamaju.", "Beras murah."]})
    >>> match_events(articles, progress=False)["event_id"].notna().tolist()
    [True, True, False]
    """
    articles = _checked(articles)
    if days < 0 or not 0 < threshold <= 1:
        raise ValueError(f"match_events wants days >= 0 and 0 < threshold <= 1; got days={days}, threshold={threshold}")
    order = canonical_order(articles)
    owner = _cluster(articles.iloc[order], days, threshold, progress)
    return articles.assign(event_id=event_names(articles, order, owner))


def event_names(articles: pd.DataFrame, order: Integers, owner: Integers) -> pd.Series:
    """The event of each article; missing where it stands alone.

    Parameters
    ----------
    articles : DataFrame
        article_id and published.
    order : array
        Positions of the articles in order of time.
    owner : array
        In this order, the place of the first article of each one's cluster.
    """
    sizes = np.bincount(owner, minlength=len(order))
    names = {first: group_name(articles, int(order[first])) for first in np.flatnonzero(sizes > 1).tolist()}
    named = pd.Series([names.get(first) for first in owner.tolist()], index=order, dtype="str").sort_index()
    return named.set_axis(articles.index)


def _checked(articles: pd.DataFrame) -> pd.DataFrame:
    articles = plain_types(require(articles, ARTICLES), ARTICLES)
    if articles["article_id"].duplicated().any():
        example = articles.loc[articles["article_id"].duplicated(), "article_id"].iloc[0]
        raise SchemaError(
            f"article_id must be unique; {example!r} is repeated: drop it with articles.drop_duplicates('article_id')"
        )
    return articles if "ignored" in articles.columns else mark_boilerplate(articles)


def filled(values: pd.Series) -> list[str]:
    """Texts, empty where missing."""
    return values.astype("object").where(values.notna(), "").tolist()


def calendar_days(published: pd.Series) -> Integers:
    """Days since 1970; `UNDATED` where unknown."""
    numbers = published.to_numpy().astype("datetime64[D]").astype(np.int64)
    return np.where(published.isna(), UNDATED, numbers)


def _cluster(ordered: pd.DataFrame, days: int, threshold: float, progress: bool) -> Integers:
    """Cluster of each article, named by its first row; `ordered` by time."""
    weights, _ = weigh(filled(ordered["title"]), own_texts(ordered))
    found: list[Links] = []
    with tqdm(total=len(ordered), disable=not progress, delay=2, desc="match_events", unit=" articles") as bar:
        for n_done, links in links_between(weights, calendar_days(ordered["published"]), days, threshold):
            found.append(links)
            bar.update(n_done)
    owner = np.arange(len(ordered))
    if found:
        first, second, likeness = (np.concatenate([links[i] for links in found]) for i in range(3))
        component = components(len(ordered), first[likeness >= threshold], second[likeness >= threshold])
        items, owners = clusters(component, (first, second, likeness), threshold)
        owner[items] = owners
    return owner


def links_between(
    weights: sparse.csr_matrix, day: Integers, days: int, threshold: float, n_first: int | None = None
) -> Iterator[tuple[int, Links]]:
    """The pairs of articles that count for events: see `neighbours`."""
    floor = min(_FLOOR, threshold)
    return neighbours(weights, day, days=days, floor=floor, most=_MOST_NEIGHBOURS, n_first=n_first)


def event_table(articles: pd.DataFrame) -> pd.DataFrame:
    """List the events with what is needed to judge and correct them.

    Parameters
    ----------
    articles : DataFrame
        ARTICLES with `event_id`, as `match_events` gives it.

    Returns
    -------
    DataFrame
        A row an event, by first article:

        - ``event_id``
        - ``n_articles``, ``n_outlets``
        - ``first``, ``last`` : publication time of its earliest and latest article; missing where none is dated
        - ``title`` : headline of its most central article
        - ``keywords`` : its six weightiest words
        - ``outlets`` : separated by `` | ``
        - ``article_ids`` : separated by `` | ``; this and `event_id` are what `apply_events` reads

        ``attrs["n_without_event"]`` and ``attrs["n_undated"]`` count the articles in no event and without a date.

    Examples
    --------
    Correct it in a spreadsheet and take it back::

        bk.event_table(articles).to_csv("peristiwa.csv", index=False)
        articles = bk.apply_events(articles, pd.read_csv("peristiwa.csv"))
    """
    _with_events(articles)
    articles = _checked(articles)
    matched = articles.iloc[canonical_order(articles)]
    matched = matched[matched["event_id"].notna()].reset_index(drop=True)
    weights, words = weigh(filled(matched["title"]), own_texts(matched))
    table = event_rows(matched, weights, words)
    table.attrs = {
        "n_without_event": int(articles["event_id"].isna().sum()), "n_undated": int(articles["published"].isna().sum())
    }  # fmt: skip
    return table


def event_rows(matched: pd.DataFrame, weights: sparse.csr_matrix, words: NDArray[Any]) -> pd.DataFrame:
    """A row an event, in the order of their first articles.

    Parameters
    ----------
    matched : DataFrame
        Articles in order of time, all with `event_id`; index from 0.
    weights : sparse matrix
        Their words' weights.
    words : array
        Those of the columns.
    """
    rows = [
        _event_row(str(name), event, weights[event.index.to_numpy()], words)
        for name, event in matched.groupby("event_id", sort=False)
    ]
    table = pd.DataFrame(rows, columns=TABLE_COLUMNS)
    text = dict.fromkeys(("event_id", "title", "keywords", "outlets", "article_ids"), "str")
    return table.astype({**text, "first": "datetime64[us]", "last": "datetime64[us]"})


def _with_events(articles: pd.DataFrame) -> None:
    require(articles, ARTICLES)
    if "event_id" not in articles.columns:
        raise SchemaError("event_table wants articles with the column 'event_id': call match_events first")


def _event_row(name: str, event: pd.DataFrame, weights: sparse.csr_matrix, words: NDArray[Any]) -> list[object]:
    columns = np.unique(weights.indices)
    weights, words = weights[:, columns], words[columns]
    centre = np.asarray(weights.mean(axis=0)).ravel()
    central = int(np.argmax(np.round(weights @ centre, 9)))
    heaviest = np.argsort(-np.round(centre, 9), kind="stable")[:_KEYWORDS]
    keywords = [str(words[column]) for column in heaviest if centre[column] > 0]
    outlets = sorted(event["outlet"].dropna().unique())
    return [
        name, len(event), len(outlets), event["published"].min(), event["published"].max(),
        event["title"].iloc[central], " ".join(keywords), SEPARATOR.join(outlets),
        SEPARATOR.join(event["article_id"]),
    ]  # fmt: skip


def apply_events(articles: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Give the articles the events of a table, after it was read and corrected.

    Parameters
    ----------
    articles : DataFrame
        ARTICLES.
    table : DataFrame
        What `event_table` gave, edited; only `event_id` and `article_ids` are read. To join two events, give their
        rows the same `event_id`; to split one, move ids into a new row with a new name; to drop one, delete its row.

    Returns
    -------
    DataFrame
        ARTICLES with ``event_id`` from the table; missing for articles it does not name.

    Raises
    ------
    SchemaError
        A row has no name, an article is in two events, or an id is not in `articles`.
    """
    require(articles, ARTICLES)
    if missing := [name for name in ("event_id", "article_ids") if name not in table.columns]:
        raise SchemaError(f"apply_events wants a table with event_id and article_ids; got no column {missing[0]!r}")
    event_of: dict[str, str] = {}
    for line, name, ids in zip(count(2), table["event_id"], table["article_ids"], strict=False):
        if pd.isna(name) or not str(name).strip():
            raise SchemaError(f"the event in line {line} of the table has no event_id: give it one, or delete the line")
        for article in ("" if pd.isna(ids) else str(ids)).split(SEPARATOR.strip()):
            _enter(event_of, article.strip(), str(name).strip())
    known = set(articles["article_id"])
    if unknown := [article for article in event_of if article not in known]:
        raise SchemaError(
            f"the table names {len(unknown)} articles that are not in the corpus (e.g. {unknown[0]!r}): "
            "was it made from another corpus, or an id changed by the spreadsheet?"
        )
    return articles.assign(event_id=articles["article_id"].map(event_of).astype("str"))


def _enter(event_of: dict[str, str], article: str, event: str) -> None:
    if article and event_of.setdefault(article, event) != event:
        raise SchemaError(f"article {article!r} is in two events, {event_of[article]!r} and {event!r}: keep it in one")
