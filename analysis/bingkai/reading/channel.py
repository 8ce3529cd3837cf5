"""Through what a statement was made: *dalam sebuah pernyataan tertulis*, *lewat akun media sosialnya*."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

_NOUNS = (
    r"pernyataan|keterangan|siaran pers|rilis|laporan|surat(?: edaran| terbuka)?|unggahan|cuitan|kicauan|pidato|"
    r"sambutan|wawancara|konferensi pers|jumpa pers|konpers|rapat|sidang|diskusi|webinar|seminar|dialog|podcast|"
    r"akun|pesan|video|telepon|sambungan telepon"
)
_MORE = r"(?: (?:tertulis|resmi|pers|bersama|terpisah|singkat|suara|media sosial|kerja|paripurna|dengar pendapat))*"
_NAMED = re.compile(rf"({_NOUNS})(?:nya)?{_MORE}(?:nya)?(?!\w)", re.IGNORECASE)
_THROUGH = re.compile(
    rf"\b(?:dalam|melalui|lewat|via|pada|saat|di)\s+(?:sebuah |suatu |acara )?"
    rf"({_NOUNS})(?:nya)?({_MORE})(?:nya)?(?!\w)",
    re.IGNORECASE,
)
_REACH = 90  # characters between the reporting clause and its channel
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")


def channel_of(text: str, clause: Span, speaker: Span | None, content: Sequence[Span]) -> str | None:
    """The document or occasion named beside the reporting verb and its speaker, never one inside what was said.

    Parameters
    ----------
    text : str
    clause : (start, end)
        From the first to the last character of reporting verb and speaker.
    speaker : (start, end) or None
    content : sequence of (start, end)
        What was said.

    Examples
    --------
    >>> text = "Tiga rumah rusak, kata Dinas Sosial dalam sebuah pernyataan tertulis."
    >>> channel_of(text, (18, 35), (23, 35), [(0, 16)])
    'pernyataan tertulis'
    """
    if speaker:
        own = _NAMED.match(text, *speaker)
        if own and own.end() < speaker[1]:  # "ungkap pernyataan kementerian itu"
            return own[1].lower()
    for start, end in _beside(text, clause, content):
        found = _THROUGH.search(text, start, end)
        if found:
            return (found[1] + found[2]).lower()
    return None


def _beside(text: str, clause: Span, content: Sequence[Span]) -> list[Span]:
    """After the clause up to its sentence's end or the next content; before it from its sentence's start."""
    stop = _SENTENCE_END.search(text, clause[1], clause[1] + _REACH)
    after = stop.start() if stop else min(clause[1] + _REACH, len(text))
    after = min([after, *(start for start, _ in content if start >= clause[1])])
    before = max([0, clause[0] - _REACH, *(end for _, end in content if end <= clause[0])])
    ends = list(_SENTENCE_END.finditer(text, before, clause[0]))
    return [(clause[1], after), (ends[-1].end() if ends else before, clause[0])]
