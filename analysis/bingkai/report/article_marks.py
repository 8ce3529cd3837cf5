"""Marks in the text of an article: nested elements that leave the text as it is, character by character."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from re import compile as compile_pattern
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd
from markupsafe import Markup, escape

from bingkai.figures.labels import choose, zone_label
from bingkai.report.article_words import attribution_note, speaker_note, term_note

if TYPE_CHECKING:
    from bingkai.report.article import ArticleView

_PARAGRAPH = compile_pattern(r"[^\r\n]+")
_LAYERS = ("paragraph", "ignored", "content", "zone", "here", "speaker", "cue", "term")  # from the outside in
_ODD = str.maketrans({"\r": "&#13;", "\x00": "�"})  # what an HTML parser would drop or change


class _Mark(NamedTuple):
    """A span of one field and the element that wraps it; a piece after the first has `again` instead of `opening`."""

    start: int
    end: int
    layer: int
    tag: str
    opening: Markup
    again: Markup


def marked(view: ArticleView, field: str, key: str, lang: str) -> Markup:
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
        yield _mark((row["start"], row["end"]), "term", "mark", title=term_note(row, lang))


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
