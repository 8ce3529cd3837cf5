"""Frame evidence: which sentences are proposed, why, and that nothing labels an article."""

import pandas as pd
import pytest

from bingkai.corpus.demo import load_demo
from bingkai.reading.analyse import analyse
from bingkai.reading.codebooks import MODELS, parse_codebook
from bingkai.reading.frames import frame_evidence
from bingkai.schema import FRAME_EVIDENCE, require

TEXTS = {
    "tanggul": "Tanggul Kali Suren jebol, Senin (3/2). Air merendam rumah warga akibat hujan tiga hari. "
    '"Pemerintah harus memperbaikinya," tegas Lurah Fulan. Menurut Sari, warga, kejadian serupa pernah terjadi. '
    "Camat Budi menuding warga membuang sampah. Biaya perbaikan belum dihitung.",
    "rapat": "Rapat desa berlangsung di Balai Sukalila. Pengurus membahas jadwal ronda.",
}


def reading_of(texts, titles=None):
    ids = list(texts)
    frame = pd.DataFrame({
        "article_id": ids, "outlet": ["Kabar Nusa"] * len(ids), "published": [pd.NaT] * len(ids),
        "title": [(titles or {}).get(key, f"Judul {key}") for key in ids], "text": list(texts.values()),
    }).astype({"published": "datetime64[us]"})  # fmt: skip
    return analyse(frame, progress=False)


@pytest.fixture(scope="module")
def reading():
    return reading_of(TEXTS)


@pytest.fixture(scope="module")
def demo():
    return analyse(load_demo(), progress=False)


def proposed(reading, model, element, article="tanggul"):
    found = frame_evidence(reading, model)
    found = found[(found["element"] == element) & (found["article_id"] == article)]
    texts = reading.articles.set_index("article_id")
    return [(texts.loc[row.article_id, row.field][row.start : row.end], row.reason) for row in found.itertuples()]


def test_a_cause_is_found_by_its_marker_and_by_an_accusation(reading):
    sentences = dict(proposed(reading, "entman", "sebab"))
    assert sentences["Air merendam rumah warga akibat hujan tiga hari."] == "penanda sebab: akibat"
    assert sentences["Camat Budi menuding warga membuang sampah."] == "verba TUDUH: menuding"


def test_a_remedy_is_found_inside_a_quotation(reading):
    text, reason = proposed(reading, "entman", "solusi")[0]
    assert text == '"Pemerintah harus memperbaikinya," tegas Lurah Fulan.'
    assert "penanda jalan keluar: harus" in reason


def test_an_exemplar_is_found(reading):
    reason = proposed(reading, "gamson_modigliani", "teladan")[0][1]
    assert reason == "penanda contoh atau kejadian lampau: kejadian serupa, pernah terjadi"


def test_the_place_of_a_sentence_is_a_reason(reading):
    assert proposed(reading, "pan_kosicki", "judul") == [("Judul tanggul", "judul")]
    assert proposed(reading, "pan_kosicki", "lead") == [("Tanggul Kali Suren jebol, Senin (3/2).", "teras berita")]
    assert proposed(reading, "pan_kosicki", "penutup") == [("Biaya perbaikan belum dihitung.", "kalimat terakhir")]


def test_when_and_where(reading):
    assert proposed(reading, "pan_kosicki", "kapan")[0][1].startswith("tanggal: 3/2; keterangan waktu: senin")
    where = proposed(reading, "pan_kosicki", "di_mana", "rapat")[0]
    assert where == ("Rapat desa berlangsung di Balai Sukalila.", "nama tempat: balai; teras berita")


def test_sources_not_heard_before_come_first(reading):
    reasons = [reason for _, reason in proposed(reading, "pan_kosicki", "kutipan_sumber")]
    assert all("narasumber yang belum muncul" in reason for reason in reasons)


def test_an_element_without_evidence_has_no_row(reading):
    assert proposed(reading, "entman", "solusi", "rapat") == []
    found = frame_evidence(reading, "semetko_valkenburg")
    assert not ((found["article_id"] == "rapat") & (found["element"] == "ekonomi")).any()


def test_density_divides_by_length(reading):
    found = frame_evidence(reading, "semetko_valkenburg")
    row = found[(found["article_id"] == "tanggul") & (found["element"] == "ekonomi")].iloc[0]
    assert row["form"] == "biaya"
    assert row["score"] == pytest.approx(1 / (4 + 10))


def test_bekerja_sama_is_no_work():
    reading = reading_of({"a": "Kedua desa bekerja sama. Ia bekerja di pabrik."})
    found = frame_evidence(reading, "semetko_valkenburg")
    assert found.loc[found["element"] == "ekonomi", "sentence"].tolist() == [1]


def test_nothing_here_is_a_label_of_an_article(reading):
    assert "label" not in FRAME_EVIDENCE.required
    assert set(frame_evidence(reading, "semetko_valkenburg").columns) == set(FRAME_EVIDENCE.required)


@pytest.mark.parametrize("model", MODELS)
def test_evidence_of_the_demonstration_corpus(demo, model):
    found = require(frame_evidence(demo, model, n=2), FRAME_EVIDENCE)
    assert not found.duplicated(["article_id", "element", "rank"]).any()
    assert found["rank"].between(1, 2).all()
    scores = found.pivot(index=["article_id", "element"], columns="rank", values="score")
    assert (scores[1] >= scores[2].fillna(0)).all()
    assert found["reason"].str.len().gt(0).all()
    texts = demo.articles.set_index("article_id")
    for row in found.dropna(subset=["form"]).head(300).itertuples():
        sentence = texts.loc[row.article_id, row.field][row.start : row.end].lower()
        assert all(form in sentence for form in row.form.split(" · "))


def test_the_order_of_articles_changes_nothing(demo):
    found = frame_evidence(demo, "entman")
    shuffled = analyse(load_demo().sample(frac=1, random_state=3), progress=False)
    again = frame_evidence(shuffled, "entman")
    key = ["article_id", "element", "rank"]
    elements = {name: place for place, name in enumerate(found["element"].drop_duplicates())}
    same = [frame.assign(element=frame["element"].map(elements)).sort_values(key, ignore_index=True)
            for frame in (found, again)]  # fmt: skip
    pd.testing.assert_frame_equal(*same)


def test_words_of_ones_own_codebook_propose_sentences(reading):
    element = '[[elements]]\nname = "alam"\nstems = ["hujan"]\nforms = ["kali suren"]\n'
    book = parse_codebook(f'{element}[[elements.items]]\nname = "ada"\nvalues = ["ya", "tidak"]', "sendiri")
    found = frame_evidence(reading, book)
    assert found["reason"].tolist() == ["kata buku kode: kali suren", "kata buku kode: hujan"]
    assert frame_evidence(reading, book, lang="en")["reason"].tolist()[0] == "words of the codebook: kali suren"


def test_only_the_articles_asked_for(reading):
    found = frame_evidence(reading, "entman", article_ids=["rapat"])
    assert set(found["article_id"]) == {"rapat"}
    with pytest.raises(ValueError, match="not in the reading, first 'tiada'"):
        frame_evidence(reading, "entman", article_ids=["rapat", "tiada"])
    with pytest.raises(ValueError, match="1 or more, got 0"):
        frame_evidence(reading, "entman", n=0)


@pytest.mark.parametrize("texts", [{}, {"kosong": ""}], ids=["no articles", "an empty article"])
def test_nothing_to_read_gives_no_rows_for_the_body(texts):
    found = frame_evidence(reading_of(texts, {"kosong": ""}), "pan_kosicki")
    assert require(found, FRAME_EVIDENCE).empty
