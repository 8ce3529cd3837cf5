"""Text as files hold it into plain text with paragraphs: HTML, entities, control characters, line ends."""

from __future__ import annotations

import html
import re
from typing import Final

import pandas as pd

# Only names of real tags: "<nama disamarkan>" and "a < b" are text.
_BLOCK = (
    "p|div|br|h[1-6]|ul|ol|li|table|tbody|thead|tr|td|th|blockquote|section|article|header|footer|figure|figcaption|hr|"
    "aside|main|nav|pre|html|head|body|title|form"
)
_INLINE = (
    "a|abbr|b|big|cite|code|del|em|font|i|iframe|img|ins|mark|meta|link|input|button|label|picture|q|s|small|source|span|"
    "strike|strong|sub|sup|time|tt|u|video|audio|svg|center|amp-img|amp-iframe|noscript"
)
_TAG: Final = rf"</?(?:{_BLOCK}|{_INLINE}|script|style)(?:\s[^<>]*)?/?>"
_ENTITY: Final = (
    r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|amp|quot|apos|nbsp|lt|gt|[lr][sd]quo|hellip|[mn]dash|bull|middot);"
)

_HIDDEN = re.compile(r"<!--.*?-->|<(script|style|noscript)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_PARAGRAPH = re.compile(r"<(p|li|h[1-6]|td)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BLOCK_TAG = re.compile(rf"\s*</?(?:{_BLOCK})(?:\s[^<>]*)?/?>\s*", re.IGNORECASE)
_OTHER_TAG = re.compile(rf"</?(?:{_INLINE}|script|style)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff]")

_MOJIBAKE_PAIRS = re.compile("â€.|Ã[\u0080-\u00bf\u0192\u201a-\u2030]|Â[\u00a0-\u00bf]|ï»¿|ðŸ|â[\u0080-\u009f]")
_LINE_ENDS = re.compile("[\r\x0b\x0c\u2028\u2029]")


def has_tags(text: pd.Series) -> pd.Series:
    """True where HTML tags stand in the text."""
    return text.str.contains(f"(?i){_TAG}", regex=True, na=False)


def has_entities(text: pd.Series) -> pd.Series:
    """True where characters are written as `&quot;` or `&#8220;`."""
    return text.str.contains(_ENTITY, regex=True, na=False)


def has_control_characters(text: pd.Series) -> pd.Series:
    """True where characters stand that no reader sees: NUL and its like, byte order mark."""
    return text.map(lambda value: _CONTROL_CHARACTERS.search(value) is not None, na_action="ignore").eq(True)


def has_mojibake(text: pd.Series) -> pd.Series:
    """True where UTF-8 was once read as another encoding: "â€œ" for a quotation mark."""
    return text.map(lambda value: _MOJIBAKE_PAIRS.search(value) is not None, na_action="ignore").eq(True)


def without_tags(text: str) -> str:
    """HTML as plain text: a block is a paragraph, scripts and comments go, everything a reader sees stays.

    Examples
    --------
    >>> without_tags('<p>Warga <b>menolak</b>.</p><p>&quot;Kami lelah,&quot; kata Sari.</p>')
    'Warga menolak.\\n"Kami lelah," kata Sari.'
    """
    shown = _HIDDEN.sub(" ", text)
    shown = _PARAGRAPH.sub(
        lambda paragraph: re.sub(r"\s*\n\s*", " ", paragraph[0]), shown
    )  # source lines are no paragraphs
    shown = _OTHER_TAG.sub("", _BLOCK_TAG.sub("\n", shown))
    shown = html.unescape(shown)
    return re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"[ \t]{2,}", " ", shown)).strip()


def with_plain_characters(text: pd.Series) -> pd.Series:
    """The text with `\\n` as its only line end and a space for each control character; all else stays where it is.

    A soft hyphen is part of the text: it stays. `_x000D_` is a line end that went through a spreadsheet.
    """
    plain = text.str.replace("_x000D_", "\r", regex=False).str.replace("\r\n", "\n", regex=False)
    plain = plain.map(_with_plain_line_ends, na_action="ignore").astype("str")
    flagged = has_control_characters(plain)
    if flagged.any():
        plain = plain.mask(flagged, plain[flagged].map(lambda value: _CONTROL_CHARACTERS.sub(" ", value)))
    return plain


def _with_plain_line_ends(text: str) -> str:
    return _LINE_ENDS.sub("\n", text)
