"""What is alleged without a source, and whether words for suspects fit the stage of the case."""

from __future__ import annotations

import pandas as pd

from bingkai.figures.labels import measure_label, number
from bingkai.report.cautions import CATEGORIES, NO_STAGE
from bingkai.report.contents import Section
from bingkai.report.documents import Printed
from bingkai.report.gallery import Gallery

_FITS = {
    "mendahului": ("mendahului", "ahead"), "sesuai": ("sesuai", "fits"), "di belakang": ("di belakang", "behind"),
    NO_STAGE: ("tanpa tahap", "no stage named"),
}  # fmt: skip


def alleged(page: Gallery) -> Section:
    """What an outlet passes on without vouching for it."""
    t = page.t
    rows = page.numbers.cautions.get("hearsay", pd.DataFrame())
    section = Section(
        "kabar",
        t("Apa yang dikabarkan tanpa dijamin?", "What is passed on without vouching for it?"),
        t("Kata seperti diduga, konon, kabarnya, dan disebut-sebut dalam suara media sendiri. Diduga juga "
          "kehati-hatian hukum sebelum vonis, bukan kesalahan; kata-kata ini ikut terhitung sebagai pelunak.",
          "Words such as diduga, konon, kabarnya and disebut-sebut in the outlet's own voice. Diduga is also the law's "
          "caution before a verdict, and no fault; these words count as hedges too."),
    )  # fmt: skip
    if rows.empty:
        section.notes.append(t("Tidak ada penanda kabar.", "There are no markers of hearsay."))
        return section
    n, bare = number(len(rows), 0, page.lang), number(float((~rows["sourced"].astype("bool")).sum()), 0, page.lang)
    section.notes.append(
        t(f"{n} penanda dalam suara media sendiri; di kalimat {bare} di antaranya tidak ada narasumber.",
          f"{n} markers in the outlet's own voice; {bare} of them stand in a sentence without a source.")
    )  # fmt: skip
    section.tables.append(_marker_table(page, rows))
    section.methods.append(
        t("Dihitung per kata di judul dan tubuh berita. Narasumber di kalimat yang sama belum tentu sumber kabarnya.",
          "Counted against the words of headline and body. A source in the sentence need not be that of the rumour.")
    )  # fmt: skip
    section.measures.extend(page.parts(lambda name: name.startswith("hearsay.")))
    section.notes.append(_clear(page, section))
    return section


def _clear(page: Gallery, section: Section) -> str:
    """How many of the section's differences between outlets are clear."""
    rows = [row for part in section.measures for row in part.rows if row["p_value"] == row["p_value"]]
    if not rows:
        return page.t("Selisih antarmedia tidak dapat diuji: datanya terlalu sedikit.",
                      "Differences between outlets could not be tested: there is too little data.")  # fmt: skip
    n, m = number(sum(row["differs"] for row in rows), 0, page.lang), number(len(rows), 0, page.lang)
    return page.t(
        f"Jelas berbeda dari media lain: {n} dari {m} pembandingan yang dapat diuji (selang tanpa nol dan q < 0,05).",
        f"Clearly different from the others: {n} of {m} comparisons that could be tested (interval without zero and "
        "q < 0.05).",
    )


def _marker_table(page: Gallery, rows: pd.DataFrame) -> Printed:
    """How many markers of each kind an outlet has."""
    t = page.t
    counts = pd.crosstab(rows["outlet"], rows["category"]).reindex(columns=list(CATEGORIES), fill_value=0)
    table = counts.assign(n=counts.sum(axis=1), bare=(~rows["sourced"].astype("bool")).groupby(rows["outlet"]).sum())
    table = table.sort_index(key=lambda names: names.str.casefold()).reset_index()
    heads = {name: measure_label(f"hearsay.{name}", page.lang).partition(" (")[0] for name in CATEGORIES}
    columns = {"outlet": t("media", "outlet"), "n": "n", **heads, "bare": t("tanpa narasumber", "without a source")}
    page.tables["kabar_baris"] = rows
    return page.table("kabar", table, columns, t("Penanda kabar tiap media", "Markers of hearsay by outlet"))


def suspects(page: Gallery) -> Section:
    """Words for suspects beside the stage of the case that the article names."""
    t = page.t
    rows = page.numbers.cautions.get("label", pd.DataFrame())
    section = Section(
        "praduga",
        t("Apakah sebutan sesuai dengan tahap perkara?", "Do words for suspects fit the stage of the case?"),
        t("Terduga, tersangka, terdakwa, terpidana, dan pelaku di sebelah tahap terjauh yang disebut artikel. Ini "
          "bukti untuk dibaca tentang asas praduga tak bersalah, bukan pelanggaran: satu artikel dapat memuat "
          "beberapa orang pada tahap yang berbeda, dan tahap yang sudah diketahui pembaca dapat tidak ditulis.",
          "Terduga, tersangka, terdakwa, terpidana and pelaku beside the furthest stage that the article names. "
          "Evidence to read on the presumption of innocence, no violation: an article may speak of several persons at "
          "different stages, or leave out a stage that readers know."),
    )  # fmt: skip
    if rows.empty:
        section.notes.append(t("Tidak ada sebutan untuk tersangka.", "There are no words for suspects."))
        return section
    named = number(float(rows["named"].astype("bool").sum()), 0, page.lang)
    n = number(len(rows), 0, page.lang)
    section.notes.append(
        t(f"{n} sebutan dalam suara media sendiri; {named} berdiri di sebelah nama atau inisial: bacalah itu dulu.",
          f"{n} such words in the outlet's own voice; {named} stand beside a name or initials: read those first.")
    )  # fmt: skip
    section.tables.append(_fit_table(page, rows))
    section.methods.append(
        t("Tahap: diperiksa, tersangka, sidang, putusan, inkrah. Dari 60 baris yang diundi dari berita September 2019 "
          "dan dibaca satu per satu, “mendahului” benar pada 30 dari 33.",
          "Stages: investigated, suspect, on trial, sentenced, final. Of 60 rows drawn from news of September 2019 and "
          "read one by one, “ahead” was right in 30 of 33.")
    )  # fmt: skip
    section.measures.extend(page.parts(lambda name: name.startswith("label.")))
    section.notes.append(_clear(page, section))
    return section


def _fit_table(page: Gallery, rows: pd.DataFrame) -> Printed:
    """How many words of an outlet run ahead of the stage, fit it or lag behind."""
    t = page.t
    table = pd.crosstab(rows["outlet"], rows["fit"]).reindex(columns=list(_FITS), fill_value=0)
    table = table.assign(n=table.sum(axis=1)).sort_index(key=lambda names: names.str.casefold()).reset_index()
    columns = {"outlet": t("media", "outlet"), "n": "n"} | {name: t(*said) for name, said in _FITS.items()}
    page.tables["praduga_baris"] = rows
    title = t("Sebutan terhadap tahap terjauh di artikelnya", "Words beside the furthest stage of their article")
    return page.table("praduga", table, columns, title)
