"""What a clerk says about unsure income in 待确认收入, for the next import to follow.

A row is known by the key of its line in the statement, so that the decision holds wherever
the row stands and whichever file holds the line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claimcheck.identity import mask_id, tidy

if TYPE_CHECKING:
    from validator.intake.statements.keeping import Payment
    from validator.intake.statements.roster import Roster
    from validator.reading.cells import Grid

DECIDED_HEAD, PERSON_HEAD = "是否工资", "归属身份证号"
RESULT_HEAD, KEY_HEAD = "处理结果", "来源行校验值"
YES, NO = "是", "不是"

_WORDS = {YES: True, "是工资": True, NO: False, "否": False, "不": False, "不是工资": False}


@dataclass(frozen=True)
class IncomeDecision:
    """One row of 待确认收入."""

    row: int  #: 1-based row of the sheet
    wages: bool | None  #: None: not decided
    id_number: str  #: whose pay it is, where the clerk wrote it
    settled: bool  #: an earlier import has followed the decision
    fault: str = ""  #: why what was written cannot be followed


def decisions_in(grid: "Grid") -> dict[str, IncomeDecision]:
    """The rows of 待确认收入 by the key of their line in the statement."""
    from validator.intake.statements.provenance import HEADER_ROW

    if len(grid) <= HEADER_ROW:
        return {}
    # Imported late: most workbooks hold no income that waits for a decision.
    from validator.intake.statements.sources.workbook import cell_text

    heads = [str(cell).strip() for cell in grid[HEADER_ROW]]
    found = {}
    for number, cells in enumerate(grid[HEADER_ROW + 1 :], HEADER_ROW + 2):
        row = {head: cell_text(cell).strip() for head, cell in zip(heads, cells, strict=False)}
        if key := row.get(KEY_HEAD):
            found[key] = _decision(number, row)
    return found


def _decision(number: int, row: Mapping[str, str]) -> IncomeDecision:
    said = row.get(DECIDED_HEAD, "")
    fault = ""
    if said and said not in _WORDS:
        fault = f"待确认收入 第 {number} 行：“{DECIDED_HEAD}”填的是“{said[:20]}”，请填“是”或“不是”"
    return IncomeDecision(
        number,
        _WORDS.get(said),
        tidy(row.get(PERSON_HEAD, "")),
        bool(row.get(RESULT_HEAD)),
        fault,
    )


def confirmed(payment: "Payment", decision: IncomeDecision, roster: "Roster | None") -> "Payment":
    """A payment that the clerk says is pay, or with the doubt that still stands.

    Args:
        payment: as the statement and the roster gave it.
        decision: `wages` is true.
        roster: the people of the claim; None where there is none.
    """
    by = "，".join(filter(None, ["人工确认", payment.by]))
    if decision.id_number and roster is not None:
        person = roster.by_id.get(decision.id_number)
        if person is None:
            hidden = mask_id(decision.id_number)
            wrong = next(
                (one for one in roster.unsound if one.id_number == decision.id_number), None
            )
            if wrong is not None:
                why = f"花名册第 {wrong.row} 行的身份证号（{hidden}）有误，请先更正花名册再导入"
                return replace(payment, doubt=why)
            return replace(payment, doubt=f"“{PERSON_HEAD}”填的 {hidden} 不在花名册")
        payment = replace(payment, name=person.name, id_number=person.id_number)
        by = f"人工确认，按填写的{PERSON_HEAD}"
    elif payment.candidate and roster is not None:
        person = roster.by_id[payment.candidate]
        payment = replace(payment, name=person.name, id_number=person.id_number)
        by = f"人工确认，即花名册第 {person.row} 行，身份证号以花名册为准"
    elif roster is not None and not payment.by:
        told = f"已确认是工资，还须在“{PERSON_HEAD}”填花名册上的身份证号"
        kept = payment.doubt.removeprefix("可能是工资：")
        return replace(payment, doubt=f"{told}（{kept}）" if "花名册" in kept else told)
    if payment.paid_on is None:
        return payment
    return replace(payment, by=by, doubt="")
