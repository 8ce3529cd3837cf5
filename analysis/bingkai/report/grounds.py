"""What the differences stand on: declared contrasts, copies, events."""

from __future__ import annotations

import pandas as pd

from bingkai.contrast.comparison import OTHERS
from bingkai.corpus.copies import own_words
from bingkai.figures.copies import plot_copies
from bingkai.figures.event_coverage import plot_event_coverage
from bingkai.figures.events import plot_events
from bingkai.figures.labels import measure_label, note_in, number, scale_of, unit_label
from bingkai.report.cards import Card
from bingkai.report.contents import Picture, Section, anchor_of
from bingkai.report.documents import Printed
from bingkai.report.gallery import Gallery
from bingkai.report.numbers import one_sided
from bingkai.report.page import versus
from bingkai.report.summary import clarity, untested

_COPIES = {"once": ("sekali", "once"), "all": ("semua", "all"), "without": ("tanpa", "without")}


def declared(page: Gallery) -> Section:
    """The contrasts that a study states, as one family."""
    t, compared = page.t, page.numbers.declared
    section = Section(
        "kontras",
        t("Yang dinyatakan di muka", "Declared beforehand"),
        t("Perbandingan yang ditulis dalam studi sebelum angkanya dilihat. Semuanya dikoreksi bersama sebagai satu "
          "keluarga; hanya inilah uji hipotesis di halaman ini.",
          "Comparisons written in the study before their numbers were seen. All are corrected together as one family; "
          "only these test hypotheses on this page."),
    )  # fmt: skip
    if names := ", ".join(measure_label(name, page.lang) for name in one_sided(page.reading)):
        section.notes.append(
            t(f"Tidak dihitung, karena studi hanya mempunyai satu pihak: {names}.",
              f"Not counted, because the study has one side only: {names}.")
        )  # fmt: skip
    if compared is None:
        section.notes.append(
            t("Tidak ada kontras yang dinyatakan, jadi seluruh halaman ini penjelajahan. Nyatakan kontras dalam berkas "
              "studi ([[contrast]]) sebelum melihat angka; bingkai init menuliskan contohnya.",
              "No contrast was declared, so all of this page is exploration. Declare contrasts in a study file "
              "([[contrast]]) before looking at numbers; bingkai init writes an example.")
        )  # fmt: skip
        return section
    page.tables["kontras"] = compared.to_frame()
    for name, part in compared.parts.items():
        for measure, rows in part.table.groupby("measure", sort=False):
            if len(rows) > 1 and rows["effect"].notna().any() and rows["reference"].nunique() == 1:
                section.figures.append(page.forest(f"kontras_{anchor_of(name)}_{anchor_of(str(measure))}", rows))
        if part.table["effect"].notna().any():
            section.tables.append(_contrast_table(page, name, part.table[part.table["effect"].notna()]))
        section.notes.extend(f"{name}. {said}" for said in untested(part.table, page.lang))
    section.methods.append(compared.describe(page.lang))
    return section


def _contrast_table(page: Gallery, name: str, rows: pd.DataFrame) -> Printed:
    t, lang = page.t, page.lang
    scale = rows["unit"].map(scale_of).astype("float64")
    labels = zip(rows["measure"], rows["unit"], strict=True)
    table = rows.assign(
        label=[f"{measure_label(measure, lang)}, {unit_label(unit, lang)}" for measure, unit in labels],
        who=[f"{outlet}{versus(against)}" for outlet, against in zip(rows["outlet"], rows["reference"], strict=True)],
        rate=scale * rows["estimate"],
        change=_intervals(page, rows),
        q=[number(q, 3, lang) for q in rows["q_value"]],
        clear=clarity(rows, lang),
        said=[note_in(note, lang) for note in rows["note"]],
    )
    columns = {"label": t("ukuran", "measure"), "who": t("media", "outlet"), "n_articles": "n",
               "rate": t("laju", "rate"), "change": t("selisih (selang)", "difference (interval)"), "q": "q",
               "clear": t("jelas?", "clear?"), "said": t("catatan", "note")}  # fmt: skip
    notes = sorted(set(table["said"]) - {""}) if table["said"].nunique() == 1 else []
    if table["said"].nunique() == 1:
        del columns["said"]
    title = t(f"Kontras {name}", f"Contrast {name}")
    shown = page.table(f"kontras_{anchor_of(name)}", table, columns, title, notes=notes)
    del page.tables[f"kontras_{anchor_of(name)}"]  # the whole family is one file
    return shown


def _intervals(page: Gallery, rows: pd.DataFrame) -> list[str]:
    """Each difference with its interval, in the unit of the row."""
    scale = rows["unit"].map(scale_of).astype("float64")
    ends = zip(scale * rows["effect"], scale * rows["ci_low"], scale * rows["ci_high"], strict=True)
    return [_interval(page, *one) for one in ends]


def copies(page: Gallery) -> Section:
    """What is copied between outlets, and what that changes."""
    t, articles = page.t, page.reading.articles
    section = Section(
        "salinan",
        t("Teks salinan", "Copied texts"),
        t("Teks yang sama di beberapa media bukan beberapa pilihan: dalam semua angka di halaman ini salinan dihitung "
          "sekali (1/k di tiap dari k media).",
          "The same text in several outlets is not several choices: in all numbers of this page copies count once "
          "(1/k in each of k outlets)."),
    )  # fmt: skip
    if articles["copy_group"].isna().all():
        section.notes.append(t("Tidak ditemukan salinan dalam korpus ini.", "No copies were found in this corpus."))
        return section
    shared = articles[articles["copy_kind"] == "across_outlets"]
    if shared["outlet"].nunique() > 2:
        section.figures.append(_copy_figure(page))
    section.tables.append(_own_table(page))
    if page.numbers.copies is not None:
        section.tables.append(_copies_table(page, page.numbers.copies))
    return section


def _copy_figure(page: Gallery) -> Picture:
    t = page.t
    return page.draw(
        "salinan",
        lambda: plot_copies(page.reading.articles, lang=page.lang),
        t("Jaringan media: garis antara dua media yang memuat teks hampir sama; jumlahnya tertulis di garis.",
          "Network of outlets: lines between two outlets with near-identical texts; the number stands on the line."),
        t("Teks yang dimuat dua media. Garis tidak berarah: yang lebih dulu memuat belum tentu penulisnya.",
          "Texts that two outlets carry. Lines have no direction: the first to print need not be the author."),
    )  # fmt: skip


def _own_table(page: Gallery) -> Printed:
    t = page.t
    table = own_words(page.reading.articles)
    table = table.assign(own_share=100 * table["own_share"])
    columns = {"outlet": t("media", "outlet"), "n_articles": t("artikel", "articles"),
               "n_copied": t("juga di media lain", "also in another outlet"),
               "n_credited": t("berkredit kantor berita", "credited to an agency"),
               "n_repeated": t("berulang di media ini", "repeated in this outlet"),
               "own_share": t("kata sendiri, %", "own words, %")}  # fmt: skip
    return page.table("salinan", table, columns, t("Salinan tiap media", "Copies of each outlet"))


def _copies_table(page: Gallery, compared: pd.DataFrame) -> Printed:
    """The same differences with copies once, all of them, and none."""
    t = page.t
    said = [page.t(*_COPIES[name]) for name in compared["copies"]]
    rows = compared.assign(
        text=_intervals(page, compared),
        counted=said, label=[measure_label(name, page.lang) for name in compared["measure"]],
    )  # fmt: skip
    order = list(dict.fromkeys(said))
    wide = rows.pivot_table(index=["label", "outlet"], columns="counted", values="text", aggfunc="first", sort=False)
    wide = wide[order].fillna("–").reset_index()
    page.tables["dengan_tanpa_salinan"] = compared
    columns = {name: name for name in wide.columns} | {"label": t("ukuran", "measure"), "outlet": t("media", "outlet")}
    shown = page.table("dengan_tanpa_salinan", wide, columns,
                       t("Selisih dengan selang: salinan dihitung sekali, semua, atau ditinggalkan",
                         "Differences with intervals: copies counted once, all, or left out"))  # fmt: skip
    page.tables["dengan_tanpa_salinan"] = compared
    return shown


def _interval(page: Gallery, effect: float, low: float, high: float) -> str:
    if effect != effect:
        return "–"
    value, *ends = (number(part, 2, page.lang, signed=True) for part in (effect, low, high))
    return f"{value} ({ends[0]} … {ends[1]})"


def events(page: Gallery, how: str) -> Section:
    """Which outlet covered which event, and how events were found."""
    t, covered = page.t, page.numbers.events
    section = Section(
        "peristiwa",
        t("Peristiwa yang sama", "The same events"),
        t("Selisih di dalam peristiwa yang sama tidak lahir dari beda topik. Peristiwa tanpa artikel dapat berarti "
          "tidak terunduh, bukan tidak diliput.",
          "A difference within the same events does not come from different topics. An event without articles may be "
          "one not retrieved, not one not covered."),
        notes=[_how(page, how)],
    )  # fmt: skip
    if covered is None:
        return section
    section.figures.append(
        page.draw(
            "peristiwa",
            lambda: plot_event_coverage(covered, lang=page.lang),
            t("Petak: peristiwa ke bawah, media ke samping, jumlah artikel di tiap petak.",
              "Grid: events down, outlets across, the number of articles in each cell."),
            t("Media mana memuat peristiwa mana; paling banyak 40 peristiwa.", "Which outlet carried which event; at "
              "most 40."),
        )
    )  # fmt: skip
    section.tables.append(_coverage_table(page))
    section.methods.append(covered.describe(page.lang))
    section.figures.extend(_event_figures(page))
    return section


def _how(page: Gallery, how: str) -> str:
    t = page.t
    return {
        "given": t("Peristiwa diambil dari korpus (event_id).", "Events are the corpus's own (event_id)."),
        "matched": t("Peristiwa dipadankan otomatis menurut kemiripan judul dan teras berita serta tanggalnya; periksa "
                     "tables/bingkai_peristiwa.csv sebelum mempercayai perbandingan di dalam peristiwa.",
                     "Events were matched by machine, by likeness of headline and lead and by date; check "
                     "tables/bingkai_peristiwa.csv before believing comparisons within events."),
        "single": t("Hanya satu media, jadi peristiwa tidak dipadankan.", "There is one outlet, so no events were "
          "matched."),
        "unasked": t("Peristiwa tidak dipadankan; perbandingan memakai semua artikel, sehingga beda topik ikut "
                     "terhitung. Jalankan dengan --events atau berkas studi untuk memadankannya.",
                     "Events were not matched; comparisons use all articles, so that different topics count too. Run "
                     "with --events or a study file to match them."),
    }[how]  # fmt: skip


def _coverage_table(page: Gallery) -> Printed:
    t = page.t
    shares = page.numbers.events.shares if page.numbers.events else pd.DataFrame()
    table = shares.assign(percent=100 * shares["share"], low=100 * shares["ci_low"], high=100 * shares["ci_high"])
    columns = {"outlet": t("media", "outlet"), "percent": "%", "low": t("selang dari", "interval from"),
               "high": t("sampai", "to"), "n_covered": t("diliput", "covered"), "n_possible": t("dari", "of"),
               "n_alone": t("sendirian", "alone"), "n_without_event": t("artikel tanpa peristiwa", "articles without "
                 "event")}  # fmt: skip
    title = t("Bagian peristiwa media lain yang juga dimuat", "Share of the events of others that an outlet carried")
    return page.table("liputan_peristiwa", table, columns, title)


def _event_figures(page: Gallery) -> list[Picture]:
    """The declared differences event by event, for two outlets: the first card's outlet and the one most shared."""
    t, made = page.t, []
    for card in page.numbers.cards[:1]:
        name, outlet = str(card.row["measure"]), str(card.row["outlet"])
        pair = sorted([outlet, _partner(page, card)], key=str.casefold)
        label = measure_label(name, page.lang)
        made.append(
            page.draw(
                f"peristiwa_{anchor_of(name)}",
                lambda name=name, pair=pair: plot_events(page.numbers.measures, name, pair, lang=page.lang),  # type: ignore[misc]
                t(f"Garis tiap peristiwa: {label} di {pair[0]} dan {pair[1]}.",
                  f"A line an event: {label} in {pair[0]} and {pair[1]}."),
                t(f"{label}, peristiwa demi peristiwa.", f"{label}, event by event."),
            )
        )  # fmt: skip
    return made


def _partner(page: Gallery, card: Card) -> str:
    """The outlet that shares most events with the card's one."""
    if card.row["reference"] != OTHERS:
        return str(card.row["reference"])
    overlap = page.numbers.events.overlap if page.numbers.events else pd.DataFrame()
    mine = overlap[(overlap["outlet"] == card.row["outlet"]) | (overlap["reference"] == card.row["outlet"])]
    best = mine.sort_values("n_both", ascending=False, kind="stable").iloc[0]
    return str(best["reference"] if best["outlet"] == card.row["outlet"] else best["outlet"])
