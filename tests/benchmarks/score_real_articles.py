"""Attribution on hand-annotated real articles, beside quotation marks with a verb and beside a list of verbs.

    python tests/benchmarks/score_real_articles.py

Needs the annotated articles beside the checkout (../shared); tests/reading/test_attribution_gold.py says which of them
were read while the rules were written.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

from annotated import (
    FURTHER,
    GOLD,
    MISSING,
    SCORER,
    Rows,
    annotations,
    figures,
    found_in,
    further_articles,
    gold_articles,
    scorer,
)

from bingkai.language.lexicon_files import cue_forms

KEYS = ("detection", "content50", "content80", "speaker", "entity", "kind", "type", "whole")
QUOTATION = re.compile(r"[\"“]([^\"”\n]+)[\"”],?\s*([a-z]+)?")
WORD = re.compile(r"[^\W\d_]+")


def quotation_marks(articles: pd.DataFrame) -> Rows:
    """Quoted spans with the reporting verb right behind them."""
    rows = []
    for row in articles.itertuples():
        for match in QUOTATION.finditer(str(row.text)):
            cue = match.span(2) if (match[2] or "") in cue_forms() else (np.nan, np.nan)
            rows.append(_row(row.article_id, "direct", [list(match.span(1))], cue))
    return rows


def verb_list(articles: pd.DataFrame) -> Rows:
    """Every word form of the lexicon that is a reporting verb more often than not, wherever it stands."""
    forms = {form for form, cue in cue_forms().items() if not cue.share < 0.5}
    return [
        _row(row.article_id, "indirect", [], match.span())
        for row in articles.itertuples()
        for match in WORD.finditer(str(row.text))
        if match[0].lower() in forms
    ]


def _row(article_id: object, kind: str, spans: list[list[int]], cue: tuple[float, float]) -> dict[str, object]:
    return {"article_id": article_id, "field": "text", "kind": kind, "content_spans": spans, "cue_start": cue[0],
            "cue_end": cue[1], "speaker_start": None, "speaker_end": None, "speaker_name": None,
            "source_type": None}  # fmt: skip


def main() -> None:
    if not SCORER.exists():
        sys.exit(MISSING)
    parts = [
        ("gold, 30 articles", GOLD, slice(None), gold_articles()),
        ("  of these 10 with texts unread", GOLD, slice(10), gold_articles()),
        ("further, 24 articles", FURTHER, slice(None), further_articles()),
        ("  of these 12 unread", FURTHER, slice(12, None), further_articles()),
    ]
    print(f"{'':34}" + "".join(f"{key:>10}" for key in KEYS))
    for name, path, part, articles in parts:
        for tool, find in (("bingkai", found_in), ("quotation marks", quotation_marks), ("verb list", verb_list)):
            if tool == "bingkai" or part == slice(None):
                reached = figures(annotations(path)[part], find(articles))
                shown = "".join(f"{'–' if reached[key] is None else format(reached[key], '.3f'):>10}" for key in KEYS)
                print(f"{name if tool == 'bingkai' else '    ' + tool:34}{shown}")
    for name, path, _, articles in (parts[0], parts[2]):
        sure = [row for row in found_in(articles) if float(str(row["confidence"])) >= 0.9]
        right = scorer().score(annotations(path), sure)["whole"]["p"]
        print(f"{name}: {right:.1%} of the {len(sure)} rows with confidence of at least 0.9 are right")


if __name__ == "__main__":
    main()
