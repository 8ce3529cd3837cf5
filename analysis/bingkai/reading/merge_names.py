"""Names as the articles use them: read once, with what places whoever bears them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from bingkai.reading.grammar import gazetteer_words
from bingkai.reading.speakers import read_mention

_WORD = re.compile(r"[^\W_]+(?:['’`-][^\W_]+)*")
_DEGREE = re.compile(
    r",?\s+(?:[A-Z][A-Za-z]{0,3}\.)+[A-Z][A-Za-z]{0,4}\.?(?=$|[\s,])|,\s*[SM][A-Z]\w{0,2}\s*$|,?\s+PhD\b"
)
CALLED = frozenset(["abah", "babe", "bang", "bu", "bung", "cak", "gus", "kang", "mas", "mbak", "pak", "teh"])
_SEVERAL = re.compile(r"/|&| dan ")
_COMMON = frozenset(
    (
        "muhammad",
        "mohammad",
        "muhamad",
        "mohamad",
        "mochammad",
        "mochamad",
        "moh",
        "muh",
        "mohd",
        "ahmad",
        "achmad",
        "abdul",
        "siti",
        "nur",
        "dewi",
        "sri",
        "andi",
        "i",
        "ni",
        "made",
        "wayan",
        "nyoman",
        "ketut",
        "gede",
        "bin",
        "binti",
    )
)  # do not tell persons apart
_VAGUE = frozenset(("generic", "epithet", "pronoun", "document", "none"))
_NO_KIND = frozenset(("other", "anonymous", "citizen"))  # says little: fits any other kind
_PARTNERS = (frozenset(("official", "politician_party")), frozenset(("official", "expert")),
             frozenset(("official", "military_police")), frozenset(("expert", "civil_society")),
             frozenset(("company", "civil_society")))  # fmt: skip
_GENERIC_OFFICE = frozenset(
    (
        "umum",
        "utama",
        "daerah",
        "desa",
        "kota",
        "kabupaten",
        "provinsi",
        "dinas",
        "sekolah",
        "bidang",
        "badan",
        "ri",
        "republik",
        "indonesia",
        "nasional",
        "dan",
        "pemerintah",
        "pemerintahan",
        "lainnya",
    )
)
_NATIONAL = frozenset(("menteri", "menko", "wamen", "presiden", "wapres", "kapolri", "panglima"))  # few holders
_MOST_CANDIDATES = 8
_SHORT_ACRONYM = 3  # letters: MA is a court, Ma may be a person


@dataclass(frozen=True, eq=False)
class Name:
    """A name as the articles use it, and what they say about whoever bears it."""

    text: str
    form: str  # person | institution | acronym | office | vague
    words: tuple[str, ...]
    n: int
    articles: frozenset[str]
    source_types: Counter[str]
    offices: frozenset[str]
    ties: frozenset[str]  # words that place the source: of its institutions, of high offices

    @cached_property
    def telling(self) -> int:
        """Words that tell persons apart: no initials, no *Muhammad*."""
        return sum(len(word) > 1 and word not in _COMMON for word in self.words)

    @property
    def source_type(self) -> str:
        named = Counter({kind: n for kind, n in self.source_types.items() if kind not in _NO_KIND})
        return (named or self.source_types).most_common(1)[0][0]


@dataclass(frozen=True)
class Proposal:
    """What is proposed for a name: merged into `target`, or in doubt between `candidates`."""

    rule: str
    target: str = ""
    candidates: tuple[str, ...] = ()


def names_of(rows: pd.DataFrame) -> dict[str, Name]:
    """What the corpus says of every name, in alphabetical order."""
    seen: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    told = rows[["speaker_name", "article_id", "source_type", "role", "affiliation"]].astype("object")
    told["source_type"] = told["source_type"].fillna("other")
    for name, *known in told.fillna("").itertuples(index=False):
        seen[name].append(tuple(known))
    return {text: _name(text, seen[text]) for text in sorted(seen)}


def _name(text: str, known: list[tuple[str, str, str, str]]) -> Name:
    form, words = _read(text)
    articles, kinds, roles, houses = zip(*known, strict=True)
    return Name(
        text=text,
        form=form,
        words=words,
        n=len(known),
        articles=frozenset(articles),
        source_types=Counter(kinds),
        offices=frozenset(office for role in set(roles) if (office := _office(role))),
        ties=frozenset(word for told in {*roles, *houses} for word in _words(told) if _places(word)),
    )


def _read(text: str) -> tuple[str, tuple[str, ...]]:
    """What a name names, and its words in plain form, without office, honorific and degree."""
    mention = read_mention(text)
    bare = _DEGREE.sub("", mention.name if mention.form == "person" else text)
    found = _words(bare)
    if _SEVERAL.search(text) and mention.form == "person":
        return "vague", found
    if mention.form == "person":
        kept = tuple(word for word in found if word not in gazetteer_words("honorific", "rank")) or found
        return ("person" if kept else "vague"), kept
    if mention.form in _VAGUE or not text[0].isupper() or (len(found) == 1 and len(found[0]) <= _SHORT_ACRONYM):
        return ("acronym" if text.isupper() else "vague"), found
    return mention.form, found


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.sub(r"['’`-]", "", match.group()).casefold() for match in _WORD.finditer(text))


def _office(role: str) -> str:
    """An office in plain form; none where it says nothing of the place: *kepala sekolah* are many people."""
    words = _words(role)
    return " ".join(words) if any(_places(word) for word in words) else ""


def _places(word: str) -> bool:
    """A word that tells one office from others of its rank."""
    return word in _NATIONAL or (len(word) > 1 and word not in _GENERIC_OFFICE and word not in _office_words())


def _office_words() -> frozenset[str]:
    return gazetteer_words("role", "rank", "field")


def names_by_word(persons: Iterable[Name]) -> dict[str, list[Name]]:
    by_word: dict[str, list[Name]] = defaultdict(list)
    for name in persons:
        for word in set(name.words):
            if len(word) > 1:
                by_word[word].append(name)
    return by_word


def candidates_of(names: Iterable[Name]) -> tuple[str, ...]:
    return tuple(name.text for name in sorted(names, key=lambda name: (-name.n, name.text))[:_MOST_CANDIDATES])


def kinds_agree(name: Name, other: Name) -> bool:
    one, two = name.source_type, other.source_type
    return one == two or bool({one, two} & _NO_KIND) or {one, two} in _PARTNERS or bool(name.offices & other.offices)


def plain_letters(text: str) -> str:
    return " ".join(_words(text))


def is_acronym(short: str, full: str) -> bool:
    """*bgn, bappenas, zulhas*: the letters in their order, from the first on."""
    letters = iter(full)
    return short[:1] == full[:1] and all(letter in letters for letter in short)


def end_of_chain(text: str, proposals: Mapping[str, Proposal]) -> str:
    seen = {text}
    while (proposal := proposals.get(text)) and proposal.target and proposal.target not in seen:
        text = proposal.target
        seen.add(text)
    return text
