"""Rows that are the same article again, found from a few numbers a row, so that files larger than memory can be read.

What a row is called, how long its text is and four hashes suffice to say which rows are one article; the texts
themselves may lie in other files.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.corpus.columns import fold
from bingkai.corpus.file_formats import Note

Numbers = NDArray[np.uint64]

FILE, ROW, NEWS_WATCH = "bingkai:file", "bingkai:row", "bingkai:news_watch"
REASON, KEPT = "bingkai:reason", "bingkai:kept"
LENGTH, TEXT, LINK, IDENTITY, MADE = (f"bingkai:{name}" for name in ("length", "text", "link", "identity", "made"))
_TRACKING: Final = r"[?&](?:utm_\w+|fbclid|gclid|page|single)=[^&#]*"


def note(notes: list[Note], code: str, hit: pd.Series, examples: pd.Series | None = None) -> None:
    """Count what was hit under one note; several calls with one code add up."""
    n = int(hit.sum())
    if not n:
        return
    earlier = next((values for name, values in notes if name == code), None)
    if earlier is not None:
        earlier["n"] += n
        return
    values: dict[str, Any] = {"n": n}
    if examples is not None:
        values["examples"] = ", ".join(repr(str(value)[:40]) for value in examples[hit].unique()[:3])
    notes.append((code, values))


def row_keys(rows: pd.DataFrame) -> pd.DataFrame:
    """What tells whether two rows are one article; a row each, with the index of `rows`.

    - article_id: the file's own, else a hash of outlet, link, title and text (then `made` is true)
    - length: of the text, in characters; text: hash of the text
    - link: hash of the article's link in a news-watch row, 0 in others
    - identity: hash of all columns but the keyword and the place in the file
    - and the columns of keywords
    """
    made = rows["article_id"].isna()
    ids = rows["article_id"].copy()
    if made.any():
        ids[made] = pd.Series(_ids(rows[made]), index=rows.index[made], dtype="str")
    keys = pd.DataFrame({"article_id": ids, MADE: made, LENGTH: rows["text"].str.len().astype("int64")})
    keys[TEXT] = pd.util.hash_pandas_object(rows["text"], index=False)
    keys[LINK] = _links(rows)
    keys[IDENTITY] = _identities(rows)
    return pd.concat([keys, rows[[name for name in rows.columns if is_keyword(name)]]], axis="columns")


def _ids(rows: pd.DataFrame) -> list[str]:
    parts = zip(rows["outlet"], rows["url"].fillna(""), rows["title"], rows["text"], strict=True)
    return [hashlib.blake2b("\x1f".join(part).encode(), digest_size=8).hexdigest() for part in parts]


def _links(rows: pd.DataFrame) -> pd.Series:
    """One number a link for news-watch rows with a link to an article."""
    links = rows["url"].where(rows[NEWS_WATCH])
    key = links.str.replace(r"#.*$", "", regex=True).str.replace(_TRACKING, "", regex=True)
    key = key.str.replace(r"^(?:https?:)?//(?:www\.|m\.)?", "", regex=True).str.rstrip("/")
    key = key.where(key.str.contains("/", regex=False, na=False))
    return pd.util.hash_pandas_object(key, index=False).where(key.notna(), 0).astype("uint64")


def _identities(rows: pd.DataFrame) -> pd.Series:
    """A number a row, the same for rows alike in every filled column, whichever other columns their tables have."""
    total = np.zeros(len(rows), np.uint64)
    for name in rows.columns:
        if name in (FILE, ROW) or is_keyword(name) or rows[name].dtype == object:
            continue
        salt = np.uint64(int.from_bytes(hashlib.blake2b(str(name).encode(), digest_size=8).digest()) | 1)
        hashes = pd.util.hash_pandas_object(rows[name], index=False).to_numpy(np.uint64)
        mixed = _mixed(np.asarray(hashes ^ salt, np.uint64)) * salt
        total += np.where(rows[name].notna().to_numpy(), mixed, np.uint64(0))
    return pd.Series(total, index=rows.index)


def _mixed(values: Numbers) -> Numbers:
    """Bits spread over the number (the finaliser of SplitMix64), so that sums of columns do not cancel."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)


def settle(keys: pd.DataFrame, notes: list[Note]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The keys of the articles, with unique ids and joined keywords; and the rows left out, with the row kept for them.

    Parameters
    ----------
    keys : DataFrame
        As `row_keys` gives them, of the whole corpus, with a unique index.
    notes : list of notes
        What was merged and renamed is added.

    Returns
    -------
    kept : DataFrame
        Rows of `keys`.
    out : DataFrame
        Indexed like `keys`: `bingkai:reason` (same_link or identical) and `bingkai:kept`, the index of the row kept.
    """
    kept, same_link = _merge(keys, keys[LINK].where(keys[LINK] != 0), "same_link")
    note(notes, "same_link", same_link[REASON] == "same_link")
    other_text = keys[TEXT].reindex(same_link.index).to_numpy() != keys[TEXT].reindex(same_link[KEPT]).to_numpy()
    note(notes, "same_link_other_text", pd.Series(other_text))
    kept, identical = _merge(kept, kept[IDENTITY], "identical")
    note(notes, "identical", identical[REASON] == "identical")
    return _with_unique_ids(kept, notes), pd.concat([same_link, identical])


def _merge(keys: pd.DataFrame, key: pd.Series, reason: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of the rows with the same key the one with the longest text, and the others with the index of that one."""
    again = key.notna() & key.duplicated(keep=False)
    longest_first = keys[again].sort_values(LENGTH, ascending=False, kind="stable")
    longest_first[KEPT] = key[longest_first.index]
    kept = longest_first.drop_duplicates(KEPT)
    kept_of = pd.Series(kept.index, index=kept[KEPT])
    out = longest_first[[KEPT]].drop(index=kept.index).sort_index()
    out[REASON], out[KEPT] = reason, out[KEPT].map(kept_of).astype("int64")
    keys = keys.drop(index=out.index)
    for name in filter(is_keyword, keys.columns):
        words = longest_first.sort_index().groupby(KEPT, sort=False)[name].agg(_joined)
        keys.loc[kept.index, name] = kept[KEPT].map(words)
    return keys, out


def is_keyword(name: str) -> bool:
    """Is this the column that says which keyword found the article?"""
    return fold(name) in ("keyword", "keywords", "kata kunci")


def _joined(words: pd.Series) -> str | None:
    """Keywords in the order of the file, each once."""
    return "; ".join(dict.fromkeys(words.dropna().astype("str"))) or None


def _with_unique_ids(keys: pd.DataFrame, notes: list[Note]) -> pd.DataFrame:
    ids = keys["article_id"].copy()
    changed = ids.duplicated()
    taken = set(ids)
    for index in keys.index[changed]:
        ids[index] = _free_id(str(ids[index]), taken)
    note(notes, "ids_made", keys[MADE])
    if changed.any():
        notes.append(("ids_changed", {"n": int(changed.sum()), "example": str(ids[changed].iloc[0])}))
    return keys.assign(article_id=ids)


def _free_id(wanted: str, taken: set[str]) -> str:
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    taken.add(f"{wanted}-{number}")
    return f"{wanted}-{number}"


def with_settled(rows: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """The rows that are kept, with their ids and keywords."""
    chosen = rows.loc[kept.index]
    names = [name for name in kept.columns if name == "article_id" or (is_keyword(name) and name in rows.columns)]
    return chosen.assign(**{name: kept[name] for name in names})
