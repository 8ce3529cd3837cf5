"""Wire credit: the agency whose text an outlet prints, where the text says so; or that it is a press release.

A dateline (*Jakarta (ANTARA) -*), a closing credit (*sumber : Antara*, *(AFP/sar)*, *REUTERS | SARI MELATI*) or a
copyright line gives it. A line *SIARAN PERS*, *(rls)* or *Sumber: Siaran Pers …* says that somebody's press release
is printed. *Dikutip dari Reuters* in a sentence does not: there the outlet relays a statement in its own
words. An agency's own page is credited to the agency, so that its text and the copies of it carry the same origin.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

# Lower-case initials of two or three letters may be an editor's: (ap) is a person, (AP) the agency.
_YEAR = re.compile(r"^\d{4}\s+|\s+\d{4}$")
_RELEASE = re.compile(r"(?:siaran pers|press release|rilis|rls)\b", re.IGNORECASE)
RELEASE = "siaran pers"
"""The origin of a text that says it is a press release."""
_SAFE_SHORT = frozenset({"afp", "rtr", "ant", "dpa", "voa", "bbc", "upi"})


@cache
def agencies() -> dict[str, str]:
    """Forms in which agencies are credited, lower case, with the agency's name: ``{'antaranews': 'Antara', …}``."""
    listed = (files("bingkai.corpus") / "data" / "wire.csv").read_text(encoding="utf-8")
    return {row["form"]: row["agency"] for row in csv.DictReader(listed.splitlines())}


def agency_of(credit: str) -> str | None:
    """The first agency in a credit, or None.

    Examples
    --------
    >>> agency_of("sumber : ANTARA/Reuters"), agency_of("(AP/evn)"), agency_of("(ap/evn)")
    ('Antara', 'AP', None)
    """
    named = _parts(credit)
    credited = [
        (form, agencies()[form.lower()]) for part in named if (form := _YEAR.sub("", part)).lower() in agencies()
    ]
    plain = (agency for form, agency in credited if len(form) > 3 or not form.islower() or form in _SAFE_SHORT)
    return next(plain, None)


def find_origin(outlet: str, brands: Iterable[str | None], credits: Iterable[str]) -> str | None:
    """The agency credited for a text: dateline first, then closing credits, then the outlet itself; else press release.

    Parameters
    ----------
    outlet : str
        Canonical name of the outlet.
    brands : iterable of str or None
        Outlets and agencies named in the text's datelines.
    credits : iterable of str
        Credit lines of the text (*sumber : Antara*, *(AFP/sar)*).

    Returns
    -------
    str or None
        Canonical name of the agency; "siaran pers" where no agency is credited and the text is marked as one.

    Examples
    --------
    >>> find_origin("Republika", ["REPUBLIKA.CO.ID"], ["sumber : Antara"])
    'Antara'
    """
    for credit in [*(brand for brand in brands if brand), *credits, outlet]:
        agency = agency_of(credit)
        if agency:
            return agency
    released = any(_RELEASE.match(part) for credit in credits for part in _parts(credit))
    return RELEASE if released else None


def _parts(credit: str) -> list[str]:
    """What a credit names, one after the other."""
    return [part.strip(" .\u00a0") for part in re.split(r"[/|,;:()\[\]\n©&]| - | dan ", credit)]
