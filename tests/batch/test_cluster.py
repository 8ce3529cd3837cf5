"""The same analysis on a Dask cluster, also when a worker is lost."""

import os
import signal
import time
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest

import bingkai as bk
from bingkai.batch.load import load_frame
from bingkai.batch.run import analyse_files

distributed = pytest.importorskip("distributed")


@pytest.mark.timeout(280)
@pytest.mark.filterwarnings("ignore:Port 8787 is already in use")
def test_a_cluster_that_loses_a_worker_gives_the_same(tmp_path: Path) -> None:
    articles = bk.load_demo()[["article_id", "outlet", "published", "title", "text"]]
    path = tmp_path / "korpus.parquet"
    articles.to_parquet(path)
    articles = bk.mark_copies(bk.read_corpus(path, progress=False), progress=False)
    whole = bk.analyse(bk.match_events(articles, progress=False), progress=False)
    out = tmp_path / "hasil"
    options = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster:
        worker = next(iter(cluster.workers.values())).pid

        def lose_a_worker() -> None:
            while len(list(out.glob("done/*.json"))) < 2:
                time.sleep(0.05)
            os.kill(worker, signal.SIGKILL)

        killer = Thread(target=lose_a_worker, daemon=True)
        killer.start()
        options = {"part_rows": 5, "copies": True, "events": True, "progress": False}
        found = analyse_files(path, out, scheduler=cluster.scheduler_address, **options)
        killer.join(60)
    assert found.n_parts == 12
    pd.testing.assert_frame_equal(load_frame(out, "articles"), whole.articles)
    pd.testing.assert_frame_equal(load_frame(out, "attributions"), whole.attributions)
