"""Numbers, notes and small tables as a reader sees them, in Indonesian and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal

import numpy as np

Language = Literal["id", "en"]


def say(lang: str, indonesian: str, english: str) -> str:
    """The wording in the reader's language.

    Examples
    --------
    >>> say("fr", "media", "outlets")
    Traceback (most recent call last):
    ValueError: unknown language 'fr'; wanted 'id' (Indonesian) or 'en' (English)
    """
    if lang not in ("id", "en"):
        raise ValueError(f"unknown language {lang!r}; wanted 'id' (Indonesian) or 'en' (English)")
    return indonesian if lang == "id" else english


def whole(value: float, lang: str = "id") -> str:
    """A whole number with separators.

    Examples
    --------
    >>> whole(12500), whole(12500, "en")
    ('12.500', '12,500')
    """
    text = f"{int(value):,}"
    return text.replace(",", ".") if lang == "id" else text


def decimal(value: float, lang: str = "id", *, digits: int = 2, sign: bool = False) -> str:
    """A number with decimals; empty where there is none.

    Examples
    --------
    >>> decimal(-0.125, digits=3), decimal(float("nan")), decimal(0.5, "en", sign=True)
    ('−0,125', '', '+0.50')
    """
    if not np.isfinite(value):
        return ""
    text = (f"{value:+.{digits}f}" if sign else f"{value:.{digits}f}").replace("-", "−")
    return text.replace(".", ",") if lang == "id" else text


def percent(share: float, lang: str = "id") -> str:
    """A share as a percentage, without a decimal where it has none.

    Examples
    --------
    >>> percent(0.95), percent(0.995, "en")
    ('95 %', '99.5%')
    """
    text = f"{share * 100:g}"
    return text.replace(".", ",") + " %" if lang == "id" else text + "%"


def table_html(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]], sentences: str) -> str:
    """A table and the sentences under it; every text escaped."""
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    table = f'<table class="bingkai-{name}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f"{table}<p>{escape(sentences)}</p>"
