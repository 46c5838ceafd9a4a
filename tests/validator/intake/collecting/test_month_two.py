"""`claimcheck collect` in a folder where last month's files still lie, or corrected ones."""

import shutil

from tests.validator.intake.collecting.applicants import applicant_file, run
from validator.commands.collecting import collect


def test_last_months_batch_in_the_folder_is_no_applicant_whatever_it_is_called(batch, tmp_path):
    shutil.copy(batch, tmp_path / "in" / "六月.xlsx")
    result = run(collect, tmp_path / "in", "-o", tmp_path / "七月.xlsx")
    assert result.exit_code == 2
    assert "没有收入“六月.xlsx”：这是以前汇总的一批" in result.stderr
    assert "汇总 6 个工作簿：七月.xlsx" in result.stdout


def test_a_correction_under_another_name_is_pointed_out_beside_the_first(batch, tmp_path):
    def correct(book):
        book["人员花名册"]["A1"] = "改正稿"

    applicant_file(tmp_path / "in" / "单位3（改）.xlsx", 3, correct)
    result = run(collect, tmp_path / "in", "-o", tmp_path / "again.xlsx")
    assert result.exit_code == 0
    told = "“单位3（改）.xlsx”和“单位3.xlsx”都有同一申报主体的申报 SB-001、SB-002，两份都已收入"
    assert result.stdout.count("两份都已收入") == 1
    assert told in result.stdout
    assert "移开不用的文件，再汇总一次" in result.stderr
