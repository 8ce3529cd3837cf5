"""Words compared between outlets: which does one use more, and would other articles have shown the same?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from tqdm import tqdm

from bingkai.contrast.blocks import nearest
from bingkai.contrast.compare import check_settings, require_plain_names
from bingkai.contrast.comparison import OTHERS
from bingkai.contrast.estimate import Plan
from bingkai.contrast.rows import MIN_EVENTS, contrasts_of
from bingkai.contrast.vocabulary import Vocabulary, choose_words, count_copies, read_vocabulary
from bingkai.contrast.word_comparison import WordComparison
from bingkai.contrast.word_estimate import (
    RatesOfWords,
    WordEstimates,
    compare_word_articles,
    compare_word_events,
    rates_of_words,
)
from bingkai.contrast.word_table import Prior, make_prior, rows_of, shared_events, table_of

PAIRWISE = "pairwise"


def compare_words(
    counts: pd.DataFrame,
    words: str | Sequence[str] | None = None,
    *,
    reference: str = OTHERS,
    within: str | None = None,
    prior: str | Mapping[str, float] | pd.Series = "corpus",
    alpha: float | None = None,
    copies: str = "once",
    min_articles: int = 10,
    min_hits: int = 10,
    max_words: int | None = 3000,
    seed: int = 7,
    n_resamples: int = 2000,
    confidence: float = 0.95,
    progress: bool = True,
) -> WordComparison:
    """Compare the words of outlets: which does an outlet use more or less than the others, by articles, not by tokens?

    Parameters
    ----------
    counts : DataFrame
        WORD_COUNTS, as `word_counts` gives them.
    words : str or list of str, optional
        Words stated beforehand. Without them every word in enough articles is compared: that is exploration, and its
        family is large.
    reference : str
        "others": each outlet against the unweighted mean of the other outlets' rates. "pairwise": every pair. Or the
        name of an outlet.
    within : str, optional
        A column of `counts`, as a rule "event_id": outlets are compared only with outlets of the same event.
    prior : {"corpus", "uniform", "wordfreq"}, mapping or Series
        Of the log-odds: the words of all outlets compared, the same for every word, general Indonesian (package
        wordfreq, 31,000 forms), or your own frequency of each word.
    alpha : float, optional
        Weight of the prior: how many words it counts for (1,000 where left out); with "uniform" of each word (0.1).
    copies : {"once", "all", "without"}
        As in `compare_outlets`, where `counts` has `copy_group`.
    min_articles : int
        Articles an outlet must have to be compared, and to enter the mean of the others.
    min_hits : int
        Articles that must have a word, in all outlets compared together.
    max_words : int or None
        At most so many words, those in the most articles; None for all.
    seed, n_resamples : int
        Of bootstrap and permutation.
    confidence : float
        Of the intervals.
    progress : bool
        Show a progress bar when it takes more than a few seconds.

    Returns
    -------
    WordComparison
        `.to_frame()` is WORD_COMPARISON (``schema.WORD_COMPARISON.codebook()`` says all columns): a row a word and
        outlet or pair, by outlet, ranked by the conservative effect, where that is 0 by the end nearest 0 of the word's
        own interval: first what the outlet uses more, last what it uses less.

        - conservative : log2 of a ratio of rates that one can count on, for all words of the family at once; 0 where
          the rates may as well be equal. See Notes
        - estimate, reference_estimate, effect, ci_low, ci_high : rates per one word, their difference, its interval
        - p_value, q_value : permutation of outlet labels; Benjamini-Hochberg over all rows of the call
        - ratio, ratio_low, ratio_high : of the rates, for the word alone
        - count, n_words, n_articles, n_hits and the same of the reference : totals and document frequencies
        - dp, dp_norm : dispersion over the outlet's articles; n_events, events_above, events_below : the difference
          event by event
        - log_odds, log_odds_weak, log_odds_strong, percent_diff, log_ratio : keyness of the pooled totals; the
          log-odds also with a tenth and ten times the prior
        - token_… : what formulas say that take words as independent. For comparison with other tools only, not to be
          reported

    Notes
    -----
    Rates, differences and intervals are those of `compare_outlets` with a word as the measure: the same draws, the
    same numbers. p differs a little: the standard error in its statistic is taken about the pooled rate, and within
    events the statistic is the difference itself; both keep their level under shuffled labels.

    `conservative` is Evert's LRC for articles in the place of tokens: of two bounds the one nearer to 0, both for all
    words of the family (Bonferroni). One is the end of the percentile-t interval of the ratio, widened by the ratio of
    the normal quantiles. The other is the LRC of the pooled frequencies divided by the word's design effect, which
    keeps its level where an outlet has a word only once or twice. Of 40 comparisons of 300 words on real articles with
    shuffled labels one had any such word, within events none (``tests/benchmarks/bench_words.py whole``).

    With B resamples no p is below 1 / (B + 1), so with thousands of words q can stay above 0.05 for all of them;
    `describe` says when. Fewer words stated beforehand, or more resamples, help.

    Read the sentences before believing a row: ``reading.kwic(row["word"], outlet=row["outlet"], zone="reporter")``.

    References
    ----------
    Evert, S. (2022). Measuring keyness. Digital Humanities 2022, Tokyo.
    Lijffijt, J. et al. (2016). Significance testing of word frequencies in corpora. Digital Scholarship in the
    Humanities 31.
    Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008). Fightin' Words. Political Analysis 16.
    Rao, J. N. K. and Scott, A. J. (1992). A simple method for the analysis of clustered binary data. Biometrics 48.

    Examples
    --------
    >>> articles = [f"a{i:02}" for i in range(40)]
    >>> frame = pd.DataFrame({
    ...     "article_id": articles * 2, "outlet": ["Harian Fiksi", "Kabar Fiksi"] * 40,
    ...     "word": ["warga"] * 40 + ["petugas"] * 40, "count": [3, 1] * 10 + [2, 1] * 10 + [1] * 40, "n_words": 100})
    >>> table = compare_words(frame, n_resamples=200).to_frame()
    >>> table[["word", "outlet", "ratio"]].round(2).values.tolist()[:2]
    [['warga', 'Harian Fiksi', 2.5], ['petugas', 'Harian Fiksi', 1.0]]
    """
    check_settings(seed, n_resamples, min_articles, confidence)
    _check(min_hits, max_words)
    everything, left_out = read_vocabulary(counts, within)
    everything, copied = count_copies(everything, copies)
    require_plain_names(everything.outlets)
    usable, small = _outlets(everything, reference, min_articles)
    everything = everything.of(usable)
    if within is not None:
        everything = _matched(everything)
        if not len(everything.base):
            raise ValueError(f"no outlets to compare within {within!r}: no event has articles of two of them")
    chosen = choose_words(everything, words, min_hits, max_words)
    frequency = pd.Series(np.asarray(everything.count.sum(axis=0)).ravel(), index=everything.words)
    frequency = frequency[frequency > 0]
    background = make_prior(prior, alpha, chosen.words, frequency)
    parts, unmatched = _compare(
        chosen, reference, within, background, min_articles, Plan(seed, n_resamples, confidence), progress
    )
    return WordComparison(
        table=table_of(parts, min_hits), left_out=left_out | copied, small=tuple(small), unmatched=tuple(unmatched),
        reference=reference, within=within, prior=background.name, alpha=background.weight,
        copies=copies if "copy_group" in counts.columns else "", seed=seed, n_resamples=n_resamples,
        min_articles=min_articles, min_hits=min_hits, confidence=confidence, n_articles=len(chosen.base),
        n_words_found=len(frequency), declared=words is not None,
    )  # fmt: skip


def _check(min_hits: int, max_words: int | None) -> None:
    if min_hits < 1:
        raise ValueError(f"min_hits {min_hits}: wanted at least 1")
    if max_words is not None and max_words < 1:
        raise ValueError(f"max_words {max_words}: wanted at least 1, or None for all words")


def _outlets(vocabulary: Vocabulary, reference: str, min_articles: int) -> tuple[list[str], list[str]]:
    """Outlets with enough articles, and the others."""
    if reference not in (OTHERS, PAIRWISE, *vocabulary.outlets):
        raise ValueError(
            f"unknown reference {reference!r}: wanted 'others', 'pairwise' or an outlet; "
            f"{nearest(reference, vocabulary.outlets)}"
        )
    n = np.bincount(vocabulary.outlet, minlength=len(vocabulary.outlets))
    usable = [name for name, size in zip(vocabulary.outlets, n, strict=True) if size >= min_articles]
    small = [name for name in vocabulary.outlets if name not in usable]
    if len(usable) < 2 or reference in small:
        raise ValueError(
            f"nothing to compare: {len(usable)} outlets have {min_articles} articles with words"
            + (f", too few: {', '.join(small)}" if small else "")
            + "; lower min_articles or give more articles"
        )
    return usable, small


def _compare(
    vocabulary: Vocabulary, reference: str, within: str | None, prior: Prior, min_articles: int, plan: Plan,
    progress: bool,
) -> tuple[list[pd.DataFrame], list[str]]:  # fmt: skip
    """Rows of every contrast, and the contrasts for which the events do not suffice."""
    contrasts = contrasts_of(vocabulary.outlets, reference)
    n_tests = len(contrasts) * len(vocabulary.words)
    rates = rates_of_words(vocabulary, plan, n_tests) if within is None else None
    parts, unmatched = [], []
    solved: dict[tuple[str, ...], WordEstimates] = {}
    for outlet, other in tqdm(contrasts, disable=not progress, delay=3, desc="compare_words", unit="contrast"):
        sides = tuple(vocabulary.outlets) if other == OTHERS else (outlet, other)
        part = vocabulary.of(sides) if within is None else _matched(vocabulary.of(sides))
        if within is not None and not _enough(part, outlet, other, min_articles):
            unmatched.append(outlet if other == OTHERS else f"{outlet} – {other}")
            continue
        if sides not in solved:
            solved = {sides: _solve(part, vocabulary.outlets, rates, plan, n_tests)}
        row = part.outlets.index(outlet)
        parts.append(rows_of(part, solved[sides], row, other, prior, (plan.confidence, n_tests)))
    if not parts:
        raise ValueError(
            f"no outlets to compare within {within!r}: none has {min_articles} articles in {MIN_EVENTS} shared events; "
            "lower min_articles or give more articles"
        )
    return parts, unmatched


def _solve(
    part: Vocabulary, outlets: Sequence[str], rates: RatesOfWords | None, plan: Plan, n_tests: int
) -> WordEstimates:
    if rates is None:
        return compare_word_events(part, plan, n_tests)
    return compare_word_articles(part, rates.of([outlets.index(name) for name in part.outlets]), plan)


def _matched(vocabulary: Vocabulary) -> Vocabulary:
    """The articles of shared events, and the outlets that have some."""
    shared = shared_events(vocabulary)
    return shared.of([shared.outlets[code] for code in np.unique(shared.outlet)])


def _enough(part: Vocabulary, outlet: str, other: str, min_articles: int) -> bool:
    """Whether an outlet (and the one it is compared with) has enough articles and events of those shared."""
    sides = [outlet] if other == OTHERS else [outlet, other]
    if any(side not in part.outlets for side in sides):
        return False
    mine = [part.outlet == part.outlets.index(side) for side in sides]
    return all(side.sum() >= min_articles and len(np.unique(part.event[side])) >= MIN_EVENTS for side in mine)
