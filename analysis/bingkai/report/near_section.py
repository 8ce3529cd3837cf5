"""Loaded words in one clause with a mention of a side: by outlet, and by whose words they are."""

from __future__ import annotations

import pandas as pd

from bingkai.figures.labels import measure_label, number, zone_label
from bingkai.figures.side_grid import plot_near_terms
from bingkai.measures.sides import side_by_side
from bingkai.reading.analyse import Reading
from bingkai.reading.side_rows import LOADED, near_mentions
from bingkai.reading.speaker_sides import study_sides
from bingkai.report.contents import Section
from bingkai.report.documents import Printed
from bingkai.report.gallery import Gallery
from bingkai.report.numbers import has_sides
from bingkai.report.side_section import drawn_sides, sides_not_drawn
from bingkai.schema import MEASURES, ZONES, build

_COUNTED = ("article_id", "outlet", "measure", "count", "base", "unit")


def near_sides(page: Gallery) -> Section:
    """Which loaded words stand near which side."""
    t = page.t
    section = Section(
        "dekat_pihak",
        t("Kata bermuatan apa yang berdiri di dekat tiap pihak?", "Which loaded words stand near each side?"),
        t("Di dekat berarti dalam klausa yang sama dengan penyebutan pihak itu. Di dekat belum tentu tentang: bacalah "
          "kalimatnya sebelum menafsirkan angkanya.",
          "Near means in one clause with a mention of the side. Near need not be about: read the sentences before the "
          "numbers."),
    )  # fmt: skip
    if not has_sides(page.reading):
        section.notes.append(
            t("Bagian ini perlu studi dengan pelaku di dua pihak atau lebih ([[actor]] dengan side; netral bukan "
              "pihak). Dengan satu pihak saja semua porsinya 100 %.",
              "This section takes a study with actors on two sides or more ([[actor]] with a side; netral is none). "
              "With one side only, all its shares are 100 %.")
        )  # fmt: skip
        return section
    names = page.numbers.near_measures
    if not names:
        section.notes.append(t("Tidak ada kata bermuatan di dekat pihak.", "No loaded word stands near a side."))
        return section
    shares = near_shares(page.numbers.measures)
    page.tables["dekat_pihak"] = shares
    section.figures.append(
        page.draw(
            "dekat_pihak",
            lambda: plot_near_terms(shares, sides=drawn_sides(page.reading, shares), lang=page.lang),
            t("Peta panas tiap media: bagian penyebutan tiap pihak yang seklausa dengan kata bermuatan, menurut "
                "kategori.",
              "Heat map by outlet: share of each side's mentions in one clause with a loaded word, by category."),
            t("Kata bermuatan di dekat pihak, dalam suara media sendiri; selang 95 %. Deskripsi; yang diuji di "
                "bagian pihak.",
              "Loaded words near each side, in the outlet's own voice; 95 % intervals. Description; tested under "
                "sides."),
        )
    )  # fmt: skip
    section.tables.append(_zone_table(page))
    section.notes.extend(sides_not_drawn(page, shares))
    section.notes.append(_apart(page, shares))
    section.searched.extend((name, measure_label(name, page.lang)) for name in names)
    section.methods.append(
        t("Satu penyebutan dihitung sekali untuk tiap kategori, dengan kata terdekat. Kata yang menjadi sebutan pihak "
          "itu sendiri tidak dihitung. Selang Wilson dengan artikel sebagai satuan.",
          "A mention counts once for each category, with the nearest word. Words that are a name of the side itself "
          "are not counted. Wilson's intervals with articles as units.")
    )  # fmt: skip
    return section


def near_shares(measures: pd.DataFrame) -> pd.DataFrame:
    """SIDE_SHARES of the measures near.<side>.<category>, as measures near.<category> of the side."""
    near = measures[measures["measure"].str.startswith("near.")]
    renamed = near["measure"].str.replace(r"^near\.([^.]+)\.", r"side.\1.near.", regex=True)
    return side_by_side(near.assign(measure=renamed))


def _zone_table(page: Gallery) -> Printed:
    """Mentions beside an evaluating word, by side and by whose words both are."""
    t, reading = page.t, page.reading
    labels = reading.study.sides if reading.study else {}
    table = zone_shares(reading)
    table = table[table["base"] > 0].astype({"count": "int64", "base": "int64"}).assign(
        label=lambda rows: [labels.get(side, side) for side in rows["side"]],
        where=lambda rows: [zone_label(zone, page.lang) for zone in rows["measure"]],
        percent=lambda rows: 100 * rows["share"], low=lambda rows: 100 * rows["ci_low"],
        high=lambda rows: 100 * rows["ci_high"],
    )  # fmt: skip
    columns = {"label": t("pihak", "side"), "where": t("kata siapa", "whose words"),
               "count": t("di dekat kata menilai", "near an evaluating word"),
               "base": t("penyebutan (n)", "mentions (n)"), "percent": "%",
               "low": t("selang dari", "interval from"), "high": t("sampai", "to"),
               "n_articles": t("artikel", "articles")}  # fmt: skip
    kinds = ", ".join(measure_label(f"kata_bermuatan.{name}", page.lang).partition(" (")[0].lower() for name in LOADED)
    return page.table(
        "dekat_pihak_zona", table, columns,
        t("Penyebutan di dekat kata yang menilai, menurut pihak dan pemilik kata, semua media",
          "Mentions near an evaluating word, by side and by whose words they are, all outlets"),
        notes=[t(f"Kata yang menilai: {kinds}. Selang 95 %, artikel sebagai satuan.",
                 f"Evaluating words: {kinds}. 95 % intervals, articles as units.")],
    )  # fmt: skip


def zone_shares(reading: Reading) -> pd.DataFrame:
    """Shares of mentions beside an evaluating word of the same zone, all outlets together.

    Returns
    -------
    SIDE_SHARES
        With `outlet` "semua" and the zone as `measure`.
    """
    near = near_mentions(reading)
    near = near[near["category"].eq("loaded") & near["zone"].eq(near["mention_zone"])]
    keys = ["article_id", "side", "zone"]
    each = reading.mentions[reading.mentions["side"].isin(study_sides(reading))].groupby(keys).size().rename("base")
    counted = near.groupby(keys).size().rename("count")
    rows = each.to_frame().join(counted).fillna({"count": 0}).reset_index()
    rows = rows.assign(outlet="semua", unit="mentions", measure="side." + rows["side"] + "." + rows["zone"])
    shares = side_by_side(build({name: rows[name].tolist() for name in _COUNTED}, MEASURES))
    places = [{name: place for place, name in enumerate(names)} for names in (study_sides(reading), ZONES)]
    order = shares.assign(first=shares["side"].map(places[0]), second=shares["measure"].map(places[1]))
    return order.sort_values(["first", "second"], ignore_index=True).drop(columns=["first", "second"])


def _apart(page: Gallery, shares: pd.DataFrame) -> str:
    """In how many cells the intervals of two sides leave each other out."""
    known = shares[shares["ci_low"].notna() & shares["side"].isin(study_sides(page.reading))]
    pairs = known.merge(known, on=["outlet", "measure"], suffixes=("", "_other"))
    pairs = pairs[(pairs["side"] < pairs["side_other"]) & (pairs["count"] + pairs["count_other"] > 0)]
    apart = (pairs["ci_low"] > pairs["ci_high_other"]) | (pairs["ci_low_other"] > pairs["ci_high"])
    n, m = number(float(apart.sum()), 0, page.lang), number(len(pairs), 0, page.lang)
    return page.t(
        f"Pada {n} dari {m} perbandingan dua pihak (per media dan kategori) selangnya tidak bertumpang tindih; "
        "selebihnya dapat terjadi karena kebetulan, dan di antara perbandingan sebanyak itu beberapa terpisah secara "
        "kebetulan pula.",
        f"In {n} of {m} comparisons of two sides (by outlet and category) the intervals do not overlap; the others may "
        "be chance, and among so many some come apart by chance too.",
    )
