"""Fixed times and a portable archive: the same tree always gives the same bytes."""

import os
import time
import zipfile
from pathlib import Path


def files_below(root: Path) -> list[Path]:
    """All files of a tree, sorted by their relative paths."""
    found = [path for path in root.rglob("*") if path.is_file()]
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def fix_times(root: Path, epoch: int) -> None:
    """Give every file of a tree the same time."""
    for path in files_below(root):
        os.utime(path, (epoch, epoch))


def write_zip(root: Path, target: Path, folder: str, epoch: int) -> None:
    """Pack a tree as one folder of a .zip: sorted, with one time and no owner."""
    moment = time.gmtime(epoch)[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files_below(root):
            name = f"{folder}/{path.relative_to(root).as_posix()}"
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = 0  # made for Windows: no permissions
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=9)
