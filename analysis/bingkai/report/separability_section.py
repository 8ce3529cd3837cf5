"""Whether outlets can be told by their features: separability, never bias."""

from __future__ import annotations

from bingkai.contrast.separability import FEW_ARTICLES
from bingkai.contrast.separability_result import Separability
from bingkai.figures.labels import number
from bingkai.figures.separability import plot_separability
from bingkai.report.contents import Section
from bingkai.report.documents import Printed
from bingkai.report.further import FEWEST_EVENTS
from bingkai.report.gallery import Gallery

_SCOPES = {"overall": ("semua", "all"), "outlet": ("media", "outlet"), "pair": ("pasangan", "pair")}


def separable(page: Gallery) -> Section:
    """Whether articles can be put to their outlet by sources, verbs and quotation alone."""
    t, found = page.t, page.numbers.separability
    section = Section(
        "keterpisahan",
        t("Dapatkah media dikenali dari cirinya?", "Can outlets be told by their features?"),
        t("Keterpisahan, bukan keberpihakan: seberapa sering artikel yang disisihkan dikenali medianya hanya dari "
          "jenis narasumber, kelas verba, dan bentuk kutipan, dibanding label media yang diacak. Yang dikenali bisa "
          "gaya rumah.",
          "Separability, never bias: how often held-out articles are put to their outlet by kinds of source, classes "
          "of verb and forms of quotation alone, beside shuffled labels. What is recognised may be house style."),
    )  # fmt: skip
    if found is None:
        section.notes.append(
            t(f"Perlu sedikitnya dua media dengan {FEW_ARTICLES} artikel (bukan salinan), dan {FEWEST_EVENTS} "
              "peristiwa bersama bila peristiwa dipadankan.",
              f"It takes two outlets with {FEW_ARTICLES} articles each that are no copies, and {FEWEST_EVENTS} shared "
              "events where events were matched.")
        )  # fmt: skip
        return section
    section.notes.append(_said(page, found))
    if found.settings.within is None:
        section.notes.append(
            t("Tanpa peristiwa yang dipadankan, beda topik ikut terhitung sebagai ciri media.",
              "Without matched events different topics count as features of outlets too.")
        )  # fmt: skip
    section.figures.append(
        page.draw(
            "keterpisahan",
            lambda: plot_separability(found, lang=page.lang),
            t("Kiri: koefisien ciri satu media dengan selang; kanan: ketepatan di sebelah ketepatan dengan label "
                "diacak.",
              "Left: coefficients of one outlet's features with intervals; right: accuracy beside that of shuffled "
                "labels."),
            t("Ciri yang membedakan media pertama menurut abjad, dan ketepatan seluruhnya. Dikenali bukan berarti "
                "memihak.",
              "Features of the first outlet of the alphabet, and accuracy over all. Recognised does not mean taking "
                "sides."),
        )
    )  # fmt: skip
    section.tables.append(_table(page, found))
    section.methods.append(found.describe(page.lang))
    page.tables["keterpisahan_ciri"] = found.coefficients
    return section


def _said(page: Gallery, found: Separability) -> str:
    """What the interval beside the shuffles allows to be said."""
    row = found.table[found.table["scope"] == "overall"].iloc[0]
    share, low, high, null, null_low, null_high = (
        number(100 * row[name], 0, page.lang)
        for name in ("accuracy", "ci_low", "ci_high", "null_mean", "null_low", "null_high")
    )
    n = number(row["n_articles"], 0, page.lang)
    clear = row["ci_low"] > row["null_high"]
    said = page.t(
        f"Dikenali: {share} % dari {n} artikel (selang {low}–{high}); dengan label diacak {null} % "
        f"({null_low}–{null_high}). ",
        f"Recognised: {share} % of {n} articles (interval {low}–{high}); with labels shuffled {null} % "
        f"({null_low}–{null_high}). ",
    )
    return said + (
        page.t("Lebih sering daripada kebetulan.", "More often than by chance.") if clear
        else page.t("Itu tidak jelas lebih sering daripada kebetulan.",
                    "That is not clearly more often than by chance.")
    )  # fmt: skip


def _table(page: Gallery, found: Separability) -> Printed:
    t = page.t
    rows = found.table
    names = zip(rows["scope"], rows["outlet"], rows["reference"], strict=True)
    shares = rows[["accuracy", "ci_low", "ci_high", "null_mean"]].mul(100).to_dict("records")
    said = [{name: number(value, 0, page.lang) for name, value in row.items()} for row in shares]
    table = rows.assign(
        who=[t(*_SCOPES["overall"]) if scope == "overall" else f"{one} – {other}" if scope == "pair" else one
             for scope, one, other in names],
        share=[f"{row['accuracy']} ({row['ci_low']}–{row['ci_high']})" for row in said],
        null=[row["null_mean"] for row in said],
    )  # fmt: skip
    columns = {"who": t("media", "outlet"), "n_articles": "n", "share": t("dikenali, % (selang)",
               "recognised, % (interval)"), "null": t("label diacak, %", "labels shuffled, %"),
               "p_value": "p"}  # fmt: skip
    title = t("Artikel yang dikenali medianya", "Articles put to their outlet")
    shown = page.table("keterpisahan", table, columns, title, digits=3)
    page.tables["keterpisahan"] = found.table
    return shown
