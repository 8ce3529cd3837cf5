"""Dispersion against Gries's corpus of five parts, and what must hold for any."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from bingkai.contrast.dispersion import dispersion

# Gries (2008), as in scattertext's test of Dispersion
PARTS = [
    "b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t", "b a h a a b e a x a t",
]  # fmt: skip
SIZES = [len(part.split()) for part in PARTS]
COUNTS = np.array([[part.split().count(word) for word in "biqx"] for part in PARTS])


@pytest.mark.parametrize("make", [np.array, csr_array], ids=["dense", "sparse"])
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("range", [5, 1, 1, 1]),
        ("sd", [0, 0.4, 0.4, 0.4]),
        ("vc", [0, 2, 2, 2]),
        ("juilland_d", [0.968, 0, 0, 0]),
        ("rosengren_s", [0.999, 0.18, 0.2, 0.22]),
        ("dp", [0.02, 0.82, 0.8, 0.78]),
        ("dp_norm", [0.024, 1, 0.976, 0.951]),
        ("kl", [0.003, 2.474, 2.322, 2.184]),
    ],
)
def test_gries_corpus(make, name, wanted):
    assert dispersion(make(COUNTS), SIZES)[name].tolist() == pytest.approx(wanted, abs=6e-4)


def test_an_even_word_has_no_deviation_and_a_lumped_one_the_greatest():
    table = dispersion([[5, 9], [5, 0], [10, 0]], [50, 50, 100])
    assert table["dp"].tolist() == pytest.approx([0, 0.75])
    assert table["dp_norm"].tolist() == pytest.approx([0, 1])


def test_a_word_that_never_occurs_has_a_range_of_zero_and_nothing_else():
    table = dispersion([[1, 0], [2, 0]], [10, 10])
    assert table.loc[1, "range"] == 0
    assert table.loc[1].drop("range").isna().all()


@pytest.mark.parametrize(("sizes", "message"), [([10], "2 parts and 1 sizes"), ([10, 0], "part 1 has 0")])
def test_sizes_must_fit(sizes, message):
    with pytest.raises(ValueError, match=message):
        dispersion([[1], [1]], sizes)
