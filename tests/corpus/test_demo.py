"""The demonstration corpus is found and read without a shift."""

import json

import pytest

from bingkai.corpus import demo
from bingkai.corpus.read import CorpusError, left_out
from bingkai.schema import ARTICLES, require


def test_the_demonstration_corpus_is_read_whole_and_unchanged():
    lines = (demo.demo_folder() / "artikel.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    articles = require(demo.load_demo(), ARTICLES)
    assert articles["article_id"].tolist() == [str(record["id"]) for record in records]
    assert articles["text"].tolist() == [record["isi"] for record in records]
    assert articles["title"].tolist() == [record["judul"] for record in records]
    assert articles["published"].notna().all()
    assert left_out(articles).empty
    assert articles.groupby("outlet").size().nunique() == 1


def test_the_gold_annotations_are_frames():
    gold = demo.load_demo_gold()
    assert gold
    assert all(len(frame) for frame in gold.values())


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """As if the library lay in an otherwise empty checkout."""
    monkeypatch.setattr(demo, "_HERE", tmp_path / "analysis" / "bingkai" / "corpus" / "demo.py")
    return tmp_path


def test_without_a_corpus_the_error_says_where_it_was_looked_for(elsewhere):
    with pytest.raises(CorpusError, match=r"demonstration corpus is neither in .*demo nor in .*corpus"):
        demo.load_demo()


@pytest.mark.parametrize("place", ["analysis/bingkai/demo", "corpus"])
def test_installed_or_in_the_checkout(elsewhere, place):
    folder = elsewhere / place
    folder.mkdir(parents=True)
    (folder / "artikel.jsonl").write_text(
        '{"id": "x1", "media": "Harian Fiksi", "isi": "Warga menolak."}\n', encoding="utf-8"
    )
    assert demo.load_demo()["article_id"].tolist() == ["x1"]
    with pytest.raises(CorpusError, match="no annotations"):
        demo.load_demo_gold()
    (folder / "gold").mkdir()
    (folder / "gold" / "cues.jsonl").write_text('{"id": "x1", "spans": [[0, 5]]}\n', encoding="utf-8")
    assert demo.load_demo_gold()["cues"].loc[0, "spans"] == [[0, 5]]
