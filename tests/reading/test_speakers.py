"""A source's mention taken apart."""

from __future__ import annotations

import pandas as pd
import pytest

from bingkai.reading.aliases import read_aliases
from bingkai.reading.attribution import find_attributions
from bingkai.reading.names import is_blend, is_spelling, name_words
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
        ("sebuah studi", "document", "", "", "document"),
        ("beberapa sumber", "generic", "", "", "anonymous"),
        ("informasi", "document", "", "", "anonymous"),
        ("Indonesia", "institution", "", "", "official"),
        ("Kombes Pol AM Sinar", "person", "AM Sinar", "", "military_police"),
        ("Ketua Panitia, H Rani Utami", "person", "Rani Utami", "", "civil_society"),
        ("Plt Ketua Umum PPP Rani Utami", "person", "Rani Utami", "PPP", "politician_party"),
        ("Plt Kepala Dinas Sosial Rani Utami", "person", "Rani Utami", "Dinas Sosial", "official"),
        ("Mekar Lestari Foundation", "institution", "", "Mekar Lestari Foundation", "civil_society"),
        ("Executive Vice President Mekar Foundation", "office", "", "Mekar Foundation", "civil_society"),
        ("Direktur Mekar Sekuritas Rani Utami", "person", "Rani Utami", "Mekar Sekuritas", "company"),
        ("Presiden Mekar Riders, Rani Utami", "person", "Rani Utami", "", "civil_society"),
        ("Presiden Rani Utami", "person", "Rani Utami", "", "official"),
        ("Kedutaan Besar Jepang", "institution", "", "Kedutaan Besar Jepang", "foreign_official"),
        ("KBRI Tokyo", "institution", "", "KBRI Tokyo", "official"),
        ("Kementerian Dalam Negeri Malaysia", "institution", "", "Kementerian Dalam Negeri Malaysia",
         "foreign_official"),
        ("UNICEF", "institution", "", "UNICEF", "foreign_official"),
        ("Putri Lestari", "person", "Putri Lestari", "", "other"),
        ("Bupati Rani Hakim", "person", "Rani Hakim", "", "official"),
        ("Menteri Pangan Rani Utami alias Raut", "person", "Rani Utami", "", "official"),
        ("Warta-sinar.com", "institution", "", "Warta-sinar.com", "media"),
        ("wartawan Rani Utami", "person", "Rani Utami", "", "media"),
        ("dr Rani Utami", "person", "Rani Utami", "", "expert"),
        ("pengacaranya, Rani Utami", "person", "Rani Utami", "", "other"),
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


def test_a_last_name_used_alone_takes_the_first_name_along() -> None:
    assert read_mention("Ketua Komite IV DPD Rani Utami", {"utami"}).name == "Rani Utami"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Rani Efendi", "Rani Efendy", True), ("Soeharso", "Suharso", True), ("Rani", "Roni", False),
     ("Rani Utami", "Budi Santoso", False), ("Sumitro", "Sumirto", True)],
)  # fmt: skip
def test_spellings_of_a_name(one: str, other: str, same: bool) -> None:
    assert is_spelling(name_words(one), name_words(other)) is same


def test_names_lose_forms_of_address_and_initials_and_regain_their_spaces() -> None:
    assert name_words("Buya M. Rani Utami") == {"rani", "utami"}
    assert name_words("RaniUtami") == {"rani", "utami"}
    assert is_blend("Rantam", "Rani Tamara")


def sources(text: str) -> list[tuple[str | None, str]]:
    articles = pd.DataFrame({"article_id": ["a"], "outlet": ["Warta Contoh"], "title": [""], "text": [text]})
    found = find_attributions(articles.assign(published=pd.to_datetime(["2025-01-02"])), progress=False)
    return list(zip(found["speaker_name"], found["source_type"], strict=True))


@pytest.mark.parametrize(
    ("text", "name", "source_type"),
    [
        # introduced before, with brackets and links inside the office
        ('Anggota Komisi III DPR dari Fraksi Mekar (FM) Rani Utami hadir. "Kami setuju," kata Rani.', "Rani Utami",
         "politician_party"),
        # behind the name, in brackets
        ('Rapat dipimpin Rani Utami (Direktur PT Sinar Jaya). "Kami setuju," kata Rani.', "Rani Utami", "company"),
        # where a person comes from
        ('"Airnya surut," kata Rani Utami dari Universitas Sinar. Ia meminta warga bersiap.', "Rani Utami", "expert"),
        # the subject of the sentence before, who has not spoken yet
        ('"Kami setuju," kata Bupati Rani Utami. Gubernur Budi Santoso datang kemudian. Ia mengatakan airnya surut.',
         "Budi Santoso", "official"),
        # but behind a quotation it is whoever spoke
        ('"Kami setuju," kata Bupati Rani Utami. Pelaku Budi kabur. "Jembatan itu aman," katanya.', "Rani Utami",
         "official"),
        # whose lawyer it is: somebody else
        ('Pengacara Rani Utami, Budi Santoso, hadir. "Kami setuju," kata Budi.', "Budi Santoso", "other"),
        # initials
        ('Presiden RI Rani Budi Utami (RBU) hadir. "Kami setuju," kata RBU.', "Rani Budi Utami", "official"),
        # a nickname
        ('Bupati Rani Utami hadir. Rara, sapaan akrabnya, mengatakan jembatan itu aman.', "Rani Utami", "official"),
        # misspelt the second time
        ('"Kami setuju," kata Camat Rani Effendi. "Jembatan itu aman," ujar Rani Efendy.', "Rani Effendi", "official"),
        # a firm that speaks under its bare name
        ('Gedung itu milik PT Mekar Jaya. "Kami sudah memeriksanya," kata Mekar Jaya.', "Mekar Jaya", "company"),
        # commas inside the office
        ('Menteri Koordinator Bidang Politik, Hukum, dan Keamanan (Menko) Rani Utami hadir. "Kami setuju," kata Rani.',
         "Rani Utami", "official"),
        # an initial inside the name
        ('Wali Kota Bogor, Rani A Utami hadir. "Kami setuju," kata Rani Utami.', "Rani A Utami", "official"),
        # another name
        ('"Kami setuju," kata Bupati Rani Utami alias Rara. "Jembatan itu aman," kata Rara.', "Rani Utami", "official"),
        # an office that speaks without its holder's name
        ('Panglima Kodam Rani Utami datang. "Kami setuju," kata Panglima Kodam.', "Rani Utami", "military_police"),
        # degrees behind a name are no names
        ('"Kami setuju," kata Kapolsek Sinar Iptu Rani Utami, S.H., M.Si.', "Rani Utami", "military_police"),
        # a country's police where only that country is spoken of
        ('Kebakaran melanda Tokyo, Jepang. Warga Jepang mengungsi ke Osaka. "Dua orang luka," kata polisi.', "polisi",
         "foreign_official"),
    ],
)  # fmt: skip
def test_who_speaks_and_what_kind_of_source_it_is(text: str, name: str, source_type: str) -> None:
    assert sources(text)[-1] == (name, source_type)
