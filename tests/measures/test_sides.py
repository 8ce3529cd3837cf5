"""Sides: counts and bases by hand, the evidence behind every number, planted differences recovered."""

import numpy as np
import pandas as pd
import pytest

from bingkai.contrast.compare import compare_outlets
from bingkai.corpus.demo import load_demo
from bingkai.measures.planted import compare_with_planted, planted_rates
from bingkai.measures.sides import near_measures, side_by_side, side_measures, two_sidedness
from bingkai.reading.analyse import Reading, analyse
from bingkai.reading.demo_study import load_demo_study
from bingkai.reading.evidence import evidence, measure_names
from bingkai.reading.kwic import kwic
from bingkai.schema import ARTICLES, MEASURES, SIDE_SHARES, TWO_SIDEDNESS, SchemaError, build, require
from bingkai.study import Study

STUDY = """
[sides]
kota = "Kota"
warga = "Warga"
netral = "Netral"

[[actor]]
key = "walkot"
label = "Rani Utami"
side = "kota"
aliases = ["Rani Utami"]
person = true

[[actor]]
key = "aparat"
label = "Aparat"
side = "kota"
epithets = ["aparat"]

[[actor]]
key = "sapar"
label = "Sapar Wijaya"
side = "warga"
aliases = ["Sapar Wijaya"]
person = true

[[actor]]
key = "warga"
label = "Warga"
side = "warga"
epithets = ["warga"]

[[actor]]
key = "dewi"
label = "Dewi Kartini"
side = "netral"
aliases = ["Dewi Kartini"]
person = true
"""
BOTH = (
    'Aparat yang brutal memukul warga. Warga dipukul. "Kami menata kampung," tegas Rani Utami. '
    "Sapar Wijaya mengklaim rumahnya dirusak tadi malam. Dewi Kartini mengatakan hukum harus dijaga."
)
ONE = '"Kampung akan ditata," kata Rani Utami.'
NONE = "Dewi Kartini mengatakan hujan turun."


@pytest.fixture
def reading(tmp_path) -> Reading:
    path = tmp_path / "studi.toml"
    path.write_text(STUDY, encoding="utf-8")
    articles = build(
        {"article_id": ["a", "b", "c"], "outlet": ["Kabar Rekaan", "Kabar Rekaan", "Suara Rekaan"],
         "published": [pd.NaT] * 3, "title": ["Kampung", "Kampung", "Hujan"], "text": [BOTH, ONE, NONE]},
        ARTICLES,
    )  # fmt: skip
    return analyse(articles, Study.read(path), progress=False)


@pytest.fixture(scope="module")
def demo() -> Reading:
    articles = load_demo()
    articles["event_id"] = articles["article_id"].str.rsplit("-", n=1).str[0]
    return analyse(articles, load_demo_study(), progress=False)


def cell(measures: pd.DataFrame, measure: str, article: str) -> tuple[float, float, str]:
    row = measures[(measures["measure"] == measure) & (measures["article_id"] == article)].iloc[0]
    return row["count"], row["base"], row["unit"]


@pytest.mark.parametrize(
    ("measure", "article", "wanted"),
    [
        ("side.kota.statements", "a", (1, 2, "attributions")),
        ("side.warga.statements", "a", (1, 2, "attributions")),
        ("side.kota.words", "a", (3, 7, "words")),
        ("side.kota.first", "a", (1, 1, "articles")),
        ("side.warga.first", "b", (0, 1, "articles")),
        ("side.kota.first", "c", (0, 0, "articles")),
        ("side.kota.stance.tegas", "a", (1, 1, "attributions")),
        ("side.warga.stance.jarak", "a", (1, 1, "attributions")),
        ("side.kota.agent", "a", (2, 2, "clauses")),
        ("side.warga.patient", "a", (2, 2, "clauses")),
        ("side.warga.harmed.absent", "a", (0, 2, "clauses")),
        ("side.kota.harms.deleted", "a", (1, 2, "clauses")),
        ("side.kota.loaded", "a", (1, 2, "mentions")),
        ("side.warga.named", "a", (1, 3, "mentions")),
        ("side.both", "a", (1, 1, "articles")),
        ("side.both", "b", (0, 1, "articles")),
        ("side.both", "c", (0, 0, "articles")),
    ],
)
def test_counts_and_bases_by_hand(
    reading: Reading, measure: str, article: str, wanted: tuple[float, float, str]
) -> None:
    assert cell(require(side_measures(reading), MEASURES), measure, article) == wanted


def test_netral_is_set_against_nobody_unless_asked(reading: Reading) -> None:
    assert not side_measures(reading)["measure"].str.startswith("side.netral").any()
    asked = side_measures(reading, ("kota", "netral"))
    assert cell(asked, "side.netral.statements", "a") == (1, 2, "attributions")
    with pytest.raises(ValueError, match=r"on the side \['desa'\]; it has kota, netral, warga"):
        side_measures(reading, ("desa",))
    with pytest.raises(ValueError, match="sides need actors with a side"):
        side_measures(analyse(load_demo().head(1), progress=False))


def test_two_sidedness_by_hand(reading: Reading) -> None:
    table = require(two_sidedness(reading), TWO_SIDEDNESS).set_index(["article_id", "side"])
    kota, warga = table.loc[("a", "kota")], table.loc[("a", "warga")]
    assert (kota["statements"], kota["words"], kota["rank"], kota["place"]) == (1, 3, 1, "body")
    assert (warga["statements"], warga["words"], warga["rank"]) == (1, 4, 2)
    assert kota["share_words"] == pytest.approx(3 / 7)
    assert kota["largest_share"] == pytest.approx(4 / 7)
    assert table["both"].groupby(level=0).first().tolist() == [True, False, False]
    assert np.isnan(table.loc[("c", "kota"), "share_words"])
    assert table.loc[("c", "kota"), "n_sides"] == 0


def test_shares_by_hand_and_no_interval_from_one_article(reading: Reading) -> None:
    shares = require(side_by_side(side_measures(reading)), SIDE_SHARES).set_index(["outlet", "side", "measure"])
    row = shares.loc[("Kabar Rekaan", "kota", "statements")]
    assert (row["count"], row["base"], row["n_articles"]) == (2, 3, 2)
    assert row["ci_low"] < 2 / 3 < row["ci_high"]
    one = shares.loc[("Kabar Rekaan", "kota", "loaded")]
    assert np.isnan(shares.loc[("Kabar Rekaan", "warga", "stance.jarak"), "ci_low"])
    assert one["share"] == pytest.approx(1 / 3)
    assert np.isnan(shares.loc[("Suara Rekaan", "kota", "statements"), "share"])
    with pytest.raises(ValueError, match="no measure of a side here"):
        side_by_side(side_measures(reading).assign(measure="stance.jarak"))


def test_evidence_lists_exactly_what_was_counted(demo: Reading) -> None:
    measures = pd.concat([side_measures(demo), near_measures(demo), near_measures(demo, ("indirect",))])
    names = set(measure_names(demo))
    for name, count in measures.groupby("measure")["count"].sum().items():
        assert name in names
        found = evidence(demo, str(name))
        if str(name).endswith(".words"):
            assert len(found) == len(evidence(demo, str(name).replace(".words", ".statements")))
        elif name == "side.both":
            assert found["article_id"].nunique() == count
        else:
            assert len(found) == count, name
    texts = demo.articles.set_index("article_id")
    for row in evidence(demo, "side.terdampak.loaded").itertuples():
        assert texts.loc[row.article_id, row.field][row.start : row.end] == row.form


def test_a_cell_leads_to_its_sentences(demo: Reading) -> None:
    shares = side_measures(demo)
    row = shares[(shares["measure"] == "side.terdampak.stance.jarak") & (shares["count"] > 0)].iloc[0]
    found = kwic(demo, row, n=None)
    assert len(found) == row["count"]
    assert set(found["article_id"]) == {row["article_id"]}


def test_bases_hold_their_counts_and_sides_share_theirs(demo: Reading) -> None:
    measures = side_measures(demo)
    assert (measures["base"] >= measures["count"]).all()
    for name in ("statements", "words", "first"):
        of = measures[measures["measure"].str.fullmatch(rf"side\.\w+\.{name}")]
        sums = of.groupby("article_id").agg(count=("count", "sum"), base=("base", "first"))
        assert (sums["count"] == sums["base"]).all()
    table = two_sidedness(demo)
    statements = measures[measures["measure"].str.endswith(".statements")]["count"].sum()
    assert table["statements"].sum() == statements
    with pytest.raises(ValueError, match="wanted the outlet's own voice"):
        near_measures(demo, ("title", "direct"))


def test_the_order_of_articles_changes_nothing(demo: Reading) -> None:
    turned = analyse(load_demo().iloc[::-1].reset_index(drop=True), load_demo_study(), progress=False)
    keys = ["article_id", "measure", "count", "base"]
    one, other = (side_measures(r)[keys].sort_values(keys, ignore_index=True) for r in (demo, turned))
    pd.testing.assert_frame_equal(one, other)


RECOVERED = {
    "side.otoritas.statements": "sumber.otoritas",
    "side.terdampak.stance.jarak": "jarak.terdampak",
    "side.otoritas.stance.jarak": "jarak.otoritas",
    "side.otoritas.stance.tegas": "tegas.otoritas",
    "side.terdampak.stance.tegas": "tegas.terdampak",
    "side.otoritas.first": "urutan.otoritas_pertama",
}


@pytest.fixture(scope="module")
def compared(demo: Reading) -> pd.DataFrame:
    """Planted measures as the library measures them with the study alone, without the reversal event."""
    measures = side_measures(demo)
    measures = measures[measures["measure"].isin(list(RECOVERED)) & (measures["event_id"] != "tambang")]
    measures = measures.assign(measure=measures["measure"].map(RECOVERED))
    found = compare_outlets(measures, min_articles=5, progress=False).to_frame()
    return compare_with_planted(found, planted_rates())


def test_planted_differences_between_sides_are_found(compared: pd.DataFrame) -> None:
    effects = compared[compared["planted"]]
    assert len(effects) == 8
    assert effects["same_sign"].all()
    assert effects["inside"].all()
    assert (effects["q_value"] < 0.05).all()
    assert compared["inside"].mean() >= 0.95


def test_the_null_pair_shows_nothing(demo: Reading) -> None:
    everything = pd.concat([side_measures(demo), near_measures(demo)], ignore_index=True)
    pair = everything[everything["outlet"].isin(["Bandul Pagi", "Lintang Sore"])]
    found = compare_outlets(pair, reference="pairwise", min_articles=5, progress=False).to_frame()
    assert found["p_value"].notna().sum() >= 15
    assert (found["q_value"] < 0.05).sum() == 0


def test_the_reversal_event_is_seen_as_reversed(demo: Reading) -> None:
    measures = side_measures(demo)
    here = measures[(measures["event_id"] == "tambang") & (measures["measure"] == "side.otoritas.statements")]
    rate = (here.set_index("outlet")["count"] / here.set_index("outlet")["base"]).to_dict()
    assert rate["Panji Negeri"] < 0.4 < rate["Lorong Kampung"]


def test_deleted_agents_have_the_planted_order(demo: Reading) -> None:
    """Where those affected are harmed: Panji Negeri leaves the agent out more often than Lorong Kampung."""
    shares = side_by_side(side_measures(demo)).set_index(["outlet", "side", "measure"])
    a, b = (shares.loc[(outlet, "terdampak", "harmed.absent")] for outlet in ("Panji Negeri", "Lorong Kampung"))
    assert a["share"] > b["share"]
    assert a["base"] < 10  # too few to say so without the annotations


def test_one_side_alone_is_refused_and_one_name_is_not_taken_letter_by_letter(reading: Reading) -> None:
    for count in (side_measures, two_sidedness):
        with pytest.raises(ValueError, match="sets sides against each other; got 'kota' alone, wanted two of kota"):
            count(reading, ["kota", "kota"])
        with pytest.raises(ValueError, match="got 'kota' alone"):
            count(reading, "kota")


@pytest.mark.parametrize("count", [side_measures, near_measures, two_sidedness])
def test_articles_in_the_place_of_a_reading_are_named(reading: Reading, count) -> None:
    with pytest.raises(SchemaError, match=rf"{count.__name__} wants what analyse\(articles\) gives; got DataFrame"):
        count(reading.articles)
