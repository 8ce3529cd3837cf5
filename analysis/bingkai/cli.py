"""The command line: parse, call, print, exit code. Everything else lives in the library."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from textwrap import TextWrapper
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

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
    typer.Argument(help="csv, xlsx, json, jsonl, parquet, or a folder of them. Without it: the demonstration corpus."),
]
Lang = Annotated[Language, typer.Option(help="Language of the page and the messages.")]
Seed = Annotated[int, typer.Option(help="Seed of every random draw.")]

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


def _read(corpus: Path | None, lang: Language, quiet: bool = False) -> pd.DataFrame:
    from bingkai.corpus.demo import load_demo
    from bingkai.corpus.read import left_out, read_corpus

    articles = load_demo() if corpus is None else read_corpus(corpus, progress=not quiet)
    if not quiet:
        if corpus is None:
            typer.echo(_say("demo", lang), err=True)
        counts = {"n": len(articles), "outlets": articles["outlet"].nunique(), "left": len(left_out(articles))}
        typer.echo(_say("read", lang, **counts), err=True)
    return articles


@app.command(
    epilog="Contoh: [bold]bingkai report[/] · [bold]bingkai report korpus.csv -o laporan --lang en[/]",
)
def report(
    corpus: Corpus = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the report.")] = Path("laporan"),
    lang: Lang = Language.id,
    seed: Seed = 7,
    resamples: Annotated[int, typer.Option(min=200, help="Bootstrap and permutation draws.")] = 2000,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
) -> None:
    """Read a corpus, compare its outlets, write one page with figures, tables and the sentences behind every number."""
    from time import perf_counter

    begun = perf_counter()
    with _errors(lang):
        articles = _read(corpus, lang, quiet)
        from bingkai.reading.analyse import analyse
        from bingkai.report.report import write_report

        reading = analyse(articles, progress=not quiet)
        files = write_report(reading, out, lang=lang.value, seed=seed, n_resamples=resamples, progress=not quiet)
    typer.echo(_say("written", lang, seconds=perf_counter() - begun))
    typer.echo(f"  {_say('page', lang)}: {files.page}")
    for key, paths in (("figures", files.figures), ("tables", files.tables)):
        typer.echo(_listing(_say(key, lang), paths))


def _listing(title: str, paths: Sequence[Path]) -> str:
    """The files of one folder, a name once with its endings: "Gambar, laporan/figures: liputan (csv png svg)"."""
    endings: dict[str, list[str]] = {}
    for path in paths:
        endings.setdefault(path.stem, []).append(path.suffix.removeprefix("."))
    names = ", ".join(f"{stem} ({' '.join(sorted(found))})" for stem, found in endings.items())
    wrapper = TextWrapper(110, "  ", "    ", break_long_words=False, break_on_hyphens=False)
    return wrapper.fill(f"{title} ({len(endings)}), {paths[0].parent}: {names}")


@app.command(epilog="Contoh: [bold]bingkai check korpus.csv --left-out terbuang.csv[/]")
def check(
    corpus: Corpus = None,
    left_out_to: Annotated[Path | None, typer.Option("--left-out", help="Write what was left out to this csv.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Findings as JSON on standard output.")] = False,
    lang: Lang = Language.id,
) -> None:
    """Say what is in a corpus before believing anything about it: outlets, months, duplicates, damaged texts."""
    with _errors(lang):
        articles = _read(corpus, lang, quiet=as_json)
        from bingkai.corpus.check import check_corpus
        from bingkai.corpus.read import left_out
        from bingkai.report.tables import save_table

        found = check_corpus(articles)
        if left_out_to is not None:
            save_table(left_out(articles), left_out_to)
        if as_json:
            typer.echo(found.to_frame().to_json(orient="records", force_ascii=False, indent=1))
        else:
            typer.echo(found.to_text(lang=lang.value))


@app.command(
    epilog="Contoh: [bold]bingkai analyse besar.parquet -o hasil[/] · "
    "[bold]bingkai analyse folder/ -o hasil --scheduler tcp://10.0.0.1:8786[/]"
)
def analyse(
    corpus: Annotated[Path, typer.Argument(help="csv, xlsx, json, jsonl, parquet, or a folder of them; any size.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the analysis; carried on where it was begun.")],
    rows: Annotated[int, typer.Option(min=1, help="Rows of a part; some 0.1 MB of memory a row and process.")] = 5_000,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; without it, as many as cores.")] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, tcp://…")] = None,
    restart: Annotated[bool, typer.Option("--restart", help="Delete what is in the folder and begin anew.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
    lang: Lang = Language.id,
) -> None:
    """Analyse a corpus of any size into Parquet files, a part at a time; a run that was stopped is carried on."""
    from time import perf_counter

    begun = perf_counter()
    with _errors(lang):
        from bingkai.batch.run import analyse_files

        done = analyse_files(corpus, out, part_rows=rows, workers=workers, scheduler=scheduler, restart=restart,
                             progress=not quiet)  # fmt: skip
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
    seed: Seed = 7,
) -> None:
    """Show the passages behind a word or a measure, drawn at random with a seed."""
    with _errors(lang):
        articles = _read(corpus, lang, quiet=as_json)
        from bingkai.reading.analyse import analyse
        from bingkai.reading.kwic import kwic as concordance

        found = concordance(analyse(articles, progress=not as_json), what, n=n, seed=seed, outlet=outlet, zone=zone)
    if as_json:
        typer.echo(found.to_json(orient="records", force_ascii=False, date_format="iso", indent=1))
    elif found.empty:
        typer.echo(_say("none", lang, word=what))
    else:
        _print_passages(found)


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


if __name__ == "__main__":
    app()
