"""Signs that a text was damaged on its way into the corpus: cut off, glued, without its quotation marks."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from bingkai.corpus.damage import (
    DATELINE,
    WORD,
    has_glued_words,
    has_lost_quotes,
    has_unbalanced_quotes,
    indonesian_share,
    is_truncated,
    letters,
    repeated_lines,
)
from bingkai.corpus.left_out import REASONS, Language, left_out, reading_notes
from bingkai.corpus.outlets import UNKNOWN_OUTLET
from bingkai.corpus.plain_text import has_mojibake, has_tags
from bingkai.schema import ARTICLES, plain_types, require

SHORT_TEXT_WORDS: Final = 50
FLATTENED_CHARACTERS: Final = 1_500
INDONESIAN_SHARE: Final = 0.03
OPENING_CHARACTERS: Final = 200
_FIRST_YEAR: Final = 1995  # Indonesian news sites begin here; 1970-01-01 is a missing date written as zero
_N_EXAMPLES: Final = 5
_MONTHS_SHOWN: Final = 36

# Name of a finding, what it says in Indonesian and in English. Each is a reason to look, not a verdict.
FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "outlet_missing": ("tanpa nama media", "no outlet"),
    "date_missing": ("tanpa tanggal", "no date"),
    "date_implausible": ("tanggal sebelum 1995", "dated before 1995"),
    "title_missing": ("tanpa judul", "no headline"),
    "same_text": ("teks sama dengan artikel lain dari media itu", "same text as another article of the outlet"),
    "same_opening": ("awal teks sama dengan artikel media lain", "same opening as an article of another outlet"),
    "very_short": (f"kurang dari {SHORT_TEXT_WORDS} kata", f"under {SHORT_TEXT_WORDS} words"),
    "not_indonesian": ("tampaknya bukan bahasa Indonesia", "does not look Indonesian"),
    "truncated": ("mungkin terpotong: tidak berakhir sebagai kalimat", "perhaps cut off: does not end as a sentence"),
    "glued": ("kata-kata menempel (JakartaKita)", "words glued together (JakartaKita)"),
    "flattened": (
        f"tanpa batas paragraf dalam > {FLATTENED_CHARACTERS:,} karakter".replace(",", "."),
        f"no paragraph break in > {FLATTENED_CHARACTERS:,} characters",
    ),
    "quotes_lost": ("tanda kutip mungkin hilang", "quotation marks perhaps lost"),
    "quotes_unbalanced": ("tanda kutip tak berpasangan", "unbalanced quotation marks"),
    "mojibake": ("karakter salah enkode (â€œ)", "wrongly decoded characters (â€œ)"),
    "html": ("sisa tag HTML", "HTML tags left"),
    "repeated_lines": ("baris yang berulang di banyak artikel", "lines repeated in many articles"),
}


@dataclass(frozen=True, eq=False)
class CorpusCheck:
    """What `check_corpus` found.

    Attributes
    ----------
    outlets : DataFrame
        outlet, n_articles, first and last (day), median_words.
    months : DataFrame
        outlet, month (period), n_articles: articles with a date.
    findings : DataFrame
        outlet, finding, n, share (of the outlet's articles), examples (article ids).
    flags : DataFrame
        article_id, outlet, finding: every article that was counted.
    repeated : DataFrame
        outlet, line, n_articles: lines that stand in many articles of an outlet.
    left_out : DataFrame
        reason, n: rows of the files that are not among the articles.
    notes : list of (Indonesian, English)
        What reading did.
    """

    outlets: pd.DataFrame
    months: pd.DataFrame
    findings: pd.DataFrame
    flags: pd.DataFrame
    repeated: pd.DataFrame
    left_out: pd.DataFrame
    notes: list[tuple[str, str]]

    def to_frame(self, lang: Language | None = None) -> pd.DataFrame:
        """One row an outlet and finding: `outlet, finding, n, share, examples`; with `lang`, findings in words."""
        if lang is None:
            return self.findings.copy()
        return self.findings.assign(finding=self.findings["finding"].map(_labels(lang)).astype("str"))

    def to_text(self, lang: Language = "id") -> str:
        """The check for a terminal."""
        blocks = [f"{title}\n{_as_lines(table)}" for title, table in _tables(self, lang)]
        notes = "\n".join(f"- {note[lang == 'en']}" for note in self.notes)
        return "\n\n".join([*([notes] if notes else []), *blocks]) + "\n"

    def _repr_html_(self) -> str:
        notes = "".join(f"<li>{html.escape(indonesian)}</li>" for indonesian, _ in self.notes)
        tables = "".join(
            f"<h4>{html.escape(title)}</h4>{table.to_html(index=False, escape=True, border=0)}"
            for title, table in _tables(self, "id")
        )
        return f"<div>{f'<ul>{notes}</ul>' if notes else ''}{tables}</div>"


def check_corpus(articles: pd.DataFrame) -> CorpusCheck:
    """Look over a corpus before comparing anything: what covers which time, and which texts do not look whole.

    Parameters
    ----------
    articles : ARTICLES
        As `read_corpus` gives them.

    Returns
    -------
    CorpusCheck
        ``.to_frame()`` has one row an outlet and finding: outlet, finding, n (articles), share (of the outlet's
        articles), examples (up to five article ids). ``.flags`` lists every article counted.

    Notes
    -----
    A finding is a reason to read the examples, not a verdict on a text or an outlet. Known limits: a text that stops
    within six words of a sentence's beginning does not count as cut off, a closing list may; names with an inner
    capital that are not in our list count towards glued words (two forms in 1,000 words are needed); song lyrics and
    regional languages may count as not Indonesian, Malay does not; quotation marks are counted over the whole text,
    so two mistakes may cancel out.
    """
    articles = plain_types(require(articles, ARTICLES), ARTICLES)
    articles = articles.reset_index(drop=True)
    n_words = articles["text"].str.count(WORD)
    repeated, has_repeated = repeated_lines(articles)
    hits = _hits(articles, n_words, frozenset(repeated["line"])) | {"repeated_lines": has_repeated}
    flags = _flags(articles, hits)
    return CorpusCheck(
        outlets=_outlets(articles, n_words),
        months=_months(articles),
        findings=_findings(flags, articles),
        flags=flags,
        repeated=repeated,
        left_out=left_out(articles)["reason"].value_counts().rename_axis("reason").reset_index(name="n"),
        notes=list(zip(reading_notes(articles, "id"), reading_notes(articles, "en"), strict=True)),
    )


# --- the findings


def _hits(articles: pd.DataFrame, n_words: pd.Series, repeated: frozenset[str]) -> dict[str, pd.Series]:
    text, published = articles["text"], articles["published"]
    return {
        "outlet_missing": articles["outlet"].isna() | (articles["outlet"] == UNKNOWN_OUTLET),
        "date_missing": published.isna(),
        "date_implausible": published.dt.year < _FIRST_YEAR,
        "title_missing": articles["title"].fillna("").str.strip() == "",
        "same_text": _same_text(articles),
        "same_opening": _same_opening(articles),
        "very_short": n_words < SHORT_TEXT_WORDS,
        "not_indonesian": (n_words >= SHORT_TEXT_WORDS) & (indonesian_share(text) < INDONESIAN_SHARE),
        "truncated": is_truncated(text, repeated),
        "glued": has_glued_words(text, n_words),
        "flattened": (text.str.len() > FLATTENED_CHARACTERS) & ~text.str.contains("\n", regex=False),
        "quotes_lost": has_lost_quotes(text),
        "quotes_unbalanced": has_unbalanced_quotes(text),
        "mojibake": has_mojibake(text),
        "html": has_tags(text),
    }


def _same_text(articles: pd.DataFrame) -> pd.Series:
    """Begins and ends with the same letters as another article of the outlet."""
    text = articles["text"]
    ends = letters(text.str.slice(0, 900)).str.slice(0, 400) + "|" + letters(text.str.slice(-600)).str.slice(-250)
    return pd.DataFrame({"outlet": articles["outlet"], "ends": ends}).duplicated(keep=False)


def _same_opening(articles: pd.DataFrame) -> pd.Series:
    """The first letters after the dateline are those of another outlet's article: wire copy, or one text for two."""
    body = articles["text"].str.slice(0, 600).str.replace(DATELINE, "", regex=True, n=1)
    opening = letters(body).str.slice(0, OPENING_CHARACTERS)
    long_enough = opening.str.len() == OPENING_CHARACTERS
    n_outlets = articles["outlet"].groupby(opening).transform("nunique")
    return long_enough & (n_outlets > 1)


# --- the frames


def _flags(articles: pd.DataFrame, hits: dict[str, pd.Series]) -> pd.DataFrame:
    pieces = [articles.loc[hits[finding], ["article_id", "outlet"]].assign(finding=finding) for finding in FINDINGS]
    return pd.concat(pieces, ignore_index=True).astype("str")


def _findings(flags: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    groups = flags.groupby(["finding", "outlet"], sort=False)["article_id"]
    table = groups.agg(n="size", examples=lambda ids: ", ".join(ids.head(_N_EXAMPLES))).reset_index()
    table["share"] = table["n"] / table["outlet"].map(articles["outlet"].value_counts()).astype("float64")
    order = table["finding"].map({finding: number for number, finding in enumerate(FINDINGS)})
    table = table.assign(order=order).sort_values(["order", "n"], ascending=[True, False], kind="stable")
    return table[["outlet", "finding", "n", "share", "examples"]].reset_index(drop=True)


def _outlets(articles: pd.DataFrame, n_words: pd.Series) -> pd.DataFrame:
    days = articles["published"].dt.normalize()
    table = articles.assign(day=days, n_words=n_words).groupby("outlet", dropna=False)
    made = table.agg(
        n_articles=("article_id", "size"), first=("day", "min"), last=("day", "max"), median_words=("n_words", "median")
    )
    return made.sort_values("n_articles", ascending=False, kind="stable").reset_index()


def _months(articles: pd.DataFrame) -> pd.DataFrame:
    dated = articles[articles["published"].notna()]
    month = dated["published"].dt.to_period("M").rename("month")
    return dated.groupby(["outlet", month]).size().rename("n_articles").reset_index()


# --- how it is shown


_TITLES: Final[dict[str, tuple[str, str]]] = {
    "outlets": ("Artikel per media", "Articles per outlet"),
    "months": ("Artikel per bulan dan media", "Articles per month and outlet"),
    "findings": ("Yang perlu diperiksa", "What to look at"),
    "left_out": ("Baris yang ditinggalkan atau digabung", "Rows left out or merged"),
}
_HEADS: Final[dict[str, tuple[str, str]]] = {
    "outlet": ("media", "outlet"),
    "n_articles": ("artikel", "articles"),
    "first": ("dari", "from"),
    "last": ("sampai", "to"),
    "median_words": ("median kata", "median words"),
    "month": ("bulan", "month"),
    "finding": ("temuan", "finding"),
    "n": ("n", "n"),
    "share": ("bagian", "share"),
    "examples": ("contoh", "examples"),
    "reason": ("alasan", "reason"),
}


def _labels(lang: Language) -> dict[str, str]:
    return {finding: texts[lang == "en"] for finding, texts in FINDINGS.items()}


def _tables(check: CorpusCheck, lang: Language) -> list[tuple[str, pd.DataFrame]]:
    outlets = check.outlets.assign(
        first=check.outlets["first"].dt.strftime("%Y-%m-%d").fillna("–"),
        last=check.outlets["last"].dt.strftime("%Y-%m-%d").fillna("–"),
        median_words=check.outlets["median_words"].round().astype("int64"),
    )
    findings = check.to_frame(lang)
    findings = findings.assign(share=(findings["share"] * 100).round(1).astype("str") + " %")
    english = dict(REASONS.values())
    out = check.left_out.assign(reason=check.left_out["reason"].map(english if lang == "en" else str).astype("str"))
    tables = {
        "outlets": outlets,
        "months": _month_table(check.months),
        "findings": findings,
        "left_out": out,
    }
    return [
        (_TITLES[name][lang == "en"], table.rename(columns={k: v[lang == "en"] for k, v in _HEADS.items()}))
        for name, table in tables.items()
        if len(table)
    ]


def _month_table(months: pd.DataFrame) -> pd.DataFrame:
    """Months down, the largest outlets across; years instead where there are too many months."""
    if months.empty:
        return months
    unit = months["month"].astype("str")
    if unit.nunique() > _MONTHS_SHOWN:
        unit = unit.str.slice(0, 4)
    largest = months.groupby("outlet")["n_articles"].sum().sort_values(ascending=False, kind="stable").index[:8]
    shown = months["outlet"].where(months["outlet"].isin(largest), "…")
    table = months.assign(month=unit, outlet=shown).pivot_table(
        index="month", columns="outlet", values="n_articles", aggfunc="sum", fill_value=0
    )
    order = [*largest, *(["…"] if "…" in table.columns else [])]
    return table[order].rename_axis(None, axis="columns").reset_index()


def _as_lines(table: pd.DataFrame) -> str:
    """The table in columns; text to the left, numbers to the right."""
    cells = [
        [str(name) for name in table.columns],
        *([str(cell) for cell in row] for row in table.itertuples(index=False)),
    ]
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in table.dtypes]
    widths = [max(len(row[i]) for row in cells) for i in range(len(numeric))]
    return "\n".join(_as_line(row, widths, numeric) for row in cells)


def _as_line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = [
        cell.rjust(width) if number else cell.ljust(width)
        for cell, width, number in zip(row, widths, numeric, strict=True)
    ]
    return re.sub(r"\s+$", "", "  " + "  ".join(padded))
