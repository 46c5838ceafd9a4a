"""Workbooks that are wrong in known places, one small file for each kind of fault."""

import random
from collections.abc import Iterator
from copy import deepcopy
from datetime import date

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from claimcheck.forms import SheetKind, form
from claimcheck.identity import id_check_character
from claimcheck.policy import rule
from samples import honest
from samples import people as people_
from samples.faulty_books import ON, Faulty, hiring
from samples.honest import Row
from samples.payment_faults import payment_days, payments
from samples.typical import typical, usable

CLAIMS, ROSTER, WAGES = SheetKind.CLAIMS, SheetKind.ROSTER, SheetKind.WAGES


def all_faulty() -> Iterator[Faulty]:
    """All of them, each with a name of its own."""
    yield structure()
    yield old_template()
    yield fields()
    yield payments()
    yield payment_days()
    yield alike()
    yield policy()
    yield unit()
    yield shares()
    yield days()
    yield from other_types()
    yield from other_amounts()


def structure() -> Faulty:
    """Another template, hidden rows and sheets, stray cells, formulas."""
    made, _ = hiring("隐藏、公式和表外内容", 31, 5)
    roster = "人员花名册"
    columns = form("hiring").sheet(ROSTER)
    stray = f"{get_column_letter(len(columns.inputs) + 2 if columns else 1)}5"

    def change(book: Workbook) -> None:
        _stamp(book, "broker 1")
        book[roster].row_dimensions[6].hidden = True
        extra = book.create_sheet("底稿")
        for row in range(1, 60):
            extra.append([f"第 {row} 行", row, "备用"])
        extra.sheet_state = "hidden"
        book[roster][stray] = "待核实"
        book["工资流水"]["H5"] = '="工"&"资"'

    made.change = change
    made.places = [
        ("CC105", None, None),
        ("CC106", roster, None),
        ("CC106", "底稿", None),
        ("CC107", roster, stray),
        ("CC108", "工资流水", "H5"),
    ]
    return made


def old_template() -> Faulty:
    """A template of an earlier version."""
    made, _ = hiring("旧版模板", 41, 5)
    made.change = lambda book: _stamp(book, "hiring 0")
    made.places = [("CC105", None, None)]
    return made


def _stamp(book: Workbook, stamp: str) -> None:
    """Mark a workbook as made from one of our templates."""
    name = "claimcheck_template"
    book.defined_names[name] = DefinedName(name, attr_text=f'"{stamp}"', hidden=True)


def fields() -> Faulty:
    """Codes, phones and accounts."""
    made, claims = hiring("代码、电话和账号", 32, 5)
    claim, people = claims[0].row, claims[0].people
    code = claim["applicant_code"]
    claim["applicant_code"] = code[:17] + ("A" if code[17] != "A" else "B")
    made.expect("CC203", CLAIMS, claim, "applicant_code")
    people[0].row["phone"] = "12345"
    made.expect("CC207", ROSTER, people[0].row, "phone")
    account = people[1].row["bank_account"]
    wrong = account[:18] + str((int(account[18]) + 1) % 10)
    people[1].row["bank_account"] = wrong
    for payment in people[1].payments:
        payment["payee_account"] = wrong
    made.expect("CC208", ROSTER, people[1].row, "bank_account")
    made.expect("CC208", WAGES, people[1].payments[0], "payee_account")
    return made


def alike() -> Faulty:
    """Near-duplicates, shared numbers, two employers at a time, a claim handed in twice."""
    made, claims = hiring("疑似重复", 34, 6, 6, 6, 5)
    first, second, third, whole = claims
    person, typo = first.people[0], deepcopy(first.people[0])
    number = person.row["id_number"]
    typo.row["id_number"] = number[:16] + str((int(number[16]) + 1) % 10) + number[17]
    typo.row["phone"] = "19900000001"
    made.rows[ROSTER].append(typo.row)
    made.expect("CC201", ROSTER, typo.row, "id_number")
    made.expect("CC604", ROSTER, typo.row, "id_number")
    one, other = sorted((first.people[1], first.people[2]), key=lambda p: p.row["id_number"])
    other.row |= {"name": one.row["name"], "bank_account": one.row["bank_account"]}
    for payment in other.payments:
        payment |= {"name": one.row["name"], "payee_account": one.row["bank_account"]}
    made.expect("CC604", ROSTER, one.row, "id_number")
    made.expect("CC308", WAGES, one.payments[0], "payee_account")
    both = second.people[0]
    elsewhere = third.people[0]
    elsewhere.row |= {"name": both.row["name"], "id_number": both.row["id_number"]}
    elsewhere.row["bank_account"] = both.row["bank_account"]
    for payment in elsewhere.payments:
        made.rows[WAGES].remove(payment)
    for person in (both, elsewhere):
        made.expect("CC602", ROSTER, person.row, "id_number")
        made.expect("CC605", ROSTER, person.row, "id_number")
    for claim in (second, third):  # the person counts in neither until it is settled in which
        made.expect("CC503", CLAIMS, claim.row, "claimed_people")
    pair = sorted((third.people[3], third.people[4]), key=lambda p: p.row["id_number"])
    pair[1].row["phone"] = pair[0].row["phone"]
    made.expect("CC606", ROSTER, pair[0].row, "phone")
    copy = dict(whole.row) | {"claim_id": "SB-005"}
    made.rows[CLAIMS].append(copy)
    for person in whole.people:
        made.rows[ROSTER].append(person.row | {"claim_id": "SB-005"})
    made.expect("CC609", CLAIMS, copy, "claim_id")
    return made


def policy() -> Faulty:
    """A draft, another document, and a month under the floor that one reading forgives."""
    made, claims = hiring("草案和口径", 35, 5, months=6)
    low = claims[0].people[0].payments[2]
    low["amount_yuan"] = 2990
    claim = claims[0].row
    claim |= {"claimed_people": 4, "claimed_yuan": 0}
    made.expect("CC302", ROSTER, claims[0].people[0].row, "id_number")
    made.expect("CC304", WAGES, low, "amount_yuan")
    made.expect("CC401", CLAIMS, claim, "claimed_people")
    made.expect("CC702", CLAIMS, claim, "measure")
    made.expect("CC706", CLAIMS, claim, "measure")
    extra, more = hiring("", 36, 11, months=6)
    for row in more[0].people[0].payments[:1]:
        row["amount_yuan"] = 2990
    other = more[0].row | {"claim_id": "SB-002", "claimed_people": 10, "claimed_yuan": 20_000}
    more[0].people[0].row["claim_id"] = "SB-002"
    for person in more[0].people:
        person.row["claim_id"] = "SB-002"
    made.rows[CLAIMS].append(other)
    made.rows[ROSTER] += extra.rows[ROSTER]
    for number, payment in enumerate(extra.rows[WAGES]):
        payment["reference"] = f"LS88{number:08d}"
    made.rows[WAGES] += extra.rows[WAGES]
    made.expect("CC302", ROSTER, more[0].people[0].row, "id_number")
    made.expect("CC304", WAGES, more[0].people[0].payments[0], "amount_yuan")
    made.expect("CC704", CLAIMS, other, "claimed_yuan")
    return made


def unit() -> Faulty:
    """Ten thousand times too little."""
    made, claims = hiring("金额单位", 37, 11)
    claims[0].row["claimed_yuan"] = 4
    made.expect("CC504", CLAIMS, claims[0].row, "claimed_yuan")
    return made


def shares() -> Faulty:
    """A share typed as 0.3, and sums typed in 万元; beside them the same, free of doubt.

    SB-001 may mean 0.3 % or 30 %. SB-002 changes nothing by it, SB-003 names its unit, and
    SB-004 shows it by the format of the cell. SB-005 may mean 1 元 or 1 万元, SB-006 names it.
    """
    made = _example("百分数和金额单位", "ZW23-24")
    first = made.rows[CLAIMS][0]
    paid = {"claimed_yuan": first["claimed_yuan"]}
    tiny = {"employer_premium_yuan": 1, "employee_premium_yuan": 1, "claimed_yuan": 1.2}
    changes: list[Row] = [
        {"layoff_rate_percent": 0.3},
        {"layoff_rate_percent": 0.04},
        {"layoff_rate_percent": "0.3%"},
        {"layoff_rate_percent": 0.04},
        tiny,
        tiny | {"employer_premium_yuan": "1元", "employee_premium_yuan": "1元"},
    ]
    codes = [people_.credit_code(random.Random(number)) for number in range(len(changes))]
    rows = [
        first | paid | {"claim_id": f"SB-{number:03d}", "applicant_code": code} | change
        for number, (code, change) in enumerate(zip(codes, changes, strict=True), start=1)
    ]
    made.rows[CLAIMS] = rows

    def show_percent(book: Workbook) -> None:
        sheet = book["申报表"]
        heads = {str(cell.value): cell.column for cell in sheet[3]}
        sheet.cell(7, heads["上年度裁员率（%）"]).number_format = "0.0%"

    made.change = show_percent
    made.expect("CC505", CLAIMS, rows[0], "layoff_rate_percent")
    made.expect("CC504", CLAIMS, rows[4], "employer_premium_yuan")
    made.expect("CC504", CLAIMS, rows[4], "employee_premium_yuan")
    for row in rows:
        made.expect("CC701", CLAIMS, row, "measure")
    return made


def days() -> Faulty:
    """Days typed as months; beside them a number of months that is legal."""
    made = _example("月数填成天数", "ZW23-6")
    claim, person = made.rows[CLAIMS][0], made.rows[ROSTER][0]
    person["contribution_months"] = 270
    others = [_relative(person, number) | {"contribution_months": 24} for number in range(1, 3)]
    each = person["monthly_contribution_yuan"] * 12
    made.rows[ROSTER] = [person, *others]
    claim |= {"claimed_people": 3, "claimed_yuan": 3 * each}
    made.expect("CC505", ROSTER, person, "contribution_months")
    return made


def other_types() -> Iterator[Faulty]:
    """Faults that other claim types have: contracts, insurance, hukou, age."""
    transport = _example("交通补贴", "ZW26-8")
    transport.rows[ROSTER][0]["contract_start"] = transport.rows[ROSTER][0]["contract_end"] = None
    transport.expect("CC206", ROSTER, transport.rows[ROSTER][0], "contract_start")
    yield _nothing_left(transport)

    insured = _example("交通补贴：参保和次数", "ZW25-2")
    row = insured.rows[ROSTER][0]
    row |= {"claims_this_year": 1, "is_local_hukou": "否"}
    insured.expect("CC608", ROSTER, row, "claims_this_year")
    insured.expect("CC406", ROSTER, row, "is_local_hukou")
    yield _nothing_left(insured)

    contract = _example("吸纳补助：年龄和合同", "ZW23-26")
    row = contract.rows[ROSTER][0]
    row["contract_end"] = date(row["contract_start"].year, row["contract_start"].month + 2, 1)
    contract.expect("CC404", ROSTER, row, "contract_end")
    number = row["id_number"]
    row["category"] = "登记失业青年"
    old = people_.AREA + "1970" + number[10:17]
    row["id_number"] = old + id_check_character(old)
    contract.expect("CC210", ROSTER, row, "id_number")
    contract.expect("CC701", CLAIMS, contract.rows[CLAIMS][0], "measure")
    yield _nothing_left(contract)

    skills = _example("技能提升：参保月数", "ZW23-22")
    row = skills.rows[ROSTER][0]
    row["insured_to"] = row["insured_from"]
    skills.expect("CC405", ROSTER, row, "insured_to")
    skills.expect("CC701", CLAIMS, skills.rows[CLAIMS][0], "measure")
    yield _nothing_left(skills)


def other_amounts() -> Iterator[Faulty]:
    """Faults that other claim types have: income, caps, sums left to the office, windows."""
    income = _example("务工奖励：收入", "JF24-7")
    row = income.rows[ROSTER][0]
    row["income_yuan"] = 100
    income.expect("CC408", ROSTER, row, "income_yuan")
    yield _nothing_left(income)

    house = _example("务工奖励：每户上限", "JF24-7")
    first = house.rows[ROSTER][0]
    first["income_yuan"] = 60_000
    members = [first, *(_relative(first, number) for number in range(1, 4))]
    house.rows[ROSTER] = members
    claim = house.rows[CLAIMS][0]
    claim |= {"claimed_people": 4, "claimed_yuan": 12_000}
    house.expect("CC607", ROSTER, first, "household_id")
    house.expect("CC501", CLAIMS, claim, "claimed_yuan")
    yield house

    decide = _example("由经办机构核定", "ZW23-7")
    claim = decide.rows[CLAIMS][0]
    claim["claimed_yuan"] = 1_000_000
    decide.expect("CC502", CLAIMS, claim, "claimed_yuan")
    decide.expect("CC705", CLAIMS, claim, "claimed_yuan")
    decide.expect("CC701", CLAIMS, claim, "measure")
    yield decide

    spent = _example("物业补贴：专项用款", "ZW26-11b")
    claim = spent.rows[CLAIMS][0]
    claim |= {"decided_yuan": 100_000, "claimed_yuan": 100_000, "frontline_pay_yuan": 80_000}
    spent.expect("CC506", CLAIMS, claim, "frontline_pay_yuan")
    spent.expect("CC705", CLAIMS, claim, "decided_yuan")
    yield spent

    earned = _example("劳务中介：申报收入与流水不一致", "ZW26-2")
    claim = earned.rows[CLAIMS][0]
    earned.rows[WAGES] = [
        {
            "id_number": person["id_number"],
            "name": person["name"],
            "paid_on": date(2026, month, 15),
            "amount_yuan": claim["average_income_yuan"] / 3,
            "payer": person["employer"],
            "payee_account": person["bank_account"],
            "reference": f"LW{month}{place:07d}",
            "memo": "工资",
        }
        for place, person in enumerate(earned.rows[ROSTER])
        for month in (1, 2, 3)
    ]
    claim["average_income_yuan"] += 500
    earned.expect("CC507", CLAIMS, claim, "average_income_yuan")
    yield earned

    expired = _example("已经过期", "ZW23-9a")
    expired.expect("CC701", CLAIMS, expired.rows[CLAIMS][0], "measure")
    yield expired

    twice = _example("重复享受", "ZW25-3")
    row = twice.rows[ROSTER][0]
    row["is_paid_otherwise"] = "是"
    twice.expect("CC703", ROSTER, row, "is_paid_otherwise")
    claim = twice.rows[CLAIMS][0]
    claim["claimed_yuan"] = 0
    claim["claimed_people"] = len(twice.rows[ROSTER]) - 1
    twice.expect("CC401", CLAIMS, claim, "claimed_people")
    yield twice


def _example(name: str, measure: str) -> Faulty:
    made = typical(rule(measure), next(usable(rule(measure))), ON)
    return Faulty(name, made.form, made.rows)


def _nothing_left(made: Faulty) -> Faulty:
    """The only person does not count, and the claim says so: nothing else is wrong."""
    claim = made.rows[CLAIMS][0]
    rest = len(made.rows[ROSTER]) - 1
    each = claim["claimed_yuan"] // len(made.rows[ROSTER])
    claim |= {"claimed_people": rest, "claimed_yuan": each * rest}
    return made


def _relative(row: Row, number: int) -> Row:
    """Another member of a household."""
    first_17 = row["id_number"][:14] + f"{700 + number}"
    account = row["bank_account"][:10]
    return row | {
        "id_number": first_17 + id_check_character(first_17),
        "name": f"马{'甲乙丙丁'[number]}",
        "phone": f"1990000000{number}",
        "bank_account": f"{account}{number}".replace("62", "12", 1),
        "household_id": row["household_id"] if row.get("household_id") else row["id_number"],
    }


def listed() -> Faulty:
    """People on the office's lists, and on none; see `samples/office`."""
    made, claims = hiring("申报", 38, 8)
    official, stranger = claims[0].people[:2]
    for person in claims[0].people:
        person.row["category"] = "就业困难人员"
    stranger.row["category"] = "残疾人"
    made.expect("CC410", ROSTER, official.row, "id_number")
    made.expect("CC411", ROSTER, stranger.row, "category")
    made.expect("CC503", CLAIMS, claims[0].row, "claimed_people")
    made.places = [("CC412", None, None)]
    return made


def claimed_again() -> Faulty:
    """Two people of the clean sample claimed for once more; the ledger knows them."""
    made, claims = hiring("再次申报", 39, 6)
    known = next(honest.claims(random.Random(20260101), [5])).people[:2]
    for person, before in zip(claims[0].people, known, strict=False):
        number = before.row["id_number"]
        person.row |= {"name": before.row["name"], "id_number": number}
        for payment in person.payments:
            payment |= {"name": before.row["name"], "id_number": number}
        made.expect("CC603", ROSTER, person.row, "id_number")
    return made
