"""What `validate` does for supervisors: verdicts beside findings, and the review workbook."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.settings import Settings
from claimcheck.text import shown_name
from claimcheck.writing import WriteError, written_whole
from validator.common.naming import numbered_names
from validator.common.workers.pool import result_of
from validator.ledger.audit.errors import SupervisionError
from validator.ledger.audit.events import Disclosure
from validator.ledger.audit.words import decision_of
from validator.ledger.errors import LedgerMissingError
from validator.ledger.presence import is_none
from validator.output.review_workbook.build import review_content
from validator.run.validate import Validation
from validator.supervision.finding_status import standpoints
from validator.supervision.review_sheet import ENDING
from validator.supervision.verdicts import stored_basis

if TYPE_CHECKING:
    from validator.output.marked.marking import Marked


def record_unmask(url: str | None, files: Sequence[Path], key_file: Path | None = None) -> None:
    """Note in the audit trail that numbers are shown in full, before they are.

    Without a ledger it is noted in the user's own.

    Raises:
        LedgerError: it cannot be noted; then nothing may be shown.
        BrokenTrailError: the trail was changed.
    """
    from validator.ledger.audit.book import this_user
    from validator.ledger.audit.trail import open_trail

    shown = Disclosure(what="unmask", files=[shown_name(path) for path in files])
    with open_trail(None if is_none(url) else url, key_file) as trail:
        trail.add(this_user(), lambda _: [shown])


def write_beside(
    validation: Validation,
    settings: Settings,
    target: Path,
    copies: Mapping[int, Path],
    marked: "Future[Marked]",
) -> tuple[list[Path], list[str]]:
    """Write the review workbook beside the marked copies.

    It is made while the copies that it links to are being written, and written when they are
    there.

    Args:
        validation: the result with the decisions that stand.
        settings: what the run used.
        target: where to (see `free_place`).
        copies: where the marked copies go, by the numbers of their inputs.
        marked: what becomes of them.

    Returns:
        The files written, and in Chinese what could not be written.
    """
    try:
        with written_whole(target) as draft:
            content = review_content(validation, settings, target.parent, copies)
            written = {*result_of(marked).written}
            there = {number: path for number, path in copies.items() if path in written}
            if len(there) < len(copies):  # it links to what is not there
                content = review_content(validation, settings, target.parent, there)
            draft.write_bytes(content)
    except WriteError as error:
        return [], [str(error)]
    return [target], []


def free_place(target: Path, url: str | None, key_file: Path | None = None) -> Path:
    """Where the review workbook may be written: none that holds decisions is overwritten.

    To be asked before workers write copies: one of them reads the workbook that is there.

    Args:
        target: where it is wanted (see `OutputPlaces.review`).
        url: the ledger's address.
        key_file: the ledger's key; None: the user's own.

    Returns:
        The target, or where it holds decisions that were not applied yet, a name beside it.

    Raises:
        SupervisionError: the ledger cannot be asked which of them were applied.
    """
    return next(
        name
        for name in numbered_names(target, ENDING)
        if not (name.exists() and _holds_decisions(name, url, key_file))
    )


def _holds_decisions(path: Path, url: str | None, key_file: Path | None) -> bool:
    """Whether a workbook holds something that would be lost; an unknown one always does."""
    from validator.supervision.handed_in import read_decisions

    try:
        found = read_decisions(path)
    except SupervisionError:
        return True
    if found.begun:
        return True
    if not found.proposals or is_none(url):
        return bool(found.proposals)
    import polars as pl

    from validator.ledger.audit.trail import open_trail

    try:
        with open_trail(url, key_file, create=False) as trail:
            keyed = stored_basis(trail.ledger, pl.Series([one.basis for one in found.proposals]))
            taken = standpoints(trail.read().recorded)
    except LedgerMissingError:
        return True
    known = {
        (one.finding, one.rests_on, one.verdict.decision)
        for group in taken.values()
        for one in group
    }
    return any(
        (one.finding, basis, decision_of(one.decision)) not in known
        for one, basis in zip(found.proposals, keyed, strict=True)
    )
