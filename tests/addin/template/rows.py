"""The rows of one workbook, as they are entered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from claimcheck.forms import SheetKind

Row = dict[str, Any]


@dataclass
class Rows:
    """One list of rows a sheet."""

    claims: list[Row] = field(default_factory=list)
    roster: list[Row] = field(default_factory=list)
    wages: list[Row] = field(default_factory=list)

    @property
    def content(self) -> dict[SheetKind, Sequence[Row]]:
        """What the template builder takes."""
        return {
            SheetKind.CLAIMS: self.claims,
            SheetKind.ROSTER: self.roster,
            SheetKind.WAGES: self.wages,
        }
