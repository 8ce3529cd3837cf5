"""MEASURES rows as arrays: measures with the same articles and bases are resampled together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.schema import MEASURES, SchemaError, require

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Block:
    """Measures that share their articles and bases; a row an article, in the order of the article's id.

    Attributes
    ----------
    measures : list of str
    outlets : list of str
        Names behind the codes in `outlet`.
    outlet, event : int (n_articles,)
        Codes; every event is -1 where nothing is matched.
    base : float (n_articles,)
        All above 0.
    count : float (n_articles, n_measures)
    """

    measures: list[str]
    outlets: list[str]
    outlet: Integers
    event: Integers
    base: Floats
    count: Floats


def take_outlets(block: Block, outlets: Sequence[str]) -> Block:
    """The block's articles of these outlets only, coded in the order given."""
    code = np.full(len(block.outlets), -1)
    for new, name in enumerate(outlets):
        code[block.outlets.index(name)] = new
    outlet = code[block.outlet]
    return take_articles(
        Block(block.measures, list(outlets), outlet, block.event, block.base, block.count), outlet >= 0
    )


def take_articles(block: Block, keep: NDArray[np.bool_]) -> Block:
    """The block with only the articles marked."""
    if keep.all():
        return block
    return Block(
        block.measures, block.outlets, block.outlet[keep], block.event[keep], block.base[keep], block.count[keep]
    )


def choose_measures(frame: pd.DataFrame, measure: str | Sequence[str] | None) -> list[str]:
    """The names asked for, each checked to be in the frame; all, sorted, where none is asked for."""
    known = sorted(frame["measure"].dropna().unique())
    if measure is None:
        return known
    wanted = list(dict.fromkeys([measure] if isinstance(measure, str) else measure))
    for name in wanted:
        if name not in known:
            raise ValueError(f"unknown measure {name!r}; {nearest(name, known)}")
    return wanted


def nearest(name: object, known: Sequence[str]) -> str:
    """What to try instead of an unknown name."""
    near = get_close_matches(str(name), known, n=1, cutoff=0.6)
    return f"nearest: {near[0]!r}" if near else f"there are: {', '.join(known) or 'none'}"


def usable_rows(measures: pd.DataFrame, names: Sequence[str], within: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows that can be compared, and how many articles of each measure were left out, by reason.

    Returns
    -------
    rows, left_out : DataFrame
        The rows with `stratum` for the column named by `within`; and `measure, reason, n_articles`.
    """
    require(measures, MEASURES)
    if within is not None and within not in measures.columns:
        raise SchemaError(
            f"within={within!r} is no column of the measures; got {', '.join(map(str, measures.columns))}; "
            "match events first or leave `within` out"
        )
    stratum = measures[within] if within is not None else pd.Series("", index=measures.index)
    known = ["copy_group"] if "copy_group" in measures.columns else []
    rows = measures[["article_id", "outlet", "measure", "count", "base", "unit", *known]].assign(stratum=stratum)
    rows = rows[rows["measure"].isin(list(names))]
    _refuse_impossible(rows)
    reasons: dict[str, pd.Series[bool]] = {
        "outlet": rows["outlet"].isna() | rows["article_id"].isna(),
        "value": ~(rows["count"].abs() < np.inf) | ~(rows["base"].abs() < np.inf),
        "base": rows["base"] == 0,
        "event": rows["stratum"].isna(),
    }
    unusable = np.logical_or.reduce([here.to_numpy() for here in reasons.values()])
    bad = rows.loc[unusable, ["measure"]].astype("str")
    reason = pd.Series("", index=bad.index, dtype="str")
    for name, here in reasons.items():
        reason = reason.mask((reason == "") & here[unusable], name)
    left_out = bad.assign(reason=reason).groupby(["measure", "reason"], as_index=False).size()
    return rows if not len(bad) else rows[~unusable], left_out.rename(columns={"size": "n_articles"})


def _refuse_impossible(rows: pd.DataFrame) -> None:
    if ((rows["count"] < 0) | (rows["base"] < 0)).any():
        bad = rows[(rows["count"] < 0) | (rows["base"] < 0)].iloc[0]
        raise SchemaError(
            f"MEASURES: {bad['measure']!r} of article {bad['article_id']!r} has count {bad['count']} and base "
            f"{bad['base']}; both must be 0 or more"
        )
    if _any_twice(rows["measure"], rows["article_id"]):
        bad = rows[rows.duplicated(["measure", "article_id"])].iloc[0]
        raise SchemaError(
            f"MEASURES wants one row an article and measure; article {bad['article_id']!r} has several of "
            f"{bad['measure']!r}: sum them first"
        )
    several = rows["unit"].nunique() > 1
    named = rows[["measure", "unit"]].drop_duplicates().dropna()["measure"] if several else rows["measure"].iloc[:0]
    if named.duplicated().any():
        raise SchemaError(f"MEASURES: {named[named.duplicated()].iloc[0]!r} has several units; a rate needs one")


def _any_twice(measure: pd.Series, article: pd.Series) -> bool:
    """Does a measure stand twice in an article? Of categories without hashing a value."""
    if not (_is_category(measure) and _is_category(article)):
        return bool(pd.DataFrame({"measure": measure, "article": article}).duplicated().any())
    known = np.unique(measure.cat.codes)
    place = np.searchsorted(known, measure.cat.codes) * (len(article.cat.categories) + 1) + article.cat.codes + 1
    seen = np.zeros(len(known) * (len(article.cat.categories) + 1), dtype=bool)
    seen[place] = True
    return int(seen.sum()) < len(place)


@dataclass(frozen=True, eq=False)
class Gathered:
    """Measures that share their articles and bases, before they become blocks."""

    outlet: Integers
    event: Integers
    base: Floats
    counts: dict[str, Floats]


def make_blocks(rows: pd.DataFrame, outlets: list[str]) -> list[Block]:
    """Blocks of the usable rows, independent of their order; `outlets` are all sorted outlets of the comparison."""
    groups: dict[bytes, Gathered] = {}
    gather(rows, outlets, groups)
    return [
        Block(list(one.counts), outlets, one.outlet, one.event, one.base, np.stack([*one.counts.values()], axis=1))
        for one in groups.values()
    ]


def blocks_in_parts(groups: dict[bytes, Gathered], outlets: list[str], most_cells: int) -> Iterator[Block]:
    """Blocks of at most so many counts, each made when it is asked for; empties `groups`."""
    for one in groups.values():
        names, each = list(one.counts), max(1, most_cells // max(len(one.base), 1))
        for first in range(0, len(names), each):
            part = names[first : first + each]
            counts = np.stack([one.counts.pop(name) for name in part], axis=1)
            yield Block(part, outlets, one.outlet, one.event, one.base, counts)


def gather(rows: pd.DataFrame, outlets: list[str], groups: dict[bytes, Gathered]) -> None:
    """Add the measures of these usable rows to the groups of those with the same articles and bases.

    Rows that are gathered in several calls have `article_id` and `stratum` as the same categories in each.
    """
    article, n_articles = _codes(rows["article_id"])
    outlet = _of_article(_codes(rows["outlet"], outlets)[0], article, n_articles, "outlets")
    event = _of_article(_codes(rows["stratum"])[0], article, n_articles, "events")
    base, count = rows["base"].to_numpy(float), rows["count"].to_numpy(float)
    for name, position in _positions(rows["measure"]):
        chosen = position[np.argsort(article[position], kind="stable")]
        these, bases = article[chosen], base[chosen]
        key = blake2b(these.tobytes() + bases.tobytes(), digest_size=16).digest()
        if key not in groups:
            groups[key] = Gathered(outlet[these], event[these], bases, {})
        groups[key].counts[name] = count[chosen]


def _positions(measure: pd.Series) -> Iterator[tuple[str, Integers]]:
    """Each measure in the order of its name, with the positions of its rows."""
    codes, known = pd.factorize(measure)
    order = np.argsort(codes, kind="stable")
    begin = np.searchsorted(codes[order], np.arange(len(known) + 1))
    for place in sorted(range(len(known)), key=lambda place: str(known[place])):
        yield str(known[place]), order[begin[place] : begin[place + 1]]


def _is_category(values: pd.Series) -> bool:
    return isinstance(values.dtype, pd.CategoricalDtype)


def _codes(values: pd.Series, known: Sequence[str] | None = None) -> tuple[NDArray[np.int64], int]:
    """Place of each value among the known ones, or among all sorted; and how many these are. Hashes each value once."""
    if _is_category(values):
        codes, found = values.cat.codes.to_numpy(), values.cat.categories
        known = None if known is None else [*known, *sorted(set(found) - set(known))]
    else:
        codes, found = pd.factorize(values)
    ordered = sorted(found) if known is None else known
    place = {value: number for number, value in enumerate(ordered)}
    return np.array([place[value] for value in found], dtype=np.int64)[codes], len(ordered)


def _of_article(codes: NDArray[np.integer], article: NDArray[np.integer], n_articles: int, what: str) -> Integers:
    of_article = np.full(n_articles, -1, dtype=np.int64)
    of_article[article] = codes
    if (of_article[article] != codes).any():
        raise SchemaError(f"MEASURES: an article has two {what}; an article belongs to one")
    return of_article
