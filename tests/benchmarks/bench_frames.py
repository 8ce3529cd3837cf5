"""How well frames of coded headlines are read, and whether corrected prevalence is nearer the truth than counts.

``python tests/benchmarks/bench_frames.py [scores | halves | views | prevalence [draws] | speed]`` on 4,523 headlines,
coded into eight frames by one coder whose two passes agree on 77 %. Near-duplicates (character 4-grams, cosine from
0.6) are never torn apart. Settings of the classifier were chosen by cross-validation within one half of the groups, and
the way to correct prevalence on draws 0 to 29; `halves` scores the other half, `prevalence` uses draws from 1,000 on.
"""

import sys
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from bingkai.measures.frame_classifier import FrameClassifier
from bingkai.measures.frame_groups import grouped_folds, near_duplicates
from bingkai.measures.frame_validation import cross_validate_frames
from bingkai.measures.frame_words import VIEWS
from bingkai.measures.prevalence import METHODS, prevalence
from bingkai.schema import ARTICLES, build

PATH = Path(__file__).parents[2].parent / "shared" / "data" / "gaza_headlines_frames.parquet"
CODED, TARGET, RESAMPLES = 300, 400, 60


def headlines():
    data = pd.read_parquet(PATH)
    articles = build(
        {"article_id": data["id"].astype(str).tolist(), "outlet": data["outlet"].tolist(),
         "published": pd.to_datetime(data["date"], format="mixed").tolist(), "title": data["title"].tolist(),
         "text": [""] * len(data)},
        ARTICLES,
    )  # fmt: skip
    return articles, data["frame_name"].to_numpy(dtype=object), near_duplicates(data["title"].tolist())


def codes_of(articles, values):
    unit = articles["article_id"] + ":judul"
    return pd.DataFrame({"unit_id": unit, "article_id": articles["article_id"], "model": "berita", "item": "bingkai",
                         "coder": "satu", "value": list(values), "blind": False})  # fmt: skip


def rivals():
    joined = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LinearSVC(C=0.5, random_state=0))
    return {
        "tutorial: TF-IDF + logistic regression": make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=1000)),
        "the same, C tuned (30)": make_pipeline(TfidfVectorizer(), LogisticRegression(C=30, max_iter=1000)),
        "multinomial naive Bayes": make_pipeline(CountVectorizer(), MultinomialNB()),
        "SVM on words and pairs": joined,
        "FrameClassifier": FrameClassifier("title"),
    }


def row(name, truth, predicted):
    print(f"{name:<42} macro-F1 {f1_score(truth, predicted, average='macro'):.3f}  "
          f"accuracy {accuracy_score(truth, predicted):.3f}", flush=True)  # fmt: skip


def folded(model, texts, frames, group, seed=7):
    fold = grouped_folds(np.unique(frames, return_inverse=True)[1], group, 5, seed)
    predicted = np.empty(len(texts), dtype=object)
    for number in range(5):
        test = fold == number
        predicted[test] = model.fit(list(texts[~test]), frames[~test].astype(str)).predict(list(texts[test]))
    return predicted


def scores():
    articles, frames, group = headlines()
    texts = articles["title"].to_numpy(dtype=object)
    commonest = pd.Series(frames).mode()[0]
    row("commonest frame", frames, np.full(len(frames), commonest, dtype=object))
    for name, model in rivals().items():
        row(name, frames, folded(model, texts, frames, group))


def halves():
    """The half on which nothing was chosen, then three random halves."""
    articles, frames, group = headlines()
    texts = articles["title"].to_numpy(dtype=object)
    chosen = (np.random.default_rng(0).random(group.max() + 1) < 0.5)[group]
    splits = {"groups": (np.flatnonzero(chosen), np.flatnonzero(~chosen))}
    for seed in range(3):
        splits[f"random {seed}"] = train_test_split(
            np.arange(len(texts)), test_size=0.5, random_state=seed, stratify=frames.astype(str)
        )
    for split, (train, test) in splits.items():
        for name, model in rivals().items():
            model.fit(list(texts[train]), frames[train].astype(str))
            row(f"{split}: {name}"[:42], frames[test], model.predict(list(texts[test])))


def views():
    articles, frames, group = headlines()
    texts = articles["title"].to_numpy(dtype=object)
    for n in range(1, len(VIEWS) + 1):
        row(" + ".join(VIEWS[:n])[-42:], frames, folded(FrameClassifier(views=VIEWS[:n]), texts, frames, group))


def shifted(articles, frames, coded, rng):
    """Headlines that were not coded, drawn so that each outlet has shares of its own."""
    drawn = []
    left = np.setdiff1d(np.arange(len(articles)), coded)
    for _, own in pd.Series(left).groupby(articles["outlet"].to_numpy()[left]):
        code, names = pd.factorize(frames[own])
        wanted = rng.dirichlet(np.full(len(names), 2.0))
        chance = wanted[code] / np.bincount(code)[code]
        drawn.append(rng.choice(own.to_numpy(), min(TARGET, len(own)), p=chance / chance.sum()))
    place = np.concatenate(drawn)
    return articles.iloc[place].assign(article_id=[f"baru-{n}" for n in range(len(place))]), frames[place]


def measured(validation, articles, frames, method):
    table = prevalence(validation, articles, method=method, n_resamples=RESAMPLES if method == "em" else 2).table
    share = pd.crosstab(articles["outlet"].to_numpy(), frames, normalize="index")
    truth = np.array([share.at[key] for key in zip(table["outlet"], table["class"], strict=True)])
    held = ((table["ci_low"] <= truth) & (truth <= table["ci_high"])).mean()
    width = (table["ci_high"] - table["ci_low"]).mean()
    return ((table["raw"] - truth) ** 2).mean(), ((table["corrected"] - truth) ** 2).mean(), held, width


def simulate(draws=100):
    articles, frames, group = headlines()
    groups = dict(zip(articles["article_id"] + ":judul", group, strict=True))
    found = {}
    for seed in range(1000, 1000 + draws):
        rng = np.random.default_rng(seed)
        coded = rng.choice(len(articles), CODED, replace=False)
        codes = codes_of(articles.iloc[coded], frames[coded])
        validation = cross_validate_frames(codes, articles, groups=groups, n_resamples=2)
        settings = {"as they are": (articles, frames), "shifted": shifted(articles, frames, coded, rng)}
        for setting, (corpus, truth) in settings.items():
            for method in METHODS:
                found.setdefault((setting, method), []).append(measured(validation, corpus, truth, method))
    for (setting, method), rows in found.items():
        raw, corrected, held, width = np.mean(rows, axis=0)
        nearer = np.mean([one[1] < one[0] for one in rows])
        print(f"{setting:<12} {method:<5} RMSE of counts {raw**0.5:.4f}, corrected {corrected**0.5:.4f}, nearer in "
              f"{nearer:.0%} of {len(rows)} draws" + (f"; intervals hold {held:.3f}, width {width:.3f}"
                                                      if method == "em" else ""))  # fmt: skip


def speed():
    articles, frames, _ = headlines()
    begin = process_time()
    model = FrameClassifier("title").fit(articles, frames.astype(str))
    middle = process_time()
    model.predict_proba(articles)
    print(f"{len(articles)} headlines: fit {middle - begin:.2f} s, probabilities {process_time() - middle:.2f} s")


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["scores"]
    if wanted[0] == "prevalence":
        simulate(*map(int, wanted[1:2]))
    else:
        {"scores": scores, "halves": halves, "views": views, "speed": speed}[wanted[0]]()
