"""What a coder's cell means: a permitted value, a typing error, or something unknown."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches

from bingkai.reading.codebooks import Item, is_number

_NEAR, _CLEARER = 0.75, 0.1  # how like a value a typing error must be, and how much more than the next value
_YES = frozenset(("y", "yes", "true", "1", "x", "v", "✓", "benar", "iya"))
_NO = frozenset(("t", "n", "no", "false", "0", "tdk", "bukan"))

Trouble = tuple[str, str | None, str]


def read_value(item: Item, raw: str) -> tuple[str | None, Trouble | None]:
    """The permitted value that a cell means, and what is amiss: kind, suggestion, message.

    Examples
    --------
    >>> from bingkai.reading.codebooks import load_codebook
    >>> item = load_codebook("entman").item("sebab_jenis")
    >>> read_value(item, "Tidak ada")
    ('tidak_ada', None)
    >>> read_value(item, "keadan")[0], read_value(item, "keadan")[1][0]
    ('keadaan', 'corrected')
    >>> read_value(item, "cuaca")[0], read_value(item, "cuaca")[1][:2]
    (None, ('unknown_value', 'keduanya'))
    """
    if raw == "":
        return None, None if item.scale == "text" else ("empty", None, "sel kosong · empty cell")
    if item.scale == "text":
        return raw, None
    if not item.values:
        number = raw.replace(",", ".")
        return (number, None) if is_number(number) else (None, ("unknown_value", None, "bukan angka · not a number"))
    folded = {_folded(value): value for value in item.values}
    if _folded(raw) in folded:
        return folded[_folded(raw)], None
    meant = _yes_or_no(item, raw) or _nearest(folded, _folded(raw))
    if meant is not None:
        return meant, ("corrected", meant, f"salah tulis, dibaca {meant!r} · typing error, read as {meant!r}")
    near = folded[get_close_matches(_folded(raw), list(folded), n=1, cutoff=0.0)[0]]
    listed = ", ".join(item.values)
    return None, ("unknown_value", near, f"nilai tidak dikenal; yang ada: {listed} · unknown value; known: {listed}")


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _yes_or_no(item: Item, raw: str) -> str | None:
    word = raw.casefold()
    if not {"ya", "tidak"} <= set(item.values):
        return None
    return "ya" if word in _YES else "tidak" if word in _NO else None


def _nearest(folded: dict[str, str], raw: str) -> str | None:
    """The value that a typing error clearly stands for; digits are never guessed."""
    if not any(map(str.isalpha, raw)):
        return None
    likeness = sorted(((SequenceMatcher(None, raw, value).ratio(), value) for value in folded), reverse=True)
    best, second = likeness[0], likeness[1] if len(likeness) > 1 else (0.0, "")
    return folded[best[1]] if best[0] >= _NEAR and best[0] - second[0] >= _CLEARER else None
