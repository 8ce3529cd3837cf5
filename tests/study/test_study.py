"""A study file is read whole, or refused with file, line, key, what was got and what was wanted."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from bingkai.schema import ARTICLES, Contrast, build
from bingkai.study import Study, StudyError
from bingkai.study.lines import key_lines, line_of

WHOLE = """\
title = "Kebun kota"
corpus = "data/korpus.csv"
seed = 11
outlets = ["Kabar Barat", "Kabar Timur"]
lexicons = ["kata_bermuatan"]

[columns]
text = "Isi"

[rename]
"kabar barat" = "Kabar Barat"

[period]
from = 2031-01-01
to = "2031-06-30"

[sides]
kota = "Pemerintah kota"
warga = "Warga"

[[actor]]
key = "dinas"
label = "Dinas Pertamanan"
side = "kota"
aliases = ["Dinas Pertamanan"]
acronyms = ["DPK"]
unless = ["dinas luar"]

[[actor]]
key = "rani"
side = "warga"
aliases = [
    "Rani Utami",   # ketua warga
]
short = ["Rani"]
person = true

[[term_choice]]
use = "penggusuran"
sides = { penertiban = "kota", penggusuran = "warga" }
drop = ["relokasi"]
add = { pengosongan = ["pengosongan lahan"] }
near = ["sentence kebun"]

[[term_choice]]
name = "kebun"
referent = "tanah di tepi sungai"
forms = { kebun = ["kebun warga"], lahan = ["lahan negara"] }
labels = { kebun = "kebun warga" }

[[contrast]]
name = "istilah"
measures = ["choice.penggusuran.penertiban", "choice.kebun.kebun"]
within = "event_id"

[exclude]
sections = ["Opini*"]
opinion = true

[events]
days = 2
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "studi.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_study_is_read(tmp_path):
    study = Study.read(written(tmp_path, WHOLE))
    assert (study.title, study.seed, study.corpus) == ("Kebun kota", 11, tmp_path / "data/korpus.csv")
    assert study.period == (date(2031, 1, 1), date(2031, 6, 30))
    assert (study.columns, study.renames) == ({"text": "Isi"}, {"kabar barat": "Kabar Barat"})
    assert [actor.key for actor in study.actors] == ["dinas", "rani"]
    assert study.actors[1].person
    assert study.actors[1].forms == {"Rani Utami": "alias", "Rani": "short"}
    assert study.contrasts == (
        Contrast("istilah", ("choice.penggusuran.penertiban", "choice.kebun.kebun"), within="event_id"),
    )
    assert study.event_days == 2
    assert [lexicon.name for lexicon in study.lexicons] == ["kata_bermuatan"]


def test_a_set_of_the_library_is_adapted(tmp_path):
    penggusuran, kebun = Study.read(written(tmp_path, WHOLE)).term_choices
    assert penggusuran.rival_keys == ("penertiban", "penggusuran", "pengosongan")
    assert [rival.side for rival in penggusuran.rivals] == ["kota", "warga", ""]
    terms = {form.term for form in penggusuran.forms}
    assert "pengosongan lahan" in terms
    assert "relokasi" not in terms
    assert penggusuran.near[-1].words == ("kebun",)
    assert [rival.label for rival in kebun.rivals] == ["kebun warga", "lahan"]


def test_a_study_shows_itself(tmp_path):
    shown = Study.read(written(tmp_path, WHOLE))._repr_html_()
    assert "Pemerintah kota" in shown
    assert "choice.kebun.kebun" in shown


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("seed = 11", "seeds = 11", r"studi\.toml, line 3, seeds: unknown key; nearest: 'seed'"),
        ("seed = 11", 'seed = "sebelas"', r"line 3, seed: got 'sebelas' \(str\); wanted a whole number"),
        ("from = 2031-01-01", 'from = "1/1/2031"', r"line 14, period\.from: got '1/1/2031'; wanted a date"),
        ("from = 2031-01-01", "from = 2032-01-01", r"line 15, period\.to: 2031-06-30 is before 2032-01-01"),
        ('side = "kota"', 'side = "kotaa"', r"line 24, actor\.1\.side: unknown side 'kotaa'; nearest: 'kota'"),
        ('key = "rani"', 'key = "dinas"', r"line 30, actor\.2\.key: 'dinas' is the key of an actor above"),
        ('"Rani Utami",', '"Dinas Pertamanan",', r"line 29, actor\.2: 'Dinas Pertamanan' is a form of 'dinas' already"),
        ('short = ["Rani"]', 'shorts = ["Rani"]', r"line 35, actor\.2\.shorts: unknown key; nearest: 'short'"),
        ('use = "penggusuran"', 'use = "pengusuran"', r"line 39.*unknown set of terms 'pengusuran'; nearest: 'pengg"),
        ('drop = ["relokasi"]', 'drop = ["relokas"]', r"line 41.*unknown term or rival of 'penggusuran' 'relokas'"),
        ('near = ["sentence kebun"]', 'near = ["dekat kebun"]', r"line 43.*unknown reach 'dekat'"),
        (
            "choice.kebun.kebun",
            "choice.kebun.ladang",
            r"line 53.*unknown measure of choice 'choice\.kebun\.ladang'; nearest: .*choice\.kebun\.lahan",
        ),
        ("choice.kebun.kebun", "stance.jarakk", r"line 53.*unknown measure of stance 'stance.jarakk'; nearest:"),
        ("choice.kebun.kebun", "agency.absent.harms", r"line 53.*measure of agency .*; nearest: 'agency\.absent"),
        ("choice.kebun.kebun", "side.kotaa.words", r"line 53.*measure of side .*; nearest: 'side\.kota\.words'"),
        ("choice.kebun.kebun", "kata_bermuatan.emotip", r"line 53.*nearest: 'kata_bermuatan\.emotif'"),
        ("choice.kebun.kebun", "verba_pewarta.TEGAS", r"line 53.*needs lexicons = \[\"verba_pewarta\"\]"),
        ('within = "event_id"', 'within = "event"', r"line 54, contrast\.1\.within: got 'event'; wanted \"event_id\""),
        ('text = "Isi"', 'isi = "Isi"', r"line 8, columns\.isi: unknown column 'isi'"),
        ('lexicons = ["kata_bermuatan"]', 'lexicons = ["tiada.csv"]', r"line 5, lexicons: no lexicon file at"),
        ("title = ", "title ", r"studi\.toml, line 1: Expected '=' after a key .*; a key and its value are joined"),
        ('"Kebun kota"\n', '"Kebun kota\n', r"line 1: Illegal character .*close it with a quotation mark"),
        ('"Kebun kota"', "“Kebun kota”", r"line 1: Invalid value; “ is no quotation mark here"),
        ('"Kebun kota"', "Kebun kota", r"line 1: Invalid value; texts stand in quotation marks"),
        ("seed = 11", "seed = 11\nseed = 12", r"line 4: Cannot overwrite a value; the key stands there twice"),
        ('"data/korpus.csv"', r'"C:\data\korpus.csv"', r"line 2: Unescaped .*write paths with /"),
        ('["Rani"]', '["Rani"', r"line 36: Unclosed array; a \[ or \{ is still open: look here and on the line above"),
        ("[exclude]", "[exclude]\n[exclude]", r"line 57: Cannot declare .*the table stands there twice"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, message):
    assert WHOLE.count(old) >= 1
    with pytest.raises(StudyError, match=message):
        Study.read(written(tmp_path, WHOLE.replace(old, new)))


def test_other_encodings_and_folders_are_named(tmp_path):
    path = written(tmp_path, WHOLE)
    path.write_bytes(WHOLE.replace("Rani Utami", "Réni Utami").encode("latin-1"))
    with pytest.raises(StudyError, match=r"studi\.toml, line 33: not UTF-8 text"):
        Study.read(path)
    with pytest.raises(StudyError, match="is a folder; wanted the study file in it"):
        Study.read(tmp_path)


def test_a_measure_of_ones_own_is_left_to_the_comparison(tmp_path):
    study = Study.read(written(tmp_path, WHOLE.replace("choice.kebun.kebun", "panjang.kalimat")))
    assert study.contrasts[0].measures[1] == "panjang.kalimat"


def test_measures_of_things_that_the_study_lacks_say_what_is_missing(tmp_path):
    plain = '[[contrast]]\nname = "a"\nmeasures = ["{}"]\n'
    for measure, needs in (("side.kota.words", "actor"), ("choice.phk.phk", "term_choice")):
        with pytest.raises(StudyError, match=rf"line 3.*needs \[\[{needs}\]\]"):
            Study.read(written(tmp_path, plain.format(measure)))


def test_no_file_says_how_to_get_one(tmp_path):
    with pytest.raises(StudyError, match="bingkai init"):
        Study.read(tmp_path / "tiada.toml")


def test_a_form_of_two_actors_is_allowed_where_their_articles_are_given(tmp_path):
    text = """
[[actor]]
key = "warga_a"
epithets = ["warga"]
articles = ["a-*"]
[[actor]]
key = "warga_b"
epithets = ["warga"]
articles = ["b-*"]
"""
    assert len(Study.read(written(tmp_path, text)).actors) == 2


def test_lines_of_keys_survive_strings_and_arrays_over_several_lines():
    text = 'a = """\n[bukan]\nb = 1\n"""\nc = [\n  "x = 1", # ]\n]\n[d]\ne = { f = 1 }\n[[g]]\nh = 1\n[[g.i]]\nj = 1\n'
    lines = key_lines(text)
    assert lines == {
        ("a",): 1, ("c",): 5, ("d",): 8, ("d", "e"): 9, ("g", 0): 10, ("g", 0, "h"): 11,
        ("g", 0, "i", 0): 12, ("g", 0, "i", 0, "j"): 13,
    }  # fmt: skip
    assert line_of(lines, ("d", "e", "f")) == 9


def articles(**columns):
    n = 5
    base = {"article_id": [f"a{i}" for i in range(n)], "outlet": ["Kabar Barat"] * n, "title": ["Kebun"] * n,
            "text": ["Isi."] * n, "published": pd.to_datetime(["2031-02-01"] * n), "section": ["Kota"] * n}  # fmt: skip
    return build(base | columns, ARTICLES)


def test_exclusions_are_named_with_the_first_reason(tmp_path):
    study = Study.read(written(tmp_path, WHOLE))
    given = articles(
        outlet=["Kabar Barat", "Kabar Utara", "Kabar Barat", "Kabar Barat", "Kabar Timur"],
        published=pd.to_datetime(
            ["2031-02-01", "2031-02-01", "2030-12-31", "2031-06-30 23:00", None], format="ISO8601"
        ),
        section=["Kota", "Kota", "Kota", "Opini Warga", None],
    )
    assert study.excluded(given)["reason"].tolist() == [
        "media tidak dibandingkan", "di luar kurun", "rubrik dikecualikan",
    ]  # fmt: skip
    assert study.excluded(given, lang="en")["reason"].tolist()[1] == "outside the period"
    assert study.apply(given)["article_id"].tolist() == ["a0", "a4"]
    assert len(given) == 5


def test_opinion_is_told_by_section_or_title():
    from bingkai.study import Exclusions

    study = Study(exclusions=Exclusions(opinion=True))
    given = articles(
        section=["Kolom Pakar", "Kota", "Kota", "Nasional", "Kota"],
        title=["Kebun", "[Opini] Kebun kita", "Opini: kebun", "Opini publik terbelah", "Indah kebunku"],
    )
    assert study.apply(given)["article_id"].tolist() == ["a3", "a4"]


def test_a_study_that_leaves_nothing_says_why(tmp_path):
    study = Study.read(written(tmp_path, WHOLE))
    with pytest.raises(StudyError, match=r"leaves out all 5 articles \(5 outlet not compared\); outlets there: Lain"):
        study.apply(articles(outlet=["Lain"] * 5))


@pytest.mark.parametrize("change", ["zone", "pyarrow", "category"])
def test_a_period_and_outlets_fit_columns_of_other_kinds(change):
    study = Study(outlets=("Kabar Barat",), period=(date(2031, 1, 1), date(2031, 2, 1)))
    given = articles(published=pd.to_datetime(["2031-02-01", "2031-02-01 23:30", "2031-02-02", None, "2030-12-31"],
                                              format="ISO8601"))  # fmt: skip
    made = {
        "zone": given.assign(published=given["published"].dt.tz_localize("Asia/Jakarta")),
        "pyarrow": given.convert_dtypes(dtype_backend="pyarrow"),
        "category": given.astype({"outlet": "category"}),
    }[change]
    assert study.apply(made)["article_id"].tolist() == ["a0", "a1", "a3"]
    assert study.apply(made)["published"].dtype == made["published"].dtype


def test_articles_without_an_outlet_do_not_stop_the_account_of_what_is_left_out():
    given = articles(outlet=[None, "Kabar Timur", None, "Kabar Timur", "Kabar Utara"])
    with pytest.raises(StudyError, match=r"leaves out all 5 articles .*; outlets there: Kabar Timur, Kabar Utara"):
        Study(outlets=("Kabar Barat",)).apply(given)
