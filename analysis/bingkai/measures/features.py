"""How an article frames, as a row of numbers: for scikit-learn pipelines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from bingkai.language.lexicon_files import load_lexicon
from bingkai.language.lexicons import Lexicon
from bingkai.measures.measure import measure
from bingkai.measures.sources import source_measures
from bingkai.measures.transformers import as_texts
from bingkai.reading.analyse import Reading, analyse
from bingkai.reading.evidence import REPORTER
from bingkai.schema import ARTICLES, KINDS, SOURCE_TYPES, STANCES, ZONES, build

GROUPS = ("stance", "kind", "source", "attributions", "terms", "zones", "voices")
DEFAULT_GROUPS = GROUPS[:-1]
SHARED_ZONES = ZONES[1:]
VOICES = ("source_words", "first_voice", "last_voice")
_CARRIED = ("outlet", "published", "title", "text", "ignored")


class FramingFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Articles in, how each of them frames out: who speaks, with which verbs, which words the outlet chooses.

    Parameters
    ----------
    groups : sequence of str
        Which features:

        - "stance": share of each class of reporting verbs among the attributions that have one
        - "kind": share of direct, indirect and mixed quotation
        - "source": share of each kind of source
        - "attributions": attributions per 1,000 words
        - "terms": terms of each category of the lexicons per 1,000 words of the zone
        - "zones": share of the body's words that are the reporter's own, quoted directly, reported indirectly or put
          into scare quotes
        - "voices": share of quoted words, first and last voice by kind of source, and whether one source is alone
          (not in the default: many columns, mostly 0)
    lexicons : sequence of str or Lexicon
        For the group "terms".
    zones : sequence of str
        Zones for the group "terms"; "reporter" is the outlet's own voice.
    no_base : float
        The value where there is nothing to take a share of, for instance of an article without attributions; NaN for
        an imputer.

    Attributes
    ----------
    lexicons_ : tuple of Lexicon
    features_ : ndarray of str
        The columns.

    Notes
    -----
    Takes a DataFrame of ARTICLES (only `text` must be there; `title`, `outlet` and `ignored` are used where they are,
    `outlet` for nothing but finding its name in the dateline), or a list or column of texts. All features are shares
    or rates, so length does not enter them, but shares of few attributions are coarse. Nothing is learnt from the
    data. A text's features may depend on the texts beside it in one way: a lexicon that matches by stem leaves alone
    what the texts use as a name.

    Passes scikit-learn's estimator checks of the interface; those that feed numbers do not apply.

    Examples
    --------
    >>> features = FramingFeatures(groups=["stance", "attributions"]).fit([])
    >>> row = features.transform(["Bupati mengklaim bahwa jalan selesai. Warga membantah bahwa jalan selesai."])[0]
    >>> named = dict(zip(features.get_feature_names_out(), row.tolist()))
    >>> named["stance.jarak"], named["stance.bantah"], named["attributions"]
    (0.5, 0.5, 200.0)
    """

    def __init__(
        self,
        groups: Sequence[str] = DEFAULT_GROUPS,
        *,
        lexicons: Sequence[str | Lexicon] = ("kata_bermuatan",),
        zones: Sequence[str] = (REPORTER,),
        no_base: float = 0.0,
    ) -> None:
        self.groups = groups
        self.lexicons = lexicons
        self.zones = zones
        self.no_base = no_base

    def fit(self, articles: pd.DataFrame | Iterable[str], y: object = None) -> FramingFeatures:
        """Load the lexicons; the articles are only looked at for their kind."""
        for name in self.groups:
            if name not in GROUPS:
                raise ValueError(f"unknown group {name!r}: wanted some of {', '.join(GROUPS)}")
        for zone in self.zones:
            if zone not in ZONES:
                raise ValueError(f"unknown zone {zone!r}: wanted some of {', '.join(ZONES)}")
        _as_articles(articles)
        self.lexicons_ = tuple(load_lexicon(name) if isinstance(name, str) else name for name in self.lexicons)
        self.features_ = np.array([name for group in self.groups for name in self._names(group)], dtype=object)
        return self

    def _names(self, group: str) -> list[str]:
        """The features of a group, in order."""
        if group == "terms":
            return [
                f"{lexicon.name}.{category}" + ("" if zone == REPORTER else f"@{zone}")
                for zone in self.zones
                for lexicon in self.lexicons_
                for category in lexicon.categories
            ]
        return {
            "stance": [f"stance.{name.lower()}" for name in STANCES],
            "kind": [f"kind.{name}" for name in KINDS],
            "source": [f"source.{name}" for name in SOURCE_TYPES],
            "attributions": ["attributions"],
            "zones": [f"words.{zone}" for zone in SHARED_ZONES],
            "voices": [f"{voice}.{kind}" for voice in VOICES for kind in SOURCE_TYPES] + ["one_source"],
        }[group]

    def transform(self, articles: pd.DataFrame | Iterable[str]) -> NDArray[np.float64]:
        """Shares and rates: a row an article, a column a feature."""
        check_is_fitted(self, "features_")
        frame = _as_articles(articles)
        if frame.empty:
            return np.zeros((0, len(self.features_)))
        reading = analyse(frame, lexicons=self.lexicons_, progress=False)
        rates = _rates(measure(reading, zones=self.zones), per_words=1000)
        tables = [rates]
        if "zones" in self.groups:
            tables.append(_zone_shares(reading))
        if "voices" in self.groups:
            tables.append(_rates(source_measures(reading), per_words=1))
        wide = pd.concat(tables, axis=1).reindex(index=frame["article_id"], columns=self.features_)
        made: NDArray[np.float64] = wide.to_numpy(dtype=float)
        return np.where(np.isnan(made), float(self.no_base), made)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Names like those of `measure`, and words.<zone> for the zones."""
        check_is_fitted(self, "features_")
        return self.features_.copy()

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.allow_nan = True
        tags.requires_fit = True
        return tags


def _rates(measures: pd.DataFrame, *, per_words: int) -> pd.DataFrame:
    """A row an article, a column a measure: count over base, times `per_words` where the base is words."""
    times = np.where(measures["unit"] == "words", per_words, 1)
    rate = measures["count"] * times / measures["base"].where(measures["base"] > 0)
    return measures.assign(rate=rate).pivot(index="article_id", columns="measure", values="rate")


def _zone_shares(reading: Reading) -> pd.DataFrame:
    """Share of each zone among the words of the body."""
    words = reading.words.pivot(index="article_id", columns="zone", values="n_words")[list(SHARED_ZONES)]
    total = words.sum(axis=1)
    return words.div(total.where(total > 0), axis=0).add_prefix("words.")


def _as_articles(articles: pd.DataFrame | Iterable[str]) -> pd.DataFrame:
    """ARTICLES, numbered, from whatever was given."""
    if isinstance(articles, pd.DataFrame):
        if "text" not in articles.columns:
            got = ", ".join(map(str, articles.columns)) or "no columns"
            raise ValueError(f"wanted a DataFrame with the column 'text' (and 'title', 'outlet'); got {got}")
        given = articles[[name for name in _CARRIED if name in articles.columns]].reset_index(drop=True)
    else:
        given = pd.DataFrame({"text": pd.Series(as_texts(articles), dtype="str")})
    n = len(given)
    made = build(
        {"article_id": [str(place) for place in range(n)], "outlet": [""] * n, "published": [pd.NaT] * n,
         "title": [""] * n, "text": [""] * n},
        ARTICLES,
    )  # fmt: skip
    for name in ("title", "text"):
        if name in given.columns:
            given[name] = pd.Series(as_texts(given[name]), dtype="str")
    return made.assign(**{str(name): given[name] for name in given.columns})
