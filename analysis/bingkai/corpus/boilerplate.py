"""Boilerplate: what a page put into an article's text that is not its prose.

Fixed forms are cases in ``data/boilerplate.toml``, each with sentences that it marks and sentences that it must
leave alone. Two things need more than a pattern and are read here: references to other articles (*Baca juga: …*),
whose headline must end where the article goes on, and closing lines (*(rin/gil)*, tags), which are boilerplate only
at the end of a text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Mark(NamedTuple):
    """A span of boilerplate and the name of the case that found it."""

    start: int
    end: int
    case: str


@dataclass(frozen=True)
class Case:
    """One kind of boilerplate, as ``data/boilerplate.toml`` states it."""

    name: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    marks: tuple[str, ...]
    keeps: tuple[str, ...]


@cache
def boilerplate_cases() -> tuple[Case, ...]:
    """The cases of ``data/boilerplate.toml``, in its order."""
    listed = (files("bingkai.corpus") / "data" / "boilerplate.toml").read_text(encoding="utf-8")
    return tuple(
        Case(
            case["name"],
            tuple(case["hints"]),
            re.compile(case["pattern"], re.MULTILINE),
            tuple(case["marks"]),
            tuple(case["keeps"]),
        )
        for case in tomllib.loads(listed)["case"]
    )


def find_boilerplate(text: str) -> list[Mark]:
    """Find the boilerplate of one text; marks may overlap and come case by case.

    Parameters
    ----------
    text : str
        The body of an article as read.

    Returns
    -------
    list of Mark
        Start and end in characters, and the case.

    Examples
    --------
    >>> find_boilerplate("Warga pulang.\\n[Gambas:Video 20detik]\\n(sar/bud)")
    [Mark(start=14, end=36, case='gambas'), Mark(start=37, end=46, case='inisial')]
    """
    lowered = text.lower()
    found = []
    for case in boilerplate_cases():
        if any(hint in lowered for hint in case.hints):
            found += [Mark(m.start(), m.end(), case.name) for m in case.pattern.finditer(text) if m.end() > m.start()]
    if any(hint in lowered for hint in _REFERENCE_HINTS):
        found += _references(text)
    found += _closing(text, found)
    return found


# ---------------------------------------------------------------------------------------------------------------
# References to other articles

_REFERENCE_HINTS = ("baca juga", "baca pula", "lihat juga", "simak juga", "pilihan redaksi", "pilihan editor",
                    "berita terkait", "artikel terkait")  # fmt: skip
_REFERENCE = re.compile(
    r"(?P<paren>\( ?)?(?:\b|(?<=[a-z0-9]))(?:[Yy]uk,? )?"
    r"(?P<cue>(?:Baca|BACA|Lihat|LIHAT|Simak|SIMAK)[ \u00a0]?(?:[Jj]uga|JUGA|[Pp]ula)|baca juga(?= ?:)|"
    r"Pilihan (?:[Rr]edaksi|[Ee]ditor)|PILIHAN REDAKSI|(?:Berita|Artikel|BERITA|ARTIKEL) [Tt]erkait(?: [Ll]ainnya)?)"
    r"(?P<colon>[ \u00a0]?[:：])?(?P<gap>[ \t\u00a0,]*)"
)
_LINE_END = re.compile(r"\n|$")
_LONGEST_HEADLINE = 180
_MOST_TITLES = 6
# Words that a headline in title case leaves in lower case.
_SMALL_WORDS = frozenset(
    "a agar akan akibat alias antara atas atau bagi bahwa bak bakal belum bersama biar bila bisa boleh buat bukan dalam dan dari "
    "demi dengan di dibanding dulu gara-gara gegara guna habis hanya hingga ikut imbas ini itu jadi jangan jelang "
    "jika juga kala kalau kan karena ke kena kepada lagi lalu lewat lho maka malah masih mau melalui meski mulai nan "
    "of oleh on or pada para per pun saat saja sambil sampai sang sebelum sebagai secara sejak seperti serta si soal "
    "sudah supaya tak tanpa tapi telah tentang terhadap terkait tetap the to untuk usai vs vs. yang yuk".split()
)
# Words with which the article goes on, where no mark parts it from the headline.
_OPENERS = frozenset(
    "Adapun Akibat Berdasarkan Demikian Dengan Dia Diketahui Ia Hal Hingga Karena Kemudian Kepala Ketua Ketika Lalu Lebih "
    "Menurut Meski Meskipun Namun Oleh Padahal Pasalnya Politikus Presiden Menteri Wakil Direktur Gubernur Bupati "
    "Polisi Kapolres Kapolda Kapolsek Kabid Kasat Juru Jaksa Sebab Sebanyak Sebelumnya Sedangkan Sehingga Sejauh "
    "Selain Selanjutnya Sementara Seperti Sekretaris Setelah Tak Terkait Tetapi Untuk Pihak Mereka Kami Saya Para Pada "
    "Anggota Pengamat Komisioner Wali Dalam Di Dari".split()
)
# "…Polisi DiburuWarga desa itu …", "…Gugatan ke MKSidang itu …": the next sentence is glued to the headline
_GLUE = re.compile(r"(?<=[a-z?!)’'])(?=[A-Z][a-z]+[\s,])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2,}[\s,])|(?<=\w)(?=[\"“]\w)")
_STOP = re.compile(r"[.?!][\"”']?(?=\s|[A-Z\"“]|$)")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Rp|No|St|vs|Jl|Dr|dr|Prof|Drs|Ir|Tbk|PT|Kab|Kec|KH|Moh|Muh|Hj))$")


def _references(text: str) -> Iterator[Mark]:
    for match in _REFERENCE.finditer(text):
        if not _introduces(text, match):
            continue
        start = match.start()
        line_end = _line_end(text, match.end())
        if match["paren"]:
            closing = text.find(")", match.end(), match.end() + 240)
            end = closing + 1 if 0 <= closing <= line_end else min(line_end, match.end())
        elif match.end() == line_end or text[match.end() : line_end].strip(" ,\t\u00a0:") == "":
            end = _listed_titles(text, line_end)
        else:
            end = _headline_end(text, match.end(), line_end)
        yield Mark(start, end, "baca juga")


def _introduces(text: str, match: re.Match[str]) -> bool:
    """Is this an instruction to the reader and not a phrase of the article (*saya lihat juga ada …*)?"""
    before = text[max(0, match.start() - 2) : match.start()]
    opens_line = not before.strip(" \t\u00a0") or before.rstrip(" \t\u00a0").endswith("\n")
    following = text[match.end() : match.end() + 1]
    if match["colon"]:
        return True
    if opens_line and following in {"", "\n"}:
        return True
    if opens_line or before.rstrip()[-1:] in {".", "!", "?", '"', "”", ")"}:
        return (following.isupper() or following.isdigit()) and not match["cue"].lower().startswith(
            ("pilihan", "berita", "artikel", "simak")
        )
    return False


def _line_end(text: str, start: int) -> int:
    found = _LINE_END.search(text, start)
    return found.start() if found else len(text)


def _listed_titles(text: str, end: int) -> int:
    """Where the headlines under a bare *Baca Juga* line end; the line's own end where none follows."""
    for _ in range(_MOST_TITLES):
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
        line_end = _line_end(text, start)
        if not _is_headline(text[start:line_end]) or _goes_on(text, line_end):
            break
        end = line_end
    return end


def _goes_on(text: str, line_end: int) -> bool:
    """Does the next line carry this one on? A link parted *Warga Sukamaju / berusia 21 tahun* into two lines."""
    following = text[line_end : line_end + 12].lstrip()
    return following[:1].islower() or following[:1] in {",", "."}


def _is_headline(line: str) -> bool:
    """Title case, no full stop, no attribution: at least three words in four start with a capital."""
    line = line.strip()
    words = line.split()
    if not 4 <= len(words) <= 22 or len(line) > _LONGEST_HEADLINE or line[-1] in '.,;:”"' or line[0] in '"“([-•':
        return False
    large = [word for word in words if word.lower() not in _SMALL_WORDS]
    capitals = sum(not word.lstrip("'\"“‘(")[:1].islower() for word in large)
    return len(large) >= 3 and capitals >= 0.8 * len(large)


def _headline_end(text: str, start: int, line_end: int) -> int:
    """Where the headline that begins at `start` ends: at the line, a full stop, a glued word, or its title case."""
    rest = text[start:line_end]
    seam = _seam(rest)
    if seam is None and len(rest) <= _LONGEST_HEADLINE:
        return line_end
    limit = min(len(rest), _LONGEST_HEADLINE) if seam is None else seam
    end = _title_case_end(rest[:limit], whole=seam is not None)
    return start + len(rest[:end].rstrip())


def _seam(rest: str) -> int | None:
    """The first place where something else visibly begins: after a full stop, at a glued word, a double space."""
    places = [m.end() for m in _STOP.finditer(rest) if not _ABBREVIATED.search(rest[: m.start()])]
    places = [place for place in places if rest[place:].strip()][:1]
    glued = next((m.start() for m in _GLUE.finditer(rest) if m.start() > 20), None)
    spaced = re.search(r"(?<=\S)(?:[ \u00a0]{2,}|\t)(?=[\"“A-Z])", rest)
    found = [*places, *([glued] if glued else []), *([spaced.start()] if spaced and spaced.start() > 20 else [])]
    return min(found, default=None)


def _title_case_end(rest: str, *, whole: bool) -> int:
    """Where the run of capitalised words ends; before the word that opens the next sentence, if one is seen."""
    words = list(re.finditer(r"\S+", rest))
    for number, word in enumerate(words):
        bare = word[0].strip("\"“”'‘’(),:;!?")
        if number > 2 and bare[:1].islower() and bare.lower() not in _SMALL_WORDS:
            if whole and _mostly_lower(words):
                return len(rest)
            return _before_sentence(words, number)
    return len(rest)


def _mostly_lower(words: list[re.Match[str]]) -> bool:
    """A headline in sentence case (*Ketua dewan: anggaran cukup*) has no run of capitals to end."""
    lower = sum(word[0][:1].islower() and word[0].lower() not in _SMALL_WORDS for word in words)
    return lower >= 0.35 * len(words) and len(words) <= 20


def _before_sentence(words: list[re.Match[str]], number: int) -> int:
    """The end of the word before the sentence whose first word in lower case is `number`."""
    first = number - 1
    while first > 0 and words[first][0].isupper() and len(words[first][0]) > 1:
        first -= 1
    for index in range(number - 1, max(2, number - 9), -1):
        if words[index][0].strip(",") in _OPENERS:
            first = index
            if words[index - 1][0] not in _OPENERS:
                break
    return words[max(first, 1) - 1].end()


# ---------------------------------------------------------------------------------------------------------------
# Closing lines

_LAST_LINES = 1500
# "(sar/bud)", "(AP/evn)", "(Uu.H-RF/I015)", "(kpl/sar/bud)"
_SLASHED = r"\([A-Za-z][\w.-]{1,8}(?:/[A-Za-z][\w.-]{1,8}){1,3}\)"
# "(sar)", "[sau]", "(adv)", "(*)", "(***)"
_SHORT = r"[(\[](?:[a-z]{2,5}\d?|[A-Z][a-z]{2}|[A-Z]{2,3}|[a-z]\d{1,2}|\*{1,3})[)\]]|\*{3}"
# "(Sari Melati)", "(Kabarbaru.com/Sari Melati)"
_SIGNED = r"\((?:[\w-]+\.com ?/ ?)?[A-Z][a-z'’]+(?: [A-Z][\w.'’]*){1,3} ?\)"
_AGENCIES = r"\((?:[Aa]ntara|ANTARA|[Aa]nt|AFP|[Rr]euters|Xinhua|AP|Anadolu|DW|VOA|BBC|Bloomberg)\)"
_INITIALS = re.compile(
    rf"(?P<slashed>{_SLASHED})(?P<tags>[ \t]+[^\n.!?\"”“]{{2,300}})?[ \t\u00a0]*$"
    rf"|(?:^|(?<=[.!?\"”’'*\])])|(?<=[.!?\"”’'] ))[ \t\u00a0]*(?:{_SHORT}|{_SIGNED}|{_AGENCIES})[ \t\u00a0.]*$",
    re.MULTILINE,
)
_TAG_LINE = re.compile(r"[^\n.!?:;\"”“]{2,60}\Z")
# "SARI MELATI | ANTARA"
_SIGNATURE = re.compile(r"(?<=[.!?\"”’'\n])\s*\n[ \t]*(?P<names>[A-Z][A-Z.'’ |/,&()-]{3,80})[ \t]*\Z")


def _closing(text: str, found: list[Mark]) -> list[Mark]:
    """Initials and names under the last paragraphs, the tags below them, a signature in capitals."""
    floor = max(0, len(text) - _LAST_LINES)
    marks: list[Mark] = []
    tail_start = text.find("\n", floor) if floor else 0
    for match in _INITIALS.finditer(text, max(floor, tail_start)):
        below = text[match.end() :]
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if match["slashed"]:
            if not _ends_sentence(text, match.start()):
                continue
            tags = _tags_end(text, match.end()) if below.strip() else len(text.rstrip())
            marks.append(Mark(start, max(match.end() if not below.strip() else match.end(), tags), "inisial"))
        elif _little_left(text, match.end(), found):
            marks.append(Mark(start, match.end(), "inisial"))
    signature = _SIGNATURE.search(text.rstrip()[-200:])
    if signature and len(text) > 300:
        offset = max(0, len(text.rstrip()) - 200)
        marks.append(Mark(offset + signature.start("names"), offset + signature.end("names"), "inisial"))
    return marks


def _ends_sentence(text: str, position: int) -> bool:
    before = text[max(0, position - 6) : position].rstrip(" \t\u00a0")
    return not before or before[-1] in "\n.!?\"”’']):" or before.endswith((",", ";"))


def _tags_end(text: str, start: int) -> int:
    """The end of the list of tags below the initials, where every line to the end of the text is one."""
    lines = [line.strip() for line in text[start:].split("\n") if line.strip()]
    if all(_TAG_LINE.fullmatch(line) for line in lines) and len(lines) <= 15:
        return len(text.rstrip())
    return start


def _little_left(text: str, start: int, found: list[Mark]) -> bool:
    """Nothing but marked text and a few short lines follow."""
    open_text = len(text[start:].strip())
    masked = sum(mark.end - mark.start for mark in found if mark.start >= start)
    return open_text - masked < 160
