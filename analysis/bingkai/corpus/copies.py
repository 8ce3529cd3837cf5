"""Copies: articles that print the same text, whether from a wire, a press release or the outlet's own earlier version.

A text printed by three outlets is one choice of words, not three. `mark_copies` groups such articles, `copy_pairs`
lists the pairs for review and `own_words` says how much of an outlet's text is its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha1

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm.auto import tqdm

from bingkai.corpus.clean import mark_boilerplate, own_texts
from bingkai.corpus.shingles import (
    N_GRAM,
    Integers,
    Numbers,
    Shingles,
    candidate_pairs,
    count_shared,
    find_shingles,
    hash_grams,
    words_of,
)
from bingkai.schema import ARTICLES, SchemaError, require

PAIR_COLUMNS = ["article_a", "article_b", "outlet_a", "outlet_b", "kind", "n_shared", "jaccard", "containment",
                "days_apart", "title_a", "title_b"]  # fmt: skip
_SKETCH_SHARE = 0.3  # candidates; well under the 0.75 that a Jaccard of 0.6 needs
_FEWEST_GRAMS = 15  # shorter texts say too little for a share to mean anything
_FEWEST_CONTAINED = 60  # a shorter text inside a longer one may be a caption or a teaser both carry
_BATCH = 2_000


def mark_copies(
    articles: pd.DataFrame, *, threshold: float = 0.6, containment: float = 0.8, progress: bool = True
) -> pd.DataFrame:
    """Mark articles that print (nearly) the same text.

    Parameters
    ----------
    articles : DataFrame
        ARTICLES. Where `mark_boilerplate` has not been run, it is run first: datelines, credits and links to other
        stories are not compared.
    threshold : float, default 0.6
        Two articles are copies from this Jaccard similarity of their word 5-grams on.
    containment : float, default 0.8
        Or from this share of the shorter one's 5-grams found in the longer one: a wire item inside a longer article.
    progress : bool, default True
        Show a progress bar.

    Returns
    -------
    DataFrame
        ARTICLES with three columns added (or computed anew), and `dateline`, `origin`, `ignored` where they were not
        there:

        - ``copy_group`` : articles with the same text share a group; missing where an article stands alone. Its name
          has the day of the group's earliest article
        - ``copy_kind`` : `across_outlets` where two or more outlets are in the group, `same_outlet` where one outlet
          printed a text again (updates, pages, standing texts); missing where the article stands alone
        - ``own_share`` : share of the article's words, 0 to 1, that are not printed by another outlet's copy of it;
          0 where `origin` credits an agency other than the outlet, or a press release; an agency's own article is its
          own; missing where there are no words

    Notes
    -----
    Groups do not chain: each member is a copy of the group's centre, the article with the most and closest copies, not
    merely of some other member. Articles with fewer than 15 distinct 5-grams (about 19 words) are never copies, and
    containment counts from 60 on: captions and teasers are shorter.

    Known bias: of two outlets without a wire credit it is not known who copied, so the shared words are neither's
    own. A wire text with no second printing and no credit cannot be seen. Standing texts of one outlet (timetables,
    daily prices) look like copies of each other; their kind is `same_outlet`. Paraphrase is not found. A 5-gram in
    more than 100 articles leads to the earliest of them only.

    References
    ----------
    Broder (1997), On the resemblance and containment of documents. Nicholls (2019), Detecting textual reuse in news
    stories, at scale. Irber et al. (2022), Lightweight compositional analysis with FracMinHash.

    Examples
    --------
    >>> isi = ("Pemerintah Kabupaten Sukamaju menutup tiga jembatan gantung mulai hari ini karena kabel penahannya "
    ...        "berkarat dan beberapa papan lantainya patah setelah hujan deras sepanjang pekan lalu.")
    >>> articles = pd.DataFrame({"article_id": ["a", "b", "c"], "outlet": ["Kabar Baru", "Harian Lama", "Kabar Baru"],
    ...     "published": pd.to_datetime(["2025-06-01", "2025-06-02", "2025-06-02"]), "title": "Jembatan ditutup",
    ...     "text": [isi, isi + " Warga memutar.", "Bupati meresmikan pasar."]})
    >>> marked = mark_copies(articles, progress=False)
    >>> marked["copy_group"].notna().tolist(), marked["own_share"].round(2).tolist()
    ([True, True, False], [0.0, 0.07, 1.0])
    """
    articles = _prepared(articles)
    pairs = _find_pairs(articles, threshold, containment, progress)
    return articles.assign(**copy_groups(articles, pairs), own_share=_own_share(articles, pairs))


def copy_pairs(
    articles: pd.DataFrame, *, threshold: float = 0.6, containment: float = 0.8, progress: bool = True
) -> pd.DataFrame:
    """List the pairs of articles that print the same text, to be read before they are believed.

    Parameters
    ----------
    articles, threshold, containment, progress
        As for `mark_copies`.

    Returns
    -------
    DataFrame
        A row a pair, the least alike first:

        - ``article_a``, ``article_b`` : the earlier and the later article (by time, then by id)
        - ``outlet_a``, ``outlet_b``
        - ``kind`` : `same_outlet` or `across_outlets`
        - ``n_shared`` : distinct word 5-grams in both
        - ``jaccard`` : of all their 5-grams, the share in both, 0 to 1
        - ``containment`` : of the shorter one's 5-grams, the share in both, 0 to 1
        - ``days_apart`` : days between them; missing where a date is
        - ``title_a``, ``title_b``
    """
    articles = _prepared(articles)
    pairs = _find_pairs(articles, threshold, containment, progress)
    a, b = articles.iloc[pairs["first"]], articles.iloc[pairs["second"]]
    apart = b["published"].to_numpy() - a["published"].to_numpy()
    same = a["outlet"].to_numpy() == b["outlet"].to_numpy()
    listed = pd.DataFrame(
        {
            "article_a": a["article_id"].to_numpy(), "article_b": b["article_id"].to_numpy(),
            "outlet_a": a["outlet"].to_numpy(), "outlet_b": b["outlet"].to_numpy(),
            "kind": pd.array(np.where(same, "same_outlet", "across_outlets"), dtype="str"),
            "n_shared": pairs["n_shared"].to_numpy(), "jaccard": pairs["jaccard"].to_numpy(),
            "containment": pairs["containment"].to_numpy(), "days_apart": apart / np.timedelta64(1, "D"),
            "title_a": a["title"].to_numpy(), "title_b": b["title"].to_numpy(),
        },
        columns=PAIR_COLUMNS,
    )  # fmt: skip
    return listed.sort_values(["jaccard", "article_a", "article_b"], ignore_index=True)


def own_words(articles: pd.DataFrame) -> pd.DataFrame:
    """How much of what each outlet printed is its own text.

    Parameters
    ----------
    articles : DataFrame
        What `mark_copies` returned.

    Returns
    -------
    DataFrame
        A row an outlet, by name:

        - ``outlet``
        - ``n_articles`` : its articles
        - ``n_copied`` : of these, in a copy group with another outlet
        - ``n_credited`` : of these, credited to an agency other than the outlet, or to a press release
        - ``n_repeated`` : of these, in a copy group of this outlet alone
        - ``n_words`` : words outside datelines, credits and links to other stories
        - ``own_share`` : share of `n_words` that is its own, 0 to 1 (see `mark_copies`)

    Raises
    ------
    SchemaError
        The articles have not been through `mark_copies`.
    """
    require(articles, ARTICLES)
    if missing := [name for name in ("copy_kind", "own_share", "origin", "ignored") if name not in articles.columns]:
        raise SchemaError(f"own_words wants what mark_copies returned; got no column {missing[0]!r}: call it first")
    n_words = np.array([len(words_of(text)) for text in own_texts(articles)], dtype=np.int64)
    credited = _credited(articles)
    own = pd.DataFrame(
        {
            "outlet": articles["outlet"].to_numpy(), "n_articles": 1,
            "n_copied": (articles["copy_kind"] == "across_outlets").to_numpy(dtype=np.int64),
            "n_credited": credited.astype(np.int64),
            "n_repeated": (articles["copy_kind"] == "same_outlet").to_numpy(dtype=np.int64),
            "n_words": n_words, "own_share": articles["own_share"].fillna(0).to_numpy() * n_words,
        }
    ).groupby("outlet", sort=True).sum()  # fmt: skip
    own["own_share"] = own["own_share"] / own["n_words"].where(own["n_words"] > 0)
    return own.reset_index()


def _prepared(articles: pd.DataFrame) -> pd.DataFrame:
    require(articles, ARTICLES)
    if repeated := int(articles["article_id"].duplicated().sum()):
        example = articles.loc[articles["article_id"].duplicated(), "article_id"].iloc[0]
        raise SchemaError(
            f"article_id must be unique; {repeated} rows repeat one (e.g. {example!r}): "
            "drop them with articles.drop_duplicates('article_id')"
        )
    return articles if {"ignored", "origin"} <= set(articles.columns) else mark_boilerplate(articles)


def canonical_order(articles: pd.DataFrame) -> NDArray[np.int64]:
    """Positions of the articles by time (undated last), then by id: an order that no shuffling changes."""
    keys = pd.DataFrame({"published": articles["published"].to_numpy(), "id": articles["article_id"].to_numpy()})
    return keys.sort_values(["published", "id"], na_position="last").index.to_numpy().astype(np.int64)


def _batches(articles: pd.DataFrame, order: Integers, progress: bool) -> Iterator[list[str]]:
    with tqdm(total=len(order), disable=not progress, delay=2, desc="mark_copies", unit=" articles") as bar:
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            yield own_texts(articles.iloc[rows])
            bar.update(len(rows))


def _find_pairs(articles: pd.DataFrame, threshold: float, containment: float, progress: bool) -> pd.DataFrame:
    """Verified pairs: positions `first` and `second` (by time), n_shared, jaccard, containment."""
    at_least = sketch_share(threshold, containment)
    order = canonical_order(articles)
    shingles = find_shingles(_batches(articles, order, progress))
    first, second = candidate_pairs(shingles, at_least)
    pairs = verified_pairs(shingles, first, second, threshold, containment)
    return pairs.assign(first=order[pairs["first"]], second=order[pairs["second"]]).reset_index(drop=True)


def sketch_share(threshold: float, containment: float) -> float:
    """The share of the shorter text's sketch from which on two texts are compared; checks the two shares asked for."""
    for name, value in (("threshold", threshold), ("containment", containment)):
        if not 0.2 <= value <= 1:
            raise ValueError(f"{name} wants a share from 0.2 to 1, got {value!r}")
    return min(_SKETCH_SHARE, threshold / 2, containment / 2)


def verified_pairs(
    shingles: Shingles, first: Integers, second: Integers, threshold: float, containment: float
) -> pd.DataFrame:
    """Which of the pairs are copies: `first`, `second`, n_shared, jaccard, containment, counted exactly."""
    n_shared = count_shared(shingles, first, second)
    size_first, size_second = shingles.size[first], shingles.size[second]
    shorter = np.minimum(size_first, size_second)
    pairs = pd.DataFrame(
        {
            "first": first, "second": second, "n_shared": n_shared,
            "jaccard": n_shared / (size_first + size_second - n_shared), "containment": n_shared / shorter,
        }
    )  # fmt: skip
    alike = (pairs["jaccard"] >= threshold) & (shorter >= _FEWEST_GRAMS)
    inside = (pairs["containment"] >= containment) & (shorter >= _FEWEST_CONTAINED)
    return pairs[alike | inside]


def copy_groups(articles: pd.DataFrame, pairs: pd.DataFrame) -> dict[str, pd.Series]:
    """The columns `copy_group` and `copy_kind` of the articles.

    Parameters
    ----------
    articles : DataFrame
        article_id, outlet, published.
    pairs : DataFrame
        Positions `first` and `second` of all pairs of copies, in the articles' order of time, and their `jaccard`.
    """
    groups = _groups(articles, pairs)
    outlets = articles["outlet"].groupby(groups.to_numpy()).nunique()
    kinds = groups.map(outlets.gt(1).map({True: "across_outlets", False: "same_outlet"}))
    return {"copy_group": groups.astype("str"), "copy_kind": kinds.astype("str")}


def _groups(articles: pd.DataFrame, pairs: pd.DataFrame) -> pd.Series:
    """Name of each article's group, in the articles' order; None where it stands alone."""
    neighbours: dict[int, list[int]] = {}
    weight: dict[int, float] = {}
    for a, b, jaccard in zip(pairs["first"], pairs["second"], pairs["jaccard"], strict=True):
        for one, other in ((int(a), int(b)), (int(b), int(a))):
            neighbours.setdefault(one, []).append(other)
            weight[one] = weight.get(one, 0.0) + float(jaccard)
    rank = np.empty(len(articles), dtype=np.int64)
    rank[canonical_order(articles)] = np.arange(len(articles))
    names: list[str | None] = [None] * len(articles)
    for centre in sorted(neighbours, key=lambda row: (-round(weight[row], 9), rank[row])):
        members = [centre, *(row for row in neighbours[centre] if names[row] is None)]
        if names[centre] is None and len(members) > 1:
            name = group_name(articles, min(members, key=lambda row: rank[row]))
            for row in members:
                names[row] = name
    return pd.Series(names, index=articles.index, dtype="object")


def group_name(articles: pd.DataFrame, earliest: int) -> str:
    """Name of a group after its earliest article: the day and eight characters that stand for its id."""
    published = articles["published"].iloc[earliest]
    day = "undated" if pd.isna(published) else f"{published:%Y%m%d}"
    return f"{day}-{sha1(str(articles['article_id'].iloc[earliest]).encode()).hexdigest()[:8]}"


def _credited(articles: pd.DataFrame) -> NDArray[np.bool_]:
    """The article credits an agency other than the outlet itself."""
    origin = articles["origin"]
    return (origin.notna() & (origin != articles["outlet"])).to_numpy(dtype=bool)


def share_to_begin_with(articles: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The own share of the articles as credited, 0 or 1; and which of them a copy elsewhere may lower."""
    own = np.where(_credited(articles), 0.0, 1.0)
    agency = (articles["origin"].notna() & (articles["origin"] == articles["outlet"])).to_numpy(dtype=bool)
    return own, (own > 0) & ~agency


def _own_share(articles: pd.DataFrame, pairs: pd.DataFrame) -> NDArray[np.float64]:
    own, may_fall = share_to_begin_with(articles)
    for row, others in partners_elsewhere(articles, pairs).items():
        if may_fall[row]:
            words, *theirs = (words_of(text) for text in own_texts(articles.iloc[[row, *others]]))
            own[row] = uncovered(words, hash_grams(theirs)[0])
    own[[not words_of(text) for text in own_texts(articles)]] = np.nan
    return own


def partners_elsewhere(articles: pd.DataFrame, pairs: pd.DataFrame) -> dict[int, list[int]]:
    """For every article with copies in other outlets, where those stand."""
    outlet = articles["outlet"].to_numpy()
    partners: dict[int, list[int]] = {}
    for a, b in zip(pairs["first"].to_numpy(), pairs["second"].to_numpy(), strict=True):
        if outlet[a] != outlet[b]:
            partners.setdefault(int(a), []).append(int(b))
            partners.setdefault(int(b), []).append(int(a))
    return partners


def uncovered(words: list[str], others: Numbers) -> float:
    """Share of words outside the 5-grams that another text has as well."""
    shared = np.isin(hash_grams([words])[0], others)
    covered = np.zeros(len(words), dtype=bool)
    for shift in range(N_GRAM):
        covered[shift : shift + len(shared)] |= shared
    return float(1 - covered.mean())
