from pathlib import Path

import pytest

from addin.writing import WriteError, make_folder, write_whole


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "claimcheck.xlam"
    target.write_bytes(b"before")
    assert write_whole(target, b"after") == target
    assert target.read_bytes() == b"after"
    assert [path.name for path in tmp_path.iterdir()] == ["claimcheck.xlam"]


def test_what_stood_there_stays_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "claimcheck.xlam"
    target.write_bytes(b"before")

    def refuse(draft: Path, _: Path) -> None:
        raise PermissionError(13, "denied", str(draft))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(WriteError, match="正在被 Excel 等程序使用"):
        write_whole(target, b"after")
    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["claimcheck.xlam"]


def test_a_missing_folder_is_named_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="文件夹不存在"):
        write_whole(tmp_path / "missing" / "file", b"")


def test_a_file_in_the_way_of_a_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match="无法建立文件夹"):
        make_folder(tmp_path / "file" / "folder")
