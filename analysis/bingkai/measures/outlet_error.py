"""Is the classifier as good on each outlet as on the others? If not, one correction does not fit all."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bingkai.measures.frame_scores import Draws
from bingkai.measures.frame_validation import FrameValidation
from bingkai.schema import OUTLET_ERROR, build

Floats = NDArray[np.float64]

FEW_CODED = 20  # coded units of an outlet below which a difference of errors would hardly show


def outlet_error(
    validation: FrameValidation, *, n_resamples: int = 1000, confidence: float = 0.95, seed: int = 7
) -> pd.DataFrame:
    """Compare the classifier's errors on each outlet with those on the others.

    Parameters
    ----------
    validation : FrameValidation
    n_resamples : int
    confidence : float
    seed : int

    Returns
    -------
    OUTLET_ERROR
        `expected` is what the outlet's codes would lead to if each were read as well as in the other outlets, so that
        an outlet with harder codes is not taken for one that is read worse.

    Notes
    -----
    Held-out units, resampled by group. With fewer than 20 coded units a difference would hardly show, and the note says
    so: no difference found is not the same as none there.
    """
    units = validation.units
    outlet, names = pd.factorize(units["outlet"], sort=True)
    place = {name: number for number, name in enumerate(validation.classes)}
    code = units["value"].map(place).to_numpy(dtype=np.int64)
    right = (units["value"] == units["predicted"]).to_numpy(dtype=float)
    group = units["group"].to_numpy(dtype=np.int64)
    draws = Draws(n_resamples, confidence, seed)
    weights = draws.weights(int(group.max()) + 1)
    m, k = len(names), len(validation.classes)
    cells = np.zeros((2, weights.shape[1], m * k))
    np.add.at(cells[0], (group, outlet * k + code), 1)
    np.add.at(cells[1], (group, outlet * k + code), right)
    n, hits = ((weights @ own).reshape(-1, m, k) for own in cells)
    accuracy = _over(hits.sum(axis=2), n.sum(axis=2))
    elsewhere = _over(hits.sum(axis=1, keepdims=True) - hits, n.sum(axis=1, keepdims=True) - n)
    known = np.isfinite(elsewhere)
    expected = _over(np.where(known, n * np.nan_to_num(elsewhere), 0).sum(axis=2), (n * known).sum(axis=2))
    found = _over(np.where(known, hits, 0).sum(axis=2), (n * known).sum(axis=2))
    low, high = draws.ends((found - expected)[1:])
    n_coded = n[0].sum(axis=1).astype(int).tolist()
    difference = found[0] - expected[0]
    rows = [
        (validation.item, str(name), accuracy[0, o], expected[0, o], difference[o], low[o], high[o], n_coded[o],
         _note(low[o], high[o], n_coded[o]))
        for o, name in enumerate(names)
    ]  # fmt: skip
    return build(dict(zip(OUTLET_ERROR.required, zip(*rows, strict=True), strict=True)), OUTLET_ERROR)


def _over(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))


def _note(low: float, high: float, n: int) -> str:
    if n < FEW_CODED:
        return f"hanya {n} unit terkode: galat hampir tidak terperiksa · only {n} coded units: error hardly checked"
    if low > 0 or high < 0:
        return "galat berbeda dari media lain · error differs from that of other outlets"
    return ""
