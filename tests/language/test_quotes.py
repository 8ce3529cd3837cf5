"""Quotation marks in clean and damaged paragraphs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bingkai.language.quotes import paragraph_spans, quotation_spans, scare_spans


def inner(text: str) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in quotation_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Kami siap," kata Rani.', ["Kami siap,"]),
        ("“Kami siap,” kata Rani.", ["Kami siap,"]),
        ("«Kami siap,» kata Rani.", ["Kami siap,"]),
        ("``Kami siap,'' kata Rani.", ["Kami siap,"]),
        ("‘Kami siap,’ kata Rani.", ["Kami siap,"]),
        ("'Kami siap,' kata Rani.", ["Kami siap,"]),
        ('" Kami siap , " kata Rani .', [" Kami siap , "]),
        ('"Kami siap", kata Rani.', ["Kami siap"]),
        ('"Kami siap, "kata Rani.', ["Kami siap, "]),
        ('Rani berkata:"Kami siap."', ["Kami siap."]),
    ],
)
def test_marks_of_every_make(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


@pytest.mark.parametrize("text", ["Jum'at malam di Ma'arif.", "Qur’an dan Jum’at", "harga '90-an naik", "tanpa tanda"])
def test_an_apostrophe_opens_nothing(text: str) -> None:
    assert inner(text) == []


def test_nested_single_marks_stay_inside() -> None:
    assert inner("\"Dia bilang 'tunggu dulu' kepada kami,\" ujar Rani.") == ["Dia bilang 'tunggu dulu' kepada kami,"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Kami siap, ujar Rani di Kota Sinar.', "Kami siap,"),
        ('"Kami siap. Ia menambahkan jalan ditutup.', "Kami siap."),
        ('Kami siap," kata Rani.', "Kami siap,"),
        ('Sidang ditunda. Kami siap," kata Rani.', "Kami siap,"),
    ],
)
def test_a_missing_mark_is_recovered(text: str, expected: str) -> None:
    (quotation,) = quotation_spans(text)
    assert text[quotation.inner_start : quotation.inner_end] == expected
    assert not quotation.closed


def test_a_stray_mark_spoils_only_its_paragraph() -> None:
    text = 'Jalan itu" ditutup.\n"Kami siap," kata Rani.\n"Kami juga," kata Budi.'
    assert inner(text) == ["Kami siap,", "Kami juga,"]


def test_a_long_quotation_opens_every_paragraph_again() -> None:
    text = '"Kami sudah lama menunggu.\n"Sekarang kami siap," kata Rani.'
    assert inner(text) == ["Kami sudah lama menunggu.", "Sekarang kami siap,"]


def test_a_line_break_left_by_a_link_does_not_end_a_quotation() -> None:
    text = '"Padahal seharusnya\nkan\ntidak boleh begitu," ujarnya.'
    assert len(inner(text)) == 1
    assert len(paragraph_spans(text)) == 1


def test_scare_quotes_are_short_and_lower_case() -> None:
    text = 'Aparat menyebut "penataan" itu selesai. Film "Senja" diputar. "siap," kata Rani.'
    assert [text[a:b] for a, b in scare_spans(text, quotation_spans(text))] == ['"penataan"']


def test_reported_fragments_are_no_scare_quotes() -> None:
    text = 'Rani menyebutnya "penataan" saja.'
    (q,) = quotation_spans(text)
    assert scare_spans(text, [q], [(q.inner_start, q.inner_end)]) == []


@given(st.text(alphabet='ab A.,"“”‘’\n', max_size=80))
@settings(max_examples=300, deadline=None)
def test_spans_are_ordered_and_inside_the_text(text: str) -> None:
    end = 0
    for q in quotation_spans(text):
        assert end <= q.start <= q.inner_start <= q.inner_end <= q.end <= len(text)
        end = q.end


@pytest.mark.parametrize("unit", ['"', '" ', '"a. ', 'a," kata A ', '"Kami. Ia menambahkan '])
@pytest.mark.timeout(60)
def test_a_hundred_thousand_stray_marks_are_read(unit: str) -> None:
    spans = quotation_spans(unit * 100_000)
    assert all(a.end <= b.start for a, b in pairwise(spans))
