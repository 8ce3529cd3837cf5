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
from itertools import count, islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bingkai.language.normalise import APOSTROPHES, HYPHENS, INVISIBLE, normalise
from bingkai.language.sentences import GLUED, after, breaks, edge, glued, line_breaks

_BATCH_CHARACTERS = 1_500_000


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
_LABELS = r"(?<![^\W_])(?:[A-Za-z0-9-]{1,40}\.){1,4}"
_TOP = r"(?:com|co|id|net|org|tv|info|edu|gov|io|COM|CO|ID|NET|ORG|TV|Com|Co|Id|Net|Org)(?![^\W_])"
_TOKEN = re.compile(
    "|".join(
        (
            r"(?:https?://|www\.)[^\s<>\"“”]*[\w/]",  # https://contoh.id/berita?id=5
            r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}",  # redaksi@contoh.id
            r"[@#]\w+",  # @humas_kota  #SaveSungai
            _LABELS + _TOP,  # KOMPAS.com  REPUBLIKA.CO.ID  tirto.id
            r"(?:[A-Z][a-z]?\.)+[A-Z][A-Za-z]{0,4}+(?:\.|(?![^\W_]))",  # S.H.  M.Si.  Ph.D.  S.Sos  K.H.
            r"(?:[a-z]\.){2,}",  # a.n.  s.d.
            r"Rp(?=\d)",  # Rp1.500.000 is Rp and 1.500.000
            r"\d{1,4}(?:/\d{1,4})++(?![^\W_])",  # 27/3  28/10/2020
            rf"{_NUMBER}(?:[{HYPHENS}][a-z]++)++(?![^\W_])",  # 1.000-an  50-nya
            rf"{_NUMBER}(?![^\W_])",
            _WORD,
            rf"[^\s{INVISIBLE}]",  # every other character that can be seen stands alone
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
    stretches = _Stretches()
    columns: list[list[NDArray[np.int32]]] = [[np.zeros(0, np.int32)] for _ in range(5)]
    for first, last in _batches(fields):
        for column, part in zip(columns, _read_batch(fields[first:last], first, stretches), strict=True):
            column.append(part)
    types = stretches.types
    del stretches  # the stretches of all texts, before the columns are held twice
    type_id, number, sentence, start, end = (np.concatenate(columns.pop(0)) for _ in range(5))
    lower, lower_of = _lowered(types)
    return Tokens(
        types=types,
        lower=lower,
        lower_of=lower_of,
        is_word=np.fromiter(map(_is_word, types), np.bool_, len(types)),
        type_id=type_id,
        article=number >> 1,
        field=(number & 1).astype(np.int8),
        sentence=sentence,
        start=start,
        end=end,
    )


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


def _batches(fields: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last position of stretches of fields of about `_BATCH_CHARACTERS`, so that memory stays flat."""
    first, size = 0, 0
    for position, field in enumerate(fields, start=1):
        size += len(field) + 1
        if size >= _BATCH_CHARACTERS or position == len(fields):
            yield first, position
            first, size = position, 0


class _Stretches:
    """The distinct stretches between spaces seen so far, and the tokens inside each."""

    def __init__(self) -> None:
        self.ids: defaultdict[str, int] = defaultdict(count().__next__)
        self.type_ids: defaultdict[str, int] = defaultdict(count().__next__)
        self.types: list[str] = []
        self.length: NDArray[np.int32] = np.zeros(0, np.int32)
        self.first: NDArray[np.int32] = np.zeros(1, np.int32)  # row of a stretch's first token; one more than stretches
        self.edge: NDArray[np.int16] = np.zeros(0, np.int16)
        # type, start and end of a token inside its stretch; 1 where a sentence begins there (glued text)
        self.inner: NDArray[np.int32] = np.zeros((4, 0), np.int32)

    def encode(self, text: str) -> NDArray[np.int32]:
        """The number of every stretch of a text, in order; "" where two spaces meet."""
        raw = text.encode("utf-8", "surrogatepass").translate(_ONE_SPACE).replace(b"\xc2\xa0", b" ")
        split = pc.split_pattern(pa.array([raw], pa.large_binary()), b" ").values.dictionary_encode()
        stretches = [stretch.decode("utf-8", "surrogatepass") for stretch in split.dictionary.to_pylist()]
        if any(map(_RARE_SPACE.search, filter(_is_rare, stretches))):
            return self.encode(_RARE_SPACE.sub(" ", text))
        known = len(self.ids)
        numbers = np.fromiter(map(self.ids.__getitem__, stretches), np.int32, len(stretches))
        self._learn(list(islice(reversed(self.ids), len(self.ids) - known))[::-1])
        coded: NDArray[np.int32] = numbers[split.indices.to_numpy()]
        return coded

    def _learn(self, new: list[str]) -> None:
        forms: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        opens: list[int] = []
        lasts = []
        edges = list(map(edge, new))
        for stretch, code in zip(new, edges, strict=True):
            cuts = glued(stretch) if code & GLUED else ()
            for start, end in _inside(stretch):
                forms.append(self.type_ids[stretch[start:end]])
                starts.append(start)
                ends.append(end)
                opens.append(start in cuts)
            lasts.append(len(forms))
        added = len(self.type_ids) - len(self.types)
        self.types += list(islice(reversed(self.type_ids), added))[::-1]
        self.length = np.append(self.length, np.fromiter(map(len, new), np.int32, len(new)))
        self.edge = np.append(self.edge, np.array(edges, np.int16))
        self.first = np.append(self.first, self.first[-1] + np.array(lasts, np.int32))
        self.inner = np.append(self.inner, np.array((forms, starts, ends, opens), np.int32), axis=1)


def _inside(stretch: str) -> list[tuple[int, int]]:
    last = len(stretch) - 1
    if stretch.isalpha():
        return [(0, last + 1)]
    if stretch[:last].isalpha() and stretch[last] in ",.":
        return [(0, last), (last, last + 1)]
    return [match.span() for match in _TOKEN.finditer(stretch)]


_ONE_SPACE = bytes.maketrans(b"\t\n\v\f\r\x1c\x1d\x1e\x1f", b" " * 9)
_RARE_SPACE = re.compile(r"[^\S \t\n\v\f\r\x1c-\x1f\xa0]")


def _is_rare(stretch: str) -> bool:
    return not stretch.isascii()


def _read_batch(fields: Sequence[str], first_field: int, stretches: _Stretches) -> tuple[NDArray[np.int32], ...]:
    """type_id, number of the field, sentence, start, end of every token of some fields."""
    joined = "\n".join(fields)
    coded = stretches.encode(joined)
    place = np.cumsum(stretches.length[coded] + 1, dtype=np.int32) - stretches.length[coded] - 1
    n_inside = np.diff(stretches.first)[coded]
    seen = n_inside > 0  # drops empty and invisible stretches
    coded, place, n_inside = coded[seen], place[seen], n_inside[seen]
    first_token = np.cumsum(n_inside, dtype=np.int32) - n_inside
    row = np.repeat(stretches.first[coded] - first_token, n_inside)
    row += np.arange(len(row), dtype=np.int32)
    type_id, start, end, opens = stretches.inner[:, row]
    shift = np.repeat(place, n_inside)
    start += shift
    end += shift

    opens[first_token] |= breaks(stretches.edge[coded], after(place, line_breaks(joined)))
    base = np.cumsum([0, *(len(field) + 1 for field in fields)], dtype=np.int32)
    n_tokens = np.diff(np.searchsorted(start, base))
    number = np.repeat(np.arange(len(fields), dtype=np.int32), n_tokens)
    nth = np.cumsum(opens, dtype=np.int32)
    before = np.append(nth, np.int32(0))[np.cumsum(n_tokens) - n_tokens]
    sentence = nth - before[number]
    return type_id, number + np.int32(first_field), sentence, start - base[number], end - base[number]


def _lowered(types: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    ids: defaultdict[str, int] = defaultdict(count().__next__)
    lower_of = np.fromiter((ids[normalise(form)] for form in types), np.int32, len(types))
    return list(ids), lower_of


def _is_word(form: str) -> bool:
    """A letter makes a word; an address does not."""
    return form.isalpha() or (any(map(str.isalpha, form)) and "/" not in form and "@" not in form[1:])
