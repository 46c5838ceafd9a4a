import zipfile
from pathlib import Path

import pytest

from addin.doctor import examine, office
from addin.doctor.result import Mark


def test_an_extension_is_found_where_libreoffice_unpacks_it(
    tmp_path: Path, addin_package: Path
) -> None:
    assert office.office_extension([tmp_path]).mark is Mark.FAULT
    with zipfile.ZipFile(addin_package) as archive:
        archive.extractall(tmp_path / "cache" / "claimcheck.oxt")
    assert office.office_extension([tmp_path]).mark is Mark.RIGHT


def test_another_python_inside_libreoffice_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "python-core-3.7.9").mkdir()
    found = office.office_python(tmp_path)
    assert found.mark is Mark.FAULT
    assert "3.7" in found.found
    assert "普通公式" in found.fix


def test_an_old_libreoffice_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "run", lambda _: "LibreOffice 7.4.7.2 40(Build:2)")
    assert office.office_version(tmp_path).mark is Mark.FAULT
    monkeypatch.setattr(office, "run", lambda _: "LibreOffice 25.2.3.2")
    assert office.office_version(tmp_path).mark is Mark.RIGHT


def test_without_libreoffice_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examine.sys, "platform", "linux")
    monkeypatch.setattr(office, "office_program", lambda: None)
    last = examine.examine()[2]
    assert last.mark is Mark.FAULT
    assert "25.2" in last.fix
