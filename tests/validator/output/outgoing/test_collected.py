"""What goes out about collected claims speaks of each applicant's own file."""

from pathlib import Path

import docx
import fastexcel
import pytest
from click.testing import CliRunner

from claimcheck.cli import main
from claimcheck.forms import SheetKind
from tests.validator.books import cell, claims, save
from tests.validator.supervision.made import ON, Office, fill
from validator.reading.own_places import ELSEWHERE, OwnPlaces, RowOrigin

#: Headings of plain workbooks stand in row 3; in a collected one in row 1.
FIRST = 4


@pytest.fixture
def collected(office: Office, tmp_path: Path) -> Office:
    """Two firms that both call their claim SB-001, with a person in common, collected."""
    (first,), (second,) = claims(6, seed=1), claims(8, seed=2)
    first.row["applicant"], second.row["applicant"] = "甲公司", "乙公司"
    first.row["claim_id"] = second.row["claim_id"] = "SB-001"
    second.people[1].row["category"] = "其他"
    second.people[2].row |= {key: first.people[3].row[key] for key in ("name", "id_number")}
    save(tmp_path / "收件" / "1-甲.xlsx", [first])
    save(tmp_path / "收件" / "2-乙.xlsx", [second])
    office.batch.unlink()
    done = CliRunner().invoke(main, ["collect", str(tmp_path / "收件"), "-o", str(office.batch)])
    assert "2 个申报编号有重复" in done.output, done.output
    return office


def decided(office: Office, word: str) -> None:
    office.validate()
    said = {"decision": word, "reason": "已核实", "reviewer": "王审核"}
    fill(office.workbook, lambda line: said)
    office.review("apply", office.workbook)


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [entry.text for table in document.tables for row in table.rows for entry in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def test_a_letter_speaks_of_the_applicants_own_file(collected: Office, tmp_path: Path):
    decided(collected, "退回补正")
    done = collected.review(
        "letters", collected.batch, "--on", ON.isoformat(), "-o", tmp_path / "o"
    )
    assert done.exit_code == 0, done.output
    first, second = (text_of(path) for path in sorted((tmp_path / "o").iterdir()))
    assert "你单位申报的 SB-001（" in second
    assert "下列位置见你单位提交的“2-乙.xlsx”。" in second
    assert "002-SB-001" not in first + second
    assert "001-SB-001" not in first
    category = cell(SheetKind.ROSTER, "category", FIRST + 1)
    assert f"人员花名册 {category}：" in second
    assert f"人员花名册 第 {FIRST + 2} 行" in second
    assert "此人同时列入另一申报单位的申报" in first
    assert "此人同时列入另一申报单位的申报" in second
    assert "a.xlsx" not in first + second
    assert "office.toml" not in first + second, "what the office has to settle is not theirs"


def test_the_notice_names_claims_as_their_applicants_do(collected: Office, tmp_path: Path):
    decided(collected, "核减")
    done = collected.review("notice", collected.batch, "--on", ON.isoformat(), "-o", tmp_path / "o")
    (target,) = (tmp_path / "o").glob("公示名单-*.xlsx")
    frame = fastexcel.read_excel(target).load_sheet(0, header_row=None, dtypes="string")
    listed = [row[1] for row in frame.to_polars().rows() if row[1] and "SB-" in row[1]]
    assert listed == ["SB-001", "SB-001"], done.output


ORIGINS = {
    "人员花名册": {
        9: RowOrigin(2, 5, {"C": "D"}, "花名册（乙）"),
        3: RowOrigin(1, 4, {"C": "C"}, "人员花名册"),
    },
    "工资流水": {12: RowOrigin(2, 7, {}, "流水")},
}


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("人员花名册 C9：类别", "花名册（乙） D5：类别"),
        ("人员花名册 第 9 行 马*", "花名册（乙） 第 5 行 马*"),
        ("与第 9 行身份证号相同", "与第 5 行身份证号相同"),
        ("与工资流水第 12 行的号码只差一处", "与流水第 7 行的号码只差一处"),
        ("与花名册第 9 行的银行账号相同", "与花名册第 5 行的银行账号相同"),
        ("列入“汇总.xlsx”的申报 001-SB-001（ZW25-4，人员花名册 C3）", "列入另一申报单位的申报"),
        ("列入申报 002-SB-002（人员花名册 C9）", "列入申报 002-SB-002（花名册（乙） D5）"),
        ("申报 002-SB-001 有误", "申报 SB-001 有误"),
        ("在“名单”（Sheet1 第 9 行）上", "在“名单”（Sheet1 第 9 行）上"),
        ("与第 3 行重复", f"与{ELSEWHERE}重复"),
        ("人员花名册 C99", "人员花名册 C99"),
    ],
)
def test_places_are_said_as_the_applicant_knows_them(said: str, own: str):
    places = OwnPlaces(2, "乙.xlsx", {"002-SB-001": "SB-001"}, ORIGINS)
    assert places.said(said, "人员花名册") == own
