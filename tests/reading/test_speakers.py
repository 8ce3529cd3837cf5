"""A source's mention taken apart."""

from __future__ import annotations

import pytest

from bingkai.reading.resolve import read_aliases
from bingkai.reading.speakers import read_mention


@pytest.mark.parametrize(
    ("text", "form", "name", "affiliation", "source_type"),
    [
        ("Bupati Rani Utami", "person", "Rani Utami", "", "official"),
        ("Kepala Dinas Kesehatan Kota Sinar, Rani Utami", "person", "Rani Utami", "Dinas Kesehatan Kota Sinar",
         "official"),
        ("Rani Utami, warga Desa Sinar", "person", "Rani Utami", "", "citizen"),
        ("Menteri Koperasi (Menkop) Rani Arum Utami", "person", "Rani Arum Utami", "", "official"),
        ("Kabid Humas Polda Jawa Barat Kombes Budi Santoso", "person", "Budi Santoso", "Polda Jawa Barat",
         "military_police"),
        ("pengamat politik UGM Budi Santoso", "person", "Budi Santoso", "UGM", "expert"),
        ("Direktur PT Maju Jaya", "office", "", "PT Maju Jaya", "company"),
        ("Direktur RSUD Sinar", "office", "", "RSUD Sinar", "official"),
        ("Presiden Prancis", "office", "", "Prancis", "foreign_official"),
        ("Partai Garuda Sinar", "institution", "", "Partai Garuda Sinar", "politician_party"),
        ("Walhi", "institution", "", "Walhi", "civil_society"),
        ("laporan Dinas Perhubungan", "document", "", "Dinas Perhubungan", "document"),
        ("seorang warga", "generic", "", "", "citizen"),
        ("sumber di kepolisian", "generic", "", "kepolisian", "anonymous"),
        ("kementerian itu", "epithet", "", "kementerian itu", "official"),
        ("dia", "pronoun", "", "", "other"),
    ],
)  # fmt: skip
def test_mentions(text: str, form: str, name: str, affiliation: str, source_type: str) -> None:
    mention = read_mention(text)
    assert (mention.form, mention.name, mention.affiliation, mention.source_type) == (
        form,
        name,
        affiliation,
        source_type,
    )


def test_a_name_used_alone_elsewhere_tells_where_a_long_mention_names_its_person() -> None:
    assert read_mention("Direktur Yayasan Mekar Lestari Rani Utami", {"rani"}).name == "Rani Utami"


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("Badan Sinar Nasional (BSN) hadir.", "BSN", "Badan Sinar Nasional"),
        ("Kementerian Sosial (Kemensos) hadir.", "Kemensos", "Kementerian Sosial"),
        ("Menteri Sosial Rani Utami (Mbak Ran) hadir.", "Mbak Ran", "Rani Utami"),
    ],
)
def test_short_forms_in_brackets(text: str, short: str, full: str) -> None:
    assert read_aliases(text)[short] == full
