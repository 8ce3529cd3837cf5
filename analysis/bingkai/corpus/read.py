"""Files of articles into one ARTICLES frame, with an account of what was left out."""

from __future__ import annotations

import html
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from bingkai.corpus.columns import FIELDS, Choice, CorpusError, choose_columns, is_news_watch
from bingkai.corpus.dates import are_day_month_ambiguous, parse_dates
from bingkai.corpus.file_formats import Note, Table
from bingkai.corpus.files import Found, read_tables
from bingkai.corpus.left_out import REASONS, left_out, reading_notes, remember
from bingkai.corpus.merging import FILE, KEPT, NEWS_WATCH, REASON, ROW, note, row_keys, settle, with_settled
from bingkai.corpus.outlets import MISSING_NAMES, UNKNOWN_OUTLET, canonical_outlets, is_listed
from bingkai.corpus.plain_text import (
    has_control_characters,
    has_entities,
    has_mojibake,
    has_tags,
    with_plain_characters,
    without_tags,
)
from bingkai.schema import ARTICLES, require

__all__ = ["CorpusError", "left_out", "read_corpus", "reading_notes"]

HUGE_TEXT: Final = 1_000_000
FLATTENED_TEXT: Final = 1_500
_EXCEL_CELL: Final = 32_767
_LATER: Final = ("dateline", "origin", "copy_group", "event_id")  # columns of ARTICLES that later steps add
_RESERVED: Final = ("ignored",)  # spans into the text as it was when they were found
_INTERNAL: Final = (FILE, ROW, NEWS_WATCH)
_EMPTY_TEXTS: Final = frozenset({"", "nan", "none", "null", "n/a"})


def read_corpus(
    path: str | PathLike[str],
    columns: Mapping[str, str] | None = None,
    *,
    encoding: str | None = None,
    outlets: Mapping[str, str] | None = None,
    progress: bool = True,
) -> pd.DataFrame:
    """Articles from a file or a folder, ready to be compared.

    Parameters
    ----------
    path : path
        csv, tsv (comma, semicolon or tab), xlsx, json, jsonl, parquet, also as .gz; a folder of those; or a folder of
        .txt files, one article a file, where sub-folders name the outlets. news-watch and trafilatura files are read
        as they come.
    columns : mapping, optional
        Where the columns are not found by their usual names: **bingkai's name to the file's**, as in
        ``{"text": "Isi Berita", "outlet": "Nama Koran"}``. bingkai's names are article_id, outlet, published, title,
        text, url and section; only text is needed.
    encoding : str, optional
        Of text files; otherwise found out (UTF-8, UTF-16, else cp1252).
    outlets : mapping, optional
        Your own spellings or domains of outlets and the name each stands for.
    progress : bool
        Show a progress bar for folders.

    Returns
    -------
    ARTICLES
        - article_id: the file's own, else a hash of outlet, link, title and text; unique
        - outlet: canonical name (`canonical_outlets`); "Tidak diketahui" where the file does not say
        - published: Jakarta time (`parse_dates`); NaT where missing or unreadable
        - title: the headline; "" where there is none
        - text: plain text with ``\\n`` as line end; all offsets count in this text
        - url, section: missing where the file does not say

        and after these, unchanged, the file's other columns. `left_out(articles)` lists the rows that are not among the
        articles, `reading_notes(articles)` says what was done.

    Raises
    ------
    CorpusError
        The file cannot be read, has no column with texts, or no article is left.

    Notes
    -----
    Rows without text are left out. Rows alike in every column but the keyword are merged; rows of a news-watch file
    are merged by link, the longest text is kept and the keywords are joined by "; ". An id that stands for several
    articles gets a suffix. Where two columns could be meant, the first filled one in the order of `columns.ALIASES`
    is used and a note says so. Nothing in a cell is ever evaluated.
    """
    found = read_tables(Path(path), encoding, progress)
    notes: list[Note] = []
    rows, without_text = prepare_rows(found, columns, outlets, notes)
    kept, merged = settle(row_keys(rows), notes)
    out = unread_rows(found) + out_rows(without_text, kept) + out_rows(rows.join(merged, how="right"), kept)
    rows = with_settled(rows, kept)
    describe_texts(rows, notes)
    describe_outlets(rows["outlet"], flattened_by_outlet(rows), outlets, notes)
    if rows.empty:
        raise CorpusError(_nothing_left_message(found, out))
    counts = {"n_rows": len(rows) + len(out), "n_files": _n_files(found), "n_articles": len(rows), "n_out": len(out)}
    articles = rows.drop(columns=list(_INTERNAL)).reset_index(drop=True)
    return remember(require(articles, ARTICLES), [("read", counts), *notes], out)


def prepare_rows(
    found: Found, columns: Mapping[str, str] | None, outlets: Mapping[str, str] | None, notes: list[Note]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of some tables with bingkai's columns and plain texts; and those of them without a text."""
    frames = _frames(found, columns, notes)
    if not frames:
        raise CorpusError("; ".join(why for _, why in found.unreadable))
    notes += file_notes(found)
    rows = _with_plain_text(pd.concat(frames, ignore_index=True), notes)
    return _without_empty(_with_outlets(_with_dates(rows, notes), outlets, notes), notes)


# --- from a file's columns to fields


def _frames(found: Found, columns: Mapping[str, str] | None, notes: list[Note]) -> list[pd.DataFrame]:
    """The tables with bingkai's columns; a table without texts among others is unreadable, alone it is an error."""
    frames = []
    for table in found.tables:
        try:
            frames.append(_with_fields(table, columns, notes))
        except CorpusError as error:
            if len(found.tables) == 1:
                raise
            found.unreadable.append((table.file, str(error)))
    return frames


def _with_fields(table: Table, columns: Mapping[str, str] | None, notes: list[Note]) -> pd.DataFrame:
    names = [str(name) for name in table.cells.columns]
    choice = choose_columns(names, columns, lambda name: bool(is_filled(table.cells[name]).any()), table.file)
    chosen = _with_links(choice, table.cells)
    news_watch = is_news_watch(names)
    fields = {field: _as_text(table.cells[chosen[field]]) if field in chosen else None for field in FIELDS}
    frame = pd.DataFrame({field: _text_or_missing(values, len(table.cells)) for field, values in fields.items()})
    for field in ("article_id", "outlet", "published", "url", "section"):
        frame[field] = _without_placeholders(frame[field])
    extras = _extras(table.cells, set(chosen.values()), news_watch, notes)
    where = pd.DataFrame({FILE: table.where["file"], ROW: table.where["row"], NEWS_WATCH: news_watch})
    notes += table.notes + _column_notes(table, choice, chosen, news_watch)
    return pd.concat([frame, extras, where], axis="columns")


def _with_links(choice: Choice, cells: pd.DataFrame) -> dict[str, str]:
    """trafilatura's JSON has the article's link under `source`: a source that holds paths is the link, too."""
    chosen = dict(choice.columns)
    if "url" not in chosen and "outlet" in chosen:
        for column in [chosen["outlet"], *choice.passed_over.get("outlet", [])]:
            values = _as_text(cells[column]).dropna()
            if len(values) and values.str.contains(r"^https?://[^/]+/[^/]", regex=True).mean() > 0.5:
                return chosen | {"url": column}
    return chosen


def _extras(cells: pd.DataFrame, used: set[str], news_watch: bool, notes: list[Note]) -> pd.DataFrame:
    """The file's other columns, unchanged but for names that bingkai needs itself."""
    extras = cells[[name for name in cells.columns if name not in used]]
    counters = [name for name in extras.columns if not name or name.startswith(("Unnamed:", "__index_level_"))]
    taken = {name: f"{name}_other" for name in extras.columns if name in (*FIELDS, *_RESERVED)}
    if counters:
        notes.append(("columns_dropped", {"names": ", ".join(repr(name) for name in counters)}))
    if taken:
        notes.append(("columns_renamed", {"mapping": ", ".join(f"{old} → {new}" for old, new in taken.items())}))
    extras = extras.drop(columns=counters).rename(columns=taken)
    for name in extras.columns:
        if name in _LATER:
            extras[name] = _as_text(extras[name])
        elif news_watch and pd.api.types.is_string_dtype(extras[name].dtype):
            extras[name] = _without_placeholders(extras[name])
    return extras


def _as_text(values: pd.Series) -> pd.Series:
    """Any column as text: 12.0 is "12", a list of paragraphs has a line each."""
    types = pd.api.types
    if types.is_string_dtype(values.dtype) and values.dtype != object:
        return values.astype("str")
    if types.is_float_dtype(values.dtype) and (values.dropna() % 1 == 0).all():
        return values.astype("Int64").astype("str").where(values.notna()).astype("str")
    if values.dtype == object:
        return values.map(_object_as_text).astype("str")
    return values.astype("str").where(values.notna()).astype("str")


def _object_as_text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, np.ndarray)):
        return "\n".join(str(part) for part in value)
    return None if pd.isna(value) else str(value)


def _text_or_missing(values: pd.Series | None, n_rows: int) -> pd.Series:
    return pd.Series([None] * n_rows, dtype="str") if values is None else values


def is_filled(values: pd.Series) -> pd.Series:
    """Which cells hold something."""
    return ~_as_text(values).str.strip().str.casefold().fillna("").isin(_EMPTY_TEXTS)


def _without_placeholders(values: pd.Series) -> pd.Series:
    """ "Unknown", "null" and the like are missing."""
    tidy = values.str.strip()
    return tidy.mask(tidy.str.casefold().isin(MISSING_NAMES))


# --- from rows to articles


def _with_plain_text(rows: pd.DataFrame, notes: list[Note]) -> pd.DataFrame:
    text = rows["text"].fillna("")
    note(notes, "mojibake", has_mojibake(text))
    note(notes, "control", has_control_characters(text))
    title = _plain(rows["title"].fillna(""), notes).str.replace(r"\s", " ", regex=True)
    return rows.assign(title=title, text=_plain(text, notes))


def _plain(values: pd.Series, notes: list[Note]) -> pd.Series:
    note(notes, "formula", values.str.startswith("="))
    tags = has_tags(values)
    entities = has_entities(values) & ~tags
    note(notes, "html", tags)
    note(notes, "entities", entities)
    for hit, made_plain in ((tags, without_tags), (entities, html.unescape)):
        if hit.any():
            values = values.mask(hit, values[hit].map(made_plain))
    values = with_plain_characters(values)
    return values.mask(values.str.strip().str.casefold().isin(_EMPTY_TEXTS), "")


def _with_dates(rows: pd.DataFrame, notes: list[Note]) -> pd.DataFrame:
    raw = rows["published"]
    published = parse_dates(raw)
    note(notes, "date_missing", raw.isna())
    note(notes, "date_unreadable", raw.notna() & published.isna(), examples=raw)
    note(notes, "date_ambiguous", are_day_month_ambiguous(raw))
    return rows.assign(published=published)


def _with_outlets(rows: pd.DataFrame, aliases: Mapping[str, str] | None, notes: list[Note]) -> pd.DataFrame:
    named = canonical_outlets(rows["outlet"], rows["url"], aliases=aliases)
    note(notes, "outlet_from_url", rows["outlet"].isna() & named.notna())
    note(notes, "outlet_missing", named.isna())
    return rows.assign(outlet=named.fillna(UNKNOWN_OUTLET))


def _without_empty(rows: pd.DataFrame, notes: list[Note]) -> tuple[pd.DataFrame, pd.DataFrame]:
    empty = rows["text"] == ""
    note(notes, "empty_text", empty)
    out = rows[empty].copy()
    out[REASON], out[KEPT] = "empty_text", -1
    return rows[~empty], out


# --- the account


def describe_texts(rows: pd.DataFrame, notes: list[Note]) -> None:
    """Note texts that are huge or cut."""
    length = rows["text"].str.len()
    note(notes, "huge", length > HUGE_TEXT)
    note(notes, "cut_by_excel", length == _EXCEL_CELL)


def flattened_by_outlet(rows: pd.DataFrame) -> pd.Series:
    """How many long texts without a paragraph break each outlet has."""
    flattened = (rows["text"].str.len() > FLATTENED_TEXT) & ~rows["text"].str.contains("\n", regex=False)
    return rows.loc[flattened, "outlet"].value_counts()


def describe_outlets(
    names: pd.Series, flattened: pd.Series, aliases: Mapping[str, str] | None, notes: list[Note]
) -> None:
    """Note outlets that the table does not list, and those whose texts came flattened."""
    unlisted = pd.Series(sorted(names.dropna().unique()), dtype="str")
    known = {UNKNOWN_OUTLET, *(aliases or {}).values()}
    unlisted = unlisted[~is_listed(unlisted) & ~unlisted.isin(known)]
    if len(unlisted):
        shown = ", ".join(unlisted[:8]) + (", …" if len(unlisted) > 8 else "")
        notes.append(("outlet_unlisted", {"n": len(unlisted), "examples": shown}))
    if len(flattened):
        shown = ", ".join(f"{outlet} {n}" for outlet, n in flattened.head(8).items())
        notes.append(("flattened", {"n": int(flattened.sum()), "outlets": shown}))


def _column_notes(table: Table, choice: Choice, chosen: Mapping[str, str], news_watch: bool) -> list[Note]:
    mapping = ", ".join(f"{field} ← {chosen[field]}" for field in FIELDS if field in chosen and field != chosen[field])
    missing = [field for field in ("outlet", "published", "title", "url") if field not in chosen]
    notes: list[Note] = [("columns", {"file": table.file, "mapping": mapping})] if mapping else []
    notes += [("no_column", {"file": table.file, "fields": ", ".join(missing)})] if missing else []
    notes += [("news_watch", {"file": table.file})] if news_watch else []
    for field, others in choice.passed_over.items():
        values = {"file": table.file, "field": field, "used": chosen[field], "others": ", ".join(others)}
        notes.append(("passed_over", values))
    return notes


def file_notes(found: Found) -> list[Note]:
    """Notes on rows and files that could not be read or were not tried."""
    n_bad = sum(len(table.bad) for table in found.tables)
    notes: list[Note] = [("bad_rows", {"n": n_bad})] if n_bad else []
    for code, names in (("bad_files", [name for name, _ in found.unreadable]), ("skipped_files", found.skipped)):
        if names:
            notes.append((code, {"n": len(names), "examples": ", ".join(names[:5])}))
    return notes


def _n_files(found: Found) -> int:
    return len({name.partition("#")[0] for table in found.tables for name in table.where["file"].unique()})


def unread_rows(found: Found) -> list[list[Any]]:
    """Records for `left_out` of rows and files that could not be read."""
    rows = [[t.file, row, "bad_row", None, None, begin, None] for t in found.tables for row, begin in t.bad]
    return rows + [[name, None, "bad_file", None, None, why, None] for name, why in found.unreadable]


def out_rows(out: pd.DataFrame, kept: pd.DataFrame) -> list[list[Any]]:
    """Records for `left_out` of rows that were left out or merged into one of those kept."""
    table = out.assign(article_id=out[KEPT].map(kept["article_id"]))
    table = table[[FILE, ROW, REASON, "article_id", "outlet", "title", "url"]].astype(object)
    return [list(row) for row in table.where(table.notna(), None).itertuples(index=False, name=None)]


def _nothing_left_message(found: Found, out: list[list[Any]]) -> str:
    names = ", ".join(table.file for table in found.tables[:3])
    if not out:
        return f"{names} has columns but no rows; wanted at least one article"
    counts = (
        pd.Series([row[2] for row in out]).map({code: english for code, (_, english) in REASONS.items()}).value_counts()
    )
    reasons = ", ".join(f"{reason}: {n}" for reason, n in counts.items())
    return f"no article is left of {names} ({reasons}); is the column with the text the right one? See columns="
