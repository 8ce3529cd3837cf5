"""Counts, from the gold of the demonstration corpus (FIKSI), the differences between outlets that were planted in it.

``rates(articles, gold)`` gives one row an outlet and measure: count, base and rate. ``to_toml`` writes planted.toml:
each planted difference with its outlets, its aim and the true rates with their n. As a script it prints them.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OUTLET_VOICE = ("title", "reporter")
SENSATIONAL = ("intensif", "militeristik", "moral", "emotif", "superlatif")
Rows = list[dict[str, Any]]


def read_json_lines(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def words(text: str) -> list[str]:
    return re.findall(r"\w+(?:-\w+)*", text.lower())


def hits(article: dict[str, Any], gold: dict[str, dict[str, Any]], reversal: str) -> Iterable[tuple[str, bool]]:
    """What one article adds to the measures: (measure, counted?) for every unit of the measure's base."""
    name = article["id"]
    event = name.rsplit("-", 1)[0]
    suffix = ".pembalikan" if event == reversal else ""
    for row in gold["attribution"][name]["attributions"]:
        if row["side"] not in ("otoritas", "terdampak"):
            continue
        yield f"sumber.otoritas{suffix}", row["side"] == "otoritas"
        if row["cue"]:
            yield f"jarak.{row['side']}{suffix}", row["stance"] == "JARAK"
            yield f"tegas.{row['side']}{suffix}", row["stance"] == "TEGAS"
    for row in gold["term_choice"][name]["mentions"]:
        if row["zone"] in OUTLET_VOICE and row["favours"] != "netral":
            yield f"pilihan.{row['variable']}", row["favours"] == "otoritas"
            yield f"pilihan.semua{suffix}", row["favours"] == "otoritas"
    for row in gold["clauses"][name]["clauses"]:
        if row["zone"] in OUTLET_VOICE and row["agent_side"] in ("otoritas", "terdampak"):
            yield f"pelaku_hilang.{row['agent_side']}{suffix}", row["agent_state"] == "absent"
    first = [r for r in gold["attribution"][name]["attributions"] if r["field"] == "text" and r["side"] != "netral"]
    first = sorted((r for r in first if r["side"]), key=lambda r: min(start for start, _ in r["content"]))
    yield f"urutan.otoritas_pertama{suffix}", first[0]["side"] == "otoritas"
    loaded = Counter(t["zone"] for t in gold["terms"][name]["terms"] if t["category"] in SENSATIONAL)
    yield "judul.bermuatan", loaded["title"] > 0
    outside = len(words(article["isi"])) - _words_of_sources(article, gold["attribution"][name]["attributions"])
    for position in range(outside):
        yield "badan.bermuatan", position < loaded["reporter"]


def _words_of_sources(article: dict[str, Any], attributions: Rows) -> int:
    covered = sorted(tuple(p) for r in attributions if r["field"] == "text" for p in r["content"])
    total, reached = 0, 0
    for start, end in covered:
        total += len(words(article["isi"][max(start, reached) : end])) if end > reached else 0
        reached = max(reached, end)
    return total


def rates(articles: Rows, gold: dict[str, Rows], reversal: str) -> dict[str, dict[str, tuple[int, int]]]:
    """measure -> outlet -> (count, base)."""
    by_article = {name: {row["article_id"]: row for row in rows} for name, rows in gold.items()}
    counted: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for article in articles:
        for measure, hit in hits(article, by_article, reversal):
            cell = counted[measure][article["media"]]
            cell[0] += hit
            cell[1] += 1
    return {m: {o: (c[0], c[1]) for o, c in sorted(cells.items())} for m, cells in sorted(counted.items())}


def read_design() -> dict[str, Any]:
    return tomllib.loads((HERE / "naskah" / "rancangan.toml").read_text(encoding="utf-8"))


def read_rates() -> dict[str, dict[str, tuple[int, int]]]:
    gold = {name: read_json_lines(HERE / "gold" / f"{name}.jsonl")
            for name in ("attribution", "term_choice", "clauses", "terms")}  # fmt: skip
    return rates(read_json_lines(HERE / "artikel.jsonl"), gold, read_design()["umum"]["pembalikan"])


def to_toml(measured: dict[str, dict[str, tuple[int, int]]], design: dict[str, Any]) -> str:
    """planted.toml: what was aimed at beside what stands in the texts."""
    outlets = tomllib.loads((HERE / "naskah" / "media.toml").read_text(encoding="utf-8"))
    letters = {card["huruf"]: card["nama"] for card in outlets.values()}
    lines = ["# FIKSI. Ditulis oleh susun.py dari naskah/rancangan.toml dan gold; jangan disunting.", ""]
    lines += ["[umum]", *(f"{key} = {json.dumps(value)}" for key, value in design["umum"].items()), ""]
    for card in design["tanaman"]:
        lines += ["[[tanaman]]", f"nama = {json.dumps(card['nama'])}", f"ukuran = {json.dumps(card['ukuran'])}"]
        lines += [f"arti = {json.dumps(card['arti'], ensure_ascii=False)}"]
        cells = measured.get(card["ukuran"], {})
        for letter, name in letters.items():
            count, base = cells.get(name, (0, 0))
            aim = card["sasaran"].get(letter, card["sasaran"].get("lain"))
            lines += [f"[tanaman.media.{json.dumps(name)}]"]
            lines += [f"sasaran = {aim}"] if aim is not None else []
            lines += [f"hitung = {count}", f"dasar = {base}"]
            lines += [f"laju = {count / base:.4f}"] if base else []
        lines += [""]
    return "\n".join(lines)


def main() -> int:
    for measure, cells in read_rates().items():
        print(f"{measure:34}", *(f"{o[:7]} {c}/{n}={c / n:.2f}" for o, (c, n) in cells.items()), sep="  ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
