"""Outlets compared: rates, differences with intervals, permutation p and q; articles are the units, never words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from tqdm import tqdm

from bingkai.contrast.blocks import Block, choose_measures, make_blocks, nearest, take_outlets, usable_rows
from bingkai.contrast.comparison import OTHERS, Comparison
from bingkai.contrast.correct import benjamini_hochberg
from bingkai.contrast.estimate import (
    Estimates,
    Plan,
    Rates,
    compare_articles,
    compare_within,
    matched,
    rate_intervals,
    totals,
)
from bingkai.contrast.notes import (
    ALONE,
    NEVER,
    NO_BASE,
    NO_EVENT,
    NO_VARIATION,
    Note,
    note_care_events,
    note_few_articles,
    note_few_events,
    note_few_hits,
    note_left_out,
    note_too_few,
    write_notes,
)
from bingkai.schema import COMPARISON, build

MIN_EVENTS = 6
"""With fewer events no permutation of one article each can reach p < 0.05 (2 / 2⁶ = 0.03)."""
MIN_HITS = 5
"""A comparison that rests on fewer articles with a count above 0 is refused: read them instead."""
FEW_ARTICLES = 30
FEW_EVENTS = 40

REQUIRED = (
    "measure", "outlet", "reference", "estimate", "effect", "ci_low", "ci_high", "n_articles", "n_events",
    "p_value", "note",
)  # fmt: skip
EXTRA_NUMBERS = (
    "estimate_low", "estimate_high", "reference_estimate", "ratio", "ratio_low", "ratio_high", "count", "base",
)  # fmt: skip
INFERRED = ("effect", "ci_low", "ci_high", "ratio", "ratio_low", "ratio_high", "p_value")
NUMBERS = ("estimate", "estimate_low", "estimate_high", "reference_estimate", *INFERRED)
Row = dict[str, object]


def compare_outlets(
    measures: pd.DataFrame,
    measure: str | Sequence[str] | None = None,
    *,
    within: str | None = None,
    reference: str = OTHERS,
    seed: int = 7,
    n_resamples: int = 2000,
    min_articles: int = 10,
    confidence: float = 0.95,
    progress: bool = True,
) -> Comparison:
    """Compare outlets on measures: is an outlet's rate different from the other outlets', and how sure is that?

    Parameters
    ----------
    measures : DataFrame
        MEASURES: one row an article and measure with `count` and `base`.
    measure : str or list of str, optional
        Which measures; all where left out.
    within : str, optional
        A column of `measures`, as a rule "event_id": outlets are compared only with outlets of the same event.
    reference : str
        "others": each outlet against the unweighted mean of the other outlets' rates, so that a prolific outlet does
        not decide what is usual. "pairwise": every pair. Or the name of an outlet.
    seed, n_resamples : int
        Of bootstrap and permutation.
    min_articles : int
        Usable articles an outlet must have to be compared, and to enter the mean of the others.
    confidence : float
        Of the intervals.
    progress : bool
        Show a progress bar when it takes more than a few seconds.

    Returns
    -------
    Comparison
        `.to_frame()` has a row an outlet (or pair) and measure; rates are counts per one unit of base:

        - measure, outlet, reference ("others", or the outlet it is compared with)
        - estimate: rate of the outlet, sum of counts over sum of bases (`within`: weighted over events, see Notes)
        - effect, ci_low, ci_high: estimate minus the reference's rate, with its interval
        - n_articles: the outlet's articles with a base above 0; n_events: events compared (0 where not matched)
        - p_value: permutation of outlet labels, two-sided
        - q_value: Benjamini-Hochberg over all rows tested in this call, which are the family
        - note: why a cell is refused or to be read with care, Indonesian and English
        - unit: what the base counts
        - estimate_low, estimate_high: interval of the outlet's own rate
        - reference_estimate: rate of the reference
        - ratio, ratio_low, ratio_high: estimate over reference_estimate; infinite where that could be 0
        - count, base: the outlet's totals; n_hits: its articles with a count above 0

    Notes
    -----
    Intervals: articles of each outlet are drawn with replacement; symmetric percentile-t interval of each rate on the
    square-root scale, differences and ratios from those by Zou and Donner (2008). p: labels are shuffled over the
    articles of the outlets compared, and the studentised difference of the square roots of the rates is counted, which
    keeps its level when outlets differ in number of articles and moderately in variance. With a very skewed measure, an
    outlet of some 20 articles beside one of 200 still has intervals near 92 % where 95 % is stated.

    Within events: the difference is the mean over events of (outlet's rate in the event - unweighted mean rate of the
    event's other outlets), weighted by the inverse of the variance it would have were counts Poisson with a common
    rate (for two outlets the Mantel-Haenszel weight); `estimate` and `reference_estimate` are the two rates under these
    weights. Events are drawn with replacement for the interval, labels shuffled within events for p. Articles without
    an event are left out and counted, those of an event with one outlet are not used.

    A random stream belongs to seed and outlet names: neither the order of rows nor the other measures of a call change
    a number (except q, which belongs to the family).

    References
    ----------
    Chung, E. and Romano, J. P. (2013). Exact and asymptotically robust permutation tests. Annals of Statistics 41.
    Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about effect measures. Statistics in Medicine
    27.

    Examples
    --------
    >>> articles = [f"a{i:02}" for i in range(40)]
    >>> frame = pd.DataFrame({
    ...     "article_id": articles, "outlet": ["Harian Fiksi", "Kabar Fiksi"] * 20, "measure": "stance.jarak",
    ...     "count": [3, 1] * 10 + [2, 0] * 10, "base": 10, "unit": "attributions"})
    >>> table = compare_outlets(frame, n_resamples=200).to_frame()
    >>> table[["outlet", "estimate", "effect", "n_articles"]].round(2).values.tolist()
    [['Harian Fiksi', 0.25, 0.2, 20], ['Kabar Fiksi', 0.05, -0.2, 20]]
    """
    _check_settings(seed, n_resamples, min_articles, confidence)
    names = choose_measures(measures, measure) if "measure" in measures else []
    rows, left_out = usable_rows(measures, names, within)
    outlets = sorted(measures.loc[measures["measure"].isin(names), "outlet"].dropna().unique())
    if reference not in (OTHERS, "pairwise", *outlets):
        raise ValueError(
            f"unknown reference {reference!r}: wanted 'others', 'pairwise' or an outlet; {nearest(reference, outlets)}"
        )
    compared = _compare_blocks(
        make_blocks(rows, outlets), Plan(seed, n_resamples, confidence), within, reference, min_articles, progress
    )
    done = {row["measure"] for row in compared}
    compared += [row for name in names if name not in done for row in _never_counted(name, outlets, reference)]
    units = measures.drop_duplicates("measure").set_index("measure")["unit"]
    return Comparison(
        table=_table(compared, names, units),
        left_out=left_out,
        reference=reference,
        within=within,
        seed=seed,
        n_resamples=n_resamples,
        min_articles=min_articles,
        confidence=confidence,
        n_articles=int(rows["article_id"].nunique()),
    )


def _check_settings(seed: int, n_resamples: int, min_articles: int, confidence: float) -> None:
    if seed < 0:
        raise ValueError(f"seed {seed}: wanted 0 or more")
    if n_resamples < 19:
        raise ValueError(f"n_resamples {n_resamples}: wanted at least 19 (2000 for anything to be published)")
    if min_articles < 2:
        raise ValueError(f"min_articles {min_articles}: wanted at least 2, a variance needs two articles")
    if not 0.5 <= confidence < 1:
        raise ValueError(f"confidence {confidence}: wanted 0.5 to below 1, as 0.95")


def _contrasts(outlets: Sequence[str], reference: str) -> list[tuple[str, str]]:
    if reference == OTHERS:
        return [(outlet, OTHERS) for outlet in outlets]
    if reference == "pairwise":
        return list(combinations(outlets, 2))
    return [(outlet, reference) for outlet in outlets if outlet != reference]


def _compare_blocks(
    blocks: Sequence[Block], plan: Plan, within: str | None, reference: str, min_articles: int, progress: bool
) -> list[Row]:
    total = sum(len(_contrasts(block.outlets, reference)) * len(block.measures) for block in blocks)
    made: list[Row] = []
    with tqdm(total=total, disable=not progress, delay=3, desc="compare_outlets", unit="row") as bar:
        for block in blocks:
            for rows in _compare_block(block, plan, within, reference, min_articles):
                made += rows
                bar.update(len(rows))
    return made


def _compare_block(
    block: Block, plan: Plan, within: str | None, reference: str, min_articles: int
) -> Iterator[list[Row]]:
    n_articles = totals(block)[3]
    usable = [name for name, n in zip(block.outlets, n_articles, strict=True) if n >= min_articles]
    small = [name for name in block.outlets if name not in usable]
    part = take_outlets(block, usable)
    rates = rate_intervals(part, plan) if within is None and len(usable) > 1 else None
    whole = _solve(part, usable, rates, plan, within) if reference == OTHERS and len(usable) > 1 else None
    for outlet, other in _contrasts(block.outlets, reference):
        sides = [outlet] if other == OTHERS else [outlet, other]
        if any(side in small for side in sides):
            refused = [note_too_few(side, _n_of(block, side), min_articles) for side in sides if side in small]
            yield _refused_rows(block, outlet, other, refused)
        elif len(usable) < 2:
            yield _refused_rows(block, outlet, other, [ALONE])
        else:
            solved = whole or _solve(part, sides, rates, plan, within)
            left = small if other == OTHERS else []
            yield _solved_rows(block, solved, outlet, other, within, left, min_articles)


def _n_of(block: Block, outlet: str) -> int:
    return int((block.outlet == block.outlets.index(outlet)).sum())


def _solve(
    block: Block, outlets: Sequence[str], rates: Rates | None, plan: Plan, within: str | None
) -> tuple[list[str], Estimates | None]:
    """Estimates of these outlets, each against the others, with the outlets they are for."""
    part = take_outlets(block, outlets)
    if rates is not None:
        rows = [block.outlets.index(name) for name in outlets]
        low, middle, high = (values[rows] for values in rates)
        return part.outlets, compare_articles(part, (low, middle, high), plan)
    part = matched(part)
    return part.outlets, compare_within(part, plan) if part.outlets else None


def _solved_rows(
    block: Block, solved: tuple[list[str], Estimates | None], outlet: str, other: str, within: str | None,
    small: Sequence[str], min_articles: int,
) -> list[Row]:  # fmt: skip
    outlets, found = solved
    if found is None or outlet not in outlets:
        return _refused_rows(block, outlet, other, [NO_EVENT])
    k = outlets.index(outlet)
    sides = [k] if other == OTHERS else [k, outlets.index(other)]
    n, n_events = int(found.n_articles[k]), int(found.n_events[k])
    fewest = int(found.n_articles[sides].min())
    refused, care = [], []
    if fewest < min_articles:
        name = outlets[min(sides, key=lambda side: found.n_articles[side])]
        refused.append(note_too_few(name, fewest, min_articles))
    if within is not None and n_events < MIN_EVENTS:
        refused.append(note_few_events(n_events, MIN_EVENTS))
    if fewest < FEW_ARTICLES and within is None:
        care.append(note_few_articles(fewest))
    if within is not None and n_events < FEW_EVENTS:
        care.append(note_care_events(n_events))
    if small:
        care.append(note_left_out(small, min_articles))
    return [
        _row(name, outlet, other, found, k, j, n, n_events, refused + _refused_measure(found, k, j), care)
        for j, name in enumerate(block.measures)
    ]


def _refused_measure(found: Estimates, k: int, j: int) -> list[Note]:
    hits = int(found.hits[:, j].sum())
    if hits == 0:
        return [NEVER]
    if hits < MIN_HITS:
        return [note_few_hits(hits, MIN_HITS)]
    if found.ci_low[k, j] == found.ci_high[k, j]:
        return [NO_VARIATION]
    return []


def _row(
    measure: str, outlet: str, other: str, found: Estimates, k: int, j: int, n: int, n_events: int,
    refused: Sequence[Note], care: Sequence[Note],
) -> Row:  # fmt: skip
    row: Row = {"measure": measure, "outlet": outlet, "reference": other, "n_articles": n, "n_events": n_events}
    row |= {name: float(getattr(found, name)[k, j]) for name in NUMBERS}
    row |= {"count": found.count[k, j], "base": found.base[k], "n_hits": int(found.hits[k, j])}
    if refused:
        row |= dict.fromkeys(INFERRED, np.nan)
    return row | {"note": write_notes([*refused, *care])}


def _refused_rows(block: Block, outlet: str, other: str, refused: Sequence[Note]) -> list[Row]:
    count, base, hits, n_articles = totals(block)
    k = block.outlets.index(outlet)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = count[k] / base[k]
    return [
        {
            "measure": name, "outlet": outlet, "reference": other, "n_articles": int(n_articles[k]), "n_events": 0,
            **dict.fromkeys(NUMBERS, np.nan), "estimate": rate[j], "count": count[k, j], "base": base[k],
            "n_hits": int(hits[k, j]), "note": write_notes(refused),
        }
        for j, name in enumerate(block.measures)
    ]  # fmt: skip


def _never_counted(measure: str, outlets: Sequence[str], reference: str) -> list[Row]:
    empty = {**dict.fromkeys(NUMBERS, np.nan), "n_articles": 0, "n_events": 0, "count": 0.0, "base": 0.0, "n_hits": 0}
    return [
        {"measure": measure, "outlet": outlet, "reference": other, **empty, "note": write_notes([NO_BASE])}
        for outlet, other in _contrasts(outlets, reference)
    ]


def _table(rows: Sequence[Row], names: Sequence[str], units: pd.Series) -> pd.DataFrame:
    made = build(
        {"q_value": [np.nan] * len(rows)} | {name: [row[name] for row in rows] for name in REQUIRED}, COMPARISON
    )
    made["unit"] = made["measure"].map(units).astype("str")
    for name in (*EXTRA_NUMBERS, "n_hits"):
        made[name] = pd.Series([row[name] for row in rows], dtype="int64" if name == "n_hits" else "float64")
    place = made["measure"].map({name: place for place, name in enumerate(names)})
    made = made.assign(place=place).sort_values(["place", "outlet", "reference"], ignore_index=True)
    made["q_value"] = benjamini_hochberg(made["p_value"])
    return made[[*(c.name for c in COMPARISON.columns), "unit", *EXTRA_NUMBERS, "n_hits"]]
