"""Checks a batch once more, for the commands that need it whole: page, lists and letters."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from claimcheck.office import find_office
from claimcheck.settings import Settings
from validator.reading.files import expand
from validator.review import Review, review
from validator.supervision.errors import SupervisionError


def again(
    paths: Sequence[Path],
    day: datetime | None,
    office_file: str | None,
    progress: Callable[[str], None],
) -> tuple[Review, Settings]:
    """Read and check the files.

    Returns:
        The result, still without decisions, and the settings that it was made with.

    Raises:
        SupervisionError: there is nothing to check.
        DataFileError: the office's file is not as it must be.
    """
    files = expand(paths)
    if not files:
        raise SupervisionError("给出的文件夹里没有 Excel 工作簿。")
    office = find_office(office_file)
    settings = Settings(on=day.date(), office=office) if day else Settings(office=office)
    return review(files, settings, progress=progress), settings
