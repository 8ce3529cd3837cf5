"""What was measured on the demonstration corpus, against what was planted in it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

import numpy as np
import pandas as pd

from bingkai.corpus.demo import demo_folder
from bingkai.language.lexicons import Lexicon
from bingkai.measures.pairs import Row, as_rows, name_words
from bingkai.measures.proportions import Floats
from bingkai.reading.analyse import Reading, with_lexicons
from bingkai.schema import COMPARISON, MEASURES, ZONES, build, require

SIDES = ("otoritas", "terdampak")
OUTLET_VOICE = ("title", "reporter")
SENSATIONAL = ("intensif", "militeristik", "moral", "emotif", "superlatif")
ANNOTATED = "pelaku_hilang"
"""Planted measures with this name are counted from the annotations: the library does not measure them."""


def planted_rates() -> pd.DataFrame:
    """The differences planted in the demonstration corpus, with the rates that truly stand in its texts.

    Returns
    -------
    DataFrame
        A row a measure and outlet:

        - measure, outlet, name: name in Indonesian words
        - aim: rate aimed at; count, base, rate: what stands there by the annotations
        - planted: the aim departs from the median aim of the six outlets by at least a fifth of the largest
        - reversal: counted in the reversal event only
    """
    cards = tomllib.loads((demo_folder() / "planted.toml").read_text(encoding="utf-8"))["tanaman"]
    rows = [
        {"measure": card["ukuran"], "outlet": outlet, "name": card["nama"], "aim": cell["sasaran"],
         "count": cell["hitung"], "base": cell["dasar"], "rate": cell["hitung"] / cell["dasar"]}
        for card in cards for outlet, cell in card["media"].items()
    ]  # fmt: skip
    made = pd.DataFrame(rows)
    aims = made.groupby("measure")["aim"]
    made["planted"] = (made["aim"] - aims.transform("median")).abs() >= 0.2 * aims.transform("max")
    made["reversal"] = made["measure"].str.endswith(".pembalikan")
    return made


def compare_with_planted(comparison: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Differences found beside the true ones.

    Parameters
    ----------
    comparison : COMPARISON
        Outlets against the mean of the others.
    rates : DataFrame
        As `planted_rates` gives them.

    Returns
    -------
    DataFrame
        A row an outlet and measure that both have:

        - measure, outlet, name, planted
        - true_rate, rate: by the annotations, and as measured
        - true_effect: true rate minus the mean of the other outlets' true rates
        - effect, ci_low, ci_high, p_value, q_value, n_articles: from the comparison
        - inside: the true difference lies in the interval
        - same_sign: both differences have the same sign
    """
    require(comparison, COMPARISON)
    others = rates.groupby("measure")["rate"]
    n = others.transform("size")
    true = rates.assign(true_effect=rates["rate"] - (others.transform("sum") - rates["rate"]) / (n - 1))
    true = true.rename(columns={"rate": "true_rate"})[
        ["measure", "outlet", "name", "planted", "true_rate", "true_effect"]
    ]
    found = comparison.rename(columns={"estimate": "rate"})[
        ["measure", "outlet", "rate", "effect", "ci_low", "ci_high", "p_value", "q_value", "n_articles"]
    ]
    made = true.merge(found, on=["measure", "outlet"])
    made["inside"] = (made["ci_low"] <= made["true_effect"]) & (made["true_effect"] <= made["ci_high"])
    made["same_sign"] = np.sign(made["effect"]) == np.sign(made["true_effect"])
    return made


def assign_sides(attributions: pd.DataFrame, actors: pd.DataFrame, events: pd.Series) -> pd.Series:
    """The side of each source, by a list of actors such as a study holds.

    Parameters
    ----------
    attributions : ATTRIBUTIONS
    actors : DataFrame
        `event` ("umum" for all), `name`, `side`, `affiliation`.
    events : Series
        Event by article_id.

    Returns
    -------
    Series of str
        Side, aligned with `attributions`; missing where no actor of the event fits, or several sides fit alike.

    Notes
    -----
    First the actor whose name shares most words with the source's, one containing the other (titles aside); where there
    is none, the actors whose name or institution is part of the source's name, role and affiliation taken together. Two
    parties with alike names are the weak place: the list decides, not the reader.
    """
    lists = {event: as_rows(group) for event, group in actors.groupby("event")}
    shared = lists.get("umum", [])
    event = events.reindex(attributions["article_id"]).tolist()
    rows = as_rows(attributions[["speaker_name", "role", "affiliation"]])
    sides = [_side_of(row, [*lists.get(key, []), *shared]) for row, key in zip(rows, event, strict=True)]
    return pd.Series(sides, index=attributions.index, dtype="str", name="side")


def _side_of(row: Row, actors: Sequence[Row]) -> str | None:
    named = [(actor["side"], name_words(actor["name"])) for actor in actors]
    speaker = name_words(row["speaker_name"])
    described = frozenset[str]().union(*(name_words(row[key]) for key in ("speaker_name", "role", "affiliation")))
    employed = [(actor["side"], name_words(actor["affiliation"])) for actor in actors]
    alike = [
        (side, len(words & speaker)) for side, words in named if speaker and (words <= speaker or speaker <= words)
    ]
    part = [(side, len(words)) for side, words in [*named, *employed] if words and words <= described]
    best = alike or part
    most = max((n for _, n in best), default=0)
    sides = {side for side, n in best if n == most}
    return sides.pop() if len(sides) == 1 else None


def measure_planted(reading: Reading, gold: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The planted measures of the demonstration corpus, as far as possible from what the library reads.

    Parameters
    ----------
    reading : Reading
        Of the demonstration corpus.
    gold : dict of DataFrame
        As `load_demo_gold` gives it.

    Returns
    -------
    MEASURES
        Measures as in `planted_rates`. From the reading: sources, reporting words, order, loaded words and rival terms.
        From the annotations, because the library does not read them: pelaku_hilang (agents left out).

    Notes
    -----
    Sides come from the list of actors, the rival terms from the list of forms in ``gold["term_choice"]``: lists a study
    would hold. Both were written for these articles, so nothing is missed for want of an entry; on other text it is.
    """
    names = reading.articles["article_id"]
    events = pd.Series(names.str.rsplit("-", n=1).str[0].to_numpy(), index=names.to_numpy())
    parts = [
        _side_counts(reading.attributions, assign_sides(reading.attributions, gold["entities"], events)),
        _choice_counts(reading, gold["term_choice"], events),
        _clause_counts(gold["clauses"]),
        _loaded_counts(reading),
    ]
    counts = pd.concat(parts, ignore_index=True)
    reversal = tomllib.loads((demo_folder() / "planted.toml").read_text(encoding="utf-8"))["umum"]["pembalikan"]
    apart = counts["article_id"].map(events).eq(reversal) & ~counts["measure"].str.endswith(".bermuatan")
    counts["measure"] = counts["measure"] + np.where(apart, ".pembalikan", "")
    outlet = reading.articles.set_index("article_id")["outlet"]
    counts = counts.assign(outlet=counts["article_id"].map(outlet), event_id=counts["article_id"].map(events))
    return build({name: counts[name].tolist() for name in counts.columns}, MEASURES)


def _counted(rows: pd.DataFrame, measure: str, hit: pd.Series, unit: str) -> pd.DataFrame:
    """One row an article: rows that are hits out of all these rows."""
    grouped = hit.astype(float).groupby(rows["article_id"]).agg(["sum", "size"]).reset_index()
    grouped.columns = pd.Index(["article_id", "count", "base"])
    return grouped.assign(measure=measure, unit=unit)


def _side_counts(attributions: pd.DataFrame, side: pd.Series) -> pd.DataFrame:
    rows = attributions.assign(side=side, begin=[min(a for a, _ in spans) for spans in attributions["content_spans"]])
    rows = rows[rows["side"].isin(SIDES)]
    parts = [_counted(rows, "sumber.otoritas", rows["side"] == "otoritas", "attributions")]
    for name in SIDES:
        own = rows[(rows["side"] == name) & rows["cue_start"].notna()]
        parts += [_counted(own, f"{s.lower()}.{name}", own["stance"] == s, "attributions") for s in ("JARAK", "TEGAS")]
    first = rows[rows["field"] == "text"].sort_values(["article_id", "begin"]).drop_duplicates("article_id")
    return pd.concat([*parts, _counted(first, "urutan.otoritas_pertama", first["side"] == "otoritas", "articles")])


def _choice_counts(reading: Reading, term_choice: pd.DataFrame, events: pd.Series) -> pd.DataFrame:
    mentions = term_choice.explode("mentions").dropna(subset=["mentions"])
    listed = pd.DataFrame(mentions["mentions"].tolist()).assign(event=mentions["article_id"].map(events).to_numpy())
    listed = listed.assign(form=listed["form"].str.lower()).drop_duplicates(["event", "form"])
    entries = pd.DataFrame({"term": sorted(set(listed["form"])), "category": "pilihan", "match": "form"})
    for column in ("lemma", "forms", "variants", "unless", "share", "note"):
        entries[column] = ""
    card = {"pilihan": {"title": "pilihan istilah", "id": "istilah yang bersaing", "en": "rival terms", "example": ""}}
    lexicon = Lexicon("pilihan", "pilihan istilah", "", "CC0-1.0", "", "form", card, entries)
    found = with_lexicons(reading, [lexicon]).terms
    found = found[found["zone"].isin(OUTLET_VOICE)]
    found = found.assign(event=found["article_id"].map(events), form=found["form"].str.lower())
    chosen = found.merge(listed[["event", "form", "favours"]], on=["event", "form"])
    chosen = chosen[chosen["favours"].isin(SIDES)]
    return _counted(chosen, "pilihan.semua", chosen["favours"] == "otoritas", "mentions")


def _clause_counts(clauses: pd.DataFrame) -> pd.DataFrame:
    nested = clauses.explode("clauses").dropna(subset=["clauses"])
    rows = pd.DataFrame(nested["clauses"].tolist()).assign(article_id=nested["article_id"].to_numpy())
    rows = rows[rows["zone"].isin(OUTLET_VOICE)]
    sides = [(side, rows[rows["agent_side"] == side]) for side in SIDES]
    return pd.concat(
        [_counted(own, f"{ANNOTATED}.{side}", own["agent_state"] == "absent", "clauses") for side, own in sides]
    )


def _loaded_counts(reading: Reading) -> pd.DataFrame:
    loaded = reading.terms[(reading.terms["lexicon"] == "kata_bermuatan") & reading.terms["category"].isin(SENSATIONAL)]
    titles = reading.articles[["article_id"]]
    loud = titles["article_id"].isin(loaded.loc[loaded["zone"] == "title", "article_id"])
    words = reading.words[reading.words["zone"] == "reporter"].set_index("article_id")["n_words"]
    hits = loaded[loaded["zone"] == "reporter"].groupby("article_id").size().reindex(words.index, fill_value=0)
    body = pd.DataFrame({"article_id": words.index, "count": hits.to_numpy(float), "base": words.to_numpy(float)})
    return pd.concat([_counted(titles, "judul.bermuatan", loud, "articles"),
                      body.assign(measure="badan.bermuatan", unit="words")])  # fmt: skip


def measure_finely(reading: Reading, *, min_articles: int = 5) -> pd.DataFrame:
    """Very many narrow measures at once: the raw material of a check on outlets that should not differ.

    Parameters
    ----------
    reading : Reading
    min_articles : int
        Only words that stand in so many articles in the zone.

    Returns
    -------
    MEASURES
        Shares of the attributions by pattern, by lemma of the reporting word and by every pair of stance, kind and
        source type; each lexicon term and each word, by zone, per word of the zone. Names as ``pattern=P7``,
        ``stance=TEGAS&kind=direct``, ``<lexicon>.<category>.<term>@<zone>``, ``kata.<word>@<zone>``.

    Notes
    -----
    Of two outlets that follow one policy, or two halves of one outlet, 5 per cent of those tested should have p < 0.05.
    The measures overlap, so the share varies more than that of independent tests.
    """
    attributions, outlets = reading.attributions, reading.articles.set_index("article_id")["outlet"]
    crosses = (["pattern"], ["cue_lemma"], ["stance", "kind"], ["stance", "source_type"], ["kind", "source_type"])
    base = attributions.groupby("article_id").size().reindex(outlets.index, fill_value=0).to_numpy().astype(np.float64)
    parts = [_spread(attributions, columns, outlets, base, "attributions") for columns in crosses]
    words = reading.words.pivot(index="article_id", columns="zone", values="n_words").reindex(outlets.index)
    named = reading.terms[["article_id", "zone"]].assign(
        measure=reading.terms[["lexicon", "category", "term"]].agg(".".join, axis=1)
    )
    for zone, rows in pd.concat([named, _words_used(reading, min_articles)]).groupby("zone"):
        rows = rows.assign(measure=rows["measure"] + f"@{zone}")
        parts.append(_spread(rows, ["measure"], outlets, words[zone].to_numpy(float), "words"))
    made = pd.concat(parts, ignore_index=True)
    return build({name: made[name].tolist() for name in made.columns}, MEASURES)


def _words_used(reading: Reading, min_articles: int) -> pd.DataFrame:
    """A row a word as it stands in an article, for words of enough articles in the zone; outlets' names left out."""
    tokens = reading.tokens
    here = tokens.is_word[tokens.type_id]
    rows = pd.DataFrame(
        {"article_id": reading.articles["article_id"].to_numpy()[tokens.article[here]],
         "zone": np.array(ZONES, dtype=object)[reading.zones[here]], "word": tokens.lower_of[tokens.type_id[here]]}
    )  # fmt: skip
    rows = rows[rows.groupby(["zone", "word"])["article_id"].transform("nunique") >= min_articles]
    return rows.assign(measure=[f"kata.{tokens.lower[word]}" for word in rows["word"]])[
        ["article_id", "zone", "measure"]
    ]


def _spread(rows: pd.DataFrame, columns: list[str], outlets: pd.Series, base: Floats, unit: str) -> pd.DataFrame:
    """MEASURES of every combination of these columns: a row for each article of the corpus."""
    rows = rows.dropna(subset=columns)
    if columns == ["measure"]:
        names = rows["measure"]
    else:
        names = pd.concat([f"{column}=" + rows[column] for column in columns], axis=1).agg("&".join, axis=1)
    table = pd.crosstab(rows["article_id"], names).reindex(outlets.index, fill_value=0)
    n = len(table)
    return pd.DataFrame(
        {"article_id": np.tile(outlets.index, table.shape[1]), "outlet": np.tile(outlets, table.shape[1]),
         "measure": np.repeat(table.columns.to_numpy(), n), "count": table.to_numpy(float).T.ravel(),
         "base": np.tile(base, table.shape[1]), "unit": unit}
    )  # fmt: skip
