"""LibreOffice as a test instrument: opens a workbook, recalculates it hard, saves a copy.

    calc = LibreOffice(profile_folder, addin=path_to_oxt_or_None)
    copy = calc.recalculate(workbook)          # read its cells with openpyxl(data_only=True)
    pages = calc.convert(workbook, "pdf")      # to look at it

With `recalculates=False` it opens a workbook as it does for everybody: what was computed when
it was saved is shown until something changes.

A profile folder is used by one `LibreOffice` at a time; it is filled on first use and may
be used for many workbooks. Nothing outside the folder is touched, so tests may run as
root, in parallel (one folder each), and beside somebody's own LibreOffice.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

#: the Python that has `uno`, where it is installed
SYSTEM_PYTHON = "/usr/bin/python3"

_PROGRAM_FOLDERS = ("/usr/lib/libreoffice/program", "/opt/libreoffice/program")

# Recalculate always on load: what the file's writer left in the cells is not believed.
# Formulas are read as for an office in China, or of another language.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"
 oor:op="fuse"><value>LANGUAGE</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun"
 oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


#: the settings by which everything is computed again on opening
_LOADING = re.compile(r'<item oor:path="/org.openoffice.Office.Calc/Formula/Load">.*?</item>', re.S)


class LibreOfficeError(RuntimeError):
    """Raised when LibreOffice is missing, takes too long, or gives no result."""


def program(name: str) -> Path | None:
    """The path of soffice, unopkg or python's neighbour programs; None where absent."""
    found = shutil.which(name)
    if found:
        return Path(found)
    candidates = (Path(folder) / name for folder in _PROGRAM_FOLDERS)
    return next((candidate for candidate in candidates if candidate.exists()), None)


class LibreOffice:
    """One LibreOffice profile, with or without the claimcheck add-in."""

    def __init__(
        self,
        profile: Path,
        addin: Path | None = None,
        timeout: float = 180,
        language: str = "zh-CN",
        *,
        recalculates: bool = True,
    ) -> None:
        self.profile = profile.resolve()
        self.timeout = timeout
        user = self.profile / "user"
        if not user.exists():
            user.mkdir(parents=True)
            settings = _SETTINGS.replace("LANGUAGE", language)
            if not recalculates:
                settings = _LOADING.sub("", settings)
            (user / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
            if addin is not None:
                self._install(addin)

    @property
    def arguments(self) -> list[str]:
        """What soffice is started with, for who drives it (`tests.uno_desktop`)."""
        return self._environment_arguments()

    def driven(self, module: str, folder: Path, seconds: float | None = None, **order: Any) -> Any:
        """What a program that drives LibreOffice says of an order; both are JSON.

        Args:
            module: the program, run by the Python that has `uno`.
            folder: where it may write.
            seconds: how long it may take.
            order: what it is told, besides how LibreOffice is started and the folder.
        """
        order |= {
            "profile": self.profile.as_uri(),
            "arguments": self.arguments[1:],
            "folder": str(folder),
        }
        result = self._drive(module, folder, seconds, json.dumps(order))
        if result.returncode < 0:
            # The bridge to LibreOffice is C++ and now and then brings its own Python down by
            # a signal, without a word: that says nothing of the workbook.
            result = self._drive(module, folder, seconds, json.dumps(order))
        assert result.returncode == 0, (result.returncode, result.stderr, result.stdout[-500:])
        return json.loads(result.stdout)

    def _drive(
        self, module: str, folder: Path, seconds: float | None, order: str
    ) -> "subprocess.CompletedProcess[str]":
        try:
            return subprocess.run(
                [SYSTEM_PYTHON, "-m", module],
                input=order,
                capture_output=True,
                text=True,
                check=False,
                timeout=seconds,
                env={"PATH": os.defpath, "HOME": str(folder)},
            )
        finally:
            self._end_driven()

    def _end_driven(self) -> None:
        """End the LibreOffice that a driver could not end itself (`tests.uno_desktop`)."""
        leader = self.profile / "driven.pid"
        if leader.exists():
            with suppress(ProcessLookupError):
                os.killpg(int(leader.read_text()), signal.SIGKILL)
            leader.unlink()

    def recalculate(self, workbook: Path, directory: Path | None = None) -> Path:
        """Open, recalculate every formula, save as .xlsx; the path of that new file.

        It has the same name and stands in `directory` (default: a new temporary folder).
        """
        return self.convert(workbook, "xlsx", directory)

    def convert(self, workbook: Path, kind: str, directory: Path | None = None) -> Path:
        """Save a copy as `kind` ("xlsx", "ods", "pdf" …); the path of the copy.

        Raises:
            LibreOfficeError: no copy came out within the time limit.
        """
        workbook = workbook.resolve()
        target = Path(tempfile.mkdtemp(dir=self.profile)) if directory is None else directory
        result = target / f"{workbook.stem}.{kind}"
        if result.resolve() == workbook:
            raise LibreOfficeError(f"the copy would overwrite {workbook.name}")
        target.mkdir(parents=True, exist_ok=True)
        command = ["--headless", "--norestore", "--nologo", "--nodefault"]
        self._run("soffice", *command, "--convert-to", kind, "--outdir", str(target), str(workbook))
        if not result.exists():
            raise LibreOfficeError(f"LibreOffice gave no {kind} of {workbook.name}")
        return result

    def _install(self, addin: Path) -> None:
        # As root, unopkg only installs for all users; _environment_arguments moves that
        # place, too, into the profile.
        self._run("unopkg", "add", "--shared", "--force", "--suppress-license", str(addin))

    def _environment_arguments(self) -> list[str]:
        shared = (self.profile / "shared").as_uri()
        return [
            f"-env:UserInstallation={self.profile.as_uri()}",
            f"-env:UNO_SHARED_PACKAGES={shared}",
            f"-env:UNO_SHARED_PACKAGES_CACHE={shared}/cache",
            f"-env:SHARED_EXTENSIONS_USER={shared}/user",
        ]

    def _run(self, name: str, *arguments: str) -> None:
        found = program(name)
        if found is None:
            raise LibreOfficeError(f"{name} is not installed")
        environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("PYTHON", "VIRTUAL_ENV"))
        }
        environment |= {"LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
        environment["PATH"] = _path_without_virtual_environments(environment.get("PATH", ""))
        with (self.profile / f"{name}.log").open("ab") as log:
            # A surviving child of soffice would keep a pipe open for ever: a file does not.
            process = subprocess.Popen(
                [str(found), *self._environment_arguments(), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                cwd=self.profile,
                start_new_session=True,
            )
            try:
                status = process.wait(self.timeout)
            except subprocess.TimeoutExpired as error:
                raise LibreOfficeError(f"{name} took more than {self.timeout} s") from error
            finally:
                _end_group(process)
        if status != 0:
            tail = (self.profile / f"{name}.log").read_text(errors="replace")[-2000:]
            raise LibreOfficeError(f"{name} ended with status {status}:\n{tail}")


def _path_without_virtual_environments(path: str) -> str:
    """LibreOffice's own Python takes the first `python3` of the path for its home."""
    places = path.split(os.pathsep)
    kept = [place for place in places if not (Path(place).parent / "pyvenv.cfg").exists()]
    return os.pathsep.join(kept)


def recalculate(workbook: Path, addin: Path | None = None) -> Path:
    """Recalculate in a new profile of its own; slower than a shared `LibreOffice`."""
    profile = Path(tempfile.mkdtemp(prefix="claimcheck-office-"))
    return LibreOffice(profile, addin).recalculate(workbook)


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    """End what the call may have left running: only the process group we started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()
