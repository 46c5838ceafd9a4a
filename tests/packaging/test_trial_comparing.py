"""The trial finds what two machines wrote differently, and nothing else."""

import zipfile
from pathlib import Path

import pytest
from trial.comparing import MEMORY, differences, where_differs, with_plain_lines

SAVED = '<dcterms:modified xsi:type="dcterms:W3CDTF">{}</dcterms:modified>'


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The outputs of Windows and of Linux."""
    for name in ("windows", "linux"):
        (tmp_path / name).mkdir()
    return tmp_path / "windows", tmp_path / "linux"


def workbook(path: Path, *, cell: str = "1", saved: str = "2026-01-01T00:00:00Z") -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", f"<v>{cell}</v>")
        archive.writestr("docProps/core.xml", SAVED.format(saved))


def test_the_time_of_saving_is_no_difference(folders: tuple[Path, Path]) -> None:
    windows, linux = folders
    workbook(windows / "a.xlsx")
    workbook(linux / "a.xlsx", saved="2026-01-02T00:00:00Z")
    assert differences(windows, linux) == []


def test_another_cell_is_a_difference(folders: tuple[Path, Path]) -> None:
    windows, linux = folders
    workbook(windows / "a.xlsm")
    workbook(linux / "a.xlsm", cell="2")
    [found] = differences(windows, linux)
    assert found.startswith("a.xlsm: xl/worksheets/sheet1.xml: from byte 3")


def test_a_file_that_only_one_wrote_is_a_difference(folders: tuple[Path, Path]) -> None:
    windows, linux = folders
    (linux / "报告.html").write_text("x")
    assert differences(windows, linux) == ["only one wrote 报告.html"]


def test_what_validate_remembers_is_compared_but_for_its_time(folders: tuple[Path, Path]) -> None:
    windows, linux = folders
    run = '{"runs":[{"at":"%s","inputs":["a.xlsx"],"ids":["%s"]}]}'
    (windows / MEMORY).write_text(run % ("2026-01-01 08:00", "id"))
    (linux / MEMORY).write_text(run % ("2026-01-01 09:00", "id"))
    assert differences(windows, linux) == []
    (linux / MEMORY).write_text(run % ("2026-01-01 08:00", "other"))
    assert len(differences(windows, linux)) == 1


def test_lines_may_end_as_on_windows_but_no_text_may_be_missing() -> None:
    assert where_differs(with_plain_lines(b"a\r\nb\r\n"), b"a\nb\n") == []
    assert where_differs(b"a\n", b"a\nb\n") == ["from byte 2: 'a\\n' ≠ 'a\\nb\\n'"]


def test_the_ends_of_lines_count_in_a_binary_part_alone(folders: tuple[Path, Path]) -> None:
    windows, linux = folders
    for folder, end in ((windows, "\r\n"), (linux, "\n")):
        with zipfile.ZipFile(folder / "a.xlsm", "w") as archive:
            archive.writestr("xl/workbook.xml", f"<?xml?>{end}")
            archive.writestr("xl/vbaProject.bin", f"x{end}")
    assert differences(windows, linux) == [
        r"a.xlsm: xl/vbaProject.bin: from byte 1: 'x\r\n' ≠ 'x\n'"
    ]
