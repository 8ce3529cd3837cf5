"""Rival terms in sentences: the intended sense is counted, the other senses are not."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from bingkai.corpus.clean import mark_boilerplate, own_texts
from bingkai.corpus.demo import load_demo, load_demo_gold
from bingkai.corpus.read import read_corpus
from bingkai.language.term_choices import TermChoice, adapt, load_term_choice, term_choice_names
from bingkai.language.tokens import tokenise
from bingkai.reading.analyse import analyse, with_choices
from bingkai.reading.choices import find_choices_in
from bingkai.reading.demo_study import load_demo_study
from bingkai.reading.evidence import evidence, measure_names
from bingkai.reading.kwic import kwic
from bingkai.schema import ARTICLES, CHOICES, build, require

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
HERE = Path(__file__).parent
JUDGED = [json.loads(line) for line in (HERE / "data" / "pilihan_istilah_dinilai.jsonl").read_text().splitlines()]
# Variable of the gold: set of the study.
SETS = {
    "penahanan": "penangkapan", "protes": "unjuk_rasa", "pembubaran": "penanganan_massa", "harga": "kenaikan_harga",
    "wilayah": "pengambilalihan_wilayah", "gerakan": "operasi_militer", "kelompok_bersenjata": "kelompok_wanasela",
    "tambang": "pertambangan", "tanah": "tanah_adat",
}  # fmt: skip


def make_articles(texts, titles=None, **columns):
    n = len(texts)
    base = {"article_id": [f"a{i}" for i in range(n)], "outlet": ["Kabar Nusa"] * n, "title": titles or [""] * n,
            "text": list(texts), "published": [pd.NaT] * n}  # fmt: skip
    return build(base | columns, ARTICLES)


def forms(name, text, title="", **columns):
    articles = make_articles([text], [title], **columns)
    tokens = tokenise([title], [text])
    zones = (tokens.field != 0).astype("int8")
    return find_choices_in(tokens, zones, articles, [load_term_choice(name)])["form"].tolist()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("penangkapan", "Polisi mengamankan tiga pelaku di pasar.", ["mengamankan"]),
        ("penangkapan", "Tiga pemuda diamankan petugas Polsek Sinar.", ["diamankan"]),
        ("penangkapan", "Polisi mengamankan barang bukti berupa uang.", []),
        ("penangkapan", "Barang bukti diamankan petugas Polsek Sinar.", []),
        ("penangkapan", "Nelayan menangkap ikan tongkol.", []),
        ("penangkapan", "Tersangka itu ditahan di rutan polres.", ["ditahan"]),
        ("penangkapan", "Kesebelasan itu ditahan imbang.", []),
        ("kematian", "Seorang prajurit TNI gugur di medan tugas.", ["gugur"]),
        ("kematian", "Timnya gugur di babak pertama.", []),
        ("kematian", "Daun gugur di musim gugur.", []),
        ("kematian", "Ia dijatuhi hukuman tembak mati.", []),
        ("penggusuran", "Satpol PP menertibkan lapak pedagang kaki lima.", ["menertibkan"]),
        ("penggusuran", "Polisi menertibkan kendaraan di jalan itu.", []),
        ("phk", "Pabrik itu merumahkan ratusan karyawan.", ["merumahkan"]),
        ("phk", "Klub memecat pelatihnya.", []),
        ("korupsi", "Ketua Komisi Pemberantasan Korupsi berpidato.", []),
        ("korupsi", "Ia tersangka kasus korupsi dana hibah.", ["kasus korupsi"]),
        ("operasi_militer", "Pasukan melancarkan serangan udara ke pangkalan itu.", ["serangan udara"]),
        ("operasi_militer", "Kakek itu meninggal karena serangan jantung.", []),
        ("kenaikan_harga", "Harga beras naik menjelang lebaran.", ["naik"]),
        ("kenaikan_harga", "Ia naik bus ke kota.", []),
        ("tersangka", "Pelaku usaha meminta perlindungan polisi.", []),
        ("tersangka", "Polisi mengejar pelaku pencurian itu.", ["pelaku"]),
        ("kelompok_separatis", "Bank menyalurkan KKB dan KPR.", []),
        ("kelompok_separatis", "KKB menembak pos di Papua.", ["KKB"]),
        ("unjuk_rasa", "Mereka berunjuk rasa; demo berakhir ricuh.", ["berunjuk rasa", "demo", "berakhir ricuh"]),
        ("unjuk_rasa", "Koki itu memberi demo masak kepada mahasiswa.", []),
        ("kebakaran_hutan", "Titik panas dan karhutla meluas.", ["Titik panas", "karhutla"]),
    ],
)  # fmt: skip
def test_the_sense_decides(name, text, expected):
    assert forms(name, text) == expected


def test_sport_pages_are_passed_over():
    text = "Polisi mengamankan tiga orang di stadion."
    assert forms("penangkapan", text, section=["Nasional"]) == ["mengamankan"]
    assert forms("penangkapan", text, section=["Bola/Liga Indonesia"]) == []
    assert forms("penangkapan", text, url=["https://sport.kabar.contoh/berita/1"]) == []


def test_capitals_are_asked_for_where_the_list_says():
    text = "PMI dan pmi itu pekerja migran."
    assert forms("pekerja_migran", text) == ["PMI", "pekerja migran"]


@pytest.fixture(scope="module")
def reading():
    return analyse(load_demo(), load_demo_study(), progress=False)


def test_choices_are_a_frame_with_exact_offsets(reading):
    choices = require(reading.choices, CHOICES)
    texts = reading.articles.set_index("article_id")
    for row in choices.itertuples():
        assert texts.loc[row.article_id, row.field][row.start : row.end] == row.form


def test_no_study_no_choices_and_no_mentions():
    plain = analyse(load_demo().head(3), progress=False)
    assert plain.choices.empty
    assert plain.mentions.empty
    assert not any(name.startswith("choice.") for name in measure_names(plain))


def test_sets_can_be_looked_for_later(reading):
    found = with_choices(reading, ["phk"])
    assert set(found.choices["set"]) == {"phk"}
    assert set(reading.choices["set"]) > {"phk"}


def test_articles_in_another_order_have_the_same_choices(reading):
    turned = analyse(load_demo().iloc[::-1].reset_index(drop=True), load_demo_study(), progress=False)
    key = ["article_id", "field", "start", "end", "set"]
    a, b = (frame.sort_values(key, ignore_index=True) for frame in (reading.choices, turned.choices))
    pd.testing.assert_frame_equal(a, b)


def test_evidence_and_concordance_of_a_cell(reading):
    found = evidence(reading, "choice.penangkapan.diamankan")
    own = reading.choices[(reading.choices["set"] == "penangkapan") & (reading.choices["rival"] == "diamankan")]
    assert len(found) == own["zone"].isin(["title", "reporter"]).sum() > 10
    quoted = evidence(reading, "choice.penangkapan.diamankan@indirect")
    assert set(quoted["zone"]) == {"indirect"}
    shown = kwic(reading, {"measure": "choice.penangkapan.diamankan", "outlet": "Panji Negeri"}, n=None)
    assert set(shown["outlet"]) == {"Panji Negeri"}
    with pytest.raises(ValueError, match=r"nearest: 'choice\.penangkapan\.diamankan"):
        kwic(reading, "choice.penangkapan.diaman")


def test_patterns_of_articles_limit_a_set(reading):
    everywhere = adapt(load_term_choice("phk"), guards=False)
    assert set(reading.choices.loc[reading.choices["set"] == "phk", "article_id"].str[:3]) == {"phk"}
    found = with_choices(reading, [replace(everywhere, articles=("bbm-*",))]).choices
    assert set(found["article_id"].str[:3]) <= {"bbm"}


def gold_mentions():
    rows = []
    for row in load_demo_gold()["term_choice"].itertuples():
        for m in row.mentions:
            name = SETS.get(m["variable"], m["variable"])
            rows.append((row.article_id, m["field"], name, *m["span"], m["favours"], m["zone"]))
    return rows


def test_the_demonstration_gold_is_found(reading):
    """Precision 0.966, recall 1 when written; a mention is right if it overlaps one of its set and side."""
    side = {(c.name, r.key): r.side for c in reading.term_choices for r in c.rivals}
    found = [
        (r.article_id, r.field, r.set, r.start, r.end, side[(r.set, r.rival)]) for r in reading.choices.itertuples()
    ]
    gold = gold_mentions()

    def meets(a, b):
        return a[:3] == b[:3] and a[5] == b[5] and a[3] < b[4] and b[3] < a[4]

    right = sum(any(meets(row, other) for other in gold) for row in found)
    recalled = sum(any(meets(row, other) for other in found) for row in gold)
    assert len(gold) > 500
    assert right / len(found) >= 0.96
    assert recalled / len(gold) >= 0.99


def judged(number):
    return [row for row in JUDGED if row["round"] == number]


def share_right(rows):
    return sum(row["right"] for row in rows) / len(rows)


def test_the_last_fresh_sample_of_hits_reached_its_aim():
    """Drawn over the sets, judged one by one before anything was changed after it: 190 of 200 right.

    The two samples before it gave 191 of 200 and 138 of 150; the guards were changed after each.
    """
    assert [len(judged(number)) for number in (1, 2, 3)] == [200, 150, 200]
    assert share_right(judged(3)) >= 0.95


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real articles are not beside this checkout (../shared)")
def test_judged_hits_in_real_articles_stay():
    """What was judged right is still found, and little of what was judged wrong."""
    wanted = {row["article_id"] for row in JUDGED}
    tables = [read_corpus(SHARED / f"{name}.parquet", progress=False) for name in ("mbg_2025_2026", "clickid_2019")]
    articles = pd.concat([t[t["article_id"].isin(wanted)] for t in tables], ignore_index=True)
    articles = mark_boilerplate(articles.assign(title=articles["title"].fillna(""), text=articles["text"].fillna("")))
    tokens = tokenise(articles["title"].tolist(), own_texts(articles))
    sets: list[TermChoice] = [load_term_choice(name) for name in term_choice_names()]
    hits = find_choices_in(tokens, (tokens.field != 0).astype("int8"), articles, sets)
    keys = ["article_id", "field", "start", "end", "set", "rival"]
    found = set(hits[keys].itertuples(index=False, name=None))
    kept = [row for row in JUDGED if tuple(row[key] for key in keys) in found]
    assert share_right(kept) >= 0.98
    assert sum(row["right"] for row in kept) >= 0.97 * sum(row["right"] for row in JUDGED)
