"""A source's mention cut into words, each with what the gazetteer knows of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from bingkai.reading.grammar import Entry, gazetteer, word_class

_WORD = re.compile(r"[@\w]+(?:[-'’./][\w]+)*")
BRACKET = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_DEGREE = re.compile(
    r"S\.?H|M\.?H|S\.?E|M\.?E|S\.?T|M\.?T|S\.?IP|S\.?I\.?K|M\.?M|M\.?A|MBA|MPA|MPH|Ph\.?D|LL\.?M|Lc|M\.?Kn|B\.?Sc|C\.?F\.?A|"
    r"(?:S|M|A|Sp|Apt|Dipl|Amd)\.[A-Z]\w*(?:\.\w+)*|[SM]\.?(?:Si|Sos|Pd|Ag|Kom|Kes|Hum|Psi|Farm|Sc|Pt|IKom)"
)
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:com|co|id|net|org)", re.IGNORECASE)
_IN_CAPITALS = word_class("in_capitals")  # OKI is one, Oki a name
_GLUED = re.compile(r"([A-Z]{2,}|[A-Za-z][a-z]{2,})([A-Z][a-z]{2,})")
_NOBODY = word_class("first_person") | word_class("indefinite")
_LINKS = word_class("link")
_ALSO_NAMES = word_class("also_name")
_FIRST_NAMES = frozenset(("putra", "putri", "bintang"))
_TOGETHER = frozenset(("bersama", "didampingi", "alias", "atau"))  # begin somebody else, or another name
_NOT_COUNTED = word_class("not_counted")


class Part(NamedTuple):
    low: str
    start: int
    end: int
    kind: str  # a gazetteer kind, or acronym | lower | link | name
    source_type: str
    piece: int  # pieces are parted by commas and brackets


def unglued(text: str) -> str:
    """`KetuaKomisi III` -> `Ketua Komisi III`: a lost space beside a word the gazetteer knows."""
    if not _GLUED.search(text):
        return text
    return _GLUED.sub(_parted, _GLUED.sub(_parted, text))


def _parted(match: re.Match[str]) -> str:
    return f"{match[1]} {match[2]}" if _known(match[1]) or _known(match[2]) else match[0]


def _known(word: str) -> bool:
    return any(entry.kind in ("role", "institution", "foreign", "place") for entry in gazetteer().get(word.lower(), ()))


def parts_of(text: str) -> list[Part]:
    found: list[Part] = []
    piece, end = 0, 0
    for first, last in _unbracketed(text):
        matches = list(_WORD.finditer(text, first, last))
        i = 0
        while i < len(matches):
            if end and "," in text[end : matches[i].start()] and _DEGREE.fullmatch(matches[i].group()):
                i += 1  # Rani Utami, **S.H.**, **M.Si.**
                continue
            entry, width = _look_up(matches, i)
            for match in matches[i : i + width]:
                if found and (match.start() == matches[0].start() or "," in text[end : match.start()]):
                    piece += 1
                kind = entry.kind if entry else _kind(match.group())
                if kind == "honorific" and found and found[-1].kind == "name" and found[-1].piece == piece:
                    kind = "name"  # Park **Ki** Rani
                if entry and width == 1 and entry.kind == "role" and _is_in_a_name(matches, i, found, piece):
                    kind = "name"
                found.append(
                    Part(match.group().lower(), *match.span(), kind, entry.source_type if entry else "", piece)
                )
                end = match.end()
            i += width
    together = next((n for n, part in enumerate(found) if part.low in _TOGETHER and n), len(found))
    return _with_tails(found[:together])


def _is_in_a_name(matches: list[re.Match[str]], i: int, found: list[Part], piece: int) -> bool:
    """`Rani **Putra**`, `**Putri** Utami`: words of kinship and office that are names as often."""
    word = matches[i].group()
    if not word[0].isupper() or word.lower() not in _ALSO_NAMES:
        return False
    if found and found[-1].kind == "name" and found[-1].piece == piece:
        return True
    after = matches[1].group() if i == 0 and 1 < len(matches) <= 3 and not found else ""
    return (
        word.lower() in ("putra", "putri", "bintang")
        and bool(after)
        and after[0].isupper()
        and after.lower() not in gazetteer()
    )


def _with_tails(parts: list[Part]) -> list[Part]:
    """`**Mekar** Foundation`: the names before a word that ends institutions' names are the institution's."""
    for n in [n for n, part in enumerate(parts) if part.kind == "tail"][::-1]:
        first = n
        while first and n - first < 3 and parts[first - 1].kind in ("name", "tail") and joins(parts, first):
            first -= 1
        kind = "institution" if first < n or (n and parts[n - 1].kind in ("foreign", "place", "acronym")) else "name"
        parts[first : n + 1] = [
            part._replace(kind=kind, source_type=parts[n].source_type) for part in parts[first : n + 1]
        ]
    return parts


def joins(parts: list[Part], n: int) -> bool:
    return parts[n - 1].piece == parts[n].piece


def _unbracketed(text: str) -> list[tuple[int, int]]:
    edges = [0]
    for match in BRACKET.finditer(text):
        edges += match.span()
    edges.append(len(text))
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]


def _look_up(matches: list[re.Match[str]], i: int) -> tuple[Entry | None, int]:
    """The longest gazetteer phrase that begins here; a short acronym is not meant in lower case."""
    for width in (4, 3, 2, 1):
        words = [m.group() for m in matches[i : i + width]]
        entries = gazetteer().get(" ".join(words).lower()) if len(words) == width else None
        if entries is None and width == 1 and _SITE.fullmatch(words[0]):
            entries = (Entry("institution", "media"),)
        if entries is None and width == 1 and words[0].endswith("nya"):
            entries = tuple(entry for entry in gazetteer().get(words[0][:-3].lower(), ()) if entry.kind == "role")
        if entries and not (width == 1 and _only_looks_like_an_acronym(words[0])):
            return _meant(entries, matches[i - 1].group() if i else ""), width
    return None, 1


def _meant(entries: tuple[Entry, ...], before: str) -> Entry:
    """A phrase may be several things: an office at the head, the end of a name behind a name, else the first."""
    if not before:
        return next((entry for entry in entries if entry.kind == "role"), entries[0])
    behind_name = before[0].isupper() and before.lower() not in gazetteer()
    chosen = next((entry for entry in entries if (entry.kind == "tail") == behind_name), None)
    return chosen or entries[0]


def _only_looks_like_an_acronym(word: str) -> bool:
    return (len(word) <= 3 and word.islower()) or (word.lower() in _IN_CAPITALS and not word.isupper())


def _kind(word: str) -> str:
    if word.lower() in _LINKS:
        return "link"
    if word[0].islower() or word.lower() in _NOBODY:
        return "lower"
    return "acronym" if (word.isupper() and 1 < len(word) <= 7) or word[0].isdigit() else "name"


def head_of(parts: list[Part]) -> Part:
    """The first word that says what it is: `sebuah **studi**`, `beberapa **sumber**`."""
    first = parts[0]
    if first.low not in _NOT_COUNTED or first.kind == "anonymous":
        return first
    return next((part for part in parts if part.low not in _NOT_COUNTED), first)


def opens_house(part: Part, n: int) -> bool:
    """An institution, also the one at the end of an office: *kepala **dinas***."""
    if part.kind == "role" and n:
        return any(entry.kind == "institution" for entry in gazetteer().get(part.low, ()))
    return part.kind in ("institution", "foreign", "acronym")
