"""A batch as it was checked: how it stands, and whether that still holds for its files."""

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any

from validator.commands.desk.applicants import applicant_rows
from validator.commands.desk.own_record import note_recorded, recorded_of
from validator.commands.desk.places import BatchFolder
from validator.commands.desk.words import sums_of, told_aside
from validator.ledger.audit.trail import Trail
from validator.output.page.review import Review
from validator.reading.file_states import FileStates
from validator.reading.files import FilesOfCall
from validator.run.validate import Validation

#: The rows of the applicants, and the sums of the batch, as the page takes them.
Shown = tuple[list[dict[str, Any]], dict[str, Any]]


class CheckedBatch:
    """What a check found of one batch."""

    def __init__(
        self, batch: BatchFolder, trail: Trail, on: date, progress: Callable[[str], None]
    ) -> None:
        """Check a batch. The current folder is that of the office's settings and lists.

        Args:
            batch: it and its files.
            trail: the audit trail, in the ledger that the files are held against.
            on: the day to judge by.
            progress: told what is being done.

        Raises:
            ClaimcheckError: settings or ledger cannot be used.
        """
        from claimcheck.office import DEFAULT_NAME, find_office
        from claimcheck.settings import Settings
        from validator.run.prepared import PreparedRun

        self._batch, self._ledger = batch, trail.ledger
        self._files = [*batch.files]
        #: how far the ledger was when the files were held against it
        self.seen = self._ledger.seen()
        read = FileStates(self._files)
        settings_file = FileStates([Path(DEFAULT_NAME)])
        settings = Settings(on=on, office=find_office(None))
        lists = FileStates(Path(name) for name in settings.office.lists.values())
        self._judged_by = settings_file, lists
        # They came along in folders: what is no claim is set aside, and blocks nothing. Taken in
        # the order of a folder, so that commands call the same one of two like claims the repeat.
        files = FilesOfCall(sorted(self._files), {*self._files})
        recorded = recorded_of(batch, self._ledger)
        found = PreparedRun(files, settings, Path()).run(
            progress, self._ledger, own=recorded.keys()
        )
        self.told = [*recorded.values(), *told_aside(found)]  #: what it said besides, in Chinese
        self.review = Review(found, settings, trail, read)
        self._shown: Shown = [], {}
        self._shown_of: Validation | None = None  #: None: they are to be made anew
        self._look_for_recorded(recorded)

    @property
    def distrust(self) -> str:
        """How the ledger differed from the one that was used last; empty where it did not."""
        supervision = self.review.current.supervision
        return supervision.fault if supervision else ""

    @property
    def stale(self) -> bool:
        """Whether files, settings or lists are others than were checked, or changed since."""
        return (
            self._files != self._batch.files
            or bool(self.review.files_changed())
            or any(states.changed() for states in self._judged_by)
        )

    def shown(self) -> Shown:
        """What the page shows of it, made anew only when something was decided since."""
        found = self.review.current
        if self._shown_of is not found:
            rows = applicant_rows(found, self._recorded)
            self._shown = [row.as_dict() for row in rows], sums_of(self.review, found)
            self._shown_of = found
        return self._shown

    def was_recorded(self, number: int | None) -> None:
        """Take note that the batch itself was recorded, under a number where claims were new.

        Raises:
            WriteError: that cannot be noted beside its files.
        """
        self.seen = self._ledger.seen()
        if number is not None:
            note_recorded(self._batch, self._ledger, number)
        self._look_for_recorded(recorded_of(self._batch, self._ledger))

    def _look_for_recorded(self, numbers: Collection[int]) -> None:
        """Which claims stand in batches of the ledger that were recorded from this one."""
        from validator.supervision.accepted import recorded_there

        self._recorded = recorded_there(self.review.current, self._ledger, numbers)
        self._shown_of = None
