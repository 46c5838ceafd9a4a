"""Checks a batch once more, for the commands that need it whole: page, lists and letters."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from claimcheck.office import find_office
from claimcheck.settings import Settings
from validator.ledger.audit.errors import SupervisionError
from validator.ledger.audit.trail import Trail
from validator.reading.files import expand
from validator.run.validate import Review, review
from validator.supervision.verdicts import judged_again


def again(
    paths: Sequence[Path],
    day: datetime | None,
    office_file: str | None,
    trail: Trail,
    progress: Callable[[str], None],
) -> tuple[Review, Settings]:
    """Read and check the files as `validate` does.

    Args:
        paths: files and folders.
        day: the day to judge by; None: today.
        office_file: the office's file; None: ./office.toml where there is one.
        trail: the audit trail, with the ledger to compare with.
        progress: told in Chinese what is being done.

    Returns:
        The result with the decisions that stand, and the settings that it was made with.

    Raises:
        SupervisionError: there is nothing to check.
        DataFileError: the office's file is not as it must be.
    """
    files = expand(paths)
    if not files:
        raise SupervisionError("给出的文件夹里没有 Excel 工作簿。")
    office = find_office(office_file)
    settings = Settings(on=day.date(), office=office) if day else Settings(office=office)
    found = review(
        files,
        settings,
        progress=progress,
        ledger=trail.ledger,
        lists_folder=Path(office_file).parent if office_file else Path(),
    )
    return judged_again(found, trail, trail.read(), settings.on), settings
