"""Names of temporary files and folders, and removing those that a killed run left behind.

They may hold the numbers of people in full. A name says on which machine and by which process
it was made: `.claimcheck-3f2a-1b7c-x82kq0ab.xlsx`. Those of a process that is no more are
removed by the next run that writes into the same folder.
"""

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FILE = re.compile(
    r"\.claimcheck-(?:(?P<machine>[0-9a-f]{4})-(?P<process>[0-9a-f]+)-[0-9a-f]{8}"
    r"|[a-z0-9_]{8})"  # as earlier versions named them
    r"(?:\.\w{1,9})?"
)
_ENDING = re.compile(r"\.\w{1,9}")
_FOLDER = re.compile(r"claimcheck-(?P<machine>[0-9a-f]{4})-(?P<process>[0-9a-f]+)-[0-9a-f]{8}")

#: Seconds after which what nobody has written to belongs to no run that still goes on. It
#: decides where the process cannot be asked: on another machine, and on Windows.
_ABANDONED = 24 * 60 * 60

_ours: set[str] = set()  #: names that this process made
_swept: set[Path] = set()  #: folders in which this process has looked


def new_file(folder: Path, ending: str, mode: int) -> Path:
    """Make an empty file of a name of ours.

    Args:
        folder: where.
        ending: such as ".xlsx".
        mode: its rights, less the umask.

    Raises:
        OSError: the folder cannot be written to.
    """
    path = folder / f".{_new_name()}{ending if _ENDING.fullmatch(ending) else ''}"
    _ours.add(path.name)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
    if folder not in _swept:
        _swept.add(folder)
        # What time it is in that folder: the clock of a file server may be another.
        _sweep(folder, _FILE, path.stat().st_mtime)
    return path


@contextlib.contextmanager
def own_folder() -> Iterator[None]:
    """Let everything temporary stand in one folder of this run, which goes when it ends.

    The libraries that write workbooks put whole sheets into the system's temporary folder.
    """
    import tempfile

    before = tempfile.tempdir
    try:
        parent = Path(tempfile.gettempdir())
        folder = parent / _new_name()
        _ours.add(folder.name)
        folder.mkdir(mode=0o700)
    except OSError:  # there is no such place; whoever needs one will say so
        yield
        return
    try:
        tempfile.tempdir = str(folder)
        _sweep(parent, _FOLDER, folder.stat().st_mtime)
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)


def _new_name() -> str:
    return f"claimcheck-{_machine()}-{os.getpid():x}-{secrets.token_hex(4)}"


@cache
def _machine() -> str:
    import platform

    return hashlib.blake2b(platform.node().encode(), digest_size=2).hexdigest()


def _sweep(folder: Path, ours: re.Pattern[str], now: float) -> None:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = ours.fullmatch(entry.name)
            if found and entry.name not in _ours:
                with contextlib.suppress(OSError):
                    _remove_abandoned(entry, found, now)


def _remove_abandoned(entry: os.DirEntry[str], found: re.Match[str], now: float) -> None:
    about = entry.stat(follow_symlinks=False)
    if sys.platform != "win32" and about.st_uid != os.getuid():
        return
    parts = found.groupdict()
    here = parts["machine"] == _machine() and sys.platform != "win32"
    if not (here and _has_ended(int(parts["process"], 16))) and now - about.st_mtime < _ABANDONED:
        return
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path, ignore_errors=True)
    else:
        Path(entry.path).unlink()


def _has_ended(process: int) -> bool:
    """Whether a process of this machine is no more; its number may be ours by now."""
    if process == os.getpid():
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # it belongs to somebody else
        return False
    return False
