"""Words and places given to each source: counted from the frames, against counts made by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from bingkai.contrast.compare import compare_outlets
from bingkai.corpus.demo import load_demo
from bingkai.measures.measure import measure
from bingkai.measures.sources import source_measures, source_words
from bingkai.reading.analyse import Reading, analyse
from bingkai.reading.evidence import evidence
from bingkai.reading.kwic import kwic
from bingkai.schema import MEASURES, require

TEXT = (
    'Bupati Sinar Rani Utami mengatakan jembatan itu aman. "Kami jamin itu," ujar Rani.\n\n'
    "Hujan turun sejak pagi. Jalan licin.\n\n"
    "Pakar jembatan Universitas Sinar, Budi Arga, menilai tiangnya sudah rapuh sejak 2019.\n"
)
ALONE = 'Bupati Sinar Rani Utami mengatakan jembatan itu aman. "Kami jamin itu," ujar Rani.\n'
SILENT = "Hujan turun sejak pagi. Jalan licin.\n"


@pytest.fixture(scope="module")
def reading() -> Reading:
    articles = pd.DataFrame(
        {"article_id": ["dua", "satu", "sunyi"], "outlet": ["Kabar A", "Kabar B", "Kabar B"],
         "published": pd.to_datetime(["2025-03-01"] * 3), "title": ["Bupati Rani: Jembatan Aman", "", "Hujan"],
         "text": [TEXT, ALONE, SILENT]}
    ).astype({"article_id": "str", "outlet": "str", "title": "str", "text": "str"})  # fmt: skip
    return analyse(articles, progress=False)


@pytest.fixture(scope="module")
def demo() -> Reading:
    return analyse(load_demo(), progress=False)


def values(reading: Reading, name: str) -> dict[str, tuple[float, float]]:
    rows = source_measures(reading).query("measure == @name")
    return {row.article_id: (row.count_, row.base) for row in rows.rename(columns={"count": "count_"}).itertuples()}


def test_words_rank_and_place_of_each_attribution(reading: Reading) -> None:
    rows = source_words(reading).query("article_id == 'dua'")
    seen = rows[["speaker_name", "n_words", "rank", "place", "first", "last"]].to_numpy().tolist()
    assert seen == [
        ["Rani Utami", 2, 1.0, "headline", False, False],
        ["Rani Utami", 3, 1.0, "lead", True, False],
        ["Rani Utami", 3, 1.0, "lead", False, False],
        ["Budi Arga", 4, 2.0, "body", False, True],  # 2019 is a number
    ]


def test_words_of_a_kind_stand_over_the_words_of_all(reading: Reading) -> None:
    assert values(reading, "source_words.official") == {"dua": (8, 12), "satu": (6, 6), "sunyi": (0, 0)}
    assert values(reading, "source_words.expert") == {"dua": (4, 12), "satu": (0, 6), "sunyi": (0, 0)}


def test_first_and_last_voice(reading: Reading) -> None:
    assert values(reading, "first_voice.official") == {"dua": (1, 1), "satu": (1, 1), "sunyi": (0, 0)}
    assert values(reading, "last_voice.expert") == {"dua": (1, 1), "satu": (0, 1), "sunyi": (0, 0)}


def test_one_source_needs_two_attributions_of_the_body(reading: Reading) -> None:
    assert values(reading, "one_source") == {"dua": (0, 1), "satu": (1, 1), "sunyi": (0, 0)}


def test_words_are_those_of_the_content_on_the_demonstration_corpus(demo: Reading) -> None:
    rows = source_words(demo)
    assert len(rows) == len(demo.attributions)
    assert rows["attribution_id"].is_unique
    by_id = demo.attributions.set_index("attribution_id")["content"]
    rough = by_id.reindex(rows["attribution_id"]).str.findall(r"[^\W\d_][\w’'-]*").str.len().to_numpy()
    assert (abs(rows["n_words"].to_numpy() - rough) <= 2 + 0.2 * rough).all()


def test_each_article_has_one_first_and_one_last_voice(demo: Reading) -> None:
    rows = source_words(demo)
    flags = rows.groupby("article_id")[["first", "last"]].sum()
    assert (flags <= 1).all(axis=None)
    shares = source_measures(demo).query("measure.str.startswith('first_voice')")
    assert (shares.groupby("article_id")["count"].sum() == shares.groupby("article_id")["base"].max()).all()


def test_measures_compare_like_others_and_inputs_stay(demo: Reading) -> None:
    before = demo.attributions.copy(deep=True)
    made = require(source_measures(demo), MEASURES)
    assert not made.duplicated(["article_id", "measure"]).any()
    assert (made["count"] <= made["base"]).all()
    table = compare_outlets(made, "source_words.official", n_resamples=200, min_articles=2).to_frame()
    assert set(table["outlet"]) == set(demo.articles["outlet"])
    pd.testing.assert_frame_equal(demo.attributions, before)
    assert set(made["measure"]).isdisjoint(measure(demo)["measure"])


def test_a_corpus_where_nobody_speaks(reading: Reading) -> None:
    silent = analyse(reading.articles[reading.articles["article_id"] == "sunyi"].reset_index(drop=True), progress=False)
    assert source_words(silent).empty
    assert source_measures(silent)["base"].eq(0).all()


def test_measures_know_which_articles_are_copies(reading: Reading) -> None:
    marked = replace(reading, articles=reading.articles.assign(copy_group=["g", "g", None], own_share=[0.5, 0.5, 1.0]))
    made = source_measures(marked)
    assert made.drop_duplicates("article_id")[["copy_group", "own_share"]].fillna("-").to_numpy().tolist() == [
        ["g", 0.5], ["g", 0.5], ["-", 1.0]
    ]  # fmt: skip


def test_every_count_of_sources_leads_to_its_passages(demo: Reading) -> None:
    made = source_measures(demo).groupby("measure")["count"].sum()
    words = source_words(demo)
    for kind in ("official", "citizen"):
        for voice, flag in (("first_voice", "first"), ("last_voice", "last")):
            assert len(evidence(demo, f"{voice}.{kind}")) == made[f"{voice}.{kind}"] > 0
            assert (words[flag] & (words["source_type"] == kind)).sum() == made[f"{voice}.{kind}"]
        typed = words[words["source_type"] == kind]
        assert len(evidence(demo, f"source_words.{kind}")) == len(typed)
        assert typed["n_words"].sum() == made[f"source_words.{kind}"]
    assert evidence(demo, "one_source")["article_id"].nunique() == made["one_source"]
    assert len(kwic(demo, "first_voice.official", n=3)) == 3
