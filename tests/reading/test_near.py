"""Loaded words and scare quotes beside actors: clause or sentence, nearest mention, whose words."""

import pandas as pd
import pytest

from bingkai.corpus.demo import load_demo
from bingkai.reading.analyse import Reading, analyse
from bingkai.reading.demo_study import load_demo_study
from bingkai.reading.near import near_terms
from bingkai.schema import ARTICLES, NEAR_TERMS, build, require
from bingkai.study import Study

STUDY = """
[sides]
kota = "Kota"
warga = "Warga"
[[actor]]
key = "aparat"
label = "Aparat"
side = "kota"
epithets = ["aparat", "petugas"]

[[actor]]
key = "warga"
label = "Warga"
side = "warga"
epithets = ["warga", "perusuh"]
"""


def read(tmp_path, text: str) -> Reading:
    path = tmp_path / "studi.toml"
    path.write_text(STUDY, encoding="utf-8")
    articles = build(
        {"article_id": ["a"], "outlet": ["Kabar Rekaan"], "published": [pd.NaT], "title": ["Kabar"], "text": [text]},
        ARTICLES,
    )
    return analyse(articles, Study.read(path), progress=False)


def rows(reading: Reading, **options: str) -> list[tuple[str, str, int]]:
    near = near_terms(reading, **options)
    return list(zip(near["term"], near["actor"], near["distance"], strict=True))


def test_a_word_stands_beside_the_actors_of_its_clause(tmp_path) -> None:
    reading = read(tmp_path, "Aparat yang brutal masuk kampung, sedangkan warga pulang.")
    assert rows(reading) == [("brutal", "aparat", 1)]
    assert rows(reading, within="sentence") == [("brutal", "aparat", 1), ("brutal", "warga", 3)]


def test_the_nearest_mention_of_an_actor_counts(tmp_path) -> None:
    near = near_terms(read(tmp_path, "Warga melihat petugas brutal itu mengejar warga lain."))
    distance = dict(zip(near["actor"], near["distance"], strict=True))
    assert distance == {"aparat": 0, "warga": 2}


def test_a_word_that_names_the_actor_is_not_beside_it(tmp_path) -> None:
    near = near_terms(read(tmp_path, "Aparat menghalau perusuh."))
    assert near[near["actor"] == "warga"].empty
    assert near["actor"].tolist() == ["aparat"]


def test_fragments_in_scare_quotes_are_found_with_the_mention_inside(tmp_path) -> None:
    text = 'Aparat menyebutnya bagian dari "penataan" kampung. Menurut catatan, "warga liar" itu pindah.'
    near = near_terms(read(tmp_path, text))
    scare = near[near["category"] == "scare"]
    assert list(zip(scare["term"], scare["actor"], scare["inside"], strict=True)) == [
        ("penataan", "aparat", False), ("warga liar", "warga", True)
    ]  # fmt: skip
    assert scare["zone"].eq("scare").all()


def test_offsets_point_into_the_text() -> None:
    reading = analyse(load_demo(), load_demo_study(), progress=False)
    near = require(near_terms(reading), NEAR_TERMS)
    texts = reading.articles.set_index("article_id")
    for row in near.itertuples():
        text = texts.loc[row.article_id, row.field]
        assert text[row.start : row.end] == row.form
        assert text[row.mention_start : row.mention_end] == row.mention
    within = near_terms(reading, within="sentence")
    keys = ["article_id", "field", "start", "actor", "category"]
    assert set(map(tuple, near[keys].to_numpy())) <= set(map(tuple, within[keys].to_numpy()))


def test_the_order_of_articles_changes_nothing() -> None:
    articles, study = load_demo().head(12), load_demo_study()
    one = near_terms(analyse(articles, study, progress=False))
    other = near_terms(analyse(articles.iloc[::-1].reset_index(drop=True), study, progress=False))
    pd.testing.assert_frame_equal(one, other)


def test_bad_input_is_named(tmp_path) -> None:
    with pytest.raises(ValueError, match="wanted 'clause' or 'sentence'"):
        near_terms(read(tmp_path, "Aparat."), within="kalimat")
    with pytest.raises(ValueError, match="near_terms needs actors"):
        near_terms(analyse(load_demo().head(1), progress=False))
