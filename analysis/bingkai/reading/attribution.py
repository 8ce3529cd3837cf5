"""Who is reported to say what, with which verb."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from bingkai.corpus.clean import mark_boilerplate, own_texts
from bingkai.language.quotes import Quotation, may_quote
from bingkai.language.tokens import Tokens, tokenise
from bingkai.reading.channel import channel_of
from bingkai.reading.collection import collection_paused
from bingkai.reading.confidence import confidence_of
from bingkai.reading.content import kind_of
from bingkai.reading.page import lay_out
from bingkai.reading.patterns import Draft, read_body
from bingkai.reading.resolve import Cast, Source
from bingkai.reading.sheet import Sheet, sheets
from bingkai.reading.speakers import read_mention
from bingkai.reading.titles import read_title
from bingkai.reading.vocabulary import read_vocabulary
from bingkai.schema import ARTICLES, ATTRIBUTIONS, build, require

Row = dict[str, Any]
Quotations = dict[int, list[Quotation]]  # of bodies, by the position of the article


class _Found(NamedTuple):
    """The rows of one article, and the quotations of its body."""

    rows: list[Row]
    quotations: list[Quotation]


def find_attributions(articles: pd.DataFrame, tokens: Tokens | None = None, *, progress: bool = True) -> pd.DataFrame:
    """Every statement an article puts in somebody's mouth: who says it, with which verb, in which words.

    Parameters
    ----------
    articles : ARTICLES
        Spans in the `ignored` column (datelines, boilerplate) are not read; without that column they are marked first.
    tokens : Tokens, optional
        Tokens of the same articles, titles and texts with their ignored spans blanked.
    progress : bool
        Show a progress bar.

    Returns
    -------
    ATTRIBUTIONS
        One row an act of reporting, in reading order. `content_spans`, `cue_start`, `speaker_start` … are characters
        into the article's `field`; `speaker_name` is the source under its fullest name in the article, missing where
        it stays unresolved; `confidence` is the estimated probability that the row is right.

    Notes
    -----
    Rule-based; measured on hand-annotated news. Uncued indirect sentences that carry a statement on are not found.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "article_id": ["a"], "outlet": ["Warta Contoh"], "published": pd.to_datetime(["2025-01-02"]),
    ...     "title": ["Jembatan ditutup"],
    ...     "text": ['Bupati Rani Utami menegaskan jembatan itu aman. "Kami sudah memeriksanya," katanya.'],
    ... })
    >>> found = find_attributions(articles, progress=False)
    >>> found[["cue", "stance", "kind", "speaker_name", "content"]].values.tolist()[1]
    ['katanya', 'NETRAL', 'direct', 'Rani Utami', 'Kami sudah memeriksanya,']
    """
    return read_attributions(articles, tokens, progress=progress)[0]


def read_attributions(
    articles: pd.DataFrame, tokens: Tokens | None = None, *, progress: bool = True
) -> tuple[pd.DataFrame, Quotations]:
    """What `find_attributions` gives, and the quotations it came across in the bodies."""
    require(articles, ARTICLES)
    titles = articles["title"].fillna("").astype(str).tolist()
    texts = own_texts(articles if "ignored" in articles.columns else mark_boilerplate(articles))
    if tokens is None:
        tokens = tokenise(titles, texts)
    ids = articles["article_id"].astype(str).tolist()
    quotations: Quotations = {}
    with collection_paused(), tqdm(total=len(ids), desc="atribusi", unit="artikel", disable=not progress) as bar:
        columns: dict[str, list[object]] = {column.name: [] for column in ATTRIBUTIONS.columns}
        for run, sheet in sheets(tokens, read_vocabulary(tokens), len(ids)):
            rows: list[Row] = []
            for number, position in enumerate(run):
                found = _read_article(ids[position], titles[position], texts[position], sheet, number)
                rows += found.rows
                if found.quotations:
                    quotations[position] = found.quotations
            for name, column in columns.items():
                column += [row[name] for row in rows]
            bar.update(len(run))
        return build({**columns}, ATTRIBUTIONS), quotations


def _read_article(article_id: str, title: str, text: str, sheet: Sheet, number: int) -> _Found:
    """What one article holds, the fields 2 × number and 2 × number + 1 of its sheet."""
    telling = sheet.reports_in(2 * number) or ":" in title or may_quote(title)
    if not telling and not sheet.reports_in(2 * number + 1) and not may_quote(text):
        return _Found([], [])
    body = lay_out("text", text, sheet, 2 * number + 1)
    drafts = read_body(body)
    cast = Cast(body, [draft.source_text for draft in drafts if draft.source])
    sources = _resolve(drafts, cast)
    found = [(draft, source) for draft, source in zip(drafts, sources, strict=True) if draft.pieces]
    headline = read_title(lay_out("title", title, sheet, 2 * number), cast, found) if telling else []
    named = [body.token_at(draft.order) for draft in drafts if draft.source and not draft.relay]
    rows = []
    for n, (draft, source) in enumerate(headline + found):
        row = _row(article_id, f"{article_id}:{n}", draft, source)
        row["confidence"] = confidence_of(draft, source, cast, _gap(draft, named))
        rows.append(row)
    return _Found(rows, body.quotations)


def _gap(draft: Draft, named: list[int]) -> int:
    """Tokens between a statement and the last source named before it."""
    at = draft.page.token_at(draft.order)
    before = bisect_left(named, at)
    return at - named[before - 1] if before else at


def _resolve(drafts: list[Draft], cast: Cast) -> list[Source | None]:
    """Sources in reading order; what points forward is filled from the first person who speaks."""
    found: list[Source | None] = []
    for draft in drafts:
        if draft.relay:
            found.append(cast.meet_medium(draft.source_text))
            continue
        if draft.source and not draft.pieces and cast.read(draft.source_text).form != "person":
            found.append(None)
            continue
        cast.read_on(draft.page.token_at(draft.order), points_back=_points_back(draft, cast), behind=_behind(draft))
        if draft.source:
            keep = cast.last, cast.last_person
            found.append(cast.meet(draft.source_text))
            if found[-1] and found[-1].source_type == "document":
                cast.last, cast.last_person = keep
        elif draft.clitic or draft.follows:
            found.append(cast.speaker())
        else:
            found.append(None)
    first = next((source for source in found if source and source.person), None)
    return [
        first or _named_before(draft, cast) if source is None and _points_back(draft, cast) else source
        for draft, source in zip(drafts, found, strict=True)
    ]


def _behind(draft: Draft) -> bool:
    """`…," katanya`, `…," kata dia`: the source stands behind its verb."""
    return draft.source is None or draft.source_span is None or draft.source_span[0] > draft.order


def _named_before(draft: Draft, cast: Cast) -> Source | None:
    return cast.named_before(draft.page.token_at(draft.order))


def _points_back(draft: Draft, cast: Cast) -> bool:
    if draft.source is None:
        return draft.clitic or draft.follows
    mention = cast.read(draft.source_text)
    return mention.form == "pronoun" or (mention.form == "epithet" and bool(mention.role or not mention.affiliation))


def _row(article_id: str, attribution_id: str, draft: Draft, source: Source | None) -> Row:
    page = draft.page
    speaker = draft.source_span
    cue = draft.cue
    at = draft.cue[0] if draft.cue else draft.pieces[0][0]
    token = min(page.token_at(at), len(page.sentence) - 1)
    clause = [place for span in (cue, speaker) if span for place in span] or [at]
    channel = channel_of(page.text, (min(clause), max(clause)), speaker, draft.pieces)
    through = channel is not None and speaker is not None and page.text.startswith(channel, speaker[0])
    return {
        "attribution_id": attribution_id,
        "article_id": article_id,
        "field": page.field,
        "sentence": page.sentence[token],
        "pattern": "P4" if through and draft.pattern == "P3" else draft.pattern,
        "kind": "indirect" if draft.relay else kind_of(page, draft.pieces),
        "content": " … ".join(page.text[a:b] for a, b in draft.pieces),
        "content_spans": [[a, b] for a, b in draft.pieces],
        "cue": page.text[cue[0] : cue[1]] if cue else None,
        "cue_start": cue[0] if cue else np.nan,
        "cue_end": cue[1] if cue else np.nan,
        "cue_lemma": draft.report.lemma if draft.report else None,
        "stance": draft.report.stance if draft.report else None,
        "speaker": page.text[speaker[0] : speaker[1]] if speaker else "-nya" if draft.clitic else None,
        "speaker_start": speaker[0] if speaker else np.nan,
        "speaker_end": speaker[1] if speaker else np.nan,
        "speaker_name": source.name if source else None,
        "role": (source.role or None) if source else None,
        "affiliation": (source.affiliation or None) if source else None,
        "source_type": _type(draft, source),
        "relay": page.words(*draft.relay) if draft.relay else None,
        "channel": channel,
    }


def _type(draft: Draft, source: Source | None) -> str:
    if draft.relay:
        return "media"
    if source is not None:
        return source.source_type
    return read_mention(draft.source_text).source_type if draft.source else "other" if draft.clitic else "anonymous"
