"""What the page opens with: what was read and what was left out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from bingkai.corpus.read import left_out, reading_notes
from bingkai.figures.coverage import plot_coverage
from bingkai.figures.labels import Language
from bingkai.report.contents import Picture, corpus_table
from bingkai.report.gallery import Gallery
from bingkai.study.model import REASONS


def what_was_read(page: Gallery) -> dict[str, Any]:
    """The corpus by outlet, its calendar, and the rows and articles left out, by reason: as the template wants them."""
    reading, corpus = page.reading, corpus_table(page.reading)
    return {
        "title": reading.study.title if reading.study else "",
        "fictional": _is_fictional(reading.articles),
        "corpus": corpus.to_dict("records"),
        "totals": corpus[["n_articles", "n_words", "n_attributions", "n_undated"]].sum().to_dict(),
        "first": corpus["first"].min(),
        "last": corpus["last"].max(),
        "reasons": _counted(left_out(reading.articles, page.lang)["reason"]),
        "excluded": _excluded(reading.excluded, page.lang),
        "notes": reading_notes(reading.articles, page.lang),
        "coverage": _coverage(page),
    }


def _is_fictional(articles: pd.DataFrame) -> bool:
    """Whether every article is marked FIKSI, as those of the demonstration corpus are."""
    return "keterangan" in articles.columns and bool((articles["keterangan"] == "FIKSI").all())


def _coverage(page: Gallery) -> Picture:
    """The calendar of the corpus."""
    return page.draw(
        "liputan",
        lambda: plot_coverage(page.reading.articles, lang=page.lang),
        page.t(
            "Petak waktu: jumlah artikel tiap media per periode; angkanya ada di tabel sebelumnya dan di berkas csv.",
            "Calendar strip: articles of each outlet per period; the numbers stand in the table before it and the csv.",
        ),
        page.t(
            "Liputan sepanjang waktu. Banyaknya artikel juga bergantung pada cara korpus dikumpulkan.",
            "Coverage over time. The number of articles also depends on how the corpus was collected.",
        ),
    )


def _counted(reasons: pd.Series) -> list[tuple[str, int]]:
    """How many rows have each reason, the most frequent first."""
    return [(str(reason), int(n)) for reason, n in reasons.value_counts().items()]


def _excluded(excluded: pd.DataFrame, lang: Language) -> list[tuple[str, int]]:
    """What the study leaves out, counted by its reasons in the reader's language."""
    if excluded.empty:
        return []
    worded = dict(zip(REASONS["id"].values(), REASONS[lang].values(), strict=True))
    return _counted(excluded["reason"].map(lambda reason: worded.get(reason, reason)))
