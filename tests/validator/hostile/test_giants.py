"""Small files that cost very much end in words, and the file beside them is checked."""

from pathlib import Path

import pytest

from tests.validator.books import checked, claims, codes, save
from tests.validator.hostile import giants

TOO_LARGE = {
    giants.far_cell: "远远超出表格的范围",
    giants.far_cell_of_fewer_columns: "远远超出表格的范围",
    giants.far_cell_of_a_large_part: "远远超出表格的范围",
    giants.far_cell_of_a_large_part_and_fewer_columns: "远远超出表格的范围",
    giants.string_of_32_kb_often: "文字合计 9,609 MB（最长的一段 32,009 字节），超过 400 MB",
    giants.string_of_1_mb_often: "文字合计 100,184 MB",
    giants.merges_over_each_other: "合并单元格共跨 1,000,000 行以上",
    giants.merges_of_columns: "合并单元格共跨 1,000,000 行以上",
    giants.many_sheets: "工作簿有 20,003 个工作表",
}


@pytest.mark.parametrize("made", TOO_LARGE, ids=lambda made: made.__name__)
def test_a_giant_is_refused_in_words_and_the_file_beside_it_is_checked(tmp_path: Path, made):
    found = checked(made(tmp_path / "坏.xlsx"), save(tmp_path / "好.xlsx", claims(5)))
    assert codes(found) == ["CC101"]
    assert TOO_LARGE[made] in found.inputs[0].fault
    assert "再交" in found.inputs[0].remedy
    assert found.claims["verdict"].to_list() == ["passed"]


@pytest.mark.parametrize(
    "made",
    [giants.merges_of_rows, giants.many_merges, giants.many_names, giants.many_styles],
    ids=lambda made: made.__name__,
)
def test_much_that_does_not_matter_is_read(tmp_path: Path, made):
    found = checked(made(tmp_path / "a.xlsx"))
    assert found.inputs[0].fault == ""
    assert found.claims["verdict"].to_list() == ["passed"]
