"""References to other articles: the cue, and where the headline that follows it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bingkai.corpus.marks import BLANKS, LONGEST_LOOK, Mark, positions_of

REFERENCE_STARTS = (
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


def find_references(text: str, lowered: str) -> Iterator[Mark]:
    end = 0
    for at in sorted(positions_of(lowered, REFERENCE_STARTS)):
        match = _REFERENCE.match(text, at)
        if at < end or match is None or not _introduces(text, match):
            continue
        before = _BEFORE_CUE.search(text, max(0, at - 5), at)
        start, line_end = before.start() if before else at, end_of_line(text, match.end())
        closing = text.find(")", match.end(), match.end() + 240) if before and text[start] == "(" else -1
        if 0 <= closing <= line_end:
            end = closing + 1
        elif match["colon"] and "," in match[0] and match.end() < line_end:
            end = match.end()  # the headline was a link and got lost
        elif text[match.end() : line_end].strip(" ,\t\u00a0:") == "":
            end = _listed_titles(text, line_end)
        else:
            end = _headline_end(text, match.end(), line_end)
            if not match["colon"] and not is_headline(text[match.end() : end]):
                end = match.end() if _opens_line(text, at) else start
        if end > start:
            yield Mark(start, end, "baca juga")


def _introduces(text: str, match: re.Match[str]) -> bool:
    """Is this an instruction to the reader and not a phrase of the article (*saya lihat juga ada …*)?"""
    if match["colon"]:
        return True
    before = text[max(0, match.start() - 3) : match.start()].strip(BLANKS)
    following = text[match.end() : match.end() + 1]
    opens_line = _opens_line(text, match.start())
    if opens_line and following in {"", "\n"}:
        return True
    named = match["cue"].lower().startswith(("pilihan", "berita", "artikel", "simak"))
    ends = before.endswith((".", "!", "?", '"', "”", ")"))
    return (opens_line or ends) and not named and (following.isupper() or following.isdigit())


def _opens_line(text: str, position: int) -> bool:
    return text[max(0, position - 4) : position].rstrip(BLANKS)[-1:] in {"", "\n"}


def end_of_line(text: str, start: int) -> int:
    """The end of the line, or of its first thousand characters: no look-ahead needs more."""
    limit = min(len(text), start + LONGEST_LOOK)
    found = text.find("\n", start, limit)
    return limit if found < 0 else found


def _listed_titles(text: str, end: int) -> int:
    """Where the headlines under a bare *Baca Juga* line end; the line's own end where none follows."""
    for _ in range(_MOST_TITLES):
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
        line_end = end_of_line(text, start)
        if not is_headline(text[start:line_end]) or _goes_on(text, line_end):
            break
        end = line_end
    return end


def _goes_on(text: str, line_end: int) -> bool:
    """Does the next line carry this one on? A link parted *Warga Sukamaju / berusia 21 tahun* into two lines."""
    following = text[line_end : line_end + 12].lstrip()
    return following[:1].islower() or following[:1] in {",", "."}


def is_headline(line: str) -> bool:
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
