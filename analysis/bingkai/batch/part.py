"""The analysis of one part: all that a worker needs lies in files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from bingkai.batch.store import CORPUS, READ, WORK, sum_by, write_frame, write_part, write_text
from bingkai.corpus.clean import mark_boilerplate, own_texts
from bingkai.corpus.stream import read_part
from bingkai.language.lexicon_files import load_lexicon, read_lexicon
from bingkai.language.lexicons import Lexicon
from bingkai.language.stems import capital_counts, mostly_capital, roots
from bingkai.language.tokens import tokenise
from bingkai.measures.agency import agency_measures
from bingkai.measures.choices import choice_measures
from bingkai.measures.measure import measure
from bingkai.measures.sides import near_measures, side_measures
from bingkai.measures.sources import source_measures
from bingkai.reading.analyse import DEFAULT_LEXICONS, Reading, analyse
from bingkai.reading.speaker_sides import NEUTRAL
from bingkai.study import Study

NAMES = "names.json"


@dataclass(frozen=True)
class AnalysePart:
    """What a worker does with the number of a part: read it, analyse it, write its frames."""

    folder: Path
    study: Path | None
    lexicons: tuple[str, ...] | None

    def settings(self) -> tuple[Study | None, list[Lexicon]]:
        """The study, and the lexicons to be used: those asked for, else the study's, else the usual ones."""
        study = Study.read(self.study) if self.study else None
        if self.lexicons is None and study and study.lexicons:
            return study, list(study.lexicons)
        return study, [_lexicon(name) for name in self.lexicons or DEFAULT_LEXICONS]

    def __call__(self, part: int) -> int:
        known = self.folder / NAMES
        names = frozenset(json.loads(known.read_text(encoding="utf-8"))) if known.exists() else None
        study, lexicons = self.settings()
        articles = read_part(self.folder / CORPUS, part)
        reading = analyse(articles, study, lexicons=lexicons, names=names, progress=False)
        frames: dict[str, pd.DataFrame] = {name: getattr(reading, name) for name in READ}
        write_part(self.folder, part, frames | counted(reading))
        return part


def _lexicon(name: str) -> Lexicon:
    return read_lexicon(name) if Path(name).suffix == ".csv" else load_lexicon(name)


def counted(reading: Reading) -> dict[str, pd.DataFrame]:
    """The MEASURES of a reading by kind; those of rival terms and of sides where a study asks for some."""
    made = {
        "measures": measure(reading),
        "source_measures": source_measures(reading),
        "agency_measures": agency_measures(reading),
    }
    if reading.term_choices:
        made["choice_measures"] = choice_measures(reading)
    if reading.study and {actor.side for actor in reading.study.actors if actor.side} - NEUTRAL:
        made |= {"side_measures": side_measures(reading), "near_measures": near_measures(reading)}
    return made


@dataclass(frozen=True)
class CountCapitals:
    """How often each word of a part stands with a capital within sentences, and how often without one."""

    folder: Path

    def __call__(self, part: int) -> int:
        articles = mark_boilerplate(read_part(self.folder / CORPUS, part))
        tokens = tokenise(articles["title"].tolist(), own_texts(articles))
        capital, without = capital_counts(tokens)
        table = pd.DataFrame({"word": list(tokens.lower), "capital": capital, "without": without})
        write_frame(self.path(part), table.astype({"word": "str"}))
        return part

    def path(self, part: int) -> Path:
        """Where the counts of a part are laid down."""
        return self.folder / WORK / "names" / f"part-{part:05}.parquet"


def write_names(folder: Path, paths: Iterable[Path]) -> None:
    """Write the words that the whole corpus uses as names, which stems leave whole: names.json."""
    totals = sum_by(paths, "word")
    found = totals["word"][mostly_capital(totals["capital"].to_numpy(), totals["without"].to_numpy())]
    write_text(folder / NAMES, json.dumps(sorted(set(found) - roots()), ensure_ascii=False))
