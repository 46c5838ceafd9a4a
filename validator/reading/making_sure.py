"""Makes sure that a sheet may be loaded, before the fast reader takes all memory over it."""

from collections.abc import Callable
from typing import TypeVar

from validator.reading.package import Package
from validator.reading.sheet_look import SheetLook, SpanError
from validator.reading.sheet_part import TooManyCellsError
from validator.reading.together import Asking, answered
from validator.reading.unreadable import LESS, UnreadableError, guarded

Result = TypeVar("Result")


def make_sure(package: Package | None, sheet: str) -> SheetLook | None:
    """Make sure that the reader may load a sheet. For arguments and errors see `making_sure`."""
    return answered(making_sure(package, sheet))


def making_sure(package: Package | None, sheet: str) -> Asking[SheetLook | None]:
    """Make sure that the reader may load a sheet; gives a look into it that may go on.

    Args:
        package: of the workbook; None for other kinds, which have been tried out as a whole.
        sheet: the sheet's name.

    Raises:
        UnreadableError: it reaches so far, or its cells name so much text, that loading it would
            take all memory; or it is damaged.
    """
    if package is None:
        return None

    def begun() -> SheetLook:
        look = SheetLook(package, sheet)
        look.begin()
        return look

    look = _refusing(begun)
    question = _refusing(look.question)
    answer = None if question is None else (yield question)
    _refusing(lambda: look.end(answer))
    return look


def make_sure_of_texts(package: Package, sheet: str) -> None:
    """Make sure only that a sheet's cells do not name more text than there is memory for.

    Raises:
        UnreadableError: see `make_sure`.
    """
    if said := guarded(lambda: package.texts.fault(package.sheets[sheet].name)):
        raise UnreadableError(f"{said}。{LESS}")


def _refusing(step: Callable[[], Result]) -> Result:
    try:
        return guarded(step, SpanError, TooManyCellsError)
    except (SpanError, TooManyCellsError) as error:
        raise UnreadableError(f"{error}。{LESS}") from error
