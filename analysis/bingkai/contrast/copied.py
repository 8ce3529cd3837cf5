"""A comparison with copied texts counted once, like other articles, and not at all."""

from __future__ import annotations

from typing import Any

import pandas as pd

from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.units import COPIES
from bingkai.schema import COMPARISON, SchemaError

COLUMNS = tuple(column.name for column in COMPARISON.columns)


def compare_copies(measures: pd.DataFrame, measure: str | list[str] | None = None, **options: Any) -> pd.DataFrame:
    """The same comparison three times: copied texts once, all of them, and none.

    Parameters
    ----------
    measures : DataFrame
        MEASURES with `copy_group`, as of articles marked with `mark_copies`.
    measure, **options
        As in `compare_outlets`; not `copies`.

    Returns
    -------
    DataFrame
        COMPARISON, and first the column `copies`:

        - "once": copies within an outlet are one unit, a text of k outlets counts 1/k in each
        - "all": every article for itself
        - "without": no text that several outlets carry

        q_value belongs to each of the three for itself: they are one family seen three ways.

    Raises
    ------
    SchemaError
        If the copies are not known.

    Examples
    --------
    >>> frame = pd.DataFrame({
    ...     "article_id": [f"a{i:02}" for i in range(40)], "outlet": ["Harian Fiksi", "Kabar Fiksi"] * 20,
    ...     "measure": "stance.jarak", "count": [3, 1] * 10 + [2, 2] * 10, "base": 10, "unit": "attributions",
    ...     "copy_group": [None] * 20 + [f"g{i // 2}" for i in range(20)]})
    >>> table = compare_copies(frame, n_resamples=99)
    >>> table.loc[table["outlet"] == "Harian Fiksi", ["copies", "effect"]].round(3).values.tolist()
    [['once', 0.133], ['all', 0.1], ['without', 0.2]]
    """
    if "copy_group" not in measures.columns:
        raise SchemaError(
            "MEASURES has no column 'copy_group': mark the articles with mark_copies before they are read"
        )
    tables = {name: compare_outlets(measures, measure, copies=name, **options).table for name in COPIES}
    made = pd.concat(tables, names=["copies"]).reset_index(level="copies").reset_index(drop=True)
    return made.astype({"copies": "str"})
