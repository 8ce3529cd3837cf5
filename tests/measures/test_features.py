"""FramingFeatures: features by hand, the same as `measure`, and its life inside scikit-learn."""

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import StandardScaler
from sklearn.utils import estimator_checks
from sklearn.utils.estimator_checks import parametrize_with_checks

from bingkai.corpus.demo import load_demo
from bingkai.measures.analyzer import SastrawiAnalyzer
from bingkai.measures.features import DEFAULT_GROUPS, GROUPS, FramingFeatures
from bingkai.measures.measure import measure
from bingkai.measures.transformers import LexiconVectorizer
from bingkai.reading.analyse import analyse

TEXTS = [
    "Bupati mengklaim bahwa jalan selesai. Warga membantah bahwa jalan selesai.",
    "Rapat berjalan lancar.",
    "",
    '"Kami akan segera memperbaiki jalan itu," kata Bupati Sukamaju. Suasana mencekam.',
]


@pytest.fixture(scope="module")
def demo():
    return load_demo().head(12)


def named(features, row):
    return dict(zip(features.get_feature_names_out(), row.tolist(), strict=True))


def test_features_by_hand():
    features = FramingFeatures().fit([])
    rows = features.transform(TEXTS)
    first, quiet, empty, quoted = (named(features, row) for row in rows)
    assert (first["stance.jarak"], first["stance.bantah"], first["kind.indirect"]) == (0.5, 0.5, 1)
    assert first["attributions"] == pytest.approx(2 * 1000 / 10)
    assert quiet["attributions"] == 0
    assert quiet["words.reporter"] == 1
    assert set(empty.values()) == {0}
    assert quoted["kind.direct"] == 1
    assert quoted["words.direct"] == pytest.approx(6 / 11)
    assert quoted["kata_bermuatan.emotif"] == pytest.approx(1000 / 5)


def test_features_are_those_of_measure(demo):
    features = FramingFeatures(["stance", "kind", "source", "attributions", "terms"], no_base=np.nan).fit(demo)
    found = pd.DataFrame(features.transform(demo), index=demo["article_id"], columns=features.get_feature_names_out())
    rates = measure(analyse(demo, progress=False))
    times = np.where(rates["unit"] == "words", 1000, 1)
    rates = rates.assign(rate=rates["count"] * times / rates["base"].where(rates["base"] > 0))
    expected = rates.pivot(index="article_id", columns="measure", values="rate")
    pd.testing.assert_frame_equal(found, expected.loc[found.index, found.columns], check_names=False)


def test_shares_of_a_group_add_up(demo):
    features = FramingFeatures(GROUPS).fit(demo)
    table = pd.DataFrame(features.transform(demo), columns=features.get_feature_names_out())
    for group in ("stance.", "kind.", "words."):
        assert table.filter(regex=f"^{group}").sum(axis=1).to_numpy() == pytest.approx(1)
    assert table.filter(regex="^(first|last)_voice").to_numpy().max() == 1


def test_names_without_data_are_the_names_with_data(demo):
    for groups in (DEFAULT_GROUPS, ("voices", "terms"), ("zones",)):
        features = FramingFeatures(groups, zones=["title", "reporter"]).fit([])
        assert features.transform(demo).shape == (len(demo), len(features.get_feature_names_out()))
        assert np.isfinite(features.transform(demo)).all()
    assert "kata_bermuatan.hedge@title" in FramingFeatures(["terms"], zones=["title"]).fit([]).get_feature_names_out()


def test_a_title_is_used_where_there_is_one():
    features = FramingFeatures(["terms"], zones=["title"]).fit([])
    frame = pd.DataFrame({"title": ["Suasana Mencekam di Pasar"], "text": ["Pasar tutup."]})
    assert named(features, features.transform(frame)[0])["kata_bermuatan.emotif@title"] == 250


def test_the_outlet_named_is_no_feature(demo):
    features = FramingFeatures().fit(demo)
    marked = analyse(demo, progress=False).articles
    assert features.transform(marked).tolist() == features.transform(marked.assign(outlet="Warta")).tolist()


def test_inputs_of_every_shape_give_the_same(demo):
    features = FramingFeatures().fit(demo)
    texts = demo["text"]
    rows = features.transform(texts)
    for other in (texts.tolist(), texts.to_numpy(dtype=object), demo[["text"]], demo[["text"]].set_index(demo["url"])):
        assert features.transform(other).tolist() == rows.tolist()


def test_missing_texts_are_empty():
    column = pd.Series(["Bupati mengklaim bahwa jalan selesai.", None], dtype="str")
    assert FramingFeatures().fit(column).transform(column)[1].sum() == 0
    frame = pd.DataFrame({"title": [None, "Judul"], "text": ["Isi.", None]}, dtype="str")
    assert FramingFeatures().fit(frame).transform(frame).shape[0] == 2


def test_inputs_are_not_changed(demo):
    before = demo.copy()
    FramingFeatures().fit(demo).transform(demo)
    pd.testing.assert_frame_equal(demo, before)


# What scikit-learn's data checks ask, asked with texts.


def test_fitting_twice_and_subsets_change_nothing(demo):
    features = FramingFeatures().fit(demo)
    whole = features.transform(demo)
    assert features.fit(demo.head(3)).transform(demo).tolist() == whole.tolist()
    apart = np.vstack([features.transform(demo.iloc[[place]]) for place in range(len(demo))])
    assert apart.tolist() == whole.tolist()
    order = np.random.default_rng(0).permutation(len(demo))
    assert features.transform(demo.iloc[order]).tolist() == whole[order].tolist()


def test_fit_keeps_the_parameters_and_returns_itself():
    features = FramingFeatures(["stance"], no_base=np.nan)
    before = dict(features.get_params())
    assert features.fit(TEXTS) is features
    assert str(features.get_params()) == str(before)
    assert sorted(vars(features)) == ["features_", "groups", "lexicons", "lexicons_", "no_base", "zones"]


def test_unfitted_is_an_error_and_pickle_keeps_all():
    features = FramingFeatures(["stance", "terms"]).fit(TEXTS)
    with pytest.raises(NotFittedError):
        clone(features).transform(TEXTS)
    with pytest.raises(NotFittedError):
        clone(features).get_feature_names_out()
    assert pickle.loads(pickle.dumps(features)).transform(TEXTS).tolist() == features.transform(TEXTS).tolist()


def test_no_articles_give_no_rows():
    assert FramingFeatures(["stance"]).fit([]).transform([]).shape == (0, 14)


def test_pandas_output():
    features = FramingFeatures(["stance"]).set_output(transform="pandas")
    assert features.fit_transform(TEXTS).columns.tolist() == features.get_feature_names_out().tolist()


def test_in_a_pipeline_with_grid_search():
    texts, labels = [TEXTS[0], TEXTS[1]] * 6, [1, 0] * 6
    pipeline = make_pipeline(FramingFeatures(), SimpleImputer(keep_empty_features=True), StandardScaler(),
                             LogisticRegression())  # fmt: skip
    grid = {"framingfeatures__groups": [("stance",), ("stance", "zones")], "framingfeatures__no_base": [0.0, np.nan]}
    search = GridSearchCV(pipeline, grid, cv=2).fit(texts, labels)
    assert search.best_score_ == 1


def test_beside_words(demo):
    columns = ColumnTransformer(
        [("bingkai", FramingFeatures(["stance"]), ["title", "text"]),
         ("kata", TfidfVectorizer(analyzer=SastrawiAnalyzer()), "text")]
    )  # fmt: skip
    assert columns.fit_transform(demo).shape[0] == len(demo)
    assert columns.get_feature_names_out()[0] == "bingkai__stance.netral"
    union = make_union(FramingFeatures(["stance"]), LexiconVectorizer())
    assert union.fit_transform(TEXTS).shape == (4, 14 + 10)


@pytest.mark.parametrize(
    ("options", "given", "message"),
    [
        ({"groups": ["sikap"]}, [], "unknown group 'sikap'"),
        ({"zones": ["judul"]}, [], "unknown zone 'judul'"),
        ({"lexicons": ["kata_bermuatann"]}, [], "kata_bermuatan"),
        ({}, "satu teks", "put it in a list"),
        ({}, pd.DataFrame({"isi": ["a"]}), "column 'text'"),
        ({}, np.zeros((2, 2)), "one column of texts"),
        ({}, [1.5], "got float at position 0"),
    ],
)
def test_what_cannot_be_is_an_error_at_fit(options, given, message):
    with pytest.raises(ValueError, match=message):
        FramingFeatures(**options).fit(given)


with warnings.catch_warnings():
    # scikit-learn leaves out, with a warning, all checks that feed numbers to an estimator whose tags say texts
    warnings.simplefilter("ignore", SkipTestWarning)
    scikit_learn_checks = parametrize_with_checks([FramingFeatures(), LexiconVectorizer()])


@scikit_learn_checks
def test_the_checks_scikit_learn_chooses(estimator, check):
    check(estimator)


# The checks of the interface, which apply to texts too; the others feed matrices of numbers.
CHECKS = [
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_estimator_tags_renamed",
    "check_get_params_invariance",
    "check_mixin_order",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_set_params",
    "check_valid_tag_types",
]


@pytest.mark.parametrize("estimator", [FramingFeatures, LexiconVectorizer])
@pytest.mark.parametrize("check", CHECKS)
def test_estimator_checks(check, estimator):
    getattr(estimator_checks, check)(estimator.__name__, estimator())
