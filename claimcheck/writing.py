"""Writing files whole or not at all: the one place where claimcheck writes any.

A file is written beside its target under a name of ours, brought to the disk, and takes the
target's name in one step. Whatever goes wrong, what stood there before still stands.

Whatever tells of people is readable by its owner only (0600, folders that are made for it
0700). What is meant to be handed out - blank templates, generated pages, the add-in - is
`shared`: it gets the rights that the user's other files get. Windows has no such modes: there
a file gets the rights of its folder, and the folders of a user are that user's own. The same
holds for USB sticks and shares that know no modes.
"""

import contextlib
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimcheck import temporary
from claimcheck.errors import ClaimcheckError
from claimcheck.refusals import refusal
from claimcheck.text import shown_path

_OWNER_FILE, _OWNER_FOLDER = 0o600, 0o700
_SHARED_FILE, _SHARED_FOLDER = 0o666, 0o777  # less the umask, as ever

#: What a file system says that cannot be told to bring a file to the disk.
_NO_SYNC = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class WriteError(ClaimcheckError, OSError):
    """Raised when a file cannot be written; the message says why and what helps, in Chinese."""


@contextmanager
def written_whole(target: Path, *, shared: bool = False) -> Iterator[Path]:
    """Gives a temporary file beside `target`, which takes its name when all is written.

    Args:
        target: the file, replaced where it is there; folders that are missing are made.
        shared: whether it is meant to be handed out, and says nothing of anybody.

    Raises:
        WriteError: it cannot be written; whatever was there is unchanged.
    """
    draft: Path | None = None
    try:
        _make_folders(target.parent, shared=shared)
        draft = temporary.new_file(
            target.parent, target.suffix, _SHARED_FILE if shared else _OWNER_FILE
        )
        yield draft
        _finish(draft, shared=shared)
        draft.replace(target)
    except WriteError:
        raise
    except Exception as error:
        said = _said(error)
        if said is None:
            raise
        raise cannot_write(target, said) from error
    finally:
        if draft is not None:
            _remove(draft)


def write_whole(target: Path, content: bytes | memoryview, *, shared: bool = False) -> Path:
    """Write a file, as `written_whole` does; gives the target back.

    Raises:
        WriteError: it cannot be written; whatever was there is unchanged.
    """
    with written_whole(target, shared=shared) as draft:
        draft.write_bytes(content)
    return target


def write_new(target: Path, content: bytes, *, shared: bool = False) -> bool:
    """Write a file unless its name is taken, also where two programs do so at once.

    Returns:
        Whether it was written.

    Raises:
        WriteError: it cannot be written.
    """
    draft: Path | None = None
    try:
        _make_folders(target.parent, shared=shared)
        mode = _SHARED_FILE if shared else _OWNER_FILE
        draft = temporary.new_file(target.parent, target.suffix, mode)
        draft.write_bytes(content)
        _finish(draft, shared=shared)
        return _name_if_free(draft, target)
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        if draft is not None:
            _remove(draft)


def make_folder(folder: Path, *, shared: bool = False) -> None:
    """Make a folder and those above it that are missing.

    Raises:
        WriteError: it cannot be made.
    """
    try:
        _make_folders(folder, shared=shared)
    except OSError as error:
        why, mend = refusal(error, folder)
        raise WriteError(f"无法建立文件夹“{shown_path(folder)}”：{why}。{mend}。") from error


def cannot_write(target: Path, error: OSError) -> WriteError:
    """The error for a file that the system refuses to write."""
    if target.is_dir():
        error = IsADirectoryError(errno.EISDIR, "")
    why, mend = refusal(error, target)
    return WriteError(f"无法写入“{shown_path(target)}”：{why}。{mend}。")


def _make_folders(folder: Path, *, shared: bool) -> None:
    """Every folder that is made gets the mode, not only the last one."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder == folder.parent:
            break
        folder = folder.parent
    for path in reversed(missing):
        path.mkdir(mode=_SHARED_FOLDER if shared else _OWNER_FOLDER, exist_ok=True)


def _finish(draft: Path, *, shared: bool) -> None:
    """Set the rights, which a library may have changed, and bring the file to the disk.

    Without that a power cut could leave a new name with nothing behind it.
    """
    if not shared and draft.stat().st_mode & 0o777 != _OWNER_FILE:
        # A USB stick or a share may know no such rights: it is written to all the same.
        with contextlib.suppress(PermissionError, NotImplementedError):
            draft.chmod(_OWNER_FILE)
    handle = os.open(draft, os.O_RDWR)  # Windows takes no other
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(handle)


def _name_if_free(draft: Path, target: Path) -> bool:
    try:
        os.link(draft, target)
    except FileExistsError:
        return False
    except OSError:  # a file system without links: the first to come still wins
        if target.exists():
            return False
        draft.replace(target)
    return True


def _said(error: Exception) -> OSError | None:
    """What the system said; XlsxWriter hands it on inside an error of its own."""
    said = error if isinstance(error, OSError) else next(iter(error.args), None)
    return said if isinstance(said, OSError) else None


def _remove(draft: Path) -> None:
    with contextlib.suppress(OSError):
        draft.unlink(missing_ok=True)
