"""The sentences behind a number: a fair draw of concordance lines for every outlet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
from numpy.typing import NDArray

WIDTH = 90  # characters of context on each side
_LONGEST_FORM = 160

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Line:
    """One passage that was counted, with what stands around it."""

    left: str
    form: str
    right: str
    zone: str
    published: pd.Timestamp | None
    title: str
    url: str


@dataclass(frozen=True)
class OutletLines:
    """The lines drawn for one outlet, and how many passages and articles they were drawn from."""

    outlet: str
    lines: list[Line]
    n_passages: int
    n_articles: int


def draw(found: pd.DataFrame, n: int, seed: int) -> pd.DataFrame:
    """At most n passages of each outlet, by lot: other articles first, then other words.

    Parameters
    ----------
    found : DataFrame
        Evidence: `article_id, outlet, field, start, end, zone, form`.
    n : int
        Most passages of one outlet.
    seed : int
        The same seed draws the same passages, whatever the order of the rows.

    Returns
    -------
    DataFrame
        The drawn rows, outlets together, in the order of the draw.
    """
    outlets, articles, fields = (_coded(found[name]) for name in ("outlet", "article_id", "field"))
    placed = np.lexsort([found["end"].to_numpy(), found["start"].to_numpy(), fields, articles])
    lot = placed[np.random.default_rng(seed).permutation(len(placed))]
    words = _coded(found["form"].str.casefold())
    turn, echo = (_repeats(outlets[lot] * (len(found) + 1) + codes[lot]) for codes in (articles, words))
    ranked = lot[np.lexsort([echo, turn, outlets[lot]])]
    return found.iloc[ranked[_repeats(outlets[ranked]) < n]].reset_index(drop=True)


def _coded(values: pd.Series) -> Codes:
    """Whole numbers in the order of the values."""
    return np.asarray(pd.factorize(values, sort=True)[0], dtype=np.int64)


def _repeats(codes: Codes) -> Codes:
    """How often each code has occurred before its place."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    first = np.searchsorted(ordered, ordered)
    made = np.empty(len(codes), dtype=np.int64)
    made[order] = np.arange(len(codes)) - first
    return made


def lines_of(
    found: pd.DataFrame, articles: Mapping[str, dict[str, object]], n: int, seed: int
) -> dict[str, OutletLines]:
    """The drawn lines of each outlet, with their context.

    Parameters
    ----------
    found : DataFrame
        Evidence of one measure.
    articles : mapping
        Rows of ARTICLES by article_id.
    n, seed : int
        As in `draw`.
    """
    drawn = draw(found, n, seed)
    of_outlet = found[["outlet", "article_id"]]
    n_passages = of_outlet["outlet"].value_counts()
    n_articles = of_outlet.drop_duplicates()["outlet"].value_counts()
    lines: dict[str, list[Line]] = {str(outlet): [] for outlet in drawn["outlet"].unique()}
    names = ["outlet", "article_id", "field", "start", "end", "zone"]
    for outlet, article, *place in zip(*(drawn[name].tolist() for name in names), strict=True):
        lines[outlet].append(_line(articles[article], *place))
    return {
        outlet: OutletLines(outlet, own, int(n_passages[outlet]), int(n_articles[outlet]))
        for outlet, own in lines.items()
    }


def _line(article: Mapping[str, object], field: str, start: int, end: int, zone: str) -> Line:
    text = str(article[field])
    published = article["published"]
    return Line(
        left=_before(text, start),
        form=_shortened(text[start:end]),
        right=_after(text, end),
        zone=zone,
        published=published if isinstance(published, pd.Timestamp) else None,
        title=str(article["title"]) if isinstance(article["title"], str) else "",
        url=safe_url(article.get("url")),
    )


def _before(text: str, start: int) -> str:
    """What stands before, cut at a space; an ellipsis where something is cut off."""
    window = text[max(start - WIDTH, 0) : start]
    if start > WIDTH and " " in window:
        window = "…" + window[window.index(" ") :]
    return _one_line(window)


def _after(text: str, end: int) -> str:
    window = text[end : end + WIDTH]
    if end + WIDTH < len(text) and " " in window:
        window = window[: window.rindex(" ") + 1] + "…"
    return _one_line(window)


def _shortened(form: str) -> str:
    half = _LONGEST_FORM // 2
    return _one_line(form if len(form) <= _LONGEST_FORM else f"{form[:half]} … {form[-half:]}")


def _one_line(text: str) -> str:
    """White space as single spaces, those at the ends kept."""
    return "".join(" " if char.isspace() else char for char in text).replace("  ", " ")


def safe_url(url: object) -> str:
    """The address if a browser may open it (http and https), else nothing.

    Examples
    --------
    >>> safe_url("https://contoh.id/1"), safe_url("javascript:alert(1)"), safe_url(None)
    ('https://contoh.id/1', '', '')
    """
    if not isinstance(url, str):
        return ""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def as_table(lines: Mapping[str, Mapping[str, OutletLines]]) -> pd.DataFrame:
    """All drawn lines, one row a line: `measure, outlet, published, left, form, right, zone, title, url`."""
    rows = [
        (measure, part.outlet, line.published, line.left, line.form, line.right, line.zone, line.title, line.url)
        for measure, parts in lines.items()
        for part in parts.values()
        for line in part.lines
    ]
    names = ["measure", "outlet", "published", "left", "form", "right", "zone", "title", "url"]
    return pd.DataFrame(rows, columns=names)
