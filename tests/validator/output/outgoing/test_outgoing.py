"""What goes out after the review: notice, payment rosters, letters."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import docx
import fastexcel
import pytest
from openpyxl import load_workbook

from claimcheck.forms import SheetKind
from claimcheck.policy import rule
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import claims, save
from tests.validator.supervision.made import ON, Office, fill
from validator.ledger.audit.errors import SupervisionError
from validator.output.outgoing.notice import notice_lines
from validator.output.outgoing.payment import CARD_COLUMNS, PaymentRoster, write_xls
from validator.output.outgoing.results import Claim, ClaimResult
from validator.output.outgoing.workdays import Calendar, read_calendar


def cells(path: Path, sheet: str | int = 0) -> list[list[str]]:
    """The rows of a sheet as text, .xls or .xlsx."""
    frame = fastexcel.read_excel(path).load_sheet(sheet, header_row=None, dtypes="string")
    return [["" if cell is None else cell for cell in row] for row in frame.to_polars().iter_rows()]


def said(line: dict[str, str], word: str) -> dict[str, str]:
    return {"decision": word, "reason": "已到银行核实", "reviewer": "王审核"}


def all_said(office: Office, word: str, only: Callable[[dict[str, str]], bool] = bool) -> None:
    office.validate()
    fill(office.workbook, lambda line: said(line, word) if only(line) else None)
    assert office.review("apply", office.workbook).exit_code == 0


def out(office: Office, command: str, folder: Path, *more: str):
    return office.review(command, office.batch, "--on", ON.isoformat(), "-o", folder, *more)


@pytest.fixture
def travellers(office: Office) -> Office:
    """A batch of a measure that pays people singly, instead of the firm."""
    pays_people = rule("JF24-7")
    example = max(usable(pays_people), key=lambda one: int(one.facts.get("headcount", 1)))
    made = typical(pays_people, example, ON)
    family = made.rows[SheetKind.ROSTER]
    for person in family:
        person["household_id"] = family[0]["id_number"]
    plain_book(made.form, made.rows).save(office.batch)
    return office


def test_working_days_leave_out_weekends_and_holidays():
    plain = Calendar()
    friday = date(2026, 11, 20)
    assert plain.last(friday, 1) == friday
    assert plain.last(friday, 5) == date(2026, 11, 26)
    assert plain.last(date(2026, 11, 21), 1) == date(2026, 11, 23), "from a Saturday on"
    holidays = frozenset(date(2026, 10, day) for day in range(1, 8))
    known = Calendar(holidays, frozenset({date(2026, 10, 10)}))
    assert known.last(date(2026, 9, 30), 3) == date(2026, 10, 9)
    assert known.last(date(2026, 9, 30), 4) == date(2026, 10, 10), "a Saturday that is worked"


def test_the_list_of_holidays_is_read_and_checked(tmp_path: Path):
    listed = tmp_path / "节假日.txt"
    listed.write_text("# 国庆\n2026-10-01\n2026年10月2日\n2026-10-10 班\n", "utf-8")
    made = read_calendar(listed)
    assert made.holidays == {date(2026, 10, 1), date(2026, 10, 2)}
    assert made.worked == {date(2026, 10, 10)}
    listed.write_text("2026-02-30\n", "utf-8")
    with pytest.raises(SupervisionError, match="第 1 行“2026-02-30”不是日期"):
        read_calendar(listed)


def test_holidays_stand_in_the_offices_file_too(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    all_said(office, "通过")
    office_file = tmp_path / "office.toml"
    office_file.write_text("holidays = [2026-10-01, 2026-10-02, 2026-10-05]", "utf-8")
    asked = ("--from", "2026-09-30", "--days", "3", "--office", str(office_file))
    result = out(office, "notice", tmp_path / "o", *asked)
    assert "2026-09-30 至 2026-10-07" in result.stdout
    assert "没有写节假日" not in result.stderr
    monkeypatch.chdir(tmp_path)
    (tmp_path / "节假日.txt").write_text("2026-10-06\n2026-10-03 班\n", "utf-8")
    result = out(office, "notice", tmp_path / "o", *asked)
    assert "2026-09-30 至 2026-10-07" in result.stdout, "the 3rd is worked and the 6th is not"
    only = tmp_path / "其他.txt"
    only.write_text("2026-10-01\n", "utf-8")
    result = out(office, "notice", tmp_path / "o", *asked, "--holidays", str(only))
    assert "2026-09-30 至 2026-10-05" in result.stdout, "the named list alone"


def test_without_holidays_that_is_said(office: Office, tmp_path: Path):
    all_said(office, "通过")
    assert "没有写节假日" in out(office, "notice", tmp_path / "o").stderr


def test_a_claim_that_is_left_out_is_named_with_its_file_among_several(
    office: Office, tmp_path: Path
):
    second = office.batch.with_name("b.xlsx")
    second.write_bytes(office.batch.read_bytes())
    result = office.review(
        "notice", office.batch, second, "--on", ON.isoformat(), "-o", tmp_path / "o"
    )
    assert "未列入 “a.xlsx”的 SB-002：尚未审结" in result.stderr
    assert "未列入 “b.xlsx”的 SB-002：尚未审结" in result.stderr


def test_applicants_with_the_same_claim_number_get_each_their_own(office: Office, tmp_path: Path):
    """Every firm numbers its claims from SB-001 on."""
    firms = [claims(6, seed=3), claims(12, seed=9)]
    files = [office.batch, office.batch.with_name("b.xlsx")]
    for file, made in zip(files, firms, strict=True):
        save(file, made)
    day = ("--on", ON.isoformat())
    names = [str(made[0].row["applicant"]) for made in firms]
    assert [made[0].row["claim_id"] for made in firms] == ["SB-001", "SB-001"]
    office.review("payment", *files, *day, "-o", tmp_path / "o")
    (target,) = (tmp_path / "o").glob("*.xlsx")
    paid = [(row[1], row[2], row[6]) for row in cells(target) if row[1] == "SB-001"]
    assert paid == [("SB-001", names[0], "20000"), ("SB-001", names[1], "40000")]
    office.run("ledger", "record", *files, *day, "--name", "甲", "--key", office.key_file)
    found = office.run("ledger", "search", "--batch", "甲", "--key", office.key_file).stdout
    assert all(found.count(name) == size for name, size in zip(names, (6, 12), strict=True))
    assert "共 18 条记录、2 项申报。" in found


def test_letters_about_the_same_claim_number_go_each_to_its_own(office: Office, tmp_path: Path):
    firms = [claims(6, seed=3), claims(12, seed=9)]
    files = [office.batch, office.batch.with_name("b.xlsx")]
    for file, made in zip(files, firms, strict=True):
        made[0].people[0].row["category"] = "其他"
        save(file, made)
    day = ("--on", ON.isoformat())
    office.run("validate", *files, *day, "--key", office.key_file)
    (workbook,) = office.batch.parent.glob("*.审核.xlsx")
    names = [str(made[0].row["applicant"]) for made in firms]
    words = dict(zip(names, ("不予支持", "退回补正"), strict=True))
    fill(workbook, lambda line: said(line, words[line["applicant"]]))
    assert office.review("apply", workbook).exit_code == 0
    office.review("letters", *files, *day, "-o", tmp_path / "o")
    written = {path.stem.split("-")[-1]: docx.Document(path) for path in (tmp_path / "o").iterdir()}
    for name, size in zip(names, (6, 12), strict=True):
        body = "\n".join(paragraph.text for paragraph in written[name].paragraphs)
        table = "".join(cell.text for row in written[name].tables[0].rows for cell in row.cells)
        assert words[name] in body or "请补正" in body
        assert f"申报 {size} 人" in table and f"申报 {18 - size} 人" not in table


def test_a_mistyped_number_of_a_person_is_masked_as_well():
    claim = Claim(
        input=0, file="a.xlsx", row=4, claim_id="SB-001", measure="ZW23-15a", title="",
        applicant="马某", applicant_code="640598199001011230", result=ClaimResult.PAY, pay_fen=100,
        why="", headcount=None, people=None, judged=None, number=None,
    )  # fmt: skip
    assert [line.number for line in notice_lines(claim)] == ["640598********1230"]


def test_the_notice_lists_what_was_accepted_and_nothing_else(office: Office, tmp_path: Path):
    all_said(office, "通过", lambda line: line["claim_id"] != "SB-002")
    result = out(office, "notice", tmp_path / "o", "--from", "2026-11-20", "--days", "7")
    assert result.exit_code == 1, "one claim is still open"
    assert "未列入 SB-002：尚未审结" in result.stderr
    (target,) = (tmp_path / "o").glob("公示名单-*.xlsx")
    rows = cells(target)
    listed = [row[1] for row in rows if row[1].startswith("SB-")]
    assert sorted(listed) == ["SB-001", "SB-003"]
    text = "\n".join("".join(row) for row in rows)
    assert "公示期自 2026 年 11 月 20 日 至 2026 年 11 月 30 日，共 7 个工作日" in text
    assert target.stat().st_mode & 0o777 == 0o600


def test_what_went_out_before_is_never_written_over(office: Office, tmp_path: Path):
    all_said(office, "通过", lambda line: line["claim_id"] != "SB-002")
    all_said(office, "退回补正", lambda line: line["claim_id"] == "SB-002")
    folder = tmp_path / "o"
    for command in ("notice", "payment", "letters"):
        assert "没有覆盖" not in out(office, command, folder).stderr
    before = {path: path.read_bytes() for path in folder.iterdir()}
    for command in ("notice", "payment", "letters"):
        result = out(office, command, folder)
        assert "没有覆盖，这次写到“" in result.stderr
        assert "（2）." in result.stdout
    assert {path: path.read_bytes() for path in before} == before
    assert len([*folder.iterdir()]) == 2 * len(before)


@pytest.mark.parametrize("command", ["notice", "payment"])
def test_nothing_is_written_where_nobody_is_paid(office: Office, tmp_path: Path, command: str):
    save(office.batch, [one for one in office.claims if one.row["claim_id"] != "SB-003"])
    all_said(office, "退回补正")
    before = office.review("status", "--json").stdout
    result = out(office, command, tmp_path / "o")
    assert "没有审核通过" in result.stdout
    assert not (tmp_path / "o").exists()
    assert office.review("status", "--json").stdout == before


def test_the_notice_masks_ids_and_names_neither_account_nor_phone(
    travellers: Office, tmp_path: Path
):
    all_said(travellers, "通过")
    assert out(travellers, "notice", tmp_path / "o").exit_code == 0
    (target,) = (tmp_path / "o").glob("*.xlsx")
    text = "\n".join("".join(row) for row in cells(target))
    for row in load_workbook(travellers.batch)["人员花名册"].iter_rows(values_only=True):
        for value in row:
            if isinstance(value, str) and len(value) >= 11 and value[:11].isdigit():
                assert value not in text
    assert "640598********" in text


def test_the_roster_has_the_columns_of_the_card_system_in_xlsx_and_xls(
    travellers: Office, tmp_path: Path
):
    all_said(travellers, "通过")
    result = out(travellers, "payment", tmp_path / "o")
    assert result.exit_code == 0, result.output
    made = {path.suffix: path for path in (tmp_path / "o").iterdir()}
    assert set(made) == {".xlsx", ".xls"}
    source = list(load_workbook(travellers.batch)["人员花名册"].iter_rows(values_only=True))
    people = {str(value) for row in source for value in row if len(str(value)) == 18}
    for target in made.values():
        rows = cells(target, "一卡通清册")
        assert rows[0] == [heading for heading, _ in CARD_COLUMNS]
        assert {row[9] for row in rows[1:]} <= people, "享受人身份证号 in full"
        assert len(rows) == 3
        assert all(row[3] == row[9] for row in rows[1:]), "收款人 is 享受人"
        assert len({row[1] for row in rows[1:]}) == 1, "one head of the household"
        assert all(row[0] for row in rows[1:]), "whose name is found in the roster"
        assert [float(row[14]) for row in rows[1:]] == [5000, 1000], "under the ceiling"
        assert target.stat().st_mode & 0o777 == 0o600
    paid = sum(float(row[14]) for row in cells(made[".xls"], "一卡通清册")[1:])
    assert f"合计 {paid:,.2f} 元" in result.stdout
    assert "导出发放清册" in travellers.review("status").stdout, "noted in the audit trail"


def test_a_firm_is_paid_what_its_people_give_whatever_is_said_of_the_difference(
    office: Office, tmp_path: Path
):
    def ask_too_much(claims):
        claims[0].row["claimed_yuan"] = 40_000

    office.change(ask_too_much)
    for word, paid in (("核减", 20_000), ("通过", 20_000)):
        all_said(office, word)
        folder = tmp_path / word
        assert out(office, "payment", folder).exit_code == 0
        (target,) = folder.glob("*.xlsx")
        rows = {row[1]: row for row in cells(target, "单位清册")[1:]}
        assert float(rows["SB-001"][6]) == paid
        office.workbook.unlink()


def test_a_long_roster_goes_on_in_further_sheets_of_an_xls(tmp_path: Path):
    row = ["某"] * 14 + [20_000, "2026-11-20"]
    target = tmp_path / "a.xls"
    write_xls(PaymentRoster(cards=[row] * 60_001), target)
    reader = fastexcel.read_excel(target)
    assert "一卡通清册2" in reader.sheet_names
    assert len(cells(target, "一卡通清册2")) == 2


def test_an_applicant_is_written_to_once_with_all_that_is_to_be_corrected(
    office: Office, tmp_path: Path
):
    all_said(office, "退回补正", lambda line: line["claim_id"] == "SB-001")
    result = out(office, "letters", tmp_path / "o", "--days", "5")
    assert result.exit_code == 0, result.output
    (target,) = (tmp_path / "o").glob("告知书-*.docx")
    assert target.stat().st_mode & 0o777 == 0o600
    document = docx.Document(str(target))
    text = "\n".join(part.text for part in document.paragraphs)
    assert office.claims[0].row["applicant"] in text
    assert "退回补正告知书" in text
    due = Calendar().last(date.today() + timedelta(days=1), 5)
    assert f"请于 {due.year} 年 {due.month} 月 {due.day} 日（含当日）前更正" in text
    listed = ["".join(cell.text for cell in row.cells) for row in document.tables[0].rows]
    assert any("工资流水只有 4 个月" in line for line in listed)
    assert all("SB-002" not in line for line in listed)
    number = office.claims[0].people[0].row["id_number"]
    assert all(number not in line for line in [*listed, text])


def one_number_for_two(claims: list) -> None:
    """The first two applicants of the file claim under one number."""
    for part in (claims[1].row, *(person.row for person in claims[1].people)):
        part["claim_id"] = "SB-001"


def test_of_two_applicants_with_one_number_neither_is_told_of_the_others_people(
    office: Office, tmp_path: Path
):
    office.change(one_number_for_two)
    all_said(office, "退回补正", lambda line: line["claim_id"] == "SB-001")
    out(office, "letters", tmp_path / "o")
    letters = sorted((tmp_path / "o").glob("告知书-*.docx"))
    assert len(letters) == 2
    for target in letters:
        document = docx.Document(str(target))
        listed = [
            " ".join(cell.text for cell in row.cells)
            for table in document.tables
            for row in table.rows
        ]
        assert any("申报编号“SB-001”与第 4 行重复" in line for line in listed)
        assert not any("人员花名册" in line for line in listed), listed
        text = "\n".join(part.text for part in document.paragraphs)
        assert "SB-001：同一文件中另有申报主体也用了这个编号" in text
    second = docx.Document(str(letters[1])).tables[0]
    assert not any("少报" in cell.text for row in second.rows for cell in row.cells)


def test_one_applicant_with_one_number_twice_is_told_all(office: Office, tmp_path: Path):
    def of_one(claims: list) -> None:
        one_number_for_two(claims)
        for name in ("applicant", "applicant_code"):
            claims[1].row[name] = claims[0].row[name]

    office.change(of_one)
    all_said(office, "退回补正", lambda line: line["claim_id"] == "SB-001")
    out(office, "letters", tmp_path / "o")
    (target,) = (tmp_path / "o").glob("告知书-*.docx")
    document = docx.Document(str(target))
    listed = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert any("工资流水只有 4 个月" in text for text in listed)
    assert not any("另有申报主体" in part.text for part in document.paragraphs)


def test_a_claim_too_faulty_to_be_judged_is_named_by_its_measure(office: Office, tmp_path: Path):
    office.change(lambda claims: claims[0].row.update(county="沙坡头"))
    all_said(office, "退回补正", lambda line: line["claim_id"] == "SB-001")
    out(office, "letters", tmp_path / "o")
    (target,) = (tmp_path / "o").glob("*.docx")
    text = "\n".join(part.text for part in docx.Document(str(target)).paragraphs)
    assert f"SB-001（{rule(str(office.claims[0].row['measure'])).measure.title}）" in text


def test_a_refused_claim_is_told_why(office: Office, tmp_path: Path):
    all_said(office, "不予支持", lambda line: " CC403 " in line["key"])
    out(office, "letters", tmp_path / "o")
    (target,) = (tmp_path / "o").glob("*.docx")
    document = docx.Document(str(target))
    text = "\n".join(part.text for part in document.paragraphs)
    assert "不予支持" in text
    cells_ = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "已到银行核实" in cells_


def test_nobody_is_written_to_without_a_verdict(office: Office, tmp_path: Path):
    result = out(office, "letters", tmp_path / "o")
    assert result.exit_code == 0
    assert "不用写告知书" in result.stdout
    assert not (tmp_path / "o").exists()
