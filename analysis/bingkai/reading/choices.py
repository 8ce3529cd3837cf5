"""Mentions of a referent by one of its rival names, with the conditions that keep other senses out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.language.guards import Condition, WordIndex
from bingkai.language.lexicon_hits import find_entries
from bingkai.language.term_choices import TermChoice, load_term_choice
from bingkai.language.tokens import Tokens
from bingkai.schema import CHOICES, FIELDS, ZONES, build, empty

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]
_WORD = re.compile(r"[a-z0-9]+")


def find_choices_in(
    tokens: Tokens, zones: NDArray[np.int8], articles: pd.DataFrame, choices: Iterable[TermChoice]
) -> pd.DataFrame:
    """CHOICES of every set, in reading order; `articles` are those of the tokens."""
    index = WordIndex(tokens)
    rubrics = rubrics_of(articles)
    frames = [_choices_of(choice, index, zones, articles, rubrics) for choice in choices]
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return empty(CHOICES)
    order = ["article_id", "field", "start", "end", "set"]
    return pd.concat(frames).sort_values(order, kind="stable", ignore_index=True)


def as_choices(choices: Sequence[TermChoice | str]) -> tuple[TermChoice, ...]:
    """Sets by themselves or by their names in the library."""
    return tuple(load_term_choice(choice) if isinstance(choice, str) else choice for choice in choices)


def _choices_of(
    choice: TermChoice, index: WordIndex, zones: NDArray[np.int8], articles: pd.DataFrame, rubrics: list[frozenset[str]]
) -> pd.DataFrame:
    tokens = index.tokens
    hits = find_entries(tokens, choice.lexicon)
    first, last = hits.first.astype(np.int64), hits.last.astype(np.int64)
    kept = _counted(choice, index, first, last, hits.entry)
    kept &= articles_of(choice.articles, articles)[tokens.article[first]]
    kept &= ~_in_rubric(choice.skip, rubrics)[tokens.article[first]]
    first, last, entry = first[kept], last[kept], hits.entry[kept]
    forms = [choice.forms[row].rival for row in entry.tolist()]
    return build(located(tokens, zones, articles, first, last) | {"set": [choice.name] * len(first), "rival": forms},
                 CHOICES)  # fmt: skip


def located(
    tokens: Tokens, zones: NDArray[np.int8], articles: pd.DataFrame, first: Places, last: Places
) -> dict[str, list[object]]:
    """Article, field, sentence, form, start, end and zone of stretches of tokens, as columns."""
    article, field = tokens.article[first], tokens.field[first]
    start, end = tokens.start[first], tokens.end[last]
    texts = {number: articles[name].tolist() for number, name in enumerate(FIELDS)}
    rows = zip(article.tolist(), field.tolist(), start.tolist(), end.tolist(), strict=True)
    return {
        "article_id": articles["article_id"].to_numpy(dtype=object)[article].tolist(),
        "field": np.array(FIELDS, dtype=object)[field].tolist(),
        "sentence": tokens.sentence[first].tolist(),
        "form": [texts[f][a][s:e] for a, f, s, e in rows],
        "start": start.tolist(),
        "end": end.tolist(),
        "zone": np.array(ZONES, dtype=object)[zones[first]].tolist(),
    }


def _counted(choice: TermChoice, index: WordIndex, first: Places, last: Places, entry: NDArray[np.int32]) -> Flags:
    """Which hits fulfil the conditions of the set and of their form."""
    kept = fulfilled(index, choice.near, choice.blocked, first, last)
    for row, form in enumerate(choice.forms):
        if not (form.near or form.blocked or form.case):
            continue
        own = np.flatnonzero(kept & (entry == row))
        if not len(own):
            continue
        kept[own] = fulfilled(index, form.near, form.blocked, first[own], last[own])
        if form.case:
            kept[own] &= as_written(index.tokens, form.term, first[own])
    return kept


def fulfilled(
    index: WordIndex, near: Iterable[Condition], blocked: Iterable[Condition], first: Places, last: Places
) -> Flags:
    """Which hits have all that must be near and nothing that may not be."""
    kept = np.ones(len(first), bool)
    for condition in near:
        kept &= index.holds(condition, first, last)
    for condition in blocked:
        kept &= ~index.holds(condition, first, last)
    return kept


def as_written(tokens: Tokens, term: str, first: Places) -> Flags:
    """Which hits begin with the term's first word as the term writes it."""
    word = term.split()[0]
    same = np.array([kind == word for kind in tokens.types], dtype=bool)
    return np.asarray(same[tokens.type_id[first]])


def articles_of(patterns: Sequence[str], articles: pd.DataFrame) -> Flags:
    """Which articles have an id that fits one of the patterns; all where there are none."""
    if not patterns:
        return np.ones(len(articles), bool)
    ids = articles["article_id"].astype(str)
    return np.array([any(fnmatchcase(name, pattern) for pattern in patterns) for name in ids], dtype=bool)


def rubrics_of(articles: pd.DataFrame) -> list[frozenset[str]]:
    """The words of each article's section, and of its address without the headline: *bola*, *sport*."""
    empty_text = pd.Series([""] * len(articles), dtype="str")
    section = articles["section"].fillna("") if "section" in articles.columns else empty_text
    url = articles["url"].fillna("") if "url" in articles.columns else empty_text
    address = url.str.replace(r"^\w+://", "", regex=True).str.split("/").str[:2].str.join(" ")
    told = (section.reset_index(drop=True) + " " + address.reset_index(drop=True)).str.lower()
    known = {text: frozenset(_WORD.findall(text)) for text in told.unique()}
    return [known[text] for text in told]


def _in_rubric(skip: frozenset[str], rubrics: list[frozenset[str]]) -> Flags:
    return np.array([not skip.isdisjoint(words) for words in rubrics], dtype=bool)
