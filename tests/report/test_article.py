"""An article with its reading: the text stays whole, everything is escaped, every attribution can be reached."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pandas as pd
import pytest

from bingkai.corpus.demo import load_demo
from bingkai.reading.analyse import Reading, analyse
from bingkai.reading.kwic import kwic
from bingkai.report.article import ArticleView, show

TITLE = 'Bupati Rani: "Jembatan <b>Aman</b>" & Kuat'
TEXT = (
    'KOTA SINAR - Bupati Sinar Rani Utami mengklaim jembatan <script>alert(1)</script> itu "aman & kuat".\r\n\r\n'
    '"Kami memastikan semua warga selamat, termasuk yang tinggal di seberang sungai," ujar Rani.\n\n'
    "Baca juga: Harga cabai turun\n\n"
    'Menurut Budi Arga, pakar jembatan Universitas Sinar, jalan itu luar biasa tragis dan "aman".\n'
)


def make_articles(**changes: object) -> pd.DataFrame:
    row = {"article_id": "jembatan-1", "outlet": "Kabar <i>Sinar</i>", "published": pd.Timestamp("2025-03-01"),
           "title": TITLE, "text": TEXT, "url": "https://contoh.id/jembatan?a=1&b=2"}  # fmt: skip
    frame = pd.DataFrame([row | changes])
    return frame.astype(dict.fromkeys(("article_id", "outlet", "title", "text", "url"), "str"))


@pytest.fixture(scope="module")
def reading() -> Reading:
    return analyse(make_articles(), progress=False)


@pytest.fixture(scope="module")
def demo() -> Reading:
    return analyse(load_demo(), progress=False)


VOID = {"br"}


class Page(HTMLParser):
    """Text by the class of the elements around it; checks that elements nest."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.text: Counter[str] = Counter()
        self.content: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for name in {name for _, attributes in self.open for name in (attributes.get("class") or "").split()}:
            self.content[name] = self.content.get(name, "") + data

    def with_class(self, name: str) -> list[tuple[str, dict[str, str | None]]]:
        return [(tag, attrs) for tag, attrs in self.tags if name in (attrs.get("class") or "").split()]


def said(view: ArticleView, *contents: list[list[int]]) -> pd.DataFrame:
    """Attributions without source and verb, with these spans of content."""
    rows = view.attributions.iloc[[0] * len(contents)].reset_index(drop=True)
    spans = pd.Series(list(contents), dtype=object)
    return rows.assign(field="text", speaker_start=float("nan"), cue_start=float("nan"), content_spans=spans)


def in_text(page: str) -> str:
    """The part of the view that holds the article's body."""
    start = page.index('<div class="bk-text"')
    return page[start : page.index('<div class="bk-said"')]


def test_the_text_is_the_articles_character_by_character(demo: Reading) -> None:
    for row in demo.articles.to_dict("records"):
        page = Page(show(demo, row["article_id"]).to_html())
        assert page.content["bk-text"] == row["text"]
        assert page.content["bk-title"] == row["title"]


def test_carriage_returns_survive(reading: Reading) -> None:
    assert Page(show(reading, "jembatan-1").to_html()).content["bk-text"] == TEXT


def test_code_in_text_title_and_outlet_is_shown_as_text(reading: Reading) -> None:
    html = show(reading, "jembatan-1").to_html()
    page = Page(html)
    assert "<script" not in html
    assert "<i>Sinar" not in html
    assert "Kabar <i>Sinar</i>" in page.content["bk-facts"]
    assert page.content["bk-title"] == TITLE


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/hosts"]
)
def test_only_web_addresses_become_links(url: str) -> None:
    html = show(analyse(make_articles(url=url), progress=False), "jembatan-1").to_html()
    assert all((attrs.get("href") or "").startswith("#") for tag, attrs in Page(html).tags if tag == "a")


def test_cue_speaker_and_quotation_hold_the_words_of_the_frames(demo: Reading) -> None:
    view = show(demo, "penggusuran-a")
    body = view.attributions[view.attributions["field"] == "text"]
    page = Page(in_text(view.to_html()))
    text = view.article["text"]
    for mark, first, last in (("bk-cue", "cue_start", "cue_end"), ("bk-speaker", "speaker_start", "speaker_end")):
        spans = sorted(map(tuple, body[[first, last]].dropna().astype(int).to_numpy()))
        assert page.content[mark] == "".join(text[a:b] for a, b in spans)


def test_what_was_not_read_is_marked(reading: Reading) -> None:
    spans = reading.articles["ignored"].iloc[0]
    marked = Page(in_text(show(reading, "jembatan-1").to_html())).content["bk-ignored"]
    assert marked == "".join(TEXT[a:b] for a, b in sorted(map(tuple, spans))) != ""


def test_every_attribution_is_reachable_once_and_says_who_spoke_with_which_verb(demo: Reading) -> None:
    view = show(demo, "penggusuran-a")
    page = Page(view.to_html())
    stops = {attrs["id"]: attrs for _, attrs in page.tags if attrs.get("tabindex") == "0"}
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a" and (attrs.get("href") or "").startswith("#")]
    assert [link.removeprefix("#") for link in links] == [
        f"{min(stops)[:-2]}-{n}" for n in range(1, len(view.attributions) + 1)
    ]
    assert set(stops) == {link.removeprefix("#") for link in links}
    labels = [stops[link.removeprefix("#")]["aria-label"] or "" for link in links]
    for label, row in zip(labels, view.attributions.to_dict("records"), strict=True):
        assert row["speaker_name"] in label
        assert row["cue"] in label if isinstance(row["cue"], str) else "tanpa verba" in label


def test_ids_are_unique_on_a_page_of_several_views(demo: Reading) -> None:
    views = [show(demo, "penggusuran-a"), show(demo, "penggusuran-b"), show(demo, "penggusuran-a", lang="en")]
    ids = [attrs["id"] for view in views for _, attrs in Page(view.to_html()).tags if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_overlapping_and_nested_spans_nest_in_the_page(reading: Reading) -> None:
    view = show(reading, "jembatan-1")
    first = view.attributions.iloc[[0, 0]].assign(field="text", speaker_start=float("nan"), cue_start=float("nan"))
    crossing = first.assign(
        content_spans=pd.Series([[[0, 40], [200, 9999]], [[20, 60]]], index=first.index, dtype=object)
    )
    made = ArticleView(view.article, crossing.reset_index(drop=True), view.terms, view.zones)
    assert Page(made.to_html()).content["bk-text"] == TEXT


def test_a_span_cut_in_two_keeps_one_id(reading: Reading) -> None:
    view = show(reading, "jembatan-1")
    one = view.attributions.iloc[[0]].assign(field="text", speaker_start=float("nan"), cue_start=float("nan"))
    whole = one.assign(content_spans=pd.Series([[[0, len(TEXT)]]], index=one.index, dtype=object)).reset_index(
        drop=True
    )
    page = Page(ArticleView(view.article, whole, view.terms, view.zones).to_html())
    pieces = page.with_class("bk-content")
    assert len(pieces) >= len([line for line in TEXT.splitlines() if line])
    assert [attrs.get("tabindex") for _, attrs in pieces].count("0") == 1


def test_a_row_of_a_table_leads_to_its_passage(demo: Reading) -> None:
    row = kwic(demo, "stance.jarak", n=1, seed=7).iloc[0]
    assert Page(show(demo, row).to_html()).content["bk-here"] == row["form"]
    term = demo.terms.iloc[0]
    assert Page(show(demo, term).to_html()).content["bk-here"] == term["form"]
    attribution = demo.attributions.iloc[1]
    assert Page(show(demo, attribution).to_html()).content["bk-here"] == attribution["cue"]
    assert show(demo, demo.articles.iloc[0]).passage is None


def test_style_stays_inside_the_view(reading: Reading) -> None:
    html = show(reading, "jembatan-1").to_html()
    css = html[html.index("<style>") + 7 : html.index("</style>")]
    for rule in css.replace("@media print {", "").split("}"):
        selectors, _, body = rule.partition("{")
        if body:
            assert all(".bk-article" in selector for selector in selectors.split(",")), selectors


def test_marks_do_not_rest_on_colour_alone(reading: Reading) -> None:
    html = show(reading, "jembatan-1").to_html()
    for name in ("direct", "indirect", "scare", "speaker", "cue", "term", "ignored"):
        rule = html[html.index(f".bk-article .bk-{name} {{") :].partition("}")[0]
        assert any(word in rule for word in ("border", "underline", "line-through")), name


def test_labels_follow_the_language(reading: Reading) -> None:
    view = show(reading, "jembatan-1")
    assert "Atribusi dalam artikel ini" in view._repr_html_()
    assert "Attributions in this article" in view.to_html("en")
    assert "Attributions in this article" in show(reading, "jembatan-1", lang="en")._repr_html_()
    assert repr(view).startswith("<ArticleView of 'jembatan-1'")


def test_an_article_without_text_or_attributions_is_shown() -> None:
    empty = analyse(make_articles(title="", text="", url=None, published=pd.NaT), progress=False)
    page = Page(show(empty, "jembatan-1").to_html())
    assert "(tanpa judul)" in page.content["bk-title"]
    assert "bk-text" not in page.content


def test_unknown_articles_and_rows_say_what_is_wanted(reading: Reading) -> None:
    with pytest.raises(ValueError, match="no article 'jembatan-2' in this reading; nearest: 'jembatan-1'"):
        show(reading, "jembatan-2")
    with pytest.raises(ValueError, match="wanted an article_id or a row with that column; got outlet"):
        show(reading, {"outlet": "Kabar Sinar"})
    with pytest.raises(ValueError, match="unknown language"):
        show(reading, "jembatan-1", lang="fr")
