"""A source's mention taken apart: office, institution, name; and what kind of source it is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bingkai.reading.grammar import word_class
from bingkai.reading.parts import BRACKET, Part, head_of, joins, opens_house, parts_of, unglued
from bingkai.reading.source_types import source_type_of

_PRONOUNS = word_class("pronoun")
_DEICTICS = frozenset(("itu", "ini", "tersebut"))
_GENERIC = word_class("indefinite")
_HOUSE_HEADS = word_class("house_head")
_SMALL_AREA = frozenset(("camat", "lurah", "kades", "desa", "keuchik", "kapolsek", "danramil"))  # a place follows
_TAKES_INITIALS = frozenset(("rank", "honorific", "place", "field", "institution"))


class Mention(NamedTuple):
    """One mention of a source.

    `form`: pronoun | epithet | person | office | institution | document | generic | none.
    """

    text: str
    form: str
    name: str
    role: str
    affiliation: str
    source_type: str
    telling: int = 0  # 2: its own words say what kind of source it is; 1: its office usually is; 0: nothing does


def read_mention(text: str, names: Iterable[str] = ()) -> Mention:
    """Split a source's mention into office, institution and name.

    Parameters
    ----------
    text : str
    names : iterable of str
        Lower-case words known to begin a person's name in this article.

    Examples
    --------
    >>> read_mention("Kepala Dinas Kesehatan Kota Sinar, Rani Utami")[1:5]
    ('person', 'Rani Utami', 'Kepala Dinas Kesehatan Kota Sinar', 'Dinas Kesehatan Kota Sinar')
    >>> read_mention("kementerian itu").form, read_mention("dia").form
    ('epithet', 'pronoun')
    """
    low = text.lower()
    return _read(text, frozenset([name for name in names if name in low]))


@lru_cache(maxsize=65_536)
def _read(text: str, names: frozenset[str]) -> Mention:
    text = unglued(text)
    parts = parts_of(text)
    if not parts:
        return Mention(text, "none", "", "", "", "other")
    if len(parts) == 1 and parts[0].low in _PRONOUNS:
        return Mention(text, "pronoun", "", "", "", "other")
    first, last = _name_range(parts, names)
    name = " ".join(text[parts[first].start : parts[last - 1].end].split()) if last > first else ""
    rest = parts[:first] + parts[last:]
    office = any(p.kind in ("role", "rank") for p in rest)
    house = next((n for n, p in enumerate(rest) if opens_house(p, n)), None)
    form = _form(parts, name, office, house is not None)
    role = _joined(text, _office_words(parts[:first] or parts[last:])) if office and form != "document" else ""
    affiliation = _joined(text, rest[house : _end_of_piece(rest, house)]) if house is not None else ""
    return Mention(text, form, BRACKET.sub("", name), role, affiliation, *source_type_of(parts, rest, form))


def _office_words(parts: list[Part]) -> list[Part]:
    """From the first word of the office on, without a *H* or *Bapak* that belongs to the name behind it."""
    while len(parts) > 1 and parts[-1].kind in ("honorific", "link") and parts[-1].low not in _GENERIC:
        parts = parts[:-1]
    first = next((n for n, part in enumerate(parts) if part.kind in ("role", "rank")), 0)
    while first and parts[first - 1].kind not in ("name", "place", "acronym", "foreign"):
        first -= 1
    return parts[first:]


def _name_range(parts: list[Part], names: frozenset[str]) -> tuple[int, int]:
    """The words that are a person's name."""
    if _points(parts) or parts[0].kind == "document":
        return 0, 0
    ranges = _pieces(parts)
    known = next((n for n, p in enumerate(parts) if p.low in names and p.kind in ("name", "place", "field")), None)
    if known is not None and (known == 0 or parts[known - 1].kind != "name" or parts[known - 1].low not in names):
        apart = next((r for r in ranges if len(ranges) > 1 and all(p.kind == "name" for p in parts[slice(*r)])), None)
        first, last = _with_first_name(parts, known), _end_of_name(parts, known)
        country = next((n for n in range(first, last - 1) if parts[n].low == "indonesia"), None)
        return apart or (first if country is None else country + 1, last)
    for first, last in ranges:
        kinds = {p.kind for p in parts[first:last]}
        if len(ranges) > 1 and "name" in kinds and kinds <= {"name", "honorific", "rank", "place", "link", "acronym"}:
            while parts[first].kind in ("honorific", "rank"):
                first += 1
            if parts[first].kind != "acronym":
                return first, _end_of_name(parts, first)
        known_otherwise = first and last - first <= 4 and "name" in kinds and parts[0].kind == "role"
        if known_otherwise and not kinds & {"role", "lower", "acronym", "rank"}:
            return first, last  # *Fitra Arsyad*, though a Fitra is an institution
    return _name_at_end(parts, *ranges[0])


def _with_first_name(parts: list[Part], known: int) -> int:
    """`Ketua Komite **Rani** Utami`, where the article calls her Utami: a last name takes a first one along."""
    first = known
    while first and parts[first - 1].kind == "name" and joins(parts, first):
        first -= 1
    after_house = first and parts[first - 1].low in _HOUSE_HEADS
    if known < len(parts) - 1 and joins(parts, known + 1):
        return known
    return known if after_house else max(first, known - 1) if known - first > 2 else first


def _points(parts: list[Part]) -> bool:
    """`kementerian itu`; but `Rani Utami, ketua panitia itu` is a name."""
    apart = parts[-1].piece != parts[0].piece and parts[0].kind in ("name", "place", "acronym")
    return parts[-1].low in _DEICTICS and not apart


def _name_at_end(parts: list[Part], first: int, end: int) -> tuple[int, int]:
    begin = end
    while begin > first and parts[begin - 1].kind == "name" and end - begin < 5:
        begin -= 1
    if begin == end:
        return _place_as_name(parts, first, end)
    before = parts[begin - 1].kind if begin > first else ""
    if before == "acronym" and end - begin <= 3 and _initials(parts, begin - 1, first):
        return begin - 1, end
    if parts[first].kind in ("institution", "foreign"):
        return 0, 0
    if begin > first and parts[begin - 1].low in _HOUSE_HEADS:
        return (end - 2, end) if end - begin >= 4 else (0, 0)
    if begin > first and parts[begin - 1].low in _SMALL_AREA and end - begin >= 3:
        begin += 1
    if before in ("role", "field", "lower", "link") and end - begin >= 4:
        begin = end - 2
    return begin, end


def _initials(parts: list[Part], n: int, first: int) -> bool:
    """`Kombes Pol **AM** Sinar`: two letters between an office and a name."""
    return len(parts[n].low) == 2 and n > first and parts[n - 1].kind in _TAKES_INITIALS


def _place_as_name(parts: list[Part], first: int, end: int) -> tuple[int, int]:
    """`kata Bima`, `kata Rani Samosir`: a place name that speaks, alone or behind a name, is a person's."""
    kinds = [part.kind for part in parts[first:end]]
    return (first, end) if kinds in (["place"], ["name", "place"], ["name", "name", "place"]) else (0, 0)


def _pieces(parts: list[Part]) -> list[tuple[int, int]]:
    edges = [0, *(n for n in range(1, len(parts)) if parts[n].piece != parts[n - 1].piece), len(parts)]
    return list(pairwise(edges))


def _end_of_name(parts: list[Part], first: int) -> int:
    n = first + 1
    while (
        n < len(parts)
        and parts[n].piece == parts[first].piece
        and parts[n].kind in ("name", "place", "link", "field", "acronym")
    ):
        n += 1
    while parts[n - 1].kind == "link":
        n -= 1
    return n


def _end_of_piece(parts: list[Part], first: int) -> int:
    n = first + 1
    while n < len(parts) and parts[n].piece == parts[first].piece and parts[n].kind != "rank":
        n += 1
    return n


def _joined(text: str, parts: list[Part]) -> str:
    return text[parts[0].start : parts[-1].end].strip(" ,") if parts else ""


def _form(parts: list[Part], name: str, office: bool, house: bool) -> str:
    head = head_of(parts)
    if _points(parts):
        return "epithet"
    if head.kind == "document":
        return "document"
    if name:
        return "person"
    if head.kind in ("institution", "foreign", "acronym"):
        return "institution"
    if (
        parts[0].low in _GENERIC
        or head.low in _GENERIC
        or head.kind == "anonymous"
        or (head.kind == "lower" and not house)
    ):
        return "generic"
    return "office" if office else "institution"
