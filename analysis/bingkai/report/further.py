"""Comparisons that need much text: headlines against the articles under them, and outlets told by their features."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from bingkai.contrast.separability import FEW_ARTICLES, separability
from bingkai.contrast.separability_result import Separability
from bingkai.contrast.zone_comparison import ZoneComparison
from bingkai.contrast.zones import compare_zones
from bingkai.report.settings import Settings

FEWEST_EVENTS = 20  # shared by two outlets or more
N_SHUFFLES = 39
N_DRAWS = 99
N_FOLDS = 3
_FEATURES = ("stance", "kind", "source")
_MOST_ARTICLES, _MOST_FEATURES = 1000, 20  # to bound the time
_FEWEST_HEADLINES = 10  # a measure must occur so often in headlines


def headlines_against_text(
    measures: pd.DataFrame, lexicons: Sequence[str], settings: Settings
) -> ZoneComparison | None:
    """Loaded words of headlines against those of the text under them; None where headlines hold too few."""
    counts = measures.groupby("measure", sort=False)["count"].sum()
    names = [str(name).removesuffix("@title") for name, count in counts.items()
             if str(name).endswith("@title") and count >= _FEWEST_HEADLINES]  # fmt: skip
    names = [name for name in names if name in counts.index and name.partition(".")[0] in lexicons]
    if not names:
        return None
    rows = measures[measures["measure"].isin([*names, *(f"{name}@title" for name in names)])]
    return compare_zones(rows, names, seed=settings.seed, n_resamples=settings.n_resamples)


def told_apart(measures: pd.DataFrame, settings: Settings) -> Separability | None:
    """Whether outlets can be told by sources, verbs and quotation; None where there is too little to learn from.

    It takes two outlets with 30 articles or more each: within shared events where events were matched and 20 are
    shared, else over all articles. Copies are left out: nobody can tell them apart. To bound the time the 20 most
    frequent measures are the features, and of more than 1,000 articles some are drawn by lot.
    """
    rows = measures[measures["measure"].str.partition(".")[0].isin(_FEATURES) & ~measures["measure"].str.contains("@")]
    counts = rows.groupby("measure")["count"].sum().sort_values(ascending=False, kind="stable")
    rows = rows[rows["measure"].isin(counts.index[counts > 0][:_MOST_FEATURES])]
    if "copy_group" in rows.columns:
        rows = rows[rows["copy_group"].isna()].drop(columns="copy_group")
    within = "event_id" if "event_id" in rows.columns and rows["event_id"].notna().any() else None
    rows = _enough(rows, within)
    rows = _drawn(rows, within, settings.seed)
    if rows["outlet"].nunique() < 2 or (within is not None and rows[within].nunique() < FEWEST_EVENTS):
        return None
    return separability(
        rows, within=within, n_permutations=N_SHUFFLES, n_resamples=N_DRAWS, n_splits=N_FOLDS,
        seed=settings.seed, progress=settings.progress, min_articles=2,
    )  # fmt: skip


def _enough(rows: pd.DataFrame, within: str | None) -> pd.DataFrame:
    """Rows of outlets with enough articles, in shared events where there are events."""
    if within is not None:
        shared = rows.groupby(within)["outlet"].transform("nunique") > 1
        rows = rows[shared & rows[within].notna()]
    n_articles = rows.groupby("outlet")["article_id"].transform("nunique")
    return rows[n_articles >= FEW_ARTICLES]


def _drawn(rows: pd.DataFrame, within: str | None, seed: int) -> pd.DataFrame:
    """All rows, or as many whole events (else articles) by lot as bound the time."""
    unit = within or "article_id"
    articles = (
        rows.drop_duplicates("article_id")[["article_id", unit]] if within else rows[["article_id"]].drop_duplicates()
    )
    if len(articles) <= _MOST_ARTICLES:
        return rows
    sizes = articles.groupby(unit).size().sample(frac=1, random_state=seed)
    kept = sizes.index[sizes.cumsum() <= _MOST_ARTICLES]
    return rows[rows[unit].isin(kept)]
