"""What a workbook with faults is made of: its rows, and where something must be found."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from openpyxl import Workbook

from claimcheck.forms import Form, SheetKind, form
from samples import honest
from samples.honest import Claim, Row

CLAIMS, ROSTER, WAGES = SheetKind.CLAIMS, SheetKind.ROSTER, SheetKind.WAGES

#: The day by which the samples are judged.
ON = date(2026, 11, 20)

#: A place that must have a finding: code, kind of sheet, row (None: no cell), key.
Expected = tuple[str, SheetKind, Row | None, str]


@dataclass
class Faulty:
    """A workbook with faults."""

    name: str
    form: Form
    rows: dict[SheetKind, list[Row]]
    expected: list[Expected] = field(default_factory=list)
    #: places that are no cell of a column: code, sheet, cell
    places: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    change: Callable[[Workbook], None] | None = None

    def expect(self, code: str, kind: SheetKind, row: Row, key: str) -> None:
        """Note that a finding must stand at this row's cell."""
        self.expected.append((code, kind, row, key))


def hiring(name: str, seed: int, *sizes: int, months: int = 8) -> tuple[Faulty, list[Claim]]:
    claims = list(honest.claims(random.Random(seed), sizes, months=[months]))
    people = [person for claim in claims for person in claim.people]
    rows = {
        CLAIMS: [claim.row for claim in claims],
        ROSTER: [person.row for person in people],
        WAGES: [payment for person in people for payment in person.payments],
    }
    return Faulty(name, form("hiring"), rows), claims
