"""Claims whose payments were imported from bank statements, and a collected batch."""

import random
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from samples import honest
from samples.books import book_of, plain_workbook, save, write_expected
from samples.honest import Person
from samples.statements.accounts import Account, Entry
from samples.statements.layouts import LOOKS
from samples.statements.make_statements import write
from validator.intake.collecting.joining import collect_files
from validator.intake.collecting.writing import write_batch
from validator.intake.statements.importing import import_files
from validator.intake.statements.roster import read_claim_book
from validator.intake.statements.statement import Options
from validator.intake.statements.writing import write_into

WAGES, ROSTER = "工资流水", "人员花名册"

#: (code, sheet, cell)
_Expected = list[tuple[str, str, str | None]]


def write_imported(folder: Path) -> None:
    """A clean workbook with imported payments, and what may go wrong with them."""
    _imported(folder / "imported-clean.xlsx", 51)
    faulty = folder / "faulty"
    faulty.mkdir(parents=True, exist_ok=True)
    _imported(faulty / "导入后改动.xlsx", 52, change=_changed, broken=True, unsure=True)
    _collected(faulty / "汇总后添加.xlsx")


def account_of(person: Person) -> Account:
    """A worker's account: what the claim says was paid, and spending between."""
    row = person.row
    made = Account(row["name"], row["bank_account"], row["id_number"], row["employer"])
    balance = Decimal("1000.00")
    for number, payment in enumerate(person.payments):
        pay = Decimal(str(payment["amount_yuan"]))
        paid_on: date = payment["paid_on"]
        for day, amount, memo, party in (
            (paid_on, pay, payment["memo"], payment["payer"]),
            (paid_on + timedelta(days=3), Decimal("-88.50"), "消费", "某商户"),
            (paid_on + timedelta(days=5), Decimal("-300.00"), "转账支出", "某商户"),
        ):
            balance += amount
            entry = Entry(day, f"09:{number:02d}:00", amount, memo, party, balance=balance)
            entry.number = len(made.entries) + 1
            made.entries.append(entry)
    return made


def rebalance(account: Account) -> None:
    """Make the balances follow from the amounts again."""
    first = account.entries[0]
    balance = first.balance - first.amount
    for entry in account.entries:
        balance += entry.amount
        entry.balance = balance


def _imported(
    target: Path,
    seed: int,
    *,
    change: Callable[[Workbook, Sequence[Person]], _Expected] | None = None,
    broken: bool = False,
    unsure: bool = False,
) -> None:
    """A claim, the statements of its people, and the copy with their pay.

    Args:
        target: the file.
        seed: which people.
        change: what is done to the copy by hand; returns what must be found.
        broken: whether a line is taken out of the first person's statement.
        unsure: whether the second person has income that may be pay.
    """
    claim = next(honest.claims(random.Random(seed), [5], months=[7]))
    workbook = plain_workbook(book_of([claim]))
    workbook[WAGES].delete_rows(4, workbook[WAGES].max_row)
    look = next(look for look in LOOKS if look.file == "建设银行.csv")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save(workbook, folder / target.name)
        papers = [folder / f"流水{number}.csv" for number in range(1, len(claim.people) + 1)]
        for person, paper in zip(claim.people, papers, strict=True):
            account = account_of(person)
            if unsure and person is claim.people[1]:
                account.entries[1].memo = "劳务费"
                account.entries[1].amount *= -1
                rebalance(account)
            write(look, account, paper)
        if broken:
            lines = papers[0].read_bytes().split(b"\r\n")
            spending = next(at for at, line in enumerate(lines) if "消费".encode() in line)
            papers[0].write_bytes(b"\r\n".join(lines[:spending] + lines[spending + 1 :]))
        book = read_claim_book(folder / target.name)
        options = Options(employers=book.roster.employers)
        result = import_files(papers, options, book.roster, frozenset(), lambda *_: None)
        write_into(book, result, folder / "out.xlsx")
        done = load_workbook(folder / "out.xlsx")
    found = change(done, claim.people) if change is not None else []
    save(done, target)
    if found:
        write_expected(
            target, [dict(zip(("code", "sheet", "cell"), f, strict=True)) for f in found]
        )


def _changed(book: Workbook, people: Sequence[Person]) -> _Expected:
    """A higher wage for one person; another's statement has lost a line before the import."""
    page = book[WAGES]
    first = _row(page, people[0], 0)
    raised = _row(page, people[2], 3)
    cell = page.cell(raised, _column(page, "入账金额（元）"))
    cell.value += 500
    amounts = cell.column_letter
    return [
        ("CC312", WAGES, cell.coordinate),
        ("CC313", WAGES, f"{amounts}{first}"),
        ("CC315", "待确认收入", None),
    ]


def _column(page: Worksheet, heading: str) -> int:
    return next(int(cell.column) for cell in page[3] if cell.value == heading)


def _row(page: Worksheet, person: Person, number: int) -> int:
    """Where a person's payment of that number stands."""
    ids = _column(page, "身份证号")
    rows: list[int] = [row for row in range(4, page.max_row + 1)
            if page.cell(row, ids).value == person.row["id_number"]]  # fmt: skip
    return rows[number]


def _collected(target: Path) -> None:
    """A batch of two applicants, to which somebody added a person without saying whose."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        papers = []
        for number, seed in enumerate((53, 54), 1):
            claim = next(honest.claims(random.Random(seed), [5], months=[7]))
            claim.row["claim_id"] = f"SB-{number:03d}"
            for person in claim.people:
                person.row["claim_id"] = claim.row["claim_id"]
            papers.append(folder / f"单位{number}.xlsx")
            save(plain_workbook(book_of([claim])), papers[-1])
        write_batch(collect_files(papers, lambda *_: None), folder / "out.xlsx")
        book = load_workbook(folder / "out.xlsx")
    page = book[ROSTER]
    last = page.max_row
    for column in range(1, page.max_column + 1):
        page.cell(last + 1, column, page.cell(last, column).value)
    heads = {cell.value: cell.column for cell in page[1]}
    added = next(honest.claims(random.Random(55), [5], months=[7])).people[0].row
    for heading, key in (("姓名", "name"), ("身份证号", "id_number")):
        page.cell(last + 1, heads[heading], added[key])
    for heading in ("来源文件号", "来源工作表", "来源行", "原申报编号"):
        page.cell(last + 1, heads[heading]).value = None
    save(book, target)
    write_expected(target, [{"code": "CC109", "sheet": ROSTER, "cell": None}])
