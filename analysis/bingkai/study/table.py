"""A table of a TOML file that knows its lines: every value is taken with its kind, what is left over is an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, NoReturn

from bingkai.study.lines import Path, line_of


class StudyError(ValueError):
    """A study that cannot be used as it is; the message gives file, line, key, what was got and what was wanted."""


@dataclass
class Table:
    """Values of one table; `taken` are the keys read so far."""

    values: Mapping[str, Any]
    file: str
    lines: dict[Path, int]
    path: Path = ()
    taken: set[str] = field(default_factory=set)

    def fail(self, key: str | None, message: str) -> NoReturn:
        """Raise a StudyError that begins with file, line and key."""
        path = (*self.path, key) if key is not None else self.path
        name = ".".join(f"{part + 1}" if isinstance(part, int) else str(part) for part in path)
        raise StudyError(f"{self.file}, line {line_of(self.lines, path)}, {name or 'the file'}: {message}")

    def has(self, key: str) -> bool:
        return key in self.values

    def _take(self, key: str, kind: type | tuple[type, ...], wanted: str, default: Any) -> Any:
        self.taken.add(key)
        if key not in self.values:
            return default
        value = self.values[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fail(key, f"got {_shown(value)}; wanted {wanted}")
        return value

    def text(self, key: str, default: str = "", *, needed: str = "") -> str:
        """A text; `needed` says what to write where it may not be missing."""
        value = str(self._take(key, str, f'a text in quotation marks, {key} = "…"', default)).strip()
        if needed and not value:
            self.fail(key if key in self.values else None, f"{key} is missing or empty; {needed}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        value = self._take(key, (str, list), f'a list of texts, {key} = ["…", "…"]', [])
        values = [value] if isinstance(value, str) else value
        for item in values:
            if not isinstance(item, str) or not item.strip():
                self.fail(key, f"got {_shown(item)} in the list; wanted texts in quotation marks, none empty")
        cleaned = [" ".join(item.split()) for item in values]
        twice = next((item for item in cleaned if cleaned.count(item) > 1), None)
        if twice is not None:
            self.fail(key, f"{twice!r} stands there twice; keep one")
        return tuple(cleaned)

    def flag(self, key: str, default: bool) -> bool:
        return bool(self._take(key, bool, "true or false", default))

    def whole(self, key: str, default: int, least: int = 0) -> int:
        value = int(self._take(key, int, f"a whole number from {least}", default))
        if value < least:
            self.fail(key, f"got {value}; wanted a whole number from {least}")
        return value

    def share(self, key: str, default: float) -> float:
        """A number from 0 to 1."""
        value = float(self._take(key, (int, float), "a number from 0 to 1", default))
        if not 0 <= value <= 1:
            self.fail(key, f"got {value}; wanted a number from 0 to 1")
        return value

    def day(self, key: str) -> date | None:
        """A date, bare or as text."""
        value = self._take(key, (date, str), "a date such as 2025-02-01", None)
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                self.fail(key, f"got {value!r}; wanted a date such as 2025-02-01")
        return value.date() if isinstance(value, datetime) else value

    def mapping(self, key: str, what: str) -> dict[str, str]:
        """A table of texts, ``[key]`` or ``key = { a = "…" }``."""
        inner = self.table(key)
        return {name: inner.text(name, needed=what) for name in inner.values}

    def table(self, key: str) -> Table:
        """An inner table; an empty one where it is not there."""
        values = self._take(key, dict, f"a table, [{key}]", {})
        return Table(values, self.file, self.lines, (*self.path, key))

    def tables(self, key: str) -> list[Table]:
        """An array of tables, ``[[key]]``."""
        values = self._take(key, list, f"tables, each under its own [[{key}]]", [])
        for value in values:
            if not isinstance(value, dict):
                self.fail(key, f"got {_shown(value)}; wanted tables, each under its own [[{key}]]")
        return [Table(value, self.file, self.lines, (*self.path, key, n)) for n, value in enumerate(values)]

    def one_of(self, key: str, value: str, known: Mapping[str, Any], what: str) -> str:
        """The value if it is known, else an error with the nearest one."""
        if value not in known:
            near = get_close_matches(value, list(known), n=1, cutoff=0.4)
            hint = f"; nearest: {near[0]!r}" if near else ""
            self.fail(key, f"unknown {what} {value!r}{hint}; known: {', '.join(known) or 'none'}")
        return value

    def close(self) -> None:
        """Every key has been asked for; a key left over is a mistake of spelling or place."""
        for key in self.values:
            if key not in self.taken:
                near = get_close_matches(key, self.taken, n=1, cutoff=0.5)
                hint = f"; nearest: {near[0]!r}" if near else ""
                self.fail(key, f"unknown key{hint}; known here: {', '.join(sorted(self.taken))}")


def _shown(value: object) -> str:
    text = repr(value)
    return f"{text[:60]}… ({type(value).__name__})" if len(text) > 60 else f"{text} ({type(value).__name__})"
