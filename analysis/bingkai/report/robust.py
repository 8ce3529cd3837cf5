"""How robust the differences are: other ways to count, articles that weigh, a regression as second opinion."""

from __future__ import annotations

import pandas as pd

from bingkai.figures.labels import measure_label, scale_of
from bingkai.figures.robustness import plot_robustness
from bingkai.report.cards import MOST_CARDS, Card
from bingkai.report.contents import Picture, Section, anchor_of
from bingkai.report.documents import Printed
from bingkai.report.gallery import Gallery
from bingkai.report.numbers import Numbers
from bingkai.report.page import versus

_CALLED = {
    "both": ("keduanya", "both"), "neither": ("tidak satu pun", "neither"),
    "resampling": ("hanya penarikan ulang", "resampling only"), "model": ("hanya regresi", "regression only"),
    "opposite": ("berlawanan tanda", "opposite signs"), "": ("tidak diuji", "not tested"),
}  # fmt: skip


def robustness_and_opinion(page: Gallery) -> Section:
    """Whether a difference depends on how it was counted, on one article, or on the method."""
    t, numbers = page.t, page.numbers
    section = Section(
        "ketahanan",
        t("Seberapa tahan selisihnya?", "How robust are the differences?"),
        t("Hitungan yang sama dibuat dengan cara lain, tanpa satu peristiwa atau artikel, dan dengan regresi sebagai "
          "pendapat kedua. Cara lain bukan uji tambahan.",
          "The same count made in other ways, without one event or article, and with a regression as second opinion. "
          "Other ways are no further tests."),
    )  # fmt: skip
    if not numbers.cards:
        section.notes.append(
            t("Kartu ketahanan dibuat untuk selisih jelas pada kontras yang dinyatakan; di sini tidak ada.",
              "Robustness cards are made for clear differences of declared contrasts; there are none here.")
        )  # fmt: skip
    else:
        section.notes.append(
            t(f"Paling banyak {MOST_CARDS} kartu: satu selisih jelas dari tiap ukuran yang dinyatakan lebih dulu.",
              f"At most {MOST_CARDS} cards: first one clear difference of each declared measure.")
        )  # fmt: skip
    for card in numbers.cards:
        section.figures.append(_card_figure(page, card))
    if numbers.cards:
        page.tables["ketahanan"] = pd.concat([card.table.assign(contrast=card.contrast) for card in numbers.cards])
        section.tables.append(_influence_table(page, numbers))
    section.methods.extend(
        opinion.describe(page.lang) for opinion in numbers.opinions.values() if (opinion.table["called"] != "").any()
    )
    if numbers.opinions:
        section.tables.append(_opinion_table(page, numbers))
    return section


def _card_figure(page: Gallery, card: Card) -> Picture:
    t, label = page.t, measure_label(str(card.row["measure"]), page.lang)
    outlet = str(card.row["outlet"])
    return page.draw(
        f"ketahanan_{anchor_of(str(card.row['measure']))}_{anchor_of(outlet)}",
        lambda: plot_robustness(card.table, lang=page.lang),
        t(f"Kartu ketahanan {label}, {outlet}: nisbah laju menurut tiap cara menghitung; angkanya di csv.",
          f"Robustness card of {label}, {outlet}: ratio of rates for each way of counting; numbers in the csv."),
        t(f"{outlet}: {label}, dihitung dengan cara lain (kontras {card.contrast}).",
          f"{outlet}: {label}, counted in other ways (contrast {card.contrast})."),
    )  # fmt: skip


def _influence_table(page: Gallery, numbers: Numbers) -> Printed:
    """The articles on which each card's difference rests most."""
    t = page.t
    parts = [
        card.influential.assign(measure=card.row["measure"], scale=scale_of(card.row["unit"])) for card in numbers.cards
    ]
    rows = pd.concat(parts, ignore_index=True)
    titles = page.reading.articles.set_index("article_id")["title"]
    rows = rows.assign(label=[measure_label(name, page.lang) for name in rows["measure"]],
                       title=rows["article_id"].map(titles), all=rows["scale"] * rows["effect"],
                       without=rows["scale"] * rows["effect_without"])  # fmt: skip
    columns = {"label": t("ukuran", "measure"), "outlet": t("media artikel", "article's outlet"),
               "title": t("artikel", "article"), "all": t("selisih", "difference"),
               "without": t("tanpa artikel ini", "without this article")}  # fmt: skip
    return page.table(
        "artikel_berpengaruh",
        rows,
        columns,
        t("Artikel yang paling menggerakkan selisih", "Articles that move a difference most"),
        digits=2,
    )


def _opinion_table(page: Gallery, numbers: Numbers) -> Printed:
    t = page.t
    rows = pd.concat(
        [opinion.table.assign(contrast=name) for name, opinion in numbers.opinions.items()], ignore_index=True
    )
    rows = rows[rows["called"] != ""]
    rows = rows.assign(label=[measure_label(name, page.lang) for name in rows["measure"]],
                       who=[f"{a}{versus(b)}" for a, b in zip(rows["outlet"], rows["reference"], strict=True)],
                       say=[t(*_CALLED[name]) for name in rows["called"]])  # fmt: skip
    columns = {"label": t("ukuran", "measure"), "who": t("media", "outlet"), "ratio": t("nisbah", "ratio"),
               "model_ratio": t("nisbah regresi", "ratio, regression"), "model_low": t("selang dari", "interval from"),
               "model_high": t("sampai", "to"), "say": t("menyebut selisih", "calls it a difference")}  # fmt: skip
    return page.table(
        "pendapat_kedua", rows, columns, t("Pendapat kedua: regresi", "Second opinion: regression"), digits=2
    )
