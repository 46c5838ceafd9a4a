"""Opens files, folders and addresses with the program that the PC has for them."""

import sys

import click


def open_with_system(what: str) -> None:
    """Open it; nothing is said where the PC has no program for it."""
    if sys.platform == "win32":
        import contextlib
        import os

        with contextlib.suppress(OSError):
            os.startfile(what)  # noqa: S606 - click would flash a black window
    else:
        click.launch(what)
