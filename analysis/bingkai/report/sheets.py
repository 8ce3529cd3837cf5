"""Coding sheets: a workbook and a csv in which people code frames, with proposed sentences and drop-down values."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd

from bingkai import __version__
from bingkai.figures.labels import check_language, choose, clipped
from bingkai.figures.save import neutralised, replace_file
from bingkai.reading.analyse import Reading
from bingkai.reading.codebooks import EVIDENCE, Codebook, as_codebook
from bingkai.reading.frame_signals import Sentences, sentences_of
from bingkai.reading.frames import frame_evidence
from bingkai.report.masking import masked
from bingkai.report.sampling import draw_units
from bingkai.report.tables import save_table
from bingkai.report.workbook import write_workbook

UNITS = ("article", "title", "sentence")
KEYS = ("unit_id", "article_id", "model", "blind", "text_hash", "row_hash")
_LEAST_WORDS = 3  # of a sentence that is a unit
_WIDEST_EXTRACT = 400  # characters


@dataclass(frozen=True, eq=False)
class Sheet:
    """A coding sheet before it is written.

    Attributes
    ----------
    rows : DataFrame, one row a unit: what is shown, cells to fill, and keys
    texts : DataFrame `unit_id, nomor, kalimat, isi`: the numbered sentences of every unit
    codebook : Codebook
    facts : what was drawn and how
    lang : language of the page
    """

    rows: pd.DataFrame
    texts: pd.DataFrame
    codebook: Codebook
    facts: dict[str, str]
    lang: str


def write_sheet(
    reading: Reading,
    model: str | Path | Codebook,
    path: str | os.PathLike[str],
    *,
    n: int | None = 100,
    article_ids: Sequence[str] | None = None,
    blind: float = 0.2,
    coder: str | None = None,
    seed: int = 7,
    units: str = "article",
    lang: str = "id",
) -> list[Path]:
    """Write a coding sheet (lembar koding): an Excel workbook and the same as csv.

    Parameters
    ----------
    reading : Reading
    model : str, path or Codebook
        One of `codebook_names`, your own TOML file, or what `read_codebook` gives.
    path : path
        Of the workbook; the csv lies beside it.
    n : int or None
        How many units, drawn evenly over outlets and events with equal chances; None for all.
    article_ids : sequence of str, optional
        These articles instead of a draw.
    blind : float
        Share of units shown without pre-filled extracts, so that their pull on coders can be measured.
    coder : str, optional
        The coder's name, filled in.
    seed : int
        The same seed draws the same units: write one sheet a coder with the same seed.
    units : {"article", "title", "sentence"}
        What one row is: an article, a headline alone, a sentence of a body.
    lang : {"id", "en"}
        Language of instructions, questions and reasons; the values of items stay as the codebook has them.

    Returns
    -------
    list of Path
        The .xlsx and the .csv.

    Raises
    ------
    CodebookError, ValueError
        Unknown model or kind of unit; an article that is not in the reading; a share outside 0 to 1; nothing to code.

    Notes
    -----
    The outlet is not shown, and its name is masked in the text as far as its writing gives it away. Hidden columns hold
    the keys and two hashes, of the article's text and of what the row shows, by which `read_sheets` sees changed rows.
    A cell of text that a spreadsheet would run as a formula begins with an apostrophe.
    """
    target = Path(path)
    target = target.with_suffix(".xlsx") if target.suffix == "" else target
    if target.suffix.lower() != ".xlsx":
        raise ValueError(f"a coding sheet is written as .xlsx with a .csv beside it; got the ending {target.suffix!r}")
    check_language(lang)
    if not 0 <= blind <= 1:
        raise ValueError(f"blind is the share of units without extracts, 0 to 1; got {blind}")
    if n is not None and n < 1:
        raise ValueError(f"n is how many units are drawn; wanted 1 or more or None for all, got {n}")
    codebook = as_codebook(model)
    sentences = sentences_of(reading.tokens)
    drawn = draw_units(_candidates(reading, sentences, units, article_ids), None if article_ids is not None else n,
                       blind, seed)  # fmt: skip
    rows = _rows(reading, codebook, drawn, sentences, (units, coder, lang))
    facts = _facts(reading, codebook, drawn, {"units": units, "seed": str(seed), "lang": lang})
    sheet = Sheet(rows, _texts(reading, drawn, sentences, units), codebook, facts, lang)
    return _written(sheet, target)


def _written(sheet: Sheet, target: Path) -> list[Path]:
    shown = Sheet(neutralised(sheet.rows), neutralised(sheet.texts), sheet.codebook, sheet.facts, sheet.lang)
    replace_file(target, lambda temporary: write_workbook(shown, temporary))
    texts = sheet.texts.assign(line="[" + sheet.texts["kalimat"] + "] " + sheet.texts["isi"])
    whole = texts.groupby("unit_id")["line"].agg(" ".join)
    flat = sheet.rows.assign(teks=sheet.rows["unit_id"].map(whole))
    return [target, save_table(flat, target.with_suffix(".csv"))]


def _candidates(reading: Reading, sentences: Sentences, units: str, article_ids: Sequence[str] | None) -> pd.DataFrame:
    """Units that may be drawn: `unit_id, article_id, outlet, event_id, position, row` (of the sentence, else -1)."""
    if units not in UNITS:
        near = get_close_matches(str(units), UNITS, n=1, cutoff=0.0)[0]
        raise ValueError(f"unknown unit {units!r}; nearest: {near!r}; wanted {', '.join(UNITS)}")
    chosen = _positions(reading, article_ids)
    articles = reading.articles
    if units == "sentence":
        rows = np.flatnonzero((sentences.field == 1) & (sentences.n_words >= _LEAST_WORDS))
        rows = rows[np.isin(sentences.article[rows], chosen)]
        positions = sentences.article[rows]
    else:
        filled = articles["title"].str.strip().ne("") if units == "title" else pd.Series(True, index=articles.index)
        positions = chosen[filled.to_numpy()[chosen]]
        rows = np.full(len(positions), -1)
    ids = articles["article_id"].to_numpy(dtype=object)[positions]
    made = pd.DataFrame({"article_id": ids, "outlet": articles["outlet"].fillna("").to_numpy(dtype=object)[positions],
                         "position": positions, "row": rows})  # fmt: skip
    made["unit_id"] = [
        _unit_id(units, article, row, sentences) for article, row in zip(ids, rows.tolist(), strict=True)
    ]
    if "event_id" in articles.columns:
        made["event_id"] = articles["event_id"].to_numpy(dtype=object)[positions]
    if made.empty:
        raise ValueError(f"nothing to code: no {units} in the articles chosen")
    return made


def _unit_id(units: str, article_id: object, row: int, sentences: Sentences) -> str:
    ending = {"article": "", "title": ":judul", "sentence": f":{sentences.number[row] + 1}" if row >= 0 else ""}[units]
    return f"{article_id}{ending}"


def _positions(reading: Reading, article_ids: Sequence[str] | None) -> np.ndarray:
    ids = reading.articles["article_id"]
    if article_ids is None:
        return np.arange(len(ids))
    wanted = list(dict.fromkeys(article_ids))
    known = set(ids)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        near = get_close_matches(str(unknown[0]), ids.tolist(), n=1, cutoff=0.0)
        raise ValueError(
            f"{len(unknown)} articles are not in the reading, first {unknown[0]!r}"
            + (f"; nearest: {near[0]!r}" if near else "")
        )
    return np.flatnonzero(ids.isin(wanted).to_numpy())


def _rows(
    reading: Reading, codebook: Codebook, drawn: pd.DataFrame, sentences: Sentences, how: tuple[str, str | None, str]
) -> pd.DataFrame:
    """What a coder sees and fills, in the order of the columns, then the keys."""
    units, coder, lang = how
    articles = reading.articles.iloc[drawn["position"]]
    rows = pd.DataFrame({"nomor": range(1, len(drawn) + 1), "unit": _shown(reading, drawn, sentences)})
    rows["tanggal"] = articles["published"].dt.strftime("%Y-%m-%d").fillna("").to_numpy(dtype=object)
    if "section" in articles.columns and articles["section"].notna().any():
        rows["rubrik"] = articles["section"].fillna("").to_numpy(dtype=object)
    extracts = _extracts(reading, codebook, drawn, sentences, (units, lang))
    for element in codebook.elements:
        if element.proposes:
            rows[EVIDENCE + element.name] = extracts[element.name]
        for item in element.items:
            rows[item.name] = ""
    rows = rows.assign(coder=coder or "", note="", unit_id=drawn["unit_id"], article_id=drawn["article_id"])
    rows = rows.assign(model=codebook.name, blind=drawn["blind"].map({True: "ya", False: "tidak"}))
    rows["text_hash"] = _text_hashes(articles)
    return rows.assign(row_hash=row_hashes(rows))


def _shown(reading: Reading, drawn: pd.DataFrame, sentences: Sentences) -> list[str]:
    """The headline; for a sentence the sentence itself."""
    titles, texts = reading.articles["title"].tolist(), reading.articles["text"].tolist()
    places = zip(drawn["position"], drawn["row"], drawn["outlet"], strict=True)
    return [_line(masked(titles[at] if row < 0 else texts[at][sentences.start[row] : sentences.end[row]], outlet))
            for at, row, outlet in places]  # fmt: skip


def _line(text: str) -> str:
    return " ".join(text.split())


def _extracts(
    reading: Reading, codebook: Codebook, drawn: pd.DataFrame, sentences: Sentences, how: tuple[str, str]
) -> dict[str, list[str]]:
    """For every element the cell of each unit: proposed sentences with their numbers and reasons."""
    units, lang = how
    most = 3 if units == "article" else len(sentences)
    found = frame_evidence(reading, codebook, n=most, article_ids=drawn["article_id"].unique().tolist(), lang=lang)
    if units == "title":
        found = found[found["field"] == "title"].assign(unit_id=lambda frame: frame["article_id"] + ":judul")
    elif units == "sentence":
        number = (found["sentence"] + 1).astype(str)
        found = found.assign(unit_id=found["article_id"] + ":" + number)[found["field"] == "text"]
    else:
        found = found.assign(unit_id=found["article_id"])
    found = found[found["unit_id"].isin(set(drawn["unit_id"]))]
    lines = found.assign(line=_proposals(reading, found, whole=units == "article", lang=lang))
    cells = lines.groupby(["element", "unit_id"], sort=False)["line"].agg("\n".join).to_dict()
    none = choose(lang, "(tidak ada usulan: baca teks)", "(nothing proposed: read the text)")
    unseen = choose(lang, "(buta: baca teks)", "(blind: read the text)")
    pairs = list(zip(drawn["unit_id"], drawn["blind"], strict=True))
    return {e.name: [unseen if blind else cells.get((e.name, unit), none) for unit, blind in pairs]
            for e in codebook.elements}  # fmt: skip


def _proposals(reading: Reading, found: pd.DataFrame, *, whole: bool, lang: str) -> list[str]:
    """A line a proposed sentence: number, sentence, reason; the reason alone where the unit is the sentence."""
    if not whole:
        return found["reason"].tolist()
    positions = pd.Index(reading.articles["article_id"]).get_indexer(found["article_id"])
    fields = {name: reading.articles[name].tolist() for name in ("title", "text")}
    title = choose(lang, "judul", "headline")
    lines = []
    for position, row in zip(positions, found.itertuples(), strict=True):
        number = title if row.field == "title" else str(int(str(row.sentence)) + 1)
        sentence = masked(fields[str(row.field)][position][row.start : row.end], str(row.outlet))
        sentence = clipped(sentence, _WIDEST_EXTRACT)
        lines.append(f"[{number}] {sentence} ({row.reason})")
    return lines


def _texts(reading: Reading, drawn: pd.DataFrame, sentences: Sentences, units: str) -> pd.DataFrame:
    """The numbered sentences of every unit: of articles all, else the unit alone."""
    fields = {0: reading.articles["title"].tolist(), 1: reading.articles["text"].tolist()}
    bounds = np.searchsorted(sentences.article, np.arange(len(reading.articles) + 1))
    rows: list[tuple[str, int, str, str]] = []
    for number, unit in enumerate(drawn.itertuples(), start=1):
        position, row = int(str(unit.position)), int(str(unit.row))
        own = range(row, row + 1) if row >= 0 else range(bounds[position], bounds[position + 1])
        for each in own:
            if units != "title" or sentences.field[each] == 0:
                text = fields[int(sentences.field[each])][position][sentences.start[each] : sentences.end[each]]
                name = "judul" if sentences.field[each] == 0 else str(sentences.number[each] + 1)
                rows.append((str(unit.unit_id), number, name, _line(masked(text, str(unit.outlet)))))
    return pd.DataFrame(rows, columns=["unit_id", "nomor", "kalimat", "isi"])


def _text_hashes(articles: pd.DataFrame) -> list[str]:
    pairs = zip(articles["title"], articles["text"], strict=True)
    return [_digest([title, text]) for title, text in pairs]


def coder_paths(path: Path, coders: Sequence[str]) -> list[tuple[str | None, Path]]:
    """A path for each coder: the path itself for one or none, with the coder's name for several.

    Examples
    --------
    >>> [path.name for _, path in coder_paths(Path("lembar.xlsx"), ["Ana Sari", "Budi"])]
    ['lembar_Ana-Sari.xlsx', 'lembar_Budi.xlsx']
    """
    if len(coders) < 2:
        return [(next(iter(coders), None), path)]
    safe = ["-".join(re.findall(r"\w+", name)) for name in coders]
    if len(set(safe)) < len(safe) or "" in safe:
        raise ValueError(f"coders need different names of letters or digits; got {', '.join(map(repr, coders))}")
    return [
        (name, path.with_name(f"{path.stem}_{ending}{path.suffix}")) for name, ending in zip(coders, safe, strict=True)
    ]


def text_hashes(articles: pd.DataFrame) -> pd.Series:
    """The hash of each article's headline and text as read, by article_id."""
    return pd.Series(_text_hashes(articles), index=articles["article_id"].to_numpy(dtype=object), dtype="str")


def row_hashes(rows: pd.DataFrame) -> list[str]:
    """The hash of what each row of a sheet shows; cells that coders fill are left out.

    White space and the apostrophe before a formula make no difference: spreadsheets change them.
    """
    shown = ["unit", *(name for name in rows.columns if name.startswith(EVIDENCE)),
             "unit_id", "article_id", "model", "blind", "text_hash"]  # fmt: skip
    cells = rows[[name for name in shown if name in rows.columns]]
    return [_digest(map(str, row)) for row in cells.itertuples(index=False)]


def _digest(parts: Iterable[str]) -> str:
    plain = "\x1f".join(_line(part).lstrip("'") for part in parts)
    return "h" + hashlib.sha256(plain.encode()).hexdigest()[:15]  # a letter first: no spreadsheet takes it for a number


def _facts(reading: Reading, codebook: Codebook, drawn: pd.DataFrame, asked: dict[str, str]) -> dict[str, str]:
    return {
        "model": codebook.name,
        "codebook_sha256": codebook.sha256,
        "bingkai": __version__,
        "n_units": str(len(drawn)),
        "n_articles_in_corpus": str(len(reading.articles)),
        "n_blind": str(int(drawn["blind"].sum())),
        **asked,
    }
