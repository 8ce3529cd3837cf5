"""Voice of the verb: who is put in front, the one who acts or the one who undergoes.

Voice is read off the affixes of the word as written, never off its stem, and without parts of speech: a word is a
di- passive when what follows *di* is a root of the dictionary, with the affixes Indonesian allows between them, and
no list of look-alikes (*direktur, dinas, dimana*) has it. That is decided once per word type; `voices` asks the
running text where the type leaves it open.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from bingkai.language.normalise import normalise
from bingkai.language.stems import roots

NONE, ME, DI, TER, BER, KE_AN, NOMINAL, PERSONA = range(8)
VOICES: Final = ("", "me-", "di-", "ter-", "ber-", "ke-an", "nominal", "persona")
"""Names of the voices, by their number."""

LONGEST_WORD = 40  # characters; longer "words" are glued text
_SHORTEST_ROOT = 3
_PLAIN = re.compile(r"[a-z]+(?:-[a-z]+)*")
_CLITIC = re.compile(r"(.{4,}?)-?(?:nya|lah|kah|pun|ku|mu)(?:lah|pun)?")
_SPLIT_PREFIX = re.compile(r"(?:me|mem|men|meng|di|ter|ber)-[a-z]{3,}")  # di-upload, me-review
_INNER = ("ber", "be", "bel", "ke", "ter", "pel", "non")  # diberhentikan, diketahui, ditertawakan, dipelajari
_BORROWED_ACTIVE = re.compile(r"me(?:m[bfpvaiueo]|n[dtcjzsaiueo]|ng[aiueoghk]|ny[aiueo]|[lrwy])[a-z]{2,}(?:kan|asi|ir)")
_BORROWED_PASSIVE = re.compile(r"di[a-z]{3,}(?:kan|asi|ir)")
_VOWELS = "aiueo"


@cache
def _lists() -> dict[str, str]:
    text = (files("bingkai.language") / "data" / "suara.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def voice_words(name: str) -> frozenset[str]:
    """The words of a list of `suara.toml`."""
    return frozenset(_lists()[name].replace("*", "").split())


@cache
def starred(name: str) -> frozenset[str]:
    return frozenset(word[:-1] for word in _lists()[name].split() if word.endswith("*"))


def voice(word: str) -> str:
    """The voice of one word: *ditangkap* is a di- passive, *direktur* is no verb.

    Parameters
    ----------
    word : str
        Any case, clitics attached or not.

    Returns
    -------
    str
        - "me-" : active, with or without object (*menangkap, melintas*)
        - "di-" : passive (*ditangkap, ditangkapnya*)
        - "ter-" : accident, ability or state (*tertembak*); superlatives and *tersangka* are none
        - "ber-" : middle (*berdemonstrasi*)
        - "ke-an" : mishap (*kehilangan, kecurian*); other ke-an words are nouns
        - "nominal" : a noun that names a deed (*penangkapan, serangan*)
        - "" : none of these, or a bare verb, which no affix tells apart (*tewas, tangkap*)

    Examples
    --------
    >>> [voice(word) for word in ["ditangkap", "dinas", "mengetahuinya", "media", "tertembak", "tersangka"]]
    ['di-', '', 'me-', '', 'ter-', '']
    >>> voice("penangkapan"), voice("pengadilan"), voice("kecurian")
    ('nominal', '', 'ke-an')
    """
    return VOICES[code_of(word)]


def voice_of(words: Iterable[str]) -> list[str]:
    """The voice of each word type, as `voice` gives it; each distinct word is looked at once.

    Parameters
    ----------
    words : iterable of str

    Returns
    -------
    list of str
        One voice a word, in the same order.

    Examples
    --------
    >>> voice_of(["dikatakan", "dikatakan", "dialog"])
    ['di-', 'di-', '']
    """
    return [VOICES[code_of(word)] for word in words]


@lru_cache(maxsize=1 << 18)
def code_of(word: str) -> int:
    """The first rule that knows the word decides."""
    form = normalise(word)
    if len(form) > LONGEST_WORD or not _PLAIN.fullmatch(form):
        return NONE
    clitic = _CLITIC.fullmatch(form)
    code = _whole(form)
    return _whole(clitic[1]) if clitic and code == NONE and form not in voice_words("not_verb") else code


def _whole(form: str) -> int:
    if form in voice_words("verb"):
        return _by_prefix(form)
    if form in voice_words("not_verb") or form in roots():
        return NONE
    return _of_form(form)


def _by_prefix(form: str) -> int:
    for prefix, code in (("me", ME), ("di", DI), ("ter", TER), ("ber", BER)):
        if form.startswith(prefix):
            return code
    return NONE


def _of_form(form: str) -> int:
    if "-" in form:
        if _SPLIT_PREFIX.fullmatch(form):
            return _by_prefix(form)
        return _whole(form.partition("-")[0])  # dibuat-buat, menuduh-nuduh
    if form in voice_words("deed"):
        return NOMINAL
    if form in voice_words("mishap"):
        return KE_AN
    if form.startswith("me"):
        return ME if _is_active(form) else NONE
    if form.startswith("di"):
        return DI if _is_passive(form) else NONE
    if form.startswith("ter"):
        return TER if _is_ter(form) else NONE
    if form.startswith("be"):
        return BER if _is_ber(form) else NONE
    return NOMINAL if _is_nominal(form) else NONE


def _is_passive(form: str) -> bool:
    return _is_base(form[2:]) or bool(_BORROWED_PASSIVE.fullmatch(form))


def _is_active(form: str) -> bool:
    """*me* and a base behind its nasal; loans that the dictionary lacks where the nasal fits them."""
    return any(map(_is_base, _behind_nasal(form[2:]))) or bool(_BORROWED_ACTIVE.fullmatch(form))


def _is_ter(form: str) -> bool:
    return _is_base(form[3:], inner=False) or (form[3:4] in _VOWELS and _is_base("r" + form[3:], inner=False))


def _is_ber(form: str) -> bool:
    if form.startswith("ber"):
        rest = form[3:]
        bases = [rest, "r" + rest, rest.removesuffix("an")]
    else:
        bases = [form[3:]] if form.startswith("bel") else [form[2:]] if form.startswith("beker") else []
    return any(_is_base(base, inner=False) or _is_noun(base) for base in bases)


def _is_noun(base: str) -> bool:
    """*berkewajiban, berpendapat, berpenghasilan*: ber- before a derived noun."""
    if base.startswith("ke") and base.endswith("an"):
        return base[2:-2] in roots()
    return base.startswith("pe") and any(core.removesuffix("an") in roots() for core in _behind_nasal(base[2:]))


def _is_nominal(form: str) -> bool:
    """peN-an, pe-an, per-an of a root."""
    if not form.startswith("pe") or not form.endswith("an") or form in voice_words("not_deed"):
        return False
    core = form[2:-2]
    bases = [*_behind_nasal(core), *([core[1:]] if core[:1] in "rl" else []), core]
    return any(_is_root(base) or (base[:3] in ("ber", "per") and _is_root(base[3:])) for base in bases)


def _is_root(base: str) -> bool:
    return (len(base) >= _SHORTEST_ROOT and base in roots()) or base in voice_words("root")


def _is_base(base: str, *, inner: bool = True) -> bool:
    """A root with the suffix -kan or -i or none; with `inner`, a prefix may stand before it (*memberlakukan*)."""
    if any(map(_is_root, _without_suffix(base))):
        return True
    if not inner:
        return False
    if base.startswith("pe"):  # dipertanyakan, mempengaruhi, dipekerjakan
        rest = base[2:]
        return any(_is_base(core, inner=False) for core in (rest, rest.removeprefix("r"), rest.removeprefix("l")))
    affixed = base.endswith(("kan", "i"))
    return affixed and any(base.startswith(p) and _is_base(base[len(p) :], inner=False) for p in (*_INNER, "se"))


def _without_suffix(base: str) -> Iterator[str]:
    yield base
    if base.endswith("kan"):
        yield base[:-3]
        yield base[:-2]  # menaikkan, dinaikan
    if base.endswith("i"):
        yield base[:-1]
    if base.endswith("in"):  # dimarahin, as people speak
        yield base[:-2]


def _behind_nasal(rest: str) -> Iterator[str]:
    """What may stand behind me- or pe-: *nulis* is *tulis* (or *nulis*), *ngambil* is *ambil* (or *kambil*)."""
    yield rest
    if rest.startswith("nge"):
        yield rest[3:]
    if rest.startswith("ng"):
        yield rest[2:]
        if rest[2:3] in _VOWELS:
            yield "k" + rest[2:]
    elif rest.startswith("ny"):
        yield "s" + rest[2:]
    elif rest.startswith(("m", "n")):
        yield rest[1:]
        if rest[1:2] in _VOWELS:
            yield ("p" if rest[0] == "m" else "t") + rest[1:]


@lru_cache(maxsize=1 << 16)
def is_stem_verb(form: str) -> bool:
    """A stem that takes an object as it stands: *lihat, sampaikan, temui*.

    Examples
    --------
    >>> is_stem_verb("tangkap"), is_stem_verb("laporkan"), is_stem_verb("rumah")
    (True, True, False)
    """
    if form in voice_words("transitive"):
        return True
    if form in roots() or not _PLAIN.fullmatch(form) or not form.endswith("kan") or form in voice_words("no_stem"):
        return False
    core = form[:-3]
    return any(map(_is_root, (core, core.removeprefix("per"), core.removeprefix("ber"))))


def is_split_stem(form: str) -> bool:
    return is_stem_verb(form) and form not in voice_words("place_after_di")


def is_short_persona(form: str) -> bool:
    """*kulihat, kaubawa*: a pronoun grown together with its stem."""
    if form in roots():
        return False
    return any(
        form.startswith(short) and form[len(short) :] in voice_words("transitive") and len(form) > len(short) + 3
        for short in ("ku", "kau")
    )
