"""One article with its reading marked in the text: who says what with which verb, whose words, which loaded terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b
from importlib.resources import files
from itertools import pairwise
from re import compile as compile_pattern
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bingkai.figures.labels import Language, check_language, choose, measure_label, number, short_label, zone_label
from bingkai.figures.sources import source_label
from bingkai.reading.analyse import Reading
from bingkai.report.lines import safe_url
from bingkai.report.page import day
from bingkai.schema import FIELDS, ZONES

_PARAGRAPH = compile_pattern(r"[^\r\n]+")
_LAYERS = ("paragraph", "ignored", "content", "zone", "here", "speaker", "cue", "term")  # from the outside in
_SHOWN_ZONES = ("direct", "indirect", "scare")
_KINDS = {"direct": ("langsung", "direct"), "indirect": ("tidak langsung", "indirect"), "mixed": ("campuran", "mixed")}
_ODD = str.maketrans({"\r": "&#13;", "\x00": "�"})  # what an HTML parser would drop or change


class _Mark(NamedTuple):
    """A span of one field and the element that wraps it; a piece after the first has `again` instead of `opening`."""

    start: int
    end: int
    layer: int
    tag: str
    opening: Markup
    again: Markup


@dataclass(frozen=True, eq=False)
class ArticleView:
    """An article and what was read in it; JupyterLab shows it with everything marked.

    Attributes
    ----------
    article : Series
        The article's row of ARTICLES.
    attributions : ATTRIBUTIONS
    terms : TERMS
    zones : DataFrame
        `field, start, end, zone`: stretches of direct, indirect and scare-quoted words.
    passage : tuple of (field, start, end) or None
        The passage asked for, where a row of a table led here.
    lang : "id" or "en"
    """

    article: pd.Series
    attributions: pd.DataFrame
    terms: pd.DataFrame
    zones: pd.DataFrame
    passage: tuple[str, int, int] | None = None
    lang: str = "id"

    def to_html(self, lang: str | None = None) -> str:
        """The view as a piece of HTML with its own scoped style, for a notebook or a page."""
        return _render(self, check_language(lang or self.lang))

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        counts = f"{len(self.attributions)} attributions, {len(self.terms)} terms"
        return f"<ArticleView of {self.article['article_id']!r} ({self.article['outlet']}): {counts}>"


def show(reading: Reading, article: str | pd.Series | Mapping[str, Any], *, lang: str = "id") -> ArticleView:
    """An article as it was read: quotations, reporting words, sources, loaded terms and what was left out, marked.

    Parameters
    ----------
    reading : Reading
    article : str, Series or mapping
        An `article_id`, or a row of any table with that column (of `kwic`, ATTRIBUTIONS, TERMS …): a row with offsets
        has its passage outlined.
    lang : {"id", "en"}
        Language of labels and legend.

    Returns
    -------
    ArticleView
        Shown in JupyterLab; `to_html()` gives the HTML.

    Raises
    ------
    ValueError
        For an article that is not in the reading, with the nearest id.

    Examples
    --------
    >>> import bingkai as bk
    >>> reading = bk.analyse(bk.load_demo(), progress=False)
    >>> show(reading, "penggusuran-z")
    Traceback (most recent call last):
    ValueError: no article 'penggusuran-z' in this reading; nearest: 'penggusuran-f'
    """
    check_language(lang)
    row = {"article_id": article} if isinstance(article, str) or not hasattr(article, "keys") else dict(article)
    if "article_id" not in row:
        raise ValueError(
            f"wanted an article_id or a row with that column; got {', '.join(map(str, row)) or 'no columns'}"
        )
    position = _position(reading.articles["article_id"], row["article_id"])
    found = reading.articles.iloc[position]
    return ArticleView(
        article=found,
        attributions=_rows_of(reading.attributions, found["article_id"]),
        terms=_rows_of(reading.terms, found["article_id"]),
        zones=_zone_stretches(reading, position),
        passage=_passage(row),
        lang=lang,
    )


def _position(ids: pd.Series, wanted: Any) -> int:
    at = np.flatnonzero((ids == str(wanted)).to_numpy(dtype=bool))
    if len(at):
        return int(at[0])
    near = get_close_matches(str(wanted), ids.tolist(), n=1, cutoff=0.0)
    hint = f"nearest: {near[0]!r}" if near else "the reading has no articles"
    raise ValueError(f"no article {str(wanted)!r} in this reading; {hint}")


def _rows_of(frame: pd.DataFrame, article_id: str) -> pd.DataFrame:
    return frame[frame["article_id"] == article_id].reset_index(drop=True)


def _passage(row: Mapping[Any, Any]) -> tuple[str, int, int] | None:
    """The place a row points at: a hit, a reporting word, or the first piece of what was said."""
    if row.get("field") not in FIELDS:
        return None
    for first, last in (("start", "end"), ("cue_start", "cue_end")):
        if first in row and last in row and pd.notna(row[first]) and pd.notna(row[last]):
            return str(row["field"]), int(row[first]), int(row[last])
    spans = row.get("content_spans")
    if spans is None or not len(spans):
        return None
    return str(row["field"]), int(spans[0][0]), int(spans[0][1])


def _zone_stretches(reading: Reading, position: int) -> pd.DataFrame:
    """Neighbouring tokens of one zone and sentence as one stretch."""
    tokens = reading.tokens
    first, last = np.searchsorted(tokens.article, [position, position + 1])
    here = pd.DataFrame(
        {"field": tokens.field[first:last], "sentence": tokens.sentence[first:last], "zone": reading.zones[first:last],
         "start": tokens.start[first:last], "end": tokens.end[first:last]}
    )  # fmt: skip
    keys = here[["field", "sentence", "zone"]]
    run = (keys != keys.shift()).any(axis=1).cumsum()
    runs = here.groupby(run).agg(
        field=("field", "first"), zone=("zone", "first"), start=("start", "min"), end=("end", "max")
    )
    runs["field"] = pd.Series([FIELDS[code] for code in runs["field"]], index=runs.index, dtype="str")
    runs["zone"] = pd.Series([ZONES[code] for code in runs["zone"]], index=runs.index, dtype="str")
    return runs[runs["zone"].isin(_SHOWN_ZONES)].reset_index(drop=True)[["field", "start", "end", "zone"]]


def _render(view: ArticleView, lang: Language) -> str:
    key = _key(view, lang)
    fields = {field: _marked(view, field, key, lang) for field in FIELDS}
    templates = Environment(
        loader=PackageLoader("bingkai.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    css = (files("bingkai.report") / "templates" / "article.css").read_text(encoding="utf-8")
    made: str = templates.get_template("article.html.j2").render(
        lang=lang,
        key=key,
        css=Markup(css),
        facts=_facts(view.article, lang),
        url=safe_url(view.article.get("url")),
        title=fields["title"],
        text=fields["text"],
        said=[_line(row, lang) for row in view.attributions.to_dict("records")],
        n_terms=len(view.terms),
        t=lambda indonesian, english: choose(lang, indonesian, english),
    )
    return made


def _key(view: ArticleView, lang: str) -> str:
    """A prefix for ids: the same view has the same one, two views on one page have different ones."""
    seen = f"{view.article['article_id']}\n{lang}\n{view.passage}"
    return "bk-" + blake2b(seen.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


def _facts(article: pd.Series, lang: str) -> list[str]:
    day_of = [day(article["published"], lang)] if pd.notna(article["published"]) else []
    place = [
        str(article[name])
        for name in ("section", "dateline", "origin")
        if pd.notna(article.get(name)) and article[name]
    ]
    return [*map(str, article[["outlet"]].dropna()), *day_of, *place, str(article["article_id"])]


# --------------------------------------------------------------------------------------------------- marks in the text


def _marked(view: ArticleView, field: str, key: str, lang: str) -> Markup:
    """The field's text with its marks; without the tags it is the text, character by character."""
    text = view.article[field] if isinstance(view.article[field], str) else ""
    marks = sorted(_clipped(_marks(view, field, text, key, lang), len(text)), key=lambda m: (m.layer, m.start, -m.end))
    edges = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    starting: dict[int, list[_Mark]] = {}
    for mark in marks:
        starting.setdefault(mark.start, []).append(mark)
    made: list[str] = []
    active: list[_Mark] = []
    opened: list[_Mark] = []
    for start, end in pairwise(edges):
        active = [mark for mark in active if mark.end > start] + starting.get(start, [])
        active.sort(key=lambda m: (m.layer, m.start, -m.end))
        wanted = list(active) if text[start:end].strip("\r\n") else []  # nothing but paragraphs holds a line break
        kept = _common(opened, wanted)
        made += [f"</{mark.tag}>" for mark in reversed(opened[kept:])]
        made += [mark.opening if mark.start == start else mark.again for mark in wanted[kept:]]
        made.append(escape(text[start:end]).translate(_ODD))
        opened = wanted
    made += [f"</{mark.tag}>" for mark in reversed(opened)]
    return Markup("".join(made))


def _common(opened: Sequence[_Mark], wanted: Sequence[_Mark]) -> int:
    """How many outer elements may stay open."""
    n = 0
    while n < min(len(opened), len(wanted)) and opened[n] is wanted[n]:
        n += 1
    return n


def _clipped(marks: Iterator[_Mark], length: int) -> list[_Mark]:
    """Marks that cover some of the text, none beyond its ends."""
    inside = (mark._replace(start=max(mark.start, 0), end=min(mark.end, length)) for mark in marks)
    return [mark for mark in inside if mark.end > mark.start]


def _marks(view: ArticleView, field: str, text: str, key: str, lang: str) -> Iterator[_Mark]:
    if field == "text":
        for match in _PARAGRAPH.finditer(text):
            yield _mark(match.span(), "paragraph", "p")
        note = choose(lang, "tidak ikut dibaca", "not read")
        for span in _spans(view.article.get("ignored")):
            yield _mark(span, "ignored", "span", title=note)
    for row in view.zones[view.zones["field"] == field].to_dict("records"):
        yield _mark((row["start"], row["end"]), "zone", "span", kind=row["zone"], title=zone_label(row["zone"], lang))
    if view.passage and view.passage[0] == field:
        yield _mark(
            view.passage[1:], "here", "span", title=choose(lang, "bagian yang diminta", "the passage asked for")
        )
    for n, row in enumerate(view.attributions.to_dict("records"), start=1):
        if row["field"] == field:
            yield from _attribution_marks(row, f"{key}-{n}", lang)
    for row in view.terms[view.terms["field"] == field].to_dict("records"):
        yield _mark((row["start"], row["end"]), "term", "mark", title=_term_note(row, lang))


def _attribution_marks(row: Mapping[Any, Any], anchor: str, lang: str) -> Iterator[_Mark]:
    """What was said, its source and its reporting word: one of them can be reached with the keyboard."""
    note = attribution_note(row, lang)
    has_cue = pd.notna(row["cue_start"])
    reachable = {"id": anchor, "tabindex": "0", "role": "note", "aria-label": note, "title": note}
    for n, span in enumerate(_spans(row["content_spans"])):
        tag = "q" if row["kind"] == "direct" else "span"
        yield _mark(span, "content", tag, **({"title": note} if has_cue or n else reachable))
    if pd.notna(row["speaker_start"]):
        span = (int(row["speaker_start"]), int(row["speaker_end"]))
        yield _mark(span, "speaker", "b", title=speaker_note(row, lang))
    if has_cue:
        yield _mark((int(row["cue_start"]), int(row["cue_end"])), "cue", "mark", **reachable)


def _spans(spans: Any) -> list[tuple[int, int]]:
    return [] if spans is None or isinstance(spans, float) else [(int(start), int(end)) for start, end in spans]


def _mark(
    span: tuple[int, int],
    layer: Literal["paragraph", "ignored", "content", "zone", "here", "speaker", "cue", "term"],
    tag: str,
    *,
    kind: str = "",
    **attributes: str,
) -> _Mark:
    """A mark; where another cuts it in two, the second piece has its look and its title, but no second id or label."""
    named = "" if layer == "paragraph" else f'class="bk-{kind or layer}"'
    again = {name: value for name, value in attributes.items() if name == "title"}
    return _Mark(*span, _LAYERS.index(layer), tag, _tag(tag, named, attributes), _tag(tag, named, again))


def _tag(tag: str, named: str, attributes: Mapping[str, str]) -> Markup:
    written = [Markup(named)] if named else []
    written += [Markup('{}="{}"').format(Markup(name), value) for name, value in attributes.items()]
    return Markup("<") + Markup(" ").join([Markup(tag), *written]) + Markup(">")


# ------------------------------------------------------------------------------------------------------------- wording


def attribution_note(row: Mapping[Any, Any], lang: str) -> str:
    """An attribution in one line, for the pointer and for a screen reader."""
    line = _line(row, lang)
    parts = [
        choose(lang, "Atribusi", "Attribution") + f": {line['name']}",
        line["kind_of_source"],
        line["verb"],
        line["kind"],
    ]
    return ", ".join(str(part) for part in parts if part)


def speaker_note(row: Mapping[Any, Any], lang: str) -> str:
    """Whom a mention of a source stands for."""
    name = row["speaker_name"] if pd.notna(row["speaker_name"]) else choose(lang, "tidak teruraikan", "unresolved")
    return choose(lang, f"narasumber: {name}", f"source: {name}")


def _line(row: Mapping[Any, Any], lang: str) -> dict[str, Any]:
    """An attribution as the list below the article shows it."""
    unresolved = choose(lang, "narasumber tidak teruraikan", "unresolved source")
    stance = "" if pd.isna(row["stance"]) else f" ({short_label('stance.' + row['stance'].lower(), lang)})"
    about = (row["role"], row["affiliation"])
    return {
        "name": unresolved if pd.isna(row["speaker_name"]) else row["speaker_name"],
        "about": next((str(value) for value in about if pd.notna(value) and value), ""),
        "kind_of_source": "" if pd.isna(row["source_type"]) else source_label(row["source_type"], lang),
        "verb": choose(lang, "tanpa verba", "no verb") if pd.isna(row["cue"]) else f"{row['cue']}{stance}",
        "kind": _KINDS[row["kind"]][0 if lang == "id" else 1],
        "relay": "" if pd.isna(row["relay"]) else row["relay"],
        "content": " ".join(str(row["content"]).split()),
        "confidence": number(float(row["confidence"]), 2, lang),
        "in_title": row["field"] == "title",
    }


def _term_note(row: Mapping[Any, Any], lang: str) -> str:
    category = measure_label(f"{row['lexicon']}.{row['category']}", lang).partition(" (")[0]
    negated = choose(lang, ", diingkari", ", negated") if row["negated"] else ""
    return f"{category}: {row['term']}{negated}, {zone_label(row['zone'], lang)}"


def term_notes(terms: pd.DataFrame, lang: str) -> list[str]:
    """What each row of TERMS says under the pointer; rows that are alike are worded once."""
    names = ["lexicon", "category", "term", "negated", "zone"]
    rows = list(terms[names].itertuples(index=False, name=None))
    worded = {row: _term_note(dict(zip(names, row, strict=True)), lang) for row in set(rows)}
    return [worded[row] for row in rows]
