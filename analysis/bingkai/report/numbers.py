"""Every number of a report, computed once: what was declared, what was explored, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.comparison import Comparison
from bingkai.contrast.copied import compare_copies
from bingkai.contrast.coverage import EventCoverage, event_coverage
from bingkai.contrast.declared import DeclaredComparison, compare_declared
from bingkai.contrast.model import SecondOpinion, second_opinion
from bingkai.contrast.separability_result import Separability
from bingkai.contrast.trend import trend
from bingkai.contrast.trend_result import Trend
from bingkai.contrast.word_comparison import WordComparison
from bingkai.contrast.words import compare_words
from bingkai.contrast.zone_comparison import ZoneComparison
from bingkai.measures.agency import agency_measures
from bingkai.measures.choices import choice_measures
from bingkai.measures.measure import measure
from bingkai.measures.sides import near_measures, side_measures
from bingkai.measures.sources import source_measures
from bingkai.measures.words import word_counts
from bingkai.reading.analyse import Reading
from bingkai.reading.speaker_sides import study_sides
from bingkai.report.cards import Card, cards_of
from bingkai.report.cautions import caution_measures, caution_rows
from bingkai.report.further import headlines_against_text, told_apart
from bingkai.report.settings import Settings
from bingkai.report.summary import differs
from bingkai.schema import COMPARISON, ZONES, Contrast, empty

MOST_WORDS = 1000  # compared with each other: the most widespread ones
MOST_TRENDS = 2
SHORTEST_COURSE = 28  # days
_SMALLEST = 10  # articles an outlet


@dataclass(frozen=True, eq=False)
class Numbers:
    """The numbers of a report; what does not apply to the reading is None or empty.

    Attributes
    ----------
    measures : MEASURES, of every zone
    explored : every outlet against the others on every measure of its own voice, or the comparison that was given
    inside : the same within events
    declared : the study's contrasts
    opinions : a regression beside the declared contrasts, else beside the differences found, by name of the contrast
    copies : the declared measures with copies once, all of them, and none
    cards : robustness of the declared differences
    events : which outlet covered which event
    words : words of the outlets compared
    trends : of the declared measures, else of the most frequent ones
    cautions : rows behind the measures of hearsay and of words for suspects, by measure
    headlines : headlines against the text under them
    separability : whether outlets can be told by their features; None where there are too few articles
    """

    measures: pd.DataFrame
    explored: Comparison | None = None
    inside: Comparison | None = None
    declared: DeclaredComparison | None = None
    opinions: dict[str, SecondOpinion] = field(default_factory=dict)
    copies: pd.DataFrame | None = None
    cards: list[Card] = field(default_factory=list)
    events: EventCoverage | None = None
    words: WordComparison | None = None
    trends: list[Trend] = field(default_factory=list)
    cautions: dict[str, pd.DataFrame] = field(default_factory=dict)
    headlines: ZoneComparison | None = None
    separability: Separability | None = None

    @property
    def table(self) -> pd.DataFrame:
        """The rows of the exploration; none where nothing was compared."""
        return self.explored.to_frame() if self.explored is not None else empty(COMPARISON).assign(unit="")

    @property
    def explored_measures(self) -> list[str]:
        """The measures explored, each once."""
        return [str(name) for name in dict.fromkeys(self.table["measure"])]

    @property
    def near_measures(self) -> list[str]:
        """The measures of words near a side that ever occur; described, not compared."""
        near = self.measures[self.measures["measure"].str.startswith("near.")]
        counts = near.groupby("measure", sort=False)["count"].sum()
        return [str(name) for name in counts.index[counts > 0]]


def all_measures(reading: Reading) -> pd.DataFrame:
    """Everything that can be measured in a reading: MEASURES."""
    parts = [measure(reading, zones=ZONES), source_measures(reading), agency_measures(reading)]
    if has_sides(reading):
        parts += [side_measures(reading), near_measures(reading)]
    if reading.term_choices:
        parts += [choice_measures(reading), *(choice_measures(reading, (zone,)) for zone in ("title", "reporter"))]
    return pd.concat(parts, ignore_index=True)


def has_sides(reading: Reading) -> bool:
    """Whether a study sets two sides or more against each other; one called netral is none of them."""
    if reading.study is None or not any(actor.side for actor in reading.study.actors):
        return False
    return len(study_sides(reading)) > 1


def possible_contrasts(reading: Reading) -> list[Contrast]:
    """The study's contrasts without measures of sides where there is one side only; those left empty are left out."""
    impossible = one_sided(reading)
    stated = reading.study.contrasts if reading.study else ()
    kept = [replace(one, measures=tuple(name for name in one.measures if name not in impossible)) for one in stated]
    return [one for one in kept if one.measures]


def one_sided(reading: Reading) -> list[str]:
    """Declared measures of sides that cannot be counted, because the study sets no two sides against each other."""
    stated = reading.study.contrasts if reading.study and not has_sides(reading) else ()
    names = dict.fromkeys(name for one in stated for name in one.measures)
    return [name for name in names if name.startswith(("side.", "near."))]


def explored_names(measures: pd.DataFrame) -> list[str]:
    """The measures every outlet is compared on: of its own voice and its headlines, those that ever occur.

    Whether the agent is named is asked once: where it is absent, not also where it is stated or nearby. Of the verbs
    under which a side speaks only the distancing and the emphatic ones are compared, of the words
    near a side only all that evaluate together.
    """
    counts = measures.groupby("measure", sort=False)["count"].sum()
    return [str(name) for name, count in counts.items() if count > 0 and _is_explored(str(name))]


def _is_explored(name: str) -> bool:
    bare, _, zone = name.partition("@")
    if bare.startswith("near."):
        return False
    if zone:
        return zone == "title" and not bare.startswith("choice.")
    if bare.startswith("side.") and ".stance." in bare:
        return bare.endswith((".jarak", ".tegas"))
    return not bare.startswith(("agency.recoverable.", "agency.explicit.")) or ".by." in bare


def compute(reading: Reading, settings: Settings, comparison: Comparison | None = None) -> Numbers:
    """Every number of the report of a prepared reading.

    Parameters
    ----------
    reading : Reading
    settings : Settings
    comparison : Comparison, optional
        Shown in place of every outlet against the others.
    """
    cautions = caution_rows(reading)
    measures = pd.concat([all_measures(reading), caution_measures(reading, cautions)], ignore_index=True)
    names = explored_names(measures)
    own = measures[measures["measure"].isin(names)]
    matched = "event_id" in own.columns and own["event_id"].notna().any()
    explored = comparison or (compare_outlets(own, names, **settings.options) if len(own) else None)
    inside = compare_outlets(own, names, within="event_id", **settings.options) if matched and len(own) else None
    contrasts = possible_contrasts(reading)
    declared = compare_declared(measures, contrasts, **settings.options) if contrasts else None
    return Numbers(
        measures=measures,
        explored=explored,
        inside=inside,
        declared=declared,
        opinions=_opinions(measures, explored, declared),
        copies=_copies(reading, measures, explored, declared, settings),
        cards=cards_of(reading, measures, declared, settings.options),
        events=event_coverage(reading.articles) if matched else None,
        words=_words(reading, settings),
        trends=_trends(reading, measures, declared, settings),
        cautions=cautions,
        headlines=headlines_against_text(measures, [one.name for one in reading.lexicons], settings),
        separability=told_apart(measures, settings),
    )


def _opinions(
    measures: pd.DataFrame, explored: Comparison | None, declared: DeclaredComparison | None
) -> dict[str, SecondOpinion]:
    if declared is not None:
        return {name: second_opinion(measures, part) for name, part in declared.parts.items()}
    found = _narrowed(explored)
    return {"": second_opinion(measures, found)} if found is not None else {}


def _narrowed(explored: Comparison | None) -> Comparison | None:
    """The exploration's measures with a difference; None where there is none."""
    if explored is None or not differs(explored.table).any():
        return None
    found = explored.table.loc[differs(explored.table), "measure"].unique()
    return replace(explored, table=explored.table[explored.table["measure"].isin(found)].reset_index(drop=True))


def declared_measures(declared: DeclaredComparison | None) -> list[str]:
    """The measures of the declared contrasts, each once."""
    return list(dict.fromkeys(declared.table["measure"])) if declared is not None else []


def _copies(
    reading: Reading, measures: pd.DataFrame, explored: Comparison | None, declared: DeclaredComparison | None,
    settings: Settings,
) -> pd.DataFrame | None:  # fmt: skip
    if reading.articles["copy_group"].isna().all():
        return None
    found = _narrowed(explored)
    names = declared_measures(declared) or ([] if found is None else list(found.table["measure"].unique())[:12])
    rows = measures[measures["measure"].isin(names)]
    return compare_copies(rows, names, **settings.options) if len(rows) else None


def _words(reading: Reading, settings: Settings) -> WordComparison | None:
    counts = word_counts(reading)
    sizes = counts.groupby("outlet", observed=True)["article_id"].nunique()
    if (sizes >= _SMALLEST).sum() < 2:
        return None
    return compare_words(counts, max_words=MOST_WORDS, **settings.options)


def _trends(
    reading: Reading, measures: pd.DataFrame, declared: DeclaredComparison | None, settings: Settings
) -> list[Trend]:
    dates = reading.articles["published"].dropna()
    if dates.empty or (dates.max() - dates.min()).days < SHORTEST_COURSE:
        return []
    by = "W" if (dates.max() - dates.min()).days <= 26 * 7 else "M"
    names = _most_counted(measures, declared_measures(declared))[:MOST_TRENDS]
    return [
        trend(measures, name, articles=reading.articles, by=by, seed=settings.seed, n_resamples=settings.n_resamples)
        for name in names
    ]


def _most_counted(measures: pd.DataFrame, declared: Sequence[str]) -> list[str]:
    """The declared measures, else those of stance and lexicons that occur most; the most frequent first."""
    counts = measures.groupby("measure")["count"].sum()
    counts = counts[counts > 0].sort_values(ascending=False, kind="stable")
    if declared:
        return [str(name) for name in counts.index if name in set(declared)]
    return [str(name) for name in counts.index if str(name).startswith("stance.")][:2]
