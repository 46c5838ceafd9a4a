"""What the setup lets the release's own Python do: `installing.py add` and `remove`.

The user's PATH may be longer than an NSIS string, and is lost where NSIS cuts it, so it is
changed here. The extension for LibreOffice names the folder it was installed in, so it is
made on the PC.
"""

import compileall
import ctypes
import locale
import sys
from collections.abc import Callable
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent
ROOT = PROGRAM.parent
COMMANDS = PROGRAM / "bin"
PACKAGES = PROGRAM / "python" / "Lib" / "site-packages"
EXTENSION = ROOT / "LibreOffice扩展" / "claimcheck.oxt"


def add() -> None:
    """Prepare the program for a fast start, and make `claimcheck` a command of this user."""
    compileall.compile_dir(PACKAGES, quiet=2, workers=1)
    make_extension()
    change_path(lambda folders: with_folder(folders, str(COMMANDS)))


def remove() -> None:
    """Take back what `add` did, and what `claimcheck addin install` put into Excel."""
    change_path(lambda folders: without_folder(folders, str(COMMANDS)))
    EXTENSION.unlink(missing_ok=True)
    if EXTENSION.parent.is_dir() and not any(EXTENSION.parent.iterdir()):
        EXTENSION.parent.rmdir()
    remove_excel_addin()


def make_extension() -> None:
    """Write the extension for LibreOffice."""
    from addin.libreoffice.package import build

    EXTENSION.parent.mkdir(exist_ok=True)
    build(EXTENSION)


def remove_excel_addin() -> None:
    """Remove Excel's add-in where it starts this Python; another installation's stays."""
    from addin.install import excel_folder, settings_file
    from addin.vba.tools import ADD_IN

    settings = settings_file()
    if settings.is_file() and str(PROGRAM) in text_of(settings):
        settings.unlink()
        (excel_folder() / ADD_IN).unlink(missing_ok=True)


def text_of(settings: Path) -> str:
    """The settings of the add-in, which are written in the PC's code page."""
    return settings.read_text(locale.getpreferredencoding(do_setlocale=False), errors="replace")


def with_folder(folders: list[str], added: str) -> list[str]:
    """The folders of a PATH with one more at the end; one that is there stays where it is."""
    return folders if any(same(folder, added) for folder in folders) else [*folders, added]


def without_folder(folders: list[str], removed: str) -> list[str]:
    """The folders of a PATH without one."""
    return [folder for folder in folders if not same(folder, removed)]


def same(one: str, other: str) -> bool:
    """Whether two entries of a PATH name the same folder."""
    return one.strip().strip('"').rstrip("\\").casefold() == other.rstrip("\\").casefold()


def change_path(change: Callable[[list[str]], list[str]]) -> None:
    """Change the user's PATH, and tell the programs that are running."""
    import winreg

    with winreg.CreateKeyEx(
        winreg.HKEY_CURRENT_USER, "Environment", access=winreg.KEY_READ | winreg.KEY_WRITE
    ) as key:
        try:
            old, kind = winreg.QueryValueEx(key, "Path")
        except FileNotFoundError:
            old, kind = "", winreg.REG_EXPAND_SZ
        new = ";".join(change([folder for folder in old.split(";") if folder.strip()]))
        if new == old:
            return
        winreg.SetValueEx(key, "Path", 0, kind, new)
    everyone, setting_changed, unless_hung = 0xFFFF, 0x001A, 0x0002
    ctypes.windll.user32.SendMessageTimeoutW(
        everyone, setting_changed, 0, "Environment", unless_hung, 2000, None
    )


if __name__ == "__main__":
    {"add": add, "remove": remove}[sys.argv[1]]()
