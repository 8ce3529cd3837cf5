"""The written forms of an entry: derived from its root, with clitics and reduplication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from bingkai.language.lexicons import LexiconError
from bingkai.language.verbs import CLITICS, reduplicated, verb_forms

VARIANTS = (*CLITICS, "ulang")
DERIVATIONS = ("bare", "me", "me-kan", "me-i", "di", "di-kan", "di-i", "ber", "ter")
LEAST_SHARE = 0.5


def entry_forms(entry: pd.Series) -> list[str]:
    """The lower-case forms by which one entry of a lexicon is found.

    Parameters
    ----------
    entry : Series
        A row of `Lexicon.entries`.

    Returns
    -------
    list of str

    Examples
    --------
    >>> from bingkai.language.lexicon_files import load_lexicon
    >>> entries = load_lexicon("verba_pewarta").entries
    >>> entry_forms(entries[entries["term"] == "ujar"].iloc[0])[:4]
    ['ujar', 'ujarnya', 'berujar', 'mengujarkan']
    """
    return forms_of_entry({str(column): str(value) for column, value in entry.items()})


def forms_of_entry(entry: Mapping[str, str]) -> list[str]:
    root = (entry["lemma"] or entry["term"]).lower()
    if entry["match"] == "lemma":
        derived = derived_forms(root, entry["forms"])
        rare = measured_forms(derived) if entry["share"] and float(entry["share"]) < LEAST_SHARE else set()
        found = [form for form, _ in derived if form not in rare]
    else:
        found = [root if entry["match"] == "stem" else entry["term"].lower()]
    return list(dict.fromkeys(varied for form in found for varied in _varied(form, entry["variants"].split())))


def measured_forms(derived: Sequence[tuple[str, str]]) -> set[str]:
    """The forms that the column `share` speaks of: the bare ones, or all where none is bare."""
    bare = {form for form, voice in derived if voice == "bare"}
    return bare or {form for form, _ in derived}


def derived_forms(root: str, forms: str) -> list[tuple[str, str]]:
    codes = forms.split() or list(DERIVATIONS)
    made = verb_forms(root, [code for code in codes if code != "+h"], h_variant="+h" in codes)
    return [(form.replace("_", " "), voice) for form, voice in made]


def _varied(form: str, variants: Iterable[str]) -> list[str]:
    """The form and its variants: clitics on the last word, *ulang* for reduplication."""
    found = [form]
    for variant in variants:
        if variant not in VARIANTS:
            raise LexiconError(f"unknown variant {variant!r} of {form!r}; wanted some of {', '.join(VARIANTS)}")
        found.append(reduplicated(form) if variant == "ulang" else form + variant)
    return found
