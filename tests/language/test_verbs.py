"""Word formation: the forms a newsroom prints, by phenomenon."""

import pytest

from bingkai.language.verbs import VOICES, derive, nasalise, reduplicated, verb_forms, with_clitics


@pytest.mark.parametrize(
    ("root", "derivation", "form"),
    [
        ("kata", "me-kan", "mengatakan"),
        ("pukul", "me", "memukul"),
        ("tulis", "me", "menulis"),
        ("sampai", "me-kan", "menyampaikan"),
        ("bantah", "me", "membantah"),
        ("fitnah", "me", "memfitnah"),
        ("desak", "me", "mendesak"),
        ("jelas", "me-kan", "menjelaskan"),
        ("cibir", "me", "mencibir"),
        ("gugat", "me", "menggugat"),
        ("hujat", "me", "menghujat"),
        ("ungkap", "me", "mengungkap"),
        ("lapor", "me-kan", "melaporkan"),
        ("wanti-wanti", "me", "mewanti-wanti"),
        ("rinci", "me", "merinci"),
        ("nyata", "me-kan", "menyatakan"),
        ("cek", "me", "mengecek"),
    ],
)
def test_nasal_prefix_takes_its_shape_from_the_first_sound(root, derivation, form):
    assert derive(root, derivation)[0].form == form


@pytest.mark.parametrize(
    ("root", "form"),
    [
        ("klaim", "mengklaim"),
        ("kritik", "mengkritik"),
        ("klarifikasi", "mengklarifikasi"),
        ("prediksi", "memprediksi"),
        ("protes", "memprotes"),
        ("transfer", "mentransfer"),
    ],
)
def test_loan_clusters_keep_their_first_sound(root, form):
    assert derive(root, "me")[0].form == form


def test_both_spellings_of_a_loan_root_can_be_made():
    assert derive("konfirmasi", "me")[0].form == "mengonfirmasi"
    assert derive("konfirmasi", "me!")[0].form == "mengkonfirmasi"
    assert derive("sinyalir", "me!")[0].form == "mensinyalir"


def test_a_prefixed_base_keeps_its_p():
    assert derive("pertanya", "me!-kan")[0].form == "mempertanyakan"
    assert derive("kira", "memper-kan")[0].form == "memperkirakan"


def test_a_passive_also_comes_with_the_agent_clitic():
    assert derive("kata", "di-kan") == [("dikatakan", "di"), ("dikatakannya", "dinya")]


def test_r_is_not_doubled_after_ber():
    assert derive("rencana", "ber")[0].form == "berencana"


def test_h_variants_double_the_forms():
    forms = [form.form for form in verb_forms("imbau", ["me", "di"], h_variant=True)]
    assert forms == ["mengimbau", "diimbau", "diimbaunya", "menghimbau", "dihimbau", "dihimbaunya"]


def test_forms_come_once_and_have_a_known_voice():
    forms = verb_forms("sebut", ["bare", "-nya", "-kan", "me", "me-kan", "di", "di", "ber", "ter", "pe-an", "nge"])
    assert len({form.form for form in forms}) == len(forms)
    assert {form.voice for form in forms} <= set(VOICES)


def test_a_form_no_rule_makes_can_be_stated():
    assert derive("tunjuk", "=menunjukan:me") == [("menunjukan", "me")]


@pytest.mark.parametrize("derivation", ["me-kn", "xx", "", "-x", "=menunjukan", "=:me", "=menunjukan:aktif"])
def test_unknown_derivation_says_what_is_known(derivation):
    with pytest.raises(ValueError, match="bare"):
        derive("tunjuk", derivation)


def test_empty_root_is_refused():
    with pytest.raises(ValueError, match="needs a root"):
        derive("", "me")


def test_clitics_and_reduplication():
    assert with_clitics("ia", ["pun"]) == ["ia", "iapun"]
    assert reduplicated("benar") == "benar-benar"
    assert nasalise("syukur") == "nsyukur"
