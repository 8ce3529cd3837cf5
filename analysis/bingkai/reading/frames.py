"""Sentences proposed to a coder for each element of a frame, each with the reason: evidence, never a label."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.reading.analyse import Reading
from bingkai.reading.codebooks import Codebook, as_codebook
from bingkai.reading.frame_signals import Found, Ints, Sentences, find_signals, sentences_of, signal_label
from bingkai.schema import FIELDS, FRAME_EVIDENCE, build, empty, require_reading

_MOST_COUNTED = 3  # a signal found oftener in one sentence counts no more
_DENSITY_BASE = 10  # words added to a sentence's length, so that one word in a short headline is not everything


def frame_evidence(
    reading: Reading,
    model: str | Path | Codebook = "semetko_valkenburg",
    *,
    n: int = 3,
    article_ids: Sequence[str] | None = None,
    lang: str = "id",
) -> pd.DataFrame:
    """The sentences most worth reading for each element of a frame, with the reason they were proposed.

    Parameters
    ----------
    reading : Reading
    model : str, path or Codebook
        One of `codebook_names`, a TOML file, or what `read_codebook` gives.
    n : int
        At most so many sentences an article and element.
    article_ids : sequence of str, optional
        Only these articles.
    lang : {"id", "en"}
        Language of the reasons.

    Returns
    -------
    FRAME_EVIDENCE
        One row an article, element and sentence, best first: `start` and `end` are the sentence in its field, `reason`
        names the signals, `form` the words. An element without evidence in an article has no row there.

    Raises
    ------
    CodebookError
        If the model is not known or weighs a signal that is not.
    ValueError
        If an article is not in the reading.

    Notes
    -----
    score = Σ weight × min(times found, 3) over the element's signals; where the codebook ranks by density, divided by
    (words + 10). Scores order the sentences of one element in one article and mean nothing else: long articles have
    more sentences to choose from, and a word list finds words, not frames (Nicholls & Culpepper 2021). Nothing here
    labels an article.

    References
    ----------
    Semetko & Valkenburg (2000) Journal of Communication 50(2). Nicholls & Culpepper (2021) Political Communication 38.

    Examples
    --------
    >>> from bingkai.reading.analyse import analyse
    >>> articles = pd.DataFrame({"article_id": ["a"], "outlet": ["Kabar Nusa"], "published": [pd.Timestamp(2031, 1, 2)],
    ...     "title": ["Tanggul jebol"], "text": ["Air naik sejak pagi. Tanggul jebol akibat hujan. Warga pulang."]})
    >>> found = frame_evidence(analyse(articles, progress=False), "entman")
    >>> found.loc[found["element"] == "sebab", ["sentence", "reason"]].to_numpy().tolist()
    [[1, 'penanda sebab: akibat']]
    """
    require_reading(reading, "frame_evidence")
    codebook = as_codebook(model)
    if n < 1:
        raise ValueError(f"n is how many sentences an element gets; wanted 1 or more, got {n}")
    chosen = _chosen(reading, article_ids)
    sentences = sentences_of(reading.tokens)
    signals = find_signals(reading, codebook, sentences)
    eligible = chosen[sentences.article]
    parts = []
    for place, element in enumerate(codebook.elements):
        weights = {**element.signals, f"own.{element.name}": 1.0}
        weights = {name: weight for name, weight in weights.items() if name in signals}
        score = _scores(signals, weights, sentences, density=codebook.rank_by == "density")
        rows, rank = _best(np.where(eligible, score, 0.0), sentences.article, n)
        parts.append(_rows(reading, codebook, place, sentences, (rows, rank, score), (signals, weights, lang)))
    made = [part for part in parts if len(part)]
    if not made:
        return empty(FRAME_EVIDENCE)
    together = pd.concat(made, ignore_index=True)
    order = together.sort_values(["_article", "_element", "rank"], kind="stable").index
    return together.loc[order].drop(columns=["_article", "_element"]).reset_index(drop=True)


def _chosen(reading: Reading, article_ids: Sequence[str] | None) -> NDArray[np.bool_]:
    ids = reading.articles["article_id"]
    if article_ids is None:
        return np.ones(len(ids), bool)
    unknown = sorted(set(article_ids) - set(ids))
    if unknown:
        raise ValueError(
            f"{len(unknown)} articles are not in the reading, first {unknown[0]!r}; give ids of its articles"
        )
    return ids.isin(list(article_ids)).to_numpy()


def _scores(
    signals: dict[str, Found], weights: dict[str, float], sentences: Sentences, *, density: bool
) -> NDArray[np.float64]:
    score = np.zeros(len(sentences))
    for name, weight in weights.items():
        times = np.bincount(signals[name].row, minlength=len(sentences))
        score += weight * (times if density else np.minimum(times, _MOST_COUNTED))
    return score / (sentences.n_words + _DENSITY_BASE) if density else score


def _best(score: NDArray[np.float64], article: Ints, n: int) -> tuple[Ints, Ints]:
    """Rows of the n best sentences of each article with a score above 0, and their ranks; the earlier wins a tie."""
    rows = np.flatnonzero(score > 0)
    rows = rows[np.lexsort((rows, -score[rows], article[rows]))]
    if not len(rows):
        return rows, rows
    new = np.append(True, article[rows][1:] != article[rows][:-1])
    first = np.maximum.accumulate(np.where(new, np.arange(len(rows)), 0))
    rank = np.arange(len(rows)) - first + 1
    return rows[rank <= n], rank[rank <= n]


def _rows(
    reading: Reading,
    codebook: Codebook,
    place: int,
    sentences: Sentences,
    ranked: tuple[Ints, Ints, NDArray[np.float64]],
    why: tuple[dict[str, Found], dict[str, float], str],
) -> pd.DataFrame:
    """FRAME_EVIDENCE of one element, with the positions of article and element to sort by."""
    rows, rank, score = ranked
    article, field = sentences.article[rows], sentences.field[rows]
    reasons, forms = _reasons(reading, sentences, rows, why)
    made = build(
        {
            "article_id": reading.articles["article_id"].to_numpy(dtype=object)[article].tolist(),
            "outlet": reading.articles["outlet"].to_numpy(dtype=object)[article].tolist(),
            "model": [codebook.name] * len(rows),
            "element": [codebook.elements[place].name] * len(rows),
            "sentence": sentences.number[rows].tolist(),
            "field": np.array(FIELDS, dtype=object)[field].tolist(),
            "start": sentences.start[rows].tolist(),
            "end": sentences.end[rows].tolist(),
            "rank": rank.tolist(),
            "score": score[rows].tolist(),
            "reason": reasons,
            "form": forms,
        },
        FRAME_EVIDENCE,
    )
    return made.assign(_article=article, _element=place)


def _reasons(
    reading: Reading, sentences: Sentences, rows: Ints, why: tuple[dict[str, Found], dict[str, float], str]
) -> tuple[list[str], list[str | None]]:
    """In words why each sentence was proposed, heaviest signal first; and the words that show it."""
    signals, weights, lang = why
    fields = (reading.articles["title"].tolist(), reading.articles["text"].tolist())
    place = {row: position for position, row in enumerate(rows.tolist())}
    parts: list[list[str]] = [[] for _ in rows]
    forms: list[list[str]] = [[] for _ in rows]
    for name in sorted(weights, key=lambda name: -weights[name]):
        label = signal_label(name, lang)
        for row, spans in _by_row(signals[name], rows).items():
            text = fields[sentences.field[row]][sentences.article[row]]
            seen = list(dict.fromkeys(text[start:end].lower() for start, end in spans if end > start))
            parts[place[row]].append(f"{label}: {', '.join(seen)}" if seen else label)
            forms[place[row]] += seen
    return ["; ".join(found) for found in parts], [" · ".join(dict.fromkeys(found)) or None for found in forms]


def _by_row(found: Found, rows: Ints) -> dict[int, list[tuple[int, int]]]:
    """The spans of a signal in the chosen sentences."""
    kept = np.isin(found.row, rows)
    spans: dict[int, list[tuple[int, int]]] = {}
    columns = (found.row[kept].tolist(), found.start[kept].tolist(), found.end[kept].tolist())
    for row, start, end in zip(*columns, strict=True):
        spans.setdefault(row, []).append((start, end))
    return spans
