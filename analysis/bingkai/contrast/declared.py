"""Contrasts that were stated before their numbers were seen: compared, and corrected together as one family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import pandas as pd

from bingkai.contrast.blocks import nearest
from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.comparison import Comparison
from bingkai.contrast.correct import CORRECTIONS
from bingkai.contrast.wording import Language
from bingkai.schema import MEASURES, Contrast, require

FAMILY = {
    "id": "{} kontras dinyatakan di muka dan dikoreksi bersama sebagai satu keluarga ({} pembandingan)",
    "en": "{} contrasts declared beforehand and corrected together as one family ({} comparisons)",
}


@dataclass(frozen=True, eq=False)
class DeclaredComparison:
    """Declared contrasts, corrected together.

    Attributes
    ----------
    table : DataFrame
        `contrast` and the columns of `compare_outlets`; `q_value` is over all rows tested.
    parts : dict of Comparison
        Each contrast by name, with the same q values.
    """

    table: pd.DataFrame
    parts: dict[str, Comparison]

    def __getitem__(self, name: str) -> Comparison:
        if name not in self.parts:
            raise KeyError(f"no contrast {name!r}; {nearest(name, list(self.parts))}")
        return self.parts[name]

    @property
    def n_tests(self) -> int:
        """The size of the family: rows with a p value."""
        return int(self.table["p_value"].notna().sum())

    def to_frame(self) -> pd.DataFrame:
        """A copy of the table."""
        return self.table.copy()

    def describe(self, lang: Language = "id") -> str:
        """The sentences without which the table cannot be read: the family, then each contrast."""
        family = FAMILY[lang].format(len(self.parts), self.n_tests)
        return " ".join([family + ".", *(part.describe(lang) for part in self.parts.values())])

    def to_html(self, lang: Language = "id") -> str:
        """A table for each contrast with its sentences; every text escaped."""
        family = f"<p>{escape(FAMILY[lang].format(len(self.parts), self.n_tests))}.</p>"
        return family + "".join(f"<h4>{escape(name)}</h4>{part.to_html(lang)}" for name, part in self.parts.items())

    def _repr_html_(self) -> str:
        return self.to_html("id")

    def __repr__(self) -> str:
        return f"DeclaredComparison: {self.describe('en')}"


def compare_declared(
    measures: pd.DataFrame, contrasts: Iterable[Contrast], *, correction: str = "bh", **options: Any
) -> DeclaredComparison:
    """Compare outlets as a study declared it, all declared contrasts corrected together.

    Parameters
    ----------
    measures : DataFrame
        MEASURES.
    contrasts : iterable of Contrast
        As `Study.contrasts`; each has its measures, reference, outlets and the column it is matched within.
    correction : {"bh", "by"}
        Benjamini and Hochberg, or Benjamini and Yekutieli, which holds whatever the dependence of the tests.
    **options
        Of `compare_outlets`: copies, weights, seed, n_resamples, min_articles, confidence, progress.

    Returns
    -------
    DeclaredComparison
        `.to_frame()` has the column `contrast` and those of `compare_outlets`; `q_value` is over every row tested, of
        all contrasts. ``result[name]`` is one contrast, for `plot_comparison`.

    Raises
    ------
    ValueError
        If two contrasts share a name, or a measure or outlet is not there.

    Notes
    -----
    What is compared outside the declared contrasts is exploration; `compare_outlets` says so under its tables.

    Examples
    --------
    >>> frame = pd.DataFrame({
    ...     "article_id": [f"a{i:02}" for i in range(40)], "outlet": ["Harian Fiksi", "Kabar Fiksi"] * 20,
    ...     "measure": "stance.jarak", "count": [3, 1] * 10 + [2, 0] * 10, "base": 10, "unit": "attributions"})
    >>> stated = [Contrast("H1 jarak", ("stance.jarak",), reference="pairwise")]
    >>> compare_declared(frame, stated, n_resamples=200).to_frame()[["contrast", "outlet", "effect"]].values.tolist()
    [['H1 jarak', 'Harian Fiksi', 0.2]]
    """
    require(measures, MEASURES)
    stated = tuple(contrasts)
    _check(stated, correction, measures)
    compared = {one.name: _compare(measures, one, options) for one in stated}
    tables = [part.table.assign(contrast=name) for name, part in compared.items()]
    columns = [*(tables[0].columns if tables else ["measure", "outlet", "p_value"])]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[*columns, "contrast"])
    table["q_value"] = CORRECTIONS[correction](table["p_value"].astype("float64"))
    family = int(table["p_value"].notna().sum())
    parts = {
        name: replace(
            part, table=table[table["contrast"] == name].drop(columns="contrast").reset_index(drop=True),
            contrast=name, correction=correction, family=family,
        )
        for name, part in compared.items()
    }  # fmt: skip
    return DeclaredComparison(table[["contrast", *(name for name in columns if name != "contrast")]], parts)


def _check(contrasts: Sequence[Contrast], correction: str, measures: pd.DataFrame) -> None:
    if not contrasts:
        raise ValueError("no contrasts: declare at least one, in the study or as bk.Contrast(name, measures)")
    if correction not in CORRECTIONS:
        raise ValueError(f"correction={correction!r}: wanted one of {', '.join(CORRECTIONS)}")
    twice = [name for name, n in Counter(one.name for one in contrasts).items() if n > 1]
    if twice:
        raise ValueError(f"several contrasts are called {twice[0]!r}; each needs a name of its own")
    known = sorted(measures["outlet"].dropna().unique())
    for one in contrasts:
        for outlet in one.outlets:
            if outlet not in known:
                raise ValueError(f"contrast {one.name!r}: unknown outlet {outlet!r}; {nearest(outlet, known)}")


def _compare(measures: pd.DataFrame, contrast: Contrast, options: dict[str, Any]) -> Comparison:
    named = () if contrast.reference in ("others", "pairwise") else (contrast.reference,)
    rows = measures[measures["outlet"].isin([*contrast.outlets, *named])] if contrast.outlets else measures
    try:
        return compare_outlets(rows, contrast.measures, within=contrast.within, reference=contrast.reference, **options)
    except ValueError as error:
        raise type(error)(f"contrast {contrast.name!r}: {error}") from error
