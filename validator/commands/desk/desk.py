"""What lies on the desk: one batch and what was found of it, the ledger, and what came out."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from claimcheck.identity import hide_numbers
from claimcheck.text import shown_name, shown_path
from validator.commands.desk.asked import DeskError, text_of
from validator.commands.desk.checked import CheckedBatch
from validator.commands.desk.opening import open_with_system
from validator.commands.desk.places import BatchFolder, earlier_batches, new_batch
from validator.commands.desk.words import at_the_desk
from validator.commands.desk.working import Worker
from validator.ledger.audit.distrust import untrusted
from validator.ledger.audit.trail import Trail
from validator.output.page.review import Review
from validator.output.page.states import OtherCheckError


class Desk:
    """One batch at a time; what is done with it are functions of the modules beside this one."""

    def __init__(
        self,
        home: Path,
        trail: Trail | None,
        fault: str,
        day: datetime | None,
        replaced: Callable[[], Trail] | None = None,
    ) -> None:
        """Begin at an empty batch.

        Args:
            home: the folder of the desk.
            trail: None where the ledger could not be opened.
            fault: why, in Chinese.
            day: the day to judge by; None: today.
            replaced: makes the ledger anew where the one that was used last is gone; None where
                something else is wrong with it.
        """
        self.home, self.fault, self.day = home, fault, day
        self._replaced = replaced
        self.distrust = ""  #: how the ledger differs from the one that was used last
        self.worker = Worker()
        self.notices: list[str] = []
        self.statements: list[Path] = []  #: that wait to be written into a claim
        self.made: list[dict[str, Any]] = []  #: what came out, the newest first
        self._trail = trail
        self._batch = new_batch(home, date.today())
        self._checked: CheckedBatch | None = None
        self._openable: list[Path] = []  #: files and folders that the page may have opened

    # ---- what the page shows ---------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """All that the page shows, as things stand now."""
        checked = self._checked
        rows, sums = ([], {}) if checked is None else checked.shown()
        told = [] if checked is None else checked.told
        return {
            "work": self.worker.state(),
            "fault": self.fault,
            "notices": [*self.notices, *self._distrusted(), *told],
            "to_accept": self.distrust or (self.fault if self._replaced else ""),
            "home": shown_path(self.home),
            "batch": {
                "name": self._batch.name,
                "folder": self.openable(self._batch.path) if self._batch.path.exists() else None,
                "files": [shown_name(file) for file in self._batch.files],
            },
            "earlier": self._earlier(),
            "statements": [shown_name(file) for file in self.statements],
            "checked": checked is not None,
            "stale": self.stale,
            "rows": rows,
            "sums": sums,
            "made": self.made,
        }

    def _earlier(self) -> list[dict[str, Any]]:
        """The batches that can be taken up again; they are offered before anything is begun."""
        if self._batch.files:
            return []
        batches = earlier_batches(self.home)
        return [{"name": batch.name, "files": len(batch.files)} for batch in batches]

    # ---- the batch and the check of it -----------------------------------------------------

    @property
    def batch(self) -> BatchFolder:
        """The batch at hand."""
        return self._batch

    def begin(self, content: Any) -> dict[str, Any]:
        """Begin a new batch, or take up an earlier one by its name.

        Raises:
            BusyError: something is being done.
            DeskError: there is no batch of that name.
        """
        self.worker.must_be_free()
        name = text_of(content, "name", needed=False)
        known = {batch.name: batch for batch in earlier_batches(self.home)}
        if name and name not in known:
            raise DeskError("没有找到这一批。")
        self._batch = known[name] if name else new_batch(self.home, date.today())
        self._checked = None
        self.made, self.statements = [], []
        self.worker.changed()
        return {}

    def check(self, _: Any) -> dict[str, Any]:
        """Begin to check the files of the batch, beside the page.

        Raises:
            DeskError: it has none.
            BusyError: something is being done.
        """
        if not self._batch.files:
            raise DeskError("还没有文件。请把申报表拖到这里。")
        self.worker.start("核查", self._check)
        return {}

    def _check(self) -> None:
        day = self.day.date() if self.day else date.today()
        self._checked = CheckedBatch(self._batch, self.trail, day, self.worker.progress)
        self.distrust = self._checked.distrust

    @property
    def checked(self) -> CheckedBatch:
        """The batch as it was checked last.

        Raises:
            DeskError: nothing was checked yet.
        """
        if self._checked is None:
            raise DeskError("还没有核查。请先放入申报表，再点“开始核查”。")
        return self._checked

    @property
    def stale(self) -> bool:
        """Whether something was checked, and that is no longer how things are."""
        return self._checked is not None and self._checked.stale

    @property
    def review(self) -> Review:
        """The review of the batch.

        Raises:
            DeskError: nothing was checked yet.
        """
        return self.checked.review

    @property
    def review_shown(self) -> Review:
        """The review that an open page may show.

        Raises:
            OtherCheckError: none can.
        """
        if self._checked is None:
            raise OtherCheckError
        return self._checked.review

    # ---- the ledger ------------------------------------------------------------------------

    @property
    def trail(self) -> Trail:
        """The audit trail.

        Raises:
            DeskError: the ledger could not be opened.
        """
        if self._trail is None:
            raise DeskError(self.fault)
        return self._trail

    def stand_by_ledger(self, who: str, reason: str) -> str:
        """Go on with the ledger that is there, though it is not as it was used last.

        Returns:
            What was found and accepted, in Chinese; empty where all was in order.

        Raises:
            BusyError: something is being done.
            BrokenTrailError: the chain is broken in itself.
        """
        self.worker.must_be_free()
        trail = self._replaced() if self._replaced else self.trail
        said = trail.ledger.accept(who, reason)
        # One that has seen a fault remembers it.
        self._trail, self._replaced, self.fault = Trail(trail.ledger), None, ""
        self.distrust = self._trail.read().fault
        if self._checked is None:
            self.worker.changed()
        else:
            self.worker.start("核查", self._check)
        return said

    def _distrusted(self) -> list[str]:
        """Why the ledger is not gone by, in Chinese."""
        return [at_the_desk(untrusted(self.distrust))] if self.distrust else []

    # ---- what came out ---------------------------------------------------------------------

    def openable(self, path: Path) -> int:
        """The number by which the page may have a file or folder opened."""
        if path not in self._openable:
            self._openable.append(path)
        return self._openable.index(path)

    def note_made(
        self, what: str, said: list[str], remarks: list[str], files: list[Path] | None = None
    ) -> None:
        """Show what came out, with the files that may be opened."""
        shown = [{"name": shown_name(f), "id": self.openable(f)} for f in files or []]
        entry = {"what": what, "at": datetime.now().strftime("%H:%M"), "files": shown}
        texts = {
            "said": [hide_numbers(one) for one in said],
            "remarks": [hide_numbers(one) for one in remarks],
        }
        self.made.insert(0, entry | texts)

    def open(self, content: Any) -> dict[str, Any]:
        """Open a file or folder with the PC's own program.

        Raises:
            DeskError: the page was never given it, or it is gone.
        """
        at = content.get("id") if isinstance(content, dict) else None
        if not isinstance(at, int) or not 0 <= at < len(self._openable):
            raise DeskError("没有这个文件。")
        if not self._openable[at].exists():
            raise DeskError(f"“{shown_name(self._openable[at])}”已被移走或删除。")
        open_with_system(str(self._openable[at]))
        return {}
