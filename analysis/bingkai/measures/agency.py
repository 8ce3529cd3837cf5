"""Who is named as doing it: agents stated, recoverable and left out, per class of predicates and side."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.measures.measure import long_frame, places_of, tally
from bingkai.measures.proportions import design_effect, wilson
from bingkai.reading.evidence import AGENT_STATES, Definition, Frames, agency_definitions, selection
from bingkai.schema import AGENCY_SHARES, CLAUSES, MEASURES, build, require, require_reading

LEAST_ARTICLES = 2  # below this an interval over articles says nothing


def agency_measures(reading: Frames) -> pd.DataFrame:
    """Count in every article whose doers are named, in the outlet's own voice.

    Parameters
    ----------
    reading : Reading
        With sides where `analyse` was given a study with actors.

    Returns
    -------
    DataFrame
        MEASURES, a row for every article and measure (`event_id`, `copy_group`, `own_share` where the articles have
        them). Classes of predicates are harm, force, governance and speech:

        - agency.explicit.<class>, agency.recoverable.<class>, agency.absent.<class> : deeds whose agent stands in the
          clause, within one sentence, or nowhere near; base: deeds of that class. The three add up to 1.
        - agency.<state>.<class>.to.<side> : the same among deeds done to that side
        - agency.explicit.<class>.by.<side> : deeds whose agent stands in the clause; base: deeds of the class whose
          agent is known, in the clause or within one sentence, and of that side
        - agency.noun.<class> : deeds told as nouns (*penangkapan*); base: deeds of that class, ambiguous nouns included
        - agency.state.<class> : told as a state without agent (*tewas, kehilangan*); base: clauses of that class
        - unit: clauses; `evidence(reading, measure)` lists exactly what was counted

    Notes
    -----
    Headline and reporter's words only: what sources say is theirs. Nouns whose possessor may act or undergo
    (*penembakan polisi*) are in no base but that of agency.noun. Compare absence within a class and, best, within
    events: crime and background templates leave agents out by habit, and a class of deeds has its own usual share. An
    absent agent is no evidence of intent. Known bias: an agent that only a knowing reader supplies counts as absent.

    References
    ----------
    van Leeuwen, T. (2008). Discourse and Practice, chapter 2 (exclusion: passive agent deletion, nominalisation).
    """
    require_reading(reading, "agency_measures")
    require(reading.clauses, CLAUSES)
    known = agency_definitions(reading)
    place = places_of(pd.Index(reading.articles["article_id"]), reading.clauses, "clauses")
    n = len(reading.articles)
    counts = _columns([tally(place[selection(reading, one)], n) for one in known.values()], n)
    base = _columns([tally(place[selection(reading, _base(one))], n) for one in known.values()], n)
    return require(long_frame(reading.articles, list(known), ["clauses"] * len(known), counts, base), MEASURES)


def agency_shares(measures: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """How often each outlet names, nearly names or leaves out the one who acts.

    Parameters
    ----------
    measures : MEASURES
        As `agency_measures` gives them; other measures are passed over.
    confidence : float
        Of the intervals.

    Returns
    -------
    AGENCY_SHARES
        A row for every outlet, class, side of those it is done to (and all sides together) and state.

    Raises
    ------
    ValueError
        No measure of agency among them.

    Notes
    -----
    Wilson's interval with the number of clauses divided by the design effect, so that the clauses of one article do not
    count as independent; none with fewer than two articles.
    """
    require(measures, MEASURES)
    parts = measures["measure"].str.extract(r"^agency\.(explicit|recoverable|absent)\.([a-z]+)(?:\.to\.(.+))?$")
    chosen = parts[0].notna() & (measures["base"] > 0)
    if not parts[0].notna().any():
        raise ValueError("no measure of agency here; wanted the rows of agency_measures(reading)")
    table = measures[chosen].assign(state=parts[0], group=parts[1], side=parts[2].fillna(""))
    rows = [
        _share(tuple(map(str, key)), cell, confidence)
        for key, cell in table.groupby(["outlet", "group", "side", "state"], sort=True, observed=True)
    ]
    columns = [column.name for column in AGENCY_SHARES.columns]
    return build({name: [row[i] for row in rows] for i, name in enumerate(columns)}, AGENCY_SHARES)


def _share(key: tuple[str, ...], cell: pd.DataFrame, confidence: float) -> tuple[object, ...]:
    outlet, group, side, state = key
    count, base = cell["count"].to_numpy(float), cell["base"].to_numpy(float)
    share, low, high = float(count.sum() / base.sum()), np.nan, np.nan
    if len(cell) >= LEAST_ARTICLES:
        low, high = wilson(share, base.sum() / design_effect(count, base), confidence)
    return outlet, group, side or None, state, share, low, high, int(base.sum()), len(cell)


def _base(definition: Definition) -> Definition:
    """What could have counted: all conditions but the first; of the share by a side, agents that are known."""
    of = definition.count[1:]
    if any(column == "agent_side" for column, _ in of):
        of = (("agent_state", AGENT_STATES[:2]), *of)
    return Definition(definition.table, of, definition.base)


def _columns(columns: list[NDArray[np.float64]], n: int) -> NDArray[np.float64]:
    return np.stack(columns, axis=1) if columns else np.zeros((n, 0))
