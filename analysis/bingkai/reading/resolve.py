"""Who is meant: every mention of a source under the fullest name the article gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from bingkai.reading.aliases import is_person, read_aliases, read_initials
from bingkai.reading.grammar import figures, gazetteer, word_class
from bingkai.reading.introductions import carries, descriptions, fuller_mention, has_age, same_line
from bingkai.reading.names import is_blend, is_spelling, name_words, words_of
from bingkai.reading.nearby import houses_in, named_holder, subject_before
from bingkai.reading.page import Page
from bingkai.reading.speakers import Mention, read_mention
from bingkai.reading.vocabulary import ABROAD, AT_HOME, CAP

_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PLURAL = word_class("indefinite")
_FOREIGN_ENOUGH = 4  # mentions of places abroad, and that many for each place in Indonesia
_DEFINITE = frozenset(("sang", "si"))
_FORMER = ("mantan ", "eks ", "bekas ")
_ABSTRACT = re.compile(r"(?:Ke|Pe)[a-z]{3,}an")  # Kelincahan Rani
_CHANNEL_KIND = re.compile(r" (?:(?:resmi|tertulis|pers|bersama) )+")
_CHIEFS = frozenset(("bos", "pimpinan", "petinggi"))
_ONE = frozenset(("seorang", "salah"))
_CHANNELS = frozenset(("pernyataan", "keterangan", "pengakuan", "kesaksian", "klaim", "tudingan", "bantahan"))


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
    abroad: bool = False
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
        self.words |= name_words(mention.name or mention.text)
        if not mention.text.lower().startswith(_FORMER):
            self.described |= words_of(mention.text)

    def learn_kind(self, mention: Mention) -> None:
        """What kind of source it is, from the mention that says so most plainly."""
        if mention.text.lower().startswith(_FORMER):
            mention = mention._replace(telling=min(mention.telling, 1))
        if mention.telling > self.telling or (mention.telling == self.telling and self.source_type == "other"):
            abroad = self.abroad and mention.source_type in ("official", "military_police")
            self.source_type = "foreign_official" if abroad else mention.source_type
            self.telling = mention.telling


class Cast:
    """The sources of one article, met in reading order."""

    def __init__(self, page: Page, mentions: Iterable[str]) -> None:
        self.page = page
        self.sources: list[Source] = []
        self._mentions: dict[str, Mention] = {}
        self._is_person: dict[str, bool] = {}
        self.names = short_names(mentions)
        self.met_at = -1  # token of the last source met
        self.last: Source | None = None
        self.last_person: Source | None = None

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Other names that the article gives its sources."""
        return read_aliases(self.page.text)

    @cached_property
    def initials(self) -> set[str]:
        """People known by initials alone."""
        return read_initials(self.page.text)

    def read(self, text: str) -> Mention:
        """A mention with the names of this article known."""
        if text not in self._mentions:
            self._mentions[text] = self._read(text)
        return self._mentions[text]

    def _read(self, text: str) -> Mention:
        mention = read_mention(text, self.names)
        if mention.form in ("person", "institution") and (full := self._full_name(mention)):
            house = mention.affiliation if mention.name else ""
            return mention._replace(form="person", name=full, affiliation=house)
        if mention.form == "person" and not mention.role and (head := self.houses.get(mention.name.lower())):
            return read_mention(f"{head} {mention.name}")._replace(text=text)
        return mention

    def _full_name(self, mention: Mention) -> str:
        """Whose initials, short form or nickname a mention is."""
        if mention.text in self.initials or mention.name in self.initials:
            return mention.name or mention.text
        full = self.aliases.get(mention.text) or self.aliases.get(mention.name)
        if full and full not in self._is_person:
            self._is_person[full] = is_person(self.page.text, full)
        return full if full and self._is_person[full] else ""

    @cached_property
    def houses(self) -> dict[str, str]:
        """Names that are an institution's, with the word that says so."""
        return houses_in(self.page)

    def read_on(self, k: int, *, points_back: bool, behind: bool) -> None:
        """Come to what is said at token k; a pronoun there may stand for whom the sentence before it is about.

        `behind`: the reporting clause stands behind what is said.
        """
        speaking = behind and self.last_person is not None
        if points_back and (text := subject_before(self.page, k, self.met_at, speaking=speaking)):
            mention = self.read(text)
            if mention.form == "person" and (found := self._known(mention) or self._newcomer(mention)):
                found.learn(mention)
                self.last = self.last_person = found
        self.met_at = k

    def _newcomer(self, mention: Mention) -> Source | None:
        if mention.text.count(",") > 1 and " dan " in mention.text:
            return None  # several people
        words = mention.name.split()
        plain = 2 <= len(words) <= 3 and mention.text == mention.name and not any(map(_ABSTRACT.fullmatch, words))
        return self._new(mention) if mention.role or plain else None

    def meet_medium(self, text: str) -> Source:
        """The medium a statement is relayed from."""
        source = next((s for s in self.sources if not s.person and s.name == text), None)
        if source is None:
            source = Source(text, False, source_type="media", telling=2, words=set(words_of(text)))
            self.sources.append(source)
        return source

    def find(self, text: str) -> Source | None:
        """The source a mention names, if it has been met; nothing changes."""
        mention = self.read(text)
        return None if mention.form in ("pronoun", "epithet", "none") else self._known(mention)

    def meet(self, text: str) -> Source | None:
        """The source a mention names; pronouns and epithets go to whoever spoke last."""
        mention = self.read(text)
        channel, _, inner = _CHANNEL_KIND.sub(" ", mention.text).partition(" ")
        if mention.form == "document" and channel.lower() in _CHANNELS and inner and self.read(inner).form != "generic":
            return self.meet(inner)
        if mention.form == "pronoun":
            found = self._pronoun(text.lower())
        elif mention.form == "epithet":
            found = self._epithet(mention)
            if found:
                found.role = found.role or mention.role
                if mention.source_type != "citizen" or not found.role or not found.person:
                    found.learn_kind(mention)  # but *pria 45 tahun itu* says nothing of a minister
        elif mention.form == "none":
            return None
        else:
            found = self._known(mention)
            if found is None and mention.form == "office" and (holder := named_holder(self.page, self.read, text)):
                mention = holder
                found = self._known(mention)
            found = found or self._new(mention)
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
        wanted = words_of(mention.text) - _DEFINITE
        if mention.form == "office":
            if mention.text.lower() == "kepala negara":
                wanted = frozenset(("presiden",))
            if len(wanted) > 1:
                wanted -= _CHIEFS
            return (
                next((s for s in reversed(self.sources) if s.person and wanted <= s.described), None)
                or next((s for s in reversed(self.sources) if wanted == s.described), None)
                or self._same_calling(mention)
            )
        name = self._unaliased(mention)
        wanted = name_words(name)
        if not wanted:
            return None
        person = mention.form == "person"
        alike = [source for source in reversed(self.sources) if source.person == person]
        if person and len(wanted) == 1:
            alike = self._begin_with(name, alike)
        for source in alike:
            alien = source.source_type == "media" and mention.source_type not in ("media", "other")  # an office's site
            if not alien and (wanted <= source.words or (person and source.words <= wanted)):
                return source
        if not person:
            return None
        if medium := next((s for s in self.sources if s.source_type == "media" and s.name == mention.text), None):
            return medium
        return next((s for s in alike if is_blend(name, s.name) or is_spelling(wanted, s.words)), None)

    def _same_calling(self, mention: Mention) -> Source | None:
        """`Profesor`, `Pengamat`, as one word behind an expert."""
        last = self.last_person
        title = " " not in mention.text and mention.source_type == "expert"
        return last if title and last and last.person and last.source_type == "expert" else None

    def _begin_with(self, name: str, alike: list[Source]) -> list[Source]:
        """`Rani` is Rani Utami before Budi Rani; and not Budi Rani at all where the article has a Rani Utami."""
        first = [source for source in alike if source.name.lower().startswith(name.lower())]
        if first or not any(name.lower() in source.words for source in alike):
            return first or alike
        fuller = fuller_mention(self.page, self.read, name)
        if not fuller or " " not in fuller.name or not fuller.name.lower().startswith(name.lower()):
            return alike
        return [source for source in alike if name_words(fuller.name) <= source.words]

    def _introduce(self, source: Source, name: str) -> None:
        """What the article says of a person elsewhere."""
        if fuller := fuller_mention(self.page, self.read, name):
            source.learn(fuller)
        if source.telling == 2:
            return
        for text in descriptions(self.page, name):
            mention = read_mention(text)
            if mention.telling > source.telling or (mention.telling and source.source_type == "other"):
                source.role = source.role or mention.role or text
                source.affiliation = source.affiliation or mention.affiliation
                source.learn_kind(mention)
        if not source.telling and (has_age(self.page, name) or name in self.initials):
            source.source_type = "citizen"  # private persons have an age, or initials alone
        figure = next((kind for word, kind in figures().items() if word in name.lower().split()), "")
        if figure and (figure != "official" or not source.telling):
            source.source_type, source.telling = figure, 2

    @cached_property
    def abroad(self) -> bool:
        """Whether the article is about another country alone: its ministers and police are foreign."""
        places = [self.page.flag[k] for k in self.page.landmarks]
        foreign = sum(1 for flag in places if flag & ABROAD)
        at_home = sum(1 for flag in places if flag & AT_HOME)
        return foreign >= _FOREIGN_ENOUGH and foreign >= _FOREIGN_ENOUGH * at_home

    def _unaliased(self, mention: Mention) -> str:
        name = mention.name or mention.text
        if found := self.aliases.get(mention.text) or self.aliases.get(name):
            return found
        first, _, more = name.partition(" ")
        written_out = more and mention.form == "institution" and first.isupper() and self.aliases.get(first)
        return f"{written_out} {more}" if written_out else name

    def _new(self, mention: Mention) -> Source:
        name = self._unaliased(mention)
        person = mention.form == "person"
        first = mention.text.split()[0].lower()
        source = Source(name, person, words=set(name_words(name)), abroad=self.abroad)
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
