"""One page with what was read, how outlets differ, and the sentences behind every number."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from tqdm import tqdm

from bingkai.contrast.comparison import Comparison
from bingkai.figures.labels import Language, check_language, choose, zone_label
from bingkai.reading.analyse import Reading
from bingkai.reading.collection import collection_paused
from bingkai.report.aside import OWN, built_aside, put_in_place
from bingkai.report.caution_sections import alleged, suspects
from bingkai.report.concordance import pack
from bingkai.report.contents import Section
from bingkai.report.drawn import Drawn, draw_passages
from bingkai.report.gallery import Gallery
from bingkai.report.grounds import copies, declared, events
from bingkai.report.headline_section import headline_and_body
from bingkai.report.methods import CORRECTIONS, Provenance, corrections, lexicons_of, methods, reproduction
from bingkai.report.near_section import near_sides
from bingkai.report.numbers import Numbers, compute
from bingkai.report.opening import what_was_read
from bingkai.report.page import render
from bingkai.report.prepare import prepared
from bingkai.report.robust import robustness_and_opinion
from bingkai.report.sections import actors, loaded_words, term_choice, verbs, who_speaks
from bingkai.report.separability_section import separable
from bingkai.report.settings import Settings
from bingkai.report.side_section import sides
from bingkai.report.summary import summarised
from bingkai.report.table_files import tables_of, write_files
from bingkai.report.word_sections import course, words
from bingkai.report.wording import wording
from bingkai.schema import ZONES

_QUESTIONS = (who_speaks, sides, verbs, term_choice, loaded_words, near_sides, alleged, suspects, actors,
              headline_and_body, words, separable, course)  # fmt: skip


@dataclass(frozen=True)
class ReportFiles:
    """What `write_report` wrote.

    Attributes
    ----------
    page : Path
        The page, complete in itself.
    figures : list of Path
        Each figure as .png, .svg and the .csv it draws.
    tables : list of Path
        The csv files and the workbook.
    seconds : float
        How long it took.
    """

    page: Path
    figures: list[Path]
    tables: list[Path]
    seconds: float


def write_report(
    reading: Reading,
    folder: str | os.PathLike[str],
    *,
    lang: str = "id",
    seed: int = 7,
    n_resamples: int = 2000,
    progress: bool = True,
    comparison: Comparison | None = None,
    events: bool | None = None,
    made: Provenance | None = None,
) -> ReportFiles:
    """Write one page that shows what was read, how outlets differ and the sentences behind every number.

    Parameters
    ----------
    reading : Reading
        As `analyse` gives it; with a study its declared contrasts come first.
    folder : path
        Where to write ``index.html``, ``figures/`` and ``tables/``; made if needed. Files of an earlier report
        there are replaced, others are left alone. Corrections are read from ``koreksi.csv`` there (columns tanggal,
        semula, menjadi, alasan).
    lang : {"id", "en"}
    seed : int
        Of resampling and of the draw of sentences.
    n_resamples : int
        Bootstrap and permutation draws.
    progress : bool
        Show progress bars.
    comparison : Comparison, optional
        A comparison to show in place of every outlet against the others.
    events : bool, optional
        Match events where the articles have no `event_id`; by default where the reading has a study. False leaves
        events out.
    made : Provenance, optional
        The command and the file of the corpus, for the block on making the report again.

    Returns
    -------
    ReportFiles

    Raises
    ------
    ValueError
        If there are no articles, `folder` is a file, or ``koreksi.csv`` lacks a column.

    Notes
    -----
    Copies are marked where that has not been done, and count once. The page loads nothing from the network and holds
    figures, articles and passages itself. Everything is built in a folder aside and moved to its place at the end, the
    page last: an interrupted run leaves no half-written page.
    """
    begun = perf_counter()
    language = check_language(lang)
    if reading.articles.empty:
        raise ValueError("the reading holds no articles to report on; left_out(articles) says what was dropped")
    settings = Settings(seed, n_resamples, progress)
    changed = corrections(Path(folder) / CORRECTIONS)
    ready, how = prepared(reading, events=events, progress=progress)
    again = reproduction(ready, settings, made or Provenance(), language)
    with built_aside(Path(folder)) as aside, collection_paused():
        numbers = compute(ready, settings, comparison)
        about = {"again": again, "corrections": changed.to_dict("records")}
        _write(aside, ready, numbers, settings, language, how, about)
        figures, tables, page = put_in_place(aside, Path(folder))
    return ReportFiles(page, figures, tables, perf_counter() - begun)


def _write(
    aside: Path, reading: Reading, numbers: Numbers, settings: Settings, lang: Language, how: str, about: dict[str, Any]
) -> None:  # fmt: skip
    """Figures, tables and page into the folder aside."""
    with tqdm(total=3, disable=not settings.progress, desc=choose(lang, "laporan", "report")) as bar:
        drawn = draw_passages(reading, numbers, settings.seed)
        bar.update()
        page = Gallery(reading, numbers, lang, drawn.lines, aside / "figures", OWN)
        sections = _sections(page, how)
        shown = what_was_read(page)
        bar.update()
        page.tables |= tables_of(reading, numbers, drawn.lines, lang)
        html = render(
            lang,
            sections=sections,
            tables=write_files(page.tables, aside / "tables", lang),
            methods=methods(reading, numbers, settings, how, lang),
            lexicons=lexicons_of(reading),
            seed=settings.seed,
            **shown,
            **summarised(numbers.explored, numbers.inside, numbers.declared, lang),
            **_concordance(page, drawn, sections, settings.seed),
            **about,
        )
        (aside / "index.html").write_text(html, encoding="utf-8")
        bar.update()


def _sections(page: Gallery, how: str) -> list[Section]:
    """Declared contrasts first, then the research questions, then what they all stand on."""
    return [
        declared(page),
        *(question(page) for question in _QUESTIONS),
        events(page, how),
        copies(page),
        robustness_and_opinion(page),
    ]


def _concordance(page: Gallery, drawn: Drawn, sections: Sequence[Section], seed: int) -> dict[str, Any]:
    """What the search through all passages needs."""
    lang = page.lang
    packed = pack(page.reading, drawn.found, _groups(sections, drawn.found, lang), lang=lang, seed=seed)
    return {
        "concordance": packed,
        "concordance_said": packed.said(lang, seed),
        "zones": [zone_label(zone, lang) for zone in ZONES],
        "wording": wording(lang),
        "each": drawn.each,
    }


def _groups(sections: Sequence[Section], found: Mapping[str, Any], lang: str) -> list[tuple[str, list[str]]]:
    """The measures of the concordance under the titles of their sections."""
    named = [(section.title, [*(part.name for part in section.measures), *(name for name, _ in section.searched)])
             for section in sections]  # fmt: skip
    groups = [(title, names) for title, names in named if names]
    placed = {name for _, names in groups for name in names}
    rest = [name for name in found if name not in placed]
    return [*groups, (choose(lang, "Lainnya", "Others"), rest)] if rest else groups
