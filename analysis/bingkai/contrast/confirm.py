"""Explore on one half, confirm on the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.comparison import Comparison
from bingkai.contrast.correct import benjamini_hochberg
from bingkai.contrast.resample import generator
from bingkai.contrast.wording import Language
from bingkai.schema import CONFIRMATION, MEASURES, require

KEYS = ["measure", "outlet", "reference"]
SHOWN = ("effect", "ci_low", "ci_high", "n_articles", "n_events", "p_value", "q_value")
TEXTS = {
    "id": "{found} dari {tests} pembandingan jelajah (paruh pertama, {first} artikel, q ≤ {alpha}) diuji pada paruh "
    "kedua ({second} artikel), dikoreksi atas {found}: {held} bertahan dengan arah yang sama. Peristiwa dan salinan "
    "tidak terbelah; seed {seed}.",
    "en": "{found} of {tests} exploratory comparisons (first half, {first} articles, q ≤ {alpha}) tested on the "
    "second half ({second} articles), corrected over {found}: {held} hold with the same sign. No event and no group "
    "of copies is split; seed {seed}.",
}


@dataclass(frozen=True, eq=False)
class Confirmation:
    """What was found on one half of the corpus, and what of it holds on the other.

    Attributes
    ----------
    table : DataFrame
        CONFIRMATION.
    discovery : Comparison
        All comparisons on the first half: exploration.
    n_articles : (int, int)
        Articles of the two halves.
    alpha, seed
        As they were asked for.
    """

    table: pd.DataFrame
    discovery: Comparison
    n_articles: tuple[int, int]
    alpha: float
    seed: int

    def to_frame(self) -> pd.DataFrame:
        """A copy of the table."""
        return self.table.copy()

    def describe(self, lang: Language = "id") -> str:
        """The sentence without which the table cannot be read."""
        level = f"{self.alpha:g}".replace(".", "," if lang == "id" else ".")
        return TEXTS[lang].format(
            found=int(self.table["candidate"].sum()), tests=self.discovery.n_tests, first=self.n_articles[0],
            second=self.n_articles[1], alpha=level, held=int(self.table["confirmed"].sum()), seed=self.seed,
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"Confirmation: {self.describe('en')}"


def confirm(
    measures: pd.DataFrame,
    measure: str | list[str] | None = None,
    *,
    share: float = 0.5,
    alpha: float = 0.05,
    seed: int = 7,
    **options: Any,
) -> Confirmation:
    """Look for differences in one half of the events, and test those that were found in the other half.

    Parameters
    ----------
    measures : DataFrame
        MEASURES.
    measure : str or list of str, optional
        Which measures to explore; all where left out.
    share : float
        Part of the events (articles, where they have none) to explore on.
    alpha : float
        A row with a q value up to this in the first half is tested in the second.
    seed : int
        Of the halving, and of both comparisons.
    **options
        Of `compare_outlets`: within, reference, copies, weights, n_resamples, min_articles, confidence, progress.

    Returns
    -------
    Confirmation
        `.to_frame()` is CONFIRMATION, a row an outlet (or pair) and measure:

        - measure, outlet, reference
        - found_effect, found_low, found_high, found_p, found_q, found_n: on the first half, where q is over everything
          explored
        - candidate: found_q is at most alpha
        - effect, ci_low, ci_high, p_value, n_articles, n_events: of candidates, on the second half
        - q_value: Benjamini-Hochberg over the candidates only
        - confirmed: the q value is at most alpha, the interval is without zero, and both effects have the same sign
        - note: of the second half

    Notes
    -----
    Differences chosen because they were large are too large on average in the half they were chosen in; report those
    of the second half. An event is in one half with all its articles, and copies of a text too, so that nothing is
    confirmed by itself. Half the articles see less: what is not confirmed is not refuted.

    Examples
    --------
    >>> frame = pd.DataFrame({
    ...     "article_id": [f"a{i:02}" for i in range(80)], "outlet": ["Harian Fiksi", "Kabar Fiksi"] * 40,
    ...     "measure": "stance.jarak", "count": [3, 1] * 20 + [2, 0] * 20, "base": 10, "unit": "attributions"})
    >>> confirm(frame, n_resamples=199, reference="pairwise").to_frame()["confirmed"].tolist()
    [True]
    """
    require(measures, MEASURES)
    if not 0.1 <= share <= 0.9:
        raise ValueError(f"share {share}: wanted 0.1 to 0.9, the part of the events to explore on")
    first, second = _halves(measures, share, seed)
    discovery = compare_outlets(first, measure, seed=seed, **options)
    found = discovery.table.rename(columns={
        "effect": "found_effect", "ci_low": "found_low", "ci_high": "found_high", "p_value": "found_p",
        "q_value": "found_q", "n_articles": "found_n",
    })[[*KEYS, "unit", "found_effect", "found_low", "found_high", "found_p", "found_q", "found_n"]]  # fmt: skip
    found["candidate"] = found["found_q"] <= alpha
    table = found.merge(_tested(second, found, seed, options), on=KEYS, how="left")
    same = np.sign(table["effect"]) == np.sign(table["found_effect"])
    clear = (table["ci_low"] > 0) | (table["ci_high"] < 0)
    table["confirmed"] = table["candidate"] & (table["q_value"] <= alpha) & same & clear
    table[["n_articles", "n_events"]] = table[["n_articles", "n_events"]].fillna(0).astype("int64")
    table = require(table[[column.name for column in CONFIRMATION.columns]], CONFIRMATION)
    n_articles = (int(first["article_id"].nunique()), int(second["article_id"].nunique()))
    return Confirmation(table, discovery, n_articles, alpha, seed)


def _tested(second: pd.DataFrame, found: pd.DataFrame, seed: int, options: dict[str, Any]) -> pd.DataFrame:
    """The candidates on the second half, corrected among themselves."""
    candidates = found[found["candidate"]]
    names = candidates["measure"].unique().tolist()
    here = second["measure"].dropna().unique()
    names = [name for name in names if name in here]
    if not names:
        return found.iloc[:0][KEYS].assign(**dict.fromkeys(SHOWN, np.nan), note=pd.Series(dtype="str"))
    table = compare_outlets(second, names, seed=seed, **options).table
    table = table.merge(candidates[KEYS], on=KEYS)[[*KEYS, *SHOWN, "note"]]
    return table.assign(q_value=benjamini_hochberg(table["p_value"]))


def _halves(measures: pd.DataFrame, share: float, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the two halves: an event, a group of copies or an article is in one of them."""
    unit = "a " + measures["article_id"].astype("str")
    for name in ("copy_group", "event_id"):
        if name in measures.columns:
            unit = unit.mask(measures[name].notna(), f"{name} " + measures[name].astype("str"))
    units = np.sort(unit.dropna().unique())
    drawn = generator(seed, "confirm").permutation(len(units))
    chosen = unit.isin(units[drawn[: round(share * len(units))]])
    return measures[chosen], measures[~chosen]
