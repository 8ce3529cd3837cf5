"""Do coders agree: percent agreement, Holsti, pi, kappa and alpha per item, each with its interval and n."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.contrast.agreement import EMPTY, NOT_GIVEN, Codings, Floats, coefficients
from bingkai.contrast.notes import Note, write_notes
from bingkai.schema import CODES, RELIABILITY, SchemaError, build, empty, require

FEW_UNITS = 50
FEW_OTHER = 10  # units with other codes than the commonest; under it percentile intervals hold too rarely
_SCALES = ("nominal", "ordinal", "interval")
_JOIN = " · "
_NO_WIDTH = 1e-12


@dataclass(frozen=True)
class _Draws:
    """How intervals are drawn."""

    n_resamples: int
    confidence: float
    seed: int


@dataclass(frozen=True, eq=False)
class _Block:
    """The codes of one item by the coders who are compared, units in order."""

    model: str
    item: str
    scale: str
    comparison: str
    coders: tuple[str, ...]
    codings: Codings
    blind: NDArray[np.bool_]


def reliability(
    codes: pd.DataFrame,
    *,
    tools: Sequence[str] = (),
    by_blind: bool = True,
    n_resamples: int = 2000,
    confidence: float = 0.95,
    seed: int = 7,
) -> pd.DataFrame:
    """How far coders agree on each item, beyond what chance would give, and how sure that is.

    Parameters
    ----------
    codes : CODES
        Before adjudication: as `read_sheets` gives them, or a frame of your own.
    tools : sequence of str
        Coders that are programs. They are left out of the agreement of coders and compared with each of them apart.
    by_blind : bool
        Also give pre-filled and blind units apart, and their difference: pre-filled extracts anchor coders.
    n_resamples : int
        Bootstrap draws; articles are drawn, with all their units.
    confidence : float
        Of the percentile intervals.
    seed : int

    Returns
    -------
    RELIABILITY
        One row an item, comparison, subset and coefficient:

        - percent, holsti: share of agreement; chance agreement is not taken off
        - scott_pi, cohen_kappa, fleiss_kappa, alpha_…: 1 full agreement, 0 what chance gives, below 0 less
        - alpha_ordinal for ordinal and interval items, alpha_interval for interval items
        - n_units: units coded by two coders or more; under 50 the note says so

    Raises
    ------
    SchemaError
        If a coder coded a unit twice on one item.
    ValueError
        If there are no two coders to compare, or a tool is no coder.

    Notes
    -----
    With more than two coders Holsti, pi and kappa are means over the pairs (Light 1971); Fleiss' kappa takes the units
    coded by all, alpha every unit coded by two. Where all codes are the same value, chance explains everything and
    pi, kappa and alpha are not defined: the row says so. The bootstrap resamples articles, not codes; draws in which a
    coefficient is not defined are left out of its interval and counted in the note. Where the draws do not vary there
    is no interval. The intervals hold nearly as often as they say from 50 units on, ten of them with other values than
    the commonest; with fewer they are too narrow: ``tests/benchmarks/bench_reliability.py`` prints how often they hold.

    References
    ----------
    Holsti (1969) Content Analysis for the Social Sciences and Humanities. Scott (1955) Public Opinion Quarterly 19.
    Cohen (1960) Educational and Psychological Measurement 20. Fleiss (1971) Psychological Bulletin 76. Light (1971)
    Psychological Bulletin 76. Krippendorff (2019) Content Analysis, 4th ed.

    Examples
    --------
    >>> codes = pd.DataFrame({"unit_id": ["a", "b", "c"] * 2, "article_id": ["a", "b", "c"] * 2, "model": "contoh",
    ...     "item": "konflik", "coder": ["Ana"] * 3 + ["Budi"] * 3, "blind": False,
    ...     "value": ["ya", "ya", "tidak", "ya", "tidak", "tidak"]})
    >>> table = reliability(codes, by_blind=False).set_index("coefficient")["value"]
    >>> table[["percent", "cohen_kappa", "alpha_nominal"]].round(3).tolist()
    [0.667, 0.4, 0.444]
    """
    require(codes, CODES)
    _check(codes, tools)
    draws = _Draws(n_resamples, confidence, seed)
    rows = [row for block in _blocks(codes, tools) for row in _rows(block, draws, by_blind)]
    if not rows:
        return empty(RELIABILITY)
    names = RELIABILITY.required
    return build({name: [row[name] for row in rows] for name in names}, RELIABILITY)


def _check(codes: pd.DataFrame, tools: Sequence[str]) -> None:
    coders = sorted(codes["coder"].dropna().unique())
    unknown = [tool for tool in tools if tool not in coders]
    if unknown:
        raise ValueError(f"no coder is called {unknown[0]!r}; the codes are by {', '.join(coders) or 'nobody'}")
    if len(coders) < 2:
        raise ValueError(f"agreement needs two coders; got {', '.join(coders) or 'none'}: read both coders' sheets")
    key = ["unit_id", "model", "item", "coder"]
    twice = codes.loc[codes.duplicated(key), key]
    if len(twice):
        unit, _, item, coder = twice.iloc[0]
        raise SchemaError(
            f"{coder} coded unit {unit!r} more than once on {item!r} ({len(twice)} such rows); keep one row each"
        )


def _blocks(codes: pd.DataFrame, tools: Sequence[str]) -> Iterator[_Block]:
    """Each item with the human coders together, and with each tool beside each of them."""
    ordered = codes.assign(scale=_scales(codes), number=codes.get("number", np.nan))
    for (model, item), rows in ordered[ordered["scale"] != "text"].groupby(["model", "item"], sort=False):
        people = tuple(sorted(set(rows["coder"]) - set(tools)))
        pairs = [(tool, person) for tool in tools if (rows["coder"] == tool).any() for person in people]
        for comparison, coders in [("coders", people), *(("tool", pair) for pair in pairs)]:
            if coders:
                yield _block(rows, str(model), str(item), comparison, coders)


def _scales(codes: pd.DataFrame) -> pd.Series:
    if "scale" not in codes.columns:
        return pd.Series("nominal", index=codes.index, dtype="str")
    scales = codes["scale"].fillna("nominal")
    odd = sorted(set(scales) - {*_SCALES, "text"})
    if odd:
        raise SchemaError(f"unknown scale {odd[0]!r}; wanted nominal, ordinal, interval or text")
    return scales


def _block(rows: pd.DataFrame, model: str, item: str, comparison: str, coders: tuple[str, ...]) -> _Block:
    rows = rows[rows["coder"].isin(coders)].sort_values(["unit_id", "coder"], kind="stable")
    values, numbers = _values(rows)
    unit, units = pd.factorize(rows["unit_id"])
    matrix = np.full((len(units), len(coders)), NOT_GIVEN)
    place = {value: code for code, value in enumerate(values)}
    coded = [place.get(value, EMPTY) for value in rows["value"]]
    matrix[unit, [coders.index(coder) for coder in rows["coder"]]] = coded
    firsts = rows.drop_duplicates("unit_id")
    article = pd.factorize(firsts["article_id"])[0]
    blind = rows.groupby("unit_id", sort=False)["blind"].any().to_numpy()
    return _Block(model, item, str(rows["scale"].iloc[0]), comparison, coders, Codings(matrix, numbers, article), blind)


def _values(rows: pd.DataFrame) -> tuple[list[str], Floats]:
    """The values that occur, by their numbers where they have such."""
    seen = rows.dropna(subset=["value"]).drop_duplicates("value").sort_values(["number", "value"], kind="stable")
    if rows["scale"].iloc[0] != "nominal" and seen["number"].isna().any():
        raise SchemaError(
            f"item {rows['item'].iloc[0]!r} is {rows['scale'].iloc[0]}, but {seen['value'].iloc[-1]!r} has no number; "
            "fill the column 'number' with ranks or values"
        )
    return seen["value"].tolist(), seen["number"].to_numpy(dtype=float)


def _rows(block: _Block, draws: _Draws, by_blind: bool) -> Iterator[dict[str, object]]:
    everything = np.ones(len(block.blind), bool)
    yield from _table(block, "all", _estimate(block, everything, draws))
    if by_blind and block.blind.any() and not block.blind.all():
        prefilled, blind = _estimate(block, ~block.blind, draws), _estimate(block, block.blind, draws)
        yield from _table(block, "prefilled", prefilled)
        yield from _table(block, "blind", blind)
        yield from _table(block, "difference", prefilled.minus(blind, draws.confidence))


@dataclass(frozen=True, eq=False)
class _Estimate:
    """Coefficients, their intervals and draws, and what they rest on.

    `n_other` counts the units in which some coder gave another value than the commonest.
    """

    values: dict[str, float]
    ends: dict[str, tuple[float, float]]
    draws: dict[str, Floats]
    n_units: int
    n_articles: int
    n_other: int

    def minus(self, other: _Estimate, confidence: float) -> _Estimate:
        """The difference; draws of different units are independent. Without both intervals it has none."""
        values = {name: value - other.values[name] for name, value in self.values.items()}
        draws = {name: drawn - other.draws[name] for name, drawn in self.draws.items()}
        sure = [name for name in values if np.isfinite([*self.ends[name], *other.ends[name]]).all()]
        ends = {name: _ends(values[name], draws[name], confidence) if name in sure else _NO_ENDS for name in values}
        n_units, n_articles = self.n_units + other.n_units, self.n_articles + other.n_articles
        return _Estimate(values, ends, draws, n_units, n_articles, min(self.n_other, other.n_other))


def _estimate(block: _Block, chosen: NDArray[np.bool_], draws: _Draws) -> _Estimate:
    article = np.unique(block.codings.article[chosen], return_inverse=True)[1]
    codings = Codings(block.codings.codes[chosen], block.codings.numbers, article)
    n = codings.n_articles
    pairable = codings.pairable()
    if not pairable.any():
        names = list(coefficients(_NOTHING, np.ones((1, 1)), block.scale))
        nothing = np.full(draws.n_resamples, np.nan)
        return _Estimate(dict.fromkeys(names, np.nan), dict.fromkeys(names, _NO_ENDS), dict.fromkeys(names, nothing),
                         0, 0, 0)  # fmt: skip
    weights = _weights(n, draws.n_resamples, draws.seed, bool(block.blind[chosen].all()))
    values = {name: float(found[0]) for name, found in coefficients(codings, np.ones((1, n)), block.scale).items()}
    drawn = coefficients(codings, weights, block.scale)
    ends = {name: _ends(values[name], drawn[name], draws.confidence) for name in values}
    commonest = codings.counts()[pairable].sum(axis=0).argmax()
    other = ((codings.codes[pairable] >= 0) & (codings.codes[pairable] != commonest)).any(axis=1)
    return _Estimate(values, ends, drawn, int(pairable.sum()), len(np.unique(article[pairable])), int(other.sum()))


@lru_cache(maxsize=4)
def _weights(n: int, n_resamples: int, seed: int, blind: bool) -> Floats:
    """How often each article is drawn; items with as many articles share their draws, blind units have their own."""
    rng = np.random.default_rng([seed, n, int(blind)])
    return rng.multinomial(n, np.full(n, 1 / n), size=n_resamples).astype(float)


_NOTHING = Codings(np.array([[0, 0]]), np.array([0.0]), np.array([0]))
_NO_ENDS = (float("nan"), float("nan"))


def _ends(value: float, drawn: Floats, confidence: float) -> tuple[float, float]:
    """Percentile interval; none where the draws do not vary: they cannot show an error that the sample has not."""
    defined = drawn[np.isfinite(drawn)]
    if not np.isfinite(value) or not len(defined):
        return _NO_ENDS
    low, high = np.quantile(defined, [(1 - confidence) / 2, (1 + confidence) / 2])
    return (float(low), float(high)) if high - low > _NO_WIDTH else _NO_ENDS


def _table(block: _Block, subset: str, found: _Estimate) -> Iterator[dict[str, object]]:
    for name, value in found.values.items():
        yield {
            "model": block.model, "item": block.item, "scale": block.scale, "comparison": block.comparison,
            "coders": _JOIN.join(block.coders), "subset": subset, "coefficient": name, "value": value,
            "ci_low": found.ends[name][0], "ci_high": found.ends[name][1], "n_units": found.n_units,
            "n_articles": found.n_articles, "n_coders": len(block.coders),
            "note": write_notes(_notes(block, found, name)),
        }  # fmt: skip


def _notes(block: _Block, found: _Estimate, name: str) -> list[Note]:
    if len(block.coders) < 2:
        return [(f"hanya dikode oleh {block.coders[0]}", f"coded by {block.coders[0]} only")]
    if not found.n_units:
        return [("tidak ada unit yang dikode dua pengode", "no unit was coded by two coders")]
    notes: list[Note] = []
    if found.n_units < FEW_UNITS:
        notes.append((f"hanya {found.n_units} unit, di bawah {FEW_UNITS}: selang lebar",
                      f"only {found.n_units} units, under {FEW_UNITS}: wide interval"))  # fmt: skip
    if not np.isfinite(found.values[name]):
        return [*notes, ("tidak terdefinisi: semua kode sama", "not defined: all codes are the same")]
    if not np.isfinite(found.ends[name][0]):
        return [*notes, ("tanpa selang: tarikan ulang tidak melihat galat yang tidak ada dalam sampel",
                         "no interval: resampling sees no error that the sample has not")]  # fmt: skip
    if found.n_other < FEW_OTHER:
        n = found.n_other
        notes.append((f"hanya {n} unit dengan nilai selain yang terbanyak: selang terlalu sempit",
                      f"only {n} units with another than the commonest value: interval too narrow"))  # fmt: skip
    lost = 1 - float(np.isfinite(found.draws[name]).mean())
    if lost > 0:
        notes.append((f"{_percent(lost)} tarikan tidak terdefinisi, tidak masuk selang",
                      f"{_percent(lost)} of draws not defined, left out of the interval"))  # fmt: skip
    if len(block.coders) > 2 and name in ("holsti", "scott_pi", "cohen_kappa"):
        notes.append(("rerata antarpasangan pengode", "mean over the pairs of coders"))
    return notes


def _percent(share: float) -> str:
    return "< 1 %" if share < 0.01 else f"{100 * share:.0f} %"
