"""compare_outlets: what the rows say, what is refused, what changes nothing."""

import numpy as np
import pandas as pd
import pytest
from simulation import Scenario, simulate

from bingkai.contrast.compare import compare_outlets
from bingkai.schema import COMPARISON, SchemaError, require

QUICK = {"n_resamples": 99, "progress": False}


def frame_of(outlets: dict[str, tuple[list[float], list[float]]], measure: str = "stance.jarak") -> pd.DataFrame:
    rows = [
        (f"{outlet}-{i}", outlet, measure, count, base, "attributions")
        for outlet, (counts, bases) in outlets.items()
        for i, (count, base) in enumerate(zip(counts, bases, strict=True))
    ]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "measure", "count", "base", "unit"])


@pytest.fixture(scope="module")
def three() -> pd.DataFrame:
    """Rates 0.2, 0.1 and 0.4; 10, 20 and 20 articles."""
    return frame_of(
        {
            "Kabar": ([1, 3] * 5, [10.0] * 10),
            "Suara": ([1, 3, 0, 0] * 5, [10.0] * 20),
            "Warta": ([5, 3] * 10, [10.0] * 20),
        }
    )


@pytest.fixture(scope="module")
def simulated() -> pd.DataFrame:
    scenario = Scenario((30, 40, 50), (0.006, 0.010, 0.004), (1, 1, 1), 0.5, 25)
    return simulate(scenario, 3, np.random.default_rng(5))


def row(table: pd.DataFrame, outlet: str, reference: str = "others") -> pd.Series:
    found = table[(table["outlet"] == outlet) & (table["reference"] == reference)]
    assert len(found) == 1
    return found.iloc[0]


def test_rates_and_effects_by_hand(three):
    table = require(compare_outlets(three, **QUICK).to_frame(), COMPARISON)
    kabar = row(table, "Kabar")
    assert kabar["estimate"] == pytest.approx(0.2)
    assert kabar["reference_estimate"] == pytest.approx((0.1 + 0.4) / 2)  # not (20 + 80) / 400: outlets count alike
    assert kabar["effect"] == pytest.approx(-0.05)
    assert kabar["ratio"] == pytest.approx(0.8)
    assert (kabar["n_articles"], kabar["n_hits"], kabar["count"], kabar["base"]) == (10, 10, 20, 100)
    assert kabar["n_events"] == 0
    assert (table["ci_low"] < table["effect"]).all()
    assert (table["effect"] < table["ci_high"]).all()


def test_a_prolific_outlet_does_not_decide_what_is_usual():
    large = frame_of({"Kabar": ([1, 3] * 10, [10.0] * 20), "Suara": ([0, 2] * 200, [10.0] * 400),
                      "Warta": ([3, 5] * 10, [10.0] * 20)})  # fmt: skip
    assert row(compare_outlets(large, **QUICK).table, "Kabar")["reference_estimate"] == pytest.approx((0.1 + 0.4) / 2)


def test_every_pair_stands_once(three):
    table = compare_outlets(three, reference="pairwise", **QUICK).table
    assert list(zip(table["outlet"], table["reference"], strict=True)) == [
        ("Kabar", "Suara"), ("Kabar", "Warta"), ("Suara", "Warta"),
    ]  # fmt: skip
    assert row(table, "Suara", "Warta")["effect"] == pytest.approx(0.1 - 0.4)


def test_against_one_outlet(three):
    table = compare_outlets(three, reference="Warta", **QUICK).table
    assert table["outlet"].tolist() == ["Kabar", "Suara"]
    assert set(table["reference"]) == {"Warta"}


def test_a_pair_is_the_same_whoever_else_is_compared(three):
    pair = compare_outlets(three[three["outlet"] != "Kabar"], reference="pairwise", **QUICK).table.iloc[0]
    among = row(compare_outlets(three, reference="pairwise", **QUICK).table, "Suara", "Warta")
    for column in ("effect", "ci_low", "ci_high", "p_value"):
        assert pair[column] == pytest.approx(among[column])


@pytest.mark.parametrize("within", [None, "event_id"])
def test_the_order_of_rows_changes_nothing(simulated, within):
    shuffled = simulated.sample(frac=1, random_state=3)
    before = compare_outlets(simulated, within=within, **QUICK).table
    pd.testing.assert_frame_equal(compare_outlets(shuffled, within=within, **QUICK).table, before)


@pytest.mark.parametrize("within", [None, "event_id"])
def test_other_measures_of_the_call_change_nothing_but_q(simulated, within):
    alone = compare_outlets(simulated, "run0001", within=within, **QUICK).table
    among = compare_outlets(simulated, within=within, **QUICK).table.query("measure == 'run0001'")
    pd.testing.assert_frame_equal(
        alone.drop(columns="q_value"), among.drop(columns="q_value").reset_index(drop=True), rtol=1e-9
    )


def test_seeds_give_the_same_numbers_twice_and_others_for_another_seed(simulated):
    first = compare_outlets(simulated, seed=1, **QUICK).table
    pd.testing.assert_frame_equal(first, compare_outlets(simulated, seed=1, **QUICK).table)
    assert not first["ci_low"].equals(compare_outlets(simulated, seed=2, **QUICK).table["ci_low"])


def test_the_input_is_not_changed(simulated):
    before = simulated.copy()
    compare_outlets(simulated, within="event_id", **QUICK)
    pd.testing.assert_frame_equal(simulated, before)


def test_effect_is_estimate_minus_reference_also_within_events(simulated):
    table = compare_outlets(simulated, within="event_id", **QUICK).table
    assert table["effect"].tolist() == pytest.approx((table["estimate"] - table["reference_estimate"]).tolist())
    assert (table["n_events"] > 10).all()


def test_events_of_one_outlet_do_not_count_within():
    shared = [f"e{i}" for i in range(12)]
    frame = frame_of({"Kabar": ([1, 2] * 8, [10.0] * 16), "Suara": ([2, 3] * 8, [10.0] * 16)})
    frame["event_id"] = [*shared, *["sendiri"] * 4, *shared, *[None] * 4]
    result = compare_outlets(frame, within="event_id", **QUICK)
    assert result.table["n_events"].tolist() == [12, 12]
    assert result.table["n_articles"].tolist() == [12, 12]
    assert result.left_out.values.tolist() == [["stance.jarak", "event", 4]]


def test_an_outlet_without_shared_events_is_refused():
    frame = frame_of(
        {"Kabar": ([1, 2] * 6, [10.0] * 12), "Suara": ([2, 3, 1] * 4, [10.0] * 12), "Warta": ([1] * 12, [9.0] * 12)}
    )
    frame["event_id"] = [*[f"e{i}" for i in range(12)] * 2, *[f"w{i}" for i in range(12)]]
    table = compare_outlets(frame, within="event_id", **QUICK).table
    assert "tidak ada peristiwa bersama" in row(table, "Warta")["note"]
    assert np.isfinite(row(table, "Kabar")["p_value"])


TWENTY = [5.0] * 20
ONE_TWO = ([1, 2] * 10, TWENTY)
ALL_ZERO = ([0] * 20, TWENTY)
REFUSED = {
    "artikel Kabar terlalu sedikit: 9, perlu 10": {"Kabar": ([1] * 9, [5.0] * 9), "Suara": ONE_TWO},
    "hanya satu media": {"Kabar": ONE_TWO},
    "tidak pernah muncul": {"Kabar": ALL_ZERO, "Suara": ALL_ZERO},
    "hanya 4 artikel yang memuatnya": {"Kabar": ([4] * 4 + [0] * 16, TWENTY), "Suara": ALL_ZERO},
    "tidak ada variasi": {"Kabar": ([5] * 20, TWENTY), "Suara": ([5] * 20, TWENTY)},
    "tidak ada artikel dengan dasar hitung": {"Kabar": ([0] * 20, [0.0] * 20), "Suara": ([0] * 20, [0.0] * 20)},
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_cannot_be_compared_is_refused_with_a_reason(reason):
    table = compare_outlets(frame_of(REFUSED[reason]), **QUICK).table
    refused = row(table, "Kabar")
    assert reason in refused["note"]
    assert " · " in refused["note"]
    assert refused[["effect", "ci_low", "ci_high", "p_value", "q_value"]].isna().all()


def test_a_small_outlet_does_not_enter_the_mean_of_the_others(three):
    small = frame_of({"Kecil": ([9] * 3, [10.0] * 3)})
    table = compare_outlets(pd.concat([three, small], ignore_index=True), **QUICK).table
    assert row(table, "Kabar")["reference_estimate"] == pytest.approx(0.25)
    assert "tanpa Kecil" in row(table, "Kabar")["note"]
    assert "terlalu sedikit: 3" in row(table, "Kecil")["note"]
    assert row(table, "Kecil")["estimate"] == pytest.approx(0.9)


def test_few_events_are_refused_or_marked():
    def compared(n_events: int) -> pd.Series:
        frame = frame_of({"Kabar": ([1, 2, 0, 2] * 6, [10.0] * 24), "Suara": ([3, 1, 2, 2] * 6, [10.0] * 24)})
        frame["event_id"] = [f"e{i % n_events}" for i in range(24)] * 2
        return row(compare_outlets(frame, within="event_id", **QUICK).table, "Kabar")

    assert "peristiwa terlalu sedikit: 5" in compared(5)["note"]
    assert np.isnan(compared(5)["p_value"])
    assert "sedikit peristiwa (12)" in compared(12)["note"]
    assert np.isfinite(compared(12)["p_value"])


def test_an_outlet_that_never_uses_a_word_has_an_interval():
    table = compare_outlets(
        frame_of({"Kabar": ([0] * 40, [50.0] * 40), "Suara": ([1, 2] * 20, [50.0] * 40)}), **QUICK
    ).table
    kabar = row(table, "Kabar")
    assert (kabar["estimate"], kabar["estimate_low"]) == (0, 0)
    assert 0 < kabar["estimate_high"] < 0.01
    assert kabar["ci_high"] < 0
    assert kabar["p_value"] == pytest.approx(0.01)


def test_a_share_does_not_exceed_one():
    table = compare_outlets(
        frame_of({"Kabar": ([3] * 19 + [2], [3.0] * 20), "Suara": ([3, 2] * 10, [3.0] * 20)}), **QUICK
    ).table
    assert (table["estimate_high"] <= 1).all()


def test_articles_left_out_are_counted():
    frame = frame_of({"Kabar": ([1, 2] * 10 + [0] * 3, [5.0] * 20 + [0.0] * 3), "Suara": ([1, 2] * 10, [5.0] * 20)})
    frame.loc[0, "outlet"] = None
    frame.loc[1, "count"] = np.nan
    result = compare_outlets(frame, **QUICK)
    assert dict(zip(result.left_out["reason"], result.left_out["n_articles"], strict=True)) == {
        "base": 3, "outlet": 1, "value": 1,
    }  # fmt: skip
    assert "3 artikel tanpa dasar hitung tidak dipakai" in result.describe()
    assert row(result.table, "Kabar")["n_articles"] == 18


def test_q_is_over_all_rows_tested(simulated):
    result = compare_outlets(simulated, **QUICK)
    assert result.n_tests == 9
    assert "q Benjamini–Hochberg atas 9 pembandingan" in result.describe()
    assert (result.table["q_value"] >= result.table["p_value"]).all()


def test_the_sentences_say_how_to_read_it(three):
    result = compare_outlets(three, **QUICK)
    assert result.describe().startswith(
        "50 artikel, 3 media; laju per 100 atribusi; tiap media terhadap rerata media lain"
    )
    assert "selang 95 % dari bootstrap artikel (99)" in result.describe()
    assert result.describe("en").startswith("50 articles, 3 outlets; rates per 100 attributions")
    assert "seed 7" in result.describe("en")
    assert "di dalam event_id" in compare_outlets(three.assign(event_id="e"), within="event_id", **QUICK).describe()


def test_html_is_escaped_and_scaled(three):
    named = three.assign(outlet=three["outlet"].replace("Kabar", "<b>Kabar</b>"))
    html = compare_outlets(named, **QUICK)._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;Kabar" in html
    assert "20,00" in html  # 0.2 per attribution is 20 per 100


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({}, {"measure": "stance.jarakk"}, "nearest: 'stance.jarak'"),
        ({}, {"reference": "Kabarr"}, "nearest: 'Kabar'"),
        ({}, {"within": "event_id"}, "no column"),
        ({}, {"min_articles": 1}, "at least 2"),
        ({}, {"confidence": 95}, "0.95"),
        ({}, {"n_resamples": 5}, "at least 19"),
        ({}, {"seed": -1}, "0 or more"),
        ({"base": -1.0}, {}, "0 or more"),
        ({"article_id": "sama"}, {}, "one row an article and measure"),
        ({"unit": [*["words"] * 10, *["attributions"] * 40]}, {}, "several units"),
    ],
)
def test_bad_input_says_what_to_do(three, change, options, message):
    with pytest.raises(ValueError, match=message):
        compare_outlets(three.assign(**change), **{**QUICK, **options})


def test_missing_columns_are_named(three):
    with pytest.raises(SchemaError, match="'measure'"):
        compare_outlets(three.drop(columns="measure"), **QUICK)


def test_an_article_of_two_outlets_is_an_error(three):
    other = three.assign(measure="x", outlet=three["outlet"].iloc[::-1].to_numpy())
    with pytest.raises(SchemaError, match="two outlets"):
        compare_outlets(pd.concat([three, other]), **QUICK)


def test_no_rows_give_no_rows(three):
    result = compare_outlets(three.iloc[:0], **QUICK)
    assert len(result.table) == 0
    assert result.describe().startswith("0 artikel, 0 media")
    require(result.to_frame(), COMPARISON)


def test_what_is_no_frame_no_seed_and_no_plain_name_is_refused(three):
    with pytest.raises(
        SchemaError, match="MEASURES wants a pandas DataFrame, one row an article and measure; got dict"
    ):
        compare_outlets({"measure": ["stance.jarak"]}, **QUICK)
    with pytest.raises(ValueError, match="seed None: wanted a whole number"):
        compare_outlets(three, seed=None, **QUICK)
    for name in ("others", "pairwise"):
        with pytest.raises(ValueError, match=f"an outlet is called '{name}', which names a reference"):
            compare_outlets(three.replace({"outlet": {"Kabar": name}}), **QUICK)
