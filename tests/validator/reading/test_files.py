"""Which files of a folder are taken."""

from pathlib import Path

from validator.common.naming import imported_name
from validator.reading.files import expand, look_over


def made(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def names(paths):
    return [path.name for path in paths]


def test_our_own_outputs_are_not_taken_from_a_folder(tmp_path):
    made(
        tmp_path,
        "甲.xlsx",
        "甲.核查.xlsx",
        "甲.核查.xlsm",
        "甲.审核.xlsx",
        "~$甲.xlsx",
        "说明.docx",
    )
    assert names(expand([tmp_path])) == ["甲.xlsx"]


def test_a_claim_gives_way_to_its_copy_with_imported_payments_and_this_is_told(tmp_path):
    made(tmp_path, "甲.xlsx", "甲.已导入.xlsx", "乙.xlsx", "下/甲.xlsx")
    told: list[str] = []
    assert names(expand([tmp_path], told.append)) == ["甲.xlsx", "乙.xlsx", "甲.已导入.xlsx"]
    assert told == ["“甲.xlsx”已有导入流水后的“甲.已导入.xlsx”，只取后者。"]


def test_of_copies_of_copies_the_last_is_taken(tmp_path):
    made(tmp_path, "甲.xlsm", "甲.已导入.xlsm", "甲.已导入.已导入.xlsm")
    assert names(expand([tmp_path])) == ["甲.已导入.已导入.xlsm"]


def test_copies_with_numbers_are_told_apart(tmp_path):
    made(tmp_path, "甲.xlsx", "甲.已导入.xlsx", "甲.已导入（2）.xlsx", "甲.已导入（10）.xlsx")
    told: list[str] = []
    assert names(expand([tmp_path], told.append)) == ["甲.已导入（10）.xlsx"]
    assert len(told) == 3


def test_the_next_copy_has_the_next_number():
    made_of = {
        "甲.xlsx": "甲.已导入.xlsx",
        "甲.已导入.xlsx": "甲.已导入（2）.xlsx",
        "甲.已导入（2）.xlsx": "甲.已导入（3）.xlsx",
        "甲.已导入.已导入.xlsm": "甲.已导入（3）.xlsm",
    }
    for name, copy in made_of.items():
        assert imported_name(Path(name)) == copy


def test_a_file_that_is_named_is_always_taken(tmp_path):
    made(tmp_path, "甲.xlsx", "甲.已导入.xlsx")
    assert names(expand([tmp_path / "甲.xlsx"])) == ["甲.xlsx"]


def test_what_else_lies_in_a_folder_is_found_too(tmp_path):
    made(tmp_path, "甲.xlsx", "甲.核查.xlsx", "~$甲.xlsx", "说明.docx", ".隐藏", "下/流水.csv")
    found = look_over([tmp_path, tmp_path / "下"])
    assert names(found.others) == ["~$甲.xlsx", ["下", "流水.csv"][1], "甲.核查.xlsx", "说明.docx"]
    assert found.in_folders == {tmp_path / "甲.xlsx"}


def test_what_is_named_beside_its_folder_was_named(tmp_path):
    made(tmp_path, "甲.xlsx", "乙.xlsx", "丙.csv")
    found = look_over([tmp_path, tmp_path / "甲.xlsx", tmp_path / "丙.csv"])
    assert names(found.workbooks) == ["乙.xlsx", "甲.xlsx", "丙.csv"]
    assert names(found.in_folders) == ["乙.xlsx"]
    assert found.others == []
