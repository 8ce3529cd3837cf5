"""Rows of a word comparison: what is estimated, what is described, and what token-based formulas would say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array
from scipy.stats import chi2

from bingkai.contrast import keyness, word_resample
from bingkai.contrast import resample as draw
from bingkai.contrast.correct import benjamini_hochberg
from bingkai.contrast.dispersion import deviation_of_proportions
from bingkai.contrast.vocabulary import Vocabulary
from bingkai.contrast.word_estimate import WORD_NUMBERS, WordEstimates, nearest_end
from bingkai.schema import WORD_COMPARISON, require

Floats = NDArray[np.float64]
PRIORS = ("corpus", "uniform", "wordfreq")
PRIOR_WORDS = 1000.0  # words that the prior weighs, where it follows a background
FLAT_PRIOR = 0.1  # of each word
INFERRED = ("conservative", "ci_low", "ci_high", "p_value", "ratio_low", "ratio_high")


@dataclass(frozen=True, eq=False)
class Prior:
    """Pseudo-counts of the words compared, and of all words together."""

    name: str
    each: Floats
    total: float

    @property
    def weight(self) -> float:
        """Alpha as it is asked for: of each word where flat, else of all words together."""
        return float(self.each[0]) if self.name == "uniform" else self.total


def make_prior(
    prior: str | Mapping[str, float] | pd.Series, alpha: float | None, words: Sequence[str], corpus: pd.Series
) -> Prior:
    """Pseudo-counts of `words`; `corpus` holds the frequency of every word of the corpus.

    A word that a background does not know gets half of the smallest frequency it has.
    """
    if alpha is not None and not 0 < alpha < np.inf:
        raise ValueError(f"alpha={alpha!r}: wanted a number above 0")
    if isinstance(prior, str):
        if prior not in PRIORS:
            raise ValueError(f"unknown prior {prior!r}; wanted {', '.join(PRIORS)}, or a frequency for each word")
        if prior == "uniform":
            each = FLAT_PRIOR if alpha is None else alpha
            return Prior("uniform", np.full(len(words), each), each * len(corpus))
        background = corpus if prior == "corpus" else pd.Series(_wordfreq())
        name = prior
    else:
        background, name = pd.Series(prior, dtype=float), "background"
        if background.empty or not (background > 0).all():
            raise ValueError("prior: wanted a frequency above 0 for each word")
    total = PRIOR_WORDS if alpha is None else alpha
    share = background.reindex(list(words)).fillna(background.min() / 2) / background.sum()
    return Prior(name, share.to_numpy(float) * total, total)


def _wordfreq() -> dict[str, float]:
    try:
        from wordfreq import get_frequency_dict
    except ImportError as error:
        raise ImportError(
            'prior="wordfreq" needs the package wordfreq: pip install wordfreq; or give prior="corpus"'
        ) from error
    return dict(get_frequency_dict("id"))


@dataclass(frozen=True, eq=False)
class Sides:
    """Frequencies of words in an outlet and in its reference outlets pooled."""

    f1: Floats
    n1: float
    f2: Floats
    n2: float


def rows_of(
    vocabulary: Vocabulary,
    found: WordEstimates,
    row: int,
    reference: str,
    prior: Prior,
    family: tuple[float, int],
) -> pd.DataFrame:
    """The rows of one outlet of these against the others; `family` is the confidence and the number of tests."""
    count, n_words, hits, n_articles = vocabulary.totals()
    others = np.arange(len(vocabulary.outlets)) != row
    sides = Sides(count[row], float(n_words[row]), count[others].sum(axis=0), float(n_words[others].sum()))
    m = len(vocabulary.words)
    made: dict[str, object] = {
        "word": pd.Series(vocabulary.words, dtype="str"),
        "outlet": pd.Series([vocabulary.outlets[row]] * m, dtype="str"),
        "reference": pd.Series([reference] * m, dtype="str"),
        **{name: getattr(found, name)[row] for name in WORD_NUMBERS},
        "q_value": np.full(m, np.nan),
        "count": sides.f1, "reference_count": sides.f2, "n_words": sides.n1, "reference_words": sides.n2,
        "n_articles": int(n_articles[row]), "n_hits": hits[row],
        "reference_articles": int(n_articles[others].sum()), "reference_hits": hits[others].sum(axis=0),
    }  # fmt: skip
    made["conservative"] = weaker(found.conservative[row], _clustered_bound(sides, vocabulary.design_effects(), family))
    made |= _spread(vocabulary, row) | _strata(vocabulary, row) | _keyness(sides, prior, 1 - family[0], family[1])
    return pd.DataFrame(made)


def _clustered_bound(sides: Sides, design_effect: Floats, family: tuple[float, int]) -> Floats:
    """Conservative log ratio of the frequencies that independent words would need to vary as little (Rao and Scott)."""
    four = (value / design_effect for value in (sides.f1, sides.n1, sides.f2, sides.n2))
    return keyness.conservative_log_ratio(*four, alpha=1 - family[0], n_tests=family[1])


def weaker(first: Floats, second: Floats) -> Floats:
    """Of two bounds the one nearer to 0; 0 where they lie on different sides.

    Examples
    --------
    >>> weaker(np.array([1.0, -2.0, 0.5]), np.array([0.4, -3.0, -0.5])).tolist()
    [0.4, -2.0, 0.0]
    """
    agree = np.sign(first) == np.sign(second)
    return np.where(agree, np.sign(first) * np.minimum(np.abs(first), np.abs(second)), 0.0)


def _spread(vocabulary: Vocabulary, row: int) -> dict[str, object]:
    mine = vocabulary.articles(vocabulary.outlet == row)
    share = mine.base / mine.base.sum()
    dp = deviation_of_proportions(csc_array(mine.count), share)
    return {"dp": dp, "dp_norm": dp / (1 - share.min())}


def _strata(vocabulary: Vocabulary, row: int) -> dict[str, object]:
    """In how many events, shared with another outlet, the outlet's rate is the higher or the lower one."""
    together = shared_events(vocabulary)
    names = ("n_events", "events_above", "events_below")
    if not len(together.base):
        return dict.fromkeys(names, np.zeros(len(vocabulary.words), np.int64))
    cells = draw.make_cells(together.event, together.outlet)
    rate, other, _ = word_resample.cell_rates(cells, together.count[cells.order], together.base[cells.order])
    mine = cells.outlet == row
    difference = (rate[mine] - other[mine]).tocoo()
    scale = (rate[mine] + other[mine]).tocsc()
    scale.eliminate_zeros()
    high, low = (difference.coords[1][side] for side in (difference.data > 1e-12, difference.data < -1e-12))
    counted = (scale.indices * 0 + np.repeat(np.arange(scale.shape[1]), np.diff(scale.indptr)), high, low)
    m = len(vocabulary.words)
    return {name: np.bincount(column, minlength=m) for name, column in zip(names, counted, strict=True)}


def shared_events(vocabulary: Vocabulary) -> Vocabulary:
    """The articles of events that at least two of the outlets covered; all outlets keep their codes."""
    pairs = np.unique(np.stack([vocabulary.event, vocabulary.outlet]), axis=1)
    events, n_outlets = np.unique(pairs[0], return_counts=True)
    return vocabulary.articles(np.isin(vocabulary.event, events[(n_outlets > 1) & (events >= 0)]))


def _keyness(sides: Sides, prior: Prior, alpha: float, n_tests: int) -> dict[str, object]:
    four = (sides.f1, sides.n1, sides.f2, sides.n2)
    log_odds, z_two = keyness.log_odds(*four, prior=prior.each, prior_total=prior.total)
    _, z_four = keyness.log_odds(*four, prior=prior.each, prior_total=prior.total, terms=4)
    weak, strong = (
        keyness.log_odds(*four, prior=prior.each * times, prior_total=prior.total * times)[0] for times in (0.1, 10)
    )
    g2 = keyness.log_likelihood(*four)
    return {
        "log_odds": log_odds, "log_odds_weak": weak, "log_odds_strong": strong,
        "percent_diff": keyness.percent_diff(*four), "log_ratio": keyness.log_ratio(*four),
        "token_z_two_term": z_two, "token_z_four_term": z_four,
        "token_g2_two_cell": keyness.log_likelihood(*four, cells=2), "token_g2_four_cell": g2,
        "token_lrc": keyness.conservative_log_ratio(*four, alpha=alpha, n_tests=n_tests),
        "token_p": chi2.sf(np.abs(g2), 1),
    }  # fmt: skip


def table_of(parts: Sequence[pd.DataFrame], min_hits: int) -> pd.DataFrame:
    """All rows: refused where too few articles have the word, corrected together, ranked by the conservative effect."""
    made = pd.concat(parts, ignore_index=True)
    few = (made["n_hits"] + made["reference_hits"]) < min_hits
    made.loc[few, list(INFERRED)] = np.nan
    made["q_value"] = benjamini_hochberg(made["p_value"])
    made["alone"] = nearest_end(made["ratio_low"].to_numpy(), made["ratio_high"].to_numpy())
    made = made.sort_values(
        ["outlet", "reference", "conservative", "alone", "log_odds", "word"],
        ascending=[True, True, False, False, False, True], ignore_index=True,
    )  # fmt: skip
    return require(made[[column.name for column in WORD_COMPARISON.columns]], WORD_COMPARISON)
