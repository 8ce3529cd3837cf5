"""The gazetteer and the word classes that attribution reads."""

from __future__ import annotations

import csv
from importlib.resources import files

from bingkai.reading.grammar import abbreviations, gazetteer, reports
from bingkai.schema import SOURCE_TYPES, STANCES

KINDS = {"role", "rank", "honorific", "institution", "foreign", "document", "anonymous", "place", "field", "tail"}


def rows() -> list[dict[str, str]]:
    text = (files("bingkai.reading") / "data" / "gazetteer.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_the_gazetteer_is_sorted_unique_and_in_lower_case() -> None:
    keys = [(row["entry"], row["kind"]) for row in rows()]
    assert keys == sorted(set(keys))
    assert all(entry == entry.lower().strip() for entry, _ in keys)


def test_every_entry_has_a_known_kind_and_source_type() -> None:
    for row in rows():
        assert row["kind"] in KINDS, row
        assert row["source_type"] in SOURCE_TYPES or row["kind"] in ("honorific", "place", "field"), row


def test_every_reporting_form_has_a_stance_and_a_complement() -> None:
    for form, report in reports().items():
        assert report.stance in STANCES, form
        assert report.complement in ("clause", "clausal", "request", "marked", "none"), form


def test_no_entry_is_lost_on_the_way() -> None:
    assert sum(map(len, gazetteer().values())) == len(rows())
    assert abbreviations()["kemenkes"] == "kementerian kesehatan"
