"""`claimcheck collect` and `split`: nothing is lost on the way there and back."""

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from addin.template.plan import TEMPLATE_VERSION
from claimcheck.forms import SheetKind, forms
from claimcheck.policy import rule
from samples.books import plain_book
from samples.faulty_books import ON
from samples.typical import typical, usable
from tests.validator.intake.collecting.applicants import applicant_file, run
from validator.commands.collecting import collect, split
from validator.commands.validate import validate
from validator.intake.collecting.joining import unique_ids
from validator.reading.applicant import Applicant, read_applicant
from validator.reading.cells import read_cells
from validator.reading.headers import find_headers
from validator.reading.package import look_into
from validator.reading.templates import templates
from validator.reading.unreadable import UnreadableError

ROOT = Path(__file__).parents[4]


def same(first: Applicant, second: Applicant) -> list[str]:
    """What differs between two workbooks: values, types, places."""
    found = []
    for kind, rows in first.sheets.items():
        other = second.sheets[kind]
        for name in ("name", "columns", "heads", "places", "header_row", "rows"):
            if getattr(rows, name) != getattr(other, name):
                found.append(f"{kind} {name}")
        kinds = [[type(value) for value in values] for _, values in rows.rows]
        if kinds != [[type(value) for value in values] for _, values in other.rows]:
            found.append(f"{kind} types")
    return found + (["loose"] if first.loose != second.loose else [])


def test_the_originals_come_back_byte_for_byte(batch, tmp_path):
    assert run(split, batch, "-o", tmp_path / "out").exit_code == 0
    for path in (tmp_path / "in").iterdir():
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()


def test_without_the_originals_every_cell_comes_back_from_the_batch(batch, tmp_path):
    (tmp_path / "in").rename(tmp_path / "elsewhere")
    result = run(split, batch, "-o", tmp_path / "out")
    assert "6 个找不到原文件" in result.output
    for path in (tmp_path / "elsewhere").iterdir():
        assert same(read_applicant(path), read_applicant(tmp_path / "out" / path.name)) == []


def test_ids_that_collide_are_unique_in_the_batch_and_restored_after(batch, tmp_path):
    found = read_applicant(batch)
    rows = next(iter(found.sheets.values()))
    ids = [values[rows.columns.index("claim_id")] for _, values in rows.rows]
    assert len(set(ids)) == len(ids) == 12
    (tmp_path / "in").rename(tmp_path / "elsewhere")
    run(split, batch, "-o", tmp_path / "out")
    page = load_workbook(tmp_path / "out" / "单位3.xlsx")["申报表"]
    assert [page["A4"].value, page["A5"].value] == ["SB-001", "SB-002"]


def test_ids_are_only_changed_where_they_collide():
    assert unique_ids([["A", "B"], ["B", "C"]]) == {(0, "B"): "001-B", (1, "B"): "002-B"}
    assert unique_ids([["A"], ["A"], ["001-A"]])[0, "A"] not in ("A", "001-A")


def test_a_batch_is_a_workbook_that_validate_understands(batch):
    result = run(validate, batch, "--no-write", "--on", "2026-11-20")
    assert result.exit_code == 0, result.output


def test_a_cell_changed_in_the_batch_reaches_its_owner_and_only_him(batch, tmp_path):
    book = load_workbook(batch)
    page = book["人员花名册"]
    heads = [cell.value for cell in page[1]]
    row = next(r for r in page.iter_rows(min_row=2) if r[heads.index("来源文件号")].value == 4)
    row[heads.index("姓名")].value = "马改名"
    source = row[heads.index("来源行")].value
    book.save(batch)
    result = run(split, batch, "-o", tmp_path / "out")
    assert "改过的 1 个单元格已写回" in result.output
    owner = read_applicant(tmp_path / "out" / "单位3.xlsx")
    rows = next(rows for kind, rows in owner.sheets.items() if kind == "roster")
    assert dict(rows.rows)[source][rows.columns.index("name")] == "马改名"
    assert (tmp_path / "out" / "单位2.xlsx").read_bytes() == (
        tmp_path / "in" / "单位2.xlsx"
    ).read_bytes()


def test_the_marked_copy_in_a_folder_of_results_finds_the_originals_too(batch, tmp_path):
    run(validate, batch, "--on", "2026-11-20", "--out", tmp_path / "结果")
    result = run(split, tmp_path / "结果" / "batch.核查.xlsx", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "找不到原文件" not in result.output


@pytest.mark.parametrize("originals_there", [True, False])
def test_each_applicant_gets_his_own_findings_with_his_own_places(tmp_path, originals_there):
    def wrong(book):
        book["人员花名册"]["C7"] = "640598199001010010"

    applicant_file(tmp_path / "in" / "甲.xlsx", 1)
    applicant_file(tmp_path / "in" / "乙.xlsx", 2, wrong)
    run(collect, tmp_path / "in", "-o", tmp_path / "batch.xlsx")
    run(validate, tmp_path / "batch.xlsx", "--on", "2026-11-20")
    if not originals_there:
        (tmp_path / "in").rename(tmp_path / "elsewhere")
    result = run(split, tmp_path / "batch.核查.xlsx", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output

    def results(name: str) -> list[dict[str, object]]:
        page = load_workbook(tmp_path / "out" / name)["核查结果"]
        heads = [cell.value for cell in page[4]]
        return [dict(zip(heads, row, strict=True)) for row in page.iter_rows(5, values_only=True)]

    assert {row["程度"] for row in results("甲.xlsx")} == {"说明"}, "what is said of every draft"
    findings = results("乙.xlsx")
    found = next(row for row in findings if row["编号"] == "CC201")
    assert found["位置"] == "人员花名册 C7"
    assert found["申报编号"] == "SB-001"
    assert "002-SB-001" not in str(findings)


def test_a_copy_of_a_whole_file_is_dropped_with_a_message(tmp_path):
    first = applicant_file(tmp_path / "in" / "甲.xlsx", 1)
    shutil.copy(first, tmp_path / "in" / "甲 副本.xlsx")
    result = run(collect, tmp_path / "in", "-o", tmp_path / "batch.xlsx")
    assert result.exit_code == 0
    assert "内容完全相同，只收一份" in result.output


def test_unreadable_workbooks_are_listed_and_the_rest_goes_on(tmp_path):
    applicant_file(tmp_path / "in" / "甲.xlsx", 1)
    content = applicant_file(tmp_path / "in" / "坏.xlsx", 2).read_bytes()
    (tmp_path / "in" / "坏.xlsx").write_bytes(content[:2000])
    (tmp_path / "in" / "空.xlsx").write_bytes(b"")
    result = run(collect, tmp_path / "in", "-o", tmp_path / "batch.xlsx")
    assert result.exit_code == 2
    assert result.output.count("没有收入") == 2
    assert "汇总 1 个工作簿" in result.output


def stamped(version: object, renamed: dict[str, str] | None = None):
    def change(book: Workbook):
        book.defined_names["claimcheck_template"] = DefinedName(
            "claimcheck_template", attr_text=f'"{version}"', hidden=True
        )
        for cell in book["申报表"][3]:
            cell.value = (renamed or {}).get(cell.value, cell.value)

    return change


def test_an_older_template_is_taken_where_all_its_columns_are_todays(tmp_path):
    path = applicant_file(tmp_path / "旧.xlsx", 1, without_remarks(stamped("hiring 0")))
    found = read_applicant(path)
    assert "旧模板（第 0 版）的各列与现行模板相同" in found.remarks[0]
    result = run(collect, path, "-o", tmp_path / "batch.xlsx")
    assert "旧模板（第 0 版）" in result.output
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("stamp", "renamed", "why"),
    [
        ("hiring 0", {"申报金额（元）": "申报金额（万元）"}, "申报金额（万元）"),
        ("hiring 0", {"申报主体": "名号"}, "有现行模板没有的列：名号"),
        ("hiring 99", None, "比本程序认得的"),
        ("nothing 1", None, "还不能汇总这一类"),
    ],
)
def test_what_cannot_be_converted_safely_is_refused_in_words(tmp_path, stamp, renamed, why):
    change = without_remarks(stamped(stamp, renamed))
    path = applicant_file(tmp_path / "旧.xlsx", 1, change)
    with pytest.raises(UnreadableError, match=why):
        read_applicant(path)


def without_remarks(change):
    """The template has no column of the applicant's own."""

    def changed(book: Workbook) -> None:
        page = book["人员花名册"]
        page.delete_cols(page.max_column)
        change(book)

    return changed


def test_every_computed_column_of_the_templates_is_known():
    known = set(templates().computed)
    for form in forms().values():
        _, grids = read_cells((ROOT / "templates" / f"{form.type}.xlsx").read_bytes())
        for sheet in form.sheets:
            top = [tuple(map(str, row)) for row in grids[sheet.name][:60]]
            headers = find_headers(sheet, top)
            assert headers is not None
            assert set(headers.strangers) <= known


def test_every_hidden_sheet_of_the_templates_is_known_to_be_ours():
    own = tuple(templates().own_sheets)
    for path in sorted((ROOT / "templates").glob("*.xlsx")):
        package = look_into(path)
        assert package is not None
        hidden = [name for name, part in package.sheets.items() if part.hidden]
        assert hidden
        assert [name for name in hidden if not name.startswith(own)] == []


def test_the_current_version_is_what_the_template_builder_writes():
    assert templates().current == TEMPLATE_VERSION


def test_filled_templates_come_back_whole(tmp_path):
    (tmp_path / "in").mkdir()
    shutil.copy(ROOT / "samples" / "hiring-clean.xlsx", tmp_path / "in" / "甲.xlsx")
    shutil.copy(ROOT / "samples" / "hiring-faulty.xlsx", tmp_path / "in" / "乙.xlsx")
    run(collect, tmp_path / "in", "-o", tmp_path / "batch.xlsx")
    (tmp_path / "in").rename(tmp_path / "elsewhere")
    run(split, tmp_path / "batch.xlsx", "-o", tmp_path / "out")
    for name in ("甲.xlsx", "乙.xlsx"):
        before = read_applicant(tmp_path / "elsewhere" / name)
        after = read_applicant(tmp_path / "out" / name)
        for kind, rows in before.sheets.items():
            assert rows.rows == after.sheets[kind].rows


def test_another_workbook_is_not_split(tmp_path):
    path = applicant_file(tmp_path / "甲.xlsx", 1)
    result = run(split, path, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "不是 claimcheck collect 生成的" in result.output


def test_a_row_without_origin_is_reported_and_given_to_nobody(batch, tmp_path):
    book = load_workbook(batch)
    book["人员花名册"].append(["SB-009", "无来源"])
    book.save(batch)
    result = run(split, batch, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "1 行没有来源" in result.output


def test_a_percentage_keeps_its_sign_in_a_batch(tmp_path):
    made = typical(rule("ZW23-24"), next(usable(rule("ZW23-24"))), ON)
    book = plain_book(made.form, made.rows)
    cell = next(cell for cell in book["申报表"][3] if cell.value == "上年度裁员率（%）")
    rate = book["申报表"].cell(4, cell.column)
    rate.value, rate.number_format = 1, "0%"
    book.save(tmp_path / "a.xlsx")
    rows = read_applicant(tmp_path / "a.xlsx").sheets[SheetKind.CLAIMS]
    assert rows.rows[0][1][rows.heads.index("上年度裁员率（%）")] == "100%"


def test_collecting_into_somebody_elses_workbook_is_refused(tmp_path):
    first = applicant_file(tmp_path / "甲.xlsx", 1)
    other = applicant_file(tmp_path / "乙.xlsx", 2)
    before = other.read_bytes()
    result = run(collect, first, "-o", other)
    assert result.exit_code == 2
    assert "“乙.xlsx”已经存在，不是以前写出的汇总文件，没有改动" in result.output
    assert other.read_bytes() == before


def test_collecting_again_replaces_the_earlier_batch(tmp_path):
    first = applicant_file(tmp_path / "甲.xlsx", 1)
    for _ in range(2):
        assert run(collect, first, "-o", tmp_path / "batch.xlsx").exit_code == 0


def test_collecting_a_workbook_into_itself_says_so(tmp_path):
    only = applicant_file(tmp_path / "甲.xlsx", 1)
    result = run(collect, only, "-o", only)
    assert result.exit_code == 2
    assert "除了汇总文件本身，没有别的 Excel 工作簿可以汇总" in result.output


def test_splitting_into_the_folder_of_the_originals_is_refused(tmp_path):
    one = applicant_file(tmp_path / "收件" / "甲" / "申报.xlsx", 1)
    two = applicant_file(tmp_path / "收件" / "甲.xlsx", 2)
    before = one.read_bytes(), two.read_bytes()
    run(collect, tmp_path / "收件", "-o", tmp_path / "batch.xlsx")
    result = run(split, tmp_path / "batch.xlsx", "-o", tmp_path / "收件" / "甲")
    assert result.exit_code == 2
    assert "“甲”里有申报单位交来的原文件“申报.xlsx”，没有写任何文件" in result.output
    assert (one.read_bytes(), two.read_bytes()) == before


def test_workbooks_of_one_name_come_back_with_the_name_of_their_folder(tmp_path):
    applicant_file(tmp_path / "收件" / "甲公司" / "申报.xlsx", 1)
    applicant_file(tmp_path / "收件" / "乙公司" / "申报.xlsx", 2)
    run(collect, tmp_path / "收件", "-o", tmp_path / "batch.xlsx")
    assert run(split, tmp_path / "batch.xlsx", "-o", tmp_path / "退回").exit_code == 0
    names = sorted(path.name for path in (tmp_path / "退回").iterdir())
    assert names == ["乙公司-申报.xlsx", "甲公司-申报.xlsx"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(64), "这是图片，不是 Excel 工作簿。请提交 Excel 工作簿。"),
        (b"%PDF-1.4\n", "这是 PDF 文件，不是 Excel 工作簿。请提交 Excel 工作簿。"),
        ("姓名,金额\n马龙,1\n".encode(), "这是文本文件（CSV），不是 Excel 工作簿。"),
    ],
    ids=["a picture", "a PDF", "text"],
)
def test_what_is_no_workbook_is_refused_by_what_it_is(tmp_path, content, what):
    applicant_file(tmp_path / "甲.xlsx", 1)
    (tmp_path / "乙.xlsx").write_bytes(content)
    result = run(collect, tmp_path, "-o", tmp_path / "batch.xlsx")
    assert f"没有收入“乙.xlsx”：{what}" in result.output


def test_collect_names_the_tables_and_archives_of_a_folder_that_it_cannot_take(tmp_path):
    folder = tmp_path / "来件"
    applicant_file(folder / "甲.xlsx", 1)
    (folder / "乙.et").write_bytes((folder / "甲.xlsx").read_bytes())
    shutil.make_archive(str(tmp_path / "丙"), "zip", folder)
    shutil.move(tmp_path / "丙.zip", folder / "丙.zip")
    (folder / "说明.txt").write_text("请查收", encoding="utf-8")
    (folder / "甲.核查.xlsx").write_bytes(b"")
    result = run(collect, folder, "-o", tmp_path / "batch.xlsx")
    told = [line for line in result.output.splitlines() if "没有收入" in line]
    assert told == [
        "没有收入“丙.zip”（压缩包）：里面有申报表的，请解压后再汇总。",
        "没有收入“乙.et”（WPS 表格）：是申报表的，请另存为 .xlsx 后再汇总。",
    ]
    assert result.exit_code == 2
    assert (tmp_path / "batch.xlsx").is_file()


def test_a_folder_that_holds_only_what_is_no_claim_besides_is_collected_without_a_word(tmp_path):
    folder = tmp_path / "来件"
    applicant_file(folder / "甲.xlsx", 1)
    (folder / "说明.txt").write_text("请查收", encoding="utf-8")
    result = run(collect, folder, "-o", tmp_path / "batch.xlsx")
    assert "没有收入" not in result.output
    assert result.exit_code == 0
