"""One row of an entry sheet, as the formulas find its cells that say what is wrong in it."""

from dataclasses import dataclass

from addin.template.layout import PLACE, Block
from addin.template.plan import Plan
from claimcheck.forms import Column, Sheet, SheetKind


@dataclass(frozen=True)
class EntryRow:
    """One row of an entry sheet, its cells found by their place."""

    plan: Plan
    sheet: Sheet
    row: int

    @property
    def block(self) -> Block:
        """Where the sheet's table stands."""
        return self.plan.block(self.sheet.kind)

    @property
    def helper(self) -> Block:
        """What is known of the row; where it is a payment's, what is known of people."""
        return self.plan.helper(self.sheet.kind)

    @property
    def place(self) -> str:
        """A formula of the row's place: payments are checked on their own sheet."""
        if self.sheet.kind is SheetKind.WAGES:
            return self.block.own_place
        return self.helper.cell(PLACE, self.row)

    def cell(self, key: str) -> str:
        """A cell that is filled in."""
        return self.block.entered(key, self.place)

    def shown(self, key: str) -> str:
        """A cell that is computed."""
        return self.plan.shown(self.sheet.kind).cell(key, self.row)

    def read(self, column: Column) -> str | None:
        """The cell with what was read of a column; None where no rule looks at it."""
        helper, key = self.helper, f"fact_{column.key}"
        return self.known(helper, key) if key in helper.keys else None

    def known(self, helper: Block, key: str) -> str:
        """What a helper sheet has found."""
        if self.sheet.kind is SheetKind.WAGES:
            return helper.beside(key, self.place)
        return helper.there(key, self.helper, self.row)
