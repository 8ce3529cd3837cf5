"""SastrawiAnalyzer: words by hand, and its life inside scikit-learn."""

import pickle

import numpy as np
import pandas as pd
import pytest
from joblib import Parallel, delayed
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks

from bingkai.language.stems import stem_types
from bingkai.language.tokens import tokenise
from bingkai.measures.analyzer import SastrawiAnalyzer

TEXTS = ["Warga menolak rencana itu.", "Penolakan warga meluas.", "Rencana disetujui.", "Persetujuan dicapai."]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Negara-negara tetangga hadir", ["negara-negara", "tetangga", "hadir"]),  # reduplication is one word
        ("Salat Jum’at pukul 12.00", ["salat", "jum'at", "pukul"]),  # apostrophes made plain, numbers are no words
        ("Harga naik 3,5 persen, Rp1.500", ["harga", "naik", "persen", "rp"]),
        ("lihat https://contoh.id/berita", ["lihat"]),
        ("", []),
        ("… 12 %", []),
    ],
)
def test_words(text, forms):
    assert SastrawiAnalyzer(keep="form")(text) == forms


def test_stems_are_those_of_the_library():
    text = "Relawannya membantah penangkapan di Bekasi."
    assert SastrawiAnalyzer()(text) == stem_types(["relawannya", "membantah", "penangkapan", "di", "bekasi"])


def test_runs_stay_within_sentences():
    found = SastrawiAnalyzer((2, 2), keep="form")("Warga menolak. Bupati diam saja.")
    assert found == ["warga menolak", "bupati diam", "diam saja"]


def test_words_left_out_close_up():
    analyzer = SastrawiAnalyzer((1, 2), keep="form", stop_words={"Yang"}, min_length=3)
    assert analyzer("warga yang di desa menolak") == ["warga", "desa", "menolak", "warga desa", "desa menolak"]


def test_both_keeps_forms_and_stems_apart():
    found = SastrawiAnalyzer(keep="both")("menolak tolak")
    assert found == ["menolak", "tolak", "√tolak", "√tolak"]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_a_missing_text_is_empty(missing):
    assert SastrawiAnalyzer()(missing) == []


def test_counts_are_those_of_tokenise():
    matrix = CountVectorizer(analyzer=SastrawiAnalyzer(keep="form")).fit_transform(TEXTS)
    tokens = tokenise([""] * len(TEXTS), TEXTS)
    words = np.bincount(tokens.article[tokens.is_word[tokens.type_id]])
    assert np.asarray(matrix.sum(axis=1)).ravel().tolist() == words.tolist()


def test_clone_pickle_and_other_processes():
    analyzer = SastrawiAnalyzer((1, 2), keep="both", stop_words=["itu"])
    expected = analyzer(TEXTS[0])
    assert clone(analyzer)(TEXTS[0]) == expected
    assert clone(analyzer).get_params() == analyzer.get_params()
    assert pickle.loads(pickle.dumps(analyzer))(TEXTS[0]) == expected
    vectorizer = TfidfVectorizer(analyzer=analyzer).fit(TEXTS)
    again = pickle.loads(pickle.dumps(vectorizer))
    assert (again.transform(TEXTS) != vectorizer.transform(TEXTS)).nnz == 0
    assert clone(vectorizer).analyzer is not analyzer
    assert Parallel(n_jobs=2)(delayed(analyzer)(text) for text in TEXTS[:2]) == [analyzer(text) for text in TEXTS[:2]]


def test_its_settings_take_part_in_a_grid_search():
    # only stems bring *menolak* and *penolakan* together, so that the fold without one of them can be told
    pipeline = make_pipeline(TfidfVectorizer(analyzer=SastrawiAnalyzer()), LogisticRegression())
    texts, labels = ["menolak keras", "penolakan keras", "setuju keras", "persetujuan keras"] * 4, [1, 1, 0, 0] * 4
    grid = {
        "tfidfvectorizer__analyzer__keep": ["form", "stem"],
        "tfidfvectorizer__analyzer__ngram_range": [(1, 1), (1, 2)],
    }
    folds = [(np.arange(0, 16, 2), np.arange(1, 16, 2)), (np.arange(1, 16, 2), np.arange(0, 16, 2))]
    search = GridSearchCV(pipeline, grid, cv=folds).fit(texts, labels)
    assert search.best_params_["tfidfvectorizer__analyzer__keep"] == "stem"
    assert search.best_score_ == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"keep": "akar"}, "form, stem, both"),
        ({"stop_words": "indonesian"}, "no built-in list"),
        ({"ngram_range": (2, 1)}, "ngram_range"),
        ({"ngram_range": (0, 1)}, "ngram_range"),
    ],
)
def test_settings_that_cannot_be(options, message):
    with pytest.raises(ValueError, match=message):
        SastrawiAnalyzer(**options)("teks")


def test_what_is_no_text_is_an_error():
    with pytest.raises(ValueError, match="got list"):
        SastrawiAnalyzer()(["teks"])


# It is a callable with parameters, not an estimator with fit: of scikit-learn's checks those of parameters apply.
CHECKS = [
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_get_params_invariance",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_set_params",
]


@pytest.mark.parametrize("check", CHECKS)
def test_estimator_checks(check):
    getattr(estimator_checks, check)("SastrawiAnalyzer", SastrawiAnalyzer())
