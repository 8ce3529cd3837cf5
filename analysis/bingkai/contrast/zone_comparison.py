"""The result of comparing two zones of the same articles: the table and the sentences needed to read it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from bingkai.contrast.comparison import OTHERS, PLACE, rate_scale
from bingkai.contrast.tested_table import TestedTable
from bingkai.contrast.wording import Language, decimal, percent, say, table_html, whole

ZONE_NAMES = {
    "title": ("judul", "headline"),
    "reporter": ("teks wartawan", "reporter's text"),
    "direct": ("kutipan langsung", "direct quotation"),
    "indirect": ("kutipan tidak langsung", "indirect quotation"),
    "scare": ("kata dalam tanda petik", "words in scare quotes"),
}
HEADS = {
    "id": "ukuran|media|laju|dibanding|dengan laju|selisih|selang|satuan|artikel|p|q|catatan",
    "en": "measure|outlet|rate|against|whose rate is|difference|interval|unit|articles|p|q|note",
}


@dataclass(frozen=True, eq=False)
class ZoneComparison(TestedTable):
    """Two zones of the same articles compared, within outlets and between them.

    Attributes
    ----------
    table : DataFrame
        COMPARISON with further columns; see `compare_zones`.
    left_out : dict of str to int
        Articles without a base in both zones, by measure.
    zone, against : str
        The two zones.
    seed, n_resamples, min_articles, confidence
        As they were asked for.
    """

    table: pd.DataFrame
    left_out: dict[str, int]
    zone: str
    against: str
    seed: int
    n_resamples: int
    min_articles: int
    confidence: float

    @property
    def notes(self) -> list[str]:
        """The different notes of the table."""
        return sorted(set(self.table["note"]) - {""})

    def describe(self, lang: Language = "id") -> str:
        """The sentences without which the table cannot be read."""
        own = self.table[self.table["kind"] == "zones"]
        most = int(own.groupby("measure")["n_articles"].sum().max()) if len(own) else 0
        scales = sorted({str(rate_scale(str(unit))[PLACE[lang]]) for unit in own["unit"]})
        one, other = (ZONE_NAMES[name][PLACE[lang] - 1] for name in (self.zone, self.against))
        left_out, refused = max(self.left_out.values(), default=0), len(self.table) - self.n_tests
        parts = [
            say(lang, f"{one} terhadap {other} pada artikel yang sama", f"{one} against {other} of the same articles"),
            say(lang, f"hingga {whole(most)} artikel per ukuran, {own['outlet'].nunique()} media",
                f"up to {whole(most, lang)} articles a measure, {own['outlet'].nunique()} outlets"),
            say(lang, "laju ", "rates ") + ", ".join(scales),
            self._method(lang),
        ]  # fmt: skip
        if left_out:
            parts.append(say(
                lang, f"hingga {whole(left_out)} artikel per ukuran tanpa dasar hitung di kedua zona tidak dipakai",
                f"up to {whole(left_out, lang)} articles a measure without a base in both zones not used"))  # fmt: skip
        if refused:
            parts.append(say(lang, f"{refused} baris ditolak, alasannya di kolom catatan (note)",
                             f"{refused} rows refused, the reason is in the column note"))  # fmt: skip
        return "; ".join(parts) + "."

    def _method(self, lang: Language) -> str:
        draws, level = whole(self.n_resamples, lang), percent(self.confidence, lang)
        return say(
            lang,
            f"sedikitnya {self.min_articles} artikel per media; artikel sebagai satuan, kedua zonanya diambil bersama; "
            f"selang {level} dan p di dalam media dari bootstrap artikel ({draws}), p selisih dari selisih antarmedia "
            f"dari permutasi label media ({draws}); q Benjamini–Hochberg atas {whole(self.n_tests)} pembandingan; seed "
            f"{self.seed}",
            f"at least {self.min_articles} articles an outlet; the article is the unit, drawn with both its zones; "
            f"{level} intervals and p within an outlet from a bootstrap of articles ({draws}), p of the difference of "
            f"differences between outlets from permutation of outlet labels ({draws}); q Benjamini-Hochberg over "
            f"{whole(self.n_tests, lang)} comparisons; seed {self.seed}",
        )

    def to_html(self, lang: Language = "id") -> str:
        """The table with rates scaled to their unit, and the sentences under it; every text escaped."""
        rows = (self._cells(row, lang) for _, row in self.table.iterrows())
        return table_html("zones", say(lang, HEADS["id"], HEADS["en"]).split("|"), rows, self.describe(lang))

    def _cells(self, row: pd.Series, lang: Language) -> list[object]:
        times, *per = rate_scale(str(row["unit"]))
        between = row["reference"] == OTHERS

        def shown(name: str, *, sign: bool = True) -> str:
            return decimal(row[name] * times, lang, sign=sign)

        against = (
            say(lang, "selisih media lain", "difference of the others")
            if between
            else ZONE_NAMES[self.against][PLACE[lang] - 1]
        )
        interval = f"{shown('ci_low')}\u00a0…\u00a0{shown('ci_high')}" if shown("ci_low") else ""
        note = str(row["note"]).split(" · ")[PLACE[lang] - 1] if row["note"] else ""
        return [
            row["measure"], row["outlet"], shown("estimate", sign=between), against,
            shown("reference_estimate", sign=between), shown("effect"), interval, per[PLACE[lang] - 1],
            whole(int(row["n_articles"]), lang), decimal(row["p_value"], lang, digits=4),
            decimal(row["q_value"], lang, digits=4), note,
        ]  # fmt: skip

    def __repr__(self) -> str:
        return f"ZoneComparison of {self.table['measure'].nunique()} measures: {self.describe('en')}"
