"""One comparison made in other ways: other articles, other bases, without one event, article or entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.comparison import OTHERS
from bingkai.contrast.influence import Question, rates_of, take_question, without_articles, without_events
from bingkai.schema import ROBUSTNESS, build

Floats = NDArray[np.float64]
EXTREMES = 5
"""Rows kept at either end of what is left out in turn."""
TAKEN = (
    "unit", "estimate", "reference_estimate", "effect", "ci_low", "ci_high", "ratio", "ratio_low", "ratio_high",
    "p_value", "n_articles", "n_events", "note",
)  # fmt: skip
QUESTION = ("copies", "weights", "min_articles")


def robustness(
    alternatives: Mapping[str, pd.DataFrame] | pd.DataFrame,
    measure: str,
    outlet: str,
    *,
    entries: Mapping[str, pd.DataFrame] | None = None,
    reference: str = OTHERS,
    within: str | None = None,
    **options: Any,
) -> pd.DataFrame:
    """How a difference moves when the comparison is made in other ways.

    Parameters
    ----------
    alternatives : mapping of str to MEASURES, or MEASURES
        Ways to measure the same thing, by name, the main one first: as `variants` makes them from a reading, or your
        own. All have the measure under the same name; their bases may differ.
    measure, outlet : str
        Which comparison.
    entries : mapping of str to MEASURES, optional
        The main measure without one entry of the lexicon, by entry: as `without_entries` makes them.
    reference : str
        "others" or an outlet.
    within : str, optional
        Column of events, as in `compare_outlets`.
    **options
        Of `compare_outlets`: copies, weights, seed, n_resamples, min_articles, confidence, progress.

    Returns
    -------
    DataFrame
        ROBUSTNESS, for `plot_robustness`:

        - kind "main" and "alternative": with intervals and p, as `compare_outlets` gives them
        - kind "event", "article", "entry": the main comparison without one of them; of all that were left out in turn
          (`n_of`) the five with the smallest and the five with the largest effect
        - ratio is free of units, so that alternatives with other bases can be set side by side

    Raises
    ------
    ValueError
        If the measure or the outlet is not in one of the frames.

    Notes
    -----
    The alternatives are no further tests of the hypothesis and are not corrected for: they show whether the answer
    depends on how the question was put. A difference that changes its sign with one article, event or entry is a
    statement about that one.

    Examples
    --------
    >>> frame = pd.DataFrame({
    ...     "article_id": [f"a{i:02}" for i in range(40)], "outlet": ["Harian Fiksi", "Kabar Fiksi"] * 20,
    ...     "measure": "stance.jarak", "count": [3, 1] * 10 + [2, 0] * 10, "base": 10, "unit": "attributions"})
    >>> card = robustness({"utama": frame, "awal": frame.head(30)}, "stance.jarak", "Harian Fiksi", n_resamples=99)
    >>> card.groupby("kind", sort=False)["effect"].agg(["min", "max"]).round(3).reset_index().values.tolist()
    [['main', 0.2, 0.2], ['alternative', 0.2, 0.2], ['article', 0.197, 0.203]]
    """
    named = {"utama": alternatives} if isinstance(alternatives, pd.DataFrame) else dict(alternatives)
    if not named:
        raise ValueError("no alternatives: wanted at least the main MEASURES")
    asked = Question(measure, outlet, reference, within)
    asked = replace(asked, **{name: options[name] for name in QUESTION if name in options})
    rows = []
    for place, (name, frame) in enumerate(named.items()):
        kind = "alternative" if place else "main"
        rows.append({"kind": kind, "name": name} | _answer(frame, name, asked, options))
    main = rows[0]
    if not np.isnan(float(main["effect"])):
        rows += _left_out(next(iter(named.values())), asked, entries or {})
    return _frame(rows, str(main["unit"]), asked)


def _answer(frame: pd.DataFrame, name: str, asked: Question, options: dict[str, Any]) -> dict[str, Any]:
    try:
        compared = compare_outlets(frame, asked.measure, within=asked.within, reference=asked.reference, **options)
    except ValueError as error:
        raise type(error)(f"alternative {name!r}: {error}") from error
    table = compared.table
    found = table[table["outlet"] == asked.outlet]
    if found.empty:
        raise ValueError(
            f"alternative {name!r}: no row for outlet {asked.outlet!r}; there are {', '.join(table['outlet'])}"
        )
    return {name: found[name].iloc[0] for name in TAKEN}


def _left_out(main: pd.DataFrame, asked: Question, entries: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    compared = take_question(main, asked)
    events, own, other = without_events(compared)
    rows = _extremes("event", events, own, other) if len(events) > 1 else []
    rows += _extremes("article", compared.article_id, *without_articles(compared))
    if entries:
        rates = [_rates(frame, asked) for frame in entries.values()]
        own, other = (np.array(part) for part in zip(*rates, strict=True))
        rows += _extremes("entry", list(entries), own, other)
    return rows


def _rates(frame: pd.DataFrame, asked: Question) -> tuple[float, float]:
    """The two rates of a frame; NaN where without the entry nothing can be compared."""
    if not (frame.loc[frame["measure"] == asked.measure, "base"] > 0).any():
        return np.nan, np.nan
    return rates_of(take_question(frame, asked))


def _extremes(kind: str, names: Iterable[object], own: Floats, other: Floats) -> list[dict[str, Any]]:
    """The rows with the smallest and the largest effect, smallest first."""
    made = pd.DataFrame({"name": [str(name) for name in names], "estimate": own, "reference_estimate": other})
    made["effect"] = made["estimate"] - made["reference_estimate"]
    with np.errstate(divide="ignore", invalid="ignore"):
        made["ratio"] = made["estimate"].to_numpy() / made["reference_estimate"].to_numpy()
    made = made[made["effect"].notna()].sort_values(["effect", "name"], kind="stable")
    ends = made if len(made) <= 2 * EXTREMES else pd.concat([made.head(EXTREMES), made.tail(EXTREMES)])
    return [{"kind": kind, "n_of": len(made), **{str(k): v for k, v in row.items()}} for row in ends.to_dict("records")]


def _frame(rows: list[dict[str, Any]], unit: str, asked: Question) -> pd.DataFrame:
    filled = {"measure": asked.measure, "outlet": asked.outlet, "reference": asked.reference, "unit": unit, "n_of": 0,
              "n_articles": 0, "n_events": 0, "note": ""}  # fmt: skip
    complete = [filled | row for row in rows]
    return build({column.name: [row.get(column.name, np.nan) for row in complete] for column in ROBUSTNESS.columns},
                 ROBUSTNESS)  # fmt: skip
