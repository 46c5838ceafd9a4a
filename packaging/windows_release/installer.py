"""Writes the lists of files for NSIS, and lets it make the setup."""

import os
import subprocess
from pathlib import Path, PurePosixPath

from windows_release.archive import files_below
from windows_release.launchers import icon, numbers
from windows_release.places import WINDOWS

#: The folder that belongs to the program alone; the uninstaller removes it whole.
PROGRAM = "program"

#: Folders of forms. A clerk who fills one in where it lies must be told to save it elsewhere,
#: because the next version replaces them: they are read-only.
READ_ONLY = ("模板", "样例")


def install_lines(root: Path) -> list[str]:
    """NSIS: write every file of the tree below $INSTDIR, folder by folder."""
    lines, current = [], None
    for path in files_below(root):
        place = PurePosixPath(path.relative_to(root).as_posix())
        if place.parent != current:
            current = place.parent
            lines.append(f'SetOutPath "{_installed(current)}"')
        read_only = place.parts[0] in READ_ONLY
        if read_only:
            lines.append(f'SetFileAttributes "{_installed(place)}" NORMAL')
            lines.append("ClearErrors")  # there is none yet on a new PC
        lines.append(f'File "{_quoted(str(path))}"')
        if read_only:
            lines.append(f'SetFileAttributes "{_installed(place)}" READONLY')
    return lines


def remove_lines(root: Path) -> list[str]:
    """NSIS: remove exactly the files outside the program's own folder, then empty folders."""
    places = [PurePosixPath(path.relative_to(root).as_posix()) for path in files_below(root)]
    places = [place for place in places if place.parts[0] != PROGRAM]
    lines = [f'Delete "{_installed(place)}"' for place in places]
    folders = {folder for place in places for folder in place.parents if folder.parts}
    deepest_first = sorted(folders, key=lambda folder: (-len(folder.parts), str(folder)))
    return lines + [f'RMDir "{_installed(folder)}"' for folder in deepest_first]


def build_setup(root: Path, target: Path, work: Path, version: str, epoch: int) -> None:
    """Make the setup of a tree."""
    work.mkdir(parents=True, exist_ok=True)
    (work / "claimcheck.ico").write_bytes(icon())
    for name, lines in (
        ("install-files.nsh", install_lines(root)),
        ("remove-files.nsh", remove_lines(root)),
    ):
        (work / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    kilobytes = sum(path.stat().st_size for path in files_below(root)) // 1024
    defined = {
        "VERSION": version,
        "VERSION_NUMBERS": ".".join(map(str, numbers(version))),
        "SIZE": str(kilobytes),
        "OUTPUT": str(target),
        "ICON": str(work / "claimcheck.ico"),
        "LISTS": str(work),
    }
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
    command += [f"-D{name}={value}" for name, value in defined.items()]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    subprocess.run([*command, str(WINDOWS / "setup.nsi")], check=True, env=environment)


def _installed(place: PurePosixPath) -> str:
    return _quoted("\\".join(("$INSTDIR", *place.parts)), escape_dollar=False)


def _quoted(text: str, *, escape_dollar: bool = True) -> str:
    """A text inside NSIS's double quotes.

    Raises:
        ValueError: it holds what cannot stand there.
    """
    if '"' in text or "`" in text or "$" in text.removeprefix("$INSTDIR"):
        raise ValueError(f"NSIS cannot name this file: {text}")
    return text.replace("$", "$$") if escape_dollar else text
