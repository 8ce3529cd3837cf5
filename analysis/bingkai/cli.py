"""The command line: parse, call, print, exit code. Everything else lives in the library."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from shlex import join
from textwrap import TextWrapper
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

    from bingkai.study import Study

app = typer.Typer(
    name="bingkai",
    help="Bandingkan cara media membingkai peristiwa. · Compare how Indonesian outlets frame the same events.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


class Language(StrEnum):
    """Languages of pages and messages."""

    id = "id"
    en = "en"


Corpus = Annotated[
    Path | None,
    typer.Argument(
        help="csv, xlsx, json, jsonl, parquet, a folder of them, or a study (.toml). Without it: the demonstration."
    ),
]
Lang = Annotated[Language, typer.Option(help="Language of the page and the messages.")]
Seed = Annotated[int | None, typer.Option(help="Seed of every random draw; the study's, else 7.")]

FEWEST = 10  # articles of an outlet that is compared

MESSAGES = {
    "read": ("{n} artikel dari {outlets} media dibaca; {left} baris ditinggalkan atau digabung",
             "{n} articles of {outlets} outlets read; {left} rows left out or merged"),
    "written": ("Laporan ditulis dalam {seconds:.0f} detik:", "Report written in {seconds:.0f} seconds:"),
    "page": ("Halaman", "Page"),
    "figures": ("Gambar", "Figures"),
    "tables": ("Tabel", "Tables"),
    "analysed": ("{n} artikel dalam {parts} bagian ({resumed} sudah ada sebelumnya), {seconds:.0f} detik: {folder}",
                 "{n} articles in {parts} parts ({resumed} were there before), {seconds:.0f} seconds: {folder}"),
    "none": ("Tidak ada kemunculan {word!r}.", "No occurrence of {word!r}."),
    "excluded": ("{n} artikel dikeluarkan menurut studi: {reasons}", "{n} articles left out by the study: {reasons}"),
    "drafted": ("{path} ditulis dari {n} artikel; bacalah dan sunting sebelum dipakai: bingkai report {path}",
                "{path} written from {n} articles; read and edit it before use: bingkai report {path}"),
    "there": ("{path} sudah ada; beri nama lain dengan -o atau timpa dengan --force",
              "{path} is there already; give another name with -o or overwrite it with --force"),
    "no_corpus": ("{path} tidak menyebut korpus; tambahkan corpus = \"korpus.csv\"",
                  "{path} names no corpus; add corpus = \"korpus.csv\""),
    "few": ("Kurang dari {wanted} artikel, jadi dibaca dan dikutip tetapi tidak dibandingkan: {outlets}",
            "Fewer than {wanted} articles, so read and quoted but not compared: {outlets}"),
    "more": ("{n} dari {total} kutipan, diambil acak dengan benih {seed}; semuanya: -n {total}",
             "{n} of {total} passages, drawn at random with seed {seed}; all of them: -n {total}"),
    "sheet": ("Lembar koding: {paths}", "Coding sheet: {paths}"),
    "discuss": ("{n} perbedaan untuk dibahas: {path}", "{n} disagreements to discuss: {path}"),
    "error": ("Galat", "Error"),
    "demo": ("Korpus demonstrasi (FIKSI): media, orang, dan peristiwanya rekaan.",
             "Demonstration corpus (FIKSI): outlets, people and events are invented."),
}  # fmt: skip


def _say(key: str, lang: Language, **values: object) -> str:
    return MESSAGES[key][0 if lang is Language.id else 1].format(**values)


@contextmanager
def _errors(lang: Language) -> Iterator[None]:
    """A user's mistake ends with one readable line and exit code 1; a defect of ours keeps its traceback."""
    try:
        yield
    except (ValueError, OSError) as error:
        typer.echo(f"{_say('error', lang)}: {error}", err=True)
        raise typer.Exit(1) from error


def _read(corpus: Path | None, lang: Language, quiet: bool = False) -> tuple[pd.DataFrame, Study | None]:
    """The articles of a corpus or study, and the study; without either, those of the demonstration."""
    from bingkai.corpus.demo import load_demo
    from bingkai.corpus.read import left_out, read_corpus
    from bingkai.reading.demo_study import load_demo_study

    if corpus is None:
        articles, study = load_demo(), load_demo_study()
    elif corpus.suffix.lower() == ".toml":
        articles, study = _read_study(corpus, lang, quiet)
    else:
        articles, study = read_corpus(corpus, progress=not quiet), None
    if not quiet:
        if corpus is None:
            typer.echo(_say("demo", lang), err=True)
        counts = {"n": len(articles), "outlets": articles["outlet"].nunique(), "left": len(left_out(articles))}
        typer.echo(_say("read", lang, **counts), err=True)
        _tell_excluded(articles, study, lang)
    return articles, study


def _read_study(path: Path, lang: Language, quiet: bool) -> tuple[pd.DataFrame, Study]:
    from bingkai.corpus.read import read_corpus
    from bingkai.study import Study

    study = Study.read(path)
    if study.corpus is None:
        raise ValueError(_say("no_corpus", lang, path=path))
    columns, outlets = study.columns or None, study.renames or None
    return read_corpus(study.corpus, columns, outlets=outlets, progress=not quiet), study


def _tell_excluded(articles: pd.DataFrame, study: Study | None, lang: Language) -> None:
    out = study.excluded(articles, lang.value) if study else articles[:0]
    if len(out):
        reasons = ", ".join(f"{reason} {n}" for reason, n in out["reason"].value_counts().items())
        typer.echo(_say("excluded", lang, n=len(out), reasons=reasons), err=True)


def _tell_few(articles: pd.DataFrame, lang: Language) -> None:
    """Outlets that no comparison will hold, before somebody looks for them in the page."""
    counts = articles["outlet"].value_counts().sort_index()
    few = [f"{outlet} ({n})" for outlet, n in counts.items() if n < FEWEST]
    if few:
        typer.echo(_say("few", lang, wanted=FEWEST, outlets=", ".join(few)), err=True)


def _seed(seed: int | None, study: Study | None) -> int:
    if seed is not None:
        return seed
    return study.seed if study else 7


def _print_version(wanted: bool) -> None:
    if wanted:
        from bingkai import __version__

        typer.echo(f"bingkai {__version__}")
        raise typer.Exit


@app.callback()
def _any_terminal(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    # Letters that a terminal's code page does not hold are written as escapes; what goes to a file is UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            chosen = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if chosen else "utf-8", errors="backslashreplace")


@app.command(
    epilog="Contoh: [bold]bingkai report[/] · [bold]bingkai report korpus.csv -o laporan --lang en[/] · "
    "[bold]bingkai report studi.toml[/]",
)
def report(
    corpus: Corpus = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the report.")] = Path("laporan"),
    lang: Lang = Language.id,
    seed: Seed = None,
    resamples: Annotated[int, typer.Option(min=200, help="Bootstrap and permutation draws.")] = 2000,
    events: Annotated[
        bool | None,
        typer.Option("--events/--no-events", help="Match articles on the same event; with a study that is so anyway."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
) -> None:
    """Compare the outlets of a corpus or study: one page, figures, tables and the sentences behind every number."""
    from time import perf_counter

    begun = perf_counter()
    with _errors(lang):
        articles, study = _read(corpus, lang, quiet)
        from bingkai.reading.analyse import analyse
        from bingkai.report.methods import Provenance
        from bingkai.report.report import write_report

        reading = analyse(articles, study, progress=not quiet)
        made = Provenance(_command(), study.corpus if study else corpus)
        files = write_report(reading, out, lang=lang.value, seed=_seed(seed, study), n_resamples=resamples,
                             progress=not quiet, events=events, made=made)  # fmt: skip
        _tell_few(reading.articles, lang)
    typer.echo(_say("written", lang, seconds=perf_counter() - begun))
    typer.echo(f"  {_say('page', lang)}: {files.page}")
    for key, paths in (("figures", files.figures), ("tables", files.tables)):
        typer.echo(_listing(_say(key, lang), paths))


def _command() -> str:
    """What was typed, as a shell would read it again."""
    return join(["bingkai", *sys.argv[1:]])


def _listing(title: str, paths: Sequence[Path]) -> str:
    """The files of one folder, a name once with its endings: "Gambar, laporan/figures: liputan (csv png svg)"."""
    endings: dict[str, list[str]] = {}
    for path in paths:
        endings.setdefault(path.stem, []).append(path.suffix.removeprefix("."))
    names = ", ".join(f"{stem} ({' '.join(sorted(found))})" for stem, found in endings.items())
    wrapper = TextWrapper(110, "  ", "    ", break_long_words=False, break_on_hyphens=False)
    return wrapper.fill(f"{title} ({len(endings)}), {paths[0].parent}: {names}")


@app.command(epilog="Contoh: [bold]bingkai init korpus.csv -o studi.toml[/]")
def init(
    corpus: Annotated[
        Path | None, typer.Argument(help="csv, xlsx, json, jsonl, parquet, or a folder of them. Without it: the demo.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Study file to write.")] = Path("studi.toml"),
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
    lang: Lang = Language.id,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
) -> None:
    """Write a first study from a corpus: frequent sources as actors, rival terms, outlets, sections, with comments."""
    with _errors(lang):
        if out.exists() and not force:
            raise ValueError(_say("there", lang, path=out))
        articles, _ = _read(corpus, lang, quiet)
        from bingkai.corpus.demo import demo_folder
        from bingkai.reading.analyse import analyse
        from bingkai.reading.draft import corpus_from, draft_study

        source = demo_folder() / "artikel.jsonl" if corpus is None else corpus
        text = draft_study(analyse(articles, progress=not quiet), corpus_from(source, out), lang=lang.value)
        _write(out, text)
    typer.echo(_say("drafted", lang, path=out, n=len(articles)))


def _write(path: Path, text: str) -> None:
    """The whole file or none of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


@app.command(epilog="Contoh: [bold]bingkai check korpus.csv --left-out terbuang.csv[/]")
def check(
    corpus: Corpus = None,
    left_out_to: Annotated[Path | None, typer.Option("--left-out", help="Write what was left out to this csv.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Findings as JSON on standard output.")] = False,
    lang: Lang = Language.id,
) -> None:
    """Say what is in a corpus before believing anything about it: outlets, months, duplicates, damaged texts."""
    with _errors(lang):
        articles, study = _read(corpus, lang, quiet=as_json)
        from bingkai.corpus.check import check_corpus
        from bingkai.corpus.read import left_out
        from bingkai.report.tables import save_table

        found = check_corpus(study.apply(articles) if study else articles)
        if left_out_to is not None:
            save_table(left_out(articles), left_out_to)
        if as_json:
            typer.echo(found.to_frame().to_json(orient="records", force_ascii=False, indent=1))
        else:
            typer.echo(found.to_text(lang=lang.value))
            _tell_few(study.apply(articles) if study else articles, lang)


@app.command(
    epilog="Contoh: [bold]bingkai analyse besar.parquet -o hasil[/] · "
    "[bold]bingkai analyse folder/ -o hasil --scheduler tcp://10.0.0.1:8786[/]"
)
def analyse(
    corpus: Annotated[Path, typer.Argument(help="csv, xlsx, json, jsonl, parquet, or a folder of them; any size.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the analysis; carried on where it was begun.")],
    study: Annotated[Path | None, typer.Option(help="A study file: its exclusions, actors, term choices.")] = None,
    rows: Annotated[int, typer.Option(min=1, help="Rows of a part; some 0.1 MB of memory a row and process.")] = 5_000,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; without it, as many as cores.")] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, tcp://…")] = None,
    copies: Annotated[bool, typer.Option("--copies", help="Find articles that print the same text.")] = False,
    events: Annotated[bool, typer.Option("--events", help="Find articles that report the same event.")] = False,
    restart: Annotated[bool, typer.Option("--restart", help="Delete what is in the folder and begin anew.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
    lang: Lang = Language.id,
) -> None:
    """Analyse a corpus of any size into Parquet files, a part at a time; a run that was stopped is carried on."""
    from time import perf_counter

    begun = perf_counter()
    with _errors(lang):
        from bingkai.batch.run import analyse_files

        done = analyse_files(corpus, out, study, part_rows=rows, workers=workers, scheduler=scheduler, copies=copies,
                             events=events, restart=restart, progress=not quiet)  # fmt: skip
    typer.echo(_say("analysed", lang, n=done.n_articles, parts=done.n_parts, resumed=done.n_resumed,
                    seconds=perf_counter() - begun, folder=done.folder))  # fmt: skip


@app.command(
    epilog="Contoh: [bold]bingkai kwic mengklaim korpus.csv -n 20 --outlet Detik[/] · [bold]bingkai kwic 'meng*'[/]"
)
def kwic(
    what: Annotated[str, typer.Argument(help="A word, a phrase, a pattern with *, or a measure such as stance.jarak.")],
    corpus: Corpus = None,
    n: Annotated[int, typer.Option("-n", min=1, help="How many passages.")] = 10,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet.")] = None,
    zone: Annotated[
        str | None, typer.Option(help="Only these words: title, reporter, direct, indirect, scare.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Passages as JSON on standard output.")] = False,
    lang: Lang = Language.id,
    seed: Seed = None,
) -> None:
    """Show the passages behind a word or a measure, drawn at random with a seed."""
    with _errors(lang):
        articles, study = _read(corpus, lang, quiet=as_json)
        from bingkai.reading.analyse import analyse
        from bingkai.reading.kwic import kwic as concordance

        reading = analyse(articles, study, progress=not as_json)
        found = concordance(reading, what, n=n, seed=_seed(seed, study), outlet=outlet, zone=zone)
    if as_json:
        typer.echo(found.to_json(orient="records", force_ascii=False, date_format="iso", indent=1))
    elif found.empty:
        typer.echo(_say("none", lang, word=what))
    else:
        _print_passages(found)
        if len(found) == n:
            total = len(concordance(reading, what, n=None, outlet=outlet, zone=zone))
            typer.echo(_say("more", lang, n=n, total=total, seed=_seed(seed, study)), err=True)


def _print_passages(found: pd.DataFrame) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False)
    for justify in ("left", "right", "left", "left"):
        table.add_column(justify=justify, no_wrap=justify == "right", overflow="ellipsis")
    for row in found.itertuples():
        table.add_row(
            Text(str(row.outlet)), Text(str(row.left)), Text(str(row.form), style="bold"), Text(str(row.right))
        )
    Console(width=None if sys.stdout.isatty() else 160).print(table)


@app.command(
    epilog="Contoh: [bold]bingkai sheet korpus.csv --model entman -o lembar.xlsx[/] · "
    "[bold]bingkai sheet korpus.csv -m buku_kode.toml -n 80 --coder Ana --coder Budi[/]"
)
def sheet(
    corpus: Corpus = None,
    model: Annotated[str, typer.Option("--model", "-m", help="A frame model, or your codebook (.toml).")] = "entman",
    out: Annotated[Path, typer.Option("--out", "-o", help="Workbook to write; with several coders one each.")] = Path(
        "lembar.xlsx"
    ),
    n: Annotated[int, typer.Option("-n", min=0, help="How many units, drawn evenly; 0 for all.")] = 100,
    blind: Annotated[float, typer.Option(min=0, max=1, help="Share of units without proposed sentences.")] = 0.2,
    coder: Annotated[list[str] | None, typer.Option(help="Name of a coder; may be given several times.")] = None,
    units: Annotated[str, typer.Option(help="What a row is: article, title, sentence.")] = "article",
    lang: Lang = Language.id,
    seed: Seed = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
) -> None:
    """Write a coding sheet (lembar koding) for a frame model: sentences proposed, values to choose from."""
    with _errors(lang):
        articles, study = _read(corpus, lang, quiet)
        from bingkai.reading.analyse import analyse
        from bingkai.report.sheets import coder_paths, write_sheet

        reading = analyse(articles, study, progress=not quiet)
        for name, path in coder_paths(out, coder or ()):
            written = write_sheet(reading, model, path, n=n or None, blind=blind, coder=name, seed=_seed(seed, study),
                                  units=units, lang=lang.value)  # fmt: skip
            typer.echo(_say("sheet", lang, paths=", ".join(map(str, written))))


@app.command(
    epilog="Contoh: [bold]bingkai agree ana.xlsx budi.xlsx[/] · "
    "[bold]bingkai agree ana.xlsx budi.xlsx --discuss diskusi.xlsx --out keandalan.csv[/]"
)
def agree(
    sheets: Annotated[list[Path], typer.Argument(help="The coders' sheets, .xlsx or .csv.")],
    codebook: Annotated[Path | None, typer.Option(help="Your codebook (.toml), for csv files.")] = None,
    discuss: Annotated[Path | None, typer.Option(help="Write the disagreements to this workbook.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write the coefficients to this csv.")] = None,
    problems: Annotated[Path | None, typer.Option(help="Write what is amiss in the sheets to this csv.")] = None,
    tool: Annotated[list[str] | None, typer.Option(help="A coder that is a program; compared apart.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Coefficients as JSON on standard output.")] = False,
    lang: Lang = Language.id,
    seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 7,
    resamples: Annotated[int, typer.Option(min=200, help="Bootstrap draws.")] = 2000,
) -> None:
    """Read coders' sheets back: gaps and typing errors, agreement on each item with its interval, what to discuss."""
    with _errors(lang):
        from bingkai.contrast.reliability import reliability
        from bingkai.report.agree import agreement_table, agreement_text
        from bingkai.report.coded import read_sheets
        from bingkai.report.discussion import disagreements, write_discussion
        from bingkai.report.tables import save_table

        coded = read_sheets(sheets, codebook=codebook)
        table = reliability(coded.codes, tools=tool or (), n_resamples=resamples, seed=seed)
        for path, frame in ((out, agreement_table(table)), (problems, coded.problems)):
            if path is not None:
                save_table(frame, path)
        if as_json:
            typer.echo(table.to_json(orient="records", force_ascii=False, indent=1))
        else:
            typer.echo(agreement_text(coded, table, lang.value))
        if discuss is not None:
            write_discussion(coded, discuss, lang=lang.value)
            n = len(disagreements(coded.codes, tools=tool or ()))
            typer.echo(_say("discuss", lang, n=n, path=discuss), err=True)


if __name__ == "__main__":
    app()
