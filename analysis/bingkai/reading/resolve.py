"""Who is meant: every mention of a source under the fullest name the article gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bingkai.reading.page import Page
from bingkai.reading.speakers import Mention, read_mention
from bingkai.reading.vocabulary import CAP, PRONOUN, WORD

_ALIAS = re.compile(
    r"((?:[A-Z][\w.'’/-]*|dan|of|the)(?:\s(?:[A-Z][\w.'’/-]*|dan|of|the)){0,9})\s?\(\s?([A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,2})\s?\)"
)
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(eq=False)
class Source:
    """A source of one article, under its fullest name so far."""

    name: str
    person: bool
    role: str = ""
    affiliation: str = ""
    source_type: str = "other"
    words: set[str] = field(default_factory=set)
    described: set[str] = field(default_factory=set)

    def learn(self, mention: Mention) -> None:
        """Take over a fuller name, an office, an institution, a kind."""
        if len(mention.name) > len(self.name) and self.person:
            self.name = mention.name
        self.role = self.role or mention.role
        self.affiliation = self.affiliation or mention.affiliation
        if self.source_type == "other":
            self.source_type = mention.source_type
        self.words |= _words(mention.name or mention.text)
        self.described |= _words(mention.text)


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORDS.findall(text)}


class Cast:
    """The sources of one article, found in reading order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sources: list[Source] = []
        self.aliases = read_aliases(page.text)
        self.last: Source | None = None
        self.last_person: Source | None = None

    def meet(self, text: str) -> Source | None:
        """The source a mention names; pronouns and epithets go to whoever spoke last."""
        mention = read_mention(text)
        if mention.form == "pronoun":
            return self._speaker_for_pronoun(text)
        if mention.form == "epithet":
            return self._epithet(mention)
        if mention.form == "none":
            return None
        found = self._known(mention) or self._new(mention)
        found.learn(mention)
        self.last = found
        if found.person:
            self.last_person = found
        return found

    def last_speaker(self) -> Source | None:
        """Who *-nya* stands for."""
        return self.last

    def _speaker_for_pronoun(self, text: str) -> Source | None:
        found = self.last if text.lower() == "mereka" else (self.last_person or self.last)
        self.last = found
        return found

    def _epithet(self, mention: Mention) -> Source | None:
        """`kementerian itu`, `pria 45 tahun itu`: the latest source of that kind."""
        head = next(iter(_WORDS.findall(mention.text)), "").lower()
        for source in reversed(self.sources):
            if head in source.described and not source.person:
                self.last = source
                return source
        if mention.source_type in ("document",) or head in ("laporan", "data", "survei", "studi"):
            return self._new(mention._replace(form="document"))
        institution = not mention.role and mention.affiliation
        found = self.last if institution else (self.last_person or self.last)
        if found:
            self.last = found
        return found

    def _known(self, mention: Mention) -> Source | None:
        if mention.form == "office":
            wanted = _words(mention.text)
            return next((s for s in reversed(self.sources) if s.person and wanted <= s.described), None)
        name = self._unaliased(mention.name or mention.text)
        wanted = _words(name)
        if not wanted:
            return None
        person = mention.form == "person"
        for source in reversed(self.sources):
            if source.person == person and (wanted <= source.words or source.words <= wanted):
                return source
        return None

    def _unaliased(self, name: str) -> str:
        return self.aliases.get(name, name)

    def _new(self, mention: Mention) -> Source:
        name = self._unaliased(mention.name or mention.text)
        person = mention.form == "person"
        if person:
            name = fuller_name(self.page, name) or name
        source = Source(name, person, words=_words(name))
        self.sources.append(source)
        return source


def read_aliases(text: str) -> dict[str, str]:
    """Short forms in brackets: *Badan Gizi Nasional (BGN)*, *Zulkifli Hasan (Zulhas)*."""
    found: dict[str, str] = {}
    if "(" not in text:
        return found
    for match in _ALIAS.finditer(text):
        long, short = match.groups()
        if short in found or short.isdigit():
            continue
        expansion = _spelled_out(long.split(), short) if short.isupper() or not short.islower() else ""
        if expansion:
            found[short] = expansion
        elif not short.isupper() and (name := read_mention(long).name):
            found[short] = name
    return found


def _spelled_out(words: list[str], short: str) -> str:
    """The words before the bracket whose initials are the acronym."""
    letters = [c.lower() for c in short if c.isalpha()]
    for first in range(len(words)):
        tail = words[first:]
        capitals = [w[0].lower() for w in tail if w[0].isupper()]
        if short.isupper() and capitals == letters:
            return " ".join(tail)
    if not short.isupper():
        return ""
    for first in range(len(words) - 1, -1, -1):
        if (
            words[first][0].lower() == letters[0]
            and len(words) - first > 1
            and words[first][0].isupper()
            and first <= max(0, len(words) - len(letters))
        ):
            return " ".join(words[first:])
    return ""


def fuller_name(page: Page, name: str) -> str:
    """The longest run of capitalised words in the article that holds a short name: *Rani* -> *Rani Utami*."""
    wanted = name.lower().split()
    if len(wanted) > 1:
        return ""
    best = ""
    for k, low in enumerate(page.low):
        if low != wanted[0] or not page.flag[k] & CAP:
            continue
        first, last = k, k + 1
        while (
            first > 0
            and page.flag[first - 1] & CAP
            and page.flag[first - 1] & WORD
            and not page.flag[first - 1] & PRONOUN
        ):
            first -= 1
        while last < len(page.low) and page.flag[last] & CAP and page.flag[last] & WORD and last - k < 4:
            last += 1
        full = read_mention(page.words(first, last)).name
        if wanted[0] in full.lower().split() and len(full) > len(best) and len(full.split()) <= 5:
            best = full
    return best
