"""Articles needed: a drawn outlet has the rate asked for, more articles see more, nothing is seen where nothing is."""

import numpy as np
import pandas as pd
import pytest

from bingkai.contrast.power import Pool, false_alarms, plan, tilted


def pilot(n=80, rate=0.2, unit="attributions", n_events=8, seed=3):
    rng = np.random.default_rng(seed)
    base = rng.integers(5, 15, n)
    own = rate * rng.gamma(4, 1 / 4, n)
    return pd.DataFrame(
        {
            "article_id": [f"a{i:03}" for i in range(n)],
            "outlet": ["Harian Fiksi", "Kabar Fiksi"] * (n // 2),
            "event_id": [f"e{i % n_events}" for i in range(n)],
            "measure": "stance.jarak",
            "count": rng.binomial(base, np.minimum(own, 1)).astype(float),
            "base": base.astype(float),
            "unit": unit,
        }
    )


def pool(first=(0,)):
    frame = pilot()
    return Pool(frame["count"].to_numpy(), frame["base"].to_numpy(), np.array(first), "attributions")


@pytest.mark.parametrize("first", [(0,), (0, 20, 50)])
@pytest.mark.parametrize("wanted", [0.05, 0.2, 0.45])
def test_tilted_articles_have_the_rate_asked_for(first, wanted):
    drawn = pool(first)
    chance = tilted(drawn, wanted)
    assert chance @ drawn.count / (chance @ drawn.base) == pytest.approx(wanted)
    assert chance.sum() == pytest.approx(1)
    shares = np.add.reduceat(chance, first)
    assert shares == pytest.approx(np.full(len(first), 1 / len(first)))


def test_no_tilt_is_an_even_draw():
    drawn = pool()
    assert tilted(drawn, drawn.rate) == pytest.approx(np.full(80, 1 / 80))


def test_a_rate_no_article_has_is_refused():
    with pytest.raises(ValueError, match=r"cannot be drawn from these articles, whose rates lie between 0 and"):
        plan(pilot(), "stance.jarak", difference=0.75, n_articles=[20], n_runs=5)


def test_power_grows_with_articles_and_with_the_difference():
    table = plan(pilot(), "stance.jarak", difference=[0.05, 0.15], n_articles=[20, 60, 180], n_runs=60, progress=False)
    power = table.pivot(index="difference", columns="n_articles", values="power")
    assert (power.diff(axis=1).iloc[:, 1:] >= -0.05).all(axis=None)
    assert (power.loc[0.15] >= power.loc[0.05]).all()
    assert power.loc[0.15, 180] > 0.95
    assert ((table["power_low"] <= table["power"]) & (table["power"] <= table["power_high"])).all()


def test_few_articles_behind_an_extreme_rate_are_told():
    table = plan(pilot(), "stance.jarak", difference=[0.0, 0.2], n_articles=[20], n_runs=5, progress=False)
    even, extreme = table["n_drawn_from"]
    assert even == pytest.approx(80)
    assert extreme < 40


def test_a_difference_downward_is_seen_too():
    table = plan(pilot(), "stance.jarak", difference=-0.15, n_articles=[100], n_runs=30, progress=False)
    assert table["power"].item() > 0.9


def test_power_agrees_with_a_simulation_that_knows_the_truth():
    # two outlets of 60 articles, ten attributions each, 20 against 30 per cent, articles alike: z = 0.1 / se
    frame = pilot(400, 0.2).assign(base=10.0)
    frame["count"] = np.random.default_rng(5).binomial(10, 0.2, 400).astype(float)
    table = plan(frame, "stance.jarak", difference=0.1, n_articles=[60], n_runs=200, progress=False)
    # normal approximation on the square-root scale: (√.3 - √.2) / √((.7 + .8) / 4 / 600) = 4.02 -> power .98
    assert table["power"].item() == pytest.approx(0.98, abs=0.03)


def test_within_events_power_is_counted_in_events():
    table = plan(pilot(), "stance.jarak", difference=0.2, n_articles=[40], within="event_id", n_runs=30, progress=False)
    assert table["n_events"].item() == 40
    assert table["power"].item() > 0.8


def test_refused_runs_are_counted_and_not_called():
    frame = pilot().assign(count=lambda rows: (rows.index < 2).astype(float))
    table = plan(frame, "stance.jarak", difference=0.001, n_articles=[10], n_runs=20, progress=False)
    assert table["n_refused"].item() >= 18
    assert table["power"].item() == 0


@pytest.mark.parametrize(
    "options", [{}, {"n_outlets": 6}, {"within": "event_id"}, {"within": "event_id", "new_events": False}]
)
def test_outlets_drawn_alike_are_called_different_one_time_in_twenty(options):
    table = false_alarms(pilot(), "stance.jarak", n_articles=[40, 90], n_runs=250, progress=False, **options)
    alarms = table["alarms"].mean()  # 500 runs: 95 % of honest tests lie between 3.1 and 7.2 per cent
    assert 0.025 <= alarms <= 0.08
    assert (table["n_refused"] == 0).all()


def test_the_same_seed_gives_the_same_table_whatever_the_order_of_rows():
    frame = pilot()
    options = {"difference": 0.1, "n_articles": [30], "n_runs": 20, "progress": False}
    one = plan(frame, "stance.jarak", **options)
    other = plan(frame.sample(frac=1, random_state=1), "stance.jarak", **options)
    pd.testing.assert_frame_equal(one, other)


def test_the_measures_are_not_changed():
    frame = pilot()
    before = frame.copy(deep=True)
    plan(frame, "stance.jarak", difference=0.1, n_articles=[20], n_runs=5, progress=False)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"n_articles": []}, "n_articles"),
        ({"n_articles": [1]}, "n_articles"),
        ({"n_runs": 0}, "n_runs 0"),
        ({"alpha": 0.9}, "alpha 0.9"),
        ({"within": "kejadian"}, "kejadian"),
    ],
)
def test_bad_settings_are_named(options, said):
    with pytest.raises(ValueError, match=said):
        plan(pilot(), "stance.jarak", difference=0.1, **options)


def test_unknown_measure_and_too_few_articles():
    with pytest.raises(ValueError, match=r"unknown measure 'stance\.jarrak'; nearest: 'stance\.jarak'"):
        plan(pilot(), "stance.jarrak", difference=0.1)
    with pytest.raises(ValueError, match="1 usable articles to draw from"):
        plan(pilot().head(1), "stance.jarak", difference=0.1)
    with pytest.raises(ValueError, match="n_outlets 1"):
        false_alarms(pilot(), "stance.jarak", n_outlets=1)


def test_one_number_of_articles_is_a_list_of_one():
    options = {"difference": 0.1, "n_runs": 5, "progress": False}
    one = plan(pilot(), "stance.jarak", n_articles=30, **options)
    pd.testing.assert_frame_equal(one, plan(pilot(), "stance.jarak", n_articles=[30], **options))
    assert false_alarms(pilot(), "stance.jarak", n_articles=30, n_runs=5, progress=False)["n_articles"].tolist() == [30]
