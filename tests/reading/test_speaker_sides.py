"""A source has the side of the actor it is: by its own mention, its name, its house; the gold of the demonstration."""

import pandas as pd
import pytest

from bingkai.corpus.demo import load_demo, load_demo_gold
from bingkai.measures.pairs import match_attributions
from bingkai.reading.analyse import Reading, analyse
from bingkai.reading.demo_study import load_demo_study
from bingkai.reading.speaker_sides import speaker_sides, study_sides
from bingkai.schema import ARTICLES, SPEAKER_SIDES, build, require
from bingkai.study import Study

STUDY = """
[sides]
kota = "Kota"
warga = "Warga"
netral = "Netral"

[[actor]]
key = "walkot"
label = "Rani Utami"
side = "kota"
aliases = ["Rani Utami"]
short = ["Rani"]
person = true

[[actor]]
key = "dinas"
label = "Dinas Air Sinar"
side = "kota"
aliases = ["Dinas Air Sinar"]
acronyms = ["DAS"]

[[actor]]
key = "warga"
label = "Warga"
side = "warga"
epithets = ["warga"]

[[actor]]
key = "sapar"
label = "Sapar Wijaya"
side = "warga"
aliases = ["Sapar Wijaya"]
short = ["Sapar"]
person = true

[[actor]]
key = "pasar"
label = "Radio Pasar"
side = "netral"
aliases = ["Radio Pasar"]
"""


def read(tmp_path, *texts: str, study: str = STUDY) -> Reading:
    path = tmp_path / "studi.toml"
    path.write_text(study, encoding="utf-8")
    n = len(texts)
    articles = build(
        {"article_id": [f"a{i}" for i in range(n)], "outlet": ["Kabar Rekaan", "Suara Rekaan"][:n] or [],
         "published": [pd.NaT] * n, "title": ["Air di Sinar"] * n, "text": list(texts)},
        ARTICLES,
    )  # fmt: skip
    return analyse(articles, Study.read(path), progress=False)


@pytest.mark.parametrize(
    ("text", "actor", "how"),
    [
        ('"Air mengalir besok," kata Rani Utami.', "walkot", "mention"),
        ('Rani Utami datang. "Air mengalir besok," ujarnya.', "walkot", "name"),
        ('"Pipa diganti," kata Kepala Bidang Pipa Dinas Air Sinar, Budi Laksana.', "dinas", "affiliation"),
        ('"Kami haus," kata seorang warga.', "warga", "description"),
        ('"Kami haus," kata pengacara warga, Sapar Wijaya.', "sapar", "mention"),
        ('"Mutu air turun," kata pakar hidrologi Universitas Melati, Dewi Sartika.', None, None),
    ],
)
def test_by_what_a_source_is_known(tmp_path, text: str, actor: str | None, how: str | None) -> None:
    row = speaker_sides(read(tmp_path, text)).iloc[0]
    assert (None if pd.isna(row["actor"]) else row["actor"]) == actor
    assert (None if pd.isna(row["how"]) else row["how"]) == how


def test_an_expert_does_not_speak_for_the_house_that_employs_him(tmp_path) -> None:
    reading = read(tmp_path, '"Mutu air turun," kata pakar hidrologi dari Dinas Air Sinar, Dewi Sartika.')
    assert reading.attributions["source_type"].tolist() == ["expert"]
    assert speaker_sides(reading)["actor"].isna().all()


def test_the_person_decides_where_the_institution_stands_beside(tmp_path) -> None:
    reading = read(tmp_path, '"Kami menolak," kata mantan pegawai Dinas Air Sinar, Sapar Wijaya.')
    assert speaker_sides(reading)["side"].tolist() == ["warga"]


def test_sides_set_against_each_other_are_those_of_actors_but_netral(tmp_path) -> None:
    reading = read(tmp_path, "Air mengalir.")
    assert study_sides(reading) == ("kota", "warga")
    with pytest.raises(ValueError, match="sides need actors with a side"):
        study_sides(analyse(load_demo().head(2), progress=False))


def test_rows_follow_the_attributions_and_no_rows_are_no_error(tmp_path) -> None:
    reading = read(tmp_path, "Air mengalir.")
    assert speaker_sides(reading).empty
    require(speaker_sides(reading), SPEAKER_SIDES)


def test_sides_of_the_demonstration_gold() -> None:
    """The study lists the corpus's own actors, so these are upper bounds."""
    reading = analyse(load_demo(), load_demo_study(), progress=False)
    found = speaker_sides(reading)
    assert found["attribution_id"].tolist() == reading.attributions["attribution_id"].tolist()
    gold = load_demo_gold()["attribution"]
    pairs = match_attributions(reading.attributions, gold)
    pairs = pairs[pairs["in_gold"]].reset_index(drop=True)
    annotated = [
        row["side"]
        for article in gold.to_dict("records")
        for row in [*article["attributions"], *(article.get("presumed") or ()), *(article.get("unsourced") or ())]
    ]
    pairs["wanted"] = pd.Series(annotated, dtype="str")
    pairs = pairs[~pairs["aside"]]
    side = pairs["found"].map(found["side"])
    given = side.notna()
    right = side == pairs["wanted"]
    assert right[given].mean() >= 0.985  # 670 of 674
    assert right.sum() / pairs["wanted"].notna().sum() >= 0.93  # 670 of 711
