"""Whether a page of the desk is open: each holds a connection as long as it is."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

#: Seconds without any page after which the program ends. A page that is loaded anew is back
#: sooner; a browser that starts for the first time takes long.
GRACE, FIRST_GRACE = 8.0, 120.0


#: So many pages are told the news. A browser opens but six connections to one program, and what a
#: page asks for needs one, too.
MOST = 4


class Presence:
    """Knows the pages that are open."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: list[object] = []
        self._ever = False
        self._since = time.monotonic()

    @contextmanager
    def page(self) -> Iterator[object]:
        """A page is open as long as this lasts; gives what it is known by."""
        own = object()
        with self._lock:
            self._pages.append(own)
            self._ever = True
        try:
            yield own
        finally:
            with self._lock:
                self._pages.remove(own)
                self._since = time.monotonic()

    def is_one_too_many(self, page: object) -> bool:
        """Whether so many pages were opened after this one that it has to give way."""
        with self._lock:
            return page not in self._pages[-MOST:]

    def left(self) -> bool:
        """Whether all pages are closed, and none came back in time."""
        with self._lock:
            grace = GRACE if self._ever else FIRST_GRACE
            return not self._pages and time.monotonic() - self._since > grace
