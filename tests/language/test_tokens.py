"""Tokens: the rules one phenomenon at a time, then what must hold for any text."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bingkai.language import tokens as tokens_module
from bingkai.language.normalise import normalise
from bingkai.language.sentences import sentence_spans
from bingkai.language.tokens import Tokens, tokenise

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


def forms(text: str) -> list[str]:
    tokens = tokenise([""], [text])
    return [tokens.types[i] for i in tokens.type_id]


def check_offsets(tokens: Tokens, titles: Sequence[str], texts: Sequence[str]) -> None:
    for type_id, article, field, start, end in zip(
        tokens.type_id, tokens.article, tokens.field, tokens.start, tokens.end, strict=True
    ):
        assert (texts if field else titles)[article][start:end] == tokens.types[type_id]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # reduplication and compounds keep their hyphen
        ("benar-benar disebut-sebut anti-pesawat", ["benar-benar", "disebut-sebut", "anti-pesawat"]),
        ("negara - negara", ["negara", "-", "negara"]),
        ("2019-2024", ["2019", "-", "2024"]),
        ("Kota–Desa", ["Kota", "–", "Desa"]),
        # apostrophes inside a word, quotation marks around it
        ("Jum'at Ma’ruf Qur`an", ["Jum'at", "Ma’ruf", "Qur`an"]),
        ("'musuh' ‘kawan’", ["'", "musuh", "'", "‘", "kawan", "’"]),
        # digits inside words
        ("G30S COVID-19 B20", ["G30S", "COVID-19", "B20"]),
        # clitics after a hyphen
        ("ke-5 BGN-nya 50-an 1.000-an", ["ke-5", "BGN-nya", "50-an", "1.000-an"]),
        ("7-Tono", ["7", "-", "Tono"]),
        # numbers
        ("1.500.000 3,5 10.30 WIB.", ["1.500.000", "3,5", "10.30", "WIB", "."]),
        ("Rp1.500.000, Rp 9,5", ["Rp", "1.500.000", ",", "Rp", "9,5"]),
        ("40% (27/3) 28/10/2020", ["40", "%", "(", "27/3", ")", "28/10/2020"]),
        # abbreviations with full stops inside
        ("S.H. M.Si. Ph.D. K.H. a.n.", ["S.H.", "M.Si.", "Ph.D.", "K.H.", "a.n."]),
        ("Dr. Ratna H. M.", ["Dr", ".", "Ratna", "H", ".", "M", "."]),
        # sites, addresses, handles
        ("KOMPAS.com REPUBLIKA.CO.ID tirto.id.", ["KOMPAS.com", "REPUBLIKA.CO.ID", "tirto.id", "."]),
        ("https://contoh.id/a?b=1, www.contoh.id", ["https://contoh.id/a?b=1", ",", "www.contoh.id"]),
        ("@humas_kota #SaveSungai surat@contoh.id", ["@humas_kota", "#SaveSungai", "surat@contoh.id"]),
        # typographic quotation marks and punctuation stand alone
        ("“Pulang,” katanya…", ["“", "Pulang", ",", "”", "katanya", "…"]),
        ("``Pulang'' ?!", ["`", "`", "Pulang", "'", "'", "?", "!"]),
        # a lost space
        ("selesai.Warga pulang", ["selesai", ".", "Warga", "pulang"]),
        # other scripts, emoji, combining marks
        ("日本 مُحَمَّد नमस्ते", ["日本", "مُحَمَّد", "नमस्ते"]),
        ("siap 😀👍🏽", ["siap", "😀", "👍", "🏽"]),
        ("cafe\u0301 itu", ["cafe\u0301", "itu"]),
    ],
)
def test_what_is_one_token(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def test_invisible_characters_stay_out_of_lower_but_offsets_count_them() -> None:
    text = "\ufeffke\u00admen\u200bterian\u00a0itu \u200b ’’"
    tokens = tokenise([""], [text])
    check_offsets(tokens, [""], [text])
    assert [tokens.lower[i] for i in tokens.lower_of[tokens.type_id]] == ["kementerian", "itu", "'", "'"]
    assert tokens.start[0] == 1


def test_lower_joins_spellings() -> None:
    tokens = tokenise(["JUM’AT"], ["Jum'at jum`at ma‑ruf ma-ruf"])
    assert tokens.lower == ["jum'at", "ma-ruf"]
    assert tokens.lower_of.tolist() == [0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("form", "expected"),
    [(form, True) for form in ("warga", "G30S", "ke-5", "KOMPAS.com", "日本", "#Sungai", "50-an", "S.H.")]
    + [(form, False) for form in ("5", "27/3", "3,5", "“", "%", "😀", "https://contoh.id")],
)
def test_is_word(form: str, expected: bool) -> None:
    tokens = tokenise([form], [""])
    assert tokens.is_word.tolist() == [expected]


def test_columns_say_where_a_token_stands() -> None:
    titles, texts = ["Harga naik", "", "Banjir"], ["Warga protes. Lurah diam.", "", "Dr. Ratna\npulang."]
    tokens = tokenise(titles, texts)
    frame = pd.DataFrame(
        {
            "form": [tokens.types[i] for i in tokens.type_id],
            "article": tokens.article,
            "field": tokens.field,
            "sentence": tokens.sentence,
            "start": tokens.start,
        }
    )
    assert frame.values.tolist() == [
        ["Harga", 0, 0, 0, 0], ["naik", 0, 0, 0, 6],
        ["Warga", 0, 1, 0, 0], ["protes", 0, 1, 0, 6], [".", 0, 1, 0, 12],
        ["Lurah", 0, 1, 1, 14], ["diam", 0, 1, 1, 20], [".", 0, 1, 1, 24],
        ["Banjir", 2, 0, 0, 0],
        ["Dr", 2, 1, 0, 0], [".", 2, 1, 0, 2], ["Ratna", 2, 1, 0, 4], ["pulang", 2, 1, 1, 10], [".", 2, 1, 1, 16],
    ]  # fmt: skip
    assert tokens.types[:3] == ["Harga", "naik", "Warga"]


def test_dtypes_are_as_declared_also_without_tokens() -> None:
    for tokens in (tokenise([], []), tokenise(["", " \n"], ["", "\u200b"]), tokenise(["a"], ["b."])):
        assert tokens.field.dtype == np.int8
        assert tokens.is_word.dtype == np.bool_
        columns = (tokens.type_id, tokens.article, tokens.sentence, tokens.start, tokens.end, tokens.lower_of)
        assert {column.dtype for column in columns} == {np.dtype(np.int32)}
        assert len({len(column) for column in columns[:-1]}) == 1


@pytest.mark.parametrize("together", [1, 3, 100])
def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    titles = [f"Judul {n}" for n in range(40)]
    texts = [f"Warga\u2009ke-{n} da\u00adtang.Ia pulang. “Selesai.”\n{'Hujan. ' * (n % 5)}" for n in range(40)]
    whole = tokenise(titles, texts)
    monkeypatch.setattr(tokens_module, "_BATCH_CHARACTERS", 70)
    monkeypatch.setattr(tokens_module, "_STRETCHES", together)
    parts = tokenise(titles, texts)
    assert (parts.types, parts.lower) == (whole.types, whole.lower)
    for name in ("type_id", "article", "field", "sentence", "start", "end"):
        assert np.array_equal(getattr(parts, name), getattr(whole, name)), name


def spelled_out(field: str) -> list[tuple[int, int]]:
    """What the pattern finds in one field alone, less what cannot be seen."""
    spans = (match.span() for match in tokens_module._TOKEN.finditer(field))
    return [(start, end) for start, end in spans if normalise(field[start:end])]


def test_demonstration_corpus_is_read_as_field_by_field() -> None:
    corpus = pd.read_json(Path(__file__).parents[2] / "corpus" / "artikel.jsonl", lines=True)
    titles, texts = corpus["judul"].fillna("").tolist(), corpus["isi"].fillna("").tolist()
    tokens = tokenise(titles, texts)
    assert len(tokens) > 10_000
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for article, field, start, end in zip(tokens.article, tokens.field, tokens.start, tokens.end, strict=True):
        found.setdefault((int(article), int(field)), []).append((int(start), int(end)))
    for article, fields in enumerate(zip(titles, texts, strict=True)):
        for number, field in enumerate(fields):
            assert found.get((article, number), []) == spelled_out(field)
    check_offsets(tokens, titles, texts)


SPACES = [chr(code) for code in range(0x110000) if chr(code).isspace()]


@pytest.mark.parametrize("space", SPACES, ids=ascii)
def test_every_kind_of_space_parts_words_and_those_that_end_a_line_a_sentence(space: str) -> None:
    tokens = tokenise(["“é”"], [f"warga é{space}pulang{space * 2}lalu"])
    assert [tokens.types[i] for i in tokens.type_id[3:]] == ["warga", "é", "pulang", "lalu"]
    assert tokens.start[3:].tolist() == [0, 6, 8, 16]
    assert tokens.sentence[3:].tolist() == ([0, 0, 1, 2] if space in "\n\r\v\f\x85\u2028\u2029" else [0] * 4)


@given(
    st.lists(
        st.text(alphabet='aBk .!?"“”’-/@\n\u200b\u00ad\u00a0\u20285,(.)dr\u0301😀\ud800', max_size=40),
        min_size=2,
        max_size=8,
    )
)
def test_any_text_is_covered_once_and_numbered_like_sentence_spans(fields: list[str]) -> None:
    titles, texts = fields[::2][: len(fields) // 2], fields[1::2]
    tokens = tokenise(titles, texts)
    check_offsets(tokens, titles, texts)
    for article, pair in enumerate(zip(titles, texts, strict=True)):
        for field, text in enumerate(pair):
            here = (tokens.article == article) & (tokens.field == field)
            starts, ends = tokens.start[here], tokens.end[here]
            assert (starts[1:] >= ends[:-1]).all()
            covered = np.zeros(len(text), bool)
            for start, end in zip(starts, ends, strict=True):
                covered[start:end] = True
            assert all(
                seen or character.isspace() or normalise(character) == ""
                for seen, character in zip(covered, text, strict=True)
            )
            begins = np.array([start for start, _ in sentence_spans(text)])
            assert np.array_equal(np.searchsorted(begins, starts, side="right") - 1, tokens.sentence[here])


@pytest.mark.parametrize("name", ["clickid_2019", "indonews_june2025", "mbg_2025_2026"])
def test_real_articles(name: str) -> None:
    path = SHARED / f"{name}.parquet"
    if not path.exists():
        pytest.skip("the shared articles are not beside this checkout")
    frame = pd.read_parquet(path).fillna({"title": "", "text": ""}).sample(60, random_state=5)
    titles, texts = frame["title"].tolist(), frame["text"].tolist()
    tokens = tokenise(titles, texts)
    check_offsets(tokens, titles, texts)
    for article, text in enumerate(texts):
        here = (tokens.article == article) & (tokens.field == 1)
        begins = np.array([start for start, _ in sentence_spans(text)])
        assert np.array_equal(np.searchsorted(begins, tokens.start[here], side="right") - 1, tokens.sentence[here])


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a.",
        "A.",
        "a-",
        "a'",
        "1.",
        "1/",
        "@",
        "a@",
        "www.",
        "https://",
        "a_",
        "\u200b",
        "\u0301",
        '."',
        "Aa.Bb",
        "! ",
    ],
)
@pytest.mark.timeout(60)
def test_long_hostile_texts_are_read(piece: str) -> None:
    text = piece * (500_000 // len(piece))
    tokens = tokenise([""], [text])
    assert all(
        text[a:b] == tokens.types[t]
        for t, a, b in list(zip(tokens.type_id, tokens.start, tokens.end, strict=True))[-3:]
    )


def test_five_megabytes() -> None:
    tokens = tokenise([""], ["Warga desa menolak tambang. " * 180_000])
    assert len(tokens) == 5 * 180_000
    assert tokens.sentence[-1] == 179_999


def test_wrong_input_says_what_to_do() -> None:
    with pytest.raises(ValueError, match="as many titles as texts; got 1 titles and 2 texts"):
        tokenise([""], ["", ""])
    with pytest.raises(TypeError, match=r"text 1 is float \(nan\): fill missing values with ''"):
        tokenise(["", ""], ["a", float("nan")])  # type: ignore[list-item]
