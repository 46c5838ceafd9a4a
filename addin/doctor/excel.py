"""Excel on Windows: the add-in, the Python that it starts, and what administrators allow."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import claimcheck
from addin.doctor.machine import run
from addin.doctor.result import Diagnosis, Mark
from claimcheck.errors import ClaimcheckError

_ADD_IN = "Excel 加载项"
_PYTHON = "Excel 所用的 Python"
_POLICY = "宏设置"
_INSTALL = "请运行 claimcheck addin install。"

#: The oldest Python that claimcheck runs on.
_OLDEST = (3, 11)


def checks() -> list[Diagnosis]:
    """All checks of Excel."""
    from addin.install import excel_folder, settings_file
    from addin.vba import tools

    try:
        add_in = excel_folder() / tools.ADD_IN
    except ClaimcheckError as error:
        return [Diagnosis(_ADD_IN, Mark.FAULT, str(error))]
    return [excel_add_in(add_in), bridge(), excel_python(settings_file()), *policies()]


def excel_add_in(add_in: Path) -> Diagnosis:
    """Whether the add-in is installed, and by this version of claimcheck."""
    from addin.vba.files import version_of

    fix = "请关闭 Excel，运行 claimcheck addin install。"
    if not add_in.exists():
        return Diagnosis(_ADD_IN, Mark.FAULT, f"未安装（{add_in}）", fix)
    made_by = version_of(add_in)
    if made_by is None:
        return Diagnosis(_ADD_IN, Mark.FAULT, f"文件已损坏（{add_in}）", fix)
    if made_by != claimcheck.__version__:
        found = f"由 claimcheck {made_by} 生成，现为 {claimcheck.__version__}"
        return Diagnosis(_ADD_IN, Mark.FAULT, found, fix)
    return Diagnosis(_ADD_IN, Mark.RIGHT, str(add_in))


def bridge() -> Diagnosis:
    """Whether the installed xlwings is one whose VBA we know."""
    from addin.vba import bridge as made

    try:
        made.sources()
    except ClaimcheckError as error:
        fix = "请运行 py -m pip install --force-reinstall claimcheck。"
        return Diagnosis("xlwings", Mark.FAULT, str(error), fix)
    return Diagnosis("xlwings", Mark.RIGHT, "与 claimcheck 配套")


# ---- the Python that Excel starts

# Run by that Python: what it is, and what it has.
_PROBE = """\
import json, sys
found = {"python": list(sys.version_info[:3])}
try:
    from importlib.metadata import version
    for name in ("claimcheck", "xlwings", "pywin32"):
        try:
            found[name] = version(name)
        except Exception:
            found[name] = None
except ImportError:
    pass
print(json.dumps(found))
"""


def excel_python(settings: Path, platform: str = sys.platform) -> Diagnosis:
    """Whether Excel would start a Python that exists and holds this claimcheck."""
    try:
        text = settings.read_text(errors="replace")
    except OSError:
        return Diagnosis(_PYTHON, Mark.FAULT, f"没有设置文件（{settings}）", _INSTALL)
    found = re.search(r'^"INTERPRETER_WIN","(.+)"$', text, re.MULTILINE)
    if found is None or not Path(found.group(1)).exists():
        named = found.group(1) if found else "（空）"
        return Diagnosis(_PYTHON, Mark.FAULT, f"{named} 不存在", _INSTALL)
    interpreter = Path(found.group(1))
    wrong = _wrong_with(_contents(interpreter), platform)
    if wrong:
        return Diagnosis(_PYTHON, Mark.FAULT, f"{interpreter}：{wrong}", _INSTALL)
    return Diagnosis(_PYTHON, Mark.RIGHT, str(interpreter))


def _contents(interpreter: Path) -> dict[str, object]:
    """What a Python says of itself; {} where it says nothing."""
    # The windowless Python prints nothing; its neighbour is the same installation.
    printing = interpreter.with_name("python.exe")
    shown = run([str(printing if printing.exists() else interpreter), "-c", _PROBE])
    try:
        found = json.loads(shown)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _wrong_with(contents: dict[str, object], platform: str) -> str:
    """What is wrong with a Python for our purpose; '' when nothing is."""
    python = contents.get("python")
    if not isinstance(python, list):
        return "无法启动"
    if tuple(python) < _OLDEST:
        shown = ".".join(str(part) for part in python)
        return f"版本为 {shown}，claimcheck 需要 {_OLDEST[0]}.{_OLDEST[1]} 或更新版本"
    installed = contents.get("claimcheck")
    if installed is None:
        return "其中没有安装 claimcheck"
    if installed != claimcheck.__version__:
        return f"其中是 claimcheck {installed}，现为 {claimcheck.__version__}"
    wanted = ("xlwings", "pywin32") if platform == "win32" else ("xlwings",)
    missing = [name for name in wanted if contents.get(name) is None]
    return f"其中缺少 {'、'.join(missing)}" if missing else ""


# ---- what administrators have switched off


@dataclass(frozen=True)
class Policy:
    """A setting that stands in the way."""

    name: str
    forbidding: int
    effect: str
    fix: str
    stops_add_in: bool


_FORMULAS = "在此之前模板由普通公式计算，结果相同。"
_POLICIES = (
    Policy(
        "DisableAllAddins",
        1,
        "禁止了所有加载项",
        "请联系管理员允许加载项；" + _FORMULAS,
        stops_add_in=True,
    ),
    Policy(
        "RequireAddinSig",
        1,
        "只允许有签名的加载项",
        "请联系管理员把 XLSTART 文件夹设为受信任位置；" + _FORMULAS,
        stops_add_in=True,
    ),
    Policy(
        "VBAWarnings",
        4,
        "禁止了工作簿中的宏",
        "请使用不含宏的 .xlsx 模板，由已安装的加载项计算。",
        stops_add_in=False,
    ),
    Policy(
        "blockcontentexecutionfrominternet",
        1,
        "禁止了来自网络的文件中的宏",
        "请使用不含宏的 .xlsx 模板，由已安装的加载项计算。",
        stops_add_in=False,
    ),
)
_KEYS = tuple(
    f"{root}\\16.0\\Excel\\Security"
    for root in ("Software\\Policies\\Microsoft\\Office", "Software\\Microsoft\\Office")
)


def registry_value(key: str, name: str) -> object:
    """A value of this user's registry; None where there is none."""
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None


def policies(read: Callable[[str, str], object] = registry_value) -> list[Diagnosis]:
    """Whether add-ins or macros are switched off on this PC.

    Args:
        read: gives the value of a key's entry, None where there is none.
    """
    found = list(_in_force(read))
    return found or [Diagnosis(_POLICY, Mark.RIGHT, "未发现禁止加载项的设置")]


def _in_force(read: Callable[[str, str], object]) -> Iterator[Diagnosis]:
    for policy in _POLICIES:
        if any(read(key, policy.name) == policy.forbidding for key in _KEYS):
            mark = Mark.FAULT if policy.stops_add_in else Mark.NOTE
            yield Diagnosis(_POLICY, mark, f"本机{policy.effect}（{policy.name}）", policy.fix)
