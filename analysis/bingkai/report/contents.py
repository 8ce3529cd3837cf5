"""What the page shows: the corpus, and sections with their figures, tables, measures and lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from bingkai.figures.canvas import largest
from bingkai.figures.labels import digits_for, measure_label, note_in, scale_of, unit_label
from bingkai.report.documents import Printed
from bingkai.report.lines import OutletLines
from bingkai.report.summary import differs, one_line


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
class MeasurePart:
    """One measure: a row an outlet, the forest plot where one was drawn, the lines behind the numbers."""

    name: str
    anchor: str
    label: str
    unit: str
    scale: int
    digits: int
    said: str
    differing: bool
    count: float
    base: float
    rows: list[dict[str, Any]]
    figure: Picture | None
    lines: dict[str, OutletLines]

    @property
    def rate(self) -> float:
        """Of the whole corpus, in `unit`."""
        return self.scale * self.count / self.base if self.base else float("nan")

    @property
    def places(self) -> dict[str, int]:
        """The place of each outlet's lines on the page, from 1."""
        return {outlet: place for place, outlet in enumerate(self.lines, start=1)}

    @property
    def noted(self) -> bool:
        """Whether rows have notes of their own."""
        return len({row["said"] for row in self.rows}) > 1

    @property
    def note(self) -> str:
        """The note that all rows share."""
        return "" if self.noted else self.rows[0]["said"]

    @property
    def tested(self) -> bool:
        """Whether any row could be tested."""
        return any(row["p_value"] == row["p_value"] for row in self.rows)

    @property
    def matched(self) -> bool:
        """Whether any row was compared within events too."""
        return any(row["n_inside"] for row in self.rows)

    @property
    def differing_rows(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["differs"]]


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
    """

    key: str
    title: str
    about: str
    notes: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    figures: list[Picture] = field(default_factory=list)
    tables: list[Printed] = field(default_factory=list)
    measures: list[MeasurePart] = field(default_factory=list)

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


def measure_part(
    table: pd.DataFrame,
    lines: Mapping[str, OutletLines],
    figure: Picture | None,
    lang: str,
    inside: pd.DataFrame | None = None,
) -> MeasurePart:
    """One measure from its rows of the comparison, with those of the comparison within events where there is one."""
    name, unit = str(table["measure"].iloc[0]), str(table["unit"].iloc[0])
    scale = scale_of(unit)
    marked = table.assign(
        differs=differs(table),
        said=[note_in(note, lang) for note in table["note"]],
        rate=table["estimate"] * scale,
        change=table["effect"] * scale,
        low=table["ci_low"] * scale,
        high=table["ci_high"] * scale,
    )
    marked = _beside(marked, inside, scale)
    once = table.drop_duplicates("outlet")
    rows = [{str(key): value for key, value in row.items()} for row in marked.to_dict("records")]
    return MeasurePart(
        name=name,
        anchor=anchor_of(name),
        label=measure_label(name, lang),
        unit=unit_label(unit, lang),
        scale=scale,
        digits=digits_for(largest(marked[["rate", "change"]])),
        said=one_line(table, lang),
        differing=bool(marked["differs"].any()),
        count=float(once["count"].sum()),
        base=float(once["base"].sum()),
        rows=[row | {"bar": bar} for row, bar in zip(rows, _bars(marked), strict=True)],
        figure=figure,
        lines=dict(lines),
    )


def _beside(rows: pd.DataFrame, inside: pd.DataFrame | None, scale: int) -> pd.DataFrame:
    """The difference within events beside each row."""
    names = ["effect", "ci_low", "ci_high", "n_events"]
    if inside is None:
        return rows.assign(in_change=float("nan"), in_low=float("nan"), in_high=float("nan"), n_inside=0)
    other = inside.set_index(["outlet", "reference"])[names]
    other = other.reindex(pd.MultiIndex.from_frame(rows[["outlet", "reference"]])).reset_index(drop=True)
    other.index = rows.index
    known = other["effect"].notna()
    return rows.assign(
        in_change=other["effect"] * scale, in_low=other["ci_low"] * scale, in_high=other["ci_high"] * scale,
        n_inside=other["n_events"].where(known, 0).astype("int64"),
    )  # fmt: skip


def _bars(rows: pd.DataFrame) -> list[tuple[float, float, float] | None]:
    """Where interval and difference lie on a line from -1 to 1, one scale for the rows of a measure."""
    reach = largest(rows[["low", "high"]])
    known = rows["low"].notna() & (reach > 0)
    ends = zip(rows["low"], rows["change"], rows["high"], known, strict=True)
    return [(low / reach, change / reach, high / reach) if there else None for low, change, high, there in ends]
