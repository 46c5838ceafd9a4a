"""Writing files: whole or not at all, and readable by their owner only."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimcheck.text import shown_name
from validator.ledger.audit.errors import SupervisionError


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Gives a temporary file beside `target`, which takes its name when all is written.

    Raises:
        SupervisionError: the target cannot be written; whatever was there is unchanged.
    """
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes files that only their owner may read.
        handle, name = tempfile.mkstemp(
            prefix=".claimcheck-", suffix=target.suffix, dir=target.parent
        )
        os.close(handle)
        temporary = Path(name)
        yield temporary
        temporary.chmod(0o600)
        temporary.replace(target)
    except Exception as error:
        cause = _cause(error)
        if cause is None:
            raise
        raise SupervisionError(
            f"无法写入“{shown_name(target)}”：{_reason(cause)}。"
            "请关闭正在打开的同名文件，或用 --out 指定另一个文件夹。"
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _cause(error: Exception) -> OSError | None:
    """What the system said; XlsxWriter hands it on inside an error of its own."""
    said = error if isinstance(error, OSError) else next(iter(error.args), None)
    return said if isinstance(said, OSError) else None


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有权限或文件正被打开"
    return "磁盘已满" if error.errno == 28 else "这个位置不能写文件"
