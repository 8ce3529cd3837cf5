"""Which units are coded: drawn with equal chances, spread over outlets and events."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def draw_units(units: pd.DataFrame, n: int | None, blind: float, seed: int) -> pd.DataFrame:
    """Units to be coded, in an order that tells nothing, and which of them are coded blind.

    Parameters
    ----------
    units : DataFrame
        One row a unit: `unit_id`, `outlet`, and `event_id` where matched.
    n : int or None
        How many; None for all.
    blind : float
        Share of them coded without pre-filled extracts.
    seed : int

    Returns
    -------
    DataFrame
        The drawn rows with `blind`.

    Notes
    -----
    Units are sorted by outlet, within it by event in a random order that all outlets share, and every (N/n)th is taken
    from a random start: each unit has the same chance n/N, and outlets and events are there in proportion. Blind units
    are taken from the drawn ones in the same way. The order of the rows given changes nothing.
    """
    rng = np.random.default_rng(seed)
    ordered = _strata(units.sort_values("unit_id", ignore_index=True), rng)
    drawn = ordered if n is None or n >= len(ordered) else ordered.iloc[_every(len(ordered), n, rng)]
    unseen = np.zeros(len(drawn), bool)
    unseen[_every(len(drawn), round(blind * len(drawn)), rng)] = True
    return drawn.assign(blind=unseen).iloc[rng.permutation(len(drawn))].reset_index(drop=True)


def _strata(units: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    events = units["event_id"].fillna("") if "event_id" in units.columns else pd.Series("", index=units.index)
    names = np.sort(events.unique())
    place = pd.Series(rng.permutation(len(names)), index=names)
    keys = pd.DataFrame(
        {"outlet": units["outlet"].fillna(""), "event": events.map(place), "chance": rng.random(len(units))}
    )
    return units.loc[keys.sort_values(["outlet", "event", "chance"]).index]


def _every(size: int, n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """n positions out of `size`, evenly spread from a random start."""
    start = rng.random()
    return np.minimum(((np.arange(n) + start) * size / max(n, 1)).astype(np.int64), size - 1)
