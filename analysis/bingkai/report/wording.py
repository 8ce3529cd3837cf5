"""What the script of the concordance says."""

from __future__ import annotations

import json

from markupsafe import Markup

from bingkai.figures.labels import choose


def wording(lang: str) -> Markup:
    """What the script of the concordance says, as JSON that cannot end its element."""
    said = {
        "lang": lang,
        "found": choose(lang, "{n} kutipan dalam {m} artikel", "{n} passages in {m} articles"),
        "type": choose(lang, "Ketik sedikitnya tiga huruf.", "Type at least three letters."),
        "loading": choose(lang, "Memuat …", "Loading …"),
        "failed": choose(lang, "Peramban ini tidak dapat membuka konkordans.", "This browser cannot open the "
          "concordance."),
        "article": choose(lang, "artikel", "article"),
        "link": choose(lang, "tautan", "link"),
        "here": choose(lang, "kutipan yang dihitung", "the passage that was counted"),
        "untitled": choose(lang, "(tanpa judul)", "(no headline)"),
        "legend": [
            ("speaker", choose(lang, "narasumber", "source")),
            ("cue", choose(lang, "kata pewarta", "reporting word")),
            ("direct", choose(lang, "kutipan langsung", "direct quotation")),
            ("indirect", choose(lang, "kutipan tidak langsung", "indirect quotation")),
            ("scare", choose(lang, "tanda petik ironi", "scare quotes")),
            ("term", choose(lang, "kata bermuatan", "loaded term")),
            ("ignored", choose(lang, "tidak ikut dibaca", "not read")),
            ("here", choose(lang, "yang dihitung", "what was counted")),
        ],
    }  # fmt: skip
    return Markup(json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"))
