"""Which column of a file is which field of an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

# The field and the names files give it; where a file has two, the first of this order that is filled is used.
ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "text": (
        "text", "teks", "isi", "isi berita", "isi artikel", "isi teks", "teks berita", "teks artikel", "content",
        "konten", "isi konten", "body", "article body", "articlebody", "article text", "full text", "fulltext",
        "main text", "maintext", "news text", "clean text", "berita", "artikel", "article", "raw text",
    ),
    "title": (
        "title", "judul", "judul berita", "judul artikel", "headline", "news title", "article title", "tajuk",
    ),
    "published": (
        "published", "published at", "publishedat", "publish date", "published date", "publication date", "pub date",
        "pubdate", "date publish", "date published", "datepublished", "tanggal terbit", "tanggal publikasi",
        "tanggal tayang", "tanggal berita", "tgl terbit", "waktu terbit", "date", "tanggal", "tgl", "datetime",
        "waktu", "timestamp", "time", "seendate",
    ),
    "outlet": (
        "outlet", "media", "media name", "nama media", "portal", "nama portal", "portal berita", "situs",
        "nama situs", "publisher", "penerbit", "news source", "source", "sumber", "sumber berita", "koran",
        "hostname", "source hostname", "domain", "sitename", "site name", "source domain", "website", "media url",
    ),
    "url": (
        "url", "link", "tautan", "url berita", "link berita", "tautan berita", "url artikel", "link artikel",
        "article url", "news url", "news link", "permalink", "canonical url", "alamat", "href",
    ),
    "section": (
        "section", "rubrik", "kanal", "kategori", "category", "kategori berita", "channel", "categories", "subkanal",
    ),
    "article_id": (
        "article id", "id", "id artikel", "artikel id", "id berita", "berita id", "news id", "doc id", "document id",
        "uuid", "guid",
    ),
}  # fmt: skip
FIELDS: Final = ("article_id", "outlet", "published", "title", "text", "url", "section")

NEWS_WATCH: Final = frozenset({"title", "publish date", "content", "keyword", "source", "link"})
MEDIA_CLOUD: Final = frozenset({"media name", "title", "publish date", "url"})


class CorpusError(ValueError):
    """A file that cannot be read as articles; the message says what was got, what was wanted and what to do."""


@dataclass(frozen=True)
class Choice:
    """The columns chosen for a file: field -> column, and the other columns that could have been meant."""

    columns: dict[str, str]
    passed_over: dict[str, list[str]]


def fold(name: object) -> str:
    """A column name without case, underscores, hyphens and outer spaces: "Isi_Berita " is "isi berita"."""
    return re.sub(r"[\s_\-.]+", " ", str(name).replace("\ufeff", "").strip(" \t\n\"'")).strip().casefold()


def has_text_column(names: Sequence[object]) -> bool:
    """True where one of the names is known as the text of an article."""
    return not {fold(name) for name in names}.isdisjoint(ALIASES["text"])


def known_names(names: Sequence[object]) -> int:
    """How many of the names are known as some field of an article."""
    known = {alias for aliases in ALIASES.values() for alias in aliases}
    return sum(fold(name) in known for name in names)


def is_news_watch(names: Sequence[object]) -> bool:
    """True for the columns that news-watch writes."""
    return {fold(name) for name in names} >= NEWS_WATCH


def choose_columns(
    names: Sequence[str], wanted: Mapping[str, str] | None, is_filled: Callable[[str], bool], file: str
) -> Choice:
    """The column for every field: as the user says, else by the known names.

    Raises
    ------
    CorpusError
        No column holds the text of the articles, or `wanted` names a field or a column that is not there.
    """
    columns = _as_wanted(names, wanted or {}, file)
    passed_over: dict[str, list[str]] = {}
    for field, aliases in ALIASES.items():
        if field in columns:
            continue
        found = [name for alias in aliases for name in names if fold(name) == alias and name not in columns.values()]
        best = next((name for name in found if is_filled(name)), found[0] if found else None)
        if best is not None:
            columns[field] = best
            others = [name for name in found if name != best and is_filled(name)]
            if others:
                passed_over[field] = others
    if "text" not in columns:
        raise CorpusError(_no_text_message(names, file))
    return Choice(columns, passed_over)


def _as_wanted(names: Sequence[str], wanted: Mapping[str, str], file: str) -> dict[str, str]:
    unknown = [field for field in wanted if field not in FIELDS]
    if unknown and all(column in FIELDS for column in wanted.values()):
        turned = {column: field for field, column in wanted.items()}
        raise CorpusError(f"columns= goes from bingkai's name to the file's: got {dict(wanted)}; write {turned}")
    if unknown:
        raise CorpusError(
            f"columns= knows the fields {', '.join(FIELDS)}; got {', '.join(map(repr, unknown))}. "
            'Write {"text": "the column of your file"}'
        )
    by_fold = {fold(name): name for name in reversed(names)}
    chosen = {}
    for field, column in wanted.items():
        name = column if column in names else by_fold.get(fold(column))
        if name is None:
            near = get_close_matches(column, list(names), n=1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            raise CorpusError(f"{file} has no column {column!r}{hint}; its columns are {', '.join(names)}")
        chosen[field] = name
    return chosen


def _no_text_message(names: Sequence[str], file: str) -> str:
    got = ", ".join(names) or "no columns"
    if {fold(name) for name in names} >= MEDIA_CLOUD:
        return (
            f"{file} looks like a Media Cloud list of stories: titles and links ({got}), no article text. "
            "Fetch the texts behind the links first (for instance with trafilatura or news-watch) and read that file"
        )
    near = [name for name in names if get_close_matches(fold(name), ALIASES["text"], n=1, cutoff=0.75)]
    name = near[0] if near else "<the column with the text>"
    return (
        f"{file} has no column with the text of the articles: got {got}; "
        f"wanted one of {', '.join(ALIASES['text'][:12])} …. If it has another name, say so: "
        f'columns = {{ text = "{name}" }} in a study file, or read_corpus(…, columns={{"text": "{name}"}})'
    )
