"""This Python and what it holds."""

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

import claimcheck
from addin.doctor.result import Diagnosis, Mark


def python_version() -> Diagnosis:
    """Which Python this is; one that is too old could not have installed claimcheck."""
    found = ".".join(str(part) for part in sys.version_info[:3])
    return Diagnosis("Python", Mark.RIGHT, f"{found}（{sys.executable}）")


def packages() -> Diagnosis:
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
        return Diagnosis("组件", Mark.FAULT, f"缺少 {lacking}", "请重新安装 claimcheck。")
    return Diagnosis(
        "组件", Mark.RIGHT, f"claimcheck {claimcheck.__version__}，" + "，".join(found)
    )


def run(command: list[str]) -> str:
    """What a program prints; '' where it cannot be run."""
    try:
        return subprocess.run(  # noqa: S603 - programs that we have found ourselves
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=30,
            check=False,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
