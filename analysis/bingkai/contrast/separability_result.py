"""The result of separability: the table, the coefficients and the sentences needed to read them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from bingkai.contrast.wording import Language, decimal, percent, say, table_html, whole


@dataclass(frozen=True)
class Settings:
    """How separability was asked for."""

    within: str | None
    strength: float
    n_splits: int
    n_permutations: int
    n_resamples: int
    min_articles: int
    confidence: float
    seed: int


@dataclass(frozen=True, eq=False)
class Separability:
    """How well outlets can be told apart by their features, beside the same with outlet labels shuffled.

    Attributes
    ----------
    table : SEPARABILITY
    coefficients : COEFFICIENTS
        Copies in, where both were asked for.
    null : DataFrame
        A row a shuffle and row of `table`: scope, outlet, reference, copies, accuracy.
    outlets, left_out : list of str
        Outlets told apart, and those with too few articles.
    n_features, n_constant, n_gaps : int
        Features used, features left out because they never vary, missing values filled with the mean.
    settings : Settings
    """

    table: pd.DataFrame
    coefficients: pd.DataFrame
    null: pd.DataFrame
    outlets: list[str]
    left_out: list[str]
    n_features: int
    n_constant: int
    n_gaps: int
    settings: Settings

    def to_frame(self) -> pd.DataFrame:
        """A copy of `table`."""
        return self.table.copy()

    def describe(self, lang: Language = "id") -> str:
        """The sentences without which the numbers cannot be read."""
        asked = self.settings
        every = self.table[self.table["scope"] == "overall"]
        parts = [_sentence(row, len(self.outlets), lang) for _, row in every.iterrows()]
        within = say(lang, "di dalam peristiwa" if asked.within else "di antara semua artikel",
                     "within events" if asked.within else "over all articles")  # fmt: skip
        unit = say(lang, "peristiwa" if asked.within else "artikel", "events" if asked.within else "articles")
        strength = f"{asked.strength:g}".replace(".", say(lang, ",", "."))
        parts.append(say(
            lang,
            f"{whole(self.n_features)} ciri; regresi logistik (C = {strength}), {unit} yang disisihkan dalam "
            f"{asked.n_splits} lipatan, bobot tiap media sama; selang {percent(asked.confidence)} dari bootstrap "
            f"{unit}; p dari label media yang diacak {within} ({whole(asked.n_permutations)}); seed {asked.seed}",
            f"{whole(self.n_features, lang)} features; logistic regression (C = {strength}), held-out {unit} in "
            f"{asked.n_splits} folds, outlets weigh the same; {percent(asked.confidence, lang)} intervals from a "
            f"bootstrap of {unit}; p from outlet labels shuffled {within} ({whole(asked.n_permutations, lang)}); "
            f"seed {asked.seed}",
        ))  # fmt: skip
        sentences = [*parts, *self._counted(lang), _MEANING[lang]]
        return ". ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences)

    def _counted(self, lang: Language) -> list[str]:
        """Outlets, features and values that were left out or filled."""
        made = []
        if self.left_out:
            names = ", ".join(self.left_out)
            made.append(say(lang, f"Tanpa {names}: terlalu sedikit artikel", f"Without {names}: too few articles"))
        if self.n_constant:
            made.append(say(lang, f"{whole(self.n_constant)} ciri tanpa variasi tidak dipakai",
                            f"{whole(self.n_constant, lang)} features that never vary not used"))  # fmt: skip
        if self.n_gaps:
            made.append(say(lang, f"{whole(self.n_gaps)} nilai tanpa dasar hitung diisi rerata",
                            f"{whole(self.n_gaps, lang)} values without a base filled with the mean"))  # fmt: skip
        return made

    def to_html(self, lang: Language = "id") -> str:
        """The table with the sentences under it."""
        heads = say(
            lang,
            "media|salinan|dikenali|selang|label diacak|p|q|artikel|peristiwa",
            "outlets|copies|recognised|interval|labels shuffled|p|q|articles|events",
        ).split("|")
        return table_html("separability", heads, (_cells(row, lang) for _, row in self.table.iterrows()),
                          self.describe(lang))  # fmt: skip

    def _repr_html_(self) -> str:
        return self.to_html("id")

    def __repr__(self) -> str:
        return f"Separability of {len(self.outlets)} outlets: {self.describe('en')}"


_MEANING = {
    "id": "Keterpisahan berarti tulisan media dapat dikenali, dari gaya rumah sekalipun; bukan bahwa salah satunya "
    "memihak atau menyimpang dari suatu patokan.",
    "en": "Separability means that an outlet's writing can be recognised, be it by house style; not that one of them "
    "takes sides or departs from a norm.",
}


def _sentence(row: pd.Series, n_outlets: int, lang: Language) -> str:
    """What the first row says, beside its null."""
    share, low, high, mean, null_low, null_high = (
        decimal(row[name] * 100, lang, digits=0)
        for name in ("accuracy", "ci_low", "ci_high", "null_mean", "null_low", "null_high")
    )
    copied = "" if row["copies"] == "in" else say(lang, "Tanpa salinan: ", "Without copies: ")
    return copied + say(
        lang,
        f"dari ciri saja, {share} % artikel (selang {low}–{high}) dikenali medianya, dengan label diacak {mean} % "
        f"({null_low}–{null_high}), p = {decimal(row['p_value'], lang, digits=3)}; {n_outlets} media, "
        f"{whole(row['n_articles'])} artikel" + (f", {whole(row['n_events'])} peristiwa" if row["n_events"] else ""),
        f"from features alone, {share}% of articles (interval {low}–{high}) are put to their outlet, with shuffled "
        f"labels {mean}% ({null_low}–{null_high}), p = {decimal(row['p_value'], lang, digits=3)}; {n_outlets} outlets, "
        f"{whole(row['n_articles'], lang)} articles"
        + (f", {whole(row['n_events'], lang)} events" if row["n_events"] else ""),
    )  # fmt: skip


def _cells(row: pd.Series, lang: Language) -> list[object]:
    def shown(name: str) -> str:
        return decimal(row[name] * 100, lang, digits=0)

    who = {
        "overall": say(lang, "semua", "all"),
        "outlet": row["outlet"],
        "pair": f"{row['outlet']} – {row['reference']}",
    }
    copied = say(lang, "ada", "in") if row["copies"] == "in" else say(lang, "tanpa", "out")
    return [
        who[row["scope"]], copied, f"{shown('accuracy')} %", f"{shown('ci_low')}\u00a0…\u00a0{shown('ci_high')}",
        f"{shown('null_mean')} ({shown('null_low')}\u00a0…\u00a0{shown('null_high')})",
        decimal(row["p_value"], lang, digits=4), decimal(row["q_value"], lang, digits=4),
        whole(row["n_articles"], lang), whole(row["n_events"], lang),
    ]  # fmt: skip
