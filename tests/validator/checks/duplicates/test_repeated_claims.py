"""Claims that stand twice in a batch, and files that are copies of each other."""

import shutil

from tests.validator.books import checked, claims, only, save


def test_a_copy_is_named_as_one_and_the_file_with_the_plain_name_counts(tmp_path):
    book = save(tmp_path / "申报.xlsx", claims(12))
    copy = tmp_path / "申报 - 副本.xlsx"
    shutil.copy(book, copy)
    found = checked(copy, book)
    assert only(found, "CC609")["fix"] == (
        "“申报 - 副本.xlsx”是“申报.xlsx”的副本，内容一字不差。请移开其中一个文件，再核查一次。"
    )
    names = {entry.number: entry.label for entry in found.inputs}
    paid = {names[row["input"]]: row["amount_fen"] for row in found.claims.to_dicts()}
    assert paid == {"申报.xlsx": 4_000_000, "申报 - 副本.xlsx": 0}


def test_a_draft_with_other_evidence_is_not_said_to_be_the_very_same(tmp_path):
    book = save(tmp_path / "申报.xlsx", claims(12))
    made = claims(12)
    made[0].people[0].row["phone"] = "19900000000"
    found = checked(book, save(tmp_path / "申报(1).xlsx", made))
    fix = str(only(found, "CC609")["fix"])
    assert "“申报(1).xlsx”的各项申报都与“申报.xlsx”相同" in fix
    assert "一字不差" not in fix


def test_of_files_with_other_claims_beside_only_the_one_is_to_go(tmp_path):
    first, second = claims(12, 6)
    book = save(tmp_path / "一.xlsx", [first])
    found = checked(book, save(tmp_path / "一和二.xlsx", [first, second]))
    assert only(found, "CC609")["fix"] == "请只保留其中一项。"
