"""The articles and every passage that was counted, packed small enough to lie in one page."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.figures.labels import choose, measure_label, number, zone_label
from bingkai.reading.analyse import Reading
from bingkai.report.article_words import attribution_note, speaker_note, term_notes
from bingkai.report.lines import safe_url
from bingkai.report.page import day
from bingkai.report.passages import joined
from bingkai.schema import FIELDS, ZONES

MOST_CHARACTERS = 18_000_000  # of article texts: some 9 MB in the page
_KINDS = ("ignored", "content", "quote", "direct", "indirect", "scare", "speaker", "cue", "term")
_SHOWN_ZONES = ("direct", "indirect", "scare")


@dataclass(frozen=True)
class Concordance:
    """What the page's script reads.

    Attributes
    ----------
    data : zlib-compressed JSON in base 64
    n_articles, n_all : articles in the page, and in the reading
    n_passages : passages in the page
    outlets : in alphabetical order
    measures : groups of (name, label), for the list to choose from
    """

    data: str
    n_articles: int
    n_all: int
    n_passages: int
    outlets: list[str]
    measures: list[tuple[str, list[tuple[str, str]]]]

    def said(self, lang: str, seed: int) -> str:
        """How much of the reading is in the page, and why not more."""
        counts = [number(n, 0, lang) for n in (self.n_passages, self.n_articles, self.n_all)]
        if self.n_articles == self.n_all:
            return choose(lang, f"{counts[0]} kutipan dari {counts[1]} artikel, semuanya ada di halaman ini.",
                          f"{counts[0]} passages of {counts[1]} articles, all of them in this page.")  # fmt: skip
        return choose(
            lang,
            f"Agar halaman ini tetap ringan, hanya {counts[1]} dari {counts[2]} artikel yang disertakan, diundi (seed "
            f"{seed}), dengan {counts[0]} kutipan. Angka di halaman ini dihitung dari semuanya; sisanya dapat dibaca "
            "dengan bk.kwic dan bk.show.",
            f"To keep this page light only {counts[1]} of {counts[2]} articles are in it, drawn by lot (seed {seed}), "
            f"with {counts[0]} passages. The numbers of this page count all of them; read the rest with bk.kwic and "
            "bk.show.",
        )


def pack(
    reading: Reading,
    found: Mapping[str, pd.DataFrame],
    groups: Sequence[tuple[str, Sequence[str]]],
    *,
    lang: str = "id",
    seed: int = 7,
    most_characters: int = MOST_CHARACTERS,
) -> Concordance:
    """Pack articles with their marks and the passages of every measure for the page.

    Parameters
    ----------
    reading : Reading
    found : mapping of str to DataFrame
        Passages by measure.
    groups : sequence of (title, measures)
        In the order of the page.
    lang : {"id", "en"}
    seed : int
        Of the draw where the articles are too many.
    most_characters : int
        Of titles and texts together.

    Returns
    -------
    Concordance
    """
    kept = _kept(reading.articles, most_characters, seed)
    ids = reading.articles["article_id"].iloc[kept].reset_index(drop=True)
    passages, members = joined(dict(found), ids)
    named = [(title, [name for name in names if len(members.get(name, ()))]) for title, names in groups]
    outlets = sorted(reading.articles["outlet"].iloc[kept].unique(), key=str.casefold)
    marks, notes = _marks(reading, kept, lang)
    contents = {
        "outlets": outlets,
        "zones": [zone_label(zone, lang) for zone in ZONES],
        "articles": _articles(reading.articles.iloc[kept], outlets, lang),
        "marks": marks,
        "notes": notes,
        "kinds": _KINDS,
        "passages": {
            "article": _steps(passages["article"]), "field": passages["field"].tolist(),
            "start": passages["start"].tolist(), "length": (passages["end"] - passages["start"]).tolist(),
            "zone": passages["zone"].tolist(),
        },
        "measures": {name: _steps(members[name]) for _, names in named for name in names},
    }  # fmt: skip
    written = json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode()
    return Concordance(
        data=b64encode(zlib.compress(written, 7)).decode(),
        n_articles=len(ids),
        n_all=len(reading.articles),
        n_passages=len(passages),
        outlets=outlets,
        measures=[(title, [(name, measure_label(name, lang)) for name in names]) for title, names in named if names],
    )


def _kept(articles: pd.DataFrame, most: int, seed: int) -> NDArray[np.int64]:
    """Places of the articles that go into the page: all, or as many by lot as there is room for."""
    lengths = (articles["text"].str.len() + articles["title"].str.len()).to_numpy()
    if lengths.sum() <= most:
        return np.arange(len(articles))
    lot = np.random.default_rng(seed).permutation(len(articles))
    return np.sort(lot[np.cumsum(lengths[lot]) <= most])


def _steps(values: Any) -> list[int]:
    """Each number as its distance from the one before: short to write."""
    steps: list[int] = np.diff(np.asarray(values, dtype="int64"), prepend=0).tolist()
    return steps


def _articles(articles: pd.DataFrame, outlets: Sequence[str], lang: str) -> list[list[Any]]:
    """An article a row: id, outlet (its place), date, headline, text, address, and the rest of what is known."""
    place = {outlet: n for n, outlet in enumerate(outlets)}
    known = [name for name in ("section", "dateline", "origin") if name in articles.columns]
    url = "url" in articles.columns
    return [
        [
            row["article_id"], place[row["outlet"]], day(row["published"], lang), row["title"],
            row["text"], safe_url(row["url"]) if url else "",
            " · ".join(str(row[name]) for name in known if isinstance(row[name], str) and row[name]),
        ]
        for row in articles.to_dict("records")
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------ marks in the articles


def _marks(reading: Reading, kept: NDArray[np.int64], lang: str) -> tuple[list[list[int]], list[str]]:
    """For each article a flat list of (field, kind, start, length, note), and the notes, each once."""
    places = pd.Series(np.arange(len(kept)), index=reading.articles["article_id"].iloc[kept].to_numpy())
    parts = [
        _ignored(reading.articles.iloc[kept], lang),
        _zones(reading, lang),
        _attributions(reading.attributions, lang),
        _terms(reading.terms, lang),
    ]
    whole = pd.concat(parts, ignore_index=True)
    whole["article"] = whole["article_id"].map(places)
    whole = whole[whole["article"].notna() & (whole["length"] > 0)]
    codes, notes = pd.factorize(whole["note"])
    numbers = whole[["field", "kind", "start", "length"]].assign(note=codes).to_numpy(dtype="int64")
    order = np.argsort(whole["article"].to_numpy(), kind="stable")
    ends = np.searchsorted(whole["article"].to_numpy()[order], np.arange(1, len(kept)))
    return [part.ravel().tolist() for part in np.split(numbers[order], ends)], [str(note) for note in notes]


def _frame(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["article_id", "field", "kind", "start", "length", "note"])
    return made.astype({"article_id": "str", "note": "str"})


def _ignored(articles: pd.DataFrame, lang: str) -> pd.DataFrame:
    note = choose(lang, "tidak ikut dibaca", "not read")
    spans = articles["ignored"] if "ignored" in articles.columns else pd.Series([[]] * len(articles))
    return _frame(
        [
            (article_id, FIELDS.index("text"), _KINDS.index("ignored"), start, end - start, note)
            for article_id, each in zip(articles["article_id"], spans, strict=True)
            for start, end in (each if each is not None else ())
        ]
    )


def _zones(reading: Reading, lang: str) -> pd.DataFrame:
    """Neighbouring tokens of one zone and sentence as one stretch."""
    tokens, zones = reading.tokens, reading.zones
    if not len(zones):
        return _frame([])
    keys = (tokens.article, tokens.field, tokens.sentence, zones)
    changed = np.logical_or.reduce([np.diff(key, prepend=key[0] - 1) != 0 for key in map(np.asarray, keys)])
    first = np.flatnonzero(changed)
    last = np.append(first[1:], len(zones)) - 1
    shown = np.isin(zones[first], [ZONES.index(zone) for zone in _SHOWN_ZONES])
    first, last = first[shown], last[shown]
    kind = np.array([_KINDS.index(zone) if zone in _SHOWN_ZONES else -1 for zone in ZONES])
    label = np.array([zone_label(zone, lang) for zone in ZONES], dtype=object)
    return pd.DataFrame(
        {
            "article_id": reading.articles["article_id"].to_numpy()[tokens.article[first]],
            "field": tokens.field[first],
            "kind": kind[zones[first]],
            "start": tokens.start[first],
            "length": tokens.end[last] - tokens.start[first],
            "note": label[zones[first]],
        }
    )


def _attributions(attributions: pd.DataFrame, lang: str) -> pd.DataFrame:
    rows = []
    cue, speaker = _KINDS.index("cue"), _KINDS.index("speaker")
    for row in attributions.to_dict("records"):
        article_id, field, note = row["article_id"], FIELDS.index(row["field"]), attribution_note(row, lang)
        content = _KINDS.index("quote" if row["kind"] == "direct" else "content")
        rows += [(article_id, field, content, start, end - start, note) for start, end in row["content_spans"]]
        if row["speaker_start"] == row["speaker_start"]:
            start, end = int(row["speaker_start"]), int(row["speaker_end"])
            rows.append((article_id, field, speaker, start, end - start, speaker_note(row, lang)))
        if row["cue_start"] == row["cue_start"]:
            start, end = int(row["cue_start"]), int(row["cue_end"])
            rows.append((article_id, field, cue, start, end - start, note))
    return _frame(rows)


def _terms(terms: pd.DataFrame, lang: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "article_id": terms["article_id"],
            "field": terms["field"].map({name: code for code, name in enumerate(FIELDS)}),
            "kind": _KINDS.index("term"),
            "start": terms["start"],
            "length": terms["end"] - terms["start"],
            "note": term_notes(terms, lang),
        }
    )
