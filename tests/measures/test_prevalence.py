"""Validation, what to code next, corrected prevalence and the check by outlet, on invented headlines."""

import numpy as np
import pandas as pd
import pytest

from bingkai.measures.frame_scores import Draws, Held, score_frame
from bingkai.measures.frame_validation import cross_validate_frames
from bingkai.measures.outlet_error import outlet_error
from bingkai.measures.prevalence import _likeliest, _solve, prevalence
from bingkai.measures.worth_coding import most_worth_coding
from bingkai.schema import ARTICLES, FRAME_SCORES, OUTLET_ERROR, PREVALENCE, WORTH_CODING, SchemaError, build, require

WORDS = {
    "konflik": ["menolak", "memprotes", "menuding", "mengecam", "menggugat", "bentrok"],
    "ekonomi": ["harga", "upah", "pajak", "untung", "rugi", "anggaran"],
    "umum": ["jalan", "hari", "kota", "rencana", "kabar", "pekan", "wilayah", "pagi", "baru", "tahun"],
}


def corpus(n, shares, seed):
    """Articles of two outlets; their headlines hold words of their frame, of the other now and then, and of neither."""
    rng = np.random.default_rng(seed)
    outlet = np.array(["Kabar", "Lensa"])[np.arange(n) % 2]
    conflict = rng.random(n) < np.array([shares[name] for name in outlet])
    titles = []
    for hit in conflict:
        own, other = ("konflik", "ekonomi") if hit else ("ekonomi", "konflik")
        sure = rng.random() < 0.75
        words = [*rng.choice(WORDS[own if sure else other], 2), *rng.choice(WORDS["umum"], 4)]
        titles.append(" ".join(rng.permutation(words)) + f" {rng.integers(10_000)}")
    articles = build(
        {"article_id": [f"{seed}-{i}" for i in range(n)], "outlet": outlet.tolist(), "published": [pd.NaT] * n,
         "title": titles, "text": [""] * n},
        ARTICLES,
    )  # fmt: skip
    return articles, np.where(conflict, "konflik", "ekonomi")


def codes_of(articles, values, item="bingkai"):
    unit = articles["article_id"] + ":judul"
    return pd.DataFrame({"unit_id": unit, "article_id": articles["article_id"], "model": "uji", "item": item,
                         "coder": "sepakat", "value": list(values), "blind": False})  # fmt: skip


@pytest.fixture(scope="module")
def coded():
    articles, values = corpus(240, {"Kabar": 0.5, "Lensa": 0.5}, 1)
    return articles, values, cross_validate_frames(codes_of(articles, values), articles, n_resamples=100)


def test_scores_by_hand():
    code, predicted = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 0])
    held = Held("x", ["a", "b"], code, predicted, np.eye(2)[predicted], np.arange(5))
    table = require(score_frame(held, Draws(50, 0.95, 7)), FRAME_SCORES).set_index(["measure", "class"])["value"]
    assert table["precision", "a"] == pytest.approx(2 / 3)
    assert table["recall", "b"] == pytest.approx(1 / 2)
    overall = table.droplevel("class")
    assert overall["accuracy"] == pytest.approx(3 / 5)
    assert overall["macro_f1"] == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert overall["majority_accuracy"] == pytest.approx(3 / 5)
    assert overall["majority_macro_f1"] == pytest.approx(0.375)
    assert overall["calibration_error"] == pytest.approx(2 / 5)


def test_held_out_predictions_err_as_the_corpus_was_made(coded):
    _, _, validation = coded
    accuracy = validation.scores.set_index("measure").at["accuracy", "value"]
    assert 0.65 < accuracy < 0.85  # a quarter of the headlines hold the words of the other frame
    assert validation.confusion().to_numpy().sum() == 240
    assert validation.calibration()["n"].sum() == 240
    assert (validation.units.groupby("group")["fold"].nunique() == 1).all()
    assert validation.titles


def test_learning_curve_rises(coded):
    curve = coded[2].learning_curve((0.1, 1.0), repeats=2)
    f1 = curve[curve["measure"] == "macro_f1"].sort_values("n_units")["value"].tolist()
    assert f1[0] < f1[1]


def test_a_learning_curve_of_few_groups_learns_from_one_at_least(coded):
    articles, values, _ = coded
    few = articles.head(30).assign(event_id=[f"e{i % 6}" for i in range(30)])
    found = cross_validate_frames(codes_of(few, values[:30]), few, groups="event_id", n_resamples=20)
    curve = found.learning_curve((0.01, 1.0), repeats=2)
    assert (curve["n_units"] > 0).all()


def test_prevalence_is_nearer_the_truth_than_counts_where_shares_differ(coded):
    _, _, validation = coded
    raw, corrected = [], []
    for seed in range(5):
        articles, values = corpus(800, {"Kabar": 0.85, "Lensa": 0.2}, 100 + seed)
        found = prevalence(validation, articles, pooling=0, n_resamples=5)
        table = require(found.table, PREVALENCE).set_index(["outlet", "class"])
        for name in ("Kabar", "Lensa"):
            truth = (values[articles["outlet"] == name] == "konflik").mean()
            raw.append(table.at[(name, "konflik"), "raw"] - truth)
            corrected.append(table.at[(name, "konflik"), "corrected"] - truth)
        assert table.groupby(level="outlet")["corrected"].sum().to_numpy() == pytest.approx(1)
        assert (table["ci_low"] <= table["corrected"]).all()
    assert np.mean(np.square(corrected)) < 0.5 * np.mean(np.square(raw))


@pytest.mark.parametrize("method", ["acc", "pacc"])
def test_the_other_methods_correct_as_well(coded, method):
    articles, values = corpus(800, {"Kabar": 0.85, "Lensa": 0.2}, 31)
    table = prevalence(coded[2], articles, method=method, n_resamples=5).table.set_index(["outlet", "class"])
    truth = (values[articles["outlet"] == "Kabar"] == "konflik").mean()
    row = table.loc["Kabar", "konflik"]
    assert abs(row["corrected"] - truth) < abs(row["raw"] - truth)


def test_solving_through_exact_errors_gives_the_shares_back():
    errors = np.array([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.1, 0.3, 0.6]])
    shares = np.array([0.2, 0.5, 0.3])
    assert _solve(errors, shares @ errors) == pytest.approx(shares)


def test_expectation_maximisation_finds_the_shares_of_a_known_mixture():
    rng = np.random.default_rng(3)
    prior = np.array([0.5, 0.5])
    x = np.where(rng.random(20_000) < 0.8, rng.normal(1, 1, 20_000), rng.normal(-1, 1, 20_000))
    likely = 1 / (1 + np.exp(-2 * x))
    share = _likeliest(np.column_stack([likely, 1 - likely]), np.ones(len(x)), prior, 0.0, prior)
    assert share[0] == pytest.approx(0.8, abs=0.01)
    pooled = _likeliest(np.column_stack([likely, 1 - likely]), np.ones(len(x)), prior, 5_000, prior)
    assert 0.6 < pooled[0] < share[0]


def test_coded_articles_keep_their_held_out_reading(coded):
    articles, _, validation = coded
    table = prevalence(validation, articles, n_resamples=2).table
    held = validation.units.groupby("outlet")["predicted"].apply(lambda own: (own == "konflik").mean())
    assert table[table["class"] == "konflik"].set_index("outlet")["raw"].to_dict() == pytest.approx(held.to_dict())


def test_an_outlet_read_worse_is_said(coded):
    _, _, validation = coded
    units = validation.units
    flipped = units["outlet"].eq("Lensa") & (np.arange(len(units)) % 4 < 3)
    other = units["predicted"].map({"konflik": "ekonomi", "ekonomi": "konflik"})
    spoilt = units.assign(predicted=units["predicted"].where(~flipped, other))
    worse = type(validation)(**{**vars(validation), "units": spoilt})
    table = require(outlet_error(worse, n_resamples=200), OUTLET_ERROR).set_index("outlet")
    assert table.at["Lensa", "note"].startswith("galat berbeda")
    assert outlet_error(validation, n_resamples=200)["note"].tolist() == ["", ""]


def test_rare_codes_and_unchecked_outlets_have_a_note():
    articles, values = corpus(80, {"Kabar": 0.5, "Lensa": 0.5}, 5)
    values = values.astype(object)
    values[:4] = "langka"
    coded = articles["outlet"] == "Kabar"
    codes = codes_of(articles[coded], values[coded])
    table = prevalence(cross_validate_frames(codes, articles, n_resamples=10), articles, n_resamples=2).table
    note = table.set_index(["outlet", "class"])["note"]
    assert "hanya 2 unit terkode" in note["Kabar", "langka"]
    assert "galat tidak diperiksa" in note["Lensa", "konflik"]


def test_what_to_code_next_is_doubtful_new_and_varied(coded):
    _, _, validation = coded
    articles, _ = corpus(200, {"Kabar": 0.5, "Lensa": 0.5}, 9)
    twin = articles.iloc[[0] * 5].assign(article_id=[f"kembar-{n}" for n in range(5)], title="jalan hari kota rencana")
    chosen = require(most_worth_coding(validation, pd.concat([articles, twin]), 10), WORTH_CODING)
    assert chosen["rank"].tolist() == list(range(1, 11))
    assert chosen["uncertainty"].mean() > 0.3
    assert chosen["article_id"].str.startswith("kembar").sum() <= 1
    assert most_worth_coding(validation, coded[0], 10).empty


def test_what_cannot_be_validated_is_refused(coded):
    articles, values, validation = coded
    codes = codes_of(articles, values)
    with pytest.raises(ValueError, match="say which: item='bingkai'"):
        cross_validate_frames(pd.concat([codes, codes.assign(item="lain")]), articles)
    with pytest.raises(ValueError, match="nearest: 'bingkai'"):
        cross_validate_frames(codes, articles, item="bingkay")
    with pytest.raises(SchemaError, match="more than one code"):
        cross_validate_frames(pd.concat([codes, codes.assign(coder="lain")]), articles)
    with pytest.raises(ValueError, match="not in the corpus"):
        cross_validate_frames(codes, articles.iloc[1:])
    with pytest.raises(ValueError, match="only the code 'sama'"):
        cross_validate_frames(codes.assign(value="sama"), articles)
    with pytest.raises(ValueError, match="neither an article nor a headline"):
        cross_validate_frames(codes.assign(unit_id=codes["article_id"] + ":3"), articles)
    with pytest.raises(ValueError, match="unknown method 'cc'"):
        prevalence(validation, articles, method="cc")


def test_units_with_texts_of_their_own(coded):
    articles, values, _ = coded
    codes = codes_of(articles, values).assign(unit_id=articles["article_id"] + ":3")
    texts = dict(zip(codes["unit_id"], articles["title"], strict=True))
    found = cross_validate_frames(codes, articles, texts=texts, n_resamples=10)
    assert found.scores.set_index("measure").at["accuracy", "value"] > 0.65
