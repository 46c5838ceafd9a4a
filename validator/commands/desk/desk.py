"""What the desk knows, and all that can be done at it."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from pathlib import Path
from typing import Any

from claimcheck.errors import ClaimcheckError
from claimcheck.identity import hide_numbers
from claimcheck.text import shown_name, shown_path
from validator.commands.desk.applicants import applicant_rows
from validator.commands.desk.opening import open_with_system
from validator.commands.desk.own_record import note_recorded, recorded_of
from validator.commands.desk.places import (
    BatchFolder,
    earlier_batches,
    is_claim_file,
    is_passed_over,
    new_batch,
)
from validator.commands.desk.words import at_the_desk, sums_of, told_aside
from validator.commands.desk.working import BusyError, Worker
from validator.ledger.audit.distrust import untrusted
from validator.ledger.audit.trail import Trail
from validator.ledger.held_against import HeldAgainst
from validator.output.page.review import Review
from validator.output.page.states import OtherCheckError
from validator.reading.file_states import FileStates
from validator.reading.files import FilesOfCall, expand
from validator.run.validate import Validation


class DeskError(ClaimcheckError):
    """Raised when something cannot be done at the desk; the text is Chinese."""


class Desk:
    """One batch at a time, its review, and what came out of it."""

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
        self.told: list[str] = []  #: what the last check said besides its result
        self.statements: list[Path] = []  #: that wait to be written into a claim
        self.made: list[dict[str, Any]] = []  #: what came out, the newest first
        self._trail = trail
        self._batch = new_batch(home, date.today())
        self._review: Review | None = None
        self._checked: list[Path] = []  #: the files that the review is about
        self._judged_by: tuple[FileStates, ...] = ()  #: the office's settings and lists
        self._seen = HeldAgainst()  #: how far the ledger was when the files were held against it
        self._rows: tuple[list[dict[str, Any]], dict[str, Any]] = ([], {})
        self._rows_of: Validation | None = None
        self._recorded: frozenset[tuple[int, int]] = frozenset()  #: see `recorded_there`
        self._openable: list[Path] = []  #: files and folders that the page may have opened

    # ---- what the page shows ---------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """All that the page shows, as things stand now."""
        review = self._review
        rows, sums = ([], {}) if review is None else self._shown(review)
        return {
            "work": self.worker.state(),
            "fault": self.fault,
            "notices": [*self.notices, *self._distrusted(), *self.told],
            "to_accept": self.distrust or (self.fault if self._replaced else ""),
            "home": shown_path(self.home),
            "batch": {
                "name": self._batch.name,
                "folder": self.openable(self._batch.path) if self._batch.path.exists() else None,
                "files": [shown_name(file) for file in self._batch.files],
            },
            "earlier": self._earlier(),
            "statements": [shown_name(file) for file in self.statements],
            "checked": review is not None,
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

    def _shown(self, review: Review) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """The rows of the applicants and the sums, made anew only when they are others."""
        found = review.current
        if self._rows_of is not found:
            rows = applicant_rows(found, self._recorded)
            self._rows = [row.as_dict() for row in rows], sums_of(review, found)
            self._rows_of = found
        return self._rows

    def openable(self, path: Path) -> int:
        """The number by which the page may have a file or folder opened."""
        if path not in self._openable:
            self._openable.append(path)
        return self._openable.index(path)

    # ---- files -------------------------------------------------------------------------------

    def receive(self, name: str, content: bytes) -> str:
        """Keep a dropped file; in Chinese why it was not taken, or for which one it stands now.

        Raises:
            WriteError: it cannot be written.
        """
        if is_passed_over(name):
            return ""
        if not is_claim_file(name):
            return f"“{shown_name(name)}”不是工作簿，没有收。银行流水请到“银行流水”页导入。"
        kept = self._batch.receive(name, content)
        if kept in self._batch.files:
            return f"“{shown_name(kept)}”已经在这一批里，内容相同，没有再收一份。"
        before, like = self._batch.corrected_by(kept), self._batch.named_like(kept)
        if before is None:
            self._batch.add(kept)
        else:  # both together would be the same claim twice
            self._batch.replace(before, kept)
        self.worker.changed()
        if before is not None:
            return f"“{shown_name(name)}”是改正后交回的，代替这一批里的“{shown_name(before)}”。"
        if like is not None:
            return (
                f"这一批里已有同名而内容不同的“{shown_name(like)}”，新的一份存为“{shown_name(kept)}”，"
                "两份都在这一批里。如果新的是改正后的，请移出原来那份，以免同一项申报算两次。"
            )
        return ""

    def add_path(self, content: Any) -> dict[str, Any]:
        """Take in a file or folder of this PC, where it stands."""
        path = Path(text_of(content, "path").strip('"')).expanduser()
        if not path.is_absolute() or not path.exists():
            raise DeskError("没有找到这个文件或文件夹。请写完整的路径，如 D:\\申报\\第一批。")
        files = expand([path])
        if not files:
            raise DeskError("这个文件夹里没有 Excel 工作簿。")
        self._batch.add(*files)
        self.worker.changed()
        return {"said": f"已加入 {len(files):,} 个文件。"}

    def leave_out(self, content: Any) -> dict[str, Any]:
        """Take a file out of the batch."""
        self._batch.leave_out(self.file(content))
        self.worker.changed()
        return {}

    def file(self, content: Any) -> Path:
        """The file of the batch that the page names by its place and name."""
        sent = content if isinstance(content, dict) else {}
        at, files = sent.get("at"), self._batch.files
        # The list may have moved since the page was drawn: another window, a second click.
        there = files[at] if isinstance(at, int) and 0 <= at < len(files) else None
        if there is None or shown_name(there) != sent.get("name"):
            raise DeskError("文件列表刚有变动，没有办。请看清列表，再试一次。")
        return there

    def begin(self, content: Any) -> dict[str, Any]:
        """Begin a new batch, or take up an earlier one by its name."""
        if self.worker.busy:
            raise BusyError(f"正在{self.worker.what}，请稍候。")
        name = text_of(content, "name", needed=False)
        known = {batch.name: batch for batch in earlier_batches(self.home)}
        if name and name not in known:
            raise DeskError("没有找到这一批。")
        self._batch = known[name] if name else new_batch(self.home, date.today())
        self._review, self._checked = None, []
        self.made, self.told, self.statements = [], [], []
        self.worker.changed()
        return {}

    # ---- checking and reviewing ------------------------------------------------------------

    def check(self, _: Any) -> dict[str, Any]:
        """Check the files of the batch, beside the page."""
        if not self._batch.files:
            raise DeskError("还没有文件。请把申报表拖到这里。")
        self.worker.start("核查", self._check)
        return {}

    def _check(self) -> None:
        from claimcheck.office import DEFAULT_NAME, find_office
        from claimcheck.settings import Settings
        from validator.run.prepared import PreparedRun

        trail, files = self.trail, [*self._batch.files]
        seen, read = trail.ledger.seen(), FileStates(files)
        day = self.day.date() if self.day else date.today()
        settings_file = FileStates([self.home / DEFAULT_NAME])
        settings = Settings(on=day, office=find_office(None))
        lists = FileStates(self.home / name for name in settings.office.lists.values())
        # They came along in folders: what is no claim is set aside, and blocks nothing. Taken in
        # the order of a folder, so that commands call the same one of two like claims the repeat.
        prepared = PreparedRun(FilesOfCall(sorted(files), {*files}), settings, Path())
        recorded = recorded_of(self._batch, trail.ledger)
        found = prepared.run(self.worker.progress, trail.ledger, own=recorded.keys())
        self.told = [*recorded.values(), *told_aside(found)]
        self._review = Review(found, settings, trail, read)
        said = self._review.current.supervision
        self.distrust = said.fault if said else ""
        self._checked, self._seen, self._judged_by = files, seen, (settings_file, lists)
        self._look_for_recorded(recorded)

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
        if self.worker.busy:
            raise BusyError(f"正在{self.worker.what}，请稍候。")
        trail = self._replaced() if self._replaced else self.trail
        said = trail.ledger.accept(who, reason)
        # One that has seen a fault remembers it.
        self._trail, self._replaced, self.fault = Trail(trail.ledger), None, ""
        self.distrust = self._trail.read().fault
        if self._review is None:
            self.worker.changed()
        else:
            self.worker.start("核查", self._check)
        return said

    def _distrusted(self) -> list[str]:
        """Why the ledger is not gone by, in Chinese."""
        return [at_the_desk(untrusted(self.distrust))] if self.distrust else []

    @property
    def review(self) -> Review:
        """The review of the batch.

        Raises:
            DeskError: nothing was checked yet.
        """
        if self._review is None:
            raise DeskError("还没有核查。请先放入申报表，再点“开始核查”。")
        return self._review

    @property
    def review_shown(self) -> Review:
        """The review that an open page may show.

        Raises:
            OtherCheckError: none can.
        """
        if self._review is None:
            raise OtherCheckError
        return self._review

    @property
    def batch(self) -> BatchFolder:
        """The batch at hand."""
        return self._batch

    @property
    def stale(self) -> bool:
        """Whether files, settings or lists are others than were checked, or changed since."""
        return self._review is not None and (
            self._checked != self._batch.files
            or bool(self._review.files_changed())
            or any(states.changed() for states in self._judged_by)
        )

    @property
    def seen(self) -> HeldAgainst:
        """How far the ledger was when the files were held against it."""
        return self._seen

    def was_recorded(self, number: int | None) -> None:
        """Take note that the batch itself was recorded, under a number where claims were new."""
        ledger = self.trail.ledger
        self._seen = ledger.seen()
        if number is not None:
            note_recorded(self._batch, ledger, number)
        self._look_for_recorded(recorded_of(self._batch, ledger))

    def _look_for_recorded(self, numbers: Collection[int]) -> None:
        """Which claims stand in batches of the ledger that were recorded from this one."""
        from validator.supervision.accepted import recorded_there

        self._recorded = recorded_there(self.review.current, self.trail.ledger, numbers)
        self._rows_of = None

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
        """Open a file or folder with the PC's own program."""
        at = content.get("id") if isinstance(content, dict) else None
        if not isinstance(at, int) or not 0 <= at < len(self._openable):
            raise DeskError("没有这个文件。")
        if not self._openable[at].exists():
            raise DeskError(f"“{shown_name(self._openable[at])}”已被移走或删除。")
        open_with_system(str(self._openable[at]))
        return {}


def text_of(content: Any, name: str, *, needed: bool = True) -> str:
    """A text that the page sent."""
    value = content.get(name) if isinstance(content, dict) else None
    if isinstance(value, str) and value.strip():
        return value.strip()
    if needed:
        raise DeskError("没有填写完整。")
    return ""
