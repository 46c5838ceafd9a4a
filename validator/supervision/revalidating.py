"""Checks a batch once more, for the commands that need it whole: page, lists and letters."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path

from claimcheck.settings import Settings
from validator.ledger.audit.trail import Trail
from validator.run.prepared import prepared
from validator.run.validate import Validation
from validator.supervision.verdicts import judged_again


def validated_again(
    paths: Sequence[Path],
    day: datetime | None,
    office_file: str | None,
    trail: Trail,
    progress: Callable[[str], None],
    tell: Callable[[str], None],
    own: Collection[int] = (),
) -> tuple[Validation, Settings]:
    """Read and check the files as `validate` does.

    Args:
        paths: files and folders.
        day: the day to judge by; None: today.
        office_file: the office's file; None: ./office.toml where there is one.
        trail: the audit trail, with the ledger to compare with.
        progress: told in Chinese what is being done.
        tell: told in Chinese which claims give way to their copies.
        own: see `Across.own`.

    Returns:
        The result with the decisions that stand, and the settings that it was made with.

    Raises:
        NothingToCheckError: there is nothing to check.
        DataFileError: the office's file is not as it must be.
    """
    batch = prepared(paths, day, office_file, tell)
    found = batch.run(progress, trail.ledger, own=own)
    return judged_again(found, trail, trail.read(), batch.settings.on), batch.settings
