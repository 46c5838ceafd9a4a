"""Whether files are still as they were when they were read."""

from collections.abc import Iterable
from pathlib import Path


class FileStates:
    """How large some files are, and when they were written last."""

    def __init__(self, files: Iterable[Path]) -> None:
        """Note how the files are now."""
        self._known = {file: _state(file) for file in files}

    def changed(self) -> list[Path]:
        """The files that were written, moved or removed since."""
        return [file for file, state in self._known.items() if _state(file) != state]


def _state(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
