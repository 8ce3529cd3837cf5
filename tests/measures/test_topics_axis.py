"""Topics and their stability, the semantic axis and its intervals, on invented sentences."""

import numpy as np
import pandas as pd
import pytest

from bingkai.language.stems import stem_types
from bingkai.measures.axis import semantic_axis
from bingkai.measures.topics import WHOLE, topics
from bingkai.measures.word_table import sentence_words
from bingkai.schema import ARTICLES, AXIS_ARTICLES, AXIS_WORDS, TOPICS, build, require

THEMES = {
    "laut": ["nelayan", "perahu", "ikan", "ombak", "pelabuhan", "jaring"],
    "sawah": ["petani", "padi", "pupuk", "irigasi", "panen", "lumbung"],
    "kota": ["macet", "trotoar", "angkot", "parkir", "jembatan", "stasiun"],
}


def articles_of(texts):
    n = len(texts)
    return build({"article_id": [f"a{i}" for i in range(n)], "outlet": ["Kabar", "Lensa"] * (n // 2),
                  "published": [pd.NaT] * n, "title": [""] * n, "text": texts}, ARTICLES)  # fmt: skip


def themed(n=60, seed=1):
    rng = np.random.default_rng(seed)
    names = list(THEMES)
    return articles_of([" ".join(rng.permutation([*rng.choice(THEMES[names[i % 3]], 5), "warga"])) for i in range(n)])


def test_topics_are_the_themes_and_are_found_again():
    table = require(topics(themed(), 3, n_words=4, n_seeds=4), TOPICS)
    assert set(table["part"]) == {WHOLE}
    themes = [set(stem_types(words)) for words in THEMES.values()]
    assert all(any(set(own["word"]) <= theme for theme in themes) for _, own in table.groupby("topic"))
    assert table["cosine"].min() > 0.9
    assert table.drop_duplicates("topic")["n_articles"].sum() == 60
    assert "bukan bingkai" in table.attrs["note"]


def test_too_many_topics_are_less_stable():
    few = topics(themed(), 3, n_seeds=4)["cosine"].min()
    many = topics(themed(), 9, n_seeds=4)["cosine"].min()
    assert many < few


def test_topics_of_each_event_and_of_too_small_ones():
    frame = themed().assign(event_id=["besar"] * 57 + ["kecil"] * 3)
    assert set(topics(frame, 3, within="event_id", n_seeds=2)["part"]) == {"besar"}
    with pytest.raises(ValueError, match="no column 'event_id'"):
        topics(themed(), 3, within="event_id")


def opposed(n=120, seed=2):
    rng = np.random.default_rng(seed)
    good, bad = ["damai", "dialog", "rukun", "sepakat", "tenang"], ["bentrok", "rusuh", "serang", "bakar", "tegang"]
    texts = [" ".join([*rng.choice(good if i < n // 2 else bad, 3), "warga", "kota"]) for i in range(n)]
    return articles_of(texts), good, bad


def test_words_and_articles_lie_on_the_side_of_the_seeds_they_stand_with():
    articles, good, bad = opposed()
    axis = semantic_axis(articles, ["damai", "dialog"], ["bentrok", "rusuh"], n_dimensions=5, n_resamples=10)
    polarity = require(axis.words, AXIS_WORDS).set_index("word")["polarity"]
    assert polarity[good].min() > 0 > polarity[bad].max()
    scores = require(axis.articles, AXIS_ARTICLES)["score"].to_numpy()
    assert scores[:60].min() > scores[60:].max()
    assert scores.mean() == pytest.approx(0)
    assert scores.std() == pytest.approx(1)
    assert ((axis.words["ci_low"] <= axis.words["polarity"]) & (axis.words["polarity"] <= axis.words["ci_high"])).all()


def test_neutral_words_lie_between():
    articles, _, _ = opposed()
    words = semantic_axis(articles, ["damai"], ["bentrok"], n_dimensions=5, n_resamples=5).words.set_index("word")
    assert abs(words.at["warga", "polarity"]) < 0.5 * words["polarity"].abs().max()


def test_turning_the_seeds_turns_the_axis():
    articles, _, _ = opposed()
    one = semantic_axis(articles, ["damai"], ["bentrok"], n_dimensions=5, n_resamples=2).articles["score"]
    other = semantic_axis(articles, ["bentrok"], ["damai"], n_dimensions=5, n_resamples=2).articles["score"]
    assert one.to_numpy() == pytest.approx(-other.to_numpy())


def test_seeds_that_cannot_be_used():
    articles, _, _ = opposed()
    axis = semantic_axis(articles, ["damai", "cemerlang"], ["rusuh"], n_dimensions=5, n_resamples=2)
    assert axis.missing == ["cemerlang"]
    with pytest.raises(ValueError, match=r"no positive seed .* near in the corpus: damai"):
        semantic_axis(articles, ["damay"], ["rusuh"])
    with pytest.raises(ValueError, match="stands at both ends"):
        semantic_axis(articles, ["damai"], ["Damai"])
    with pytest.raises(ValueError, match="lists of words"):
        semantic_axis(articles, "damai", ["rusuh"])


def test_sentences_belong_to_their_text():
    (rows, owner), counts, words = sentence_words(["Warga datang. Warga pulang.", "", "Bupati datang."])
    assert owner.tolist() == [0, 0, 2]
    assert rows.shape == (3, len(words))
    assert np.asarray(counts.sum(axis=1)).ravel().tolist() == [4.0, 0.0, 2.0]
