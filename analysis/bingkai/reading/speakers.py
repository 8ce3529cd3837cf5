"""A source's mention taken apart: office, institution, name; and what kind of source it is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bingkai.reading.grammar import Entry, gazetteer

_WORD = re.compile(r"[@\w]+(?:[-'’./][\w]+)*")
_PRONOUNS = frozenset(["dia", "ia", "beliau", "mereka"])
_DEICTICS = frozenset(["itu", "ini", "tersebut"])
_GENERIC = frozenset(
    [
        "seorang",
        "sejumlah",
        "beberapa",
        "para",
        "banyak",
        "sebagian",
        "salah",
        "puluhan",
        "ratusan",
        "ribuan",
        "belasan",
        "berbagai",
    ]
)
_LINKS = frozenset(["dan", "&", "serta", "dari", "untuk", "di"])


class Mention(NamedTuple):
    """One mention of a source.

    `form`: pronoun | clitic | epithet | person | office | institution | document | generic | none.
    """

    text: str
    form: str
    name: str
    role: str
    affiliation: str
    source_type: str


class _Part(NamedTuple):
    word: str
    low: str
    start: int
    end: int
    kind: str  # role | rank | institution | foreign | document | anonymous | honorific | place | acronym | lower | link | name
    source_type: str


@lru_cache(maxsize=65_536)
def read_mention(text: str) -> Mention:
    """Split a source's mention into office, institution and name.

    Examples
    --------
    >>> read_mention("Kepala Dinas Kesehatan Kota Sinar, Rani Utami")[1:5]
    ('person', 'Rani Utami', 'Kepala Dinas Kesehatan Kota Sinar', 'Dinas Kesehatan Kota Sinar')
    >>> read_mention("kementerian itu").form, read_mention("dia").form
    ('epithet', 'pronoun')
    """
    plain = re.sub(r"\s*[(\[][^)\]]*[)\]]\s*", " ", text).strip(" ,")
    parts = _parts(plain)
    if not parts:
        return Mention(text, "none", "", "", "", "other")
    if len(parts) == 1 and parts[0].low in _PRONOUNS:
        return Mention(text, "pronoun", "", "", "", "other")
    first, last = _name_range(plain, parts)
    name = plain[parts[first].start : parts[last - 1].end] if last > first else ""
    rest = parts[:first] + parts[last:]
    role = _joined(plain, rest)
    head_role = any(p.kind in ("role", "rank") for p in rest)
    institution = next((n for n, p in enumerate(rest) if p.kind in ("institution", "foreign", "acronym")), None)
    affiliation = _joined(plain, rest[institution:]) if institution is not None else ""
    form = _form(parts, name, head_role, institution is not None)
    return Mention(
        text, form, name, role if head_role and form != "document" else "", affiliation, _source_type(parts, rest, form)
    )


def _parts(text: str) -> list[_Part]:
    found: list[_Part] = []
    matches = list(_WORD.finditer(text))
    i = 0
    while i < len(matches):
        entry, width = _look_up(matches, i)
        for match in matches[i : i + width]:
            word = match.group()
            kind = entry.kind if entry else _kind(word)
            found.append(_Part(word, word.lower(), *match.span(), kind, entry.source_type if entry else ""))
        i += width
    return found


def _look_up(matches: list[re.Match[str]], i: int) -> tuple[Entry | None, int]:
    """The longest gazetteer phrase that begins here; acronyms in lower case are not meant."""
    for width in (4, 3, 2, 1):
        words = [m.group() for m in matches[i : i + width]]
        entries = gazetteer().get(" ".join(words).lower()) if len(words) == width else None
        if entries and not (
            width == 1 and len(words[0]) <= 3 and words[0].islower() and entries[0].kind in ("institution", "foreign")
        ):
            return entries[0], width
    return None, 1


def _kind(word: str) -> str:
    if word.lower() in _LINKS:
        return "link"
    if word[0].islower():
        return "lower"
    if (word.isupper() and 1 < len(word) <= 7) or word[0].isdigit():
        return "acronym"
    return "name"


def _name_range(text: str, parts: list[_Part]) -> tuple[int, int]:
    """The words that are a person's name: after the last comma-separated office, at the end of the rest."""
    pieces = _comma_pieces(text, parts)
    for first, last in pieces:
        kinds = {p.kind for p in parts[first:last]}
        if len(pieces) > 1 and kinds <= {"name", "honorific", "rank", "place"} and "name" in kinds:
            while parts[first].kind in ("honorific", "rank"):
                first += 1
            return first, last
    first, last = pieces[0]
    end = last
    while end > first and parts[end - 1].low in _DEICTICS:
        return end, end
    begin = end
    while begin > first and parts[begin - 1].kind == "name" and end - begin < 5:
        begin -= 1
    if begin == end or not any(p.kind == "name" for p in parts[begin:end]):
        return end, end
    before = parts[begin - 1].kind if begin > first else ""
    head = parts[first].kind
    if head == "institution" and before in ("institution", "link", "name", ""):
        return end, end
    if head == "document":
        return end, end
    if before == "role" and end - begin >= 3:
        return end - 2, end
    return begin, end


def _comma_pieces(text: str, parts: list[_Part]) -> list[tuple[int, int]]:
    edges = [0]
    for n in range(1, len(parts)):
        if "," in text[parts[n - 1].end : parts[n].start]:
            edges.append(n)
    edges.append(len(parts))
    return list(zip(edges[:-1], edges[1:], strict=True))


def _joined(text: str, parts: list[_Part]) -> str:
    return text[parts[0].start : parts[-1].end].strip(" ,") if parts else ""


def _form(parts: list[_Part], name: str, role: bool, institution: bool) -> str:
    head = parts[0]
    if parts[-1].low in _DEICTICS:
        return "epithet"
    if head.kind == "document":
        return "document"
    if name:
        return "person"
    if head.kind in ("institution", "foreign", "acronym"):
        return "institution"
    if head.low in _GENERIC or head.kind == "anonymous" or (head.word[0].islower() and not institution):
        return "generic"
    if role:
        return "office"
    return "institution"


def _source_type(parts: list[_Part], rest: list[_Part], form: str) -> str:
    """From the office, then the institution, then the way the source is hidden."""
    if form == "document":
        return "document"
    offices = [p.source_type for p in rest if p.kind in ("role", "rank")]
    houses = [p.source_type for p in rest if p.kind == "institution"]
    foreign = any(p.kind == "foreign" for p in rest)
    if any(p.kind == "anonymous" for p in parts):
        return "anonymous"
    if any(p.kind == "rank" for p in rest):
        return "military_police"
    special = next((kind for kind in offices if kind != "other"), "")
    if foreign and (
        (special in ("official", "military_police", "") and form != "person")
        or special in ("official", "military_police")
    ):
        return "foreign_official"
    if (
        special in ("company", "expert", "civil_society", "citizen", "other")
        and houses
        and houses[0] in ("official", "military_police", "politician_party")
    ):
        return houses[0] if special != "citizen" else special
    return special or (houses[0] if houses else "foreign_official" if foreign and form != "person" else "other")
