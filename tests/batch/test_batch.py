"""A corpus analysed in parts: the frames of the whole, whatever the parts; a kill loses one part at most."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

import bingkai as bk
from bingkai.batch.load import load_frame
from bingkai.batch.part import counted
from bingkai.batch.run import analyse_files
from bingkai.batch.store import READ, BatchError, part_path


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration articles, some of them twice."""
    articles = bk.load_demo()[["article_id", "outlet", "published", "title", "text", "url", "section"]]
    path = tmp_path_factory.mktemp("korpus") / "korpus.parquet"
    pd.concat([articles, articles.iloc[[2, 30]]]).to_parquet(path, row_group_size=20)
    return path


@pytest.fixture(scope="module")
def whole(corpus: Path) -> bk.Reading:
    return bk.analyse(bk.read_corpus(corpus, progress=False), progress=False)


def spelled_out(frame: pd.DataFrame) -> pd.DataFrame:
    """Measures with plain text where they have categories."""
    return frame.astype({name: "str" for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)})


@pytest.mark.parametrize("part_rows", [1, 17, 1000])
def test_parts_change_nothing(corpus: Path, whole: bk.Reading, tmp_path: Path, part_rows: int) -> None:
    if part_rows == 1:
        head = pd.read_parquet(corpus).head(5)
        corpus = tmp_path / "kepala.parquet"
        head.to_parquet(corpus)
        whole = bk.analyse(bk.read_corpus(corpus, progress=False), progress=False)
    found = analyse_files(corpus, tmp_path / "hasil", part_rows=part_rows, workers=1, progress=False)
    assert found.n_articles == len(whole.articles)
    for name in READ:
        pd.testing.assert_frame_equal(load_frame(tmp_path / "hasil", name), getattr(whole, name), obj=name)
    for name, frame in counted(whole).items():
        pd.testing.assert_frame_equal(spelled_out(load_frame(tmp_path / "hasil", name)), frame, obj=name)
    with pytest.raises(BatchError, match="without a study"):
        load_frame(tmp_path / "hasil", "choice_measures")
    assert bk.left_out(load_frame(tmp_path / "hasil", "articles")).equals(bk.left_out(whole.articles))


def test_parts_change_nothing_of_a_study_and_of_stems(corpus: Path, tmp_path: Path) -> None:
    source = Path(bk.load_demo_study().path)
    words = tmp_path / "kata.csv"
    words.write_text("term,category,match\ngusur,uji,stem\ntambang,uji,stem\npanji,uji,stem\n", encoding="utf-8")
    study = bk.Study.read(source)
    articles = bk.read_corpus(corpus, progress=False)
    whole = bk.analyse(articles, study, lexicons=[bk.read_lexicon(words)], progress=False)
    out = tmp_path / "hasil"
    analyse_files(corpus, out, source, lexicons=[str(words)], part_rows=7, workers=1, progress=False)
    assert len(whole.choices)
    assert len(whole.terms)
    for name in READ:
        pd.testing.assert_frame_equal(load_frame(out, name), getattr(whole, name), obj=name)
    for name, frame in counted(whole).items():
        pd.testing.assert_frame_equal(spelled_out(load_frame(out, name)), frame, obj=name)
    assert {"choice_measures", "side_measures", "near_measures"} < set(counted(whole))


def test_finished_parts_are_kept_and_damaged_ones_made_again(corpus: Path, whole: bk.Reading, tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    analyse_files(corpus, out, part_rows=20, workers=1, progress=False)
    kept, damaged = part_path(out, "terms", 0), part_path(out, "attributions", 1)
    before = kept.stat().st_mtime_ns
    damaged.write_bytes(damaged.read_bytes()[:-20])
    with pytest.raises(BatchError, match="1 of 4 parts are not done"):
        load_frame(out, "attributions")
    again = analyse_files(corpus, out, part_rows=20, workers=1, progress=False)
    assert (again.n_resumed, again.n_parts) == (3, 4)
    assert kept.stat().st_mtime_ns == before
    pd.testing.assert_frame_equal(load_frame(out, "attributions"), whole.attributions)


def test_a_killed_run_is_carried_on(corpus: Path, whole: bk.Reading, tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    code = (
        "import sys; from bingkai.batch.run import analyse_files\n"
        "analyse_files(sys.argv[1], sys.argv[2], part_rows=4, workers=1, progress=False)"
    )
    running = subprocess.Popen([sys.executable, "-c", code, str(corpus), str(out)])
    deadline = time.monotonic() + 120
    while len(list(out.glob("done/*.json"))) < 2 and time.monotonic() < deadline and running.poll() is None:
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    n_done = len(list(out.glob("done/*.json")))
    assert n_done >= 2
    found = analyse_files(corpus, out, part_rows=4, workers=1, progress=False)
    assert found.n_resumed == n_done
    pd.testing.assert_frame_equal(load_frame(out, "attributions"), whole.attributions)


def test_several_processes_give_the_same(corpus: Path, whole: bk.Reading, tmp_path: Path) -> None:
    analyse_files(corpus, tmp_path / "hasil", part_rows=25, workers=2, progress=False)
    pd.testing.assert_frame_equal(load_frame(tmp_path / "hasil", "attributions"), whole.attributions)


def test_another_corpus_or_other_settings_are_refused(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    head = tmp_path / "kepala.parquet"
    pd.read_parquet(corpus).head(3).to_parquet(head)
    analyse_files(head, out, workers=1, progress=False)
    with pytest.raises(BatchError, match="another corpus; choose another folder"):
        analyse_files(corpus, out, workers=1, progress=False)
    with pytest.raises(BatchError, match="another lexicons"):
        analyse_files(head, out, lexicons=["verba_pewarta"], workers=1, progress=False)
    assert analyse_files(head, out, workers=1, restart=True, progress=False).n_resumed == 0
    foreign = tmp_path / "lain"
    foreign.mkdir()
    (foreign / "catatan.txt").write_text("penting", encoding="utf-8")
    with pytest.raises(BatchError, match="is not empty"):
        analyse_files(head, foreign, workers=1, progress=False)
    with pytest.raises(BatchError, match="nothing is deleted"):
        analyse_files(head, foreign, workers=1, restart=True, progress=False)
    assert (foreign / "catatan.txt").exists()


def test_the_manifest_holds_hashes_and_no_paths(corpus: Path, tmp_path: Path) -> None:
    head = tmp_path / "kepala.parquet"
    pd.read_parquet(corpus).head(3).to_parquet(head)
    analyse_files(head, tmp_path / "hasil", workers=1, progress=False)
    manifest = json.loads((tmp_path / "hasil" / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["corpus"]) == ["kepala.parquet"]
    assert str(tmp_path) not in json.dumps(manifest)


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="no file or folder"):
        analyse_files(tmp_path / "tiada.parquet", tmp_path / "hasil", progress=False)
    with pytest.raises(BatchError, match="holds no analysis"):
        load_frame(tmp_path / "tiada", "terms")
    with pytest.raises(BatchError, match="unknown frame 'term': wanted articles"):
        load_frame(tmp_path / "tiada", "term")


@pytest.fixture(scope="module")
def analysed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("analisis") / "hasil"
    analyse_files(corpus, out, part_rows=19, workers=1, progress=False)
    return out


def test_comparisons_of_loaded_measures_are_those_of_measures_in_memory(analysed: Path, whole: bk.Reading) -> None:
    loaded = load_frame(analysed, "measures")
    assert loaded["outlet"].dtype == "category"
    assert loaded["outlet"].cat.categories.is_monotonic_increasing
    options = {"seed": 7, "n_resamples": 200, "progress": False}
    for names in ("stance.netral", ["stance.jarak", "kata_bermuatan.intensif"]):
        found, expected = (bk.compare_outlets(frame, names, **options) for frame in (loaded, bk.measure(whole)))
        pd.testing.assert_frame_equal(found.to_frame(), expected.to_frame())


def test_some_measures_and_columns_are_loaded_alone(analysed: Path, whole: bk.Reading) -> None:
    names = ["stance.netral", "kind.direct"]
    some = load_frame(analysed, "measures", measures=names, columns=["measure", "count", "outlet"])
    made = bk.measure(whole)
    expected = made.loc[made["measure"].isin(names), ["measure", "count", "outlet"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(spelled_out(some), expected)
    with pytest.raises(BatchError, match=r"no measure 'stance.netrl'; nearest: 'stance.netral'"):
        load_frame(analysed, "measures", measures=["stance.netrl"])


def test_a_row_of_measures_takes_few_bytes(analysed: Path) -> None:
    """Of very many articles: numbers of 8 bytes, categories of 4 bytes at most."""
    loaded = load_frame(analysed, "measures")
    codes = {name: loaded[name].cat.codes.dtype.itemsize for name in loaded.select_dtypes("category")}
    assert codes == {"article_id": 1, "outlet": 1, "measure": 1, "unit": 1}
    assert loaded.memory_usage(index=False).drop("article_id").sum() < 24 * len(loaded)
