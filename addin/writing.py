"""Writing files whole or not at all."""

import errno
from pathlib import Path

from claimcheck.errors import ClaimcheckError

_REASONS = {
    errno.ENOENT: "文件夹不存在",
    errno.ENOTDIR: "文件夹不存在",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "该位置只能读取",
    errno.EACCES: "没有写入权限，或文件正在被 Excel 等程序使用，请关闭后再试",
    errno.EPERM: "没有写入权限，或文件正在被 Excel 等程序使用，请关闭后再试",
}


class WriteError(ClaimcheckError, OSError):
    """Raised when a file cannot be written; the message says why, in Chinese."""


def write_whole(target: Path, content: bytes) -> Path:
    """Write beside the target first, then replace it in one step; gives the target back.

    Raises:
        WriteError: the file cannot be written; what stood there before still stands.
    """
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        _forget(draft)
        raise WriteError(f"无法写入“{target}”：{reason(error)}。") from error
    return target


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raises WriteError where that is impossible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"无法建立文件夹“{folder}”：{reason(error)}。") from error


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese."""
    return _REASONS.get(error.errno or 0, "系统拒绝写入")


def _forget(draft: Path) -> None:
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return
