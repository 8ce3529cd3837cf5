"""The figure of agreement: marks, order, refusals. All numbers are invented."""

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from bingkai.figures.canvas import drawn_data
from bingkai.figures.reliability import plot_reliability
from bingkai.figures.save import save_figure
from bingkai.schema import RELIABILITY, build

mpl.use("Agg")


def table(rows):
    """RELIABILITY from (item, scale, subset, coefficient, value, low, high, n)."""
    names = ["item", "scale", "subset", "coefficient", "value", "ci_low", "ci_high", "n_units"]
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    n = len(rows)
    fixed = {"model": ["uji"] * n, "comparison": ["coders"] * n, "coders": ["Ana · Budi"] * n, "n_coders": [2] * n,
             "n_articles": columns["n_units"], "note": [""] * n}  # fmt: skip
    return build({name: (columns | fixed)[name] for name in RELIABILITY.required}, RELIABILITY)


NAN = float("nan")
ROWS = [
    ("konflik", "nominal", "all", "percent", 0.9, 0.8, 1.0, 60),
    ("konflik", "nominal", "all", "alpha_nominal", 0.7, 0.5, 0.85, 60),
    ("padu", "ordinal", "all", "alpha_nominal", 0.4, 0.2, 0.6, 30),
    ("padu", "ordinal", "all", "alpha_ordinal", 0.55, -0.2, 0.8, 30),
    ("solusi", "nominal", "all", "alpha_nominal", NAN, NAN, NAN, 60),
    ("konflik", "nominal", "blind", "alpha_nominal", 0.3, -0.1, 0.6, 12),
]


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def test_alpha_is_that_of_each_items_scale_in_the_order_of_the_codebook():
    ax = plot_reliability(table(ROWS))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["konflik", "padu", "solusi"]
    assert drawn_data(ax)["coefficient"].tolist() == ["alpha_nominal", "alpha_ordinal", "alpha_nominal"]
    points = ax.collections[1]
    assert points.get_offsets().tolist() == [[0.7, 0], [0.55, 1]]
    assert [tuple(color)[:3] == (1, 1, 1) for color in points.get_facecolors()] == [False, True]
    assert ax.get_xlim()[0] < -0.2


def test_what_is_not_defined_is_said_in_words():
    texts = [text.get_text() for text in plot_reliability(table(ROWS)).texts]
    assert "tidak terdefinisi" in texts
    assert "0,667" in texts
    english = [text.get_text() for text in plot_reliability(table(ROWS), lang="en").texts]
    assert "not defined" in english


def test_percent_agreement_has_no_thresholds_of_alpha():
    ax = plot_reliability(table(ROWS), "percent")
    assert "0,667" not in [text.get_text() for text in ax.texts]
    assert ax.get_title(loc="left") == "Persen kesepakatan: semua unit"


def test_blind_units_alone_and_into_the_callers_axes(tmp_path):
    _, own = plt.subplots()
    ax = plot_reliability(table(ROWS), subset="blind", ax=own, lang="en")
    assert ax is own
    assert ax.get_title(loc="left") == "Krippendorff's alpha: blind units"
    assert [path.suffix for path in save_figure(ax, tmp_path / "keandalan")] == [".png", ".svg", ".csv"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"coefficient": "cohen"}, "nearest"),
        ({"subset": "buta"}, "no subset 'buta'"),
        ({"comparison": "tool"}, "no comparison"),
    ],
)
def test_what_is_not_in_the_table_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        plot_reliability(table(ROWS), **options)
