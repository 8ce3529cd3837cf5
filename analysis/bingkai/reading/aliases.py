"""Other names that an article gives a source: acronyms, short forms in brackets, nicknames, initials."""

from __future__ import annotations

import re

from bingkai.reading.speakers import read_mention

_NAME = r"[A-Z][\w.'’/-]*"
_SHORT = re.compile(rf"\(\s?({_NAME}(?:\s{_NAME}){{0,2}})\s?\)")
_LONG = re.compile(rf"((?:{_NAME}|dan|of|the)(?:\s(?:{_NAME}|dan|of|the)){{0,9}})\s?\Z")
_LONGEST = 10  # words before a bracket
_FULL_NAME = re.compile(rf"{_NAME}(?:\s{_NAME}){{1,9}}")
_NICKNAME = re.compile(rf"\b(?:akrab|biasa|kerap|karib)\s+(?:disapa|dipanggil)\s+({_NAME}(?:\s{_NAME})?)")
_CALLED = re.compile(
    rf"({_NAME}(?:\s{_NAME})?),? (?:sapaan|panggilan)(?: akrab)?(?: dari)? ({_NAME}(?:\s{_NAME}){{0,4}})"
)
_ALSO_CALLED = re.compile(rf" (alias|atau) ({_NAME})")
_NAME_LAST = re.compile(rf"{_NAME}(?:\s{_NAME}){{1,9}}$")
_CALLED_SO = re.compile(rf"({_NAME}(?:\s{_NAME})?), (?:begitu |demikian )?(?:sapaan|panggilan) akrab")
_INITIALS = re.compile(r"inisial ([A-Z]{1,4})\b")
_AGED = re.compile(r" \(\d{2}\)")
_INITIALS_LAST = re.compile(r"\b[A-Z]{1,3}$")
_COMMA_HEADS = ("Badan", "Kementerian", "Dinas", "Lembaga", "Komisi", "Direktorat", "Balai")
_COMMAS = re.compile(
    rf"(?:{'|'.join(_COMMA_HEADS)})(?: [A-Z]\w+){{1,3}}, "
    r"((?:[A-Z]\w+(?: [A-Z]\w+)*, )*([A-Z]\w+(?: [A-Z]\w+)*,? dan [A-Z]\w+(?: [A-Z]\w+){0,2}))"
)
_CLAUSE_END = re.compile(r"[.,;:!?\n\"“”]\s*")


def read_aliases(text: str) -> dict[str, str]:
    """Short forms in brackets: *Badan Gizi Nasional (BGN)*, *Zulkifli Hasan (Zulhas)*."""
    found = _nicknames(text)
    found |= _with_commas(text)
    for bracket in _SHORT.finditer(text) if "(" in text else ():
        short, long = bracket[1], _words_before(text, bracket.start())
        if not long or short in found:
            continue
        if short.isupper() and len(short) > 1:
            if expansion := _spelled_out(long.split(), short):
                found[short] = expansion
        elif name := _expanded(long, short) or read_mention(long).name:
            found[short] = name
    return found


def _words_before(text: str, bracket: int) -> str:
    """The capitalised words that lead up to a bracket, ten at most: `di **Badan Gizi Nasional** (BGN)`."""
    pieces = text[:bracket].rsplit(None, _LONGEST + 1)
    begin = len(pieces[0]) if len(pieces) > _LONGEST + 1 else 0
    found = _LONG.search(text, begin, bracket)
    return found[1] if found else ""


def is_person(text: str, full: str) -> bool:
    """Whether the words behind a short form are somebody's name: led in by an office, as the article writes them."""
    at = text.find(full)
    before = _CLAUSE_END.split(text[max(0, at - 80) : max(at, 0)])[-1]
    mention = read_mention(before + full)
    return mention.form == "person" and bool(mention.role) and full.endswith(mention.name) and " " in mention.name


def read_initials(text: str) -> set[str]:
    """People known by initials alone: *pria berinisial AG*, *RS (34)*."""
    found = {match[1] for match in _INITIALS.finditer(text)} if "inisial " in text else set()
    for match in _AGED.finditer(text) if "(" in text else ():
        if initials := _INITIALS_LAST.search(text, max(0, match.start() - 4), match.start()):
            found.add(initials[0])
    return found


def _with_commas(text: str) -> dict[str, str]:
    """*Badan Meteorologi, Klimatologi, dan Geofisika*: the end of a name that has commas inside."""
    found: dict[str, str] = {}
    for match in _COMMAS.finditer(text) if any(head in text for head in _COMMA_HEADS) else ():
        found[match[2]] = found[match[1]] = match[0]
    return found


def _nicknames(text: str) -> dict[str, str]:
    """*Benjamin Utama, yang akrab disapa Benny*: the nickname and the last full name before it."""
    found = {match[1]: match[2] for match in _CALLED.finditer(text)} if "sapaan" in text or "panggilan" in text else {}
    for match in _ALSO_CALLED.finditer(text) if " alias " in text or " atau " in text else ():
        led_in = _NAME_LAST.search(text, max(0, match.start() - 90), match.start())
        mention = read_mention(led_in[0]) if led_in else None
        if mention and mention.form == "person" and " " in mention.name and (mention.role or match[1] == "alias"):
            found.setdefault(match[2], mention.name)
    for match in _CALLED_SO.finditer(text) if "akrab" in text else ():
        found.setdefault(match[1], _last_person(text[max(0, match.start() - 500) : match.start()]))
    for match in _NICKNAME.finditer(text) if "disapa" in text or "dipanggil" in text else ():
        before = text[max(0, match.start() - 90) : match.start()].rpartition(". ")[2].rpartition("\n")[2]
        names = [read_mention(name).name for name in _FULL_NAME.findall(before)]
        if not names:  # Rani Utami hadir. Perancang yang akrab disapa Rara itu …
            earlier = text[max(0, match.start() - 250) : match.start()]
            names = [read_mention(name).name for name in _FULL_NAME.findall(earlier)]
        if full := next((name for name in reversed(names) if " " in name), ""):
            found.setdefault(match[1], full)
    return {short.rstrip("."): full.rstrip(".") for short, full in found.items() if full}


def _last_person(text: str) -> str:
    """The last name with an office before it."""
    mentions = [read_mention(name) for name in _FULL_NAME.findall(text)]
    return next((m.name for m in reversed(mentions) if m.form == "person" and m.role and " " in m.name), "")


def _spelled_out(words: list[str], short: str) -> str:
    """The words before the bracket whose initials are the acronym."""
    letters = [c.lower() for c in short if c.isalpha()]
    for first in range(len(words)):
        tail = words[first:]
        if [w[0].lower() for w in tail if w[0].isupper()] == letters:
            return " ".join(tail)
    return ""


def _expanded(long: str, short: str) -> str:
    """*Kementerian Sosial (Kemensos)*: the institution whose words the short form is made of."""
    words = [word for word in long.split() if word[0].isupper()]
    if len(words) < 2 or read_mention(long).form != "institution":
        return ""
    low = short.lower()
    for first in range(len(words)):
        if low[:2] == words[first][:2].lower() and words[-1][:2].lower() in low[2:]:
            return " ".join(words[first:])
    return ""
