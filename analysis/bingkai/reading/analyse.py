"""One pass over a corpus: attributions, terms and the words of each zone, as frames with offsets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.corpus.clean import mark_boilerplate, own_texts
from bingkai.language.lexicon_files import load_lexicon
from bingkai.language.lexicons import Lexicon
from bingkai.language.predicates import Predicates
from bingkai.language.term_choices import TermChoice
from bingkai.language.tokens import Tokens, tokenise
from bingkai.reading.agents import attach_sides
from bingkai.reading.attribution import read_attributions
from bingkai.reading.choices import as_choices, find_choices_in
from bingkai.reading.clauses import find_clauses_in
from bingkai.reading.collection import collection_paused
from bingkai.reading.mentions import find_mentions_in
from bingkai.reading.terms import find_terms_in
from bingkai.reading.zones import words_by_zone, zones_of_tokens
from bingkai.schema import (
    ARTICLES,
    CHOICES,
    CLAUSES,
    MENTIONS,
    SchemaError,
    empty,
    plain_types,
    require,
    require_reading,
)
from bingkai.study import Study
from bingkai.study.measures import DEFAULT_LEXICONS as DEFAULT_LEXICONS


@dataclass(frozen=True, eq=False)
class Reading:
    """What the articles of a corpus say.

    Attributes
    ----------
    articles : ARTICLES, with `dateline`, `origin` and `ignored`
    attributions : ATTRIBUTIONS
    terms : TERMS
    words : WORDS
    lexicons : tuple of Lexicon
        The lexicons whose terms were looked for.
    tokens : Tokens
        The words of the corpus, ignored spans left out.
    zones : int8 array (n_tokens,)
        Index into ``schema.ZONES`` for each token.
    mentions : MENTIONS
        Of the study's actors; no rows without a study.
    choices : CHOICES
        Of the study's term choices; no rows without a study.
    clauses : CLAUSES
        Of the closed list of predicates; sides where the study has actors.
    study : Study, optional
    term_choices : tuple of TermChoice
        The sets of rival terms that were looked for.
    excluded : DataFrame
        Articles the study left out: `article_id, outlet, title, reason`.
    """

    articles: pd.DataFrame
    attributions: pd.DataFrame
    terms: pd.DataFrame
    words: pd.DataFrame
    lexicons: tuple[Lexicon, ...]
    tokens: Tokens
    zones: NDArray[np.int8]
    mentions: pd.DataFrame = field(default_factory=lambda: empty(MENTIONS))
    choices: pd.DataFrame = field(default_factory=lambda: empty(CHOICES))
    clauses: pd.DataFrame = field(default_factory=lambda: empty(CLAUSES))
    study: Study | None = None
    term_choices: tuple[TermChoice, ...] = ()
    excluded: pd.DataFrame = field(default_factory=pd.DataFrame)

    def kwic(self, what: Any, **options: Any) -> pd.DataFrame:
        """The sentences behind a word, a measure or a row of a table: see :func:`bingkai.kwic`."""
        from bingkai.reading.kwic import kwic

        return kwic(self, what, **options)

    def summary(self) -> dict[str, int]:
        """Counts of articles, outlets, words, attributions and terms."""
        return {
            "articles": len(self.articles),
            "outlets": int(self.articles["outlet"].nunique()),
            "words": int(self.words["n_words"].sum()),
            "attributions": len(self.attributions),
            "terms": len(self.terms),
        }

    def __repr__(self) -> str:
        counts = ", ".join(f"{number:,} {name}" for name, number in self.summary().items())
        return f"<Reading of {counts}>"

    def _repr_html_(self) -> str:
        names = ("artikel", "media", "kata", "atribusi", "istilah bermuatan")
        counts = zip(self.summary().values(), names, strict=True)
        cells = "".join(f"<td><b>{n:,}</b><br>{name}</td>".replace(",", ".") for n, name in counts)
        lexicons = ", ".join(escape(f"{lexicon.name} {lexicon.version}") for lexicon in self.lexicons)
        return f"<table><caption>Bacaan korpus</caption><tr>{cells}</tr></table><p>Leksikon: {lexicons}</p>"


@collection_paused()
def analyse(
    articles: pd.DataFrame,
    study: Study | None = None,
    *,
    lexicons: Sequence[Lexicon | str] | Lexicon | str | None = None,
    names: Collection[str] | None = None,
    progress: bool = True,
) -> Reading:
    """Read a corpus once: who is reported to say what, which loaded terms stand in whose words.

    Parameters
    ----------
    articles : ARTICLES
        As `read_corpus` gives them; boilerplate is masked here if that has not been done.
    study : Study, optional
        Its exclusions are applied, its actors and term choices looked for.
    lexicons : sequence of Lexicon or str, or one of them, optional
        Lexicons to look for; those of the study, else `kata_bermuatan`, by default.
    names : collection of str, optional
        Words to take for names, which lexicons that match by stem leave whole; found out from the articles where left
        out. For articles that are part of a larger corpus.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Reading

    Raises
    ------
    SchemaError
        If a column is missing or two articles share an `article_id`.
    """
    articles = plain_types(require(articles, ARTICLES), ARTICLES)
    _require_unique_ids(articles)
    if study is not None and not isinstance(study, Study):
        raise TypeError(f"analyse wants a Study, got {study!r}; read the file with Study.read(path)")
    excluded = study.excluded(articles) if study else pd.DataFrame()
    articles = study.apply(articles) if study else articles
    marked = _plain_text(articles if "ignored" in articles.columns else mark_boilerplate(articles))
    titles = marked["title"].tolist()
    texts = own_texts(marked)
    tokens = tokenise(titles, texts)
    attributions, zones = _attributed(marked, tokens, texts, progress=progress)
    asked = (study.lexicons if study else ()) or DEFAULT_LEXICONS
    chosen = _chosen(asked if lexicons is None else lexicons)
    choices = study.term_choices if study else ()
    fields = (titles, marked["text"].tolist())
    mentions = find_mentions_in(tokens, zones, marked, study.actors if study else ())
    return Reading(
        articles=marked,
        attributions=attributions,
        terms=find_terms_in(tokens, zones, chosen, marked["article_id"], fields, names),
        words=words_by_zone(tokens, zones, marked["article_id"]),
        lexicons=chosen,
        tokens=tokens,
        zones=zones,
        mentions=mentions,
        choices=find_choices_in(tokens, zones, marked, choices),
        clauses=attach_sides(find_clauses_in(tokens, zones, marked["article_id"], fields), mentions),
        study=study,
        term_choices=choices,
        excluded=excluded,
    )


def _attributed(
    articles: pd.DataFrame, tokens: Tokens, texts: list[str], *, progress: bool
) -> tuple[pd.DataFrame, NDArray[np.int8]]:
    """The attributions, and the zones that follow from them."""
    attributions, quotations = read_attributions(articles, tokens, progress=progress)
    positions = pd.Series(np.arange(len(articles)), index=articles["article_id"])
    return attributions, zones_of_tokens(tokens, texts, attributions, positions, quotations)


def find_terms(articles: pd.DataFrame, lexicons: Sequence[Lexicon | str] | str | None = None) -> pd.DataFrame:
    """The lexicon terms of a corpus, each with its offsets, zone and negation: TERMS."""
    return analyse(articles, lexicons=lexicons, progress=False).terms


def find_clauses(articles: pd.DataFrame, predicates: Predicates | None = None) -> pd.DataFrame:
    """What is done, by whom, to whom, in the clauses of a closed list of predicates: CLAUSES, as :func:`analyse` gives.

    Parameters
    ----------
    articles : ARTICLES
    predicates : Predicates, optional
        Your own list, from `read_predicates`.
    """
    reading = analyse(articles, progress=False)
    return (with_predicates(reading, predicates) if predicates else reading).clauses


def with_predicates(reading: Reading, predicates: Predicates) -> Reading:
    """The same reading with the clauses of another list of predicates; nothing else is read again."""
    require_reading(reading, "with_predicates")
    articles = reading.articles
    fields = (articles["title"].tolist(), articles["text"].tolist())
    found = find_clauses_in(reading.tokens, reading.zones, articles["article_id"], fields, predicates=predicates)
    return replace(reading, clauses=attach_sides(found, reading.mentions))


def with_lexicons(reading: Reading, lexicons: Sequence[Lexicon | str] | Lexicon | str) -> Reading:
    """The same reading with other lexicons; nothing else is read again."""
    require_reading(reading, "with_lexicons")
    chosen = _chosen(lexicons)
    fields = (reading.articles["title"].tolist(), reading.articles["text"].tolist())
    terms = find_terms_in(reading.tokens, reading.zones, chosen, reading.articles["article_id"], fields)
    return replace(reading, terms=terms, lexicons=chosen)


def with_choices(reading: Reading, choices: Sequence[TermChoice | str] | TermChoice | str) -> Reading:
    """The same reading with other sets of rival terms; nothing else is read again."""
    require_reading(reading, "with_choices")
    chosen = as_choices([choices] if isinstance(choices, (str, TermChoice)) else choices)
    found = find_choices_in(reading.tokens, reading.zones, reading.articles, chosen)
    return replace(reading, choices=found, term_choices=chosen)


def _chosen(lexicons: Sequence[Lexicon | str] | Lexicon | str) -> tuple[Lexicon, ...]:
    """Lexicons, those given by name loaded; one alone is a list of one."""
    asked = [lexicons] if isinstance(lexicons, (str, Lexicon)) else lexicons
    return tuple(load_lexicon(lexicon) if isinstance(lexicon, str) else lexicon for lexicon in asked)


def _plain_text(articles: pd.DataFrame) -> pd.DataFrame:
    return articles.assign(title=articles["title"].fillna(""), text=articles["text"].fillna("")).reset_index(drop=True)


def _require_unique_ids(articles: pd.DataFrame) -> None:
    repeated = articles["article_id"][articles["article_id"].duplicated()]
    if len(repeated):
        raise SchemaError(
            f"article_id must be unique; {repeated.nunique()} ids occur more than once, first {repeated.iloc[0]!r}. "
            "read_corpus makes ids unique; after a concat, renumber or drop the repeated rows"
        )
