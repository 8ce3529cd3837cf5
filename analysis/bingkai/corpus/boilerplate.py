"""Boilerplate: what a page put into an article's text that is not its prose.

Fixed forms are cases in ``data/boilerplate.toml``, each with sentences that it marks and sentences that it must
leave alone. Two things need more than a pattern and are read here: references to other articles (*Baca juga: …*),
whose headline must end where the article goes on, and closing lines (*(rin/gil)*, tags), which are boilerplate only
at the end of a text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bingkai.corpus.needles import Needles

_BLANKS = " \t\u00a0\r\u200b\u200e"
_LONGEST_LINE = 700
_LONGEST_LOOK = 1000


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
    line: tuple[re.Pattern[str], ...]
    starts: tuple[str, ...]
    inline: tuple[re.Pattern[str], ...]
    marks: tuple[str, ...]
    keeps: tuple[str, ...]


@cache
def boilerplate_cases() -> tuple[Case, ...]:
    """The cases of ``data/boilerplate.toml``, in its order."""
    listed = (files("bingkai.corpus") / "data" / "boilerplate.toml").read_text(encoding="utf-8")
    return tuple(
        Case(
            name=case["name"],
            hints=tuple(case["hints"]),
            line=tuple(re.compile(pattern) for pattern in case["line"]),
            starts=tuple(case["starts"]),
            inline=tuple(re.compile(pattern, re.MULTILINE) for pattern in case["inline"]),
            marks=tuple(case["marks"]),
            keeps=tuple(case["keeps"]),
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
    return next(find_boilerplates([text]))


def find_boilerplates(texts: Sequence[str]) -> Iterator[list[Mark]]:
    """The boilerplate of each of many texts, as `find_boilerplate` gives it; many at once are several times as fast."""
    lowered = list(map(_lowered, texts))
    return map(_find, texts, lowered, _needles().present_in(lowered))


def _find(text: str, lowered: str, present: set[str]) -> list[Mark]:
    found: list[Mark] = []
    for case in boilerplate_cases():
        if not present.isdisjoint(case.hints):
            found += _whole_lines(text, lowered, case, present)
        if not present.isdisjoint(case.starts):
            found += _pieces(text, lowered, case, present)
    if not present.isdisjoint(_REFERENCE_STARTS):
        found += _references(text, lowered)
    if " - (" in text:
        found += _captions(text)
    found += _repeated(text)
    found += _closing(text, found)
    return found


def _lowered(text: str) -> str:
    """Lower case of equal length: the few letters that would become two stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(lower if len(lower := letter.lower()) == 1 else letter for letter in text)


# Strings that many hints and starts share: where one is missing, none of those need be looked for.
_GATES = ("[", "#", " / ", "baca", "berita", "artikel", "sumber", "rating", "ikuti", "kumpulan", "tag")
# Hints, starts and gates that are words of plain prose as well.
_USUAL = ("#", "tag", " wib", "baca", "foto", "ikuti", "lihat", "berita", "sumber", "di sini", "laporan", "berikutnya",
          "selanjutnya", "dilansir dari", "halaman", "penulis", "artikel", " yang lalu")  # fmt: skip


@cache
def _needles() -> Needles:
    """Every hint and start."""
    listed = {needle for case in boilerplate_cases() for needle in (*case.hints, *case.starts)}
    return Needles(listed.union(_REFERENCE_STARTS), gates=_GATES, usual=_USUAL)


def _hits(lowered: str, needles: Iterable[str]) -> Iterator[int]:
    for needle in needles:
        at = lowered.find(needle)
        while at >= 0:
            yield at
            at = lowered.find(needle, at + len(needle))


def _whole_lines(text: str, lowered: str, case: Case, present: set[str]) -> Iterator[Mark]:
    seen = -1
    for at in sorted(_hits(lowered, present.intersection(case.hints))):
        if at < seen:
            continue
        start, end = text.rfind("\n", max(0, at - _LONGEST_LINE), at) + 1, _line_end(text, at)
        seen = end
        if end - start > _LONGEST_LINE or not (start or at < _LONGEST_LINE):
            continue
        line = text[start:end]
        start, line = start + len(line) - len(line.lstrip(_BLANKS)), line.strip(_BLANKS)
        if any(pattern.fullmatch(line) for pattern in case.line):
            yield Mark(start, start + len(line), case.name)


def _pieces(text: str, lowered: str, case: Case, present: set[str]) -> Iterator[Mark]:
    for at in _hits(lowered, present.intersection(case.starts)):
        for pattern in case.inline:
            match = pattern.match(text, at)
            if match:
                yield Mark(at, match.end(), case.name)
                break


# A caption that a flattened paragraph swallowed: "… kata Ratna. Suasana pasar pada Senin - (Republika) Warga …"
_CREDITED = re.compile(r" - \((?:Republika|Dok|Tim|ANTARA|Antara|AP|Reuters|EPA|AFP)\b[^()\n]{0,40}\)")
_SENTENCE_END = re.compile(r"[.!?][\"”]?(?=\s)|[\"”)](?= [A-Z])|\n")
_LONGEST_CAPTION = 180
_LONGEST_CAPTION_LINE = 420


def _captions(text: str) -> Iterator[Mark]:
    for match in _CREDITED.finditer(text):
        line_start = text.rfind("\n", max(0, match.start() - _LONGEST_CAPTION_LINE), match.start()) + 1
        whole_line = match.end() - line_start < _LONGEST_CAPTION_LINE and _line_end(text, match.end()) == match.end()
        if whole_line and '"' not in text[line_start : match.end()]:
            yield Mark(line_start, match.end(), "foto")
            continue
        floor = max(0, match.start() - _LONGEST_CAPTION)
        ends = [end.end() for end in _SENTENCE_END.finditer(text, floor, max(floor, match.start() - 3))]
        if ends or floor == 0:
            start = ends[-1] if ends else 0
            caption = text[start : match.start()]
            yield Mark(start + len(caption) - len(caption.lstrip()), match.end(), "foto")


def _repeated(text: str) -> Iterator[Mark]:
    """A headline that stands twice in a row: the picture's text and the link's, of a box with other articles."""
    start, above, above_start = 0, "", 0
    for line in text.split("\n"):
        bare = line.strip(_BLANKS)
        if bare and bare == above and _is_headline(bare):
            yield Mark(above_start, start + len(line), "berulang")
        if bare:
            above, above_start = bare, start
        start += len(line) + 1


# ---------------------------------------------------------------------------------------------------------------
# References to other articles

_REFERENCE_STARTS = (
    "baca juga", "baca\u00a0juga", "bacajuga", "baca pula", "baca artikel", "lihat juga", "simak juga",
    "pilihan redaksi", "pilihan editor", "berita terkait", "artikel terkait",
)  # fmt: skip
_REFERENCE = re.compile(
    r"(?P<cue>(?:Baca|BACA|Lihat|LIHAT|Simak|SIMAK)[ \u00a0]?(?:[Jj]uga|JUGA|[Pp]ula|PULA)|baca juga(?= ?:)|"
    r"[Bb]aca artikel(?: menarik)? lainnya|"
    r"Pilihan (?:[Rr]edaksi|[Ee]ditor)|PILIHAN REDAKSI|(?:Berita|Artikel|BERITA|ARTIKEL) [Tt]erkait(?: [Ll]ainnya)?)"
    r"(?P<colon>[ \u00a0]?(?:[:：]| -(?= [A-Z])|-(?= [A-Z])))?[ \t\u00a0,]*"
)
_BEFORE_CUE = re.compile(r"(?:\( ?|[Yy]uk,? )\Z")
_LONGEST_HEADLINE = 180
_SHORTEST_HEADLINE = 20
_MOST_TITLES = 6
_WIDE_GAP = re.compile(r"(?<=\S)(?:[ \u00a0]{2,}|\t)(?=[\"“A-Z])| (?=googletag\.)")
# Words that a headline in title case leaves in lower case.
_SMALL_WORDS = frozenset(
    """
    a agar akan akibat alias antara atas atau bagi bahwa bak bakal belum bersama biar bila bisa boleh buat bukan
    dalam dan dari demi dengan di dibanding dulu gara-gara gegara guna habis hanya hingga ikut imbas ini itu jadi
    jangan jelang jika juga kala kalau kan karena ke kena kepada lagi lalu lewat lho maka malah masih mau melalui
    meski mulai nan of oleh on or pada para per pun saat saja sambil sampai sang sebelum sebagai secara sejak
    seperti serta si soal sudah supaya tak tanpa tapi telah tentang terhadap terkait tetap the to untuk usai vs
    vs. yang yuk
    """.split()  # noqa: SIM905
)
# Words with which the article goes on, where no mark parts it from the headline.
_OPENERS = frozenset(
    """
    Adapun Akibat Berdasarkan Demikian Dia Diketahui Ia Hal Kemudian Kepala Ketua Ketika Lalu Lebih Menurut Meski
    Meskipun Namun Padahal Pasalnya Politikus Presiden Menteri Wakil Direktur Gubernur Bupati Polisi Kapolres
    Kapolda Kapolsek Kabid Kasat Juru Jaksa Sebab Sebanyak Sebelumnya Sedangkan Sehingga Sejauh Selain Selanjutnya
    Sementara Seperti Sekretaris Setelah Terkait Tetapi Pihak Mereka Kami Saya Anggota Pengamat Komisioner Wali
    """.split()  # noqa: SIM905
)
_OPENING_ADVERBS = frozenset(
    {"Sebelumnya", "Selanjutnya", "Kemudian", "Namun", "Lalu", "Sementara", "Selain", "Menurutnya", "Adapun"}
)
# "…Polisi DiburuWarga desa itu …", "…Gugatan ke MKSidang itu …": the next sentence is glued to the headline
_GLUE = re.compile(
    r"(?<=[a-z0-9?!)])(?=[A-Z][a-z]+[\s,])|(?<=[A-Z]{2})(?=[A-Z][a-z]+[\s,])"
    r"|(?<=[\w,)?!])(?=[\"“]\w)|(?<=\w )(?=[\"“][A-Z])"
)
_STOP = re.compile(r"[.?!][\"”']?(?=\s|[A-Z\"“]|$)")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Rp|No|St|vs|Jl|Dr|dr|Prof|Drs|Ir|Tbk|PT|Kab|Kec|KH|Moh|Muh|Hj))$")


def _references(text: str, lowered: str) -> Iterator[Mark]:
    end = 0
    for at in sorted(_hits(lowered, _REFERENCE_STARTS)):
        match = _REFERENCE.match(text, at)
        if at < end or match is None or not _introduces(text, match):
            continue
        before = _BEFORE_CUE.search(text, max(0, at - 5), at)
        start, line_end = before.start() if before else at, _line_end(text, match.end())
        closing = text.find(")", match.end(), match.end() + 240) if before and text[start] == "(" else -1
        if 0 <= closing <= line_end:
            end = closing + 1
        elif match["colon"] and "," in match[0] and match.end() < line_end:
            end = match.end()  # the headline was a link and got lost
        elif text[match.end() : line_end].strip(" ,\t\u00a0:") == "":
            end = _listed_titles(text, line_end)
        else:
            end = _headline_end(text, match.end(), line_end)
            if not match["colon"] and not _is_headline(text[match.end() : end]):
                end = match.end() if _opens_line(text, at) else start
        if end > start:
            yield Mark(start, end, "baca juga")


def _introduces(text: str, match: re.Match[str]) -> bool:
    """Is this an instruction to the reader and not a phrase of the article (*saya lihat juga ada …*)?"""
    if match["colon"]:
        return True
    before = text[max(0, match.start() - 3) : match.start()].strip(_BLANKS)
    following = text[match.end() : match.end() + 1]
    opens_line = _opens_line(text, match.start())
    if opens_line and following in {"", "\n"}:
        return True
    named = match["cue"].lower().startswith(("pilihan", "berita", "artikel", "simak"))
    ends = before.endswith((".", "!", "?", '"', "”", ")"))
    return (opens_line or ends) and not named and (following.isupper() or following.isdigit())


def _opens_line(text: str, position: int) -> bool:
    return text[max(0, position - 4) : position].rstrip(_BLANKS)[-1:] in {"", "\n"}


def _line_end(text: str, start: int) -> int:
    """The end of the line, or of its first thousand characters: no look-ahead needs more."""
    limit = min(len(text), start + _LONGEST_LOOK)
    found = text.find("\n", start, limit)
    return limit if found < 0 else found


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
    if _only_titles(rest):
        return line_end
    seam = _seam(rest)
    stopped = rest[:seam].rstrip().endswith((".", '."', ".”"))  # no headline ends so: prose follows it unparted
    if seam is None and len(rest) <= _LONGEST_HEADLINE and not stopped:
        return line_end
    limit = min(len(rest), _LONGEST_HEADLINE) if seam is None else seam
    end = _title_case_end(rest[:limit], whole=seam is not None and not stopped)
    return start + len(rest[:end].rstrip())


def _seam(rest: str) -> int | None:
    """The first place where something else visibly begins: after a full stop, at a glued word, a double space."""
    stops = (m for m in _STOP.finditer(rest) if rest[m.end() :].strip() and not _ABBREVIATED.search(rest[: m.start()]))
    stopped = next((m.end() for m in stops if m[0][0] == "." or _is_prose(rest, m)), None)
    glued = next(
        (m.start() for m in _GLUE.finditer(rest) if m.start() > _SHORTEST_HEADLINE and _is_prose(rest, m)), None
    )
    spaced = next((m.start() for m in _WIDE_GAP.finditer(rest) if m.start() > _SHORTEST_HEADLINE), None)
    return min((place for place in (stopped, glued, spaced) if place is not None), default=None)


def _only_titles(rest: str) -> bool:
    """Headlines to the end of the line, one or many glued together: hardly a word in lower case."""
    words = [word for word in rest.split() if word.lower() not in _SMALL_WORDS]
    lower = sum(word[:1].islower() for word in words)
    return bool(words) and lower <= 0.08 * len(words) and rest.rstrip()[-1:] not in {".", "”", '"', ","}


def _is_prose(rest: str, seam: re.Match[str]) -> bool:
    """Words in lower case follow: an article goes on there, a headline (*…dan SunCo Mulai Rp 30 Ribuan*) does not."""
    words = rest[seam.end() : seam.end() + 120].split()[:12]
    return sum(word[:1].islower() and word not in _SMALL_WORDS for word in words) >= 0.2 * len(words)


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
    """The end of the headline when word `number` is the first in lower case of the sentence after it.

    That sentence opens with a word that often does (*Menurut*, *Menteri*), else with the last two capitalised words.
    """
    first = number
    for _ in range(2):
        first -= 1
        while first > 2 and words[first][0].isupper() and len(words[first][0]) > 1:
            first -= 1
    for index in range(number - 1, max(2, number - 9), -1):
        word = words[index][0]
        if word in _OPENERS or (word.endswith(",") and word[:-1] in _OPENING_ADVERBS):
            first = index
            if words[index - 1][0] not in _OPENERS:
                break
    return words[max(first, 3) - 1].end()


# ---------------------------------------------------------------------------------------------------------------
# Closing lines

_LAST_LINES = 1500
_MOST_TAGS = 15
# "(sar/bud)", "(AP/evn)", "(Uu.H-RF/I015)", "(kpl/sar/bud)"
_SLASHED = r"\([A-Za-z][\w.-]{1,8}(?:/[A-Za-z][\w.-]{1,8}){1,3}\)"
# "(sar)", "[sau]", "(adv)", "(*)", "(***)"
_SHORT = r"[(\[](?:[a-z]{2,5}\d?|[A-Z][a-z]{2}|[A-Z]{2,3}|[a-z]\d{1,2}|\*{1,3})[)\]]|\*{3,5}"
# "ap/ts (AFP, dpa)"
_WIRED = r"[a-z]{2,4}/[a-z]{2,4} \([^()\n]{2,40}\)"
# "(Sari Melati)", "(Kabarbaru.com/Sari Melati)"
_SIGNED = r"\((?:[\w-]+\.com ?/ ?)?[A-Z][a-z'’]+(?: [A-Z][\w.'’]*){1,3} ?\)"
_AGENCIES = r"\((?:[Aa]ntara|ANTARA|[Aa]nt|AFP|[Rr]euters|Xinhua|AP|Anadolu|DW|VOA|BBC|Bloomberg)\)"
_UNSLASHED = re.compile(rf"[ \t\u00a0]*(?P<initials>{_SHORT}|{_WIRED}|{_SIGNED}|{_AGENCIES})[ \t\u00a0.,]*\Z")
_AT_END = re.compile(rf"(?P<initials>{_SLASHED})(?P<tags>[ \t]+[^\n.!?\"”“]{{2,300}})?[ \t\u00a0]*$", re.MULTILINE)
_SLASHED_BEFORE = re.compile(r"(?<![A-Za-z])[a-z]{2,4}/[a-z]{2,4} \Z")
_TRIPLETS = re.compile(r"\([a-z]{3}/[a-z]{3}\)\Z")
_TAG_LINE = re.compile(r"[^\n.!?:;\"”“]{2,60}")
# "SARI MELATI | ANTARA"
_SIGNATURE = re.compile(r"(?<=[.!?\"”’'\n])[ ,]*(?:\s*\n|,)[ \t,]*(?P<names>[A-Z][A-Z.'’ |/,&()-]{1,80})\s*\Z")
_SHORTEST_SIGNED = 300


def _closing(text: str, found: list[Mark]) -> list[Mark]:
    """Initials and names under the last paragraphs, the tags below them, a signature in capitals."""
    floor = max(0, len(text) - _LAST_LINES)
    marks = [
        Mark(match.start(), _tags_end(text, match.end()), "inisial")
        for match in _AT_END.finditer(text, floor)
        if _ends_sentence(text, match.start()) or _TRIPLETS.fullmatch(match["initials"])
    ]
    marks += _unslashed(text, found + marks)
    signature = _SIGNATURE.search(text, max(0, len(text) - 200))
    if signature and len(text) > _SHORTEST_SIGNED:
        marks.append(Mark(*signature.span("names"), "inisial"))
    return marks


def _unslashed(text: str, found: list[Mark]) -> Iterator[Mark]:
    """*(sar)*, *(Sari Melati)*, *(antara)* after the last sentence; nothing but marked text may follow."""
    end, marked = len(text), sum(mark.end - mark.start for mark in found)
    while len(text) - end - marked < _LONGEST_CAPTION:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end]
        opened = _last_bracket(line)
        match = _UNSLASHED.match(line, opened) if opened >= 0 else None
        if match and _ends_sentence(text, start + opened) and _little_left(text, end, found):
            yield Mark(start + opened, start + match.end("initials"), "inisial")
            return
        end = start - 1
        if end <= 0:
            return


def _last_bracket(line: str) -> int:
    """Where initials may begin: the line's last bracket or asterisks, with the letters of *ap/ts (AFP, dpa)*."""
    floor = max(0, len(line) - 90)
    if line.rstrip(" .,\u00a0")[-1:] == "*":
        return len(line.rstrip(" .,*\u00a0"))
    opened = max(line.rfind("(", floor), line.rfind("[", floor))
    signed = _SLASHED_BEFORE.search(line, max(0, opened - 10), opened) if opened > 0 else None
    return signed.start() if signed else opened


def _ends_sentence(text: str, position: int) -> bool:
    before = text[max(0, position - 8) : position].rstrip(_BLANKS)
    return not before or before[-1] in "\n.!?\"”’']):"


def _tags_end(text: str, start: int) -> int:
    """The end of the list of tags below the initials, where every line to the end of the text is one."""
    lines = [line.strip() for line in text[start:].split("\n") if line.strip()]
    if lines and all(_TAG_LINE.fullmatch(line) for line in lines) and len(lines) <= _MOST_TAGS:
        return len(text.rstrip())
    return start


def _little_left(text: str, start: int, found: list[Mark]) -> bool:
    """Nothing but marked text and a short line or two follow."""
    marked = sum(mark.end - mark.start for mark in found if mark.start >= start)
    return len(text[start:].strip()) - marked < _LONGEST_CAPTION
