"""How sure a row is: the estimated probability that statement, words and source are all right.

A logistic model over signs that cost nothing to read: the pattern, how the source is mentioned and resolved, damage of
the page. Its weights are fitted on hand-annotated articles and on judged rows of web pages, damaged ones among them
(tests/benchmarks/fit_confidence.py).
"""

from __future__ import annotations

import math
import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from bingkai.reading.grammar import reports, word_class
from bingkai.reading.patterns import Draft
from bingkai.reading.patterns.draft import quotations_in
from bingkai.reading.resolve import Cast, Source
from bingkai.reading.vocabulary import CAP, COMMA, CUE, DATE, PLACE

Signs = dict[str, float]

_LINKS = word_class("link") | word_class("inside_name")
_NOT_IN_NAMES = word_class("adverb") | word_class("stop") | word_class("adjunct") | word_class("trailing")
_STOPS = word_class("stop") - {"dari", "untuk"}
_NOT_ONE_NAME = re.compile(r"\d|\bdan\b|[a-z]{4}[A-Z]")  # Rani dan Budi, UtamaTbk
_FAR = 120  # tokens
_SHORT = 4  # tokens


@cache
def weights() -> Signs:
    """The fitted weights by sign; `intercept` among them."""
    text = (files("bingkai.reading") / "data" / "confidence.toml").read_text(encoding="utf-8")
    return {name: float(weight) for name, weight in tomllib.loads(text)["weight"].items()}


def confidence_of(draft: Draft, source: Source | None, cast: Cast, gap: int) -> float:
    """The estimated probability that a row is right; `gap` is the number of tokens since a source was last named."""
    fitted = weights()
    found = signs(draft, source, cast, gap)
    score = fitted["intercept"] + sum([fitted[name] * sign for name, sign in found.items() if name in fitted])
    return round(1 / (1 + math.exp(-score)), 2)


def signs(draft: Draft, source: Source | None, cast: Cast, gap: int) -> Signs:
    """What speaks for and against a row, by name; what is absent is 0."""
    return {
        draft.pattern if draft.page.field == "text" else f"title {draft.pattern}": 1.0,
        "doubt": math.log(1 / draft.sure - 0.99),
        "damage": draft.page.damage,
        **_signs_of_content(draft),
        **_signs_of_mention(draft, source, cast, gap),
    }


def _signs_of_content(draft: Draft) -> Signs:
    page = draft.page
    first, last = page.token_at(draft.pieces[0][0]), page.token_at(draft.pieces[-1][1])
    found: Signs = {}
    if last - first <= _SHORT:
        found["short content"] = 1.0
    if first < last and page.flag[first] & COMMA:
        found["content opens with a comma"] = 1.0
    if any(not page.quotations[n].closed for n in quotations_in(page, first, last)):
        found["open quotation"] = 1.0
    if any(page.flag[k] & CUE and page.quoted[k] < 0 for k in page.signals_in(first + 1, last)):
        found["verb inside"] = 1.0
    if len(draft.pieces) > 1:
        found["pieces"] = math.log(len(draft.pieces))
    return found


def _signs_of_mention(draft: Draft, source: Source | None, cast: Cast, gap: int) -> Signs:
    if source is None:
        return {"unresolved": 1.0}
    persons = sum([one.person for one in cast.sources])
    found = {"odd name": float(_is_odd(source.name)), "persons": math.log(1 + persons)}
    if draft.source is None:
        return found | {"clitic": 1.0, "far": min(gap, _FAR) / _FAR, "stranger": float(not source.person)}
    mention = cast.read(draft.source_text)
    found["odd name"] = max(found["odd name"], float(_name_behind(draft)))
    found |= _signs_of_words(mention.text, mention.form)
    found["renamed"] = float(mention.form in ("generic", "institution", "document") and source.name not in mention.text)
    if mention.form in ("pronoun", "epithet"):
        return found | {"far": min(gap, _FAR) / _FAR, "stranger": float(not source.person)}
    if mention.form == "person":
        found["odd name"] = max(found["odd name"], float(_is_inside(mention.text, mention.name)))
        found["short name"] = float(" " not in mention.name)
        found["no fuller name"] = float(" " not in source.name)
        found["another's name"] = float(not _shares_word(mention.name, source.name) or not source.person)
    return found


@lru_cache(maxsize=65_536)
def _signs_of_words(text: str, form: str) -> Signs:
    return {"they": float(text.lower() == "mereka"), form: 1.0,
            "loose mention": float(not _STOPS.isdisjoint(text.split()))}  # fmt: skip


@lru_cache(maxsize=65_536)
def _is_inside(text: str, name: str) -> bool:
    """`Pendiri **Sinar**, Rani Utami Putri`: a name neither at the beginning nor at the end is hardly the person's."""
    parts = map(str.strip, text.split(",")[::2])
    return not any(part.startswith(name) or part.endswith(name) for part in parts)


def _name_behind(draft: Draft) -> bool:
    """`kata juru bicara kantor itu**, Rani** …`: a name that was not taken into the mention."""
    page, j = draft.page, draft.source[1] if draft.source else 0
    return bool(0 < j < len(page.flag) - 1 and page.flag[j] & COMMA and page.flag[j + 1] & CAP) and not (
        page.flag[j + 1] & (DATE | PLACE)
    )


@lru_cache(maxsize=65_536)
def _is_odd(name: str) -> bool:
    """`Awalnya Rani`, `Rani Optimistis`, `Rani tampak santai`: words that are in no name."""
    words = name.split()
    if _NOT_ONE_NAME.search(name) or any(word[0].islower() and word.lower() not in _LINKS for word in words):
        return True
    return any(word.lower() in _NOT_IN_NAMES or word.lower() in reports() for word in words)


def _shares_word(one: str, other: str) -> bool:
    return one == other or not set(one.lower().split()).isdisjoint(other.lower().split())
