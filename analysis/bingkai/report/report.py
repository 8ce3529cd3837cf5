"""One page with what was read, how outlets differ, and the sentences behind every number."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import perf_counter
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from tqdm import tqdm

from bingkai.contrast.compare import compare_outlets
from bingkai.contrast.comparison import Comparison
from bingkai.corpus.read import left_out, reading_notes
from bingkai.figures.canvas import figure_of
from bingkai.figures.comparison import plot_comparison
from bingkai.figures.coverage import plot_coverage
from bingkai.figures.labels import Language, check_language, choose, measure_label, number
from bingkai.figures.save import save_figure
from bingkai.figures.stance import plot_stance_profile
from bingkai.figures.zones import plot_term_zones
from bingkai.language.lexicons import Lexicon, load_lexicon
from bingkai.measures.measure import measure
from bingkai.reading.analyse import Reading
from bingkai.reading.evidence import evidence
from bingkai.report.contents import (
    Group,
    Picture,
    anchor_of,
    corpus_table,
    group_of,
    group_words,
    measure_part,
    per_media,
)
from bingkai.report.lines import OutletLines, as_table, lines_of
from bingkai.report.page import inlined, render
from bingkai.report.summary import balance, findings, nothing_found
from bingkai.report.tables import write_tables
from bingkai.schema import COMPARISON, STANCES, ZONES, empty

_OWN = "bingkai_"  # every figure and table of the report begins with this: only such files are ever removed
_MOST_LINES = 12_000  # on the page, so that it stays quick
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
) -> ReportFiles:
    """Write one page that shows what was read, how outlets differ and the sentences behind every number.

    Parameters
    ----------
    reading : Reading
        As `analyse` gives it.
    folder : path
        Where to write ``index.html``, ``figures/`` and ``tables/``; made if needed. Files of an earlier report
        there are replaced, others are left alone.
    lang : {"id", "en"}
    seed : int
        Of resampling and of the draw of sentences.
    n_resamples : int
        Bootstrap and permutation draws.
    progress : bool
        Show progress bars.
    comparison : Comparison, optional
        A comparison to show in place of every outlet against the others.

    Returns
    -------
    ReportFiles

    Raises
    ------
    ValueError
        If there are no articles, or `folder` is a file.

    Notes
    -----
    The page loads nothing from the network and holds its figures itself. Everything is built in a folder aside and
    moved to its place at the end, the page last: an interrupted run leaves no half-written page.
    """
    begun = perf_counter()
    language = check_language(lang)
    if reading.articles.empty:
        raise ValueError("the reading holds no articles to report on; left_out(articles) says what was dropped")
    measures = measure(reading, zones=ZONES)
    if comparison is None:
        comparison = _compare(measures, seed, n_resamples, progress)
    with _built_aside(Path(folder)) as aside:
        _write(aside, reading, measures, comparison, language, seed, progress)
        figures, tables, page = _put_in_place(aside, Path(folder))
    return ReportFiles(page, figures, tables, perf_counter() - begun)


def _compare(measures: pd.DataFrame, seed: int, n_resamples: int, progress: bool) -> Comparison | None:
    """Every outlet against the others on every measure of its own voice; nothing where nothing was measured."""
    own = measures[~measures["measure"].str.contains("@")]
    if own.empty:
        return None
    return compare_outlets(own, list(own["measure"].unique()), seed=seed, n_resamples=n_resamples, progress=progress)


def _write(
    aside: Path,
    reading: Reading,
    measures: pd.DataFrame,
    comparison: Comparison | None,
    lang: Language,
    seed: int,
    progress: bool,
) -> None:
    """Figures, tables and page into the folder aside."""
    table = comparison.to_frame() if comparison is not None else empty(COMPARISON).assign(unit="")
    names = list(table["measure"].unique())
    corpus, missing = corpus_table(reading), left_out(reading.articles, lang)
    with tqdm(total=2 * len(names) + 2, disable=not progress, desc=choose(lang, "laporan", "report")) as bar:
        lines, each = _lines(reading, names, seed, bar)
        coverage = _coverage(aside / "figures", reading, lang)
        groups = _groups(aside / "figures", reading, measures, table, lines, lang, bar)
        write_tables(_tables(table, measures, corpus, missing, lines), aside / "tables")
        bar.update()
        page = render(
            lang,
            fictional=_is_fictional(reading.articles),
            corpus=corpus.to_dict("records"),
            totals=corpus[["n_articles", "n_words", "n_attributions", "n_undated"]].sum().to_dict(),
            first=corpus["first"].min(),
            last=corpus["last"].max(),
            reasons=_reasons(missing),
            notes=reading_notes(reading.articles, lang),
            coverage=coverage,
            groups=groups,
            balance=balance(table, comparison.min_articles, lang) if comparison is not None else "",
            findings=findings(table, lang, _percent(comparison, lang)),
            nothing=nothing_found(lang) if table["p_value"].notna().any() else "",
            percent=_percent(comparison, lang),
            method=comparison.describe(lang) if comparison is not None else "",
            lexicons=_lexicons(reading),
            versions=_versions(),
            tables=[path.name for path in sorted((aside / "tables").iterdir())],
            seed=seed,
            each=each,
        )
        (aside / "index.html").write_text(page, encoding="utf-8")
        bar.update()


def _is_fictional(articles: pd.DataFrame) -> bool:
    """Whether every article is marked FIKSI, as those of the demonstration corpus are."""
    return "keterangan" in articles.columns and bool((articles["keterangan"] == "FIKSI").all())


def _percent(comparison: Comparison | None, lang: str) -> str:
    return number(100 * comparison.confidence, 0, lang) if comparison is not None else ""


def _lines(
    reading: Reading, names: Sequence[str], seed: int, bar: tqdm[Any]
) -> tuple[dict[str, dict[str, OutletLines]], int]:
    """The drawn lines of every measure and outlet, and how many each number may have."""
    wanted = [name for name in ("article_id", "title", "text", "published", "url") if name in reading.articles.columns]
    articles = {str(row["article_id"]): _texts(row) for row in reading.articles[wanted].to_dict("records")}
    n_numbers = len(names) * max(reading.articles["outlet"].nunique(), 1)
    each = max(3, min(_LINES_EACH, _MOST_LINES // max(n_numbers, 1)))
    made = {}
    for name in names:
        made[name] = lines_of(evidence(reading, name), articles, each, seed)
        bar.update()
    return made, each


def _texts(row: Mapping[Any, Any]) -> dict[str, object]:
    return {str(name): value for name, value in row.items()}


def _picture(folder: Path, name: str, ax: Axes, alt: str) -> Picture:
    """Save a figure and close it."""
    svg = save_figure(ax, folder / f"{_OWN}{name}")[1]
    plt.close(figure_of(ax))
    return Picture(f"figures/{_OWN}{name}", inlined(svg), alt)


def _coverage(folder: Path, reading: Reading, lang: str) -> Picture:
    alt = choose(
        lang,
        "Petak waktu: jumlah artikel tiap media per periode; angka-angkanya ada di tabel sebelumnya dan di berkas csv.",
        "Calendar strip: articles of each outlet per period; the numbers stand in the table before it and in the csv.",
    )
    return _picture(folder, "liputan", plot_coverage(reading.articles, lang=lang), alt)


def _groups(
    folder: Path,
    reading: Reading,
    measures: pd.DataFrame,
    table: pd.DataFrame,
    lines: Mapping[str, Mapping[str, OutletLines]],
    lang: str,
    bar: tqdm[Any],
) -> list[Group]:
    """The measures in the order of the comparison, verbs first, each group with its own figures."""
    names = list(table["measure"].unique())
    keys = sorted(dict.fromkeys(map(group_of, names)), key=("stance", "kind", "source").__contains__, reverse=True)
    groups = []
    for key in keys:
        parts = []
        for name in _in_order([name for name in names if group_of(name) == key]):
            rows = table[table["measure"] == name]
            parts.append(measure_part(rows, lines[name], _forest(folder, rows, lang), lang))
            bar.update()
        title, about = group_words(key, reading.lexicons, lang)
        groups.append(Group(key, title, about, _group_figures(folder, key, measures, lang), parts))
    return groups


def _in_order(names: list[str]) -> list[str]:
    """Stance classes in the order of the schema, other measures as they come."""
    places = {f"stance.{stance.lower()}": place for place, stance in enumerate(STANCES)}
    return sorted(names, key=lambda name: places.get(name, 0))


def _forest(folder: Path, rows: pd.DataFrame, lang: str) -> Picture | None:
    """The forest plot of a measure; none where every comparison was refused."""
    if rows["effect"].isna().all():
        return None
    name = str(rows["measure"].iloc[0])
    alt = choose(
        lang,
        f"Plot hutan {measure_label(name)}: selisih tiap media dengan selangnya; angka yang sama ada di tabel berikut.",
        f"Forest plot of {measure_label(name, lang)}: each outlet's difference and interval, as in the table.",
    )
    return _picture(folder, anchor_of(name), plot_comparison(rows, lang=lang), alt)


def _group_figures(folder: Path, key: str, measures: pd.DataFrame, lang: str) -> list[Picture]:
    """The overview of a group: the verb profile, or a lexicon's terms by zone."""
    if key == "stance":
        alt = choose(
            lang,
            "Peta panas: persentase atribusi tiap media menurut kelas verba.",
            "Heat map: share of each outlet's attributions by class of verb.",
        )
        return [_picture(folder, "kelas_verba", plot_stance_profile(measures, lang=lang), alt)]
    if key not in ("kind", "source"):
        alt = choose(
            lang,
            "Batang: laju per 1.000 kata di judul, suara wartawan, dan perkataan narasumber, tiap media.",
            "Bars: rate per 1,000 words in headlines, the reporter's voice and what sources say, for each outlet.",
        )
        drawn = plot_term_zones(measures, lexicon=key, lang=lang)
        return [_picture(folder, f"{anchor_of(key)}_menurut_zona", drawn, alt)]
    return []


def _tables(
    table: pd.DataFrame,
    measures: pd.DataFrame,
    corpus: pd.DataFrame,
    missing: pd.DataFrame,
    lines: Mapping[str, Mapping[str, OutletLines]],
) -> dict[str, pd.DataFrame]:
    tables = {
        "perbandingan": table,
        "ukuran_per_media": per_media(measures),
        "korpus": corpus,
        "ditinggalkan": missing,
        "kalimat": as_table(lines),
    }
    return {f"{_OWN}{name}": made for name, made in tables.items()}


def _reasons(missing: pd.DataFrame) -> list[tuple[str, int]]:
    """How many rows were left out for each reason, the most frequent first."""
    counts = missing["reason"].value_counts()
    return [(str(reason), int(n)) for reason, n in counts.items()]


def _lexicons(reading: Reading) -> list[Lexicon]:
    """The lexicons of the reading, and the reporting verbs that attributions are found with."""
    verbs = load_lexicon("verba_pewarta")
    return [verbs, *(lexicon for lexicon in reading.lexicons if lexicon.name != verbs.name)]


def _versions() -> dict[str, str]:
    made = {"Python": platform.python_version()}
    for name in ("bingkai", "numpy", "pandas", "scipy", "matplotlib", "PySastrawi"):
        with suppress(PackageNotFoundError):  # run from a checkout that is not installed
            made[name] = version(name)
    return made


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
