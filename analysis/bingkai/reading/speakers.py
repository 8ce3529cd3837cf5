"""A source's mention taken apart: office, institution, name; and what kind of source it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bingkai.reading.grammar import Entry, gazetteer, word_class

_WORD = re.compile(r"[@\w]+(?:[-'’./][\w]+)*")
_BRACKET = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_PRONOUNS = word_class("pronoun")
_DEICTICS = frozenset(("itu", "ini", "tersebut"))
_IN_CAPITALS = word_class("in_capitals")  # OKI is one, Oki a name
_GENERIC = word_class("indefinite")
_LINKS = word_class("link")
_HOUSE_HEADS = word_class("house_head")
_OUTRANKED = word_class("outranked")  # offices that take their kind from the institution: direktur, ketua, juru bicara
_OWN_KIND = word_class("own_kind")  # never take it from whom they serve: pengacara bupati, istri gubernur
_STATE = frozenset(("official", "military_police"))
_PEOPLE = frozenset(("other", "citizen"))


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


class _Part(NamedTuple):
    low: str
    start: int
    end: int
    kind: str  # a gazetteer kind, or acronym | lower | link | name
    source_type: str
    piece: int  # pieces are parted by commas and brackets


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
    return _read(text, frozenset(name for name in names if name in low))


@lru_cache(maxsize=65_536)
def _read(text: str, names: frozenset[str]) -> Mention:
    parts = _parts(text)
    if not parts:
        return Mention(text, "none", "", "", "", "other")
    if len(parts) == 1 and parts[0].low in _PRONOUNS:
        return Mention(text, "pronoun", "", "", "", "other")
    first, last = _name_range(parts, names)
    name = text[parts[first].start : parts[last - 1].end] if last > first else ""
    rest = parts[:first] + parts[last:]
    office = any(p.kind in ("role", "rank") for p in rest)
    house = next((n for n, p in enumerate(rest) if _opens_house(p, n)), None)
    form = _form(parts, name, office, house is not None)
    role = _joined(text, parts[:first] or parts[last:]) if office and form != "document" else ""
    affiliation = _joined(text, rest[house : _end_of_piece(rest, house)]) if house is not None else ""
    return Mention(text, form, _BRACKET.sub("", name), role, affiliation, *_source_type(parts, rest, form))


def _opens_house(part: _Part, n: int) -> bool:
    """An institution, also the one at the end of an office: *kepala **dinas***."""
    if part.kind == "role" and n:
        return any(entry.kind == "institution" for entry in gazetteer().get(part.low, ()))
    return part.kind in ("institution", "foreign", "acronym")


def _parts(text: str) -> list[_Part]:
    found: list[_Part] = []
    piece, end = 0, 0
    for first, last in _unbracketed(text):
        matches = list(_WORD.finditer(text, first, last))
        i = 0
        while i < len(matches):
            entry, width = _look_up(matches, i)
            for match in matches[i : i + width]:
                if found and (match.start() == matches[0].start() or "," in text[end : match.start()]):
                    piece += 1
                kind = entry.kind if entry else _kind(match.group())
                found.append(
                    _Part(match.group().lower(), *match.span(), kind, entry.source_type if entry else "", piece)
                )
                end = match.end()
            i += width
    return found


def _unbracketed(text: str) -> list[tuple[int, int]]:
    edges = [0]
    for match in _BRACKET.finditer(text):
        edges += match.span()
    edges.append(len(text))
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]


def _look_up(matches: list[re.Match[str]], i: int) -> tuple[Entry | None, int]:
    """The longest gazetteer phrase that begins here; a short acronym is not meant in lower case."""
    for width in (4, 3, 2, 1):
        words = [m.group() for m in matches[i : i + width]]
        entries = gazetteer().get(" ".join(words).lower()) if len(words) == width else None
        if entries and not (width == 1 and _only_looks_like_an_acronym(words[0])):
            as_head = next((entry for entry in entries if i == 0 and entry.kind == "role"), None)
            return as_head or entries[0], width
    return None, 1


def _only_looks_like_an_acronym(word: str) -> bool:
    return (len(word) <= 3 and word.islower()) or (word.lower() in _IN_CAPITALS and not word.isupper())


def _kind(word: str) -> str:
    if word.lower() in _LINKS:
        return "link"
    if word[0].islower():
        return "lower"
    return "acronym" if (word.isupper() and 1 < len(word) <= 7) or word[0].isdigit() else "name"


def _name_range(parts: list[_Part], names: frozenset[str]) -> tuple[int, int]:
    """The words that are a person's name."""
    if _points(parts) or parts[0].kind == "document":
        return 0, 0
    ranges = _pieces(parts)
    known = next((n for n, p in enumerate(parts) if p.low in names and p.kind in ("name", "place", "field")), None)
    if known is not None and (known == 0 or parts[known - 1].kind != "name" or parts[known - 1].low not in names):
        apart = next((r for r in ranges if len(ranges) > 1 and all(p.kind == "name" for p in parts[slice(*r)])), None)
        return apart or (known, _end_of_name(parts, known))
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


def _points(parts: list[_Part]) -> bool:
    """`kementerian itu`; but `Rani Utami, ketua panitia itu` is a name."""
    apart = parts[-1].piece != parts[0].piece and parts[0].kind in ("name", "place", "acronym")
    return parts[-1].low in _DEICTICS and not apart


def _name_at_end(parts: list[_Part], first: int, end: int) -> tuple[int, int]:
    begin = end
    while begin > first and parts[begin - 1].kind == "name" and end - begin < 5:
        begin -= 1
    if begin == end:
        return _place_as_name(parts, first, end)
    before = parts[begin - 1].kind if begin > first else ""
    if parts[first].kind in ("institution", "foreign"):
        return 0, 0
    if begin > first and parts[begin - 1].low in _HOUSE_HEADS:
        return (end - 2, end) if end - begin >= 4 else (0, 0)
    if before in ("role", "field", "lower", "link") and end - begin >= 4:
        begin = end - 2
    return begin, end


def _place_as_name(parts: list[_Part], first: int, end: int) -> tuple[int, int]:
    """`kata Bima`: a lone place name that speaks is a person's."""
    return (first, end) if end - first == 1 and parts[first].kind == "place" else (0, 0)


def _pieces(parts: list[_Part]) -> list[tuple[int, int]]:
    edges = [0, *(n for n in range(1, len(parts)) if parts[n].piece != parts[n - 1].piece), len(parts)]
    return list(pairwise(edges))


def _end_of_name(parts: list[_Part], first: int) -> int:
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


def _end_of_piece(parts: list[_Part], first: int) -> int:
    n = first + 1
    while n < len(parts) and parts[n].piece == parts[first].piece and parts[n].kind != "rank":
        n += 1
    return n


def _joined(text: str, parts: list[_Part]) -> str:
    return text[parts[0].start : parts[-1].end].strip(" ,") if parts else ""


def _form(parts: list[_Part], name: str, office: bool, house: bool) -> str:
    head = parts[0]
    if _points(parts):
        return "epithet"
    if head.kind == "document":
        return "document"
    if name:
        return "person"
    if head.kind in ("institution", "foreign", "acronym"):
        return "institution"
    if head.low in _GENERIC or head.kind == "anonymous" or (head.kind == "lower" and not house):
        return "generic"
    return "office" if office else "institution"


def _source_type(parts: list[_Part], rest: list[_Part], form: str) -> tuple[str, int]:
    """From the office, then the institution, then the way the source is hidden; and how telling that is."""
    head = parts[0]
    if head.kind in ("document", "anonymous"):
        return head.kind, 2
    if head.low == "orang":
        return "citizen", 1
    foreign = _is_foreign(rest)
    if any(p.kind == "rank" for p in rest):
        return "foreign_official" if foreign else "military_police", 2
    offices = [p for p in rest if p.kind == "role"]
    house = next((p.source_type for p in rest if p.kind == "institution"), "")
    if head.kind == "institution" and head.source_type and form != "person":
        return ("foreign_official" if foreign and head.source_type in _STATE else head.source_type), 2
    if offices and offices[0].low in _OWN_KIND:
        pleads = offices[0].source_type == "other" and house == "civil_society"
        return house if pleads else offices[0].source_type, 2
    if offices and (offices[0].low not in _OUTRANKED or offices[0].source_type == "expert"):
        found = offices[0].source_type
        return ("foreign_official" if foreign and found in _STATE else found), 2
    office = next((p.source_type for p in offices if p.low not in _OUTRANKED and p.source_type not in _PEOPLE), "")
    found = house or office
    if foreign and (found in _STATE or (not found and form != "person") or (not found and offices)):
        return "foreign_official", 2
    if found:
        return found, 2
    return (offices[0].source_type, 1) if offices else ("other", 0)


def _is_foreign(parts: list[_Part]) -> bool:
    """Whether an office or institution is a foreign one: not that of *duta besar Indonesia untuk Jepang*."""
    return any(p.kind == "foreign" and not (n and parts[n - 1].low == "untuk") for n, p in enumerate(parts))
