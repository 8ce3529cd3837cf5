"""The sentences behind a number: a fair draw of concordance lines for every outlet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

WIDTH = 90  # characters of context on each side
_LONGEST_FORM = 160


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
    placed = found.sort_values(["article_id", "field", "start", "end"], kind="stable", ignore_index=True)
    lot = placed.iloc[np.random.default_rng(seed).permutation(len(placed))]
    turn = lot.groupby(["outlet", "article_id"]).cumcount()
    echo = lot.assign(word=lot["form"].str.casefold()).groupby(["outlet", "word"]).cumcount()
    ranked = lot.assign(_turn=turn, _echo=echo).sort_values(["_turn", "_echo"], kind="stable")
    chosen = ranked.groupby("outlet", sort=False).head(n).drop(columns=["_turn", "_echo"])
    return chosen.sort_values("outlet", kind="stable", ignore_index=True)


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
    by_outlet = found.groupby("outlet")["article_id"]
    n_passages, n_articles = by_outlet.size(), by_outlet.nunique()
    return {
        str(outlet): OutletLines(
            str(outlet),
            [_line(row, articles[row["article_id"]]) for row in rows.to_dict("records")],
            int(n_passages[outlet]),
            int(n_articles[outlet]),
        )
        for outlet, rows in drawn.groupby("outlet")
    }


def _line(row: Mapping[object, object], article: Mapping[str, object]) -> Line:
    text = str(article[str(row["field"])])
    start, end = int(str(row["start"])), int(str(row["end"]))
    published = article["published"]
    return Line(
        left=_before(text, start),
        form=_shortened(text[start:end]),
        right=_after(text, end),
        zone=str(row["zone"]),
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
