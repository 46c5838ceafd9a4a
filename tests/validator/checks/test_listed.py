from pathlib import Path

import msgspec
import pytest
from openpyxl import Workbook, load_workbook

from claimcheck.office import empty
from claimcheck.settings import Settings
from samples.honest import Claim
from tests.validator.books import ON, claims, codes, only, save
from tests.validator.output.marked.made import all_marked
from validator.checks.lists.known import Effect, known, known_lists
from validator.output.text import lines
from validator.run.validate import Validation, run_validation
from validator.supervision.verdicts import with_verdicts


def a_list(path: Path, *rows: object, header: str = "身份证号码") -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["某某名单"])
    sheet.append(["姓名", header])
    for row in rows:
        sheet.append(["某某", row])
    book.save(path)
    return path


def checked(tmp_path: Path, made: list[Claim], **lists: str) -> Validation:
    office = msgspec.structs.replace(empty(), lists=lists)
    settings = Settings(on=ON, office=office)
    return run_validation([save(tmp_path / "a.xlsx", made)], settings, lists_folder=tmp_path)


def test_a_person_on_a_list_that_excludes_is_named_with_the_place(tmp_path: Path):
    made = claims(6)
    a_list(tmp_path / "名单.xlsx", "640598199001010007", made[0].people[2].row["id_number"])
    found = checked(tmp_path, made, 公职人员="名单.xlsx")
    finding = only(found, "CC410")
    assert finding["row"] == 6
    assert "第 4 行" in str(finding["value"])
    assert finding["severity"] == "error"


def test_a_lower_case_x_and_blanks_on_a_list_are_the_same_number(tmp_path: Path):
    made = claims(30)
    with_x = next(p for p in made[0].people if str(p.row["id_number"]).endswith("X"))
    number = str(with_x.row["id_number"])
    a_list(tmp_path / "名单.xlsx", f" {number[:6]} {number[6:].lower()}")
    assert codes(checked(tmp_path, made, 死亡="名单.xlsx")) == ["CC410", "CC503"]


def test_a_category_must_be_on_its_list(tmp_path: Path):
    made = claims(6)
    for person in made[0].people:
        person.row["category"] = "残疾人"
    numbers = [person.row["id_number"] for person in made[0].people[1:]]
    a_list(tmp_path / "残疾人.xlsx", *numbers)
    finding = only(checked(tmp_path, made, 残疾人名册="残疾人.xlsx"), "CC411")
    assert finding["row"] == 4


def test_a_number_cell_on_a_list_is_not_compared_but_said(tmp_path: Path):
    made = claims(6)
    numbers = [made[0].people[0].row["id_number"], 640598199001010944]
    a_list(tmp_path / "名单.xlsx", *numbers)
    found = checked(tmp_path, made, 公职人员="名单.xlsx")
    assert codes(found) == ["CC410", "CC412", "CC503"]
    assert only(found, "CC412")["severity"] == "warning"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "姓名,电话\n马龙,1".encode()])
def test_a_list_that_cannot_be_read_blocks(tmp_path: Path, content: bytes):
    (tmp_path / "名单.xlsx").write_bytes(content)
    found = checked(tmp_path, claims(6), 公职人员="名单.xlsx")
    assert codes(found) == ["CC412"]
    assert found.exit_status == 1


def test_a_list_that_is_missing_is_booked_on_no_applicant_and_holds_all_claims_up(tmp_path: Path):
    files = [
        save(tmp_path / f"{name}.xlsx", claims(6, seed=seed)) for seed, name in enumerate("甲乙")
    ]
    office = msgspec.structs.replace(empty(), lists={"公职人员": "没有.xlsx"})
    settings = Settings(on=ON, office=office)
    found = run_validation(files, settings, lists_folder=tmp_path)
    assert codes(found) == ["CC412"]
    assert set(found.claims["verdict"]) == {"passed"}
    said = [line for line, _ in lines(found)]
    assert [line for line in said if "没有错误" in line] == said[1:3]
    assert any(line.startswith("  · 名单“公职人员”（没有.xlsx）：没有这个文件") for line in said)
    assert said[-1].startswith("暂不能提交：错误 1 处")
    assert all_marked(found)[1] == []
    for file in files:
        rows = load_workbook(file.with_name(f"{file.stem}.核查.xlsx")).worksheets[0].rows
        assert not any("名单" in str(cell.value) for row in rows for cell in row)
    decided = with_verdicts(found, str(tmp_path / "ledger.sqlite"), ON)
    assert decided.claims["result"].to_list() == ["open", "open"]


def test_a_list_without_a_column_of_numbers_is_said(tmp_path: Path):
    a_list(tmp_path / "名单.xlsx", "640598199001010007", header="编号")
    finding = only(checked(tmp_path, claims(6), 公职人员="名单.xlsx"), "CC412")
    assert "没有“身份证号”一列" in str(finding["message"])


def test_a_list_of_an_unknown_name_is_said(tmp_path: Path):
    a_list(tmp_path / "名单.xlsx", "640598199001010007")
    finding = only(checked(tmp_path, claims(6), 别的="名单.xlsx"), "CC412")
    assert "公职人员" in str(finding["message"])


def test_without_lists_the_check_is_skipped(tmp_path: Path):
    ran = {item.code: item for item in checked(tmp_path, claims(6)).checks}
    assert ran["CC410"].status == "skipped"


def test_every_list_that_includes_decides_on_a_category_of_the_form():
    from claimcheck.forms import form

    options = form("hiring").sheets[1].column("category").options or []
    for entry in known_lists():
        assert (entry.effect is Effect.INCLUDES) == bool(entry.categories)
        assert set(entry.categories) <= set(options)
        assert known(entry.name) is entry
