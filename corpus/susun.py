"""Turns the marked-up source texts of the demonstration corpus (FIKSI) into articles and stand-off gold.

Usage: ``python corpus/susun.py`` writes ``artikel.jsonl``, ``gold/*.jsonl`` and ``planted.toml``;
``python corpus/susun.py --periksa`` writes nothing and fails where the files are not what the source texts say.
The markup is described in README.md. Whatever is wrong in a source text is reported with file and line.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tanaman

HERE = Path(__file__).parent
SOURCES = HERE / "naskah"
MARK = re.compile(r"\{(?P<head>[^{}|\n]*)\||\}|\{")
HEAD = re.compile(
    r"(?P<number>\d+)(?P<cue>=P(?P<cue_pattern>\d+)|=waris|=lanjut)?(?:@(?P<entity>[a-z0-9_]+|-))?(?:\.P(?P<pattern>\d+))?"
    r"(?P<options>(?: [a-z_]+=[^ ]+)*)"
)
CLAUSE = re.compile(
    r"h(?P<number>\d+)(?:=(?P<agent>[a-z0-9_]+)(?P<state>~?)|(?P<part>[ap])(?:@(?P<entity>[a-z0-9_]+))?)"
)
UNCUED = {"=waris": "waris", "=lanjut": "P16"}  # a quotation or sentence without cue that goes on with its speaker
EMPTY = re.compile(r"\d+(=waris|=lanjut)@[a-z0-9_]+")
OPENING, CLOSING = "“‘", "”’"
FICTION = "FIKSI"


class NaskahError(ValueError):
    """A source text that cannot be read; the message says file, line, what was got and what to do."""


@dataclass
class Mark:
    """One mark: its head, the characters it covers and the line it was opened on."""

    head: str
    start: int
    end: int
    line: int


@dataclass
class Article:
    """One article as written: its headers, and per field the plain text with its marks."""

    article_id: str
    headers: dict[str, str]
    place: str
    fields: dict[str, str] = field(default_factory=dict)
    marks: dict[str, list[Mark]] = field(default_factory=dict)

    @property
    def event(self) -> str:
        return self.article_id.rsplit("-", 1)[0]


@dataclass
class World:
    """What the source texts may refer to: people, reporting words, predicates, loaded words, rival terms."""

    entities: dict[str, dict[str, dict[str, str]]]
    cues: dict[str, tuple[str, str]]
    predicates: dict[str, str]
    always_harm: set[str]
    terms: dict[str, str]
    rivals: dict[str, dict[str, Any]]


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV of the source folder, lines that start with # left out."""
    lines = (SOURCES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if line and not line.startswith("#")))


def read_world() -> World:
    entities: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for row in read_table("tokoh.csv"):
        entities[row["peristiwa"]][row["kunci"]] = row
    predicates = read_table("predikat.csv")
    return World(
        entities=entities,
        cues={form: (row["lema"], row["kelas"]) for row in read_table("verba.csv") for form in row["bentuk"].split()},
        predicates={form: row["lema"].lstrip("*") for row in predicates for form in row["bentuk"].split()},
        always_harm={form for row in predicates if row["lema"].startswith("*") for form in row["bentuk"].split()},
        terms={row["bentuk"]: row["kategori"] for row in read_table("istilah.csv")},
        rivals=tomllib.loads((SOURCES / "pilihan.toml").read_text(encoding="utf-8")),
    )


# --- reading the markup -------------------------------------------------------------------------------------------


def parse(text: str, file: str, line: int) -> tuple[str, list[Mark]]:
    """Plain text and marks of a marked-up text; ``line`` is the number of its first line.

    >>> parse("{1|Hujan}, {1=P1|kata} {1@ani|Ani}.", "x", 1)[0]
    'Hujan, kata Ani.'
    """
    plain: list[str] = []
    length, position, opened, marks = 0, 0, [], []
    for found in MARK.finditer(text):
        piece = text[position : found.start()]
        plain.append(piece)
        length += len(piece)
        position = found.end()
        here = f"{file}:{line + text.count(chr(10), 0, found.start())}"
        if found["head"] is not None:
            opened.append((found["head"], length, here))
        elif found[0] == "{":
            raise NaskahError(f"{here}: '{{' without 'head|'; write {{1|…}}")
        elif not opened:
            raise NaskahError(f"{here}: '}}' closes nothing")
        else:
            head, start, _ = opened.pop()
            marks.append(Mark(head, start, length, int(here.rsplit(":", 1)[1])))
    if opened:
        raise NaskahError(f"{opened[-1][2]}: '{{{opened[-1][0]}|' is never closed")
    plain.append(text[position:])
    return "".join(plain), sorted(marks, key=lambda mark: (mark.start, -mark.end))


def blocks(path: Path) -> Iterator[tuple[str, int, list[str]]]:
    """Id, number of the line after it, and lines of every article of a source file."""
    start, name = 0, ""
    lines: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("=== "):
            if name:
                yield name, start, lines
            name, start, lines = line[4:].strip(), number + 1, []
        elif name:
            lines.append(line)
    if name:
        yield name, start, lines


def apply_edits(source: list[str], edits: list[str], place: str) -> list[str]:
    """The lines of a copied article with the copy's own edits: ``- old => new`` and ``- hapus: start of line``."""
    body = "\n".join(source)
    for edit in edits:
        if not edit.strip():
            continue
        old, arrow, new = edit.removeprefix("- ").partition(" => ")
        if edit.startswith("- hapus: "):
            start = edit.removeprefix("- hapus: ")
            kept = [line for line in body.split("\n") if not line.startswith(start)]
            if len(kept) == body.count("\n") + 1:
                raise NaskahError(f"{place}: no line starts with {start!r}")
            body = re.sub(r"\n{3,}", "\n\n", "\n".join(kept))
        elif arrow and body.count(old) == 1:
            body = body.replace(old, new)
        else:
            raise NaskahError(f"{place}: {old!r} stands {body.count(old)} times in the copied text; wanted once")
    return body.split("\n")


def read_articles(paths: Iterable[Path]) -> list[Article]:
    articles: list[Article] = []
    bodies: dict[str, list[str]] = {}
    for path in paths:
        for name, number, lines in blocks(path):
            cut = lines.index("---") if "---" in lines else len(lines)
            headers = dict(part.split(": ", 1) for part in lines[:cut] if part)
            article = Article(name, headers, f"{path.name}:{number}")
            body = lines[cut + 1 :]
            if "salinan" in headers:
                body = apply_edits(bodies[headers["salinan"]], body, article.place)
            bodies[name] = body
            for key, text in (("title", headers["judul"]), ("text", "\n".join(body).strip("\n"))):
                plain, marks = parse(text, path.name, number + (cut + 1 if key == "text" else 0))
                article.fields[key], article.marks[key] = plain, marks
            articles.append(article)
    return articles


# --- quotation marks, zones ---------------------------------------------------------------------------------------


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Spans inside quotation marks, paired within each paragraph; an unpaired mark reaches to the paragraph's end."""
    spans, offset = [], 0
    for paragraph in text.split("\n"):
        start = None
        for position, char in enumerate(paragraph):
            if char in OPENING or (char == '"' and start is None):
                start = offset + position + 1
            elif char in CLOSING or char == '"':
                if start is not None:
                    spans.append((start, offset + position))
                start = None
        if start is not None:
            spans.append((start, offset + len(paragraph)))
        offset += len(paragraph) + 1
    return spans


def within(span: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def kind_of(pieces: list[tuple[int, int]], quotes: list[tuple[int, int]], scares: list[tuple[int, int]]) -> str:
    """direct, indirect or mixed, from where the content stands to the quotation marks that are not scare quotes."""
    own = [quote for quote in quotes if quote not in scares]
    inside = [within(piece, own) for piece in pieces]
    touching = [any(start < piece[1] and piece[0] < end for start, end in own) for piece in pieces]
    if all(inside):
        return "direct"
    return "mixed" if any(touching) else "indirect"


def zone_of(span: tuple[int, int], name: str, gold: dict[str, Any], quotes: list[tuple[int, int]]) -> str:
    """Whose words a span is: title, scare, direct, indirect or reporter."""
    if name == "title":
        return "title"
    if within(span, [tuple(scare["span"]) for scare in gold["scare_quotes"] if scare["field"] == name]):
        return "scare"
    content = [tuple(piece) for row in gold["attributions"] if row["field"] == name for piece in row["content"]]
    if not within(span, content):
        return "reporter"
    return "direct" if within(span, quotes) else "indirect"


# --- gold ---------------------------------------------------------------------------------------------------------


def attributions_of(article: Article, world: World) -> dict[str, Any]:
    """Attributions, presumed continuations (P16), unsourced hearsay (P12 without source) and scare quotes."""
    gold: dict[str, Any] = {"attributions": [], "presumed": [], "unsourced": [], "scare_quotes": []}
    for name, marks in article.marks.items():
        gold["scare_quotes"] += [{"field": name, "span": [m.start, m.end]} for m in marks if m.head == "s"]
        scares = [(m.start, m.end) for m in marks if m.head == "s"]
        quotes = quoted_spans(article.fields[name])
        groups: dict[str, list[tuple[Mark, re.Match[str]]]] = defaultdict(list)
        for mark in marks:
            head = HEAD.fullmatch(mark.head)
            if head:
                groups[head["number"]].append((mark, head))
        for number, group in groups.items():
            row = attribution(article, world, name, number, group)
            row["kind"] = row["kind"] or kind_of([tuple(piece) for piece in row["content"]], quotes, scares)
            where = "presumed" if row["pattern"] == "P16" else "attributions"
            gold["unsourced" if row["pattern"] == "P12" and row["entity"] is None else where].append(row)
    return gold


def attribution(
    article: Article, world: World, name: str, number: str, group: list[tuple[Mark, re.Match[str]]]
) -> dict[str, Any]:
    """One attribution from the marks that carry its number."""
    place = f"{article.place.split(':')[0]}:{group[0][0].line} ({article.article_id}, {name}, {number})"
    cues = [(mark, head) for mark, head in group if head["cue_pattern"]]
    sources = [(mark, head) for mark, head in group if head["entity"] and not head["cue"]]
    content = [[mark.start, mark.end] for mark, head in group if not head["cue"] and not head["entity"]]
    patterns = [p for _, head in group if (p := head["cue_pattern"] or head["pattern"])]
    silent = [UNCUED[head["cue"]] for _, head in group if head["cue"] in UNCUED]
    keys = {head["entity"] for _, head in group if head["entity"]} - {"-"}
    if len(cues) > 1 or len(sources) > 1 or not content or len(keys) > 1 or len(patterns) + len(silent) != 1:
        raise NaskahError(f"{place}: wants content, at most one cue, one source, one entity and exactly one pattern")
    pattern = silent[0] if silent else f"P{patterns[0]}"
    options = dict(part.split("=", 1) for _, head in group for part in head["options"].split())
    cue = cues[0][0] if cues else None
    form = article.fields[name][cue.start : cue.end] if cue else None
    if form and form.lower() not in world.cues:
        raise NaskahError(f"{place}: cue {form!r} is not in verba.csv; add it with lemma and class")
    lemma, stance = world.cues[form.lower()] if form else (None, None)
    person = entity_of(world, article.event, next(iter(keys)), place) if keys else None
    named = person and person["nama"]
    clitic = form is not None and not sources and form.lower().endswith("nya") and pattern != "P12"
    return {
        "field": name,
        "kind": options.pop("kind", None),
        "content": content,
        "cue": [cue.start, cue.end] if cue else None,
        "source": [sources[0][0].start, sources[0][0].end] if sources else "-nya" if clitic else None,
        "entity": named,
        "source_type": person["jenis"] if person else "anonymous",
        "pattern": pattern,
        "cue_lemma": lemma,
        "stance": stance,
        "entity_id": person["kunci"] if person else None,
        "side": person["sisi"] if person else None,
        "relay": options.pop("relay", "").replace("_", " ") or None,
        "anonymity": "anonim" if named and named.startswith("ANON:") else "bernama" if named else "tanpa_sumber",
        "channel": options.pop("saluran", "").replace("_", " ") or None,
    }


def entity_of(world: World, event: str, key: str, place: str) -> dict[str, str]:
    for shelf in (event, "umum"):
        if key in world.entities.get(shelf, {}):
            return world.entities[shelf][key]
    known = ", ".join(sorted({**world.entities.get(event, {}), **world.entities.get("umum", {})}))
    raise NaskahError(f"{place}: unknown entity {key!r}; known here: {known}")


def voice_of(form: str) -> str:
    """Voice of a predicate from its surface form.

    >>> [voice_of(word) for word in ("memukul", "dipukul", "terluka", "pemukulan", "kehilangan", "tewas")]
    ['me-', 'di-', 'ter-', 'nominal', 'ke-an', 'lain']
    """
    word = form.lower().split()[0]
    if word.startswith("di"):
        return "di-"
    if word.startswith("me"):
        return "me-"
    if word.startswith("ter"):
        return "ter-"
    if word.startswith("ke") and word.endswith("an"):
        return "ke-an"
    if word.endswith("an") and word.startswith("pe"):
        return "nominal"
    return "ber-" if word.startswith("ber") else "lain"


def clauses_of(article: Article, world: World, gold: dict[str, Any]) -> list[dict[str, Any]]:
    """Harm predicates with agent (the true one, named or not), patient and agent state."""
    rows = []
    for name, marks in article.marks.items():
        quotes = quoted_spans(article.fields[name])
        groups: dict[str, list[tuple[Mark, re.Match[str]]]] = defaultdict(list)
        for mark in marks:
            head = CLAUSE.fullmatch(mark.head)
            if head:
                groups[head["number"]].append((mark, head))
        for number, group in groups.items():
            place = f"{article.place.split(':')[0]}:{group[0][0].line} ({article.article_id}, {name}, h{number})"
            predicates = [(mark, head) for mark, head in group if head["agent"]]
            agents = [mark for mark, head in group if head["part"] == "a"]
            patients = [(mark, head) for mark, head in group if head["part"] == "p"]
            if len(predicates) != 1 or len(agents) > 1 or len(patients) > 1:
                raise NaskahError(f"{place}: wants one predicate, at most one agent and one patient")
            mark, head = predicates[0]
            form = article.fields[name][mark.start : mark.end]
            if form.lower() not in world.predicates:
                raise NaskahError(f"{place}: predicate {form!r} is not in predikat.csv; add it with its lemma")
            if voice_of(form) == "me-" and not agents and not head["state"]:
                raise NaskahError(f"{place}: an active {form!r} has an agent; mark it with h{number}a or write '~'")
            agent = entity_of(world, article.event, head["agent"], place)
            patient_key = patients[0][1]["entity"] if patients else None
            patient = entity_of(world, article.event, patient_key, place) if patient_key else None
            rows.append(
                {
                    "field": name,
                    "predicate": [mark.start, mark.end],
                    "form": form,
                    "lemma": world.predicates[form.lower()],
                    "voice": voice_of(form),
                    "agent": [agents[0].start, agents[0].end] if agents else None,
                    "agent_id": agent["kunci"],
                    "agent_side": agent["sisi"],
                    "patient": [patients[0][0].start, patients[0][0].end] if patients else None,
                    "patient_id": patient_key,
                    "patient_side": patient["sisi"] if patient else None,
                    "agent_state": "explicit" if agents else "recoverable" if head["state"] else "absent",
                    "zone": zone_of((mark.start, mark.end), name, gold, quotes),
                }
            )
    return rows


def occurrences(text: str, form: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text, re.IGNORECASE):
        yield found.start(), found.end()


def outermost(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows whose span no longer row covers (*aksi damai* before *aksi*), in order of text."""
    kept = [
        row
        for row in rows
        if not any(
            other["field"] == row["field"]
            and other["span"][0] <= row["span"][0]
            and row["span"][1] <= other["span"][1]
            and other["span"] != row["span"]
            for other in rows
        )
    ]
    return sorted(kept, key=lambda row: (row["field"] == "text", row["span"]))


def terms_of(article: Article, world: World, gold: dict[str, Any]) -> list[dict[str, Any]]:
    """Loaded words: those of istilah.csv that are not exempted by ``{x|…}``, and those marked ``{t:kategori|…}``."""
    rows = []
    for name, text in article.fields.items():
        quotes = quoted_spans(text)
        blocked = [(m.start, m.end) for m in article.marks[name] if m.head == "x" or m.head.startswith("b:")]
        spans = {
            span: category
            for form, category in world.terms.items()
            for span in occurrences(text, form)
            if not within(span, blocked)
        }
        spans |= {(m.start, m.end): m.head[2:] for m in article.marks[name] if m.head.startswith("t:")}
        for (start, end), category in spans.items():
            zone = zone_of((start, end), name, gold, quotes)
            rows.append(
                {"field": name, "span": [start, end], "form": text[start:end], "category": category, "zone": zone}
            )
    return outermost(rows)


def choices_of(article: Article, world: World, gold: dict[str, Any]) -> list[dict[str, Any]]:
    """Mentions of a referent for which rival terms exist: every form of pilihan.toml that its event lists."""
    rows = []
    for variable, card in world.rivals.items():
        if article.event not in card["peristiwa"]:
            continue
        for option, choice in card["pilihan"].items():
            for name, text in article.fields.items():
                quotes = quoted_spans(text)
                blocked = [(m.start, m.end) for m in article.marks[name] if m.head == "x" or m.head.startswith("b:")]
                for form in choice["bentuk"]:
                    for start, end in occurrences(text, form):
                        if within((start, end), blocked):
                            continue
                        zone = zone_of((start, end), name, gold, quotes)
                        rows.append(
                            {"field": name, "span": [start, end], "form": text[start:end], "variable": variable,
                             "option": option, "favours": choice["sisi"], "zone": zone}
                        )  # fmt: skip
    return outermost(rows)


def frames_of(article: Article) -> list[dict[str, Any]]:
    """Codes of both codings: five yes/no frames (Semetko and Valkenburg) and four elements (Entman)."""
    rows = []
    for coder, part in enumerate(article.headers["sv"].split("|"), 1):
        chosen = set(part.split())
        unknown = chosen - set(SV_FRAMES)
        if unknown:
            raise NaskahError(f"{article.place}: unknown frame {', '.join(unknown)}; known: {', '.join(SV_FRAMES)}")
        rows += [
            {"coder": coder, "scheme": "semetko_valkenburg", "item": item, "code": item in chosen} for item in SV_FRAMES
        ]
    for coder, part in enumerate(article.headers["entman"].split("|"), 1):
        codes = dict(item.strip().split("=") for item in part.split(";"))
        if list(codes) != list(ENTMAN):
            raise NaskahError(f"{article.place}: entman wants {', '.join(ENTMAN)} in order; got {', '.join(codes)}")
        for item, code in codes.items():
            if code not in ENTMAN[item]:
                raise NaskahError(f"{article.place}: {item}={code}; known: {', '.join(ENTMAN[item])}")
            rows.append({"coder": coder, "scheme": "entman", "item": item, "code": code})
    return rows


SV_FRAMES = ("konflik", "kemanusiaan", "ekonomi", "moralitas", "tanggung_jawab")
ENTMAN = {
    "masalah": ("ketertiban", "hak", "ekonomi", "keamanan", "tata_kelola", "kesejahteraan"),
    "sebab": ("otoritas", "terdampak", "keduanya", "keadaan", "tidak_ada"),
    "nilai": ("otoritas_salah", "terdampak_salah", "keduanya_salah", "tidak_ada"),
    "solusi": ("penegakan", "dialog", "ganti_rugi", "evaluasi", "proses_hukum", "tidak_ada"),
}


def masked_of(article: Article) -> list[dict[str, Any]]:
    """Spans of the text that are not the article's own prose: datelines, boilerplate, credits."""
    return [
        {"kind": mark.head[2:], "span": [mark.start, mark.end]}
        for mark in article.marks["text"]
        if mark.head.startswith("b:")
    ]


# --- checking -----------------------------------------------------------------------------------------------------


def check_predicates(article: Article, world: World, gold: dict[str, Any]) -> None:
    """No predicate that always harms stands unmarked in the outlet's own words."""
    for name, text in article.fields.items():
        quotes = quoted_spans(text)
        spans = [(m.start, m.end) for m in article.marks[name] if m.head == "n" or m.head[:2] == "b:" or "=" in m.head]
        for found in re.finditer(r"\w+", text):
            if voice_of(found[0]) not in ("di-", "me-", "ter-") or found[0].lower() not in world.always_harm:
                continue
            zone = zone_of(found.span(), name, gold, quotes)
            content = [
                tuple(p) for r in gold["attributions"] + gold["unsourced"] if r["field"] == name for p in r["content"]
            ]
            if zone in ("title", "reporter") and not within(found.span(), spans + content):
                raise NaskahError(
                    f"{article.place} ({article.article_id}, {name}): {found[0]!r} is not marked as a harm clause; "
                    "mark it with h, or with {n|…} where nobody is harmed"
                )


def check_article(article: Article, gold: dict[str, Any]) -> None:
    """Every head known, every span trimmed and not empty, every named source under its full name in the article."""
    for name, marks in article.marks.items():
        text = article.fields[name]
        for mark in marks:
            known = mark.head in ("x", "s", "n") or re.fullmatch(r"[tb]:[a-z_]+", mark.head)
            place = f"{article.place.split(':')[0]}:{mark.line} ({article.article_id})"
            if not (known or HEAD.fullmatch(mark.head) or CLAUSE.fullmatch(mark.head)):
                raise NaskahError(f"{place}: unknown mark {mark.head!r}")
            piece = text[mark.start : mark.end]
            if piece != piece.strip() or (not piece and not EMPTY.fullmatch(mark.head)):
                raise NaskahError(f"{place}: mark {mark.head!r} covers {piece!r}; trim it")
    whole = " ".join(article.fields.values()).lower()
    for row in gold["attributions"]:
        entity = row["entity"]
        if entity and not entity.startswith("ANON:") and entity.lower() not in whole:
            raise NaskahError(f"{article.place} ({article.article_id}): {entity!r} never stands in full in the article")


# --- writing ------------------------------------------------------------------------------------------------------


def article_row(article: Article, address: str) -> dict[str, str]:
    head = article.headers
    slug = re.sub(r"[^a-z0-9]+", "-", article.fields["title"].lower()).strip("-")
    return {
        "id": article.article_id,
        "judul": article.fields["title"],
        "isi": article.fields["text"],
        "tanggal": head["tanggal"],
        "media": head["media"],
        "tautan": f"https://contoh.invalid/{address}/fiksi/{article.article_id}/{slug}",
        "rubrik": head["rubrik"],
        "keterangan": FICTION,
    } | ({"menekan": head["menekan"]} if "menekan" in head else {})


def json_lines(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def build_gold(articles: list[Article], world: World) -> dict[str, list[dict[str, Any]]]:
    """The gold files: name of the file -> one row an article."""
    files: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for article in articles:
        base = {"article_id": article.article_id, "keterangan": FICTION}
        gold = attributions_of(article, world)
        check_article(article, gold)
        check_predicates(article, world, gold)
        files["attribution"].append({**base, **gold})
        files["terms"].append({**base, "terms": terms_of(article, world, gold)})
        files["term_choice"].append({**base, "mentions": choices_of(article, world, gold)})
        files["clauses"].append({**base, "clauses": clauses_of(article, world, gold)})
        files["masked"].append({**base, "spans": masked_of(article)})
        if "sv" in article.headers:
            files["frames"].append({**base, "codes": frames_of(article)})
    return files


def entity_rows(world: World) -> list[dict[str, Any]]:
    names = {"peristiwa": "event", "kunci": "entity_id", "nama": "name", "sisi": "side", "jenis": "source_type",
             "peran": "role", "lembaga": "affiliation"}  # fmt: skip
    return [
        {new: row[old] or None for old, new in names.items()} | {"keterangan": FICTION}
        for shelf in world.entities.values()
        for row in shelf.values()
    ]


def build() -> dict[str, str]:
    """Every generated file: path below the corpus folder -> its text."""
    world = read_world()
    outlets = tomllib.loads((SOURCES / "media.toml").read_text(encoding="utf-8"))
    addresses = {card["nama"]: key for key, card in outlets.items()}
    files = {}
    for folder, articles_file, gold_folder in (
        ("uji", "uji_tekanan.jsonl", "gold_uji"),
        ("peristiwa", "artikel.jsonl", "gold"),
    ):
        articles = read_articles(sorted((SOURCES / folder).glob("*.txt")))
        gold = build_gold(articles, world)
        files[articles_file] = json_lines(article_row(a, addresses[a.headers["media"]]) for a in articles)
        files |= {f"{gold_folder}/{name}.jsonl": json_lines(rows) for name, rows in gold.items()}
    files["gold/entities.jsonl"] = json_lines(entity_rows(world))
    rows = [json.loads(line) for line in files["artikel.jsonl"].splitlines()]
    design = tanaman.read_design()
    files["planted.toml"] = tanaman.to_toml(tanaman.rates(rows, gold, design["umum"]["pembalikan"]), design)
    return files


def main(arguments: list[str]) -> int:
    """Write the generated files, or with --periksa only compare."""
    try:
        files = build()
    except NaskahError as error:
        print(error, file=sys.stderr)
        return 1
    stale = [name for name, text in files.items() if not _same(HERE / name, text)]
    if "--periksa" in arguments:
        print("\n".join(f"{name} is not what the source texts say; run python corpus/susun.py" for name in stale))
        return int(bool(stale))
    for name in stale:
        (HERE / name).parent.mkdir(exist_ok=True)
        (HERE / name).write_text(files[name], encoding="utf-8")
    print(f"{len(files)} files, {len(stale)} written")
    return 0


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
