"""Copies: what counts as one text, what does not, and that neither row order nor hostile input changes it."""

from __future__ import annotations

import random
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bingkai.corpus.copies import copy_pairs, mark_copies, own_words
from bingkai.corpus.shingles import find_shingles, hash_grams, words_of
from bingkai.schema import ARTICLES, SchemaError, require

WORDS = re.findall(
    r"\w+",
    "warga desa jembatan sungai pasar harga beras petani sawah hujan banjir bupati camat sekolah guru murid jalan "
    "rusak perbaikan anggaran rapat dewan izin tambang hutan kebun panen pupuk subsidi nelayan kapal ombak pelabuhan",
)


def story(seed, n_words=200):
    """Words without sense, each seed its own."""
    return " ".join(random.Random(seed).choices([w + s for w in WORDS for s in ("", "nya", " itu")], k=n_words))


def corpus(*rows):
    """(outlet, text) or (outlet, text, day) a row."""
    full = [(*row, "2025-06-01")[:3] for row in rows]
    return pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(len(full))],
            "outlet": pd.Series([row[0] for row in full], dtype="str"),
            "published": pd.to_datetime(pd.Series([row[2] for row in full], dtype="object")),
            "title": pd.Series(["Kabar"] * len(full), dtype="str"),
            "text": pd.Series([row[1] for row in full], dtype="str"),
        }
    )


def grouped(articles, **options):
    """The groups as sets of article ids."""
    marked = mark_copies(articles, progress=False, **options)
    return {frozenset(ids) for _, ids in marked.groupby("copy_group")["article_id"]}


A, B, C = story(1), story(2), story(3)


def test_same_text_in_two_outlets_is_a_copy():
    marked = mark_copies(corpus(("Kabar Baru", A), ("Harian Lama", A), ("Kabar Baru", B)), progress=False)
    require(marked, ARTICLES)
    assert marked["copy_group"].isna().tolist() == [False, False, True]
    assert marked["copy_group"].iloc[0] == marked["copy_group"].iloc[1]
    assert marked["copy_group"].iloc[0].startswith("20250601-")
    assert marked["copy_kind"].tolist()[:2] == ["across_outlets"] * 2
    assert marked["own_share"].tolist() == [0, 0, 1]


def test_case_punctuation_and_dateline_do_not_hide_a_copy():
    text = A.capitalize() + "."
    printed = "JAKARTA, KABARBARU.com - " + text.replace(" sawah ", ", sawah ") + "\nBaca juga: Harga Beras Turun"
    assert grouped(corpus(("Kabar Baru", printed), ("Harian Lama", text))) == {frozenset({"a0", "a1"})}


def test_a_short_wire_item_inside_a_longer_article_is_a_copy():
    wire = story(1, 80)
    longer = corpus(("Kantor Berita", wire), ("Kabar Baru", f"{B} {wire} {C}"))
    pairs = copy_pairs(longer, progress=False)
    assert pairs["containment"].iloc[0] == 1
    assert pairs["jaccard"].iloc[0] < 0.3
    assert grouped(longer) == {frozenset({"a0", "a1"})}


def test_a_caption_both_carry_is_no_copy():
    caption = story(1, 30)
    assert grouped(corpus(("Kabar Baru", caption), ("Kabar Baru", f"{B} {caption}"))) == set()


def test_a_quotation_both_carry_is_no_copy():
    quotation = story(9, 60)
    assert grouped(corpus(("Kabar Baru", f"{A} {quotation}"), ("Harian Lama", f"{quotation} {B}"))) == set()


def test_an_update_of_the_same_outlet_is_told_from_a_copy_across_outlets():
    pairs = copy_pairs(corpus(("Kabar Baru", A), ("Kabar Baru", A + " " + story(8, 20), "2025-06-03")), progress=False)
    assert pairs.loc[0, "kind"] == "same_outlet"
    assert pairs.loc[0, "days_apart"] == 2
    assert pairs.loc[0, ["article_a", "article_b"]].tolist() == ["a0", "a1"]


def test_weak_links_do_not_chain():
    """Each text shares four fifths with the next; the first and the last share nothing."""
    pieces = [story(100 + i, 50) for i in range(13)]
    chain = corpus(*(("Kabar Baru", " ".join(pieces[i : i + 5])) for i in range(9)))
    pairs = copy_pairs(chain, progress=False)
    linked = {frozenset(pair) for pair in zip(pairs["article_a"], pairs["article_b"], strict=True)}
    for group in grouped(chain):
        assert any(all(frozenset({centre, other}) in linked for other in group - {centre}) for centre in group)
    assert max(len(group) for group in grouped(chain)) <= 3


def test_wire_credit_means_the_words_are_not_the_outlets_own():
    credited = corpus(("Kabar Baru", A + "\nsumber : Antara"), ("Antara", B), ("Harian Lama", B), ("Harian Lama", C))
    marked = mark_copies(credited, progress=False)
    assert marked["own_share"].tolist() == [0, 1, 0, 1]
    own = own_words(marked).set_index("outlet")
    assert own.loc["Kabar Baru", ["n_articles", "n_copied", "n_credited", "own_share"]].tolist() == [1, 0, 1, 0]
    assert own.loc["Harian Lama", ["n_articles", "n_copied", "n_credited"]].tolist() == [2, 1, 0]
    assert own.loc["Harian Lama", "own_share"] == pytest.approx(len(words_of(C)) / len(words_of(B + " " + C)))


def test_own_share_counts_the_words_outside_the_shared_passage():
    text, addition = story(1, 160), story(5, 40)
    marked = mark_copies(corpus(("Kabar Baru", f"{text} {addition}"), ("Harian Lama", text)), progress=False)
    expected = len(words_of(addition)) / len(words_of(f"{text} {addition}"))
    assert marked["own_share"].tolist() == [pytest.approx(expected), 0]


def test_an_earlier_reading_of_boilerplate_is_kept():
    given_origin = corpus(("Kabar Baru", A), ("Harian Lama", B)).assign(
        origin=pd.Series(["AFP", None], dtype="str"), ignored=pd.Series([[], []], dtype="object")
    )
    marked = mark_copies(given_origin, progress=False)
    assert marked["origin"].iloc[0] == "AFP"
    assert marked["own_share"].tolist() == [0, 1]


HOSTILE = {
    "no article": corpus(),
    "one article": corpus(("Kabar Baru", A)),
    "empty texts": corpus(("Kabar Baru", ""), ("Harian Lama", ""), ("Harian Lama", None)),
    "fewer words than a 5-gram": corpus(("Kabar Baru", "satu dua"), ("Harian Lama", "satu dua")),
    "one word many times": corpus(("Kabar Baru", "ya " * 500), ("Harian Lama", "ya " * 500)),
    "no word": corpus(("Kabar Baru", "… – !"), ("Harian Lama", "… – !")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_gives_no_group(name):
    marked = mark_copies(HOSTILE[name], progress=False)
    assert marked["copy_group"].isna().all()
    assert len(marked) == len(HOSTILE[name])
    assert copy_pairs(HOSTILE[name], progress=False).empty
    assert own_words(marked)["n_articles"].sum() == len(marked)


def test_articles_without_dates_are_compared_as_well():
    undated = corpus(("Kabar Baru", A, None), ("Harian Lama", A, None))
    assert mark_copies(undated, progress=False)["copy_group"].str.startswith("undated-").all()
    assert copy_pairs(undated, progress=False)["days_apart"].isna().all()


def test_very_many_identical_texts_are_one_group_without_all_pairs():
    many = corpus(*((f"Media {i % 3}", A) for i in range(1500)))
    assert len(grouped(many)) == 1
    assert len(copy_pairs(many, progress=False)) == 1499


def test_the_input_is_not_changed():
    articles = corpus(("Kabar Baru", A), ("Harian Lama", A))
    before = articles.copy(deep=True)
    mark_copies(articles, progress=False)
    pd.testing.assert_frame_equal(articles, before)


def test_repeated_ids_and_wild_thresholds_are_refused():
    articles = corpus(("Kabar Baru", A), ("Harian Lama", A))
    with pytest.raises(SchemaError, match="must be unique"):
        mark_copies(articles.assign(article_id="a"), progress=False)
    with pytest.raises(ValueError, match="threshold wants"):
        mark_copies(articles, threshold=60, progress=False)
    with pytest.raises(SchemaError, match="mark_copies"):
        own_words(articles)


@st.composite
def mixtures(draw):
    """Texts of shared and own pieces, so that every degree of overlap occurs."""
    n = draw(st.integers(2, 10))
    pieces = [draw(st.lists(st.integers(0, 5), min_size=0, max_size=4)) for _ in range(n)]
    days = draw(st.lists(st.sampled_from(["2025-06-01", "2025-06-02", None]), min_size=n, max_size=n))
    outlets = draw(st.lists(st.sampled_from(["Kabar Baru", "Harian Lama"]), min_size=n, max_size=n))
    texts = [" ".join(story(p, 60) for p in chosen) for chosen in pieces]
    return corpus(*zip(outlets, texts, days, strict=True))


@settings(max_examples=40, deadline=None)
@given(articles=mixtures(), seed=st.integers(0, 99))
def test_row_order_changes_nothing(articles, seed):
    columns = ["copy_group", "copy_kind", "own_share"]
    marked = mark_copies(articles, progress=False).set_index("article_id")[columns]
    shuffled = mark_copies(articles.sample(frac=1, random_state=seed), progress=False).set_index("article_id")[columns]
    pd.testing.assert_frame_equal(marked, shuffled.loc[marked.index])


@settings(max_examples=40, deadline=None)
@given(articles=mixtures())
def test_pairs_are_what_sets_say(articles):
    """Against all pairs counted with Python sets."""
    grams = [{tuple(w[i : i + 5]) for i in range(len(w) - 4)} for w in map(words_of, articles["text"])]
    expected = {}
    for i, a in enumerate(grams):
        for j, b in list(enumerate(grams))[i + 1 :]:
            both, shorter = len(a & b), min(len(a), len(b))
            if shorter and ((both / len(a | b) >= 0.6 and shorter >= 15) or (both / shorter >= 0.8 and shorter >= 60)):
                expected[frozenset({f"a{i}", f"a{j}"})] = both
    pairs = copy_pairs(articles, progress=False)
    found = {
        frozenset({a, b}): n for a, b, n in zip(pairs["article_a"], pairs["article_b"], pairs["n_shared"], strict=True)
    }
    assert found == expected


@settings(max_examples=25, deadline=None)
@given(articles=mixtures())
def test_marking_twice_is_marking_once(articles):
    once = mark_copies(articles, progress=False)
    pd.testing.assert_frame_equal(mark_copies(once, progress=False), once)


def test_grams_do_not_cross_articles_or_depend_on_batches():
    texts = [story(i, 30) for i in range(5)]
    together, begins = hash_grams([words_of(text) for text in texts])
    for i, text in enumerate(texts):
        assert np.array_equal(hash_grams([words_of(text)])[0], together[begins[i] : begins[i + 1]])
    one, many = find_shingles([texts]), find_shingles([text] for text in texts)
    assert np.array_equal(one.size, many.size)
