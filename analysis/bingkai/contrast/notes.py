"""Why a cell is refused or to be read with care: Indonesian first, then English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Note = tuple[str, str]

ALONE: Note = ("hanya satu media dengan cukup artikel", "only one outlet has enough articles")
NO_BASE: Note = ("tidak ada artikel dengan dasar hitung di atas 0", "no article with a base above 0")
NO_EVENT: Note = ("tidak ada peristiwa bersama media lain", "no event shared with another outlet")
NEVER: Note = ("tidak pernah muncul", "never counted")
NO_VARIATION: Note = ("tidak ada variasi antarartikel", "no variation between articles")


def note_too_few(outlet: str, n: int, wanted: int) -> Note:
    return (
        f"artikel {outlet} terlalu sedikit: {n}, perlu {wanted}",
        f"too few articles of {outlet}: {n}, {wanted} wanted",
    )


def note_few_events(n: int, wanted: int) -> Note:
    return f"peristiwa terlalu sedikit: {n}, perlu {wanted}", f"too few events: {n}, {wanted} wanted"


def note_few_hits(n: int, wanted: int) -> Note:
    return (
        f"hanya {n} artikel yang memuatnya, perlu {wanted}: baca langsung",
        f"only {n} articles have it, {wanted} wanted: read them",
    )


def note_few_articles(n: int) -> Note:
    return f"sedikit artikel ({n}): selang kasar", f"few articles ({n}): rough interval"


def note_care_events(n: int) -> Note:
    return f"sedikit peristiwa ({n}): selang kasar", f"few events ({n}): rough interval"


def note_left_out(outlets: Sequence[str], wanted: int) -> Note:
    names = ", ".join(outlets)
    return (
        f"rerata media lain tanpa {names} (di bawah {wanted} artikel)",
        f"mean of the others without {names} (under {wanted} articles)",
    )


def write_notes(notes: Iterable[Note]) -> str:
    """One text: the Indonesian notes, then the English ones; empty where there are none."""
    found = list(notes)
    if not found:
        return ""
    return "; ".join(note[0] for note in found) + " · " + "; ".join(note[1] for note in found)
