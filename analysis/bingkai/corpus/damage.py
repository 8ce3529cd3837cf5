"""Signs that a text was damaged on its way into the corpus: cut off, glued, without its quotation marks."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

GLUED_PER_1000: Final = 2.0
_REPEATED_LINE: Final = (5, 0.02)  # in at least so many articles of an outlet, and in this share of them

_FUNCTION_WORDS_TEXT: Final = (
    "yang dan di ke dari untuk dengan ini itu pada dalam tidak akan adalah juga oleh karena sebagai atau bisa ada "
    "telah sudah saat agar para kata tersebut lebih seperti kepada menjadi mereka dia ia saya kami kita bahwa "
    "namun hingga serta secara bagi masih hanya belum setelah antara terhadap sementara tak"
)
_FUNCTION_WORDS: Final = frozenset(_FUNCTION_WORDS_TEXT.split())
WORD: Final = r"\w+"
# "di JakartaKita semua", "aman.Polisi": a small letter runs into a capital, or a full stop into the next sentence.
_GLUE: Final = r"[a-z][.,]?[A-Z][a-z]{2}"
_GLUED = re.compile(r"\b[A-Za-z]?[a-z]{2,}(?:[A-Z]|[.,][A-Z])[a-z]{2,}")
# Names that are written so: WhatsApp, TransJakarta, McDonald; and "Liputan6.Com".
_CAMEL = re.compile(
    r"(?:Mc|Mac|De|Di|La|Le|Van|Fitz|You|Tik|What|Face|Linked|Black|Pay|Go|Grab|Shopee|Air|Power|Master|Blue|Jawa|Kompas|"
    r"Detik|detik|Tribun|Sindo|Trans|Play|Open|Chat|Deep|Snap|Micro|Git|Space|Nas|Sponge|Square|insya|Insya)[A-Z]|"
    r".*\.(?:Com|Net|Pst|Sel|Utr|Tim|Brt|Sus)$"
)
_SENTENCE_END: Final = r"[.!?…*\"”’'»)\]]\s*$"
_LAST_END = re.compile(r"^.*[.!?…][\"”’'»)\]]*(?:[\s,]|$)", re.DOTALL)
_CUT_OFF: Final = (
    r"(?i)(?:\[(?:…|\.\.\.)\]|baca selengkapnya|read more|view in single page)[^\n]{0,12}$"
    r"|\b1\s+2\s+(?:3\s+)*selanjutnya"
)
# What stands under a whole article: "(abc/def)", "Editor: …", "Sumber: …", hashtags.
_SIGN_OFF = re.compile(
    r"\([a-z]{2,4}/[a-z]{2,3}\d?\)|#\w+|"
    r"\b(?:editor|penulis|reporter|pewarta|sumber|source|penyunting|laporan|foto|tags?)\s*:",
    re.IGNORECASE,
)
_SPEAKER_LAST = re.compile(r"[\"”][^\"”]{0,100}$")  # '…," kata Sari kepada Warta Fiksi' without a full stop
_QUOTATION_MARK = r"[\"“”„«»‘]|''|``"
_SPEECH_AFTER = r",\s+(?:kata|ujar|ucap|tutur|imbuh|ungkap|tegas|jelas|tambah)(?:nya)?\b"
_FIRST_PERSON = r"(?i)\b(?:saya|kami|kita|aku)\b"
DATELINE = r"(?s)^.{0,60}?\s(?:-|–|—|--)\s"


def letters(text: pd.Series) -> pd.Series:
    return text.str.replace(r"\W+", "", regex=True).str.lower()


def indonesian_share(text: pd.Series) -> pd.Series:
    """Share of function words at the text's beginning; running Indonesian has some 0.2, English under 0.02."""
    return text.str.slice(0, 2_000).str.lower().map(_function_word_share).astype("float64")


def _function_word_share(text: str) -> float:
    words = text.split()
    return sum(word in _FUNCTION_WORDS for word in words) / max(len(words), 1)


def is_truncated(text: pd.Series, repeated: frozenset[str]) -> pd.Series:
    end = text.str.slice(-150).str.rstrip()
    cut = end.str.contains(_CUT_OFF, regex=True)
    open_end = ~end.str.contains(_SENTENCE_END, regex=True)
    cut[open_end] |= text[open_end].map(lambda value: _stops_inside_a_sentence(value, repeated)).astype("bool")
    return cut


def _stops_inside_a_sentence(text: str, repeated: frozenset[str]) -> bool:
    """The last line goes on after its last full stop, and nothing under it says that the article was over."""
    end = text[-2_000:]
    lines = [line.strip() for line in end.split("\n") if line.strip()]
    if lines[-1] in repeated or _SIGN_OFF.search(end[-400:]) or _SPEAKER_LAST.search(lines[-1]):
        return False
    long_lines = [line for line in lines if len(line.split()) >= 6]
    rest = _LAST_END.sub("", long_lines[-1]).strip() if long_lines else ""
    return len(rest.split()) >= 6 and not rest[0].islower() and any(character.islower() for character in rest)


def has_glued_words(text: pd.Series, n_words: pd.Series) -> pd.Series:
    """Several different words that run together; one name with an inner capital, however often, is one."""
    glued = pd.Series(False, index=text.index)
    candidates = text[text.str.count(_GLUE) >= 2]
    n_forms = candidates.map(_n_glued_forms).astype("float64")
    glued[candidates.index] = (n_forms >= 2) & (n_forms / n_words[candidates.index] * 1_000 > GLUED_PER_1000)
    return glued


def _n_glued_forms(text: str) -> int:
    return sum(_CAMEL.match(form) is None for form in set(_GLUED.findall(text)))


def has_lost_quotes(text: pd.Series) -> pd.Series:
    """Speakers say "saya" or "kami" before ", kata …", and no mark of any kind stands in the text."""
    without = ~text.str.contains(_QUOTATION_MARK, regex=True)
    lost = pd.Series(False, index=text.index)
    candidates = text[without]
    lost[without] = (candidates.str.count(_SPEECH_AFTER) >= 2) & candidates.str.contains(_FIRST_PERSON, regex=True)
    return lost


def has_unbalanced_quotes(text: pd.Series) -> pd.Series:
    """An odd number of straight marks, or more closing than opening ones (each paragraph of a quotation reopens)."""
    return (text.str.count('"') % 2 == 1) | (text.str.count("”") > text.str.count("“"))


def repeated_lines(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Lines that stand in many articles of an outlet, and which articles have one."""
    lines = articles["text"].str.split("\n").explode().str.strip()
    lines = lines[lines.str.len().between(4, 300)]
    table = pd.DataFrame({"outlet": articles["outlet"].reindex(lines.index), "line": lines, "article": lines.index})
    table = table.drop_duplicates()
    counts = table.groupby(["outlet", "line"], sort=False).size().rename("n_articles").reset_index()
    least_n, least_share = _REPEATED_LINE
    n_of_outlet = counts["outlet"].map(articles["outlet"].value_counts()).astype("float64")
    repeated = counts[(counts["n_articles"] >= least_n) & (counts["n_articles"] >= least_share * n_of_outlet)]
    repeated = repeated.sort_values(["outlet", "n_articles"], ascending=[True, False], kind="stable")
    with_one = table.merge(repeated[["outlet", "line"]], on=["outlet", "line"])["article"]
    return repeated.reset_index(drop=True), pd.Series(articles.index.isin(with_one), index=articles.index)
