"""Mentions of actors: whole names, parts of names, acronyms, epithets, and pronouns only where they are safe."""

import pandas as pd
import pytest

from bingkai.corpus.demo import load_demo, load_demo_gold
from bingkai.reading.analyse import analyse
from bingkai.reading.demo_study import load_demo_study
from bingkai.schema import ARTICLES, MENTIONS, build, require
from bingkai.study import Actor, Study

RANI = Actor("rani", "Rani Utami", "warga", ("Rani Utami",), epithets=("Ketua RT 3",), short=("Rani",), person=True)
BUDI = Actor("budi", "Budi Laksana", "kota", ("Budi Laksana",), short=("Budi",), person=True)
BADAN = Actor("badan", "Badan Gizi", "kota", ("Badan Gizi",), ("BGZ",), ("badan itu",))


def mentions(text, *actors, title=""):
    articles = build(
        {"article_id": ["a"], "outlet": ["Kabar"], "published": [pd.NaT], "title": [title], "text": [text]}, ARTICLES
    )
    found = analyse(articles, Study(actors=actors or (RANI, BUDI, BADAN)), progress=False).mentions
    assert require(found, MENTIONS) is found
    for row in found.itertuples():
        assert {"title": title, "text": text}[row.field][row.start : row.end] == row.form
    return list(zip(found["form"], found["actor"], found["how"], strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rani Utami datang. Rani pulang.", [("Rani Utami", "rani", "alias"), ("Rani", "rani", "short")]),
        ("Rani pulang.", []),  # nobody says which Rani
        ("Rani Utami datang. Dewi Rani pulang.", [("Rani Utami", "rani", "alias")]),  # another person's name
        ("Rani Utami datang. Warga bertemu Rani Kusuma.", [("Rani Utami", "rani", "alias")]),
        ("rani utami adalah nama toko.", []),  # no capitals
        ("BGZ-nya belum siap, kata badan itu.", [("BGZ-nya", "badan", "acronym"), ("badan itu", "badan", "epithet")]),
        ("Kata bgz bukan singkatan.", []),
        ("Badan Gizilah yang diminta.", [("Badan Gizilah", "badan", "alias")]),
        ("Ketua RT 3, Rani Utami, datang.", [("Rani Utami", "rani", "alias")]),  # her office, one mention
        ("Ketua RT 3 datang.", [("Ketua RT 3", "rani", "epithet")]),
        ("Ketua RT 3 Kelurahan Sinar Rani Utami datang.", [("Rani Utami", "rani", "alias")]),
        (
            "Ketua RT 3 Kelurahan Sinar dan Rani Utami datang.",
            [("Ketua RT 3", "rani", "epithet"), ("Rani Utami", "rani", "alias")],
        ),
    ],
)
def test_names_are_found_with_their_capitals_and_clitics(text, expected):
    assert mentions(text) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rani Utami datang. Ia membawa surat.", True),
        ("Rani Utami datang lalu pulang karena dia lelah.", True),
        ("Rani Utami datang.\nIa membawa surat.", False),  # a new paragraph
        ("Rani Utami datang. Hujan turun. Ia membawa surat.", False),  # two sentences later
        ("Rani Utami menemui Budi Laksana. Ia membawa surat.", False),  # two candidates
        ("Rani Utami menemui Sukma Dewanti. Ia membawa surat.", False),  # another name, not in the study
        ("Badan Gizi rapat. Ia menolak.", False),  # no person
        ('Rani Utami datang. "Dia terlambat lagi hari ini, saya sudah lama menunggu," kata tetangga.', False),
    ],
)
def test_a_pronoun_counts_only_where_one_person_can_be_meant(text, found):
    assert any(how == "pronoun" for _, _, how in mentions(text)) is found


def test_guards_of_an_actor():
    guarded = Actor("polisi", "Polisi", epithets=("polisi",), unless=("polisi tidur",))
    assert [form for form, _, _ in mentions("Polisi melewati polisi tidur.", guarded)] == ["Polisi"]


def test_the_longest_form_wins():
    kota = Actor("kota", "Pemerintah Kota", epithets=("pemerintah kota",))
    pusat = Actor("pusat", "Pemerintah", epithets=("pemerintah",))
    assert [actor for _, actor, _ in mentions("Pemerintah kota menunggu pemerintah.", kota, pusat)] == ["kota", "pusat"]


def test_headlines_and_zones():
    text = 'Rani Utami datang. "Rani Utami itu tetangga saya sejak kecil dulu," kata Sukma.'
    articles = build(
        {"article_id": ["a"], "outlet": ["K"], "published": [pd.NaT], "title": ["Rani Utami"], "text": [text]}, ARTICLES
    )
    found = analyse(articles, Study(actors=(RANI,)), progress=False).mentions
    assert sorted(found["zone"]) == ["direct", "reporter", "title"]
    assert set(found["side"]) == {"warga"}


def test_an_actor_on_no_side_has_none():
    articles = build(
        {"article_id": ["a"], "outlet": ["K"], "published": [pd.NaT], "title": [""], "text": ["Badan Gizi rapat."]},
        ARTICLES,
    )
    found = analyse(articles, Study(actors=(Actor("x", "X", aliases=("Badan Gizi",)),)), progress=False).mentions
    assert found["side"].isna().all()


def test_pronouns_of_the_demonstration_gold():
    """Of 100 annotated pronouns that name a source 64 were resolved when written, all of them rightly."""
    found = analyse(load_demo(), load_demo_study(), progress=False).mentions
    pronouns = found[found["how"] == "pronoun"].set_index(["article_id", "start"])["actor"].to_dict()
    texts = load_demo().set_index("article_id")["text"]
    right = wrong = 0
    for article in load_demo_gold()["attribution"].itertuples():
        event = article.article_id.rsplit("-", 1)[0]
        for row in article.attributions:
            span = row["source"]
            if row["field"] != "text" or not isinstance(span, list):
                continue
            if texts[article.article_id][span[0] : span[1]].lower() in ("ia", "dia", "beliau"):
                actor = pronouns.get((article.article_id, span[0]))
                right += actor == f"{event}_{row['entity_id']}"
                wrong += actor not in (None, f"{event}_{row['entity_id']}")
    assert right >= 60
    assert wrong == 0


def test_a_word_with_a_capital_in_a_headline_may_be_a_verb():
    found = mentions("Warga pulang.", RANI, title="Ketua RT 3 Mengaku Rani Utami Pergi")
    assert [form for form, *_ in found] == ["Ketua RT 3", "Rani Utami"]
