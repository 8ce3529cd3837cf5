"""Sizes to print at: millimetres, letters inside and apart, the same bytes, and the figure afterwards as it was."""

from __future__ import annotations

import itertools
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

import bingkai as bk
from bingkai import schema
from bingkai.figures.canvas import drawn_narrow, figure_of
from bingkai.figures.presets import PRESETS, SMALLEST, letter_boxes, sized

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def articles():
    return bk.load_demo()


def comparison(n=4):
    effect = [0.02 * (i - 1) for i in range(n)]
    frame = schema.build(
        {
            "measure": ["stance.jarak"] * n,
            "outlet": [f"Kabar Panjang {i + 1}" for i in range(n)],
            "reference": ["others"] * n,
            "estimate": [0.05] * n,
            "effect": effect,
            "ci_low": [value - 0.03 for value in effect],
            "ci_high": [value + 0.01 for value in effect],
            "n_articles": [10] * n,
            "n_events": [3] * n,
            "p_value": [0.01] * n,
            "q_value": [0.03] * n,
            "note": [None] * n,
        },
        schema.COMPARISON,
    )
    return bk.plot_comparison(frame)


def state(ax):
    """What a preset changes: size, letters and their places, strokes."""
    figure = figure_of(ax)
    figure.draw_without_rendering()
    texts = [(t.get_text(), t.get_fontsize(), t.get_position()) for t in figure.findobj(Text)]
    lines = [(line.get_linewidth(), line.get_markersize()) for line in figure.findobj(mpl.lines.Line2D)]
    areas = [np.asarray(c.get_sizes()).tolist() for c in figure.findobj(mpl.collections.PathCollection)]
    engine = figure.get_layout_engine()
    return figure.get_size_inches().tolist(), figure.dpi, texts, lines, areas, engine, engine.get()


@pytest.mark.parametrize(
    ("size", "width", "height"), [("column", 85, None), ("page", 170, None), ("slide", 338.7, 190.5)]
)
def test_pictures_have_the_size_in_millimetres(tmp_path, size, width, height):
    png, svg, pdf = bk.save_figure(comparison(), tmp_path / "x", size=size, formats=("png", "svg", "pdf"))
    pixels = plt.imread(png).shape
    assert pixels[1] / PRESETS[size].dpi * 25.4 == pytest.approx(width, abs=0.3)
    points = [float(n) for n in re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', svg.read_text()[:2000]).groups()]
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf.read_bytes()).groups()
    assert points == pytest.approx([float(n) for n in box], abs=0.1)
    assert points[0] / 72 * 25.4 == pytest.approx(width, abs=0.1)
    if height:
        assert points[1] / 72 * 25.4 == pytest.approx(height, abs=0.1)


@pytest.mark.parametrize("size", ["column", "page", "slide"])
def test_letters_are_inside_large_enough_and_the_figure_is_restored(size):
    ax = comparison()
    state(ax)  # the layout starts from the one before it
    before = state(ax)
    with sized(ax, size):
        figure = figure_of(ax)
        edge = figure.bbox
        assert all(
            edge.x0 <= b.x0 and b.x1 <= edge.x1 and edge.y0 <= b.y0 and b.y1 <= edge.y1 for b in letter_boxes(figure)
        )
        smallest = min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text())
        assert smallest >= (10 if size == "slide" else SMALLEST)
    assert state(ax) == before


def test_every_letter_of_the_figure_is_looked_at():
    ax = comparison()
    figure = figure_of(ax)
    figure.draw_without_rendering()
    n = len(letter_boxes(figure))
    ax.text(0, 0, "satu lagi")
    assert len(letter_boxes(figure)) == n + 1
    ax.set_axis_off()
    assert len(letter_boxes(figure)) < n


def test_long_captions_are_broken_and_nothing_of_them_is_lost():
    ax = comparison()
    whole = ax.get_xlabel()
    with sized(ax, "column"):
        broken = ax.get_xlabel()
        assert broken.count("\n") > whole.count("\n")
        assert broken.split() == whole.split()
        assert not re.search(r"[<=]\n|\n[<=]", broken)
    assert ax.get_xlabel() == whole


def test_the_same_bytes_twice_in_every_format(tmp_path, articles):
    for name in ("satu", "dua"):
        for size in (None, "page"):
            ax = bk.plot_coverage(articles)
            bk.save_figure(ax, tmp_path / name / f"{size}", size=size, formats=("png", "svg", "pdf", "csv"))
    files = sorted((tmp_path / "satu").iterdir())
    assert len(files) == 8
    for file in files:
        assert file.read_bytes() == (tmp_path / "dua" / file.name).read_bytes(), file.name


def test_a_preset_leaves_no_trace_in_what_is_saved_after_it(tmp_path):
    ax = comparison()
    first = bk.save_figure(ax, tmp_path / "a")[1].read_bytes()
    bk.save_figure(ax, tmp_path / "b", size="column")
    assert bk.save_figure(ax, tmp_path / "c")[1].read_bytes() == first


def test_what_does_not_fit_is_refused_before_a_file_is_written(tmp_path):
    with pytest.raises(ValueError, match=r"does not fit size='slide'.*fewer rows"):
        bk.save_figure(comparison(40), tmp_path / "x", size="slide", formats=("png",))
    assert not list(tmp_path.iterdir())


def test_unknown_sizes_and_formats_say_what_there_is(tmp_path):
    with pytest.raises(ValueError, match=r"unknown size 'pag'.*column, page, slide; nearest: 'page'"):
        bk.save_figure(comparison(), tmp_path / "x", size="pag")
    with pytest.raises(ValueError, match="unknown format 'jpg'; wanted some of png, svg, pdf, csv"):
        bk.save_figure(comparison(), tmp_path / "x", formats=("jpg",))


@pytest.fixture(scope="module")
def six(articles):
    """A drawing of each kind, of the six outlets of the demonstration corpus."""
    study = bk.load_demo_study()
    reading = bk.analyse(articles, study, progress=False)
    measures = pd.concat([bk.measure(reading, zones=schema.ZONES), bk.source_measures(reading)], ignore_index=True)
    sides = bk.side_by_side(bk.side_measures(reading))
    words = bk.compare_words(bk.word_counts(reading), n_resamples=50)
    course = bk.trend(measures, "stance.netral", articles=articles, events={"a": "2023-07-01"}, n_resamples=50)
    events = articles.assign(event_id=articles["article_id"].str.rsplit("-", n=1).str[0])
    few = ("statements", "words", "stance.jarak", "agent", "patient", "loaded")
    return {
        "sources": lambda lang: bk.plot_sources(measures, lang=lang),
        "sides": lambda lang: bk.plot_sides(sides, measures=few, sides=study.sides, lang=lang),
        "naming": lambda lang: bk.plot_naming(bk.naming(reading), lang=lang),
        "zones": lambda lang: bk.plot_term_zones(measures, lang=lang),
        "words": lambda lang: bk.plot_words(words, "Bandul Pagi", lang=lang),
        "trend": lambda lang: bk.plot_trend(course, lang=lang),
        "events": lambda lang: bk.plot_event_coverage(bk.event_coverage(events), lang=lang),
        "coverage": lambda lang: bk.plot_coverage(articles, lang=lang),
        "all sides": lambda lang: bk.plot_sides(sides, sides=study.sides, lang=lang),
    }


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("name", ["sources", "sides", "naming", "zones", "words", "trend", "events", "coverage"])
def test_figures_of_six_outlets_fit_a_column_with_the_same_data(six, tmp_path, name, lang):
    ax = six[name](lang)
    png, csv = bk.save_figure(ax, tmp_path / "x", size="column", formats=("png", "csv"))
    assert plt.imread(png).shape[1] / PRESETS["column"].dpi * 25.4 == pytest.approx(85, abs=0.3)
    narrow = drawn_narrow(ax)
    assert csv.read_text() == bk.save_figure(narrow, tmp_path / "y", formats=("csv",))[0].read_text()
    with sized(narrow, "column"):
        boxes = letter_boxes(figure_of(narrow))
        assert not any(a.padded(-1).overlaps(b.padded(-1)) for a, b in itertools.combinations(boxes, 2))


def test_too_many_panels_for_a_column_name_the_size_that_works(six, tmp_path):
    ax = six["all sides"]("id")
    with pytest.raises(ValueError, match=r"size='column'.*use size='page'"):
        bk.save_figure(ax, tmp_path / "x", size="column")
    assert bk.save_figure(ax, tmp_path / "x", size="page", formats=("png",))[0].exists()


def test_panels_beside_each_other_keep_their_captions_apart(articles):
    articles["event_id"] = articles["article_id"].str.rsplit("-", n=1).str[0]
    ax = bk.plot_event_coverage(bk.event_coverage(articles))
    with sized(ax, "page"):
        assert len(letter_boxes(figure_of(ax))) > 60
    with pytest.raises(ValueError, match="use size='page'"), sized(ax, "column"):
        pass
