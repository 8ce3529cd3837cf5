"""What was found set against annotations made by hand, and what was measured against what was planted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from bingkai.corpus.demo import demo_folder
from bingkai.language.lexicons import Lexicon
from bingkai.reading.analyse import Reading, with_lexicons
from bingkai.schema import ATTRIBUTIONS, COMPARISON, MEASURES, TERMS, ZONES, SchemaError, build, require

Level = Literal["detection", "content50", "content80", "whole"]
LEVELS: tuple[Level, ...] = ("detection", "content50", "content80", "whole")
ASIDE = ("presumed", "unsourced")
"""Columns of the gold whose rows are outside the scored list: finding one is neither right nor wrong."""
CONTENT = 0.5
_LABELS = ("field", "kind", "pattern", "stance", "source_type")
Row = dict[str, Any]
Floats = NDArray[np.float64]

_TITLES = (
    "abah akbp akp anggota bapak bapaknya bicara brigjen bu bupati direktur dosen dr drs gubernur guru h haji hj ibu "
    "ipda iptu ir irjen jenderal juru kapolda kapolres kapolresta kapten kepala ketua kh kolonel komandan kombes "
    "komisaris komjen kompol kota letjen letkol mak mantan mayjen mayor menteri mh msi pak pengamat pj plt presiden "
    "prof rektor sekretaris sh staf umum utama wakil wali walikota"
)
SIDES = ("otoritas", "terdampak")
OUTLET_VOICE = ("title", "reporter")
SENSATIONAL = ("intensif", "militeristik", "moral", "emotif", "superlatif")
ANNOTATED = "pelaku_hilang"
"""Planted measures with this name are counted from the annotations: the library does not measure them."""


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


def planted_rates() -> pd.DataFrame:
    """The differences planted in the demonstration corpus, with the rates that truly stand in its texts.

    Returns
    -------
    DataFrame
        A row a measure and outlet:

        - measure, outlet, name: name in Indonesian words
        - aim: rate aimed at; count, base, rate: what stands there by the annotations
        - planted: the aim departs from the median aim of the six outlets by at least a fifth of the largest
        - reversal: counted in the reversal event only
    """
    cards = tomllib.loads((demo_folder() / "planted.toml").read_text(encoding="utf-8"))["tanaman"]
    rows = [
        {"measure": card["ukuran"], "outlet": outlet, "name": card["nama"], "aim": cell["sasaran"],
         "count": cell["hitung"], "base": cell["dasar"], "rate": cell["hitung"] / cell["dasar"]}
        for card in cards for outlet, cell in card["media"].items()
    ]  # fmt: skip
    made = pd.DataFrame(rows)
    aims = made.groupby("measure")["aim"]
    made["planted"] = (made["aim"] - aims.transform("median")).abs() >= 0.2 * aims.transform("max")
    made["reversal"] = made["measure"].str.endswith(".pembalikan")
    return made


def compare_with_planted(comparison: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Differences found beside the true ones.

    Parameters
    ----------
    comparison : COMPARISON
        Outlets against the mean of the others.
    rates : DataFrame
        As `planted_rates` gives them.

    Returns
    -------
    DataFrame
        A row an outlet and measure that both have:

        - measure, outlet, name, planted
        - true_rate, rate: by the annotations, and as measured
        - true_effect: true rate minus the mean of the other outlets' true rates
        - effect, ci_low, ci_high, p_value, q_value, n_articles: from the comparison
        - inside: the true difference lies in the interval
        - same_sign: both differences have the same sign
    """
    require(comparison, COMPARISON)
    others = rates.groupby("measure")["rate"]
    n = others.transform("size")
    true = rates.assign(true_effect=rates["rate"] - (others.transform("sum") - rates["rate"]) / (n - 1))
    true = true.rename(columns={"rate": "true_rate"})[
        ["measure", "outlet", "name", "planted", "true_rate", "true_effect"]
    ]
    found = comparison.rename(columns={"estimate": "rate"})[
        ["measure", "outlet", "rate", "effect", "ci_low", "ci_high", "p_value", "q_value", "n_articles"]
    ]
    made = true.merge(found, on=["measure", "outlet"])
    made["inside"] = (made["ci_low"] <= made["true_effect"]) & (made["true_effect"] <= made["ci_high"])
    made["same_sign"] = np.sign(made["effect"]) == np.sign(made["true_effect"])
    return made


def assign_sides(attributions: pd.DataFrame, actors: pd.DataFrame, events: pd.Series) -> pd.Series:
    """The side of each source, by a list of actors such as a study holds.

    Parameters
    ----------
    attributions : ATTRIBUTIONS
    actors : DataFrame
        `event` ("umum" for all), `name`, `side`, `affiliation`.
    events : Series
        Event by article_id.

    Returns
    -------
    Series of str
        Side, aligned with `attributions`; missing where no actor of the event fits, or several sides fit alike.

    Notes
    -----
    First the actor whose name shares most words with the source's, one containing the other (titles aside); where there
    is none, the actors whose name or institution is part of the source's name, role and affiliation taken together. Two
    parties with alike names are the weak place: the list decides, not the reader.
    """
    lists = {event: _rows(group) for event, group in actors.groupby("event")}
    shared = lists.get("umum", [])
    event = events.reindex(attributions["article_id"]).tolist()
    rows = _rows(attributions[["speaker_name", "role", "affiliation"]])
    sides = [_side_of(row, [*lists.get(key, []), *shared]) for row, key in zip(rows, event, strict=True)]
    return pd.Series(sides, index=attributions.index, dtype="str", name="side")


def _side_of(row: Row, actors: Sequence[Row]) -> str | None:
    named = [(actor["side"], name_words(actor["name"])) for actor in actors]
    speaker = name_words(row["speaker_name"])
    described = frozenset[str]().union(*(name_words(row[key]) for key in ("speaker_name", "role", "affiliation")))
    employed = [(actor["side"], name_words(actor["affiliation"])) for actor in actors]
    alike = [
        (side, len(words & speaker)) for side, words in named if speaker and (words <= speaker or speaker <= words)
    ]
    part = [(side, len(words)) for side, words in [*named, *employed] if words and words <= described]
    best = alike or part
    most = max((n for _, n in best), default=0)
    sides = {side for side, n in best if n == most}
    return sides.pop() if len(sides) == 1 else None


def measure_planted(reading: Reading, gold: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The planted measures of the demonstration corpus, as far as possible from what the library reads.

    Parameters
    ----------
    reading : Reading
        Of the demonstration corpus.
    gold : dict of DataFrame
        As `load_demo_gold` gives it.

    Returns
    -------
    MEASURES
        Measures as in `planted_rates`. From the reading: sources, reporting words, order, loaded words and rival terms.
        From the annotations, because the library does not read them: pelaku_hilang (agents left out).

    Notes
    -----
    Sides come from the list of actors, the rival terms from the list of forms in ``gold["term_choice"]``: lists a study
    would hold. Both were written for these articles, so nothing is missed for want of an entry; on other text it is.
    """
    names = reading.articles["article_id"]
    events = pd.Series(names.str.rsplit("-", n=1).str[0].to_numpy(), index=names.to_numpy())
    parts = [
        _side_counts(reading.attributions, assign_sides(reading.attributions, gold["entities"], events)),
        _choice_counts(reading, gold["term_choice"], events),
        _clause_counts(gold["clauses"]),
        _loaded_counts(reading),
    ]
    counts = pd.concat(parts, ignore_index=True)
    reversal = tomllib.loads((demo_folder() / "planted.toml").read_text(encoding="utf-8"))["umum"]["pembalikan"]
    apart = counts["article_id"].map(events).eq(reversal) & ~counts["measure"].str.endswith(".bermuatan")
    counts["measure"] = counts["measure"] + np.where(apart, ".pembalikan", "")
    outlet = reading.articles.set_index("article_id")["outlet"]
    counts = counts.assign(outlet=counts["article_id"].map(outlet), event_id=counts["article_id"].map(events))
    return build({name: counts[name].tolist() for name in counts.columns}, MEASURES)


def _counted(rows: pd.DataFrame, measure: str, hit: pd.Series, unit: str) -> pd.DataFrame:
    """One row an article: rows that are hits out of all these rows."""
    grouped = hit.astype(float).groupby(rows["article_id"]).agg(["sum", "size"]).reset_index()
    grouped.columns = pd.Index(["article_id", "count", "base"])
    return grouped.assign(measure=measure, unit=unit)


def _side_counts(attributions: pd.DataFrame, side: pd.Series) -> pd.DataFrame:
    rows = attributions.assign(side=side, begin=[min(a for a, _ in spans) for spans in attributions["content_spans"]])
    rows = rows[rows["side"].isin(SIDES)]
    parts = [_counted(rows, "sumber.otoritas", rows["side"] == "otoritas", "attributions")]
    for name in SIDES:
        own = rows[(rows["side"] == name) & rows["cue_start"].notna()]
        parts += [_counted(own, f"{s.lower()}.{name}", own["stance"] == s, "attributions") for s in ("JARAK", "TEGAS")]
    first = rows[rows["field"] == "text"].sort_values(["article_id", "begin"]).drop_duplicates("article_id")
    return pd.concat([*parts, _counted(first, "urutan.otoritas_pertama", first["side"] == "otoritas", "articles")])


def _choice_counts(reading: Reading, term_choice: pd.DataFrame, events: pd.Series) -> pd.DataFrame:
    mentions = term_choice.explode("mentions").dropna(subset=["mentions"])
    listed = pd.DataFrame(mentions["mentions"].tolist()).assign(event=mentions["article_id"].map(events).to_numpy())
    listed = listed.assign(form=listed["form"].str.lower()).drop_duplicates(["event", "form"])
    entries = pd.DataFrame({"term": sorted(set(listed["form"])), "category": "pilihan", "match": "form"})
    for column in ("lemma", "forms", "variants", "unless", "share", "note"):
        entries[column] = ""
    card = {"pilihan": {"title": "pilihan istilah", "id": "istilah yang bersaing", "en": "rival terms", "example": ""}}
    lexicon = Lexicon("pilihan", "pilihan istilah", "", "CC0-1.0", "", "form", card, entries)
    found = with_lexicons(reading, [lexicon]).terms
    found = found[found["zone"].isin(OUTLET_VOICE)]
    found = found.assign(event=found["article_id"].map(events), form=found["form"].str.lower())
    chosen = found.merge(listed[["event", "form", "favours"]], on=["event", "form"])
    chosen = chosen[chosen["favours"].isin(SIDES)]
    return _counted(chosen, "pilihan.semua", chosen["favours"] == "otoritas", "mentions")


def _clause_counts(clauses: pd.DataFrame) -> pd.DataFrame:
    nested = clauses.explode("clauses").dropna(subset=["clauses"])
    rows = pd.DataFrame(nested["clauses"].tolist()).assign(article_id=nested["article_id"].to_numpy())
    rows = rows[rows["zone"].isin(OUTLET_VOICE)]
    sides = [(side, rows[rows["agent_side"] == side]) for side in SIDES]
    return pd.concat(
        [_counted(own, f"{ANNOTATED}.{side}", own["agent_state"] == "absent", "clauses") for side, own in sides]
    )


def _loaded_counts(reading: Reading) -> pd.DataFrame:
    loaded = reading.terms[(reading.terms["lexicon"] == "kata_bermuatan") & reading.terms["category"].isin(SENSATIONAL)]
    titles = reading.articles[["article_id"]]
    loud = titles["article_id"].isin(loaded.loc[loaded["zone"] == "title", "article_id"])
    words = reading.words[reading.words["zone"] == "reporter"].set_index("article_id")["n_words"]
    hits = loaded[loaded["zone"] == "reporter"].groupby("article_id").size().reindex(words.index, fill_value=0)
    body = pd.DataFrame({"article_id": words.index, "count": hits.to_numpy(float), "base": words.to_numpy(float)})
    return pd.concat([_counted(titles, "judul.bermuatan", loud, "articles"),
                      body.assign(measure="badan.bermuatan", unit="words")])  # fmt: skip


def measure_finely(reading: Reading, *, min_articles: int = 5) -> pd.DataFrame:
    """Very many narrow measures at once: the raw material of a check on outlets that should not differ.

    Parameters
    ----------
    reading : Reading
    min_articles : int
        Only words that stand in so many articles in the zone.

    Returns
    -------
    MEASURES
        Shares of the attributions by pattern, by lemma of the reporting word and by every pair of stance, kind and
        source type; each lexicon term and each word, by zone, per word of the zone. Names as ``pattern=P7``,
        ``stance=TEGAS&kind=direct``, ``<lexicon>.<category>.<term>@<zone>``, ``kata.<word>@<zone>``.

    Notes
    -----
    Of two outlets that follow one policy, or two halves of one outlet, 5 per cent of those tested should have p < 0.05.
    The measures overlap, so the share varies more than that of independent tests.
    """
    attributions, outlets = reading.attributions, reading.articles.set_index("article_id")["outlet"]
    crosses = (["pattern"], ["cue_lemma"], ["stance", "kind"], ["stance", "source_type"], ["kind", "source_type"])
    base = attributions.groupby("article_id").size().reindex(outlets.index, fill_value=0).to_numpy().astype(np.float64)
    parts = [_spread(attributions, columns, outlets, base, "attributions") for columns in crosses]
    words = reading.words.pivot(index="article_id", columns="zone", values="n_words").reindex(outlets.index)
    named = reading.terms[["article_id", "zone"]].assign(
        measure=reading.terms[["lexicon", "category", "term"]].agg(".".join, axis=1)
    )
    for zone, rows in pd.concat([named, _words_used(reading, min_articles)]).groupby("zone"):
        rows = rows.assign(measure=rows["measure"] + f"@{zone}")
        parts.append(_spread(rows, ["measure"], outlets, words[zone].to_numpy(float), "words"))
    made = pd.concat(parts, ignore_index=True)
    return build({name: made[name].tolist() for name in made.columns}, MEASURES)


def _words_used(reading: Reading, min_articles: int) -> pd.DataFrame:
    """A row a word as it stands in an article, for words of enough articles in the zone; outlets' names left out."""
    tokens = reading.tokens
    here = tokens.is_word[tokens.type_id]
    rows = pd.DataFrame(
        {"article_id": reading.articles["article_id"].to_numpy()[tokens.article[here]],
         "zone": np.array(ZONES, dtype=object)[reading.zones[here]], "word": tokens.lower_of[tokens.type_id[here]]}
    )  # fmt: skip
    rows = rows[rows.groupby(["zone", "word"])["article_id"].transform("nunique") >= min_articles]
    return rows.assign(measure=[f"kata.{tokens.lower[word]}" for word in rows["word"]])[
        ["article_id", "zone", "measure"]
    ]


def _spread(rows: pd.DataFrame, columns: list[str], outlets: pd.Series, base: Floats, unit: str) -> pd.DataFrame:
    """MEASURES of every combination of these columns: a row for each article of the corpus."""
    rows = rows.dropna(subset=columns)
    if columns == ["measure"]:
        names = rows["measure"]
    else:
        names = pd.concat([f"{column}=" + rows[column] for column in columns], axis=1).agg("&".join, axis=1)
    table = pd.crosstab(rows["article_id"], names).reindex(outlets.index, fill_value=0)
    n = len(table)
    return pd.DataFrame(
        {"article_id": np.tile(outlets.index, table.shape[1]), "outlet": np.tile(outlets, table.shape[1]),
         "measure": np.repeat(table.columns.to_numpy(), n), "count": table.to_numpy(float).T.ravel(),
         "base": np.tile(base, table.shape[1]), "unit": unit}
    )  # fmt: skip
