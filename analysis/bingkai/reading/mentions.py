"""Where the articles mention the actors of a study: by name, acronym, epithet, part of a name, or pronoun."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.language.guards import WordIndex
from bingkai.language.lexicon_hits import find_entries
from bingkai.language.lexicons import COLUMNS, Lexicon
from bingkai.language.tokens import Tokens, tokenise
from bingkai.language.verbs import CLITICS
from bingkai.language.voices import written_small
from bingkai.reading.choices import articles_of, fulfilled, located
from bingkai.reading.grammar import gazetteer_words, word_class
from bingkai.reading.zones import DIRECT
from bingkai.schema import MENTIONS, build, empty
from bingkai.study import Actor

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
PRONOUNS = frozenset(("ia", "dia", "beliau"))
_GAP = 3  # tokens between an office and a name: Kapolres Sinar, AKBP Rani
_TITLED = ("role", "rank", "honorific", "institution", "place")


@dataclass(frozen=True, eq=False)
class _Found:
    """Mentions as columns: first and last token, number of the actor, kind of form."""

    first: Places
    last: Places
    actor: Places
    how: NDArray[np.str_]

    def __getitem__(self, chosen: Flags | Places) -> _Found:
        return _Found(self.first[chosen], self.last[chosen], self.actor[chosen], self.how[chosen])


def find_mentions_in(
    tokens: Tokens, zones: NDArray[np.int8], articles: pd.DataFrame, actors: Sequence[Actor]
) -> pd.DataFrame:
    """MENTIONS of the actors, in reading order.

    Parameters
    ----------
    tokens : Tokens
    zones : int8 array (n_tokens,)
    articles : ARTICLES
        Those of the tokens.
    actors : sequence of Actor

    Returns
    -------
    MENTIONS

    Notes
    -----
    The longest form wins; a form belongs to the first actor whose conditions and articles it fits. Words with capitals
    in a form need them in the text. Part of a name counts only where the article has a whole name of that actor, and
    not beside another capitalised word, which would make it another person's name. *Ia, dia, beliau* count where a
    single actor who is a person, and nobody else with a name, stands before them in their sentence or in the sentence
    before in the same paragraph: most pronouns are passed over, so counts of pronouns are a lower bound.
    """
    if not actors or not len(tokens):
        return empty(MENTIONS)
    whole = _with_whole_names(tokens, _named(tokens, articles, actors))
    pronouns = _pronouns(tokens, zones, articles, actors, whole)
    found = _joined(_without_offices(tokens, whole), pronouns)
    columns = located(tokens, zones, articles, found.first, found.last)
    named = [actors[number] for number in found.actor.tolist()]
    made = build(
        columns | {"actor": [a.key for a in named], "side": [a.side or None for a in named], "how": found.how.tolist()},
        MENTIONS,
    )
    return made.sort_values(["article_id", "field", "start", "end"], kind="stable", ignore_index=True)


# --- names


def _named(tokens: Tokens, articles: pd.DataFrame, actors: Sequence[Actor]) -> _Found:
    owners, lexicon = _forms(actors)
    hits = find_entries(tokens, lexicon)
    first, last = hits.first.astype(np.int64), hits.last.astype(np.int64)
    index = WordIndex(tokens)
    allowed = [articles_of(actor.articles, articles) for actor in actors]
    taken = np.full(len(first), -1, np.int64)
    how = np.full(len(first), "", dtype="<U8")
    capitals, words = _Capitals.of(tokens), _worded([form for claims in owners for form, _, _ in claims])
    for row in np.unique(hits.entry).tolist():
        for form, kind, number in owners[row]:
            own = np.flatnonzero((hits.entry == row) & (taken < 0))
            own = own[allowed[number][tokens.article[first[own]]]]
            own = own[capitals.kept(tokens, words[form], first[own])]
            actor = actors[number]
            own = own[fulfilled(index, actor.near, actor.blocked, first[own], last[own])]
            taken[own], how[own] = number, kind
    return _Found(first, last, taken, how)[taken >= 0]


def _without_offices(tokens: Tokens, found: _Found) -> _Found:
    """An epithet right before a name of the same actor is the name's office, and one mention with it.

    In a body the place of the office may stand between them (*Wali Kota Sinar Rani Utami*); in a headline a word with a
    capital may be its verb.
    """
    between = gazetteer_words("rank", "honorific") | {",", "."}
    passed = np.array([form in between for form in tokens.lower], dtype=bool)[tokens.lower_of]
    in_body = passed | np.array([kind[:1].isupper() for kind in tokens.types], dtype=bool)
    kept = np.ones(len(found.first), bool)
    for n in np.flatnonzero(found.how[:-1] == "epithet").tolist():
        gap = tokens.type_id[found.last[n] + 1 : found.first[n + 1]]
        same = found.actor[n + 1] == found.actor[n] and found.how[n + 1] != "epithet"
        office = in_body if tokens.field[found.first[n]] == 1 else passed
        kept[n] = not (same and len(gap) <= _GAP and office[gap].all() and _together(tokens, found, n))
    return found[kept]


def _together(tokens: Tokens, found: _Found, n: int) -> bool:
    """Whether a mention and the next stand in one sentence."""
    a, b = found.first[n], found.first[n + 1]
    return all(column[a] == column[b] for column in (tokens.article, tokens.field, tokens.sentence))


def _forms(actors: Sequence[Actor]) -> tuple[list[list[tuple[str, str, int]]], Lexicon]:
    """For each row of the lexicon its claims (form, kind, actor); the forms with their clitics as a lexicon."""
    claims: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    unless: dict[str, list[str]] = defaultdict(list)
    for number, actor in enumerate(actors):
        for form, kind in actor.forms.items():
            for written in (form, *(f"{form}-{clitic}" for clitic in CLITICS)):
                claims[written.lower()].append((form, kind, number))
                unless[written.lower()] += actor.unless
    blank = dict.fromkeys(COLUMNS, "") | {"category": "mention", "match": "form"}
    rows = [blank | {"term": term, "unless": ";".join(dict.fromkeys(unless[term])),
                     "variants": "" if term.endswith(CLITICS) else " ".join(CLITICS)} for term in claims]  # fmt: skip
    entries = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    return list(claims.values()), Lexicon("actors", "actors", "", "", "", "form", {"mention": {}}, entries)


@dataclass(frozen=True, eq=False)
class _Capitals:
    """For each type, whether it begins with a capital, and with two."""

    one: Flags
    two: Flags

    @classmethod
    def of(cls, tokens: Tokens) -> _Capitals:
        one, two = ([kind[:n].isupper() for kind in tokens.types] for n in (1, 2))
        return cls(np.array(one, dtype=bool), np.array(two, dtype=bool))

    def kept(self, tokens: Tokens, words: Sequence[str], first: Places) -> Flags:
        """Which hits have capitals where the words have them; a word all in capitals needs two of them."""
        kept = np.ones(len(first), bool)
        for step, word in enumerate(words):
            if word[0].isupper():
                fits = self.two if len(word) > 1 and word.isupper() else self.one
                kept &= fits[tokens.type_id[np.minimum(first + step, len(tokens) - 1)]]
        return kept


def _worded(forms: Sequence[str]) -> dict[str, list[str]]:
    """The words of each form as they stand in tokens."""
    tokens = tokenise([""] * len(forms), forms)
    words: list[list[str]] = [[] for _ in forms]
    for place, kind in zip(tokens.article.tolist(), tokens.type_id.tolist(), strict=True):
        words[place].append(tokens.types[kind])
    return dict(zip(forms, words, strict=True))


def _with_whole_names(tokens: Tokens, found: _Found) -> _Found:
    """Parts of names only where the article has a whole name of the actor, and beside no other name."""
    short = found.how == "short"
    pairs = tokens.article[found.first].astype(np.int64) * (int(found.actor.max(initial=0)) + 1) + found.actor
    whole = np.isin(pairs, pairs[~short & np.isin(found.how, ["alias", "acronym"])])
    return found[~short | (whole & ~_in_another_name(tokens, found))]


def _in_another_name(tokens: Tokens, found: _Found) -> Flags:
    """Whether a capitalised word that is no title stands right beside a mention in a body.

    A word that opens a sentence has its capital anyway: it counts where the article never writes it without.
    """
    name = _name_like(tokens)
    small = written_small(tokens)
    body = tokens.field[found.first] == 1
    beside = np.zeros(len(found.first), bool)
    for place, inside in ((found.first - 1, found.first > 0), (found.last + 1, found.last + 1 < len(tokens))):
        there = np.clip(place, 0, len(tokens) - 1)
        same = (tokens.article[there] == tokens.article[found.first]) & (
            tokens.sentence[there] == tokens.sentence[found.first]
        )
        opens = (there == 0) | (tokens.sentence[np.maximum(there - 1, 0)] != tokens.sentence[there])
        beside |= inside & same & name[tokens.type_id[there]] & ~(opens & small[there])
    result: Flags = beside & body
    return result


def _name_like(tokens: Tokens) -> Flags:
    """For each type, whether it looks like part of a person's name: a capital, no office, place, house or date."""
    known = gazetteer_words(*_TITLED) | word_class("weekday") | word_class("month") | word_class("stop")
    lower = [tokens.lower[i] for i in tokens.lower_of.tolist()]
    return np.array(
        [kind[0].isupper() and not kind[:2].isupper() and kind.isalpha() and low not in known
         for kind, low in zip(tokens.types, lower, strict=True)],
        dtype=bool,
    )  # fmt: skip


# --- pronouns


def _pronouns(
    tokens: Tokens, zones: NDArray[np.int8], articles: pd.DataFrame, actors: Sequence[Actor], found: _Found
) -> _Found:
    is_person = np.array([actor.person for actor in actors], dtype=bool)
    persons = found[is_person[found.actor]]
    places = _free_pronouns(tokens, zones, found) if len(persons.first) else np.zeros(0, np.int64)
    begin = _reach(tokens, articles["text"].tolist(), places)
    order = np.argsort(persons.first)
    first, actor = persons.first[order], persons.actor[order]
    low, high = np.searchsorted(first, begin), np.searchsorted(first, places)
    taken = []
    name = _others(tokens, found) if (high > low).any() else np.zeros(len(tokens) + 1, np.int64)
    for place, start, a, b in zip(places.tolist(), begin.tolist(), low.tolist(), high.tolist(), strict=True):
        alone = b > a and len(set(actor[a:b].tolist())) == 1 and name[place] == name[start]
        taken.append(int(actor[a]) if alone else -1)
    chosen = np.array(taken, np.int64)
    kept = chosen >= 0
    return _Found(places[kept], places[kept], chosen[kept], np.full(int(kept.sum()), "pronoun", dtype="<U8"))


def _free_pronouns(tokens: Tokens, zones: NDArray[np.int8], found: _Found) -> Places:
    """Positions of pronouns in bodies, outside direct quotations and outside mentions."""
    wanted = np.array([form in PRONOUNS for form in tokens.lower], dtype=bool)[tokens.lower_of]
    places = np.flatnonzero(wanted[tokens.type_id] & (tokens.field == 1) & (zones != DIRECT))
    return places[~np.isin(places, found.first)]


def _reach(tokens: Tokens, texts: Sequence[str], places: Places) -> Places:
    """From where a name may explain a pronoun: the sentence before in the same paragraph, else its own sentence."""
    begins = WordIndex(tokens).sentence[0]
    own = begins[places]
    before = np.where(own > 0, begins[np.maximum(own - 1, 0)], own)
    same = (tokens.article[before] == tokens.article[places]) & (tokens.field[before] == 1)
    whole = [
        ok and "\n" not in texts[article][a:b]
        for ok, article, a, b in zip(
            same.tolist(), tokens.article[places].tolist(), tokens.start[before].tolist(),
            tokens.start[places].tolist(), strict=True,
        )
    ]  # fmt: skip
    return np.where(np.array(whole, dtype=bool), before, own)


def _others(tokens: Tokens, found: _Found) -> NDArray[np.int64]:
    """Running count of name-like words that no mention covers; a word that opens a sentence counts before another."""
    like = _name_like(tokens)[tokens.type_id]
    opens = np.ones(len(tokens), bool)
    opens[1:] = (np.diff(tokens.sentence) != 0) | (np.diff(tokens.article) != 0) | (np.diff(tokens.field) != 0)
    like &= ~opens | np.append(like[1:], False)
    covered = np.zeros(len(tokens) + 1, np.int64)
    np.add.at(covered, found.first, 1)
    np.add.at(covered, found.last + 1, -1)
    like &= np.cumsum(covered[:-1]) == 0
    return np.concatenate([[0], np.cumsum(like)])


def _joined(a: _Found, b: _Found) -> _Found:
    pairs = zip((a.first, a.last, a.actor, a.how), (b.first, b.last, b.actor, b.how), strict=True)
    first, last, actor, how = (np.concatenate(pair) for pair in pairs)
    return _Found(first, last, actor, how)
