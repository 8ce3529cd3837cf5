"""One name an outlet, however files spell it."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from bingkai.corpus.outlets import _key, canonical_outlets, outlet_table

SHARED = Path(__file__).parents[2].parent / "shared"


def one(name, url=None):
    return canonical_outlets(pd.Series([name], dtype="str"), pd.Series([url], dtype="str")).iloc[0]


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("https://www.republika.co.id", "Republika"),
        ("kompas.com", "Kompas.com"),
        ("KOMPAS.com", "Kompas.com"),
        ("Kompas", "Kompas.com"),
        ("nasional.kompas.com", "Kompas.com"),
        ("Harian Kompas", "Kompas.id"),
        ("www.kompasiana.com", "Kompasiana"),
        ("kompas.tv", "Kompas TV"),
        ("medan.tribunnews.com", "Tribunnews"),
        ("https://jabar.inews.id/berita/1", "iNews"),
        ("koran.tempo.co", "Koran Tempo"),
        ("nasional.tempo.co", "Tempo"),
        ("detikcom", "Detik"),
        ("detikFinance", "Detik"),
        ("jpnn", "JPNN"),
        ("poskota", "Pos Kota"),
        ("rmid", "Rakyat Merdeka"),
        ("galamedia", "Galamedia"),
        ("galamedia.pikiran-rakyat.com", "Galamedia"),
        ("pikiran-rakyat.com", "Pikiran Rakyat"),
        ("m.antaranews.com", "Antara"),
        ("ANTARA News", "Antara"),
        ("  cnn   indonesia ", "CNN Indonesia"),
        ("SINDOnews.com", "Sindonews"),
        ("liputan 6", "Liputan6"),
        ("Harian  Fiksi", "Harian Fiksi"),
        ("www.warta-fiksi.example", "warta-fiksi.example"),
    ],
)
def test_spellings(name, outlet):
    assert one(name) == outlet


@pytest.mark.parametrize("name", [None, "", "Unknown", "unknown", "nan", " - "])
def test_the_link_names_the_outlet_where_the_name_is_missing(name):
    assert one(name, "https://news.detik.com/berita/1") == "Detik"
    assert pd.isna(one(name))


def test_a_name_that_is_given_beats_the_link():
    assert one("Harian Fiksi", "https://news.detik.com/berita/1") == "Harian Fiksi"


def test_own_aliases_go_first():
    names = pd.Series(["hf", "fiksi.example", "sub.fiksi.example", "detik"])
    own = {"HF": "Harian Fiksi", "fiksi.example": "Harian Fiksi", "detik": "Detik Rekaan"}
    assert canonical_outlets(names, aliases=own).tolist() == ["Harian Fiksi"] * 3 + ["Detik Rekaan"]


def test_canonical_names_stay_themselves():
    names = outlet_table()["outlet"]
    assert canonical_outlets(names).tolist() == names.tolist()


def test_index_and_input_stay():
    names = pd.Series(["kompas.com", None], index=[4, 2], dtype="str")
    made = canonical_outlets(names)
    assert made.index.tolist() == [4, 2]
    assert names.iloc[0] == "kompas.com"


# --- the table


def test_the_table_is_large_sorted_and_unique():
    table = outlet_table()
    assert len(table) >= 150
    assert table["outlet"].is_unique
    assert table["outlet"].tolist() == sorted(table["outlet"], key=str.casefold)
    assert table["wire"].sum() >= 5
    assert (table == table.map(lambda cell: cell.strip() if isinstance(cell, str) else cell)).all(axis=None)


def test_no_domain_and_no_spelling_stands_for_two_outlets():
    table = outlet_table()
    domains = [(domain, row.outlet) for row in table.itertuples() for domain in row.domains.split("|")]
    assert len({domain for domain, _ in domains}) == len(domains)
    spellings = {
        (_key(name), row.outlet) for row in table.itertuples() for name in (row.outlet, *row.aliases.split("|"))
    }
    keys = [key for key, _ in spellings]
    assert len(set(keys)) == len(keys)
    assert all(domain == domain.lower() and "." in domain and "/" not in domain for domain, _ in domains)


def test_every_domain_and_spelling_leads_to_its_outlet():
    table = outlet_table()
    for row in table.itertuples():
        for name in [*row.domains.split("|"), *row.aliases.split("|")]:
            if "." not in name or name in row.domains.split("|"):
                assert one(name) == row.outlet, name


def test_the_card_describes_every_column():
    card = tomllib.loads((files("bingkai.corpus") / "data" / "outlets.toml").read_text(encoding="utf-8"))
    assert set(card["columns"]) == set(outlet_table().columns)
    assert {"title", "version", "licence", "source"} <= set(card)


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="no shared data beside the checkout")
@pytest.mark.parametrize("name", ["clickid_2019", "mbg_2025_2026"])
def test_links_and_names_agree_in_real_files(name):
    frame = pd.read_parquet(SHARED / "data" / f"{name}.parquet").dropna(subset=["url"])
    by_link = canonical_outlets(pd.Series([None] * len(frame), dtype="str"), frame["url"].reset_index(drop=True))
    by_name = canonical_outlets(frame["outlet"]).reset_index(drop=True)
    assert (by_link == by_name).mean() > 0.995
