"""What takes long is done beside the page, one piece of work at a time."""

import threading
import time
from collections.abc import Callable
from typing import Any

from claimcheck.errors import ClaimcheckError


class BusyError(ClaimcheckError):
    """Raised when something is being done already; the text is Chinese."""


class Worker:
    """Does one thing at a time, and tells everybody who waits that something has changed."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._version = 0
        self._thread: threading.Thread | None = None
        self.what = ""  #: what is being done; empty: nothing
        self.step = ""
        self.begun = 0.0
        self.fault = ""  #: why the last work was not done, in Chinese

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return bool(self.what)

    def must_be_free(self) -> None:
        """Refuse what cannot be done beside anything else.

        Raises:
            BusyError: something is being done.
        """
        if self.what:
            raise BusyError(f"正在{self.what}，请稍候。")

    def start(self, what: str, act: Callable[[], None]) -> None:
        """Begin a piece of work.

        Raises:
            BusyError: another is being done.
        """
        with self._changed:
            self.must_be_free()
            self.what, self.step, self.fault, self.begun = what, "", "", time.monotonic()
        # No daemon: what is being written is written to its end.
        self._thread = threading.Thread(target=self._run, args=(act,))
        self._thread.start()
        self.changed()

    def progress(self, step: str) -> None:
        """Tell what is being done now."""
        self.step = step
        self.changed()

    def changed(self) -> None:
        """Wake everybody who waits for news."""
        with self._changed:
            self._version += 1
            self._changed.notify_all()

    def wait(self, known: int, seconds: float) -> int:
        """The number of the newest state; waits until it is another than the known one."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != known, seconds)
            return self._version

    def state(self) -> dict[str, Any]:
        """What is being done, for the page."""
        seconds = round(time.monotonic() - self.begun) if self.what else 0
        return {"what": self.what, "step": self.step, "seconds": seconds, "fault": self.fault}

    def _run(self, act: Callable[[], None]) -> None:
        try:
            act()
        except ClaimcheckError as error:
            self.fault = str(error)
        except Exception as error:  # the page has to say so: there is no terminal
            self.fault = f"程序出错（{type(error).__name__}），这一步没有完成。请联系技术支持人员。"
        finally:
            self.what = ""
            self.changed()
