"""The frames that pass between rooms, and the errors when they do not fit."""

import pandas as pd
import pytest

from bingkai import schema
from bingkai.schema import ARTICLES, ATTRIBUTIONS, TERMS, WORDS, SchemaError, build, empty, require

ALL = [value for value in vars(schema).values() if isinstance(value, schema.Schema)]


@pytest.mark.parametrize("declared", ALL, ids=lambda declared: declared.name)
def test_an_empty_frame_fits_its_own_schema(declared: schema.Schema) -> None:
    assert list(require(empty(declared), declared).columns) == [column.name for column in declared.columns]


@pytest.mark.parametrize("declared", ALL, ids=lambda declared: declared.name)
def test_every_column_has_a_meaning(declared: schema.Schema) -> None:
    assert declared.codebook()["meaning"].str.len().min() > 5


def test_a_missing_column_names_the_nearest() -> None:
    with pytest.raises(SchemaError, match=r"WORDS needs the column 'n_words' \(did you mean 'n_word'\?\)"):
        require(pd.DataFrame({"article_id": ["a"], "zone": ["title"], "n_word": [1]}), WORDS)


def test_two_missing_columns_are_both_named() -> None:
    with pytest.raises(SchemaError, match="'zone', 'n_words'"):
        require(pd.DataFrame({"article_id": ["a"]}), WORDS)


def test_a_column_of_the_wrong_kind_says_got_and_wanted() -> None:
    frame = pd.DataFrame({"article_id": ["a"], "zone": ["title"], "n_words": ["three"]})
    with pytest.raises(SchemaError, match=r"'n_words' holds str, wanted integer"):
        require(frame, WORDS)


def test_something_that_is_no_frame_is_refused() -> None:
    with pytest.raises(SchemaError, match="wants a pandas DataFrame, one row an article; got list"):
        require([], ARTICLES)  # type: ignore[arg-type]


def test_build_keeps_spans_as_lists_and_missing_text_as_nan() -> None:
    row = {column.name: [None] for column in ATTRIBUTIONS.columns if column.kind in ("text", "offset", "number")}
    frame = build({**row, "article_id": ["a"], "sentence": [0], "content_spans": [[[0, 3], [5, 9]]]}, ATTRIBUTIONS)
    assert frame.loc[0, "content_spans"] == [[0, 3], [5, 9]]
    assert pd.isna(frame.loc[0, "cue"])
    assert pd.isna(frame.loc[0, "cue_start"])


def test_optional_columns_may_be_absent() -> None:
    frame = pd.DataFrame({"article_id": ["a"], "outlet": ["Kabar Nusa"], "published": pd.to_datetime(["2031-01-02"]),
                          "title": ["Judul"], "text": ["Isi."]})  # fmt: skip
    assert require(frame, ARTICLES) is frame


def test_a_schema_column_is_found_by_name() -> None:
    assert TERMS["zone"].values == schema.ZONES


def test_a_contrast_takes_one_name_for_a_tuple_of_one() -> None:
    one = schema.Contrast("a", "stance.jarak", outlets="Kabar")  # type: ignore[arg-type]
    assert one == schema.Contrast("a", ("stance.jarak",), outlets=("Kabar",))
    assert hash(schema.Contrast("a", ["x", "y"])) == hash(schema.Contrast("a", ("x", "y")))  # type: ignore[arg-type]


def test_what_is_no_reading_is_named_with_what_was_wanted() -> None:
    with pytest.raises(SchemaError, match=r"kwic wants what analyse\(articles\) gives; got DataFrame"):
        schema.require_reading(empty(ARTICLES), "kwic")


def test_pyarrow_columns_become_plain_ones_and_others_stay() -> None:
    words = build({"article_id": ["a"], "zone": ["title"], "n_words": [3]}, WORDS)
    assert schema.plain_types(words, WORDS) is words
    pd.testing.assert_frame_equal(schema.plain_types(words.convert_dtypes(dtype_backend="pyarrow"), WORDS), words)


@pytest.mark.parametrize("backend", ["numpy_nullable", "pyarrow"])
def test_dates_with_a_zone_become_the_time_of_jakarta(backend: str) -> None:
    frame = build({"article_id": ["a"], "outlet": ["K"], "published": ["2025-01-01 23:30"], "title": [""],
                   "text": ["t"]}, ARTICLES)  # fmt: skip
    zoned = frame.assign(published=frame["published"].dt.tz_localize("UTC")).convert_dtypes(dtype_backend=backend)
    made = schema.plain_types(zoned, ARTICLES)["published"]
    assert (str(made.dtype), made.iloc[0]) == ("datetime64[us]", pd.Timestamp("2025-01-02 06:30"))
