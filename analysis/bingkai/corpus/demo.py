"""The demonstration corpus: fictional outlets, places and parties, with its gold annotations."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from bingkai.corpus.columns import CorpusError
from bingkai.corpus.read import read_corpus

_HERE = Path(__file__)


def demo_folder() -> Path:
    """The folder of the demonstration corpus: in the installed package, else in the checkout.

    Raises
    ------
    CorpusError
        It is in neither place.
    """
    installed, checkout = _HERE.parents[1] / "demo", _HERE.parents[3] / "corpus"
    for folder in (installed, checkout):
        if (folder / "artikel.jsonl").is_file():
            return folder
    raise CorpusError(
        f"the demonstration corpus is neither in {installed} nor in {checkout}; "
        "install bingkai from its wheel or work in a whole checkout"
    )


def load_demo() -> pd.DataFrame:
    """The articles of the demonstration corpus (fictional).

    Returns
    -------
    ARTICLES
        As `read_corpus` gives them.
    """
    return read_corpus(demo_folder() / "artikel.jsonl", progress=False)


def load_demo_gold() -> dict[str, pd.DataFrame]:
    """The annotations of the demonstration corpus, made by hand.

    Returns
    -------
    dict of str to DataFrame
        One frame a file of `gold/`, under the file's name; the codebook beside the corpus describes the columns.

    Raises
    ------
    CorpusError
        The corpus has no annotations.
    """
    folder = demo_folder() / "gold"
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise CorpusError(f"the demonstration corpus has no annotations: no .jsonl file in {folder}")
    return {path.stem: _records(path) for path in paths}


def _records(path: Path) -> pd.DataFrame:
    lines = path.read_text(encoding="utf-8").split("\n")
    return pd.DataFrame([json.loads(line) for line in lines if line.strip()])
