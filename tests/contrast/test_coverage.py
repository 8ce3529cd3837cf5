"""Coverage of events: counted by hand, with what an outlet could have covered."""

import numpy as np
import pandas as pd
import pytest

from bingkai.contrast.coverage import event_coverage
from bingkai.schema import EVENT_COVERAGE, OVERLAP, SchemaError, require


def make_articles(rows):
    """Rows of (outlet, event or None, day or None)."""
    frame = pd.DataFrame(rows, columns=["outlet", "event_id", "published"])
    return frame.assign(
        article_id=[f"a{i:02}" for i in range(len(rows))], title=[f"Judul {i}" for i in range(len(rows))], text="Isi.",
        published=pd.to_datetime(frame["published"]), event_id=frame["event_id"].astype("str"),
        outlet=frame["outlet"].astype("str"),
    )  # fmt: skip


ROWS = [
    ("Kabar", "e1", "2025-06-01"), ("Harian", "e1", "2025-06-01"), ("Kabar", "e1", "2025-06-02"),
    ("Kabar", "e2", "2025-06-03"), ("Warta", "e2", "2025-06-03"),
    ("Harian", "e3", "2025-06-05"), ("Harian", "e3", "2025-06-05"),
    ("Kabar", None, "2025-06-30"), ("Harian", None, "2025-06-30"), ("Warta", None, "2025-06-02"),
    ("Warta", None, "2025-06-04"),
]  # fmt: skip


def test_shares_by_hand():
    table = event_coverage(make_articles(ROWS)).to_frame().set_index("outlet")
    require(table.reset_index(), EVENT_COVERAGE)
    # Harian: others covered e1 and e2, it covered e1; Warta has no articles from 1 June, so e1 is outside its period
    assert table.loc["Harian", ["n_possible", "n_covered", "n_alone", "n_outside"]].tolist() == [2, 1, 1, 0]
    assert table.loc["Kabar", ["n_possible", "n_covered", "n_alone", "n_outside"]].tolist() == [3, 2, 0, 0]
    assert table.loc["Warta", ["n_possible", "n_covered", "n_alone", "n_outside"]].tolist() == [1, 1, 0, 2]
    assert table.loc["Harian", "share"] == 0.5
    assert table.loc["Kabar", ["n_articles", "n_without_event"]].tolist() == [4, 1]


def test_overlap_by_hand():
    overlap = event_coverage(make_articles(ROWS)).overlap.set_index(["outlet", "reference"])
    require(overlap.reset_index(), OVERLAP)
    assert overlap.loc[("Harian", "Kabar"), ["n_both", "n_either"]].tolist() == [1, 3]
    assert overlap.loc[("Harian", "Kabar"), "jaccard"] == pytest.approx(1 / 3)
    assert overlap.loc[("Harian", "Warta"), "n_either"] == 1  # e2 only: e1 and e3 lie outside Warta's period


def test_wilson_interval():
    # 8 of 10: 0.4902 to 0.9433 (Wilson score interval without continuity correction; R: binom::binom.wilson(8, 10))
    rows = [("Kabar", f"e{i}", "2025-06-01") for i in range(10)] + [("Harian", f"e{i}", "2025-06-01") for i in range(8)]
    table = event_coverage(make_articles(rows)).to_frame().set_index("outlet")
    assert table.loc["Harian", ["share", "ci_low", "ci_high"]].tolist() == pytest.approx(
        [0.8, 0.4902, 0.9433], abs=1e-4
    )


def test_cells_list_each_event_and_outlet_once_with_the_day_of_its_first_article():
    cells = event_coverage(make_articles(ROWS)).cells
    assert cells["event_id"].tolist() == ["e1", "e1", "e2", "e2", "e3"]
    assert cells["n_articles"].tolist() == [1, 2, 1, 1, 2]
    assert cells.loc[0, "title"] == "Judul 0"
    assert cells.loc[0, "day"] == pd.Timestamp("2025-06-01")


def test_order_of_rows_changes_nothing():
    articles = make_articles(ROWS)
    found, shuffled = event_coverage(articles), event_coverage(articles.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(found.shares, shuffled.shares)
    pd.testing.assert_frame_equal(found.overlap, shuffled.overlap)
    pd.testing.assert_frame_equal(found.cells, shuffled.cells)


def test_without_dates_every_event_is_possible_and_the_articles_are_counted():
    found = event_coverage(make_articles([(outlet, event, None) for outlet, event, _ in ROWS]))
    assert found.n_undated == len(ROWS)
    assert found.shares["n_outside"].tolist() == [0, 0, 0]
    assert found.cells["day"].isna().all()
    assert "tanpa tanggal" in found.describe()


def test_no_event_gives_no_share():
    found = event_coverage(make_articles([("Kabar", None, "2025-06-01"), ("Harian", None, "2025-06-01")]))
    assert found.shares["share"].isna().all()
    assert found.cells.empty
    assert np.isnan(found.overlap.loc[0, "jaccard"])


def test_sentences_warn_of_retrieval_depth_and_html_is_escaped():
    found = event_coverage(make_articles([("<b>Kabar</b>", "e1", "2025-06-01"), ("Harian", "e1", "2025-06-01")]))
    assert "berbeda kedalamannya" in found.describe()
    assert "retrieval depth" in found.describe("en")
    assert "<b>Kabar" not in found.to_html()


def test_bad_input_is_named():
    articles = make_articles(ROWS)
    with pytest.raises(SchemaError, match="match_events"):
        event_coverage(articles.drop(columns="event_id"))
    with pytest.raises(SchemaError, match="unique"):
        event_coverage(articles.assign(article_id="a"))
    with pytest.raises(ValueError, match="confidence"):
        event_coverage(articles, confidence=95)
    with pytest.raises(ValueError, match="unknown language"):
        event_coverage(articles).describe("fr")
