"""What was found set against annotations made by hand, and what was measured against what was planted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from bingkai.schema import ATTRIBUTIONS, TERMS, SchemaError, require

Level = Literal["detection", "content50", "content80", "whole"]
LEVELS: tuple[Level, ...] = ("detection", "content50", "content80", "whole")
ASIDE = ("presumed", "unsourced")
"""Columns of the gold whose rows are outside the scored list: finding one is neither right nor wrong."""
CONTENT = 0.5
_LABELS = ("field", "kind", "pattern", "stance", "source_type")
Row = dict[str, Any]
Floats = NDArray[np.float64]

_TITLES = (
    "abah akbp akp anggota bapak bapaknya brigjen bu bupati direktur dosen dr drs gubernur guru h haji hj ibu ipda iptu "
    "ir irjen jenderal juru bicara kapolda kapolres kapolresta kapten kepala ketua kh kolonel komandan kombes komisaris "
    "komjen kompol letjen letkol mak mantan mayjen mayor menteri mh msi pak pengamat pj plt presiden prof rektor "
    "sekretaris sh staf umum utama wakil wali walikota kota"
)


def match_attributions(found: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """Pair each attribution found with the annotated one it stands for, one to one.

    Parameters
    ----------
    found : ATTRIBUTIONS
        Rows of articles that `gold` does not have are passed over.
    gold : DataFrame
        A row an article: `article_id` and `attributions`, a list of records with `field, kind, content, cue, source,
        entity` and, where annotated, `pattern, stance, source_type`. `presumed` and `unsourced`, lists of the same
        records, stand outside the scored list.

    Returns
    -------
    DataFrame
        A row a pair, then the annotations nobody found and the rows that stand for no annotation:

        - article_id
        - found: label of the row of `found`, missing where there is none
        - in_gold: there is an annotation
        - aside: the annotation is outside the scored list
        - overlap: character F1 of the two contents, 0 to 1; missing without a pair
        - same_source: names the annotated source (see Notes); missing where none is annotated
        - gold_field … gold_source_type, found_field … found_source_type: the labels of the two sides

    Notes
    -----
    A row can stand for an annotation of the same article and field if their cues overlap; where no cue is annotated, if
    the character F1 of the contents is at least 0.5. Of all such pairs the one with the greatest overlap of contents is
    taken first, then the next among what is left; the scored list goes before what stands outside it. Two names are the
    same source if the words of one contain those of the other, titles and case aside: lenient where two sources of an
    article share a family name.
    """
    require(found, ATTRIBUTIONS)
    articles = _records(gold, "attributions", "load_demo_gold()['attribution']")
    of_article = dict(list(found.groupby("article_id", sort=False)))
    rows = []
    for article in articles:
        annotated = [row | {"aside": False} for row in article["attributions"]]
        annotated += [row | {"aside": True} for name in ASIDE for row in article.get(name) or ()]
        rows += _matched(article["article_id"], annotated, of_article.get(article["article_id"], found.iloc[:0]))
    return pd.DataFrame(rows, columns=_columns()).astype({"article_id": "str", "overlap": "float64"})


def _columns() -> list[str]:
    sides = [f"{side}_{label}" for side in ("gold", "found") for label in _LABELS]
    return ["article_id", "found", "in_gold", "aside", "overlap", "same_source", *sides]


def _matched(article_id: str, annotated: Sequence[Row], found: pd.DataFrame) -> list[Row]:
    rows = _rows(found)
    pairs = _best_pairs(annotated, rows, _attribution_overlap)
    made = []
    for g, row in enumerate(annotated):
        f, overlap = pairs.get(g, (None, np.nan))
        partner = rows[f] if f is not None else None
        made.append(
            {"article_id": article_id, "found": found.index[f] if f is not None else None, "in_gold": True,
             "aside": row["aside"], "overlap": overlap, "same_source": _same_source(row, partner)}
            | _labels("gold", row) | _labels("found", partner)
        )  # fmt: skip
    taken = {f for f, _ in pairs.values()}
    stray = {"article_id": article_id, "in_gold": False, "aside": False, "overlap": np.nan}
    made += [stray | {"found": found.index[f]} | _labels("found", row) for f, row in enumerate(rows) if f not in taken]
    return made


def _labels(side: str, row: Row | None) -> Row:
    return {f"{side}_{label}": row.get(label) if row is not None else None for label in _LABELS}


def _best_pairs(
    annotated: Sequence[Row], rows: Sequence[Row], overlap: Callable[[Row, Row], float | None]
) -> dict[int, tuple[int, float]]:
    """Annotation -> (row, overlap), greatest overlap first, the scored list before the rest."""
    ranked = [
        (gold.get("aside", False), -value, g, f)
        for g, gold in enumerate(annotated)
        for f, row in enumerate(rows)
        if gold["field"] == row["field"] and (value := overlap(gold, row)) is not None
    ]
    pairs: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for _, negative, g, f in sorted(ranked):
        if g not in pairs and f not in taken:
            pairs[g] = (f, -negative)
            taken.add(f)
    return pairs


def _attribution_overlap(gold: Row, row: Row) -> float | None:
    """Character F1 of the contents of a possible pair; None where it is none."""
    value = _character_f1(gold["content"], row["content_spans"])
    if gold["cue"] is None:
        return value if value >= CONTENT else None
    if pd.isna(row["cue_start"]) or not _shared(gold["cue"], (row["cue_start"], row["cue_end"])):
        return None
    return value


def _shared(a: Sequence[float], b: Sequence[float]) -> float:
    return max(0.0, min(a[1], b[1]) - max(a[0], b[0]))


def _character_f1(a: Iterable[Sequence[float]], b: Iterable[Sequence[float]]) -> float:
    a, b = list(a), list(b)
    length = sum(end - start for start, end in [*a, *b])
    return 2 * sum(_shared(x, y) for x in a for y in b) / length if length else 0.0


def _same_source(gold: Row, row: Row | None) -> bool | None:
    if row is None or not gold["entity"]:
        return None
    return same_name(gold["entity"], row["speaker_name"])


def same_name(a: object, b: object) -> bool:
    """Whether the words of one name contain those of the other, titles and case aside.

    Examples
    --------
    >>> same_name("Bupati Sari Melati", "Sari"), same_name("Sari Melati", "Budi Melati"), same_name("Sari", None)
    (True, False, False)
    """
    one, other = name_words(a), name_words(b)
    return bool(one and other) and (one <= other or other <= one)


def name_words(name: object) -> frozenset[str]:
    """Words that tell a name from others: lower case, without titles unless there is nothing else."""
    if not isinstance(name, str):
        return frozenset()
    found = frozenset(re.findall(r"[^\W\d_]+", name.removeprefix("ANON:").lower()))
    return found - frozenset(_TITLES.split()) or found


def _records(gold: pd.DataFrame, column: str, example: str) -> list[Row]:
    if not isinstance(gold, pd.DataFrame) or not {"article_id", column} <= set(gold.columns):
        got = ", ".join(map(str, gold.columns)) if isinstance(gold, pd.DataFrame) else type(gold).__name__
        raise SchemaError(f"annotations want the columns article_id and {column}, as {example} has them; got {got}")
    return _rows(gold)


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


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
    return _scores(pairs, _is_right(pairs, level), by, _LABELS, confidence)


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
    for article in _records(gold, "terms", "load_demo_gold()['terms']"):
        mine = _rows(of_article.get(article["article_id"], found.iloc[:0]))
        pairs = _best_pairs(article["terms"], mine, _term_overlap)
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
    same = gold["category"] == row["category"] and _shared(gold["span"], span) > 0
    return _character_f1([gold["span"]], [span]) if same else None


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


def wilson(share: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of a share of n.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(0.9, 10)]
    [0.596, 0.982]
    """
    z = float(norm.ppf((1 + confidence) / 2))
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def design_effect(right: Floats, n: Floats) -> float:
    """Variance of a share with articles as units over its variance were the rows independent; at least 1."""
    share, total, articles = right.sum() / n.sum(), n.sum(), len(n)
    if articles < 2 or not 0 < share < 1:
        return 1.0
    variance = articles / (articles - 1) * ((right - share * n) ** 2).sum() / total**2
    return max(1.0, float(variance / (share * (1 - share) / total)))
