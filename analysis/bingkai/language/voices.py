"""Voice in running text: names, pronouns before a stem, *di* split off its verb, and nouns of mishap are settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.language.tokens import Tokens, tokenise
from bingkai.language.voice import (
    DI,
    KE_AN,
    NONE,
    PERSONA,
    VOICES,
    code_of,
    is_short_persona,
    is_split_stem,
    is_stem_verb,
    starred,
    voice_words,
)  # fmt: skip

_OPENING: Final = frozenset("\"“”„‘'([{:–—-•*.!?…;|/")
_TITLE_CASE = 0.75  # share of capitals from which a sentence is a headline
_FEWEST_WORDS = 4
_DI = frozenset({"di"})


def find_voices(texts: str | Sequence[str] | Tokens) -> pd.DataFrame:
    """The verbs of running text with their voice; what the letters leave open is decided by the words around.

    Parameters
    ----------
    texts : str, sequence of str or Tokens
        Texts, or tokens made of titles and texts.

    Returns
    -------
    DataFrame
        One row a verb, in reading order:

        - article : position of the text in the input
        - field : 0 title, 1 text
        - sentence : number of the sentence in the text, from 0
        - form : as written
        - voice : as in `voice`, and "persona" for the passive of pronoun and stem (*saya lihat, kulihat*)
        - start, end : characters into the text; *di tangkap*, wrongly split, is one verb

    Notes
    -----
    A capitalised word inside a sentence is taken for a name, unless most words of the sentence are capitalised.
    Known bias: adjectives of verb form (*mendesak, terbuka*) and verbs used as prepositions (*menuju*) are told apart
    by list only.

    References
    ----------
    Sneddon, J. N., Adelaar, A., Djenar, D. N. and Ewing, M. C. (2010). Indonesian: A Comprehensive Grammar. 2nd ed.

    Examples
    --------
    >>> find_voices("Direktur ditahan. Kami lihat ia di tangkap di Jakarta.")[["form", "voice"]].values.tolist()
    [['ditahan', 'di-'], ['lihat', 'persona'], ['di tangkap', 'di-']]
    """
    tokens = texts if isinstance(texts, Tokens) else _tokens(texts)
    codes = voices_in(tokens)
    last = np.flatnonzero(codes)
    first = last - split_passives(tokens, last, codes)
    spans = zip(first.tolist(), last.tolist(), strict=True)
    forms = [" ".join(tokens.types[tokens.type_id[i]] for i in range(a, b + 1)) for a, b in spans]
    return pd.DataFrame(
        {
            "article": tokens.article[last],
            "field": tokens.field[last],
            "sentence": tokens.sentence[last],
            "form": pd.Series(forms, dtype="str"),
            "voice": pd.Series([VOICES[code] for code in codes[last]], dtype="str"),
            "start": tokens.start[first],
            "end": tokens.end[last],
        }
    )


def _tokens(texts: str | Sequence[str]) -> Tokens:
    bodies = [texts] if isinstance(texts, str) else list(texts)
    return tokenise([""] * len(bodies), bodies)


def voices_in(tokens: Tokens) -> NDArray[np.int8]:
    """The voice of every token, as an index into `VOICES`; of *di tangkap* the second token has it."""
    lower = np.fromiter(map(code_of, tokens.lower), np.int8, len(tokens.lower))
    of_type = np.where(tokens.is_word, lower[tokens.lower_of], np.int8(NONE)).astype(np.int8)
    of_type[[_glued_to_place(form) for form in tokens.types]] = NONE
    codes = of_type[tokens.type_id]
    follows = same_sentence(tokens)
    codes[names_in(tokens, follows)] = NONE
    _settle_mishaps(tokens, codes, follows)
    _add_persona(tokens, codes, follows)
    _add_split_passives(tokens, codes, follows)
    return codes


def same_sentence(tokens: Tokens) -> NDArray[np.bool_]:
    """Whether the token before each token is of the same sentence."""
    follows = np.zeros(len(tokens), np.bool_)
    follows[1:] = (
        (tokens.sentence[1:] == tokens.sentence[:-1])
        & (tokens.field[1:] == tokens.field[:-1])
        & (tokens.article[1:] == tokens.article[:-1])
    )
    return follows


def split_passives(tokens: Tokens, places: NDArray[np.int64], codes: NDArray[np.int8]) -> NDArray[np.int64]:
    """1 for each place whose verb begins one token earlier (*di tangkap*), else 0."""
    bare = _flags(tokens, is_split_stem)
    before = np.maximum(places - 1, 0)
    split: NDArray[np.bool_] = (codes[places] == DI) & bare[places] & _flags(tokens, _DI.__contains__)[before]
    return split.astype(np.int64)


def _flags(tokens: Tokens, test: Callable[[str], bool]) -> NDArray[np.bool_]:
    """Which tokens pass a test of their lower-case form; the vocabulary is asked once."""
    passed = np.fromiter(map(test, tokens.lower), np.bool_, len(tokens.lower))
    found: NDArray[np.bool_] = passed[tokens.lower_of][tokens.type_id]
    return found


def _glued_to_place(form: str) -> bool:
    """*diJakarta*: a preposition that lost its space."""
    return form.startswith("di") and form[2:3].isupper()


def names_in(tokens: Tokens, follows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Capitalised words inside a sentence of the body that is no headline: *Komisi Menengah, Dimas*."""
    word = tokens.is_word[tokens.type_id]
    capital = np.fromiter((form[:1].isupper() for form in tokens.types), np.bool_, len(tokens.types))[tokens.type_id]
    opens = np.fromiter((form in _OPENING for form in tokens.types), np.bool_, len(tokens.types))[tokens.type_id]
    inside = follows.copy()
    inside[1:] &= ~opens[:-1]
    number = np.cumsum(~follows) - 1
    n_words = np.bincount(number[word], minlength=number[-1] + 1 if len(number) else 0)
    n_capital = np.bincount(number[word & capital], minlength=len(n_words))
    headline = (n_words >= _FEWEST_WORDS) & (n_capital >= _TITLE_CASE * n_words)
    names: NDArray[np.bool_] = capital & inside & (tokens.field == 1) & ~headline[number]
    return names


def _settle_mishaps(tokens: Tokens, codes: NDArray[np.int8], follows: NDArray[np.bool_]) -> None:
    """*kasus keracunan* is a noun, *siswa keracunan* a verb."""
    asked = np.flatnonzero((codes == KE_AN) & _flags(tokens, starred("mishap").__contains__))
    asking = _flags(tokens, voice_words("before_mishap_noun").__contains__)
    word = tokens.is_word[tokens.type_id]
    before = np.maximum(asked - 1, 0)
    verb = follows[asked] & word[before] & ~asking[before] & (codes[before] == NONE)
    codes[asked[~verb]] = NONE


def _add_persona(tokens: Tokens, codes: NDArray[np.int8], follows: NDArray[np.bool_]) -> None:
    """*saya lihat, kami sampaikan*: a pronoun right before a stem that takes an object."""
    stem = (codes == NONE) & _flags(tokens, is_stem_verb)
    pronoun = _flags(tokens, voice_words("agent_pronoun").__contains__)
    places = np.flatnonzero(stem[1:] & pronoun[:-1] & follows[1:]) + 1
    codes[places] = PERSONA
    codes[(codes == NONE) & _flags(tokens, is_short_persona)] = PERSONA


def _add_split_passives(tokens: Tokens, codes: NDArray[np.int8], follows: NDArray[np.bool_]) -> None:
    di = _flags(tokens, _DI.__contains__)
    stem = np.fromiter((form.islower() for form in tokens.types), np.bool_, len(tokens.types))[tokens.type_id]
    stem &= _flags(tokens, is_split_stem)
    codes[np.flatnonzero(stem[1:] & di[:-1] & follows[1:]) + 1] = DI


def written_small(tokens: Tokens, asked: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """Which tokens are words that their own article also writes without a capital: no names, whatever their capital.

    The article alone is asked, so that what is found in it does not depend on the others of a corpus. With `asked` only
    those tokens are looked into, the others are False.
    """
    small = np.fromiter((form[:1].islower() for form in tokens.types), np.bool_, len(tokens.types))
    wanted = np.ones(len(tokens.lower), np.bool_)
    rows = np.arange(len(tokens)) if asked is None else np.flatnonzero(asked)
    if asked is not None:
        wanted[:] = False
        wanted[tokens.lower_of[tokens.type_id[rows]]] = True
    written = np.sort(_words_of_articles(tokens, np.flatnonzero((small & wanted[tokens.lower_of])[tokens.type_id])))
    keys = _words_of_articles(tokens, rows)
    found = np.zeros(len(tokens), np.bool_)
    found[rows] = np.searchsorted(written, keys, side="left") < np.searchsorted(written, keys, side="right")
    return found


def _words_of_articles(tokens: Tokens, rows: NDArray[np.intp]) -> NDArray[np.int64]:
    """One number for each word of each article."""
    words: NDArray[np.int64] = tokens.article[rows].astype(np.int64) * len(tokens.lower)
    words += tokens.lower_of[tokens.type_id[rows]]
    return words
