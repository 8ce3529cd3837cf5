"""The demonstration corpus is what its source texts, its codebook and planted.toml say it is."""

import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[2] / "corpus"
GOLD = sorted(path.stem for path in (CORPUS / "gold").glob("*.jsonl"))
PLANTED = tomllib.loads((CORPUS / "planted.toml").read_text(encoding="utf-8"))
REAL_OUTLETS = re.compile(
    r"Kompas|detikcom|detik\.com|Detik\b|TEMPO|Tempo\b|\(ANTARA|Republika|Tribun|Liputan6|Okezone|Sindo|CNN|CNBC|VIVA|"
    r"Merdeka\.com|[Tt]irto|[Kk]umparan|JawaPos|Suara\.com|IDN Times|Reuters|AFP|Anadolu|Xinhua|Bloomberg"
)


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]


def by_article(name: str) -> dict[str, dict]:
    return {row["article_id"]: row for row in rows(f"gold/{name}.jsonl")}


ARTICLES = rows("artikel.jsonl")
TEXT = {a["id"]: {"title": a["judul"], "text": a["isi"]} for a in ARTICLES}
ATTRIBUTION = by_article("attribution")


@pytest.fixture
def builder(monkeypatch):
    monkeypatch.syspath_prepend(str(CORPUS))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import susun

    return susun


def test_committed_files_are_what_the_source_texts_say():
    done = subprocess.run(
        [sys.executable, "-B", str(CORPUS / "susun.py"), "--periksa"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


FILES = [path for path in sorted(CORPUS.rglob("*")) if path.is_file() and "cache" not in str(path.relative_to(CORPUS))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_says_that_it_is_fiction(path):
    assert "FIKSI" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a["id"])
def test_article_is_complete_long_enough_and_cites_enough(article):
    assert set(article) == {"id", "judul", "isi", "tanggal", "media", "tautan", "rubrik", "keterangan"}
    assert all(article.values())
    assert 220 <= len(article["isi"].split()) <= 380
    assert len(ATTRIBUTION[article["id"]]["attributions"]) >= 6
    assert article["tautan"].startswith("https://contoh.invalid/")
    assert "fiksi" in article["tautan"]


def test_each_event_has_six_outlets_on_at_most_three_days():
    for event in {a["id"].rsplit("-", 1)[0] for a in ARTICLES}:
        members = [a for a in ARTICLES if a["id"].startswith(event + "-")]
        assert len({a["media"] for a in members}) == len(members) == 6
        assert len({a["tanggal"][:10] for a in members}) <= 3
    assert len({a["tanggal"][:4] for a in ARTICLES}) == 1


def test_no_real_outlet_is_named():
    for article in ARTICLES:
        for text in (article["judul"], article["isi"], article["media"], article["tautan"]):
            assert not REAL_OUTLETS.search(text), text


def spans_of(row: dict, file: str) -> list[tuple[str, list[int]]]:
    """Every span of a gold row as (field, [start, end])."""
    if file == "attribution":
        parts = row["attributions"] + row["presumed"] + row["unsourced"]
        content = [(r["field"], piece) for r in parts for piece in r["content"]]
        marked = [(r["field"], r[key]) for r in parts for key in ("cue", "source") if isinstance(r[key], list)]
        return content + marked + [(s["field"], s["span"]) for s in row["scare_quotes"]]
    if file == "clauses":
        return [(r["field"], r[k]) for r in row["clauses"] for k in ("predicate", "agent", "patient") if r[k]]
    if file == "masked":
        return [("text", r["span"]) for r in row["spans"]]
    return [(r["field"], r["span"]) for r in row["terms" if file == "terms" else "mentions"]]


@pytest.mark.parametrize("file", ["attribution", "terms", "term_choice", "clauses", "masked"])
def test_gold_spans_are_not_empty_and_trimmed(file):
    gold = by_article(file)
    assert set(gold) == set(TEXT)
    for name, row in gold.items():
        for field, (start, end) in spans_of(row, file):
            piece = TEXT[name][field][start:end]
            assert piece
            assert piece == piece.strip()


def test_forms_written_in_the_gold_are_the_text_at_their_offsets():
    for file, key in (("terms", "terms"), ("term_choice", "mentions")):
        for name, row in by_article(file).items():
            assert all(TEXT[name][r["field"]][slice(*r["span"])] == r["form"] for r in row[key])
    for name, row in by_article("clauses").items():
        assert all(TEXT[name][r["field"]][slice(*r["predicate"])] == r["form"] for r in row["clauses"])


def test_content_never_covers_its_own_cue_or_source():
    for name, row in ATTRIBUTION.items():
        for r in row["attributions"]:
            for key in ("cue", "source"):
                if isinstance(r[key], list):
                    inside = [p for p in r["content"] if p[0] < r[key][1] and r[key][0] < p[1]]
                    assert not inside, (name, TEXT[name][r["field"]][slice(*r[key])])


def test_direct_content_stands_between_quotation_marks():
    for name, row in ATTRIBUTION.items():
        for r in row["attributions"]:
            text = TEXT[name][r["field"]]
            if r["kind"] == "direct":
                assert text[r["content"][0][0] - 1] in "\"“‘'", (name, text[slice(*r["content"][0])])
            if r["kind"] == "indirect" and r["field"] == "text":
                assert all('"' not in text[s:e] or row["scare_quotes"] for s, e in r["content"])


def test_entities_of_the_gold_are_declared_with_the_same_side():
    declared = {(e["event"], e["entity_id"]): e for e in rows("gold/entities.jsonl")}
    for name, row in ATTRIBUTION.items():
        event = name.rsplit("-", 1)[0]
        for r in row["attributions"]:
            if r["entity_id"]:
                entity = declared.get((event, r["entity_id"])) or declared["umum", r["entity_id"]]
                assert (entity["name"], entity["side"], entity["source_type"]) == (
                    r["entity"], r["side"], r["source_type"],
                )  # fmt: skip


def test_both_codings_exist_and_sometimes_disagree():
    disagreements = 0
    for row in rows("gold/frames.jsonl"):
        codes = {(c["coder"], c["scheme"], c["item"]): c["code"] for c in row["codes"]}
        assert len(codes) == len(row["codes"]) == 18
        disagreements += sum(codes[1, s, i] != codes[2, s, i] for coder, s, i in codes if coder == 1)
    units = 9 * len(ARTICLES)
    assert 0.1 * units < disagreements < 0.4 * units


def five_grams(text: str) -> Counter:
    words = re.findall(r"\w+", text.lower())
    return Counter(zip(*(words[i:] for i in range(5)), strict=False))


def test_only_the_planted_copies_share_text():
    grams = {a["id"]: set(five_grams(a["isi"])) for a in ARTICLES}
    copies = {frozenset(pair) for pair in PLANTED["umum"]["salinan"]}
    for one, other in combinations(grams, 2):
        shared = len(grams[one] & grams[other]) / min(len(grams[one]), len(grams[other]))
        if frozenset((one, other)) in copies:
            assert shared >= 0.6, (one, other, shared)
        else:
            assert shared <= 0.2, (one, other, shared)


# --- planted differences, counted here anew from the gold ---------------------------------------------------------

OUTLET = {a["id"]: a["media"] for a in ARTICLES}
REVERSAL = PLANTED["umum"]["pembalikan"]


def usual(name: str) -> bool:
    return not name.startswith(REVERSAL + "-")


def attributions(outlet: str, side: str | None = None) -> list[dict]:
    found = [r for name, row in ATTRIBUTION.items() if OUTLET[name] == outlet and usual(name)
             for r in row["attributions"]]  # fmt: skip
    return [r for r in found if r["side"] in ([side] if side else ["otoritas", "terdampak"])]


def count_stance(outlet: str, side: str, stance: str) -> tuple[int, int]:
    cued = [r for r in attributions(outlet, side) if r["cue"]]
    return sum(r["stance"] == stance for r in cued), len(cued)


def count_choices(outlet: str) -> tuple[int, int]:
    favours = [m["favours"] for name, row in by_article("term_choice").items() if OUTLET[name] == outlet and usual(name)
               for m in row["mentions"] if m["zone"] in ("title", "reporter")]  # fmt: skip
    return favours.count("otoritas"), favours.count("otoritas") + favours.count("terdampak")


def count_agents(outlet: str, side: str) -> tuple[int, int]:
    states = [c["agent_state"] for name, row in by_article("clauses").items() if OUTLET[name] == outlet and usual(name)
              for c in row["clauses"] if c["agent_side"] == side and c["zone"] in ("title", "reporter")]  # fmt: skip
    return states.count("absent"), len(states)


COUNTS = {
    "sumber.otoritas": lambda o: (len(attributions(o, "otoritas")), len(attributions(o))),
    "jarak.terdampak": lambda o: count_stance(o, "terdampak", "JARAK"),
    "jarak.otoritas": lambda o: count_stance(o, "otoritas", "JARAK"),
    "tegas.terdampak": lambda o: count_stance(o, "terdampak", "TEGAS"),
    "tegas.otoritas": lambda o: count_stance(o, "otoritas", "TEGAS"),
    "pilihan.semua": count_choices,
    "pelaku_hilang.otoritas": lambda o: count_agents(o, "otoritas"),
    "pelaku_hilang.terdampak": lambda o: count_agents(o, "terdampak"),
}


@pytest.mark.parametrize("card", PLANTED["tanaman"], ids=lambda card: card["ukuran"])
def test_planted_rates_agree_with_the_gold(card):
    for outlet, cell in card["media"].items():
        assert cell["laju"] == pytest.approx(cell["hitung"] / cell["dasar"], abs=1e-4)
        if card["ukuran"] in COUNTS:
            assert (cell["hitung"], cell["dasar"]) == COUNTS[card["ukuran"]](outlet)


@pytest.mark.parametrize("measure", ["sumber.otoritas", "pilihan.semua", "jarak.terdampak", "tegas.otoritas",
                                     "pelaku_hilang.otoritas", "urutan.otoritas_pertama"])  # fmt: skip
def test_planted_differences_have_their_direction(measure):
    cells = next(c["media"] for c in PLANTED["tanaman"] if c["ukuran"] == measure)
    rate = {outlet: cell["laju"] for outlet, cell in cells.items()}
    others = [rate[o] for o in rate if o not in ("Panji Negeri", "Lorong Kampung")]
    assert rate["Panji Negeri"] > max(others)
    assert rate["Lorong Kampung"] <= min(others)


@pytest.mark.parametrize("card", PLANTED["tanaman"], ids=lambda card: card["ukuran"])
def test_true_rates_meet_their_aims_where_there_is_enough_to_count(card):
    for outlet, cell in card["media"].items():
        if cell["dasar"] >= 15:
            assert abs(cell["laju"] - cell["sasaran"]) <= 0.12, outlet


@pytest.mark.parametrize("card", PLANTED["tanaman"], ids=lambda card: card["ukuran"])
def test_null_pair_has_the_same_rates(card):
    one, other = (card["media"][name] for name in PLANTED["umum"]["pasangan_nol"])
    if min(one["dasar"], other["dasar"]) >= 9:
        assert abs(one["laju"] - other["laju"]) <= 0.12


# --- the builder --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Hujan {1|deras", "x:7: '{1|' is never closed"),
        ("Satu\nhujan} deras", "x:8: '}' closes nothing"),
        ("Hujan {deras}", "x:7: '{' without 'head|'"),
    ],
)
def test_builder_names_the_line_of_a_broken_mark(builder, text, message):
    with pytest.raises(builder.NaskahError, match=re.escape(message)):
        builder.parse(text, "x", 7)


def test_builder_finds_nested_marks(builder):
    text, marks = builder.parse("{1|{2|Air naik}, kata {2@ani|Ani}}, {1=P13|dikutip} Layang.", "x", 1)
    assert text == "Air naik, kata Ani, dikutip Layang."
    assert [(m.head, text[m.start : m.end]) for m in marks] == [
        ("1", "Air naik, kata Ani"), ("2", "Air naik"), ("2@ani", "Ani"), ("1=P13", "dikutip"),
    ]  # fmt: skip


def test_mixed_and_scare_quotations_occur():
    kinds = Counter(r["kind"] for row in ATTRIBUTION.values() for r in row["attributions"])
    assert kinds["direct"] > 100
    assert kinds["mixed"] > 10
    assert sum(len(row["scare_quotes"]) for row in ATTRIBUTION.values()) > 10


def test_every_pattern_occurs_at_least_eight_times():
    kinds = ("attributions", "presumed", "unsourced")
    counted = Counter(r["pattern"] for row in ATTRIBUTION.values() for kind in kinds for r in row[kind])
    assert {f"P{n}": counted[f"P{n}"] for n in range(1, 17) if counted[f"P{n}"] < 8} == {}


# --- the stress texts: each holds what it says it stresses --------------------------------------------------------

STRESS = {a["id"]: a for a in rows("uji_tekanan.jsonl")}
STRESS_GOLD = {row["article_id"]: row for row in rows("gold_uji/attribution.jsonl")}


def quoted_by(name: str, pattern: str) -> list[str]:
    """The words of the sources found by one pattern in a stress text."""
    fields = {"title": STRESS[name]["judul"], "text": STRESS[name]["isi"]}
    return [fields[r["field"]][slice(*piece)] for kind in ("attributions", "presumed", "unsourced")
            for r in STRESS_GOLD[name][kind] if r["pattern"] == pattern for piece in r["content"]]  # fmt: skip


def stress_patterns(name: str) -> Counter:
    return Counter(r["pattern"] for k in ("attributions", "presumed", "unsourced") for r in STRESS_GOLD[name][k])


def test_stress_there_are_fifteen_and_each_says_what_it_stresses():
    assert len(STRESS) == 15
    assert all(a["menekan"] and a["keterangan"] == "FIKSI" for a in STRESS.values())


@pytest.mark.parametrize("file", ["attribution", "terms", "clauses", "masked"])
def test_stress_gold_spans_are_not_empty_and_trimmed(file):
    for row in rows(f"gold_uji/{file}.jsonl"):
        fields = {"title": STRESS[row["article_id"]]["judul"], "text": STRESS[row["article_id"]]["isi"]}
        for field, (start, end) in spans_of(row, file):
            assert fields[field][start:end].strip() == fields[field][start:end] != ""


def test_stress_unclosed_quotation_mark():
    broken = [p for p in STRESS["uji-01"]["isi"].split("\n") if p.count("“") != p.count("”")]
    assert len(broken) == 2
    assert "Yang penting jangan dekat selokan," in quoted_by("uji-01", "P1")


def test_stress_quotation_over_several_paragraphs():
    first = STRESS_GOLD["uji-02"]["attributions"][0]
    assert len(first["content"]) == 3
    assert first["kind"] == "direct"


def test_stress_indirect_patterns_without_any_quotation_mark():
    assert not set(STRESS["uji-03"]["isi"]) & set("\"“”‘’'")
    assert set(stress_patterns("uji-03")) == {"P3", "P4", "P5", "P6"}


def test_stress_homographs_outnumber_the_reporting_verbs():
    homographs = r"\b(kata|terang|jelas|tutup|lanjut|tambah|pesan|cerita|jawab|nilai|aku)"
    found = re.findall(homographs, STRESS["uji-04"]["isi"].lower())
    assert len(found) >= 10 > 3 * len(STRESS_GOLD["uji-04"]["attributions"])


def test_stress_words_that_only_look_like_voice():
    text = STRESS["uji-05"]["isi"].lower()
    assert all(
        word in text for word in ("diri", "dinas", "direktur", "digital", "media", "menteri", "dimana", "di dinding")
    )
    clauses = next(r for r in rows("gold_uji/clauses.jsonl") if r["article_id"] == "uji-05")["clauses"]
    assert [c["form"] for c in clauses] == ["dipindahkan", "menggembok"]


def test_stress_dashes_that_are_no_dateline():
    masked = next(r for r in rows("gold_uji/masked.jsonl") if r["article_id"] == "uji-06")["spans"]
    assert len(masked) == 1
    assert len(re.findall(r" (?:-|–|--) ", STRESS["uji-06"]["isi"])) >= 6


def test_stress_boilerplate_inside_paragraphs():
    text = STRESS["uji-07"]["isi"]
    spans = next(r for r in rows("gold_uji/masked.jsonl") if r["article_id"] == "uji-07")["spans"]
    masked = [text[slice(*span["span"])] for span in spans]
    assert len(masked) == 11
    assert not any("buku baca juga" in piece or "sapi belang" in piece or "mata air" in piece for piece in masked)


def test_stress_wire_copy_with_and_without_credit():
    one, other = (set(five_grams(STRESS[name]["isi"])) for name in ("uji-08", "uji-09"))
    assert len(one & other) / len(one | other) >= 0.6
    assert "Layang" in STRESS["uji-08"]["isi"]
    assert "Layang" not in STRESS["uji-09"]["isi"]


def test_stress_quotation_marks_of_all_kinds():
    assert all(mark in STRESS["uji-10"]["isi"] for mark in ("«", "»", "''", "‘", "’", "”,", "'Yang"))
    scare = [STRESS["uji-10"]["isi"][slice(*s["span"])] for s in STRESS_GOLD["uji-10"]["scare_quotes"]]
    assert scare == ["tegak", "ahli"]
    assert any(r["kind"] == "mixed" for r in STRESS_GOLD["uji-10"]["attributions"])


def test_stress_full_stops_that_end_no_sentence():
    assert len(re.findall(r"\.\s+[A-Z\d]|\d\.\d", STRESS["uji-11"]["isi"])) > 20
    assert "\u00a0" in STRESS["uji-11"]["isi"]
    assert [r["cue_lemma"] for r in STRESS_GOLD["uji-11"]["attributions"]].count("kata") == 3


def test_stress_sources_without_a_name():
    attributed = STRESS_GOLD["uji-12"]["attributions"]
    assert Counter(r["anonymity"] for r in attributed)["anonim"] == 6
    assert len(STRESS_GOLD["uji-12"]["unsourced"]) == 3


def test_stress_pronouns_return_to_the_right_person():
    attributed = STRESS_GOLD["uji-13"]["attributions"]
    assert Counter(r["entity"] for r in attributed) == {"Rudiat Sanjaya": 7, "Johar Manggala": 3}


def test_stress_relays_are_not_the_speakers():
    attributed = STRESS_GOLD["uji-14"]["attributions"]
    assert [r["entity"] for r in attributed if r["pattern"] == "P13"] == ["Layang", "Layang", "Kilat Bandar"]
    assert [r["relay"] for r in attributed if r["relay"]] == ["Layang", "Kilat Bandar"]
    assert len(STRESS_GOLD["uji-14"]["unsourced"]) == 2


def test_stress_colons_of_an_interview():
    assert stress_patterns("uji-15")["P10"] == 3
    assert STRESS["uji-15"]["isi"].count(":") > 6
