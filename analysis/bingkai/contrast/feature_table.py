"""Features of articles as a matrix: from MEASURES or a wide frame, matched within events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import issparse

from bingkai.contrast.heldout import Matrix, Sample
from bingkai.schema import SchemaError

KEYS = ("article_id", "outlet", "event_id", "copy_group", "copy_kind", "own_share", "published")


@dataclass(frozen=True, eq=False)
class FeatureTable:
    """Features of articles and what is known of the articles, row for row.

    Attributes
    ----------
    articles : DataFrame
        article_id, outlet, and `event_id` and `copy_group` where known.
    features : array or sparse matrix
    names : list of str
    n_gaps : int
        Missing values among them.
    n_constant : int
        Features that are the same for every article, left out.
    """

    articles: pd.DataFrame
    features: Matrix
    names: list[str]
    n_gaps: int
    n_constant: int

    def take(self, keep: Any) -> FeatureTable:
        """The articles at these positions."""
        chosen = self.articles.iloc[keep].reset_index(drop=True)
        return FeatureTable(chosen, self.features[keep], self.names, self.n_gaps, self.n_constant)


def read_features(
    features: pd.DataFrame,
    matrix: Matrix | None = None,
    names: Sequence[str] | None = None,
    *,
    constant: bool = False,
) -> FeatureTable:
    """MEASURES, a wide frame, or a frame of articles with a matrix beside it; `constant` features on request."""
    if not isinstance(features, pd.DataFrame):
        raise SchemaError(f"wanted a DataFrame with article_id, outlet and features; got {type(features).__name__}")
    if {"measure", "count", "base"} <= set(features.columns) and matrix is None:
        features = _widened(features)
    for name in ("article_id", "outlet"):
        if name not in features.columns:
            raise SchemaError(f"features need the column {name!r}; got {', '.join(map(str, features.columns))}")
    if features["article_id"].duplicated().any():
        example = features.loc[features["article_id"].duplicated(), "article_id"].iloc[0]
        raise SchemaError(f"features want one row an article; article {example!r} has several")
    keys = [name for name in KEYS if name in features.columns]
    articles = features[keys].reset_index(drop=True)
    if matrix is None:
        numeric = features.drop(columns=keys).select_dtypes("number").astype("float64")
        return _table(articles, numeric.to_numpy(), [str(name) for name in numeric.columns])
    return _table(articles, *_checked_matrix(matrix, names, len(articles)), constant=constant)


def _widened(measures: pd.DataFrame) -> pd.DataFrame:
    """A row an article, a column a measure: its rate, missing where the base is 0."""
    if measures.duplicated(["article_id", "measure"]).any():
        bad = measures[measures.duplicated(["article_id", "measure"])].iloc[0]
        raise SchemaError(
            f"MEASURES wants one row an article and measure; article {bad['article_id']!r} has several of "
            f"{bad['measure']!r}"
        )
    rates = measures.assign(rate=measures["count"] / measures["base"].where(measures["base"] > 0))
    wide = rates.pivot(index="article_id", columns="measure", values="rate").reset_index()
    keys = [name for name in KEYS if name in measures.columns]
    return measures[keys].drop_duplicates("article_id").merge(wide, on="article_id", validate="one_to_one")


def _checked_matrix(matrix: Matrix, names: Sequence[str] | None, n_articles: int) -> tuple[Matrix, list[str]]:
    made = matrix.tocsr() if issparse(matrix) else np.asarray(matrix, dtype=float)
    if made.ndim != 2 or made.shape[0] != n_articles:
        raise ValueError(f"matrix has shape {made.shape}; wanted {n_articles} rows, one for each article of `features`")
    listed = [f"x{column}" for column in range(made.shape[1])] if names is None else [str(name) for name in names]
    if len(listed) != made.shape[1]:
        raise ValueError(f"names has {len(listed)} names for {made.shape[1]} columns of the matrix")
    return made, listed


def _table(articles: pd.DataFrame, values: Matrix, names: list[str], *, constant: bool = False) -> FeatureTable:
    """The table, checked for infinite values, as a rule without constant columns."""
    plain = values.data if issparse(values) else values
    if np.isinf(plain).any():
        raise ValueError("features hold infinite values: a rate with base 0 should be missing (NaN)")
    if issparse(values) and np.isnan(plain).any():
        raise ValueError("the sparse matrix holds NaN: fill or drop them first")
    kept = np.arange(len(names)) if constant else np.flatnonzero(_varying(values))
    if not len(kept):
        raise ValueError("no feature differs between any two articles; nothing can be told apart")
    n_gaps = 0 if issparse(values) else int(np.isnan(values[:, kept]).sum())
    return FeatureTable(articles, values[:, kept], [names[k] for k in kept], n_gaps, len(names) - len(kept))


def _varying(values: Matrix) -> Any:
    if issparse(values):
        return np.asarray((values.max(axis=0) - values.min(axis=0)).todense()).ravel() > 0
    filled = (
        np.where(np.isnan(values), -np.inf, values).max(axis=0),
        np.where(np.isnan(values), np.inf, values).min(axis=0),
    )
    return filled[0] > filled[1]


def without_copies(table: FeatureTable) -> FeatureTable:
    """Without texts that several outlets carry, and of the copies within an outlet the first only."""
    group, outlet = table.articles["copy_group"], table.articles["outlet"]
    shared = group.notna() & (outlet.groupby(group).transform("nunique") > 1)
    repeated = group.notna() & pd.DataFrame({"group": group, "outlet": outlet}).duplicated()
    return table.take(np.flatnonzero(~(shared | repeated)))


def match(table: FeatureTable, within: str | None, min_articles: int) -> tuple[FeatureTable, list[str]]:
    """Articles of outlets with enough of them, within events that two such outlets share; the outlets left out.

    Sorted by event and article.
    """
    articles = table.articles
    stratum = articles[within] if within is not None else pd.Series("", index=articles.index)
    usable = articles["outlet"].notna() & stratum.notna()
    outlets = articles["outlet"]
    while True:
        if within is not None:
            usable &= outlets.where(usable).groupby(stratum.where(usable)).transform("nunique").fillna(0) > 1
        n = outlets[usable].value_counts()
        small = outlets.isin(n.index[n < min_articles]) & usable
        if not small.any():
            break
        usable &= ~small
    left_out = sorted(set(outlets.dropna()) - set(outlets[usable]))
    order = (
        pd.DataFrame({"stratum": stratum, "id": articles["article_id"]})[usable].sort_values(["stratum", "id"]).index
    )
    return table.take(order.to_numpy()), left_out


def make_sample(table: FeatureTable, within: str | None) -> Sample:
    """Codes of outlets and events; without matching every article is an event of its own."""
    outlet, names = pd.factorize(table.articles["outlet"], sort=True)
    n = len(outlet)
    event = np.arange(n) if within is None else pd.factorize(table.articles[within])[0]
    shuffled = np.zeros(n, dtype=np.int64) if within is None else event
    return Sample(
        table.features, outlet.astype(np.int64), event.astype(np.int64), shuffled.astype(np.int64), len(names)
    )
