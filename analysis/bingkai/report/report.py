"""One page with what was read, how outlets differ, and the sentences behind every number."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import perf_counter
from typing import Any

import pandas as pd
from markupsafe import Markup
from tqdm import tqdm

from bingkai.contrast.comparison import Comparison
from bingkai.corpus.events import event_table
from bingkai.corpus.read import left_out, reading_notes
from bingkai.figures.coverage import plot_coverage
from bingkai.figures.labels import Language, check_language, choose, number, zone_label
from bingkai.reading.analyse import Reading
from bingkai.report.concordance import pack
from bingkai.report.contents import Picture, Section, corpus_table, per_media
from bingkai.report.gallery import Gallery
from bingkai.report.grounds import copies, declared, events
from bingkai.report.lines import OutletLines, as_table, lines_of
from bingkai.report.methods import CORRECTIONS, Provenance, corrections, lexicons_of, methods, reproduction
from bingkai.report.numbers import Numbers, Settings, compute
from bingkai.report.page import render
from bingkai.report.passages import Passages
from bingkai.report.prepare import prepared
from bingkai.report.printed import printed_heads
from bingkai.report.robust import robustness_and_opinion
from bingkai.report.sections import actors, headline_and_body, loaded_words, term_choice, verbs, who_speaks
from bingkai.report.side_section import sides
from bingkai.report.summary import balance, declared_findings, findings, nothing_found
from bingkai.report.tables import save_table, write_tables
from bingkai.report.word_sections import course, words
from bingkai.schema import COMPARISON, ZONES, empty
from bingkai.study.model import REASONS

_OWN = "bingkai_"  # every figure and table of the report begins with this: only such files are ever removed
_MOST_LINES = 4_000  # written on the page, so that it stays quick; the concordance holds all passages
_MOST_PRINTED = 200  # rows of a table for a thesis
_QUESTIONS = (who_speaks, sides, verbs, term_choice, loaded_words, actors, headline_and_body, words, course)
_LINES_EACH = 10


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
    with _built_aside(Path(folder)) as aside:
        numbers = compute(ready, settings, comparison)
        about = {"again": again, "corrections": changed.to_dict("records")}
        _write(aside, ready, numbers, settings, language, how, about)
        figures, tables, page = _put_in_place(aside, Path(folder))
    return ReportFiles(page, figures, tables, perf_counter() - begun)


def _write(
    aside: Path, reading: Reading, numbers: Numbers, settings: Settings, lang: Language, how: str, about: dict[str, Any]
) -> None:  # fmt: skip
    """Figures, tables and page into the folder aside."""
    explored = numbers.explored
    table = explored.to_frame() if explored is not None else empty(COMPARISON).assign(unit="")
    names = list(dict.fromkeys(table["measure"]))
    with tqdm(total=3, disable=not settings.progress, desc=choose(lang, "laporan", "report")) as bar:
        found, lines, each = _passages(reading, names, numbers, settings.seed)
        bar.update()
        page = Gallery(reading, numbers, lang, lines, aside / "figures", _OWN)
        sections = _sections(page, how)
        bar.update()
        corpus, missing = corpus_table(reading), left_out(reading.articles, lang)
        page.tables |= _tables(reading, numbers, table, corpus, missing, lines)
        written = _write_tables(page.tables, aside / "tables", lang)
        packed = pack(reading, found, _groups(sections, found, lang), lang=lang, seed=settings.seed)
        inside = numbers.inside.table if numbers.inside is not None else None
        declared_table = numbers.declared.table if numbers.declared is not None else None
        percent = _percent(explored, lang)
        html = render(
            lang,
            title=reading.study.title if reading.study else "",
            fictional=_is_fictional(reading.articles),
            corpus=corpus.to_dict("records"),
            totals=corpus[["n_articles", "n_words", "n_attributions", "n_undated"]].sum().to_dict(),
            first=corpus["first"].min(),
            last=corpus["last"].max(),
            reasons=_counted(missing["reason"]),
            excluded=_excluded(reading.excluded, lang),
            notes=reading_notes(reading.articles, lang),
            coverage=_coverage(page),
            measured=bool(names),
            sections=sections,
            declared=declared_findings(declared_table, lang, percent) if declared_table is not None else [],
            balance=balance(table, explored.min_articles, lang) if explored is not None else "",
            findings=findings(table, lang, percent, inside),
            nothing=nothing_found(lang) if table["p_value"].notna().any() else "",
            percent=percent,
            method=explored.describe(lang) if explored is not None else "",
            methods=methods(reading, numbers, settings, how, lang),
            lexicons=lexicons_of(reading),
            concordance=packed,
            concordance_said=packed.said(lang, settings.seed),
            zones=[zone_label(zone, lang) for zone in ZONES],
            wording=_wording(lang),
            tables=written,
            seed=settings.seed,
            each=each,
            **about,
        )
        (aside / "index.html").write_text(html, encoding="utf-8")
        bar.update()


def _is_fictional(articles: pd.DataFrame) -> bool:
    """Whether every article is marked FIKSI, as those of the demonstration corpus are."""
    return "keterangan" in articles.columns and bool((articles["keterangan"] == "FIKSI").all())


def _percent(comparison: Comparison | None, lang: str) -> str:
    return number(100 * comparison.confidence, 0, lang) if comparison is not None else ""


def _passages(
    reading: Reading, explored: Sequence[str], numbers: Numbers, seed: int
) -> tuple[dict[str, pd.DataFrame], dict[str, dict[str, OutletLines]], int]:
    """The passages of every measure shown, the drawn lines of those explored, and how many each number may have."""
    stated = list(dict.fromkeys(numbers.declared.table["measure"])) if numbers.declared is not None else []
    passages = Passages(reading)
    found = {name: passages.of(name) for name in dict.fromkeys([*explored, *stated])}
    wanted = [name for name in ("article_id", "title", "text", "published", "url") if name in reading.articles.columns]
    articles = {str(row["article_id"]): _texts(row) for row in reading.articles[wanted].to_dict("records")}
    n_numbers = len(explored) * max(reading.articles["outlet"].nunique(), 1)
    each = max(3, min(_LINES_EACH, _MOST_LINES // max(n_numbers, 1)))
    return found, {name: lines_of(found[name], articles, each, seed) for name in explored}, each


def _texts(row: Mapping[Any, Any]) -> dict[str, object]:
    return {str(name): value for name, value in row.items()}


def _sections(page: Gallery, how: str) -> list[Section]:
    """Declared contrasts first, then the research questions, then what they all stand on."""
    return [
        declared(page),
        *(question(page) for question in _QUESTIONS),
        events(page, how),
        copies(page),
        robustness_and_opinion(page),
    ]


def _groups(sections: Sequence[Section], found: Mapping[str, Any], lang: str) -> list[tuple[str, list[str]]]:
    """The measures of the concordance under the titles of their sections."""
    groups = [(section.title, [part.name for part in section.measures]) for section in sections if section.measures]
    placed = {name for _, names in groups for name in names}
    rest = [name for name in found if name not in placed]
    return [*groups, (choose(lang, "Lainnya", "Others"), rest)] if rest else groups


def _coverage(page: Gallery) -> Picture:
    return page.draw(
        "liputan",
        lambda: plot_coverage(page.reading.articles, lang=page.lang),
        page.t(
            "Petak waktu: jumlah artikel tiap media per periode; angkanya ada di tabel sebelumnya dan di berkas csv.",
            "Calendar strip: articles of each outlet per period; the numbers stand in the table before it and the csv.",
        ),
        page.t(
            "Liputan sepanjang waktu. Banyaknya artikel juga bergantung pada cara korpus dikumpulkan.",
            "Coverage over time. The number of articles also depends on how the corpus was collected.",
        ),
    )


def _counted(reasons: pd.Series) -> list[tuple[str, int]]:
    """How many rows have each reason, the most frequent first."""
    return [(str(reason), int(n)) for reason, n in reasons.value_counts().items()]


def _excluded(excluded: pd.DataFrame, lang: Language) -> list[tuple[str, int]]:
    """What the study leaves out, counted by its reasons in the reader's language."""
    if excluded.empty:
        return []
    worded = dict(zip(REASONS["id"].values(), REASONS[lang].values(), strict=True))
    return _counted(excluded["reason"].map(lambda reason: worded.get(reason, reason)))


def _wording(lang: str) -> Markup:
    """What the script of the concordance says, as JSON that cannot end its element."""
    said = {
        "lang": lang,
        "found": choose(lang, "{n} kutipan dalam {m} artikel", "{n} passages in {m} articles"),
        "type": choose(lang, "Ketik sedikitnya tiga huruf.", "Type at least three letters."),
        "loading": choose(lang, "Memuat …", "Loading …"),
        "failed": choose(lang, "Peramban ini tidak dapat membuka konkordans.", "This browser cannot open the "
          "concordance."),
        "article": choose(lang, "artikel", "article"),
        "link": choose(lang, "tautan", "link"),
        "here": choose(lang, "kutipan yang dihitung", "the passage that was counted"),
        "untitled": choose(lang, "(tanpa judul)", "(no headline)"),
        "legend": [
            ("speaker", choose(lang, "narasumber", "source")),
            ("cue", choose(lang, "kata pewarta", "reporting word")),
            ("direct", choose(lang, "kutipan langsung", "direct quotation")),
            ("indirect", choose(lang, "kutipan tidak langsung", "indirect quotation")),
            ("scare", choose(lang, "tanda petik ironi", "scare quotes")),
            ("term", choose(lang, "kata bermuatan", "loaded term")),
            ("ignored", choose(lang, "tidak ikut dibaca", "not read")),
            ("here", choose(lang, "yang dihitung", "what was counted")),
        ],
    }  # fmt: skip
    return Markup(json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"))


def _tables(
    reading: Reading, numbers: Numbers, table: pd.DataFrame, corpus: pd.DataFrame, missing: pd.DataFrame,
    lines: Mapping[str, Mapping[str, OutletLines]],
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """The tables that belong to no one section, by name."""
    made = {
        "perbandingan": table,
        "ukuran_per_media": per_media(numbers.measures),
        "korpus": corpus,
        "ditinggalkan": missing,
        "kalimat": as_table(lines),
    }
    if len(reading.excluded):
        made["dikeluarkan"] = reading.excluded
    if numbers.inside is not None:
        made["di_dalam_peristiwa"] = numbers.inside.to_frame()
        made["peristiwa"] = event_table(reading.articles)
    return made


def _write_tables(tables: Mapping[str, pd.DataFrame], folder: Path, lang: Language) -> list[str]:
    """Every table as csv and in one workbook; the short ones for a thesis too."""
    write_tables({f"{_OWN}{name}": table for name, table in tables.items()}, folder)
    for name, heads in printed_heads(lang).items():
        if name in tables and 0 < len(tables[name]) <= _MOST_PRINTED:
            shown = {column: head for column, head in heads.items() if column in tables[name].columns}
            for kind in ("docx", "tex"):
                path = folder / f"{_OWN}{name}.{kind}"
                save_table(tables[name], path, title=name.replace("_", " "), columns=shown, lang=lang, digits=3)
    return [path.name for path in sorted(folder.iterdir())]


@contextmanager
def _built_aside(folder: Path) -> Iterator[Path]:
    """A hidden folder inside the target to build in, gone at the end whatever happens."""
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file; give a folder for the report, for example {folder.with_suffix('')}")
    was_there = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(dir=folder, prefix=f".{_OWN}"))
    for name in ("figures", "tables"):
        (aside / name).mkdir()
    try:
        yield aside
    finally:
        rmtree(aside)
        if not was_there and not any(folder.iterdir()):
            folder.rmdir()


def _put_in_place(aside: Path, folder: Path) -> tuple[list[Path], list[Path], Path]:
    """Move what was built to its place, the page last; earlier figures and tables of a report go first."""
    placed = []
    for name in ("figures", "tables"):
        target = folder / name
        target.mkdir(exist_ok=True)
        made = sorted((aside / name).iterdir())
        for old in target.glob(f"{_OWN}*"):
            if old.name not in {path.name for path in made}:
                old.unlink()
        placed.append([path.replace(target / path.name) for path in made])
    return placed[0], placed[1], (aside / "index.html").replace(folder / "index.html")
