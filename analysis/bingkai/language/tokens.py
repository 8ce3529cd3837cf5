"""Words and punctuation as integer-coded columns over one vocabulary.

The texts are split at spaces first, by Arrow, and only the *distinct* stretches between spaces are looked at with a
regular expression: ten thousand articles hold millions of stretches, a few hundred thousand of them distinct. What was
found in a stretch is then laid out over all its occurrences with NumPy.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bingkai.language.normalise import APOSTROPHES, HYPHENS, INVISIBLE, normalise
from bingkai.language.sentences import GLUED, breaks, edges, glued

_BATCH_CHARACTERS = 1_500_000
_STRETCHES = 50_000  # looked into at once


@dataclass(frozen=True, eq=False)
class Tokens:
    """The tokens of many articles: one row a token, in reading order (article, title before text, position).

    Attributes
    ----------
    types : list of str
        Surface forms, case kept, in order of first occurrence: the vocabulary.
    lower : list of str
        The lower-cased vocabulary (normalised: typographic apostrophes and no-break characters made plain).
    lower_of : int32 (n_types,)
        Index into `lower` for each type.
    is_word : bool (n_types,)
        True for words (letters, possibly with hyphens, digits inside); False for punctuation, bare numbers and dates.
    type_id : int32 (n_tokens,)
        Index into `types`.
    article : int32 (n_tokens,)
        Position of the article in the input.
    field : int8 (n_tokens,)
        0 title, 1 text.
    sentence : int32 (n_tokens,)
        Number of the sentence within its field, from 0.
    start, end : int32 (n_tokens,)
        Characters into the field.
    """

    types: list[str]
    lower: list[str]
    lower_of: NDArray[np.int32]
    is_word: NDArray[np.bool_]
    type_id: NDArray[np.int32]
    article: NDArray[np.int32]
    field: NDArray[np.int8]
    sentence: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.type_id)


# Vowel signs and accents that combine with the letter before: Latin, Cyrillic, Hebrew, Arabic, Devanagari, Thai,
# Balinese, Javanese, symbols.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u0900-\u0903\u093a-\u094f"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1b00-\u1b04\u1b34-\u1b44\ua980-\ua983\ua9b3-\ua9c0\u20d0-\u20ff"
)
_RUN = rf"[^\W_](?:[_{_MARKS}{INVISIBLE}]*+[^\W_])*+[{_MARKS}]*+"  # letters and digits, G30S, ke<soft hyphen>mudian
_WORD = rf"{_RUN}(?:[{INVISIBLE}]*+[{APOSTROPHES}{HYPHENS}][{INVISIBLE}]*+{_RUN})*+"  # benar-benar, Jum'at, BGN-nya
_NUMBER = r"(?>\d+(?:[.,:]\d+)*+)"  # 1.500.000  3,5  10.30
_LABELS = r"(?<![^\W_])(?:[A-Za-z0-9-]{1,40}+\.){1,4}"
_TOP = r"(?:com|co|id|net|org|tv|info|edu|gov|io|COM|CO|ID|NET|ORG|TV|Com|Co|Id|Net|Org)(?![^\W_])"
_TOKEN = re.compile(
    "|".join(
        (
            r"[A-Za-z]++(?=[\n,)\"”;?!])",  # most words, without a try at what follows
            r"[\",()“”;?!]|\.(?=\n)",
            r"(?:https?://|www\.)[^\s<>\"“”]*[\w/]",  # https://contoh.id/berita?id=5
            r"[\w.+-]{1,64}+@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}",  # redaksi@contoh.id
            r"[@#]\w+",  # @humas_kota  #SaveSungai
            _LABELS + _TOP,  # KOMPAS.com  REPUBLIKA.CO.ID  tirto.id
            r"(?:[A-Z][a-z]?\.)+[A-Z][A-Za-z]{0,4}+(?:\.|(?![^\W_]))",  # S.H.  M.Si.  Ph.D.  S.Sos  K.H.
            r"(?:[a-z]\.){2,}",  # a.n.  s.d.
            r"Rp(?=\d)",  # Rp1.500.000 is Rp and 1.500.000
            r"\d{1,4}(?:/\d{1,4})++(?![^\W_])",  # 27/3  28/10/2020
            rf"{_NUMBER}(?:[{HYPHENS}][a-z]++)++(?![^\W_])",  # 1.000-an  50-nya
            rf"{_NUMBER}(?![^\W_])",
            _WORD,
            r"\S",  # every other character stands alone, one that cannot be seen too: it is dropped later
        )
    )
)


def tokenise(titles: Sequence[str], texts: Sequence[str]) -> Tokens:
    """Split titles and texts into words and punctuation, each with its exact place.

    Parameters
    ----------
    titles, texts : sequence of str
        Of equal length; "" where there is none. Spans to ignore are blanked with spaces by the caller.

    Returns
    -------
    Tokens
        In reading order; for every token, field[start:end] is its surface form.

    Raises
    ------
    ValueError
        The sequences differ in length.
    TypeError
        A title or text is not a string; the message says which.

    Examples
    --------
    >>> tokens = tokenise(["Harga naik"], ["Jum'at (27/3) harga naik 3,5 persen."])
    >>> [tokens.types[i] for i in tokens.type_id]
    ['Harga', 'naik', "Jum'at", '(', '27/3', ')', 'harga', 'naik', '3,5', 'persen', '.']
    >>> tokens.lower[tokens.lower_of[0]], tokens.field.tolist()[:3], tokens.start.tolist()[:3]
    ('harga', [0, 0, 1], [0, 6, 0])
    """
    fields = _interleaved(titles, texts)
    types, columns = _read(fields)
    lower, lower_of = _lowered(types)
    is_word = np.fromiter(map(_is_word, types), np.bool_, len(types))
    return Tokens(types, lower, lower_of, is_word, *columns)


def _read(fields: Sequence[str]) -> tuple[list[str], _Columns]:
    """The stretches of all fields first, then how many tokens that makes, then the tokens: no column is copied."""
    if not fields:
        return [], _Columns.of_length(0)
    split = [_split("\n".join(fields[first:last])) for first, last in _batches(fields)]
    coded = pa.chunked_array([stretches for stretches, _ in split]).unify_dictionaries().chunks
    types, table = _look_into(_texts(coded[0].dictionary))
    batches = [
        _Batch(first, _bases(fields[first:last]), stretches.indices.to_numpy(), breaks)
        for (first, last), stretches, (_, breaks) in zip(_batches(fields), coded, split, strict=True)
    ]
    del coded, split
    pa.default_memory_pool().release_unused()
    columns = _Columns.of_length(sum(int(table.n_tokens[batch.coded].sum()) for batch in batches))
    done = 0
    for batch in batches:
        done = _lay_out(batch, table, columns, done)
    return types, columns


def _interleaved(titles: Sequence[str], texts: Sequence[str]) -> list[str]:
    """title, text, title, text …: an article's position is half of a field's."""
    if len(titles) != len(texts):
        raise ValueError(f"tokenise wants as many titles as texts; got {len(titles)} titles and {len(texts)} texts")
    fields = [field for pair in zip(titles, texts, strict=True) for field in pair]
    for position, field in enumerate(fields):
        if not isinstance(field, str):
            what = "text" if position % 2 else "title"
            raise TypeError(
                f"tokenise wants strings; {what} {position // 2} is {type(field).__name__} ({field!r}): "
                "fill missing values with ''"
            )
    return fields


class _Columns(NamedTuple):
    """The columns of `Tokens` that have a row a token, in the same order."""

    type_id: NDArray[np.int32]
    article: NDArray[np.int32]
    field: NDArray[np.int8]
    sentence: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]

    @classmethod
    def of_length(cls, n: int) -> _Columns:
        type_id, article, sentence, start, end = (np.empty(n, np.int32) for _ in range(5))
        return cls(type_id, article, np.empty(n, np.int8), sentence, start, end)


class _Batch(NamedTuple):
    """Some fields as stretches between spaces."""

    first: int  # number of the first field
    base: NDArray[np.int32]  # where each field begins when all are joined, and where the last ends
    coded: NDArray[np.int32]  # number of every stretch, in order; that of "" where two spaces meet
    breaks: NDArray[np.int64]  # positions in `coded` of the stretches before the end of a line


def _batches(fields: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last position of stretches of fields of about `_BATCH_CHARACTERS`, so that memory stays flat."""
    first, size = 0, 0
    for position, field in enumerate(fields, start=1):
        size += len(field) + 1
        if size >= _BATCH_CHARACTERS or position == len(fields):
            yield first, position
            first, size = position, 0


def _bases(fields: Sequence[str]) -> NDArray[np.int32]:
    return np.cumsum([0, *(len(field) + 1 for field in fields)], dtype=np.int32)


def _split(text: str) -> tuple[pa.DictionaryArray, NDArray[np.int64]]:
    """The stretches of a text, each with the space that ends it, and the numbers of those before the end of a line."""
    raw = f"{text} ".encode("utf-8", "surrogatepass")
    if _may_hold_rare_space(raw):
        raw = _RARE_SPACE.sub(" ", _RARE_BREAK.sub("\n", f"{text} ")).encode("utf-8", "surrogatepass")
    raw = raw.replace(b"\xc2\xa0", b" ")
    spaced = raw.translate(_ONE_SPACE)
    spaces = np.flatnonzero(np.frombuffer(spaced, np.uint8) == _SPACE)
    stop = np.zeros(len(spaces) + 1, np.int32)
    np.add(spaces, 1, out=stop[1:], casting="same_kind")
    buffers = [None, pa.py_buffer(stop), pa.py_buffer(spaced)]
    stretches = pa.Array.from_buffers(pa.binary(), len(spaces), buffers).dictionary_encode()
    return stretches, np.flatnonzero(_BREAKS[np.frombuffer(raw, np.uint8)[spaces]])


def _texts(stretches: pa.BinaryArray) -> list[str]:
    """Stretches without the space that ends each."""
    _, offsets, content = stretches.buffers()
    last = int(np.frombuffer(offsets, np.int32)[len(stretches)])
    raw: bytes = content.slice(0, last).to_pybytes()
    return raw.decode("utf-8", "surrogatepass").split(" ")[:-1]


class _Table(NamedTuple):
    """What is known of the distinct stretches and, from `type_id` on, of the tokens inside them."""

    length: NDArray[np.int32]
    edge: NDArray[np.int16]
    n_tokens: NDArray[np.int32]
    first: NDArray[np.int32]  # row of the first token
    type_id: NDArray[np.int32]
    start: NDArray[np.int32]  # inside the stretch
    end: NDArray[np.int32]
    opens: NDArray[np.bool_]  # a sentence begins there although no space does


def _look_into(stretches: Sequence[str]) -> tuple[list[str], _Table]:
    """The tokens inside distinct stretches, and their types in order of first occurrence."""
    type_ids: defaultdict[str, int] = defaultdict(count().__next__)
    parts = [
        _look_into_some(stretches[first : first + _STRETCHES], type_ids)
        for first in range(0, len(stretches), _STRETCHES)
    ]
    length, edge, n_tokens, _, type_id, start, end, opens = (
        parts[0] if len(parts) == 1 else map(np.concatenate, zip(*parts, strict=True))
    )
    first = np.cumsum(n_tokens, dtype=np.int32) - n_tokens
    return list(type_ids), _Table(length, edge, n_tokens, first, type_id, start, end, opens)


def _look_into_some(stretches: Sequence[str], type_ids: dict[str, int]) -> _Table:
    """What the pattern finds in all stretches joined leaves no gap: lengths tell where each token stands."""
    joined = "\n".join(stretches) + "\n"
    forms = _TOKEN.findall(joined)
    length = np.fromiter(map(len, stretches), np.int32, len(stretches))
    size = np.fromiter(map(len, forms), np.int32, len(forms))
    stop, end = np.cumsum(length, dtype=np.int32), np.cumsum(size, dtype=np.int32)
    if _UNSEEN.search(joined):
        letters = np.frombuffer("".join(stretches).encode("utf-32-le", "surrogatepass"), np.int32)
        seen = ~np.isin(letters[end - size], _UNSEEN_CODES)
        forms, size, end = list(compress(forms, seen)), size[seen], end[seen]
    owner = np.searchsorted(stop, end)
    n_tokens = np.bincount(owner, minlength=len(stretches)).astype(np.int32)
    begin, edge = stop - length, edges(stretches)
    opens = np.zeros(len(forms), np.bool_)
    if cuts := [begin[i] + cut for i in np.flatnonzero(edge & GLUED).tolist() for cut in glued(stretches[i])]:
        opens = np.isin(end - size, cuts)
    type_id = np.fromiter(map(type_ids.__getitem__, forms), np.int32, len(forms))
    end -= begin[owner]
    first = np.cumsum(n_tokens, dtype=np.int32) - n_tokens
    return _Table(length, edge, n_tokens, first, type_id, end - size, end, opens)


_SPACE = ord(" ")
_ONE_SPACE = bytes.maketrans(b"\t\n\v\f\r\x1c\x1d\x1e\x1f", b" " * 9)
_BREAKS = np.isin(np.arange(256), list(b"\n\v\f\r"))
_RARE_BREAK = re.compile("[\x85\u2028\u2029]")
_RARE = "\x85\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_RARE_SPACE = re.compile(f"[{_RARE}]")
_RARE_BYTES = [np.isin(np.arange(256), nth) for nth in zip(*(space.encode().ljust(3) for space in _RARE), strict=True)]
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_UNSEEN_CODES = np.array([code for code in range(1 << 16) if _UNSEEN.match(chr(code))], np.int32)


def _may_hold_rare_space(raw: bytes) -> bool:
    """Whether there is a character that begins, goes on and ends like one of the rare spaces, be it one or not."""
    if raw.isascii():
        return False
    letters = np.frombuffer(raw + b"\0\0", np.uint8)
    lead = np.flatnonzero(letters >= 0xC2)
    lead = lead[_RARE_BYTES[0][letters[lead]]]
    lead = lead[_RARE_BYTES[1][letters[lead + 1]]]
    return bool((_RARE_BYTES[2][letters[lead + 2]] | (letters[lead] < 0xE0)).any())


def _lay_out(batch: _Batch, table: _Table, columns: _Columns, done: int) -> int:
    """Write the tokens of a batch into the columns, from row `done` on; the row after the last."""
    coded, place, line_start = _seen(batch, table)
    n_inside = table.n_tokens[coded]
    first = np.cumsum(n_inside, dtype=np.int32)
    first -= n_inside
    row = np.repeat(table.first[coded] - first, n_inside).astype(np.intp)
    row += np.arange(len(row), dtype=np.int32)
    into = slice(done, done + len(row))
    field_at = np.searchsorted(place, batch.base)  # stretch that begins a field
    place -= np.repeat(batch.base[:-1], np.diff(field_at))
    shift = np.repeat(place, n_inside)
    columns.type_id[into] = table.type_id[row]
    np.add(table.start[row], shift, out=columns.start[into])
    np.add(table.end[row], shift, out=columns.end[into])
    opens = table.opens[row]
    opens[first] |= breaks(table.edge[coded], line_start)
    bounds = np.append(first, np.int32(len(row)))[field_at]  # token that begins a field
    n_tokens = np.diff(bounds)
    number = np.arange(batch.first, batch.first + len(n_tokens), dtype=np.int32)
    columns.article[into] = np.repeat(number >> 1, n_tokens)
    columns.field[into] = np.repeat((number & 1).astype(np.int8), n_tokens)
    nth = np.cumsum(opens, dtype=np.int32)
    before = np.append(nth, np.int32(0))[bounds[:-1]]
    np.subtract(nth, np.repeat(before, n_tokens), out=columns.sentence[into])
    return done + len(row)


def _seen(batch: _Batch, table: _Table) -> tuple[NDArray[np.intp], NDArray[np.int32], NDArray[np.bool_]]:
    """The stretches with a token, not empty or invisible: their numbers, places, and which of them begin a line."""
    coded = batch.coded.astype(np.intp)
    step = table.length[coded]
    step += 1
    place = np.cumsum(step, dtype=np.int32)
    place -= step
    seen = np.flatnonzero(table.n_tokens[coded])
    line_start = np.zeros(len(seen) + 1, np.bool_)
    line_start[np.searchsorted(seen, batch.breaks, side="right")] = True
    return coded[seen], place[seen], line_start[:-1]


def _lowered(types: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    ids: defaultdict[str, int] = defaultdict(count().__next__)
    lower_of = np.fromiter(map(ids.__getitem__, map(normalise, types)), np.int32, len(types))
    return list(ids), lower_of


def _is_word(form: str) -> bool:
    """A letter makes a word; an address does not."""
    return form.isalpha() or (any(map(str.isalpha, form)) and "/" not in form and "@" not in form[1:])
