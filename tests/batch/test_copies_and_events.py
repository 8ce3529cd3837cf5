"""Copies and events of a corpus in parts: those of the corpus in one piece, however it is parted and cut."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import bingkai as bk
from bingkai.batch import copies as batch_copies
from bingkai.batch import events as batch_events
from bingkai.batch.load import load_frame
from bingkai.batch.run import analyse_files
from bingkai.batch.runners import OnCores
from bingkai.batch.store import BatchError, part_path
from bingkai.cli import app
from bingkai.corpus.stream import lay_down_parts, open_parts

SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "wo", "yu"]
WORDS = ["".join(random.Random(n).choices(SYLLABLES, k=3)) for n in range(900)]
FOUND = ["article_id", "copy_group", "copy_kind", "own_share", "event_id"]


def story(seed: int, n_words: int = 90) -> str:
    """Words without sense, each seed its own."""
    return " ".join(random.Random(seed).choices(WORDS, k=n_words))


def printed(draw: random.Random, topic: int) -> str:
    """A text of pieces, some of which other articles on the topic carry as well; a wire credit now and then."""
    pieces = [story(draw.choice((topic * 10 + draw.randrange(3), draw.randrange(10_000)))) for _ in range(3)]
    return " ".join(pieces) + draw.choice(("", "", "\nsumber : Antara"))


def made_up_articles(n: int, seed: int = 1) -> pd.DataFrame:
    """Articles of four outlets in no order: reprints, standing texts, some without a date, a title or a text."""
    draw = random.Random(seed)
    topics = [draw.randrange(n // 4) for _ in range(n)]
    days = [pd.Timestamp(2025, 6, 1) + pd.Timedelta(days=topic % 20 + draw.randrange(3)) for topic in topics]
    texts = [printed(draw, topic) for topic in topics]
    texts[:130] = [f"Daftar harga harian {story(7)} {story(i, 5)}" for i in range(130)]  # a 5-gram in very many
    texts[130:133] = ["", "satu dua", "… – !"]
    return pd.DataFrame(
        {
            "article_id": [f"a{i:04}" for i in range(n)],
            "outlet": pd.Series(draw.choices(["Kabar Baru", "Harian Lama", "Warta Kota", "Antara"], k=n), dtype="str"),
            "published": pd.Series([None if draw.random() < 0.05 else day for day in days], dtype="datetime64[us]"),
            "title": pd.Series([f"Kabar {story(topic, 5)}" for topic in topics], dtype="str"),
            "text": pd.Series(texts, dtype="str"),
        }
    ).sample(frac=1, random_state=seed, ignore_index=True)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("korpus") / "korpus.parquet"
    made_up_articles(600).to_parquet(path)
    return path


@pytest.fixture(scope="module")
def whole(corpus: Path) -> pd.DataFrame:
    articles = bk.read_corpus(corpus, progress=False)
    return bk.match_events(bk.mark_copies(articles, progress=False), progress=False)


def found_in(folder: Path, corpus: Path, part_rows: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Copies and events of the articles, and the table of events, without an analysis."""
    for _ in lay_down_parts(corpus, folder / "corpus", n_rows=part_rows):
        pass
    n_parts = open_parts(folder / "corpus").n_parts
    for find in (batch_copies.find_copies, batch_events.find_events):
        find(folder, n_parts, OnCores(1), progress=False)
    copies, events = (
        pd.concat([pd.read_parquet(part_path(folder, name, part)) for part in range(n_parts)], ignore_index=True)
        for name in ("copies", "matched")
    )
    table = [pd.read_parquet(path) for path in sorted((folder / "events").glob("part-*.parquet"))]
    return copies.assign(event_id=events["event_id"]), pd.concat(table, ignore_index=True)


@pytest.mark.parametrize(("part_rows", "cut"), [(600, False), (41, False), (97, True)])
def test_parts_and_cuts_change_nothing(
    corpus: Path, whole: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part_rows: int, cut: bool
) -> None:
    if cut:
        for module, name, value in (
            (batch_copies, "_BUCKET", 3_000), (batch_copies, "_PAIRS", 500), (batch_copies, "_VERIFIED", 70),
            (batch_copies, "_SAMPLE", 3), (batch_copies, "_BATCH", 13), (batch_events, "_WINDOW", 50),
            (batch_events, "_LINKS", 40), (batch_events, "_ROWS", 33),
        ):  # fmt: skip
            monkeypatch.setattr(module, name, value)
    found, table = found_in(tmp_path, corpus, part_rows)
    pd.testing.assert_frame_equal(found[FOUND], whole[FOUND])
    pd.testing.assert_frame_equal(table, bk.event_table(whole))


def test_what_the_corpus_tries_is_in_it(whole: pd.DataFrame) -> None:
    """Groups within and across outlets, shares between 0 and 1, one very large group, articles without a date."""
    assert set(whole["copy_kind"].dropna()) == {"across_outlets", "same_outlet"}
    assert whole["own_share"].between(0.01, 0.99).sum() > 50
    assert whole["own_share"].isna().any()
    assert whole["copy_group"].value_counts().iloc[0] > 100
    assert whole["event_id"].nunique() > 50
    assert whole.loc[whole["published"].isna(), "event_id"].notna().any()


@pytest.mark.parametrize(
    "articles",
    [
        made_up_articles(600).iloc[:1],
        made_up_articles(600).iloc[:4].assign(text="… – !", title=""),
        made_up_articles(600).iloc[:4].assign(published=pd.NaT),
    ],
    ids=["one article", "no word", "no date"],
)
def test_hostile_corpora(articles: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "korpus.parquet"
    articles.assign(text=articles["text"] + articles["article_id"]).to_parquet(path)
    whole = bk.mark_copies(bk.read_corpus(path, progress=False), progress=False)
    whole = bk.match_events(whole, progress=False)
    found, table = found_in(tmp_path, path, 2)
    pd.testing.assert_frame_equal(found[FOUND], whole[FOUND])
    pd.testing.assert_frame_equal(table, bk.event_table(whole))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    articles = bk.load_demo()[["article_id", "outlet", "published", "title", "text"]]
    path = tmp_path_factory.mktemp("contoh") / "korpus.parquet"
    articles.to_parquet(path)
    return path


def test_an_analysis_has_them_and_can_be_given_them_later(demo: Path, tmp_path: Path) -> None:
    study = Path(bk.load_demo_study().path)
    articles = bk.match_events(bk.mark_copies(bk.read_corpus(demo, progress=False), progress=False), progress=False)
    reading = bk.analyse(articles, bk.Study.read(study), progress=False)
    out = tmp_path / "hasil"
    options = {"part_rows": 13, "workers": 1, "progress": False}
    analyse_files(demo, out, study, **options)
    assert "copy_group" not in load_frame(out, "articles", columns=["article_id"])
    with pytest.raises(BatchError, match=r"has no copies; .* --copies"):
        load_frame(out, "copies")
    assert analyse_files(demo, out, study, copies=True, events=True, **options).n_resumed == 5
    loaded = load_frame(out, "articles")
    pd.testing.assert_frame_equal(loaded, reading.articles)
    assert load_frame(out, "articles", columns=["event_id", "outlet"]).equals(loaded[["event_id", "outlet"]])
    for name, made in (("measures", bk.measure), ("side_measures", bk.side_measures)):
        frame = load_frame(out, name)
        texts = frame.select_dtypes("category").columns
        pd.testing.assert_frame_equal(frame.astype(dict.fromkeys(texts, "str")), made(reading), obj=name)
    assert len(load_frame(out, "copies")) == len(articles)
    table = load_frame(out, "events")
    pd.testing.assert_frame_equal(table, bk.event_table(articles))
    assert table.attrs == bk.event_table(articles).attrs
    assert not (out / "work").exists()


def test_the_command_finds_them_on_request(demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    done = CliRunner().invoke(app, ["analyse", str(demo), "-o", str(out), "--workers", "1", "-q", "--events"])
    assert done.exit_code == 0, done.output
    assert load_frame(out, "events")["n_articles"].sum() == load_frame(out, "articles")["event_id"].notna().sum() > 0
    with pytest.raises(BatchError, match="--copies"):
        load_frame(out, "copies")


def test_a_damaged_step_is_done_again(demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    analyse_files(demo, out, copies=True, part_rows=30, workers=1, progress=False)
    before = load_frame(out, "copies")
    damaged = part_path(out, "copies", 1)
    damaged.write_bytes(damaged.read_bytes()[:-9])
    with pytest.raises(BatchError, match="has no copies"):
        load_frame(out, "copies")
    analyse_files(demo, out, copies=True, part_rows=30, workers=1, progress=False)
    pd.testing.assert_frame_equal(load_frame(out, "copies"), before)
