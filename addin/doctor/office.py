"""LibreOffice: its version, the Python inside it, and our extension."""

import re
import shutil
import sys
from pathlib import Path

import claimcheck
from addin.doctor.machine import run
from addin.doctor.result import Diagnosis, Mark


def checks() -> list[Diagnosis]:
    """All checks of LibreOffice."""
    program = office_program()
    if program is None:
        return [
            Diagnosis(
                "LibreOffice",
                Mark.FAULT,
                "未找到",
                "请安装 LibreOffice 25.2 或更新版本。Excel 加载项只能用在 Windows 上。",
            )
        ]
    return [office_version(program), office_python(program), office_extension(profiles())]


def office_program() -> Path | None:
    """LibreOffice's program folder; None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    candidates = [Path(found).resolve().parent] if found else []
    candidates.append(Path("/Applications/LibreOffice.app/Contents/MacOS"))
    return next((path for path in candidates if (path / "soffice").exists()), None)


def office_version(program: Path) -> Diagnosis:
    """Whether LibreOffice is new enough to find the functions in .xlsx files."""
    shown = run([str(program / "soffice"), "--version"])
    found = re.search(r"LibreOffice (\d+)\.(\d+)", shown)
    if found is None:
        return Diagnosis("LibreOffice", Mark.NOTE, "无法得知版本")
    text = f"{found.group(1)}.{found.group(2)}"
    if (int(found.group(1)), int(found.group(2))) < (25, 2):
        return Diagnosis("LibreOffice", Mark.FAULT, text, "请升级到 25.2 或更新版本。")
    return Diagnosis("LibreOffice", Mark.RIGHT, text)


def office_python(program: Path) -> Diagnosis:
    """Whether the Python inside LibreOffice can load what is installed for this one."""
    wanted = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = _python_inside(program)
    if found is None:
        return Diagnosis("LibreOffice 自带的 Python", Mark.NOTE, "无法得知版本")
    if found != wanted:
        return Diagnosis(
            "LibreOffice 自带的 Python",
            Mark.FAULT,
            f"{found}，而 claimcheck 装在 Python {wanted} 中",
            f"请把 claimcheck 装在 Python {found} 中，再重新生成扩展；在此之前模板由普通公式计算。",
        )
    return Diagnosis("LibreOffice 自带的 Python", Mark.RIGHT, found)


def office_extension(folders: list[Path]) -> Diagnosis:
    """Whether the extension is installed, and by this version of claimcheck."""
    from addin.libreoffice.package import version_in

    fix = "请运行 claimcheck addin libreoffice -o claimcheck.oxt，并在“工具 → 扩展”中添加。"
    made_by = [found for folder in folders for found in version_in(folder)]
    if not made_by:
        return Diagnosis("LibreOffice 扩展", Mark.FAULT, "未安装", fix)
    if claimcheck.__version__ not in made_by:
        found = f"由 claimcheck {made_by[0]} 生成，现为 {claimcheck.__version__}"
        return Diagnosis("LibreOffice 扩展", Mark.FAULT, found, fix)
    return Diagnosis("LibreOffice 扩展", Mark.RIGHT, claimcheck.__version__)


def profiles() -> list[Path]:
    """Folders in which this user's LibreOffice keeps extensions."""
    home = Path.home()
    return [
        home / ".config/libreoffice/4/user/uno_packages",
        home / "Library/Application Support/LibreOffice/4/user/uno_packages",
        Path("/usr/lib/libreoffice/share/uno_packages"),
    ]


def _python_inside(program: Path) -> str | None:
    own = [*program.glob("python-core-3.*"), *program.glob("../Frameworks/**/Versions/3.*")]
    for folder in own:
        found = re.search(r"3\.\d+", folder.name)
        if found:
            return found.group()
    bridge = program / "libpyuno.so"
    found = re.search(r"libpython(3\.\d+)", run(["ldd", str(bridge)])) if bridge.exists() else None
    return found.group(1) if found else None
