"""On which side of a study each reported source stands: by its mention, its name, its institution."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from bingkai.reading.choices import articles_of
from bingkai.schema import SPEAKER_SIDES, build, require_reading

if TYPE_CHECKING:
    from bingkai.reading.analyse import Reading
    from bingkai.study import Actor

NEUTRAL = frozenset(("netral", "neutral"))
_NAMED = ("alias", "short", "acronym")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PLAIN = 3  # letters: a shorter word of a name tells nobody apart

Words = frozenset[str]
_House = tuple["Actor", str, Callable[[str], bool], dict[str, bool]]


class _Mention(NamedTuple):
    start: int
    end: int
    actor: str
    how: str
    person: bool


def study_sides(reading: Reading) -> tuple[str, ...]:
    """The sides a study sets against each other: all of its sides but one called netral, in the study's order.

    Raises
    ------
    ValueError
        The reading has no study whose actors have sides.
    """
    study = reading.study
    used = dict.fromkeys(actor.side for actor in study.actors if actor.side) if study else {}
    if study is None or not used:
        raise ValueError(
            "sides need actors with a side: give analyse a study with [[actor]] entries that have side = …"
        )
    known = [*study.sides, *(side for side in used if side not in study.sides)]
    return tuple(side for side in known if side not in NEUTRAL and side in used)


def speaker_sides(reading: Reading) -> pd.DataFrame:
    """Who of the study's actors is the source of each statement, and on which side.

    Parameters
    ----------
    reading : Reading
        With a study whose actors have sides.

    Returns
    -------
    SPEAKER_SIDES
        A row for every attribution, in the order of ``reading.attributions``:

        - attribution_id, article_id
        - actor, side: missing where no actor of the study fits, or actors of several sides fit alike
        - how: mention (the source's own words name the actor), name (its full name elsewhere in the article does),
          affiliation (its office or institution has the actor's name), description (an epithet of the actor stands in
          its description or office here or elsewhere in the article, or a pronoun of the actor for it); missing where
          there is no actor

    Notes
    -----
    In that order; the first that fits decides. An expert does not speak for the house that employs it: for experts
    affiliation does not count. A description is the weakest: *pengacara warga* stands with *warga*, but so would
    *pengamat polisi* with *polisi* where the study lists the bare word as an epithet. Leave rows of that kind out by
    `how` to see what rests on them. The side is the study's, not the source's own.

    Examples
    --------
    >>> import bingkai as bk
    >>> reading = bk.analyse(bk.load_demo(), bk.load_demo_study(), progress=False)
    >>> speaker_sides(reading)["how"].value_counts(normalize=True).round(2).index[0]
    'mention'
    """
    require_reading(reading, "speaker_sides")
    rows = reading.attributions
    actors = reading.study.actors if reading.study else ()
    mentions = _by_place(reading.mentions, {actor.key for actor in actors if actor.person})
    own = [_own_mention(mentions, *place) for place in _places(rows)]
    names = _Names(reading, actors, own)
    side_of = {actor.key: actor.side or None for actor in actors}
    columns = (rows[name] for name in ("article_id", "speaker_name", "role", "affiliation", "source_type"))
    found = []
    for mention, (article, name, role, house, kind) in zip(own, zip(*columns, strict=True), strict=True):
        described = "" if kind == "expert" else f"{_text(role)} {_text(house)}"
        found.append(_decided(mention, names, article, _text(name), described))
    return build(
        {"attribution_id": rows["attribution_id"].tolist(), "article_id": rows["article_id"].tolist(),
         "actor": [actor for actor, _ in found], "side": [side_of.get(actor or "") for actor, _ in found],
         "how": [how for _, how in found]},
        SPEAKER_SIDES,
    )  # fmt: skip


def _decided(
    mention: _Mention | None, names: _Names, article: str, name: str, described: str
) -> tuple[str | None, str | None]:
    if mention is not None and mention.how in _NAMED and (mention.person or names.is_house(mention.actor, name)):
        return mention.actor, "mention"
    if name and (actor := names.bearer(article, name)) is not None:
        return actor, "name"
    if (actor := names.employer(article, described)) is not None:
        return actor, "affiliation"
    actor = (
        mention.actor
        if mention is not None and mention.how not in _NAMED
        else names.described(article, name, described)
    )
    return actor, "description" if actor is not None else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _by_place(mentions: pd.DataFrame, persons: set[str]) -> dict[tuple[str, str], list[_Mention]]:
    """Mentions by article and field, in reading order."""
    found: dict[tuple[str, str], list[_Mention]] = defaultdict(list)
    columns = (mentions[name] for name in ("article_id", "field", "start", "end", "actor", "how"))
    for article, field, start, end, actor, how in zip(*columns, strict=True):
        found[article, field].append(_Mention(start, end, actor, how, actor in persons))
    return {place: sorted(rows) for place, rows in found.items()}


def _places(rows: pd.DataFrame) -> Iterable[tuple[str, str, float, float]]:
    return zip(rows["article_id"], rows["field"], rows["speaker_start"], rows["speaker_end"], strict=True)


def _own_mention(
    mentions: dict[tuple[str, str], list[_Mention]], article: str, field: str, start: float, end: float
) -> _Mention | None:
    """The mention that says most of those in a source's own words: a person's name, an institution's, an epithet."""
    if start != start:  # no words for the source at this place
        return None
    rows = mentions.get((article, field), [])
    inside = []
    for row in rows[bisect_left(rows, start, key=lambda row: row.end) :]:
        if row.start >= end:
            break
        if row.end > start:
            inside.append(row)
    return min(inside, key=_rank, default=None)


def _rank(mention: _Mention) -> tuple[bool, int]:
    named = mention.how in _NAMED
    return not (named and mention.person), (*_NAMED, "epithet", "pronoun").index(mention.how)


class _Names:
    """Which actor bears a source's name, and for which one it works, in each article."""

    def __init__(self, reading: Reading, actors: Sequence[Actor], own: Sequence[_Mention | None]) -> None:
        ids = reading.articles["article_id"].tolist()
        allowed = [dict(zip(ids, articles_of(actor.articles, reading.articles).tolist(), strict=True))
                   for actor in actors]  # fmt: skip
        self._aliases = [(actor, _words(form), may) for actor, may in zip(actors, allowed, strict=True)
                         for form in actor.aliases]  # fmt: skip
        bodies = [(actor, may) for actor, may in zip(actors, allowed, strict=True) if not actor.person]
        self._houses = [_house(actor, form, may) for actor, may in bodies for form in (*actor.aliases, *actor.acronyms)]
        self._epithets = [_house(actor, form, may) for actor, may in bodies for form in actor.epithets]
        self._forms = {actor.key: [_words(form) for form in actor.forms] for actor in actors}
        self._mentioned = set(zip(reading.mentions["article_id"], reading.mentions["actor"], strict=True))
        self._said = _said(reading.attributions, own, named=True)
        self._told = _said(reading.attributions, own, named=False)
        self._known: dict[tuple[str, str], str | None] = {}
        self._read: dict[tuple[bool, str], list[_House]] = {}

    def is_house(self, actor: str, name: str) -> bool:
        """Whether an institution is the source itself: the source bears its name, not that of a person there."""
        words = _words(name)
        return not words or any(form <= words or words <= form for form in self._forms[actor])

    def bearer(self, article: str, name: str) -> str | None:
        """The actor whom the same name stands for elsewhere in the article, or who has an alias of the same words."""
        key = (article, name)
        if key not in self._known:
            self._known[key] = self._said.get(key) or self._alike(article, _words(name))
        return self._known[key]

    def _alike(self, article: str, name: Words) -> str | None:
        fits = [
            (len(alias & name), actor) for actor, alias, may in self._aliases
            if may[article] and (alias <= name or (name <= alias and (article, actor.key) in self._mentioned
                                                   and any(len(word) > _PLAIN for word in name)))
        ]  # fmt: skip
        return _only(fits)

    def employer(self, article: str, described: str) -> str | None:
        """The institution named in a source's office and affiliation; the longest name decides."""
        return _only(
            [(len(form), actor) for actor, form, fits, may in self._houses if may[article] and fits(described)]
        )

    def described(self, article: str, name: str, described: str) -> str | None:
        """The actor whose epithet describes a source of that name elsewhere, or stands in its office."""
        return self._told.get((article, name)) or _only(self._fitting(self._epithets, article, described))

    def _fitting(self, houses: list[_House], article: str, described: str) -> list[tuple[int, Actor]]:
        key = (houses is self._houses, described)
        if key not in self._read:  # an office is described the same way many times
            self._read[key] = [house for house in houses if house[2](described)]
        return [(len(form), actor) for actor, form, _, may in self._read[key] if may[article]]


def _house(actor: Actor, form: str, may: dict[str, bool]) -> _House:
    """A form, and whether it stands in a description outside the phrases the study rules out."""
    pattern = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", 0 if form != form.lower() else re.IGNORECASE)
    other = re.compile("|".join(map(re.escape, actor.unless)) or r"(?!)", re.IGNORECASE)
    return actor, form, lambda text: bool(pattern.search(other.sub(" ", text))), may


def _said(attributions: pd.DataFrame, own: Sequence[_Mention | None], *, named: bool) -> dict[tuple[str, str], str]:
    """By article and full name: the actor whom most mentions of sources under that name name, or describe."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for mention, article, name in zip(own, attributions["article_id"], attributions["speaker_name"], strict=True):
        fits = mention is not None and (mention.person and mention.how in _NAMED if named else mention.how == "epithet")
        if mention is not None and fits and isinstance(name, str):
            counts[article, name][mention.actor] += 1
    return {key: count.most_common(1)[0][0] for key, count in counts.items()}


def _only(fits: Sequence[tuple[int, Actor]]) -> str | None:
    """The actor that fits best; None where actors of several sides fit alike."""
    most = max((size for size, _ in fits), default=0)
    best = [actor for size, actor in fits if size == most]
    return best[0].key if best and len({actor.side for actor in best}) == 1 else None


def _words(text: str) -> Words:
    return frozenset(word.casefold() for word in _WORD.findall(text))
