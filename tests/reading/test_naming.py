"""The naming map: office, name, honorific, epithet, pronoun; first mention against later ones."""

import pandas as pd
import pytest

from bingkai.reading.analyse import analyse
from bingkai.reading.naming import naming
from bingkai.schema import ARTICLES, NAMING, build, require
from bingkai.study import Actor, Study

RANI = Actor("rani", "Rani Utami", "kota", ("Rani Utami",), epithets=("Wali Kota Sinar",), short=("Rani",), person=True)
TEXT = (
    "Wali Kota Sinar Rani Utami datang ke pasar. Ia membawa surat.\n\n"
    "Menurut pedagang, Bu Rani ramah. Wali Kota Sinar kemudian pulang. Beliau lelah."
)


def named(texts=(TEXT,), title="Rani Utami ke Pasar", study=None):
    n = len(texts)
    articles = build(
        {"article_id": [f"a{i}" for i in range(n)], "outlet": ["Kabar", "Suara"][:n], "published": [pd.NaT] * n,
         "title": [title] * n, "text": list(texts)},
        ARTICLES,
    )  # fmt: skip
    return analyse(articles, study or Study(actors=(RANI,)), progress=False)


def test_ways_of_naming_in_reading_order():
    found = require(naming(named(), zones=("title", "reporter", "indirect")), NAMING)
    ways = {(row.position, row.way): (row.title, row.form) for row in found.itertuples()}
    assert ways == {
        ("title", "name"): ("", "Rani Utami"),
        ("first", "name_office"): ("Wali Kota Sinar", "Rani Utami"),
        ("later", "pronoun"): ("", "Ia"),
        ("later", "name_honorific"): ("Bu", "Rani"),
        ("later", "epithet"): ("", "Wali Kota Sinar"),
        ("later", "beliau"): ("", "Beliau"),
    }


def test_counts_have_their_base():
    found = naming(named(), zones=("title", "reporter", "indirect"))
    assert found["count"].sum() == 6
    assert found.groupby("position")["base"].first().to_dict() == {"first": 1, "later": 4, "title": 1}
    assert set(found["n_articles"]) == {1}


def test_outlets_are_apart_and_in_alphabetical_order():
    found = naming(named((TEXT, "Rani Utami pulang. Rani lelah.")))
    assert found["outlet"].drop_duplicates().tolist() == ["Kabar", "Suara"]
    assert found[found["outlet"] == "Suara"].groupby("way")["count"].sum().to_dict() == {"name": 2, "short": 1}


def test_a_reading_without_actors_says_what_is_missing():
    with pytest.raises(ValueError, match="study"):
        naming(named(study=Study()))


def test_nothing_mentioned_nothing_named():
    assert naming(named(("Hujan turun.",), title="Hujan")).empty


def test_an_unknown_zone_is_refused_and_one_zone_may_be_given_by_its_name():
    with pytest.raises(ValueError, match="unknown zone 'judul'"):
        naming(named(), zones=["judul"])
    assert set(naming(named(), zones="title")["position"]) == {"title"}
