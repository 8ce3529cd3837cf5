"""A reading made ready for its report: copies marked, events matched where that is asked for."""

from __future__ import annotations

from dataclasses import replace

from bingkai.corpus.copies import mark_copies
from bingkai.corpus.events import match_events
from bingkai.reading.analyse import Reading


def prepared(reading: Reading, *, events: bool | None = None, progress: bool = True) -> tuple[Reading, str]:
    """The reading with `copy_group` and, where wanted, `event_id` in its articles.

    Parameters
    ----------
    reading : Reading
    events : bool, optional
        Match events where the articles have none; by default where there is a study. False leaves events out even
        where the articles have them.
    progress : bool

    Returns
    -------
    reading : Reading
    how : str
        "given": the articles had events; "matched": matched here; "single": not matched, there is one outlet only;
        "unasked": not asked for.
    """
    articles = reading.articles
    several = articles["outlet"].nunique() > 1
    if "copy_group" not in articles.columns:
        articles = mark_copies(articles, progress=progress)
    how = _how(reading, events, several)
    if how == "matched":
        study = reading.study
        days, threshold = (study.event_days, study.event_threshold) if study else (3, 0.33)
        articles = match_events(articles, days=days, threshold=threshold, progress=progress)
    elif how != "given":
        articles = articles.drop(columns="event_id", errors="ignore")
    return replace(reading, articles=articles), how


def _how(reading: Reading, events: bool | None, several: bool) -> str:
    if events is False:
        return "unasked"
    if "event_id" in reading.articles.columns and reading.articles["event_id"].notna().any():
        return "given"
    if events is None and reading.study is None:
        return "unasked"
    return "matched" if several else "single"
