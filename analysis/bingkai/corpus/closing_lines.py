"""The last lines of a page: initials, tags and signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bingkai.corpus.marks import BLANKS, Mark

LONGEST_CAPTION = 180


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
_AGENCIES = (
    r"\((?:[Aa]ntara|ANTARA|[Aa]nt|AFP|[Rr]euters|REUTERS|Xinhua|XINHUA|AP|Anadolu|ANADOLU|DW|VOA|BBC|Bloomberg|Kyodo|"
    r"Sputnik|TASS|Bernama|BERNAMA|Yonhap|WAFA|Al Jazeera|[Ss]iaran [Pp]ers|SIARAN PERS|[Rr]ilis(?: [Pp]ers)?|RILIS)\)"
)
_UNSLASHED = re.compile(rf"[ \t\u00a0]*(?P<initials>{_SHORT}|{_WIRED}|{_SIGNED}|{_AGENCIES})[ \t\u00a0.,]*\Z")
_AT_END = re.compile(rf"(?P<initials>{_SLASHED})(?P<tags>[ \t]+[^\n.!?\"”“]{{2,300}})?[ \t\u00a0]*$", re.MULTILINE)
_SLASHED_BEFORE = re.compile(r"(?<![A-Za-z])[a-z]{2,4}/[a-z]{2,4} \Z")
_TRIPLETS = re.compile(r"\([a-z]{3}/[a-z]{3}\)\Z")
_TAG_LINE = re.compile(r"[^\n.!?:;\"”“]{2,60}")
# "SARI MELATI | ANTARA"
_SIGNATURE = re.compile(r"(?<=[.!?\"”’'\n])[ ,]*(?:\s*\n|,)[ \t,]*(?P<names>[A-Z][A-Z.'’ |/,&()-]{1,80})\s*\Z")
_SHORTEST_SIGNED = 300


def find_closing_lines(text: str, found: list[Mark]) -> list[Mark]:
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
    while len(text) - end - marked < LONGEST_CAPTION:
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
    before = text[max(0, position - 8) : position].rstrip(BLANKS)
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
    return len(text[start:].strip()) - marked < LONGEST_CAPTION
