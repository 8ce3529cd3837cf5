"""Lexicons: the shipped lists hold what they promise, a list of one's own is read or refused, hits are right."""

import csv
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from bingkai.language.lexicon_files import cue_forms, lexicon_names, load_lexicon, read_lexicon
from bingkai.language.lexicon_forms import entry_forms
from bingkai.language.lexicon_hits import find_entries
from bingkai.language.lexicons import LexiconError
from bingkai.language.tokens import tokenise
from bingkai.schema import STANCES

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "verba_pewarta.tsv"
# Form: (class in the reference, class here), and why.
EXCEPTIONS = {
    "mengabarkan": ("JARAK", "NETRAL"),  # its speaker is named; only kabarnya and dikabarkan are hearsay
}
CATEGORIES = {
    "intensif", "militeristik", "moral", "emotif", "identitas", "hedge", "booster", "presuposisi", "superlatif",
    "so_called",
}  # fmt: skip


def written(tmp_path, content, name="istilah.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    return path


def found(lexicon, text, title="", stems=None):
    tokens = tokenise([title], [text])
    hits = find_entries(tokens, lexicon, stems(tokens.lower) if stems else None)
    fields = (title, text)
    spans = zip(hits.first, hits.last, strict=True)
    return [fields[tokens.field[a]][tokens.start[a] : tokens.end[b]] for a, b in spans]


# The shipped lists


@pytest.mark.parametrize("name", ["kata_bermuatan", "verba_pewarta"])
class TestShipped:
    def test_is_listed_and_has_a_whole_card(self, name):
        lexicon = load_lexicon(name)
        assert name in lexicon_names()
        assert all((lexicon.title, lexicon.version, lexicon.licence, lexicon.source))
        assert set(lexicon.entries["category"]) == set(lexicon.categories)
        for card in lexicon.categories.values():
            assert all(card[key] for key in ("title", "id", "en", "example"))

    def test_is_sorted_and_unique(self, name):
        keys = list(load_lexicon(name).entries[["term", "category"]].itertuples(index=False, name=None))
        assert keys == sorted(set(keys))

    def test_every_form_survives_the_tokeniser_and_is_found(self, name):
        lexicon = load_lexicon(name)
        for row, entry in lexicon.entries.iterrows():
            for form in entry_forms(entry):
                tokens = tokenise([""], [f"Kemarin {form}."])
                hits = find_entries(tokens, lexicon)
                assert row in hits.entry, f"{form!r} of {entry['term']!r}"

    def test_every_example_shows_its_category(self, name):
        lexicon = load_lexicon(name)
        for category, card in lexicon.categories.items():
            hits = find_entries(tokenise([""], [card["example"]]), lexicon)
            assert category in set(lexicon.entries["category"].iloc[hits.entry]), category


def test_kata_bermuatan_has_ten_categories_of_twenty_or_more():
    sizes = load_lexicon("kata_bermuatan").entries["category"].value_counts()
    assert set(sizes.index) == CATEGORIES
    assert sizes.min() >= 20


def test_phrases_not_counted_hold_a_form_of_their_entry():
    for _, entry in load_lexicon("kata_bermuatan").entries.iterrows():
        forms = entry_forms(entry)
        for phrase in filter(None, map(str.strip, entry["unless"].split(";"))):
            assert any(form in phrase for form in forms), (entry["term"], phrase)


def test_verba_pewarta_has_the_stance_classes():
    lexicon = load_lexicon("verba_pewarta")
    assert set(lexicon.categories) == set(STANCES)
    assert lexicon.entries["term"].nunique() >= 180


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference list is not beside this checkout")
def test_every_reference_form_is_generated_with_its_class():
    with REFERENCE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    expected = {form: row["kelas"] for row in rows for form in row["bentuk"].split()}
    cues = cue_forms()
    assert not sorted(set(expected) - set(cues))
    other = {form: (stance, cues[form].stance) for form, stance in expected.items() if cues[form].stance != stance}
    assert other == EXCEPTIONS


# Stance belongs to the surface form


@pytest.mark.parametrize(
    ("form", "lemma", "stance", "voice"),
    [
        ("mengaku", "aku", "JARAK", "me"),
        ("mengakui", "akui", "KONSESI", "me"),
        ("menyebut", "sebut", "NETRAL", "me"),
        ("disebut-sebut", "sebut", "JARAK", "di"),
        ("dikabarkan", "kabar", "JARAK", "di"),
        ("mengabarkan", "kabar", "NETRAL", "me"),
        ("katanya", "kata", "NETRAL", "nya"),
        ("dikatakannya", "kata", "NETRAL", "dinya"),
        ("pastikan", "pasti", "TEGAS", "stem"),
        ("perintahkan", "perintah", "ARAH", "stem"),
        ("menunjukan", "tunjuk", "FAKTIF", "me"),
        ("menghimbau", "imbau", "ARAH", "me"),
        ("ngaku", "aku", "JARAK", "nasal"),
        ("pernyataan", "nyata", "NETRAL", "nominal"),
        ("mewanti-wanti", "wanti-wanti", "ARAH", "me"),
    ],
)
def test_cue_of_a_surface_form(form, lemma, stance, voice):
    assert cue_forms()[form][:3] == (lemma, stance, voice)


def test_share_is_given_where_measured_and_nan_elsewhere():
    cues = cue_forms()
    assert cues["ungkap"].share == 0.97
    assert cues["aku"].share == 0.025
    assert np.isnan(cues["mengaku"].share)


def test_a_rare_reporting_homograph_is_not_counted_as_a_term():
    assert found(load_lexicon("verba_pewarta"), "Aku mengaku kalah, nilai itu kecil.") == ["mengaku"]


# Finding


def test_longest_entry_wins_and_stays_in_its_sentence(tmp_path):
    lexicon = read_lexicon(written(tmp_path, "term\nunjuk\nunjuk rasa\nrasa\n"))
    assert found(lexicon, "Mereka unjuk rasa. Ia unjuk. Rasa itu hilang.") == ["unjuk rasa", "unjuk", "Rasa"]


def test_entries_do_not_cross_from_title_to_text_or_between_articles(tmp_path):
    lexicon = read_lexicon(written(tmp_path, "term\nunjuk rasa\n"))
    assert found(lexicon, "rasa pahit", title="Warga unjuk") == []
    assert len(find_entries(tokenise(["", ""], ["warga unjuk", "rasa pahit"]), lexicon)) == 0


def test_longer_entry_wins_though_a_shorter_begins_before_it(tmp_path):
    lexicon = read_lexicon(written(tmp_path, "term\nunjuk rasa\nrasa aman warga\n"))
    assert found(lexicon, "Unjuk rasa aman warga") == ["rasa aman warga"]


def test_an_entry_overlapping_itself_is_taken_from_the_left(tmp_path):
    lexicon = read_lexicon(written(tmp_path, "term\nlagi dan lagi\n"))
    assert found(lexicon, "lagi dan lagi dan lagi dan lagi") == ["lagi dan lagi", "lagi dan lagi"]


def test_phrases_of_the_column_unless_are_not_counted():
    lexicon = load_lexicon("kata_bermuatan")
    assert found(lexicon, "Kapal perang berlabuh; perang dagang belum usai.") == ["perang"]


def test_clitics_and_reduplication_only_where_the_entry_says_so(tmp_path):
    lexicon = read_lexicon(written(tmp_path, "term,variants\nbiadab,nya ulang\nkejam,\n"))
    assert found(lexicon, "Biadabnya, biadab-biadab, biadablah, kejamnya.") == ["Biadabnya", "biadab-biadab"]


def test_lemma_entries_are_found_in_all_their_forms(tmp_path):
    lexicon = read_lexicon(written(tmp_path, "term,match,forms\ngempur,lemma,\ntuding,lemma,me -an\n"))
    assert found(lexicon, "Digempur, menggempur; tudingan, menuding, dituding") == [
        "Digempur", "menggempur", "tudingan", "menuding",
    ]  # fmt: skip


def test_stem_entries_take_every_word_of_that_stem(tmp_path):
    lexicon = read_lexicon(written(tmp_path, "term,match\ntegas,stem\n"))
    assert lexicon.uses_stems
    cut = {"menegaskan": "tegas", "ketegasan": "tegas"}
    assert found(lexicon, "Ia menegaskan soal ketegasan itu.", stems=lambda lower: [cut.get(w, w) for w in lower]) == [
        "menegaskan", "ketegasan",
    ]  # fmt: skip


def test_stem_entries_without_stems_or_with_too_few_are_refused(tmp_path):
    lexicon = read_lexicon(written(tmp_path, "term,match\ntegas,stem\n"))
    tokens = tokenise([""], ["Ia tegas."])
    with pytest.raises(LexiconError, match="give stems"):
        find_entries(tokens, lexicon)
    with pytest.raises(LexiconError, match="one stem for each"):
        find_entries(tokens, lexicon, ["ia"])


def test_nothing_to_find_gives_no_hits():
    lexicon = load_lexicon("kata_bermuatan")
    assert len(find_entries(tokenise([], []), lexicon)) == 0
    assert found(lexicon, "Ibu memasak nasi.") == []


# A researcher's own list


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_own_list_in_usual_encodings_and_separators(tmp_path, separator, encoding):
    content = f"Istilah{separator}Kategori\nkafé{separator}tempat\nnan{separator}tempat\n"
    lexicon = read_lexicon(written(tmp_path, content, encoding=encoding))
    assert lexicon.entries["term"].tolist() == ["kafé", "nan"]
    assert lexicon.entries["category"].tolist() == ["tempat", "tempat"]


def test_own_list_without_categories_has_the_file_name(tmp_path):
    assert list(read_lexicon(written(tmp_path, "kata\nbanjir\n")).categories) == ["istilah"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("term,category\n", "no entries"),
        ("word,category\nbanjir,air\n", "needs a column 'term'"),
        ("term\nbanjir\n\nBanjir\n", "line 4: 'banjir' is found by line 2"),
        ("term,category\n,air\n", "line 2: the term is empty"),
        ("term\n!!!\n", "no word in '!!!'"),
        ("term,note\nbanjir,besar, lama\n", "3 columns, the header 2"),
        ("term,match\nbanjir,regex\n", "unknown match 'regex'"),
        ("term,variants\nbanjir,nyaa\n", "unknown variant 'nyaa'"),
        ("term,match,forms\nbanjir,lemma,mee\n", "unknown derivation 'mee'"),
        ("term,kata\nbanjir,rob\n", "'term' twice"),
        ('term\n"banjir\n', "cannot be read as CSV"),
    ],
)
def test_bad_list_is_refused_with_a_reason(tmp_path, content, says):
    with pytest.raises(LexiconError, match=says):
        read_lexicon(written(tmp_path, content))


def test_category_not_on_the_card_is_refused_with_the_nearest(tmp_path):
    written(tmp_path, '[categories.bencana]\nid = "x"\n', name="istilah.toml")
    with pytest.raises(LexiconError, match="nearest: 'bencana'"):
        read_lexicon(written(tmp_path, "term,category\nbanjir,bencna\n"))


def test_broken_card_is_refused(tmp_path):
    written(tmp_path, "title = ", name="istilah.toml")
    with pytest.raises(LexiconError, match="not a TOML card"):
        read_lexicon(written(tmp_path, "term\nbanjir\n"))


def test_missing_file_and_unknown_name_are_refused(tmp_path):
    with pytest.raises(LexiconError, match="no lexicon file"):
        read_lexicon(tmp_path / "tidak_ada.csv")
    with pytest.raises(LexiconError, match="nearest: 'kata_bermuatan'"):
        load_lexicon("kata_muatan")


def test_hash_follows_the_entries_and_not_the_place(tmp_path):
    first = read_lexicon(written(tmp_path, "term\nbanjir\n"))
    again = read_lexicon(written(tmp_path, "term\n\nbanjir\n"))
    other = read_lexicon(written(tmp_path, "term\nrob\n"))
    assert first.sha256 == again.sha256 != other.sha256


def test_html_is_escaped(tmp_path):
    page = read_lexicon(written(tmp_path, "term,category\nbanjir,<b>\n"))._repr_html_()
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_data_files_are_inside_the_package():
    data = files("bingkai.language") / "data"
    assert all((data / f"{name}.{end}").is_file() for name in lexicon_names() for end in ("csv", "toml"))
