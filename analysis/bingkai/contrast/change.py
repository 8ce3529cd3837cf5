"""Changes of an outlet's rate: at a date that was named, and at one that is searched for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from bingkai.contrast import course as along
from bingkai.contrast.correct import benjamini_hochberg
from bingkai.contrast.course import MIN_DAYS, Booleans, Course
from bingkai.contrast.notes import Note, write_notes
from bingkai.contrast.resample import generator
from bingkai.contrast.stretches import stretch_change, stretch_days, stretch_jump, stretches_from
from bingkai.contrast.trend_result import Settings
from bingkai.schema import CHANGES, build

CLEAR = 0.05
MIN_STRETCHES = 3
"""Stretches with articles on either side of a date, under which too little is known of how they differ."""
FEW_STRETCHES = 4
"""With fewer of them on a side an interval is to be read with care."""
SEARCHED: Note = (
    "dicari pada data yang sama: selisihnya cenderung terlalu besar",
    "searched for in the same data: its size tends to be too large",
)
UNCLEAR: Note = ("tidak lebih jelas daripada urutan minggu yang diacak", "no clearer than in shuffled weeks")
Row = dict[str, object]


def named_change(outlet: str, course: Course, event: str, when: pd.Timestamp, asked: Settings) -> Row:
    date = int(when.to_datetime64().astype("datetime64[D]").astype(np.int64))
    near = course.take((course.day >= date - asked.window) & (course.day < date + asked.window))
    after = near.day >= date
    row = _empty_change(outlet, "named", date) | {"event": event} | _sides(near, after)
    refused = _refusal(near, date, asked.min_articles)
    if refused:
        return row | {"note": write_notes(refused)}
    found = stretch_change(near, course, date, asked.confidence)
    level, level_low, level_high = stretch_jump(near, date, asked.confidence)
    share, n_placebo = along.placebo(course, date, asked.window)
    fewest = min(_n_stretches(near, date))
    care: list[Note] = [] if fewest >= FEW_STRETCHES else [(
        f"sedikit potongan waktu ({fewest} di satu sisi): selang kasar",
        f"few stretches of days ({fewest} on a side): rough interval",
    )]  # fmt: skip
    return row | {
        "effect": found.effect, "ci_low": found.low, "ci_high": found.high, "level": level, "level_low": level_low,
        "level_high": level_high, "p_value": found.p_value, "placebo_share": share, "n_placebo": n_placebo,
        "note": write_notes(care),
    }  # fmt: skip


def _n_stretches(near: Course, date: int) -> tuple[int, int]:
    """Stretches with articles before and after."""
    stretch = stretches_from(near, date, stretch_days(near, date)).day
    return int((stretch < 0).sum()), int((stretch >= 0).sum())


def _refusal(near: Course, date: int, min_articles: int) -> list[Note]:
    """Why the two sides cannot be compared; empty where they can."""
    after = near.day >= date
    fewest_days = int(min((~after).sum(), after.sum()))
    fewest = int(min(near.n_articles[~after].sum(), near.n_articles[after].sum()))
    if fewest_days < MIN_DAYS:
        return [(f"hanya {fewest_days} hari terbit di satu sisi, perlu {MIN_DAYS}",
                 f"only {fewest_days} days with articles on a side, {MIN_DAYS} wanted")]  # fmt: skip
    if fewest < min_articles:
        return [(f"hanya {fewest} artikel di satu sisi, perlu {min_articles}",
                 f"only {fewest} articles on a side, {min_articles} wanted")]  # fmt: skip
    fewest_stretches = min(_n_stretches(near, date))
    if fewest_stretches < MIN_STRETCHES:
        return [(f"hanya {fewest_stretches} potongan waktu di satu sisi, perlu {MIN_STRETCHES}",
                 f"only {fewest_stretches} stretches of days on a side, {MIN_STRETCHES} wanted")]  # fmt: skip
    if not near.count.any():
        return [("tidak pernah muncul", "never counted")]
    return []


def found_changes(outlet: str, course: Course, asked: Settings) -> Iterator[Row]:
    rng = generator(asked.seed, "search", outlet)
    parts = [course] if course.count.any() else []
    while parts:
        part = parts.pop()
        hit = along.search(part, rng, asked.n_resamples)
        if hit is None:
            continue
        place, p_value = hit
        after = np.arange(len(part.day)) >= place
        row = _empty_change(outlet, "found", int(part.day[place])) | _sides(part, after)
        low, high = along.search_interval(part, place, rng, min(asked.n_resamples, 499), asked.confidence)
        yield row | {
            "date_low": low, "date_high": high, "effect": row["after"] - row["before"],  # type: ignore[operator]
            "p_value": p_value, "note": write_notes([SEARCHED] if p_value <= CLEAR else [UNCLEAR]),
        }  # fmt: skip
        if p_value <= CLEAR:
            parts += [part.take(after), part.take(~after)]


def _sides(course: Course, after: Booleans) -> Row:
    with np.errstate(divide="ignore", invalid="ignore"):
        before, later = (course.count[side].sum() / course.base[side].sum() for side in (~after, after))
    return {"before": before, "after": later, "n_before": int(course.n_articles[~after].sum()),
            "n_after": int(course.n_articles[after].sum())}  # fmt: skip


def _empty_change(outlet: str, kind: str, date: int) -> Row:
    numbers = ("effect", "ci_low", "ci_high", "level", "level_low", "level_high", "p_value", "placebo_share")
    return dict.fromkeys(numbers, np.nan) | {
        "outlet": outlet, "kind": kind, "event": None, "date": date, "date_low": None, "date_high": None,
        "n_placebo": 0, "note": "",
    }  # fmt: skip


def change_table(rows: list[Row], name: str) -> pd.DataFrame:
    columns = {column: [row[column] for row in rows] for column in CHANGES.required if not rows or column in rows[0]}
    for column in ("date", "date_low", "date_high"):
        days = [np.datetime64("NaT") if day is None else np.datetime64(int(day), "D") for day in columns[column]]  # type: ignore[call-overload]
        columns[column] = list(np.array(days, dtype="datetime64[us]"))
    columns |= {"measure": [name] * len(rows), "q_value": [np.nan] * len(rows), "note": [row["note"] for row in rows]}
    table = build(dict(columns), CHANGES)
    for kind in ("named", "found"):
        chosen = (table["kind"] == kind).to_numpy()
        table.loc[chosen, "q_value"] = benjamini_hochberg(table.loc[chosen, "p_value"])
    place = table["kind"].map({"named": 0, "found": 1})
    ordered = table.assign(place=place).sort_values(["place", "date", "outlet"], ignore_index=True)
    return ordered.drop(columns="place")
