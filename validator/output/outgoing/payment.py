"""The payment roster of what was accepted, for the 一卡通 system and for transfers to firms.

It is the one output that holds numbers in full, because money cannot be sent to a masked
account: it is made only on demand, readable by its owner only, and noted in the audit trail.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck.identity import id_fault
from claimcheck.money import capital, show_yuan
from claimcheck.policy.model import People
from claimcheck.writing import written_whole
from validator.common.pages import set_up_table
from validator.common.workbooks import cell_text, open_workbook
from validator.output.outgoing.notice import paid_people
from validator.output.outgoing.results import Claim, ClaimResult
from validator.output.styles import ReportStyles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: The columns of a 一卡通 system, in its order, with their widths.
CARD_COLUMNS = (
    ("户主姓名", 10), ("户主身份证号", 21), ("收款人姓名", 10), ("收款人身份证号", 21),
    ("银行账号", 23), ("开户银行", 16), ("村(居)委会", 14), ("村(居)民小组", 12), ("享受人", 10),
    ("享受人身份证号", 21), ("联系电话", 13), ("务工地点", 16), ("乘坐交通工具", 12),
    ("补贴标准", 14), ("补贴金额", 12), ("填报日期", 12),
)  # fmt: skip

_FIRM_COLUMNS = (
    ("序号", 6), ("申报编号", 12), ("收款单位（个人）", 30), ("统一社会信用代码（身份证号）", 24),
    ("事项", 28), ("合格人数", 9), ("金额（元）", 14), ("大写", 30), ("开户银行", 20),
    ("银行账号", 24), ("备注", 20),
)  # fmt: skip

_CHECK_COLUMNS = (("表", 12), ("行", 6), ("姓名或单位", 24), ("须补正", 60))

_FIRMS = "单位清册"

#: Rows of one sheet of an .xls file, below its header.
_XLS_ROWS = 60_000

#: A row of a table: text, or an amount in fen.
Cell = str | int | None


@dataclass
class PaymentRoster:
    """What is paid: to people, to firms, and what is still missing."""

    cards: list[list[Cell]] = field(default_factory=list)
    firms: list[list[Cell]] = field(default_factory=list)
    checks: list[list[Cell]] = field(default_factory=list)

    @property
    def total_fen(self) -> int:
        """The sum of all."""
        amounts = [row[14] for row in self.cards] + [row[6] for row in self.firms]
        return sum(amount for amount in amounts if isinstance(amount, int))


def roster(claims: Sequence[Claim], on: date) -> PaymentRoster:
    """Put the roster together from the claims that are paid.

    Args:
        claims: what became of the claims.
        on: the day written on it.
    """
    made = PaymentRoster()
    seen: dict[tuple[str, str], int] = {}
    for claim in claims:
        if claim.result is not ClaimResult.PAY:
            continue
        people = paid_people(claim)
        if people is None:
            _firm(made, claim)
            continue
        names = dict(people.select("id_number", "name").iter_rows())
        for row in people.iter_rows(named=True):
            _card(made, claim, row, names, on, seen)
    return made


def _card(
    made: PaymentRoster,
    claim: Claim,
    row: dict[str, Any],
    names: dict[str, str],
    on: date,
    seen: dict[tuple[str, str], int],
) -> None:
    number, name = row["id_number"] or "", row["name"] or ""
    head = row.get("household_id") or ""
    own_head = head == number
    made.cards.append(
        [
            name if own_head else names.get(head, ""), head, name, number,
            row.get("bank_account") or "", row.get("bank_name") or "", "", "", name, number,
            row.get("phone") or "", row.get("work_place") or row.get("destination") or "", "",
            f"{show_yuan(row['amount_fen'])} 元", row["amount_fen"], on.isoformat(),
        ]
    )  # fmt: skip
    at = len(made.cards) + 1
    lacking = []
    if id_fault(number):
        lacking.append("享受人身份证号有误")
    if not row.get("bank_account"):
        lacking.append("没有银行账号")
    if not head:
        lacking.append("没有户主")
    elif not own_head and head not in names:
        lacking.append("户主不在花名册中，户主姓名须补填")
    if (claim.measure, number) in seen:
        lacking.append(f"与第 {seen[claim.measure, number]} 行是同一享受人、同一事项")
    seen.setdefault((claim.measure, number), at)
    lacking.append("开户银行、村（居）委会、村（居）民小组须由乡镇补填")
    made.checks.append(["一卡通清册", at, name, "；".join(lacking)])


def _firm(made: PaymentRoster, claim: Claim) -> None:
    number = len(made.firms) + 1
    note = ""
    if claim.people is People.SELF:
        note = "应发给个人，须由经办机构分配到人"
        made.checks.append([_FIRMS, number + 1, claim.applicant, note])
    made.firms.append(
        [
            number, claim.claim_id, claim.applicant, claim.applicant_code, claim.title,
            claim.headcount, claim.pay_fen, capital(claim.pay_fen), "", "", note,
        ]
    )  # fmt: skip
    made.checks.append([_FIRMS, number + 1, claim.applicant, "开户银行、银行账号须补填"])


#: Name, columns and place of the amount.
Table = tuple[str, tuple[tuple[str, int], ...], int | None]

_TABLES: tuple[Table, ...] = (
    ("一卡通清册", CARD_COLUMNS, 14),
    (_FIRMS, _FIRM_COLUMNS, 6),
    ("须补正", _CHECK_COLUMNS, None),
)


def write_xlsx(made: PaymentRoster, target: Path) -> None:
    """Write the roster as .xlsx.

    Raises:
        WriteError: it cannot be written.
    """
    with written_whole(target) as draft, open_workbook(str(draft)) as book:
        styles = ReportStyles(book)
        text = styles.of(num_format="@", border=1, border_color="#D9D9D9")
        for (name, columns, money), rows in _filled(made):
            sheet = book.add_worksheet(name)
            for place, (heading, width) in enumerate(columns):
                sheet.set_column(place, place, width)
                sheet.write_string(0, place, heading, styles.head)
            for number, row in enumerate(rows, 1):
                for place, value in enumerate(row):
                    if place == money and isinstance(value, int):
                        sheet.write_number(number, place, value / 100, styles.money)
                    elif isinstance(value, int):
                        sheet.write_number(number, place, value, styles.number)
                    else:
                        sheet.write_string(number, place, value or "", text)
            if name == _FIRMS and rows:
                _sign(sheet, styles, len(rows) + 2, made)
            sheet.freeze_panes(1, 0)
            set_up_table(
                sheet, 0, [width for _, width in columns], title=f"补贴发放清册　{name}", repeated=3
            )
            sheet.hide_gridlines(2)


def _sign(sheet: "Worksheet", styles: ReportStyles, row: int, made: PaymentRoster) -> None:
    """The sum of what firms are paid, and room for who answers for it."""
    total = sum(amount for line in made.firms if isinstance(amount := line[6], int))
    words = f"合计 {len(made.firms):,} 条，{show_yuan(total)} 元（人民币{capital(total)}）"
    sheet.write_string(row - 1, 0, words, styles.of(bold=True))
    sheet.write_string(
        row + 1, 0, "制表人：__________    审核人：__________    负责人：__________    （盖章）",
        styles.of(),
    )  # fmt: skip


def write_xls(made: PaymentRoster, target: Path) -> None:
    """Write the roster as .xls, which 一卡通 systems take; a long table on several sheets.

    Raises:
        WriteError: it cannot be written.
    """
    import xlwt

    head = xlwt.easyxf(
        "font: bold on; align: horiz center; pattern: pattern solid, fore_colour gray25"
    )
    text, money = xlwt.easyxf(num_format_str="@"), xlwt.easyxf(num_format_str="0.00")
    book = xlwt.Workbook(encoding="utf-8")
    for (name, columns, amount), rows in _filled(made):
        for start in range(0, max(len(rows), 1), _XLS_ROWS):
            part = start // _XLS_ROWS + 1
            sheet = book.add_sheet(name if part == 1 else f"{name}{part}")
            for place, (heading, width) in enumerate(columns):
                sheet.col(place).width = 256 * (width + 1)
                sheet.write(0, place, heading, head)
            for number, row in enumerate(rows[start : start + _XLS_ROWS], 1):
                for place, value in enumerate(row):
                    if place == amount and isinstance(value, int):
                        sheet.write(number, place, value / 100, money)
                    elif isinstance(value, int):
                        sheet.write(number, place, value)
                    else:
                        sheet.write(number, place, cell_text(value or ""), text)
            sheet.set_portrait(False)
            sheet.set_paper_size_code(9)  # A4
            sheet.set_fit_num_pages(1)
            sheet.set_fit_width_to_pages(1)
            sheet.set_fit_height_to_pages(0)
            sheet.set_header_str(b"")
            sheet.set_footer_str(b"&P / &N")  # only ASCII is taken here
            sheet.set_panes_frozen(True)
            sheet.set_horz_split_pos(1)
    with written_whole(target) as draft:
        book.save(str(draft))


def _filled(made: PaymentRoster) -> list[tuple[Table, list[list[Cell]]]]:
    """The tables that hold something; the first where none does."""
    parts = list(zip(_TABLES, (made.cards, made.firms, made.checks), strict=True))
    return [part for part in parts if part[1]] or parts[:1]
