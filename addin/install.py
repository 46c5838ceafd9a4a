"""Puts the Excel add-in where Excel on Windows loads it from at every start.

Excel opens every file in the user's XLSTART folder, and trusts what lies there: nothing
need be registered, and mailed or downloaded workbooks stay free of macros.
"""

import locale
import os
import sys
from pathlib import Path

from addin.vba import bridge, make_xlam, tools
from claimcheck.errors import ClaimcheckError
from claimcheck.writing import WriteError, make_folder, write_whole


class InstallError(ClaimcheckError, RuntimeError):
    """Raised when the add-in cannot be installed on this machine."""


def excel_folder() -> Path:
    """Excel's start-up folder of this user.

    Raises:
        InstallError: this is not Windows, or it does not say where programs keep their data.
    """
    data = os.environ.get("APPDATA")
    if sys.platform != "win32" or not data:
        raise InstallError(
            "Excel 加载项只能装在 Windows 上。"
            "在本机可用“--to 文件夹”只生成文件，"
            "或用 claimcheck addin libreoffice 生成 LibreOffice 扩展。"
        )
    return Path(data) / "Microsoft" / "Excel" / "XLSTART"


def settings_file() -> Path:
    """Where the VBA looks for the Python to start."""
    name = bridge.SETTINGS_NAME
    return Path.home() / f".{name}" / f"{name}.conf"


def write_to(folder: Path) -> Path:
    """Write the add-in into a folder; its path.

    Raises:
        WriteError: the folder cannot be written to.
        WrapperError: the installed xlwings is missing or unknown.
    """
    make_folder(folder, shared=True)
    return make_xlam(folder / tools.ADD_IN)


def install_here() -> list[str]:
    """Install for this user and this Python; what was done, in Chinese lines.

    Raises:
        InstallError: this is not Windows.
        WriteError: a file cannot be written.
    """
    add_in = write_to(excel_folder())
    settings = settings_file()
    write_settings(settings)
    return [
        f"已装入 {add_in}。",
        f"已记下所用的 Python：{interpreter()}（{settings}）。",
        "请关闭并重新打开 Excel。打开申报模板后，核算栏由 claimcheck 计算；"
        "若仍显示公式结果，请点“公式”选项卡中的“重新计算 claimcheck”。",
    ]


def interpreter() -> Path:
    """The Python that cells are computed with: the windowless one where there is one."""
    windowless = Path(sys.executable).with_name("pythonw.exe")
    return windowless if windowless.exists() else Path(sys.executable)


def write_settings(target: Path) -> None:
    """Write the settings in the form in which the VBA reads them.

    VBA reads the file in the code page of the PC, so it is written in that.

    Raises:
        WriteError: the file cannot be written.
    """
    lines = [
        f'"INTERPRETER_WIN","{interpreter()}"',
        '"ADD_WORKBOOK_TO_PYTHONPATH","false"',
    ]
    encoding = locale.getpreferredencoding(do_setlocale=False)
    try:
        content = "".join(f"{line}\r\n" for line in lines).encode(encoding)
    except UnicodeEncodeError as error:
        raise WriteError(
            f"Python 所在的文件夹“{interpreter().parent}”的名称含有本机代码页没有的文字，"
            "请把 Python 装在英文名称的文件夹中。"
        ) from error
    write_whole(target, content)
