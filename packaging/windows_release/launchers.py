"""Compiles the two small programs that people start, and their icon."""

import os
import re
import struct
import subprocess
from pathlib import Path

from windows_release.places import REPOSITORY, WINDOWS

_COMPILER = "x86_64-w64-mingw32-gcc"
_RESOURCES = "x86_64-w64-mingw32-windres"
_ICONS = ("icon-32.png", "icon-64.png")


def numbers(version: str) -> list[int]:
    """A version as the four numbers that Windows wants: 0.1.0 → 0, 1, 0, 0."""
    released = re.split(r"[^0-9.]", version)[0]
    found = [int(part) for part in released.split(".") if part]
    return [*found, 0, 0, 0, 0][:4]


def icon() -> bytes:
    """The program's pictures as one .ico, which may hold PNGs as they are."""
    pictures = [(REPOSITORY / "addin" / "officejs" / name).read_bytes() for name in _ICONS]
    entries, offset = b"", 6 + 16 * len(pictures)
    for picture in pictures:
        width, height = struct.unpack(">II", picture[16:24])
        entries += struct.pack("<BBBBHHII", width, height, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures)


def compile_launcher(target: Path, work: Path, version: str, *, windowed: bool) -> None:
    """Compile one launcher; the same source always gives the same bytes."""
    work.mkdir(parents=True, exist_ok=True)
    (work / "claimcheck.ico").write_bytes(icon())
    target.parent.mkdir(parents=True, exist_ok=True)
    defined = (
        "-DVERSION_NUMBERS=" + ",".join(map(str, numbers(version))),
        f'-DVERSION_TEXT="{version}"',
    )
    # windres hands its definitions to a shell, hence the further backslashes.
    escaped = [item.replace('"', '\\"') for item in defined]
    _run(
        work,
        _RESOURCES,
        "--include-dir",
        str(work),
        *escaped,
        str(WINDOWS / "launcher.rc"),
        "launcher.o",
    )
    kind = ("-mwindows", "-DWINDOWED") if windowed else ("-mconsole",)
    _run(
        work, _COMPILER, "-municode", "-O2", "-s", "-Wall", "-Wextra", "-Werror", "-static", *kind,
        "-Wl,--no-insert-timestamp", "-o", "launcher.exe",
        str(WINDOWS / "launcher.c"), "launcher.o",
    )  # fmt: skip
    (work / "launcher.exe").replace(target)


def _run(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, "LC_ALL": "C"})
