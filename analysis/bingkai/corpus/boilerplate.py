"""The last lines of a page: initials, tags and signatures."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bingkai.corpus.closing_lines import LONGEST_CAPTION, find_closing_lines
from bingkai.corpus.marks import BLANKS, Mark, positions_of
from bingkai.corpus.needles import Needles
from bingkai.corpus.references import REFERENCE_STARTS, end_of_line, find_references, is_headline

_LONGEST_LINE = 700


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
    if not present.isdisjoint(REFERENCE_STARTS):
        found += find_references(text, lowered)
    if " - (" in text:
        found += _captions(text)
    found += _repeated(text)
    found += find_closing_lines(text, found)
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
    return Needles(listed.union(REFERENCE_STARTS), gates=_GATES, usual=_USUAL)


def _whole_lines(text: str, lowered: str, case: Case, present: set[str]) -> Iterator[Mark]:
    seen = -1
    for at in sorted(positions_of(lowered, present.intersection(case.hints))):
        if at < seen:
            continue
        start, end = text.rfind("\n", max(0, at - _LONGEST_LINE), at) + 1, end_of_line(text, at)
        seen = end
        if end - start > _LONGEST_LINE or not (start or at < _LONGEST_LINE):
            continue
        line = text[start:end]
        start, line = start + len(line) - len(line.lstrip(BLANKS)), line.strip(BLANKS)
        if any(pattern.fullmatch(line) for pattern in case.line):
            yield Mark(start, start + len(line), case.name)


def _pieces(text: str, lowered: str, case: Case, present: set[str]) -> Iterator[Mark]:
    for at in positions_of(lowered, present.intersection(case.starts)):
        for pattern in case.inline:
            match = pattern.match(text, at)
            if match:
                yield Mark(at, match.end(), case.name)
                break


# A caption that a flattened paragraph swallowed: "… kata Ratna. Suasana pasar pada Senin - (Republika) Warga …"
_CREDITED = re.compile(r" - \((?:Republika|Dok|Tim|ANTARA|Antara|AP|Reuters|EPA|AFP)\b[^()\n]{0,40}\)")
_SENTENCE_END = re.compile(r"[.!?][\"”]?(?=\s)|[\"”)](?= [A-Z])|\n")
_LONGEST_CAPTION_LINE = 420


def _captions(text: str) -> Iterator[Mark]:
    for match in _CREDITED.finditer(text):
        line_start = text.rfind("\n", max(0, match.start() - _LONGEST_CAPTION_LINE), match.start()) + 1
        whole_line = match.end() - line_start < _LONGEST_CAPTION_LINE and end_of_line(text, match.end()) == match.end()
        if whole_line and '"' not in text[line_start : match.end()]:
            yield Mark(line_start, match.end(), "foto")
            continue
        floor = max(0, match.start() - LONGEST_CAPTION)
        ends = [end.end() for end in _SENTENCE_END.finditer(text, floor, max(floor, match.start() - 3))]
        if ends or floor == 0:
            start = ends[-1] if ends else 0
            caption = text[start : match.start()]
            yield Mark(start + len(caption) - len(caption.lstrip()), match.end(), "foto")


def _repeated(text: str) -> Iterator[Mark]:
    """A headline that stands twice in a row: the picture's text and the link's, of a box with other articles."""
    start, above, above_start = 0, "", 0
    for line in text.split("\n"):
        bare = line.strip(BLANKS)
        if bare and bare == above and is_headline(bare):
            yield Mark(above_start, start + len(line), "berulang")
        if bare:
            above, above_start = bare, start
        start += len(line) + 1
