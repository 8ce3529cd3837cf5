"""The outlet's own name taken out of what coders read."""

from __future__ import annotations

import re
from functools import lru_cache

MASK = "[media]"
_DOMAIN = r"(?:\.[A-Za-z]{2,10}){1,3}"
_GLUED = r"(?i:com|news|online)"


def masked(text: str, outlet: str) -> str:
    """The text without the outlet's name, as far as its writing gives it away.

    A name of several words is masked however it is joined and written; a name of one word only with its domain, with
    *com* or *news* behind it, or in capitals, since it may be a common word.

    Examples
    --------
    >>> masked("RANUBALA, KabarNusa.com - Air surut. Kepada Kabar Nusa ia berkata pelan.", "Kabar Nusa")
    'RANUBALA, [media] - Air surut. Kepada [media] ia berkata pelan.'
    >>> masked("JAKARTA (PELITA) - Antara lain pelita.", "Pelita"), masked("Pelita.co.id, Jakarta -", "Pelita")
    ('JAKARTA ([media]) - Antara lain pelita.', '[media], Jakarta -')
    """
    pattern = _pattern(outlet)
    return text if pattern is None else pattern.sub(MASK, text)


@lru_cache(maxsize=512)
def _pattern(outlet: str) -> re.Pattern[str] | None:
    words = re.findall(r"\w+", re.sub(r"(?<=\w)\.\w{2,4}(?:\.\w{2})?$", "", outlet))
    if not words:
        return None
    name = r"[\s.\-]{0,2}".join(map(re.escape, words))
    if len(words) > 1:
        return re.compile(rf"(?<!\w)(?i:{name})(?:{_DOMAIN})?(?!\w)")
    capitals = re.escape(words[0].upper())
    return re.compile(rf"(?<!\w)(?:(?i:{name})(?:{_DOMAIN}|{_GLUED})|{capitals})(?!\w)")
