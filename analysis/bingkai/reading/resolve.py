"""Who is meant: every mention of a source under the fullest name the article gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bingkai.reading.grammar import abbreviations, gazetteer, word_class
from bingkai.reading.page import Page
from bingkai.reading.speakers import Mention, read_mention
from bingkai.reading.vocabulary import ADJUNCT, BASIS, CAP, CUE, MENURUT, PRONOUN, ROLE, WORD

_NAME = r"[A-Z][\w.'’/-]*"
_ALIAS = re.compile(
    rf"((?:{_NAME}|dan|of|the)(?:\s(?:{_NAME}|dan|of|the)){{0,9}})\s?\(\s?({_NAME}(?:\s{_NAME}){{0,2}})\s?\)"
)
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PLURAL = word_class("indefinite")
_CHANNELS = frozenset(("pernyataan", "keterangan", "pengakuan", "kesaksian", "klaim", "tudingan", "bantahan"))
_HONORIFIC = word_class("form_of_address")


@dataclass(eq=False)
class Source:
    """A source of one article, under its fullest name so far."""

    name: str
    person: bool
    role: str = ""
    affiliation: str = ""
    source_type: str = "other"
    plural: bool = False
    words: set[str] = field(default_factory=set)
    described: set[str] = field(default_factory=set)

    def learn(self, mention: Mention) -> None:
        """Take over a fuller name, an office, an institution, a kind."""
        if self.person and len(mention.name) > len(self.name):
            self.name = mention.name
        self.role = self.role or mention.role
        self.affiliation = self.affiliation or mention.affiliation
        if self.source_type == "other":
            self.source_type = mention.source_type
        self.words |= _words(mention.name or mention.text) - _HONORIFIC
        self.described |= _words(mention.text)


def _words(text: str) -> set[str]:
    """The words of a mention in lower case, usual abbreviations of offices and institutions written out."""
    found = set()
    for word in _WORDS.findall(text):
        found.update(abbreviations().get(word.lower(), word.lower()).split())
    return found


class Cast:
    """The sources of one article, met in reading order."""

    def __init__(self, page: Page, mentions: Iterable[str]) -> None:
        self.page = page
        self.sources: list[Source] = []
        self.aliases = read_aliases(page.text)
        self.names = short_names(mentions)
        self.last: Source | None = None
        self.last_person: Source | None = None

    def read(self, text: str) -> Mention:
        """A mention with the names of this article known."""
        return read_mention(text, self.names)

    def find(self, text: str) -> Source | None:
        """The source a mention names, if it has been met; nothing changes."""
        mention = self.read(text)
        return None if mention.form in ("pronoun", "epithet", "none") else self._known(mention)

    def meet(self, text: str) -> Source | None:
        """The source a mention names; pronouns and epithets go to whoever spoke last."""
        mention = self.read(text)
        channel, _, inner = mention.text.partition(" ")
        if mention.form == "document" and channel.lower() in _CHANNELS and inner and self.read(inner).form != "generic":
            return self.meet(inner)
        if mention.form == "pronoun":
            found = self._pronoun(text.lower())
        elif mention.form == "epithet":
            found = self._epithet(mention)
            if found:
                found.role = found.role or mention.role
                found.source_type = mention.source_type if found.source_type == "other" else found.source_type
        elif mention.form == "none":
            return None
        else:
            found = self._known(mention) or self._new(mention)
            found.learn(mention)
        if found:
            self.last = found
            if found.person:
                self.last_person = found
        return found

    def speaker(self) -> Source | None:
        """Who *-nya* stands for: the last source, or the person who speaks for the institution that was it."""
        last, person = self.last, self.last_person
        if last and person and last is not person and not last.person and _speaks_for(person, last):
            return person
        return last

    def named_before(self, k: int) -> Source | None:
        """The person last named before token k, for a pronoun or clitic when nobody has spoken yet."""
        page, j = self.page, k
        while j > max(0, k - 150):
            last = j
            while j > 0 and _carries(page, j - 1) and _same_line(page, j - 1):
                j -= 1
            if last - j >= 2 and page.flag[last - 1] & CAP:
                mention = self.read(page.words(j, last))
                if mention.form == "person" and (" " in mention.name or mention.role):
                    return self.meet(mention.text)
            j = min(j, last - 1)
        return None

    def _pronoun(self, low: str) -> Source | None:
        if low == "mereka":
            groups = (source for source in reversed(self.sources) if source.plural or not source.person)
            return next(groups, self.last)
        return self.last_person or self.last

    def _epithet(self, mention: Mention) -> Source | None:
        """`kementerian itu`, `pria 45 tahun itu`: the latest source of that kind."""
        head = next(iter(_WORDS.findall(mention.text)), "").lower()
        if mention.source_type != "document":
            for source in reversed(self.sources):
                if head in source.described and not source.person:
                    return source
        inner = mention.text.partition(" ")[2]
        if head in _CHANNELS and " " in inner:
            return self._epithet(self.read(inner))
        if mention.source_type == "document":
            return self._new(mention._replace(form="document"))
        if any(entry.kind == "institution" for entry in gazetteer().get(head, ())):
            return self.last if self.last and not self.last.person else None
        return self.last_person or self.last

    def _known(self, mention: Mention) -> Source | None:
        wanted = _words(mention.text)
        if mention.form == "office":
            return next((s for s in reversed(self.sources) if s.person and wanted <= s.described), None) or next(
                (s for s in reversed(self.sources) if wanted == s.described), None
            )
        name = self._unaliased(mention)
        wanted = _words(name) - _HONORIFIC
        if not wanted:
            return None
        person = mention.form == "person"
        for source in reversed(self.sources):
            if source.person == person and (wanted <= source.words or (person and source.words <= wanted)):
                return source
        return None

    def _unaliased(self, mention: Mention) -> str:
        name = mention.name or mention.text
        return self.aliases.get(mention.text) or self.aliases.get(name) or name

    def _new(self, mention: Mention) -> Source:
        name = self._unaliased(mention)
        person = mention.form == "person"
        source = Source(name, person, words=_words(name) - _HONORIFIC)
        source.plural = mention.form == "generic" and mention.text.split()[0].lower() in _PLURAL
        if person and (fuller := fuller_mention(self, name)):
            source.learn(fuller)
        self.sources.append(source)
        return source


def _speaks_for(person: Source, institution: Source) -> bool:
    names = institution.words | {"".join(word[0] for word in institution.name.lower().split() if word)}
    return bool(names & person.described)


def short_names(mentions: Iterable[str]) -> frozenset[str]:
    """Words that begin a person's name, read off the short mentions of an article: *kata Rani*."""
    found = set()
    for text in mentions:
        words = text.split()
        if len(words) <= 3 and all(word[:1].isupper() for word in words):
            mention = read_mention(text)
            if mention.form == "person" and not mention.role and not mention.affiliation:
                found.add(mention.name.split()[0].lower())
    return frozenset(found)


def read_aliases(text: str) -> dict[str, str]:
    """Short forms in brackets: *Badan Gizi Nasional (BGN)*, *Zulkifli Hasan (Zulhas)*."""
    found: dict[str, str] = {}
    if "(" not in text:
        return found
    for match in _ALIAS.finditer(text):
        long, short = match.groups()
        if short in found:
            continue
        if short.isupper() and len(short) > 1:
            if expansion := _spelled_out(long.split(), short):
                found[short] = expansion
        elif name := _expanded(long, short) or read_mention(long).name:
            found[short] = name
    return found


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


def fuller_mention(cast: Cast, name: str) -> Mention | None:
    """Where the article introduces a short name in full: *Rani* -> *Bupati Rani Utami*."""
    page, wanted = cast.page, name.lower().split()
    best: Mention | None = None
    for k in _places(page.low, wanted[0]):
        if not page.flag[k] & CAP or page.low[k : k + len(wanted)] != wanted:
            continue
        first, last = k, k + 1
        while first > 0 and k - first < 12 and _carries(page, first - 1) and _same_line(page, first - 1):
            first -= 1
        while (
            last < len(page.low)
            and page.flag[last] & CAP
            and page.flag[last] & WORD
            and last - k < 4
            and _same_line(page, last - 1)
        ):
            last += 1
        mention = cast.read(page.words(first, last))
        words = mention.name.lower().split()
        if wanted[0] in words and len(words) <= 5 and (best is None or _weight(mention) > _weight(best)):
            best = mention
    return best


def _places(words: list[str], word: str) -> list[int]:
    found: list[int] = []
    try:
        while True:
            found.append(words.index(word, found[-1] + 1 if found else 0))
    except ValueError:
        return found


def _same_line(page: Page, k: int) -> bool:
    return "\n" not in page.text[page.end[k] : page.start[k + 1]]


def _carries(page: Page, k: int) -> bool:
    flag = page.flag[k]
    return bool(flag & WORD and (flag & CAP or flag & ROLE) and not flag & (PRONOUN | CUE | MENURUT | BASIS | ADJUNCT))


def _weight(mention: Mention) -> tuple[int, int]:
    return len(mention.name), len(mention.role)
