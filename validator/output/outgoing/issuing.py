"""Writes what goes out after a review, and says what was written and what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.money import show_yuan
from claimcheck.settings import Settings
from claimcheck.text import shown_path
from validator.ledger.audit.distrust import broken
from validator.ledger.audit.errors import BrokenTrailError
from validator.ledger.audit.events import Disclosure
from validator.output.outgoing.kept_apart import free_names
from validator.output.outgoing.results import RESULT_WORDS, Claim, ClaimResult, results
from validator.output.outgoing.workdays import DEFAULT_NAME, Calendar, read_calendar
from validator.run.validate import Validation
from validator.supervision.accepted import held_of

if TYPE_CHECKING:
    from validator.ledger.audit.trail import Trail

#: So many claims that are left out are named.
_NAMED = 20


@dataclass(frozen=True)
class Reviewed:
    """A batch under the decisions that stand, with what became of its claims."""

    trail: "Trail"
    found: Validation
    settings: Settings
    claims: list[Claim]
    remarks: tuple[str, ...] = ()  #: what to point out whatever is written


@dataclass
class Issued:
    """What was written, in Chinese what to say of it, and what to point out."""

    files: list[Path] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    undecided: bool = False  #: claims were left out that are still open
    known: bool = False  #: claims were left out that the ledger holds already
    nobody_is_paid: bool = False  #: so that there was nothing to write
    holidays_unknown: bool = False  #: working days were counted without any holidays


def reviewed(trail: "Trail", found: Validation, settings: Settings) -> Reviewed:
    """Make sure that what was decided may be gone by.

    Raises:
        BrokenTrailError: the trail was changed.
    """
    if found.supervision is not None and found.supervision.fault:
        raise BrokenTrailError(broken(found.supervision.fault))
    return Reviewed(trail, found, settings, results(found))


def only_recorded(batch: Reviewed) -> Reviewed:
    """The claims that the ledger holds, to be paid as they stand there; no others.

    For lists that were lost, or were not written before the claims were recorded.

    Args:
        batch: of a run that takes no claim for a repeat of its own record (see `Across.own`).
    """
    held = held_of(batch.found, batch.trail.ledger)
    claims = [
        _as_recorded(claim, held[claim.input, claim.row])
        for claim in batch.claims
        if (claim.input, claim.row) in held
    ]
    remarks = ["以下是已登记的申报，按台账登记的金额编写；已经发放的，请勿重复发放。"]
    if others := len(batch.claims) - len(claims):
        remarks.append(f"另有 {others:,} 项还没有登记，没有编入；要编入这些，请不加 --recorded。")
    return replace(batch, claims=claims, remarks=tuple(remarks))


def _as_recorded(claim: Claim, held_fen: int | None) -> Claim:
    """A claim that is not paid what the ledger has is not paid by a list, either."""
    if claim.result is not ClaimResult.PAY or claim.pay_fen == held_fen:
        return claim
    then = "没有金额" if held_fen is None else f"是 {show_yuan(held_fen)} 元"
    why = (
        f"现在应付 {show_yuan(claim.pay_fen)} 元，台账登记的{then}。"
        "请先用 claimcheck ledger correct 更正"
    )
    return replace(claim, result=ClaimResult.OPEN, pay_fen=0, why=why)


def issue_notice(
    batch: Reviewed, out: Path, *, days: int, begun: date, holidays: Path | None = None
) -> Issued:
    """Write the public notice: who is paid, for so many working days from a day on.

    Raises:
        WriteError: it cannot be written.
    """
    from validator.output.outgoing.notice import Notice, write_notice

    issued = _left_out(batch)
    if not _anybody_is_paid(batch.claims):
        return _nothing(issued, "公示名单")
    calendar = _calendar(holidays, batch.settings)
    made = Notice(batch.settings.office.county, begun, days, calendar)
    (target,) = _targets(issued, [out / f"公示名单-{made.first.isoformat()}.xlsx"])
    lines = write_notice(batch.claims, made, target)
    issued.files.append(target)
    issued.said.append(
        f"公示名单：{shown_path(target)}（{lines:,} 条，{made.first} 至 {made.last}）"
    )
    issued.holidays_unknown = not calendar.holidays
    return issued


def issue_payment(batch: Reviewed, out: Path, today: date) -> Issued:
    """Write the payment roster, after it was noted that full numbers go out.

    Raises:
        WriteError: it cannot be written.
        LedgerError: it cannot be noted; then nothing is written.
    """
    from validator.ledger.audit.book import this_user
    from validator.output.outgoing.payment import roster, write_xls, write_xlsx

    issued = _left_out(batch)
    if not _anybody_is_paid(batch.claims):
        return _nothing(issued, "发放清册")
    made = roster(batch.claims, today)
    names = [entry.label for entry in batch.found.inputs]
    noted = Disclosure(what="payment", files=names, people=len(made.cards) + len(made.firms))
    batch.trail.add(this_user(), lambda _: [noted])
    wanted = [out / f"发放清册-{today.isoformat()}{ending}" for ending in (".xlsx", ".xls")]
    targets = _targets(issued, wanted)
    for target, write in zip(targets, (write_xlsx, write_xls), strict=True):
        write(made, target)
        issued.files.append(target)
        issued.said.append(f"发放清册：{shown_path(target)}")
    issued.said.append(
        f"个人 {len(made.cards):,} 条，单位 {len(made.firms):,} 条，"
        f"合计 {show_yuan(made.total_fen)} 元。清册含完整号码，请妥善保管；已记入审核记录。"
    )
    return issued


def issue_letters(
    batch: Reviewed, out: Path, *, days: int, today: date, holidays: Path | None = None
) -> Issued:
    """Write a letter to every applicant who is returned or refused something.

    Raises:
        WriteError: one cannot be written.
    """
    from validator.output.outgoing.letter_document import write_letter
    from validator.output.outgoing.letters import file_name, letters
    from validator.supervision.listing import listed

    issued = Issued()
    made = letters(batch.claims, listed(batch.found))
    calendar = _calendar(holidays, batch.settings)
    due = calendar.last(today + timedelta(days=1), days)  # the day itself does not count
    issued.holidays_unknown = bool(made) and not calendar.holidays
    wanted = [out / file_name(letter, number) for number, letter in enumerate(made, 1)]
    for target, letter in zip(_targets(issued, wanted), made, strict=True):
        write_letter(letter, batch.settings.office.county, due, today, target)
        issued.files.append(target)
        issued.said.append(f"告知书：{shown_path(target)}")
    if not made:
        issued.said.append("没有裁定退回补正或不予支持的申报，不用写告知书。")
    return issued


def _targets(issued: Issued, wanted: Sequence[Path]) -> list[Path]:
    """Where to write; what is said of names that are taken is added to the remarks."""
    targets, said = free_names(wanted)
    if said:
        issued.remarks.append(said)
    return targets


def _anybody_is_paid(claims: Sequence[Claim]) -> bool:
    return any(claim.result is ClaimResult.PAY for claim in claims)


def _nothing(issued: Issued, what: str) -> Issued:
    """An empty list is not written."""
    issued.nobody_is_paid = True
    issued.said.append(f"没有审核通过、可以发放的申报，没有编写{what}。")
    return issued


def _calendar(holidays: Path | None, settings: Settings) -> Calendar:
    """The list that was named; else what the office's file and the default list say together."""
    if holidays is not None:
        return read_calendar(holidays)
    office = settings.office
    written = Calendar(frozenset(office.holidays), frozenset(office.worked_weekends))
    default = Path(DEFAULT_NAME)
    return written | read_calendar(default) if default.is_file() else written


def _left_out(batch: Reviewed) -> Issued:
    """Which claims are left out, and why."""
    claims = batch.claims
    left = [claim for claim in claims if claim.result is not ClaimResult.PAY]
    several = len({claim.input for claim in claims}) > 1
    issued = Issued(
        remarks=[*batch.remarks],
        undecided=any(claim.result is ClaimResult.OPEN for claim in left),
        known=any(claim.result is ClaimResult.RECORDED for claim in left),
    )
    for claim in left[:_NAMED]:
        where = f"“{claim.file}”的 " if several else ""
        known = claim.result is ClaimResult.RECORDED  # the reason says so, too
        said = claim.why if known else f"{RESULT_WORDS[claim.result]}，{claim.why}"
        issued.remarks.append(f"未列入 {where}{claim.claim_id}：{said}。")
    if len(left) > _NAMED:
        issued.remarks.append(f"…… 另有 {len(left) - _NAMED:,} 项未列入。")
    paid = [claim for claim in claims if claim.result is ClaimResult.PAY]
    issued.remarks += [
        f"请留意：已列入的 {claim.claim_id}，{claim.refused_before}。"
        for claim in [claim for claim in paid if claim.refused_before][:_NAMED]
    ]
    reminders = sum(claim.reminders for claim in paid)
    if reminders:
        issued.remarks.append(f"请留意：已列入的申报中还有 {reminders:,} 处提醒没有裁定。")
    return issued
