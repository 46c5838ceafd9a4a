"""Opens files with the fast reader, and says in Chinese why one cannot be opened."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from validator.reading.quiet import quiet

if TYPE_CHECKING:
    from fastexcel import ExcelReader

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Result = TypeVar("Result")


class UnreadableError(Exception):
    """A workbook that cannot be read; the text says why, then what to do, in Chinese."""

    @property
    def fault(self) -> str:
        """Why."""
        return str(self).split("。", 1)[0]

    @property
    def remedy(self) -> str:
        """What to do."""
        return str(self).split("。", 1)[1]


def open_reader(path: Path) -> "ExcelReader":
    """Open a file.

    Raises:
        UnreadableError: missing, empty, encrypted, damaged, or no workbook at all.
    """
    import fastexcel

    try:
        with path.open("rb") as stream:
            start = stream.read(8)
            rest = stream.read(1 << 16) if start == _OLE else b""
    except OSError as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else "没有权限或文件被占用"
        raise UnreadableError(f"{reason}。请检查文件名和位置。") from error
    if not start:
        raise UnreadableError("文件是空的（0 字节）。请重新导出或另存后再交。")
    if start == _OLE and (_ENCRYPTED in rest or _ENCRYPTED in path.read_bytes()):
        raise UnreadableError("文件有密码保护。请取消密码后另存再交。")
    if path.suffix.lower() in (".et", ".wps", ".ett"):
        raise UnreadableError("这是 WPS 自有格式。请在 WPS 中另存为 .xlsx 再交。")
    return guarded(lambda: fastexcel.read_excel(path), path)


def guarded(action: Callable[[], Result], path: Path) -> Result:
    """Run a step of the reader; whatever it raises means that the file is damaged."""
    try:
        with quiet():
            return action()
    except (KeyboardInterrupt, SystemExit, MemoryError, UnreadableError):
        raise
    except BaseException as error:  # the reader's panics are no Exceptions
        if "password" in str(error).lower():
            raise UnreadableError("文件有密码保护。请取消密码后另存再交。") from error
        kind = (
            "文件已损坏" if path.suffix.lower().startswith(".xls") else "不是 Excel 工作簿或已损坏"
        )
        raise UnreadableError(
            f"{kind}。请用 Excel 或 WPS 打开检查，另存为 .xlsx 后再交。"
        ) from error
