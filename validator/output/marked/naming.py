"""What marked copies are called, and whose copy a file is."""

import hashlib
import os
import re
import zipfile
from pathlib import Path

from validator.common.naming import output_paths
from validator.run.validate import Validation

#: How marked copies end: those of workbooks with macros keep them, and have to say so.
ENDING, ENDING_WITH_MACROS = ".核查.xlsx", ".核查.xlsm"
_WITH_MACROS = (".xlsm", ".xltm")

#: What a marked copy says of its source, in its properties.
_SOURCE = re.compile(rb"<dc:identifier[^>]*>claimcheck:([0-9a-f]{4})</dc:identifier>")


def marked_paths(validation: Validation, out: Path | None) -> dict[int, Path]:
    """Where the marked copy of each input goes, by the input's number."""
    found: dict[int, Path] = {}
    for ending in (ENDING, ENDING_WITH_MACROS):
        inputs = [entry for entry in validation.inputs if _ending(entry.path) == ending]
        paths = output_paths([entry.path for entry in inputs], out, ending, _may_replace)
        found |= dict(zip((entry.number for entry in inputs), paths, strict=True))
    return found


def unmarked_name(path: Path) -> str:
    """The name of a marked copy without its ending."""
    return path.name.removesuffix(_ending(path))


def _ending(path: Path) -> str:
    return ENDING_WITH_MACROS if path.suffix.lower() in _WITH_MACROS else ENDING


def source_mark(source: Path, target: Path) -> str:
    """Tells the sources of marked copies apart.

    It is so short that no number in a file's name can be found by trying all of them.
    """
    try:
        place = os.path.relpath(source.resolve(), target.resolve().parent)
    except ValueError:  # another drive
        place = str(source.resolve())
    return hashlib.blake2b(os.fsencode(place), digest_size=2).hexdigest()


def _may_replace(source: Path, target: Path) -> bool:
    """Whether a file is no marked copy of another input, from an earlier run."""
    try:
        with zipfile.ZipFile(target) as package:
            found = _SOURCE.search(package.read("docProps/core.xml"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return True  # there is none, or it is no copy of ours
    return found is None or found[1].decode() == source_mark(source, target)
