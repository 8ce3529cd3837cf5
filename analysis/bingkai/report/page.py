"""The page: templates filled in, every text escaped, numbers and dates as the language writes them."""

from __future__ import annotations

import re
from base64 import b64encode
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bingkai.contrast.comparison import OTHERS
from bingkai.figures.labels import choose, lexicon_label, number, zone_label
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
    texts.filters["lexicon"] = lambda value: lexicon_label(value.name, lang, value.title)
    texts.globals["versus"] = lambda row: versus(row["reference"])
    texts.globals["t"] = lambda indonesian, english: choose(lang, indonesian, english)
    own = files("bingkai.report") / "templates"
    return texts.get_template("page.html.j2").render(
        lang=lang,
        css=Markup((own / "page.css").read_text(encoding="utf-8")),
        article_css=Markup((own / "article.css").read_text(encoding="utf-8")),
        js=Markup((own / "page.js").read_text(encoding="utf-8")),
        concordance_js=Markup((own / "concordance.js").read_text(encoding="utf-8")),
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


_HEAVY = 150_000  # bytes of a drawing with very many marks
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def inlined(svg: Path) -> tuple[str, int, int]:
    """A figure as an address that holds it itself, with its width and height.

    Parameters
    ----------
    svg : Path
        With the same figure as .png beside it, which is taken where the drawing is heavy and the picture lighter.
    """
    drawn, png = svg.read_bytes(), svg.with_suffix(".png")
    size = _SIZE.search(drawn[:2000].decode("utf-8", "replace"))
    width, height = (round(float(part)) for part in size.groups()) if size else (0, 0)
    if len(drawn) > _HEAVY and png.stat().st_size < len(drawn):
        return "data:image/png;base64," + b64encode(png.read_bytes()).decode(), width, height
    return "data:image/svg+xml;base64," + b64encode(drawn).decode(), width, height
