"""The articles of a part with what is not their own prose marked, from the analysis where it has them all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray

from bingkai.batch.store import CORPUS, part_path
from bingkai.corpus.clean import mark_boilerplate
from bingkai.corpus.stream import kept_ids, read_part

_COLUMNS = ["article_id", "outlet", "published", "title", "text", "origin", "ignored"]


def marked_part(folder: Path, part: int, rows: NDArray[np.integer] | None = None) -> pd.DataFrame:
    """ARTICLES of a part (these rows) with `origin` and `ignored`, those that a study leaves out among them."""
    path = part_path(folder, "articles", part)
    if path.exists() and pq.read_metadata(path).num_rows == len(kept_ids(folder / CORPUS, part)):
        table = pq.read_table(path, columns=_COLUMNS)
        table = table if rows is None else table.take(rows)
        ignored = pd.Series(table.column("ignored").to_pylist(), dtype="object")
        articles: pd.DataFrame = table.drop_columns("ignored").to_pandas()
        return articles.assign(ignored=ignored)
    articles = read_part(folder / CORPUS, part)
    return mark_boilerplate(articles if rows is None else articles.iloc[rows])[_COLUMNS]
