"""What to know about a corpus before comparing anything: coverage, and texts that do not look whole."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from bingkai.corpus.left_out import REASONS, Language, left_out, reading_notes
from bingkai.corpus.outlets import UNKNOWN_OUTLET
from bingkai.corpus.plain_text import has_mojibake, has_tags
from bingkai.schema import ARTICLES, plain_types, require

SHORT_TEXT_WORDS: Final = 50
FLATTENED_CHARACTERS: Final = 1_500
GLUED_PER_1000: Final = 2.0
INDONESIAN_SHARE: Final = 0.03
OPENING_CHARACTERS: Final = 200
_FIRST_YEAR: Final = 1995  # Indonesian news sites begin here; 1970-01-01 is a missing date written as zero
_N_EXAMPLES: Final = 5
_REPEATED_LINE: Final = (5, 0.02)  # in at least so many articles of an outlet, and in this share of them
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

_FUNCTION_WORDS_TEXT: Final = (
    "yang dan di ke dari untuk dengan ini itu pada dalam tidak akan adalah juga oleh karena sebagai atau bisa ada "
    "telah sudah saat agar para kata tersebut lebih seperti kepada menjadi mereka dia ia saya kami kita bahwa "
    "namun hingga serta secara bagi masih hanya belum setelah antara terhadap sementara tak"
)
_FUNCTION_WORDS: Final = frozenset(_FUNCTION_WORDS_TEXT.split())
_WORD: Final = r"\w+"
# "di JakartaKita semua", "aman.Polisi": a small letter runs into a capital, or a full stop into the next sentence.
_GLUE: Final = r"[a-z][.,]?[A-Z][a-z]{2}"
_GLUED = re.compile(r"\b[A-Za-z]?[a-z]{2,}(?:[A-Z]|[.,][A-Z])[a-z]{2,}")
# Names that are written so: WhatsApp, TransJakarta, McDonald; and "Liputan6.Com".
_CAMEL = re.compile(
    r"(?:Mc|Mac|De|Di|La|Le|Van|Fitz|You|Tik|What|Face|Linked|Black|Pay|Go|Grab|Shopee|Air|Power|Master|Blue|Jawa|Kompas|"
    r"Detik|detik|Tribun|Sindo|Trans|Play|Open|Chat|Deep|Snap|Micro|Git|Space|Nas|Sponge|Square|insya|Insya)[A-Z]|"
    r".*\.(?:Com|Net|Pst|Sel|Utr|Tim|Brt|Sus)$"
)
_SENTENCE_END: Final = r"[.!?…*\"”’'»)\]]\s*$"
_LAST_END = re.compile(r"^.*[.!?…][\"”’'»)\]]*(?:[\s,]|$)", re.DOTALL)
_CUT_OFF: Final = (
    r"(?i)(?:\[(?:…|\.\.\.)\]|baca selengkapnya|read more|view in single page)[^\n]{0,12}$"
    r"|\b1\s+2\s+(?:3\s+)*selanjutnya"
)
# What stands under a whole article: "(abc/def)", "Editor: …", "Sumber: …", hashtags.
_SIGN_OFF = re.compile(
    r"\([a-z]{2,4}/[a-z]{2,3}\d?\)|#\w+|"
    r"\b(?:editor|penulis|reporter|pewarta|sumber|source|penyunting|laporan|foto|tags?)\s*:",
    re.IGNORECASE,
)
_SPEAKER_LAST = re.compile(r"[\"”][^\"”]{0,100}$")  # '…," kata Sari kepada Warta Fiksi' without a full stop
_QUOTATION_MARK = r"[\"“”„«»‘]|''|``"
_SPEECH_AFTER = r",\s+(?:kata|ujar|ucap|tutur|imbuh|ungkap|tegas|jelas|tambah)(?:nya)?\b"
_FIRST_PERSON = r"(?i)\b(?:saya|kami|kita|aku)\b"
_DATELINE = r"(?s)^.{0,60}?\s(?:-|–|—|--)\s"


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
    n_words = articles["text"].str.count(_WORD)
    repeated, has_repeated = _repeated_lines(articles)
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
        "not_indonesian": (n_words >= SHORT_TEXT_WORDS) & (_indonesian_share(text) < INDONESIAN_SHARE),
        "truncated": _is_truncated(text, repeated),
        "glued": _has_glued_words(text, n_words),
        "flattened": (text.str.len() > FLATTENED_CHARACTERS) & ~text.str.contains("\n", regex=False),
        "quotes_lost": _has_lost_quotes(text),
        "quotes_unbalanced": _has_unbalanced_quotes(text),
        "mojibake": has_mojibake(text),
        "html": has_tags(text),
    }


def _same_text(articles: pd.DataFrame) -> pd.Series:
    """Begins and ends with the same letters as another article of the outlet."""
    text = articles["text"]
    ends = _letters(text.str.slice(0, 900)).str.slice(0, 400) + "|" + _letters(text.str.slice(-600)).str.slice(-250)
    return pd.DataFrame({"outlet": articles["outlet"], "ends": ends}).duplicated(keep=False)


def _same_opening(articles: pd.DataFrame) -> pd.Series:
    """The first letters after the dateline are those of another outlet's article: wire copy, or one text for two."""
    body = articles["text"].str.slice(0, 600).str.replace(_DATELINE, "", regex=True, n=1)
    opening = _letters(body).str.slice(0, OPENING_CHARACTERS)
    long_enough = opening.str.len() == OPENING_CHARACTERS
    n_outlets = articles["outlet"].groupby(opening).transform("nunique")
    return long_enough & (n_outlets > 1)


def _letters(text: pd.Series) -> pd.Series:
    return text.str.replace(r"\W+", "", regex=True).str.lower()


def _indonesian_share(text: pd.Series) -> pd.Series:
    """Share of function words at the text's beginning; running Indonesian has some 0.2, English under 0.02."""
    return text.str.slice(0, 2_000).str.lower().map(_function_word_share).astype("float64")


def _function_word_share(text: str) -> float:
    words = text.split()
    return sum(word in _FUNCTION_WORDS for word in words) / max(len(words), 1)


def _is_truncated(text: pd.Series, repeated: frozenset[str]) -> pd.Series:
    end = text.str.slice(-150).str.rstrip()
    cut = end.str.contains(_CUT_OFF, regex=True)
    open_end = ~end.str.contains(_SENTENCE_END, regex=True)
    cut[open_end] |= text[open_end].map(lambda value: _stops_inside_a_sentence(value, repeated)).astype("bool")
    return cut


def _stops_inside_a_sentence(text: str, repeated: frozenset[str]) -> bool:
    """The last line goes on after its last full stop, and nothing under it says that the article was over."""
    end = text[-2_000:]
    lines = [line.strip() for line in end.split("\n") if line.strip()]
    if lines[-1] in repeated or _SIGN_OFF.search(end[-400:]) or _SPEAKER_LAST.search(lines[-1]):
        return False
    long_lines = [line for line in lines if len(line.split()) >= 6]
    rest = _LAST_END.sub("", long_lines[-1]).strip() if long_lines else ""
    return len(rest.split()) >= 6 and not rest[0].islower() and any(character.islower() for character in rest)


def _has_glued_words(text: pd.Series, n_words: pd.Series) -> pd.Series:
    """Several different words that run together; one name with an inner capital, however often, is one."""
    glued = pd.Series(False, index=text.index)
    candidates = text[text.str.count(_GLUE) >= 2]
    n_forms = candidates.map(_n_glued_forms).astype("float64")
    glued[candidates.index] = (n_forms >= 2) & (n_forms / n_words[candidates.index] * 1_000 > GLUED_PER_1000)
    return glued


def _n_glued_forms(text: str) -> int:
    return sum(_CAMEL.match(form) is None for form in set(_GLUED.findall(text)))


def _has_lost_quotes(text: pd.Series) -> pd.Series:
    """Speakers say "saya" or "kami" before ", kata …", and no mark of any kind stands in the text."""
    without = ~text.str.contains(_QUOTATION_MARK, regex=True)
    lost = pd.Series(False, index=text.index)
    candidates = text[without]
    lost[without] = (candidates.str.count(_SPEECH_AFTER) >= 2) & candidates.str.contains(_FIRST_PERSON, regex=True)
    return lost


def _has_unbalanced_quotes(text: pd.Series) -> pd.Series:
    """An odd number of straight marks, or more closing than opening ones (each paragraph of a quotation reopens)."""
    return (text.str.count('"') % 2 == 1) | (text.str.count("”") > text.str.count("“"))


def _repeated_lines(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Lines that stand in many articles of an outlet, and which articles have one."""
    lines = articles["text"].str.split("\n").explode().str.strip()
    lines = lines[lines.str.len().between(4, 300)]
    table = pd.DataFrame({"outlet": articles["outlet"].reindex(lines.index), "line": lines, "article": lines.index})
    table = table.drop_duplicates()
    counts = table.groupby(["outlet", "line"], sort=False).size().rename("n_articles").reset_index()
    least_n, least_share = _REPEATED_LINE
    n_of_outlet = counts["outlet"].map(articles["outlet"].value_counts()).astype("float64")
    repeated = counts[(counts["n_articles"] >= least_n) & (counts["n_articles"] >= least_share * n_of_outlet)]
    repeated = repeated.sort_values(["outlet", "n_articles"], ascending=[True, False], kind="stable")
    with_one = table.merge(repeated[["outlet", "line"]], on=["outlet", "line"])["article"]
    return repeated.reset_index(drop=True), pd.Series(articles.index.isin(with_one), index=articles.index)


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
