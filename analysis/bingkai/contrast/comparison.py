"""The result of a comparison: the table and the sentences needed to read it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from bingkai.contrast.tested_table import TestedTable
from bingkai.contrast.wording import Language, decimal, table_html, whole

OTHERS = "others"

PER = {
    "words": (1000, "per 1.000 kata", "per 1,000 words"),
    "attributions": (100, "per 100 atribusi", "per 100 attributions"),
    "mentions": (100, "per 100 penyebutan", "per 100 mentions"),
    "articles": (100, "per 100 artikel", "per 100 articles"),
    "clauses": (100, "per 100 klausa", "per 100 clauses"),
}
PLACE = {"id": 1, "en": 2}
TEXTS: dict[str, dict[str, str]] = {
    "id": {
        "n": "{} artikel, {} media",
        "rates": "laju {}",
        "left out": "{} artikel {} tidak dipakai",
        "left out at most": "hingga {} artikel per ukuran {} tidak dipakai",
        "others": "tiap media terhadap rerata media lain",
        "pairwise": "tiap pasangan media",
        "outlet": "tiap media terhadap {}",
        "inside": " di dalam {}",
        "articles": "artikel",
        "events": "peristiwa",
        "method": "{against}{inside}, sedikitnya {smallest} artikel per media; selang {percent} % dari bootstrap "
        "{unit} ({draws}); p dari permutasi label media{inside} ({draws}); q {correction} atas {tests} "
        "pembandingan; seed {seed}",
        "refused": "{} baris ditolak, alasannya di kolom catatan (note)",
        "once": "teks salinan dihitung sekali (1/k di tiap dari k media yang memuatnya)",
        "all": "salinan dihitung seperti artikel lain",
        "without": "tanpa teks yang dimuat beberapa media",
        "weights": "artikel berbobot {}",
        "explored": "jelajah: kontras ini tidak dinyatakan sebelum angkanya dilihat",
        "declared": "kontras yang dinyatakan di muka: {}",
    },
    "en": {
        "n": "{} articles, {} outlets",
        "rates": "rates {}",
        "left out": "{} articles {} not used",
        "left out at most": "up to {} articles a measure {} not used",
        "others": "each outlet against the mean of the others",
        "pairwise": "every pair of outlets",
        "outlet": "each outlet against {}",
        "inside": " within {}",
        "articles": "articles",
        "events": "events",
        "method": "{against}{inside}, at least {smallest} articles an outlet; {percent} % intervals from a "
        "bootstrap of {unit} ({draws}); p from permutation of outlet labels{inside} ({draws}); q {correction} "
        "over {tests} comparisons; seed {seed}",
        "refused": "{} rows refused, the reason is in the column note",
        "once": "copied texts count once (1/k in each of the k outlets that carry them)",
        "all": "copies count like other articles",
        "without": "without texts that several outlets carry",
        "weights": "articles weighted by {}",
        "explored": "exploration: this contrast was not declared before its numbers were seen",
        "declared": "contrast declared beforehand: {}",
    },
}
CORRECTED = {
    "bh": ("Benjamini–Hochberg", "Benjamini-Hochberg"),
    "by": ("Benjamini–Yekutieli", "Benjamini-Yekutieli"),
}
LEFT_OUT = {
    "base": ("tanpa dasar hitung", "with a base of 0"),
    "event": ("tanpa peristiwa", "without an event"),
    "outlet": ("tanpa media", "without an outlet"),
    "value": ("tanpa nilai", "without a value"),
    "same_outlet": ("salinan di media yang sama", "that are copies within their outlet"),
    "across_outlets": ("yang teksnya dimuat beberapa media", "whose text several outlets carry"),
}


def rate_scale(unit: str) -> tuple[int, str, str]:
    """What a rate with this base unit is multiplied by to be shown, and how that is said in Indonesian and English.

    Examples
    --------
    >>> rate_scale("words")
    (1000, 'per 1.000 kata', 'per 1,000 words')
    """
    return PER.get(unit, (100, f"per 100 {unit}", f"per 100 {unit}"))


@dataclass(frozen=True, eq=False)
class Comparison(TestedTable):
    """Outlets compared on measures.

    Attributes
    ----------
    table : DataFrame
        COMPARISON with further columns; see `compare_outlets`.
    left_out : DataFrame
        `measure, reason, n_articles`: articles not used; the reason is base (of 0), event, outlet or value (missing),
        same_outlet or across_outlets (copies).
    reference : str
        "others", "pairwise" or an outlet.
    within : str or None
        The column the comparison is matched on.
    seed, n_resamples, min_articles, confidence
        As they were asked for.
    n_articles : int
        Different articles used in any row.
    copies : str
        How copied texts count; empty where copies are not known.
    weights : str
        The column of weights; empty without.
    contrast : str
        Name of the declared contrast; empty where the comparison is exploration.
    correction : str
        "bh" (Benjamini and Hochberg) or "by" (Benjamini and Yekutieli).
    family : int
        Tests corrected together where they are more than the rows of this table; else 0.
    """

    table: pd.DataFrame
    left_out: pd.DataFrame
    reference: str
    within: str | None
    seed: int
    n_resamples: int
    min_articles: int
    confidence: float
    n_articles: int
    copies: str = ""
    weights: str = ""
    contrast: str = ""
    correction: str = "bh"
    family: int = 0

    @property
    def notes(self) -> list[str]:
        """The different notes of the table."""
        return sorted(set(self.table["note"]) - {""})

    def describe(self, lang: Language = "id") -> str:
        """The sentences without which the table cannot be read."""
        said = TEXTS[lang]
        outlets = pd.concat([self.table["outlet"], self.table["reference"]])
        parts = [
            said["n"].format(whole(self.n_articles, lang), outlets[outlets != OTHERS].nunique()),
            said["rates"].format(
                ", ".join(str(rate_scale(unit)[PLACE[lang]]) for unit in sorted(set(self.table["unit"])))
            ),
            *self._left_out(lang),
            *([said[self.copies]] if self.copies else []),
            *([said["weights"].format(self.weights)] if self.weights else []),
            self._method(lang),
            said["declared"].format(self.contrast) if self.contrast else said["explored"],
        ]
        refused = len(self.table) - self.n_tests
        return "; ".join(parts + ([said["refused"].format(refused)] if refused else [])) + "."

    def _left_out(self, lang: Language) -> list[str]:
        most = self.left_out.groupby("reason")["n_articles"].max()
        text = TEXTS[lang]["left out" if self.table["measure"].nunique() == 1 else "left out at most"]
        return [text.format(whole(int(n), lang), LEFT_OUT[str(why)][PLACE[lang] - 1]) for why, n in most.items()]

    def _method(self, lang: Language) -> str:
        said = TEXTS[lang]
        percent = f"{self.confidence * 100:g}"
        return said["method"].format(
            against=said.get(self.reference, said["outlet"].format(self.reference)),
            inside="" if self.within is None else said["inside"].format(self.within),
            unit=said["articles" if self.within is None else "events"],
            draws=whole(self.n_resamples, lang),
            percent=percent.replace(".", ",") if lang == "id" else percent,
            smallest=self.min_articles,
            correction=CORRECTED[self.correction][PLACE[lang] - 1],
            tests=whole(self.family or self.n_tests, lang),
            seed=self.seed,
        )

    def to_html(self, lang: Language = "id") -> str:
        """The table with rates scaled to their unit, and the sentences under it; every text escaped."""
        noted = self.table["note"].nunique() > 1  # a note that every row has stands once, below
        heads = HEADS[lang] if noted else HEADS[lang][:-1]
        rows = [_cells(row, lang)[: len(heads)] for _, row in self.table.iterrows()]
        shared = "" if noted or self.table.empty else _note_in(self.table["note"].iloc[0], lang)
        said = self.describe(lang) + (f" {shared.capitalize()}." if shared else "")
        return table_html("comparison", heads, rows, said)

    def __repr__(self) -> str:
        return f"Comparison of {self.table['measure'].nunique()} measures: {self.describe('en')}"


HEADS: dict[str, tuple[str, ...]] = {
    "id": (
        "ukuran",
        "media",
        "dibanding",
        "laju",
        "selisih",
        "selang",
        "satuan",
        "artikel",
        "peristiwa",
        "p",
        "q",
        "catatan",
    ),
    "en": (
        "measure",
        "outlet",
        "against",
        "rate",
        "difference",
        "interval",
        "unit",
        "articles",
        "events",
        "p",
        "q",
        "note",
    ),
}


def _note_in(note: str, lang: Language) -> str:
    """One language of a note written as 'Indonesian · English'."""
    return note.split(" · ")[PLACE[lang] - 1] if note else ""


def _cells(row: pd.Series, lang: Language) -> tuple[object, ...]:
    """What a row shows, in the order of HEADS."""
    times, *per = rate_scale(str(row["unit"]))
    reference = str(row["reference"])
    if reference == OTHERS:
        reference = "rerata media lain" if lang == "id" else "mean of the others"
    refused = bool(np.isnan(row["effect"]))
    ends = [decimal(row[name] * times, lang, sign=True) for name in ("ci_low", "ci_high")]
    return (
        row["measure"], row["outlet"], reference, decimal(row["estimate"] * times, lang),
        decimal(row["effect"] * times, lang, sign=True), "" if refused else f"{ends[0]}\u00a0…\u00a0{ends[1]}",
        per[PLACE[lang] - 1], whole(int(row["n_articles"]), lang), row["n_events"] or "",
        decimal(row["p_value"], lang, digits=4), decimal(row["q_value"], lang, digits=4), _note_in(row["note"], lang),
    )  # fmt: skip
