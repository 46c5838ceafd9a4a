import zipfile
from pathlib import Path

import pytest

from addin import doctor
from addin.doctor import Mark
from addin.install import write_settings, write_to


def test_this_python_and_its_packages_are_right() -> None:
    assert doctor.python_version().mark is Mark.RIGHT
    assert doctor.packages().mark is Mark.RIGHT


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise doctor.PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", absent)
    found = doctor.packages()
    assert found.mark is Mark.FAULT
    assert "polars" in found.found
    assert found.fix


def test_an_add_in_of_this_version_is_right(tmp_path: Path) -> None:
    assert doctor.excel_add_in(write_to(tmp_path)).mark is Mark.RIGHT


def test_an_add_in_that_is_missing_or_damaged_is_a_fault(tmp_path: Path) -> None:
    add_in = tmp_path / "claimcheck.xlam"
    assert "未安装" in doctor.excel_add_in(add_in).found
    add_in.write_bytes(b"damaged")
    assert "已损坏" in doctor.excel_add_in(add_in).found


def test_an_add_in_of_another_version_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_in = write_to(tmp_path)
    monkeypatch.setattr(doctor.claimcheck, "__version__", "9.9")
    found = doctor.excel_add_in(add_in)
    assert found.mark is Mark.FAULT
    assert "9.9" in found.found
    assert "addin install" in found.fix


def test_settings_that_name_this_python_are_right(tmp_path: Path) -> None:
    settings = tmp_path / "claimcheck.conf"
    write_settings(settings)
    assert doctor.excel_settings(settings).mark is Mark.RIGHT


def test_settings_that_are_missing_or_name_a_python_that_is_gone_are_a_fault(
    tmp_path: Path,
) -> None:
    settings = tmp_path / "claimcheck.conf"
    assert doctor.excel_settings(settings).mark is Mark.FAULT
    settings.write_text('"INTERPRETER_WIN","C:\\gone\\python.exe"\n')
    found = doctor.excel_settings(settings)
    assert found.mark is Mark.FAULT
    assert "gone" in found.found


def test_an_extension_is_found_where_libreoffice_unpacks_it(
    tmp_path: Path, addin_package: Path
) -> None:
    assert doctor.office_extension([tmp_path]).mark is Mark.FAULT
    with zipfile.ZipFile(addin_package) as archive:
        archive.extractall(tmp_path / "cache" / "claimcheck.oxt")
    assert doctor.office_extension([tmp_path]).mark is Mark.RIGHT


def test_another_python_inside_libreoffice_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "python-core-3.7.9").mkdir()
    found = doctor.office_python(tmp_path)
    assert found.mark is Mark.FAULT
    assert "3.7" in found.found
    assert "普通公式" in found.fix


def test_an_old_libreoffice_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_run", lambda _: "LibreOffice 7.4.7.2 40(Build:2)")
    assert doctor.office_version(tmp_path).mark is Mark.FAULT
    monkeypatch.setattr(doctor, "_run", lambda _: "LibreOffice 25.2.3.2")
    assert doctor.office_version(tmp_path).mark is Mark.RIGHT


def test_without_libreoffice_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    monkeypatch.setattr(doctor, "office_program", lambda: None)
    last = doctor.examine()[-1]
    assert last.mark is Mark.FAULT
    assert "25.2" in last.fix
