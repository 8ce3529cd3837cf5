"""Acronyms and other names that the texts explain: "Dinas Perhubungan (Dishub)", "Siti alias Iti"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from bingkai.reading.grammar import gazetteer_words
from bingkai.reading.merge_names import (
    CALLED,
    Name,
    Proposal,
    candidates_of,
    end_of_chain,
    is_acronym,
    kinds_agree,
    names_by_word,
    plain_letters,
)

_BRACKETED = re.compile(r"\(\s*([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2})\s*\)")
_ALSO = re.compile(
    r"\s+(?:alias|(?:atau )?(?:yang )?(?:akrab|biasa|kerap|karib)? ?(?:disapa|dipanggil)(?: akrab)?|atau)\s+"
    r"((?:[A-Z][\w'’-]*)(?: [A-Z][\w'’-]*){0,2})"
)  # Zulkarnain atau Zul, Sudirman yang akrab disapa Dirman
_DOMINANT = 0.9  # share of the mentions that a spelled-out name needs to be the one an acronym stands for


def explanations(names: Mapping[str, Name], texts: Iterable[str]) -> dict[str, Counter[str]]:
    """Acronyms and nicknames that the texts explain, where both names occur as sources, and how often.

    *Badan Sungai Nasional (BSN)*, *Zulkarnain Hamid atau Zul*.
    """
    by_key = {plain_letters(text): text for text in names}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for full, short, bracketed in _explained(text, names, by_key):
            if full != short and _may_stand_for(names[short], names[full], bracketed):
                counts[short][full] += 1
    return counts


def spelled_out(
    left: Mapping[str, Name],
    names: Mapping[str, Name],
    proposals: Mapping[str, Proposal],
    explained: Mapping[str, Counter[str]],
) -> dict[str, Proposal]:
    """Short names with the one they are explained by; in doubt where another name shares their only word."""
    by_word = names_by_word(name for name in left.values() if name.form == "person")
    found = {}
    for short in sorted(explained.keys() & left.keys()):
        fulls = Counter[str]()
        for full, n in explained[short].items():
            fulls[end_of_chain(full, proposals)] += n
        best, n = fulls.most_common(1)[0]
        words = names[short].words
        namesakes = [name for name in by_word.get(words[0], ()) if name.text not in (short, best)]
        if best == short:
            continue
        if n >= _DOMINANT * fulls.total() and not (len(words) == 1 and namesakes):
            found[short] = Proposal("spelled", best)
        else:
            doubts = {name.text: name for name in (*namesakes, *(names[full] for full in fulls))}
            found[short] = Proposal("several", candidates=candidates_of(doubts.values()))
    return found


def _explained(text: str, names: Mapping[str, Name], by_key: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    for pattern in (_BRACKETED, _ALSO):
        for match in pattern.finditer(text):
            full = _name_before(text[max(0, match.start() - 90) : match.start()], by_key) if match[1] in names else None
            if full:
                yield full, match[1], pattern is _BRACKETED


def _name_before(text: str, by_key: Mapping[str, str]) -> str | None:
    """The longest known name that the text ends with."""
    starts = [match.start() for match in re.finditer(r"\b\w", text)]
    for start in starts:
        if (full := by_key.get(plain_letters(text[start:]))) and text[start].isupper():
            return full
    return None


def _may_stand_for(short: Name, full: Name, bracketed: bool) -> bool:
    """An acronym for an institution or office, a nickname for a person; never one for the other.

    In brackets after a person may stand somebody else, the player of a part: a nickname there has the name's letters.
    """
    if len(full.words) < 2 or "vague" in (short.form, full.form):
        return False
    if full.form == "person":
        called = short.words[0] in CALLED or is_acronym(short.words[0], "".join(full.words)) or not bracketed
        nickname = short.form in ("person", "institution") and not short.text.isupper()
        return called and nickname and short.words[0] not in gazetteer_words("institution") and kinds_agree(short, full)
    return len(short.words) == 1 and short.form != "person" and is_acronym(short.words[0], "".join(full.words))
