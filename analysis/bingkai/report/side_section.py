"""What each side of a study gets: voice, words, verbs, roles."""

from __future__ import annotations

import pandas as pd

from bingkai.figures.side_grid import plot_side_stance
from bingkai.figures.sides import plot_sides
from bingkai.measures.sides import side_by_side, two_sidedness
from bingkai.reading.analyse import Reading
from bingkai.reading.speaker_sides import study_sides
from bingkai.report.contents import Section
from bingkai.report.documents import Printed
from bingkai.report.gallery import Gallery
from bingkai.report.numbers import has_sides

MOST_SIDES = 4


def sides(page: Gallery) -> Section:
    """Who of the study's sides speaks, in how many words, under which verbs, acting or undergoing."""
    t = page.t
    section = Section(
        "pihak",
        t("Apa yang didapat tiap pihak?", "What does each side get?"),
        t("Pihak menurut studi: siapa berbicara, berapa banyak kata, dengan verba apa, bertindak atau mengalami. Kata "
          "yang sama banyak bukan norma, dan pihak yang menolak menjawab sudah ditanya.",
          "Sides as the study puts them: who speaks, in how many words, under which verbs, acting or undergoing. Equal "
          "words are no norm, and a side that declined to answer was asked."),
    )  # fmt: skip
    if not has_sides(page.reading):
        section.notes.append(
            t("Bagian ini perlu studi dengan pelaku di dua pihak atau lebih ([[actor]] dengan side; netral bukan "
              "pihak). Dengan satu pihak saja semua porsinya 100 %.",
              "This section takes a study with actors on two sides or more ([[actor]] with a side; netral is none). "
              "With one side only, all its shares are 100 %.")
        )  # fmt: skip
        return section
    shares = side_by_side(page.numbers.measures)
    page.tables["pihak"] = shares
    drawn = drawn_sides(page.reading, shares)
    section.figures.append(
        page.draw(
            "pihak",
            lambda: plot_sides(shares, sides=drawn, lang=page.lang),
            t("Titik dengan selang: bagian tiap pihak dari pernyataan, kata, verba, dan peran, tiap media.",
              "Marks with intervals: each side's share of statements, words, verbs and roles, for each outlet."),
            t("Apa yang didapat tiap pihak, tiap media; selang 95 % (Wilson, artikel sebagai satuan). Skala tiap panel "
              "berbeda.",
              "What each side gets, by outlet; 95 % intervals (Wilson, articles as units). Panels differ in scale."),
        )
    )  # fmt: skip
    if shares.loc[shares["measure"].str.startswith("stance."), "count"].sum() > 0:
        section.figures.append(
            page.draw(
                "verba_pihak",
                lambda: plot_side_stance(shares, sides=drawn, lang=page.lang),
                t("Peta panas tiap media: persentase pernyataan tiap pihak menurut kelas verba pewarta.",
                  "Heat map by outlet: share of each side's statements by class of reporting verb."),
                t("Kelas verba yang melaporkan tiap pihak, tiap media; selang 95 %. Deskripsi; JARAK dan TEGAS diuji "
                  "di bawah.",
                  "Classes of verb that report each side, by outlet; 95 % intervals. Description; JARAK and TEGAS are "
                  "tested below."),
            )
        )  # fmt: skip
    section.tables.append(_coverage(page))
    section.notes.extend(sides_not_drawn(page, shares))
    section.measures.extend(page.parts(lambda name: name.startswith("side.")))
    return section


def drawn_sides(reading: Reading, shares: pd.DataFrame) -> dict[str, str]:
    """The sides set against each other and their labels, at most as many as fit."""
    labels = reading.study.sides if reading.study else {}
    against = study_sides(reading)
    found = [side for side in dict.fromkeys(shares["side"]) if side in against][:MOST_SIDES]
    return {side: labels.get(side, side) for side in found}


def sides_not_drawn(page: Gallery, shares: pd.DataFrame) -> list[str]:
    """A sentence that names the sides without room in the figures; none where all are drawn."""
    drawn = drawn_sides(page.reading, shares)
    labels = page.reading.study.sides if page.reading.study else {}
    left = [labels.get(side, side) for side in study_sides(page.reading) if side not in drawn]
    if not left:
        return []
    names = ", ".join(left)
    return [
        page.t(f"Gambar memuat paling banyak {MOST_SIDES} pihak; yang tidak digambar: {names}. Angkanya ada di csv.",
               f"Figures hold at most {MOST_SIDES} sides; not drawn: {names}. Their numbers are in the csv.")
    ]  # fmt: skip


def _coverage(page: Gallery) -> Printed:
    """How many articles let no side, one side or several speak."""
    t = page.t
    each = two_sidedness(page.reading)
    page.tables["pihak_per_artikel"] = each
    once = each.drop_duplicates("article_id")
    kinds = once["n_sides"].clip(upper=2)
    table = pd.crosstab(once["outlet"], kinds).reindex(columns=[0, 1, 2], fill_value=0)
    table = table.sort_index(key=lambda names: names.str.casefold()).reset_index()
    table.columns = pd.Index(["outlet", "none", "one", "several"])
    columns = {"outlet": t("media", "outlet"), "none": t("tanpa pihak", "no side"), "one": t("satu pihak", "one side"),
               "several": t("dua pihak atau lebih", "two sides or more")}  # fmt: skip
    title = t("Artikel menurut banyaknya pihak yang berbicara", "Articles by the number of sides that speak")
    return page.table("pihak_yang_berbicara", table, columns, title)
