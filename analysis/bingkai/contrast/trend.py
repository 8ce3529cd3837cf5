"""How an outlet's rate runs along time, and whether it changes at a date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from bingkai.contrast import course as along
from bingkai.contrast.blocks import choose_measures, usable_rows
from bingkai.contrast.change import Row, change_table, found_changes, named_change
from bingkai.contrast.course import MIN_DAYS, Course, Floats
from bingkai.contrast.resample import generator
from bingkai.contrast.trend_result import PERIODS, Settings, Trend
from bingkai.contrast.units import count_copies
from bingkai.schema import TREND, SchemaError, build

Events = Mapping[str, object] | pd.DataFrame


def trend(
    measures: pd.DataFrame,
    measure: str,
    *,
    articles: pd.DataFrame | None = None,
    by: str = "W",
    events: Events | None = None,
    search: bool = True,
    window: int = 28,
    smooth: int | None = None,
    copies: str = "once",
    seed: int = 7,
    n_resamples: int = 2000,
    min_articles: int = 5,
    confidence: float = 0.95,
) -> Trend:
    """How each outlet's rate runs from week to week, and whether it changes around dates that are named.

    Parameters
    ----------
    measures : DataFrame
        MEASURES.
    measure : str
        Which measure.
    articles : DataFrame, optional
        Where `article_id` and `published` stand; needed unless the measures have `published` themselves.
    by : {"D", "W", "M", "Q", "Y"}
        Periods: days, weeks from Monday, months, quarters, years.
    events : dict of name to date, or DataFrame with `event` and `date`, optional
        Dates at which a change is looked at; the date itself counts as after.
    search : bool
        Search for the date of a change that nobody named, too.
    window : int
        Days before and after a named date that are compared.
    smooth : int, optional
        Also give the rate of so many periods around each: an odd number.
    copies : {"once", "all", "without"}
        How copied articles count where the measures have `copy_group`, as in `compare_outlets`; the copies of a text
        within an outlet have the date of the first of them by `article_id`.
    seed, n_resamples : int
        Of bootstrap and shuffles.
    min_articles : int
        Articles a period, or a side of a date, must have for an interval.
    confidence : float
        Of the intervals.

    Returns
    -------
    Trend
        `.to_frame()` is TREND, a row an outlet and period (periods without articles too): estimate, ci_low, ci_high,
        smooth (count per base unit), count, base, n_articles. `.changes` is CHANGES; rates are count per base unit:

        - kind: named or found; event, date: which; date_low, date_high: interval of a found date
        - before, after, effect, ci_low, ci_high: rates on both sides, their difference and its interval
        - level, level_low, level_high: jump at the date beyond a straight course on either side (segmented regression)
        - p_value, q_value: see Notes
        - placebo_share, n_placebo: share of other dates with as clear a change, and how many there are
        - n_before, n_after: articles; note: why a row is refused or to be read with care

    Raises
    ------
    SchemaError
        There are no dates, or a column is missing.
    ValueError
        An unknown measure or setting, or an event without a readable date.

    Notes
    -----
    Rates of periods: articles of the outlet and period drawn with replacement, percentile-t on the square-root scale.
    Named: weeks counted from the date are the units, since articles of one day and days of one week share their news;
    where a side has not four weeks, stretches of a quarter of the side. Each side's rate has a t interval on the
    square-root scale; its variance is robust by stretch (CR2), made larger by as much as each stretch of the outlet's
    whole course is like the one before, with the degrees of freedom of few uneven stretches (Satterthwaite); p is of
    the difference of the square roots by the same t. Simulated with no change at the date, 92 to 98 % of the intervals
    hold 0 where 95 % is stated, over daily rates that follow each other (correlation 0.5) and events that last 5 and 10
    days; 89 to 96 % where the correlation is 0.8 (``bench_trend.py coverage``). Over days it would be 73 to 90 %.
    Found: the date at which the studentised difference over the whole course is largest, its p from the largest one
    in courses with shuffled weeks (a maximum over all dates, so the search is paid for); a course with a clear change
    is cut there and both parts are searched (binary segmentation). q is Benjamini-Hochberg over all rows of a kind.

    Known bias: in courses of two months or less a drift over weeks cannot be told from a change. Where news runs across
    weeks the p of a found date is too small (13 % at 5 % with bursts of five days; 75 % were days shuffled), and the
    interval of the date, over days, too narrow. A drift over months is no change at a date: placebo dates and the jump
    beyond a straight course show it. What changes at a date may be what there is to report rather than how: compare
    within events where that matters. Articles without a date are left out and counted.

    References
    ----------
    Bell and McCaffrey (2002). Bias reduction in standard errors for linear regression with multi-stage samples. Survey
    Methodology 28. Bernal, Cummins and Gasparrini (2017). Interrupted time series regression for the evaluation of
    public health interventions. International Journal of Epidemiology 46. Vostrikova (1981). Detecting disorder in
    multidimensional random processes. Matteson and James (2014). A nonparametric approach for multiple change point
    analysis. JASA 109.

    Examples
    --------
    >>> days = pd.date_range("2025-03-03", periods=56).astype("datetime64[us]")
    >>> frame = pd.DataFrame({
    ...     "article_id": [f"a{i:02}" for i in range(56)], "outlet": "Harian Fiksi", "measure": "stance.jarak",
    ...     "count": [0, 1] * 14 + [3, 4] * 14, "base": 10, "unit": "attributions", "published": days})
    >>> hasil = trend(frame, "stance.jarak", events={"sidang": "2025-03-31"}, n_resamples=200)
    >>> hasil.to_frame()["estimate"].round(2).tolist()
    [0.04, 0.06, 0.04, 0.06, 0.34, 0.36, 0.34, 0.36]
    >>> clear = hasil.changes[hasil.changes["p_value"] <= 0.05]
    >>> clear[["kind", "date", "effect"]].astype({"date": "str"}).round(2).values.tolist()
    [['named', '2025-03-31', 0.3], ['found', '2025-03-31', 0.3]]
    """
    settings = Settings(by, window, smooth, seed, n_resamples, min_articles, confidence)
    _check_settings(settings)
    name = choose_measures(measures, measure)[0] if "measure" in measures else measure
    rows, left_out, unit = _dated_rows(measures, name, articles, copies)
    named = _event_dates(events)
    outlets = {str(outlet): own.sort_values("article_id") for outlet, own in rows.groupby("outlet", sort=True)}
    series = [row for outlet, own in outlets.items() for row in _series(outlet, own, _span(rows, by), settings)]
    courses = {outlet: _course_of_days(own) for outlet, own in outlets.items()}
    changes = [
        named_change(outlet, course, event, date, settings)
        for outlet, course in courses.items()
        for event, date in named.itertuples(index=False)
    ]
    if search:
        changes += [row for outlet, course in courses.items() for row in found_changes(outlet, course, settings)]
    return Trend(
        series=build({"measure": [name] * len(series)} | _columns(series, TREND.required), TREND),
        changes=change_table(changes, name),
        events=named,
        left_out=left_out,
        unit=unit,
        settings=settings,
    )


def _check_settings(asked: Settings) -> None:
    if asked.by not in PERIODS:
        raise ValueError(f"by={asked.by!r}: wanted one of {', '.join(PERIODS)}")
    if asked.window < MIN_DAYS:
        raise ValueError(f"window {asked.window}: wanted at least {MIN_DAYS} days on either side")
    if asked.smooth is not None and (asked.smooth < 3 or asked.smooth % 2 == 0):
        raise ValueError(f"smooth {asked.smooth}: wanted an odd number of periods from 3, or None")
    if asked.n_resamples < 19:
        raise ValueError(f"n_resamples {asked.n_resamples}: wanted at least 19 (2000 for anything to be published)")
    if asked.min_articles < 2:
        raise ValueError(f"min_articles {asked.min_articles}: wanted at least 2, a variance needs two articles")
    if not 0.5 <= asked.confidence < 1:
        raise ValueError(f"confidence {asked.confidence}: wanted 0.5 to below 1, as 0.95")
    if asked.seed < 0:
        raise ValueError(f"seed {asked.seed}: wanted 0 or more")


def _dated_rows(
    measures: pd.DataFrame, name: str, articles: pd.DataFrame | None, copies: str
) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Usable rows of the measure with `published`; what was left out, by reason; the unit."""
    rows, left_out = usable_rows(measures, [name], None)
    dates = _dates_of(measures if articles is None else articles, given=articles is not None)
    rows = rows.assign(published=rows["article_id"].map(dates))
    undated = int(rows["published"].isna().sum())
    without_date = pd.DataFrame({"reason": ["date"], "n_articles": [undated]})
    rows, copied = count_copies(rows[rows["published"].notna()], copies)
    left_out = pd.concat([left_out, copied, without_date])[["reason", "n_articles"]]
    left_out = left_out[left_out["n_articles"] > 0].reset_index(drop=True)
    if rows.empty:
        counted = ", ".join(f"{n} {why}" for why, n in left_out.itertuples(index=False)) or "no rows"
        raise SchemaError(f"no article of {name!r} has a date and a base above 0; left out by reason: {counted}")
    return rows, left_out, str(rows["unit"].iloc[0])


def _dates_of(frame: pd.DataFrame, *, given: bool) -> pd.Series:
    missing = [column for column in ("article_id", "published") if column not in frame.columns]
    if missing:
        todo = "" if given else ": pass articles=, which has the publication dates"
        raise SchemaError(f"trend needs the column {missing[0]!r}; got {', '.join(map(str, frame.columns))}{todo}")
    if not pd.api.types.is_datetime64_any_dtype(frame["published"].dtype):
        raise SchemaError(f"'published' holds {frame['published'].dtype}, wanted dates: use parse_dates first")
    dates = frame.drop_duplicates("article_id").set_index("article_id")["published"]
    return dates.dt.tz_localize(None) if dates.dt.tz is not None else dates


def _event_dates(events: Events | None) -> pd.DataFrame:
    if isinstance(events, pd.DataFrame):
        if missing := [name for name in ("event", "date") if name not in events.columns]:
            raise ValueError(f"events wants the columns 'event' and 'date'; {missing[0]!r} is missing")
        events = dict(zip(events["event"], events["date"], strict=True))
    named = {str(name): pd.to_datetime(pd.Series([date], dtype="object"), errors="coerce").iloc[0]
             for name, date in (events or {}).items()}  # fmt: skip
    for name, date in named.items():
        if pd.isna(date):
            raise ValueError(f"event {name!r} has no readable date: write it as 2025-01-06")
    days = pd.Series(list(named.values()), dtype="datetime64[us]").dt.normalize()
    return pd.DataFrame({"event": pd.Series(list(named), dtype="str"), "date": days})


def _frequency(by: str) -> str:
    return "W-SUN" if by == "W" else by


def _span(rows: pd.DataFrame, by: str) -> pd.PeriodIndex:
    periods = rows["published"].dt.to_period(_frequency(by))
    return pd.period_range(periods.min(), periods.max(), freq=_frequency(by))


def _course_of_days(own: pd.DataFrame) -> Course:
    day = own["published"].to_numpy().astype("datetime64[D]").astype(np.int64)
    return along.group_course(day, own["count"].to_numpy(float), own["base"].to_numpy(float))


def _series(outlet: str, own: pd.DataFrame, span: pd.PeriodIndex, asked: Settings) -> Iterator[Row]:
    place = span.get_indexer(pd.PeriodIndex(own["published"].dt.to_period(span.freq)))
    count, base = own["count"].to_numpy(float), own["base"].to_numpy(float)
    sums = np.stack([np.bincount(place, values, len(span)) for values in (count, base, np.ones_like(base))])
    smooth = _smooth(sums[0], sums[1], asked.smooth)
    smooth[: place.min()] = smooth[place.max() + 1 :] = np.nan  # before its first and after its last article
    articles = Course(np.arange(len(own)), count, base, np.ones(len(own), dtype=np.int64))
    per_hit = along.mean_hit(count)
    for row, start in enumerate(span.start_time):
        c, b, n = sums[:, row]
        low = high = np.nan
        if n >= asked.min_articles:
            rng = generator(asked.seed, "trend", outlet, str(start.date()))
            chosen = articles.take(place == row)
            _, low, high = along.rate_with_interval(chosen, per_hit, rng, asked.n_resamples, asked.confidence)
        yield {"outlet": outlet, "period": start, "estimate": c / b if b else np.nan,
               "ci_low": low, "ci_high": high, "smooth": smooth[row], "count": c, "base": b,
               "n_articles": int(n)}  # fmt: skip


def _smooth(count: Floats, base: Floats, periods: int | None) -> Floats:
    """Rates of `periods` periods around each, those beyond the ends left out."""
    if periods is None:
        return np.full(len(count), np.nan)
    reach = np.ones(periods)
    sums = [np.convolve(np.pad(values, periods // 2), reach, mode="valid") for values in (count, base)]
    return np.asarray(np.divide(sums[0], sums[1], out=np.full(len(count), np.nan), where=sums[1] > 0))


def _columns(rows: Sequence[Row], names: Sequence[str]) -> dict[str, Sequence[object]]:
    return {name: [row[name] for row in rows] for name in names if rows and name in rows[0]}
