"""The research questions, one function each: figures, tables and measures, or a sentence on what is missing."""

from __future__ import annotations

import pandas as pd

from bingkai.figures.agency import plot_agency
from bingkai.figures.choices import plot_term_choice
from bingkai.figures.labels import number
from bingkai.figures.naming import plot_naming
from bingkai.figures.sources import plot_sources
from bingkai.figures.stance import plot_stance_profile
from bingkai.measures.agency import agency_shares
from bingkai.measures.choices import choice_shares
from bingkai.reading.naming import naming
from bingkai.report.contents import Picture, Section, anchor_of
from bingkai.report.documents import Printed
from bingkai.report.gallery import Gallery

MOST_CHOICES = 3
FEWEST_MENTIONS = 20
_SOURCES = ("source.", "source_words.", "first_voice.", "last_voice.")


def who_speaks(page: Gallery) -> Section:
    """Whose words are reported, how many of them, and who comes first and last."""
    t = page.t
    section = Section(
        "narasumber",
        t("Siapa yang berbicara?", "Who speaks?"),
        t("Siapa yang perkataannya dilaporkan menurut jabatan dan lembaga yang ditulis artikel, berapa banyak katanya, "
          "siapa yang membuka dan siapa yang menutup.",
          "Whose words are reported, by the office and institution that the article names, how many of their words, "
          "who comes first and who last."),
    )  # fmt: skip
    if page.reading.attributions.empty:
        section.notes.append(t("Tidak ada atribusi dalam korpus ini.", "There are no attributions in this corpus."))
        return section
    section.figures.append(
        page.draw(
            "narasumber",
            lambda: plot_sources(page.numbers.measures, lang=page.lang),
            t("Batang dan titik: bagian tiap jenis narasumber dari kata yang dikutip dan dari atribusi, tiap media.",
              "Bars and dots: share of each kind of source in words reported and in attributions, for each outlet."),
            t("Jenis narasumber tiap media: batang kata, titik atribusi. Deskripsi; selisih yang diuji di bawah.",
              "Kinds of source of each outlet: bars for words, dots for attributions. Description; tested below."),
        )
    )  # fmt: skip
    section.measures.extend(page.parts(lambda name: name == "one_source" or name.startswith(_SOURCES)))
    return section


def verbs(page: Gallery) -> Section:
    """With which verb and in which form what sources say is reported."""
    t = page.t
    section = Section(
        "verba",
        t("Dengan verba apa perkataan dilaporkan?", "With which verbs is speech reported?"),
        t("Satu atribusi adalah satu tindakan melaporkan perkataan; kelasnya ditentukan oleh bentuk verba yang "
          "tertulis. Di sini juga: kutipan langsung, tidak langsung, dan banyaknya atribusi.",
          "An attribution is one act of reporting speech; its class follows from the verb as written. Also here: "
          "direct and indirect quotation, and the number of attributions."),
    )  # fmt: skip
    if page.reading.attributions["stance"].notna().any():
        section.figures.append(
            page.draw(
                "kelas_verba",
                lambda: plot_stance_profile(page.numbers.measures, lang=page.lang),
                t("Peta panas: persentase atribusi tiap media menurut kelas verba.",
                  "Heat map: share of each outlet's attributions by class of verb."),
                t("Kelas verba tiap media, persen atribusi berverba. Deskripsi; selisih yang diuji di bawah.",
                  "Classes of verb of each outlet, per cent of attributions with a verb. Description; tested below."),
            )
        )  # fmt: skip
    else:
        section.notes.append(t("Tidak ada verba pewarta.", "There are no reporting verbs."))
    section.measures.extend(page.parts(lambda name: name.startswith(("stance.", "kind.")) or name == "attributions"))
    return section


def term_choice(page: Gallery) -> Section:
    """Which of the rival names of one referent an outlet uses."""
    t = page.t
    section = Section(
        "istilah",
        t("Istilah mana untuk hal yang sama?", "Which words for the same thing?"),
        t("Bagian tiap istilah dari semua penyebutan acuan yang sama, dalam suara media sendiri (judul dan wartawan). "
          "Bila denotasinya berbeda, selisih dapat berupa fakta; bacalah kalimatnya.",
          "The share of each term among all mentions of the same referent, in the outlet's own voice (headline and "
          "reporter). Where terms differ in denotation a difference may be one of fact; read the sentences."),
    )  # fmt: skip
    choices = page.reading.choices
    if choices.empty:
        section.notes.append(
            t("Studi ini tidak menyatakan istilah yang bersaing, atau tidak satu pun disebut; tambahkan "
              "[[term_choice]].",
              "No rival terms are stated in a study, or none occurs; add [[term_choice]].")
        )  # fmt: skip
        return section
    shares = choice_shares(page.reading)
    asked = {name.split(".")[1] for name in _declared(page) if name.startswith("choice.")}
    counts = shares.groupby("set")["count"].sum()
    counts = counts[counts > 0]
    drawn = sorted(counts.index, key=lambda name: (name not in asked, -counts[name], name))
    drawn = [name for name in drawn if name in asked or counts[name] >= FEWEST_MENTIONS][:MOST_CHOICES]
    for name in drawn:
        section.figures.append(_choice_figure(page, shares, str(name), int(counts[name])))
    section.tables.append(_choice_table(page, shares))
    if len(drawn) < len(counts):
        section.notes.append(
            t(f"Gambar untuk {len(drawn)} dari {len(counts)} perangkat istilah: yang dinyatakan di muka, lalu yang "
              "paling sering disebut; tabelnya memuat semuanya.",
              f"Figures for {len(drawn)} of {len(counts)} sets of terms: those declared beforehand, then those "
              "mentioned most; the table holds them all.")
        )  # fmt: skip
    section.measures.extend(page.parts(lambda name: name.startswith("choice.")))
    return section


def _choice_figure(page: Gallery, shares: pd.DataFrame, name: str, n: int) -> Picture:
    t, shown = page.t, name.replace("_", " ")
    return page.draw(
        f"istilah_{anchor_of(name)}",
        lambda: plot_term_choice(shares, name, lang=page.lang),
        t(f"Plot titik: bagian tiap istilah untuk acuan {shown}, tiap media, dengan selangnya.",
          f"Dot plot: share of each term for the referent {shown}, for each outlet, with intervals."),
        t(f"Acuan {shown}: bagian tiap istilah dari {number(n, 0, page.lang)} penyebutan, selang 95 % (Wilson, "
          "artikel sebagai satuan).",
          f"Referent {shown}: share of each term among {number(n, 0, page.lang)} mentions, 95 % intervals (Wilson, "
          "articles as units)."),
    )  # fmt: skip


def _choice_table(page: Gallery, shares: pd.DataFrame) -> Printed:
    t = page.t
    table = shares[shares["base"] > 0].assign(percent=100 * shares["share"], low=100 * shares["ci_low"],
                                              high=100 * shares["ci_high"])  # fmt: skip
    columns = {"set": t("acuan", "referent"), "label": t("istilah", "term"), "outlet": t("media", "outlet"),
               "count": t("penyebutan", "mentions"), "base": t("dari", "of"), "percent": "%",
               "low": t("selang dari", "interval from"), "high": t("sampai", "to"),
               "n_articles": t("artikel", "articles")}  # fmt: skip
    return page.table("istilah", table, columns, t("Bagian tiap istilah, tiap media", "Share of each term by outlet"))


def loaded_words(page: Gallery) -> Section:
    """Words that judge, strengthen or soften, in the reporter's own voice."""
    t = page.t
    section = Section(
        "kata_bermuatan",
        t("Kata bermuatan dalam suara wartawan", "Loaded words in the reporter's voice"),
        t("Kata yang menilai, menguatkan, atau melunakkan, dihitung di luar judul dan di luar perkataan narasumber.",
          "Words that judge, strengthen or soften, counted outside headlines and outside what sources say."),
    )  # fmt: skip
    names = [lexicon.name for lexicon in page.reading.lexicons]
    if page.reading.terms.empty:
        section.notes.append(t("Tidak ada kata dari leksikon.", "No word of the lexicons occurs."))
        return section
    section.measures.extend(
        page.parts(lambda name: "@" not in name and any(name.startswith(f"{key}.") for key in names))
    )
    return section


def actors(page: Gallery) -> Section:
    """How actors are named, and whether those who act are named at all."""
    t = page.t
    section = Section(
        "pelaku",
        t("Siapa yang bertindak, dan bagaimana ia disebut?", "Who acts, and how are they named?"),
        t("Predikat dari daftar tertutup dalam suara media sendiri: apakah pelakunya disebut, dapat dipulihkan dari "
          "kalimat di dekatnya, atau hilang. Pelaku yang hilang bukan bukti niat; berita kriminal lazim "
          "menghilangkannya.",
          "Predicates of a closed list in the outlet's own voice: is the agent named, recoverable from a sentence near "
          "by, or absent. An absent agent is no evidence of intent; crime news leaves agents out by habit."),
    )  # fmt: skip
    measures = page.numbers.measures
    agency = measures[measures["measure"].str.startswith("agency.")]
    if agency["count"].sum() > 0:
        shares = agency_shares(agency)
        drawn = shares.loc[shares["patient_side"].isna()].groupby("predicate_class")["n_clauses"].sum()
        kind = "harm" if drawn.get("harm", 0) else str(drawn.idxmax())
        section.figures.append(
            page.draw(
                "pelaku",
                lambda: plot_agency(shares, predicate_class=kind, lang=page.lang),
                t("Batang: bagian klausa yang pelakunya disebut, disebut di dekatnya, atau hilang, tiap media.",
                  "Bars: share of clauses whose agent is named, named nearby or absent, for each outlet."),
                t("Apakah pelaku disebut, tiap media. Deskripsi; selisih yang diuji di bawah.",
                  "Is the agent named, by outlet. Description; differences are tested below."),
            )
        )  # fmt: skip
    else:
        section.notes.append(t("Tidak ada predikat dari daftar.", "No predicate of the list occurs."))
    if page.reading.study is None or page.reading.mentions.empty:
        section.notes.append(
            t("Tanpa studi yang menyebut pelaku ([[actor]]), peta penamaan tidak dibuat.",
              "Without a study that names actors ([[actor]]) there is no map of naming.")
        )  # fmt: skip
    else:
        named = naming(page.reading)
        section.figures.append(
            page.draw(
                "penamaan",
                lambda: plot_naming(named, lang=page.lang),
                t("Batang dan titik: dengan cara apa pelaku disebut, tiap media.",
                  "Bars and dots: by which way of naming actors are mentioned, for each outlet."),
                t("Cara menyebut pelaku studi: batang penyebutan berikutnya, titik penyebutan pertama.",
                  "Ways of naming the study's actors: bars for later mentions, dots for the first."),
            )
        )  # fmt: skip
        page.tables["penamaan"] = named
    section.measures.extend(page.parts(lambda name: name.startswith("agency.")))
    return section


def _declared(page: Gallery) -> list[str]:
    return [str(name) for name in page.numbers.declared.table["measure"]] if page.numbers.declared is not None else []
