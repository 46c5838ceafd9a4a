"""Imports what comes after reading while workers read: nothing else is to be done here then."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread


@contextmanager
def importing_outputs() -> Iterator[None]:
    """Import what writes the outputs beside the body; it is there when the body ends."""
    thread = Thread(target=_import_outputs, name="imports")
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _import_outputs() -> None:
    with suppress(ImportError):  # the same error comes again where it is imported to be used
        import xlsxwriter  # noqa: F401

        import validator.output.marked.marking
        import validator.output.page.data
        import validator.output.places
        import validator.output.report
        import validator.output.review_workbook.beside
        import validator.output.text  # noqa: F401
