"""Waivers: a whole class of findings let through, for a county or an applicant, until a day."""

from datetime import date

from claimcheck.columns import SheetKind, base_columns
from claimcheck.identity import credit_code_fault, hide_numbers, id_fault, mask_id, tidy
from validator.findings.catalogue import entry
from validator.ledger.audit.errors import SupervisionError
from validator.ledger.audit.events import RecordedEvent, Waiver, WaiverEnd
from validator.ledger.audit.trail import Trail
from validator.supervision.finding_status import active_waivers
from validator.supervision.verdicts import applicant_hash


def waive(
    trail: Trail,
    code: str,
    *,
    county: str,
    applicant: str,
    reason: str,
    until: date,
    reviewer: str,
    today: date,
) -> RecordedEvent:
    """Record a waiver.

    Args:
        trail: the audit trail.
        code: the finding's code.
        county: for all claims of this county; or
        applicant: for all claims of this applicant, by credit code or ID number.
        reason: why.
        until: the last day on which it holds.
        reviewer: who decides.
        today: the day to judge by.

    Raises:
        DataFileError: there is no such code.
        SupervisionError: it may not be waived, or something is missing.
    """
    item = entry(code)
    if not item.waivable:
        raise SupervisionError(f"“{item.title}”不能豁免：没有读到的内容无从审核。")
    if not item.passes or item.one_passes:
        raise SupervisionError(f"“{item.title}”不能豁免：一人、一户只计一次，须逐项裁定。")
    if bool(county.strip()) == bool(applicant.strip()):
        raise SupervisionError("请用 --county 写明县区，或用 --applicant 写明申报主体，两者选一。")
    if county.strip() and county.strip() not in _counties():
        raise SupervisionError(
            f"没有县区“{county.strip()[:20]}”，这样的豁免不会用到。可写：{'、'.join(_counties())}。"
        )
    if not reason.strip():
        raise SupervisionError("豁免必须写明理由：--reason 理由。")
    if not reviewer.strip():
        raise SupervisionError("请用 --reviewer 写明批准人。")
    if until < today:
        raise SupervisionError(f"截止日期 {until} 已过。请用 --until 写今天或以后的日期。")
    number = tidy(applicant)
    if number and credit_code_fault(number) and id_fault(number):
        raise SupervisionError(f"申报主体的号码有误：{credit_code_fault(number)}。")
    made = Waiver(
        code=item.code,
        reason=hide_numbers(reason),
        until=until,
        county=county.strip(),
        applicant=_shown(number),
        applicant_hash=applicant_hash(trail.ledger, number) if number else "",
    )
    return trail.add(hide_numbers(reviewer), lambda _: [made])[0]


def end_waiver(trail: Trail, number: int, *, reason: str, reviewer: str) -> RecordedEvent:
    """End a waiver before its day.

    Raises:
        SupervisionError: there is no such waiver, or something is missing.
    """
    if not reason.strip() or not reviewer.strip():
        raise SupervisionError("请用 --reason 写明理由，用 --reviewer 写明办理人。")
    there = {one.number for one in active_waivers(trail.read().recorded)}
    if number not in there:
        known = "、".join(str(one) for one in sorted(there)) or "（无）"
        raise SupervisionError(f"没有第 {number} 号豁免，或者已经终止。现有豁免：{known}。")
    ended = WaiverEnd(waiver=number, reason=hide_numbers(reason))
    return trail.add(hide_numbers(reviewer), lambda _: [ended])[0]


def _counties() -> list[str]:
    """The counties that a claim may name."""
    return base_columns(SheetKind.CLAIMS)["county"].options or []


def _shown(number: str) -> str:
    """An organisation's code is public; a person's number is masked."""
    return mask_id(number) if number and not id_fault(number) else number
