"""What a form is made of: a form has sheets, a sheet has columns."""

from dataclasses import dataclass
from functools import cached_property

from claimcheck.columns import Column, SheetKind


@dataclass(frozen=True)
class Sheet:
    """One sheet of a form: its title and its columns in order."""

    kind: SheetKind
    name: str
    aliases: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """The column with this key. Raises KeyError where the sheet has none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    @cached_property
    def inputs(self) -> tuple[Column, ...]:
        """The columns that people fill in."""
        return tuple(column for column in self.columns if not column.computed)


@dataclass(frozen=True)
class Form:
    """The form of one claim type."""

    type: str  #: "hiring", "broker", …
    title: str
    purpose: str  #: one plain sentence for the first sheet
    sheets: tuple[Sheet, ...]

    def sheet(self, kind: SheetKind) -> Sheet | None:
        """The sheet of this kind; None where the type needs none."""
        return next((sheet for sheet in self.sheets if sheet.kind == kind), None)
