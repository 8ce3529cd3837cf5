"""Publication times as Indonesian sources write them, in Jakarta time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import pandas as pd

# Jakarta time minus the zone's time: 10.30 WITA is 09.30 in Jakarta.
_ZONE_HOURS: Final = {"wib": 0, "wita": -1, "wit": -2, "gmt": 7, "utc": 7, "z": 7}

_MONTHS: Final = {
    "januari": 1, "january": 1, "jan": 1, "februari": 2, "pebruari": 2, "february": 2, "feb": 2, "peb": 2,
    "maret": 3, "march": 3, "mar": 3, "mrt": 3, "april": 4, "apr": 4, "mei": 5, "may": 5, "juni": 6, "june": 6,
    "jun": 6, "juli": 7, "july": 7, "jul": 7, "agustus": 8, "august": 8, "agu": 8, "agt": 8, "agst": 8, "ags": 8,
    "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10, "october": 10, "okt": 10, "oct": 10,
    "november": 11, "nopember": 11, "nov": 11, "nop": 11, "desember": 12, "december": 12, "des": 12, "dec": 12,
}  # fmt: skip

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_CLOCK = r"(?P<hour>[01]?\d|2[0-3])[.:](?P<minute>[0-5]\d)(?:[.:](?P<second>[0-5]\d))?\s*(?P<half>[ap]m)?"
_ZONE = r"(?P<zone>wib|wita|wit|gmt|utc|z)?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?"
_TIME = rf"(?:\D{{0,12}}?{_CLOCK}\s*\(?{_ZONE}\)?)?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year>(?:19|20)\d{2})"

# Each shape with the writing it is for; the first that matches is used.
_SHAPES: Final = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        # "Senin, 27 Okt 2020 10:30 WIB", "27 Oktober 2020 | 10.30 WITA", "Jum'at , 03-Jan-2025 08:15"
        rf"(?<!\d){_DAY}[\s.\-/]*(?P<month>{_MONTH})\b[\s.,\-/]*{_YEAR}(?!\d){_TIME}",
        # "Oktober 27, 2020 10:30 am"
        rf"\b(?P<month>{_MONTH})\.?\s+{_DAY},?\s+{_YEAR}(?!\d){_TIME}",
        # "Senin, 2020/10/27 10.30", "2020-10-27 | 10:30 WIB"
        rf"(?<!\d){_YEAR}[\-/.](?P<month>0?[1-9]|1[0-2])[\-/.]{_DAY}(?!\d){_TIME}",
        # "27/10/2020 10:30 WIB", "27-10-2020", "27.10.2020": day before month, as Indonesian writes
        rf"(?<!\d){_DAY}[\-/.](?P<month>0?[1-9]|1[0-2])[\-/.]{_YEAR}(?!\d){_TIME}",
        # "10/27/2020": no such day and month, so month before day
        rf"(?<!\d)(?P<month>0?[1-9]|1[0-2])[\-/.](?P<day>1[3-9]|2\d|3[01])[\-/.]{_YEAR}(?!\d){_TIME}",
        # "20201027", "20201027T103000Z"
        r"^\s*(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
        r"(?:T?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<half>x)?(?P<zone>z)?(?P<offset>x)?)?\s*$",
    )
)
_DAY_OR_MONTH = r"(?<!\d)(?:0?[1-9]|1[0-2])[\-/.](?:0?[1-9]|1[0-2])[\-/.](?:19|20)\d{2}(?!\d)"
_ISO = r"^\s*\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?\s*$"
_ISO_ZONED = r"^\s*\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|z|[+-]\d{2}:?\d{2})\s*$"
_NUMBER = r"^\s*\d+(?:\.\d+)?\s*$"
_JAKARTA = "Asia/Jakarta"


def parse_dates(values: pd.Series) -> pd.Series:
    """Publication times in Jakarta time, from whatever the file wrote.

    Parameters
    ----------
    values : Series
        Text, datetimes or numbers. Understood are ISO with and without a zone; Indonesian and English names of days
        and months; WIB, WITA and WIT; day/month/year; seconds, milliseconds or microseconds since 1970; day numbers
        of Excel.

    Returns
    -------
    Series of datetime64[us]
        Naive times in Asia/Jakarta; NaT where nothing could be read ("kemarin", "2 jam lalu", 31 February).

    Notes
    -----
    A time without a zone is taken as Jakarta time. ``03/04/2025`` is the third of April, as Indonesian writes it
    (`read_corpus` counts such dates); only where that is no date (``10/27/2020``) the month comes first.

    Examples
    --------
    >>> parse_dates(pd.Series(["Senin, 27 Okt 2020 10:30 WITA", "2020-10-27T03:30:00Z", "kemarin"])).tolist()
    [Timestamp('2020-10-27 09:30:00'), Timestamp('2020-10-27 10:30:00'), NaT]
    """
    types = pd.api.types
    if types.is_datetime64_any_dtype(values.dtype):
        return _naive(values)
    if types.is_numeric_dtype(values.dtype) and not types.is_bool_dtype(values.dtype):
        return _from_numbers(values.astype("float64"))
    text = values.map(_as_text, na_action="ignore").astype("str") if values.dtype == object else values.astype("str")
    return _from_text(text)


def are_day_month_ambiguous(values: pd.Series) -> pd.Series:
    """True where a date such as 03/04/2025 could also be read month first."""
    if not pd.api.types.is_string_dtype(values.dtype):
        return pd.Series(False, index=values.index)
    return values.str.contains(_DAY_OR_MONTH, regex=True, na=False)


def _from_text(text: pd.Series) -> pd.Series:
    parsed = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
    iso = text.str.contains(_ISO, regex=True, na=False)
    if iso.any():
        plain = text[iso].str.strip().str.replace(",", ".", regex=False)
        parsed[iso] = _within_pandas(pd.to_datetime(plain, format="ISO8601", errors="coerce"))
    zoned = text.str.contains(_ISO_ZONED, regex=True, na=False)
    if zoned.any():
        stamps = text[zoned].str.strip().str.replace(r"\s+(?=[Zz+-])", "", regex=True).str.upper()
        parsed[zoned] = _naive(pd.to_datetime(stamps, format="ISO8601", errors="coerce", utc=True))
    number = text.str.contains(_NUMBER, regex=True, na=False) & ~text.str.contains(r"^\s*(?:19|20)\d{6}\s*$", na=False)
    if number.any():
        parsed[number] = _from_numbers(text[number].astype("float64"))
    rest = text.notna() & ~iso & ~zoned & ~number
    if rest.any():
        read = {value: _read_one(value) for value in text[rest].unique()}
        parsed[rest] = pd.Series(text[rest].map(read), index=text.index[rest]).astype("datetime64[us]")
    return parsed


def _read_one(value: str) -> datetime | None:
    """One date written with words or separators, or None."""
    for shape in _SHAPES:
        if found := shape.search(value):
            return _made_of(found.groupdict())
    return None


def _made_of(parts: dict[str, str | None]) -> datetime | None:
    month = str(parts["month"]).casefold()
    hour = int(parts["hour"] or 0)
    half = (parts["half"] or "").casefold()
    if half in ("am", "pm") and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        naive = datetime(
            int(str(parts["year"])), _MONTHS.get(month) or int(month), int(str(parts["day"])),
            hour, int(parts["minute"] or 0), int(parts["second"] or 0),
        )  # fmt: skip
    except ValueError:  # 31 February
        return None
    return naive + _to_jakarta((parts["zone"] or "").casefold(), parts["offset"])


def _to_jakarta(zone: str, offset: str | None) -> timedelta:
    """What to add to a time in the zone to have it in Jakarta. "GMT+7" and "+0800" count from Greenwich."""
    if offset:
        sign = -1 if offset[0] == "-" else 1
        digits = offset[1:].replace(":", "")
        hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
        return timedelta(hours=7) - sign * timedelta(hours=hours, minutes=minutes)
    return timedelta(hours=_ZONE_HOURS.get(zone, 0))


def _from_numbers(numbers: pd.Series) -> pd.Series:
    """Seconds, milliseconds or microseconds since 1970 (UTC), Excel's day numbers, or 20251231."""
    parsed = pd.Series(pd.NaT, index=numbers.index, dtype="datetime64[us]", name=numbers.name)
    for low, high, seconds in ((1e8, 1e10, 1.0), (1e11, 1e13, 1e-3), (1e14, 1e16, 1e-6)):
        fits = numbers.between(low, high, inclusive="left") & ~_is_compact(numbers)
        if fits.any():
            micro = (numbers[fits] * seconds * 1e6).round().astype("int64")
            stamps = pd.Series(micro.to_numpy().astype("datetime64[us]"), index=micro.index)
            parsed[fits] = _naive(stamps.dt.tz_localize("UTC"))
    serial = numbers.between(20_000, 80_000)  # 1954 to 2119
    if serial.any():
        seconds_of = (numbers[serial] * 86_400).round().astype("int64").to_numpy()
        parsed[serial] = np.datetime64("1899-12-30", "us") + (seconds_of * 1_000_000).astype("timedelta64[us]")
    compact = _is_compact(numbers)
    if compact.any():
        digits = numbers[compact].astype("int64").astype("str")
        parsed[compact] = pd.to_datetime(digits, format="%Y%m%d", errors="coerce").astype("datetime64[us]")
    return parsed


def _is_compact(numbers: pd.Series) -> pd.Series:
    return numbers.between(19_000_101, 20_991_231) & (numbers % 1 == 0)


def _naive(stamps: pd.Series) -> pd.Series:
    if stamps.dt.tz is not None:
        stamps = stamps.dt.tz_convert(_JAKARTA).dt.tz_localize(None)
    return _within_pandas(stamps)


def _within_pandas(stamps: pd.Series) -> pd.Series:
    return stamps.astype("datetime64[us]")


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
