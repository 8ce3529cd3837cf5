"""What a thesis or an article needs from the report: methods to paste, how to make it again, corrections."""

from __future__ import annotations

import csv
import platform
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

from bingkai.figures.labels import choose, number
from bingkai.language.lexicon_files import load_lexicon
from bingkai.language.lexicons import Lexicon
from bingkai.reading.analyse import Reading
from bingkai.report.numbers import Numbers
from bingkai.report.page import day
from bingkai.report.settings import Settings

LIBRARIES = ("bingkai", "numpy", "pandas", "scipy", "statsmodels", "scikit-learn", "matplotlib", "PySastrawi")
CORRECTIONS = "koreksi.csv"
CORRECTION_COLUMNS = ("tanggal", "semula", "menjadi", "alasan")
_WORKS = {
    "bh": "Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal "
          "Statistical Society B, 57(1), 289–300.",
    "permutation": "Chung, E., & Romano, J. P. (2013). Exact and asymptotically robust permutation tests. Annals of "
                   "Statistics, 41(2), 484–507.",
    "interval": "Zou, G. Y., & Donner, A. (2008). Construction of confidence limits about effect measures. Statistics "
                "in Medicine, 27(10), 1693–1702.",
    "model": "Cameron, A. C., & Trivedi, P. K. (2013). Regression Analysis of Count Data (2nd ed.). Cambridge "
             "University Press.",
    "events": "Allan, J. (Ed.). (2002). Topic Detection and Tracking. Kluwer.",
    "words": "Evert, S. (2022). Measuring keyness. Digital Humanities 2022, Tokyo.",
    "agency": "van Leeuwen, T. (2008). Discourse and Practice. Oxford University Press.",
}  # fmt: skip


@dataclass(frozen=True)
class Methods:
    """The method in paragraphs, and the works it names."""

    paragraphs: list[str]
    works: list[str]

    @property
    def text(self) -> str:
        """All of it, to paste."""
        return "\n\n".join([*self.paragraphs, "\n".join(self.works)])


def methods(reading: Reading, numbers: Numbers, settings: Settings, how: str, lang: str = "id") -> Methods:
    """The method of this report in words, with the works it rests on.

    Parameters
    ----------
    reading : Reading
        As it was compared.
    numbers : Numbers
    settings : Settings
    how : str
        How events were found, as `prepared` says.
    lang : {"id", "en"}
    """
    paragraphs = [
        _corpus(reading, lang),
        _reading(reading, lang),
        _units(reading, numbers, how, lang),
        _inference(numbers, settings, lang),
        _limits(lang),
    ]
    return Methods(paragraphs, _cited(reading, numbers, lang))


def _corpus(reading: Reading, lang: str) -> str:
    articles = reading.articles
    n, outlets = number(len(articles), 0, lang), sorted(articles["outlet"].unique(), key=str.casefold)
    dates = articles["published"].dropna()
    first, last = (day(dates.min(), lang), day(dates.max(), lang)) if len(dates) else ("–", "–")
    named = ", ".join(outlets) if len(outlets) <= 12 else choose(lang, "daftar di lampiran", "listed in the appendix")
    out = number(len(reading.excluded), 0, lang)
    return choose(
        lang,
        f"Korpus terdiri atas {n} artikel dari {len(outlets)} media ({named}), terbit {first} sampai {last}."
        + (f" {out} artikel dikeluarkan menurut kriteria yang ditetapkan di muka." if len(reading.excluded) else ""),
        f"The corpus holds {n} articles of {len(outlets)} outlets ({named}), published {first} to {last}."
        + (f" {out} articles were left out by criteria stated beforehand." if len(reading.excluded) else ""),
    )


def _reading(reading: Reading, lang: str) -> str:
    lists = ", ".join(f"{one.name} {one.version} (sha256 {one.sha256[:12]})" for one in lexicons_of(reading))
    choices = len(reading.term_choices)
    return choose(
        lang,
        "Atribusi (satu tindakan melaporkan perkataan), kata bermuatan, dan klausa ditemukan dengan aturan dan daftar "
        f"kata bingkai {_version()}: {lists}. Setiap kata digolongkan menurut pemiliknya: judul, wartawan, kutipan "
        "langsung, kutipan tidak langsung, atau tanda petik ironi; laju kata bermuatan dihitung dalam suara wartawan."
        + (f" Untuk {choices} acuan dihitung bagian istilah-istilah yang bersaing." if choices else ""),
        "Attributions (one act of reporting speech), loaded words and clauses were found with the rules and word lists "
        f"of bingkai {_version()}: {lists}. Every word belongs to the headline, the reporter, a direct or an indirect "
        "quotation, or scare quotes; rates of loaded words are of the reporter's voice."
        + (f" For {choices} referents the shares of rival terms were counted." if choices else ""),
    )


def _units(reading: Reading, numbers: Numbers, how: str, lang: str) -> str:
    matched = {
        "matched": choose(
            lang, " Artikel tentang peristiwa yang sama dipadankan menurut kemiripan judul dan teras berita (TF-IDF) "
                  "dan tanggal (Allan, 2002).",
            " Articles on the same event were matched by likeness of headline and lead (TF-IDF) and by date (Allan, "
            "2002).",
        ),
        "given": choose(lang, " Peristiwa ditandai dalam korpus.", " Events are marked in the corpus."),
    }.get(how, "")  # fmt: skip
    return choose(
        lang,
        "Teks yang hampir sama di beberapa artikel (Jaccard 5-gram kata sedikitnya 0,6 atau keterkandungan 0,8) "
        "dihitung sekali." + matched + " Satuan analisis ialah artikel. Laju ialah jumlah kemunculan dibagi dasar "
        "hitungnya (kata, atribusi, penyebutan, klausa).",
        "Near-identical texts (Jaccard of word 5-grams of at least 0.6, or containment of 0.8) count once." + matched
        + " The unit of analysis is the article. A rate is a sum of counts over a sum of bases (words, attributions, "
        "mentions, clauses).",
    )  # fmt: skip


def _inference(numbers: Numbers, settings: Settings, lang: str) -> str:
    draws, seed = number(settings.n_resamples, 0, lang), settings.seed
    family = numbers.declared.n_tests if numbers.declared is not None else 0
    explored = number(numbers.explored.n_tests if numbers.explored else 0, 0, lang)
    return choose(
        lang,
        f"Selang 95 % didapat dengan menarik ulang artikel ({draws} kali; percentile-t pada skala akar; Zou & Donner, "
        f"2008), nilai p dengan mengacak label media antarartikel ({draws} kali; Chung & Romano, 2013), nilai q "
        f"menurut Benjamini dan Hochberg (1995); seed {seed}. "
        + (
            f"Kontras yang dinyatakan di muka dikoreksi sebagai satu keluarga ({family} pembandingan). "
            if family
            else ""
        )
        + f"Selebihnya penjelajahan ({explored} pembandingan, dikoreksi bersama).",
        f"95 % intervals come from drawing articles again ({draws} times; percentile-t on the square-root scale; Zou & "
        f"Donner, 2008), p values from shuffling outlet labels between articles ({draws} times; Chung & Romano, 2013), "
        f"q values after Benjamini and Hochberg (1995); seed {seed}. "
        + (f"Contrasts declared beforehand were corrected as one family ({family} comparisons). " if family else "")
        + f"All else is exploration ({explored} comparisons, corrected together).",
    )


def _limits(lang: str) -> str:
    return choose(
        lang,
        "Aturan dan daftar kata melewatkan sebagian kemunculan dan keliru pada sebagian lain; ketelitiannya pada "
        "korpus ini perlu diperiksa dengan membaca sampel kutipan.",
        "Rules and word lists miss some occurrences and are wrong about others; how precise they are on this corpus "
        "has to be checked by reading a sample of passages.",
    )


def _cited(reading: Reading, numbers: Numbers, lang: str) -> list[str]:
    used = {
        "bh": True, "permutation": True, "interval": True,
        "model": bool(numbers.opinions), "events": numbers.events is not None, "words": numbers.words is not None,
        "agency": not reading.clauses.empty,
    }  # fmt: skip
    own = choose(lang, "Para pengembang bingkai. bingkai: comparing how Indonesian news outlets frame the same events "
                 f"(versi {_version()}).",
                 "The bingkai developers. bingkai: comparing how Indonesian news outlets frame the same events "
                 f"(version {_version()}).")  # fmt: skip
    return sorted([own, *(work for name, work in _WORKS.items() if used[name])], key=str.casefold)


def lexicons_of(reading: Reading) -> list[Lexicon]:
    """The lexicons of the reading, and the reporting verbs that attributions are found with."""
    verbs = load_lexicon("verba_pewarta")
    return [verbs, *(lexicon for lexicon in reading.lexicons if lexicon.name != verbs.name)]


# ----------------------------------------------------------------------------------------------------- to make it again


def versions() -> dict[str, str]:
    """Python and the libraries that numbers depend on."""
    made = {"Python": platform.python_version()}
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):  # run from a checkout that is not installed
            made[name] = version(name)
    return made


def _version() -> str:
    return versions().get("bingkai", "–")


@dataclass(frozen=True)
class Provenance:
    """Where a report comes from: the command that was typed, and the file of the articles."""

    command: str = ""
    corpus: Path | None = None


def reproduction(reading: Reading, settings: Settings, made: Provenance, lang: str = "id") -> list[tuple[str, str]]:
    """What is needed to make the report again: names and values, the hash of each file that is there."""
    rows = [(choose(lang, "Perintah", "Command"), made.command)] if made.command else []
    if made.corpus is not None and made.corpus.is_file():
        named = f"{made.corpus.name} {_hash(made.corpus)}"
        rows.append((choose(lang, "Berkas korpus (sha256)", "Corpus file (sha256)"), named))
    rows.append((choose(lang, "Isi korpus yang dibandingkan (sha256)", "Articles compared (sha256)"), digest(reading)))
    path = reading.study.path if reading.study else None
    if path is not None and path.is_file():
        rows.append((choose(lang, "Studi (sha256)", "Study (sha256)"), f"{path.name} {_hash(path)}"))
    rows.append(("seed", str(settings.seed)))
    rows.append((choose(lang, "Penarikan ulang", "Resamples"), number(settings.n_resamples, 0, lang)))
    rows.append((choose(lang, "Versi", "Versions"), ", ".join(f"{name} {one}" for name, one in versions().items())))
    return rows


def digest(reading: Reading) -> str:
    """A hash of the articles that were compared: ids, outlets, headlines and texts, whatever their order."""
    names = ["article_id", "outlet", "title", "text"]
    rows = sorted("\x1f".join(map(str, row)) for row in reading.articles[names].itertuples(index=False, name=None))
    return sha256("\x1e".join(rows).encode("utf-8", "surrogatepass")).hexdigest()


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def corrections(path: Path) -> pd.DataFrame:
    """The corrections of a report: `tanggal, semula, menjadi, alasan`, the latest first; none without the file.

    Raises
    ------
    ValueError
        The file lacks a column, or is not UTF-8 text.
    """
    if not path.is_file():
        return pd.DataFrame({name: pd.Series(dtype="str") for name in CORRECTION_COLUMNS})
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows: Sequence[dict[str, str]] = list(csv.DictReader(lines))
    got = list(rows[0]) if rows else list(CORRECTION_COLUMNS)
    missing = [name for name in CORRECTION_COLUMNS if name not in got]
    if missing:
        raise ValueError(
            f"{path.name}: no column {', '.join(missing)}; wanted {', '.join(CORRECTION_COLUMNS)}, got {got}"
        )
    table = pd.DataFrame(rows, columns=list(CORRECTION_COLUMNS)).fillna("").astype("str")
    return table.sort_values("tanggal", ascending=False, kind="stable", ignore_index=True)
