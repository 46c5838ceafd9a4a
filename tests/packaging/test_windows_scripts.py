"""The scripts that run on the PC, as far as they do not need Windows."""

import importlib.util
import os
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from windows_release.places import WINDOWS


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, WINDOWS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_path_gains_the_folder_once_and_loses_it_again() -> None:
    installing = script("installing")
    before = [r"C:\Tools", r"%USERPROFILE%\bin"]

    once = installing.with_folder(before, r"C:\claimcheck\bin")

    assert once == [*before, r"C:\claimcheck\bin"]
    assert installing.with_folder(once, r"c:\CLAIMCHECK\bin") == once
    assert installing.without_folder(
        [*before, '"C:\\Claimcheck\\bin\\"'], r"C:\claimcheck\bin"
    ) == (before)


def test_the_newest_report_beside_the_dropped_files_is_opened(tmp_path: Path) -> None:
    start = script("start")
    form = tmp_path / "申报.xlsx"
    form.write_text("")
    for name, age in (("旧.核查报告.html", 1000), ("先.核查报告.html", 5), ("新.核查报告.html", 1)):
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, (10_000 - age, 10_000 - age))

    assert start.newest_report([form], 9_990).name == "新.核查报告.html"
    assert start.newest_report([tmp_path], 9_990).name == "新.核查报告.html"
    assert start.newest_report([form], 10_100) is None


@pytest.mark.parametrize("where", ["", "报送"])
def test_the_offices_settings_are_found_beside_or_above_the_forms(
    tmp_path: Path, where: str
) -> None:
    start = script("start")
    form = tmp_path / where / "申报.xlsx"
    form.parent.mkdir(exist_ok=True)
    form.write_text("")
    (tmp_path / "office.toml").write_text("")

    assert start.working_folder(form) == tmp_path
    assert start.working_folder(form.parent) == tmp_path


@pytest.mark.parametrize("status", [0, 1])
def test_without_files_the_desk_opens_and_where_it_cannot_the_start_page(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    start = script("start")
    opened: list[Path] = []
    monkeypatch.setattr(start, "show", opened.append)

    called: list[list[str]] = []

    def run(command: list[str], *, check: bool) -> subprocess.CompletedProcess[bytes]:
        called.append(command)
        return subprocess.CompletedProcess(command, status)

    monkeypatch.setattr("subprocess.run", run)
    start.main([])
    assert [command[-1] for command in called] == ["desk"]

    assert opened == ([start.START_PAGE] if status else [])
