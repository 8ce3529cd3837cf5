import numpy as np
import pytest

from bingkai.contrast.correct import benjamini_hochberg

# Benjamini and Hochberg (1995): 15 p values of a thrombolysis trial; their procedure rejects 4, Bonferroni 3.
BH_1995 = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_the_example_of_benjamini_and_hochberg():
    q = benjamini_hochberg(BH_1995)
    assert q[:5] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625, 0.0603])
    assert (q <= 0.05).sum() == 4
    assert (np.array(BH_1995) <= 0.05 / 15).sum() == 3


def test_the_order_of_the_p_values_does_not_matter():
    order = np.random.default_rng(3).permutation(15)
    assert benjamini_hochberg(np.array(BH_1995)[order]) == pytest.approx(benjamini_hochberg(BH_1995)[order])


def test_what_was_not_tested_does_not_count_as_a_test():
    q = benjamini_hochberg([*BH_1995, np.nan, np.nan])
    assert q[:15] == pytest.approx(benjamini_hochberg(BH_1995))
    assert np.isnan(q[15:]).all()


def test_an_empty_family():
    assert benjamini_hochberg([]).size == 0
    assert np.isnan(benjamini_hochberg([np.nan])).all()
