"""Outlets compared: rates, differences with intervals, permutation p and q; articles are the units, never words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NoReturn

import numpy as np
import pandas as pd
from tqdm import tqdm

from bingkai.contrast.blocks import Block, Gathered, blocks_in_parts, choose_measures, nearest, take_outlets
from bingkai.contrast.comparison import OTHERS, Comparison
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
from bingkai.contrast.notes import ALONE, note_too_few
from bingkai.contrast.rows import Row, contrasts_of, never_counted, refused_rows, solved_rows, table_of
from bingkai.contrast.units import gather_units
from bingkai.schema import MEASURES, require

MOST_CELLS = 25_000_000
"""Counts of articles and measures that are compared at once; memory stays some ten times their 8 bytes."""


def compare_outlets(
    measures: pd.DataFrame,
    measure: str | Sequence[str] | None = None,
    *,
    within: str | None = None,
    reference: str = OTHERS,
    copies: str = "once",
    weights: str | None = None,
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
    copies : {"once", "all", "without"}
        How texts count that stand in several articles, where `measures` has the column `copy_group` (see
        `mark_copies`). "once": copies within an outlet are one unit (mean count and base), and a text that k outlets
        carry counts 1/k in each. "all": every article for itself. "without": texts of several outlets are left out.
        `compare_copies` shows all three.
    weights : str, optional
        A column of `measures` with a weight of 0 or more for each article, as of a stratified sample.
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
        - n_articles: the outlet's articles with a base above 0 (copies within it as one)
        - n_events: events compared (0 where not matched)
        - p_value: permutation of outlet labels, two-sided
        - q_value: Benjamini-Hochberg over all rows tested in this call, which are the family
        - note: why a cell is refused or to be read with care, Indonesian and English
        - unit: what the base counts
        - estimate_low, estimate_high: interval of the outlet's own rate
        - reference_estimate: rate of the reference
        - ratio, ratio_low, ratio_high: estimate over reference_estimate; infinite where that could be 0
        - count, base: the outlet's totals (weighted, where articles have weights or are copies)
        - n_hits: its articles with a count above 0

    Notes
    -----
    Intervals: articles of each outlet are drawn with replacement; symmetric percentile-t interval of each rate on the
    square-root scale, differences and ratios from those by Zou and Donner (2008). p: labels are shuffled over the
    articles of the outlets compared, and the studentised difference of the square roots of the rates is counted, which
    keeps its level when outlets differ in number of articles and moderately in variance. With a very skewed measure, an
    outlet of some 20 articles beside one of 200 still has intervals near 92 % where 95 % is stated. Of the usual
    bootstrap intervals these hold bursty counts best: with 15 to 200 articles 92 to 97 % where 95 % is stated, BCa
    intervals 89 to 95 %, percentile intervals 86 to 95 % (``bench_contrast.py kinds``).

    Within events: the difference is the mean over events of (outlet's rate in the event - unweighted mean rate of the
    event's other outlets), weighted by the inverse of the variance it would have were counts Poisson with a common
    rate (for two outlets the Mantel-Haenszel weight); `estimate` and `reference_estimate` are the two rates under these
    weights. Events are drawn with replacement for the interval, labels shuffled within events for p. Articles without
    an event are left out and counted, those of an event with one outlet are not used.

    Copies: a text carried by k outlets is the same draw in each, yet is resampled in each for itself; the interval of
    a difference between them is then rather too wide.

    Outlets of more than 20,000 articles (events) are drawn by Poisson weights. More than 60,000 articles change labels
    in bundles of an outlet's articles, more than 20,000 within events by a number of places that a bundle of events
    shares. Both keep the inference, p being exact where outlets are alike, and save the time. A million articles and
    fifty measures take some 3 GB; give text columns as categories then, as `load_frame` does.

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
    check_settings(seed, n_resamples, min_articles, confidence)
    if not isinstance(measures, pd.DataFrame):
        require(measures, MEASURES)
    names = choose_measures(measures, measure) if "measure" in measures else []
    named = measures["measure"].isin(names) if "measure" in measures else pd.Series(dtype=bool)
    outlets = sorted(measures.loc[named, "outlet"].dropna().unique()) if names else []
    require_plain_names(outlets)
    groups: dict[bytes, Gathered] = {}
    left_out, used = gather_units(measures, names, groups, outlets, (within, copies, weights))
    if reference not in (OTHERS, "pairwise", *outlets):
        raise ValueError(
            f"unknown reference {reference!r}: wanted 'others', 'pairwise' or an outlet; {nearest(reference, outlets)}"
        )
    total = len(contrasts_of(outlets, reference)) * sum(len(one.counts) for one in groups.values())
    compared = _compare_blocks(
        blocks_in_parts(groups, outlets, MOST_CELLS), Plan(seed, n_resamples, confidence), within, reference,
        min_articles, tqdm(total=total, disable=not progress, delay=3, desc="compare_outlets", unit="row"),
    )  # fmt: skip
    done = {row["measure"] for row in compared}
    compared += [row for name in names if name not in done for row in never_counted(name, outlets, reference)]
    units = measures.drop_duplicates("measure").set_index("measure")["unit"]
    return Comparison(
        table=table_of(compared, names, units),
        left_out=left_out,
        reference=reference,
        within=within,
        seed=seed,
        n_resamples=n_resamples,
        min_articles=min_articles,
        confidence=confidence,
        n_articles=used,
        copies=copies if "copy_group" in measures else "",
        weights=weights or "",
    )


def check_settings(seed: int, n_resamples: int, min_articles: int, confidence: float) -> None:
    if not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"seed {seed!r}: wanted a whole number of 0 or more")
    if n_resamples < 19:
        raise ValueError(f"n_resamples {n_resamples}: wanted at least 19 (2000 for anything to be published)")
    if min_articles < 2:
        raise ValueError(f"min_articles {min_articles}: wanted at least 2, a variance needs two articles")
    if not 0.5 <= confidence < 1:
        raise ValueError(f"confidence {confidence}: wanted 0.5 to below 1, as 0.95")


def require_plain_names(outlets: Sequence[str]) -> None:
    """No outlet is called what the reference may be called: nobody could tell the two apart."""
    taken = next((name for name in (OTHERS, "pairwise") if name in outlets), None)
    if taken:
        raise ValueError(f"an outlet is called {taken!r}, which names a reference; give the outlet another name")


def _compare_blocks(
    blocks: Iterable[Block], plan: Plan, within: str | None, reference: str, min_articles: int, bar: tqdm[NoReturn]
) -> list[Row]:
    made: list[Row] = []
    with bar:
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
    for outlet, other in contrasts_of(block.outlets, reference):
        sides = [outlet] if other == OTHERS else [outlet, other]
        if any(side in small for side in sides):
            refused = [note_too_few(side, _n_of(block, side), min_articles) for side in sides if side in small]
            yield refused_rows(block, outlet, other, refused)
        elif len(usable) < 2:
            yield refused_rows(block, outlet, other, [ALONE])
        else:
            solved = whole or _solve(part, sides, rates, plan, within)
            left = small if other == OTHERS else []
            yield solved_rows(block, solved, outlet, other, within, left, min_articles)


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
