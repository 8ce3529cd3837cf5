"""Names of one source across articles: merged where the corpus leaves one reading, listed where it leaves several."""

from __future__ import annotations

import time
from io import StringIO
from types import SimpleNamespace

import pandas as pd
import pytest

from bingkai.reading.merge import COLUMNS, apply_speakers, merge_speakers
from bingkai.schema import ATTRIBUTIONS, SchemaError, build

MENTERI = "Menteri Koperasi"


def make_attributions(*rows: tuple[str | None, str, str | None, str]) -> pd.DataFrame:
    """Attributions from (speaker_name, article_id, role, source_type)."""
    n = len(rows)
    values: dict[str, list[object]] = {c.name: [None] * n for c in ATTRIBUTIONS.columns}
    values |= {
        "attribution_id": [f"a{i}" for i in range(n)], "article_id": [row[1] for row in rows],
        "field": ["text"] * n, "sentence": [0] * n, "pattern": ["P7"] * n, "kind": ["indirect"] * n,
        "content_spans": [[[0, 5]]] * n, "speaker": [row[0] for row in rows], "speaker_name": [row[0] for row in rows],
        "role": [row[2] for row in rows], "source_type": [row[3] for row in rows], "confidence": [0.9] * n,
    }  # fmt: skip
    return build(values, ATTRIBUTIONS)


def merged(
    *rows: tuple[str | None, str, str | None, str], texts: tuple[str, ...] = (), **options: object
) -> pd.DataFrame:
    """The proposals for these rows, by name; one article of one outlet for each article_id."""
    attributions = make_attributions(*rows)
    ids = attributions["article_id"].unique()
    told = [*texts, *[""] * len(ids)][: len(ids)]
    articles = pd.DataFrame({"article_id": ids, "outlet": [f"Kabar {i}" for i in ids], "text": told})
    reading = SimpleNamespace(attributions=attributions, articles=articles)
    return merge_speakers(reading, **options).set_index("speaker_name")


@pytest.mark.parametrize(
    ("variant", "full"),
    [
        ("Rudi Anggara", "Rudi Anggara Wirawan"),  # the first two names of three
        ("Rudi S Wirawan", "Rudi Sanjaya Wirawan"),  # an initial
        ("Rudi S. Wirawan", "Rudi S Wirawan"),  # a full stop
        ("Wirawan Anggara, S.H.", "Wirawan Anggara"),  # a degree
        ("Mu’ti Wirawan", "Mu'ti Wirawan"),  # a typographic apostrophe
        ("Rudi Anggoro", "Rudi Anggora"),  # a slip of the keyboard, in the same office
        ("Muhammad Rudi Wirawan", "M Rudi Wirawan"),
    ],
)
def test_one_person_under_two_names(variant: str, full: str) -> None:
    table = merged((variant, "1", MENTERI, "official"), (full, "2", MENTERI, "official"))
    assert table["canonical"].nunique() == 1
    assert not table["ambiguous"].any()
    changed = table[table["canonical"] != table.index]
    assert changed["confidence"].between(0.8, 1).all()
    assert (changed["reason"] != "").all()


def test_a_title_in_the_name_makes_no_other_person() -> None:
    table = merged(
        ("Haji Rudi Anggara", "1", None, "other"),
        ("Rudi Anggara", "2", None, "other"),
        ("Rudi Anggara", "3", None, "other"),
    )
    assert set(table["canonical"]) == {"Rudi Anggara"}


def test_a_chain_of_names_ends_in_one() -> None:
    names = ("Rudi Anggara", "Rudi Anggara Wirawan", "Rudi Anggara Wirawan Salaka")
    table = merged(*((name, str(i), MENTERI, "official") for i, name in enumerate(names)))
    assert set(table["canonical"]) == {names[-1]}


def test_a_rare_long_form_goes_under_the_usual_name() -> None:
    usual = [("Rudi Anggara", str(i), MENTERI, "official") for i in range(20)]
    table = merged(
        *usual,
        ("Rudi Anggara Rapat Kerja", "90", MENTERI, "official"),
        ("Awal Rudi Anggara", "91", MENTERI, "official"),
    )
    assert set(table["canonical"]) == {"Rudi Anggara"}


def test_a_place_before_the_name_does_not_become_part_of_it() -> None:
    office = "Kepala Dinas Kebersihan Sinarjaya"
    table = merged(("Rudi Anggara", "1", office, "official"), ("Sinarjaya Rudi Anggara", "2", office, "official"))
    assert set(table["canonical"]) == {"Rudi Anggara"}


def test_two_persons_of_one_first_name_stay_apart() -> None:
    table = merged(
        ("Budi", "1", None, "citizen"), ("Budi Argana", "2", MENTERI, "official"),
        ("Budi Laksana", "3", "Camat Sinar", "official"),
    )  # fmt: skip
    assert (table["canonical"] == table.index).all()
    assert table.loc["Budi", "ambiguous"]
    assert set(table.loc["Budi", "candidates"].split(" | ")) == {"Budi Argana", "Budi Laksana"}


def test_a_first_name_alone_needs_the_same_office() -> None:
    without = merged(("Budi", "1", None, "other"), ("Budi Argana", "2", "Kapolres Sinar", "military_police"))
    assert without.loc["Budi", "canonical"] == "Budi"
    assert without.loc["Budi", "ambiguous"]
    agreed = merged(
        ("Budi", "1", "Kapolres Sinar", "military_police"), ("Budi Argana", "2", "Kapolres Sinar", "military_police")
    )
    assert agreed.loc["Budi", "canonical"] == "Budi Argana"


def test_a_rank_that_many_hold_is_no_evidence() -> None:
    table = merged(
        ("Budi Santana", "1", "Kepala Sekolah", "official"), ("Budi Santana Asri", "2", "Kepala Sekolah", "official")
    )
    assert table.loc["Budi Santana", "canonical"] == "Budi Santana"
    assert table.loc["Budi Santana", "ambiguous"]


def test_two_sources_of_one_article_stay_apart() -> None:
    table = merged(
        ("Rudi Anggara Salaka", "1", None, "official"), ("Rudi Anggara Salaka Wijaya", "1", None, "official")
    )
    assert table.loc["Rudi Anggara Salaka", "canonical"] == "Rudi Anggara Salaka"
    assert table.loc["Rudi Anggara Salaka", "ambiguous"]


def test_kinds_of_source_that_contradict_each_other_stay_apart() -> None:
    table = merged(
        ("Rudi Anggara Salaka", "1", None, "company"), ("Rudi Anggara Salaka Wijaya", "2", None, "military_police")
    )
    assert table.loc["Rudi Anggara Salaka", "ambiguous"]


def test_one_letter_apart_without_a_common_office_is_only_listed() -> None:
    table = merged(("Budi Santosa", "1", MENTERI, "official"), ("Budi Santoso", "2", "Camat Sinar", "official"))
    assert (table["canonical"] == table.index).all()
    assert table["ambiguous"].sum() == 1


def test_an_acronym_goes_under_the_name_the_articles_spell_out() -> None:
    rows = (("Badan Sungai Nasional", "1", None, "official"), ("BSN", "2", None, "official"))
    table = merged(*rows, texts=("Badan Sungai Nasional (BSN) mencatat air naik.",))
    assert table.loc["BSN", "canonical"] == "Badan Sungai Nasional"
    assert (merged(*rows)["canonical"] == merged(*rows).index).all()  # nobody explains it


def test_an_acronym_of_two_institutions_is_only_listed() -> None:
    rows = (
        ("Badan Sungai Nasional", "1", None, "official"),
        ("Badan Siaga Nasional", "2", None, "official"),
        ("BSN", "3", None, "official"),
    )
    table = merged(*rows, texts=("Badan Sungai Nasional (BSN) hadir.", "Badan Siaga Nasional (BSN) hadir."))
    assert table.loc["BSN", "canonical"] == "BSN"
    assert table.loc["BSN", "ambiguous"]


def test_a_nickname_goes_under_the_name_beside_it() -> None:
    rows = (("Zulkarnain Hamida", "1", None, "official"), ("Zulham", "2", None, "official"))
    for said in ("Zulkarnain Hamida (Zulham) datang.", "Zulkarnain Hamida yang akrab disapa Zulham datang."):
        assert merged(*rows, texts=(said,)).loc["Zulham", "canonical"] == "Zulkarnain Hamida"


def test_a_frequent_nickname_still_goes_under_the_name() -> None:
    nick = [("Cak Zul", str(i), None, "official") for i in range(2, 9)]
    table = merged(("Zulkarnain Hamida", "1", None, "official"), *nick, texts=("Zulkarnain Hamida (Cak Zul) datang.",))
    assert set(table["canonical"]) == {"Zulkarnain Hamida"}


def test_somebody_else_in_brackets_is_no_nickname() -> None:
    rows = (("Rudi Anggara", "1", None, "other"), ("Teguh", "2", None, "other"))
    table = merged(*rows, texts=("Peran Rudi Anggara (Teguh) paling banyak dibicarakan.",))
    assert (table["canonical"] == table.index).all()


def test_institutions_are_neither_merged_by_parts_nor_with_persons() -> None:
    table = merged(
        ("Dinas Kesehatan", "1", None, "official"), ("Dinas Kesehatan Kota Sinar", "2", None, "official"),
        ("Yayasan Rudi Anggara", "3", None, "civil_society"), ("Rudi Anggara", "4", None, "civil_society"),
    )  # fmt: skip
    assert (table["canonical"] == table.index).all()


def test_whoever_has_no_name_is_nobody_in_particular() -> None:
    table = merged(
        ("seorang warga", "1", None, "citizen"),
        ("Seorang warga", "2", None, "citizen"),
        ("sumber itu", "3", None, "anonymous"),
    )
    assert (table["canonical"] == table.index).all()


def test_the_table_counts_and_is_ordered() -> None:
    table = merged(
        ("Rudi Anggara", "1", None, "other"),
        ("Wati Larasati", "1", None, "expert"),
        ("Rudi Anggara", "2", None, "official"),
    )
    assert table.reset_index().columns.tolist() == COLUMNS
    assert table.index.tolist() == ["Rudi Anggara", "Wati Larasati"]
    assert table.loc["Rudi Anggara", ["n_attributions", "n_articles", "n_outlets", "source_type"]].tolist() == [
        2,
        2,
        2,
        "official",
    ]


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = [("Rudi Anggara", "1", MENTERI, "official"), ("Rudi Anggara Wirawan", "2", MENTERI, "official"),
            ("Rudi", "3", None, "other"), ("Rudi Anggara", "4", MENTERI, "official")]  # fmt: skip
    forwards = merge_speakers(make_attributions(*rows))
    pd.testing.assert_frame_equal(forwards, merge_speakers(make_attributions(*rows[::-1])))


def test_own_aliases_go_before_all_rules() -> None:
    table = merged(("Rudi Anggara", "1", MENTERI, "official"), ("Rudi Anggara Wirawan", "2", MENTERI, "official"),
                   aliases={"Rudi Anggara": "Pak Rudi"})  # fmt: skip
    assert table.loc["Rudi Anggara", "canonical"] == "Pak Rudi"
    assert table.loc["Rudi Anggara", "confidence"] == 1


def test_an_edited_table_comes_back_from_csv() -> None:
    rows = make_attributions(
        ("Rudi Anggara", "1", MENTERI, "official"), ("Rudi Anggara Wirawan", "2", MENTERI, "official"),
        (None, "3", None, "other"), ("Wati Larasati", "4", None, "expert"),
    )  # fmt: skip
    table = merge_speakers(rows)
    table.loc[table["speaker_name"] == "Wati Larasati", "canonical"] = ""
    read_back = pd.read_csv(StringIO(table.to_csv(index=False)))
    before = rows.copy(deep=True)
    for edited in (table, read_back):
        applied = apply_speakers(rows, edited)
        assert applied["canonical"].tolist()[:2] == ["Rudi Anggara Wirawan"] * 2
        assert applied["canonical"].isna().tolist() == [False, False, True, False]
        assert applied["canonical"].iloc[3] == "Wati Larasati"
    pd.testing.assert_frame_equal(rows, before)


def test_names_that_point_on_are_followed_and_circles_refused() -> None:
    rows = make_attributions(("Ari", "1", None, "other"))
    chain = pd.DataFrame({"speaker_name": ["Ari", "Ari Laksa"], "canonical": ["Ari Laksa", "Ari Laksa Salaka"]})
    assert apply_speakers(rows, chain)["canonical"].tolist() == ["Ari Laksa Salaka"]
    circle = pd.DataFrame({"speaker_name": ["Ari", "Ari Laksa"], "canonical": ["Ari Laksa", "Ari"]})
    with pytest.raises(SchemaError, match="goes in a circle: Ari"):
        apply_speakers(rows, circle)
    with pytest.raises(SchemaError, match="has 'Ari' twice"):
        apply_speakers(rows, pd.DataFrame({"speaker_name": ["Ari", "Ari"], "canonical": ["A", "B"]}))
    with pytest.raises(SchemaError, match="needs canonical; got speaker_name"):
        apply_speakers(rows, chain[["speaker_name"]])


def test_no_attributions_make_an_empty_table() -> None:
    table = merge_speakers(make_attributions())
    assert table.columns.tolist() == COLUMNS
    assert apply_speakers(make_attributions(), table).empty


def test_time_grows_with_the_names_and_not_with_their_pairs() -> None:
    def seconds(n: int) -> float:
        letters = [chr(97 + i % 26) + chr(97 + i // 26 % 26) + chr(97 + i // 676) for i in range(n)]
        rows = make_attributions(
            *((f"Budi Na{ab}a Wira{i % 97}", str(i), None, "other") for i, ab in enumerate(letters))
        )
        start = time.process_time()
        merge_speakers(rows)
        return time.process_time() - start

    seconds(200)
    assert seconds(8000) < 14 * seconds(2000)
