"""Checks whether cells can be computed on this machine, and says what to do if not."""

# Checks load what they need only where they apply.

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import claimcheck
from claimcheck.errors import ClaimcheckError


class Mark(StrEnum):
    """How a check ended."""

    RIGHT = "right"
    FAULT = "fault"
    NOTE = "note"

    @property
    def sign(self) -> str:
        """The mark as people see it."""
        return {Mark.RIGHT: "√", Mark.FAULT: "×", Mark.NOTE: "·"}[self]


@dataclass(frozen=True)
class Result:
    """One check: what was found, and what to do about it."""

    name: str
    mark: Mark
    found: str
    fix: str = ""


def examine() -> list[Result]:
    """Check this machine for the spreadsheet program it has."""
    return [python_version(), packages(), *(_excel() if sys.platform == "win32" else _office())]


def python_version() -> Result:
    """Which Python this is; one that is too old could not have installed claimcheck."""
    found = ".".join(str(part) for part in sys.version_info[:3])
    return Result("Python", Mark.RIGHT, f"{found}（{sys.executable}）")


def packages() -> Result:
    """Whether what the functions need is there."""
    wanted = ["polars", "xlwings", "pyOpenVBA"]
    wanted += ["pywin32"] if sys.platform == "win32" else []
    found, missing = [], []
    for name in wanted:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        lacking = "、".join(missing)
        return Result("组件", Mark.FAULT, f"缺少 {lacking}", "请重新安装 claimcheck。")
    return Result("组件", Mark.RIGHT, f"claimcheck {claimcheck.__version__}，" + "，".join(found))


# ---- Excel on Windows


def _excel() -> list[Result]:
    from addin.install import excel_folder, settings_file
    from addin.vba import tools

    try:
        add_in = excel_folder() / tools.ADD_IN
    except ClaimcheckError as error:
        return [Result("Excel 加载项", Mark.FAULT, str(error))]
    return [excel_add_in(add_in), excel_settings(settings_file()), _macro_policy()]


def excel_add_in(add_in: Path) -> Result:
    """Whether the add-in is installed, and by this version of claimcheck."""
    from addin.vba.files import version_of

    fix = "请关闭 Excel，运行 claimcheck addin install。"
    if not add_in.exists():
        return Result("Excel 加载项", Mark.FAULT, f"未安装（{add_in}）", fix)
    made_by = version_of(add_in)
    if made_by is None:
        return Result("Excel 加载项", Mark.FAULT, f"文件已损坏（{add_in}）", fix)
    if made_by != claimcheck.__version__:
        found = f"由 claimcheck {made_by} 生成，现为 {claimcheck.__version__}"
        return Result("Excel 加载项", Mark.FAULT, found, fix)
    return Result("Excel 加载项", Mark.RIGHT, str(add_in))


def excel_settings(settings: Path) -> Result:
    """Whether Excel would start a Python that exists."""
    fix = "请运行 claimcheck addin install。"
    try:
        text = settings.read_text(errors="replace")
    except OSError:
        return Result("Excel 所用的 Python", Mark.FAULT, f"没有设置文件（{settings}）", fix)
    found = re.search(r'^"INTERPRETER_WIN","(.+)"$', text, re.MULTILINE)
    if found is None or not Path(found.group(1)).exists():
        named = found.group(1) if found else "（空）"
        return Result("Excel 所用的 Python", Mark.FAULT, f"{named} 不存在", fix)
    return Result("Excel 所用的 Python", Mark.RIGHT, found.group(1))


#: Settings of administrators: name, the value that forbids, what it does, how it ends.
_POLICIES = (
    (
        "DisableAllAddins",
        1,
        "禁止了所有加载项",
        "请联系管理员允许加载项；在此之前模板由普通公式计算，结果相同。",
    ),
    (
        "VBAWarnings",
        4,
        "禁止了工作簿中的宏",
        "请使用不含宏的 .xlsx 模板，由已安装的加载项计算。",
    ),
)


def _macro_policy() -> Result:
    """Whether the PC's administrators have switched add-ins or macros off."""
    if sys.platform != "win32":
        return Result("宏设置", Mark.NOTE, "只有 Windows 上的 Excel 才有此项")
    import winreg

    for root in ("Software\\Policies\\Microsoft\\Office", "Software\\Microsoft\\Office"):
        key = f"{root}\\16.0\\Excel\\Security"
        for name, forbidding, effect, fix in _POLICIES:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    value, _ = winreg.QueryValueEx(opened, name)
            except OSError:
                continue
            if value == forbidding:
                mark = Mark.FAULT if name == _POLICIES[0][0] else Mark.NOTE
                return Result("宏设置", mark, f"本机{effect}（{name}）", fix)
    return Result("宏设置", Mark.RIGHT, "未发现禁止加载项的设置")


# ---- LibreOffice elsewhere


def _office() -> list[Result]:
    program = office_program()
    if program is None:
        return [
            Result(
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


def office_version(program: Path) -> Result:
    """Whether LibreOffice is new enough to find the functions in .xlsx files."""
    shown = _run([str(program / "soffice"), "--version"])
    found = re.search(r"LibreOffice (\d+)\.(\d+)", shown)
    if found is None:
        return Result("LibreOffice", Mark.NOTE, "无法得知版本")
    text = f"{found.group(1)}.{found.group(2)}"
    if (int(found.group(1)), int(found.group(2))) < (25, 2):
        return Result("LibreOffice", Mark.FAULT, text, "请升级到 25.2 或更新版本。")
    return Result("LibreOffice", Mark.RIGHT, text)


def office_python(program: Path) -> Result:
    """Whether the Python inside LibreOffice can load what is installed for this one."""
    wanted = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = _python_inside(program)
    if found is None:
        return Result("LibreOffice 自带的 Python", Mark.NOTE, "无法得知版本")
    if found != wanted:
        return Result(
            "LibreOffice 自带的 Python",
            Mark.FAULT,
            f"{found}，而 claimcheck 装在 Python {wanted} 中",
            f"请把 claimcheck 装在 Python {found} 中，再重新生成扩展；在此之前模板由普通公式计算。",
        )
    return Result("LibreOffice 自带的 Python", Mark.RIGHT, found)


def office_extension(folders: list[Path]) -> Result:
    """Whether the extension is installed, and by this version of claimcheck."""
    from addin.libreoffice.package import version_in

    fix = "请运行 claimcheck addin libreoffice -o claimcheck.oxt，并在“工具 → 扩展”中添加。"
    made_by = [found for folder in folders for found in version_in(folder)]
    if not made_by:
        return Result("LibreOffice 扩展", Mark.FAULT, "未安装", fix)
    if claimcheck.__version__ not in made_by:
        found = f"由 claimcheck {made_by[0]} 生成，现为 {claimcheck.__version__}"
        return Result("LibreOffice 扩展", Mark.FAULT, found, fix)
    return Result("LibreOffice 扩展", Mark.RIGHT, claimcheck.__version__)


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
    found = re.search(r"libpython(3\.\d+)", _run(["ldd", str(bridge)])) if bridge.exists() else None
    return found.group(1) if found else None


def _run(command: list[str]) -> str:
    """What a program prints; '' where it cannot be run."""
    try:
        return subprocess.run(  # noqa: S603 - programs that we have found ourselves
            command, capture_output=True, text=True, timeout=30, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
