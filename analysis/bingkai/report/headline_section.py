"""What stands in the headline against what stands in the text under it."""

from __future__ import annotations

from bingkai.contrast.zone_comparison import ZoneComparison
from bingkai.figures.labels import lexicon_label, measure_label, note_in, number, scale_of, unit_label
from bingkai.figures.zones import plot_term_zones
from bingkai.report.contents import Picture, Section, anchor_of
from bingkai.report.documents import Printed
from bingkai.report.gallery import Gallery
from bingkai.report.summary import clarity, differs, disagreement


def headline_and_body(page: Gallery) -> Section:
    """What stands in the headline against what stands in the body."""
    t = page.t
    section = Section(
        "judul",
        t("Apakah judul berbeda dari isinya?", "Does the headline differ from the text under it?"),
        t("Judul dibandingkan antarmedia; di sebelahnya laju yang sama dalam suara wartawan di isi berita.",
          "Headlines compared between outlets; beside them the same rate in the reporter's voice of the body."),
    )  # fmt: skip
    if page.reading.terms.empty:
        section.notes.append(t("Tidak ada kata dari leksikon.", "No word of the lexicons occurs."))
        return section
    for lexicon in page.reading.lexicons:
        if (page.reading.terms["lexicon"] == lexicon.name).any():
            section.figures.append(
                _zone_figure(page, lexicon.name, lexicon_label(lexicon.name, page.lang, lexicon.title))
            )
    section.tables.append(_headline_table(page))
    if page.numbers.headlines is not None and not page.numbers.headlines.table.empty:
        section.tables.append(_paired_table(page, page.numbers.headlines))
        section.notes.append(_paired_said(page, page.numbers.headlines))
        section.methods.append(page.numbers.headlines.describe(page.lang))
    else:
        section.notes.append(
            t("Judul terhadap isi artikel yang sama tidak dibandingkan: tidak satu kategori pun muncul sepuluh kali di "
              "judul.",
              "Headlines are not set against the text of the same articles: no category occurs ten times in headlines.")
        )  # fmt: skip
    section.measures.extend(page.parts(lambda name: name.endswith("@title")))
    return section


def _zone_figure(page: Gallery, name: str, title: str) -> Picture:
    t = page.t
    return page.draw(
        f"{anchor_of(name)}_menurut_zona",
        lambda: plot_term_zones(page.numbers.measures, lexicon=name, lang=page.lang),
        t("Batang: laju per 1.000 kata di judul, suara wartawan, dan perkataan narasumber, tiap media.",
          "Bars: rate per 1,000 words in headlines, the reporter's voice and what sources say, for each outlet."),
        t(f"{title} menurut zona, tiap media. Deskripsi; judul yang diuji di bawah.",
          f"{title} by zone, for each outlet. Description; headlines are tested below."),
    )  # fmt: skip


def _headline_table(page: Gallery) -> Printed:
    """Rates in headline and body, a row a measure and outlet; only measures that occur in a headline."""
    t, measures = page.t, page.numbers.measures
    sums = measures.groupby(["measure", "outlet", "unit"])[["count", "base"]].sum().reset_index()
    bare, zone = sums["measure"].str.partition("@")[0], sums["measure"].str.partition("@")[2]
    choice = bare.str.startswith("choice.")
    sums = sums.assign(bare=bare, place=zone.mask(~choice & (zone == ""), "reporter"))
    wide = [sums[sums["place"] == place].set_index(["bare", "outlet"]) for place in ("title", "reporter")]
    both = wide[0].join(wide[1].add_suffix("_body"), how="inner").reset_index()
    both = both[both.groupby("bare")["count"].transform("sum") > 0]
    scale = both["unit"].map(scale_of).astype("float64")
    table = both.assign(
        label=[measure_label(name, page.lang) for name in both["bare"]],
        per=[unit_label(unit, page.lang) for unit in both["unit"]],
        title=scale * both["count"] / both["base"].where(both["base"] > 0),
        body=scale * both["count_body"] / both["base_body"].where(both["base_body"] > 0),
    )
    columns = {"label": t("ukuran", "measure"), "outlet": t("media", "outlet"), "title": t("judul", "headline"),
               "count": t("kemunculan", "count"), "body": t("isi", "body"),
               "count_body": t("kemunculan di isi", "count in body"),
               "per": t("satuan", "unit")}  # fmt: skip
    return page.table("judul_dan_isi", table, columns, t("Laju di judul dan di isi", "Rates in headline and body"))


def _paired_said(page: Gallery, found: ZoneComparison) -> str:
    """How many of the differences within an outlet are clear, and no more."""
    own = found.table[found.table["kind"] == "zones"]
    tested, clear = int(own["p_value"].notna().sum()), int(differs(own).sum())
    n, m = number(tested, 0, page.lang), number(clear, 0, page.lang)
    split = disagreement(own, page.lang)
    said = page.t(
        f"Judul terhadap isi artikel yang sama: {n} selisih dapat diuji, {m} di antaranya jelas (selang tanpa nol dan "
        "q < 0,05).",
        f"Headline against the text of the same articles: {n} differences could be tested, {m} of them are clear "
        "(interval without zero and q < 0.05).",
    )
    return f"{said} {split}".rstrip()


def _paired_table(page: Gallery, found: ZoneComparison) -> Printed:
    """Each outlet's headlines against the text of the same articles, with the interval of the difference."""
    t, lang = page.t, page.lang
    page.tables["judul_terhadap_isi"] = found.table
    rows = found.table[(found.table["kind"] == "zones") & found.table["effect"].notna()]
    scale = rows["unit"].map(scale_of).astype("float64")
    ends = zip(*(scale * rows[name] for name in ("effect", "ci_low", "ci_high")), strict=True)
    table = rows.assign(
        label=[measure_label(name, lang) for name in rows["measure"]],
        rate=scale * rows["estimate"], body=scale * rows["reference_estimate"],
        change=["{} ({} … {})".format(*(number(value, 2, lang, signed=True) for value in one)) for one in ends],
        q=[number(q, 3, lang) for q in rows["q_value"]],
        clear=clarity(rows, lang),
        said=[note_in(note, lang) for note in rows["note"]],
    )  # fmt: skip
    said = {"said": t("catatan", "note")} if table["said"].ne("").any() else {}
    columns = {"label": t("ukuran", "measure"), "outlet": t("media", "outlet"), "n_articles": "n",
               "rate": t("judul", "headline"), "body": t("isi", "text"),
               "change": t("selisih (selang)", "difference (interval)"), "q": "q", "clear": t("jelas?", "clear?"),
               **said}  # fmt: skip
    shown = page.table("judul_terhadap_isi", table, columns,
                       t("Judul terhadap isi artikel yang sama, per 1.000 kata",
                         "Headlines against the text of the same articles, per 1,000 words"))  # fmt: skip
    page.tables["judul_terhadap_isi"] = found.table
    return shown
