"""Datelines: the place and outlet before the first sentence (*JAKARTA, KOMPAS.com -*), whole or damaged.

A dash alone proves nothing: *OSCE Minsk Group - diketuai tiga negara - bersidang* opens a sentence. What stands
before the dash must be a place of ``data/places.txt``, words in capitals, or an outlet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

Span = tuple[int, int]

_GAP = r"[ \t\u00a0\u200b\u200e]"
_DASH = r"(?:-{1,3}|[–—]{1,2})"
_DOMAIN = r"[A-Za-z][\w-]{1,25}(?: ?[.,] ?(?:com|co|id|net|org|COM|CO|ID|NET|Com|Co|Id)\b){1,2}|KOMPAS com\b"
# Outlets that sign without a domain, as they write it.
_NAMED = (
    r"CNN Indonesia|CNBC Indonesia|ANTARA News|Antara News|ANTARA|Antara|KOMPAS TV|KOMPAS|KONTAN|VIVAnews|VIVA|"
    r"IDN Times|detikcom|detikNews|Sindonews|SINDOnews|Koran Sindo|Sindo|Pos Kota|POSKOTA|POS KOTA|POSMETRO MEDAN|"
    r"POSMETRO|Tribunnews|JPNN|RMOL|Okezone|Media Indonesia|BeritaSatu|Medcom|Metro TV|tvOne|Republika|"
    r"BBC News Indonesia|BBC Indonesia|VOA Indonesia|DW Indonesia|Anadolu|ANADOLU|AA|AFP|Reuters|REUTERS|AP|Xinhua|"
    r"XINHUA|Bloomberg|Kyodo|Bernama|BERNAMA"
)
_BRAND = rf"(?P<brand>{_DOMAIN}|(?:{_NAMED})(?!\w))"
_CAPS = r"[A-Z][A-Z.'’/]{1,30}(?:[ -](?:[A-Z][A-Z.'’/]{0,30}|[dD]['’][A-Z]{1,30})){0,3}"
_MIXED = r"[A-Z][\w.'’]{1,20}(?:[ -][A-Z][\w.'’]{0,20}){0,3}"
_PLACE = rf"(?P<place>{_CAPS}(?![a-z])|{_MIXED})(?:, ?[A-Z]\.?[A-Z]\.?)?"
# A dash glued on both sides joins words, unless it is a long one: "Misano-Sepang" but "BANDUNG–Turnamen".
_SEPARATOR = rf"(?:{_GAP}*\n?{_GAP}*(?:[–—]{{1,2}}|--)|{_GAP}*(?:\n{_GAP}*|{_GAP})-|-(?=[\s\"“])){_GAP}*\n?{_GAP}*"
_OPENS = r"(?=[\"“‘'(\[,.…]|[A-Z0-9])"


class Dateline(NamedTuple):
    """A dateline: its span up to the first word of the sentence, the place, the outlet or agency named."""

    span: Span
    place: str | None
    brand: str | None


# Tried in this order where a text begins; each with the sentence that asks for it.
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        # "JAKARTA, KOMPAS.com - Warga …", "Jakarta, CNN Indonesia -- Warga …"
        rf"{_PLACE}{_GAP}*,{_GAP}*{_BRAND}{_SEPARATOR}",
        # "Jakarta (ANTARA) - Warga …", "JAKARTA (Pos Kota) – Warga …"
        rf"{_PLACE}{_GAP}*[,.]?{_GAP}*\({_BRAND}\){_SEPARATOR}",
        # "KOTA SINAR, 3 Maret (Xinhua) -- Warga …"
        rf"{_PLACE}{_GAP}*,{_GAP}*\d{{1,2}}{_GAP}+[A-Z][a-z]{{2,8}}(?:{_GAP}+\d{{4}})?{_GAP}*\({_BRAND}\){_SEPARATOR}",
        # "JAKARTA – (Sindo) Warga …", "Jakarta - (detikcom) Warga …"
        rf"{_PLACE}{_SEPARATOR}\({_BRAND}\){_GAP}*",
        # "(ANTARA News) - Warga …"
        rf"\({_BRAND}\){_SEPARATOR}",
        # "KONTAN.CO.ID – JAKARTA. Warga …"
        rf"{_BRAND}{_SEPARATOR}(?P<place>{_CAPS}|[A-Z][a-z]+)(?:(?<=\.)|\.|:){_GAP}+",
        # "TEMPO.CO, Jakarta - Warga …", "TEMPO.CO Yogyakarta - Warga …"
        rf"{_BRAND}{_GAP}*,?{_GAP}*{_PLACE}{_GAP}*,?{_SEPARATOR}",
        # "Kapanlagi.com - Warga …", "REPUBLIKA.CO.ID, -- Warga …"
        rf"{_BRAND}{_GAP}*,?{_SEPARATOR}",
        # "TRIBUNSOLO.COM-Warga …"
        rf"(?P<brand>{_DOMAIN})-(?=[A-Z][a-z])",
        # "BINTAN, Posmetro.co: Warga …"
        rf"{_PLACE},{_GAP}*{_BRAND}:{_GAP}*",
        # "JAKARTA, KOMPAS.com" on a line of its own
        rf"(?:{_PLACE},{_GAP}*)?(?P<brand>{_DOMAIN}){_GAP}*(?:\n\s*|$)",
    )
)
_BRAND_ONLY = re.compile(rf"{_BRAND}{_GAP}*[,.]?{_GAP}*")
_TAIL_OF_PLACE = re.compile(rf"(?:,?{_GAP}?D\.?C\b\.?)?{_GAP}*,?(?:{_SEPARATOR}|{_GAP}*-?{_GAP}*\n?)")
_CAPS_THEN_TEXT = re.compile(rf"(?P<place>{_CAPS}){_GAP}+(?=[A-Z\"“][a-z]?)")
# "JAKARTA,  – Warga …": the outlet's name was a link and got lost
_LOST_BRAND = re.compile(rf"{_PLACE}{_GAP}*,{_GAP}*{_DASH}{_GAP}*{_OPENS}")
# "JAKARTA - Warga …", "OSAKA– Warga …", "JAKARTA -Warga …"
_PLAIN = re.compile(rf"{_PLACE}{_SEPARATOR}{_OPENS}")
# "-- Warga …", "., - Warga …": everything before the dash got lost
_DASH_ALONE = re.compile(rf"[,.\s\u200e]{{0,4}}{_DASH}(?:{_GAP}+|\n\s*|(?=[A-Z\"“]))")
# "Mobil yang rusak (Foto: Istimewa) Nganjuk - Warga …": a caption was read as part of the first line
_CAPTIONED = re.compile(
    r"[^\n]{0,160}?(?:\(?Foto[:/] ?[^\n()]{2,50}?\)?|\([^\n()]{2,40}/detikcom\)\.?|/Foto: [^\n()]{2,40}?) ?"
    rf"(?P<place>{_MIXED}){_GAP}+-{{1,2}}{_GAP}+{_OPENS}"
)
# A dateline with outlet and place in capitals is one wherever a line begins, below a by-line or a teaser.
_LATER = re.compile(
    rf"^{_GAP}*(?:(?P<brand>{_DOMAIN}),?{_GAP}*(?P<place>{_CAPS})?|(?P<town>{_MIXED}),{_GAP}*(?P<signed>{_DOMAIN}))"
    rf"{_GAP}*,?{_SEPARATOR}(?:(?P<after>{_CAPS}(?<=\.)|{_CAPS}\.){_GAP}+)?",
    re.MULTILINE,
)
# "Jakarta⏎-⏎Warga …" under a table of contents
_OWN_LINES = re.compile(rf"^(?P<place>{_MIXED})\n-\n", re.MULTILINE)
_FLAT = re.compile(rf"(?P<brand>[A-Z][A-Z-]+(?:\.(?:COM|CO|ID|NET)){{1,2}}),{_GAP}?(?P<place>{_CAPS}){_SEPARATOR}")


@cache
def _own_forms(outlet: str) -> tuple[re.Pattern[str], ...]:
    """Datelines that name the article's own outlet, whatever it is called: *LEMBAH JATI, Kabar Nusa - Warga …*"""
    brand = rf"(?P<brand>(?i:{re.escape(outlet)}))(?!\w)"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{_PLACE}{_GAP}*,{_GAP}*{brand}{_SEPARATOR}",
            rf"{_PLACE}{_GAP}*\({brand}\){_SEPARATOR}",
            rf"{brand}{_GAP}*,{_GAP}*{_PLACE}{_SEPARATOR}",
            rf"{brand}{_SEPARATOR}",
        )
    )


@cache
def place_names() -> dict[str, str]:
    """Every known place, lower case, with its spelling: ``{'dki jakarta': 'DKI Jakarta', …}``."""
    listed = (files("bingkai.corpus") / "data" / "places.txt").read_text(encoding="utf-8")
    lines = (line for line in listed.splitlines() if not line.startswith("#"))
    return {name.lower(): name for line in lines for name in map(str.strip, line.split(";")) if name}


def find_datelines(text: str, outlet: str = "") -> list[Dateline]:
    """Find what stands before the first sentence to say where and for whom it was written.

    Parameters
    ----------
    text : str
        The body of an article as read.
    outlet : str
        The article's outlet, whose name in front of a dash makes a dateline.

    Returns
    -------
    list of Dateline
        In reading order, mostly one or none; the first with a place gives the article's dateline.

    Examples
    --------
    >>> find_datelines("JAKARTA, KOMPAS.com - Harga beras turun.")
    [Dateline(span=(0, 22), place='Jakarta', brand='KOMPAS.com')]
    >>> find_datelines("OSCE Minsk Group - diketuai tiga negara - bersidang.")
    []
    """
    begin = len(text) - len(text.lstrip(" \t\n\r\u00a0\ufeff\u200b\u200e"))
    first = _at_start(text, begin, outlet)
    found = [first] if first else []
    floor = first.span[1] if first else 0
    for later in sorted(_below(text, floor), key=lambda dateline: dateline.span):
        if later.span[0] >= floor:
            found.append(later)
            floor = later.span[1]
    return found


def _at_start(text: str, begin: int, outlet: str) -> Dateline | None:
    branded = _glued_place(text, begin)
    if branded and branded.place:
        return branded
    for form in (*_FORMS, *(_own_forms(outlet) if outlet else ())):
        match = form.match(text, begin)
        if match and _believable(match):
            return _dateline(match, begin)
    return branded or _unbranded(text, begin) or _captioned(text, begin)


def _glued_place(text: str, begin: int) -> Dateline | None:
    """*Liputan6.com, JakartaWarga …*, *REPUBLIKA.CO.ID, JAKARTA Warga …*: a known place right after the outlet."""
    match = _BRAND_ONLY.match(text, begin)
    if not match or match.end() == match.end("brand"):
        return None
    place_end = _known_place_end(text, match.end())
    if place_end:
        tail = _TAIL_OF_PLACE.match(text, place_end)
        end = tail.end() if tail else place_end
        return Dateline((begin, end), _spelled(text[match.end() : place_end]), match["brand"])
    capitals = _CAPS_THEN_TEXT.match(text, match.end())
    if capitals and match["brand"].isupper() and "," in match[0]:
        return Dateline((begin, capitals.end()), _spelled(capitals["place"]), match["brand"])
    # "REPUBLIKA.CO.ID,70 warga …", "REPUBLIKA.CO.ID, Warga …"
    following = text[match.end() : match.end() + 1]
    opens = following.isdigit() or following.isupper() or following in {'"', "“"}
    listed = re.match(_DOMAIN, text[match.end() : match.end() + 40])
    if match["brand"].isupper() and "." in match["brand"] and "," in match[0] and opens and not listed:
        return Dateline((begin, match.end()), None, match["brand"])
    return None


def _known_place_end(text: str, start: int) -> int | None:
    window = text[start : start + 24]
    for length in range(len(window), 2, -1):
        following = text[start + length : start + length + 1]
        if window[:length].lower() in place_names() and not (following.islower() or following == "."):
            return start + length
    return None


def _believable(match: re.Match[str]) -> bool:
    place = match.groupdict().get("place")
    return not (place and place.split()[0].lower() in _NOT_A_PLACE)


_PAPERS = frozenset({"POST", "POS", "NEWS", "TV", "MEDIA", "EKSPRES", "COM"})
_NOT_A_PLACE = frozenset(("baca", "simak", "lihat", "oleh", "penulis", "editor", "foto", "video", "laporan", "menurut"))


def _unbranded(text: str, begin: int) -> Dateline | None:
    for form in (_LOST_BRAND, _PLAIN):
        match = form.match(text, begin)
        if match and _is_place(match["place"]):
            following = text[match.end() : match.end() + 24]
            joined = "-" not in match[0] and not any(c.isspace() for c in match[0][len(match["place"]) :])
            if joined and _known_place_end(following, 0):  # "JAKARTA–BANDUNG kini terhubung"
                return None
            return _dateline(match, begin)
    match = _DASH_ALONE.match(text) or _DASH_ALONE.match(text, begin)
    return Dateline((begin if match.start() else match.start(), match.end()), None, None) if match else None


def _captioned(text: str, begin: int) -> Dateline | None:
    head = text[begin : begin + 200]
    if "oto" not in head and "detikcom)" not in head:
        return None
    match = _CAPTIONED.match(text, begin)
    if match is None:
        return None
    for known in (match["place"], *_endings(match["place"])):
        if known.lower() in place_names():
            return Dateline((begin, match.end()), _spelled(known), None)
    return None


def _endings(words: str) -> Iterator[str]:
    parts = words.split()
    return (" ".join(parts[i:]) for i in range(1, len(parts)))


def _is_place(words: str) -> bool:
    """A known place, or one to four words in capitals that can be spoken (*SIGI*, not *DPRD*)."""
    if words.lower() in place_names():
        return True
    spoken = all(re.search(r"[AEIOU]", word) and len(word) > 2 for word in words.split())
    return words.isupper() and spoken and len(words.split()[0]) > 3


def _below(text: str, floor: int) -> Iterator[Dateline]:
    head = text[:4000]
    if "\n-\n" in head:
        for match in _OWN_LINES.finditer(head, floor):
            if _is_place(match["place"]):
                yield Dateline((match.start(), match.end()), _spelled(match["place"]), None)
    lowered = head[floor:].lower()
    if ".co" in lowered or ".id" in lowered or ".net" in lowered:
        for match in _LATER.finditer(head, floor):
            place, brand = match["place"] or match["town"] or match["after"], match["brand"] or match["signed"]
            yield Dateline((match.start(), match.end()), _spelled(place) if place else None, brand)
        for match in _FLAT.finditer(head, floor):
            yield Dateline((match.start(), match.end()), _spelled(match["place"]), match["brand"])


def _dateline(match: re.Match[str], begin: int) -> Dateline:
    groups = match.groupdict()
    place = groups.get("place")
    return Dateline((begin, match.end()), _spelled(place) if place else None, groups.get("brand"))


def _spelled(place: str) -> str | None:
    """The place as usually written: *DKI JAKARTA* is DKI Jakarta, *SIGI* Sigi; a paper's name (*X POST*) is none."""
    words = place.strip(" .,'")
    if words.split()[-1] in _PAPERS:
        return None
    return place_names().get(words.lower()) or (words.title() if words.isupper() else words)
