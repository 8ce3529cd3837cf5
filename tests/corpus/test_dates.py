"""Dates as Indonesian sources write them, each in Jakarta time."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bingkai.corpus.dates import are_day_month_ambiguous, parse_dates


def one(value):
    return parse_dates(pd.Series([value])).iloc[0]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # ISO
        ("2025-03-04", "2025-03-04"),
        ("2025-03-04 10:30:00", "2025-03-04 10:30"),
        ("2025-03-04T10:30", "2025-03-04 10:30"),
        ("2025-03-04T10:30:00.123456", "2025-03-04 10:30:00.123456"),
        ("2025-03-04T10:30:00Z", "2025-03-04 17:30"),
        ("2025-03-04T10:30:00+07:00", "2025-03-04 10:30"),
        ("2025-03-04 10:30:00+0800", "2025-03-04 09:30"),
        ("2025-03-04 23:30:00 +00:00", "2025-03-05 06:30"),
        # names of days and months
        ("Senin, 27 Okt 2020 10:30 WIB", "2020-10-27 10:30"),
        ("Jum'at, 3 Januari 2025, 08.15", "2025-01-03 08:15"),
        ("Ahad 05 Mei 2024 - 07:00 WIB", "2024-05-05 07:00"),
        ("27 Oktober 2020 | 10.30 WITA", "2020-10-27 09:30"),
        ("1 Agustus 2024 01:00 WIT", "2024-07-31 23:00"),
        ("Kamis, 7 Nopember 2024", "2024-11-07"),
        ("12 Agt 2023 12:00", "2023-08-12 12:00"),
        ("12 Des 2023", "2023-12-12"),
        ("Rabu, 29-Feb-2024 06:05:04 WIB", "2024-02-29 06:05:04"),
        ("Diperbarui 14 Februari 2025, 19:45 WIB", "2025-02-14 19:45"),
        ("October 27, 2020 3:05 pm", "2020-10-27 15:05"),
        ("27 October 2020 12:10 am", "2020-10-27 00:10"),
        ("Mon, 27 Oct 2020 03:30:00 GMT", "2020-10-27 10:30"),
        ("Mon, 27 Oct 2020 10:30:00 +0700", "2020-10-27 10:30"),
        # day before month
        ("03/04/2025", "2025-04-03"),
        ("3-4-2025 10:30 WIB", "2025-04-03 10:30"),
        ("27/10/2020 10.30", "2020-10-27 10:30"),
        ("Senin (27/10/2020 10:30 WIB)", "2020-10-27 10:30"),
        ("10/27/2020", "2020-10-27"),
        ("2020/10/27 10:30", "2020-10-27 10:30"),
        # numbers
        ("1741084200", "2025-03-04 17:30"),
        ("1741084200000", "2025-03-04 17:30"),
        ("45720", "2025-03-04"),
        ("45720.4375", "2025-03-04 10:30"),
        ("20250304", "2025-03-04"),
    ],
)  # fmt: skip
def test_a_date_that_is_understood(written, read):
    assert one(written) == pd.Timestamp(read)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "kemarin",
        "2 jam lalu",
        "Senin",
        "31 Februari 2025",
        "31/02/2025",
        "2025-13-01",
        "0",
        "12",
        "Maret 2025",
        "99/99/2025",
    ],
)
def test_what_is_no_date_is_missing(written):
    assert one(written) is pd.NaT


def test_datetimes_and_numbers_keep_their_meaning():
    zoned = pd.Series(pd.to_datetime(["2025-03-04T03:30:00Z", None], utc=True))
    assert parse_dates(zoned).tolist() == [pd.Timestamp("2025-03-04 10:30"), pd.NaT]
    assert parse_dates(pd.Series([1741084200, 45720])).tolist() == [
        pd.Timestamp("2025-03-04 17:30"),
        pd.Timestamp("2025-03-04"),
    ]
    naive = pd.Series(pd.to_datetime(["2025-03-04 10:30"]))
    assert parse_dates(naive).tolist() == naive.tolist()
    mixed = pd.Series([pd.Timestamp("2025-03-04 10:30"), "4 Maret 2025", None], dtype=object)
    assert parse_dates(mixed).tolist() == [pd.Timestamp("2025-03-04 10:30"), pd.Timestamp("2025-03-04"), pd.NaT]


def test_shape_index_and_input_stay():
    values = pd.Series(["2025-03-04", "kemarin", None], index=[7, 3, 5])
    before = values.copy()
    parsed = parse_dates(values)
    assert str(parsed.dtype) == "datetime64[us]"
    assert parsed.index.tolist() == [7, 3, 5]
    pd.testing.assert_series_equal(values, before)
    assert parse_dates(pd.Series([], dtype="str")).empty


def test_which_dates_could_be_read_otherwise():
    values = pd.Series(["03/04/2025", "13/04/2025", "2025-03-04", None])
    assert are_day_month_ambiguous(values).tolist() == [True, False, False, False]


@given(
    st.datetimes(
        min_value=pd.Timestamp("1990-01-01").to_pydatetime(), max_value=pd.Timestamp("2090-01-01").to_pydatetime()
    )
)
def test_every_iso_time_is_read_back(moment):
    assert one(moment.isoformat(timespec="microseconds")) == pd.Timestamp(moment)


@given(st.text(max_size=30))
def test_no_text_stops_the_reading(text):
    parse_dates(pd.Series([text], dtype="str"))
