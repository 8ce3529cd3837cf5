"""Who is named as doing it: bars of agents stated, recoverable and absent, per outlet."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from bingkai.figures.canvas import (
    BLUE,
    INK,
    LIGHT_BLUE,
    MUTED,
    alphabetical,
    house_style,
    left_out_note,
    most_articles,
    new_axes,
    number_axis,
    outlet_labels,
    outlet_rows,
    remember,
    side_header,
    side_text,
)
from bingkai.figures.labels import check_language, choose, number
from bingkai.schema import AGENCY_SHARES, require

MIN_CLAUSES = 10  # below this a share says nothing
_ABSENT = "#e4e4e4"
_STATES = (
    ("explicit", BLUE, "pelaku disebut", "agent named"),
    ("recoverable", LIGHT_BLUE, "pelaku disebut di dekatnya", "agent named nearby"),
    ("absent", _ABSENT, "pelaku hilang", "agent absent"),
)
_CLASSES = {
    "harm": ("kekerasan dan kerugian", "harm"),
    "force": ("paksaan dan penegakan", "force"),
    "governance": ("pengaturan dan layanan", "governance"),
    "speech": ("ujaran terhadap orang", "speech done to people"),
}


def plot_agency(
    shares: pd.DataFrame,
    *,
    predicate_class: str = "harm",
    by_side: bool = False,
    ax: Axes | None = None,
    lang: str = "id",
) -> Axes:
    """Draw how often each outlet names the one who acts, for one class of predicates.

    Parameters
    ----------
    shares : AGENCY_SHARES
        As `agency_shares` gives them.
    predicate_class : str
        harm, force, governance or speech.
    by_side : bool
        A bar for each side of those it is done to, instead of one for all together.
    ax : Axes, optional
    lang : {"id", "en"}

    Returns
    -------
    Axes
        A bar an outlet, in alphabetical order down: agent in the clause, agent within one sentence, agent absent. The
        line is the interval of the absent share, drawn where its part begins; beside it stand share and interval in per
        cent. With fewer than ten clauses nothing is drawn but n.

    Raises
    ------
    SchemaError
        If a column is missing.
    ValueError
        If the shares have no clause of that class, or no sides.
    """
    check_language(lang)
    require(shares, AGENCY_SHARES)
    table = _chosen(shares, predicate_class, by_side=by_side)
    rows = _rows(table, lang)
    shown = most_articles(rows).reset_index(drop=True)
    with house_style():
        ax = new_axes(ax, len(shown), extra=1.8)
        _draw(ax, shown, lang)
        ax.set_title(_title(predicate_class, lang), loc="left")
        note = left_out_note(len(shown), len(rows), lang)
        ax.set_xlabel(_legend(lang) + (f"\n{note}" if note else ""), color=MUTED)
    return remember(ax, table)


def _chosen(shares: pd.DataFrame, predicate_class: str, *, by_side: bool) -> pd.DataFrame:
    table = shares[shares["predicate_class"] == predicate_class]
    if table.empty:
        known = ", ".join(sorted(shares["predicate_class"].unique())) or "none"
        raise ValueError(f"no clauses of the class {predicate_class!r} in these shares; they have {known}")
    table = table[table["patient_side"].notna() == by_side]
    if table.empty:
        raise ValueError("these shares have no sides; give analyse a study whose actors have sides")
    return table


def _rows(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """One row an outlet and side: the three shares, the interval of the absent one, n."""
    keyed = table.assign(side=table["patient_side"].fillna(""))
    wide = keyed.pivot_table(index=["outlet", "side"], columns="agent_state", values="share", dropna=False)
    absent = keyed[keyed["agent_state"] == "absent"].set_index(["outlet", "side"])
    rows = wide.reindex(columns=[state for state, *_ in _STATES]).fillna(0)
    rows = rows.join(absent[["ci_low", "ci_high", "n_clauses", "n_articles"]], how="inner").reset_index()
    to = choose(lang, "kepada", "to")
    rows["label"] = [f"{o}, {to} {s}" if s else o for o, s in zip(rows["outlet"], rows["side"], strict=True)]
    return alphabetical(rows, "outlet", "side")


def _draw(ax: Axes, rows: pd.DataFrame, lang: str) -> None:
    enough = rows["n_clauses"] >= MIN_CLAUSES
    left = pd.Series(0.0, index=rows.index)
    for state, colour, *_ in _STATES:
        width = (rows[state] * 100).where(enough, 0.0)
        ax.barh(rows.index, width, left=left, height=0.62, color=colour)
        left += width
    for y in np.flatnonzero(enough).tolist():
        row = rows.iloc[y]
        if pd.notna(row["ci_low"]):
            ends = [100 - row["ci_high"] * 100, 100 - row["ci_low"] * 100]
            for colour, thickness in (("white", 3.4), (INK, 1.4)):
                ax.plot(ends, [y, y], color=colour, linewidth=thickness, solid_capstyle="butt")
        side_text(ax, y, _percent(row, lang), color=INK)
    outlet_rows(ax, outlet_labels(rows["label"], rows["n_clauses"], lang))
    ax.set_xlim(0, 100)
    number_axis(ax, lang)
    side_header(ax, choose(lang, "hilang, % [IK 95 %]", "absent, % [95 % CI]"))


def _percent(row: pd.Series, lang: str) -> str:
    share = number(row["absent"] * 100, 0, lang)
    if pd.isna(row["ci_low"]):
        return share
    low, high = (number(row[end] * 100, 0, lang) for end in ("ci_low", "ci_high"))
    return f"{share} [{low}; {high}]"


def _title(predicate_class: str, lang: str) -> str:
    name = choose(lang, *_CLASSES[predicate_class])
    return choose(lang, f"Siapa pelakunya? Predikat {name}", f"Who does it? Predicates of {name}")


def _legend(lang: str) -> str:
    shades = (choose(lang, "gelap", "dark"), choose(lang, "sedang", "mid"), choose(lang, "pucat", "pale"))
    names = [f"{shade}: {choose(lang, *labels)}" for shade, (_, _, *labels) in zip(shades, _STATES, strict=True)]
    said = choose(
        lang,
        "persen dari klausa dalam suara media sendiri; n = klausa",
        "per cent of clauses in the outlet's own voice; n = clauses",
    )
    line = choose(lang, "garis: selang bagian yang hilang", "line: interval of the absent share")
    return f"{said}\n{'; '.join(names[:2])}\n{names[2]}; {line}"
