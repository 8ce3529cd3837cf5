"""The list of predicates: closed, sorted, defined, and every form of one voice."""

from __future__ import annotations

import csv
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from bingkai.language.predicates import BARE, CLASSES, ROLES, PredicateError, load_predicates, read_predicates
from bingkai.language.voice import voice

DATA = files("bingkai.language") / "data"
EVIDENTIALS = [
    "diduga",
    "disebut",
    "dikutip",
    "dikabarkan",
    "dikatakan",
    "disebutkan",
    "dinilai",
    "dianggap",
    "dikenal",
]


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / "predikat.csv").read_text(encoding="utf-8").splitlines()))


def test_the_list_is_sorted_unique_and_long_enough() -> None:
    keys = [(row["term"], row["class"], row["roles"]) for row in rows()]
    assert keys == sorted(set(keys))
    assert len({row["term"] for row in rows()}) >= 150


def test_every_class_is_defined_and_used() -> None:
    card = tomllib.loads((DATA / "predikat.toml").read_text(encoding="utf-8"))
    assert set(card["classes"]) == set(CLASSES) == {row["class"] for row in rows()}
    for described in card["classes"].values():
        assert {"title", "id", "en", "example"} <= set(described)
    assert card["licence"]
    assert card["source"]


def test_roles_are_known() -> None:
    assert {row["roles"] for row in rows()} == set(ROLES)


def test_every_form_has_the_voice_of_its_affixes() -> None:
    forms = load_predicates().forms
    assert {form: voice(form) for form, one in forms.items() if one.voice not in (BARE, voice(form))} == {}


def test_evidentials_are_no_predicates() -> None:
    assert not set(EVIDENTIALS) & set(load_predicates().forms)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "predikat.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_list_of_ones_own_is_read(tmp_path: Path) -> None:
    forms = read_predicates(written(tmp_path, "term,class,forms\npetik,harm,me di\n")).forms
    assert forms["memetik"].voice == "me-"
    assert forms["dipetiknya"].clitic


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("term,kelas\npetik,harm\n", "class, forms not among term, kelas"),
        ("term,class,forms\n", "no entries"),
        ("term,class,forms\npetik,jahat,me\n", "line 2: unknown class 'jahat'; wanted one of harm"),
        ("term,class,roles,forms\npetik,harm,PA,me\n", "unknown roles 'PA'"),
        ("term,class,forms\npetik,harm,mm\n", "line 2: unknown derivation 'mm'"),
        ("term,class,forms\npetik,harm,-nya\n", "has no roles"),
        (
            "term,class,forms\npetik,harm,me\npetikan,harm,=memetik:me\n",
            "line 3: 'memetik' is a form of",
        ),
    ],
)
def test_a_list_that_cannot_be_used_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PredicateError, match=said):
        read_predicates(written(tmp_path, text))


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(PredicateError, match="no list of predicates at"):
        read_predicates(tmp_path / "tiada.csv")
