import ast
import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import claimcheck
from claimcheck import temporary
from claimcheck.writing import WriteError, make_folder, write_new, write_whole, written_whole

no_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def usual_umask():
    """What others may read by default, so that a mode says something."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path):
    target = tmp_path / "申报.核查.xlsx"
    target.write_bytes(b"before")
    assert write_whole(target, b"after") == target
    assert target.read_bytes() == b"after"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@no_modes
def test_what_tells_of_people_is_the_owners_alone_also_in_place_of_a_file_of_all(tmp_path: Path):
    target = tmp_path / "新文件夹" / "下一层" / "a.xlsx"
    write_whole(target, b"")
    assert mode(target) == 0o600
    assert mode(target.parent) == mode(target.parent.parent) == 0o700
    target.chmod(0o644)
    write_whole(target, b"")
    assert mode(target) == 0o600


@no_modes
def test_what_is_handed_out_gets_the_usual_rights(tmp_path: Path):
    target = tmp_path / "forms" / "hiring.xlsx"
    write_whole(target, b"", shared=True)
    assert mode(target) == 0o644
    assert mode(target.parent) == 0o755


@no_modes
def test_a_library_that_makes_the_file_anew_does_not_widen_its_rights(tmp_path: Path):
    target = tmp_path / "a.xlsx"
    with written_whole(target) as draft:
        draft.unlink()
        draft.write_bytes(b"anew")
        assert mode(draft) == 0o644
    assert mode(target) == 0o600


@no_modes
def test_a_stick_without_rights_is_written_to_all_the_same(tmp_path: Path, monkeypatch):
    def refuse(path: Path, mode: int) -> None:
        raise PermissionError(errno.EPERM, "no such rights", str(path))

    with written_whole(tmp_path / "a.xlsx") as draft:
        draft.chmod(0o777)
        monkeypatch.setattr(Path, "chmod", refuse)
    assert (tmp_path / "a.xlsx").exists()


def test_a_draft_has_the_ending_of_its_target_and_stands_beside_it(tmp_path: Path):
    with written_whole(tmp_path / "a.xlsx") as draft:
        assert draft.suffix == ".xlsx"
        assert draft.parent == tmp_path
    with written_whole(tmp_path / f"a.{'很长' * 20}") as draft:
        assert draft.suffix == ""


@pytest.mark.parametrize(
    ("number", "why", "mend"),
    [
        (errno.ENOSPC, "磁盘已满", "请清理磁盘"),
        (errno.EROFS, "只能读取", "请换一个文件夹"),
        (errno.EACCES, "正被 Excel、WPS 等程序打开", "请关闭"),
        (errno.EBUSY, "正被 Excel、WPS 等程序打开", "请在那个程序里关闭它"),
        (errno.ENAMETOOLONG, "路径太长", "请缩短文件名"),
        (errno.ENOENT, "文件夹不存在", "请核对路径"),
        (errno.EIO, "读写出错", "请检查连接"),
        (99_999, "系统拒绝写入（99999）", "请换一个文件夹"),
    ],
)
def test_a_refusal_is_told_in_chinese_and_leaves_what_stood_there(
    tmp_path: Path, monkeypatch, number: int, why: str, mend: str
):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"before")

    def refuse(draft: Path, _: Path) -> None:
        raise OSError(number, "refused", str(draft))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(WriteError, match="无法写入") as raised:
        write_whole(target, b"after")
    assert why in str(raised.value)
    assert mend in str(raised.value)
    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize(
    ("number", "why"), [(32, "正被 Excel"), (112, "磁盘已满"), (206, "太长"), (53, "没有接上")]
)
def test_what_windows_says_is_understood(tmp_path: Path, number: int, why: str):
    error = OSError(errno.EACCES, "refused")
    error.winerror = number
    with pytest.raises(WriteError, match=why), written_whole(tmp_path / "a.xlsx"):
        raise error


def test_a_path_too_long_for_windows_is_told_as_that(tmp_path: Path):
    error = FileNotFoundError(errno.ENOENT, "no such file")
    error.winerror = 3
    long = tmp_path.joinpath(*["很长的文件夹名" * 4] * 9) / "a.xlsx"
    with pytest.raises(WriteError, match="太长"), written_whole(long):
        raise error
    with pytest.raises(WriteError, match="没有接上"), written_whole(tmp_path / "a.xlsx"):
        raise error


def test_a_folder_in_the_way_of_a_file_is_named(tmp_path: Path):
    (tmp_path / "tpl.xlsx").mkdir()
    with pytest.raises(WriteError, match="已有同名的文件夹"):
        write_whole(tmp_path / "tpl.xlsx", b"")
    assert list((tmp_path / "tpl.xlsx").iterdir()) == []


def test_a_file_in_the_way_of_a_folder_is_explained(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match="无法建立文件夹"):
        make_folder(tmp_path / "file" / "folder")
    with pytest.raises(WriteError, match="占着这个位置"):
        write_whole(tmp_path / "file" / "folder" / "a.xlsx", b"")


def test_numbers_in_names_are_hidden_in_what_is_said(tmp_path: Path):
    target = tmp_path / "640598199001011234.xlsx"
    target.mkdir()
    with pytest.raises(WriteError) as raised:
        write_whole(target, b"")
    assert "199001011234" not in str(raised.value)


def test_another_error_passes_and_leaves_nothing(tmp_path: Path):
    with pytest.raises(RuntimeError), written_whole(tmp_path / "a.xlsx"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_the_system_inside_that_of_a_library_is_understood(tmp_path: Path):
    class LibraryError(Exception):
        pass

    full = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(WriteError, match="磁盘已满"), written_whole(tmp_path / "a.xlsx"):
        raise LibraryError(full)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_is_kept(tmp_path: Path):
    target = tmp_path / "key"
    assert write_new(target, b"first")
    assert not write_new(target, b"second")
    assert target.read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_name_that_is_taken_is_kept_where_there_are_no_links(tmp_path: Path, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    assert write_new(tmp_path / "key", b"first")
    assert not write_new(tmp_path / "key", b"second")
    assert (tmp_path / "key").read_bytes() == b"first"


KILLED = """
import os, signal, tempfile
from pathlib import Path
from claimcheck.temporary import own_folder
from claimcheck.writing import written_whole

with own_folder(), written_whole(Path("out/a.xlsx")) as draft:
    draft.write_text("640598199001011234")
    Path(tempfile.mkdtemp(), "sheet1.xml").write_text("640598199001011234")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@no_modes
def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path):
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": str(Path.cwd())}
    subprocess.run([sys.executable, "-c", KILLED], check=False, cwd=tmp_path, env=environment)
    assert len([*(tmp_path / "out").iterdir(), *scratch.iterdir()]) == 2
    alive = KILLED.replace("os.kill(os.getpid(), signal.SIGKILL)", "")
    subprocess.run([sys.executable, "-c", alive], cwd=tmp_path, env=environment, check=True)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.xlsx"]
    assert list(scratch.iterdir()) == []


def aged(path: Path, hours: float) -> Path:
    path.touch()
    then = path.stat().st_mtime - hours * 3600
    os.utime(path, (then, then))
    return path


def test_only_our_own_and_abandoned_files_are_removed(tmp_path: Path):
    here = temporary._machine()
    other = "0000" if here != "0000" else "1111"
    parent = f"{os.getppid():x}"
    gone = [
        aged(tmp_path / ".claimcheck-x82kq_ab.xlsx", 25),  # of an earlier version
        aged(tmp_path / f".claimcheck-{other}-1b7c-01234567.xlsx", 25),
        aged(tmp_path / f".claimcheck-{here}-{parent}-01234567.xlsx", 25),
    ]
    kept = [
        aged(tmp_path / ".claimcheck-last.json", 99),
        aged(tmp_path / ".claimcheck-x82kq_aa.xlsx", 23),
        aged(tmp_path / f".claimcheck-{other}-1b7c-01234568.xlsx", 23),
        aged(tmp_path / f".claimcheck-{here}-{parent}-01234568.xlsx", 23),
        aged(tmp_path / "claimcheck-x82kq_ab.xlsx", 99),
        aged(tmp_path / "~$a.xlsx", 99),
    ]
    write_whole(tmp_path / "a.xlsx", b"")
    assert [path for path in gone if path.exists()] == []
    assert [path for path in kept if not path.exists()] == []


def test_a_draft_of_this_run_is_kept(tmp_path: Path):
    with written_whole(tmp_path / "a.xlsx") as draft:
        temporary._swept.clear()
        write_whole(tmp_path / "b.xlsx", b"")
        assert draft.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


@no_modes
def test_what_libraries_put_away_stands_in_one_folder_of_the_owner_which_goes():
    import tempfile

    before = tempfile.gettempdir()
    with temporary.own_folder():
        own = Path(tempfile.gettempdir())
        assert own.name.startswith("claimcheck-")
        assert mode(own) == 0o700
        Path(tempfile.mkdtemp()).joinpath("sheet1.xml").touch()
    assert not own.exists()
    assert tempfile.gettempdir() == before


#: Who writes by other means, and why that is right.
OTHERS = {
    "claimcheck/temporary.py": "it makes the drafts",
    "claimcheck/writing.py": "it is the one author",
    "addin/libreoffice/interface.py": "in a temporary folder, for the compiler of LibreOffice",
    "addin/vba/bridge.py": "in a temporary folder, a copy of what xlwings brings along",
    "claimcheck/streams.py": "it opens the null device",
    "validator/common/library_messages.py": "it opens the null device",
    "validator/commands/desk/one_desk.py": "it opens the file that is locked, and writes nothing",
    "validator/output/package/copying.py": "it fills the draft that it was given",
    "validator/reading/elsewhere.py": "on another machine, a temporary file of the owner's",
    "validator/reading/small_books.py": "in memory, for the reader",
    "validator/run/spread/there.py": "on another machine, temporary files of the owner's",
    "validator/common/workers/program.py": "its pipes, and the null device",
    "validator/ledger/engine.py": "SQLite writes its file itself",
}
WRITING = {"write_bytes", "write_text", "mkstemp", "NamedTemporaryFile", "mkdir", "chmod"}


def test_nobody_else_writes_files():
    root = Path(claimcheck.__file__).parents[1]
    found = {
        path.relative_to(root).as_posix(): calls
        for package in ("claimcheck", "addin", "validator")
        for path in (root / package).rglob("*.py")
        if (calls := list(writing_calls(ast.parse(path.read_text("utf-8")))))
    }
    assert set(found) == set(OTHERS), {
        path: calls for path, calls in found.items() if path not in OTHERS
    }


def writing_calls(tree: ast.AST):
    """The calls that write a file, but those that fill in a draft of ours."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        receiver = getattr(getattr(call.func, "value", None), "id", "")
        opens = name == "open" and any(
            isinstance(word, ast.Constant)
            and isinstance(word.value, str)
            and set("wax") & set(word.value)
            and len(word.value) <= 3
            for word in [*call.args, *(keyword.value for keyword in call.keywords)]
        )
        by_system = receiver == "os" and name in {"open", "replace", "link"}
        if receiver != "draft" and (name in WRITING or opens or by_system):
            yield f"{receiver}.{name}, line {call.lineno}"
