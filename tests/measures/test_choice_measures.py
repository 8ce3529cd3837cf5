"""Shares of rival terms: counts, bases and intervals by hand; planted differences recovered."""

from dataclasses import replace

import pandas as pd
import pytest

from bingkai.corpus.demo import load_demo
from bingkai.measures.choices import choice_measures, choice_shares
from bingkai.measures.planted import planted_rates
from bingkai.reading.analyse import analyse
from bingkai.reading.demo_study import load_demo_study
from bingkai.reading.evidence import evidence
from bingkai.schema import ARTICLES, CHOICE_SHARES, MEASURES, SchemaError, build, require
from bingkai.study import Study

STUDY = """
[[term_choice]]
name = "warung"
referent = "tempat makan di pasar"
forms = { warung = ["warung"], kedai = ["kedai"] }
"""
TEXTS = [
    "Warung itu ramai. Warung dan kedai tutup.",
    "Kedai tutup.",
    "Hujan turun.",
    'Kata Rani, "Kedai itu ramai sekali setiap hari."',
]


@pytest.fixture
def small(tmp_path):
    (tmp_path / "s.toml").write_text(STUDY, encoding="utf-8")
    n = len(TEXTS)
    articles = build(
        {"article_id": [f"a{i}" for i in range(n)], "outlet": ["Barat", "Barat", "Barat", "Timur"],
         "published": [pd.NaT] * n, "title": ["Kedai Ramai", "", "", ""], "text": TEXTS, "event_id": ["e"] * n},
        ARTICLES,
    )  # fmt: skip
    return analyse(articles, Study.read(tmp_path / "s.toml"), progress=False)


@pytest.fixture(scope="module")
def demo():
    return analyse(load_demo(), load_demo_study(), progress=False)


def cells(measures, name):
    own = measures[measures["measure"] == name]
    return list(zip(own["article_id"], own["count"], own["base"], strict=True))


def test_headline_and_reporter_count_and_the_base_is_all_rivals(small):
    measures = require(choice_measures(small), MEASURES)
    assert cells(measures, "choice.warung.warung") == [("a0", 2, 4), ("a1", 0, 1), ("a2", 0, 0), ("a3", 0, 0)]
    assert cells(measures, "choice.warung.kedai") == [("a0", 2, 4), ("a1", 1, 1), ("a2", 0, 0), ("a3", 0, 0)]
    assert set(measures["unit"]) == {"mentions"}
    assert set(measures["event_id"]) == {"e"}


def test_one_zone_alone_carries_its_name(small):
    direct = choice_measures(small, zones=("direct",))
    assert cells(direct, "choice.warung.kedai@direct")[-1] == ("a3", 1, 1)


def test_other_mixtures_of_zones_are_refused(small):
    with pytest.raises(ValueError, match="one of title, reporter"):
        choice_measures(small, zones=("direct", "indirect"))


def test_without_term_choices_there_is_nothing_to_measure():
    with pytest.raises(ValueError, match="with_choices"):
        choice_measures(analyse(load_demo().head(2), progress=False))


def test_shares_have_counts_and_intervals_over_articles(small):
    shares = require(choice_shares(small), CHOICE_SHARES).set_index(["rival", "outlet"])
    barat, timur = shares.loc[("warung", "Barat")], shares.loc[("warung", "Timur")]
    assert (barat["count"], barat["base"], barat["n_articles"], barat["share"]) == (2, 5, 2, 0.4)
    assert 0 <= barat["ci_low"] < 0.4 < barat["ci_high"] <= 1
    assert (timur["base"], timur["n_articles"]) == (0, 0)
    assert pd.isna(timur["share"])


def test_every_count_leads_to_its_passages(demo):
    measures = choice_measures(demo)
    totals = measures.groupby("measure")["count"].sum()
    for name in totals.index[:12]:
        assert len(evidence(demo, name)) == totals[name]


def test_planted_choices_of_terms_are_recovered(demo):
    """Terms that serve the authorities, of those that serve a side: the rates of the gold within 0.06."""
    side = {(c.name, r.key): r.side for c in demo.term_choices for r in c.rivals}
    voice = demo.choices[demo.choices["zone"].isin(["title", "reporter"])]
    voice = voice[~voice["article_id"].str.startswith("tambang")]
    served = pd.Series([side[key] for key in zip(voice["set"], voice["rival"], strict=True)], index=voice.index)
    outlet = voice["article_id"].map(demo.articles.set_index("article_id")["outlet"])
    kept = served.isin(["otoritas", "terdampak"])
    found = (served[kept] == "otoritas").groupby(outlet[kept]).mean()
    planted = planted_rates()
    true = planted[planted["measure"] == "pilihan.semua"].set_index("outlet")["rate"]
    assert (found - true).abs().max() < 0.06


def test_one_zone_may_be_given_by_its_name(small):
    pd.testing.assert_frame_equal(choice_measures(small, "title"), choice_measures(small, ("title",)))
    with pytest.raises(ValueError, match="unknown zone 'judul'; wanted some of title, reporter"):
        choice_shares(small, "judul")


def test_an_article_without_outlet_is_in_no_share(small):
    nobody = replace(small, articles=small.articles.assign(outlet=["Barat", "Barat", None, "Timur"]))
    pd.testing.assert_frame_equal(choice_shares(nobody), choice_shares(small))


def test_articles_in_the_place_of_a_reading_are_named(small):
    with pytest.raises(SchemaError, match=r"choice_measures wants what analyse\(articles\) gives; got DataFrame"):
        choice_measures(small.articles)
