"""What a study states: corpus, outlets, actors and their sides, rival terms, contrasts, exclusions, seed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from html import escape
from pathlib import Path

import pandas as pd

from bingkai.language.guards import Condition
from bingkai.language.lexicons import Lexicon
from bingkai.language.term_choices import TermChoice
from bingkai.schema import ARTICLES, Contrast, plain_types, require
from bingkai.study.table import StudyError as StudyError

OPINION_SECTIONS = ("opini*", "kolom*", "editorial*", "tajuk*", "resonansi*", "rembuk*", "surat pembaca*", "analisis*",
                    "analysis*", "esai*", "columnist*", "kolumnis*")  # fmt: skip
OPINION_TITLES = ("opini:*", "[[]opini]*", "kolom:*", "editorial:*", "tajuk:*")
REASONS = {
    "id": {"period": "di luar kurun", "outlet": "media tidak dibandingkan", "article": "dikecualikan menurut id",
           "section": "rubrik dikecualikan", "title": "judul dikecualikan", "opinion": "opini"},
    "en": {"period": "outside the period", "outlet": "outlet not compared", "article": "excluded by id",
           "section": "section excluded", "title": "title excluded", "opinion": "opinion"},
}  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """Who takes part: by which names the articles mention it, and on which side the study puts it.

    Attributes
    ----------
    key, label, side : side is empty for an actor on none
    aliases : full names; a form with capitals matches words with those capitals only
    acronyms : short for the name: BGN
    epithets : descriptions that stand for the actor: *orang nomor satu Tegalayu*
    short : parts of a name, counted only in articles that have an alias, and not inside a longer name
    person : *ia, dia, beliau* may stand for the actor
    unless : phrases in which no form is counted
    near, blocked : conditions on the neighbours of a form
    articles : patterns of article ids; all articles where empty
    """

    key: str
    label: str
    side: str = ""
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    epithets: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    person: bool = False
    unless: tuple[str, ...] = ()
    near: tuple[Condition, ...] = ()
    blocked: tuple[Condition, ...] = ()
    articles: tuple[str, ...] = ()

    @property
    def forms(self) -> dict[str, str]:
        """Every form and what it is: alias, acronym, epithet or short."""
        kinds = {"alias": self.aliases, "acronym": self.acronyms, "epithet": self.epithets, "short": self.short}
        return {form: kind for kind, forms in kinds.items() for form in forms}


@dataclass(frozen=True)
class Exclusions:
    """Which articles are left out: ids, sections and titles as patterns with ``*``, opinion pieces."""

    articles: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    opinion: bool = False


@dataclass(frozen=True)
class Study:
    """A whole comparison, stated before its numbers are seen.

    Attributes
    ----------
    title : what the study is called
    corpus : file or folder of the articles; None where the articles are given
    columns : bingkai's columns and the file's, as `read_corpus` takes them
    renames : spellings of outlets and the name each stands for, as `read_corpus` takes them
    outlets : the outlets compared; all where empty
    period : first and last day, either may be None
    sides : key of a side -> label
    actors, term_choices, contrasts : what is looked for and compared
    exclusions : what is left out
    lexicons : word lists to look for; the library's default where empty
    event_days, event_threshold : settings of `match_events`
    seed : of every random draw
    path : the file it was read from
    """

    title: str = ""
    corpus: Path | None = None
    columns: dict[str, str] = field(default_factory=dict)
    renames: dict[str, str] = field(default_factory=dict)
    outlets: tuple[str, ...] = ()
    period: tuple[date | None, date | None] = (None, None)
    sides: dict[str, str] = field(default_factory=dict)
    actors: tuple[Actor, ...] = ()
    term_choices: tuple[TermChoice, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    exclusions: Exclusions = Exclusions()
    lexicons: tuple[Lexicon, ...] = ()
    event_days: int = 3
    event_threshold: float = 0.33
    seed: int = 7
    path: Path | None = None

    @classmethod
    def read(cls, path: str | Path) -> Study:
        """Read and check a study file (TOML).

        Parameters
        ----------
        path : str or Path
            `bingkai init` writes one from a corpus. Paths in it are relative to the file.

        Returns
        -------
        Study

        Raises
        ------
        StudyError
            Names file, line and key, what was got, what was wanted, and the nearest known name.
        """
        from bingkai.study.read import read_study

        return read_study(Path(path))

    def apply(self, articles: pd.DataFrame) -> pd.DataFrame:
        """The articles the study compares; `excluded` lists the others.

        Parameters
        ----------
        articles : ARTICLES

        Returns
        -------
        ARTICLES
            In their order, unchanged otherwise.

        Raises
        ------
        StudyError
            No article is left; the message counts the reasons.
        """
        reasons = self._reasons(articles)
        if len(articles) and reasons.notna().all():
            counts = ", ".join(f"{n} {reason}" for reason, n in reasons.map(REASONS["en"]).value_counts().items())
            got = ", ".join(sorted(set(articles["outlet"].dropna()))[:8])
            raise StudyError(f"the study leaves out all {len(articles)} articles ({counts}); outlets there: {got}")
        return articles[reasons.isna().to_numpy()].reset_index(drop=True)

    def excluded(self, articles: pd.DataFrame, lang: str = "id") -> pd.DataFrame:
        """The articles that the study leaves out, and why.

        Parameters
        ----------
        articles : ARTICLES
        lang : {"id", "en"}

        Returns
        -------
        DataFrame
            - article_id, outlet, title
            - reason: the first that applies of outlet, period, id, section, title, opinion
        """
        reasons = self._reasons(articles)
        out = articles.loc[reasons.notna().to_numpy(), ["article_id", "outlet", "title"]]
        return out.assign(reason=reasons.dropna().map(REASONS[lang]).astype("str")).reset_index(drop=True)

    def _reasons(self, articles: pd.DataFrame) -> pd.Series:
        frame = plain_types(require(articles, ARTICLES), ARTICLES).reset_index(drop=True)
        given = self.exclusions
        opinion = (OPINION_SECTIONS, OPINION_TITLES) if given.opinion else ((), ())
        tests = {
            "outlet": ~frame["outlet"].isin(self.outlets) if self.outlets else pd.Series(False, frame.index),
            "period": self._outside(frame["published"]),
            "article": _like(frame["article_id"], given.articles, fold=False),
            "section": _like(frame.get("section"), given.sections, frame.index),
            "title": _like(frame["title"], given.titles),
            "opinion": _like(frame.get("section"), opinion[0], frame.index) | _like(frame["title"], opinion[1]),
        }
        reason: pd.Series[str] = pd.Series([None] * len(frame), frame.index, dtype="str")
        for name, hit in tests.items():
            reason = reason.mask(reason.isna() & hit, name)
        return reason

    def _outside(self, published: pd.Series) -> pd.Series:
        """Articles without a date are kept: nobody knows that they are outside."""
        first, last = self.period
        outside = pd.Series(False, published.index)
        if first is not None:
            outside |= published < pd.Timestamp(first)
        if last is not None:
            outside |= published >= pd.Timestamp(last) + pd.Timedelta(days=1)
        return outside

    def __repr__(self) -> str:
        counts = (f"{len(self.actors)} actors", f"{len(self.term_choices)} term choices",
                  f"{len(self.contrasts)} contrasts")  # fmt: skip
        return f"<Study {self.title!r}: {', '.join(counts)}, seed {self.seed}>"

    def _repr_html_(self) -> str:
        sides = self.sides | {"": "tanpa pihak"}
        actors = [(sides.get(side, side), ", ".join(a.label for a in self.actors if a.side == side)) for side in sides]
        rows = [("Pihak: " + side, labels) for side, labels in actors if labels]
        rows += [(f"Istilah: {c.name}", " · ".join(r.label for r in c.rivals)) for c in self.term_choices]
        rows += [(f"Kontras: {c.name}", ", ".join(c.measures)) for c in self.contrasts]
        cells = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows)
        return f"<table><caption>{escape(self.title or 'Studi')} (seed {self.seed})</caption>{cells}</table>"


def _like(
    values: pd.Series | None, patterns: Iterable[str], index: pd.Index | None = None, *, fold: bool = True
) -> pd.Series:
    """Which values fit one of the patterns with ``*``; case aside unless ``fold`` is false."""
    wanted = [pattern.casefold() if fold else pattern for pattern in patterns]
    if values is None or not wanted:
        return pd.Series(False, index if values is None else values.index)
    given = values.fillna("").astype(str)
    known = {
        value: any(fnmatchcase(value.casefold() if fold else value, p) for p in wanted) for value in given.unique()
    }
    return given.map(known).astype(bool)
