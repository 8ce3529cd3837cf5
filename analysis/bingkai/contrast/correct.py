"""Correction for many comparisons at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import false_discovery_control


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """The q value of each p value: the false discovery rate at which it would be called.

    Parameters
    ----------
    p_values : array-like
        One family. NaN (refused, not tested) stays NaN and does not count as a test.

    Returns
    -------
    ndarray of float
        q values in the order of the input.

    Notes
    -----
    Controls the false discovery rate under independence and positive dependence of the tests.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289-300.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, float("nan"), 0.03]).round(3).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    p = np.asarray(p_values, dtype=float)
    q = np.full(p.shape, np.nan)
    tested = ~np.isnan(p)
    if tested.any():
        q[tested] = false_discovery_control(p[tested], method="bh")
    return q


def benjamini_yekutieli(p_values: ArrayLike) -> NDArray[np.float64]:
    """The q value of each p value, whatever the dependence of the tests: stricter than `benjamini_hochberg`.

    Parameters
    ----------
    p_values : array-like
        One family. NaN (refused, not tested) stays NaN and does not count as a test.

    Returns
    -------
    ndarray of float
        q values in the order of the input: those of Benjamini and Hochberg times ``1 + 1/2 + … + 1/n``, at most 1.

    References
    ----------
    Benjamini, Y. and Yekutieli, D. (2001). The control of the false discovery rate in multiple testing under
    dependency. Annals of Statistics 29, 1165-1188.

    Examples
    --------
    >>> benjamini_yekutieli([0.01, 0.04, float("nan"), 0.03]).round(4).tolist()
    [0.055, 0.0733, nan, 0.0733]
    """
    p = np.asarray(p_values, dtype=float)
    q = np.full(p.shape, np.nan)
    tested = ~np.isnan(p)
    if tested.any():
        q[tested] = false_discovery_control(p[tested], method="by")
    return q


CORRECTIONS = {"bh": benjamini_hochberg, "by": benjamini_yekutieli}
