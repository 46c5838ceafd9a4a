"""`claimcheck template`."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from addin.template.plan import MOST_PEOPLE
from claimcheck.cli import main
from claimcheck.forms import claim_types
from claimcheck.forms.called import file_stem


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["template", *arguments])
    return result.exit_code, result.output


def test_list_names_every_type() -> None:
    status, output = _run("list", "--json")
    assert status == 0
    assert "hiring" in {entry["type"] for entry in json.loads(output)}


def test_new_writes_a_workbook_without_macros_and_one_with(tmp_path: Path) -> None:
    status, output = _run("new", "hiring", "-o", str(tmp_path / "out"), "--rows", "6")
    assert status == 0, output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "hiring.xlsm",
        "hiring.xlsx",
    ]
    with_macros = openpyxl.load_workbook(tmp_path / "out" / "hiring.xlsm", keep_vba=True)
    assert with_macros.vba_archive is not None
    assert with_macros["人员花名册"]["A7"].value == "是否计入"


def test_new_takes_as_many_rows_as_a_template_may_have(tmp_path: Path) -> None:
    _, said = _run("new", "hiring", "-o", str(tmp_path), "--rows", str(MOST_PEOPLE + 1))
    assert str(MOST_PEOPLE + 1) in said and str(MOST_PEOPLE) in said
    assert list(tmp_path.iterdir()) == []


def test_new_leaves_macros_out_where_asked(tmp_path: Path) -> None:
    status, _ = _run("new", "hiring", "-o", str(tmp_path), "--rows", "6", "--no-macros")
    assert status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["hiring.xlsx"]


def test_new_writes_nothing_where_one_type_is_unknown(tmp_path: Path) -> None:
    status, output = _run("new", "hiring", "nosuch", "-o", str(tmp_path))
    assert status == 2
    assert "nosuch" in output and "Traceback" not in output
    assert list(tmp_path.iterdir()) == []


def test_fields_gives_every_column_with_its_key() -> None:
    status, output = _run("fields", "hiring", "--json")
    found = json.loads(output)
    assert status == 0
    assert [sheet["kind"] for sheet in found["sheets"]] == ["claims", "roster", "wages"]
    columns = {column["key"]: column for column in found["sheets"][0]["columns"]}
    assert columns["claimed_yuan"]["unit"] == "元"
    assert "ZW26-3" in columns["measure"]["options"]
    assert columns["assessed_yuan"]["computed"] and not columns["claim_id"]["computed"]
    assert set(columns["claim_id"]) == {
        *("key", "header", "type", "required", "options", "unit", "computed"),
    }


def test_a_filled_in_template_is_not_written_over(tmp_path):
    arguments = ("new", "gig", "-o", str(tmp_path), "--no-macros")
    assert _run(*arguments)[0] == 0
    filled = tmp_path / "gig.xlsx"
    filled.write_bytes(b"filled in")
    status, output = _run(*arguments)
    assert status == 2
    assert "已经存在" in output
    assert filled.read_bytes() == b"filled in"
    assert _run(*arguments, "--overwrite")[0] == 0
    assert filled.read_bytes() != b"filled in"


@pytest.mark.parametrize("ending", [".xlsx", ".xlsm", ".XLSX"])
def test_one_template_is_written_to_the_file_that_was_named(tmp_path, ending):
    target = tmp_path / f"我的模板{ending}"
    status, output = _run("new", "gig", "-o", str(target), "--rows", "6")
    assert status == 0, output
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    parts = zipfile.ZipFile(target).namelist()
    assert ("xl/vbaProject.bin" in parts) == (ending == ".xlsm")


@pytest.mark.parametrize(
    ("arguments", "name", "said"),
    [
        (("gig", "hiring"), "模板.xlsx", "-o 请写文件夹的名字"),
        (("--all",), "模板.xlsx", "要生成 22 类模板，-o 请写文件夹的名字"),
        (("gig",), "模板.xls", "请以 .xlsx 或 .xlsm 结尾"),
        (("gig", "--no-macros"), "模板.xlsm", "请以 .xlsx 结尾"),
    ],
)
def test_a_name_of_a_file_that_does_not_fit_is_refused(tmp_path, arguments, name, said):
    status, output = _run("new", *arguments, "-o", str(tmp_path / name))
    assert status == 2
    assert said in output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_a_version_with_a_dot_is_a_folder(tmp_path):
    status, output = _run("new", "gig", "-o", str(tmp_path / "模板2026.5"), "--no-macros")
    assert status == 0, output
    assert [path.name for path in (tmp_path / "模板2026.5").iterdir()] == ["gig.xlsx"]


def test_files_have_chinese_names_where_asked(tmp_path: Path) -> None:
    for asked, name in (
        ("hiring", "吸纳就业补贴.xlsx"),
        ("ZW26-3", "吸纳就业补贴（ZW26-3）.xlsx"),
    ):
        folder = tmp_path / asked
        wanted = ("new", asked, "-o", str(folder), "--rows", "6", "--no-macros")
        status, output = _run(*wanted, "--chinese-names")
        assert status == 0, output
        assert [path.name for path in folder.iterdir()] == [name]


def test_no_two_types_share_a_chinese_name() -> None:
    assert len({file_stem(name) for name in claim_types()}) == len(claim_types()) == 22
