"""One source under several names across a corpus: proposals that a researcher reviews before they are applied.

*Budi Arie*, *Budi Arie Setiadi* and *Menkop Budi Arie* are one person; two different *Budi* are not. A name is merged
only when the corpus leaves one reading; whatever has several is listed with its candidates and stays apart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from bingkai.reading.analyse import Reading
from bingkai.reading.grammar import gazetteer_words
from bingkai.reading.speakers import read_mention
from bingkai.schema import ATTRIBUTIONS, SchemaError, require

COLUMNS = ["speaker_name", "canonical", "n_attributions", "n_articles", "n_outlets", "source_type", "reason",
           "confidence", "ambiguous", "candidates"]  # fmt: skip

_WORD = re.compile(r"[^\W_]+(?:['’`-][^\W_]+)*")
_DEGREE = re.compile(
    r",?\s+(?:[A-Z][A-Za-z]{0,3}\.)+[A-Z][A-Za-z]{0,4}\.?(?=$|[\s,])|,\s*[SM][A-Z]\w{0,2}\s*$|,?\s+PhD\b"
)
_BRACKETED = re.compile(r"\(\s*([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2})\s*\)")
_ALSO = re.compile(
    r"\s+(?:alias|(?:atau )?(?:yang )?(?:akrab|biasa|kerap|karib)? ?(?:disapa|dipanggil)(?: akrab)?|atau)\s+"
    r"((?:[A-Z][\w'’-]*)(?: [A-Z][\w'’-]*){0,2})"
)  # Zulkarnain atau Zul, Sudirman yang akrab disapa Dirman
_CALLED = frozenset(["abah", "babe", "bang", "bu", "bung", "cak", "gus", "kang", "mas", "mbak", "pak", "teh"])
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
_RARE = 0.1  # a longer name this rare beside the shorter one is a slip or a different person, and no reason for doubt
_FREQUENT = 0.2  # the fullest name used this often, beside the most frequent one, becomes the canonical one
_MOST_CANDIDATES = 8
_SHORT_ACRONYM = 3  # letters: MA is a court, Ma may be a person
_SPEAKS_FOR_ITSELF = 3  # words of a name that need no office or institution beside them
_DOMINANT = 0.9  # share of the mentions that a spelled-out name needs to be the one an acronym stands for
_TYPO_LETTERS = 5  # shorter words differ by a letter and are different names

# Rough: of 120 merges drawn from real articles 117 were right; what rests on less evidence is given less.
_CONFIDENCE = {
    "user": 1.0,
    "same": 0.99,
    "spelled": 0.97,
    "initial": 0.97,
    "contained": 0.95,
    "short": 0.9,
    "typo": 0.9,
}
_REASONS = {
    "user": "alias yang diberikan",
    "same": "nama sama, beda gelar, jabatan, atau ejaan tanda",
    "spelled": "disebut bersama di teks: nama (singkatan atau panggilan)",
    "initial": "inisial cocok, tanpa calon lain",
    "contained": "satu nama memuat yang lain, tanpa calon lain",
    "short": "satu kata, tetapi jabatan sama dan satu nama saja",
    "typo": "beda satu huruf, nama dan jabatan lain sama",
}
_AMBIGUOUS = {
    "several": "cocok dengan beberapa nama",
    "together": "muncul sebagai dua orang dalam satu artikel",
    "kind": "jenis narasumber berbeda",
    "short": "satu kata tanpa jabatan yang sama",
    "alone": "dua kata tanpa jabatan atau lembaga yang sama",
    "typo": "beda satu huruf tanpa bukti lain",
}


@dataclass(frozen=True, eq=False)
class _Name:
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
class _Proposal:
    """What is proposed for a name: merged into `target`, or in doubt between `candidates`."""

    rule: str
    target: str = ""
    candidates: tuple[str, ...] = ()


def merge_speakers(reading: Reading | pd.DataFrame, *, aliases: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Names of one source across the articles of a corpus: a table of proposals to review and edit.

    Parameters
    ----------
    reading : Reading or ATTRIBUTIONS
        A reading also shows where its articles spell an acronym or nickname out, and knows the outlets. A frame of
        attributions may have a column `outlet`.
    aliases : mapping, optional
        Your own variants and the name each stands for, e.g. ``{"Zul": "Zulkarnain Hamid"}``; they go before all rules.

    Returns
    -------
    DataFrame
        A row for every name, most attributions first:

        - speaker_name : the variant
        - canonical : the name it is proposed under; the same where nothing is merged
        - n_attributions, n_articles, n_outlets : of the variant; n_outlets missing where outlets are unknown
        - source_type : its most frequent kind of source
        - reason : why it is merged, or why it is not although another name is near; else empty
        - confidence : a rough expectation for merges of this kind, 0 to 1; missing where nothing is merged
        - ambiguous : listed, not merged
        - candidates : names it could stand for, separated by " | "

    Notes
    -----
    Persons: the same words whatever the titles; initials (*Rani S Utami*); a name inside exactly one longer
    name, where it has three words or an office or institution agrees; one word, or one letter of difference, only where
    an office agrees. Not where both are two sources of one article or the kinds of source contradict each other, unless
    the office is the same. Two persons of the very same name cannot be told apart. Institutions: an acronym with the
    name it is spelled out as; never by parts of names. Persons are never merged with institutions or offices. Blocks by
    name words keep the time nearly linear.

    Of 120 merges drawn at random from news of 2019 and of June 2025 117 were right, read one by one.

    Edit `canonical` in a spreadsheet and give the table to `apply_speakers`.

    Examples
    --------
    >>> import bingkai as bk
    >>> table = merge_speakers(bk.analyse(bk.load_demo(), progress=False))
    >>> list(table.columns[:4])
    ['speaker_name', 'canonical', 'n_attributions', 'n_articles']
    """
    attributions, texts = _material(reading)
    rows = attributions[attributions["speaker_name"].notna()]
    names = _names(rows)
    proposals = _propose(names, _explanations(names, [*rows["speaker"].dropna().unique(), *texts]))
    for variant, target in (aliases or {}).items():
        proposals[variant] = _Proposal("user", target)
    return _table(rows, names, proposals)


def apply_speakers(attributions: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Attributions with a column `canonical`: each source under one name in the whole corpus.

    Parameters
    ----------
    attributions : ATTRIBUTIONS
    table : DataFrame
        As `merge_speakers` gives it, edited or read back from csv: `speaker_name` and `canonical` are used. A name that
        is not in the table, or whose `canonical` is empty, keeps its own.

    Returns
    -------
    ATTRIBUTIONS
        With `canonical`; missing where the source is unresolved.

    Raises
    ------
    SchemaError
        If a column is missing, a name stands in the table twice, or names point at each other in a circle.
    """
    require(attributions, ATTRIBUTIONS)
    missing = [name for name in ("speaker_name", "canonical") if name not in table.columns]
    if missing:
        raise SchemaError(
            f"the table of speakers needs {' and '.join(missing)}; got {', '.join(map(str, table.columns))}"
        )
    twice = table["speaker_name"].dropna().duplicated()
    if twice.any():
        raise SchemaError(
            f"the table of speakers has {table['speaker_name'].dropna()[twice].iloc[0]!r} twice; keep one row"
        )
    pairs = table[["speaker_name", "canonical"]].dropna()
    given = {a: b.strip() for a, b in pairs.itertuples(index=False) if b.strip()}
    final = {name: _followed(name, given) for name in given}
    names = attributions["speaker_name"]
    return attributions.assign(canonical=names.map(final).where(names.isin(list(final)), names).astype("str"))


def _followed(name: str, given: Mapping[str, str]) -> str:
    seen = [name]
    while given.get(seen[-1], seen[-1]) != seen[-1]:
        seen.append(given[seen[-1]])
        if seen[-1] in seen[:-1]:
            raise SchemaError(
                f"the table of speakers goes in a circle: {' → '.join(seen)}; let one of them keep its name"
            )
    return seen[-1]


# ------------------------------------------------------------------------------------------------------------ material


def _material(reading: Reading | pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    if isinstance(reading, pd.DataFrame):
        return require(reading, ATTRIBUTIONS), []
    outlets = reading.articles.set_index("article_id")["outlet"]
    known = reading.attributions.assign(outlet=reading.attributions["article_id"].map(outlets))
    return known, reading.articles["text"].tolist()


def _names(rows: pd.DataFrame) -> dict[str, _Name]:
    """What the corpus says of every name, in alphabetical order."""
    seen: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    told = rows[["speaker_name", "article_id", "source_type", "role", "affiliation"]].astype("object")
    told["source_type"] = told["source_type"].fillna("other")
    for name, *known in told.fillna("").itertuples(index=False):
        seen[name].append(tuple(known))
    return {text: _name(text, seen[text]) for text in sorted(seen)}


def _name(text: str, known: list[tuple[str, str, str, str]]) -> _Name:
    form, words = _read(text)
    articles, kinds, roles, houses = zip(*known, strict=True)
    return _Name(
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


# ----------------------------------------------------------------------------------------------------------- proposals


def _propose(names: dict[str, _Name], explained: Mapping[str, Counter[str]]) -> dict[str, _Proposal]:
    proposals = _same(names)
    heads = [_joined(name, [names[variant] for variant, p in proposals.items() if p.target == text])
             for text, name in _not_merged(names, proposals).items()]  # fmt: skip
    proposals |= _typos([name for name in heads if name.form == "person"])
    left = _not_merged({name.text: name for name in heads if name.form == "person"}, proposals)
    proposals |= _contained(list(left.values()))
    return proposals | _spelled_out(_not_merged(names, proposals), names, proposals, explained)


def _not_merged(names: Mapping[str, _Name], proposals: Mapping[str, _Proposal]) -> dict[str, _Name]:
    return {text: name for text, name in names.items() if not (text in proposals and proposals[text].target)}


def _joined(head: _Name, others: list[_Name]) -> _Name:
    """The head with what is known of its other spellings."""
    everyone = [head, *others]
    return _Name(
        head.text, head.form, head.words, sum(name.n for name in everyone),
        frozenset().union(*(name.articles for name in everyone)),
        sum((name.source_types for name in everyone), Counter()),
        frozenset().union(*(name.offices for name in everyone)),
        frozenset().union(*(name.ties for name in everyone)),
    )  # fmt: skip


def _same(names: dict[str, _Name]) -> dict[str, _Proposal]:
    """The same words in another dress: case, apostrophe, degree, title. The most frequent spelling is kept."""
    groups: dict[tuple[str, tuple[str, ...]], list[_Name]] = defaultdict(list)
    for name in names.values():
        if name.form != "vague" and (name.form != "person" or name.telling > 1 or len(name.words) == 1):
            groups[name.form, name.words].append(name)
    found = {}
    for group in groups.values():
        head = min(group, key=lambda name: (-name.n, len(name.text), name.text))
        for name in group:
            if name is not head:
                one_word = (
                    len(name.words) == 1 and name.form == "person" and name.text.casefold() != head.text.casefold()
                )
                found[name.text] = (
                    _Proposal("short", candidates=(head.text,)) if one_word else _Proposal("same", head.text)
                )
    return found


def _contained(persons: list[_Name]) -> dict[str, _Proposal]:
    """Names inside longer names, initials counted: merged where one longest name remains."""
    by_word = _by_word(persons)
    inside = {name.text: _longer(name, by_word) for name in persons}
    longest = {text for text, longer in inside.items() if not longer}
    known = {name.text: name for name in persons}
    found: dict[str, _Proposal] = {}
    for text, longer in sorted(inside.items(), key=lambda item: (-known[item[0]].n, item[0])):
        tops = [name for name in longer if name.text in longest]
        agreeing = [name for name in tops if known[text].telling > 1 and known[text].offices & name.offices]
        if len(tops) > 1 and agreeing and all(name in agreeing or name.n <= _RARE * known[text].n for name in tops):
            found |= {name.text: _Proposal("contained", text) for name in agreeing if name.text not in found}
        elif tops:
            found[text] = _judged(known[text], tops)
    return found


def _by_word(persons: Iterable[_Name]) -> dict[str, list[_Name]]:
    by_word: dict[str, list[_Name]] = defaultdict(list)
    for name in persons:
        for word in set(name.words):
            if len(word) > 1:
                by_word[word].append(name)
    return by_word


def _longer(name: _Name, by_word: Mapping[str, list[_Name]]) -> list[_Name]:
    """Names that hold all words of this one in order; of two that hold each other the fuller one."""
    full = [word for word in name.words if len(word) > 1]
    if not full:
        return []
    rarest = min(full, key=lambda word: len(by_word[word]))
    return [other for other in by_word[rarest] if other is not name and _holds(other, name) and _fuller(other, name)]


def _fuller(other: _Name, name: _Name) -> bool:
    letters, own = sum(map(len, other.words)), sum(map(len, name.words))
    return (len(other.words), letters) > (len(name.words), own)


def _holds(longer: _Name, shorter: _Name) -> bool:
    """*rani s utami* holds *rani utami*; *rani sekar utami* holds *rani s utami*; initials never stand alone."""
    words = iter(longer.words)
    return all(any(_fits(word, candidate) for candidate in words) for word in shorter.words)


def _fits(word: str, candidate: str) -> bool:
    return word == candidate or (len(word) == 1 and candidate.startswith(word))


def _judged(name: _Name, tops: list[_Name]) -> _Proposal:
    candidates = _candidates(tops)
    if len(tops) > 1:
        return _Proposal("several", candidates=candidates)
    top = tops[0]
    same_office = bool(name.offices & top.offices)
    if name.articles & top.articles and not (same_office and name.telling > 1):
        return _Proposal("together", candidates=candidates)
    if not _kinds_agree(name, top):
        return _Proposal("kind", candidates=candidates)
    if name.telling < 2:
        sure = same_office and not set(name.words) & gazetteer_words("field", "place", "institution")
        return _Proposal("short", top.text) if sure else _Proposal("short", candidates=candidates)
    if name.telling < _SPEAKS_FOR_ITSELF and not (same_office or name.ties & top.ties):
        return _Proposal("alone", candidates=candidates)
    return _Proposal("initial" if any(len(word) == 1 for word in name.words) else "contained", top.text)


def _candidates(names: Iterable[_Name]) -> tuple[str, ...]:
    return tuple(name.text for name in sorted(names, key=lambda name: (-name.n, name.text))[:_MOST_CANDIDATES])


def _kinds_agree(name: _Name, other: _Name) -> bool:
    one, two = name.source_type, other.source_type
    return one == two or bool({one, two} & _NO_KIND) or {one, two} in _PARTNERS or bool(name.offices & other.offices)


def _typos(persons: list[_Name]) -> dict[str, _Proposal]:
    """One letter of difference in one word: merged into the more frequent name where an office agrees."""
    blocks: dict[tuple[int, tuple[str, ...]], list[_Name]] = defaultdict(list)
    for name in persons:
        if len(name.words) > 1:
            for at in range(len(name.words)):
                blocks[at, (*name.words[:at], "", *name.words[at + 1 :])].append(name)
    found: dict[str, _Proposal] = {}
    for (at, _), block in sorted(blocks.items()):
        block.sort(key=lambda name: (-name.n, name.text))
        for name, other in _near(block, at):
            sure = bool(name.offices & other.offices) and other.text not in found
            if name.text not in found or (sure and not found[name.text].target):
                found[name.text] = (
                    _Proposal("typo", other.text) if sure else _Proposal("typo", candidates=(other.text,))
                )
    return found


def _near(block: list[_Name], at: int) -> Iterator[tuple[_Name, _Name]]:
    """Each name with the most frequent one before it that it nearly is: such words share a form short of a letter."""
    seen: dict[str, list[_Name]] = defaultdict(list)
    for name in block:
        word = name.words[at]
        forms = {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
        near = [other for form in forms for other in seen.get(form, ()) if _one_letter_apart(word, other.words[at])]
        if near:
            yield name, min(near, key=lambda other: (-other.n, other.text))
        for form in forms if len(block) > 1 else ():
            seen[form].append(name)


def _one_letter_apart(one: str, two: str) -> bool:
    """*sonjaya* and *sanjaya*, *hindayana* and *hidayana*; in short words a letter makes another name."""
    if one == two or min(len(one), len(two)) < _TYPO_LETTERS or abs(len(one) - len(two)) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    rest_one, rest_two = one[same:], two[same:]
    return rest_one[1:] == rest_two[1:] or rest_one[1:] == rest_two or rest_one == rest_two[1:]


# -------------------------------------------------------------------------------------- names spelled out in the texts


def _explanations(names: Mapping[str, _Name], texts: Iterable[str]) -> dict[str, Counter[str]]:
    """Acronyms and nicknames that the texts explain, where both names occur as sources, and how often.

    *Badan Sungai Nasional (BSN)*, *Zulkarnain Hamid atau Zul*.
    """
    by_key = {_plain(text): text for text in names}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for full, short, bracketed in _explained(text, names, by_key):
            if full != short and _may_stand_for(names[short], names[full], bracketed):
                counts[short][full] += 1
    return counts


def _spelled_out(
    left: Mapping[str, _Name],
    names: Mapping[str, _Name],
    proposals: Mapping[str, _Proposal],
    explained: Mapping[str, Counter[str]],
) -> dict[str, _Proposal]:
    """Short names with the one they are explained by; in doubt where another name shares their only word."""
    by_word = _by_word(name for name in left.values() if name.form == "person")
    found = {}
    for short in sorted(explained.keys() & left.keys()):
        fulls = Counter[str]()
        for full, n in explained[short].items():
            fulls[_end_of(full, proposals)] += n
        best, n = fulls.most_common(1)[0]
        words = names[short].words
        namesakes = [name for name in by_word.get(words[0], ()) if name.text not in (short, best)]
        if best == short:
            continue
        if n >= _DOMINANT * fulls.total() and not (len(words) == 1 and namesakes):
            found[short] = _Proposal("spelled", best)
        else:
            doubts = {name.text: name for name in (*namesakes, *(names[full] for full in fulls))}
            found[short] = _Proposal("several", candidates=_candidates(doubts.values()))
    return found


def _explained(text: str, names: Mapping[str, _Name], by_key: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    for pattern in (_BRACKETED, _ALSO):
        for match in pattern.finditer(text):
            full = _name_before(text[max(0, match.start() - 90) : match.start()], by_key) if match[1] in names else None
            if full:
                yield full, match[1], pattern is _BRACKETED


def _name_before(text: str, by_key: Mapping[str, str]) -> str | None:
    """The longest known name that the text ends with."""
    starts = [match.start() for match in re.finditer(r"\b\w", text)]
    for start in starts:
        if (full := by_key.get(_plain(text[start:]))) and text[start].isupper():
            return full
    return None


def _plain(text: str) -> str:
    return " ".join(_words(text))


def _may_stand_for(short: _Name, full: _Name, bracketed: bool) -> bool:
    """An acronym for an institution or office, a nickname for a person; never one for the other.

    In brackets after a person may stand somebody else, the player of a part: a nickname there has the name's letters.
    """
    if len(full.words) < 2 or "vague" in (short.form, full.form):
        return False
    if full.form == "person":
        called = short.words[0] in _CALLED or _is_acronym(short.words[0], "".join(full.words)) or not bracketed
        nickname = short.form in ("person", "institution") and not short.text.isupper()
        return (
            called and nickname and short.words[0] not in gazetteer_words("institution") and _kinds_agree(short, full)
        )
    return len(short.words) == 1 and short.form != "person" and _is_acronym(short.words[0], "".join(full.words))


def _is_acronym(short: str, full: str) -> bool:
    """*bgn, bappenas, zulhas*: the letters in their order, from the first on."""
    letters = iter(full)
    return short[:1] == full[:1] and all(letter in letters for letter in short)


# --------------------------------------------------------------------------------------------------------------- table


def _table(rows: pd.DataFrame, names: Mapping[str, _Name], proposals: Mapping[str, _Proposal]) -> pd.DataFrame:
    outlets = rows.groupby("speaker_name")["outlet"].nunique() if "outlet" in rows.columns else None
    final = _canonical(names, proposals)
    made = []
    for text, name in names.items():
        proposal = proposals.get(text, _Proposal(""))
        merged = final[text] != text
        if merged and not proposal.target:  # another name of its family is used more: the reason is that name's
            proposal = proposals[final[text]]
        reason = (_REASONS if merged else _AMBIGUOUS).get(proposal.rule, "")
        made.append(
            {
                "speaker_name": text,
                "canonical": final[text],
                "n_attributions": name.n,
                "n_articles": len(name.articles),
                "n_outlets": np.nan if outlets is None else outlets[text],
                "source_type": name.source_type,
                "reason": reason,
                "confidence": _CONFIDENCE[proposal.rule] if merged else np.nan,
                "ambiguous": bool(proposal.candidates) and not merged,
                "candidates": " | ".join(proposal.candidates),
            }
        )
    table = pd.DataFrame(made, columns=COLUMNS)
    texts = ["speaker_name", "canonical", "source_type", "reason", "candidates"]
    table = table.astype(dict.fromkeys(texts, "str") | {"ambiguous": "bool"})
    order = table.sort_values(["n_attributions", "speaker_name"], ascending=[False, True], kind="stable")
    return order.reset_index(drop=True)


def _canonical(names: Mapping[str, _Name], proposals: Mapping[str, _Proposal]) -> dict[str, str]:
    """Each name's canonical one: of a person's names the fullest that is used often, else where the proposals lead."""
    ends = {text: _end_of(text, proposals) for text in names}
    families: dict[str, list[_Name]] = defaultdict(list)
    for text, end in ends.items():
        families[end].append(names[text])
    by_user = {ends[text] for text in names if text in proposals and proposals[text].rule == "user"}
    free = {end for end in families if end in names and names[end].form == "person"} - by_user
    chosen = {end: _fullest(family) if end in free else end for end, family in families.items()}
    return {text: chosen[end] for text, end in ends.items()}


def _fullest(family: list[_Name]) -> str:
    """Of names of two words or more the fullest one that is not rare beside the most frequent.

    A name that opens with a word of the source's office or institution is no name but a slip: *Sinar Rani Utami*.
    """
    several = [name for name in family if len(name.words) > 1 and name.words[0] not in _CALLED] or family
    ties = frozenset().union(*(name.ties for name in family))
    clean = [name for name in several if name.words[0] not in ties] or several
    most = max(name.n for name in clean)
    often = [name for name in clean if name.n >= _FREQUENT * most]
    return max(often, key=lambda name: (len(name.words), sum(map(len, name.words)), name.n, name.text)).text


def _end_of(text: str, proposals: Mapping[str, _Proposal]) -> str:
    seen = {text}
    while (proposal := proposals.get(text)) and proposal.target and proposal.target not in seen:
        text = proposal.target
        seen.add(text)
    return text
