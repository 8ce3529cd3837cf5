"""What a comparison allows to be said, in sentences: no more than its intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from bingkai.contrast.comparison import Comparison
from bingkai.contrast.declared import DeclaredComparison
from bingkai.figures.labels import Language, choose, digits_for, measure_label, number, scale_of, unit_label
from bingkai.schema import COMPARISON, empty

Q_LIMIT = 0.05


def summarised(
    explored: Comparison | None, inside: Comparison | None, declared: DeclaredComparison | None, lang: Language
) -> dict[str, Any]:
    """The summary of the page, as the template wants it."""
    percent = number(100 * explored.confidence, 0, lang) if explored is not None else ""
    table = explored.table if explored is not None else empty(COMPARISON).assign(unit="")
    return {
        "measured": not table.empty,
        "percent": percent,
        "declared": declared_findings(declared.table, lang, percent) if declared is not None else [],
        "balance": balance(table, explored.min_articles, lang) if explored is not None else "",
        "findings": findings(table, lang, percent, inside.table if inside is not None else None),
        "nothing": nothing_found(lang) if table["p_value"].notna().any() else "",
        "method": explored.describe(lang) if explored is not None else "",
    }


def differs(table: pd.DataFrame) -> pd.Series:
    """Rows whose interval leaves out zero and whose q is below 0.05."""
    away = (table["ci_low"] > 0) | (table["ci_high"] < 0)
    return away & (table["q_value"] < Q_LIMIT)


def disagrees(table: pd.DataFrame) -> pd.Series:
    """Rows whose test finds a difference (q below 0.05) while their interval contains zero: unclear ones."""
    return (table["ci_low"] <= 0) & (table["ci_high"] >= 0) & (table["q_value"] < Q_LIMIT)


def clarity(table: pd.DataFrame, lang: str) -> list[str]:
    """Whether each row's difference is clear, in a word or two; where test and interval disagree it is not."""
    words = {
        "clear": choose(lang, "jelas", "clear"),
        "disagree": choose(lang, "belum jelas: q < 0,05, selang memuat nol", "unclear: q < 0.05, interval with zero"),
        "not": choose(lang, "tidak jelas", "not clear"),
    }
    pairs = zip(differs(table), disagrees(table), strict=True)
    return [words["clear" if clear else "disagree" if split else "not"] for clear, split in pairs]


def disagreement(table: pd.DataFrame, lang: str) -> str:
    """How many rows have a small q and an interval with zero, why that can be, and as what they count; else empty."""
    n = int(disagrees(table).sum())
    if not n:
        return ""
    return choose(
        lang,
        f"Pada {number(n, 0)} pembandingan uji dan selang tidak sejalan: q < 0,05, tetapi selangnya memuat nol. Uji "
        "menanyakan apakah label media dapat saling ditukar; selang menunjukkan seberapa teliti besar selisihnya "
        "diketahui. Bila hanya sedikit artikel yang memuat ukurannya, keduanya dapat berbeda. Karena itu pembandingan "
        "ini dihitung belum jelas.",
        f"In {number(n, 0, lang)} comparison{'s' if n > 1 else ''} test and interval disagree: q < 0.05, but the "
        "interval contains zero. The test asks whether outlet labels could be swapped; the interval, how precisely the "
        "size of the difference is known. Where few articles hold the measure the two can differ. That is why such a "
        "comparison counts as unclear.",
    )


def balance(table: pd.DataFrame, min_articles: int, lang: str) -> str:
    """How many comparisons were made, refused, and left a difference; where test and interval disagree, why."""
    tested = int(table["p_value"].notna().sum())
    refused, found = len(table) - tested, int(differs(table).sum())
    counts = [number(value, 0, lang) for value in (tested, found, refused)]
    if not tested:
        return choose(
            lang,
            f"Tidak ada pembandingan yang dapat diuji: perlu sedikitnya {min_articles} artikel per media, dan "
            "ukurannya harus cukup sering muncul. Laju dan kalimatnya tetap ditunjukkan; bacalah sebagai contoh, bukan "
            "sebagai perbedaan.",
            f"No comparison could be tested: it takes at least {min_articles} articles an outlet, and a measure must "
            "occur often enough. Rates and sentences are shown all the same; read them as examples.",
        )
    others = choose(
        lang,
        f" {counts[2]} lainnya ditolak karena datanya terlalu sedikit.",
        f" Another {counts[2]} were refused because there is too little data.",
    )
    said = choose(
        lang,
        f"{counts[0]} pembandingan diuji bersama; {counts[1]} menunjukkan selisih yang selangnya tidak memuat nol dan "
        "q < 0,05.",
        f"{counts[0]} comparisons were tested together; {counts[1]} show a difference whose interval leaves out zero "
        "with q < 0.05.",
    )
    return f"{said}{others if refused else ''} {disagreement(table, lang)}".rstrip()


def nothing_found(lang: str) -> str:
    """What the absence of differences means."""
    return choose(
        lang,
        "Tidak ada perbedaan antarmedia yang selangnya lepas dari nol setelah koreksi. Itu bukan bukti bahwa "
        "media-media ini sama: selisih yang kecil, atau korpus yang kecil, tidak terlihat.",
        "No difference between outlets has an interval clear of zero after correction. That is not evidence that the "
        "outlets are alike: a small difference, or a small corpus, does not show.",
    )


def sentence(row: pd.Series, lang: str, percent: str) -> str:
    """One difference with its numbers.

    Parameters
    ----------
    row : Series
        A row of COMPARISON with `unit`.
    lang : {"id", "en"}
    percent : str
        Of the interval, as written in that language.
    """
    scale = scale_of(row["unit"])
    digits = digits_for(max(row["estimate"], abs(row["effect"])) * scale)
    more = row["effect"] > 0
    rate, effect, low, high = (
        number(value * scale, digits, lang)
        for value in (row["estimate"], abs(row["effect"]), *_ends(row["ci_low"], row["ci_high"], more))
    )
    q, n = q_text(row["q_value"], lang), number(row["n_articles"], 0, lang)
    against = reference_name(row["reference"], lang)
    return choose(
        lang,
        f"{row['outlet']}: {rate} {unit_label(row['unit'])}, {effect} lebih {'banyak' if more else 'sedikit'} daripada "
        f"{against} (selang {percent} %: {low} sampai {high}; {q}; n = {n} artikel)",
        f"{row['outlet']}: {rate} {unit_label(row['unit'], 'en')}, {effect} {'more' if more else 'fewer'} than "
        f"{against} ({percent} % interval: {low} to {high}; {q}; n = {n} articles)",
    )


def _ends(low: float, high: float, more: bool) -> tuple[float, float]:
    """The ends of the interval of the size of the difference."""
    return (low, high) if more else (-high, -low)


def q_text(q: float, lang: str) -> str:
    """A q value as it is written in a sentence."""
    return f"q < {number(0.001, 3, lang)}" if q < 0.001 else f"q = {number(q, 3, lang)}"


def reference_name(reference: str, lang: str) -> str:
    """What an outlet is compared with."""
    return choose(lang, "rata-rata media lain", "the mean of the others") if reference == "others" else reference


def findings(
    table: pd.DataFrame, lang: str, percent: str, inside: pd.DataFrame | None = None
) -> list[tuple[str, str, list[str]]]:
    """The differences that remain, measure by measure: its name, its label, a sentence an outlet.

    With a comparison within events each sentence says what is left of the difference there.
    """
    remaining = table[differs(table)]
    return [
        (
            str(measure),
            measure_label(str(measure), lang),
            [sentence(row, lang, percent) + within_events(row, inside, lang) for _, row in rows.iterrows()],
        )
        for measure, rows in remaining.groupby("measure", sort=False)
    ]


def within_events(row: pd.Series, inside: pd.DataFrame | None, lang: str) -> str:
    """What is left of a difference within the same events."""
    if inside is None:
        return ""
    same = (inside["measure"] == row["measure"]) & (inside["outlet"] == row["outlet"])
    found = inside[same & (inside["reference"] == row["reference"])]
    if found.empty or pd.isna(found["effect"].iloc[0]):
        return choose(lang, "; di dalam peristiwa yang sama tidak dapat diuji",
                      "; within the same events it could not be tested")  # fmt: skip
    one = found.iloc[0]
    scale = scale_of(one["unit"])
    digits = digits_for(abs(one["effect"]) * scale)
    effect, low, high = (
        number(one[name] * scale, digits, lang, signed=True) for name in ("effect", "ci_low", "ci_high")
    )
    n = number(one["n_events"], 0, lang)
    clear = bool(differs(found).iloc[0])
    said = choose(lang, "juga jelas" if clear else "tidak jelas", "clear too" if clear else "not clear")
    return choose(
        lang,
        f"; di dalam {n} peristiwa yang sama {said}: {effect} ({low} sampai {high})",
        f"; within {n} shared events {said}: {effect} ({low} to {high})",
    )


@dataclass(frozen=True)
class Declared:
    """What a declared contrast shows: differences that are clear, those that are not, and what could not be tested.

    `disagreement` says why a small q does not make a row clear; empty where that is not so.
    """

    name: str
    clear: list[str]
    unclear: list[str]
    untested: list[str]
    disagreement: str = ""


def declared_findings(table: pd.DataFrame, lang: str, percent: str) -> list[Declared]:
    """Each declared contrast in sentences, in the order of the study.

    Parameters
    ----------
    table : DataFrame
        Of `compare_declared`.
    lang : {"id", "en"}
    percent : str
        Of the interval, as written in that language.
    """
    return [_declared(str(name), rows, lang, percent) for name, rows in table.groupby("contrast", sort=False)]


def _declared(name: str, rows: pd.DataFrame, lang: str, percent: str) -> Declared:
    tested, clear = rows["p_value"].notna(), differs(rows)
    unclear = rows[tested & ~clear].groupby("measure", sort=False)
    return Declared(
        name,
        [f"{measure_label(row['measure'], lang)}. {sentence(row, lang, percent)}" for _, row in rows[clear].iterrows()],
        [f"{measure_label(str(measure), lang)}: {_unclear(part, lang)}" for measure, part in unclear],
        untested(rows, lang),
        disagreement(rows, lang),
    )


def untested(rows: pd.DataFrame, lang: str) -> list[str]:
    """Why rows were refused, a sentence a measure."""
    refused = rows[rows["p_value"].isna()].groupby("measure", sort=False)
    return [f"{measure_label(str(measure), lang)}: {_untested(part, lang)}" for measure, part in refused]


def _unclear(rows: pd.DataFrame, lang: str) -> str:
    """The rows of one measure whose difference may be chance, each with its numbers."""
    scale = scale_of(rows["unit"].iloc[0])
    digits = digits_for(float(rows[["ci_low", "ci_high"]].abs().max().max()) * scale)
    said = []
    for _, row in rows.iterrows():
        effect, low, high = (
            number(row[key] * scale, digits, lang, signed=True) for key in ("effect", "ci_low", "ci_high")
        )
        to, n = choose(lang, "sampai", "to"), number(row["n_articles"], 0, lang)
        split = choose(lang, "; uji dan selang tidak sejalan", "; test and interval disagree")
        tail = split if row["q_value"] < Q_LIMIT and row["ci_low"] <= 0 <= row["ci_high"] else ""
        said.append(f"{_versus(row, lang)} {effect} ({low} {to} {high}; {q_text(row['q_value'], lang)}; n = {n}{tail})")
    unit = unit_label(rows["unit"].iloc[0], lang)
    return choose(lang, f"tidak ada selisih yang jelas, {unit}: ", f"no clear difference, {unit}: ") + "; ".join(said)


def _versus(row: pd.Series, lang: str) -> str:
    against = row["reference"]
    return (
        str(row["outlet"])
        if against == "others"
        else f"{row['outlet']} {choose(lang, 'terhadap', 'against')} {against}"
    )


def _untested(rows: pd.DataFrame, lang: str) -> str:
    """Why the rows of one measure were refused."""
    outlets = ", ".join(dict.fromkeys(_versus(row, lang) for _, row in rows.iterrows()))
    most = number(rows["n_articles"].max(), 0, lang)
    return choose(
        lang,
        f"datanya terlalu sedikit untuk diuji (paling banyak {most} artikel yang memuatnya per media): {outlets}",
        f"too little data to test (at most {most} articles an outlet that have it): {outlets}",
    )


def one_line(tested: int, clear: int, lang: str, split: int = 0) -> str:
    """What one measure's rows say, short enough for a heading: how many were tested, and how many are clear.

    `split` is how many have a small q and an interval with zero.
    """
    if not tested:
        return choose(lang, "tidak dapat dibandingkan", "cannot be compared")
    if not clear and split:
        return choose(lang, "belum jelas: uji dan selang tidak sejalan", "unclear: test and interval disagree")
    if not clear:
        return choose(lang, "tidak ada perbedaan yang tampak", "no difference shows")
    n = number(clear, 0, lang)
    return choose(lang, f"{n} selisih lepas dari nol", f"{n} difference{'s' if clear > 1 else ''} clear of zero")
