"""The same measure in other ways: each variant counts what its name says."""

import numpy as np
import pandas as pd
import pytest

from bingkai.corpus.copies import mark_copies
from bingkai.corpus.demo import load_demo
from bingkai.measures.measure import measure
from bingkai.measures.variants import variants, without_entries
from bingkai.reading.analyse import analyse
from bingkai.reading.evidence import evidence
from bingkai.schema import MEASURES, require


@pytest.fixture(scope="module")
def reading():
    return analyse(mark_copies(load_demo(), progress=False), progress=False)


def total(frame: pd.DataFrame) -> tuple[float, float]:
    return frame["count"].sum(), frame["base"].sum()


@pytest.mark.parametrize(
    "name", ["stance.jarak", "kind.direct", "source.official", "attributions", "kata_bermuatan.emotif"]
)
def test_the_first_is_the_measure_itself(reading, name):
    whole = measure(reading)
    expected = whole[whole["measure"] == name].reset_index(drop=True)
    made = variants(reading, name)
    pd.testing.assert_frame_equal(made["utama"], expected)
    for frame in made.values():
        require(frame, MEASURES)
        assert set(frame["measure"]) == {name}
        assert (frame.loc[frame["base"] == 0, "count"] == 0).all()


def test_zones_of_a_lexicon(reading):
    made = variants(reading, "kata_bermuatan.emotif")
    whole = measure(reading, zones=("title", "reporter", "indirect")).groupby("measure")[["count", "base"]].sum()
    title, body = whole.loc["kata_bermuatan.emotif@title"], whole.loc["kata_bermuatan.emotif"]
    indirect = whole.loc["kata_bermuatan.emotif@indirect"]
    assert total(made["hanya judul"]) == tuple(title)
    assert total(made["judul dan isi"]) == tuple(title + body)
    assert total(made["dengan kutipan tidak langsung"]) == tuple(indirect + body)
    assert total(made["per semua kata"]) == (body["count"], reading.words["n_words"].sum())


def test_a_lexicon_matched_by_stem_finds_no_fewer_than_by_form(reading):
    made = variants(reading, "kata_bermuatan.emotif")
    by = {name: total(frame)[0] for name, frame in made.items() if name.startswith("cocok")}
    by.setdefault("cocok menurut bentuk", total(made["utama"])[0])
    assert by["cocok menurut akar kata"] >= by["cocok menurut bentuk"] > 0


def test_attributions_of_the_body_the_sure_ones_and_without_relays(reading):
    made, rows = variants(reading, "stance.jarak"), reading.attributions
    jarak, stance = rows["stance"] == "JARAK", rows["stance"].notna()
    body, sure = rows["field"] == "text", rows["confidence"] >= 0.8
    assert total(made["hanya isi"]) == ((jarak & body).sum(), (stance & body).sum())
    assert total(made["atribusi meyakinkan"]) == ((jarak & sure).sum(), (stance & sure).sum())
    assert total(made["tanpa relai"]) == (jarak.sum(), (stance & (rows["stance"] != "RELAI")).sum())
    assert total(made["per 1.000 kata"]) == (jarak.sum(), reading.words["n_words"].sum())
    assert made["per 1.000 kata"]["unit"].unique().tolist() == ["words"]
    assert "tanpa relai" not in variants(reading, "stance.relai")


def test_per_article_counts_articles_that_have_it(reading):
    made = variants(reading, "stance.jarak")["per artikel"]
    assert made["count"].sum() == evidence(reading, "stance.jarak")["article_id"].nunique()
    assert set(made["base"].unique()) <= {0.0, 1.0}


def test_copies_only_where_they_are_marked(reading):
    made = variants(reading, "stance.jarak")
    groups = reading.articles.groupby("copy_group")["outlet"].transform("nunique") > 1
    assert "copy_group" not in made["semua salinan"]
    assert len(made["tanpa salinan"]) == (~groups).sum() < len(made["utama"])
    assert "semua salinan" not in variants(analyse(load_demo(), progress=False), "stance.jarak")


@pytest.mark.parametrize("name", ["stance.jarak", "source.official", "kata_bermuatan.emotif"])
def test_entries_taken_together_are_the_whole(reading, name):
    whole, left = total(variants(reading, name)["utama"]), without_entries(reading, name)
    gone = np.array([whole[0] - total(frame)[0] for frame in left.values()])
    assert (gone > 0).all()
    assert (np.diff(gone) <= 0).all(), "the most frequent first"
    if name != "source.official":  # a source may have no name
        assert gone.sum() == whole[0]
    assert len(without_entries(reading, name, most=2)) == 2


def test_a_reporting_word_left_out_leaves_the_base_too(reading):
    entry, frame = next(iter(without_entries(reading, "stance.jarak").items()))
    rows = reading.attributions
    assert frame["base"].sum() == (rows["stance"].notna() & (rows["cue_lemma"] != entry)).sum()


def test_what_has_no_entries_has_none(reading):
    assert without_entries(reading, "attributions") == {}


def test_an_unknown_measure_names_the_nearest(reading):
    with pytest.raises(ValueError, match=r"nearest: 'stance\.jarak'"):
        variants(reading, "stance.jarrak")
