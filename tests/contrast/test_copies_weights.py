"""Copied texts count once, articles may weigh; both keep the inference right."""

import numpy as np
import pandas as pd
import pytest
from simulation import Scenario, simulate

from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.copied import compare_copies
from bingkai.schema import SchemaError

QUICK = {"n_resamples": 99, "progress": False}


def frame_of(rows: list[tuple[str, float, float, str | None]]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["outlet", "count", "base", "copy_group"])
    return made.assign(article_id=[f"a{i:03}" for i in range(len(made))], measure="stance.jarak", unit="attributions")


@pytest.fixture(scope="module")
def copied() -> pd.DataFrame:
    """Kabar: 20 own articles 2/10 and one text three times (8/10); Suara: 20 own 1/10 and that text once."""
    own = [("Kabar", 1 + 2 * (i % 2), 10, None) for i in range(20)] + [
        ("Suara", int(i % 3 != 2), 10, None) for i in range(21)
    ]
    return frame_of([*own, *[("Kabar", 8, 10, "g")] * 3, ("Suara", 8, 10, "g")])


def rate(frame: pd.DataFrame, outlet: str, **options) -> float:
    table = compare_outlets(frame, **QUICK, **options).table
    return table.set_index("outlet").loc[outlet, "estimate"]


def test_a_text_of_two_outlets_counts_half_in_each_whatever_its_copies_within(copied):
    assert rate(copied, "Kabar") == pytest.approx((40 + 8 / 2) / (200 + 10 / 2))
    assert rate(copied, "Suara") == pytest.approx((14 + 8 / 2) / (210 + 10 / 2))


def test_all_and_without(copied):
    assert rate(copied, "Kabar", copies="all") == pytest.approx(64 / 230)
    assert rate(copied, "Kabar", copies="without") == pytest.approx(40 / 200)


def test_what_copies_leave_out_is_counted_and_said(copied):
    once, without = compare_outlets(copied, **QUICK), compare_outlets(copied, copies="without", **QUICK)
    assert once.left_out[["reason", "n_articles"]].values.tolist() == [["same_outlet", 2]]
    assert "teks salinan dihitung sekali" in once.describe()
    assert without.left_out[["reason", "n_articles"]].values.tolist() == [["across_outlets", 4]]
    assert "4 articles whose text several outlets carry not used" in without.describe("en")
    assert "salinan" not in compare_outlets(copied.drop(columns="copy_group"), **QUICK).describe()


def test_without_copy_groups_nothing_changes(copied):
    alone = copied.assign(copy_group=pd.Series([None] * len(copied), dtype="str"))
    plain = compare_outlets(copied.drop(columns="copy_group"), **QUICK).table
    pd.testing.assert_frame_equal(compare_outlets(alone, **QUICK).table, plain)


def test_all_three_side_by_side(copied):
    table = compare_copies(copied, **QUICK)
    assert table["copies"].tolist() == ["once", "once", "all", "all", "without", "without"]
    with pytest.raises(SchemaError, match="mark_copies"):
        compare_copies(copied.drop(columns="copy_group"), **QUICK)


def test_an_index_with_repeated_labels_is_no_matter(copied):
    repeated = copied.set_axis([0] * len(copied))
    pd.testing.assert_frame_equal(compare_outlets(repeated, **QUICK).table, compare_outlets(copied, **QUICK).table)


def test_a_weight_of_two_counts_like_two_articles_in_the_rate_but_not_in_n(copied):
    frame = copied.drop(columns="copy_group")
    double = frame.assign(bobot=np.where(frame["outlet"] == "Kabar", 2.0, 1.0))
    plain, heavy = compare_outlets(frame, **QUICK).table, compare_outlets(double, weights="bobot", **QUICK).table
    for column in ("estimate", "ci_low", "ci_high", "n_articles"):  # the same weight for all of an outlet says nothing
        assert heavy[column].tolist() == pytest.approx(plain[column].tolist())
    some = frame.assign(bobot=np.where(frame.index < 10, 3.0, 1.0))
    weighted = compare_outlets(some, weights="bobot", **QUICK)
    c, b, w = (some.loc[some["outlet"] == "Kabar", name] for name in ("count", "base", "bobot"))
    assert weighted.table["estimate"].iloc[0] == pytest.approx((w * c).sum() / (w * b).sum())
    assert "artikel berbobot bobot" in weighted.describe()


def test_articles_without_weight_are_left_out_and_counted(copied):
    frame = copied.assign(bobot=1.0)
    frame.loc[0, "bobot"], frame.loc[1, "bobot"] = np.nan, 0.0
    counted = compare_outlets(frame, weights="bobot", copies="all", **QUICK).left_out
    assert counted[["reason", "n_articles"]].values.tolist() == [["base", 1], ["value", 1]]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"copies": "never"}, "wanted one of once, all, without"),
        ({"weights": "bobbot"}, "nearest: 'bobot'"),
        ({"weights": "outlet"}, "wanted numbers of 0 or more"),
    ],
)
def test_bad_settings_say_what_to_do(copied, options, said):
    with pytest.raises(ValueError, match=said):
        compare_outlets(copied.assign(bobot=1.0), **QUICK, **options)


def test_weighted_intervals_hold_the_truth_and_p_keeps_its_level():
    held, alarms = [], []
    for call in range(16):
        rng = np.random.default_rng([31, call])
        frame = simulate(Scenario((60, 80), (0.006, 0.006), (1, 1)), 30, rng)
        weight = pd.Series(rng.choice([1.0, 1.0, 5.0], 140), index=frame["article_id"].unique())
        frame["bobot"] = frame["article_id"].map(weight)
        table = compare_outlets(frame, weights="bobot", reference="pairwise", seed=call, n_resamples=199,
                                progress=False).table  # fmt: skip
        held += ((table["ci_low"] <= 0) & (table["ci_high"] >= 0)).tolist()
        alarms += (table["p_value"] <= 0.05).tolist()
    assert 0.92 <= np.mean(held) <= 0.98
    assert 0.025 <= np.mean(alarms) <= 0.075


def test_copies_counted_as_articles_make_false_alarms_and_counted_once_do_not():
    # a third of the texts of either outlet stand there five times
    alarms = {"once": [], "all": []}
    for call in range(16):
        frame = simulate(Scenario((60, 60), (0.006, 0.006), (1, 1)), 30, np.random.default_rng([32, call]))
        number = frame["article_id"].str[1:].astype(int)
        again = [frame[number % 3 == 0].assign(article_id=lambda f, k=k: f["article_id"] + f"-{k}") for k in range(4)]
        frame = pd.concat([frame, *again], ignore_index=True)
        frame["copy_group"] = frame["article_id"].str.partition("-")[0]
        for copies, found in alarms.items():
            table = compare_outlets(frame, copies=copies, reference="pairwise", seed=call, n_resamples=199,
                                    progress=False).table  # fmt: skip
            found += (table["p_value"] <= 0.05).tolist()
    assert np.mean(alarms["all"]) > 0.12
    assert 0.025 <= np.mean(alarms["once"]) <= 0.075
