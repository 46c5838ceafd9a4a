"""What an operating system means when it refuses to read or write, and how to mend it.

One table for everything that is said about files, in Chinese.
"""

import errno
from pathlib import Path
from typing import NamedTuple


class Refusal(NamedTuple):
    """Why the system refused, and what the user can do about it."""

    why: str
    mend: str


_CLOSE = "请关闭打开着的同名文件，或换一个可以写入的文件夹"
_ELSEWHERE = "请换一个文件夹"

_IN_USE = Refusal("文件正被 Excel、WPS 等程序打开", "请在那个程序里关闭它，再运行一次")
_NO_FOLDER = Refusal("文件夹不存在，或者所在的盘没有接上", "请核对路径，或换一个文件夹")
_NOT_ALLOWED = Refusal("没有写入权限，或者文件正被 Excel、WPS 等程序打开", _CLOSE)
_TOO_LONG = Refusal("文件名或路径太长", "请缩短文件名，或换到层级较少的文件夹")
_FULL = Refusal("磁盘已满", "请清理磁盘，或换到另一个磁盘")
_BAD_NAME = Refusal("文件名中有这个系统不允许的字符", "请换一个文件名")
_BROKEN = Refusal("磁盘、U 盘或网络读写出错", "请检查连接，或先写到本机的文件夹")

_BY_NAME = {
    "ENOENT": _NO_FOLDER,
    "ENXIO": _NO_FOLDER,
    "ENOTDIR": Refusal("路径中有一段是文件，不是文件夹", "请核对路径，或换一个文件夹"),
    "EEXIST": Refusal("已有同名的文件占着这个位置", "请换一个名字"),
    "EISDIR": Refusal("已有同名的文件夹占着这个位置", "请换一个文件名"),
    "EACCES": _NOT_ALLOWED,
    "EPERM": _NOT_ALLOWED,
    "EBUSY": _IN_USE,
    "ETXTBSY": _IN_USE,
    "EROFS": Refusal("这个位置只能读取（光盘、写保护的 U 盘等）", _ELSEWHERE),
    "ENOSPC": _FULL,
    "EDQUOT": Refusal("您在这个磁盘上的空间已用完", "请清理文件，或换到另一个磁盘"),
    "EFBIG": Refusal("文件太大，这个磁盘放不下", "请换到另一个磁盘，或分成几批"),
    "ENAMETOOLONG": _TOO_LONG,
    "EINVAL": _BAD_NAME,
    "EILSEQ": _BAD_NAME,
    "EIO": _BROKEN,
    "ESTALE": _BROKEN,
    "ETIMEDOUT": _BROKEN,
    "EHOSTDOWN": _BROKEN,
    "EHOSTUNREACH": _BROKEN,
}
#: Not every system knows every name.
_BY_NUMBER = {
    getattr(errno, name): meant for name, meant in _BY_NAME.items() if hasattr(errno, name)
}

#: What Windows tells apart and the numbers above do not.
_BY_WINDOWS_NUMBER = {
    3: _NO_FOLDER,  # the path is not found
    15: _NO_FOLDER,  # the drive is not there
    19: _BY_NAME["EROFS"],  # write-protected
    32: _IN_USE,  # sharing violation
    33: _IN_USE,  # lock violation
    39: _FULL,
    53: _NO_FOLDER,  # the network path is not found
    64: _BROKEN,  # the network name is no longer there
    112: _FULL,
    123: _BAD_NAME,
    206: _TOO_LONG,
}

#: Windows says of a path with more characters only that there is no such thing.
_LONGEST_ON_WINDOWS = 259


def refusal(error: OSError, target: Path | None = None) -> Refusal:
    """Why the system refused, in Chinese.

    Args:
        error: what it said.
        target: what was to be written, where it is known: the error may name a file beside it.
    """
    number = getattr(error, "winerror", None)
    if target is not None and too_long(error, target):
        return _TOO_LONG
    known = _BY_WINDOWS_NUMBER.get(number or 0) or _BY_NUMBER.get(error.errno or 0)
    return known or Refusal(f"系统拒绝写入（{error.errno or error}）", _ELSEWHERE)


def too_long(error: OSError, path: Path) -> bool:
    """Whether Windows found no such path because it is too long."""
    on_windows = getattr(error, "winerror", None) is not None
    missing = on_windows and isinstance(error, FileNotFoundError)
    return missing and len(str(path.absolute())) > _LONGEST_ON_WINDOWS
