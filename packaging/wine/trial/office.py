"""An office: its PC, the release it was given, and the same checkout on Linux beside it."""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from trial.pc import USER, Pc, Ran

LINUX = Path("linux") / "bin" / "claimcheck"

#: A folder with what clerks' folders have in their names.
FOLDER = r"C:\材料\中卫 市 & 'A'"


@dataclass(frozen=True)
class Office:
    """The PC, the release, and a folder on Linux where the same is done."""

    pc: Pc
    releases: Path
    work: Path

    def file(self, pattern: str) -> Path:
        """One file of the release."""
        [found] = self.releases.glob(pattern)
        return found

    def linux(self, *arguments: str, folder: Path | None = None) -> Ran:
        """The same command on Linux, with folders of its own."""
        began = time.monotonic()
        done = self._on_linux(arguments, folder or self.work)
        said = (done.stdout + done.stderr).decode("utf-8")
        return Ran(done.returncode, said, time.monotonic() - began)

    def linux_output(self, *arguments: str, folder: Path) -> bytes:
        """What the same command writes to a pipe on Linux, as it is."""
        return self._on_linux(arguments, folder).stdout

    def _on_linux(
        self, arguments: tuple[str, ...], folder: Path
    ) -> "subprocess.CompletedProcess[bytes]":
        own = {f"XDG_{kind}_HOME": str(self.work / "own" / kind) for kind in ("DATA", "CONFIG")}
        return subprocess.run(
            [str(self.work / LINUX), *arguments], cwd=folder, capture_output=True,
            env={**os.environ, **own}, check=False,
        )  # fmt: skip

    def share_key(self) -> None:
        """Give Linux the key that the PC made: what is signed with it is then the same."""
        ours = self.pc.at(rf"{USER}\AppData\Roaming\claimcheck\keys\ledger.key")
        theirs = self.work / "own" / "CONFIG" / "claimcheck" / "keys" / ours.name
        theirs.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ours, theirs)
        theirs.chmod(0o600)

    def setup(self) -> Ran:
        """Run the setup from the USB stick, silently."""
        stick = self.pc.at(r"C:\U 盘")
        stick.mkdir(exist_ok=True)
        shutil.copyfile(self.file("*-setup.exe"), stick / "setup.exe")
        return self.pc.run(r"C:\U 盘\setup.exe", "/S")

    def fresh(self, name: str) -> tuple[str, Path, Path]:
        """An empty folder on the PC, as Windows and as Linux name it, and one on Linux."""
        here, there = self.pc.at(rf"{FOLDER}\{name}"), self.work / "same" / name
        for folder in (here, there):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        return rf"{FOLDER}\{name}", here, there
