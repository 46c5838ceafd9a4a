"""What is shown of whole claims, and a batch whose claims share a person."""

from claimcheck.forms import SheetKind
from claimcheck.settings import Settings
from samples.honest import Row
from tests.validator.output.page.desk import ROSTER, Desk, hires
from tests.validator.supervision.made import ON
from validator.run.validate import Validation, run_validation

#: A list that only reminds: whoever stands on it counts until a supervisor takes him out.
BUSINESS = "法人和个体工商户"

#: What is said where both of two claims that share somebody were let pass.
TWICE = "在两项申报中都裁定通过，只能通过其中一项"


def whole(desk: Desk, claim_id: str = "SB-001") -> tuple[object, ...]:
    """Claimed, assessed and decided yuan, people, result of a claim."""
    one = desk.shown()[claim_id]
    return one.claimed, one.assessed, one.decided, one.people, one.result


def reviewed(desk: Desk) -> Validation:
    """The batch before any verdict."""
    return run_validation([desk.batch], Settings(on=ON), lists_folder=desk.folder)


def shared_person() -> dict[SheetKind, list[Row]]:
    """Two claims of five and six people, of whom one stands in both."""
    rows = hires(5, 6)
    again = rows[ROSTER][5]
    rows[ROSTER][4] = rows[ROSTER][4] | {
        key: again[key] for key in ("id_number", "name", "bank_account")
    }
    return rows
