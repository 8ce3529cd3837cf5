"""Where the entries of a lexicon stand in a corpus: sequences of word types walked all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from bingkai.language.lexicon_forms import forms_of_entry
from bingkai.language.lexicons import Lexicon, LexiconError
from bingkai.language.tokens import Tokens, tokenise


@dataclass(frozen=True, eq=False)
class Hits:
    """Where the entries of a lexicon stand in tokens, in reading order.

    Attributes
    ----------
    first, last : int32 (n_hits,)
        Positions of the first and last token, inclusive.
    entry : int32 (n_hits,)
        Row of `Lexicon.entries`.
    """

    first: NDArray[np.int32]
    last: NDArray[np.int32]
    entry: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.first)


def numbered_forms(lexicon: Lexicon) -> list[tuple[int, str]]:
    """Row and form, for every form of every entry."""
    pairs = []
    for row, entry in enumerate(_rows(lexicon)):
        try:
            pairs += [(row, form) for form in forms_of_entry(entry)]
        except ValueError as error:
            raise LexiconError(f"{lexicon.name}.csv, line {lexicon.entries.index[row]}: {error}") from error
    return pairs


def excepted_phrases(lexicon: Lexicon) -> list[tuple[int, str]]:
    """Row and phrase, for every phrase in which an entry is not counted."""
    phrases = ((row, entry["unless"].lower().split(";")) for row, entry in enumerate(_rows(lexicon)) if entry["unless"])
    return [(row, phrase.strip()) for row, each in phrases for phrase in each if phrase.strip()]


def _rows(lexicon: Lexicon) -> list[dict[str, str]]:
    return [{str(key): str(value) for key, value in row.items()} for row in lexicon.entries.to_dict("records")]


_Worded = list[tuple[int, str, tuple[str, ...]]]


def worded_pairs(pairs: Sequence[tuple[int, str]]) -> _Worded:
    """Row, form and the form's words as the tokeniser sees them."""
    tokens = tokenise([""] * len(pairs), [form for _, form in pairs])
    words: list[list[str]] = [[] for _ in pairs]
    for place, type_id in zip(tokens.article.tolist(), tokens.type_id.tolist(), strict=True):
        words[place].append(tokens.lower[tokens.lower_of[type_id]])
    return [(row, form, tuple(found) if any(map(_has_letter, found)) else ())
            for (row, form), found in zip(pairs, words, strict=True)]  # fmt: skip


def _has_letter(word: str) -> bool:
    return any(map(str.isalnum, word))


def find_entries(tokens: Tokens, lexicon: Lexicon, stems: Sequence[str] | None = None) -> Hits:
    """Where the entries of a lexicon stand.

    Parameters
    ----------
    tokens : Tokens
    lexicon : Lexicon
    stems : sequence of str, optional
        One stem for each of `tokens.lower`; needed when the lexicon matches by stem.

    Returns
    -------
    Hits
        In reading order, none overlapping another.

    Notes
    -----
    Entries of several words are found within one sentence of one field. Where two entries overlap the longer wins,
    of equal length the one to the left, of the same words the one matched by form. A phrase of the column `unless` is
    found like an entry but not returned: *kapal perang* keeps *perang* from being counted there.
    """
    if lexicon.uses_stems and stems is None:
        raise LexiconError(f"lexicon {lexicon.name!r} matches by stem: give stems, one for each of tokens.lower")
    if stems is not None and len(stems) != len(tokens.lower):
        raise LexiconError(f"wanted one stem for each of {len(tokens.lower)} lower-case words; got {len(stems)}")
    by_form, by_stem = _sequences(lexicon)
    found = [_walk(tokens, tokens.lower_of, tokens.lower, by_form)]
    if by_stem and stems is not None:
        ids: defaultdict[str, int] = defaultdict(count().__next__)
        codes = np.fromiter(map(ids.__getitem__, stems), np.int32, len(stems))
        found.append(_walk(tokens, codes[tokens.lower_of], list(ids), by_stem))
    first, length, entry = (np.concatenate(parts) for parts in zip(*found, strict=True))
    hits = _longest(first, length, entry, len(tokens))
    counted = hits.entry < len(lexicon)
    return Hits(hits.first[counted], hits.last[counted], hits.entry[counted])


_Sequences = list[tuple[int, tuple[str, ...]]]


def _sequences(lexicon: Lexicon) -> tuple[_Sequences, _Sequences]:
    """Row and words of what is found by form and what by stem; phrases not counted have rows past the last entry."""
    is_stem = (lexicon.entries["match"] == "stem").tolist()
    worded = worded_pairs(numbered_forms(lexicon))
    not_counted = [(row + len(lexicon), words) for row, _, words in worded_pairs(excepted_phrases(lexicon))]
    by_form = [(row, words) for row, _, words in worded if not is_stem[row]]
    return by_form + not_counted, [(row, words) for row, _, words in worded if is_stem[row]]


_Found = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _walk(
    tokens: Tokens,
    symbol_of: NDArray[np.int32],
    vocabulary: Sequence[str],
    sequences: _Sequences,
) -> _Found:
    """First position, length and entry of every sequence: all positions walk one prefix tree at once.

    `symbol_of` gives each type its place in the vocabulary, in whose words the sequences are.
    """
    edges, entry_at = _prefix_tree(sequences, vocabulary)
    n_symbols = len(vocabulary)
    keys = np.array([node * n_symbols + symbol for node, symbol in edges], np.int64)
    children = np.array(list(edges.values()), np.int64)
    order = np.argsort(keys)
    keys, children = keys[order], children[order]
    goes_on = np.zeros(len(entry_at), bool)
    goes_on[[node for node, _ in edges]] = True
    at_root = np.searchsorted(keys, n_symbols)  # keys of the root come first
    begins = np.zeros(n_symbols, np.int64)
    begins[keys[:at_root]] = children[:at_root]
    node_of = begins[symbol_of]  # types that no sequence begins with stay at the root
    first = np.flatnonzero((node_of > 0)[tokens.type_id])
    node = node_of[tokens.type_id[first]]
    found = [_ended(first, node, 1, entry_at)]
    depth = 1
    while len(first):
        more = goes_on[node] & (first + depth < len(tokens))
        first, node = first[more], node[more]
        same = _same_sentence(tokens, first, first + depth)
        first, node = first[same], node[same]
        wanted = node * n_symbols + symbol_of[tokens.type_id[first + depth]]
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        known = keys[place] == wanted
        first, node = first[known], children[place[known]]
        depth += 1
        found.append(_ended(first, node, depth, entry_at))
    firsts, lengths, entries = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return firsts, lengths, entries


def _ended(first: NDArray[np.int64], node: NDArray[np.int64], depth: int, entry_at: NDArray[np.int64]) -> _Found:
    """The sequences that end at these nodes."""
    ends = entry_at[node] >= 0
    return first[ends], np.full(int(ends.sum()), depth), entry_at[node[ends]]


def _same_sentence(tokens: Tokens, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the tokens at these positions stand in one sentence of one field."""
    same: NDArray[np.bool_] = tokens.sentence[left] == tokens.sentence[right]
    same &= tokens.article[left] == tokens.article[right]
    same &= tokens.field[left] == tokens.field[right]
    return same


def _prefix_tree(
    sequences: _Sequences, vocabulary: Sequence[str]
) -> tuple[dict[tuple[int, int], int], NDArray[np.int64]]:
    """Edges (node, symbol) -> node from the root 0, and the entry that ends at each node, -1 for none."""
    wanted = {word for _, words in sequences for word in words}
    code_of = {word: code for code, word in enumerate(vocabulary) if word in wanted} if wanted else {}
    edges: dict[tuple[int, int], int] = {}
    entry_at = [-1]
    for entry, words in sequences:
        if not all(word in code_of for word in words):
            continue
        node = 0
        for word in words:
            node = edges.setdefault((node, code_of[word]), len(entry_at))
            if node == len(entry_at):
                entry_at.append(-1)
        entry_at[node] = entry if entry_at[node] < 0 else entry_at[node]
    return edges, np.array(entry_at, np.int64)


def _longest(first: NDArray[np.int64], length: NDArray[np.int64], entry: NDArray[np.int64], n_tokens: int) -> Hits:
    """Of overlapping hits the longest; of equal length the first in the text; then the first found."""
    taken = np.zeros(n_tokens + 1, bool)
    kept = []
    for size in sorted(set(length.tolist()), reverse=True):
        rows = np.flatnonzero(length == size)
        rows = rows[np.argsort(first[rows], kind="stable")]
        for step in range(size):
            rows = rows[~taken[first[rows] + step]]
        rows = rows[_apart(first[rows], size)]
        for step in range(size):
            taken[first[rows] + step] = True
        kept.append(rows)
    rows = np.concatenate(kept) if kept else np.zeros(0, np.int64)
    rows = rows[np.argsort(first[rows])]
    return Hits(
        first=first[rows].astype(np.int32),
        last=(first[rows] + length[rows] - 1).astype(np.int32),
        entry=entry[rows].astype(np.int32),
    )


def _apart(first: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Which of the sorted positions to keep so that stretches of `size` tokens do not overlap, from the left."""
    keep = np.ones(len(first), bool)
    if len(first) < 2 or (np.diff(first) >= size).all():
        return keep
    free = -1
    for row, position in enumerate(first.tolist()):
        keep[row] = position >= free
        free = position + size if keep[row] else free
    return keep
