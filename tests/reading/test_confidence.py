"""What makes a row less sure: an unresolved or odd source, a damaged page, a source far away."""

from __future__ import annotations

import pandas as pd
import pytest

from bingkai.reading.attribution import find_attributions
from bingkai.reading.confidence import weights


def sure(text: str) -> float:
    frame = pd.DataFrame({"article_id": ["a"], "outlet": ["Warta Contoh"], "published": pd.to_datetime([pd.NaT]),
                          "title": [""], "text": [text]})  # fmt: skip
    return float(find_attributions(frame, progress=False)["confidence"].iloc[-1])


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ('"Jembatan itu aman dan kuat," kata Bupati Rani Utami.', '"Jembatan itu aman dan kuat," katanya.'),
        ("Bupati Rani Utami mengatakan jembatan itu sudah diperiksa.", "Ia mengatakan jembatan itu sudah diperiksa."),
        ('"Jembatan itu aman dan kuat," kata Bupati Rani Utami.',
         '"Jembatan , aman dan , kuat," kata Bupati Rani Utami , di , Sinar.'),
        ('"Jembatan itu aman dan kuat," kata Bupati Rani Utami.', '"Jembatan itu aman, kata Bupati Rani Utami.'),
        ("Bupati Rani Utami menegaskan bahwa jembatan itu aman.", "Klaim Rani Utami bahwa jembatan itu aman beredar."),
    ],
)  # fmt: skip
def test_what_makes_a_row_less_sure(better: str, worse: str) -> None:
    assert sure(better) > sure(worse)


def test_confidence_is_a_probability() -> None:
    assert 0 < sure("Dikabarkan, jembatan itu runtuh.") < 0.6
    assert 0.9 <= sure("Bupati Rani Utami mengatakan bahwa jembatan itu sudah diperiksa dua kali.") < 1


def test_the_weights_are_finite_and_doubt_counts_against() -> None:
    assert all(abs(weight) < 10 for weight in weights().values())
    assert weights()["doubt"] < 0 > weights()["unresolved"]
