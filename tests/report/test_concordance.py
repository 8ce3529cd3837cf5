"""Articles and passages packed for the page: nothing lost, nothing run, in its place. All sentences are invented."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from itertools import accumulate

import pandas as pd
import pytest

from bingkai.corpus.demo import load_demo
from bingkai.measures.measure import measure
from bingkai.measures.sources import source_measures
from bingkai.reading.analyse import Reading, analyse
from bingkai.reading.demo_study import load_demo_study
from bingkai.reading.evidence import evidence
from bingkai.report.concordance import Concordance, pack
from bingkai.report.passages import Passages
from bingkai.schema import FIELDS, ZONES

MEASURES = ["stance.jarak", "source.official", "kata_bermuatan.hedge", "choice.penggusuran.penertiban",
            "agency.absent.harm", "attributions"]  # fmt: skip


@pytest.fixture(scope="module")
def demo() -> Reading:
    return analyse(load_demo(), load_demo_study(), progress=False)


def packed(reading: Reading, measures: list[str], **options) -> tuple[Concordance, dict]:
    passages = Passages(reading)
    made = pack(reading, {name: passages.of(name) for name in measures}, [("Ukuran", measures)], **options)
    return made, json.loads(zlib.decompress(b64decode(made.data)))


def passages_in(contents: dict, measure: str) -> list[tuple[str, str, int, int, str]]:
    """What the page's script makes of the numbers."""
    columns = contents["passages"]
    places = list(accumulate(columns["article"]))
    return [
        (contents["articles"][places[i]][0], FIELDS[columns["field"][i]], columns["start"][i],
         columns["start"][i] + columns["length"][i], ZONES[columns["zone"][i]])
        for i in accumulate(contents["measures"][measure])
    ]  # fmt: skip


@pytest.mark.parametrize("measure", MEASURES)
def test_every_passage_of_a_measure_is_on_the_page_and_no_other(demo: Reading, measure: str) -> None:
    found = evidence(demo, measure)
    wanted = set(found[["article_id", "field", "start", "end", "zone"]].itertuples(index=False, name=None))
    _, contents = packed(demo, MEASURES)
    assert sorted(passages_in(contents, measure)) == sorted(wanted)
    texts = {row[0]: {"title": row[3], "text": row[4]} for row in contents["articles"]}
    forms = {(row.article_id, row.field, row.start): row.form for row in found.itertuples()}
    for article, field, start, end, _ in passages_in(contents, measure):
        assert texts[article][field][start:end] == forms[article, field, start]


def test_measures_of_sources_lead_to_attributions_that_count(demo: Reading) -> None:
    counts = source_measures(demo).groupby("measure")["count"].sum()
    passages = Passages(demo)
    for name in ("first_voice.official", "last_voice.citizen", "last_voice.expert", "one_source"):
        assert len(passages.of(name)) == counts[name], name
    said = passages.of("source_words.expert")
    assert set(said["start"]) == set(evidence(demo, "source.expert")["start"])
    assert passages.of("ukuran.lain").empty


def test_marks_of_an_article_lie_on_its_words(demo: Reading) -> None:
    _, contents = packed(demo, ["stance.jarak"])
    place = demo.articles["article_id"].tolist().index("penggusuran-a")
    flat, article = contents["marks"][place], contents["articles"][place]
    marks = [flat[i : i + 5] for i in range(0, len(flat), 5)]
    cues = demo.attributions[(demo.attributions["article_id"] == "penggusuran-a") & demo.attributions["cue"].notna()]
    shown = [
        article[3 + field][start : start + length]
        for field, kind, start, length, _ in marks
        if contents["kinds"][kind] == "cue"
    ]
    assert shown == cues["cue"].tolist()
    notes = {contents["notes"][note] for _, kind, _, _, note in marks if contents["kinds"][kind] == "speaker"}
    assert all(note.startswith("narasumber: ") for note in notes)


def test_too_many_articles_are_drawn_by_lot_and_the_page_says_so(demo: Reading) -> None:
    whole, _ = packed(demo, ["attributions"])
    some, contents = packed(demo, ["attributions"], most_characters=30_000)
    again, _ = packed(demo, ["attributions"], most_characters=30_000)
    assert whole.n_articles == whole.n_all == 60
    assert "semuanya ada di halaman ini" in whole.said("id", 7)
    assert 5 < some.n_articles < 60
    assert sum(len(row[3]) + len(row[4]) for row in contents["articles"]) <= 30_000
    assert f"hanya {some.n_articles} dari 60 artikel" in some.said("id", 7)
    assert f"only {some.n_articles} of 60 articles" in some.said("en", 7)
    assert some.data == again.data
    ids = {row[0] for row in contents["articles"]}
    expected = evidence(demo, "attributions")
    assert some.n_passages == expected["article_id"].isin(ids).sum()


def test_odd_characters_keep_their_places() -> None:
    text = 'Warga 😀 berkumpul. "Kami menolak," kata Sari 👍🏽 di balai desa. Ia menegaskan jembatan itu rusak.'
    article = {"article_id": ["a"], "outlet": ["Kabar </script>"], "published": [pd.NaT], "title": [None],
               "text": [text], "url": ["javascript:alert(1)"]}  # fmt: skip
    reading = analyse(pd.DataFrame(article).astype({"published": "datetime64[us]", "title": "str"}), progress=False)
    made, contents = packed(reading, list(measure(reading)["measure"].unique()))
    row = contents["articles"][0]
    assert len(row[4]) == len(text)
    assert row[5] == "", "no address a browser would run"
    assert not set(made.data) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")


def test_nothing_to_pack() -> None:
    article = {"article_id": ["a"], "outlet": ["Kabar"], "published": [pd.NaT], "title": [""], "text": [""]}
    reading = analyse(pd.DataFrame(article).astype({"published": "datetime64[us]"}), progress=False)
    made, contents = packed(reading, ["stance.jarak"])
    assert (made.n_passages, made.measures, contents["marks"]) == (0, [], [[]])
