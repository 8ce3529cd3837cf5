"""A drafted study is read as it stands and names what the corpus holds."""

from pathlib import Path

import pandas as pd
import pytest

from bingkai.corpus.demo import load_demo
from bingkai.reading.analyse import analyse
from bingkai.reading.draft import corpus_from, draft_study
from bingkai.schema import ARTICLES, build
from bingkai.study import Study


@pytest.fixture(scope="module")
def reading():
    return analyse(load_demo(), progress=False)


def read(text, tmp_path):
    path = tmp_path / "studi.toml"
    path.write_text(text, encoding="utf-8")
    return Study.read(path)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_draft_is_a_study(reading, tmp_path, lang):
    study = read(draft_study(reading, "data/artikel.jsonl", lang=lang), tmp_path)
    assert study.corpus == tmp_path / "data/artikel.jsonl"
    assert len(study.actors) > 20
    assert {choice.name for choice in study.term_choices} >= {"penangkapan", "penggusuran", "phk", "subsidi"}


def test_proposed_actors_are_the_frequent_sources_and_are_found(reading, tmp_path):
    study = read(draft_study(reading), tmp_path)
    labels = {actor.label for actor in study.actors}
    assert labels >= {"Helena Wiradinata", "Harun Purwaka", "Jamil Tohari"}
    helena = next(actor for actor in study.actors if actor.label == "Helena Wiradinata")
    assert helena.person
    assert helena.short == ("Helena",)
    found = analyse(load_demo(), study, progress=False).mentions
    assert (found["actor"] == helena.key).sum() >= 11


def test_comments_say_what_is_there(reading):
    indonesian, english = draft_study(reading), draft_study(reading, lang="en")
    assert "Panji Negeri (10)" in indonesian
    assert "2023-02-06 sampai 2023-12-18" in indonesian
    assert "dirumahkan (5), phk (13) penyebutan" in indonesian
    assert "dirumahkan (5), phk (13) mentions" in english
    assert all(len(line) <= 120 for line in indonesian.splitlines() if line.startswith("# ") and "[" not in line)


def test_a_corpus_of_nearly_nothing_gives_a_study_too(tmp_path):
    articles = build(
        {"article_id": ["a"], "outlet": ['Kabar "Nusa"'], "published": [pd.NaT], "title": [""], "text": ["Hujan."]},
        ARTICLES,
    )
    study = read(draft_study(analyse(articles, progress=False)), tmp_path)
    assert study.actors == ()
    assert study.corpus is None


def test_no_numeral_and_no_piece_of_an_office_is_proposed_as_a_name(tmp_path):
    said = "Sri Sultan Lembayung X mengatakan jalan ditutup. Menurut Sultan, warga setuju. X menambahkan hujan turun."
    office = (
        'Menteri Koordinator (Menko) bidang Pangan Rani Utami mengatakan beras cukup. "Stok aman," ujar Rani Utami.'
    )
    articles = build(
        {"article_id": ["a", "b"], "outlet": ["Kabar"] * 2, "published": [pd.NaT] * 2, "title": [""] * 2,
         "text": [said, office]},
        ARTICLES,
    )  # fmt: skip
    forms = {form for actor in read(draft_study(analyse(articles, progress=False)), tmp_path).actors
             for form in actor.forms}  # fmt: skip
    assert "Rani Utami" in forms
    assert not {form for form in forms if form == "X" or form.lower().startswith("bidang ")}


def test_another_language_is_refused(reading):
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        draft_study(reading, lang="fr")


def test_the_corpus_is_named_from_where_the_study_lies(tmp_path):
    assert corpus_from(tmp_path / "a" / "k.csv", tmp_path / "b" / "studi.toml") == "../a/k.csv"
    assert corpus_from(tmp_path / "k.csv", Path(tmp_path) / "studi.toml") == "k.csv"
