"""What was measured on the demonstration corpus, against what was planted in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from bingkai.measures.pairs import (
    CONTENT,
    LABELS,
    Row,
    as_rows,
    best_pairs,
    character_f1,
    characters_shared,
    match_attributions,
    records_in,
)
from bingkai.measures.proportions import design_effect, wilson
from bingkai.schema import TERMS, require

Level = Literal["detection", "content50", "content80", "whole"]
LEVELS: tuple[Level, ...] = ("detection", "content50", "content80", "whole")


def score_attributions(
    found: pd.DataFrame,
    gold: pd.DataFrame,
    *,
    by: str | pd.Series | None = None,
    level: Level = "detection",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How many of the annotated attributions were found, and how many of those found are right.

    Parameters
    ----------
    found : ATTRIBUTIONS
    gold : DataFrame
        As `match_attributions` takes it, e.g. ``bk.load_demo_gold()["attribution"]``.
    by : str or Series, optional
        A label to group by (field, kind, pattern, stance, source_type), or a Series from article_id to a group, such as
        the outlet.
    level : str
        What a pair must meet to be right: "detection" being a pair (see `match_attributions`), "content50" and
        "content80" a character F1 of the contents of 0.5 and 0.8, "whole" content50 and the annotated source.
    confidence : float
        Of the intervals.

    Returns
    -------
    DataFrame
        A row a group, one row ("semua") without groups:

        - group
        - n_gold, n_found: annotated and found with this label; n_right: of those annotated, how many are found right
        - precision, precision_low, precision_high: right of those found with this label
        - recall, recall_low, recall_high: right of those annotated with this label
        - f1: harmonic mean of the two
        - agreement: of the annotations paired, the share whose row bears the same label; missing without labels

    Notes
    -----
    Precision goes by the label found, recall by the label annotated; a row under another label than its annotation is
    right in both, and `agreement` counts it. Rows paired with an annotation outside the scored list (`presumed`,
    `unsourced`) count neither way, except with ``by="pattern"``, where P12 and P16 are such rows and have lines of
    their own.

    Intervals are Wilson's with n divided by the design effect of articles (the variance of the share with articles as
    units over its variance were attributions independent, at least 1; Dean and Pagano 2015). With few articles, or with
    a share of 0 or 1, the design effect is not measured and taken as 1: such intervals are too narrow.

    Bias: an annotator who saw what the finder found marks what it found; the figure is then too high. Text written as
    an example is easier than newsrooms' text. Recall of a pattern says nothing of patterns that nobody annotated. Where
    error differs between outlets, it looks like a difference between outlets: score by outlet before comparing them.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22.
    Dean, N. and Pagano, M. (2015). Evaluating confidence interval methods for binomial proportions in clustered
    surveys. Journal of Survey Statistics and Methodology 3.
    """
    if level not in LEVELS:
        raise ValueError(f"unknown level {level!r}; wanted one of {', '.join(LEVELS)}")
    pairs = match_attributions(found, gold)
    if not (isinstance(by, str) and by == "pattern"):
        pairs = pairs[~pairs["aside"].astype(bool)]
    return _scores(pairs, _is_right(pairs, level), by, LABELS, confidence)


def _is_right(pairs: pd.DataFrame, level: Level) -> pd.Series:
    least = {"detection": 0.0, "content50": CONTENT, "content80": 0.8, "whole": CONTENT}[level]
    right = pairs["overlap"] >= least
    return right & (pairs["same_source"].ne(False) if level == "whole" else True)


def score_terms(
    found: pd.DataFrame, gold: pd.DataFrame, *, by: str | pd.Series | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """How many of the annotated loaded words were found under their category, and how many of those found are right.

    Parameters
    ----------
    found : TERMS
    gold : DataFrame
        A row an article: `article_id` and `terms`, a list of records with `field, span, category, zone`, e.g.
        ``bk.load_demo_gold()["terms"]``.
    by : str or Series, optional
        "category", "zone" or "field", or a Series from article_id to a group.
    confidence : float
        Of the intervals.

    Returns
    -------
    DataFrame
        As `score_attributions` gives it; n_gold and n_found count words.

    Notes
    -----
    A pair shares article, field and category and at least one character; one to one, the greatest overlap first. The
    zone does not decide: with ``by="zone"``, `agreement` says how often it is the annotated one. Intervals as in
    `score_attributions`.

    Bias: annotations made from a word list hold what is on that list. A lexicon with more entries then loses precision
    that a reader would grant it, and recall looks better than on text whose words nobody listed.
    """
    require(found, TERMS)
    labels = ("field", "category", "zone")
    rows = []
    of_article = dict(list(found.groupby("article_id", sort=False)))
    for article in records_in(gold, "terms", "load_demo_gold()['terms']"):
        mine = as_rows(of_article.get(article["article_id"], found.iloc[:0]))
        pairs = best_pairs(article["terms"], mine, _term_overlap)
        sides: list[tuple[Row | None, Row | None]] = [
            (row, mine[pairs[g][0]] if g in pairs else None) for g, row in enumerate(article["terms"])
        ]
        taken = {f for f, _ in pairs.values()}
        sides += [(None, row) for f, row in enumerate(mine) if f not in taken]
        rows += [_term_row(article["article_id"], annotated, row, labels) for annotated, row in sides]
    columns = ["article_id", "found", "in_gold", *(f"{side}_{x}" for side in ("gold", "found") for x in labels)]
    pairs_frame = pd.DataFrame(rows, columns=columns).astype({"article_id": "str"})
    right = pairs_frame["in_gold"].astype(bool) & pairs_frame["found"].notna()
    return _scores(pairs_frame, right, by, labels, confidence)


def _term_overlap(gold: Row, row: Row) -> float | None:
    span = (row["start"], row["end"])
    same = gold["category"] == row["category"] and characters_shared(gold["span"], span) > 0
    return character_f1([gold["span"]], [span]) if same else None


def _term_row(article_id: str, annotated: Row | None, row: Row | None, labels: Sequence[str]) -> Row:
    made: Row = {"article_id": article_id, "found": None if row is None else True, "in_gold": annotated is not None}
    for side, record in (("gold", annotated), ("found", row)):
        made |= {f"{side}_{label}": record[label] if record is not None else None for label in labels}
    return made


def _scores(
    pairs: pd.DataFrame, right: pd.Series, by: str | pd.Series | None, labels: Sequence[str], confidence: float
) -> pd.DataFrame:
    """Precision by the group of what was found, recall by the group of what was annotated."""
    gold_group, found_group = _groups(pairs, by, labels)
    frame = pairs[["article_id"]].assign(
        gold_group=gold_group, found_group=found_group, right=right.astype(float), found=pairs["found"].notna(),
        in_gold=pairs["in_gold"].astype(bool),
    )  # fmt: skip
    named = isinstance(by, str)
    rows = []
    for group in sorted(set(frame["gold_group"].dropna()) | set(frame["found_group"].dropna()), key=_pattern_order):
        gold = frame[frame["in_gold"] & (frame["gold_group"] == group)]
        found = frame[frame["found"] & (frame["found_group"] == group)]
        precision, recall = _share(found, confidence), _share(gold, confidence)
        paired = gold[gold["found"]]
        rows.append(
            {"group": group, "n_gold": len(gold), "n_found": len(found), "n_right": int(gold["right"].sum())}
            | dict(zip(("precision", "precision_low", "precision_high"), precision, strict=True))
            | dict(zip(("recall", "recall_low", "recall_high"), recall, strict=True))
            | {"f1": _harmonic(precision[0], recall[0]),
               "agreement": (paired["found_group"] == group).mean() if named and len(paired) else np.nan}
        )  # fmt: skip
    return pd.DataFrame(rows)


def _groups(pairs: pd.DataFrame, by: str | pd.Series | None, labels: Sequence[str]) -> tuple[pd.Series, pd.Series]:
    if by is None:
        everything = pd.Series("semua", index=pairs.index, dtype="str")
        return everything, everything
    if isinstance(by, pd.Series):
        of_article = pairs["article_id"].map(by)
        return of_article, of_article
    if by not in labels:
        raise ValueError(
            f"unknown label {by!r}; wanted one of {', '.join(labels)}, or a Series from article_id to group"
        )
    return pairs[f"gold_{by}"], pairs[f"found_{by}"]


def _pattern_order(group: object) -> tuple[str, int]:
    """P2 before P10."""
    head, number = re.fullmatch(r"(\D*)(\d*).*", str(group), flags=re.DOTALL).groups()  # type: ignore[union-attr]
    return head, int(number or 0)


def _harmonic(precision: float, recall: float) -> float:
    if precision + recall == 0:
        return 0.0
    return 2 * precision * recall / (precision + recall)


def _share(rows: pd.DataFrame, confidence: float) -> tuple[float, float, float]:
    """Share right with its interval; no number where there are no rows."""
    if rows.empty:
        return np.nan, np.nan, np.nan
    by_article = rows.groupby("article_id")["right"].agg(["sum", "size"]).to_numpy(float)
    right, n = by_article.sum(axis=0)
    return (right / n, *wilson(right / n, n / design_effect(by_article[:, 0], by_article[:, 1]), confidence))
