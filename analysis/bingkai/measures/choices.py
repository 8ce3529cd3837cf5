"""Which of the rival names an outlet chooses: shares of the mentions of one referent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from bingkai.measures.measure import long_frame, places_of, tally
from bingkai.measures.proportions import design_effect, wilson
from bingkai.reading.evidence import OUTLET_VOICE, Frames, as_zones, zone_suffix
from bingkai.schema import CHOICE_SHARES, build, require_reading

LEAST_ARTICLES = 2  # below this an interval over articles says nothing


def choice_measures(reading: Frames, zones: Sequence[str] = OUTLET_VOICE) -> pd.DataFrame:
    """How often each article names a referent by each of its rival names.

    Parameters
    ----------
    reading : Reading
        With a study, or after `with_choices`.
    zones : sequence of str
        Whose words: by default the outlet's own voice, headline and reporter; or one zone, such as ``("direct",)`` for
        what sources are quoted with.

    Returns
    -------
    DataFrame
        MEASURES, a row for every article and rival (`event_id`, `copy_group`, `own_share` where the articles have
        them):

        - measure: choice.<set>.<rival>; with one zone choice.<set>.<rival>@<zone>
        - count: mentions by that rival, in these zones; `evidence(reading, measure)` lists exactly these
        - base: mentions by any rival of the set, in these zones
        - unit: mentions

    Raises
    ------
    ValueError
        The reading has no term choices, or the zones are neither the outlet's voice nor one zone.

    Notes
    -----
    The share of a rival is count / base: the referent is held constant, so it depends neither on the length nor on the
    topic of an article. An article that never mentions the referent has base 0 and says nothing. Where the rivals of a
    set differ in denotation (``load_term_choice(name).differs``), a difference of shares may be a difference of facts:
    read the passages (`kwic`) and confirm the referent first. Mentions within an article depend on one another:
    intervals resample articles.

    References
    ----------
    Gamson and Modigliani (1989) on depiction as a framing device; Netray (2022) for shares of rival names.
    """
    require_reading(reading, "choice_measures")
    if not reading.term_choices:
        raise ValueError(
            "the reading has no term choices; give analyse a study with [[term_choice]], or use with_choices"
        )
    zones = as_zones(zones)
    at = zone_suffix(zones)
    pairs = [(choice.name, rival) for choice in reading.term_choices for rival in choice.rival_keys]
    table = reading.choices[reading.choices["zone"].isin(zones)]
    place = places_of(pd.Index(reading.articles["article_id"]), table, "choices")
    n = len(reading.articles)
    bases = {name: tally(place[table["set"] == name], n) for name in dict(pairs)}
    counts = [tally(place[(table["set"] == name) & (table["rival"] == rival)], n) for name, rival in pairs]
    names = [f"choice.{name}.{rival}{at}" for name, rival in pairs]
    base = np.column_stack([bases[name] for name, _ in pairs])
    return long_frame(reading.articles, names, ["mentions"] * len(names), np.column_stack(counts), base)


def choice_shares(reading: Frames, zones: Sequence[str] = OUTLET_VOICE, *, confidence: float = 0.95) -> pd.DataFrame:
    """The share of each rival name among an outlet's mentions of the referent, with its interval.

    Parameters
    ----------
    reading : Reading
        With a study, or after `with_choices`.
    zones : sequence of str
        As for `choice_measures`.
    confidence : float

    Returns
    -------
    DataFrame
        CHOICE_SHARES, a row for every set, rival and outlet:

        - set, rival, label, side, outlet
        - count, base, share: mentions by the rival, by any rival, and their ratio
        - ci_low, ci_high: interval of the share; missing where fewer than two articles mention the referent
        - n_articles: articles that mention the referent

    Notes
    -----
    Wilson's interval with the mentions divided by their design effect, articles being the units: mentions in one
    article are alike. It describes one outlet; whether outlets differ is for `compare_outlets`.

    References
    ----------
    Wilson (1927); Kish (1965) on design effects.
    """
    measures = choice_measures(reading, zones)
    cells = dict(list(measures.groupby(["measure", "outlet"], sort=False, observed=True)))
    at = zone_suffix(as_zones(zones))
    outlets = sorted(set(measures["outlet"].dropna()), key=str.casefold)
    rows = []
    for choice in reading.term_choices:
        for rival in choice.rivals:
            for outlet in outlets:
                cell = cells[(f"choice.{choice.name}.{rival.key}{at}", outlet)]
                named = (choice.name, rival.key, rival.label, rival.side or None, outlet)
                rows.append((*named, *_share(cell, confidence)))
    names = [column.name for column in CHOICE_SHARES.columns]
    return build({name: [row[n] for row in rows] for n, name in enumerate(names)}, CHOICE_SHARES)


def _share(cell: pd.DataFrame, confidence: float) -> tuple[int, int, float, float, float, int]:
    """Count, base, share, the ends of its interval, and articles with a base."""
    used = cell[cell["base"] > 0]
    count, base, n = int(used["count"].sum()), int(used["base"].sum()), len(used)
    share = count / base if base else float("nan")
    if n < LEAST_ARTICLES:
        return count, base, share, float("nan"), float("nan"), n
    effect = design_effect(used["count"].to_numpy(float), used["base"].to_numpy(float))
    low, high = wilson(share, base / effect, confidence)
    return count, base, share, low, high, n
