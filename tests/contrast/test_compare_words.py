"""Words compared by articles: the same numbers as `compare_outlets`, its level, its order, its refusals."""

import sys

import numpy as np
import pandas as pd
import pytest

from bingkai import schema
from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.words import compare_words

QUICK = {"n_resamples": 199, "progress": False}
OUTLETS = ("Harian Fiksi", "Kabar Fiksi", "Warta Fiksi")


def made_counts(n_articles=(30, 25, 40), n_words=12, seed=3, n_events=18, **rates) -> pd.DataFrame:
    """WORD_COUNTS of bursty words; `rates` multiplies the rate of a word of the first outlet."""
    rng = np.random.default_rng(seed)
    outlet = np.repeat(np.arange(len(n_articles)), n_articles)
    n = len(outlet)
    base = rng.integers(60, 400, n)
    names = [f"kata{j:02}" for j in range(n_words)]
    rate = np.full((n, n_words), 0.01) * rng.gamma(0.7, 1 / 0.7, (n, n_words))
    for name, times in rates.items():
        rate[outlet == 0, names.index(name)] *= times
    count = rng.poisson(rate * base[:, None])
    article, word = np.nonzero(count)
    frame = pd.DataFrame(
        {
            "article_id": pd.Series([f"a{i:03}" for i in range(n)], dtype="str"),
            "outlet": pd.Series(np.array(OUTLETS)[outlet], dtype="str"),
            "event_id": pd.Series([f"e{k}" for k in rng.integers(0, n_events, n)], dtype="str"),
        }
    ).take(article)
    frame["word"] = pd.Categorical.from_codes(word, categories=pd.Index(names, dtype="str"))
    return frame.assign(count=count[article, word], n_words=base[article]).reset_index(drop=True)


def as_measures(counts: pd.DataFrame) -> pd.DataFrame:
    """The same as MEASURES: every article and word, zeros included."""
    articles = counts.drop_duplicates("article_id")[["article_id", "outlet", "event_id", "n_words"]]
    every = articles.merge(pd.DataFrame({"measure": counts["word"].cat.categories}), how="cross")
    found = counts.assign(measure=counts["word"].astype("str"))[["article_id", "measure", "count"]]
    made = every.merge(found, how="left", on=["article_id", "measure"]).rename(columns={"n_words": "base"})
    made["count"] = made["count"].fillna(0.0)
    return made.astype({"base": float, "measure": "str"}).assign(unit="words")


@pytest.fixture(scope="module")
def counts() -> pd.DataFrame:
    return made_counts(kata03=3)


def test_every_article_has_a_row(counts):
    assert counts["article_id"].nunique() == 95  # else the measures below would have more articles


@pytest.mark.parametrize("within", [None, "event_id"])
@pytest.mark.parametrize("reference", ["others", "pairwise", "Warta Fiksi"])
def test_rates_and_intervals_are_those_of_compare_outlets(counts, within, reference):
    words = compare_words(counts, min_hits=1, within=within, reference=reference, **QUICK).to_frame()
    outlets = compare_outlets(as_measures(counts), within=within, reference=reference, **QUICK).to_frame()
    keys = ["word", "outlet", "reference"]
    both = words.merge(outlets.rename(columns={"measure": "word"}), on=keys, suffixes=("", "_outlets"))
    assert len(both) == len(words) == len(outlets)
    for name in ("estimate", "reference_estimate", "effect", "ci_low", "ci_high", "ratio", "ratio_low", "ratio_high",
                 "n_hits", "n_articles"):  # fmt: skip
        assert both[name].tolist() == pytest.approx(both[f"{name}_outlets"].tolist(), rel=1e-9), name
    apart = np.abs(both["p_value"] - both["p_value_outlets"])  # other draws, nearly the same statistic
    assert apart.mean() < 0.06
    assert both["p_value"].corr(both["p_value_outlets"]) > 0.9


def test_a_planted_word_comes_first_and_the_rest_is_not_called():
    table = compare_words(made_counts((80, 80, 80), kata03=4), n_resamples=999, progress=False).to_frame()
    mine = table[table["outlet"] == OUTLETS[0]]
    assert mine["word"].iloc[0] == "kata03"
    assert mine["conservative"].iloc[0] > 0
    assert (mine["conservative"].iloc[1:] == 0).all()
    assert mine["q_value"].iloc[0] < 0.05
    assert mine["events_above"].iloc[0] > mine["events_below"].iloc[0]


def test_effects_have_one_sign(counts):
    table = compare_words(counts, reference="pairwise", **QUICK).to_frame()
    clear = table[table["conservative"] != 0]
    for name in ("effect", "log_odds", "log_ratio", "percent_diff", "token_z_two_term", "token_g2_four_cell"):
        assert (np.sign(clear[name]) == np.sign(clear["conservative"])).all(), name


def test_the_conservative_effect_is_no_stronger_than_the_interval_of_the_word_alone(counts):
    table = compare_words(counts, **QUICK).to_frame()
    low, high = np.log2(table["ratio_low"]), np.log2(table["ratio_high"])
    alone = np.where(low > 0, low, np.where(high < 0, high, 0))
    assert (np.abs(table["conservative"]) <= np.abs(alone) + 1e-12).all()


@pytest.mark.parametrize("within", [None, "event_id"])
def test_neither_the_order_of_rows_nor_other_words_change_a_number(counts, within):
    options = {**QUICK, "within": within, "min_hits": 1}
    table = compare_words(counts, **options).to_frame()
    shuffled = compare_words(counts.sample(frac=1, random_state=5), **options).to_frame()
    pd.testing.assert_frame_equal(table, shuffled)
    alone = compare_words(counts, "kata05", **options).to_frame()
    among = table[table["word"] == "kata05"].reset_index(drop=True)
    family = ["q_value", "conservative", "token_lrc"]
    pd.testing.assert_frame_equal(alone.drop(columns=family), among.drop(columns=family), rtol=1e-6)


def test_seeds(counts):
    first = compare_words(counts, seed=1, **QUICK).to_frame()
    pd.testing.assert_frame_equal(first, compare_words(counts, seed=1, **QUICK).to_frame())
    assert not first["p_value"].equals(compare_words(counts, seed=2, **QUICK).to_frame()["p_value"])


def test_chunks_of_resamples_change_nothing(counts, monkeypatch):
    whole = compare_words(counts, within=None, **QUICK).to_frame()
    monkeypatch.setattr("bingkai.contrast.resample.CHUNK_CELLS", 5000)
    monkeypatch.setattr("bingkai.contrast.word_resample.WORDS_AT_ONCE", 5)
    pd.testing.assert_frame_equal(whole, compare_words(counts, within=None, **QUICK).to_frame(), rtol=1e-9)


def test_the_input_is_not_changed(counts):
    before = counts.copy()
    compare_words(counts, within="event_id", **QUICK)
    pd.testing.assert_frame_equal(counts, before)


@pytest.mark.parametrize("within", [None, "event_id"])
def test_identical_outlets_are_told_apart_in_five_percent(within):
    p = []
    for run in range(12):
        frame = made_counts((40, 40, 60), 40, seed=100 + run, n_events=30)
        p += compare_words(frame, within=within, min_hits=1, **QUICK).to_frame()["p_value"].tolist()
    assert 0.03 <= np.nanmean(np.array(p) <= 0.05) <= 0.07


def test_token_formulas_call_a_bursty_word_of_identical_outlets():
    # 2 outlets, 100 articles each, one bursty word: G2 and Fightin' Words call half of them
    rng = np.random.default_rng(4)
    count = rng.poisson(1.8 * rng.gamma(0.2, 5, (200, 120)))  # 1.8 an article
    article, word = np.nonzero(count)
    frame = pd.DataFrame(
        {
            "article_id": [f"a{i:03}" for i in article], "outlet": [OUTLETS[i % 2] for i in article],
            "word": [f"k{j:03}" for j in word], "count": count[article, word], "n_words": 3000,
        }
    )  # fmt: skip
    table = compare_words(frame, **QUICK).to_frame()
    table = table[table["outlet"] == OUTLETS[0]]
    assert (table["token_p"] <= 0.05).mean() > 0.4
    assert (table["token_z_two_term"].abs() > 1.96).mean() > 0.4
    assert (table["p_value"] <= 0.05).mean() < 0.1


@pytest.mark.parametrize("within", [None, "event_id"])
def test_identical_outlets_rarely_have_any_conservative_effect(within):
    # of the whole family of words, also where an outlet has a word only once or twice
    found = []
    for run in range(20):
        frame = made_counts((40, 40, 60), 60, seed=300 + run, n_events=30)
        rare = frame["word"].cat.codes % 2 == 0
        frame = frame[~rare | (np.random.default_rng(run).random(len(frame)) < 0.15)]
        found.append((compare_words(frame, within=within, min_hits=5, **QUICK).to_frame()["conservative"] != 0).any())
    assert np.mean(found) <= 0.15


def test_a_word_of_one_outlet_only_has_a_finite_bound():
    frame = made_counts(n_words=4)
    gone = (frame["word"] == "kata00") & (frame["outlet"] != OUTLETS[0])
    table = compare_words(frame[~gone], **QUICK).to_frame().query("word == 'kata00'").set_index("outlet")
    mine = table.loc[OUTLETS[0]]
    assert np.isinf(mine["ratio"])
    assert 0 < mine["conservative"] < 10
    assert table.loc[OUTLETS[1], "estimate"] == 0


def test_copies_count_once():
    frame = made_counts(n_words=6)
    copy = frame[frame["article_id"].isin(["a000", "a001"])]
    copies = copy.assign(article_id="kopi " + copy["article_id"])
    group = frame["article_id"].where(frame["article_id"].isin(["a000", "a001"]))
    both = pd.concat([frame.assign(copy_group=group), copies.assign(copy_group=copy["article_id"])])
    once = compare_words(both.assign(word=both["word"].astype("str")), **QUICK)
    alone = compare_words(frame, **QUICK)
    pd.testing.assert_frame_equal(once.to_frame(), alone.to_frame())
    assert once.left_out == {"same_outlet": 2}
    assert compare_words(both, copies="all", **QUICK).n_articles == alone.n_articles + 2


def test_a_text_of_two_outlets_counts_half_in_each_or_not_at_all():
    frame = made_counts(n_words=6)
    group = frame["article_id"].map({"a000": "k1", "a040": "k1"})  # Harian, Kabar
    half = compare_words(frame.assign(copy_group=group), **QUICK).to_frame()
    without = compare_words(frame.assign(copy_group=group), copies="without", **QUICK)
    none = compare_words(frame[group.isna()], **QUICK)
    pd.testing.assert_frame_equal(without.to_frame(), none.to_frame())
    assert without.left_out == {"across_outlets": 2}
    whole = compare_words(frame, **QUICK).to_frame()
    words_of = [table.groupby("outlet")["n_words"].first()[OUTLETS[0]] for table in (whole, half, none.to_frame())]
    assert words_of[1] == pytest.approx((words_of[0] + words_of[2]) / 2)


@pytest.mark.parametrize("prior", ["corpus", "uniform", {"kata00": 5.0, "kata01": 1.0}, pd.Series({"kata00": 0.4})])
def test_priors_move_the_log_odds_and_nothing_else(counts, prior):
    plain = compare_words(counts, **QUICK).to_frame()
    other = compare_words(counts, prior=prior, alpha=50.0, **QUICK).to_frame()
    both = plain.merge(other, on=["word", "outlet"], suffixes=("", "_other"))
    assert both["p_value"].equals(both["p_value_other"].rename("p_value"))
    assert not np.allclose(both["log_odds"], both["log_odds_other"])
    strongest = other["log_odds"].abs().idxmax()
    row = other.loc[strongest]
    assert abs(row["log_odds_strong"]) < abs(row["log_odds_weak"])


def test_general_indonesian_as_background():
    pytest.importorskip("wordfreq", reason="optional: general Indonesian frequencies")
    frame = made_counts(n_words=2)
    frame["word"] = frame["word"].cat.rename_categories(pd.Index(["warga", "zzxq"], dtype="str"))
    table = compare_words(frame, prior="wordfreq", **QUICK).to_frame()
    assert np.isfinite(table["log_odds"]).all()


def test_without_the_package_the_error_says_what_to_do(counts, monkeypatch):
    monkeypatch.setitem(sys.modules, "wordfreq", None)
    with pytest.raises(ImportError, match="pip install wordfreq"):
        compare_words(counts, prior="wordfreq", **QUICK)


def test_what_is_said_of_a_result(counts):
    result = compare_words(counts, within="event_id", **QUICK)
    said = {lang: result.describe(lang) for lang in ("id", "en")}
    assert "token-based" not in said["id"]
    assert "tidak untuk dilaporkan" in said["id"]
    assert "not to be reported" in said["en"]
    assert "199" in said["en"]
    assert "exploration" in said["en"]
    assert "exploration" not in compare_words(counts, ["kata01"], **QUICK).describe("en")
    assert "α = 1,000 words" in said["en"]
    assert "kata03" in result._repr_html_()
    assert repr(result).startswith("WordComparison of 12 words")


def test_few_resamples_for_many_words_are_named(counts):
    result = compare_words(counts, n_resamples=19, progress=False)
    assert any("smallest possible p" in note for note in result.notes)
    assert not any("smallest possible p" in note for note in compare_words(counts, n_resamples=999).notes)


def test_text_in_html_is_escaped():
    frame = made_counts(n_words=2)
    frame["word"] = frame["word"].cat.rename_categories(pd.Index(["<b>x</b>", "biasa"], dtype="str"))
    page = compare_words(frame, **QUICK).to_html("en")
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;" in page


def test_top_words_of_an_outlet(counts):
    result = compare_words(counts, **QUICK)
    more, less = result.top(OUTLETS[0], 3), result.top(OUTLETS[1], 3, less=True)
    assert more["word"].iloc[0] == "kata03"
    assert (more["effect"] > 0).all()
    assert (less["effect"] < 0).all()
    with pytest.raises(ValueError, match="nearest: 'Harian Fiksi'"):
        result.top("Harian Fksi")


def test_small_outlets_and_rare_words_are_left_out_and_named(counts):
    few = counts[(counts["outlet"] != OUTLETS[1]) | counts["article_id"].isin(["a030", "a031"])]
    result = compare_words(few, **QUICK)
    assert result.small == (OUTLETS[1],)
    assert OUTLETS[1] in result.describe()
    named = compare_words(counts, ["kata00"], min_hits=90, **QUICK).to_frame()
    assert named["p_value"].isna().all()
    assert named["q_value"].isna().all()
    assert (named["n_hits"] > 0).all()


def test_at_most_so_many_words(counts):
    table = compare_words(counts, max_words=3, **QUICK).to_frame()
    hits = counts["word"].value_counts()
    assert set(table["word"]) == set(hits.sort_index().sort_values(ascending=False, kind="stable").index[:3])


def test_articles_without_event_or_outlet_are_left_out_and_counted(counts):
    frame = counts.assign(event_id=counts["event_id"].where(counts["article_id"] != "a000"))
    assert compare_words(frame, within="event_id", **QUICK).left_out == {"event": 1}
    frame = counts.assign(outlet=counts["outlet"].where(counts["article_id"] != "a000"))
    assert compare_words(frame, **QUICK).left_out == {"outlet": 1}


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda f: f.drop(columns="count"), {}, "needs the column 'count'"),
        (lambda f: f.assign(count=0), {}, "count must be above 0"),
        (lambda f: f.assign(n_words=1), {}, "n_words is smaller"),
        (lambda f: pd.concat([f, f.head(1)]), {}, "one row an article and word"),
        (lambda f: f.assign(outlet=[OUTLETS[i % 2] for i in range(len(f))]), {}, "two values of outlet"),
        (lambda f: f, {"within": "peristiwa"}, "no column of the word counts"),
        (lambda f: f, {"reference": "Harian Fksi"}, "nearest: 'Harian Fiksi'"),
        (lambda f: f, {"words": "kata99"}, "not in the word counts; nearest"),
        (lambda f: f, {"min_articles": 500}, "nothing to compare"),
        (lambda f: f, {"min_hits": 500}, "no word stands in 500 articles"),
        (lambda f: f, {"prior": "flat"}, "unknown prior 'flat'"),
        (lambda f: f, {"prior": {"kata00": 0.0}}, "frequency above 0"),
        (lambda f: f, {"alpha": 0.0}, "wanted a number above 0"),
        (lambda f: f, {"copies": "twice"}, "wanted one of once, all, without"),
        (lambda f: f.assign(event_id=f["article_id"]), {"within": "event_id"}, "no event has articles of two"),
        (lambda f: f, {"min_hits": 0}, "min_hits 0"),
        (lambda f: f, {"max_words": 0}, "max_words 0"),
        (lambda f: f, {"n_resamples": 5}, "at least 19"),
    ],
)
def test_bad_input_says_what_is_wanted(counts, change, options, message):
    with pytest.raises((ValueError, schema.SchemaError), match=message):
        compare_words(change(counts), **{**QUICK, **options})


def test_the_codebook_is_the_table(counts):
    table = compare_words(counts, **QUICK).to_frame()
    assert table.columns.tolist() == schema.WORD_COMPARISON.codebook()["column"].tolist()


def test_an_outlet_called_like_a_reference_is_refused(counts):
    renamed = counts.assign(outlet=counts["outlet"].astype("str").replace({counts["outlet"].iloc[0]: "others"}))
    with pytest.raises(ValueError, match="an outlet is called 'others', which names a reference"):
        compare_words(renamed, **QUICK)
