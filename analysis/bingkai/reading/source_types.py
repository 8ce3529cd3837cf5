"""What kind of source a mention is of: from the office, then the institution, then the way it is hidden."""

from __future__ import annotations

from bingkai.reading.grammar import word_class
from bingkai.reading.parts import Part, head_of, opens_house

_OUTRANKED = word_class("outranked")  # offices that take their kind from the institution: direktur, ketua, juru bicara
_OWN_KIND = word_class("own_kind")  # never take it from whom they serve: pengacara bupati, istri gubernur
_STATE = frozenset(("official", "military_police"))
_PEOPLE = frozenset(("other", "citizen"))
_ACTING = word_class("acting")
_AT_HOME = word_class("at_home")
_LEARNED = frozenset(("prof", "profesor", "professor", "dr", "drg"))
_BRANCHES = frozenset(("dpp", "dpd", "dpw", "dpc", "dpn"))  # a party's, unless another body is named behind it
_ANY_MEDIUM = frozenset(("media", "akun", "laman", "situs", "portal", "kanal", "harian", "koran"))
_SPEAK_FOR = frozenset(("perwakilan", "juru", "jubir", "sekretaris", "koordinator", "anggota", "pengurus"))
_RUMOUR = frozenset(("informasi", "kabar", "isu", "rumor", "gosip"))


def source_type_of(parts: list[Part], rest: list[Part], form: str) -> tuple[str, int]:
    """From the office, then the institution, then the way the source is hidden; and how telling that is."""
    head = head_of(parts)
    if head.kind in ("document", "anonymous"):
        return "anonymous" if head.low in _RUMOUR and len(parts) == 1 else head.kind, 2
    if head.low in ("indonesia", "ri") and len(parts) == 1:
        return "official", 2
    if head.low == "orang":
        return "citizen", 1
    foreign = _is_foreign(rest)
    if any(p.kind == "rank" for p in rest):
        return "foreign_official" if foreign else "military_police", 2
    offices = [p for p in rest if p.kind == "role"]
    while len(offices) > 1 and offices[0].low in _ACTING:
        offices = offices[1:]
    houses = [p for n, p in enumerate(rest) if p.kind == "institution" and not (n and p.low in _ANY_MEDIUM)]
    if len(houses) > 1 and houses[0].low in _BRANCHES:
        houses = houses[1:]
    house = houses[0].source_type if houses else ""
    if head.kind == "institution" and head.source_type and form != "person":
        return ("foreign_official" if foreign and head.source_type in _STATE else head.source_type), 2
    if offices and offices[0].low in _OWN_KIND:
        pleads = offices[0].source_type == "other" and house == "civil_society"
        return house if pleads else offices[0].source_type, 2
    if offices and not foreign and _of_a_club(rest):
        return (house or "civil_society"), 1
    if offices and (own := offices[0] if not _outranked(offices[0]) else _with_its_house(offices)):
        found = own.source_type
        return ("foreign_official" if foreign and found in _STATE else found), 2
    office = next((p.source_type for p in offices if not _outranked(p) and p.source_type not in _PEOPLE), "")
    found = house or office
    if foreign and (found in _STATE or (not found and form != "person") or (not found and offices)):
        return "foreign_official", 2
    if found == "media" and form == "person" and not offices:
        return "other", 0
    if found:
        return found, 2 if offices or form != "person" else 1
    if offices:
        return _of_an_unknown_house(offices[0], rest, form)
    return ("expert", 1) if any(p.low in _LEARNED for p in rest) else ("other", 0)


def _of_an_unknown_house(office: Part, rest: list[Part], form: str) -> tuple[str, int]:
    """`Presiden Rani Utami` is the country's; who speaks for `Suara Mekar` is of some association."""
    if office.low == "presiden":
        return office.source_type, 2 if form == "person" else 1
    unknown = sum(part.kind == "name" for part in rest) > 1
    return ("civil_society" if office.low in _SPEAK_FOR and unknown else office.source_type), 1


def _with_its_house(offices: list[Part]) -> Part | None:
    """`kepala **SPPG**`, `wakil ketua umum **PSSI**`: the gazetteer has the office together with its institution."""
    return next((part for part in offices[1:3] if part.low not in _BRANCHES and opens_house(part, 1)), None)


def _of_a_club(parts: list[Part]) -> bool:
    """`Presiden Mekar Riders`: a president whose name or country does not follow, but some other name."""
    heads = [n for n, part in enumerate(parts[:-1]) if part.low == "presiden"]
    return any(parts[n + 1].kind == "name" and parts[n + 1].low != "republik" for n in heads)


def _outranked(office: Part) -> bool:
    """Whether the institution tells more than the office: a director may be a firm's, a ministry's or a charity's."""
    return office.source_type == "company" or (office.low in _OUTRANKED and office.source_type != "expert")


def _is_foreign(parts: list[Part]) -> bool:
    """Whether an office or institution is a foreign one: not that of *duta besar Indonesia untuk Jepang*."""
    posted = next((n for n, part in enumerate(parts) if part.low in ("untuk", "bagi")), len(parts))
    kinds = {part.kind for part in parts[:posted]}
    return "foreign" in kinds and not any(part.low in _AT_HOME for part in parts[:posted])
