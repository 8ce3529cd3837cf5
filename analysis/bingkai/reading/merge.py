"""Acronyms and other names that the texts explain: "Dinas Perhubungan (Dishub)", "Siti alias Iti"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from bingkai.reading.analyse import Reading
from bingkai.reading.grammar import gazetteer_words
from bingkai.reading.merge_names import (
    CALLED,
    Name,
    Proposal,
    candidates_of,
    end_of_chain,
    kinds_agree,
    names_by_word,
    names_of,
)
from bingkai.reading.merge_spelled import explanations, spelled_out
from bingkai.schema import ATTRIBUTIONS, SchemaError, require

COLUMNS = ["speaker_name", "canonical", "n_attributions", "n_articles", "n_outlets", "source_type", "reason",
           "confidence", "ambiguous", "candidates"]  # fmt: skip
_RARE = 0.1  # a longer name this rare beside the shorter one is a slip or a different person, and no reason for doubt
_FREQUENT = 0.2  # the fullest name used this often, beside the most frequent one, becomes the canonical one
_SPEAKS_FOR_ITSELF = 3  # words of a name that need no office or institution beside them
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
    names = names_of(rows)
    proposals = _propose(names, explanations(names, [*rows["speaker"].dropna().unique(), *texts]))
    for variant, target in (aliases or {}).items():
        proposals[variant] = Proposal("user", target)
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


# ----------------------------------------------------------------------------------------------------------- proposals


def _propose(names: dict[str, Name], explained: Mapping[str, Counter[str]]) -> dict[str, Proposal]:
    proposals = _same(names)
    heads = [_joined(name, [names[variant] for variant, p in proposals.items() if p.target == text])
             for text, name in _not_merged(names, proposals).items()]  # fmt: skip
    proposals |= _typos([name for name in heads if name.form == "person"])
    left = _not_merged({name.text: name for name in heads if name.form == "person"}, proposals)
    proposals |= _contained(list(left.values()))
    return proposals | spelled_out(_not_merged(names, proposals), names, proposals, explained)


def _not_merged(names: Mapping[str, Name], proposals: Mapping[str, Proposal]) -> dict[str, Name]:
    return {text: name for text, name in names.items() if not (text in proposals and proposals[text].target)}


def _joined(head: Name, others: list[Name]) -> Name:
    """The head with what is known of its other spellings."""
    everyone = [head, *others]
    return Name(
        head.text, head.form, head.words, sum(name.n for name in everyone),
        frozenset().union(*(name.articles for name in everyone)),
        sum((name.source_types for name in everyone), Counter()),
        frozenset().union(*(name.offices for name in everyone)),
        frozenset().union(*(name.ties for name in everyone)),
    )  # fmt: skip


def _same(names: dict[str, Name]) -> dict[str, Proposal]:
    """The same words in another dress: case, apostrophe, degree, title. The most frequent spelling is kept."""
    groups: dict[tuple[str, tuple[str, ...]], list[Name]] = defaultdict(list)
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
                    Proposal("short", candidates=(head.text,)) if one_word else Proposal("same", head.text)
                )
    return found


def _contained(persons: list[Name]) -> dict[str, Proposal]:
    """Names inside longer names, initials counted: merged where one longest name remains."""
    by_word = names_by_word(persons)
    inside = {name.text: _longer(name, by_word) for name in persons}
    longest = {text for text, longer in inside.items() if not longer}
    known = {name.text: name for name in persons}
    found: dict[str, Proposal] = {}
    for text, longer in sorted(inside.items(), key=lambda item: (-known[item[0]].n, item[0])):
        tops = [name for name in longer if name.text in longest]
        agreeing = [name for name in tops if known[text].telling > 1 and known[text].offices & name.offices]
        if len(tops) > 1 and agreeing and all(name in agreeing or name.n <= _RARE * known[text].n for name in tops):
            found |= {name.text: Proposal("contained", text) for name in agreeing if name.text not in found}
        elif tops:
            found[text] = _judged(known[text], tops)
    return found


def _longer(name: Name, by_word: Mapping[str, list[Name]]) -> list[Name]:
    """Names that hold all words of this one in order; of two that hold each other the fuller one."""
    full = [word for word in name.words if len(word) > 1]
    if not full:
        return []
    rarest = min(full, key=lambda word: len(by_word[word]))
    return [other for other in by_word[rarest] if other is not name and _holds(other, name) and _fuller(other, name)]


def _fuller(other: Name, name: Name) -> bool:
    letters, own = sum(map(len, other.words)), sum(map(len, name.words))
    return (len(other.words), letters) > (len(name.words), own)


def _holds(longer: Name, shorter: Name) -> bool:
    """*rani s utami* holds *rani utami*; *rani sekar utami* holds *rani s utami*; initials never stand alone."""
    words = iter(longer.words)
    return all(any(_fits(word, candidate) for candidate in words) for word in shorter.words)


def _fits(word: str, candidate: str) -> bool:
    return word == candidate or (len(word) == 1 and candidate.startswith(word))


def _judged(name: Name, tops: list[Name]) -> Proposal:
    candidates = candidates_of(tops)
    if len(tops) > 1:
        return Proposal("several", candidates=candidates)
    top = tops[0]
    same_office = bool(name.offices & top.offices)
    if name.articles & top.articles and not (same_office and name.telling > 1):
        return Proposal("together", candidates=candidates)
    if not kinds_agree(name, top):
        return Proposal("kind", candidates=candidates)
    if name.telling < 2:
        sure = same_office and not set(name.words) & gazetteer_words("field", "place", "institution")
        return Proposal("short", top.text) if sure else Proposal("short", candidates=candidates)
    if name.telling < _SPEAKS_FOR_ITSELF and not (same_office or name.ties & top.ties):
        return Proposal("alone", candidates=candidates)
    return Proposal("initial" if any(len(word) == 1 for word in name.words) else "contained", top.text)


def _typos(persons: list[Name]) -> dict[str, Proposal]:
    """One letter of difference in one word: merged into the more frequent name where an office agrees."""
    blocks: dict[tuple[int, tuple[str, ...]], list[Name]] = defaultdict(list)
    for name in persons:
        if len(name.words) > 1:
            for at in range(len(name.words)):
                blocks[at, (*name.words[:at], "", *name.words[at + 1 :])].append(name)
    found: dict[str, Proposal] = {}
    for (at, _), block in sorted(blocks.items()):
        block.sort(key=lambda name: (-name.n, name.text))
        for name, other in _near(block, at):
            sure = bool(name.offices & other.offices) and other.text not in found
            if name.text not in found or (sure and not found[name.text].target):
                found[name.text] = Proposal("typo", other.text) if sure else Proposal("typo", candidates=(other.text,))
    return found


def _near(block: list[Name], at: int) -> Iterator[tuple[Name, Name]]:
    """Each name with the most frequent one before it that it nearly is: such words share a form short of a letter."""
    seen: dict[str, list[Name]] = defaultdict(list)
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


# --------------------------------------------------------------------------------------------------------------- table


def _table(rows: pd.DataFrame, names: Mapping[str, Name], proposals: Mapping[str, Proposal]) -> pd.DataFrame:
    outlets = rows.groupby("speaker_name")["outlet"].nunique() if "outlet" in rows.columns else None
    final = _canonical(names, proposals)
    made = []
    for text, name in names.items():
        proposal = proposals.get(text, Proposal(""))
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


def _canonical(names: Mapping[str, Name], proposals: Mapping[str, Proposal]) -> dict[str, str]:
    """Each name's canonical one: of a person's names the fullest that is used often, else where the proposals lead."""
    ends = {text: end_of_chain(text, proposals) for text in names}
    families: dict[str, list[Name]] = defaultdict(list)
    for text, end in ends.items():
        families[end].append(names[text])
    by_user = {ends[text] for text in names if text in proposals and proposals[text].rule == "user"}
    free = {end for end in families if end in names and names[end].form == "person"} - by_user
    chosen = {end: _fullest(family) if end in free else end for end, family in families.items()}
    return {text: chosen[end] for text, end in ends.items()}


def _fullest(family: list[Name]) -> str:
    """Of names of two words or more the fullest one that is not rare beside the most frequent.

    A name that opens with a word of the source's office or institution is no name but a slip: *Sinar Rani Utami*.
    """
    several = [name for name in family if len(name.words) > 1 and name.words[0] not in CALLED] or family
    ties = frozenset().union(*(name.ties for name in family))
    clean = [name for name in several if name.words[0] not in ties] or several
    most = max(name.n for name in clean)
    often = [name for name in clean if name.n >= _FREQUENT * most]
    return max(often, key=lambda name: (len(name.words), sum(map(len, name.words)), name.n, name.text)).text
