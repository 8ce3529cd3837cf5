"""Shares with intervals: Wilson's, and how much articles as units widen it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

Floats = NDArray[np.float64]


def wilson(share: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of a share of n.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(0.9, 10)]
    [0.596, 0.982]
    """
    z = float(norm.ppf((1 + confidence) / 2))
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def design_effect(right: Floats, n: Floats) -> float:
    """Variance of a share with articles as units over its variance were the rows independent; at least 1."""
    share, total, articles = right.sum() / n.sum(), n.sum(), len(n)
    if articles < 2 or not 0 < share < 1:
        return 1.0
    variance = articles / (articles - 1) * ((right - share * n) ** 2).sum() / total**2
    return max(1.0, float(variance / (share * (1 - share) / total)))
