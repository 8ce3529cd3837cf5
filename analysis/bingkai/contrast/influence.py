"""How far a comparison rests on single articles and events: each left out in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.contrast.blocks import Block, choose_measures, make_blocks, nearest, take_outlets
from bingkai.contrast.comparison import OTHERS
from bingkai.contrast.estimate import matched, totals
from bingkai.contrast.units import units_of
from bingkai.schema import INFLUENCE, MEASURES, build, require

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Question:
    """Which outlet is compared with whom, on what."""

    measure: str
    outlet: str
    reference: str = OTHERS
    within: str | None = None
    copies: str = "once"
    weights: str | None = None
    min_articles: int = 10


@dataclass(frozen=True, eq=False)
class Compared:
    """The articles of one question: one measure, the outlets compared, in the block's order.

    Attributes
    ----------
    block : Block
    article_id : text (n_articles,)
    event : text (n_articles,)
        Event names, missing where there is none.
    outlet : int
        Code of the outlet asked about; all others of the block are its reference.
    within : bool
    """

    block: Block
    article_id: NDArray[np.object_]
    event: NDArray[np.object_]
    outlet: int
    within: bool


def influential(
    measures: pd.DataFrame,
    measure: str,
    outlet: str,
    *,
    n: int = 10,
    reference: str = OTHERS,
    within: str | None = None,
    copies: str = "once",
    weights: str | None = None,
    min_articles: int = 10,
) -> pd.DataFrame:
    """The articles on which a difference rests most: how it would be without each of them.

    Parameters
    ----------
    measures : DataFrame
        MEASURES.
    measure, outlet : str
        Which comparison.
    n : int
        How many articles.
    reference : str
        "others" or an outlet.
    within, copies, weights, min_articles
        As in `compare_outlets`.

    Returns
    -------
    DataFrame
        INFLUENCE, the article that moves the effect most first:

        - article_id, outlet (of the article: also articles of the reference move the effect), event_id where known
        - count, base: of the article
        - effect: with all articles; effect_without: without this one; shift: the latter minus the former

    Notes
    -----
    One at a time: two articles that hide each other are not found. Copies within an outlet are left out together, under
    the first article's id. Read these articles before the number is believed.

    Examples
    --------
    >>> frame = pd.DataFrame({
    ...     "article_id": [f"a{i:02}" for i in range(40)], "outlet": ["Harian Fiksi", "Kabar Fiksi"] * 20,
    ...     "measure": "stance.jarak", "count": [9] + [1] * 39, "base": 10, "unit": "attributions"})
    >>> found = influential(frame, "stance.jarak", "Harian Fiksi", n=1)
    >>> found[["article_id", "effect", "shift"]].round(3).values.tolist()
    [['a00', 0.04, -0.04]]
    """
    asked = Question(measure, outlet, reference, within, copies, weights, min_articles)
    compared = take_question(measures, asked)
    estimate, reference_estimate = rates_of(compared)
    effect = estimate - reference_estimate
    own, other = without_articles(compared)
    shift = own - other - effect
    order = np.lexsort((compared.article_id.astype(str), -np.abs(np.nan_to_num(shift))))[:n]
    block = compared.block
    made = build(
        {
            "article_id": compared.article_id[order].tolist(),
            "outlet": [block.outlets[code] for code in block.outlet[order]],
            "event_id": compared.event[order].tolist(),
            "count": block.count[order, 0].tolist(), "base": block.base[order].tolist(),
            "effect": [effect] * len(order), "effect_without": (own - other)[order].tolist(),
            "shift": shift[order].tolist(),
        },
        INFLUENCE,
    )  # fmt: skip
    return made if "event_id" in measures.columns else made.drop(columns="event_id")


def take_question(measures: pd.DataFrame, asked: Question) -> Compared:
    """The articles that answer a question, or an error that says what is missing."""
    require(measures, MEASURES)
    choose_measures(measures, asked.measure)
    rows, _ = units_of(measures, [asked.measure], asked.within, asked.copies, asked.weights)
    outlets = sorted(rows["outlet"].unique())
    for name in {asked.outlet, asked.reference} - {OTHERS}:
        if name not in outlets:
            raise ValueError(f"unknown outlet {name!r}; {nearest(name, outlets)}")
    if asked.outlet == asked.reference:
        raise ValueError(f"outlet and reference are both {asked.outlet!r}; wanted two outlets, or reference='others'")
    block = make_blocks(rows, outlets)[0]
    n_articles = totals(block)[3]
    usable = [name for name, n in zip(block.outlets, n_articles, strict=True) if n >= asked.min_articles]
    sides = usable if asked.reference == OTHERS else [asked.outlet, asked.reference]
    number = pd.Series(np.arange(len(block.base)), dtype="int64").to_numpy()
    kept = take_outlets(_numbered(block, number), sides)
    kept = matched(kept) if asked.within is not None else kept
    if asked.outlet not in kept.outlets or len(kept.outlets) < 2:
        raise ValueError(
            f"{asked.outlet!r} cannot be compared on {asked.measure!r}: fewer than {asked.min_articles} usable "
            "articles, or no other outlet" + (" in the same events" if asked.within else "")
        )
    place = kept.count[:, 1].astype(np.int64)
    ids = np.array(sorted(rows["article_id"]), dtype=object)[place]
    event = _events(measures, ids)
    kept = Block([asked.measure], kept.outlets, kept.outlet, kept.event, kept.base, kept.count[:, :1])
    return Compared(kept, ids, event, kept.outlets.index(asked.outlet), asked.within is not None)


def _numbered(block: Block, number: Integers) -> Block:
    """The block with the number of each article as a second measure, so that it survives selection."""
    count = np.column_stack([block.count[:, :1], number.astype(float)])
    return Block([*block.measures[:1], "number"], block.outlets, block.outlet, block.event, block.base, count)


def _events(measures: pd.DataFrame, ids: NDArray[np.object_]) -> NDArray[np.object_]:
    if "event_id" not in measures.columns:
        return np.full(len(ids), None, dtype=object)
    known = measures.drop_duplicates("article_id").set_index("article_id")["event_id"].astype(object)
    return known.reindex(ids).to_numpy(dtype=object)


def rates_of(compared: Compared) -> tuple[float, float]:
    """The outlet's rate and that of its reference, as `compare_outlets` gives them."""
    block, nothing = compared.block, np.zeros((1, len(compared.block.outlets)))
    if compared.within:
        c, b = _table(block)
        own, other, weight = _event_pairs(c, b, compared.outlet)
        return float((weight @ own) / weight.sum()), float((weight @ other) / weight.sum())
    rate, reference = _plain_without(block, compared.outlet, nothing, nothing)
    return float(rate[0]), float(reference[0])


def without_articles(compared: Compared) -> tuple[Floats, Floats]:
    """The outlet's rate and its reference's without each article of the block; NaN where nothing would be left."""
    block = compared.block
    own_place = np.arange(len(block.base))
    if not compared.within:
        c, b = (np.zeros((len(block.base), len(block.outlets))) for _ in range(2))
        c[own_place, block.outlet], b[own_place, block.outlet] = block.count[:, 0], block.base
        return _plain_without(block, compared.outlet, c, b)
    c, b = _table(block)
    _, event = np.unique(block.event, return_inverse=True)
    less_c, less_b = c[event], b[event]
    less_c[own_place, block.outlet] -= block.count[:, 0]
    less_b[own_place, block.outlet] -= block.base
    less_b[less_b < 1e-9 * block.base[:, None]] = 0
    before, after = _event_pairs(c, b, compared.outlet), _event_pairs(less_c, less_b, compared.outlet)
    return _swapped(before, [part[event] for part in before], after)


def without_events(compared: Compared) -> tuple[NDArray[np.object_], Floats, Floats]:
    """Names of the events, and the two rates without each of them."""
    block = compared.block
    if compared.within:
        codes, first = np.unique(block.event, return_index=True)
        before = _event_pairs(*_table(block), compared.outlet)
        own, other = _swapped(before, list(before), (before[0], before[1], np.zeros(len(codes))))
        here = before[2] > 0
        return compared.event[first][here], own[here], other[here]
    code, names = pd.factorize(compared.event, use_na_sentinel=True)
    c, b = (np.zeros((len(names), len(block.outlets))) for _ in range(2))
    known = code >= 0
    np.add.at(c, (code[known], block.outlet[known]), block.count[known, 0])
    np.add.at(b, (code[known], block.outlet[known]), block.base[known])
    own, other = _plain_without(block, compared.outlet, c, b)
    return np.asarray(names, dtype=object), own, other


def _plain_without(block: Block, outlet: int, c: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Rate of the outlet and mean rate of the others after taking these counts and bases (rows, outlets) away."""
    count, base, _, _ = totals(block)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = base - b
        rate = np.where(left > 1e-9 * base, (count[:, 0] - c) / left, np.nan)
    others = np.delete(rate, outlet, axis=1)
    return rate[:, outlet], others.mean(axis=1)


def _table(block: Block) -> tuple[Floats, Floats]:
    """Counts and bases, a row an event and a column an outlet."""
    k = len(block.outlets)
    _, event = np.unique(block.event, return_inverse=True)
    place, size = event * k + block.outlet, k * (event.max() + 1)
    c, b = (np.bincount(place, values, minlength=size).astype(float) for values in (block.count[:, 0], block.base))
    return c.reshape(-1, k), b.reshape(-1, k)


def _event_pairs(c: Floats, b: Floats, outlet: int) -> tuple[Floats, Floats, Floats]:
    """In each event the outlet's rate, the mean rate of the others, and the weight: 0 where either is absent."""
    here = b > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        rate, inverse = np.where(here, c / b, 0.0), np.where(here, 1 / b, 0.0)
    n_others = here.sum(axis=1) - here[:, outlet]
    paired = here[:, outlet] & (n_others > 0)
    other = (rate.sum(axis=1) - rate[:, outlet]) / np.maximum(n_others, 1)
    weight = np.where(paired, n_others / np.maximum(inverse.sum(axis=1), 1e-300), 0.0)
    return rate[:, outlet], other, weight


def _swapped(
    whole: tuple[Floats, Floats, Floats], old: list[Floats], new: tuple[Floats, Floats, Floats]
) -> tuple[Floats, Floats]:
    """The weighted means of all events, with each event's old pair replaced by its new one."""
    own, other, weight = whole
    with np.errstate(divide="ignore", invalid="ignore"):
        left = weight.sum() - old[2] + new[2]
        left = np.where(left > 1e-9 * weight.sum(), left, np.nan)
        return (
            (weight @ own - old[2] * old[0] + new[2] * new[0]) / left,
            (weight @ other - old[2] * old[1] + new[2] * new[1]) / left,
        )
