"""Says what is being done, for work that takes long."""

import sys
import time

import click


class Progress:
    """Says on standard error what is being done.

    On a terminal one line that is overwritten; elsewhere a line only for work that takes
    long, so that logs stay short.
    """

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._last = time.monotonic()
        self._shown = False

    def __call__(self, what: str) -> None:
        """Show what is being done now."""
        if self._live:
            click.echo(f"\r\x1b[K{what}…", err=True, nl=False)
            self._shown = True
        elif time.monotonic() - self._last > 2:
            click.echo(f"{what}…", err=True)
            self._last = time.monotonic()

    def tell(self, what: str) -> None:
        """Say something that stays, on a line of its own."""
        self.done()
        click.echo(what, err=True)

    def done(self) -> None:
        """Clear the line."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)
