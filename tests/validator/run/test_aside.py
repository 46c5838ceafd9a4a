"""A folder as offices get it: what is no claim is named once, and blocks nothing."""

import json
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from claimcheck.cli import main
from tests.validator.books import claims, save

ROOT = Path(__file__).parents[3]
STATEMENTS = ROOT / "samples" / "statements"
PICTURE = b"\xff\xd8\xff\xe0" + bytes(100)


def validate(*given: str | Path) -> Result:
    call = ["validate", "--ledger", "none", "--on", "2026年11月20日", *map(str, given)]
    return CliRunner().invoke(main, call)


def sheet(path: Path, *rows: list[str]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Claims, statements, papers, pictures, locks, archives: 50 files."""
    folder = tmp_path / "材料"
    folder.mkdir()
    wrong = claims(6)
    wrong[0].row["claimed_yuan"] = 40_000
    for number in range(3):
        save(folder / f"申报{number}.xlsx", claims(5))
    save(folder / "多报.xlsx", wrong)
    for name in ("建设银行.xls", "中国银行-对公.xlsx", "农业银行.csv", "工商银行.pdf"):
        shutil.copy(STATEMENTS / name, folder / name)
    sheet(folder / "通讯录.xlsx", ["姓名", "电话"], ["马龙", "1"])
    paper = docx.Document()
    paper.add_paragraph("说明")
    paper.save(str(folder / "说明.docx"))
    with zipfile.ZipFile(folder / "附件.zip", "w") as archive:
        archive.writestr("说明.txt", "说明")
    (folder / "~$多报.xlsx").write_bytes(b"\x02" * 165)
    for number in range(38):
        (folder / f"照片{number:02d}.jpg").write_bytes(PICTURE)
    assert len(list(folder.iterdir())) == 50
    return folder


def test_a_mixed_folder_gives_a_table_of_files_first_and_the_verdict_last(mixed: Path):
    done = validate("--no-write", mixed)
    lines = done.stdout.splitlines()
    assert lines[0] == "文件 50 个，核查 4 个："
    assert lines[1].startswith("  多报.xlsx  ")
    assert "吸纳就业补贴（按人数档次），1 项申报，错误 " in lines[1]
    assert lines[-1].startswith("暂不能提交：错误 ")
    assert done.exit_code == 1
    table = "\n".join(lines[: lines.index("")])
    for name, what in {
        "建设银行.xls": "银行流水，请用 claimcheck wages import",
        "中国银行-对公.xlsx": "银行流水，请用 claimcheck wages import",
        "农业银行.csv": "银行流水，请用 claimcheck wages import",
        "工商银行.pdf": "PDF 文件，没有核查；是银行流水的，请用 claimcheck wages import",
        "通讯录.xlsx": "没有认出申报表或花名册的工作簿，没有核查",
        "说明.docx": "Word 文档，没有核查",
        "附件.zip": "压缩包，没有核查；里面有申报表的，请解压",
        "~$多报.xlsx": "临时文件，是打开工作簿时产生的，不用管",
        "照片00.jpg": "图片，没有核查",
    }.items():
        assert f"{name} " in table
        assert what in table.split(f"{name} ")[1].split("\n")[0]
        assert done.stdout.count(f"{name} ") == 1, "each is named once"
    assert "有 1 个工作簿没有认出是申报，没有核查" in lines[-2]


def test_what_is_set_aside_is_in_the_json_and_has_no_finding(mixed: Path):
    content = json.loads(validate("--no-write", "--format", "json", mixed).stdout)
    assert [Path(entry["path"]).name for entry in content["inputs"]] == [
        "多报.xlsx", "申报0.xlsx", "申报1.xlsx", "申报2.xlsx",
    ]  # fmt: skip
    assert len(content["aside"]) == 46
    assert {finding["code"] for finding in content["findings"]} & {"CC101", "CC102"} == set()


def test_no_copies_of_what_is_set_aside_are_written(mixed: Path):
    assert validate(mixed).exit_code == 1
    written = {path.name for path in mixed.iterdir() if "核查" in path.name}
    assert not any(name.startswith(("通讯录", "建设银行", "照片")) for name in written)
    assert validate("--no-write", mixed).stdout.splitlines()[0] == "文件 56 个，核查 4 个："


def test_new_templates_block_nothing(tmp_path: Path):
    made = CliRunner().invoke(main, ["template", "new", "hiring", "gig", "-o", str(tmp_path)])
    assert made.stderr.splitlines()[-1].startswith("下一步：")
    before = sorted(tmp_path.iterdir())
    done = validate(tmp_path)
    assert done.exit_code == 0
    assert done.stdout.count("空白模板，还没有填写") == 4
    assert "错误" not in done.stdout
    assert done.stdout.splitlines()[-1] == "没有申报可以核查。"
    assert done.stderr.splitlines()[-1] == "下一步：把申报内容填进模板，再核查一次。"
    assert sorted(tmp_path.iterdir()) == before, "nothing is written about nothing"


def test_a_template_that_is_named_by_itself_must_be_filled_in(tmp_path: Path):
    CliRunner().invoke(main, ["template", "new", "gig", "-o", str(tmp_path), "--no-macros"])
    done = validate("--no-write", tmp_path / "gig.xlsx")
    assert done.exit_code == 1
    assert "CC104" in done.stdout


def test_a_folder_of_statements_alone_holds_nothing_to_check(tmp_path: Path):
    shutil.copy(STATEMENTS / "建设银行.xls", tmp_path)
    done = validate(tmp_path)
    assert done.exit_code == 2
    assert "银行流水，请用 claimcheck wages import" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["建设银行.xls"]


def test_where_nothing_else_is_a_claim_an_unknown_workbook_may_be_one(tmp_path: Path):
    sheet(tmp_path / "申报.xlsx", ["单位", "金额"], ["甲公司", "1"])
    done = validate("--no-write", tmp_path)
    assert done.exit_code == 1
    assert "CC102" in done.stdout


def test_a_damaged_workbook_in_a_folder_still_stops(mixed: Path):
    (mixed / "坏.xlsx").write_bytes(b"not a workbook")
    done = validate("--no-write", mixed)
    assert done.exit_code == 2
    assert "无法打开“坏.xlsx”" in done.stdout


@pytest.mark.parametrize("call", [["ledger", "record"], ["review", "letters"]])
def test_commands_that_need_claims_write_nothing_without_them(tmp_path: Path, call: list[str]):
    folder, ledger = tmp_path / "空白", tmp_path / "ledger.sqlite"
    CliRunner().invoke(main, ["template", "new", "gig", "-o", str(folder), "--no-macros"])
    for given, said in ((folder, "只有：空白模板。"), (tmp_path / "没有", "没有这个文件或文件夹")):
        done = CliRunner().invoke(main, [*call, str(given), "--ledger", str(ledger)])
        assert done.exit_code == 2
        assert said in done.stderr
    assert [path.name for path in folder.iterdir()] == ["gig.xlsx"]


@pytest.mark.parametrize("also", [[], ["申报.xlsx"]])
def test_a_missing_path_writes_no_files(tmp_path: Path, also: list[str]):
    save(tmp_path / "申报.xlsx", claims(5))
    done = validate(tmp_path / "没有.xlsx", *(tmp_path / name for name in also))
    assert done.exit_code == 2
    assert "没有这个文件" in done.stdout
    assert "所以没有写任何文件" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["申报.xlsx"]


def test_tables_of_other_programs_may_be_claims_and_are_said_to_be_unread(tmp_path: Path):
    folder = tmp_path / "材料"
    claim = save(folder / "申报.xlsx", claims(5))
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    (folder / "金山.et").write_bytes(compound)
    (folder / "改名.et").write_bytes(claim.read_bytes())
    (folder / "苹果.numbers").write_bytes(b"PK\x03\x04")
    (folder / "申报.xlsx.1").write_bytes(claim.read_bytes())
    (folder / "幻灯片.ppt").write_bytes(compound)
    done = validate("--no-write", folder)
    for name, what in {
        "金山.et": "WPS 表格，没有核查；是申报表的，请另存为 .xlsx",
        "改名.et": "WPS 表格，没有核查；是申报表的，请另存为 .xlsx",
        "苹果.numbers": "Numbers 表格，没有核查；是申报表的，请另存为 .xlsx",
        "申报.xlsx.1": "后缀不同的工作簿，没有核查；是申报表的，请另存为 .xlsx",
        "幻灯片.ppt": "其他文件，没有核查",
    }.items():
        (line,) = [line for line in done.stdout.splitlines() if line.startswith(f"  {name} ")]
        assert line.endswith(what)
    assert "有 4 个工作簿没有认出是申报，没有核查" in done.stdout


def test_every_file_that_was_not_read_is_named_with_the_reason(tmp_path: Path):
    folder = tmp_path / "材料"
    save(folder / "申报.xlsx", claims(5))
    for number in range(6):
        (folder / f"坏{number}.xlsx").write_bytes(b"%PDF-1.4\n")
    done = validate("--no-write", folder)
    assert done.stdout.startswith("文件 7 个，核查 7 个，其中 6 个没有读到：")
    for number in range(6):
        assert f"无法打开“坏{number}.xlsx”：这是 PDF 文件，不是 Excel 工作簿" in done.stdout
