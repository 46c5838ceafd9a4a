"""Opens files with the fast reader, once it is clear that each may be opened."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from claimcheck.refusals import too_long
from validator.common.workers.pool import inside_worker
from validator.reading import limits, ods_costs, preflight
from validator.reading.in_worker import apart
from validator.reading.kinds import FileKind, kind_and_package
from validator.reading.lean import names_reader, shares_much
from validator.reading.package import Package, look_into
from validator.reading.trial import Tried, tried
from validator.reading.unreadable import LESS, REPAIR, UnreadableError, guarded
from validator.reading.zipped import Zipped

if TYPE_CHECKING:
    from fastexcel import ExcelReader

Result = TypeVar("Result")

#: The kinds that the reader tells apart by the file's name; others it must be handed as bytes.
_BY_NAME = {
    FileKind.XLSX: (".xlsx", ".xlsm", ".xltx", ".xltm"),
    FileKind.XLSB: (".xlsb",),
    FileKind.XLS: (".xls",),
    FileKind.ODS: (".ods",),
}


def open_reader(path: Path) -> tuple["ExcelReader", FileKind, Package | None]:
    """Open a file, and say what kind it is.

    Returns:
        Its package with it, which stays open until it is closed or forgotten; None for kinds
        that are none of ours.

    Raises:
        UnreadableError: missing, empty, encrypted, damaged, too large, or no workbook at all.
    """
    return _opened(path, lambda kind, *_: open_again(path, kind))


class Lean(NamedTuple):
    """A workbook that was opened no further than is needed."""

    names: list[str]  #: of its sheets
    told: bool  #: whether by a reader; else the package says them, a reader perhaps otherwise
    reader: "ExcelReader | None"  #: of all of it; None: it is opened where it is wanted
    kind: FileKind
    package: Package | None  #: see `open_reader`


def open_lean(path: Path) -> Lean:
    """The same with the names of its sheets, and without a reader that need not be.

    Where many texts are shared, it would read all of them. Small sheets are handed to a reader of
    their own, which knows the names as well (see `thin_sheets`).

    Raises:
        UnreadableError: see `open_reader`; without a reader only as far as we look ourselves.
    """
    names: list[str] = []
    told = True

    def reader_of(
        kind: FileKind, zipped: Zipped | None, package: Package | None
    ) -> "ExcelReader | None":
        nonlocal told
        if package is not None and _may_wait(package):
            names.extend(package.sheets)
            told = False
            return None
        is_lean = zipped is not None and shares_much(zipped)
        reader = names_reader(zipped) if zipped and is_lean else open_again(path, kind)
        names.extend(map(str, reader.sheet_names))
        return None if is_lean else reader

    reader, kind, package = _opened(path, reader_of)
    return Lean(names, told, reader, kind, package)


def _may_wait(package: Package) -> bool:
    """Whether a package is as common programs write it: whoever opens it finds the same."""
    return (
        0 < package.listed == len(package.sheets) <= limits.SHEETS
        and not shares_much(package.zipped)
        and package.zipped.is_ordinary
    )


def _opened(
    path: Path, reader_of: Callable[[FileKind, Zipped | None, Package | None], Result]
) -> tuple[Result, FileKind, Package | None]:
    _check_size(path)
    try:
        kind, zipped = kind_and_package(path)
    except OSError as error:
        raise _not_there(error, path) from error
    if not isinstance(kind, FileKind):
        raise UnreadableError(f"{kind[0]}。{kind[1]}。")
    if zipped is None:
        _try_out(path, kind)
        return guarded(lambda: reader_of(kind, None, None)), kind, None
    with ExitStack() as closing:
        closing.enter_context(zipped)
        if said := guarded(lambda: preflight.fault_of(zipped)):
            raise UnreadableError(f"{said}。{LESS}")
        package = None
        with suppress(Exception):  # what it is comes again, if the reader has nothing to say
            package = look_into(path, zipped)
        reader = guarded(lambda: reader_of(kind, zipped, package))
        package = _made_sure_of(package or look_into(path, zipped))
        closing.pop_all()
    return reader, kind, package


def _check_size(path: Path) -> None:
    """Make sure that a file is there and not too large.

    Raises:
        UnreadableError: it is not.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _not_there(error, path) from error
    if size > limits.FILE_BYTES:
        raise UnreadableError(
            f"文件有 {size / 1e6:,.0f} MB，超过 {limits.FILE_BYTES / 1e6:,.0f} MB。"
            "请分成几个文件再交。"
        )


def content_of(path: Path) -> bytes:
    """A file's content.

    Raises:
        UnreadableError: it is not there or too large.
    """
    _check_size(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise _not_there(error, path) from error


def _not_there(error: OSError, path: Path) -> UnreadableError:
    if too_long(error, path):
        return UnreadableError("路径太长，Windows 打不开。请把文件移到层级较少的文件夹。")
    if isinstance(error, FileNotFoundError):
        return UnreadableError("没有这个文件。请检查文件名和位置。")
    return UnreadableError(
        "没有权限，或者文件正被别的程序打开。请关闭打开着它的程序，或检查权限后再试。"
    )


def open_again(path: Path, kind: FileKind) -> "ExcelReader":
    """Open a file that has been looked at already; whatever the reader raises comes through."""
    import fastexcel

    by_name = path.suffix.lower() in _BY_NAME[kind] and _is_text(str(path))
    return fastexcel.read_excel(path if by_name else path.read_bytes())


def _made_sure_of(package: Package | None) -> Package:
    if package is None:
        raise UnreadableError(f"文件已损坏。{REPAIR}")
    if package.listed > limits.SHEETS:
        raise UnreadableError(
            f"工作簿有 {package.listed:,} 个工作表，超过 {limits.SHEETS:,} 个。{LESS}"
        )
    return package


def _is_text(name: str) -> bool:
    """Whether a file's name is text at all: on Linux it may be any bytes."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _try_out(path: Path, kind: FileKind) -> None:
    if kind is FileKind.ODS and (said := guarded(lambda: ods_costs.fault(path))):
        raise UnreadableError(f"{said}。{LESS}")
    if inside_worker():
        return  # what ends the reader ends only this process, which is there for that
    went = apart(tried, path.absolute())
    if went is Tried.ENCRYPTED:
        raise UnreadableError("文件有密码保护。请取消密码后另存再交。")
    if went is Tried.DAMAGED:
        raise UnreadableError(f"文件已损坏。{REPAIR}")
