"""Headline against body of the same articles: a difference within an outlet, and its difference between outlets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from bingkai.contrast import interval as ends
from bingkai.contrast.compare import check_settings
from bingkai.contrast.comparison import OTHERS
from bingkai.contrast.correct import benjamini_hochberg
from bingkai.contrast.estimate import Floats, Plan
from bingkai.contrast.notes import (
    ALONE,
    NEVER,
    NO_VARIATION,
    Note,
    note_few_articles,
    note_few_hits,
    note_too_few,
    write_notes,
)
from bingkai.contrast.rows import FEW_ARTICLES, MIN_HITS, Row
from bingkai.contrast.zone_articles import (
    REPORTER,
    Own,
    PairedArticles,
    compare_differences,
    compare_own,
    pair_articles,
    zone_pairs,
)
from bingkai.contrast.zone_comparison import ZoneComparison
from bingkai.schema import COMPARISON, MEASURES, build, require

MIN_EXPECTED = 5.0
"""Hits either zone would have at the rate of both together, under which a rate of 0 there is no surprise."""
TESTED = ("effect", "ci_low", "ci_high", "ratio", "p_value")
NUMBERS = ("estimate", "estimate_low", "estimate_high", "reference_estimate", *TESTED)
COUNTED = ("count", "base", "reference_count", "reference_base")


def compare_zones(
    measures: pd.DataFrame,
    measure: str | Sequence[str] | None = None,
    *,
    zone: str = "title",
    against: str = REPORTER,
    copies: str = "once",
    weights: str | None = None,
    seed: int = 7,
    n_resamples: int = 2000,
    min_articles: int = 10,
    confidence: float = 0.95,
) -> ZoneComparison:
    """Compare headlines with the text under them: does an outlet's headline say it more often than the same article?

    Parameters
    ----------
    measures : DataFrame
        MEASURES counted in both zones, as of ``measure(reading, zones=("title", "reporter"))``, or the rows of
        ``choice_measures(reading, ("title",))`` and ``choice_measures(reading, ("reporter",))`` together.
    measure : str or list of str, optional
        Names without the zone, e.g. "kata_bermuatan.emotif"; all that stand in both zones where left out.
    zone, against : str
        The two zones: title, reporter, direct, indirect or scare. A name without a zone is the reporter's.
    copies, weights, seed, n_resamples, min_articles, confidence
        As in `compare_outlets`; an article counts only with a base above 0 in both zones.

    Returns
    -------
    ZoneComparison
        `.to_frame()` is COMPARISON with two rows an outlet and measure, rates being counts per one unit of base:

        - kind "zones": reference is the zone it is set against; estimate and reference_estimate are the outlet's rates
          in the two zones of the same articles, effect their difference, ratio the one over the other
        - kind "outlets": reference "others"; estimate is that difference, reference_estimate the unweighted mean of the
          other outlets' differences, effect the difference of differences; no ratio
        - estimate_low, estimate_high, ci_low, ci_high: intervals of estimate and effect
        - p_value: zones: percentile-t bootstrap of articles; outlets: permutation of outlet labels over articles
        - q_value: Benjamini-Hochberg over all rows tested in this call
        - n_articles, n_hits: articles with a base in both zones; those of them with a count in either
        - count, base, reference_count, reference_base: totals of the two zones (kind "outlets": as its kind "zones")
        - unit: what the base counts; n_events: 0; note: why a row is refused or to be read with care

    Raises
    ------
    ValueError
        No measure stands in both zones, or a setting cannot be.

    Notes
    -----
    The article is the unit and its own control: both rates are sums over the same articles, which are drawn with both
    their zones, so that topic, event and author are held constant. Within an outlet: the difference of the square roots
    of the two rates in standard errors that hold the covariance of the zones, p by percentile-t; the interval from the
    intervals of both rates and their correlation (Zou and Donner 2008). A bootstrap of a rate of 0 knows no doubt: rows
    are refused where either zone would have fewer than 5 hits at the common rate. Between outlets: labels of outlets
    are shuffled over the articles and the studentised difference of differences is counted, which is exact where
    outlets are alike.

    Known bias: headlines are short, so that they have few hits and wide intervals; their grammar is their own (verbs
    without prefix, dropped words), which the same rule for all outlets leaves in the first kind of row and takes out of
    the second. Headlines may be written by other people than the text.

    References
    ----------
    Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about effect measures. Statistics in Medicine
    27.

    Examples
    --------
    >>> articles = [f"a{i:02}" for i in range(80)]
    >>> def side(name, counts, base):
    ...     return pd.DataFrame({"article_id": articles, "outlet": ["Harian Fiksi", "Kabar Fiksi"] * 40,
    ...         "measure": name, "count": counts, "base": base, "unit": "words"})
    >>> frame = pd.concat([side("kata.emotif@title", [1, 0, 1, 1] * 20, 10), side("kata.emotif", [9, 6, 5, 8] * 20, 100)])
    >>> table = compare_zones(frame, n_resamples=200).to_frame()
    >>> table[["outlet", "reference", "estimate", "reference_estimate", "effect"]].round(3).values.tolist()[:2]
    [['Harian Fiksi', 'reporter', 0.1, 0.07, 0.03], ['Harian Fiksi', 'others', 0.03, -0.02, 0.05]]
    """  # noqa: E501
    check_settings(seed, n_resamples, min_articles, confidence)
    require(measures, MEASURES)
    plan = Plan(seed, n_resamples, confidence)
    chosen = zone_pairs(measures, measure, zone, against)
    rows: list[Row] = []
    left_out: dict[str, int] = {}
    for name, pair in chosen.items():
        found = pair_articles(measures, pair, copies, weights)
        left_out[name] = found.left_out
        rows += [row | {"measure": name, "unit": found.unit} for row in _rows(found, against, plan, min_articles)]
    return ZoneComparison(_table(rows), left_out, zone, against, seed, n_resamples, min_articles, confidence)


def _rows(found: PairedArticles, against: str, plan: Plan, min_articles: int) -> Iterator[Row]:
    """Two rows an outlet, those with too few articles refused."""
    n_each = np.bincount(found.outlet, minlength=len(found.outlets))
    usable = [k for k, n in enumerate(n_each) if n >= min_articles]
    own = {k: compare_own(found.values[found.outlet == k], found.outlets[k], plan) for k in usable}
    between = _between(found, own, plan) if len(usable) > 1 else {}
    for k, name in enumerate(found.outlets):
        values = found.values[found.outlet == k]
        shared = _counted(name, values)
        few: list[Note] = [note_few_articles(len(values))] if len(values) < FEW_ARTICLES else []
        refused = _refused(values, own.get(k), min_articles, name)
        yield shared | _own_row(own.get(k), refused, few) | {"kind": "zones", "reference": against}
        refused = [ALONE] if k in own and k not in between else _refused(values, own.get(k), min_articles, name)
        yield shared | _between_row(between.get(k), refused, few) | {"kind": "outlets", "reference": OTHERS}


def _n_hits(values: Floats) -> int:
    """Articles with a count in either zone."""
    return int(((values[:, 0] > 0) | (values[:, 2] > 0)).sum())


def _counted(outlet: str, values: Floats) -> Row:
    sums = dict(zip(COUNTED, values.sum(axis=0), strict=True))
    return {"outlet": outlet, "n_articles": len(values), "n_events": 0, "n_hits": _n_hits(values)} | sums


def _refused(values: Floats, own: Own | None, min_articles: int, outlet: str) -> list[Note]:
    if own is None:
        return [note_too_few(outlet, len(values), min_articles)]
    hits = _n_hits(values)
    if hits == 0:
        return [NEVER]
    if hits < MIN_HITS:
        return [note_few_hits(hits, MIN_HITS)]
    count, base, other, other_base = values.sum(axis=0)
    expected = (count + other) / (base + other_base) * min(base, other_base)
    if expected < MIN_EXPECTED:
        shown = f"{expected:.1f}"
        return [(f"zona terlalu pendek: hanya {shown.replace('.', ',')} kemunculan diharapkan, perlu {MIN_EXPECTED:g}",
                 f"zone too short: only {shown} hits expected, {MIN_EXPECTED:g} wanted")]  # fmt: skip
    return [NO_VARIATION] if np.isnan(own.p_value) else []


def _own_row(own: Own | None, refused: Sequence[Note], care: Sequence[Note]) -> Row:
    row: Row = dict.fromkeys(NUMBERS, np.nan)
    if own is not None:
        one, other = own.rates
        row |= {"estimate": one, "estimate_low": own.rate_ends[0], "estimate_high": own.rate_ends[1],
                "reference_estimate": other}  # fmt: skip
        if not refused:
            row |= {"effect": own.effect, "ci_low": own.ends[0], "ci_high": own.ends[1], "p_value": own.p_value,
                    "ratio": one / other if other else np.inf}  # fmt: skip
    return row | {"note": write_notes([*refused, *care])}


def _between(found: PairedArticles, own: dict[int, Own], plan: Plan) -> dict[int, Row]:
    """Numbers of the difference of differences by outlet; outlets with too few articles are in no mean."""
    codes = list(own)
    kept = np.isin(found.outlet, codes)
    outlet = np.searchsorted(codes, found.outlet[kept])
    part = PairedArticles([found.outlets[k] for k in codes], outlet, found.values[kept], found.unit, 0)
    p_value = compare_differences(part, plan)
    middle = np.array([own[k].effect for k in codes])
    low, high = (np.array([own[k].ends[side] for k in codes]) for side in (0, 1))
    made = {}
    for place, k in enumerate(codes):
        rest = np.arange(len(codes)) != place
        mean = middle[rest].mean()
        below, above = (np.sqrt((gap[rest] ** 2).sum()) / rest.sum() for gap in (middle - low, high - middle))
        ci = ends.difference_interval(middle[place], (low[place], high[place]), mean, (mean - below, mean + above))
        made[k] = {"estimate": middle[place], "estimate_low": low[place], "estimate_high": high[place],
                   "reference_estimate": mean, "effect": middle[place] - mean, "ci_low": ci[0], "ci_high": ci[1],
                   "ratio": np.nan, "p_value": p_value[place]}  # fmt: skip
    return made


def _between_row(numbers: Row | None, refused: Sequence[Note], care: Sequence[Note]) -> Row:
    row: Row = dict.fromkeys(NUMBERS, np.nan)
    row |= numbers or {}
    if refused:
        row |= dict.fromkeys(TESTED, np.nan)
    return row | {"note": write_notes([*refused, *care])}


def _table(rows: Sequence[Row]) -> pd.DataFrame:
    wanted = [column.name for column in COMPARISON.columns if column.name != "q_value"]
    made = build({"q_value": [np.nan] * len(rows)} | {name: [row[name] for row in rows] for name in wanted}, COMPARISON)
    for name in ("kind", "unit"):
        made[name] = pd.Series([row[name] for row in rows], dtype="str")
    for name in (*NUMBERS, *COUNTED):
        if name not in made:
            made[name] = pd.Series([row[name] for row in rows], dtype="float64")
    made["n_hits"] = pd.Series([row["n_hits"] for row in rows], dtype="int64")
    made["q_value"] = benjamini_hochberg(made["p_value"])
    first = ["measure", "kind"]
    return made[[*first, *(name for name in made if name not in first)]]
