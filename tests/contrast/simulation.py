"""Simulated MEASURES with known truth: many runs at once, each run a measure of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Scenario:
    """Outlets whose true rates are known.

    Attributes
    ----------
    n_articles : of each outlet
    rates : true rate of each outlet
    burst : shape of the gamma that multiplies an article's rate, for each outlet; small is bursty
    spread : sigma of the log-normal article length of 300 words
    n_events : articles belong to events with rates of their own (0: none)
    mean_base : words of an article, or attributions where small
    """

    n_articles: tuple[int, ...]
    rates: tuple[float, ...]
    burst: tuple[float, ...]
    spread: float = 0.5
    n_events: int = 0
    mean_base: float = 300.0


def simulate(scenario: Scenario, n_runs: int, rng: np.random.Generator) -> pd.DataFrame:
    """MEASURES with a measure a run; articles, lengths and events are the same for the runs of one call."""
    outlet = np.repeat(np.arange(len(scenario.n_articles)), scenario.n_articles)
    n = len(outlet)
    length = np.maximum(rng.lognormal(np.log(scenario.mean_base), scenario.spread, n).round(), 0)
    shape = np.array(scenario.burst)[outlet][:, None]
    rate = np.array(scenario.rates)[outlet][:, None] * rng.gamma(shape, 1 / shape, (n, n_runs))
    event = rng.integers(0, max(scenario.n_events, 1), n)
    if scenario.n_events:
        rate = rate * rng.gamma(2, 1 / 2, (scenario.n_events, n_runs))[event]
    if scenario.mean_base < 50:
        count = rng.binomial(length.astype(int)[:, None], np.minimum(rate, 1))
    else:
        count = rng.poisson(rate * length[:, None])
    return long_frame(outlet, event, length, count)


def long_frame(outlet: np.ndarray, event: np.ndarray, length: np.ndarray, count: np.ndarray) -> pd.DataFrame:
    """MEASURES from arrays; count is articles x measures."""
    n, m = count.shape
    article = np.tile(np.arange(n), m)
    return pd.DataFrame(
        {
            "article_id": pd.Series([f"a{i:06}" for i in range(n)], dtype="str").take(article).to_numpy(),
            "outlet": pd.Series([f"Media {chr(65 + k)}" for k in outlet], dtype="str").take(article).to_numpy(),
            "event_id": pd.Series([f"e{k}" for k in event], dtype="str").take(article).to_numpy(),
            "measure": pd.Series([f"run{j:04}" for j in range(m)], dtype="str").repeat(n).to_numpy(),
            "count": count.T.ravel().astype(float),
            "base": np.tile(length, m).astype(float),
            "unit": "words",
        }
    )


NULLS: dict[str, tuple[Scenario, str | None]] = {
    "two outlets, 100 articles, bursty word": (Scenario((100, 100), (0.006, 0.006), (0.2, 0.2), 0.0), None),
    "20 against 200 articles": (Scenario((20, 200), (0.006, 0.006), (0.5, 0.5)), None),
    "lengths very unequal": (Scenario((60, 60), (0.006, 0.006), (1, 1), 1.0), None),
    "six outlets, 15 to 200 articles": (Scenario((15, 30, 30, 60, 100, 200), (0.004,) * 6, (0.5,) * 6), None),
    "shares of few attributions": (Scenario((40, 80), (0.15, 0.15), (2, 2), 0.6, 0, 4.0), None),
    "other variance, 60 and 60 articles": (Scenario((60, 60), (0.006, 0.006), (2, 0.2)), None),
    "within 30 events, two outlets": (Scenario((90, 90), (0.006, 0.006), (0.5, 0.5), 0.5, 30), "event_id"),
    "within 60 events, four outlets": (Scenario((60, 100, 150, 60), (0.006,) * 4, (0.5,) * 4, 0.5, 60), "event_id"),
    "within events, other variance": (Scenario((80, 160), (0.006, 0.006), (2, 0.3), 0.5, 40), "event_id"),
}  # fmt: skip
