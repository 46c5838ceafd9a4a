"""Whether a page of the desk is open: each holds a connection as long as it is."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

#: Seconds without any page after which the program ends. A page that is loaded anew is back
#: sooner; a browser that starts for the first time takes long.
GRACE, FIRST_GRACE = 8.0, 120.0


class Presence:
    """Counts the pages that are open."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages = 0
        self._ever = False
        self._since = time.monotonic()

    @contextmanager
    def page(self) -> Iterator[None]:
        """A page is open as long as this lasts."""
        with self._lock:
            self._pages += 1
            self._ever = True
        try:
            yield
        finally:
            with self._lock:
                self._pages -= 1
                self._since = time.monotonic()

    def left(self) -> bool:
        """Whether all pages are closed, and none came back in time."""
        with self._lock:
            grace = GRACE if self._ever else FIRST_GRACE
            return not self._pages and time.monotonic() - self._since > grace
