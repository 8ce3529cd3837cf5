"""Scores on annotations whose answer is known, and the gate on the demonstration corpus.

The gate: figures on the demonstration gold may not fall below `FLOORS`, which were set `SLACK` under what was reached.
``python tests/measures/test_validation.py`` prints floors raised to the present figures; it never lowers one. The seal
is the hash of gold and floors together, so that no floor and no annotation changes without its own line in a diff.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from bingkai.contrast.compare import compare_outlets
from bingkai.corpus.demo import demo_folder, load_demo, load_demo_gold
from bingkai.measures.measure import measure
from bingkai.measures.pairs import match_attributions, same_name
from bingkai.measures.planted import (
    ANNOTATED,
    assign_sides,
    compare_with_planted,
    measure_finely,
    measure_planted,
    planted_rates,
)
from bingkai.measures.proportions import design_effect, wilson
from bingkai.measures.validation import LEVELS, score_attributions, score_terms
from bingkai.reading.analyse import Reading, analyse
from bingkai.schema import ATTRIBUTIONS, TERMS, ZONES, SchemaError, build

SHARED = Path(__file__).parents[2].parent / "shared"
SLACK = 0.03
ENOUGH = 15
FLOORS: dict[str, float] = {
    "f1.detection": 0.957,
    "f1.content50": 0.955,
    "f1.content80": 0.949,
    "f1.whole": 0.935,
    "recall.pattern.P1": 0.97,
    "recall.pattern.P2": 0.97,
    "recall.pattern.P3": 0.97,
    "recall.pattern.P4": 0.97,
    "recall.pattern.P5": 0.97,
    "recall.pattern.P6": 0.97,
    "recall.pattern.P7": 0.958,
    "recall.pattern.P9": 0.917,
    "recall.pattern.P15": 0.903,
    "recall.category.emotif": 0.791,
    "recall.category.militeristik": 0.855,
    "recall.category.moral": 0.97,
    "recall.category.presuposisi": 0.94,
    "recall.category.superlatif": 0.652,
}
SEAL = "5fd2f4134828463533f0369bad7f40c7d397a3d5ffffdcb93c32d1ac5c6ed9fc"


def found_rows(*rows: dict[str, Any]) -> pd.DataFrame:
    """ATTRIBUTIONS of article "a" from what matters here: content, cue, name and labels."""
    full = [{"field": "text", "kind": "indirect", "pattern": "P7", "stance": "NETRAL", "speaker_name": None,
             "cue_start": np.nan, "cue_end": np.nan, "source_type": "citizen", "article_id": "a"} | row
            for row in rows]  # fmt: skip
    text = {column.name: [row.get(column.name) for row in full] for column in ATTRIBUTIONS.columns}
    text |= {"sentence": [0] * len(full), "content_spans": [row["content"] for row in full]}
    text |= {"content": ["…"] * len(full), "confidence": [0.9] * len(full)}
    text |= {"cue_start": [row["cue"][0] if "cue" in row else np.nan for row in full]}
    text |= {"cue_end": [row["cue"][1] if "cue" in row else np.nan for row in full]}
    text |= {"cue": [None] * len(full)}
    return build(text, ATTRIBUTIONS)


def gold_row(content: list[list[int]], cue: list[int] | None = None, **labels: Any) -> dict[str, Any]:
    return {"field": "text", "kind": "indirect", "content": content, "cue": cue, "source": None, "entity": None,
            "pattern": "P7", "stance": "NETRAL", "source_type": "citizen"} | labels  # fmt: skip


def gold_of(*rows: dict[str, Any], article_id: str = "a", **aside: Any) -> pd.DataFrame:
    return pd.DataFrame([{"article_id": article_id, "attributions": list(rows), **aside}])


def test_a_cue_must_overlap_a_cue() -> None:
    gold = gold_of(gold_row([[10, 30]], [0, 5]))
    assert score_attributions(found_rows({"content": [[10, 30]], "cue": (4, 9)}), gold)["recall"].item() == 1
    assert score_attributions(found_rows({"content": [[10, 30]], "cue": (5, 9)}), gold)["recall"].item() == 0
    assert score_attributions(found_rows({"content": [[10, 30]]}), gold)["recall"].item() == 0


def test_without_a_cue_half_of_the_content_must_be_shared() -> None:
    gold = gold_of(gold_row([[0, 20]]))
    assert score_attributions(found_rows({"content": [[0, 10]]}), gold)["n_right"].item() == 1  # F1 = 20 / 30
    assert score_attributions(found_rows({"content": [[0, 6]]}), gold)["n_right"].item() == 0  # F1 = 12 / 26


def test_one_row_stands_for_one_annotation_the_better_one() -> None:
    gold = gold_of(gold_row([[10, 20]], [0, 5]), gold_row([[30, 60]], [3, 8]))
    pairs = match_attributions(found_rows({"content": [[30, 60]], "cue": (0, 8)}), gold)
    assert pairs["overlap"].fillna(-1).tolist() == [-1, 1]
    assert score_attributions(found_rows({"content": [[30, 60]], "cue": (0, 8)}), gold)["recall"].item() == 0.5


def test_a_row_of_the_headline_is_none_of_the_body() -> None:
    rows = found_rows({"content": [[0, 20]], "field": "title"})
    assert score_attributions(rows, gold_of(gold_row([[0, 20]])))[["precision", "recall"]].to_numpy().tolist() == [
        [0, 0]
    ]


def test_rows_of_articles_without_annotations_do_not_count() -> None:
    rows = found_rows({"content": [[0, 20]]}, {"content": [[0, 20]], "article_id": "b"})
    assert score_attributions(rows, gold_of(gold_row([[0, 20]])))["n_found"].item() == 1


def test_the_whole_wants_the_source_where_one_is_annotated() -> None:
    gold = gold_of(gold_row([[10, 30]], [0, 5], entity="Sari Melati"), gold_row([[50, 70]], [40, 45]))
    rows = found_rows(
        {"content": [[10, 30]], "cue": (0, 5), "speaker_name": "Budi Melati"}, {"content": [[50, 70]], "cue": (40, 45)}
    )
    assert score_attributions(rows, gold, level="content80")["n_right"].item() == 2
    assert score_attributions(rows, gold, level="whole")["n_right"].item() == 1


def test_hearsay_stands_aside_but_has_its_own_line() -> None:
    gold = gold_of(gold_row([[0, 20]]), unsourced=[gold_row([[30, 50]], [22, 28], pattern="P12")])
    rows = found_rows({"content": [[0, 20]]}, {"content": [[30, 50]], "cue": (22, 28), "pattern": "P12"})
    assert score_attributions(rows, gold)[["n_gold", "n_found", "precision"]].to_numpy().tolist() == [[1, 1, 1]]
    assert score_attributions(rows, gold, by="pattern")["group"].tolist() == ["P7", "P12"]


def test_precision_goes_by_the_label_found_and_recall_by_the_label_annotated() -> None:
    gold = gold_of(gold_row([[0, 20]], kind="mixed"))
    table = score_attributions(found_rows({"content": [[0, 20]], "kind": "direct"}), gold, by="kind").set_index("group")
    assert table.loc["direct", "precision"] == 1
    assert np.isnan(table.loc["direct", "recall"])
    assert table.loc["mixed", "recall"] == 1
    assert table.loc["mixed", "agreement"] == 0


def test_groups_of_articles() -> None:
    gold = pd.concat([gold_of(gold_row([[0, 20]]), article_id=name) for name in ("a", "b")])
    outlet = pd.Series({"a": "Harian Fiksi", "b": "Kabar Fiksi"})
    table = score_attributions(found_rows({"content": [[0, 20]]}), gold, by=outlet)
    assert table[["group", "recall"]].to_numpy().tolist() == [["Harian Fiksi", 1], ["Kabar Fiksi", 0]]


def test_nothing_found_and_nothing_annotated() -> None:
    none = found_rows({"content": [[0, 20]]}).iloc[:0]
    assert score_attributions(none, gold_of(gold_row([[0, 20]])))["recall"].item() == 0
    assert score_attributions(none, gold_of()).empty


def test_inputs_are_not_changed() -> None:
    rows, gold = found_rows({"content": [[0, 20]]}), gold_of(gold_row([[0, 20]]))
    before, annotated = rows.copy(deep=True), json.dumps(gold.to_dict("records"))
    score_attributions(rows, gold, by="kind")
    pd.testing.assert_frame_equal(rows, before)
    assert json.dumps(gold.to_dict("records")) == annotated


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: score_attributions(found_rows(), pd.DataFrame({"id": []})), "article_id and attributions"),
        (lambda: score_attributions(found_rows(), gold_of(), by="polanya"), "unknown label 'polanya'; wanted one of"),
        (lambda: score_attributions(found_rows(), gold_of(), level="half"), "unknown level 'half'"),
        (lambda: score_attributions(pd.DataFrame(), gold_of()), "ATTRIBUTIONS needs"),
    ],
)
def test_bad_input_is_named(call: Any, said: str) -> None:
    with pytest.raises((ValueError, SchemaError), match=said):
        call()


def term_rows(*rows: tuple[int, int, str, str]) -> pd.DataFrame:
    start, end, category, zone = (list(column) for column in zip(*rows, strict=True))
    n = len(rows)
    return build(
        {"article_id": ["a"] * n, "field": ["text"] * n, "sentence": [0] * n, "lexicon": ["x"] * n,
         "category": category, "term": ["t"] * n, "form": ["t"] * n, "start": start, "end": end, "zone": zone,
         "negated": [False] * n},
        TERMS,
    )  # fmt: skip


def test_a_word_counts_under_its_category_whatever_the_zone() -> None:
    annotated = [{"field": "text", "span": [0, 6], "category": "emotif", "zone": "reporter"},
                 {"field": "text", "span": [10, 16], "category": "moral", "zone": "direct"}]  # fmt: skip
    gold = pd.DataFrame([{"article_id": "a", "terms": annotated}])
    rows = term_rows((2, 6, "emotif", "indirect"), (10, 16, "emotif", "direct"))
    table = score_terms(rows, gold, by="category").set_index("group")
    assert table.loc["emotif", ["n_found", "precision", "recall"]].tolist() == [2, 0.5, 1]
    assert table.loc["moral", "recall"] == 0
    assert score_terms(rows, gold, by="zone").set_index("group").loc["reporter", "agreement"] == 0


@pytest.mark.parametrize(
    ("share", "n", "low", "high"),
    [(0.9, 10, 0.5958, 0.9821), (0.0, 20, 0.0, 0.1611), (15 / 148, 148, 0.0624, 0.1605)],
)
def test_wilson_against_published_values(share: float, n: int, low: float, high: float) -> None:
    # R: binom::binom.wilson; 15 of 148 and 0 of 20 are Newcombe's (1998) examples
    assert wilson(share, n) == pytest.approx((low, high), abs=5e-5)


def test_the_design_effect_of_articles() -> None:
    assert design_effect(np.array([4.0, 0.0, 4.0, 0.0]), np.full(4, 4.0)) == pytest.approx(16 / 3)  # all or nothing
    assert design_effect(np.array([2.0, 2.0, 2.0]), np.full(3, 4.0)) == 1  # the same everywhere
    assert design_effect(np.array([4.0, 4.0]), np.full(2, 4.0)) == 1  # nothing varies


def test_names_without_titles() -> None:
    assert same_name("Kapolres Tegal Rejo AKBP Rama Aji", "Rama Aji")
    assert not same_name("Rama Aji", "Rama Surya")
    assert not same_name("", "Rama")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return analyse(load_demo(), progress=False)


@pytest.mark.skipif(
    not (SHARED / "eval" / "score_attribution.py").exists(),
    reason="the independent scorer is not beside this checkout (../shared/eval)",
)
def test_the_same_figures_as_an_independent_scorer(reading: Reading) -> None:
    spec = importlib.util.spec_from_file_location("score_attribution", SHARED / "eval" / "score_attribution.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = load_demo_gold()["attribution"][["article_id", "attributions"]]
    theirs = scorer.score(gold.to_dict("records"), reading.attributions.to_dict("records"))
    for level in LEVELS:
        ours = score_attributions(reading.attributions, gold, level=level)
        assert ours[["precision", "recall", "f1"]].round(4).to_numpy().tolist() == [
            [theirs[level][key] for key in ("p", "r", "f1")]
        ], level


def figures(reading: Reading) -> dict[str, float]:
    """What the floors hold: F1 of every level, recall of every pattern and every category with enough annotations."""
    gold = load_demo_gold()
    by_level = {level: score_attributions(reading.attributions, gold["attribution"], level=level) for level in LEVELS}
    made = {f"f1.{level}": float(table["f1"].item()) for level, table in by_level.items()}
    tables = {"pattern": score_attributions(reading.attributions, gold["attribution"], by="pattern"),
              "category": score_terms(reading.terms, gold["terms"], by="category")}  # fmt: skip
    for name, table in tables.items():
        enough = table[table["n_gold"] >= ENOUGH]
        made |= {f"recall.{name}.{group}": float(recall)
                 for group, recall in zip(enough["group"], enough["recall"], strict=True)}  # fmt: skip
    return made


def seal(floors: dict[str, float]) -> str:
    digest = hashlib.sha256()
    for name in ("attribution.jsonl", "terms.jsonl"):
        digest.update((demo_folder() / "gold" / name).read_bytes())
    digest.update(json.dumps(floors, sort_keys=True).encode())
    return digest.hexdigest()


def raised(floors: dict[str, float], reached: dict[str, float]) -> dict[str, float]:
    """Floors SLACK under what was reached, none lower than before."""
    return {name: max(round(value - SLACK, 3), floors.get(name, 0.0)) for name, value in reached.items()}


def test_no_figure_falls_below_its_floor(reading: Reading) -> None:
    reached = figures(reading)
    assert reached.keys() == FLOORS.keys()
    assert {name: value for name, value in reached.items() if value < FLOORS[name]} == {}


def test_gold_and_floors_are_the_sealed_ones() -> None:
    assert seal(FLOORS) == SEAL, "gold or floors changed: say why in CHANGELOG.md, then print floors and seal anew"


def test_floors_only_rise() -> None:
    assert raised({"f1.whole": 0.9}, {"f1.whole": 0.8}) == {"f1.whole": 0.9}
    assert raised({"f1.whole": 0.9}, {"f1.whole": 0.96}) == {"f1.whole": 0.93}


def test_a_source_gets_the_side_of_the_actor_it_is() -> None:
    actors = pd.DataFrame(
        [("banjir", "Rama Aji", "otoritas", "Dinas Air"), ("banjir", "Sari Melati", "terdampak", "Warga Hulu"),
         ("umum", "Kabar Rekaan", "netral", "Kabar Rekaan"), ("panen", "Sari Wangi", "otoritas", "Dinas Tani")],
        columns=["event", "name", "side", "affiliation"],
    )  # fmt: skip
    names = ["Sari", "Kepala Dinas Air", "Kabar Rekaan", "Sari Wangi", None]
    rows = found_rows(*({"content": [[0, 9]], "speaker_name": name} for name in names))
    sides = assign_sides(rows, actors, pd.Series({"a": "banjir"}))
    assert sides.fillna("").tolist() == ["terdampak", "otoritas", "netral", "", ""]


def test_actors_of_two_sides_that_fit_alike_leave_the_side_open() -> None:
    actors = pd.DataFrame(
        [("banjir", "Rama Aji", "otoritas", None), ("banjir", "Rama Surya", "terdampak", None)],
        columns=["event", "name", "side", "affiliation"],
    )
    rows = found_rows({"content": [[0, 9]], "speaker_name": "Rama"})
    assert assign_sides(rows, actors, pd.Series({"a": "banjir"})).isna().all()


@pytest.fixture(scope="module")
def planted(reading: Reading) -> pd.DataFrame:
    return measure_planted(reading, load_demo_gold())


def test_agents_left_out_are_the_annotated_ones(planted: pd.DataFrame) -> None:
    rates = planted_rates()
    rates = rates[rates["measure"].str.startswith(ANNOTATED)]
    ours = planted.groupby(["measure", "outlet"])[["count", "base"]].sum()
    wanted = rates.set_index(["measure", "outlet"])[["count", "base"]].astype(float)
    pd.testing.assert_frame_equal(ours.loc[wanted.index], wanted)


def test_planted_differences_are_found(planted: pd.DataFrame) -> None:
    """Of what the library reads by itself: every sign right, nine of ten true differences inside the interval."""
    machine = planted[~planted["measure"].str.startswith(ANNOTATED) & ~planted["measure"].str.endswith(".pembalikan")]
    found = compare_outlets(machine, min_articles=5, progress=False).to_frame()
    compared = compare_with_planted(found, planted_rates())
    effects = compared[compared["planted"]]
    assert len(effects) == 13
    assert effects["same_sign"].all()
    assert effects["inside"].mean() >= 0.9
    assert compared["inside"].mean() >= 0.9


def test_the_reversal_event_is_seen_as_reversed(planted: pd.DataFrame) -> None:
    sums = planted.groupby(["measure", "outlet"])[["count", "base"]].sum()
    rate = (sums["count"] / sums["base"]).unstack()
    for name in ("sumber.otoritas", "pilihan.semua"):
        usual, reversed_ = rate.loc[name], rate.loc[f"{name}.pembalikan"]
        assert usual["Panji Negeri"] - usual["Lorong Kampung"] > 0.3
        assert reversed_["Panji Negeri"] - reversed_["Lorong Kampung"] < -0.3


def test_the_null_pair_shows_nothing(reading: Reading, planted: pd.DataFrame) -> None:
    everything = pd.concat([measure(reading, zones=ZONES), planted, measure_finely(reading)], ignore_index=True)
    pair = everything[everything["outlet"].isin(["Bandul Pagi", "Lintang Sore"])]
    found = compare_outlets(pair, reference="pairwise", progress=False).to_frame()
    assert found["p_value"].notna().sum() >= 200
    assert (found["q_value"] < 0.05).sum() == 0


def test_fine_measures_add_up(reading: Reading) -> None:
    fine = measure_finely(reading)
    patterns = fine[fine["measure"].str.startswith("pattern=")].groupby("article_id")[["count"]].sum()["count"]
    of_article = reading.attributions.groupby("article_id").size()
    assert patterns[of_article.index].tolist() == of_article.tolist()
    assert not fine.duplicated(["article_id", "measure"]).any()
    assert (fine["base"] >= fine["count"]).all()


if __name__ == "__main__":
    found = raised(FLOORS, figures(analyse(load_demo(), progress=False)))
    sys.stdout.write(f"FLOORS: dict[str, float] = {json.dumps(found, indent=4)}\nSEAL = {seal(found)!r}\n")
