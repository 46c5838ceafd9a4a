import json
import sys
from pathlib import Path

import pytest

from addin.doctor import excel
from addin.doctor.result import Mark
from addin.install import write_settings, write_to
from addin.vba import bridge
from claimcheck import __version__


def test_an_add_in_of_this_version_is_right(tmp_path: Path) -> None:
    assert excel.excel_add_in(write_to(tmp_path)).mark is Mark.RIGHT


def test_an_add_in_that_is_missing_or_damaged_is_a_fault(tmp_path: Path) -> None:
    add_in = tmp_path / "claimcheck.xlam"
    assert "未安装" in excel.excel_add_in(add_in).found
    add_in.write_bytes(b"damaged")
    assert "已损坏" in excel.excel_add_in(add_in).found


def test_an_add_in_of_another_version_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_in = write_to(tmp_path)
    monkeypatch.setattr(excel.claimcheck, "__version__", "9.9")
    found = excel.excel_add_in(add_in)
    assert found.mark is Mark.FAULT
    assert "9.9" in found.found
    assert "addin install" in found.fix


def test_an_xlwings_that_we_do_not_know_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    assert excel.bridge().mark is Mark.RIGHT
    monkeypatch.setattr(bridge, "_CHANGES", (("no such line", ""),))
    found = excel.bridge()
    assert found.mark is Mark.FAULT
    assert "不配套" in found.found


def test_settings_that_name_this_python_are_right(tmp_path: Path) -> None:
    settings = tmp_path / "claimcheck.conf"
    write_settings(settings)
    assert excel.excel_python(settings).mark is Mark.RIGHT


def test_settings_that_are_missing_or_name_a_python_that_is_gone_are_a_fault(
    tmp_path: Path,
) -> None:
    settings = tmp_path / "claimcheck.conf"
    assert excel.excel_python(settings).mark is Mark.FAULT
    settings.write_text('"INTERPRETER_WIN","C:\\gone\\python.exe"\n')
    found = excel.excel_python(settings)
    assert found.mark is Mark.FAULT
    assert "gone" in found.found


@pytest.mark.parametrize(
    ("says", "wrong"),
    [
        ({"python": [3, 9, 1]}, "版本为 3.9.1"),
        ({"python": [3, 12, 0], "claimcheck": None}, "没有安装 claimcheck"),
        ({"python": [3, 12, 0], "claimcheck": "0.0.1"}, "claimcheck 0.0.1"),
        ({"python": [3, 12, 0], "claimcheck": __version__, "pywin32": "310"}, "缺少 xlwings"),
        ({"python": [3, 12, 0], "claimcheck": __version__, "xlwings": "0.37"}, "缺少 pywin32"),
        ({}, "无法启动"),
    ],
)
def test_another_python_than_ours_is_told_by_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: dict[str, object], wrong: str
) -> None:
    settings = tmp_path / "claimcheck.conf"
    settings.write_text(f'"INTERPRETER_WIN","{sys.executable}"\n')
    monkeypatch.setattr(excel, "run", lambda _: json.dumps(says) if says else "")
    found = excel.excel_python(settings, platform="win32")
    assert found.mark is Mark.FAULT
    assert wrong in found.found
    assert "addin install" in found.fix


def test_a_python_without_claimcheck_really_says_so(tmp_path: Path) -> None:
    import venv

    venv.create(tmp_path / "bare", with_pip=False, symlinks=True)
    settings = tmp_path / "claimcheck.conf"
    settings.write_text(f'"INTERPRETER_WIN","{tmp_path / "bare/bin/python"}"\n')
    assert "没有安装 claimcheck" in excel.excel_python(settings).found


@pytest.mark.parametrize(
    ("name", "value", "mark"),
    [
        ("DisableAllAddins", 1, Mark.FAULT),
        ("RequireAddinSig", 1, Mark.FAULT),
        ("VBAWarnings", 4, Mark.NOTE),
        ("blockcontentexecutionfrominternet", 1, Mark.NOTE),
        ("VBAWarnings", 2, Mark.RIGHT),
        ("DisableAllAddins", 0, Mark.RIGHT),
    ],
)
def test_what_administrators_have_switched_off_is_told(name: str, value: int, mark: Mark) -> None:
    found = excel.policies(lambda _, asked: value if asked == name else None)
    assert [result.mark for result in found] == [mark]
    assert (name in found[0].found) == (mark is not Mark.RIGHT)


def test_several_settings_are_told_one_by_one() -> None:
    assert len(excel.policies(lambda *_: 1)) == 3
