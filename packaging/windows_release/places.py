"""Where the parts of the build lie in the repository."""

from pathlib import Path

PACKAGING = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGING.parent
LOCKS = PACKAGING / "locks"
WINDOWS = PACKAGING / "windows"

WINDOWS_LOCK = LOCKS / "windows.lock"
PYTHON_LOCK = LOCKS / "python.lock"
TOOLS_LOCK = LOCKS / "tools.lock"
OTHER_PARTS = LOCKS / "other-parts.toml"
