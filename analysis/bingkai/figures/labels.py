"""Names, units and numbers as readers see them, in Indonesian and English: the one place for labels."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, Language] = ("id", "en")

_STANCES: Mapping[str, tuple[str, str]] = {
    "netral": ("Verba NETRAL (mengatakan, menyatakan …)", "NEUTRAL verbs (mengatakan, menyatakan …)"),
    "relai": ("Verba RELAI (mengutip, melansir …)", "RELAY verbs (mengutip, melansir …)"),
    "elaborasi": ("Verba ELABORASI (menjelaskan, memaparkan …)", "ELABORATION verbs (menjelaskan, memaparkan …)"),
    "tegas": ("Verba TEGAS (menegaskan, memastikan …)", "EMPHATIC verbs (menegaskan, memastikan …)"),
    "faktif": ("Verba FAKTIF (mengungkapkan, membenarkan …)", "FACTIVE verbs (mengungkapkan, membenarkan …)"),
    "konsesi": ("Verba KONSESI (mengakui, meralat …)", "CONCESSION verbs (mengakui, meralat …)"),
    "jarak": ("Verba JARAK (mengklaim, berdalih …)", "DISTANCING verbs (mengklaim, berdalih …)"),
    "tuduh": ("Verba TUDUH (menuding, mengecam …)", "ACCUSING verbs (menuding, mengecam …)"),
    "bantah": ("Verba BANTAH (membantah, menepis …)", "DENIAL verbs (membantah, menepis …)"),
    "nilai": ("Verba NILAI (menilai, memuji …)", "JUDGEMENT verbs (menilai, memuji …)"),
    "duga": ("Verba DUGA (menduga, memperkirakan …)", "SUPPOSITION verbs (menduga, memperkirakan …)"),
    "arah": ("Verba ARAH (meminta, mendesak …)", "DIRECTIVE verbs (meminta, mendesak …)"),
    "komisif": ("Verba KOMISIF (berjanji, menjamin …)", "COMMISSIVE verbs (berjanji, menjamin …)"),
    "emotif": ("Verba EMOTIF (mengeluh, bersyukur …)", "EMOTIVE verbs (mengeluh, bersyukur …)"),
}
_KINDS: Mapping[str, tuple[str, str]] = {
    "direct": ("Kutipan langsung", "Direct quotation"),
    "indirect": ("Kutipan tidak langsung", "Indirect quotation"),
    "mixed": ("Kutipan campuran", "Mixed quotation"),
}
_SOURCES: Mapping[str, tuple[str, str]] = {
    "official": ("Narasumber pejabat", "Officials as sources"),
    "military_police": ("Narasumber TNI dan polisi", "Military and police as sources"),
    "politician_party": ("Narasumber politikus dan partai", "Politicians and parties as sources"),
    "company": ("Narasumber perusahaan", "Companies as sources"),
    "expert": ("Narasumber ahli", "Experts as sources"),
    "civil_society": ("Narasumber masyarakat sipil", "Civil society as sources"),
    "citizen": ("Narasumber warga", "Citizens as sources"),
    "media": ("Narasumber media", "Media as sources"),
    "foreign_official": ("Narasumber pejabat asing", "Foreign officials as sources"),
    "document": ("Narasumber dokumen", "Documents as sources"),
    "anonymous": ("Narasumber anonim", "Anonymous sources"),
    "other": ("Narasumber lain", "Other sources"),
}
_CATEGORIES: Mapping[str, tuple[str, str]] = {
    "intensif": ("Kata intensif (sangat, luar biasa …)", "Intensifiers (sangat, luar biasa …)"),
    "militeristik": ("Kata militeristik (gempur, tumbang …)", "Military words (gempur, tumbang …)"),
    "moral": ("Kata moral dan legitimasi (oknum, pahlawan …)", "Moral and legitimacy words (oknum, pahlawan …)"),
    "emotif": ("Kata emotif (tragis, mencekam …)", "Emotive words (tragis, mencekam …)"),
    "identitas": ("Kata identitas (pribumi, aseng …)", "Identity words (pribumi, aseng …)"),
    "hedge": ("Pelunak (diduga, kemungkinan …)", "Hedges (diduga, kemungkinan …)"),
    "booster": ("Penguat (jelas, pasti …)", "Boosters (jelas, pasti …)"),
    "presuposisi": ("Kata presuposisi (kembali, justru …)", "Presupposition triggers (kembali, justru …)"),
    "superlatif": ("Superlatif (terbesar, paling …)", "Superlatives (terbesar, paling …)"),
    "so_called": ("Penjarak sebutan (apa yang disebut …)", "So-called markers (apa yang disebut …)"),
}
_ZONES: Mapping[str, tuple[str, str]] = {
    "title": ("judul", "headline"),
    "reporter": ("wartawan", "reporter"),
    "direct": ("kutipan langsung", "direct quotation"),
    "indirect": ("kutipan tidak langsung", "indirect quotation"),
    "scare": ("tanda petik ironi", "scare quotes"),
}
_UNITS: Mapping[str, tuple[int, str, str]] = {
    "words": (1000, "per {n} kata", "per {n} words"),
    "attributions": (100, "per {n} atribusi", "per {n} attributions"),
    "mentions": (100, "per {n} penyebutan", "per {n} mentions"),
    "articles": (100, "per {n} artikel", "per {n} articles"),
    "clauses": (100, "per {n} klausa", "per {n} clauses"),
    "markers": (100, "per {n} penanda", "per {n} markers"),
    "labels": (100, "per {n} sebutan", "per {n} such words"),
}
_SIDES: Mapping[str, tuple[str, str]] = {
    "statements": ("Pernyataan", "Statements"),
    "words": ("Kata yang dikutip", "Words reported"),
    "first": ("Suara pertama", "First voice"),
    "agent": ("Sebagai pelaku", "As agent"),
    "patient": ("Sebagai sasaran", "As patient"),
    "harmed.absent": ("Dirugikan, pelaku hilang", "Harmed, agent absent"),
    "harms.deleted": ("Merugikan, pelaku di luar klausa", "Harms, agent outside the clause"),
    "loaded": ("Disebut di dekat kata menilai", "Mentioned beside evaluating words"),
    "named": ("Disebut dengan nama", "Called by name"),
}
_TOLD: Mapping[str, tuple[str, str]] = {
    "explicit": ("Pelaku disebut", "Agent named"),
    "recoverable": ("Pelaku disebut di dekatnya", "Agent named nearby"),
    "absent": ("Pelaku hilang", "Agent absent"),
    "noun": ("Perbuatan sebagai nomina", "Deed told as a noun"),
    "state": ("Perbuatan sebagai keadaan", "Deed told as a state"),
}
_DEEDS: Mapping[str, tuple[str, str]] = {
    "harm": ("kekerasan dan kerugian", "harm"),
    "force": ("paksaan dan penegakan", "force"),
    "governance": ("pengaturan dan layanan", "governance"),
    "speech": ("ujaran terhadap orang", "speech done to people"),
}
_LEXICONS: Mapping[str, tuple[str, str]] = {
    "kata_bermuatan": ("Kata bermuatan", "Loaded terms"),
    "pilihan_istilah": ("Pilihan istilah", "Rival terms"),
    "verba_pewarta": ("Verba pewarta", "Reporting verbs"),
}
_ROLES: Mapping[str, tuple[str, str]] = {"to": ("terhadap", "to"), "by": ("oleh", "by")}


def _each_source(indonesian: str, english: str) -> dict[str, tuple[str, str]]:
    """The labels of the kinds of sources with what is counted of them in front."""
    return {key: (f"{indonesian}: {names[0]}", f"{english}: {names[1]}") for key, names in _SOURCES.items()}


_LABELS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "stance": _STANCES,
    "kind": _KINDS,
    "source": _SOURCES,
    "attributions": {"": ("Banyaknya atribusi", "Number of attributions")},
    "source_words": _each_source("Kata yang dikutip", "Words quoted"),
    "first_voice": _each_source("Suara pertama", "First voice"),
    "last_voice": _each_source("Suara terakhir", "Last voice"),
    "one_source": {"": ("Artikel bernarasumber tunggal", "Articles with one source")},
    "hearsay": {
        "dugaan": ("Dugaan (diduga, disinyalir …)", "Presumed (diduga, disinyalir …)"),
        "kabar": ("Kabar (konon, dikabarkan …)", "Passed on (konon, dikabarkan …)"),
        "sebutan": ("Sebutan orang (disebut-sebut, dituding …)", "Alleged by others (disebut-sebut, dituding …)"),
        "unsourced": ("Penanda tanpa narasumber di kalimatnya", "Markers without a source in their sentence"),
    },
    "label": {
        "mendahului": ("Sebutan mendahului tahap perkara", "Word ahead of the stage of the case"),
        "tanpa_tahap": ("Sebutan tanpa tahap perkara di artikelnya", "Word in an article that names no stage"),
    },
    "side": {"both": ("Artikel yang mengutip dua pihak", "Articles in which two sides speak")},
    "kata_bermuatan": _CATEGORIES,
    "verba_pewarta": _STANCES,
}


def check_language(lang: str) -> Language:
    """The language itself if there are labels in it.

    Examples
    --------
    >>> check_language("fr")
    Traceback (most recent call last):
    ValueError: unknown language 'fr'; wanted 'id' (Indonesian) or 'en' (English)
    """
    for language in LANGUAGES:
        if lang == language:
            return language
    raise ValueError(f"unknown language {lang!r}; wanted 'id' (Indonesian) or 'en' (English)")


def choose(lang: str, indonesian: str, english: str) -> str:
    """The wording in the reader's language."""
    return indonesian if lang == "id" else english


def measure_label(measure: str, lang: str = "id") -> str:
    """What a measure counts, in words; a measure without a label keeps its name.

    Examples
    --------
    >>> measure_label("stance.jarak")
    'Verba JARAK (mengklaim, berdalih …)'
    >>> measure_label("kata_bermuatan.hedge@title", lang="en")
    'Hedges (diduga, kemungkinan …), headline'
    >>> measure_label("choice.penggusuran.penertiban")
    'Istilah penertiban (acuan: penggusuran)'
    >>> measure_label("side.warga.stance.jarak", lang="en")
    'DISTANCING verbs (mengklaim, berdalih …): side warga'
    >>> measure_label("agency.absent.harm.to.terdampak")
    'Pelaku hilang: kekerasan dan kerugian, terhadap terdampak'
    >>> measure_label("leksikonku.api")
    'leksikonku.api'
    """
    name, _, zone = measure.partition("@")
    group, _, key = name.partition(".")
    named = _LABELS.get(group, {}).get(key)
    others = (_choice_label(group, key, lang), _agency_label(group, key, lang), _side_label(name, lang))
    made = named[LANGUAGES.index(lang)] if named else next(filter(None, others), "")
    label = made or name
    return f"{label}, {zone_label(zone, lang)}" if zone else label


def _choice_label(group: str, key: str, lang: str) -> str:
    """A rival term and its set, for a measure choice.<set>.<rival>; empty for other measures."""
    referent, _, rival = key.replace("_", " ").partition(".")
    if group != "choice" or not rival:
        return ""
    return choose(lang, f"Istilah {rival} (acuan: {referent})", f"Term {rival} (referent: {referent})")


def _agency_label(group: str, key: str, lang: str) -> str:
    """A measure agency.<told>.<class>, with .to.<side> or .by.<side>; empty for other measures."""
    told, _, rest = key.partition(".")
    deed, _, whom = rest.partition(".")
    if group != "agency" or told not in _TOLD or deed not in _DEEDS:
        return ""
    place = LANGUAGES.index(lang)
    role, _, side = whom.partition(".")
    tail = f", {_ROLES[role][place]} {side.replace('_', ' ')}" if role in _ROLES else ""
    return f"{_TOLD[told][place]}: {_DEEDS[deed][place]}{tail}"


def _side_label(name: str, lang: str) -> str:
    """What is counted and of which side, for measures side.<side>.<what> and near.<side>.<category>; else empty."""
    group, _, key = name.partition(".")
    side, _, what = key.partition(".")
    if group == "near":
        named = _CATEGORIES.get(what) or _ZONES.get(what)
    else:
        named = (_SIDES.get(what) or _STANCES.get(what.removeprefix("stance."))) if group == "side" else None
    if named is None:
        return ""
    word = named[LANGUAGES.index(lang)]
    if group == "side":
        return choose(lang, f"{word}: pihak {side}", f"{word}: side {side}")
    return choose(lang, f"{word} di dekat pihak {side}", f"{word} near side {side}")


def short_label(measure: str, lang: str = "id") -> str:
    """The label without its examples: for the columns of a table.

    Examples
    --------
    >>> short_label("stance.jarak"), short_label("kata_bermuatan.hedge")
    ('JARAK', 'Pelunak')
    """
    label = measure_label(measure, lang).partition(" (")[0]
    return label.removeprefix("Verba ").removesuffix(" verbs")


def lexicon_label(name: str, lang: str = "id", title: str = "") -> str:
    """What a lexicon holds, in words: one of the package's in the language, another by its title or name.

    Examples
    --------
    >>> lexicon_label("kata_bermuatan"), lexicon_label("leksikonku", title="Kata api")
    ('Kata bermuatan', 'Kata api')
    """
    named = _LEXICONS.get(name)
    return named[LANGUAGES.index(lang)] if named else title or name


def zone_label(zone: str, lang: str = "id") -> str:
    """Whose words a zone holds.

    Examples
    --------
    >>> zone_label("title"), zone_label("title", lang="en")
    ('judul', 'headline')
    """
    named = _ZONES.get(zone)
    return named[LANGUAGES.index(lang)] if named else zone


def unit_of(measure: str) -> str:
    """What the base of a measure counts, judged by its name: words unless it is one of those that are not."""
    group = measure.partition(".")[0]
    if group in ("first_voice", "last_voice", "one_source"):
        return "articles"
    if group in ("choice", "agency"):
        return "mentions" if group == "choice" else "clauses"
    if group in ("side", "near"):
        return _side_unit(measure)
    if group == "label" or measure == "hearsay.unsourced":
        return "labels" if group == "label" else "markers"
    return "attributions" if group in ("stance", "kind", "source") else "words"


def _side_unit(measure: str) -> str:
    if measure.startswith("near."):
        return "mentions"
    units = {"words": "words", "first": "articles", "both": "articles", "loaded": "mentions", "named": "mentions"}
    last = measure.rpartition(".")[2]
    clauses = last in ("agent", "patient", "absent", "deleted")
    return "clauses" if clauses else units.get(last, "attributions")


def scale_of(unit: str) -> int:
    """How many base units a rate is given for: 1,000 words, 100 attributions; 1 for an unknown unit."""
    return _UNITS[unit][0] if unit in _UNITS else 1


def unit_label(unit: str, lang: str = "id") -> str:
    """The unit a scaled rate is in.

    Examples
    --------
    >>> unit_label("words"), unit_label("words", lang="en")
    ('per 1.000 kata', 'per 1,000 words')
    """
    if unit not in _UNITS:
        return choose(lang, f"per satuan ({unit})", f"per unit ({unit})")
    scale, *wordings = _UNITS[unit]
    return wordings[LANGUAGES.index(lang)].format(n=number(scale, 0, lang))


def number(value: float, digits: int = 1, lang: str = "id", *, signed: bool = False) -> str:
    """A number as the language writes it: 1.234,5 in Indonesian, 1,234.5 in English; an en dash where there is none.

    Examples
    --------
    >>> number(1234.56), number(1234.56, lang="en"), number(-0.5, signed=True), number(float("nan"))
    ('1.234,6', '1,234.6', '−0,5', '–')
    """
    if value is None or not isfinite(value):
        return "–"
    text = f"{abs(value):,.{digits}f}"
    if lang == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    is_zero = not text.strip("0.,")
    sign = "" if is_zero else "−" if value < 0 else "+" if signed else ""
    return sign + text


def note_in(note: object, lang: str = "id") -> str:
    """One language of a note written as 'Indonesian · English'; a note without that dot as it is.

    Examples
    --------
    >>> note_in("tidak pernah muncul · never counted", lang="en")
    'never counted'
    """
    if not isinstance(note, str):
        return ""
    parts = note.split(" · ")
    half = len(parts) // 2
    return " · ".join((parts[:half] if lang == "id" else parts[half:]) if len(parts) > 1 else parts)


def digits_for(largest: float) -> int:
    """Decimals that keep two or three significant figures in numbers up to `largest` (not negative).

    Examples
    --------
    >>> digits_for(42.0), digits_for(3.2), digits_for(0.04)
    (1, 2, 3)
    """
    return 1 if largest >= 10 or largest == 0 else 2 if largest >= 0.5 else 3


def clipped(label: str, width: int = 30) -> str:
    """A label on one line, cut with an ellipsis when too long for a tick.

    Examples
    --------
    >>> clipped("Kabar   Kota\\nSelatan"), clipped("a" * 40, width=5)
    ('Kabar Kota Selatan', 'aaaa…')
    """
    line = " ".join(str(label).split()) or "–"
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"
