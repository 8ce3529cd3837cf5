"""Events: what belongs together, what does not, editing by table, and a floor on labelled events."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bingkai.corpus.events import apply_events, event_table, match_events
from bingkai.corpus.likeness import join
from bingkai.schema import ARTICLES, SchemaError, require

LABELLED = Path(__file__).parents[2].parent / "shared" / "data" / "events_labelled.parquet"

STORIES = {
    "jembatan": [
        ("Jembatan Gantung Sukamaju Ditutup", "Bupati Rahmat menutup jembatan gantung Sukamaju karena berkarat."),
        ("Bupati Tutup Jembatan Gantung Sukamaju", "Kabel berkarat, jembatan gantung Sukamaju ditutup Bupati Rahmat."),
        ("Kabel Berkarat, Jembatan Sukamaju Ditutup", "Jembatan gantung di Sukamaju ditutup bupati sejak pagi."),
    ],
    "banjir": [
        ("Banjir Rendam Pasar Wanasari", "Hujan deras membuat Sungai Citata meluap dan merendam Pasar Wanasari."),
        ("Sungai Citata Meluap, Pasar Wanasari Terendam", "Pedagang Pasar Wanasari mengungsi karena banjir Citata."),
    ],
    "beras": [("Harga Beras Turun", "Menteri Pertanian menyebut harga beras medium turun berkat panen raya.")],
}  # fmt: skip
OUTLETS = ["Kabar Baru", "Harian Lama", "Pos Warta"]


def corpus(rows):
    """(title, text, day) a row; outlets in turn."""
    rows = list(rows)
    return pd.DataFrame(
        {
            "article_id": pd.Series([f"a{i}" for i in range(len(rows))], dtype="str"),
            "outlet": pd.Series([OUTLETS[i % 3] for i in range(len(rows))], dtype="str"),
            "published": pd.to_datetime(pd.Series([row[2] for row in rows], dtype="object")).astype("datetime64[us]"),
            "title": pd.Series([row[0] for row in rows], dtype="str"),
            "text": pd.Series([row[1] for row in rows], dtype="str"),
        }
    )


def week(day="2025-06-02"):
    return corpus((title, text, day) for told in STORIES.values() for title, text in told)


def grouped(articles, **options):
    matched = match_events(articles, progress=False, **options)
    return {frozenset(ids) for _, ids in matched.groupby("event_id")["article_id"]}


def test_articles_on_the_same_thing_share_an_event():
    matched = match_events(week(), progress=False)
    require(matched, ARTICLES)
    assert grouped(week()) == {frozenset({"a0", "a1", "a2"}), frozenset({"a3", "a4"})}
    assert pd.isna(matched["event_id"].iloc[5]), "an article alone has no event"
    assert matched["event_id"].iloc[0].startswith("20250602-")


def test_the_same_words_in_another_week_are_another_event():
    title, text = STORIES["jembatan"][0]
    repeated = [(title, text, day) for day in ("2025-06-02", "2025-06-03", "2025-06-20", "2025-06-21")]
    others = [(*told, "2025-06-02") for told in STORIES["banjir"] + STORIES["beras"]]
    assert {frozenset({"a0", "a1"}), frozenset({"a2", "a3"})} <= grouped(corpus(repeated + others))


def test_a_day_is_a_day_in_jakarta_and_pyarrow_columns_are_read():
    plain = week("2025-06-02 03:00")
    zoned = plain.assign(published=plain["published"].dt.tz_localize("Asia/Jakarta"))
    for one in (zoned, plain.convert_dtypes(dtype_backend="pyarrow")):
        matched = match_events(one, progress=False)
        pd.testing.assert_series_equal(matched["event_id"], match_events(plain, progress=False)["event_id"])


def test_the_window_counts_calendar_days_whatever_the_hour():
    title, text = STORIES["jembatan"][0]
    apart = corpus([(title, text, "2025-06-02 00:00"), (title, text, "2025-06-03 23:59")])
    assert grouped(apart, days=1) == {frozenset({"a0", "a1"})}
    assert grouped(apart, days=0) == set()


def test_an_article_without_a_date_is_matched_by_its_text():
    dated = week()
    dated.loc[1, "published"] = pd.NaT
    assert frozenset({"a0", "a1", "a2"}) in grouped(dated)


def test_without_any_date_the_text_decides():
    assert frozenset({"a0", "a1", "a2"}) in grouped(week(None))
    names = match_events(week(None), progress=False)["event_id"].dropna()
    assert names.str.startswith("undated-").all()


def test_an_undated_article_must_be_closer_than_a_dated_one():
    dated, undated = week(), week()
    undated.loc[1, "published"] = pd.NaT
    for threshold in np.arange(0.1, 1, 0.05):
        with_date = any("a1" in group for group in grouped(dated, threshold=threshold))
        without = any("a1" in group for group in grouped(undated, threshold=threshold))
        assert with_date or not without


def test_one_article_like_two_events_does_not_make_them_one():
    both = [(f"{a[0]}, {b[0]}", f"{a[1]} {b[1]}", "2025-06-02")
            for a, b in [(STORIES["jembatan"][0], STORIES["banjir"][0])]]  # fmt: skip
    articles = pd.concat([week(), corpus(both).assign(article_id="rangkuman")], ignore_index=True)
    matched = match_events(articles, progress=False).set_index("article_id")["event_id"]
    assert matched["a0"] != matched["a3"]


def test_average_link_does_not_chain():
    chain = [(i, i + 1, 0.8) for i in range(9)]
    clusters = join(10, chain, 0.5)
    assert max(np.bincount(clusters)) == 2
    assert join(3, [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.7)], 0.5).tolist() == [0, 0, 0]
    assert join(3, [(0, 1, 0.9), (1, 2, 0.8)], 0.5).tolist() == [0, 0, 2]


HOSTILE = {
    "no article": [],
    "one article": [("Harga Beras Turun", "Beras murah.", "2025-06-02")],
    "empty": [("", "", "2025-06-02"), ("", None, None), (None, "", "2025-06-02")],
    "no word": [("…", "– ! 「」", "2025-06-02"), ("…", "– ! 「」", "2025-06-02")],
    "nothing in common": [("Satu", "dua tiga", "2025-06-02"), ("Empat", "lima enam", "2025-06-02")],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_gives_no_event(name):
    matched = match_events(corpus(HOSTILE[name]), progress=False)
    assert matched["event_id"].isna().all()
    assert event_table(matched).empty
    assert apply_events(matched, event_table(matched))["event_id"].isna().all()


def test_very_many_identical_texts_end_and_are_matched():
    many = corpus([(*STORIES["jembatan"][0], "2025-06-02")] * 400)
    matched = match_events(many, progress=False)
    assert matched["event_id"].notna().mean() > 0.9


def test_the_table_says_what_an_event_is():
    matched = match_events(week(), progress=False)
    table = event_table(matched)
    assert table["n_articles"].tolist() == [3, 2]
    assert table["n_outlets"].tolist() == [3, 2]
    assert table["title"].iloc[0] in [title for title, _ in STORIES["jembatan"]]
    assert "jembatan" in table["keywords"].iloc[0].split()
    assert table["article_ids"].iloc[0] == "a0 | a1 | a2"
    assert table.attrs == {"n_without_event": 1, "n_undated": 0}


def through_csv(table):
    return pd.read_csv(io.StringIO(table.to_csv(index=False)))


def test_an_unedited_table_changes_nothing_through_csv():
    matched = match_events(week(), progress=False)
    again = apply_events(matched.drop(columns="event_id"), through_csv(event_table(matched)))
    pd.testing.assert_frame_equal(again[matched.columns], matched)


def test_events_can_be_joined_split_and_dropped():
    table = through_csv(event_table(match_events(week(), progress=False)))
    joined = apply_events(week(), table.assign(event_id="satu"))
    assert joined["event_id"].notna().sum() == 5
    assert joined["event_id"].nunique() == 1
    dropped = apply_events(week(), table.iloc[1:])
    assert dropped["event_id"].isna().tolist() == [True, True, True, False, False, True]
    split = pd.DataFrame({"event_id": [1, 2], "article_ids": ["a0 | a1", "a2|a5"]})
    assert apply_events(week(), split)["event_id"].iloc[[0, 1, 2, 5]].tolist() == ["1", "1", "2", "2"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"event_id": ["x", "y"], "article_ids": ["a0 | a1", "a1 | a2"]}, "'a1' is in two events, 'x' and 'y'"),
        ({"event_id": ["x"], "article_ids": ["a0 | zz"]}, "1 articles that are not in the corpus .*'zz'"),
        ({"event_id": ["x", None], "article_ids": ["a0", "a1"]}, "line 3 of the table has no event_id"),
        ({"event": ["x"], "article_ids": ["a0"]}, "no column 'event_id'"),
    ],
)
def test_a_spoilt_table_is_refused_with_the_place(table, message):
    with pytest.raises(SchemaError, match=message):
        apply_events(week(), pd.DataFrame(table))


def test_wrong_calls_are_refused():
    with pytest.raises(SchemaError, match="call match_events first"):
        event_table(week())
    with pytest.raises(ValueError, match="threshold"):
        match_events(week(), threshold=0)
    with pytest.raises(SchemaError, match="must be unique"):
        match_events(week().assign(article_id="a"), progress=False)


def test_the_input_is_not_changed():
    articles = week()
    before = articles.copy(deep=True)
    event_table(match_events(articles, progress=False))
    pd.testing.assert_frame_equal(articles, before)


@st.composite
def mixtures(draw):
    told = [told for story in STORIES.values() for told in story]
    chosen = draw(st.lists(st.sampled_from(told), min_size=1, max_size=14))
    days = [draw(st.sampled_from(["2025-06-02", "2025-06-04", "2025-06-07", None])) for _ in chosen]
    return corpus((title, text, day) for (title, text), day in zip(chosen, days, strict=True))


@settings(max_examples=40, deadline=None)
@given(articles=mixtures(), seed=st.integers(0, 99))
def test_row_order_changes_nothing(articles, seed):
    matched = match_events(articles, progress=False).set_index("article_id")["event_id"]
    shuffled = match_events(articles.sample(frac=1, random_state=seed), progress=False).set_index("article_id")
    pd.testing.assert_series_equal(matched, shuffled["event_id"].loc[matched.index])


@settings(max_examples=30, deadline=None)
@given(articles=mixtures())
def test_matching_twice_is_matching_once_and_events_have_two_articles(articles):
    once = match_events(articles, progress=False)
    pd.testing.assert_frame_equal(match_events(once, progress=False), once)
    assert (once.groupby("event_id").size() >= 2).all()


@pytest.mark.skipif(not LABELLED.exists(), reason="the labelled events are not at hand")
def test_labelled_events_are_found():
    """Pairs of articles, labels about 0.85 precise; measured 0.92 and 0.84."""
    labelled = pd.read_parquet(LABELLED).rename(columns={"id": "article_id", "date": "published", "event_id": "label"})
    labelled["published"] = pd.to_datetime(labelled["published"], format="ISO8601").astype("datetime64[us]")
    matched = match_events(labelled, progress=False)
    found = matched["event_id"].fillna(matched["article_id"]).to_numpy()
    upper = np.triu_indices(len(found), 1)
    same = (found[:, None] == found)[upper]
    true = (matched["label"].to_numpy()[:, None] == matched["label"].to_numpy())[upper]
    assert (same & true).sum() / same.sum() >= 0.9
    assert (same & true).sum() / true.sum() >= 0.8
