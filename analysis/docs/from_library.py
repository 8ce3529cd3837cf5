"""Directives that print what the library holds, so that no page can fall behind it.

- ``{room} contrast``: the public functions of a room with their docstrings
- ``{codebook} ARTICLES``: the columns of a frame; ``all`` for every frame
- ``{lexicon} kata_bermuatan``: the card of a lexicon
- ``{term-choices}``: the sets of rival names
- ``{codebooks}``: the frame models
- ``{floors}``: the figures that tests pin
- ``{measures}``: the names of measures and what readers see
"""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import bingkai
from bingkai import schema
from bingkai.figures.labels import measure_label
from bingkai.language.term_choices import TermChoice, load_term_choice, term_choice_names

PACKAGE = Path(bingkai.__file__).parent
TESTS = PACKAGE.parents[1] / "tests"
IMPORT = re.compile(r"^from \.([\w.]+) import (\w+) as \2$", re.MULTILINE)


def public_names() -> dict[str, str]:
    """Every public name and the room it comes from."""
    stub = (PACKAGE / "__init__.pyi").read_text(encoding="utf-8")
    return {name: module.split(".")[0] for module, name in IMPORT.findall(stub)}


def frames() -> list[schema.Schema]:
    """Every declared frame, in the order of the house."""
    return [value for value in vars(schema).values() if isinstance(value, schema.Schema)]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in lines)


def rst(lines: Sequence[str]) -> str:
    """A block of reStructuredText inside Markdown."""
    return "\n".join(["```{eval-rst}", *lines, "```"])


class FromLibrary(SphinxDirective):
    """A directive whose content is Markdown made at build time."""

    required_arguments = 0
    optional_arguments = 20

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(PACKAGE / "schema" / "__init__.py"))
        self.env.note_dependency(str(PACKAGE / "__init__.pyi"))
        return self.parse_text_to_nodes(self.markdown(), allow_section_headings=True)

    def markdown(self) -> str:
        raise NotImplementedError


class Room(FromLibrary):
    """The public names of rooms: a table, then every docstring."""

    def markdown(self) -> str:
        names = sorted(name for name, room in public_names().items() if room in self.arguments)
        summary = [".. currentmodule:: bingkai", "", ".. autosummary::", "   :nosignatures:", ""]
        listed = rst([*summary, *(f"   {name}" for name in names)])
        return "\n\n".join(["## At a glance", listed, *map(self.of, names)])

    def of(self, name: str) -> str:
        if isinstance(getattr(bingkai, name), type):
            return f"## {name}\n\n{rst([f'.. autoclass:: {name}', '   :members:'])}"
        return f"## {name}\n\n{rst([f'.. autofunction:: {name}'])}"


class Codebook(FromLibrary):
    """The columns of one frame, or of all."""

    def markdown(self) -> str:
        wanted = set(self.arguments)
        return "\n\n".join(self.of(frame) for frame in frames() if wanted in ({"all"}, {frame.name}))

    def of(self, frame: schema.Schema) -> str:
        head = ["column", "kind", "unit", "optional", "values", "meaning"]
        return f"## {frame.name}\n\nOne row: {frame.row}.\n\n{table(head, map(self.row, frame.columns))}"

    def row(self, column: schema.Column) -> list[str]:
        values = ", ".join(f"`{value}`" for value in column.values)
        meaning = re.sub(r"([*_<>])", r"\\\1", column.meaning)
        return [
            f"`{column.name}`",
            column.kind,
            column.unit,
            "" if column.required else "yes",
            values,
            meaning,
        ]


class Lexicons(FromLibrary):
    """The card of a lexicon: title, source, licence, each category with definition, example and number of entries."""

    def markdown(self) -> str:
        return "\n\n".join(self.of(name) for name in self.arguments)

    def of(self, name: str) -> str:
        path = PACKAGE / "language" / "data" / f"{name}.toml"
        self.env.note_dependency(str(path))
        card = tomllib.loads(path.read_text(encoding="utf-8"))
        kind = "category" if "categories" in card else "class"
        with path.with_suffix(".csv").open(encoding="utf-8", newline="") as lines:
            entries = Counter(row[kind] for row in csv.DictReader(lines))
        rows = [
            [f"`{key}`", entries[key], *(about.get(part, "") for part in ("en", "id", "example"))]
            for key, about in card["categories" if kind == "category" else "classes"].items()
        ]
        about = f"{card['title']}, version {card['version']}, {card['licence']}. {card['source']}."
        return f"## {name}\n\n{about}\n\n{table([kind, 'entries', 'definition', 'definisi', 'example'], rows)}"


class Codebooks(FromLibrary):
    """The frame models: title, elements and source."""

    def markdown(self) -> str:
        return table(["model", "judul", "elements", "items", "source"], map(self.row, bingkai.codebook_names()))

    def row(self, name: str) -> list[object]:
        book = bingkai.load_codebook(name)
        elements = " · ".join(element.title_en for element in book.elements)
        return [f"`{name}`", book.title, elements, len(book.items), book.source]


class Floors(FromLibrary):
    """The figures that tests pin, read from the tests."""

    def markdown(self) -> str:
        attribution = ("attributions", "test_attribution_gold.py")
        clauses = ("clauses: roles and agent states", "test_clauses_gold.py")
        voice = ("voice of running words", "test_voice_gold.py")
        return "\n\n".join(self.of(*each) for each in (attribution, clauses, voice))

    def of(self, title: str, name: str) -> str:
        path = TESTS / "reading" / name
        self.env.note_dependency(str(path))
        known = constants(path)
        names = known.get("FIGURES", ("precision", "recall"))
        floors = {
            part: row if isinstance(row, dict) else dict(zip(names, row, strict=True))
            for part, row in known["FLOORS"].items()
        }
        figures = list(next(iter(floors.values())))
        rows = [[part, *(f"{row[figure]:g}" for figure in figures)] for part, row in floors.items()]
        head = ["at least", *(figure.replace("_", " ") for figure in figures)]
        return f"### {title}\n\n`pytest tests/reading/{name}`\n\n{table(head, rows)}"


def constants(path: Path) -> dict[str, Any]:
    """The constants of a module that are written as literals."""
    found = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            with suppress(ValueError):
                found[node.targets[0].id] = ast.literal_eval(node.value)
    return found


def measures_of_the_demonstration() -> list[str]:
    """Names of measures, once for all sides and without rival terms, in the order of the house."""
    study = bingkai.load_demo_study()
    reading = bingkai.analyse(bingkai.load_demo(), study, progress=False)
    names = [*bingkai.measure_names(reading), *bingkai.source_measures(reading)["measure"]]
    kept = (name for name in names if "@" not in name and not name.startswith("choice."))
    return list(dict.fromkeys(name for name in kept if _of_one_side(name, list(study.sides)[1:])))


def _of_one_side(name: str, others: Sequence[str]) -> bool:
    group, *rest = name.split(".")
    sided = {"side": rest[:1], "near": rest[:1], "agency": rest[-1:]}
    return not set(sided.get(group, ())) & set(others)


class Measures(FromLibrary):
    """The names of measures beside what figures and reports call them."""

    def markdown(self) -> str:
        rows = [("`choice.<set>.<rival>`", "Istilah … (acuan: …)", "Term … (referent: …)")]
        rows += map(self.row, measures_of_the_demonstration())
        return table(["measure", "Indonesian", "English"], rows)

    def row(self, name: str) -> tuple[str, str, str]:
        side = next(iter(bingkai.load_demo_study().sides))
        labels = (measure_label(name, lang).replace(side, "<side>") for lang in ("id", "en"))
        indonesian, english = (label.replace("<", "\\<") for label in labels)
        return f"`{name.replace(side, '<side>')}`", indonesian, english


class TermChoices(FromLibrary):
    """The sets of rival names: referent, rivals, and what to beware of."""

    def markdown(self) -> str:
        rows = map(self.row, map(load_term_choice, term_choice_names()))
        return table(["set", "referent", "rivals", "read with care because"], rows)

    def row(self, found: TermChoice) -> list[str]:
        rivals = " · ".join(rival.label for rival in found.rivals)
        return [f"`{found.name}`", found.referent, rivals, found.differs or found.narrow]


def skip_foreign(app: Sphinx, what: str, name: str, member: object, skip: bool, options: object) -> bool | None:
    """Leave out methods that another library puts into our classes (scikit-learn's metadata requests)."""
    module = getattr(member, "__module__", None) or "bingkai"
    return None if module.startswith("bingkai") else True


def plain_text(app: Sphinx, what: str, name: str, member: object, options: object, lines: list[str]) -> None:
    """Docstrings are written for a terminal: ``token_…`` is no link there, and a literal may begin with a space."""
    lines[:] = [re.sub(r"`` (\S+) ``", r"``\1``", re.sub(r"(\w)_…", r"\1\\_…", line)) for line in lines]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    directives = {
        "room": Room, "codebook": Codebook, "lexicon": Lexicons, "floors": Floors, "term-choices": TermChoices,
        "codebooks": Codebooks, "measures": Measures,
    }  # fmt: skip
    for name, directive in directives.items():
        app.add_directive(name, directive)
    app.connect("autodoc-skip-member", skip_foreign)
    app.connect("autodoc-process-docstring", plain_text, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
