"""What each outlet calls the same person, group or office: name, office, honorific, epithet, pronoun."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from bingkai.reading.analyse import Reading
from bingkai.reading.evidence import OUTLET_VOICE, as_zones
from bingkai.reading.grammar import gazetteer_words
from bingkai.reading.speakers import read_mention
from bingkai.schema import NAMING, build, empty, require_reading

_LONGEST = 9  # tokens of an office before a name
_PLAIN = frozenset(("kota", "daerah", "desa", "bidang", "umum", "utama", "bicara", "&", "dan"))
_KEYS = ["actor", "side", "outlet", "position", "way", "title", "form"]


def naming(reading: Reading, zones: Sequence[str] = OUTLET_VOICE) -> pd.DataFrame:
    """How each outlet names each actor of the study: the naming map.

    Parameters
    ----------
    reading : Reading
        Of a study with actors.
    zones : sequence of str
        Whose words; by default the outlet's own voice, headline and reporter.

    Returns
    -------
    DataFrame
        NAMING, a row for every wording, actors and outlets in alphabetical order:

        - actor, side, outlet
        - position: title, first (the article's first mention in the body, in these zones), later
        - way: name_office, name, name_honorific, short, acronym, epithet, beliau, pronoun
        - title: office, rank or honorific right before the name; form: the name as written
        - count: mentions in this wording; base: the outlet's mentions of the actor in this position
        - n_articles: the outlet's articles that mention the actor

    Raises
    ------
    ValueError
        The reading has no study with actors.

    Notes
    -----
    Of offices only those before a name are seen: in *Rani Utami, Wali Kota Sinar,* the name counts as bare. An office
    that stands alone counts as an epithet where the study lists it. Pronouns are counted only where they are safe
    (`find_mentions_in`), so their share is a lower bound. In the terms of van Leeuwen: name and short name are
    nomination, with office nomination and functionalisation, an epithet is categorisation.

    References
    ----------
    van Leeuwen (2008), Discourse and Practice, chapter 2.
    """
    require_reading(reading, "naming")
    if reading.study is None or not reading.study.actors:
        raise ValueError("naming needs actors: give analyse a study with [[actor]]; 'bingkai init' proposes some")
    rows = reading.mentions[reading.mentions["zone"].isin(as_zones(zones))].reset_index(drop=True)
    if rows.empty:
        return empty(NAMING)
    outlet = reading.articles.set_index("article_id")["outlet"]
    rows = rows.assign(
        outlet=rows["article_id"].map(outlet), position=_position(rows), title=_titles(reading, rows),
        side=rows["side"].fillna(""),
    )  # fmt: skip
    rows["way"] = [_way(*row) for row in zip(rows["how"], rows["title"], rows["form"], strict=True)]
    counted = rows.groupby(_KEYS, sort=True).size().rename("count").reset_index()
    base = rows.groupby(["actor", "outlet", "position"]).size().rename("base").reset_index()
    articles = rows.groupby(["actor", "outlet"])["article_id"].nunique().rename("n_articles").reset_index()
    made = counted.merge(base, on=["actor", "outlet", "position"]).merge(articles, on=["actor", "outlet"])
    made = made.sort_values(_KEYS, kind="stable")
    made["side"] = made["side"].mask(made["side"] == "")
    return build({name: made[name].tolist() for name in made.columns}, NAMING)


def _position(rows: pd.DataFrame) -> pd.Series:
    body = rows["field"] == "text"
    first = rows[body].sort_values("start", kind="stable").drop_duplicates(["article_id", "actor"]).index
    position = pd.Series("later", rows.index, dtype="str")
    position[~body] = "title"
    position[first] = "first"
    return position


def _way(how: str, title: str, form: str) -> str:
    if how in ("alias", "short"):
        if not title:
            return "name" if how == "alias" else "short"
        return "name_honorific" if title.split()[0].lower() in gazetteer_words("honorific") else "name_office"
    return "beliau" if how == "pronoun" and form.lower() == "beliau" else how


def _titles(reading: Reading, rows: pd.DataFrame) -> list[str]:
    """The office, rank or honorific right before each name; "" where there is none or the mention is no name."""
    tokens = reading.tokens
    opens = gazetteer_words("role", "rank", "honorific")
    where = pd.Index(reading.articles["article_id"]).get_indexer(rows["article_id"])
    texts = {name: reading.articles[name].tolist() for name in ("title", "text")}
    width = int(tokens.end.max(initial=0)) + 1
    keys = (tokens.article.astype(np.int64) * 2 + tokens.field) * width + tokens.start
    wanted = (where * 2 + (rows["field"] == "text").to_numpy()) * width + rows["start"].to_numpy()
    places = np.searchsorted(keys, wanted).tolist()
    spans = zip(rows["how"], places, where.tolist(), rows["field"], rows["start"], rows["end"], strict=True)
    titles = []
    for how, n, article, field, start, end in spans:
        begin = _opening(reading, n, opens) if how in ("alias", "short") else n
        titles.append(_title(texts[field][article], tokens.start[begin], start, end) if begin < n else "")
    return titles


def _opening(reading: Reading, n: int, opens: frozenset[str]) -> int:
    """The first token of the office before token n, n itself where there is none."""
    tokens = reading.tokens
    begin = n
    for i in range(n - 1, max(n - 1 - _LONGEST, -1), -1):
        kind = int(tokens.type_id[i])
        word, low = tokens.types[kind], tokens.lower[tokens.lower_of[kind]]
        same = (tokens.article[i], tokens.sentence[i]) == (tokens.article[n], tokens.sentence[n])
        if not same or not (word[0].isupper() or low in opens or low in _PLAIN):
            break
        begin = i if low in opens else begin
    return begin


def _title(text: str, begin: int, start: int, end: int) -> str:
    names = text[start:end].lower().split()
    mention = read_mention(text[begin:end], names[:1])
    before = " ".join(text[begin:start].split())
    return mention.role or before
