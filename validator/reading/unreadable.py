"""Says in Chinese why a workbook cannot be read, and what to do."""

import errno
import re
from collections.abc import Callable
from typing import TypeVar

from validator.common.library_messages import quiet_libraries
from validator.common.workers.process import Ending, WorkerDiedError

Result = TypeVar("Result")

#: what to do where a file is damaged, and where it holds too much
REPAIR = "请用 Excel 或 WPS 打开检查，另存为 .xlsx 后再交。"
LESS = "请删去表格以外的内容，另存为 .xlsx 后再交。"

#: How libraries say that the system gives no more memory, or no thread for lack of it.
_NO_MEMORY = re.compile(
    r"(out of|insufficient|not enough) memory|memory allocation|start new thread|threadpool"
)


class UnreadableError(Exception):
    """A workbook that cannot be read; the text says why, then what to do, in Chinese."""

    @property
    def fault(self) -> str:
        """Why."""
        return str(self).split("。", 1)[0]

    @property
    def remedy(self) -> str:
        """What to do."""
        return str(self).split("。", 1)[1]


def guarded(action: Callable[[], Result], *through: type[Exception]) -> Result:
    """Run a step of the reader; whatever it raises means that the file is damaged.

    Args:
        action: the step.
        through: what is handed through as it is.
    """
    # Too little memory says nothing of the file: in a worker it is the limit that was reached.
    passed: tuple[type[BaseException], ...] = (
        *(KeyboardInterrupt, SystemExit, MemoryError),
        UnreadableError,
    )
    try:
        with quiet_libraries():
            return action()
    except (*passed, *through):
        raise
    except ImportError as error:  # the reader itself found no room
        raise MemoryError from error
    except BaseException as error:  # the reader's panics are no Exceptions
        if _lacks_memory(error):
            raise MemoryError from error
        if "password" in str(error).lower():
            raise UnreadableError("文件有密码保护。请取消密码后另存再交。") from error
        raise UnreadableError(f"文件已损坏。{REPAIR}") from error


def _lacks_memory(error: BaseException) -> bool:
    """Whether an error of a library says that memory is short, and nothing of the file."""
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    return _NO_MEMORY.search(str(error).lower()) is not None


def ended_by(death: WorkerDiedError) -> UnreadableError:
    """What is told of a file that ended the worker which read it."""
    match death.ending:
        case Ending.KILLED:
            remedy = f"请关闭其他程序后再核查；仍不行的，{LESS}"
        case Ending.CRASH:
            remedy = REPAIR
        case _:
            remedy = f"{LESS}确实很大的表，请分成几个文件。"
    return UnreadableError(f"读取时{death.words}。{remedy}")


def failed_over(error: Exception) -> UnreadableError:
    """What is told of a file over which our own program failed."""
    return UnreadableError(
        f"读取这个文件时程序出错（{type(error).__name__}）。"
        "请再核查一次；仍然出错的，请把这个文件交给技术支持人员。"
    )
