"""Dropped files are kept in the folder of the day; nothing is written over."""

from datetime import date
from pathlib import Path

import pytest

from validator.commands.desk.places import (
    BatchFolder,
    earlier_batches,
    is_claim_file,
    is_passed_over,
    new_batch,
)

DAY = date(2026, 11, 20)


def test_two_files_of_one_name_are_both_kept_and_one_sent_twice_once(tmp_path: Path):
    batch = new_batch(tmp_path, DAY)
    first = batch.receive("申报.xlsx", b"one")
    second = batch.receive("申报.xlsx", b"two")
    again = batch.receive("申报.xlsx", b"one")
    assert (first.name, second.name, again) == ("申报.xlsx", "申报（2）.xlsx", first)
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("甲公司/申报.xlsx", "甲公司/申报.xlsx"),
        ("..\\..\\a.xlsx", "a.xlsx"),
        ("/etc/a.xlsx", "etc/a.xlsx"),
        ("a/b/c/d/e/f.xlsx", "c/d/e/f.xlsx"),
        ("con.xlsx", "_con.xlsx"),
        ('a<b>:"?.xlsx', "a_b_.xlsx"),
        ("...", "未命名"),
        ("", "未命名"),
    ],
)
def test_names_stay_inside_and_fit_every_system(tmp_path: Path, name: str, kept: str):
    batch = new_batch(tmp_path, DAY)
    found = batch.receive(name, b"x")
    assert found.relative_to(batch.path / "收件").as_posix() == kept


def test_a_batch_is_taken_up_again_with_its_files(tmp_path: Path):
    batch = new_batch(tmp_path, DAY)
    elsewhere = tmp_path / "别处.xlsx"
    elsewhere.write_bytes(b"x")
    batch.add(batch.receive("a.xlsx", b"a"), elsewhere)
    assert new_batch(tmp_path, DAY).name == "2026-11-20 第2批"
    (again,) = earlier_batches(tmp_path)
    assert again.files == batch.files
    elsewhere.unlink()
    assert [file.name for file in BatchFolder(batch.path).files] == ["a.xlsx"]


def test_what_is_left_out_stays_where_it_is(tmp_path: Path):
    batch = new_batch(tmp_path, DAY)
    file = batch.receive("a.xlsx", b"a")
    batch.add(file)
    batch.leave_out(file)
    assert batch.files == []
    assert file.is_file()


def test_own_outputs_and_locks_are_passed_over_and_other_kinds_are_no_claims():
    passed = ["x/~$a.xlsx", ".DS_Store", "x/a.核查.xlsx", "x/a.审核.xlsx", "x/a.核查报告.html"]
    assert all(is_passed_over(name) for name in passed)
    assert is_claim_file("a.核查.xlsx"), "a marked copy that comes back corrected"
    assert not is_claim_file("x/~$a.xlsx")
    assert not is_claim_file("扫描件.pdf")
    assert is_claim_file("甲/A.XLSX")
