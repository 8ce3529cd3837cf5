"""From a word, a measure or a row back to the sentences."""

import pandas as pd
import pyarrow as pa
import pytest

from bingkai.contrast.compare import compare_outlets
from bingkai.corpus.demo import load_demo
from bingkai.measures.measure import measure
from bingkai.reading.analyse import Reading, analyse
from bingkai.reading.kwic import kwic
from bingkai.schema import ARTICLES, build


@pytest.fixture(scope="module")
def reading() -> Reading:
    return analyse(load_demo(), progress=False)


def test_a_word_stands_between_its_contexts(reading: Reading) -> None:
    found = kwic(reading, "kata", n=5, width=30)
    fields = reading.articles.set_index("article_id")[["title", "text"]]
    assert len(found) == 5
    for row in found.itertuples():
        field = fields.loc[row.article_id, row.field]
        assert row.form.lower() == "kata"
        assert field[row.start : row.end] == row.form
        assert field[: row.start].replace("\n", " ").endswith(row.left)
        assert field[row.end :].replace("\n", " ").startswith(row.right)


def test_a_phrase_is_found_as_a_whole(reading: Reading) -> None:
    assert set(kwic(reading, "kata dia", n=None)["form"].str.lower()) <= {"kata dia"}


def test_a_wildcard_stands_for_letters_of_one_word(reading: Reading) -> None:
    forms = kwic(reading, "menga*", n=None)["form"].str.lower()
    assert len(forms) > 0
    assert forms.str.startswith("menga").all()


def test_the_same_seed_draws_the_same_lines_whatever_the_order(reading: Reading) -> None:
    turned = analyse(load_demo().iloc[::-1].reset_index(drop=True), progress=False)
    pd.testing.assert_frame_equal(kwic(reading, "kata", n=7, seed=3), kwic(turned, "kata", n=7, seed=3))
    assert not kwic(reading, "kata", n=7, seed=3).equals(kwic(reading, "kata", n=7, seed=4))


def test_a_measure_gives_the_passages_it_counted(reading: Reading) -> None:
    counted = measure(reading).query("measure == 'stance.netral'")["count"].sum()
    assert len(kwic(reading, "stance.netral", n=None)) == counted > 0


def test_a_row_of_a_comparison_gives_its_outlet(reading: Reading) -> None:
    row = compare_outlets(measure(reading), "stance.netral", n_resamples=200, min_articles=2).to_frame().iloc[0]
    assert set(kwic(reading, row, n=None)["outlet"]) == {row["outlet"]}


@pytest.mark.parametrize("frame", ["terms", "attributions"])
def test_a_row_of_a_frame_gives_its_own_passage(reading: Reading, frame: str) -> None:
    row = getattr(reading, frame).iloc[0]
    found = kwic(reading, row)
    assert len(found) == 1
    assert found.loc[0, "article_id"] == row["article_id"]


def test_outlet_and_zone_narrow_the_choice(reading: Reading) -> None:
    outlet = reading.articles["outlet"].iloc[0]
    found = kwic(reading, "kata", n=None, outlet=outlet, zone="reporter")
    assert set(found["outlet"]) == {outlet}
    assert set(found["zone"]) == {"reporter"}


def test_a_word_that_does_not_occur_gives_an_empty_frame(reading: Reading) -> None:
    assert kwic(reading, "zzzzz").empty


def test_an_unknown_measure_names_the_nearest(reading: Reading) -> None:
    with pytest.raises(ValueError, match=r"unknown measure 'stance.jarakk'; nearest: 'stance.jarak'"):
        kwic(reading, "stance.jarakk")


def test_nothing_to_look_for_is_an_error(reading: Reading) -> None:
    with pytest.raises(ValueError, match="wanted a word or phrase"):
        kwic(reading, "  ")


def test_a_row_without_a_way_back_says_what_it_wanted(reading: Reading) -> None:
    with pytest.raises(ValueError, match="wanted a row with 'measure'"):
        kwic(reading, {"outlet": "Kabar Nusa"})


def test_a_huge_article_is_not_copied_for_every_passage() -> None:
    text = '"Kami menunggu," kata Budi. ' * 20_000
    article = {"article_id": ["a"], "outlet": ["Kabar Nusa"], "published": [pd.NaT], "title": [""], "text": [text]}
    reading = analyse(build(article, ARTICLES), progress=False)
    before = pa.default_memory_pool().max_memory()
    assert len(kwic(reading, "stance.netral", n=None)) == 20_000
    assert pa.default_memory_pool().max_memory() - before < 50_000_000


def test_an_unknown_outlet_or_zone_is_no_silent_nothing(reading: Reading) -> None:
    with pytest.raises(ValueError, match="unknown outlet 'Panji Negri'; nearest: 'Panji Negeri'"):
        kwic(reading, "kata", outlet="Panji Negri")
    with pytest.raises(ValueError, match="unknown zone 'judul'"):
        kwic(reading, "kata", zone="judul")
