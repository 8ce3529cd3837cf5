"""Counts and bases by hand, and every count led back to its rows."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from bingkai.measures.measure import measure
from bingkai.reading.evidence import evidence, measure_names
from bingkai.schema import (
    ARTICLES,
    ATTRIBUTIONS,
    CHOICES,
    CLAUSES,
    MEASURES,
    TERMS,
    WORDS,
    SchemaError,
    build,
    empty,
    require,
)

TEXT = 'Harga beras naik tajam. Menteri mengklaim stok aman. "Stok aman," katanya.'
LEXICON = SimpleNamespace(name="kata_bermuatan", categories={"emotif": {}, "intensif": {}})


def attribution(article: str, stance: str | None, kind: str, source: str | None, cue: tuple[int, int] | None) -> dict:
    return {
        "article_id": article, "field": "text", "sentence": 1, "kind": kind, "stance": stance, "source_type": source,
        "cue_start": np.nan if cue is None else cue[0], "cue_end": np.nan if cue is None else cue[1],
        "content_spans": [[42, 51], [53, 60]],
    }  # fmt: skip


def term(article: str, category: str, zone: str) -> dict:
    return {"article_id": article, "field": "text", "sentence": 0, "lexicon": "kata_bermuatan", "category": category,
            "term": "tajam", "form": "tajam", "start": 17, "end": 22, "zone": zone, "negated": False}  # fmt: skip


def frame(rows: list[dict], schema) -> pd.DataFrame:
    missing = {column: [None] * len(rows) for column in schema.required}
    return build(missing | {name: [row[name] for row in rows] for name in rows[0]}, schema)


@pytest.fixture
def reading() -> SimpleNamespace:
    """a1: 60 words of the reporter, four attributions; a2: none of either."""
    articles = {"article_id": ["a1", "a2"], "outlet": ["Kabar", "Suara"], "published": [pd.NaT] * 2,
                "title": ["Harga beras", ""], "text": [TEXT, TEXT], "event_id": ["e1", None]}  # fmt: skip
    return SimpleNamespace(
        articles=build(articles, ARTICLES),
        attributions=frame(
            [
                attribution("a1", "JARAK", "indirect", "official", (32, 41)),
                attribution("a1", "NETRAL", "direct", "official", (68, 75)),
                attribution("a1", "JARAK", "mixed", None, (32, 41)),
                attribution("a1", None, "direct", None, None),
            ],
            ATTRIBUTIONS,
        ),
        terms=frame([term("a1", "emotif", zone) for zone in ("reporter", "direct", "title")], TERMS),
        words=build(
            {"article_id": ["a1", "a1", "a1", "a2"], "zone": ["reporter", "direct", "title", "title"],
             "n_words": [60, 20, 5, 7]},
            WORDS,
        ),
        lexicons=(LEXICON,),
        choices=empty(CHOICES),
        clauses=empty(CLAUSES),
        term_choices=(),
    )  # fmt: skip


def cell(measures: pd.DataFrame, article: str, name: str) -> tuple[float, float, str]:
    found = measures[(measures["article_id"] == article) & (measures["measure"] == name)]
    assert len(found) == 1
    return found.iloc[0]["count"], found.iloc[0]["base"], found.iloc[0]["unit"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("stance.jarak", (2, 3, "attributions")),  # of three with a stance
        ("stance.netral", (1, 3, "attributions")),
        ("stance.tuduh", (0, 3, "attributions")),
        ("kind.direct", (2, 4, "attributions")),  # of all
        ("source.official", (2, 2, "attributions")),  # of two with a source type
        ("attributions", (4, 85, "words")),  # words of every zone
        ("kata_bermuatan.emotif", (1, 60, "words")),  # the reporter's words only
        ("kata_bermuatan.intensif", (0, 60, "words")),
        ("kata_bermuatan.emotif@direct", (1, 20, "words")),
    ],
)
def test_counts_and_bases_by_hand(reading, name, expected):
    assert cell(measure(reading, zones=("reporter", "direct")), "a1", name) == expected


def test_an_article_without_anything_keeps_its_rows(reading):
    measures = require(measure(reading), MEASURES)
    assert cell(measures, "a2", "stance.jarak") == (0, 0, "attributions")
    assert cell(measures, "a2", "kata_bermuatan.emotif") == (0, 0, "words")
    assert cell(measures, "a2", "attributions") == (0, 7, "words")
    assert (measures.groupby("article_id").size() == measures["measure"].nunique()).all()


def test_the_reporter_comes_by_default_and_other_zones_on_request(reading):
    assert not measure(reading)["measure"].str.contains("@").any()
    assert set(measure(reading, zones=("title",))["measure"]) >= {"kata_bermuatan.emotif@title"}
    with pytest.raises(ValueError, match="unknown zone 'judul'"):
        measure(reading, zones=("judul",))


def test_every_count_is_the_number_of_its_rows(reading):
    measures = measure(reading, zones=("reporter", "direct", "title"))
    for name, rows in measures.groupby("measure"):
        listed = evidence(reading, str(name))["article_id"].value_counts().to_dict()
        assert {k: v for k, v in rows.set_index("article_id")["count"].items() if v} == listed


def test_stance_shares_of_an_article_add_up_to_one(reading):
    stances = measure(reading).query("article_id == 'a1' and measure.str.startswith('stance.')")
    assert (stances["count"] / stances["base"]).sum() == pytest.approx(1)


def test_evidence_points_at_the_cue_or_at_the_content(reading):
    assert evidence(reading, "stance.jarak")["form"].tolist() == ["mengklaim"] * 2
    direct = evidence(reading, "kind.direct")
    assert direct["form"].tolist() == [TEXT[68:75], TEXT[42:51]]
    assert direct.columns.tolist() == ["article_id", "outlet", "field", "sentence", "start", "end", "zone", "form"]
    assert direct["outlet"].tolist() == ["Kabar"] * 2
    assert direct["zone"].tolist() == ["reporter"] * 2


def test_evidence_of_a_zone_holds_that_zone_only(reading):
    assert evidence(reading, "kata_bermuatan.emotif@title")["zone"].tolist() == ["title"]


def test_unknown_measures_get_the_nearest_name(reading):
    with pytest.raises(ValueError, match=r"nearest: 'stance\.jarak'"):
        evidence(reading, "stance.jrak")
    assert "stance.jarak" in measure_names(reading)


def test_no_articles_no_rows(reading):
    nothing = SimpleNamespace(
        articles=empty(ARTICLES), attributions=empty(ATTRIBUTIONS), terms=empty(TERMS), words=empty(WORDS),
        choices=empty(CHOICES), clauses=empty(CLAUSES), term_choices=(), lexicons=(LEXICON,),
    )  # fmt: skip
    assert len(require(measure(nothing), MEASURES)) == 0
    assert len(evidence(nothing, "stance.jarak")) == 0


def test_rows_of_an_article_that_is_not_there_are_an_error(reading):
    reading.words = reading.words.assign(article_id="hilang")
    with pytest.raises(SchemaError, match="WORDS names article 'hilang'"):
        measure(reading)


def test_events_come_along_where_articles_have_them(reading):
    events = measure(reading).drop_duplicates("article_id")["event_id"]
    assert events.fillna("-").tolist() == ["e1", "-"]
    reading.articles = reading.articles.drop(columns="event_id")
    assert "event_id" not in measure(reading).columns


def test_what_is_no_reading_is_said() -> None:
    with pytest.raises(SchemaError, match=r"measure wants what analyse\(articles\) gives; got int"):
        measure(3)  # type: ignore[arg-type]
