"""The page: templates filled in, every text escaped, numbers and dates as the language writes them."""

from __future__ import annotations

from base64 import b64encode
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bingkai.contrast.comparison import OTHERS
from bingkai.figures.labels import choose, number, zone_label
from bingkai.report.contents import anchor_of

_MONTHS = {
    "id": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}


def render(lang: str, **contents: Any) -> str:
    """The whole page as one HTML text that needs no other file."""
    texts = Environment(
        loader=PackageLoader("bingkai.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    texts.filters["num"] = lambda value, digits=0, signed=False: number(value, digits, lang, signed=signed)
    texts.filters["day"] = lambda value: day(value, lang)
    texts.filters["zone"] = lambda value: zone_label(value, lang)
    texts.filters["anchor"] = anchor_of
    texts.globals["versus"] = lambda row: versus(row["reference"])
    texts.globals["t"] = lambda indonesian, english: choose(lang, indonesian, english)
    own = files("bingkai.report") / "templates"
    return texts.get_template("page.html.j2").render(
        lang=lang,
        css=Markup((own / "page.css").read_text(encoding="utf-8")),
        js=Markup((own / "page.js").read_text(encoding="utf-8")),
        **contents,
    )


def versus(reference: str) -> str:
    """What follows an outlet's name where it is compared with one other outlet."""
    return "" if reference == OTHERS else f" − {reference}"


def day(value: Any, lang: str = "id") -> str:
    """A date as readers write it.

    Examples
    --------
    >>> day(pd.Timestamp("2025-08-17 09:30")), day(pd.NaT)
    ('17 Agu 2025', '–')
    """
    if value is None or pd.isna(value):
        return "–"
    return f"{value.day} {_MONTHS[lang][value.month - 1]} {value.year}"


def inlined(svg: Path) -> str:
    """An svg file as an address that holds the picture itself."""
    return "data:image/svg+xml;base64," + b64encode(svg.read_bytes()).decode()
