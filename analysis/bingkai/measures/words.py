"""Words of each article, counted from the integer columns of a reading: what `compare_words` compares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.corpus.outlets import outlet_table
from bingkai.language.stems import looks_like_name, stems_of
from bingkai.language.tokens import Tokens
from bingkai.schema import WORD_COUNTS, ZONES, require, require_reading

Mask = NDArray[np.bool_]
Integers = NDArray[np.int64]

REPORTER = "reporter"
LONGEST = 5  # words of an n-gram
_NUMBER = re.compile(r"(?:ke-)?\d")  # 1.000-an, ke-400; covid-19 is a word
_CREDIT = re.compile(r"(?i:penulis|reporter|pewarta|editor|kontributor|fotografer)\b([^\n]*)")
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'’-]+")
_ADDRESS = re.compile(r"[^\W\d_]{2}\.[^\W\d_]{2}")  # kompas.com, but not S.H.
# What outlets put behind their name to sign a desk: detikJateng, TribunTravel, kompasTV.
_DESK = re.compile(
    r"(?:news|com|tv|id|co|finance|money|health|sports?|travel|food|hot|inet|tekno|oto|edu|pop|style|bola|properti"
    r"|jabar|jateng|jatim|jogja|jakarta|banten|bali|aceh|sumut|sumsel|sumbar|sumbagsel|sulsel|sultra|kalbar|kalsel"
    r"|kaltim|kalteng|kalimantan|sulawesi|sumatera|papua|medan|bogor|solo|batam|manado|kupang|ternate|ambon)+"
)


class Read(Protocol):
    """What is needed of a reading."""

    @property
    def articles(self) -> pd.DataFrame: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def zones(self) -> NDArray[np.int8]: ...


def word_counts(
    reading: Read,
    *,
    zone: str | None = REPORTER,
    by: str = "form",
    n: int = 1,
    names: str = "keep",
    min_articles: int = 1,
) -> pd.DataFrame:
    """Count the words of each article in the outlet's own voice: the input of `compare_words`.

    Parameters
    ----------
    reading : Reading
    zone : str or None
        Whose words: reporter (default), title, direct, indirect, scare; None for all of them.
    by : {"form", "stem"}
        Words as written (lower case), or their stems. A stem hides voice: *ditembak* and *penembak* become one.
    n : int
        1 for words; 2 for pairs of words that follow each other in a sentence with nothing between; up to 5.
    names : {"keep", "drop"}
        What to do with words that these texts write with a capital inside sentences: people, places, offices.
    min_articles : int
        Words in fewer articles get no row; they stay in `n_words`.

    Returns
    -------
    DataFrame
        WORD_COUNTS, one row an article and word, in the order of articles, then words:

        - article_id, outlet, word, and event_id and copy_group where articles have them : categorical
        - count : how often the word stands in the article
        - n_words : all words (or n-grams) counted in the article, the base of rates

        An article without any word of the zone has no row.

    Raises
    ------
    ValueError
        An unknown zone, `by`, `names` or `n`.

    Notes
    -----
    Left out everywhere: numbers, addresses, and what an outlet signs with: the names of the corpus's outlets as they
    are written for an outlet (*Antara* with a capital inside a sentence; the preposition *antara* stays), their desks
    (detikJateng), and the names in an article's own credit line. Boilerplate was blanked before. A signature that none
    of this knows will stand at the top of the outlet's words: read the first rows with `reading.kwic(word,
    outlet=...)` before believing them.

    Examples
    --------
    >>> import bingkai as bk
    >>> reading = bk.analyse(bk.load_demo(), progress=False)
    >>> counts = word_counts(reading)
    >>> counts.columns.tolist()
    ['article_id', 'outlet', 'word', 'count', 'n_words']
    >>> int(counts.groupby("article_id", observed=True)["count"].sum().sum()) == int(
    ...     counts.drop_duplicates("article_id")["n_words"].sum())
    True
    """
    require_reading(reading, "word_counts")
    _check(zone, by, n, names)
    tokens, articles = reading.tokens, reading.articles
    kept = tokens.is_word[tokens.type_id] & ~_left_out(tokens, articles)
    if zone is not None:
        kept &= reading.zones == ZONES.index(zone)
    if names == "drop":
        kept &= ~looks_like_name(tokens)[tokens.lower_of[tokens.type_id]]
    labels, code = _coded(tokens, by)
    place, code, labels = _units(tokens, kept, code, labels, n)
    return _frame(articles, place, code, labels, min_articles)


def _check(zone: str | None, by: str, n: int, names: str) -> None:
    if zone is not None and zone not in ZONES:
        raise ValueError(f"unknown zone {zone!r}; wanted one of {', '.join(ZONES)}, or None for all")
    for what, given, known in (("by", by, ("form", "stem")), ("names", names, ("keep", "drop"))):
        if given not in known:
            raise ValueError(f"{what}={given!r}: wanted {known[0]!r} or {known[1]!r}")
    if not 1 <= n <= LONGEST:
        raise ValueError(f"n={n}: wanted 1 for words, 2 for pairs of words, at most {LONGEST}")


def _coded(tokens: Tokens, by: str) -> tuple[NDArray[np.object_], Integers]:
    """Labels, and the label of each token as a code."""
    names = stems_of(tokens) if by == "stem" else tokens.lower
    codes, labels = pd.factorize(np.array(names, dtype=object))
    return np.asarray(labels, dtype=object), codes.astype(np.int64)[tokens.lower_of][tokens.type_id]


def _units(
    tokens: Tokens, kept: Mask, code: Integers, labels: NDArray[np.object_], n: int
) -> tuple[Integers, Integers, NDArray[np.object_]]:
    """Article and code of every word, or of every n-gram of kept words that stand side by side in a sentence."""
    starts = np.flatnonzero(kept)
    made, names = code[starts], labels
    for step in range(1, n):
        here = starts + step
        goes_on = here < len(kept)
        goes_on[goes_on] = kept[here[goes_on]] & _same_sentence(tokens, starts[goes_on], here[goes_on])
        starts = starts[goes_on]
        pairs = made[goes_on] * len(labels) + code[starts + step]
        found, made = np.unique(pairs, return_inverse=True)
        names = names[found // len(labels)] + " " + labels[found % len(labels)]
    return tokens.article[starts].astype(np.int64), made, names


def _same_sentence(tokens: Tokens, a: NDArray[np.intp], b: NDArray[np.intp]) -> Mask:
    same = (tokens.article[a] == tokens.article[b]) & (tokens.field[a] == tokens.field[b])
    return np.asarray(same & (tokens.sentence[a] == tokens.sentence[b]))


def _frame(
    articles: pd.DataFrame, place: Integers, code: Integers, labels: NDArray[np.object_], min_articles: int
) -> pd.DataFrame:
    n_words = np.bincount(place, minlength=len(articles))
    keys, count = np.unique(place * max(len(labels), 1) + code, return_counts=True)
    article, word = np.divmod(keys, max(len(labels), 1))
    often = np.bincount(word, minlength=len(labels)) >= min_articles
    article, word, count = (values[often[word]] for values in (article, word, count))
    made = {
        name: _category(articles[name], article)
        for name in ("article_id", "outlet", "event_id", "copy_group")
        if name in articles.columns
    }
    made["word"] = _words(labels, word)
    order = np.lexsort((made["word"].codes, article))
    columns = made | {"count": count, "n_words": n_words[article]}
    return require(pd.DataFrame(columns).take(order).reset_index(drop=True), WORD_COUNTS)


def _category(column: pd.Series, rows: Integers) -> pd.Categorical:
    codes, names = pd.factorize(column, sort=True)
    return pd.Categorical.from_codes(codes[rows], categories=pd.Index(names, dtype="str"))


def _words(labels: NDArray[np.object_], code: Integers) -> pd.Categorical:
    """The words that occur, sorted, as categories."""
    used, code = np.unique(code, return_inverse=True)
    order = np.argsort(labels[used])
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return pd.Categorical.from_codes(rank[code], categories=pd.Index(labels[used][order], dtype="str"))


# What is no word of the article's own prose: numbers, addresses, signatures of outlets and reporters.


def _left_out(tokens: Tokens, articles: pd.DataFrame) -> Mask:
    outlets = articles["outlet"].dropna().unique()
    names = _spellings(outlets)
    singles = frozenset(name[0] for name in names if len(name) == 1)
    never = np.fromiter((_no_word(word, singles) for word in tokens.lower), np.bool_, len(tokens.lower))
    found = never[tokens.lower_of][tokens.type_id]
    found |= _named(tokens, names)
    found |= _credited(tokens, articles)
    return np.asarray(found)


def _no_word(word: str, brands: frozenset[str]) -> bool:
    """Numbers, addresses, and an outlet's name with a desk behind it; all in lower case."""
    if _NUMBER.match(word) or _ADDRESS.search(word):
        return True
    return any(word.startswith(brand) and len(brand) >= 4 and _DESK.fullmatch(word[len(brand) :]) for brand in brands)


def _spellings(outlets: Iterable[str]) -> set[tuple[str, ...]]:
    """The names of these outlets, in lower case and split into words: canonical, aliases, first labels of domains."""
    table = outlet_table().set_index("outlet")
    made: set[tuple[str, ...]] = set()
    for outlet in outlets:
        names = [outlet]
        if outlet in table.index:
            row = table.loc[outlet]
            names += [*row["aliases"].split("|"), *(domain.split(".")[0] for domain in row["domains"].split("|"))]
        spelled = [name.lower().removesuffix(".com").split() for name in names]
        made.update(tuple(words) for words in spelled)
        made.update(("".join(words),) for words in spelled)  # KabarPelabuhan, as in addresses and handles
    made |= {("tribun",)} if ("tribunnews",) in made else set()
    return made - {()}


def _named(tokens: Tokens, names: set[tuple[str, ...]]) -> Mask:
    """Tokens that name an outlet: each word with a capital, and one word alone not where a sentence begins."""
    capital = np.fromiter((form[:1].isupper() for form in tokens.types), np.bool_, len(tokens.types))[tokens.type_id]
    shouted = np.fromiter((form[1:] != form[1:].lower() for form in tokens.types), np.bool_, len(tokens.types))[
        tokens.type_id
    ]
    opens = np.ones(len(tokens), np.bool_)
    opens[1:] = ~_same_sentence(tokens, np.arange(len(tokens) - 1), np.arange(1, len(tokens))) if len(tokens) else True
    ids = {word: position for position, word in enumerate(tokens.lower)}
    lower = tokens.lower_of[tokens.type_id]
    found = np.zeros(len(tokens), np.bool_)
    for name in sorted(names):
        if all(word in ids for word in name):
            starts = _sequence(lower, capital, [ids[word] for word in name])
            if len(name) == 1:
                starts = starts[~opens[starts] | shouted[starts]]
            for step in range(len(name)):
                found[starts + step] = True
            found[_address_ends(tokens, starts + len(name) - 1)] = True
    return found


def _address_ends(tokens: Tokens, names: NDArray[np.intp]) -> NDArray[np.intp]:
    """The last part of an address whose ending is no usual one (KabarPelabuhan.berita): glued to a name by a dot."""
    names = names[names + 2 < len(tokens)]
    glued = (tokens.start[names + 1] == tokens.end[names]) & (tokens.start[names + 2] == tokens.end[names + 1])
    dot = np.fromiter((form == "." for form in tokens.types), np.bool_, len(tokens.types))
    return np.asarray((names + 2)[glued & dot[tokens.type_id[names + 1]]])


def _sequence(lower: NDArray[np.int32], capital: Mask, wanted: Sequence[int]) -> NDArray[np.intp]:
    """Where these words follow each other, each with a capital."""
    starts = np.flatnonzero((lower == wanted[0]) & capital)
    for step, word in enumerate(wanted[1:], start=1):
        starts = starts[starts + step < len(lower)]
        starts = starts[(lower[starts + step] == word) & capital[starts + step]]
    return starts


def _credited(tokens: Tokens, articles: pd.DataFrame) -> Mask:
    """Names of an article's credit line where they stand in its text with a capital: the reporter, not a source."""
    if "ignored" not in articles.columns:
        return np.zeros(len(tokens), np.bool_)
    ids = {word: position for position, word in enumerate(tokens.lower)}
    names = [
        (place, ids[name])
        for place, (text, spans) in enumerate(zip(articles["text"], articles["ignored"], strict=True))
        for name in _credit_names(text, spans)
        if name in ids
    ]
    if not names:
        return np.zeros(len(tokens), np.bool_)
    wanted = np.unique(np.array([place * len(tokens.lower) + word for place, word in names], dtype=np.int64))
    capital = np.fromiter((form[:1].isupper() for form in tokens.types), np.bool_, len(tokens.types))[tokens.type_id]
    keys = tokens.article.astype(np.int64) * len(tokens.lower) + tokens.lower_of[tokens.type_id]
    return np.asarray(np.isin(keys, wanted) & capital & (tokens.field == 1))


def _credit_names(text: object, spans: object) -> set[str]:
    if not isinstance(text, str) or not isinstance(spans, (list, tuple, np.ndarray)):
        return set()
    credits = (match[1] for start, end in spans for match in _CREDIT.finditer(text[start:end]))
    return {word.lower() for credit in credits for word in _CAPITALISED.findall(credit)}
