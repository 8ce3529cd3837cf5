"""How many articles a comparison needs: outlets drawn from the articles at hand, with a difference of known size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import logsumexp
from tqdm import tqdm

from bingkai.contrast.blocks import choose_measures, usable_rows
from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.comparison import OTHERS

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

RUNS_PER_CALL = 25
FIRST = "A"


@dataclass(frozen=True)
class Settings:
    """How to simulate."""

    seed: int
    n_runs: int
    n_resamples: int
    alpha: float


@dataclass(frozen=True, eq=False)
class Pool:
    """The articles of one measure to draw from, sorted by event.

    Attributes
    ----------
    count, base : float (n_articles,)
    first : int (n_events,)
        Where each event's articles begin; one event where nothing is matched.
    unit : str
    """

    count: Floats
    base: Floats
    first: Integers
    unit: str

    @property
    def rate(self) -> float:
        """Expected rate of an outlet drawn evenly: events alike, articles of an event alike."""
        chance = _chances(self, np.zeros(len(self.count)))
        return float((chance @ self.count) / (chance @ self.base))


def plan(
    measures: pd.DataFrame,
    measure: str | Sequence[str],
    *,
    difference: float | Sequence[float],
    n_articles: int | Sequence[int] = (30, 60, 100, 200),
    within: str | None = None,
    seed: int = 7,
    n_runs: int = 200,
    n_resamples: int = 199,
    alpha: float = 0.05,
    progress: bool = True,
) -> pd.DataFrame:
    """How many articles are needed to see a difference of this size, judged by simulation from the articles at hand.

    Parameters
    ----------
    measures : DataFrame
        MEASURES of a pilot corpus: as many articles as there are, of outlets like those to be compared.
    measure : str or list of str
        Which measures to plan for.
    difference : float or list of float
        Rate of the second outlet minus rate of the first, as a count per unit of base: 0.1 is ten attributions in a
        hundred, 0.002 two words in a thousand.
    n_articles : int or sequence of int
        Articles of each of the two outlets.
    within : str, optional
        A column of `measures`, as a rule "event_id": one article of either outlet for each of n events.
    seed, n_runs, n_resamples : int
        Simulated comparisons for each line, and resamples of each; more runs make the power more exact.
    alpha : float
        Level of the test.
    progress : bool
        Show a progress bar when it takes more than a few seconds.

    Returns
    -------
    DataFrame
        A row a measure, difference and number of articles:

        - measure, unit; rate: of the first outlet, the rate of the articles at hand (`within`: events weighted alike)
        - difference, n_articles; n_events (0 where not matched)
        - power: share of runs called a difference, p <= alpha; refused runs count as not called
        - power_low, power_high: its 95 % interval (Wilson) for the number of runs
        - power_interval: share of runs whose confidence interval (1 - alpha) is without zero
        - n_runs; n_refused: runs that `compare_outlets` refused, as where fewer than five articles have a hit
        - n_drawn_from: effective number of articles that the second outlet is drawn from, ``1 / Σ chance²``; where it
          is small, a few articles decide, and the line is worth little

    Raises
    ------
    ValueError
        If no weighting of the articles at hand gives the rate asked for.

    Notes
    -----
    Each outlet is drawn with replacement, so articles keep their length and their burstiness. For the second outlet the
    articles are drawn with weights ``exp(t (count - r base))``, t such that its expected rate is r = rate + difference:
    of all weightings with that rate the one nearest to an even draw. It changes the mix of articles, not the articles.

    The pool mixes the outlets at hand; where they truly differ, articles vary more than those of one outlet and the
    power is understated: give one outlet's rows to avoid that. A pilot of a few dozen articles draws the same ones
    again and again, so power for rare measures is rough. Within events, n events drawn from a pilot that has ten are
    less varied than n real ones.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame({
    ...     "article_id": [f"a{i}" for i in range(60)], "outlet": ["Harian Fiksi", "Kabar Fiksi"] * 30,
    ...     "measure": "stance.jarak", "count": rng.binomial(10, 0.2, 60), "base": 10, "unit": "attributions"})
    >>> table = plan(frame, "stance.jarak", difference=0.1, n_articles=[20, 100], n_runs=40)
    >>> bool(table["power"].iloc[0] < table["power"].iloc[1])
    True
    """
    settings = Settings(seed, n_runs, n_resamples, alpha)
    n_articles = _check(n_articles, settings)
    pools = _pools(measures, measure, within)
    differences = [difference] if isinstance(difference, int | float) else list(difference)
    chances = {
        (name, float(delta)): tilted(pool, pool.rate + delta) for name, pool in pools.items() for delta in differences
    }
    made = []
    with tqdm(total=len(chances) * len(n_articles), disable=not progress, delay=3, desc="plan", unit="row") as bar:
        for (name, delta), chance in chances.items():
            for n in n_articles:
                made.append({"measure": name} | _power_row(pools[name], delta, chance, n, within, settings))
                bar.update()
    return pd.DataFrame(made)


def false_alarms(
    measures: pd.DataFrame,
    measure: str | Sequence[str],
    *,
    n_articles: int | Sequence[int] = (30, 60, 100, 200),
    n_outlets: int = 2,
    within: str | None = None,
    new_events: bool = True,
    seed: int = 7,
    n_runs: int = 200,
    n_resamples: int = 199,
    alpha: float = 0.05,
    progress: bool = True,
) -> pd.DataFrame:
    """How often outlets drawn from the same articles are called different: alpha, if the comparison keeps its level.

    Parameters
    ----------
    measures, measure, n_articles, within, seed, n_runs, n_resamples, alpha, progress
        As in `plan`.
    n_outlets : int
        Outlets drawn alike; the first is compared with the mean of the others.
    new_events : bool
        Within events: every drawn event counts as an event of its own; if not, drawn articles stay in the event they
        come from, so that few events hold many articles.

    Returns
    -------
    DataFrame
        A row a measure and number of articles:

        - measure, n_outlets, n_articles; n_events: events drawn, or there (0 where not matched)
        - alarms: of the runs not refused, the share with p <= alpha
        - alarms_low, alarms_high: its 95 % interval (Wilson)
        - alarms_interval: share of those runs whose confidence interval (1 - alpha) is without zero
        - n_runs; n_refused: runs that `compare_outlets` refused

    Notes
    -----
    Only the first outlet's row of each run counts, so that runs are independent. Outlets drawn alike have the same
    rates and the same variance: false alarms through unequal variance are not seen here.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame({
    ...     "article_id": [f"a{i}" for i in range(60)], "outlet": ["Harian Fiksi", "Kabar Fiksi"] * 30,
    ...     "measure": "stance.jarak", "count": rng.binomial(10, 0.2, 60), "base": 10, "unit": "attributions"})
    >>> table = false_alarms(frame, "stance.jarak", n_articles=[40], n_runs=100)
    >>> bool(table["alarms"].item() < 0.15)
    True
    """
    settings = Settings(seed, n_runs, n_resamples, alpha)
    n_articles = _check(n_articles, settings)
    if n_outlets < 2:
        raise ValueError(f"n_outlets {n_outlets}: wanted at least 2")
    pools = _pools(measures, measure, within)
    cells = [(name, int(n)) for name in pools for n in n_articles]
    made = []
    with tqdm(total=len(cells), disable=not progress, delay=3, desc="false_alarms", unit="row") as bar:
        for name, n in cells:
            chances = [tilted(pools[name], pools[name].rate)] * n_outlets
            found = _simulate(pools[name], chances, n, within, settings, new_events)
            made.append({"measure": name, "n_outlets": n_outlets, "n_articles": n} | _alarms(found, alpha, n_runs))
            bar.update()
    return pd.DataFrame(made)


def _alarms(found: pd.DataFrame, alpha: float, n_runs: int) -> dict[str, object]:
    tested = found[found["p_value"].notna()]
    called, n = int((tested["p_value"] <= alpha).sum()), len(tested)
    low, high = _wilson(called, n)
    return {
        "n_events": int(found["n_events"].max()), "alarms": called / n if n else np.nan, "alarms_low": low,
        "alarms_high": high, "alarms_interval": _without_zero(tested), "n_runs": n_runs, "n_refused": n_runs - n,
    }  # fmt: skip


def _check(n_articles: int | Sequence[int], settings: Settings) -> list[int]:
    asked = [n_articles] if isinstance(n_articles, int) else list(n_articles)
    if min(asked, default=0) < 2:
        raise ValueError(f"n_articles {asked}: wanted one or more numbers of at least 2")
    if settings.n_runs < 1:
        raise ValueError(f"n_runs {settings.n_runs}: wanted at least 1 (200 or more to be of use)")
    if not 0 < settings.alpha <= 0.5:
        raise ValueError(f"alpha {settings.alpha}: wanted above 0 to 0.5, as 0.05")
    return asked


def _pools(measures: pd.DataFrame, measure: str | Sequence[str], within: str | None) -> dict[str, Pool]:
    names = choose_measures(measures, measure)
    rows, _ = usable_rows(measures, names, within)
    return {name: _pool(rows[rows["measure"] == name], name, within) for name in names}


def _pool(rows: pd.DataFrame, name: str, within: str | None) -> Pool:
    if len(rows) < 2:
        raise ValueError(f"{name!r}: {len(rows)} usable articles to draw from; wanted at least 2")
    rows = rows.sort_values(["stratum", "article_id"])
    codes = pd.factorize(rows["stratum"])[0] if within is not None else np.zeros(len(rows), dtype=int)
    first = np.flatnonzero(np.r_[True, np.diff(codes) != 0])
    return Pool(rows["count"].to_numpy(float), rows["base"].to_numpy(float), first, str(rows["unit"].iloc[0]))


def _chances(pool: Pool, log_weight: Floats) -> Floats:
    """Chance of each article: an event at random, then an article of it by weight."""
    parts = np.split(log_weight, pool.first[1:])
    chances = np.concatenate([np.exp(part - logsumexp(part)) for part in parts])
    return np.asarray(chances / len(pool.first), dtype=np.float64)


def tilted(pool: Pool, rate: float) -> Floats:
    """Chances of the articles with which the expected rate is `rate`, as near to an even draw as can be.

    Raises
    ------
    ValueError
        If no weighting reaches the rate.
    """
    excess = pool.count - rate * pool.base

    def mean_excess(t: float) -> float:
        return float(_chances(pool, t * scaled) @ scaled)

    size = float(np.abs(excess).max())
    if size == 0:
        return _chances(pool, excess)
    scaled = excess / size
    reach = 60.0
    if not mean_excess(-reach) < 0 < mean_excess(reach):
        rates = pool.count / pool.base
        raise ValueError(
            f"a rate of {rate:.4g} per {pool.unit} cannot be drawn from these articles, whose rates lie between "
            f"{rates.min():.4g} and {rates.max():.4g} (within events each event keeps its weight); ask for a smaller "
            "difference, or one of the other sign"
        )
    t = brentq(mean_excess, -reach, reach)
    return _chances(pool, t * scaled)


def _power_row(
    pool: Pool, delta: float, chance: Floats, n: int, within: str | None, settings: Settings
) -> dict[str, object]:
    found = _simulate(pool, [tilted(pool, pool.rate), chance], n, within, settings)
    called = int((found["p_value"] <= settings.alpha).sum())
    low, high = _wilson(called, settings.n_runs)
    return {
        "unit": pool.unit, "rate": pool.rate, "difference": delta, "n_articles": n,
        "n_events": n if within is not None else 0, "power": called / settings.n_runs, "power_low": low,
        "power_high": high, "power_interval": _without_zero(found), "n_runs": settings.n_runs,
        "n_refused": int(found["p_value"].isna().sum()), "n_drawn_from": float(1 / (chance**2).sum()),
    }  # fmt: skip


def _without_zero(found: pd.DataFrame) -> float:
    return float(((found["ci_low"] > 0) | (found["ci_high"] < 0)).mean())


def _simulate(
    pool: Pool, chances: Sequence[Floats], n: int, within: str | None, settings: Settings, new_events: bool = True
) -> pd.DataFrame:
    """The first outlet's row of each run; a call of `compare_outlets` takes several runs as measures of their own."""
    rng = np.random.default_rng([settings.seed, n])
    rows = []
    for call, done in enumerate(range(0, settings.n_runs, RUNS_PER_CALL)):
        runs = range(done, min(done + RUNS_PER_CALL, settings.n_runs))
        frame = pd.concat([_drawn_frame(pool, chances, n, run, new_events, rng) for run in runs], ignore_index=True)
        found = compare_outlets(
            frame, reference=OTHERS, within=within and "event_id", seed=settings.seed + call, min_articles=2,
            n_resamples=settings.n_resamples, confidence=1 - settings.alpha, progress=False,
        ).table  # fmt: skip
        rows.append(found[found["outlet"] == FIRST])
    return pd.concat(rows, ignore_index=True)


def _drawn_frame(
    pool: Pool, chances: Sequence[Floats], n: int, run: int, new_events: bool, rng: np.random.Generator
) -> pd.DataFrame:
    """MEASURES of one run: n events drawn, and of each an article for every outlet."""
    event = rng.integers(0, len(pool.first), n)
    place = np.concatenate([_draw_articles(pool, chance, event, rng) for chance in chances])
    k = len(chances)
    return pd.DataFrame(
        {"article_id": [f"{run}-{i}" for i in range(k * n)], "outlet": np.repeat([chr(65 + i) for i in range(k)], n),
         "event_id": [f"e{i}" for i in (range(n) if new_events else event)] * k, "measure": f"run{run:05}",
         "count": pool.count[place], "base": pool.base[place], "unit": pool.unit}
    )  # fmt: skip


def _draw_articles(pool: Pool, chance: Floats, event: Integers, rng: np.random.Generator) -> Integers:
    """An article of each event, by chance."""
    first, last = pool.first[event], np.r_[pool.first[1:], len(pool.count)][event] - 1
    steps = np.r_[0.0, np.cumsum(chance)]
    drawn = steps[first] + rng.random(len(event)) * (steps[last + 1] - steps[first])
    return np.asarray(np.clip(np.searchsorted(steps[1:], drawn, side="right"), first, last), dtype=np.int64)


def _wilson(k: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    if n == 0:
        return np.nan, np.nan
    share = k / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))
