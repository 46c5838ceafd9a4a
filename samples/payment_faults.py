"""Wage flows that are wrong in known places."""

from datetime import date, timedelta

from claimcheck.forms import SheetKind
from samples.faulty_books import Faulty, hiring
from samples.honest import Person, Row

ROSTER, WAGES = SheetKind.ROSTER, SheetKind.WAGES


def payments() -> Faulty:
    """Whose money it is, and from whom."""
    made, claims = hiring("工资流水", 33, 12)
    gap, name, payer, twice, borrowed, lender, days = claims[0].people[:7]
    made.rows[WAGES].remove(gap.payments[3])
    made.expect("CC303", ROSTER, gap.row, "id_number")
    name.payments[2]["name"] = "完颜洪"
    made.expect("CC305", WAGES, name.payments[2], "name")
    for payment in payer.payments[:2]:
        payment["payer"] = "某某商贸有限公司"
    made.expect("CC306", WAGES, payer.payments[0], "payer")
    again = dict(twice.payments[0])
    made.rows[WAGES].append(again)
    made.expect("CC307", WAGES, twice.payments[0], "reference")
    days.payments[1]["reference"] = days.payments[0]["reference"]
    made.expect("CC307", WAGES, days.payments[0], "reference")
    for payment in borrowed.payments:
        payment["payee_account"] = lender.row["bank_account"]
    by_number = sorted((borrowed, lender), key=lambda person: person.row["id_number"])
    made.expect("CC308", WAGES, by_number[0].payments[0], "payee_account")
    return made


def payment_days() -> Faulty:
    """When money came, what for, and when it went back."""
    made, claims = hiring("入账时间和用途", 42, 12)
    early, memo, late, same_month, next_month = claims[0].people[:5]

    def add(person: Person, number: int, **change: object) -> Row:
        row = dict(person.payments[5]) | {"reference": f"LS999000000{number}"} | change
        made.rows[WAGES].append(row)
        return row

    before = add(early, 1, paid_on=date(2025, 11, 10))
    made.expect("CC309", WAGES, before, "paid_on")
    fund = add(memo, 5, amount_yuan=420, memo="代发住房公积金")
    made.expect("CC310", WAGES, fund, "memo")
    after = add(late, 2, paid_on=date(2026, 12, 15))
    made.expect("CC311", WAGES, after, "paid_on")
    part = add(same_month, 3, amount_yuan=-20, memo="退回")
    made.expect("CC314", WAGES, part, "amount_yuan")
    paid = next_month.payments[-1]
    returned = add(
        next_month, 4, amount_yuan=-paid["amount_yuan"], memo="退汇",
        paid_on=paid["paid_on"] + timedelta(days=30),
    )  # fmt: skip
    made.expect("CC314", WAGES, returned, "amount_yuan")
    return made
