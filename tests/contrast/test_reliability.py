"""Agreement of coders: published values, the krippendorff library, scikit-learn, statsmodels-free by hand."""

import warnings

import krippendorff
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from bingkai.contrast.agreement import EMPTY, Codings, coefficients
from bingkai.contrast.reliability import reliability
from bingkai.schema import RELIABILITY, SchemaError, require

# Krippendorff's alpha, the example of Wikipedia (3 coders, 15 units) and of the textbook (4 coders, 12 units).
WIKIPEDIA = ["* * * * * 3 4 1 2 1 1 3 3 * 3", "1 * 2 1 3 3 4 3 * * * * * * *", "* * 2 1 3 4 4 * 2 1 1 3 3 * 4"]
TEXTBOOK = ["1 2 3 3 2 1 4 1 2 * * *", "1 2 3 3 2 2 4 1 2 5 * 3", "* 3 3 3 2 3 4 2 2 5 1 *", "1 2 3 3 2 4 4 1 2 5 1 *"]


def codes_of(coders, scale="interval", blind=None):
    """CODES from a line of codes a coder; '*' is an empty cell."""
    rows = []
    for name, line in zip("ABCDEFG", coders, strict=False):
        for unit, code in enumerate(line.split()):
            value = None if code == "*" else code
            number = float(code) if value and code.lstrip("-").isdigit() else np.nan
            unseen = bool(blind and unit in blind)
            rows.append((f"u{unit:04}", f"a{unit:04}", "uji", "butir", name, value, unseen, scale, number))
    columns = ["unit_id", "article_id", "model", "item", "coder", "value", "blind", "scale", "number"]
    return pd.DataFrame(rows, columns=columns).astype({"value": "str"})


def values(table, subset="all"):
    return table[table["subset"] == subset].set_index("coefficient")["value"]


@pytest.mark.parametrize(
    ("coders", "expected"),
    [(WIKIPEDIA, (0.691358, 0.806721, 0.810845)), (TEXTBOOK, (0.743421, 0.815388, 0.849107))],
    ids=["wikipedia", "textbook"],
)
def test_alpha_of_published_examples(coders, expected):
    found = values(reliability(codes_of(coders), n_resamples=50))
    assert found[["alpha_nominal", "alpha_ordinal", "alpha_interval"]].to_numpy() == pytest.approx(expected, abs=1e-6)


def random_codes(rng, n_units, n_coders, n_values, missing):
    truth = rng.integers(0, n_values, n_units)
    wrong = rng.random((n_units, n_coders)) < 0.4
    codes = np.where(wrong, rng.integers(0, n_values, (n_units, n_coders)), truth[:, None])
    codes[rng.random(codes.shape) < missing] = EMPTY
    return codes


@pytest.mark.parametrize("seed", range(6))
def test_alpha_as_the_krippendorff_library_under_every_weighting(seed):
    """The same draws, unit by unit repeated for the library, weighted for us."""
    rng = np.random.default_rng(seed)
    n_units, n_coders, n_values = 40, 2 + seed % 3, 2 + seed
    codes = random_codes(rng, n_units, n_coders, n_values, missing=0.2)
    numbers = np.sort(rng.choice(20, n_values, replace=False)).astype(float)
    weights = rng.multinomial(n_units, np.full(n_units, 1 / n_units), size=5).astype(float)
    ours = coefficients(Codings(codes, numbers, np.arange(n_units)), weights, "interval")
    for draw in range(len(weights)):
        rows = np.repeat(codes, weights[draw].astype(int), axis=0)
        data = np.where(rows >= 0, numbers[rows], np.nan).T
        for metric in ("nominal", "ordinal", "interval"):
            wanted = krippendorff.alpha(reliability_data=data, level_of_measurement=metric)
            assert ours[f"alpha_{metric}"][draw] == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_cohen_kappa_as_scikit_learn(seed):
    codes = random_codes(np.random.default_rng(seed), 60, 2, 3, missing=0.0)
    found = coefficients(Codings(codes, np.arange(3.0), np.arange(60)), np.ones((1, 60)), "nominal")
    assert found["cohen_kappa"][0] == pytest.approx(cohen_kappa_score(codes[:, 0], codes[:, 1]), abs=1e-12)


def test_fleiss_kappa_of_the_published_example():
    """Fleiss (1971) as in Wikipedia: 10 subjects, 14 raters, 5 categories, kappa 0.210."""
    counts = [(0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
              (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7)]  # fmt: skip
    codes = np.array([np.repeat(np.arange(5), row) for row in counts])
    found = coefficients(Codings(codes, np.arange(5.0), np.arange(10)), np.ones((1, 10)), "nominal")
    assert found["fleiss_kappa"][0] == pytest.approx(0.2099, abs=5e-5)


def test_two_coders_by_hand():
    """20 ya/ya, 5 ya/tidak, 10 tidak/ya, 15 tidak/tidak: kappa 0.4 (Wikipedia); pi from pooled shares."""
    first, second = "1 " * 25 + "0 " * 25, "1 " * 20 + "0 " * 5 + "1 " * 10 + "0 " * 15
    found = values(reliability(codes_of([first, second], "nominal"), n_resamples=100))
    assert found["percent"] == found["holsti"] == pytest.approx(0.7)
    assert found["cohen_kappa"] == pytest.approx(0.4)
    chance = 0.55**2 + 0.45**2
    assert found["scott_pi"] == found["fleiss_kappa"] == pytest.approx((0.7 - chance) / (1 - chance))
    assert "alpha_ordinal" not in found.index


def test_holsti_counts_decisions_that_only_one_coder_made():
    """2 agreed of 3 and 4 decisions: 4/7. Percent agreement looks at the 3 units that both coded."""
    found = values(reliability(codes_of(["1 1 0 *", "1 1 1 1"], "nominal"), n_resamples=20))
    assert found["holsti"] == pytest.approx(4 / 7)
    assert found["percent"] == pytest.approx(2 / 3)


def test_holsti_passes_over_units_that_were_not_given_to_both():
    codes = codes_of(["1 1 0 1", "1 1 1 1"], "nominal")
    codes = codes[~((codes["coder"] == "A") & (codes["unit_id"] == "u0003"))]
    assert values(reliability(codes, n_resamples=20))["holsti"] == pytest.approx(2 / 3)


def test_more_coders_give_means_over_pairs_and_say_so():
    coders = ["1 1 0 0 1 0", "1 0 0 0 1 1", "1 1 0 1 1 0"]
    table = reliability(codes_of(coders, "nominal"), n_resamples=50)
    pairs = [values(reliability(codes_of([coders[a], coders[b]], "nominal"), n_resamples=5))
             for a, b in ((0, 1), (0, 2), (1, 2))]  # fmt: skip
    for name in ("holsti", "scott_pi", "cohen_kappa"):
        assert values(table)[name] == pytest.approx(np.mean([pair[name] for pair in pairs]))
    assert "rerata antarpasangan" in table.set_index("coefficient").loc["cohen_kappa", "note"]


def test_all_codes_the_same_leave_chance_corrected_coefficients_undefined():
    table = reliability(codes_of(["1 1 1", "1 1 1"], "nominal"), n_resamples=20).set_index("coefficient")
    assert table.loc["percent", "value"] == 1
    assert table.loc[["scott_pi", "cohen_kappa", "fleiss_kappa", "alpha_nominal"], "value"].isna().all()
    assert table.loc["alpha_nominal", ["ci_low", "ci_high"]].isna().all()
    assert "not defined" in table.loc["alpha_nominal", "note"]


def test_full_agreement_in_a_sample_has_no_interval():
    table = reliability(codes_of(["1 0 1 0", "1 0 1 0"], "nominal"), n_resamples=50).set_index("coefficient")
    assert table.loc["percent", "value"] == 1
    assert table.loc["percent", ["ci_low", "ci_high"]].isna().all()
    assert "tanpa selang" in table.loc["percent", "note"]


def test_a_rare_value_makes_the_interval_too_narrow_and_that_is_said():
    first = "1 " * 5 + "0 " * 95
    table = reliability(codes_of([first, "0 1 1 1 1 " + "0 " * 95], "nominal"), n_resamples=200)
    assert table.loc[table["coefficient"] == "alpha_nominal", "note"].iloc[0].startswith("hanya 5 unit dengan nilai")


def test_fewer_than_fifty_units_are_said():
    few = reliability(codes_of(["1 0 " * 24, "1 0 " * 24], "nominal"), n_resamples=20)
    enough = reliability(codes_of(["1 0 " * 25, "1 0 " * 25], "nominal"), n_resamples=20)
    assert few["note"].str.contains("48 unit, di bawah 50").all()
    assert not enough["note"].str.contains("di bawah 50").any()


def test_pre_filled_and_blind_units_apart_with_their_difference():
    first, second = "1 0 " * 40, "1 0 " * 20 + "0 1 " * 20
    codes = codes_of([first, second], "nominal", blind=set(range(40, 80)))
    table = reliability(codes, n_resamples=200)
    assert values(table, "prefilled")["percent"] == 1
    assert values(table, "blind")["percent"] == 0
    difference = table[table["subset"] == "difference"].set_index("coefficient")
    assert difference.loc["percent", "value"] == 1
    assert difference.loc["percent", "n_units"] == 80
    assert difference["ci_low"].isna().all()  # everyone agrees, then nobody: nothing to resample
    assert set(reliability(codes, by_blind=False, n_resamples=20)["subset"]) == {"all"}


def test_the_difference_has_an_interval_where_both_parts_have_one():
    rng = np.random.default_rng(2)
    truth = rng.integers(0, 2, 200)
    other = np.where(rng.random(200) < np.where(np.arange(200) < 100, 0.1, 0.4), 1 - truth, truth)
    codes = codes_of([" ".join(map(str, truth)), " ".join(map(str, other))], "nominal", blind=set(range(100, 200)))
    row = reliability(codes, n_resamples=400).set_index(["subset", "coefficient"]).loc[("difference", "percent")]
    assert row["ci_low"] < row["value"] < row["ci_high"]
    assert row["ci_low"] > 0


def test_a_tool_stands_apart_from_the_coders():
    codes = codes_of(["1 0 1 0 1", "1 0 1 0 1", "0 0 1 1 1"], "nominal").replace({"coder": {"C": "bingkai"}})
    table = reliability(codes, tools=["bingkai"], n_resamples=20)
    people = table[table["comparison"] == "coders"]
    assert set(people["coders"]) == {"A · B"}
    assert values(people)["percent"] == 1
    assert sorted(set(table.loc[table["comparison"] == "tool", "coders"])) == ["bingkai · A", "bingkai · B"]


def test_intervals_resample_articles_with_all_their_units():
    """Ten sentences an article that agree or differ together: as wide as ten times fewer units."""
    rng = np.random.default_rng(3)
    agree = np.repeat(rng.random(30) < 0.7, 10)
    first = rng.integers(0, 2, 300)
    second = np.where(agree, first, 1 - first)
    codes = codes_of([" ".join(map(str, first)), " ".join(map(str, second))], "nominal")
    clustered = codes.assign(article_id="a" + (codes["unit_id"].str[1:].astype(int) // 10).astype(str))
    width = []
    for frame in (codes, clustered):
        row = reliability(frame).set_index("coefficient").loc["percent"]
        width.append(row["ci_high"] - row["ci_low"])
    assert width[1] / width[0] == pytest.approx(np.sqrt(10), rel=0.2)


def test_the_interval_of_alpha_holds_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(11)
    big = random_codes(rng, 200_000, 2, 2, 0.0)
    truth = coefficients(Codings(big[:20000], np.arange(2.0), np.arange(20000)), np.ones((1, 20000)), "nominal")
    held = []
    for run in range(200):
        n = 80
        codes = big[20000 + n * run : 20000 + n * (run + 1)]
        lines = [" ".join(map(str, codes[:, coder])) for coder in (0, 1)]
        row = reliability(codes_of(lines, "nominal"), n_resamples=400).set_index("coefficient").loc["alpha_nominal"]
        held.append(row["ci_low"] <= truth["alpha_nominal"][0] <= row["ci_high"])
    assert 0.89 <= np.mean(held) <= 0.99


def test_order_of_rows_changes_nothing():
    codes = codes_of(TEXTBOOK, "ordinal", blind={1, 5, 7, 9})
    shuffled = codes.sample(frac=1, random_state=5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pd.testing.assert_frame_equal(reliability(codes, n_resamples=100), reliability(shuffled, n_resamples=100))


def test_what_cannot_be_compared_is_said():
    codes = codes_of(["1 0", "1 0"], "nominal")
    with pytest.raises(ValueError, match="agreement needs two coders; got A"):
        reliability(codes[codes["coder"] == "A"])
    with pytest.raises(ValueError, match="no coder is called 'mesin'"):
        reliability(codes, tools=["mesin"])
    with pytest.raises(SchemaError, match="more than once"):
        reliability(pd.concat([codes, codes]))
    with pytest.raises(SchemaError, match="has no number"):
        reliability(codes.assign(scale="ordinal", number=np.nan))
    with pytest.raises(SchemaError, match="unknown scale 'rasio'"):
        reliability(codes.assign(scale="rasio"))


def test_items_coded_by_one_coder_and_free_text_do_not_stop_the_rest():
    codes = codes_of(["1 0 1", "1 0 0"], "nominal")
    alone = codes[codes["coder"] == "A"].assign(item="sendiri")
    words = codes.assign(item="isi", scale="text")
    table = require(reliability(pd.concat([codes, alone, words]), n_resamples=20), RELIABILITY)
    assert list(table["item"].unique()) == ["butir", "sendiri"]
    assert table.loc[table["item"] == "sendiri", "note"].str.contains("hanya dikode oleh A").all()
    assert table.loc[table["item"] == "sendiri", "value"].isna().all()


def test_an_item_that_only_a_tool_coded_has_no_row():
    codes = codes_of(["1 0 1", "1 0 0"], "nominal")
    only = codes[codes["coder"] == "A"].assign(item="mesin saja", coder="bingkai")
    table = reliability(pd.concat([codes, only]), tools=["bingkai"], n_resamples=20)
    assert set(table["item"]) == {"butir"}


def test_an_item_that_nobody_could_code_is_said():
    table = reliability(codes_of(["* * *", "* * *"], "nominal"), n_resamples=20)
    assert table["value"].isna().all()
    assert table["note"].str.contains("tidak ada unit yang dikode dua pengode").all()
