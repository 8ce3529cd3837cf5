"""The report of a study: what is declared comes first, what is missing is said, what is needed to check it is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest

from bingkai.corpus.demo import load_demo
from bingkai.reading.analyse import Reading, analyse
from bingkai.reading.demo_study import load_demo_study
from bingkai.report.methods import Provenance, corrections, digest
from bingkai.report.numbers import has_sides
from bingkai.report.prepare import prepared
from bingkai.report.report import write_report
from bingkai.report.summary import declared_findings

mpl.use("Agg")
EVIL = '</script><script>document.title = "ran"</script>'
QUESTIONS = [
    *("kontras", "narasumber", "pihak", "verba", "istilah", "kata_bermuatan", "dekat_pihak", "kabar", "praduga"),
    *("pelaku", "judul", "kata", "keterpisahan", "waktu", "peristiwa", "salinan", "ketahanan", "konkordans", "metode"),
    *("koreksi", "ulang", "berkas"),
]


@pytest.fixture(scope="module")
def demo() -> Reading:
    return analyse(load_demo(), load_demo_study(), progress=False)


@pytest.fixture(scope="module")
def evil(demo: Reading) -> Reading:
    """The demonstration with markup in every text that a page shows."""
    articles = demo.articles.assign(
        outlet=demo.articles["outlet"].replace("Kilat Bandar", f"Kilat {EVIL}"),
        title=demo.articles["title"] + EVIL,
        text=demo.articles["text"] + f"\n{EVIL} 😀",
    )
    return replace(demo, articles=articles, attributions=demo.attributions.assign(speaker_name=EVIL))


@pytest.fixture(scope="module")
def page(demo: Reading, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Provenance("bingkai report studi.toml", None)
    return write_report(demo, tmp_path_factory.mktemp("laporan"), n_resamples=200, progress=False, made=made).page


@pytest.fixture(scope="module")
def evil_page(evil: Reading, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(evil, tmp_path_factory.mktemp("jahat"), n_resamples=200, progress=False, lang="en").page


@pytest.fixture(scope="module")
def evil_sections(evil: Reading, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two outlets with markup in their names, and in the names of sides too."""
    study = replace(evil.study, sides={key: f"{label} {EVIL}" for key, label in evil.study.sides.items()}, contrasts=())
    first = evil.articles["outlet"].isin(sorted(evil.articles["outlet"].unique())[:3])
    outlets = pd.Series(first).map({True: f"Satu {EVIL}", False: f"Dua {EVIL}"}).astype("str")
    two = replace(evil, articles=evil.articles.assign(outlet=outlets), study=study)
    made = write_report(two, tmp_path_factory.mktemp("bagian"), n_resamples=50, progress=False, events=False)
    return made.page


def test_new_sections_show_markup_as_text(evil_sections: Path) -> None:
    html = evil_sections.read_text(encoding="utf-8")
    assert EVIL not in html
    shown = EVIL.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")
    for key in ("pihak", "dekat_pihak", "kabar", "praduga", "judul"):
        begin = html.index(f'<h2 id="{key}"')
        assert shown in html[begin : html.index("<h2 id=", begin + 1)], key


def test_one_side_is_no_comparison_and_the_page_says_so(tmp_path: Path) -> None:
    study = load_demo_study()
    one = dict.fromkeys(list(study.sides)[1:], "netral")
    actors = tuple(replace(actor, side=one.get(actor.side, actor.side)) for actor in study.actors)
    small = analyse(load_demo().head(6), replace(study, actors=actors), progress=False)
    assert has_sides(analyse(load_demo().head(6), study, progress=False))
    assert not has_sides(small)
    html = write_report(small, tmp_path, n_resamples=50, progress=False).page.read_text(encoding="utf-8")
    for key in ("pihak", "dekat_pihak"):
        begin = html.index(f'<h2 id="{key}"')
        section = html[begin : html.index("<h2 id=", begin + 1)]
        assert "Dengan satu pihak saja semua porsinya 100 %" in section
        assert "<table" not in section
        assert "<figure" not in section
    assert "Tidak dihitung, karena studi hanya mempunyai satu pihak: Pernyataan: pihak otoritas" in html


def test_lexicons_are_called_by_a_name_in_the_language_of_the_page(page: Path, evil_page: Path) -> None:
    assert "loaded words of Indonesian news" not in page.read_text(encoding="utf-8")
    assert "Kata bermuatan menurut zona" in page.read_text(encoding="utf-8")
    assert "Loaded terms by zone" in evil_page.read_text(encoding="utf-8")


def test_a_section_for_every_question_in_order(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert [key for key in re.findall(r'<h2 id="(\w+)"', html) if key in QUESTIONS] == QUESTIONS
    summary = html[html.index('id="ringkasan"') :]
    assert summary.index("Yang dinyatakan di muka") < summary.index("Penjelajahan")


def test_every_figure_has_caption_description_size_and_csv(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    figures = re.findall(r"<figure>.*?</figure>", html, re.S)
    assert len(figures) > 15
    assert {"bingkai_verba_pihak.svg", "bingkai_dekat_pihak.svg"} <= {
        name.name for name in (page.parent / "figures").iterdir()
    }
    for figure in figures:
        assert re.search(
            r'<img src="data:image/(svg\+xml|png);base64,[^"]+" alt="[^"]{20,}" width="\d+" height="\d+"', figure
        )
        assert len(re.sub(r"<[^>]+>", "", figure[figure.index("<figcaption>") :]).split()) > 5
        csv = re.search(r'href="(figures/[^"]+\.csv)"', figure)
        assert csv is not None
        assert (page.parent / csv[1]).stat().st_size


def test_tables_come_as_csv_workbook_word_and_latex(page: Path) -> None:
    names = {path.name for path in (page.parent / "tables").iterdir()}
    assert {"bingkai_laporan.xlsx", "bingkai_kontras.csv", "bingkai_kontras.docx", "bingkai_kontras.tex",
            "bingkai_dengan_tanpa_salinan.csv", "bingkai_peristiwa.csv", "bingkai_ketahanan.csv",
            "bingkai_pendapat_kedua.csv", "bingkai_kata.csv"} <= names  # fmt: skip


def test_only_clear_differences_are_called_clear() -> None:
    row = {"contrast": "verba", "measure": "stance.jarak", "reference": "others", "unit": "attributions",
           "estimate": 0.2, "effect": 0.1, "n_articles": 12, "count": 5, "base": 40, "note": ""}  # fmt: skip
    table = pd.DataFrame(
        [
            row | {"outlet": "Jelas", "ci_low": 0.05, "ci_high": 0.15, "p_value": 0.001, "q_value": 0.002},
            row | {"outlet": "Selang", "ci_low": -0.01, "ci_high": 0.2, "p_value": 0.01, "q_value": 0.02},
            row | {"outlet": "Koreksi", "ci_low": 0.01, "ci_high": 0.2, "p_value": 0.04, "q_value": 0.06},
            row | {"outlet": "Kurang", "effect": float("nan"), "ci_low": float("nan"), "ci_high": float("nan"),
                   "p_value": float("nan"), "q_value": float("nan"), "n_articles": 3},
        ]
    )  # fmt: skip
    (said,) = declared_findings(table, "id", "95")
    assert len(said.clear) == len(said.unclear) == len(said.untested) == 1
    assert "Jelas: 20,0 per 100 atribusi, 10,0 lebih banyak" in said.clear[0]
    assert "Selang +10,0 (−1,0 sampai +20,0; q = 0,020; n = 12; uji dan selang tidak sejalan)" in said.unclear[0]
    assert "Koreksi" in said.unclear[0]
    assert "paling banyak 3 artikel" in said.untested[0]
    assert "Kurang" in said.untested[0]


def test_events_are_matched_where_a_study_or_the_user_asks(demo: Reading) -> None:
    bare = replace(demo, study=None)
    assert prepared(demo, progress=False)[1] == "matched"
    assert prepared(bare, progress=False)[1] == "unasked"
    ready, how = prepared(bare, events=True, progress=False)
    assert how == "matched"
    assert ready.articles["event_id"].notna().any()
    assert prepared(ready, progress=False)[1] == "given"
    left, how = prepared(ready, events=False, progress=False)
    assert how == "unasked"
    assert "event_id" not in left.articles
    one = demo.articles[demo.articles["outlet"] == "Bandul Pagi"]
    assert prepared(replace(demo, articles=one.reset_index(drop=True)), progress=False)[1] == "single"


def test_corrections_are_read_from_the_folder(tmp_path: Path) -> None:
    assert corrections(tmp_path / "koreksi.csv").empty
    (tmp_path / "koreksi.csv").write_text(
        "tanggal,semula,menjadi,alasan\n2026-01-02,4,5,salah hitung\n2026-02-03,<b>,6,leksikon", encoding="utf-8-sig"
    )
    assert corrections(tmp_path / "koreksi.csv")["tanggal"].tolist() == ["2026-02-03", "2026-01-02"]
    small = analyse(load_demo().head(4), progress=False)
    html = write_report(small, tmp_path, n_resamples=200, progress=False).page.read_text(encoding="utf-8")
    assert "salah hitung" in html
    assert "<td>&lt;b&gt;</td>" in html
    assert (tmp_path / "koreksi.csv").exists()
    (tmp_path / "koreksi.csv").write_text("tanggal,dulu\n2026-01-02,4", encoding="utf-8")
    with pytest.raises(ValueError, match=r"koreksi.csv: no column semula, menjadi, alasan"):
        corrections(tmp_path / "koreksi.csv")


def test_what_is_needed_to_make_it_again_stands_on_the_page(page: Path, demo: Reading) -> None:
    html = page.read_text(encoding="utf-8")
    for said in (
        "<code>bingkai report studi.toml</code>",
        digest(demo),
        "Benjamini, Y., &amp; Hochberg, Y. (1995)",
        "scipy",
    ):
        assert said in html, said
    shuffled = replace(demo, articles=demo.articles.sample(frac=1, random_state=1))
    assert digest(shuffled) == digest(demo)
    changed = replace(demo, articles=demo.articles.assign(text=demo.articles["text"] + "."))
    assert digest(changed) != digest(demo)


# --------------------------------------------------------------------------------------------------- in a browser

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
in_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


def dumped(page: Path, script: str, folder: Path, *options: str) -> str:
    """What the page holds after a script has run in it, without a network; the script fills #hasil."""
    html = page.read_text(encoding="utf-8")
    probe = f'<pre id="hasil"></pre><script>{script}</script></body>'
    path = folder / "uji.html"
    path.write_text(html.replace("</body>", probe), encoding="utf-8")
    done = subprocess.run(
        [BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND",
         f"--user-data-dir={folder / 'profil'}", "--virtual-time-budget=30000", "--dump-dom",
         *options, path.as_uri()],
        capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip
    found = re.search(r'<pre id="hasil">(.*?)</pre>', done.stdout, re.S)
    assert found is not None
    return found[1]


CONCORDANCE = """
  var said = [], out = document.getElementById("hasil");
  function note(text) { said.push(text); out.textContent = said.join("\\n"); }
  document.querySelector('[data-measure="stance.jarak"]').click();
  var waiting = setInterval(function () {
    var rows = document.querySelectorAll("#cari-hasil li");
    if (!rows.length) { return; }
    clearInterval(waiting);
    note(document.getElementById("cari-jumlah").textContent);
    note(Array.from(rows, function (row) { return row.querySelector("mark").textContent; }).join(" "));
    var input = document.getElementById("cari-kata"), measure = document.getElementById("cari-ukuran");
    measure.value = "*"; input.value = "script"; input.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(function () {
      note(document.getElementById("cari-jumlah").textContent);
      document.querySelectorAll("#cari-hasil button")[0].click();
      note(document.querySelector("#artikel .bk-here").textContent);
      note(document.querySelector("#artikel .bk-text").textContent.replace(/\\s+/g, " ").slice(-70));
      note(document.title + " " + document.querySelectorAll("#artikel script").length);
    }, 200);
  }, 50);
"""


@in_browser
def test_the_concordance_finds_opens_and_runs_nothing(evil_page: Path, evil: Reading, tmp_path: Path) -> None:
    count, forms, anywhere, here, end, title = dumped(evil_page, CONCORDANCE, tmp_path).split("\n")
    rows = evil.attributions[evil.attributions["stance"] == "JARAK"]
    assert count == f"{len(rows)} passages in {rows['article_id'].nunique()} articles"
    assert set(forms.split()) <= set(rows["cue"])
    assert anywhere == f"{6 * len(evil.articles)} passages in {len(evil.articles)} articles"
    assert here == "script"
    assert end.endswith('&lt;/script&gt;&lt;script&gt;document.title = "ran"&lt;/script&gt; 😀')
    assert title.startswith("bingkai report")
    assert title.endswith(" 0")


AXE = """
  document.querySelectorAll("details").forEach(function (part) { part.open = true; });
  document.querySelectorAll("#cari-hasil li");
  axe.run(document, { resultTypes: ["violations"] }).then(function (result) {
    document.getElementById("hasil").textContent = "done " + result.violations.map(function (v) {
      return v.id + ": " + v.nodes[0].html.slice(0, 200);
    }).join(" | ");
  });
"""

OPENED = """
  document.querySelector('[data-measure="stance.jarak"]').click();
  var opening = setInterval(function () {
    var rows = document.querySelectorAll("#cari-hasil button");
    if (!rows.length) { return; }
    clearInterval(opening);
    rows[0].click();
    %CHECK%
  }, 50);
"""


@in_browser
def test_the_page_passes_an_accessibility_check(page: Path, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    said = dumped(page, f"{script}\n{AXE}", tmp_path)
    assert said == "done ", said


@pytest.mark.parametrize("look", ["dark", "narrow", "dialog"])
@in_browser
def test_it_passes_in_the_dark_in_a_narrow_window_and_with_an_article(page: Path, tmp_path: Path, look: str) -> None:
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    # 500 pixels are the narrowest window that Chromium gives without a screen
    options = {"dark": ["--blink-settings=preferredColorScheme=0"], "narrow": ["--window-size=500,844"], "dialog": []}
    probe = OPENED.replace("%CHECK%", AXE) if look == "dialog" else AXE
    said = dumped(page, f"{script}\n{probe}", tmp_path, *options[look])
    assert said == "done ", said


@in_browser
def test_the_page_asks_the_network_for_nothing(page: Path, tmp_path: Path) -> None:
    script = """
      window.addEventListener("load", function () {
        document.getElementById("hasil").textContent = "seen " + performance.getEntriesByType("resource")
          .map(function (entry) { return entry.name.slice(0, 30); })
          .filter(function (name) { return !name.startsWith("data:"); }).join(" ");
      });"""
    assert dumped(page, script, tmp_path) == "seen "
