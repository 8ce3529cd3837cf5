"""Which columns of the report's tables stand in a thesis, and under which heads."""

from __future__ import annotations

from bingkai.figures.labels import Language, choose

_HEADS: dict[str, tuple[str, str]] = {
    "contrast": ("kontras", "contrast"), "measure": ("ukuran", "measure"), "outlet": ("media", "outlet"),
    "reference": ("dibanding", "against"), "estimate": ("laju", "rate"), "effect": ("selisih", "difference"),
    "ci_low": ("selang: bawah", "interval: low"), "ci_high": ("selang: atas", "interval: high"),
    "n_articles": ("artikel", "articles"), "n_events": ("peristiwa", "events"), "q_value": ("q", "q"),
    "ratio": ("rasio", "ratio"), "p_value": ("p", "p"), "model_ratio": ("rasio model", "model's ratio"),
    "model_p": ("p model", "model's p"), "called": ("disebut berbeda oleh", "called different by"),
    "set": ("acuan", "referent"), "label": ("istilah", "term"), "count": ("kali", "times"), "base": ("dari", "of"),
    "share": ("bagian", "share"), "n_copied": ("salinan", "copies"), "n_credited": ("berkredit", "credited"),
    "n_repeated": ("ulangan sendiri", "own repetitions"), "n_words": ("kata", "words"),
    "own_share": ("bagian sendiri", "own share"), "n_attributions": ("atribusi", "attributions"),
    "first": ("pertama", "first"), "last": ("terakhir", "last"), "n_undated": ("tanpa tanggal", "undated"),
    "n_possible": ("peristiwa yang mungkin", "possible events"), "n_covered": ("diliput", "covered"),
    "n_alone": ("diliput sendiri", "covered alone"),
}  # fmt: skip
_TABLES = {
    "korpus": "outlet n_articles n_words n_attributions first last n_undated",
    "kontras": "contrast measure outlet reference estimate effect ci_low ci_high n_articles q_value",
    "pendapat_kedua": "contrast measure outlet reference ratio p_value model_ratio model_p called",
    "istilah": "set label outlet count base share ci_low ci_high n_articles",
    "salinan": "outlet n_articles n_copied n_credited n_repeated n_words own_share",
    "liputan_peristiwa": "outlet n_possible n_covered share ci_low ci_high n_alone",
}


def printed_heads(lang: Language) -> dict[str, dict[str, str]]:
    """Table -> column -> its head, in the order of the columns."""
    return {name: {column: choose(lang, *_HEADS[column]) for column in columns.split()}
            for name, columns in _TABLES.items()}  # fmt: skip
