"""Articles as units of comparison: weighted, and texts that stand in several outlets counted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.contrast.blocks import Gathered, gather, nearest, usable_rows
from bingkai.schema import MEASURES, SchemaError, require

COPIES = ("once", "all", "without")
MOST_ROWS = 4_000_000
"""Rows of MEASURES that are looked at together."""


def units_of(
    measures: pd.DataFrame, names: Sequence[str], within: str | None, copies: str, weights: str | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Usable rows with weights and copies applied, and what was left out."""
    require(measures, MEASURES)
    if weights is not None:
        measures = weighted(measures, weights_in(measures, weights))
    rows, left_out = usable_rows(measures, names, within)
    rows, copied = count_copies(rows, copies)
    return rows, pd.concat([left_out, copied], ignore_index=True)


def gather_units(
    measures: pd.DataFrame,
    names: Sequence[str],
    groups: dict[bytes, Gathered],
    outlets: list[str],
    asked: tuple[str | None, str, str | None],
) -> tuple[pd.DataFrame, int]:
    """Put the units into `groups`, a part of the measures at a time; what was left out, and how many articles are used.

    `asked` are within, copies and weights as in `compare_outlets`.
    """
    left_out, used = [], []
    for part, those in measure_parts(measures, names, asked[0]):
        rows, left = units_of(part, those, *asked)
        gather(rows, outlets, groups)
        left_out.append(left)
        used.append(pd.Series(rows["article_id"].unique()))
    return pd.concat(left_out, ignore_index=True), int(pd.concat(used).nunique())


def measure_parts(
    measures: pd.DataFrame, names: Sequence[str], within: str | None
) -> Iterator[tuple[pd.DataFrame, list[str]]]:  # fmt: skip
    """The rows of some measures at a time where all are too many to be copied; text is then in categories."""
    if len(measures) <= MOST_ROWS:
        yield measures, list(names)
        return
    text = [name for name in ("article_id", "outlet", "measure", "unit", "copy_group", within) if name in measures]
    plain = [name for name in text if not isinstance(measures[name].dtype, pd.CategoricalDtype)]
    measures = measures.assign(**{str(name): measures[name].astype("category") for name in plain})
    codes, known = measures["measure"].cat.codes.to_numpy(), list(measures["measure"].cat.categories)
    size = np.bincount(codes + 1, minlength=len(known) + 1)[1:]
    part: list[str] = []
    for name in sorted(names):
        if part and sum(size[known.index(one)] for one in [*part, name]) > MOST_ROWS:
            yield _rows_of(measures, codes, known, part), part
            part = []
        part.append(name)
    yield _rows_of(measures, codes, known, part), part


def _rows_of(
    measures: pd.DataFrame, codes: NDArray[np.integer], known: Sequence[str], names: Sequence[str]
) -> pd.DataFrame:  # fmt: skip
    wanted = np.isin(np.arange(len(known)), [known.index(name) for name in names])
    rows: pd.DataFrame = measures[np.append(wanted, False)[codes]]  # a missing measure has the code -1
    return rows


def weighted(rows: pd.DataFrame, weight: pd.Series) -> pd.DataFrame:
    """Counts and bases times the article's weight: a rate is then a ratio of weighted sums."""
    return rows.assign(count=rows["count"] * weight, base=rows["base"] * weight)


def weights_in(measures: pd.DataFrame, name: str) -> pd.Series:
    """The column of weights, checked: numbers of 0 or more; missing ones stay missing."""
    if name not in measures.columns:
        columns = [str(column) for column in measures.columns]
        raise SchemaError(f"weights={name!r} is no column of the measures; {nearest(name, columns)}")
    weight = measures[name]
    if not pd.api.types.is_numeric_dtype(weight.dtype) or bool((weight < 0).any()):
        raise SchemaError(f"weights={name!r}: wanted numbers of 0 or more; got {weight.dtype}, lowest {weight.min()}")
    return weight.astype("float64")


def count_copies(rows: pd.DataFrame, copies: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows in which a copied text counts as asked, and the articles that thereby are no units of their own.

    Parameters
    ----------
    rows : DataFrame
        Usable rows, with `copy_group` where copies are known.
    copies : {"once", "all", "without"}
        "once": the copies of a text within an outlet are one unit with their mean count and base; a text that k
        outlets carry counts 1/k in each. "without": no text that several outlets carry, and of the copies within an
        outlet one unit. "all": every article for itself.

    Returns
    -------
    rows, left_out : DataFrame
        `left_out` as in `usable_rows`, with the reasons same_outlet and across_outlets.
    """
    if copies not in COPIES:
        raise ValueError(f"copies={copies!r}: wanted one of {', '.join(COPIES)}")
    rows = rows.reset_index(drop=True)
    grouped = "copy_group" in rows.columns and copies != "all"
    copied = rows["copy_group"].notna() if grouped else pd.Series(False, index=rows.index)
    if not copied.any():
        return rows.drop(columns="copy_group", errors="ignore"), _account(rows.iloc[:0], "same_outlet")
    alone, together = rows[~copied], rows[copied]
    n_outlets = together.groupby(["measure", "copy_group"])["outlet"].transform("nunique")
    shared, gone = together[n_outlets > 1], pd.Series(False, index=together.index)
    if copies == "without":
        gone = n_outlets > 1
    else:
        together = weighted(together, 1 / n_outlets)
    kept = _one_each(together[~gone])
    merged = together[~gone & ~together.index.isin(kept.index)]
    dropped = shared if copies == "without" else shared.iloc[:0]
    accounts = [_account(merged, "same_outlet"), _account(dropped, "across_outlets")]
    made = pd.concat([alone, kept]).sort_index()
    return made.drop(columns="copy_group"), pd.concat(accounts, ignore_index=True)


def _one_each(rows: pd.DataFrame) -> pd.DataFrame:
    """The copies of a text within an outlet as one row: their mean, under the first article's name."""
    rows = rows.sort_values("article_id", kind="stable")
    keys = ["measure", "outlet", "copy_group", "stratum"]
    means = rows.groupby(keys, sort=False)[["count", "base"]].transform("mean")
    return rows.assign(count=means["count"], base=means["base"]).drop_duplicates(keys)


def _account(rows: pd.DataFrame, reason: str) -> pd.DataFrame:
    by = rows.groupby("measure", as_index=False).size().rename(columns={"size": "n_articles"})
    return by.assign(reason=np.repeat(reason, len(by)))[["measure", "reason", "n_articles"]]
