"""What is wrong with a text that is no TOML, and on which line, for a reader who never saw TOML."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_PLACED = re.compile(r"(?P<reason>.*?)\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)", re.DOTALL)
_CURLY = "“”„‟«»‘’"
# The first that fits, by what the parser says.
_HINTS = (
    ("Cannot declare", "the table stands there twice; several of a kind are each under their own [[…]]"),
    ("Cannot overwrite", "the key stands there twice in this table; keep one"),
    ("Unclosed", "a [ or { is still open: look here and on the line above for a missing ] or } or comma"),
    ("Illegal character '\\n'", "a text ends with the line; close it with a quotation mark"),
    ("Unescaped '\\'", "write paths with /, or in single quotation marks: 'C:\\korpus\\a.csv'"),
    ("Invalid hex", "write paths with /, or in single quotation marks: 'C:\\korpus\\a.csv'"),
    ("Expected '='", "a key and its value are joined by =, as in seed = 7"),
    ("Expected newline", "something stands behind the value: texts go in quotation marks, dates are 2025-01-31"),
)  # fmt: skip
_VALUES = "texts stand in quotation marks, lists in [ ]; only numbers, dates, true and false stand bare"


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises
    ------
    ValueError
        Names file and line, what the parser found there, and how it is mended.

    Examples
    --------
    >>> parse_toml('seed = 7\\nseed = 8', "studi.toml")
    Traceback (most recent call last):
    ValueError: studi.toml, line 2: Cannot overwrite a value; the key stands there twice in this table; keep one
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        lines = text.split("\n")
        placed = _PLACED.fullmatch(str(error))
        reason = placed["reason"] if placed else str(error)
        line = int(placed["line"]) if placed and placed["line"] else len(lines)
        raise ValueError(f"{file}, line {line}: {reason}; {_hint(reason, lines[line - 1])}") from error


def _hint(reason: str, line: str) -> str:
    curly = next((mark for mark in line if mark in _CURLY), None)
    if curly and "Unclosed" not in reason:
        return f'{curly} is no quotation mark here; write the straight " of the keyboard'
    return next((hint for start, hint in _HINTS if reason.startswith(start)), _VALUES)
