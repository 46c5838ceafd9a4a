"""Lays out everything that a release holds, as it will lie on the PC.

claimcheck核查.exe   the icon           program/bin/claimcheck.exe   the command
开始.html            the start page     program/python/              Python and packages
模板/ 样例/ 说明/ 许可/                   program/start.py, installing.py
"""

import shutil
import subprocess
from pathlib import Path, PurePosixPath

from claimcheck.forms.called import file_stem
from windows_release import downloads, help_pages, launchers, parts, python_runtime
from windows_release.places import REPOSITORY, WINDOWS

#: Folder of the repository → folder of the release, and which kinds of file go there.
_COPIED = {
    "templates": ("模板", frozenset({".xlsx"})),
    "samples": ("样例", frozenset({".xlsx", ".xls", ".csv", ".pdf", ".html", ".toml", ".txt"})),
}

#: The longest path below the release's folder. Windows allows 259 characters in all, and
#: C:\Users\…\AppData\Local\Programs\claimcheck takes 60 with a name of twenty.
LONGEST_PATH = 190


def lay_out(root: Path, work: Path, version: str, time: str) -> list[parts.Part]:
    """Build the tree; what is inside, sorted by name.

    Args:
        root: an empty folder.
        work: a folder for what is downloaded and compiled on the way.
        version: of claimcheck.
        time: of the release (ISO 8601), for the list of parts.
    """
    program, python = root / "program", root / "program" / "python"
    wheels = [*downloads.wheels(work / "wheels"), downloads.own_wheel(work / "own")]
    python_runtime.unpack_python(downloads.python_package(work / "python"), python)
    for wheel in wheels:
        python_runtime.unpack_wheel(wheel, python)

    launchers.compile_launcher(
        program / "bin" / "claimcheck.exe", work / "launchers", version, windowed=False
    )
    launchers.compile_launcher(
        root / "claimcheck核查.exe", work / "launchers", version, windowed=True
    )
    for script in ("start.py", "installing.py"):
        shutil.copyfile(WINDOWS / script, program / script)
    (program / "claimcheck-release.txt").write_bytes(f"{version}\r\n".encode())

    copy_tracked(root)
    help_pages.write_pages(root / "说明")
    (root / "开始.html").write_text(start_page(version), encoding="utf-8", newline="\n")

    inside = [*map(parts.part_of_wheel, wheels), *parts.other_parts()]
    inside.sort(key=lambda part: part.name.lower())
    licences = root / "许可"
    licences.mkdir()
    shutil.copyfile(REPOSITORY / "LICENSE", licences / "claimcheck.txt")
    (licences / "组成清单.txt").write_bytes(parts.text_list(inside, version).encode("utf-8-sig"))
    (licences / "components.cdx.json").write_text(
        parts.cyclonedx(inside, version, time), encoding="utf-8"
    )
    check_paths(root)
    return inside


def copy_tracked(root: Path) -> None:
    """Copy templates and samples: what is under version control, and nothing that lies about."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *_COPIED],
        cwd=REPOSITORY, check=True, capture_output=True,
    ).stdout.decode()  # fmt: skip
    for name in filter(None, listed.split("\0")):
        path = PurePosixPath(name)
        folder, kinds = _COPIED[path.parts[0]]
        if path.suffix in kinds:
            target = root.joinpath(folder, *path.parts[1:])
            if path.parts[0] == "templates":
                # Committed by the names of their types, handed out by what they are for.
                target = target.with_stem(file_stem(path.stem))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / name, target)


def start_page(version: str) -> str:
    """The page that opens when nothing was dropped on the icon."""
    page = (WINDOWS / "start-page.html").read_text(encoding="utf-8")
    templates = len(list((REPOSITORY / "templates").glob("*.xlsx")))
    return page.replace("@VERSION@", version).replace("@TEMPLATES@", str(templates))


def check_paths(root: Path) -> None:
    """Refuse a tree that Windows could not hold.

    Raises:
        ValueError: a path is too long, or two differ only in case.
    """
    places = [path.relative_to(root).as_posix() for path in root.rglob("*")]
    long = [place for place in places if len(place) > LONGEST_PATH]
    if long:
        raise ValueError(f"too long for Windows: {long[:3]}")
    if len({place.casefold() for place in places}) != len(places):
        raise ValueError("two paths differ only in case")
