"""The library of rival terms: whole, sorted, found by its own tokeniser; guards by hand."""

import csv
import tomllib
from importlib.resources import files

import numpy as np
import pytest

from bingkai.language.guards import WordIndex, parse_conditions
from bingkai.language.lexicon_hits import find_entries
from bingkai.language.term_choices import adapt, load_term_choice, term_choice_names
from bingkai.language.tokens import tokenise

DATA = files("bingkai.language") / "data"
ROWS = list(csv.DictReader((DATA / "pilihan_istilah.csv").read_text(encoding="utf-8").splitlines()))
CARD = tomllib.loads((DATA / "pilihan_istilah.toml").read_text(encoding="utf-8"))


class TestLibrary:
    def test_has_the_forty_sets_in_their_order(self):
        numbers = [load_term_choice(name).number for name in term_choice_names()]
        assert numbers == list(range(1, 41))

    def test_card_is_whole(self):
        assert all(CARD[key] for key in ("title", "version", "licence", "source", "note"))
        for table in CARD["sets"].values():
            assert table["referent"]
            assert len(table["rivals"]) > 1
            assert all(rival["label"] and rival["favours"] for rival in table["rivals"].values())

    def test_list_is_sorted_and_unique(self):
        keys = [(row["set"], row["rival"], row["term"].casefold(), row["match"]) for row in ROWS]
        assert keys == sorted(keys)
        forms = [(row["set"], row["term"].lower(), row["match"]) for row in ROWS]
        assert len(forms) == len(set(forms))

    @pytest.mark.parametrize("name", list(CARD["sets"]))
    def test_every_rival_has_forms_and_every_form_a_rival(self, name):
        choice = load_term_choice(name)
        assert set(choice.rival_keys) == {form.rival for form in choice.forms}
        assert {row["set"] for row in ROWS} == set(CARD["sets"])

    @pytest.mark.parametrize("name", list(CARD["sets"]))
    def test_every_written_term_is_found_in_its_own_text(self, name):
        choice = load_term_choice(name)
        written = [form.term for form in choice.forms if form.match == "form"]
        hits = find_entries(tokenise([""] * len(written), written), choice.lexicon)
        found = {choice.forms[row].term for row in hits.entry.tolist()}
        assert found == set(written)

    @pytest.mark.parametrize("number", [6, 8, 12, 13, 19, 20])
    def test_sets_that_differ_in_denotation_say_so(self, number):
        assert load_term_choice(term_choice_names()[number - 1]).differs

    def test_shows_itself(self):
        assert "diamankan" in load_term_choice("penangkapan")._repr_html_()


class TestAdapt:
    def test_an_added_form_belongs_to_its_new_rival_alone(self):
        made = adapt(load_term_choice("unjuk_rasa"), add={"protes": ["demo", "aksi protes"]})
        assert [form.rival for form in made.forms if form.term == "demo"] == ["protes"]
        assert made.rival_keys[-1] == "protes"

    def test_a_dropped_rival_is_gone_with_its_forms(self):
        made = adapt(load_term_choice("unjuk_rasa"), drop=["kericuhan"])
        assert made.rival_keys == ("unjuk_rasa", "demo")

    def test_without_guards_no_condition_is_left(self):
        made = adapt(load_term_choice("penangkapan"), guards=False)
        assert not any(form.near or form.blocked for form in made.forms)
        assert not made.skip


def holds(condition, title, text, word):
    tokens = tokenise([title], [text])
    found = [i for i, kind in enumerate(tokens.type_id.tolist()) if tokens.types[kind] == word]
    places = np.array(found, np.int64)
    return WordIndex(tokens).holds(parse_conditions(condition)[0], places, places).tolist()


@pytest.mark.parametrize(
    ("condition", "text", "expected"),
    [
        ("~2 polisi", "Polisi kemarin menahan dia.", [True]),
        ("~1 polisi", "Polisi kemarin menahan dia.", [False]),
        ("<2 polisi", "Dia menahan polisi.", [False]),
        (">1 napas", "Ia menahan napas.", [True]),
        ("sentence polisi", "Polisi datang. Ia menahan napas.", [False]),
        ("article polisi", "Polisi datang. Ia menahan napas.", [True]),
        ("article polisi", "Ia menahan napas. Mereka menahan harga, kata polisi.", [True, True]),
        ("sentence polis*", "Kepolisian menahan dia.", [False]),
        ("sentence kepolisi*", "Kepolisian menahan dia.", [True]),
        ("sentence warga", "Rumah warganya menahan air.", [True]),  # with -nya
        ("sentence warga", "Warga-warga menahan air.", [True]),  # doubled
        ("sentence menahan", "Ia menahan diri.", [False]),  # the hit itself
    ],
)
def test_a_condition_holds_within_its_reach(condition, text, expected):
    assert holds(condition, "", text, "menahan") == expected


def test_a_headline_is_short_and_its_article_answers_for_it():
    assert holds("~1 polisi", "Polisi Kota Kemarin Tahan Tiga", "Isi.", "Tahan") == [True]
    assert holds("sentence polisi", "Tiga Orang Tahan Napas", "Kata polisi.", "Tahan") == [True]


@pytest.mark.parametrize("text", ["~ polisi", "sentence", "~4", "dekat polisi", "sentence @tiada"])
def test_a_condition_that_cannot_be_read_is_an_error(text):
    with pytest.raises(ValueError, match=r"unknown reach|names no words|unknown list"):
        parse_conditions(text)
