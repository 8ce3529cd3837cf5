"""The sides of a study: who speaks, how long, first, with which verbs; who acts and suffers; in which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.measures.measure import long_frame, places_of, tally
from bingkai.measures.proportions import design_effect, wilson
from bingkai.measures.sources import source_words
from bingkai.reading.analyse import Reading
from bingkai.reading.evidence import (
    OUTLET_VOICE,
    Definition,
    as_zones,
    chosen_rows,
    side_definitions,
    zone_suffix,
)
from bingkai.reading.near import SCARE_QUOTES
from bingkai.reading.side_rows import NAMINGS, side_table, statements
from bingkai.reading.speaker_sides import study_sides
from bingkai.schema import MEASURES, SIDE_SHARES, TWO_SIDEDNESS, build, require, require_reading

LEAST_ARTICLES = 2  # below this an interval over articles says nothing

Floats = NDArray[np.float64]


class _Made(NamedTuple):
    """A measure with its counts and bases, one an article."""

    name: str
    unit: str
    counted: Floats
    base: Floats


class _Tables(NamedTuple):
    """The rows behind the measures, and how many articles there are."""

    ids: pd.Index
    statements: pd.DataFrame
    near: pd.DataFrame
    mentions: pd.DataFrame
    clauses: pd.DataFrame

    def tally(self, name: str, chosen: NDArray[np.bool_] | pd.Series, weights: Floats | None = None) -> Floats:
        """Chosen rows (or their weights) of each article."""
        rows: pd.DataFrame = getattr(self, name)[np.asarray(chosen, dtype=bool)]
        return tally(places_of(self.ids, rows, name), len(self.ids), weights)


def side_measures(reading: Reading, sides: Sequence[str] | None = None) -> pd.DataFrame:
    """Count in every article what each side of the study gets: statements, words, the first voice, verbs, roles, names.

    Parameters
    ----------
    reading : Reading
        With a study whose actors have sides.
    sides : sequence of str, optional
        The sides set against each other, two or more; all of the study but one called netral by default.

    Returns
    -------
    DataFrame
        MEASURES, a row for every article and measure (`event_id`, `copy_group`, `own_share` where the articles have
        them); <side> is the side's key:

        - side.<side>.statements : statements of that side; base: statements of all these sides; unit: attributions
        - side.<side>.words : words given to it; base: words given to all these sides; unit: words
        - side.<side>.first : 1 where the first statement of the body that any side makes is its own; base: 1 where a
          side speaks in the body; unit: articles
        - side.<side>.stance.<class> : its statements under verbs of that class (jarak: *mengklaim*, tegas:
          *menegaskan*); base: its statements that have a class; unit: attributions
        - side.<side>.agent, side.<side>.patient : clauses in which it acts, in which it undergoes; base: clauses in
          which it does either; unit: clauses
        - side.<side>.harmed.absent : deeds of harm and force done to it whose agent is absent; base: all such deeds
          done to it; unit: clauses
        - side.<side>.harms.deleted : deeds of harm and force by it whose agent stands in a neighbouring clause only;
          base: all such deeds by it; unit: clauses
        - side.<side>.loaded : its mentions with an evaluating word in their clause (categories intensif, militeristik,
          moral, emotif); base: its mentions; unit: mentions
        - side.<side>.named : its mentions by name or acronym; base: those and its mentions by epithet; unit: mentions
        - side.both : 1 where two of the sides or more speak in the article; base: 1 where one does; unit: articles

    Notes
    -----
    Statements have the side of their source (`speaker_sides`); those of sources on no side are in no base. Roles, words
    near a mention and names are counted in the outlet's own voice. A deed whose agent is nowhere named has an agent of
    unknown side: so `harms.deleted` sees only agents that a neighbouring clause names, and is a lower bound; read it
    with `harmed.absent` of the other side. *Mengaku* is of class jarak too, and usual for what people tell of
    themselves: look at `cue_lemma` before reading a difference. An equal share is no norm: the sides may differ in what
    they did and who could be reached. `evidence(reading, measure)` lists what was counted, for `words` the statements.

    References
    ----------
    Westerståhl (1983), Objective news reporting, on balance; van Leeuwen (2008) on roles and naming.
    """
    wanted = _wanted(reading, sides, "side_measures")
    known = side_definitions(reading)
    said = statements(reading, wanted)
    words = source_words(reading).set_index("attribution_id")["n_words"]
    weights = words.reindex(said["attribution_id"]).to_numpy(float)
    ids = pd.Index(reading.articles["article_id"])
    tables = _Tables(ids, said, side_table(reading, "near"), reading.mentions, reading.clauses)
    made = [one for side in wanted for one in _side(tables, known, side, weights)]
    speaking = np.minimum(tables.tally("statements", np.ones(len(said), dtype=bool)), 1)
    made.append(
        _Made("side.both", "articles", np.minimum(tables.tally("statements", said["both"] == "yes"), 1), speaking)
    )
    return _frame(reading, made)


def near_measures(reading: Reading, zones: Sequence[str] = OUTLET_VOICE) -> pd.DataFrame:
    """How often each side is mentioned beside loaded words and scare quotes.

    Parameters
    ----------
    reading : Reading
        With a study whose actors have sides.
    zones : sequence of str
        Whose words: by default the outlet's own voice, headline and reporter; or one zone.

    Returns
    -------
    DataFrame
        MEASURES, a row for every article and measure:

        - near.<side>.<category> : mentions of that side that are the nearest of their actor to a word of that category
          in the same clause; with one zone near.<side>.<category>@<zone>
        - near.<side>.scare : the same for fragments in scare quotes, in the outlet's own voice only
        - base: mentions of that side in these zones; unit: mentions

    Notes
    -----
    Beside is not about: read the rows (`near_terms`, `evidence`). Hedges, boosters, presupposition and superlatives are
    categories of `kata_bermuatan`, as loaded words are.
    """
    require_reading(reading, "near_measures")
    zones = as_zones(zones)
    suffix = zone_suffix(zones)
    ids = pd.Index(reading.articles["article_id"])
    near = side_table(reading, "near")
    tables = _Tables(ids, near, near, reading.mentions, reading.clauses)
    made = []
    for name, one in side_definitions(reading).items():
        group, side, *rest = name.split(".")
        at = f"@{rest[-1].partition('@')[2]}" if rest and "@" in rest[-1] else ""
        if group != "near" or at != suffix:
            continue
        voice = (*OUTLET_VOICE, "scare") if rest[-1] == SCARE_QUOTES else zones
        mentions = reading.mentions
        base = tables.tally("mentions", (mentions["side"] == side) & mentions["zone"].isin(voice))
        made.append(_Made(name, "mentions", tables.tally("near", chosen_rows(near, one)), base))
    return _frame(reading, made)


def two_sidedness(reading: Reading, sides: Sequence[str] | None = None) -> pd.DataFrame:
    """Which sides each article lets speak, in how many words, and where each of them is first heard.

    Parameters
    ----------
    reading : Reading
        With a study whose actors have sides.
    sides : sequence of str, optional
        As for `side_measures`.

    Returns
    -------
    DataFrame
        TWO_SIDEDNESS, a row for every article and side:

        - article_id, outlet, event_id (where matched), side
        - statements, words; share_statements, share_words of all these sides
        - rank: order in which the sides first speak, headline first; place: headline, lead (first two sentences of the
          body) or body
        - n_sides, both: how many of them speak; whether two or more do
        - largest_share: share of words of the side with the most

    Notes
    -----
    Balance is one part of impartiality in Westerståhl's scheme of objectivity, and *berimbang* one of the demands of
    the Kode Etik Jurnalistik, pasal 3. What stands here is coverage of sides, not fairness: a side that declined to
    answer was asked; a side may be heard in another article of the same event; equal words are no norm where the sides
    differ in what they know or did; a source that was not recognised counts for nobody. An article in which no side
    speaks is not one-sided.

    References
    ----------
    Westerståhl, J. (1983). Objective news reporting: general premises. Communication Research 10(3), 403-424.
    Dewan Pers (2006). Kode Etik Jurnalistik, pasal 3.
    """
    wanted = _wanted(reading, sides, "two_sidedness")
    spoken = _spoken(reading, wanted)
    articles = reading.articles
    grid = pd.MultiIndex.from_product([articles["article_id"], wanted], names=["article_id", "side"])
    table = spoken.reindex(grid).reset_index()
    filled = {name: table[name].fillna(0).astype("int64") for name in ("statements", "words")}
    table = table.assign(**filled)
    of = table.groupby("article_id", sort=False)
    for name in filled:
        total = of[name].transform("sum")
        table[f"share_{name}"] = table[name] / total.where(total > 0)
    table["n_sides"] = (
        (table["statements"] > 0).groupby(table["article_id"], sort=False).transform("sum").astype("int64")
    )
    table["rank"], table["both"] = of["begin"].rank(), table["n_sides"] > 1
    table["largest_share"] = table.groupby("article_id", sort=False)["share_words"].transform("max")
    described = articles.set_index("article_id")
    for name in ("outlet", "event_id"):
        if name in described:
            table[name] = described[name].reindex(table["article_id"]).to_numpy()
    columns = [column.name for column in TWO_SIDEDNESS.columns if column.name in table]
    return build({name: table[name].tolist() for name in columns}, TWO_SIDEDNESS)


def side_by_side(measures: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """What each outlet gives each side, with the interval of every share: the table behind `plot_sides`.

    Parameters
    ----------
    measures : MEASURES
        As `side_measures` gives them; other measures are passed over.
    confidence : float
        Of the intervals.

    Returns
    -------
    DataFrame
        SIDE_SHARES, a row for every outlet, side and measure:

        - outlet, side; measure: the name without the side, e.g. statements, stance.jarak
        - count, base, unit, share
        - ci_low, ci_high: missing where fewer than two articles have a base
        - n_articles: articles with a base

    Raises
    ------
    ValueError
        No measure of a side among them.

    Notes
    -----
    Wilson's interval with the base divided by its design effect, articles being the units. It describes one outlet;
    whether outlets differ is for `compare_outlets`.

    References
    ----------
    Wilson (1927); Kish (1965) on design effects.
    """
    require(measures, MEASURES)
    parts = measures["measure"].str.extract(r"^side\.(?P<side>[^.]+)\.(?P<what>.+)$")
    if not parts["side"].notna().any():
        raise ValueError("no measure of a side here; wanted the rows of side_measures(reading)")
    table = measures.assign(side=parts["side"], what=parts["what"])[parts["side"].notna()]
    rows = [
        (outlet, side, what, *_share(cell, confidence))
        for (outlet, side, what), cell in table.groupby(["outlet", "side", "what"], sort=False, observed=True)
    ]
    names = [column.name for column in SIDE_SHARES.columns]
    return build({name: [row[n] for row in rows] for n, name in enumerate(names)}, SIDE_SHARES)


def _share(cell: pd.DataFrame, confidence: float) -> tuple[float, float, str, float, float, float, int]:
    """Count, base, unit, share, the ends of its interval, articles with a base."""
    used = cell[cell["base"] > 0]
    count, base, unit = used["count"].to_numpy(float), used["base"].to_numpy(float), str(cell["unit"].iloc[0])
    share = float(count.sum() / base.sum()) if len(used) else float("nan")
    low, high = float("nan"), float("nan")
    if len(used) >= LEAST_ARTICLES:
        low, high = wilson(share, base.sum() / design_effect(count, base), confidence)
    return float(count.sum()), float(base.sum()), unit, share, low, high, len(used)


def _wanted(reading: Reading, sides: Sequence[str] | None, asker: str) -> tuple[str, ...]:
    """The sides asked for, two or more that the study has; those of the study where none are named."""
    require_reading(reading, asker)
    declared = study_sides(reading)
    if sides is None:
        return declared
    wanted = (sides,) if isinstance(sides, str) else tuple(dict.fromkeys(sides))
    known = {actor.side for actor in reading.study.actors} if reading.study else set()
    strange = [side for side in wanted if side not in known]
    there = ", ".join(sorted(known - {""}))
    if strange or not wanted:
        raise ValueError(f"no actor of the study is on the side {strange or 'given'}; it has {there}")
    if len(wanted) < 2:
        raise ValueError(f"{asker} sets sides against each other; got {wanted[0]!r} alone, wanted two of {there}")
    return wanted


def _side(tables: _Tables, known: dict[str, Definition], side: str, words: Floats) -> Iterator[_Made]:
    """The measures of one side."""
    said, clauses, mentions = tables.statements, tables.clauses, tables.mentions
    own = (said["side"] == side).to_numpy(dtype=bool)
    everyone = np.ones(len(said), dtype=bool)
    all_words, opening = tables.tally("statements", everyone, words), said["first"] == "yes"
    yield _Made(f"side.{side}.statements", "attributions", tables.tally("statements", own),
                tables.tally("statements", everyone))  # fmt: skip
    yield _Made(f"side.{side}.words", "words", tables.tally("statements", own, words[own]), all_words)
    yield _Made(f"side.{side}.first", "articles", tables.tally("statements", opening & own),
                tables.tally("statements", opening))  # fmt: skip
    named = tables.tally("statements", own & said["stance"].notna().to_numpy())
    voice = mentions["zone"].isin(OUTLET_VOICE) & (mentions["side"] == side)
    how = mentions["how"].isin(NAMINGS) if "how" in mentions else pd.Series(True, mentions.index)
    bases = {"stance": named, "loaded": tables.tally("mentions", voice), "named": tables.tally("mentions", voice & how)}
    roles = chosen_rows(clauses, known[f"side.{side}.agent"]) | chosen_rows(clauses, known[f"side.{side}.patient"])
    bases |= {"agent": tables.tally("clauses", roles), "patient": tables.tally("clauses", roles)}
    for name in ("harmed.absent", "harms.deleted"):
        bases[name] = tables.tally("clauses", chosen_rows(clauses, _deeds(known[f"side.{side}.{name}"])))
    for name, one in known.items():
        rest = name.removeprefix(f"side.{side}.")
        kind = "stance" if rest.startswith("stance.") else rest
        if rest != name and kind in bases:
            table = one.table
            yield _Made(name, one.unit, tables.tally(table, chosen_rows(getattr(tables, table), one)), bases[kind])


def _deeds(one: Definition) -> Definition:
    """All deeds of that kind: without the condition on the agent; of those by a side, agents that are known."""
    rest = tuple(pair for pair in one.count if pair[0] != "agent_state")
    known = (("agent_state", ("explicit", "recoverable")),) if ("agent_state", "recoverable") in one.count else ()
    return Definition(one.table, (*known, *rest), one.base)


def _spoken(reading: Reading, sides: Sequence[str]) -> pd.DataFrame:
    """By article and side: statements, words, where it is first heard and in which order."""
    said = statements(reading, sides)
    words = source_words(reading).set_index("attribution_id")
    said = said.assign(n_words=words["n_words"].reindex(said["attribution_id"]).to_numpy(),
                       place=words["place"].reindex(said["attribution_id"]).to_numpy(),
                       order=np.arange(len(said)))  # fmt: skip
    return said.groupby(["article_id", "side"], sort=False).agg(
        statements=("side", "size"), words=("n_words", "sum"), begin=("order", "first"), place=("place", "first")
    )


def _frame(reading: Reading, made: Sequence[_Made]) -> pd.DataFrame:
    n = len(reading.articles)
    counts, base = (np.stack([one[i] for one in made], axis=1) if made else np.zeros((n, 0)) for i in (2, 3))
    return long_frame(reading.articles, [one.name for one in made], [one.unit for one in made], counts, base)
