"""What reading left out, merged or changed: counted by reason and kept with the articles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, Literal

import pandas as pd

Language = Literal["id", "en"]

LEFT_OUT_COLUMNS: Final = ("file", "row", "reason", "article_id", "outlet", "title", "url")
_KEY: Final = "bingkai"

REASONS: Final[dict[str, tuple[str, str]]] = {
    "empty_text": ("teks kosong", "empty text"),
    "same_link": ("tautan sama, digabung", "same link, merged"),
    "identical": ("baris kembar, digabung", "identical row, merged"),
    "bad_row": ("baris tak terbaca", "unreadable row"),
    "bad_file": ("berkas tak terbaca", "unreadable file"),
}

# Each note in both languages; the order here is the order in which they are shown.
_NOTES: Final[dict[str, tuple[str, str]]] = {
    "read": (
        "{n_rows} baris dibaca dari {n_files} berkas: {n_articles} artikel, {n_out} baris ditinggalkan atau digabung.",
        "{n_rows} rows read from {n_files} file(s): {n_articles} articles, {n_out} rows left out or merged.",
    ),
    "columns": ("{file}: kolom {mapping}.", "{file}: columns {mapping}."),
    "news_watch": (
        "{file}: keluaran news-watch; waktu dianggap WIB, “Unknown” dibaca sebagai kosong.",
        "{file}: written by news-watch; times taken as Jakarta time, “Unknown” read as missing.",
    ),
    "passed_over": (
        "{file}: untuk {field} dipakai kolom “{used}”, bukan {others}; untuk memilih lain: columns={{\"{field}\": …}}.",
        "{file}: column “{used}” is used for {field}, not {others}; to choose another: columns={{\"{field}\": …}}.",
    ),
    "no_column": (
        "{file}: tidak ada kolom untuk {fields}.",
        "{file}: no column for {fields}.",
    ),
    "encoding": ("{file}: bukan UTF-8, dibaca sebagai {encoding}.", "{file}: not UTF-8, read as {encoding}."),
    "broken_bytes": (
        "{file}: {n} karakter rusak, diganti dengan “\ufffd”.",
        "{file}: {n} broken characters, replaced by “\ufffd”.",
    ),
    "sheets_left": (
        "lembar tanpa kolom teks tidak dibaca: {sheets}.",
        "sheets without a text column not read: {sheets}.",
    ),
    "bad_files": ("berkas tak terbaca: {n} ({examples}).", "files that could not be read: {n} ({examples})."),
    "skipped_files": (
        "berkas jenis lain tidak dibaca: {n} ({examples}).",
        "files of other kinds not read: {n} ({examples}).",
    ),
    "bad_rows": (
        "{n} baris tak terbaca (tanda kutip atau jumlah kolomnya tidak cocok, atau JSON rusak).",
        "{n} unreadable rows (quotation marks or number of cells out of order, or broken JSON).",
    ),
    "repaired_rows": (
        "{file}: {n} baris dengan tanda kutip tak berpasangan diperbaiki; periksa teksnya.",
        "{file}: {n} rows with unbalanced quotation marks repaired; check their texts.",
    ),
    "short_rows": (
        "{file}: {n} baris kurang kolom; sisanya dianggap kosong.",
        "{file}: {n} rows with too few cells; the rest taken as empty.",
    ),
    "empty_text": ("{n} baris tanpa teks ditinggalkan.", "{n} rows without text left out."),
    "same_link": (
        "{n} baris digabung karena tautannya sama (satu baris per kata kunci); kata kuncinya disatukan.",
        "{n} rows merged because of the same link (one row a keyword); their keywords are joined.",
    ),
    "same_link_other_text": (
        "{n} di antaranya teksnya berbeda; yang terpanjang dipakai.",
        "{n} of them had another text; the longest is used.",
    ),
    "identical": ("{n} baris kembar digabung.", "{n} identical rows merged."),
    "ids_made": (
        "{n} artikel tanpa id diberi id dari media, tautan, judul, dan teksnya.",
        "{n} articles without an id were given one from outlet, link, title and text.",
    ),
    "ids_changed": (
        "{n} id dipakai lebih dari satu artikel; ditambah akhiran (mis. {example}).",
        "{n} ids stood for more than one article; a suffix was added (e.g. {example}).",
    ),
    "outlet_from_url": ("{n} nama media diambil dari tautan.", "{n} outlet names taken from the link."),
    "outlet_missing": (
        "{n} artikel tanpa nama media: “Tidak diketahui”.",
        "{n} articles without an outlet: “Tidak diketahui”.",
    ),
    "outlet_unlisted": (
        "{n} media tidak ada dalam daftar, namanya dipakai apa adanya: {examples}.",
        "{n} outlets are not in the table, their names are used as they came: {examples}.",
    ),
    "date_missing": ("{n} artikel tanpa tanggal.", "{n} articles without a date."),
    "date_unreadable": (
        "{n} tanggal tak terbaca (mis. {examples}).",
        "{n} dates could not be read (e.g. {examples}).",
    ),
    "date_ambiguous": (
        "{n} tanggal seperti 03/04/2025 dibaca hari/bulan/tahun.",
        "{n} dates such as 03/04/2025 read as day/month/year.",
    ),
    "html": ("{n} teks berisi HTML, dijadikan teks biasa.", "{n} texts held HTML, made plain text."),
    "entities": (
        "{n} teks berisi entitas HTML (&quot;), dijadikan karakter.",
        "{n} texts held HTML entities (&quot;), made characters.",
    ),
    "control": (
        "{n} teks berisi karakter kendali (NUL dan sejenisnya), dibuang.",
        "{n} texts held control characters (NUL and the like), removed.",
    ),
    "mojibake": (
        "{n} teks tampaknya salah enkode (“â€œ” untuk tanda kutip); baca ulang dengan encoding= yang benar.",
        "{n} texts look wrongly decoded (“â€œ” for a quotation mark); read again with the right encoding=.",
    ),
    "formula": (
        "{n} sel judul atau teks diawali “=”; dibaca sebagai teks, tidak dihitung.",
        "{n} cells of title or text begin with “=”; read as text, never evaluated.",
    ),
    "huge": (
        "{n} teks lebih dari 1.000.000 karakter; mungkin beberapa artikel dalam satu sel.",
        "{n} texts above 1,000,000 characters; perhaps several articles in one cell.",
    ),
    "cut_by_excel": (
        "{n} teks tepat 32.767 karakter: batas sel Excel, sisanya mungkin terpotong.",
        "{n} texts of exactly 32,767 characters: Excel's limit for a cell, the rest may be cut off.",
    ),
    "flattened": (
        "{n} teks di atas 1.500 karakter tanpa batas paragraf ({outlets}); kutipan antarparagraf tak terlihat.",
        "{n} texts above 1,500 characters without paragraph breaks ({outlets}); quotations across them cannot be seen.",
    ),
    "columns_renamed": (
        "kolom dengan nama yang dipakai bingkai diganti namanya: {mapping}.",
        "columns with a name that bingkai uses were renamed: {mapping}.",
    ),
    "columns_dropped": ("kolom nomor baris tidak dipakai: {names}.", "columns of row numbers not used: {names}."),
}  # fmt: skip


def remember(
    articles: pd.DataFrame, notes: Sequence[tuple[str, dict[str, Any]]], rows: Sequence[Sequence[Any]]
) -> pd.DataFrame:
    """The articles with the notes and the rows left out in `attrs`, as one JSON string.

    A string costs nothing when pandas copies `attrs`, compares as a value and survives parquet.
    """
    articles.attrs[_KEY] = json.dumps(
        {"notes": list(notes), "left_out": [list(row) for row in rows]}, ensure_ascii=False
    )
    return articles


def left_out(articles: pd.DataFrame, lang: Language = "id") -> pd.DataFrame:
    """The rows of the files that are not among the articles, and why.

    Parameters
    ----------
    articles : ARTICLES
        As `read_corpus` gave them.
    lang : {"id", "en"}
        Language of `reason`.

    Returns
    -------
    DataFrame
        - file: the file, in a folder its path there; with ``#sheet`` where a workbook has several
        - row: number of the record in the file, from 1, the header not counted; in jsonl the line; missing for a file
        - reason: why it was left out or merged
        - article_id: the article it was merged into, where it was merged
        - outlet, title, url: as far as they were known; for an unreadable row, `title` is how it begins

        No rows where the frame does not come from `read_corpus` (after a merge or a groupby, pandas drops `attrs`).
    """
    kept = _remembered(articles)
    table = pd.DataFrame(kept["left_out"], columns=list(LEFT_OUT_COLUMNS))
    table["row"] = table["row"].astype("Int64")
    for column in LEFT_OUT_COLUMNS:
        if column != "row":
            table[column] = table[column].astype("str")
    return table.assign(
        reason=table["reason"].map({code: _in(lang, texts) for code, texts in REASONS.items()}).astype("str")
    )


def reading_notes(articles: pd.DataFrame, lang: Language = "id") -> list[str]:
    """What was read, merged, left out and changed, in sentences.

    Parameters
    ----------
    articles : ARTICLES
        As `read_corpus` gave them.
    lang : {"id", "en"}

    Returns
    -------
    list of str
        The first sentence counts rows and articles. Empty where the frame does not come from `read_corpus`.
    """
    order = list(_NOTES)
    notes = sorted(_remembered(articles)["notes"], key=lambda note: order.index(note[0]))
    return [_in(lang, _NOTES[code]).format(**_shown(values, lang)) for code, values in notes]


def _remembered(articles: pd.DataFrame) -> dict[str, Any]:
    kept = articles.attrs.get(_KEY)
    return json.loads(kept) if isinstance(kept, str) else {"notes": [], "left_out": []}


def _shown(values: dict[str, Any], lang: Language) -> dict[str, str]:
    """Numbers with the thousands mark of the language."""
    return {
        key: (f"{value:,}".replace(",", ".") if lang == "id" else f"{value:,}")
        if isinstance(value, int)
        else str(value)
        for key, value in values.items()
    }


def _in(lang: Language, texts: tuple[str, str]) -> str:
    if lang not in ("id", "en"):
        raise ValueError(f"lang must be 'id' or 'en'; got {lang!r}")
    return texts[lang == "en"]
