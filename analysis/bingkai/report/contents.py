"""What the page shows: the corpus, and the measures in groups with their tables, figures and lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bingkai.figures.canvas import largest
from bingkai.figures.labels import choose, digits_for, measure_label, note_in, scale_of, unit_label
from bingkai.report.lines import OutletLines
from bingkai.report.summary import differs, one_line


@dataclass(frozen=True)
class Picture:
    """A figure of the page: its file, its content for the page, and its description."""

    name: str
    source: str
    alt: str


@dataclass(frozen=True)
class MeasurePart:
    """One measure: a row an outlet, the forest plot, the lines behind the numbers."""

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
        """Whether any row has a note."""
        return any(row["said"] for row in self.rows)

    @property
    def differing_rows(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["differs"]]


@dataclass(frozen=True)
class Group:
    """Measures that answer one question."""

    key: str
    title: str
    about: str
    figures: list[Picture]
    measures: list[MeasurePart]

    @property
    def opened(self) -> set[str]:
        """Measures shown open at first: those with a difference, else the one with the most passages."""
        differing = {part.name for part in self.measures if part.differing}
        return differing or {max(self.measures, key=lambda part: part.count).name}


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


def group_of(measure: str) -> str:
    """The group a measure belongs to: what stands before the first dot, number of attributions with the kinds."""
    return "kind" if measure == "attributions" else measure.partition(".")[0]


def group_words(key: str, lexicons: Sequence[Any], lang: str) -> tuple[str, str]:
    """Title and purpose of a group of measures."""
    known = {
        "stance": (
            choose(lang, "Verba pewarta", "Reporting verbs"),
            choose(
                lang,
                "Dengan kelas verba apa perkataan narasumber dilaporkan. Satu atribusi adalah satu tindakan melaporkan "
                "perkataan; kelasnya ditentukan oleh bentuk verba yang tertulis.",
                "With which class of verb what sources say is reported. An attribution is one act of reporting speech; "
                "its class follows from the verb as written.",
            ),
        ),
        "kind": (
            choose(lang, "Kutipan", "Quotation"),
            choose(
                lang,
                "Seberapa banyak perkataan narasumber dilaporkan, dan apakah dengan tanda kutip, diceritakan ulang, "
                "atau keduanya.",
                "How much of what sources say is reported, and whether in quotation marks, retold, or both.",
            ),
        ),
        "source": (
            choose(lang, "Narasumber", "Sources"),
            choose(
                lang,
                "Siapa yang perkataannya dilaporkan, menurut jabatan dan lembaga yang ditulis artikel.",
                "Whose words are reported, by the office and institution that the article names.",
            ),
        ),
        "kata_bermuatan": (
            choose(lang, "Kata bermuatan", "Loaded terms"),
            choose(
                lang,
                "Kata yang menilai, menguatkan, atau melunakkan, dihitung dalam suara wartawan sendiri: di luar judul "
                "dan di luar perkataan narasumber.",
                "Words that judge, strengthen or soften, counted in the reporter's own voice: outside headlines and "
                "outside what sources say.",
            ),
        ),
    }
    if key in known:
        return known[key]
    title = next((lexicon.title for lexicon in lexicons if lexicon.name == key), "") or key
    return title, choose(lang, "Dihitung dalam suara wartawan sendiri.", "Counted in the reporter's own voice.")


def measure_part(
    table: pd.DataFrame, lines: Mapping[str, OutletLines], figure: Picture | None, lang: str
) -> MeasurePart:
    """One measure from its rows of the comparison."""
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
    once = table.drop_duplicates("outlet")
    highest = largest(marked[["rate", "change"]])
    return MeasurePart(
        name=name,
        anchor=anchor_of(name),
        label=measure_label(name, lang),
        unit=unit_label(unit, lang),
        scale=scale,
        digits=digits_for(highest),
        said=one_line(table, lang),
        differing=bool(marked["differs"].any()),
        count=float(once["count"].sum()),
        base=float(once["base"].sum()),
        rows=[{str(key): value for key, value in row.items()} for row in marked.to_dict("records")],
        figure=figure,
        lines=dict(lines),
    )
