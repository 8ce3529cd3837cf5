"""The study of the demonstration corpus."""

from __future__ import annotations

from bingkai.corpus.demo import demo_folder
from bingkai.study import Study


def load_demo_study() -> Study:
    """The study of the demonstration corpus: actors and their sides, rival terms, declared contrasts (fictional).

    Returns
    -------
    Study

    Examples
    --------
    >>> study = load_demo_study()
    >>> list(study.sides), len(study.term_choices)
    (['otoritas', 'terdampak', 'netral'], 18)
    """
    return Study.read(demo_folder() / "studi.toml")
