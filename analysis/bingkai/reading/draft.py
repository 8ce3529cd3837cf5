"""A first study file from a corpus: what is there, proposed for the researcher to keep, change or delete."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from os.path import relpath
from pathlib import Path

import numpy as np
import pandas as pd

from bingkai.language.term_choices import TermChoice, term_choice_names
from bingkai.reading.analyse import Reading, with_choices
from bingkai.reading.grammar import gazetteer, gazetteer_words, word_class
from bingkai.reading.merge import apply_speakers, merge_speakers
from bingkai.reading.speakers import read_mention
from bingkai.schema import require_reading

MAX_SPEAKERS, MAX_NAMES, MAX_SECTIONS = 24, 10, 12
LEAST_MENTIONS = 10  # mentions of a referent, by two rivals or more, that make a set worth proposing
_LONGEST_NAME = 4
_OF_AN_OFFICE = "bidang "  # what is left of Menko (…) bidang Pangan Rani Utami
_NUMERAL = re.compile(r"[IVX]+")  # Sri Sultan Hamengku Buwono X
_WIDTH = 116

_TEXTS = {
    "head": (
        "Rancangan studi, ditulis oleh bingkai init. Simpan yang sesuai, ubah atau hapus yang lain; baris dengan # "
        "tidak dibaca. Tetapkan pelaku, pihak, dan perbandingan sebelum melihat angkanya.",
        "Draft of a study, written by bingkai init. Keep what fits, change or delete the rest; lines with # are not "
        "read. Settle actors, sides and comparisons before looking at the numbers.",
    ),
    "outlets": (
        "Media dan artikelnya: {list}. Untuk membandingkan sebagian saja:",
        "Outlets and their articles: {list}. To compare some of them only:",
    ),
    "period": (
        "Artikel bertanggal {first} sampai {last}; {undated} tanpa tanggal. Untuk mengambil sebagian kurun:",
        "Articles dated {first} to {last}; {undated} without a date. To take part of the period:",
    ),
    "sides": (
        "Pihak yang berhadapan. Isi menurut perkara yang diteliti, lalu pakai kuncinya pada side di bawah.",
        "The sides that face each other. Fill in by the case studied, then use the keys as side below.",
    ),
    "side_a": ("pihak pertama", "first side"),
    "side_b": ("pihak kedua", "second side"),
    "exclude": (
        "Yang dikeluarkan dari perbandingan. Rubrik dan artikelnya: {list}.",
        "What is left out of the comparison. Sections and their articles: {list}.",
    ),
    "no_sections": ("tidak ada", "none"),
    "choices": (
        "Istilah yang bersaing untuk satu acuan, dari pustaka (bk.term_choice_names()), yang muncul di korpus ini. "
        "Baca kutipannya dulu: bingkai kwic choice.<perangkat>.<pilihan> studi.toml",
        "Rival terms for one referent, from the library (bk.term_choice_names()), that occur in this corpus. "
        "Read the passages first: bingkai kwic choice.<set>.<rival> studi.toml",
    ),
    "choice": ("{referent}: {list} penyebutan", "{referent}: {list} mentions"),
    "speakers": (
        "Pelaku, diusulkan dari narasumber yang sering. Periksa setiap nama lain sebelum dipakai.",
        "Actors, proposed from frequent sources. Check every other name before use.",
    ),
    "actor": ("{n} atribusi dalam {articles} artikel", "{n} attributions in {articles} articles"),
    "names": ("Nama yang sering disebut tetapi jarang dikutip.", "Names that are often mentioned but seldom quoted."),
    "name": ("{n} artikel", "{n} articles"),
    "contrasts": (
        "Perbandingan yang dinyatakan sebelum angkanya dilihat; ukuran dalam satu [[contrast]] dikoreksi bersama.",
        "Comparisons stated before their numbers are seen; the measures of one [[contrast]] are corrected together.",
    ),
    "contrast": ("verba pewarta", "reporting verbs"),
}


def draft_study(reading: Reading, path: str | Path | None = None, *, lang: str = "id") -> str:
    """A study file for a corpus, as text: actors, rival terms, outlets and sections found there, with comments.

    Parameters
    ----------
    reading : Reading
    path : str or Path, optional
        Where the corpus lies, as the study shall name it.
    lang : {"id", "en"}
        Language of the comments.

    Returns
    -------
    str
        TOML that `Study.read` accepts as it is.

    Raises
    ------
    ValueError
        For another language.

    Notes
    -----
    Frequent sources become actors, their names grouped by `merge_speakers` (of 120 merges drawn from real articles 117
    were right); names that are mentioned often but seldom quoted follow. Nothing proposed is a finding: sides are left
    to the researcher, and a set of terms is proposed because its words occur, not because outlets differ.

    Examples
    --------
    >>> import bingkai as bk
    >>> draft = draft_study(bk.analyse(bk.load_demo(), progress=False), "artikel.jsonl")
    >>> draft.splitlines()[3]
    'corpus = "artikel.jsonl"'
    """
    if lang not in ("id", "en"):
        raise ValueError(f"unknown language {lang!r}; wanted 'id' (Indonesian) or 'en' (English)")
    require_reading(reading, "draft_study")
    taken: set[str] = set()
    keys: set[str] = set()
    blocks = [
        _head(path, lang),
        _corpus(reading.articles, lang),
        _sides(lang),
        _exclusions(reading.articles, lang),
        _contrasts(lang),
        *_choices(reading, lang),
        *_speakers(reading, taken, keys, lang),
        *_names(reading, taken, keys, lang),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def corpus_from(corpus: Path, study: Path) -> str:
    """The corpus as a study beside or elsewhere names it: relative where there is a way, with slashes."""
    try:
        return Path(relpath(corpus.resolve(), study.resolve().parent)).as_posix()
    except ValueError:  # another drive
        return corpus.resolve().as_posix()


def _say(key: str, lang: str, **values: object) -> str:
    return _TEXTS[key][lang == "en"].format(**values)


def _comment(text: str) -> str:
    """Text as comment lines, broken at spaces where they are long."""
    lines = []
    for line in text.split("\n"):
        words, current = line.split(" "), ""
        for word in words:
            if current and len(current) + len(word) >= _WIDTH:
                lines.append(current)
                current = word
            else:
                current = f"{current} {word}".strip()
        lines.append(current)
    return "\n".join(f"# {line}" for line in lines)


def _quoted(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False)


def _list(values: Iterable[object]) -> str:
    return "[" + ", ".join(_quoted(value) for value in values) + "]"


def _counted(counts: pd.Series) -> str:
    return ", ".join(f"{name} ({n})" for name, n in counts.items())


def _head(path: str | Path | None, lang: str) -> str:
    corpus = f"corpus = {_quoted(Path(path).as_posix())}" if path is not None else '# corpus = "korpus.csv"'
    return f'{_comment(_say("head", lang))}\ntitle = "Studi"\n{corpus}\nseed = 7'


def _corpus(articles: pd.DataFrame, lang: str) -> str:
    counts = articles["outlet"].value_counts()
    lines = [_comment(_say("outlets", lang, list=_counted(counts))), f"# outlets = {_list(counts.index[:6])}"]
    dated = articles["published"].dropna()
    if len(dated):
        first, last = dated.min().date(), dated.max().date()
        undated = len(articles) - len(dated)
        lines += ["", _comment(_say("period", lang, first=first, last=last, undated=undated)), "# [period]",
                  f"# from = {first}", f"# to = {last}"]  # fmt: skip
    return "\n".join(lines)


def _sides(lang: str) -> str:
    lines = [_comment(_say("sides", lang)), "[sides]"]
    return "\n".join([*lines, *(f"# {name} = {_quoted(_say(name, lang))}" for name in ("side_a", "side_b"))])


def _exclusions(articles: pd.DataFrame, lang: str) -> str:
    counts = articles["section"].value_counts() if "section" in articles.columns else pd.Series(dtype="int64")
    shown = _counted(counts[:MAX_SECTIONS]) or _say("no_sections", lang)
    more = f", … ({len(counts)})" if len(counts) > MAX_SECTIONS else ""
    lines = [_comment(_say("exclude", lang, list=shown + more)), "[exclude]", "opinion = true",
             f"# sections = {_list(counts.index[:2])}", '# titles = ["*Advertorial*"]', "# articles = []"]  # fmt: skip
    return "\n".join(lines)


def _contrasts(lang: str) -> str:
    return "\n".join([_comment(_say("contrasts", lang)), "[[contrast]]", f"name = {_quoted(_say('contrast', lang))}",
                      'measures = ["stance.jarak", "stance.tegas"]', '# within = "event_id"'])  # fmt: skip


# --- rival terms


def _choices(reading: Reading, lang: str) -> Iterator[str]:
    found = with_choices(reading, term_choice_names())
    blocks = []
    for choice in found.term_choices:
        own = found.choices.loc[found.choices["set"] == choice.name, "rival"].value_counts()
        if len(own) > 1 and own.sum() >= LEAST_MENTIONS:
            blocks.append(_choice(choice, own, lang))
    if blocks:
        yield _comment(_say("choices", lang))
        yield from blocks


def _choice(choice: TermChoice, counts: pd.Series, lang: str) -> str:
    shown = _counted(counts.reindex([key for key in choice.rival_keys if key in counts.index]))
    notes = [_comment(note) for note in (choice.differs, choice.narrow) if note]
    off = "# " if choice.narrow else ""
    sides = ", ".join(f'{key} = "…"' for key in choice.rival_keys)
    lines = [_comment(_say("choice", lang, referent=choice.referent, list=shown)), *notes,
             f"{off}[[term_choice]]", f'{off}use = "{choice.name}"', f"# sides = {{ {sides} }}"]  # fmt: skip
    return "\n".join(lines)


# --- actors


def _speakers(reading: Reading, taken: set[str], keys: set[str], lang: str) -> Iterator[str]:
    """The most frequent sources under their canonical names, each with the other names the corpus gives it."""
    if reading.attributions["speaker_name"].notna().sum() == 0:
        return
    known = apply_speakers(reading.attributions, merge_speakers(reading))
    known = known[known["canonical"].notna()]
    counts = known["canonical"].value_counts()
    yield _comment(_say("speakers", lang))
    for name, n in counts[counts > 1][:MAX_SPEAKERS].items():
        own = known[known["canonical"] == name]
        forms = [str(name), *(v for v in own["speaker_name"].value_counts().index if v != name)]
        forms += _short(forms, own["speaker"])
        note = _say("actor", lang, n=n, articles=own["article_id"].nunique())
        yield from _actor(forms, note, taken, keys, own["role"].dropna())


def _short(forms: Sequence[str], mentions: pd.Series) -> list[str]:
    """Single words of the names by which the articles mention the source: *Rani* of Rani Utami."""
    words = {word for form in forms for word in form.split() if len(form.split()) > 1}
    names = (read_mention(mention).name for mention in mentions.dropna().unique())
    spoken = (name for name in names if name in words and name not in forms and not _NUMERAL.fullmatch(name))
    return list(dict.fromkeys(name for name in spoken if len(name.strip(".")) > 1))


def _actor(forms: Sequence[str], note: str, taken: set[str], keys: set[str], roles: pd.Series) -> Iterator[str]:
    lists: dict[str, list[str]] = {"aliases": [], "acronyms": [], "epithets": [], "short": []}
    person = False
    for form in forms:
        clean = " ".join(form.replace('"', " ").split())
        if clean and clean not in taken and not clean.lower().startswith(_OF_AN_OFFICE):
            taken.add(clean)
            lists[_kind(clean)].append(clean)
            person |= read_mention(clean).form == "person"
    if lists["short"] and not lists["aliases"]:
        lists["aliases"], lists["short"] = lists["short"], []
    if not any(lists.values()):
        return
    label = next(iter(form for each in lists.values() for form in each))
    role = f"; {roles.value_counts().index[0]}" if len(roles) else ""
    lines = [_comment(note + role), "[[actor]]", f'key = "{_free_key(label, keys)}"', f"label = {_quoted(label)}",
             '# side = "side_a"']  # fmt: skip
    lines += [f"{key} = {_list(each)}" for key, each in lists.items() if each]
    yield "\n".join(lines + ["person = true"] * person)


def _kind(form: str) -> str:
    if not form[0].isupper() and not any(letter.isupper() for letter in form):
        return "epithets"
    if " " in form:
        return "aliases"
    return "acronyms" if form.isupper() and len(form) > 1 else "short"


def _free_key(label: str, keys: set[str]) -> str:
    plain = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in label.lower())
    stem = "_".join(plain.split()[:4]) or "aktor"
    key = next(k for n in range(1, len(keys) + 2) if (k := stem if n == 1 else f"{stem}_{n}") not in keys)
    keys.add(key)
    return key


def _names(reading: Reading, taken: set[str], keys: set[str], lang: str) -> Iterator[str]:
    """Runs of capitalised words inside sentences that many articles have and no actor claims."""
    least = max(3, len(reading.articles) // 200)
    known = {word for form in taken for word in form.lower().split()}
    blocks: list[str] = []
    for name, n in _runs(reading).most_common(MAX_NAMES * 20):
        if n < least or len(blocks) == MAX_NAMES:
            break
        if name not in taken and not set(name.lower().split()) & known and name.lower() not in gazetteer():
            blocks += _actor([name], _say("name", lang, n=n), taken, keys, pd.Series(dtype="str"))
            known |= set(name.lower().split())
    if blocks:
        yield _comment(_say("names", lang))
        yield from blocks


def _runs(reading: Reading) -> Counter[str]:
    """Names of two words or more, and in how many articles each stands."""
    tokens = reading.tokens
    barred = word_class("weekday") | word_class("month") | gazetteer_words("place", "role", "rank", "honorific")
    lower = [tokens.lower[i] for i in tokens.lower_of.tolist()]
    name = np.array([kind[0].isupper() and kind.isalpha() and low not in barred
                     for kind, low in zip(tokens.types, lower, strict=True)], dtype=bool)  # fmt: skip
    inside = np.zeros(len(tokens), bool)
    inside[1:] = (np.diff(tokens.sentence) == 0) & (np.diff(tokens.field) == 0) & (np.diff(tokens.article) == 0)
    like = name[tokens.type_id] & inside & (tokens.field == 1)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], like, [False]]).astype(np.int8)))
    seen: set[tuple[int, str]] = set()
    for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if 2 <= end - begin <= _LONGEST_NAME:
            words = " ".join(tokens.types[i] for i in tokens.type_id[begin:end].tolist())
            seen.add((int(tokens.article[begin]), words))
    return Counter(words for _, words in seen)
