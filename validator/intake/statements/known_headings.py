"""Which texts are headings of statements or pay lists, in whatever way they are written."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from validator.intake.statements.amount_headings import amount_field
from validator.intake.statements.layout import layouts
from validator.reading.headers import plain, without_marks, without_remark

_LONGEST_HEADING = 60
_NUMBERS = tuple("0123456789+-¥￥/")

_UNIT = re.compile(r"/元|\(元\)|\(人民币\)|\(人民币元\)")
_FOREIGN_TAIL = re.compile(r"(?<=[一-鿿)])[a-z'./&#()]+$")


@lru_cache(maxsize=8192)
def forms_of(text: str) -> tuple[str, ...]:
    """The ways to compare a heading, the surest first: whole, without unit, remark or English.

    A remark that says whether money came in or went out is never left out.
    """
    whole = plain(text)
    shorter = [_UNIT.sub("", whole), without_remark(text), _FOREIGN_TAIL.sub("", whole)]
    shorter += [without_marks(text), _UNIT.sub("", without_marks(text))]
    said = amount_field(whole)
    if said:
        shorter = [form for form in shorter if amount_field(form) == said]
    return tuple(dict.fromkeys([whole, *shorter]))


@cache
def known_headings() -> frozenset[str]:
    """Every heading of every layout, in plain form."""
    data = layouts()
    lists = [
        *data.headings.values(),
        *data.pay_list.values(),
        *(layout.signature for layout in data.layout),
        *(texts for layout in data.layout for texts in layout.headings.values()),
    ]
    return frozenset(plain(text) for texts in lists for text in texts)


def known_count(cells: Sequence[str]) -> int:
    """How many cells of a row are headings."""
    known = known_headings()
    return sum(
        1
        for cell in cells
        # What begins like a number or is long is no heading: most cells need no more look.
        if cell
        and len(cell) <= _LONGEST_HEADING
        and cell.lstrip()[:1] not in _NUMBERS
        and (any(form in known for form in forms_of(cell)) or names_direction(cell))
    )


def names_direction(cell: str) -> bool:
    """Whether a cell heads a column of money in or money out; single characters do not count."""
    return len(cell.strip()) > 1 and amount_field(cell) in ("income", "expense")


def is_known(text: str) -> bool:
    """Whether a text is a heading, by itself or by the words of which it is made."""
    known = known_headings() | ways_of_payment()
    return bool(amount_field(text)) or any(form in known for form in forms_of(text))


@cache
def ways_of_payment() -> frozenset[str]:
    """Headings of the parts of a wage by the way in which they were paid: 代发, 现金; plain."""
    paid = layouts().paid
    return frozenset(map(plain, [*paid.by_bank, *paid.in_cash]))
