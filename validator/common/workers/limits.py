"""How much a worker may take for one file, and how many workers there are."""

import os
from dataclasses import dataclass

from claimcheck.errors import ClaimcheckError

#: Gigabytes of memory; seconds of processor time, and by the clock, for one file.
_MEMORY, _PROCESSOR, _SECONDS = 2.0, 60, 180

#: Settings of the environment that replace these.
MEMORY = "CLAIMCHECK_WORKER_MEMORY"
PROCESSOR = "CLAIMCHECK_WORKER_PROCESSOR"
SECONDS = "CLAIMCHECK_WORKER_SECONDS"
COUNT = "CLAIMCHECK_WORKERS"

#: Each takes about 100 MB.
_MOST = 32


class WorkerSettingError(ClaimcheckError):
    """Raised where a setting of the environment is no number; the text is Chinese."""


@dataclass(frozen=True)
class Limits:
    """What one file may cost."""

    memory: int  #: bytes
    processor: int  #: seconds of processor time, of all threads together
    seconds: int  #: by the clock

    @property
    def memory_words(self) -> str:
        """The memory as users read it."""
        return f"{self.memory / 1e9:g} GB"


def limits() -> Limits:
    """The limits as the environment sets them.

    Raises:
        WorkerSettingError: one of the settings is no positive number.
    """
    return Limits(
        int(_number(MEMORY, _MEMORY) * 1e9),
        max(1, round(_number(PROCESSOR, _PROCESSOR))),
        max(1, round(_number(SECONDS, _SECONDS))),
    )


def count() -> int:
    """How many workers may run beside each other.

    Raises:
        WorkerSettingError: the setting is no positive number.
    """
    return max(1, round(_number(COUNT, min(_processors(), _MOST))))


def _processors() -> int:
    """The processors that this process may use: a container may have fewer than the machine."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows and macOS
        return os.cpu_count() or 1


def _number(name: str, usual: float) -> float:
    text = os.environ.get(name, "").strip()
    if not text:
        return usual
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number < float("inf"):
        raise WorkerSettingError(f"环境变量 {name} 应为大于 0 的数，现为“{text}”。")
    return number
