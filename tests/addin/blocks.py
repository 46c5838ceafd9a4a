"""Small made-up blocks of cells, as a template's sheets would hand them to a function."""

from datetime import date, datetime

from openpyxl.utils import get_column_letter

from claimcheck.forms import SheetKind, form
from claimcheck.identity import id_check_character

HIRING = {sheet.kind: sheet for sheet in form("hiring").sheets}
CREDIT_CODE = "91640500MA76K4JW3X"
Cells = list[object]


def id_number(person: int) -> str:
    """A right ID number of the area that exists nowhere."""
    first_17 = f"64059819900101{person:03d}"
    return first_17 + id_check_character(first_17)


def claims_header() -> Cells:
    return [column.header for column in HIRING[SheetKind.CLAIMS].inputs]


def roster_header() -> Cells:
    headers = [column.header for column in HIRING[SheetKind.ROSTER].inputs]
    return [*headers, "期间起", "期间止"]


def wages_header() -> Cells:
    return [column.header for column in HIRING[SheetKind.WAGES].inputs]


def claim(claim_id: str = "SB-001", **other: object) -> Cells:
    cells: dict[str, object] = {
        "claim_id": claim_id,
        "measure": "ZW26-3",
        "applicant": "沙坡头建国物流有限公司",
        "applicant_code": CREDIT_CODE,
        "applicant_kind": "小微企业",
        "county": "沙坡头区",
        "period_start": datetime(2026, 1, 1),
        "period_end": datetime(2026, 12, 31),
        "claimed_people": 5.0,
        "claimed_yuan": 20000.0,
    } | other
    return [cells.get(column.key) for column in HIRING[SheetKind.CLAIMS].inputs]


def person(number: int, claim_id: str = "SB-001", **other: object) -> Cells:
    cells: dict[str, object] = {
        "claim_id": claim_id,
        "name": f"马{number}",
        "id_number": id_number(number),
        "category": "残疾人",
        "hired_on": datetime(2026, 1, 5),
    } | other
    own: Cells = [cells.get(column.key) for column in HIRING[SheetKind.ROSTER].inputs]
    return [*own, datetime(2026, 1, 1), datetime(2026, 12, 31)]


def no_claim() -> Cells:
    """An empty row of the claims."""
    return [None] * len(claims_header())


def nobody() -> Cells:
    """An empty row of the roster."""
    return [None] * len(roster_header())


def area(sheet: str, block: list[Cells]) -> str:
    """Where a block stands on a sheet that holds nothing else."""
    return f"{sheet}!A1:{get_column_letter(len(block[0]))}{len(block)}"


def payment(number: int, month: int, yuan: object = 3000.0, **other: object) -> Cells:
    cells: dict[str, object] = {
        "id_number": id_number(number),
        "name": f"马{number}",
        "paid_on": datetime(2026, month, 10),
        "amount_yuan": yuan,
        "payer": "沙坡头建国物流有限公司",
        "reference": f"LS{number:03d}{month:02d}",
    } | other
    return [cells.get(column.key) for column in HIRING[SheetKind.WAGES].inputs]


def half_a_year(number: int, yuan: object = 3000.0) -> list[Cells]:
    return [payment(number, month, yuan) for month in range(1, 7)]


def roster(*people: Cells) -> list[Cells]:
    return [roster_header(), *people]


def wages(*payments: Cells) -> list[Cells]:
    return [wages_header(), *payments]


def claims(*rows: Cells) -> list[Cells]:
    return [claims_header(), *rows]


def as_libreoffice_sends(block: list[Cells]) -> list[Cells]:
    """The same block with serial numbers for dates and '' for empty cells."""
    return [[_serial(cell) for cell in row] for row in block]


def _serial(cell: object) -> object:
    if isinstance(cell, datetime):
        return float((cell.date() - date(1899, 12, 30)).days)
    return "" if cell is None else cell
