"""A study file, read and checked: every mistake is named with its line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from bingkai.language.guards import Condition, parse_conditions
from bingkai.language.lexicon_files import lexicon_names, load_lexicon, read_lexicon
from bingkai.language.lexicons import Lexicon, LexiconError
from bingkai.language.term_choices import TermChoice, adapt, load_term_choice, term_choice_names
from bingkai.schema import Contrast
from bingkai.study.lines import key_lines
from bingkai.study.measures import DEFAULT_LEXICONS, known_measures
from bingkai.study.model import Actor, Exclusions, Study, StudyError
from bingkai.study.syntax import parse_toml
from bingkai.study.table import Table

_KEY = re.compile(r"[a-z0-9_]+")
_KEY_WANTED = "wanted small letters, digits and underscores, e.g. 'dinas_pendidikan'"
_FIELDS = ("article_id", "outlet", "published", "title", "text", "url", "section")


def read_study(path: Path) -> Study:
    """See `Study.read`."""
    top = _parsed(path)
    corpus = top.text("corpus")
    sides = top.mapping("sides", "write the label of the side")
    outlets = top.texts("outlets")
    choices = tuple(_choice(table, sides) for table in top.tables("term_choice"))
    _unlike(top, "term_choice", [choice.name for choice in choices])
    actors = _actors(top, sides)
    lexicons = tuple(_lexicon(top, name, path.parent) for name in top.texts("lexicons"))
    looked_for = lexicons or tuple(load_lexicon(name) for name in DEFAULT_LEXICONS)
    known = dict.fromkeys(known_measures((actor.side for actor in actors if actor.side), looked_for, choices))
    events = top.table("events")
    study = Study(
        title=top.text("title", path.stem),
        corpus=path.parent / corpus if corpus else None,
        columns=_columns(top),
        renames=top.mapping("rename", "write the name of the outlet"),
        outlets=outlets,
        period=_period(top.table("period")),
        sides=sides,
        actors=actors,
        term_choices=choices,
        contrasts=tuple(_contrast(table, outlets, known) for table in top.tables("contrast")),
        exclusions=_exclusions(top.table("exclude")),
        lexicons=lexicons,
        event_days=events.whole("days", 3),
        event_threshold=events.share("threshold", 0.33),
        seed=top.whole("seed", 7),
        path=path,
    )
    events.close()
    top.close()
    _unlike(top, "contrast", [contrast.name for contrast in study.contrasts])
    return study


def _parsed(path: Path) -> Table:
    if path.is_dir():
        raise StudyError(f"{str(path)!r} is a folder; wanted the study file in it, e.g. {path.name}/studi.toml")
    if not path.is_file():
        raise StudyError(f"no study file at {str(path)!r}; 'bingkai init CORPUS -o studi.toml' writes one")
    try:
        text = path.read_text(encoding="utf-8-sig")
        return Table(parse_toml(text, path.name), path.name, key_lines(text))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise StudyError(
            f"{path.name}, line {line}: not UTF-8 text ({error.reason}); save the file as UTF-8"
        ) from error
    except ValueError as error:
        raise StudyError(str(error)) from error


def _columns(top: Table) -> dict[str, str]:
    columns = top.mapping("columns", "write the name of the file's column")
    for name in columns:
        top.table("columns").one_of(name, name, dict.fromkeys(_FIELDS), "column")
    return columns


def _period(table: Table) -> tuple[date | None, date | None]:
    first, last = table.day("from"), table.day("to")
    if first and last and first > last:
        table.fail("to", f"{last} is before {first}; wanted the last day of the period")
    table.close()
    return first, last


def _exclusions(table: Table) -> Exclusions:
    made = Exclusions(
        table.texts("articles"), table.texts("sections"), table.texts("titles"), table.flag("opinion", False)
    )
    table.close()
    return made


def _lexicon(top: Table, name: str, folder: Path) -> Lexicon:
    try:
        return read_lexicon(folder / name) if name.endswith((".csv", ".tsv")) else load_lexicon(name)
    except LexiconError as error:
        top.fail("lexicons", str(error))


# --- actors


def _actors(top: Table, sides: dict[str, str]) -> tuple[Actor, ...]:
    owner: dict[str, str] = {}
    actors: list[Actor] = []
    for table in top.tables("actor"):
        actor = _actor(table, sides)
        if actor.key in {other.key for other in actors}:
            table.fail("key", f"{actor.key!r} is the key of an actor above; give each its own")
        for form in actor.forms:
            other = owner.setdefault(form, actor.key)
            if other != actor.key and not actor.articles:
                table.fail(None, f"{form!r} is a form of {other!r} already; a mention can belong to one actor only")
        actors.append(actor)
    return tuple(actors)


def _actor(table: Table, sides: dict[str, str]) -> Actor:
    key = _key(table, "key", 'every actor needs a key, e.g. key = "dinas_pendidikan"')
    side = table.text("side")
    if side:
        table.one_of("side", side, sides, "side")
    actor = Actor(
        key=key,
        label=table.text("label", key.replace("_", " ")),
        side=side,
        aliases=table.texts("aliases"),
        acronyms=table.texts("acronyms"),
        epithets=table.texts("epithets"),
        short=table.texts("short"),
        person=table.flag("person", False),
        unless=table.texts("unless"),
        near=_conditions(table, "near"),
        blocked=_conditions(table, "blocked"),
        articles=table.texts("articles"),
    )
    table.close()
    forms = [*actor.aliases, *actor.acronyms, *actor.epithets, *actor.short]
    if not forms:
        table.fail(None, f'the actor {key!r} has no form to be found by; wanted aliases = ["…"] at least')
    twice = next((form for form in forms if forms.count(form) > 1), None)
    if twice is not None:
        table.fail(None, f"{twice!r} stands in two lists of {key!r}; keep one")
    return actor


def _key(table: Table, name: str, needed: str) -> str:
    key = table.text(name, needed=needed)
    if not _KEY.fullmatch(key):
        table.fail(name, f"got {key!r}; {_KEY_WANTED}")
    return key


def _conditions(table: Table, key: str) -> tuple[Condition, ...]:
    try:
        return parse_conditions("; ".join(table.texts(key)))
    except ValueError as error:
        table.fail(key, str(error))


# --- term choices


def _choice(table: Table, sides: dict[str, str]) -> TermChoice:
    choice = _library_choice(table) if table.has("use") else _own_choice(table)
    own = table.mapping("sides", "write the key of a side")
    for rival, side in own.items():
        table.table("sides").one_of(rival, rival, dict.fromkeys(choice.rival_keys), "rival")
        table.table("sides").one_of(rival, side, sides, "side")
    unless = ";".join(table.texts("unless"))
    forms = choice.forms
    if unless:
        forms = tuple(replace(f, unless=";".join(filter(None, (f.unless, unless)))) for f in forms)
    rivals = tuple(replace(rival, side=own.get(rival.key, rival.side)) for rival in choice.rivals)
    near, blocked = _conditions(table, "near"), _conditions(table, "blocked")
    articles = table.texts("articles")
    table.close()
    return replace(choice, forms=forms, rivals=rivals, near=choice.near + near, blocked=choice.blocked + blocked,
                   articles=articles or choice.articles)  # fmt: skip


def _library_choice(table: Table) -> TermChoice:
    use = table.text("use", needed="write the name of a set of the library")
    library = load_term_choice(table.one_of("use", use, dict.fromkeys(term_choice_names()), "set of terms"))
    terms = {name: None for form in library.forms for name in (form.term, form.rival)}
    drop = table.texts("drop")
    for term in drop:
        table.one_of("drop", term, terms, f"term or rival of {use!r}")
    added = _forms(table, "add")
    choice = adapt(library, drop=drop, add=added, guards=table.flag("guards", True))
    name = _key(table, "name", "write a name") if table.has("name") else use
    if not choice.rivals:
        table.fail("drop", f"no rival of {use!r} is left; drop fewer terms")
    return replace(choice, name=name, referent=table.text("referent", choice.referent))


def _own_choice(table: Table) -> TermChoice:
    name = _key(table, "name", "a set of your own needs name, referent and forms; one of the library needs use")
    referent = table.text("referent", needed="say what all the rivals name")
    forms = _forms(table, "forms")
    if len(forms) < 2:
        table.fail(
            "forms", f'got {len(forms)} rival(s) of {name!r}; wanted two or more, forms = {{ a = ["…"], b = ["…"] }}'
        )
    labels = table.mapping("labels", "write the label of the rival")
    for rival in labels:
        table.table("labels").one_of(rival, rival, forms, "rival")
    empty = TermChoice(name, referent, (), ())
    choice = adapt(empty, add=forms)
    return replace(choice, rivals=tuple(replace(r, label=labels.get(r.key, r.label)) for r in choice.rivals))


def _forms(table: Table, key: str) -> dict[str, tuple[str, ...]]:
    inner = table.table(key)
    forms = {rival: inner.texts(rival) for rival in inner.values}
    owner: dict[str, str] = {}
    for rival, each in forms.items():
        if not _KEY.fullmatch(rival):
            inner.fail(rival, f"got the rival {rival!r}; {_KEY_WANTED}")
        if not each:
            inner.fail(rival, f"the rival {rival!r} has no form; wanted a list of at least one")
        for form in each:
            other = owner.setdefault(form.lower(), rival)
            if other != rival:
                inner.fail(rival, f"{form!r} is a form of the rival {other!r} already; keep it with one")
    return forms


# --- contrasts


def _contrast(table: Table, outlets: tuple[str, ...], known: dict[str, None]) -> Contrast:
    name = table.text("name", needed='every contrast needs a name, e.g. name = "verba"')
    measures = table.texts("measures")
    if not measures:
        table.fail(None, 'measures is missing or empty; name at least one, e.g. measures = ["stance.jarak"]')
    _check_measures(table, measures, known)
    compared = table.texts("outlets")
    for outlet in compared if outlets else ():
        table.one_of("outlets", outlet, dict.fromkeys(outlets), "outlet of the study")
    reference = table.text("reference", "others")
    if compared or outlets:
        table.one_of("reference", reference, dict.fromkeys(("others", "pairwise", *(compared or outlets))), "reference")
    within = table.text("within") or None
    if within not in (None, "event_id"):
        table.fail("within", f'got {within!r}; wanted "event_id", the column of events, or no within at all')
    table.close()
    return Contrast(name, measures, reference, within, compared)


def _check_measures(table: Table, measures: tuple[str, ...], known: dict[str, None]) -> None:
    """A measure of a family that bingkai has must be one of them; others may be the researcher's own."""
    families = {name.partition(".")[0] for name in known}
    for measure in measures:
        family, dot, _ = measure.partition(".")
        if dot and family in ("choice", "side", "near") and family not in families:
            needs = "[[term_choice]]" if family == "choice" else "[[actor]] with a side"
            table.fail("measures", f"{measure!r} needs {needs}, of which the study has none")
        if dot and family in families:
            table.one_of("measures", measure, _alike(measure, known), f"measure of {family}")
        elif dot and family in lexicon_names():
            table.fail("measures", f'{measure!r} needs lexicons = ["{family}"], which the study does not look for')


def _alike(measure: str, known: dict[str, None]) -> dict[str, None]:
    """The known measures of its family, in one zone where it names one."""
    family = measure.partition(".")[0] + "."
    return {name: None for name in known if name.startswith(family) and ("@" in name) == ("@" in measure)}


def _unlike(top: Table, key: str, names: list[str]) -> None:
    for n, name in enumerate(names):
        if name in names[:n]:
            top.tables(key)[n].fail("name", f"{name!r} is the name of one above; give each its own")
