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
