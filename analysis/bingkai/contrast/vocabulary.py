"""WORD_COUNTS rows as a sparse matrix: a row an article, a column a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from bingkai.contrast.blocks import nearest
from bingkai.contrast.units import COPIES
from bingkai.schema import WORD_COUNTS, SchemaError, require

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
LEAST_EFFECT = 0.05  # of a word that stands in every article as often


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words of articles, in the order of the articles' ids.

    Attributes
    ----------
    words, outlets : list of str
        Names behind the columns of `count` and the codes of `outlet`.
    outlet, event : int (n_articles,)
        Codes; -1 for an article without an event.
    base : float (n_articles,)
        All words of the article, above 0.
    copy : int (n_articles,)
        Code of the group of near-identical texts; -1 where the text stands alone.
    count : csr_array (n_articles, n_words)
    """

    words: list[str]
    outlets: list[str]
    outlet: Integers
    event: Integers
    copy: Integers
    base: Floats
    count: csr_array

    def articles(self, keep: NDArray[np.bool_]) -> Vocabulary:
        """The articles marked."""
        return replace(
            self,
            outlet=self.outlet[keep],
            event=self.event[keep],
            copy=self.copy[keep],
            base=self.base[keep],
            count=self.count[keep],
        )

    def of(self, outlets: Sequence[str]) -> Vocabulary:
        """The articles of these outlets, coded in the order given."""
        code = np.full(len(self.outlets), -1)
        code[[self.outlets.index(name) for name in outlets]] = np.arange(len(outlets))
        mine = code[self.outlet]
        return replace(self, outlets=list(outlets), outlet=mine).articles(mine >= 0)

    def chosen(self, columns: NDArray[np.intp]) -> Vocabulary:
        """The words in these columns; bases stay."""
        return replace(self, words=[self.words[column] for column in columns], count=self.count[:, columns])

    def hits(self) -> Integers:
        """Articles that have each word."""
        return np.bincount(self.count.indices, minlength=len(self.words)).astype(np.int64)

    def totals(self) -> tuple[Floats, Floats, Integers, Integers]:
        """By outlet: frequency and document frequency of each word (n_outlets, n_words), words, articles."""
        n, k = len(self.outlet), len(self.outlets)
        member = csr_array((np.ones(n), (self.outlet, np.arange(n))), shape=(k, n))
        there = self.count.copy()
        there.data = np.ones_like(there.data)
        return (
            (member @ self.count).toarray(),
            member @ self.base,
            (member @ there).toarray().astype(np.int64),
            np.bincount(self.outlet, minlength=k).astype(np.int64),
        )

    def design_effects(self) -> Floats:
        """How much more the counts of each word vary over an outlet's articles than Poisson counts: 1 where as much.

        ``Σ(c - R b)² / Σ R b`` over all articles, R being the word's rate in the article's outlet.
        """
        count, base, _, _ = self.totals()
        rate = count / base[:, None]
        expected = (rate * base[:, None]).sum(axis=0)
        cross = self.count.multiply(self.base[:, None]).tocsr()
        squares = self.count.power(2).sum(axis=0)
        n, k = len(self.outlet), len(self.outlets)
        member = csr_array((np.ones(n), (self.outlet, np.arange(n))), shape=(k, n))
        base_squares = member @ self.base**2
        spread = squares - 2 * (rate * (member @ cross).toarray()).sum(axis=0) + base_squares @ rate**2
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.fmax(spread / expected, LEAST_EFFECT))


def read_vocabulary(counts: pd.DataFrame, within: str | None) -> tuple[Vocabulary, dict[str, int]]:
    """The frame as a matrix, and how many articles were left out, by reason (outlet, event).

    Without `within` events are kept where the frame has `event_id`, for the event strata; articles need not have one.
    """
    require(counts, WORD_COUNTS)
    if within is not None and within not in counts.columns:
        raise SchemaError(
            f"within={within!r} is no column of the word counts; got {', '.join(map(str, counts.columns))}; "
            "match events before the reading is made, or leave `within` out"
        )
    article, articles = _codes(counts["article_id"])
    word, words = _codes(counts["word"])
    frequency = counts["count"].to_numpy(float)
    _refuse_impossible(counts, article, word, frequency)
    made = Vocabulary(
        words=words,
        outlets=(outlets := _codes(counts["outlet"]))[1],
        outlet=_of_article(outlets[0], article, len(articles), "outlet"),
        event=_of_article(_optional(counts, within or "event_id"), article, len(articles), within or "event_id"),
        copy=_of_article(_optional(counts, "copy_group"), article, len(articles), "copy_group"),
        base=_base(counts, article, len(articles), frequency),
        count=csr_array((frequency, (article, word)), shape=(len(articles), len(words))),
    )
    without_outlet = made.outlet < 0
    without_event = ~without_outlet & (made.event < 0) & (within is not None)
    left_out = {"outlet": int(without_outlet.sum()), "event": int(without_event.sum())}
    return made.articles(~(without_outlet | without_event)), {why: n for why, n in left_out.items() if n}


def _codes(column: pd.Series) -> tuple[Integers, list[str]]:
    """Codes of a column in the order of its sorted values, and these values; -1 where missing."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.cat.remove_unused_categories()
        found, names = column.cat.codes.to_numpy(), column.cat.categories.to_numpy(object)
        order = np.argsort(names)
        rank = np.append(np.argsort(order), -1)
        return rank[found].astype(np.int64), list(names[order])
    codes, values = pd.factorize(column, sort=True)
    return codes.astype(np.int64), list(values)


def _optional(counts: pd.DataFrame, name: str) -> Integers:
    return _codes(counts[name])[0] if name in counts.columns else np.full(len(counts), -1)


def _refuse_impossible(counts: pd.DataFrame, article: Integers, word: Integers, frequency: Floats) -> None:
    if (article < 0).any() or (word < 0).any():
        raise SchemaError("WORD_COUNTS: a row without article_id or word; drop it before the call")
    if not (frequency > 0).all():
        raise SchemaError(f"WORD_COUNTS: count must be above 0; got {frequency.min():g}. A word that is not there "
                          "has no row")  # fmt: skip
    keys = article * (int(word.max(initial=0)) + 1) + word
    ordered = np.sort(keys)
    if (ordered[1:] == ordered[:-1]).any():
        bad = counts.iloc[int(np.argmax(pd.Series(keys).duplicated().to_numpy()))]
        raise SchemaError(
            f"WORD_COUNTS wants one row an article and word; article {bad['article_id']!r} has several of "
            f"{bad['word']!r}: sum them first"
        )


def _of_article(codes: Integers, article: Integers, n_articles: int, what: str) -> Integers:
    made = np.full(n_articles, -1, dtype=np.int64)
    made[article] = codes
    if (made[article] != codes).any():
        raise SchemaError(f"WORD_COUNTS: an article has two values of {what}; it belongs to one")
    return made


def _base(counts: pd.DataFrame, article: Integers, n_articles: int, frequency: Floats) -> Floats:
    summed: Floats = np.bincount(article, weights=frequency, minlength=n_articles).astype(float)
    if "n_words" not in counts.columns:
        return summed
    base = np.zeros(n_articles)
    base[article] = counts["n_words"].to_numpy(float)
    if (base < summed).any():
        raise SchemaError("WORD_COUNTS: n_words is smaller than the words counted in an article; it is the base of "
                          "all of them")  # fmt: skip
    return base


def count_copies(vocabulary: Vocabulary, copies: str) -> tuple[Vocabulary, dict[str, int]]:
    """Copied texts counted as asked ("once", "all", "without": see `compare_outlets`), and articles thereby left out.

    The copies of a text within an outlet become one unit with their mean counts; a text that k outlets carry counts 1/k
    in each.
    """
    if copies not in COPIES:
        raise ValueError(f"copies={copies!r}: wanted one of {', '.join(COPIES)}")
    copied = vocabulary.copy >= 0
    if copies == "all" or not copied.any():
        return vocabulary, {}
    unit_of = np.where(copied, vocabulary.copy, vocabulary.copy.max() + 1 + np.arange(len(copied)))
    n_outlets = len(vocabulary.outlets)
    units, first, unit, n_members = np.unique(
        unit_of * n_outlets + vocabulary.outlet, return_index=True, return_inverse=True, return_counts=True
    )
    n_carrying = np.bincount(units // n_outlets)[units // n_outlets]
    weight = 1 / (n_members * n_carrying)
    gather = csr_array((weight[unit], (unit, np.arange(len(unit)))), shape=(len(units), len(unit)))
    kept = (n_carrying == 1) if copies == "without" else np.ones(len(units), bool)
    order = np.argsort(first)[kept[np.argsort(first)]]
    made = replace(
        vocabulary.articles(np.isin(np.arange(len(unit)), first[kept])),
        base=(gather @ vocabulary.base)[order],
        count=(gather @ vocabulary.count).tocsr()[order],
    )
    gone = {"same_outlet": int((n_members - 1)[kept].sum()), "across_outlets": int(n_members[~kept].sum())}
    return made, {why: n for why, n in gone.items() if n}


def choose_words(
    vocabulary: Vocabulary, words: Sequence[str] | None, min_hits: int, max_words: int | None
) -> Vocabulary:
    """The words asked for, or those in enough articles, at most so many: those in the most articles."""
    if words is not None:
        return _named_words(vocabulary, [words] if isinstance(words, str) else list(dict.fromkeys(words)))
    hits = vocabulary.hits()
    often = np.flatnonzero(hits >= min_hits)
    if max_words is not None and len(often) > max_words:
        often = np.sort(often[np.argsort(-hits[often], kind="stable")[:max_words]])
    if not len(often):
        raise ValueError(
            f"no word stands in {min_hits} articles; lower min_hits (now {min_hits}) or give more articles"
        )
    return vocabulary.chosen(often)


def _named_words(vocabulary: Vocabulary, words: Sequence[str]) -> Vocabulary:
    place = {word: column for column, word in enumerate(vocabulary.words)}
    for word in words:
        if word not in place:
            raise ValueError(f"the word {word!r} is not in the word counts; {nearest(word, vocabulary.words[:50_000])}")
    return vocabulary.chosen(np.array(sorted(place[word] for word in words)))
