"""One pass over a small corpus of invented articles: offsets, zones, bases, negation, stability."""

import pandas as pd
import pyarrow as pa
import pytest

from bingkai.corpus.clean import mark_boilerplate
from bingkai.corpus.demo import load_demo
from bingkai.language.lexicon_files import load_lexicon
from bingkai.measures.agency import agency_measures
from bingkai.measures.measure import measure
from bingkai.measures.sources import source_measures
from bingkai.measures.words import word_counts
from bingkai.reading.analyse import Reading, analyse, find_terms, with_choices, with_lexicons
from bingkai.reading.demo_study import load_demo_study
from bingkai.reading.draft import draft_study
from bingkai.reading.evidence import measure_names
from bingkai.reading.frames import frame_evidence
from bingkai.reading.hearsay import hearsay, legal_labels
from bingkai.reading.naming import naming
from bingkai.reading.near import near_terms
from bingkai.reading.speaker_sides import speaker_sides
from bingkai.schema import ARTICLES, ATTRIBUTIONS, TERMS, WORDS, SchemaError, build, require
from bingkai.study.measures import known_measures

TEXTS = {
    "a1": (
        "Warga Kalisuren Tolak Penggusuran",
        "LEMBAH JATI, Kabar Nusa - Suasana mencekam menyelimuti permukiman itu sejak dini hari.\n"
        "\"Kami tidak diberi waktu, rumah kami dihancurkan begitu saja tanpa pemberitahuan,\" kata Suryani, warga.\n"
        "Wali Kota Lembah Jati Bram Oktaviano mengklaim penataan itu berjalan tertib.\n"
        "Petugas menyebutnya sebagai \"penataan\" kawasan.",
    ),
    "a2": (
        "Penataan Kalisuren Berjalan Tertib",
        "Penataan itu tidak brutal, dan petugas datang tanpa senjata.\n"
        "Menurut Bram, warga sudah menerima ganti rugi.",
    ),
    "a3": ("", "Tak ada yang mencekam."),
}  # fmt: skip


def corpus(ids: list[str]) -> pd.DataFrame:
    titles, texts = zip(*(TEXTS[i] for i in ids), strict=True)
    return build(
        {"article_id": ids, "outlet": ["Kabar Nusa" if i == "a1" else "Suara Lembah" for i in ids],
         "published": [pd.Timestamp("2031-05-01")] * len(ids), "title": titles, "text": texts},
        ARTICLES,
    )  # fmt: skip


@pytest.fixture(scope="module")
def reading() -> Reading:
    return analyse(corpus(["a1", "a2", "a3"]), progress=False)


def test_the_frames_keep_their_schemas(reading: Reading) -> None:
    for frame, declared in ((reading.attributions, ATTRIBUTIONS), (reading.terms, TERMS), (reading.words, WORDS)):
        require(frame, declared)


def test_every_term_is_what_stands_at_its_offsets(reading: Reading) -> None:
    fields = reading.articles.set_index("article_id")[["title", "text"]]
    assert len(reading.terms) > 0
    for row in reading.terms.itertuples():
        assert fields.loc[row.article_id, row.field][row.start : row.end] == row.form


def test_every_cue_is_what_stands_at_its_offsets(reading: Reading) -> None:
    fields = reading.articles.set_index("article_id")[["title", "text"]]
    cued = reading.attributions.dropna(subset=["cue_start"])
    assert set(cued["cue"]) >= {"kata", "mengklaim", "Menurut"}
    for row in cued.itertuples():
        assert fields.loc[row.article_id, row.field][int(row.cue_start) : int(row.cue_end)] == row.cue


def zone_of(reading: Reading, article_id: str, word: str) -> set[str]:
    return set(reading.kwic(word, n=None).query("article_id == @article_id")["zone"])


@pytest.mark.parametrize(
    ("word", "zone"),
    [("mencekam", "reporter"), ("dihancurkan", "direct"), ("tertib", "indirect"), ("penggusuran", "title")],
)
def test_whose_words_they_are(reading: Reading, word: str, zone: str) -> None:
    assert zone_of(reading, "a1", word) == {zone}


def test_a_fragment_in_quotation_marks_is_a_scare_quote(reading: Reading) -> None:
    assert "scare" in zone_of(reading, "a1", "penataan")


def test_the_reporting_clause_stays_the_reporters(reading: Reading) -> None:
    assert zone_of(reading, "a1", "mengklaim") == {"reporter"}


def test_words_of_all_zones_are_the_words_of_the_article(reading: Reading) -> None:
    words = reading.tokens.is_word[reading.tokens.type_id]
    assert reading.words["n_words"].sum() == words.sum()
    assert len(reading.words) == 5 * 3


def test_the_dateline_is_nobodys_words(reading: Reading) -> None:
    assert reading.kwic("Nusa", n=None).empty


def test_negation_reaches_its_clause_only(reading: Reading) -> None:
    terms = reading.terms.set_index(["article_id", "term"])["negated"]
    assert terms.loc[("a2", "brutal")].all()
    assert not terms.loc[("a1", "mencekam")].any()


def test_the_order_of_articles_changes_nothing(reading: Reading) -> None:
    turned = analyse(corpus(["a3", "a1", "a2"]), progress=False)
    key = ["article_id", "field", "start", "end", "term"]
    pd.testing.assert_frame_equal(
        turned.terms.sort_values(key, ignore_index=True), reading.terms.sort_values(key, ignore_index=True)
    )
    columns = ["article_id", "cue_start", "speaker_name", "stance", "confidence"]
    pd.testing.assert_frame_equal(
        turned.attributions[columns].sort_values(columns[:2], ignore_index=True),
        reading.attributions[columns].sort_values(columns[:2], ignore_index=True),
    )


def test_the_articles_are_not_changed() -> None:
    articles = corpus(["a1", "a2"])
    before = articles.copy(deep=True)
    analyse(articles, progress=False)
    pd.testing.assert_frame_equal(articles, before)


def test_repeated_ids_are_refused() -> None:
    articles = corpus(["a1", "a2"]).assign(article_id="a1")
    with pytest.raises(SchemaError, match="article_id must be unique; 1 ids occur more than once, first 'a1'"):
        analyse(articles, progress=False)


def test_an_empty_corpus_gives_empty_frames() -> None:
    reading = analyse(corpus(["a1"]).head(0), progress=False)
    assert reading.summary() == {"articles": 0, "outlets": 0, "words": 0, "attributions": 0, "terms": 0}


def test_another_lexicon_without_reading_again(reading: Reading) -> None:
    again = with_lexicons(reading, ["verba_pewarta"])
    assert again.attributions is reading.attributions
    assert set(again.terms["lexicon"]) == {"verba_pewarta"}


def test_find_terms_alone_is_the_same_frame(reading: Reading) -> None:
    pd.testing.assert_frame_equal(
        find_terms(corpus(["a1", "a2", "a3"]), [load_lexicon("kata_bermuatan")]), reading.terms
    )


def test_the_reading_shows_itself(reading: Reading) -> None:
    assert "3 articles" in repr(reading)
    assert "<table>" in reading._repr_html_()


def test_pyarrow_columns_are_read_like_others(reading: Reading) -> None:
    arrow = corpus(list(TEXTS)).convert_dtypes(dtype_backend="pyarrow")
    before = arrow.copy()
    found = analyse(arrow, progress=False)
    for name in ("attributions", "terms", "words", "clauses"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(reading, name))
    pd.testing.assert_frame_equal(arrow, before)
    marked = mark_boilerplate(corpus(list(TEXTS)))
    again = marked.convert_dtypes(dtype_backend="pyarrow").astype(
        {"ignored": pd.ArrowDtype(pa.list_(pa.list_(pa.int64())))}
    )
    pd.testing.assert_frame_equal(analyse(again, progress=False).words, reading.words)


def test_one_lexicon_or_set_of_terms_may_be_given_by_its_name(reading: Reading) -> None:
    pd.testing.assert_frame_equal(with_lexicons(reading, "kata_bermuatan").terms, reading.terms)
    assert [choice.name for choice in with_choices(reading, "penggusuran").term_choices] == ["penggusuran"]


def test_what_is_no_study_and_what_is_no_reading_are_named(reading: Reading) -> None:
    with pytest.raises(TypeError, match=r"wants a Study, got 'studi\.toml'; read the file with Study\.read"):
        analyse(corpus(list(TEXTS)), "studi.toml", progress=False)
    for ask in (lambda x: with_choices(x, "phk"), near_terms, hearsay, legal_labels, naming, speaker_sides, draft_study,
                measure_names, frame_evidence, word_counts, source_measures, agency_measures, measure):  # fmt: skip
        with pytest.raises(SchemaError, match=r"wants what analyse\(articles\) gives; got DataFrame"):
            ask(reading.articles)


def test_a_study_file_knows_every_measure_of_its_reading() -> None:
    study = load_demo_study()
    found = analyse(load_demo(), study, progress=False)
    sides = {actor.side for actor in study.actors if actor.side}
    known = set(known_measures(sides, found.lexicons, found.term_choices))
    assert known == set(measure_names(found))
