"""What the page shows: sections with their figures, tables and measures, and the corpus."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from bingkai.report.documents import Printed

if TYPE_CHECKING:
    from bingkai.report.measure_parts import MeasurePart


@dataclass(frozen=True)
class Picture:
    """A figure of the page: its file, its content and size for the page, its description, what stands under it."""

    name: str
    source: str
    width: int
    height: int
    alt: str
    caption: str


@dataclass(frozen=True)
class Section:
    """One question: what was found on it, and every measure that bears on it.

    Attributes
    ----------
    key : its address
    title, about : the question, and how it is answered
    notes : sentences; where a section has nothing else, why
    methods : how the numbers were made
    figures, tables, measures : in the order of the page
    searched : names and labels of numbers that are not compared, whose sentences the concordance holds
    """

    key: str
    title: str
    about: str
    notes: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    figures: list[Picture] = field(default_factory=list)
    tables: list[Printed] = field(default_factory=list)
    measures: list[MeasurePart] = field(default_factory=list)
    searched: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shelves(self) -> list[tuple[str, list[MeasurePart]]]:
        """The measures with a clear difference, those without, and those that could not be tested."""
        kinds = {"clear": [part for part in self.measures if part.differing],
                 "unclear": [part for part in self.measures if part.tested and not part.differing],
                 "untested": [part for part in self.measures if not part.tested]}  # fmt: skip
        return [(kind, parts) for kind, parts in kinds.items() if parts]


def anchor_of(measure: str) -> str:
    """A measure's name as an address within the page.

    Examples
    --------
    >>> anchor_of("kata_bermuatan.so_called")
    'kata_bermuatan-so_called'
    """
    return re.sub(r"[^\w-]+", "-", measure).strip("-")


def corpus_table(reading: Any) -> pd.DataFrame:
    """What was read of each outlet.

    Returns
    -------
    DataFrame
        - outlet : alphabetical
        - n_articles, n_words, n_attributions
        - first, last : dates of publication; missing where no article has one
        - n_undated : articles without a date
    """
    articles = reading.articles
    words = reading.words.groupby("article_id")["n_words"].sum()
    attributions = reading.attributions.groupby("article_id").size()
    rows = pd.DataFrame(
        {
            "outlet": articles["outlet"],
            "published": articles["published"],
            "n_words": articles["article_id"].map(words).fillna(0),
            "n_attributions": articles["article_id"].map(attributions).fillna(0),
        }
    )
    table = rows.groupby("outlet", as_index=False).agg(
        n_articles=("outlet", "size"),
        n_words=("n_words", "sum"),
        n_attributions=("n_attributions", "sum"),
        first=("published", "min"),
        last=("published", "max"),
        n_dated=("published", "count"),
    )
    table["n_undated"] = table["n_articles"] - table["n_dated"]
    table = table.astype({"n_words": "int64", "n_attributions": "int64"}).drop(columns="n_dated")
    return table.sort_values("outlet", key=lambda names: names.str.casefold(), kind="stable", ignore_index=True)


def per_media(measures: pd.DataFrame) -> pd.DataFrame:
    """Every measure of every outlet, zones included: `measure, outlet, unit, count, base, rate, n_articles`."""
    used = measures.assign(used=measures["base"] > 0)
    table = used.groupby(["measure", "outlet", "unit"], as_index=False).agg(
        count=("count", "sum"), base=("base", "sum"), n_articles=("used", "sum")
    )
    return table.assign(rate=table["count"] / table["base"].where(table["base"] > 0))
