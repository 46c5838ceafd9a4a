import sys
from pathlib import Path

import pytest

from addin import install
from addin.vba.files import version_of
from claimcheck import __version__
from claimcheck.writing import WriteError


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As on Windows: the program data and the home folder of a user."""
    monkeypatch.setattr(install.sys, "platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    return tmp_path


def test_elsewhere_than_on_windows_it_says_what_to_do_instead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(install.sys, "platform", "linux")
    with pytest.raises(install.InstallError, match="libreoffice"):
        install.install_here()


def test_the_add_in_goes_where_excel_starts_it_from(
    windows: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    monkeypatch.setattr(install, "make_xlam", lambda path: made.append(path) or path)
    told = install.install_here()
    assert made == [windows / "Roaming/Microsoft/Excel/XLSTART/claimcheck.xlam"]
    assert (windows / "home/.claimcheck/claimcheck.conf").exists()
    assert "重新打开 Excel" in told[-1]


def test_the_settings_name_this_python_as_vba_reads_them(tmp_path: Path) -> None:
    install.write_settings(tmp_path / "folder" / "claimcheck.conf")
    text = (tmp_path / "folder" / "claimcheck.conf").read_bytes().decode()
    assert text == (
        f'"INTERPRETER_WIN","{install.interpreter()}"\r\n"ADD_WORKBOOK_TO_PYTHONPATH","false"\r\n'
    )


def test_a_windowless_python_is_preferred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    assert install.interpreter() == tmp_path / "python.exe"
    (tmp_path / "pythonw.exe").touch()
    assert install.interpreter() == tmp_path / "pythonw.exe"


def test_a_folder_that_the_code_page_cannot_write_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "工具" / "python.exe"))
    monkeypatch.setattr(install.locale, "getpreferredencoding", lambda **_: "cp1252")
    with pytest.raises(WriteError, match="英文名称的文件夹"):
        install.write_settings(tmp_path / "claimcheck.conf")


def test_the_file_alone_can_be_made_anywhere(tmp_path: Path) -> None:
    written = install.write_to(tmp_path / "new folder")
    assert version_of(written) == __version__
