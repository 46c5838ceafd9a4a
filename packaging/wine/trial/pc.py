"""A PC of Wine's: a Chinese Windows 10 whose user is called 张三."""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

WINE = "/usr/lib/wine/wine64"
SERVER = "/usr/lib/wine/wineserver64"
USER = r"C:\users\张三"
#: Seconds that one program may take: a setup writes 10,000 files through Wine and compiles them.
LONGEST = 900

#: Seconds that is waited for what takes moments on an idle PC; the PC of a trial may be busy.
PATIENCE = 300

INSTALLED = rf"{USER}\AppData\Local\Programs\claimcheck"

#: Where Windows keeps a user's folders; Wine itself would take the Linux user's name.
_FOLDERS = {
    "Local AppData": r"AppData\Local",
    "AppData": r"AppData\Roaming",
    "Desktop": "Desktop",
    "Personal": "Documents",
    "SendTo": r"AppData\Roaming\Microsoft\Windows\SendTo",
    "Programs": r"AppData\Roaming\Microsoft\Windows\Start Menu\Programs",
}
_SHELL_FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"


@dataclass(frozen=True)
class Ran:
    """How a program ended, what it said, and how long it took in seconds."""

    status: int
    said: str
    seconds: float


class Pc:
    """One Wine prefix."""

    def __init__(self, work: Path) -> None:
        self._work = work.resolve()
        self.drive = self._work / "prefix" / "drive_c"
        self._environment = {
            **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}},
            "WINEPREFIX": str(self._work / "prefix"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "LOCPATH": str(self._work / "locales"),
            "LC_ALL": "zh_CN.UTF-8",
        }

    def start(self) -> None:
        """Make the PC, its version of Windows and its user's folders."""
        self.run("wineboot", "-i")
        self.set_value(r"HKCU\Software\Wine", "Version", "win10", "REG_SZ")
        # Wine 8 lacks it, every Windows 10 has it: `ProcessPrng`, which Rust wants.
        library = "bcryptprimitives.dll"
        shutil.copyfile(self._work / library, self.drive / "windows" / "system32" / library)
        self._install_browser()
        for name, folder in _FOLDERS.items():
            self.set_value(_SHELL_FOLDERS, name, rf"{USER}\{folder}", "REG_EXPAND_SZ")
            self.at(rf"{USER}\{folder}").mkdir(parents=True, exist_ok=True)

    def _install_browser(self) -> None:
        """The PC's browser: it notes which pages it was asked for."""
        browser = self._work / "browser"
        browser.write_text('#!/bin/sh\nprintf "%s\\n" "$1" >>"$(dirname "$0")/opened"\n')
        browser.chmod(0o755)
        key = r"HKCU\Software\Wine\WineBrowser"
        self.set_value(key, "Browsers", str(browser), "REG_SZ")

    def opened(self) -> list[str]:
        """The pages that the browser was asked for so far."""
        noted = self._work / "opened"
        return noted.read_text().splitlines() if noted.is_file() else []

    def stop(self) -> None:
        """End every program of this PC."""
        subprocess.run([SERVER, "--kill"], env=self._environment, check=False)

    def set_value(self, key: str, name: str, value: str, kind: str) -> None:
        """Write a value into the registry."""
        self.run("reg", "add", key, "/v", name, "/t", kind, "/d", value, "/f")

    def share(self, letter: str, folder: Path) -> None:
        """Let a folder be a network drive of this PC."""
        drive = self._work / "prefix" / "dosdevices" / f"{letter.lower()}:"
        drive.unlink(missing_ok=True)
        drive.symlink_to(folder)
        self.set_value(r"HKLM\Software\Wine\Drives", f"{letter.lower()}:", "network", "REG_SZ")

    def value(self, key: str, name: str) -> str:
        """A value of the registry; '' where there is none, or an empty one."""
        for line in self.run("reg", "query", key, "/v", name).said.splitlines():
            if line.split()[:1] == [name]:
                return "".join(line.split(maxsplit=2)[2:]).strip()
        return ""

    def run(self, *command: str, typed: str = "", folder: Path | None = None) -> Ran:
        """Run a Windows program. Its streams must be pipes, or Python finds none under Wine."""
        began = time.monotonic()
        done = subprocess.run(
            [WINE, *command], input=typed.encode("gbk"), capture_output=True,
            env=self._environment, cwd=folder, timeout=LONGEST, check=False,
        )  # fmt: skip
        said = (done.stdout + done.stderr).decode("gb18030", errors="replace")
        return Ran(done.returncode, said, time.monotonic() - began)

    def output(self, *command: str, folder: Path) -> bytes:
        """What a Windows program writes to a pipe, as it is."""
        return subprocess.run(
            [WINE, *command], input=b"", capture_output=True, env=self._environment,
            cwd=folder, timeout=LONGEST, check=False,
        ).stdout  # fmt: skip

    def begin(self, *command: str, folder: Path | None = None) -> "subprocess.Popen[bytes]":
        """Start a Windows program and leave it running."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [WINE, *command], stdin=pipe, stdout=pipe, stderr=pipe, env=self._environment,
            cwd=folder,
        )  # fmt: skip

    def begin_ready(self, *command: str, folder: Path | None = None) -> "subprocess.Popen[bytes]":
        """Start a Windows program, and wait until it says that it is ready."""
        process = self.begin(*command, folder=folder)
        assert process.stdout is not None
        if process.stdout.readline().strip() != b"ready":
            raise AssertionError(process.communicate(timeout=PATIENCE))
        return process

    def processes(self, program: str) -> list[int]:
        """The numbers that Linux gives to this PC's processes which run a Python program."""
        prefix = f"WINEPREFIX={self._environment['WINEPREFIX']}\0".encode()
        return [
            int(process.name)
            for process in Path("/proc").glob("[0-9]*")
            if program.encode() in _read(process / "cmdline")
            and prefix in _read(process / "environ")
        ]

    def claimcheck(self, *arguments: str, folder: Path | None = None) -> Ran:
        """Run the command as it stands on the user's PATH."""
        return self.run(rf"{INSTALLED}\program\bin\claimcheck.exe", *arguments, folder=folder)

    def at(self, place: str) -> Path:
        """Where a file of drive C lies on Linux."""
        return self.drive.joinpath(*place.removeprefix("C:\\").split("\\"))


def _read(file: Path) -> bytes:
    """A file of a process, which may end meanwhile."""
    try:
        return file.read_bytes()
    except OSError:
        return b""
