"""LexiconVectorizer: hand-counted features, and its life inside scikit-learn."""

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline, make_union

from bingkai.language.lexicon_files import read_lexicon
from bingkai.language.lexicons import Lexicon
from bingkai.measures.transformers import LexiconVectorizer

TEXTS = ["Warga marah, warga cemas.", "Rapat berjalan.", "", "Harga naik dan warga MARAH besar."]


@pytest.fixture
def lexicon(tmp_path) -> Lexicon:
    path = tmp_path / "rasa.csv"
    path.write_text("term,category,match\ncemas,takut,form\nmarah,geram,form\nnaik,gerak,form\n", encoding="utf-8")
    return read_lexicon(path)


def test_counts_by_hand(lexicon):
    vectorizer = LexiconVectorizer(lexicon, normalise="count").fit(TEXTS)
    names = vectorizer.get_feature_names_out().tolist()
    assert sorted(names) == ["rasa.gerak", "rasa.geram", "rasa.takut"]
    table = pd.DataFrame(vectorizer.transform(TEXTS), columns=names)
    assert table["rasa.geram"].tolist() == [1, 0, 0, 1]
    assert table["rasa.takut"].tolist() == [1, 0, 0, 0]
    assert table["rasa.gerak"].tolist() == [0, 0, 0, 1]


def test_rates_are_per_thousand_words_and_zero_for_an_empty_text(lexicon):
    rates = LexiconVectorizer(lexicon).fit(TEXTS).transform(TEXTS)
    assert rates.sum(axis=1).tolist() == pytest.approx([2 * 1000 / 4, 0, 0, 2 * 1000 / 6])


def test_presence(lexicon):
    assert LexiconVectorizer(lexicon, normalise="binary").fit([]).transform(["marah marah"]).max() == 1


def test_a_text_does_not_change_what_its_neighbours_get(lexicon):
    vectorizer = LexiconVectorizer(lexicon).fit(TEXTS)
    apart = np.vstack([vectorizer.transform([text]) for text in TEXTS])
    assert vectorizer.transform(TEXTS).tolist() == apart.tolist()


def test_missing_texts_are_empty(lexicon):
    column = pd.Series(["marah", None], dtype="str")
    assert LexiconVectorizer(lexicon, normalise="count").fit_transform(column).sum(axis=1).tolist() == [1, 0]


def test_no_texts_give_no_rows(lexicon):
    assert LexiconVectorizer(lexicon).fit([]).transform([]).shape == (0, 3)


def test_clone_and_pickle_keep_the_parameters(lexicon):
    vectorizer = LexiconVectorizer(lexicon, normalise="count").fit(TEXTS)
    copied = clone(vectorizer)
    assert copied.get_params()["normalise"] == "count"
    with pytest.raises(NotFittedError):
        copied.transform(TEXTS)
    loaded = pickle.loads(pickle.dumps(vectorizer))
    assert loaded.transform(TEXTS).tolist() == vectorizer.transform(TEXTS).tolist()


def test_in_a_pipeline_with_grid_search(lexicon):
    texts, labels = TEXTS * 6, [1, 0, 0, 1] * 6
    pipeline = make_pipeline(LexiconVectorizer(lexicon), LogisticRegression())
    search = GridSearchCV(pipeline, {"lexiconvectorizer__normalise": ["per_1000", "binary"]}, cv=2).fit(texts, labels)
    assert search.best_score_ == 1


def test_beside_other_vectorizers(lexicon):
    union = make_union(LexiconVectorizer(lexicon), TfidfVectorizer())
    assert union.fit_transform(TEXTS).shape[0] == 4
    frame = pd.DataFrame({"title": TEXTS, "text": TEXTS})
    parts = [(name, LexiconVectorizer(lexicon), name) for name in ("title", "text")]
    columns = ColumnTransformer(parts)
    assert columns.fit_transform(frame).shape == (4, 6)
    assert columns.get_feature_names_out()[0].startswith("title__rasa.")


def test_pandas_output(lexicon):
    vectorizer = LexiconVectorizer(lexicon).set_output(transform="pandas")
    assert vectorizer.fit_transform(TEXTS).columns.tolist() == vectorizer.get_feature_names_out().tolist()


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("satu teks", "put it in a list"),
        ([["dua", "kolom"]], "wanted texts; got list"),
        (np.zeros((2, 2)), "one column of texts"),
        ([1.5], "got float at position 0"),
    ],
)
def test_what_is_not_a_column_of_texts_is_an_error(lexicon, texts, message):
    with pytest.raises(ValueError, match=message):
        LexiconVectorizer(lexicon).fit(texts)


def test_unknown_settings_are_errors_at_fit(lexicon):
    with pytest.raises(ValueError, match="per_1000"):
        LexiconVectorizer(lexicon, normalise="persen").fit(TEXTS)
    with pytest.raises(ValueError, match="kata_bermuatan"):
        LexiconVectorizer("kata_bermuatann").fit(TEXTS)
