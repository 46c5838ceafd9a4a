from pathlib import Path

import pytest
from windows_release import archive, installer, launchers
from windows_release.places import WINDOWS


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    for place in ("program/python/python.exe", "program/start.py", "模板/hiring.xlsx", "开始.html"):
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(place)
    return root


def test_the_setup_writes_every_file_of_the_tree_into_its_folder(tree: Path) -> None:
    lines = installer.install_lines(tree)

    assert [line for line in lines if line.startswith("File ")] == [
        f'File "{path}"' for path in archive.files_below(tree)
    ]
    python = lines.index(f'File "{tree / "program/python/python.exe"}"')
    assert lines[python - 1] == r'SetOutPath "$INSTDIR\program\python"'


def test_forms_are_installed_read_only_so_that_nobody_fills_them_in_there(tree: Path) -> None:
    lines = installer.install_lines(tree)

    assert r'SetFileAttributes "$INSTDIR\模板\hiring.xlsx" READONLY' in lines
    assert not any("READONLY" in line and "program" in line for line in lines)


def test_the_uninstaller_removes_only_what_was_installed(tree: Path) -> None:
    lines = installer.remove_lines(tree)

    assert set(lines) == {
        r'Delete "$INSTDIR\模板\hiring.xlsx"',
        r'Delete "$INSTDIR\开始.html"',
        r'RMDir "$INSTDIR\模板"',
    }
    assert not any("/r" in line for line in lines)


def test_only_the_programs_own_folder_is_ever_removed_whole() -> None:
    script = (WINDOWS / "setup.nsi").read_text(encoding="utf-8")

    removed = [line.strip() for line in script.splitlines() if "RMDir /r" in line]
    assert removed == [r'RMDir /r "$INSTDIR\program"']


def test_the_setup_needs_no_administrator_and_never_writes_path_itself() -> None:
    script = (WINDOWS / "setup.nsi").read_text(encoding="utf-8")

    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script
    assert '"Environment"' not in script


def test_what_nsis_cannot_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a$b").write_text("")

    with pytest.raises(ValueError, match="NSIS cannot name"):
        installer.install_lines(tmp_path)


def test_a_tree_always_packs_to_the_same_bytes(tree: Path, tmp_path: Path) -> None:
    archive.write_zip(tree, tmp_path / "one.zip", "claimcheck-0.1.0", 1_790_000_000)
    for path in tree.rglob("*"):
        path.touch()
    archive.write_zip(tree, tmp_path / "two.zip", "claimcheck-0.1.0", 1_790_000_000)

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", [0, 1, 0, 0]), ("2.0", [2, 0, 0, 0]), ("1.2.3rc1", [1, 2, 3, 0])],
)
def test_a_version_becomes_the_four_numbers_of_windows(version: str, numbers: list[int]) -> None:
    assert launchers.numbers(version) == numbers
