"""The same wage in the worker's statement and in the firm's is one wage."""

from click.testing import CliRunner
from openpyxl import load_workbook

from tests.validator.intake.statements.books import accounts, claim_book
from validator.commands.wages import wages


def imported(folder, *files):
    names = [str(folder / name) for name in files]
    result = CliRunner().invoke(
        wages,
        ["import", *names, "--into", str(folder / "申报.xlsx"), "-o", str(folder / "出.xlsx")],
    )
    return result, load_workbook(folder / "出.xlsx")


def test_a_wage_in_two_files_is_asked_about_once(tmp_path):
    (worker,) = accounts(1)
    claim_book(tmp_path, [worker])
    heads = "交易日期,摘要,收入,支出,余额,对方户名,对方账号"
    (tmp_path / "本人.csv").write_text(
        f"户名：{worker.name}\n账号：{worker.number}\n{heads}\n"
        f"20260310,工资,5000,,9000,{worker.employer},\n"
        f"20260410,工资,5000,,9000,{worker.employer},\n", encoding="utf-8",
    )  # fmt: skip
    (tmp_path / "单位.csv").write_text(
        f"户名：{worker.employer}\n账号：29010122334455\n{heads}\n"
        f"20260310,3月工资,,5000,95000,{worker.name},{worker.number}\n", encoding="utf-8",
    )  # fmt: skip
    result, book = imported(tmp_path, "本人.csv", "单位.csv")
    assert result.exit_code == 1
    assert "“本人.csv”第 4 行同一人、同一金额、同一天，可能是同一笔" in result.output
    asked = [row for row in book["待确认收入"].iter_rows(min_row=4, values_only=True) if any(row)]
    assert len(asked) == 1


HEADS = "交易日期,摘要,收入,支出,余额,对方户名"
WITH_NUMBERS = "交易日期,流水号,摘要,收入,支出,对方户名"


def two_exports(folder, worker, days=("20260310", "20260410")):
    """The same account, exported with balances and with the bank's numbers."""
    above = f"户名：{worker.name}\n账号：{worker.number}\n"
    with_balance = "".join(
        f"{day},工资,5000,,{5000 * place},{worker.employer}\n" for place, day in enumerate(days, 1)
    )
    with_number = "".join(f"{day},LS{day},工资,5000,,{worker.employer}\n" for day in days)
    (folder / "网银.csv").write_text(f"{above}{HEADS}\n{with_balance}", encoding="utf-8")
    (folder / "柜台.csv").write_text(f"{above}{WITH_NUMBERS}\n{with_number}", encoding="utf-8")


def test_the_same_account_exported_in_two_ways_is_asked_about_without_a_roster_too(tmp_path):
    two_exports(tmp_path, accounts(1)[0])
    files = [str(tmp_path / name) for name in ("网银.csv", "柜台.csv")]
    result = CliRunner().invoke(wages, ["import", *files, "-o", str(tmp_path / "o.xlsx")])
    assert "可写入工资流水 2 笔，共 10,000.00 元" in result.output
    assert "待确认 2 笔" in result.output


def test_what_an_earlier_import_wrote_is_not_counted_again_from_another_export(tmp_path):
    (worker,) = accounts(1)
    claim_book(tmp_path, [worker])
    two_exports(tmp_path, worker)
    imported(tmp_path, "网银.csv")
    result = CliRunner().invoke(
        wages,
        ["import", str(tmp_path / "柜台.csv"), "--into", str(tmp_path / "出.xlsx"),
         "-o", str(tmp_path / "再.xlsx")],
    )  # fmt: skip
    assert "可写入工资流水 0 笔" in result.output
    assert "同一人、同一金额、同一天，可能是同一笔" in result.output
    assert "与工资流水第" in result.output


def test_a_row_typed_in_by_hand_is_not_counted_again(tmp_path):
    (worker,) = accounts(1)
    path = claim_book(tmp_path, [worker])
    two_exports(tmp_path, worker, ["20260310"])
    imported(tmp_path, "网银.csv")
    book = load_workbook(tmp_path / "出.xlsx")
    for name in ("导入记录", "导入文件", "待确认收入"):
        if name in book.sheetnames:
            del book[name]
    book.save(path)
    result, _ = imported(tmp_path, "网银.csv")
    assert "可写入工资流水 0 笔" in result.output
    assert result.exit_code == 1


def test_a_line_in_two_files_of_one_import_is_not_called_imported_before(tmp_path):
    (worker,) = accounts(1)
    claim_book(tmp_path, [worker])
    two_exports(tmp_path, worker)
    longer = (tmp_path / "网银.csv").read_text(encoding="utf-8")
    (tmp_path / "网银续.csv").write_text(
        longer + f"20260510,工资,5000,,15000,{worker.employer}\n", encoding="utf-8"
    )
    result, _ = imported(tmp_path, "网银.csv", "网银续.csv")
    assert "2 笔在这次的另一份文件里也有，只算一次。" in result.output
    assert "以前已经导入" not in result.output
    assert result.exit_code == 0
