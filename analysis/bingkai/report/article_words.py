"""What an attribution, a source and a loaded term say under the pointer and to a screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from bingkai.figures.labels import choose, measure_label, number, short_label, zone_label
from bingkai.figures.sources import source_label

_KINDS = {"direct": ("langsung", "direct"), "indirect": ("tidak langsung", "indirect"), "mixed": ("campuran", "mixed")}


def attribution_note(row: Mapping[Any, Any], lang: str) -> str:
    """An attribution in one line, for the pointer and for a screen reader."""
    line = attribution_line(row, lang)
    parts = [
        choose(lang, "Atribusi", "Attribution") + f": {line['name']}",
        line["kind_of_source"],
        line["verb"],
        line["kind"],
    ]
    return ", ".join(str(part) for part in parts if part)


def speaker_note(row: Mapping[Any, Any], lang: str) -> str:
    """Whom a mention of a source stands for."""
    name = row["speaker_name"] if pd.notna(row["speaker_name"]) else choose(lang, "tidak teruraikan", "unresolved")
    return choose(lang, f"narasumber: {name}", f"source: {name}")


def attribution_line(row: Mapping[Any, Any], lang: str) -> dict[str, Any]:
    """An attribution as the list below the article shows it."""
    unresolved = choose(lang, "narasumber tidak teruraikan", "unresolved source")
    stance = "" if pd.isna(row["stance"]) else f" ({short_label('stance.' + row['stance'].lower(), lang)})"
    about = (row["role"], row["affiliation"])
    return {
        "name": unresolved if pd.isna(row["speaker_name"]) else row["speaker_name"],
        "about": next((str(value) for value in about if pd.notna(value) and value), ""),
        "kind_of_source": "" if pd.isna(row["source_type"]) else source_label(row["source_type"], lang),
        "verb": choose(lang, "tanpa verba", "no verb") if pd.isna(row["cue"]) else f"{row['cue']}{stance}",
        "kind": _KINDS[row["kind"]][0 if lang == "id" else 1],
        "relay": "" if pd.isna(row["relay"]) else row["relay"],
        "content": " ".join(str(row["content"]).split()),
        "confidence": number(float(row["confidence"]), 2, lang),
        "in_title": row["field"] == "title",
    }


def term_note(row: Mapping[Any, Any], lang: str) -> str:
    category = measure_label(f"{row['lexicon']}.{row['category']}", lang).partition(" (")[0]
    negated = choose(lang, ", diingkari", ", negated") if row["negated"] else ""
    return f"{category}: {row['term']}{negated}, {zone_label(row['zone'], lang)}"


def term_notes(terms: pd.DataFrame, lang: str) -> list[str]:
    """What each row of TERMS says under the pointer; rows that are alike are worded once."""
    names = ["lexicon", "category", "term", "negated", "zone"]
    rows = list(terms[names].itertuples(index=False, name=None))
    worded = {row: term_note(dict(zip(names, row, strict=True)), lang) for row in set(rows)}
    return [worded[row] for row in rows]
