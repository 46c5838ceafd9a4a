"""Which files a call means."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from validator.common.naming import imported_from
from validator.intake.statements.sources.archive import STATEMENTS
from validator.reading.files import OWN_OUTPUTS


def expand(paths: Iterable[Path], leave_out: Sequence[Path] = ()) -> list[Path]:
    """Files and folders as files, each once, folders in the order of names.

    A file that is named is always taken; in a folder only those that may be statements, and
    never our own outputs.
    """
    left_out = {path.resolve() for path in leave_out}
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _inside(path) if path.is_dir() else [path]:
            if file.resolve() not in left_out:
                found.setdefault(file.resolve(), file)
    return list(found.values())


def _inside(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() in (*STATEMENTS, ".zip")
        and not path.name.startswith(("~$", "."))
        and not path.name.endswith(OWN_OUTPUTS)
        and not imported_from(path)[1]
    )
