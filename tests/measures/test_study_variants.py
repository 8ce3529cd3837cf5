"""Rival terms, roles and sides in other ways: each variant counts what its name says."""

import pandas as pd
import pytest

from bingkai.corpus.copies import mark_copies
from bingkai.corpus.demo import load_demo
from bingkai.measures.agency import agency_measures
from bingkai.measures.choices import choice_measures
from bingkai.measures.sides import near_measures, side_measures
from bingkai.measures.variants import variants, without_entries
from bingkai.reading.analyse import analyse
from bingkai.reading.demo_study import load_demo_study
from bingkai.schema import MEASURES, require

CHOICE = "choice.penggusuran.penertiban"
NAMES = {
    CHOICE: choice_measures,
    f"{CHOICE}@indirect": lambda reading: choice_measures(reading, ("indirect",)),
    "agency.absent.harm": agency_measures,
    "agency.noun.harm": agency_measures,
    "side.terdampak.statements": side_measures,
    "side.terdampak.words": side_measures,
    "side.otoritas.stance.jarak": side_measures,
    "side.otoritas.loaded": side_measures,
    "side.otoritas.named": side_measures,
    "side.both": side_measures,
    "near.otoritas.emotif": near_measures,
}


@pytest.fixture(scope="module")
def reading():
    return analyse(mark_copies(load_demo(), progress=False), load_demo_study(), progress=False)


def total(frame: pd.DataFrame) -> tuple[float, float]:
    return frame["count"].sum(), frame["base"].sum()


@pytest.mark.parametrize("name", list(NAMES))
def test_the_first_is_the_measure_as_its_maker_counts_it(reading, name):
    whole = NAMES[name](reading)
    made = variants(reading, name)
    pd.testing.assert_frame_equal(made["utama"], whole[whole["measure"] == name].reset_index(drop=True))
    for frame in made.values():
        require(frame, MEASURES)
        assert set(frame["measure"]) == {name}
        assert frame["base"].sum() > 0
        assert frame["article_id"].is_unique


@pytest.mark.parametrize("name", [CHOICE, "agency.absent.harm", "side.terdampak.statements", "side.otoritas.named"])
def test_headline_and_body_add_up(reading, name):
    made = variants(reading, name)
    parts = [total(made[part]) for part in ("hanya judul", "hanya isi")]
    assert tuple(sum(values) for values in zip(*parts, strict=True)) == total(made["utama"])


def test_rival_terms_in_other_zones_and_first_mentions(reading):
    made, rows = variants(reading, CHOICE), reading.choices
    rows = rows[rows["set"] == "penggusuran"]
    wide = rows[rows["zone"].isin(["title", "reporter", "indirect"])]
    assert total(made["dengan kutipan tidak langsung"]) == ((wide["rival"] == "penertiban").sum(), len(wide))
    own = rows[rows["zone"].isin(["title", "reporter"])]
    assert total(made["sebutan pertama"])[1] == own["article_id"].nunique()
    words = reading.words[reading.words["zone"].isin(["title", "reporter"])]["n_words"].sum()
    assert total(made["per 1.000 kata"]) == (total(made["utama"])[0], words)
    assert set(made["per 1.000 kata"]["unit"]) == {"words"}


def test_clauses_without_nouns(reading):
    rows = reading.clauses[reading.clauses["zone"].isin(["title", "reporter"])]
    deeds = rows[(rows["predicate_class"] == "harm") & (rows["kind"] == "deed") & (rows["voice"] != "nominal")]
    found = variants(reading, "agency.absent.harm")["tanpa nomina"]
    assert total(found) == ((deeds["agent_state"] == "absent").sum(), len(deeds))
    assert "tanpa nomina" not in variants(reading, "agency.noun.harm")


def test_sure_statements_and_those_that_are_not_relayed(reading):
    made = variants(reading, "side.terdampak.statements")
    assert total(made["atribusi meyakinkan"])[1] < total(made["utama"])[1]
    assert total(made["tanpa relai"])[1] <= total(made["utama"])[1]
    assert "tanpa relai" not in variants(reading, "side.terdampak.stance.relai")


def test_an_article_counts_once_where_it_has_any(reading):
    made = variants(reading, "agency.absent.harm")
    main, present = made["utama"], made["per artikel"]
    assert total(present) == ((main["count"] > 0).sum(), (main["base"] > 0).sum())
    assert "per artikel" not in variants(reading, "side.both")


def test_copies_in_and_out(reading):
    made = variants(reading, "agency.absent.harm")
    shared = made["utama"]["copy_group"].notna()
    assert "copy_group" not in made["semua salinan"]
    assert len(made["tanpa salinan"]) < len(made["utama"])
    assert shared.any()


@pytest.mark.parametrize(
    "name",
    [CHOICE, "agency.absent.harm", "side.terdampak.statements", "side.otoritas.stance.jarak", "side.otoritas.named",
     "side.otoritas.loaded"],
)  # fmt: skip
def test_every_entry_counts_in_the_measure(reading, name):
    whole, left = total(variants(reading, name)["utama"]), without_entries(reading, name, most=5)
    assert 2 <= len(left) <= 5
    drops = [whole[0] - total(frame)[0] for frame in left.values()]
    assert all(drop > 0 for drop in drops)


def test_the_forms_of_a_rival_leave_one_after_the_other(reading):
    left, whole = without_entries(reading, CHOICE), variants(reading, CHOICE)["utama"]
    assert sum(total(whole)[0] - total(frame)[0] for frame in left.values()) == total(whole)[0]
    assert "penataan" in left


def test_without_its_only_word_nothing_of_a_measure_is_left(reading):
    name = next(
        name
        for name in sorted(set(agency_measures(reading)["measure"]))
        if ".to." in name and len(without_entries(reading, name)) == 1
    )
    (frame,) = without_entries(reading, name).values()
    assert frame["count"].sum() == 0
    assert set(frame["measure"]) == {name}


def test_an_unknown_measure_names_the_nearest(reading):
    with pytest.raises(ValueError, match="nearest: 'agency"):
        variants(reading, "agency.absent.harmm")
