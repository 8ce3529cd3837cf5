"""Frames checked against what was declared, and built from plain columns."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import pandas as pd

from bingkai.schema.declare import Schema, SchemaError


def _fits(values: pd.Series, kind: str) -> bool:
    types = pd.api.types
    if kind == "text":
        plain = values.dtype.categories.dtype if isinstance(values.dtype, pd.CategoricalDtype) else values.dtype
        return types.is_string_dtype(plain) or bool(values.isna().all())
    if kind == "integer":
        return types.is_integer_dtype(values.dtype) or values.empty
    if kind in ("number", "offset"):
        return types.is_numeric_dtype(values.dtype) or values.empty
    if kind == "date":
        return types.is_datetime64_any_dtype(values.dtype)
    if kind == "boolean":
        return types.is_bool_dtype(values.dtype) or values.empty
    return types.is_object_dtype(values.dtype) or isinstance(values.dtype, pd.ArrowDtype) or values.empty


def require(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return the frame if it has the schema's columns, else say what is missing and what to do.

    Parameters
    ----------
    frame : DataFrame
    schema : Schema
        One of ARTICLES, ATTRIBUTIONS, TERMS, WORDS, MEASURES, COMPARISON, MENTIONS, CHOICES, CLAUSES.

    Returns
    -------
    DataFrame
        The same frame, unchanged.

    Raises
    ------
    SchemaError
        Names the missing columns (with the nearest column that is there) or the column of the wrong kind.

    Examples
    --------
    >>> from bingkai.schema import WORDS
    >>> frame = pd.DataFrame({"article_id": ["a"], "zone": ["title"], "words": [3]})
    >>> require(frame, WORDS)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    bingkai.schema.SchemaError: WORDS needs the column 'n_words' (did you mean 'words'?); got article_id, zone, words
    """
    if not isinstance(frame, pd.DataFrame):
        raise SchemaError(f"{schema.name} wants a pandas DataFrame, one row {schema.row}; got {type(frame).__name__}")
    missing = [name for name in schema.required if name not in frame.columns]
    if missing:
        raise SchemaError(_missing_message(schema, missing, [str(c) for c in frame.columns]))
    for column in schema.columns:
        if column.name in frame.columns and not _fits(frame[column.name], column.kind):
            raise SchemaError(
                f"{schema.name}: column {column.name!r} holds {frame[column.name].dtype}, wanted {column.kind} "
                f"({column.meaning}); convert it before the call"
            )
    return frame


def require_reading(reading: object, asker: str) -> None:
    """Refuse what is no reading, as a rule the articles themselves, with an error that says what is wanted."""
    if isinstance(reading, pd.DataFrame) or not hasattr(reading, "articles"):
        raise SchemaError(f"{asker} wants what analyse(articles) gives; got {type(reading).__name__}")


def plain_types(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The frame with the schema's dtypes where pyarrow's were given, and dates with a zone in Jakarta's time without.

    A frame without such columns is given back as it is.
    """
    given = {column.name: (frame[column.name], column.kind) for column in schema.columns if column.name in frame}
    made = {name: _plain(values, kind) for name, (values, kind) in given.items()}
    changed = {name: values for name, values in made.items() if values is not given[name][0]}
    return frame.assign(**changed) if changed else frame


def _plain(values: pd.Series, kind: str) -> pd.Series:
    arrow = isinstance(values.dtype, pd.ArrowDtype)
    if kind == "date" and values.dt.tz is not None:
        values = values.dt.tz_convert("Asia/Jakarta").dt.tz_localize(None)
    return pd.Series(values, dtype=_DTYPES[kind]) if arrow else values


def _missing_message(schema: Schema, missing: Sequence[str], got: Sequence[str]) -> str:
    named = []
    for name in missing:
        near = get_close_matches(name, got, n=1, cutoff=0.6)
        named.append(f"{name!r}" + (f" (did you mean {near[0]!r}?)" if near else ""))
    noun = "column" if len(missing) == 1 else "columns"
    return f"{schema.name} needs the {noun} {', '.join(named)}; got {', '.join(got) or 'no columns'}"


_DTYPES = {"text": "str", "integer": "int64", "number": "float64", "offset": "float64",
           "date": "datetime64[us]", "boolean": "bool", "spans": "object"}  # fmt: skip


def build(columns: dict[str, Sequence[object]], schema: Schema) -> pd.DataFrame:
    """A frame with the schema's dtypes and column order from plain lists; missing text is NaN."""
    made = {}
    for column in schema.columns:
        if column.name in columns:
            made[column.name] = _series(columns[column.name], column.kind)
    return require(pd.DataFrame(made), schema)


def _series(values: Sequence[object], kind: str) -> pd.Series:
    if kind == "spans":
        made = pd.Series([None] * len(values), dtype="object")
        made[:] = list(values)
        return made
    return pd.Series(values, dtype=_DTYPES[kind])


def empty(schema: Schema) -> pd.DataFrame:
    """The schema's frame with no rows."""
    return build({column.name: [] for column in schema.columns}, schema)
