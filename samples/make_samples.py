"""Writes the sample workbooks: `python -m samples.make_samples`.

`hiring-clean.xlsx` is right in everything. `hiring-faulty.xlsx` and the files in `faulty/`
are wrong in known places, which stand in the `.expected.json` beside each: these are
written from what is broken here, not from what the program finds.
"""

import random
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from claimcheck.forms import SheetKind
from samples import honest
from samples.books import (
    CLAIMS,
    ROSTER,
    WAGES,
    Book,
    book_of,
    plain_book,
    plain_workbook,
    save,
    write,
    write_expected,
)
from samples.faults import all_faulty, claimed_again, listed
from samples.faulty_books import Faulty
from samples.honest import Claim, Person, Row
from samples.imported import write_imported

HERE = Path(__file__).parent


def clean_book() -> Book:
    """Five claims, one in the middle or at the edge of every tier."""
    return book_of(list(honest.claims(random.Random(20260101), [5, 10, 11, 22, 31])))


def faulty_book() -> Book:
    """Claims that are wrong in every way that this version finds."""
    generator = random.Random(20260102)
    claims = list(honest.claims(generator, [12, 5, 15, 6, 8, 6], months=[8]))
    extra: list[Person] = []
    notes: list[tuple[str, SheetKind, Row, str]] = []

    def expect(code: str, kind: SheetKind, row: Row, key: str) -> None:
        notes.append((code, kind, row, key))

    evidence_faults(claims[0], expect)
    too_few_people(claims[1], expect)
    field_faults(claims[2], expect)
    extra.append(repeated_people(claims[3], claims[4], expect))
    claim_faults(claims[4], expect)
    wrong_applicant(claims[5], expect)
    book = book_of(claims)
    again = dict(claims[1].row)
    book.rows[CLAIMS].append(again)
    expect("CC609", CLAIMS, again, "claim_id")
    stranger = next(honest.claims(random.Random(7), [1])).people[0]
    stranger.row["claim_id"] = "SB-099"
    expect("CC209", ROSTER, stranger.row, "claim_id")
    book.rows[ROSTER] += [person.row for person in [*extra, stranger]]
    book.expected = notes
    return book


def evidence_faults(claim: Claim, expect: Any) -> None:
    """Five of twelve people do not count: 7 are left, 2 万 instead of 4 万."""
    wrong_digit, number_cell, unpaid, few_months, short = claim.people[:5]
    number = wrong_digit.row["id_number"]
    wrong_digit.row["id_number"] = number[:17] + ("1" if number[17] != "1" else "2")
    expect("CC201", ROSTER, wrong_digit.row, "id_number")
    expect("CC604", ROSTER, wrong_digit.row, "id_number")
    number_cell.row["id_number"] = float(number_cell.row["id_number"][:15] + "000")
    expect("CC202", ROSTER, number_cell.row, "id_number")
    unpaid.payments.clear()
    expect("CC301", ROSTER, unpaid.row, "id_number")
    del few_months.payments[4:]
    expect("CC302", ROSTER, few_months.row, "id_number")
    short.row |= {"hired_on": date(2026, 7, 1), "left_on": date(2026, 9, 28)}
    short.row |= {"contract_start": date(2026, 7, 1)}
    short.payments[:] = [
        payment for payment in short.payments if payment["paid_on"].month in (7, 8, 9)
    ]
    expect("CC402", ROSTER, short.row, "left_on")
    expect("CC501", CLAIMS, claim.row, "claimed_yuan")
    expect("CC503", CLAIMS, claim.row, "claimed_people")


def too_few_people(claim: Claim, expect: Any) -> None:
    """One of five is of another category: four are too few."""
    claim.people[0].row["category"] = "脱贫人口"
    expect("CC403", ROSTER, claim.people[0].row, "category")
    expect("CC401", CLAIMS, claim.row, "claimed_people")
    expect("CC501", CLAIMS, claim.row, "claimed_yuan")
    expect("CC503", CLAIMS, claim.row, "claimed_people")


def field_faults(claim: Claim, expect: Any) -> None:
    """Four of fifteen do not count: 11 are left, the amount stays the same."""
    low, too_low, empty, no_date, not_in_list, bad_amount, bad_day, typo = claim.people[:8]
    low.payments[2]["amount_yuan"] = 2999
    expect("CC304", WAGES, low.payments[2], "amount_yuan")
    del too_low.payments[6:]
    too_low.payments[3]["amount_yuan"] = 2999.99
    expect("CC304", WAGES, too_low.payments[3], "amount_yuan")
    expect("CC302", ROSTER, too_low.row, "id_number")
    empty.row["category"] = None
    expect("CC206", ROSTER, empty.row, "category")
    no_date.row["hired_on"] = "2026年2月30日"
    expect("CC204", ROSTER, no_date.row, "hired_on")
    not_in_list.row["category"] = "困难户"
    expect("CC209", ROSTER, not_in_list.row, "category")
    bad_amount.payments[0]["amount_yuan"] = "三千一百元"
    expect("CC205", WAGES, bad_amount.payments[0], "amount_yuan")
    bad_day.payments[0]["paid_on"] = "2026.13.05"
    expect("CC204", WAGES, bad_day.payments[0], "paid_on")
    typo.payments[0]["id_number"] = typo.payments[0]["id_number"][:16]
    expect("CC201", WAGES, typo.payments[0], "id_number")
    expect("CC503", CLAIMS, claim.row, "claimed_people")


def repeated_people(claim: Claim, other: Claim, expect: Any) -> Person:
    """One person twice in a claim, another in two claims."""
    again = deepcopy(claim.people[1])
    expect("CC601", ROSTER, again.row, "id_number")
    shared = claim.people[0]
    moved = other.people[0]
    moved.row |= {"name": shared.row["name"], "id_number": shared.row["id_number"]}
    moved.payments.clear()
    expect("CC602", ROSTER, shared.row, "id_number")
    expect("CC602", ROSTER, moved.row, "id_number")
    expect("CC503", CLAIMS, claim.row, "claimed_people")
    return again


def claim_faults(claim: Claim, expect: Any) -> None:
    """Cells of the claims sheet that are wrong in themselves."""
    claim.row |= {
        "applicant": None,
        "county": "沙坡头",
        "period_end": date(2025, 12, 31),
        "claimed_yuan": "两万元",
    }
    expect("CC206", CLAIMS, claim.row, "applicant")
    expect("CC209", CLAIMS, claim.row, "county")
    expect("CC204", CLAIMS, claim.row, "period_end")
    expect("CC205", CLAIMS, claim.row, "claimed_yuan")


def wrong_applicant(claim: Claim, expect: Any) -> None:
    """Not a small firm, and one person hired before the policy began."""
    claim.row["applicant_kind"] = "中型企业"
    expect("CC407", CLAIMS, claim.row, "applicant_kind")
    expect("CC501", CLAIMS, claim.row, "claimed_yuan")
    early = claim.people[0].row
    early |= {"hired_on": date(2025, 12, 20), "contract_start": date(2025, 12, 20)}
    expect("CC701", ROSTER, early, "hired_on")
    expect("CC503", CLAIMS, claim.row, "claimed_people")


def write_broken_files(folder: Path) -> None:
    """Files and sheets that are wrong as a whole: CC101 to CC104."""
    folder.mkdir(parents=True, exist_ok=True)
    small = [book_of(list(honest.claims(random.Random(seed), [5]))) for seed in range(4)]
    empty = folder / "没有数据.xlsx"
    save(plain_workbook(Book({**small[0].rows, WAGES: []})), empty)
    write_expected(empty, [{"code": "CC104", "sheet": "工资流水", "cell": None}])
    damaged = folder / "已损坏.xlsx"
    save(plain_workbook(small[1]), damaged)
    content = damaged.read_bytes()
    damaged.write_bytes(content[: len(content) // 2])
    write_expected(damaged, [{"code": "CC101", "sheet": None, "cell": None}])
    no_sheet = folder / "缺工资流水表.xlsx"
    workbook = plain_workbook(small[2])
    del workbook["工资流水"]
    save(workbook, no_sheet)
    write_expected(no_sheet, [{"code": "CC102", "sheet": "工资流水", "cell": None}])
    no_column = folder / "缺身份证号列.xlsx"
    workbook = plain_workbook(small[3])
    workbook["人员花名册"].delete_cols(3)
    save(workbook, no_column)
    write_expected(no_column, [{"code": "CC103", "sheet": "人员花名册", "cell": None}])


def write_faulty(made: Faulty, folder: Path) -> None:
    """Write a workbook with faults, and beside it where they must be found."""
    folder.mkdir(parents=True, exist_ok=True)
    workbook = plain_book(made.form, made.rows)
    if made.change is not None:
        made.change(workbook)
    target = folder / f"{made.name}.xlsx"
    save(workbook, target)
    found: list[dict[str, str | None]] = [
        {"code": code, "sheet": sheet, "cell": cell} for code, sheet, cell in made.places
    ]
    for code, kind, row, key in made.expected:
        sheet = next(sheet for sheet in made.form.sheets if sheet.kind is kind)
        keys = [column.key for column in sheet.inputs]
        place = next(i for i, other in enumerate(made.rows[kind]) if other is row)
        cell = f"{get_column_letter(keys.index(key) + 1)}{place + 4}"
        found.append({"code": code, "sheet": sheet.name, "cell": cell})
    write_expected(target, found)


def write_office(folder: Path) -> None:
    """An office's file with its lists, claims to hold against them, and claims of before."""
    made = listed()
    people = made.rows[ROSTER]
    lists = {
        "公职人员": [people[0], people[0] | {"name": "他人", "id_number": "640598198001010015"}],
        "就业困难人员名册": [people[0], *people[2:]],
        "残疾人名册": [people[2]],
    }
    (folder / "名单").mkdir(parents=True, exist_ok=True)
    for name, rows in lists.items():
        workbook = Workbook()
        sheet = workbook.worksheets[0]
        for cells in [[name], ["姓名", "身份证号码"], *[[r["name"], r["id_number"]] for r in rows]]:
            sheet.append(cells)
        save(workbook, folder / "名单" / f"{name}.xlsx")
    lines = ["[lists]", *(f'"{name}" = "名单/{name}.xlsx"' for name in lists)]
    lines.append('"退休待遇" = "名单/没有这个文件.xlsx"')
    (folder / "office.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_faulty(made, folder)
    write_faulty(claimed_again(), folder)


def main(folder: Path = HERE) -> None:
    """Write all samples."""
    write(clean_book(), folder / "hiring-clean.xlsx")
    write(faulty_book(), folder / "hiring-faulty.xlsx")
    write_broken_files(folder / "faulty")
    for made in all_faulty():
        write_faulty(made, folder / "faulty")
    write_office(folder / "office")
    write_imported(folder)


if __name__ == "__main__":
    main()
