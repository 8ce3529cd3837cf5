"""How a frame is declared: columns, the values that several frames share, and the contrast of a study."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

KINDS = ("direct", "indirect", "mixed")
ZONES = ("title", "reporter", "direct", "indirect", "scare")
FIELDS = ("title", "text")

STANCES = (
    "NETRAL", "RELAI", "ELABORASI", "TEGAS", "FAKTIF", "KONSESI", "JARAK",
    "TUDUH", "BANTAH", "NILAI", "DUGA", "ARAH", "KOMISIF", "EMOTIF",
)  # fmt: skip

SOURCE_TYPES = (
    "official", "military_police", "politician_party", "company", "expert", "civil_society",
    "citizen", "media", "foreign_official", "document", "anonymous", "other",
)  # fmt: skip


class SchemaError(ValueError):
    """A frame that is not what a function asked for; the message says got, wanted, what to do."""


@dataclass(frozen=True)
class Column:
    """One column of a frame: its name, what kind of values it holds, its unit and what it means."""

    name: str
    kind: str  # text | integer | number | offset | date | boolean | spans
    meaning: str
    unit: str = ""
    required: bool = True
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """The declared columns of one kind of frame."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def required(self) -> list[str]:
        return [column.name for column in self.columns if column.required]

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def codebook(self) -> pd.DataFrame:
        """One row a column: `column, kind, unit, required, values, meaning`."""
        return pd.DataFrame(
            [(c.name, c.kind, c.unit, c.required, " | ".join(c.values), c.meaning) for c in self.columns],
            columns=["column", "kind", "unit", "required", "values", "meaning"],
        )


@dataclass(frozen=True)
class Contrast:
    """A comparison stated before its numbers were seen: which measures, whom against whom, within what.

    Attributes
    ----------
    name : what the contrast is called in tables and notes
    measures : names of measures, which are corrected together
    reference : "others", "pairwise" or the name of an outlet
    within : column that matches articles, as a rule "event_id"; None to compare all articles
    outlets : the outlets compared; all where empty
    """

    name: str
    measures: tuple[str, ...]
    reference: str = "others"
    within: str | None = None
    outlets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """One name alone is a tuple of one, and a list a tuple."""
        for name in ("measures", "outlets"):
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given))


def declared(name: str, row: str, *columns: Column) -> Schema:
    return Schema(name, row, columns)


ARTICLE = Column("article_id", "text", "the article, unique in a corpus")
OUTLET = Column("outlet", "text", "canonical name of the outlet")
EVENT = Column("event_id", "text", "the event the article belongs to, where matched", required=False)
FIELD = Column("field", "text", "which field the offsets point into", values=FIELDS)
SENTENCE = Column("sentence", "integer", "number of the sentence in its field, from 0")
START = Column("start", "integer", "first character", unit="characters")
END = Column("end", "integer", "one past the last character", unit="characters")
ZONE = Column("zone", "text", "whose words they are", values=ZONES)
