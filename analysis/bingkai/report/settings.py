"""How the numbers of a report are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Settings:
    """What holds for every number of a report."""

    seed: int = 7
    n_resamples: int = 2000
    progress: bool = True

    @property
    def options(self) -> dict[str, Any]:
        """As the comparisons take them."""
        return {"seed": self.seed, "n_resamples": self.n_resamples, "progress": self.progress}
