"""Writes files whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from claimcheck.errors import ClaimcheckError
from claimcheck.text import shown_name


class NotWrittenError(ClaimcheckError, OSError):
    """Raised when a result cannot be written to its place."""


def save_whole(save: Callable[[str], None], target: Path) -> None:
    """Write beside the target first, so that it appears whole or not at all.

    Raises:
        NotWrittenError: the target cannot be written.
    """
    temporary = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(
            prefix=".claimcheck-", suffix=target.suffix, dir=target.parent
        )
        os.close(handle)
        save(temporary)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise NotWrittenError(
            f"无法写入“{shown_name(target)}”：没有权限、磁盘已满或文件正被打开。请关闭文件或换一个位置。"
        ) from error
