"""The list for public notice (公示): who gets how much, IDs masked, no account and no phone."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from claimcheck.identity import credit_code_fault, id_fault, mask_id
from claimcheck.money import capital, show_yuan
from claimcheck.policy.model import People
from claimcheck.writing import written_whole
from validator.common.workbooks import open_workbook
from validator.output.outgoing.results import Claim, ClaimResult
from validator.output.outgoing.workdays import Calendar
from validator.output.styles import LINE, ReportStyles, set_up_page

_COLUMNS = (
    ("序号", 6), ("申报编号", 12), ("姓名或单位", 28), ("身份证号或统一社会信用代码", 24),
    ("事项", 26), ("人数", 7), ("金额（元）", 14), ("备注", 16),
)  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """What a notice says beside the list."""

    county: str
    start: date
    days: int
    calendar: Calendar

    @property
    def first(self) -> date:
        """The first day, a working day."""
        return self.calendar.first(self.start)

    @property
    def last(self) -> date:
        """The last day."""
        return self.calendar.last(self.start, self.days)


@dataclass(frozen=True)
class Line:
    """One who gets something."""

    claim_id: str
    name: str
    number: str  #: masked where it is a person's
    title: str
    people: int | None
    amount_fen: int


def write_notice(claims: list[Claim], notice: Notice, target: Path) -> int:
    """Write the list, whole or not at all; how many lines it has.

    Raises:
        WriteError: it cannot be written.
    """
    lines = [
        line for claim in claims if claim.result is ClaimResult.PAY for line in notice_lines(claim)
    ]
    last = len(_COLUMNS) - 1
    with written_whole(target) as draft, open_workbook(str(draft)) as book:
        styles = ReportStyles(book)
        sheet = book.add_worksheet("公示")
        for place, (_, width) in enumerate(_COLUMNS):
            sheet.set_column(place, place, width)
        title = styles.of(font_size=18, bold=True, align="center")
        sheet.merge_range(0, 0, 0, last, "就业补贴拟发放名单公示", title)
        sheet.set_row(0, 36)
        sheet.merge_range(1, 0, 1, last, _words(notice), styles.of(text_wrap=True, font_size=12))
        sheet.set_row(1, 52)
        for place, (heading, _) in enumerate(_COLUMNS):
            sheet.write_string(2, place, heading, styles.head)
        sheet.set_row(2, 24)
        centred = styles.of(align="center", border=1, border_color=LINE)
        row = 2
        for row, line in enumerate(lines, 3):
            sheet.set_row(row, 20)
            values = (row - 2, line.claim_id, line.name, line.number, line.title, line.people)
            for place, value in enumerate(values):
                if isinstance(value, int):
                    sheet.write_number(row, place, value, centred)
                else:
                    sheet.write_string(row, place, value or "", styles.text)
            sheet.write_number(row, last - 1, line.amount_fen / 100, styles.money)
            sheet.write_string(row, last, "", styles.text)
        total = sum(line.amount_fen for line in lines)
        words = f"合计 {len(lines):,} 条，{show_yuan(total)} 元（人民币{capital(total)}）"
        sheet.merge_range(row + 1, 0, row + 1, last, words, styles.of(bold=True))
        sheet.set_row(row + 1, 24)
        sign = styles.of(align="right", font_size=12)
        sheet.merge_range(row + 3, 0, row + 3, last, "公示单位（盖章）：____________________", sign)
        sheet.merge_range(row + 4, 0, row + 4, last, _chinese(notice.first), sign)
        set_up_page(sheet, 2)
        sheet.freeze_panes(3, 0)
    return len(lines)


def _words(notice: Notice) -> str:
    place = f"{notice.county}" if notice.county else ""
    return (
        f"经审核，现将{place}就业补贴拟发放名单予以公示。公示期自 {_chinese(notice.first)} 至 "
        f"{_chinese(notice.last)}，共 {notice.days} 个工作日。公示期内如有异议，请实名反映。\n"
        "受理单位：____________________    受理电话：____________________"
    )


def _chinese(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def notice_lines(claim: Claim) -> list[Line]:
    """Each person who is paid singly; else the claimant."""
    people = paid_people(claim)
    if people is not None:
        return [
            Line(claim.known_as, name or "", mask_id(number or ""), claim.title, None, amount)
            for name, number, amount in people.select("name", "id_number", "amount_fen").iter_rows()
        ]
    number = claim.applicant_code
    # Whatever is not surely an organisation's code may be a person's mistyped number.
    organisation = bool(id_fault(number)) and not credit_code_fault(number)
    shown = number if organisation else mask_id(number)
    return [
        Line(claim.known_as, claim.applicant, shown, claim.title, claim.headcount, claim.pay_fen)
    ]


def paid_people(claim: Claim) -> pl.DataFrame | None:
    """The people of a claim who are each paid; None where the claimant is paid.

    None too where what the people get does not add up to what is paid: then nobody but the
    office can say who gets what.
    """
    if claim.people is not People.SELF or claim.judged is None or claim.number is None:
        return None
    people = claim.judged.people.filter((pl.col("claim") == claim.number) & pl.col("counted"))
    if people.height == 1 and people["amount_fen"].null_count():
        people = people.with_columns(amount_fen=pl.lit(claim.pay_fen, pl.Int64))
    people = people.filter(pl.col("amount_fen") > 0)
    if people.is_empty() or int(people["amount_fen"].sum()) != claim.pay_fen:
        return None
    return people
