"""The result of a trend: the series, the changes and the sentences needed to read them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from bingkai.contrast.comparison import LEFT_OUT, PLACE, rate_scale
from bingkai.contrast.wording import Language, decimal, percent, say, table_html, whole

PERIODS = {"D": ("hari", "day"), "W": ("minggu", "week"), "M": ("bulan", "month"), "Q": ("kuartal", "quarter"),
           "Y": ("tahun", "year")}  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """How a trend was asked for."""

    by: str
    window: int
    smooth: int | None
    seed: int
    n_resamples: int
    min_articles: int
    confidence: float


@dataclass(frozen=True, eq=False)
class Trend:
    """Rates along time and changes at dates.

    Attributes
    ----------
    series : TREND
        A row an outlet and period.
    changes : CHANGES
        A row an outlet and named event, and a row an outlet and searched date.
    events : DataFrame
        `event, date`: the named events.
    left_out : DataFrame
        `reason, n_articles`: articles not used; the reason is date (missing), base (of 0), outlet or value.
    unit : str
        What the base counts.
    settings : Settings
    """

    series: pd.DataFrame
    changes: pd.DataFrame
    events: pd.DataFrame
    left_out: pd.DataFrame
    unit: str
    settings: Settings

    def to_frame(self) -> pd.DataFrame:
        """A copy of `series`."""
        return self.series.copy()

    def describe(self, lang: Language = "id") -> str:
        """The sentences without which the numbers cannot be read."""
        asked, named = self.settings, self.changes["kind"] == "named"
        draws, level = whole(asked.n_resamples, lang), percent(asked.confidence, lang)
        parts = [
            say(lang, f"{whole(self.series['n_articles'].sum())} artikel, {self.series['outlet'].nunique()} media",
                f"{whole(self.series['n_articles'].sum(), lang)} articles, {self.series['outlet'].nunique()} outlets"),
            say(lang, f"laju per {PERIODS[asked.by][0]}", f"rates by {PERIODS[asked.by][1]}")
            + " " + str(rate_scale(self.unit)[PLACE[lang]]),
            *self._left_out(lang),
            say(lang, f"selang {level} dari bootstrap artikel ({draws}), tidak di bawah {asked.min_articles} artikel",
                f"{level} intervals from a bootstrap of articles ({draws}), none under {asked.min_articles} articles"),
        ]  # fmt: skip
        if named.any():
            parts.append(say(
                lang,
                f"perubahan: {asked.window} hari sebelum dan sesudah, potongan hingga seminggu sebagai satuan (t); "
                "bagian plasebo dari tanggal lain; sebelum dan sesudah bukan karena",
                f"changes: {asked.window} days before and after, stretches of up to a week as units (t); placebo share "
                "from other dates; before and after is not because of",
            ))  # fmt: skip
        if not named.all():
            parts.append(say(
                lang, "tanggal tak bernama dicari dengan pembelahan biner, p dari urutan minggu yang diacak",
                "unnamed dates searched for by binary segmentation, p from shuffled weeks"))  # fmt: skip
        return "; ".join([*parts, f"seed {asked.seed}"]) + "."

    def _left_out(self, lang: Language) -> list[str]:
        names = LEFT_OUT | {"date": ("tanpa tanggal", "without a date")}
        return [
            say(lang, f"{whole(n)} artikel {names[why][0]} tidak dipakai",
                f"{whole(n, lang)} articles {names[why][1]} not used")
            for why, n in zip(self.left_out["reason"], self.left_out["n_articles"], strict=True)
        ]  # fmt: skip

    def to_html(self, lang: Language = "id") -> str:
        """The changes as a table with the sentences under it."""
        heads = say(
            lang,
            "media|peristiwa|tanggal|sebelum|sesudah|selisih|selang|lompatan|p|q|plasebo|catatan",
            "outlet|event|date|before|after|difference|interval|jump|p|q|placebo|note",
        ).split("|")
        rows = (_cells(row, rate_scale(self.unit)[0], lang) for _, row in self.changes.iterrows())
        return table_html("trend", heads, rows, self.describe(lang))

    def _repr_html_(self) -> str:
        return self.to_html("id")

    def __repr__(self) -> str:
        return f"Trend of {self.series['measure'].iloc[0]}: {self.describe('en')}"


def _cells(row: pd.Series, times: int, lang: Language) -> list[object]:
    def shown(name: str, *, sign: bool = True) -> str:
        return decimal(row[name] * times, lang, sign=sign)

    note = str(row["note"]).split(" · ")[PLACE[lang] - 1] if row["note"] else ""
    event = row["event"] if isinstance(row["event"], str) else say(lang, "(dicari)", "(searched)")
    interval = f"{shown('ci_low')}\u00a0…\u00a0{shown('ci_high')}" if np.isfinite(row["ci_low"]) else ""
    return [
        row["outlet"], event, f"{row['date']:%Y-%m-%d}", shown("before", sign=False), shown("after", sign=False),
        shown("effect"), interval, shown("level"), decimal(row["p_value"], lang, digits=4),
        decimal(row["q_value"], lang, digits=4), decimal(row["placebo_share"], lang), note,
    ]  # fmt: skip
