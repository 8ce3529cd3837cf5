"""Fit the weights of confidence on annotated articles and judged rows, and show how they hold on articles left out.

    python tests/benchmarks/fit_confidence.py [--write]

Judged rows are of web pages as they were crawled, so they count more than the annotated articles, which the rules know.
A judgement holds for a row with the same cue, words and name; judgements of rows that are no longer made are left out.
The rows of the sample "check" were drawn and judged after the weights and have no part in them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

from annotated import (
    FURTHER,
    GOLD,
    JUDGED,
    MISSING,
    SCORER,
    Rows,
    annotations,
    further_articles,
    gold_articles,
    judged_articles,
    judgement_key,
    labelled,
)

from bingkai.reading import attribution
from bingkai.reading.confidence import Signs, signs

WEIGHTS = Path(attribution.__file__).parent / "data" / "confidence.toml"
WORTH = {"judged": 2.0, "gold": 0.6, "further": 1.0}
STRENGTH = 1.0  # of the weights, inverse to the penalty on them; by log loss on articles left out
CAUTION = 0.3  # taken off the log-odds, so that of judged rows at or above 0.9 at least 95 % are right
LEVELS = (0.5, 0.8, 0.9, 0.95)


def found_with_signs(articles: pd.DataFrame) -> tuple[Rows, list[Signs]]:
    """What the library finds and the signs that its confidence is read from."""
    seen: list[Signs] = []

    def record(*given: object) -> float:
        seen.append(signs(*given))  # type: ignore[arg-type]
        return 0.5

    with patch.object(attribution, "confidence_of", record):
        found: Rows = attribution.find_attributions(articles, progress=False).to_dict("records")
    return found, seen


def examples() -> Iterator[tuple[str, str, Signs, bool]]:
    """Set, article, signs and whether the row is right."""
    for name, path, articles, part in (
        ("gold", GOLD, gold_articles(), slice(None)),
        ("further", FURTHER, further_articles(), slice(12)),
    ):
        found, seen = found_with_signs(articles)
        for row, sign, right in zip(found, seen, labelled(annotations(path)[part], found), strict=True):
            if right is not None:
                yield name, row["article_id"], sign, right
    verdicts = {tuple(row["key"]): row for row in judgements()}
    found, seen = found_with_signs(judged_articles())
    for row, sign in zip(found, seen, strict=True):
        if verdict := verdicts.get(judgement_key(row)):
            name = "check" if verdict["sample"].startswith("check") else "judged"
            yield name, row["article_id"], sign, bool(verdict["act"] and verdict["words"] and verdict["source"])


def judgements() -> Rows:
    """The judged rows, each with the key of the row it holds for."""
    return [
        row | {"key": (row["article_id"], row["field"], row["relay"], row["cue"], str(row["content"]), row["name"])}
        for row in annotations(JUDGED)
    ]


def left_out(
    x: NDArray[np.float64], y: NDArray[np.bool_], worth: NDArray[np.float64], articles: list[str]
) -> NDArray[np.float64]:
    """The estimate for each row by weights that were fitted without its article."""
    estimated = np.zeros(len(y))
    for train, test in GroupKFold(10, shuffle=True, random_state=7).split(x, y, articles):
        fitted = LogisticRegression(C=STRENGTH, max_iter=2_000).fit(x[train], y[train], sample_weight=worth[train])
        estimated[test] = 1 / (1 + np.exp(CAUTION - fitted.decision_function(x[test])))
    return estimated


def write(names: list[str], fitted: LogisticRegression) -> None:
    rows = [f'"{name}" = {weight:.3f}' for name, weight in zip(names, fitted.coef_[0], strict=True)]
    head = "# Weights of the signs that confidence is read from: tests/benchmarks/fit_confidence.py --write"
    intercept = f'"intercept" = {fitted.intercept_[0] - CAUTION:.3f}'
    WEIGHTS.write_text("\n".join([head, "[weight]", intercept, *rows, ""]), "utf-8")


def main() -> None:
    if not SCORER.exists():
        sys.exit(MISSING)
    sets, articles, signed, right = zip(*examples(), strict=True)
    vectors = DictVectorizer(sparse=False)
    x, y, of = vectors.fit_transform(signed), np.array(right), np.array(sets)
    fit = of != "check"
    worth = np.array([WORTH.get(name, 0.0) for name in sets])
    fitted = LogisticRegression(C=STRENGTH, max_iter=2_000).fit(x[fit], y[fit], sample_weight=worth[fit])
    estimated = 1 / (1 + np.exp(CAUTION - fitted.decision_function(x)))
    estimated[fit] = left_out(x[fit], y[fit], worth[fit], [a for a, used in zip(articles, fit, strict=True) if used])
    print("of rows at or above a level, on articles left out: share of all rows, share right")
    for name in (*WORTH, "check"):
        here = of == name
        shown = (f"{level}: {(estimated[here] >= level).mean():.2f} {y[here & (estimated >= level)].mean():.3f}"
                 for level in LEVELS)  # fmt: skip
        print(f"  {name:8} {here.sum():4} rows, {y[here].mean():.3f} right;  {';  '.join(shown)}")
    if "--write" in sys.argv:
        write(vectors.get_feature_names_out().tolist(), fitted)


if __name__ == "__main__":
    main()
