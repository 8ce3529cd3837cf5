"""Indonesian word formation: from a root to the surface forms a newsroom prints.

A derivation is written as the affixes themselves, prefix and suffix joined by a hyphen: ``me-kan`` makes
*mengatakan* from *kata*, ``-nya`` makes *katanya*, ``ber`` makes *berkata*, ``bare`` the root. ``me!`` keeps an initial
k, p, t or s that would else be swallowed (*mengkonfirmasi* beside *mengonfirmasi*). ``=form:voice`` states a form that
no rule makes (*=menunjukan:me*, a common misspelling). Voice is read off the affixes, never off a stem.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

VOICES = ("bare", "nya", "stem", "me", "di", "dinya", "ber", "ter", "nasal", "nominal")
CLITICS = ("nya", "lah", "kah", "pun")
SUFFIXES = ("", "kan", "i", "an", "nya")

_VOICE_OF_PREFIX = {
    "me": "me", "memper": "me", "di": "di", "diper": "di", "ber": "ber", "ter": "ter", "nge": "nasal",
    "pe": "nominal", "per": "nominal", "ke": "nominal",
}  # fmt: skip
_VOICE_OF_SUFFIX = {"kan": "stem", "i": "stem", "an": "nominal", "nya": "nya"}
_VOWELS = "aiueo"


class Form(NamedTuple):
    """A surface form and its voice, one of `VOICES`.

    bare: *kata*; nya: *katanya*; stem: *katakan, akui* (headline active, or passive with a pronoun: *saya katakan*);
    me: *mengatakan*; di: *dikatakan*; dinya: *dikatakannya*; ber, ter; nasal: colloquial *ngaku*;
    nominal: *pernyataan*.
    """

    form: str
    voice: str


def is_one_syllable(root: str) -> bool:
    """Whether the root has one vowel: such roots take menge- (*mengecek, mengebom*)."""
    return sum(letter in _VOWELS for letter in root) == 1


def nasalise(root: str, *, keep: bool = False) -> str:
    """The root behind its nasal, as meN-, peN- share it: *tulis* -> *nulis*, *kata* -> *ngata*, *bantah* -> *mbantah*.

    Parameters
    ----------
    root : str
        Lower case.
    keep : bool
        Keep an initial k, p, t or s (loan roots, and roots that begin with a prefix: *mempertanyakan*).

    Examples
    --------
    >>> [nasalise(root) for root in ["sebut", "ungkap", "klaim", "proses", "lapor", "cek", "syukur"]]
    ['nyebut', 'ngungkap', 'ngklaim', 'mproses', 'lapor', 'ngecek', 'nsyukur']
    """
    if is_one_syllable(root):
        return "nge" + root
    first, swallowed = root[0], root[1] in _VOWELS and not keep
    if first in _VOWELS + "gh":
        return "ng" + root
    if first == "k":
        return "ng" + (root[1:] if swallowed else root)
    if first == "p":
        return "m" + (root[1:] if swallowed else root)
    if first == "t":
        return "n" + (root[1:] if swallowed else root)
    if first == "s":
        return "ny" + root[1:] if swallowed else "n" + root
    if first in "bfv":
        return "m" + root
    if first in "dcjz":
        return "n" + root
    return root


def _prefixed(root: str, prefix: str, *, keep: bool) -> str:
    if prefix in ("me", "pe"):
        return prefix + nasalise(root, keep=keep)
    if prefix == "nge":
        return nasalise(root, keep=keep)
    if prefix in ("ber", "ter", "per") and root[0] == "r":
        return prefix[:-1] + root
    return prefix + root


def derive(root: str, derivation: str) -> list[Form]:
    """The forms one derivation makes of a root; a passive also with the agent clitic *-nya*.

    Parameters
    ----------
    root : str
        Lower case.
    derivation : str
        "bare", "prefix", "-suffix", "prefix-suffix" or "=form:voice"; "!" after the prefix keeps the first letter.

    Returns
    -------
    list of Form

    Raises
    ------
    ValueError
        Names the derivation that is not known.

    Examples
    --------
    >>> [form for form, voice in derive("sampai", "di-kan")]
    ['disampaikan', 'disampaikannya']
    >>> derive("konfirmasi", "me!")
    [Form(form='mengkonfirmasi', voice='me')]
    """
    if not root:
        raise ValueError(f"derivation {derivation!r} needs a root; got an empty one")
    if derivation.startswith("="):
        return [_stated(derivation)]
    if derivation == "bare":
        return [Form(root, "bare")]
    prefix, _, suffix = derivation.partition("-")
    keep, prefix = prefix.endswith("!"), prefix.removesuffix("!")
    if suffix not in SUFFIXES or (prefix not in _VOICE_OF_PREFIX if prefix else not suffix):
        raise ValueError(
            f"unknown derivation {derivation!r} of {root!r}; known: bare, =form:voice, "
            f"{', '.join(_VOICE_OF_PREFIX)}, each alone or with -kan, -i, -an, and -kan, -i, -an, -nya alone"
        )
    made = (_prefixed(root, prefix, keep=keep) if prefix else root) + suffix
    voice = _VOICE_OF_PREFIX[prefix] if prefix else _VOICE_OF_SUFFIX[suffix]
    forms = [Form(made, voice)]
    if voice == "di" and suffix != "nya":
        forms.append(Form(made + "nya", "dinya"))
    return forms


def _stated(derivation: str) -> Form:
    form, _, voice = derivation.removeprefix("=").partition(":")
    if not form or voice not in VOICES:
        raise ValueError(
            f"a stated form is written =form:voice with voice one of {', '.join(VOICES)}; got {derivation!r}"
        )
    return Form(form, voice)


def verb_forms(root: str, derivations: Iterable[str], *, h_variant: bool = False) -> list[Form]:
    """All surface forms of a root, each once, in the order of the derivations.

    Parameters
    ----------
    root : str
        Lower case.
    derivations : iterable of str
        See `derive`.
    h_variant : bool
        Add the spellings with h before a root that begins with a vowel: *imbau* and *himbau*, *utang* and *hutang*.

    Returns
    -------
    list of Form

    Examples
    --------
    >>> [form for form, voice in verb_forms("imbau", ["bare", "me"], h_variant=True)]
    ['imbau', 'mengimbau', 'himbau', 'menghimbau']
    >>> verb_forms("kata", ["-nya", "ber"])
    [Form(form='katanya', voice='nya'), Form(form='berkata', voice='ber')]
    """
    codes = list(derivations)
    roots = [root, "h" + root] if h_variant else [root]
    made = (form for each in roots for code in codes for form in derive(each, code))
    return list({form.form: form for form in made}.values())


def with_clitics(form: str, clitics: Iterable[str] = CLITICS) -> list[str]:
    """The form and the form with each clitic or particle attached.

    Examples
    --------
    >>> with_clitics("mereka", ["lah", "pun"])
    ['mereka', 'merekalah', 'merekapun']
    """
    return [form, *(form + clitic for clitic in clitics)]


def reduplicated(form: str) -> str:
    """The form doubled with a hyphen, a prefix kept once: *terang-terang*, *disebut-sebut*, *menuduh-nuduh*.

    Examples
    --------
    >>> reduplicated("benar")
    'benar-benar'
    """
    return f"{form}-{form}"
