"""Who is meant: every mention of a source under the fullest name the article gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bingkai.reading.grammar import abbreviations, figures, gazetteer, word_class
from bingkai.reading.introductions import carries, descriptions, fuller_mention, has_age, same_line
from bingkai.reading.page import Page
from bingkai.reading.speakers import Mention, read_mention
from bingkai.reading.vocabulary import CAP

_NAME = r"[A-Z][\w.'’/-]*"
_ALIAS = re.compile(
    rf"((?:{_NAME}|dan|of|the)(?:\s(?:{_NAME}|dan|of|the)){{0,9}})\s?\(\s?({_NAME}(?:\s{_NAME}){{0,2}})\s?\)"
)
_FULL_NAME = re.compile(rf"{_NAME}(?:\s{_NAME}){{1,9}}")
_NICKNAME = re.compile(rf"\b(?:akrab|biasa|kerap|karib)\s+(?:disapa|dipanggil)\s+({_NAME}(?:\s{_NAME})?)")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PLURAL = word_class("indefinite")
_DEFINITE = frozenset(("sang", "si"))
_FORMER = ("mantan ", "eks ", "bekas ")
_ONE = frozenset(("seorang", "salah"))
_CHANNELS = frozenset(("pernyataan", "keterangan", "pengakuan", "kesaksian", "klaim", "tudingan", "bantahan"))
_HONORIFIC = word_class("form_of_address")


@dataclass(eq=False)
class Source:
    """A source of one article, under its fullest name so far."""

    name: str
    person: bool
    human: bool = False  # what *dia* may stand for: a person, an office, *seorang warga*
    role: str = ""
    affiliation: str = ""
    source_type: str = "other"
    telling: int = 0
    plural: bool = False
    words: set[str] = field(default_factory=set)
    described: set[str] = field(default_factory=set)

    def learn(self, mention: Mention) -> None:
        """Take over a fuller name, an office, an institution, a kind."""
        if self.person and len(mention.name) > len(self.name):
            self.name = mention.name
        self.role = self.role or mention.role
        self.affiliation = self.affiliation or mention.affiliation
        self.learn_kind(mention)
        self.words |= _words(mention.name or mention.text) - _HONORIFIC
        self.described |= _words(mention.text)

    def learn_kind(self, mention: Mention) -> None:
        """What kind of source it is, from the mention that says so most plainly."""
        if mention.telling > self.telling:
            self.source_type, self.telling = mention.source_type, mention.telling


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

    def meet_medium(self, text: str) -> Source:
        """The medium a statement is relayed from."""
        source = next((s for s in self.sources if not s.person and s.name == text), None)
        if source is None:
            source = Source(text, False, source_type="media", telling=2, words=_words(text))
            self.sources.append(source)
        return source

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
                found.learn_kind(mention)
        elif mention.form == "none":
            return None
        else:
            found = self._known(mention) or self._new(mention)
            found.learn(mention)
        if found:
            self.last = found
            if found.human:
                self.last_person = found
        return found

    def speaker(self) -> Source | None:
        """Who *-nya* stands for: the last source that is somebody, else the last one."""
        return self.last_person or self.last

    def named_before(self, k: int) -> Source | None:
        """The person last named before token k, for a pronoun or clitic when nobody has spoken yet."""
        page, j = self.page, k
        while j > max(0, k - 150):
            last = j
            while j > 0 and carries(page, j - 1) and same_line(page, j - 1):
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
        wanted = _words(mention.text) - _DEFINITE
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
            if person and source.person and is_blend(name, source.name):
                return source
        return None

    def _introduce(self, source: Source, name: str) -> None:
        """What the article says of a person elsewhere."""
        if fuller := fuller_mention(self.page, self.read, name):
            source.learn(fuller)
        if source.telling == 2:
            return
        for text in descriptions(self.page, name):
            mention = read_mention(text)
            if text.lower().startswith(_FORMER):
                mention = mention._replace(telling=min(mention.telling, 1))
            if mention.telling > source.telling:
                source.role = source.role or mention.role or text
                source.affiliation = source.affiliation or mention.affiliation
                source.learn_kind(mention)
        if not source.telling:
            source.source_type = self._known_kind(name) or source.source_type

    def _known_kind(self, name: str) -> str:
        """The kind of a source of whom nothing is said: heads of state go without, private persons have an age."""
        figure = next((kind for word, kind in figures().items() if word in name.lower().split()), "")
        return figure or ("citizen" if has_age(self.page, name) else "")

    def _unaliased(self, mention: Mention) -> str:
        name = mention.name or mention.text
        return self.aliases.get(mention.text) or self.aliases.get(name) or name

    def _new(self, mention: Mention) -> Source:
        name = self._unaliased(mention)
        person = mention.form == "person"
        first = mention.text.split()[0].lower()
        source = Source(name, person, words=_words(name) - _HONORIFIC)
        source.human = (
            person or first in _ONE or (mention.form == "office" and mention.source_type not in ("citizen", "other"))
        )
        source.plural = mention.form == "generic" and first in _PLURAL and first not in _ONE
        source.learn_kind(mention)
        if person:
            self._introduce(source, name)
        elif not mention.telling and name != mention.text:
            source.learn_kind(self.read(name))
        if person and not source.role and " " not in name and (holder := self._nameless_office()):
            holder.name, holder.person = source.name, True
            holder.words |= source.words
            return holder
        self.sources.append(source)
        return source

    def _nameless_office(self) -> Source | None:
        """The office that spoke last without a name: where a page lost it, the short name that follows is its own."""
        last = self.last_person
        return last if last and not last.person and last.role and last.name.split()[0].lower() not in _ONE else None


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
    found = _nicknames(text)
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


def _nicknames(text: str) -> dict[str, str]:
    """*Benjamin Utama, yang akrab disapa Benny*: the nickname and the last full name before it."""
    found: dict[str, str] = {}
    for match in _NICKNAME.finditer(text) if "sapa" in text or "panggil" in text else ():
        before = text[max(0, match.start() - 90) : match.start()].rpartition(". ")[2].rpartition("\n")[2]
        names = [read_mention(name).name for name in _FULL_NAME.findall(before)]
        if full := next((name for name in reversed(names) if " " in name), ""):
            found.setdefault(match[1], full)
    return found


def is_blend(one: str, other: str) -> bool:
    """*Zulhas* for *Zulkifli Hasan*: a single word made of the beginnings of two."""
    short, long = sorted((one.lower(), other.lower()), key=lambda name: name.count(" "))
    words = long.split()
    if " " in short or len(words) < 2 or not 5 <= len(short) <= 8:
        return False
    first, last = words[0], words[-1]
    return any(first.startswith(short[:n]) and last.startswith(short[n:]) for n in range(2, len(short) - 1))


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
