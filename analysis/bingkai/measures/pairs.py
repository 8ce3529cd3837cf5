"""What was found, paired with the annotations made by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from bingkai.schema import ATTRIBUTIONS, SchemaError, require

ASIDE = ("presumed", "unsourced")
"""Columns of the gold whose rows are outside the scored list: finding one is neither right nor wrong."""
CONTENT = 0.5
LABELS = ("field", "kind", "pattern", "stance", "source_type")
Row = dict[str, Any]

_TITLES = (
    "abah akbp akp anggota bapak bapaknya bicara brigjen bu bupati direktur dosen dr drs gubernur guru h haji hj ibu "
    "ipda iptu ir irjen jenderal juru kapolda kapolres kapolresta kapten kepala ketua kh kolonel komandan kombes "
    "komisaris komjen kompol kota letjen letkol mak mantan mayjen mayor menteri mh msi pak pengamat pj plt presiden "
    "prof rektor sekretaris sh staf umum utama wakil wali walikota"
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
    articles = records_in(gold, "attributions", "load_demo_gold()['attribution']")
    of_article = dict(list(found.groupby("article_id", sort=False)))
    rows = []
    for article in articles:
        annotated = [row | {"aside": False} for row in article["attributions"]]
        annotated += [row | {"aside": True} for name in ASIDE for row in article.get(name) or ()]
        rows += _matched(article["article_id"], annotated, of_article.get(article["article_id"], found.iloc[:0]))
    return pd.DataFrame(rows, columns=_columns()).astype({"article_id": "str", "overlap": "float64"})


def _columns() -> list[str]:
    sides = [f"{side}_{label}" for side in ("gold", "found") for label in LABELS]
    return ["article_id", "found", "in_gold", "aside", "overlap", "same_source", *sides]


def _matched(article_id: str, annotated: Sequence[Row], found: pd.DataFrame) -> list[Row]:
    rows = as_rows(found)
    pairs = best_pairs(annotated, rows, _attribution_overlap)
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
    return {f"{side}_{label}": row.get(label) if row is not None else None for label in LABELS}


def best_pairs(
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
    value = character_f1(gold["content"], row["content_spans"])
    if gold["cue"] is None:
        return value if value >= CONTENT else None
    if pd.isna(row["cue_start"]) or not characters_shared(gold["cue"], (row["cue_start"], row["cue_end"])):
        return None
    return value


def characters_shared(a: Sequence[float], b: Sequence[float]) -> float:
    return max(0.0, min(a[1], b[1]) - max(a[0], b[0]))


def character_f1(a: Iterable[Sequence[float]], b: Iterable[Sequence[float]]) -> float:
    a, b = list(a), list(b)
    length = sum(end - start for start, end in [*a, *b])
    return 2 * sum(characters_shared(x, y) for x in a for y in b) / length if length else 0.0


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


def records_in(gold: pd.DataFrame, column: str, example: str) -> list[Row]:
    if not isinstance(gold, pd.DataFrame) or not {"article_id", column} <= set(gold.columns):
        got = ", ".join(map(str, gold.columns)) if isinstance(gold, pd.DataFrame) else type(gold).__name__
        raise SchemaError(f"annotations want the columns article_id and {column}, as {example} has them; got {got}")
    return as_rows(gold)


def as_rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
