"""The report page: what it says, what it escapes, what it survives. All sentences here are invented."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import openpyxl
import pandas as pd
import pytest

from bingkai import schema
from bingkai.language.tokens import tokenise
from bingkai.reading.analyse import Reading
from bingkai.report import report
from bingkai.report.lines import draw, lines_of, safe_url
from bingkai.report.measure_parts import measure_rows
from bingkai.report.report import write_report
from bingkai.report.summary import balance, clarity, declared_findings, differs, findings, one_line
from bingkai.report.tables import write_tables

mpl.use("Agg")

SENTENCE = "Lurah Fulan {cue} jembatan itu kembali dibuka, padahal tiangnya diduga retak sejak musim hujan."
CUES = {"TEGAS": "menegaskan", "JARAK": "mengklaim", "NETRAL": "mengatakan"}


def make_lexicon():
    entries = pd.DataFrame({"term": ["kembali", "diduga"], "category": ["presuposisi", "hedge"]})
    return SimpleNamespace(
        name="kata_bermuatan", title="Kata bermuatan", version="1", licence="CC0", source="uji <b>", sha256="0" * 64,
        entries=entries, categories={"presuposisi": {}, "hedge": {}},
    )  # fmt: skip


def make_reading(counts, *, dated=True, attributed=True, jarak=(), **columns):
    """A reading of `counts[outlet]` articles of one sentence each; those in `jarak` mostly use mengklaim."""
    articles, attributions, terms, words = [], [], [], []
    for outlet, n in counts.items():
        for i in range(n):
            key = f"{outlet}-{i:03}"
            stance = "JARAK" if outlet in jarak and i % 10 else "NETRAL" if i % 5 == 0 else "TEGAS"
            text = SENTENCE.format(cue=CUES[stance])
            day = pd.Timestamp("2025-03-01") + pd.Timedelta(days=i) if dated and i % 7 else pd.NaT
            articles.append((key, outlet, day, f"Jembatan dibuka {i}", text, f"https://contoh.id/{outlet}/{i}"))
            start = text.index(CUES[stance])
            content = [start + len(CUES[stance]) + 1, len(text)]
            attributions.append((f"{key}-0", key, stance, text, start, content))
            for term, category in (("kembali", "presuposisi"), ("diduga", "hedge")):
                terms.append((key, term, category, text.index(term)))
            words += [(key, zone, 200 if zone == "reporter" else 8) for zone in schema.ZONES]
    frame = pd.DataFrame(articles, columns=["article_id", "outlet", "published", "title", "text", "url"])
    frame = schema.build(frame.to_dict("list"), schema.ARTICLES).assign(**columns)
    titles, texts = frame["title"].tolist(), frame["text"].tolist()
    return Reading(
        articles=frame,
        attributions=make_attributions(attributions if attributed else []),
        terms=make_terms(terms),
        words=make_words(words),
        lexicons=(make_lexicon(),),
        tokens=(tokens := tokenise(titles, texts)),
        zones=np.full(len(tokens.start), schema.ZONES.index("reporter"), dtype="int8"),
    )


def make_words(rows):
    ids, zones, counts = zip(*rows, strict=True) if rows else ((), (), ())
    return schema.build({"article_id": ids, "zone": zones, "n_words": counts}, schema.WORDS)


def make_attributions(rows):
    n = len(rows)
    columns = {
        "attribution_id": [r[0] for r in rows], "article_id": [r[1] for r in rows], "field": ["text"] * n,
        "sentence": [0] * n, "pattern": ["P7"] * n, "kind": ["indirect"] * n,
        "content": [r[3][r[5][0] : r[5][1]] for r in rows], "content_spans": [[r[5]] for r in rows],
        "cue": [CUES[r[2]] for r in rows], "cue_start": [r[4] for r in rows],
        "cue_end": [r[4] + len(CUES[r[2]]) for r in rows], "cue_lemma": [CUES[r[2]] for r in rows],
        "stance": [r[2] for r in rows], "speaker": ["Lurah Fulan"] * n,
        "speaker_start": [0] * n, "speaker_end": [11] * n,
        "speaker_name": ["Fulan"] * n, "role": ["Lurah"] * n, "affiliation": [None] * n,
        "source_type": ["official"] * n,
        "relay": [None] * n, "confidence": [0.9] * n,
    }  # fmt: skip
    return schema.build(columns, schema.ATTRIBUTIONS)


def make_terms(rows):
    n = len(rows)
    columns = {
        "article_id": [r[0] for r in rows], "field": ["text"] * n, "sentence": [0] * n,
        "lexicon": ["kata_bermuatan"] * n,
        "category": [r[2] for r in rows], "term": [r[1] for r in rows], "form": [r[1] for r in rows],
        "start": [r[3] for r in rows], "end": [r[3] + len(r[1]) for r in rows], "zone": ["reporter"] * n,
        "negated": [False] * n,
    }  # fmt: skip
    return schema.build(columns, schema.TERMS)


def write(reading, folder, **options):
    return write_report(reading, folder, progress=False, n_resamples=200, **options)


class Page(HTMLParser):
    """What a browser would make of the page: elements with attributes, and the text."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.words = [], []
        self.inside = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"style", "script"} & set(self.inside):
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def two_outlets(tmp_path_factory):
    reading = make_reading({"Kabar Lor": 40, "Warta Kidul": 40}, jarak={"Warta Kidul"})
    folder = tmp_path_factory.mktemp("laporan") / "baru" / "laporan"
    files = write(reading, folder)
    return SimpleNamespace(files=files, folder=folder, html=files.page.read_text(encoding="utf-8"))


# ------------------------------------------------------------------------------------------------------ the page


def test_names_what_it_wrote_and_wrote_what_it_names(two_outlets):
    files = two_outlets.files
    assert files.page == two_outlets.folder / "index.html"
    assert all(path.stat().st_size for path in (files.page, *files.figures, *files.tables))
    assert {path.suffix for path in files.figures} == {".png", ".svg", ".csv"}
    written = {p for p in two_outlets.folder.rglob("*") if p.is_file()}
    assert written == {files.page, *files.figures, *files.tables}
    assert files.seconds > 0


def test_the_difference_that_is_there_is_said_with_its_numbers(two_outlets):
    text = Page(two_outlets.html).text
    said = re.search(r"Warta Kidul: (\S+) per 100 atribusi, (\S+) lebih banyak daripada rata-rata media lain", text)
    assert said, "JARAK of the one outlet"
    assert float(said[1].replace(",", ".")) == pytest.approx(90)
    assert "selang 95 %" in text
    assert "n = 40 artikel" in text


def test_links_within_the_page_lead_somewhere_and_addresses_are_unique(two_outlets):
    page = Page(two_outlets.html)
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {attrs["href"][1:] for attrs in page.all("a") if attrs.get("href", "").startswith("#")}
    assert targets <= set(ids)
    files = {attrs["href"] for attrs in page.all("a") if attrs.get("href", "").startswith(("figures/", "tables/"))}
    assert all((two_outlets.folder / name).exists() for name in files)


def test_every_number_of_a_comparison_leads_to_at_most_ten_sentences(two_outlets):
    page = Page(two_outlets.html)
    assert any(attrs.get("href") == "#stance-jarak-1" for attrs in page.all("a"))
    part = two_outlets.html.split('id="stance-jarak-1"')[1].split("</ol>")[0]
    assert part.count("<li>") == 10
    assert part.count("<mark>mengklaim</mark>") == 10
    assert "10 dari 36 kemunculan dalam 36 artikel" in Page(part).text
    assert len(set(re.findall(r"https://contoh\.id/[^\"]+", part))) == 10, "ten different articles"


def test_nothing_is_loaded_from_the_network(two_outlets):
    page = Page(two_outlets.html)
    assert not page.all("link")
    assert all(attrs["src"].startswith("data:") for attrs in page.all("img"))
    assert not any("src" in attrs for attrs in page.all("script"))
    assert not re.search(r"@import|url\(", two_outlets.html)


def test_the_page_can_be_read_with_a_keyboard_and_a_screen_reader(two_outlets):
    page = Page(two_outlets.html)
    assert page.all("html") == [{"lang": "id"}]
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(attrs["alt"] for attrs in page.all("img"))
    assert all(attrs.get("scope") in ("col", "row") for attrs in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))
    assert page.all("a")[0] == {"class": "skip", "href": "#isi"}
    scrolling = [attrs for attrs in page.all("div") if attrs.get("class") == "scroll"]
    assert all(attrs["tabindex"] == "0" and attrs["aria-label"] for attrs in scrolling)


def test_method_lexicons_and_limits_stand_on_the_page(two_outlets):
    text = Page(two_outlets.html).text
    for said in (
        "bootstrap",
        "permutasi",
        "Benjamini–Hochberg",
        "seed 7",
        "verba_pewarta",
        "000000",
        "tidak ditunjukkan",
    ):
        assert said in text, said
    assert not re.search(r"\bbias\b", text, re.I), "evidence, not a verdict"


def test_english_page(tmp_path):
    files = write(make_reading({"Kabar Lor": 12, "Warta Kidul": 12}), tmp_path, lang="en")
    page = Page(files.page.read_text(encoding="utf-8"))
    assert page.all("html") == [{"lang": "en"}]
    assert "What was read and what was left out" in page.text
    assert "artikel" not in page.text
    with pytest.raises(ValueError, match="unknown language"):
        write(make_reading({"Kabar Lor": 2}), tmp_path, lang="xx")


def test_invented_articles_are_called_invented(tmp_path):
    reading = make_reading({"Kabar Lor": 2, "Warta Kidul": 2}, keterangan="FIKSI")
    assert "FIKSI. Media, orang, dan peristiwa" in Page(write(reading, tmp_path).page.read_text(encoding="utf-8")).text
    reading.articles.loc[0, "keterangan"] = None
    assert "FIKSI." not in Page(write(reading, tmp_path).page.read_text(encoding="utf-8")).text


# ------------------------------------------------------------------------------------------------- hostile texts

OWN_SCRIPTS = ["", "application/json", "application/octet-stream", ""]
EVIL = '<script>alert("x")</script>'


def test_markup_in_any_text_is_shown_as_text(tmp_path):
    reading = make_reading({EVIL: 12, "Kabar Lor": 12})
    n = len(reading.articles)
    evil = reading.articles.assign(
        title=[f"{EVIL} judul"] * n, text=reading.articles["text"] + f" {EVIL}", url=["javascript:alert(1)"] * n
    )
    spoken = reading.attributions.assign(speaker=EVIL, speaker_name=EVIL)
    reading = replace(reading, articles=evil, attributions=spoken)
    html = write(reading, tmp_path).page.read_text(encoding="utf-8")
    page = Page(html)
    assert [attrs.get("type", "") for attrs in page.all("script")] == OWN_SCRIPTS
    assert EVIL in page.text
    assert not any(attrs.get("href", "").startswith("javascript") for attrs in page.all("a"))


@pytest.mark.parametrize(
    ("url", "kept"),
    [("https://contoh.id/a?b=1", True), (" http://contoh.id ", True), ("javascript:alert(1)", False),
     ("data:text/html,x", False),
     ("//contoh.id", False), ("contoh.id/a", False), ("http://[rusak", False), (None, False), (float("nan"), False)],
)  # fmt: skip
def test_only_web_addresses_become_links(url, kept):
    assert safe_url(url) == (url.strip() if kept else "")


def test_formulas_and_control_characters_do_no_harm_in_the_tables(tmp_path):
    table = pd.DataFrame(
        {"outlet": ['=HYPERLINK("http://contoh")', "+1", "@x", "a\x07b"], "rate": [-0.5, 1, np.nan, 2]}
    )
    csv, xlsx = write_tables({"bingkai_uji": table}, tmp_path)
    assert pd.read_csv(csv)["outlet"].str.startswith("'").tolist() == [True, True, True, False]
    rows = list(openpyxl.load_workbook(xlsx)["uji"].iter_rows(values_only=True))
    assert rows[1:] == [('\'=HYPERLINK("http://contoh")', -0.5), ("'+1", 1), ("'@x", None), ("ab", 2)]


# --------------------------------------------------------------------------------------------- awkward corpora


def test_one_outlet_cannot_be_compared_and_the_page_says_so(tmp_path):
    text = Page(write(make_reading({"Kabar Lor": 15}), tmp_path).page.read_text(encoding="utf-8")).text
    assert "hanya memuat satu media" in text
    assert "lebih banyak daripada" not in text


def test_two_articles_without_dates_are_enough_for_a_page(tmp_path):
    reading = make_reading({"Kabar Lor": 1, "Warta Kidul": 1}, dated=False)
    text = Page(write(reading, tmp_path).page.read_text(encoding="utf-8")).text
    assert "Tidak ada pembandingan yang dapat diuji: perlu sedikitnya 10 artikel per media" in text
    assert "Tidak ada perbedaan antarmedia" not in text, "nothing was tested, so nothing was not found"


def test_articles_without_attributions_and_links(tmp_path):
    reading = make_reading({"Kabar Lor": 12, "Warta Kidul": 12}, attributed=False)
    reading = replace(reading, articles=reading.articles.drop(columns="url"))
    assert "Kata bermuatan" in Page(write(reading, tmp_path).page.read_text(encoding="utf-8")).text


def test_forty_outlets_with_few_articles(tmp_path):
    counts = {f"Media Contoh {i:02}": 1 + 12 * (i < 3) for i in range(40)}
    files = write(make_reading(counts, jarak={"Media Contoh 01"}), tmp_path)
    assert files.page.stat().st_size < 5_000_000
    assert "Media Contoh 39" in Page(files.page.read_text(encoding="utf-8")).text


def test_no_articles_are_refused(tmp_path):
    with pytest.raises(ValueError, match="no articles to report on"):
        write(make_reading({}), tmp_path)


# -------------------------------------------------------------------------------------------------- the folder


def test_a_second_report_replaces_the_first_and_leaves_other_files_alone(tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "punyaku.png").write_text("x")
    (tmp_path / "figures" / "bingkai_lama.png").write_text("x")
    for _ in range(2):
        files = write(make_reading({"Kabar Lor": 12, "Warta Kidul": 12}), tmp_path)
    assert (tmp_path / "figures" / "punyaku.png").read_text() == "x"
    assert not (tmp_path / "figures" / "bingkai_lama.png").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["figures", "index.html", "tables"]
    assert all(path.exists() for path in files.figures)


def test_an_interrupted_report_leaves_the_old_page_and_no_traces(tmp_path, monkeypatch):
    (tmp_path / "index.html").write_text("lama")

    def break_off(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(report, "render", break_off)
    for folder in (tmp_path, tmp_path / "baru"):
        with pytest.raises(KeyboardInterrupt):
            write(make_reading({"Kabar Lor": 3}), folder)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text() == "lama"


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    target = tmp_path / "laporan.html"
    target.write_text("x")
    with pytest.raises(ValueError, match=r"laporan\.html is a file; give a folder"):
        write(make_reading({"Kabar Lor": 3}), target)


def test_the_same_reading_gives_the_same_page(tmp_path):
    reading = make_reading({"Kabar Lor": 12, "Warta Kidul": 12})
    first, second = (write(reading, tmp_path / name).page.read_bytes() for name in "ab")
    assert first == second


# ------------------------------------------------------------------------------------------- lines and sentences


def make_evidence(n_articles=30, each=3):
    rows = [
        ("Kabar Lor", f"a{i:02}", "text", 10 * j, 10 * j + 4, "reporter", ("kata", "ujar", "klaim")[(i + j) % 3])
        for i in range(n_articles)
        for j in range(each)
    ]
    return pd.DataFrame(rows, columns=["outlet", "article_id", "field", "start", "end", "zone", "form"])


def test_drawn_lines_come_from_different_articles_and_words():
    drawn = draw(make_evidence(), 9, seed=7)
    assert drawn["article_id"].nunique() == 9
    assert set(drawn["form"]) == {"kata", "ujar", "klaim"}


def test_the_draw_depends_on_the_seed_and_not_on_the_order_of_rows():
    found = make_evidence()
    drawn = draw(found, 10, seed=7)
    pd.testing.assert_frame_equal(drawn, draw(found.sample(frac=1, random_state=1), 10, seed=7))
    assert not drawn.equals(draw(found, 10, seed=8))


def test_lines_are_cut_at_spaces_and_hold_the_counted_word():
    text = "Pagi itu " * 20 + "lurah mengklaim jembatan aman " + "dan warga pulang " * 20
    start = text.index("mengklaim")
    found = pd.DataFrame(
        [("Kabar Lor", "a", "text", start, start + 9, "reporter", "mengklaim")],
        columns=["outlet", "article_id", "field", "start", "end", "zone", "form"],
    )
    articles = {"a": {"title": "Judul", "text": text, "published": pd.NaT, "url": None}}
    line = lines_of(found, articles, 10, seed=7)["Kabar Lor"].lines[0]
    assert line.form == "mengklaim"
    assert line.left.startswith("… ")
    assert line.left.endswith("lurah ")
    assert line.right.startswith(" jembatan")
    assert line.right.endswith(" …")
    assert text.replace("\n", " ").count(line.left[2:] + line.form + line.right[:-1]) == 1


def make_table(**values):
    row = {
        "measure": "stance.jarak", "outlet": "Kabar Lor", "reference": "others", "estimate": 0.08, "effect": 0.03,
        "ci_low": 0.01, "ci_high": 0.05, "n_articles": 40, "p_value": 0.001, "q_value": 0.01, "unit": "attributions",
    }  # fmt: skip
    return pd.DataFrame([row | values])


def test_a_difference_needs_both_an_interval_without_zero_and_a_small_q():
    assert differs(make_table()).tolist() == [True]
    assert differs(make_table(ci_low=-0.01)).tolist() == [False]
    assert differs(make_table(q_value=0.2)).tolist() == [False]
    assert differs(make_table(ci_low=np.nan, ci_high=np.nan, q_value=np.nan)).tolist() == [False]


def test_a_small_q_with_zero_in_the_interval_is_unclear_everywhere_and_the_reason_stands_there():
    split = make_table(outlet="Kabar Kidul", ci_low=-0.01, q_value=0.002)
    table = pd.concat([make_table(), split, make_table(outlet="Kabar Wetan", ci_low=-0.01, q_value=0.4)])
    assert clarity(table, "id") == ["jelas", "belum jelas: q < 0,05, selang memuat nol", "tidak jelas"]
    said = balance(table, 10, "id")
    assert "3 pembandingan diuji bersama; 1 menunjukkan selisih" in said
    assert "Pada 1 pembandingan uji dan selang tidak sejalan" in said
    assert "label media dapat saling ditukar" in said
    assert "1 comparison test and interval disagree" in balance(table, 10, "en")
    assert "tidak sejalan" not in balance(make_table(), 10, "id")
    assert one_line(3, 0, "id", 1) == "belum jelas: uji dan selang tidak sejalan"
    (declared,) = declared_findings(table.assign(contrast="verba"), "en", "95")
    assert len(declared.clear) == 1
    assert "Kabar Kidul +3.00 (−1.00 to +5.00; q = 0.002; n = 40; test and interval disagree)" in declared.unclear[0]
    assert "q = 0.400; n = 40)" in declared.unclear[0]
    assert "counts as unclear" in declared.disagreement
    rows = measure_rows(table.assign(count=1, base=10, n_events=0, note=""), None, "id")["stance.jarak"]
    assert [row["split"] for row in rows] == [False, True, False]


def test_sentences_give_size_interval_q_and_n_in_the_unit_of_the_measure():
    [(_, _, [said])] = findings(make_table(), "id", "95")
    assert said == (
        "Kabar Lor: 8,00 per 100 atribusi, 3,00 lebih banyak daripada rata-rata media lain "
        "(selang 95 %: 1,00 sampai 5,00; q = 0,010; n = 40 artikel)"
    )
    [(_, _, [less])] = findings(make_table(effect=-0.03, ci_low=-0.05, ci_high=-0.01, q_value=1e-5), "en", "95")
    assert less == (
        "Kabar Lor: 8.00 per 100 attributions, 3.00 fewer than the mean of the others "
        "(95 % interval: 1.00 to 5.00; q < 0.001; n = 40 articles)"
    )


def test_what_a_table_says_in_short():
    assert one_line(3, 1, "id") == "1 selisih lepas dari nol"
    assert one_line(3, 2, "en") == "2 differences clear of zero"
    assert one_line(3, 0, "en") == "no difference shows"
    assert one_line(0, 0, "id") == "tidak dapat dibandingkan"
    assert "1 pembandingan diuji bersama; 1 menunjukkan selisih" in balance(make_table(), 10, "id")
