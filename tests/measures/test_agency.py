"""Counts and bases of agency by hand, each led back to its clauses; shares with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from bingkai.corpus.demo import load_demo
from bingkai.measures.agency import agency_measures, agency_shares
from bingkai.reading.analyse import Reading, analyse
from bingkai.reading.demo_study import load_demo_study
from bingkai.reading.evidence import evidence
from bingkai.schema import AGENCY_SHARES, ARTICLES, MEASURES, SchemaError, build, require

TEXTS = {
    "a1": ("Kabar Barat", "Polisi menangkap Rani. Dua orang ditahan. Penyitaan itu selesai. Seorang guru tewas."),
    "a2": ("Kabar Barat", "Massa membakar pos. Polisi menyita motor dan menahan Budi."),
    "a3": ("Kabar Timur", "\"Polisi memukul warga di depan kantor kami kemarin malam,\" kata Rani."),
}  # fmt: skip


@pytest.fixture(scope="module")
def reading() -> Reading:
    articles = build(
        {"article_id": list(TEXTS), "outlet": [outlet for outlet, _ in TEXTS.values()],
         "published": [pd.NaT] * len(TEXTS), "title": [""] * len(TEXTS), "text": [text for _, text in TEXTS.values()]},
        ARTICLES,
    )  # fmt: skip
    return analyse(articles, progress=False)


def cell(measures: pd.DataFrame, article: str, name: str) -> tuple[float, float]:
    row = measures[(measures["article_id"] == article) & (measures["measure"] == name)].iloc[0]
    return row["count"], row["base"]


def test_counts_and_bases_by_hand(reading: Reading) -> None:
    measures = require(agency_measures(reading), MEASURES)
    assert set(measures["unit"]) == {"clauses"}
    assert cell(measures, "a1", "agency.explicit.force") == (1, 3)  # menangkap; ditahan, penyitaan
    assert cell(measures, "a1", "agency.absent.force") == (2, 3)
    assert cell(measures, "a1", "agency.noun.force") == (1, 3)
    assert cell(measures, "a1", "agency.state.harm") == (1, 1)  # tewas
    assert cell(measures, "a1", "agency.absent.harm") == (0, 0)  # a state is no deed
    assert cell(measures, "a2", "agency.recoverable.force") == (1, 2)  # menahan
    assert cell(measures, "a2", "agency.explicit.harm") == (1, 1)


def test_what_sources_say_is_theirs(reading: Reading) -> None:
    assert len(reading.clauses[reading.clauses["article_id"] == "a3"]) == 1
    assert agency_measures(reading).query("article_id == 'a3'")["base"].sum() == 0


def test_the_three_states_add_up(reading: Reading) -> None:
    measures = agency_measures(reading)
    for group in ("harm", "force"):
        rows = measures[measures["measure"].str.fullmatch(rf"agency\.(?:explicit|recoverable|absent)\.{group}")]
        sums = rows.groupby("article_id").agg(count=("count", "sum"), base=("base", "max"))
        assert (sums["count"] == sums["base"]).all()


@pytest.fixture(scope="module")
def sided() -> Reading:
    return analyse(load_demo(), load_demo_study(), progress=False)


def test_every_count_is_the_number_of_its_passages(sided: Reading) -> None:
    counts = agency_measures(sided).groupby("measure")["count"].sum()
    assert counts[counts.index.str.contains(r"\.to\.")].sum() > 0
    assert counts[counts.index.str.contains(r"\.by\.")].sum() > 0
    for name, count in counts.items():
        assert len(evidence(sided, str(name))) == count, name


def test_a_side_is_a_part_of_all(sided: Reading) -> None:
    measures = agency_measures(sided).groupby("measure")[["count", "base"]].sum()
    for name in measures.index[measures.index.str.contains(r"\.to\.")]:
        assert (measures.loc[name] <= measures.loc[name.split(".to.")[0]]).all()


def test_shares_have_intervals_around_them(sided: Reading) -> None:
    shares = require(agency_shares(agency_measures(sided)), AGENCY_SHARES)
    known = shares[shares["ci_low"].notna()]
    assert len(known) > 20
    assert ((known["ci_low"] <= known["share"] + 1e-9) & (known["share"] <= known["ci_high"] + 1e-9)).all()
    every = shares[shares["patient_side"].isna()].groupby(["outlet", "predicate_class"])["share"].sum()
    assert np.allclose(every, 1)


def test_one_article_has_no_interval(reading: Reading) -> None:
    shares = agency_shares(agency_measures(reading))
    harm = shares[(shares["outlet"] == "Kabar Barat") & (shares["predicate_class"] == "harm")]
    assert harm["n_articles"].unique().tolist() == [1]
    assert harm["ci_low"].isna().all()


def test_other_measures_are_no_agency() -> None:
    columns = {"article_id": ["a"], "outlet": ["b"], "measure": ["stance.netral"], "count": [1.0], "base": [2.0]}
    with pytest.raises(ValueError, match="no measure of agency here"):
        agency_shares(build(columns | {"unit": ["attributions"]}, MEASURES))
    with pytest.raises(SchemaError):
        agency_shares(pd.DataFrame({"measure": ["agency.absent.harm"]}))
