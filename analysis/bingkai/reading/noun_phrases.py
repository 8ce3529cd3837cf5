"""Where a noun phrase of a clause begins and ends, to the left and to the right of a word."""

from __future__ import annotations

from typing import NamedTuple

from bingkai.reading.clause_words import (
    ACTOR,
    ADVERB,
    CAP,
    CLOSE,
    COMMA,
    DET,
    INSIDE,
    JOIN,
    NEVER_INSIDE,
    NO_ACTOR,
    NOUN_PHRASE_ENDS,
    NUMBER,
    OLEH,
    OPEN,
    PLACE,
    PREP,
    PRONOUN,
    QUANTIFIER,
    QUOTE,
    RESULT,
    STOP,
    SUB,
    TIME,
    VERB,
    WORD,
    YANG,
)

Span = tuple[int, int]  # tokens, half-open
_LONGEST = 26
_CLAUSE_OPENERS = frozenset(
    ("meski", "meskipun", "walau", "walaupun", "kendati", "bahwa", "jika", "kalau", "apabila", "bila", "agar", "supaya",
     "sebab", "padahal", "adalah", "ialah", "merupakan")
)  # fmt: skip
_TOWARDS = frozenset(
    ("kepada", "terhadap", "tentang", "soal", "untuk", "bagi", "mengenai", "terkait", "atas", "dengan")
)


class Sentence(NamedTuple):
    """The tokens of a corpus, with the bounds of the sentence that is read."""

    flags: list[int]
    lower: list[str]
    first: int
    last: int  # one past the last token


def phrase_until(sentence: Sentence, end: int, *, near: bool = False) -> Span:
    """The noun phrase that ends before token `end`, with the prepositional phrases inside it.

    `near`: without those that bring in somebody else: `berterima kasih kepada **warga** yang …`.
    """
    flags = sentence.flags
    floor = max(sentence.first, end - _LONGEST)
    start = end
    while start > floor:
        flag = flags[start - 1]
        if flag & CLOSE:
            start = max(opening_bracket(sentence, start - 1), floor)
            continue
        if not flag & NOUN_PHRASE_ENDS:
            if flag & (PRONOUN | DET) and start < end and not flags[start] & (PREP | YANG | JOIN | OPEN | DET):
                break  # a phrase ends in its pronoun or itu: menurut mereka **polisi** menangkap
            start -= 1
            continue
        inner = _inner(sentence, start - 1, floor)
        if inner is None or (near and sentence.lower[inner] in _TOWARDS):
            break
        start = inner
    return start, end


def _inner(sentence: Sentence, k: int, floor: int) -> int | None:
    """One token further left if the phrase goes on over this preposition, *yang* or conjunction; else None."""
    flags = sentence.flags
    if k <= floor:
        return None
    noun_before = not flags[k - 1] & NOUN_PHRASE_ENDS or bool(flags[k - 1] & CLOSE)
    if flags[k] & (INSIDE | OLEH) and flags[k] & (PREP | OLEH) and noun_before:
        return k
    if flags[k] & YANG and noun_before and not sentence.lower[k + 1].endswith("nya"):
        return k  # but: warga yang **rumahnya** digusur
    if flags[k] & JOIN and noun_before and sentence.lower[k] in ("dan", "serta", "atau", "&") and _joins(sentence, k):
        return k
    return None


def _joins(sentence: Sentence, k: int) -> bool:
    """Whether the words before a conjunction are a noun phrase alone: `polisi **dan** tentara menangkap`."""
    j = k - 1
    while j >= sentence.first and (not sentence.flags[j] & (NOUN_PHRASE_ENDS & ~CLOSE) or _inner_link(sentence, j)):
        j -= 1
    return j < sentence.first or not sentence.flags[j] & (VERB | PREP | ADVERB | YANG)


def _inner_link(sentence: Sentence, j: int) -> bool:
    """`massa **dari** Sinar dan Bulan`"""
    inside = sentence.flags[j] & PREP and sentence.flags[j] & INSIDE and j > sentence.first
    return bool(inside) and not sentence.flags[j - 1] & (NOUN_PHRASE_ENDS & ~CLOSE)


def opening_bracket(sentence: Sentence, close: int) -> int:
    """The bracket that the one at this token closes."""
    for k in range(close - 1, max(sentence.first, close - 14) - 1, -1):
        if sentence.flags[k] & OPEN:
            return k
    return close


def trimmed(sentence: Sentence, span: Span, *, outer: bool = False) -> Span | None:
    """The phrase without times and manner at its ends, its relative clause and, if `outer`, nothing else."""
    flags = sentence.flags
    start, end = span
    while start < end and flags[start] & (DET | TIME):
        start += 1
    for k in range(start + 1, end):
        if flags[k] & (NEVER_INSIDE & ~PREP) and sentence.lower[k] in ("pada", "sejak", "selama", "secara", "dengan"):
            end = k
            break
        if flags[k] & YANG:
            end = k
            break
    while end > start and flags[end - 1] & TIME and not outer:
        end -= 1
    named = any(flags[k] & (WORD | NUMBER) == WORD for k in range(start, end))  # pukul 15.02 is nobody
    return (start, end) if named else None


def antecedent(sentence: Sentence, yang: int) -> Span | None:
    """The noun phrase a relative clause belongs to: `**warga** yang …`, `**Rani**, yang …`."""
    j = yang - 1
    if j >= sentence.first and sentence.flags[j] & COMMA:
        earlier = _relative_before(sentence, j)
        if earlier is not None:
            return antecedent(sentence, earlier)  # warga yang berkumpul, **yang** …
        j = before_apposition(sentence, j) - 1
    while j > sentence.first and sentence.flags[j] & (ADVERB | NOUN_PHRASE_ENDS) == ADVERB:
        j -= 1  # aturan **sebelumnya** yang melarang
    while j > sentence.first and _describes(sentence, j) and _is_noun(sentence, j - 1):
        j -= 1  # lengan **menggelembung** yang memberi
    if j < sentence.first or sentence.flags[j] & (NOUN_PHRASE_ENDS & ~(CLOSE | ADVERB)):
        return None
    return trimmed(sentence, phrase_until(sentence, j + 1, near=True), outer=True)


def _describes(sentence: Sentence, j: int) -> bool:
    return bool(sentence.flags[j] & VERB) and sentence.lower[j].startswith(("me", "ber"))


def _is_noun(sentence: Sentence, j: int) -> bool:
    return not sentence.flags[j] & NOUN_PHRASE_ENDS and bool(sentence.flags[j] & WORD)


def _relative_before(sentence: Sentence, comma: int) -> int | None:
    """The *yang* whose verb ends right before the comma."""
    j = comma - 1
    while j > sentence.first and sentence.flags[j] & (VERB | ADVERB) and not sentence.flags[j] & (SUB | PREP):
        j -= 1
    return j if j < comma - 1 and sentence.flags[j] & YANG else None


def before_apposition(sentence: Sentence, comma: int) -> int:
    """The comma that opens the apposition which this one closes: `Rani**,** camat Sinar**,** yang …`; else itself."""
    j = comma - 1
    while j >= sentence.first and not sentence.flags[j] & (NOUN_PHRASE_ENDS & ~CLOSE):
        j -= 1
    opened = sentence.first < j < comma - 1 and sentence.flags[j] & COMMA
    noun_before = opened and not sentence.flags[j - 1] & NOUN_PHRASE_ENDS
    return j if noun_before and not _closes_adjunct(sentence, j) else comma


def _closes_adjunct(sentence: Sentence, comma: int) -> bool:
    """`Sementara itu**,** Rani, …`: the words before it open the sentence and are no noun phrase of their own."""
    j = comma - 1
    while j >= sentence.first and not sentence.flags[j] & NOUN_PHRASE_ENDS:
        j -= 1
    pointed = sentence.flags[comma - 1] & DET or sentence.flags[max(j, 0)] & PREP
    return j == sentence.first and bool(pointed and sentence.flags[j] & (SUB | PREP))


def object_behind(sentence: Sentence, k: int) -> Span | None:
    """The noun phrase that begins at token k, adverbs passed over."""
    return phrase_from(sentence, skip(sentence, k, ADVERB | RESULT))


def phrase_from(sentence: Sentence, k: int) -> Span | None:
    """The noun phrase that begins at token k; None if none does."""
    flags, end = sentence.flags, min(sentence.last, k + _LONGEST)
    k = skip(sentence, k, QUOTE) if k < end and not flags[k] & STOP else k
    if k >= end or flags[k] & (NOUN_PHRASE_ENDS | DET) or (flags[k] & TIME and not flags[k] & NUMBER):
        return None
    j = k
    while j < end:
        flag = flags[j]
        if flag & OPEN:
            close = _closing(sentence, j, end)
            if close is None or close >= end or flags[close] & NOUN_PHRASE_ENDS:
                break
            j = close
            continue
        if flag & NOUN_PHRASE_ENDS:
            if not _joins_behind(sentence, j, end):
                break
        elif flag & TIME and flag & CAP:
            break
        j += 1
        if flag & DET:
            break
    return (k, j) if j > k else None


def _joins_behind(sentence: Sentence, j: int, end: int) -> bool:
    """`menyita dua mobil **dan** satu motor`: a noun phrase, not a second predicate, follows."""
    flags = sentence.flags
    if not flags[j] & JOIN or sentence.lower[j] not in ("dan", "atau", "serta", "&") or j + 1 >= end:
        return False
    k = j + 1
    while k < end and not flags[k] & NOUN_PHRASE_ENDS:
        k += 1
    return k > j + 1 and not (k < sentence.last and flags[k] & (VERB | ADVERB))


def _closing(sentence: Sentence, j: int, end: int) -> int | None:
    for k in range(j + 1, min(end, j + 14)):
        if sentence.flags[k] & CLOSE:
            return k + 1
    return None


def can_act(flag: int) -> bool:
    """A pronoun, a noun of those who act, or a name that is no place or time."""
    if flag & (NO_ACTOR | TIME | NUMBER | NOUN_PHRASE_ENDS | DET):
        return False
    return bool(flag & (PRONOUN | ACTOR)) or bool(flag & CAP and not flag & PLACE)


def skip(sentence: Sentence, k: int, flags: int) -> int:
    while k < sentence.last and sentence.flags[k] & flags:
        k += 1
    return k


def skip_back(sentence: Sentence, j: int) -> int:
    """Over adverbs, times and brackets to the left: `Polisi **(3/2) kemudian** menangkap`, `yang **selama ini**`."""
    while j >= sentence.first:
        flag = sentence.flags[j]
        if flag & STOP:
            return j
        if flag & CLOSE:
            opening = opening_bracket(sentence, j)
            if opening == j:
                return j
            j = opening - 1
        elif flag & (OPEN | QUOTE) or (flag & ADVERB and not flag & (SUB | PREP)) or sentence.lower[j] == "secara":
            j -= 1
        elif j > sentence.first and sentence.lower[j - 1] == "secara":
            j -= 2
        elif flag & (DET | TIME) and (start := _adjunct_start(sentence, j)) is not None:
            j = start - 1
        else:
            return j
    return j


def _adjunct_start(sentence: Sentence, j: int) -> int | None:
    """Where `selama ini`, `selain itu`, `beberapa kali` begins; None for a noun phrase."""
    k = j
    while k > sentence.first and sentence.flags[k] & (DET | TIME | NUMBER | QUANTIFIER):
        k -= 1
    if sentence.flags[k] & (SUB | PREP) and sentence.lower[k] not in _CLAUSE_OPENERS:
        return k
    return k + 1 if sentence.lower[j] == "kali" else None
