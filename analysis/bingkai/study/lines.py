"""On which line of a TOML file a key stands, so that an error can name it."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]
_NAME = r"(?:[\w-]+|\"[^\"]*\"|'[^']*')"
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")


def key_lines(text: str) -> dict[Path, int]:
    """Path of every key and table of a valid TOML text -> its line, from 1.

    A path goes from the outermost table inwards; the tables of an array are counted from 0. Keys of an inline table
    stand under the key that holds it.

    Examples
    --------
    >>> key_lines('seed = 7\\n[[actor]]\\nkey = "a"\\n[[actor]]\\nkey = "b"')[("actor", 1, "key")]
    5
    """
    found: dict[Path, int] = {}
    arrays: dict[Path, int] = {}
    table: Path = ()
    open_until = 0
    place = 0
    for number, line in enumerate(text.split("\n"), start=1):
        begin, place = place, place + len(line) + 1
        if begin < open_until:
            continue
        if header := _HEADER.match(line):
            table = _table(header[1], _names(header[2]), arrays)
            found[table] = number
        elif key := _KEY.match(line):
            found[table + _names(key[1])] = number
            open_until = _value_end(text, begin + key.end())
    return found


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, else of the nearest table around it; 1 for the file itself."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _names(dotted: str) -> Path:
    return tuple(name.strip("\"'") for name in re.findall(_NAME, dotted))


def _table(brackets: str, names: Path, arrays: dict[Path, int]) -> Path:
    path: Path = ()
    for n, name in enumerate(names):
        path += (name,)
        last = n == len(names) - 1
        if brackets == "[[" and last:
            arrays[path] = arrays.get(path, -1) + 1
        if path in arrays:
            path += (arrays[path],)
    return path


_STRING = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL)


def _value_end(text: str, begin: int) -> int:
    """Where a value ends: at the end of the line on which its brackets are closed."""
    depth, place = 0, begin
    while place < len(text):
        if skipped := _STRING.match(text, place):
            place = skipped.end()
            continue
        depth += (text[place] in "[{") - (text[place] in "]}")
        if text[place] == "\n" and depth == 0:
            return place
        place += 1
    return place
