"""What every result with a table of tests offers: the table, the number of its tests, how they were made."""

from __future__ import annotations

from abc import ABC, abstractmethod

import pandas as pd

from bingkai.contrast.wording import Language


class TestedTable(ABC):
    """A result whose `table` has a row a test, with `p_value` missing where none was made."""

    table: pd.DataFrame

    @property
    def n_tests(self) -> int:
        """Rows with a p value: the family of the q values, unless a `family` is named."""
        return int(self.table["p_value"].notna().sum())

    @property
    def method(self) -> str:
        """How intervals, p and q were made, in English."""
        return self._method("en")

    def to_frame(self) -> pd.DataFrame:
        """A copy of the table."""
        return self.table.copy()

    @abstractmethod
    def describe(self, lang: Language = "id") -> str:
        """The sentences without which the table cannot be read."""

    @abstractmethod
    def to_html(self, lang: Language = "id") -> str:
        """The table with the sentences under it; every text escaped."""

    @abstractmethod
    def _method(self, lang: Language) -> str: ...

    def _repr_html_(self) -> str:
        return self.to_html("id")
