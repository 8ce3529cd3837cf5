"""Whose words they are, phenomenon by phenomenon."""

import pandas as pd
import pytest

from bingkai.reading.analyse import analyse
from bingkai.schema import ARTICLES, build


def zone_in(text: str, word: str, title: str = "") -> set[str]:
    """The zones in which a word of one article stands."""
    article = {"article_id": ["a"], "outlet": ["Kabar Nusa"], "published": [pd.NaT], "title": [title], "text": [text]}
    return set(analyse(build(article, ARTICLES), progress=False).kwic(word, n=None)["zone"])


@pytest.mark.parametrize(
    ("text", "word", "zone"),
    [
        ('"Itu bohong," kata Sari.', "bohong", "direct"),
        ('"Kami sudah menunggu lama di halaman balai desa." Warga lalu pulang.', "menunggu", "direct"),
        ("Menurut Sari, jalan itu rusak parah sejak banjir.", "rusak", "indirect"),
        ("Jalan itu rusak parah sejak banjir.", "rusak", "reporter"),
        ('Petugas menyebut pembongkaran itu sebagai "penataan" kampung.', "penataan", "scare"),
        ('Film "Rumah Senja" diputar di balai kota.', "Senja", "reporter"),
        ('Sari mengatakan warga "dipaksa pergi" oleh petugas.', "dipaksa", "scare"),
        ('"Jalan itu rusak sejak lama, kata Sari.\n\nPetugas datang kemudian.', "datang", "reporter"),
    ],
)
def test_zone_of_a_word(text: str, word: str, zone: str) -> None:
    assert zone_in(text, word) == {zone}


def test_a_quotation_in_the_headline_is_still_the_headline() -> None:
    assert zone_in("Warga pulang.", "lelah", title='Warga: "Kami Lelah Menunggu"') == {"title"}


def test_one_bad_mark_spoils_no_other_paragraph() -> None:
    text = 'Sari berkata, "Jalan itu rusak.\n\nPetugas memperbaiki jembatan desa hari ini.\n\nJalan dibuka lagi.'
    assert zone_in(text, "jembatan") == {"reporter"}
    assert zone_in(text, "dibuka") == {"reporter"}
