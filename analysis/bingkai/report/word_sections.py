"""Words that differ between outlets, and measures along time."""

from __future__ import annotations

import pandas as pd

from bingkai.contrast.trend_result import Trend
from bingkai.contrast.word_comparison import WordComparison
from bingkai.figures.labels import measure_label, number
from bingkai.figures.trend import plot_trend
from bingkai.figures.words import plot_words
from bingkai.report.contents import Picture, Section, anchor_of
from bingkai.report.documents import Printed
from bingkai.report.gallery import Gallery
from bingkai.report.numbers import MOST_WORDS

MOST_OUTLETS = 4  # with a figure of words
WORDS_SHOWN = 6  # more used and less used, an outlet


def words(page: Gallery) -> Section:
    """Which words an outlet uses more than the others."""
    t, compared = page.t, page.numbers.words
    section = Section(
        "kata",
        t("Kata yang membedakan", "Words that differ"),
        t(f"Semua kata dalam suara wartawan, paling banyak {number(MOST_WORDS, 0, page.lang)} yang paling tersebar. "
          "Penjelajahan: bacalah kalimatnya sebelum menafsirkan; banyak selisih kata berasal dari beda topik.",
          f"All words in the reporter's voice, at most the {number(MOST_WORDS, 0, page.lang)} most widespread. "
          "Exploration: read the sentences first; many differences of words come from different topics."),
    )  # fmt: skip
    if compared is None or compared.to_frame().empty:
        section.notes.append(
            t("Perlu sedikitnya dua media dengan sepuluh artikel.", "It takes two outlets with ten articles each.")
        )
        return section
    table = compared.to_frame()
    clear = table[table["conservative"] != 0]
    section.methods.append(compared.describe(page.lang))
    for outlet in sorted(clear["outlet"].unique(), key=str.casefold)[:MOST_OUTLETS]:
        section.figures.append(_word_figure(page, compared, str(outlet)))
    section.tables.append(_word_table(page, table))
    page.tables["kata"] = table
    return section


def _word_figure(page: Gallery, compared: WordComparison, outlet: str) -> Picture:
    t = page.t
    return page.draw(
        f"kata_{anchor_of(outlet)}",
        lambda: plot_words(compared, outlet, lang=page.lang),
        t(f"Titik kata {outlet}: ke kanan makin sering, ke atas makin khas media ini.",
          f"Words of {outlet}: to the right the frequent ones, upwards those it uses more."),
        t(f"Kata {outlet} terhadap media lain. Terisi: selisih yang dapat diandalkan untuk semua kata sekaligus.",
          f"Words of {outlet} against the others. Filled: differences one can count on for all words at once."),
    )  # fmt: skip


def _word_table(page: Gallery, table: pd.DataFrame) -> Printed:
    """The first and last words of each outlet's ranking."""
    t = page.t
    ends = table.groupby("outlet", sort=False, observed=True)
    shown = pd.concat([ends.head(WORDS_SHOWN), ends.tail(WORDS_SHOWN)]).drop_duplicates().sort_index()
    shown = shown.assign(rate=1000 * shown["estimate"], other=1000 * shown["reference_estimate"])
    columns = {"outlet": t("media", "outlet"), "word": t("kata", "word"), "rate": t("per 1.000 kata", "per 1,000 "
      "words"),
               "other": t("media lain", "others"), "ratio": t("nisbah", "ratio"), "ratio_low": t("dari", "from"),
               "ratio_high": t("sampai", "to"), "n_hits": t("artikel", "articles"), "q_value": "q"}  # fmt: skip
    return page.table(
        "kata", shown, columns, digits=2,
        title=t(f"Per media {WORDS_SHOWN} kata yang lebih sering dan {WORDS_SHOWN} yang lebih jarang; semuanya di csv",
                f"Of each outlet {WORDS_SHOWN} words it uses more and {WORDS_SHOWN} it uses less; all are in the csv"),
    )  # fmt: skip


def course(page: Gallery) -> Section:
    """Whether a measure changes along time."""
    t = page.t
    section = Section(
        "waktu",
        t("Apakah berubah sepanjang waktu?", "Does it change over time?"),
        t("Laju tiap periode dengan selang. Sebelum dan sesudah bukan karena: yang berubah bisa saja peristiwanya.",
          "Rates by period with intervals. Before and after is not because of: what changed may be the events."),
    )  # fmt: skip
    if not page.numbers.trends:
        section.notes.append(
            t("Tanggalnya tidak ada, atau mencakup kurang dari empat minggu.",
              "There are no dates, or they span less than four weeks.")
        )  # fmt: skip
    for made in page.numbers.trends:
        name = str(made.series["measure"].iloc[0])
        section.figures.append(_course_figure(page, name, made))
        section.methods.append(
            f"{measure_label(name, page.lang)}: {made.describe('id' if page.lang == 'id' else 'en')}"
        )
        page.tables[f"waktu_{anchor_of(name)}"] = made.to_frame()
        page.tables[f"perubahan_{anchor_of(name)}"] = made.changes
    return section


def _course_figure(page: Gallery, name: str, made: Trend) -> Picture:
    t, label = page.t, measure_label(name, page.lang)
    return page.draw(
        f"waktu_{anchor_of(name)}",
        lambda: plot_trend(made, lang=page.lang),
        t(f"Garis waktu {label}: laju tiap periode dengan selang, tiap media.",
          f"Course of {label}: rate of each period with its interval, for each outlet."),
        t(f"{label} sepanjang waktu; batang selang 95 %.", f"{label} over time; bars are 95 % intervals."),
    )  # fmt: skip
