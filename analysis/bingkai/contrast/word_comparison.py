"""The result of a comparison of words: the table and the sentences needed to read it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from bingkai.contrast.blocks import nearest
from bingkai.contrast.comparison import OTHERS
from bingkai.contrast.tested_table import TestedTable
from bingkai.contrast.wording import Language, decimal, table_html, whole

SHOWN = 10  # words an outlet in a notebook, half of them used more, half less

TEXTS: dict[str, dict[str, str]] = {
    "id": {
        "n": "{articles} artikel, {outlets} media; {words} kata dibandingkan dari {found} bentuk berbeda "
        "(kata dalam sedikitnya {hits} artikel{declared})",
        "declared": ", dinyatakan di muka",
        "explored": "; penjelajahan, bukan uji hipotesis",
        "others": "tiap media terhadap rerata media lain",
        "pairwise": "tiap pasangan media",
        "outlet": "tiap media terhadap {}",
        "inside": " di dalam {}",
        "method": "{against}{inside}; {what} diundi ulang {draws} kali, bukan kata: selang {percent} % "
        "(percentile-t), p dari permutasi label media{inside}, q Benjamini–Hochberg atas {tests} pembandingan; "
        "urutan menurut efek konservatif: batas log2 rasio yang terdekat ke 0, berlaku untuk seluruh keluarga; "
        "seed {seed}",
        "articles": "artikel",
        "events": "peristiwa",
        "prior": "log-odds dengan prior Dirichlet {prior}, α = {alpha} {unit}",
        "each": "tiap kata",
        "whole": "kata",
        "token": "kolom token_… menganggap kata saling bebas: pembanding saja, tidak untuk dilaporkan",
        "floor": "p terkecil yang mungkin {p}: dengan {tests} pembandingan q di bawah 0,05 menuntut sedikitnya {rows} "
        "baris sekuat itu",
        "small": "tidak dipakai, artikelnya di bawah {least}: {names}",
        "unmatched": "tanpa cukup peristiwa bersama: {names}",
        "outlet left": "{} artikel tanpa media tidak dipakai",
        "event left": "{} artikel tanpa peristiwa tidak dipakai",
        "same_outlet left": "{} salinan di media yang sama disatukan",
        "across_outlets left": "{} artikel salinan antarmedia tidak dipakai",
    },
    "en": {
        "n": "{articles} articles, {outlets} outlets; {words} words compared of {found} different forms "
        "(words in at least {hits} articles{declared})",
        "declared": ", stated beforehand",
        "explored": "; exploration, no test of hypotheses",
        "others": "each outlet against the mean of the others",
        "pairwise": "every pair of outlets",
        "outlet": "each outlet against {}",
        "inside": " within {}",
        "method": "{against}{inside}; {what} drawn anew {draws} times, not words: {percent} % intervals "
        "(percentile-t), p from permutation of outlet labels{inside}, q Benjamini-Hochberg over {tests} comparisons; "
        "ranked by the conservative effect: the bound of the log2 ratio nearest 0, valid for the whole family; "
        "seed {seed}",
        "articles": "articles",
        "events": "events",
        "prior": "log-odds with a Dirichlet prior {prior}, α = {alpha} {unit}",
        "each": "of each word",
        "whole": "words",
        "token": "columns token_… take words as independent: for comparison only, not to be reported",
        "floor": "smallest possible p {p}: with {tests} comparisons a q below 0.05 takes at least {rows} rows as "
        "strong as that",
        "small": "not used, under {least} articles: {names}",
        "unmatched": "without enough shared events: {names}",
        "outlet left": "{} articles without an outlet not used",
        "event left": "{} articles without an event not used",
        "same_outlet left": "{} copies within an outlet made one",
        "across_outlets left": "{} articles copied across outlets not used",
    },
}
HEADS: dict[str, tuple[str, ...]] = {
    "id": ("media", "dibanding", "kata", "efek konservatif (log2)", "per 1.000 kata", "media lain", "selisih", "selang",
           "p", "q", "artikel", "DP", "peristiwa ↑/↓", "log-odds"),
    "en": ("outlet", "against", "word", "conservative effect (log2)", "per 1,000 words", "others", "difference",
           "interval", "p", "q", "articles", "DP", "events ↑/↓", "log-odds"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class WordComparison(TestedTable):
    """Words compared between outlets.

    Attributes
    ----------
    table : DataFrame
        WORD_COMPARISON; see `compare_words`.
    left_out : dict
        Articles not used, by reason: outlet, event (missing), same_outlet, across_outlets (copies).
    small, unmatched : tuple of str
        Outlets with too few articles; outlets (or pairs) with too few shared events.
    reference, within, prior, alpha, copies, seed, n_resamples, min_articles, min_hits, confidence
        As they were asked for; `copies` is empty where the counts knew of none.
    n_articles : int
        Articles used.
    n_words_found : int
        Different words of the outlets compared.
    declared : bool
        The words were named by the caller; otherwise this is exploration.
    """

    table: pd.DataFrame
    left_out: dict[str, int]
    small: tuple[str, ...]
    unmatched: tuple[str, ...]
    reference: str
    within: str | None
    prior: str
    alpha: float
    copies: str
    seed: int
    n_resamples: int
    min_articles: int
    min_hits: int
    confidence: float
    n_articles: int
    n_words_found: int
    declared: bool

    @property
    def notes(self) -> list[str]:
        """What limits the reading of the table, in English."""
        return self._limits("en")

    def top(self, outlet: str, n: int = 20, *, less: bool = False) -> pd.DataFrame:
        """The words with the strongest conservative effect of an outlet: used more, or `less`."""
        outlets = list(self.table["outlet"].unique())
        if outlet not in outlets:
            raise ValueError(f"no outlet {outlet!r} in the table; {nearest(outlet, outlets)}")
        rows = self.table[(self.table["outlet"] == outlet) & self.table["conservative"].notna()]
        rows = rows[rows["effect"] < 0 if less else rows["effect"] > 0]
        rows = (rows.iloc[::-1] if less else rows).sort_values("conservative", ascending=less, kind="stable")
        return rows.head(n).reset_index(drop=True)

    def describe(self, lang: Language = "id") -> str:
        """The sentences without which the table cannot be read."""
        said = TEXTS[lang]
        outlets = pd.concat([self.table["outlet"], self.table["reference"]])
        parts = [
            said["n"].format(
                articles=whole(self.n_articles, lang), outlets=outlets[outlets != OTHERS].nunique(),
                words=whole(self.table["word"].nunique(), lang), found=whole(self.n_words_found, lang),
                hits=self.min_hits, declared=said["declared" if self.declared else "explored"],
            ),
            self._method(lang),
            self._prior(lang),
            said["token"],
            *self._limits(lang),
        ]  # fmt: skip
        return "; ".join(parts) + "."

    def _method(self, lang: Language) -> str:
        said = TEXTS[lang]
        percent = f"{self.confidence * 100:g}"
        return said["method"].format(
            against=said.get(self.reference, said["outlet"].format(self.reference)),
            inside="" if self.within is None else said["inside"].format(self.within),
            what=said["articles" if self.within is None else "events"],
            draws=whole(self.n_resamples, lang),
            percent=percent.replace(".", ",") if lang == "id" else percent,
            tests=whole(self.n_tests, lang),
            seed=self.seed,
        )

    def _prior(self, lang: Language) -> str:
        said = TEXTS[lang]
        unit = said["each" if self.prior == "uniform" else "whole"]
        alpha = decimal(self.alpha, lang, digits=2) if self.alpha < 10 else whole(round(self.alpha), lang)
        return said["prior"].format(prior=self.prior, alpha=alpha, unit=unit)

    def _limits(self, lang: Language) -> list[str]:
        said = TEXTS[lang]
        made = [said[f"{why} left"].format(whole(n, lang)) for why, n in self.left_out.items()]
        if self.small:
            made.append(said["small"].format(least=self.min_articles, names=", ".join(self.small)))
        if self.unmatched:
            made.append(said["unmatched"].format(names=", ".join(self.unmatched)))
        smallest = 1 / (self.n_resamples + 1)
        rows = int(np.ceil(self.n_tests * smallest / 0.05))
        if rows > 1:
            made.append(
                said["floor"].format(
                    p=decimal(smallest, lang, digits=5), tests=whole(self.n_tests, lang), rows=whole(rows, lang)
                )
            )
        return made

    def to_html(self, lang: Language = "id") -> str:
        """The strongest rows of each outlet, and the sentences under them; every text escaped."""
        pairs = self.table.groupby(["outlet", "reference"], sort=False)
        rows = pd.concat([_ends(part) for _, part in pairs]) if len(self.table) else self.table
        return table_html(
            "comparison", HEADS[lang], [_cells(row, lang) for _, row in rows.iterrows()], self.describe(lang)
        )

    def __repr__(self) -> str:
        return f"WordComparison of {self.table['word'].nunique()} words: {self.describe('en')}"


def _ends(rows: pd.DataFrame) -> pd.DataFrame:
    """The first and the last rows of a ranking."""
    rows = rows[rows["conservative"].notna()]
    return rows if len(rows) <= SHOWN else pd.concat([rows.head(SHOWN // 2), rows.tail(SHOWN // 2)])


def _cells(row: pd.Series, lang: Language) -> tuple[object, ...]:
    """What a row shows, in the order of HEADS."""
    reference = str(row["reference"])
    if reference == OTHERS:
        reference = "rerata media lain" if lang == "id" else "mean of the others"
    low, high = (decimal(row[name] * 1000, lang, sign=True) for name in ("ci_low", "ci_high"))
    events = f"{row['events_above']}/{row['events_below']}" if row["n_events"] else ""
    return (
        row["outlet"], reference, row["word"], decimal(row["conservative"], lang, sign=True),
        decimal(row["estimate"] * 1000, lang), decimal(row["reference_estimate"] * 1000, lang),
        decimal(row["effect"] * 1000, lang, sign=True), f"{low}\u00a0…\u00a0{high}",
        decimal(row["p_value"], lang, digits=4), decimal(row["q_value"], lang, digits=4),
        f"{whole(row['n_hits'], lang)} / {whole(row['n_articles'], lang)}", decimal(row["dp"], lang), events,
        decimal(row["log_odds"], lang, sign=True),
    )  # fmt: skip
